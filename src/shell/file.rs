//! What the loop does with the file: opening, journalling, saving, and what somebody else does to it.

use ratatui::backend::Backend;

use crate::app::Effect;
use crate::app::facts::Facts;
use crate::app::question::Choice;
use crate::edit::op::Transaction;
use crate::store::keeper::{Keeper, Opened};
use crate::store::load::Loaded;
use crate::store::merge::{Conflict, Side};
use crate::views::record::record_name;

use super::{Loop, Outside, watch};

impl<B: Backend<Error = std::io::Error>, O: Outside<B>> Loop<'_, B, O> {
    /// The file is open.
    pub(super) fn opened(&mut self, opened: Opened, facts: Option<Box<Facts>>) {
        let Opened { loaded, keeper, read_only, recovery, notice } = opened;
        let text = read_only.as_ref().map(|why| format!("open for reading only: {why}"));
        let loaded = loaded.as_of_today(self.app.today);
        match facts {
            Some(facts) => self.app.ready(*facts, loaded.findings, read_only),
            None => self.app.loaded(loaded.state, loaded.findings, read_only),
        }
        if let (Some(keeper), Some(messages)) = (&keeper, &self.watch) {
            self.watcher = watch::watch(keeper.path(), messages.clone());
        }
        self.keeper = keeper;
        if let Some(notice) = text.or(notice) {
            self.app.warn(notice);
        }
        self.app.offer_recovery(recovery);
    }

    /// Keeps a change in the journal. Where that fails the change stays, and the person is told.
    pub(super) fn journal(&mut self, transaction: Transaction) {
        let written = match (&mut self.keeper, &self.saving) {
            (Some(keeper), _) => keeper.journal(transaction, self.app.facts.document.state()),
            (None, Some(saving)) => saving.scribe.commit(transaction),
            (None, None) => Ok(()),
        };
        if let Err(error) = written {
            self.app.warn(format!("this change is not in the journal ({error}): save it soon"));
        }
    }

    /// The edits of a crash were taken, or thrown away.
    pub(super) fn recovered(&mut self, taken: bool) {
        if let Some(keeper) = &mut self.keeper
            && let Err(error) = keeper.decide(taken)
        {
            self.app.warn(format!("edits are not journalled: {error}"));
        }
    }

    /// Looks at the file after something happened in its folder; returns whether the screen has changed.
    pub(super) fn look_outside(&mut self) -> bool {
        // Edits of a crash fit what was read; until they are taken or thrown away, nothing else comes between. The
        // next save looks again.
        if !self.app.recovery.is_empty() {
            return false;
        }
        if let Some(saving) = &mut self.saving {
            saving.disturbed = true;
        }
        let Some(keeper) = &mut self.keeper else { return false };
        let was_gone = keeper.is_gone();
        match keeper.outside() {
            Ok(Some(theirs)) => _ = self.take_over(theirs),
            Ok(None) if keeper.is_gone() && !was_gone => {
                self.app.facts.document.mark_unsaved();
                self.app.warn(
                    "the file is gone from the disk; everything is still here, and a save writes it again",
                );
            }
            Ok(None) => return false,
            Err(error) => self.app.warn(format!("the file on disk: {error}")),
        }
        true
    }

    /// Takes over what somebody else has made of the file; `false` where that needs the person, or cannot be.
    pub(super) fn take_over(&mut self, theirs: Loaded) -> bool {
        let Some(keeper) = &self.keeper else { return false };
        if theirs.unwritable().is_some() {
            self.app.warn(
                "the file on disk was changed and has errors now: it is left alone, and nothing is saved until they are mended",
            );
            return false;
        }
        let merged = keeper.merge(self.app.facts.state(), &theirs.state, &|_| Side::Ours);
        if !merged.conflicts.is_empty() {
            let state = self.app.facts.state();
            let choices = merged.conflicts.iter().map(|conflict| choice(state, conflict)).collect();
            self.theirs = Some(theirs);
            self.app.ask_choices(choices);
            return false;
        }
        self.adopt(&merged.state, theirs)
    }

    /// The person has chosen: `true` where the other side is taken.
    pub(super) fn merge(&mut self, choices: &[bool]) -> Vec<Effect> {
        let (Some(keeper), Some(theirs)) = (&self.keeper, self.theirs.take()) else { return Vec::new() };
        let side = |at: usize| if choices.get(at) == Some(&true) { Side::Theirs } else { Side::Ours };
        let merged = keeper.merge(self.app.facts.state(), &theirs.state, &side);
        let (awaited, then_quit) =
            (std::mem::take(&mut self.app.save.awaits_choice), std::mem::take(&mut self.app.save.then_quit));
        let adopted = self.adopt(&merged.state, theirs);
        // The save that raised the question goes on.
        if awaited && adopted {
            self.app.save.then_quit = then_quit;
            return self.save();
        }
        Vec::new()
    }

    fn adopt(&mut self, merged: &crate::model::state::State, theirs: Loaded) -> bool {
        match self.app.take_outside(merged) {
            Ok(applied) => {
                if let Some(transaction) = applied {
                    self.journal(transaction);
                }
                if let Some(keeper) = &mut self.keeper {
                    keeper.rebase(theirs, &mut self.app.facts.document);
                }
                true
            }
            Err(why) => {
                self.app.warn(format!(
                    "the file on disk was changed, and with what is here it would have an error: {why}"
                ));
                false
            }
        }
    }

    /// The end: a clean exit leaves no journal. After a signal, edits that were not saved stay in it.
    pub fn finish(&mut self, clean: bool) {
        self.watcher = None;
        if let Some(saving) = self.saving.take() {
            let scribe = saving.scribe.clone();
            saving.wait();
            if clean {
                scribe.finish();
            }
        }
        if let Some(keeper) = self.keeper.take()
            && (clean || !self.app.facts.document.is_dirty())
        {
            Keeper::finish(keeper);
        }
    }
}

fn choice(state: &crate::model::state::State, conflict: &Conflict) -> Choice {
    let field = if conflict.field.is_empty() { String::new() } else { format!(" · {}", conflict.field) };
    Choice {
        what: format!("{}{field}", record_name(state, &conflict.id)),
        ours: conflict.ours.clone(),
        theirs: conflict.theirs.clone(),
        take_theirs: false,
    }
}
