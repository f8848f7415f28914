//! The event loop: it waits for keys, signals and the file, drains what is there, then draws once.

mod asked;
mod background;
mod browser;
pub mod decode;
mod drawing;
mod edition;
mod editor;
mod file;
mod input;
pub mod linked;
mod lists;
mod looking;
mod named;
mod other;
mod outside;
mod pace;
pub mod panics;
mod pointer;
mod reading;
mod saving;
mod screening;
mod signals;
pub mod terminal;
mod threads;
mod watch;
mod watching;
mod working_out;
mod writing;

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvError, RecvTimeoutError, Sender};
use std::thread::JoinHandle;

use ratatui::Terminal;
use ratatui::backend::Backend;
use ratatui::crossterm::event::{Event, KeyEventKind};
use signal_hook::consts::{SIGCONT, SIGTSTP};

use crate::app::chord::Chord;
use crate::app::request::ListTask;
use crate::app::writing::NotWritten;
use crate::app::{App, Effect};
use crate::edit::document::Revision;
use crate::edit::proposal::Proposals;
use crate::store::edition::Taken as EditionTaken;
use crate::store::load::ReadError;
use crate::store::open_file::{OpenFile, Opened, Outcome, SaveError};
use crate::store::outside::Theirs;
use crate::ui::theme::{Base, Theme};
use crate::views::day::Day;

use pace::Pace;

pub use asked::Asked;
pub use edition::Offered;
pub use input::{Keyboard, listen};
pub use lists::{paths_beginning, what_is_kept, what_lists_say};
pub use looking::{Looked, choice};
pub use other::Other;
pub use outside::{Outside, Today};
pub use reading::{Reading, open_in_background};
pub use saving::Saving;
pub use screening::to_decide;
pub use signals::listen_to_signals;

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
    Part(Box<Day>),
    /// The file was read, or could not be; with its facts, where they were computed already.
    Opened(Box<Result<Opened, ReadError>>, Option<Box<Day>>),
    /// The reading of the file failed by a fault in the program: what there is to say of it.
    Unopened(String),
    /// Somebody else has changed the file, and reading it takes longer than a moment.
    Looking,
    /// The file was looked at, after something happened in its folder or before it is saved: what was found.
    Looked(Box<Looked>),
    /// A save has ended: the file, what came of it, and what the document was when it began.
    Saved(Box<OpenFile>, Box<Result<Outcome, SaveError>>, Revision),
    /// How far the reading of lists is.
    ReadingLists(String),
    /// Facts as known on another day are there, or could not be computed: what there is to say of it.
    WorkedOut(Result<Box<Day>, String>),
    /// It was found what is kept of official lists, in words.
    Kept(ListTask, String),
    /// Lists were read, or could not be: what they would change.
    Proposed(Result<Box<Proposals>, String>),
    /// The files were found whose path begins so.
    Paths(String, Vec<String>),
    /// Something was written into a file, or was not: what there is to say.
    Written(Result<String, NotWritten>),
    /// An address could not be opened, and why.
    NotBrowsed(String, String),
    /// Another file was read, or could not be.
    OtherOpened(Result<Box<Other>, String>),
    /// It was looked for a new edition of the shipped file: what can be taken.
    Edition(Option<Box<Offered>>),
    /// A new edition was taken, or could not be.
    EditionTaken(Result<EditionTaken, String>),
    /// Something happened in the folder of the file, or may have.
    Disturbed,
    /// A signal asks the program to end, to stop, or says that it goes on after it was stopped.
    Signal(i32),
    /// The terminal says that its background is so.
    Background(Base),
    /// What comes from the terminal behind this was typed after the question of this number was drawn.
    Asked(u64),
    /// Work on another thread failed by a fault in the program: what there is to say of it.
    Fault(String),
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
    /// Reading it failed by a fault in the program.
    Failed(String),
}

/// The loop: everything the dashboard does until it ends.
pub struct Loop<'a, B: Backend, O> {
    /// What the screen shows.
    pub app: &'a mut App,
    /// Its colours.
    theme: Cow<'a, Theme>,
    /// Whether the terminal is asked for its background, and what it says is followed: nobody has chosen a theme.
    pub asks_background: bool,
    /// Where it is drawn.
    pub terminal: &'a mut Terminal<B>,
    /// What is outside.
    pub outside: &'a mut O,
    /// The file, once it is open and may be changed.
    open_file: Option<OpenFile>,
    /// What somebody else has made of the file, while the person chooses between both sides.
    theirs: Option<Box<Theirs>>,
    /// Where threads bring what they have done: the other end of what the loop takes.
    messages: Sender<Message>,
    /// Whether the folder of the file is watched.
    pub watches: bool,
    /// What watches it.
    watcher: Option<watch::Watcher>,
    /// The reading of the file that goes on, on a thread of its own.
    pub reading: Option<Reading>,
    /// The look at the file that goes on, on a thread of its own.
    looking: Option<looking::Looking>,
    /// The save that goes on, on a thread of its own; it has the keeper.
    saving: Option<Saving>,
    /// So many readings of lists go on.
    listing: usize,
    /// What is being written into files.
    writings: Vec<JoinHandle<()>>,
    /// The same that has told what came of it, and may not have ended yet.
    ended: Vec<JoinHandle<()>>,
    /// The opening of another file.
    opening: Option<other::Opening>,
    /// Why files are only looked at, where the person has asked for that.
    pub read_only: Option<String>,
    /// Where official lists are kept; `None` for the usual place.
    pub archive: Option<PathBuf>,
    /// Where journals and backups of other files are; `None` for the usual place.
    pub state_dir: Option<PathBuf>,
    /// What there is to say of a text that an editor has left when the program was asked to end.
    left_in_editor: Option<String>,
    /// New editions of the shipped file.
    editions: edition::Editions,
    /// The last click.
    clicks: pointer::Clicks,
    /// Whether it is read whom the person watches.
    pub learns: bool,
}

impl<'a, B: Backend<Error = std::io::Error>, O: Outside<B>> Loop<'a, B, O> {
    /// A loop that has no file yet. `messages` is the other end of what it will [run](Self::run) on.
    pub fn new(
        app: &'a mut App,
        theme: &'a Theme,
        terminal: &'a mut Terminal<B>,
        outside: &'a mut O,
        messages: Sender<Message>,
    ) -> Self {
        Self {
            app,
            theme: Cow::Borrowed(theme),
            asks_background: false,
            terminal,
            outside,
            open_file: None,
            theirs: None,
            messages,
            watches: false,
            watcher: None,
            reading: None,
            looking: None,
            saving: None,
            listing: 0,
            writings: Vec::new(),
            ended: Vec::new(),
            opening: None,
            read_only: None,
            archive: None,
            state_dir: None,
            left_in_editor: None,
            editions: edition::Editions::default(),
            clicks: pointer::Clicks::default(),
            learns: false,
        }
    }

    /// Whether nothing goes on beside the loop: no reading, look, save or taking of an edition, and nothing worked out.
    pub fn is_idle(&self) -> bool {
        !self.is_at_work() && self.writings.is_empty() && self.opening.is_none()
    }

    /// Whether something goes on with the file that is open.
    fn is_at_work(&self) -> bool {
        self.reading.is_some()
            || self.looking.is_some()
            || self.saving.is_some()
            || self.listing > 0
            || self.app.awaits_facts()
            || self.editions.work.is_some()
    }

    /// Runs until the person leaves, a signal comes, or nothing can reach it any more.
    ///
    /// # Errors
    /// Where the terminal cannot be drawn on.
    pub fn run(&mut self, messages: &Receiver<Message>) -> std::io::Result<Exit> {
        self.draw()?;
        if self.asks_background {
            self.outside.ask_background()?;
        }
        loop {
            if let Some(exit) = self.step(messages)? {
                return Ok(exit);
            }
        }
    }

    /// Waits for a message and takes what is there; then draws once. Returns how the loop ends, where it does.
    ///
    /// # Errors
    /// Where the terminal cannot be drawn on.
    pub fn step(&mut self, messages: &Receiver<Message>) -> std::io::Result<Option<Exit>> {
        let Ok(mut next) = self.wait(messages) else { return Ok(Some(Exit::Gone)) };
        let mut pace = Pace::new();
        let mut changed = self.day_moves();
        // Whatever has come meanwhile is taken before anything is drawn, unless it takes too long for that.
        while let Some(message) = next {
            if let Some(signal) = self.outside.asked_to_end() {
                return Ok(Some(Exit::Signal(signal)));
            }
            match self.take(message, &mut pace)? {
                Taken::Changed => changed = true,
                Taken::Nothing => {}
                Taken::Exit(exit) => return Ok(Some(exit)),
            }
            changed |= self.change_file();
            if changed && pace.is_over() {
                break;
            }
            next = messages.try_recv().ok();
        }
        if changed {
            self.draw()?;
        }
        Ok(None)
    }

    /// Waits for a message; `None` where midnight came first.
    fn wait(&self, messages: &Receiver<Message>) -> Result<Option<Message>, RecvError> {
        match self.outside.today().and_then(|today| today.left) {
            Some(left) => match messages.recv_timeout(left) {
                Ok(message) => Ok(Some(message)),
                Err(RecvTimeoutError::Timeout) => Ok(None),
                Err(RecvTimeoutError::Disconnected) => Err(RecvError),
            },
            None => messages.recv().map(Some),
        }
    }

    /// Moves the day where midnight has passed; returns whether the screen has changed.
    fn day_moves(&mut self) -> bool {
        let Some(Today { day, time, .. }) = self.outside.today() else { return false };
        self.app.tell_time(time);
        self.app.new_day(day)
    }

    fn take(&mut self, message: Message, pace: &mut Pace) -> std::io::Result<Taken> {
        match message {
            Message::Gone => Ok(Taken::Exit(Exit::Gone)),
            Message::Signal(SIGTSTP) => {
                self.outside.stop()?;
                self.redraw()?;
                Ok(Taken::Changed)
            }
            Message::Signal(SIGCONT) => {
                self.outside.resume()?;
                self.redraw()?;
                Ok(Taken::Changed)
            }
            Message::Signal(signal) => Ok(Taken::Exit(Exit::Signal(signal))),
            Message::Reading(bytes, of) => {
                self.app.reading(bytes, of);
                Ok(Taken::Changed)
            }
            Message::Part(facts) => {
                self.app.part(*facts);
                Ok(Taken::Changed)
            }
            Message::Unopened(why) => Ok(Taken::Exit(Exit::Failed(why))),
            Message::Looking => {
                self.app.reading_outside();
                Ok(Taken::Changed)
            }
            Message::Looked(looked) => Ok(if self.looked(*looked) { Taken::Changed } else { Taken::Nothing }),
            Message::Opened(opened, facts) => match *opened {
                Ok(opened) => {
                    self.reading = None;
                    self.opened(opened, facts);
                    Ok(Taken::Changed)
                }
                Err(error) => Ok(Taken::Exit(Exit::Unreadable(error))),
            },
            Message::Saved(open_file, outcome, revision) => {
                let effects = self.save_ended(*open_file, *outcome, revision);
                self.perform_all(effects)
            }
            Message::WorkedOut(facts) => {
                self.worked_out(facts);
                Ok(Taken::Changed)
            }
            Message::ReadingLists(said) => {
                self.app.say(said);
                Ok(Taken::Changed)
            }
            Message::Kept(task, said) => Ok(self.kept_found(task, said)),
            Message::Proposed(done) => {
                self.lists_read(done);
                Ok(Taken::Changed)
            }
            Message::Paths(path, found) => {
                self.paths_found(&path, &found);
                Ok(Taken::Changed)
            }
            Message::Written(done) => {
                self.writing_ended(done);
                Ok(Taken::Changed)
            }
            Message::NotBrowsed(address, why) => {
                self.outside.copy(self.terminal, &address)?;
                self.app.not_browsed(&address, &why);
                Ok(Taken::Changed)
            }
            Message::OtherOpened(other) => {
                self.other_opened(other);
                Ok(Taken::Changed)
            }
            Message::Edition(found) => {
                self.edition_found(found);
                Ok(Taken::Changed)
            }
            Message::EditionTaken(taken) => {
                self.edition_taken(taken);
                Ok(Taken::Changed)
            }
            Message::Disturbed => {
                self.disturbed();
                Ok(Taken::Nothing)
            }
            Message::Background(base) => {
                if !self.asks_background || self.theme.base() == base {
                    return Ok(Taken::Nothing);
                }
                self.theme = Cow::Owned(self.theme.in_place(base));
                Ok(Taken::Changed)
            }
            Message::Asked(number) => {
                self.app.may_be_answered(number);
                Ok(Taken::Nothing)
            }
            Message::Fault(why) => {
                self.app.warn(why);
                Ok(Taken::Changed)
            }
            Message::Input(events) => self.input(events, pace),
        }
    }

    fn event(&mut self, event: Event) -> std::io::Result<Taken> {
        match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => {
                if let Some(keyboard) = decode::keyboard(&key) {
                    self.app.types_on(keyboard);
                }
                let effects = self.app.press(Chord::from(key));
                return self.perform_all(effects);
            }
            Event::Paste(text) => self.app.paste(&text),
            Event::Resize(..) => {}
            Event::Mouse(mouse) => return self.mouse(mouse),
            Event::Key(_) | Event::FocusGained | Event::FocusLost => return Ok(Taken::Nothing),
        }
        Ok(Taken::Changed)
    }

    fn perform(&mut self, effect: Effect) -> std::io::Result<Taken> {
        match effect {
            Effect::Quit => return Ok(Taken::Exit(Exit::Quit)),
            Effect::Suspend if !self.outside.can_suspend() => {
                self.app.warn("nobody could bring the program back here: it goes on");
            }
            Effect::Suspend => {
                self.outside.suspend()?;
                self.redraw()?;
            }
            Effect::Redraw => self.redraw()?,
            Effect::Paint(_) if self.theme.is_plain() => {
                self.app.warn("NO_COLOR is set: there are no colours to choose until it is not");
            }
            Effect::Paint(base) => {
                self.asks_background = false;
                self.theme = Cow::Owned(self.theme.in_place(base));
            }
            Effect::Copy(text) => self.copy_text(&text)?,
            Effect::CopyOut(content) => self.copy_out(&content)?,
            Effect::Write(writing) => self.write(*writing),
            Effect::Browse(address) => self.browse(address),
            Effect::OpenOther(path) => self.open_other(&path),
            Effect::Remember(change) => {
                if let Err(error) = self.outside.remember(change) {
                    self.app.warn(format!("this is not remembered: {error}"));
                }
            }
            Effect::Watch(id, add) => self.keep_watching(&id, add),
            Effect::Journal(transaction) => self.journal(*transaction),
            Effect::Edit(task) => {
                let end = self.outside.edit(&task)?;
                if self.outside.asked_to_end().is_some() {
                    // What was written is told at the end: nobody can be asked any more.
                    self.left_in_editor = end.ok().and_then(|end| end.failure);
                    return Ok(Taken::Nothing);
                }
                self.redraw()?;
                let effects = self.app.edited(end);
                return self.perform_all(effects);
            }
            Effect::CompletePath(path) => self.complete_path(path),
            Effect::FindKept(task) => self.find_kept(task),
            Effect::ReadLists(files, task) => self.read_lists(files, task),
            Effect::Save => self.save(),
            Effect::SaveAllTheSame(before) => self.save_all_the_same(before),
            Effect::Recovered(taken) => self.recovered(taken),
            Effect::Merge(choices) => self.choose(choices),
            Effect::WorkOut(state, clock) => self.work_out(*state, clock),
            Effect::TakeEdition(choices) => self.take_edition(choices),
            Effect::DeclineEdition => self.decline_edition(),
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
}

enum Taken {
    Nothing,
    Changed,
    Exit(Exit),
}
