//! The heads of the ledger's columns: which have a place, where, how wide, and the cursor among them. Widths follow what is
//! in view and a sample of the rest, so that they cost the same however many rows there are.

use std::collections::HashMap;

use crate::app::text::width;
use crate::model::evidence::Age;
use crate::views::cells;
use crate::views::day::Day;
use crate::views::filter::{By, Order, Selection};
use crate::views::ledger::{Column, Row};
use crate::views::subjects::{self, Line};

use super::columns::Columns;
use super::fit::Fit;

/// A column that has a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// What it says; the order by it.
    pub by: By,
    /// Its first cell on the screen.
    pub x: u16,
    /// How many cells it has.
    pub cells: usize,
}

/// How many cells a column could use: for the least that it can say, for what it should, for all.
type Wide = [usize; 3];

/// So many rows are looked at beside those in view.
const SAMPLE: usize = 64;

/// So many lines by subject are kept.
const KEPT_LINES: usize = 512;

/// The columns of the view that is shown.
#[derive(Debug, Clone, Default)]
pub struct Heads {
    /// The column under the cursor, by measure and by subject.
    at: [Option<By>; 2],
    /// Whether lines are subjects.
    by_subject: bool,
    /// All columns that the view may have.
    wanted: Vec<By>,
    /// Those of them that have something in a row that was seen; those without a place too.
    all: Vec<By>,
    /// Those that have a place.
    pub placed: Vec<Head>,
    /// How wide what was seen is.
    wide: HashMap<By, Wide>,
    /// The lines by subject that were in view, by the row that stands for them, and the generation of facts they are of.
    lines: HashMap<usize, Line>,
    generation: u64,
}

/// What a head says.
pub fn word(by: &By, by_subject: bool) -> &str {
    match by {
        By::Issuer(issuer) => issuer.as_str(),
        By::Column(Column::Target) if by_subject => "Subject",
        By::Column(Column::Since) if by_subject => "Last change",
        By::Column(column) => column.word(),
    }
}

/// The same where it has no room.
pub fn short_word(by: &By, by_subject: bool) -> &str {
    match by {
        By::Column(Column::Issuer) => "By",
        By::Column(Column::InForceSince) => "In force",
        By::Column(Column::Since) if by_subject => "Change",
        By::Column(Column::Since) => "Since",
        By::Column(Column::Act) => "Act",
        By::Column(Column::Measures) => "#",
        by => word(by, by_subject),
    }
}

/// The sign of an order in a head: `▴`, and `▾2` for what comes second; nothing where it is not ordered by that.
pub fn arrow(order: &Order, by: &By) -> String {
    let Some((at, reversed)) = order.place(by) else { return String::new() };
    let number = if at == 0 { String::new() } else { (at + 1).to_string() };
    format!("{}{number}", if reversed { "▾" } else { "▴" })
}

impl Heads {
    /// The column under the cursor: the first where none was chosen, by subject the first issuer.
    pub fn at(&self) -> Option<&By> {
        let chosen = self.at.get(usize::from(self.by_subject)).and_then(Option::as_ref);
        let usual = || {
            let issuer = self.all.iter().find(|by| matches!(by, By::Issuer(_)));
            issuer.filter(|_| self.by_subject).or(self.all.first())
        };
        chosen.filter(|by| self.all.contains(by)).or_else(usual)
    }

    /// Goes to the column before, or after; returns whether there is one.
    pub(super) fn step(&mut self, right: bool) -> bool {
        let here = self.at().and_then(|at| self.all.iter().position(|by| by == at)).unwrap_or_default();
        let to = if right { Some(here + 1) } else { here.checked_sub(1) };
        let Some(by) = to.and_then(|to| self.all.get(to)).cloned() else { return false };
        self.to(by);
        true
    }

    /// Goes to a column.
    pub(in crate::app) fn to(&mut self, by: By) {
        if let Some(slot) = self.at.get_mut(usize::from(self.by_subject)) {
            *slot = Some(by);
        }
    }

    /// The column at a cell of the screen, the gap after it included.
    pub fn at_cell(&self, x: u16) -> Option<&By> {
        let is_there = |head: &&Head| (head.x..=head.x.saturating_add(cells_u16(head.cells))).contains(&x);
        self.placed.iter().find(is_there).map(|head| &head.by)
    }

    /// How many issuers have no place.
    pub fn issuers_beyond(&self) -> usize {
        let placed = self.placed.iter().filter(|head| matches!(head.by, By::Issuer(_))).count();
        self.all.iter().filter(|by| matches!(by, By::Issuer(_))).count() - placed
    }

    /// What a subject faces that is in view.
    pub fn line(&self, row: usize) -> Option<&Line> {
        self.lines.get(&row)
    }

    /// Other rows are listed: what was seen of the former counts no more.
    pub(super) fn forget(&mut self) {
        self.wide.clear();
        self.wanted.clear();
        self.all.clear();
    }

    /// The columns of the view, and how wide a sample of the rows is.
    pub(super) fn begin(
        &mut self,
        facts: &Day,
        columns: &Columns,
        listed: &Selection,
        issuers: Option<&[u32]>,
    ) {
        self.by_subject = issuers.is_some();
        self.wide.clear();
        self.wanted = columns.shown().flat_map(|column| of_view(facts, column, issuers)).collect();
        if issuers.is_none() {
            let step = (listed.len() / SAMPLE).max(1);
            for row in listed.iter().step_by(step) {
                self.measure(facts, row);
            }
            // What few rows have must not be missed.
            let any = |column: Column, has: fn(&Row) -> bool, cells: usize| {
                let is_there = listed.iter().filter_map(|at| facts.ledger.get(at)).any(has);
                is_there.then_some((By::Column(column), [cells; 3]))
            };
            let rare = [
                any(Column::Conflict, |row| row.conflict, 1),
                any(Column::Until, |row| row.until.is_some(), 10),
            ];
            for (by, cells) in rare.into_iter().flatten() {
                widen(&mut self.wide, by, cells);
            }
        }
        self.leave_empty_out();
    }

    /// By measure a column in which nothing was seen yet has no place: it comes with the first row that has something.
    fn leave_empty_out(&mut self) {
        let is_filled =
            |by: &&By| self.wide.get(by).is_some_and(|cells| cells.iter().any(|cells| *cells > 0));
        self.all = self.wanted.iter().filter(|by| self.by_subject || is_filled(by)).cloned().collect();
    }

    /// Takes the rows that are in view.
    pub(super) fn see(&mut self, facts: &Day, rows: impl Iterator<Item = usize>) {
        if self.generation != facts.generation || self.lines.len() > KEPT_LINES {
            self.lines.clear();
            self.generation = facts.generation;
        }
        for row in rows {
            if self.by_subject {
                self.measure_subject(facts, row);
            } else {
                self.measure(facts, row);
            }
        }
        self.leave_empty_out();
    }

    fn measure(&mut self, facts: &Day, row: usize) {
        let Some(row) = facts.ledger.get(row) else { return };
        for by in &self.wanted {
            let By::Column(column) = by else { continue };
            let cells = width(&cells::text(facts, row, *column));
            let cells = if *column == Column::Target && facts.measures_of(row.place()).len() > 1 {
                // Its measures may be told apart behind the name.
                let it = facts.state().records().sanctions.get(row.at());
                let kind = it.map_or(0, |it| width(it.measure.word()).min(14));
                [cells, cells, cells + 2 + kind]
            } else if *column == Column::Status {
                // Before the word of a status stands its sign, behind it the age of the evidence.
                let days = row.dates().shown.map(|shown| format!(" {} d", shown.days(facts.as_of())));
                let age = days.map_or(0, |days| width(&days));
                [1, cells + 2, cells + 2 + age]
            } else {
                [cells; 3]
            };
            widen(&mut self.wide, by.clone(), cells);
        }
    }

    fn measure_subject(&mut self, facts: &Day, at: usize) {
        let Some(row) = facts.ledger.get(at) else { return };
        let line = self.lines.entry(at).or_insert_with(|| Line::of(facts, at));
        for by in &self.all {
            let cells = match by {
                By::Issuer(issuer) => {
                    let issuer = crate::views::analysis::number(facts.state(), issuer);
                    let Some(cell) = line.cell(issuer) else { continue };
                    let texts = cell.texts(line.says_kind);
                    let aged = facts.ledger.get(cell.row).and_then(|row| row.dates().shown);
                    let aged = aged.is_some_and(|shown| shown.age(facts.as_of()) != Age::Fresh);
                    let cells = |text: Option<&String>| {
                        let text = text.map_or(0, |text| width(text));
                        1 + usize::from(aged) + text + usize::from(text > 0)
                    };
                    [
                        cells(texts.last()),
                        cells(texts.get(texts.len().saturating_sub(2))),
                        cells(texts.first()),
                    ]
                }
                By::Column(Column::Since) => [12; 3],
                By::Column(column) => [width(&cells::text(facts, row, *column)); 3],
            };
            widen(&mut self.wide, by.clone(), cells);
        }
    }

    /// Gives the columns their places in so many cells from `x` on.
    pub(super) fn place(&mut self, x: u16, cells: u16, order: &Order, marked: bool) {
        let mut asked = Asked { heads: self, order, fit: Fit::new(self.all.len(), usize::from(cells)) };
        if self.by_subject {
            asked.subjects();
        } else {
            asked.measures(marked);
        }
        let fit = asked.fit;
        let mut x = x;
        let mut placed = Vec::new();
        for (at, by) in self.all.iter().enumerate() {
            let cells = fit.cells(at);
            if cells > 0 {
                placed.push(Head { by: by.clone(), x, cells });
                x = x.saturating_add(cells_u16(cells + 1));
            }
        }
        self.placed = placed;
    }
}

fn cells_u16(cells: usize) -> u16 {
    u16::try_from(cells).unwrap_or(u16::MAX)
}

fn widen(wide: &mut HashMap<By, Wide>, by: By, cells: Wide) {
    let slot = wide.entry(by).or_default();
    for (slot, cells) in slot.iter_mut().zip(cells) {
        *slot = cells.max(*slot);
    }
}

/// What a column is in the view: in that by subject the issuers stand where the status does, and what differs from measure
/// to measure is left out.
fn of_view(facts: &Day, column: Column, issuers: Option<&[u32]>) -> Vec<By> {
    let Some(issuers) = issuers else {
        let of_subjects = matches!(column, Column::Differ | Column::Measures);
        return if of_subjects { Vec::new() } else { vec![By::Column(column)] };
    };
    match column {
        Column::Status => {
            let ids = issuers.iter().filter_map(|issuer| subjects::issuer_id(facts, *issuer));
            ids.cloned().map(By::Issuer).collect()
        }
        Column::Differ
        | Column::Target
        | Column::Kind
        | Column::Country
        | Column::Measures
        | Column::Since
        | Column::Shown => vec![By::Column(column)],
        _ => Vec::new(),
    }
}

/// Columns asking for their cells.
struct Asked<'a> {
    heads: &'a Heads,
    order: &'a Order,
    fit: Fit,
}

impl Asked<'_> {
    fn place(&self, by: &By) -> Option<usize> {
        self.heads.all.iter().position(|it| it == by)
    }

    /// How many cells what a column says takes: the least, what it should have, all.
    fn wide(&self, by: &By) -> Wide {
        self.heads.wide.get(by).copied().unwrap_or_default()
    }

    /// The column asks for so many cells, or for as many as it can use where these are fewer; for its arrow at least.
    fn ask(&mut self, by: &By, cells: usize) -> bool {
        let [_, _, wide] = self.wide(by);
        let head = width(short_word(by, self.heads.by_subject)).min(7) + width(&arrow(self.order, by));
        let cells = cells.min(wide.max(head));
        self.place(by).is_some_and(|at| self.fit.ask(at, cells))
    }

    fn grow(&mut self, by: &By, cells: usize) {
        let [_, _, wide] = self.wide(by);
        if let Some(at) = self.place(by) {
            self.fit.grow(at, cells.min(wide));
        }
    }

    /// The heads have what is left.
    fn grow_heads(&mut self) {
        for by in &self.heads.all {
            let cells = width(word(by, self.heads.by_subject)) + width(&arrow(self.order, by));
            if let Some(at) = self.place(by).filter(|at| self.fit.cells(*at) > 0) {
                self.fit.ask(at, cells);
            }
        }
    }

    /// The column under the cursor is always in view.
    fn ask_cursor(&mut self) {
        if let Some(by) = self.heads.at() {
            let [_, least, _] = self.wide(by);
            self.ask(by, least.min(14));
        }
    }

    /// By measure: the sign of the status is the last to go.
    fn measures(&mut self, marked: bool) {
        use Column::{
            Act, Conflict, Country, InForceSince, Issuer, Kind, Measure, Programme, Shown, Since, Sources,
            Status, Target, Until,
        };
        let column = By::Column;
        // What it was on the marked day stands beside what it is.
        let wide = self.fit.left() >= 70;
        let status = if marked && wide { 34 } else { 19 };
        if let Some(at) = self.place(&column(Status)) {
            self.fit.ask(at, 1);
        }
        self.ask(&column(Target), 8);
        self.ask_cursor();
        self.ask(&column(Issuer), 7);
        self.ask(&column(Target), 14);
        let [_, said, aged] = self.wide(&column(Status));
        let said = if marked { said.max(if wide { 27 } else { 19 }) } else { said.min(status) };
        if let Some(at) = self.place(&column(Status)) {
            self.fit.ask(at, said);
        }
        self.ask(&column(Conflict), 1);
        for (by, _) in self.order.keys() {
            if !matches!(by, By::Column(Status | Target | Conflict)) {
                self.ask(by, 14);
            }
        }
        self.ask(&column(Target), 18);
        if !self.ask(&column(Shown), 12)
            && let Some(at) = self.place(&column(Status))
        {
            // Without a column of its own the age stands beside the status.
            self.fit.grow(at, aged.max(said));
        }
        for (it, cells) in
            [(InForceSince, 14), (Measure, 14), (Since, 13), (Act, 14), (Until, 12), (Programme, 10)]
        {
            self.ask(&column(it), cells);
        }
        self.grow(&column(Target), 34);
        self.grow(&column(Measure), 27);
        self.ask(&column(Sources), 3);
        if let Some(at) = self.place(&column(Status)).filter(|_| marked) {
            self.fit.grow(at, status);
        }
        self.grow(&column(Act), 34);
        self.grow(&column(Programme), 28);
        self.grow_heads();
        for (it, cells) in [(Kind, 12), (Country, 7)] {
            self.ask(&column(it), cells);
        }
        self.grow_heads();
        for it in [Target, Act, Programme, Measure] {
            self.grow(&column(it), usize::MAX);
        }
    }

    /// By subject: the name, then a sign an issuer, then words.
    fn subjects(&mut self) {
        use Column::{Country, Differ, Kind, Measures, Shown, Since, Target};
        let column = By::Column;
        let heads = self.heads;
        let issuers: Vec<&By> = heads.all.iter().filter(|by| matches!(by, By::Issuer(_))).collect();
        let least = |asked: &Self, by: &By| {
            let [least, _, _] = asked.wide(by);
            let head = width(word(by, true)) + width(&arrow(asked.order, by));
            least.max(head.min(5))
        };
        self.ask(&column(Target), 8);
        match heads.at() {
            Some(by @ By::Issuer(_)) => {
                let cells = least(self, by);
                self.ask_cells(by, cells);
            }
            _ => self.ask_cursor(),
        }
        self.ask(&column(Target), 14);
        self.ask(&column(Differ), 1);
        for by in issuers.iter().take(4) {
            let cells = least(self, by);
            self.ask_cells(by, cells);
        }
        self.ask(&column(Target), 18);
        for by in issuers.iter().take(2) {
            let [_, cells, _] = self.wide(by);
            self.ask_cells(by, cells.min(18));
        }
        for (by, _) in self.order.keys() {
            if matches!(by, By::Column(_)) {
                self.ask(by, 12);
            }
        }
        for by in &issuers {
            let cells = least(self, by);
            self.ask_cells(by, cells);
        }
        self.ask(&column(Target), 28);
        self.ask(&column(Measures), 3);
        for by in &issuers {
            let [_, cells, _] = self.wide(by);
            self.ask_cells(by, cells.min(20));
        }
        for (it, cells) in [(Since, 12), (Shown, 12), (Kind, 12), (Country, 7)] {
            self.ask(&column(it), cells);
        }
        self.grow(&column(Target), 40);
        for by in &issuers {
            self.grow(by, 34);
        }
        self.grow_heads();
        self.grow(&column(Target), usize::MAX);
    }

    /// The same without regard to how much it says.
    fn ask_cells(&mut self, by: &By, cells: usize) {
        if let Some(at) = self.place(by) {
            self.fit.ask(at, cells);
        }
    }
}
