//! OFAC's delta files: what one publication changed. By its schema,
//! `https://www.treasury.gov/ofac/downloads/sanctions/1.0/DeltaFile.xsd`, an entity has an `action` where it was added or
//! removed; where it has none, only things in it have changed, each of which then has its own.

use std::io::BufRead;

use super::super::bounds::MOST_ENTRIES;
use super::super::delta::{Action, Change, OnList};
use super::super::refused::Refused;
use super::super::written::date;
use super::super::xml::{Node, walk};
use crate::model::date::Date;

/// What stands in a delta.
#[derive(Debug, Default)]
pub(in crate::lists) struct Read {
    /// The day of the publication.
    pub(in crate::lists) on: Option<Date>,
    /// What OFAC calls it.
    pub(in crate::lists) publication_type: String,
    /// Its number, where the file says it.
    pub(in crate::lists) publication: Option<u64>,
    /// What it changed.
    pub(in crate::lists) changes: Vec<Change>,
}

/// Reads it.
pub(in crate::lists) fn read(input: impl BufRead) -> Result<Read, Refused> {
    let mut read = Read::default();
    let mut change = nothing();
    let mut on_list = None;
    // The name that is being read is the primary one.
    let (mut is_primary, mut primary) = (false, String::new());
    walk(input, |path, node, line| {
        match (path.get(1..).unwrap_or_default(), node) {
            (["publicationInfo", "datePublished"], Node::Closes(text)) => {
                read.on = date(text);
                if read.on.is_none() {
                    return Err(Refused::new(line, format!("the day of the publication, not {text:?}")));
                }
            }
            (["publicationInfo", "publicationType"], Node::Closes(text)) => {
                text.clone_into(&mut read.publication_type);
            }
            (["publicationInfo", "publicationID"], Node::Closes(text)) => {
                read.publication = text.parse().ok();
            }
            (["entities", "entity"], Node::Opens(attributes)) => {
                change = Change {
                    number: attributes.get("id"),
                    action: action(&attributes.get("action"), line)?.unwrap_or(Action::Changed),
                    ..nothing()
                };
                primary.clear();
                if change.number.is_empty() {
                    return Err(Refused::new(line, "an id of an entity"));
                }
            }
            (["entities", "entity", "sanctionsLists", "sanctionsList"], Node::Opens(attributes)) => {
                on_list = action(&attributes.get("action"), line)?;
            }
            (["entities", "entity", "sanctionsLists", "sanctionsList"], Node::Closes(text)) => {
                change.lists.push(OnList { name: text.to_owned(), action: on_list.take() });
            }
            (["entities", "entity", "names", "name"], Node::Opens(_)) => is_primary = false,
            (["entities", "entity", "names", "name", "isPrimary"], Node::Closes(text)) => {
                is_primary = text == "true";
            }
            (
                ["entities", "entity", "names", "name", "translations", "translation", "formattedFullName"],
                Node::Closes(text),
            ) => {
                if change.name.is_empty() {
                    text.clone_into(&mut change.name);
                }
                if is_primary && primary.is_empty() {
                    text.clone_into(&mut primary);
                }
            }
            (["entities", "entity"], Node::Closes(_)) => {
                if !primary.is_empty() {
                    change.name = std::mem::take(&mut primary);
                }
                if read.changes.len() == MOST_ENTRIES {
                    return Err(Refused::too_much(format!("more than {MOST_ENTRIES} entities")));
                }
                read.changes.push(std::mem::replace(&mut change, nothing()));
            }
            _ => {}
        }
        Ok(())
    })?;
    if read.on.is_none() {
        return Err(Refused::here("the day of the publication (datePublished)"));
    }
    Ok(read)
}

fn nothing() -> Change {
    Change { number: String::new(), action: Action::Changed, name: String::new(), lists: Vec::new() }
}

/// What an attribute says that happened; `None` where it is not there.
fn action(word: &str, line: u64) -> Result<Option<Action>, Refused> {
    match word.to_lowercase().as_str() {
        "" => Ok(None),
        "add" => Ok(Some(Action::Added)),
        "remove" => Ok(Some(Action::Removed)),
        "update" | "change" | "modify" => Ok(Some(Action::Changed)),
        _ => Err(Refused::new(line, format!("an action that is add, remove or update, not {word:?}"))),
    }
}
