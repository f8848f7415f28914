//! What a field is.

use crate::model::kind::RecordKind;

/// Which records a reference may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refers {
    /// Records of one list.
    To(RecordKind),
    /// Records of some lists.
    Among(&'static [RecordKind]),
    /// Records of any list.
    Anything,
}

impl Refers {
    /// Whether it may name records of a list.
    pub fn admits(self, list: RecordKind) -> bool {
        match self {
            Self::To(only) => only == list,
            Self::Among(lists) => lists.contains(&list),
            Self::Anything => true,
        }
    }

    /// What it names, for messages: `subject or source`.
    pub fn word(self) -> String {
        match self {
            Self::To(list) => list.word().to_owned(),
            Self::Among(lists) => lists.iter().map(|list| list.word()).collect::<Vec<_>>().join(" or "),
            Self::Anything => "record".to_owned(),
        }
    }
}

/// Who may hold a view: a subject, or a source whose author says it.
pub const HOLDERS: &[RecordKind] = &[RecordKind::Subjects, RecordKind::Sources];

/// The words of a vocabulary: their names in the file, with their wording.
pub type Words = &'static [(&'static str, &'static str)];

/// What stands in a field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shape {
    /// A text.
    Text,
    /// An id: the record's own, or that of another.
    Id,
    /// A date as precise as its source.
    Date,
    /// A whole number.
    Number,
    /// A decimal number.
    Decimal,
    /// Yes or no: `true`, `false`.
    Flag,
    /// One or the other.
    Either(&'static Shape, &'static Shape),
    /// A word of a vocabulary.
    Word(Words),
    /// A word of a vocabulary, the last being `Other("…")` in words of its own.
    WordOrOther(Words),
    /// A list.
    List(&'static Shape),
    /// Two in parentheses.
    Pair(&'static Shape),
    /// A struct.
    Struct(&'static [Field]),
    /// The word that says which of the fields beside it belong to it.
    Change(Words, &'static [Field]),
}

/// A field of a record, of a step or of a struct in one.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(clippy::struct_excessive_bools, reason = "marks that a declaration sets, each for itself")]
pub struct Field {
    /// Its name in the file.
    pub name: &'static str,
    /// What stands in it.
    pub shape: Shape,
    /// It must not be left out.
    pub is_needed: bool,
    /// Which records its ids name; `None` where it holds no reference.
    pub refers: Option<Refers>,
    /// Many records have its texts in common: equal ones share their memory.
    pub is_common: bool,
    /// A search over everything looks into it.
    pub is_searched: bool,
    /// It is one of the names by which whoever names the record is found as well.
    pub is_name: bool,
    /// Without it there is no telling whether another record is the same.
    pub is_telling: bool,
    /// It may have several lines.
    pub has_lines: bool,
    /// The words of `what` with which it stands; empty where it stands with all.
    pub only_for: &'static [&'static str],
    /// A form shows it only while another field has one of these values.
    pub shown_for: Option<(&'static str, &'static [&'static str])>,
    /// What it is called on the screen; of a pair, each side.
    pub labels: [&'static str; 2],
    /// What the README says of it.
    pub help: &'static str,
}

impl Field {
    /// A field as its type makes it: texts are searched, references and words are not.
    pub const fn new(name: &'static str, shape: Shape, is_needed: bool) -> Self {
        Self {
            name,
            shape,
            is_needed,
            refers: None,
            is_common: false,
            is_searched: has_text(&shape),
            is_name: false,
            is_telling: false,
            has_lines: false,
            only_for: &[],
            shown_for: None,
            labels: [name, name],
            help: "",
        }
    }

    /// It stands in the file under another name.
    #[must_use]
    pub const fn named(self, name: &'static str) -> Self {
        Self { name, labels: [name, name], ..self }
    }

    /// It must not be empty, though it is a list.
    #[must_use]
    pub const fn needed(self) -> Self {
        Self { is_needed: true, ..self }
    }

    /// Its ids name records of a list.
    #[must_use]
    pub const fn to(self, list: RecordKind) -> Self {
        Self { refers: Some(Refers::To(list)), ..self }
    }

    /// Its ids name records of some lists.
    #[must_use]
    pub const fn to_one_of(self, lists: &'static [RecordKind]) -> Self {
        Self { refers: Some(Refers::Among(lists)), ..self }
    }

    /// Its ids name records of any list.
    #[must_use]
    pub const fn to_any(self) -> Self {
        Self { refers: Some(Refers::Anything), ..self }
    }

    /// Many records have its texts in common.
    #[must_use]
    pub const fn common(self) -> Self {
        Self { is_common: true, ..self }
    }

    /// A search over everything looks into it: of references into the names of what they name.
    #[must_use]
    pub const fn searched(self) -> Self {
        Self { is_searched: true, ..self }
    }

    /// A search over everything does not look into it.
    #[must_use]
    pub const fn unsearched(self) -> Self {
        Self { is_searched: false, ..self }
    }

    /// It is one of the names of the record.
    #[must_use]
    pub const fn name(self) -> Self {
        Self { is_searched: true, is_name: true, ..self }
    }

    /// Without it there is no telling whether another record is the same.
    #[must_use]
    pub const fn telling(self) -> Self {
        Self { is_telling: true, ..self }
    }

    /// It may have several lines.
    #[must_use]
    pub const fn lines(self) -> Self {
        Self { has_lines: true, ..self }
    }

    /// It stands only with some words of `what`.
    #[must_use]
    pub const fn only_for(self, words: &'static [&'static str]) -> Self {
        Self { only_for: words, ..self }
    }

    /// A form shows it only while another field has one of these values.
    #[must_use]
    pub const fn shown_for(self, field: &'static str, values: &'static [&'static str]) -> Self {
        Self { shown_for: Some((field, values)), ..self }
    }

    /// What it is called on the screen.
    #[must_use]
    pub const fn label(self, label: &'static str) -> Self {
        Self { labels: [label, label], ..self }
    }

    /// What the two of a pair are called on the screen.
    #[must_use]
    pub const fn labels(self, one: &'static str, other: &'static str) -> Self {
        Self { labels: [one, other], ..self }
    }

    /// What the README says of it.
    #[must_use]
    pub const fn help(self, help: &'static str) -> Self {
        Self { help, ..self }
    }

    /// Whether it stands with a word of `what`.
    pub fn stands_with(&self, what: &str) -> bool {
        self.only_for.is_empty() || self.only_for.contains(&what)
    }

    /// The fields of the struct that it holds, or of each in its list; those that belong to its words; none otherwise.
    pub fn inner(&self) -> &'static [Self] {
        fn of(shape: &Shape) -> &'static [Field] {
            match shape {
                Shape::Struct(fields) | Shape::Change(_, fields) => fields,
                Shape::List(shape) | Shape::Pair(shape) | Shape::Either(_, shape) => of(shape),
                _ => &[],
            }
        }
        of(&self.shape)
    }
}

/// Whether a text stands in it, which is no word, id or number; what stands in a struct its own fields say.
const fn has_text(shape: &Shape) -> bool {
    match shape {
        Shape::Text | Shape::Struct(_) | Shape::Change(..) => true,
        Shape::List(shape) | Shape::Pair(shape) | Shape::Either(_, shape) => has_text(shape),
        _ => false,
    }
}
