//! Whether a list is whole: what its files say of themselves, what is missing in them, and how it compares with the one
//! before. What may not be whole proves that somebody is listed, never that somebody is not.

use std::collections::{HashMap, HashSet};

use crate::model::date::Date;

use super::entry::{Entry, ListName};
use super::gathered::Coverage;
use super::published::Published;

pub use super::published::Doubt;

/// A list loses at most this part of its entries from one day to another. The largest real fall in 296 daily lists is
/// 1.64 %.
const MOST_LOST_PERCENT: usize = 5;

/// A list of fewer entries has no programmes to tell a part by.
const FEW: usize = 10;

/// What speaks against a list of a day being whole, where it is held against the one before.
pub fn shrunk(before: &Published, list: &Published) -> Option<Doubt> {
    let (was, is) = (before.entries.len(), list.entries.len());
    let is_alike = before.coverage == Coverage::All && list.coverage == Coverage::All;
    let lost = was.saturating_sub(is);
    // Of a handful of entries one is more than the share.
    let is_fall = lost * 100 > was * MOST_LOST_PERCENT && (lost > 1 || was >= FEW * 2) && was >= FEW;
    (is_alike && is_fall).then(|| Doubt {
        what: format!(
            "{is} entries where the list before has {was}, {} % fewer: is the file whole?",
            lost * 100 / was.max(1)
        ),
        is_strong: true,
    })
}

/// So few measures of a file may be gone at once whatever their share is.
const FEW_GONE: usize = 5;

/// How many of the measures that a file has in force on lists of several days are gone with each of these.
pub(super) struct InForce(Vec<Held>);

struct Held {
    on: Date,
    lost: usize,
    all: usize,
}

impl InForce {
    pub(super) fn on(days: impl Iterator<Item = Date>) -> Self {
        Self(days.map(|on| Held { on, lost: 0, all: 0 }).collect())
    }

    /// Takes where a measure was seen and where it surely was not; `binds` says whether the file has it in force on a day.
    pub(super) fn take(&mut self, sightings: &[(Date, Option<bool>)], binds: impl Fn(Date) -> bool) {
        let mut was = None;
        for ((on, seen), held) in sightings.iter().zip(&mut self.0) {
            // What an earlier list has not is gone with that one.
            let is_lost = *seen == Some(false) && was != Some(false) && binds(*on);
            held.lost += usize::from(is_lost);
            held.all += usize::from(is_lost || *seen == Some(true));
            was = seen.or(was);
        }
    }

    /// What speaks against each list being whole: the file itself knows what would be gone, also of a list that stands alone.
    pub(super) fn doubts(&self) -> Vec<(Date, Doubt)> {
        let is_fall = |it: &&Held| it.lost >= FEW_GONE && it.lost * 100 > it.all * MOST_LOST_PERCENT;
        let doubt = |it: &Held| {
            let (lost, all) = (it.lost, it.all);
            let what = format!(
                "{lost} of the {all} measures that the file has in force on it are not on it: is the file whole?"
            );
            (it.on, Doubt { what, is_strong: true })
        };
        self.0.iter().filter(is_fall).map(doubt).collect()
    }

    /// The same in words.
    pub(super) fn told(&self) -> impl Iterator<Item = String> {
        self.doubts().into_iter().map(|(on, doubt)| doubted(on, &doubt))
    }
}

/// What speaks against each list being whole, held against itself and the one of the day before.
pub fn doubts(lists: &[(Date, Published)]) -> Vec<(Date, Doubt)> {
    let mut dated: Vec<&(Date, Published)> = lists.iter().collect();
    dated.sort_by_key(|(on, _)| *on);
    let mut found = Vec::new();
    let mut before: Option<&Published> = None;
    for (on, list) in dated {
        found.extend(list.doubts.iter().map(|doubt| (*on, doubt.clone())));
        found.extend(before.and_then(|before| shrunk(before, list)).map(|doubt| (*on, doubt)));
        before = Some(list);
    }
    found
}

/// All that is to be told of a list before anything is made of it: what speaks against it being whole, and what was read
/// with a question.
pub fn told(lists: &[(Date, Published)]) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    said.extend(doubts(lists).iter().map(|(on, doubt)| doubted(*on, doubt)));
    said.extend(lists.iter().flat_map(|(on, list)| told_of(list, &on.written())));
    said
}

/// A doubt in words.
fn doubted(on: Date, doubt: &Doubt) -> String {
    format!("the list of {} may not be whole: {}", on.written(), doubt.what)
}

/// What is to be told of one list of a day, but for what speaks against it being whole.
pub fn told_of(list: &Published, day: &str) -> Vec<String> {
    let part = list.part.as_ref().map(|part| {
        format!("the files of {day} hold only a part of the list ({part}): who is not in them may be on it")
    });
    let left_out =
        list.left_out.iter().map(|(why, count)| format!("left out of the list of {day}: {count}, {why}"));
    part.into_iter().chain(list.notes.iter().cloned()).chain(left_out).collect()
}

/// The programme, or the family of OFAC's programmes, that all entries of a list share, where a whole list has many.
pub(super) fn one_programme(list: ListName, entries: &[Entry]) -> Option<String> {
    if entries.len() < FEW || list.is_collection() {
        return None;
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for entry in entries {
        let mut own: Vec<&str> = entry.programmes.iter().map(|it| family(list, it)).collect();
        own.sort_unstable();
        own.dedup();
        for it in own {
            *counts.entry(it).or_default() += 1;
        }
    }
    let shared = counts.into_iter().find(|(_, count)| *count == entries.len());
    shared.map(|(programme, _)| programme.to_owned())
}

/// What programmes of one matter have in common: `BELARUS` of `BELARUS-EO14038`.
fn family(list: ListName, programme: &str) -> &str {
    match list {
        ListName::OfacSdn | ListName::OfacConsolidated => programme.split('-').next().unwrap_or(programme),
        _ => programme,
    }
}

/// The country that all entries of a list have, where a whole list has many.
pub(super) fn one_country(list: ListName, entries: &[Entry]) -> Option<String> {
    // Canada's list and Latvia's are of few countries.
    if entries.len() < FEW || matches!(list, ListName::Canada | ListName::Latvia) {
        return None;
    }
    let first = entries.first()?;
    let is_shared = |country: &&String| entries.iter().all(|entry| entry.countries.contains(country));
    first.countries.iter().find(is_shared).cloned()
}

/// What a list proves by not having somebody.
#[derive(Debug)]
pub(super) struct Absence<'a> {
    list: &'a Published,
    issuers: HashSet<&'a str>,
    /// The families of its programmes, up to one more than a part has.
    families: Vec<&'a str>,
}

/// A list of more programmes than these may have lost one altogether; one of fewer says nothing of another one.
const FEW_PROGRAMMES: usize = 3;

impl<'a> Absence<'a> {
    /// Looks through a list once.
    pub(super) fn of(list: &'a Published) -> Self {
        let mut families: Vec<&str> = Vec::new();
        for programme in list.entries.iter().flat_map(|entry| &entry.programmes) {
            let family = family(list.list, programme);
            if !families.contains(&family) {
                families.push(family);
            }
            if families.len() > FEW_PROGRAMMES {
                break;
            }
        }
        let of_entries = list.entries.iter().filter(|_| list.list.is_collection());
        let issuers = of_entries.flat_map(|entry| &entry.issuers).map(String::as_str).collect();
        Self { list, issuers, families }
    }

    /// Whether a measure that is not on it is surely not: the list has every entry, also those of the measure's issuer
    /// and of its programmes.
    pub(super) fn proves(&self, issuer: &str, programmes: &[String]) -> bool {
        if self.list.coverage != Coverage::All {
            return false;
        }
        if self.list.list.is_collection() {
            return self.issuers.contains(issuer);
        }
        let same = |it: &String| {
            let wanted = family(self.list.list, it);
            self.families.iter().any(|held| held.eq_ignore_ascii_case(wanted))
        };
        self.families.is_empty()
            || self.families.len() > FEW_PROGRAMMES
            || programmes.is_empty()
            || programmes.iter().any(same)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn entries(count: usize) -> Vec<Entry> {
        (0..count).map(|at| Entry::new(ListName::OfacSdn, at.to_string())).collect()
    }

    fn list(count: usize) -> Published {
        let entries = entries(count).into_iter().map(Into::into).collect();
        Published {
            list: ListName::OfacSdn,
            date: None,
            files: Vec::new(),
            coverage: Coverage::All,
            part: None,
            entries,
            doubts: Vec::new(),
            notes: Vec::new(),
            left_out: Vec::new(),
        }
    }

    #[test]
    fn a_list_that_loses_more_than_a_twentieth_is_doubted() {
        for (was, is, doubted) in [
            (100, 95, false),
            (100, 94, true),
            (200, 129, true),
            (200, 200, false),
            (100, 150, false),
            (20, 18, true),
            (3, 1, false),
            (1000, 984, false),
        ] {
            assert_eq!(shrunk(&list(was), &list(is)).is_some(), doubted, "{was} {is}");
        }
        let mut part = list(10);
        part.coverage = Coverage::Some;
        assert_eq!(shrunk(&list(100), &part), None, "a part says nothing about the whole");
    }

    #[test]
    fn a_list_without_many_measures_of_the_file_is_doubted() {
        let days: [Date; 2] = ["2025-01-01", "2025-02-01"].map(|day| day.parse().unwrap());
        for (lost, all, doubted) in [
            (104, 105, true),
            (6, 100, true),
            (5, 100, false),
            (5, 99, true),
            (5, 5, true),
            (4, 4, false),
            (0, 0, false),
        ] {
            let mut alone = InForce::on(days.into_iter().take(1));
            let mut twice = InForce::on(days.into_iter());
            for at in 0..all {
                let seen = Some(at >= lost);
                alone.take(&[(days[0], seen)], |_| true);
                // What was gone already on the list before is told of that one.
                twice.take(&[(days[0], seen), (days[1], seen)], |_| true);
            }
            // What the file itself ended, and what a list says nothing of, speaks against nothing.
            alone.take(&[(days[0], Some(false))], |_| false);
            alone.take(&[(days[0], None)], |_| true);
            let found = alone.doubts();
            assert_eq!(found.len(), usize::from(doubted), "{lost} of {all}");
            assert!(found.iter().all(|(on, doubt)| *on == days[0] && doubt.is_strong));
            assert_eq!(twice.doubts(), found, "{lost} of {all}");
        }
    }

    #[test]
    fn a_list_of_one_programme_or_one_country_is_a_part() {
        let mut entries = entries(20);
        for (at, entry) in entries.iter_mut().enumerate() {
            entry.programmes = vec![if at % 2 == 0 { "QUEL" } else { "QUEL-EO99999" }.to_owned()];
            entry.countries = vec!["Quelland".to_owned()];
        }
        assert_eq!(one_programme(ListName::OfacSdn, &entries).as_deref(), Some("QUEL"));
        assert_eq!(one_country(ListName::OfacSdn, &entries).as_deref(), Some("Quelland"));
        entries[3].programmes = vec!["OTHER".to_owned()];
        entries[3].countries.clear();
        assert_eq!(one_programme(ListName::OfacSdn, &entries), None);
        assert_eq!(one_country(ListName::OfacSdn, &entries), None);
        assert_eq!(one_programme(ListName::OfacSdn, &entries[..2]), None, "of two nothing can be said");
    }

    #[test]
    fn a_list_of_another_programme_proves_nothing() {
        let mut list = list(2);
        let quel = |entry: &mut Arc<Entry>| Arc::make_mut(entry).programmes = vec!["QUEL".to_owned()];
        list.entries.iter_mut().for_each(quel);
        let of = |programmes: &[&str]| {
            let programmes: Vec<String> = programmes.iter().map(ToString::to_string).collect();
            Absence::of(&list).proves("US", &programmes)
        };
        assert!(of(&[]) && of(&["QUEL"]) && of(&["QUEL-EO99999", "OTHER"]));
        assert!(!of(&["OTHER"]));
    }
}
