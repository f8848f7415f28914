//! Plain fields as text, in the style of the file they go into.

use crate::ron::node::{Node, Value};

/// How a file is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Style {
    /// One level of indentation.
    pub indent: String,
    /// The end of a line.
    pub newline: &'static str,
}

/// What stands on one line when it fits into this many characters.
const WIDTH: usize = 110;

impl Style {
    /// The style of a text: its first line end, and the smallest indentation in it.
    pub fn of(text: &str) -> Self {
        let newline = match text.find('\n') {
            Some(at) if text.as_bytes().get(at.wrapping_sub(1)) == Some(&b'\r') => "\r\n",
            _ => "\n",
        };
        let indents = text.lines().take(2000).filter_map(|line| {
            let body = line.trim_start_matches([' ', '\t']);
            let indent = line.get(..line.len() - body.len()).unwrap_or_default();
            (!indent.is_empty() && !body.trim().is_empty() && !body.starts_with(['*', '/'])).then_some(indent)
        });
        let indent = indents.min_by_key(|indent| indent.len()).unwrap_or("    ").to_owned();
        Self { indent, newline }
    }

    /// A value as it stands at a depth that is written as `indent`: on one line where it fits.
    pub fn print(&self, node: &Node<'_>, indent: &str) -> String {
        let line = inline(node);
        let room = WIDTH.saturating_sub(indent.chars().count());
        if line.chars().count() <= room || !has_parts(node) {
            return line;
        }
        self.lines(node, indent)
    }

    /// A record: on one line only where it is short, else one field a line.
    pub fn print_record(&self, node: &Node<'_>, indent: &str) -> String {
        let has_history =
            matches!(&node.value, Value::Struct(_, fields) if fields.iter().any(|f| f.name == "history"));
        if has_history { self.lines(node, indent) } else { self.print(node, indent) }
    }

    fn lines(&self, node: &Node<'_>, indent: &str) -> String {
        let deeper = format!("{indent}{}", self.indent);
        let (open, close, parts): (String, char, Vec<String>) = match &node.value {
            Value::Struct(name, fields) => (
                format!("{}(", name.unwrap_or_default()),
                ')',
                fields.iter().map(|f| format!("{}: {}", f.name, self.print(&f.node, &deeper))).collect(),
            ),
            Value::Tuple(name, items) => (
                format!("{}(", name.unwrap_or_default()),
                ')',
                items.iter().map(|item| self.print(item, &deeper)).collect(),
            ),
            Value::List(items) => {
                ("[".to_owned(), ']', items.iter().map(|item| self.print(item, &deeper)).collect())
            }
            _ => return inline(node),
        };
        let mut out = open;
        for part in parts {
            out.push_str(self.newline);
            out.push_str(&deeper);
            out.push_str(&part);
            out.push(',');
        }
        out.push_str(self.newline);
        out.push_str(indent);
        out.push(close);
        out
    }
}

fn has_parts(node: &Node<'_>) -> bool {
    match &node.value {
        Value::Struct(_, fields) => !fields.is_empty(),
        Value::Tuple(_, items) | Value::List(items) => !items.is_empty(),
        _ => false,
    }
}

/// A value on one line.
pub fn inline(node: &Node<'_>) -> String {
    let joined = |items: &[Node<'_>]| items.iter().map(inline).collect::<Vec<_>>().join(", ");
    match &node.value {
        Value::Struct(name, fields) => {
            let fields: Vec<String> =
                fields.iter().map(|f| format!("{}: {}", f.name, inline(&f.node))).collect();
            format!("{}({})", name.unwrap_or_default(), fields.join(", "))
        }
        Value::Tuple(name, items) => format!("{}({})", name.unwrap_or_default(), joined(items)),
        Value::List(items) => format!("[{}]", joined(items)),
        Value::Map(pairs) => {
            let pairs: Vec<String> =
                pairs.iter().map(|(k, v)| format!("{}: {}", inline(k), inline(v))).collect();
            format!("{{{}}}", pairs.join(", "))
        }
        Value::Text(text) => quoted(text),
        Value::Char(written) => (*written).to_owned(),
        Value::Number(written) => written.clone().into_owned(),
        Value::Name(name) => (*name).to_owned(),
    }
}

/// A text in quotes. Letters of all scripts and their combining marks stand as they are; what cannot be seen is
/// escaped.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control()
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}') =>
            {
                out.push_str(&format!("\\u{{{:x}}}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ron::node::Span;
    use crate::ron::parse;
    use proptest::prelude::*;
    use std::borrow::Cow;

    proptest! {
        #[test]
        fn every_text_comes_back_from_its_quotes(text in any::<String>()) {
            let node = Node { span: Span { start: 0, end: 0 }, value: Value::Text(Cow::Borrowed(&text)) };
            let written = inline(&node);
            let back = parse(&written, Span { start: 0, end: written.len() }).unwrap();
            prop_assert_eq!(back.value, node.value);
            let theirs: String = ron::from_str(&written).unwrap();
            prop_assert_eq!(theirs, text);
        }
    }

    #[test]
    fn the_style_of_a_text_is_its_first_line_end_and_smallest_indentation() {
        let style = Style::of("(\r\n  // note\r\n  a: [\r\n    1,\r\n  ],\r\n)");
        assert_eq!(style, Style { indent: "  ".to_owned(), newline: "\r\n" });
        assert_eq!(Style::of("(\n\ta: 1)").indent, "\t");
    }
}
