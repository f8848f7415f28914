//! What the user is doing: the focus, the cursors, the filters, what covers the panes. It touches no file and no
//! clock: facts and today come in, effects go out.

pub mod action;
mod arriving;
pub mod chord;
mod cite;
pub mod cursor;
mod editing;
mod field;
mod finder;
pub mod follow;
pub mod form;
mod hints;
pub mod keymap;
pub mod layout;
pub mod ledger;
mod mouse;
mod moving;
mod outside;
pub mod own;
pub mod pages;
pub mod pageview;
pub mod palette;
mod pane;
pub mod question;
pub mod review;
pub mod script;
mod seen;
pub mod settings;
pub mod text;
mod today;
mod trail;
mod update;

use chrono::NaiveDate;
use ratatui::layout::Rect;
use tui_input::Input;

use crate::edit::document::Document;
use crate::edit::op::Transaction;
use crate::edit::proposal::Proposals;
use crate::model::check::Report;
use crate::model::id::Id;
use crate::model::state::State;
use crate::views::day::{Clock, Day};
use crate::views::dossier::dossier;
use crate::views::page::Page;
use crate::views::subject::Subject;

pub use field::Cut;
pub use finder::Finder;
pub use pane::{Pane, PaneId, Panes, Shown};

use action::Action;
use cursor::Cursor;
use form::Form;
use keymap::{Context, Keymap};
use layout::Layout;
use ledger::LedgerView;
use pageview::PageView;
use palette::Palette;
use question::{Choice, KeepBefore, Question};
use review::{ListTask, Review};
use seen::Seen;
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

/// What a message means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// It says what was done.
    Info,
    /// It says why something was not.
    Warning,
}

/// What covers the panes, or takes the keys.
#[derive(Debug, Clone)]
pub enum Modal {
    /// A page.
    Page(PageView),
    /// The filter of the focused pane is being typed.
    Filter(Input),
    /// The name is being typed under which a filter is saved.
    NameFilter(Input),
    /// A date is being typed, and why it is none.
    AskDay(Input, Option<String>),
    /// The command palette.
    Palette(Palette),
    /// The search over everything.
    Finder(Finder),
    /// A form.
    Form(Box<Form>),
    /// The program asks.
    Question(Question),
    /// The files of a list are being named.
    AskLists(Input, ListTask),
    /// Changes are proposed.
    Review(Box<Review>),
    /// Both sides changed the same things.
    Conflicts(Vec<Choice>, Cursor),
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
    /// What is shown and changed.
    pub document: Document,
    /// Its rows as of a day; they follow each change of it.
    pub facts: Day,
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
    pub modals: Vec<Modal>,
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
    /// Who has seen what covers the panes.
    seen: Seen,
    /// So many questions were raised by no key.
    asked: u64,
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
            document: Document::default(),
            facts: Day::new(State::default(), Clock::as_of(day.unwrap_or(today))),
            findings: Vec::new(),
            dossier: None,
            today,
            panes: Panes::default(),
            focus: PaneId::Ledger,
            zoom: false,
            leader: None,
            before_follow: Vec::new(),
            modals: Vec::new(),
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
            seen: Seen::default(),
            asked: 0,
        }
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
        match self.modals.last() {
            None => Context::Pane,
            Some(Modal::Page(_)) => Context::Page,
            Some(Modal::Form(_)) => Context::Form,
            Some(Modal::Question(_)) => Context::Question,
            Some(Modal::Conflicts(..)) => Context::Conflicts,
            Some(Modal::Review(_)) => Context::Review,
            Some(
                Modal::Filter(_)
                | Modal::NameFilter(_)
                | Modal::AskLists(..)
                | Modal::AskDay(..)
                | Modal::Palette(_)
                | Modal::Finder(_),
            ) => Context::Field,
        }
    }

    /// What the panes but the leading one are narrowed to.
    pub fn subject(&self) -> Option<Subject> {
        self.leader.and_then(|leader| self.panes.subject(leader, &self.facts))
    }

    /// Why an action can do nothing now; `None` when it can.
    pub fn off(&self, action: Action) -> Option<&'static str> {
        let facts = &self.facts;
        let on_page = matches!(self.modals.last(), Some(Modal::Page(_)));
        match action {
            _ if self.phase == Phase::Loading && facts.state().is_empty() => match action {
                Action::Quit
                | Action::Help
                | Action::Palette
                | Action::Suspend
                | Action::Redraw
                | Action::Back => None,
                _ => Some(STILL_READING),
            },
            Action::Delete if self.on_filters() => None,
            Action::Import | Action::Reconcile if self.phase == Phase::Loading => Some(STILL_READING),
            _ if action.changes_file() && self.phase == Phase::Loading => Some(STILL_READING),
            Action::DayPrevious if facts.calendar.before(facts.as_of()).is_none() => {
                Some("nothing is dated before this day")
            }
            Action::DayNext if facts.calendar.after(facts.as_of()).is_none() => {
                Some("nothing is dated after this day")
            }
            Action::Sort | Action::SortReverse if self.focus == PaneId::Log => {
                Some("the log is always newest first")
            }
            Action::NextView if self.focus == PaneId::Relations => Some("this pane has one view"),
            Action::Group if self.focus != PaneId::Ledger => Some("only the ledger has groups"),
            Action::Group if self.panes.matrix.is_some() => Some("the matrix has no groups"),
            Action::Closer | Action::Farther
                if self.focus == PaneId::Borders && self.layout.map.area() > 0 =>
            {
                None
            }
            Action::Closer | Action::Farther if self.panes.view != LedgerView::Timeline => {
                Some("no timeline or map is shown here")
            }
            Action::Left | Action::Right if self.focus != PaneId::Ledger && !on_page => {
                Some("nothing to scroll here")
            }
            Action::Open if on_page => match self.modals.last() {
                Some(Modal::Page(view)) if view.link().is_none() => Some("this line opens nothing"),
                _ => None,
            },
            Action::Open | Action::Copy | Action::Follow
                if self.modals.is_empty() && self.leader.is_none() && self.panes.length(self.focus) == 0 =>
            {
                Some("nothing is selected")
            }
            _ if action.changes_file() && self.read_only.is_some() => {
                Some("the file is open for reading only")
            }
            Action::GoBack | Action::GoForward => self.no_way(action == Action::GoBack),
            Action::PanWest | Action::PanEast | Action::PanNorth | Action::PanSouth
                if self.layout.map.area() == 0 =>
            {
                Some("no map is shown here")
            }
            Action::Undo if self.document.undo_label().is_none() => Some("there is nothing to take back"),
            Action::Redo if self.document.redo_label().is_none() => Some("there is nothing to do again"),
            Action::Edit | Action::Delete | Action::AddStep
                if !on_page && self.panes.selected(self.focus, facts).is_none() =>
            {
                Some("nothing is selected")
            }
            Action::Edit | Action::Delete | Action::AddStep if on_page && !self.on_record() => {
                Some("there is no record here")
            }
            Action::Changes if self.marked.is_none() => Some("no day is marked: m marks this one"),
            Action::NextLink | Action::PreviousLink if !on_page => Some("only on a page"),
            Action::Findings if self.findings.is_empty() => Some("nothing is wrong with the file"),
            _ => None,
        }
    }

    /// Whether the topmost page is a record's.
    fn on_record(&self) -> bool {
        matches!(self.modals.last(), Some(Modal::Page(view)) if matches!(view.topic, pageview::Topic::Record(_)))
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
        if self.panes.map {
            self.layout = self.layout.with_map();
        }
        self.panes.time.fit(self.layout.time_cells(), self.facts.as_of());
        for &pane in PaneId::ALL {
            let (length, rows) = (self.panes.length(pane), self.layout.rows(pane));
            self.panes.get_mut(pane).cursor.clamp(length, rows);
        }
        // The map comes back to a crossing that is selected anew.
        let crossing = self.panes.selected(PaneId::Borders, &self.facts).map(|(place, _)| place.at);
        if std::mem::replace(&mut self.panes.map_of, crossing) != crossing {
            self.panes.map_pan = (0, 0);
        }
        self.renew_dossier();
        let page = self.layout.page();
        let (width, height) =
            (usize::from(page.width.saturating_sub(4)), usize::from(page.height.saturating_sub(2)));
        for modal in &mut self.modals {
            match modal {
                Modal::Page(view) => {
                    view.wrap(width);
                    let length = view.rows.len();
                    view.cursor.clamp(length, height);
                }
                Modal::Finder(finder) => {
                    let length = finder.matches.len();
                    finder.cursor.clamp(length, height.saturating_sub(1).min(Finder::ROWS));
                }
                Modal::Palette(palette) => {
                    let length = palette.matches.len();
                    palette.cursor.clamp(length, height.saturating_sub(1).min(Palette::ROWS));
                }
                Modal::Form(form) => form.clamp(usize::from(self.layout.form_rows())),
                Modal::Conflicts(choices, cursor) => cursor.clamp(choices.len(), height / 4),
                Modal::Review(review) => review.cursor.clamp(review.taken.len(), self.layout.review_rows()),
                Modal::Filter(_)
                | Modal::NameFilter(_)
                | Modal::AskLists(..)
                | Modal::AskDay(..)
                | Modal::Question(_) => {}
            }
        }
    }

    /// Writes the dossier anew where it shows and another relation, day or state is looked at: it walks all rows, which
    /// drawing must not.
    fn renew_dossier(&mut self) {
        if self.layout.dossier.area() == 0 {
            return;
        }
        let pane = &self.panes.relations;
        let Some(at) = pane.shown.get(pane.cursor.at) else {
            self.dossier = None;
            return;
        };
        let generation = self.facts.generation;
        if self.dossier.as_ref().is_some_and(|(row, made, _)| (*row, *made) == (at, generation)) {
            return;
        }
        let row = self.facts.relations.get(at);
        self.dossier = row.map(|row| (at, generation, dossier(&self.facts, row)));
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
