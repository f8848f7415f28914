//! Texts in the person's own editor: records, and the note of a form. The shell runs it; what comes back is taken through
//! the gate, and nothing that was typed is lost unless the person says so.

use super::changed::{counted, label, told};
use super::modal::Question;
use super::request::Answer;
use super::{App, Effect, Modal};
use crate::edit::op::{Op, Transaction};
use crate::edit::proposal::{Proposal, Proposals};
use crate::edit::text::{self, Told, Wrong};
use crate::model::id::Id;
use crate::model::record::{Owned, Record};
use crate::model::state::RecordKind;
use crate::views::wording::{count, record_name};

/// So many findings are shown.
const MOST_WRONG: usize = 6;

/// What an editor is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditorTask {
    /// The text.
    pub text: String,
    /// How the name of its file ends: editors colour by it.
    pub extension: &'static str,
}

/// What has come back from an editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditorEnd {
    /// What the file says now.
    pub text: String,
    /// Why that is not meant: the editor ended with an error, or was killed.
    pub failure: Option<String>,
}

/// What is in the editor.
#[derive(Debug, Clone)]
enum Subject {
    /// Records, as they were when their text was written.
    Records(Vec<Owned>),
    /// The note of the form on top.
    Note,
}

/// What is in the editor, or was and could not be taken yet.
#[derive(Debug, Clone)]
pub(super) struct InEditor {
    subject: Subject,
    /// The text as it was given.
    given: String,
    /// What was changed on both sides and told.
    told: Vec<Told>,
    /// It was in the editor before: what was typed then is in it.
    is_again: bool,
}

impl InEditor {
    fn is_empty(&self, text: &str) -> bool {
        match self.subject {
            Subject::Records(_) => text::is_empty(text),
            Subject::Note => text.trim().is_empty(),
        }
    }
}

impl App {
    /// Opens the text of all that is marked, else of what is meant, in the editor; in a form its note.
    pub(super) fn edit_text(&mut self) -> Vec<Effect> {
        let ids: Vec<Id> = if self.acts_on_marks() {
            self.panes.get_mut(self.panes.focus).marks.keep_range();
            self.marked()
        } else {
            self.meant().map(|(id, _)| id).into_iter().collect()
        };
        let state = self.facts.state();
        let records: Vec<Owned> =
            ids.iter().filter_map(|id| state.record(id.as_str())).map(Record::to_owned).collect();
        if records.is_empty() {
            return Vec::new();
        }
        let text = text::written(&records, &[]);
        self.open_editor(Subject::Records(records), text, None)
    }

    /// Opens the note of the form on top in the editor.
    pub(super) fn edit_note(&mut self, note: String) -> Vec<Effect> {
        self.open_editor(Subject::Note, note, None)
    }

    fn open_editor(&mut self, subject: Subject, text: String, again: Option<Vec<Told>>) -> Vec<Effect> {
        let extension = match subject {
            Subject::Records(_) => "ron",
            Subject::Note => "txt",
        };
        let is_again = again.is_some();
        let told = again.unwrap_or_default();
        self.in_editor = Some(InEditor { subject, given: text.clone(), told, is_again });
        vec![Effect::Edit(EditorTask { text, extension })]
    }

    /// The editor has ended, or could not be started: why.
    pub fn edited(&mut self, end: Result<EditorEnd, String>) -> Vec<Effect> {
        let Some(mut editing) = self.in_editor.take() else { return Vec::new() };
        let effects = match end {
            Err(why) => {
                self.warn(why);
                // What was typed before is still there to go on with.
                if editing.is_again {
                    let given = editing.given.clone();
                    let lines = vec!["What was typed before is kept until you decide.".to_owned()];
                    self.ask_to_edit_on("The editor could not be started", lines, editing, given);
                }
                Vec::new()
            }
            Ok(EditorEnd { text, failure: Some(why) }) => {
                if (text == editing.given && !editing.is_again) || editing.is_empty(&text) {
                    self.warn(format!("{why}: nothing is changed"));
                } else {
                    let lines = vec!["What it had written is kept until you decide.".to_owned()];
                    self.ask_to_edit_on(&format!("{why}: nothing is changed yet"), lines, editing, text);
                }
                Vec::new()
            }
            Ok(EditorEnd { text, .. }) if editing.is_empty(&text) && !editing.is_empty(&editing.given) => {
                self.warn("the text came back empty: nothing is changed");
                Vec::new()
            }
            Ok(EditorEnd { text, .. }) => match editing.subject.clone() {
                Subject::Note if text == editing.given => {
                    self.say("the note is unchanged");
                    Vec::new()
                }
                Subject::Note => {
                    let state = self.facts.state();
                    let taken = match self.modals.last_mut() {
                        Some(Modal::Form(form)) => form.take_note(&text, state),
                        _ => false,
                    };
                    if !taken {
                        self.warn("the note is no more: nothing is changed");
                    }
                    Vec::new()
                }
                Subject::Records(originals) => match self.take_text(&text, &originals, &mut editing.told) {
                    Ok(effects) => effects,
                    Err(wrong) => {
                        let title = count(
                            wrong.len(),
                            "thing is wrong with the text",
                            "things are wrong with the text",
                        );
                        let lines = wrong.iter().take(MOST_WRONG).map(|it| format!("· {it}")).collect();
                        let noted = with_errors(&text, &wrong);
                        self.ask_to_edit_on(&title, lines, editing, noted);
                        Vec::new()
                    }
                },
            },
        };
        self.settle();
        effects
    }

    /// Takes a text as one edit.
    fn take_text(
        &mut self,
        text: &str,
        originals: &[Owned],
        told: &mut Vec<Told>,
    ) -> Result<Vec<Effect>, Vec<Wrong>> {
        let edited = text::read(text, self.document.state(), originals, told)?;
        if edited.ops.is_empty() {
            self.say("nothing has changed");
            return Ok(Vec::new());
        }
        let state = self.facts.state();
        let transaction = Transaction::new(self.text_label(originals, &edited.ops), edited.ops.clone());
        if let Err(rejected) = self.document.would_accept(&transaction) {
            return Err(edited.wrong(&rejected));
        }
        let proposals: Option<Vec<Proposal>> = edited
            .ops
            .iter()
            .map(|op| match op {
                // What refers to a new id cannot be left out.
                Op::Replace { old, new } if old.id() == new.id() => Some(Proposal {
                    other: None,
                    what: record_name(state, old.id()),
                    why: told_of(old, new),
                    op: Some(op.clone()),
                    needs: Vec::new(),
                }),
                _ => None,
            })
            .collect();
        match proposals.filter(|changes| changes.len() > 1) {
            Some(changes) => {
                self.review_change(Proposals { title: transaction.label, needed: Vec::new(), changes });
                self.modals.raised();
                Ok(Vec::new())
            }
            None => Ok(self.commit(&transaction)),
        }
    }

    fn text_label(&self, originals: &[Owned], ops: &[Op]) -> String {
        let state = self.document.state();
        match (originals, ops) {
            (_, [Op::Replace { old, new }]) => label(state, old.borrowed(), new.borrowed()),
            ([one], [.., Op::Replace { .. }]) => format!("{}: its text edited", record_name(state, one.id())),
            _ => done(ops),
        }
    }

    /// Asks whether a text that cannot be taken is edited on, or thrown away.
    fn ask_to_edit_on(&mut self, title: &str, lines: Vec<String>, editing: InEditor, text: String) {
        let answers = vec![
            ('e', "edit on".to_owned(), Answer::EditOn(text)),
            ('d', "discard what was typed".to_owned(), Answer::DiscardText),
        ];
        self.in_editor = Some(editing);
        // Nothing that was typed ahead, for the editor, is an answer.
        self.modals.raise(Modal::Question(Question::of(title, lines, answers).pressing()));
    }

    /// Opens a text that could not be taken once more.
    pub(super) fn edit_on(&mut self, text: String) -> Vec<Effect> {
        match self.in_editor.take() {
            Some(InEditor { subject, told, .. }) => self.open_editor(subject, text, Some(told)),
            None => Vec::new(),
        }
    }

    /// A text that could not be taken is thrown away: the person has said so.
    pub(super) fn discard_text(&mut self) {
        self.in_editor = None;
        self.say("what was typed in the editor is discarded");
    }
}

/// What some operations do, counted by kind: `the text of 2 measures edited, 1 source added`.
fn done(ops: &[Op]) -> String {
    let mut parts = Vec::new();
    let mut tell = |of: fn(&Op) -> Option<RecordKind>, words: fn(String) -> String| {
        for &list in RecordKind::ALL {
            match ops.iter().filter(|op| of(op) == Some(list)).count() {
                0 => {}
                number => parts.push(words(counted(list, number))),
            }
        }
    };
    tell(
        |op| if let Op::Replace { new, .. } = op { Some(new.list()) } else { None },
        |some| format!("the text of {some} edited"),
    );
    tell(
        |op| if let Op::Insert { record, .. } = op { Some(record.list()) } else { None },
        |some| format!("{some} added"),
    );
    tell(
        |op| if let Op::Remove { record, .. } = op { Some(record.list()) } else { None },
        |some| format!("{some} deleted"),
    );
    parts.join(", ")
}

fn told_of(old: &Owned, new: &Owned) -> String {
    told(old.borrowed(), new.borrowed())
}

/// A text with what is wrong with it at its head; the lines that are named are those of this very text.
fn with_errors(text: &str, wrong: &[Wrong]) -> String {
    let lines = |text: &str| text.lines().count();
    let shown: Vec<&Wrong> = wrong.iter().take(MOST_WRONG).collect();
    let before = lines(text).saturating_sub(lines(text::without_head(text)));
    let noted = |moved: usize| -> Vec<String> {
        let moved = |it: &Wrong| {
            let mut it = it.clone();
            it.at.line = (it.at.line + moved).saturating_sub(before).max(1);
            it.to_string()
        };
        shown.iter().map(|it| moved(it)).collect()
    };
    let head = lines(&text::headed(text, &noted(0))) - lines(text::without_head(text));
    text::headed(text, &noted(head))
}
