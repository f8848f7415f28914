//! The journal: every accepted edit, synced to disk before it counts, so that a crash loses none.
//!
//! A file of frames: length, checksum (CRC-32, little-endian both), and a RON text. The first one says which version
//! this is, what the file held when the journal began, and where the file is. A frame that was being written when the
//! machine stopped fails its checksum and ends the journal. The journal of a file is in the state directory; a save
//! begins it anew, a clean exit removes it. Who writes it holds a lock on it.

mod entry;

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::fingerprint::Fingerprint;
use super::lock::{Held, NoLock};
use super::places;
use super::private::{self, sync};
use super::regular::{is_at, never_follows, other_than_a_file};
use super::write::{folder_of, rename_to_free};

pub use entry::Entry;

/// Where the journal of a state file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalPlace {
    state_dir: PathBuf,
    path: PathBuf,
    /// Where the state file is, as it stands in the journal.
    of: String,
}

/// The journal of a file while it is written.
#[derive(Debug)]
pub struct Journal {
    file: Held,
    place: JournalPlace,
}

/// What an unfinished journal says.
#[derive(Debug, Clone, PartialEq)]
pub struct Unfinished {
    /// The fingerprint of the text that the entries start from.
    pub base: String,
    /// The entries that are whole.
    pub entries: Vec<Entry>,
    /// Something stands behind them that cannot be read, and was not just being written.
    pub is_damaged: bool,
}

/// What stands where a journal belongs.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// None, or one that says nothing.
    Nothing,
    /// A journal of this file.
    Unfinished(Unfinished),
    /// Something that this program cannot go on with, and why: it is not to be overwritten.
    Foreign(String),
}

/// Why there is no journal.
#[derive(Debug, thiserror::Error)]
pub enum NoJournal {
    /// Another process writes it.
    #[error("another program has the same file open")]
    Held,
    /// What stands there cannot be read.
    #[error("the journal cannot be read: {0}")]
    Unreadable(io::Error),
    /// The state directory cannot be written.
    #[error("{0}")]
    Io(#[from] io::Error),
}

const ANY_VERSION: &str = "beltui journal ";
const MAGIC: &str = "beltui journal 2 ";
/// The first edition's, which does not say where its file is.
const OLD_MAGIC: &str = "beltui journal 1 ";

impl JournalPlace {
    /// The place of the journal of a state file.
    pub fn of(state_dir: &Path, file: &Path) -> Self {
        Self {
            state_dir: state_dir.to_owned(),
            path: places::journal_of(state_dir, file),
            of: places::written(file),
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// What stands where a journal belongs, held so that nobody else writes it meanwhile.
#[derive(Debug)]
pub struct Claim {
    place: JournalPlace,
    /// Open and locked; `None` where there is none.
    file: Option<Held>,
}

impl Claim {
    /// Claims the journal of a file.
    ///
    /// # Errors
    /// Where another process has it, or what stands there cannot be opened.
    pub fn of(place: &JournalPlace) -> Result<Self, NoJournal> {
        let opened =
            OpenOptions::new().read(true).append(true).custom_flags(never_follows()).open(&place.path);
        let file = match opened {
            Ok(file) => Some(file),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(NoJournal::Unreadable(error)),
        };
        let held = |file: File| {
            let meta = file.metadata().map_err(NoJournal::Unreadable)?;
            match other_than_a_file(&meta) {
                None => hold(file),
                Some(what) => {
                    Err(NoJournal::Unreadable(io::Error::other(format!("{what} stands in its place"))))
                }
            }
        };
        Ok(Self { place: place.clone(), file: file.map(held).transpose()? })
    }

    /// What stands there.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn found(&mut self) -> io::Result<Found> {
        let Some(file) = &mut self.file else { return Ok(Found::Nothing) };
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(0))?;
        file.read_to_end(&mut bytes)?;
        Ok(understood(&bytes, Some(&self.place.of)))
    }

    /// Begins a journal with entries in it, in the place of what stands there: at no moment is there one without
    /// them.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn begin(&self, base: Fingerprint, entries: &[Entry]) -> Result<Journal, NoJournal> {
        self.place.write(base, entries, self.file.is_some())
    }

    /// Goes on with the journal that was left: what is not whole at its end is cut off.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn resume(self) -> io::Result<Journal> {
        let Some(mut file) = self.file else { return Err(io::ErrorKind::NotFound.into()) };
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(0))?;
        file.read_to_end(&mut bytes)?;
        // Up to the last entry that can be read: what stands behind it would hide what is added.
        file.set_len(parts(&bytes).whole as u64)?;
        Ok(Journal { file, place: self.place })
    }

    /// What is claimed is moved away by `take`; nothing stands there afterwards.
    ///
    /// # Errors
    /// What `take` says.
    pub fn set_aside(mut self, take: impl FnOnce(&Path) -> io::Result<u64>) -> io::Result<(Self, u64)> {
        let number = take(&self.place.path)?;
        self.file = None;
        Ok((self, number))
    }
}

fn hold(file: File) -> Result<Held, NoJournal> {
    Held::take(file).map_err(|why| match why {
        NoLock::Unwritable(error) => NoJournal::Io(error),
        _ => NoJournal::Held,
    })
}

impl JournalPlace {
    /// Writes a new journal and puts it in its place: where `over` says so, over what is there.
    fn write(&self, base: Fingerprint, entries: &[Entry], over: bool) -> Result<Journal, NoJournal> {
        let folder = folder_of(&self.path);
        private::folder(&self.state_dir, folder)?;
        let fresh = self.path.with_extension("new");
        let file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .mode(0o600)
            .custom_flags(never_follows())
            .open(&fresh)?;
        let mut file = hold(file)?;
        let mut text = frame(format!("{MAGIC}{}\n{}", base.written(), self.of).as_bytes())?;
        for entry in entries {
            text.extend(frame(entry.written().as_bytes())?);
        }
        if let Err(why) = self.fill((&mut *file, &fresh), &text, over) {
            // Held yet, so that nobody else is writing it.
            if is_at(&file, &fresh) {
                let _ = fs::remove_file(&fresh);
            }
            return Err(why);
        }
        sync(folder)?;
        Ok(Journal { file, place: self.clone() })
    }

    /// Writes what stands in a new journal, and gives it its name.
    fn fill(&self, (file, fresh): (&mut File, &Path), text: &[u8], over: bool) -> Result<(), NoJournal> {
        file.set_len(0)?;
        file.write_all(text)?;
        file.sync_all()?;
        if over {
            return Ok(fs::rename(fresh, &self.path)?);
        }
        rename_to_free(fresh, &self.path).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => NoJournal::Held,
            _ => NoJournal::Io(error),
        })
    }
}

impl Journal {
    /// Begins the journal of a file that holds `base`; what was there before is replaced.
    ///
    /// # Errors
    /// Where the state directory cannot be written, or another process writes the journal.
    pub fn begin(place: &JournalPlace, base: Fingerprint) -> Result<Self, NoJournal> {
        Claim::of(place)?.begin(base, &[])
    }

    /// Adds an entry and waits until it is on disk.
    ///
    /// # Errors
    /// Where it cannot be written, or the journal was taken away: then the edit must not count as safe.
    pub fn add(&mut self, entry: &Entry) -> io::Result<()> {
        if !is_at(&self.file, &self.place.path) {
            return Err(io::Error::new(io::ErrorKind::NotFound, "the journal was taken away"));
        }
        let before = self.file.metadata()?.len();
        let frame = frame(entry.written().as_bytes())?;
        let added = self.file.write_all(&frame).and_then(|()| self.file.sync_data());
        if added.is_err() {
            // A torn frame would hide everything behind it.
            let _ = self.file.set_len(before);
        }
        added
    }

    /// Begins anew after a save.
    ///
    /// # Errors
    /// Where the state directory cannot be written.
    pub fn restart(&mut self, base: Fingerprint, entries: &[Entry]) -> io::Result<()> {
        // What another process has put there meanwhile is not overwritten.
        let over = is_at(&self.file, &self.place.path);
        *self = self.place.write(base, entries, over).map_err(io::Error::other)?;
        Ok(())
    }

    /// Where it is.
    pub fn place(&self) -> &JournalPlace {
        &self.place
    }

    /// Removes the journal: a clean exit leaves none.
    pub fn finish(self) {
        if is_at(&self.file, &self.place.path) {
            let _ = fs::remove_file(&self.place.path);
        }
    }
}

/// What the bytes of a journal say; `of` is where its file is, where it must be the journal of that one.
pub fn understood(bytes: &[u8], of: Option<&str>) -> Found {
    // What a crash leaves of a file that was just made.
    if bytes.iter().all(|byte| *byte == 0) {
        return Found::Nothing;
    }
    let parts = parts(bytes);
    let head = |magic| parts.head.and_then(|head| head.strip_prefix(magic));
    let (base, said) = match (head(MAGIC), head(OLD_MAGIC)) {
        (Some(head), _) => {
            let (base, of) = head.split_once('\n').unwrap_or_default();
            (base, Some(of))
        }
        (_, Some(head)) => (head.trim(), None),
        _ if parts.head.is_some_and(|head| head.starts_with(ANY_VERSION)) => {
            return Found::Foreign("it was written by another version of beltui".to_owned());
        }
        _ => return Found::Foreign("it is no journal, or its beginning is damaged".to_owned()),
    };
    if let (Some(of), Some(said)) = (of, said)
        && of != said
    {
        return Found::Foreign(format!("it is the journal of {said}"));
    }
    if parts.entries.is_empty() && !parts.is_damaged {
        return Found::Nothing;
    }
    let (base, entries) = (base.to_owned(), parts.entries);
    Found::Unfinished(Unfinished { base, entries, is_damaged: parts.is_damaged })
}

/// The parts of a journal.
struct Parts<'b> {
    head: Option<&'b str>,
    entries: Vec<Entry>,
    /// How many bytes they take.
    whole: usize,
    /// More stands behind them than a frame that was just being written.
    is_damaged: bool,
}

fn parts(bytes: &[u8]) -> Parts<'_> {
    let mut rest = bytes;
    let mut parts = Parts { head: None, entries: Vec::new(), whole: 0, is_damaged: false };
    while !rest.is_empty() {
        let (payload, behind) = match next_frame(rest) {
            Ok(next) => next,
            // Zeros, which a power cut may leave, are no frame.
            Err(is_torn) => {
                parts.is_damaged = !is_torn && rest.iter().any(|byte| *byte != 0);
                break;
            }
        };
        if parts.head.is_none() {
            parts.head = Some(payload);
        } else if let Some(entry) = entry::read(payload) {
            parts.entries.push(entry);
        } else {
            parts.is_damaged = true;
            break;
        }
        parts.whole += rest.len() - behind.len();
        rest = behind;
    }
    parts
}

/// The payload of the first frame and what stands behind it; as the error, whether it is one whose end is missing.
fn next_frame(bytes: &[u8]) -> Result<(&str, &[u8]), bool> {
    let (length, rest) = bytes.split_first_chunk::<4>().ok_or(true)?;
    let (sum, rest) = rest.split_first_chunk::<4>().ok_or(true)?;
    let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
    let (payload, behind) = rest.split_at_checked(length).ok_or(true)?;
    if payload.is_empty() || crc32fast::hash(payload) != u32::from_le_bytes(*sum) {
        return Err(false);
    }
    Ok((std::str::from_utf8(payload).map_err(|_| false)?, behind))
}

fn frame(payload: &[u8]) -> io::Result<Vec<u8>> {
    let length = u32::try_from(payload.len()).map_err(|_| io::Error::other("an edit of more than 4 GiB"))?;
    let mut out = Vec::with_capacity(payload.len() + 8);
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(&crc32fast::hash(payload).to_le_bytes());
    out.extend_from_slice(payload);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::op::{Op, Transaction};
    use crate::model::state::Head;
    use crate::store::load::load_text;
    use crate::store::places::SHIPPED;
    use std::sync::Arc;

    fn entries() -> Vec<Entry> {
        let state = load_text(SHIPPED.to_owned()).state;
        let record = |id: &str| state.record(id).unwrap().to_owned();
        let (old, new) =
            (state.head().clone(), Head { title: "\"x\"\n\u{301}".into(), ..state.head().clone() });
        vec![
            Entry::Commit(Transaction::new(
                "lift Belavia",
                vec![
                    Op::replace(record("us-belavia-asset-freeze"), record("eu-belavia-asset-freeze")),
                    Op::insert(3, record("lt-medininkai-kamennylog")),
                    Op::Remove { at: 2, record: Arc::new(record("vedomosti")), origin: None },
                    Op::Head { old: Box::new(old), new: Box::new(new) },
                ],
            )),
            Entry::Saving("12-ab".to_owned()),
        ]
    }

    fn place(folder: &Path) -> JournalPlace {
        JournalPlace::of(&folder.join("state"), &folder.join("a.ron"))
    }

    fn found(place: &JournalPlace) -> Found {
        Claim::of(place).unwrap().found().unwrap()
    }

    fn unfinished(entries: Vec<Entry>, is_damaged: bool) -> Found {
        Found::Unfinished(Unfinished { base: Fingerprint::of("base").written(), entries, is_damaged })
    }

    #[test]
    fn what_was_added_is_read_back_and_a_clean_end_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let place = place(folder.path());
        let mut journal = Journal::begin(&place, Fingerprint::of("base")).unwrap();
        for entry in entries() {
            journal.add(&entry).unwrap();
        }
        assert!(matches!(Claim::of(&place), Err(NoJournal::Held)), "who writes it holds it");
        drop(journal);
        assert_eq!(found(&place), unfinished(entries(), false));
        let mut journal = Claim::of(&place).unwrap().resume().unwrap();
        journal.add(&Entry::Saving("x".to_owned())).unwrap();
        let (more, fingerprint) =
            ([entries(), vec![Entry::Saving("x".to_owned())]].concat(), Fingerprint::of("base"));
        assert_eq!(understood(&fs::read(place.path()).unwrap(), None), unfinished(more, false));
        journal.restart(fingerprint, &[]).unwrap();
        assert_eq!(understood(&fs::read(place.path()).unwrap(), None), Found::Nothing);
        journal.finish();
        assert!(!place.path().exists());
    }

    #[test]
    fn cut_anywhere_it_gives_the_entries_that_were_whole_and_damage_ends_it_and_is_told() {
        let (folder, entries) = (tempfile::tempdir().unwrap(), entries());
        let place = place(folder.path());
        let mut journal = Journal::begin(&place, Fingerprint::of("base")).unwrap();
        for entry in &entries {
            journal.add(entry).unwrap();
        }
        let whole = fs::read(place.path()).unwrap();
        let head = whole.len() - entries.iter().map(|it| it.written().len() + 8).sum::<usize>();
        let read = |bytes: &[u8]| match understood(bytes, Some(&place.of)) {
            Found::Unfinished(left) => (left.entries, left.is_damaged),
            Found::Nothing => (Vec::new(), false),
            Found::Foreign(why) => panic!("{why}"),
        };
        for cut in (head..whole.len()).step_by(17) {
            let (left, is_damaged) = read(&whole[..cut]);
            assert!(entries.starts_with(&left) && !is_damaged, "cut at {cut}");
        }
        let starts = entries.iter().scan(head, |at, it| {
            let start = *at;
            *at += it.written().len() + 8;
            Some(start)
        });
        let lengths: Vec<usize> = starts.flat_map(|start| start..start + 4).collect();
        for at in (head..whole.len()).step_by(17).chain(lengths.clone()) {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            let (left, is_damaged) = read(&damaged);
            assert!(entries.starts_with(&left) && left.len() < entries.len(), "at {at}");
            // A length that is too great looks like a frame that was being written; all else is told.
            let is_length = lengths.contains(&at);
            assert!(is_damaged || is_length, "at {at}");
        }
        let zeros = [whole.clone(), vec![0; 100]].concat();
        assert_eq!(read(&zeros), (entries.clone(), false));
        let more = [whole, frame(b"(entry: \"of the future\")").unwrap()].concat();
        assert_eq!(read(&more), (entries, true));
    }

    #[test]
    fn the_journal_of_another_file_or_version_and_what_is_none_are_foreign() {
        let of = "\"/a.ron\"";
        let foreign = |payload: &str| understood(&frame(payload.as_bytes()).unwrap(), Some(of));
        for (payload, why) in [
            ("beltui journal 2 1-0\n\"/b.ron\"", "the journal of \"/b.ron\""),
            ("beltui journal 3 1-0\n\"/a.ron\"", "another version"),
            ("beltui journal 99", "another version"),
            ("a letter", "no journal"),
        ] {
            let Found::Foreign(said) = foreign(payload) else { panic!("{payload}") };
            assert!(said.contains(why), "{said}");
        }
        assert_eq!(foreign("beltui journal 2 1-0\n\"/a.ron\""), Found::Nothing);
        assert_eq!(foreign("beltui journal 1 1-0"), Found::Nothing, "the first edition's");
        assert!(matches!(understood(b"xyz", Some(of)), Found::Foreign(_)));
        assert_eq!(understood(&[0; 8], Some(of)), Found::Nothing);
    }

    #[test]
    fn an_edit_for_a_journal_that_was_taken_away_is_not_said_to_be_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let place = place(folder.path());
        let mut journal = Journal::begin(&place, Fingerprint::of("base")).unwrap();
        fs::remove_dir_all(folder.path().join("state")).unwrap();
        assert!(journal.add(&Entry::Saving("x".to_owned())).is_err());
        journal.restart(Fingerprint::of("base"), &[]).unwrap();
        journal.add(&Entry::Saving("x".to_owned())).unwrap();
    }
}
