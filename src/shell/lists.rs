//! Reading official lists, on a thread of its own: keys are answered meanwhile.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use ratatui::backend::Backend;

use crate::app::request::ListTask;
use crate::edit::proposal::{Proposal, Proposals};
use crate::lists::archive::Archive;
use crate::lists::doubts::told;
use crate::lists::import::{Filter, gone, older, proposals};
use crate::lists::reconcile::reconcile;
use crate::lists::screening::{self, Asked, Sources};
use crate::lists::{Published, dated};
use crate::model::date::Date;
use crate::model::state::State;
use crate::store::places::archive_dir;
use crate::store::regular;

use super::panics::guarded;
use super::threads::start;
use super::{Loop, Message, Outside};

impl<B: Backend<Error = std::io::Error>, O: Outside<B>> Loop<'_, B, O> {
    /// Has lists read; what they would change comes as a message.
    pub(super) fn read_lists(&mut self, files: Vec<String>, task: ListTask) {
        let (state, today) = (self.app.facts.whole().clone(), self.app.clock.today);
        let by = decider(&self.app.settings.name);
        let messages = self.messages.clone();
        let begun = start("lists", (state, files), move |(state, files)| {
            let mut say = |said| _ = messages.send(Message::ReadingLists(said));
            let read = guarded("reading the lists", || {
                if task == ListTask::Screen {
                    return to_decide(&state, &files, today, &by);
                }
                what_lists_say(&state, &files, task, today, &mut say)
            });
            let done = read.and_then(|done| done.map(Box::new));
            let _ = messages.send(Message::Proposed(done));
        });
        match begun {
            Ok(_) => self.listing += 1,
            Err((_, why)) => self.app.warn(format!("the system has no thread to read the lists: {why}")),
        }
    }

    /// Lists were read, or could not be.
    pub(super) fn lists_read(&mut self, done: Result<Box<Proposals>, String>) {
        self.listing = self.listing.saturating_sub(1);
        match done {
            Ok(proposals) => self.app.review(*proposals),
            Err(why) => self.app.lists_refused(why),
        }
    }

    /// Has the files found whose path begins so; they come as a message: a folder may be far away.
    pub(super) fn complete_path(&mut self, path: String) {
        let messages = self.messages.clone();
        let begun = start("paths", path, move |path| {
            let found = guarded("looking for files", || paths_beginning(&path)).unwrap_or_default();
            let _ = messages.send(Message::Paths(path, found));
        });
        match begun {
            Ok(_) => self.listing += 1,
            Err((_, why)) => self.app.warn(format!("the system has no thread to look for files: {why}")),
        }
    }

    /// The files were found whose path begins so.
    pub(super) fn paths_found(&mut self, path: &str, found: &[String]) {
        self.listing = self.listing.saturating_sub(1);
        self.app.paths_found(path, found);
    }
}

/// So many entries of a folder are looked at.
const MOST_ENTRIES: usize = 10_000;

/// The paths that begin so, folders with a slash at their end; what is hidden only where it is asked for.
pub fn paths_beginning(path: &str) -> Vec<String> {
    let (folder, name) = path.rfind('/').map_or(("", path), |at| path.split_at(at + 1));
    let place = if folder.is_empty() { ".".to_owned() } else { at_home(folder) };
    let Ok(entries) = std::fs::read_dir(place) else { return Vec::new() };
    let mut found: Vec<String> = entries
        .take(MOST_ENTRIES)
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let called = entry.file_name().into_string().ok()?;
            let is_wanted = called.starts_with(name) && (name.starts_with('.') || !called.starts_with('.'));
            let slash = if is_wanted && entry.path().is_dir() { "/" } else { "" };
            is_wanted.then(|| format!("{folder}{called}{slash}"))
        })
        .collect();
    found.sort_unstable();
    found
}

/// Reads lists, as a person names their files, and says what they would change in a file; `say` is told how far that is.
///
/// # Errors
/// Where a file cannot be read, or is no list: why, in a sentence.
pub fn what_lists_say(
    state: &State,
    files: &[String],
    task: ListTask,
    today: NaiveDate,
    say: &mut dyn FnMut(String),
) -> Result<Proposals, String> {
    let (files, filter, said) = meant(files);
    let mut progress = |path: &Path, read: u64, of: u64| {
        let percent = read.saturating_mul(100) / of.max(1);
        say(format!("reading {}: {} %", path.display(), percent.min(100)));
    };
    let lists = dated(&files, None, said, today, &mut progress).map_err(|error| error.to_string())?;
    Ok(match task {
        ListTask::Reconcile => reconcile(state, &lists, &filter).review(),
        ListTask::Import => {
            // The newest of several says it all.
            let newest = lists.iter().max_by_key(|(on, _)| *on);
            newest.map(|dated| imported(state, dated, &filter)).unwrap_or_default()
        }
        ListTask::Screen => return to_decide(state, &files, today, &decider("")),
    })
}

/// Who decides: the name in the settings, else that of the account.
fn decider(name: &str) -> String {
    let own = Some(name.trim().to_owned()).filter(|name| !name.is_empty());
    let account = || std::env::var("USER").ok().filter(|name| !name.trim().is_empty());
    own.or_else(account).unwrap_or_else(|| "the user of this file".to_owned())
}

/// Screens a table of names, or without one the subjects of a file, against the lists that are named (`list:sdn.xml`), else
/// the newest copies of the archive, and says what is to be decided.
///
/// # Errors
/// Where the table or the archive cannot be read, or no list can be checked: why, in a sentence.
pub fn to_decide(state: &State, words: &[String], today: NaiveDate, by: &str) -> Result<Proposals, String> {
    let (mut lists, mut table) = (Vec::new(), None);
    for word in words {
        match word.strip_prefix("list:") {
            Some(list) => lists.push(at_home(list)),
            None if table.is_none() => table = Some(at_home(word)),
            None => {
                return Err(format!("one table of names, and {word} is a second: list:{word} names a list"));
            }
        }
    }
    let asked: Vec<Asked> = match &table {
        None => state.records().subjects.iter().filter_map(Asked::of_subject).collect(),
        Some(path) => {
            /// No table of names is larger, in bytes.
            const LARGEST: u64 = 64 << 20;
            let file = regular::open(Path::new(path)).map_err(std::io::Error::from);
            let bytes = file.and_then(|file| regular::bytes(file, LARGEST));
            let bytes = bytes.map_err(|error| format!("{error}: the table of names ({path})"))?;
            screening::read(&bytes, None)
                .map_err(|error| format!("{error}: the table of names ({path})"))?
                .asked
        }
    };
    let sources = if lists.is_empty() {
        let folder = archive_dir(None).ok_or("no home directory is known: name a list, list:sdn.xml")?;
        Sources::of_archive(&Archive::at(folder), today).map_err(|error| error.to_string())?
    } else {
        Sources::of_files(&lists, today, today)
    };
    if sources.lists.is_empty() {
        let why: Vec<&str> = sources.failed.iter().chain(&sources.not_checked).map(String::as_str).collect();
        return Err(format!("there is no list to check: {}", why.join("; ")));
    }
    Ok(screening::queue(state, &asked, &sources, today, by))
}

/// What an import would change, behind what there is to tell of the list.
fn imported(state: &State, dated: &(Date, Published), filter: &Filter) -> Proposals {
    let (on, list) = (dated.0, &dated.1);
    let mut proposals = proposals(state, list, on, filter);
    let told = told(std::slice::from_ref(dated))
        .into_iter()
        .chain(filter.of(state).misses(list))
        .chain(older(state, list, on));
    let told = told.map(|what| Proposal::told(what, String::new()));
    let changes = std::mem::take(&mut proposals.changes);
    proposals.changes = told.chain(changes).chain(gone(state, list, on, filter)).collect();
    proposals
}

/// Files, which entries are meant (`programme:BELARUS country:BY name:belavia` among them say so), and the day of those
/// files that have none of their own, which stands among them as it is.
fn meant(words: &[String]) -> (Vec<String>, Filter, Option<Date>) {
    let (mut files, mut filter, mut said) = (Vec::new(), Filter::default(), None);
    for word in words {
        if let Ok(day) = word.parse::<Date>()
            && !Path::new(word).exists()
        {
            said = Some(day);
            continue;
        }
        match word.split_once(':') {
            Some(("programme", it)) => filter.programmes.push(it.to_owned()),
            Some(("country", it)) => filter.countries.push(it.to_owned()),
            Some(("name", it)) => filter.names.push(it.to_owned()),
            _ => files.push(at_home(word)),
        }
    }
    (files, filter, said)
}

/// A path with `~` is one in the home folder.
pub(super) fn at_home(file: &str) -> String {
    let (day, path) = match file.split_once('=') {
        Some((day, path)) if path.starts_with('~') => (format!("{day}="), path),
        _ => (String::new(), file),
    };
    let home =
        path.strip_prefix("~/").and_then(|rest| Some(PathBuf::from(std::env::var_os("HOME")?).join(rest)));
    let path = home.map_or_else(|| path.to_owned(), |path| path.display().to_string());
    format!("{day}{path}")
}
