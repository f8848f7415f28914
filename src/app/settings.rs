//! What the program remembers of how a person likes it: filters by name, and how the screen is divided.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tui_input::Input;

use crate::views::page::{Link, Page, Tone};

use super::action::Action;
use super::layout::Shares;
use super::pageview::Topic;
use super::{App, Effect, Modal, PaneId};

/// What is remembered, as it stands in `settings.ron`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Filters by their names.
    pub filters: BTreeMap<String, SavedFilter>,
    /// How the screen is divided.
    pub shares: Shares,
}

/// A filter that was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedFilter {
    /// Which pane it is for.
    pub pane: PaneId,
    /// The filter as typed.
    pub filter: String,
}

/// Why a settings file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {0}, column {1}: {2}")]
pub struct SettingsError(usize, usize, String);

impl Settings {
    /// The settings that a file holds.
    ///
    /// # Errors
    /// Where the text has not the form of settings.
    pub fn from_file(text: &str) -> Result<Self, SettingsError> {
        ron::from_str(text).map_err(|error| {
            SettingsError(error.span.start.line, error.span.start.col, error.code.to_string())
        })
    }

    /// The text of the file.
    pub fn written(&self) -> String {
        let pretty = ron::ser::PrettyConfig::new();
        ron::ser::to_string_pretty(self, pretty).map(|text| text + "\n").unwrap_or_default()
    }
}

impl App {
    /// What is remembered has changed.
    fn remember(&self) -> Vec<Effect> {
        vec![Effect::Remember(Box::new(self.settings.clone()))]
    }

    /// Asks for the name under which the filter of the focused pane is saved.
    pub(super) fn ask_filter_name(&mut self) {
        if matches!(self.modals.last(), Some(Modal::Filter(_))) {
            self.look_for_typed();
            self.modals.pop();
        }
        if self.panes.get(self.focus).filter.trim().is_empty() {
            self.warn("there is no filter to save: / types one");
            return;
        }
        self.modals.push(Modal::NameFilter(Input::default()));
    }

    /// Saves the filter of the focused pane under a name.
    pub(super) fn save_filter(&mut self, name: &str) -> Vec<Effect> {
        let name = name.trim();
        if name.is_empty() {
            self.warn("a filter needs a name");
            return Vec::new();
        }
        self.modals.pop();
        let saved = SavedFilter { pane: self.focus, filter: self.panes.get(self.focus).filter.clone() };
        let replaced = self.settings.filters.insert(name.to_owned(), saved).is_some();
        let verb = if replaced { "replaced" } else { "saved" };
        let list = self.keymap.first_chord(Action::Filters);
        self.say(format!("filter {name} {verb}; {list} lists them"));
        self.remember()
    }

    /// Filters as a saved filter says.
    pub(super) fn apply_filter(&mut self, name: &str) {
        let Some(saved) = self.settings.filters.get(name).cloned() else { return };
        self.modals.clear();
        self.focus = saved.pane;
        if saved.pane == PaneId::Ledger && self.panes.matrix.is_some() {
            self.show_ledger(super::measures::LedgerView::Table);
        }
        self.set_filter(saved.filter);
        self.say(format!("{name} · Esc shows everything again"));
    }

    /// Deletes the saved filter on the line under the cursor.
    pub(super) fn delete_filter(&mut self) -> Vec<Effect> {
        let Some(Modal::Page(view)) = self.modals.last() else { return Vec::new() };
        let Some(Link::Filter(name)) = view.link().cloned() else { return Vec::new() };
        self.settings.filters.remove(&name);
        self.renew_pages();
        self.say(format!("filter {name} deleted"));
        self.remember()
    }

    /// Makes the focused pane larger, or smaller.
    pub(super) fn resize_pane(&mut self, larger: bool) -> Vec<Effect> {
        let before = self.layout;
        let mut shares = self.settings.shares;
        shares.change(self.focus, larger);
        let kept = std::mem::replace(&mut self.settings.shares, shares);
        self.settle();
        if self.layout == before {
            self.settings.shares = kept;
            self.warn("the pane cannot be larger or smaller here");
            return Vec::new();
        }
        self.remember()
    }

    /// The saved filters as a page.
    pub(super) fn filters_page(&self) -> Page {
        let mut page = Page::default();
        page.line("", "Saved filters", Tone::Title);
        for (name, saved) in &self.settings.filters {
            let text = format!("{}: /{}", saved.pane.title(), saved.filter);
            page.leading(name.as_str(), text, Tone::Plain, Link::Filter(name.clone()));
        }
        if self.settings.filters.is_empty() {
            let save = self.keymap.first_chord(Action::SaveFilter);
            page.line("", format!("None yet: type a filter with /, and {save} saves it."), Tone::Plain);
        }
        page
    }

    /// Whether the topmost page is that of the saved filters.
    pub(super) fn on_filters(&self) -> bool {
        matches!(self.modals.last(), Some(Modal::Page(view)) if view.topic == Topic::Filters)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_as_they_were_written() {
        let mut settings = Settings::default();
        assert_eq!(Settings::from_file(&settings.written()), Ok(settings.clone()));
        let saved = SavedFilter { pane: PaneId::Log, filter: "kind:\"legal act\"".to_owned() };
        settings.filters.insert("acts".to_owned(), saved);
        settings.shares.change(PaneId::Relations, true);
        assert_eq!(Settings::from_file(&settings.written()), Ok(settings));
    }

    #[test]
    fn settings_that_are_none_are_refused_with_their_place() {
        assert_eq!(Settings::from_file("(\n shares: 3)").map_err(|error| error.0), Err(2));
    }
}
