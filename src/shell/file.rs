//! What the loop does with the file: opening, journalling, recovering, and the end.

use std::sync::mpsc::Receiver;

use ratatui::backend::Backend;

use crate::edit::op::Transaction;
use crate::store::open_file::Opened;
use crate::views::day::Day;

use super::{Loop, Message, Outside, other};

impl<B: Backend<Error = std::io::Error>, O: Outside<B>> Loop<'_, B, O> {
    /// The file is open.
    pub(super) fn opened(&mut self, opened: Opened, facts: Option<Box<Day>>) {
        let Opened { loaded, open_file, read_only, recovery, notice } = opened;
        let text = read_only.as_ref().map(|why| format!("open for reading only: {why}"));
        let loaded = loaded.as_of_today(self.app.clock.today);
        match facts {
            Some(facts) => self.app.ready(*facts, loaded.findings, read_only),
            None => self.app.loaded(loaded.state, loaded.findings, read_only),
        }
        self.app.begin_at_news();
        if self.learns {
            self.learn_watched();
        }
        let file = open_file.as_ref().map(|open_file| open_file.path().to_owned());
        self.open_file = open_file;
        self.app.offer_recovery(recovery);
        if let Some(file) = file {
            self.watch(&file);
        }
        self.edition_read();
        self.look_for_edition();
        self.app.edition_shown();
        if let Some(notice) = text.or(notice) {
            self.app.warn(notice);
        }
    }

    /// Keeps a change in the journal. Where that fails the change stays, and the person is told.
    pub(super) fn journal(&mut self, transaction: Transaction) {
        let written = match (&mut self.open_file, &self.saving) {
            (Some(open_file), _) => open_file.journal(transaction, self.app.document.state()),
            (None, Some(saving)) => saving.journal_handle.commit(transaction),
            (None, None) => Ok(()),
        };
        match written {
            Ok(()) => self.tell_warning(),
            Err(error) => {
                self.app.file.unjournalled = true;
                self.app.warn(format!("this change is not in the journal ({error}): save it soon"));
            }
        }
    }

    /// The edits of a crash were taken, or thrown away.
    pub(super) fn recovered(&mut self, taken: bool) {
        match self.open_file.as_mut().map(|open_file| open_file.decide(taken)) {
            Some(Err(error)) if taken => self.app.warn(format!("edits are not journalled: {error}")),
            Some(Err(error)) => {
                self.app
                    .warn(format!("the edits of the crash could not be set aside: {error}; they are kept"));
            }
            _ => self.tell_warning(),
        }
        // What others did while it was asked was left aside.
        self.disturbed();
        self.look_for_edition();
    }

    /// The end: a clean exit leaves no journal. After a signal, edits that were not saved stay in it. `messages` are those
    /// that the loop has not taken. Returns what there is to say when the terminal is given back.
    pub fn finish(&mut self, messages: &Receiver<Message>, clean: bool) -> Option<String> {
        let mut said = self.left_in_editor.take();
        self.watcher = None;
        if let Some(reading) = self.reading.take() {
            reading.stop();
        }
        if let Some(work) = self.editions.work.take() {
            work.wait();
        }
        self.give_up_opening();
        // What is half written would be left beside the file it is for.
        for writing in self.writings.drain(..).chain(self.ended.drain(..)) {
            let _ = writing.join();
        }
        if let Some(saving) = self.saving.take() {
            let journal_handle = saving.journal_handle.clone();
            saving.wait();
            if clean {
                journal_handle.finish();
            }
        }
        if let Some(open_file) = self.open_file.take() {
            let (file, dirty) = (open_file.path().to_owned(), self.app.document.is_dirty());
            if clean && dirty {
                said = match open_file.finish_discarding() {
                    Ok(number) => number.map(|number| {
                        format!("the discarded edits are kept as {number}: beltui edits {}", file.display())
                    }),
                    Err(error) => Some(format!(
                        "the discarded edits could not be set aside: {error}; the next start offers them once more"
                    )),
                };
            } else if clean || !dirty {
                open_file.finish();
            }
        }
        // A file that came too late is closed as one that nobody has touched.
        for message in messages.try_iter() {
            match message {
                Message::Opened(opened, _) => {
                    if let Ok(Opened { open_file: Some(open_file), .. }) = *opened {
                        open_file.finish();
                    }
                }
                Message::OtherOpened(Ok(other)) => other::close(*other),
                _ => {}
            }
        }
        said
    }
}
