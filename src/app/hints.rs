//! What works here and now, for the footer and the menu of the mouse.

use super::App;
use super::action::Action;
use super::chord::Chord;
use super::keymap::Context;
use super::layer::{Layer, Offers};
use super::modal::Offer;

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

/// What the other button of the mouse offers on a row of a pane or page.
const ON_ROW: &[Action] = &[
    Action::Open,
    Action::FocusDossier,
    Action::AddStep,
    Action::Edit,
    Action::Delete,
    Action::Copy,
    Action::Filter,
    Action::SearchPage,
    Action::Sort,
    Action::SortReverse,
    Action::NextView,
    Action::Group,
    Action::Follow,
    Action::Zoom,
    Action::Add,
    Action::Undo,
    Action::Save,
];

/// What it offers on the header.
const ON_HEADER: &[Action] = &[
    Action::DayPrevious,
    Action::DayNext,
    Action::MonthBack,
    Action::MonthForward,
    Action::AskDay,
    Action::Today,
    Action::AskKnown,
    Action::MarkDay,
    Action::Changes,
];

/// A hint of the footer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// Its keys, those of a pair in one.
    pub keys: String,
    /// What they do, in a word or two.
    pub name: &'static str,
    /// What the first key does.
    pub action: Action,
    /// The first key.
    pub first: String,
    /// What the second key does, where there are two.
    pub second: Option<Action>,
}

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
    /// What works at a place, for the menu of the mouse: on the header, or on what is chosen.
    pub(super) fn offered(&self, on_header: bool) -> Vec<Offer> {
        let context = self.context();
        let mut actions: Vec<Action> = match (context, self.modals.top()) {
            (Context::Pane | Context::Page, _) if on_header => ON_HEADER.to_vec(),
            (Context::Pane | Context::Page, _) => ON_ROW.to_vec(),
            // What is typed has no menu, and a menu has none of its own.
            (Context::Field | Context::Question, _) => Vec::new(),
            (_, layer) => layer.map_or(&[][..], Layer::offers).iter().map(|(action, _)| *action).collect(),
        };
        actions.retain(|action| *action != Action::MoveDown && self.off(*action).is_none());
        let offer = |action: Action| {
            let key: Option<Chord> = self.keymap.chords(context, action).first().copied();
            let title = action.title_in(context).split([':', ';']).next().unwrap_or_default().to_owned();
            key.map(|key| Offer { action, title, key: Some(key) })
        };
        actions.into_iter().filter_map(offer).collect()
    }

    /// What works here, with its keys, for the footer.
    pub fn hints(&self) -> Vec<Hint> {
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
                let first = chords.first().map(ToString::to_string).unwrap_or_default();
                let name = if name.is_empty() { action.hint() } else { name };
                let second = partner.filter(|_| chords.len() > 1);
                hints.push(Hint { keys, name, action, first, second });
            }
        }
        hints
    }
}
