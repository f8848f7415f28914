//! Excerpts of official lists for a bundle, and holding them against the copies again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read as _;

use anyhow::Context as _;
use chrono::NaiveDate;
use flate2::read::GzDecoder;

use crate::lists::archive::{Archive, Index, Kept, Kind};
use crate::lists::excerpt::excerpt;
use crate::lists::proof::{self, Claim};
use crate::lists::{ListName, Published, read};
use crate::model::date::Date;
use crate::model::state::State;
use crate::report::bundle::{ListCopy, ListFile, Manifest, Piece};

use super::zipped::name_of;

/// The copies of lists that a bundle quotes.
#[derive(Debug, Default)]
pub(super) struct Quoted {
    pub(super) pieces: Vec<Piece>,
    pub(super) copies: Vec<ListCopy>,
    /// What could not be quoted, in sentences.
    pub(super) missing: Vec<String>,
}

/// What the archive's copies have under the numbers of the measures of a state: the copies that its sources cite by their
/// digests, and of each list the newest of the day or before. `whole` puts the copies themselves in as well.
pub(super) fn quoted(
    archive: &Archive,
    state: &State,
    as_of: NaiveDate,
    whole: bool,
) -> anyhow::Result<Quoted> {
    let numbers = numbers(state);
    let mut quoted = Quoted::default();
    if numbers.is_empty() {
        return Ok(quoted);
    }
    let index = archive.index()?;
    quoted.missing.extend(archive.passed_over(&index));
    let claims = proof::claims(state);
    for (list, numbers) in &numbers {
        let mut copies = cited(&index, &claims, *list, &mut quoted.missing);
        match index.latest(*list, as_of) {
            Some(kept) if !copies.contains(&kept) => copies.push(kept),
            None if copies.is_empty() && !is_second(&index, *list, numbers, as_of) => quoted
                .missing
                .push(format!("an excerpt of {list}: the archive has no copy of {as_of} or before")),
            _ => {}
        }
        for kept in copies {
            match archive.load(kept, &mut |_, _, _| {}) {
                Ok(read) => quoted.add(archive, kept, &read, numbers, whole)?,
                Err(error) => quoted.missing.push(format!(
                    "an excerpt of {list} of {}: its copy in the archive cannot be used, {error}",
                    kept.day.written()
                )),
            }
        }
    }
    Ok(quoted)
}

/// Whether numbers of this list's kind are looked for on another list first: a number of OFAC's is on one of its two lists.
fn is_second(index: &Index, list: ListName, numbers: &BTreeSet<String>, as_of: NaiveDate) -> bool {
    let has_them = |other: &&ListName| numbers.iter().all(|number| other.is_reference(number));
    let alike = || ListName::ALL.iter().filter(has_them);
    alike().next() != Some(&list) || alike().any(|other| index.latest(*other, as_of).is_some())
}

/// The numbers under which the measures of a state stand on lists, by list.
fn numbers(state: &State) -> BTreeMap<ListName, BTreeSet<String>> {
    let mut numbers: BTreeMap<ListName, BTreeSet<String>> = BTreeMap::new();
    for reference in state.records().sanctions.iter().flat_map(|it| &it.list_refs) {
        for list in ListName::ALL.iter().filter(|list| list.is_reference(reference)) {
            numbers.entry(*list).or_default().insert(reference.to_string());
        }
    }
    numbers
}

/// The copies that the sources of a state cite by the digests of their files.
fn cited<'a>(index: &'a Index, claims: &[Claim], list: ListName, missing: &mut Vec<String>) -> Vec<&'a Kept> {
    let mut copies: Vec<&Kept> = Vec::new();
    let of_list = claims.iter().filter(|claim| claim.list.as_deref() == Some(list.word()));
    let of_list: BTreeMap<&str, &[(String, String)]> =
        of_list.map(|claim| (claim.source.as_str(), claim.digests.as_slice())).collect();
    let mut without: Vec<&str> = Vec::new();
    for (source, digests) in of_list {
        let has = |kept: &&Kept| digests.iter().any(|(_, digest)| kept.digests().contains(&digest.as_str()));
        match index.copies().iter().filter(|kept| kept.kind == Kind::List).find(has) {
            Some(kept) if copies.contains(&kept) => {}
            Some(kept) => copies.push(kept),
            None if digests.is_empty() => without.push(source),
            None => {
                missing.push(format!("the copy of {list} that {source} cites: the archive does not have it"));
            }
        }
    }
    if !without.is_empty() {
        missing.push(format!(
            "what these sources say of {list} held against a copy: they name no digest of one: {}",
            without.join(", ")
        ));
    }
    copies
}

impl Quoted {
    fn add(
        &mut self,
        archive: &Archive,
        kept: &Kept,
        read: &Published,
        numbers: &BTreeSet<String>,
        whole: bool,
    ) -> anyhow::Result<()> {
        let digest: String =
            kept.digests().first().map(|it| it.chars().take(12).collect()).unwrap_or_default();
        let folder = format!("lists/{}-{}-{digest}", kept.list.key(), name_of(&kept.day.written()));
        let mut named = BTreeMap::new();
        for number in numbers {
            let name = format!("{folder}/{}.txt", name_of(number));
            self.pieces.push(Piece::text(name.clone(), excerpt(read, kept.day, number)));
            named.insert(number.clone(), name);
        }
        let mut files = Vec::new();
        for file in &kept.files {
            let piece = if whole {
                let path = archive.path().join(&file.at);
                let failed = || format!("a kept copy cannot be read ({})", path.display());
                let mut bytes = Vec::new();
                File::open(&path).and_then(|mut file| file.read_to_end(&mut bytes)).with_context(failed)?;
                let name = format!("{folder}/{}.gz", name_of(&file.name));
                self.pieces.push(Piece { name: name.clone(), bytes });
                Some(name)
            } else {
                None
            };
            files.push(ListFile {
                name: file.name.clone(),
                sha256: file.sha256.clone(),
                bytes: file.bytes,
                piece,
                address: file.address.as_deref().map(without_query),
            });
        }
        self.copies.push(ListCopy {
            list: kept.list.key().to_owned(),
            day: kept.day.written(),
            entries: read.entries.len(),
            files,
            numbers: named,
            is_whole: whole,
        });
        Ok(())
    }
}

/// An address without its query: that can hold a key.
fn without_query(address: &str) -> String {
    address.split(['?', '#']).next().unwrap_or(address).to_owned()
}

/// What came of holding the excerpts of a bundle against the copies of the lists.
#[derive(Debug, Default)]
pub(super) struct Held {
    /// Excerpts that are not what the copy says.
    pub(super) faults: Vec<String>,
    /// What could be held against nothing, and what held.
    pub(super) notes: Vec<String>,
}

/// Holds the excerpts of a bundle against the copies in it, else against those of the archive here with the same digests.
pub(super) fn held(pieces: &[Piece], manifest: &Manifest, archive: Option<&Archive>) -> Held {
    let mut held = Held::default();
    let index = archive.and_then(|archive| archive.index().ok());
    for copy in &manifest.lists {
        let called = format!("{} of {}", copy.list, copy.day);
        let Some(day) = copy.day.parse::<Date>().ok() else {
            held.faults.push(format!("{:?} is no day of a list", copy.day));
            continue;
        };
        let wanted: BTreeSet<&str> = copy.files.iter().map(|file| file.sha256.as_str()).collect();
        let is_it = |kept: &&Kept| kept.digests().into_iter().collect::<BTreeSet<_>>() == wanted;
        let here = index.as_ref().and_then(|index| index.copies().iter().find(is_it)).zip(archive);
        let read = if copy.is_whole {
            inside(pieces, copy).map(|read| (read, "the copy in it"))
        } else if let Some((kept, archive)) = here {
            match archive.load(kept, &mut |_, _, _| {}) {
                Ok(read) => Ok((read, "the copy in the archive here")),
                // That speaks against the archive, not against the bundle.
                Err(error) => {
                    held.notes.push(format!(
                        "{called}: its excerpts were held against nothing: the copy in the archive here cannot be used, {error}"
                    ));
                    continue;
                }
            }
        } else {
            held.notes.push(format!(
                "{called}: no copy with these digests is at hand, and its excerpts were held against nothing"
            ));
            continue;
        };
        match read {
            Err(why) => held.faults.push(format!("{called}: its copy cannot be used, {why}")),
            Ok((read, which)) => {
                let digests: BTreeSet<&str> = read.files.iter().map(|file| file.sha256.as_str()).collect();
                if digests != wanted {
                    held.faults.push(format!("{called}: the files of its copy have other digests"));
                }
                for (number, name) in &copy.numbers {
                    let piece = pieces.iter().find(|piece| piece.name == *name);
                    if piece.is_none_or(|piece| piece.bytes != excerpt(&read, day, number).as_bytes()) {
                        held.faults.push(format!("{called}: {number} reads otherwise in {which}"));
                    }
                }
                held.notes.push(format!("{called}: its excerpts were held against {which}"));
            }
        }
    }
    held
}

/// The files of a copy are at most so long together, unpacked, in bytes: some times the longest that is published.
const MOST_UNPACKED: u64 = 1 << 30;

/// Reads the copy of a list that is in a bundle.
fn inside(pieces: &[Piece], copy: &ListCopy) -> Result<Published, String> {
    let mut left = MOST_UNPACKED;
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let mut paths = Vec::new();
    for file in &copy.files {
        let piece = file.piece.as_ref().and_then(|name| pieces.iter().find(|piece| piece.name == *name));
        let piece = piece.ok_or_else(|| format!("{} is not in it", file.name))?;
        let path = folder.path().join(name_of(&file.name));
        let mut plain = GzDecoder::new(piece.bytes.as_slice()).take(left.min(file.bytes) + 1);
        let mut to = File::create(&path).map_err(|error| error.to_string())?;
        let unpacked = std::io::copy(&mut plain, &mut to)
            .map_err(|error| format!("{} cannot be unpacked: {error}", file.name))?;
        let too_long = || format!("{} is longer than was said, or than any list", file.name);
        left = left.checked_sub(unpacked).filter(|_| unpacked <= file.bytes).ok_or_else(too_long)?;
        paths.push(path);
    }
    let list = ListName::ALL.iter().copied().find(|list| list.key() == copy.list);
    read(&paths, list, &mut |_, _, _| {}).map_err(|error| error.to_string())
}
