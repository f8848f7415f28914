//! The ledger by subject: what each subject faces from every issuer.

use hashbrown::HashMap;
use rayon::prelude::*;

use crate::model::compact::as_u32_saturating;
use crate::model::id::Id;
use crate::model::measure::{MeasureType, StandardMeasure, Standing};
use crate::model::state::{Place, RecordKind};

use super::against::{differ, weight};
use super::analysis::{NOBODY, Named};
use super::day::Day;
use super::evidence::{self, Since};
use super::filter::Selection;
use super::ledger::Row;
use super::wording;

/// What one issuer has against one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The issuer, by its place among the subjects.
    pub issuer: u32,
    /// What its strongest measure is at.
    pub standing: Standing,
    /// How many measures there are of which anything is recorded.
    pub count: usize,
    /// How many of these are at that standing.
    pub strongest: usize,
    /// The first of those, by its place among all rows.
    pub row: usize,
    /// A further step of it may hold already.
    pub unsure: bool,
    /// The kinds of those at that standing, each once.
    pub kinds: Vec<MeasureType>,
}

impl Cell {
    fn new(issuer: u32) -> Self {
        let (standing, kinds) = (Standing::NoRecord, Vec::new());
        Self { issuer, standing, count: 0, strongest: 0, row: 0, unsure: false, kinds }
    }

    fn take(&mut self, row: &Row, kind: &MeasureType) {
        self.count += 1;
        if weight(row.standing) > weight(self.standing) {
            (self.standing, self.row, self.unsure) = (row.standing, row.at(), row.unsure);
            (self.strongest, self.kinds) = (0, Vec::new());
        }
        if row.standing == self.standing {
            self.strongest += 1;
            if !self.kinds.contains(kind) {
                self.kinds.push(kind.clone());
            }
        }
    }

    /// How many of how many: `3`, `1 of 3`; nothing where there is one.
    fn counted(&self) -> String {
        match (self.strongest, self.count) {
            (_, 1) => String::new(),
            (some, all) if some == all => format!("{all} "),
            (some, all) => format!("{some} of {all} "),
        }
    }

    /// The kind of what is strongest, or how many kinds these are.
    fn kind(&self) -> String {
        match self.kinds.as_slice() {
            [kind] => kind.word().to_owned(),
            kinds => format!("{} kinds", kinds.len()),
        }
    }

    /// What stands behind its sign, from the most that can be said to the least; nothing is said that the others leave
    /// open. The kind is said where it is none that anybody would take for granted.
    pub fn texts(&self, says_kind: bool) -> Vec<String> {
        let (counted, kind) = (self.counted(), self.kind());
        let unsure = if self.unsure { "?" } else { "" };
        let word = format!("{counted}{}{unsure}", self.standing);
        let number = match (self.strongest, self.count) {
            (_, 1) => String::new(),
            (some, all) if some == all => all.to_string(),
            (some, all) => format!("{some}/{all}"),
        };
        let short = format!("{number}{unsure}");
        if !says_kind {
            return vec![word, short];
        }
        // The sign says alone that it is in force, and nothing but the word which of several another stands for.
        let is_one_kind = self.standing == Standing::InForce && self.kinds.len() == 1;
        let one = if is_one_kind { format!("{counted}{kind}{unsure}") } else { word.clone() };
        vec![format!("{word} · {kind}"), one, short]
    }
}

/// What one subject faces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What each issuer has against it.
    pub cells: Vec<Cell>,
    /// Whether the kind of its measures is said: not all of them freeze assets.
    pub says_kind: bool,
}

impl Line {
    /// What the subject faces that a measure is aimed at; the measure by its place among all rows.
    pub fn of(day: &Day, row: usize) -> Self {
        let place = Place { list: RecordKind::Sanctions, at: row };
        let own = [as_u32_saturating(row)];
        let measures = match day.measures_of(place) {
            // Whom the file does not have as a subject is known by this measure alone.
            [] => &own,
            measures => measures,
        };
        let (mut cells, mut says_kind) = (Vec::<Cell>::new(), false);
        let mut places: HashMap<u32, usize> = HashMap::new();
        for at in measures.iter().map(|at| *at as usize) {
            let (Some(row), Some(it)) = (day.ledger.get(at), day.state().records().sanctions.get(at)) else {
                continue;
            };
            if row.standing == Standing::NoRecord {
                continue;
            }
            let issuer = day.analysis.named(at).issuer;
            let place = *places.entry(issuer).or_insert_with(|| {
                cells.push(Cell::new(issuer));
                cells.len() - 1
            });
            if let Some(cell) = cells.get_mut(place) {
                cell.take(row, &it.measure);
            }
            says_kind |= it.measure != MeasureType::Standard(StandardMeasure::AssetFreeze);
        }
        Self { cells, says_kind }
    }

    /// What an issuer has against it.
    pub fn cell(&self, issuer: u32) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.issuer == issuer)
    }

    /// Whether some issuers have it in force and others have ended it or have it off their list.
    pub fn differ(&self) -> bool {
        differ(self.cells.iter().map(|cell| cell.standing))
    }
}

/// Who has issued measures against the subjects of some rows: who has most of them comes first. By their places among the
/// subjects.
pub fn issuers(day: &Day, subjects: &Selection) -> Vec<u32> {
    let mut chosen = vec![false; day.analysis.len(RecordKind::Subjects)];
    for row in subjects.iter() {
        if let Some(slot) = chosen.get_mut(day.analysis.named(row).target as usize) {
            *slot = true;
        }
    }
    let is_chosen = |named: &Named<'_>| chosen.get(named.target as usize) == Some(&true);
    let recorded = |row: &&Row| row.standing != Standing::NoRecord;
    let count = |rows: &[Row]| {
        let mut counts: HashMap<u32, usize> = HashMap::new();
        let named = rows.iter().filter(recorded).map(|row| day.analysis.named(row.at())).filter(is_chosen);
        for it in named.filter(|named| named.issuer != NOBODY) {
            *counts.entry(it.issuer).or_default() += 1;
        }
        counts
    };
    let mut all: HashMap<u32, usize> = HashMap::new();
    for counts in day.ledger.par_chunks(CHUNK).map(count).collect::<Vec<_>>() {
        for (issuer, count) in counts {
            *all.entry(issuer).or_default() += count;
        }
    }
    let mut issuers: Vec<(u32, usize)> = all.into_iter().collect();
    issuers.sort_unstable_by_key(|(issuer, count)| (std::cmp::Reverse(*count), *issuer));
    issuers.into_iter().map(|(issuer, _)| issuer).collect()
}

/// How many subjects measures are aimed at.
pub fn count(day: &Day) -> usize {
    let mut seen = vec![false; day.analysis.len(RecordKind::Subjects)];
    let is_new = |row: &&Row| match seen.get_mut(day.analysis.named(row.at()).target as usize) {
        Some(slot) => !std::mem::replace(slot, true),
        None => true,
    };
    day.ledger.iter().filter(is_new).count()
}

/// So many rows are looked at in one go.
const CHUNK: usize = 4096;

/// The id of an issuer.
pub fn issuer_id(day: &Day, issuer: u32) -> Option<&Id> {
    day.state().records().subjects.get(issuer as usize).map(|it| &it.id)
}

/// What a subject faces, in a sentence: `Belavia: US lifted 2025-11 · EU in force since 2021-12`. `row` is a measure against
/// it, by its place among all rows; the issuers come in the order of `issuers`.
pub fn sentence(day: &Day, row: usize, line: &Line, issuers: &[u32]) -> String {
    let records = day.state().records();
    let name = records.sanctions.get(row).map(|it| day.state().target_name(it)).unwrap_or_default();
    let parts = issuers.iter().filter_map(|issuer| {
        let (issuer, cell) = (issuer_id(day, *issuer)?, line.cell(*issuer)?);
        let dates = day.ledger.get(cell.row)?.dates();
        let (word, since) = match dates.in_force {
            Some(since) if cell.standing == Standing::InForce => ("since ", since.short()),
            _ => ("", dates.status.map(Since::short).unwrap_or_default()),
        };
        let shown = dates.shown.map(|shown| format!(", {}", evidence::age(shown, day.as_of())));
        let shown = shown.unwrap_or_default();
        let kind = if line.says_kind { format!(", {}", cell.kind()) } else { String::new() };
        let more = match (cell.strongest, cell.count) {
            (_, 1) => String::new(),
            (some, all) if some == all => format!(" ({all} measures)"),
            (some, all) => format!(" ({some} of {})", wording::count(all, "measure", "measures")),
        };
        Some(format!("{issuer} {} {word}{since}{shown}{kind}{more}", cell.standing))
    });
    format!("{name}: {}", parts.collect::<Vec<_>>().join(" · "))
}
