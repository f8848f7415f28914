//! A change that is worked out beside the document, on a copy of its state and with the same gate: taking it over is
//! then a matter of moments, whatever its size.

use super::difference::{difference, origins};
use super::document::{Document, Origins, Rejected, Revision};
use super::op::{Op, Transaction};
use crate::model::state::State;

/// A change that a copy of the document has accepted.
#[derive(Debug, Clone)]
pub struct Ahead {
    /// The revision that it was worked out for.
    from: Revision,
    /// What the document says after it.
    state: State,
    /// Which record of the file each record of that state is.
    origins: Origins,
    /// The change as it was applied.
    applied: Transaction,
    /// What the document then says and the file does not.
    unsaved: Vec<Op>,
    is_saved: bool,
}

impl Ahead {
    /// Works out what makes `merged` of `ours`, which is what the document says at revision `from`, where the file says
    /// `base` from then on.
    ///
    /// # Errors
    /// Where the gate does not let it in.
    pub fn new(
        label: &str,
        (ours, from): (State, Revision),
        merged: &State,
        base: &State,
    ) -> Result<Self, Rejected> {
        let ops = difference(&ours, merged);
        let (state, applied) = if ops.is_empty() {
            (ours, Transaction::new(label, ops))
        } else {
            let mut document = Document::new(ours);
            let applied = document.commit(&Transaction::new(label, ops))?;
            (document.state().clone(), applied)
        };
        let (origins, is_saved) = (origins(base, &state), state == *base);
        let unsaved = if is_saved { Vec::new() } else { difference(base, &state) };
        Ok(Self { from, state, origins, applied, unsaved, is_saved })
    }

    /// The revision that it was worked out for.
    pub fn from(&self) -> Revision {
        self.from
    }

    /// What the document says after it.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The change.
    pub fn applied(&self) -> &Transaction {
        &self.applied
    }

    /// Whether the document then says just what the file says.
    pub fn is_saved(&self) -> bool {
        self.is_saved
    }

    /// What it takes to make what the document then says of what the file says; given once.
    pub fn take_unsaved(&mut self) -> Vec<Op> {
        std::mem::take(&mut self.unsaved)
    }
}

impl Document {
    /// Takes over a change that was accepted beside the document, and what the file says from then on.
    ///
    /// # Errors
    /// Where the document is at another revision than it was worked out for: it comes back, and nothing has changed.
    pub fn adopt(&mut self, ahead: Ahead) -> Result<(), Box<Ahead>> {
        if ahead.from != self.revision() {
            return Err(Box::new(ahead));
        }
        let is_saved = ahead.is_saved();
        self.take_over(ahead.state, ahead.applied, ahead.origins, is_saved);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::record::Owned;
    use crate::store::load::load_text;
    use crate::store::places::SHIPPED;

    /// The state with another note at a measure, and the change that makes it.
    fn noted(state: &State, id: &str, note: &str) -> Transaction {
        let old = state.record(id).unwrap().to_owned();
        let mut new = old.clone();
        let Owned::Measure(it) = &mut new else { panic!("{id}") };
        it.note = Some(note.into());
        Transaction::new(note, vec![Op::replace(old, new)])
    }

    fn with(state: &State, change: &Transaction) -> State {
        let mut document = Document::new(state.clone());
        document.commit(change).unwrap();
        document.state().clone()
    }

    const FIRST: &str = "us-belavia-asset-freeze";
    const SECOND: &str = "eu-belavia-asset-freeze";

    #[test]
    fn a_change_worked_out_beside_the_document_is_as_if_it_had_been_committed_there() {
        let base = load_text(SHIPPED.to_owned()).state;
        let mut document = Document::new(base.clone());
        document.commit(&noted(&base, FIRST, "ours")).unwrap();
        let theirs = with(&base, &noted(&base, SECOND, "theirs"));
        let merged = with(document.state(), &noted(document.state(), SECOND, "theirs"));
        let from = (document.state().clone(), document.revision());
        let mut ahead = Ahead::new("outside", from, &merged, &theirs).unwrap();
        assert!(!ahead.is_saved());
        assert_eq!(ahead.take_unsaved().len(), 1);
        document.adopt(ahead).unwrap();
        assert_eq!(document.state(), &merged);
        assert!(document.is_dirty());
        assert_eq!(document.undo().unwrap().label, "outside");
        assert_eq!(document.undo().unwrap().label, "ours");
        assert_eq!(document.state(), &base);
        assert!(document.is_dirty(), "the file says what they wrote");
    }

    #[test]
    fn where_only_they_have_changed_something_it_is_saved_and_undoing_it_is_not() {
        let base = load_text(SHIPPED.to_owned()).state;
        let mut document = Document::new(base.clone());
        let theirs = with(&base, &noted(&base, FIRST, "theirs"));
        let from = (document.state().clone(), document.revision());
        document.adopt(Ahead::new("outside", from, &theirs, &theirs).unwrap()).unwrap();
        assert!(!document.is_dirty());
        document.undo().unwrap();
        assert!(document.is_dirty());
        document.redo().unwrap();
        assert!(!document.is_dirty());
    }

    #[test]
    fn it_is_given_back_where_the_document_has_changed_meanwhile() {
        let base = load_text(SHIPPED.to_owned()).state;
        let mut document = Document::new(base.clone());
        let from = (document.state().clone(), document.revision());
        let theirs = with(&base, &noted(&base, FIRST, "theirs"));
        let ahead = Ahead::new("outside", from, &theirs, &theirs).unwrap();
        document.commit(&noted(&base, SECOND, "ours")).unwrap();
        let now = document.state().clone();
        assert!(document.adopt(ahead).is_err());
        assert_eq!(document.state(), &now);
        assert_eq!(document.recent(9), ["ours"]);
    }

    #[test]
    fn what_the_gate_refuses_is_refused_beside_the_document_too() {
        let base = load_text(SHIPPED.to_owned()).state;
        let document = Document::new(base.clone());
        let mut merged = base.clone();
        let place = merged.place("vedomosti").unwrap();
        merged.remove(place);
        let from = (document.state().clone(), document.revision());
        assert!(matches!(Ahead::new("outside", from, &merged, &merged), Err(Rejected::Errors(_))));
    }
}
