//! From a record to plain fields: the inverse of [`super::read`]. What is not said is left out.

use std::borrow::Cow;
use std::fmt::Display;

use crate::model::compact::Text;
use crate::model::date::Date;
use crate::model::declare::{self, Declared, Part, Visitor};
use crate::model::id::Id;
use crate::model::kind::kinds;
use crate::model::record::Record;
use crate::ron::node::{Field, Node, Span, Value};

/// Nowhere in a text.
const NOWHERE: Span = Span { start: 0, end: 0 };

fn node(value: Value<'_>) -> Node<'_> {
    Node { span: NOWHERE, value }
}

fn text(text: &str) -> Node<'_> {
    node(Value::Text(Cow::Borrowed(text)))
}

fn owned(text: String) -> Node<'static> {
    node(Value::Text(Cow::Owned(text)))
}

fn number(written: String) -> Node<'static> {
    node(Value::Number(Cow::Owned(written)))
}

/// The plain fields of whatever is declared.
pub fn plain<T: Declared>(it: &T) -> Node<'_> {
    let mut writer = Writer(Vec::with_capacity(T::FIELDS.len()));
    it.visit(&mut writer);
    node(Value::Struct(None, writer.0))
}

/// Writes what it is shown; in a list the names are not looked at.
struct Writer<'r>(Vec<Field<'r>>);

impl<'r> Writer<'r> {
    fn put(&mut self, field: &declare::Field, node: Node<'r>) {
        self.0.push(Field { name: field.name, name_span: NOWHERE, node });
    }

    fn items(room: usize, show: impl FnOnce(&mut Self)) -> Vec<Node<'r>> {
        let mut items = Self(Vec::with_capacity(room));
        show(&mut items);
        items.0.into_iter().map(|field| field.node).collect()
    }
}

impl<'r> Visitor<'r> for Writer<'r> {
    fn text(&mut self, field: &'static declare::Field, it: &'r Text) {
        self.put(field, text(it));
    }

    fn id(&mut self, field: &'static declare::Field, it: &'r Id) {
        self.put(field, text(it.as_str()));
    }

    fn date(&mut self, field: &'static declare::Field, it: Date) {
        self.put(field, owned(it.written()));
    }

    fn number(&mut self, field: &'static declare::Field, it: u32) {
        self.put(field, number(it.to_string()));
    }

    fn decimal(&mut self, field: &'static declare::Field, it: f64) {
        // A decimal as a person writes it: `52` is `52.0`, so that it stays a decimal for every reader.
        self.put(field, number(format!("{it:?}")));
    }

    fn flag(&mut self, field: &'static declare::Field, it: bool) {
        self.put(field, node(Value::Name(if it { "true" } else { "false" })));
    }

    fn formed(&mut self, field: &'static declare::Field, it: &dyn Display) {
        self.put(field, owned(it.to_string()));
    }

    fn word(&mut self, field: &'static declare::Field, (name, _): (&'static str, &'static str)) {
        self.put(field, node(Value::Name(name)));
    }

    fn other(&mut self, field: &'static declare::Field, words: &'r Text) {
        self.put(field, node(Value::Tuple(Some("Other"), vec![text(words)])));
    }

    fn list<T: Part>(&mut self, field: &'static declare::Field, items: &'r [T]) {
        let items = Self::items(items.len(), |writer| items.iter().for_each(|it| it.show(writer, field)));
        self.put(field, node(Value::List(items)));
    }

    fn pair<T: Part>(&mut self, field: &'static declare::Field, (one, other): &'r (T, T)) {
        let items = Self::items(2, |writer| {
            one.show(writer, field);
            other.show(writer, field);
        });
        self.put(field, node(Value::Tuple(None, items)));
    }

    fn nested<T: Declared>(&mut self, field: &'static declare::Field, it: &'r T) {
        self.put(field, plain(it));
    }
}

/// The plain fields of a record.
pub fn encode(record: Record<'_>) -> Node<'_> {
    macro_rules! each {
        ($($(#[$doc:meta])* $field:ident: $Kind:ident, $Record:ident, $word:literal;)+) => {
            match record {
                $(Record::$Record(it) => plain(it),)+
            }
        };
    }
    kinds!(each)
}
