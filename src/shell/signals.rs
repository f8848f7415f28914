//! Signals: those that end the program, those that stop it and bring it back, and a window of another size.

use std::os::raw::c_int;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use ratatui::crossterm::event::Event;
use rustix::process::{Pid, Signal, kill_process};
use signal_hook::consts::SIGSTOP;
use signal_hook::consts::{
    SIGABRT, SIGALRM, SIGBUS, SIGCONT, SIGHUP, SIGINT, SIGPROF, SIGQUIT, SIGSYS, SIGTERM, SIGTRAP, SIGTSTP,
    SIGUSR1, SIGUSR2, SIGVTALRM, SIGWINCH, SIGXCPU, SIGXFSZ,
};
use signal_hook::iterator::Signals;
use signal_hook::low_level;

use super::{Asked, Message, terminal};

/// Every signal that would end the program and can be caught without unsafe code. Left are those that no program may
/// catch (KILL), those after which nothing of it can be trusted (SEGV, ILL, FPE), and PIPE, which a Rust program
/// ignores: a write to a pipe that is gone is an error there.
const ENDING: &[c_int] = &[
    SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGABRT, SIGALRM, SIGBUS, SIGPROF, SIGSYS, SIGTRAP, SIGUSR1, SIGUSR2,
    SIGVTALRM, SIGXCPU, SIGXFSZ,
];

/// The same, where the system has them: the power fails, a coprocessor faults, input or output is possible.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn ending_here() -> Vec<c_int> {
    // The real-time signals end a program too. The first two belong to the C library.
    let real_time = 34..=64;
    [Signal::POWER, Signal::STKFLT, Signal::IO].map(Signal::as_raw).into_iter().chain(real_time).collect()
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn ending_here() -> Vec<c_int> {
    Vec::new()
}

/// So long the loop may take to hear that the program must end; then it ends without it. Every edit is in the journal by
/// then, or was never accepted.
const GRACE: Duration = Duration::from_secs(1);

/// So long a terminal that takes nothing any more may keep the program from ending.
const LAST_WORDS: Duration = Duration::from_millis(200);

/// Ends the program unless the loop hears of it in time: it may be busy, or wait for a terminal that takes nothing.
fn or_end(asked: &Asked, signal: i32) {
    if asked.is_heard_within(GRACE) {
        return;
    }
    let (done, waits) = channel();
    let _ = std::thread::Builder::new().spawn(move || {
        terminal::give_back();
        let _ = done.send(());
    });
    let _ = waits.recv_timeout(LAST_WORDS);
    std::process::exit(128 + signal);
}

/// Listens to signals: those that end, stop or continue the program come as [`Message::Signal`].
///
/// # Errors
/// Where the system does not let the program listen to them.
pub fn listen_to_signals(messages: Sender<Message>) -> std::io::Result<Asked> {
    let ending: Vec<c_int> = ENDING.iter().copied().chain(ending_here()).collect();
    let mut signals = Signals::new(ending.iter().chain(&[SIGWINCH, SIGTSTP, SIGCONT]))?;
    let asked = Asked::default();
    let asks = asked.clone();
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in signals.forever() {
            let message = match signal {
                // The loop asks for the size itself.
                SIGWINCH => Message::Input(vec![Event::Resize(0, 0)]),
                SIGTSTP if asks.takes_own_stop() => continue,
                // An editor has the terminal: it stops its whole group, and the shell waits for all of it.
                SIGTSTP if asks.editor().is_some() => {
                    let _ = low_level::raise(SIGSTOP);
                    continue;
                }
                SIGCONT | SIGINT | SIGQUIT if asks.editor().is_some() => continue,
                SIGTSTP | SIGCONT => Message::Signal(signal),
                _ => {
                    // The loop waits for the editor.
                    if let Some(editor) = asks.editor().and_then(Pid::from_raw) {
                        let _ = kill_process(editor, Signal::TERM);
                    }
                    // The first one counts; the loop finds it even where messages before it are many.
                    if asks.ends(signal) && messages.send(Message::Signal(signal)).is_ok() {
                        or_end(&asks, signal);
                    }
                    continue;
                }
            };
            if messages.send(message).is_err() {
                return;
            }
        }
    })?;
    Ok(asked)
}
