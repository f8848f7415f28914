//! What the shipped file answers.

use std::collections::BTreeSet;

use beltui::model::history::Step;
use beltui::model::measure::MeasureChange;
use beltui::model::relation::RelationStatus;
use beltui::model::state::{Place, State};
use beltui::views::analysis::Analysis;
use beltui::views::day::{Clock, Day};
use beltui::views::query::Query;
use beltui::views::{crossings, filter, ledger, log, relations};

use crate::common::{TODAY, day, shipped};

/// The shipped file with everything that does not depend on the day.
pub struct Shipped {
    pub state: State,
    pub analysis: Analysis,
    /// Its rows on the last day.
    today: Day,
}

impl Shipped {
    pub fn new() -> Self {
        let state = shipped().state;
        let today = Day::new(state.clone(), Clock::as_of(day(TODAY)));
        Self { state, analysis: today.analysis.clone(), today }
    }

    /// The same as it could be known on a day.
    pub fn as_known(&self, known: &str) -> Self {
        let clock = Clock::as_of(day(TODAY)).known(Some(day(known)));
        let today = Day::new(self.state.clone(), clock);
        Self { state: today.state().clone(), analysis: today.analysis.clone(), today }
    }

    pub fn place(&self, id: &str) -> Place {
        self.state.place(id).unwrap_or_else(|| panic!("there is no record {id}"))
    }

    pub fn measure_steps(&self, id: &str) -> &[Step<MeasureChange>] {
        &self.state.measure(id).unwrap_or_else(|| panic!("there is no measure {id}")).history
    }

    pub fn relation(&self, id: &str, on: &str) -> RelationStatus {
        let it = self.state.relation(id).unwrap_or_else(|| panic!("there is no relation {id}"));
        it.status(day(on), self.analysis.claims(self.place(id)))
    }

    /// The ids of the measures that a filter lets through.
    pub fn ledger(&self, query: &str) -> BTreeSet<&str> {
        let sort = filter::Sort { column: ledger::Column::Issuer, reversed: false };
        let selected = filter::ledger(&self.today, &understood(query), None, sort);
        selected.iter().map(|at| self.id(self.today.ledger[at].place())).collect()
    }

    /// The ids of the crossings that a filter lets through.
    pub fn crossings(&self, query: &str) -> BTreeSet<&str> {
        let order = (crossings::Order::Border, false);
        let selected = filter::crossings(&self.today, &understood(query), None, order);
        selected.into_iter().map(|at| self.id(self.today.crossings[at].place())).collect()
    }

    /// The ids of the relations that a filter lets through.
    pub fn relations(&self, query: &str) -> BTreeSet<&str> {
        let order = (relations::Order::Name, false);
        let selected = filter::relations(&self.today, &understood(query), None, order);
        selected.into_iter().map(|at| self.id(self.today.relations[at].place())).collect()
    }

    /// The entries of the log that a filter lets through.
    pub fn log(&self, query: &str, on: &str) -> Vec<log::Entry> {
        let mut shown = self.today.clone();
        shown.set_clock(Clock::as_of(day(on)));
        let entries = shown.entries.all();
        let selected = filter::log(&shown, &understood(query), None);
        selected
            .map_or_else(|| entries.to_vec(), |some| some.iter().map(|at| entries[*at as usize]).collect())
    }

    /// The ids of the records in the log that a filter lets through.
    pub fn logged(&self, query: &str) -> BTreeSet<&str> {
        self.log(query, TODAY).into_iter().map(|entry| self.id(entry.place())).collect()
    }

    pub fn id(&self, place: Place) -> &str {
        self.state.at(place).unwrap().id().as_str()
    }
}

/// A filter of which every word is understood.
fn understood(text: &str) -> Query {
    let query = Query::parse(text);
    assert_eq!(query.complaints, Vec::<String>::new(), "{text}");
    query
}
