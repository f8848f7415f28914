//! Proposed changes, while a person decides about them.

use std::borrow::Cow;

use crate::app::action::Action;
use crate::app::cursor::Cursor;
use crate::app::keymap::Context;
use crate::app::layer::{Around, Layer, Moves, Offers, Works};
use crate::app::layout::Layout;
use crate::app::request::Request;
use crate::edit::proposal::Proposals;

/// Proposed changes, and which of them are taken.
#[derive(Debug, Clone)]
pub struct Review {
    /// The changes.
    pub proposals: Proposals,
    /// Which are taken, by their places; of questions which are marked.
    pub taken: Vec<bool>,
    /// What is answered, where they are questions: whether it is the same.
    pub answers: Vec<Option<bool>>,
    /// The cursor among them.
    pub cursor: Cursor,
}

impl Review {
    /// None of the changes is taken yet.
    pub(in crate::app) fn new(proposals: Proposals) -> Self {
        let taken = vec![false; proposals.changes.len()];
        let answers = vec![None; taken.len()];
        // What is told of the lists stands before the questions.
        let first = proposals.changes.iter().position(|change| change.other.is_some()).unwrap_or_default();
        let cursor = Cursor { at: first, ..Cursor::default() };
        Self { proposals, taken, answers, cursor }
    }

    /// All of them are taken: the person has asked for them, and looks once more.
    pub(in crate::app) fn of_own(proposals: Proposals) -> Self {
        let taken = proposals.changes.iter().map(|change| change.op.is_some()).collect();
        let answers = vec![None; proposals.changes.len()];
        Self { proposals, taken, answers, cursor: Cursor::default() }
    }

    /// How many changes are in view: two lines each, inside the border, above the whole of the selected one and the line of
    /// counts.
    pub fn rows(layout: &Layout) -> usize {
        usize::from(layout.body.height.saturating_sub(3 + Self::foot(layout)) / 2)
    }

    /// How many lines the whole of the selected change has: none where there is no room.
    pub fn foot(layout: &Layout) -> u16 {
        if layout.body.height < 16 { 0 } else { (layout.body.height / 4).min(8) }
    }

    /// How many questions are answered, of how many.
    pub fn answered(&self) -> (usize, usize) {
        let answered = self.answers.iter().filter(|answer| answer.is_some()).count();
        (answered, self.proposals.changes.iter().filter(|change| change.other.is_some()).count())
    }

    /// Answers all questions that are marked, else the one under the cursor; the same answer once more takes it back.
    fn answer(&mut self, is_same: bool) {
        let marked: Vec<usize> =
            self.taken.iter().enumerate().filter(|(_, taken)| **taken).map(|(at, _)| at).collect();
        let at = if marked.is_empty() { vec![self.cursor.at] } else { marked.clone() };
        let is_question =
            |at: &usize| self.proposals.changes.get(*at).is_some_and(|change| change.other.is_some());
        let at: Vec<usize> = at.into_iter().filter(is_question).collect();
        let answer = Some(is_same);
        let is_answered = at.iter().all(|at| self.answers.get(*at) == Some(&answer));
        for at in &at {
            if let Some(slot) = self.answers.get_mut(*at) {
                *slot = if is_answered { None } else { answer };
            }
        }
        self.taken.fill(false);
        if marked.is_empty() {
            self.cursor.by(1, self.taken.len());
        }
    }

    /// How many are taken, of how many that can be.
    pub fn counts(&self) -> (usize, usize) {
        let taken = self.taken.iter().filter(|taken| **taken).count();
        (taken, self.proposals.changes.iter().filter(|change| change.op.is_some()).count())
    }

    /// Takes the change under the cursor, or leaves it.
    fn turn(&mut self) {
        let at = self.cursor.at;
        let can = self.proposals.changes.get(at).is_some_and(|change| change.op.is_some());
        if let Some(slot) = self.taken.get_mut(at).filter(|_| can) {
            *slot = !*slot;
        }
        self.cursor.by(1, self.taken.len());
    }

    /// Takes all, or leaves all where all are taken.
    fn turn_all(&mut self) {
        let (taken, all) = self.counts();
        for (slot, change) in self.taken.iter_mut().zip(&self.proposals.changes) {
            *slot = taken < all && change.op.is_some();
        }
    }
}

impl Layer for Review {
    fn context(&self) -> Context {
        Context::Review
    }

    fn title(&self) -> Cow<'_, str> {
        self.proposals.title.as_str().into()
    }

    fn offers(&self) -> Offers {
        if self.proposals.are_questions() {
            return &[
                (Action::MoveDown, ""),
                (Action::NotTheSame, ""),
                (Action::TheSame, ""),
                (Action::Turn, "mark"),
                (Action::TakeAll, "mark all"),
                (Action::Accept, "decide"),
                (Action::Back, ""),
            ];
        }
        &[
            (Action::MoveDown, ""),
            (Action::Turn, ""),
            (Action::TakeAll, ""),
            (Action::Accept, "make the changes"),
            (Action::Back, ""),
        ]
    }

    fn works(&self, action: Action) -> Works {
        let is_answer = matches!(action, Action::NotTheSame | Action::TheSame);
        if is_answer && !self.proposals.are_questions() {
            return Works::No("these are changes and no questions: Space takes one");
        }
        Works::Unsaid
    }

    fn act(&mut self, action: Action, around: &Around<'_>) -> Option<Request> {
        match action {
            Action::Turn => self.turn(),
            Action::TakeAll => self.turn_all(),
            Action::NotTheSame if self.proposals.are_questions() => self.answer(false),
            Action::TheSame if self.proposals.are_questions() => self.answer(true),
            Action::Accept | Action::Open if self.proposals.are_questions() => return Some(Request::AskWhy),
            Action::Accept | Action::Open => {
                let taken = |at: usize| self.taken.get(at) == Some(&true);
                return Some(Request::MakeChanges(self.proposals.accepted(around.state(), taken)));
            }
            _ => return None,
        }
        Some(Request::Nothing)
    }

    fn moves(&mut self) -> Moves<'_> {
        Moves::Rows(&mut self.cursor, self.taken.len())
    }

    fn page_rows(&self, layout: &Layout) -> Option<usize> {
        Some(Self::rows(layout))
    }

    fn settle(&mut self, layout: &Layout) {
        self.cursor.clamp(self.taken.len(), Self::rows(layout));
    }

    fn asks(&self) -> bool {
        true
    }
}
