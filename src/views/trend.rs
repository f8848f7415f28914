//! Who tightens while who eases: recorded steps by month and issuer, and measures in force over the years. Counts of
//! what is recorded, and nothing else.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};
use hashbrown::HashMap;
use rayon::prelude::*;

use crate::model::date::Date;
use crate::model::history::Claims;
use crate::model::id::Id;
use crate::model::measure::{Measure, MeasureStatus, status};
use crate::model::state::{Place, RecordKind};

use super::conflicts::cited;
use super::day::Day;
use super::page::{Link, Page, Tone};
use super::wording;

/// So many months are shown.
const MONTHS: u32 = 36;

/// So many issuers are shown: those with most steps.
const ISSUERS: usize = 4;

/// The longest bar to one side, in cells.
const LONGEST: usize = 20;

/// So many steps or measures of one kind are listed.
const LISTED: usize = 300;

/// Steps that tighten and that ease, by month and issuer.
type Steps = HashMap<(NaiveDate, u32), [usize; 2]>;

/// The month of a day.
fn month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// The steps of a measure that count by the day: their places, their months, and whether each eases.
fn counted<'a>(
    it: &'a Measure,
    claims: &'a Claims,
    day: NaiveDate,
) -> impl Iterator<Item = (usize, NaiveDate, bool)> + 'a {
    it.history.iter().enumerate().filter_map(move |(place, step)| {
        // What is only known to the year has no month, and what does not prevail is no second step.
        let known = month(step.on.first()) == month(step.on.last());
        if !known || !step.on.certainly_by(day) || claims.is_set_aside(place) {
            return None;
        }
        match step.change.what.direction() {
            0 => None,
            tightens => Some((place, month(step.on.last()), tightens < 0)),
        }
    })
}

fn steps(day: &Day) -> Steps {
    let (records, analysis, day) = (&day.state().records().sanctions, &day.analysis, day.as_of());
    let chunk = |at: usize| {
        let mut steps = Steps::new();
        let Some(it) = records.get(at) else { return steps };
        let issuer = analysis.named(at).issuer;
        for (_, month, eases) in counted(it, analysis.claims(Place { list: RecordKind::Sanctions, at }), day)
        {
            if let Some(count) = steps.entry((month, issuer)).or_default().get_mut(usize::from(eases)) {
                *count += 1;
            }
        }
        steps
    };
    (0..records.len()).into_par_iter().with_min_len(2048).map(chunk).reduce(Steps::new, |a, b| {
        let (mut to, from) = if a.len() > b.len() { (a, b) } else { (b, a) };
        for (key, counts) in from {
            let held = to.entry(key).or_default();
            *held = [held[0] + counts[0], held[1] + counts[1]];
        }
        to
    })
}

/// The steps behind a bar: what an issuer did in a month.
pub fn steps_page(day: &Day, issuer: &Id, when: NaiveDate) -> Page {
    let (state, analysis, day) = (day.state(), &day.analysis, day.as_of());
    let mut page = Page::default();
    let title = format!("{}: steps of {}", state.subject_name(issuer), when.format("%Y-%m"));
    page.line("", title, Tone::Title);
    let records = state.records().sanctions.iter().enumerate().filter(|(_, it)| &it.issuer == issuer);
    let mut found: Vec<(Date, &Measure, usize, bool)> = Vec::new();
    for (at, it) in records {
        let claims = analysis.claims(Place { list: RecordKind::Sanctions, at });
        let of_month = counted(it, claims, day).filter(|(_, month, _)| *month == when);
        found.extend(of_month.filter_map(|(at, _, eases)| Some((it.history.get(at)?.on, it, at, eases))));
    }
    found.sort_by(|a, b| (a.0, &a.1.id, a.2).cmp(&(b.0, &b.1.id, b.2)));
    for (heading, eases, tone) in [("Eases", true, Tone::Good), ("Tightens", false, Tone::Bad)] {
        let of = || found.iter().filter(|step| step.3 == eases);
        page.part(&format!("{heading} · {}", of().count()), |page| {
            page.list(LISTED, of(), |page, (on, it, at, _)| {
                let Some(step) = it.history.get(*at) else { return };
                let change = wording::sanction_change(&step.change);
                let text = format!("{}: {}, {change} — {}", it.target.name, it.measure, cited(&step.sources));
                page.linked(on.short(), text, tone, &it.id);
            });
        });
    }
    page
}

/// The ends of the years up to a day, and the day.
fn ends(day: NaiveDate) -> Vec<NaiveDate> {
    (day.year() - 6..day.year())
        .filter_map(|year| NaiveDate::from_ymd_opt(year, 12, 31))
        .chain([day])
        .collect()
}

/// What an issuer had in force on the day and at the end of each year before it, latest first.
pub fn in_force_page(day: &Day, issuer: &Id) -> Page {
    let (state, analysis, day) = (day.state(), &day.analysis, day.as_of());
    let mut page = Page::default();
    page.line("", format!("{}: measures in force", state.subject_name(issuer)), Tone::Title);
    let records = &state.records().sanctions;
    let of: Vec<usize> =
        (0..records.len()).filter(|at| records.get(*at).is_some_and(|it| &it.issuer == issuer)).collect();
    for end in ends(day).into_iter().rev() {
        let held: Vec<(&Measure, MeasureStatus)> = of
            .iter()
            .filter_map(|at| {
                let it = records.get(*at)?;
                let claims = analysis.claims(Place { list: RecordKind::Sanctions, at: *at });
                let status = status(&state.effective(it), end, claims);
                status.standing.is_in_force().then_some((it, status))
            })
            .collect();
        page.part(&format!("{end} · {}", held.len()), |page| {
            page.list(LISTED, &held, |page, (it, status)| {
                let or_before = if status.start_observed { "≤" } else { "" };
                let since = status.in_force_since.map(|since| format!("{or_before}{}", since.short()));
                let since = since.unwrap_or_default();
                let status = wording::measure_status(status);
                page.linked(
                    since,
                    format!("{}: {}, {status}", it.target.name, it.measure),
                    Tone::Plain,
                    &it.id,
                );
            });
        });
    }
    page
}

/// How many measures of each issuer were in force at the end of each year.
fn in_force(day: &Day, ends: &[NaiveDate]) -> HashMap<u32, Vec<usize>> {
    let (state, analysis) = (day.state(), &day.analysis);
    let records = &state.records().sanctions;
    let one = |at: usize| {
        let mut counts = HashMap::new();
        let Some(it) = records.get(at) else { return counts };
        let claims = analysis.claims(Place { list: RecordKind::Sanctions, at });
        let steps = state.effective(it);
        let held: Vec<usize> =
            ends.iter().map(|end| usize::from(status(&steps, *end, claims).standing.is_in_force())).collect();
        counts.insert(analysis.named(at).issuer, held);
        counts
    };
    (0..records.len()).into_par_iter().with_min_len(1024).map(one).reduce(HashMap::new, |a, b| {
        let (mut to, from) = if a.len() > b.len() { (a, b) } else { (b, a) };
        for (issuer, counts) in from {
            let held: &mut Vec<usize> = to.entry(issuer).or_default();
            held.resize(held.len().max(counts.len()), 0);
            held.iter_mut().zip(counts).for_each(|(held, count)| *held += count);
        }
        to
    })
}

/// The charts as a page.
pub fn page(shown: &Day) -> Page {
    let (state, day) = (shown.state(), shown.as_of());
    let mut page = Page::default();
    page.line("", format!("Tightening and easing, as of {day}"), Tone::Title);
    page.line("", "Recorded steps by month and issuer: ◀ eases (licensed, eased, suspended, lifted) │ tightens ▶ (imposed, renewed, resumed). Announcements count as neither; steps of which only the year or season is known are left out. The last 36 months. Enter shows what is behind a bar.", Tone::Dim);
    let steps = steps(shown);
    let first = month(day).checked_sub_months(Months::new(MONTHS - 1)).unwrap_or(day);
    let mut issuers: BTreeMap<u32, usize> = BTreeMap::new();
    let mut most = 1;
    for ((when, issuer), [tighter, easier]) in &steps {
        if *when >= first {
            *issuers.entry(*issuer).or_default() += tighter + easier;
            most = most.max(*tighter).max(*easier);
        }
    }
    let mut issuers: Vec<(usize, u32)> = issuers.into_iter().map(|(issuer, count)| (count, issuer)).collect();
    issuers.sort_unstable_by_key(|(count, issuer)| (std::cmp::Reverse(*count), *issuer));
    issuers.truncate(ISSUERS);
    let actors = &state.records().subjects;
    let name = |issuer: u32| actors.get(issuer as usize).map_or("?", |subject| subject.id.as_str());
    let length = |count: usize| if count == 0 { 0 } else { (count * LONGEST).div_ceil(most).min(LONGEST) };
    for back in 0..MONTHS {
        let Some(when) = month(day).checked_sub_months(Months::new(back)) else { break };
        let mut label = when.format("%Y-%m").to_string();
        for (_, issuer) in &issuers {
            let Some([tighter, easier]) = steps.get(&(when, *issuer)) else { continue };
            let (left, right) = (length(*easier), length(*tighter));
            let number = |count: usize| if count > 0 { count.to_string() } else { String::new() };
            let easing = format!("{} {}", number(*easier), "◀".repeat(left));
            let room = LONGEST + 7;
            let text =
                format!("{:<8}{easing:>room$}│{} {}", name(*issuer), "▶".repeat(right), number(*tighter));
            let tone = match easier.cmp(tighter) {
                std::cmp::Ordering::Greater => Tone::Good,
                std::cmp::Ordering::Less => Tone::Bad,
                std::cmp::Ordering::Equal => Tone::Caution,
            };
            let label = std::mem::take(&mut label);
            match actors.get(*issuer as usize) {
                Some(subject) => page.leading(label, text, tone, Link::Steps(subject.id.clone(), when)),
                None => page.line(label, text, tone),
            }
        }
    }
    years(&mut page, shown, &name);
    page
}

fn years<'a>(page: &mut Page, shown: &Day, name: &dyn Fn(u32) -> &'a str) {
    let day = shown.as_of();
    let ends = ends(day);
    let mut held: Vec<(u32, Vec<usize>)> = in_force(shown, &ends).into_iter().collect();
    held.retain(|(_, counts)| counts.iter().any(|count| *count > 0));
    held.sort_unstable_by_key(|(issuer, counts)| (std::cmp::Reverse(counts.last().copied()), *issuer));
    page.heading("Measures in force by issuer, at the end of each year and on the day, as far as recorded");
    page.line(
        "",
        "A measure that was only seen in force counts from the day it was seen on: it may have held before.",
        Tone::Dim,
    );
    let name_of = |end: &NaiveDate| end.format(if *end == day { "%Y-%m" } else { "%Y" }).to_string();
    let head: Vec<String> = ends.iter().map(|end| format!("{:>7}", name_of(end))).collect();
    page.line("", head.join(" "), Tone::Dim);
    let most = held.iter().flat_map(|(_, counts)| counts).copied().max().unwrap_or(1).max(1);
    for (issuer, counts) in held.into_iter().take(12) {
        let cells: Vec<String> = counts
            .iter()
            .map(|count| {
                const BARS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
                let bar = BARS.get((count * 8).div_ceil(most)).copied().unwrap_or("█");
                format!("{count:>6}{bar} ")
            })
            .collect();
        match shown.state().records().subjects.get(issuer as usize) {
            Some(subject) => {
                page.leading(name(issuer), cells.concat(), Tone::Plain, Link::InForce(subject.id.clone()));
            }
            None => page.line(name(issuer), cells.concat(), Tone::Plain),
        }
    }
}
