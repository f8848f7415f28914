//! What was added to a list, taken off it and changed on it between two days.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::entry::{Entry, Identifier};
use super::matching::are_one;
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

/// The difference between two lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference<'a> {
    /// On the new list only.
    pub added: Vec<&'a Entry>,
    /// On the old list only.
    pub removed: Vec<&'a Entry>,
    /// On both, and not the same.
    pub changed: Vec<Changed<'a>>,
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
            None if accepts(entry) => difference.added.push(entry),
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
        !is.contains_key(&reference) && !moved.contains(&reference) && accepts(it)
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
    let key = |entry: &Entry| (number(&entry.reference), entry.reference.clone());
    difference.added.sort_by_cached_key(|it| key(it));
    difference.removed.sort_by_cached_key(|it| key(it));
    difference.changed.sort_by_cached_key(|it| key(it.entry));
    difference.reassigned.sort_by_cached_key(|it| key(it.entry));
    difference
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
