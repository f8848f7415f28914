//! A measure of the file as lists are compared with it: with the subject that it is aimed at.

use std::borrow::Cow;

use crate::model::id::Id;
use crate::model::measure::Measure;
use crate::model::state::State;
use crate::model::subject::{Subject, SubjectKind};
use crate::names::{Kind, Name, Quality};

use super::countries;
use super::entry::{Entry, EntryKind};
use super::places::is_called;

/// A measure that may stand on a list, with its target.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// The measure.
    pub measure: &'a Measure,
    /// Whom it is aimed at; `None` where the file has no such subject.
    pub target: Option<&'a Subject>,
    /// The file.
    pub state: &'a State,
}

impl<'a> Candidate<'a> {
    /// A measure of a file.
    pub fn of(state: &'a State, measure: &'a Measure) -> Self {
        Self { measure, target: state.target(measure), state }
    }

    /// What its target is.
    pub fn kind(self) -> Option<SubjectKind> {
        self.target.map(|target| target.kind)
    }

    /// The name of its target that is shown; the id where the file has no such subject.
    pub fn name(self) -> &'a str {
        self.target.map_or(self.measure.target.as_str(), |target| target.name.as_str())
    }

    /// The names of its target, the one that is shown first, each with how far it can be relied on.
    pub fn names(self) -> impl Iterator<Item = (&'a str, Quality)> {
        let aliases = self.target.into_iter().flat_map(|target| &target.aliases).map(|alias| {
            let quality = if alias.is_weak() { Quality::Weak } else { Quality::Full };
            (alias.name().as_str(), quality)
        });
        std::iter::once((self.name(), Quality::Full)).chain(aliases)
    }

    /// As what its names are compared.
    pub fn name_kind(self) -> Kind {
        self.kind().map_or(Kind::Organisation, name_kind)
    }

    /// Its names, made ready to be compared.
    pub(super) fn ready_names(self) -> Vec<(Name, Quality)> {
        let kind = self.name_kind();
        self.names().map(|(name, quality)| (Name::new(name, kind), quality)).collect()
    }

    /// In a line: `US › Alpha Works: Asset freeze`.
    pub fn line(self) -> String {
        format!("{} › {}: {}", self.measure.issuer, self.name(), self.measure.measure.word())
    }

    /// Whether an entry of the name of its target may be somebody else: people of one name are many, and these have no
    /// country in common.
    pub(super) fn is_of_another_country(self, entry: &Entry) -> bool {
        self.other_country(entry).is_some()
    }

    /// That it may be somebody else for that, and which countries both have.
    pub(super) fn other_country(self, entry: &Entry) -> Option<String> {
        let target = self.target.filter(|_| entry.kind == EntryKind::Person)?;
        other_country(self.state, entry, target)
    }

    /// Whether its target can stand on a list by name.
    pub(super) fn can_be_listed(self) -> bool {
        self.kind().is_some_and(can_be_listed)
    }
}

/// As what the names of a subject of this kind are compared.
pub(super) fn name_kind(kind: SubjectKind) -> Kind {
    match kind {
        SubjectKind::Person => Kind::Person,
        SubjectKind::Vessel | SubjectKind::Aircraft => Kind::Craft,
        _ => Kind::Organisation,
    }
}

/// Whether a subject of this kind can stand on a list by name.
pub(super) fn can_be_listed(kind: SubjectKind) -> bool {
    matches!(
        kind,
        SubjectKind::Company
            | SubjectKind::Organisation
            | SubjectKind::Agency
            | SubjectKind::Person
            | SubjectKind::Vessel
            | SubjectKind::Aircraft
    )
}

/// Whether a subject can be an entry of a kind.
pub(super) fn are_alike(entry: EntryKind, subject: SubjectKind) -> bool {
    match subject {
        SubjectKind::Company
        | SubjectKind::Organisation
        | SubjectKind::Agency
        | SubjectKind::State
        | SubjectKind::Bloc => entry == EntryKind::Entity,
        SubjectKind::Person => entry == EntryKind::Person,
        SubjectKind::Vessel => entry == EntryKind::Vessel,
        SubjectKind::Aircraft => entry == EntryKind::Aircraft,
        SubjectKind::Sector | SubjectKind::Goods | SubjectKind::Group => false,
    }
}

/// That an entry and a subject have no country in common, and which they have: `another country: Quelland on the list,
/// Belarus in the file`; `None` where they may have one.
pub(super) fn other_country(state: &State, entry: &Entry, subject: &Subject) -> Option<String> {
    if share_country(state, entry, subject) != Some(false) {
        return None;
    }
    let listed: Vec<_> = entry.countries.iter().map(|it| countries::shown(it)).collect();
    let own = subject.countries.iter().map(|id| {
        let known = state.subject(id.as_str()).map(|it| it.name.as_str());
        known.map_or_else(|| countries::shown(id.as_str()), Cow::Borrowed)
    });
    let own: Vec<_> = own.collect();
    Some(format!("another country: {} on the list, {} in the file", listed.join(", "), own.join(", ")))
}

/// Whether an entry and a subject have a country in common; `None` where one of them has none.
pub(super) fn share_country(state: &State, entry: &Entry, subject: &Subject) -> Option<bool> {
    if entry.countries.is_empty() || subject.countries.is_empty() {
        return None;
    }
    let is_one = |listed: &String, own: &Id| {
        let of_file = state.subject(own.as_str());
        of_file.map_or_else(|| countries::same(listed, own.as_str()), |it| is_called(it, listed))
    };
    Some(entry.countries.iter().any(|listed| subject.countries.iter().any(|own| is_one(listed, own))))
}
