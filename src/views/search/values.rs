//! What rows have and show, as a filter takes it.

use std::cell::RefCell;

use hashbrown::HashMap;

use crate::model::date::Date;
use crate::views::query::Needle;

/// What a row has in a field. Subjects, acts and sources are numbers: their places in their lists.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// A subject.
    Subject(u32),
    /// The country that something is of: only its code or a whole name finds it.
    Country(u32),
    /// An act.
    Act(u32),
    /// A source.
    Source(u32),
    /// A word or a text that stays where it is in memory.
    Text(&'a str),
    /// A text that was made for this.
    Made(&'a str),
    /// A date.
    Date(Date),
    /// A number.
    Number(i64),
    /// Yes or no.
    Flag(bool),
}

/// What a row shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Says<'a> {
    /// The name of a subject, which any other name of it stands for as well.
    Name(u32),
    /// The code of a subject, for its name.
    Code(u32),
    /// A subject that the row is about though it does not show it: somebody who takes part, a country other than the one that
    /// the file is about.
    About(u32),
    /// A word of a vocabulary.
    Word(&'static str),
    /// A text that stays where it is in memory.
    Text(&'a str),
    /// A text that was made for this.
    Made(&'a str),
}

/// Whether texts that many rows have in common hold what is looked for, each looked at once.
#[derive(Debug, Default)]
pub struct Seen(RefCell<HashMap<(usize, usize, usize), bool>>);

impl Seen {
    pub(super) fn within(&self, needle: &Needle, text: &str) -> bool {
        // The same memory is the same text: nothing changes while rows are chosen.
        let key = (text.as_ptr() as usize, text.len(), std::ptr::from_ref(needle) as usize);
        *self.0.borrow_mut().entry(key).or_insert_with(|| needle.within(text))
    }
}

/// Whether the thing with a number is among some.
pub(super) fn holds(of: &[bool], number: u32) -> bool {
    of.get(number as usize) == Some(&true)
}
