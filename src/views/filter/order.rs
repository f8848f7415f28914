//! In which order the rows of the ledger stand, by one column or several, and the rows in that order.

use hashbrown::{HashMap, HashSet};
use rayon::prelude::*;

use crate::model::date::Date;
use crate::model::id::Id;
use crate::model::measure::{Measure, Standing};
use crate::model::state::{RecordKind, State};
use crate::views::against::{Against, weight};
use crate::views::analysis::{Named, number};
use crate::views::day::Day;
use crate::views::fold::fold;
use crate::views::ledger::{CHUNK, Column, Row, SortKeys, date_key};

/// What rows are ordered by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum By {
    /// What a column says.
    Column(Column),
    /// What the target faces from an issuer.
    Issuer(Id),
}

/// How the rows are put in order by one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// By which column.
    pub column: Column,
    /// Last first.
    pub reversed: bool,
}

/// By so many things at the most rows are ordered.
pub const MOST_KEYS: usize = 3;

/// By what rows are ordered, and by what those that are equal in that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    keys: Vec<(By, bool)>,
}

/// What changed last comes first.
impl Default for Order {
    fn default() -> Self {
        Self::from(Sort { column: Column::Since, reversed: true })
    }
}

impl From<Sort> for Order {
    fn from(sort: Sort) -> Self {
        Self { keys: vec![(By::Column(sort.column), sort.reversed)] }
    }
}

impl Order {
    /// By one thing, as one wants to see it first: dates begin with the newest.
    pub fn by(by: By) -> Self {
        let reversed = begins_with_last(&by);
        Self { keys: vec![(by, reversed)] }
    }

    /// By several things, each with whether its last comes first; no more of them than count.
    pub fn of(mut keys: Vec<(By, bool)>) -> Self {
        keys.truncate(MOST_KEYS);
        if keys.is_empty() { Self::default() } else { Self { keys } }
    }

    /// What comes first.
    pub fn first(&self) -> &By {
        self.keys.first().map_or(&By::Column(Column::Since), |(by, _)| by)
    }

    /// The place of a thing in it, and whether its last comes first.
    pub fn place(&self, by: &By) -> Option<(usize, bool)> {
        let at = self.keys.iter().position(|(key, _)| key == by)?;
        self.keys.get(at).map(|(_, reversed)| (at, *reversed))
    }

    /// By what it orders, each with whether its last comes first.
    pub fn keys(&self) -> &[(By, bool)] {
        &self.keys
    }

    /// Turns round what comes first.
    pub fn reverse(&mut self) {
        if let Some((_, reversed)) = self.keys.first_mut() {
            *reversed = !*reversed;
        }
    }

    /// By this first, then by what it was ordered by before.
    pub fn bring_first(&mut self, by: By) {
        let reversed = self.place(&by).map_or_else(|| begins_with_last(&by), |(_, reversed)| reversed);
        self.keys.retain(|(key, _)| *key != by);
        self.keys.insert(0, (by, reversed));
        self.keys.truncate(MOST_KEYS);
    }

    /// By this alone; where it comes first already, the other way round.
    pub fn press(&mut self, by: By) {
        let turned = self.place(&by).filter(|(at, _)| *at == 0).map(|(_, reversed)| !reversed);
        *self = Self::by(by);
        if let (Some(turned), Some((_, reversed))) = (turned, self.keys.first_mut()) {
            *reversed = turned;
        }
    }

    /// What is equal by all before is ordered by this; where it is among them already, the other way round.
    pub fn then(&mut self, by: By) {
        if let Some((_, reversed)) = self.keys.iter_mut().find(|(key, _)| *key == by) {
            *reversed = !*reversed;
            return;
        }
        self.keys.truncate(MOST_KEYS - 1);
        let reversed = begins_with_last(&by);
        self.keys.push((by, reversed));
    }

    /// Whether any of it depends on more than a row says: on the texts of all others, or on all measures against its target.
    pub(super) fn depends_on_others(&self) -> bool {
        self.keys.iter().any(|(by, _)| match by {
            By::Column(column) => column.is_of_texts() || column.is_of_targets(),
            By::Issuer(_) => true,
        })
    }
}

fn begins_with_last(by: &By) -> bool {
    match by {
        By::Column(column) => column.begins_with_last(),
        // Who is in force comes first.
        By::Issuer(_) => true,
    }
}

/// Rows in order. Each is held as the number that it is ordered by: from the highest bit down, whether nothing is
/// recorded by the day (such rows come last, whatever the order), what it is ordered by first, second and third, and the
/// place in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    pub(super) keys: Vec<u128>,
    pub(super) unseen: usize,
}

/// The bit of a key that puts a row last.
const LAST: u128 = 1 << 127;

/// What says nothing stands last, whichever way round the order is.
const NOTHING: u32 = u32::MAX >> 1;

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
        self.keys.get(at).map(|key| row(*key))
    }

    /// The rows in order, each by its place among all rows.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        self.keys.iter().map(|key| row(*key))
    }

    /// Where a row stands in the order.
    pub fn position(&self, row: usize) -> Option<usize> {
        self.iter().position(|at| at == row)
    }

    /// The rows in order, each with what it is ordered by first, as a number: equal numbers say the same.
    pub(in crate::views) fn said(&self) -> impl Iterator<Item = (usize, u32)> {
        let said = |key: u128| u32::try_from(key >> 96 & u128::from(NOTHING)).unwrap_or(NOTHING);
        self.keys.iter().map(move |key| (row(*key), said(*key)))
    }
}

/// The place of the row of a key.
pub(super) fn row(key: u128) -> usize {
    (key & u128::from(u32::MAX)) as usize
}

/// One of the things that rows are ordered by, made ready.
struct Key<'a> {
    what: What<'a>,
    reversed: bool,
}

enum What<'a> {
    Column(Column),
    /// The ranks of the texts of a column that has texts.
    Texts(Column, HashMap<&'a str, u32>),
    /// How much what each subject faces from the issuer weighs.
    Faced(Vec<u8>),
}

/// What rows are ordered by, made ready.
pub(super) struct Keys<'a> {
    day: &'a Day,
    names: &'a SortKeys,
    parts: Vec<Key<'a>>,
    /// What all measures against each subject come to; only where that is asked.
    against: Option<&'a [Against]>,
    /// A row stands for all measures against its target.
    of_targets: bool,
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

/// The rank of each text of a column.
fn ranks(day: &Day, column: Column) -> HashMap<&str, u32> {
    let (state, records) = (day.state(), day.state().records());
    let chunks = day.ledger.par_chunks(CHUNK).map(|rows| {
        // The same memory is the same text: most measures share theirs.
        let mut seen = HashSet::new();
        let records = rows.iter().filter_map(|row| records.sanctions.get(row.at()));
        let new = records.filter(|it| seen.insert(memory(it, column)));
        new.map(|it| text(state, it, column)).collect::<Vec<&str>>()
    });
    let mut texts = HashMap::new();
    for text in chunks.collect::<Vec<_>>().into_iter().flatten().filter(|text| !text.is_empty()) {
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
    texts
}

/// How much what each subject faces from an issuer weighs.
fn faced(day: &Day, issuer: &Id) -> Vec<u8> {
    let issuer = number(day.state(), issuer);
    let mut faced = vec![0; day.analysis.len(RecordKind::Subjects)];
    for row in &day.ledger {
        let named = day.analysis.named(row.at());
        if named.issuer == issuer
            && let Some(slot) = faced.get_mut(named.target as usize)
        {
            *slot = weight(row.standing).max(*slot);
        }
    }
    faced
}

impl<'a> Keys<'a> {
    /// `of_targets` where a row stands for all measures against its target.
    pub(super) fn new(day: &'a Day, order: &Order, of_targets: bool) -> Self {
        let ready = |by: &By, reversed| {
            let what = match by {
                By::Column(column) if column.is_of_texts() => What::Texts(*column, ranks(day, *column)),
                By::Column(column) => What::Column(*column),
                By::Issuer(issuer) => What::Faced(faced(day, issuer)),
            };
            Key { what, reversed }
        };
        let mut parts: Vec<Key<'a>> = order.keys.iter().map(|(by, reversed)| ready(by, *reversed)).collect();
        // What is equal in all else is ordered by the issuer, then by the target.
        for column in [Column::Issuer, Column::Target] {
            if order.place(&By::Column(column)).is_none() {
                parts.push(Key { what: What::Column(column), reversed: false });
            }
        }
        parts.truncate(MOST_KEYS);
        let asks = |(by, _): &(By, bool)| matches!(by, By::Column(it) if of_targets || it.is_of_targets());
        let against = order.keys.iter().any(asks).then(|| day.against());
        Self { day, names: day.sort_keys(), parts, against, of_targets }
    }

    /// The number that a row is ordered by.
    pub(super) fn key(&self, row: &Row, named: Named<'_>) -> u128 {
        let mut key = row.at() as u128;
        for (it, shift) in self.parts.iter().zip([96, 64, 32]) {
            let said = self.said(&it.what, row, named).map_or(NOTHING, |said| {
                let said = said.min(NOTHING - 1);
                if it.reversed { NOTHING - 1 - said } else { said }
            });
            key |= u128::from(said) << shift;
        }
        if row.standing == Standing::NoRecord { key | LAST } else { key }
    }

    /// What a row says, as a number; `None` where it says nothing.
    fn said(&self, what: &What<'_>, row: &Row, named: Named<'_>) -> Option<u32> {
        let column = match what {
            What::Column(column) => *column,
            What::Texts(column, ranks) => {
                let state = self.day.state();
                let it = state.records().sanctions.get(row.at())?;
                return ranks.get(text(state, it, *column)).copied();
            }
            What::Faced(weights) => {
                let weight = weights.get(named.target as usize).copied().unwrap_or_default();
                return (weight > 0).then(|| u32::from(weight));
            }
        };
        let against = || self.against.and_then(|all| all.get(named.target as usize));
        let date = |of_row: Option<Date>, of_target: fn(&Against) -> Option<Date>| {
            let date = if self.of_targets { against().and_then(of_target) } else { of_row };
            date.map(date_key)
        };
        match column {
            Column::Issuer => Some(self.names.name(named.issuer)),
            Column::Target => Some(self.names.name(named.target)),
            Column::Country => Some(self.names.name(named.country)),
            Column::Kind => {
                let subject = self.day.state().records().subjects.get(named.target as usize)?;
                Some(subject.kind as u32)
            }
            Column::Status => Some(row.standing as u32),
            Column::Measures => Some(against()?.measures),
            Column::Differ => Some(u32::from(against()?.differ)),
            Column::InForceSince => row.dates().in_force.map(|since| date_key(since.on)),
            Column::Since => date(row.since, |against| against.since.map(|since| since.on)),
            Column::Shown => {
                date(row.dates().shown.map(|shown| shown.0), |against| against.shown.map(|shown| shown.0))
            }
            Column::Until => row.until.map(date_key),
            Column::Sources => Some(row.sources),
            Column::Conflict => Some(u32::from(row.conflict)),
            Column::Measure | Column::Programme | Column::Act => None,
        }
    }
}
