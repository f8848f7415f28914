//! The filter of the focused pane while it is typed: what is offered for it, what is told of it, what was kept before.

use crate::views::filter::{AllValues, unknown_values, why};

use super::modal::FilterField;
use super::settings::SettingChange;
use super::{App, Effect, Modal, PaneId};

impl App {
    /// Opens the field of the focused pane's filter.
    pub(super) fn type_filter(&mut self) {
        let focus = self.panes.focus;
        let history = self.settings.history.get(&focus).cloned().unwrap_or_default();
        self.modals.push(Modal::Filter(FilterField::of(&self.panes.get(focus).filter, history)));
        self.offer();
    }

    /// A filter was kept: it is remembered.
    pub(super) fn remember_filter(&mut self, text: &str) -> Vec<Effect> {
        let text = text.trim().to_owned();
        let history = self.settings.history.get(&self.panes.focus);
        if text.is_empty() || history.and_then(|history| history.last()) == Some(&text) {
            return Vec::new();
        }
        let change = SettingChange::Used(self.panes.focus, text);
        self.settings.change(change.clone());
        vec![Effect::Remember(change)]
    }

    /// What a filter keeps has been looked for: offers what can be typed on, and tells what keeps nothing, or not all.
    pub(super) fn looked(&mut self) {
        self.offer();
        let focus = self.panes.focus;
        let pane = self.panes.get(focus);
        if !pane.query.complaints.is_empty() || pane.query.is_empty() {
            return;
        }
        if self.panes.list(focus).count() == 0 || pane.query.excludes() {
            let mut none = AllValues::default();
            let values = match self.modals.last_mut() {
                Some(Modal::Filter(field)) => &mut field.completion.all,
                _ => &mut none,
            };
            let unknown = unknown_values(&self.facts, focus.listing(), &pane.query, values);
            if let Some(unknown) = unknown.into_iter().next() {
                self.warn(unknown);
            }
        } else if pane.unseen > 0 && matches!(self.modals.last(), Some(Modal::Filter(_))) {
            let more = pane.unseen;
            self.say(format!("{more} more have it where no row shows it: any:"));
        }
    }

    /// Where the words of a pane's filter stand that its selected row does not show.
    pub fn why_kept(&self, pane: PaneId) -> Option<String> {
        let list = self.panes.list(pane).pane();
        if list.query.is_empty() {
            return None;
        }
        let at = match pane {
            PaneId::Log => list.shown.get(list.cursor.at)?,
            _ => self.panes.selected(pane, &self.facts)?.0.at,
        };
        why(&self.facts, pane.listing(), at, &list.query)
    }

    /// Offers what fits the word at the cursor of the filter.
    fn offer(&mut self) {
        let narrowing = self.narrowing().filter(|_| self.panes.leader != Some(self.panes.focus));
        let (panes, facts) = (&self.panes, &self.facts);
        let focus = panes.focus;
        let Some(Modal::Filter(field)) = self.modals.last_mut() else { return };
        field.completion.renew(&field.input, focus.listing(), facts, |rest| {
            panes.kept_by(focus, rest, facts, narrowing.as_ref())
        });
    }
}
