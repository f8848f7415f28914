//! Keeping a list: packed, read, held against its own count and the copy before, put in its place, written down.

use std::fs::File;
use std::io::BufReader;

use chrono::{DateTime, Days, Utc};

use crate::model::date::Date;

use super::super::delta::publication_in;
use super::super::delta_file::read_delta;
use super::super::digest::digest;
use super::super::entry::ListName;
use super::super::error::ListError;
use super::super::file::{Opened, Progress, Published, read_opened};
use super::super::input::Packing;
use super::error::ArchiveError;
use super::folder::{Coming, Locked};
use super::index::Index;
use super::kept::{Day, Incoming, Kept, KeptFile, Kind, Put};
use super::line::Said;
use super::pack::{Packed, pack};
use super::store::Archive;

/// A copy that has lost more than this part of its entries is not kept without a word.
const MOST_LOST_PERCENT: usize = 20;

/// A list of fewer entries is not held against the one before it.
const FEW: usize = 10;

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

/// What files say that came in.
struct Read {
    kind: Kind,
    list: ListName,
    published: Option<Date>,
    publication: Option<u64>,
    records: usize,
    part: Option<String>,
    /// What speaks strongly against its being whole.
    doubt: Option<String>,
}

impl Read {
    /// What a copy says that is kept already.
    fn of(kept: &Kept) -> Self {
        let Kept { kind, list, published, publication, records, ref part, .. } = *kept;
        Self { kind, list, published, publication, records, part: part.clone(), doubt: None }
    }
}

impl Archive {
    /// Keeps the files of one list of one day, or one delta of OFAC's.
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
        // What is kept already need not be read again.
        let known = held(&self.index()?, &packed, asked.list).map(|held| Read::of(&held));
        let read = match known {
            Some(read) => read,
            None if packed.iter().any(|it| it.is_delta) => delta(&coming, &packed, files)?,
            None => list(&coming, &mut packed, asked.list, progress)?,
        };
        let day = day_of(asked, &read, files)?;
        let Read { kind, list, published, publication, records, part, doubt } = read;
        let kept = Kept {
            kind,
            list,
            day,
            published,
            publication: files.iter().find_map(|it| publication_in(it.address.as_deref()?)).or(publication),
            records,
            part,
            files: Vec::new(),
            checked: asked.checked,
        };
        let kept = Kept { files: in_place(&kept, &packed, files), ..kept };
        let locked = self.folder.lock()?;
        let index = self.index()?;
        let held = held(&index, &packed, Some(kept.list)).filter(|held| held.kind == kind);
        let is_known = held.is_some() && index.copies().iter().any(|it| is_of_day(it, &kept));
        if kind == Kind::List && !asked.doubtful && !is_known {
            hold(&index, &kept, doubt)?;
        }
        if let Some(held) = held {
            return self.again(&locked, &coming, &packed, &held, kept, is_known);
        }
        let folder = kept.folder().unwrap_or_default().to_owned();
        self.folder.place(&locked, &coming, &folder)?;
        if let Err(error) = self.append(&locked, &Said::Kept(kept.clone())) {
            // Without a line it is not kept, and would only be in the way.
            let _ = self.folder.remove(&locked, &folder);
            return Err(error);
        }
        Ok(Put::New(kept))
    }

    /// Notes that contents were brought again that are kept already. Where what is kept is damaged or gone, they take its
    /// place.
    fn again(
        &self,
        locked: &Locked,
        coming: &Coming,
        packed: &[Packed],
        held: &Kept,
        kept: Kept,
        is_known: bool,
    ) -> Result<Put, ArchiveError> {
        let files = kept.files.into_iter().map(|file| KeptFile { at: at_of(held, &file), ..file });
        let kept = Kept { files: files.collect(), ..kept };
        let is_whole = held.files.iter().all(|file| self.check(file).is_ok());
        if !is_whole {
            for it in packed {
                let own = kept.files.iter().find(|file| file.sha256 == it.sha256);
                let name = own.and_then(|file| file.at.rsplit('/').next()).unwrap_or(&it.file);
                let (from, to) = (coming.path().join(&it.file), coming.path().join(name));
                std::fs::rename(&from, &to)
                    .map_err(ArchiveError::io("putting a copy in its place", &from))?;
            }
            self.folder.place(locked, coming, held.folder().unwrap_or_default())?;
        }
        self.append(locked, &Said::Same(kept.clone()))?;
        Ok(match (is_whole, is_known) {
            (false, _) => Put::Mended(kept),
            (true, true) => Put::Same(kept),
            (true, false) => Put::Unchanged(kept),
        })
    }
}

/// Reads a list that has come in. What of it is no list goes.
fn list(
    coming: &Coming,
    packed: &mut Vec<Packed>,
    list: Option<ListName>,
    progress: &mut Progress<'_>,
) -> Result<Read, ArchiveError> {
    let mut opened = Vec::with_capacity(packed.len());
    for it in &*packed {
        let path = it.shown.with_file_name(&it.name);
        opened.push(Opened { path, file: open(coming, it)?, is_one_of_many: it.is_one_of_many });
    }
    let published: Published = read_opened(opened, list, progress)?;
    for it in packed.extract_if(.., |it| !published.files.iter().any(|read| read.name == it.name)) {
        let path = coming.path().join(&it.file);
        std::fs::remove_file(&path).map_err(ArchiveError::io("leaving out what is no list", &path))?;
    }
    let doubt = published.doubts.into_iter().find(|doubt| doubt.is_strong);
    Ok(Read {
        kind: Kind::List,
        list: published.list,
        published: published.date,
        publication: None,
        records: published.entries.len(),
        part: published.part,
        doubt: doubt.map(|doubt| doubt.what),
    })
}

/// Reads a delta that has come in.
fn delta(coming: &Coming, packed: &[Packed], files: &[Incoming]) -> Result<Read, ArchiveError> {
    let [only] = packed else {
        let path = files.first().map(|it| it.file.clone()).unwrap_or_default();
        let hint = "but several files with a delta of OFAC's among them: each is kept by itself".to_owned();
        return Err(ListError::Unknown { path, hint }.into());
    };
    let path = only.shown.with_file_name(&only.name);
    let io = |source| ListError::Io { path: path.clone(), source };
    let unpacked = Packing::Gzip.unpacked(BufReader::new(open(coming, only)?)).map_err(io)?;
    let delta = read_delta(&path, unpacked)?;
    Ok(Read {
        kind: Kind::Delta,
        list: ListName::OfacSdn,
        published: Some(delta.on),
        publication: delta.publication,
        records: delta.changes.len(),
        part: None,
        doubt: None,
    })
}

fn open(coming: &Coming, packed: &Packed) -> Result<File, ArchiveError> {
    let path = coming.path().join(&packed.file);
    File::open(&path).map_err(ArchiveError::io("reading a kept file", &path))
}

/// A copy of the same contents that is kept already, of whatever day.
fn held(index: &Index, packed: &[Packed], list: Option<ListName>) -> Option<Kept> {
    let mut digests: Vec<&str> = packed.iter().map(|it| it.sha256.as_str()).collect();
    digests.sort_unstable();
    let same = |held: &&Kept| list.is_none_or(|list| held.list == list) && held.digests() == digests;
    index.copies().iter().rfind(same).cloned()
}

/// Whether a copy is of the same contents and the same day.
fn is_of_day(held: &Kept, kept: &Kept) -> bool {
    held.list == kept.list && held.day == kept.day && held.digests() == kept.digests()
}

/// Which day a list is of.
fn day_of(asked: &Asked, read: &Read, files: &[Incoming]) -> Result<Date, ArchiveError> {
    let path = || files.first().map(|it| it.file.clone()).unwrap_or_default();
    let day = match (read.kind, asked.day) {
        // A delta knows best on which day it was published.
        (Kind::Delta, _) | (_, Day::Own) => read.published,
        (_, Day::Said(day)) => Some(day),
        (_, Day::OwnOr(day)) => read.published.or(Some(day)),
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
    let of_kind = if kept.kind == Kind::Delta { "-delta" } else { "" };
    let folder = format!("{}{of_kind}/{day}-{short}", kept.list.key());
    let place = |it: &Packed| {
        let incoming = files.get(it.of).cloned().unwrap_or_default();
        let Incoming { address, host, status, etag, last_modified, .. } = incoming;
        let (name, sha256, at) = (it.name.clone(), it.sha256.clone(), format!("{folder}/{}", it.file));
        KeptFile { name, sha256, bytes: it.bytes, at, address, host, status, etag, last_modified }
    };
    let mut kept: Vec<KeptFile> = packed.iter().map(place).collect();
    kept.sort_by(|a, b| a.name.cmp(&b.name));
    kept
}

/// Where a file is kept already.
fn at_of(held: &Kept, file: &KeptFile) -> String {
    let same = held.files.iter().find(|it| it.sha256 == file.sha256);
    same.map_or_else(|| file.at.clone(), |it| it.at.clone())
}

/// Holds a copy against what it says of itself and against the one of the day before.
fn hold(index: &Index, kept: &Kept, doubt: Option<String>) -> Result<(), ArchiveError> {
    if let Some(doubt) = doubt {
        return Err(ArchiveError::Doubtful(doubt));
    }
    let before = index.days(kept.list).into_iter().rfind(|it| it.day <= kept.day && it.part == kept.part);
    let Some(before) = before else { return Ok(()) };
    let lost = before.records.saturating_sub(kept.records);
    // Of a handful of entries one is more than the share.
    if before.records >= FEW && lost * 100 > before.records * MOST_LOST_PERCENT {
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
