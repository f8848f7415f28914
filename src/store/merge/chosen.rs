//! Merging texts by record with what a person has chosen between both sides: one text, without marks.

use std::collections::HashSet;

use thiserror::Error;

use super::compose::lost;
use super::form::Plain;
use super::lines::merge_clean;
use super::plan::{Plan, Variant};
use super::texts::{ROUNDS, Text, readable, says, sides};
use super::{Conflict, Side};
use crate::edit::difference::origins;
use crate::model::id::Id;
use crate::model::state::State;
use crate::store::load::{Loaded, load_text};
use crate::store::render::{Base, render};

/// A merged text without marks.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// The text.
    pub text: String,
    /// What it says.
    pub state: State,
    /// What there was to choose, in the order in which the choices are given.
    pub conflicts: Vec<Conflict>,
}

/// Why texts cannot be merged by record.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refused {
    /// One of them cannot be read, or has errors: why, such as `has an error in line 3: …`.
    #[error("{1}")]
    Unreadable(Text, String),
    /// What is chosen does not hold together: the first error.
    #[error("with what is chosen the file would have an error, {0}: choose otherwise")]
    Errors(String),
    /// No text says what the merged records say.
    #[error("the records cannot be put together in one text; nothing was written. Please report this")]
    Unfit,
}

/// Merges `theirs` into `ours`; both come from `base`. Where both changed the same thing, `choices` says whether theirs is
/// taken, one after the other; ours where it says nothing. All comments of ours stay.
///
/// # Errors
/// Where a text cannot be merged by record, or what is chosen does not hold together.
pub fn merge_chosen(base: &str, ours: &str, theirs: &str, choices: &[bool]) -> Result<Chosen, Refused> {
    let one_side = match () {
        () if ours == theirs || theirs == base => Some((Text::Ours, ours)),
        () if ours == base => Some((Text::Theirs, theirs)),
        () => None,
    };
    if let Some((which, text)) = one_side {
        let state = readable(text.as_bytes()).map_err(|why| Refused::Unreadable(which, why))?.state;
        return Ok(Chosen { text: text.to_owned(), state, conflicts: Vec::new() });
    }
    let plain = Plain::of([base, ours, theirs].map(str::as_bytes));
    let [b, o, t] = plain.texts.each_ref();
    let read = |which: Text, text: &[u8]| readable(text).map_err(|why| Refused::Unreadable(which, why));
    let all = [read(Text::Base, b)?, read(Text::Ours, o)?, read(Text::Theirs, t)?];
    let chosen = by_record(all.each_ref(), choices)?;
    let text =
        String::from_utf8(plain.form.dress(chosen.text.as_bytes(), false)).map_err(|_| Refused::Unfit)?;
    Ok(Chosen { text, ..chosen })
}

fn by_record(all: [&Loaded; 3], choices: &[bool]) -> Result<Chosen, Refused> {
    let [base, ours, theirs] = all;
    let side = |at: usize| if choices.get(at) == Some(&true) { Side::Theirs } else { Side::Ours };
    let mut plan = Plan::new(&base.state, &ours.state, &theirs.state);
    let merged = plan.merged(&|_| Side::Ours);
    if merged.conflicts.is_empty()
        && let Some(text) = merge_clean(&base.text, &ours.text, &theirs.text)
        && let Some(state) = said(&text, &merged.state)
    {
        return Ok(Chosen { text, state, conflicts: Vec::new() });
    }
    let sides = sides(all, &plan).ok_or(Refused::Unfit)?;
    // What would lose a comment is to be chosen whole, whatever is chosen elsewhere: so the choices keep their numbers.
    for _ in 0..ROUNDS {
        let lacking: HashSet<Id> = [Side::Ours, Side::Theirs]
            .into_iter()
            .flat_map(|side| sides.compose(&plan.merged(&|_| side), side, &plan.whole).1.whole)
            .collect();
        if !plan.take_whole(lacking) {
            break;
        }
    }
    let conflicts = plan.merged(&|_| Side::Ours).conflicts;
    let variant = plan.merged(&side);
    let (text, _) = sides.compose(&variant, Side::Ours, &plan.whole);
    let keeps = |text: &str| {
        let chosen_away = conflicts.iter().enumerate().any(|(at, _)| side(at) == Side::Theirs);
        chosen_away || lost(text, &ours.text, &base.text).is_empty()
    };
    if keeps(&text) && says(&text, &variant.state, true) {
        return Ok(Chosen { text, state: variant.state, conflicts });
    }
    patched(ours, variant, conflicts)
}

/// Our text with the merged records in it: it keeps all that we wrote.
fn patched(ours: &Loaded, variant: Variant, conflicts: Vec<Conflict>) -> Result<Chosen, Refused> {
    let origins = origins(&ours.state, &variant.state);
    let rendered = render(&Base::from(ours.clone()), &variant.state, &origins);
    let text = rendered.map_err(|_| Refused::Unfit)?.text;
    match load_text(text.clone()).unwritable() {
        None => Ok(Chosen { text, state: variant.state, conflicts }),
        Some(why) => {
            let loaded = load_text(text);
            let first = loaded.findings.iter().find(|it| it.severity == crate::model::check::Severity::Error);
            Err(Refused::Errors(first.map_or(why, |it| it.message.clone())))
        }
    }
}

/// What a text says, where that is what a state says, in any order.
fn said(text: &str, state: &State) -> Option<State> {
    says(text, state, false).then(|| load_text(text.to_owned()).state)
}
