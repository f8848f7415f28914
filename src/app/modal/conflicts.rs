//! What both sides changed differently, while a person chooses between them.

use std::borrow::Cow;

use crate::app::action::Action;
use crate::app::cursor::Cursor;
use crate::app::keymap::Context;
use crate::app::layer::{Around, Layer, Moves, Offers};
use crate::app::layout::Layout;
use crate::app::request::Request;

/// Something that both sides changed differently, and which side is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The record and the field.
    pub what: String,
    /// What is on the screen here.
    pub ours: Option<String>,
    /// What the file says now.
    pub theirs: Option<String>,
    /// Theirs is taken.
    pub take_theirs: bool,
}

/// Who has changed the same things as this side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Other {
    /// Somebody else, in the file on disk.
    Disk,
    /// The new edition of the shipped file.
    Edition,
}

impl Other {
    /// What both sides are called, this one first.
    pub fn sides(self) -> [&'static str; 2] {
        match self {
            Self::Disk => ["here", "on disk"],
            Self::Edition => ["yours", "edition"],
        }
    }
}

/// All that is to be chosen.
#[derive(Debug, Clone)]
pub struct Conflicts {
    /// Who the other side is.
    pub other: Other,
    /// The choices.
    pub choices: Vec<Choice>,
    /// The cursor among them.
    pub cursor: Cursor,
}

impl Conflicts {
    /// Nothing is chosen yet: ours is kept.
    pub(in crate::app) fn new(other: Other, choices: Vec<Choice>) -> Self {
        Self { other, choices, cursor: Cursor::default() }
    }

    /// Whether the very same is to be chosen, whatever was chosen so far.
    pub(in crate::app) fn asks_same(&self, choices: &[Choice]) -> bool {
        let same = |a: &Choice, b: &Choice| (&a.what, &a.ours, &a.theirs) == (&b.what, &b.ours, &b.theirs);
        self.choices.len() == choices.len() && self.choices.iter().zip(choices).all(|(a, b)| same(a, b))
    }
}

impl Layer for Conflicts {
    fn context(&self) -> Context {
        Context::Conflicts
    }

    fn title(&self) -> Cow<'_, str> {
        match self.other {
            Other::Disk => "Both sides changed this".into(),
            Other::Edition => "You and the new edition changed this".into(),
        }
    }

    fn offers(&self) -> Offers {
        &[(Action::MoveDown, ""), (Action::Turn, "other side"), (Action::Accept, ""), (Action::Back, "")]
    }

    fn act(&mut self, action: Action, _around: &Around<'_>) -> Option<Request> {
        match action {
            Action::Turn => {
                if let Some(choice) = self.choices.get_mut(self.cursor.at) {
                    choice.take_theirs = !choice.take_theirs;
                }
                Some(Request::Nothing)
            }
            Action::Accept | Action::Open => {
                let taken = self.choices.iter().map(|choice| choice.take_theirs).collect();
                Some(match self.other {
                    Other::Disk => Request::Merge(taken),
                    Other::Edition => Request::TakeEdition(taken),
                })
            }
            Action::Back => Some(match self.other {
                Other::Disk => Request::LeaveUndecided,
                Other::Edition => Request::AskEdition,
            }),
            _ => None,
        }
    }

    fn moves(&mut self) -> Moves<'_> {
        Moves::Rows(&mut self.cursor, self.choices.len())
    }

    fn settle(&mut self, layout: &Layout) {
        self.cursor.clamp(self.choices.len(), layout.body_lines() / 4);
    }

    fn asks(&self) -> bool {
        true
    }
}
