//! Which entry of a list a measure is: by its reference, else by its names, with how sure that is.

use std::borrow::Borrow;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::OnceLock;

use crate::model::declare::vocabulary;
use crate::model::subject::SubjectKind;
use crate::names::{
    Band, Facts, Kind, LOOK, Likeness, Name, Quality, Reason, SURE, bare, judged, share_identifier,
};

use super::candidate::{Candidate, are_alike};
use super::entry::Entry;
use super::facts::{of_entry, of_target};
use super::named::{Names, have_in_common, kind_of, named, nearest};
use super::written::folded;

vocabulary! {
    /// How a measure and an entry were found to belong together, surest first.
    pub enum How {
        /// The record has the entry's reference.
        Reference => "by reference",
        /// They have an identifier in common: a tax number, an IMO number.
        Identifier => "by identifier",
        /// The first names are the same.
        Name => "by name",
        /// A name of one is a name of the other.
        Alias => "by alias",
        /// Names are the same in another spelling, another alphabet, or with the legal form written otherwise.
        Transliteration => "by transliteration",
        /// Names are alike.
        Likeness => "by likeness",
        /// The record has the entry's reference, and neither a name nor the kind in common with it: lists give numbers anew.
        NumberAlone => "by number alone",
    }
}

/// An entry that a measure may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// The entry, by its place.
    pub entry: usize,
    /// How it was found.
    pub how: How,
    /// How sure that is, of 100.
    pub score: u8,
}

/// The words of a name in Latin letters, in lower case, without its legal form, ordered.
pub fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Name::new(name, Kind::Organisation).words().map(str::to_owned).collect();
    words.sort_unstable();
    words
}

/// What is alike, but not the same name for certain, is never surer than this.
const ALIKE: u8 = SURE - 1;

/// A short word may be the name of many.
const SHORT: u8 = LOOK;

/// The entries of a list, ready to be looked up.
#[derive(Debug)]
pub struct Index<'a> {
    entries: Vec<&'a Entry>,
    /// The entries with a reference, those first that have it now.
    references: HashMap<String, Vec<usize>>,
    /// Made where a name is asked for: where every measure has its reference, none is.
    names: OnceLock<Names>,
    /// The entries with an identifier, by its scheme and value; made where one is asked for.
    identified: OnceLock<HashMap<(String, String), Vec<usize>>>,
}

impl<'a> Index<'a> {
    /// Makes entries ready.
    pub fn of<E: Borrow<Entry>>(entries: &'a [E]) -> Self {
        Self::over(entries.iter().map(Borrow::borrow).collect())
    }

    /// The same of entries that stand elsewhere.
    pub(super) fn over(entries: Vec<&'a Entry>) -> Self {
        let mut references: HashMap<String, Vec<usize>> = HashMap::with_capacity(entries.len());
        for (at, entry) in entries.iter().enumerate() {
            references.entry(entry.list_ref().to_lowercase()).or_default().push(at);
        }
        for (at, entry) in entries.iter().enumerate() {
            for reference in &entry.other_refs {
                let of = references.entry(reference.to_lowercase()).or_default();
                if !of.contains(&at) {
                    of.push(at);
                }
            }
        }
        Self { entries, references, names: OnceLock::new(), identified: OnceLock::new() }
    }

    /// An entry, by its place.
    pub(super) fn entry(&self, at: usize) -> Option<&'a Entry> {
        self.entries.get(at).copied()
    }

    /// All entries, in the order of their places.
    pub(super) fn entries(&self) -> &[&'a Entry] {
        &self.entries
    }

    fn names(&self) -> &Names {
        self.names.get_or_init(|| Names::of(&self.entries))
    }

    /// The entry with a reference as a state file has it: `OFAC 44541`; of lists whose references name themselves
    /// (`EU.6532.47`, `RUS0242`) also without the list's name.
    pub fn by_reference(&self, reference: &str) -> Option<usize> {
        self.with_reference(reference).first().copied()
    }

    /// The entries with a reference: several, where those of several days are looked up, or where one had it before.
    pub(super) fn with_reference(&self, reference: &str) -> &[usize] {
        self.held_by(reference).map(Vec::as_slice).unwrap_or_default()
    }

    fn held_by(&self, reference: &str) -> Option<&Vec<usize>> {
        let wanted = folded(reference);
        let prefix = self.entries.first()?.list.prefix().to_lowercase();
        // Written with the name of its list before it all the same.
        let without = wanted.strip_prefix(&format!("{prefix} ")).and_then(|rest| self.references.get(rest));
        if without.is_some() {
            return without;
        }
        let itself = || self.references.get(&format!("{prefix} {wanted}"));
        let names_itself = wanted.contains(|c: char| c.is_ascii_alphabetic());
        self.references.get(&wanted).or_else(|| itself().filter(|_| names_itself))
    }

    /// The entries that a measure may be, surest first: those of its references, else those of its identifiers and names.
    /// An entry that has its reference and nothing else in common with it comes before those whose names are alike.
    pub fn find(&self, of: Candidate<'_>) -> Vec<Match> {
        self.asked(of).among(|_| true)
    }

    /// What there is of a measure, to be asked of one list of several after the other.
    pub(super) fn asked<'b>(&'b self, of: Candidate<'b>) -> Asked<'b> {
        let numbered = of.measure.list_refs.iter().map(|reference| {
            let those = self.with_reference(reference).iter().map(|entry| {
                let agrees = self.agrees(of, *entry);
                let (how, score) = if agrees { (How::Reference, 100) } else { (How::NumberAlone, 0) };
                Match { entry: *entry, how, score }
            });
            those.collect()
        });
        Asked { index: self, of, numbered: numbered.collect(), others: OnceCell::new() }
    }

    /// The entries that a measure may be by its identifiers and names, surest first, with what is known of the target
    /// besides its names.
    fn others(&self, of: Candidate<'_>, known: &Facts) -> Vec<Match> {
        // Who has a reference to this list is that entry, and no other of the same name for certain.
        let list = self.entries.first().map(|entry| entry.list);
        let has_own = of
            .measure
            .list_refs
            .iter()
            .any(|reference| list.is_some_and(|list| list.is_reference(reference)));
        let mut found: HashMap<usize, Match> = HashMap::new();
        let names = of.names().enumerate();
        let by_names = names.flat_map(|(number, name)| self.by_name(of, known, name, number == 0));
        for (entry, how, score) in self.by_identifier(of, known).into_iter().chain(by_names) {
            let (how, score) = if has_own { (How::Likeness, score.min(80)) } else { (how, score) };
            if found.get(&entry).is_none_or(|held| held.score < score) {
                found.insert(entry, Match { entry, how, score });
            }
        }
        let mut found: Vec<Match> = found.into_values().collect();
        found.sort_unstable_by_key(|it| (std::cmp::Reverse(it.score), it.entry));
        found
    }

    /// Whether a measure may be an entry, whatever its names.
    fn is_meant(&self, of: Candidate<'_>, at: usize) -> bool {
        self.entries.get(at).is_some_and(|entry| {
            of.kind().is_some_and(|kind| are_alike(entry.kind, kind))
                && entry.issuers().contains(&of.measure.issuer.as_str())
        })
    }

    /// The entries that have an identifier of a measure's target.
    fn by_identifier(&self, of: Candidate<'_>, known: &Facts) -> Vec<(usize, How, u8)> {
        if known.identifiers.is_empty() {
            return Vec::new();
        }
        let key = |(scheme, value): &(String, String)| (scheme.to_lowercase(), bare(value));
        let identified = self.identified.get_or_init(|| {
            let mut identified: HashMap<(String, String), Vec<usize>> = HashMap::new();
            for (at, entry) in self.entries.iter().enumerate() {
                for identifier in &of_entry(entry).identifiers {
                    identified.entry(key(identifier)).or_default().push(at);
                }
            }
            identified
        });
        let own = known.identifiers.iter().filter(|(_, value)| !bare(value).is_empty());
        let found = own.filter_map(|it| identified.get(&key(it))).flatten().copied();
        found.filter(|at| self.is_meant(of, *at)).map(|at| (at, How::Identifier, 99)).collect()
    }

    /// The entries that a measure may be by one name of its target.
    fn by_name(
        &self,
        of: Candidate<'_>,
        known: &Facts,
        (name, quality): (&str, Quality),
        is_first: bool,
    ) -> Vec<(usize, How, u8)> {
        // A short word may be the name of many.
        let is_telling = name.split_whitespace().count() > 1 || name.chars().count() > 4;
        let of_entries = self.names().like(name, of.name_kind(), |at| self.is_meant(of, at));
        let hits = of_entries.into_iter().filter_map(|(at, hit)| {
            let entry = self.entries.get(at)?;
            let is_same = hit.likeness.is_same_text();
            let likeness = judged_by(quality.limited(hit.likeness), known, entry);
            let score = likeness.score;
            let (how, score) = match likeness.band() {
                Band::Sure if likeness.reasons.iter().any(|it| matches!(it, Reason::Identifier(_))) => {
                    (How::Identifier, 99)
                }
                Band::Sure
                    if of.is_of_another_country(entry) && !likeness.reasons.contains(&Reason::Born) =>
                {
                    (How::Likeness, ALIKE)
                }
                Band::Sure if is_same => match (is_first && entry.name == hit.name, is_telling) {
                    (true, _) => (How::Name, 98),
                    (false, true) => (How::Alias, 95),
                    (false, false) => (How::Likeness, SHORT),
                },
                Band::Sure => (How::Transliteration, SURE),
                Band::Look => (How::Likeness, score.min(ALIKE)),
                Band::Nothing => return None,
            };
            Some((at, how, score))
        });
        hits.collect()
    }

    /// Why a measure and an entry belong together, in words: `other spelling: siarhei/sergei`. Empty where only the
    /// reference says so.
    pub fn why(&self, of: Candidate<'_>, entry: usize) -> String {
        let Some(likeness) = self.likeness(of, entry) else { return String::new() };
        let decides = |it: &Reason| matches!(it, Reason::Identifier(_) | Reason::Born);
        let is_known = likeness.reasons.iter().any(decides);
        let other = self.entry(entry).filter(|_| !is_known).and_then(|entry| of.other_country(entry));
        other.map_or_else(|| likeness.why(), |other| format!("{}; {other}", likeness.why()))
    }

    /// How a measure and an entry were found to belong together, with why where that is not plain, before what follows
    /// from it; empty where the reference says so: `matched by transliteration (other spelling: kandrat/kondrat): `.
    pub(super) fn matched(&self, of: Candidate<'_>, at: Match) -> String {
        match at.how {
            How::Reference => String::new(),
            How::Name | How::Alias => format!("matched {}: ", at.how),
            _ => format!("matched {} ({}): ", at.how, self.why(of, at.entry)),
        }
    }

    /// Whether an entry has anything in common with a measure that names its number: its kind, and a name that is the
    /// same or like one of the record's. Numbers are given anew. Nothing speaks against an entry of which no name was
    /// read, nor against a record of something that no entry can be: a sector, several together.
    pub fn agrees(&self, of: Candidate<'_>, entry: usize) -> bool {
        let Some(entry) = self.entries.get(entry) else { return false };
        let is_several =
            |kind: SubjectKind| matches!(kind, SubjectKind::Sector | SubjectKind::Goods | SubjectKind::Group);
        let Some(kind) = of.kind().filter(|kind| !is_several(*kind) && !entry.name.is_empty()) else {
            return true;
        };
        if !are_alike(entry.kind, kind) {
            return false;
        }
        let has_same = |(name, _): (&str, Quality)| {
            let name = folded(name);
            entry.names().any(|own| folded(own) == name)
        };
        of.names().any(has_same)
            || share_identifier(&of_target(of), &of_entry(entry))
            || have_in_common(&of.ready_names(), &named(entry, of.name_kind()))
    }

    /// The nearest of all names of a measure and an entry, and what else is known of both; `None` where nothing is alike.
    fn likeness(&self, of: Candidate<'_>, entry: usize) -> Option<Likeness> {
        let entry = self.entries.get(entry)?;
        let others = named(entry, of.name_kind());
        let nearest = nearest(&of.ready_names(), &others).unwrap_or_else(Likeness::nothing);
        Some(judged_by(nearest, &of_target(of), entry)).filter(|likeness| likeness.score >= LOOK)
    }
}

/// What an index has for a measure: for each of its references the entries that have it, and those that its identifiers
/// and names lead to, which are looked for once, and only where no reference decides.
#[derive(Debug)]
pub(super) struct Asked<'a> {
    index: &'a Index<'a>,
    /// The measure.
    pub(super) of: Candidate<'a>,
    numbered: Vec<Vec<Match>>,
    others: OnceCell<Vec<Match>>,
}

impl Asked<'_> {
    /// The entries that the measure may be among some of them, in the order of [`Index::find`].
    pub(super) fn among(&self, is_there: impl Fn(usize) -> bool) -> Vec<Match> {
        let first = |of: &Vec<Match>| of.iter().find(|it| is_there(it.entry)).copied();
        let mut found: Vec<Match> = self.numbered.iter().filter_map(first).collect();
        found.sort_by_key(|it| it.how);
        if found.first().is_some_and(|it| it.how == How::Reference) {
            return found;
        }
        let others = self.others.get_or_init(|| self.index.others(self.of, &of_target(self.of)));
        let by_number = found.len();
        for other in others.iter().filter(|it| is_there(it.entry)) {
            if found.iter().take(by_number).all(|of| of.entry != other.entry) {
                found.push(*other);
            }
        }
        found
    }
}

/// What names say, corrected by what else is known of a target and of an entry.
fn judged_by(likeness: Likeness, known: &Facts, entry: &Entry) -> Likeness {
    if *known == Facts::default() { likeness } else { judged(likeness, known, &of_entry(entry)) }
}

/// Whether two entries of one number are of one target: they have the kind in common, and names that are alike, or an
/// identifier whatever they are called.
pub fn are_one(a: &Entry, b: &Entry) -> bool {
    if a.name.is_empty() || b.name.is_empty() {
        return true;
    }
    a.kind == b.kind
        && (folded(&a.name) == folded(&b.name)
            || share_identifier(&of_entry(a), &of_entry(b))
            || names_in_common(a, b))
}

/// Whether a name of one entry is like a name of another of its kind, or stands in it.
pub(super) fn names_in_common(a: &Entry, b: &Entry) -> bool {
    let kind = kind_of(a.kind);
    have_in_common(&named(a, kind), &named(b, kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lists::ListName;
    use crate::lists::entry::EntryKind;
    use crate::model::id::Id;
    use crate::model::measure::{Measure, MeasureType};
    use crate::model::state::State;
    use crate::model::subject::{Identifier, Subject};

    fn entry(reference: &str, names: &[&str]) -> Entry {
        let mut entry = Entry::new(ListName::OfacSdn, reference);
        for name in names {
            entry.add_name(name);
        }
        entry
    }

    #[test]
    fn names_are_the_same_words_in_other_letters_and_other_legal_forms() {
        assert_eq!(words("ОАО «Гродно Азот»"), words("Grodno Azot JSC"));
        assert_eq!(words("Open Joint Stock Company Grodno Azot"), words("Grodno Azot JSC"));
        // A name of nothing but such words is kept.
        assert_eq!(words("Company Limited"), ["company", "limited"]);
    }

    #[test]
    fn a_bare_number_is_no_reference() {
        let entries = [entry("44541", &["BELAVIA BELARUSIAN AIRLINES", "BELAVIA"])];
        let index = Index::of(&entries);
        assert_eq!(index.by_reference("OFAC 44541"), Some(0));
        assert_eq!(index.by_reference("44541"), None, "a bare number could be of any list");
    }

    fn measure() -> Measure {
        Measure {
            id: Id::new("us-1"),
            issuer: Id::new("US"),
            target: Id::new("target"),
            measure: MeasureType::Standard(ListName::OfacSdn.usual_measure()),
            programme: None,
            acts: [].into(),
            list_refs: [].into(),
            reason: None,
            note: None,
            history: Vec::new().into(),
        }
    }

    #[test]
    fn identifiers_and_birth_dates_decide_before_names() {
        let mut vessel = entry("90001", &["ALPHA STAR"]);
        vessel.kind = EntryKind::Vessel;
        vessel.add_identifier("Vessel Registration Identification", "IMO 9074729", "");
        let mut person = entry("90002", &["PETRENKO, Ivan"]);
        person.kind = EntryKind::Person;
        person.add_birth("05 May 1981");
        let entries = [vessel, person];
        let index = Index::of(&entries);
        let (measure, state) = (measure(), State::default());
        let of = |name: &str, kind: SubjectKind, identifier: Option<&str>, born: Option<&str>| {
            let mut target = Subject::new(Id::new("target"), name.into(), kind);
            let imo = |value: &str| Identifier { scheme: "IMO".into(), value: value.into() };
            target.identifiers = identifier.map(imo).into_iter().collect();
            target.born = born.and_then(|born| born.parse().ok());
            let found = index.find(Candidate { measure: &measure, target: Some(&target), state: &state });
            found.into_iter().map(|it| (it.entry, it.how)).collect::<Vec<_>>()
        };
        assert_eq!(of("Beta Moon", SubjectKind::Vessel, Some("9074729"), None), [(0, How::Identifier)]);
        assert_eq!(of("Alpha Star", SubjectKind::Vessel, Some("9074729"), None), [(0, How::Identifier)]);
        assert_eq!(of("Alpha Star", SubjectKind::Vessel, Some("9319466"), None), [(0, How::Likeness)]);
        assert_eq!(of("Beta Moon", SubjectKind::Person, Some("9074729"), None), [], "of another kind");
        let petrenko = |born: &str| of("Ivan Petrenko", SubjectKind::Person, None, Some(born));
        assert_eq!(petrenko("1981-05-05"), [(1, How::Transliteration)]);
        assert_eq!(petrenko("1954"), [], "born in another year");
    }
}
