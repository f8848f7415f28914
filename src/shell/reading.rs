//! The thread that reads the file: it shows how far it is, and what is there already.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::Message;
use super::panics::guarded;
use super::threads::start;
use crate::model::state::RecordKind;
use crate::store::load::{Gathered, ReadError};
use crate::store::open_file::{Opened, open};
use crate::views::day::{Clock, Day};

/// So many measures are shown as soon as they are there, and then so many times as many.
const FIRST: usize = 1000;
const TIMES: usize = 10;

/// How far the reading is, is told no more often than this.
const PACE: Duration = Duration::from_millis(40);

/// Whoever leaves does not wait longer than this for the reading to end. It ends sooner unless the system hangs.
const PATIENCE: Duration = Duration::from_secs(2);

/// The reading of a file that goes on.
#[derive(Debug)]
pub struct Reading {
    stop: Arc<AtomicBool>,
    /// Nothing comes of it but its end.
    ended: Receiver<()>,
}

impl Reading {
    /// Has it end as soon as can be, and waits until it has: then the lock of the file is let go of. Gives up where the
    /// system does not answer.
    pub fn stop(self) {
        self.stop.store(true, Ordering::Relaxed);
        // Nothing is ever sent: what comes is the end, or nothing in time.
        let _ = self.ended.recv_timeout(PATIENCE);
    }
}

/// Opens a file on a thread of its own; `read_only` says why it is only looked at, where it is. Everything is computed
/// there as `clock` asks for.
///
/// # Errors
/// Where the system has no thread to give.
pub fn open_in_background(
    path: PathBuf,
    read_only: Option<String>,
    clock: Clock,
    messages: Sender<Message>,
) -> std::io::Result<Reading> {
    let stop = Arc::new(AtomicBool::new(false));
    let (end, ended) = channel();
    let stopped = Arc::clone(&stop);
    let begun = start("read", end, move |end| {
        let (name, said) = (format!("reading {}", path.display()), messages.clone());
        match guarded(&name, || read(&path, read_only, clock, &messages, &stopped)) {
            Ok(Some((opened, facts))) => _ = said.send(Message::Opened(Box::new(opened), facts)),
            Ok(None) => {}
            Err(why) => _ = said.send(Message::Unopened(why)),
        }
        drop(end);
    });
    begun.map_err(|(_, error)| error)?;
    Ok(Reading { stop, ended })
}

type Read = (Result<Opened, ReadError>, Option<Box<Day>>);

/// Reads it and computes everything; `None` where nobody wants it any more.
fn read(
    path: &Path,
    read_only: Option<String>,
    clock: Clock,
    messages: &Sender<Message>,
    stop: &AtomicBool,
) -> Option<Read> {
    let is_stopped = || stop.load(Ordering::Relaxed);
    let (mut next, mut told) = (FIRST, Instant::now());
    let mut aside: Option<ThreadPool> = None;
    let mut watch = |gathered: &Gathered, text: &str| {
        if is_stopped() {
            gathered.stop();
            return;
        }
        // Near the end the whole is there soon enough.
        if gathered.len(RecordKind::Sanctions) >= next && gathered.bytes < gathered.of / 2 {
            next *= TIMES;
            // Among those who read it would have to wait for all that is still to be read.
            aside = aside.take().or_else(|| ThreadPoolBuilder::new().num_threads(1).build().ok());
            let part = || Day::new(gathered.so_far(text), clock);
            let facts = aside.as_ref().map_or_else(part, |aside| aside.install(part));
            let _ = messages.send(Message::Part(Box::new(facts)));
        }
        if told.elapsed() >= PACE {
            told = Instant::now();
            let _ = messages.send(Message::Reading(gathered.bytes, gathered.of));
        }
    };
    let opened = open(path, read_only, &mut watch);
    if is_stopped() {
        if let Ok(Opened { open_file: Some(open_file), .. }) = opened {
            open_file.finish();
        }
        return None;
    }
    let state = opened.as_ref().ok().map(|opened| opened.loaded.state.clone());
    let facts = state.map(|state| Box::new(Day::new(state, clock)));
    Some((opened, facts))
}
