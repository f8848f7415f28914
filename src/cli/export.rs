//! `beltui export`: the rows of the panes as a table, or the agenda as a calendar.

use std::collections::HashSet;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use chrono::NaiveDate;
use clap::ValueEnum;

use crate::model::state::RecordKind;
use crate::report::calendar;
use crate::report::export::records;
use crate::report::extract::{SortKey, column, column_list, in_order, listing, sort_keys, table, text};
use crate::views::day::{Clock, Day};
use crate::views::extract::{self, Extract, TableForm};
use crate::views::filter::{Listing, kept};

use super::input::read;
use super::out::out;
use super::whole;
use super::wrong::{WrongWord, of_filter, understood};
use super::{day, state_file};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Which rows: ledger, log, relations, crossings, sources, agenda, gaps, reach
    #[arg(value_name = "WHAT")]
    first: Option<OsString>,
    /// The state file; without it $BELTUI_STATE, else the one in your data directory
    #[arg(value_name = "FILE")]
    second: Option<PathBuf>,
    /// The same as WHAT: then the file stands alone
    #[arg(long, value_enum, hide = true)]
    what: Option<What>,
    /// How to write them
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    /// As of this day
    #[arg(long, value_parser = day, value_name = "DATE")]
    as_of: Option<NaiveDate>,
    /// Count only what could be known on this day
    #[arg(long, value_parser = day, value_name = "DATE")]
    known: Option<NaiveDate>,
    /// Only rows that pass this filter, in the words that / takes in the dashboard
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    filter: Option<String>,
    /// Only rows of these records, by their ids
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    only: Option<Vec<String>>,
    /// In this order: the weightiest column first, - before one from its end: issuer,-shown
    #[arg(long, value_name = "COLUMNS", allow_hyphen_values = true)]
    sort: Option<String>,
    /// Only these columns, in this order
    #[arg(long, value_name = "COLUMNS")]
    columns: Option<String>,
    /// Rows together that say the same in this column; Markdown has a head for each group
    #[arg(long, value_name = "COLUMN")]
    group: Option<String>,
    /// Of the log: events, or events with the steps of histories
    #[arg(long, value_name = "NAME")]
    view: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    Ledger,
    Log,
    Relations,
    Crossings,
    Sources,
    Agenda,
    /// What was announced, what came of it, and in how many days
    Gaps,
    /// Who is owned or controlled by listed subjects: derived, listed by nobody
    Reach,
}

impl From<What> for extract::What {
    fn from(what: What) -> Self {
        match what {
            What::Ledger => Self::Ledger,
            What::Log => Self::Log,
            What::Relations => Self::Relations,
            What::Crossings => Self::Crossings,
            What::Sources => Self::Sources,
            What::Agenda => Self::Agenda,
            What::Gaps => Self::Gaps,
            What::Reach => Self::Reach,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Csv,
    Json,
    Md,
    /// A calendar, of the agenda only
    Ics,
    /// FollowTheMoney, of the whole file: entities in JSON lines, as yente, Aleph and nomenklatura load them
    Ftm,
    /// FollowTheMoney, of the whole file: statements in CSV, a row for each value
    Statements,
}

impl Format {
    /// Of the whole file, where it is: not of the rows of a pane.
    fn of_whole(self) -> Option<whole::Form> {
        match self {
            Self::Ftm => Some(whole::Form::Entities),
            Self::Statements => Some(whole::Form::Statements),
            Self::Csv | Self::Json | Self::Md | Self::Ics => None,
        }
    }
}

/// What is asked for, all of its words being understood.
struct Wanted<'a> {
    what: extract::What,
    filter: Option<(Listing, &'a str)>,
    only: Option<HashSet<&'a str>>,
    sort: Vec<SortKey>,
    columns: Vec<String>,
    group: Option<&'static str>,
    events_only: bool,
}

impl<'a> Wanted<'a> {
    fn of(what: extract::What, arguments: &'a Arguments) -> Result<Self, WrongWord> {
        let wrong = |flag| move |why| WrongWord::new(format!("{flag}: {why}"));
        let group = arguments.group.as_deref().map(|name| column(what, name)).transpose();
        let sort = sort_keys(what, arguments.sort.as_deref().unwrap_or_default());
        let columns = column_list(what, arguments.columns.as_deref().unwrap_or_default());
        understood(arguments.filter.as_deref())?;
        let filter = match (arguments.filter.as_deref(), listing(what)) {
            (None, _) => None,
            (Some(text), Some(listing)) => Some((listing, text)),
            (Some(_), None) => {
                return Err(WrongWord::new(format!(
                    "--filter: the {what} has no filter; ledger, log, relations and crossings have"
                )));
            }
        };
        let events_only = match (what, arguments.view.as_deref()) {
            (_, None) | (extract::What::Log, Some("steps")) => false,
            (extract::What::Log, Some("events")) => true,
            (extract::What::Log, Some(other)) => {
                return Err(WrongWord::new(format!("--view: the log has no view {other:?}: events steps")));
            }
            (what, Some(_)) => {
                let why = format!("--view: the {what} is written as a table; beltui frame draws its views");
                return Err(WrongWord::new(why));
            }
        };
        Ok(Self {
            what,
            filter,
            only: arguments.only.as_ref().map(|ids| ids.iter().map(String::as_str).collect()),
            sort: sort.map_err(wrong("--sort"))?,
            columns: columns.map_err(wrong("--columns"))?,
            group: group.map_err(wrong("--group"))?,
            events_only,
        })
    }

    /// What of a day that is.
    fn extract(self, day: &Day) -> Result<Extract, WrongWord> {
        let Self { what, columns, group, .. } = self;
        let is_all = self.filter.is_none() && self.only.is_none() && !self.events_only;
        if is_all && self.sort.is_empty() && group.is_none() {
            return Ok(Extract { columns, ..Extract::all(what) });
        }
        let ids = records(day, what);
        let mut rows = match self.filter {
            Some((listing, text)) => kept(day, listing, text).map_err(|wrong| of_filter(&wrong))?,
            None => (0..ids.len()).collect(),
        };
        if let Some(only) = self.only {
            let mut asked: Vec<&str> = only.iter().copied().collect();
            asked.sort_unstable();
            asked.into_iter().try_for_each(|id| named(day, what, id))?;
            let is_meant = |at: &usize| ids.get(*at)?.as_ref().map(|id| only.contains(id.as_str()));
            rows.retain(|at| is_meant(at) == Some(true));
        }
        if self.events_only {
            rows.retain(|at| day.entries.all().get(*at).is_some_and(|entry| entry.step().is_none()));
        }
        let rows = Some(in_order(day, what, rows, &self.sort, group));
        Ok(Extract { what, rows, columns, group: group.map(ToOwned::to_owned) })
    }
}

/// Checks that an id names a record that can have a row.
fn named(day: &Day, what: extract::What, id: &str) -> Result<(), WrongWord> {
    let list = match what {
        extract::What::Ledger | extract::What::Gaps => Some(RecordKind::Sanctions),
        extract::What::Relations => Some(RecordKind::Relations),
        extract::What::Crossings => Some(RecordKind::Crossings),
        extract::What::Sources => Some(RecordKind::Sources),
        // A row is of a record of any list.
        extract::What::Log | extract::What::Agenda | extract::What::Reach => None,
    };
    // What could not be known by the day has no row, and is no mistake.
    match day.whole().place(id).map(|place| place.list) {
        None => Err(WrongWord::new(format!("--only: no record of the file has the id {id:?}"))),
        Some(of) if list.is_some_and(|list| list != of) => Err(WrongWord::new(format!(
            "--only: {id:?} is a {}: it has no row in the {}",
            of.word(),
            what.word()
        ))),
        Some(_) => Ok(()),
    }
}

impl Arguments {
    /// Whether only some of it is asked for, or in another order.
    fn chooses(&self) -> bool {
        let words = [&self.filter, &self.sort, &self.columns, &self.group, &self.view];
        self.only.is_some() || words.into_iter().any(Option::is_some)
    }

    /// The file of which the whole is written.
    fn whole(&self) -> Result<Option<PathBuf>, WrongWord> {
        let words = [&self.sort, &self.columns, &self.group, &self.view];
        if self.what.is_some() || self.second.is_some() {
            return Err(WrongWord::new("this form is of the whole file: beltui export FILE --format ftm"));
        }
        if self.only.is_some() || words.into_iter().any(Option::is_some) {
            return Err(WrongWord::new(
                "this form is of the whole file: no --only, --sort, --columns, --group",
            ));
        }
        Ok(self.first.as_ref().map(PathBuf::from))
    }

    /// What is written, and the file. What was once said by `--what` leaves the first place to the file.
    fn named(&self) -> Result<(extract::What, Option<PathBuf>), WrongWord> {
        let all = || {
            let names = extract::What::ALL.iter().map(|what| what.word()).collect::<Vec<_>>().join(", ");
            format!("one of {names}")
        };
        match (self.what, &self.first, &self.second) {
            (Some(what), file, None) => Ok((what.into(), file.as_ref().map(PathBuf::from))),
            (Some(_), _, Some(_)) => Err(WrongWord::new("with --what there is one file: say WHAT FILE")),
            (None, Some(word), file) => {
                let word = word.to_string_lossy();
                let what = What::from_str(&word, true).map_err(|_| {
                    WrongWord::new(format!("{word:?} is nothing that can be exported: {}", all()))
                })?;
                Ok((what.into(), file.clone()))
            }
            (None, None, _) => Err(WrongWord::new(format!("say what is to be exported: {}", all()))),
        }
    }
}

pub(super) fn run(arguments: &Arguments, today: NaiveDate) -> anyhow::Result<ExitCode> {
    if let Some(form) = arguments.format.of_whole() {
        let clock = Clock::as_of(arguments.as_of.unwrap_or(today)).known(arguments.known);
        return whole::run(form, arguments.whole()?, arguments.filter.as_deref(), clock);
    }
    let (what, file) = arguments.named()?;
    if arguments.format == Format::Ics && what != extract::What::Agenda {
        bail!("only the agenda is a calendar: beltui export agenda --format ics");
    }
    if arguments.format == Format::Ics && arguments.chooses() {
        return Err(WrongWord::new(
            "a calendar has all of the agenda: no --only, --sort, --columns, --group",
        )
        .into());
    }
    let wanted = Wanted::of(what, arguments)?;
    let (path, _) = state_file(file)?;
    let read = read(&path)?;
    let code = read.code();
    let day = Day::new(read.state, Clock::as_of(arguments.as_of.unwrap_or(today)).known(arguments.known));
    let mut out = out();
    if arguments.format == Format::Ics {
        out.document(&calendar::calendar(&day))?;
        return Ok(code);
    }
    let extract = wanted.extract(&day)?;
    match arguments.format {
        Format::Csv => out.csv(table(&day, &extract)?)?,
        Format::Json => out.document(&text(&day, &extract, TableForm::Json)?)?,
        Format::Md => out.document(&text(&day, &extract, TableForm::Markdown)?)?,
        Format::Ics | Format::Ftm | Format::Statements => {}
    }
    Ok(code)
}
