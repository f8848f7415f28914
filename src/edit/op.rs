//! Operations, each of which carries its own reversal.

use std::sync::Arc;

use crate::model::record::Owned;
use crate::model::state::Head;

/// One change of a state. Cheap to clone, so that a change of a hundred thousand records is in memory once, however many
/// hold it: the review, what is undone, the journal.
#[derive(Debug, Clone, PartialEq)]
pub enum Op {
    /// A record comes into its list, at a place. On undo it is removed.
    Insert {
        /// The place in the list.
        at: usize,
        /// The record.
        record: Arc<Owned>,
        /// The record of the file as read that it is, when it comes back by an undo.
        origin: Option<usize>,
    },
    /// A record goes. On undo it comes back to its place.
    Remove {
        /// Its place in the list.
        at: usize,
        /// The record.
        record: Arc<Owned>,
        /// The record of the file as read that it was.
        origin: Option<usize>,
    },
    /// A record changes, its id perhaps as well. On undo it is what it was.
    Replace {
        /// What it was.
        old: Arc<Owned>,
        /// What it is.
        new: Arc<Owned>,
    },
    /// The head of the file changes. On undo it is what it was.
    Head {
        /// What it was.
        old: Box<Head>,
        /// What it is.
        new: Box<Head>,
    },
}

impl Op {
    /// A record that comes into its list.
    pub fn insert(at: usize, record: Owned) -> Self {
        Self::Insert { at, record: Arc::new(record), origin: None }
    }

    /// A record that goes, wherever it stands.
    pub fn remove(record: Owned) -> Self {
        Self::Remove { at: 0, record: Arc::new(record), origin: None }
    }

    /// A record that changes.
    pub fn replace(old: Owned, new: Owned) -> Self {
        Self::Replace { old: Arc::new(old), new: Arc::new(new) }
    }

    /// The record that it brings into its list; `None` where it does something else.
    pub fn into_inserted(self) -> Option<Owned> {
        match self {
            Self::Insert { record, .. } => Some(Arc::unwrap_or_clone(record)),
            _ => None,
        }
    }

    /// What takes it back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        match self.clone() {
            Self::Insert { at, record, origin } => Self::Remove { at, record, origin },
            Self::Remove { at, record, origin } => Self::Insert { at, record, origin },
            Self::Replace { old, new } => Self::Replace { old: new, new: old },
            Self::Head { old, new } => Self::Head { old: new, new: old },
        }
    }
}

/// One intention of the person: what is undone and redone at once.
#[derive(Debug, Clone, PartialEq)]
pub struct Transaction {
    /// What it does, for `undo: …`.
    pub label: String,
    /// The operations, in their order.
    pub ops: Vec<Op>,
}

impl Transaction {
    /// One intention.
    pub fn new(label: impl Into<String>, ops: Vec<Op>) -> Self {
        Self { label: label.into(), ops }
    }

    /// What takes it back: the inverses in reverse order.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self { label: self.label.clone(), ops: self.ops.iter().rev().map(Op::inverse).collect() }
    }
}
