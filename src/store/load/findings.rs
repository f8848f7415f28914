//! What is wrong with a file, each finding with its stretch of the text.

use std::collections::HashMap;

use crate::edit::decode::Problem;
use crate::edit::node::{Node, Span, Value};
use crate::model::check::{Finding, Part, Position, Report, Severity};
use crate::model::state::{List, State};
use crate::store::text::{SyntaxError, outline, parse};

/// After this many errors, and as many warnings, the rest is counted, not listed.
const MAX_FINDINGS: usize = 10_000;

/// What a finding is about: its list and the id of its record.
pub(super) type About = (Option<List>, Option<String>);

/// The findings so far; their positions are looked up at the end, in one pass.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub list: Vec<Report>,
    pub left_out: usize,
    /// How many errors are in the list.
    errors: usize,
}

impl Findings {
    pub fn add(&mut self, severity: Severity, span: Span, about: About, message: String, help: String) {
        if self.room(severity) == 0 {
            self.left_out += 1;
            return;
        }
        self.errors += usize::from(severity == Severity::Error);
        let position = Position { line: 1, column: 1 };
        let (list, id) = about;
        self.list.push(Report { severity, bytes: span.start..span.end, position, list, id, message, help });
    }

    /// For how many more there is room. Warnings, however many, hide no error: a file that has one is not written.
    fn room(&self, severity: Severity) -> usize {
        let listed = match severity {
            Severity::Error => self.errors,
            Severity::Warning => self.list.len() - self.errors,
        };
        MAX_FINDINGS.saturating_sub(listed)
    }

    pub fn syntax(&mut self, error: SyntaxError, about: About) {
        self.add(Severity::Error, error.span, about, error.message, error.help);
    }

    pub fn problems(&mut self, problems: Vec<Problem>, about: &About) {
        for Problem { span, message, help } in problems {
            self.add(Severity::Error, span, about.clone(), message, help);
        }
    }

    /// Adds the findings about one record (or the head), each with the stretch of text that its path leads to, or the
    /// nearest thing above it that is there. The record is read once for all of them.
    pub fn about(&mut self, text: &str, state: &State, spans: &HashMap<List, Vec<Span>>, found: &[Finding]) {
        let Some(place) = found.first().map(|finding| finding.place) else { return };
        // A record is not read again for findings that nobody sees.
        if found.iter().all(|finding| self.room(finding.severity) == 0) {
            self.left_out += found.len();
            return;
        }
        let whole = Span { start: 0, end: text.len() };
        let about = (
            place.map(|p| p.list),
            place.and_then(|p| state.at(p)).map(|record| record.id().short().into_owned()),
        );
        let record = place.and_then(|p| spans.get(&p.list)?.get(p.at).copied());
        let node = record.and_then(|span| parse(text, span).ok());
        let sections =
            if place.is_none() { outline(text).map(|o| o.sections).unwrap_or_default() } else { Vec::new() };
        for finding in found {
            let span = match (&node, finding.path.first()) {
                (Some(node), _) => follow(node, &finding.path),
                (None, Some(Part::Field(name))) => {
                    sections.iter().find(|s| s.name == *name).map_or(record.unwrap_or(whole), |s| s.span)
                }
                (None, _) => record.unwrap_or(whole),
            };
            self.add(finding.severity, span, about.clone(), finding.message.clone(), finding.help.clone());
        }
    }
}

/// Follows a path through a record; stops at the opening bracket of the last thing that is there.
fn follow(node: &Node<'_>, path: &[Part]) -> Span {
    let opening = Span { start: node.span.start, end: node.span.start + 1 };
    let Some((part, rest)) = path.split_first() else {
        return node.span;
    };
    let next = match (part, &node.value) {
        (Part::Field(name), Value::Struct(_, fields)) => {
            fields.iter().find(|field| field.name == *name).map(|field| &field.node)
        }
        (Part::Item(at), Value::List(items) | Value::Tuple(_, items)) => items.get(*at),
        _ => None,
    };
    next.map_or(opening, |node| follow(node, rest))
}
