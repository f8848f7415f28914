//! A text in pieces: its fields and records, each with what stands before it and behind it. Put one behind another,
//! the pieces are the text.

use std::collections::HashMap;

use crate::model::id::Id;
use crate::model::state::{Place, RecordKind, State};
use crate::ron::node::Span;
use crate::ron::{Outline, comma_behind, rest_of_line};

/// A value and what belongs to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece<'t> {
    /// The blank before it, from the line behind what stands before it: comments, and its indentation.
    pub lead: &'t str,
    /// The value itself; of a field, with its name.
    pub body: &'t str,
    /// What stands between it and its comma.
    pub inner: &'t str,
    /// Whether it has a comma.
    pub comma: bool,
    /// The rest of its line.
    pub rest: &'t str,
}

impl Piece<'_> {
    /// What stands around the value, as one text.
    pub fn around(&self) -> String {
        [self.lead, self.inner, self.rest].join("\n")
    }
}

/// What stands in the brackets of a list of records.
#[derive(Debug, Clone, Default)]
pub(super) struct Items<'t> {
    /// The field's name, up to the opening bracket.
    pub name: &'t str,
    /// The rest of that line.
    pub open: &'t str,
    /// The records, in their order.
    pub records: Vec<Piece<'t>>,
    /// The blank before the closing bracket.
    pub close: &'t str,
    /// The records by id.
    places: HashMap<Id, usize>,
}

impl<'t> Items<'t> {
    /// The ids of the records.
    pub fn ids(&self) -> impl Iterator<Item = &Id> {
        self.places.keys()
    }

    /// The record with an id.
    pub fn of(&self, id: &Id) -> Option<Piece<'t>> {
        self.records.get(*self.places.get(id)?).copied()
    }
}

/// A whole text in pieces.
#[derive(Debug, Clone, Default)]
pub(super) struct Pieces<'t> {
    /// Everything up to the opening parenthesis, and the rest of its line.
    pub before: &'t str,
    /// The fields with their names, in their order. The body of a list is in `lists`.
    pub fields: Vec<(&'t str, Piece<'t>)>,
    /// The lists of records.
    pub lists: HashMap<RecordKind, Items<'t>>,
    /// From behind the last field to the end.
    pub after: &'t str,
}

impl<'t> Pieces<'t> {
    /// The pieces of a text that says `state`, without any error. `name` tells under which id a record is known to
    /// all sides.
    pub fn of(text: &'t str, outline: &Outline<'t>, state: &State, name: impl Fn(&Id) -> Id) -> Self {
        let cut = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
        let spans: Vec<Span> =
            outline.sections.iter().map(|it| Span { start: it.name_span.start, end: it.span.end }).collect();
        let inside = Span { start: outline.span.start + 1, end: outline.span.end - 1 };
        let (open, fields, last) = row(text, inside, &spans);
        let mut pieces = Self {
            before: cut(0, open),
            fields: outline.sections.iter().map(|it| it.name).zip(fields).collect(),
            lists: HashMap::new(),
            after: cut(last, text.len()),
        };
        for section in &outline.sections {
            let list = RecordKind::ALL.iter().copied().find(|list| list.field() == section.name);
            let (Some(list), Some(items)) = (list, &section.items) else { continue };
            let inside = Span { start: section.span.start + 1, end: section.span.end - 1 };
            let (open, records, last) = row(text, inside, items);
            let id = |at| state.at(Place { list, at }).map(|record| (name(record.id()), at));
            pieces.lists.insert(
                list,
                Items {
                    name: cut(section.name_span.start, inside.start),
                    open: cut(inside.start, open),
                    places: (0..records.len()).filter_map(id).collect(),
                    records,
                    close: cut(last, inside.end),
                },
            );
        }
        pieces
    }

    /// The field with a name.
    pub fn field(&self, name: &str) -> Option<Piece<'t>> {
        self.fields.iter().find(|field| field.0 == name).map(|field| field.1)
    }
}

/// The values of a row that stands in brackets: where the line of the opening bracket ends, each value with what
/// belongs to it, and where the last one ends.
fn row<'t>(text: &'t str, inside: Span, spans: &[Span]) -> (usize, Vec<Piece<'t>>, usize) {
    let cut = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    let limit = |at: usize| spans.get(at).map_or(inside.end, |span| span.start);
    let open = rest_of_line(text, inside.start, limit(0));
    let mut pieces = Vec::with_capacity(spans.len());
    let mut from = open;
    for (at, span) in spans.iter().enumerate() {
        let comma = comma_behind(text, span.end).filter(|comma| *comma < limit(at + 1));
        let behind = comma.map_or(span.end, |comma| comma + 1);
        let end = rest_of_line(text, behind, limit(at + 1));
        pieces.push(Piece {
            lead: cut(from, span.start),
            body: cut(span.start, span.end),
            inner: cut(span.end, comma.unwrap_or(span.end)),
            comma: comma.is_some(),
            rest: cut(behind, end),
        });
        from = end;
    }
    (open, pieces, from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ron::outline;
    use crate::store::load::load_text;
    use crate::store::places::SHIPPED;

    /// The pieces of a text put together again.
    fn together(text: &str) -> String {
        let state = load_text(text.to_owned()).state;
        let outline = outline(text).unwrap();
        let pieces = Pieces::of(text, &outline, &state, Clone::clone);
        let put = |out: &mut String, piece: &Piece<'_>, body: &str| {
            out.push_str(
                &[piece.lead, body, piece.inner, if piece.comma { "," } else { "" }, piece.rest].concat(),
            );
        };
        let mut out = pieces.before.to_owned();
        for (name, field) in &pieces.fields {
            let list = RecordKind::ALL.iter().find(|list| list.field() == *name);
            let body = list.map_or(field.body.to_owned(), |list| {
                let items = &pieces.lists[list];
                let mut out = format!("{}{}", items.name, items.open);
                items.records.iter().for_each(|record| put(&mut out, record, record.body));
                out + items.close + "]"
            });
            put(&mut out, field, &body);
        }
        out + pieces.after
    }

    #[test]
    fn the_pieces_of_a_text_are_the_text() {
        for text in [
            SHIPPED,
            "(schema: 2, title: \"T\")",
            "(schema: 2, title: \"T\", subjects: [(id: \"A\", name: \"a\", kind: State) /* x */ , /* y */ (id: \"B\", name: \"b\", kind: State)])",
            "// a\n( // b\n schema: 2, // c\n // d\n title: \"T\" // e\n , subjects: [ // f\n // g\n (id: \"A\", name: \"a\", kind: State), // h\n\n // i\n ], // j\n // k\n) // l\n",
        ] {
            assert!(together(text) == text, "{}", together(text));
        }
    }

    #[test]
    fn comments_above_a_record_and_on_its_last_line_belong_to_it() {
        let text = "(schema: 2, title: \"T\", subjects: [ // of the list\n  // of A\n  (id: \"A\", name: \"a\", kind: State), // A too\n  // of B\n  (id: \"B\", name: \"b\", kind: State)\n  // of the list too\n])";
        let state = load_text(text.to_owned()).state;
        let outline = outline(text).unwrap();
        let pieces = Pieces::of(text, &outline, &state, Clone::clone);
        let items = &pieces.lists[&RecordKind::Subjects];
        let a = items.of(&Id::new("A")).unwrap();
        assert_eq!((a.lead, a.rest), ("  // of A\n  ", " // A too\n"));
        assert_eq!(items.of(&Id::new("B")).unwrap().lead, "  // of B\n  ");
        assert_eq!((items.open, items.close), (" // of the list\n", "  // of the list too\n"));
    }
}
