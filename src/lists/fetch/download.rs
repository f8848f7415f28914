//! A file brought into a folder: tried again where that may help, within bounds.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use sha1::{Digest as _, Sha1};

use super::super::archive::Incoming;
use super::super::digest::hex;
use super::address::Address;
use super::exchange::{Answer, Asked, Means, ask};
use super::failure::{Again, Failure, in_words};
use super::step::{Step, Steps};

/// So long is waited at most because a server asks for it.
const LONGEST_WAIT: Duration = Duration::from_mins(2);

/// A file that has come.
pub(super) struct Got {
    /// It, as the archive takes it.
    pub(super) incoming: Incoming,
    /// Its SHA-1, by which OpenSanctions names its files.
    pub(super) sha1: String,
}

/// Brings a file to `path`, under the name by which it is kept; `None` where the server says that nothing has changed.
///
/// # Errors
/// Where it does not come whole, however often it is tried.
pub(super) fn download(
    name: &str,
    asked: &Asked<'_>,
    means: Means<'_>,
    path: &Path,
    steps: &mut Steps<'_>,
) -> Result<Option<Got>, Failure> {
    let mut sha1 = Sha1::new();
    let answer = patiently(asked, means, steps, |until, steps| {
        sha1 = Sha1::new();
        let file = File::create(path).map_err(|error| Failure::writing(&error))?;
        let mut to = Hashed { to: BufWriter::with_capacity(1 << 18, file), sha1: &mut sha1 };
        let mut came = |done, of| steps(Step::Bytes { name, done, of });
        let answer = ask(asked, means, until, &mut to, &mut came)?;
        to.flush().map_err(|error| Failure::writing(&error))?;
        Ok(answer)
    })?;
    if answer.status == 304 {
        return Ok(None);
    }
    let incoming = Incoming {
        name: name.to_owned(),
        file: path.to_owned(),
        address: Some(asked.address.remembered()),
        host: Some(answer.host),
        status: Some(answer.status),
        etag: answer.etag,
        last_modified: answer.last_modified,
    };
    let sha1 = hex(&sha1.finalize());
    Ok(Some(Got { incoming, sha1 }))
}

/// A short text of a server's, such as an index.
///
/// # Errors
/// As [`download`].
pub(super) fn text(asked: &Asked<'_>, means: Means<'_>, steps: &mut Steps<'_>) -> Result<Vec<u8>, Failure> {
    let mut text = Vec::new();
    patiently(asked, means, steps, |until, _| {
        text.clear();
        ask(asked, means, until, &mut text, &mut |_, _| {})
    })?;
    Ok(text)
}

/// Whether a file that has just come is another one by now. Where its server has no names for it, nobody can tell.
///
/// # Errors
/// Where the server is not to be asked.
pub(super) fn has_changed(
    asked: &Asked<'_>,
    means: Means<'_>,
    steps: &mut Steps<'_>,
) -> Result<bool, Failure> {
    if asked.etag.is_none() && asked.last_modified.is_none() {
        return Ok(false);
    }
    let mut is_other = false;
    let answer = patiently(asked, means, steps, |until, _| {
        let mut to = Refusing { is_other: &mut is_other };
        let answer = ask(asked, means, until, &mut to, &mut |_, _| {});
        // That it was refused is why it ends, and no reason to ask again.
        answer.map_err(|failure| if is_other { Failure::lasting("it has changed") } else { failure })
    });
    if is_other { Ok(true) } else { answer.map(|answer| answer.status != 304) }
}

/// Tries until it succeeds, or trying is of no use any more.
fn patiently(
    asked: &Asked<'_>,
    means: Means<'_>,
    steps: &mut Steps<'_>,
    mut attempt: impl FnMut(Instant, &mut Steps<'_>) -> Result<Answer, Failure>,
) -> Result<Answer, Failure> {
    let until = Instant::now() + asked.place.total.0;
    let mut pause = asked.place.pause.0;
    let mut tried = 0;
    loop {
        steps(Step::Asking { host: asked.address.host() });
        let failure = match attempt(until, steps) {
            Ok(answer) => return Ok(answer),
            Err(failure) => failure,
        };
        tried += 1;
        tracing::info!(host = asked.address.host(), why = failure.what, tried, "failed");
        let (most, wait) = match failure.again {
            Again::No | Again::Stopped => return Err(failure),
            Again::Once => (asked.place.tries.min(2), pause),
            Again::Yes => (asked.place.tries, pause),
            Again::In(wait) => (asked.place.tries, wait.max(pause)),
        };
        let is_over = tried >= most || wait > LONGEST_WAIT || Instant::now() + wait >= until;
        if is_over {
            return Err(given_up(failure, tried, wait));
        }
        steps(Step::Again { why: &failure.what, wait });
        nap(wait, means.stop)?;
        pause = pause.saturating_mul(2);
    }
}

fn given_up(failure: Failure, tried: u32, wait: Duration) -> Failure {
    let what = match tried {
        _ if wait > LONGEST_WAIT => format!("{}; try again in {}", failure.what, in_words(wait)),
        0 | 1 => failure.what,
        tried => format!("{}; tried {tried} times", failure.what),
    };
    Failure { what, again: Again::No }
}

fn nap(wait: Duration, stop: &AtomicBool) -> Result<(), Failure> {
    /// So often it is looked whether somebody has stopped the program.
    const GLANCE: Duration = Duration::from_millis(50);
    let until = Instant::now() + wait;
    while let Some(left) = until.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) {
        if stop.load(Ordering::Relaxed) {
            return Err(Failure::stopped());
        }
        std::thread::sleep(left.min(GLANCE));
    }
    Ok(())
}

/// Another address under the same conditions.
pub(super) fn of<'a>(asked: &Asked<'a>, address: &'a Address, most: u64) -> Asked<'a> {
    Asked { address, place: asked.place, etag: None, last_modified: None, most, token: asked.token }
}

struct Hashed<'a> {
    to: BufWriter<File>,
    sha1: &'a mut Sha1,
}

impl Write for Hashed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.to.write(bytes)?;
        self.sha1.update(bytes.get(..count).unwrap_or_default());
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Takes nothing: that something comes is all that is to be known.
struct Refusing<'a> {
    is_other: &'a mut bool,
}

impl Write for Refusing<'_> {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        *self.is_other = true;
        Err(io::Error::other("it has changed"))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
