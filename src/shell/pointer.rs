//! The mouse, as the terminal reports it.

use std::time::{Duration, Instant};

use ratatui::backend::Backend;
use ratatui::crossterm::event::{MouseButton, MouseEvent, MouseEventKind};

use crate::ui::spots;

use super::{Loop, Outside, Taken};

/// Two clicks on one cell within this time are one double click: terminals tell single ones only.
const TWICE: Duration = Duration::from_millis(400);

/// The last click: when, and on which cell.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Clicks(Option<(Instant, u16, u16)>);

impl Clicks {
    /// Whether a click is the second of two. A third one is the first again.
    fn again(&mut self, now: Instant, column: u16, row: u16) -> bool {
        let before = self.0.take();
        let twice = before
            .is_some_and(|(at, x, y)| (x, y) == (column, row) && now.saturating_duration_since(at) <= TWICE);
        if !twice {
            self.0 = Some((now, column, row));
        }
        twice
    }
}

impl<B: Backend<Error = std::io::Error>, O: Outside<B>> Loop<'_, B, O> {
    pub(super) fn mouse(&mut self, event: MouseEvent) -> std::io::Result<Taken> {
        let MouseEvent { kind, column, row, .. } = event;
        match kind {
            MouseEventKind::Down(MouseButton::Left) => {
                let again = self.clicks.again(Instant::now(), column, row);
                let effects = match spots::at(self.app, column, row) {
                    // The first of the two has chosen what is there.
                    _ if again && self.app.opens_by_click() => self.app.click_again(),
                    Some(spot) => self.app.click_spot(spot, column, row),
                    None => self.app.click(column, row),
                };
                return self.perform_all(effects);
            }
            MouseEventKind::Down(MouseButton::Right) => {
                let effects = self.app.right_click(column, row);
                return self.perform_all(effects);
            }
            MouseEventKind::Drag(MouseButton::Left) => {
                return Ok(if self.app.drag(column, row) { Taken::Changed } else { Taken::Nothing });
            }
            MouseEventKind::Up(_) => {
                let effects = self.app.drop_grip();
                return if effects.is_empty() { Ok(Taken::Nothing) } else { self.perform_all(effects) };
            }
            MouseEventKind::ScrollDown => self.app.wheel(column, row, true),
            MouseEventKind::ScrollUp => self.app.wheel(column, row, false),
            _ => return Ok(Taken::Nothing),
        }
        Ok(Taken::Changed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_clicks_on_one_cell_soon_after_each_other_are_one_double_click() {
        let begun = Instant::now();
        let mut clicks = Clicks::default();
        let mut again = |after: u64, column| clicks.again(begun + Duration::from_millis(after), column, 3);
        assert!(!again(0, 5), "the first");
        assert!(again(300, 5), "the second");
        assert!(!again(400, 5), "a third one is a first one");
        assert!(!again(500, 6), "on another cell");
        assert!(!again(1000, 6), "too late");
        assert!(again(1100, 6));
    }
}
