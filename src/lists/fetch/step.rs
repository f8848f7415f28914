//! How far a fetch is, for whoever looks on.

use std::time::Duration;

/// How far a fetch is.
#[derive(Debug, Clone, Copy)]
pub enum Step<'a> {
    /// A host is asked.
    Asking {
        /// The host.
        host: &'a str,
    },
    /// A file comes in.
    Bytes {
        /// The file.
        name: &'a str,
        /// So many bytes have come.
        done: u64,
        /// Of so many, where the server says it.
        of: Option<u64>,
    },
    /// It did not come, and is tried again.
    Again {
        /// Why it did not come.
        why: &'a str,
        /// So long it waits.
        wait: Duration,
    },
    /// What came is read and held against the copy before.
    Reading,
}

/// Who looks on.
pub type Steps<'a> = dyn FnMut(Step<'_>) + 'a;
