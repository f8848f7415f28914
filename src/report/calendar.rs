//! The agenda as an iCalendar file (RFC 5545).

use chrono::{NaiveDate, NaiveTime};
use icalendar::{Calendar, Component as _, Event, EventLike as _};

use crate::views::agenda;

use super::Input;
use super::document::plain_text;

/// Everything on the agenda that has a day, as all-day events. What is only known to the month spans it.
pub fn calendar(input: &Input<'_>) -> String {
    let title = plain_text(&input.state.head().title);
    let mut calendar = Calendar::new();
    calendar.append_property(icalendar::Property::new("X-WR-CALNAME", &title));
    // The file says what was known on this day, not when it was written.
    let stamp = input.day.and_time(NaiveTime::MIN).and_utc();
    for item in agenda::in_order(input.state, input.ledger, input.board, input.day) {
        let Some(on) =
            item.on.filter(|_| !matches!(item.kind, agenda::Kind::Announced | agenda::Kind::Later))
        else {
            continue;
        };
        let last = item.until().unwrap_or(on).last();
        let (first, end) = (on.first(), last.succ_opt().unwrap_or(NaiveDate::MAX));
        // A term is over on its last day: that is the day to look at.
        let first = if item.kind == agenda::Kind::RunsOut { on.last() } else { first };
        let mut event = Event::new();
        event
            // The same thing keeps its name when its day moves.
            .uid(&plain_text(&format!("{}-{}@beltui", item.id, item.key())))
            .timestamp(stamp)
            .summary(&plain_text(&format!("{}: {}", item.kind.word(), item.text(input.state, input.day))))
            .description(&plain_text(&format!("Record {} of {title}, as of {}.", item.id, input.day)))
            .starts(first)
            .ends(end);
        // Nobody is busy by it.
        event.add_property("TRANSP", "TRANSPARENT");
        if !on.is_exact() {
            event.add_property("STATUS", "TENTATIVE");
        }
        calendar.push(event.done());
    }
    calendar.to_string()
}
