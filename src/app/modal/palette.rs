//! The command palette: every action by name, found by typing some of its letters.

use std::borrow::Cow;

use tui_input::Input;

use crate::app::action::Action;
use crate::app::cursor::Cursor;
use crate::app::keymap::Context;
use crate::app::layer::{Around, Layer, Moves, Offers};
use crate::app::layout::Layout;
use crate::app::request::Request;
use crate::app::writing::FileTask;
use crate::views::fold::fold;

use super::path::{completed, last_word, unquoted};

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
        if let Some((task, _)) = FileTask::command(self.input.value()) {
            (self.matches, self.cursor) = (vec![task.action()], Cursor::default());
            return;
        }
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

    /// Completes the path behind a word that takes one.
    pub fn offer(&mut self, path: &str, found: &[String]) {
        let Some((_, file)) = FileTask::command(self.input.value()) else { return };
        if last_path(file) != path {
            // Somebody has typed on.
            return;
        }
        if let (Some(longer), _) = completed(path, found) {
            let text = self.input.value();
            let before = text.get(..last_word(text).0).unwrap_or_default();
            self.input = Input::new(format!("{before}{longer}"));
        }
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
        match (action, FileTask::command(self.input.value())) {
            (Action::Open, Some((task, file))) => Some(Request::NameFile(file.to_owned(), task)),
            (Action::Open, None) => Some(self.chosen().map_or(Request::Close, Request::Do)),
            (Action::Complete, Some((_, file))) => Some(Request::CompletePath(last_path(file))),
            _ => None,
        }
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

/// The path at the end of what stands behind a word.
fn last_path(text: &str) -> String {
    let (start, quote) = last_word(text);
    unquoted(text.get(start..).unwrap_or_default(), quote)
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
    fn a_word_that_takes_a_file_takes_it_behind_it() {
        let mut palette = Palette { input: Input::new("open 'a b.ron'".to_owned()), ..Palette::default() };
        palette.search();
        assert_eq!(palette.matches, [Action::OpenFile]);
        let facts = crate::views::day::Day::new(
            crate::model::state::State::default(),
            crate::views::day::Clock::as_of(chrono::NaiveDate::default()),
        );
        let around = Around { facts: &facts, today: facts.as_of() };
        let asked = palette.act(Action::Open, &around);
        assert_eq!(asked, Some(Request::NameFile("'a b.ron'".to_owned(), FileTask::Open)));
        palette.input = Input::new("export ro".to_owned());
        assert_eq!(palette.act(Action::Complete, &around), Some(Request::CompletePath("ro".to_owned())));
        palette.offer("ro", &["rows.csv".to_owned()]);
        assert_eq!(palette.input.value(), "export rows.csv ");
    }

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
