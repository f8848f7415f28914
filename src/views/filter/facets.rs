//! What stands in a field of some rows, and in how many of them: from this come the values that are offered while a filter
//! is typed, and the word that there is no such value.

use hashbrown::HashMap;

use crate::model::compact::as_u32_saturating;
use crate::model::record::Record;
use crate::model::state::{Place, RecordKind, State};
use crate::views::citation;
use crate::views::day::Day;
use crate::views::fields::{FilterField, Listing, Sort};
use crate::views::fold::normal;
use crate::views::search::{Searched, Value, begins_word, has_part, haystack};

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

/// A value that some rows have.
#[derive(Debug, Clone)]
struct Distinct {
    key: Key,
    text: String,
    name: String,
    /// Where a filter looks for a part of it.
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
                let number = known.or_else(|| {
                    let key = match value {
                        Value::Subject(u32::MAX) | Value::Country(u32::MAX) => return None,
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
                        facets.values.push(Distinct::of(day, field, &key));
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
    pub(super) fn has(&self, asked: &str) -> bool {
        self.values.iter().any(|value| match (&value.key, self.field.sort()) {
            (Key::Subject(_), Sort::Subjects) => {
                normal(&value.text) == asked || begins_word(&value.folded, asked)
            }
            _ => self.keeps(value, asked),
        })
    }

    /// The values that rows have, those of most rows first.
    pub fn told(&self) -> String {
        let mut values: Vec<&Distinct> =
            self.values.iter().filter(|value| !matches!(value.key, Key::Country(_))).collect();
        values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.text.cmp(&b.text)));
        let mut texts: Vec<&str> = values.iter().take(TOLD).map(|value| value.text.as_str()).collect();
        if values.len() > TOLD {
            texts.push("…");
        }
        texts.join(", ")
    }

    /// The values that fit what is typed: those first that begin so, then those of most rows.
    pub fn offers(&self, typed: &str, most: usize) -> Vec<Offer> {
        let typed = normal(typed.trim_start_matches('"'));
        let fitting: Vec<(usize, &Distinct)> = self
            .values
            .iter()
            .filter(|value| !matches!(value.key, Key::Country(_)))
            .filter_map(|value| self.rank(value, &typed).map(|rank| (rank, value)))
            .collect();
        let is_counted = fitting.len() <= COUNTED;
        let mut first = fitting;
        first.sort_by(|(a_rank, a), (b_rank, b)| {
            a_rank.cmp(b_rank).then_with(|| b.count.cmp(&a.count)).then_with(|| a.text.cmp(&b.text))
        });
        first.truncate(most.min(32));
        let counts = if is_counted { self.counts(&first) } else { Vec::new() };
        let offer = |(at, (_, value)): (usize, &(usize, &Distinct))| Offer {
            text: value.text.clone(),
            name: value.name.clone(),
            count: counts.get(at).copied(),
        };
        first.iter().enumerate().map(offer).collect()
    }

    /// How many rows a filter with each of some values keeps: one that holds a value as a part counts with it.
    fn counts(&self, values: &[(usize, &Distinct)]) -> Vec<usize> {
        let asked: Vec<String> =
            values.iter().map(|(_, value)| normal(&value.text.replace('"', ""))).collect();
        let mask = |value: &Distinct| {
            let holds = |asked: &String| self.keeps(value, asked);
            (0..).zip(&asked).filter(|(_, asked)| holds(asked)).fold(0u32, |mask, (bit, _)| mask | 1 << bit)
        };
        let masks: Vec<u32> = self.values.iter().map(mask).collect();
        let mut counts = vec![0; values.len()];
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
        counts
    }

    /// Whether a filter that asks for a folded text keeps the rows that have a value.
    fn keeps(&self, value: &Distinct, asked: &str) -> bool {
        match (&value.key, self.field.sort()) {
            (Key::Country(_), _) => has_part(value.folded.as_bytes(), asked),
            // Who is called so by code alone is meant.
            (Key::Subject(_), Sort::Subjects) => normal(&value.text) == asked,
            _ => value.folded.contains(asked),
        }
    }

    /// How well a value fits a folded text; `None` where it does not.
    fn rank(&self, value: &Distinct, typed: &str) -> Option<usize> {
        let name = normal(&value.name);
        if matches!(value.key, Key::Country(_)) {
            return has_part(value.folded.as_bytes(), typed).then_some(3);
        }
        if name.starts_with(typed) || normal(&value.text).starts_with(typed) {
            return Some(0);
        }
        if begins_word(&value.folded, typed) {
            return Some(1);
        }
        let is_part = self.field.sort() != Sort::Subjects || !matches!(value.key, Key::Subject(_));
        (is_part && value.folded.contains(typed)).then_some(2)
    }
}

impl Distinct {
    fn of(day: &Day, field: FilterField, key: &Key) -> Self {
        let (state, analysis) = (day.state(), &day.analysis);
        let subject = |at: u32| state.records().subjects.get(at as usize);
        let folded = |value| haystack(state, analysis, field, value);
        let (text, name, folded) = match key {
            Key::Subject(at) | Key::Country(at) => {
                let (id, name) = subject(*at).map_or(("", ""), |it| (it.id.as_str(), it.name.as_str()));
                let text = if field.sort() == Sort::Subjects { id.to_owned() } else { quoted(name) };
                (text, name.to_owned(), folded(Value::Subject(*at)))
            }
            Key::Act(at) => {
                let place = Place { list: RecordKind::Acts, at: *at as usize };
                let name = state.at(place).map(|record| state.act_name(record.id())).unwrap_or_default();
                (quoted(name), name.to_owned(), folded(Value::Act(*at)))
            }
            Key::Source(at) => {
                let place = Place { list: RecordKind::Sources, at: *at as usize };
                let Some(id) = state.at(place).map(Record::id) else { return Self::nothing(key) };
                (id.to_string(), citation::short(state, id), folded(Value::Source(*at)))
            }
            Key::Text(text) => (quoted(text), text.clone(), folded(Value::Made(text))),
            Key::Flag(flag) => {
                let word = if *flag { "yes" } else { "no" };
                (word.to_owned(), word.to_owned(), word.to_owned())
            }
        };
        Self { key: key.clone(), text, name, folded, count: 0 }
    }

    fn nothing(key: &Key) -> Self {
        Self { key: key.clone(), text: String::new(), name: String::new(), folded: String::new(), count: 0 }
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
