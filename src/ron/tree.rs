//! A value of the file as a tree, each part with its span.

use std::borrow::Cow;

use super::scan::{Kind, Scanner, Token};
use super::{MAX_DEPTH, SyntaxError};
use crate::ron::node::{Field, Node, Span, Value};

/// Reads the one value that `span` of the text holds.
///
/// # Errors
/// Where the text is no value, or something follows it.
pub fn parse(text: &str, span: Span) -> Result<Node<'_>, SyntaxError> {
    let cut = text.get(..span.end).unwrap_or(text);
    let mut parser = Parser { scanner: Scanner::new(cut, span.start), ahead: None };
    let node = parser.node(0)?;
    let rest = parser.next()?;
    if rest.kind != Kind::End {
        return Err(parser.unexpected(rest, "a comma or the end of the record"));
    }
    Ok(node)
}

struct Parser<'t> {
    scanner: Scanner<'t>,
    ahead: Option<Token>,
}

impl<'t> Parser<'t> {
    fn next(&mut self) -> Result<Token, SyntaxError> {
        self.ahead.take().map_or_else(|| self.scanner.next(), Ok)
    }

    fn peek(&mut self) -> Result<Token, SyntaxError> {
        let token = self.next()?;
        self.ahead = Some(token);
        Ok(token)
    }

    fn unexpected(&self, token: Token, wanted: &str) -> SyntaxError {
        let found = match token.kind {
            Kind::End => "the end".to_owned(),
            _ => format!("{:?}", self.scanner.slice(token.span).chars().take(40).collect::<String>()),
        };
        SyntaxError::new(
            token.span,
            format!("{found} stands where {wanted} is expected"),
            format!("write {wanted} here"),
        )
    }

    fn node(&mut self, depth: usize) -> Result<Node<'t>, SyntaxError> {
        let token = self.next()?;
        if depth > MAX_DEPTH {
            return Err(SyntaxError::new(
                token.span,
                "nested too deeply",
                format!("at most {MAX_DEPTH} levels"),
            ));
        }
        let start = token.span.start;
        let (value, end) = match token.kind {
            Kind::Mark(b'(') => self.parenthesis(None, depth)?,
            Kind::Mark(b'[') => self.list(depth)?,
            Kind::Mark(b'{') => self.map(depth)?,
            Kind::Text | Kind::Raw(_) => (Value::Text(self.text(token)?), token.span.end),
            Kind::Char => (Value::Char(self.scanner.slice(token.span)), token.span.end),
            Kind::Number => (Value::Number(Cow::Borrowed(self.scanner.slice(token.span))), token.span.end),
            Kind::Name => {
                let name = self.scanner.slice(token.span);
                if self.peek()?.kind == Kind::Mark(b'(') {
                    self.next()?;
                    self.parenthesis(Some(name), depth)?
                } else {
                    (Value::Name(name), token.span.end)
                }
            }
            Kind::Mark(_) | Kind::End => return Err(self.unexpected(token, "a value")),
        };
        Ok(Node { span: Span { start, end }, value })
    }

    /// After an opening parenthesis: fields when the first thing is a name and a colon, else items.
    fn parenthesis(
        &mut self,
        name: Option<&'t str>,
        depth: usize,
    ) -> Result<(Value<'t>, usize), SyntaxError> {
        let first = self.peek()?;
        let is_struct = first.kind == Kind::Name && {
            let mut probe = self.scanner.clone();
            probe.next()?.kind == Kind::Mark(b':')
        };
        if !is_struct {
            let (items, end) = self.items(b')', depth)?;
            return Ok((Value::Tuple(name, items), end));
        }
        let mut fields = Vec::new();
        loop {
            let token = self.next()?;
            match token.kind {
                Kind::Mark(b')') => return Ok((Value::Struct(name, fields), token.span.end)),
                Kind::Name => {}
                _ => return Err(self.unexpected(token, "a field's name or )")),
            }
            let colon = self.next()?;
            if colon.kind != Kind::Mark(b':') {
                return Err(self.unexpected(colon, "a colon after the field's name"));
            }
            let node = self.node(depth + 1)?;
            fields.push(Field { name: self.scanner.slice(token.span), name_span: token.span, node });
            if let Some(end) = self.separator(b')')? {
                return Ok((Value::Struct(name, fields), end));
            }
        }
    }

    /// After an item: a comma, or the closing mark, whose end it returns.
    fn separator(&mut self, close: u8) -> Result<Option<usize>, SyntaxError> {
        let token = self.next()?;
        match token.kind {
            Kind::Mark(b',') => Ok(None),
            Kind::Mark(mark) if mark == close => Ok(Some(token.span.end)),
            _ => Err(self.unexpected(token, &format!("a comma or {:?}", char::from(close)))),
        }
    }

    fn items(&mut self, close: u8, depth: usize) -> Result<(Vec<Node<'t>>, usize), SyntaxError> {
        let mut items = Vec::new();
        loop {
            let token = self.peek()?;
            if token.kind == Kind::Mark(close) {
                self.next()?;
                return Ok((items, token.span.end));
            }
            items.push(self.node(depth + 1)?);
            if let Some(end) = self.separator(close)? {
                return Ok((items, end));
            }
        }
    }

    fn list(&mut self, depth: usize) -> Result<(Value<'t>, usize), SyntaxError> {
        let (items, end) = self.items(b']', depth)?;
        Ok((Value::List(items), end))
    }

    fn map(&mut self, depth: usize) -> Result<(Value<'t>, usize), SyntaxError> {
        let mut pairs = Vec::new();
        loop {
            let token = self.peek()?;
            if token.kind == Kind::Mark(b'}') {
                self.next()?;
                return Ok((Value::Map(pairs), token.span.end));
            }
            let key = self.node(depth + 1)?;
            let colon = self.next()?;
            if colon.kind != Kind::Mark(b':') {
                return Err(self.unexpected(colon, "a colon after the key"));
            }
            pairs.push((key, self.node(depth + 1)?));
            if let Some(end) = self.separator(b'}')? {
                return Ok((Value::Map(pairs), end));
            }
        }
    }

    /// What a text token says, its escapes resolved.
    fn text(&self, token: Token) -> Result<Cow<'t, str>, SyntaxError> {
        let written = self.scanner.slice(token.span);
        let hashes = match token.kind {
            Kind::Raw(hashes) => {
                let body = written.get(2 + hashes..written.len().saturating_sub(1 + hashes));
                return Ok(Cow::Borrowed(body.unwrap_or_default()));
            }
            _ => 0,
        };
        let body = written.get(1 + hashes..written.len().saturating_sub(1)).unwrap_or_default();
        if !body.contains('\\') {
            return Ok(Cow::Borrowed(body));
        }
        unescape(body, token.span.start + 1).map(Cow::Owned)
    }
}

fn unescape(body: &str, offset: usize) -> Result<String, SyntaxError> {
    let mut out = String::with_capacity(body.len());
    let mut chars = body.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        let bad = |length: usize| {
            SyntaxError::new(
                Span { start: offset + at, end: offset + at + length },
                "not an escape",
                "one of \\\" \\' \\\\ \\n \\r \\t \\0 \\xNN \\u{NNNN}; a backslash itself is written \\\\",
            )
        };
        match chars.next().map(|(_, c)| c) {
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('t') => out.push('\t'),
            Some('0') => out.push('\0'),
            Some(c @ ('"' | '\'' | '\\')) => out.push(c),
            Some('x') => {
                let digits: String = chars.by_ref().take(2).map(|(_, c)| c).collect();
                let code = u8::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == 2);
                out.push(char::from(code.ok_or_else(|| bad(2))?));
            }
            Some('u') => {
                let mut digits = String::new();
                if chars.next().map(|(_, c)| c) != Some('{') {
                    return Err(bad(2));
                }
                let closed = loop {
                    match chars.next() {
                        Some((_, '}')) => break true,
                        Some((_, c)) if digits.len() < 6 && c.is_ascii_hexdigit() => digits.push(c),
                        _ => break false,
                    }
                };
                let code = u32::from_str_radix(&digits, 16).ok().filter(|_| closed).and_then(char::from_u32);
                out.push(code.ok_or_else(|| bad(2))?);
            }
            // A backslash at the end of a line joins it to the next, as in Rust.
            Some('\n') => while chars.next_if(|(_, c)| c.is_whitespace()).is_some() {},
            _ => return Err(bad(1)),
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<Node<'_>, SyntaxError> {
        parse(text, Span { start: 0, end: text.len() })
    }

    #[test]
    fn names_of_fields_and_values_keep_their_places() {
        let text = "( id : \"a\", // why\n on: /* x /* y */ */ [1, 2,], )";
        let Value::Struct(None, fields) = read(text).unwrap().value else { panic!("no struct") };
        assert_eq!(fields.iter().map(|f| f.name).collect::<Vec<_>>(), ["id", "on"]);
        assert_eq!(&text[fields[0].node.span.start..fields[0].node.span.end], "\"a\"");
        assert_eq!(&text[fields[1].node.span.start..fields[1].node.span.end], "[1, 2,]");
    }

    #[test]
    fn escapes_and_raw_texts_are_read() {
        let text = |source| match read(source).unwrap().value {
            Value::Text(text) => text.into_owned(),
            other => panic!("{other:?}"),
        };
        assert_eq!(text(r#""a\n\"\\\x41\u{301}""#), "a\n\"\\A\u{301}");
        assert_eq!(text(r##"r#"a "quoted" \n"#"##), "a \"quoted\" \\n");
        assert!(read(r#""\q""#).is_err());
        assert!(read(r#""\u{110000}""#).is_err());
    }

    #[test]
    fn a_nest_without_end_is_an_error_and_not_a_crash() {
        let deep = "[".repeat(200_000);
        assert!(read(&deep).unwrap_err().message.contains("deeply"));
    }

    /// The oracle: what the `ron` crate makes of the same text.
    fn agrees(node: &Node<'_>, value: &ron::Value) -> bool {
        match (&node.value, value) {
            (Value::Text(a), ron::Value::String(b)) => a == b,
            (Value::Number(a), ron::Value::Number(b)) => {
                let float = a.replace('_', "").parse::<f64>();
                float.is_ok_and(|a| (a - (*b).into_f64()).abs() < 1e-9)
            }
            (Value::List(a) | Value::Tuple(_, a), ron::Value::Seq(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| agrees(a, b))
            }
            (Value::Tuple(_, a), ron::Value::Unit) => a.is_empty(),
            (Value::Tuple(_, a), b) if a.len() == 1 => agrees(&a[0], b),
            (Value::Struct(_, a), ron::Value::Map(b)) => {
                a.len() == b.len()
                    && a.iter().zip(b.iter()).all(|(a, (k, v))| {
                        matches!(k, ron::Value::String(k) if k == a.name) && agrees(&a.node, v)
                    })
            }
            _ => false,
        }
    }

    fn value() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            "[a-zA-Zа-яё \u{301}中]{0,8}".prop_map(|s| format!("{s:?}")),
            (0u32..100_000).prop_map(|n| n.to_string()),
            Just("r#\"raw \" text\"#".to_owned()),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            let list = proptest::collection::vec(inner.clone(), 0..4);
            let fields = proptest::collection::vec(("[a-z]{1,6}", inner), 1..4);
            let blank = prop_oneof![Just(" "), Just("\r\n"), Just(" // note ( [\n"), Just(" /* x \" */ ")];
            prop_oneof![
                (list.clone(), blank.clone()).prop_map(|(l, b)| format!("[{b}{}]", l.join(&format!("{b},")))),
                (fields, blank).prop_map(|(mut f, b)| {
                    f.sort();
                    f.dedup_by(|a, b| a.0 == b.0);
                    let body: Vec<_> = f.iter().map(|(k, v)| format!("{b}{k}:{b}{v}")).collect();
                    format!("({},{b})", body.join(","))
                }),
            ]
        })
    }

    proptest! {
        #[test]
        fn the_reader_and_the_ron_crate_agree(text in value()) {
            let ours = read(&text);
            let theirs = ron::from_str::<ron::Value>(&text);
            prop_assert!(ours.is_ok(), "{:?} of {}", ours, text);
            prop_assert!(theirs.is_ok(), "{:?} of {}", theirs, text);
            prop_assert!(agrees(&ours.unwrap(), &theirs.unwrap()), "{}", text);
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "[()\\[\\]{}:,\"'\\\\#r/*a1\n é]{0,60}") {
            let _ = read(&text);
        }
    }
}
