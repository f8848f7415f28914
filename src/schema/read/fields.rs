//! The fields of one struct, each taken by name; what nobody takes is an error, so that a typo cannot vanish.

use hashbrown::HashSet;

use super::Decoder;
use super::values::{alike, shared};
use crate::model::compact::{Text, ThinSlice};
use crate::model::date::Date;
use crate::model::id::Id;
use crate::model::vocabulary::Vocabulary;
use crate::ron::node::{Field, Node, Span, Value};

/// No struct of a state file has as many fields.
const MANY: usize = 64;

/// A struct being read.
pub(super) struct Fields<'n, 't> {
    /// What it is, for messages: `a source`.
    what: &'static str,
    span: Span,
    given: &'n [Field<'t>],
    known: Vec<&'static str>,
}

impl<'n, 't> Fields<'n, 't> {
    /// Opens the struct that `node` must be.
    pub fn open(decoder: &mut Decoder, node: &'n Node<'t>, what: &'static str) -> Option<Self> {
        let fields = match &node.value {
            Value::Struct(None, fields) => fields.as_slice(),
            Value::Tuple(None, items) if items.is_empty() => &[],
            Value::Struct(Some(name), _) => {
                let message = format!("{what} is written without a name");
                decoder.problem(node.span, message, format!("remove {name} before the parenthesis"));
                return None;
            }
            other => {
                let message = format!("{what} is expected here, not {}", other.kind());
                decoder.problem(node.span, message, "write a struct with named fields: (id: \"…\", …)");
                return None;
            }
        };
        let mut seen = HashSet::new();
        for (at, field) in fields.iter().enumerate() {
            // A struct has a dozen fields: looking through those before it is quicker than remembering them.
            let twice = if fields.len() > MANY {
                !seen.insert(field.name)
            } else {
                fields.iter().take(at).any(|before| before.name == field.name)
            };
            if twice {
                let message = format!("the field {} stands twice in {what}", field.name);
                decoder.problem(field.name_span, message, "keep one of the two");
            }
        }
        Some(Self { what, span: node.span, given: fields, known: Vec::with_capacity(16) })
    }

    /// The value of a field; the name counts as known from now on. `None` when it is left out.
    pub fn take(&mut self, name: &'static str) -> Option<&'n Node<'t>> {
        self.known.push(name);
        let node = self.given.iter().find(|field| field.name == name).map(|field| &field.node)?;
        match &node.value {
            Value::Name("None") => None,
            Value::Tuple(Some("Some"), items) => items.first(),
            _ => Some(node),
        }
    }

    /// The value of a field that must be there.
    pub fn need(&mut self, decoder: &mut Decoder, name: &'static str) -> Option<&'n Node<'t>> {
        let found = self.take(name);
        if found.is_none() {
            decoder.problem(
                self.head(),
                format!("{} needs the field {name}", self.what),
                format!("add {name}: …"),
            );
        }
        found
    }

    /// Where the struct opens: a missing field is reported there.
    fn head(&self) -> Span {
        Span { start: self.span.start, end: self.span.start + 1 }
    }

    pub fn text(&mut self, decoder: &mut Decoder, name: &'static str) -> Option<Text> {
        self.take(name).and_then(|node| decoder.text(node, name)).map(Text::from)
    }

    pub fn need_text(&mut self, decoder: &mut Decoder, name: &'static str) -> Option<Text> {
        self.need(decoder, name).and_then(|node| decoder.text(node, name)).map(Text::from)
    }

    /// A text that many records have in common: equal ones share their memory.
    pub fn common(&mut self, decoder: &mut Decoder, name: &'static str) -> Option<Text> {
        let node = self.take(name)?;
        decoder.common_of(node, name)
    }

    /// The same, of a field that must be there.
    pub fn need_common(&mut self, decoder: &mut Decoder, name: &'static str) -> Option<Text> {
        let node = self.need(decoder, name)?;
        decoder.common_of(node, name)
    }

    pub fn id(&mut self, decoder: &mut Decoder, name: &'static str) -> Option<Id> {
        let node = self.take(name)?;
        decoder.id_of(node, name)
    }

    /// The record's own id, which no other record has.
    pub fn own_id(&mut self, decoder: &mut Decoder) -> Option<Id> {
        let node = self.need(decoder, "id")?;
        decoder.text(node, "id").map(Id::new)
    }

    pub fn need_id(&mut self, decoder: &mut Decoder, name: &'static str) -> Option<Id> {
        let node = self.need(decoder, name)?;
        decoder.id_of(node, name)
    }

    pub fn date(&mut self, decoder: &mut Decoder, name: &'static str) -> Option<Date> {
        let node = self.take(name)?;
        decoder.date(node, name)
    }

    pub fn need_date(&mut self, decoder: &mut Decoder, name: &'static str) -> Option<Date> {
        let node = self.need(decoder, name)?;
        decoder.date(node, name)
    }

    pub fn word<T: Vocabulary>(&mut self, decoder: &mut Decoder, name: &'static str) -> Option<T> {
        let node = self.take(name)?;
        decoder.word(node, name)
    }

    pub fn need_word<T: Vocabulary>(&mut self, decoder: &mut Decoder, name: &'static str) -> Option<T> {
        let node = self.need(decoder, name)?;
        decoder.word(node, name)
    }

    pub fn number(&mut self, decoder: &mut Decoder, name: &'static str) -> Option<u32> {
        let node = self.take(name)?;
        decoder.number(node, name)
    }

    pub fn decimal(&mut self, decoder: &mut Decoder, name: &'static str) -> Option<f64> {
        let node = self.take(name)?;
        decoder.decimal(node, name)
    }

    /// A list; empty when it is left out.
    pub fn list<T>(
        &mut self,
        decoder: &mut Decoder,
        name: &'static str,
        mut item: impl FnMut(&mut Decoder, &'n Node<'t>) -> Option<T>,
    ) -> ThinSlice<T> {
        let Some(node) = self.take(name) else {
            return ThinSlice::new();
        };
        let Value::List(items) = &node.value else {
            decoder.mistyped(node, name, "a list: [ … ]");
            return ThinSlice::new();
        };
        let mut list = Vec::with_capacity(items.len());
        list.extend(items.iter().filter_map(|node| item(decoder, node)));
        list.into()
    }

    pub fn texts(&mut self, decoder: &mut Decoder, name: &'static str) -> ThinSlice<Text> {
        self.list(decoder, name, |d, node| d.text(node, name).map(Text::from))
    }

    /// Texts that many records have in common.
    pub fn commons(&mut self, decoder: &mut Decoder, name: &'static str) -> ThinSlice<Text> {
        let list = self.list(decoder, name, |d, node| d.common_of(node, name));
        shared(&mut decoder.texts, list)
    }

    pub fn ids(&mut self, decoder: &mut Decoder, name: &'static str) -> ThinSlice<Id> {
        let list = self.list(decoder, name, |d, node| d.id_of(node, name));
        shared(&mut decoder.ids, list)
    }

    /// Two items in parentheses.
    pub fn pair(
        &mut self,
        decoder: &mut Decoder,
        name: &'static str,
    ) -> Option<(&'n Node<'t>, &'n Node<'t>)> {
        let node = self.take(name)?;
        if let Value::Tuple(None, items) = &node.value
            && let [a, b] = items.as_slice()
        {
            return Some((a, b));
        }
        decoder.mistyped(node, name, "two items in parentheses: (\"…\", \"…\")");
        None
    }

    pub fn id_pair(&mut self, decoder: &mut Decoder, name: &'static str) -> Option<(Id, Id)> {
        if !self.given.iter().any(|field| field.name == name) {
            self.need(decoder, name)?;
        }
        let (a, b) = self.pair(decoder, name)?;
        decoder.id_of(a, name).zip(decoder.id_of(b, name))
    }

    /// Counts fields as known without reading them.
    pub fn admit(&mut self, names: &[&'static str]) {
        self.known.extend_from_slice(names);
    }

    /// Ends the struct: every field that nobody took is an error that names it.
    pub fn close(self, decoder: &mut Decoder) {
        for field in self.given.iter().filter(|field| !self.known.contains(&field.name)) {
            let message = format!("{} has no field {}", self.what, field.name);
            let near = self.known.iter().find(|known| alike(known, field.name));
            let help = near.map_or_else(
                || format!("its fields are {}", self.known.join(", ")),
                |near| format!("did you mean {near}?"),
            );
            decoder.problem(field.name_span, message, help);
        }
    }
}
