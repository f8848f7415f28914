//! The kinds of records, and where a record stands.

use super::vocabulary::vocabulary;

vocabulary! {
    /// The six lists of the file.
    pub enum RecordKind {
        /// States, blocs, organisations, agencies, people.
        Actors => "actor",
        /// Where claims come from.
        Sources => "source",
        /// Pairs of actors.
        Relations => "relation",
        /// Measures.
        Sanctions => "measure",
        /// Border crossing points.
        Crossings => "crossing",
        /// What happened or is due.
        Events => "event",
    }
}

impl RecordKind {
    /// The field of the file that holds it.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Actors => "actors",
            Self::Sources => "sources",
            Self::Relations => "relations",
            Self::Sanctions => "sanctions",
            Self::Crossings => "crossings",
            Self::Events => "events",
        }
    }
}

/// Where a record stands: its list and its place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The list.
    pub list: RecordKind,
    /// The place in the list.
    pub at: usize,
}
