//! A text that is kept for the next save: a long one is compressed, since nobody looks at it until then.
//!
//! An open handle of the file would not do instead. Another program may write in place (`sed -i` does not, an editor that
//! keeps the inode and a shell's `>` do): then the handle gives what they wrote, and a file that they have cut off, and
//! that is removed as the message about it says, could be written again only without its comments and its layout.

use std::borrow::Cow;

use rayon::prelude::*;

/// So many bytes are compressed together.
const PAGE: usize = 1 << 20;

/// So many bytes are compressed before their memory is given back.
const AT_ONCE: usize = 8 * PAGE;

/// A text shorter than this is kept as it is.
const SHORT: usize = 4 << 20;

/// A text out of the way.
#[derive(Debug, Clone)]
pub struct BaseText(Form);

#[derive(Debug, Clone)]
enum Form {
    Plain(String),
    /// Pages in order, each compressed with its length before it, and the length of all.
    Pressed(Vec<Vec<u8>>, usize),
}

impl Default for BaseText {
    fn default() -> Self {
        Self(Form::Plain(String::new()))
    }
}

impl From<String> for BaseText {
    /// Keeps a text. A long one gives its memory back page by page, so that it is never there twice.
    fn from(text: String) -> Self {
        if text.len() < SHORT {
            return Self(Form::Plain(text));
        }
        let (length, mut bytes) = (text.len(), text.into_bytes());
        let mut parts: Vec<Vec<Vec<u8>>> = Vec::new();
        while !bytes.is_empty() {
            let start = (bytes.len() - 1) / AT_ONCE * AT_ONCE;
            let rest = bytes.get(start..).unwrap_or_default();
            parts.push(rest.par_chunks(PAGE).map(lz4_flex::compress_prepend_size).collect());
            bytes.truncate(start);
            bytes.shrink_to_fit();
        }
        let pages = parts.into_iter().rev().flatten().collect();
        Self(Form::Pressed(pages, length))
    }
}

impl BaseText {
    /// The text as it was; `None` where memory was damaged.
    pub fn text(&self) -> Option<Cow<'_, str>> {
        let (pages, length) = match &self.0 {
            Form::Plain(text) => return Some(Cow::Borrowed(text)),
            Form::Pressed(pages, length) => (pages, *length),
        };
        let mut bytes = Vec::with_capacity(length);
        for page in pages {
            bytes.extend(lz4_flex::decompress_size_prepended(page).ok()?);
        }
        String::from_utf8(bytes).ok().map(Cow::Owned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_back_as_it_was_whatever_its_length() {
        for length in [0, 1, SHORT - 1, SHORT, SHORT + 1, 5 * PAGE, 5 * PAGE + 3] {
            // Letters of two bytes, so that pages end within one.
            let text: String = "äßx"
                .chars()
                .cycle()
                .scan(0, |sum, c| {
                    *sum += c.len_utf8();
                    (*sum <= length).then_some(c)
                })
                .collect();
            let kept = BaseText::from(text.clone());
            assert_eq!(matches!(kept.0, Form::Pressed(..)), text.len() >= SHORT);
            assert!(kept.text().unwrap() == text, "{length}");
        }
    }
}
