//! Certificates for names without a hit, in a file.

use std::path::Path;

use anyhow::{Context as _, bail};
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use crate::lists::screening::{Asked, ReadyList, nearest, readings};
use crate::report::screening::{Certificate, NearEntry, Screened, Screening, certificates, why_none};
use crate::store::write::put_in_place;

/// So many of the nearest are shown.
const NEAREST: usize = 5;

/// What a page of ours begins with: no other file is written over.
const BEGINS: &[u8] = b"<!doctype html>";

/// Writes the certificates of all names that get one. Returns for each other name why it gets none.
pub(super) fn write(
    path: &Path,
    screening: &Screening,
    asked: &[Asked],
    lists: &[ReadyList<'_>],
) -> anyhow::Result<Vec<String>> {
    let mut said = Vec::new();
    let mut clear: Vec<(&Screened, &Asked)> = Vec::new();
    for (screened, asked) in screening.names.iter().zip(asked) {
        match why_none(screening, screened) {
            Some(why) => said.push(format!("no certificate: {why}")),
            None => clear.push((screened, asked)),
        }
    }
    if clear.is_empty() {
        let is_there = path.try_exists().unwrap_or_default();
        let of_before = if is_there { ", and what is in it is of an earlier run" } else { "" };
        said.push(format!("no name gets a certificate: {} is not written{of_before}", path.display()));
        return Ok(said);
    }
    match std::fs::read(path) {
        Ok(there) if !there.is_empty() && !there.starts_with(BEGINS) => {
            bail!("it is there, and is no page of HTML: it is not written over ({})", path.display());
        }
        _ => {}
    }
    let all: Vec<Certificate<'_>> =
        clear.par_iter().map(|(screened, asked)| certificate(screened, asked, lists)).collect();
    let count = all.len();
    put_in_place(path, certificates(screening, &all))
        .with_context(|| format!("the certificates are not written ({})", path.display()))?;
    said.push(format!("{count} certificates are in {}", path.display()));
    Ok(said)
}

fn certificate<'a>(screened: &'a Screened, asked: &Asked, lists: &[ReadyList<'_>]) -> Certificate<'a> {
    let read = readings(asked).into_iter().map(|reading| {
        let mut words: Vec<String> =
            reading
                .words
                .into_iter()
                .map(|(word, sounds)| {
                    if sounds.is_empty() { word } else { format!("{word} (sounds as {})", sounds.join(", ")) }
                })
                .collect();
        words.extend(reading.forms.into_iter().map(|form| format!("legal form: {form}")));
        (reading.name, words)
    });
    let near = nearest(asked, lists, NEAREST).into_iter().filter_map(|it| {
        let list = lists.get(it.list)?;
        let entry = list.list.entries.get(it.entry)?;
        // What is set aside is told before these.
        let is_told = screened.aside.iter().any(|aside| aside.hit.entry == entry.list_ref());
        (!is_told).then(|| NearEntry {
            entry: entry.list_ref(),
            name: it.name,
            list: format!("{} of {}", list.list.list, list.on.written()),
            why: it.why,
        })
    });
    let mut not_given = Vec::new();
    if asked.kind.is_none() {
        not_given.push(
            "no kind was given: it was compared as a person, as an organisation and as a ship".to_owned(),
        );
    }
    if asked.born.is_none() {
        not_given.push("no birth date was given".to_owned());
    }
    if asked.countries.is_empty() {
        not_given.push("no country was given".to_owned());
    }
    if asked.identifiers.is_empty() {
        not_given.push("no identifier was given".to_owned());
    }
    Certificate { of: screened, readings: read.collect(), nearest: near.collect(), not_given }
}
