//! Threads that bring keys and signals to the loop.

use std::sync::mpsc::Sender;
use std::time::Duration;

use ratatui::crossterm::event;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use super::Message;

/// How long the thread looks for more before it hands over what it has. Zero would never find any with this source
/// of events; a tenth of a millisecond is felt by nobody.
const MORE: Duration = Duration::from_micros(100);

/// At the most so many events are handed over at once, so that a flood cannot keep the screen from being drawn.
const BATCH: usize = 8192;

/// Brings what happens at the terminal.
pub fn listen(messages: Sender<Message>) {
    std::thread::spawn(move || {
        loop {
            let Ok(first) = event::read() else {
                let _ = messages.send(Message::Gone);
                return;
            };
            let mut events = vec![first];
            while events.len() < BATCH && event::poll(MORE).unwrap_or(false) {
                match event::read() {
                    Ok(event) => events.push(event),
                    Err(_) => break,
                }
            }
            if messages.send(Message::Input(events)).is_err() {
                return;
            }
        }
    });
}

/// Brings the signals that ask the program to end.
///
/// # Errors
/// Where the system does not let the program listen to them.
pub fn listen_to_signals(messages: Sender<Message>) -> std::io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT])?;
    std::thread::spawn(move || {
        for signal in signals.forever() {
            if messages.send(Message::Signal(signal)).is_err() {
                return;
            }
        }
    });
    Ok(())
}
