//! Where the fields and the records of a file stand, found without reading the records.

use std::ops::ControlFlow;

use super::scan::{Kind, Scanner, Token};
use super::{MAX_DEPTH, SyntaxError};
use crate::ron::node::Span;

/// One field of the file's struct.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section<'t> {
    /// Its name.
    pub name: &'t str,
    /// Where the name stands.
    pub name_span: Span,
    /// Where its value stands.
    pub span: Span,
    /// Where the items stand, when it is a list.
    pub items: Option<Vec<Span>>,
}

/// The fields of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline<'t> {
    /// The fields in their order.
    pub sections: Vec<Section<'t>>,
    /// From the opening to the closing parenthesis.
    pub span: Span,
}

/// What is found on the way through a file, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found<'t> {
    /// A list begins: its name, and where the name stands.
    List(&'t str, Span),
    /// An item of the list that has begun last.
    Item(Span),
    /// A field ends. The items of a list were told one by one: `items` is empty there.
    End(Section<'t>),
}

/// Finds the fields of a file and the items of those that are lists.
///
/// # Errors
/// Where brackets or quotes do not match, or the text is no struct: then nothing in it can be relied on.
pub fn outline(text: &str) -> Result<Outline<'_>, SyntaxError> {
    let (mut sections, mut items) = (Vec::new(), Vec::new());
    let span = outline_with(text, &mut |found| match found {
        Found::List(..) => {}
        Found::Item(span) => items.push(span),
        Found::End(mut section) => {
            if let Some(list) = &mut section.items {
                *list = std::mem::take(&mut items);
            }
            sections.push(section);
        }
    })?;
    Ok(Outline { sections, span })
}

/// The same, told one by one as they are found; returns what the whole spans.
///
/// # Errors
/// As [`outline`]; what was told until then cannot be relied on.
pub fn outline_with<'t>(text: &'t str, found: &mut dyn FnMut(Found<'t>)) -> Result<Span, SyntaxError> {
    let mut all = |it| {
        found(it);
        ControlFlow::Continue(())
    };
    match walk(text, &mut all)? {
        ControlFlow::Continue(span) => Ok(span),
        // Nobody has stopped it.
        ControlFlow::Break(()) => Ok(Span::default()),
    }
}

/// Where the value of the first field of the file with this name stands. What follows is not read: whether the file can
/// be read to its end nobody knows.
///
/// # Errors
/// As [`outline`], as far as it was read.
pub fn find_field(text: &str, name: &str) -> Result<Option<Span>, SyntaxError> {
    let mut place = None;
    let _ = walk(text, &mut |found| match found {
        Found::End(section) if section.name == name => {
            place = Some(section.span);
            ControlFlow::Break(())
        }
        _ => ControlFlow::Continue(()),
    })?;
    Ok(place)
}

/// The same as [`outline_with`], until `found` has enough.
fn walk<'t>(
    text: &'t str,
    found: &mut dyn FnMut(Found<'t>) -> ControlFlow<()>,
) -> Result<ControlFlow<(), Span>, SyntaxError> {
    let mut walk = Walk { scanner: Scanner::new(text, 0) };
    let open = walk.head()?;
    loop {
        let token = walk.scanner.next()?;
        let name_span = match token.kind {
            Kind::Mark(b')') => {
                walk.end()?;
                return Ok(ControlFlow::Continue(Span { start: open.span.start, end: token.span.end }));
            }
            Kind::Name => token.span,
            Kind::End => return Err(unclosed(open)),
            _ => return Err(expected(token.span, "a field's name or )")),
        };
        let colon = walk.scanner.next()?;
        if colon.kind != Kind::Mark(b':') {
            return Err(expected(colon.span, "a colon after the field's name"));
        }
        let name = walk.scanner.slice(name_span);
        let (span, is_list, last) = walk.section(name, name_span, &mut |it| _ = found(it))?;
        if found(Found::End(Section { name, name_span, span, items: is_list.then(Vec::new) })).is_break() {
            return Ok(ControlFlow::Break(()));
        }
        if last.kind == Kind::Mark(b')') {
            walk.end()?;
            return Ok(ControlFlow::Continue(Span { start: open.span.start, end: last.span.end }));
        }
        if last.kind == Kind::End {
            return Err(unclosed(open));
        }
    }
}

fn expected(span: Span, what: &str) -> SyntaxError {
    SyntaxError::new(span, format!("{what} is expected here"), format!("write {what}"))
}

fn unclosed(open: Token) -> SyntaxError {
    SyntaxError::new(
        open.span,
        "this bracket is never closed",
        "the file may have been cut short: close it, or restore a backup",
    )
}

struct Walk<'t> {
    scanner: Scanner<'t>,
}

impl<'t> Walk<'t> {
    /// Passes `#![enable(…)]` lines and an optional name, and returns the opening parenthesis.
    fn head(&mut self) -> Result<Token, SyntaxError> {
        loop {
            let token = self.scanner.next()?;
            match token.kind {
                Kind::Mark(b'#') => self.attribute(token)?,
                Kind::Mark(b'(') => return Ok(token),
                Kind::End => {
                    let help = "a state file is a struct: (schema: 2, title: \"…\", subjects: [ … ], …)";
                    return Err(SyntaxError::new(token.span, "the file is empty", help));
                }
                _ => return Err(expected(token.span, "the opening ( of the file's struct")),
            }
        }
    }

    /// After `#`: `![enable(…)]`. The `!` is no token of its own, so it is stepped over here.
    fn attribute(&mut self, hash: Token) -> Result<(), SyntaxError> {
        let bang = Span { start: hash.span.end, end: hash.span.end + 1 };
        if self.scanner.slice(bang) != "!" {
            return Err(expected(hash.span, "#![enable(…)]"));
        }
        self.scanner.jump(bang.end);
        let open = self.scanner.next()?;
        if open.kind != Kind::Mark(b'[') {
            return Err(expected(open.span, "["));
        }
        self.balanced(open)?;
        Ok(())
    }

    fn end(&mut self) -> Result<(), SyntaxError> {
        let token = self.scanner.next()?;
        if token.kind == Kind::End {
            return Ok(());
        }
        Err(SyntaxError::new(
            token.span,
            "something follows the end of the file's struct",
            "remove it, or mend the brackets before it",
        ))
    }

    /// One field's value; returns its span, whether it is a list, and the comma or parenthesis after it.
    fn section(
        &mut self,
        name: &'t str,
        name_span: Span,
        found: &mut dyn FnMut(Found<'t>),
    ) -> Result<(Span, bool, Token), SyntaxError> {
        let first = self.scanner.next()?;
        if first.kind != Kind::Mark(b'[') {
            let (span, last) = self.value(first)?;
            return Ok((span, false, last));
        }
        found(Found::List(name, name_span));
        loop {
            let token = self.scanner.next()?;
            let end = match token.kind {
                Kind::Mark(b']') => token.span.end,
                Kind::End => return Err(unclosed(first)),
                _ => {
                    let (span, last) = self.value(token)?;
                    found(Found::Item(span));
                    match last.kind {
                        Kind::Mark(b',') => continue,
                        Kind::Mark(b']') => last.span.end,
                        Kind::End => return Err(unclosed(first)),
                        _ => return Err(mismatch(first, last)),
                    }
                }
            };
            let after = self.scanner.next()?;
            return match after.kind {
                Kind::Mark(b',' | b')') | Kind::End => {
                    Ok((Span { start: first.span.start, end }, true, after))
                }
                _ => Err(expected(after.span, "a comma")),
            };
        }
    }

    /// From the first token of a value to the comma, closing bracket or end after it.
    fn value(&mut self, first: Token) -> Result<(Span, Token), SyntaxError> {
        let mut token = first;
        let mut end = first.span.start;
        loop {
            match token.kind {
                Kind::Mark(b',' | b')' | b']' | b'}') | Kind::End => {
                    if end == first.span.start {
                        return Err(expected(token.span, "a value"));
                    }
                    return Ok((Span { start: first.span.start, end }, token));
                }
                Kind::Mark(b'(' | b'[' | b'{') => end = self.balanced(token)?,
                _ => end = token.span.end,
            }
            token = self.scanner.next()?;
        }
    }

    /// Passes everything up to the bracket that closes `open`; returns the end of that bracket.
    fn balanced(&mut self, open: Token) -> Result<usize, SyntaxError> {
        if let Some(end) = self.scanner.pass_balanced(open.span.start) {
            self.scanner.jump(end);
            return Ok(end);
        }
        // Something is wrong, or unusual: token by token, so that it is named.
        let mut stack = vec![open];
        while let Some(top) = stack.last().copied() {
            let token = self.scanner.next()?;
            match token.kind {
                Kind::Mark(b'(' | b'[' | b'{') => {
                    if stack.len() > MAX_DEPTH {
                        let help = format!("at most {MAX_DEPTH} levels");
                        return Err(SyntaxError::new(token.span, "nested too deeply", help));
                    }
                    stack.push(token);
                }
                Kind::Mark(b')' | b']' | b'}') => {
                    if !closes(top, token) {
                        return Err(mismatch(top, token));
                    }
                    stack.pop();
                    if stack.is_empty() {
                        return Ok(token.span.end);
                    }
                }
                Kind::End => return Err(unclosed(top)),
                _ => {}
            }
        }
        Ok(open.span.end)
    }
}

fn closes(open: Token, close: Token) -> bool {
    matches!(
        (open.kind, close.kind),
        (Kind::Mark(b'('), Kind::Mark(b')'))
            | (Kind::Mark(b'['), Kind::Mark(b']'))
            | (Kind::Mark(b'{'), Kind::Mark(b'}'))
    )
}

fn mismatch(open: Token, close: Token) -> SyntaxError {
    let mark = |token: Token| match token.kind {
        Kind::Mark(byte) => char::from(byte),
        _ => ' ',
    };
    SyntaxError::new(
        close.span,
        format!("{} does not close the {} that is open", mark(close), mark(open)),
        "close the inner bracket first: one is missing or stands in the wrong place",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_records_of_each_list_are_found_whatever_stands_between_them() {
        let text = "\u{feff}#![enable(implicit_some)]\r\n// head ( [\n(schema: 2, subjects: [\n(id: \"a)\"), /* ] */ (id: 'b', x: [1]),\n], events: [],)";
        let outline = outline(text).unwrap();
        let names: Vec<_> = outline.sections.iter().map(|s| s.name).collect();
        assert_eq!(names, ["schema", "subjects", "events"]);
        let actors = outline.sections[1].items.as_ref().unwrap();
        let written: Vec<_> = actors.iter().map(|span| &text[span.start..span.end]).collect();
        assert_eq!(written, ["(id: \"a)\")", "(id: 'b', x: [1])"]);
        assert_eq!(outline.sections[2].items, Some(Vec::new()));
    }

    #[test]
    fn a_field_is_found_without_reading_what_follows_it() {
        let found =
            |text: &'static str| find_field(text, "schema").map(|it| it.map(|it| &text[it.start..it.end]));
        assert_eq!(found("(schema: 1, title: \"T\", actors: [(("), Ok(Some("1")));
        assert_eq!(
            found("// schema: 3\n(title: \"schema: 4\", actors: [(schema: 5)], schema: 2)"),
            Ok(Some("2"))
        );
        assert_eq!(found("(title: \"T\")"), Ok(None));
        assert!(found("(actors: [(").is_err());
    }

    #[test]
    fn a_file_cut_short_is_an_error_that_names_the_bracket() {
        for cut in ["(", "(actors: [", "(subjects: [(id: \"a\"", "(subjects: [(id: \"a\")", "(subjects: [] "]
        {
            let error = outline(cut).unwrap_err();
            assert!(error.message.contains("never closed"), "{cut}: {error:?}");
        }
        assert!(outline("").unwrap_err().message.contains("empty"));
        assert!(outline("(a: [(]))").unwrap_err().message.contains("does not close"));
        assert!(outline("() x").unwrap_err().message.contains("follows"));
    }

    #[test]
    fn hostile_nesting_ends_in_bounded_depth() {
        let text = format!("(subjects: {}", "[(".repeat(100_000));
        assert!(outline(&text).unwrap_err().message.contains("deeply"));
    }
}
