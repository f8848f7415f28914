//! What the entities of a day are written from, and how they are called.

use std::collections::{HashMap, HashSet};

use crate::model::id::Id;
use crate::model::reach::Verdict;
use crate::model::state::{RecordKind, State};
use crate::model::subject::SubjectKind;
use crate::views::day::Day;
use crate::views::reach;

use super::entity::Entity;
use super::value::{name, url};

/// The schema of a subject; `None` for what is nobody: a sector, goods, several together.
pub(super) fn schema(kind: SubjectKind) -> Option<&'static str> {
    match kind {
        SubjectKind::State | SubjectKind::Agency => Some("PublicBody"),
        SubjectKind::Bloc | SubjectKind::Organisation => Some("Organization"),
        SubjectKind::Company => Some("Company"),
        SubjectKind::Person => Some("Person"),
        SubjectKind::Vessel => Some("Vessel"),
        SubjectKind::Aircraft => Some("Airplane"),
        SubjectKind::Sector | SubjectKind::Goods | SubjectKind::Group => None,
    }
}

/// What the entities of a day are written from.
pub(super) struct Writer<'a> {
    pub(super) day: &'a Day,
    pub(super) state: &'a State,
    /// The subjects against which a measure is in force.
    pub(super) sanctioned: HashSet<&'a Id>,
    /// Why subjects are reached through their owners, by their places, in words.
    pub(super) reached: HashMap<usize, Vec<String>>,
}

impl<'a> Writer<'a> {
    pub(super) fn of(day: &'a Day) -> Self {
        let state = day.state();
        let in_force = day.ledger.iter().filter(|row| row.standing.is_in_force());
        let sanctioned =
            in_force.filter_map(|row| state.records().sanctions.get(row.at())).map(|it| &it.target);
        let mut reached: HashMap<usize, Vec<String>> = HashMap::new();
        for (at, it) in day.ownership().all() {
            if it.reach.verdict == Verdict::Derived {
                reached.entry(at).or_default().push(reach::sentence(state, &it));
            }
        }
        Self { day, state, sanctioned: sanctioned.collect(), reached }
    }

    /// The id of the entity that a subject is; `None` where it is none.
    pub(super) fn entity_of(&self, id: &Id) -> Option<String> {
        let subject = self.state.subject(id.as_str())?;
        schema(subject.kind).map(|_| entity_id(RecordKind::Subjects, id))
    }

    /// Adds who says so: addresses, publishers, and the entities of the sources.
    pub(super) fn prove(&self, entity: &mut Entity, sources: &[Id]) {
        for source in sources.iter().filter_map(|id| self.state.source(id.as_str())) {
            entity.add("sourceUrl", source.url.as_deref().and_then(url));
            entity.add("publisher", name(&source.publisher));
            entity.add("proof", entity_id(RecordKind::Sources, &source.id));
        }
    }
}

/// The id of the entity of a record.
pub(super) fn entity_id(list: RecordKind, id: &Id) -> String {
    format!("blt-{}-{id}", list.word().replace(' ', "-"))
}

/// The id of an entity that stands for a part of a record.
pub(super) fn part_id(list: RecordKind, id: &Id, part: &str) -> String {
    format!("{}-{part}", entity_id(list, id))
}
