//! What schema 1 wrote into measures, as it was declared then: what is wrong with it is told in the same words.

use crate::model::compact::{Text, ThinSlice};
use crate::model::declare::{declared, vocabulary};
use crate::model::id::Id;
use crate::model::kind::RecordKind;

vocabulary! {
    /// What kind of thing a measure was aimed at.
    pub enum TargetKind {
        /// A state as such.
        State => "state",
        /// A sector of an economy.
        Sector => "sector",
        /// Goods or services.
        Goods => "goods",
        /// A company, agency or other legal person.
        Entity => "entity",
        /// A natural person.
        Person => "person",
        /// An aircraft.
        Aircraft => "aircraft",
        /// A ship.
        Vessel => "vessel",
        /// A series of persons and entities that one record stood for.
        Several => "persons and entities",
    }
}

declared! {
    /// Whom or what a measure was aimed at.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Target("a target") {
        /// Its name.
        name: Text,
        /// What it is.
        kind: TargetKind,
        /// Other spellings.
        aliases: ThinSlice<Text>,
        /// The state that it belongs to.
        country: Option<Id> => to(RecordKind::Subjects),
    }
}
