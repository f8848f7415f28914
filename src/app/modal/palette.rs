//! The command palette: every action by name, found by typing some of its letters.

use std::borrow::Cow;

use tui_input::Input;

use crate::app::action::Action;
use crate::app::cursor::Cursor;
use crate::app::keymap::Context;
use crate::app::layer::{Around, Layer, Moves, Offers};
use crate::app::layout::Layout;
use crate::app::request::Request;
use crate::views::fold::fold;

/// The palette while it is open.
#[derive(Debug, Clone)]
pub struct Palette {
    /// What is typed.
    pub input: Input,
    /// The actions that match, best first.
    pub matches: Vec<Action>,
    /// The cursor among them.
    pub cursor: Cursor,
}

impl Default for Palette {
    fn default() -> Self {
        let mut palette = Self { input: Input::default(), matches: Vec::new(), cursor: Cursor::default() };
        palette.search();
        palette
    }
}

impl Palette {
    /// How many actions are in view at the most.
    pub const ROWS: usize = 14;

    /// Finds the actions that match what is typed.
    pub fn search(&mut self) {
        let wanted = fold(self.input.value());
        let mut found: Vec<(usize, Action)> = Action::ALL
            .iter()
            .copied()
            .filter(|action| !matches!(action, Action::Palette) && !action.belongs_to_modals())
            .filter_map(|action| score(&fold(action.title()), &wanted).map(|score| (score, action)))
            .collect();
        found.sort_by_key(|(score, _)| *score);
        self.matches = found.into_iter().map(|(_, action)| action).collect();
        self.cursor = Cursor::default();
    }

    /// The action under the cursor.
    pub fn chosen(&self) -> Option<Action> {
        self.matches.get(self.cursor.at).copied()
    }
}

impl Layer for Palette {
    fn context(&self) -> Context {
        Context::Field
    }

    fn title(&self) -> Cow<'_, str> {
        "Every action".into()
    }

    fn offers(&self) -> Offers {
        &[(Action::Open, "do it"), (Action::Back, "")]
    }

    fn act(&mut self, action: Action, _around: &Around<'_>) -> Option<Request> {
        (action == Action::Open).then(|| self.chosen().map_or(Request::Close, Request::Do))
    }

    fn input(&mut self) -> Option<&mut Input> {
        Some(&mut self.input)
    }

    fn typed(&mut self) -> Request {
        self.search();
        Request::Nothing
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
}

/// How well the letters of `wanted` fit into `text` in their order: 0 is best; `None` when they do not.
///
/// A run of letters that stands together costs nothing; each gap costs one, and one more inside a word.
fn score(text: &str, wanted: &str) -> Option<usize> {
    if let Some(at) = text.find(wanted) {
        let at_word = at == 0 || text.get(..at).is_some_and(|before| before.ends_with(' '));
        return Some(usize::from(!at_word && !wanted.is_empty()));
    }
    let mut cost = 2;
    let mut letters = text.chars().peekable();
    for letter in wanted.chars().filter(|c| !c.is_whitespace()) {
        let mut gap = 0;
        let mut before = ' ';
        loop {
            let next = letters.next()?;
            if next == letter {
                break;
            }
            gap += 1;
            before = next;
        }
        if gap > 0 {
            cost += 1 + usize::from(before != ' ');
        }
    }
    Some(cost)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_in_order_find_an_action_and_a_whole_word_comes_first() {
        let first = |typed: &str| {
            let mut palette = Palette { input: Input::new(typed.to_owned()), ..Palette::default() };
            palette.search();
            palette.chosen()
        };
        assert_eq!(first("quit"), Some(Action::Quit));
        assert_eq!(first("disagree"), Some(Action::Disagreements));
        assert_eq!(first("zzz"), None);
        assert_eq!(first("today"), Some(Action::Today));
    }
}
