//! A filter made ready for a state: what many records have in common is looked up once, not once a record.

use std::cell::RefCell;

use hashbrown::HashMap;
use memchr::memmem::Finder;

use crate::model::date::Date;
use crate::model::state::{Place, RecordKind, State};
use crate::model::subject::SubjectKind;

use super::analysis::{Analysis, number};
use super::fields::{FilterField, Sort};
use super::fold::normal;
use super::query::{Ask, Needle, Query, Term};
use super::words::{BETWEEN, names_in, own_text};

/// What a row has in a field. Subjects, acts and sources are numbers: their places in their lists.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// A subject.
    Subject(u32),
    /// The country that something is of: only its code or a whole name finds it.
    Country(u32),
    /// An act.
    Act(u32),
    /// A source.
    Source(u32),
    /// A word or a text that stays where it is in memory.
    Text(&'a str),
    /// A text that was made for this.
    Made(&'a str),
    /// A date.
    Date(Date),
    /// A number.
    Number(i64),
    /// Yes or no.
    Flag(bool),
}

/// What a row shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Says<'a> {
    /// The name of a subject.
    Name(u32),
    /// The code of a subject, for its name.
    Code(u32),
    /// A word or a text that stays where it is in memory.
    Text(&'a str),
    /// A text that was made for this.
    Made(&'a str),
}

/// Whether texts that many rows have in common hold what is looked for, each looked at once.
#[derive(Debug, Default)]
pub struct Seen(RefCell<HashMap<(usize, usize, usize), bool>>);

impl Seen {
    fn within(&self, needle: &Needle, text: &str) -> bool {
        // The same memory is the same text: nothing changes while rows are chosen.
        let key = (text.as_ptr() as usize, text.len(), std::ptr::from_ref(needle) as usize);
        *self.0.borrow_mut().entry(key).or_insert_with(|| needle.within(text))
    }
}

/// A word that is looked for anywhere in a record.
#[derive(Debug)]
pub struct Word<'q> {
    needle: &'q Needle,
    finder: Finder<'q>,
    /// The subjects of whose names it is a part.
    actors: Vec<bool>,
    /// Those of whose first name or id it is a part: these stand in rows.
    called: Vec<bool>,
    coded: Vec<bool>,
    /// The same for acts and sources.
    acts: Vec<bool>,
    sources: Vec<bool>,
    /// Whether it stands in the own texts of each measure, looked up for all at once; empty where none are asked.
    measures: Vec<bool>,
}

impl Word<'_> {
    /// Whether it stands in a folded text.
    fn within(&self, text: &[u8]) -> bool {
        self.finder.find(text).is_some()
    }

    /// Whether it stands in what a row shows.
    fn is_said(&self, said: Says<'_>, seen: &Seen) -> bool {
        match said {
            Says::Name(subject) => holds(&self.called, subject),
            Says::Code(subject) => holds(&self.called, subject) || holds(&self.coded, subject),
            Says::Text(text) => seen.within(self.needle, text),
            Says::Made(text) => self.needle.within(text),
        }
    }

    /// Whether it stands in what is a record's own, by its folded text; of a measure without those that it names.
    pub fn in_own(&self, analysis: &Analysis, place: Place) -> bool {
        if place.list == RecordKind::Sanctions {
            return self
                .measures
                .get(place.at)
                .copied()
                .unwrap_or_else(|| self.within(analysis.text(place)));
        }
        self.within(own_text(analysis.text(place)))
    }

    /// Whether it stands anywhere in a record; of a measure also in the names of those that it names. Neither the country
    /// of a target nor the subject that the file is about counts: nearly every record has these.
    pub fn in_record(&self, analysis: &Analysis, place: Place) -> bool {
        if place.list != RecordKind::Sanctions {
            return self.in_own(analysis, place);
        }
        let named = analysis.named(place.at);
        self.in_own(analysis, place)
            || holds(&self.actors, named.issuer)
            || holds(&self.actors, named.target)
            || named.acts.iter().any(|act| holds(&self.acts, *act))
            || named.sources.iter().any(|source| holds(&self.sources, *source))
    }

    /// The same, in a record of which the names of the subject that the file is about count as well.
    pub fn anywhere(&self, analysis: &Analysis, place: Place) -> bool {
        match place.list {
            RecordKind::Sanctions => self.in_record(analysis, place),
            _ => self.within(analysis.text(place)),
        }
    }

    /// Whether it stands in any name of a subject.
    pub fn names(&self, subject: u32) -> bool {
        holds(&self.actors, subject)
    }
}

/// What is looked for in one field, made ready.
#[derive(Debug)]
pub struct Field<'q> {
    /// The field.
    pub name: FilterField,
    ask: &'q Ask,
    subjects: Vec<bool>,
    countries: Vec<bool>,
    acts: Vec<bool>,
    sources: Vec<bool>,
    /// The measures in whose own texts it stands at all; empty where it need not stand there.
    measures: Vec<bool>,
}

impl<'q> Field<'q> {
    fn new(name: FilterField, ask: &'q Ask, state: &State, analysis: &Analysis, measures: bool) -> Self {
        let mut field = Self {
            name,
            ask,
            subjects: Vec::new(),
            countries: Vec::new(),
            acts: Vec::new(),
            sources: Vec::new(),
            measures: Vec::new(),
        };
        let Ask::Has(needle) = ask else { return field };
        let wanted = needle.as_str();
        let finder = Finder::new(wanted);
        let among = |list| -> Vec<bool> {
            analysis.names(list).map(|names| finder.find(names).is_some()).collect()
        };
        match name {
            FilterField::Issuer
            | FilterField::Country
            | FilterField::Actor
            | FilterField::By
            | FilterField::Owner => {
                // Who is called so by code alone is meant.
                let coded: Vec<bool> =
                    analysis.names(RecordKind::Subjects).map(|names| id_in(names) == wanted.as_bytes()).collect();
                field.subjects = if coded.contains(&true) {
                    coded
                } else {
                    let begins = |names: &[u8]| finder.find(names).is_some() && begins(names, wanted);
                    analysis.names(RecordKind::Subjects).map(begins).collect()
                };
            }
            FilterField::Target | FilterField::Name => {
                field.subjects = among(RecordKind::Subjects);
                if name == FilterField::Target {
                    let is_whole = |names: &[u8]| has_part(names, wanted);
                    field.countries = analysis.names(RecordKind::Subjects).map(is_whole).collect();
                }
            }
            FilterField::Act => field.acts = among(RecordKind::Acts),
            _ => {}
        }
        if matches!(
            name,
            FilterField::Source | FilterField::Publisher | FilterField::Grade | FilterField::By
        ) {
            let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            let count = state.len(RecordKind::Sources);
            let has = |at| finder.find(haystack(state, analysis, name, Value::Source(number(at))).as_bytes()).is_some();
            field.sources = (0..count).map(has).collect();
        }
        if measures && matches!(name, FilterField::Note | FilterField::Scope | FilterField::Reason) {
            field.measures = analysis.measures_with(&finder);
        }
        field
    }

    /// Whether a measure may have it at all.
    pub fn may_be_of(&self, measure: usize) -> bool {
        self.measures.get(measure) != Some(&false)
    }

    /// Whether this is what is looked for.
    pub fn accepts(&self, value: Value<'_>, seen: &Seen) -> bool {
        match (self.ask, value) {
            (Ask::Has(_), Value::Subject(number)) => holds(&self.subjects, number),
            (Ask::Has(_), Value::Country(number)) => holds(&self.countries, number),
            (Ask::Has(_), Value::Act(number)) => holds(&self.acts, number),
            (Ask::Has(_), Value::Source(number)) => holds(&self.sources, number),
            (Ask::Has(needle), Value::Text(text)) => seen.within(needle, text),
            (Ask::Has(needle), Value::Made(text)) => needle.within(text),
            (Ask::Dated(span), Value::Date(date)) => span.may_hold(date),
            (Ask::Counts(range), Value::Number(number)) => range.contains(&number),
            (Ask::Is(yes), Value::Flag(is)) => *yes == is,
            _ => false,
        }
    }
}

/// The folded text in which a filter looks for a part of a value.
pub(super) fn haystack(state: &State, analysis: &Analysis, field: FilterField, value: Value<'_>) -> String {
    let names = |list, at: u32| {
        let names = names_in(analysis.text(Place { list, at: at as usize }));
        String::from_utf8_lossy(names).into_owned()
    };
    match value {
        Value::Subject(at) | Value::Country(at) => names(RecordKind::Subjects, at),
        Value::Act(at) => names(RecordKind::Acts, at),
        Value::Source(at) => {
            let Some(source) = state.records().sources.get(at as usize) else { return String::new() };
            match field {
                FilterField::Publisher => normal(&source.publisher),
                FilterField::Grade => source.grade.map(|grade| normal(&grade.to_string())).unwrap_or_default(),
                _ => format!("{}{BETWEEN}{}", names(RecordKind::Sources, at), normal(&source.title)),
            }
        }
        Value::Text(text) | Value::Made(text) => normal(text),
        Value::Date(_) | Value::Number(_) | Value::Flag(_) => String::new(),
    }
}

/// The id that stands before the names of a record.
fn id_in(names: &[u8]) -> &[u8] {
    names.get(..memchr::memchr(BETWEEN as u8, names).unwrap_or(names.len())).unwrap_or(names)
}

/// Whether one of several names, or the id before them, is just that.
pub(super) fn has_part(names: &[u8], wanted: &str) -> bool {
    names.split(|byte| *byte == BETWEEN as u8).any(|name| name == wanted.as_bytes())
}

/// Whether a word of a subject's names begins so, its id standing before them, or its id is that.
fn begins(names: &[u8], wanted: &str) -> bool {
    let mut parts = std::str::from_utf8(names).unwrap_or_default().split(BETWEEN);
    let is_id = parts.next() == Some(wanted);
    is_id || parts.any(|name| begins_word(name, wanted))
}

/// Whether a word of a folded text begins so.
pub(super) fn begins_word(text: &str, wanted: &str) -> bool {
    text.match_indices(wanted)
        .any(|(at, _)| text.get(..at).is_some_and(|before| !before.ends_with(char::is_alphanumeric)))
}

/// With the groups of those who are found: what is aimed at several is aimed at each.
fn with_groups(state: &State, mut found: Vec<bool>) -> Vec<bool> {
    let subjects = state.records().subjects.iter().enumerate();
    let groups = subjects.filter(|(_, it)| it.kind == SubjectKind::Group && !it.members.is_empty());
    for (at, group) in groups {
        let is_found = group.members.iter().any(|member| holds(&found, number(state, member)));
        if let Some(slot) = found.get_mut(at) {
            *slot |= is_found;
        }
    }
    found
}

fn holds(of: &[bool], number: u32) -> bool {
    of.get(number as usize) == Some(&true)
}

/// One condition, made ready.
#[derive(Debug)]
enum Asked<'q> {
    Word(Box<Word<'q>>),
    Anywhere(Box<Word<'q>>),
    Field(Box<Field<'q>>),
}

/// What a filter can ask of a row.
pub trait Searched {
    /// What the row shows.
    fn shown(&self, each: &mut dyn FnMut(Says<'_>));
    /// Whether a word stands anywhere in the record, aliases included.
    fn has(&self, word: &Word<'_>) -> bool;
    /// What the row has in a field.
    fn values(&self, field: FilterField, each: &mut dyn FnMut(Value<'_>));
    /// Whether it can have what is asked for in a field at all, where that is told quickly.
    fn may_have(&self, _field: &Field<'_>) -> bool {
        true
    }
}

/// Whether a row shows a word.
fn shows(row: &impl Searched, word: &Word<'_>, seen: &Seen) -> bool {
    let mut is_shown = false;
    row.shown(&mut |said| is_shown = is_shown || word.is_said(said, seen));
    is_shown
}

/// How well a row passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It does not.
    No,
    /// By a word that it does not show.
    Unseen,
    /// By what it shows, or by its fields.
    Shown,
}

/// A filter made ready for a state.
#[derive(Debug)]
pub struct Search<'q> {
    terms: Vec<(bool, Asked<'q>)>,
}

impl<'q> Search<'q> {
    /// Makes a filter ready.
    pub fn new(query: &'q Query, state: &State, analysis: &Analysis) -> Self {
        Self::with(query, state, analysis, (false, false))
    }

    /// The same for many measures: their texts are searched at once.
    pub fn of_measures(query: &'q Query, state: &State, analysis: &Analysis) -> Self {
        Self::with(query, state, analysis, (true, false))
    }

    /// The same for what happened: what was aimed at several was aimed at each. Whether a measure against several still
    /// binds one of them is another question, so that of measures only those are found that name it.
    pub fn of_entries(query: &'q Query, state: &State, analysis: &Analysis) -> Self {
        Self::with(query, state, analysis, (true, true))
    }

    fn with(query: &'q Query, state: &State, analysis: &Analysis, (measures, groups): (bool, bool)) -> Self {
        let word = |needle: &'q Needle| {
            let finder = Finder::new(needle.as_str());
            let among = |list| -> Vec<bool> {
                analysis.names(list).map(|text| finder.find(text).is_some()).collect()
            };
            let actors = among(RecordKind::Subjects);
            let of_those = |is_part: &dyn Fn(&[u8]) -> bool| -> Vec<bool> {
                let names = analysis.names(RecordKind::Subjects).zip(&actors);
                names.map(|(names, found)| *found && is_part(names)).collect()
            };
            let called = of_those(&|names| {
                let mut parts = names.split(|byte| *byte == BETWEEN as u8);
                parts.nth(1).is_some_and(|name| finder.find(name).is_some())
            });
            let coded = of_those(&|names| finder.find(id_in(names)).is_some());
            Box::new(Word {
                needle,
                called,
                coded,
                actors: if groups { with_groups(state, actors) } else { actors },
                acts: among(RecordKind::Acts),
                sources: among(RecordKind::Sources),
                measures: if measures { analysis.measures_with(&finder) } else { Vec::new() },
                finder,
            })
        };
        let ready = |term: &'q Term| match term {
            Term::Word(needle) => Asked::Word(word(needle)),
            Term::Field(field, Ask::Has(needle)) if field.sort() == Sort::Anything => {
                Asked::Anywhere(word(needle))
            }
            Term::Field(name, ask) => {
                Asked::Field(Box::new(Field::new(*name, ask, state, analysis, measures)))
            }
        };
        Self { terms: query.terms.iter().map(|(wanted, term)| (*wanted, ready(term))).collect() }
    }

    /// Whether it asks nothing, so that every row passes.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// How well a row passes: a word is looked for in what it shows, then anywhere. What must not be there must not be
    /// shown.
    pub fn fit(&self, row: &impl Searched, seen: &Seen) -> Fit {
        let mut fit = Fit::Shown;
        for (wanted, asked) in &self.terms {
            let holds = match asked {
                Asked::Word(word) => {
                    let is_shown = shows(row, word, seen);
                    if !is_shown && *wanted {
                        fit = Fit::Unseen;
                    }
                    is_shown || (*wanted && row.has(word))
                }
                Asked::Anywhere(word) => row.has(word) || shows(row, word, seen),
                Asked::Field(field) => {
                    let mut has = false;
                    if row.may_have(field) {
                        row.values(field.name, &mut |value| has = has || field.accepts(value, seen));
                    }
                    has
                }
            };
            if holds != *wanted {
                return Fit::No;
            }
        }
        fit
    }

    /// Whether a row passes, by what it shows or by anything else.
    pub fn accepts(&self, row: &impl Searched, seen: &Seen) -> bool {
        self.fit(row, seen) != Fit::No
    }

    /// Whether a record has all the words anywhere, the names of the subject that the file is about among them; fields are
    /// not asked.
    pub(super) fn is_anywhere(&self, analysis: &Analysis, place: Place) -> bool {
        self.terms.iter().all(|(wanted, asked)| {
            let holds = match asked {
                Asked::Word(word) | Asked::Anywhere(word) => word.anywhere(analysis, place),
                Asked::Field(field) => {
                    let is_disputed = Value::Flag(!analysis.conflicts(place).is_empty());
                    field.name == FilterField::Conflict && field.accepts(is_disputed, &Seen::default())
                }
            };
            holds == *wanted
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::measure::Standing;

    struct Row;

    impl Searched for Row {
        fn shown(&self, each: &mut dyn FnMut(Says<'_>)) {
            ["Belavia", "in force"].into_iter().for_each(|text| each(Says::Text(text)));
        }

        fn has(&self, word: &Word<'_>) -> bool {
            word.within("us belavia belavia белавиа asset freeze in force".as_bytes())
        }

        fn values(&self, field: FilterField, each: &mut dyn FnMut(Value<'_>)) {
            match field {
                FilterField::Measure => ["Asset freeze", "Travel ban"].into_iter().for_each(|it| each(Value::Text(it))),
                FilterField::Status => each(Value::Text(Standing::InForce.word())),
                FilterField::Since | FilterField::Before => {
                    "2023-08-09".parse().into_iter().for_each(|date| each(Value::Date(date)));
                }
                FilterField::Conflict => each(Value::Flag(true)),
                FilterField::Age => {
                    each(Value::Text("stale"));
                    each(Value::Number(217));
                }
                _ => {}
            }
        }
    }

    #[test]
    fn words_match_in_any_order_and_fields_where_they_say() {
        let cases = [
            ("", Fit::Shown),
            ("freeze BELAVIA", Fit::Unseen),
            ("force BELAVIA", Fit::Shown),
            ("Белавиа", Fit::Unseen),
            ("any:Белавиа", Fit::Shown),
            ("-any:Белавиа", Fit::No),
            ("measure:freeze status:in-force", Fit::Shown),
            ("measure:\"travel ban\"", Fit::Shown),
            ("measure:tariffs", Fit::No),
            ("-measure:tariffs", Fit::Shown),
            ("-freeze", Fit::Shown),
            ("-belavia", Fit::No),
            ("since:2023", Fit::Shown),
            ("since:2024", Fit::No),
            ("since:2022..2023-07", Fit::No),
            ("since:2022..2023-08", Fit::Shown),
            ("before:2023-08-10", Fit::Shown),
            ("before:2023-08", Fit::No),
            ("conflict:yes", Fit::Shown),
            ("conflict:no", Fit::No),
            ("age:>180", Fit::Shown),
            ("age:<217", Fit::No),
            ("age:stale", Fit::Shown),
            ("age:fresh", Fit::No),
            ("kind:talks", Fit::No),
            ("measure:", Fit::Shown),
        ];
        for (text, fit) in cases {
            let query = Query::parse(text);
            let search = Search::new(&query, &State::default(), &Analysis::default());
            assert_eq!(search.fit(&Row, &Seen::default()), fit, "{text}");
        }
    }
}
