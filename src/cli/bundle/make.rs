//! Making a bundle.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use chrono::NaiveDate;

use crate::edit::apart::{Apart, apart};
use crate::edit::document::Origins;
use crate::lists::archive::Archive;
use crate::model::state::{RecordKind, State};
use crate::report::bundle::{
    Manifest, NaiveDateText, Piece, STATE, SUMS, VERSION, rows, sealed, sha256, statements,
};
use crate::store::load::{Loaded, load, load_text};
use crate::store::places::EMPTY;
use crate::store::render::render;
use crate::store::write::{WriteError, replace};
use crate::views::day::{Clock, Day};

use super::super::input::{code, tell_old};
use super::super::out::out;
use super::super::state_file;
use super::super::wrong::WrongWord;
use super::letters::{FOLDER, otherwise};
use super::lists::quoted;
use super::zipped::{name_of, packed};

/// What is asked for.
#[derive(Debug)]
pub(super) struct Wanted {
    /// The record.
    pub(super) id: String,
    /// The state file, where one is named.
    pub(super) file: Option<PathBuf>,
    /// The file that is written, where one is named.
    pub(super) to: Option<PathBuf>,
    /// Of which day it says what holds.
    pub(super) clock: Clock,
    /// The day on which it is made.
    pub(super) today: NaiveDate,
    /// The archive of official lists that is quoted.
    pub(super) archive: Archive,
    /// Whether the copies that are quoted are put in.
    pub(super) whole_lists: bool,
}

pub(super) fn run(wanted: Wanted) -> anyhow::Result<ExitCode> {
    let Wanted { id, file, to, clock, today, archive, whole_lists } = wanted;
    let (path, _) = state_file(file)?;
    let loaded = load(&path)?;
    tell_old(&loaded, &path);
    let Some(part) = apart(&loaded.state, &id) else {
        return Err(WrongWord::new(format!("there is no record {id:?} in {}", path.display())).into());
    };
    let mut pieces = said_of_both(&loaded.state, &part.state, &id, clock)?;
    pieces.push(Piece::text(STATE, as_file(&part.state)?));
    let mut missing = Vec::new();
    let letters = in_letters_of_file(&loaded, &part);
    if otherwise(&letters, &part.state, &also_about(&part)).is_empty() {
        pieces.extend(letters);
    } else {
        missing.push("the records in the letters of the file: by themselves they cannot be read".to_owned());
    }
    if loaded.errors() > 0 {
        missing.push("the state file has errors, and what they are about is left out".to_owned());
    }
    let newest = clock.known.map_or(clock.as_of, |known| known.min(clock.as_of));
    let quoted = quoted(&archive, &part.state, newest, whole_lists)?;
    pieces.extend(quoted.pieces);
    missing.extend(quoted.missing);
    let manifest = Manifest {
        bundle: VERSION,
        made_by: format!("beltui {}", env!("CARGO_PKG_VERSION")),
        made_on: NaiveDateText(today),
        id: id.clone(),
        as_of: NaiveDateText(clock.as_of),
        known: clock.known.map(NaiveDateText),
        file: path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        file_sha256: sha256(loaded.written().as_bytes()),
        also_about: also_about(&part),
        lists: quoted.copies,
        missing,
    };
    let pieces = sealed(pieces, &manifest);
    let to = to.unwrap_or_else(|| PathBuf::from(format!("{}-{}.zip", name_of(&id), clock.as_of)));
    write(&to, &packed(&pieces)?)?;
    let digest = pieces.iter().find(|piece| piece.name == SUMS).map(|sums| sha256(&sums.bytes));
    let records: usize = RecordKind::ALL.iter().map(|kind| part.state.len(*kind)).sum();
    let mut out = out();
    out.line(format_args!("wrote {}: {id} as of {}, with {records} records", to.display(), clock.as_of))?;
    for missing in &manifest.missing {
        out.line(format_args!("not in it: {missing}"))?;
    }
    out.line(format_args!("digest {}", digest.unwrap_or_default()))?;
    Ok(code(loaded.errors() == 0, false))
}

/// What is said of the record; the same by the part as by the whole, or nothing is written.
fn said_of_both(whole: &State, part: &State, id: &str, clock: Clock) -> anyhow::Result<Vec<Piece>> {
    let (whole, part) = (Day::new(whole.clone(), clock), Day::new(part.clone(), clock));
    let of = |day: &Day| day.state().record(id).and_then(|record| rows(day, record));
    if of(&whole) != of(&part) {
        bail!(
            "nothing was written: what is said of {id} does not follow from the records that it rests on alone. \
             Please report this"
        );
    }
    let known =
        clock.known.map(|known| format!(": nothing of it could be known on {known}")).unwrap_or_default();
    statements(&part, id).with_context(|| format!("there is nothing to say of {id}{known}"))
}

/// The part as the text of a state file.
fn as_file(part: &State) -> anyhow::Result<String> {
    let base = load_text(EMPTY.to_owned()).into();
    let new = RecordKind::ALL.iter().map(|kind| (*kind, vec![None; part.len(*kind)]));
    Ok(render(&base, part, &new.collect::<Origins>())?.text)
}

/// The records of the part, each in the letters in which it stands in the file.
fn in_letters_of_file(loaded: &Loaded, part: &Apart) -> Vec<Piece> {
    let (mut pieces, mut names) = (Vec::new(), HashSet::new());
    for place in part.state.places(RecordKind::ALL) {
        let Some(record) = part.state.at(place) else { continue };
        let at = loaded.state.place(record.id().as_str()).map(|place| place.at);
        let span = at.and_then(|at| loaded.spans.get(&place.list)?.get(at));
        let Some(text) = span.and_then(|span| loaded.text.get(span.start..span.end)) else { continue };
        let name = name_of(record.id().as_str());
        let mut name = format!("{FOLDER}{}/{name}.ron", place.list.field());
        // Two ids can differ only in what no name of a file has.
        while !names.insert(name.to_lowercase()) {
            name = name.replace(".ron", "_.ron");
        }
        pieces.push(Piece::text(name, format!("{text}\n")));
    }
    pieces
}

fn also_about(part: &Apart) -> BTreeMap<String, Vec<String>> {
    let ids = |gone: &[crate::model::id::Id]| gone.iter().map(ToString::to_string).collect();
    part.cut.iter().map(|(event, gone)| (event.to_string(), ids(gone))).collect()
}

/// Writes a new file; one that is there stays.
fn write(to: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    match replace(to, bytes, None) {
        Ok(_) => Ok(()),
        Err(WriteError::Changed { .. }) => {
            bail!("it exists already, and is left as it is: name another with --out ({})", to.display())
        }
        Err(error) => Err(error).with_context(|| format!("nothing was written ({})", to.display())),
    }
}
