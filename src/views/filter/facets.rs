//! What stands in a field of some rows, and in how many of them: from this come the values that are offered while a filter
//! is typed, and the word that there is no such value.

use hashbrown::HashMap;

use crate::model::compact::as_u32_saturating;
use crate::model::record::Record;
use crate::model::state::{Place, RecordKind, State};
use crate::views::analysis::NOBODY;
use crate::views::citation;
use crate::views::day::Day;
use crate::views::fields::{FilterField, Listing, Sort};
use crate::views::fold::normal;
use crate::views::search::{Searched, Value, begins_word, has_part, haystack};
use crate::views::words::{BETWEEN, names_in};

use super::crossings::Point;
use super::log::Dated;
use super::measure::SearchedMeasure;
use super::relations::Pair;
use super::said::Each;

/// Of more values than this that fit what is typed no counts are made: that would be felt.
const COUNTED: usize = 4096;

/// So many values a complaint names.
const TOLD: usize = 8;

/// A value that is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What is typed for it, after the colon.
    pub text: String,
    /// What it is called.
    pub name: String,
    /// How many rows a filter with it keeps; `None` where that was not counted.
    pub count: Option<usize>,
}

/// The values of a field in some rows.
#[derive(Debug, Clone)]
pub struct Facets {
    field: FilterField,
    values: Vec<Distinct>,
    /// The values of each row, one row after the other, and where each ends.
    of_rows: Vec<u32>,
    ends: Vec<u32>,
}

/// A value that some rows have. There may be very many: what it is called is made where it is offered.
#[derive(Debug, Clone)]
struct Distinct {
    key: Key,
    /// Where a filter looks for a part of it, where that is no name of a subject or an act.
    folded: String,
    /// So many rows have it.
    count: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Subject(u32),
    Country(u32),
    Act(u32),
    Source(u32),
    Text(String),
    Flag(bool),
}

/// What the row at a place among all rows of a list has in a field.
fn values_at(day: &Day, listing: Listing, place: usize, field: FilterField, each: Each<'_>) {
    match listing {
        Listing::Relations => {
            if let Some(it) = Pair::at(day, place) {
                it.values(field, each);
            }
        }
        Listing::Ledger => {
            let row = day.ledger.get(place);
            let record = row.and_then(|row| day.state().records().sanctions.get(row.at()));
            if let (Some(row), Some(record)) = (row, record) {
                let named = day.analysis.named(row.at());
                SearchedMeasure { day, row, record, named }.values(field, each);
            }
        }
        Listing::Log => {
            if let Some(it) = day.entries.get(place).and_then(|entry| Dated::of(day, entry)) {
                it.values(field, each);
            }
        }
        Listing::Borders => {
            if let Some(it) = Point::at(day, place) {
                it.values(field, each);
            }
        }
    }
}

impl Facets {
    /// The values of a field in rows of a list, by their places among all rows of the day.
    pub fn of(day: &Day, listing: Listing, field: FilterField, rows: impl Iterator<Item = usize>) -> Self {
        let mut facets = Self { field, values: Vec::new(), of_rows: Vec::new(), ends: Vec::new() };
        let mut numbers: HashMap<Key, u32> = HashMap::new();
        // The same memory is the same text.
        let mut memory: HashMap<(usize, usize), u32> = HashMap::new();
        for row in rows {
            let begin = facets.of_rows.len();
            values_at(day, listing, row, field, &mut |value| {
                let place = match value {
                    Value::Text(text) => Some((text.as_ptr() as usize, text.len())),
                    _ => None,
                };
                let known = place.and_then(|place| memory.get(&place).copied());
                // Somebody whom the file does not have is nobody.
                if matches!(value, Value::Subject(NOBODY) | Value::Country(NOBODY)) {
                    return;
                }
                let number = known.or_else(|| {
                    let key = match value {
                        Value::Subject(at) => Key::Subject(at),
                        Value::Country(at) => Key::Country(at),
                        Value::Act(at) => Key::Act(at),
                        Value::Source(at) => of_source(day.state(), field, at)?,
                        Value::Text(text) | Value::Made(text) => Key::Text(text.to_owned()),
                        Value::Flag(flag) => Key::Flag(flag),
                        Value::Date(_) | Value::Number(_) => return None,
                    };
                    let number = numbers.get(&key).copied().unwrap_or_else(|| {
                        let number = as_u32_saturating(facets.values.len());
                        facets.values.push(Distinct::of(day, field, key.clone()));
                        numbers.insert(key, number);
                        number
                    });
                    if let Some(place) = place {
                        memory.insert(place, number);
                    }
                    Some(number)
                });
                facets.of_rows.extend(number);
            });
            // A row that names somebody twice counts once.
            let (_, own) = facets.of_rows.split_at_mut(begin);
            own.sort_unstable();
            let mut last = None;
            let mut kept = begin;
            for at in begin..facets.of_rows.len() {
                let Some(&number) = facets.of_rows.get(at) else { break };
                if last == Some(number) {
                    continue;
                }
                last = Some(number);
                if let Some(slot) = facets.of_rows.get_mut(kept) {
                    *slot = number;
                    kept += 1;
                }
                if let Some(value) = facets.values.get_mut(number as usize) {
                    value.count += 1;
                }
            }
            facets.of_rows.truncate(kept);
            facets.ends.push(as_u32_saturating(facets.of_rows.len()));
        }
        facets
    }

    /// Whether any of the values has a folded text, as a filter looks for it.
    pub(super) fn has(&self, day: &Day, asked: &str) -> bool {
        self.values.iter().any(|value| match (&value.key, self.field.sort()) {
            (Key::Subject(_), Sort::Subjects) => {
                self.keeps(day, value, asked) || begins_word(value.names(day), asked)
            }
            _ => self.keeps(day, value, asked),
        })
    }

    /// The values that rows have, those of most rows first.
    pub fn told(&self, day: &Day) -> String {
        let first = self.first(day, "", TOLD + 1);
        let mut texts: Vec<String> =
            first.iter().take(TOLD).map(|(_, value)| self.called(day, &value.key).0).collect();
        if first.len() > TOLD {
            texts.push("…".to_owned());
        }
        texts.join(", ")
    }

    /// The values that fit what is typed: those first that begin so, then those of most rows.
    pub fn offers(&self, day: &Day, typed: &str, most: usize) -> Vec<Offer> {
        let typed = normal(typed.trim_start_matches('"'));
        let first = self.first(day, &typed, most.min(32));
        let texts: Vec<(String, String)> =
            first.iter().map(|(_, value)| self.called(day, &value.key)).collect();
        let counts = self.counts(day, &typed, &texts);
        let offer = |(at, (text, name)): (usize, (String, String))| Offer {
            text,
            name,
            count: counts.as_ref().and_then(|counts| counts.get(at)).copied(),
        };
        texts.into_iter().enumerate().map(offer).collect()
    }

    /// So many values that fit a folded text, in the order in which they are offered.
    fn first(&self, day: &Day, typed: &str, most: usize) -> Vec<(usize, &Distinct)> {
        let mut fitting: Vec<(usize, &Distinct)> = self
            .values
            .iter()
            .filter(|value| !matches!(value.key, Key::Country(_)))
            .filter_map(|value| self.rank(value.names(day), typed).map(|rank| (rank, value)))
            .collect();
        let order = |(a_rank, a): &(usize, &Distinct), (b_rank, b): &(usize, &Distinct)| {
            let by_rank = a_rank.cmp(b_rank).then_with(|| b.count.cmp(&a.count));
            by_rank.then_with(|| a.names(day).cmp(b.names(day)))
        };
        // All of them in order would take longer than finding them.
        if fitting.len() > most && most > 0 {
            fitting.select_nth_unstable_by(most - 1, order);
            fitting.truncate(most);
        }
        fitting.sort_by(order);
        fitting
    }

    /// How many rows a filter with each of some values keeps: one that holds a value as a part counts with it. `None` where
    /// too many fit what is typed.
    fn counts(&self, day: &Day, typed: &str, offered: &[(String, String)]) -> Option<Vec<usize>> {
        let asked: Vec<String> = offered.iter().map(|(text, _)| normal(&text.replace('"', ""))).collect();
        // What holds a value that fits fits itself.
        let fits = |value: &Distinct| value.names(day).contains(typed);
        if self.values.iter().filter(|value| fits(value)).count() > COUNTED {
            return None;
        }
        let mask = |value: &Distinct| {
            if !fits(value) {
                return 0;
            }
            let kept = (0..).zip(&asked).filter(|(_, asked)| self.keeps(day, value, asked));
            kept.fold(0u32, |mask, (bit, _)| mask | 1 << bit)
        };
        let masks: Vec<u32> = self.values.iter().map(mask).collect();
        let mut counts = vec![0; offered.len()];
        let mut begin = 0;
        for end in self.ends.iter().map(|end| *end as usize) {
            let own = self.of_rows.get(begin..end).unwrap_or_default();
            let mut mask =
                own.iter().filter_map(|at| masks.get(*at as usize)).fold(0, |all, mask| all | mask);
            while mask != 0 {
                if let Some(count) = counts.get_mut(mask.trailing_zeros() as usize) {
                    *count += 1;
                }
                mask &= mask - 1;
            }
            begin = end;
        }
        Some(counts)
    }

    /// Whether a filter that asks for a folded text keeps the rows that have a value.
    fn keeps(&self, day: &Day, value: &Distinct, asked: &str) -> bool {
        let names = value.names(day);
        match (&value.key, self.field.sort()) {
            (Key::Country(_), _) => has_part(names.as_bytes(), asked),
            // Who is called so by code alone is meant.
            (Key::Subject(_), Sort::Subjects) => names.split(BETWEEN).next() == Some(asked),
            _ => names.contains(asked),
        }
    }

    /// How well the folded names of a value fit a folded text; `None` where they do not.
    fn rank(&self, names: &str, typed: &str) -> Option<usize> {
        // The id, and the name that is shown.
        if names.split(BETWEEN).take(2).any(|name| name.starts_with(typed)) {
            return Some(0);
        }
        if begins_word(names, typed) {
            return Some(1);
        }
        (self.field.sort() != Sort::Subjects && names.contains(typed)).then_some(2)
    }

    /// What is typed for a value, and what it is called.
    fn called(&self, day: &Day, key: &Key) -> (String, String) {
        let state = day.state();
        let at = |list: RecordKind, at: u32| state.at(Place { list, at: at as usize });
        match key {
            Key::Subject(number) | Key::Country(number) => {
                let Some(Record::Subject(it)) = at(RecordKind::Subjects, *number) else {
                    return <(String, String)>::default();
                };
                let is_coded = self.field.sort() == Sort::Subjects;
                let text = if is_coded { it.id.to_string() } else { quoted(&it.name) };
                (text, it.name.to_string())
            }
            Key::Act(number) => {
                let name =
                    at(RecordKind::Acts, *number).map(|it| state.act_name(it.id())).unwrap_or_default();
                (quoted(name), name.to_owned())
            }
            Key::Source(number) => {
                let id = at(RecordKind::Sources, *number).map(Record::id);
                id.map(|id| (id.to_string(), citation::short(state, id))).unwrap_or_default()
            }
            Key::Text(text) => (quoted(text), text.clone()),
            Key::Flag(flag) => {
                let word = if *flag { "yes" } else { "no" };
                (word.to_owned(), word.to_owned())
            }
        }
    }
}

impl Distinct {
    fn of(day: &Day, field: FilterField, key: Key) -> Self {
        let folded = match &key {
            Key::Subject(_) | Key::Country(_) | Key::Act(_) => String::new(),
            Key::Source(at) => haystack(day.state(), &day.analysis, field, Value::Source(*at)),
            Key::Text(text) => normal(text),
            Key::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        };
        Self { key, folded, count: 0 }
    }

    /// The folded texts by which it is found.
    fn names<'a>(&'a self, day: &'a Day) -> &'a str {
        let of = |list: RecordKind, at: u32| {
            let text = day.analysis.text(Place { list, at: at as usize });
            std::str::from_utf8(names_in(text)).unwrap_or_default()
        };
        match self.key {
            Key::Subject(at) | Key::Country(at) => of(RecordKind::Subjects, at),
            Key::Act(at) => of(RecordKind::Acts, at),
            Key::Source(_) | Key::Text(_) | Key::Flag(_) => &self.folded,
        }
    }
}

/// What of a source stands in a field: several have one publisher and one grade.
fn of_source(state: &State, field: FilterField, at: u32) -> Option<Key> {
    let it = || state.records().sources.get(at as usize);
    Some(match field {
        FilterField::Publisher => Key::Text(it()?.publisher.to_string()),
        FilterField::Grade => Key::Text(it()?.grade?.to_string()),
        _ => Key::Source(at),
    })
}

/// A text as it is typed after the colon: words of plain letters joined by hyphens, which are spaces to a filter; anything
/// else in quotes.
fn quoted(text: &str) -> String {
    if text.contains('"') {
        // A quote cannot be typed: the longest part without one finds it.
        let longest = text.split('"').map(str::trim).max_by_key(|part| part.len()).unwrap_or_default();
        return format!("\"{longest}\"");
    }
    let is_plain = |c: char| c.is_ascii_alphabetic() || c == ' ';
    if !text.contains(char::is_whitespace) {
        text.to_owned()
    } else if text.len() <= 26 && text.chars().all(is_plain) {
        text.replace(' ', "-").to_lowercase()
    } else {
        format!("\"{text}\"")
    }
}
