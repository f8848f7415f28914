//! The acts that tighten and that ease, by month and issuer, and the steps behind them.

use chrono::{Datelike, NaiveDate};
use hashbrown::{HashMap, HashSet};
use rayon::prelude::*;

use crate::model::compact::as_u32_saturating;
use crate::model::date::Date;
use crate::model::history::Claims;
use crate::model::id::Id;
use crate::model::measure::{Measure, Standing, status};
use crate::model::state::{Place, RecordKind, State};
use crate::views::acts::{act, lies_within};
use crate::views::citation::cited;
use crate::views::day::Day;
use crate::views::page::{Page, Tone};
use crate::views::wording;

use super::held::month_end;

/// So many steps of one kind are listed.
const LISTED: usize = 300;

/// The acts of an issuer in a month, by their numbers, each with the first step that it made: the measure and the place in
/// its history.
pub(super) type Acts = HashMap<u64, (u32, u32)>;

/// Acts that tighten and that ease, by month and issuer: an act of many steps once.
pub(super) type Steps = HashMap<(NaiveDate, u32), [Acts; 2]>;

/// The month of a day.
pub(super) fn month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// The steps of a measure that count by the day: their places, their months, and whether each eases.
fn counted<'a>(
    it: &'a Measure,
    claims: &'a Claims,
    day: NaiveDate,
) -> impl Iterator<Item = (usize, NaiveDate, bool)> + 'a {
    it.history.iter().enumerate().filter_map(move |(place, step)| {
        // What is only known to the year lies in no month for certain, and what does not prevail is no second step.
        let last = step.on.last();
        if !lies_within(step.on, month(last), last)
            || !step.on.certainly_by(day)
            || claims.is_set_aside(place)
        {
            return None;
        }
        match step.change.what.direction() {
            0 => None,
            tightens => Some((place, month(last), tightens < 0)),
        }
    })
}

/// Adds acts to others; of the steps of one act the first stays.
fn add(to: &mut Acts, from: Acts) {
    for (number, step) in from {
        to.entry(number).and_modify(|held| *held = (*held).min(step)).or_insert(step);
    }
}

/// All acts by the day asked.
pub(super) fn steps(day: &Day) -> Steps {
    let (records, analysis, day) = (&day.state().records().sanctions, &day.analysis, day.as_of());
    let chunk = |mut steps: Steps, at: usize| {
        let Some(it) = records.get(at) else { return steps };
        let issuer = analysis.named(at).issuer;
        let claims = analysis.claims(Place { list: RecordKind::Sanctions, at });
        for (place, month, eases) in counted(it, claims, day) {
            let Some(step) = it.history.get(place) else { continue };
            if let Some(acts) = steps.entry((month, issuer)).or_default().get_mut(usize::from(eases)) {
                let first = (as_u32_saturating(at), as_u32_saturating(place));
                add(acts, Acts::from_iter([(act(it, step).number(), first)]));
            }
        }
        steps
    };
    let all = (0..records.len()).into_par_iter().with_min_len(2048).fold(Steps::new, chunk);
    all.reduce(Steps::new, |a, b| {
        let (mut to, from) = if a.len() > b.len() { (a, b) } else { (b, a) };
        for (key, acts) in from {
            to.entry(key).or_default().iter_mut().zip(acts).for_each(|(held, acts)| add(held, acts));
        }
        to
    })
}

/// The names of some acts, in the order of their steps; those that the file does not name are left out.
pub(super) fn names(day: &Day, acts: &[Acts; 2], most: usize) -> Vec<String> {
    let state = day.state();
    let mut firsts: Vec<(u32, u32)> = acts.iter().flat_map(HashMap::values).copied().collect();
    firsts.sort_unstable();
    let named = firsts.into_iter().filter_map(|(at, place)| {
        let it = state.records().sanctions.get(at as usize)?;
        act(it, it.history.get(place as usize)?).name(state)
    });
    let mut names: Vec<String> = Vec::new();
    for name in named {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let more = names.len().saturating_sub(most);
    names.truncate(most);
    if more > 0 {
        names.push(format!("{more} more"));
    }
    names
}

/// The steps behind a bar: what issuers did in a month, all of them where none is named; and what came off a list in it.
pub fn steps_page(day: &Day, issuers: &[Id], when: NaiveDate) -> Page {
    let (state, analysis, day) = (day.state(), &day.analysis, day.as_of());
    let mut page = Page::default();
    let who = match issuers {
        [] => "All issuers".to_owned(),
        issuers => wording::actors(state, issuers),
    };
    page.line("", format!("{who}: steps of {}", when.format("%Y-%m")), Tone::Title);
    let is_asked = |it: &Measure| issuers.is_empty() || issuers.contains(&it.issuer);
    let of_one = issuers.len() == 1;
    let records = || state.records().sanctions.iter().enumerate().filter(|(_, it)| is_asked(it));
    let mut found: Vec<(Date, &Measure, usize, bool)> = Vec::new();
    for (at, it) in records() {
        let claims = analysis.claims(Place { list: RecordKind::Sanctions, at });
        let of_month = counted(it, claims, day).filter(|(_, month, _)| *month == when);
        found.extend(of_month.filter_map(|(at, _, eases)| Some((it.history.get(at)?.on, it, at, eases))));
    }
    found.sort_by(|a, b| (a.0, &a.1.id, a.2).cmp(&(b.0, &b.1.id, b.2)));
    for (heading, eases, tone) in [("Eases", true, Tone::Good), ("Tightens", false, Tone::Bad)] {
        let of = || found.iter().filter(|step| step.3 == eases);
        let acts: HashSet<u64> =
            of().filter_map(|(_, it, at, _)| Some(act(it, it.history.get(*at)?).number())).collect();
        let (acts, steps) =
            (wording::count(acts.len(), "act", "acts"), wording::count(of().count(), "measure", "measures"));
        page.part(&format!("{heading} · {acts}, {steps}"), |page| {
            page.list(LISTED, of(), |page, (on, it, at, _)| {
                let Some(step) = it.history.get(*at) else { return };
                let change = wording::sanction_change(state, step);
                let issuer = if of_one { String::new() } else { format!("{} › ", it.issuer) };
                let text = format!(
                    "{issuer}{}: {}, {change} — {}",
                    state.target_name(it),
                    it.measure,
                    cited(state, &step.sources)
                );
                page.linked(on.short(), text, tone, &it.id);
            });
        });
    }
    let is_off = |(at, it): &(usize, &Measure)| {
        came_off(state, it, analysis.claims(Place { list: RecordKind::Sanctions, at: *at }), when, day)
    };
    let off: Vec<&Measure> = records().filter(is_off).map(|(_, it)| it).collect();
    let heading = format!("Off a list, no act found · {}", wording::count(off.len(), "measure", "measures"));
    page.part(&heading, |page| {
        page.list(LISTED, &off, |page, it| {
            page.linked("", wording::record_name(state, &it.id), Tone::Plain, &it.id);
        });
    });
    page
}

/// Whether a measure was in force before a month and is on its list no longer at the end of it, or on the day where that is
/// sooner, without an act that ended it: as the chart counts it.
fn came_off(state: &State, it: &Measure, claims: &Claims, when: NaiveDate, day: NaiveDate) -> bool {
    let (Some(before), end) = (when.pred_opt(), month_end(when).min(day)) else { return false };
    let lies_there = |on: NaiveDate| when <= on && on <= end;
    let steps = state.effective(it);
    if !steps.iter().any(|step| lies_there(step.on.first()) || lies_there(step.on.last())) {
        return false;
    }
    status(&steps, end, claims).standing == Standing::NotSeen
        && status(&steps, before, claims).standing.is_in_force()
}
