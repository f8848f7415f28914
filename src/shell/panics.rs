//! Panics: what the loop's thread does with one, and how one on another thread becomes a sentence for the person.
//!
//! A panic of the loop's thread ends the program: the terminal is given back before anything is said. A panic of
//! another thread ends that piece of work alone: nothing may be written to the terminal, which the loop still has, and
//! whoever began the work tells what happened (see [`guarded`]).

use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, ThreadId};

/// What the last panic said, of whichever thread.
static LAST: Mutex<Option<(ThreadId, String)>> = Mutex::new(None);

/// Makes the calling thread the one whose panics end the program: `give_back` is called before anything is said. Panics
/// of other threads are silent from now on, and kept for [`guarded`] and [`last`].
pub fn install(give_back: fn()) {
    let of_loop = thread::current().id();
    let previous = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        keep(info);
        if thread::current().id() == of_loop {
            give_back();
            previous(info);
        }
    }));
}

/// What the last panic said and where it came from; `None` where there was none.
pub fn last() -> Option<String> {
    LAST.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(|(_, words)| words.clone())
}

/// Does a piece of work whose panic must not be lost: it comes back as a sentence that says which work it was (`reading
/// the file`), what the panic said and where it came from.
///
/// # Errors
/// Where the work panicked.
pub fn guarded<T>(work: &str, does: impl FnOnce() -> T) -> Result<T, String> {
    panic::catch_unwind(AssertUnwindSafe(does)).map_err(|payload| {
        let thread = thread::current().id();
        let kept = LAST.lock().unwrap_or_else(PoisonError::into_inner).clone();
        // Work that rayon shares out panics on a thread of its pool: then only the payload is surely of this panic.
        let words = kept
            .filter(|(of, words)| *of == thread || said(&*payload).is_some_and(|it| words.starts_with(it)))
            .map(|(_, words)| words)
            .or_else(|| said(&*payload).map(ToOwned::to_owned))
            .unwrap_or_else(|| "it says no more".to_owned());
        format!("{work} failed by a fault in the program ({words}): please report it")
    })
}

fn keep(info: &PanicHookInfo<'_>) {
    let words = said(info.payload()).unwrap_or("it says no more");
    let place = info.location().map(|at| format!(", {}:{}", at.file(), at.line())).unwrap_or_default();
    let words = format!("{words}{place}");
    *LAST.lock().unwrap_or_else(PoisonError::into_inner) = Some((thread::current().id(), words));
}

fn said(payload: &(dyn std::any::Any + Send)) -> Option<&str> {
    payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_panics_says_which_it_was_and_why() {
        let failed = guarded("reading the file", || -> u8 { panic!("no such {}", "thing") });
        let why = failed.unwrap_err();
        assert!(why.starts_with("reading the file failed by a fault in the program (no such thing"), "{why}");
        assert_eq!(guarded("reading the file", || 7), Ok(7));
    }

    #[test]
    fn a_panic_whose_payload_is_no_text_is_told_all_the_same() {
        let failed = guarded("saving", || panic::panic_any(7_u8));
        assert!(failed.unwrap_err().starts_with("saving failed"));
    }
}
