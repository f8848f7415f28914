//! The six kinds of record.

use super::Decoder;
use super::fields::Fields;
use super::open::Open;
use super::values::word_or_other;
use crate::model::compact::Text;
use crate::model::declare::Declared;
use crate::model::event::{Basis, Event, EventKind, Exchange, Figure};
use crate::model::state::Head;
use crate::ron::node::{Field, Node, Span, Value};

/// A thing that can be read from a tree.
pub trait Decode: Sized {
    /// Reads it; reports what is wrong to the decoder.
    fn decode(decoder: &mut Decoder, node: &Node<'_>) -> Option<Self>;
}

impl<T: Declared> Decode for T {
    fn decode(decoder: &mut Decoder, node: &Node<'_>) -> Option<Self> {
        Open::read(decoder, node)
    }
}

impl Decode for Exchange {
    fn decode(decoder: &mut Decoder, node: &Node<'_>) -> Option<Self> {
        let mut fields = Fields::open(decoder, node, "a side of an exchange")?;
        let from = fields.need_id(decoder, "from");
        let to = fields.id(decoder, "to");
        let gave = fields.need_text(decoder, "gave");
        let sources = fields.ids(decoder, "sources");
        fields.close(decoder);
        Some(Self { from: from?, to, gave: gave?, sources })
    }
}

impl Decode for Figure {
    fn decode(decoder: &mut Decoder, node: &Node<'_>) -> Option<Self> {
        let mut fields = Fields::open(decoder, node, "a figure")?;
        let (label, value) = (fields.need_text(decoder, "label"), fields.need_text(decoder, "value"));
        let (unit, said_by) = (fields.text(decoder, "unit"), fields.text(decoder, "said_by"));
        let note = fields.text(decoder, "note");
        let sources = fields.ids(decoder, "sources");
        fields.close(decoder);
        Some(Self { label: label?, value: value?, unit, said_by, note, sources })
    }
}

impl Decode for Event {
    fn decode(decoder: &mut Decoder, node: &Node<'_>) -> Option<Self> {
        let mut fields = Fields::open(decoder, node, "an event")?;
        let id = fields.own_id(decoder);
        let (on, until) = (fields.date(decoder, "on"), fields.date(decoder, "until"));
        let time = fields.text(decoder, "time");
        let kind = fields
            .need(decoder, "kind")
            .and_then(|node| word_or_other(decoder, node, "kind"))
            .map(|kind| kind.map_or_else(EventKind::Other, EventKind::Standard));
        let title = fields.need_text(decoder, "title");
        let actors = fields.ids(decoder, "actors");
        let note = fields.text(decoder, "note");
        let basis = fields.word(decoder, "basis").unwrap_or(Basis::Reported);
        let links = fields.ids(decoder, "links");
        let exchange = fields.list(decoder, "exchange", Decode::decode);
        let figures = fields.list(decoder, "figures", Decode::decode);
        let sources = fields.ids(decoder, "sources");
        fields.close(decoder);
        Some(Self {
            id: id?,
            on,
            time,
            until,
            kind: kind?,
            title: title?,
            actors,
            note,
            basis,
            links,
            exchange,
            figures,
            sources,
        })
    }
}

/// The fields of the file that are no lists, `sections` being all fields of the file that are no lists of records.
pub fn head(decoder: &mut Decoder, span: Span, sections: Vec<Field<'_>>) -> Option<Head> {
    let node = Node { span, value: Value::Struct(None, sections) };
    let mut fields = Fields::open(decoder, &node, "a state file")?;
    let schema = fields.need(decoder, "schema").and_then(|node| decoder.number(node, "schema"));
    let title = fields.need_text(decoder, "title");
    let focus = fields.id(decoder, "focus");
    let note = fields.text(decoder, "note");
    for list in crate::model::state::RecordKind::ALL {
        // A list that is no list was left among the sections: say so here.
        if let Some(node) = fields.take(list.field()) {
            decoder.mistyped(node, list.field(), "a list: [ … ]");
        }
    }
    fields.close(decoder);
    Some(Head { schema: schema?, title: title?, focus, note })
}
