//! A filter made ready for a state: what many records have in common is looked up once, not once a record.

mod field;
mod values;
mod word;

use crate::model::state::{Place, State};

use super::analysis::Analysis;
use super::fields::{FilterField, Sort};
use super::query::{Ask, Needle, Query, Term};

pub use field::Field;
pub(super) use field::{begins_word, has_part, haystack};
pub use values::{Says, Seen, Value};
pub use word::Word;

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
        let word = |needle: &'q Needle| Box::new(Word::new(needle, state, analysis, (measures, groups)));
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
            for text in ["Belavia", "in force"] {
                each(Says::Text(text));
            }
        }

        fn has(&self, word: &Word<'_>) -> bool {
            word.within("us belavia belavia белавиа asset freeze in force".as_bytes())
        }

        fn values(&self, field: FilterField, each: &mut dyn FnMut(Value<'_>)) {
            match field {
                FilterField::Measure => {
                    for it in ["Asset freeze", "Travel ban"] {
                        each(Value::Text(it));
                    }
                }
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
