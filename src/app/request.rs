//! What a modal asks of the rest of the program, as plain values: a modal changes nothing but itself.

use chrono::NaiveDate;

use crate::edit::op::Transaction;
use crate::model::id::Id;
use crate::model::state::RecordKind;
use crate::views::page::Link;

use super::action::Action;
use super::chord::Chord;
use super::command::Command;
use super::panes::ledger::columns::Columns;
use super::writing::{FileTask, Writing};

/// What the topmost modal asks for, after a key, an action or a paste.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// Nothing: it has done everything itself.
    Nothing,
    /// The key means nothing to it.
    Unknown(Chord),
    /// Close it.
    Close,
    /// Say why something was not done.
    Warn(String),
    /// Filter the focused pane by this.
    Filter(String),
    /// Close it, the filter staying as it is typed.
    KeepFilter(String),
    /// Close it and show everything again.
    ClearFilter,
    /// Close it and ask for the name under which the filter is saved.
    NameFilter,
    /// Save the filter of the focused pane under this name; it closes where that goes.
    SaveFilter(String),
    /// Delete the saved filter of this name.
    DeleteFilter(String),
    /// Search for what is typed, now or once all keys are taken.
    Search,
    /// The agenda looks farther ahead (`true`), or less far.
    LookAhead(bool),
    /// Open what a line leads to, over it.
    Follow(Link),
    /// Close it and open what was found.
    OpenRecord(Id),
    /// Close it and go to this day.
    GoTo(NaiveDate),
    /// Close it and show everything as known on this day; without one by all that the file has.
    KnownOn(Option<NaiveDate>),
    /// Close it and do this.
    Do(Action),
    /// Close it and do with this file what is done with one; what stands behind its name says more.
    NameFile(String, FileTask),
    /// Close it and run a command with its argument; it stays where that does not go.
    Run(Command, String),
    /// Search the page below it for what is typed.
    SearchPage(String),
    /// Go to the next line of the page below it that has what is typed, or to the previous one.
    NextHit(bool),
    /// Close it; what was found on the page stays marked, or else the page is as it was before.
    EndSearch(bool),
    /// Show these columns of the ledger.
    ShowColumns(Columns),
    /// Find the files whose path begins so.
    CompletePath(String),
    /// Read the lists that are named so; it closes where they can be read.
    ReadLists(String, ListTask),
    /// Ask why it is decided so.
    AskWhy,
    /// Decide what is answered, for a reason; both close.
    Decide(String),
    /// Close it and do as the answer says.
    Answer(Answer),
    /// Accept the form; it closes where that goes.
    AcceptForm,
    /// Open the note of its focused field in the person's own editor.
    EditNote(String),
    /// Open a form for a new record over it, to which its focused field then refers.
    AddInside {
        /// What kind of record.
        list: RecordKind,
        /// Ids that it cannot have.
        taken: Vec<String>,
        /// What was typed already where it was asked for.
        typed: String,
    },
    /// Close it and take the chosen sides: `true` where theirs is taken.
    Merge(Vec<bool>),
    /// Close it without a choice between both sides.
    LeaveUndecided,
    /// Close it and take the new edition with the chosen sides: `true` where that of the edition is taken.
    TakeEdition(Vec<bool>),
    /// Close it and ask about the new edition again.
    AskEdition,
    /// Make the proposed changes that are taken; it closes where that goes.
    MakeChanges(Transaction),
}

/// What an answer to a question does.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// Nothing: back to where it was asked.
    Stay,
    /// Leave without saving.
    Discard,
    /// Close the open forms, then leave.
    DropForms,
    /// Save, then leave.
    SaveAndQuit,
    /// Save, though the version before cannot be kept where it belongs.
    SaveAllTheSame(KeepBefore),
    /// Do not save after all.
    DoNotSave,
    /// Commit a change.
    Commit(Box<Transaction>),
    /// Write it all the same, over the file that is there.
    WriteOver(Box<Writing>),
    /// Save, then open another file.
    SaveAndOpen(String),
    /// Open another file, whatever is not saved.
    OpenOther(String),
    /// Open a text in the editor once more.
    EditOn(String),
    /// Throw away what was typed in the editor.
    DiscardText,
    /// Take the edits that a crash has left.
    Recover,
    /// Look at them first.
    Look,
    /// Throw them away.
    Forget,
    /// Take the new edition of the shipped file.
    TakeEdition,
    /// Look at what it changes first.
    LookAtEdition,
    /// Do not offer it again.
    DeclineEdition,
}

/// What becomes of the version before, where it cannot be kept where it belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeepBefore {
    /// It is kept beside the file.
    Beside,
    /// It is not kept.
    Nowhere,
}

/// What is done with official lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListTask {
    /// What they have comes into the file.
    Import,
    /// The file is held against them.
    Reconcile,
    /// Names are screened against them.
    Screen,
}
