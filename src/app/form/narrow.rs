//! Choosing one of some words by typing.

use tui_input::Input;

use crate::app::chord::{Chord, KeyCode};
use crate::app::field;
use crate::views::fold::fold;

use super::FormField;

/// Narrows a choice by typing: the word that fits best is chosen, and the form shows the others.
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
    let typed = fold(field.input.value());
    let found = fitting(field.words(), &typed).first().copied();
    if typed.is_empty() {
        field.choice = None;
    } else if found.is_some() {
        field.choice = found;
    } else {
        // What finds nothing begins anew, so that the letters typed are always those that count.
        field.input = Input::default();
        field.error = Some(format!("no such word: {typed}"));
    }
    true
}

/// The places of the words that a folded text may mean, best first: the word itself, then those that begin so, the short
/// wording before the one that says more (*lifted* before *lifting announced*), then those that have it inside.
pub(super) fn fitting(words: &[(&str, &str)], typed: &str) -> Vec<usize> {
    if typed.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(usize, usize, usize)> = Vec::new();
    for (at, (name, word)) in words.iter().enumerate() {
        let (name, word) = (fold(name), fold(word));
        let rank = if word == typed || name == typed {
            0
        } else if word.starts_with(typed) || name.starts_with(typed) {
            1
        } else if word.contains(typed) {
            2
        } else {
            continue;
        };
        found.push((rank, word.split_whitespace().count(), at));
    }
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
    fn the_short_wording_comes_before_the_one_that_says_more_and_a_beginning_before_the_inside() {
        let words = [("B", "lifting announced"), ("A", "lifted"), ("C", "delisted"), ("D", "not lifted yet")];
        assert_eq!(fitting(&words, "lift"), [1, 0, 3]);
        assert_eq!(fitting(&words, "lifting"), [0]);
        assert_eq!(fitting(&words, "list"), [2]);
        assert_eq!(fitting(&words, ""), [0; 0]);
    }
}
