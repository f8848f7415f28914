//! Who tightens while who eases: recorded steps by month and issuer, and measures in force over the years. Counts of
//! what is recorded, and nothing else.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};
use hashbrown::HashMap;
use rayon::prelude::*;

use crate::model::sanction::status;
use crate::model::state::{List, Place, State};

use super::analysis::Analysis;
use super::page::{Page, Tone};

/// So many months are shown.
const MONTHS: u32 = 36;

/// So many issuers are shown: those with most steps.
const ISSUERS: usize = 4;

/// The longest bar to one side, in cells.
const LONGEST: usize = 24;

/// Steps that tighten and that ease, by month and issuer.
type Steps = HashMap<(NaiveDate, u32), [usize; 2]>;

/// The month of a day.
fn month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

fn steps(state: &State, analysis: &Analysis, day: NaiveDate) -> Steps {
    let records = &state.records().sanctions;
    let chunk = |at: usize| {
        let mut steps = Steps::new();
        let Some(it) = records.get(at) else { return steps };
        let claims = analysis.claims(Place { list: List::Sanctions, at });
        let issuer = analysis.named(at).issuer;
        for (place, step) in it.history.iter().enumerate() {
            // What is only known to the year has no month, and what does not prevail is no second step.
            let known = month(step.on.first()) == month(step.on.last());
            if !known || !step.on.certainly_by(day) || claims.is_set_aside(place) {
                continue;
            }
            let side = match step.change.what.direction() {
                0 => continue,
                tightens => usize::from(tightens < 0),
            };
            if let Some(count) = steps.entry((month(step.on.last()), issuer)).or_default().get_mut(side) {
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

/// How many measures of each issuer were in force at the end of each year.
fn in_force(state: &State, analysis: &Analysis, ends: &[NaiveDate]) -> HashMap<u32, Vec<usize>> {
    let records = &state.records().sanctions;
    let one = |at: usize| {
        let mut counts = HashMap::new();
        let Some(it) = records.get(at) else { return counts };
        let claims = analysis.claims(Place { list: List::Sanctions, at });
        let held: Vec<usize> = ends
            .iter()
            .map(|end| usize::from(status(&it.history, *end, claims).rung.is_in_force()))
            .collect();
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
pub fn page(state: &State, analysis: &Analysis, day: NaiveDate) -> Page {
    let mut page = Page::default();
    page.line("", format!("Tightening and easing, as of {day}"), Tone::Title);
    page.line("", "Recorded steps by month and issuer: ◀ eases (licensed, eased, suspended, lifted) │ tightens ▶ (imposed, renewed, resumed). Announcements count as neither.", Tone::Dim);
    let steps = steps(state, analysis, day);
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
    let actors = &state.records().actors;
    let name = |issuer: u32| actors.get(issuer as usize).map_or("?", |actor| actor.id.as_str());
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
            page.line(std::mem::take(&mut label), text, tone);
        }
    }
    years(&mut page, state, analysis, day, &name);
    page
}

fn years<'a>(
    page: &mut Page,
    state: &State,
    analysis: &Analysis,
    day: NaiveDate,
    name: &dyn Fn(u32) -> &'a str,
) {
    let ends: Vec<NaiveDate> = (day.year() - 6..day.year())
        .filter_map(|year| NaiveDate::from_ymd_opt(year, 12, 31))
        .chain([day])
        .collect();
    let mut held: Vec<(u32, Vec<usize>)> = in_force(state, analysis, &ends).into_iter().collect();
    held.retain(|(_, counts)| counts.iter().any(|count| *count > 0));
    held.sort_unstable_by_key(|(issuer, counts)| (std::cmp::Reverse(counts.last().copied()), *issuer));
    page.heading("Measures in force by issuer, at the end of each year and on the day");
    let head: Vec<String> = ends.iter().map(|end| format!("{:>10}", end.to_string())).collect();
    page.line("", format!(" {}", head.join(" ")), Tone::Dim);
    let most = held.iter().flat_map(|(_, counts)| counts).copied().max().unwrap_or(1).max(1);
    for (issuer, counts) in held.into_iter().take(12) {
        let cells: Vec<String> = counts
            .iter()
            .map(|count| {
                const BARS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
                let bar = BARS.get((count * 8).div_ceil(most)).copied().unwrap_or("█");
                format!("{count:>9} {bar}")
            })
            .collect();
        page.line(name(issuer), cells.concat(), Tone::Plain);
    }
}
