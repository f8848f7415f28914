//! One entry of an official list: everything that is read of it, in plain texts and dates.

use std::collections::HashSet;
use std::hash::Hash;

use indexmap::IndexMap;

use crate::model::date::Date;
use crate::model::declare::vocabulary;
use crate::model::measure::MeasureType;

use super::written::{folded, joined};

pub use super::list_name::ListName;

vocabulary! {
    /// What an entry is, as far as lists tell.
    pub enum EntryKind {
        /// A company, agency or other legal person, or a group.
        Entity => "entity",
        /// A natural person.
        Person => "person",
        /// A ship.
        Vessel => "vessel",
        /// An aircraft.
        Aircraft => "aircraft",
    }
}

/// How sure a list is of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameKind {
    /// The list itself calls it so.
    Primary,
    /// Another name or spelling.
    Alias,
    /// A name that the list calls weak or of low quality: it may be that of many.
    Weak,
}

/// A number or code under which it is registered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identifier {
    /// What it is, in the words of the list: `Tax ID No.`, `Passport`, `IMO`.
    pub scheme: String,
    /// The number or code itself.
    pub value: String,
    /// Who gave it, as the list writes the country; often empty.
    pub country: String,
}

/// What stands before the kind of a paper that the list itself calls forged.
pub(super) const FORGED: &str = "Forged";

/// A birthday, or when it was founded.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Birth {
    /// As the list writes it: `circa 1965`.
    pub text: String,
    /// The date, where the text is one for certain.
    pub date: Option<Date>,
}

/// What one issuer of a collection says of an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// The programmes or regimes.
    pub programmes: Vec<String>,
    /// The measures.
    pub measures: Vec<MeasureType>,
    /// When it was put there.
    pub listed_on: Option<Date>,
    /// The legal acts.
    pub legal_acts: Vec<String>,
    /// Its reasons.
    pub reason: Option<String>,
    /// The list does not say for certain that it still stands.
    pub is_unclear: bool,
}

/// One entry: whom it is about, as the list says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The list.
    pub list: ListName,
    /// Its number or reference there: `44541`, `EU.6532.47`, `RUS0242`.
    pub reference: String,
    /// Who has put it there, where the list is a collection of lists.
    pub issuers: Vec<String>,
    /// What each of them says, by its id, where the list is a collection of lists.
    pub listings: IndexMap<String, Listing>,
    /// Other references to it, as a state file has them: of other lists of the same issuer (`OFSI 14121`), and those that
    /// it had before.
    pub other_refs: Vec<String>,
    /// The first name; empty where only addresses or aliases of it were read.
    pub name: String,
    /// Other names and spellings.
    pub aliases: Vec<String>,
    /// Names that the list calls weak or of low quality.
    pub weak_aliases: Vec<String>,
    /// What it is.
    pub kind: EntryKind,
    /// The programmes or regimes.
    pub programmes: Vec<String>,
    /// The measures that the list names, where it does.
    pub measures: Vec<MeasureType>,
    /// Measures that began on another day than the entry; `None` where that day is not said.
    pub measure_days: Vec<(MeasureType, Option<Date>)>,
    /// Countries of nationality, citizenship or flag, as the list writes them: codes or names.
    pub nationalities: Vec<String>,
    /// All its countries, those of nationality first.
    pub countries: Vec<String>,
    /// The legal acts.
    pub legal_acts: Vec<String>,
    /// When it was put on the list, where that is said.
    pub listed_on: Option<Date>,
    /// Birthdays, or when it was founded.
    pub born: Vec<Birth>,
    /// Addresses, each in a line.
    pub addresses: Vec<String>,
    /// Numbers of registers, papers, ships and so on.
    pub identifiers: Vec<Identifier>,
    /// The issuer's statement of reasons.
    pub reason: Option<String>,
    /// What the list remarks.
    pub remark: Option<String>,
    /// The list does not say for certain that it still stands.
    pub is_unclear: bool,
    /// The first name is the one that the list itself calls so.
    pub(super) has_primary: bool,
    /// The birthday that the list marks as the main one of several.
    pub(super) main_birth: Option<Birth>,
    /// Countries of addresses and the like, which come behind those of nationality.
    pub(super) places: Vec<String>,
}

impl Entry {
    /// An entry of which nothing but its reference is known.
    pub fn new(list: ListName, reference: impl Into<String>) -> Self {
        Self {
            list,
            reference: reference.into(),
            issuers: Vec::new(),
            listings: IndexMap::new(),
            other_refs: Vec::new(),
            name: String::new(),
            aliases: Vec::new(),
            weak_aliases: Vec::new(),
            kind: EntryKind::Entity,
            programmes: Vec::new(),
            measures: Vec::new(),
            measure_days: Vec::new(),
            nationalities: Vec::new(),
            countries: Vec::new(),
            legal_acts: Vec::new(),
            listed_on: None,
            born: Vec::new(),
            addresses: Vec::new(),
            identifiers: Vec::new(),
            reason: None,
            remark: None,
            is_unclear: false,
            has_primary: false,
            main_birth: None,
            places: Vec::new(),
        }
    }

    /// The reference as a state file has it: `OFAC 44541`.
    pub fn list_ref(&self) -> String {
        if self.reference.starts_with("EU.") {
            // It names its list itself.
            return self.reference.clone();
        }
        format!("{} {}", self.list.prefix(), self.reference)
    }

    /// The ids of who issued it; none where a collection does not say it.
    pub fn issuers(&self) -> Vec<&str> {
        match self.list.issuer() {
            Some(issuer) => vec![issuer],
            None => self.issuers.iter().map(String::as_str).collect(),
        }
    }

    /// What one issuer says, where the list is a collection that tells them apart.
    fn of(&self, issuer: &str) -> Option<&Listing> {
        self.listings.get(issuer)
    }

    /// The measures that it means by an issuer.
    pub fn measures_by(&self, issuer: &str) -> Vec<MeasureType> {
        let named = self.of(issuer).map_or(&self.measures, |it| &it.measures);
        if named.is_empty() { vec![MeasureType::Standard(self.list.usual_measure())] } else { named.clone() }
    }

    /// The measures that it means, each once.
    pub fn measures(&self) -> Vec<MeasureType> {
        let mut all = Vec::new();
        for issuer in self.issuers() {
            for measure in self.measures_by(issuer) {
                add_once(&mut all, measure);
            }
        }
        all
    }

    /// Whether it may mean a measure of an issuer: one of those that it names, where it names any.
    pub fn means(&self, issuer: &str, measure: &MeasureType) -> bool {
        let named = self.of(issuer).map_or(&self.measures, |it| &it.measures);
        // The measures of one who is not blocked are often recorded by the name of their list.
        let by_list = self.list == ListName::OfacConsolidated
            && *measure == MeasureType::Standard(self.list.usual_measure());
        named.is_empty() || named.contains(measure) || by_list
    }

    /// The programmes or regimes under which an issuer has it.
    pub fn programmes_by(&self, issuer: &str) -> &[String] {
        self.of(issuer).map_or(&self.programmes, |it| &it.programmes)
    }

    /// The legal acts by which an issuer has it.
    pub fn legal_acts_by(&self, issuer: &str) -> &[String] {
        self.of(issuer).map_or(&self.legal_acts, |it| &it.legal_acts)
    }

    /// The reasons that an issuer states.
    pub fn reason_by(&self, issuer: &str) -> Option<&str> {
        self.of(issuer).map_or(&self.reason, |it| &it.reason).as_deref()
    }

    /// When an issuer put it under a measure, where that is said.
    pub fn listed_on_by(&self, issuer: &str, measure: &MeasureType) -> Option<Date> {
        let own = self.measure_days.iter().find(|(it, _)| it == measure);
        own.map_or_else(|| self.of(issuer).map_or(self.listed_on, |it| it.listed_on), |(_, on)| *on)
    }

    /// Whether the list does not say for certain that an issuer still has it.
    pub fn is_unclear_by(&self, issuer: &str) -> bool {
        self.of(issuer).map_or(self.is_unclear, |it| it.is_unclear)
    }

    /// The first name and the other ones, the first one first; those that the list calls weak are not among them.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str())
            .chain(self.aliases.iter().map(String::as_str))
            .filter(|it| !it.is_empty())
    }

    /// What one issuer of a collection says, which is new where nothing of it is known yet.
    pub(super) fn listing(&mut self, issuer: &str) -> &mut Listing {
        add(&mut self.issuers, issuer);
        self.listings.entry(issuer.to_owned()).or_default()
    }

    /// Says each thing once, in the order in which it is told.
    pub(super) fn tidy(&mut self) {
        let mut countries = std::mem::take(&mut self.countries);
        countries.splice(0..0, self.nationalities.iter().cloned());
        countries.append(&mut self.places);
        self.countries = countries;
        for list in [
            &mut self.issuers,
            &mut self.other_refs,
            &mut self.aliases,
            &mut self.weak_aliases,
            &mut self.programmes,
            &mut self.nationalities,
            &mut self.countries,
            &mut self.legal_acts,
            &mut self.addresses,
        ] {
            once(list);
        }
        once(&mut self.measures);
        once(&mut self.identifiers);
        once(&mut self.born);
        for text in [&mut self.remark, &mut self.reason] {
            *text = text.take().map(|text| joined([text])).filter(|text| !text.is_empty());
        }
        // No name is an alias of itself, and none is weak that stands there as a good one.
        if self.aliases.is_empty() && self.weak_aliases.is_empty() {
            return;
        }
        let name = folded(&self.name);
        if !name.is_empty() {
            self.aliases.retain(|alias| folded(alias) != name);
        }
        if !self.weak_aliases.is_empty() {
            let good: HashSet<String> =
                self.aliases.iter().map(|it| folded(it)).chain(std::iter::once(name)).collect();
            self.weak_aliases.retain(|alias| !good.contains(&folded(alias)));
        }
    }

    /// Takes a further name, once; the first one that comes is the first name.
    pub(super) fn add_name(&mut self, name: &str) {
        self.add_named(name, NameKind::Alias);
    }

    /// Takes a name of a kind. Of several primary ones the first is it; without one the first name that is not weak.
    pub(super) fn add_named(&mut self, name: &str, kind: NameKind) {
        let name = joined([name]);
        if name.is_empty() {
            return;
        }
        match kind {
            NameKind::Weak => add_text(&mut self.weak_aliases, name),
            NameKind::Primary if !self.has_primary => {
                self.has_primary = true;
                let other = std::mem::replace(&mut self.name, name);
                add_text(&mut self.aliases, other);
            }
            _ if self.name.is_empty() => self.name = name,
            _ => add_text(&mut self.aliases, name),
        }
    }

    /// Takes a name that is not the first one, though the first one may not be read yet.
    pub(super) fn add_alias(&mut self, name: &str) {
        add_text(&mut self.aliases, joined([name]));
    }

    /// The birthday that is its own: the one that the list marks as the main one, else the only one.
    pub(super) fn own_birth(&self) -> Option<Date> {
        match (&self.main_birth, self.born.as_slice()) {
            (Some(main), _) => main.date,
            (None, [only]) => only.date,
            (None, _) => None,
        }
    }

    /// Takes a country of nationality, citizenship or flag.
    pub(super) fn add_nationality(&mut self, country: &str) {
        add_text(&mut self.nationalities, joined([country]));
    }

    /// Takes a country of an address or the like.
    pub(super) fn add_place(&mut self, country: &str) {
        add_text(&mut self.places, joined([country]));
    }

    /// Takes an address, in parts.
    pub(super) fn add_address<S: AsRef<str>>(&mut self, parts: impl IntoIterator<Item = S>) {
        let mut address = String::new();
        for part in parts {
            let part = joined([part]);
            if !matches!(part.as_str(), "" | "-") {
                let comma = if address.is_empty() { "" } else { ", " };
                address.push_str(comma);
                address.push_str(&part);
            }
        }
        add_text(&mut self.addresses, address);
    }

    /// Takes a number or code; what stands there where there is none is none.
    pub(super) fn add_identifier(&mut self, scheme: &str, value: &str, country: &str) {
        let [scheme, value, country] = [scheme, value, country].map(|text| joined([text]));
        if !says_nothing(&value) {
            add_once(&mut self.identifiers, Identifier { scheme, value, country });
        }
    }

    /// Takes a birthday.
    pub(super) fn add_birth(&mut self, text: &str) {
        let text = joined([text]);
        if !text.is_empty() && text != "-" {
            let date = super::written::birthday(&text);
            add_once(&mut self.born, Birth { text, date });
        }
    }

    /// Takes a birthday that the list marks as the main one; of several the first is it.
    pub(super) fn add_main_birth(&mut self, text: &str) {
        self.add_birth(text);
        let text = joined([text]);
        if self.main_birth.is_none() {
            self.main_birth = self.born.iter().find(|it| it.text == text).cloned();
        }
    }
}

/// Whether a field for a number has none: nothing, a dash, zeros, or a word for that. Two who have it have nothing in common.
fn says_nothing(number: &str) -> bool {
    let bare = crate::names::bare(number);
    let words = ["na", "nil", "none", "unknown", "notknown", "notapplicable", "notavailable", "tbc"];
    bare.bytes().all(|byte| byte == b'0') || words.contains(&bare.as_str())
}

/// Adds a text to others, once; an empty one not at all.
pub(super) fn add(to: &mut Vec<String>, text: &str) {
    let text = text.trim();
    let is_there = to.len() < FEW && to.iter().any(|held| held == text);
    if !text.is_empty() && !is_there {
        put(to, text.to_owned());
    }
}

/// Adds a text that has no spaces around it to others, once; an empty one not at all.
fn add_text(to: &mut Vec<String>, text: String) {
    if !text.is_empty() {
        add_once(to, text);
    }
}

/// Adds a thing to others, once.
pub(super) fn add_once<T: Eq + Hash>(to: &mut Vec<T>, thing: T) {
    if !(to.len() < FEW && to.contains(&thing)) {
        put(to, thing);
    }
}

/// Keeps a text, where there is none yet.
pub(super) fn keep(to: &mut Option<String>, text: &str) {
    if to.is_none() {
        *to = Some(joined([text])).filter(|text| !text.is_empty());
    }
}

/// In a list that is shorter everything is looked at before something is added. A longer one takes it unseen, and is
/// tidied before it grows, and at the end ([`Entry::tidy`]): a hundred thousand aliases take no minutes.
const FEW: usize = 32;

fn put<T: Eq + Hash>(to: &mut Vec<T>, thing: T) {
    if to.len() >= FEW && to.len() == to.capacity() {
        once(to);
        to.reserve(to.len().max(FEW));
    }
    to.push(thing);
}

/// Keeps the first of things that are equal.
fn once<T: Eq + Hash>(list: &mut Vec<T>) {
    if list.len() <= FEW {
        // Few are looked at one by one: that takes no memory.
        let mut at = 1;
        while let Some((before, [thing, ..])) = list.split_at_checked(at) {
            if before.contains(thing) {
                list.remove(at);
            } else {
                at += 1;
            }
        }
        return;
    }
    let mut seen = HashSet::with_capacity(list.len());
    let firsts: Vec<bool> = list.iter().map(|thing| seen.insert(thing)).collect();
    let mut firsts = firsts.into_iter();
    list.retain(|_| firsts.next().unwrap_or(true));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_for_a_number_that_is_not_known_is_no_number() {
        for value in ["", "-", "0", "000", "N/A", "n.a.", "None", "Unknown", "not known", "Not applicable"] {
            let mut entry = Entry::new(ListName::Uk, "90001");
            entry.add_identifier("Passport", value, "");
            assert_eq!(entry.identifiers, [], "{value}");
        }
        for value in ["0001", "N/A 7", "QUELBY2X", "НА 100", "№ 5"] {
            let mut entry = Entry::new(ListName::Uk, "90001");
            entry.add_identifier("Passport", value, "");
            assert_eq!(entry.identifiers.len(), 1, "{value}");
        }
    }

    #[test]
    fn of_several_birthdays_only_the_main_one_is_its_own() {
        for (main, others, wanted) in [
            (None, &["1970-04-03"][..], Some("1970-04-03")),
            (None, &["1970-04-03", "1971"], None),
            (None, &["circa 1970"], None),
            (None, &[], None),
            (Some("03 Apr 1970"), &["1971", "1972"], Some("1970-04-03")),
            (Some("circa 1970"), &["1971"], None),
        ] {
            let mut entry = Entry::new(ListName::Eu, "90001");
            for text in others {
                entry.add_birth(text);
            }
            if let Some(text) = main {
                entry.add_main_birth(text);
            }
            assert_eq!(entry.own_birth().map(Date::written).as_deref(), wanted, "{main:?} {others:?}");
        }
    }
}
