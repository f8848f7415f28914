//! `beltui [FILE]`: the dashboard.

use std::ffi::OsStr;
use std::io::IsTerminal;
use std::mem::ManuallyDrop;
use std::process::ExitCode;
use std::sync::mpsc::channel;

use anyhow::{Context as _, bail};
use chrono::NaiveDate;

use crate::app::App;
use crate::shell::linked::has_links;
use crate::shell::terminal::Session;
use crate::shell::{Exit, Loop, listen, listen_to_signals, open_in_background, panics};
use crate::store::edition::Copy;
use crate::store::load::ReadError;
use crate::store::places::{self, Choice};

use super::out::tell;
use super::{Open, clock, config, state_file};

/// The exit code of a program that a fault of its own has ended, as Rust programs have it.
const PANICKED: u8 = 101;

/// Opens the dashboard; `fixed` where the day is not the clock's.
pub(super) fn run(open: Open, today: NaiveDate, fixed: bool) -> anyhow::Result<ExitCode> {
    // What is plainly not there is said first, and before the screen is taken; the reading itself happens behind the frame.
    if let Some(Choice::Named(path)) = places::choose(open.file.clone())
        && let Err(source) = std::fs::metadata(&path)
    {
        return Err(ReadError::Io { path, source }.into());
    }
    if !std::io::stdout().is_terminal() {
        bail!(
            "the dashboard needs a terminal, and the output is none; beltui frame prints a picture of it, beltui check what is wrong with the file"
        );
    }
    if cannot_draw(std::env::var_os("TERM").as_deref()) {
        bail!(
            "this terminal cannot show the dashboard (TERM is dumb or empty); beltui frame prints a picture of it, beltui check what is wrong with the file"
        );
    }
    let (path, said) = state_file(open.file)?;
    let config = config::read(open.theme);
    let read_only = open.read_only.then(|| "--read-only".to_owned());
    // The program ends after it: the system takes the memory back faster than we could.
    let mut app = ManuallyDrop::new(
        App::new(path.display().to_string(), today, open.as_of, config.keymap).known(open.known),
    );
    app.prefer(config.settings);
    // Once; and where that cannot be kept it would be said each time.
    app.welcomes = !app.settings.welcomed && config.keeps.is_ok();
    app.file.path = std::path::absolute(&path).unwrap_or_else(|_| path.clone());
    app.links = has_links(app.settings.links);
    let mouse = !open.no_mouse && !app.settings.no_mouse;
    match (config.complaints.first(), said) {
        (Some(complaint), _) => app.warn(complaint),
        (None, Some(said)) => app.say(said),
        (None, None) => {}
    }
    // Who only looks is offered nothing that would be written.
    let copy = if open.read_only { None } else { Copy::own(&path) };
    let (sender, messages) = channel();
    let asked = listen_to_signals(sender.clone()).context("the program cannot listen to signals")?;
    let reading = open_in_background(path, read_only.clone(), app.facts.clock(), sender.clone())
        .context("the system has no thread to read the file")?;
    let (exit, said) = {
        let (mut session, terminal) =
            Session::begin(config.keeps, asked.clone(), (!fixed).then_some(clock::running), mouse)
                .context("the terminal cannot be used")?;
        // Dropping it would show the cursor, and complain on a terminal that is gone; the session does that better.
        let mut terminal = ManuallyDrop::new(terminal);
        session.hears(listen(sender.clone()).context("the keyboard cannot be read")?);
        let mut running = Loop::new(&mut app, &config.theme, &mut terminal, &mut session, sender);
        (running.watches, running.reading, running.read_only) = (true, Some(reading), read_only);
        running.asks_background = config.asks_background;
        running.learns = true;
        running.offers_editions(copy);
        let exit = panics::guarded("the dashboard", || running.run(&messages));
        asked.heard();
        // What was edited stays in the journal unless the person has left in order.
        let in_order = matches!(exit, Ok(Ok(Exit::Quit)));
        match panics::guarded("the dashboard", || running.finish(&messages, in_order)) {
            Ok(said) => (exit, said),
            Err(why) => (exit.and(Err(why)), None),
        }
    };
    if let Some(said) = said {
        tell(said);
    }
    let exit = match exit {
        Ok(exit) => exit,
        Err(why) => {
            tell(format!("{why}; edits that are not saved are in the journal: the next start offers them"));
            return Ok(ExitCode::from(PANICKED));
        }
    };
    match exit {
        Ok(Exit::Quit) => Ok(ExitCode::SUCCESS),
        Ok(Exit::Unreadable(error)) => Err(error.into()),
        Ok(Exit::Failed(why)) => bail!(why),
        // As a shell reports a program that a signal ended.
        Ok(Exit::Signal(signal)) => Ok(ExitCode::from(u8::try_from(128 + signal).unwrap_or(1))),
        Ok(Exit::Gone) => Ok(ExitCode::from(1)),
        Err(error) => Err(error).context("the terminal cannot be drawn on"),
    }
}

/// Whether a terminal of this name takes text alone.
fn cannot_draw(term: Option<&OsStr>) -> bool {
    term.is_none_or(|name| name.is_empty() || name == "dumb")
}
