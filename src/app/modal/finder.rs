//! The search over everything, while it is open.

use std::borrow::Cow;

use tui_input::Input;

use crate::app::action::Action;
use crate::app::cursor::Cursor;
use crate::app::keymap::Context;
use crate::app::layer::{Around, Layer, Moves, Offers};
use crate::app::layout::Layout;
use crate::app::request::Request;
use crate::model::state::Place;
use crate::views::day::Day;
use crate::views::finder::find;

/// What is typed and what was found.
#[derive(Debug, Clone, Default)]
pub struct Finder {
    /// What is typed.
    pub input: Input,
    /// The records that were found, best first.
    pub matches: Vec<Place>,
    /// How many there are, those beyond the list counted.
    pub count: usize,
    /// The cursor among them.
    pub cursor: Cursor,
}

impl Finder {
    /// How many records are in view at the most.
    pub const ROWS: usize = 18;

    /// Finds the records for what is typed.
    pub fn search(&mut self, facts: &Day) {
        (self.matches, self.count) = find(facts.state(), &facts.analysis, self.input.value());
        self.cursor = Cursor::default();
    }
}

impl Layer for Finder {
    fn context(&self) -> Context {
        Context::Field
    }

    fn title(&self) -> Cow<'_, str> {
        match self.count {
            0 if self.input.value().trim().is_empty() => "Search everything".into(),
            count if count > self.matches.len() => format!("{} of {count} found", self.matches.len()).into(),
            count => format!("{count} found").into(),
        }
    }

    fn offers(&self) -> Offers {
        &[(Action::Open, "open it"), (Action::Back, "")]
    }

    fn act(&mut self, action: Action, around: &Around<'_>) -> Option<Request> {
        if action != Action::Open {
            return None;
        }
        let found = self.matches.get(self.cursor.at).and_then(|place| around.state().at(*place));
        Some(found.map_or(Request::Nothing, |record| Request::OpenRecord(record.id().clone())))
    }

    fn input(&mut self) -> Option<&mut Input> {
        Some(&mut self.input)
    }

    fn typed(&mut self) -> Request {
        Request::Search
    }

    fn moves(&mut self) -> Moves<'_> {
        Moves::Rows(&mut self.cursor, self.matches.len())
    }

    fn page_rows(&self, layout: &Layout) -> Option<usize> {
        Some(layout.body_lines().saturating_sub(1))
    }

    fn settle(&mut self, layout: &Layout) {
        self.cursor.clamp(self.matches.len(), layout.body_lines().saturating_sub(1).min(Self::ROWS));
    }

    fn follow(&mut self, facts: &Day) {
        self.search(facts);
    }
}
