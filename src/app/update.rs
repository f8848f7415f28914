//! One keypress: chord, action, what it changes, what the shell has to do.

use chrono::NaiveDate;
use tui_input::Input;

use ratatui::crossterm::event::KeyCode;

use crate::model::state::RecordKind;
use crate::views::groups::Line;
use crate::views::query::Query;

use super::action::Action;
use super::chord::Chord;
use super::keymap::Context;
use super::palette::Palette;
use super::review::ListTask;
use super::{App, Effect, Finder, Modal, PaneId, Typing, field};

impl App {
    /// A key was pressed.
    pub fn press(&mut self, chord: Chord) -> Vec<Effect> {
        if self.is_unseen() {
            return Vec::new();
        }
        self.message = None;
        if self.is_escape_and_sign(chord) {
            return self.press_escape_and(Chord::of(chord.code()));
        }
        let from = self.stop();
        let effects = if let Some(action) = self.keymap.lookup(self.context(), chord) {
            self.look_for_typed();
            self.act(action)
        } else {
            self.type_key(chord)
        };
        self.review_waiting();
        self.settle();
        if !std::mem::take(&mut self.trail.retracing) {
            self.leave(from);
        }
        effects
    }

    /// Many keys come at once, or have come: of what is typed into a filter only the newest counts.
    pub fn hold(&mut self, holding: bool) {
        if holding {
            self.typing = Typing::Held;
        } else if std::mem::replace(&mut self.typing, Typing::LookedFor) == Typing::Late {
            self.look();
            self.settle();
        }
    }

    fn look_for_typed(&mut self) {
        if self.typing == Typing::Late {
            self.typing = Typing::Held;
            self.look();
        }
    }

    /// Looks for what is typed into a filter or into the search over everything, now or once all keys are taken.
    fn look_or_wait(&mut self) {
        if self.typing == Typing::LookedFor {
            self.look();
        } else {
            self.typing = Typing::Late;
        }
    }

    fn look(&mut self) {
        if let Some(Modal::Finder(finder)) = self.modals.last_mut() {
            finder.search(&self.facts);
        } else {
            self.select(self.focus);
            self.moved();
        }
    }

    /// A text was pasted.
    pub fn paste(&mut self, text: &str) {
        if self.is_unseen() {
            return;
        }
        self.message = None;
        let state = self.document.state();
        let cut = match self.modals.last_mut() {
            Some(Modal::Form(form)) => form.paste(text, state),
            Some(
                Modal::Filter(input)
                | Modal::NameFilter(input)
                | Modal::AskLists(input, _)
                | Modal::AskDay(input, _),
            ) => Ok(field::paste(input, text)),
            Some(Modal::Palette(palette)) => Ok(field::paste(&mut palette.input, text)),
            Some(Modal::Finder(finder)) => Ok(field::paste(&mut finder.input, text)),
            Some(Modal::Page(_) | Modal::Question(_) | Modal::Conflicts(..) | Modal::Review(_)) | None => {
                Err("nothing can be pasted here: open a field first")
            }
        };
        match cut {
            Ok(cut) => {
                self.typed();
                if let Some(cut) = cut {
                    self.warn(cut.to_string());
                }
            }
            Err(why) => self.warn(why),
        }
        self.settle();
    }

    /// Whether a sign with Alt is an Esc and the sign, typed so fast that they came together: where Alt with it means
    /// nothing by itself. Not what begins an answer of the terminal, the beginning of which must not act.
    fn is_escape_and_sign(&self, chord: Chord) -> bool {
        let KeyCode::Char(sign) = chord.code() else { return false };
        let context = self.context();
        chord.is_alt()
            && !chord.control()
            && !matches!(sign, '[' | ']' | 'O' | 'P' | 'X' | '^' | '_')
            && matches!(context, Context::Pane | Context::Page | Context::Field)
            && self.keymap.lookup(context, chord).is_none()
            && !(context == Context::Field && field::edits(chord))
    }

    /// Presses Esc and another key. What would change the file is not pressed: it may have been meant as one key.
    fn press_escape_and(&mut self, chord: Chord) -> Vec<Effect> {
        let mut effects = self.press(Chord::of(KeyCode::Esc));
        let action = self.keymap.lookup(self.context(), chord);
        if !action.is_some_and(Action::changes_file) {
            effects.extend(self.press(chord));
        }
        effects
    }

    fn type_key(&mut self, chord: Chord) -> Vec<Effect> {
        let state = self.document.state();
        let changed = match self.modals.last_mut() {
            Some(
                Modal::Filter(input)
                | Modal::NameFilter(input)
                | Modal::AskLists(input, _)
                | Modal::AskDay(input, _),
            ) => field::press(input, chord),
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
            // Alt comes with answers of the terminal that were cut, and from window managers: no word about it.
            Some(Modal::Page(_) | Modal::Conflicts(..) | Modal::Review(_)) | None if chord.is_alt() => false,
            Some(Modal::Page(_) | Modal::Conflicts(..) | Modal::Review(_)) | None => {
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
            Some(Modal::Finder(_)) => self.look_or_wait(),
            Some(
                Modal::NameFilter(_)
                | Modal::AskLists(..)
                | Modal::Page(_)
                | Modal::Form(_)
                | Modal::Question(_)
                | Modal::Review(_)
                | Modal::Conflicts(..),
            )
            | None => {}
        }
    }

    pub(super) fn set_filter(&mut self, text: String) {
        if self.focus == PaneId::Ledger {
            self.panes.before_cell = None;
        }
        let pane = self.panes.get_mut(self.focus);
        pane.query = Query::parse(&text);
        pane.filter = text;
        let complaint = pane.query.complaints.first().cloned();
        self.look_or_wait();
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
            Action::HalfPageDown => self.by_page(self.page_rows() / 2),
            Action::HalfPageUp => self.by_page(-self.page_rows() / 2),
            Action::PageDown => self.by_page(self.page_rows()),
            Action::PageUp => self.by_page(-self.page_rows()),
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
            Action::Closer | Action::Farther => self.come_closer(action == Action::Closer),
            Action::PanWest | Action::PanEast | Action::PanNorth | Action::PanSouth => self.pan(action),
            Action::Grow | Action::Shrink => return self.resize_pane(action == Action::Grow),
            Action::GoBack | Action::GoForward => self.retrace(action == Action::GoBack),
            Action::SaveFilter => return self.ask_filter_name(),
            Action::Zoom => self.zoom = !self.zoom,
            Action::Follow => self.follow(),
            Action::DayPrevious
            | Action::DayNext
            | Action::MonthBack
            | Action::MonthForward
            | Action::Today => self.go_by(action),
            Action::AskDay => self.modals.push(Modal::AskDay(Input::default(), None)),
            Action::FocusNext
            | Action::FocusPrevious
            | Action::FocusRelations
            | Action::FocusLedger
            | Action::FocusLog
            | Action::FocusBorders => self.focus_by(action),
            Action::NextLink | Action::PreviousLink => {
                if let Some(Modal::Page(view)) = self.modals.last_mut() {
                    view.to_link(action == Action::NextLink);
                }
            }
            Action::Disagreements => self.open_disagreements(),
            Action::Agenda | Action::Exchanges | Action::Trend | Action::Changes | Action::Filters => {
                self.open_overview(action);
            }
            Action::MarkDay => self.mark_day(),
            Action::Findings => self.open_findings(),
            Action::Copy => return self.copy(),
            Action::Finder => self.modals.push(Modal::Finder(Finder::default())),
            Action::Palette => self.modals.push(Modal::Palette(Palette::default())),
            Action::Help => self.open_help(),
            Action::Redraw => return vec![Effect::Redraw],
            Action::Suspend => return vec![Effect::Suspend],
            Action::Quit => return self.quit(),
            Action::Add => self.add(),
            Action::AddActor => self.add_to(RecordKind::Actors),
            Action::AddSource => self.add_to(RecordKind::Sources),
            Action::AddStep => self.add_step(),
            Action::Edit => self.edit(),
            Action::Delete if self.on_filters() => return self.delete_filter(),
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
                    form.new_line(self.document.state());
                }
            }
            Action::NewSource => self.add_source_inside(),
            Action::Turn => self.turn(),
            Action::TakeAll => self.turn_proposal(true),
            Action::Import => self.ask_lists(ListTask::Import),
            Action::Reconcile => self.ask_lists(ListTask::Reconcile),
        }
        Vec::new()
    }

    fn turn(&mut self) {
        match self.modals.last_mut() {
            Some(Modal::Conflicts(choices, cursor)) => {
                if let Some(choice) = choices.get_mut(cursor.at) {
                    choice.take_theirs = !choice.take_theirs;
                }
            }
            _ => self.turn_proposal(false),
        }
    }

    fn save(&mut self) -> Vec<Effect> {
        if self.save.goes_on {
            self.warn("a save goes on already");
            return Vec::new();
        }
        if !self.document.is_dirty() {
            self.say("there is nothing to save");
            return Vec::new();
        }
        vec![Effect::Save]
    }

    fn step_field(&mut self, forward: bool) {
        match self.modals.last_mut() {
            Some(Modal::Form(form)) => form.step(forward, self.document.state()),
            Some(Modal::Question(question)) => question.step(forward),
            _ => {}
        }
    }

    fn accept(&mut self) -> Vec<Effect> {
        match self.modals.last() {
            Some(Modal::Form(_)) => self.accept_form(),
            Some(Modal::Review(_)) => self.accept_proposals(),
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

    fn enter(&mut self) -> Vec<Effect> {
        match self.modals.last() {
            Some(Modal::Page(view)) => {
                if let Some(link) = view.link().cloned() {
                    self.follow_link(link);
                }
            }
            Some(Modal::AskLists(input, task)) => {
                let (text, task) = (input.value().to_owned(), *task);
                return self.read_lists(&text, task);
            }
            Some(Modal::NameFilter(input)) => {
                let name = input.value().to_owned();
                return self.save_filter(&name);
            }
            Some(Modal::Filter(_)) => {
                self.modals.pop();
            }
            Some(Modal::Form(form)) if form.is_last() => return self.accept_form(),
            Some(Modal::Form(_)) => self.step_field(true),
            Some(Modal::Question(_) | Modal::Conflicts(..) | Modal::Review(_)) => return self.accept(),
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
            (self.save.awaits_choice, self.save.then_quit) = (false, false);
            self.warn("nothing is saved until this is decided; w asks again");
        }
        match self.modals.pop() {
            Some(Modal::Filter(_)) => self.set_filter(String::new()),
            None if self.focus == PaneId::Ledger && self.panes.before_cell.is_some() => {
                let before = self.panes.before_cell.take().unwrap_or_default();
                self.set_filter(before);
                self.show_ledger(super::ledger::LedgerView::Matrix);
            }
            None if !self.panes.get(self.focus).filter.is_empty() => self.set_filter(String::new()),
            None if self.leader.is_some() => self.follow(),
            None if self.zoom => self.zoom = false,
            Some(_) | None => {}
        }
    }
}

/// The day that a person means: of a month or year its last day.
fn day_meant(text: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    super::form::when::read_day(text, today)
}
