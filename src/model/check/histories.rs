//! Histories that cannot have been.

use super::{Part, Reporter};
use crate::model::act::Act;
use crate::model::crossing::{Access, Crossing, CrossingChange};
use crate::model::date::Date;
use crate::model::event::Event;
use crate::model::history::{Step, in_order};
use crate::model::measure::{Measure, MeasureStep, claims};
use crate::model::record::Record;

use Part::{Field, Item};

/// Checks the history of one record.
pub(super) fn record(reporter: &mut Reporter<'_>, record: Record<'_>) {
    match record {
        Record::Relation(it) => limits(reporter, &it.history),
        Record::Measure(it) => measure(reporter, it),
        Record::Crossing(it) => crossing(reporter, it),
        Record::Event(it) => event(reporter, it),
        Record::Act(it) => act(reporter, it),
        Record::Subject(_) | Record::Source(_) | Record::Decision(_) => {}
    }
}

fn limits<C>(reporter: &mut Reporter<'_>, steps: &[Step<C>]) {
    for (i, step) in steps.iter().enumerate() {
        if let Some(until) = step.until
            && until.last() < step.on.first()
        {
            reporter.error(
                &[Field("history"), Item(i), Field("until")],
                format!("it ends ({until}) before it starts ({})", step.on),
                "until is the last day for which the step holds",
            );
        }
    }
}

fn measure(reporter: &mut Reporter<'_>, it: &Measure) {
    limits(reporter, &it.history);
    if it.history.is_empty() {
        reporter.warn(
            &[Field("history")],
            "the measure has no history".to_owned(),
            "add a dated step with its source",
        );
    }
    // When it can first have been in force: the earliest start, sighting or change that presupposes one.
    let begins =
        |what: MeasureStep| what.starts() || matches!(what, MeasureStep::Seen | MeasureStep::InForce);
    let start = it.history.iter().filter(|s| begins(s.change.what)).map(|s| s.on.first()).min();
    let pauses = |what| matches!(what, MeasureStep::Suspended | MeasureStep::LiftingAnnounced);
    let pause = it.history.iter().filter(|s| pauses(s.change.what)).map(|s| s.on.first()).min();
    for (i, step) in it.history.iter().enumerate() {
        let what = step.change.what;
        let path = [Field("history"), Item(i), Field("on")];
        if what.ends() || what == MeasureStep::Expired {
            match start {
                Some(start) if step.on.last() < start => reporter.error(
                    &path,
                    format!("{} on {}, before it was imposed (first on {start})", what.word(), step.on),
                    "mend one of the dates, or add the step that imposed it",
                ),
                None => reporter.warn(
                    &path,
                    format!("{} on {}, and no step says that it was ever in force", what.word(), step.on),
                    "add the step that imposed it, or an observation (InForce, Seen)",
                ),
                Some(_) => {}
            }
        }
        if what == MeasureStep::Resumed && pause.is_none_or(|pause| pause > step.on.last()) {
            reporter.warn(
                &path,
                "resumed, and no step suspended it".to_owned(),
                "add the step that suspended it",
            );
        }
    }
    after_its_end(reporter, it);
}

/// What changes, prolongs or allows a measure later than its end, with no new start between: it revives nothing.
fn after_its_end(reporter: &mut Reporter<'_>, it: &Measure) {
    let ends = |what: MeasureStep| what.ends() || what == MeasureStep::Expired;
    if !it.history.iter().any(|step| ends(step.change.what) || step.until.is_some()) {
        return;
    }
    let steps = reporter.state.effective(it).into_owned();
    let claims = claims(&steps, reporter.state.grades());
    // The end, and whether a term brought it: a late renewal takes that up again.
    let mut ended: Option<(Date, bool)> = None;
    let mut limit: Option<Date> = None;
    for place in in_order(&steps).into_iter().filter(|&place| !claims.is_set_aside(place)) {
        let Some(step) = steps.get(place) else { continue };
        let what = step.change.what;
        if let Some(until) = limit.take_if(|until| until.is_over_before(step.on.first())) {
            ended = ended.or(Some((until, true)));
        }
        let revives = match what {
            MeasureStep::Seen | MeasureStep::InForce => true,
            MeasureStep::Renewed => ended.is_some_and(|(_, is_term)| is_term),
            what => what.starts(),
        };
        if revives {
            ended = None;
        }
        if what.starts() || what == MeasureStep::Renewed {
            limit = step.until.filter(|_| ended.is_none());
        } else if what == MeasureStep::Amended && step.until.is_some() {
            limit = step.until;
        }
        if ends(what) {
            (ended, limit) = (Some((step.on, what == MeasureStep::Expired)), None);
        } else if let Some((end, _)) = ended.filter(|(end, _)| step.on.first() > end.last())
            && what.presupposes_force()
        {
            reporter.warn(
                &[Field("history"), Item(place), Field("on")],
                format!(
                    "{what} on {}, after it had ended ({end}), and nothing put it into force again",
                    step.on
                ),
                "add the step that put it into force again, or mend one of the dates",
            );
        }
    }
}

fn crossing(reporter: &mut Reporter<'_>, it: &Crossing) {
    limits(reporter, &it.history);
    if let Some(place) = &it.location {
        let inside = (-90.0..=90.0).contains(&place.lat) && (-180.0..=180.0).contains(&place.lon);
        if !inside {
            reporter.error(
                &[Field("location")],
                format!("there is no such place: {} north, {} east", place.lat, place.lon),
                "degrees: lat from -90 to 90, lon from -180 to 180",
            );
        }
        if place.error_km.is_some_and(|km| !(0.0..20_100.0).contains(&km)) {
            reporter.error(
                &[Field("location"), Field("error_km")],
                "not a distance on the ground".to_owned(),
                "write km",
            );
        }
    }
    for (i, step) in it.history.iter().enumerate() {
        match &step.change {
            CrossingChange::Status { traffic, .. }
                if !traffic.lanes().iter().any(|lane| it.traffic.covers(*lane)) =>
            {
                reporter.error(
                    &[Field("history"), Item(i), Field("traffic")],
                    format!("the crossing is made for {}, and this step is about {}", it.traffic, traffic),
                    "mend the traffic of the step or of the crossing",
                );
            }
            CrossingChange::Status { access: Access::Restricted, .. } if step.scope.is_none() => reporter
                .warn(
                    &[Field("history"), Item(i)],
                    "restricted, and no condition is given".to_owned(),
                    "say what still passes: scope: \"…\"",
                ),
            CrossingChange::Status { .. } | CrossingChange::Throughput { .. } => {}
        }
    }
}

fn act(reporter: &mut Reporter<'_>, it: &Act) {
    if let (Some(applies), Some(expires)) = (it.applies, it.expires)
        && expires.last() < applies.first()
    {
        reporter.error(
            &[Field("expires")],
            format!("it ends ({expires}) before it applies ({applies})"),
            "expires is the last day on which the act holds",
        );
    }
}

fn event(reporter: &mut Reporter<'_>, it: &Event) {
    if let (Some(on), Some(until)) = (it.on, it.until)
        && until.last() < on.first()
    {
        reporter.error(
            &[Field("until")],
            format!("it ends ({until}) before it starts ({on})"),
            "until is the last day of the event",
        );
    }
}
