//! Nothing that was accepted is lost, and nothing of somebody else is overwritten: whatever kills the program, whatever
//! the disk says, whatever others do to the file, the journal and the backups meanwhile.
//!
//! Some tests need a process that dies or that may write only so much: they start this very test binary again, with
//! only [`worker`] to run and a role for it in the environment.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};

use beltui::edit::difference::difference;
use beltui::edit::document::Document;
use beltui::edit::op::{Op, Transaction};
use beltui::model::id::Id;
use beltui::model::record::Owned;
use beltui::model::state::{Head, Place, RecordKind, State};
use beltui::store::aside;
use beltui::store::backups::{self, KEPT};
use beltui::store::journal::{Claim, Entry, JournalPlace};
use beltui::store::load::{load, load_text};
use beltui::store::open_file::{Backup, OpenFile, Opened, Outcome, open_with};
use beltui::store::outside::{Look, Meeting};
use beltui::store::places::SHIPPED;
use beltui::store::write::Fingerprint;
use tempfile::TempDir;

/// What a worker is to do; without it [`worker`] does nothing.
const ROLE: &str = "BELTUI_DURABILITY_ROLE";
/// The folder that a worker works in.
const FOLDER: &str = "BELTUI_DURABILITY_FOLDER";
/// The number of the first edit of a worker.
const START: &str = "BELTUI_DURABILITY_START";
/// How often a worker is killed: more than usual for a long night.
const ROUNDS: &str = "BELTUI_ROUNDS";

/// The record that most edits change.
const EVENT: &str = "poczobut-not-released-2026-03-19";

// --- a file and its state directory ---

/// A folder with a state file in a folder of its own, and the state directory of the program.
struct Home {
    file: PathBuf,
    state: Option<PathBuf>,
    _folder: Option<TempDir>,
}

impl Home {
    fn new() -> Self {
        Self::with(SHIPPED)
    }

    fn with(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let home = Self { _folder: None, ..Self::at(folder.path()) };
        fs::create_dir(home.folder()).unwrap();
        fs::write(&home.file, text).unwrap();
        Self { _folder: Some(folder), ..home }
    }

    /// What is in a folder already.
    fn at(folder: &Path) -> Self {
        let (file, state) = (folder.join("data").join("a.ron"), folder.join("state"));
        Self { file, state: Some(state), _folder: None }
    }

    /// The folder that the file is in.
    fn folder(&self) -> &Path {
        self.file.parent().unwrap()
    }

    fn state(&self) -> &Path {
        self.state.as_deref().unwrap()
    }

    fn open(&self) -> Opened {
        open_with(&self.file, None, self.state.clone()).unwrap()
    }

    /// Opens a file that nothing is the matter with.
    fn kept(&self) -> Kept {
        let opened = self.open();
        assert_eq!(opened.read_only, None);
        assert_eq!(opened.notice, None);
        assert!(opened.recovery.is_empty(), "{:?}", labels(&opened.recovery));
        Kept { open_file: opened.open_file.unwrap(), document: Document::new(opened.loaded.state) }
    }

    /// Opens a file after a crash and takes every edit that is offered, as the dashboard does.
    fn recovered(&self) -> Kept {
        let opened = self.open();
        assert_eq!(opened.read_only, None);
        let (mut open_file, mut document) = (opened.open_file.unwrap(), Document::new(opened.loaded.state));
        if !opened.recovery.is_empty() {
            for edit in &opened.recovery {
                document.commit(edit).unwrap_or_else(|why| panic!("{}: {why}", edit.label));
            }
            open_file.decide(true).unwrap();
        }
        Kept { open_file, document }
    }

    fn journal(&self) -> PathBuf {
        self.place().path().to_owned()
    }

    fn place(&self) -> JournalPlace {
        JournalPlace::of(self.state(), &self.file)
    }

    /// The journals whose edits were set aside, latest first.
    fn set_aside(&self) -> Vec<Vec<u8>> {
        let aside = aside::list(self.state(), &self.file).unwrap();
        aside.iter().map(|one| fs::read(&one.path).unwrap()).collect()
    }

    fn text(&self) -> String {
        fs::read_to_string(&self.file).unwrap()
    }

    /// The texts of the backups, latest first.
    fn backups(&self) -> Vec<String> {
        let backups = backups::list(self.state(), &self.file).unwrap();
        backups.iter().map(|backup| fs::read_to_string(&backup.path).unwrap()).collect()
    }

    /// Asserts that each backup is a whole file: one that is not would be a trap for who needs it.
    fn backups_are_whole(&self, when: &str) {
        for (at, text) in self.backups().iter().enumerate() {
            let findings = load_text(text.clone()).findings.len();
            assert_eq!(findings, 0, "{when}: backup {at} has {} bytes and is not whole", text.len());
        }
    }

    /// The names in the folder of the file, without the lock.
    fn names(&self) -> Vec<String> {
        let names = fs::read_dir(self.folder()).unwrap();
        let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.filter(|name| name != ".a.ron.lock").collect();
        names.sort_unstable();
        names
    }
}

/// An open file with the document that is edited. Dropped, it is as after a crash: the journal stays.
struct Kept {
    open_file: OpenFile,
    document: Document,
}

impl Kept {
    /// Makes an edit and has it in the journal.
    fn edit(&mut self, transaction: &Transaction) {
        let applied = self.document.commit(transaction).unwrap();
        self.open_file.journal(applied, self.document.state()).unwrap();
    }

    /// Notes something at a record.
    fn note(&mut self, id: &str, note: &str) {
        self.edit(&noted(self.document.state(), id, note));
    }

    fn undo(&mut self) {
        let inverse = self.document.undo().unwrap();
        self.open_file.journal(inverse, self.document.state()).unwrap();
    }

    fn saves(&mut self) {
        match self.open_file.save(&mut self.document) {
            Ok(Outcome::Saved) => assert!(!self.document.is_dirty()),
            other => panic!("{other:?}"),
        }
    }

    /// Takes over what somebody else has made of the file, as the dashboard does.
    fn takes_over(&mut self) {
        let glance = self.open_file.glance();
        let Look::Changed(unread) = glance.look() else { panic!("nothing has changed") };
        let theirs = unread.load(self.document.state(), &mut || ()).unwrap();
        let ours = (self.document.state().clone(), self.document.revision());
        // Where both changed the same thing, ours stays.
        let Meeting::Together(mut ahead) = glance.meet(&theirs, ours, Some(&[])) else {
            panic!("it has errors")
        };
        self.open_file.adopt(theirs, &mut ahead).1.unwrap();
        self.document.adopt(*ahead).unwrap();
    }

    /// Looks at the file, which is gone.
    fn misses_the_file(&mut self) {
        let look = self.open_file.glance().look();
        assert!(matches!(look, Look::Gone), "{look:?}");
        self.open_file.lost();
        assert!(self.open_file.is_gone());
    }
}

fn labels(edits: &[Transaction]) -> Vec<&str> {
    edits.iter().map(|edit| edit.label.as_str()).collect()
}

fn record(state: &State, id: &str) -> Owned {
    state.record(id).unwrap().to_owned()
}

fn event(state: &State, id: &str) -> Owned {
    let mut event = record(state, EVENT);
    if let Owned::Event(it) = &mut event {
        it.id = Id::new(id);
        it.title = format!("Event {id}").into();
        it.note = None;
        it.links = [].into();
        it.figures = [].into();
    }
    event
}

fn noted(state: &State, id: &str, note: &str) -> Transaction {
    let old = record(state, id);
    let mut new = old.clone();
    match &mut new {
        Owned::Event(it) => it.note = Some(note.into()),
        Owned::Measure(it) => it.note = Some(note.into()),
        _ => panic!("{id} is neither an event nor a measure"),
    }
    Transaction::new(format!("note {id}"), vec![Op::replace(old, new)])
}

fn inserted(state: &State, id: &str) -> Transaction {
    Transaction::new(format!("add {id}"), vec![Op::insert(3, event(state, id))])
}

fn headed(state: &State, change: impl Fn(&mut Head)) -> Transaction {
    let old = state.head().clone();
    let mut new = old.clone();
    change(&mut new);
    Transaction::new("head", vec![Op::Head { old: Box::new(old), new: Box::new(new) }])
}

fn note_of(state: &State, id: &str) -> Option<String> {
    match record(state, id) {
        Owned::Event(it) => it.note.map(|note| note.to_string()),
        Owned::Measure(it) => it.note.map(|note| note.to_string()),
        _ => panic!("{id} is neither an event nor a measure"),
    }
}

/// The shipped file with a text replaced: what somebody else makes of it.
fn changed(from: &str, to: &str) -> String {
    assert!(SHIPPED.contains(from), "{from}");
    SHIPPED.replacen(from, to, 1)
}

/// The shipped file after another program has committed a transaction to it.
fn edited(edit: impl Fn(&State) -> Transaction) -> String {
    let home = Home::new();
    let mut kept = home.kept();
    let transaction = edit(kept.document.state());
    kept.edit(&transaction);
    kept.saves();
    home.text()
}

// --- workers ---

/// A process that does what [`worker`] does for its role; it does not outlive the test.
struct Worker {
    child: Child,
    lines: BufReader<ChildStdout>,
}

impl Worker {
    fn start(role: &str, folder: &Path) -> Self {
        Self::within(&[], role, folder, 0)
    }

    /// A worker behind a command that starts it.
    fn within(before: &[&str], role: &str, folder: &Path, start: u64) -> Self {
        let binary = std::env::current_exe().unwrap();
        let mut command = match before.split_first() {
            Some((program, arguments)) => {
                let mut command = Command::new(program);
                command.args(arguments).arg(binary);
                command
            }
            None => Command::new(binary),
        };
        command.args(["--exact", "worker", "--nocapture", "--test-threads=1"]);
        command.env(ROLE, role).env(FOLDER, folder).env(START, start.to_string());
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        Self { child, lines }
    }

    /// The next thing that it says; `None` when it has ended.
    fn says(&mut self) -> Option<String> {
        loop {
            let mut line = String::new();
            self.lines.read_line(&mut line).unwrap();
            if !line.ends_with('\n') {
                return None;
            }
            // The test harness writes to the same pipe.
            if let Some((_, said)) = line.trim_end().rsplit_once('@') {
                return Some(said.to_owned());
            }
        }
    }

    /// Kills it; returns what it has said that nobody has heard yet.
    fn killed(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        let mut said = Vec::new();
        while let Some(line) = self.says() {
            said.push(line);
        }
        let status = self.child.wait().unwrap();
        assert_eq!(status.signal(), Some(9), "it ended by itself: {status}");
        said
    }

    /// Waits until it ends.
    fn ends(mut self) -> (ExitStatus, Vec<String>) {
        drop(self.child.stdin.take());
        let mut said = Vec::new();
        while let Some(line) = self.says() {
            said.push(line);
        }
        (self.child.wait().unwrap(), said)
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Says something to the test that started this process.
fn say(what: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "@{what}").unwrap();
    out.flush().unwrap();
}

#[test]
fn worker() {
    let Ok(role) = std::env::var(ROLE) else { return };
    let home = Home::at(Path::new(&std::env::var_os(FOLDER).unwrap()));
    match role.as_str() {
        "edit" => edits_for_ever(&home, std::env::var(START).unwrap().parse().unwrap()),
        "hold" => {
            let _kept = home.kept();
            say("open");
            std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
        }
        "look" => {
            let opened = home.open();
            say(opened.read_only.as_deref().unwrap_or("may be written"));
        }
        "save" => fails_to_save(&home, Backup::StateFolder),
        "save without backups" => fails_to_save(&home, Backup::Nowhere),
        "journal" => {
            let mut kept = home.kept();
            let big = noted(kept.document.state(), EVENT, &"x".repeat(100_000));
            let applied = kept.document.commit(&big).unwrap();
            kept.open_file
                .journal(applied, kept.document.state())
                .expect_err("it is larger than any file may be");
            let small = kept.document.commit(&inserted(kept.document.state(), "small")).unwrap();
            if kept.open_file.journal(small, kept.document.state()).is_ok() {
                say("small");
            }
        }
        other => panic!("no role {other}"),
    }
}

// --- kill -9 ---

/// The id of the event that an edit of a number adds.
fn id_of(number: u64) -> String {
    format!("durable-{number:08}")
}

/// The numbers of the edits that are in a state.
fn numbers(state: &State) -> BTreeSet<u64> {
    (0..state.len(RecordKind::Events))
        .filter_map(|at| state.at(Place { list: RecordKind::Events, at }))
        .filter_map(|record| record.id().as_str().strip_prefix("durable-")?.parse().ok())
        .collect()
}

/// Edits, takes edits back and saves, until somebody kills it. Says `+n` when the edit of that number is accepted,
/// `?n` when it is going to be taken back, and `-n` when that is accepted.
fn edits_for_ever(home: &Home, start: u64) {
    let mut kept = home.recovered();
    // What an undo takes back is what this process has done.
    let mut done: Vec<u64> = Vec::new();
    for number in start.. {
        // One intention, two records: both are there or none.
        let state = kept.document.state();
        let mut both = inserted(state, &id_of(number));
        both.ops.extend(noted(state, EVENT, &number.to_string()).ops);
        kept.edit(&both);
        say(&format!("+{number}"));
        done.push(number);
        if number % 5 == 3
            && let Some(last) = done.pop()
        {
            say(&format!("?{last}"));
            kept.undo();
            say(&format!("-{last}"));
        }
        if number % 4 == 1 {
            kept.saves();
        }
    }
}

/// What the workers on a file have said.
#[derive(Default)]
struct Accepted {
    there: BTreeSet<u64>,
    gone: BTreeSet<u64>,
    next: u64,
}

impl Accepted {
    fn hear(&mut self, said: &str) {
        let number: u64 = said[1..].parse().unwrap();
        match &said[..1] {
            "+" => _ = self.there.insert(number),
            "?" => _ = self.there.remove(&number),
            "-" => _ = self.gone.insert(number),
            _ => panic!("{said}"),
        }
        self.next = self.next.max(number + 1);
    }
}

/// Each edit is whole: the note is the number of the last event that was added.
fn is_whole(state: &State, when: &str) {
    let note = note_of(state, EVENT).and_then(|note| note.parse().ok());
    assert_eq!(note, numbers(state).last().copied(), "{when}: half an edit");
}

/// Starts a worker, kills it at a random moment, and looks at what it has left.
fn kill_round(home: &Home, accepted: &mut Accepted, chance: &mut fastrand::Rng, when: &str) {
    let folder = home.folder().parent().unwrap();
    let mut worker = Worker::within(&[], "edit", folder, accepted.next);
    for _ in 0..chance.u64(..14) {
        accepted.hear(&worker.says().expect("it edits until it is killed"));
    }
    for _ in 0..chance.u64(..200_000) {
        std::hint::spin_loop();
    }
    for said in worker.killed() {
        accepted.hear(&said);
    }
    // An edit that was accepted and not yet said may be there: its number is not used again.
    accepted.next += 1;
    let loaded = load(&home.file).unwrap();
    assert!(loaded.findings.is_empty(), "{when}: {:?}", loaded.findings);
    is_whole(&loaded.state, when);
    home.backups_are_whole(when);
    // Dropped, not ended: the next worker finds the same journal.
    let kept = home.recovered();
    let there = numbers(kept.document.state());
    let lost: Vec<_> = accepted.there.difference(&there).collect();
    assert!(lost.is_empty(), "{when}: lost {lost:?}");
    let back: Vec<_> = accepted.gone.intersection(&there).collect();
    assert!(back.is_empty(), "{when}: taken back, and there again: {back:?}");
    is_whole(kept.document.state(), when);
}

#[test]
fn whatever_moment_the_program_is_killed_at_each_accepted_edit_is_there_and_the_file_is_whole() {
    let rounds = std::env::var(ROUNDS).ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(240);
    let some_rounds = |seed: u64, rounds: u32| {
        let mut chance = fastrand::Rng::with_seed(seed);
        let (mut home, mut accepted) = (Home::new(), Accepted::default());
        for round in 0..rounds {
            if round % 20 == 19 {
                (home, accepted) = (Home::new(), Accepted::default());
            }
            kill_round(&home, &mut accepted, &mut chance, &format!("seed {seed:x}, round {round}"));
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(|| some_rounds(0x9e37_79b9_7f4a_7c15, rounds / 2));
        some_rounds(0x2545_f491_4f6c_dd1d, rounds - rounds / 2);
    });
}

#[test]
fn temporary_files_that_a_crash_has_left_are_not_read_and_are_in_nobodys_way() {
    let home = Home::new();
    fs::write(home.folder().join(".a.ron.AbCdEf.tmp"), "half a fi").unwrap();
    fs::create_dir_all(home.journal().parent().unwrap()).unwrap();
    fs::write(home.journal().with_extension("new"), [0xff; 7]).unwrap();
    fs::write(home.folder().join(".a.ron.lock"), "process 4194304000000").unwrap();
    let mut kept = home.kept();
    kept.note(EVENT, "x");
    kept.saves();
    assert_eq!(note_of(&load(&home.file).unwrap().state, EVENT).as_deref(), Some("x"));
}

// --- a full disk ---

/// What a worker does that may write only files that are smaller than the state file.
fn fails_to_save(home: &Home, backup: Backup) {
    let opened = home.open();
    assert_eq!(opened.read_only, None);
    let mut kept =
        Kept { open_file: opened.open_file.unwrap(), document: Document::new(opened.loaded.state) };
    kept.open_file.keep_backups(backup);
    kept.note(EVENT, "accepted");
    say("accepted");
    for _ in 0..3 {
        let error = kept.open_file.save(&mut kept.document).unwrap_err().to_string();
        let reason = match backup {
            Backup::StateFolder => "the version before cannot be kept: ",
            _ => "the temporary file cannot be written: ",
        };
        assert!(error.starts_with(reason), "{error}");
        assert!(home.text() == SHIPPED);
        assert!(kept.document.is_dirty());
        assert_eq!(kept.document.unsaved(), 1);
        assert_eq!(home.names(), ["a.ron"], "a temporary file is left");
    }
    say("refused");
}

/// A shell that starts a worker which may write files of so many blocks of 512 bytes.
fn limited(blocks: u32, ignored: bool) -> [String; 3] {
    // The signal for a file that is too large ends a process that does not ignore it.
    let trap = if ignored { "trap '' XFSZ; " } else { "" };
    let script = format!("{trap}ulimit -c 0; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    ["sh".to_owned(), "-c".to_owned(), script]
}

fn runs_limited(home: &Home, role: &str, blocks: u32, ignored: bool) -> (ExitStatus, Vec<String>) {
    let before = limited(blocks, ignored);
    let before: Vec<&str> = before.iter().map(String::as_str).collect();
    Worker::within(&before, role, home.folder().parent().unwrap(), 0).ends()
}

/// After a save that failed: the file is the old one, and what was accepted can be saved as soon as there is room.
fn goes_on(home: &Home) {
    assert!(home.text() == SHIPPED);
    let mut kept = home.recovered();
    assert_eq!(note_of(kept.document.state(), EVENT).as_deref(), Some("accepted"));
    kept.saves();
    assert_eq!(note_of(&load(&home.file).unwrap().state, EVENT).as_deref(), Some("accepted"));
    assert!(home.backups()[0] == SHIPPED, "the latest backup is not what stood there before");
    home.backups_are_whole("afterwards");
}

#[test]
fn where_a_backup_finds_no_room_nothing_is_saved_nothing_is_lost_and_half_a_backup_is_none() {
    let home = Home::new();
    let (status, said) = runs_limited(&home, "save", 200, true);
    assert!(status.success(), "{status}");
    assert_eq!(said, ["accepted", "refused"]);
    goes_on(&home);
}

#[test]
fn where_the_new_text_finds_no_room_nothing_is_saved_and_the_old_file_is_whole() {
    let home = Home::new();
    let (status, said) = runs_limited(&home, "save without backups", 200, true);
    assert!(status.success(), "{status}");
    assert_eq!(said, ["accepted", "refused"]);
    goes_on(&home);
}

#[test]
fn a_process_that_is_ended_in_the_middle_of_writing_leaves_the_old_file_and_its_edits() {
    for role in ["save", "save without backups"] {
        let home = Home::new();
        let (status, said) = runs_limited(&home, role, 200, false);
        assert_eq!(said[0], "accepted");
        assert!(status.signal().is_some() || said.len() == 2, "{role}: {status}, {said:?}");
        assert!(load(&home.file).unwrap().findings.is_empty());
        assert!(home.text() == SHIPPED);
        goes_on(&home);
        assert_eq!(home.names(), ["a.ron"], "{role}: what the killed save has left is swept");
    }
}

#[test]
fn an_edit_that_finds_no_room_in_the_journal_does_not_take_a_later_one_with_it() {
    let home = Home::new();
    let (status, said) = runs_limited(&home, "journal", 16, true);
    assert!(status.success(), "{status}");
    let kept = home.recovered();
    for id in &said {
        assert!(kept.document.state().event(id).is_some(), "{id} was accepted and is lost");
    }
    drop(kept);
    // Whatever is left at its end, edits go on behind it.
    let mut kept = home.recovered();
    kept.edit(&inserted(kept.document.state(), "later"));
    drop(kept);
    assert!(home.recovered().document.state().event("later").is_some());
}

/// A file system of its own that is soon full, where the system lets one be made.
struct Small(TempDir);

impl Small {
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=5m", "tmpfs"]).arg(folder.path());
        let mounted = mount.stderr(Stdio::null()).status().is_ok_and(|status| status.success());
        if !mounted {
            common::cannot_run("no file system can be mounted here, and so none that is full");
        }
        mounted.then_some(Self(folder))
    }

    /// Leaves no room, or all.
    fn fill(&self, full: bool) {
        let filler = self.0.path().join("filler");
        if full {
            fs::write(filler, vec![b'x'; 6 << 20]).expect_err("it is full");
        } else {
            fs::remove_file(filler).unwrap();
        }
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

#[test]
fn a_disk_that_is_full_is_named_and_the_same_save_works_when_there_is_room() {
    let Some(small) = Small::new() else { return };
    let elsewhere = Home::new();
    let home = Home { file: small.0.path().join("a.ron"), ..elsewhere };
    fs::write(&home.file, SHIPPED).unwrap();
    let mut kept = home.kept();
    kept.note(EVENT, "accepted");
    small.fill(true);
    for _ in 0..3 {
        let error = kept.open_file.save(&mut kept.document).unwrap_err().to_string();
        assert!(error.contains("temporary file") && error.ends_with("a.ron was not written"), "{error}");
        assert!(home.text() == SHIPPED && kept.document.is_dirty());
        assert_eq!(home.names(), ["a.ron", "filler"], "a temporary file is left");
    }
    kept.undo();
    assert!(!kept.document.is_dirty());
    kept.document.redo().unwrap();
    small.fill(false);
    kept.saves();
    assert_eq!(note_of(&load(&home.file).unwrap().state, EVENT).as_deref(), Some("accepted"));
    assert!(home.backups()[0] == SHIPPED);
    home.backups_are_whole("afterwards");
}

#[test]
fn an_edit_that_a_full_state_directory_does_not_take_is_told_with_the_reason() {
    let Some(small) = Small::new() else { return };
    let home = Home { state: Some(small.0.path().join("state")), ..Home::new() };
    let mut kept = home.kept();
    small.fill(true);
    for number in 0..2 {
        let note = noted(kept.document.state(), EVENT, &format!("{number} {}", "long ".repeat(2_000)));
        let applied = kept.document.commit(&note).unwrap();
        let error = kept.open_file.journal(applied, kept.document.state()).unwrap_err().to_string();
        assert!(error.contains("No space left on device"), "{error}");
    }
    let journals = fs::read_dir(small.0.path().join("state/journal")).unwrap();
    let names: Vec<_> = journals.map(|entry| entry.unwrap().file_name()).collect();
    assert!(!names.iter().any(|name| name.to_string_lossy().ends_with(".new")), "{names:?}");
}

#[test]
fn a_full_state_directory_stops_a_save_and_leaves_no_half_backup() {
    let Some(small) = Small::new() else { return };
    let home = Home { state: Some(small.0.path().join("state")), ..Home::new() };
    let mut kept = home.kept();
    kept.note(EVENT, "first");
    kept.saves();
    let first = home.text();
    kept.note(EVENT, "second");
    small.fill(true);
    for _ in 0..KEPT {
        let error = kept.open_file.save(&mut kept.document).unwrap_err().to_string();
        assert!(error.starts_with("the version before cannot be kept: "), "{error}");
        assert!(home.text() == first && kept.document.is_dirty());
    }
    small.fill(false);
    kept.saves();
    let backups = home.backups();
    assert!(backups[0] == first);
    assert!(backups.contains(&SHIPPED.to_owned()), "what failed has pushed a whole version out");
    home.backups_are_whole("afterwards");
}

#[test]
fn an_edit_that_is_accepted_after_the_journal_was_full_for_a_while_survives_a_crash() {
    let Some(small) = Small::new() else { return };
    let home = Home { state: Some(small.0.path().join("state")), ..Home::new() };
    let mut kept = home.kept();
    kept.edit(&inserted(kept.document.state(), "before"));
    small.fill(true);
    // It begins in a page that the journal has already, and does not end in it.
    let big = noted(kept.document.state(), EVENT, &"x".repeat(20_000));
    let applied = kept.document.commit(&big).unwrap();
    kept.open_file.journal(applied, kept.document.state()).expect_err("there is no room");
    small.fill(false);
    kept.edit(&inserted(kept.document.state(), "after"));
    drop(kept);
    let kept = home.recovered();
    assert!(kept.document.state().event("before").is_some());
    assert!(kept.document.state().event("after").is_some(), "it was accepted, and is lost");
}

// --- files and folders that are not as they should be ---

#[test]
fn a_file_that_is_read_only_is_only_looked_at() {
    let home = Home::new();
    fs::set_permissions(&home.file, fs::Permissions::from_mode(0o444)).unwrap();
    let opened = home.open();
    assert_eq!(opened.read_only.as_deref(), Some("the file is read-only"));
    assert!(opened.open_file.is_none() && opened.recovery.is_empty());
    assert!(opened.loaded.state.event(EVENT).is_some());
    assert_eq!(fs::read_dir(home.folder()).unwrap().count(), 1, "no lock is left");
}

#[test]
fn a_file_that_becomes_read_only_while_it_is_open_is_not_replaced() {
    let home = Home::new();
    let mut kept = home.kept();
    kept.note(EVENT, "x");
    fs::set_permissions(&home.file, fs::Permissions::from_mode(0o444)).unwrap();
    let error = kept.open_file.save(&mut kept.document).unwrap_err().to_string();
    assert!(
        error.starts_with("the file is read-only: ") && error.contains("a.ron was not written"),
        "{error}"
    );
    assert!(home.text() == SHIPPED && kept.document.is_dirty());
    fs::set_permissions(&home.file, fs::Permissions::from_mode(0o644)).unwrap();
    kept.saves();
}

#[test]
fn a_file_in_a_folder_that_cannot_be_written_is_only_looked_at() {
    let home = Home::new();
    let root = home.folder().parent().unwrap();
    fs::set_permissions(root, fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(home.folder(), fs::Permissions::from_mode(0o555)).unwrap();
    let id = Command::new("id").arg("-u").output().unwrap().stdout;
    // Nothing is forbidden to root: then somebody else has to look.
    let nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    let before = if id == b"0\n" { &nobody[..] } else { &[] };
    if let Some((program, arguments)) = before.split_first() {
        let mut probe = Command::new(program);
        probe.args(arguments).args(["test", "-x"]).arg(std::env::current_exe().unwrap());
        if !probe.stderr(Stdio::null()).status().is_ok_and(|status| status.success()) {
            eprintln!("root cannot be somebody else here: not tested");
            return;
        }
    }
    let (status, said) = Worker::within(before, "look", root, 0).ends();
    fs::set_permissions(home.folder(), fs::Permissions::from_mode(0o755)).unwrap();
    assert!(status.success(), "{status}");
    assert!(said[0].starts_with("its folder cannot be written: "), "{said:?}");
}

#[test]
fn a_file_that_has_vanished_is_written_again() {
    let home = Home::new();
    let mut kept = home.kept();
    kept.note(EVENT, "x");
    fs::remove_file(&home.file).unwrap();
    kept.misses_the_file();
    kept.saves();
    assert!(!kept.open_file.is_gone());
    assert_eq!(home.text().len(), SHIPPED.len() + "            note: \"x\",\n".len());
    kept.note(EVENT, "y");
    kept.saves();
    drop(kept);
    assert_eq!(note_of(home.kept().document.state(), EVENT).as_deref(), Some("y"));
}

#[test]
fn a_file_that_has_vanished_and_come_back_otherwise_is_not_overwritten() {
    let home = Home::new();
    let mut kept = home.kept();
    kept.note(EVENT, "x");
    fs::remove_file(&home.file).unwrap();
    kept.misses_the_file();
    let theirs = changed("title: \"Belarus and the West\"", "title: \"Theirs\"");
    fs::write(&home.file, &theirs).unwrap();
    assert!(matches!(kept.open_file.save(&mut kept.document), Ok(Outcome::Changed)));
    assert!(home.text() == theirs && kept.document.is_dirty());
    kept.takes_over();
    kept.saves();
    let state = load(&home.file).unwrap().state;
    assert_eq!((state.head().title.as_str(), note_of(&state, EVENT).as_deref()), ("Theirs", Some("x")));
}

#[test]
fn a_folder_that_has_vanished_stops_a_save_and_the_save_works_when_it_is_back() {
    // It comes back empty, or with all that was in it.
    for whole in [false, true] {
        let home = Home::new();
        let away = home.folder().with_file_name("away");
        let mut kept = home.kept();
        kept.note(EVENT, "x");
        fs::rename(home.folder(), &away).unwrap();
        for _ in 0..2 {
            let error = kept.open_file.save(&mut kept.document).unwrap_err().to_string();
            assert!(error.starts_with("a temporary file beside it cannot be made: "), "{error}");
            assert!(kept.document.is_dirty());
        }
        kept.edit(&inserted(kept.document.state(), "meanwhile"));
        if whole {
            fs::rename(&away, home.folder()).unwrap();
            if let Ok(Outcome::Changed) = kept.open_file.save(&mut kept.document) {
                kept.takes_over();
            }
        } else {
            fs::create_dir(home.folder()).unwrap();
        }
        kept.saves();
        drop(kept);
        let kept = home.kept();
        assert_eq!(note_of(kept.document.state(), EVENT).as_deref(), Some("x"));
        assert!(kept.document.state().event("meanwhile").is_some());
    }
}

#[test]
fn what_another_program_has_made_of_the_file_is_never_overwritten() {
    let longer = changed("title: \"Belarus and the West\"", "title: \"Belarus and the East and the West\"");
    let same_length = changed("title: \"Belarus and the West\"", "title: \"Belarus and the East\"");
    let half = SHIPPED[..SHIPPED.len() / 2].to_owned();
    let texts = [
        String::new(),
        half,
        longer,
        same_length,
        "no RON at all".to_owned(),
        SHIPPED.to_owned() + "\0",
        SHIPPED.replace('\n', "\r\n"),
    ];
    for (at, theirs) in texts.iter().enumerate() {
        for renamed in [false, true] {
            let home = Home::new();
            let mut kept = home.kept();
            kept.note(EVENT, "x");
            if renamed {
                let other = home.folder().join("other");
                fs::write(&other, theirs).unwrap();
                fs::rename(&other, &home.file).unwrap();
            } else {
                fs::write(&home.file, theirs).unwrap();
            }
            for _ in 0..2 {
                match kept.open_file.save(&mut kept.document) {
                    Ok(Outcome::Changed) => {}
                    other => panic!("text {at}: {other:?}"),
                }
                assert!(home.text() == *theirs && kept.document.is_dirty(), "text {at}");
                assert_eq!(home.names(), ["a.ron"]);
            }
            assert!(home.backups().is_empty(), "nothing was replaced");
            // The other program thinks better of it.
            fs::write(&home.file, SHIPPED).unwrap();
            kept.saves();
        }
    }
}

#[test]
fn a_file_that_has_become_something_that_cannot_be_read_is_left_alone() {
    let home = Home::new();
    let mut kept = home.kept();
    kept.note(EVENT, "x");
    fs::write(&home.file, b"\xff\xfe(\0").unwrap();
    assert!(matches!(kept.open_file.save(&mut kept.document), Ok(Outcome::Changed)));
    assert_eq!(fs::read(&home.file).unwrap(), b"\xff\xfe(\0");
    fs::remove_file(&home.file).unwrap();
    fs::create_dir(&home.file).unwrap();
    for _ in 0..2 {
        let error = kept.open_file.save(&mut kept.document).unwrap_err().to_string();
        assert!(error.contains("a.ron"), "{error}");
        assert!(home.file.is_dir() && kept.document.is_dirty());
    }
    fs::remove_dir(&home.file).unwrap();
    kept.saves();
}

#[test]
fn the_second_who_opens_a_file_may_only_look_and_is_told_who_has_it() {
    let home = Home::new();
    let mut first = Worker::start("hold", home.folder().parent().unwrap());
    assert_eq!(first.says().as_deref(), Some("open"));
    let told = format!("process {} has it open", first.child.id());
    for _ in 0..2 {
        let second = home.open();
        assert_eq!(second.read_only.as_deref(), Some(told.as_str()));
        assert!(second.open_file.is_none() && second.recovery.is_empty());
        assert!(second.loaded.findings.is_empty());
    }
    // Killed, it has nothing any more.
    first.killed();
    let kept = home.kept();
    let second = home.open();
    assert_eq!(second.read_only, Some(format!("process {} has it open", std::process::id())));
    drop(kept);
    home.kept().open_file.finish();
    assert!(!home.journal().exists(), "a clean end leaves no journal");
    assert_eq!(home.names(), ["a.ron"]);
}

#[test]
fn the_second_does_not_touch_the_journal_of_the_first() {
    let home = Home::new();
    let mut first = home.kept();
    first.note(EVENT, "x");
    let journal = fs::read(home.journal()).unwrap();
    drop(home.open());
    assert!(fs::read(home.journal()).unwrap() == journal);
    first.edit(&inserted(first.document.state(), "y"));
    drop(first);
    let kept = home.recovered();
    assert!(kept.document.state().event("y").is_some());
}

#[test]
fn a_link_stays_a_link_the_mode_stays_and_the_history_is_that_of_the_file() {
    let home = Home::new();
    fs::set_permissions(&home.file, fs::Permissions::from_mode(0o600)).unwrap();
    let link = home.folder().parent().unwrap().join("link.ron");
    symlink(&home.file, &link).unwrap();
    let through = Home { file: link.clone(), state: home.state.clone(), _folder: None };
    let mut kept = through.kept();
    assert!(home.open().read_only.unwrap().ends_with("has it open"), "one file, one lock");
    kept.note(EVENT, "x");
    kept.saves();
    assert!(fs::symlink_metadata(&link).unwrap().file_type().is_symlink());
    assert_eq!(fs::metadata(&home.file).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(home.backups() == [SHIPPED] && through.backups() == [SHIPPED]);
    kept.note(EVENT, "y");
    drop(kept);
    assert_eq!(note_of(home.recovered().document.state(), EVENT).as_deref(), Some("y"));
}

#[test]
fn a_link_whose_file_has_vanished_stays_a_link_to_the_file_that_is_written_again() {
    let home = Home::new();
    let link = home.folder().parent().unwrap().join("link.ron");
    symlink(&home.file, &link).unwrap();
    let through = Home { file: link.clone(), state: home.state.clone(), _folder: None };
    let mut kept = through.kept();
    kept.note(EVENT, "x");
    fs::remove_file(&home.file).unwrap();
    kept.saves();
    assert!(fs::symlink_metadata(&link).unwrap().file_type().is_symlink(), "the link was replaced");
    assert_eq!(note_of(&load(&home.file).unwrap().state, EVENT).as_deref(), Some("x"));
}

#[test]
fn the_latest_backup_is_the_version_before_and_the_oldest_go() {
    let home = Home::new();
    let mut kept = home.kept();
    let mut versions = vec![home.text()];
    for number in 0..KEPT + 3 {
        kept.note(EVENT, &format!("version {number}"));
        kept.saves();
        // A save of nothing is none.
        kept.saves();
        assert!(home.backups()[0] == versions[number]);
        versions.push(home.text());
    }
    versions.pop();
    versions.reverse();
    versions.truncate(KEPT);
    assert!(home.backups() == versions);
}

#[test]
fn the_order_of_backups_is_that_of_the_saves_whatever_the_clock_says() {
    let home = Home::new();
    let mut kept = home.kept();
    let mut versions = vec![home.text()];
    for number in 0..KEPT + 2 {
        kept.note(EVENT, &format!("version {number}"));
        kept.saves();
        versions.insert(0, home.text());
        // Each is older than the one before it, by the clock.
        let latest = &backups::list(home.state(), &home.file).unwrap()[0];
        let day = format!("{}-01-01", 2020 - number);
        assert!(Command::new("touch").args(["-d", &day]).arg(&latest.path).status().unwrap().success());
    }
    let listed = backups::list(home.state(), &home.file).unwrap();
    assert!(listed[0].written < listed[1].written, "the clock did go backwards");
    assert!(home.backups() == versions[1..=KEPT]);
    // Nor does the file's own time matter.
    assert!(Command::new("touch").args(["-d", "1999-01-01"]).arg(&home.file).status().unwrap().success());
    kept.note(EVENT, "last");
    kept.saves();
}

// --- what stands beside a file, and beside its text ---

#[test]
fn what_a_killed_save_has_left_is_swept_and_what_somebody_else_wrote_is_kept() {
    let home = Home::new();
    let theirs = changed("Belarus and the West", "Theirs");
    let beside = |name: &str, text: &str| fs::write(home.folder().join(name), text).unwrap();
    let mut kept = home.kept();
    kept.note(EVENT, "x");
    kept.saves();
    drop(kept);
    // Half a text that was to be saved, in this edition and the first; a text that is in the backups already; one that
    // nobody has looked at yet; and files that only look like it.
    beside(".a.ron.abc123.new", "(schema: 2, ti");
    beside(".a.ron.abc123.tmp", "(schema: 2, ti");
    beside(".a.ron.abc124.swap", SHIPPED);
    beside(".a.ron.abc125.swap", &theirs);
    for name in [
        ".a.ron.notes.new",
        ".a.ron.abc12é.new",
        ".a.ron.abc126.txt",
        "a.ron.abc126.new",
        ".b.ron.abc126.new",
    ] {
        beside(name, "somebody's");
    }
    symlink(home.folder().join("a.ron"), home.folder().join(".a.ron.abc127.new")).unwrap();
    fs::create_dir(home.folder().join(".a.ron.abc128.new")).unwrap();
    // Half a backup, too, which would be found by nobody.
    let state = home.state.clone().unwrap();
    let half = backups::list(&state, &home.file).unwrap()[0].path.with_file_name(".new.abc129");
    fs::write(&half, "(schema: 2, ti").unwrap();
    let looked_at = open_with(&home.file, Some("only looked at".to_owned()), home.state.clone()).unwrap();
    assert!(looked_at.open_file.is_none() && home.names().contains(&".a.ron.abc123.new".to_owned()));
    let notice = home.open().notice.unwrap();
    assert!(notice.contains("somebody else") && notice.contains("backup 2"), "{notice}");
    assert_eq!(home.backups(), [theirs, SHIPPED.to_owned()]);
    assert!(!half.exists());
    let left = [
        ".a.ron.abc126.txt",
        ".a.ron.abc127.new",
        ".a.ron.abc128.new",
        ".a.ron.abc12é.new",
        ".a.ron.notes.new",
        ".b.ron.abc126.new",
        "a.ron",
        "a.ron.abc126.new",
    ];
    assert_eq!(home.names(), left);
}

#[test]
fn without_a_state_directory_a_person_can_save_beside_the_file_or_without_the_version_before() {
    for (backup, left) in
        [(Backup::Beside, vec!["a.ron", "a.ron.backup-1"]), (Backup::Nowhere, vec!["a.ron"])]
    {
        let home = Home::new();
        let opened = open_with(&home.file, None, None).unwrap();
        let (mut open_file, mut document) = (opened.open_file.unwrap(), Document::new(opened.loaded.state));
        let change = noted(document.state(), EVENT, "x");
        document.commit(&change).unwrap();
        let error = open_file.save(&mut document).unwrap_err().to_string();
        assert_eq!(error, "the version before cannot be kept: no state directory is known");
        open_file.keep_backups(backup);
        assert!(matches!(open_file.save(&mut document), Ok(Outcome::Saved)));
        assert_eq!(home.names(), left);
        if backup == Backup::Beside {
            assert!(open_file.take_warning().unwrap().ends_with("a.ron.backup-1"));
            assert_eq!(fs::read_to_string(home.folder().join("a.ron.backup-1")).unwrap(), SHIPPED);
        }
        assert_eq!(note_of(&load(&home.file).unwrap().state, EVENT).as_deref(), Some("x"));
    }
}

#[test]
fn a_file_that_vanished_comes_back_as_private_as_it_was_and_its_other_names_are_told() {
    let home = Home::new();
    fs::set_permissions(&home.file, fs::Permissions::from_mode(0o600)).unwrap();
    let mut kept = home.kept();
    fs::remove_file(&home.file).unwrap();
    kept.misses_the_file();
    kept.note(EVENT, "x");
    kept.saves();
    assert_eq!(fs::metadata(&home.file).unwrap().permissions().mode() & 0o777, 0o600);
    fs::hard_link(&home.file, home.folder().join("b.ron")).unwrap();
    kept.note(EVENT, "y");
    kept.saves();
    assert_eq!(
        kept.open_file.take_warning().as_deref(),
        Some("saved, but these could not be kept: its 1 other name")
    );
}

#[test]
fn folders_of_the_program_are_for_their_owner_alone() {
    let home = Home::new();
    let mut kept = home.kept();
    kept.note(EVENT, "x");
    kept.saves();
    kept.note(EVENT, "y");
    kept.open_file.finish_discarding().unwrap();
    for folder in ["", "journal", "backups", "edits"] {
        let mode = fs::metadata(home.state().join(folder)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o700, "{folder}");
    }
    assert_eq!(home.set_aside().len(), 1, "what was thrown away at the end is kept");
}

#[test]
fn a_second_program_on_the_same_journal_only_looks_even_where_the_lock_was_removed() {
    let home = Home::new();
    let mut kept = home.kept();
    fs::remove_file(home.folder().join(".a.ron.lock")).unwrap();
    let second = home.open();
    assert_eq!(second.read_only.as_deref(), Some("another program has the same file open"));
    assert!(second.open_file.is_none() && second.loaded.text == SHIPPED);
    kept.note(EVENT, "x");
    drop(kept);
    assert_eq!(labels(&home.open().recovery), [format!("note {EVENT}")]);
}

// --- the journal after a crash ---

/// Puts a journal back that was there earlier, as if the program had died then, and adds a mark to it.
fn put_back(home: &Home, journal: &[u8], saving: Option<&str>) {
    fs::write(home.journal(), journal).unwrap();
    if let Some(text) = saving {
        let saving = Entry::Saving(Fingerprint::of(text).written());
        Claim::of(&home.place()).unwrap().resume().unwrap().add(&saving).unwrap();
    }
}

#[test]
fn what_was_saved_right_before_a_crash_is_not_offered_again() {
    for marked in [true, false] {
        let home = Home::new();
        let mut kept = home.kept();
        kept.note(EVENT, "a");
        kept.note(EVENT, "ab");
        kept.edit(&inserted(kept.document.state(), "new"));
        kept.edit(&headed(kept.document.state(), |head| head.title = "T".into()));
        kept.edit(&inserted(kept.document.state(), "undone"));
        kept.undo();
        let journal = fs::read(home.journal()).unwrap();
        kept.saves();
        let text = home.text();
        drop(kept);
        // Without the mark (there was no room for it, say) the edits are in the file all the same.
        put_back(&home, &journal, marked.then_some(text.as_str()));
        let mut kept = home.kept();
        assert!(home.text() == text);
        kept.note(EVENT, "abc");
        drop(kept);
        assert_eq!(labels(&home.open().recovery), [format!("note {EVENT}")]);
    }
}

#[test]
fn what_was_about_to_be_saved_at_a_crash_is_offered() {
    let home = Home::new();
    let mut kept = home.kept();
    kept.note(EVENT, "a");
    kept.edit(&inserted(kept.document.state(), "new"));
    let (journal, wanted) = (fs::read(home.journal()).unwrap(), kept.document.state().clone());
    kept.saves();
    let text = home.text();
    drop(kept);
    // The rename never came; before it an earlier save had failed.
    fs::write(&home.file, SHIPPED).unwrap();
    put_back(&home, &journal, Some("what an earlier save would have written"));
    put_back(&home, &fs::read(home.journal()).unwrap(), Some(&text));
    let kept = home.recovered();
    assert!(*kept.document.state() == wanted);
}

#[test]
fn what_came_after_a_save_that_could_not_begin_its_journal_anew_is_offered_alone() {
    let home = Home::new();
    let mut kept = home.kept();
    kept.note(EVENT, "a");
    let journal = fs::read(home.journal()).unwrap();
    kept.saves();
    let text = home.text();
    let next = noted(kept.document.state(), EVENT, "b");
    drop(kept);
    put_back(&home, &journal, Some(&text));
    Claim::of(&home.place()).unwrap().resume().unwrap().add(&Entry::Commit(next.clone())).unwrap();
    assert!(home.open().recovery == [next]);
}

#[test]
fn edits_are_recovered_crash_after_crash_until_they_are_saved() {
    let home = Home::new();
    for round in 0..5 {
        let mut kept = home.recovered();
        kept.edit(&inserted(kept.document.state(), &id_of(round)));
        if round == 2 {
            kept.saves();
            kept.edit(&inserted(kept.document.state(), "more"));
        }
    }
    let mut kept = home.recovered();
    assert_eq!(numbers(kept.document.state()).len(), 5);
    kept.saves();
    drop(kept);
    assert_eq!(numbers(home.kept().document.state()).len(), 5);
}

#[test]
fn an_edit_that_was_taken_back_before_a_crash_is_nothing_to_ask_about() {
    let home = Home::new();
    let mut kept = home.kept();
    kept.edit(&inserted(kept.document.state(), "new"));
    kept.note(EVENT, "x");
    kept.undo();
    kept.undo();
    drop(kept);
    // It opens as after an orderly end, and edits are journalled.
    let mut kept = home.kept();
    kept.note(EVENT, "y");
    drop(kept);
    assert_eq!(labels(&home.open().recovery), [format!("note {EVENT}")]);
}

#[test]
fn edits_that_are_thrown_away_do_not_come_back() {
    let home = Home::new();
    home.kept().note(EVENT, "x");
    let opened = home.open();
    assert_eq!(opened.recovery.len(), 1);
    let journal = fs::read(home.journal()).unwrap();
    let mut open_file = opened.open_file.unwrap();
    open_file.decide(false).unwrap();
    assert!(
        open_file.take_warning().unwrap().starts_with("the discarded edits are kept as 1: beltui edits ")
    );
    drop(open_file);
    home.kept();
    assert!(home.set_aside() == [journal], "a copy is kept");
}

/// Crashes with an edit of ours, lets somebody else change the file, and recovers.
fn crashed(ours: impl Fn(&State) -> Transaction, theirs: &str) -> (Home, Opened) {
    let home = Home::new();
    let mut kept = home.kept();
    kept.edit(&ours(kept.document.state()));
    drop(kept);
    fs::write(&home.file, theirs).unwrap();
    let opened = home.open();
    assert_eq!(opened.read_only, None);
    (home, opened)
}

/// What that leaves, where it goes together.
fn merged(ours: impl Fn(&State) -> Transaction, theirs: &str) -> State {
    let (home, opened) = crashed(ours, theirs);
    drop(opened);
    let mut kept = home.recovered();
    assert!(kept.document.is_dirty(), "nothing was offered");
    kept.saves();
    drop(kept);
    home.kept().document.state().clone()
}

#[test]
fn edits_of_a_crash_go_together_with_what_somebody_else_has_changed_meanwhile() {
    let another_title = changed("title: \"Poczobut not among the 250\"", "title: \"Theirs\"");
    // One record, two fields.
    let state = merged(|state| noted(state, EVENT, "ours"), &another_title);
    let together = state.event(EVENT).unwrap();
    assert_eq!((together.title.as_str(), together.note.as_deref()), ("Theirs", Some("ours")));
    // Two records.
    let state = merged(|state| noted(state, "us-belavia-asset-freeze", "ours"), &another_title);
    assert_eq!(state.event(EVENT).unwrap().title, "Theirs");
    assert_eq!(note_of(&state, "us-belavia-asset-freeze").as_deref(), Some("ours"));
    // A record that only we have, and one that only they have.
    let state = merged(|state| inserted(state, "ours"), &edited(|state| inserted(state, "theirs")));
    assert!(state.event("ours").is_some() && state.event("theirs").is_some());
    // Removed by us.
    let with = edited(|state| inserted(state, "one"));
    let home = Home::with(&with);
    let mut kept = home.kept();
    let one = std::sync::Arc::new(record(kept.document.state(), "one"));
    kept.edit(&Transaction::new("remove", vec![Op::Remove { at: 3, record: one, origin: None }]));
    drop(kept);
    fs::write(&home.file, with.replacen("title: \"Poczobut not among the 250\"", "title: \"Theirs\"", 1))
        .unwrap();
    let kept = home.recovered();
    assert!(kept.document.state().event("one").is_none());
    assert_eq!(kept.document.state().event(EVENT).unwrap().title, "Theirs");
}

#[test]
fn a_title_of_ours_and_a_note_of_theirs_at_the_head_of_the_file_go_together_after_a_crash() {
    let theirs = edited(|state| headed(state, |head| head.note = Some("theirs".into())));
    let state = merged(|state| headed(state, |head| head.title = "Ours".into()), &theirs);
    assert_eq!((state.head().title.as_str(), state.head().note.as_deref()), ("Ours", Some("theirs")));
}

#[test]
fn a_new_name_of_ours_and_a_title_of_theirs_for_one_record_go_together_after_a_crash() {
    let with = edited(|state| inserted(state, "one"));
    let home = Home::with(&with);
    let mut kept = home.kept();
    let old = record(kept.document.state(), "one");
    let mut new = old.clone();
    if let Owned::Event(it) = &mut new {
        it.id = Id::new("renamed");
    }
    kept.edit(&Transaction::new("rename", vec![Op::replace(old, new)]));
    drop(kept);
    fs::write(&home.file, with.replacen("title: \"Event one\"", "title: \"Theirs\"", 1)).unwrap();
    let kept = home.recovered();
    let state = kept.document.state();
    assert!(state.event("one").is_none());
    assert_eq!(state.event("renamed").unwrap().title, "Theirs", "their change is overwritten");
}

/// An accepted edit that cannot be offered as it was: the person hears of it, one way or another.
fn is_not_lost_in_silence(opened: &Opened, what: &str) {
    assert!(!opened.recovery.is_empty() || opened.notice.is_some(), "{what}: gone without a word");
}

#[test]
fn an_edit_of_a_crash_whose_record_somebody_else_has_deleted_is_not_lost_in_silence() {
    let with = edited(|state| inserted(state, "one"));
    let home = Home::with(&with);
    home.kept().note("one", "hours of work");
    fs::write(&home.file, SHIPPED).unwrap();
    is_not_lost_in_silence(&home.open(), "a note at a record that is gone");
}

#[test]
fn an_edit_that_was_taken_back_before_a_crash_meets_nothing_that_somebody_else_has_made_of_its_record() {
    let theirs = edited(|state| noted(state, EVENT, "theirs"));
    let home = Home::new();
    let mut kept = home.kept();
    kept.note(EVENT, "ours");
    kept.edit(&inserted(kept.document.state(), "new"));
    kept.undo();
    kept.undo();
    drop(kept);
    fs::write(&home.file, &theirs).unwrap();
    let opened = home.open();
    assert_eq!((labels(&opened.recovery), opened.notice), (Vec::new(), None));
}

#[test]
fn a_record_that_was_deleted_before_a_crash_and_changed_by_somebody_else_stays_and_that_is_told() {
    let with = edited(|state| inserted(state, "one"));
    let home = Home::with(&with);
    let mut kept = home.kept();
    let one = std::sync::Arc::new(record(kept.document.state(), "one"));
    kept.edit(&Transaction::new("remove one", vec![Op::Remove { at: 3, record: one, origin: None }]));
    drop(kept);
    fs::write(&home.file, with.replacen("title: \"Event one\"", "title: \"Theirs\"", 1)).unwrap();
    let opened = home.open();
    assert!(opened.recovery.is_empty(), "{:?}", labels(&opened.recovery));
    assert!(opened.notice.unwrap().contains("remove one"));
}

#[test]
fn after_a_recovery_the_journal_says_what_was_recovered_and_nothing_of_what_did_not_fit() {
    let with = edited(|state| inserted(state, "one"));
    let home = Home::with(&with);
    let mut kept = home.kept();
    kept.note("one", "does not fit");
    kept.note(EVENT, "fits");
    drop(kept);
    fs::write(&home.file, SHIPPED).unwrap();
    let opened = home.open();
    assert!(opened.notice.unwrap().contains("note one"), "it is set aside and told");
    drop(opened.open_file);
    let mut kept = home.recovered();
    assert_eq!(note_of(kept.document.state(), EVENT).as_deref(), Some("fits"));
    kept.undo();
    drop(kept);
    // What did not fit would fit now, and the person has gone on without it.
    fs::write(&home.file, &with).unwrap();
    let opened = home.open();
    assert_eq!((labels(&opened.recovery), opened.notice), (Vec::new(), None));
}

#[test]
fn an_edit_of_a_crash_that_would_now_be_an_error_is_not_lost_in_silence() {
    let with = edited(|state| inserted(state, "one"));
    let home = Home::with(&with);
    let mut kept = home.kept();
    let mut linked = event(kept.document.state(), "two");
    if let Owned::Event(it) = &mut linked {
        it.links = [Id::new("one")].into();
    }
    kept.edit(&Transaction::new("add two", vec![Op::insert(3, linked)]));
    drop(kept);
    fs::write(&home.file, SHIPPED).unwrap();
    is_not_lost_in_silence(&home.open(), "an event that links to one that is gone");
}

#[test]
fn an_event_of_a_crash_whose_id_somebody_else_has_used_meanwhile_is_not_lost_in_silence() {
    let theirs = edited(|state| inserted(state, "same")).replacen("Event same", "Theirs", 1);
    let (_home, opened) = crashed(|state| inserted(state, "same"), &theirs);
    is_not_lost_in_silence(&opened, "an event whose id is taken");
}

#[test]
fn a_file_that_has_errors_after_a_crash_keeps_its_journal_until_they_are_mended() {
    let (home, opened) = {
        let home = Home::new();
        home.kept().note(EVENT, "x");
        fs::write(&home.file, &SHIPPED[..SHIPPED.len() / 2]).unwrap();
        let opened = home.open();
        (home, opened)
    };
    assert!(opened.read_only.is_some());
    drop(opened);
    fs::write(&home.file, SHIPPED).unwrap();
    assert_eq!(note_of(home.recovered().document.state(), EVENT).as_deref(), Some("x"));
}

#[test]
fn what_was_taken_over_from_outside_during_a_session_is_what_a_crash_gives_back() {
    let texts = [
        changed("title: \"Poczobut not among the 250\"", "title: \"Theirs\""),
        edited(|state| inserted(state, "theirs")),
        edited(|state| noted(state, EVENT, "theirs")),
        edited(|state| headed(state, |head| head.note = Some("theirs".into()))),
    ];
    for (at, theirs) in texts.iter().enumerate() {
        let home = Home::new();
        let mut kept = home.kept();
        kept.note(EVENT, "ours");
        kept.edit(&inserted(kept.document.state(), "new"));
        kept.edit(&headed(kept.document.state(), |head| head.title = "Ours".into()));
        fs::write(&home.file, theirs).unwrap();
        kept.takes_over();
        kept.note(EVENT, "ours, and more");
        kept.edit(&inserted(kept.document.state(), "newer"));
        let wanted = kept.document.state().clone();
        drop(kept);
        let kept = home.recovered();
        let left = difference(kept.document.state(), &wanted);
        assert!(left.is_empty(), "text {at}: {left:#?}");
    }
}

// --- a journal that is not as it should be ---

/// A frame of a journal: length, checksum, payload.
fn frame(payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap();
    [&length.to_le_bytes()[..], &crc32fast::hash(payload).to_le_bytes(), payload].concat()
}

/// Ends that a journal may have.
fn garbage() -> Vec<Vec<u8>> {
    let unread = b"(entry: \"commit\", label: \"x\", ops: [(op: \"insert\", list: \"events\", at: 0, record: (id: 1))])";
    vec![
        vec![0],
        vec![0; 4096],
        vec![0xff; 4096],
        [&[0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4][..], b"short"].concat(),
        frame(b"(entry: \"commit\", label: \"x\", ops: [])")[..20].to_vec(),
        frame(b""),
        frame(b"\xff\xfe"),
        frame(b"no RON"),
        frame(b"(entry: \"something newer\")"),
        frame(unread),
        frame(&b"(".repeat(100_000)),
        frame(&b"[".repeat(100_000)),
    ]
}

#[test]
fn whatever_stands_at_the_end_of_a_journal_its_edits_are_offered_and_new_ones_are_safe() {
    let mut lost = Vec::new();
    for (at, end) in garbage().iter().enumerate() {
        let home = Home::new();
        home.kept().note(EVENT, "x");
        let journal = [fs::read(home.journal()).unwrap(), end.clone()].concat();
        fs::write(home.journal(), journal).unwrap();
        let mut kept = home.recovered();
        assert_eq!(note_of(kept.document.state(), EVENT).as_deref(), Some("x"), "end {at}");
        kept.edit(&inserted(kept.document.state(), "later"));
        drop(kept);
        if home.recovered().document.state().event("later").is_none() {
            lost.push(at);
        }
    }
    assert!(lost.is_empty(), "behind these ends, edits that were accepted later are lost: {lost:?}");
}

#[test]
fn a_journal_that_is_empty_says_nothing_and_garbage_is_set_aside_and_no_hindrance() {
    let mut journals = garbage();
    journals.extend([Vec::new(), b"beltui journal 1".to_vec(), frame(b"beltui journal 1"), frame(b"beltui")]);
    for journal in journals {
        let home = Home::new();
        fs::create_dir_all(home.journal().parent().unwrap()).unwrap();
        fs::write(home.journal(), &journal).unwrap();
        let opened = home.open();
        assert!(opened.recovery.is_empty() && opened.read_only.is_none());
        if journal.iter().all(|byte| *byte == 0) {
            assert!(opened.notice.is_none() && home.set_aside().is_empty());
        } else {
            assert!(opened.notice.unwrap().contains("kept as 1: beltui edits "));
            assert!(home.set_aside() == [journal]);
        }
        let mut kept =
            Kept { open_file: opened.open_file.unwrap(), document: Document::new(opened.loaded.state) };
        kept.note(EVENT, "x");
        drop(kept);
        assert_eq!(note_of(home.recovered().document.state(), EVENT).as_deref(), Some("x"));
    }
}

/// A journal that a newer version of the program has left.
fn newer(home: &Home, version: u32) -> Vec<u8> {
    let head = format!("beltui journal {version} {}", Fingerprint::of(SHIPPED).written());
    let journal = [frame(head.as_bytes()), frame(b"(entry: \"something newer\")")].concat();
    fs::create_dir_all(home.journal().parent().unwrap()).unwrap();
    fs::write(home.journal(), &journal).unwrap();
    journal
}

#[test]
fn the_journal_of_a_newer_version_is_set_aside_and_edits_are_journalled_all_the_same() {
    for version in [3, 10, 1_000_000] {
        let home = Home::new();
        let journal = newer(&home, version);
        let opened = home.open();
        assert!(opened.recovery.is_empty() && opened.loaded.findings.is_empty());
        assert_eq!(opened.read_only, None);
        let notice = opened.notice.unwrap();
        assert!(notice.contains("another version") && notice.contains("kept as 1"), "{notice}");
        assert!(home.set_aside() == [journal]);
        let mut kept =
            Kept { open_file: opened.open_file.unwrap(), document: Document::new(opened.loaded.state) };
        assert_eq!(kept.open_file.unjournalled(), None);
        kept.note(EVENT, "accepted");
        drop(kept);
        assert_eq!(note_of(home.recovered().document.state(), EVENT).as_deref(), Some("accepted"));
    }
}

#[test]
fn what_the_first_edition_kept_of_a_file_is_taken_over() {
    let home = Home::new();
    let crc = crc32fast::hash(home.file.canonicalize().unwrap().as_os_str().as_encoded_bytes());
    let old = |folder: &str, end: &str| home.state().join(folder).join(format!("a-{crc:08x}{end}"));
    home.kept().note(EVENT, "accepted");
    let journal = fs::read(home.journal()).unwrap();
    // The first edition's began with a head that has no path.
    let head = frame(format!("beltui journal 1 {}", Fingerprint::of(SHIPPED).written()).as_bytes());
    let length = usize::try_from(u32::from_le_bytes(journal[..4].try_into().unwrap())).unwrap() + 8;
    fs::remove_file(home.journal()).unwrap();
    fs::write(old("journal", ".journal"), [&head, &journal[length..]].concat()).unwrap();
    fs::create_dir_all(old("backups", "")).unwrap();
    fs::write(old("backups", "").join("000007-a.ron"), SHIPPED).unwrap();
    let opened = home.open();
    assert_eq!(labels(&opened.recovery), [format!("note {EVENT}")]);
    drop(opened);
    let mut kept = home.recovered();
    assert_eq!(note_of(kept.document.state(), EVENT).as_deref(), Some("accepted"));
    kept.saves();
    let numbers: Vec<u64> =
        backups::list(home.state(), &home.file).unwrap().iter().map(|backup| backup.number).collect();
    assert_eq!(numbers, [8, 7]);
    drop(kept);
    // One that does not know what the file says may be that of another file with the same sum.
    let unknown = [frame(b"beltui journal 1 1-0"), journal[length..].to_vec()].concat();
    fs::write(old("journal", ".journal"), &unknown).unwrap();
    let opened = home.open();
    assert!(opened.recovery.is_empty() && opened.notice.unwrap().contains("beltui edits "));
    assert!(home.set_aside().contains(&unknown));
}

#[test]
fn a_state_directory_that_cannot_be_used_is_told_and_the_file_opens() {
    // A file stands where the directory should be; a folder stands where the journal should be.
    let home = Home::new();
    fs::write(home.state(), "in the way").unwrap();
    let opened = home.open();
    assert!(opened.notice.is_some() && opened.read_only.is_none());
    let mut kept =
        Kept { open_file: opened.open_file.unwrap(), document: Document::new(opened.loaded.state.clone()) };
    let change = noted(&opened.loaded.state, EVENT, "x");
    let applied = kept.document.commit(&change).unwrap();
    kept.open_file.journal(applied, kept.document.state()).expect_err("there is no journal, and it is said");
    assert!(kept.open_file.unjournalled().is_some(), "and goes on being said");
    let error = kept.open_file.save(&mut kept.document).unwrap_err().to_string();
    assert!(error.starts_with("the version before cannot be kept: "), "{error}");
    assert!(home.text() == SHIPPED && kept.document.is_dirty());
    fs::remove_file(home.state()).unwrap();
    // Now that there can be a journal, the next edit takes all before it along.
    kept.edit(&inserted(kept.document.state(), "later"));
    assert_eq!(kept.open_file.unjournalled(), None);
    let wanted = kept.document.state().clone();
    drop(kept);
    let mut kept = home.recovered();
    assert!(*kept.document.state() == wanted);
    kept.saves();
    drop(kept);
    // A folder in the place of the journal is set aside.
    let home = Home::new();
    fs::create_dir_all(home.journal()).unwrap();
    let opened = home.open();
    assert!(opened.notice.is_some() && opened.read_only.is_none());
    let mut kept =
        Kept { open_file: opened.open_file.unwrap(), document: Document::new(opened.loaded.state) };
    kept.note(EVENT, "accepted");
    drop(kept);
    assert_eq!(note_of(home.recovered().document.state(), EVENT).as_deref(), Some("accepted"));
}

#[test]
fn any_text_comes_back_from_the_journal_as_it_was() {
    let texts = [
        "",
        "\"quoted\" \\ and \\u{41}",
        "\0\u{1}\u{7f}\u{85}",
        "line\nline\r\nline\r",
        "\u{feff}\u{202e}\u{2028}\u{301}",
        "r#\"raw\"# /* no */ // comment",
        "Беларусь ўсё 🇧🇾",
    ];
    for text in texts {
        let home = Home::new();
        let mut kept = home.kept();
        // An empty note says nothing: where the gate refuses it, there is nothing to keep.
        let change = noted(kept.document.state(), EVENT, text);
        let Ok(applied) = kept.document.commit(&change) else { continue };
        kept.open_file.journal(applied, kept.document.state()).unwrap();
        kept.edit(&headed(kept.document.state(), |head| head.note = Some(format!("x{text}").into())));
        let wanted = kept.document.state().clone();
        drop(kept);
        let mut kept = home.recovered();
        assert!(*kept.document.state() == wanted, "{text:?}");
        kept.saves();
        drop(kept);
        assert!(*home.kept().document.state() == wanted, "{text:?} after a save");
    }
}
