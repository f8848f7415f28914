//! What the second clock hides of a record, told as what it is: not known yet.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::model::history::{Step, Withdrawal, in_order};
use crate::model::knowledge::{Claimed, event_known_from, step_known_from};
use crate::model::record::Record;
use crate::model::state::RecordKind;

use super::day::Day;
use super::page::{Page, Tone};

/// What of a history was not known yet; nothing where no second clock is set.
pub(super) struct Hindsight<'a, C> {
    /// The steps, in the order of time, each with the day from which it is known.
    pub hidden: Vec<(&'a Step<C>, Option<NaiveDate>)>,
    /// That steps were withdrawn, by their places among those that were known.
    pub struck: BTreeMap<usize, &'a Withdrawal>,
}

impl<'a, C: Claimed> Hindsight<'a, C> {
    /// Of all steps of a history in the file.
    pub fn of(day: &Day, whole: &'a [Step<C>]) -> Self {
        let mut found = Self { hidden: Vec::new(), struck: BTreeMap::new() };
        let Some(known) = day.known_on() else { return found };
        let from = |step| step_known_from(day.whole(), step);
        let is_hidden = |from: Option<NaiveDate>| from.is_none_or(|from| from > known);
        for step in in_order(whole).into_iter().filter_map(|at| whole.get(at)) {
            let from = from(step);
            if is_hidden(from) {
                found.hidden.push((step, from));
            }
        }
        for (at, step) in whole.iter().filter(|step| !is_hidden(from(step))).enumerate() {
            if let Some(withdrawn) = step.withdrawn.as_deref().filter(|it| it.on.last() > known) {
                found.struck.insert(at, withdrawn);
            }
        }
        found
    }
}

/// From when a claim is known, in words.
pub(super) fn known_from(day: Option<NaiveDate>) -> String {
    day.map_or_else(
        || "no source of it says when it was published".to_owned(),
        |day| format!("known from {day}"),
    )
}

/// The page of a record that the second clock hides: that it does, and nothing that only hindsight says. `None` where
/// the file has no such record.
pub(super) fn not_known(day: &Day, id: &str) -> Option<Page> {
    let (whole, known) = (day.whole(), day.known_on()?);
    let Record::Event(it) = whole.record(id)? else { return None };
    let mut page = Page::default();
    page.line("", it.title.as_str(), Tone::Dim);
    page.line("record", format!("{} · {id}", RecordKind::Events.word()), Tone::Dim);
    page.line("", format!("not known on {known}: {}", known_from(event_known_from(whole, it))), Tone::Dim);
    Some(page)
}
