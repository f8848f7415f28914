//! The agenda as an iCalendar file (RFC 5545).

use chrono::NaiveDate;

use crate::views::agenda;
use crate::views::day::Day;

use super::document::plain_text;

/// Everything on the agenda that has a day, as all-day events. What is only known to the month spans it.
pub fn calendar(day: &Day) -> String {
    let title = plain_text(&day.state().head().title);
    let mut lines = Lines::default();
    lines.plain("BEGIN", "VCALENDAR");
    lines.plain("VERSION", "2.0");
    lines.plain("PRODID", "-//beltui//agenda//EN");
    lines.plain("CALSCALE", "GREGORIAN");
    lines.text("X-WR-CALNAME", &title);
    for item in agenda::in_order(day) {
        let Some(on) = item.on.filter(|_| item.kind.has_day()) else { continue };
        let last = item.until().unwrap_or(on).last();
        let (first, end) = (on.first(), last.succ_opt().unwrap_or(NaiveDate::MAX));
        // A term is over on its last day: that is the day to look at.
        let first = if item.is_an_end() { on.last() } else { first };
        let summary = format!("{}: {}", item.kind.word(), item.text(day.state(), day.as_of()));
        lines.plain("BEGIN", "VEVENT");
        let record = format!("Record {} of {title}, {}.", item.id, day.clock());
        lines.text("DESCRIPTION", &plain_text(&record));
        lines.day("DTEND;VALUE=DATE", end);
        // The file says what was known on this day, not when it was written.
        lines.plain("DTSTAMP", &day.as_of().format("%Y%m%dT000000Z").to_string());
        lines.day("DTSTART;VALUE=DATE", first);
        if !on.is_exact() {
            lines.plain("STATUS", "TENTATIVE");
        }
        lines.text("SUMMARY", &plain_text(&summary));
        // Nobody is busy by it.
        lines.plain("TRANSP", "TRANSPARENT");
        // The same thing keeps its name when its day moves.
        lines.text("UID", &plain_text(&format!("{}-{}@beltui", item.id, item.key())));
        lines.plain("END", "VEVENT");
    }
    lines.plain("END", "VCALENDAR");
    lines.0
}

/// A line has at most so many octets, its end left out (RFC 5545, 3.1).
const LONGEST: usize = 75;

/// The lines of a calendar, each with its end.
#[derive(Default)]
struct Lines(String);

impl Lines {
    /// A property whose value stands as it is.
    fn plain(&mut self, name: &str, value: &str) {
        self.fold(&format!("{name}:{value}"));
    }

    /// A property that is a day.
    fn day(&mut self, name: &str, day: NaiveDate) {
        self.plain(name, &day.format("%Y%m%d").to_string());
    }

    /// A property that is a text: what separates values is escaped, other controls are left out (RFC 5545, 3.3.11).
    fn text(&mut self, name: &str, value: &str) {
        let mut line = format!("{name}:");
        for c in value.chars() {
            match c {
                '\\' | ';' | ',' => line.extend(['\\', c]),
                '\n' => line.push_str("\\n"),
                c if c.is_control() => {}
                c => line.push(c),
            }
        }
        self.fold(&line);
    }

    /// A line, continued on further lines where it is too long. No character is cut: readers exist that decode a line
    /// before they join it.
    fn fold(&mut self, line: &str) {
        let mut room = LONGEST;
        for c in line.chars() {
            if c.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = LONGEST - 1;
            }
            self.0.push(c);
            room -= c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{LONGEST, Lines};

    fn text(value: &str) -> String {
        let mut lines = Lines::default();
        lines.text("SUMMARY", value);
        lines.0
    }

    /// What a calendar reads in a text (RFC 5545, 3.1 and 3.3.11).
    fn read(lines: &str) -> Option<String> {
        let line = lines.strip_suffix("\r\n")?.replace("\r\n ", "");
        let mut rest = line.strip_prefix("SUMMARY:")?.chars();
        let mut out = String::new();
        while let Some(c) = rest.next() {
            match c {
                '\\' => out.push(rest.next().map(|c| if c == 'n' { '\n' } else { c })?),
                ';' | ',' => return None,
                c => out.push(c),
            }
        }
        Some(out)
    }

    #[test]
    fn what_separates_values_is_escaped_and_a_line_that_is_too_long_goes_on_in_the_next() {
        assert_eq!(text("one; two, three \\ four\nfive"), "SUMMARY:one\\; two\\, three \\\\ four\\nfive\r\n");
        // 8 octets of the name and 67 of the text; a letter of two octets that would be cut goes into the next line.
        let full = "a".repeat(67);
        assert_eq!(text(&full), format!("SUMMARY:{full}\r\n"));
        assert_eq!(text(&format!("{full}b")), format!("SUMMARY:{full}\r\n b\r\n"));
        let full = "a".repeat(66);
        assert_eq!(text(&format!("{full}é")), format!("SUMMARY:{full}\r\n é\r\n"));
    }

    #[test]
    fn no_control_comes_into_a_calendar() {
        assert_eq!(text("a\r\nX-EVIL:1\u{1b}[31m\t\u{7f}\u{85}b"), "SUMMARY:a\\nX-EVIL:1[31mb\r\n");
    }

    proptest! {
        #[test]
        fn every_text_without_controls_comes_back_from_lines_that_are_short_enough(value in "([^\\p{Cc}]|\n){0,200}") {
            let lines = text(&value);
            prop_assert!(lines.split("\r\n").all(|line| line.len() <= LONGEST), "{lines:?}");
            prop_assert_eq!(read(&lines), Some(value));
        }
    }
}
