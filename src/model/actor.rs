//! States, blocs, organisations, and the agencies and people who act for them.

use super::compact::{Text, ThinSlice};
use super::id::Id;
use super::vocabulary::vocabulary;

vocabulary! {
    /// What an actor is.
    pub enum ActorKind {
        /// A state.
        State => "state",
        /// A bloc whose measures bind its members, such as the EU.
        Bloc => "bloc",
        /// An international organisation.
        Organisation => "organisation",
        /// A part of a government.
        Agency => "agency",
        /// A company.
        Company => "company",
        /// A natural person.
        Person => "person",
    }
}

/// Someone who does things, or to whom they are done.
#[derive(Debug, Clone, PartialEq)]
pub struct Actor {
    /// ISO 3166-1 alpha-2 for a state, a short code for a bloc or organisation, kebab-case otherwise.
    pub id: Id,
    /// The one spelling that the program shows.
    pub name: Text,
    /// What it is.
    pub kind: ActorKind,
    /// Other spellings, found by every search.
    pub aliases: ThinSlice<Text>,
    /// The members of a bloc or organisation.
    pub members: ThinSlice<Id>,
    /// Whom a person or agency belongs to or speaks for.
    pub affiliation: Option<Id>,
    /// Anything else worth saying.
    pub note: Option<Text>,
}
