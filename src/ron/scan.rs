//! Tokens of RON, with their spans.

use super::{MAX_DEPTH, SyntaxError};
use crate::ron::node::Span;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// One of `( ) [ ] { } : , #`.
    Mark(u8),
    /// A name: a field, a variant, `true`, `None`.
    Name,
    /// A number.
    Number,
    /// A text in quotes, with escapes.
    Text,
    /// A raw text; the number of hashes around it.
    Raw(usize),
    /// A character in single quotes.
    Char,
    /// The end of the text.
    End,
}

/// A token and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: Kind,
    pub span: Span,
}

/// What a byte means outside of texts and comments.
#[derive(Clone, Copy)]
enum Class {
    /// Part of a name or number, a blank, or a mark that nothing hangs on.
    Plain,
    Open,
    Close,
    Quote,
    /// The letter `r`.
    MaybeRaw,
    Slash,
    /// Anything else.
    Unusual,
}

static CLASSES: [Class; 256] = classes();

#[allow(clippy::indexing_slicing, reason = "the index stays below the length of both")]
const fn classes() -> [Class; 256] {
    let mut classes = [Class::Unusual; 256];
    let plain = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.+-:, \t\n\r";
    let mut i = 0;
    while i < plain.len() {
        classes[plain[i] as usize] = Class::Plain;
        i += 1;
    }
    classes[b'(' as usize] = Class::Open;
    classes[b'[' as usize] = Class::Open;
    classes[b'{' as usize] = Class::Open;
    classes[b')' as usize] = Class::Close;
    classes[b']' as usize] = Class::Close;
    classes[b'}' as usize] = Class::Close;
    classes[b'"' as usize] = Class::Quote;
    classes[b'r' as usize] = Class::MaybeRaw;
    classes[b'/' as usize] = Class::Slash;
    classes
}

/// Reads one token after another.
#[derive(Debug, Clone)]
pub(super) struct Scanner<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Scanner<'t> {
    pub fn new(text: &'t str, at: usize) -> Self {
        Self { text, at }
    }

    /// Goes on from another place.
    pub fn jump(&mut self, at: usize) {
        self.at = at;
    }

    /// Whether all of the text has been read.
    pub fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    pub fn slice(&self, span: Span) -> &'t str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// Passes white space and comments.
    fn skip_blank(&mut self) -> Result<(), SyntaxError> {
        loop {
            match self.byte(self.at) {
                Some(b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c) => self.at += 1,
                Some(b'/') => match self.byte(self.at + 1) {
                    Some(b'/') => {
                        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
                        self.at += rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
                    }
                    Some(b'*') => self.skip_block_comment()?,
                    _ => return Ok(()),
                },
                // White space beyond ASCII that Rust's Pattern_White_Space knows, and a byte order mark.
                Some(byte) if byte >= 0x80 => {
                    let next = self.text.get(self.at..).and_then(|rest| rest.chars().next());
                    match next {
                        Some(c @ ('\u{85}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}')) => {
                            self.at += c.len_utf8();
                        }
                        Some(c @ '\u{feff}') if self.at == 0 => self.at += c.len_utf8(),
                        _ => return Ok(()),
                    }
                }
                _ => return Ok(()),
            }
        }
    }

    fn skip_block_comment(&mut self) -> Result<(), SyntaxError> {
        let start = self.at;
        let mut depth = 0usize;
        loop {
            match (self.byte(self.at), self.byte(self.at + 1)) {
                (Some(b'/'), Some(b'*')) => {
                    depth += 1;
                    self.at += 2;
                }
                (Some(b'*'), Some(b'/')) => {
                    depth = depth.saturating_sub(1);
                    self.at += 2;
                    if depth == 0 {
                        return Ok(());
                    }
                }
                (Some(_), _) => self.at += 1,
                (None, _) => {
                    let span = Span { start, end: start + 2 };
                    return Err(SyntaxError::new(span, "this comment is never closed", "close it with */"));
                }
            }
        }
    }

    /// The next token.
    pub fn next(&mut self) -> Result<Token, SyntaxError> {
        self.skip_blank()?;
        let start = self.at;
        let Some(byte) = self.byte(start) else {
            return Ok(Token { kind: Kind::End, span: Span { start, end: start } });
        };
        let kind = match byte {
            b'"' => self.quoted()?,
            b'\'' => self.character()?,
            b'r' if self.raw_hashes().is_some() => self.raw()?,
            b'(' | b')' | b'[' | b']' | b'{' | b'}' | b':' | b',' | b'#' => {
                self.at += 1;
                Kind::Mark(byte)
            }
            b'0'..=b'9' | b'+' | b'-' | b'.' => {
                self.run(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'+' | b'-'));
                Kind::Number
            }
            _ if byte == b'_' || byte.is_ascii_alphabetic() => {
                self.run(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'+' | b'-'));
                Kind::Name
            }
            _ => return Err(self.stray(start)),
        };
        Ok(Token { kind, span: Span { start, end: self.at } })
    }

    fn run(&mut self, belongs: impl Fn(u8) -> bool) {
        self.at += 1;
        while self.byte(self.at).is_some_and(&belongs) {
            self.at += 1;
        }
    }

    /// From an opening bracket to behind the one that closes it, without making tokens. `None` where anything is
    /// unusual or wrong: then the tokens tell.
    pub fn pass_balanced(&self, open: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut stack = [0u8; MAX_DEPTH];
        let (mut depth, mut at) = (0usize, open);
        loop {
            let byte = *bytes.get(at)?;
            match CLASSES.get(usize::from(byte))? {
                Class::Plain => at += 1,
                Class::Open => {
                    *stack.get_mut(depth)? = byte;
                    depth += 1;
                    at += 1;
                }
                Class::Close => {
                    depth -= 1;
                    // The two of a pair lie one or two apart in ASCII.
                    if !matches!(byte.wrapping_sub(*stack.get(depth)?), 1 | 2) {
                        return None;
                    }
                    at += 1;
                    if depth == 0 {
                        return Some(at);
                    }
                }
                Class::Quote => {
                    at += 1;
                    loop {
                        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
                        if bytes.get(at) == Some(&b'"') {
                            break;
                        }
                        at += 2;
                    }
                    at += 1;
                }
                Class::MaybeRaw => {
                    // A raw text begins like a name.
                    let in_name = at
                        .checked_sub(1)
                        .and_then(|before| bytes.get(before))
                        .is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'+' | b'-'));
                    if !in_name && matches!(bytes.get(at + 1), Some(b'"' | b'#')) {
                        return None;
                    }
                    at += 1;
                }
                Class::Slash => {
                    if bytes.get(at + 1) != Some(&b'/') {
                        return None;
                    }
                    at += memchr::memchr(b'\n', bytes.get(at..)?)?;
                }
                Class::Unusual => return None,
            }
        }
    }

    fn stray(&self, start: usize) -> SyntaxError {
        let next = self.text.get(start..).and_then(|rest| rest.chars().next()).unwrap_or('\u{fffd}');
        let span = Span { start, end: start + next.len_utf8() };
        let help = match next {
            '\0' => "the file holds a NUL byte: it is damaged or no text; restore it from a backup",
            '“' | '”' | '„' | '«' | '»' => "write texts in straight quotes: \"…\"",
            _ => "remove it, or put it into quotes if it belongs to a text",
        };
        SyntaxError::new(span, format!("{:?} does not belong here", next.to_string()), help)
    }

    fn unclosed(start: usize, what: &str) -> SyntaxError {
        let span = Span { start, end: start + 1 };
        SyntaxError::new(span, format!("this {what} is never closed"), "add the closing quote")
    }

    fn quoted(&mut self) -> Result<Kind, SyntaxError> {
        let start = self.at;
        self.at += 1;
        let bytes = self.text.as_bytes();
        while let Some(found) = bytes.get(self.at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
            self.at += found;
            if self.byte(self.at) == Some(b'"') {
                self.at += 1;
                return Ok(Kind::Text);
            }
            self.at += 2;
        }
        self.at = self.text.len();
        Err(Self::unclosed(start, "text"))
    }

    fn character(&mut self) -> Result<Kind, SyntaxError> {
        let start = self.at;
        self.at += 1;
        loop {
            match self.byte(self.at) {
                Some(b'\'') if self.at > start + 1 => {
                    self.at += 1;
                    return Ok(Kind::Char);
                }
                Some(b'\\') => self.at += 2,
                Some(b'\n') | None => {
                    self.at = self.at.min(self.text.len());
                    let help = "write texts in double quotes: \"…\"";
                    let span = Span { start, end: start + 1 };
                    return Err(SyntaxError::new(span, "this single quote is never closed", help));
                }
                Some(_) => self.at += 1,
            }
        }
    }

    /// How many hashes stand between an `r` here and the quote of a raw text.
    fn raw_hashes(&self) -> Option<usize> {
        let rest = self.text.as_bytes().get(self.at + 1..)?;
        let hashes = rest.iter().take_while(|b| **b == b'#').count();
        (rest.get(hashes) == Some(&b'"')).then_some(hashes)
    }

    fn raw(&mut self) -> Result<Kind, SyntaxError> {
        let start = self.at;
        let hashes = self.raw_hashes().unwrap_or_default();
        let close = format!("\"{}", "#".repeat(hashes));
        let body = start + 2 + hashes;
        let Some(length) = self.text.get(body..).and_then(|rest| rest.find(&close)) else {
            self.at = self.text.len();
            return Err(Self::unclosed(start, "raw text"));
        };
        self.at = body + length + close.len();
        Ok(Kind::Raw(hashes))
    }
}
