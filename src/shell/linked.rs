//! A backend that writes links (OSC 8) around the cells that are marked as such.

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::Color;

use crate::app::settings::LinkChoice;
use crate::ui::links::Links;

/// Whether texts are to be links: as the person says, else where the terminal is likely to have them.
pub fn has_links(choice: LinkChoice) -> bool {
    match choice {
        LinkChoice::On => true,
        LinkChoice::Off => false,
        LinkChoice::Auto => supports_hyperlinks::supports_hyperlinks(),
    }
}

/// Another backend, with links.
#[derive(Debug, Default)]
pub struct Linked<B> {
    inner: B,
    /// The links of the frame that is drawn next.
    links: Links,
}

impl<B> Linked<B> {
    /// The same backend; nothing is a link yet.
    pub fn new(inner: B) -> Self {
        Self { inner, links: Links::new() }
    }

    /// What the next frame links to.
    pub fn link(&mut self, links: Links) {
        self.links = links;
    }

    /// The other backend.
    pub fn inner(&self) -> &B {
        &self.inner
    }
}

impl<B: Write> Write for Linked<B> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.inner.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<B: Backend<Error = io::Error> + Write> Linked<B> {
    /// Writes cells that have the same mark.
    fn run(&mut self, cells: &[(u16, u16, &Cell)], mark: Color) -> io::Result<()> {
        let Some(address) = self.links.get(&mark) else {
            return self.plain(cells);
        };
        // The same link wherever it stands, so that a terminal shows all of it as one.
        let id = match mark {
            Color::Rgb(red, green, blue) => format!("{red:02x}{green:02x}{blue:02x}"),
            _ => String::new(),
        };
        write!(self.inner, "\x1b]8;id={id};{address}\x1b\\")?;
        self.plain(cells)?;
        write!(self.inner, "\x1b]8;;\x1b\\")
    }

    /// Writes cells without their marks.
    fn plain(&mut self, cells: &[(u16, u16, &Cell)]) -> io::Result<()> {
        if cells.iter().all(|(.., cell)| cell.underline_color == Color::Reset) {
            return self.inner.draw(cells.iter().copied());
        }
        let unmarked: Vec<(u16, u16, Cell)> = cells
            .iter()
            .map(|(x, y, cell)| {
                let mut cell = (*cell).clone();
                cell.underline_color = Color::Reset;
                (*x, *y, cell)
            })
            .collect();
        self.inner.draw(unmarked.iter().map(|(x, y, cell)| (*x, *y, cell)))
    }
}

impl<B: Backend<Error = io::Error> + Write> Backend for Linked<B> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let cells: Vec<(u16, u16, &Cell)> = content.collect();
        let marked = |cell: &Cell| self.links.contains_key(&cell.underline_color);
        if !cells.iter().any(|(.., cell)| marked(cell)) {
            return self.plain(&cells);
        }
        for run in cells.chunk_by(|(.., a), (.., b)| a.underline_color == b.underline_color) {
            let mark = run.first().map_or(Color::Reset, |(.., cell)| cell.underline_color);
            self.run(run, mark)?;
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.inner.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.inner.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.inner.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.inner.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.inner.clear()
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        self.inner.clear_region(region)
    }

    fn append_lines(&mut self, lines: u16) -> io::Result<()> {
        self.inner.append_lines(lines)
    }

    fn size(&self) -> io::Result<Size> {
        self.inner.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.inner.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(&mut self.inner)
    }
}
