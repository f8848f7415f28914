//! How long the loop may go on before it draws.

use std::time::{Duration, Instant};

use ratatui::backend::Backend;
use ratatui::crossterm::event::Event;

use super::{Exit, Loop, Outside, Taken};

/// How long there is before the screen must be drawn again, however much still comes.
pub(super) struct Pace(Instant);

impl Pace {
    /// With the time that a frame takes it stays below the 50 ms after which a screen seems to stand still.
    const LONGEST: Duration = Duration::from_millis(30);

    pub(super) fn new() -> Self {
        Self(Instant::now())
    }

    pub(super) fn is_over(&self) -> bool {
        self.0.elapsed() >= Self::LONGEST
    }
}

impl<B: Backend<Error = std::io::Error>, O: Outside<B>> Loop<'_, B, O> {
    /// Takes what happened at the terminal. Where that takes long, the screen is drawn in between.
    pub(super) fn input(&mut self, events: Vec<Event>, pace: &mut Pace) -> std::io::Result<Taken> {
        let mut taken = Taken::Nothing;
        self.app.hold(events.len() > 1);
        for event in events {
            if let Some(signal) = self.outside.asked_to_end() {
                return Ok(Taken::Exit(Exit::Signal(signal)));
            }
            match self.event(event)? {
                Taken::Nothing => {}
                Taken::Changed => taken = Taken::Changed,
                exit @ Taken::Exit(_) => return Ok(exit),
            }
            if pace.is_over() {
                self.app.hold(false);
                self.draw()?;
                *pace = Pace::new();
                self.app.hold(true);
            }
        }
        self.app.hold(false);
        Ok(taken)
    }
}
