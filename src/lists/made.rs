//! The records that a measure of a list needs in a file: whom it is aimed at, and the acts that it rests on. What the file
//! has already is taken, the rest is made, each once.

use std::collections::{HashMap, HashSet};

use crate::model::act::{Act, ActKind};
use crate::model::compact::{Text, ThinSlice};
use crate::model::id::Id;
use crate::model::record::Owned;
use crate::model::state::State;
use crate::model::subject::{Alias, Identifier, Subject, SubjectKind};
use crate::names::{Kind, Name, Quality, born_fits};

use super::candidate::name_kind;
use super::countries;
use super::entry::{Entry, EntryKind};
use super::facts::{numbers_of, of_entry, of_subject};
use super::named::{have_in_common, named};
use super::places::Places;
use super::published::Published;
use super::who::{MayBe, Who, Whos};
use super::written::folded;

/// What has been made, and what the file has.
pub(super) struct Made<'a> {
    state: &'a State,
    taken: HashSet<Id>,
    /// The subject of each entry, by its reference, and those that it may be.
    subjects: HashMap<String, (Id, MayBe<'a>)>,
    /// The subjects by what other lists of the issuer call them.
    others: HashMap<String, Id>,
    /// The subjects of which more was said after they were made.
    grown: HashSet<Id>,
    /// The acts; made where one is asked for.
    acts: Option<Acts>,
    whos: Whos<'a>,
    places: Places<'a>,
    records: HashMap<Id, Owned>,
}

impl<'a> Made<'a> {
    pub(super) fn new(state: &'a State, list: &'a Published) -> Self {
        Self {
            state,
            taken: HashSet::new(),
            subjects: HashMap::new(),
            others: HashMap::new(),
            grown: HashSet::new(),
            acts: None,
            whos: Whos::new(state, list),
            places: Places::of(state),
            records: HashMap::new(),
        }
    }

    /// An id made of texts that neither the file nor anything made has.
    pub(super) fn id(&mut self, parts: &[&str]) -> Id {
        let id = Id::propose(parts, |id: &str| self.state.place(id).is_some() || self.taken.contains(id));
        self.taken.insert(id.clone());
        id
    }

    /// Puts what was made in the place of what it was before more was said of it.
    pub(super) fn renew(&self, records: &mut [Owned]) {
        for record in records {
            let Owned::Subject(subject) = &*record else { continue };
            if let Some(grown) = self.grown.get(&subject.id).and_then(|id| self.records.get(id)) {
                record.clone_from(grown);
            }
        }
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
        if let Some(id) = self.listed_twice(entry) {
            self.subjects.insert(reference, (id.clone(), Vec::new()));
            return (id, Vec::new());
        }
        let is = match self.whos.of(entry) {
            Who::Is(subject) => (subject.id.clone(), Vec::new()),
            Who::MayBe(may_be) => (self.make(entry), may_be),
        };
        if entry.list.issuer().is_some() {
            // What another list of the issuer calls it: an entry on two programmes has it twice.
            for other in &entry.other_refs {
                self.others.entry(other.clone()).or_insert_with(|| is.0.clone());
            }
        }
        self.subjects.insert(reference, is.clone());
        is
    }

    /// The subject that was made for another entry of the list, where the issuer gives both one number elsewhere, and
    /// they have names in common: a number may be mistyped. It is what both say of it.
    fn listed_twice(&mut self, entry: &Entry) -> Option<Id> {
        entry.list.issuer()?;
        let held = entry.other_refs.iter().find_map(|other| self.others.get(other))?;
        let Some(Owned::Subject(subject)) = self.records.get_mut(held) else { return None };
        let has_form = subject.kind == SubjectKind::Company;
        if subject.kind != kind_of(entry, has_form) || !may_be_one(subject, entry) {
            return None;
        }
        let before = subject.clone();
        fill(subject, entry, &self.places);
        if *subject != before {
            self.grown.insert(subject.id.clone());
        }
        Some(subject.id.clone())
    }

    fn make(&mut self, entry: &Entry) -> Id {
        let id = self.id(&[entry.name.as_str()]);
        let has_form = || {
            let mut names = entry.names().take(MOST_NAMES);
            names.any(|name| Name::new(name, Kind::Organisation).has_form())
        };
        let kind = kind_of(entry, entry.kind == EntryKind::Entity && has_form());
        let mut subject = Subject::new(id.clone(), entry.name.as_str().into(), kind);
        fill(&mut subject, entry, &self.places);
        self.records.insert(id.clone(), Owned::Subject(subject));
        id
    }

    /// The acts that a list names, as records: those of the file where it has them, by their names or their numbers.
    pub(super) fn acts(&mut self, issuer: &str, names: &[String]) -> ThinSlice<Id> {
        if self.acts.is_none() {
            let mut acts = Acts::default();
            self.state.records().acts.iter().for_each(|act| acts.add(act));
            self.acts = Some(acts);
        }
        let issuer = Id::new(issuer);
        let mut ids: Vec<Id> = Vec::new();
        for name in names {
            let kind = ActKind::of_number(name, false);
            let known = self.acts.as_ref().and_then(|acts| acts.find(&issuer, name, kind)).cloned();
            let id = known.unwrap_or_else(|| {
                let id = self.id(&[issuer.as_str(), name.as_str()]);
                let act = Act::new(id.clone(), issuer.clone(), kind, name.as_str().into());
                if let Some(acts) = &mut self.acts {
                    acts.add(&act);
                }
                self.records.insert(id.clone(), Owned::Act(act));
                id
            });
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids.into_iter().collect()
    }
}

/// Whether a subject that was made for one entry may be another one: they have names in common, and no other birthday.
fn may_be_one(subject: &Subject, entry: &Entry) -> bool {
    let kind = name_kind(subject.kind);
    let quality = |alias: &Alias| if alias.is_weak() { Quality::Weak } else { Quality::Full };
    let aliases = subject.aliases.iter().map(|alias| (Name::new(alias.name(), kind), quality(alias)));
    let names: Vec<_> =
        std::iter::once((Name::new(&subject.name, kind), Quality::Full)).chain(aliases).collect();
    have_in_common(&names, &named(entry, kind)) && born_fits(&of_subject(subject), &of_entry(entry))
}

/// Takes what an entry says of a subject that is new to the file, each thing once.
fn fill(subject: &mut Subject, entry: &Entry, places: &Places<'_>) {
    let strong: HashSet<String> = entry.names().map(folded).collect();
    // No name is weak that stands there as a good one.
    subject.aliases.change(|held| held.retain(|it| !it.is_weak() || !strong.contains(&folded(it.name()))));
    let held: HashSet<String> = subject.names().map(folded).collect();
    let names = entry.names().map(Alias::from);
    let weak = entry.weak_aliases.iter().map(|name| Alias::weak(name.as_str().into()));
    subject.aliases.extend(names.chain(weak).filter(|alias| !held.contains(&folded(alias.name()))));
    let mut unknown: Vec<&str> = Vec::new();
    for country in &entry.countries {
        match places.find(country) {
            Some(id) if subject.countries.contains(id) => {}
            Some(id) => subject.countries.push(id.clone()),
            None => unknown.push(countries::name(country).unwrap_or(country)),
        }
    }
    let addresses: HashSet<Text> = subject.addresses.iter().cloned().collect();
    let new = entry.addresses.iter().map(|address| Text::from(address.as_str()));
    subject.addresses.extend(new.filter(|address| !addresses.contains(address)));
    let numbers: HashSet<(Text, Text)> =
        subject.identifiers.iter().map(|it| (it.scheme.clone(), it.value.clone())).collect();
    let is_new = |it: &Identifier| !numbers.contains(&(it.scheme.clone(), it.value.clone()));
    subject.identifiers.extend(identifiers(entry).filter(is_new));
    if subject.kind == SubjectKind::Person {
        subject.born = subject.born.or_else(|| entry.own_birth());
    }
    if !unknown.is_empty() {
        let said = format!("Country on the list: {}.", unknown.join(", "));
        subject.note = match subject.note.take() {
            None => Some(said.into()),
            Some(note) if note.contains(&said) => Some(note),
            Some(note) => Some(format!("{note} {said}").into()),
        };
    }
}

/// So many names of one are looked at for a legal form: a hostile list may have many.
const MOST_NAMES: usize = 50;

/// What the subject of an entry is.
fn kind_of(entry: &Entry, has_form: bool) -> SubjectKind {
    match entry.kind {
        EntryKind::Person => SubjectKind::Person,
        EntryKind::Vessel => SubjectKind::Vessel,
        EntryKind::Aircraft => SubjectKind::Aircraft,
        EntryKind::Entity if has_form => SubjectKind::Company,
        EntryKind::Entity => SubjectKind::Organisation,
    }
}

/// Acts of the file and such as were made, by issuer and name, and by issuer and number.
#[derive(Default)]
struct Acts {
    named: HashMap<(Id, String), Id>,
    numbered: HashMap<(Id, String), Vec<(ActKind, Id)>>,
}

impl Acts {
    fn add(&mut self, act: &Act) {
        self.named.insert((act.issuer.clone(), folded(act.name())), act.id.clone());
        if let Some(number) = number_of(act.name()) {
            let of = self.numbered.entry((act.issuer.clone(), number)).or_default();
            of.push((act.kind, act.id.clone()));
        }
    }

    /// The act that a list calls so. Of several with its number the one of its kind is it; where the list does not say the
    /// kind, none.
    fn find(&self, issuer: &Id, name: &str, kind: ActKind) -> Option<&Id> {
        if let Some(id) = self.named.get(&(issuer.clone(), folded(name))) {
            return Some(id);
        }
        let those = self.numbered.get(&(issuer.clone(), number_of(name)?))?;
        let only = |wanted: ActKind| {
            let mut of = those.iter().filter(|(held, _)| *held == wanted);
            of.next().filter(|_| of.next().is_none()).map(|(_, id)| id)
        };
        match (kind, those.as_slice()) {
            (ActKind::Other, [(_, id)]) => Some(id),
            (ActKind::Other, _) => None,
            _ if those.iter().any(|(held, _)| *held == kind) => only(kind),
            // What another list only numbered.
            _ => only(ActKind::Other),
        }
    }
}

/// The number of an act in a citation of it, which is the first: `2022/876` of `2022/876 (OJ L153)`, `765/2006` of
/// `Regulation (EC) No 765/2006`, that of an executive order with its kind.
fn number_of(citation: &str) -> Option<String> {
    let citation = citation.trim();
    let order = ["E.O.", "EO ", "Executive Order"].iter().find_map(|word| {
        let start = citation.get(..word.len())?;
        start.eq_ignore_ascii_case(word).then(|| citation.get(word.len()..)).flatten()
    });
    if let Some(rest) = order {
        let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let rest = rest.strip_prefix("No. ").unwrap_or(rest);
        let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
        return (!number.is_empty()).then(|| format!("e.o. {number}"));
    }
    let numbers = citation.split(|c: char| !c.is_ascii_digit() && c != '/');
    numbers.into_iter().find_map(|it| {
        let mut parts = it.split('/').filter(|part| !part.is_empty());
        let (first, second) = (parts.next()?, parts.next()?);
        // One of both is the year.
        let is_year = |part: &str| part.len() == 4;
        (is_year(first) || is_year(second)).then(|| format!("{first}/{second}"))
    })
}

/// The numbers of an entry as a subject has them.
pub(super) fn identifiers(entry: &Entry) -> impl Iterator<Item = Identifier> {
    numbers_of(entry).into_iter().map(|(scheme, value)| Identifier {
        scheme: if scheme.is_empty() { "number".into() } else { scheme.into() },
        value: value.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn act(id: &str, issuer: &str, kind: ActKind, name: &str) -> Act {
        Act::new(id.into(), issuer.into(), kind, name.into())
    }

    #[test]
    fn an_act_is_found_by_its_number_however_it_is_cited_and_of_two_by_its_kind() {
        let mut acts = Acts::default();
        for (id, issuer, kind, name) in [
            ("eu-2022-876", "EU", ActKind::Regulation, "Implementing Regulation (EU) 2022/876"),
            ("eu-765-2006", "EU", ActKind::Regulation, "Regulation (EC) No 765/2006"),
            ("eu-reg-7", "EU", ActKind::Regulation, "Regulation (EU) 2011/7"),
            ("eu-dec-7", "EU", ActKind::Decision, "Decision 2011/7/CFSP"),
            ("eu-9", "EU", ActKind::Other, "2023/9 (OJ L1)"),
            ("us-eo", "US", ActKind::ExecutiveOrder, "E.O. 14038"),
            ("us-directive", "US", ActKind::Directive, "Directive 1 under E.O. 14099"),
        ] {
            acts.add(&act(id, issuer, kind, name));
        }
        for (issuer, cited, expected) in [
            ("EU", "2022/876 (OJ L153)", Some("eu-2022-876")),
            ("EU", "Council Implementing Regulation (EU) 2022/876 of 3 June 2022", Some("eu-2022-876")),
            ("EU", "2022/876 implementing 765/2006", Some("eu-2022-876")),
            ("EU", "Council Regulation 765/2006 (OJ L134)", Some("eu-765-2006")),
            ("EU", "Decision (CFSP) 2022/876", None),
            ("EU", "Council Decision 2011/7/CFSP (OJ L2)", Some("eu-dec-7")),
            ("EU", "2011/7 (OJ L2)", None),
            ("EU", "Regulation (EU) 2023/9", Some("eu-9")),
            ("EU", "2022/87 (OJ L153)", None),
            ("GB", "2022/876 (OJ L153)", None),
            ("US", "Executive Order 14038", Some("us-eo")),
            ("US", "Executive Order No. 14038 of 9 August 2021", Some("us-eo")),
            ("US", "Executive Order 14099", None),
        ] {
            let found = acts.find(&Id::new(issuer), cited, ActKind::of_number(cited, false));
            assert_eq!(found.map(Id::as_str), expected, "{issuer} {cited}");
        }
    }
}
