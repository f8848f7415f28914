//! The command line: the dashboard, and the other commands, one file each.

mod archive;
mod backups;
mod brief;
mod bundle;
mod change;
mod changes;
mod check;
mod clock;
mod config;
mod dashboard;
mod diary;
mod difference;
mod edition;
mod edits;
mod export;
mod fetch;
mod frame;
mod init;
mod input;
mod listed;
mod lists;
mod merge;
mod out;
mod packaging;
mod paint;
mod place;
mod screen;
mod screenings;
mod upgrade;
mod watch;
mod whole;
mod wrong;

use std::any::TypeId;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use chrono::NaiveDate;
use clap::error::ContextKind;
use clap::{FromArgMatches as _, Parser, Subcommand, ValueEnum};

use crate::app::form::when;
use crate::app::text::{in_words, visible};
use crate::model::date::Date;
use crate::store::edition::create;
use crate::store::places::{self, Choice};
use crate::ui::theme::Base;

/// Where sanctions, borders and relations stand on a given day, and who says so.
#[derive(Debug, Parser)]
#[command(
    name = "beltui",
    version,
    about,
    args_conflicts_with_subcommands = true,
    after_help = "Exit codes: 0 done; 1 the file has errors, or the command failed; 2 the file could not be read, or the command line is wrong; 3 there is something: a hit of screen, from changes, diff, list-diff and reconcile --gaps what differs, from edition a new edition.\n\
                  Environment: BELTUI_STATE names the state file, BELTUI_ARCHIVE the archive of official lists; NO_COLOR takes the colours away."
)]
pub struct Arguments {
    #[command(flatten)]
    open: Open,
    /// Replaces the clock, for tests and pictures
    #[arg(long, global = true, hide = true, value_parser = day, value_name = "DATE")]
    today: Option<NaiveDate>,
    /// Write a diary of loading, saving, merging and lists, with times, into this file
    #[arg(long, global = true, value_name = "FILE")]
    log: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

/// The dashboard's own arguments.
#[derive(Debug, clap::Args)]
struct Open {
    /// The state file; without it $BELTUI_STATE, else the one in your data directory
    file: Option<PathBuf>,
    /// Show everything as of this day: 2025-10-28, 2025-10 for its last day, "last friday"
    #[arg(long, value_parser = day, value_name = "DATE")]
    as_of: Option<NaiveDate>,
    /// Count only what could be known on this day, by when its sources were published
    #[arg(long, value_parser = day, value_name = "DATE")]
    known: Option<NaiveDate>,
    /// Never write to the file
    #[arg(long)]
    read_only: bool,
    /// Leave the mouse to the terminal (`no_mouse: true` in settings.ron does so always)
    #[arg(long)]
    no_mouse: bool,
    /// Colours for a dark or a light background, of high contrast, or calm ones
    #[arg(long, value_enum)]
    theme: Option<ThemeName>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ThemeName {
    Dark,
    Light,
    Contrast,
    Calm,
}

impl ThemeName {
    fn base(self) -> Base {
        match self {
            Self::Dark => Base::Dark,
            Self::Light => Base::Light,
            Self::Contrast => Base::Contrast,
            Self::Calm => Base::Calm,
        }
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Name every error and warning in a state file, with its place
    Check {
        /// The state file; without it $BELTUI_STATE, else the one in your data directory
        file: Option<PathBuf>,
        /// For people, or for programs
        #[arg(long, value_enum, default_value_t = check::Format::Text)]
        format: check::Format,
        /// For each claim of listing: which list of which day and digest it rests on
        #[arg(long)]
        lists: bool,
    },
    /// Write the rows of the panes as a table, or the agenda as a calendar
    #[command(override_usage = "beltui export [OPTIONS] <WHAT> [FILE]")]
    Export(export::Arguments),
    /// Write a cited brief of what changed between two days
    Brief(brief::Arguments),
    /// Put a record and all that it rests on into one file that proves itself, or prove such a file
    Bundle(bundle::Arguments),
    /// Tell what changed since you looked last, in the world and in the file (exit code 3 where something did)
    Changes(changes::Arguments),
    /// Watch subjects, for changes --watched and the agenda: add, remove, list
    Watch(watch::Arguments),
    /// Tell what changed between two states, or between two days of one (exit code 3 where something did)
    Diff(difference::Arguments),
    /// Take what an official list says into a state file
    Import(lists::Import),
    /// Hold a state file against official lists, of one day or of several
    Reconcile(lists::Reconcile),
    /// Tell what was added to a list, taken off it and changed on it (exit code 3 where anything was)
    ListDiff(lists::ListDiff),
    /// Bring official lists from their publishers into the archive; nobody is asked but by this command
    #[command(override_usage = "beltui fetch [OPTIONS] [LIST]...")]
    Fetch(fetch::Arguments),
    /// The archive of official lists: what is kept of each, and when it was last checked
    Lists(archive::Arguments),
    /// Hold names against official lists and a state file: who may be on one, with why (exit code 3 where there is a hit)
    #[command(override_usage = "beltui screen [OPTIONS] <NAMES> [FILE]")]
    Screen(Box<screen::Arguments>),
    /// The log of screenings: list it, verify it, purge what is old
    Screenings(screenings::Arguments),
    /// Write a new state file: the shipped example, or an empty one
    Init {
        /// The file to write; it must not exist
        file: PathBuf,
        /// Empty lists instead of the example
        #[arg(long)]
        empty: bool,
        /// Every record of FILE, which beltui export --format ftm has written; not their layout, nor comments
        #[arg(long, value_name = "FILE", conflicts_with = "empty")]
        from: Option<PathBuf>,
    },
    /// Print one frame of the dashboard, after everything is loaded
    Frame(frame::Arguments),
    /// List the earlier versions of a state file, or bring one back
    Backups {
        /// The state file; without it $BELTUI_STATE, else the one in your data directory
        file: Option<PathBuf>,
        /// Put this version in the place of the file
        #[arg(long, value_name = "NUMBER")]
        restore: Option<u64>,
    },
    /// Tell what a new edition of the shipped file changes in your copy of an older one (exit code 3 where there is one),
    /// take it or decline it
    Edition(edition::Arguments),
    /// List edits that were set aside, tell what is in them, or make them again
    Edits(edits::Arguments),
    /// Rewrite a state file of schema 1 as one of schema 2, with every comment kept
    Upgrade(upgrade::Arguments),
    /// Merge two changed versions of a state file by record, as a git merge driver
    Merge(merge::Arguments),
    /// Print the completions for a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// The command line as `clap` knows it, for the documentation and the tests.
pub fn command() -> clap::Command {
    <Arguments as clap::CommandFactory>::command()
}

/// What a day on the command line means where it does not depend on today: of a month or year, its last day.
fn day(text: &str) -> Result<NaiveDate, String> {
    text.parse::<Date>().map(Date::last).map_err(|error| error.to_string())
}

/// A command in which days and dates are read as in the dashboard: also in words, against today.
fn with_today(command: clap::Command, today: NaiveDate) -> clap::Command {
    command
        .mut_args(|arg| {
            let kind = arg.get_value_parser().type_id();
            if arg.get_id() == "today" {
                // The clock does not depend on itself.
                arg
            } else if kind == TypeId::of::<NaiveDate>() {
                arg.value_parser(move |text: &str| when::read_day(text, today))
            } else if kind == TypeId::of::<brief::Since>() {
                arg.value_parser(move |text: &str| when::read_since(text, today).map(brief::Since))
            } else if kind == TypeId::of::<changes::LookedSince>() {
                arg.value_parser(move |text: &str| changes::LookedSince::read(text, today))
            } else if kind == TypeId::of::<Date>() {
                arg.value_parser(move |text: &str| when::read(text, today))
            } else {
                arg
            }
        })
        .mut_subcommands(|command| with_today(command, today))
}

/// The arguments of the command line, and today's date.
///
/// # Errors
/// Where they are wrong, or ask for the help or the version.
fn arguments(words: &[OsString], clock: NaiveDate) -> Result<(Arguments, NaiveDate), clap::Error> {
    let read = |today| with_today(command(), today).try_get_matches_from(words);
    let mut matches = read(clock)?;
    let today = matches.get_one::<NaiveDate>("today").copied().unwrap_or(clock);
    if today != clock {
        matches = read(today)?;
    }
    Ok((Arguments::from_arg_matches_mut(&mut matches)?, today))
}

/// Says what is wrong with the command line, or gives the help that it asks for. What is told of the words is
/// visible: they are read once more as they are shown.
fn refuse(words: &[OsString], error: &clap::Error, clock: NaiveDate) -> ExitCode {
    let shown: Vec<OsString> =
        words.iter().map(|word| visible(&word.to_string_lossy()).into_owned().into()).collect();
    let _ = match arguments(&shown, clock) {
        Err(error) => error.print(),
        // Only what is shown is right. This cannot be told in colours, and still has to be told.
        Ok(_) => out::err().document(&error.to_string()),
    };
    let is_merge = words.get(1).is_some_and(|command| command == "merge");
    let code = u8::try_from(error.exit_code()).unwrap_or(UNREADABLE);
    // git takes a lower one for a conflict, with our side for what there is of both.
    ExitCode::from(if is_merge && code != 0 { merge::FAILED } else { code })
}

/// What there is to say of a first word that is nearly a command and names no file: which command it is like.
fn meant_command(words: &[OsString]) -> Option<clap::Error> {
    let word = words.get(1)?.to_str()?;
    let is_word =
        word.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-') && !word.starts_with('-');
    if !is_word || Path::new(word).exists() {
        return None;
    }
    // Without the file that the dashboard takes: a word in its place is a command or wrong.
    let commands = clap::Command::new("beltui")
        .subcommand_required(true)
        .subcommands(command().get_subcommands().cloned().collect::<Vec<_>>());
    let error = commands.try_get_matches_from(words.iter().take(2)).err()?;
    error.get(ContextKind::SuggestedSubcommand).is_some().then_some(error)
}

/// The exit code of a file that cannot be read.
const UNREADABLE: u8 = 2;

/// Runs the program with the arguments of the command line.
pub fn run() -> ExitCode {
    let clock = clock::today();
    // Words such as "yesterday" are read against it. Where it cannot be right, nothing that needs it is done.
    let assumed = clock.as_ref().copied().unwrap_or_default();
    let words: Vec<OsString> = std::env::args_os().collect();
    if let Some(error) = meant_command(&words) {
        let _ = error.print();
        return ExitCode::from(UNREADABLE);
    }
    let (arguments, today) = match arguments(&words, assumed) {
        Ok(read) => read,
        Err(error) => return refuse(&words, &error, assumed),
    };
    let result = match clock {
        Err(why) if arguments.today.is_none() && arguments.needs_today() => Err(why),
        _ => dispatch(arguments, today),
    };
    result.unwrap_or_else(|error| {
        let broken_pipe = error
            .chain()
            .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
            .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe);
        if broken_pipe {
            // Whoever read our output has had enough: nothing to say.
            return ExitCode::SUCCESS;
        }
        out::tell(told(&error));
        let unreadable =
            error.chain().any(<dyn std::error::Error + 'static>::is::<crate::store::load::ReadError>);
        ExitCode::from(if unreadable || error.is::<wrong::WrongWord>() { UNREADABLE } else { 1 })
    })
}

impl Arguments {
    /// Whether what is done depends on which day it is.
    fn needs_today(&self) -> bool {
        !matches!(
            self.command,
            Some(
                Command::Init { .. }
                    | Command::Backups { .. }
                    | Command::Watch(_)
                    | Command::Edits(_)
                    | Command::Edition(_)
                    | Command::Upgrade(_)
                    | Command::Merge(_)
                    | Command::Completions { .. }
                    | Command::Man
            )
        )
    }
}

fn dispatch(arguments: Arguments, today: NaiveDate) -> anyhow::Result<ExitCode> {
    if let Some(path) = &arguments.log {
        diary::begin(path)?;
    }
    let arguments_today = arguments.today.is_some();
    match arguments.command {
        None => dashboard::run(arguments.open, today, arguments.today.is_some()),
        Some(Command::Check { file, format, lists: false }) => check::run(file, format, today),
        Some(Command::Check { file, format, lists: true }) => check::lists(file, format),
        Some(Command::Export(arguments)) => export::run(&arguments, today),
        Some(Command::Brief(arguments)) => brief::run(arguments, today),
        Some(Command::Bundle(arguments)) => bundle::run(arguments, today),
        Some(Command::Changes(arguments)) => changes::run(&arguments, today),
        Some(Command::Watch(arguments)) => watch::run(arguments),
        Some(Command::Diff(arguments)) => difference::run(&arguments),
        Some(Command::Import(arguments)) => lists::import(arguments, today),
        Some(Command::Reconcile(arguments)) => lists::reconciled(arguments, today),
        Some(Command::ListDiff(arguments)) => lists::list_diff(arguments),
        Some(Command::Fetch(fetching)) => {
            fetch::run(&fetching, today, clock::time(today, arguments.today.is_some()))
        }
        Some(Command::Lists(lists)) => archive::run(lists, today, arguments.today.is_some()),
        Some(Command::Screen(arguments)) => screen::run(*arguments, today, arguments_today),
        Some(Command::Screenings(arguments)) => screenings::run(arguments, today),
        Some(Command::Init { file, empty, from }) => init::run(&file, empty, from.as_deref()),
        Some(Command::Frame(frame)) => frame::run(frame, today),
        Some(Command::Backups { file, restore }) => backups::run(file, restore),
        Some(Command::Edition(arguments)) => edition::run(&arguments),
        Some(Command::Edits(arguments)) => edits::run(arguments),
        Some(Command::Upgrade(arguments)) => upgrade::run(arguments),
        Some(Command::Merge(files)) => Ok(merge::run(&files)),
        Some(Command::Completions { shell }) => packaging::completions(shell),
        Some(Command::Man) => packaging::man(),
    }
}

/// What went wrong: the reason first, then what it stood in the way of.
fn told(error: &anyhow::Error) -> String {
    let mut said: Vec<String> = Vec::new();
    for cause in error.chain() {
        let text = in_words(&cause.to_string()).into_owned();
        // Some say themselves what caused them.
        if !said.iter().any(|outer| outer.contains(&text)) {
            said.push(text);
        }
    }
    said.reverse();
    said.join(": ")
}

/// The state file to open; the default one is created with the shipped text where it does not exist yet. Returns
/// what there is to say about that.
fn state_file(named: Option<PathBuf>) -> anyhow::Result<(PathBuf, Option<String>)> {
    match places::choose(named).context("no home directory is known: name a state file")? {
        Choice::Named(path) => Ok((path, None)),
        Choice::Default(path) if path.exists() => Ok((path, None)),
        Choice::Default(path) => {
            create(&path, places::state_dir().as_deref()).with_context(|| {
                format!("the first start could not write {}; name a state file instead", path.display())
            })?;
            let said = format!("first start: the shipped file is now {}", path.display());
            Ok((path, Some(said)))
        }
    }
}
