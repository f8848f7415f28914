//! Lines of text with a meaning: what the dossier, a record and the list of disagreements are made of.

use chrono::NaiveDate;

use crate::model::id::Id;

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
    /// The steps that an issuer took in a month; its first day.
    Steps(Id, NaiveDate),
    /// What an issuer had in force, year by year.
    InForce(Id),
    /// A saved filter, by its name.
    Filter(String),
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
    /// What it means.
    pub tone: Tone,
    /// What Enter opens from here.
    pub link: Option<Link>,
    /// The step of the record's history that the line is about.
    pub step: Option<usize>,
}

/// A page being written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// Its lines.
    pub lines: Vec<Line>,
}

impl Page {
    /// Adds a line.
    pub fn line(&mut self, label: impl Into<String>, text: impl Into<String>, tone: Tone) {
        let (label, text) = (label.into(), text.into());
        self.lines.push(Line { label, text, beside: None, tone, link: None, step: None });
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
