//! One keypress: chord, action, what it changes, what the shell has to do.

use crate::views::groups::Line;

use super::action::Action;
use super::chord::{Chord, KeyCode, Keyboard};
use super::keymap::Context;
use super::modal::{DayField, Palette};
use super::panes::ledger::LedgerView;
use super::request::{ListTask, Request};
use super::settings::Base;
use super::{App, Around, Effect, Finder, Modal, PaneId, READING_ONLY, Typing, field};

impl App {
    /// A key was pressed.
    pub fn press(&mut self, chord: Chord) -> Vec<Effect> {
        if self.modals.is_unseen() {
            return Vec::new();
        }
        self.message = None;
        if self.is_escape_and_sign(chord) {
            return self.press_escape_and(Chord::of(chord.code()));
        }
        let welcomed = self.is_welcomed();
        let from = self.stop();
        self.keyboard = chord.keyboard().unwrap_or(self.keyboard);
        let effects = if let Some(action) = self.keymap.lookup_on(self.keyboard, self.context(), chord) {
            self.look_for_typed();
            self.act(action)
        } else {
            let around = Around { facts: &self.facts, today: self.clock.today };
            let request = match self.modals.top_mut() {
                Some(layer) => layer.press(chord, &around),
                None => Request::Unknown(chord),
            };
            self.perform(request)
        };
        self.review_waiting();
        self.edition_waiting();
        self.settle();
        if !std::mem::take(&mut self.trail.retracing) {
            self.leave(from);
        }
        welcomed.into_iter().chain(effects).collect()
    }

    /// The terminal says which keyboard the next key is pressed on.
    pub fn types_on(&mut self, keyboard: Keyboard) {
        self.keyboard = keyboard;
    }

    /// Many keys come at once, or have come: of what is typed into a filter only the newest counts.
    pub fn hold(&mut self, holding: bool) {
        if holding {
            self.typing = Typing::Held;
            return;
        }
        match std::mem::replace(&mut self.typing, Typing::LookedFor) {
            Typing::LookedFor => return,
            Typing::Held => {}
            Typing::Late => self.look(),
        }
        self.settle();
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
            let kept = self.panes.selected(self.panes.focus, &self.facts);
            self.panes.select(self.panes.focus, &self.facts);
            // What a filter hides leaves the cursor at the first that it shows.
            if self.panes.selected(self.panes.focus, &self.facts) != kept {
                self.panes.get_mut(self.panes.focus).cursor.at = 0;
            }
            self.panes.moved(self.panes.focus, &self.facts);
            self.looked();
        }
    }

    /// A text was pasted.
    pub fn paste(&mut self, text: &str) {
        if self.modals.is_unseen() {
            return;
        }
        self.message = None;
        self.welcomes = false;
        let around = Around { facts: &self.facts, today: self.clock.today };
        let pasted = match self.modals.top_mut() {
            Some(layer) => layer.paste(text, &around),
            None => Err("nothing can be pasted here: open a field first"),
        };
        match pasted {
            Ok((request, cut)) => {
                // Nothing that is typed is for the shell.
                let _ = self.perform(request);
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

    /// Does what the topmost modal asks for.
    pub(super) fn perform(&mut self, request: Request) -> Vec<Effect> {
        match request {
            Request::Nothing => {}
            // Alt comes with answers of the terminal that were cut, and from window managers: no word about it.
            Request::Unknown(chord) if chord.is_alt() => {}
            Request::Unknown(chord) => self.warn(format!("{chord} does nothing here; ? shows what does")),
            Request::Close => _ = self.modals.pop(),
            Request::Warn(why) => self.warn(why),
            Request::Filter(text) => self.set_filter(text),
            Request::KeepFilter(text) => {
                self.modals.pop();
                return self.remember_filter(&text);
            }
            Request::ClearFilter => {
                self.modals.pop();
                self.set_filter(String::new());
            }
            Request::NameFilter => {
                self.modals.pop();
                self.ask_filter_name();
            }
            Request::SaveFilter(name) => return self.save_filter(&name),
            Request::DeleteFilter(name) => return self.delete_filter(&name),
            Request::Search => self.look_or_wait(),
            Request::LookAhead(farther) => self.look_ahead(farther),
            Request::Follow(link) => return self.follow_link(link),
            Request::OpenRecord(id) => {
                self.modals.pop();
                self.open_found(&id);
            }
            Request::GoTo(day) => {
                self.modals.pop();
                self.set_day(day);
            }
            Request::KnownOn(day) => {
                self.modals.pop();
                return self.set_known(day);
            }
            Request::Do(action) => {
                self.modals.pop();
                return self.act(action);
            }
            Request::NameFile(text, task) => return self.name_file(&text, task),
            Request::Run(command, argument) => {
                let asked = self.modals.pop();
                match self.run(command, &argument) {
                    Ok(effects) => return effects,
                    Err(why) => {
                        // What was typed can be mended.
                        if let Some(asked) = asked {
                            self.modals.push(asked);
                        }
                        self.warn(why);
                    }
                }
            }
            Request::SearchPage(typed) => self.look_on_page(&typed),
            Request::NextHit(forward) => self.go_to_hit(forward),
            Request::EndSearch(kept) => self.end_page_search(kept),
            Request::ShowColumns(columns) => return self.show_columns(columns),
            Request::CompletePath(path) => return vec![Effect::CompletePath(path)],
            Request::ReadLists(files, task) => return self.read_lists(&files, task),
            Request::AskWhy => self.ask_why(),
            Request::Decide(why) => return self.decide(&why),
            Request::Answer(answer) => return self.answer(answer),
            Request::AcceptForm => return self.accept_form(),
            Request::EditNote(note) => return self.edit_note(note),
            Request::AddInside { list, taken, typed } => self.add_inside(list, taken, &typed),
            Request::Merge(theirs) => {
                self.modals.pop();
                return vec![Effect::Merge(theirs)];
            }
            Request::LeaveUndecided => self.leave_undecided(),
            Request::TakeEdition(edition) => {
                self.modals.pop();
                return self.take_edition(edition);
            }
            Request::AskEdition => {
                self.modals.pop();
                self.ask_edition();
            }
            Request::MakeChanges(transaction) => return self.make_changes(&transaction),
        }
        Vec::new()
    }

    pub(super) fn set_filter(&mut self, text: String) {
        if self.panes.focus == PaneId::Ledger {
            self.panes.ledger.before_cell = None;
        }
        let focus = self.panes.focus;
        self.panes.get_mut(focus).filter = text;
        self.panes.understand(focus);
        let complaint = self.panes.get(focus).query.complaints.first().cloned();
        match complaint {
            Some(complaint) => self.warn(complaint),
            None => self.message = None,
        }
        self.look_or_wait();
    }

    /// Does something.
    pub fn act(&mut self, action: Action) -> Vec<Effect> {
        if let Some(reason) = self.off(action) {
            match self.file.read_only.as_deref().filter(|_| reason == READING_ONLY) {
                Some(why) => self.warn(format!("{reason}: {why}")),
                None => self.warn(reason),
            }
            return Vec::new();
        }
        self.remembered.copied_table &= action == Action::CopyTable;
        let around = Around { facts: &self.facts, today: self.clock.today };
        if let Some(request) = self.modals.top_mut().and_then(|layer| layer.act(action, &around)) {
            return self.perform(request);
        }
        self.act_anywhere(action)
    }

    /// Does what an action means wherever nothing else is meant by it.
    #[allow(clippy::too_many_lines, reason = "one arm an action, and none is forgotten")]
    fn act_anywhere(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::MoveDown => self.by(1),
            Action::MoveUp => self.by(-1),
            Action::HalfPageDown => self.by_page(self.page_rows() / 2),
            Action::HalfPageUp => self.by_page(-self.page_rows() / 2),
            Action::PageDown => self.by_page(self.page_rows()),
            Action::PageUp => self.by_page(-self.page_rows()),
            Action::First => self.by(isize::MIN),
            Action::Last => self.by(isize::MAX),
            Action::Left => self.panes.ledger.sideways(false, &self.facts),
            Action::Right => self.panes.ledger.sideways(true, &self.facts),
            Action::Open => self.open_selected(),
            Action::Back => return self.back(),
            Action::Filter => self.type_filter(),
            Action::Sort => self.sort(),
            Action::SortReverse => {
                self.panes.list_mut(self.panes.focus).reverse();
                self.panes.select(self.panes.focus, &self.facts);
            }
            Action::SortByColumn => self.sort_by_cursor(false),
            Action::SortThenByColumn => self.sort_by_cursor(true),
            Action::Columns => self.choose_columns(),
            Action::NextView => return self.next_view(),
            Action::Group => self.group(),
            Action::ShowMeasures | Action::ShowSubjects | Action::ShowTimeline => {
                return self.show_ledger_by(action);
            }
            Action::Closer | Action::Farther => self.come_closer(action == Action::Closer),
            Action::PanWest | Action::PanEast | Action::PanNorth | Action::PanSouth => self.pan(action),
            Action::Grow | Action::Shrink => return self.resize_pane(action == Action::Grow),
            Action::GoBack | Action::GoForward => self.retrace(action == Action::GoBack),
            Action::SaveFilter => self.ask_filter_name(),
            Action::HoldFilter => self.hold_filter(),
            Action::Zoom => self.zoom(),
            Action::DarkTheme => return self.choose_theme(Base::Dark),
            Action::LightTheme => return self.choose_theme(Base::Light),
            Action::ContrastTheme => return self.choose_theme(Base::Contrast),
            Action::CalmTheme => return self.choose_theme(Base::Calm),
            Action::Legend => self.toggle_legend(),
            Action::Follow => self.follow(),
            Action::Watch => return self.watch(),
            Action::DayPrevious
            | Action::DayNext
            | Action::MonthBack
            | Action::MonthForward
            | Action::Today => self.go_by(action),
            Action::AskKnown => self.modals.push(Modal::AskDay(DayField::known(self.facts.known_on()))),
            Action::AskDay => self.modals.push(Modal::AskDay(DayField::default())),
            Action::FocusNext
            | Action::FocusPrevious
            | Action::FocusRelations
            | Action::FocusLedger
            | Action::FocusLog
            | Action::FocusBorders => self.focus_by(action),
            Action::FocusDossier => self.focus_dossier(),
            Action::Disagreements => self.open_disagreements(),
            Action::Agenda
            | Action::Exchanges
            | Action::Gaps
            | Action::Trend
            | Action::Changes
            | Action::EditLog
            | Action::Filters => {
                self.open_overview(action);
            }
            Action::MarkDay => self.mark_day(),
            Action::Findings => self.open_findings(),
            Action::Copy
            | Action::CopyTable
            | Action::CopyCommand
            | Action::OpenSource
            | Action::Export
            | Action::Brief
            | Action::OpenFile => return self.bring_out(action),
            Action::Finder => self.modals.push(Modal::Finder(Finder::default())),
            Action::Palette => self.modals.push(Modal::Palette(Palette::default())),
            Action::Help => self.open_help(),
            Action::Redraw => return vec![Effect::Redraw],
            Action::Suspend => return vec![Effect::Suspend],
            Action::Quit => return self.quit(),
            Action::MarkRow | Action::MarkRange | Action::MarkAll => self.mark(action),
            Action::Add
            | Action::AddSubject
            | Action::AddSource
            | Action::AddStep
            | Action::Edit
            | Action::EditText
            | Action::Delete
            | Action::Undo
            | Action::Redo => return self.change(action),
            Action::Save => return self.save(),
            Action::SaveAndQuit => return self.save_and_quit(),
            // Only where a modal knows what to do with them.
            Action::NextLink
            | Action::PreviousLink
            | Action::NextField
            | Action::PreviousField
            | Action::Accept
            | Action::NextMatch
            | Action::PreviousMatch
            | Action::NewLine
            | Action::RemoveRow
            | Action::Complete
            | Action::NewRecord
            | Action::Turn
            | Action::TakeAll
            | Action::NotTheSame
            | Action::TheSame
            | Action::NextHit
            | Action::PreviousHit
            | Action::ColumnEarlier
            | Action::ColumnLater => {}
            Action::SearchPage => self.search_page(),
            Action::Import => return self.ask_lists(ListTask::Import),
            Action::Reconcile => return self.ask_lists(ListTask::Reconcile),
            Action::Screen => return self.ask_lists(ListTask::Screen),
        }
        Vec::new()
    }

    /// Opens what is under the cursor of the focused pane.
    fn open_selected(&mut self) {
        if !self.modals.is_empty() {
            return;
        }
        if self.panes.focus == PaneId::Ledger
            && self.panes.ledger.is_by_subject()
            && self.panes.selected(PaneId::Ledger, &self.facts).is_some()
        {
            self.open_cell();
        } else if let Some(id) = self.panes.selected_id(self.panes.focus, &self.facts) {
            self.open_record(&id);
        } else if self.panes.focus == PaneId::Ledger {
            let line = self.panes.ledger.line(self.panes.ledger.pane.cursor.at);
            let is_folded = matches!(line, Some(Line::Group(group)) if group.folded);
            self.panes.ledger.sideways(is_folded, &self.facts);
        }
    }

    /// Closes what is on top; where nothing is, undoes what narrows the panes, one thing at a time.
    fn back(&mut self) -> Vec<Effect> {
        if self.close_top() || self.take_marks_away() {
            return Vec::new();
        }
        if self.panes.focus == PaneId::Ledger && self.panes.ledger.before_cell.is_some() {
            let before = self.panes.ledger.before_cell.take().unwrap_or_default();
            self.set_filter(before);
            self.show_ledger(LedgerView::Subjects);
        } else if !self.panes.get(self.panes.focus).filter.is_empty() {
            self.set_filter(String::new());
        } else if !self.panes.held.is_empty() {
            self.hold_filter();
        } else if self.panes.leader.is_some() {
            self.follow();
        } else if self.panes.zoom {
            self.panes.zoom = false;
        } else if self.panes.dossier && self.layout.splits {
            self.panes.dossier = false;
        } else {
            return self.set_known(None);
        }
        Vec::new()
    }

    /// Something that was raised from outside comes onto the screen with this frame for the first time: its number, with
    /// which [`App::may_be_answered`] is called as soon as nothing of before can arrive any more.
    pub fn is_asked(&mut self) -> Option<u64> {
        self.modals.is_asked()
    }

    /// What was typed before the question of this number was drawn has arrived, and was dropped: keys count again.
    pub fn may_be_answered(&mut self, number: u64) {
        self.modals.may_be_answered(number);
    }
}
