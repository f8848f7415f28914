//! Keeping a list: packed, read, held against its own count and the copy before, put in its place, written down.

use chrono::{DateTime, Days, Utc};

use crate::model::date::Date;

use super::super::digest::digest;
use super::super::entry::ListName;
use super::super::error::ListError;
use super::super::file::{Opened, Progress, Published, read_opened};
use super::error::ArchiveError;
use super::folder::Coming;
use super::index::Index;
use super::kept::{Day, Incoming, Kept, KeptFile, Kind, Put};
use super::line::Said;
use super::pack::{Packed, pack};
use super::store::Archive;

/// A copy that has lost more than this part of its entries is not kept without a word.
const MOST_LOST_PERCENT: usize = 20;

/// What is asked when a list is to be kept.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// Which list it must be; `None` where its contents say it.
    pub list: Option<ListName>,
    /// Which day it is of.
    pub day: Day,
    /// When it was brought.
    pub checked: DateTime<Utc>,
    /// Keep it also where it may not be whole.
    pub doubtful: bool,
}

impl Archive {
    /// Keeps the files of one list of one day.
    ///
    /// # Errors
    /// Where they cannot be read or written, are no list, are not of one list and day, say no day, or may not be whole.
    /// Nothing is kept then, and nothing stays behind.
    pub fn put(
        &self,
        asked: &Asked,
        files: &[Incoming],
        progress: &mut Progress<'_>,
    ) -> Result<Put, ArchiveError> {
        let coming = {
            let locked = self.folder.lock()?;
            self.folder.coming(&locked)?
        };
        let mut packed = pack(&self.folder, coming.path(), files, progress)?;
        let published = self.read(&coming, &packed, asked.list, progress)?;
        packed.retain(|it| published.files.iter().any(|read| read.name == it.name));
        let day = day_of(asked, &published, files)?;
        let kept = Kept {
            kind: Kind::List,
            list: published.list,
            day,
            published: published.date,
            publication: None,
            records: published.entries.len(),
            part: published.part.clone(),
            files: Vec::new(),
            checked: asked.checked,
        };
        let locked = self.folder.lock()?;
        let index = self.index()?;
        let kept = Kept { files: in_place(&kept, &packed, files), ..kept };
        if let Some(held) = self.held(&index, &kept) {
            let files = kept.files.into_iter().map(|file| KeptFile { at: at_of(&held, &file), ..file });
            let kept = Kept { files: files.collect(), ..kept };
            self.append(&locked, &Said::Same(kept.clone()))?;
            return Ok(Put::Same(kept));
        }
        if !asked.doubtful {
            hold(&index, &kept, &published)?;
        }
        let folder = kept.folder().unwrap_or_default().to_owned();
        self.folder.place(&locked, coming, &folder)?;
        self.append(&locked, &Said::Kept(kept.clone()))?;
        Ok(Put::New(kept))
    }

    fn read(
        &self,
        coming: &Coming,
        packed: &[Packed],
        list: Option<ListName>,
        progress: &mut Progress<'_>,
    ) -> Result<Published, ArchiveError> {
        let mut opened = Vec::with_capacity(packed.len());
        for it in packed {
            let path = coming.path().join(&it.file);
            let file = std::fs::File::open(&path).map_err(ArchiveError::io("reading a kept file", &path))?;
            let shown = it.shown.with_file_name(&it.name);
            opened.push(Opened { path: shown, file, is_one_of_many: it.is_one_of_many });
        }
        Ok(read_opened(opened, list, progress)?)
    }

    /// A copy of the same contents that is kept already, of whatever day.
    fn held(&self, index: &Index, kept: &Kept) -> Option<Kept> {
        let same = |held: &&Kept| {
            held.list == kept.list && held.kind == kept.kind && held.digests() == kept.digests()
        };
        index.copies().iter().rfind(same).cloned()
    }
}

/// Which day a list is of.
fn day_of(asked: &Asked, published: &Published, files: &[Incoming]) -> Result<Date, ArchiveError> {
    let path = || files.first().map(|it| it.file.clone()).unwrap_or_default();
    let day = match asked.day {
        Day::Said(day) => Some(day),
        Day::Own => published.date,
        Day::OwnOr(day) => published.date.or(Some(day)),
    };
    let day = day.ok_or_else(|| ListError::Undated { path: path() })?;
    // Where it is brought may be a day ahead of universal time.
    let today = asked.checked.date_naive();
    let last = today.checked_add_days(Days::new(1)).unwrap_or(today);
    if day.first() > last { Err(ListError::Ahead(day).into()) } else { Ok(day) }
}

/// The files of a copy with the names that they will have.
fn in_place(kept: &Kept, packed: &[Packed], files: &[Incoming]) -> Vec<KeptFile> {
    let mut lines: Vec<String> = packed.iter().map(|it| format!("{} {}\n", it.name, it.sha256)).collect();
    lines.sort_unstable();
    let all = match packed {
        [only] => only.sha256.clone(),
        _ => digest(&lines.concat()),
    };
    let short = all.get(..12).unwrap_or(&all);
    let day = kept.day.written().replace('/', "_");
    let folder = format!("{}/{day}-{short}", kept.list.key());
    let mut kept: Vec<KeptFile> = packed
        .iter()
        .map(|it| {
            let incoming = files.get(it.of).cloned().unwrap_or_default();
            let Incoming { address, host, status, etag, last_modified, .. } = incoming;
            KeptFile {
                name: it.name.clone(),
                sha256: it.sha256.clone(),
                bytes: it.bytes,
                at: format!("{folder}/{}", it.file),
                address,
                host,
                status,
                etag,
                last_modified,
            }
        })
        .collect();
    kept.sort_by(|a, b| a.name.cmp(&b.name));
    kept
}

/// Where a file is kept already.
fn at_of(held: &Kept, file: &KeptFile) -> String {
    let same = held.files.iter().find(|it| it.sha256 == file.sha256);
    same.map_or_else(|| file.at.clone(), |it| it.at.clone())
}

/// Holds a copy against what it says of itself and against the one of the day before.
fn hold(index: &Index, kept: &Kept, published: &Published) -> Result<(), ArchiveError> {
    if let Some(doubt) = published.doubts.iter().find(|doubt| doubt.is_strong) {
        return Err(ArchiveError::Doubtful(doubt.what.clone()));
    }
    let before = index.days(kept.list).into_iter().rfind(|it| it.day <= kept.day && it.part == kept.part);
    let Some(before) = before else { return Ok(()) };
    let lost = before.records.saturating_sub(kept.records);
    if lost * 100 > before.records * MOST_LOST_PERCENT {
        return Err(ArchiveError::Doubtful(format!(
            "{} entries where the copy of {} has {}, {} % fewer",
            kept.records,
            before.day.written(),
            before.records,
            lost * 100 / before.records.max(1)
        )));
    }
    Ok(())
}
