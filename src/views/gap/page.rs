//! The gap clock as a page: how long it took by issuer, drawn over days, then each gap, open ones first.

use crate::model::id::Id;
use crate::views::acts::Act;
use crate::views::day::Day;
use crate::views::evidence;
use crate::views::page::{Cell, Page, Tone};
use crate::views::wording::{count, record_name};

use super::{Days, Gap, Outcome, Spread, Style, Way, counted_to, gaps, spread};

/// So many of a kind are listed; the rest is counted.
const LISTED: usize = 300;

/// So wide the days are drawn.
const WIDTH: i64 = 40;

/// The page as of the day.
pub fn page(day: &Day) -> Page {
    let all = gaps(day);
    let (open, closed): (Vec<&Gap>, Vec<&Gap>) = all.iter().partition(|gap| gap.end.is_none());
    let mut page = Page::default();
    let said = |of: &[&Gap]| of.iter().filter(|gap| gap.way != Way::Application).count();
    let title = format!("Gap clock {} · {} open · {} closed", day.clock(), said(&open), said(&closed));
    page.line("", title, Tone::Title);
    if all.is_empty() {
        let text = "Nothing is recorded by this day that was announced: no lifting, no measure to come.";
        page.line("", text, Tone::Plain);
        return page;
    }
    let to = counted_to(day);
    if to < day.as_of() {
        let text = format!(
            "The newest that is recorded by {} is of {to}: what is open is counted to that day, and may have been done since.",
            day.as_of()
        );
        page.line("", text, Tone::Caution);
    }
    lists(&mut page, day, &open, true);
    distribution(&mut page, spread(day, &all));
    lists(&mut page, day, &closed, false);
    page
}

/// A part for each way.
fn lists(page: &mut Page, day: &Day, all: &[&Gap], is_open: bool) {
    for way in Way::ALL {
        let of: Vec<&Gap> = all.iter().copied().filter(|gap| gap.way == *way).collect();
        let heading = match (way, is_open) {
            (Way::Lifting, true) => "Lifting announced and not recorded as done",
            (Way::Lifting, false) => "Lifting announced, and what came of it",
            (Way::Imposition, true) => "Announced and not recorded as in force",
            (Way::Imposition, false) => "Announced, and what came of it",
            (Way::Application, true) => "Adopted and not applied yet",
            (Way::Application, false) => "Adopted, and applied later",
        };
        page.part(&counted(heading, day, &of), |page| list(page, day, &of));
    }
}

/// A heading with how many announcements and measures stand below it.
fn counted(heading: &str, day: &Day, of: &[&Gap]) -> String {
    let mut announcements: Vec<Option<Act<'_>>> = of.iter().map(|gap| gap.act(day, gap.announced)).collect();
    announcements.sort_unstable();
    announcements.dedup();
    let mut measures: Vec<usize> = of.iter().map(|gap| gap.measure).collect();
    measures.sort_unstable();
    measures.dedup();
    let announcements = count(announcements.len(), "announcement", "announcements");
    format!("{heading} · {announcements}, {}", count(measures.len(), "measure", "measures"))
}

/// How long it took, by issuer: in numbers, then over days; what is open first, what was only adopted last.
fn distribution(page: &mut Page, mut all: Vec<Spread<'_>>) {
    all.sort_by_key(|it| (it.way == Way::Application, it.outcome, it.way, it.issuer));
    page.heading("How long it took, by issuer");
    let row = |it: &Spread<'_>| -> (Vec<Cell>, Option<&Id>) {
        let tone = if it.outcome == Outcome::Open { Tone::Caution } else { Tone::Plain };
        let days = |days: Option<Days>| {
            // What is open takes longer than it has taken.
            let text = match (days, it.outcome) {
                (Some(days), Outcome::Open) => format!("≥ {} d", days.least),
                (days, _) => days.map(Days::short).unwrap_or_default(),
            };
            Cell::new(text, tone)
        };
        let cells = vec![
            Cell::new(it.issuer.as_str(), Tone::Plain),
            Cell::new(short(it), tone),
            Cell::new(it.announcements.to_string(), Tone::Plain),
            Cell::new(it.measures.to_string(), Tone::Plain),
            days(it.shortest()),
            days(it.median()),
            days(it.longest()),
        ];
        (cells, None)
    };
    page.table(&["", "", "acts", "measures", "least", "median", "most"], all.iter().map(row).collect());
    all.retain(|it| it.way != Way::Application);
    let longest = all.iter().filter_map(Spread::longest).map(|days| days.most).max().unwrap_or_default();
    if longest == 0 {
        return;
    }
    page.heading("The same over days: ● known, ━ somewhere in between, ▸ going on");
    let row = |it: &Spread<'_>| -> (Vec<Cell>, Option<&Id>) {
        let tone = if it.outcome == Outcome::Open { Tone::Caution } else { Tone::Plain };
        let who = Cell::new(format!("{} {}", it.issuer, short(it)), tone);
        (vec![who, Cell::new(drawn(it, longest), tone)], None)
    };
    let mut rows: Vec<(Vec<Cell>, Option<&Id>)> = all.iter().map(row).collect();
    let right = format!("{longest} d");
    let room = usize::try_from(WIDTH).unwrap_or_default().saturating_sub(right.chars().count());
    let scale = Cell::new(format!("{:<room$}{right}", "0"), Tone::Dim);
    rows.push((vec![Cell::new("", Tone::Dim), scale], None));
    page.table(&[], rows);
}

/// The way and what came of it, for the label of a line.
fn short(it: &Spread<'_>) -> &'static str {
    match (it.outcome, it.way) {
        (Outcome::Open, Way::Lifting) => "lifting, open",
        (Outcome::Open, _) => "to come, open",
        (Outcome::Done, Way::Lifting) => "lifting, done",
        (Outcome::Seen, Way::Lifting) => "off the list, ≤",
        (Outcome::Done, Way::Imposition) => "announced, done",
        (Outcome::Done, Way::Application) => "adopted, applied",
        (Outcome::Seen, _) => "seen in force, ≤",
        (Outcome::RanOut, _) => "ran out",
        (Outcome::TakenBack, _) => "taken back",
    }
}

/// Spans of days on a line from 0 to the longest: where a number is known a point, else all that it may be; what is open goes on.
fn drawn(it: &Spread<'_>, longest: i64) -> String {
    let cell = |days: i64| (days * (WIDTH - 1) / longest.max(1)).clamp(0, WIDTH - 1);
    let sign = |at: i64| {
        let is_at = |days: &&Days| (cell(days.least)..=cell(days.most)).contains(&at);
        match it.took.iter().filter(is_at).min_by_key(|days| days.most - days.least) {
            Some(_) if it.outcome == Outcome::Open => '▸',
            Some(days) if days.least == days.most => '●',
            Some(_) => '━',
            None => '·',
        }
    };
    (0..WIDTH).map(sign).collect()
}

/// A line a gap: how long it took, its measure, when it was announced, licensed and done, and who says so.
fn list(page: &mut Page, day: &Day, of: &[&Gap]) {
    page.list(LISTED, of, |page, gap| {
        if let Some(it) = gap.of(day) {
            let took = gap.days(counted_to(day));
            // To which day an open one is counted stands above.
            let took = if gap.end.is_none() { format!("≥ {} d", took.least) } else { took.short() };
            let tone = if gap.end.is_none() { Tone::Caution } else { Tone::Plain };
            page.linked(took, told(day, gap), tone, &it.id);
        }
    });
}

/// What is told of a gap, a line for each of its days.
fn told(day: &Day, gap: &Gap) -> String {
    let name = gap.id(day).map(|id| record_name(day.state(), id)).unwrap_or_default();
    let again = match gap.again {
        0 => String::new(),
        1 => ", said again".to_owned(),
        times => format!(", said again {times} times"),
    };
    let mut lines =
        vec![name, format!("{} {}{again} — {}", gap.said(), gap.announced.on, gap.proof(day, gap.announced))];
    if let Some((licence, days)) = gap.licensed.zip(gap.days_to_licence()) {
        let by = gap.proof(day, licence);
        lines.push(format!("licensed {}, after {} — {by}", licence.on, days.words()));
    }
    if let Some(end) = gap.end {
        let became = gap.became(day, end, Style::Page);
        // One step tells of both.
        let is_one = end.proof.at == gap.announced.at;
        let by = if is_one { String::new() } else { format!(" — {}", gap.proof(day, end.proof)) };
        lines.push(format!("{became}{by}"));
    } else {
        let shown = day.ledger.get(gap.measure).and_then(|row| row.dates().shown);
        let shown = shown.map(|shown| format!(", {}", evidence::shown(shown, day.as_of())));
        lines.push(format!("not recorded as done{}", shown.unwrap_or_default()));
    }
    lines.join("\n")
}
