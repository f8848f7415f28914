//! The program as the machine sees it: an open file with its document, used as the dashboard uses it. What the store
//! is called and how it answers is known here and nowhere else in this test.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use beltui::edit::ahead::Ahead;
use beltui::edit::document::Document;
use beltui::edit::op::Transaction;
use beltui::model::state::State;
use beltui::store::aside;
use beltui::store::backups;
use beltui::store::journal::JournalPlace;
use beltui::store::load::{load_file, load_text};
use beltui::store::open_file::{OpenFile, Opened, Outcome, open_with};
use beltui::store::outside::{Look, Meeting, Theirs};
use tempfile::TempDir;

/// What stands in the way of writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// A file stands where the state folder was.
    State,
    /// The disk is full.
    Disk,
}

/// Folders on a disk of their own, and the program while it runs.
pub struct Program {
    folder: TempDir,
    is_mounted: bool,
    obstacle: Option<Obstacle>,
    pub session: Option<Session>,
}

/// The program while it runs, as the loop has it. Dropped, it is as after a crash.
pub struct Session {
    open_file: OpenFile,
    pub document: Document,
}

/// What was said when a file was opened.
pub struct Opening {
    /// Why it may only be looked at.
    pub read_only: Option<String>,
    /// What a crash has left.
    pub recovery: Vec<Transaction>,
    pub notice: Option<String>,
}

/// What came of a save.
pub enum Saving {
    Saved,
    /// Somebody else has changed the file.
    Changed,
    /// Why it was not saved.
    Refused(String),
}

fn saving<E: std::fmt::Display>(result: Result<Outcome, E>) -> Saving {
    match result {
        Ok(Outcome::Saved) => Saving::Saved,
        Ok(Outcome::Changed) => Saving::Changed,
        Err(why) => Saving::Refused(why.to_string()),
    }
}

impl Program {
    pub fn new(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        // A disk that can be filled needs a file system of its own.
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"]).arg(folder.path());
        let is_mounted = mount.stderr(Stdio::null()).status().is_ok_and(|status| status.success());
        if !is_mounted {
            eprintln!("NOT TESTED HERE: no file system can be mounted, so no disk is ever full");
        }
        let program = Self { folder, is_mounted, obstacle: None, session: None };
        fs::create_dir(program.data()).unwrap();
        fs::write(program.file(), text).unwrap();
        program
    }

    /// The folder of the file.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn file(&self) -> PathBuf {
        self.data().join("a.ron")
    }

    /// The state folder.
    pub fn state(&self) -> PathBuf {
        self.folder.path().join("state")
    }

    /// The journal, in whichever place the state folder is.
    pub fn journal(&self) -> PathBuf {
        let state = self.state();
        let place = JournalPlace::of(&state, &self.file());
        let within = place.path().strip_prefix(&state).unwrap();
        let elsewhere = away(&state);
        if elsewhere.exists() { elsewhere.join(within) } else { place.path().to_owned() }
    }

    pub fn text(&self) -> Option<Vec<u8>> {
        fs::read(self.file()).ok()
    }

    /// Whether an earlier text of the file was kept.
    pub fn is_backed_up(&self, text: &[u8]) -> bool {
        let backups = backups::list(&self.state(), &self.file()).unwrap();
        backups.first().is_some_and(|backup| fs::read(&backup.path).unwrap() == text)
    }

    /// The contents of all that is set aside or left among the journals.
    pub fn left(&self) -> Vec<(PathBuf, Vec<u8>)> {
        fn walk(folder: &Path, found: &mut Vec<(PathBuf, Vec<u8>)>) {
            for entry in fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(&path, found);
                } else if let Ok(bytes) = fs::read(&path) {
                    found.push((path, bytes));
                }
            }
        }
        let mut found = Vec::new();
        walk(&self.state(), &mut found);
        walk(&away(&self.state()), &mut found);
        found.retain(|(path, _)| !path.iter().any(|part| part == "backups"));
        found
    }

    /// What was set aside and is named in what was said.
    pub fn told(&self, notice: &str) -> Vec<String> {
        let aside = aside::list(&self.state(), &self.file()).unwrap_or_default();
        let named = aside.iter().filter(|one| notice.contains(&format!("kept as {}:", one.number)));
        named.map(|one| String::from_utf8_lossy(&fs::read(&one.path).unwrap()).into_owned()).collect()
    }

    // --- what stands in its way ---

    pub fn obstacle(&self) -> Option<Obstacle> {
        self.obstacle
    }

    pub fn obstruct(&mut self, by: Obstacle) {
        if self.obstacle.is_some() {
            return;
        }
        match by {
            Obstacle::Disk if self.is_mounted => {
                let filler = self.folder.path().join("filler");
                fs::write(filler, vec![b'x'; 2 << 20]).expect_err("it is full");
            }
            _ => put_away(&self.state(), &away(&self.state())),
        }
        self.obstacle = Some(if self.is_mounted { by } else { Obstacle::State });
    }

    pub fn clear(&mut self) {
        match self.obstacle.take() {
            Some(Obstacle::Disk) => fs::remove_file(self.folder.path().join("filler")).unwrap(),
            Some(Obstacle::State) => put_back(&self.state(), &away(&self.state())),
            None => {}
        }
    }

    // --- what it does ---

    /// Opens the file. Where it may be written, the program runs from then on.
    pub fn open(&mut self) -> Result<Opening, String> {
        let opened = open_with(&self.file(), None, Some(self.state()));
        let Opened { loaded, open_file, read_only, recovery, notice } =
            opened.map_err(|why| why.to_string())?;
        self.session =
            open_file.map(|open_file| Session { open_file, document: Document::new(loaded.state) });
        Ok(Opening { read_only, recovery, notice })
    }

    /// Opens it a second time.
    pub fn open_second(&self) -> (Opening, bool) {
        let opened = open_with(&self.file(), None, Some(self.state())).unwrap();
        let may_write = opened.open_file.is_some();
        let Opened { read_only, recovery, notice, .. } = opened;
        (Opening { read_only, recovery, notice }, may_write)
    }

    pub fn crash(&mut self) {
        self.session = None;
    }

    /// Ends in order; what is not saved is thrown away.
    pub fn finish(&mut self) {
        if let Some(session) = self.session.take() {
            if session.document.is_dirty() {
                // What cannot be set aside stays in the journal.
                let _ = session.open_file.finish_discarding();
            } else {
                session.open_file.finish();
            }
        }
    }
}

impl Session {
    pub fn state(&self) -> &State {
        self.document.state()
    }

    /// What was to be told since it was last asked.
    pub fn notice(&mut self) -> Option<String> {
        self.open_file.take_warning()
    }

    /// Whether all that was accepted is journalled.
    pub fn is_journalled(&self) -> bool {
        self.open_file.unjournalled().is_none()
    }

    /// Keeps what was applied in the journal; whether the person may rely on that.
    fn journal(&mut self, applied: Transaction) -> bool {
        let is_on_disk = self.open_file.journal(applied, self.document.state()).is_ok();
        assert_eq!(is_on_disk, self.is_journalled(), "the header says something else");
        is_on_disk
    }

    /// An edit: `None` where the gate refuses it, else whether it is on disk.
    pub fn edit(&mut self, transaction: &Transaction) -> Option<bool> {
        let applied = self.document.commit(transaction).ok()?;
        Some(self.journal(applied))
    }

    pub fn undo(&mut self) -> Option<bool> {
        let inverse = self.document.undo()?;
        Some(self.journal(inverse))
    }

    pub fn redo(&mut self) -> Option<bool> {
        let applied = self.document.redo()?;
        Some(self.journal(applied))
    }

    /// The edits of a crash are taken, or thrown away; whether the journal took that.
    pub fn decide(&mut self, taken: bool) -> bool {
        self.open_file.decide(taken).is_ok()
    }

    pub fn save(&mut self) -> Saving {
        saving(self.open_file.save(&mut self.document))
    }

    /// Saves on a thread of its own while an edit is made: what came of both.
    pub fn save_while(&mut self, transaction: &Transaction) -> (Saving, Option<bool>) {
        let (state, origins) = (self.document.state().clone(), self.document.all_origins().clone());
        let (revision, journal_handle) = (self.document.revision(), self.open_file.journal_handle());
        journal_handle.begin_save();
        let edited = self.document.commit(transaction).ok();
        let edited = edited.map(|applied| journal_handle.commit(applied).is_ok());
        let open_file = &mut self.open_file;
        let outcome =
            std::thread::scope(|scope| scope.spawn(|| open_file.save_state(&state, &origins)).join());
        let outcome = saving(outcome.unwrap());
        if matches!(outcome, Saving::Saved) {
            let document = &mut self.document;
            if document.revision() == revision {
                document.mark_saved();
            } else {
                document.mark_saved_at(revision, self.open_file.origins_of(document.state()));
            }
        }
        (outcome, edited)
    }

    /// Looks at the file after something happened in its folder, and takes over what somebody else has made of it. `None`
    /// where there is nothing to take over; else what they wrote and whether what is here is on disk, or why it cannot be.
    pub fn look(&mut self, prefer_theirs: bool) -> Option<Result<(State, bool), String>> {
        let glance = self.open_file.glance();
        let theirs = match glance.look() {
            Look::Changed(unread) => match unread.load(self.document.state(), &mut || ()) {
                Ok(theirs) => theirs,
                Err(why) => return Some(Err(why.to_string())),
            },
            Look::Same(seen) => {
                self.open_file.looked(seen);
                return None;
            }
            Look::Gone => {
                if !self.open_file.is_gone() {
                    self.open_file.lost();
                    self.document.mark_unsaved();
                }
                return None;
            }
            Look::Unfit(why) => return Some(Err(why.to_string())),
        };
        let ours = || (self.document.state().clone(), self.document.revision());
        let meeting = match glance.meet(&theirs, ours(), None) {
            Meeting::Choose(conflicts) => {
                glance.meet(&theirs, ours(), Some(&vec![prefer_theirs; conflicts.len()]))
            }
            meeting => meeting,
        };
        Some(match meeting {
            Meeting::Together(ahead) => Ok(self.adopt(theirs, *ahead)),
            Meeting::Refused(why) => Err(why.to_string()),
            Meeting::Choose(_) => Err("there is still something to choose".to_owned()),
        })
    }

    fn adopt(&mut self, theirs: Theirs, mut ahead: Ahead) -> (State, bool) {
        let state = says(self.open_file.path()).expect("it was just read");
        let (_, journalled) = self.open_file.adopt(theirs, &mut ahead);
        self.document.adopt(ahead).expect("nothing came between");
        // Where nothing was to be written, the header says whether all is journalled.
        (state, journalled.is_ok() && self.is_journalled())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.session = None;
        if self.is_mounted {
            let _ = Command::new("umount").arg("-l").arg(self.folder.path()).status();
        }
    }
}

/// Where a folder is while it is away.
pub fn away(folder: &Path) -> PathBuf {
    folder.with_extension("away")
}

/// A folder goes, and a file stands in its place.
pub fn put_away(folder: &Path, away: &Path) {
    if folder.exists() {
        fs::rename(folder, away).unwrap();
    }
    fs::write(folder, "in the way").unwrap();
}

/// It comes back.
pub fn put_back(folder: &Path, away: &Path) {
    fs::remove_file(folder).unwrap();
    if away.exists() {
        fs::rename(away, folder).unwrap();
    }
}

/// What a file says, where it has no errors.
pub fn says(file: &Path) -> Option<State> {
    load_file(file).ok().filter(|loaded| loaded.unwritable().is_none()).map(|loaded| loaded.state)
}

/// What a text says.
pub fn read(text: &str) -> State {
    let loaded = load_text(text.to_owned());
    assert_eq!(loaded.errors(), 0, "{:?}", loaded.findings);
    loaded.state
}
