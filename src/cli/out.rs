//! The one place where the commands write. Nothing that stands in a file, in its name or in a message of the system
//! steers a terminal: it is made visible here, not by each command.

use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write};

use crate::report::table::Table;
use crate::views::visible::{is_hostile, visible};

/// What a command writes to.
pub(super) struct Out {
    to: Box<dyn Write>,
    is_terminal: bool,
}

/// The standard output.
pub(super) fn out() -> Out {
    let to = io::stdout();
    Out { is_terminal: to.is_terminal(), to: Box::new(to.lock()) }
}

/// The standard error.
pub(super) fn err() -> Out {
    let to = io::stderr();
    Out { is_terminal: to.is_terminal(), to: Box::new(to.lock()) }
}

/// Says something on the standard error. Where even that is gone there is nobody to tell.
pub(super) fn tell(what: impl Display) {
    let _ = err().line(format_args!("beltui: {what}"));
}

impl Out {
    /// Whether somebody looks on.
    pub(super) fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    /// Writes a line for people. A line that stands within what is said is shown as a sign.
    pub(super) fn line(&mut self, text: impl Display) -> io::Result<()> {
        let text = text.to_string();
        self.to.write_all(visible(&text).as_bytes())?;
        self.to.write_all(b"\n")
    }

    /// Writes a text of lines. Into a file or a pipe it goes as it is, for programs; on a terminal it is visible.
    pub(super) fn document(&mut self, text: &str) -> io::Result<()> {
        if self.is_terminal { self.shown(text, |_| None) } else { self.to.write_all(text.as_bytes()) }
    }

    /// Writes a table as CSV: exact data for programs, and for eyes on a terminal.
    pub(super) fn csv(&mut self, table: Table) -> io::Result<()> {
        let table = if self.is_terminal { table.visible() } else { table };
        self.document(&table.csv())
    }

    /// The same of a text that has colours of ours in it (SGR, ECMA-48): they stay.
    pub(super) fn styled(&mut self, text: &str) -> io::Result<()> {
        if self.is_terminal { self.shown(text, style) } else { self.to.write_all(text.as_bytes()) }
    }

    /// Waits until all that was written has gone out.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }

    /// Writes what the program alone has made, to the letter: scripts of shells, pages of manuals, composed files.
    pub(super) fn own(&mut self) -> &mut dyn Write {
        &mut *self.to
    }

    /// Shows on one line how far something is, in the place of what was shown so before; nothing takes it away.
    pub(super) fn progress(&mut self, text: impl Display) -> io::Result<()> {
        let text = text.to_string();
        write!(self.to, "\r{}\x1b[K", visible(&text))?;
        self.to.flush()
    }

    /// Shows what would steer; `own` finds the length of what may stand at the beginning of a text all the same.
    fn shown(&mut self, text: &str, own: fn(&str) -> Option<usize>) -> io::Result<()> {
        let mut rest = text;
        while let Some(at) = rest.find(is_hostile) {
            let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
            self.to.write_all(before.as_bytes())?;
            let first = from.chars().next().map_or(1, char::len_utf8);
            let kept = if from.starts_with('\n') {
                Some(1)
            } else if from.starts_with("\r\n") {
                Some(2)
            } else {
                own(from)
            };
            let (signs, after) = from.split_at_checked(kept.unwrap_or(first)).unwrap_or((from, ""));
            if kept.is_some() {
                self.to.write_all(signs.as_bytes())?;
            } else {
                self.to.write_all(visible(signs).as_bytes())?;
            }
            rest = after;
        }
        self.to.write_all(rest.as_bytes())
    }
}

/// The length of a style (`ESC [ 1 ; 31 m`) at the beginning of a text.
fn style(text: &str) -> Option<usize> {
    let codes = text.strip_prefix("\x1b[")?;
    let end = codes.find(|c: char| !c.is_ascii_digit() && c != ';')?;
    codes.get(end..)?.starts_with('m').then_some(2 + end + 1)
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::rc::Rc;

    use super::*;

    /// What has been written, for the test to look at.
    #[derive(Clone, Default)]
    struct Shared(Rc<RefCell<Vec<u8>>>);

    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What comes out on a terminal, or elsewhere.
    fn written(is_terminal: bool, write: impl FnOnce(&mut Out) -> io::Result<()>) -> String {
        let shared = Shared::default();
        write(&mut Out { to: Box::new(shared.clone()), is_terminal }).unwrap();
        let bytes = shared.0.take();
        String::from_utf8(bytes).unwrap()
    }

    const HOSTILE: &str = "a\x1b[31mb\x07\u{9b}2J\u{202e}c\td\x7f\r\n\re\u{200b}\n";
    const SEEN: &str = "a␛[31mb␇⟨009B⟩2J⟨202E⟩c␉d␡\r\n␍e⟨200B⟩\n";

    #[test]
    fn a_document_is_visible_on_a_terminal_and_exact_elsewhere() {
        assert_eq!(written(true, |out| out.document(HOSTILE)), SEEN);
        assert_eq!(written(false, |out| out.document(HOSTILE)), HOSTILE);
    }

    #[test]
    fn a_line_for_people_is_one_visible_line_wherever_it_goes() {
        for is_terminal in [true, false] {
            assert_eq!(written(is_terminal, |out| out.line("a\n\x1bb")), "a␊␛b\n");
        }
    }

    #[test]
    fn colours_stay_and_nothing_else_that_steers() {
        let text = "\x1b[1;31mred\x1b[0m \x1b[2J\x1b]0;t\x07 \x1b[31 \x1b";
        assert_eq!(written(true, |out| out.styled(text)), "\x1b[1;31mred\x1b[0m ␛[2J␛]0;t␇ ␛[31 ␛");
    }

    #[test]
    fn progress_shows_a_hostile_name_as_signs() {
        assert_eq!(written(true, |out| out.progress("a\x1b[2J\n: 5 %")), "\ra␛[2J␊: 5 %\x1b[K");
    }
}
