//! The real terminal: taken, and always given back as it was.

use std::io::{BufWriter, Stdout, Write, stdout};
use std::path::PathBuf;

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::clipboard::CopyToClipboard;
use ratatui::crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use ratatui::crossterm::style::Print;
use ratatui::crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use ratatui::crossterm::{cursor, execute, queue};

use crate::app::settings::{SettingChange, Settings};
use crate::store::write::put_in_place;

use super::{Outside, panics};

/// Clicks and the wheel, in cells beyond 223 too; not every movement, which would wake the program for nothing.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1000l";

/// A frame is gathered and written in one piece.
const FRAME_BYTES: usize = 1 << 18;

/// The backend of the real terminal.
pub type Screen = CrosstermBackend<BufWriter<Stdout>>;

/// The real terminal while the program has it. Dropping it gives it back.
pub struct Session {
    /// Where settings are kept; why they are not, where they are not.
    settings: Result<PathBuf, String>,
}

impl Session {
    /// Takes the terminal: raw mode, the alternate screen, pastes and clicks. A panic of the calling
    /// thread gives it back before it says anything; one of another thread is kept (see [`panics`]).
    ///
    /// # Errors
    /// Where there is no terminal to take.
    pub fn begin(settings: Result<PathBuf, String>) -> std::io::Result<(Self, Terminal<Screen>)> {
        panics::install(give_back);
        take()?;
        let session = Self { settings };
        let backend = CrosstermBackend::new(BufWriter::with_capacity(FRAME_BYTES, stdout()));
        Ok((session, Terminal::new(backend)?))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        give_back();
    }
}

fn take() -> std::io::Result<()> {
    enable_raw_mode()?;
    let taken = execute!(stdout(), EnterAlternateScreen, cursor::Hide, EnableBracketedPaste, Print(MOUSE_ON));
    if taken.is_err() {
        give_back();
    }
    taken
}

/// Gives the terminal back. What cannot be undone (the terminal may be gone) is left.
fn give_back() {
    let _ = execute!(
        stdout(),
        EndSynchronizedUpdate,
        Print(MOUSE_OFF),
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    );
    let _ = disable_raw_mode();
}

impl Outside<Screen> for Session {
    fn synchronized(&mut self, terminal: &mut Terminal<Screen>, begin: bool) -> std::io::Result<()> {
        if begin {
            return queue!(terminal.backend_mut(), BeginSynchronizedUpdate);
        }
        queue!(terminal.backend_mut(), EndSynchronizedUpdate)?;
        Write::flush(terminal.backend_mut())
    }

    fn suspend(&mut self) -> std::io::Result<()> {
        give_back();
        // The whole group, as the terminal itself would: a shell waits for all of it (under `cargo run`, say).
        rustix::process::kill_current_process_group(rustix::process::Signal::TSTP)?;
        take()
    }

    fn copy(&mut self, terminal: &mut Terminal<Screen>, text: &str) -> std::io::Result<()> {
        execute!(terminal.backend_mut(), CopyToClipboard::to_clipboard_from(text))
    }

    fn remember(&mut self, change: SettingChange) -> std::io::Result<()> {
        let path = self.settings.as_ref().map_err(|why| std::io::Error::other(why.as_str()))?;
        // Another window may have written it since it was read.
        let mut settings = match std::fs::read_to_string(path) {
            Ok(text) => Settings::from_file(&text).map_err(std::io::Error::other)?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Settings::default(),
            Err(error) => return Err(error),
        };
        settings.change(change);
        put_in_place(path, &settings.written())
    }
}
