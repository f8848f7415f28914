//! What works here and now, for the footer.

use super::App;
use super::action::Action;
use super::layer::{Layer, Offers};

/// What the footer offers where nothing covers the panes, the most important ones first.
const IN_PANES: Offers = &[
    (Action::MoveDown, ""),
    (Action::Open, ""),
    (Action::FocusDossier, ""),
    (Action::Filter, ""),
    (Action::NextView, ""),
    (Action::DayPrevious, ""),
    (Action::Finder, ""),
    (Action::Agenda, ""),
    (Action::FocusNext, ""),
    (Action::Sort, ""),
    (Action::Zoom, ""),
    (Action::Follow, ""),
    (Action::AddStep, ""),
    (Action::Edit, ""),
    (Action::Add, ""),
    (Action::Save, ""),
    (Action::MarkRow, ""),
    (Action::AskDay, ""),
    (Action::Disagreements, ""),
    (Action::Help, ""),
    (Action::Quit, ""),
];

/// The same where rows are marked.
const ON_MARKS: Offers = &[
    (Action::MoveDown, ""),
    (Action::AddStep, "step to all"),
    (Action::Edit, "a field of all"),
    (Action::EditText, "all in the editor"),
    (Action::Copy, "copy all"),
    (Action::Delete, "delete all"),
    (Action::MarkRow, ""),
    (Action::MarkAll, ""),
    (Action::Back, "no marks"),
    (Action::Help, ""),
];

impl App {
    /// What works here, with its keys, for the footer.
    pub fn hints(&self) -> Vec<(String, &'static str)> {
        let context = self.context();
        let in_panes = if self.acts_on_marks() { ON_MARKS } else { IN_PANES };
        let offers = self.modals.top().map_or(in_panes, Layer::offers);
        let mut hints = Vec::new();
        for &(action, name) in offers.iter().filter(|(action, _)| self.off(*action).is_none()) {
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
                hints.push((keys, if name.is_empty() { action.hint() } else { name }));
            }
        }
        hints
    }
}
