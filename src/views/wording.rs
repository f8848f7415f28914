//! Changes and statuses in the field's words; one wording for panes, records and reports.

use crate::model::crossing::{Access, CrossingChange, CrossingStatus, LaneStatus, Throughput, Traffic};
use crate::model::history::Step;
use crate::model::id::Id;
use crate::model::measure::{MeasureChange, MeasureStatus, MeasureStep, Standing};
use crate::model::record::Record;
use crate::model::relation::{Direction, RelationChange};
use crate::model::source::Source;
use crate::model::state::State;
use crate::model::subject::{Owner, Share};

use super::page::Tone;

/// What a step of a measure says: `licensed: Belarus GL 11`, `seen on OFAC SDN`.
pub fn sanction_change(state: &State, step: &Step<MeasureChange>) -> String {
    let change = &step.change;
    match (change.what, state.licence(step), change.list()) {
        (MeasureStep::Licensed, Some(licence), _) => format!("licensed: {licence}"),
        (MeasureStep::Seen, _, Some(list)) => format!("seen on {list}"),
        (MeasureStep::NotSeen, _, Some(list)) => format!("not seen on {list}"),
        (what, ..) => what.word().to_owned(),
    }
}

/// What a step of a crossing says: `suspended, all traffic, by Poland`.
pub fn crossing_change(state: &State, change: &CrossingChange) -> String {
    match change {
        CrossingChange::Status { access, traffic, by, .. } => {
            let by = by.as_ref().map(|by| format!(", by {}", state.subject_name(by))).unwrap_or_default();
            format!("{access}, {traffic}{by}")
        }
        CrossingChange::Throughput { per_day, capacity_per_day, unit } => {
            throughput(*per_day, *capacity_per_day, unit.as_deref())
        }
    }
}

fn throughput(per_day: u32, capacity: Option<u32>, unit: Option<&str>) -> String {
    let unit = unit.unwrap_or("passing");
    match capacity {
        Some(capacity) => format!("{per_day} of {capacity} {unit} a day"),
        None => format!("{per_day} {unit} a day"),
    }
}

/// A recorded throughput: `100 of 550 trucks a day`.
pub fn throughput_of(it: &Throughput) -> String {
    throughput(it.per_day, it.capacity_per_day, it.unit.as_deref())
}

/// Whose representation at whom: `US at BY`.
pub fn direction(direction: &Direction) -> String {
    format!("{} at {}", direction.from, direction.at)
}

/// Whether nobody says who published it.
pub(super) fn is_unnamed(source: &Source) -> bool {
    source.publisher.starts_with("publisher not stated")
}

/// Who published a source; where that is not known the title says what it is.
pub(super) fn publisher(source: &Source) -> String {
    if is_unnamed(source) {
        return format!("“{}”", source.title);
    }
    source.publisher.to_string()
}

/// A source in short, where it is cited in passing: `Caliber.az 2025-12-02 [B2]`; its title where the publisher is not
/// known.
pub fn short(state: &State, id: &Id) -> String {
    let Some(it) = state.source(id.as_str()) else { return id.to_string() };
    let mut text = publisher(it);
    if let Some(on) = it.published {
        text.push_str(&format!(" {on}"));
    }
    if let Some(grade) = it.grade {
        text.push_str(&format!(" [{grade}]"));
    }
    text
}

/// Whose assessment something is: a source by publisher, day and grade, a subject by its name.
pub fn holder(state: &State, by: &Id) -> String {
    match state.source(by.as_str()) {
        Some(_) => short(state, by),
        None => state.subject_name(by).to_owned(),
    }
}

/// What a step of a relation says: `US at BY, mission: suspended`, `stance: good, as Caliber.az 2025-12-02 [B2] sees it`.
pub fn relation_change(state: &State, change: &RelationChange) -> String {
    match change {
        RelationChange::Stance(stance, trend, by) => {
            let trend = trend.map(|trend| format!(", {trend}")).unwrap_or_default();
            let by = by.as_ref().map(|by| format!(", as {} sees it", holder(state, by))).unwrap_or_default();
            format!("stance: {stance}{trend}{by}")
        }
        RelationChange::Head(way, rank, Some(name)) => {
            format!("{}, {}: {rank}, {name}", direction(way), change.axis())
        }
        other => match other.direction() {
            Some(way) => format!("{}, {}: {}", direction(way), other.axis(), other.word()),
            None => other.word().to_owned(),
        },
    }
}

/// A measure's status in words, with what holds besides: `licensed, lifting announced`.
pub fn measure_status(status: &MeasureStatus) -> String {
    let mut words = vec![status.standing.word()];
    words.extend(status.also.iter().rev().map(|standing| standing.word()));
    words.join(", ")
}

/// A crossing's status in one word; `no record` when nothing is recorded, `part unknown` when that is so of some traffic
/// and one word for all turns on it.
pub fn access(status: &CrossingStatus) -> &'static str {
    let has_record = status.lanes.iter().any(|lane| lane.access.is_some());
    match status.overall() {
        None if has_record => "part unknown",
        overall => lane_access(overall),
    }
}

/// The same with a question mark where a further step may hold already.
pub fn access_now(status: &CrossingStatus) -> String {
    format!("{}{}", access(status), unsure(status))
}

/// A question mark where a further step may hold already of some traffic, else nothing.
pub fn unsure(status: &CrossingStatus) -> &'static str {
    if status.lanes.iter().any(|lane| lane.possibly.is_some()) { "?" } else { "" }
}

/// What holds for one kind of traffic, in a word.
pub fn lane_access(access: Option<Access>) -> &'static str {
    access.map_or("no record", Access::word)
}

/// Where one kind of traffic is open and the other is shut, in words that fit a narrow column: `freight only`. What is only
/// limited is not said to pass.
pub fn only(status: &CrossingStatus) -> Option<&'static str> {
    let [a, b] = status.lanes.as_slice() else { return None };
    let (one, other) = (a.access?, b.access?);
    let stopped = match (one.is_open(), one.is_shut(), other.is_open(), other.is_shut()) {
        (true, _, _, true) => b,
        (_, true, true, _) => a,
        _ => return None,
    };
    Some(if stopped.traffic == Traffic::Freight { "no freight" } else { "freight only" })
}

/// Each kind of traffic in words, where they differ: `passenger open · freight suspended`.
pub fn lanes(status: &CrossingStatus) -> String {
    let word = |lane: &LaneStatus| lane_access(lane.access);
    let same = status.lanes.windows(2).all(|pair| match pair {
        [a, b] => a.access == b.access,
        _ => true,
    });
    match status.lanes.first() {
        Some(lane) if same && status.lanes.len() > 1 => format!("{} {}", Traffic::All.word(), word(lane)),
        _ => {
            let words: Vec<String> =
                status.lanes.iter().map(|lane| format!("{} {}", lane.traffic.word(), word(lane))).collect();
            words.join(" · ")
        }
    }
}

/// Names of subjects, joined: `United States, Belarus`.
pub fn actors(state: &State, ids: &[Id]) -> String {
    ids.iter().map(|id| state.subject_name(id)).collect::<Vec<_>>().join(", ")
}

/// How much an owner has, and when: `, 51 %, controls it, since 2020`.
pub fn owner_terms(owner: &Owner) -> String {
    let mut text = match &owner.share {
        Some(Share::Exactly(share)) => format!(", {share} %"),
        Some(Share::Between((least, most))) => format!(", {least} to {most} %"),
        None => ", share unknown".to_owned(),
    };
    if owner.control {
        text.push_str(", controls it");
    }
    if let Some(since) = owner.since {
        text.push_str(&format!(", since {since}"));
    }
    if let Some(until) = owner.until {
        text.push_str(&format!(", until {until}"));
    }
    text
}

/// `1 source`, `4 sources`.
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// What a record is called in one line.
pub fn record_name(state: &State, id: &Id) -> String {
    match state.record(id.as_str()) {
        Some(Record::Subject(it)) => it.name.to_string(),
        Some(Record::Source(it)) => format!("{}: {}", it.publisher, it.title),
        Some(Record::Relation(it)) => {
            format!("{} – {}", state.subject_name(&it.pair.0), state.subject_name(&it.pair.1))
        }
        Some(Record::Measure(it)) => {
            format!("{} › {}: {}", it.issuer, state.target_name(it), it.measure.word())
        }
        Some(Record::Crossing(it)) => it.name.to_string(),
        Some(Record::Event(it)) => it.title.to_string(),
        Some(Record::Act(it)) => it.name().to_owned(),
        Some(Record::Decision(it)) => {
            let subject = it.subject.as_ref().map(|id| state.subject_name(id));
            let name = subject.or(it.name.as_deref()).unwrap_or_default();
            format!("{name} is {}{}", if it.same { "" } else { "not " }, it.entry)
        }
        None => id.to_string(),
    }
}

/// What a standing means for the reader.
pub fn standing_tone(standing: Standing) -> Tone {
    match standing {
        Standing::InForce => Tone::Bad,
        Standing::Eased
        | Standing::Licensed
        | Standing::LiftingAnnounced
        | Standing::Announced
        | Standing::Suspended => Tone::Caution,
        Standing::Lifted | Standing::Expired => Tone::Good,
        // Neither good news nor bad: nobody says why it is gone.
        Standing::NotSeen => Tone::Plain,
        Standing::NoRecord | Standing::InPreparation | Standing::Threatened => Tone::Dim,
    }
}

/// What a crossing's status means for the reader.
pub fn access_tone(access: Option<Access>) -> Tone {
    match access {
        Some(Access::Open) => Tone::Good,
        Some(Access::Restricted) => Tone::Caution,
        Some(Access::Suspended | Access::Closed) => Tone::Bad,
        None => Tone::Dim,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_open_is_said_to_pass_where_the_rest_is_shut() {
        let of = |passenger: Option<Access>, freight: Option<Access>| {
            let lane = |traffic, access| LaneStatus { access, ..LaneStatus::no_record(traffic) };
            let lanes = vec![lane(Traffic::Passenger, passenger), lane(Traffic::Freight, freight)];
            only(&CrossingStatus { lanes, throughput: None })
        };
        let (open, limited, shut) = (Some(Access::Open), Some(Access::Restricted), Some(Access::Closed));
        for (passenger, freight, wanted) in [
            (open, shut, Some("no freight")),
            (shut, open, Some("freight only")),
            (Some(Access::Suspended), open, Some("freight only")),
            (limited, shut, None),
            (shut, limited, None),
            (open, limited, None),
            (open, None, None),
            (None, shut, None),
            (shut, shut, None),
        ] {
            assert_eq!(of(passenger, freight), wanted, "{passenger:?} {freight:?}");
        }
    }
}
