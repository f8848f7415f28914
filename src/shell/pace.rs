//! How long the loop may go on before it draws.

use std::time::{Duration, Instant};

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
