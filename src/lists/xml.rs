//! Lists as trees of elements, read as they come.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::bounds::{DEEPEST, LONGEST_FIELD, Pieces};
use super::refused::Refused;

/// What is said of a tag, a text or a comment that is too long.
const LONG: &str = "a tag or a text of more than 1 MiB";

/// What happens while a tree is read. The path holds the names of all open elements without their prefixes, the
/// innermost last.
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

/// Reads a tree to its end.
pub(super) fn walk(
    input: impl BufRead,
    mut take: impl FnMut(&[String], Node<'_>) -> Result<(), Refused>,
) -> Result<(), Refused> {
    let mut reader = Reader::from_reader(Pieces::new(input, LONGEST_FIELD as u64, LONG));
    reader.config_mut().expand_empty_elements = true;
    let mut buffer = Vec::new();
    let mut path: Vec<String> = Vec::new();
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
            Event::Start(_) if path.len() >= DEEPEST => {
                return Err(Refused::bound(line, format!("elements more than {DEEPEST} levels deep")));
            }
            Event::Start(element) => {
                path.push(element.local_name().as_ref().to_owned());
                text.clear();
                take(&path, Node::Opens(&Attributes { element: &element }))
                    .map_err(|error| error.or_line(line))?;
            }
            Event::End(_) => {
                take(&path, Node::Closes(text.trim())).map_err(|error| error.or_line(line))?;
                path.pop();
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
            Event::Eof if path.is_empty() => return Ok(()),
            Event::Eof => {
                return Err(refuse(format!("the end of <{}>: the file is cut off", path.join("><"))));
            }
            _ => {}
        }
        // Of many pieces as well a text is bounded.
        if text.len() > LONGEST_FIELD {
            return Err(Refused::bound(line, LONG));
        }
    }
}
