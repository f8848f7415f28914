//! `beltui frame [FILE]`: one frame of the dashboard on standard output.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::anyhow;
use chrono::NaiveDate;
use clap::ValueEnum;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::{App, Arrangement, Effect, script};
use crate::shell::{paths_beginning, what_is_kept, what_lists_say};
use crate::store::load::load;
use crate::ui::frame::draw;
use crate::views::day::Day;

use super::input::tell_old;
use super::out::out;
use super::wrong::WrongWord;
use super::{ThemeName, config, day, paint, state_file};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The state file; without it $BELTUI_STATE, else the one in your data directory
    file: Option<PathBuf>,
    /// Columns and rows
    #[arg(long, value_parser = size, default_value = "160x48")]
    size: (u16, u16),
    /// Keys to press before, as text; other keys by name: 2/bel<Enter>
    #[arg(long, default_value = "")]
    keys: String,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Show everything as of this day
    #[arg(long, value_parser = day, value_name = "DATE")]
    as_of: Option<NaiveDate>,
    /// Count only what could be known on this day
    #[arg(long, value_parser = day, value_name = "DATE")]
    known: Option<NaiveDate>,
    /// The pane that has the focus: relations, ledger, log, borders
    #[arg(long, value_name = "NAME")]
    pane: Option<String>,
    /// The filter of the pane, in the words that / takes
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    filter: Option<String>,
    /// What the pane is ordered by, the weightiest first; - before it from its end
    #[arg(long, value_name = "COLUMN", allow_hyphen_values = true)]
    sort: Option<String>,
    /// The column by which the ledger is grouped
    #[arg(long, value_name = "COLUMN")]
    group: Option<String>,
    /// How the pane is shown: measures, subjects, timeline; events, steps; map, list
    #[arg(long, value_name = "NAME")]
    view: Option<String>,
    /// An open page: agenda, exchanges, charts, disagreements, findings, help
    #[arg(long, value_name = "NAME")]
    page: Option<String>,
    /// The open page of this record
    #[arg(long, value_name = "ID")]
    record: Option<String>,
    /// The open dossier of this record
    #[arg(long, value_name = "ID")]
    dossier: Option<String>,
    /// Colours for a dark or a light background, of high contrast, or calm ones
    #[arg(long, value_enum)]
    theme: Option<ThemeName>,
    /// With what is said the first time the dashboard is started
    #[arg(long)]
    welcome: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Ansi,
    Svg,
}

/// No terminal is wider or higher than this; a larger frame would only fill the memory.
const LARGEST: u16 = 1000;

fn size(text: &str) -> Result<(u16, u16), String> {
    let (columns, rows) = text.split_once('x').ok_or("write columns and rows: 160x48")?;
    let number = |text: &str| text.parse::<u16>().ok().filter(|n| *n <= LARGEST);
    number(columns).zip(number(rows)).ok_or_else(|| format!("numbers from 0 to {LARGEST}, such as 160x48"))
}

pub(super) fn run(arguments: Arguments, today: NaiveDate) -> anyhow::Result<ExitCode> {
    let (path, _) = state_file(arguments.file)?;
    let keys = script::keys(&arguments.keys).map_err(|error| anyhow!("--keys: {error}"))?;
    let loaded = load(&path)?.as_of_today(today);
    tell_old(&loaded, &path);
    let config = config::read(arguments.theme);
    let arrangement = Arrangement {
        pane: arguments.pane,
        filter: arguments.filter,
        sort: arguments.sort,
        group: arguments.group,
        view: arguments.view,
        page: arguments.page,
        record: arguments.record,
        dossier: arguments.dossier,
    };
    let mut app =
        App::new(path.display().to_string(), today, arguments.as_of, config.keymap).known(arguments.known);
    app.prefer(config.settings);
    app.welcomes = arguments.welcome;
    app.resize(arguments.size.0, arguments.size.1);
    let read_only = loaded.unwritable();
    app.loaded(loaded.state, loaded.findings, read_only);
    app.begin_at_news();
    app.arrange(&arrangement).map_err(WrongWord::new)?;
    for key in keys {
        for effect in app.press(key) {
            wait_for(&mut app, effect);
        }
    }
    let mut buffer = Buffer::empty(Rect::new(0, 0, arguments.size.0, arguments.size.1));
    draw(&app, &config.theme, &mut buffer);
    match arguments.format {
        Format::Text => out().document(&paint::text(&buffer))?,
        Format::Ansi => out().styled(&paint::ansi(&buffer))?,
        Format::Svg => out().document(&paint::svg(&buffer, config.theme.base()))?,
    }
    std::mem::forget(app);
    Ok(ExitCode::SUCCESS)
}

/// Does what a key has begun and the next key may need, and waits for it: there is no loop beside which it could be done.
fn wait_for(app: &mut App, effect: Effect) {
    match effect {
        Effect::WorkOut(state, clock) => _ = app.worked_out(Day::new(*state, clock)),
        Effect::CompletePath(path) => app.paths_found(&path, &paths_beginning(&path)),
        Effect::FindKept(task) => app.lists_kept(task, what_is_kept(task, None, app.clock.today)),
        Effect::ReadLists(files, task) => {
            let (state, today) = (app.facts.whole().clone(), app.clock.today);
            match what_lists_say(&state, &files, task, None, today, &mut |_| {}) {
                Ok(proposals) => app.review(proposals),
                Err(why) => app.lists_refused(why),
            }
        }
        // A frame leaves no trace: nothing is saved, kept or copied.
        _ => {}
    }
}
