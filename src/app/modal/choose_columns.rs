//! The columns of the ledger, while a person chooses which to see and in which order.

use std::borrow::Cow;

use crate::app::action::Action;
use crate::app::cursor::Cursor;
use crate::app::keymap::Context;
use crate::app::layer::{Around, Layer, Moves, Offers, Works};
use crate::app::layout::Layout;
use crate::app::panes::ledger::columns::Columns;
use crate::app::request::Request;

/// The columns while they are chosen; each choice is seen at once.
#[derive(Debug, Clone)]
pub struct ChooseColumns {
    /// The columns in their order.
    pub columns: Columns,
    /// The cursor among them.
    pub cursor: Cursor,
}

impl ChooseColumns {
    /// Begins with what is shown.
    pub(in crate::app) fn new(columns: Columns) -> Self {
        Self { columns, cursor: Cursor::default() }
    }

    /// How many columns are in view.
    pub fn rows(layout: &Layout) -> usize {
        layout.body_lines().min(Columns::default().all().len())
    }
}

impl Layer for ChooseColumns {
    fn context(&self) -> Context {
        Context::Columns
    }

    fn title(&self) -> Cow<'_, str> {
        "Columns of the ledger".into()
    }

    fn offers(&self) -> Offers {
        &[
            (Action::MoveDown, ""),
            (Action::Turn, "show or hide"),
            (Action::ColumnEarlier, ""),
            (Action::ColumnLater, ""),
            (Action::TakeAll, "as usual"),
            (Action::Back, "done"),
        ]
    }

    fn works(&self, action: Action) -> Works {
        let does =
            matches!(action, Action::Turn | Action::TakeAll | Action::ColumnEarlier | Action::ColumnLater);
        if does { Works::Yes } else { Works::Unsaid }
    }

    fn act(&mut self, action: Action, _around: &Around<'_>) -> Option<Request> {
        let at = self.cursor.at;
        match action {
            Action::Turn => {
                if !self.columns.turn(at) {
                    return Some(Request::Warn("target and status are always shown".to_owned()));
                }
            }
            Action::ColumnEarlier | Action::ColumnLater => {
                self.cursor.at = self.columns.shift(at, action == Action::ColumnLater);
            }
            Action::TakeAll => self.columns = Columns::default(),
            _ => return None,
        }
        Some(Request::ShowColumns(self.columns.clone()))
    }

    fn moves(&mut self) -> Moves<'_> {
        Moves::Rows(&mut self.cursor, self.columns.all().len())
    }

    fn settle(&mut self, layout: &Layout) {
        self.cursor.clamp(self.columns.all().len(), Self::rows(layout));
    }
}
