//! A cited brief: what changed between two days, by subject; what sources disagree on; what was announced and how long it
//! took; what holds now; what is due.

mod announced;
mod changes;
mod crossings;
mod disagreements;
mod ownership;

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;

use crate::model::date::Date;
use crate::model::evidence::Shown;
use crate::model::id::Id;
use crate::model::measure::{MeasureStep, Standing};
use crate::model::state::{Place, RecordKind, State};
use crate::views::acts::{Act, act, lies_within};
use crate::views::day::Day;
use crate::views::evidence::Since;
use crate::views::narrowing::Narrowing;
use crate::views::passing::passing;
use crate::views::{agenda, citation, wording};

use super::document::Block;

/// Writes the brief on what changed after `since` up to the day that the input is of.
pub fn brief(day: &Day, since: NaiveDate) -> Vec<Block> {
    let mut writer = Writer { day, since, sources: Vec::new(), numbers: BTreeMap::new(), blocks: Vec::new() };
    writer.head();
    writer.changes();
    writer.disagreements();
    writer.announced();
    writer.holds();
    writer.reached();
    writer.crossings();
    writer.due();
    writer.cited();
    writer.blocks
}

/// The same on what passes a filter alone: the brief says so.
///
/// # Errors
/// Where a part of the filter is not understood: what is wrong with each.
pub fn brief_on(
    day: &Day,
    since: NaiveDate,
    filter: &str,
    narrowing: Option<&Narrowing>,
) -> Result<Vec<Block>, Vec<String>> {
    let filter = filter.trim();
    let mut which =
        narrowing.iter().map(|it| format!("belong to {}", it.name(day.state()))).collect::<Vec<_>>();
    if !filter.is_empty() {
        which.push(format!("pass the filter {filter}"));
    }
    if which.is_empty() {
        return Ok(brief(day, since));
    }
    let passing = Day::new(passing(day, filter, narrowing)?, day.clock());
    let mut blocks = brief(&passing, since);
    let told = format!(
        "It tells only of the measures, crossings, relations and events that {} on {}.",
        which.join(" and "),
        citation::day(day.as_of())
    );
    blocks.insert(blocks.len().min(1), Block::Paragraph(told));
    Ok(blocks)
}

struct Writer<'a> {
    day: &'a Day,
    since: NaiveDate,
    /// Sources in the order in which they are cited first.
    sources: Vec<&'a Id>,
    numbers: BTreeMap<&'a Id, usize>,
    blocks: Vec<Block>,
}

impl<'a> Writer<'a> {
    fn state(&self) -> &'a State {
        self.day.state()
    }

    fn heading(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Heading(2, text.into()));
    }

    /// Whether a date lies in the time of the brief for certain: only that counts. What is of the very day after which it
    /// begins does not; a month that begins on that day does.
    fn is_within(&self, on: Date) -> bool {
        self.may_be_within(on) && lies_within(on, self.since, self.day.as_of())
    }

    /// Whether a date may lie in the time of the brief. What is only known to the month or year in which that begins may
    /// have been before it, and is told with that.
    fn may_be_within(&self, on: Date) -> bool {
        on.last() > self.since && on.last() <= self.day.as_of()
    }

    /// The numbers by which sources are cited.
    fn cite(&mut self, sources: &'a [Id]) -> String {
        self.cite_all(&[sources])
    }

    /// The same of the sources of several claims.
    fn cite_all(&mut self, sources: &[&'a [Id]]) -> String {
        let mut numbers = Vec::new();
        for id in sources.iter().copied().flatten() {
            let next = self.sources.len() + 1;
            let number = *self.numbers.entry(id).or_insert(next);
            if number == next {
                self.sources.push(id);
            }
            // A source is one voice, however often it is named.
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        let numbers: Vec<String> = numbers.iter().map(usize::to_string).collect();
        if numbers.is_empty() { String::new() } else { format!(" [{}]", numbers.join(", ")) }
    }

    fn head(&mut self) {
        let (state, day) = (self.state(), self.day.as_of());
        let title =
            format!("{}: {} to {}", state.head().title, citation::day(self.since), citation::day(day));
        self.blocks.push(Block::Heading(1, title));
        // What one act did to many measures is told once.
        let (mut eases, mut tightens): (HashSet<Act<'_>>, HashSet<Act<'_>>) = Default::default();
        for (at, it) in state.records().sanctions.iter().enumerate() {
            let claims = self.day.analysis.claims(Place { list: RecordKind::Sanctions, at });
            for (place, step) in it.history.iter().enumerate() {
                if self.is_within(step.on) && !claims.is_set_aside(place) {
                    match step.change.what.direction() {
                        0 => {}
                        1 => _ = tightens.insert(act(it, step)),
                        _ => _ = eases.insert(act(it, step)),
                    }
                }
            }
        }
        let in_force = self.day.ledger.iter().filter(|row| row.standing.is_in_force()).count();
        let gone = self.open_liftings();
        let text = format!(
            "{} Recorded in this time: {} measures and {} them. On {}, {} in force, of which {} with \
             a lifting announced and not recorded as done. What follows is what the sources say; where they disagree, both are given.",
            self.known(),
            wording::count(eases.len(), "act that eases", "acts that ease"),
            wording::count(tightens.len(), "act that tightens", "acts that tighten"),
            citation::day(day),
            wording::count(in_force, "measure is", "measures are"),
            gone
        );
        self.blocks.push(Block::Paragraph(text));
        if let Some(known) = self.day.known_on() {
            self.blocks.push(Block::Paragraph(format!(
                "As it was known on {}: {} of the file that could not be known by then do not count here.",
                citation::day(known),
                wording::count(self.day.hidden(), "step or event", "steps and events")
            )));
        }
    }

    /// How far the knowledge of the file goes.
    fn known(&self) -> String {
        let day = self.day.as_of();
        let second =
            self.day.known_on().map(|on| format!(", as known on {},", citation::day(on))).unwrap_or_default();
        let Some(known) = self.day.known_to(day) else {
            return format!("Nothing is recorded by {}{}.", citation::day(day), second.trim_end_matches(','));
        };
        let days = (day - known).num_days();
        let before = if days > 0 {
            format!(", {} before", wording::count(usize::try_from(days).unwrap_or_default(), "day", "days"))
        } else {
            String::new()
        };
        format!(
            "The newest that is recorded by {}{second} is of {}{before}.",
            citation::day(day),
            citation::day(known)
        )
    }

    /// What holds on the day.
    fn holds(&mut self) {
        let state = self.state();
        let day = self.day.as_of();
        let mut rows: Vec<Vec<String>> = Vec::new();
        for row in self
            .day
            .ledger
            .iter()
            .filter(|row| row.standing.is_in_force() || row.standing == Standing::Suspended)
        {
            let Some(it) = state.records().sanctions.get(row.at()) else { continue };
            let Some(status) = self.day.status(row) else { continue };
            let dates = row.dates();
            let step = status.step.and_then(|step| it.history.get(step));
            let mut said = status.standing.word().to_owned();
            if let Some(since) = dates.status.filter(|_| dates.status != dates.in_force) {
                said.push_str(&format!(" since {}", since_words(since)));
            }
            status.also.iter().rev().for_each(|standing| said.push_str(&format!(", {standing}")));
            said.push_str(&step.map(|step| self.cite(&step.sources)).unwrap_or_default());
            if let Some(step) = status.possibly.and_then(|step| it.history.get(step)) {
                let (change, cited) = (wording::sanction_change(state, step), self.cite(&step.sources));
                said.push_str(&format!(", perhaps {change} already ({}){cited}", citation::date(step.on)));
            }
            // What is only known from a sighting is as good as the last one.
            let sightings = it
                .history
                .iter()
                .filter(|step| step.change.what == MeasureStep::Seen && !step.is_withdrawn())
                .filter(|step| step.on.certainly_by(day));
            let last = sightings
                .max_by_key(|step| step.on)
                .filter(|step| status.start_observed && Some(step.on) != status.since);
            if let Some(step) = last {
                let list = step.change.list().map_or("the list", |list| list.as_str());
                let cited = self.cite(&step.sources);
                said.push_str(&format!(", last seen on {list} on {}{cited}", citation::date(step.on)));
            }
            rows.push(vec![
                citation::subject(state, &it.issuer).to_owned(),
                state.target_name(it).to_owned(),
                it.measure.word().to_owned(),
                said,
                dates.in_force.map(since_words).unwrap_or_default(),
                dates.shown.map(|shown| shown_words(shown, day)).unwrap_or_default(),
            ]);
        }
        rows.sort();
        self.heading(format!("What holds on {}", citation::day(day)));
        if rows.is_empty() {
            self.blocks.push(Block::Paragraph("No measure is recorded as in force.".to_owned()));
            return;
        }
        let heads =
            ["Issuer", "Target", "Measure", "Status", "In force since", "Shown"].map(str::to_owned).to_vec();
        self.blocks.push(Block::Table(heads, rows));
    }

    /// What comes on a day, or has not been told when its day had passed; then what was announced and has no day. Liftings
    /// that were announced are told with what the lists say.
    fn due(&mut self) {
        self.watched("What is due", agenda::Kind::has_day);
        let is_ahead = |kind| matches!(kind, agenda::Kind::Prepared | agenda::Kind::Reopening);
        self.watched("What is in preparation or announced", is_ahead);
    }

    fn watched(&mut self, heading: &str, is_meant: impl Fn(agenda::Kind) -> bool) {
        let (state, day) = (self.state(), self.day.as_of());
        let mut points: Vec<String> = Vec::new();
        for item in agenda::in_order(self.day).into_iter().filter(|item| is_meant(item.kind)) {
            let on = item.on.map_or_else(|| "date open".to_owned(), citation::date);
            let cited = state.event(item.id.as_str()).map(|it| self.cite(&it.sources)).unwrap_or_default();
            let evidence = match item.evidence(day) {
                text if text.is_empty() => text,
                text => format!("; {text}"),
            };
            points.push(format!("{on} ({}): {}{evidence}{cited}", item.kind, item.text(state, day)));
        }
        if !points.is_empty() {
            self.heading(heading);
            self.blocks.push(Block::Points(points));
        }
    }

    fn cited(&mut self) {
        if self.sources.is_empty() {
            return;
        }
        self.heading("Sources");
        let state = self.state();
        let sources = self.sources.iter().map(|id| match state.source(id.as_str()) {
            Some(it) => {
                let url = it.url.as_ref().map(ToString::to_string);
                (citation::listed(it), url)
            }
            None => (id.to_string(), None),
        });
        self.blocks.push(Block::Sources(sources.collect()));
    }
}

/// `4 November 2025`, `4 November 2025 or before`.
fn since_words(since: Since) -> String {
    format!("{}{}", citation::date(since.on), if since.or_before { " or before" } else { "" })
}

/// `24 April 2026, 217 d ago (stale)`.
fn shown_words(shown: Shown, day: NaiveDate) -> String {
    format!("{}, {} d ago ({})", citation::date(shown.0), shown.days(day), shown.age(day))
}
