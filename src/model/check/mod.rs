//! What is wrong with a state: everything at once, each finding with the record and the field it is about.

mod ahead;
mod histories;
mod listings;
mod references;
mod slips;
mod vouching;
mod walk;

pub use ahead::check_days;
pub use listings::OFFICIAL_LISTS;

use rayon::prelude::*;

use super::id::Id;
use super::state::{Place, RecordKind, State};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The file cannot be relied on until it is mended.
    Error,
    /// The file is usable; someone should look.
    Warning,
}

/// One part of the way from a record to the place of a finding in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// A field by name.
    Field(&'static str),
    /// An item of a list.
    Item(usize),
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// The record; `None` for the head of the file.
    pub place: Option<Place>,
    /// The way from the record (or the head) to what is wrong.
    pub path: Vec<Part>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

/// A place in a text, for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// A finding with its place in the text of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// How bad it is.
    pub severity: Severity,
    /// The bytes of the text that it is about.
    pub bytes: std::ops::Range<usize>,
    /// Where they begin.
    pub position: Position,
    /// The list of the record it is about.
    pub list: Option<RecordKind>,
    /// The id of the record it is about.
    pub id: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

/// Collects the findings about one record.
struct Reporter<'a> {
    state: &'a State,
    place: Option<Place>,
    findings: &'a mut Vec<Finding>,
    /// Whether a reference to nothing says what was likely meant; looking for that takes its time.
    suggest: bool,
}

/// So many findings say what was likely meant.
const SUGGESTIONS: usize = 200;

/// So many records are checked in one go.
const CHUNK: usize = 2048;

impl Reporter<'_> {
    fn report(&mut self, severity: Severity, path: &[Part], message: String, help: impl Into<String>) {
        self.findings.push(Finding {
            severity,
            place: self.place,
            path: path.to_vec(),
            message,
            help: help.into(),
        });
    }

    fn error(&mut self, path: &[Part], message: String, help: impl Into<String>) {
        self.report(Severity::Error, path, message, help);
    }

    fn warn(&mut self, path: &[Part], message: String, help: impl Into<String>) {
        self.report(Severity::Warning, path, message, help);
    }
}

/// Everything that is wrong with a state, in the order of the file.
pub fn check(state: &State) -> Vec<Finding> {
    let mut findings = check_head(state);
    let places = state.places(RecordKind::ALL);
    let chunks: Vec<(&[Place], Vec<Finding>)> =
        places.par_chunks(CHUNK).map(|places| (places, records(state, places, false))).collect();
    for (places, found) in chunks {
        // What is wrong is rare, and the first of it is checked again to say what was likely meant.
        let again = !found.is_empty() && findings.len() < SUGGESTIONS;
        findings.extend(if again { records(state, places, true) } else { found });
    }
    findings
}

/// What is wrong with the head of a state.
pub fn check_head(state: &State) -> Vec<Finding> {
    let mut findings = Vec::new();
    references::head(&mut Reporter { state, place: None, findings: &mut findings, suggest: true });
    findings
}

/// What is wrong with some records of a state.
pub fn check_records(state: &State, places: &[Place]) -> Vec<Finding> {
    records(state, places, true)
}

fn records(state: &State, places: &[Place], suggest: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    for &place in places {
        let Some(record) = state.at(place) else { continue };
        let mut reporter = Reporter {
            state,
            place: Some(place),
            suggest: suggest && findings.len() < SUGGESTIONS,
            findings: &mut findings,
        };
        // Of several with one id the index names the first.
        let taken = state.place(record.id().as_str()).filter(|first| *first != place);
        reporter.id(record.id(), taken);
        references::record(&mut reporter, record);
        histories::record(&mut reporter, record);
        slips::record(&mut reporter, record);
        vouching::record(&mut reporter, record);
    }
    findings
}

impl Reporter<'_> {
    fn id(&mut self, id: &Id, taken: Option<Place>) {
        let path = [Part::Field("id")];
        if !Id::is_well_formed(id.as_str()) {
            self.error(
                &path,
                format!("{:?} is not an id", id.short()),
                "use letters, digits and single hyphens, such as us-belavia-asset-freeze",
            );
        }
        if let Some(other) = taken {
            self.error(
                &path,
                format!(
                    "the id {} is used twice: by this {} and by {} {}",
                    id.short(),
                    self.kind(),
                    other.list.word(),
                    other.at + 1
                ),
                "ids are unique over the whole file: give one of them another id and mend what refers to it",
            );
        }
    }

    fn kind(&self) -> &'static str {
        self.place.map_or("file", |place| place.list.word())
    }
}
