//! `beltui changes`: what changed since somebody looked, in the world and in the file.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use chrono::NaiveDate;
use clap::ValueEnum;

use crate::app::form::when;
use crate::model::id::Id;
use crate::model::state::State;
use crate::report::changes::{Changes, Chosen};
use crate::report::feed::feed;
use crate::store::fingerprint::Fingerprint;
use crate::store::load::{load, load_text};
use crate::store::looked::{self, Look};
use crate::store::places::state_dir;
use crate::store::write::replace;
use crate::store::{regular, watched};
use crate::views::day::{Clock, Day};
use crate::views::passing::passing;
use crate::views::watchlist::belonging;

use super::input::{code, tell_old};
use super::out::{out, tell};
use super::wrong::{WrongWord, of_filter, understood};
use super::{day, state_file};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The state file; without it $BELTUI_STATE, else the one in your data directory
    file: Option<PathBuf>,
    /// What changed since this day, or since you looked `last`
    #[arg(long, value_parser = since, value_name = "last|DATE", default_value = "last")]
    since: LookedSince,
    /// Up to this day, which does not count as a look; without it today
    #[arg(long, value_parser = day, value_name = "DATE")]
    until: Option<NaiveDate>,
    /// Only what passes this filter, in the words that / takes in the dashboard
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    filter: Option<String>,
    /// Only these records, by their ids
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    only: Option<Vec<String>>,
    /// Only what belongs to the subjects that you watch (beltui watch)
    #[arg(long)]
    watched: bool,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write a feed into this file too; what it told before stays in it
    #[arg(long, value_name = "FILE")]
    atom: Option<PathBuf>,
    /// Tell it, and do not remember that you looked
    #[arg(long)]
    peek: bool,
}

/// Since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LookedSince {
    /// Since the person looked last.
    Last,
    /// Since a day.
    Day(NaiveDate),
}

impl LookedSince {
    /// Reads `last`, or a day as the dashboard does, also in words against today.
    pub(super) fn read(text: &str, today: NaiveDate) -> Result<Self, String> {
        match text {
            "last" => Ok(Self::Last),
            text => when::read_since(text, today).map(Self::Day),
        }
    }
}

fn since(text: &str) -> Result<LookedSince, String> {
    LookedSince::read(text, NaiveDate::default())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Md,
    Atom,
}

impl Arguments {
    /// What of the file is looked at: of each choice the last look is its own.
    fn choice(&self) -> String {
        let mut words = Vec::new();
        if let Some(filter) = self.filter.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            words.push(format!("--filter {filter}"));
        }
        if let Some(only) = &self.only {
            let ids: BTreeSet<&str> = only.iter().map(String::as_str).collect();
            words.push(format!("--only {}", ids.into_iter().collect::<Vec<_>>().join(",")));
        }
        if self.watched {
            words.push("--watched".to_owned());
        }
        words.join(" ")
    }

    /// The records that are meant, of the file as it was and as it is.
    fn chosen(&self, is: &Day, was: Option<&State>, path: &Path, dir: &Path) -> anyhow::Result<Chosen> {
        let states = || was.into_iter().chain([is.state()]);
        let mut chosen = Chosen::all();
        if let Some(filter) = self.filter.as_deref().filter(|text| !text.trim().is_empty()) {
            let passed = passing(is, filter, None).map_err(|wrong| of_filter(&wrong))?;
            let mut ids = told_of(&passed);
            // What the filter let pass as it was and does not any more has changed.
            if let Some(was) = was.map(|was| Day::new(was.clone(), is.clock())) {
                ids.extend(passing(&was, filter, None).iter().flat_map(told_of));
            }
            chosen = chosen.among(ids);
        }
        if let Some(only) = &self.only {
            // A slip would be silent for ever.
            if let Some(id) = only.iter().find(|id| !states().any(|state| state.record(id).is_some())) {
                return Err(WrongWord::new(format!("--only: no record has the id {id}")).into());
            }
            chosen = chosen.among(only.iter().map(|id| Id::new(id)).collect());
        }
        if self.watched {
            let watched = watched::read(dir, path).context("who is watched cannot be read")?;
            if watched.is_empty() {
                bail!("nobody is watched in {}: beltui watch add ID", path.display());
            }
            chosen = chosen.among(states().flat_map(|state| belonging(state, &watched)).collect());
        }
        Ok(chosen)
    }
}

/// The measures, crossings, relations, events and acts of a state: a filter says nothing of the rest.
fn told_of(state: &State) -> HashSet<Id> {
    let records = state.records();
    let measures = records.sanctions.iter().map(|it| &it.id);
    let others = records.crossings.iter().map(|it| &it.id).chain(records.relations.iter().map(|it| &it.id));
    let events = records.events.iter().map(|it| &it.id).chain(records.acts.iter().map(|it| &it.id));
    measures.chain(others).chain(events).cloned().collect()
}

pub(super) fn run(arguments: &Arguments, today: NaiveDate) -> anyhow::Result<ExitCode> {
    understood(arguments.filter.as_deref())?;
    let until = arguments.until.unwrap_or(today);
    let choice = arguments.choice();
    let (path, _) = state_file(arguments.file.clone())?;
    let is_pipe = path.as_os_str() == "-" || std::fs::metadata(&path).is_ok_and(|meta| !meta.is_file());
    if is_pipe && arguments.since == LookedSince::Last {
        return Err(WrongWord::new("a pipe has no last look: say --since DATE").into());
    }
    let dir = state_dir().context("no state directory is known")?;
    let loaded = load(&path)?;
    tell_old(&loaded, &path);
    let is_whole = loaded.errors() == 0;
    // What is left out of a file with errors would be told as removed from it, in a feed for ever.
    if !is_whole && arguments.since == LookedSince::Last {
        bail!(
            "it has errors, and what changed in it since you looked is told when it has none ({}): beltui check names them",
            path.display()
        );
    }
    if !is_whole {
        tell(format_args!(
            "it has errors, and what they are about is left out ({}): beltui check names them",
            path.display()
        ));
    }
    let text = loaded.written().to_owned();
    let is = Day::new(loaded.state, Clock::as_of(until));
    let last = match arguments.since {
        LookedSince::Last => looked::last(&dir, &path, &choice)?,
        LookedSince::Day(_) => None,
    };
    let was = last.as_ref().map(|look| load_text(look.text.clone()).state);
    let since = match arguments.since {
        LookedSince::Day(day) => Some(day),
        LookedSince::Last => last.as_ref().map(|look| look.on),
    };
    if let Some(since) = since.filter(|since| *since > until) {
        bail!("{since}, since which you ask, is after {until}");
    }
    let chosen = arguments.chosen(&is, was.as_ref(), &path, &dir)?;
    let changes = match since {
        Some(since) => Changes::of(&is, since, was.as_ref(), &chosen),
        None => Changes::first(&is),
    };
    write(arguments, &changes)?;
    let is_look = arguments.since == LookedSince::Last && arguments.until.is_none() && !arguments.peek;
    if is_look {
        let look = Look { on: until, text };
        looked::remember(&dir, &path, &choice, &look).context("that you looked could not be remembered")?;
    }
    Ok(code(is_whole, !changes.is_empty()))
}

/// A feed that is larger is none that anybody reads.
const MAX_FEED: u64 = 64 << 20;

/// The feed that was written before; `None` where there is none.
fn feed_before(file: &Path) -> std::io::Result<Option<String>> {
    let held = match regular::open(file).map_err(std::io::Error::from) {
        Ok(held) => regular::bytes(held, MAX_FEED)?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    Ok(Some(String::from_utf8_lossy(&held).into_owned()))
}

/// Writes it all: what is asked for, and the feed.
fn write(arguments: &Arguments, changes: &Changes) -> anyhow::Result<()> {
    if let Some(file) = &arguments.atom {
        let name = file.display();
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        if folder.is_some_and(|folder| !folder.is_dir()) {
            bail!("there is no folder for the feed ({name})");
        }
        let before = feed_before(file).with_context(|| format!("the feed cannot be read ({name})"))?;
        let text =
            feed(changes, before.as_deref()).with_context(|| format!("nothing was written to {name}"))?;
        if before.as_deref() != Some(text.as_str()) {
            let held = before.as_deref().map(Fingerprint::of);
            replace(file, text, held).with_context(|| format!("the feed could not be written ({name})"))?;
        }
    }
    let text = match arguments.format {
        Format::Text => changes.text(),
        Format::Json => changes.json(),
        Format::Md => changes.markdown(),
        Format::Atom => feed(changes, None)?,
    };
    let mut out = out();
    out.document(&text)?;
    out.flush()?;
    Ok(())
}
