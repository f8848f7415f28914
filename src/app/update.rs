//! One keypress: chord, action, what it changes, what the shell has to do.

use chrono::{Months, NaiveDate};
use tui_input::Input;

use crate::model::date::Date;
use crate::views::ledger::Line;
use crate::views::query::Query;
use crate::views::record::record_name;
use crate::views::{chronicle, conflicts, wording};

use super::action::Action;
use super::chord::Chord;
use super::keymap::Context;
use super::palette::Palette;
use super::{App, Effect, Modal, PaneId, field};

impl App {
    /// A key was pressed.
    pub fn press(&mut self, chord: Chord) -> Vec<Effect> {
        self.message = None;
        let effects = if let Some(action) = self.keymap.lookup(self.context(), chord) {
            self.act(action)
        } else {
            self.type_key(chord);
            Vec::new()
        };
        self.settle();
        effects
    }

    /// A text was pasted.
    pub fn paste(&mut self, text: &str) {
        if let Some(Modal::Filter(input) | Modal::AskDay(input, _)) = self.modals.last_mut() {
            field::paste(input, text);
        } else if let Some(Modal::Palette(palette)) = self.modals.last_mut() {
            field::paste(&mut palette.input, text);
        }
        self.typed();
        self.settle();
    }

    fn type_key(&mut self, chord: Chord) {
        let changed = match self.modals.last_mut() {
            Some(Modal::Filter(input) | Modal::AskDay(input, _)) => field::press(input, chord),
            Some(Modal::Palette(palette)) => field::press(&mut palette.input, chord),
            Some(Modal::Page(_)) | None => {
                self.warn(format!("{chord} does nothing here; ? shows what does"));
                false
            }
        };
        if changed {
            self.typed();
        }
    }

    /// The text of the topmost field has changed.
    fn typed(&mut self) {
        match self.modals.last_mut() {
            Some(Modal::Filter(input)) => {
                let text = input.value().to_owned();
                self.set_filter(text);
            }
            Some(Modal::AskDay(_, error)) => *error = None,
            Some(Modal::Palette(palette)) => palette.search(),
            Some(Modal::Page(_)) | None => {}
        }
    }

    fn set_filter(&mut self, text: String) {
        let pane = self.panes.get_mut(self.focus);
        pane.query = Query::parse(&text);
        pane.filter = text;
        let complaint = pane.query.complaints.first().cloned();
        self.select(self.focus);
        self.moved();
        match complaint {
            Some(complaint) => self.warn(complaint),
            None => self.message = None,
        }
    }

    /// Does something.
    pub fn act(&mut self, action: Action) -> Vec<Effect> {
        if let Some(reason) = self.off(action) {
            self.warn(reason);
            return Vec::new();
        }
        match action {
            Action::MoveDown => self.by(1),
            Action::MoveUp => self.by(-1),
            Action::HalfPageDown => self.by(self.page_rows() / 2),
            Action::HalfPageUp => self.by(-self.page_rows() / 2),
            Action::PageDown => self.by(self.page_rows()),
            Action::PageUp => self.by(-self.page_rows()),
            Action::First => self.by(isize::MIN),
            Action::Last => self.by(isize::MAX),
            Action::Left => self.sideways(false),
            Action::Right => self.sideways(true),
            Action::Open => return self.enter(),
            Action::Back => self.back(),
            Action::Filter => {
                let text = self.panes.get(self.focus).filter.clone();
                self.modals.push(Modal::Filter(Input::new(text)));
            }
            Action::Sort => self.sort(),
            Action::SortReverse => {
                self.panes.reverse(self.focus);
                self.select(self.focus);
            }
            Action::NextView => self.next_view(),
            Action::Zoom => self.zoom = !self.zoom,
            Action::Follow => self.follow(),
            Action::DayPrevious => {
                let day = self.facts.days.iter().rev().find(|day| **day < self.day()).copied();
                self.go_to_day(day);
            }
            Action::DayNext => {
                let day = self.facts.days.iter().find(|day| **day > self.day()).copied();
                self.go_to_day(day);
            }
            Action::MonthBack => self.go_to_day(self.day().checked_sub_months(Months::new(1))),
            Action::MonthForward => self.go_to_day(self.day().checked_add_months(Months::new(1))),
            Action::AskDay => self.modals.push(Modal::AskDay(Input::default(), None)),
            Action::Today => self.set_day(self.today),
            Action::FocusNext => self.focus = self.focus.step(1),
            Action::FocusPrevious => self.focus = self.focus.step(PaneId::ALL.len() - 1),
            Action::FocusRelations => self.focus = PaneId::Relations,
            Action::FocusLedger => self.focus = PaneId::Ledger,
            Action::FocusLog => self.focus = PaneId::Log,
            Action::FocusBorders => self.focus = PaneId::Borders,
            Action::NextLink | Action::PreviousLink => {
                if let Some(Modal::Page(view)) = self.modals.last_mut() {
                    view.to_link(action == Action::NextLink);
                }
            }
            Action::Disagreements => self.open_disagreements(),
            Action::Findings => self.open_findings(),
            Action::Copy => return self.copy(),
            Action::Palette => self.modals.push(Modal::Palette(Palette::default())),
            Action::Help => self.open_help(),
            Action::Redraw => return vec![Effect::Redraw],
            Action::Suspend => return vec![Effect::Suspend],
            Action::Quit => return vec![Effect::Quit],
        }
        Vec::new()
    }

    fn page_rows(&self) -> isize {
        let rows = match self.modals.last() {
            Some(Modal::Page(_) | Modal::Palette(_)) => {
                usize::from(self.layout.page().height).saturating_sub(3)
            }
            _ => self.layout.rows(self.focus).saturating_sub(1),
        };
        isize::try_from(rows.max(1)).unwrap_or(1)
    }

    fn by(&mut self, rows: isize) {
        match self.modals.last_mut() {
            Some(Modal::Page(view)) => view.by(rows),
            Some(Modal::Palette(palette)) => palette.cursor.by(rows, palette.matches.len()),
            // While a filter is typed the arrows move through its results.
            Some(Modal::Filter(_)) | None => {
                let length = self.panes.length(self.focus);
                self.panes.get_mut(self.focus).cursor.by(rows, length);
                self.moved();
            }
            Some(Modal::AskDay(..)) => {}
        }
    }

    /// The selection of the focused pane has changed: panes that follow it are chosen anew.
    pub(super) fn moved(&mut self) {
        if self.leader == Some(self.focus) {
            let leader = self.focus;
            for &pane in PaneId::ALL.iter().filter(|pane| **pane != leader) {
                self.select(pane);
            }
        }
    }

    fn sideways(&mut self, right: bool) {
        let at = self.panes.ledger.cursor.at;
        let group = self.panes.lines.iter().take(at + 1).rev().find_map(|line| match line {
            Line::Group(name, ..) => Some(name.clone()),
            Line::Row(_) => None,
        });
        if let Some(name) = group {
            self.panes.folded.retain(|folded| *folded != name);
            if !right {
                self.panes.folded.push(name.clone());
            }
            self.panes.regroup(&self.facts);
            let head = |line: &Line| matches!(line, Line::Group(group, ..) if *group == name);
            if !right && let Some(at) = self.panes.lines.iter().position(head) {
                self.panes.ledger.cursor.at = at;
            }
            return;
        }
        let last = crate::views::ledger::Column::ALL.len() - 3;
        let from = &mut self.panes.columns_from;
        *from = if right { (*from + 1).min(last) } else { from.saturating_sub(1) };
    }

    fn enter(&mut self) -> Vec<Effect> {
        match self.modals.last() {
            Some(Modal::Page(view)) => {
                if let Some(id) = view.link().cloned() {
                    self.open_record(&id);
                }
            }
            Some(Modal::Filter(_)) => {
                self.modals.pop();
            }
            Some(Modal::AskDay(input, _)) => {
                let read = day_meant(input.value(), self.today);
                match read {
                    Ok(day) => {
                        self.modals.pop();
                        self.set_day(day);
                    }
                    Err(why) => {
                        if let Some(Modal::AskDay(_, error)) = self.modals.last_mut() {
                            *error = Some(why);
                        }
                    }
                }
            }
            Some(Modal::Palette(palette)) => {
                let chosen = palette.chosen();
                self.modals.pop();
                if let Some(action) = chosen {
                    return self.act(action);
                }
            }
            None => match self.panes.selected_id(self.focus, &self.facts) {
                Some(id) => self.open_record(&id),
                None if self.focus == PaneId::Ledger => {
                    let folded = matches!(
                        self.panes.lines.get(self.panes.ledger.cursor.at),
                        Some(Line::Group(_, _, true))
                    );
                    self.sideways(folded);
                }
                None => {}
            },
        }
        Vec::new()
    }

    fn back(&mut self) {
        match self.modals.pop() {
            Some(Modal::Filter(_)) => self.set_filter(String::new()),
            None if !self.panes.get(self.focus).filter.is_empty() => self.set_filter(String::new()),
            None if self.leader.is_some() => self.follow(),
            None if self.zoom => self.zoom = false,
            Some(_) | None => {}
        }
    }

    fn sort(&mut self) {
        let by = self.panes.sort_next(self.focus);
        self.select(self.focus);
        if let Some(by) = by {
            self.say(format!("sorted by {by}"));
        }
    }

    fn next_view(&mut self) {
        match self.focus {
            PaneId::Ledger => {
                self.panes.grouped = !self.panes.grouped;
                self.panes.folded.clear();
                self.select(PaneId::Ledger);
                let column = self.panes.sort.column.word();
                self.say(if self.panes.grouped {
                    format!("grouped by {column}; s groups by the next column, h folds a group")
                } else {
                    "table".to_owned()
                });
            }
            PaneId::Log => {
                self.panes.events_only = !self.panes.events_only;
                self.select(PaneId::Log);
                self.say(if self.panes.events_only { "events only" } else { "events and every dated step" });
            }
            PaneId::Relations | PaneId::Borders => {}
        }
    }

    fn follow(&mut self) {
        if self.leader.take().is_none() {
            self.leader = Some(self.focus);
        }
        self.select_all();
        match self.subject() {
            Some(subject) => {
                let name = subject.name(&self.facts.state).to_owned();
                self.say(format!("the other panes follow: {name}; f ends it"));
            }
            None => self.say("the panes show everything again"),
        }
    }

    fn go_to_day(&mut self, day: Option<NaiveDate>) {
        if let Some(day) = day {
            self.set_day(day);
        }
    }

    /// The record under the cursor as a line that can be cited.
    fn copy(&mut self) -> Vec<Effect> {
        if let Some(Modal::Page(view)) = self.modals.last() {
            let lines = view.page.lines.iter().map(|line| match line.label.as_str() {
                "" => line.text.clone(),
                label => format!("{label}: {}", line.text),
            });
            let text = lines.collect::<Vec<_>>().join("\n");
            self.say("the page is on the clipboard");
            return vec![Effect::Copy(text)];
        }
        let Some(text) = self.cited_line() else { return Vec::new() };
        self.say("a cited line is on the clipboard");
        vec![Effect::Copy(text)]
    }

    fn cited_line(&self) -> Option<String> {
        let facts = &self.facts;
        let at = self.panes.get(self.focus).cursor.at;
        if self.focus == PaneId::Log {
            let entry = self.panes.log.shown.get(at).and_then(|at| facts.entries.get(*at))?;
            let day = entry.on.map_or_else(|| "date open".to_owned(), |on| on.to_string());
            let title = chronicle::title(&facts.state, entry);
            let sources = self.sources_in_full(chronicle::sources(&facts.state, entry));
            return Some(format!("{day}: {title} ({sources})"));
        }
        let id = self.panes.selected_id(self.focus, facts)?;
        let name = record_name(&facts.state, &id);
        let (place, _) = self.panes.selected(self.focus, facts)?;
        let (status, sources) = match facts.state.at(place)? {
            crate::model::record::Record::Sanction(it) => {
                let row = facts.ledger.get(place.at)?;
                let since = row.status.since.map(|since| format!(" since {since}")).unwrap_or_default();
                let step = row.status.step.and_then(|step| it.history.get(step));
                (
                    format!("{}{since}", wording::measure_status(&row.status)),
                    step.map(|step| self.sources_in_full(&step.sources)),
                )
            }
            crate::model::record::Record::Crossing(it) => {
                let row = facts.board.get(place.at)?;
                let since = row.since.map(|since| format!(" since {since}")).unwrap_or_default();
                let step =
                    row.status.latest().and_then(|lane| lane.step).and_then(|step| it.history.get(step));
                (
                    format!("{}{since}", wording::lanes(&row.status)),
                    step.map(|step| self.sources_in_full(&step.sources)),
                )
            }
            crate::model::record::Record::Relation(_) => {
                let row = facts.relations.get(place.at)?;
                (row.stance().map_or("no stance recorded", |stance| stance.word()).to_owned(), None)
            }
            _ => return None,
        };
        let sources = sources.filter(|s| !s.is_empty()).map(|s| format!(" ({s})")).unwrap_or_default();
        Some(format!("{name}: {status}, as of {}{sources}", facts.day))
    }

    fn sources_in_full(&self, ids: &[crate::model::id::Id]) -> String {
        let full = ids.iter().map(|id| match self.facts.state.source(id.as_str()) {
            Some(source) => {
                let date = source.published.map(|day| format!(", {}", day.written())).unwrap_or_default();
                format!("{}{date}", source.publisher)
            }
            None => conflicts::cited(std::slice::from_ref(id)),
        });
        full.collect::<Vec<_>>().join("; ")
    }

    /// What works here, with its keys, for the footer.
    pub fn hints(&self) -> Vec<(String, &'static str)> {
        let context = self.context();
        let actions: &[Action] = match context {
            Context::Field => &[Action::Open, Action::Back],
            Context::Page => &[
                Action::MoveDown,
                Action::NextLink,
                Action::Open,
                Action::Back,
                Action::DayPrevious,
                Action::Copy,
                Action::Help,
            ],
            _ => &[
                Action::MoveDown,
                Action::Open,
                Action::Filter,
                Action::Sort,
                Action::NextView,
                Action::DayPrevious,
                Action::AskDay,
                Action::Zoom,
                Action::Follow,
                Action::FocusNext,
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
                    _ => action.hint(),
                };
                hints.push((keys, hint));
            }
        }
        hints
    }
}

/// The day that a person means: a date (of a month or year its last day), or `today`.
fn day_meant(text: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("today") {
        return Ok(today);
    }
    text.parse::<Date>().map(Date::last).map_err(|error| error.to_string())
}
