//! A line of the index: JSON, one for each thing that happened, never changed.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

use crate::model::date::Date;

use super::super::entry::ListName;
use super::folder::is_name;
use super::kept::{Kept, KeptFile, Kind};

/// The version of the lines that are written.
pub(super) const VERSION: u32 = 1;

/// A line as it stands in the file. What a later beltui adds is passed over; what it means by another version is not
/// guessed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Line {
    pub(super) v: u32,
    pub(super) event: String,
    pub(super) list: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) day: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) published: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) publication: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) records: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) part: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) files: Vec<LineFile>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) address: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) why: Option<String>,
    pub(super) checked: String,
}

/// A file in a line.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct LineFile {
    name: String,
    sha256: String,
    bytes: u64,
    at: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    host: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    etag: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last_modified: Option<String>,
}

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// A copy is kept.
    Kept(Kept),
    /// A copy of these contents was kept before, and was brought again, of this day.
    Same(Kept),
    /// The publisher says that nothing has changed.
    Unchanged { list: ListName, address: String, checked: DateTime<Utc> },
    /// Something was tried and failed.
    Failed { list: ListName, address: String, checked: DateTime<Utc>, why: String },
    /// A copy is not kept any longer.
    Pruned(Kept),
}

/// A time as it is written: to the second, in universal time.
pub(super) fn written(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

impl Line {
    /// The line that says it.
    pub(super) fn of(said: &Said) -> Self {
        let happened = |event: &str, list: ListName, checked| Self {
            v: VERSION,
            event: event.to_owned(),
            list: list.key().to_owned(),
            checked: written(checked),
            ..Self::default()
        };
        let copy = |event: &str, kept: &Kept| Self {
            kind: Some(kept.kind.word().to_owned()),
            day: Some(kept.day.written()),
            published: kept.published.map(Date::written),
            publication: kept.publication,
            records: Some(kept.records),
            part: kept.part.clone(),
            files: kept.files.iter().cloned().map(LineFile::of).collect(),
            ..happened(event, kept.list, kept.checked)
        };
        match said {
            Said::Kept(kept) => copy("kept", kept),
            Said::Same(kept) => copy("same", kept),
            Said::Pruned(kept) => copy("pruned", kept),
            Said::Unchanged { list, address, checked } => {
                Self { address: Some(address.clone()), ..happened("unchanged", *list, *checked) }
            }
            Said::Failed { list, address, checked, why } => Self {
                address: Some(address.clone()),
                why: Some(why.clone()),
                ..happened("failed", *list, *checked)
            },
        }
    }

    /// What it says.
    ///
    /// # Errors
    /// What of it is not understood, in words.
    pub(super) fn said(self) -> Result<Said, String> {
        if self.v != VERSION {
            return Err(format!("it is of version {}, and this beltui reads version {VERSION}", self.v));
        }
        let list = ListName::ALL.iter().copied().find(|list| list.key() == self.list);
        let list = list.ok_or_else(|| format!("no list is called {:?}", self.list))?;
        let checked = DateTime::parse_from_rfc3339(&self.checked)
            .map_err(|_| format!("{:?} is no time", self.checked))?
            .with_timezone(&Utc);
        let (address, why) = (self.address.clone().unwrap_or_default(), self.why.clone().unwrap_or_default());
        match self.event.as_str() {
            "kept" => Ok(Said::Kept(self.copy(list, checked)?)),
            "same" => Ok(Said::Same(self.copy(list, checked)?)),
            "pruned" => Ok(Said::Pruned(self.copy(list, checked)?)),
            "unchanged" => Ok(Said::Unchanged { list, address, checked }),
            "failed" => Ok(Said::Failed { list, address, checked, why }),
            other => Err(format!("{other:?} is nothing that happens here")),
        }
    }

    fn copy(self, list: ListName, checked: DateTime<Utc>) -> Result<Kept, String> {
        let date = |text: &str| text.parse::<Date>().map_err(|error| format!("{text:?} is {error}"));
        let kind = match self.kind.as_deref() {
            None | Some("list") => Kind::List,
            Some("delta") => Kind::Delta,
            Some(other) => return Err(format!("{other:?} is no kind of copy")),
        };
        if self.files.is_empty() {
            return Err("a copy without files".to_owned());
        }
        let files: Result<Vec<KeptFile>, String> = self.files.into_iter().map(LineFile::kept).collect();
        let files = files?;
        let folder = |file: &KeptFile| file.at.rsplit_once('/').map(|(folder, _)| folder.to_owned());
        if files.iter().any(|file| folder(file) != files.first().and_then(folder)) {
            return Err("files of one copy in two folders".to_owned());
        }
        Ok(Kept {
            kind,
            list,
            day: date(&self.day.unwrap_or_default())?,
            published: self.published.as_deref().map(date).transpose()?,
            publication: self.publication,
            records: self.records.unwrap_or_default(),
            part: self.part,
            files,
            checked,
        })
    }
}

impl LineFile {
    fn of(file: KeptFile) -> Self {
        let KeptFile { name, sha256, bytes, at, address, host, status, etag, last_modified } = file;
        Self { name, sha256, bytes, at, address, host, status, etag, last_modified }
    }

    fn kept(self) -> Result<KeptFile, String> {
        let Self { name, sha256, bytes, at, address, host, status, etag, last_modified } = self;
        if !is_name(&at) {
            return Err(format!("{at:?} is no file of the archive"));
        }
        if sha256.len() != 64 || !sha256.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(format!("{sha256:?} is no SHA-256"));
        }
        Ok(KeptFile { name, sha256, bytes, at, address, host, status, etag, last_modified })
    }
}

impl Line {
    /// What a line of the file says.
    ///
    /// # Errors
    /// What of it is not understood, in words.
    pub(super) fn read(line: &[u8]) -> Result<Said, String> {
        let line: Self = serde_json::from_slice(line).map_err(|error| error.to_string())?;
        line.said()
    }

    /// It as it is written, with its end.
    pub(super) fn text(&self) -> std::io::Result<String> {
        Ok(serde_json::to_string(self)? + "\n")
    }
}
