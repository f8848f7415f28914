//! The log of screenings: lines of JSON, each with the hash of the line before it, so that what was checked can be proved.
//!
//! Beside it stands its head: the number and the hash of the last line. A byte that is changed, a line that is removed or
//! put in and a tail that is cut off are found by these. What nobody can find from the two files alone: that somebody
//! who may write both has written both anew. Who notes the hash of the last line elsewhere finds that too.
//!
//! A line that a crash has torn stays, and the next one that is written says so; so does one that is written behind an end
//! that is not what the head says. Nothing in it is ever mended in silence.

mod chain;
mod purge;
mod tail;
mod verify;

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::lock::Held;
use super::private;
use super::regular::{never_follows, other_than_a_file};

pub use chain::Line;
pub use purge::Purged;
pub use verify::{Fault, Verified};

use chain::{NOTHING, sealed};
use tail::{Tail, tail};

/// Why the log cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The system refuses.
    #[error("{source}: the log of screenings ({})", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// What stands in its place is another file, of whose owner nobody knows what it is for.
    #[error("it is there, and is no log of screenings: nothing is written behind it ({})", .0.display())]
    NoLog(PathBuf),
    /// Somebody else writes it, for longer than a screening waits.
    #[error("another program writes the log of screenings ({})", .0.display())]
    Busy(PathBuf),
    /// It is damaged, and nothing is taken out of a damaged one.
    #[error("the log is damaged, and nothing of it was purged: {what} ({})", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The first fault.
        what: String,
    },
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// The number of the line.
    pub number: u64,
    /// Its hash.
    pub hash: String,
    /// What there is to say of the lines before it.
    pub told: Vec<String>,
}

/// The number and the hash of the last line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Head {
    lines: u64,
    hash: String,
}

/// The log.
#[derive(Debug, Clone)]
pub struct Log {
    path: PathBuf,
}

/// So long a screening waits for another one to be written.
const PATIENCE: Duration = Duration::from_secs(20);

/// So often it looks.
const EVERY: Duration = Duration::from_millis(5);

impl Log {
    /// The log in a file.
    pub fn at(path: PathBuf) -> Self {
        Self { path }
    }

    /// The log in the state directory.
    pub fn of(state_dir: &Path) -> Self {
        Self::at(state_dir.join("screenings").join("screenings.jsonl"))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn beside(&self, end: &str) -> PathBuf {
        let name = self.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        self.path.with_file_name(format!("{name}.{end}"))
    }

    fn io(&self) -> impl Fn(io::Error) -> LogError + '_ {
        |source| LogError::Io { path: self.path.clone(), source }
    }

    /// Makes the folder, for its owner alone where it is new, and takes the lock.
    fn lock(&self) -> Result<Held, LogError> {
        let io = self.io();
        if let Some(folder) = self.path.parent().filter(|it| !it.as_os_str().is_empty() && !it.exists()) {
            private::folder(folder, folder).map_err(&io)?;
        }
        let path = self.beside("lock");
        let begun = Instant::now();
        loop {
            let file = opened(&path, OpenOptions::new().read(true).write(true).create(true)).map_err(&io)?;
            match Held::take(file) {
                Ok(held) => return Ok(held),
                Err(super::lock::NoLock::Held(_)) if begun.elapsed() < PATIENCE => thread::sleep(EVERY),
                Err(super::lock::NoLock::Held(_)) => return Err(LogError::Busy(self.path.clone())),
                Err(why) => return Err(io(io::Error::other(why.to_string()))),
            }
        }
    }

    /// Writes a line: what happened on a day. It is on the disk when this returns.
    ///
    /// # Errors
    /// Where it cannot be written; then it is not in the log.
    pub fn append(&self, what: &str, on: &str, fields: Map<String, Value>) -> Result<Appended, LogError> {
        let io = self.io();
        self.is_ours()?;
        let _lock = self.lock()?;
        let is_new = !self.path.exists();
        let mut file =
            opened(&self.path, OpenOptions::new().read(true).append(true).create(true)).map_err(&io)?;
        let mut head = self.head().map_err(&io)?;
        if head.is_none() && file.metadata().map_err(&io)?.len() == 0 {
            // It is there before the first line is: a log without one has lost it.
            let none = Head { lines: 0, hash: NOTHING.to_owned() };
            self.put_head(&none).map_err(&io)?;
            head = Some(none);
        }
        let Tail { last, torn } = tail(&mut file).map_err(&io)?;
        // A head of old beside another file makes it no log.
        let has_lines = head.as_ref().is_some_and(|head| head.lines > 0);
        if has_lines && last.is_none() && file.metadata().map_err(&io)?.len() > 0 {
            return Err(LogError::NoLog(self.path.clone()));
        }
        let mut told = Vec::new();
        let (mut number, mut before) =
            last.as_ref().map_or((0, NOTHING.to_owned()), |last| (last.number, last.hash.clone()));
        let mut text = String::new();
        let mut add = |what: &str, fields: Map<String, Value>| {
            number += 1;
            let (line, hash) = sealed(number, &before, what, on, fields);
            before = hash;
            text.push_str(&line);
        };
        let is_torn = torn.is_some();
        if let Some(torn) = torn {
            told.push(format!(
                "the last line of the log was not written to its end ({} bytes): it stays, and is marked",
                torn.bytes
            ));
            let fields = [("bytes", Value::from(torn.bytes)), ("sha256", Value::from(torn.sha256))];
            add(chain::TORN, fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect());
        }
        if let Some((expected, why)) = broken(head.as_ref(), last.as_ref()) {
            told.push(format!("{why}: it is marked in the log, and beltui screenings verify tells of it"));
            let fields = [("expected", Value::from(expected)), ("why", Value::from(why))];
            add(chain::BROKEN, fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect());
        }
        add(what, fields);
        if is_torn {
            text.insert(0, '\n');
        }
        // In one go: of two programs' lines none lies in the other's, and after a crash there is at most one torn line.
        file.write_all(text.as_bytes()).map_err(&io)?;
        file.sync_all().map_err(&io)?;
        if is_new && let Some(folder) = self.path.parent().filter(|it| !it.as_os_str().is_empty()) {
            private::sync(folder).map_err(&io)?;
        }
        self.put_head(&Head { lines: number, hash: before.clone() }).map_err(&io)?;
        Ok(Appended { number, hash: before, told })
    }

    /// Whether what stands there is a log, or nothing does: lines are written behind no other file.
    fn is_ours(&self) -> Result<(), LogError> {
        let io = self.io();
        if self.head().map_err(&io)?.is_some() {
            return Ok(());
        }
        let text = self.text().map_err(&io)?;
        let has_line = || text.split(|byte| *byte == b'\n').any(|line| chain::read(line).is_some());
        if text.is_empty() || has_line() { Ok(()) } else { Err(LogError::NoLog(self.path.clone())) }
    }

    /// The lines that can be read, the oldest first. What cannot be read is left out: [`Log::verify`] tells of it.
    ///
    /// # Errors
    /// Where the file cannot be read. One that is not there has no lines.
    pub fn lines(&self) -> Result<Vec<Line>, LogError> {
        let text = self.text().map_err(self.io())?;
        Ok(text.split(|byte| *byte == b'\n').filter_map(chain::read).collect())
    }

    fn text(&self) -> io::Result<Vec<u8>> {
        let mut text = Vec::new();
        match regular(&self.path, OpenOptions::new().read(true)) {
            Ok(mut file) => file.read_to_end(&mut text)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
            Err(error) => return Err(error),
        };
        Ok(text)
    }

    /// What the head says; `None` where there is none, or it is no head.
    fn head(&self) -> io::Result<Option<Head>> {
        let mut text = String::new();
        match opened(&self.beside("head"), OpenOptions::new().read(true)) {
            Ok(file) => _ = file.take(4096).read_to_string(&mut text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        }
        Ok(serde_json::from_str(&text).ok())
    }

    fn put_head(&self, head: &Head) -> io::Result<()> {
        let text = serde_json::to_string(head)?;
        put(&self.beside("head"), format!("{text}\n").as_bytes())
    }
}

/// Puts a file of the log in its place, whole, for its owner alone.
fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
    temporary.write_all(bytes)?;
    temporary.as_file().sync_all()?;
    temporary.persist(path).map_err(|error| error.error)?;
    private::sync(folder)
}

/// The SHA-256 of bytes in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    chain::hash(bytes)
}

/// Opens a regular file, following no link.
fn regular(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    let file = options.mode(0o600).custom_flags(never_follows()).open(path)?;
    match other_than_a_file(&file.metadata()?) {
        Some(what) => Err(io::Error::other(format!("{what} stands in its place"))),
        None => Ok(file),
    }
}

/// The same for its owner alone.
fn opened(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    let file = regular(path, options)?;
    if file.metadata()?.permissions().mode() & 0o077 != 0 {
        fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
    }
    Ok(file)
}

/// What the head says of the last line and is not so, in words.
fn broken(head: Option<&Head>, last: Option<&Line>) -> Option<(String, String)> {
    let Some(head) = head else {
        let why = "its head was missing, and lines at its end may have been cut off";
        return last.map(|_| ("a head".to_owned(), why.to_owned()));
    };
    let expected = format!("line {} with the hash {}", head.lines, head.hash);
    let Some(last) = last else {
        return (head.lines > 0)
            .then_some((expected, "the log is empty, and its head says that it was not".to_owned()));
    };
    let is_it = last.number == head.lines && last.hash == head.hash;
    // A crash between a line and its head.
    let is_next = last.number == head.lines + 1 && last.before == head.hash;
    let why = format!(
        "the log ends with line {}, and its head says that line {} was written last",
        last.number, head.lines
    );
    let why = if last.number == head.lines {
        "the last line of the log is not the one that its head says was written".to_owned()
    } else {
        why
    };
    (!is_it && !is_next && !is_marked_next(head, last)).then_some((expected, why))
}

/// A crash between a mark, the line behind it and their head: the marks are in one go with it.
fn is_marked_next(head: &Head, last: &Line) -> bool {
    last.number == head.lines + 2 && last.after_mark.as_deref() == Some(head.hash.as_str())
}
