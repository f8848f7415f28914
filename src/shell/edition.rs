//! A new edition of the shipped file: looked for when the person's copy of an older one is open, and taken, each on a
//! thread of its own. What taking it has written comes into the document as what somebody else writes does: merged with
//! what is not saved, and as one change that can be undone (see [`super::looking`]).

use std::thread::JoinHandle;

use ratatui::backend::Backend;

use crate::app::edition::{EditionOffer, Written};
use crate::store::edition::{Copy, Found, Taken};
use crate::store::open_file::open_with;
use crate::store::write::Fingerprint;
use crate::views::day::Day;

use super::looking::{aside, choice};
use super::panics::guarded;
use super::threads::start;
use super::{Loop, Message, Outside};

/// A new edition that can be taken.
#[derive(Debug)]
pub struct Offered {
    /// What the copy held when it was looked at.
    looked: Fingerprint,
    /// What the person is told.
    offer: EditionOffer,
}

/// What goes on beside the loop.
#[derive(Debug)]
pub(super) enum Work {
    /// It is looked whether there is a new edition.
    Looks,
    /// One is being taken.
    Takes {
        /// Who does it.
        thread: JoinHandle<()>,
        /// Something happened in the folder of the file meanwhile.
        disturbed: bool,
    },
    /// What was taken is read.
    Reads(JoinHandle<()>),
}

/// What a loop has to do with editions.
#[derive(Debug, Default)]
pub(super) struct Editions {
    /// The file, where it is the person's own copy of the shipped one.
    copy: Option<Copy>,
    /// What the copy held when the edition was offered that can be taken.
    looked: Option<Fingerprint>,
    /// What goes on.
    pub work: Option<Work>,
}

impl Editions {
    /// Something happened in the folder of the file: while an edition is being taken it is looked at afterwards. Whether
    /// one is.
    pub fn takes_note(&mut self) -> bool {
        match &mut self.work {
            Some(Work::Takes { disturbed, .. }) => {
                *disturbed = true;
                true
            }
            _ => false,
        }
    }
}

impl<B: Backend<Error = std::io::Error>, O: Outside<B>> Loop<'_, B, O> {
    /// The file is a copy of the shipped one: a new edition of it is offered.
    pub fn offers_editions(&mut self, copy: Option<Copy>) {
        self.editions.copy = copy;
    }

    /// Looks whether there is a new edition. Not while edits of a crash wait: they fit what was read.
    pub(super) fn look_for_edition(&mut self) {
        if !self.app.file.recovery.is_empty() || self.editions.work.is_some() {
            return;
        }
        let Some(copy) = self.editions.copy.clone() else { return };
        let (is_ours, messages) = (self.open_file.is_some(), self.messages.clone());
        let begun = start("edition", copy, move |copy| {
            let look = || match aside() {
                Some(aside) => aside.install(|| offered(&copy, is_ours)),
                None => offered(&copy, is_ours),
            };
            let found = guarded("looking for a new edition", look).unwrap_or_else(|why| {
                tracing::info!(why, "no edition is offered");
                None
            });
            let _ = messages.send(Message::Edition(found.map(Box::new)));
        });
        // Without a thread it is not looked; the next start does.
        self.editions.work = begun.is_ok().then_some(Work::Looks);
    }

    /// It was looked.
    pub(super) fn edition_found(&mut self, found: Option<Box<Offered>>) {
        self.editions.work = None;
        if let Some(Offered { looked, offer }) = found.map(|found| *found) {
            self.editions.looked = Some(looked);
            self.app.offer_edition(offer);
        }
    }

    /// Takes the edition that was offered.
    pub(super) fn take_edition(&mut self, choices: Vec<bool>) {
        let (Some(copy), Some(looked)) = (self.editions.copy.clone(), self.editions.looked.take()) else {
            return;
        };
        let is_ours = self.open_file.is_some() || self.saving.is_some();
        let messages = self.messages.clone();
        let begun = start("edition", (copy, choices), move |(copy, choices)| {
            let taken = guarded("taking the new edition", || copy.take(looked, &choices, is_ours));
            let taken = taken.and_then(|taken| taken.map_err(|why| why.to_string()));
            let _ = messages.send(Message::EditionTaken(taken));
        });
        match begun {
            Ok(thread) => self.editions.work = Some(Work::Takes { thread, disturbed: false }),
            Err((_, why)) => self.app.edition_not_taken(&format!("the system has no thread for it: {why}")),
        }
    }

    /// The edition was taken, or could not be.
    pub(super) fn edition_taken(&mut self, taken: Result<Taken, String>) {
        let work = self.editions.work.take();
        let disturbed = matches!(work, Some(Work::Takes { disturbed: true, .. }));
        match taken {
            Ok(Taken { backup, warnings }) => {
                self.app.file.edition.written = Some(Written { backup, warnings });
                if self.open_file.is_some() || self.saving.is_some() {
                    self.disturbed();
                } else {
                    self.read_anew();
                }
            }
            Err(why) => {
                self.app.edition_not_taken(&why);
                if disturbed {
                    self.disturbed();
                }
            }
        }
    }

    /// A file that was open for reading only is opened once more: now it may be changed.
    fn read_anew(&mut self) {
        let Some(copy) = self.editions.copy.clone() else { return };
        let (clock, messages) = (self.app.facts.clock(), self.messages.clone());
        let begun = start("read", copy, move |copy| {
            let read = || {
                let opened = open_with(copy.file(), None, Some(copy.state_dir().to_owned()));
                let state = opened.as_ref().ok().map(|opened| opened.loaded.state.clone());
                (opened, state.map(|state| Box::new(Day::new(state, clock))))
            };
            let _ = messages.send(match guarded("reading the new edition", read) {
                Ok((opened, facts)) => Message::Opened(Box::new(opened), facts),
                Err(why) => Message::Unopened(why),
            });
        });
        match begun {
            Ok(thread) => self.editions.work = Some(Work::Reads(thread)),
            Err((_, why)) => {
                self.app
                    .warn(format!("the new edition is taken, and cannot be read now: {why}; start again"));
            }
        }
    }

    /// The file was opened.
    pub(super) fn edition_read(&mut self) {
        self.editions.work.take_if(|work| matches!(work, Work::Reads(_)));
    }

    /// The person does not want this edition.
    pub(super) fn decline_edition(&mut self) {
        self.editions.looked = None;
        if let Some(Err(why)) = self.editions.copy.as_ref().map(Copy::decline) {
            self.app.warn(format!("this is not remembered: {why}; the next start asks again"));
        }
    }
}

impl Work {
    /// Waits until an edition that is being taken stands in the file, or does not, and what is read is read.
    pub(super) fn wait(self) {
        if let Self::Takes { thread, .. } | Self::Reads(thread) = self {
            // What became of it is in the file, or in the messages.
            let _ = thread.join();
        }
    }
}

fn offered(copy: &Copy, is_ours: bool) -> Option<Offered> {
    match copy.look(is_ours, false) {
        Ok(Found::Offer(offer)) => {
            let choices = offer.conflicts.iter().map(|conflict| choice(&offer.merged, conflict)).collect();
            let looked = offer.copy;
            let offer = EditionOffer::new(offer.before, offer.merged, choices, offer.is_untouched);
            Some(Offered { looked, offer })
        }
        Ok(found) => {
            tracing::info!(?found, "no edition is offered");
            None
        }
        Err(error) => {
            tracing::info!(%error, "no edition is offered");
            None
        }
    }
}
