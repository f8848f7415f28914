//! How far a fetch is, on a terminal that looks on.

use std::time::{Duration, Instant};

use crate::lists::ListName;
use crate::lists::fetch::Step;

use super::super::out::err;

/// So many letters are shown: a terminal is seldom narrower.
const LONGEST: usize = 78;

/// How far a fetch is, on a terminal that looks on.
pub(super) struct Bar {
    is_shown: bool,
    told: bool,
    /// Since when the file comes that comes.
    began: Instant,
    last: Instant,
}

impl Bar {
    pub(super) fn new(quiet: bool) -> Self {
        let now = Instant::now();
        Self { is_shown: !quiet && err().is_terminal(), told: false, began: now, last: now }
    }

    /// Shows a step.
    pub(super) fn tell(&mut self, list: ListName, step: Step<'_>) {
        /// Bytes are told so often.
        const EVERY: Duration = Duration::from_millis(100);
        if !self.is_shown {
            return;
        }
        let now = Instant::now();
        let text = match step {
            Step::Asking { host } => {
                self.began = now;
                format!("asking {host}")
            }
            Step::Bytes { .. } if now.duration_since(self.last) < EVERY => return,
            Step::Bytes { name, done, of } => {
                self.last = now;
                let of = of.map(|of| format!(" of {}", size(of))).unwrap_or_default();
                let millis = u64::try_from(now.duration_since(self.began).as_millis()).unwrap_or(u64::MAX);
                let speed = done.saturating_mul(1000) / millis.max(1);
                format!("{name}: {}{of}, {}/s", size(done), size(speed))
            }
            Step::Again { why, wait } => format!("{why}; again in {} s", wait.as_secs().max(1)),
            Step::Reading => "reading".to_owned(),
        };
        self.told = true;
        // A line that breaks cannot be taken away again.
        let text: String = format!("{}: {text}", list.key()).chars().take(LONGEST).collect();
        // Where it cannot be shown, the fetch goes on.
        let _ = err().progress(text);
    }

    /// Takes away what was shown.
    pub(super) fn end(&mut self) {
        if std::mem::take(&mut self.told) {
            let _ = err().progress("");
        }
    }
}

/// A number of bytes in words.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}
