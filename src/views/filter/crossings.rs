//! Which crossings are shown, and in which order.

use crate::model::crossing::{Access, Crossing, LaneStatus, Mode, Traffic};
use crate::model::record::Record;
use crate::model::state::State;
use crate::views::analysis::number;
use crate::views::crossings::{Order, Row, neighbour};
use crate::views::day::Day;
use crate::views::fields::FilterField;
use crate::views::fold::fold;
use crate::views::narrowing::{Narrowing, Scope};
use crate::views::query::Query;
use crate::views::search::{Fit, Says, Search, Searched, Seen, Value, Word};
use crate::views::wording;

use super::found::Found;
use super::said::{Each, age, date, of_record, sources, subject, withdrawn};

/// A crossing, as a filter looks at it.
pub(super) struct Point<'a> {
    /// The day that it is of.
    pub day: &'a Day,
    /// Its row.
    pub row: &'a Row,
    /// Its record.
    pub record: &'a Crossing,
}

impl<'a> Point<'a> {
    /// The crossing at a place among the rows of a day.
    pub fn at(day: &'a Day, place: usize) -> Option<Self> {
        let row = day.crossings.get(place)?;
        Some(Self { day, row, record: day.state().records().crossings.get(row.at)? })
    }
}

impl Searched for Point<'_> {
    fn shown(&self, each: &mut dyn FnMut(Says<'_>)) {
        let state = self.day.state();
        each(Says::Text(&self.record.name));
        each(Says::Code(number(state, neighbour(state, self.record))));
        each(Says::Text(wording::access(&self.row.status)));
        each(Says::Text(self.record.mode.word()));
        for lane in &self.row.status.lanes {
            each(Says::Text(called(lane.traffic)));
        }
        if let Some(shown) = self.row.shown {
            each(Says::Text(shown.age(self.day.as_of()).word()));
        }
    }

    fn has(&self, word: &Word<'_>) -> bool {
        word.in_own(&self.day.analysis, self.row.place())
    }

    fn values(&self, field: FilterField, each: Each<'_>) {
        let (state, row, it) = (self.day.state(), self.row, self.record);
        match field {
            FilterField::Actor => {
                for id in [&it.between.0, &it.between.1] {
                    subject(state, id, each);
                }
            }
            FilterField::Country => subject(state, neighbour(state, it), each),
            // The status that the row shows and the counts count: a lane that is open opens no crossing.
            FilterField::Status => each(Value::Text(wording::access(&row.status))),
            FilterField::Traffic => row.status.lanes.iter().for_each(|lane| {
                let access = wording::lane_access(lane.access);
                each(Value::Made(&format!("{} {access}", lane.traffic)));
            }),
            FilterField::Freight => self.lane(Traffic::Freight, each),
            FilterField::Passenger => self.lane(Traffic::Passenger, each),
            // What is said of a whole border lets nobody pass at any point of it.
            FilterField::Takes if it.mode == Mode::Border => {}
            FilterField::Takes => {
                let passes = |lane: &&LaneStatus| lane.access.is_some_and(|access| !access.is_shut());
                row.status
                    .lanes
                    .iter()
                    .filter(passes)
                    .for_each(|lane| each(Value::Text(lane.traffic.word())));
            }
            FilterField::Kind => each(Value::Text(it.mode.word())),
            FilterField::Name => {
                each(Value::Text(&it.name));
                it.aliases.iter().for_each(|name| each(Value::Text(name)));
            }
            FilterField::Since | FilterField::Before => date(row.since, each),
            FilterField::Until => row.status.lanes.iter().for_each(|lane| date(lane.until, each)),
            FilterField::Shown => date(row.shown.map(|shown| shown.0), each),
            FilterField::Age => age(row.shown, self.day.as_of(), each),
            FilterField::Conflict => each(Value::Flag(row.conflict)),
            FilterField::Capacity => {
                let of_now = row.status.throughput.as_ref().and_then(|it| it.capacity_per_day);
                of_now.or(it.capacity_per_day).into_iter().for_each(|it| each(Value::Number(i64::from(it))));
            }
            FilterField::Passing => {
                row.status.throughput.iter().for_each(|it| each(Value::Number(i64::from(it.per_day))));
            }
            FilterField::Source | FilterField::Publisher | FilterField::Grade => {
                sources(state, it.history.iter().flat_map(|step| &step.sources), each);
            }
            FilterField::Withdrawn => {
                each(Value::Flag(withdrawn(Record::Crossing(it), it.history.len())));
            }
            FilterField::Id => each(Value::Text(it.id.as_str())),
            _ => of_record(state, Record::Crossing(it), field, each),
        }
    }
}

impl Point<'_> {
    /// How one kind of traffic passes: the word of the file, and the one of the counts where that is another.
    fn lane(&self, traffic: Traffic, each: Each<'_>) {
        for lane in self.row.status.lanes.iter().filter(|lane| lane.traffic == traffic) {
            each(Value::Text(wording::lane_access(lane.access)));
            match lane.access {
                Some(Access::Restricted) => each(Value::Text("limited")),
                Some(Access::Suspended | Access::Closed) => each(Value::Text("shut")),
                Some(Access::Open) | None => {}
            }
        }
    }
}

/// What people call a kind of traffic.
fn called(traffic: Traffic) -> &'static str {
    match traffic {
        Traffic::Passenger => "passenger people cars",
        Traffic::Freight => "freight trucks lorries",
        Traffic::All => "",
    }
}

/// The rows that pass a filter and belong to a subject, in order, by their places among the crossings of the day.
pub fn crossings(
    day: &Day,
    query: &Query,
    narrowing: Option<&Narrowing>,
    (order, reversed): (Order, bool),
) -> Found {
    let (state, analysis, rows) = (day.state(), &day.analysis, &day.crossings);
    let records = &state.records().crossings;
    let search = Search::new(query, state, analysis);
    let cover = narrowing.map(|it| Scope::new(it, state, analysis));
    let seen = Seen::default();
    let fits = rows.iter().enumerate().map(|(place, row)| {
        let belongs = cover.as_ref().is_none_or(|it| it.has(row.place()));
        let fit = Point::at(day, place).filter(|_| belongs).map_or(Fit::No, |it| search.fit(&it, &seen));
        (place, fit)
    });
    let mut found = Found::of(fits);
    let places = &mut found.places;
    places.sort_by_cached_key(|&place| {
        let row = rows.get(place);
        let record = row.and_then(|row| records.get(row.at));
        let border = record.map(|it| border_key(state, it));
        let whole = record.is_some_and(|it| it.mode != Mode::Border);
        match order {
            Order::Border => (border, 0, whole, String::new()),
            Order::Status => {
                let rank = row.and_then(|r| r.overall).map_or(4, |p| 3 - p as i64);
                (None, rank, whole, border.unwrap_or_default())
            }
            Order::Change => {
                let day = row
                    .and_then(|r| r.since)
                    .map_or(i64::MAX, |since| -i64::from(chrono::Datelike::num_days_from_ce(&since.last())));
                (None, day, whole, border.unwrap_or_default())
            }
            Order::Name => (None, 0, true, record.map(|it| fold(&it.name)).unwrap_or_default()),
        }
    });
    if reversed {
        places.reverse();
    }
    found
}

/// Borders by the name of the neighbour, seen from the subject the file is about.
fn border_key(state: &State, it: &Crossing) -> String {
    let focus = state.head().focus.as_ref();
    let other = focus.and_then(|focus| it.neighbour_of(focus)).unwrap_or(&it.between.0);
    fold(state.subject_name(other))
}
