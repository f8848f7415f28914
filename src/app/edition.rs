//! A new edition of the shipped file, offered to who holds a copy of an older one: once, when nothing else is open.

use crate::edit::difference::difference;
use crate::edit::op::Op;
use crate::model::record::Record;
use crate::model::state::{RecordKind, State};
use crate::schema::compare::changes;
use crate::views::page::{Page, Tone};
use crate::views::wording::{count, record_name};

use super::modal::{Choice, Conflicts, Other, Question, Topic};
use super::request::Answer;
use super::{App, Effect, Modal};

/// What a change is called that takes a new edition.
pub const LABEL: &str = "the new edition of the shipped file";

/// A new edition, as it would be merged into the file.
#[derive(Debug, Clone)]
pub struct EditionOffer {
    /// What the file says.
    before: State,
    /// What it would say.
    merged: State,
    /// What it takes to make the one of the other.
    changes: Vec<Op>,
    /// What the person and the edition both changed.
    choices: Vec<Choice>,
    /// The person has changed nothing.
    is_untouched: bool,
}

impl EditionOffer {
    /// What merging an edition makes of `before`, with what there is to choose.
    pub fn new(before: State, merged: State, choices: Vec<Choice>, is_untouched: bool) -> Self {
        let changes = difference(&before, &merged);
        Self { before, merged, changes, choices, is_untouched }
    }

    /// How many records are new, changed and gone: `2 records new, 1 changed`.
    pub fn counted(&self) -> String {
        let (mut new, mut changed, mut gone) = (0, 0, 0);
        for op in &self.changes {
            match op {
                Op::Insert { .. } => new += 1,
                Op::Remove { .. } => gone += 1,
                Op::Replace { .. } => changed += 1,
                Op::Head { .. } => {}
            }
        }
        let all = [(new, "new"), (changed, "changed"), (gone, "gone")];
        let said: Vec<String> = all
            .into_iter()
            .filter(|(number, _)| *number > 0)
            .enumerate()
            .map(|(at, (number, word))| match at {
                0 => format!("{} {word}", count(number, "record", "records")),
                _ => format!("{number} {word}"),
            })
            .collect();
        if said.is_empty() {
            "no record changes, only what stands around them".to_owned()
        } else {
            said.join(", ")
        }
    }

    /// What it is and does, in sentences.
    pub fn told(&self) -> Vec<String> {
        let counted = self.counted();
        let mut lines = vec![if self.is_untouched {
            format!(
                "Your file is an older edition of it, and you have changed nothing. The new one: {counted}."
            )
        } else {
            format!(
                "Your file comes from an older edition of it, and you have changed it. What you changed stays, and \
                 of the new one comes: {counted}."
            )
        }];
        if !self.choices.is_empty() {
            let things = count(self.choices.len(), "thing", "things");
            lines.push(format!("You and the new edition both changed {things}: you choose."));
        }
        lines
    }

    /// What there is to choose.
    pub fn choices(&self) -> &[Choice] {
        &self.choices
    }

    /// What it changes, record by record.
    pub fn page(&self) -> Page {
        let mut page = Page::default();
        page.line("", "What the new edition changes", Tone::Title);
        for line in self.told() {
            page.line("", line, Tone::Plain);
        }
        page.part("Both changed", |page| {
            for choice in &self.choices {
                page.line("", &choice.what, Tone::Conflict);
                for (side, text) in Other::Edition.sides().into_iter().zip([&choice.ours, &choice.theirs]) {
                    page.line(side, text.as_deref().unwrap_or("(deleted)"), Tone::Plain);
                }
            }
        });
        page.part("The file itself", |page| {
            let (old, new) = (self.before.head(), self.merged.head());
            if old != new {
                page.line("changed", format!("{} → {}", old.title, new.title), Tone::Caution);
            }
        });
        for kind in RecordKind::ALL.iter().copied() {
            let heading = capital(kind.field());
            page.part(&heading, |page| {
                for op in &self.changes {
                    self.write(page, kind, op);
                }
            });
        }
        page
    }

    fn write(&self, page: &mut Page, kind: RecordKind, op: &Op) {
        match op {
            Op::Insert { record, .. } if record.list() == kind => {
                page.line("new", record_name(&self.merged, record.id()), Tone::Good);
            }
            Op::Remove { record, .. } if record.list() == kind => {
                page.line("gone", record_name(&self.before, record.id()), Tone::Bad);
            }
            Op::Replace { old, new } if new.list() == kind => {
                let name = record_name(&self.merged, new.id());
                let fields = fields(old.borrowed(), new.borrowed());
                page.line("changed", format!("{name}: {fields}"), Tone::Caution);
            }
            _ => {}
        }
    }
}

/// The names of the fields in which two records differ.
fn fields(old: Record<'_>, new: Record<'_>) -> String {
    let mut names: Vec<String> = changes(old, new)
        .into_iter()
        .map(|change| change.path.split('.').next().unwrap_or_default().to_owned())
        .collect();
    names.dedup();
    names.join(", ")
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// An edition that stands in the file, and that the screen does not show yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The number under which the version before is kept.
    pub backup: u64,
    /// What there is to say though it went well.
    pub warnings: Vec<String>,
}

impl Written {
    /// What is said when it is shown; `records` is what of it can be undone.
    pub(super) fn said(self, records: Option<&str>) -> String {
        let undo = records.map(|records| format!(": {records} · u takes it back")).unwrap_or_default();
        let taken = format!("new edition taken{undo}; before it: backup {}", self.backup);
        std::iter::once(taken).chain(self.warnings).collect::<Vec<_>>().join("; ")
    }
}

/// How a new edition stands.
#[derive(Debug, Clone, Default)]
pub struct EditionStatus {
    /// The one that can be taken.
    offer: Option<Box<EditionOffer>>,
    /// It waits until nothing is open.
    is_waiting: bool,
    /// It stands in the file, and is shown next.
    pub written: Option<Written>,
}

impl App {
    /// A new edition of the shipped file can be taken: asks about it, as soon as nothing else is open.
    pub fn offer_edition(&mut self, offer: EditionOffer) {
        self.file.edition.offer = Some(Box::new(offer));
        self.file.edition.is_waiting = true;
        self.edition_waiting();
    }

    /// Asks about an edition that has waited for something else to be closed.
    pub(super) fn edition_waiting(&mut self) {
        if self.modals.is_empty() && std::mem::take(&mut self.file.edition.is_waiting) {
            self.ask_edition();
            self.modals.raised();
        }
    }

    /// Asks what becomes of the new edition.
    pub(super) fn ask_edition(&mut self) {
        let Some(offer) = &self.file.edition.offer else { return };
        let mut lines = offer.told();
        lines.push("What the file holds now is kept as a backup.".to_owned());
        let answers = vec![
            ('l', "look at what changes", Answer::LookAtEdition),
            ('t', "take it", Answer::TakeEdition),
            ('n', "not now", Answer::Stay),
            ('d', "decline it", Answer::DeclineEdition),
        ];
        let question = Question::new("A new edition of the shipped file", lines, answers);
        self.modals.push(Modal::Question(question));
        self.settle();
    }

    /// What it changes, over the question.
    pub(super) fn look_at_edition(&mut self) {
        self.ask_edition();
        self.open(Topic::Edition);
    }

    pub(super) fn edition_page(&self) -> Option<Page> {
        self.file.edition.offer.as_ref().map(|offer| offer.page())
    }

    /// The person takes it: what both changed is chosen first.
    pub(super) fn choose_edition(&mut self) -> Vec<Effect> {
        let choices = self.file.edition.offer.as_ref().map(|offer| offer.choices.clone()).unwrap_or_default();
        if choices.is_empty() {
            return self.take_edition(Vec::new());
        }
        self.modals.push(Modal::Conflicts(Conflicts::new(Other::Edition, choices)));
        self.settle();
        Vec::new()
    }

    /// Has it taken with what was chosen.
    pub(super) fn take_edition(&mut self, taken: Vec<bool>) -> Vec<Effect> {
        self.file.edition.offer = None;
        self.say("the new edition is being taken …");
        vec![Effect::TakeEdition(taken)]
    }

    pub(super) fn decline_edition(&mut self) -> Vec<Effect> {
        self.file.edition.offer = None;
        self.say("this edition is not offered again; beltui edition --take takes it all the same");
        vec![Effect::DeclineEdition]
    }

    /// It is on the screen already, or nothing of it changes a record.
    pub fn edition_shown(&mut self) {
        if let Some(written) = self.file.edition.written.take() {
            self.say(written.said(None));
        }
    }

    /// It was not taken: why.
    pub fn edition_not_taken(&mut self, why: &str) {
        self.file.edition.written = None;
        self.warn(format!("the new edition is not taken: {why}"));
    }
}
