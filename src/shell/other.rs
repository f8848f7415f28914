//! Another file, opened in the place of this one: read on a thread of its own, and shown when it is whole and nothing goes
//! on with this one any more. One that cannot be read leaves this one as it is.

use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use ratatui::backend::Backend;

use crate::store::edition::Copy;
use crate::store::open_file::{Opened, open_with};
use crate::store::places;
use crate::store::write::resolve;
use crate::views::day::Day;

use super::lists::at_home;
use super::panics::guarded;
use super::threads::start;
use super::{Loop, Message, Outside};

/// Another file that was read.
#[derive(Debug)]
pub struct Other {
    path: PathBuf,
    opened: Opened,
    facts: Box<Day>,
}

/// The opening of another file.
#[derive(Debug)]
pub(super) enum Opening {
    /// It is being read.
    Reads(JoinHandle<()>),
    /// It is there, and waits until nothing goes on with this one.
    Waits(Box<Other>),
}

impl<B: Backend<Error = std::io::Error>, O: Outside<B>> Loop<'_, B, O> {
    /// Has another file opened.
    pub(super) fn open_other(&mut self, named: &str) {
        let path = PathBuf::from(at_home(named));
        let path = std::path::absolute(&path).unwrap_or(path);
        if self.opening.is_some() {
            self.app.not_opened("another file is being opened already");
            return;
        }
        if resolve(&path) == resolve(&self.app.file.path) {
            self.app.not_opened(&format!("it is open already ({})", path.display()));
            return;
        }
        let (read_only, clock) = (self.read_only.clone(), self.app.facts.clock());
        let state_dir = self.state_dir.clone().or_else(places::state_dir);
        let messages = self.messages.clone();
        let begun = start("open", path, move |path| {
            let read = || {
                let opened = open_with(&path, read_only, state_dir).map_err(|why| why.to_string())?;
                let facts = Box::new(Day::new(opened.loaded.state.clone(), clock));
                Ok(Box::new(Other { path: path.clone(), opened, facts }))
            };
            let other = guarded(&format!("reading {}", path.display()), read).and_then(|other| other);
            let _ = messages.send(Message::OtherOpened(other));
        });
        match begun {
            Ok(thread) => self.opening = Some(Opening::Reads(thread)),
            Err((_, why)) => self.app.not_opened(&format!("the system has no thread for it: {why}")),
        }
    }

    /// It was read, or could not be.
    pub(super) fn other_opened(&mut self, other: Result<Box<Other>, String>) {
        self.opening = None;
        match other {
            Ok(other) => self.opening = Some(Opening::Waits(other)),
            Err(why) => self.app.not_opened(&why),
        }
    }

    /// Shows another file that waits, once nothing goes on with this one; returns whether the screen has changed.
    pub(super) fn change_file(&mut self) -> bool {
        if !matches!(self.opening, Some(Opening::Waits(_))) || self.is_at_work() {
            return false;
        }
        let Some(Opening::Waits(other)) = self.opening.take() else { return false };
        if !self.app.may_leave() || self.theirs.is_some() {
            let why = format!("this file was changed meanwhile, and is not saved ({})", other.path.display());
            close(*other);
            self.app.not_opened(&why);
            return true;
        }
        let said = self.close_file();
        let Other { path, opened, facts } = *other;
        let before = self.app.leave_file(path.display().to_string(), path.clone());
        // Of a large file so much lies there that even forgetting it would be seen.
        rayon::spawn(move || drop(before));
        let copy = if self.read_only.is_some() { None } else { Copy::own(&path) };
        self.editions = super::edition::Editions::default();
        self.offers_editions(copy);
        self.app.say(format!(
            "opened {}{}",
            name(&path),
            said.map(|said| format!("; {said}")).unwrap_or_default()
        ));
        self.opened(opened, Some(facts));
        true
    }

    /// Ends what is open: nothing is left in its journal, and its lock is let go. Edits that were thrown away are kept
    /// aside. Returns what there is to say.
    fn close_file(&mut self) -> Option<String> {
        self.watcher = None;
        let open_file = self.open_file.take()?;
        if !self.app.document.is_dirty() {
            open_file.finish();
            return None;
        }
        match open_file.finish_discarding() {
            Ok(number) => number.map(|number| format!("the discarded edits are kept as {number}")),
            Err(error) => Some(format!("the discarded edits could not be set aside: {error}")),
        }
    }

    /// Ends the opening of another file, where the program ends.
    pub(super) fn give_up_opening(&mut self) {
        match self.opening.take() {
            // What it has read is in the messages.
            Some(Opening::Reads(thread)) => _ = thread.join(),
            Some(Opening::Waits(other)) => close(*other),
            None => {}
        }
    }
}

/// Closes it as one that nobody has touched.
pub(super) fn close(other: Other) {
    if let Some(open_file) = other.opened.open_file {
        open_file.finish();
    }
}

fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}
