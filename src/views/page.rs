//! Lines of text with a meaning: what the dossier, a record and the list of disagreements are made of.

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

/// One line; it may be wrapped to the width there is, the label standing in a column of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The label or date; may be empty.
    pub label: String,
    /// The text.
    pub text: String,
    /// What it means.
    pub tone: Tone,
    /// The record that Enter opens from here.
    pub link: Option<Id>,
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
        self.lines.push(Line { label: label.into(), text: text.into(), tone, link: None, step: None });
    }

    /// Adds a line whose record Enter opens.
    pub fn linked(&mut self, label: impl Into<String>, text: impl Into<String>, tone: Tone, link: &Id) {
        self.lines.push(Line {
            label: label.into(),
            text: text.into(),
            tone,
            link: Some(link.clone()),
            step: None,
        });
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
