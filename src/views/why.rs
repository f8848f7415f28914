//! Why a row is kept or a record found, where what it shows does not say it: the alias, the note, the act in which a word
//! stands.

use memchr::memmem;

use crate::model::compact::Text;
use crate::model::declare::{Declared, Field, Visitor};
use crate::model::id::Id;
use crate::model::record::Record;
use crate::model::state::State;
use crate::model::subject::Subject;

use super::fold::normal;
use super::query::Needle;

/// So many characters of a long text stand before and after a word.
const AROUND: usize = 18;

/// Where the first of some words stands that is in none of the folded texts that a row shows: `alias Белавиа`.
pub(super) fn unshown<'n>(
    state: &State,
    record: Record<'_>,
    words: impl Iterator<Item = &'n Needle>,
    shown: &[String],
) -> Option<String> {
    let is_shown = |word: &&Needle| shown.iter().any(|text| text.contains(word.as_str()));
    words.filter(|word| !is_shown(word)).find_map(|word| stands(state, record, word))
}

/// Where a word stands in a record, with what is around it: in a text of its own, else in the names of those to whom it
/// refers, else in its id.
pub(super) fn stands(state: &State, record: Record<'_>, word: &Needle) -> Option<String> {
    let stands = [Look::Texts, Look::References, Look::Id].into_iter().find_map(|look| {
        let mut place = Stands { state, word, look, outer: None, found: None };
        record.visit(&mut place);
        place.found
    });
    let (what, text) = stands.or_else(|| of_country(state, record, word))?;
    let subject = match record {
        Record::Subject(it) => Some(it),
        Record::Measure(it) => state.target(it),
        _ => None,
    };
    let is_weak =
        |it: &Subject| it.aliases.iter().any(|alias| alias.is_weak() && alias.name().as_str() == text);
    let what = if what == "alias" && subject.is_some_and(is_weak) { "weak alias" } else { what };
    Some(format!("{what} {}", around(&text, word)))
}

/// The name of the country of a measure's target in which a word stands.
fn of_country(state: &State, record: Record<'_>, word: &Needle) -> Option<(&'static str, String)> {
    let Record::Measure(it) = record else { return None };
    let countries = state.target(it)?.of_countries().iter().filter_map(|id| state.subject(id.as_str()));
    let name = countries.flat_map(Subject::names).find(|name| word.within(name))?;
    Some(("country", name.to_owned()))
}

/// Where a word is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// In the texts of a record.
    Texts,
    /// In the names of those to whom it refers.
    References,
    /// In its id.
    Id,
    /// In the names of a record to which another refers.
    Names,
}

/// Looks for a word in a record.
struct Stands<'s> {
    state: &'s State,
    word: &'s Needle,
    look: Look,
    /// The field around those of a struct.
    outer: Option<&'static str>,
    found: Option<(&'static str, String)>,
}

/// What a field is called where a single text of it is told.
fn called(field: &'static str) -> &'static str {
    match field {
        "aliases" => "alias",
        "countries" => "country",
        "addresses" => "address",
        "identifiers" => "number",
        "sources" => "source",
        "acts" => "act",
        "list_refs" => "on a list as",
        "actors" => "with",
        "pair" | "between" => "between",
        "figures" => "figure",
        "reasons" => "reason",
        "authors" => "author",
        "sides" => "place",
        "members" => "member",
        "owners" => "owner",
        "codes" => "code",
        other => other,
    }
}

impl Stands<'_> {
    fn try_text(&mut self, field: &'static str, text: &str) {
        if self.found.is_none() && self.word.within(text) {
            self.found = Some((called(self.outer.unwrap_or(field)), text.to_owned()));
        }
    }
}

impl<'r> Visitor<'r> for Stands<'_> {
    fn text(&mut self, field: &'static Field, text: &'r Text) {
        if field.is_searched && (self.look == Look::Texts || (self.look == Look::Names && field.is_name)) {
            self.try_text(field.name, text);
        }
    }

    fn other(&mut self, field: &'static Field, text: &'r Text) {
        self.text(field, text);
    }

    fn word(&mut self, field: &'static Field, (_, word): (&'static str, &'static str)) {
        if field.is_searched && self.look == Look::Texts {
            self.try_text(field.name, word);
        }
    }

    fn id(&mut self, field: &'static Field, id: &'r Id) {
        if field.refers.is_none() {
            if matches!(self.look, Look::Id | Look::Names) {
                self.try_text(field.name, id.as_str());
            }
            return;
        }
        if self.look != Look::References || self.found.is_some() {
            return;
        }
        let record = self.state.record(id.as_str());
        let is_named =
            |it: &Record<'_>| matches!(it, Record::Subject(_) | Record::Act(_) | Record::Source(_));
        let Some(record) = record.filter(is_named) else { return };
        // The aliases of a target are its own; of anybody else it is told who he is.
        let outer = if field.name == "target" { None } else { Some(field.name) };
        let mut names = Stands { state: self.state, word: self.word, look: Look::Names, outer, found: None };
        record.visit(&mut names);
        self.found = names.found;
    }

    fn nested<T: Declared>(&mut self, field: &'static Field, it: &'r T) {
        let outer = self.outer;
        if field.name != "history" {
            self.outer = outer.or(Some(field.name));
        }
        it.visit(self);
        self.outer = outer;
    }
}

/// A word with a little of what stands around it.
fn around(text: &str, word: &Needle) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= AROUND * 2 {
        return text;
    }
    // Folding changes how long a text is: it ends where the word has just come in, and begins where it is still there.
    let ends: Vec<usize> = text.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
    let has = |text: &str| memmem::find(normal(text).as_bytes(), word.as_str().as_bytes()).is_some();
    let end = ends.partition_point(|end| !text.get(..*end).is_some_and(has));
    let upto = ends.get(end).copied().unwrap_or(text.len());
    let begins: Vec<usize> = text.char_indices().map(|(at, _)| at).take_while(|at| *at < upto).collect();
    let begin = begins.partition_point(|begin| text.get(*begin..upto).is_some_and(has)).saturating_sub(1);
    let from = begins.get(begin.saturating_sub(AROUND)).copied().unwrap_or_default();
    let to = ends.get(end + AROUND).copied().unwrap_or(text.len());
    // A word that would be cut is left out, unless it is a part of what is looked for.
    let first = begins.get(begin).copied().unwrap_or_default();
    let starts = |at: usize| at == 0 || text.get(..at).is_some_and(|before| before.ends_with(' '));
    let from = if starts(from) {
        from
    } else {
        text.get(from..first).and_then(|part| part.find(' ')).map_or(first, |space| from + space + 1)
    };
    let stops = |at: usize| text.get(at..).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    let to = if stops(to) {
        to
    } else {
        text.get(upto..to).and_then(|part| part.rfind(' ')).map_or(upto, |space| upto + space)
    };
    let (before, after) = (if from > 0 { "…" } else { "" }, if to < text.len() { "…" } else { "" });
    format!("{before}{}{after}", text.get(from..to).unwrap_or_default().trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_long_text_what_stands_around_the_word_is_told() {
        let text = "Das Werk in Köłnau stellt Kalidünger her und liefert ihn über den Hafen von Quelland nach Übersee";
        let of = |word: &str| around(text, &Needle::new(word));
        assert_eq!(of("das werk"), "Das Werk in Köłnau stellt…");
        assert_eq!(of("kaliduenger"), of("kaliduenger"));
        assert_eq!(of("kalidunger"), "…in Köłnau stellt Kalidünger her und liefert…");
        assert_eq!(of("ubersee"), "…von Quelland nach Übersee");
        assert_eq!(around("short text", &Needle::new("text")), "short text");
    }
}
