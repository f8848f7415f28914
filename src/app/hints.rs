//! What works here and now, for the footer.

use super::action::Action;
use super::keymap::Context;
use super::{App, Modal};

impl App {
    /// What works here, with its keys, for the footer.
    pub fn hints(&self) -> Vec<(String, &'static str)> {
        let context = self.context();
        let actions: &[Action] = match context {
            Context::Field if matches!(self.modals.last(), Some(Modal::Filter(_))) => {
                &[Action::Open, Action::SaveFilter, Action::Back]
            }
            Context::Field => &[Action::Open, Action::Back],
            Context::Form => {
                &[Action::NextField, Action::Accept, Action::NextMatch, Action::NewSource, Action::Back]
            }
            Context::Question => &[Action::NextField, Action::Accept, Action::Back],
            Context::Conflicts => &[Action::MoveDown, Action::Turn, Action::Accept, Action::Back],
            Context::Review => {
                &[Action::MoveDown, Action::Turn, Action::TakeAll, Action::Accept, Action::Back]
            }
            Context::Page => &[
                Action::MoveDown,
                Action::NextLink,
                Action::Open,
                Action::Back,
                Action::AddStep,
                Action::Edit,
                Action::DayPrevious,
                Action::Copy,
                Action::Help,
            ],
            _ => &[
                Action::MoveDown,
                Action::Open,
                Action::Filter,
                Action::NextView,
                Action::DayPrevious,
                Action::Finder,
                Action::Agenda,
                Action::FocusNext,
                Action::Sort,
                Action::Zoom,
                Action::Follow,
                Action::AddStep,
                Action::Edit,
                Action::Add,
                Action::Save,
                Action::AskDay,
                Action::Disagreements,
                Action::Help,
                Action::Quit,
            ],
        };
        let mut hints = Vec::new();
        for &action in actions.iter().filter(|action| self.off(**action).is_none()) {
            let mut chords = self.keymap.chords(context, action);
            // A pair of keys stands under one hint.
            let partner = match action {
                Action::MoveDown => Some(Action::MoveUp),
                Action::DayPrevious => Some(Action::DayNext),
                _ => None,
            };
            chords.truncate(1);
            chords.extend(partner.and_then(|partner| self.keymap.chords(context, partner).first().copied()));
            let keys = chords.iter().map(ToString::to_string).collect::<String>();
            if !keys.is_empty() {
                let hint = match (self.modals.last(), action) {
                    (Some(Modal::Filter(_)), Action::Open) => "keep the filter",
                    (Some(Modal::Filter(_)), Action::Back) => "clear it",
                    (Some(Modal::AskDay(..)), Action::Open) => "go there",
                    (Some(Modal::Palette(_)), Action::Open) => "do it",
                    (Some(Modal::Finder(_)), Action::Open) => "open it",
                    (Some(Modal::NameFilter(_)), Action::Open) => "save it",
                    (Some(Modal::AskLists(..)), Action::Open) => "read them",
                    (Some(Modal::Conflicts(..)), Action::Turn) => "other side",
                    (Some(Modal::Review(_)), Action::Accept) => "make the changes",
                    (Some(Modal::Form(_)), Action::Back) => "cancel",
                    (Some(Modal::Form(_)), Action::NextMatch) => "other match",
                    (Some(Modal::Form(_)), Action::NewSource) => "new source",
                    (Some(Modal::Question(_)), Action::NextField) => "choose",
                    (Some(Modal::Question(_)), Action::Accept) => "answer",
                    _ => action.hint(),
                };
                hints.push((keys, hint));
            }
        }
        hints
    }
}
