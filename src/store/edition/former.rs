//! Copies that were made before it was kept from which edition they come: known by the digests of the editions of that
//! time, or by how much they have of the first one. Of later editions nothing needs to be listed.

use std::borrow::Cow;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::model::record::Record;
use crate::model::state::{RecordKind, State};
use crate::schema::upgrade::{UpgradeError, upgrade};
use crate::store::load::load_text;

/// The digests of the editions that programs shipped which kept no base.
const FORMER: &str = include_str!("../../../assets/editions/former.csv");

/// The text of the first edition.
const FIRST: &str = include_str!("../../../assets/editions/first.ron");

/// A text is an edited copy of the first edition where at least one of so many of its records are there unchanged.
const ONE_OF: usize = 2;

/// The SHA-256 of a text, as it is written.
pub fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut all, byte| {
        let _ = write!(all, "{byte:02x}");
        all
    })
}

/// A text in the schema of this program.
///
/// # Errors
/// Where it is of an older one and cannot be upgraded: why.
pub(super) fn current(text: &str) -> Result<Cow<'_, str>, String> {
    match upgrade(text) {
        Ok(upgraded) => Ok(Cow::Owned(upgraded.text)),
        Err(UpgradeError::Schema(_)) => Ok(Cow::Borrowed(text)),
        Err(why) => Err(why.to_string()),
    }
}

/// The edition that a copy comes from of which nothing was kept; `None` where it is no copy that is known.
pub(super) fn base_of(text: &str) -> Option<Cow<'_, str>> {
    let own = digest(text);
    if FORMER.lines().any(|line| line.split(',').next() == Some(own.as_str())) {
        return Some(Cow::Borrowed(text));
    }
    let states = (current(FIRST).ok()?, current(text).ok()?);
    let [first, copy] = [states.0, states.1].map(|text| load_text(text.into_owned()).state);
    is_alike(&first, &copy).then_some(Cow::Borrowed(FIRST))
}

fn is_alike(first: &State, copy: &State) -> bool {
    let places = first.places(RecordKind::ALL);
    let is_there = |record: Record<'_>| copy.record(record.id().as_str()) == Some(record);
    let unchanged = places.iter().filter_map(|place| first.at(*place)).filter(|it| is_there(*it)).count();
    !places.is_empty() && unchanged * ONE_OF >= places.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    #[test]
    fn the_first_edition_is_among_the_former_ones_and_digests_are_whole() {
        let rows: Vec<Vec<&str>> = FORMER.lines().skip(1).map(|line| line.split(',').collect()).collect();
        assert!(rows.iter().any(|row| row[0] == digest(FIRST)));
        for row in &rows {
            assert!(
                row.len() == 2 && row[0].len() == 64 && row[0].bytes().all(|b| b.is_ascii_hexdigit()),
                "{row:?}"
            );
        }
    }

    #[test]
    fn each_former_edition_is_what_the_history_of_the_project_has() {
        for row in FORMER.lines().skip(1) {
            let (wanted, commit) = row.split_once(',').unwrap();
            let shown = Command::new("git")
                .current_dir(env!("CARGO_MANIFEST_DIR"))
                .args(["show", &format!("{commit}:state/belarus.ron")])
                .output();
            match shown {
                Ok(shown) if shown.status.success() => {
                    assert_eq!(digest(std::str::from_utf8(&shown.stdout).unwrap()), wanted, "{commit}");
                }
                // A package has no history, and a shallow copy not all of it.
                _ => eprintln!("NOT RUN: the history does not have {commit}"),
            }
        }
    }

    #[test]
    fn an_edition_as_it_was_shipped_is_its_own_base_and_what_is_no_copy_has_none() {
        assert_eq!(base_of(FIRST).as_deref(), Some(FIRST));
        assert_eq!(base_of("(schema: 2, title: \"Quelland\")"), None);
        assert_eq!(base_of(crate::store::places::EMPTY), None);
        assert_eq!(base_of("no state file"), None);
    }

    #[test]
    fn an_edited_copy_of_the_first_edition_comes_from_it() {
        let edited = FIRST.replacen("title: \"Belarus and the West\"", "title: \"Quelland\"", 1);
        assert_ne!(edited, FIRST);
        assert_eq!(base_of(&edited).as_deref(), Some(FIRST));
    }
}
