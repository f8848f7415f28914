//! Dated steps: what is common to all, then what belongs to each list.

use super::fields::Fields;
use super::{Decoder, records::Decode};
use crate::model::compact::Text;
use crate::model::crossing::{Access, CrossingChange, Traffic};
use crate::model::history::Step;
use crate::model::measure::{MeasureChange, MeasureStep};
use crate::model::relation::{ConsularStep, Direction, MissionStep, Rank, RelationChange, Stance, Trend};
use crate::model::vocabulary::vocabulary;
use crate::ron::node::Node;

/// The part of a step that depends on the list it is in.
pub(super) trait Change: Sized {
    /// What such a step is called in messages.
    const WHAT: &'static str;
    /// The fields that belong to some kinds of it.
    const FIELDS: &'static [&'static str];

    /// Reads what the step says, `node` being the value of its field `what`.
    fn decode(decoder: &mut Decoder, node: &Node<'_>, fields: &mut Fields<'_, '_>) -> Option<Self>;
}

impl<C: Change> Decode for Step<C> {
    fn decode(decoder: &mut Decoder, node: &Node<'_>) -> Option<Self> {
        let mut fields = Fields::open(decoder, node, C::WHAT)?;
        let on = fields.need_date(decoder, "on");
        let what = fields.need(decoder, "what");
        let change = what.and_then(|node| C::decode(decoder, node, &mut fields));
        let until = fields.date(decoder, "until");
        let (time, scope) = (fields.common(decoder, "time"), fields.common(decoder, "scope"));
        let note = fields.common(decoder, "note");
        let sources = fields.ids(decoder, "sources");
        let event = fields.id(decoder, "event");
        if what.is_none() {
            // Without knowing the kind, no field of any kind is out of place.
            fields.admit(C::FIELDS);
        }
        fields.close(decoder);
        Some(Self { on: on?, time, change: change?, until, scope, note, sources, event })
    }
}

impl Change for MeasureChange {
    const WHAT: &'static str = "a step of a measure";
    const FIELDS: &'static [&'static str] = &["licence", "list"];

    fn decode(decoder: &mut Decoder, node: &Node<'_>, fields: &mut Fields<'_, '_>) -> Option<Self> {
        let what = decoder.word(node, "what")?;
        let named = match what {
            MeasureStep::Licensed => fields.common(decoder, "licence"),
            MeasureStep::Seen | MeasureStep::NotSeen => fields.need_common(decoder, "list"),
            _ => None,
        };
        Some(Self { what, named })
    }
}

vocabulary! {
    /// What a step of a crossing is about.
    enum CrossingWord {
        /// Open.
        Open => "open",
        /// Open under conditions.
        Restricted => "restricted",
        /// Closed for a time.
        Suspended => "suspended",
        /// Closed.
        Closed => "closed",
        /// How much passes.
        Throughput => "throughput",
    }
}

impl Change for CrossingChange {
    const WHAT: &'static str = "a step of a crossing";
    const FIELDS: &'static [&'static str] = &["by", "traffic", "per_day", "capacity_per_day", "unit"];

    fn decode(decoder: &mut Decoder, node: &Node<'_>, fields: &mut Fields<'_, '_>) -> Option<Self> {
        let access = match decoder.word(node, "what")? {
            CrossingWord::Open => Access::Open,
            CrossingWord::Restricted => Access::Restricted,
            CrossingWord::Suspended => Access::Suspended,
            CrossingWord::Closed => Access::Closed,
            CrossingWord::Throughput => {
                let per_day = fields.need(decoder, "per_day").and_then(|n| decoder.number(n, "per_day"));
                let capacity_per_day = fields.number(decoder, "capacity_per_day");
                let unit = fields.common(decoder, "unit");
                return Some(Self::Throughput { per_day: per_day?, capacity_per_day, unit });
            }
        };
        let by = fields.id(decoder, "by");
        let traffic = fields.word(decoder, "traffic").unwrap_or(Traffic::All);
        Some(Self::Status { access, traffic, by })
    }
}

vocabulary! {
    /// The axis that a step of a relation is on.
    enum Axis {
        /// The head of mission.
        Head => "head of mission",
        /// The mission.
        Mission => "mission",
        /// The consular service.
        Consular => "consular service",
        /// How they stand to each other.
        Stance => "stance",
    }
}

impl Change for RelationChange {
    const WHAT: &'static str = "a step of a relation";
    const FIELDS: &'static [&'static str] = &["from", "at", "rank", "status", "level", "trend"];

    fn decode(decoder: &mut Decoder, node: &Node<'_>, fields: &mut Fields<'_, '_>) -> Option<Self> {
        let axis: Axis = decoder.word(node, "what")?;
        if axis == Axis::Stance {
            let level: Option<Stance> = fields.need_word(decoder, "level");
            let trend: Option<Trend> = fields.word(decoder, "trend");
            return Some(Self::Stance(level?, trend));
        }
        let from = fields.need_id(decoder, "from");
        let at = fields.need_id(decoder, "at");
        let direction = from.zip(at).map(|(from, at)| Direction { from, at });
        match axis {
            Axis::Head => {
                let rank: Option<Rank> = fields.need_word(decoder, "rank");
                Some(Self::Head(direction?, rank?))
            }
            Axis::Mission => {
                let status: Option<MissionStep> = fields.need_word(decoder, "status");
                Some(Self::Mission(direction?, status?))
            }
            Axis::Consular => {
                let status: Option<ConsularStep> = fields.need_word(decoder, "status");
                Some(Self::Consular(direction?, status?))
            }
            Axis::Stance => None,
        }
    }
}
