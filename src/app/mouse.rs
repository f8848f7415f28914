//! The mouse: a click chooses, twice opens, the wheel scrolls, a border between panes can be dragged. What it does has a
//! key as well.

use crate::views::filter::By;
use crate::views::{crossings, relations};

use super::action::Action;
use super::keymap::Context;
use super::layer::{Layer, Moves};
use super::layout::{Edge, Shares};
use super::modal::Menu;
use super::request::Request;
use super::settings::SettingChange;
use super::{App, Effect, Modal, PaneId};

/// How many rows a turn of the wheel moves.
const WHEEL: isize = 3;

/// What stands under the pointer, where it is no row of a pane or page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// What does the same as a key: a hint of the footer, an arrow or a date of the header.
    Does(Action),
    /// The sign of a line that leads somewhere.
    Link,
    /// A head of the ledger.
    Ledger(By),
    /// A head of the relations, and the order that belongs to it.
    Relations(relations::Order),
    /// A head of the border board, and the order that belongs to it.
    Borders(crossings::Order),
    /// A row of the list on top.
    Row(usize),
    /// An answer of the question on top.
    Answer(usize),
    /// A field of the form on top.
    Field(usize),
}

/// What the mouse is doing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Pointer {
    /// The border between panes that is being dragged.
    grip: Option<Grip>,
    /// The last click has chosen a row: a second one opens it.
    chosen: bool,
}

/// A border between panes that is being dragged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Grip {
    edge: Edge,
    /// Where it was taken.
    from: (u16, u16),
    /// How the screen was divided then.
    before: Shares,
}

impl App {
    /// A click on a cell; returns what the shell has to do. One that was meant for what a question covers by now does
    /// nothing.
    pub fn click(&mut self, column: u16, row: u16) -> Vec<Effect> {
        self.pointer.grip = self.grip_at(column, row);
        self.by_mouse(|app| app.choose(column, row))
    }

    /// A click on what is no row of a pane or page.
    pub fn click_spot(&mut self, spot: Spot, column: u16, row: u16) -> Vec<Effect> {
        self.by_mouse(|app| match spot {
            Spot::Does(action) => app.act(action),
            Spot::Link => {
                let mut effects = app.choose(column, row);
                effects.extend(app.open_chosen());
                effects
            }
            Spot::Ledger(by) => {
                app.sort_ledger_by(by, false);
                Vec::new()
            }
            Spot::Relations(order) => {
                let pane = &mut app.panes.relations;
                pane.reversed = pane.order == order && !pane.reversed;
                pane.order = order;
                app.sorted_by_head(PaneId::Relations, order.word());
                Vec::new()
            }
            Spot::Borders(order) => {
                let pane = &mut app.panes.borders;
                pane.reversed = pane.order == order && !pane.reversed;
                pane.order = order;
                app.sorted_by_head(PaneId::Borders, order.word());
                Vec::new()
            }
            Spot::Row(at) => app.choose_row(at),
            Spot::Answer(at) => app.give_answer(at),
            Spot::Field(at) => {
                if let Some(Modal::Form(form)) = app.modals.last_mut() {
                    form.go_to_field(at, app.facts.state());
                }
                Vec::new()
            }
        })
    }

    /// Whether the last click has chosen something that a second one opens.
    pub fn opens_by_click(&self) -> bool {
        self.pointer.chosen
    }

    /// A second click on the same cell, soon after one that has chosen something: that opens.
    pub fn click_again(&mut self) -> Vec<Effect> {
        self.by_mouse(Self::open_chosen)
    }

    /// A click with the other button: what works with what is under the pointer is offered.
    pub fn right_click(&mut self, column: u16, row: u16) -> Vec<Effect> {
        self.by_mouse(|app| {
            if matches!(app.modals.last(), Some(Modal::Menu(_))) {
                app.modals.pop();
            }
            let mut effects = Vec::new();
            if !matches!(app.context(), Context::Field | Context::Form | Context::Question) {
                effects = app.choose(column, row);
            }
            let header = app.layout.header.contains((column, row).into());
            if let Some(menu) = Menu::new((column, row), app.offered(header)) {
                app.modals.push(Modal::Menu(menu));
            }
            effects
        })
    }

    /// The pointer moves with the button held. Returns whether anything has changed.
    pub fn drag(&mut self, column: u16, row: u16) -> bool {
        let Some(Grip { edge, from, before }) = self.pointer.grip else { return false };
        let shares = before.dragged(edge, from, (column, row), self.layout.body);
        if shares == self.settings.shares {
            return false;
        }
        self.settings.shares = shares;
        self.pointer.chosen = false;
        self.settle();
        true
    }

    /// The button is let go: how the screen was divided by it is remembered.
    pub fn drop_grip(&mut self) -> Vec<Effect> {
        match self.pointer.grip.take() {
            Some(grip) if grip.before != self.settings.shares => {
                vec![Effect::Remember(SettingChange::Shares(self.settings.shares))]
            }
            _ => Vec::new(),
        }
    }

    /// A turn of the wheel over a cell: down, or up. It takes no focus.
    pub fn wheel(&mut self, column: u16, row: u16, down: bool) {
        let rows = if down { WHEEL } else { -WHEEL };
        let is_beside = self.is_beside_page(column, row);
        // What is typed at the foot covers nothing.
        let layer = match self.modals.last_mut() {
            None | Some(Modal::Filter(_)) => None,
            Some(Modal::Search(_)) => self.modals.page_mut().map(|view| view as &mut dyn Layer),
            Some(modal) => Some(modal.layer_mut()).filter(|_| !is_beside),
        };
        if let Some(layer) = layer {
            layer.wheel(&self.layout, rows);
        } else if !is_beside && self.layout.dossier.contains((column, row).into()) {
            self.scroll_dossier(rows);
        } else if let Some((pane, _)) = self.layout.at(column, row) {
            let (length, height) = (self.panes.length(pane), self.layout.rows(pane));
            self.panes.get_mut(pane).cursor.scroll(rows, length, height);
            self.panes.moved(pane, &self.facts);
        }
        self.settle();
    }

    /// Does something, as a key would: what is said is of it alone, and where it leads somewhere one can come back.
    fn by_mouse(&mut self, does: impl FnOnce(&mut Self) -> Vec<Effect>) -> Vec<Effect> {
        if self.modals.is_unseen() {
            return Vec::new();
        }
        self.message = None;
        self.pointer.chosen = false;
        let from = self.stop();
        let mut effects: Vec<Effect> = self.is_welcomed().into_iter().collect();
        effects.extend(does(self));
        self.review_waiting();
        self.edition_waiting();
        self.settle();
        if !std::mem::take(&mut self.trail.retracing) {
            self.leave(from);
        }
        effects
    }

    /// Chooses the row at a cell, and focuses its pane.
    fn choose(&mut self, column: u16, row: u16) -> Vec<Effect> {
        let mut effects = Vec::new();
        match self.modals.last() {
            Some(Modal::Menu(_)) => {
                self.modals.pop();
                return Vec::new();
            }
            // What was typed at the foot stays in force.
            Some(Modal::Filter(field)) => {
                let typed = field.input.value().to_owned();
                effects = self.perform(Request::KeepFilter(typed));
            }
            Some(Modal::Search(_)) => self.end_page_search(true),
            _ => {}
        }
        self.pointer.chosen = true;
        if self.is_beside_page(column, row) {
            self.leave_pages();
        }
        if let Some(layer) = self.modals.top_mut() {
            let request = layer.click(&self.layout, column, row);
            effects.extend(self.perform(request));
            return effects;
        }
        if self.layout.dossier.contains((column, row).into()) {
            self.focus_dossier();
            self.settle();
            if let Some(layer) = self.modals.top_mut() {
                _ = layer.click(&self.layout, column, row);
            }
        } else if let Some((pane, line)) = self.layout.at(column, row) {
            self.panes.focus = pane;
            let length = self.panes.length(pane);
            let cursor = &mut self.panes.get_mut(pane).cursor;
            let line = line.map(|line| cursor.top + line).filter(|line| *line < length);
            self.pointer.chosen = line.is_some();
            if let Some(line) = line {
                cursor.at = line;
            }
            self.panes.moved(pane, &self.facts);
        }
        effects
    }

    /// Opens what a click has chosen, where it leads anywhere.
    fn open_chosen(&mut self) -> Vec<Effect> {
        let action = match self.context() {
            Context::Pane | Context::Page | Context::Field => Action::Open,
            Context::Review | Context::Conflicts => Action::Turn,
            _ => return Vec::new(),
        };
        if self.off(action).is_some() { Vec::new() } else { self.act(action) }
    }

    /// Chooses a row of the list on top; of a menu it is done at once.
    fn choose_row(&mut self, at: usize) -> Vec<Effect> {
        if let Some(Moves::Rows(cursor, length)) = self.modals.top_mut().map(|layer| layer.moves()) {
            cursor.to(at, length);
            self.pointer.chosen = true;
        }
        match self.modals.last() {
            Some(Modal::Menu(_)) => self.act(Action::Accept),
            _ => Vec::new(),
        }
    }

    fn give_answer(&mut self, at: usize) -> Vec<Effect> {
        match self.modals.last_mut() {
            Some(Modal::Question(question)) if at < question.answers.len() => {
                question.at = at;
                self.act(Action::Accept)
            }
            _ => Vec::new(),
        }
    }

    fn sorted_by_head(&mut self, pane: PaneId, by: &str) {
        self.panes.select(pane, &self.facts);
        self.say(format!("{}: sorted by {by}", pane.title()));
    }

    /// Whether a cell is one of a pane while a page is open beside it.
    fn is_beside_page(&self, column: u16, row: u16) -> bool {
        self.modals.page().is_some() && !self.layout.page.contains((column, row).into())
    }

    /// The border between panes at a cell, where panes are in view there.
    fn grip_at(&self, column: u16, row: u16) -> Option<Grip> {
        let covers = self.modals.as_slice().iter().any(|modal| !matches!(modal, Modal::Page(_)));
        if covers || (self.modals.page().is_some() && self.layout.page != self.layout.dossier) {
            return None;
        }
        let edge = self.layout.edge(column, row)?;
        Some(Grip { edge, from: (column, row), before: self.settings.shares })
    }
}
