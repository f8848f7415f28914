//! Starting work on a thread of its own.

use std::io;
use std::sync::mpsc::channel;
use std::thread::{Builder, JoinHandle};

/// Has `work` done with `value` on a thread of its own.
///
/// # Errors
/// Where the system has no thread to give: the value comes back, so that nothing is lost with it.
pub(super) fn start<T: Send + 'static>(
    name: &str,
    value: T,
    work: impl FnOnce(T) + Send + 'static,
) -> Result<JoinHandle<()>, (T, io::Error)> {
    start_as(Builder::new().name(name.to_owned()), value, work)
}

fn start_as<T: Send + 'static>(
    builder: Builder,
    value: T,
    work: impl FnOnce(T) + Send + 'static,
) -> Result<JoinHandle<()>, (T, io::Error)> {
    // The value follows only when the thread is there: what a thread that cannot begin was given is gone with it.
    let (give, take) = channel();
    let begun = builder.spawn(move || {
        if let Ok(value) = take.recv() {
            work(value);
        }
    });
    match begun {
        Ok(thread) => match give.send(value) {
            Ok(()) => Ok(thread),
            Err(back) => Err((back.0, io::Error::other("the thread ended at once"))),
        },
        Err(error) => Err((value, error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_comes_back_where_the_system_has_no_thread() {
        // No system has room for such a stack.
        let builder = Builder::new().stack_size(usize::MAX / 4);
        let (value, error) = start_as(builder, vec![7], |_| ()).unwrap_err();
        assert_eq!(value, [7], "{error}");
    }

    #[test]
    fn the_work_is_done_with_the_value() {
        let (tell, told) = channel();
        start("test", 7, move |value| tell.send(value).unwrap()).unwrap().join().unwrap();
        assert_eq!(told.recv(), Ok(7));
    }
}
