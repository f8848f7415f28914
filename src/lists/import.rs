//! What of a list would come into a state file: measures that it has not yet, and what the list says anew about those
//! that it has.

use std::collections::{HashMap, HashSet};

use crate::edit::op::Op;
use crate::edit::proposal::{Proposal, Proposals};
use crate::model::compact::ThinSlice;
use crate::model::date::Date;
use crate::model::history::Step;
use crate::model::id::Id;
use crate::model::measure::{Measure, MeasureChange, MeasureStep, MeasureType, Target, TargetKind};
use crate::model::record::Owned;
use crate::model::state::State;
use crate::model::subject::{Subject, SubjectKind};

use super::entry::Entry;
use super::file::Published;
use super::matching::{How, Index, words};
use super::proof::{is_observed, observation, source};

/// Which entries of a list are meant. An empty part of it means all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// A programme begins with one of these: `BELARUS`.
    pub programmes: Vec<String>,
    /// One of these is among its countries, as a code or a name.
    pub countries: Vec<String>,
    /// One of these stands in one of its names.
    pub names: Vec<String>,
}

impl Filter {
    /// Whether it means all entries.
    pub fn is_empty(&self) -> bool {
        self.programmes.is_empty() && self.countries.is_empty() && self.names.is_empty()
    }

    /// Whether it means an entry. Countries are also known by the names that the file has for them.
    pub fn accepts(&self, entry: &Entry, state: &State) -> bool {
        let starts = |text: &str, with: &String| text.to_lowercase().starts_with(&with.to_lowercase());
        let same = |a: &str, b: &str| a.to_lowercase() == b.to_lowercase();
        let programme = self.programmes.is_empty()
            || self.programmes.iter().any(|wanted| entry.programmes.iter().any(|it| starts(it, wanted)));
        let is_country = |wanted: &String, country: &String| {
            same(wanted, country)
                || subject_of(state, wanted)
                    .is_some_and(|subject| subject_of(state, country) == Some(subject))
        };
        let country = self.countries.is_empty()
            || self.countries.iter().any(|wanted| entry.countries.iter().any(|it| is_country(wanted, it)));
        let has = |wanted: &String| {
            let wanted = words(wanted);
            entry.names().any(|name| {
                let own = words(name);
                wanted.iter().all(|word| own.iter().any(|it| it.starts_with(word.as_str())))
            })
        };
        let name = self.names.is_empty() || self.names.iter().any(has);
        programme && country && name
    }
}

impl Filter {
    /// Whether it means a measure of the file.
    pub fn accepts_measure(&self, it: &Measure, state: &State) -> bool {
        let mut entry = Entry::new(super::ListName::OfacSdn, "");
        entry.name = it.target.name.to_string();
        entry.aliases = it.target.aliases.iter().map(ToString::to_string).collect();
        entry.programmes =
            it.programme.iter().flat_map(|text| text.split(';')).map(|it| it.trim().to_owned()).collect();
        entry.countries = it.target.country.iter().map(ToString::to_string).collect();
        self.accepts(&entry, state)
    }
}

/// The subject that a text names, by id, name or alias.
fn subject_of<'a>(state: &'a State, text: &str) -> Option<&'a Id> {
    let same = |other: &str| other.to_lowercase() == text.to_lowercase();
    let actors = &state.records().subjects;
    let found = actors
        .iter()
        .find(|it| same(it.id.as_str()) || same(&it.name) || it.aliases.iter().any(|alias| same(alias)));
    found.map(|subject| &subject.id)
}

/// Who issues what stands on the lists, for a file that has not heard of them.
fn new_issuer(id: &str) -> Owned {
    let (name, kind) = match id {
        "US" => ("United States", SubjectKind::State),
        "EU" => ("European Union", SubjectKind::Bloc),
        "GB" => ("United Kingdom", SubjectKind::State),
        "UN" => ("United Nations", SubjectKind::Organisation),
        other => (other, SubjectKind::Organisation),
    };
    Owned::Subject(Subject {
        id: Id::new(id),
        name: name.into(),
        kind,
        aliases: ThinSlice::new(),
        members: ThinSlice::new(),
        affiliation: None,
        note: None,
    })
}

/// What of a list of a day would come into a state file.
pub fn proposals(state: &State, list: &Published, on: Date, filter: &Filter) -> Proposals {
    let mut import = Import::new(state, list, on);
    let all_known = known(state, list);
    for (at, entry) in list.entries.iter().enumerate() {
        for issuer in entry.issuers() {
            for measure in entry.measures() {
                let known = all_known.get(&(at, key(issuer, &measure))).copied();
                // Files of addresses or aliases alone have no names: they say that somebody is listed, not who.
                let is_meant = match known {
                    Some((known, _)) if entry.name.is_empty() => filter.accepts_measure(known, state),
                    _ => !entry.name.is_empty() && filter.accepts(entry, state),
                };
                match known.filter(|_| is_meant) {
                    Some((known, how)) => import.update(known, how, entry),
                    None if is_meant => import.add(entry, issuer, &measure),
                    None => {}
                }
            }
        }
    }
    import.proposals
}

/// What makes a measure one that an entry means: its issuer and its kind, in lower case.
type Key = (String, String);

fn key(issuer: &str, measure: &MeasureType) -> Key {
    (issuer.to_owned(), measure.word().to_lowercase())
}

/// The measures of a file that entries of a list mean, by entry, issuer and kind, with how they were found.
fn known<'a>(state: &'a State, list: &Published) -> HashMap<(usize, Key), (&'a Measure, How)> {
    let index = Index::of(&list.entries);
    let mut known = HashMap::new();
    // A reference is surer than a name: those that have one come first.
    let has_own = |it: &&Measure| it.list_refs.iter().any(|reference| list.list.is_reference(reference));
    let (own, others): (Vec<_>, Vec<_>) = state.records().sanctions.iter().partition(has_own);
    let of_issuer = |it: &&Measure| list.list.issuer().is_none_or(|issuer| it.issuer.as_str() == issuer);
    let named = others.into_iter().filter(|it| of_issuer(it) && can_be_listed(it.target.kind));
    for it in own.into_iter().chain(named) {
        for found in index.find(it).iter().filter(|found| found.how < How::Likeness) {
            let entry = list.entries.get(found.entry);
            if entry.is_some_and(|entry| entry.means(&it.measure)) {
                let key = (found.entry, key(it.issuer.as_str(), &it.measure));
                known.entry(key).or_insert((it, found.how));
            }
        }
    }
    known
}

pub(super) struct Import<'a> {
    state: &'a State,
    list: &'a Published,
    on: Date,
    source: Id,
    taken: HashSet<Id>,
    issuers: HashSet<String>,
    /// Where the update of a measure stands among the changes.
    updates: HashMap<Id, usize>,
    pub(super) proposals: Proposals,
}

impl<'a> Import<'a> {
    pub(super) fn new(state: &'a State, list: &'a Published, on: Date) -> Self {
        let source = source(list, on);
        Self {
            state,
            list,
            on,
            source: source.id.clone(),
            taken: HashSet::new(),
            issuers: HashSet::new(),
            updates: HashMap::new(),
            proposals: Proposals {
                title: format!("{} of {}", list.list, on.written()),
                needed: vec![Owned::Source(source)],
                changes: Vec::new(),
            },
        }
    }

    /// A measure that the file has not yet.
    pub(super) fn add(&mut self, entry: &Entry, issuer: &str, measure: &MeasureType) {
        if self.state.subject(issuer).is_none() && self.issuers.insert(issuer.to_owned()) {
            self.proposals.needed.push(new_issuer(issuer));
        }
        let parts = [issuer, entry.name.as_str(), measure.word()];
        let taken = |id: &str| self.state.place(id).is_some() || self.taken.contains(id);
        let id = Id::propose(&parts, taken);
        self.taken.insert(id.clone());
        let listed = entry.listed_on.map(|on| Step {
            on,
            time: None,
            change: MeasureChange { what: MeasureStep::Designated, named: None },
            until: None,
            scope: None,
            note: None,
            sources: [self.source.clone()].into(),
            event: None,
            known: None,
            withdrawn: None,
        });
        let seen = observation(self.list.list, self.on, true, &self.source);
        let history: Vec<_> = listed.into_iter().chain([seen]).collect();
        let countries = entry.countries.iter().find_map(|it| subject_of(self.state, it)).cloned();
        let unknown: Vec<&str> = if countries.is_some() {
            Vec::new()
        } else {
            entry.countries.iter().map(String::as_str).collect()
        };
        let mut note: Vec<String> = Vec::new();
        if !unknown.is_empty() {
            note.push(format!("Country on the list: {}.", unknown.join(", ")));
        }
        note.extend(entry.remark.clone());
        let it = Measure {
            id,
            issuer: Id::new(issuer),
            target: Target {
                name: entry.name.as_str().into(),
                kind: entry.kind,
                aliases: entry.aliases.iter().map(|alias| alias.as_str().into()).collect(),
                country: countries,
            },
            measure: measure.clone(),
            programme: programme(entry),
            legal_acts: entry.legal_acts.iter().map(|act| act.as_str().into()).collect(),
            list_refs: references(entry).iter().map(|it| it.as_str().into()).collect(),
            note: Some(note.join(" ").into()).filter(|it: &crate::model::compact::Text| !it.is_empty()),
            history: history.into(),
        };
        let listed = entry.listed_on.map(|on| format!(", listed {on}")).unwrap_or_default();
        self.proposals.changes.push(Proposal {
            what: format!("new: {issuer} › {}: {measure}", entry.name),
            why: format!("{}{listed}, {}", entry.list_ref(), entry.programmes.join("; ")),
            op: Some(Op::insert(usize::MAX, Owned::Measure(it))),
        });
    }

    /// What the list says anew about a measure that the file has.
    fn update(&mut self, known: &Measure, how: How, entry: &Entry) {
        // An entry may mean the same measure twice over: that is one change.
        let pending = self.updates.get(&known.id).and_then(|at| self.proposals.changes.get(*at));
        let mut new = match pending.and_then(|change| change.op.as_ref()) {
            Some(Op::Replace { new, .. }) => match &**new {
                Owned::Measure(it) => it.clone(),
                _ => known.clone(),
            },
            _ => known.clone(),
        };
        let mut why: Vec<String> = Vec::new();
        let has = |new: &Measure, name: &str| {
            let same = |other: &str| other.to_lowercase() == name.to_lowercase();
            same(&new.target.name) || new.target.aliases.iter().any(|alias| same(alias))
        };
        let names: Vec<&str> = entry.names().filter(|name| !has(&new, name)).collect();
        if !names.is_empty() {
            why.push(format!("also called {}", names.join(", ")));
            new.target.aliases.extend(names.into_iter().map(Into::into));
        }
        for reference in references(entry) {
            if !new.list_refs.iter().any(|held| held.eq_ignore_ascii_case(&reference)) {
                let matched = if how == How::Reference { String::new() } else { format!("matched {how}: ") };
                why.push(format!("{matched}its reference is {reference}"));
                new.list_refs.push(reference.as_str().into());
            }
        }
        let programme = programme(entry);
        // A collection of lists has names of its own for programmes.
        let is_own = self.list.list.issuer().is_some() || new.programme.is_none();
        if is_own && programme.is_some() && programme != new.programme {
            let was = new.programme.as_deref().unwrap_or("none").to_owned();
            why.push(format!("programme {was} → {}", programme.as_deref().unwrap_or_default()));
            new.programme = programme;
        }
        let acts: Vec<&String> = entry
            .legal_acts
            .iter()
            .filter(|act| !new.legal_acts.iter().any(|held| held == act.as_str()))
            .collect();
        if !acts.is_empty() {
            why.push(format!(
                "legal act {}",
                acts.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(", ")
            ));
            new.legal_acts.extend(acts.into_iter().map(|act| act.as_str().into()));
        }
        if !is_observed(&new, self.list.list, self.on, true) {
            if is_observed(&new, self.list.list, self.on, false) {
                why.push("the file says that it was not on it that day".to_owned());
            }
            see(&mut new, self.list, self.on, &self.source);
            why.push(format!("seen on {} of {}", self.list.list, self.on.written()));
        }
        if why.is_empty() {
            return;
        }
        let change = Proposal {
            what: format!("update: {} › {}: {}", known.issuer, known.target.name, known.measure.word()),
            why: format!("{}: {}", entry.list_ref(), why.join("; ")),
            op: Some(Op::replace(Owned::Measure(known.clone()), Owned::Measure(new))),
        };
        let at = *self.updates.entry(known.id.clone()).or_insert(self.proposals.changes.len());
        match self.proposals.changes.get_mut(at) {
            Some(slot) => *slot = change,
            None => self.proposals.changes.push(change),
        }
    }
}

/// Notes that a list of a day has the entry of a measure. Of many lists in a row the first and the last are kept:
/// what lies between says nothing more.
pub(super) fn see(it: &mut Measure, list: &Published, on: Date, source: &Id) {
    let step = observation(list.list, on, true, source);
    let is_sighting = |step: &Step<MeasureChange>| {
        step.change.what == MeasureStep::Seen
            && step.change.list().is_some_and(|named| *named == list.list.word())
            && step.note.is_none()
            && step.event.is_none()
    };
    it.history.change(|steps| {
        let later = steps.iter().position(|held| held.on > on).unwrap_or(steps.len());
        let (before, last) = (later.checked_sub(2), later.checked_sub(1));
        let held = |at: Option<usize>| at.and_then(|at| steps.get(at)).is_some_and(is_sighting);
        if held(before) && held(last) {
            if let Some(slot) = last.and_then(|at| steps.get_mut(at)) {
                *slot = step;
            }
        } else {
            steps.insert(later, step);
        }
    });
}

/// The references of an entry, as a state file has them.
fn references(entry: &Entry) -> Vec<String> {
    std::iter::once(entry.list_ref()).chain(entry.other_refs.iter().cloned()).collect()
}

fn programme(entry: &Entry) -> Option<crate::model::compact::Text> {
    (!entry.programmes.is_empty()).then(|| entry.programmes.join("; ").into())
}

/// Whether a target of this kind can stand on a list by name.
pub(super) fn can_be_listed(kind: TargetKind) -> bool {
    matches!(kind, TargetKind::Entity | TargetKind::Person | TargetKind::Vessel | TargetKind::Aircraft)
}
