//! A struct being read: each field is taken by its name; what nobody declared is an error, so that a typo cannot vanish.

use std::str::FromStr;

use hashbrown::HashSet;

use super::values::{alike, shared, word_or_other};
use super::{Decoder, values};
use crate::model::compact::{Text, ThinSlice};
use crate::model::date::Date;
use crate::model::declare::Vocabulary;
use crate::model::declare::{Declared, Field, Part, Reads};
use crate::model::id::Id;
use crate::ron::node::{self, Node, Span, Value};

/// No struct of a state file has as many fields.
const MANY: usize = 64;

/// A struct that is open.
pub(super) struct Open<'d, 'n, 't> {
    decoder: &'d mut Decoder,
    /// What it is, for messages: `a source`.
    what: &'static str,
    span: Span,
    given: &'n [node::Field<'t>],
    declared: &'static [Field],
    /// The fields that belong to words, and the word that is said: none where all are admitted.
    beside: (&'static [Field], Option<&'static str>),
    /// Names that stand in the struct and are none of its fields.
    also: &'static [&'static str],
}

impl<'d, 'n, 't> Open<'d, 'n, 't> {
    /// Reads the struct that `node` must be.
    pub fn read<T: Declared>(decoder: &'d mut Decoder, node: &'n Node<'t>) -> Option<T> {
        Self::read_with(decoder, node, &[], |_| ())
    }

    /// The same of a struct in which other names stand as well; `more` is asked before it is closed.
    pub fn read_with<T: Declared>(
        decoder: &'d mut Decoder,
        node: &'n Node<'t>,
        also: &'static [&'static str],
        more: impl FnOnce(&mut Self),
    ) -> Option<T> {
        let mut open = Self::new(decoder, node, T::WHAT, T::FIELDS)?;
        open.also = also;
        let read = T::read(&mut open);
        more(&mut open);
        open.close();
        read
    }

    fn new(
        decoder: &'d mut Decoder,
        node: &'n Node<'t>,
        what: &'static str,
        declared: &'static [Field],
    ) -> Option<Self> {
        let given = match &node.value {
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
        for (at, field) in given.iter().enumerate() {
            // A struct has a dozen fields: looking through those before it is quicker than remembering them.
            let twice = if given.len() > MANY {
                !seen.insert(field.name)
            } else {
                given.iter().take(at).any(|before| before.name == field.name)
            };
            if twice {
                let message = format!("the field {} stands twice in {what}", field.name);
                decoder.problem(field.name_span, message, "keep one of the two");
            }
        }
        Some(Self { decoder, what, span: node.span, given, declared, beside: (&[], None), also: &[] })
    }

    /// The value that is given under a name; `None` when it is left out.
    pub fn given(&self, name: &str) -> Option<&'n Node<'t>> {
        let node = self.given.iter().find(|field| field.name == name).map(|field| &field.node)?;
        match &node.value {
            Value::Name("None") => None,
            Value::Tuple(Some("Some"), items) => items.first(),
            _ => Some(node),
        }
    }

    /// Tells that a value is not what is wanted.
    pub fn mistyped(&mut self, node: &Node<'_>, name: &str, wanted: &str) {
        self.decoder.mistyped(node, name, wanted);
    }

    /// The fields that belong to what is said.
    fn belonging(&self) -> impl Iterator<Item = &'static Field> {
        let (fields, what) = self.beside;
        fields.iter().filter(move |field| what.is_none_or(|what| field.stands_with(what)))
    }

    /// Every name that may stand in it, in the order of the file.
    fn known(&self) -> Vec<&'static str> {
        let mut known = Vec::new();
        for field in self.declared {
            known.push(field.name);
            if !field.inner().is_empty() && field.inner() == self.beside.0 {
                known.extend(self.belonging().map(|field| field.name));
            }
        }
        known.extend(self.also);
        known
    }

    fn knows(&self, name: &str) -> bool {
        self.declared.iter().any(|field| field.name == name)
            || self.belonging().any(|field| field.name == name)
            || self.also.contains(&name)
    }

    /// Ends the struct: every field that is not declared is an error that names it.
    fn close(self) {
        for field in self.given {
            if self.knows(field.name) {
                continue;
            }
            let known = self.known();
            let message = format!("{} has no field {}", self.what, field.name);
            let near = known.iter().find(|known| alike(known, field.name));
            let help = near.map_or_else(
                || format!("its fields are {}", known.join(", ")),
                |near| format!("did you mean {near}?"),
            );
            self.decoder.problem(field.name_span, message, help);
        }
    }
}

impl<'n, 't> Reads for Open<'_, 'n, 't> {
    type Value = &'n Node<'t>;

    fn take(&mut self, field: &'static Field) -> Option<&'n Node<'t>> {
        self.given(field.name)
    }

    fn need(&mut self, field: &'static Field) -> Option<&'n Node<'t>> {
        let found = self.given(field.name);
        if found.is_none() {
            // A missing field is told where the struct opens.
            let head = Span { start: self.span.start, end: self.span.start + 1 };
            let message = format!("{} needs the field {}", self.what, field.name);
            self.decoder.problem(head, message, format!("add {}: …", field.name));
        }
        found
    }

    fn text(&mut self, value: &'n Node<'t>, field: &'static Field) -> Option<Text> {
        if field.is_common {
            return self.decoder.common_of(value, field.name);
        }
        self.decoder.text(value, field.name).map(Text::from)
    }

    fn id(&mut self, value: &'n Node<'t>, field: &'static Field) -> Option<Id> {
        if field.refers.is_some() {
            return self.decoder.id_of(value, field.name);
        }
        // The record's own, which no other record has.
        self.decoder.text(value, field.name).map(Id::new)
    }

    fn date(&mut self, value: &'n Node<'t>, field: &'static Field) -> Option<Date> {
        self.decoder.date(value, field.name)
    }

    fn number(&mut self, value: &'n Node<'t>, field: &'static Field) -> Option<u32> {
        self.decoder.number(value, field.name)
    }

    fn flag(&mut self, value: &'n Node<'t>, field: &'static Field) -> Option<bool> {
        self.decoder.flag(value, field.name)
    }

    fn is_compound(&self, value: &'n Node<'t>) -> bool {
        matches!(value.value, Value::Struct(..) | Value::Tuple(..))
    }

    fn decimal(&mut self, value: &'n Node<'t>, field: &'static Field) -> Option<f64> {
        self.decoder.decimal(value, field.name)
    }

    fn formed<T: FromStr>(
        &mut self,
        value: &'n Node<'t>,
        field: &'static Field,
        wrong: &str,
        help: &str,
    ) -> Option<T> {
        let text = self.decoder.text(value, field.name)?;
        let read = text.parse().ok();
        if read.is_none() {
            self.decoder.problem(value.span, format!("{text:?} {wrong}"), help);
        }
        read
    }

    fn word<T: Vocabulary>(&mut self, value: &'n Node<'t>, field: &'static Field) -> Option<T> {
        self.decoder.word(value, field.name)
    }

    fn word_or_other<T: Vocabulary>(
        &mut self,
        value: &'n Node<'t>,
        field: &'static Field,
    ) -> Option<Result<T, Text>> {
        word_or_other(self.decoder, value, field.name)
    }

    fn list<T: Part>(&mut self, value: &'n Node<'t>, field: &'static Field) -> ThinSlice<T> {
        let Value::List(items) = &value.value else {
            self.mistyped(value, field.name, values::A_LIST);
            return ThinSlice::new();
        };
        let mut list = Vec::with_capacity(items.len());
        list.extend(items.iter().filter_map(|item| T::read(self, item, field)));
        list.into()
    }

    fn pair<T: Part>(&mut self, value: &'n Node<'t>, field: &'static Field) -> Option<(T, T)> {
        if let Value::Tuple(None, items) = &value.value
            && let [one, other] = items.as_slice()
        {
            let (one, other) = (T::read(self, one, field), T::read(self, other, field));
            return one.zip(other);
        }
        self.mistyped(value, field.name, "two items in parentheses: (\"…\", \"…\")");
        None
    }

    fn nested<T: Declared>(&mut self, value: &'n Node<'t>) -> Option<T> {
        Open::read(self.decoder, value)
    }

    fn admit(&mut self, fields: &'static [Field], what: Option<&'static str>) {
        self.beside = (fields, what);
    }

    fn shared_texts(&mut self, list: ThinSlice<Text>) -> ThinSlice<Text> {
        shared(&mut self.decoder.texts, list)
    }

    fn shared_ids(&mut self, list: ThinSlice<Id>) -> ThinSlice<Id> {
        shared(&mut self.decoder.ids, list)
    }
}
