//! Screening from the dashboard, on the thread that reads lists: hits become questions.

use std::path::Path;

use chrono::NaiveDate;

use crate::edit::proposal::Proposals;
use crate::lists::screening::{self, Asked, Sources};
use crate::model::state::State;
use crate::store::regular;

use super::named::{archive_at, at_home};

/// Who decides: the name in the settings, else that of the account.
pub(super) fn decider(name: &str) -> String {
    let own = Some(name.trim().to_owned()).filter(|name| !name.is_empty());
    let account = || std::env::var("USER").ok().filter(|name| !name.trim().is_empty());
    own.or_else(account).unwrap_or_else(|| "the user of this file".to_owned())
}

/// Screens a table of names, or without one the subjects of a file, against the lists that are named (`list:sdn.xml`), else
/// the newest copies of the archive, and says what is to be decided.
///
/// # Errors
/// Where the table or the archive cannot be read, or no list can be checked: why, in a sentence.
pub fn to_decide(
    state: &State,
    words: &[String],
    archive: Option<&Path>,
    today: NaiveDate,
    by: &str,
) -> Result<Proposals, String> {
    let (mut lists, mut table) = (Vec::new(), None);
    for word in words {
        match word.strip_prefix("list:") {
            Some(list) => lists.push(at_home(list)),
            None if table.is_none() => table = Some(at_home(word)),
            None => {
                return Err(format!("one table of names, and {word} is a second: list:{word} names a list"));
            }
        }
    }
    let asked: Vec<Asked> = match &table {
        None => state.records().subjects.iter().filter_map(Asked::of_subject).collect(),
        Some(path) => {
            /// No table of names is larger, in bytes.
            const LARGEST: u64 = 64 << 20;
            let file = regular::open(Path::new(path)).map_err(std::io::Error::from);
            let bytes = file.and_then(|file| regular::bytes(file, LARGEST));
            let bytes = bytes.map_err(|error| format!("{error}: the table of names ({path})"))?;
            screening::read(&bytes, None)
                .map_err(|error| format!("{error}: the table of names ({path})"))?
                .asked
        }
    };
    let sources = if lists.is_empty() {
        let archive = archive_at(archive).ok_or("no home directory is known: name a list, list:sdn.xml")?;
        Sources::of_archive(&archive, today).map_err(|error| error.to_string())?
    } else {
        Sources::of_files(&lists, today, today)
    };
    if sources.lists.is_empty() {
        let why: Vec<&str> = sources.failed.iter().chain(&sources.not_checked).map(String::as_str).collect();
        return Err(format!("there is no list to check: {}", why.join("; ")));
    }
    Ok(screening::queue(state, &asked, &sources, today, by))
}
