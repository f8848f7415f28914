//! What a clear result can show of how it came about: as what a name was compared, and what came nearest to it.

use crate::names::{Kind, LOOK, Memo, Name, common, compare};

use super::asked::Asked;
use super::judge::{Other, judge};
use super::ready::{ReadyList, name_kind_of};

/// As what a name is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The name as it is written.
    pub name: String,
    /// Its words in Latin letters, each with how it sounds in the spellings that count as one.
    pub words: Vec<(String, Vec<String>)>,
    /// Legal forms, which are compared by themselves.
    pub forms: Vec<String>,
}

/// As what the names of somebody are compared.
pub fn readings(asked: &Asked) -> Vec<Reading> {
    let kind = asked.kinds().first().copied().unwrap_or(Kind::Person);
    // Of one of whom nothing is said, a legal form tells that it is none of a person.
    let of = |(name, _): &(String, crate::names::Quality)| {
        let as_organisation = Name::new(name, Kind::Organisation);
        let is_organisation = asked.kind.is_none() && as_organisation.has_form();
        let ready = if is_organisation { as_organisation } else { Name::new(name, kind) };
        Reading {
            name: name.clone(),
            words: ready.readings(),
            forms: ready.legal_forms().map(str::to_owned).collect(),
        }
    };
    asked.names.iter().map(of).collect()
}

/// An entry that came nearest, and why it is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// The list, by its place among those that were asked.
    pub list: usize,
    /// The entry, by its place in the list.
    pub entry: usize,
    /// The name of the entry that is nearest.
    pub name: String,
    /// How many words of it are like those of the name that was asked for.
    pub in_common: usize,
    /// Why it is none, in words.
    pub why: String,
}

/// The entries of all lists that came nearest to somebody who is on none, at most so many; those that share most words come
/// first.
pub fn nearest(asked: &Asked, lists: &[ReadyList<'_>], most: usize) -> Vec<Near> {
    let mut memo = Memo::default();
    let facts = asked.facts();
    let mut found: Vec<(usize, usize, Near)> = Vec::new();
    for (place, list) in lists.iter().enumerate() {
        for (at, name, kind) in list.nearest(&mut memo, asked, most) {
            let Some(entry) = list.entry(at) else { continue };
            let (own, other) = (Name::new(asked.name(), kind), Name::new(&name, name_kind_of(entry.kind)));
            let likeness = compare(&own, &other);
            let score = likeness.score;
            let shared = common(&own, &other);
            let left = shared.own.len() + shared.other.len();
            let judged = judge(asked, &facts, likeness, &Other::entry(entry));
            let mut why: Vec<String> = Vec::new();
            let pairs: Vec<String> = shared
                .pairs
                .iter()
                .map(|(a, b)| if a == b { a.clone() } else { format!("{a}/{b}") })
                .collect();
            if score >= LOOK {
                why.push("the names are alike".to_owned());
            } else {
                why.push(format!(
                    "in common: {}",
                    if pairs.is_empty() { "no whole word".to_owned() } else { pairs.join(", ") }
                ));
                if !shared.own.is_empty() {
                    why.push(format!("only asked for: {}", shared.own.join(" ")));
                }
                if !shared.other.is_empty() {
                    why.push(format!("only listed: {}", shared.other.join(" ")));
                }
            }
            why.extend(judged.map(|it| it.contradicts).unwrap_or_default());
            let in_common = pairs.len();
            found.push((
                in_common,
                left,
                Near { list: place, entry: at, name, in_common, why: why.join("; ") },
            ));
        }
    }
    found
        .sort_by_key(|(in_common, left, near)| (std::cmp::Reverse(*in_common), *left, near.list, near.entry));
    found.into_iter().take(most).map(|(_, _, near)| near).collect()
}
