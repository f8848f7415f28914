//! Bringing frames to the terminal.

use ratatui::backend::Backend;

use crate::ui::{frame, links};

use super::{Loop, Message, Outside};

impl<B: Backend<Error = std::io::Error>, O: Outside<B>> Loop<'_, B, O> {
    /// Clears the terminal, so that the next frame writes every cell. (`Terminal::clear` would ask the terminal
    /// where its cursor is, and wait for an answer that may never come.)
    pub(super) fn redraw(&mut self) -> std::io::Result<()> {
        let size = self.terminal.size()?;
        self.terminal.resize(ratatui::layout::Rect::new(0, 0, size.width, size.height))
    }

    pub(super) fn draw(&mut self) -> std::io::Result<()> {
        let size = self.terminal.size()?;
        if (size.width, size.height) != (self.app.layout.screen.width, self.app.layout.screen.height) {
            self.app.resize(size.width, size.height);
        }
        if let Some(open_file) = &self.open_file {
            self.app.file.unjournalled = open_file.unjournalled().is_some();
        }
        self.outside.synchronized(self.terminal, true)?;
        let asked = self.app.is_asked();
        if self.app.links {
            self.outside.links(self.terminal, links::in_view(self.app));
        }
        let (app, theme, outside, messages) = (&*self.app, &*self.theme, &mut *self.outside, &self.messages);
        self.terminal.draw(|place| {
            if let Some(cursor) = frame::draw(app, theme, place.buffer_mut()) {
                place.set_cursor_position(cursor);
            }
            if let Some(number) = asked {
                // Nobody sees the question before this frame is out: what was typed until now is not its answer.
                outside.forget_typed();
                let _ = messages.send(Message::Asked(number));
            }
        })?;
        self.outside.synchronized(self.terminal, false)
    }
}
