//! Lists as trees of elements, read as they come.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::bounds::{DEEPEST, LONGEST_FIELD, Pieces};
use super::refused::Refused;

/// What is said of a tag, a text or a comment that is too long.
const LONG: &str = "a tag or a text of more than 1 MiB";

/// Elements of lists are hardly ever deeper.
const USUAL: usize = 16;

/// What happens while a tree is read.
pub(super) enum Node<'a> {
    /// An element begins.
    Opens(&'a Attributes<'a>),
    /// It ends; the text that stood in it.
    Closes(&'a str),
}

/// The attributes of an element.
pub(super) struct Attributes<'a> {
    element: &'a BytesStart<'a>,
}

impl Attributes<'_> {
    /// The text of an attribute; empty where it has none of that name.
    pub(super) fn get(&self, name: &str) -> String {
        let found = self
            .element
            .attributes()
            .with_checks(false)
            .flatten()
            .find(|it| it.key.local_name().as_ref() == name);
        let Some(found) = found else { return String::new() };
        match quick_xml::escape::unescape(&found.value) {
            Ok(text) => text.trim().to_owned(),
            Err(_) => found.value.trim().to_owned(),
        }
    }
}

/// The first value of an element's attributes that refers to something that is not known.
fn unknown_reference(element: &BytesStart<'_>) -> Option<String> {
    if !element.contains('&') {
        return None;
    }
    let mut attributes = element.attributes();
    let mut attributes = attributes.with_checks(false).flatten();
    let unknown = attributes.find(|it| quick_xml::escape::unescape(&it.value).is_err());
    unknown.map(|it| it.value.chars().take(40).collect())
}

/// The names of all open elements without their prefixes, the innermost last. The strings are used again.
#[derive(Default)]
struct Path {
    names: Vec<String>,
    depth: usize,
}

impl Path {
    fn push(&mut self, name: &str) {
        match self.names.get_mut(self.depth) {
            Some(slot) => name.clone_into(slot),
            None => self.names.push(name.to_owned()),
        }
        self.depth += 1;
    }

    /// Hands them on as texts.
    fn with<T>(&self, take: impl FnOnce(&[&str]) -> T) -> T {
        // Of an element that is not deep only a few are written down, and this is done twice an element.
        if self.depth <= USUAL {
            take(self.texts(&mut [""; USUAL]))
        } else {
            take(self.texts(&mut [""; DEEPEST]))
        }
    }

    fn texts<'a, 'b>(&'a self, into: &'b mut [&'a str]) -> &'b [&'a str] {
        for (slot, name) in into.iter_mut().zip(self.names.iter().take(self.depth)) {
            *slot = name;
        }
        into.get(..self.depth).unwrap_or_default()
    }
}

/// Reads a tree to its end. What takes it gets the names of all open elements without their prefixes, the innermost
/// last, what happens, and the line.
pub(super) fn walk(
    input: impl BufRead,
    mut take: impl FnMut(&[&str], Node<'_>, u64) -> Result<(), Refused>,
) -> Result<(), Refused> {
    let mut reader = Reader::from_reader(Pieces::new(input, LONGEST_FIELD as u64, LONG));
    reader.config_mut().expand_empty_elements = true;
    let mut buffer = Vec::new();
    let mut path = Path::default();
    let mut text = String::new();
    loop {
        let line = reader.get_ref().line();
        let refuse = |expected: String| Refused::new(line, expected);
        buffer.clear();
        reader.get_mut().begin();
        let event = reader.read_event_into(&mut buffer).map_err(|error| match error {
            quick_xml::Error::Io(error) => Refused::input(line, &error, "XML"),
            error => refuse(format!("XML: {error}")),
        })?;
        match event {
            Event::Start(_) if path.depth >= DEEPEST => {
                return Err(Refused::bound(line, format!("elements more than {DEEPEST} levels deep")));
            }
            Event::Start(element) => {
                if let Some(value) = unknown_reference(&element) {
                    return Err(refuse(format!("references that are known, not those in {value:?}")));
                }
                path.push(element.local_name().as_ref());
                text.clear();
                path.with(|path| take(path, Node::Opens(&Attributes { element: &element }), line))
                    .map_err(|error| error.or_line(line))?;
            }
            Event::End(_) => {
                path.with(|path| take(path, Node::Closes(text.trim()), line))
                    .map_err(|error| error.or_line(line))?;
                path.depth = path.depth.saturating_sub(1);
                text.clear();
            }
            Event::Text(part) => text.push_str(&part),
            Event::CData(part) => text.push_str(&part),
            Event::GeneralRef(name) => {
                let written = format!("&{};", &*name);
                match quick_xml::escape::unescape(&written) {
                    Ok(meant) => text.push_str(&meant),
                    Err(_) => return Err(refuse(format!("a reference that is known, not {written}"))),
                }
            }
            Event::Eof if path.depth == 0 => return Ok(()),
            Event::Eof => {
                let open = path.with(|names| names.join("><"));
                return Err(refuse(format!("the end of <{open}>: the file is cut off")));
            }
            _ => {}
        }
        // Of many pieces as well a text is bounded.
        if text.len() > LONGEST_FIELD {
            return Err(Refused::bound(line, LONG));
        }
    }
}
