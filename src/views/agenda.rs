//! What is due, expected or running out after a day, and what was announced and is not seen done yet.

use chrono::NaiveDate;

use crate::model::date::Date;

use super::day::Day;
use super::due::{SOON, acts, ago, items};
use super::page::{Page, Tone};

pub use super::due::{Item, Kind};

/// So many of one kind are listed; the rest is counted.
const LISTED: usize = 300;

/// Everything to watch after the day, in order: by kind, then soonest first.
pub fn in_order(day: &Day) -> Vec<Item<'_>> {
    let items = items(day.state(), &day.ledger, &day.crossings, day.as_of());
    let mut all: Vec<Item<'_>> = items.chain(acts(day.state(), day.as_of())).collect();
    all.sort_by(|a, b| (a.kind, a.on.is_none(), a.on, a.id).cmp(&(b.kind, b.on.is_none(), b.on, b.id)));
    all
}

/// How far ahead, as precisely as the date is known.
fn ahead(date: Date, day: NaiveDate) -> String {
    match date.days_to(day) {
        (a, b) if a == b => format!("in {} d", -a),
        (a, b) => format!("in {} to {} d", (-b).max(0), -a),
    }
}

/// The agenda as a page.
pub fn page(day: &Day) -> Page {
    let all = in_order(day);
    let known = day.known_on().map(|known| format!(" known on {known}")).unwrap_or_default();
    let (state, day) = (day.state(), day.as_of());
    let soon = all.iter().filter(|item| item.is_soon(day)).count();
    let mut page = Page::default();
    page.line("", format!("Agenda after {day}{known} · {soon} due within {SOON} days"), Tone::Title);
    let parts = [
        (Kind::Overdue, "Scheduled before that day, and nothing says that it took place", Tone::Caution),
        (Kind::Due, "Due or expected", Tone::Plain),
        (Kind::RunsOut, "Runs out", Tone::Plain),
        (Kind::Announced, "Lifting announced and not recorded as done", Tone::Caution),
        (Kind::Act, "Acts that begin to apply, or hold for the last day", Tone::Plain),
        (Kind::Later, "After this day, as it turned out", Tone::Dim),
    ];
    for (kind, heading, tone) in parts {
        let of: Vec<&Item> = all.iter().filter(|item| item.kind == kind).collect();
        page.part(&format!("{heading} · {}", of.len()), |page| {
            page.list(LISTED, &of, |page, item| {
                let label = item.on.map_or_else(|| "date open".to_owned(), Date::short);
                let left = match (kind, item.on) {
                    (Kind::Due | Kind::RunsOut | Kind::Act | Kind::Later, Some(on)) => {
                        format!("{}: ", ahead(on, day))
                    }
                    (Kind::Overdue, Some(on)) => format!("{}: ", ago(on, day)),
                    _ => String::new(),
                };
                let tone = if item.is_soon(day) { Tone::Caution } else { tone };
                let evidence = match item.evidence(day) {
                    text if text.is_empty() => text,
                    text => format!("; {text}"),
                };
                page.linked(label, format!("{left}{}{evidence}", item.text(state, day)), tone, item.id);
            });
        });
    }
    if all.is_empty() {
        page.line("", "Nothing is recorded that is due, runs out or was only announced.", Tone::Plain);
    }
    page
}
