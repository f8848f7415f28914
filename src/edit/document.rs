//! The one gate for every change: it checks, applies and records; undo and redo go through it too.

use std::collections::BTreeMap;

use thiserror::Error;

use super::gate::{Fault, errors_after, unreadable};
use super::op::{Op, Transaction};
use crate::model::id::Id;
use crate::model::record::Owned;
use crate::model::state::{Place, RecordKind, State};

/// Why a transaction was not accepted; nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Rejected {
    /// A record that it changes is not there, or is not what it was.
    #[error("{0} has changed meanwhile")]
    Stale(String),
    /// A record that it adds has the id of another.
    #[error("there is a record {0} already: choose another id")]
    Taken(Id),
    /// The file would have errors.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Errors(Vec<Fault>),
}

/// Where in the history of changes the document stands; equal only for the very same state of things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Revision(u64);

/// Which record of the file as read each record of each list is; `None` for a new one.
pub type Origins = BTreeMap<RecordKind, Vec<Option<usize>>>;

/// A state that changes, with all its changes.
#[derive(Debug, Clone, Default)]
pub struct Document {
    state: State,
    /// Which record of the file as read each record is; `None` for a new one.
    origins: Origins,
    done: Vec<(Revision, Transaction)>,
    undone: Vec<(Revision, Transaction)>,
    last: u64,
    saved: Revision,
    /// The revision below the oldest change that can be undone.
    floor: Revision,
}

impl Document {
    /// A document as it was read.
    pub fn new(state: State) -> Self {
        let mut document = Self { state, ..Self::default() };
        document.read_anew();
        document
    }

    fn read_anew(&mut self) {
        for list in RecordKind::ALL.iter().copied() {
            self.origins.insert(list, (0..self.state.len(list)).map(Some).collect());
        }
    }

    /// The state.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Which record of the file as read each record of a list is.
    pub fn origins(&self, list: RecordKind) -> &[Option<usize>] {
        self.origins.get(&list).map_or(&[], Vec::as_slice)
    }

    /// The same of all lists.
    pub fn all_origins(&self) -> &Origins {
        &self.origins
    }

    /// Where it stands.
    pub fn revision(&self) -> Revision {
        self.done.last().map_or(self.floor, |(revision, _)| *revision)
    }

    /// Whether it differs from what was last saved.
    pub fn is_dirty(&self) -> bool {
        self.revision() != self.saved
    }

    /// How many changes lie between what was saved and now, where that can be told.
    pub fn unsaved(&self) -> usize {
        if !self.is_dirty() {
            return 0;
        }
        let at = |changes: &[(Revision, Transaction)]| changes.iter().position(|(r, _)| *r == self.saved);
        match (at(&self.done), at(&self.undone)) {
            (Some(at), _) => self.done.len() - at - 1,
            (None, Some(at)) => self.undone.len() - at,
            (None, None) => self.done.len().max(1),
        }
    }

    /// The labels of the last changes, latest first.
    pub fn recent(&self, most: usize) -> Vec<&str> {
        self.done.iter().rev().take(most).map(|(_, transaction)| transaction.label.as_str()).collect()
    }

    /// What an undo would take back.
    pub fn undo_label(&self) -> Option<&str> {
        self.done.last().map(|(_, transaction)| transaction.label.as_str())
    }

    /// What a redo would do again.
    pub fn redo_label(&self) -> Option<&str> {
        self.undone.last().map(|(_, transaction)| transaction.label.as_str())
    }

    /// Checks, applies and records a transaction.
    ///
    /// # Errors
    /// Where a record is not what the transaction says it was, or an error would come into the state: then nothing
    /// has changed.
    pub fn commit(&mut self, transaction: &Transaction) -> Result<Transaction, Rejected> {
        let applied = self.apply_checked(transaction)?;
        self.last += 1;
        self.done.push((Revision(self.last), applied.clone()));
        self.undone.clear();
        Ok(applied)
    }

    /// Whether a transaction would be accepted; nothing changes.
    ///
    /// # Errors
    /// As for [`Document::commit`].
    pub fn would_accept(&mut self, transaction: &Transaction) -> Result<(), Rejected> {
        let applied = self.apply_checked(transaction)?;
        self.revert(&applied);
        Ok(())
    }

    /// Applies a transaction that leaves no error; else nothing has changed.
    fn apply_checked(&mut self, transaction: &Transaction) -> Result<Transaction, Rejected> {
        let faults = unreadable(transaction);
        if !faults.is_empty() {
            return Err(Rejected::Errors(faults));
        }
        let applied = self.apply(transaction)?;
        let faults = errors_after(&self.state, &applied);
        if faults.is_empty() {
            return Ok(applied);
        }
        self.revert(&applied);
        Err(Rejected::Errors(faults))
    }

    /// Takes the last change back; returns what that did.
    pub fn undo(&mut self) -> Option<Transaction> {
        let (revision, transaction) = self.done.pop()?;
        // What was applied can be taken back: it left the very records that its inverse expects.
        self.revert(&transaction);
        let inverse = transaction.inverse();
        self.undone.push((revision, transaction));
        Some(inverse)
    }

    /// Does the last change that was taken back again; returns what that did.
    pub fn redo(&mut self) -> Option<Transaction> {
        let (revision, transaction) = self.undone.pop()?;
        let applied = self.apply(&transaction).ok()?;
        self.done.push((revision, applied.clone()));
        Some(applied)
    }

    /// Notes that what is here now is what the file says: `State` for `State`, in this order.
    pub fn mark_saved(&mut self) {
        self.saved = self.revision();
        self.read_anew();
        self.forget_origins();
    }

    /// Notes that what was here at `revision` is what the file says, `origins` being its records among those of now.
    pub fn mark_saved_at(&mut self, revision: Revision, origins: Origins) {
        self.saved = revision;
        self.origins = origins;
        self.forget_origins();
    }

    fn forget_origins(&mut self) {
        // The records of the file as read are others now: what an undo brings back comes without its old text.
        for (_, transaction) in self.done.iter_mut().chain(&mut self.undone) {
            for op in &mut transaction.ops {
                if let Op::Insert { origin, .. } | Op::Remove { origin, .. } = op {
                    *origin = None;
                }
            }
        }
    }

    /// Notes that the file says something else than what was last saved: `origins` are the records of the file. No
    /// revision is what the file says, until the next save.
    pub fn rebase(&mut self, origins: Origins) {
        self.origins = origins;
        self.forget_origins();
        self.mark_unsaved();
    }

    /// Takes over what a change that was accepted beside the document has made of it, and what the file says from then
    /// on: the records of `origins`, and all that is here where it `is_saved`.
    pub(super) fn take_over(&mut self, state: State, applied: Transaction, origins: Origins, is_saved: bool) {
        self.state = state;
        if !applied.ops.is_empty() {
            self.last += 1;
            self.done.push((Revision(self.last), applied));
            self.undone.clear();
        }
        self.rebase(origins);
        if is_saved {
            self.saved = self.revision();
        }
    }

    /// Notes that no file holds what is here.
    pub fn mark_unsaved(&mut self) {
        self.last += 1;
        self.saved = Revision(self.last);
    }

    fn apply(&mut self, transaction: &Transaction) -> Result<Transaction, Rejected> {
        let mut applied = Transaction::new(transaction.label.clone(), Vec::new());
        for op in &transaction.ops {
            match self.apply_op(op) {
                Ok(op) => applied.ops.push(op),
                Err(rejected) => {
                    self.revert(&applied);
                    return Err(rejected);
                }
            }
        }
        Ok(applied)
    }

    /// Takes back what was just applied.
    fn revert(&mut self, applied: &Transaction) {
        for op in applied.inverse().ops {
            let _ = self.apply_op(&op);
        }
    }

    /// Applies one operation and returns it as it was applied: with the place and origin that its undo needs.
    fn apply_op(&mut self, op: &Op) -> Result<Op, Rejected> {
        match op {
            Op::Insert { at, record, origin } => {
                self.is_free(record.id())?;
                let list = record.list();
                let place = self.state.insert(*at, (**record).clone());
                self.origins.entry(list).or_default().insert(place.at, *origin);
                Ok(Op::Insert { at: place.at, record: record.clone(), origin: *origin })
            }
            Op::Remove { record, .. } => {
                let place = self.find(record)?;
                self.state.remove(place);
                let origin = self.origins.get_mut(&place.list).map(|origins| origins.remove(place.at));
                Ok(Op::Remove { at: place.at, record: record.clone(), origin: origin.flatten() })
            }
            Op::Replace { old, new } => {
                let place = self.find(old)?;
                if new.id() != old.id() {
                    self.is_free(new.id())?;
                }
                self.state.replace(place, (**new).clone());
                Ok(op.clone())
            }
            Op::Head { old, new } => {
                if self.state.head() != &**old {
                    return Err(Rejected::Stale("the head of the file".to_owned()));
                }
                self.state.replace_head((**new).clone());
                Ok(op.clone())
            }
        }
    }

    fn find(&self, record: &Owned) -> Result<Place, Rejected> {
        let stale = || Rejected::Stale(record.id().to_string());
        let place = self.state.place(record.id().as_str()).ok_or_else(stale)?;
        let same = self.state.at(place) == Some(record.borrowed());
        if same { Ok(place) } else { Err(stale()) }
    }

    fn is_free(&self, id: &Id) -> Result<(), Rejected> {
        match self.state.place(id.as_str()) {
            Some(_) => Err(Rejected::Taken(id.clone())),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::load::load_text;
    use crate::store::places::SHIPPED;
    use proptest::prelude::*;
    use std::sync::Arc;

    fn shipped() -> Document {
        Document::new(load_text(SHIPPED.to_owned()).state)
    }

    fn record(document: &Document, id: &str) -> Owned {
        document.state().record(id).unwrap().to_owned()
    }

    fn noted(document: &Document, id: &str, note: &str) -> Transaction {
        let old = record(document, id);
        let mut new = old.clone();
        match &mut new {
            Owned::Measure(it) => it.note = Some(note.into()),
            Owned::Event(it) => it.note = Some(note.into()),
            _ => panic!("no such record"),
        }
        Transaction::new(format!("note {id}"), vec![Op::replace(old, new)])
    }

    #[test]
    fn dirty_is_derived_and_an_undo_back_to_the_saved_revision_is_clean() {
        let mut document = shipped();
        assert!(!document.is_dirty());
        let change = noted(&document, "zapad-2025", "x");
        document.commit(&change).unwrap();
        assert_eq!((document.is_dirty(), document.unsaved()), (true, 1));
        assert_eq!(document.undo().unwrap().label, "note zapad-2025");
        assert!(!document.is_dirty());
        document.redo().unwrap();
        document.mark_saved();
        assert!(!document.is_dirty());
        document.undo().unwrap();
        assert_eq!((document.is_dirty(), document.unsaved()), (true, 1));
        // Another way forward: the saved revision cannot be reached any more.
        let change = noted(&document, "zapad-2025", "y");
        document.commit(&change).unwrap();
        assert!(document.is_dirty());
    }

    #[test]
    fn a_change_that_would_leave_an_error_changes_nothing() {
        let mut document = shipped();
        let before = document.state().clone();
        let source = record(&document, "vedomosti");
        let rejected = document.commit(&Transaction::new("delete", vec![Op::remove(source)]));
        assert!(matches!(rejected, Err(Rejected::Errors(_))), "{rejected:?}");
        assert_eq!(document.state(), &before);
        assert!(!document.is_dirty());
    }

    #[test]
    fn a_transaction_against_another_state_of_things_is_refused() {
        let mut document = shipped();
        let stale = noted(&document, "zapad-2025", "x");
        let change = noted(&document, "zapad-2025", "y");
        document.commit(&change).unwrap();
        assert!(matches!(document.commit(&stale), Err(Rejected::Stale(_))));
    }

    #[test]
    fn what_is_committed_is_held_once_by_the_change_its_history_and_its_undo() {
        let mut document = shipped();
        let change = noted(&document, "zapad-2025", "x");
        let Op::Replace { old, new } = &change.ops[0] else { panic!("{change:?}") };
        let applied = document.commit(&change).unwrap();
        let Op::Replace { new: said, .. } = &applied.ops[0] else { panic!("{applied:?}") };
        assert!(Arc::ptr_eq(said, new));
        let inverse = document.undo().unwrap();
        let Op::Replace { old: taken, new: back } = &inverse.ops[0] else { panic!("{inverse:?}") };
        assert!(Arc::ptr_eq(taken, new) && Arc::ptr_eq(back, old));
    }

    /// Random edits by number: which record, and what happens to it.
    fn edit(document: &Document, number: u32) -> Transaction {
        let events = document.state().len(RecordKind::Events);
        let at = number as usize % events.max(1);
        let place = Place { list: RecordKind::Events, at };
        let Some(old) = document.state().at(place).map(crate::model::record::Record::to_owned) else {
            return Transaction::new("nothing", Vec::new());
        };
        match number % 4 {
            0 => {
                let mut new = old.clone();
                if let Owned::Event(it) = &mut new {
                    it.id = Id::new(&format!("event-{number}"));
                    it.title = format!("T{number}").into();
                    it.links = crate::model::compact::ThinSlice::new();
                }
                Transaction::new("insert", vec![Op::insert(at, new)])
            }
            1 => {
                let mut ops =
                    super::super::references::release(document.state(), old.id()).unwrap_or_default();
                ops.push(Op::Remove { at, record: Arc::new(old), origin: None });
                Transaction::new("delete", ops)
            }
            2 => {
                let new_id = Id::new(&format!("renamed-{number}"));
                let mut ops = super::super::references::rename(document.state(), old.id(), &new_id);
                let mut new = old.clone();
                if let Owned::Event(it) = &mut new {
                    it.id = new_id;
                }
                ops.push(Op::replace(old, new));
                Transaction::new("rename", ops)
            }
            _ => {
                let mut new = old.clone();
                if let Owned::Event(it) = &mut new {
                    it.title = format!("{}!", it.title).into();
                }
                Transaction::new("title", vec![Op::replace(old, new)])
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn undoing_all_gives_the_original_and_redoing_all_the_final_state(numbers in proptest::collection::vec(0u32..1000, 1..12)) {
            let mut document = shipped();
            let (original, origins) = (document.state().clone(), document.origins(RecordKind::Events).to_vec());
            for number in numbers {
                let change = edit(&document, number);
                let _ = document.commit(&change);
            }
            let last = document.state().clone();
            while document.undo().is_some() {}
            prop_assert_eq!(document.state(), &original);
            prop_assert_eq!(document.origins(RecordKind::Events), &origins[..]);
            prop_assert!(!document.is_dirty());
            while document.redo().is_some() {}
            prop_assert_eq!(document.state(), &last);
        }
    }
}
