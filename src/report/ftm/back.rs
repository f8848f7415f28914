//! A file of FollowTheMoney that beltui has written, read back as the text of a state file.

use std::collections::BTreeMap;

use serde::Deserialize;
use thiserror::Error;

use crate::model::state::RecordKind;

/// Why a file cannot be read back.
#[derive(Debug, Error)]
pub enum NotOurs {
    /// A line is no entity.
    #[error("line {line} is no entity in JSON: {why}")]
    Line {
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        why: String,
    },
    /// Nothing in it says what beltui had.
    #[error("beltui has not written it: no entity has the head of a state file beside it")]
    Head,
    /// A list that no state file has.
    #[error("line {line} has a record of a list that is not known, {list:?}: a later beltui has written it")]
    List {
        /// The line, from 1.
        line: usize,
        /// The list.
        list: String,
    },
}

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    beltui: Beside,
}

#[derive(Default, Deserialize)]
struct Beside {
    #[serde(default)]
    records: Vec<(String, String)>,
    head: Option<String>,
}

/// The text of the state file of which a file of entities was written. Whether it is right is for who reads it.
///
/// # Errors
/// Where it was not written by beltui, or is damaged.
pub fn back(text: &str) -> Result<String, NotOurs> {
    let mut lists: BTreeMap<RecordKind, Vec<String>> = BTreeMap::new();
    let mut head = None;
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let read: Line = serde_json::from_str(line)
            .map_err(|error| NotOurs::Line { line: at + 1, why: error.to_string() })?;
        head = head.or(read.beltui.head);
        for (list, record) in read.beltui.records {
            let kind = RecordKind::ALL.iter().copied().find(|kind| kind.field() == list);
            let kind = kind.ok_or(NotOurs::List { line: at + 1, list })?;
            lists.entry(kind).or_default().push(record);
        }
    }
    let head = head.ok_or(NotOurs::Head)?;
    let mut state = format!("#![enable(implicit_some)]\n(\n{head}");
    for kind in RecordKind::ALL {
        let records = lists.remove(kind).unwrap_or_default();
        state.push_str(&format!("    {}: [\n", kind.field()));
        for record in records {
            state.push_str(&format!("        {},\n", record.replace('\n', "\n        ")));
        }
        state.push_str("    ],\n");
    }
    Ok(state + ")\n")
}
