//! Which rows of the ledger are shown, and in which order.

use chrono::Datelike;
use hashbrown::{HashMap, HashSet};
use rayon::prelude::*;

use crate::model::date::Date;
use crate::model::id::Id;
use crate::model::measure::{Measure, Standing};
use crate::model::state::State;
use crate::views::analysis::Named;
use crate::views::day::Day;
use crate::views::fold::fold;
use crate::views::ledger::{CHUNK, Column, Row, SortKeys};
use crate::views::narrowing::{Narrowing, Scope};
use crate::views::query::Query;
use crate::views::search::{Fit, Search, Seen};

use super::measure::SearchedMeasure;

/// How the rows are put in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// By which column.
    pub column: Column,
    /// Last first.
    pub reversed: bool,
}

/// Rows in order. Each is held as the number that it is ordered by: from the highest bit down, whether nothing is
/// recorded by the day (such rows come last, whatever the order), what the column says, the issuer, the target, and
/// the place in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    keys: Vec<u128>,
    reversed: bool,
    unseen: usize,
}

/// All bits of a key but the one that puts a row last.
const TURNED: u128 = u128::MAX >> 1;

impl Selection {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// How many more rows have the words of the filter where they do not show them; nought where these are the rows.
    pub fn unseen(&self) -> usize {
        self.unseen
    }

    /// The row at a place of the order, by its place among all rows.
    pub fn get(&self, at: usize) -> Option<usize> {
        self.keys.get(at).map(|key| self.row(*key))
    }

    /// The rows in order, each by its place among all rows.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        self.keys.iter().map(|key| self.row(*key))
    }

    /// Where a row stands in the order.
    pub fn position(&self, row: usize) -> Option<usize> {
        self.iter().position(|at| at == row)
    }

    /// What the column says of the rows in order, as one number each; equal numbers say the same.
    pub(in crate::views) fn column(&self, column: Column) -> impl Iterator<Item = (usize, u32)> {
        let shift = if column == Column::Issuer { 64 } else { 96 };
        self.keys.iter().map(move |key| {
            let key = if self.reversed { key ^ TURNED } else { *key };
            let said = u32::try_from((key & TURNED) >> shift & u128::from(u32::MAX)).unwrap_or(u32::MAX);
            (self.row(key ^ if self.reversed { TURNED } else { 0 }), said)
        })
    }

    fn row(&self, key: u128) -> usize {
        let key = if self.reversed { key ^ TURNED } else { key };
        (key & u128::from(u32::MAX)) as usize
    }
}

/// The rows that pass a filter and belong to a subject, in order: those that show its words; where none does, those that
/// have them anywhere.
pub fn ledger(day: &Day, query: &Query, narrowing: Option<&Narrowing>, sort: Sort) -> Selection {
    let choice = Choice::new(day, query, narrowing, sort);
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
    Selection { keys, reversed: sort.reversed, unseen }
}

/// The same where all but some rows are what they were when `before` was chosen with this filter and in this order, and
/// nothing narrows them. `None` where that cannot be told from these rows alone.
pub fn ledger_after(
    day: &Day,
    query: &Query,
    sort: Sort,
    before: &Selection,
    changed: &[usize],
) -> Option<Selection> {
    // The rank of a text depends on all the others, and so does whether any row shows a word.
    if sort.column.is_of_texts() || query.has_words() || before.reversed != sort.reversed {
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
    let choice = Choice::new(day, query, None, sort);
    let rows: Vec<Row> = changed.iter().filter_map(|at| day.ledger.get(*at).cloned()).collect();
    let [mut fresh, _] = choice.keys(&rows);
    fresh.sort_unstable();
    let mut fresh = fresh.into_iter().peekable();
    let mut keys = Vec::with_capacity(before.keys.len() + rows.len());
    for key in before.keys.iter().copied().filter(|key| is_changed.get(before.row(*key)) == Some(&false)) {
        while let Some(new) = fresh.next_if(|new| *new < key) {
            keys.push(new);
        }
        keys.push(key);
    }
    keys.extend(fresh);
    Some(Selection { keys, reversed: sort.reversed, unseen: 0 })
}

/// What decides which rows are chosen, and in which order, made ready.
struct Choice<'a> {
    day: &'a Day,
    search: Search<'a>,
    cover: Option<Scope<'a>>,
    order: Order<'a>,
}

impl<'a> Choice<'a> {
    fn new(day: &'a Day, query: &'a Query, narrowing: Option<&'a Narrowing>, sort: Sort) -> Self {
        let (state, analysis) = (day.state(), &day.analysis);
        Self {
            day,
            search: Search::of_measures(query, state, analysis),
            cover: narrowing.map(|it| Scope::new(it, state, analysis)),
            order: Order::new(day, sort),
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

/// What rows are ordered by, made ready.
struct Order<'a> {
    state: &'a State,
    sort_keys: &'a SortKeys,
    sort: Sort,
    /// The ranks of the texts of a column that has texts.
    texts: HashMap<&'a str, u32>,
}

/// The text of a column that many measures share.
fn text<'a>(state: &'a State, it: &'a Measure, column: Column) -> &'a str {
    match column {
        Column::Measure => it.measure.word(),
        Column::Programme => it.programme.as_deref().unwrap_or_default(),
        Column::Act => it.acts.first().map(|act| state.act_name(act)).unwrap_or_default(),
        _ => "",
    }
}

/// Where in memory the text of a column stands, or what it is made from.
fn memory(it: &Measure, column: Column) -> usize {
    let text = match column {
        Column::Measure => it.measure.word(),
        Column::Programme => it.programme.as_deref().unwrap_or_default(),
        Column::Act => it.acts.first().map(Id::as_str).unwrap_or_default(),
        _ => "",
    };
    text.as_ptr() as usize
}

impl<'a> Order<'a> {
    fn new(day: &'a Day, sort: Sort) -> Self {
        let mut texts = HashMap::new();
        if sort.column.is_of_texts() {
            let (state, records) = (day.state(), day.state().records());
            let chunks = day.ledger.par_chunks(CHUNK).map(|rows| {
                // The same memory is the same text: most measures share theirs.
                let mut seen = HashSet::new();
                let records = rows.iter().filter_map(|row| records.sanctions.get(row.at()));
                let new = records.filter(|it| seen.insert(memory(it, sort.column)));
                new.map(|it| text(state, it, sort.column)).collect::<Vec<&str>>()
            });
            for text in chunks.collect::<Vec<_>>().into_iter().flatten() {
                texts.entry(text).or_default();
            }
            let mut order: Vec<(String, &str)> = texts.keys().map(|text| (fold(text), *text)).collect();
            order.sort_unstable();
            let (mut rank, mut before) = (0, None);
            for (folded, text) in order {
                if before.as_ref().is_some_and(|before| *before != folded) {
                    rank += 1;
                }
                texts.insert(text, rank);
                before = Some(folded);
            }
        }
        Self { state: day.state(), sort_keys: day.sort_keys(), sort, texts }
    }

    /// The rank of the text that the column says of a row.
    fn text(&self, row: &Row) -> u32 {
        let it = self.state.records().sanctions.get(row.at());
        it.and_then(|it| self.texts.get(text(self.state, it, self.sort.column)).copied()).unwrap_or_default()
    }

    fn key(&self, row: &Row, named: Named<'_>) -> u128 {
        let column = self.sort.column;
        let first = match column {
            Column::Issuer => 0,
            Column::Target => self.sort_keys.name(named.target),
            Column::Measure | Column::Programme | Column::Act => self.text(row),
            Column::Status => row.standing as u32,
            Column::InForceSince => date_key(row.dates().in_force.map(|since| since.on)),
            Column::Since => date_key(row.since),
            Column::Shown => date_key(row.dates().shown.map(|shown| shown.0)),
            Column::Until => date_key(row.until),
            Column::Sources => u32::MAX - row.sources,
            Column::Conflict => u32::from(!row.conflict),
        };
        let mut key = (u128::from(first & (u32::MAX >> 1)) << 96)
            | (u128::from(self.sort_keys.name(named.issuer)) << 64)
            | (u128::from(self.sort_keys.name(named.target)) << 32)
            | row.at() as u128;
        if self.sort.reversed {
            key ^= TURNED;
        }
        if row.standing == Standing::NoRecord {
            key |= !TURNED;
        }
        key
    }
}

/// Dates by the day on which they are certain, then by the day on which they became possible; none comes last.
fn date_key(date: Option<Date>) -> u32 {
    let Some(date) = date else { return u32::MAX };
    let day = u32::try_from(date.last().num_days_from_ce()).unwrap_or_default();
    let open = u32::try_from(date.uncertainty_days()).unwrap_or_default().min(255);
    // 23 bits of days reach beyond the year 9999.
    (day << 8) | (255 - open)
}
