//! One keypress: chord, action, what it changes, what the shell has to do.

use chrono::{Months, NaiveDate};
use tui_input::Input;

use ratatui::crossterm::event::KeyCode;

use crate::model::date::Date;
use crate::model::state::List;
use crate::views::ledger::Line;
use crate::views::query::Query;

use super::action::Action;
use super::chord::Chord;
use super::measures::LedgerView;
use super::palette::Palette;
use super::{App, Effect, Finder, Modal, PaneId, Typing, field};

impl App {
    /// A key was pressed.
    pub fn press(&mut self, chord: Chord) -> Vec<Effect> {
        self.message = None;
        let effects = if let Some(action) = self.keymap.lookup(self.context(), chord) {
            self.look_for_typed();
            self.act(action)
        } else {
            self.type_key(chord)
        };
        self.settle();
        effects
    }

    /// Many keys come at once, or have come: of what is typed into a filter only the newest counts.
    pub fn hold(&mut self, holding: bool) {
        if holding {
            self.typing = Typing::Held;
        } else if std::mem::replace(&mut self.typing, Typing::LookedFor) == Typing::Late {
            self.look_for_filter();
            self.settle();
        }
    }

    fn look_for_typed(&mut self) {
        if self.typing == Typing::Late {
            self.typing = Typing::Held;
            self.look_for_filter();
        }
    }

    fn look_for_filter(&mut self) {
        self.select(self.focus);
        self.moved();
    }

    /// A text was pasted.
    pub fn paste(&mut self, text: &str) {
        if let Some(Modal::Form(form)) = self.modals.last_mut() {
            form.paste(text, self.facts.document.state());
        } else if let Some(Modal::Filter(input) | Modal::AskDay(input, _)) = self.modals.last_mut() {
            field::paste(input, text);
        } else if let Some(Modal::Palette(palette)) = self.modals.last_mut() {
            field::paste(&mut palette.input, text);
        } else if let Some(Modal::Finder(finder)) = self.modals.last_mut() {
            field::paste(&mut finder.input, text);
        }
        self.typed();
        self.settle();
    }

    fn type_key(&mut self, chord: Chord) -> Vec<Effect> {
        let state = self.facts.document.state();
        let changed = match self.modals.last_mut() {
            Some(Modal::Filter(input) | Modal::AskDay(input, _)) => field::press(input, chord),
            Some(Modal::Palette(palette)) => field::press(&mut palette.input, chord),
            Some(Modal::Finder(finder)) => field::press(&mut finder.input, chord),
            Some(Modal::Form(form)) => {
                let turned = match chord.code() {
                    KeyCode::Left => form.turn(false, state),
                    KeyCode::Right => form.turn(true, state),
                    _ => false,
                };
                if !turned {
                    form.press(chord, state);
                }
                false
            }
            Some(Modal::Question(question)) => {
                let answer = chord.text().and_then(|letter| question.of_letter(letter));
                // Another alphabet's letter in the same place answers as well.
                let answer = answer.or_else(|| {
                    chord.latin().and_then(Chord::text).and_then(|letter| question.of_letter(letter))
                });
                return self.answer(answer);
            }
            Some(Modal::Page(_) | Modal::Conflicts(..)) | None => {
                self.warn(format!("{chord} does nothing here; ? shows what does"));
                false
            }
        };
        if changed {
            self.typed();
        }
        Vec::new()
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
            Some(Modal::Finder(finder)) => finder.search(&self.facts),
            Some(Modal::Page(_) | Modal::Form(_) | Modal::Question(_) | Modal::Conflicts(..)) | None => {}
        }
    }

    pub(super) fn set_filter(&mut self, text: String) {
        let pane = self.panes.get_mut(self.focus);
        pane.query = Query::parse(&text);
        pane.filter = text;
        let complaint = pane.query.complaints.first().cloned();
        if self.typing == Typing::LookedFor {
            self.look_for_filter();
        } else {
            self.typing = Typing::Late;
        }
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
            Action::Group => self.group(),
            Action::ShowTable | Action::ShowTimeline | Action::ShowMatrix => self.show_ledger_by(action),
            Action::Closer | Action::Farther => self.look(action == Action::Closer),
            Action::Zoom => self.zoom = !self.zoom,
            Action::Follow => self.follow(),
            Action::DayPrevious => {
                let day = self.facts.calendar.before(self.day());
                self.go_to_day(day);
            }
            Action::DayNext => {
                let day = self.facts.calendar.after(self.day());
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
            Action::Agenda | Action::Exchanges | Action::Trend | Action::Changes => {
                self.open_overview(action);
            }
            Action::MarkDay => self.mark_day(),
            Action::Findings => self.open_findings(),
            Action::Copy => return self.copy(),
            Action::Find => self.modals.push(Modal::Finder(Finder::default())),
            Action::Palette => self.modals.push(Modal::Palette(Palette::default())),
            Action::Help => self.open_help(),
            Action::Redraw => return vec![Effect::Redraw],
            Action::Suspend => return vec![Effect::Suspend],
            Action::Quit => return self.quit(),
            Action::Add => self.add(),
            Action::AddActor => self.add_to(List::Actors),
            Action::AddSource => self.add_to(List::Sources),
            Action::AddStep => self.add_step(),
            Action::Edit => self.edit(),
            Action::Delete => return self.delete(),
            Action::Undo => return self.undo(),
            Action::Redo => return self.redo(),
            Action::Save => return self.save(),
            Action::NextField | Action::PreviousField => self.step_field(action == Action::NextField),
            Action::Accept => return self.accept(),
            Action::NextMatch | Action::PreviousMatch => {
                if let Some(Modal::Form(form)) = self.modals.last_mut() {
                    form.next_match(action == Action::NextMatch);
                }
            }
            Action::NewLine => {
                if let Some(Modal::Form(form)) = self.modals.last_mut() {
                    form.new_line(self.facts.document.state());
                }
            }
            Action::NewSource => self.add_source_inside(),
            Action::Turn => {
                if let Some(Modal::Conflicts(choices, cursor)) = self.modals.last_mut()
                    && let Some(choice) = choices.get_mut(cursor.at)
                {
                    choice.take_theirs = !choice.take_theirs;
                }
            }
        }
        Vec::new()
    }

    fn save(&mut self) -> Vec<Effect> {
        if !self.facts.document.is_dirty() {
            self.say("there is nothing to save");
            return Vec::new();
        }
        vec![Effect::Save]
    }

    fn step_field(&mut self, forward: bool) {
        match self.modals.last_mut() {
            Some(Modal::Form(form)) => form.step(forward, self.facts.document.state()),
            Some(Modal::Question(question)) => question.step(forward),
            _ => {}
        }
    }

    fn accept(&mut self) -> Vec<Effect> {
        match self.modals.last() {
            Some(Modal::Form(_)) => self.accept_form(),
            Some(Modal::Question(question)) => {
                let answer = question.chosen();
                self.answer(answer)
            }
            Some(Modal::Conflicts(choices, _)) => {
                let theirs = choices.iter().map(|choice| choice.take_theirs).collect();
                self.modals.pop();
                vec![Effect::Merge(theirs)]
            }
            _ => Vec::new(),
        }
    }

    fn page_rows(&self) -> isize {
        let rows = match self.modals.last() {
            Some(Modal::Page(_) | Modal::Palette(_) | Modal::Finder(_)) => {
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
            Some(Modal::Finder(finder)) => finder.cursor.by(rows, finder.matches.len()),
            Some(Modal::Conflicts(choices, cursor)) => cursor.by(rows, choices.len()),
            // While a filter is typed the arrows move through its results.
            Some(Modal::Filter(_)) | None => {
                let length = self.panes.length(self.focus);
                self.panes.get_mut(self.focus).cursor.by(rows, length);
                self.moved();
            }
            Some(Modal::AskDay(..) | Modal::Form(_) | Modal::Question(_)) => {}
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
        if let Some(matrix) = &self.panes.matrix {
            let last = matrix.issuers.len().saturating_sub(1);
            let issuer = &mut self.panes.issuer;
            *issuer = if right { (*issuer + 1).min(last) } else { issuer.saturating_sub(1) };
            return;
        }
        if self.panes.view == LedgerView::Timeline && self.panes.groups.is_none() {
            self.panes.time.scroll(right, self.facts.day);
            return;
        }
        let at = self.panes.ledger.cursor.at;
        let group = self.panes.groups.as_ref().and_then(|groups| groups.at(at));
        if let Some(name) = group.map(|(group, _)| group.name.clone()) {
            self.panes.folded.retain(|folded| *folded != name);
            if !right {
                self.panes.folded.push(name.clone());
            }
            self.panes.regroup(&self.facts);
            let head = self.panes.groups.as_ref().and_then(|groups| groups.head(&name));
            if !right && let Some(at) = head {
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
            Some(Modal::Form(form)) if form.is_last() => return self.accept_form(),
            Some(Modal::Form(_)) => self.step_field(true),
            Some(Modal::Question(_) | Modal::Conflicts(..)) => return self.accept(),
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
            Some(Modal::Finder(finder)) => {
                let found = finder.matches.get(finder.cursor.at).copied();
                let id = found.and_then(|place| self.facts.state().at(place)).map(|it| it.id().clone());
                if let Some(id) = id {
                    self.modals.pop();
                    self.open_record(&id);
                }
            }
            Some(Modal::Palette(palette)) => {
                let chosen = palette.chosen();
                self.modals.pop();
                if let Some(action) = chosen {
                    return self.act(action);
                }
            }
            None if self.focus == PaneId::Ledger && self.panes.matrix.is_some() => self.open_cell(),
            None => match self.panes.selected_id(self.focus, &self.facts) {
                Some(id) => self.open_record(&id),
                None if self.focus == PaneId::Ledger => {
                    let folded = matches!(
                        self.panes.ledger_line(self.panes.ledger.cursor.at),
                        Some(Line::Group(group)) if group.folded
                    );
                    self.sideways(folded);
                }
                None => {}
            },
        }
        Vec::new()
    }

    fn back(&mut self) {
        if let Some(Modal::Form(_)) = self.modals.last() {
            self.cancel_form();
            return;
        }
        // What a crash has left waits for an answer.
        if matches!(self.modals.last(), Some(Modal::Question(_))) && !self.recovery.is_empty() {
            self.warn("this needs an answer: r, l or d");
            return;
        }
        if matches!(self.modals.last(), Some(Modal::Conflicts(..))) {
            (self.save_when_merged, self.quit_when_saved) = (false, false);
            self.warn("nothing is saved until this is decided; w asks again");
        }
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
            PaneId::Ledger => self.next_ledger_view(),
            PaneId::Log => {
                self.panes.events_only = !self.panes.events_only;
                self.select(PaneId::Log);
                self.say(if self.panes.events_only { "events only" } else { "events and every dated step" });
            }
            PaneId::Borders => {
                self.panes.map = !self.panes.map;
                self.say(if self.panes.map {
                    "map: = and - look closer and farther, z gives it the screen"
                } else {
                    "list"
                });
            }
            PaneId::Relations => {}
        }
    }

    fn group(&mut self) {
        self.panes.grouped = !self.panes.grouped;
        self.panes.folded.clear();
        self.select(PaneId::Ledger);
        let column = self.panes.sort.column.word();
        self.say(if self.panes.grouped {
            format!("grouped by {column}; s groups by the next column, h folds a group")
        } else {
            "not grouped".to_owned()
        });
    }

    fn follow(&mut self) {
        if self.leader.take().is_none() {
            self.leader = Some(self.focus);
        }
        self.select_all();
        match self.subject() {
            Some(subject) => {
                let name = subject.name(self.facts.state()).to_owned();
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
}

/// The day that a person means: of a month or year its last day.
fn day_meant(text: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    super::form::when::read(text, today).map(Date::last)
}
