//! The thread that brings what happens at the terminal to the loop.

use std::fs::File;
use std::io::IsTerminal;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, read};
use rustix::termios::{QueueSelector, tcflush};

use super::decode::Decoder;
use super::{Message, panics};

/// At the most about so many events are handed over at once: the loop draws between events where they take long.
const BATCH: usize = 8192;

/// The keyboard: the terminal that keys come from, and what has come of a sequence so far.
#[derive(Debug)]
pub struct Keyboard {
    terminal: OwnedFd,
    decoder: Mutex<Decoder>,
}

/// The terminal, or the program that listens to it, is gone.
struct Gone;

/// Brings what happens at the terminal.
///
/// # Errors
/// Where there is no terminal to listen to, or no thread to be had.
pub fn listen(messages: Sender<Message>) -> std::io::Result<Arc<Keyboard>> {
    let stdin = std::io::stdin();
    let terminal = if stdin.is_terminal() {
        stdin.as_fd().try_clone_to_owned()?
    } else {
        File::open("/dev/tty")?.into()
    };
    let keyboard = Arc::new(Keyboard { terminal, decoder: Mutex::new(Decoder::new(Instant::now())) });
    let listens = Arc::clone(&keyboard);
    std::thread::Builder::new().name("keys".to_owned()).spawn(move || {
        // Without this thread the program would be deaf: a fault in it costs the keys that raised it, and is told.
        while let Err(why) = panics::guarded("reading keys", || listens.listen(&messages)) {
            *listens.decoder.lock().unwrap_or_else(PoisonError::into_inner) = Decoder::new(Instant::now());
            if messages.send(Message::Fault(why)).is_err() {
                return;
            }
        }
        let _ = messages.send(Message::Gone);
    })?;
    Ok(keyboard)
}

impl Keyboard {
    /// Throws away what was typed and not read yet. What was read before is among the messages already.
    pub fn forget(&self) {
        // The thread holds the lock from a read to its message.
        let _decoder = self.decoder.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = tcflush(&self.terminal, QueueSelector::IFlush);
    }

    /// Reads nothing as long as what comes back is held: what is typed is for somebody else.
    pub(super) fn hush(&self) -> MutexGuard<'_, Decoder> {
        self.decoder.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn listen(&self, messages: &Sender<Message>) {
        let mut bytes = vec![0; 1 << 16];
        loop {
            let patience =
                self.decoder.lock().unwrap_or_else(PoisonError::into_inner).patience(Instant::now());
            if self.hand_over(&mut bytes, messages, patience).is_err() {
                return;
            }
        }
    }

    /// Waits for something, at the most for the rest of a sequence, and hands it over.
    fn hand_over(
        &self,
        bytes: &mut [u8],
        messages: &Sender<Message>,
        patience: Option<Duration>,
    ) -> Result<(), Gone> {
        self.readable(patience)?;
        let mut decoder = self.decoder.lock().unwrap_or_else(PoisonError::into_inner);
        let mut events = Vec::new();
        while events.len() < BATCH && self.readable(Some(Duration::ZERO))? {
            match read(&self.terminal, &mut *bytes) {
                Ok(0) => return Err(Gone),
                Ok(count) => {
                    decoder.feed(bytes.get(..count).unwrap_or_default(), Instant::now(), &mut events);
                }
                Err(Errno::INTR | Errno::AGAIN) => {}
                Err(_) => return Err(Gone),
            }
        }
        decoder.give_up(Instant::now(), &mut events);
        if events.is_empty() {
            return Ok(());
        }
        messages.send(Message::Input(events)).map_err(|_| Gone)
    }

    /// Waits until there is something to read; `false` where nothing came in time.
    fn readable(&self, wait: Option<Duration>) -> Result<bool, Gone> {
        let wait = wait.and_then(|wait| Timespec::try_from(wait).ok());
        let mut fds = [PollFd::new(&self.terminal, PollFlags::IN)];
        match poll(&mut fds, wait.as_ref()) {
            Ok(count) => Ok(count > 0),
            Err(Errno::INTR | Errno::AGAIN) => Ok(false),
            Err(_) => Err(Gone),
        }
    }
}
