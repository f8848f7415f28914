//! What was added to a list, taken off it and changed on it between two days.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::names::{self, Facts, bare as digits, born_fits, share_identifier};

use super::entry::{Entry, EntryKind, Identifier};
use super::facts::{numbers_of, of_entry};
use super::matching::{are_one, names_in_common};
use super::published::Published;
use super::written::{bare, folded};

/// An entry that is on both lists, and what is said of it otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed<'a> {
    /// The entry as it is.
    pub entry: &'a Entry,
    /// What changed: the field, what was there, what is there.
    pub fields: Vec<(&'static str, String, String)>,
}

/// A number that the old list has for one, and the new list for another: no entry was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reassigned<'a> {
    /// Whose number it was.
    pub before: &'a Entry,
    /// Whose number it is.
    pub entry: &'a Entry,
    /// The entry under which the new list has whose number it was, where that one came under a number of its own.
    pub now: Option<&'a Entry>,
}

/// One entry that is on both lists under different numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renumbered<'a> {
    /// The entry as it was.
    pub before: &'a Entry,
    /// The entry as it is.
    pub entry: &'a Entry,
    /// What changed besides the number: the field, what was there, what is there.
    pub fields: Vec<(&'static str, String, String)>,
}

/// The difference between two lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference<'a> {
    /// On the new list only.
    pub added: Vec<&'a Entry>,
    /// On the old list only.
    pub removed: Vec<&'a Entry>,
    /// On both, and not the same.
    pub changed: Vec<Changed<'a>>,
    /// On both under another number, for certain.
    pub renumbered: Vec<Renumbered<'a>>,
    /// Numbers that are another's on the new list.
    pub reassigned: Vec<Reassigned<'a>>,
}

/// Compares two lists; `accepts` says which entries are meant. An entry that is meant on one of them is compared.
pub fn difference<'a>(
    old: &'a Published,
    new: &'a Published,
    accepts: impl Fn(&Entry) -> bool,
) -> Difference<'a> {
    let was: HashMap<String, &Entry> = old.entries.iter().map(|it| (it.list_ref(), &**it)).collect();
    let is: HashMap<String, &Entry> = new.entries.iter().map(|it| (it.list_ref(), &**it)).collect();
    let mut difference = Difference::default();
    // An entry of a collection may have had another reference before.
    let mut moved: HashSet<String> = HashSet::new();
    for entry in new.entries.iter().map(|it| &**it) {
        let own = entry.list_ref();
        let former = || {
            let others = entry.other_refs.iter().filter(|_| entry.list.is_collection());
            let mut others = others.filter(|it| !is.contains_key(*it)).filter_map(|it| was.get_key_value(it));
            others.next().map(|(reference, before)| (reference.clone(), before))
        };
        let before = was.get(&own).map(|before| (before, false)).or_else(|| {
            let (reference, before) = former()?;
            moved.insert(reference);
            Some((before, true))
        });
        match before {
            None => difference.added.push(entry),
            // What one was and the other is tells of no change. Where the list itself says that one became the other, it is.
            Some((before, false)) if (accepts(entry) || accepts(before)) && !are_one(before, entry) => {
                difference.reassigned.push(Reassigned { before, entry, now: None });
            }
            Some((before, _)) if accepts(entry) || accepts(before) => {
                let fields = fields(before, entry);
                if !fields.is_empty() {
                    difference.changed.push(Changed { entry, fields });
                }
            }
            _ => {}
        }
    }
    let is_gone = |it: &&Entry| {
        let reference = it.list_ref();
        !is.contains_key(&reference) && !moved.contains(&reference)
    };
    difference.removed = old.entries.iter().map(|it| &**it).filter(is_gone).collect();
    if !difference.reassigned.is_empty() {
        let new = new.entries.iter().filter(|it| !was.contains_key(&it.list_ref()));
        let came: HashMap<(&str, String), &Entry> =
            new.map(|it| ((it.kind.word(), folded(&it.name)), &**it)).collect();
        for it in &mut difference.reassigned {
            it.now = came.get(&(it.before.kind.word(), folded(&it.before.name))).copied();
        }
    }
    // Who has another programme or country now is the same one: what is meant is asked when all are known.
    difference.renumber();
    difference.added.retain(|it| accepts(it));
    difference.removed.retain(|it| accepts(it));
    difference.renumbered.retain(|it| accepts(it.before) || accepts(it.entry));
    let key = |entry: &Entry| (number(&entry.reference), entry.reference.clone());
    difference.added.sort_by_cached_key(|it| key(it));
    difference.removed.sort_by_cached_key(|it| key(it));
    difference.changed.sort_by_cached_key(|it| key(it.entry));
    difference.renumbered.sort_by_cached_key(|it| key(it.entry));
    difference.reassigned.sort_by_cached_key(|it| key(it.entry));
    difference
}

impl Difference<'_> {
    /// Whether the lists say the same.
    pub fn is_empty(&self) -> bool {
        let Self { added, removed, changed, renumbered, reassigned } = self;
        added.is_empty()
            && removed.is_empty()
            && changed.is_empty()
            && renumbered.is_empty()
            && reassigned.is_empty()
    }

    /// Takes what went under one number and came under another as one, where that is sure and no other fits as well.
    fn renumber(&mut self) {
        let mut came: HashMap<(String, String), Vec<usize>> = HashMap::new();
        for (at, entry) in self.added.iter().enumerate() {
            for sign in signs(entry) {
                came.entry(sign).or_default().push(at);
            }
        }
        let fit = |before: &Entry| -> Vec<usize> {
            let mut found: Vec<usize> =
                signs(before).into_iter().filter_map(|sign| came.get(&sign)).flatten().copied().collect();
            found.sort_unstable();
            found.dedup();
            found.retain(|at| self.added.get(*at).is_some_and(|entry| are_surely_one(before, entry)));
            found
        };
        let fits: Vec<Vec<usize>> = self.removed.iter().map(|before| fit(before)).collect();
        let mut claims: HashMap<usize, usize> = HashMap::new();
        fits.iter().flatten().for_each(|at| *claims.entry(*at).or_default() += 1);
        let only = |of: &Vec<usize>| match of.as_slice() {
            [at] if claims.get(at) == Some(&1) => Some(*at),
            _ => None,
        };
        let pairs: Vec<Option<usize>> = fits.iter().map(only).collect();
        for (before, entry) in self.removed.iter().zip(&pairs) {
            if let Some(entry) = entry.and_then(|at| self.added.get(at)) {
                let mut fields = fields(before, entry);
                fields.retain(|(field, ..)| *field != "reference");
                self.renumbered.push(Renumbered { before, entry, fields });
            }
        }
        let taken: HashSet<usize> = pairs.iter().flatten().copied().collect();
        let mut at = 0..;
        self.added.retain(|_| at.next().is_none_or(|at| !taken.contains(&at)));
        let mut pairs = pairs.iter();
        self.removed.retain(|_| pairs.next().is_none_or(Option::is_none));
    }
}

/// By what an entry is looked for under another number: its name, and its identifiers.
fn signs(entry: &Entry) -> Vec<(String, String)> {
    let numbers =
        numbers_of(entry).into_iter().map(|(scheme, value)| (scheme.to_lowercase(), digits(&value)));
    let name = (entry.kind.word().to_owned(), folded(&entry.name));
    numbers.chain([name]).filter(|(_, value)| !value.is_empty()).collect()
}

/// Whether two entries of different numbers are one for certain: they have an identifier in common, and names and no
/// other birthday (a ship has its IMO number for life, however it is called); or the same name, and a birthday to the day, or, of what is no person, the same countries.
fn are_surely_one(before: &Entry, entry: &Entry) -> bool {
    if !are_one(before, entry) || before.name.is_empty() || entry.name.is_empty() {
        return false;
    }
    let (was, is) = (of_entry(before), of_entry(entry));
    if share_identifier(&was, &is) {
        let of_hulls = |facts: &Facts| {
            let numbers = facts.identifiers.iter().filter(|(scheme, _)| scheme == "IMO");
            Facts { born: Vec::new(), identifiers: numbers.cloned().collect() }
        };
        let is_hull = entry.kind == EntryKind::Vessel && share_identifier(&of_hulls(&was), &of_hulls(&is));
        return is_hull || (born_fits(&was, &is) && names_in_common(before, entry));
    }
    let has_other =
        was.identifiers.iter().any(|(scheme, _)| is.identifiers.iter().any(|(it, _)| it == scheme));
    if folded(&before.name) != folded(&entry.name) || has_other {
        return false;
    }
    if entry.kind == EntryKind::Person {
        let exact = |birth: &&names::Birth| birth.day.is_some() && !birth.about;
        return was.born.iter().filter(exact).any(|birth| is.born.contains(birth));
    }
    !before.countries.is_empty() && before.countries == entry.countries
}

/// References that are numbers are ordered as such.
fn number(reference: &str) -> u64 {
    reference.parse().unwrap_or(u64::MAX)
}

/// The measures that an entry names, in words.
fn measures(entry: &Entry) -> Vec<String> {
    entry.measures.iter().map(ToString::to_string).collect()
}

/// Its birthdays, as the list writes them.
fn births(entry: &Entry) -> Vec<String> {
    entry.born.iter().map(|it| it.text.clone()).collect()
}

/// Its numbers with what they are.
fn identifiers(entry: &Entry) -> Vec<String> {
    let one = |it: &Identifier| {
        let country = if it.country.is_empty() { String::new() } else { format!(" ({})", it.country) };
        format!("{} {}{country}", it.scheme, it.value).trim().to_owned()
    };
    entry.identifiers.iter().map(one).collect()
}

fn fields(old: &Entry, new: &Entry) -> Vec<(&'static str, String, String)> {
    let mut fields = Vec::new();
    let mut text = |field, old: &str, new: &str| {
        if old != new && bare(old) != bare(new) {
            fields.push((field, old.to_owned(), new.to_owned()));
        }
    };
    text("reference", &old.list_ref(), &new.list_ref());
    text("name", &old.name, &new.name);
    text("kind", old.kind.word(), new.kind.word());
    let day = |entry: &Entry| entry.listed_on.map(crate::model::date::Date::written).unwrap_or_default();
    text("listed on", &day(old), &day(new));
    text("reasons", old.reason.as_deref().unwrap_or_default(), new.reason.as_deref().unwrap_or_default());
    text("remark", old.remark.as_deref().unwrap_or_default(), new.remark.as_deref().unwrap_or_default());
    for (field, old, new) in [
        ("alias", &old.aliases, &new.aliases),
        ("weak alias", &old.weak_aliases, &new.weak_aliases),
        ("born", &births(old), &births(new)),
        ("identifier", &identifiers(old), &identifiers(new)),
        ("address", &old.addresses, &new.addresses),
        ("programme", &old.programmes, &new.programmes),
        ("country", &old.countries, &new.countries),
        ("legal act", &old.legal_acts, &new.legal_acts),
        ("issuer", &old.issuers, &new.issuers),
        ("measure", &measures(old), &measures(new)),
    ] {
        if old == new {
            continue;
        }
        // The order in which a list writes them means nothing, nor does how a text is encoded.
        let mut counts: BTreeMap<String, (i32, &String)> = BTreeMap::new();
        let counted = old.iter().map(|it| (-1, it)).chain(new.iter().map(|it| (1, it)));
        for (sign, it) in counted {
            counts.entry(bare(it)).or_insert((0, it)).0 += sign;
        }
        let of = |sign: i32| {
            let those = counts.values().filter(|(count, _)| count.signum() == sign);
            those.map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("; ")
        };
        let (gone, come) = (of(-1), of(1));
        if !gone.is_empty() || !come.is_empty() {
            fields.push((field, gone, come));
        }
    }
    fields
}
