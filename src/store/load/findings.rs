//! What is wrong with a file, each finding with its stretch of the text.

use std::collections::HashMap;

use crate::model::check::{Finding, Part, Position, Report, Severity};
use crate::model::state::{RecordKind, State};
use crate::ron::node::{Node, Span, Value};
use crate::ron::{SyntaxError, outline, parse};
use crate::schema::read::Problem;

/// After this many errors the rest is counted, not listed; and so of warnings. Warnings never crowd out an error.
const MAX_FINDINGS: usize = 10_000;

/// What a finding is about: its list and the id of its record.
pub(super) type About = (Option<RecordKind>, Option<String>);

/// The findings so far; their positions are looked up at the end, in one pass.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub list: Vec<Report>,
    errors: Kept,
    warnings: Kept,
}

/// Of one severity.
#[derive(Debug, Clone, Copy, Default)]
struct Kept {
    listed: usize,
    left_out: usize,
}

impl Kept {
    /// Whether there is room for one more; counts it.
    fn takes(&mut self) -> bool {
        let has_room = self.listed < MAX_FINDINGS;
        *(if has_room { &mut self.listed } else { &mut self.left_out }) += 1;
        has_room
    }

    fn is_full(self) -> bool {
        self.listed >= MAX_FINDINGS
    }
}

impl Findings {
    /// Findings to which more come.
    pub fn more_than(list: Vec<Report>, errors_left_out: usize, warnings_left_out: usize) -> Self {
        let errors = list.iter().filter(|finding| finding.severity == Severity::Error).count();
        Self {
            errors: Kept { listed: errors, left_out: errors_left_out },
            warnings: Kept { listed: list.len() - errors, left_out: warnings_left_out },
            list,
        }
    }

    fn kept(&mut self, severity: Severity) -> &mut Kept {
        match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
        }
    }

    /// How many errors and warnings were counted and not listed.
    pub fn left_out(&self) -> (usize, usize) {
        (self.errors.left_out, self.warnings.left_out)
    }

    pub fn add(&mut self, severity: Severity, span: Span, about: About, message: String, help: String) {
        if !self.kept(severity).takes() {
            return;
        }
        let position = Position { line: 1, column: 1 };
        let (list, id) = about;
        self.list.push(Report { severity, bytes: span.start..span.end, position, list, id, message, help });
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
    pub fn about(
        &mut self,
        text: &str,
        state: &State,
        spans: &HashMap<RecordKind, Vec<Span>>,
        found: &[Finding],
    ) {
        let Some(place) = found.first().map(|finding| finding.place) else { return };
        // What would only be counted needs no place.
        let mut listed = Vec::with_capacity(found.len());
        for finding in found {
            let kept = self.kept(finding.severity);
            if kept.is_full() {
                kept.left_out += 1;
            } else {
                listed.push(finding);
            }
        }
        if listed.is_empty() {
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
        for finding in listed {
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
