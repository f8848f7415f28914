//! Choosing one of some words by typing.

use tui_input::Input;

use crate::app::chord::{Chord, KeyCode};
use crate::app::field;
use crate::views::fold::fold;

use super::FormField;

/// Narrows a choice by typing: the first word whose wording begins so, else one that has it.
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
    let words = field.words();
    let begins =
        |(name, word): &(&str, &str)| fold(word).starts_with(&typed) || fold(name).starts_with(&typed);
    let found = words
        .iter()
        .position(begins)
        .or_else(|| words.iter().position(|(_, word)| fold(word).contains(&typed)));
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
