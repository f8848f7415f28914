//! Everything a person can do, by name.

/// Declares the actions with what they do, in full and for the footer.
macro_rules! actions {
    ($($name:ident => $title:literal, $hint:literal;)+) => {
        /// Something a person can do. The names stand in the keymap file.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "each action says what it does in its title")]
        pub enum Action { $($name,)+ }

        impl Action {
            /// Every action, in the order of the help.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The name in the keymap file.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)+ }
            }

            /// What it does.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)+ }
            }

            /// The same in a word or two, for the footer; empty when it has no place there.
            pub const fn hint(self) -> &'static str {
                match self { $(Self::$name => $hint,)+ }
            }
        }
    };
}

actions! {
    MoveDown => "Move down", "move";
    MoveUp => "Move up", "";
    HalfPageDown => "Half a page down", "";
    HalfPageUp => "Half a page up", "";
    PageDown => "A page down", "";
    PageUp => "A page up", "";
    First => "To the first", "";
    Last => "To the last", "";
    Left => "Scroll left: columns, time, issuers; fold a group", "";
    Right => "Scroll right: columns, time, issuers; unfold a group", "";
    Open => "Open the record with its whole history", "open";
    Back => "Back; close; clear the filter", "back";
    Filter => "Filter the pane as you type", "filter";
    HoldFilter => "The filter of the pane holds in all panes; once more ends it", "";
    Finder => "Search everything: records, steps, notes, sources", "find";
    Sort => "Sort by the next column", "sort";
    SortReverse => "Reverse the order", "";
    Filters => "Saved filters", "";
    SaveFilter => "Save the filter of the pane under a name", "save it";
    NextView => "The next view: table, timeline, matrix; list, map; events, steps", "view";
    ShowTable => "The ledger as a table", "";
    ShowTimeline => "The ledger over time, one bar a measure", "";
    ShowMatrix => "The ledger as targets by issuers", "";
    Group => "Group the ledger by the column it is sorted by, and back", "";
    Closer => "Look closer at the timeline or the map", "closer";
    Farther => "Look at the timeline or the map from farther away", "";
    PanWest => "Move the map to the west", "";
    PanEast => "Move the map to the east", "";
    PanNorth => "Move the map to the north", "";
    PanSouth => "Move the map to the south", "";
    Grow => "Make the pane larger", "";
    Shrink => "Make the pane smaller", "";
    GoBack => "Back to where you were before", "";
    GoForward => "Forward again", "";
    Zoom => "The pane or page fills the screen, and back", "zoom";
    Follow => "Narrow the other panes to the selection, and back", "follow";
    DayPrevious => "As of the previous dated change", "day";
    DayNext => "As of the next dated change", "";
    MonthBack => "As of a month earlier", "";
    MonthForward => "As of a month later", "";
    AskDay => "As of a date you type", "date";
    Today => "As of today", "";
    AskKnown => "As known on a date you type; nothing typed takes it away", "known";
    FocusNext => "Focus the next pane", "pane";
    FocusPrevious => "Focus the previous pane", "";
    FocusRelations => "Focus Relations", "";
    FocusLedger => "Focus the Ledger", "";
    FocusLog => "Focus the Log", "";
    FocusBorders => "Focus Borders", "";
    FocusDossier => "The dossier: what is selected, answered whole; once more goes back", "dossier";
    NextLink => "To the next line that opens a record", "next link";
    PreviousLink => "To the previous line that opens a record", "";
    Add => "Add a record to the pane", "add";
    AddStep => "Add a dated step to the selected record", "step";
    Edit => "Edit the selected record, or the step on this line", "edit";
    Delete => "Delete the selected record, or the step on this line", "";
    AddSubject => "Add a subject", "";
    AddSource => "Add a source", "";
    Undo => "Take the last change back", "";
    Redo => "Do it again", "";
    Save => "Save the file", "save";
    NextField => "To the next field", "field";
    PreviousField => "To the previous field", "";
    Accept => "Accept the form", "accept";
    NextMatch => "The next match of a reference", "match";
    PreviousMatch => "The previous match of a reference", "";
    NewLine => "A new line in a note; a new row", "";
    RemoveRow => "Remove the row", "";
    Complete => "Take what is offered: a field or value of a filter, the name of a file", "complete";
    NewRecord => "A new record to refer to, from inside a form", "new";
    Turn => "Take the other side of a conflict; take a proposed change or leave it", "take";
    TakeAll => "Take all proposed changes, or leave them all", "all";
    Import => "Import an official list", "";
    Reconcile => "Hold the file against official lists", "";
    Disagreements => "What sources disagree on", "≠";
    Agenda => "Agenda: what is due, runs out or was only announced", "agenda";
    Exchanges => "Exchanges: who gave what for what", "";
    Trend => "Charts: who tightens while who eases", "";
    MarkDay => "Mark the day, for what changed since; once more takes the mark away", "";
    Changes => "What changed since the marked day", "";
    Findings => "What is wrong with the file", "";
    Copy => "Copy the record as a cited line", "copy";
    CopyTable => "Copy the table as Markdown; once more as CSV", "";
    CopyCommand => "Copy the command line that reproduces this", "";
    OpenSource => "Open the source in the browser", "source";
    Export => "Export what is on the screen: CSV, Markdown, JSON", "export";
    Brief => "Brief of what changed, cited, into a file", "";
    OpenFile => "Open another file", "";
    Palette => "Every action by name", "";
    Help => "Help: what works here", "help";
    Redraw => "Draw the screen anew", "";
    Suspend => "Stop and return to the shell; fg comes back", "";
    Quit => "Quit", "quit";
}

/// Names that actions had before: a person's keymap may still use them.
const FORMER_NAMES: &[(&str, Action)] =
    &[("Find", Action::Finder), ("AddActor", Action::AddSubject), ("NewSource", Action::NewRecord)];

impl Action {
    /// The action with this name in the keymap file, or with this name before it was renamed.
    pub fn from_name(name: &str) -> Option<Self> {
        let former = || FORMER_NAMES.iter().find(|(former, _)| *former == name).map(|(_, action)| *action);
        Self::ALL.iter().copied().find(|action| action.name() == name).or_else(former)
    }

    /// Whether it does something in a form, a page or where the program asks only: the palette leaves it out.
    pub const fn belongs_to_modals(self) -> bool {
        matches!(
            self,
            Self::NextField
                | Self::PreviousField
                | Self::Accept
                | Self::NextMatch
                | Self::PreviousMatch
                | Self::NewLine
                | Self::RemoveRow
                | Self::Complete
                | Self::NewRecord
                | Self::Turn
                | Self::TakeAll
                | Self::NextLink
                | Self::PreviousLink
        )
    }

    /// Whether it changes what the file says: a save only writes what was changed.
    pub const fn edits(self) -> bool {
        self.changes_file() && !matches!(self, Self::Save)
    }

    /// Whether it changes the file, or what is to be saved in it.
    pub const fn changes_file(self) -> bool {
        matches!(
            self,
            Self::Add
                | Self::AddSubject
                | Self::AddSource
                | Self::AddStep
                | Self::Edit
                | Self::Delete
                | Self::Undo
                | Self::Redo
                | Self::Save
        )
    }
}
