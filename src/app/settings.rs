//! What the program remembers of how a person likes it: filters by name, how the screen is divided, the theme.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::views::page::{Link, Page, Tone};

use super::action::Action;
use super::layout::Shares;
use super::modal::FilterName;
use super::panes::LedgerPane;
use super::panes::ledger::LedgerView;
use super::panes::ledger::columns::{ColumnNames, Columns};
use super::{App, Effect, Modal, PaneId, own};

/// The themes that ship with the program.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Base {
    /// For dark backgrounds.
    #[default]
    Dark,
    /// For light backgrounds.
    Light,
    /// Of high contrast, on a black background of its own.
    Contrast,
    /// Of soft colours, on a grey background of its own.
    Calm,
}

impl Base {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Dark, Self::Light, Self::Contrast, Self::Calm];
}

/// What is remembered, as it stands in `settings.ron`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Filters by their names.
    pub filters: BTreeMap<String, SavedFilter>,
    /// How the screen is divided.
    pub shares: Shares,
    /// The theme that was chosen; without one the terminal is asked for its background.
    pub theme: Option<Base>,
    /// Whether it was said what the program is.
    pub welcomed: bool,
    /// Whether texts that have an address are links, in terminals that have them.
    pub links: LinkChoice,
    /// The filters that were kept last in each pane, the newest last.
    pub history: BTreeMap<PaneId, Vec<String>>,
    /// The mouse is the terminal's alone.
    pub no_mouse: bool,
    /// How the ledger is shown.
    pub ledger: LedgerSettings,
    /// What the person is called where it is kept who decided or screened something.
    pub name: String,
}

/// How the ledger is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LedgerSettings {
    /// The name of its view; what the program does not know is the first.
    pub view: String,
    /// Its columns.
    pub columns: ColumnNames,
}

/// Whether texts are links.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkChoice {
    /// Where the terminal is likely to have links.
    #[default]
    #[serde(rename = "auto")]
    Auto,
    /// Always.
    #[serde(rename = "on")]
    On,
    /// Never.
    #[serde(rename = "off")]
    Off,
}

/// So many filters of a pane are remembered.
const REMEMBERED: usize = 50;

/// A filter that was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedFilter {
    /// Which pane it is for.
    pub pane: PaneId,
    /// The filter as typed.
    pub filter: String,
}

/// A change of what is remembered. Another window may have changed the file meanwhile: only this is changed in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingChange {
    /// A filter has this name now, or is deleted.
    Filter(String, Option<SavedFilter>),
    /// The screen is divided so.
    Shares(Shares),
    /// This theme was chosen.
    Theme(Base),
    /// It was said what the program is.
    Welcomed,
    /// A filter was kept in a pane.
    Used(PaneId, String),
    /// The ledger is shown so.
    Ledger(LedgerSettings),
}

/// Why a settings file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {0}, column {1}: {2}")]
pub struct SettingsError(usize, usize, String);

impl Settings {
    /// The settings that a file holds; one that says nothing holds the usual ones.
    ///
    /// # Errors
    /// Where the text has not the form of settings.
    pub fn from_file(text: &str) -> Result<Self, SettingsError> {
        let Some(text) = own::said(text) else { return Ok(Self::default()) };
        ron::from_str(text).map_err(|error| {
            SettingsError(error.span.start.line, error.span.start.col, error.code.to_string())
        })
    }

    /// Makes a change.
    pub fn change(&mut self, change: SettingChange) {
        match change {
            SettingChange::Filter(name, Some(saved)) => _ = self.filters.insert(name, saved),
            SettingChange::Filter(name, None) => _ = self.filters.remove(&name),
            SettingChange::Shares(shares) => self.shares = shares,
            SettingChange::Theme(base) => self.theme = Some(base),
            SettingChange::Welcomed => self.welcomed = true,
            SettingChange::Used(pane, filter) => {
                let history = self.history.entry(pane).or_default();
                history.retain(|kept| *kept != filter);
                history.push(filter);
                history.drain(..history.len().saturating_sub(REMEMBERED));
            }
            SettingChange::Ledger(ledger) => self.ledger = ledger,
        }
    }

    /// The text of the file.
    pub fn written(&self) -> String {
        let pretty = ron::ser::PrettyConfig::new();
        ron::ser::to_string_pretty(self, pretty).map(|text| text + "\n").unwrap_or_default()
    }
}

impl App {
    /// Takes how the person likes it.
    pub fn prefer(&mut self, settings: Settings) {
        let ledger = &mut self.panes.ledger;
        ledger.columns = Columns::named(&settings.ledger.columns);
        let view = LedgerView::from_name(&settings.ledger.view).unwrap_or_default();
        self.settings = settings;
        self.panes.ledger.show(view, &self.facts);
    }

    /// Keeps how the ledger is shown for the next time, where that is another way than the last.
    pub(super) fn remember_ledger(&mut self) -> Vec<Effect> {
        let LedgerPane { view, columns, .. } = &self.panes.ledger;
        let view = if *view == LedgerView::default() { "" } else { view.name() };
        let now = LedgerSettings { view: view.to_owned(), columns: columns.names() };
        if now == self.settings.ledger {
            return Vec::new();
        }
        self.settings.ledger = now.clone();
        vec![Effect::Remember(SettingChange::Ledger(now))]
    }

    /// Asks for the name under which the filter of the focused pane is saved.
    pub(super) fn ask_filter_name(&mut self) {
        if !self.modals.is_empty() {
            return;
        }
        if self.panes.get(self.panes.focus).filter.trim().is_empty() {
            self.warn("there is no filter to save: / types one");
            return;
        }
        self.modals.push(Modal::NameFilter(FilterName::default()));
    }

    /// Saves the filter of the focused pane under a name.
    pub(super) fn save_filter(&mut self, name: &str) -> Vec<Effect> {
        let name = name.trim();
        if name.is_empty() {
            self.warn("a filter needs a name");
            return Vec::new();
        }
        self.modals.pop();
        let saved =
            SavedFilter { pane: self.panes.focus, filter: self.panes.get(self.panes.focus).filter.clone() };
        let verb = if self.settings.filters.contains_key(name) { "replaced" } else { "saved" };
        let change = SettingChange::Filter(name.to_owned(), Some(saved));
        self.settings.change(change.clone());
        let list = self.keymap.first_chord(Action::Filters);
        self.say(format!("filter {name} {verb}; {list} lists them"));
        vec![Effect::Remember(change)]
    }

    /// Filters as a saved filter says.
    pub(super) fn apply_filter(&mut self, name: &str) {
        let Some(saved) = self.settings.filters.get(name).cloned() else { return };
        self.modals.clear();
        self.panes.focus = saved.pane;
        if saved.pane == PaneId::Ledger && self.panes.ledger.is_by_subject() {
            self.show_ledger(LedgerView::Measures);
        }
        self.set_filter(saved.filter);
        self.say(format!("{name} · Esc shows everything again"));
    }

    /// Deletes a saved filter.
    pub(super) fn delete_filter(&mut self, name: &str) -> Vec<Effect> {
        let change = SettingChange::Filter(name.to_owned(), None);
        self.settings.change(change.clone());
        self.renew_pages();
        self.say(format!("filter {name} deleted"));
        vec![Effect::Remember(change)]
    }

    /// Makes the focused pane larger, or smaller.
    pub(super) fn resize_pane(&mut self, larger: bool) -> Vec<Effect> {
        /// What lies beyond a bound is passed within so many steps.
        const STEPS: usize = 60;
        let (before, kept) = (self.layout, self.settings.shares);
        for _ in 0..STEPS {
            match self.modals.page() {
                Some(_) => self.settings.shares.change_dossier(larger),
                None => self.settings.shares.change(self.panes.focus, larger),
            }
            self.settle();
            if self.layout != before {
                return vec![Effect::Remember(SettingChange::Shares(self.settings.shares))];
            }
        }
        self.settings.shares = kept;
        self.warn("the pane cannot be larger or smaller here");
        Vec::new()
    }

    /// Draws in the colours of a theme from now on.
    pub(super) fn choose_theme(&mut self, base: Base) -> Vec<Effect> {
        let change = SettingChange::Theme(base);
        self.settings.change(change.clone());
        vec![Effect::Paint(base), Effect::Remember(change)]
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
        settings.change(SettingChange::Used(PaneId::Borders, "status:open".to_owned()));
        settings.ledger.view = LedgerView::Subjects.name().to_owned();
        let mut columns = Columns::default();
        assert!(columns.turn(0));
        settings.ledger.columns = columns.names();
        assert_eq!(Settings::from_file(&settings.written()), Ok(settings));
    }

    #[test]
    fn a_filter_is_remembered_once_where_it_was_used_last_and_old_ones_are_forgotten() {
        let mut settings = Settings::default();
        for text in ["a", "b", "a"] {
            settings.change(SettingChange::Used(PaneId::Log, text.to_owned()));
        }
        assert_eq!(settings.history[&PaneId::Log], ["b", "a"]);
        for number in 0..REMEMBERED {
            settings.change(SettingChange::Used(PaneId::Log, number.to_string()));
        }
        assert_eq!(settings.history[&PaneId::Log].len(), REMEMBERED);
        assert_eq!(settings.history[&PaneId::Log][0], "0");
    }

    #[test]
    fn settings_that_say_nothing_are_the_usual_ones() {
        for nothing in ["", "\u{feff}", " \r\n", "// mine\r\n/* later */"] {
            assert_eq!(Settings::from_file(nothing), Ok(Settings::default()), "{nothing:?}");
        }
        let mut settings = Settings::default();
        settings.shares.change(PaneId::Relations, true);
        let marked = format!("\u{feff}{}", settings.written().replace('\n', "\r\n"));
        assert_eq!(Settings::from_file(&marked), Ok(settings));
    }

    #[test]
    fn settings_that_are_none_are_refused_with_their_place() {
        assert_eq!(Settings::from_file("(\n shares: 3)").map_err(|error| error.0), Err(2));
    }
}
