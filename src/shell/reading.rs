//! The thread that reads the file: it shows how far it is, and what is there already.

use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::Message;
use crate::app::facts::Facts;
use crate::model::state::List;
use crate::store::keeper::open;
use crate::store::load::Gathered;

/// So many measures are shown as soon as they are there, and then so many times as many.
const FIRST: usize = 1000;
const TIMES: usize = 10;

/// How far the reading is, is told no more often than this.
const PACE: Duration = Duration::from_millis(40);

/// Opens a file on a thread of its own; `read_only` says why it is only looked at, where it is. Everything is computed
/// there as of `day`.
pub fn open_in_background(
    path: PathBuf,
    read_only: Option<String>,
    day: NaiveDate,
    messages: Sender<Message>,
) {
    std::thread::spawn(move || {
        let (mut next, mut told) = (FIRST, Instant::now());
        let mut aside: Option<ThreadPool> = None;
        // Nobody listens any more when the person has left already.
        let mut watch = |gathered: &Gathered, text: &str| {
            // Near the end the whole is there soon enough.
            if gathered.len(List::Sanctions) >= next && gathered.bytes < gathered.of / 2 {
                next *= TIMES;
                // Among those who read it would have to wait for all that is still to be read.
                aside = aside.take().or_else(|| ThreadPoolBuilder::new().num_threads(1).build().ok());
                let part = || Facts::new(gathered.so_far(text), day);
                let facts = aside.as_ref().map_or_else(part, |aside| aside.install(part));
                let _ = messages.send(Message::Part(Box::new(facts)));
            }
            if told.elapsed() >= PACE {
                told = Instant::now();
                let _ = messages.send(Message::Reading(gathered.bytes, gathered.of));
            }
        };
        let opened = open(&path, read_only, &mut watch);
        let state = opened.as_ref().ok().map(|opened| opened.loaded.state.clone());
        let facts = state.map(|state| Box::new(Facts::new(state, day)));
        let _ = messages.send(Message::Opened(Box::new(opened), facts));
    });
}
