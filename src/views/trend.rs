//! Who tightens while who eases: recorded steps by month and issuer, and measures in force over the years. Counts of
//! what is recorded, and nothing else.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};
use hashbrown::{HashMap, HashSet};
use rayon::prelude::*;

use crate::model::date::Date;
use crate::model::history::Claims;
use crate::model::id::Id;
use crate::model::measure::{Measure, MeasureStatus, Standing, status};
use crate::model::state::{Place, RecordKind};

use super::acts::{act, lies_within};
use super::citation::cited;
use super::day::Day;
use super::evidence::Since;
use super::page::{Link, Page, Tone};
use super::wording;

/// So many months are shown.
const MONTHS: u32 = 36;

/// So many issuers have a bar of their own: those with most acts. The others share one.
const ISSUERS: usize = 4;

/// What the issuers without a bar of their own are called together.
const OTHERS: &str = "others";

/// So many issuers have a line of measures in force; the others share one.
const HOLDERS: usize = 12;

/// The longest bar to one side, in cells.
const LONGEST: usize = 20;

/// So many steps or measures of one kind are listed.
const LISTED: usize = 300;

/// Acts that tighten and that ease, by month and issuer: an act of many steps once.
type Steps = HashMap<(NaiveDate, u32), [HashSet<u64>; 2]>;

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

fn steps(day: &Day) -> Steps {
    let (records, analysis, day) = (&day.state().records().sanctions, &day.analysis, day.as_of());
    let chunk = |at: usize| {
        let mut steps = Steps::new();
        let Some(it) = records.get(at) else { return steps };
        let issuer = analysis.named(at).issuer;
        let claims = analysis.claims(Place { list: RecordKind::Sanctions, at });
        for (place, month, eases) in counted(it, claims, day) {
            let Some(step) = it.history.get(place) else { continue };
            if let Some(acts) = steps.entry((month, issuer)).or_default().get_mut(usize::from(eases)) {
                acts.insert(act(it, step).number());
            }
        }
        steps
    };
    (0..records.len()).into_par_iter().with_min_len(2048).map(chunk).reduce(Steps::new, |a, b| {
        let (mut to, from) = if a.len() > b.len() { (a, b) } else { (b, a) };
        for (key, acts) in from {
            to.entry(key).or_default().iter_mut().zip(acts).for_each(|(held, acts)| held.extend(acts));
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
        let acts: HashSet<u64> =
            of().filter_map(|(_, it, at, _)| Some(act(it, it.history.get(*at)?).number())).collect();
        let (acts, steps) =
            (wording::count(acts.len(), "act", "acts"), wording::count(of().count(), "measure", "measures"));
        page.part(&format!("{heading} · {acts}, {steps}"), |page| {
            page.list(LISTED, of(), |page, (on, it, at, _)| {
                let Some(step) = it.history.get(*at) else { return };
                let change = wording::sanction_change(state, step);
                let text = format!(
                    "{}: {}, {change} — {}",
                    state.target_name(it),
                    it.measure,
                    cited(state, &step.sources)
                );
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

/// How many measures of an issuer were in force on a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Held {
    /// Those of which the day is known on which they were put into force.
    known: usize,
    /// Those only bounded by a sighting or a later statement: first recorded by then, they may have held before.
    first_recorded: usize,
    /// Those of which anything is recorded by then, in force or not.
    recorded: usize,
}

impl Held {
    fn of(status: &MeasureStatus) -> Self {
        let binds = status.standing.is_in_force();
        Self {
            known: usize::from(binds && !status.start_observed),
            first_recorded: usize::from(binds && status.start_observed),
            recorded: usize::from(status.standing != Standing::NoRecord),
        }
    }

    fn add(&mut self, other: Self) {
        self.known += other.known;
        self.first_recorded += other.first_recorded;
        self.recorded += other.recorded;
    }

    fn all(self) -> usize {
        self.known + self.first_recorded
    }

    /// Ten cells: how many with a known beginning and their bar, then lighter what was only first recorded by then; a dash
    /// before the first record.
    fn cell(self, most: usize) -> String {
        const BARS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
        if self.recorded == 0 {
            return format!("{:>4}{:6}", "–", "");
        }
        let bar = BARS.get((self.known * 8).div_ceil(most)).copied().unwrap_or("█");
        let more = match self.first_recorded {
            0 => String::new(),
            more => format!("+{more}░"),
        };
        format!("{:>4}{bar}{more:<5}", self.known)
    }
}

/// How many measures of each issuer were in force at the end of each year.
fn in_force(day: &Day, ends: &[NaiveDate]) -> HashMap<u32, Vec<Held>> {
    let (state, analysis) = (day.state(), &day.analysis);
    let records = &state.records().sanctions;
    let one = |at: usize| {
        let mut counts = HashMap::new();
        let Some(it) = records.get(at) else { return counts };
        let claims = analysis.claims(Place { list: RecordKind::Sanctions, at });
        let steps = state.effective(it);
        let held: Vec<Held> = ends.iter().map(|end| Held::of(&status(&steps, *end, claims))).collect();
        counts.insert(analysis.named(at).issuer, held);
        counts
    };
    (0..records.len()).into_par_iter().with_min_len(1024).map(one).reduce(HashMap::new, |a, b| {
        let (mut to, from) = if a.len() > b.len() { (a, b) } else { (b, a) };
        for (issuer, counts) in from {
            let held: &mut Vec<Held> = to.entry(issuer).or_default();
            held.resize(held.len().max(counts.len()), Held::default());
            held.iter_mut().zip(counts).for_each(|(held, count)| held.add(count));
        }
        to
    })
}

/// A bar of the chart: what an issuer did in a month, or several together.
struct Bar<'a> {
    name: &'a str,
    /// The issuer; `None` where they are several.
    subject: Option<&'a Id>,
    /// How many acts tighten, and how many ease.
    counts: [usize; 2],
    /// Of several issuers who they are, and how many acts each has.
    of: String,
}

/// The bar that issuers share in a month; none where they did nothing. An act of two of them is one.
fn shared<'a>(
    steps: &Steps,
    when: NaiveDate,
    issuers: &[u32],
    name: &dyn Fn(u32) -> &'a str,
) -> Option<Bar<'a>> {
    let mut all: [HashSet<u64>; 2] = Default::default();
    let mut of = Vec::new();
    for issuer in issuers {
        let Some(acts) = steps.get(&(when, *issuer)) else { continue };
        all.iter_mut().zip(acts).for_each(|(all, acts)| all.extend(acts));
        of.push(format!("{} {}", name(*issuer), acts.iter().map(HashSet::len).sum::<usize>()));
    }
    let counts = all.map(|acts| acts.len());
    (!of.is_empty()).then(|| Bar { name: OTHERS, subject: None, counts, of: of.join(", ") })
}

/// The charts as a page.
pub fn page(shown: &Day) -> Page {
    let (state, day) = (shown.state(), shown.as_of());
    let mut page = Page::default();
    page.line("", format!("Tightening and easing, {}", shown.clock()), Tone::Title);
    page.line("", "Recorded acts by month and issuer, each once however many measures it touches: ◀ eases (licensed, eased, suspended, lifted) │ tightens ▶ (imposed, renewed, resumed). Announcements, and what is off a list without an act, count as neither; acts of which only the year or season is known are left out. Where there are many issuers, those with fewest acts share a bar, with how many acts each has. The last 36 months, from the first record on. Enter shows what is behind a bar.", Tone::Dim);
    let steps = steps(shown);
    let first = month(day).checked_sub_months(Months::new(MONTHS - 1)).unwrap_or(day);
    let mut issuers: BTreeMap<u32, usize> = BTreeMap::new();
    for ((when, issuer), [tighter, easier]) in &steps {
        if *when >= first {
            *issuers.entry(*issuer).or_default() += tighter.len() + easier.len();
        }
    }
    let mut issuers: Vec<(usize, u32)> = issuers.into_iter().map(|(issuer, count)| (count, issuer)).collect();
    issuers.sort_unstable_by_key(|(count, issuer)| (std::cmp::Reverse(*count), *issuer));
    let others: Vec<u32> = issuers.split_off(ISSUERS.min(issuers.len())).into_iter().map(|it| it.1).collect();
    let actors = &state.records().subjects;
    let name = |issuer: u32| actors.get(issuer as usize).map_or("?", |subject| subject.id.as_str());
    let bars: Vec<(NaiveDate, Vec<Bar>)> = (0..MONTHS)
        .filter_map(|back| month(day).checked_sub_months(Months::new(back)))
        .map(|when| {
            let own = issuers.iter().filter_map(|(_, issuer)| {
                let [tighter, easier] = steps.get(&(when, *issuer))?;
                let subject = actors.get(*issuer as usize).map(|subject| &subject.id);
                let counts = [tighter.len(), easier.len()];
                Some(Bar { name: name(*issuer), subject, counts, of: String::new() })
            });
            (when, own.chain(shared(&steps, when, &others, &name)).collect())
        })
        .collect();
    let most = bars.iter().flat_map(|(_, bars)| bars).flat_map(|bar| bar.counts).max().unwrap_or(1).max(1);
    let length = |count: usize| if count == 0 { 0 } else { (count * LONGEST).div_ceil(most).min(LONGEST) };
    // Nothing is drawn of the time before the first record.
    let begun = steps.keys().filter(|(when, _)| *when >= first).map(|(when, _)| *when).min();
    for (when, bars) in bars {
        if begun.is_none_or(|begun| when < begun) {
            break;
        }
        let mut label = when.format("%Y-%m").to_string();
        if bars.is_empty() {
            page.line(label, format!("{:>1$}│", "", LONGEST + 15), Tone::Dim);
            continue;
        }
        for bar in bars {
            let [tighter, easier] = bar.counts;
            let (left, right) = (length(easier), length(tighter));
            let number = |count: usize| if count > 0 { count.to_string() } else { String::new() };
            let easing = format!("{} {}", number(easier), "◀".repeat(left));
            let room = LONGEST + 7;
            let text = format!("{:<8}{easing:>room$}│{} {}", bar.name, "▶".repeat(right), number(tighter));
            let text = if bar.of.is_empty() { text } else { format!("{}  ({})", text.trim_end(), bar.of) };
            let tone = match easier.cmp(&tighter) {
                std::cmp::Ordering::Greater => Tone::Good,
                std::cmp::Ordering::Less => Tone::Bad,
                std::cmp::Ordering::Equal => Tone::Caution,
            };
            let label = std::mem::take(&mut label);
            match bar.subject {
                Some(issuer) => page.leading(label, text, tone, Link::Steps(issuer.clone(), when)),
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
    let mut held: Vec<(u32, Vec<Held>)> = in_force(shown, &ends).into_iter().collect();
    held.retain(|(_, counts)| counts.iter().any(|count| count.all() > 0));
    held.sort_unstable_by_key(|(issuer, counts)| {
        (std::cmp::Reverse(counts.last().map(|held| held.all())), *issuer)
    });
    page.heading("Measures in force by issuer, at the end of each year and on the day, as far as recorded");
    page.line(
        "",
        "+n░: first recorded by then, from a sighting or a later statement; they may have held before. –: nothing is recorded yet.",
        Tone::Dim,
    );
    let name_of = |end: &NaiveDate| end.format(if *end == day { "%Y-%m" } else { "%Y" }).to_string();
    let head: Vec<String> = ends.iter().map(|end| format!("{:<9}", name_of(end))).collect();
    page.line("", format!("  {}", head.join(" ")).trim_end().to_owned(), Tone::Dim);
    let most = held.iter().flat_map(|(_, counts)| counts).map(|held| held.known).max().unwrap_or(1).max(1);
    let others = held.split_off(HOLDERS.min(held.len()));
    for (issuer, counts) in held {
        let cells: Vec<String> = counts.iter().map(|held| held.cell(most)).collect();
        match shown.state().records().subjects.get(issuer as usize) {
            Some(subject) => {
                page.leading(name(issuer), cells.concat(), Tone::Plain, Link::InForce(subject.id.clone()));
            }
            None => page.line(name(issuer), cells.concat(), Tone::Plain),
        }
    }
    if !others.is_empty() {
        let mut together = vec![Held::default(); ends.len()];
        for (_, counts) in &others {
            together.iter_mut().zip(counts).for_each(|(held, count)| held.add(*count));
        }
        let cells: String = together.iter().map(|held| held.cell(most)).collect();
        page.line(OTHERS, cells, Tone::Plain);
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
