//! What comes of holding a file against lists: findings, the changes that they would become, and what speaks against
//! taking them.

use std::collections::HashSet;

use crate::edit::op::Op;
use crate::edit::proposal::{Proposal, Proposals};
use crate::model::date::Date;
use crate::model::measure::MeasureStep;
use crate::model::record::Owned;

use super::doubts::Doubt;
use super::verdict::Finding;

/// What comes of holding a file against lists.
#[derive(Debug, Clone, Default)]
pub struct Reconciliation {
    /// What was found, the gaps first.
    pub findings: Vec<Finding>,
    /// The observations that it would become.
    pub proposals: Proposals,
    /// What speaks against a list being whole, with its day.
    pub doubts: Vec<(Date, Doubt)>,
    /// What there is to tell of the lists before anything is made of it.
    pub told: Vec<String>,
}

impl Reconciliation {
    /// Which of the proposals are observations of measures that the file has; the others are new measures.
    pub fn observations(&self) -> HashSet<usize> {
        let of_file = self.findings.iter().filter(|finding| finding.measure.is_some());
        of_file.filter_map(|finding| finding.proposal).collect()
    }

    /// Why changes that say that something is not on a list should not be taken without a word: the list may not be whole.
    pub fn why_not(&self) -> Option<&str> {
        let strong = self.doubts.iter().find(|(_, doubt)| doubt.is_strong);
        let any = || {
            let says_absence = self.proposals.changes.iter().any(|it| it.op.as_ref().is_some_and(is_absence));
            self.doubts.first().filter(|_| says_absence)
        };
        strong.or_else(any).map(|(_, doubt)| doubt.what.as_str())
    }

    /// The findings with their changes, to be accepted one by one, behind what there is to tell of the lists. That
    /// something is not on a list that may not be whole cannot be accepted there.
    pub fn review(self) -> Proposals {
        let is_doubted = self.doubts.iter().any(|(_, doubt)| doubt.is_strong);
        let Self { findings, proposals, told, .. } = self;
        let told = told.into_iter().map(|what| Proposal::told(what, String::new()));
        let changes = findings.into_iter().map(|finding| {
            let days = if finding.days.is_some() {
                format!(" ({} days)", finding.days_said())
            } else {
                String::new()
            };
            let reference = finding.reference.as_ref().map(|it| format!("; {it}")).unwrap_or_default();
            let windows = finding.windows_said();
            let windows = if windows.is_empty() { windows } else { format!("; {windows}") };
            let change = finding.proposal.and_then(|at| proposals.changes.get(at));
            let found = finding.found.filter(|(_, score)| *score < 100);
            let found =
                found.map(|(how, score)| format!("; matched {how}, {score} of 100")).unwrap_or_default();
            // Of a new measure the finding says it all.
            let would = change
                .filter(|_| finding.measure.is_some())
                .map(|it| format!("; {}", it.why))
                .unwrap_or_default();
            Proposal {
                other: None,
                what: format!("{}{days}: {}", finding.verdict, finding.name),
                why: format!("{}{reference}{windows}{found}{would}", finding.detail),
                op: change.and_then(|it| it.op.clone()).filter(|op| !is_doubted || !is_absence(op)),
                needs: change.map(|it| it.needs.clone()).unwrap_or_default(),
            }
        });
        Proposals { changes: told.chain(changes).collect(), ..proposals.clone() }
    }
}

/// Whether a change says anew that something is not on a list.
fn is_absence(op: &Op) -> bool {
    let count = |record: &Owned| match record {
        Owned::Measure(it) => {
            it.history.iter().filter(|step| step.change.what == MeasureStep::NotSeen).count()
        }
        _ => 0,
    };
    matches!(op, Op::Replace { old, new } if count(new) > count(old))
}
