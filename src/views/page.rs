//! Lines of text with a meaning: what the dossier, a record and the list of disagreements are made of.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::model::crossing::{Access, Traffic};
use crate::model::id::Id;
use crate::model::measure::Standing;

use super::address::web_address;
use super::chart::Chart;

/// What a line means; the screen decides how that looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// The title of the page.
    Title,
    /// The head of a part.
    Heading,
    /// Ordinary.
    Plain,
    /// Said in passing.
    Dim,
    /// Open, lifted, good.
    Good,
    /// Restricted, easing, uncertain.
    Caution,
    /// Closed, in force, hostile.
    Bad,
    /// Sources disagree here.
    Conflict,
}

/// What Enter opens from a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// A record.
    Record(Id),
    /// The steps that issuers took in a month, all of them where none is named; its first day.
    Steps(Vec<Id>, NaiveDate),
    /// What an issuer had in force, year by year.
    InForce(Id),
    /// A saved filter, by its name.
    Filter(String),
    /// An address of the web, in the browser.
    Address(String),
}

/// What the sign before a text says; the screen decides how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// What holds of a measure.
    Standing(Standing),
    /// What holds at a crossing.
    Access(Option<Access>),
}

/// What stands in one column of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The sign before it.
    pub sign: Option<Sign>,
    /// The text; may be empty.
    pub text: String,
    /// What it means.
    pub tone: Tone,
}

impl Cell {
    /// A text in a column.
    pub fn new(text: impl Into<String>, tone: Tone) -> Self {
        Self { sign: None, text: text.into(), tone }
    }

    /// A text with a sign before it.
    pub fn signed(sign: Sign, text: impl Into<String>, tone: Tone) -> Self {
        Self { sign: Some(sign), text: text.into(), tone }
    }
}

/// What is drawn in a line behind its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picture {
    /// The years from a day to another, above the bars of the same days.
    Years(NaiveDate, NaiveDate),
    /// A measure over these days, by its place.
    Measure(usize, NaiveDate, NaiveDate),
    /// A kind of traffic at a crossing over these days, by the place of the crossing.
    Crossing(usize, Traffic, NaiveDate, NaiveDate),
}

/// One line; it may be wrapped to the width there is, the label standing in a column of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The label or date; may be empty.
    pub label: String,
    /// The text.
    pub text: String,
    /// What stands beside the text, in a column of its own.
    pub beside: Option<String>,
    /// What stands in columns instead of the text; each is as wide as in the lines around it.
    pub cells: Vec<Cell>,
    /// Whether a text that is wider than its column goes on below it. The first line of such a table is its heads: where
    /// there is no room for columns, the texts stand below each other, each behind its head.
    pub wraps: bool,
    /// What is drawn instead of the text.
    pub picture: Option<Picture>,
    /// What it means.
    pub tone: Tone,
    /// What Enter opens from here.
    pub link: Option<Link>,
    /// The step of the record's history that the line is about.
    pub step: Option<usize>,
    /// The address of the web that its text is a link to, where the terminal has links.
    pub address: Option<String>,
}

impl Line {
    /// What it says, its columns as one text.
    pub fn words(&self) -> String {
        if self.cells.is_empty() {
            return self.text.clone();
        }
        let texts = self.cells.iter().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty());
        texts.collect::<Vec<_>>().join(" · ")
    }
}

/// A page being written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// What it is about, where its border says that.
    pub title: String,
    /// Whether the map stands above its lines.
    pub has_map: bool,
    /// The chart above its lines.
    pub chart: Option<Arc<Chart>>,
    /// Its lines.
    pub lines: Vec<Line>,
}

impl Page {
    /// Adds a line.
    pub fn line(&mut self, label: impl Into<String>, text: impl Into<String>, tone: Tone) {
        let (label, text) = (label.into(), text.into());
        let (cells, picture) = (Vec::new(), None);
        let (beside, link, step, address, wraps) = (None, None, None, None, false);
        self.lines.push(Line { label, text, beside, cells, wraps, picture, tone, link, step, address });
    }

    /// Adds a line in columns, from which Enter leads somewhere. Lines in columns that follow each other are one table.
    pub fn row(&mut self, cells: Vec<Cell>, link: Option<&Id>) {
        self.line("", "", Tone::Plain);
        if let Some(line) = self.lines.last_mut() {
            line.cells = cells;
            line.link = link.cloned().map(Link::Record);
        }
    }

    /// Adds lines in columns, below the heads of the columns where there are any. A column in which nothing stands is
    /// left out.
    pub fn table(&mut self, heads: &[&str], rows: Vec<(Vec<Cell>, Option<&Id>)>) {
        let is_used =
            |at: &usize| rows.iter().any(|(cells, _)| cells.get(*at).is_some_and(|it| !it.text.is_empty()));
        let width = rows.iter().map(|(cells, _)| cells.len()).max().unwrap_or_default();
        let used: Vec<usize> = (0..width).filter(is_used).collect();
        if !heads.is_empty() && !rows.is_empty() {
            let head = |at: &usize| Cell::new(heads.get(*at).copied().unwrap_or_default(), Tone::Dim);
            self.row(used.iter().map(head).collect(), None);
        }
        for (cells, link) in rows {
            self.row(used.iter().filter_map(|at| cells.get(*at).cloned()).collect(), link);
        }
    }

    /// The same where a text that is wider than its column goes on below it.
    pub fn wrapped_table(&mut self, heads: &[&str], rows: Vec<(Vec<Cell>, Option<&Id>)>) {
        let before = self.lines.len();
        self.table(heads, rows);
        self.lines.iter_mut().skip(before).for_each(|line| line.wraps = true);
    }

    /// Adds a line in which something is drawn.
    pub fn picture(&mut self, label: impl Into<String>, picture: Picture) {
        self.line(label, "", Tone::Plain);
        if let Some(line) = self.lines.last_mut() {
            line.picture = Some(picture);
        }
    }

    /// Adds a line whose record Enter opens.
    pub fn linked(&mut self, label: impl Into<String>, text: impl Into<String>, tone: Tone, link: &Id) {
        self.leading(label, text, tone, Link::Record(link.clone()));
    }

    /// Adds a line from which Enter leads somewhere.
    pub fn leading(&mut self, label: impl Into<String>, text: impl Into<String>, tone: Tone, link: Link) {
        self.line(label, text, tone);
        if let Some(line) = self.lines.last_mut() {
            line.link = Some(link);
        }
    }

    /// Adds a field with an address, unless there is none.
    pub fn address(&mut self, label: &str, text: &str) {
        match web_address(text) {
            Some(address) => {
                self.leading(label, text, Tone::Plain, Link::Address(address));
                self.at_address(Some(text));
            }
            None => self.field(label, text),
        }
    }

    /// Says that what the last line tells of is at an address.
    pub fn at_address(&mut self, address: Option<&str>) {
        if let Some(line) = self.lines.last_mut() {
            line.address = address.and_then(web_address);
        }
    }

    /// Adds a line of two columns.
    pub fn columns(&mut self, left: &str, right: &str, tone: Tone) {
        self.line("", left, tone);
        if let Some(line) = self.lines.last_mut() {
            line.beside = Some(right.to_owned());
        }
    }

    /// Adds a line for each of `items` up to so many, and says how many more there are.
    pub fn list<T>(
        &mut self,
        most: usize,
        items: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut Self, T),
    ) {
        let mut items = items.into_iter();
        for item in items.by_ref().take(most) {
            write(self, item);
        }
        let more = items.count();
        if more > 0 {
            self.line("", format!("and {more} more"), Tone::Dim);
        }
    }

    /// Says that the last line is about a step of the history.
    pub fn about_step(&mut self, at: usize) {
        if let Some(line) = self.lines.last_mut() {
            line.step = Some(at);
        }
    }

    /// Adds a field, unless it has nothing to say.
    pub fn field(&mut self, label: &str, text: &str) {
        if !text.is_empty() {
            self.line(label, text, Tone::Plain);
        }
    }

    /// Adds the head of a part.
    pub fn heading(&mut self, text: impl Into<String>) {
        self.line("", text, Tone::Heading);
    }

    /// Adds the head of a part and the lines that `write` adds; nothing when it adds none.
    pub fn part(&mut self, heading: &str, write: impl FnOnce(&mut Self)) {
        let before = self.lines.len();
        self.heading(heading);
        write(self);
        if self.lines.len() == before + 1 {
            self.lines.truncate(before);
        }
    }
}
