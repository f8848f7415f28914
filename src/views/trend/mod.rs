//! Who tightens while who eases: recorded steps by month and issuer, and measures in force over the months. Counts of
//! what is recorded, and nothing else.

mod held;
mod steps;

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use chrono::{Datelike, Months, NaiveDate};

use crate::model::id::Id;
use crate::model::measure::{Measure, MeasureStatus, status};
use crate::model::state::{Place, RecordKind};

use super::chart::{Chart, Held, HeldBy, MonthOfActs};
use super::day::Day;
use super::evidence::Since;
use super::page::{Link, Page, Tone};
use super::wording;

use held::Series;
use steps::{Acts, Steps, month, names, steps};

pub use steps::steps_page;

/// So many months are shown.
const MONTHS: u32 = 36;

/// So many issuers have a bar of their own: those with most acts. The others share one.
const ISSUERS: usize = 4;

/// What the issuers without a bar of their own are called together.
const OTHERS: &str = "others";

/// So many issuers have a line of measures in force; the others share one.
const HOLDERS: usize = 12;

/// The longest bar to one side, in cells.
const LONGEST: usize = 8;

/// So many acts are named behind a bar.
const NAMED: usize = 2;

/// So many measures of one year are listed.
const LISTED: usize = 300;

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
                let since = status.in_force_since.map(|on| Since { on, or_before: status.start_observed });
                let since = since.map(Since::short).unwrap_or_default();
                let status = wording::measure_status(status);
                page.linked(
                    since,
                    format!("{}: {}, {status}", state.target_name(it), it.measure),
                    Tone::Plain,
                    &it.id,
                );
            });
        });
    }
    page
}

/// How wide the parts of a table of years are.
#[derive(Debug, Clone, Copy)]
struct Widths {
    /// The largest number with a known beginning, of which the bars are parts.
    most: usize,
    known: usize,
    more: usize,
}

impl Widths {
    fn of(all: impl Iterator<Item = Held>) -> Self {
        let none = Self { most: 1, known: 3, more: 2 };
        all.fold(none, |widths, held| Self {
            most: widths.most.max(held.known),
            known: widths.known.max(held.known.to_string().len()),
            more: widths.more.max(more(held).chars().count()),
        })
    }

    fn cells(self) -> usize {
        self.known + self.more + 1
    }

    /// How many with a known beginning and their bar, then lighter what was only first recorded by then; a dash before the
    /// first record.
    fn cell(self, held: Held) -> String {
        const BARS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
        let Self { most, known, more: rest } = self;
        if held.recorded == 0 {
            return format!("{:>known$} {:rest$}", "–", "");
        }
        let bar = BARS.get((held.known * 8).div_ceil(most)).copied().unwrap_or("█");
        format!("{:>known$}{bar}{:<rest$}", held.known, more(held))
    }
}

/// What was only first recorded, as it stands behind a bar.
fn more(held: Held) -> String {
    match held.first_recorded {
        0 => String::new(),
        more => format!("+{more}░"),
    }
}

/// A bar: what an issuer did in a month, or several together.
struct Bar {
    name: String,
    /// Whose it is.
    issuers: Vec<Id>,
    /// How many acts tighten, and how many ease.
    counts: [usize; 2],
    /// How many measures came off a list without an act.
    off: usize,
    /// Of several issuers who they are, and how many acts each has.
    of: String,
    /// The names of the acts.
    acts: Vec<String>,
}

impl Bar {
    /// The bar of one issuer in a month.
    fn of_one(shown: &Day, steps: &Steps, series: &Series, key: (NaiveDate, u32)) -> Option<Self> {
        let subject = shown.state().records().subjects.get(key.1 as usize)?;
        let acts = steps.get(&key);
        let off = off_in(series, key.1, key.0);
        (acts.is_some() || off > 0).then(|| Self {
            name: subject.id.to_string(),
            issuers: vec![subject.id.clone()],
            counts: counts(acts),
            off,
            of: String::new(),
            acts: acts.map(|acts| names(shown, acts, NAMED)).unwrap_or_default(),
        })
    }

    /// The bar that issuers share in a month; none where they did nothing.
    fn shared(shown: &Day, steps: &Steps, series: &Series, when: NaiveDate, issuers: &[u32]) -> Option<Self> {
        let all: Vec<Self> =
            issuers.iter().filter_map(|issuer| Self::of_one(shown, steps, series, (when, *issuer))).collect();
        let acted = all.iter().filter(|bar| bar.counts != [0, 0]);
        let of: Vec<String> =
            acted.map(|bar| format!("{} {}", bar.name, bar.counts.iter().sum::<usize>())).collect();
        (!all.is_empty()).then(|| Self {
            name: OTHERS.to_owned(),
            issuers: all.iter().flat_map(|bar| bar.issuers.iter().cloned()).collect(),
            counts: together(steps, when, issuers),
            off: all.iter().map(|bar| bar.off).sum(),
            of: of.join(", "),
            acts: Vec::new(),
        })
    }

    /// The bar as a text, its numbers beside it and what is behind it.
    fn text(&self, most: usize) -> String {
        let length =
            |count: usize| if count == 0 { 0 } else { (count * LONGEST).div_ceil(most).min(LONGEST) };
        let number = |count: usize| if count > 0 { count.to_string() } else { String::new() };
        let [tighter, easier] = self.counts;
        let easing = format!("{} {}", number(easier), "◀".repeat(length(easier)));
        let tightening = format!("{} {}", "▶".repeat(length(tighter)), number(tighter));
        let mut text = format!("{:<7}{easing:>room$}│{tightening}", self.name, room = LONGEST + 4);
        let off = match self.off {
            0 => String::new(),
            off => format!("◇ {} off the list", wording::count(off, "measure", "measures")),
        };
        let behind: Vec<String> = self.acts.iter().cloned().chain((!off.is_empty()).then_some(off)).collect();
        if !self.of.is_empty() {
            text = format!("{}  ({})", text.trim_end(), self.of);
        }
        if !behind.is_empty() {
            text = format!("{}  {}", text.trim_end(), behind.join("; "));
        }
        text
    }

    fn tone(&self) -> Tone {
        let [tighter, easier] = self.counts;
        match easier.cmp(&tighter) {
            std::cmp::Ordering::Greater => Tone::Good,
            std::cmp::Ordering::Less => Tone::Bad,
            std::cmp::Ordering::Equal if tighter == 0 => Tone::Dim,
            std::cmp::Ordering::Equal => Tone::Caution,
        }
    }
}

/// How many acts tighten, and how many ease.
fn counts(acts: Option<&[Acts; 2]>) -> [usize; 2] {
    acts.map_or([0, 0], |[tighter, easier]| [tighter.len(), easier.len()])
}

/// How many acts of several issuers in a month tighten, and how many ease: one on which measures of two of them rest is one.
fn together(steps: &Steps, when: NaiveDate, issuers: &[u32]) -> [usize; 2] {
    let mut all: [HashSet<u64>; 2] = Default::default();
    for acts in issuers.iter().filter_map(|issuer| steps.get(&(when, *issuer))) {
        all.iter_mut().zip(acts).for_each(|(all, acts)| all.extend(acts.keys()));
    }
    all.map(|acts| acts.len())
}

/// How many measures of an issuer came off a list in a month.
fn off_in(series: &Series, issuer: u32, when: NaiveDate) -> usize {
    let place = series.place(when);
    place.and_then(|place| series.off.get(&issuer)?.get(place)).copied().unwrap_or_default()
}

/// The months of the charts, newest first: from that of the day back to that of the first act, at most so many.
fn months(shown: &Day, steps: &Steps, series: &Series) -> Vec<NaiveDate> {
    let last = month(shown.as_of());
    let back = (0..MONTHS).filter_map(|back| last.checked_sub_months(Months::new(back)));
    let acts = steps.keys().map(|(when, _)| *when);
    let off = series.off.values().flat_map(|counts| {
        let some = counts.iter().zip(&series.days).filter(|(count, _)| **count > 0);
        some.map(|(_, day)| month(*day))
    });
    let all: Vec<NaiveDate> = back.collect();
    let earliest = all.last().copied().unwrap_or(last);
    // Nothing is drawn of the time before the first record.
    let begun = acts.chain(off).filter(|when| *when >= earliest).min();
    all.into_iter().filter(|when| begun.is_none_or(|begun| begun <= *when)).collect()
}

/// Who did something in these months, those with most acts first.
fn actors(months: &[NaiveDate], steps: &Steps, series: &Series) -> Vec<u32> {
    let mut issuers: BTreeMap<u32, usize> = BTreeMap::new();
    for ((when, issuer), acts) in steps {
        if months.contains(when) {
            *issuers.entry(*issuer).or_default() += acts.iter().map(Acts::len).sum::<usize>();
        }
    }
    for issuer in series.off.keys() {
        if months.iter().any(|when| off_in(series, *issuer, *when) > 0) {
            issuers.entry(*issuer).or_default();
        }
    }
    let mut issuers: Vec<(u32, usize)> = issuers.into_iter().collect();
    issuers.sort_unstable_by_key(|(issuer, count)| (std::cmp::Reverse(*count), *issuer));
    issuers.into_iter().map(|(issuer, _)| issuer).collect()
}

/// The numbers that are drawn.
fn chart(shown: &Day, months: &[NaiveDate], steps: &Steps, series: &Series) -> Chart {
    let issuers = actors(months, steps, series);
    let subjects = &shown.state().records().subjects;
    let id = |issuer: u32| subjects.get(issuer as usize).map(|subject| subject.id.clone());
    let of_month = |when: &NaiveDate| {
        let by = issuers
            .iter()
            .filter_map(|issuer| Some((id(*issuer)?, counts(Some(steps.get(&(*when, *issuer))?)))));
        let by_issuer: Vec<(Id, [usize; 2])> = by.collect();
        let off = issuers.iter().map(|issuer| off_in(series, *issuer, *when)).sum();
        MonthOfActs { month: *when, acts: together(steps, *when, &issuers), off, by_issuer }
    };
    let held = holders(series)
        .into_iter()
        .filter_map(|(issuer, months)| Some(HeldBy { issuer: id(issuer)?, months: months.clone() }));
    Chart {
        acts: months.iter().rev().map(of_month).collect(),
        days: series.days.clone(),
        held: held.collect(),
    }
}

/// The issuers that ever had anything in force, the one with most on the day asked first.
fn holders(series: &Series) -> Vec<(u32, &Vec<Held>)> {
    let ever = |counts: &Vec<Held>| counts.iter().any(|held| held.all() > 0);
    let mut held: Vec<(u32, &Vec<Held>)> = series
        .held
        .iter()
        .map(|(issuer, counts)| (*issuer, counts))
        .filter(|(_, counts)| ever(counts))
        .collect();
    held.sort_unstable_by_key(|(issuer, counts)| {
        (std::cmp::Reverse(counts.last().map(|held| held.all())), *issuer)
    });
    held
}

/// The charts as a page.
pub fn page(shown: &Day) -> Page {
    let mut page = Page::default();
    page.line("", format!("Tightening and easing, {}", shown.clock()), Tone::Title);
    page.line("", "Acts, each once however many measures it touches: ◀ eases (licensed, eased, suspended, lifted) │ tightens ▶ (imposed, renewed, resumed). Announcements count as neither; ◇ is off a list, no act being found that ended it; acts of which the month is not known are left out. Enter shows the steps.", Tone::Dim);
    let (steps, series) = (steps(shown), Series::of(shown));
    let months = months(shown, &steps, &series);
    let mut own = actors(&months, &steps, &series);
    let others = own.split_off(ISSUERS.min(own.len()));
    let bars: Vec<(NaiveDate, Vec<Bar>)> = months
        .iter()
        .map(|when| {
            let alone = own.iter().filter_map(|it| Bar::of_one(shown, &steps, &series, (*when, *it)));
            (*when, alone.chain(Bar::shared(shown, &steps, &series, *when, &others)).collect())
        })
        .collect();
    let most = bars.iter().flat_map(|(_, bars)| bars).flat_map(|bar| bar.counts).max().unwrap_or(1).max(1);
    for (when, bars) in bars {
        let mut label = when.format("%Y-%m").to_string();
        if bars.is_empty() {
            page.line(label, format!("{:>1$}│", "", LONGEST + 11), Tone::Dim);
            continue;
        }
        for bar in bars {
            let label = std::mem::take(&mut label);
            page.leading(label, bar.text(most), bar.tone(), Link::Steps(bar.issuers, when));
        }
    }
    years(&mut page, shown, &series);
    page.chart = Some(Arc::new(chart(shown, &months, &steps, &series)));
    page
}

fn years(page: &mut Page, shown: &Day, series: &Series) {
    let day = shown.as_of();
    let ends = ends(day);
    let mut held = holders(series);
    page.heading("Measures in force by issuer, at the end of each year and on the day, as far as recorded");
    page.line(
        "",
        "+n░: first recorded by then, from a sighting or a later statement; they may have held before. –: nothing is recorded yet.",
        Tone::Dim,
    );
    let name_of = |end: &NaiveDate| end.format(if *end == day { "%Y-%m" } else { "%Y" }).to_string();
    let places: Vec<Option<usize>> = ends.iter().map(|end| series.place(*end)).collect();
    let at_ends = |counts: &[Held]| -> Vec<Held> {
        places.iter().map(|at| at.and_then(|at| counts.get(at)).copied().unwrap_or_default()).collect()
    };
    let others = held.split_off(HOLDERS.min(held.len()));
    let mut together = vec![Held::default(); ends.len()];
    for (_, counts) in &others {
        together.iter_mut().zip(at_ends(counts)).for_each(|(held, count)| held.add(count));
    }
    let widths =
        Widths::of(held.iter().flat_map(|(_, counts)| at_ends(counts)).chain(together.iter().copied()));
    let wide = widths.cells().max(8);
    let column = |text: String| format!("{text:<wide$}");
    let head: Vec<String> = ends.iter().map(|end| column(name_of(end))).collect();
    page.line("", head.concat().trim_end(), Tone::Dim);
    let row = |counts: Vec<Held>| -> String {
        let cells: Vec<String> = counts.into_iter().map(|held| column(widths.cell(held))).collect();
        cells.concat()
    };
    let subjects = &shown.state().records().subjects;
    let name = |issuer: u32| subjects.get(issuer as usize).map_or("?", |subject| subject.id.as_str());
    for (issuer, counts) in held {
        let cells = row(at_ends(counts));
        match subjects.get(issuer as usize) {
            Some(subject) => {
                page.leading(name(issuer), cells, Tone::Plain, Link::InForce(subject.id.clone()));
            }
            None => page.line(name(issuer), cells, Tone::Plain),
        }
    }
    if !others.is_empty() {
        page.line(OTHERS, row(together), Tone::Plain);
        let of: Vec<String> = others
            .iter()
            .map(|(issuer, counts)| {
                let held = counts.last().map(|held| held.all()).unwrap_or_default();
                format!("{} {held}", name(*issuer))
            })
            .collect();
        page.line("", format!("  {OTHERS}: {}", of.join(", ")), Tone::Dim);
    }
}
