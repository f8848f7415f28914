//! What a screening found, written for people and for programs. A result that names nobody names what was checked.

mod certificate;
mod html;
mod json;
mod rows;
mod text;

use chrono::NaiveDate;
use serde::Serialize;

use crate::model::date::Date;
use crate::model::evidence::Age;

pub use certificate::{Certificate, NearEntry, certificates, why_none};
pub use html::page;
pub use json::{json, recorded};
pub use rows::table;
pub use text::{Line, Tone, lines};

/// A list that was checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListChecked {
    /// The list.
    pub list: String,
    /// The day that it is of.
    #[serde(serialize_with = "written")]
    pub day: Date,
    /// How many days before the day asked that is.
    pub days_old: i64,
    /// How many entries it has.
    pub entries: usize,
    /// Its files, each with its SHA-256.
    pub files: Vec<FileChecked>,
    /// What speaks against its being whole, that it is a part, and what was read with a question.
    pub doubts: Vec<String>,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileChecked {
    /// Its name.
    pub name: String,
    /// Its SHA-256 in hexadecimal.
    pub sha256: String,
}

/// A day as it is written in JSON.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn day<S: serde::Serializer>(day: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(day)
}

#[allow(clippy::trivially_copy_pass_by_ref, clippy::ref_option, reason = "serde gives a reference")]
fn maybe_day<S: serde::Serializer>(day: &Option<NaiveDate>, serializer: S) -> Result<S::Ok, S::Error> {
    match day {
        Some(day) => serializer.collect_str(day),
        None => serializer.serialize_none(),
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn written<S: serde::Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&date.written())
}

impl ListChecked {
    /// In a word how old it is.
    pub fn age(&self) -> Age {
        Age::of_days(self.days_old)
    }

    /// That it is old, where it is.
    pub fn age_said(&self) -> Option<String> {
        (self.age() != Age::Fresh).then(|| {
            format!("{} of {} is {} days old ({})", self.list, self.day.written(), self.days_old, self.age())
        })
    }

    /// What is loud of it: that it is old, a part or doubted.
    pub fn warnings(&self) -> Vec<String> {
        let old = self.age_said();
        let doubts = self.doubts.iter().map(|it| format!("{} of {}: {it}", self.list, self.day.written()));
        old.into_iter().chain(doubts).collect()
    }

    /// In a line: `OFAC SDN of 2026-09-23 (65 d, ageing): 19,391 entries, sdn.xml SHA-256 …`.
    pub fn said(&self) -> String {
        let files: Vec<String> =
            self.files.iter().map(|file| format!("{} SHA-256 {}", file.name, file.sha256)).collect();
        format!(
            "{} of {} ({} d, {}): {} entries; {}",
            self.list,
            self.day.written(),
            self.days_old,
            self.age(),
            self.entries,
            files.join(", ")
        )
    }
}

/// The state file that was checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileState {
    /// Its name, without its folder.
    pub name: String,
    /// The SHA-256 of its text.
    pub sha256: String,
    /// How many subjects names were held against.
    pub subjects: usize,
    /// The newest day that it knows anything of.
    #[serde(serialize_with = "maybe_day")]
    pub known_to: Option<NaiveDate>,
    /// What is wrong with it: it has errors.
    pub doubts: Vec<String>,
}

/// The table of names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Input {
    /// Its name, without its folder: `names.csv`, `standard input`, `--name`.
    pub name: String,
    /// The SHA-256 of it.
    pub sha256: String,
    /// What was read of it with a question.
    pub told: Vec<String>,
}

/// How sure a hit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Band {
    /// One name, or one number, and nothing known speaks against it.
    Sure,
    /// A person has to look.
    Look,
    /// Below both.
    Nothing,
}

impl Band {
    /// In a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sure => "sure",
            Self::Look => "look",
            Self::Nothing => "nothing",
        }
    }
}

/// An entry of a list, or a subject of the file, that a name may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hit {
    /// How sure that is.
    pub band: Band,
    /// The same of 100.
    pub score: u8,
    /// The list, or `the file`.
    pub list: String,
    /// Its number there, as a state file has it; of the file the id of the subject.
    pub entry: String,
    /// Its first name.
    pub name: String,
    /// The name of it that is like the one asked for.
    pub matched: String,
    /// Why, in words.
    pub why: String,
    /// What besides the names is the same.
    pub agrees: Vec<String>,
    /// What besides the names is another.
    pub contradicts: Vec<String>,
    /// What could not be compared.
    pub not_compared: Vec<String>,
    /// The day of the list.
    pub list_day: Option<String>,
    /// The digests of the list's files.
    pub list_sha256: Vec<String>,
    /// The digest of who the entry is.
    pub digest: Option<String>,
    /// Who the entry is, which the digest is of.
    pub entry_was: Option<String>,
    /// What holds, in a form that is the same as long as that is: by it a later run knows that it changed.
    pub standing: Vec<String>,
    /// Programmes of the entry, or what holds against the subject on the day.
    pub holds: Vec<String>,
    /// Licences and what else the measures let pass.
    pub allowed: Vec<String>,
    /// What a person decided of it.
    pub decision: Option<String>,
    /// That decision is open again.
    pub reopened: bool,
}

/// An entry that is set aside, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Aside {
    /// What it would be.
    #[serde(flatten)]
    pub hit: Hit,
    /// Why it counts as none.
    pub because: String,
    /// A person decided it.
    pub decided: bool,
}

/// What was found for a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Screened {
    /// Its line in the table; 0 where it stands in none.
    pub line: u64,
    /// The own id that the table gives it.
    pub id: Option<String>,
    /// The name.
    pub name: String,
    /// What else is known, in words.
    pub known: String,
    /// By what it is known again in another run.
    pub key: String,
    /// The hits, surest first.
    pub hits: Vec<Hit>,
    /// What is set aside.
    pub aside: Vec<Aside>,
    /// Subjects of the file of the name against whom nothing holds.
    pub at_rest: Vec<Hit>,
    /// What is another than in the last run that was recorded, in words; `None` where it was not compared with one.
    pub changed: Option<Vec<String>>,
}

/// A screening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Screening {
    /// The program's version.
    pub version: String,
    /// The day on which it was made.
    #[serde(serialize_with = "day")]
    pub made_on: NaiveDate,
    /// Who made it.
    pub by: String,
    /// The day that is asked for.
    #[serde(serialize_with = "day")]
    pub as_of: NaiveDate,
    /// The day of the second clock.
    #[serde(serialize_with = "maybe_day")]
    pub known: Option<NaiveDate>,
    /// The table of names.
    pub input: Input,
    /// The lists that were checked.
    pub lists: Vec<ListChecked>,
    /// The state file, where one was checked.
    pub file: Option<FileState>,
    /// What was asked for or could have been, and was not checked, each with why.
    pub not_checked: Vec<String>,
    /// What of that was asked for and failed.
    pub failed: Vec<String>,
    /// Decisions that are open again.
    pub reopened: Vec<String>,
    /// The names, in the order of the table.
    pub names: Vec<Screened>,
    /// How many names were asked for, where only some of them are told.
    pub asked: usize,
    /// How many of all names have a hit.
    pub with_hits: usize,
    /// Against which earlier run it was held, in words.
    pub compared_with: Option<String>,
}

impl Screening {
    /// Everything that makes the result less than it looks: failed, old, partial, doubted, not checked.
    pub fn warnings(&self) -> Vec<String> {
        let mut said: Vec<String> =
            self.failed.iter().map(|it| format!("not checked, and asked for: {it}")).collect();
        said.extend(self.lists.iter().flat_map(ListChecked::warnings));
        if self.lists.is_empty() {
            said.push("no official list was checked".to_owned());
        }
        said.extend(self.file.iter().flat_map(|it| it.doubts.clone()));
        said.extend(self.input.told.iter().cloned());
        said
    }

    /// As of which day, and as known on which.
    pub fn clock(&self) -> String {
        let known = self.known.map(|known| format!(", as known on {known}")).unwrap_or_default();
        format!("as of {}{known}", self.as_of)
    }

    /// Everything that was checked, in lines.
    pub fn checked(&self) -> Vec<String> {
        let file = self.file.as_ref().map(|it| {
            let known = it.known_to.map(|day| format!(", known to {day}")).unwrap_or_default();
            format!("state file {}: {} subjects{known}; SHA-256 {}", it.name, it.subjects, it.sha256)
        });
        self.lists.iter().map(ListChecked::said).chain(file).collect()
    }
}

/// What a clear result says, and no more.
pub const NO_ENTRY: &str = "no entry found";
