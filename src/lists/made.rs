//! The records that a measure of a list needs in a file: whom it is aimed at, and the acts that it rests on. What the file
//! has already is taken, the rest is made, each once.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use crate::model::act::{Act, ActKind};
use crate::model::compact::ThinSlice;
use crate::model::id::Id;
use crate::model::record::Owned;
use crate::model::state::State;
use crate::model::subject::{Alias, Identifier, Subject, SubjectKind};
use crate::names::{Kind, Name};

use super::countries;
use super::entry::{Entry, EntryKind};
use super::facts::numbers_of;
use super::filter::subject_of;
use super::published::Published;
use super::who::{MayBe, Who, Whos};
use super::written::folded;

/// What has been made, and what the file has.
pub(super) struct Made<'a> {
    state: &'a State,
    taken: HashSet<Id>,
    /// The subject of each entry, by its reference, and those that it may be.
    subjects: HashMap<String, (Id, MayBe<'a>)>,
    /// The acts, by issuer and name.
    acts: OnceCell<HashMap<(Id, String), Id>>,
    whos: Whos<'a>,
    new_acts: HashMap<(Id, String), Id>,
    /// The subjects that countries are, as lists write these.
    countries: HashMap<String, Option<&'a Id>>,
    records: HashMap<Id, Owned>,
}

impl<'a> Made<'a> {
    pub(super) fn new(state: &'a State, list: &'a Published) -> Self {
        Self {
            state,
            taken: HashSet::new(),
            subjects: HashMap::new(),
            acts: OnceCell::new(),
            whos: Whos::new(state, list),
            new_acts: HashMap::new(),
            countries: HashMap::new(),
            records: HashMap::new(),
        }
    }

    /// An id made of texts that neither the file nor anything made has.
    pub(super) fn id(&mut self, parts: &[&str]) -> Id {
        let id = Id::propose(parts, |id: &str| self.state.place(id).is_some() || self.taken.contains(id));
        self.taken.insert(id.clone());
        id
    }

    /// The records among ids that were made and that the file has not.
    pub(super) fn records<'i>(&self, ids: impl IntoIterator<Item = &'i Id>) -> Vec<Owned> {
        ids.into_iter().filter_map(|id| self.records.get(id)).cloned().collect()
    }

    /// Notes that an entry is a subject of the file.
    pub(super) fn is(&mut self, entry: &Entry, subject: &Id) {
        self.subjects.entry(entry.list_ref()).or_insert_with(|| (subject.clone(), Vec::new()));
    }

    /// The subject that an entry is: of the file, where that is sure, else a new one; with those of the file that it may
    /// be, and why.
    pub(super) fn subject(&mut self, entry: &Entry) -> (Id, MayBe<'a>) {
        let reference = entry.list_ref();
        if let Some((id, may_be)) = self.subjects.get(&reference) {
            return (id.clone(), may_be.clone());
        }
        let is = match self.whos.of(entry) {
            Who::Is(subject) => (subject.id.clone(), Vec::new()),
            Who::MayBe(may_be) => (self.make(entry), may_be),
        };
        self.subjects.insert(reference, is.clone());
        is
    }

    fn make(&mut self, entry: &Entry) -> Id {
        let id = self.id(&[entry.name.as_str()]);
        let kind = match entry.kind {
            EntryKind::Person => SubjectKind::Person,
            EntryKind::Vessel => SubjectKind::Vessel,
            EntryKind::Aircraft => SubjectKind::Aircraft,
            EntryKind::Entity => {
                let has_form = |name: &str| Name::new(name, Kind::Organisation).has_form();
                if entry.names().any(has_form) { SubjectKind::Company } else { SubjectKind::Organisation }
            }
        };
        let mut subject = Subject::new(id.clone(), entry.name.as_str().into(), kind);
        let strong = entry.aliases.iter().map(|name| Alias::from(name.as_str()));
        let weak = entry.weak_aliases.iter().map(|name| Alias::weak(name.as_str().into()));
        subject.aliases = strong.chain(weak).collect();
        let mut countries: Vec<Id> = Vec::new();
        let mut unknown: Vec<&str> = Vec::new();
        for country in &entry.countries {
            let known = self.countries.get(country).copied().unwrap_or_else(|| {
                let found = subject_of(self.state, country);
                self.countries.insert(country.clone(), found);
                found
            });
            match known {
                Some(id) if countries.contains(id) => {}
                Some(id) => countries.push(id.clone()),
                None => unknown.push(countries::name(country).unwrap_or(country)),
            }
        }
        subject.countries = countries.into_iter().collect();
        subject.addresses = entry.addresses.iter().map(|address| address.as_str().into()).collect();
        subject.identifiers = identifiers(entry).collect();
        subject.born = entry.own_birth().filter(|_| kind == SubjectKind::Person);
        if !unknown.is_empty() {
            subject.note = Some(format!("Country on the list: {}.", unknown.join(", ")).into());
        }
        self.records.insert(id.clone(), Owned::Subject(subject));
        id
    }

    /// The acts that a list names, as records: those of the file where it has them.
    pub(super) fn acts(&mut self, issuer: &str, names: &[String]) -> ThinSlice<Id> {
        let issuer = Id::new(issuer);
        let of_file = self.acts.get_or_init(|| {
            let acts = self.state.records().acts.iter();
            acts.map(|act| ((act.issuer.clone(), folded(act.name())), act.id.clone())).collect()
        });
        let mut ids: Vec<Id> = Vec::new();
        let mut new: Vec<(&String, (Id, String))> = Vec::new();
        for name in names {
            let key = (issuer.clone(), folded(name));
            match of_file.get(&key).or_else(|| self.new_acts.get(&key)) {
                Some(id) if ids.contains(id) => {}
                Some(id) => ids.push(id.clone()),
                None => new.push((name, key)),
            }
        }
        for (name, key) in new {
            let id = self.id(&[issuer.as_str(), name.as_str()]);
            let act =
                Act::new(id.clone(), issuer.clone(), ActKind::of_number(name, false), name.as_str().into());
            self.records.insert(id.clone(), Owned::Act(act));
            self.new_acts.insert(key, id.clone());
            ids.push(id);
        }
        ids.into_iter().collect()
    }
}

/// The numbers of an entry as a subject has them.
pub(super) fn identifiers(entry: &Entry) -> impl Iterator<Item = Identifier> {
    numbers_of(entry).into_iter().map(|(scheme, value)| Identifier {
        scheme: if scheme.is_empty() { "number".into() } else { scheme.into() },
        value: value.into(),
    })
}
