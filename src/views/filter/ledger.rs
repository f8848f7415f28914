//! Which rows of the ledger are shown, and in which order.

use rayon::prelude::*;

use crate::model::state::RecordKind;
use crate::views::day::Day;
use crate::views::ledger::{CHUNK, Row};
use crate::views::narrowing::{Narrowing, Scope};
use crate::views::query::Query;
use crate::views::search::{Fit, Search, Seen};

use super::measure::SearchedMeasure;
use super::order::{Keys, Order, Selection, row};

/// The rows that pass a filter and belong to a subject, in order: those that show its words; where none does, those that
/// have them anywhere.
pub fn ledger(day: &Day, query: &Query, narrowing: Option<&Narrowing>, order: impl Into<Order>) -> Selection {
    let choice = Choice::new(day, query, narrowing, &order.into());
    let chosen: Vec<[Vec<u128>; 2]> = day.ledger.par_chunks(CHUNK).map(|rows| choice.keys(rows)).collect();
    let mut keys = Vec::with_capacity(chosen.iter().map(|[shown, _]| shown.len()).sum());
    for [shown, _] in &chosen {
        keys.extend_from_slice(shown);
    }
    let mut unseen = chosen.iter().map(|[_, unseen]| unseen.len()).sum();
    if keys.is_empty() {
        for [_, unseen] in &chosen {
            keys.extend_from_slice(unseen);
        }
        unseen = 0;
    }
    keys.par_sort_unstable();
    Selection { keys, unseen }
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
    Selection { keys: found, unseen: rows.unseen() }
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
    // The rank of a text depends on all the others, what a target faces and who holds something against it on all measures
    // against it, and where a row shows a word on whether any other does.
    if order.depends_on_others() || query.depends_on_others() || query.has_words() {
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
    let [mut fresh, _] = choice.keys(&rows);
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
    Some(Selection { keys, unseen: 0 })
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

    /// The keys of those that are chosen of some rows: by what they show, and by anything else.
    fn keys(&self, rows: &[Row]) -> [Vec<u128>; 2] {
        let (analysis, records) = (&self.day.analysis, &self.day.state().records().sanctions);
        let seen = Seen::default();
        let mut keys = [Vec::with_capacity(rows.len()), Vec::new()];
        for row in rows {
            let named = analysis.named(row.at());
            let fit = |record| self.search.fit(&SearchedMeasure { day: self.day, row, record, named }, &seen);
            let fit =
                if self.search.is_empty() { Fit::Shown } else { records.get(row.at()).map_or(Fit::No, fit) };
            if fit == Fit::No || self.cover.as_ref().is_some_and(|cover| !cover.has(row.place())) {
                continue;
            }
            let [shown, unseen] = &mut keys;
            if fit == Fit::Shown { shown } else { unseen }.push(self.order.key(row, named));
        }
        keys
    }
}
