//! The search over everything, while it is open.

use tui_input::Input;

use crate::model::state::Place;
use crate::views::day::Day;
use crate::views::finder::find;

use super::cursor::Cursor;

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
