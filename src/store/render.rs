//! The text of a file with the changes of a document in it, and nothing else changed.

use std::collections::HashMap;

use rayon::prelude::*;
use thiserror::Error;

use super::base_text::BaseText;
use super::load::Loaded;
use crate::edit::document::Origins;
use crate::model::state::{Head, Place, RecordKind, State};
use crate::ron::node::{Field, Node, Span, Value};
use crate::ron::outline;
use crate::ron::parse;
use crate::ron::patch::Patch;
use crate::schema::read::{Decoder, decode, head as decode_head};
use crate::schema::write::{encode, plain};

/// So many records are compared in one go.
const CHUNK: usize = 512;

/// A file as it was last read or written.
#[derive(Debug, Clone, Default)]
pub struct Base {
    /// Its text.
    pub text: BaseText,
    /// The text that stands in the file, where `text` is that upgraded.
    pub old: Option<BaseText>,
    /// What it says.
    pub state: State,
    /// Where its records stand.
    pub spans: HashMap<RecordKind, Vec<Span>>,
}

/// A new text of a file.
#[derive(Debug, Clone)]
pub struct Rendered {
    /// The text.
    pub text: String,
    /// Where its records stand.
    pub spans: HashMap<RecordKind, Vec<Span>>,
}

impl From<Loaded> for Base {
    fn from(loaded: Loaded) -> Self {
        let old = loaded.old.map(|old| old.text.into());
        Self { text: loaded.text.into(), old, state: loaded.state, spans: loaded.spans }
    }
}

/// Why a text could not be made; the file is untouched.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RenderError {
    /// The text that was read cannot be read again: it is not the one that this state came from.
    #[error("the text of the file cannot be patched: {0}")]
    Text(String),
    /// The text that was read is not in memory any more as it was.
    #[error("the text of the file was damaged in memory; nothing was written. Please report this")]
    Damaged,
    /// The new text would not say what the program holds.
    #[error("the new text would not say what is on the screen; nothing was written. Please report this")]
    Mismatch,
}

/// The text of `base` changed so that it says `state`. `origins` tells which record of `base` each record of a list
/// is; a record without one is new.
///
/// The result is read again and compared with `state` before it is returned.
///
/// # Errors
/// Where that comparison fails, or the text of the base cannot be read.
pub fn render(base: &Base, state: &State, origins: &Origins) -> Result<Rendered, RenderError> {
    let text = base.text.text().ok_or(RenderError::Damaged)?;
    render_from(&text, base, state, origins)
}

/// The same, the text of `base` being at hand.
///
/// # Errors
/// As [`render`].
pub fn render_from(
    old: &str,
    base: &Base,
    state: &State,
    origins: &Origins,
) -> Result<Rendered, RenderError> {
    // First field by field; where that goes wrong (it never should), whole records are written anew.
    for whole in [false, true] {
        let text = patched((base, old), state, origins, whole)?;
        if let Some(spans) = says(&text, state, (base, old, origins)) {
            return Ok(Rendered { text, spans });
        }
    }
    Err(RenderError::Mismatch)
}

/// Where the records of a text stand, if it says just what `state` says.
///
/// A record that is the very one that was read, in the very letters that it was read from, says what it said.
fn says(
    text: &str,
    state: &State,
    (base, old, origins): (&Base, &str, &Origins),
) -> Option<HashMap<RecordKind, Vec<Span>>> {
    let outline = outline(text).ok()?;
    let (mut fields, mut spans) = (Vec::new(), HashMap::new());
    for section in outline.sections {
        let list = RecordKind::ALL.iter().copied().find(|list| list.field() == section.name);
        match (list, section.items) {
            (Some(list), Some(items)) => {
                let twice = spans.insert(list, items).is_some();
                if twice {
                    return None;
                }
            }
            _ => fields.push(Field {
                name: section.name,
                name_span: section.name_span,
                node: parse(text, section.span).ok()?,
            }),
        }
    }
    let mut decoder = Decoder::default();
    let head = decode_head(&mut decoder, outline.span, fields);
    if head.as_ref() != Some(state.head()) || !decoder.problems.is_empty() {
        return None;
    }
    let unchanged = |place: Place, span: Span| {
        let origin = origins.get(&place.list).and_then(|origins| *origins.get(place.at)?)?;
        let was = base.spans.get(&place.list)?.get(origin)?;
        let letters = old.get(was.start..was.end)?;
        Some(state.is_same(place, &base.state, origin) && text.get(span.start..span.end)? == letters)
    };
    let says_record = |decoder: &mut Decoder, place: Place, span: Span| {
        if unchanged(place, span) == Some(true) {
            return true;
        }
        let record = parse(text, span).ok().and_then(|node| decode(decoder, place.list, &node));
        record.is_some_and(|record| state.at(place) == Some(record.borrowed()))
    };
    let says_all = RecordKind::ALL.iter().all(|list| {
        let items = spans.entry(*list).or_default();
        items.len() == state.len(*list)
            && items.par_chunks(CHUNK).enumerate().all(|(chunk, spans)| {
                let mut decoder = Decoder::default();
                spans.iter().enumerate().all(|(at, span)| {
                    says_record(&mut decoder, Place { list: *list, at: chunk * CHUNK + at }, *span)
                })
            })
    });
    says_all.then_some(spans)
}

fn patched(
    (base, text): (&Base, &str),
    state: &State,
    origins: &Origins,
    whole: bool,
) -> Result<String, RenderError> {
    let outline = outline(text).map_err(|error| RenderError::Text(error.message))?;
    let mut patch = Patch::new(text);
    let mut missing: Vec<(RecordKind, String)> = Vec::new();
    for list in RecordKind::ALL.iter().copied() {
        let section = outline.sections.iter().find(|s| s.name == list.field() && s.items.is_some());
        let empty = Vec::new();
        let origins = origins.get(&list).unwrap_or(&empty);
        let Some(section) = section else {
            if state.len(list) > 0 {
                missing.push((list, new_section(&patch, state, list)));
            }
            continue;
        };
        let items = base.spans.get(&list).map_or(&[][..], Vec::as_slice);
        records(&mut patch, (base, text), state, (list, section.span, items), origins, whole);
    }
    head(&mut patch, (base, text), state.head(), &outline.sections, &missing, outline.span)?;
    Ok(patch.apply())
}

/// A list that the file does not have yet.
fn new_section(patch: &Patch<'_>, state: &State, list: RecordKind) -> String {
    let indent = patch.style().indent.clone();
    let deeper = format!("{indent}{indent}");
    let newline = patch.style().newline;
    let mut out = "[".to_owned();
    for at in 0..state.len(list) {
        if let Some(record) = state.at(Place { list, at }) {
            let record = patch.style().print_record(&encode(record), &deeper);
            out.push_str(&format!("{newline}{deeper}{record},"));
        }
    }
    out + newline + &indent + "]"
}

fn records(
    patch: &mut Patch<'_>,
    (base, text): (&Base, &str),
    state: &State,
    (list, section, items): (RecordKind, Span, &[Span]),
    origins: &[Option<usize>],
    whole: bool,
) {
    let mut anchor: Option<usize> = None;
    let mut kept = vec![false; items.len()];
    for (at, origin) in origins.iter().enumerate() {
        let Some(new) = state.at(Place { list, at }) else { continue };
        let old = origin.and_then(|origin| Some((origin, base.state.at(Place { list, at: origin })?)));
        let Some((origin, old)) = old else {
            let node = encode(new);
            patch.insert(section, items, anchor, |style, indent| style.print_record(&node, indent));
            continue;
        };
        anchor = Some(origin);
        if let Some(slot) = kept.get_mut(origin) {
            *slot = true;
        }
        let Some(span) = items.get(origin).copied().filter(|_| old != new) else { continue };
        let (was, is) = (encode(old), encode(new));
        match parse(text, span) {
            Ok(node) if !whole => patch.value(&node, &was, &is),
            _ => {
                let indent = patch.indent_at(span.start);
                let text = patch.style().print_record(&is, &indent);
                patch.replace(span, text);
            }
        }
    }
    let gone = kept.iter().enumerate().filter(|(_, kept)| !**kept).map(|(at, _)| at).collect();
    patch.remove(section, items, gone);
}

/// The fields of the file that are no lists, and lists that it does not have yet.
fn head(
    patch: &mut Patch<'_>,
    (base, text): (&Base, &str),
    new: &Head,
    sections: &[crate::ron::Section<'_>],
    missing: &[(RecordKind, String)],
    span: Span,
) -> Result<(), RenderError> {
    let old = base.state.head();
    if old != new {
        let mut written = Vec::new();
        for section in sections {
            let node = if section.items.is_some() {
                // Lists are changed record by record; here they only hold their places.
                Node { span: section.span, value: Value::Name("list") }
            } else {
                parse(text, section.span).map_err(|error| RenderError::Text(error.message))?
            };
            written.push(Field { name: section.name, name_span: section.name_span, node });
        }
        let node = Node { span, value: Value::Struct(None, written) };
        patch.value(&node, &plain(old), &plain(new));
    }
    let spans: Vec<Span> =
        sections.iter().map(|s| Span { start: s.name_span.start, end: s.span.end }).collect();
    if !missing.is_empty() {
        let last = spans.len().checked_sub(1);
        patch.insert(span, &spans, last, |style, indent| {
            let lists: Vec<String> =
                missing.iter().map(|(list, text)| format!("{}: {text}", list.field())).collect();
            lists.join(&format!(",{}{indent}", style.newline))
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::document::Document;
    use crate::edit::op::{Op, Transaction};
    use crate::model::id::Id;
    use crate::model::record::Owned;
    use crate::store::load::load_text;
    use crate::store::places::{EMPTY, SHIPPED};

    fn base(text: &str) -> Base {
        load_text(text.to_owned()).into()
    }

    fn origins(document: &Document) -> Origins {
        RecordKind::ALL.iter().map(|list| (*list, document.origins(*list).to_vec())).collect()
    }

    fn saved(base: &Base, document: &Document) -> String {
        render(base, document.state(), &origins(document)).unwrap().text
    }

    /// The lines of `b` that are not in `a`, and the other way round.
    fn changed_lines(a: &str, b: &str) -> (usize, usize) {
        let (a, b): (Vec<_>, Vec<_>) = (a.lines().collect(), b.lines().collect());
        let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
        let tail =
            a.iter().skip(head).rev().zip(b.iter().skip(head).rev()).take_while(|(a, b)| a == b).count();
        (a.len() - head - tail, b.len() - head - tail)
    }

    #[test]
    fn without_an_edit_the_text_is_the_same_to_the_byte() {
        let base = base(SHIPPED);
        let document = Document::new(base.state.clone());
        assert!(saved(&base, &document) == SHIPPED);
    }

    #[test]
    fn one_edited_field_of_one_record_is_one_changed_line() {
        let base = base(SHIPPED);
        let mut document = Document::new(base.state.clone());
        let old = document.state().record("us-belavia-asset-freeze").unwrap().to_owned();
        let mut new = old.clone();
        if let Owned::Measure(it) = &mut new {
            it.programme = Some("ANOTHER".into());
        }
        document.commit(&Transaction::new("edit", vec![Op::replace(old, new)])).unwrap();
        assert_eq!(changed_lines(SHIPPED, &saved(&base, &document)), (1, 1));
    }

    #[test]
    fn a_new_record_comes_in_the_files_own_style_and_goes_again_without_a_trace() {
        let base = base(SHIPPED);
        let mut document = Document::new(base.state.clone());
        let mut new = document.state().record("us-belavia-asset-freeze").unwrap().to_owned();
        if let Owned::Measure(it) = &mut new {
            it.id = Id::new("us-other");
            it.history.change(|list| list.truncate(1));
        }
        document.commit(&Transaction::new("add", vec![Op::insert(3, new)])).unwrap();
        let text = saved(&base, &document);
        let (gone, come) = changed_lines(SHIPPED, &text);
        assert_eq!(gone, 0, "{text}");
        assert!((8..40).contains(&come), "{come} lines");
        document.undo();
        assert!(saved(&base, &document) == SHIPPED);
    }

    #[test]
    fn lists_and_head_fields_that_the_file_does_not_have_yet_are_added() {
        for text in ["(schema: 2, title: \"T\")", "(\n  schema: 2,\n  title: \"T\"\n)\n", EMPTY] {
            let base = base(text);
            let mut document = Document::new(base.state.clone());
            let subject = load_text(SHIPPED.to_owned()).state.record("BY").unwrap().to_owned();
            let mut head = document.state().head().clone();
            head.focus = Some(Id::new("BY"));
            let old = document.state().head().clone();
            let ops = vec![Op::insert(0, subject), Op::Head { old: Box::new(old), new: Box::new(head) }];
            document.commit(&Transaction::new("add", ops)).unwrap();
            let written = saved(&base, &document);
            assert!(written.contains("focus: \"BY\""), "{written}");
        }
    }
}
