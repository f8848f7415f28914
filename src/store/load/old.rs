//! A file of schema 1: what is read of it is its upgrade, what is told of it stands in the file as it is.

use super::findings::Findings;
use crate::model::check::{Report, Severity};
use crate::model::state::RecordKind;
use crate::ron::node::Span;
use crate::schema::upgrade::{Doubt, Fault, Places, Upgraded, is_upgradable, upgrade};

/// The text of a file of schema 1, and what its upgrade had to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Old {
    /// The text as it stands in the file.
    pub text: String,
    /// How many subjects were made of the targets of measures.
    pub subjects: usize,
    /// How many acts were made of the legal acts and licences that measures name.
    pub acts: usize,
    /// What a person should look at.
    pub doubts: Vec<Doubt>,
    faults: Vec<Fault>,
    places: Places,
}

impl Old {
    /// A text of this program's schema made of one of schema 1, and that one; any other text as it is.
    pub(super) fn upgraded(text: String) -> (String, Option<Box<Self>>) {
        if !is_upgradable(&text) {
            return (text, None);
        }
        let Ok(Upgraded { text: new, subjects, acts, doubts, faults, places }) = upgrade(&text) else {
            // Its brackets do not match: that is found when it is read.
            return (text, None);
        };
        (new, Some(Box::new(Self { text, subjects, acts, doubts, faults, places })))
    }

    /// What was found in the upgrade, `from` a number on, as it stands in the file.
    pub(super) fn place(&self, found: &mut Vec<Report>, from: usize) {
        let new = found.split_off(from.min(found.len()));
        found.extend(new.into_iter().filter_map(|mut report| {
            let new = Span { start: report.bytes.start, end: report.bytes.end };
            let old = self.places.of(new, report.id.as_deref());
            report.bytes = old.start..old.end;
            (!self.places.has_fault(old)).then_some(report)
        }));
    }

    /// Tells what kept parts of it from being upgraded.
    pub(super) fn tell(&self, findings: &mut Findings) {
        for Fault { id, problem } in &self.faults {
            let (about, problem) = ((Some(RecordKind::Sanctions), id.clone()), problem.clone());
            findings.add(Severity::Error, problem.span, about, problem.message, problem.help);
        }
    }
}
