//! Reading official lists, on a thread of its own: keys are answered meanwhile.

use std::path::Path;

use chrono::NaiveDate;
use ratatui::backend::Backend;

use crate::app::request::ListTask;
use crate::edit::proposal::{Proposal, Proposals};
use crate::lists::archive::{Archive, Held};
use crate::lists::doubts::told;
use crate::lists::import::{Filter, gone, older, proposals};
use crate::lists::reconcile::reconcile_with;
use crate::lists::{ListName, Published, dated};
use crate::model::date::Date;
use crate::model::state::State;

use super::named::archive_at;
pub(super) use super::named::at_home;
use super::panics::guarded;
use super::screening::{decider, to_decide};
use super::threads::start;
use super::{Loop, Message, Outside, Taken};

impl<B: Backend<Error = std::io::Error>, O: Outside<B>> Loop<'_, B, O> {
    /// Has lists read; what they would change comes as a message.
    pub(super) fn read_lists(&mut self, files: Vec<String>, task: ListTask) {
        let (state, today) = (self.app.facts.whole().clone(), self.app.clock.today);
        let by = decider(&self.app.settings.name);
        let archive = self.archive.clone();
        let messages = self.messages.clone();
        let begun = start("lists", (state, files), move |(state, files)| {
            let mut say = |said| _ = messages.send(Message::ReadingLists(said));
            let read = guarded("reading the lists", || {
                if task == ListTask::Screen {
                    return to_decide(&state, &files, archive.as_deref(), today, &by);
                }
                what_lists_say(&state, &files, task, archive.as_deref(), today, &mut say)
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

    /// Has found what is kept of official lists; it comes as a message.
    pub(super) fn find_kept(&mut self, task: ListTask) {
        let (archive, today) = (self.archive.clone(), self.app.clock.today);
        let messages = self.messages.clone();
        let begun = start("kept lists", archive, move |archive| {
            let found = guarded("looking for lists", || what_is_kept(task, archive.as_deref(), today));
            let _ = messages.send(Message::Kept(task, found.unwrap_or_default()));
        });
        match begun {
            Ok(_) => self.listing += 1,
            Err((_, why)) => self.app.warn(format!("the system has no thread to look for lists: {why}")),
        }
    }

    /// It was found what is kept of official lists.
    pub(super) fn kept_found(&mut self, task: ListTask, said: String) -> Taken {
        self.listing = self.listing.saturating_sub(1);
        self.app.lists_kept(task, said);
        Taken::Changed
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

/// What an empty answer to the question for lists takes, in words.
pub fn what_is_kept(task: ListTask, archive: Option<&Path>, today: NaiveDate) -> String {
    let Some(archive) = archive_at(archive) else { return String::new() };
    let index = match archive.index() {
        Ok(index) => index,
        Err(error) => return format!("what is kept of lists cannot be read: {error}"),
    };
    let held = index.held(today);
    let over = if archive.passed_over(&index).is_empty() { "" } else { NOT_ALL };
    if task == ListTask::Screen && !held.is_empty() {
        let words: Vec<&str> = held.iter().map(|it| it.list.key()).collect();
        let words = words.join(", ");
        return format!("Enter: the subjects of the file, against what is kept here: {words}{over}");
    }
    let Some((first, others)) = held.split_first() else {
        return format!("no list is kept here yet: `beltui lists add` keeps them{over}");
    };
    let taken = match task {
        ListTask::Reconcile if first.days > 1 => {
            let (days, list, newest) = (first.days, first.list.key(), first.newest.written());
            format!("the {days} copies of {list} kept here, newest {newest}")
        }
        _ => format!("the copy of {} of {} kept here", first.list.key(), first.newest.written()),
    };
    let others: Vec<String> = others.iter().map(Held::said).collect();
    let others = if others.is_empty() {
        String::new()
    } else {
        format!("; the word of another list takes that: {}", others.join(", "))
    };
    format!("Enter: {taken}{others}{over}")
}

/// What is said where an archive may have more than is taken from it.
const NOT_ALL: &str = "; NOT ALL OF THE ARCHIVE IS READ, `beltui lists verify` says what is passed over";

/// The list that is meant where no file is named: the one whose word stands there, else the first that is kept.
fn meant_list(archive: &Archive, files: &[String], today: NaiveDate) -> Result<Option<ListName>, String> {
    match files {
        [] => {
            let index = archive.index().map_err(|error| error.to_string())?;
            let first = index.held(today).first().map(|held| held.list);
            let nothing =
                || "name the files of a list, or a folder that holds them: no list is kept here".to_owned();
            first.map(Some).ok_or_else(nothing)
        }
        [word] if !Path::new(word).exists() => {
            Ok(ListName::ALL.iter().copied().find(|list| list.key() == word.to_lowercase()))
        }
        _ => Ok(None),
    }
}

/// Reads lists, as a person names their files, and says what they would change in a file; `say` is told how far that is.
/// Where no file is named, or the word of a list, those that the archive keeps are read.
///
/// # Errors
/// Where a file cannot be read, or is no list: why, in a sentence.
pub fn what_lists_say(
    state: &State,
    files: &[String],
    task: ListTask,
    archive: Option<&Path>,
    today: NaiveDate,
    say: &mut dyn FnMut(String),
) -> Result<Proposals, String> {
    if task == ListTask::Screen {
        return to_decide(state, files, archive, today, &decider(""));
    }
    let (files, filter, said) = meant(files);
    let mut progress = |path: &Path, read: u64, of: u64| {
        let percent = read.saturating_mul(100) / of.max(1);
        say(format!("reading {}: {} %", path.display(), percent.min(100)));
    };
    let archive = archive_at(archive);
    let mut over: Vec<Proposal> = Vec::new();
    let list = archive.as_ref().map(|archive| meant_list(archive, &files, today)).transpose()?.flatten();
    if let (Some(archive), Some(_)) = (&archive, list) {
        let index = archive.index().map_err(|error| error.to_string())?;
        let told = archive.passed_over(&index).into_iter();
        over.extend(told.map(|what| Proposal::told(what, String::new())));
    }
    let (lists, deltas) = match (archive, list) {
        (Some(archive), Some(list)) if task == ListTask::Import => {
            let newest =
                archive.take_newest(list, today, &mut progress).map_err(|error| error.to_string())?;
            (vec![newest], Vec::new())
        }
        (Some(archive), Some(list)) => {
            let taken = archive.take_days(list, None, today, &mut progress);
            let taken = taken.map_err(|error| error.to_string())?;
            (taken.lists, taken.deltas)
        }
        _ => {
            let lists = dated(&files, None, said, today, &mut progress).map_err(|error| error.to_string())?;
            (lists, Vec::new())
        }
    };
    let mut proposals = if task == ListTask::Reconcile {
        reconcile_with(state, &lists, &deltas, &filter).review()
    } else {
        // The newest of several says it all.
        let newest = lists.iter().max_by_key(|(on, _)| *on);
        newest.map(|dated| imported(state, dated, &filter)).unwrap_or_default()
    };
    proposals.changes.splice(0..0, over);
    Ok(proposals)
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
