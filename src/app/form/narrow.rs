//! Choosing one of some words by typing.

use tui_input::Input;

use crate::app::chord::{Chord, KeyCode};
use crate::app::field;
use crate::views::fold::fold;

use super::FormField;

/// How the error of a field begins whose letters are no word of it.
const NO_WORD: &str = "no such word: ";

/// Why a choice cannot be accepted: letters stand in it that are none of its words.
pub(super) fn refused(field: &FormField) -> Option<String> {
    let typed = field.input.value().trim();
    if field.words().is_empty() || field.choice.is_some() || typed.is_empty() {
        return None;
    }
    let inside: Vec<&str> = fitting(field.words(), &fold(typed))
        .into_iter()
        .filter_map(|at| field.words().get(at))
        .map(|(_, word)| *word)
        .collect();
    // Another word is offered, and never taken for what was typed.
    let instead = if inside.is_empty() { String::new() } else { format!(" ({}?)", inside.join(", ")) };
    Some(format!("{NO_WORD}{typed}{instead}; ← → choose"))
}

/// Narrows a choice by typing: the word that begins so is chosen, and the form shows the others. Letters that begin none
/// stay as they are typed, and nothing is chosen.
pub(super) fn narrow(field: &mut FormField, chord: Chord) -> bool {
    if matches!(chord.code(), KeyCode::Backspace | KeyCode::Delete) && field.choice.is_some() {
        // Taking a letter away takes the choice back.
        field.input = Input::default();
        field.choice = None;
        return true;
    }
    if !field::press(&mut field.input, chord) {
        return false;
    }
    let typed = fold(field.input.value().trim());
    let words = field.words();
    let found = fitting(words, &typed).first().copied();
    field.choice = found.filter(|at| words.get(*at).is_some_and(|word| rank(*word, &typed) < Some(INSIDE)));
    field.error = refused(field);
    true
}

/// The rank of a word that has a text only inside one of its own words: no word is chosen by that (*ended* is not
/// *amended*).
const INSIDE: u8 = 3;

/// How well a word fits a folded text, the best first: it is the word, begins it, begins a word of it, stands inside.
fn rank((name, word): (&str, &str), typed: &str) -> Option<u8> {
    let (name, word) = (fold(name), fold(word));
    let begins = |part: &str| part.starts_with(typed);
    if word == typed || name == typed {
        Some(0)
    } else if begins(&word) || begins(&name) {
        Some(1)
    } else if word.match_indices(' ').any(|(at, _)| word.get(at + 1..).is_some_and(begins)) {
        Some(2)
    } else {
        word.contains(typed).then_some(INSIDE)
    }
}

/// The places of the words that a folded text may mean, best first: the word itself, then those that begin so, the short
/// wording before the one that says more (*lifted* before *lifting announced*), then those that have it inside.
pub(super) fn fitting(words: &[(&str, &str)], typed: &str) -> Vec<usize> {
    if typed.is_empty() {
        return Vec::new();
    }
    let fits = |(at, word): (usize, &(&str, &str))| {
        let rank = rank(*word, typed)?;
        Some((rank, word.1.split_whitespace().count(), at))
    };
    let mut found: Vec<(u8, usize, usize)> = words.iter().enumerate().filter_map(fits).collect();
    found.sort_unstable();
    found.into_iter().map(|(.., at)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::form::spec::{self, Kind};
    use crate::model::state::RecordKind;

    #[test]
    fn a_word_that_is_typed_whole_is_the_one_that_is_chosen() {
        for list in RecordKind::ALL.iter().copied() {
            for spec in spec::new(list).iter().chain(spec::step(list)) {
                let Kind::Choice(words) = spec.kind else { continue };
                for (at, (name, word)) in words.iter().enumerate() {
                    for typed in [name, word] {
                        assert_eq!(fitting(words, &fold(typed)).first(), Some(&at), "{}: {typed}", spec.path);
                    }
                }
            }
        }
    }

    #[test]
    fn letters_that_are_no_word_choose_none_and_stay() {
        let specs = spec::step(RecordKind::Sanctions);
        let spec = specs.iter().find(|spec| spec.path == "what").unwrap();
        let typed = |text: &str| {
            let mut field = FormField::new(spec);
            for letter in text.chars() {
                narrow(&mut field, Chord::of(KeyCode::Char(letter)));
            }
            (field.name(), field.input.value().to_owned(), field.error)
        };
        for text in
            ["removed", "extended", "ended", "prolonged", "off", "unfrozen", "blocked", "added", "exempted"]
        {
            let (name, stands, error) = typed(text);
            assert_eq!((name, stands.as_str()), (None, text));
            assert!(error.is_some_and(|error| error.starts_with(&format!("no such word: {text}"))), "{text}");
        }
        assert_eq!(
            typed("ended").2.as_deref(),
            Some("no such word: ended (amended, suspended?); ← → choose")
        );
        assert_eq!(typed("lift").0, Some("Lifted"));
    }

    #[test]
    fn the_short_wording_comes_before_the_one_that_says_more_and_a_beginning_before_the_inside() {
        let words = [("B", "lifting announced"), ("A", "lifted"), ("C", "delisted"), ("D", "not lifted yet")];
        assert_eq!(fitting(&words, "lift"), [1, 0, 3]);
        assert_eq!(fitting(&words, "lifting"), [0]);
        assert_eq!(fitting(&words, "list"), [2]);
        assert_eq!(fitting(&words, ""), [0; 0]);
    }
}
