//! Which rows of the ledger are shown, and in which order.

use std::cell::RefCell;

use hashbrown::HashMap;
use rayon::prelude::*;

use crate::model::compact::Text;
use crate::model::date::Date;
use crate::model::measure::{Measure, MeasureType, Standing};
use crate::model::state::RecordKind;
use crate::views::analysis::{Analysis, Named};
use crate::views::day::Day;
use crate::views::ledger::{CHUNK, Row};
use crate::views::narrowing::{Narrowing, Scope};
use crate::views::query::Query;
use crate::views::search::{Field, Search, Searched, Word};

use super::order::{Keys, Order, Selection, row};

/// The rows that pass a filter and belong to a subject, in order.
pub fn ledger(day: &Day, query: &Query, narrowing: Option<&Narrowing>, order: impl Into<Order>) -> Selection {
    let choice = Choice::new(day, query, narrowing, &order.into());
    let chosen: Vec<Vec<u128>> = day.ledger.par_chunks(CHUNK).map(|rows| choice.keys(rows)).collect();
    let mut keys = chosen.concat();
    keys.par_sort_unstable();
    Selection { keys }
}

/// The subjects that some rows are aimed at, in order, each as one of its measures: the first by the order. A date of a
/// subject is the newest of all its measures.
pub fn subjects(day: &Day, rows: &Selection, order: &Order) -> Selection {
    let keys = Keys::new(day, order, true);
    let target = |at: usize| day.analysis.named(at).target as usize;
    let mut chosen = vec![false; day.analysis.len(RecordKind::Subjects)];
    // Whom the file does not have as a subject has a line for each measure.
    let mut found = Vec::new();
    for at in rows.iter() {
        match (chosen.get_mut(target(at)), day.ledger.get(at)) {
            (Some(slot), _) => *slot = true,
            (None, Some(row)) => found.push(keys.key(row, day.analysis.named(at))),
            (None, None) => {}
        }
    }
    let of_chunk = |rows: &[Row]| {
        let chosen = rows.iter().filter(|row| chosen.get(target(row.at())) == Some(&true));
        chosen.map(|row| keys.key(row, day.analysis.named(row.at()))).collect::<Vec<u128>>()
    };
    let all: Vec<Vec<u128>> = day.ledger.par_chunks(CHUNK).map(of_chunk).collect();
    let mut first = vec![u128::MAX; chosen.len()];
    for key in all.into_iter().flatten() {
        if let Some(slot) = first.get_mut(target(row(key))) {
            *slot = key.min(*slot);
        }
    }
    found.extend(first.into_iter().filter(|key| *key != u128::MAX));
    found.par_sort_unstable();
    Selection { keys: found }
}

/// The same where all but some rows are what they were when `before` was chosen with this filter and in this order, and
/// nothing narrows them. `None` where that cannot be told from these rows alone.
pub fn ledger_after(
    day: &Day,
    query: &Query,
    order: impl Into<Order>,
    before: &Selection,
    changed: &[usize],
) -> Option<Selection> {
    let order = order.into();
    // The rank of a text depends on all the others, and what a target faces on all measures against it.
    if order.depends_on_others() {
        return None;
    }
    if changed.is_empty() {
        return Some(before.clone());
    }
    let mut is_changed = vec![false; day.ledger.len()];
    for at in changed {
        if let Some(slot) = is_changed.get_mut(*at) {
            *slot = true;
        }
    }
    let choice = Choice::new(day, query, None, &order);
    let rows: Vec<Row> = changed.iter().filter_map(|at| day.ledger.get(*at).cloned()).collect();
    let mut fresh = choice.keys(&rows);
    fresh.sort_unstable();
    let mut fresh = fresh.into_iter().peekable();
    let mut keys = Vec::with_capacity(before.keys.len() + rows.len());
    for key in before.keys.iter().copied().filter(|key| is_changed.get(row(*key)) == Some(&false)) {
        while let Some(new) = fresh.next_if(|new| *new < key) {
            keys.push(new);
        }
        keys.push(key);
    }
    keys.extend(fresh);
    Some(Selection { keys })
}

/// What decides which rows are chosen, and in which order, made ready.
struct Choice<'a> {
    day: &'a Day,
    search: Search<'a>,
    cover: Option<Scope<'a>>,
    order: Keys<'a>,
}

impl<'a> Choice<'a> {
    fn new(day: &'a Day, query: &'a Query, narrowing: Option<&'a Narrowing>, order: &Order) -> Self {
        let (state, analysis) = (day.state(), &day.analysis);
        Self {
            day,
            search: Search::of_measures(query, state, analysis),
            cover: narrowing.map(|it| Scope::new(it, state, analysis)),
            order: Keys::new(day, order, false),
        }
    }

    /// The keys of those that are chosen of some rows.
    fn keys(&self, rows: &[Row]) -> Vec<u128> {
        let (analysis, records) = (&self.day.analysis, &self.day.state().records().sanctions);
        let seen = TextHits::default();
        let mut keys = Vec::with_capacity(rows.len());
        for row in rows {
            let named = analysis.named(row.at());
            let passes =
                |record| self.search.accepts(&SearchedMeasure { row, record, named, analysis, seen: &seen });
            let is_chosen = (self.search.is_empty() || records.get(row.at()).is_some_and(passes))
                && self.cover.as_ref().is_none_or(|cover| cover.has(row.place()));
            if is_chosen {
                keys.push(self.order.key(row, named));
            }
        }
        keys
    }
}

/// Whether a text that many records share has what is looked for, looked up once.
#[derive(Default)]
struct TextHits(RefCell<HashMap<(usize, usize), bool>>);

impl TextHits {
    fn within(&self, field: &Field<'_>, text: &Text) -> bool {
        // The same memory is the same text: nothing changes while rows are chosen.
        let key = (text.as_ptr() as usize, std::ptr::from_ref(field) as usize);
        *self.0.borrow_mut().entry(key).or_insert_with(|| field.needle.within(text))
    }
}

/// A measure, as a filter looks at it.
struct SearchedMeasure<'a> {
    row: &'a Row,
    record: &'a Measure,
    named: Named<'a>,
    analysis: &'a Analysis,
    seen: &'a TextHits,
}

impl Searched for SearchedMeasure<'_> {
    fn has(&self, word: &Word<'_>) -> bool {
        word.in_record(self.analysis, self.row.place())
    }

    fn field(&self, field: &Field<'_>) -> Option<bool> {
        let it = self.record;
        Some(match field.name {
            "issuer" => field.is_subject(self.named.issuer),
            "target" => field.is_called(self.named.target) || field.is_subject(self.named.country),
            "actor" => [self.named.issuer, self.named.target, self.named.country]
                .into_iter()
                .any(|subject| field.is_subject(subject)),
            "status" => {
                field.is_standing(self.row.standing)
                    || (self.row.standing.is_in_force() && field.is_standing(Standing::InForce))
                    || self.row.also().any(|standing| field.is_standing(standing))
            }
            "measure" => match &it.measure {
                MeasureType::Standard(kind) => field.is_measure(*kind),
                MeasureType::Other(text) => field.needle.within(text),
            },
            "kind" => field.is_kind(self.named.target),
            "programme" => it.programme.as_ref().is_some_and(|text| self.seen.within(field, text)),
            "act" => {
                self.named.acts.iter().any(|act| field.is_called(*act))
                    || it.list_refs.iter().any(|text| field.needle.within(text))
            }
            "source" => self.named.sources.iter().any(|source| field.is_source(*source)),
            "id" => field.needle.within(it.id.as_str()),
            _ => return None,
        })
    }

    fn date(&self) -> Option<Date> {
        self.row.since
    }

    fn in_conflict(&self) -> bool {
        self.row.conflict
    }
}
