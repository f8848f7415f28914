//! The command palette: every action by name, or by what people call it elsewhere; and commands, a word with what it is
//! about.

use std::borrow::Cow;

use tui_input::Input;

use crate::app::action::Action;
use crate::app::chord::in_latin_places;
use crate::app::command::Command;
use crate::app::cursor::Cursor;
use crate::app::keymap::Context;
use crate::app::layer::{Around, Layer, Moves, Offers};
use crate::app::layout::Layout;
use crate::app::request::Request;
use crate::views::fold::fold;

/// What can be chosen in the palette.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// An action.
    Do(Action),
    /// A command with what is typed behind its word; nothing where that is still to be typed.
    Run(Command, String),
}

/// The palette while it is open.
#[derive(Debug, Clone)]
pub struct Palette {
    /// What is typed.
    pub input: Input,
    /// What matches, best first.
    pub matches: Vec<Entry>,
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

    /// Finds what matches what is typed. Where nothing does, the same keys on a Latin keyboard may have been meant.
    pub fn search(&mut self) {
        self.matches = found(self.input.value());
        if self.matches.is_empty() {
            self.matches = in_latin_places(self.input.value()).map(|typed| found(&typed)).unwrap_or_default();
        }
        self.cursor = Cursor::default();
    }

    /// What is under the cursor.
    pub fn chosen(&self) -> Option<&Entry> {
        self.matches.get(self.cursor.at)
    }

    /// Types the word of a command; what it is about comes behind it.
    fn complete(&mut self) {
        if let Some(Entry::Run(command, argument)) = self.chosen()
            && argument.is_empty()
        {
            self.input = Input::new(format!("{} ", command.word()));
            self.search();
        }
    }
}

/// Everything that fits what is typed, best first.
fn found(typed: &str) -> Vec<Entry> {
    let wanted = fold(typed.trim());
    let actions = Action::ALL
        .iter()
        .copied()
        .filter(|action| !matches!(action, Action::Palette) && !action.belongs_to_modals())
        .filter_map(|it| fit(it.synonyms(), &fold(it.title()), &wanted).map(|rank| (rank, Entry::Do(it))));
    let commands = Command::ALL.iter().copied().filter_map(|it| {
        let rank = fit(it.words(), &fold(it.title()), &wanted)?;
        // Of two with the same name the one that needs nothing more comes first.
        Some((rank + 1, Entry::Run(it, String::new())))
    });
    let mut all: Vec<(usize, Entry)> = actions.chain(commands).collect();
    if let Some((command, argument)) = Command::read(typed) {
        all.push((0, Entry::Run(command, argument.to_owned())));
    }
    all.sort_by_key(|(rank, _)| *rank);
    // What is typed whole leaves nothing to be offered of it.
    let runs = matches!(all.first(), Some((_, Entry::Run(_, argument))) if !argument.is_empty());
    all.retain(|(_, entry)| !runs || !matches!(entry, Entry::Run(_, argument) if argument.is_empty()));
    all.into_iter().map(|(_, entry)| entry).collect()
}

/// So many places lie between one way of fitting and the next.
const STEP: usize = 100;

/// How well `wanted` fits synonyms and a title, all folded: the lowest is best; `None` where it does not.
///
/// A synonym as it is comes first; then whole words, then beginnings of words, then a part of a word, then letters that
/// begin words, in their order. Letters from anywhere fit everything, and mean nothing.
fn fit(synonyms: &str, title: &str, wanted: &str) -> Option<usize> {
    if wanted.is_empty() {
        return Some(0);
    }
    if synonyms.split(' ').any(|word| word == wanted) {
        return Some(0);
    }
    let (words, asked) = (words(title), words(wanted));
    let all = |fits: &dyn Fn(&str, &str) -> bool| {
        let at = |asked: &&str| words.iter().position(|word| fits(word, asked));
        asked.iter().map(at).collect::<Option<Vec<_>>>().and_then(|places| places.into_iter().min())
    };
    if let Some(at) = all(&|word, asked| word == asked) {
        return Some(STEP + at);
    }
    // What it is called most comes before all others that begin so.
    if let Some(at) = synonyms.split(' ').position(|word| word.starts_with(wanted)) {
        return Some((2 * STEP + at).saturating_sub(1));
    }
    if let Some(at) = all(&|word, asked| word.starts_with(asked)) {
        return Some(2 * STEP + at);
    }
    if wanted.chars().count() < 3 {
        return None;
    }
    if let Some(at) = all(&|word, asked| word.contains(asked)) {
        return Some(3 * STEP + at);
    }
    begins_words(&words, wanted).then_some(4 * STEP)
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty()).collect()
}

/// Whether letters are the beginnings of words, in their order: `nepa` of `to the next pane`.
fn begins_words(words: &[&str], wanted: &str) -> bool {
    if wanted.is_empty() {
        return true;
    }
    let Some((word, others)) = words.split_first() else { return false };
    let same = |(a, b): &(char, char)| a == b;
    let most = word.chars().zip(wanted.chars()).take_while(same).count();
    // The longest beginning may take what the next word needs.
    (0..=most).rev().any(|taken| {
        let rest =
            wanted.char_indices().nth(taken).map_or("", |(at, _)| wanted.get(at..).unwrap_or_default());
        begins_words(others, rest)
    })
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
        match (action, self.chosen()) {
            (Action::Open, Some(Entry::Do(action))) => Some(Request::Do(*action)),
            (Action::Open, Some(Entry::Run(command, argument))) if !argument.is_empty() => {
                Some(Request::Run(*command, argument.clone()))
            }
            (Action::Open, None) => {
                Some(Request::Warn(format!("no action is called {}", self.input.value().trim())))
            }
            (Action::Open | Action::Complete, _) => {
                self.complete();
                Some(Request::Nothing)
            }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn palette(typed: &str) -> Palette {
        let mut palette = Palette { input: Input::new(typed.to_owned()), ..Palette::default() };
        palette.search();
        palette
    }

    /// What is typed, and the name of what stands first then; `-` where nothing fits.
    const FIRST: &str = include_str!("palette.csv");

    #[test]
    fn what_people_type_finds_what_they_mean_first_or_nothing() {
        for line in FIRST.lines().skip(1) {
            let (typed, wanted) = line.split_once(',').unwrap();
            let found = match palette(typed).chosen() {
                Some(Entry::Do(action)) => action.name().to_owned(),
                Some(Entry::Run(command, argument)) => format!(":{} {argument}", command.word()),
                None => "-".to_owned(),
            };
            assert_eq!(found, wanted, "{typed:?}");
        }
    }

    #[test]
    fn every_action_is_found_by_its_name_and_by_each_of_its_synonyms() {
        for action in
            Action::ALL.iter().copied().filter(|it| !it.belongs_to_modals() && *it != Action::Palette)
        {
            assert!(palette(action.title()).matches.contains(&Entry::Do(action)), "{action:?}");
            for word in action.synonyms().split(' ').filter(|word| !word.is_empty()) {
                assert_eq!(palette(word).chosen(), Some(&Entry::Do(action)), "{word}");
            }
        }
    }

    #[test]
    fn a_command_that_needs_something_more_waits_for_it() {
        let mut it = palette("kno");
        assert!(it.matches.contains(&Entry::Run(Command::Known, String::new())), "{:?}", it.matches);
        it.cursor.at = it.matches.iter().position(|entry| matches!(entry, Entry::Run(..))).unwrap();
        it.complete();
        assert_eq!(it.input.value(), "known ");
    }
}
