//! What is due, expected or running out after a day, what is in preparation, and what was announced and is not seen done yet.

use std::collections::{BTreeSet, HashSet};

use chrono::{Months, NaiveDate, TimeDelta};

use crate::model::date::Date;
use crate::model::declare::vocabulary;
use crate::model::id::Id;

use super::changes::{Told, told};
use super::day::Day;
use super::due::{acts, ago, is_due_by, items, last_soon};
use super::evidence;
use super::page::{Cell, Page, Tone};
use super::watchlist::belonging;
use super::wording::count;

pub use super::due::{Item, Kind};

/// So much that changed is listed above what is due.
const CHANGED: usize = 10;

/// So many of one kind are listed; the rest is counted.
const LISTED: usize = 300;

vocabulary! {
    /// How far ahead the agenda looks.
    pub enum Horizon {
        /// As far as the header.
        Month => "30 days",
        /// Ninety days.
        Quarter => "90 days",
        /// Six months.
        HalfYear => "6 months",
        /// A year.
        Year => "a year",
        /// As far as anything is dated, and what has no date.
        All => "any time",
    }
}

impl Horizon {
    /// The last day that it looks at; `None` where there is none.
    fn last(self, day: NaiveDate) -> Option<NaiveDate> {
        let months = |count| day.checked_add_months(Months::new(count)).unwrap_or(NaiveDate::MAX);
        match self {
            Self::Month => Some(last_soon(day)),
            Self::Quarter => Some(day.checked_add_signed(TimeDelta::days(90)).unwrap_or(NaiveDate::MAX)),
            Self::HalfYear => Some(months(6)),
            Self::Year => Some(months(12)),
            Self::All => None,
        }
    }

    /// The next one that looks farther, or less far; the same where there is none.
    #[must_use]
    pub fn step(self, farther: bool) -> Self {
        let at = Self::ALL.iter().position(|it| *it == self).unwrap_or_default();
        let to = if farther { at + 1 } else { at.saturating_sub(1) };
        Self::ALL.get(to).copied().unwrap_or(self)
    }

    /// In a title: `within 30 days`, `at any time`.
    fn words(self) -> String {
        format!("{} {}", if self == Self::All { "at" } else { "within" }, self.word())
    }

    /// Whether something that comes is seen.
    fn sees(self, on: Option<Date>, day: NaiveDate) -> bool {
        match (on, self.last(day)) {
            (_, None) => true,
            (Some(on), Some(last)) => is_due_by(on, day, last),
            (None, Some(_)) => false,
        }
    }
}

/// Everything to watch after the day, soonest first; what has no date is last.
pub fn in_order(day: &Day) -> Vec<Item<'_>> {
    let items = items(day.watched(), &day.ledger);
    let mut all: Vec<Item<'_>> = items.chain(acts(day.state(), day.as_of())).collect();
    all.sort_by(|a, b| (a.on.is_none(), a.on, a.kind, a.id).cmp(&(b.on.is_none(), b.on, b.kind, b.id)));
    all
}

/// How far ahead or how long ago, as precisely as the date is known.
fn from_day(date: Date, day: NaiveDate) -> String {
    match date.days_to(day) {
        (0, 0) => "today".to_owned(),
        (a, b) if a < 0 && a == b => format!("in {} d", -a),
        (a, b) if a < 0 => format!("in {} to {} d", (-b).max(0), -a),
        _ => ago(date, day),
    }
}

/// Whom a person watches, and when he looked at what changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Watching {
    /// The subjects.
    pub subjects: BTreeSet<Id>,
    /// When he looked last; nothing where he never has.
    pub looked: Option<NaiveDate>,
}

/// The agenda as a page that looks so far ahead.
pub fn page(day: &Day, horizon: Horizon) -> Page {
    page_watching(day, horizon, &Watching::default())
}

/// The same for a person who watches subjects: what is due of them stands first, and what changed since he looked.
pub fn page_watching(day: &Day, horizon: Horizon, watching: &Watching) -> Page {
    let mut all = in_order(day);
    let watched = belonging(day.state(), &watching.subjects);
    all.sort_by_key(|item| !watched.contains(item.id));
    let known = day.known_on().map(|known| format!(" known on {known}")).unwrap_or_default();
    let as_of = day.as_of();
    let (ahead, rest): (Vec<&Item>, Vec<&Item>) =
        all.iter().partition(|item| item.kind.has_day() && item.kind != Kind::Overdue);
    let (near, far): (Vec<&Item>, Vec<&Item>) = ahead.into_iter().partition(|it| horizon.sees(it.on, as_of));
    let due = |of: &[&Item]| of.iter().filter(|item| item.kind.is_counted()).count();
    let within = horizon.words();
    let mut page = Page::default();
    page.line("", format!("Agenda after {as_of}{known} · {} due {within}", due(&near)), Tone::Title);
    changed(&mut page, day, watching, &watched);
    let counted = |of: &[&Item]| match of.len() - due(of) {
        0 => due(of).to_string(),
        acts => format!("{}, and {}", due(of), count(acts, "act", "acts")),
    };
    page.heading(format!("Due or running out {within} · {}", counted(&near)));
    if near.is_empty() {
        let text = format!("Nothing is recorded that is due or runs out {within}.");
        page.line("", text, Tone::Plain);
    }
    list(&mut page, day, &near, true, &watched);
    if !far.is_empty() {
        page.heading(format!("Later, or without a date · {}", counted(&far)));
        list(&mut page, day, &far, false, &watched);
    }
    let parts: [(&[Kind], &str); 4] = [
        (&[Kind::Overdue], "Scheduled before that day, and nothing says that it took place"),
        (&[Kind::Announced, Kind::Reopening], "Announced and not recorded as done"),
        (&[Kind::Prepared], "In preparation, threatened or announced: not in force yet"),
        (&[Kind::Later], "After this day, as it turned out"),
    ];
    for (kinds, heading) in parts {
        let of: Vec<&Item> = rest.iter().copied().filter(|item| kinds.contains(&item.kind)).collect();
        page.part(&format!("{heading} · {}", of.len()), |page| list(page, day, &of, false, &watched));
    }
    page
}

/// What happened since the person looked, to whom he watches first.
fn changed(page: &mut Page, day: &Day, watching: &Watching, watched: &HashSet<Id>) {
    let Some(since) = watching.looked.filter(|since| *since < day.as_of()) else { return };
    let mut all: Vec<(bool, Told, &Id)> = told(day, since)
        .into_iter()
        .filter_map(|it| {
            let id = day.state().at(it.place)?.id();
            Some((watched.contains(id), it, id))
        })
        .collect();
    all.sort_by_key(|(is_watched, ..)| !is_watched);
    let of_watched = all.iter().filter(|(is_watched, ..)| *is_watched).count();
    let whose = if watching.subjects.is_empty() {
        String::new()
    } else {
        format!(", {of_watched} of whom you watch")
    };
    page.heading(format!("Changed since you looked on {since} · {}{whose}", all.len()));
    if all.is_empty() {
        page.line("", "Nothing is recorded that happened since.", Tone::Plain);
    }
    page.list(CHANGED, &all, |page, (is_watched, it, id)| {
        let mark = if *is_watched { ", watched" } else { "" };
        page.linked(it.on.short(), format!("{}: {}{mark}", it.name, it.text), it.tone, id);
    });
}

/// One line a thing: when, how far that is, why it is here, what it is, and how fresh what is known of it is.
fn list<'a>(page: &mut Page, day: &'a Day, of: &[&Item<'a>], is_near: bool, watched: &HashSet<Id>) {
    let (state, as_of) = (day.state(), day.as_of());
    let row = |item: &Item<'a>| -> (Vec<Cell>, Option<&'a Id>) {
        let tone = match item.kind {
            Kind::Overdue | Kind::Announced | Kind::Reopening => Tone::Caution,
            Kind::Later | Kind::Prepared => Tone::Dim,
            kind if is_near && kind.is_counted() => Tone::Caution,
            _ => Tone::Plain,
        };
        let mark = if watched.contains(item.id) { ", watched" } else { "" };
        let why = format!("{}{mark}", item.kind.word());
        // How long ago it was announced stands in the text.
        let left = item.on.filter(|_| item.kind.has_day() || item.kind == Kind::Later);
        let since = item.in_force().map(evidence::Since::short).unwrap_or_default();
        let cells = vec![
            Cell::new(item.on.map_or_else(|| "date open".to_owned(), Date::short), Tone::Dim),
            Cell::new(left.map(|on| from_day(on, as_of)).unwrap_or_default(), tone),
            Cell::new(why, Tone::Dim),
            Cell::new(item.text(state, as_of), tone),
            Cell::new(since, Tone::Plain),
            evidence::cell(item.shown(), as_of),
        ];
        (cells, Some(item.id))
    };
    let rows = of.iter().take(LISTED).map(|item| row(item)).collect();
    page.wrapped_table(&["on", "", "why", "what", "in force since", "shown"], rows);
    if of.len() > LISTED {
        page.line("", format!("and {} more", of.len() - LISTED), Tone::Dim);
    }
}
