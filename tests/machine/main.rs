//! "Accepted is never lost", held against orders of events that nobody wrote down: edits, undo, saves, crashes at every
//! point, recovery, what others do to the file, full disks, foreign journals and second instances, at random.
//!
//! Beside the program runs a model that knows what the program said yes to. After each step and each opening: what was
//! accepted and not taken back or thrown away is in the document, in the file, or offered, or in something that was told;
//! what was thrown away does not come back; what others wrote is in the merged text, or left alone; the file reads
//! without errors. `PROPTEST_CASES=20000 cargo test --test machine` makes a long night of it.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod content;
mod program;

use std::collections::BTreeSet;
use std::fs;
use std::sync::{Mutex, MutexGuard, PoisonError};

use beltui::edit::document::Document;
use beltui::edit::op::{Op, Transaction};
use beltui::edit::references::{release, rename, renamed};
use beltui::model::id::Id;
use beltui::model::record::Owned;
use beltui::model::state::{Head, Place, RecordKind, State};
use beltui::store::render::{Base, render};
use content::{Content, Names, content, short};
use program::{Obstacle, Program, Saving, Session, away, put_away, put_back, read, says};
use proptest::prelude::*;
use proptest::test_runner::Config;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest, prop_state_machine};

const TEXT: &str = r#"// A file of invented things.
(
    schema: 2,
    title: "Quelland",
    focus: "QQ",
    subjects: [
        (id: "QQ", name: "Quelland", kind: State),
        (id: "works", name: "Alpha Works", kind: Company),
    ],
    sources: [
        (id: "s", publisher: "P", title: "T"), // the only one
    ],
    sanctions: [
        (id: "m", issuer: "QQ", target: "works", measure: AssetFreeze, history: [
            (on: "2020-12-17", what: Designated, sources: ["s"], event: "one"),
        ]),
    ],
    events: [
        (id: "one", on: "2025-10-27", kind: Talks, title: "One", sources: ["s"]),
        // Between.
        (id: "two", on: "2025-10-28", kind: Talks, title: "Two", links: ["one", "m"], sources: ["s"]),
        (id: "three", kind: Talks, title: "Three", sources: ["s"]),
    ],
)
"#;

// --- what happens ---

/// What an edit does; the number picks the record.
#[derive(Debug, Clone, Copy)]
enum Edit {
    Add,
    Retitle(usize),
    Note(usize),
    Remove(usize),
    Rename(usize),
    Title,
    /// Two of them at once.
    Both(usize),
    /// What the gate must refuse.
    Wrong,
}

/// What somebody else does to the file.
#[derive(Debug, Clone, Copy)]
enum Change {
    Edit(Edit),
    /// Only the text is another.
    Remark,
    /// The same bytes are written again.
    Touch,
    /// It is what it was at the very beginning.
    Back,
    Break(usize),
    Vanish,
}

#[derive(Debug, Clone, Copy)]
enum Crash {
    Now,
    /// Before an edit was acknowledged: so much of it, in 64ths, had reached the journal.
    InAnEdit(Edit, usize),
    /// The save has said what it will write, and has not written it.
    BeforeTheRename,
    /// The file is written, and the journal not begun anew.
    BeforeTheJournal,
    /// The same, and the journal does not know of the save.
    BeforeTheJournalUnmarked,
}

/// What somebody makes of the journal while the program does not run.
#[derive(Debug, Clone, Copy)]
enum Foreign {
    /// Another version has left it.
    Version(u32),
    /// It is no journal.
    Garbage,
    /// What a power cut leaves at its end.
    Tail(usize),
    /// The whole state folder is deleted.
    Gone,
}

#[derive(Debug, Clone, Copy)]
enum Decision {
    Recover,
    Discard,
    /// The program dies while it asks.
    Leave,
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Edit(Edit),
    Undo,
    Redo,
    /// Theirs is taken where both changed the same.
    Save(bool),
    SaveWhile(Edit),
    Look(bool),
    Outside(Change, bool),
    Crash(Crash),
    Open(Decision),
    Finish,
    Second,
    Obstruct(Obstacle),
    Clear,
    Journal(Foreign),
}

fn edit() -> BoxedStrategy<Edit> {
    let number = || 0usize..64;
    prop_oneof![
        4 => Just(Edit::Add),
        4 => number().prop_map(Edit::Retitle),
        2 => number().prop_map(Edit::Note),
        2 => number().prop_map(Edit::Remove),
        1 => number().prop_map(Edit::Rename),
        1 => Just(Edit::Title),
        2 => number().prop_map(Edit::Both),
        1 => Just(Edit::Wrong),
    ]
    .boxed()
}

fn outside() -> BoxedStrategy<Step> {
    let change = prop_oneof![
        8 => edit().prop_map(Change::Edit),
        1 => Just(Change::Remark),
        1 => Just(Change::Touch),
        1 => Just(Change::Back),
        2 => (0usize..BROKEN).prop_map(Change::Break),
        1 => Just(Change::Vanish),
    ];
    (change, any::<bool>()).prop_map(|(change, renamed)| Step::Outside(change, renamed)).boxed()
}

fn obstacle() -> BoxedStrategy<Step> {
    prop_oneof![
        1 => Just(Step::Obstruct(Obstacle::State)),
        1 => Just(Step::Obstruct(Obstacle::Disk)),
        2 => Just(Step::Clear),
    ]
    .boxed()
}

/// What can come next: only whether the program runs, and whether the file can be opened.
#[derive(Debug, Clone, Copy)]
struct Phase {
    runs: bool,
    is_whole: bool,
}

impl ReferenceStateMachine for Phase {
    type State = Self;
    type Transition = Step;

    fn init_state() -> BoxedStrategy<Self> {
        Just(Self { runs: false, is_whole: true }).boxed()
    }

    fn transitions(phase: &Self) -> BoxedStrategy<Step> {
        if phase.runs {
            let crash = prop_oneof![
                3 => Just(Crash::Now),
                2 => (edit(), 0usize..=64).prop_map(|(edit, cut)| Crash::InAnEdit(edit, cut)),
                1 => Just(Crash::BeforeTheRename),
                1 => Just(Crash::BeforeTheJournal),
                1 => Just(Crash::BeforeTheJournalUnmarked),
            ];
            return prop_oneof![
                10 => edit().prop_map(Step::Edit),
                4 => Just(Step::Undo),
                2 => Just(Step::Redo),
                4 => any::<bool>().prop_map(Step::Save),
                1 => edit().prop_map(Step::SaveWhile),
                2 => any::<bool>().prop_map(Step::Look),
                3 => outside(),
                4 => crash.prop_map(Step::Crash),
                1 => Just(Step::Finish),
                1 => Just(Step::Second),
                2 => obstacle(),
            ]
            .boxed();
        }
        let decision = prop_oneof![4 => Just(Decision::Recover), 1 => Just(Decision::Discard), 1 => Just(Decision::Leave)];
        let foreign = prop_oneof![
            1 => (2u32..12).prop_map(Foreign::Version),
            1 => Just(Foreign::Garbage),
            3 => (0usize..TAILS).prop_map(Foreign::Tail),
            1 => Just(Foreign::Gone),
        ];
        prop_oneof![
            8 => decision.prop_map(Step::Open),
            3 => outside(),
            1 => foreign.prop_map(Step::Journal),
            1 => obstacle(),
        ]
        .boxed()
    }

    fn preconditions(phase: &Self, step: &Step) -> bool {
        match step {
            Step::Outside(..) | Step::Obstruct(_) | Step::Clear => true,
            Step::Open(_) | Step::Journal(_) => !phase.runs,
            _ => phase.runs,
        }
    }

    fn apply(mut phase: Self, step: &Step) -> Self {
        match step {
            Step::Open(decision) => phase.runs = phase.is_whole && !matches!(decision, Decision::Leave),
            Step::Crash(_) | Step::Finish => phase.runs = false,
            Step::Outside(Change::Break(_) | Change::Vanish, _) => phase.is_whole = false,
            Step::Outside(Change::Touch, _) => {}
            Step::Outside(..) => phase.is_whole = true,
            // A file that is gone is written again.
            _ => {}
        }
        phase
    }
}

// --- edits ---

/// An edit of a state; `mark` is in it, and in no other edit.
fn transaction(state: &State, edit: Edit, mark: &str) -> Option<Transaction> {
    let event = |number: usize| -> Option<Owned> {
        let at = number.checked_rem(state.len(RecordKind::Events))?;
        state.at(Place { list: RecordKind::Events, at }).map(beltui::model::record::Record::to_owned)
    };
    let changed = |number: usize, change: &dyn Fn(&mut beltui::model::event::Event)| {
        let old = event(number)?;
        let mut new = old.clone();
        let Owned::Event(it) = &mut new else { return None };
        change(it);
        Some(Op::replace(old, new))
    };
    let added = || {
        let text = format!(
            "(schema: 2, title: \"\", sources: [(id: \"s\", publisher: \"P\", title: \"T\")], events: [(id: \"{mark}\", kind: Talks, title: \"New\", sources: [\"s\"])])"
        );
        Op::insert(1, read(&text).record(mark).unwrap().to_owned())
    };
    let ops = match edit {
        Edit::Add => vec![added()],
        Edit::Retitle(number) => vec![changed(number, &|it| it.title = mark.into())?],
        Edit::Note(number) => vec![changed(number, &|it| it.note = Some(mark.into()))?],
        Edit::Remove(number) => {
            let old = event(number)?;
            let mut ops = release(state, old.id()).ok()?;
            ops.push(Op::remove(old));
            ops
        }
        Edit::Rename(number) => {
            let (old, new) = (event(number)?, Id::new(mark));
            let mut ops = rename(state, old.id(), &new);
            let to = renamed(old.clone().with_id(&new), old.id(), &new);
            ops.push(Op::replace(old, to));
            ops
        }
        Edit::Title => {
            let old = state.head().clone();
            let new = Head { title: mark.into(), ..old.clone() };
            vec![Op::Head { old: Box::new(old), new: Box::new(new) }]
        }
        Edit::Both(number) => vec![added(), changed(number, &|it| it.title = mark.into())?],
        Edit::Wrong => {
            let old = state.record("QQ")?.to_owned();
            vec![Op::remove(old)]
        }
    };
    Some(Transaction::new(format!("edit {mark}"), ops))
}

/// The id that an edit of a state takes from a record.
fn taken_from(state: &State, edit: Edit) -> Option<Id> {
    let Edit::Rename(number) = edit else { return None };
    let at = number.checked_rem(state.len(RecordKind::Events))?;
    Some(state.at(Place { list: RecordKind::Events, at })?.id().clone())
}

/// What somebody else has made of a text.
fn edited(text: &str, edit: Edit, mark: &str) -> Option<String> {
    let base = Base::from(beltui::store::load::load_text(text.to_owned()));
    let mut document = Document::new(base.state.clone());
    document.commit(&transaction(document.state(), edit, mark)?).ok()?;
    Some(render(&base, document.state(), document.all_origins()).unwrap().text)
}

const BROKEN: usize = 5;

fn broken(text: &[u8], how: usize) -> Vec<u8> {
    match how {
        0 => Vec::new(),
        1 => text[..text.len() / 2].to_vec(),
        2 => b"\xff\xfe(\0".to_vec(),
        3 => [text, b"\0"].concat(),
        _ => b"(schema: 2, title: \"\", focus: \"nobody\")".to_vec(),
    }
}

/// A frame of a journal: length, checksum, payload.
fn frame(payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap();
    [&length.to_le_bytes()[..], &crc32fast::hash(payload).to_le_bytes(), payload].concat()
}

const TAILS: usize = 6;

fn tail(number: usize) -> Vec<u8> {
    match number {
        0 => vec![0],
        1 => vec![0; 4096],
        2 => vec![0xff; 100],
        3 => frame(b"(entry: \"commit\", label: \"x\", ops: [])")[..20].to_vec(),
        4 => frame(b"no RON"),
        _ => frame(b"(entry: \"something newer\")"),
    }
}

// --- the program, and what it has said yes to ---

/// Why a check fails, with what has happened so far.
macro_rules! ensure {
    ($run:expr, $holds:expr, $($why:tt)*) => {
        if !$holds {
            panic!("{}\nafter {:?}", format!($($why)*), $run.steps);
        }
    };
}

struct Run {
    program: Program,
    steps: Vec<Step>,
    /// Numbers the edits of all sides.
    number: usize,
    /// What the file said when it was last read, written or taken over.
    base: Content,
    /// What the file said before, where the journal may still start from that.
    before: Vec<Content>,
    /// What there may be after a crash, one of them: what the file said, and what the document made of it. The first is on
    /// disk, those behind it were told not to be.
    accepted: Vec<(Content, Content)>,
    /// What an undo gives back, and a redo.
    past: Vec<State>,
    future: Vec<State>,
    /// The journal says nothing.
    is_journal_empty: bool,
    /// The text that nobody of us may touch, while the file has errors.
    broken: Option<Vec<u8>>,
    /// While a save goes on, nobody begins a journal that there was not.
    cannot_mend: bool,
    /// Journals of others, which are nobody's to throw away.
    foreign: Vec<Vec<u8>>,
    /// One of them stands where our journal should.
    is_foreign: bool,
    /// The new ids that both sides have given.
    names: Names,
    /// What another test starts between would hold the locks of this one until it runs.
    _alone: MutexGuard<'static, ()>,
}

/// One of them at a time.
static ALONE: Mutex<()> = Mutex::new(());

impl Run {
    fn new() -> Self {
        let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let base = content(&read(TEXT));
        Self {
            program: Program::new(TEXT),
            steps: Vec::new(),
            number: 0,
            accepted: vec![(base.clone(), base.clone())],
            base,
            before: Vec::new(),
            past: Vec::new(),
            future: Vec::new(),
            is_journal_empty: true,
            broken: None,
            cannot_mend: false,
            foreign: Vec::new(),
            is_foreign: false,
            names: Names::default(),
            _alone: alone,
        }
    }

    fn session(&mut self) -> &mut Session {
        self.program.session.as_mut().expect("it runs")
    }

    fn state(&self) -> State {
        self.program.session.as_ref().expect("it runs").state().clone()
    }

    /// All that was accepted is in the file.
    fn nothing_unsaved(&mut self) {
        self.accepted = vec![(self.base.clone(), self.base.clone())];
        self.before.clear();
    }

    fn mark(&mut self, side: &str) -> String {
        self.number += 1;
        format!("{side}-{}", self.number)
    }

    /// An edit may give a record a new id.
    fn know(&mut self, state: &State, edit: Edit, mark: &str) {
        if let Some(old) = taken_from(state, edit) {
            self.names.renamed(old.as_str(), mark);
        }
    }

    /// A crash may leave this.
    fn may_be_left(&mut self, now: &Content) {
        for base in [&self.base].into_iter().chain(&self.before) {
            self.accepted.push((base.clone(), now.clone()));
        }
    }

    /// The document has changed; whether that is on disk.
    fn note(&mut self, on_disk: bool) {
        self.hear();
        let now = content(&self.state());
        if on_disk {
            self.accepted.clear();
        }
        self.may_be_left(&now);
        self.is_journal_empty = false;
        let hindered = self.program.obstacle().is_some() || self.cannot_mend;
        // Where nothing is unsaved there is nothing to journal; the next edit begins it.
        let is_saved = now == self.base;
        ensure!(
            self,
            on_disk || hindered || is_saved,
            "an edit is not journalled, and nothing stands in the way"
        );
    }

    /// Whether a journal of others stands where ours should.
    fn stands_foreign(&self) -> bool {
        let journal = self.program.journal();
        let elsewhere = away(journal.parent().unwrap()).join(journal.file_name().unwrap());
        let stands = |path| fs::read(path).is_ok_and(|journal| self.foreign.contains(&journal));
        stands(journal) || stands(elsewhere)
    }

    /// Hears what is told while the program runs.
    fn hear(&mut self) {
        let notice = self.session().notice();
        if self.is_foreign && !self.stands_foreign() {
            let told = notice.map(|notice| self.program.told(&notice)).unwrap_or_default();
            ensure!(self, !told.is_empty(), "a journal of others is set aside, and not told");
            self.is_foreign = false;
        }
    }

    fn edit(&mut self, edit: Edit) -> bool {
        let (before, mark) = (self.state(), self.mark("ours"));
        let Some(transaction) = transaction(&before, edit, &mark) else { return false };
        self.know(&before, edit, &mark);
        let edited = self.session().edit(&transaction);
        self.edited(before, edit, edited)
    }

    fn edited(&mut self, before: State, edit: Edit, edited: Option<bool>) -> bool {
        let refused = edited.is_none();
        ensure!(
            self,
            refused == matches!(edit, Edit::Wrong),
            "{edit:?}: refused or not, and it should be the other"
        );
        if let Some(on_disk) = edited {
            self.past.push(before);
            self.future.clear();
            self.note(on_disk);
        }
        !refused
    }

    fn undo(&mut self) {
        let before = self.state();
        let undone = self.session().undo();
        ensure!(
            self,
            undone.is_some() != self.past.is_empty(),
            "an undo that there is not, or that is missing"
        );
        if let (Some(on_disk), Some(wanted)) = (undone, self.past.pop()) {
            ensure!(self, self.state() == wanted, "an undo gives back something else");
            self.future.push(before);
            self.note(on_disk);
        }
    }

    fn redo(&mut self) {
        let before = self.state();
        let redone = self.session().redo();
        ensure!(
            self,
            redone.is_some() != self.future.is_empty(),
            "a redo that there is not, or that is missing"
        );
        if let (Some(on_disk), Some(wanted)) = (redone, self.future.pop()) {
            ensure!(self, self.state() == wanted, "a redo does something else");
            self.past.push(before);
            self.note(on_disk);
        }
    }

    /// Saves, as the dashboard does: what somebody else has changed is taken over first.
    fn save(&mut self, theirs: bool) -> bool {
        for _ in 0..3 {
            let before = self.program.text();
            let saved = self.session().save();
            match self.saved(saved, before, None) {
                Ok(()) => return true,
                Err(true) if self.look(theirs) => {}
                Err(_) => return false,
            }
        }
        panic!("nobody writes, and the save does not end: {:#?}", self.steps);
    }

    /// Looks at what came of a save; `Err` says whether somebody else has changed the file.
    fn saved(&mut self, saved: Saving, before: Option<Vec<u8>>, state: Option<State>) -> Result<(), bool> {
        let now = self.program.text();
        self.hear();
        match saved {
            Saving::Saved => {
                let state = state.unwrap_or_else(|| self.state());
                ensure!(self, self.broken.is_none(), "a file with errors was written");
                let written = says(&self.program.file());
                ensure!(self, written.as_ref() == Some(&state), "the file does not say what was saved");
                if let Some(before) = before {
                    let theirs = content(&read(std::str::from_utf8(&before).unwrap()));
                    ensure!(self, theirs == self.base, "somebody else's change was overwritten");
                    let (old, new) = (remarks(&before), remarks(now.as_deref().unwrap()));
                    ensure!(self, old.is_subset(&new), "somebody else's remark is gone");
                    let kept = Some(&before) == now.as_ref() || self.program.is_backed_up(&before);
                    ensure!(self, kept, "what was there before is not in a backup");
                }
                let old = std::mem::replace(&mut self.base, content(&state));
                let left = std::mem::take(&mut self.accepted);
                self.nothing_unsaved();
                self.is_journal_empty = self.program.obstacle().is_none();
                if !self.is_journal_empty {
                    // The journal could not begin anew: it says what it said.
                    self.accepted.push((old.clone(), self.base.clone()));
                    self.accepted.extend(left);
                    self.before.push(old);
                }
                Ok(())
            }
            Saving::Changed => {
                ensure!(self, before == now, "nothing was to be written");
                Err(true)
            }
            Saving::Refused(why) => {
                ensure!(self, before == now, "refused, and the file has changed: {why}");
                let hindered = self.program.obstacle().is_some() || self.broken.is_some();
                ensure!(self, hindered || !self.program.file().exists(), "nothing stands in the way: {why}");
                Err(false)
            }
        }
    }

    fn save_while(&mut self, edit: Edit) {
        let (state, before, mark) = (self.state(), self.program.text(), self.mark("ours"));
        let Some(transaction) = transaction(&state, edit, &mark) else { return };
        self.know(&state, edit, &mark);
        self.cannot_mend = !self.session().is_journalled();
        let before_it = content(&state);
        let (saved, edited) = self.session().save_while(&transaction);
        let left = self.accepted.clone();
        let was_saved = self.saved(saved, before, Some(state.clone())).is_ok();
        let hindered = self.program.obstacle().is_some();
        let edited = edited.map(|on_disk| on_disk && !self.cannot_mend);
        if self.edited(state, edit, edited) && was_saved && hindered {
            // What the file lacks stands in a journal that may not have been begun anew.
            self.accepted.insert(0, (self.base.clone(), self.base.clone()));
        }
        if std::mem::take(&mut self.cannot_mend) {
            // It may be on disk without what came before it and was told not to be.
            let now = content(&self.state());
            for (base, ours) in &left {
                let alone = self.names.onto(ours, &before_it, &now);
                self.accepted.extend(alone.into_iter().map(|(_, with)| (base.clone(), with)));
            }
        }
    }

    /// Looks at the file, and takes over what somebody else has made of it; `false` where there is nothing to take over, or
    /// that cannot be.
    fn look(&mut self, theirs: bool) -> bool {
        let before = self.state();
        match self.session().look(theirs) {
            None => {
                ensure!(self, self.state() == before, "nothing was there, and something has changed");
                false
            }
            Some(Err(why)) => {
                let same = self.state() == before;
                ensure!(self, !why.is_empty() && same, "refused, and something has changed: {why}");
                false
            }
            Some(Ok((they, on_disk))) => {
                self.taken_over(before, &content(&they), on_disk);
                true
            }
        }
    }

    fn taken_over(&mut self, before: State, they: &Content, on_disk: bool) {
        let now = self.state();
        let ours = content(&before);
        let merged = self.names.is_merged([&self.base, &ours, they], &content(&now), &|_| false);
        ensure!(self, merged.is_ok(), "{merged:?}");
        // What a crash leaves is merged with what they have written as well.
        let onto = |(base, ours): &(Content, Content)| self.names.onto(they, base, ours);
        self.accepted = self.accepted.iter().flat_map(onto).collect();
        // What was taken over may stand in the journal as a change of what the file said before.
        let old = std::mem::replace(&mut self.base, they.clone());
        self.before.push(old);
        if now != before {
            self.past.push(before);
            self.future.clear();
        }
        let is_stale = self.program.obstacle().is_some() && content(&now) == *they;
        let left = if is_stale { self.accepted.clone() } else { Vec::new() };
        self.note(on_disk);
        // All of it is in the file, and the journal could not begin anew: it says what it said.
        self.accepted.extend(left);
    }

    /// Somebody else does something to the file.
    fn outside(&mut self, change: Change, renamed: bool) {
        // They need room as well.
        if self.program.obstacle() == Some(Obstacle::Disk) {
            self.program.clear();
        }
        let mark = self.mark("theirs");
        let text = self.program.text();
        let whole = says(&self.program.file()).is_some();
        let start = match &text {
            Some(text) if whole => String::from_utf8(text.clone()).unwrap(),
            _ => TEXT.to_owned(),
        };
        if let Change::Edit(edit) = change {
            self.know(&read(&start), edit, &mark);
        }
        let new = match change {
            // A change that cannot be is none, but the file is whole again.
            Change::Edit(edit) => edited(&start, edit, &mark).unwrap_or(start).into_bytes(),
            Change::Remark => format!("// {mark}\n{start}").into_bytes(),
            Change::Touch => match text {
                Some(text) => text,
                None => return,
            },
            Change::Back => TEXT.as_bytes().to_vec(),
            Change::Break(how) => broken(start.as_bytes(), how),
            Change::Vanish => {
                let _ = fs::remove_file(self.program.file());
                self.broken = None;
                return;
            }
        };
        if renamed {
            let other = self.program.data().join("theirs");
            fs::write(&other, &new).unwrap();
            fs::rename(&other, self.program.file()).unwrap();
        } else {
            fs::write(self.program.file(), &new).unwrap();
        }
        self.broken = says(&self.program.file()).is_none().then_some(new);
    }

    fn crash(&mut self, crash: Crash) {
        if !matches!(crash, Crash::Now | Crash::InAnEdit(..))
            && self.program.obstacle() == Some(Obstacle::Disk)
        {
            // What stands for the crash needs room.
            self.program.clear();
        }
        let journal = self.program.journal();
        let bytes = || fs::read(&journal).unwrap_or_default();
        match crash {
            Crash::Now => self.program.crash(),
            Crash::InAnEdit(edit, cut) => {
                let (old, before) = (self.accepted.clone(), bytes());
                if !self.edit(edit) {
                    return self.program.crash();
                }
                self.program.crash();
                let after = bytes();
                // Nobody had been told: it may be there or not.
                self.accepted.splice(0..0, old);
                if journal.exists() && after.starts_with(&before) {
                    let cut = before.len() + (after.len() - before.len()) * cut / 64;
                    fs::OpenOptions::new().write(true).open(&journal).unwrap().set_len(cut as u64).unwrap();
                }
            }
            Crash::BeforeTheRename => {
                let (data, text) = (self.program.data(), self.program.text());
                put_away(&data, &away(&data));
                let saved = self.session().save();
                ensure!(self, matches!(saved, Saving::Refused(_)), "saved in a folder that is not there");
                self.program.crash();
                put_back(&data, &away(&data));
                ensure!(self, self.program.text() == text, "the file has changed");
            }
            Crash::BeforeTheJournal => {
                let folder = journal.parent().unwrap();
                let elsewhere = away(folder);
                if !folder.exists() {
                    return self.program.crash();
                }
                put_away(folder, &elsewhere);
                let (before, old, left) = (self.program.text(), self.base.clone(), self.accepted.clone());
                let saved = self.session().save();
                if self.saved(saved, before, None).is_ok() {
                    self.accepted.push((old, self.base.clone()));
                    // The journal says what it said.
                    self.accepted.extend(left);
                }
                self.is_journal_empty = false;
                self.program.crash();
                put_back(folder, &elsewhere);
            }
            Crash::BeforeTheJournalUnmarked => {
                let (before, text) = (bytes(), self.program.text());
                let (old, left) = (self.base.clone(), self.accepted.clone());
                let saved = self.session().save();
                let is_saved = self.saved(saved, text, None).is_ok();
                self.program.crash();
                if is_saved && journal.exists() {
                    fs::write(&journal, before).unwrap();
                    self.accepted.push((old, self.base.clone()));
                    // The journal says what it said.
                    self.accepted.extend(left);
                    self.is_journal_empty = false;
                }
            }
        }
    }

    fn open(&mut self, decision: Decision) {
        // What was accepted is where the program cannot look: it is let.
        if !self.is_journal_empty {
            self.program.clear();
        }
        let text = self.program.text();
        let opening = match self.program.open() {
            Ok(opening) => opening,
            Err(why) => {
                ensure!(self, text.is_none() || self.broken.is_some(), "it does not open: {why}");
                return;
            }
        };
        ensure!(self, self.program.text() == text, "opening has changed the file");
        if let Some(why) = opening.read_only {
            // No lock can be written either where the disk is full.
            let is_full = self.program.obstacle() == Some(Obstacle::Disk);
            ensure!(self, self.broken.is_some() || is_full, "it may not be written: {why}");
            ensure!(
                self,
                opening.recovery.is_empty() && self.program.session.is_none(),
                "it may be written: {why}"
            );
            return;
        }
        let theirs = content(&self.state());
        // What is offered, all of it taken.
        let mut states = vec![self.state()];
        let mut document = Document::new(self.state());
        for edit in &opening.recovery {
            let taken = document.commit(edit);
            ensure!(self, taken.is_ok(), "what is offered cannot be taken: {:?}", taken.err());
            states.push(document.state().clone());
        }
        self.offers(&theirs, &content(document.state()), opening.notice.as_deref());
        for bytes in &self.foreign {
            ensure!(
                self,
                self.program.left().iter().any(|(_, left)| left == bytes),
                "a journal of others is gone"
            );
        }
        ensure!(
            self,
            opening.notice.is_some() || !self.is_foreign,
            "a journal of others is set aside, and not told"
        );
        // Where the disk is full it may be set aside, and ours not begun.
        self.is_foreign &= self.stands_foreign();
        let leave = matches!(decision, Decision::Leave);
        if leave && !opening.recovery.is_empty() {
            // The question is asked again.
            return self.program.crash();
        }
        let old = std::mem::replace(&mut self.base, theirs.clone());
        (self.past, self.future) = (Vec::new(), Vec::new());
        match decision {
            // What was told is set aside, and the journal begun anew.
            Decision::Leave => {
                self.nothing_unsaved();
                self.program.crash();
            }
            Decision::Recover => {
                for edit in &opening.recovery {
                    self.session().document.commit(edit).unwrap();
                }
                let last = states.pop().unwrap();
                self.past = states;
                if opening.recovery.is_empty() {
                    self.nothing_unsaved();
                } else {
                    self.session().decide(true);
                    if self.program.obstacle().is_some() {
                        // The old journal goes on, with what did not fit.
                        self.before.push(old);
                    } else {
                        self.before.clear();
                        self.accepted.clear();
                    }
                    self.may_be_left(&content(&last));
                    self.is_journal_empty = false;
                }
            }
            Decision::Discard => {
                let offered = content(document.state());
                self.nothing_unsaved();
                if !opening.recovery.is_empty() {
                    if self.session().decide(false) {
                        self.is_set_aside(&offered);
                    } else {
                        self.accepted.push((theirs, offered));
                    }
                }
                self.is_journal_empty = self.accepted.len() == 1;
            }
        }
    }

    /// Whether what is offered is what was accepted, merged with what the file says now; or what is not was told.
    fn offers(&self, theirs: &Content, offered: &Content, notice: Option<&str>) {
        let texts = notice.map(|notice| self.program.told(notice)).unwrap_or_default();
        let is_told = |id: &str| texts.iter().any(|text| text.contains(id));
        let merged = |(base, ours): &(Content, Content)| {
            self.names.is_merged([base, ours, theirs], offered, &is_told).err().unwrap_or_default()
        };
        let reasons: Vec<String> = self.accepted.iter().map(merged).collect();
        let fits = reasons.iter().any(String::is_empty);
        let (file, offered) = (short(theirs), short(offered));
        let accepted: Vec<_> = self.accepted.iter().map(|(base, ours)| (short(base), short(ours))).collect();
        ensure!(
            self,
            fits,
            "{reasons:#?}\nnotice: {notice:?}\naccepted: {accepted:#?}\nfile: {file}\noffered: {offered}"
        );
    }

    /// What was thrown away is kept all the same.
    fn is_set_aside(&self, discarded: &Content) {
        let left = self.program.left();
        let texts: Vec<_> = left.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes)).collect();
        for id in discarded.keys().filter(|id| discarded.get(*id) != self.base.get(*id)) {
            ensure!(self, texts.iter().any(|text| text.contains(id)), "{id} was thrown away and is not kept");
        }
    }

    fn finish(&mut self) {
        let (unsaved, on_disk) = (content(&self.state()), self.accepted.len() == 1);
        self.program.finish();
        if on_disk && self.program.obstacle().is_none() {
            self.is_set_aside(&unsaved);
        }
        // A journal that cannot be reached cannot be removed.
        let left =
            if self.program.obstacle().is_some() { std::mem::take(&mut self.accepted) } else { Vec::new() };
        self.nothing_unsaved();
        self.is_journal_empty = left.is_empty();
        self.accepted.extend(left);
    }

    fn second(&mut self) {
        if says(&self.program.file()).is_none() {
            return;
        }
        let (text, left) = (self.program.text(), self.program.left());
        let (second, may_write) = self.program.open_second();
        let told = second.read_only.as_deref().is_some_and(|why| why.ends_with("has it open"));
        ensure!(
            self,
            told && !may_write && second.recovery.is_empty(),
            "the second may write: {:?}",
            second.notice
        );
        ensure!(self, self.program.text() == text && self.program.left() == left, "the second has written");
    }

    /// Somebody makes something of the journal while the program does not run.
    fn meddle(&mut self, foreign: Foreign) {
        self.program.clear();
        let journal = self.program.journal();
        match foreign {
            Foreign::Tail(number) if !self.is_foreign => {
                if let Ok(bytes) = fs::read(&journal) {
                    fs::write(&journal, [bytes, tail(number)].concat()).unwrap();
                }
            }
            Foreign::Gone => {
                let _ = fs::remove_dir_all(self.program.state());
                self.nothing_unsaved();
                (self.is_journal_empty, self.is_foreign) = (true, false);
                self.foreign.clear();
            }
            // Somebody who throws edits away by this is to blame for it.
            _ if !self.is_journal_empty || self.is_foreign => {}
            Foreign::Tail(_) => {}
            Foreign::Version(version) => {
                let head = format!("beltui journal {version} 0-0");
                let bytes = [frame(head.as_bytes()), frame(b"(entry: \"something newer\")")].concat();
                fs::create_dir_all(journal.parent().unwrap()).unwrap();
                fs::write(&journal, &bytes).unwrap();
                self.foreign.push(bytes);
                self.is_foreign = true;
            }
            Foreign::Garbage => {
                fs::create_dir_all(journal.parent().unwrap()).unwrap();
                fs::write(&journal, b"\x07no journal at all").unwrap();
            }
        }
    }
}

/// The remarks of others in a text.
fn remarks(text: &[u8]) -> BTreeSet<String> {
    let text = String::from_utf8_lossy(text);
    text.lines().filter(|line| line.starts_with("// theirs")).map(str::to_owned).collect()
}

struct Machine;

impl StateMachineTest for Machine {
    type SystemUnderTest = Run;
    type Reference = Phase;

    fn init_test(_: &Phase) -> Run {
        Run::new()
    }

    fn apply(mut run: Run, _: &Phase, step: Step) -> Run {
        run.steps.push(step);
        // A save writes a file again that is gone, which the phase does not know: then the program runs, or does not.
        if matches!(step, Step::Open(_) | Step::Journal(_)) {
            run.program.crash();
        }
        if run.program.session.is_none() && !matches!(step, Step::Open(_) | Step::Journal(_)) {
            match step {
                Step::Outside(change, renamed) => run.outside(change, renamed),
                Step::Obstruct(by) => run.program.obstruct(by),
                Step::Clear => run.program.clear(),
                _ => {}
            }
            return run;
        }
        match step {
            Step::Edit(edit) => _ = run.edit(edit),
            Step::Undo => run.undo(),
            Step::Redo => run.redo(),
            Step::Save(theirs) => _ = run.save(theirs),
            Step::SaveWhile(edit) => run.save_while(edit),
            Step::Look(theirs) => _ = run.look(theirs),
            Step::Outside(change, renamed) => run.outside(change, renamed),
            Step::Crash(crash) => run.crash(crash),
            Step::Open(decision) => run.open(decision),
            Step::Finish => run.finish(),
            Step::Second => run.second(),
            Step::Obstruct(by) => run.program.obstruct(by),
            Step::Clear => run.program.clear(),
            Step::Journal(foreign) => run.meddle(foreign),
        }
        run
    }

    fn check_invariants(run: &Run, _: &Phase) {
        if let Some(text) = &run.broken {
            ensure!(run, run.program.text().as_ref() == Some(text), "a file with errors was written");
        } else {
            let whole = run.program.text().is_none() || says(&run.program.file()).is_some();
            ensure!(run, whole, "the file has errors");
        }
        let temporary = fs::read_dir(run.program.data()).unwrap();
        let names: BTreeSet<_> = temporary.map(|entry| entry.unwrap().file_name()).collect();
        let known = ["a.ron", ".a.ron.lock"];
        let left = names.iter().any(|name| !known.contains(&&*name.to_string_lossy()));
        ensure!(run, !left, "something is left beside the file: {names:?}");
    }
}

fn config() -> Config {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(96);
    Config { cases, failure_persistence: None, max_shrink_iters: 4000, ..Config::default() }
}

prop_state_machine! {
    #![proptest_config(config())]

    #[test]
    fn what_was_accepted_is_never_lost_and_what_others_wrote_is_never_overwritten(sequential 1..40 => Machine);
}

/// Goes through steps that once led to something wrong.
fn go_through(steps: &[Step]) {
    let phase = Phase { runs: true, is_whole: true };
    let mut run = Machine::init_test(&phase);
    for step in steps {
        run = Machine::apply(run, &phase, *step);
        Machine::check_invariants(&run, &phase);
    }
}

#[test]
fn an_edit_of_something_that_a_full_disk_kept_out_of_the_journal_does_not_stop_a_recovery() {
    use Step::{Crash as End, Edit as Change, Obstruct, Open, SaveWhile};
    let steps = [
        Open(Decision::Recover),
        End(Crash::Now),
        Open(Decision::Recover),
        End(Crash::Now),
        Open(Decision::Recover),
        Step::Undo,
        Obstruct(Obstacle::Disk),
        Step::Save(false),
        Change(Edit::Add),
        Change(Edit::Add),
        SaveWhile(Edit::Retitle(41)),
        End(Crash::Now),
        Open(Decision::Recover),
    ];
    go_through(&steps);
}
