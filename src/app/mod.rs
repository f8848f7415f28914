//! What the user is doing: the focus, the cursors, the filters, what covers the panes. It touches no file and no
//! clock: facts and today come in, effects go out.
//!
//! A key becomes an [action]. The topmost [modal] may have a meaning of its own for it and then [requests](request) what
//! it cannot do itself; else [`App::act`] does it. What a modal is to the rest stands in the trait [`layer::Layer`], what
//! a pane is in [`panes::PaneList`]: neither knows [`App`].
//!
//! To add
//! * an action: a line in [action], a key in `assets/keymap.ron`, an arm in [`App::act`];
//! * a modal: a file in [modal] and a line in its list there, an arm in `ui::frame`;
//! * a view of the ledger: a word in [`panes::ledger::LedgerView`], a file in `ui` that draws it and an arm there;
//! * a page: a [`modal::Topic`] and an arm in `pages`.

pub mod action;
mod arriving;
mod bulk;
mod changed;
pub mod chord;
mod cite;
pub mod command;
pub mod cursor;
mod dossier;
mod edit_log;
mod editing;
pub mod edition;
pub mod editor;
mod field;
mod file;
mod filtering;
pub mod follow;
pub mod form;
mod held;
mod help;
pub mod hints;
pub mod keymap;
pub mod layer;
pub mod layout;
mod leaving;
pub mod legend;
mod lists;
mod marking;
pub mod marks;
pub mod modal;
pub mod mouse;
mod moving;
mod news;
mod out;
mod outside;
pub mod own;
pub mod pages;
pub mod panes;
pub mod request;
mod run;
pub mod script;
mod searching;
pub mod settings;
pub mod text;
mod today;
mod trail;
mod update;
mod watching;
mod welcome;
pub mod writing;

use crate::edit::document::Document;
use crate::edit::op::Transaction;
use crate::edit::proposal::Proposals;
use crate::model::id::Id;
use crate::model::state::State;
use crate::views::agenda::{Horizon, Watching};
use crate::views::day::{self, Day};
use crate::views::narrowing::Narrowing;
use chrono::NaiveDate;

pub use dossier::Dossier;
pub use field::Cut;
pub use file::{FileStatus, Phase, Save};
pub use modal::{Finder, Modal, Modals};
pub use out::{Arrangement, quoted};
pub use panes::{Pane, PaneId, Panes, Shown};
pub use today::Clock;

use action::Action;
use chord::Keyboard;
use edit_log::EditLog;
use editor::{EditorTask, InEditor};
use keymap::{Context, Keymap};
use layer::{Around, Layer, Works};
use layout::{Layout, Rect, Wanted};
use mouse::Pointer;
use panes::ledger::LedgerView;
use request::{KeepBefore, ListTask};
use settings::{Base, SettingChange, Settings};
use trail::Trail;
use watching::NOT_WATCHABLE;
use writing::{Content, Writing};

/// What the shell has to do for the program.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Leave.
    Quit,
    /// Give the terminal back and stop until the shell brings the program back.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// Put a text on the clipboard.
    Copy(String),
    /// Put what leaves the program on the clipboard.
    CopyOut(Box<Content>),
    /// Write it into a file.
    Write(Box<Writing>),
    /// Open an address in the browser.
    Browse(String),
    /// Open another file in the place of this one.
    OpenOther(String),
    /// Keep how the person likes it, for the next time.
    Remember(SettingChange),
    /// Keep a change in the journal.
    Journal(Box<Transaction>),
    /// Give the terminal to the person's own editor, and bring what it leaves to [`App::edited`].
    Edit(EditorTask),
    /// Save the file.
    Save,
    /// Save the file, and from now on keep the versions before it elsewhere, or not.
    SaveAllTheSame(KeepBefore),
    /// Find the files whose path begins so.
    CompletePath(String),
    /// Find what is kept of official lists, for the question what to do with them.
    FindKept(ListTask),
    /// Read official lists; without files, what is kept of one.
    ReadLists(Vec<String>, ListTask),
    /// The edits that a crash has left were taken, or thrown away.
    Recovered(bool),
    /// The person has chosen between both sides: `true` where theirs is taken.
    Merge(Vec<bool>),
    /// Compute the facts of a state as a clock asks for them, and bring them to [`App::worked_out`].
    WorkOut(Box<State>, day::Clock),
    /// Merge the new edition of the shipped file into the file: `true` where its side is taken.
    TakeEdition(Vec<bool>),
    /// Do not offer this edition again.
    DeclineEdition,
    /// Draw in the colours of a theme.
    Paint(Base),
    /// Keep that the person watches a subject, or not any more.
    Watch(Id, bool),
}

/// Why nothing works yet.
const STILL_READING: &str = "the file is still being read";

const READING_ONLY: &str = "the file is open for reading only";

/// Why nothing can be edited while a second clock is set.
const AS_KNOWN: &str =
    "this is what was known on another day, and cannot be edited: b and nothing typed takes that day away";

/// Why nothing can be edited while something as known on another day is on its way to the screen.
const WORKING_OUT: &str = "what was known on another day is being worked out, and cannot be edited";

/// Why nothing can be done with what is under the cursor.
const NOTHING_SELECTED: &str = "nothing is selected";

/// What a message means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// It says what was done.
    Info,
    /// It says why something was not.
    Warning,
}

/// What a person gave last, and what waits for him.
#[derive(Debug, Clone, Default)]
struct Remembered {
    /// The sources that were named last: the next form begins with them.
    sources: Option<String>,
    /// The files of lists that were named last.
    lists: String,
    /// What was to be done with them.
    task: Option<ListTask>,
    /// What is kept of lists, as it was said last.
    kept: Option<(ListTask, String)>,
    /// What lists would change, while something else is open.
    proposals: Option<Proposals>,
    /// The table was copied last, in Markdown or as CSV.
    copied_table: bool,
}

/// Everything the screen shows.
#[derive(Debug, Clone)]
pub struct App {
    /// How the file stands.
    pub file: FileStatus,
    /// What the file says, and what was done to it.
    pub document: Document,
    /// The facts and their rows.
    pub facts: Day,
    /// The real day, and which days were chosen.
    pub clock: Clock,
    /// The panes.
    pub panes: Panes,
    /// The dossier of what is selected, where it shows.
    pub dossier: Option<Dossier>,
    /// What covers the panes.
    pub modals: Modals,
    /// What was last said.
    pub message: Option<(Mood, String)>,
    /// How far ahead the agenda looks.
    horizon: Horizon,
    /// Whether the foot says what the signs mean.
    legend: bool,
    /// Whether the screen says what the program is: until the first key, the first time it is started.
    pub welcomes: bool,
    /// Where everything is.
    pub layout: Layout,
    /// Which key does what.
    pub keymap: Keymap,
    /// How the person likes it.
    pub settings: Settings,
    /// Whether the terminal takes texts that are links.
    pub links: bool,
    /// What was given last.
    remembered: Remembered,
    /// Where one was.
    trail: Trail,
    /// What was edited.
    edit_log: EditLog,
    /// What is in the person's own editor, or could not be taken from it yet.
    in_editor: Option<InEditor>,
    /// How far what is typed into a filter is looked for.
    typing: Typing,
    /// What is worked out, and shown when it is there.
    asked: Option<day::Clock>,
    /// On which keyboard somebody typed last.
    keyboard: Keyboard,
    /// What the mouse is doing.
    pointer: Pointer,
    /// Whom the person watches, and when he looked at what changed.
    pub watching: Watching,
}

/// How far what is typed into a filter is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Typing {
    /// At once.
    LookedFor,
    /// More keys are there already: once, when all are taken.
    Held,
    /// The same, and something was typed since.
    Late,
}

impl App {
    /// A dashboard on which the file is still being read.
    pub fn new(file: String, today: NaiveDate, day: Option<NaiveDate>, keymap: Keymap) -> Self {
        Self {
            file: FileStatus::loading(file),
            document: Document::default(),
            facts: Day::new(State::default(), day::Clock::as_of(day.unwrap_or(today))),
            clock: Clock { today, time: None, marked: None, is_chosen: day.is_some() },
            panes: Panes::default(),
            dossier: None,
            modals: Modals::default(),
            message: None,
            horizon: Horizon::Month,
            legend: false,
            welcomes: false,
            layout: Layout::default(),
            keymap,
            settings: Settings::default(),
            links: false,
            remembered: Remembered::default(),
            trail: Trail::default(),
            edit_log: EditLog::default(),
            in_editor: None,
            typing: Typing::LookedFor,
            asked: None,
            keyboard: Keyboard::default(),
            pointer: Pointer::default(),
            watching: Watching::default(),
        }
    }

    /// The same, showing everything as known on a day.
    #[must_use]
    pub fn known(mut self, day: Option<NaiveDate>) -> Self {
        self.facts.set_clock(self.facts.clock().known(day));
        self
    }

    /// Takes the size of the screen.
    pub fn resize(&mut self, width: u16, height: u16) {
        self.layout.screen = Rect::new(0, 0, width, height);
        self.settle();
    }

    /// The day as of which everything is shown.
    pub fn day(&self) -> NaiveDate {
        self.facts.as_of()
    }

    /// Where keys are pressed now: derived from what is on the screen.
    pub fn context(&self) -> Context {
        self.modals.top().map_or(Context::Pane, Layer::context)
    }

    /// What the panes but the leading one are narrowed to.
    pub fn narrowing(&self) -> Option<Narrowing> {
        self.panes.narrowed_to(&self.facts)
    }

    /// Where keys are pressed once the topmost modal is closed: what the palette chooses is done there.
    pub fn context_below(&self) -> Context {
        self.modals.below().map_or(Context::Pane, |modal| modal.layer().context())
    }

    /// Why an action can do nothing now; `None` when it can.
    pub fn off(&self, action: Action) -> Option<&'static str> {
        self.off_on(self.modals.last(), action)
    }

    /// Why an action can do nothing once the topmost modal is closed; `None` when it can.
    pub fn off_below(&self, action: Action) -> Option<&'static str> {
        self.off_on(self.modals.below(), action)
    }

    /// Why an action can do nothing while this is on top.
    fn off_on(&self, top: Option<&Modal>, action: Action) -> Option<&'static str> {
        let is_loading = self.file.is_loading();
        if is_loading && self.facts.state().is_empty() {
            return match action {
                Action::Quit
                | Action::Help
                | Action::Palette
                | Action::Suspend
                | Action::Redraw
                | Action::Back => None,
                _ => Some(STILL_READING),
            };
        }
        if matches!(top, Some(Modal::Page(_)))
            && self.layout.dossier.area() == 0
            && matches!(action, Action::Zoom | Action::Grow | Action::Shrink)
        {
            return Some("the page fills the screen already");
        }
        if self.helps_with_modal(top) && !action.moves_on_page() {
            return Some("close the help first");
        }
        let is_bare = top.is_none();
        let top = top.map(Modal::layer);
        if top.is_some_and(|layer| layer.has_own(action)) {
            return None;
        }
        if is_loading
            && (action.changes_file()
                || matches!(action, Action::Import | Action::Reconcile | Action::Screen | Action::OpenFile))
        {
            return Some(STILL_READING);
        }
        if action.changes_file() && self.file.read_only.is_some() {
            return Some(READING_ONLY);
        }
        let takes_lists = matches!(action, Action::Import | Action::Reconcile | Action::Screen);
        if action.edits() || takes_lists {
            if self.facts.known_on().is_some() {
                return Some(AS_KNOWN);
            }
            if self.asked.is_some() {
                return Some(WORKING_OUT);
            }
        }
        match top.map_or(Works::Unsaid, |layer| layer.works(action)) {
            Works::Yes => None,
            Works::No(why) => Some(why),
            Works::Unsaid => self.off_anywhere(action).or_else(|| self.off_in_panes(action, is_bare)),
        }
    }

    /// Why an action can do nothing, whatever is on the screen.
    fn off_anywhere(&self, action: Action) -> Option<&'static str> {
        let facts = &self.facts;
        let (off, why) = match action {
            Action::DayPrevious => {
                (facts.calendar.before(facts.as_of()).is_none(), "nothing is dated before this day")
            }
            Action::DayNext => {
                (facts.calendar.after(facts.as_of()).is_none(), "nothing is dated after this day")
            }
            Action::GoBack | Action::GoForward => return self.no_way(action == Action::GoBack),
            Action::Undo => (self.document.undo_label().is_none(), "there is nothing to take back"),
            Action::Redo => (self.document.redo_label().is_none(), "there is nothing to do again"),
            Action::Changes => (self.clock.marked.is_none(), "no day is marked: m marks this one"),
            Action::NextLink | Action::PreviousLink | Action::SearchPage => (true, "only on a page"),
            Action::NextHit | Action::PreviousHit => (true, "nothing is searched for"),
            // Also why it is open for reading only is told there.
            Action::Findings => {
                let is_well = self.file.findings.is_empty() && self.file.read_only.is_none();
                (is_well, "nothing is wrong with the file")
            }
            _ => return None,
        };
        off.then_some(why)
    }

    /// Why an action can do nothing in the focused pane.
    fn off_in_panes(&self, action: Action, is_bare: bool) -> Option<&'static str> {
        // Marks need no row under the cursor.
        if action.takes_marked() && self.acts_on_marks() {
            return None;
        }
        let (focus, has_map) = (self.panes.focus, self.layout.map.area() > 0);
        let (off, why) = match action {
            Action::Closer | Action::Farther => {
                let on_map = focus == PaneId::Borders && has_map;
                let on_timeline = self.panes.ledger.view == LedgerView::Timeline;
                (!on_map && !on_timeline, "no timeline or map is shown here")
            }
            Action::PanWest | Action::PanEast | Action::PanNorth | Action::PanSouth => {
                (!has_map, "no map is shown here")
            }
            Action::Open | Action::Copy | Action::Follow | Action::FocusDossier => {
                let nothing = self.panes.length(focus) == 0;
                (nothing && is_bare && self.panes.leader.is_none(), NOTHING_SELECTED)
            }
            Action::Watch => (self.watchable().is_none(), NOT_WATCHABLE),
            Action::Edit | Action::Delete | Action::AddStep | Action::EditText => {
                (self.panes.selected(focus, &self.facts).is_none(), NOTHING_SELECTED)
            }
            Action::MarkRow | Action::MarkRange | Action::MarkAll if self.modals.page().is_some() => {
                (true, "only rows of a pane are marked")
            }
            Action::MarkRow | Action::MarkRange => {
                let is_ranging = self.panes.get(focus).marks.is_ranging();
                let nothing = self.panes.selected(focus, &self.facts).is_none();
                (nothing && !is_ranging, NOTHING_SELECTED)
            }
            Action::MarkAll => (self.panes.list(focus).count() == 0, "the pane shows nothing"),
            _ => return self.panes.list(focus).off(action),
        };
        off.then_some(why)
    }

    /// Says something at the foot of the screen.
    pub fn say(&mut self, text: impl Into<String>) {
        self.message = Some((Mood::Info, text.into()));
    }

    /// Says why something was not done.
    pub fn warn(&mut self, text: impl Into<String>) {
        let text = text.into();
        self.message = Some((Mood::Warning, text::in_words(&text).into_owned()));
    }

    /// Lays the screen out and keeps every cursor inside its list and window.
    fn settle(&mut self) {
        let has_page = self.modals.pages().next().is_some();
        self.modals.page_fills &= has_page;
        let wanted = Wanted {
            focus: self.panes.focus,
            zoom: self.panes.zoom,
            dossier: self.panes.dossier,
            legend: self.legend,
        };
        let mut layout = Layout::of(self.layout.screen, wanted, self.settings.shares);
        if self.modals.page_fills {
            layout = layout.with_page_over_all();
        }
        let before = self.layout.page.width;
        let has_map = self.panes.borders.map.shown;
        self.layout = if has_map { layout.with_map() } else { layout };
        self.panes.ledger.time.fit(self.layout.time_cells(), self.facts.as_of());
        for &pane in PaneId::ALL {
            let (length, rows) = (self.panes.length(pane), self.layout.rows(pane));
            self.panes.get_mut(pane).cursor.clamp(length, rows);
        }
        let lines = self.layout.lines(PaneId::Ledger);
        let room = (lines.x, if lines.area() == 0 { 0 } else { lines.width });
        let rows = self.layout.rows(PaneId::Ledger);
        self.panes.ledger.settle(&self.facts, rows, room, self.clock.marked.is_some());
        self.renew_dossier();
        if let Some(place) = self.place_of_map().filter(|_| has_map) {
            self.layout = self.layout.with_map_in(place);
        }
        self.panes.borders.map.follow(self.mapped());
        self.stretch_range();
        self.fit_dossier();
        if self.layout.page.width != before {
            self.renew_help();
        }
        for layer in self.modals.layers_mut() {
            layer.settle(&self.layout);
        }
    }
}
