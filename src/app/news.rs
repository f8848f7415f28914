//! Where the news is: the row of each pane on which one begins.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::model::crossing::Mode;
use crate::model::date::Date;
use crate::model::measure::Standing;
use crate::model::state::Place;
use crate::views::ledger;

use super::panes::Shown;
use super::{App, PaneId};

/// So many rows stand above the row on which one begins, where there are as many.
const ABOVE: usize = 2;

impl App {
    /// Begins in each pane on what changed last by the day shown: a list begins where it begins, the news seldom does. Who
    /// has moved already stays where he is. (The log stands at the day by itself.)
    pub fn begin_at_news(&mut self) {
        for (pane, newest) in [
            (PaneId::Relations, self.newest_relation()),
            (PaneId::Ledger, self.newest_measure()),
            (PaneId::Borders, self.newest_crossing()),
        ] {
            let Some(place) = newest.filter(|_| self.panes.get(pane).cursor.at == 0) else { continue };
            self.panes.go_to(pane, &self.facts, (place, None));
            let rows = self.layout.rows(pane);
            let cursor = &mut self.panes.get_mut(pane).cursor;
            // What stands first stays in view where both have room.
            if cursor.at >= rows {
                cursor.top = cursor.at.saturating_sub(ABOVE);
            }
        }
        self.settle();
    }

    /// What is newest of a relation is what its parties have done: a step of its own, or a measure.
    fn newest_relation(&self) -> Option<Place> {
        let (facts, by) = (&self.facts, self.known_by());
        let mut measures: HashMap<usize, Date> = HashMap::new();
        for row in &facts.ledger {
            let Some(on) = changed(row).filter(|on| on.possibly_by(by)) else { continue };
            let issuer = facts.analysis.named(row.at()).issuer as usize;
            let newest = measures.entry(issuer).or_insert(on);
            if is_newer(on, *newest) {
                *newest = on;
            }
        }
        let rows = shown(&self.panes.relations.pane.shown).filter_map(|at| facts.relations.get(at));
        let dated = rows.flat_map(|row| {
            let issuer = facts.state().place(row.subject.as_str()).map(|place| place.at);
            let measure = issuer.and_then(|issuer| measures.get(&issuer)).copied();
            [(row.changed(), row.place()), (measure, row.place())]
        });
        newest(by, dated)
    }

    /// The last day of which the file knows anything: what ends by itself after it is no news.
    fn known_by(&self) -> NaiveDate {
        self.facts.known_to(self.day()).unwrap_or(self.day())
    }

    fn newest_measure(&self) -> Option<Place> {
        let selection = &self.panes.ledger.selection;
        let rows = (0..selection.len()).filter_map(|line| self.facts.ledger.get(selection.get(line)?));
        newest(self.known_by(), rows.map(|row| (changed(row), row.place())))
    }

    /// Of the points: what is said of a whole border only heads them.
    fn newest_crossing(&self) -> Option<Place> {
        let crossings = &self.facts.state().records().crossings;
        let is_point = |at: usize| crossings.get(at).is_some_and(|it| it.mode != Mode::Border);
        let rows = shown(&self.panes.borders.pane.shown).filter_map(|at| self.facts.crossings.get(at));
        newest(self.known_by(), rows.filter(|row| is_point(row.at)).map(|row| (row.since, row.place())))
    }
}

fn shown(shown: &Shown) -> impl Iterator<Item = usize> {
    (0..shown.len()).filter_map(|line| shown.get(line))
}

/// Since when a measure is at its rung; not where it was only seen there: that is no change.
fn changed(row: &ledger::Row) -> Option<Date> {
    row.since.filter(|_| row.standing != Standing::NoRecord && !(row.observed && row.standing.is_in_force()))
}

/// The first of those with the newest date by a day.
fn newest(day: NaiveDate, dated: impl Iterator<Item = (Option<Date>, Place)>) -> Option<Place> {
    let mut newest: Option<(Date, Place)> = None;
    for (on, place) in dated {
        let Some(on) = on.filter(|on| on.possibly_by(day)) else { continue };
        if newest.is_none_or(|(than, _)| is_newer(on, than)) {
            newest = Some((on, place));
        }
    }
    newest.map(|(_, place)| place)
}

/// As the log has them: a date counts from its first day, and the less precise one is older.
fn is_newer(on: Date, than: Date) -> bool {
    (on.first(), than.last()) > (than.first(), on.last())
}
