//! What the file holds from its sources, what it leaves out, and whose words it uses.

use std::collections::BTreeSet;

use beltui::model::compact::Text;
use beltui::model::declare::{Declared, Field, Visitor};
use beltui::model::id::Id;
use beltui::model::record::Record;
use beltui::model::state::{Place, RecordKind, State};

use crate::answers::Shipped;
use crate::table::{each, table};

/// Everything that a record cites anywhere: in its steps, figures, exchanges, reasons, owners.
struct Cited<'r>(BTreeSet<&'r str>);

impl<'r> Visitor<'r> for Cited<'r> {
    fn id(&mut self, field: &'static Field, it: &'r Id) {
        if field.name == "sources" {
            self.0.insert(it.as_str());
        }
    }
}

#[test]
fn every_fact_of_the_table_is_in_a_record_that_cites_the_sources_of_the_fact() {
    let shipped = Shipped::new();
    each(&table("facts.csv"), |row| {
        assert!(row.asked("fact").is_some(), "no fact");
        let mut cited = Cited(BTreeSet::new());
        for id in row.get("record").split(' ') {
            shipped.state.record(id).unwrap_or_else(|| panic!("there is no record {id}")).visit(&mut cited);
        }
        let named = row.get("source");
        assert!(!named.is_empty(), "no source is asked for");
        for source in named.split(' ') {
            assert!(shipped.state.source(source).is_some(), "there is no source {source}");
            assert!(cited.0.contains(source), "{source} is not among {:?}", cited.0);
        }
    });
}

#[test]
fn every_fact_that_is_left_out_says_why() {
    each(&table("left.csv"), |row| {
        for column in ["fact", "source", "reason"] {
            assert!(row.asked(column).is_some(), "{column} is empty");
        }
    });
}

#[test]
fn every_source_has_a_grade() {
    let shipped = Shipped::new();
    let ungraded: Vec<_> = shipped
        .state
        .records()
        .sources
        .iter()
        .filter(|it| it.grade.is_none())
        .map(|it| it.id.as_str())
        .collect();
    assert_eq!(ungraded, Vec::<&str>::new());
}

/// The texts of a record, with the names of their fields, and whether somebody is named whose words they are.
#[derive(Default)]
struct Texts<'r> {
    said: Vec<(&'static str, &'r str, bool)>,
    has_holder: bool,
}

impl<'r> Visitor<'r> for Texts<'r> {
    fn text(&mut self, field: &'static Field, text: &'r Text) {
        if field.name != "url" {
            self.said.push((field.name, text.as_str(), self.has_holder));
        }
    }

    fn id(&mut self, field: &'static Field, _: &'r Id) {
        self.has_holder |= matches!(field.name, "by" | "issuer");
    }

    fn nested<T: Declared>(&mut self, _: &'static Field, it: &'r T) {
        let mut within = Self { said: Vec::new(), has_holder: self.has_holder };
        it.visit(&mut within);
        // A holder may be named behind what is said.
        let holder = within.has_holder;
        self.said.extend(within.said.into_iter().map(|(field, text, _)| (field, text, holder)));
    }
}

/// The texts of a record and for each whether it has a holder: an issuer, whoever is named in `by`, the publisher of a
/// source. The title of an act is its issuer's, the name of a subject that of the act that lists it.
fn texts(state: &State, place: Place) -> Vec<(&'static str, &str, bool)> {
    let record = state.at(place).unwrap();
    let mut texts = Texts::default();
    record.visit(&mut texts);
    let whole = match record {
        Record::Event(it) => it.by.is_some(),
        Record::Source(_) | Record::Subject(_) | Record::Measure(_) | Record::Act(_) => true,
        _ => false,
    };
    texts.said.into_iter().map(|(field, text, holder)| (field, text, whole || holder)).collect()
}

/// A text without what stands between quotation marks.
fn unquoted(text: &str) -> String {
    text.split('"').step_by(2).collect::<Vec<_>>().join(" ")
}

/// A word of somebody's, and whether only the whole word is meant: else all that begin with it.
struct Judging {
    word: String,
    is_whole: bool,
}

/// The words of a list that a text has.
fn judging<'w>(words: &'w [Judging], text: &str) -> Vec<&'w str> {
    let lower = text.to_lowercase();
    let is_in = |it: &Judging| {
        lower.match_indices(&it.word).any(|(at, found)| {
            let goes_on = lower[at + found.len()..].starts_with(char::is_alphanumeric);
            let is_inside = lower[..at].ends_with(char::is_alphanumeric);
            !(is_inside || it.is_whole && goes_on)
        })
    };
    words.iter().filter(|it| is_in(it)).map(|it| it.word.as_str()).collect()
}

#[test]
fn words_that_judge_stand_only_in_quotations_whose_speaker_is_named() {
    let shipped = Shipped::new();
    let words: Vec<_> = table("words.csv")
        .iter()
        .map(|row| Judging { word: row.get("word").to_owned(), is_whole: row.yes("whole") })
        .collect();
    let (mut wrong, mut quoted) = (Vec::new(), 0);
    for list in RecordKind::ALL {
        for place in (0..shipped.state.len(*list)).map(|at| Place { list: *list, at }) {
            for (field, text, has_holder) in texts(&shipped.state, place) {
                let found = judging(&words, text);
                let bare = judging(&words, &unquoted(text));
                quoted += found.len();
                if !bare.is_empty() || (!found.is_empty() && !has_holder) {
                    wrong.push(format!("{}, {field}: {found:?} in {text}", shipped.id(place)));
                }
            }
        }
    }
    crate::all_right(&wrong);
    assert!(quoted > 20, "only {quoted} of the words are quoted: is the list of words read?");
}

#[test]
fn a_word_that_judges_is_found_outside_quotation_marks_only() {
    let words = [("pretext", false), ("coup", true)];
    let words = words.map(|(word, is_whole)| Judging { word: word.to_owned(), is_whole });
    let bare = |text: &str| judging(&words, &unquoted(text)).join(" ");
    assert_eq!(bare("Quelland calls it a \"formal pretext\"."), "");
    assert_eq!(bare("Pretexts, \"as they say\"."), "pretext");
    assert_eq!(bare("A couple of coupons, a subpretext"), "");
    assert_eq!(bare("A coup"), "coup");
}
