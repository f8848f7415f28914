//! A bundle of evidence: one record with all that what is said of it rests on, what was said of it on a day, and the digest
//! of every piece, so that it can be held against itself years later.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::model::id::Id;
use crate::model::record::Record;
use crate::views::citation::{self, listed};
use crate::views::day::{Clock, Day};
use crate::views::extract::{Extract, TableForm, What};
use crate::views::{dossier, record};

use super::export::records;
use super::extract::text;
use super::json::written;
use super::page::markdown;

/// The version of the form that bundles have.
pub const VERSION: u32 = 1;

/// The piece that says what a bundle is of.
pub const MANIFEST: &str = "MANIFEST.json";

/// The piece that a person reads first.
pub const README: &str = "README.txt";

/// The piece that lists all others with their SHA-256, as `sha256sum` writes and reads it.
pub const SUMS: &str = "SHA256SUMS";

/// The part of the state file, as a state file of its own.
pub const STATE: &str = "state.ron";

/// One file of a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its name: words, digits, `.`, `-`, `_`, and `/` between folders.
    pub name: String,
    /// What stands in it.
    pub bytes: Vec<u8>,
}

impl Piece {
    /// A piece of text.
    pub fn text(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), bytes: text.into().into_bytes() }
    }
}

/// What a bundle is of, and by what it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of its form.
    pub bundle: u32,
    /// The program that made it, with its version.
    pub made_by: String,
    /// The day on which it was made.
    pub made_on: NaiveDateText,
    /// The id of the record.
    pub id: String,
    /// The day of which it says what holds.
    pub as_of: NaiveDateText,
    /// Only what could be known on this day counts, where one is said.
    pub known: Option<NaiveDateText>,
    /// The state file: its name without its folder, and the SHA-256 of its bytes.
    pub file: String,
    /// The SHA-256 of the state file in hexadecimal.
    pub file_sha256: String,
    /// Events of it that are also about records that are not in it: their ids, and those of these records.
    pub also_about: BTreeMap<String, Vec<String>>,
    /// The copies of official lists of which it has excerpts.
    #[serde(default)]
    pub lists: Vec<ListCopy>,
    /// What could not be put into it, in sentences.
    pub missing: Vec<String>,
}

/// A copy of an official list of which a bundle has excerpts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListCopy {
    /// The list, as it is called on the command line: `ofac`.
    pub list: String,
    /// The day that it is of.
    pub day: String,
    /// How many entries were read from it.
    pub entries: usize,
    /// Its files.
    pub files: Vec<ListFile>,
    /// The numbers that were looked for, with the piece that says what is there.
    pub numbers: BTreeMap<String, String>,
    /// The whole copy is in the bundle: its files below the folder of the pieces.
    pub is_whole: bool,
}

/// A file of a copy of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListFile {
    /// Its name as its publisher has it.
    pub name: String,
    /// The SHA-256 of what it holds, unpacked.
    pub sha256: String,
    /// How long that is, in bytes.
    pub bytes: u64,
    /// The piece that it is in the bundle, packed with gzip; none where only its excerpts are.
    pub piece: Option<String>,
    /// The address that was asked for it, without what may be secret in it; none where it was brought by hand.
    pub address: Option<String>,
}

/// A day as it stands in a manifest: `2026-11-27`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NaiveDateText(pub NaiveDate);

impl Serialize for NaiveDateText {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for NaiveDateText {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map(Self).map_err(|_| serde::de::Error::custom(format!("{text:?} is no day")))
    }
}

impl Manifest {
    /// The day and the day of knowledge of which it speaks.
    pub fn clock(&self) -> Clock {
        Clock::as_of(self.as_of.0).known(self.known.map(|known| known.0))
    }
}

/// What is said of a record on a day: in words as its page says it, as rows for programs, and each of its steps with who
/// says so. `None` where there is no such record.
pub fn statements(day: &Day, id: &str) -> Option<Vec<Piece>> {
    let record = day.state().record(id)?;
    let page = match record {
        Record::Subject(_) => dossier::page(day, id)?,
        _ => record::page(day, id)?,
    };
    Some(vec![
        Piece::text("statement.md", markdown(&page)),
        Piece::text("statement.json", rows(day, record)?),
        Piece::text("claims.json", written(&claims(day, record))),
    ])
}

/// What is said of a record on a day as rows for programs; of a subject the measures against it, of an act those that name
/// it. It says the same of a part of the state as of the whole.
pub fn rows(day: &Day, record: Record<'_>) -> Option<String> {
    let what = match record {
        Record::Measure(_) | Record::Subject(_) | Record::Act(_) => What::Ledger,
        Record::Crossing(_) => What::Crossings,
        Record::Relation(_) => What::Relations,
        Record::Source(_) => What::Sources,
        Record::Event(_) | Record::Decision(_) => What::Log,
    };
    let is_about = |id: &Id| {
        let measure = day.state().measure(id.as_str());
        match record {
            Record::Subject(it) => measure.is_some_and(|measure| measure.target == it.id),
            Record::Act(it) => measure.is_some_and(|measure| Record::Measure(measure).mentions(&it.id)),
            _ => id == record.id(),
        }
    };
    let ids = records(day, what);
    let is_of = |at: &usize| ids.get(*at).and_then(Option::as_ref).is_some_and(is_about);
    let rows = (0..ids.len()).filter(is_of).collect();
    text(day, &Extract { rows: Some(rows), ..Extract::all(what) }, TableForm::Json).ok()
}

/// A step of a history, with who says so.
#[derive(Debug, Serialize)]
struct Claim {
    record: String,
    on: String,
    says: String,
    withdrawn: Option<String>,
    sources: Vec<CitedSource>,
}

/// A source as it is cited.
#[derive(Debug, Serialize)]
struct CitedSource {
    id: String,
    cited: String,
    grade: Option<String>,
    url: Option<String>,
    archived: Option<String>,
    archived_sha256: Option<String>,
}

fn claims(day: &Day, record: Record<'_>) -> Vec<Claim> {
    let state = day.state();
    let mut claims = Vec::new();
    let measures =
        state.records().sanctions.iter().filter(|it| it.target == *record.id()).map(Record::Measure);
    for record in std::iter::once(record).chain(measures) {
        for at in 0.. {
            let Some((on, sources)) = record.step(at) else { break };
            let says = citation::step(day, record, at).unwrap_or_default();
            let withdrawn = record.withdrawn(at).map(|it| match &it.why {
                Some(why) => format!("{}: {why}", it.on.written()),
                None => it.on.written(),
            });
            let sources = sources.iter().filter_map(|id| state.source(id.as_str())).map(|it| CitedSource {
                id: it.id.to_string(),
                cited: listed(it),
                grade: it.grade.as_ref().map(ToString::to_string),
                url: it.url.as_ref().map(ToString::to_string),
                archived: it.archived.as_ref().map(|copy| copy.url.to_string()),
                archived_sha256: it
                    .archived
                    .as_ref()
                    .and_then(|copy| copy.sha256.as_ref())
                    .map(ToString::to_string),
            });
            let sources = sources.collect();
            claims.push(Claim {
                record: record.id().to_string(),
                on: on.written(),
                says,
                withdrawn,
                sources,
            });
        }
    }
    claims
}

/// The pieces with what they are of and their sums: the bundle, by name.
pub fn sealed(mut pieces: Vec<Piece>, manifest: &Manifest) -> Vec<Piece> {
    pieces.push(Piece::text(MANIFEST, written(manifest)));
    pieces.push(Piece::text(README, readme(manifest)));
    pieces.sort_by(|a, b| a.name.cmp(&b.name));
    let sums = pieces.iter().map(|piece| format!("{}  {}\n", sha256(&piece.bytes), piece.name));
    let sums = sums.collect::<Vec<_>>().concat();
    pieces.push(Piece::text(SUMS, sums));
    pieces
}

/// What a person reads who opens it without the program.
pub fn readme(manifest: &Manifest) -> String {
    let known = manifest.known.map(|known| format!(", as known on {}", known.0)).unwrap_or_default();
    format!(
        "What the state file {} said of the record {} as of {}{known}.\n\
         Made on {} by {}.\n\n\
         statement.md    what was said of it, in words\n\
         statement.json  the same as rows for programs\n\
         claims.json     each dated step, with who says so\n\
         state.ron       the record with all that it rests on, as a state file that beltui opens\n\
         records/        the same records, each in the letters of the state file\n\
         lists/          what copies of official lists have under the numbers that are cited, with the copies' digests\n\
         MANIFEST.json   what this is of, the digest of the whole state file, and what could not be put in\n\
         SHA256SUMS      the digest of every other file\n\n\
         To prove it without beltui: sha256sum -c SHA256SUMS\n\
         To prove it with beltui:    beltui bundle --verify THIS.zip\n\
         A bundle proves what was written down and where that is said to come from, not that it is true. Whoever\n\
         keeps the digest of SHA256SUMS elsewhere can prove that the bundle is still the same.\n",
        manifest.file, manifest.id, manifest.as_of.0, manifest.made_on.0, manifest.made_by
    )
}

/// The SHA-256 of bytes in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// What is wrong with the pieces of a bundle by their sums: one that is changed, missing, or listed nowhere.
pub fn faults(pieces: &[Piece]) -> Vec<String> {
    let Some(sums) = pieces.iter().find(|piece| piece.name == SUMS) else {
        return vec![format!("it has no {SUMS}")];
    };
    let sums = String::from_utf8_lossy(&sums.bytes);
    let mut listed: BTreeMap<&str, &str> = BTreeMap::new();
    let mut faults = Vec::new();
    for (at, line) in sums.lines().enumerate() {
        match line.split_once("  ") {
            Some((sum, name)) if listed.insert(name, sum).is_none() => {}
            Some((_, name)) => faults.push(format!("{SUMS} names {name} twice (line {})", at + 1)),
            None => faults.push(format!("{SUMS} has a line that is no digest and name (line {})", at + 1)),
        }
    }
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for piece in pieces.iter().filter(|piece| piece.name != SUMS) {
        *seen.entry(piece.name.as_str()).or_default() += 1;
        match listed.get(piece.name.as_str()) {
            Some(sum) if **sum == sha256(&piece.bytes) => {}
            Some(_) => faults.push(format!("{} is not as it was: its digest is another", piece.name)),
            None => faults.push(format!("{} was not in the bundle: {SUMS} does not name it", piece.name)),
        }
    }
    let twice =
        seen.iter().filter(|(_, count)| **count > 1).map(|(name, _)| format!("{name} is there twice"));
    let gone = listed.keys().filter(|name| !seen.contains_key(**name));
    let gone = gone.map(|name| format!("{name} is missing")).collect::<Vec<_>>();
    faults.extend(twice.chain(gone));
    faults
}
