//! The real terminal: taken, and always given back as it was.

use std::io::{BufWriter, Stdout, Write, stdout};
use std::path::PathBuf;
use std::sync::Arc;

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
use signal_hook::consts::SIGSTOP;
use signal_hook::low_level;

use crate::app::editor::{EditorEnd, EditorTask};
use crate::app::settings::{SettingChange, Settings};
use crate::store::own;
use crate::store::write::put_in_place;
use crate::ui::links::Links;

use super::background;
use super::linked::Linked;
use super::{Asked, Keyboard, Outside, Today, browser, editor, panics};

/// Clicks, the wheel, and movements with a button held, in cells beyond 223 too; not every movement, which would wake the
/// program for nothing. With Shift the terminal keeps the mouse to itself, and selects text.
const MOUSE_ON: &str = "\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1002l";

/// A frame is gathered and written in one piece.
const FRAME_BYTES: usize = 1 << 18;

/// The backend of the real terminal.
pub type Screen = Linked<CrosstermBackend<BufWriter<Stdout>>>;

/// The real terminal while the program has it. Dropping it gives it back.
pub struct Session {
    /// What signals have asked for.
    asked: Asked,
    /// Where keys come from, once somebody listens.
    keyboard: Option<Arc<Keyboard>>,
    /// The terminal is asked for its background, again where it was given away meanwhile.
    asks_background: bool,
    /// The day by the clock; `None` where it is fixed.
    clock: Option<fn() -> Option<Today>>,
    /// Where settings are kept; why they are not, where they are not.
    settings: Result<PathBuf, String>,
    /// Whether the mouse is the program's, and not the terminal's alone.
    mouse: bool,
}

impl Session {
    /// Takes the terminal: raw mode, the alternate screen, pastes, and clicks where `mouse` asks for them. A panic of the calling
    /// thread gives it back before it says anything; one of another thread is kept (see [`panics`]).
    ///
    /// # Errors
    /// Where there is no terminal to take.
    pub fn begin(
        settings: Result<PathBuf, String>,
        asked: Asked,
        clock: Option<fn() -> Option<Today>>,
        mouse: bool,
    ) -> std::io::Result<(Self, Terminal<Screen>)> {
        panics::install(give_back);
        take(mouse)?;
        let session = Self { asked, keyboard: None, asks_background: false, clock, settings, mouse };
        let backend = CrosstermBackend::new(BufWriter::with_capacity(FRAME_BYTES, stdout()));
        Ok((session, Terminal::new(Linked::new(backend))?))
    }

    /// The terminal was given away meanwhile: it is taken again.
    fn take_again(&mut self) -> std::io::Result<()> {
        take(self.mouse)?;
        if self.asks_background { self.ask_background() } else { Ok(()) }
    }

    /// Keys come from here.
    pub fn hears(&mut self, keyboard: Arc<Keyboard>) {
        self.keyboard = Some(keyboard);
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        give_back();
    }
}

fn take(mouse: bool) -> std::io::Result<()> {
    enable_raw_mode()?;
    let mouse = if mouse { MOUSE_ON } else { "" };
    let taken = execute!(stdout(), EnterAlternateScreen, cursor::Hide, EnableBracketedPaste, Print(mouse));
    if taken.is_err() {
        give_back();
    }
    taken
}

/// Gives the terminal back. What cannot be undone (the terminal may be gone) is left.
pub(super) fn give_back() {
    let _ = execute!(
        stdout(),
        EndSynchronizedUpdate,
        Print(background::ENOUGH),
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
        self.asked.stops_itself();
        rustix::process::kill_current_process_group(rustix::process::Signal::TSTP)?;
        low_level::raise(SIGSTOP)?;
        self.take_again()
    }

    fn can_suspend(&self) -> bool {
        // A shell that can bring a program back gives it a group of its own; the group of the session's leader has
        // nobody above it.
        rustix::process::getsid(None).is_ok_and(|leader| leader != rustix::process::getpgrp())
    }

    fn edit(&mut self, task: &EditorTask) -> std::io::Result<Result<EditorEnd, String>> {
        // What is typed until it ends is for the editor.
        let keyboard = self.keyboard.clone();
        let _silence = keyboard.as_ref().map(|keyboard| keyboard.hush());
        give_back();
        let end = editor::run(task, &self.asked);
        self.take_again().map(|()| end)
    }

    fn stop(&mut self) -> std::io::Result<()> {
        give_back();
        low_level::raise(SIGSTOP)?;
        self.take_again()
    }

    fn resume(&mut self) -> std::io::Result<()> {
        // After a stop without a word (SIGSTOP) the shell has made the terminal its own: all is taken anew.
        give_back();
        self.take_again()
    }

    fn asked_to_end(&self) -> Option<i32> {
        self.asked.to_end()
    }

    fn forget_typed(&mut self) {
        if let Some(keyboard) = &self.keyboard {
            keyboard.forget();
        }
    }

    fn ask_background(&mut self) -> std::io::Result<()> {
        self.asks_background = true;
        if let Some(keyboard) = &self.keyboard {
            keyboard.asks_background();
        }
        execute!(stdout(), Print(background::ASK))
    }

    fn today(&self) -> Option<Today> {
        self.clock.and_then(|clock| clock())
    }

    fn copy(&mut self, terminal: &mut Terminal<Screen>, text: &str) -> std::io::Result<()> {
        execute!(terminal.backend_mut(), CopyToClipboard::to_clipboard_from(text))
    }

    fn browse(&mut self, address: &str, failed: Box<dyn FnOnce(String) + Send>) -> Result<(), String> {
        browser::browse(&browser::Around::now(), address, failed)
    }

    fn links(&mut self, terminal: &mut Terminal<Screen>, links: Links) {
        terminal.backend_mut().link(links);
    }

    fn remember(&mut self, change: SettingChange) -> std::io::Result<()> {
        let path = self.settings.as_ref().map_err(|why| std::io::Error::other(why.as_str()))?;
        // Another window may have written it since it was read.
        let mut settings = match own::read(path)? {
            Some(text) => Settings::from_file(&text).map_err(std::io::Error::other)?,
            None => Settings::default(),
        };
        settings.change(change);
        put_in_place(path, settings.written())
    }
}
