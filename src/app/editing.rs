//! Changing the file: opening forms, accepting them, deleting, undo and redo, and what questions are answered with.

use crate::edit::document::Rejected;
use crate::edit::op::{Op, Transaction};
use crate::edit::references::{Referrer, referrers, release};
use crate::model::compact::ThinSlice;
use crate::model::id::Id;
use crate::model::record::{Owned, Record};
use crate::model::state::RecordKind;
use crate::views::wording::record_name;

use super::action::Action;
use super::edit_log::From;
use super::form::{Form, last_sources};
use super::modal::Question;
use super::request::Answer;
use super::{App, Effect, Modal};

/// So many of those that refer to a record are named before it is deleted.
const MOST_REFERRERS: usize = 8;

impl App {
    /// Changes what the file says, or opens what does.
    pub(super) fn change(&mut self, action: Action) -> Vec<Effect> {
        let of_one = matches!(action, Action::EditText | Action::Delete | Action::AddStep | Action::Edit);
        if of_one
            && !self.acts_on_marks()
            && let Some(why) = self.cell_refuses()
        {
            self.warn(why);
            return Vec::new();
        }
        match action {
            Action::EditText => return self.edit_text(),
            Action::Delete => self.delete(),
            Action::Undo => return self.undo(),
            Action::Redo => return self.redo(),
            Action::AddSubject => self.add_to(RecordKind::Subjects),
            Action::AddSource => self.add_to(RecordKind::Sources),
            Action::AddStep => self.add_step(),
            Action::Edit => self.edit(),
            _ => self.add(),
        }
        Vec::new()
    }

    /// The record that is meant now: the one of the page, else the one under the cursor; and the step of its history,
    /// where the line is about one.
    pub(super) fn meant(&self) -> Option<(Id, Option<usize>)> {
        if let Some(view) = self.modals.page() {
            return view.record().map(|id| (id.clone(), view.line().and_then(|line| line.step)));
        }
        let (place, step) = self.panes.selected(self.panes.focus, &self.facts)?;
        self.facts.state().at(place).map(|record| (record.id().clone(), step))
    }

    fn owned(&self, id: &Id) -> Option<Owned> {
        self.facts.state().record(id.as_str()).map(Record::to_owned)
    }

    pub(super) fn open_form(&mut self, mut form: Form) {
        form.find_matches(self.facts.state());
        self.modals.push(Modal::Form(Box::new(form)));
    }

    /// A form for a new record of the focused pane.
    fn add(&mut self) {
        self.add_to(self.panes.list(self.panes.focus).adds());
    }

    /// A form for a new record of a list.
    fn add_to(&mut self, list: RecordKind) {
        let form =
            Form::new_record(list, self.facts.state(), self.clock.today, self.remembered.sources.as_deref());
        self.open_form(form);
    }

    /// A form for a new source that is asked for from inside another form, where these ids are taken and the publisher
    /// was typed already.
    pub(super) fn add_inside(&mut self, list: RecordKind, taken: Vec<String>, typed: &str) {
        let sources = (list != RecordKind::Sources).then_some(self.remembered.sources.as_deref()).flatten();
        let mut form = Form::new_record(list, self.facts.state(), self.clock.today, sources);
        if list == RecordKind::Subjects {
            // A state is seldom missing; whom measures are aimed at is.
            form.choose("kind", "Company");
        }
        form.taken = taken;
        let named = match list {
            RecordKind::Sources => "publisher",
            RecordKind::Acts => "number",
            RecordKind::Events => "title",
            _ => "name",
        };
        form.begin_with(named, typed, self.facts.state());
        self.open_form(form);
    }

    /// A form for what is meant: the step on this line, else the record.
    fn edit(&mut self) {
        if self.acts_on_marks() {
            return self.edit_marked();
        }
        let Some((id, step)) = self.meant() else { return };
        let Some(record) = self.owned(&id) else { return };
        let state = self.facts.state();
        let dates = (self.clock.today, self.day());
        let form = match step {
            Some(_) => Form::of_step(&record, step, state, dates, None),
            None => Some(Form::of_record(&record, state, self.clock.today)),
        };
        if let Some(form) = form {
            self.open_form(form);
        }
    }

    /// A form for a new step of what is meant.
    fn add_step(&mut self) {
        if self.acts_on_marks() {
            return self.add_step_to_marked();
        }
        let Some((id, _)) = self.meant() else { return };
        let Some(record) = self.owned(&id) else { return };
        let dates = (self.clock.today, self.day());
        match Form::of_step(&record, None, self.facts.state(), dates, self.remembered.sources.as_deref()) {
            Some(form) => self.open_form(form),
            None => self.warn("only relations, measures and crossings have a history"),
        }
    }

    /// Asks whether what is meant is deleted, a record or a step of one, naming what refers to it.
    fn delete(&mut self) {
        if self.acts_on_marks() {
            self.delete_marked();
            return;
        }
        let Some((id, step)) = self.meant() else { return };
        let Some(record) = self.owned(&id) else { return };
        let name = record_name(self.facts.state(), &id);
        if let Some(at) = step {
            let Some(new) = without_step(&record, at) else { return };
            let on = record.borrowed().step(at).map_or_else(String::new, |(on, _)| on.written());
            let label = format!("{name}, the step of {on} deleted");
            let deletes = Transaction::new(label, vec![Op::replace(record, new)]);
            return self.ask_to_delete(&format!("the step of {on} of {name}"), deletes);
        }
        let state = self.facts.state();
        let remove = Op::remove(record);
        let label = format!("{name} deleted");
        let who: Vec<String> = referrers(state, &id)
            .into_iter()
            .filter_map(|referrer| match referrer {
                Referrer::Head => Some("it is the file's focus: what the file is about".to_owned()),
                // Its references to itself go with it.
                Referrer::Record(place) => {
                    let referring = state.at(place).map(Record::id).filter(|referring| **referring != id)?;
                    Some(format!("{referring} refers to it"))
                }
            })
            .collect();
        if who.is_empty() {
            return self.ask_to_delete(&name, Transaction::new(label, vec![remove]));
        }
        let more = who.len().saturating_sub(MOST_REFERRERS);
        let mut lines: Vec<String> = who.into_iter().take(MOST_REFERRERS).collect();
        if more > 0 {
            lines.push(format!("and {more} more"));
        }
        let question = match release(state, &id) {
            Ok(mut ops) => {
                ops.push(remove);
                let both = Answer::Commit(Box::new(Transaction::new(label, ops)));
                let answers =
                    vec![('c', "cancel", Answer::Stay), ('r', "remove the references and delete", both)];
                Question::new(format!("Delete {name}?"), lines, answers)
            }
            Err(bound) => {
                let named: Vec<&str> = bound.iter().take(5).map(Id::as_str).collect();
                lines.push(format!("and these cannot be without it: {}", named.join(", ")));
                Question::new(format!("{name} cannot be deleted"), lines, vec![('c', "cancel", Answer::Stay)])
            }
        };
        self.modals.push(Modal::Question(question));
    }

    /// Asks whether that is deleted to which nothing refers.
    fn ask_to_delete(&mut self, what: &str, deletes: Transaction) {
        let commit = Answer::Commit(Box::new(deletes));
        let answers = vec![('c', "cancel", Answer::Stay), ('d', "delete", commit)];
        self.modals.push(Modal::Question(Question::new(format!("Delete {what}?"), Vec::new(), answers)));
    }

    /// Accepts the topmost form.
    pub(super) fn accept_form(&mut self) -> Vec<Effect> {
        let Some(Modal::Form(mut form)) = self.modals.pop() else { return Vec::new() };
        let accepted = form.accept(self.facts.state());
        let Some(accepted) = accepted else {
            self.modals.push(Modal::Form(form));
            return Vec::new();
        };
        // What was made from inside another form comes with that form, and what was made inside it as well.
        if let Some(Modal::Form(outer)) = self.modals.last_mut() {
            let mut ops = accepted.transaction.ops;
            let last = ops.pop();
            outer.made.extend(ops.into_iter().filter_map(Op::into_inserted));
            if let Some(record) = last.and_then(Op::into_inserted) {
                outer.take_made(record, self.document.state());
            }
            return Vec::new();
        }
        if let Some(sources) = last_sources(&form) {
            self.remembered.sources = Some(sources);
        }
        if accepted.transaction.ops.is_empty() {
            self.say("nothing has changed");
            return Vec::new();
        }
        if let Some(review) = accepted.review {
            self.modals.push(Modal::Form(form));
            self.review_change(review);
            return Vec::new();
        }
        if form.is_for_many() {
            self.modals.push(Modal::Form(form));
            let effects = self.commit_many(&accepted.transaction);
            if !effects.is_empty() {
                self.close_change();
            }
            return effects;
        }
        match self.document.commit(&accepted.transaction) {
            Ok(applied) => {
                let taken = form.taken();
                let effects = self.committed(applied, &taken);
                self.panes.reveal(self.panes.focus, &self.facts, &accepted.id);
                effects
            }
            Err(rejected) => {
                let stale = matches!(rejected, Rejected::Stale(_)) && form.refresh(self.document.state());
                form.error = Some(if stale {
                    "the record was changed meanwhile: what you typed is kept, the rest is fresh; accept again".to_owned()
                } else {
                    said(&rejected)
                });
                self.modals.push(Modal::Form(form));
                Vec::new()
            }
        }
    }

    /// Commits a change that needs no form.
    pub(super) fn commit(&mut self, transaction: &Transaction) -> Vec<Effect> {
        match self.document.commit(transaction) {
            Ok(applied) => self.committed(applied, ""),
            Err(rejected) => {
                self.warn(said(&rejected));
                Vec::new()
            }
        }
    }

    /// A change was accepted: what shows it follows, and it goes into the journal. `taken` is what was taken for texts
    /// that were typed.
    pub(super) fn committed(&mut self, applied: Transaction, taken: &str) -> Vec<Effect> {
        self.log_edit(&applied, From::Here);
        self.after_change(&applied);
        self.say(format!("{}{taken} · u takes it back", applied.label));
        vec![Effect::Journal(Box::new(applied))]
    }

    /// What depends on what was changed is computed anew.
    pub(super) fn after_change(&mut self, applied: &Transaction) {
        self.follow_edit(applied);
        self.show_change();
    }

    /// What shows the facts is brought up to date.
    pub(super) fn show_change(&mut self) {
        self.panes.select_all(&self.facts);
        for layer in self.modals.layers_mut() {
            layer.follow(&self.facts);
        }
        self.renew_pages();
    }

    fn undo(&mut self) -> Vec<Effect> {
        let Some(inverse) = self.document.undo() else { return Vec::new() };
        self.edit_log.undone();
        self.after_change(&inverse);
        self.say(format!("undone: {}", inverse.label));
        vec![Effect::Journal(Box::new(Transaction { label: format!("undo: {}", inverse.label), ..inverse }))]
    }

    fn redo(&mut self) -> Vec<Effect> {
        let Some(applied) = self.document.redo() else { return Vec::new() };
        self.edit_log.redone();
        self.after_change(&applied);
        self.say(format!("done again: {}", applied.label));
        vec![Effect::Journal(Box::new(applied))]
    }

    /// Gives an answer to the topmost question.
    pub(super) fn answer(&mut self, answer: Answer) -> Vec<Effect> {
        self.modals.pop();
        match answer {
            Answer::Stay => Vec::new(),
            Answer::Discard => vec![Effect::Quit],
            Answer::DropForms => {
                self.modals.retain(|modal| !matches!(modal, Modal::Form(_)));
                self.quit()
            }
            Answer::SaveAndQuit => {
                self.file.save.then_quit = true;
                vec![Effect::Save]
            }
            Answer::WriteOver(writing) => {
                self.say(format!("writing {} …", writing.path));
                vec![Effect::Write(writing)]
            }
            Answer::SaveAndOpen(path) => {
                self.file.opens_then = Some(path);
                vec![Effect::Save]
            }
            Answer::OpenOther(path) => self.open_now(path),
            Answer::SaveAllTheSame(before) => vec![Effect::SaveAllTheSame(before)],
            Answer::DoNotSave => {
                self.file.nothing_follows();
                self.warn("not saved: the version before could not be kept");
                Vec::new()
            }
            Answer::Commit(transaction) => {
                let effects = self.commit(&transaction);
                if !effects.is_empty() {
                    self.close_change();
                }
                effects
            }
            Answer::EditOn(text) => self.edit_on(text),
            Answer::DiscardText => {
                self.discard_text();
                Vec::new()
            }
            Answer::Recover => {
                let edits = std::mem::take(&mut self.file.recovery);
                let all = edits.len();
                let mut lost = Vec::new();
                for edit in &edits {
                    match self.document.commit(edit) {
                        Ok(applied) => {
                            self.follow_edit(&applied);
                            self.log_edit(&applied, From::Journal);
                        }
                        Err(_) => lost.push(edit.label.clone()),
                    }
                }
                self.panes.select_all(&self.facts);
                self.renew_pages();
                let taken = all - lost.len();
                if lost.is_empty() {
                    self.say(format!("{taken} recovered; w saves, u takes back one by one"));
                } else {
                    self.warn(format!(
                        "{taken} of {all} recovered; these do not fit any more: {}",
                        lost.join("; ")
                    ));
                }
                vec![Effect::Recovered(true)]
            }
            Answer::Look => {
                let lines = self.file.recovery.iter().map(|edit| format!("· {}", edit.label)).collect();
                self.ask_recovery(lines);
                Vec::new()
            }
            Answer::Forget => {
                self.file.recovery.clear();
                self.say("the edits of the crash were discarded");
                vec![Effect::Recovered(false)]
            }
            Answer::TakeEdition => self.choose_edition(),
            Answer::LookAtEdition => {
                self.look_at_edition();
                Vec::new()
            }
            Answer::DeclineEdition => self.decline_edition(),
        }
    }
}

/// The first reason is the one to mend first; a line has no room for more.
pub(super) fn said(rejected: &Rejected) -> String {
    match rejected {
        Rejected::Stale(_) | Rejected::Taken(_) => rejected.to_string(),
        Rejected::Errors(faults) => {
            let first = faults.first().map(ToString::to_string).unwrap_or_default();
            match faults.len() {
                0 | 1 => first,
                all => format!("{first}; and {} more", all - 1),
            }
        }
    }
}

/// A record without one of its steps.
fn without_step(record: &Owned, at: usize) -> Option<Owned> {
    fn cut<T: Clone>(steps: &mut ThinSlice<T>, at: usize) -> Option<()> {
        (at < steps.len()).then(|| _ = steps.change(|steps| steps.remove(at)))
    }
    let mut new = record.clone();
    match &mut new {
        Owned::Relation(it) => cut(&mut it.history, at)?,
        Owned::Measure(it) => cut(&mut it.history, at)?,
        Owned::Crossing(it) => cut(&mut it.history, at)?,
        _ => return None,
    }
    Some(new)
}
