//! From the tree of a record to the record, with every finding on the way.

mod open;
mod values;

use hashbrown::HashSet;

use crate::model::compact::{Text, ThinSlice};
use crate::model::declare::Declared;
use crate::model::id::Id;
use crate::model::kind::kinds;
use crate::model::record::Owned;
use crate::model::state::{Head, RecordKind};
use crate::ron::node::{Field, Node, Span, Value};

use open::Open;

/// Something that could not be read, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

/// What is shared while the records of one file are read.
#[derive(Debug, Default)]
pub struct Decoder {
    common: HashSet<Text>,
    texts: HashSet<ThinSlice<Text>>,
    ids: HashSet<ThinSlice<Id>>,
    /// The findings so far.
    pub problems: Vec<Problem>,
}

impl Decoder {
    /// Reads one record; `None` when anything in it is wrong (the findings say what).
    pub fn record<T: Declared>(&mut self, node: &Node<'_>) -> Option<T> {
        let before = self.problems.len();
        let record = Open::read(self, node);
        if self.problems.len() > before { None } else { record }
    }

    fn problem(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.problems.push(Problem { span, message: message.into(), help: help.into() });
    }

    /// A text that stands in many places: equal ones share their memory.
    fn common(&mut self, text: &str) -> Text {
        if let Some(text) = self.common.get(text) {
            return text.clone();
        }
        let text = Text::from(text);
        self.common.insert(text.clone());
        text
    }
}

/// Reads one record of a list; `None` when anything in it is wrong (the findings say what).
pub fn decode(decoder: &mut Decoder, list: RecordKind, node: &Node<'_>) -> Option<Owned> {
    macro_rules! each {
        ($($(#[$doc:meta])* $field:ident: $Kind:ident, $Record:ident, $word:literal;)+) => {
            match list {
                $(RecordKind::$Kind => decoder.record(node).map(Owned::$Record),)+
            }
        };
    }
    kinds!(each)
}

/// The fields of the file that are no lists, `sections` being all fields of the file that are no lists of records.
pub fn head(decoder: &mut Decoder, span: Span, sections: Vec<Field<'_>>) -> Option<Head> {
    let node = Node { span, value: Value::Struct(None, sections) };
    Open::read_with(decoder, &node, RecordKind::FIELDS, |open| {
        for name in RecordKind::FIELDS {
            // A list that is no list was left among the sections: say so here.
            if let Some(node) = open.given(name) {
                open.mistyped(node, name, values::A_LIST);
            }
        }
    })
}
