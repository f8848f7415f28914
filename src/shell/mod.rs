//! The event loop: it waits for keys, signals and the file, drains what is there, then draws once.

mod file;
mod input;
mod lists;
mod reading;
mod saving;
pub mod terminal;
mod watch;

use std::sync::mpsc::{Receiver, Sender};

use ratatui::Terminal;
use ratatui::backend::Backend;
use ratatui::crossterm::event::{Event, KeyEventKind, MouseButton, MouseEventKind};

use crate::app::chord::Chord;
use crate::app::facts::Facts;
use crate::app::settings::SettingChange;
use crate::app::{App, Effect};
use crate::edit::document::Revision;
use crate::edit::proposal::Proposals;
use crate::store::keeper::{Keeper, Opened, Outcome, SaveError};
use crate::store::load::{Loaded, ReadError};
use crate::ui::frame;
use crate::ui::theme::Theme;

pub use input::{listen, listen_to_signals};
pub use reading::open_in_background;
pub use saving::Saving;

/// What reaches the loop.
#[derive(Debug)]
pub enum Message {
    /// What happened at the terminal, in order.
    Input(Vec<Event>),
    /// The terminal is gone.
    Gone,
    /// So many bytes of the file are read, of so many.
    Reading(usize, usize),
    /// What is there of the file already.
    Part(Box<Facts>),
    /// The file was read, or could not be; with its facts, where they were computed already.
    Opened(Box<Result<Opened, ReadError>>, Option<Box<Facts>>),
    /// A save has ended: the file, what came of it, and what the document was when it began.
    Saved(Box<Keeper>, Box<Result<Outcome, SaveError>>, Revision),
    /// How far the reading of lists is.
    ReadingLists(String),
    /// Lists were read, or could not be: what they would change.
    Proposed(Result<Box<Proposals>, String>),
    /// Something happened in the folder of the file.
    Disturbed,
    /// A signal asks the program to end.
    Signal(i32),
}

/// How the loop ended.
#[derive(Debug)]
pub enum Exit {
    /// The person left.
    Quit,
    /// A signal ended it.
    Signal(i32),
    /// The terminal is gone.
    Gone,
    /// The file could not be read.
    Unreadable(ReadError),
}

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

    /// Puts a text on the clipboard.
    ///
    /// # Errors
    /// Where the terminal does not take it.
    fn copy(&mut self, terminal: &mut Terminal<B>, text: &str) -> std::io::Result<()>;

    /// Keeps how the person likes it, for the next time.
    ///
    /// # Errors
    /// Why it cannot be kept.
    fn remember(&mut self, change: SettingChange) -> std::io::Result<()>;
}

/// The loop: everything the dashboard does until it ends.
pub struct Loop<'a, B: Backend, O> {
    /// What the screen shows.
    pub app: &'a mut App,
    /// Its colours.
    pub theme: &'a Theme,
    /// Where it is drawn.
    pub terminal: &'a mut Terminal<B>,
    /// What is outside.
    pub outside: &'a mut O,
    /// The file, once it is open and may be changed.
    pub keeper: Option<Keeper>,
    /// What somebody else has made of the file, while the person chooses between both sides.
    pub theirs: Option<Loaded>,
    /// Where changes in the folder of the file are told; `None` where nobody watches.
    pub watch: Option<Sender<Message>>,
    /// What watches the folder.
    pub watcher: Option<watch::Watcher>,
    /// The save that goes on, on a thread of its own; it has the keeper.
    pub saving: Option<Saving>,
}

impl<B: Backend<Error = std::io::Error>, O: Outside<B>> Loop<'_, B, O> {
    /// Runs until the person leaves, a signal comes, or nothing can reach it any more.
    ///
    /// # Errors
    /// Where the terminal cannot be drawn on.
    pub fn run(&mut self, messages: &Receiver<Message>) -> std::io::Result<Exit> {
        self.draw()?;
        while let Ok(message) = messages.recv() {
            let mut changed = false;
            // Whatever has come meanwhile is taken before anything is drawn.
            for message in std::iter::once(message).chain(std::iter::from_fn(|| messages.try_recv().ok())) {
                match self.take(message)? {
                    Taken::Changed => changed = true,
                    Taken::Nothing => {}
                    Taken::Exit(exit) => return Ok(exit),
                }
            }
            if changed {
                self.draw()?;
            }
        }
        Ok(Exit::Gone)
    }

    fn take(&mut self, message: Message) -> std::io::Result<Taken> {
        match message {
            Message::Gone => Ok(Taken::Exit(Exit::Gone)),
            Message::Signal(signal) => Ok(Taken::Exit(Exit::Signal(signal))),
            Message::Reading(bytes, of) => {
                self.app.reading(bytes, of);
                Ok(Taken::Changed)
            }
            Message::Part(facts) => {
                self.app.part(*facts);
                Ok(Taken::Changed)
            }
            Message::Opened(opened, facts) => match *opened {
                Ok(opened) => {
                    self.opened(opened, facts);
                    Ok(Taken::Changed)
                }
                Err(error) => Ok(Taken::Exit(Exit::Unreadable(error))),
            },
            Message::Saved(keeper, outcome, revision) => {
                let effects = self.save_ended(*keeper, *outcome, revision);
                self.perform_all(effects)
            }
            Message::ReadingLists(said) => {
                self.app.say(said);
                Ok(Taken::Changed)
            }
            Message::Proposed(Ok(proposals)) => {
                self.app.review(*proposals);
                Ok(Taken::Changed)
            }
            Message::Proposed(Err(why)) => {
                self.app.warn(why);
                Ok(Taken::Changed)
            }
            Message::Disturbed => Ok(if self.look_outside() { Taken::Changed } else { Taken::Nothing }),
            Message::Input(events) => {
                let mut taken = Taken::Nothing;
                self.app.hold(events.len() > 1);
                for event in events {
                    match self.event(event)? {
                        Taken::Nothing => {}
                        Taken::Changed => taken = Taken::Changed,
                        exit @ Taken::Exit(_) => return Ok(exit),
                    }
                }
                self.app.hold(false);
                Ok(taken)
            }
        }
    }

    fn event(&mut self, event: Event) -> std::io::Result<Taken> {
        match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => {
                let effects = self.app.press(Chord::from(key));
                return self.perform_all(effects);
            }
            Event::Paste(text) => self.app.paste(&text),
            Event::Resize(..) => {}
            Event::Mouse(mouse) => match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => self.app.click(mouse.column, mouse.row),
                MouseEventKind::ScrollDown => self.app.wheel(mouse.column, mouse.row, true),
                MouseEventKind::ScrollUp => self.app.wheel(mouse.column, mouse.row, false),
                _ => return Ok(Taken::Nothing),
            },
            Event::Key(_) | Event::FocusGained | Event::FocusLost => return Ok(Taken::Nothing),
        }
        Ok(Taken::Changed)
    }

    fn perform(&mut self, effect: Effect) -> std::io::Result<Taken> {
        match effect {
            Effect::Quit => return Ok(Taken::Exit(Exit::Quit)),
            Effect::Suspend => {
                self.outside.suspend()?;
                self.redraw()?;
            }
            Effect::Redraw => self.redraw()?,
            Effect::Copy(text) => self.outside.copy(self.terminal, &text)?,
            Effect::Remember(change) => {
                if let Err(error) = self.outside.remember(change) {
                    self.app.warn(format!("this is not remembered: {error}"));
                }
            }
            Effect::Journal(transaction) => self.journal(*transaction),
            Effect::ReadLists(files, task) => self.read_lists(files, task),
            Effect::Save => {
                let effects = self.save();
                return self.perform_all(effects);
            }
            Effect::Recovered(taken) => self.recovered(taken),
            Effect::Merge(choices) => {
                let effects = self.merge(&choices);
                return self.perform_all(effects);
            }
        }
        Ok(Taken::Changed)
    }

    fn perform_all(&mut self, effects: Vec<Effect>) -> std::io::Result<Taken> {
        for effect in effects {
            if let exit @ Taken::Exit(_) = self.perform(effect)? {
                return Ok(exit);
            }
        }
        Ok(Taken::Changed)
    }

    /// Clears the terminal, so that the next frame writes every cell. (`Terminal::clear` would ask the terminal
    /// where its cursor is, and wait for an answer that may never come.)
    fn redraw(&mut self) -> std::io::Result<()> {
        let size = self.terminal.size()?;
        self.terminal.resize(ratatui::layout::Rect::new(0, 0, size.width, size.height))
    }

    fn draw(&mut self) -> std::io::Result<()> {
        let size = self.terminal.size()?;
        if (size.width, size.height) != (self.app.layout.screen.width, self.app.layout.screen.height) {
            self.app.resize(size.width, size.height);
        }
        self.outside.synchronized(self.terminal, true)?;
        let (app, theme) = (&*self.app, self.theme);
        self.terminal.draw(|place| {
            if let Some(cursor) = frame::draw(app, theme, place.buffer_mut()) {
                place.set_cursor_position(cursor);
            }
        })?;
        self.outside.synchronized(self.terminal, false)
    }
}

enum Taken {
    Nothing,
    Changed,
    Exit(Exit),
}
