//! A cited brief: what changed between two days, by subject; what sources disagree on; what was announced and what the
//! lists say; what holds now; what is due.

mod crossings;
mod ownership;

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;

use crate::model::date::Date;
use crate::model::event::Basis;
use crate::model::evidence::Shown;
use crate::model::history::{Conflict, Step};
use crate::model::id::Id;
use crate::model::measure::{Measure, MeasureChange, MeasureStep, Standing};
use crate::model::record::Record;
use crate::model::state::{Place, RecordKind, State};
use crate::views::acts::{Act, act};
use crate::views::again::is_said_again;
use crate::views::day::Day;
use crate::views::evidence::Since;
use crate::views::wording::record_name;
use crate::views::{agenda, citation, ledger, wording};

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

struct Writer<'a> {
    day: &'a Day,
    since: NaiveDate,
    /// Sources in the order in which they are cited first.
    sources: Vec<&'a Id>,
    numbers: BTreeMap<&'a Id, usize>,
    blocks: Vec<Block>,
}

/// Something that happened in the time of the brief.
struct Item<'a> {
    on: Date,
    said: String,
    sources: &'a [Id],
    disputed: bool,
}

impl<'a> Writer<'a> {
    fn state(&self) -> &'a State {
        self.day.state()
    }

    fn heading(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Heading(2, text.into()));
    }

    /// Whether a date lies in the time of the brief. What is only known to the month in which that begins may have been
    /// before it, and is told with its month.
    fn is_within(&self, on: Date) -> bool {
        on.last() > self.since && on.last() <= self.day.as_of()
    }

    /// The numbers by which sources are cited.
    fn cite(&mut self, sources: &'a [Id]) -> String {
        let mut numbers = Vec::new();
        for id in sources {
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
        let announced = |row: &&ledger::Row| {
            row.standing.is_in_force()
                && (row.standing == Standing::LiftingAnnounced || row.is_also(Standing::LiftingAnnounced))
        };
        let gone = self.day.ledger.iter().filter(announced).count();
        let text = format!(
            "{} Recorded in this time: {} that ease measures and {} that tighten them. On {}, {} in force, of which {} with \
             a lifting announced and not recorded as done. What follows is what the sources say; where they disagree, both are given.",
            self.known(),
            wording::count(eases.len(), "act", "acts"),
            wording::count(tightens.len(), "act", "acts"),
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

    /// What happened, by who did it.
    fn changes(&mut self) {
        let mut by_actor: BTreeMap<String, Vec<Item<'a>>> = BTreeMap::new();
        let state = self.state();
        for entry in self.day.entries.all() {
            let Some(on) = entry.on(state).filter(|on| self.is_within(*on)) else { continue };
            // What an event has brought about stands in its title.
            let Some(record) = state.at(entry.place()).filter(|_| !entry.is_under()) else { continue };
            let is_doubled = |step| {
                // A claim that agrees with a better one tells of the same change.
                self.day.analysis.claims(entry.place()).is_set_aside(step) && !entry.in_conflict()
            };
            if is_withdrawn(record, entry.step()) || entry.step().is_some_and(is_doubled) {
                continue;
            }
            let (actor, said, sources): (Option<&Id>, String, &'a [Id]) = match (record, entry.step()) {
                (Record::Event(it), _) => {
                    let footing = match it.basis {
                        Basis::Reported => "",
                        Basis::Scheduled => " (was scheduled; nothing says that it took place)",
                        Basis::Cancelled => " (cancelled)",
                    };
                    (it.actors.first(), format!("{}{footing}", it.title), &it.sources)
                }
                (_, Some(step)) => {
                    let said = citation::claim(state, record, step);
                    let Some((said, (_, sources))) = said.zip(record.step(step)) else { continue };
                    let again = is_said_again(self.day, entry.place(), step);
                    let said = if again { format!("{said}, as before") } else { said };
                    (who(state, record, step), said, sources)
                }
                (_, None) => continue,
            };
            let name = actor.map_or("Others", |id| state.subject_name(id)).to_owned();
            let disputed = entry.in_conflict();
            by_actor.entry(name).or_default().push(Item { on, said, sources, disputed });
        }
        self.heading("What changed");
        if by_actor.is_empty() {
            self.blocks.push(Block::Paragraph("Nothing is recorded in this time.".to_owned()));
        }
        for (actor, mut items) in by_actor {
            self.blocks.push(Block::Heading(3, actor));
            items.sort_by(|a, b| (a.on, &a.said).cmp(&(b.on, &b.said)));
            items.dedup_by(|a, b| a.on == b.on && a.said == b.said);
            let points = items
                .iter()
                .map(|item| {
                    let disputed = if item.disputed { " (disputed, see below)" } else { "" };
                    format!("{}: {}{disputed}{}", citation::date(item.on), item.said, self.cite(item.sources))
                })
                .collect();
            self.blocks.push(Block::Points(points));
        }
    }

    /// What sources disagree on, of records that something happened to.
    fn disagreements(&mut self) {
        let (state, analysis) = (self.state(), &self.day.analysis);
        let mut found: Vec<(String, Vec<String>)> = Vec::new();
        for list in [RecordKind::Sanctions, RecordKind::Crossings, RecordKind::Relations, RecordKind::Events]
        {
            for at in analysis.in_conflict(list) {
                let place = Place { list, at };
                let Some(record) = state.at(place).filter(|it| self.touches(*it)) else { continue };
                let conflicts = analysis.conflicts(place);
                let points = conflicts.iter().map(|conflict| self.claims_of(record, conflict)).collect();
                found.push((record_name(state, record.id()), points));
            }
        }
        if found.is_empty() {
            return;
        }
        self.heading("Where sources disagree");
        for (name, points) in found {
            self.blocks.push(Block::Heading(3, name));
            self.blocks.push(Block::Points(points));
        }
    }

    /// The claims of a disagreement, each with who makes it.
    fn claims_of(&mut self, record: Record<'a>, conflict: &Conflict) -> String {
        let mut claims: Vec<String> = Vec::new();
        for place in conflict.places() {
            if let Record::Event(it) = record {
                let Some(figure) = it.figures.get(place) else { continue };
                let unit = figure.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
                let said = figure.said_by.as_deref().map(|who| format!(", says {who}")).unwrap_or_default();
                let by = if figure.sources.is_empty() { &it.sources } else { &figure.sources };
                claims.push(format!("{}: {}{unit}{said}{}", figure.label, figure.value, self.cite(by)));
            } else if let Some((on, sources)) = record.step(place)
                && let Some(said) = citation::claim(self.state(), record, place)
            {
                claims.push(format!("{said}, {}{}", citation::date(on), self.cite(sources)));
            }
        }
        claims.join("; against: ")
    }

    /// Whether something is dated in the time of the brief.
    fn touches(&self, record: Record<'_>) -> bool {
        match record {
            Record::Measure(it) => it.history.iter().any(|step| self.is_within(step.on)),
            Record::Crossing(it) => it.history.iter().any(|step| self.is_within(step.on)),
            Record::Relation(it) => it.history.iter().any(|step| self.is_within(step.on)),
            Record::Event(it) => it.on.is_some_and(|on| self.is_within(on)),
            Record::Subject(_) | Record::Source(_) | Record::Act(_) | Record::Decision(_) => false,
        }
    }

    /// Liftings that were announced, with what the lists said of them and when.
    fn announced(&mut self) {
        let (state, day) = (self.state(), self.day.as_of());
        let mut points = Vec::new();
        for (at, it) in state.records().sanctions.iter().enumerate() {
            let claims = self.day.analysis.claims(Place { list: RecordKind::Sanctions, at });
            // Claims that do not prevail are told where sources disagree.
            let told: Vec<&Step<MeasureChange>> = it
                .history
                .iter()
                .enumerate()
                .filter(|(place, step)| !claims.is_set_aside(*place) && step.on.certainly_by(day))
                .map(|(_, step)| step)
                .collect();
            let of = |holds: fn(MeasureStep) -> bool| {
                told.iter().copied().filter(move |step| holds(step.change.what))
            };
            let begun = of(MeasureStep::starts).map(|step| step.on).max();
            let announced = of(|what| what == MeasureStep::LiftingAnnounced);
            // The first announcement since it was put into force the last time.
            let announced = announced.filter(|step| begun.is_none_or(|begun| step.on >= begun));
            let Some(announced) = announced.min_by_key(|step| step.on) else { continue };
            let after = |step: &&Step<MeasureChange>| step.on.last() >= announced.on.first();
            let still = of(|what| what == MeasureStep::Seen).filter(after).max_by_key(|step| step.on);
            let done = of(|what| what.ends() || what == MeasureStep::NotSeen);
            let done = done.filter(after).min_by_key(|step| step.on);
            let recent =
                [Some(announced), still, done].into_iter().flatten().any(|step| self.is_within(step.on));
            if !recent && done.is_some() {
                continue;
            }
            let mut text = format!(
                "{} › {}: lifting announced {}{}",
                it.issuer,
                state.target_name(it),
                citation::date(announced.on),
                self.cite(&announced.sources)
            );
            if let Some(step) = still {
                let list = step.change.list().map_or("the list", |list| list.as_str());
                text.push_str(&format!(
                    "; still on {list} on {}{}",
                    citation::date(step.on),
                    self.cite(&step.sources)
                ));
            }
            text.push_str(&if let Some(step) = done {
                let gap = days(announced.on.days_to(step.on.first()), announced.on.days_to(step.on.last()));
                let what = wording::sanction_change(self.day.state(), step);
                format!("; {what} {}, {gap} later{}", citation::date(step.on), self.cite(&step.sources))
            } else {
                let gap = announced.on.days_to(self.day.as_of());
                format!("; no delisting recorded {} later", days(gap, gap))
            });
            points.push(text + ".");
        }
        if !points.is_empty() {
            self.heading("Announced, and what the lists say");
            self.blocks.push(Block::Points(points));
        }
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

    fn due(&mut self) {
        let (state, day) = (self.state(), self.day.as_of());
        let mut points: Vec<String> = Vec::new();
        for item in agenda::in_order(self.day) {
            if matches!(item.kind, agenda::Kind::Announced | agenda::Kind::Later) {
                continue;
            }
            let on = item.on.map_or_else(|| "date open".to_owned(), citation::date);
            let cited = state.event(item.id.as_str()).map(|it| self.cite(&it.sources)).unwrap_or_default();
            let evidence = match item.evidence(day) {
                text if text.is_empty() => text,
                text => format!("; {text}"),
            };
            points.push(format!("{on} ({}): {}{evidence}{cited}", item.kind, item.text(state, day)));
        }
        if !points.is_empty() {
            self.heading("What is due");
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

/// Whether an event, or a step of a record, turned out wrong.
fn is_withdrawn(record: Record<'_>, step: Option<usize>) -> bool {
    match record {
        Record::Event(it) => it.is_withdrawn(),
        record => step.is_some_and(|step| record.withdrawn(step).is_some()),
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

/// A number of days, as precisely as it is known.
fn days(least: (i64, i64), most: (i64, i64)) -> String {
    let (least, most) = (least.0.min(least.1).max(0), most.0.max(most.1).max(0));
    let word = if most == 1 { "day" } else { "days" };
    if least == most { format!("{most} {word}") } else { format!("{least} to {most} {word}") }
}

/// Who did it.
fn who<'a>(state: &'a State, record: Record<'a>, at: usize) -> Option<&'a Id> {
    use crate::model::crossing::CrossingChange;
    match record {
        Record::Measure(Measure { issuer, .. }) => Some(issuer),
        Record::Crossing(it) => match &it.history.get(at)?.change {
            CrossingChange::Status { by: Some(by), .. } => Some(by),
            _ => Some(crate::views::crossings::neighbour(state, it)),
        },
        Record::Relation(it) => {
            let way = it.history.get(at)?.change.direction().map(|way| &way.from);
            Some(way.unwrap_or_else(|| crate::views::relations::sides(state, it).1))
        }
        _ => None,
    }
}
