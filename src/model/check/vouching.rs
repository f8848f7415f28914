//! Who stands behind a claim: sources that are older than what they are cited for, and views that are nobody's. All of them
//! are warnings.

use std::fmt::Display;

use chrono::Days;

use super::{Part, Reporter};
use crate::model::act::Act;
use crate::model::crossing::CrossingChange;
use crate::model::date::Date;
use crate::model::event::{Basis, Event, EventKind, EventKindName};
use crate::model::history::Step;
use crate::model::id::Id;
use crate::model::measure::{MeasureChange, MeasureStep};
use crate::model::record::Record;
use crate::model::relation::{MissionStep, RelationChange};
use crate::model::state::State;
use crate::model::subject::Subject;

use Part::{Field, Item};

/// Checks who stands behind what one record says.
pub(super) fn record(reporter: &mut Reporter<'_>, record: Record<'_>) {
    match record {
        Record::Subject(it) => owners(reporter, it),
        Record::Act(it) => act(reporter, it),
        Record::Event(it) => event(reporter, it),
        Record::Relation(it) => {
            stances(reporter, &it.history);
            steps(reporter, &it.history, |_, step| match &step.change {
                RelationChange::Mission(_, mission) => *mission == MissionStep::ReopeningAnnounced,
                _ => false,
            });
        }
        Record::Measure(it) => steps(reporter, &it.history, |state, step| {
            is_announced(step.change.what) || binds_by_its_act(state, step)
        }),
        Record::Crossing(it) => {
            steps(reporter, &it.history, |_, _| false);
            reasons(reporter, &it.history);
        }
        Record::Source(_) | Record::Decision(_) => {}
    }
}

/// Whether a step tells of what is to come: it is no claim that it came.
fn is_announced(what: MeasureStep) -> bool {
    matches!(
        what,
        MeasureStep::InPreparation
            | MeasureStep::Threatened
            | MeasureStep::Announced
            | MeasureStep::LiftingAnnounced
    )
}

/// Whether the day of a step is one that its act itself has set: the act was there before.
fn binds_by_its_act(state: &State, step: &Step<MeasureChange>) -> bool {
    let act = step.act.as_ref().and_then(|act| state.act(act.as_str()));
    act.is_some_and(|it| [it.applies, it.expires].into_iter().flatten().any(|day| day.may_equal(step.on)))
}

/// Warns of each source that was published before the day that it is cited for. Of an imprecise day all has to lie before.
fn older(reporter: &mut Reporter<'_>, path: &[Part], sources: &[Id], on: Date, what: impl Display) {
    older_than(reporter, path, sources, (on, on), what);
}

/// The same of sources that were published before the first of two days.
fn older_than(
    reporter: &mut Reporter<'_>,
    path: &[Part],
    sources: &[Id],
    (first, on): (Date, Date),
    what: impl Display,
) {
    for (i, id) in sources.iter().enumerate() {
        let published = reporter.state.source(id.as_str()).and_then(|it| it.published);
        if let Some(published) = published.filter(|published| published.is_over_before(first.first())) {
            let path: Vec<Part> = path.iter().copied().chain([Field("sources"), Item(i)]).collect();
            reporter.warn(
                &path,
                format!("{id} was published on {published}, and cannot vouch for {what} {on}"),
                "cite a source of that day or later, or mend one of the days",
            );
        }
    }
}

fn steps<C>(
    reporter: &mut Reporter<'_>,
    steps: &[Step<C>],
    is_of_its_time: impl Fn(&State, &Step<C>) -> bool,
) {
    for (i, step) in steps.iter().enumerate() {
        if !is_of_its_time(reporter.state, step) {
            older(reporter, &[Field("history"), Item(i)], &step.sources, step.on, "what was so on");
        }
    }
}

/// So many days before something is done its reasons may be given: with the announcement.
const ANNOUNCED: Days = Days::new(31);

/// The reasons that the sides give for what was done at a crossing. They may be told before it is done, and not long before.
fn reasons(reporter: &mut Reporter<'_>, steps: &[Step<CrossingChange>]) {
    for (i, step) in steps.iter().enumerate() {
        let Some(announced) = step.on.first().checked_sub_days(ANNOUNCED).map(Date::day) else { continue };
        for (j, reason) in step.change.reasons().iter().enumerate() {
            let path = [Field("history"), Item(i), Field("reasons"), Item(j)];
            older_than(reporter, &path, &reason.sources, (announced, step.on), "a reason of");
        }
    }
}

fn stances(reporter: &mut Reporter<'_>, steps: &[Step<RelationChange>]) {
    for (i, step) in steps.iter().enumerate() {
        if matches!(step.change, RelationChange::Stance(.., None)) {
            reporter.warn(
                &[Field("history"), Item(i)],
                format!("the stance of {} is nobody's", step.on),
                "say whose assessment it is: by: a subject, or a source whose author says it",
            );
        }
    }
}

fn owners(reporter: &mut Reporter<'_>, it: &Subject) {
    for (i, owner) in it.owners.iter().enumerate() {
        if let Some(since) = owner.since {
            older(reporter, &[Field("owners"), Item(i)], &owner.sources, since, "an owner since");
        }
    }
}

fn act(reporter: &mut Reporter<'_>, it: &Act) {
    if let Some((on, what)) =
        it.adopted.map(|on| (on, "an adoption on")).or(it.published.map(|on| (on, "a publication on")))
    {
        older(reporter, &[], &it.sources, on, what);
    }
}

/// Kinds of event, beside those that have a name, that tell what somebody thinks.
const VIEWS: &[&str] = &["view", "opinion", "assessment", "comment"];

fn event(reporter: &mut Reporter<'_>, it: &Event) {
    let is_view = match &it.kind {
        EventKind::Standard(kind) => *kind == EventKindName::Statement,
        EventKind::Other(kind) => VIEWS.contains(&kind.to_lowercase().as_str()),
    };
    if is_view && it.by.is_none() {
        reporter.warn(
            &[Field("kind")],
            format!("the {} is nobody's", it.kind.word()),
            "say whose it is: by: a subject, or a source whose author says it",
        );
    }
    // What is scheduled, or was called off, is no claim that it happened.
    let Some(on) = it.on.filter(|_| it.basis == Basis::Reported) else { return };
    older(reporter, &[], &it.sources, on, "what happened on");
    for (i, side) in it.exchange.iter().enumerate() {
        older(reporter, &[Field("exchange"), Item(i)], &side.sources, on, "what happened on");
    }
    for (i, figure) in it.figures.iter().enumerate() {
        older(reporter, &[Field("figures"), Item(i)], &figure.sources, on, "a figure of");
    }
}
