//! Proving a bundle: that it is as it was made, and that what it says follows from what is in it.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;

use crate::lists::archive::Archive;
use crate::report::bundle::{
    MANIFEST, Manifest, Piece, README, STATE, SUMS, VERSION, faults, readme, sha256, statements,
};
use crate::store::load::load_text;
use crate::views::day::Day;

use super::super::UNREADABLE;
use super::super::out::{out, tell};
use super::letters::{FOLDER, is_letters, otherwise};
use super::lists::held;
use super::zipped::unpacked;

/// What was found of a bundle.
#[derive(Debug, Default)]
struct Findings {
    /// What speaks against it.
    faults: Vec<String>,
    /// What is worth knowing and does not speak against it.
    notes: Vec<String>,
    /// What it says is not what this program says of the records in it, and another one has made it.
    unproved: bool,
}

pub(super) fn run(path: &Path, digest: Option<&str>, archive: Option<&Archive>) -> anyhow::Result<ExitCode> {
    let pieces = match unpacked(path) {
        Ok(pieces) => pieces,
        Err(error) => {
            tell(super::super::told(&error));
            return Ok(ExitCode::from(UNREADABLE));
        }
    };
    if let Some(lacks) = [SUMS, MANIFEST].into_iter().find(|name| piece(&pieces, name).is_none()) {
        tell(format_args!("it is no bundle, or not a whole one: it has no {lacks} ({})", path.display()));
        return Ok(ExitCode::from(UNREADABLE));
    }
    let mut found = Findings { faults: faults(&pieces), ..Findings::default() };
    let sealed = piece(&pieces, SUMS).map(|sums| sha256(&sums.bytes));
    let is_same = |wanted: &str| sealed.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(wanted.trim()));
    if let Some(wanted) = digest.filter(|wanted| !is_same(wanted)) {
        let own = sealed.as_deref().unwrap_or("none");
        found.faults.push(format!("its digest is {own}, and {} was to be expected", wanted.trim()));
    }
    let manifest = manifest(&pieces, &mut found);
    if let Some(manifest) = &manifest {
        follows(&pieces, manifest, &mut found);
        let belongs = belonging(manifest);
        let others = pieces.iter().filter(|piece| !belongs(&piece.name));
        found.faults.extend(others.map(|piece| format!("{} is nothing that a bundle has", piece.name)));
        // What is not as it was sealed is not read further.
        if found.faults.is_empty() {
            let held = held(&pieces, manifest, archive);
            found.faults.extend(held.faults);
            found.notes.extend(held.notes);
        }
    }
    let mut out = out();
    for fault in &found.faults {
        out.line(format_args!("wrong  {fault}"))?;
    }
    for note in &found.notes {
        out.line(format_args!("note   {note}"))?;
    }
    // Whoever wrote its digest down when it was made knows that it is what that program said, whatever this one says.
    if found.faults.is_empty()
        && found.unproved
        && digest.is_none()
        && let Some(it) = &manifest
    {
        let (by, own) = (&it.made_by, env!("CARGO_PKG_VERSION"));
        out.line(format_args!(
            "not proved: every file is as it was sealed, and beltui {own} does not say of the records in it what \
             {by} said; beltui of that version can prove it, or --digest with what was written down then"
        ))?;
        out.line(format_args!("digest {}", sealed.unwrap_or_default()))?;
        return Ok(ExitCode::from(1));
    }
    if found.faults.is_empty()
        && let Some(it) = &manifest
    {
        let known = it.known.map(|known| format!(", as known on {}", known.0)).unwrap_or_default();
        out.line(format_args!("holds  {} as of {}{known}, from {}", it.id, it.as_of.0, it.file))?;
        out.line(format_args!("       made on {} by {}; {} files", it.made_on.0, it.made_by, pieces.len()))?;
        out.line(format_args!("digest {}", sealed.unwrap_or_default()))?;
        if digest.is_none() {
            out.line("       whoever made it can say whether that is the digest that was written down")?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    Ok(ExitCode::from(1))
}

/// Whether a file of this name belongs in a bundle: what a program made differently has put there, nothing proves.
fn belonging(manifest: &Manifest) -> impl Fn(&str) -> bool {
    let quoted = manifest.lists.iter().flat_map(|copy| {
        copy.numbers.values().cloned().chain(copy.files.iter().filter_map(|file| file.piece.clone()))
    });
    let quoted: BTreeSet<String> = quoted.collect();
    let own = [MANIFEST, SUMS, README, STATE, "statement.md", "statement.json", "claims.json"];
    move |name| own.contains(&name) || is_letters(name) || quoted.contains(name)
}

fn piece<'a>(pieces: &'a [Piece], name: &str) -> Option<&'a Piece> {
    pieces.iter().find(|piece| piece.name == name)
}

fn manifest(pieces: &[Piece], found: &mut Findings) -> Option<Manifest> {
    let bytes = &piece(pieces, MANIFEST)?.bytes;
    let version = serde_json::from_slice::<serde_json::Value>(bytes).ok();
    let version = version.and_then(|it| it.get("bundle").and_then(serde_json::Value::as_u64));
    if version.is_some_and(|version| version > u64::from(VERSION)) {
        found.faults.push(format!(
            "it is of a later form than this beltui knows ({}): its digests are proved, not what it says",
            version.unwrap_or_default()
        ));
        return None;
    }
    match serde_json::from_slice(bytes) {
        Ok(manifest) => Some(manifest),
        Err(error) => {
            found.faults.push(format!("{MANIFEST} cannot be read: {error}"));
            None
        }
    }
}

/// Whether what the bundle says follows from the records in it.
fn follows(pieces: &[Piece], manifest: &Manifest, found: &mut Findings) {
    found.notes.extend(manifest.missing.iter().map(|missing| format!("not in it: {missing}")));
    let text = piece(pieces, STATE).and_then(|piece| std::str::from_utf8(&piece.bytes).ok());
    let Some(text) = text else {
        found.faults.push(format!("{STATE} is missing or no text: what is said rests on nothing"));
        return;
    };
    let loaded = load_text(text.to_owned());
    if loaded.errors() > 0 {
        found.faults.push(format!("{STATE} has errors: beltui check names them"));
        return;
    }
    // Before what could not be known goes.
    let others = otherwise(pieces, &loaded.state, &manifest.also_about);
    found.faults.extend(others.iter().map(|id| format!("{id} reads otherwise in {FOLDER} than in {STATE}")));
    let day = Day::new(loaded.state, manifest.clock());
    let Some(mut said) = statements(&day, &manifest.id) else {
        found.faults.push(format!("{STATE} has no record {}", manifest.id));
        return;
    };
    said.push(Piece::text(README, readme(manifest)));
    let is_ours = manifest.made_by == format!("beltui {}", env!("CARGO_PKG_VERSION"));
    for now in said {
        if piece(pieces, &now.name).is_some_and(|was| was.bytes == now.bytes) {
            continue;
        }
        if is_ours {
            found.faults.push(format!("{} does not follow from the records in it", now.name));
        } else {
            found.unproved = true;
            let by = &manifest.made_by;
            found.notes.push(format!(
                "{} reads otherwise as this beltui writes it (it was made by {by}): compare them by eye",
                now.name
            ));
        }
    }
}
