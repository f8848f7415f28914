//! What a text is besides its lines: a byte order mark, its line ends, and whether the last line has one. Each is
//! merged by itself, so that a side that changed only that has not changed every line.

use std::borrow::Cow;

const BOM: &[u8] = "\u{feff}".as_bytes();

/// What a text is besides its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Form {
    bom: bool,
    crlf: bool,
    /// Whether the last line has an end.
    ended: bool,
}

impl Form {
    fn of(text: &[u8]) -> Self {
        Self { bom: text.starts_with(BOM), crlf: starts_crlf(text), ended: text.last() == Some(&b'\n') }
    }

    fn merged(base: Self, ours: Self, theirs: Self) -> Self {
        let one = |b: bool, o: bool, t: bool| if o == b { t } else { o };
        Self {
            bom: one(base.bom, ours.bom, theirs.bom),
            crlf: one(base.crlf, ours.crlf, theirs.crlf),
            ended: one(base.ended, ours.ended, theirs.ended),
        }
    }

    /// A text of plain lines in this form; `marked` text keeps the end of its last line, which may be a mark.
    pub fn dress(self, plain: &[u8], marked: bool) -> Vec<u8> {
        let mut out = if self.bom { BOM.to_vec() } else { Vec::new() };
        let body = if self.ended || marked { plain } else { plain.strip_suffix(b"\n").unwrap_or(plain) };
        if !self.crlf {
            out.extend_from_slice(body);
            return out;
        }
        for line in body.split_inclusive(|byte| *byte == b'\n') {
            match line.strip_suffix(b"\n") {
                Some(line) => {
                    out.extend_from_slice(line);
                    out.extend_from_slice(b"\r\n");
                }
                None => out.extend_from_slice(line),
            }
        }
        out
    }
}

/// Three texts without what is merged by itself, and the form of what comes of them.
pub(super) struct Plain<'t> {
    pub form: Form,
    pub texts: [Cow<'t, [u8]>; 3],
    /// The line end of a mark between them.
    pub newline: &'static str,
}

/// Whether the first line of a text ends in the way of Windows.
fn starts_crlf(text: &[u8]) -> bool {
    let end = memchr::memchr(b'\n', text).and_then(|at| at.checked_sub(1));
    end.and_then(|at| text.get(at)) == Some(&b'\r')
}

impl<'t> Plain<'t> {
    /// `texts` are the base, ours and theirs.
    pub fn of(texts: [&'t [u8]; 3]) -> Self {
        let [base, ours, theirs] = texts;
        // An empty text says nothing about any of it.
        let form_of = |text: &[u8], other: &[u8]| Form::of(if text.is_empty() { other } else { text });
        let (ours_form, theirs_form) = (form_of(ours, theirs), form_of(theirs, ours));
        let base_form = if base.is_empty() { theirs_form } else { Form::of(base) };
        let mut form = Form::merged(base_form, ours_form, theirs_form);
        // Where line ends are mixed in one text, they are a part of its lines.
        let uniform = texts.iter().all(|text| is_uniform(text));
        let newline = if !uniform && form.crlf { "\r\n" } else { "\n" };
        form.crlf &= uniform;
        let plain = |text: &'t [u8]| {
            let mut text = Cow::Borrowed(text.strip_prefix(BOM).unwrap_or(text));
            if uniform && text.contains(&b'\r') {
                text = Cow::Owned(without_cr(&text));
            }
            if text.last().is_some_and(|last| *last != b'\n') {
                text.to_mut().push(b'\n');
            }
            text
        };
        Self { form, texts: texts.map(plain), newline }
    }
}

/// Whether all lines end alike.
fn is_uniform(text: &[u8]) -> bool {
    let (mut with, mut without) = (false, false);
    for at in memchr::memchr_iter(b'\n', text) {
        let cr = at.checked_sub(1).and_then(|before| text.get(before)) == Some(&b'\r');
        (with, without) = (with || cr, without || !cr);
    }
    !(with && without)
}

fn without_cr(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        match line.strip_suffix(b"\r\n") {
            Some(line) => {
                out.extend_from_slice(line);
                out.push(b'\n');
            }
            None => out.extend_from_slice(line),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_of_one_side_comes_to_the_lines_of_the_other() {
        let merged = |base: &str, ours: &str, theirs: &str, lines: &str| {
            let plain = Plain::of([base.as_bytes(), ours.as_bytes(), theirs.as_bytes()]);
            String::from_utf8(plain.form.dress(lines.as_bytes(), false)).unwrap()
        };
        assert_eq!(merged("a\n", "a\r\n", "b\n", "b\n"), "b\r\n");
        assert_eq!(merged("a\r\n", "a\r\n", "b\n", "b\n"), "b\n");
        assert_eq!(merged("a\n", "\u{feff}a\n", "b", "b\n"), "\u{feff}b");
        assert_eq!(merged("", "a\r\nb\r\n", "a\r\n", "x\n"), "x\r\n");
        // Mixed line ends are kept as they are.
        assert_eq!(merged("a\r\nb\n", "a\r\nb\n", "c\r\nb\n", "c\r\nb\n"), "c\r\nb\n");
    }
}
