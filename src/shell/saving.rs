//! Saving, on a thread of its own: keys are answered meanwhile, and edits are journalled. What somebody else has
//! changed is taken over before (see [`super::looking`]).

use std::thread::JoinHandle;

use ratatui::backend::Backend;

use crate::app::Effect;
use crate::app::request::KeepBefore;
use crate::edit::document::{Origins, Revision};
use crate::model::state::State;
use crate::store::journal_handle::JournalHandle;
use crate::store::open_file::{Backup, OpenFile, Outcome, SaveError};

use super::panics::guarded;
use super::threads::start;
use super::{Loop, Message, Outside};

/// A save is tried again after what somebody else changed was taken over; somebody who writes all the time does not
/// keep us for ever.
const TRIES: usize = 3;

/// Why a save gives up.
const BUSY: &str = "somebody else keeps writing the file";

/// A save that goes on.
#[derive(Debug)]
pub struct Saving {
    /// Writes the journal meanwhile.
    pub journal_handle: JournalHandle,
    thread: JoinHandle<()>,
    /// How often it was begun.
    tries: usize,
    /// Something happened in the folder meanwhile.
    pub disturbed: bool,
}

impl Saving {
    /// Waits until it has ended, so that no file is left half done beside the real one.
    pub fn wait(self) {
        // What became of it is in the messages.
        let _ = self.thread.join();
    }
}

/// What is saved.
struct Task {
    open_file: OpenFile,
    state: State,
    origins: Origins,
    revision: Revision,
}

impl<B: Backend<Error = std::io::Error>, O: Outside<B>> Loop<'_, B, O> {
    /// Saves; what somebody else has changed meanwhile is taken over first.
    pub(super) fn save(&mut self) {
        self.look_and_save(1);
    }

    /// Saves, and keeps the version before where the person has said.
    pub(super) fn save_all_the_same(&mut self, before: KeepBefore) {
        if let Some(open_file) = &mut self.open_file {
            open_file.keep_backups(match before {
                KeepBefore::Beside => Backup::Beside,
                KeepBefore::Nowhere => Backup::Nowhere,
            });
        }
        self.save();
    }

    pub(super) fn begin_save(&mut self, tries: usize) {
        let Some(open_file) = self.open_file.take() else { return };
        let document = &self.app.document;
        let (state, origins) = (document.state().clone(), document.all_origins().clone());
        let (revision, journal_handle) = (document.revision(), open_file.journal_handle());
        journal_handle.begin_save();
        self.app.file.save.goes_on = true;
        let messages = self.messages.clone();
        let begun = start("save", Task { open_file, state, origins, revision }, move |task| {
            let Task { mut open_file, state, origins, revision } = task;
            let outcome = guarded("saving", || open_file.save_state(&state, &origins)).unwrap_or_else(|_| {
                open_file.journal_handle().end_save();
                Err(SaveError::Broken)
            });
            let _ = messages.send(Message::Saved(Box::new(open_file), Box::new(outcome), revision));
        });
        match begun {
            Ok(thread) => self.saving = Some(Saving { journal_handle, thread, tries, disturbed: false }),
            Err((task, why)) => {
                journal_handle.end_save();
                self.open_file = Some(task.open_file);
                self.app.file.save.goes_on = false;
                // Only a save that went well is followed by something.
                let _ = self.app.saved(Err(format!("the system has no thread for it: {why}")));
            }
        }
    }

    /// The thread has ended.
    pub(super) fn save_ended(
        &mut self,
        open_file: OpenFile,
        outcome: Result<Outcome, SaveError>,
        revision: Revision,
    ) -> Vec<Effect> {
        let (tries, disturbed) = self.saving.take().map_or((TRIES, false), |it| (it.tries, it.disturbed));
        self.open_file = Some(open_file);
        self.app.file.save.goes_on = false;
        let effects = match outcome {
            Ok(Outcome::Saved) => {
                self.mark_saved(revision);
                let effects = self.app.saved(Ok(()));
                self.tell_warning();
                effects
            }
            Ok(Outcome::Changed) => {
                if tries < TRIES {
                    self.look_and_save(tries + 1);
                    return Vec::new();
                }
                self.app.saved(Err(BUSY.to_owned()))
            }
            Err(SaveError::NoBackup(why)) => {
                self.app.ask_without_backup(&why.to_string());
                Vec::new()
            }
            Err(error) => {
                if error.may_have_written() {
                    // The file may hold what was to be saved: no revision is known to be what it says.
                    self.app.document.mark_unsaved();
                }
                self.app.saved(Err(error.to_string()))
            }
        };
        // Whatever became of it: what somebody else did meanwhile was not looked at yet.
        if disturbed {
            self.disturbed();
        }
        effects
    }

    /// Says what there is to say about what went well all the same.
    pub(super) fn tell_warning(&mut self) {
        if let Some(warning) = self.open_file.as_mut().and_then(OpenFile::take_warning) {
            self.app.warn(warning);
        }
    }

    fn mark_saved(&mut self, revision: Revision) {
        let document = &mut self.app.document;
        if document.revision() == revision {
            document.mark_saved();
        } else if let Some(open_file) = &self.open_file {
            let origins = open_file.origins_of(document.state());
            document.mark_saved_at(revision, origins);
        }
    }
}
