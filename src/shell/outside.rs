//! What the loop needs of the world: a terminal, a clipboard, a clock, signals.

use std::time::Duration;

use chrono::{NaiveDate, NaiveTime};
use ratatui::Terminal;
use ratatui::backend::Backend;

use crate::app::editor::{EditorEnd, EditorTask};
use crate::app::settings::SettingChange;
use crate::ui::links::Links;

/// What the loop does outside of the program.
pub trait Outside<B: Backend> {
    /// Brackets what is drawn, so that the terminal shows it at once.
    ///
    /// # Errors
    /// Where the terminal does not take it.
    fn synchronized(&mut self, terminal: &mut Terminal<B>, begin: bool) -> std::io::Result<()>;

    /// Gives the terminal back and stops until the program is brought back.
    ///
    /// # Errors
    /// Where the terminal does not take it.
    fn suspend(&mut self) -> std::io::Result<()>;

    /// Whether somebody could bring the program back after [`Outside::suspend`].
    fn can_suspend(&self) -> bool {
        true
    }

    /// The same because somebody else asks for it: the program alone stops, not what it was started with.
    ///
    /// # Errors
    /// Where the terminal does not take it.
    fn stop(&mut self) -> std::io::Result<()> {
        self.suspend()
    }

    /// Takes the terminal again after the program was stopped, which may have happened without a word before.
    ///
    /// # Errors
    /// Where the terminal does not take it.
    fn resume(&mut self) -> std::io::Result<()> {
        Ok(())
    }

    /// The signal that asks the program to end, as soon as it has come: the messages before it may be many.
    fn asked_to_end(&self) -> Option<i32> {
        None
    }

    /// Throws away what was typed and has not arrived yet.
    fn forget_typed(&mut self) {}

    /// Asks the terminal whether its background is dark or light; the answer comes as a message, if it comes.
    ///
    /// # Errors
    /// Where the terminal does not take it.
    fn ask_background(&mut self) -> std::io::Result<()> {
        Ok(())
    }

    /// The day by the clock; `None` where the day is fixed.
    fn today(&self) -> Option<Today> {
        None
    }

    /// Gives the terminal to the person's own editor, and takes it again when that has ended. What comes back, or why the
    /// editor could not be started.
    ///
    /// # Errors
    /// Where the terminal cannot be taken again.
    fn edit(&mut self, _task: &EditorTask) -> std::io::Result<Result<EditorEnd, String>> {
        Ok(Err("there is no editor here".to_owned()))
    }

    /// Puts a text on the clipboard.
    ///
    /// # Errors
    /// Where the terminal does not take it.
    fn copy(&mut self, terminal: &mut Terminal<B>, text: &str) -> std::io::Result<()>;

    /// Opens an address of the web in the browser, and comes back at once. `failed` is called, perhaps on another thread,
    /// where the browser says later that it could not.
    ///
    /// # Errors
    /// Where there is no browser: why.
    fn browse(&mut self, _address: &str, _failed: Box<dyn FnOnce(String) + Send>) -> Result<(), String> {
        Err("no browser is known here".to_owned())
    }

    /// Which texts of the next frame are links, and where to.
    fn links(&mut self, _terminal: &mut Terminal<B>, _links: Links) {}

    /// Keeps how the person likes it, for the next time.
    ///
    /// # Errors
    /// Why it cannot be kept.
    fn remember(&mut self, change: SettingChange) -> std::io::Result<()>;
}

/// The day by the clock of this machine, in its time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Today {
    /// The day.
    pub day: NaiveDate,
    /// How long it still lasts; `None` where that is not known.
    pub left: Option<Duration>,
    /// The time of now; `None` where it is not to be told.
    pub time: Option<NaiveTime>,
}
