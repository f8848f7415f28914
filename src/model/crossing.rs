//! Border crossing points and their status.

mod status;

pub use status::{CrossingStatus, LaneStatus, Throughput};

use super::compact::{Text, ThinSlice};
use super::declare::vocabulary;
use super::declare::{HOLDERS, changes, declared};
use super::history::{Claims, Grades, Step, are_rivals};
use super::id::Id;
use super::kind::RecordKind;

vocabulary! {
    /// How people and goods cross.
    pub enum Mode {
        /// By road.
        Road => "road",
        /// By rail.
        Rail => "rail",
        /// By river.
        River => "river",
        /// Through an airport.
        Air => "air",
        /// The whole border between two subjects, for claims about all its crossings; not a point of its own.
        Border => "whole border",
    }
}

vocabulary! {
    /// Who or what may cross.
    pub enum Traffic {
        /// Passengers and freight.
        All => "all traffic",
        /// Passengers.
        Passenger => "passenger",
        /// Freight.
        Freight => "freight",
    }
}

impl Traffic {
    /// The single lanes it is made of.
    pub fn lanes(self) -> &'static [Self] {
        match self {
            Self::All => &[Self::Passenger, Self::Freight],
            Self::Passenger => &[Self::Passenger],
            Self::Freight => &[Self::Freight],
        }
    }

    /// Whether it includes the traffic of `lane`.
    pub fn covers(self, lane: Self) -> bool {
        self == Self::All || self == lane
    }
}

vocabulary! {
    /// The status of a crossing for one kind of traffic.
    pub enum Access {
        /// Open.
        Open => "open",
        /// Open under conditions.
        Restricted => "restricted",
        /// Closed for a time or until further notice.
        Suspended => "suspended",
        /// Closed.
        Closed => "closed",
    }
}

impl Access {
    /// Whether everybody passes.
    pub fn is_open(self) -> bool {
        self == Self::Open
    }

    /// Whether nobody passes.
    pub fn is_shut(self) -> bool {
        matches!(self, Self::Suspended | Self::Closed)
    }
}

vocabulary! {
    /// What a step of a crossing is about: a status by its name, or how much passes.
    pub enum CrossingStep {
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

impl CrossingStep {
    /// The status that it is; `None` for a throughput.
    pub fn access(self) -> Option<Access> {
        match self {
            Self::Open => Some(Access::Open),
            Self::Restricted => Some(Access::Restricted),
            Self::Suspended => Some(Access::Suspended),
            Self::Closed => Some(Access::Closed),
            Self::Throughput => None,
        }
    }
}

/// What a step of a crossing's history says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CrossingChange {
    /// A new status for a traffic, and who decided it.
    Status {
        /// The new status.
        access: Access,
        /// The traffic that it is for.
        traffic: Traffic,
        /// Who decided it.
        by: Option<Id>,
        /// The reasons that the sides give.
        reasons: ThinSlice<Reason>,
    },
    /// How much passes.
    Throughput {
        /// How many pass a day.
        per_day: u32,
        /// How many could pass a day.
        capacity_per_day: Option<u32>,
        /// What is counted, such as trucks.
        unit: Option<Text>,
    },
}

declared! {
    /// Why something was done at a crossing, as one side says it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Reason("a reason") {
        /// Who says so: a subject, or a source whose author does.
        by: Id => to_one_of(HOLDERS).help("a subject or a source"),
        /// The reason.
        text: Text,
        /// Who reports it.
        sources: ThinSlice<Id> => to(RecordKind::Sources),
    }
}

changes! {
    CrossingChange("a step of a crossing"), what: CrossingStep, it {
        by: Option<Id>, for [Open, Restricted, Suspended, Closed] => to(RecordKind::Subjects).label("decided by"),
            in if let CrossingChange::Status { by, .. } = it { Some(by) } else { None };
        reasons: ThinSlice<Reason>, for [Open, Restricted, Suspended, Closed] => help("one a side"),
            in if let CrossingChange::Status { reasons, .. } = it { Some(reasons) } else { None };
        traffic: Traffic = Traffic::All, for [Open, Restricted, Suspended, Closed],
            in if let CrossingChange::Status { traffic, .. } = it { Some(traffic) } else { None };
        per_day: u32, for [Throughput] => label("passing a day"),
            in if let CrossingChange::Throughput { per_day, .. } = it { Some(per_day) } else { None };
        capacity_per_day: Option<u32>, for [Throughput] => label("of at most"),
            in if let CrossingChange::Throughput { capacity_per_day: it, .. } = it { Some(it) } else { None };
        unit: Option<Text>, for [Throughput] => common(),
            in if let CrossingChange::Throughput { unit, .. } = it { Some(unit) } else { None };
    }
    make match what.access() {
        Some(access) => Some(Self::Status { access, traffic: traffic?, by: by?, reasons: reasons? }),
        None => Some(Self::Throughput {
            per_day: per_day?,
            capacity_per_day: capacity_per_day?,
            unit: unit?,
        }),
    };
    word match it {
        CrossingChange::Status { access: Access::Open, .. } => CrossingStep::Open,
        CrossingChange::Status { access: Access::Restricted, .. } => CrossingStep::Restricted,
        CrossingChange::Status { access: Access::Suspended, .. } => CrossingStep::Suspended,
        CrossingChange::Status { access: Access::Closed, .. } => CrossingStep::Closed,
        CrossingChange::Throughput { .. } => CrossingStep::Throughput,
    };
}

impl CrossingChange {
    /// Who decided a status.
    fn by(&self) -> Option<&Id> {
        match self {
            Self::Status { by, .. } => by.as_ref(),
            Self::Throughput { .. } => None,
        }
    }

    /// The reasons that the sides give for a status.
    pub fn reasons(&self) -> &[Reason] {
        match self {
            Self::Status { reasons, .. } => reasons,
            Self::Throughput { .. } => &[],
        }
    }
}

declared! {
    /// A position on the ground.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Location("a location") {
        /// Degrees north.
        lat: f64 => label("degrees north").help("degrees north"),
        /// Degrees east.
        lon: f64 => label("degrees east").help("degrees east"),
        /// How far off it may be, in km.
        error_km: Option<f64> => label("off by, km").help("how far off it may be, in km"),
        /// Where it was taken from.
        note: Option<Text> => label("taken from"),
    }
}

declared! {
    /// One border crossing point.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Crossing("a crossing") {
        /// Its stable name.
        id: Id,
        /// The name that the program shows.
        name: Text => telling(),
        /// Other names and spellings, found by every search.
        aliases: ThinSlice<Text> => label("also called"),
        /// The two subjects whose border it is.
        between: (Id, Id) => to(RecordKind::Subjects).searched().telling().labels("between", "and"),
        /// The place on either side, in the order of `between`.
        sides: Option<(Text, Text)> => labels("place here", "place there").help("the place on either side"),
        /// The roads that meet there.
        route: Option<Text>,
        /// How one crosses.
        mode: Mode => searched(),
        /// Which traffic it is made for.
        traffic: Traffic = Traffic::All => label("made for"),
        /// How many could pass a day.
        capacity_per_day: Option<u32> => label("capacity a day"),
        /// Where it is.
        location: Option<Location>,
        /// Anything else worth saying.
        note: Option<Text> => lines(),
        /// What happened to it.
        history: ThinSlice<Step<CrossingChange>>,
    }
}

/// Whether two are named who each decided one of the steps: these are two decisions, and no rival claims about one.
fn each_its_own(a: &Step<CrossingChange>, b: &Step<CrossingChange>) -> bool {
    a.change.by().zip(b.change.by()).is_some_and(|(a, b)| a != b)
}

/// Compares the claims of one crossing's history.
pub fn claims(steps: &[Step<CrossingChange>], grades: &Grades) -> Claims {
    let (mut claims, order) = Claims::voting(steps);
    let status = |place: usize| match steps.get(place).map(|s| (s, &s.change)) {
        Some((step, CrossingChange::Status { access, traffic, .. })) => Some((step, *access, *traffic)),
        _ => None,
    };
    let order: Vec<usize> = order.into_iter().filter(|&p| status(p).is_some()).collect();
    // The same status of the same traffic under the same conditions, twice with nothing between: one change.
    let same = |a: &usize, b: &usize| match (status(*a), status(*b)) {
        (Some((x, px, tx)), Some((y, py, ty))) => {
            // What had run out before the next began was another change.
            let went_on = x.until.is_none_or(|until| until.last() >= y.on.first());
            px == py && tx == ty && x.scope == y.scope && went_on && !each_its_own(x, y)
        }
        _ => false,
    };
    for group in order.chunk_by(same) {
        claims.settle_rivals(steps, group, grades);
    }
    // Different statuses of the same traffic for one known day and no known hour, from different sources.
    let together = |a: &usize, b: &usize| match (status(*a), status(*b)) {
        (Some((x, _, tx)), Some((y, _, ty))) => {
            x.on == y.on && x.on.is_exact() && tx == ty && x.time == y.time && !each_its_own(x, y)
        }
        _ => false,
    };
    for group in order.chunk_by(together).filter(|group| group.len() > 1) {
        let rivals = group.windows(2).any(|pair| match pair {
            [a, b] => match (status(*a), status(*b)) {
                (Some((x, px, _)), Some((y, py, _))) => px != py && are_rivals(x, y),
                _ => false,
            },
            _ => false,
        });
        if rivals {
            claims.settle_outcomes(steps, group, grades, &[]);
        }
    }
    claims.finish()
}

impl Crossing {
    /// Whether it is on the border between these two, whichever is named first.
    pub fn is_between(&self, pair: &(Id, Id)) -> bool {
        let (a, b) = &self.between;
        (a, b) == (&pair.0, &pair.1) || (b, a) == (&pair.0, &pair.1)
    }
    /// The other side of the border, seen from `narrowing`; `None` when it is no border of that subject.
    pub fn neighbour_of(&self, subject: &Id) -> Option<&Id> {
        match &self.between {
            (a, b) if a == subject => Some(b),
            (a, b) if b == subject => Some(a),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
