//! The text of a merged state, put together from the pieces of both sides: what one side alone has touched is taken
//! from it letter by letter, what both have touched is merged, and no comment of either is lost.

use std::collections::{HashMap, HashSet};

use super::Side;
use super::lines::{Change, merge as merge_lines, merge_clean};
use super::order;
use super::pieces::{Items, Piece, Pieces};
use super::plan::Variant;
use crate::model::id::Id;
use crate::model::record::Record;
use crate::model::state::{Head, Place, RecordKind, State};
use crate::ron::node::{Span, Value};
use crate::ron::patch::Patch;
use crate::ron::print::{Style, inline};
use crate::ron::{comments, is_blank, outline, parse};
use crate::schema::read::{Decoder, decode};
use crate::schema::write::{encode, plain};

/// The base, ours and theirs of one thing; `None` where it is not there.
type Three<T> = [Option<T>; 3];

/// The pieces of the three texts.
pub(super) struct Sides<'t> {
    pub base: Pieces<'t>,
    pub ours: Pieces<'t>,
    pub theirs: Pieces<'t>,
    /// What the three say.
    pub states: [&'t State; 3],
    /// How ours is written.
    pub style: Style,
}

/// What was found on the way.
#[derive(Debug, Default)]
pub(super) struct Report {
    /// Records of which a comment would be lost: they are to be chosen whole.
    pub whole: HashSet<Id>,
    /// What has comments that both sides changed: records by id, anything else by its name.
    pub comments: Vec<String>,
}

impl Sides<'_> {
    /// The text that says `variant`. Where both sides changed the same comment, that of `side` stands in it.
    pub fn compose(&self, variant: &Variant, side: Side, whole: &HashSet<Id>) -> (String, Report) {
        let mut work =
            Work { sides: self, variant, side, whole, report: Report::default(), out: String::new() };
        work.file();
        (work.out, work.report)
    }
}

struct Work<'w, 't> {
    sides: &'w Sides<'t>,
    variant: &'w Variant,
    side: Side,
    whole: &'w HashSet<Id>,
    report: Report,
    out: String,
}

impl<'w, 't> Work<'w, 't> {
    fn pieces(&self) -> [&'w Pieces<'t>; 3] {
        [&self.sides.base, &self.sides.ours, &self.sides.theirs]
    }

    fn prefer<T>(&self, ours: T, theirs: T) -> T {
        if self.side == Side::Ours { ours } else { theirs }
    }

    fn file(&mut self) {
        let pieces = self.pieces();
        let before = self.text("the beginning", pieces.map(|it| Some(it.before)), &|text| {
            outline(&format!("{text})")).is_ok_and(|it| it.sections.is_empty())
        });
        self.out.push_str(&before);
        let names =
            |pieces: &Pieces<'t>| -> Vec<&'t str> { pieces.fields.iter().map(|field| field.0).collect() };
        let [base, ours, theirs] = pieces.map(names);
        let fields: Vec<(&str, Option<String>)> = order::merged(&base, &ours, &theirs)
            .into_iter()
            .filter_map(|name| match RecordKind::ALL.iter().copied().find(|list| list.field() == name) {
                Some(list) => self.has_list(list).then_some((name, None)),
                None => self.field(name).map(|body| (name, Some(body))),
            })
            .collect();
        let last = fields.len().saturating_sub(1);
        let trailing = pieces.map(|it| it.fields.last().map(|field| field.1.comma));
        for (at, (name, body)) in fields.into_iter().enumerate() {
            let three = pieces.map(|it| it.field(name));
            let list = RecordKind::ALL.iter().copied().find(|list| list.field() == name);
            let around = self.around(name, three);
            self.out.push_str(&around.lead);
            match (body, list) {
                (Some(body), _) => self.out.push_str(&body),
                (None, Some(list)) => self.list(list),
                (None, None) => {}
            }
            self.close(&around, at < last || pick(trailing).unwrap_or(true));
        }
        let after = self.text("the end", pieces.map(|it| Some(it.after)), &|text| {
            outline(&format!("({text}")).is_ok_and(|it| it.sections.is_empty())
        });
        self.out.push_str(&after);
    }

    /// Whether a list stands in the text: it may be empty.
    fn has_list(&self, list: RecordKind) -> bool {
        let [b, o, t] = self.pieces().map(|it| it.lists.contains_key(&list));
        self.variant.state.len(list) > 0 || (if o == b { t } else { o })
    }

    /// A field of the head with its name; `None` where the head does not have it any more.
    fn field(&self, name: &str) -> Option<String> {
        let wanted = head_field(self.variant.state.head(), name)?;
        let written = self.pieces().map(|it| it.field(name).map(|piece| piece.body));
        let says = |at: usize| {
            let said = self.sides.states.get(at).and_then(|state| head_field(state.head(), name));
            written.get(at).copied().flatten().filter(|_| said.as_deref() == Some(&*wanted))
        };
        let [b, o, t] = written;
        let first = if o == b { [2, 1, 0] } else { [1, 2, 0] };
        let found = first.into_iter().find_map(says);
        Some(found.map_or_else(|| format!("{name}: {wanted}"), str::to_owned))
            .filter(|_| o.or(t).or(b).is_some())
    }

    fn list(&mut self, list: RecordKind) {
        let items = self.pieces().map(|it| it.lists.get(&list));
        let name = pick(items.map(|it| it.map(|it| it.name)));
        self.out.push_str(name.unwrap_or_default());
        let blank = |text: &str| is_blank(text);
        let open = self.text(list.field(), items.map(|it| it.map(|it| it.open)), &blank);
        self.out.push_str(&open);
        let state = &self.variant.state;
        let trailing = items.map(|it| it.and_then(|it| it.records.last()).map(|record| record.comma));
        let trailing = pick(trailing).unwrap_or(true);
        let mut there: HashSet<&Id> = HashSet::new();
        for at in 0..state.len(list) {
            let Some(record) = state.at(Place { list, at }) else { continue };
            let id = self.variant.common.get(record.id()).unwrap_or(record.id());
            there.insert(id);
            self.record(id, Place { list, at }, items, at + 1 < state.len(list) || trailing);
        }
        for id in items.iter().skip(1).flatten().flat_map(|items| items.ids()) {
            if !there.contains(id) && !self.whole.contains(id) && has_news(id, items) {
                self.report.whole.insert(id.clone());
            }
        }
        let close = self.text(list.field(), items.map(|it| it.map(|it| it.close)), &blank);
        self.out.push_str(&close);
        self.out.push(']');
    }

    fn record(&mut self, id: &Id, place: Place, items: Three<&Items<'t>>, comma: bool) {
        let mut three = items.map(|it| it.and_then(|it| it.of(id)));
        if self.whole.contains(id) {
            let [_, o, t] = three;
            let mine = self.prefer(o.or(t), t.or(o));
            three = [mine; 3];
        }
        let written = three.map(|it| it.map(|it| it.body));
        let as_it_was = if self.whole.contains(id) { None } else { self.as_it_was(place, written) };
        let body = match (self.variant.state.at(place), as_it_was) {
            (_, Some(body)) => body.to_owned(),
            (Some(record), None) => self.body(id, record, written),
            (None, None) => return,
        };
        let around = self.around(id.as_str(), three);
        self.out.push_str(&around.lead);
        self.out.push_str(&body);
        self.close(&around, comma);
    }

    /// The letters of a record that all sides wrote alike, or one side alone has changed, where it is the very record
    /// that was read from them.
    fn as_it_was(&self, place: Place, [b, o, t]: Three<&'t str>) -> Option<&'t str> {
        let id = self.variant.state.at(place)?.id();
        let is_read_from = |state: &State| {
            let there = state.place(id.as_str()).filter(|there| there.list == place.list);
            there.is_some_and(|there| self.variant.state.is_same(place, state, there.at))
        };
        let [_, ours, theirs] = self.sides.states;
        match (o, t) {
            (Some(o), Some(t)) if (o == t || Some(t) == b) && is_read_from(ours) => Some(o),
            (Some(o), Some(t)) if (o == t || Some(o) == b) && is_read_from(theirs) => Some(t),
            _ => None,
        }
    }

    fn close(&mut self, around: &Around, comma: bool) {
        self.out.push_str(&around.inner);
        if comma {
            self.out.push(',');
        }
        self.out.push_str(&around.rest);
    }

    /// The text of a record that says what it is to say.
    fn body(&mut self, id: &Id, record: Record<'_>, three: Three<&'t str>) -> String {
        let [b, o, t] = three;
        let says = |text: &str| {
            let node = parse(text, Span { start: 0, end: text.len() }).ok()?;
            decode(&mut Decoder::default(), record.list(), &node)
        };
        let is_right = |text: &str| says(text).is_some_and(|it| it.borrowed() == record);
        // The letters of one side, changed so that they say what is to be said.
        let fitted = |text: &str| -> Option<String> {
            let was = says(text)?;
            if was.borrowed() == record {
                return Some(text.to_owned());
            }
            let node = parse(text, Span { start: 0, end: text.len() }).ok()?;
            let mut patch = Patch::new(text);
            patch.value(&node, &encode(was.borrowed()), &encode(record));
            Some(patch.apply()).filter(|text| is_right(text))
        };
        let known = b.unwrap_or_default();
        let keeps = |text: &String| [o, t].into_iter().flatten().all(|side| holds(text, side, known));
        let merged = match (o, t) {
            (Some(o), Some(t)) if o == t => fitted(o),
            (Some(o), Some(t)) if Some(t) == b => fitted(o),
            (Some(o), Some(t)) if Some(o) == b => fitted(t),
            (Some(o), Some(t)) => {
                // The same letters for either choice, so that only what there is to choose differs: those of the
                // side that has laid out or commented what it did not change, or else ours.
                let is_laid_out = |text| says(text).is_some_and(|it| b.and_then(says) == Some(it));
                let (first, second) = if is_laid_out(t) && !is_laid_out(o) { (t, o) } else { (o, t) };
                merge_clean(known, o, t)
                    .filter(|text| is_right(text) && keeps(text))
                    .or_else(|| fitted(first).filter(&keeps))
                    .or_else(|| fitted(second).filter(&keeps))
            }
            (Some(only), None) | (None, Some(only)) => fitted(only),
            (None, None) => None,
        };
        if let Some(text) = merged.filter(&keeps) {
            return text;
        }
        // A comment would be lost: whichever side is chosen, its own letters stand.
        let mine = self.prefer(o.or(t), t.or(o)).unwrap_or_default();
        if !self.whole.contains(id) {
            self.report.whole.insert(id.clone());
        }
        fitted(mine).unwrap_or_else(|| {
            self.sides.style.print_record(&encode(record), &self.sides.style.indent.repeat(2))
        })
    }

    /// What stands around a value.
    fn around(&mut self, name: &str, three: Three<Piece<'t>>) -> Around {
        let blank = |text: &str| is_blank(text);
        Around {
            lead: self.text(name, three.map(|it| it.map(|it| it.lead)), &blank),
            inner: self.text(name, three.map(|it| it.map(|it| it.inner)), &blank),
            rest: self.text(name, three.map(|it| it.map(|it| it.rest)), &blank),
        }
    }

    /// Merges a text of comments and layout. `fits` says whether something can stand there.
    fn text(&mut self, name: &str, three: Three<&'t str>, fits: &dyn Fn(&str) -> bool) -> String {
        let [b, o, t] = three;
        let (o, t) = match (o, t) {
            (Some(o), Some(t)) => (o, t),
            (Some(only), None) | (None, Some(only)) => return only.to_owned(),
            (None, None) => return String::new(),
        };
        let says = |text: &'t str| comments(text);
        if o == t || Some(t) == b || (says(o) == says(t) && fits(o)) {
            return o.to_owned();
        }
        // A side that has only laid out the lines anew gives way to one that has said something.
        let known = b.map(says);
        if Some(o) == b || known.as_ref() == Some(&says(o)) {
            return t.to_owned();
        }
        if known.as_ref() == Some(&says(t)) {
            return o.to_owned();
        }
        let (merged, torn) = union(b.unwrap_or_default(), o, t, self.side);
        let known = b.unwrap_or_default();
        let mine = self.prefer(o, t);
        let is_whole = fits(&merged) && (torn || (holds(&merged, o, known) && holds(&merged, t, known)));
        if torn || !is_whole {
            self.report.comments.push(name.to_owned());
        }
        if is_whole { merged } else { mine.to_owned() }
    }
}

struct Around {
    lead: String,
    inner: String,
    rest: String,
}

/// Whether a side has written a comment on a record that is to go.
fn has_news<'t>(id: &Id, items: Three<&Items<'t>>) -> bool {
    let [b, o, t] = items.map(|it| it.and_then(|it| it.of(id)));
    let all = |piece: Option<Piece<'t>>| {
        piece.map(|it| format!("{}\n{}", it.around(), it.body)).unwrap_or_default()
    };
    let known = all(b);
    [o, t].into_iter().flatten().any(|side| !holds(&known, &all(Some(side)), ""))
}

/// Lines of both sides; where both put something between the same lines, both stand there. The second is whether
/// both changed the same lines: then those of `side` stand there.
fn union(base: &str, ours: &str, theirs: &str, side: Side) -> (String, bool) {
    let mut out = Vec::new();
    let mut torn = false;
    for chunk in merge_lines(base.as_bytes(), ours.as_bytes(), theirs.as_bytes()) {
        if let Some(lines) = chunk.merged() {
            out.extend_from_slice(lines);
        } else if chunk.base.trim_ascii().is_empty() && chunk.change == Change::Both {
            let known: HashSet<&[u8]> =
                chunk.theirs.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).collect();
            for line in chunk.ours.split_inclusive(|byte| *byte == b'\n') {
                if line.ends_with(b"\n")
                    && !line.trim_ascii().is_empty()
                    && !known.contains(line.trim_ascii())
                {
                    out.extend_from_slice(line);
                }
            }
            out.extend_from_slice(chunk.theirs);
        } else {
            torn = true;
            out.extend_from_slice(if side == Side::Ours { chunk.ours } else { chunk.theirs });
        }
    }
    (String::from_utf8(out).unwrap_or_default(), torn)
}

/// Whether a text holds every comment of a side that `known` does not have, as often as it comes new.
pub(super) fn holds(text: &str, side: &str, known: &str) -> bool {
    lost(text, side, known).is_empty()
}

/// The comments of a side that are neither in `known` nor in `text`.
pub(super) fn lost<'t>(text: &str, side: &'t str, known: &str) -> Vec<&'t str> {
    if side == known || side == text {
        return Vec::new();
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for comment in comments(text) {
        *counts.entry(comment).or_default() += 1;
    }
    let mut old: HashMap<&str, usize> = HashMap::new();
    for comment in comments(known) {
        *old.entry(comment).or_default() += 1;
    }
    let take = |from: &mut HashMap<&str, usize>, comment: &str| match from.get_mut(comment) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    };
    let mut news = comments(side);
    news.retain(|comment| !take(&mut old, comment));
    news.retain(|comment| !take(&mut counts, comment));
    news
}

/// What is taken of something that cannot be merged: that of the side that changed it, or else ours.
fn pick<T: PartialEq + Copy>(three: Three<T>) -> Option<T> {
    let [b, o, t] = three;
    match (o, t) {
        (Some(_), Some(_)) if o == b => t,
        _ => o.or(t).or(b),
    }
}

/// A field of the head as it is written; `None` where it is not there.
fn head_field(head: &Head, name: &str) -> Option<String> {
    let Value::Struct(_, fields) = plain(head).value else { return None };
    fields.iter().find(|field| field.name == name).map(|field| inline(&field.node))
}
