//! States, blocs, organisations, and the agencies and people who act for them.

use super::compact::{Text, ThinSlice};
use super::declare::declared;
use super::declare::vocabulary;
use super::id::Id;
use super::kind::RecordKind;

vocabulary! {
    /// What a subject is.
    pub enum SubjectKind {
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

declared! {
    /// Someone who does things, or to whom they are done.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Subject("a subject") {
        /// ISO 3166-1 alpha-2 for a state, a short code for a bloc or organisation, kebab-case otherwise.
        id: Id => name(),
        /// The one spelling that the program shows.
        name: Text => name().telling(),
        /// What it is.
        kind: SubjectKind => telling(),
        /// Other spellings, found by every search.
        aliases: ThinSlice<Text> => name().label("also called"),
        /// The members of a bloc or organisation.
        members: ThinSlice<Id> => to(RecordKind::Subjects).shown_for("kind", &["Bloc", "Organisation"]).help("of a bloc or organisation"),
        /// Whom a person or agency belongs to or speaks for.
        affiliation: Option<Id> => to(RecordKind::Subjects).label("speaks for").help("whom a person or agency speaks for"),
        /// Anything else worth saying.
        note: Option<Text> => lines(),
    }
}
