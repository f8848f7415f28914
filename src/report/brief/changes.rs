//! What happened in the time of a brief, by who did it: steps, events, acts that were adopted, and what ran out.

use std::collections::BTreeMap;

use crate::model::date::Date;
use crate::model::event::Basis;
use crate::model::history::Step;
use crate::model::id::Id;
use crate::model::measure::{Measure, MeasureChange, MeasureStep, Standing, status};
use crate::model::record::Record;
use crate::model::state::{Place, RecordKind, State};
use crate::views::again::is_said_again;
use crate::views::{citation, wording};

use super::super::document::Block;
use super::Writer;

/// Under this stands what nobody is named for.
const OTHERS: &str = "Others";

/// Something that happened in the time of the brief.
struct Item<'a> {
    on: Date,
    said: String,
    sources: Vec<&'a [Id]>,
    disputed: bool,
}

/// What happened, by the names of those who did it.
type ByActor<'a> = BTreeMap<&'a str, Vec<Item<'a>>>;

/// Looks at a list that found what was known: by whose measures, day, what was found and the list; what each says.
type Sightings<'a> = BTreeMap<(&'a str, Date, MeasureStep, &'a str), Vec<(String, &'a [Id])>>;

impl<'a> Writer<'a> {
    /// What happened, by who did it.
    pub(super) fn changes(&mut self) {
        let mut by_actor = ByActor::new();
        let mut again: Sightings<'a> = BTreeMap::new();
        let state = self.state();
        for entry in self.day.entries.all() {
            let Some(on) = entry.on(state).filter(|on| self.may_be_within(*on)) else { continue };
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
                    let actor = who(state, record, step);
                    if let Record::Measure(it) = record
                        && let Some(step) = it.history.get(step)
                        && self.is_seen_again(entry.place(), it, step)
                        && !entry.in_conflict()
                    {
                        let name = actor.map_or(OTHERS, |id| state.subject_name(id));
                        let list = step.change.list().map_or("its list", |list| list.as_str());
                        let of = again.entry((name, on, step.change.what, list)).or_default();
                        of.push((said, sources));
                        continue;
                    }
                    let again = is_said_again(self.day, entry.place(), step);
                    let said = if again { format!("{said}, as before") } else { said };
                    (actor, said, sources)
                }
                (_, None) => continue,
            };
            let name = actor.map_or(OTHERS, |id| state.subject_name(id));
            let item = Item { on, said, sources: vec![sources], disputed: entry.in_conflict() };
            by_actor.entry(name).or_default().push(item);
        }
        for ((name, on, what, list), of) in again {
            by_actor.entry(name).or_default().push(sightings(on, what, list, of));
        }
        self.adopted(&mut by_actor);
        self.ran_out(&mut by_actor);
        self.heading("What changed");
        if by_actor.is_empty() {
            self.blocks.push(Block::Paragraph("Nothing is recorded in this time.".to_owned()));
        }
        for (actor, mut items) in by_actor {
            self.blocks.push(Block::Heading(3, actor.to_owned()));
            items.sort_by(|a, b| (a.on, &a.said).cmp(&(b.on, &b.said)));
            items.dedup_by(|a, b| a.on == b.on && a.said == b.said);
            let points = items
                .iter()
                .map(|item| {
                    let disputed = if item.disputed { " (disputed, see below)" } else { "" };
                    let perhaps = if self.is_within(item.on) { "" } else { ", perhaps before this time" };
                    let cited = self.cite_all(&item.sources);
                    format!("{}{perhaps}: {}{disputed}{cited}", citation::date(item.on), item.said)
                })
                .collect();
            self.blocks.push(Block::Points(points));
        }
    }

    /// Whether a look at a list only found what was known: still on it, or still not.
    fn is_seen_again(&self, place: Place, it: &Measure, step: &Step<MeasureChange>) -> bool {
        let (state, claims) = (self.state(), self.day.analysis.claims(place));
        let Some(before) = step.on.first().pred_opt() else { return false };
        let held = || status(&state.effective(it), before, claims).standing;
        match step.change.what {
            MeasureStep::Seen => {
                matches!(held(), standing if standing.is_in_force() || standing == Standing::Suspended)
            }
            MeasureStep::NotSeen => {
                matches!(held(), Standing::NotSeen | Standing::Lifted | Standing::Expired)
            }
            _ => false,
        }
    }

    /// Acts that were adopted in the time.
    fn adopted(&self, by_actor: &mut ByActor<'a>) {
        let state = self.state();
        for it in &state.records().acts {
            let Some(on) = it.adopted.filter(|on| self.may_be_within(*on)) else { continue };
            let done = if it.kind.is_licence() { "issued" } else { "adopted" };
            let title = it.title.as_deref().filter(|title| *title != it.name());
            let title = title.map(|title| format!(": {title}")).unwrap_or_default();
            let said = format!("{} {done} {}{title}", citation::subject(state, &it.issuer), it.name());
            let item = Item { on, said, sources: vec![it.sources.as_slice()], disputed: false };
            by_actor.entry(state.subject_name(&it.issuer)).or_default().push(item);
        }
    }

    /// Measures, licences and closures of crossings whose term ended in the time, where that changed what holds: of the
    /// day after the last.
    fn ran_out(&self, by_actor: &mut ByActor<'a>) {
        let state = self.state();
        let ends = |until: Option<Date>| {
            let after = until.filter(|until| self.is_within(until.day_after()))?;
            Some((after, after.last().succ_opt()?))
        };
        for (at, it) in state.records().sanctions.iter().enumerate() {
            let steps = state.effective(it);
            let claims = self.day.analysis.claims(Place { list: RecordKind::Sanctions, at });
            for (place, step) in steps.iter().enumerate().filter(|(place, _)| !claims.is_set_aside(*place)) {
                let Some((until, after)) = ends(step.until) else { continue };
                let (was, is) = (status(&steps, until.last(), claims), status(&steps, after, claims));
                if was.standing == is.standing || is.lapsed != Some(until) {
                    continue;
                }
                let what = citation::ran_out(state, it, was.standing);
                let (was, is) = (was.standing, is.standing);
                let said = format!("{what} ran out after {} ({was} → {is})", citation::date(until));
                let sources = it.history.get(place).map(|step| step.sources.as_slice()).into_iter().collect();
                let item = Item { on: until.day_after(), said, sources, disputed: false };
                by_actor.entry(state.subject_name(&it.issuer)).or_default().push(item);
            }
        }
        for (at, it) in state.records().crossings.iter().enumerate() {
            let claims = self.day.analysis.claims(Place { list: RecordKind::Crossings, at });
            for (place, step) in
                it.history.iter().enumerate().filter(|(place, _)| !claims.is_set_aside(*place))
            {
                let Some((until, after)) = ends(step.until) else { continue };
                let (was, is) = (it.status(until.last(), claims), it.status(after, claims));
                let has_ended = is.lanes.iter().any(|lane| lane.lapsed == Some(until));
                let (was, is) = (wording::lanes(&was), wording::lanes(&is));
                if was == is || !has_ended {
                    continue;
                }
                let what = wording::crossing_change(state, &step.change);
                let said =
                    format!("{}: {what} ran out after {} ({was} → {is})", it.name, citation::date(until));
                let item = Item {
                    on: until.day_after(),
                    said,
                    sources: vec![step.sources.as_slice()],
                    disputed: false,
                };
                let by = who(state, Record::Crossing(it), place).map_or(OTHERS, |id| state.subject_name(id));
                by_actor.entry(by).or_default().push(item);
            }
        }
    }
}

/// What looks at a list found again, in one line.
fn sightings<'a>(on: Date, what: MeasureStep, list: &str, mut of: Vec<(String, &'a [Id])>) -> Item<'a> {
    let sources = of.iter().map(|(_, sources)| *sources).collect();
    let said = match (of.len(), of.pop()) {
        (1, Some((said, _))) => format!("{said}, as before"),
        (count, _) => {
            let not = if what == MeasureStep::NotSeen { "not " } else { "" };
            format!("{} {not}on {list}, as before", wording::count(count, "measure is", "measures are"))
        }
    };
    Item { on, said, sources, disputed: false }
}

/// Whether an event, or a step of a record, turned out wrong.
fn is_withdrawn(record: Record<'_>, step: Option<usize>) -> bool {
    match record {
        Record::Event(it) => it.is_withdrawn(),
        record => step.is_some_and(|step| record.withdrawn(step).is_some()),
    }
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
