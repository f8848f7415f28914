//! What signals have asked for, between the thread that hears them, the loop and the terminal.

use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// What signals have asked for; the loop looks at it in the middle of long work.
#[derive(Debug, Clone, Default)]
pub struct Asked(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    /// The signal that asks the program to end; 0 where none has.
    ends: AtomicI32,
    /// The next TSTP is our own.
    stops_itself: AtomicBool,
    /// An editor has the terminal: its process; 0 where none has.
    editor: AtomicI32,
    heard: Mutex<bool>,
    hears: Condvar,
}

impl Asked {
    /// The signal that asks the program to end.
    pub fn to_end(&self) -> Option<i32> {
        Some(self.0.ends.load(Ordering::SeqCst)).filter(|signal| *signal != 0)
    }

    /// The loop has ended: what is left to do (a save that goes on) takes the time it takes.
    pub fn heard(&self) {
        *self.0.heard.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.0.hears.notify_all();
    }

    /// The program is about to send a TSTP to its own group, and has stopped for it when it arrives here.
    pub(super) fn stops_itself(&self) {
        self.0.stops_itself.store(true, Ordering::SeqCst);
    }

    /// The TSTP that has just come is our own; asked once.
    pub(super) fn takes_own_stop(&self) -> bool {
        self.0.stops_itself.swap(false, Ordering::SeqCst)
    }

    /// An editor has the terminal from now on, or no more.
    pub(super) fn has_editor(&self, process: Option<i32>) {
        self.0.editor.store(process.unwrap_or_default(), Ordering::SeqCst);
    }

    /// The process of the editor that has the terminal: what keys there ask for is asked of that.
    pub(super) fn editor(&self) -> Option<i32> {
        Some(self.0.editor.load(Ordering::SeqCst)).filter(|process| *process > 0)
    }

    /// A signal asks the program to end; whether it is the first that does.
    pub(super) fn ends(&self, signal: i32) -> bool {
        self.0.ends.compare_exchange(0, signal, Ordering::SeqCst, Ordering::SeqCst).is_ok()
    }

    /// Waits until the loop hears of it, or as long as it may take; whether it has heard.
    pub(super) fn is_heard_within(&self, time: Duration) -> bool {
        let heard = self.0.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let heard = self.0.hears.wait_timeout_while(heard, time, |heard| !*heard);
        *heard.unwrap_or_else(PoisonError::into_inner).0
    }
}
