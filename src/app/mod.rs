//! What the user is doing: the focus, the cursors, the filters, what covers the panes. It touches no file and no
//! clock: facts and today come in, effects go out.

pub mod action;
mod arriving;
pub mod chord;
mod cite;
pub mod cursor;
mod editing;
pub mod facts;
mod field;
pub mod form;
mod hints;
pub mod keymap;
pub mod layer;
pub mod layout;
mod ledger;
pub mod modal;
mod mouse;
mod moving;
mod outside;
pub mod own;
pub mod pages;
pub mod panes;
pub mod request;
mod review;
pub mod script;
pub mod settings;
pub mod text;
mod today;
mod trail;
mod update;

use crate::edit::op::Transaction;
use crate::edit::proposal::Proposals;
use crate::model::check::Report;
use crate::model::id::Id;
use crate::model::state::State;
use crate::views::dossier::dossier;
use crate::views::page::Page;
use crate::views::subject::Subject;
use chrono::NaiveDate;

pub use field::Cut;
pub use modal::{Finder, Modal, Modals};
pub use panes::{Pane, PaneId, Panes, Shown};

use action::Action;
use facts::Facts;
use keymap::{Context, Keymap};
use layer::{Around, Layer, Works};
use layout::{Layout, Rect};
use panes::ledger::LedgerView;
use request::{KeepBefore, ListTask};
use settings::{SettingChange, Settings};
use trail::Trail;

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
    /// Keep how the person likes it, for the next time.
    Remember(SettingChange),
    /// Keep a change in the journal.
    Journal(Box<Transaction>),
    /// Save the file.
    Save,
    /// Save the file, and from now on keep the versions before it elsewhere, or not.
    SaveAllTheSame(KeepBefore),
    /// Read official lists.
    ReadLists(Vec<String>, ListTask),
    /// The edits that a crash has left were taken, or thrown away.
    Recovered(bool),
    /// The person has chosen between both sides: `true` where theirs is taken.
    Merge(Vec<bool>),
}

/// How the reading of the file stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    /// It is being read.
    Loading,
    /// It is there.
    Ready,
}

/// Why nothing works yet.
const STILL_READING: &str = "the file is still being read";

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

/// How saving stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Save {
    /// The file is being saved.
    pub goes_on: bool,
    /// When that has ended, the program ends.
    pub then_quit: bool,
    /// It waits for the person to choose between both sides.
    pub awaits_choice: bool,
}

/// Everything the screen shows.
#[derive(Debug, Clone)]
pub struct App {
    /// What the file is called on the screen.
    pub file: String,
    /// Why the file cannot be changed; `None` when it can.
    pub read_only: Option<String>,
    /// How the reading of the file stands.
    pub phase: Phase,
    /// How many bytes of the file are read, of how many; nothing is known at first.
    pub progress: Option<(usize, usize)>,
    /// The facts and their rows.
    pub facts: Facts,
    /// What is wrong with the file.
    pub findings: Vec<Report>,
    /// The dossier of the selected relation, with the row and the generation of facts it was made from.
    pub dossier: Option<(usize, u64, Page)>,
    /// The real day.
    pub today: NaiveDate,
    /// The panes.
    pub panes: Panes,
    /// The pane that takes the keys.
    pub focus: PaneId,
    /// Whether it fills the screen.
    pub zoom: bool,
    /// The pane whose selection narrows the others.
    pub leader: Option<PaneId>,
    /// What was selected in each pane before the others followed one.
    before_follow: Vec<(PaneId, Option<Selected>)>,
    /// What covers the panes, the topmost last.
    pub modals: Modals,
    /// What was last said.
    pub message: Option<(Mood, String)>,
    /// Where everything is.
    pub layout: Layout,
    /// Which key does what.
    pub keymap: Keymap,
    /// The day since when changes are shown.
    pub marked: Option<NaiveDate>,
    /// Edits that a crash has left.
    pub recovery: Vec<Transaction>,
    /// The sources that were named last: the next form begins with them.
    pub last_sources: Option<String>,
    /// What lists would change, while something else is open.
    proposed: Option<Proposals>,
    /// The files of lists that were named last.
    last_lists: String,
    /// Edits are not journalled: a crash would lose what is not saved.
    pub unjournalled: bool,
    /// How saving stands.
    pub save: Save,
    /// How the person likes it.
    pub settings: Settings,
    /// Where one was.
    trail: Trail,
    /// How far what is typed into a filter is looked for.
    typing: Typing,
    /// The day as of which everything is shown was chosen: it stays when the real one moves.
    day_chosen: bool,
}

/// What is selected: a record, and the step of its history where the line is about one.
type Selected = (Id, Option<usize>);

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
            file,
            read_only: None,
            phase: Phase::Loading,
            progress: None,
            facts: Facts::new(State::default(), day.unwrap_or(today)),
            findings: Vec::new(),
            dossier: None,
            today,
            panes: Panes::default(),
            focus: PaneId::Ledger,
            zoom: false,
            leader: None,
            before_follow: Vec::new(),
            modals: Modals::default(),
            message: None,
            layout: Layout::default(),
            keymap,
            marked: None,
            recovery: Vec::new(),
            last_sources: None,
            proposed: None,
            last_lists: String::new(),
            unjournalled: false,
            save: Save::default(),
            settings: Settings::default(),
            trail: Trail::default(),
            typing: Typing::LookedFor,
            day_chosen: day.is_some(),
        }
    }

    /// Takes the size of the screen.
    pub fn resize(&mut self, width: u16, height: u16) {
        self.layout.screen = Rect::new(0, 0, width, height);
        self.settle();
    }

    /// The day as of which everything is shown.
    pub fn day(&self) -> NaiveDate {
        self.facts.day
    }

    /// Where keys are pressed now: derived from what is on the screen.
    pub fn context(&self) -> Context {
        self.modals.top().map_or(Context::Pane, Layer::context)
    }

    /// What the panes but the leading one are narrowed to.
    pub fn subject(&self) -> Option<Subject> {
        self.leader.and_then(|leader| self.panes.subject(leader, &self.facts))
    }

    /// Why an action can do nothing now; `None` when it can.
    pub fn off(&self, action: Action) -> Option<&'static str> {
        let is_loading = self.phase == Phase::Loading;
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
        let top = self.modals.top();
        if top.is_some_and(|layer| layer.has_own(action)) {
            return None;
        }
        if is_loading && (action.changes_file() || matches!(action, Action::Import | Action::Reconcile)) {
            return Some(STILL_READING);
        }
        if action.changes_file() && self.read_only.is_some() {
            return Some("the file is open for reading only");
        }
        match top.map_or(Works::Unsaid, |layer| layer.works(action)) {
            Works::Yes => None,
            Works::No(why) => Some(why),
            Works::Unsaid => self.off_anywhere(action).or_else(|| self.off_in_panes(action)),
        }
    }

    /// Why an action can do nothing, whatever is on the screen.
    fn off_anywhere(&self, action: Action) -> Option<&'static str> {
        let facts = &self.facts;
        let (off, why) = match action {
            Action::DayPrevious => {
                (facts.calendar.before(facts.day).is_none(), "nothing is dated before this day")
            }
            Action::DayNext => (facts.calendar.after(facts.day).is_none(), "nothing is dated after this day"),
            Action::GoBack | Action::GoForward => return self.no_way(action == Action::GoBack),
            Action::Undo => (facts.document.undo_label().is_none(), "there is nothing to take back"),
            Action::Redo => (facts.document.redo_label().is_none(), "there is nothing to do again"),
            Action::Changes => (self.marked.is_none(), "no day is marked: m marks this one"),
            Action::NextLink | Action::PreviousLink => (true, "only on a page"),
            Action::Findings => (self.findings.is_empty(), "nothing is wrong with the file"),
            _ => return None,
        };
        off.then_some(why)
    }

    /// Why an action can do nothing in the focused pane.
    fn off_in_panes(&self, action: Action) -> Option<&'static str> {
        let (focus, has_map) = (self.focus, self.layout.map.area() > 0);
        let (off, why) = match action {
            Action::Closer | Action::Farther => {
                let on_map = focus == PaneId::Borders && has_map;
                let on_timeline = self.panes.ledger.view == LedgerView::Timeline;
                (!on_map && !on_timeline, "no timeline or map is shown here")
            }
            Action::PanWest | Action::PanEast | Action::PanNorth | Action::PanSouth => {
                (!has_map, "no map is shown here")
            }
            Action::Open | Action::Copy | Action::Follow => {
                let nothing = self.panes.length(focus) == 0;
                (nothing && self.modals.is_empty() && self.leader.is_none(), NOTHING_SELECTED)
            }
            Action::Edit | Action::Delete | Action::AddStep => {
                (self.panes.selected(focus, &self.facts).is_none(), NOTHING_SELECTED)
            }
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
        self.layout = Layout::new(self.layout.screen, self.focus, self.zoom, self.settings.shares);
        if self.panes.borders.map.shown {
            self.layout = self.layout.with_map();
        }
        self.panes.ledger.time.fit(self.layout.time_cells(), self.facts.day);
        for &pane in PaneId::ALL {
            let (length, rows) = (self.panes.length(pane), self.layout.rows(pane));
            self.panes.get_mut(pane).cursor.clamp(length, rows);
        }
        let crossing = self.panes.selected(PaneId::Borders, &self.facts).map(|(place, _)| place.at);
        self.panes.borders.map.follow(crossing);
        self.renew_dossier();
        for layer in self.modals.layers_mut() {
            layer.settle(&self.layout);
        }
    }

    /// Writes the dossier anew where it shows and another relation, day or state is looked at: it walks all rows, which
    /// drawing must not.
    fn renew_dossier(&mut self) {
        if self.layout.dossier.area() == 0 {
            return;
        }
        let pane = &self.panes.relations.pane;
        let Some(at) = pane.shown.get(pane.cursor.at) else {
            self.dossier = None;
            return;
        };
        let generation = self.facts.generation;
        if self.dossier.as_ref().is_some_and(|(row, made, _)| (*row, *made) == (at, generation)) {
            return;
        }
        let row = self.facts.relations.get(at);
        self.dossier = row.map(|row| (at, generation, dossier(self.facts.on_day(), row)));
    }

    fn select(&mut self, pane: PaneId) {
        let subject = self.subject().filter(|_| self.leader != Some(pane));
        self.panes.select(pane, &self.facts, subject.as_ref());
    }

    fn select_all(&mut self) {
        // The leader first: the others are narrowed to what it has selected.
        let leader = self.leader;
        if let Some(leader) = leader {
            self.select(leader);
        }
        for &pane in PaneId::ALL.iter().filter(|pane| Some(**pane) != leader) {
            self.select(pane);
        }
    }
}
