//! What of a list would come into a state file: measures that it has not yet, and what the list says anew about those
//! that it has.

use std::collections::hash_map::Entry as Place;
use std::collections::{HashMap, HashSet};

use crate::edit::op::Op;
use crate::edit::proposal::{Proposal, Proposals};
use crate::model::date::Date;
use crate::model::history::Step;
use crate::model::id::Id;
use crate::model::measure::{Measure, MeasureChange, MeasureStep, MeasureType, claims, status};
use crate::model::record::Owned;
use crate::model::state::State;
use crate::model::subject::{Alias, Identifier, Subject, SubjectKind};

use super::candidate::Candidate;
use super::choice::{Carried, Choice, choose, programmes_of};
use super::countries;
use super::decided::{Decided, reopened};
use super::doubts::Absence;
use super::entry::Entry;
use super::made::{Made, identifiers};
use super::matching::{How, Index, Match};
use super::proof::{is_observed, newest_day, observation, source};
use super::published::Published;
use super::written::{bare, folded};

pub use super::filter::Filter;

/// Who issues what stands on the lists, for a file that has not heard of them.
fn new_issuer(id: &str) -> Owned {
    let (name, kind) = match id {
        "US" => ("United States", SubjectKind::State),
        "EU" => ("European Union", SubjectKind::Bloc),
        "GB" => ("United Kingdom", SubjectKind::State),
        "UN" => ("United Nations", SubjectKind::Organisation),
        other => match countries::name(other) {
            Some(name) => (name, SubjectKind::State),
            None => (other, SubjectKind::Organisation),
        },
    };
    Owned::Subject(Subject::new(Id::new(id), name.into(), kind))
}

/// What of a list of a day would come into a state file. A list that is older than one that the file knows changes no
/// programme back.
pub fn proposals(state: &State, list: &Published, on: Date, filter: &Filter) -> Proposals {
    let mut import = Import::new(state, list, on);
    let (all_known, meant) = (known(state, list), filter.of(state));
    let is_older = older(state, list, on).is_some();
    for (at, entry) in list.entries.iter().enumerate() {
        for issuer in entry.issuers().into_iter().filter(|issuer| !entry.is_unclear_by(issuer)) {
            for measure in entry.measures_by(issuer) {
                let known = all_known.get(&(at, key(issuer, &measure)));
                // Files of addresses or aliases alone have no names: they say that somebody is listed, not who.
                let is_meant = match known {
                    Some(Known::Is(known, _)) if entry.name.is_empty() => meant.accepts_measure(known),
                    _ => !entry.name.is_empty() && meant.accepts(entry),
                };
                match known.filter(|_| is_meant) {
                    Some(Known::Is(known, matched)) => import.update(known, matched, entry, is_older),
                    Some(Known::OneOf(known)) => {
                        import.tell(
                            "may be",
                            known,
                            entry,
                            "another entry fits as well, and neither is taken",
                        );
                    }
                    Some(Known::Another(known)) => import.tell("number of another", known, entry, OF_ANOTHER),
                    Some(Known::Alike(known, why)) => {
                        import.add(entry, issuer, &measure, Some(&known.target));
                        import.say(&format!("; may be {} of the file: {why}", known.id));
                    }
                    None if is_meant => import.add(entry, issuer, &measure, None),
                    None => {}
                }
            }
        }
    }
    let mut proposals = import.finish();
    let open = reopened(state, [list]);
    proposals.changes.extend(open.into_iter().map(|what| Proposal::told(what, String::new())));
    proposals
}

/// That a list is older than one that the file knows, where it is.
pub fn older(state: &State, list: &Published, on: Date) -> Option<String> {
    let newest = newest_day(state, list.list).filter(|newest| *newest > on)?;
    Some(format!(
        "the file knows {} of {}, which is newer: what comes from this one is as of its own day",
        list.list,
        newest.written()
    ))
}

/// The measures of a file that were on a list, are in force in the file, and are on the list no longer, each with its
/// reference; none where the list does not prove that.
pub fn gone(state: &State, list: &Published, on: Date, filter: &Filter) -> Vec<Proposal> {
    let (day, absence, carried) = (on.last(), Absence::of(list), Carried::by(list));
    let meant = filter.of(state);
    let was_there = |it: &&Measure| {
        let own = it.list_refs.iter().any(|reference| list.list.is_reference(reference));
        let was_seen = it.history.iter().any(|step| {
            step.change.what == MeasureStep::Seen
                && step.on < on
                && step.change.list().is_some_and(|named| *named == list.list.word())
        });
        let may_be = own || was_seen;
        let steps = state.effective(it);
        let claims = claims(&steps, state.grades());
        may_be
            && absence.proves(it.issuer.as_str(), &programmes_of(it))
            && carried.may_have(it)
            && meant.accepts_measure(it)
            && status(&steps, day, &claims).standing.is_in_force()
    };
    let may_be_gone: Vec<&Measure> = state.records().sanctions.iter().filter(was_there).collect();
    if may_be_gone.is_empty() {
        return Vec::new();
    }
    let index = Index::of(&list.entries);
    // Where the number is another's, that is told.
    let is_there = |at: &Match| at.how < How::Likeness || at.how == How::NumberAlone;
    let is_gone = |it: &&Measure| !index.find(Candidate::of(state, it)).iter().any(is_there);
    let gone = may_be_gone.into_iter().filter(is_gone).map(|it| {
        let own = it.list_refs.iter().find(|reference| list.list.is_reference(reference));
        let own = own.map(|own| format!("{own}; ")).unwrap_or_default();
        let why = format!("{own}in the file it is in force; reconcile tells since when it is gone");
        Proposal::told(format!("no longer on the list: {}", Candidate::of(state, it).line()), why)
    });
    gone.collect()
}

/// What makes a measure one that an entry means: its issuer and its kind, in lower case.
type Key = (String, String);

fn key(issuer: &str, measure: &MeasureType) -> Key {
    (issuer.to_owned(), measure.word().to_lowercase())
}

/// What of the file an entry is.
enum Known<'a> {
    /// This measure, and how it was found.
    Is(&'a Measure, String),
    /// It or another entry that fits as well.
    OneOf(&'a Measure),
    /// This measure has its number, and nothing else in common with it.
    Another(&'a Measure),
    /// Its names are like those of this measure, and why.
    Alike(&'a Measure, String),
}

/// The measures of a file that entries of a list mean, by entry, issuer and kind, with how they were found.
fn known<'a>(state: &'a State, list: &Published) -> HashMap<(usize, Key), Known<'a>> {
    let mut known = HashMap::new();
    if state.records().sanctions.is_empty() {
        return known;
    }
    let index = Index::of(&list.entries);
    let decided = Decided::of(state);
    // A reference is surer than a name: those that have one come first.
    let has_own = |it: &&Measure| it.list_refs.iter().any(|reference| list.list.is_reference(reference));
    let (own, others): (Vec<_>, Vec<_>) = state.records().sanctions.iter().partition(has_own);
    let of_issuer = |it: &&Measure| list.list.issuer().is_none_or(|issuer| it.issuer.as_str() == issuer);
    let named = others.into_iter().filter(|it| of_issuer(it) && Candidate::of(state, it).can_be_listed());
    for it in own.into_iter().chain(named) {
        let of = Candidate::of(state, it);
        let (found, is_one) = match choose(&decided.left(&index, of, index.find(of)), &index, it) {
            Choice::None => continue,
            Choice::These(found) => (found, true),
            Choice::OneOf(found) => (found, false),
        };
        for at in found {
            let means =
                list.entries.get(at.entry).is_some_and(|it_is| it_is.means(it.issuer.as_str(), &it.measure));
            if !means {
                continue;
            }
            let is = match at.how {
                How::NumberAlone => Known::Another(it),
                How::Likeness => Known::Alike(it, index.why(of, at.entry)),
                _ if is_one => Known::Is(it, index.matched(of, at)),
                _ => Known::OneOf(it),
            };
            let place = known.entry((at.entry, key(it.issuer.as_str(), &it.measure)));
            match place {
                Place::Vacant(place) => _ = place.insert(is),
                // What is sure comes before what may be.
                Place::Occupied(mut place) if is.rank() < place.get().rank() => _ = place.insert(is),
                Place::Occupied(_) => {}
            }
        }
    }
    known
}

impl Known<'_> {
    /// What is said of an entry of which several things could be: the least.
    fn rank(&self) -> u8 {
        match self {
            Self::Is(..) => 0,
            Self::OneOf(_) => 1,
            Self::Another(_) => 2,
            Self::Alike(..) => 3,
        }
    }
}

/// What follows where a number is another's.
const OF_ANOTHER: &str = "it has neither a name nor the kind in common with the record, and nothing is taken; take \
                          the number off the record, and the entry comes as a new one";

pub(super) struct Import<'a> {
    state: &'a State,
    list: &'a Published,
    on: Date,
    source: Id,
    made: Made<'a>,
    issuers: HashSet<String>,
    /// Where the update of a measure or subject stands among the changes.
    updates: HashMap<Id, usize>,
    /// They are had by [`Self::finish`] alone: before it a change may need a record as it was before more was said of it.
    proposals: Proposals,
}

impl<'a> Import<'a> {
    pub(super) fn new(state: &'a State, list: &'a Published, on: Date) -> Self {
        let source = source(list, on);
        Self {
            state,
            list,
            on,
            source: source.id.clone(),
            made: Made::new(state, list),
            issuers: HashSet::new(),
            updates: HashMap::new(),
            proposals: Proposals {
                title: format!("{} of {}", list.list, on.written()),
                needed: vec![Owned::Source(source)],
                changes: Vec::new(),
            },
        }
    }

    /// What would come, each record that is made as all entries say it.
    pub(super) fn finish(mut self) -> Proposals {
        self.proposals.changes.iter_mut().for_each(|change| self.made.renew(&mut change.needs));
        self.proposals
    }

    /// How many changes there are.
    pub(super) fn len(&self) -> usize {
        self.proposals.changes.len()
    }

    /// A measure that the file has not yet; of whom it is told elsewhere that the entry may be them, nothing is said.
    pub(super) fn add(&mut self, entry: &Entry, issuer: &str, measure: &MeasureType, told: Option<&Id>) {
        if self.state.subject(issuer).is_none() && self.issuers.insert(issuer.to_owned()) {
            self.proposals.needed.push(new_issuer(issuer));
        }
        let id = self.made.id(&[issuer, entry.name.as_str(), measure.word()]);
        let (target, may_be) = self.made.subject(entry);
        let acts = self.made.acts(issuer, entry.legal_acts_by(issuer));
        let listed_on = entry.listed_on_by(issuer, measure);
        let listed = listed_on.map(|on| Step {
            on,
            time: None,
            change: MeasureChange::plain(MeasureStep::Designated),
            until: None,
            scope: None,
            note: None,
            sources: [self.source.clone()].into(),
            event: None,
            act: None,
            known: None,
            withdrawn: None,
        });
        let seen = observation(self.list.list, self.on, true, &self.source);
        let history: Vec<_> = listed.into_iter().chain([seen]).collect();
        let needs = self.made.records(std::iter::once(&target).chain(&acts));
        let of_file = self.state.subject(target.as_str());
        let it = Measure {
            id,
            issuer: Id::new(issuer),
            target,
            measure: measure.clone(),
            programme: programme(entry.programmes_by(issuer)),
            acts,
            reason: entry.reason_by(issuer).map(Into::into),
            list_refs: references(entry).iter().map(|it| it.as_str().into()).collect(),
            note: entry.remark.as_deref().map(Into::into),
            history: history.into(),
        };
        let listed = listed_on.map(|on| format!(", listed {on}")).unwrap_or_default();
        let whose = of_file.map(|it| format!("; of {} of the file", it.id)).unwrap_or_default();
        let programmes = entry.programmes_by(issuer).join("; ");
        let programmes = if programmes.is_empty() { programmes } else { format!(", {programmes}") };
        let may_be = may_be.iter().filter(|(it, _)| told != Some(&it.id));
        let may_be: Vec<String> =
            may_be.map(|(it, why)| format!("; may be {} of the file: {why}", it.id)).collect();
        self.proposals.changes.push(Proposal {
            other: None,
            what: format!("new: {issuer} › {}: {measure}", entry.name),
            why: format!("{}{listed}{programmes}{whose}{}", entry.list_ref(), may_be.concat()),
            op: Some(Op::insert(usize::MAX, Owned::Measure(it))),
            needs,
        });
    }

    /// Tells something of a measure of the file and an entry, of which nothing is taken.
    fn tell(&mut self, what: &str, known: &Measure, entry: &Entry, why: &str) {
        let what = format!("{what}: {}", Candidate::of(self.state, known).line());
        let why = format!("{}: {}; {why}", entry.list_ref(), entry.name);
        self.proposals.changes.push(Proposal::told(what, why));
    }

    /// Says more about the last change.
    fn say(&mut self, more: &str) {
        if let Some(change) = self.proposals.changes.last_mut() {
            change.why.push_str(more);
        }
    }

    /// The record that a pending change makes of one of the file.
    fn pending(&self, id: &Id) -> Option<&Owned> {
        let change = self.updates.get(id).and_then(|at| self.proposals.changes.get(*at))?;
        match change.op.as_ref()? {
            Op::Replace { new, .. } => Some(new),
            _ => None,
        }
    }

    /// Proposes that a record becomes another one; in the place of what was proposed for it before.
    fn propose(&mut self, old: Owned, new: Owned, what: String, why: String, needs: Vec<Owned>) {
        let id = old.id().clone();
        let change = Proposal { other: None, what, why, op: Some(Op::replace(old, new)), needs };
        let at = *self.updates.entry(id).or_insert(self.proposals.changes.len());
        match self.proposals.changes.get_mut(at) {
            Some(slot) => *slot = change,
            None => self.proposals.changes.push(change),
        }
    }

    /// What the list says anew about a measure that the file has and about its target; one that is older than the file
    /// knows changes no programme back.
    fn update(&mut self, known: &Measure, matched: &str, entry: &Entry, is_older: bool) {
        self.made.is(entry, &known.target);
        self.update_target(known, matched, entry);
        // An entry may mean the same measure twice over: that is one change.
        let mut new = match self.pending(&known.id) {
            Some(Owned::Measure(it)) => it.clone(),
            _ => known.clone(),
        };
        let mut why: Vec<String> = Vec::new();
        for reference in references(entry) {
            if !new.list_refs.iter().any(|held| held.eq_ignore_ascii_case(&reference)) {
                why.push(format!("{matched}its reference is {reference}"));
                new.list_refs.push(reference.as_str().into());
            }
        }
        let programme = programme(entry.programmes_by(known.issuer.as_str()));
        // A collection of lists has names of its own for programmes.
        let is_own = (!is_older && self.list.list.issuer().is_some()) || new.programme.is_none();
        if is_own && programme.is_some() && programme != new.programme {
            let was = new.programme.as_deref().unwrap_or("none").to_owned();
            why.push(format!("programme {was} → {}", programme.as_deref().unwrap_or_default()));
            new.programme = programme;
        }
        let acts = self.made.acts(known.issuer.as_str(), entry.legal_acts_by(known.issuer.as_str()));
        let acts: Vec<Id> = acts.iter().filter(|act| !new.acts.contains(act)).cloned().collect();
        if !acts.is_empty() {
            let made = self.made.records(&acts);
            let name = |id: &Id| match made.iter().find(|it| it.id() == id) {
                Some(Owned::Act(act)) => act.name().to_owned(),
                _ => self.state.act_name(id).to_owned(),
            };
            why.push(format!("legal act {}", acts.iter().map(name).collect::<Vec<_>>().join(", ")));
            new.acts.extend(acts);
        }
        if new.reason.is_none()
            && let Some(reason) = entry.reason_by(known.issuer.as_str())
        {
            why.push("its statement of reasons".to_owned());
            new.reason = Some(reason.into());
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
        let needs = self.made.records(&new.acts);
        let what = format!("update: {}", Candidate::of(self.state, known).line());
        let why = format!("{}: {}", entry.list_ref(), why.join("; "));
        self.propose(Owned::Measure(known.clone()), Owned::Measure(new), what, why, needs);
    }

    /// What the list says anew about whom a measure is aimed at: names, numbers, a birthday.
    fn update_target(&mut self, known: &Measure, matched: &str, entry: &Entry) {
        let Some(old) = self.state.target(known) else { return };
        let mut new = match self.pending(&old.id) {
            Some(Owned::Subject(it)) => it.clone(),
            _ => old.clone(),
        };
        let mut why: Vec<String> = Vec::new();
        let has = |new: &Subject, name: &str| new.names().any(|held| folded(held) == folded(name));
        let mut names: Vec<Alias> = Vec::new();
        let strong = entry.names().map(Alias::from);
        let weak = entry.weak_aliases.iter().map(|name| Alias::weak(name.as_str().into()));
        for alias in strong.chain(weak).filter(|alias| !has(&new, alias.name())) {
            if !names.iter().any(|held| folded(held.name()) == folded(alias.name())) {
                names.push(alias);
            }
        }
        if !names.is_empty() {
            let all: Vec<String> = names.iter().map(ToString::to_string).collect();
            why.push(format!("also called {}", all.join(", ")));
            new.aliases.extend(names);
        }
        let numbers: Vec<Identifier> = identifiers(entry)
            .filter(|it| !new.identifiers.iter().any(|held| bare(&held.value) == bare(&it.value)))
            .collect();
        if !numbers.is_empty() {
            let all: Vec<String> = numbers.iter().map(|it| format!("{} {}", it.scheme, it.value)).collect();
            why.push(format!("number {}", all.join(", ")));
            new.identifiers.extend(numbers);
        }
        if let (Some(born), None, SubjectKind::Person) = (entry.own_birth(), new.born, new.kind) {
            why.push(format!("born {born}"));
            new.born = Some(born);
        }
        if why.is_empty() {
            return;
        }
        let what = format!("update: {}, {}", old.name, old.kind);
        let why = format!("{}: {matched}{}", entry.list_ref(), why.join("; "));
        self.propose(Owned::Subject(old.clone()), Owned::Subject(new), what, why, Vec::new());
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

/// The references of an entry, as a state file has them. Those that an entry of a collection had before are many, and
/// lead to it without being written.
fn references(entry: &Entry) -> Vec<String> {
    let others = entry.other_refs.iter().filter(|_| !entry.list.is_collection());
    std::iter::once(entry.list_ref()).chain(others.cloned()).collect()
}

fn programme(programmes: &[String]) -> Option<crate::model::compact::Text> {
    (!programmes.is_empty()).then(|| programmes.join("; ").into())
}
