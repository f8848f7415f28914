//! A state file in a folder of its own, and the real loop on it: keys go in, and threads are waited for.

use std::cell::Cell;
use std::fs;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use beltui::app::App;
use beltui::app::editor::{EditorEnd, EditorTask};
use beltui::app::keymap::Keymap;
use beltui::app::script::keys;
use beltui::app::settings::SettingChange;
use beltui::shell::{Exit, Loop, Message, Outside, Today};
use beltui::store::edition::Copy;
use beltui::store::load::ReadError;
use beltui::store::open_file::{Opened, open_with};
use beltui::store::places::SHIPPED;
use beltui::ui::theme::{Base, Theme};
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};

use super::{TODAY, day, screen};

/// Nothing outside of the loop, but a clock where there is one: what it says next stands in the cell.
#[derive(Default)]
pub struct Nothing {
    pub clock: Option<Rc<Cell<Today>>>,
    /// What comes back from the editor of each text that is given to it.
    pub editor: Option<Editor>,
    /// What was put on the clipboard.
    pub copied: Vec<String>,
    /// What was opened in a browser; without one nothing can be.
    pub browsed: Option<Vec<String>>,
}

/// A person in the editor, or what keeps it from being started.
pub type Editor = Box<dyn FnMut(&EditorTask) -> Result<EditorEnd, String>>;

impl<B: Backend> Outside<B> for Nothing {
    fn synchronized(&mut self, _: &mut Terminal<B>, _: bool) -> std::io::Result<()> {
        Ok(())
    }

    fn suspend(&mut self) -> std::io::Result<()> {
        Ok(())
    }

    fn remember(&mut self, _: SettingChange) -> std::io::Result<()> {
        Ok(())
    }

    fn copy(&mut self, _: &mut Terminal<B>, text: &str) -> std::io::Result<()> {
        self.copied.push(text.to_owned());
        Ok(())
    }

    fn browse(&mut self, address: &str, _: Box<dyn FnOnce(String) + Send>) -> Result<(), String> {
        let browsed = self.browsed.as_mut().ok_or("there is no browser here")?;
        browsed.push(address.to_owned());
        Ok(())
    }

    fn edit(&mut self, task: &EditorTask) -> std::io::Result<Result<EditorEnd, String>> {
        let there_is_none = || Err("there is no editor here".to_owned());
        Ok(self.editor.as_mut().map_or_else(there_is_none, |editor| editor(task)))
    }

    fn today(&self) -> Option<Today> {
        let clock = self.clock.as_ref()?;
        let now = clock.get();
        if now.left == Some(Duration::ZERO) {
            // Midnight: whoever looks next sees the next day.
            clock.set(Today { day: now.day.succ_opt().unwrap(), left: None, time: None });
        }
        Some(now)
    }
}

/// Keys, written as text, as the terminal brings them.
pub fn typed(text: &str) -> Message {
    let events = keys(text).unwrap().into_iter().map(|chord| {
        let control = if chord.control() { KeyModifiers::CONTROL } else { KeyModifiers::NONE };
        // A terminal has a key of its own for Shift-Tab.
        let code = if chord.to_string() == "Shift-Tab" { KeyCode::BackTab } else { chord.code() };
        Event::Key(KeyEvent::new(code, control))
    });
    Message::Input(events.collect())
}

/// A state file in a folder of its own, with a state directory of its own.
pub struct Desk {
    pub folder: tempfile::TempDir,
    /// What its state directory is called.
    pub state: &'static str,
}

impl Desk {
    pub fn new() -> Self {
        Self::with(SHIPPED)
    }

    pub fn with(text: &str) -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap(), state: "state" };
        fs::create_dir(desk.folder.path().join("files")).unwrap();
        fs::write(desk.file(), text).unwrap();
        desk
    }

    pub fn file(&self) -> PathBuf {
        self.folder.path().join("files/belarus.ron")
    }

    pub fn state_dir(&self) -> PathBuf {
        self.folder.path().join(self.state)
    }

    pub fn text(&self) -> String {
        fs::read_to_string(self.file()).unwrap()
    }

    /// Changes one text of the file, as somebody else would.
    pub fn replace(&self, from: &str, to: &str) {
        let text = self.text();
        assert!(text.contains(from), "{from}");
        fs::write(self.file(), text.replacen(from, to, 1)).unwrap();
    }

    pub fn opened(&self) -> Result<Opened, ReadError> {
        open_with(&self.file(), None, Some(self.state_dir()))
    }

    /// The loop on the file, with somebody at the keys; it ends in order, or as a crash would.
    pub fn at_work(&self, clean: bool, work: impl FnOnce(&mut AtWork<'_, '_>)) -> (App, Exit) {
        at_work_on(self.opened(), false, clean, work)
    }

    /// Opens the file, types, and ends.
    pub fn session(&self, groups: &[&str], clean: bool) -> (App, Exit) {
        self.session_with(groups, clean, &mut || {})
    }

    /// The same, with something happening to the file after the first group of keys.
    pub fn session_with(&self, groups: &[&str], clean: bool, meanwhile: &mut dyn FnMut()) -> (App, Exit) {
        self.at_work(clean, |at_work| {
            for (at, group) in groups.iter().enumerate() {
                at_work.types(group);
                if at == 0 && groups.len() > 1 {
                    meanwhile();
                    at_work.takes(Message::Disturbed);
                }
            }
        })
    }
}

/// The loop on a file that was opened before, with somebody at the keys; `watches` its folder as the program does.
pub fn at_work_on(
    opened: Result<Opened, ReadError>,
    watches: bool,
    clean: bool,
    work: impl FnOnce(&mut AtWork<'_, '_>),
) -> (App, Exit) {
    at_work_on_copy(opened, None, watches, clean, work)
}

/// The same on a copy of the shipped file, of which new editions are offered.
pub fn at_work_on_copy(
    opened: Result<Opened, ReadError>,
    copy: Option<Copy>,
    watches: bool,
    clean: bool,
    work: impl FnOnce(&mut AtWork<'_, '_>),
) -> (App, Exit) {
    let (sender, messages) = channel();
    let mut app = App::new("belarus.ron".to_owned(), day(TODAY), Some(day(TODAY)), Keymap::standard());
    let theme = Theme::shipped(Base::Dark);
    let options = TerminalOptions { viewport: Viewport::Fixed(Rect::new(0, 0, 120, 40)) };
    let mut terminal = Terminal::with_options(CrosstermBackend::new(Vec::new()), options).unwrap();
    app.resize(120, 40);
    let mut outside = Nothing::default();
    let mut running = Loop::new(&mut app, &theme, &mut terminal, &mut outside, sender.clone());
    running.watches = watches;
    running.offers_editions(copy);
    let mut at_work = AtWork { running: &mut running, messages: &messages, sender, exit: None };
    at_work.takes(Message::Opened(Box::new(opened), None));
    work(&mut at_work);
    let exit = at_work.exit.unwrap_or(Exit::Gone);
    running.finish(&messages, clean);
    assert!(app.facts.state() == app.document.state(), "what is shown is not what the document says");
    (app, exit)
}

type Real<'a> = Loop<'a, CrosstermBackend<Vec<u8>>, Nothing>;

/// Somebody at the keys.
pub struct AtWork<'r, 'a> {
    pub running: &'r mut Real<'a>,
    messages: &'r Receiver<Message>,
    pub sender: Sender<Message>,
    pub exit: Option<Exit>,
}

impl AtWork<'_, '_> {
    /// Types, and waits until nothing goes on beside the loop.
    pub fn types(&mut self, keys: &str) {
        self.takes(typed(keys));
    }

    /// The loop takes a message, and what comes of it.
    pub fn takes(&mut self, message: Message) {
        self.hears(message);
        while self.exit.is_none() && !self.running.is_idle() {
            self.exit = self.running.step(self.messages).unwrap();
        }
    }

    /// The loop takes a message; what goes on beside it goes on.
    pub fn hears(&mut self, message: Message) {
        if self.exit.is_none() {
            self.sender.send(message).unwrap();
            self.exit = self.running.step(self.messages).unwrap();
        }
    }

    /// The loop waits for the next message, and takes it.
    pub fn next(&mut self) {
        self.exit = self.running.step(self.messages).unwrap();
    }

    /// Waits until it is as wanted.
    pub fn until(&mut self, wanted: impl Fn(&App) -> bool) {
        while self.exit.is_none() && !wanted(self.running.app) {
            self.exit = self.running.step(self.messages).unwrap();
        }
    }

    /// Whoever is in the editor from now on.
    pub fn edits(&mut self, mut editor: impl FnMut(&str) -> Result<EditorEnd, String> + 'static) {
        self.running.outside.editor = Some(Box::new(move |task| editor(&task.text)));
    }

    pub fn screen(&self) -> String {
        screen(self.running.app)
    }
}
