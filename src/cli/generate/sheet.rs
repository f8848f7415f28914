//! The text of a state file, as a person lays it out: what is short stands on one line, the rest a field a line.

use std::io::{self, Write};

/// What stands on one line when it fits into this many characters, indentation included.
const WIDTH: usize = 170;

/// So many bytes are gathered before they are written.
const FULL: usize = 1 << 16;

/// The fields of a struct, put one after another; how they are laid out is decided when all are known.
#[derive(Default)]
pub(super) struct Fields {
    text: String,
    /// Where each field ends in the text.
    ends: Vec<usize>,
}

impl Fields {
    fn put(&mut self, name: &str, value: impl FnOnce(&mut String)) {
        self.text.push_str(name);
        self.text.push_str(": ");
        value(&mut self.text);
        self.ends.push(self.text.len());
    }

    /// A text in quotes.
    pub fn text(&mut self, name: &str, value: &str) {
        self.put(name, |text| quote(text, value));
    }

    /// A word, a number, or anything else that stands as it is.
    pub fn plain(&mut self, name: &str, value: &str) {
        self.put(name, |text| text.push_str(value));
    }

    /// A list of texts; left out where it is empty.
    pub fn texts<T: AsRef<str>>(&mut self, name: &str, values: &[T]) {
        if values.is_empty() {
            return;
        }
        self.put(name, |text| {
            for (at, value) in values.iter().enumerate() {
                text.push_str(if at == 0 { "[" } else { ", " });
                quote(text, value.as_ref());
            }
            text.push(']');
        });
    }

    /// Two texts in parentheses.
    pub fn pair(&mut self, name: &str, a: &str, b: &str) {
        self.put(name, |text| {
            text.push('(');
            quote(text, a);
            text.push_str(", ");
            quote(text, b);
            text.push(')');
        });
    }

    /// A struct in a struct, on one line; it is empty afterwards.
    pub fn nested(&mut self, name: &str, inner: &mut Self) {
        self.put(name, |text| inner.inline(text));
        inner.clear();
    }

    /// A list of structs, each on the one line; left out where it is empty.
    pub fn list(&mut self, name: &str, items: &[String]) {
        if !items.is_empty() {
            self.put(name, |text| {
                text.push('[');
                text.push_str(&items.join(", "));
                text.push(']');
            });
        }
    }

    /// The struct on one line; it is empty afterwards.
    pub fn take(&mut self) -> String {
        let mut text = String::with_capacity(self.text.len() + 16);
        self.inline(&mut text);
        self.clear();
        text
    }

    fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    fn parts(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).filter_map(|(start, &end)| self.text.get(start..end))
    }

    /// How many characters it has on one line.
    fn width(&self) -> usize {
        self.text.chars().count() + 2 * self.ends.len()
    }

    fn inline(&self, out: &mut String) {
        out.push('(');
        for (at, part) in self.parts().enumerate() {
            if at > 0 {
                out.push_str(", ");
            }
            out.push_str(part);
        }
        out.push(')');
    }
}

/// A text in quotes, as the format wants it.
fn quote(out: &mut String, value: &str) {
    out.push('"');
    if value.contains(['"', '\\']) {
        for c in value.chars() {
            if matches!(c, '"' | '\\') {
                out.push('\\');
            }
            out.push(c);
        }
    } else {
        out.push_str(value);
    }
    out.push('"');
}

/// Where the text goes, some of it at a time: a file of a million measures is never whole in memory.
pub(super) struct Sheet<W> {
    out: W,
    text: String,
}

impl<W: Write> Sheet<W> {
    /// An empty sheet over an output.
    pub fn new(out: W) -> Self {
        Self { out, text: String::with_capacity(FULL + (FULL >> 2)) }
    }

    /// One line as it stands.
    pub fn line(&mut self, depth: usize, line: &str) {
        self.indent(depth);
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A struct after a label, on one line where it fits; the fields are empty afterwards.
    pub fn item(&mut self, depth: usize, label: &str, fields: &mut Fields) {
        if 4 * depth + label.len() + fields.width() <= WIDTH {
            self.indent(depth);
            self.text.push_str(label);
            fields.inline(&mut self.text);
            self.text.push_str(",\n");
            fields.clear();
        } else {
            self.indent(depth);
            self.text.push_str(label);
            self.text.push_str("(\n");
            self.lines(depth + 1, fields);
            self.line(depth, "),");
        }
    }

    /// Fields in lines of their own; they are empty afterwards.
    pub fn lines(&mut self, depth: usize, fields: &mut Fields) {
        for part in fields.parts() {
            self.indent(depth);
            self.text.push_str(part);
            self.text.push_str(",\n");
        }
        fields.clear();
    }

    fn indent(&mut self, depth: usize) {
        for _ in 0..depth {
            self.text.push_str("    ");
        }
    }

    /// Writes what there is, once it is enough.
    ///
    /// # Errors
    /// Where the output takes no more.
    pub fn pass_on(&mut self) -> io::Result<()> {
        if self.text.len() < FULL { Ok(()) } else { self.write() }
    }

    fn write(&mut self) -> io::Result<()> {
        self.out.write_all(self.text.as_bytes())?;
        self.text.clear();
        Ok(())
    }

    /// Writes the rest.
    ///
    /// # Errors
    /// Where the output takes no more.
    pub fn finish(mut self) -> io::Result<()> {
        self.write()?;
        self.out.flush()
    }
}
