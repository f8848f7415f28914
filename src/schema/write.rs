//! From a record to plain fields: the inverse of [`super::read`]. What is not said is left out.

use std::borrow::Cow;
use std::fmt::Display;

use crate::model::compact::Text;
use crate::model::date::Date;
use crate::model::declare::{self, Declared, Part, Visitor};
use crate::model::event::{Basis, Event, EventKind, Exchange, Figure};
use crate::model::id::Id;
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

fn word(word: &'static str) -> Node<'static> {
    node(Value::Name(word))
}

fn number(number: u32) -> Node<'static> {
    node(Value::Number(Cow::Owned(number.to_string())))
}

/// A decimal as a person writes it: `52` is `52.0`, so that it stays a decimal for every reader.
fn decimal(value: f64) -> Node<'static> {
    node(Value::Number(Cow::Owned(format!("{value:?}"))))
}

fn list<'r>(items: impl IntoIterator<Item = Node<'r>>) -> Node<'r> {
    node(Value::List(items.into_iter().collect()))
}

fn pair<'r>(a: &'r str, b: &'r str) -> Node<'r> {
    node(Value::Tuple(None, vec![text(a), text(b)]))
}

fn other(words: &str) -> Node<'_> {
    node(Value::Tuple(Some("Other"), vec![text(words)]))
}

#[derive(Default)]
struct Fields<'r>(Vec<Field<'r>>);

impl<'r> Fields<'r> {
    fn put(&mut self, name: &'static str, node: Node<'r>) {
        self.0.push(Field { name, name_span: NOWHERE, node });
    }

    fn text(&mut self, name: &'static str, value: &'r str) {
        self.put(name, text(value));
    }

    fn maybe(&mut self, name: &'static str, value: Option<&'r Text>) {
        if let Some(value) = value {
            self.text(name, value);
        }
    }

    fn id(&mut self, name: &'static str, value: Option<&'r Id>) {
        if let Some(value) = value {
            self.text(name, value.as_str());
        }
    }

    fn date(&mut self, name: &'static str, value: Option<Date>) {
        if let Some(value) = value {
            self.put(name, owned(value.written()));
        }
    }

    fn texts(&mut self, name: &'static str, values: &'r [Text]) {
        if !values.is_empty() {
            self.put(name, list(values.iter().map(|value| text(value))));
        }
    }

    fn ids(&mut self, name: &'static str, values: &'r [Id]) {
        if !values.is_empty() {
            self.put(name, list(values.iter().map(|value| text(value.as_str()))));
        }
    }

    fn nodes(&mut self, name: &'static str, values: Vec<Node<'r>>) {
        if !values.is_empty() {
            self.put(name, list(values));
        }
    }

    fn done(self) -> Node<'r> {
        node(Value::Struct(None, self.0))
    }
}

/// The plain fields of whatever is declared.
pub fn written<T: Declared>(it: &T) -> Node<'_> {
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
        self.put(field, number(it));
    }

    fn decimal(&mut self, field: &'static declare::Field, it: f64) {
        self.put(field, decimal(it));
    }

    fn formed(&mut self, field: &'static declare::Field, it: &dyn Display) {
        self.put(field, owned(it.to_string()));
    }

    fn word(&mut self, field: &'static declare::Field, (name, _): (&'static str, &'static str)) {
        self.put(field, word(name));
    }

    fn other(&mut self, field: &'static declare::Field, words: &'r Text) {
        self.put(field, other(words));
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
        self.put(field, written(it));
    }
}

/// The plain fields of a record.
pub fn encode(record: Record<'_>) -> Node<'_> {
    match record {
        Record::Actor(it) => written(it),
        Record::Source(it) => written(it),
        Record::Relation(it) => written(it),
        Record::Measure(it) => written(it),
        Record::Crossing(it) => written(it),
        Record::Event(it) => event(it),
    }
}

fn event(it: &Event) -> Node<'_> {
    let mut fields = Fields::default();
    fields.text("id", it.id.as_str());
    fields.date("on", it.on);
    fields.maybe("time", it.time.as_ref());
    fields.date("until", it.until);
    fields.put(
        "kind",
        match &it.kind {
            EventKind::Standard(kind) => word(kind.name()),
            EventKind::Other(words) => other(words),
        },
    );
    fields.text("title", &it.title);
    fields.ids("actors", &it.actors);
    fields.maybe("note", it.note.as_ref());
    if it.basis != Basis::Reported {
        fields.put("basis", word(it.basis.name()));
    }
    fields.ids("links", &it.links);
    fields.nodes("exchange", it.exchange.iter().map(exchange).collect());
    fields.nodes("figures", it.figures.iter().map(figure).collect());
    fields.ids("sources", &it.sources);
    fields.done()
}

fn exchange(it: &Exchange) -> Node<'_> {
    let mut fields = Fields::default();
    fields.text("from", it.from.as_str());
    fields.id("to", it.to.as_ref());
    fields.text("gave", &it.gave);
    fields.ids("sources", &it.sources);
    fields.done()
}

fn figure(it: &Figure) -> Node<'_> {
    let mut fields = Fields::default();
    fields.text("label", &it.label);
    fields.text("value", &it.value);
    fields.maybe("unit", it.unit.as_ref());
    fields.maybe("said_by", it.said_by.as_ref());
    fields.maybe("note", it.note.as_ref());
    fields.ids("sources", &it.sources);
    fields.done()
}
