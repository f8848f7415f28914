//! What is due, expected or running out after a day, and what was announced and is not seen done yet.

use chrono::NaiveDate;

use crate::model::crossing::Passage;
use crate::model::date::Date;
use crate::model::event::Basis;
use crate::model::id::Id;
use crate::model::sanction::{Rung, SanctionStep};
use crate::model::state::State;

use super::board;
use super::ledger;
use super::page::{Page, Tone};
use super::record::record_name;

/// One thing to watch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// When; `None` while the date is open.
    pub on: Option<Date>,
    /// What.
    pub text: String,
    /// Its record.
    pub id: Id,
    /// Why it is here.
    pub kind: Kind,
}

/// Why something is on the agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It was scheduled, its day has passed, and nothing says that it took place.
    Overdue,
    /// It is scheduled or expected.
    Due,
    /// Something limited runs out.
    RunsOut,
    /// A lifting was announced, and the measure is still there.
    Announced,
}

/// So many of one kind are listed; the rest is counted.
const LISTED: usize = 300;

/// How far ahead the header counts, in days.
const SOON: i64 = 30;

/// Everything to watch after `day`, soonest first.
pub fn items(state: &State, ledger: &[ledger::Row], board: &[board::Row], day: NaiveDate) -> Vec<Item> {
    let mut items = Vec::new();
    let records = state.records();
    for it in &records.events {
        let kind = match it.on {
            _ if it.basis == Basis::Cancelled => continue,
            Some(on) if on.first() > day => Kind::Due,
            None if it.basis == Basis::Scheduled => Kind::Due,
            Some(on) if it.basis == Basis::Scheduled && on.is_over_before(day) => Kind::Overdue,
            _ => continue,
        };
        items.push(Item { on: it.on, text: it.title.to_string(), id: it.id.clone(), kind });
    }
    for row in ledger {
        let announced = row.rung == Rung::LiftingAnnounced || row.also().any(|r| r == Rung::LiftingAnnounced);
        if row.until.is_none() && !announced {
            continue;
        }
        let Some(it) = records.sanctions.get(row.at()) else { continue };
        let name = || record_name(state, &it.id);
        if let Some(until) = row.until {
            let text = format!("{}: {} until {until}", name(), row.rung);
            items.push(Item { on: Some(until), text, id: it.id.clone(), kind: Kind::RunsOut });
        }
        if announced {
            let steps = it.history.iter().filter(|step| step.on.certainly_by(day));
            let on = steps
                .filter(|step| step.change.what == SanctionStep::LiftingAnnounced)
                .map(|step| step.on)
                .max();
            let since = on.map(|on| format!(", {}", ago(on, day))).unwrap_or_default();
            let text = format!("{}: lifting announced{since}, no delisting recorded", name());
            items.push(Item { on, text, id: it.id.clone(), kind: Kind::Announced });
        }
    }
    for row in board {
        let Some(it) = records.crossings.get(row.at) else { continue };
        for lane in &row.status.lanes {
            let Some(until) = lane.until.filter(|until| !until.is_over_before(day)) else { continue };
            let passage = lane.passage.map_or("no record", Passage::word);
            let text = format!("{}: {} {passage} until {until}", it.name, lane.traffic);
            items.push(Item { on: Some(until), text, id: it.id.clone(), kind: Kind::RunsOut });
        }
    }
    items.sort_by(|a, b| (a.kind, a.on.is_none(), a.on, &a.id).cmp(&(b.kind, b.on.is_none(), b.on, &b.id)));
    items
}

/// How many things are due or run out within the next thirty days, for the header.
pub fn soon(state: &State, ledger: &[ledger::Row], day: NaiveDate) -> usize {
    let within = |date: Date| date.last() >= day && (date.first() - day).num_days() <= SOON;
    let events = state.records().events.iter().filter(|it| it.basis != Basis::Cancelled);
    let due = events.filter_map(|it| it.on).filter(|on| on.first() > day && within(*on)).count();
    due + ledger.iter().filter_map(|row| row.until).filter(|until| within(*until)).count()
}

/// How long ago, as precisely as the date is known.
fn ago(date: Date, day: NaiveDate) -> String {
    match date.days_to(day) {
        (a, b) if a == b => format!("{a} d ago"),
        (a, b) => format!("{} to {b} d ago", a.max(0)),
    }
}

/// How far ahead, as precisely as the date is known.
fn ahead(date: Date, day: NaiveDate) -> String {
    match date.days_to(day) {
        (a, b) if a == b => format!("in {} d", -a),
        (a, b) => format!("in {} to {} d", (-b).max(0), -a),
    }
}

/// The agenda as a page.
pub fn page(state: &State, ledger: &[ledger::Row], board: &[board::Row], day: NaiveDate) -> Page {
    let all = items(state, ledger, board, day);
    let mut page = Page::default();
    page.line("", format!("Agenda after {day}"), Tone::Title);
    let parts = [
        (Kind::Overdue, "Scheduled before that day, and nothing says that it took place", Tone::Caution),
        (Kind::Due, "Due or expected", Tone::Plain),
        (Kind::RunsOut, "Runs out", Tone::Plain),
        (Kind::Announced, "Lifting announced and not recorded as done", Tone::Caution),
    ];
    for (kind, heading, tone) in parts {
        let of: Vec<&Item> = all.iter().filter(|item| item.kind == kind).collect();
        page.part(&format!("{heading} · {}", of.len()), |page| {
            for item in of.iter().take(LISTED) {
                let label = item.on.map_or_else(|| "date open".to_owned(), Date::short);
                let left = match (kind, item.on) {
                    (Kind::Due | Kind::RunsOut, Some(on)) => format!("{}: ", ahead(on, day)),
                    (Kind::Overdue, Some(on)) => format!("{}: ", ago(on, day)),
                    _ => String::new(),
                };
                page.linked(label, format!("{left}{}", item.text), tone, &item.id);
            }
            if of.len() > LISTED {
                page.line("", format!("and {} more", of.len() - LISTED), Tone::Dim);
            }
        });
    }
    if all.is_empty() {
        page.line("", "Nothing is recorded that is due, runs out or was only announced.", Tone::Plain);
    }
    page
}
