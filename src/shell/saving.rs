//! Saving, on a thread of its own where the loop can hear of its end: keys are answered meanwhile, and edits are
//! journalled.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::Sender;
use std::thread::JoinHandle;

use ratatui::backend::Backend;

use crate::app::Effect;
use crate::edit::document::Revision;
use crate::store::keeper::{Keeper, Outcome, SaveError};
use crate::store::load::Loaded;
use crate::store::scribe::Scribe;

use super::{Loop, Message, Outside};

/// A save is tried again after what somebody else changed was taken over; somebody who writes all the time does not
/// keep us for ever.
const TRIES: usize = 3;

/// A save that goes on.
#[derive(Debug)]
pub struct Saving {
    /// Writes the journal meanwhile.
    pub scribe: Scribe,
    thread: JoinHandle<()>,
    /// How often it was begun anew.
    tries: usize,
    /// Something happened in the folder meanwhile.
    pub disturbed: bool,
}

impl Saving {
    /// Waits until it has ended, so that no file is left half done beside the real one.
    pub fn wait(self) {
        // What became of it is in the messages; a panic in it was shown already.
        let _ = self.thread.join();
    }
}

impl<B: Backend<Error = std::io::Error>, O: Outside<B>> Loop<'_, B, O> {
    /// Saves; what somebody else has changed meanwhile is taken over first.
    pub(super) fn save(&mut self) -> Vec<Effect> {
        match self.watch.clone() {
            Some(messages) => {
                self.begin_save(messages, 1);
                Vec::new()
            }
            None => self.save_here(),
        }
    }

    fn begin_save(&mut self, messages: Sender<Message>, tries: usize) {
        let Some(mut keeper) = self.keeper.take() else { return };
        let document = &self.app.facts.document;
        let (state, origins) = (document.state().clone(), document.all_origins().clone());
        let (revision, scribe) = (document.revision(), keeper.scribe());
        scribe.begin_save();
        self.app.save.goes_on = true;
        let thread = std::thread::spawn(move || {
            let saved = catch_unwind(AssertUnwindSafe(|| keeper.save_state(&state, &origins)));
            let outcome = saved.unwrap_or_else(|_| {
                keeper.scribe().end_save();
                Err(SaveError::Broken)
            });
            let _ = messages.send(Message::Saved(Box::new(keeper), Box::new(outcome), revision));
        });
        self.saving = Some(Saving { scribe, thread, tries, disturbed: false });
    }

    /// The thread has ended.
    pub(super) fn save_ended(
        &mut self,
        keeper: Keeper,
        outcome: Result<Outcome, SaveError>,
        revision: Revision,
    ) -> Vec<Effect> {
        let (tries, disturbed) = self.saving.take().map_or((TRIES, false), |it| (it.tries, it.disturbed));
        self.keeper = Some(keeper);
        self.app.save.goes_on = false;
        let effects = match outcome {
            Ok(Outcome::Saved) => {
                self.mark_saved(revision);
                let effects = self.app.saved(Ok(()));
                self.tell_warning();
                effects
            }
            Ok(Outcome::Changed(theirs)) => {
                if !self.take_theirs(*theirs) {
                    return Vec::new();
                }
                if tries < TRIES
                    && let Some(messages) = self.watch.clone()
                {
                    self.begin_save(messages, tries + 1);
                    return Vec::new();
                }
                self.app.saved(Err(BUSY.to_owned()))
            }
            Err(error) => {
                if error.came_after_renaming() {
                    // The file may hold what was to be saved: no revision is known to be what it says.
                    self.app.facts.document.mark_unsaved();
                }
                self.app.saved(Err(error.to_string()))
            }
        };
        if disturbed {
            self.look_outside();
        }
        effects
    }

    /// Says what there is to say about a save that went well.
    fn tell_warning(&mut self) {
        if let Some(warning) = self.keeper.as_mut().and_then(Keeper::take_warning) {
            self.app.warn(warning);
        }
    }

    fn mark_saved(&mut self, revision: Revision) {
        let document = &mut self.app.facts.document;
        if document.revision() == revision {
            document.mark_saved();
        } else if let Some(keeper) = &self.keeper {
            let origins = keeper.origins_of(document.state());
            document.mark_saved_at(revision, origins);
        }
    }

    /// Saves while everything waits, where nobody could tell the loop of the end.
    fn save_here(&mut self) -> Vec<Effect> {
        for _ in 0..TRIES {
            let Some(keeper) = &mut self.keeper else { return Vec::new() };
            match keeper.save(&mut self.app.facts.document) {
                Ok(Outcome::Saved) => {
                    let effects = self.app.saved(Ok(()));
                    self.tell_warning();
                    return effects;
                }
                Ok(Outcome::Changed(theirs)) => {
                    if !self.take_theirs(*theirs) {
                        return Vec::new();
                    }
                }
                Err(error) => return self.app.saved(Err(error.to_string())),
            }
        }
        self.app.saved(Err(BUSY.to_owned()))
    }

    /// Takes over what stood in the way of a save; `false` where the save cannot go on.
    fn take_theirs(&mut self, theirs: Loaded) -> bool {
        let taken = self.take_over(theirs);
        if !taken {
            self.app.save.awaits_choice = self.theirs.is_some();
            self.app.save.then_quit &= self.theirs.is_some();
        }
        taken
    }
}

/// Why a save gives up.
const BUSY: &str = "somebody else keeps writing the file";
