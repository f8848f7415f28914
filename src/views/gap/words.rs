//! The gap clock in words: one wording for the page, the record, the brief and the tests.

use chrono::NaiveDate;

use crate::model::date::Date;
use crate::model::measure::MeasureStep;
use crate::views::citation::{self, best};
use crate::views::day::Day;

use super::{Days, End, Gap, Outcome, Proof, Spread, Way, counted_to};

impl Days {
    /// In a column: `54 d`, `49–54 d`, `≤ 54 d`.
    pub fn short(self) -> String {
        match self {
            Self { least, most } if least == most => format!("{least} d"),
            Self { least: 0, most } => format!("≤ {most} d"),
            Self { least, most } => format!("{least}–{most} d"),
        }
    }

    /// In prose: `54 days`, `at least 49, at most 54 days`, `at most 54 days`.
    pub fn prose(self) -> String {
        let words = self.words();
        let number = words.strip_suffix(" d").unwrap_or(&words);
        format!("{number} {}", if self.most == 1 { "day" } else { "days" })
    }

    /// On a page: `54 d`, `at least 49, at most 54 d`, `at most 54 d`.
    pub fn words(self) -> String {
        match self {
            Self { least, most } if least == most => format!("{least} d"),
            Self { least: 0, most } => format!("at most {most} d"),
            Self { least, most } => format!("at least {least}, at most {most} d"),
        }
    }
}

impl Spread<'_> {
    /// What was announced and what came of it: `lifting announced → off the list, no act found`.
    pub fn way(&self) -> String {
        let said = match self.way {
            Way::Lifting => "lifting announced",
            Way::Imposition => "announced",
            Way::Application => "adopted",
        };
        let became = match (self.outcome, self.way) {
            (Outcome::Open, Way::Lifting) => "not recorded as done",
            (Outcome::Open, _) => "not recorded as in force",
            (Outcome::Done, Way::Lifting) => "lifted or off the list",
            (Outcome::Seen, Way::Lifting) => "off the list, no act found",
            (Outcome::RanOut, _) => "ran out",
            (Outcome::TakenBack, Way::Lifting) => "prolonged instead",
            (Outcome::Done, _) => "in force",
            (Outcome::Seen, _) => "first seen in force",
            (Outcome::TakenBack, _) => "given up",
        };
        format!("{said} → {became}")
    }
}

/// How dates stand in what is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// On pages: `2025-11-04`, `≤ 2025-11-04`.
    Page,
    /// In a brief: `4 November 2025`, `4 November 2025 or before`.
    Prose,
}

impl Style {
    fn on(self, date: Date) -> String {
        match self {
            Self::Page => date.to_string(),
            Self::Prose => citation::date(date),
        }
    }

    fn bound(self, date: Date) -> String {
        match self {
            Self::Page => format!("≤ {date}"),
            Self::Prose => format!("{} or before", citation::date(date)),
        }
    }
}

impl Gap {
    /// What was said first: `announced`, of what was decided and binds later `adopted`.
    pub fn said(&self) -> &'static str {
        if self.way == Way::Application { "adopted" } else { "announced" }
    }

    /// What came of it and when: `off the list 2025-11-04`, `off the list since ≤ 2026-06-02, no act found`.
    pub fn became(&self, day: &Day, end: End, style: Style) -> String {
        let what = self.step(day, end.proof).map(|step| step.change.what);
        let (on, by) = (style.on(end.proof.on), style.bound(end.proof.on));
        let is_lifting = self.way == Way::Lifting;
        match (end.outcome, is_lifting, what) {
            (Outcome::Seen, true, _) => format!("off the list since {by}, no act found"),
            (Outcome::Seen, false, Some(MeasureStep::Seen)) => format!("on the list since {by}"),
            (Outcome::Seen, false, _) => format!("in force since {by}"),
            (Outcome::Done, true, Some(MeasureStep::Delisted)) => format!("off the list {on}"),
            (Outcome::Done, false, Some(MeasureStep::Designated)) => format!("on the list {on}"),
            (Outcome::Done, false, _) => format!("in force {on}"),
            (Outcome::RanOut, ..) => format!("ran out, ended by {on}"),
            (Outcome::TakenBack, false, _) => format!("given up {on}"),
            (.., Some(what)) => format!("{what} {on}"),
            (.., None) => on,
        }
    }

    /// How long it took; of an open one how long it has been, as far as the file knows.
    pub fn took(&self, day: &Day) -> String {
        let to = counted_to(day);
        let days = self.days(to);
        if self.end.is_some() {
            return days.words();
        }
        open_for(days, to, day.as_of())
    }

    /// All of it in a line: `announced 2025-09-11 → licensed 2025-09-11 (0 d) → off the list 2025-11-04: 54 d`.
    pub fn line(&self, day: &Day) -> String {
        let licensed = self.licensed.zip(self.days_to_licence());
        let licensed = licensed
            .map(|(proof, days)| format!(" → licensed {} ({})", proof.on, days.short()))
            .unwrap_or_default();
        let end = match self.end {
            Some(end) => self.became(day, end, Style::Page),
            None => "not recorded as done".to_owned(),
        };
        format!("{} {}{licensed} → {end}: {}", self.said(), self.announced.on, self.took(day))
    }

    /// Who says what a step says, the best source first: `Alpha Wire 2025-09-11 [B2] and 2 more`, and by which act.
    pub fn proof(&self, day: &Day, proof: Proof) -> String {
        let Some(step) = self.step(day, proof) else { return String::new() };
        let act = step.act.as_ref().map(|act| format!("{}; ", day.state().act_name(act)));
        format!("{}{}", act.unwrap_or_default(), best(day.state(), &step.sources))
    }
}

/// `123 d so far`; where the file knows nothing of the days before the one asked, `≥ 54 d, known to 2026-07-23`.
fn open_for(days: Days, to: NaiveDate, day: NaiveDate) -> String {
    if to < day { format!("≥ {} d, known to {to}", days.least) } else { format!("{} so far", days.words()) }
}
