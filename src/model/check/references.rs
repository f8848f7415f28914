//! References between records, and fields that must not be empty.

use std::collections::HashSet;

use super::walk::Walk;
use super::{Part, Reporter};
use crate::model::declare::Declared;
use crate::model::history::Step;
use crate::model::id::{Id, LONGEST_ID};
use crate::model::record::Record;
use crate::model::relation::{Direction, Relation};
use crate::model::state::{Place, RecordKind, SCHEMA, State};
use crate::model::subject::Share;

use Part::{Field, Item};

/// Checks the head of the file.
pub(super) fn head(reporter: &mut Reporter<'_>) {
    let schema = reporter.state.head().schema;
    if schema > SCHEMA {
        reporter.error(
            &[Field("schema")],
            format!("schema {schema} is newer than this program's {SCHEMA}"),
            "use a newer beltui; until then the file is shown read-only",
        );
    } else if schema == 1 {
        reporter.error(
            &[Field("schema")],
            "the file is of schema 1".to_owned(),
            "beltui upgrade makes it one of schema 2",
        );
    } else if schema != SCHEMA {
        let help = format!("write schema: {SCHEMA}");
        reporter.error(&[Field("schema")], format!("there is no schema {schema}"), help);
    }
    let state = reporter.state;
    Walk::over(reporter, |walk| state.head().visit(walk));
}

/// Checks what one record refers to.
pub(super) fn record(reporter: &mut Reporter<'_>, record: Record<'_>) {
    reporter.names(record);
    Walk::over(reporter, |walk| record.visit(walk));
    match record {
        Record::Relation(it) => {
            reporter.pair("pair", &it.pair);
            for (i, step) in it.history.iter().enumerate() {
                reporter.step(i, step);
                if let Some(direction) = step.change.direction() {
                    reporter.direction(i, it, direction);
                }
            }
        }
        Record::Measure(it) => {
            for (i, step) in it.history.iter().enumerate() {
                reporter.step(i, step);
            }
        }
        Record::Crossing(it) => {
            reporter.pair("between", &it.between);
            for (i, step) in it.history.iter().enumerate() {
                reporter.step(i, step);
            }
        }
        Record::Event(it) => {
            for (i, exchange) in it.exchange.iter().enumerate() {
                let is_inherited = !it.sources.is_empty();
                reporter.sources(&[Field("exchange"), Item(i)], &exchange.sources, is_inherited);
            }
            for (i, figure) in it.figures.iter().enumerate() {
                let is_inherited = !it.sources.is_empty();
                reporter.sources(&[Field("figures"), Item(i)], &figure.sources, is_inherited);
            }
            reporter.sources(&[], &it.sources, false);
        }
        Record::Subject(it) => {
            for (i, owner) in it.owners.iter().enumerate() {
                reporter.sources(&[Field("owners"), Item(i)], &owner.sources, false);
                let is_share = |share: f64| (0.0..=100.0).contains(&share);
                let bounds = owner.share.as_ref().map(Share::bounds);
                if bounds.is_some_and(|(least, most)| !is_share(least) || !is_share(most) || least > most) {
                    let path = [Field("owners"), Item(i), Field("share")];
                    let help = "write per cent from 0 to 100: a number, or (from, to)";
                    reporter.error(&path, "there is no such share".to_owned(), help);
                }
            }
        }
        Record::Source(_) | Record::Act(_) | Record::Decision(_) => {}
    }
}

impl Reporter<'_> {
    /// Texts that must say something.
    fn names(&mut self, record: Record<'_>) {
        match record {
            Record::Subject(it) => self.text("name", &it.name),
            Record::Source(it) => {
                self.text("publisher", &it.publisher);
                self.text("title", &it.title);
            }
            Record::Relation(_) | Record::Measure(_) => {}
            Record::Act(it) => {
                for (name, text) in [("number", &it.number), ("title", &it.title)] {
                    if let Some(text) = text {
                        self.text(name, text);
                    }
                }
            }
            Record::Decision(it) => {
                self.text("entry", &it.entry);
                self.text("by", &it.by);
                if it.subject.is_some() == it.name.is_some() {
                    let message = if it.name.is_some() {
                        "the decision is about both a subject and a name"
                    } else {
                        "the decision is about neither a subject nor a name"
                    };
                    self.error(&[Field("subject")], message.to_owned(), "say one of them: subject or name");
                }
            }
            Record::Crossing(it) => self.text("name", &it.name),
            Record::Event(it) => self.text("title", &it.title),
        }
    }

    /// A representation is of one of the pair at the other.
    fn direction(&mut self, at: usize, it: &Relation, direction: &Direction) {
        for (name, end) in [("from", &direction.from), ("at", &direction.at)] {
            let is_subject =
                self.state.place(end.as_str()).is_some_and(|place| place.list == RecordKind::Subjects);
            if is_subject && it.other(end).is_none() {
                let (one, other) = (it.pair.0.short(), it.pair.1.short());
                let message = format!("{} is not one of the pair {one} and {other}", end.short());
                let path = [Field("history"), Item(at), Field(name)];
                self.error(&path, message, "a representation is of one of the pair at the other");
            }
        }
        if direction.from == direction.at {
            let path = [Field("history"), Item(at), Field("at")];
            let message = format!("{} cannot be represented at itself", direction.at.short());
            self.error(&path, message, "name the other of the pair");
        }
    }

    fn text(&mut self, field: &'static str, text: &str) {
        if text.trim().is_empty() {
            let message = format!("the {} has no {field}", self.kind());
            self.error(&[Field(field)], message, format!("write its {field}"));
        }
    }

    fn dangling(&mut self, path: &[Part], id: &Id, what: &str) {
        if self.state.is_unread(id.as_str()) {
            return;
        }
        let named = id.short();
        let near = if self.suggest { nearest(self.state, id.as_str()) } else { None };
        let help = near.map_or_else(
            || format!("add {what} {named}, or name another"),
            |near| format!("did you mean {near}? Otherwise add {what} {named}"),
        );
        self.error(path, format!("there is no {what} {named}"), help);
    }

    /// Reports an id that does not name a record of one of `lists`.
    pub(super) fn refers(&mut self, path: &[Part], id: &Id, lists: &[RecordKind]) {
        let words: Vec<&str> = lists.iter().map(|list| list.word()).collect();
        let wanted = words.join(" or ");
        let article = lists.first().map_or("a", |list| article(*list));
        match self.state.place(id.as_str()) {
            Some(place) if lists.contains(&place.list) => {}
            Some(place) => {
                let (of, is) = (self::article(place.list), place.list.word());
                let message = format!("{} is {of} {is}, not {article} {wanted}", id.short());
                self.error(path, message, format!("name {article} {wanted} here"));
            }
            None => self.dangling(path, id, &wanted),
        }
    }

    /// Reports an id that names no record.
    pub(super) fn refers_to_any(&mut self, path: &[Part], id: &Id) {
        if self.state.place(id.as_str()).is_none() {
            self.dangling(path, id, "record");
        }
    }

    fn sources(&mut self, path: &[Part], sources: &[Id], inherited: bool) {
        let mut at = path.to_vec();
        at.push(Field("sources"));
        if sources.is_empty() && !inherited {
            self.error(&at, "no source is given".to_owned(), "say who says so: sources: [\"…\"]");
        }
        let mut named = HashSet::new();
        for (i, source) in sources.iter().enumerate() {
            if sources.len() > 1 && !named.insert(source) {
                let mut path = at.clone();
                path.push(Item(i));
                self.warn(
                    &path,
                    format!("the source {source} is named twice"),
                    "name it once: a source is one voice, however often it is named",
                );
            }
        }
    }

    fn step<C>(&mut self, at: usize, step: &Step<C>) {
        self.sources(&[Field("history"), Item(at)], &step.sources, false);
    }

    fn pair(&mut self, field: &'static str, pair: &(Id, Id)) {
        if pair.0 == pair.1 {
            self.error(
                &[Field(field), Item(1)],
                format!("both sides are {}", pair.0.short()),
                "name two different subjects",
            );
        }
    }
}

fn article(list: RecordKind) -> &'static str {
    if matches!(list, RecordKind::Events | RecordKind::Acts) { "an" } else { "a" }
}

/// The id that is closest to a misspelt one, when one is close: a few edits at the most.
fn nearest<'a>(state: &'a State, wanted: &str) -> Option<&'a str> {
    // A misspelt id is no longer than an id may be, and looking for it takes the time of its square.
    if wanted.len() > LONGEST_ID + 3 {
        return None;
    }
    let limit = (wanted.chars().count() / 4).clamp(1, 3);
    RecordKind::ALL
        .iter()
        .flat_map(|&list| (0..state.len(list).min(2000)).map(move |at| Place { list, at }))
        .filter_map(|place| state.at(place).map(|record| record.id().as_str()))
        .filter(|id| id.len().abs_diff(wanted.len()) <= limit)
        .map(|id| (distance(id, wanted), id))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, id)| id)
}

/// The Levenshtein distance between two short texts.
pub(super) fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.to_lowercase().chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.to_lowercase().chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (slot, to) in row.iter_mut().skip(1).zip(&b) {
            let next = (diagonal + usize::from(from != *to)).min(*slot + 1).min(left + 1);
            diagonal = *slot;
            *slot = next;
            left = next;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn the_distance_counts_edits() {
        assert_eq!(distance("vedomosti", "vedomosti"), 0);
        assert_eq!(distance("vedomosti", "vedomsti"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
