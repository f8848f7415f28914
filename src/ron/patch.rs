//! Patching: the fewest changes to a text that make it say something else. What is not changed is not touched:
//! comments, order, blank lines, line ends, trailing commas, indentation.

use std::collections::{HashMap, HashSet};

use super::common::common;
use super::old_places::OldPlaces;
use super::print::{Style, inline};
use super::scan::{Kind, Scanner};
use crate::ron::node::{Field, Node, Span, Value};

/// So far back, in bytes, the beginning of a line is looked for.
const FAR: usize = 64 * 1024;

/// A stretch of the text and what stands there instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What goes; empty for an insertion.
    pub span: Span,
    /// What comes.
    pub text: String,
}

/// Changes to one text.
pub struct Patch<'t> {
    text: &'t str,
    style: Style,
    edits: Vec<Edit>,
    /// Behind which items a comma was put already.
    commas: HashSet<usize>,
    /// What is put into brackets that were empty, by their ends.
    firsts: HashMap<usize, First>,
}

/// What is put into brackets that were empty. It is written once, when all of it is there.
struct First {
    /// Which change it is.
    edit: usize,
    /// Comments stand between the brackets.
    has_comments: bool,
    /// What stands before each item on a line of its own, and behind the last of them.
    before: String,
    behind: String,
    items: Vec<String>,
}

impl First {
    fn text(&self) -> String {
        let is_long = self.items.iter().any(|item| item.contains('\n'))
            || self.items.iter().map(|item| item.len() + 2).sum::<usize>() > 62;
        if self.has_comments || is_long {
            let items = self.items.join(&format!(",{}", self.before));
            [self.before.as_str(), &items, &self.behind].concat()
        } else {
            self.items.join(", ")
        }
    }
}

impl<'t> Patch<'t> {
    /// No changes yet, in the style of the text.
    pub fn new(text: &'t str) -> Self {
        Self {
            text,
            style: Style::of(text),
            edits: Vec::new(),
            commas: HashSet::new(),
            firsts: HashMap::new(),
        }
    }

    /// How the text is written.
    pub fn style(&self) -> &Style {
        &self.style
    }

    /// The text with all changes.
    pub fn apply(self) -> String {
        self.apply_placed().0
    }

    /// The same, and where what stands in it stood.
    pub fn apply_placed(mut self) -> (String, OldPlaces) {
        for first in std::mem::take(&mut self.firsts).into_values() {
            if let Some(edit) = self.edits.get_mut(first.edit) {
                edit.text = first.text();
            }
        }
        // Where an insertion and a removal meet, the insertion comes first.
        self.edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        let mut out =
            String::with_capacity(self.text.len() + self.edits.iter().map(|e| e.text.len()).sum::<usize>());
        let mut at = 0;
        let mut places = OldPlaces::of_text(self.text.len());
        for edit in &self.edits {
            // Overlapping removals are one removal.
            let start = edit.span.start.max(at);
            out.push_str(self.text.get(at..start).unwrap_or_default());
            let new = out.len();
            out.push_str(&edit.text);
            at = at.max(edit.span.end);
            places.add(Span { start: new, end: out.len() }, Span { start, end: at });
        }
        out.push_str(self.text.get(at..).unwrap_or_default());
        (out, places)
    }

    fn put(&mut self, start: usize, end: usize, text: String) {
        self.edits.push(Edit { span: Span { start, end }, text });
    }

    /// Replaces a stretch of the text.
    pub fn replace(&mut self, span: Span, text: String) {
        self.put(span.start, span.end, text);
    }

    /// Makes `node`, which says `old`, say `new`.
    pub fn value(&mut self, node: &Node<'_>, old: &Node<'_>, new: &Node<'_>) {
        if old.value == new.value {
            return;
        }
        match (&node.value, &old.value, &new.value) {
            (Value::Struct(a, written), Value::Struct(b, was), Value::Struct(c, is)) if a == b && b == c => {
                self.fields(node.span, written, was, is);
            }
            (Value::List(written), Value::List(was), Value::List(is)) if written.len() == was.len() => {
                self.list(node.span, written, was, is);
            }
            (Value::Tuple(a, written), Value::Tuple(b, was), Value::Tuple(c, is))
                if a == b && b == c && written.len() == was.len() && was.len() == is.len() =>
            {
                for ((written, was), is) in written.iter().zip(was).zip(is) {
                    self.value(written, was, is);
                }
            }
            _ => {
                let text = self.style.print(new, &self.indent_at(node.span.start));
                self.put(node.span.start, node.span.end, text);
            }
        }
    }

    fn fields(&mut self, whole: Span, written: &[Field<'_>], was: &[Field<'_>], is: &[Field<'_>]) {
        // What is written twice is an error elsewhere; here each keeps its own.
        let nth = |fields: &[Field<'_>], name: &str, before: usize| {
            (0..fields.len()).filter(|at| fields.get(*at).is_some_and(|it| it.name == name)).nth(before)
        };
        let span = |f: &Field<'_>| Span { start: f.name_span.start, end: f.node.span.end };
        let spans: Vec<Span> = written.iter().map(span).collect();
        for (at, field) in is.iter().enumerate() {
            let before = is.iter().take(at).filter(|it| it.name == field.name).count();
            let old = nth(was, field.name, before).and_then(|at| was.get(at));
            let place = nth(written, field.name, before).and_then(|at| written.get(at));
            match (place, old) {
                (Some(place), Some(old)) => self.value(&place.node, &old.node, &field.node),
                (Some(place), None) => {
                    let text = self.style.print(&field.node, &self.indent_at(place.name_span.start));
                    self.put(place.node.span.start, place.node.span.end, text);
                }
                (None, _) => {
                    // After the nearest field before it, in the order of the new record, that is written here.
                    let before = is.iter().take_while(|f| f.name != field.name);
                    let anchor = before.filter_map(|f| nth(written, f.name, 0)).last();
                    let node = &field.node;
                    let name = field.name;
                    self.insert(whole, &spans, anchor, |style, indent| {
                        format!("{name}: {}", style.print(node, indent))
                    });
                }
            }
        }
        let gone: Vec<usize> = was
            .iter()
            .filter(|old| nth(is, old.name, 0).is_none())
            .filter_map(|old| nth(written, old.name, 0))
            .collect();
        self.remove(whole, &spans, gone);
    }

    fn list(&mut self, whole: Span, written: &[Node<'_>], was: &[Node<'_>], is: &[Node<'_>]) {
        let spans: Vec<Span> = written.iter().map(|node| node.span).collect();
        let mut gone = Vec::new();
        let (mut at_was, mut at_is) = (0, 0);
        let mut common = common(was, is);
        // What follows the last thing in common is a gap as well.
        common.push((was.len(), is.len()));
        for (next_was, next_is) in common {
            while at_was < next_was && at_is < next_is {
                if let (Some(node), Some(old), Some(new)) =
                    (written.get(at_was), was.get(at_was), is.get(at_is))
                {
                    self.value(node, old, new);
                }
                at_was += 1;
                at_is += 1;
            }
            gone.extend(at_was..next_was);
            while at_is < next_is {
                if let Some(new) = is.get(at_is) {
                    let anchor = next_was.min(spans.len()).checked_sub(1);
                    self.insert(whole, &spans, anchor, |style, indent| style.print(new, indent));
                }
                at_is += 1;
            }
            (at_was, at_is) = (next_was + 1, next_is + 1);
        }
        self.remove(whole, &spans, gone);
    }

    /// Puts an item behind the one at `anchor`, or before all others.
    pub fn insert(
        &mut self,
        whole: Span,
        items: &[Span],
        anchor: Option<usize>,
        print: impl Fn(&Style, &str) -> String,
    ) {
        let Some(first) = items.first() else {
            self.insert_first(whole, print);
            return;
        };
        let newline = self.style.newline;
        let own_lines = self.starts_line(first.start);
        let indent = self.indent_at(first.start);
        let item = print(&self.style, if own_lines { &indent } else { "" });
        let Some(before) = anchor.and_then(|at| items.get(at)) else {
            let text = if own_lines {
                format!("{item},{newline}{indent}")
            } else {
                format!("{}, ", inline_of(&item))
            };
            self.put(first.start, first.start, text);
            return;
        };
        let comma = self.comma_after(before.end);
        if own_lines {
            let at = self.line_end(comma.map_or(before.end, |comma| comma + 1));
            // Where no comma stands yet, the first that comes brings one, and each further one brings its own.
            let (lead, tail) = match comma {
                Some(_) => ("", ","),
                None if self.commas.insert(before.end) => {
                    self.put(before.end, before.end, ",".to_owned());
                    ("", "")
                }
                None => (",", ""),
            };
            self.put(at, at, format!("{lead}{newline}{indent}{item}{tail}"));
        } else {
            self.put(before.end, before.end, format!(", {}", inline_of(&item)));
        }
    }

    /// Puts an item into brackets that were empty, behind those that it put there before.
    fn insert_first(&mut self, whole: Span, print: impl Fn(&Style, &str) -> String) {
        let newline = self.style.newline;
        let outer = self.indent_at(whole.start);
        let indent = format!("{outer}{}", self.style.indent);
        let item = print(&self.style, &indent);
        if let Some(first) = self.firsts.get_mut(&whole.end) {
            first.items.push(item);
            return;
        }
        let body = self.text.get(whole.start + 1..whole.end.saturating_sub(1)).unwrap_or_default();
        let has_comments = body.contains('\n');
        // Where only comments stand between the brackets the items go behind them.
        let start = if has_comments { whole.start + 1 + body.trim_end().len() } else { whole.end - 1 };
        let before = format!("{newline}{indent}");
        let behind = format!(",{newline}{outer}");
        let first = First { edit: self.edits.len(), has_comments, before, behind, items: vec![item] };
        self.firsts.insert(whole.end, first);
        self.put(start, whole.end - 1, String::new());
    }

    /// Takes items out; neighbours in one go, so that commas are left right.
    pub fn remove(&mut self, whole: Span, items: &[Span], mut gone: Vec<usize>) {
        gone.sort_unstable();
        for run in gone.chunk_by(|a, b| a + 1 == *b) {
            let (Some(&first), Some(&last)) = (run.first(), run.last()) else { continue };
            let (Some(from), Some(to)) = (items.get(first), items.get(last)) else { continue };
            let behind = self.comma_after(to.end).map_or(to.end, |comma| comma + 1);
            let ends = self.line_end(behind);
            let alone = self.starts_line(from.start) && self.at_line_end(ends);
            if alone {
                let start = self.line_start(from.start);
                let end = self.after_newline(ends);
                self.put(start, end, String::new());
                continue;
            }
            let before = first.checked_sub(1).and_then(|at| items.get(at));
            let is_last = last + 1 >= items.len();
            let own_lines = items.first().is_some_and(|item| self.starts_line(item.start));
            match before {
                // On one line the comma goes that stands before; over lines it stays, as a trailing one.
                Some(before) if is_last && !own_lines && self.is_bare(before.end, from.start) => {
                    self.put(before.end, to.end, String::new());
                }
                // What stands behind its comma belongs to what comes next: only blanks go.
                _ => {
                    let rest = self.text.get(behind..whole.end - 1).unwrap_or_default();
                    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
                    let end = if is_last { behind } else { behind + blanks };
                    self.put(from.start, end.min(whole.end - 1), String::new());
                }
            }
        }
    }

    /// Whether only a comma and blanks stand between two items.
    fn is_bare(&self, from: usize, to: usize) -> bool {
        self.text.get(from..to).is_some_and(|between| between.chars().all(|c| matches!(c, ',' | ' ')))
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// Where the line of `at` begins; of a very long line, as programs write it, not further back than [`FAR`].
    fn line_start(&self, at: usize) -> usize {
        let from = at.saturating_sub(FAR);
        let before = self.text.as_bytes().get(from..at).unwrap_or_default();
        memchr::memrchr(b'\n', before).map_or(from, |newline| from + newline + 1)
    }

    /// Whether only white space stands before `at` on its line, which is not the first.
    pub fn starts_line(&self, at: usize) -> bool {
        let before = self.text.get(..at).unwrap_or_default();
        before.trim_end_matches(|c: char| c.is_whitespace() && c != '\n').ends_with('\n')
    }

    /// The white space at the beginning of the line of `at`.
    pub fn indent_at(&self, at: usize) -> String {
        let line = self.text.as_bytes().get(self.line_start(at)..at).unwrap_or_default();
        let blanks = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t'));
        blanks.map(|byte| char::from(*byte)).collect()
    }

    /// The comma that follows an item, comments between them passed over.
    fn comma_after(&self, at: usize) -> Option<usize> {
        let token = Scanner::new(self.text, at).next().ok()?;
        (token.kind == Kind::Mark(b',')).then_some(token.span.start)
    }

    /// From behind an item: the end of its line, comments on the line passed over; `at` itself where something else
    /// stands on the line.
    fn line_end(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        let first = rest.chars().find(|c| !c.is_whitespace() || *c == '\n');
        if !matches!(first, None | Some('\n' | '/')) {
            return at;
        }
        let line = rest.split('\n').next().unwrap_or_default();
        let line = line.strip_suffix('\r').unwrap_or(line);
        let tail = line.trim_start();
        let is_comment =
            tail.starts_with("//") || (tail.starts_with("/*") && tail.find("*/") == Some(tail.len() - 2));
        if tail.is_empty() || is_comment { at + line.len() } else { at }
    }

    fn at_line_end(&self, at: usize) -> bool {
        matches!(self.byte(at), None | Some(b'\n' | b'\r'))
    }

    fn after_newline(&self, at: usize) -> usize {
        match (self.byte(at), self.byte(at + 1)) {
            (Some(b'\r'), Some(b'\n')) => at + 2,
            (Some(b'\n'), _) => at + 1,
            _ => at,
        }
    }
}

/// An item that was printed over lines, on one.
fn inline_of(item: &str) -> String {
    if !item.contains('\n') {
        return item.to_owned();
    }
    let wrapped = format!("[{item}]");
    let span = Span { start: 0, end: wrapped.len() };
    match super::parse(&wrapped, span).map(|node| node.value) {
        Ok(Value::List(items)) => items.first().map(inline).unwrap_or_default(),
        _ => item.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ron::parse;

    fn patched(text: &str, wanted: &str) -> String {
        let read = |text| parse(text, Span { start: 0, end: str::len(text) }).unwrap();
        let (node, new, mut patch) = (read(text), read(wanted), Patch::new(text));
        patch.value(&node, &strip(&node), &strip(&new));
        let result = patch.apply();
        assert_eq!(strip(&read(&result)), strip(&new), "{result}");
        result
    }

    fn strip<'t>(node: &Node<'t>) -> Node<'t> {
        let span = Span { start: 0, end: 0 };
        let value = match node.value.clone() {
            Value::Struct(name, fields) => Value::Struct(
                name,
                fields
                    .iter()
                    .map(|f| Field { name: f.name, name_span: span, node: strip(&f.node) })
                    .collect(),
            ),
            Value::Tuple(name, items) => Value::Tuple(name, items.iter().map(strip).collect()),
            Value::List(items) => Value::List(items.iter().map(strip).collect()),
            other => other,
        };
        Node { span, value }
    }

    #[test]
    fn one_changed_field_changes_one_line() {
        let text = "(\n    id: \"a\", // keep\n    /* and */ name: \"Old\",\n\n    kind: State,\n)";
        assert_eq!(patched(text, "(id: \"a\", name: \"New\", kind: State)"), text.replace("Old", "New"));
    }

    #[test]
    fn a_field_comes_behind_the_one_before_it_and_goes_with_its_line() {
        let text = "(\n  id: \"a\", // why\n  kind: State\n)";
        let with = patched(text, "(id: \"a\", name: \"N\", kind: State)");
        assert_eq!(with, "(\n  id: \"a\", // why\n  name: \"N\",\n  kind: State\n)");
        assert_eq!(patched(&with, "(id: \"a\", kind: State)"), text);
        assert_eq!(
            patched(text, "(id: \"a\", kind: State, note: \"x\")"),
            "(\n  id: \"a\", // why\n  kind: State,\n  note: \"x\"\n)"
        );
    }

    #[test]
    fn a_struct_that_gets_a_name_is_written_anew() {
        assert_eq!(patched("[(a: 1), (b: 2)]", "[(a: 1), Named(b: 2)]"), "[(a: 1), Named(b: 2)]");
        assert_eq!(patched("[ Named  (b: 2, c: 3)]", "[Named(b: 2, c: 4)]"), "[ Named  (b: 2, c: 4)]");
    }

    #[test]
    fn on_one_line_commas_stay_right() {
        assert_eq!(
            patched("(id: \"a\", kind: B)", "(id: \"a\", n: 1, kind: B)"),
            "(id: \"a\", n: 1, kind: B)"
        );
        assert_eq!(patched("(a: 1, b: 2)", "(a: 1)"), "(a: 1)");
        assert_eq!(patched("(a: 1, b: 2,)", "(b: 2)"), "(b: 2,)");
        assert_eq!(patched("[1, 2, 3]", "[1]"), "[1]");
        assert_eq!(patched("[1, 2, 3]", "[3]"), "[3]");
        assert_eq!(patched("[1, 2, 3,]", "[]"), "[]");
        assert_eq!(patched("[1, 3]", "[1, 2, 3, 4]"), "[1, 2, 3, 4]");
        assert_eq!(patched("[]", "[1]"), "[1]");
        assert_eq!(patched("[2]", "[1, 2]"), "[1, 2]");
    }

    #[test]
    fn several_items_come_into_empty_brackets_on_one_line_or_each_on_its_own() {
        let short = "(id: \"a\")";
        assert_eq!(patched("[]", &format!("[{short}, {short}]")), format!("[{short}, {short}]"));
        let long = format!("(id: \"{}\")", "a".repeat(60));
        let lines = format!("(\n    l: [\n        {long},\n        {short},\n    ],\n)");
        assert_eq!(patched("(\n    l: [],\n)", &format!("(l: [{long}, {short}])")), lines);
        assert_eq!(patched("[\n    // none yet\n]", "[1, 2]"), "[\n    // none yet\n    1,\n    2,\n]");
        for count in 0..20 {
            let wanted = format!("[{}]", vec![short; count].join(", "));
            let text = patched("[]", &wanted);
            assert!(!text.lines().any(|line| line.ends_with(' ')), "{text}");
        }
    }

    #[test]
    fn steps_come_and_go_one_a_line_and_their_comments_stay() {
        let text = "[\r\n\t// first\r\n\t(on: \"1\"), // one\r\n\t// third\r\n\t(on: \"3\")\r\n]";
        assert_eq!(
            patched(text, "[(on: \"1\"), (on: \"2\"), (on: \"3\")]"),
            "[\r\n\t// first\r\n\t(on: \"1\"), // one\r\n\t(on: \"2\"),\r\n\t// third\r\n\t(on: \"3\")\r\n]"
        );
        assert_eq!(
            patched(text, "[(on: \"1\"), (on: \"3\"), (on: \"4\")]"),
            "[\r\n\t// first\r\n\t(on: \"1\"), // one\r\n\t// third\r\n\t(on: \"3\"),\r\n\t(on: \"4\")\r\n]"
        );
        assert_eq!(patched(text, "[(on: \"1\"), (on: \"9\")]"), text.replace('3', "9"));
        assert_eq!(patched("[\n  1,\n  2 // two\n]", "[1, 2, 3, 4]"), "[\n  1,\n  2, // two\n  3,\n  4\n]");
        assert_eq!(patched(text, "[(on: \"3\")]"), "[\r\n\t// first\r\n\t// third\r\n\t(on: \"3\")\r\n]");
    }

    #[test]
    fn empty_brackets_with_a_comment_keep_it() {
        assert_eq!(patched("[\n    // none yet\n]", "[1]"), "[\n    // none yet\n    1,\n]");
    }

    #[test]
    fn comments_between_an_item_and_its_comma_stay() {
        assert_eq!(patched("(a: 1 /* x */ , b: 2)", "(a: 3, b: 2)"), "(a: 3 /* x */ , b: 2)");
        let text = "[\n  1 // one\n  , 2\n]";
        let _ = patched(text, "[1, 2, 3]");
        let _ = patched(text, "[2]");
        let _ = patched(text, "[1]");
    }
}
