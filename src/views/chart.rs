//! What the charts draw: acts by month, and measures in force by month and issuer. Numbers only; the screen decides how large.

use chrono::NaiveDate;

use crate::model::id::Id;

/// How many measures of an issuer were in force on a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Held {
    /// Those of which the day is known on which they were put into force.
    pub known: usize,
    /// Those only bounded by a sighting or a later statement: first recorded by then, they may have held before.
    pub first_recorded: usize,
    /// Those of which anything is recorded by then, in force or not.
    pub recorded: usize,
}

impl Held {
    /// Adds others to it.
    pub fn add(&mut self, other: Self) {
        self.known += other.known;
        self.first_recorded += other.first_recorded;
        self.recorded += other.recorded;
    }

    /// All that were in force.
    pub fn all(self) -> usize {
        self.known + self.first_recorded
    }
}

/// The acts of a month.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MonthOfActs {
    /// The first day of the month.
    pub month: NaiveDate,
    /// How many acts tighten, and how many ease.
    pub acts: [usize; 2],
    /// The same of each issuer that acted.
    pub by_issuer: Vec<(Id, [usize; 2])>,
    /// How many measures came off a list, no act being found that ended them.
    pub off: usize,
}

/// What an issuer had in force, month by month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldBy {
    /// The issuer.
    pub issuer: Id,
    /// What it had in force at the end of each month, the last being the day asked.
    pub months: Vec<Held>,
}

/// The numbers of the charts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chart {
    /// Acts, the months without a gap, oldest first.
    pub acts: Vec<MonthOfActs>,
    /// The days of the months of what was in force, without a gap, oldest first.
    pub days: Vec<NaiveDate>,
    /// What each issuer had in force, the one with most first.
    pub held: Vec<HeldBy>,
}

impl Chart {
    /// What an issuer had in force, where it ever had anything; without an issuer that of the one with most.
    pub fn held_by(&self, issuer: Option<&Id>) -> Option<&HeldBy> {
        let of = issuer.and_then(|issuer| self.held.iter().find(|held| &held.issuer == issuer));
        of.or(self.held.first())
    }
}
