//! Everything a person can do, by name.

/// What actions have in common: the help tells those of a group together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ActionGroup {
    /// From here to there.
    Move,
    /// What is shown, and how.
    Look,
    /// The days.
    Time,
    /// What the file says.
    Edit,
    /// The file as a whole, and the program.
    File,
    /// What leaves the program.
    Out,
}

impl ActionGroup {
    /// All groups, in the order of the help.
    pub const ALL: &'static [Self] = &[Self::Look, Self::Move, Self::Time, Self::Edit, Self::File, Self::Out];

    /// Its heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Move => "Move",
            Self::Look => "Look",
            Self::Time => "Time",
            Self::Edit => "Edit",
            Self::File => "File",
            Self::Out => "Out",
        }
    }
}

/// Declares the actions with what they do, in full and for the footer. Those behind a `[Group]` belong to it, up to the
/// next one.
macro_rules! actions {
    ($([$group:ident] $($name:ident => $title:literal, $hint:literal;)+)+) => {
        /// Something a person can do. The names stand in the keymap file.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "each action says what it does in its title")]
        pub enum Action { $($($name,)+)+ }

        impl Action {
            /// Every action, in the order of the help.
            pub const ALL: &'static [Self] = &[$($(Self::$name,)+)+];

            /// The name in the keymap file.
            pub const fn name(self) -> &'static str {
                match self { $($(Self::$name => stringify!($name),)+)+ }
            }

            /// What it does.
            pub const fn title(self) -> &'static str {
                match self { $($(Self::$name => $title,)+)+ }
            }

            /// The same in a word or two, for the footer; empty when it has no place there.
            pub const fn hint(self) -> &'static str {
                match self { $($(Self::$name => $hint,)+)+ }
            }

            /// What it has in common with others.
            pub const fn group(self) -> ActionGroup {
                match self { $($(Self::$name => ActionGroup::$group,)+)+ }
            }
        }
    };
}

actions! {
    [Move]
    MoveDown => "Move down", "move";
    MoveUp => "Move up", "";
    HalfPageDown => "Half a page down", "";
    HalfPageUp => "Half a page up", "";
    PageDown => "A page down", "";
    PageUp => "A page up", "";
    First => "To the first", "";
    Last => "To the last", "";
    Left => "To the column, issuer or time before; fold a group", "";
    Right => "To the next column, issuer or time; unfold a group", "";
    [Look]
    Open => "Open the record with its whole history", "open";
    [Move]
    Back => "Back; close; clear the filter", "back";
    [Look]
    Filter => "Filter the pane as you type", "filter";
    HoldFilter => "The filter of the pane holds in all panes; once more ends it", "";
    Finder => "Search everything: records, steps, notes, sources", "find";
    Sort => "Sort by the next column", "sort";
    SortReverse => "Reverse the order", "";
    SortByColumn => "Sort by the column under the cursor; once more the other way round", "sort by column";
    SortThenByColumn => "Sort what is equal so far by the column under the cursor", "";
    Columns => "Columns: show, hide and order them", "columns";
    ColumnEarlier => "Put the column before the one before it", "earlier";
    ColumnLater => "Put the column after the one after it", "later";
    Filters => "Saved filters", "";
    SaveFilter => "Save the filter of the pane under a name", "save it";
    NextView => "The next view: by measure, by subject, timeline; list, map; events, steps", "view";
    ShowMeasures => "The ledger by measure: one line each", "";
    ShowSubjects => "The ledger by subject: one line each, a cell an issuer", "";
    ShowTimeline => "The ledger over time, one bar a measure", "";
    Group => "Group the ledger by what it is sorted by, and back", "";
    Closer => "Look closer at the timeline or the map", "closer";
    Farther => "Look at the timeline or the map from farther away", "";
    PanWest => "Move the map to the west", "";
    PanEast => "Move the map to the east", "";
    PanNorth => "Move the map to the north", "";
    PanSouth => "Move the map to the south", "";
    Grow => "Make the pane larger", "";
    Shrink => "Make the pane smaller", "";
    [Move]
    GoBack => "Back to where you were before", "";
    GoForward => "Forward again", "";
    [Look]
    Zoom => "The pane or page fills the screen, and back", "zoom";
    Legend => "What the signs on this screen mean, at its foot; and no more", "signs";
    Watch => "Watch the selected subject, or whom the measure is aimed at; once more ends it", "watch";
    Follow => "Narrow the other panes to the selection, and back", "follow";
    [Time]
    DayPrevious => "As of the previous dated change", "day";
    DayNext => "As of the next dated change", "";
    MonthBack => "As of a month earlier", "";
    MonthForward => "As of a month later", "";
    AskDay => "As of a date you type", "date";
    Today => "As of today", "";
    AskKnown => "As known on a date you type; nothing typed takes it away", "known";
    [Move]
    FocusNext => "Focus the next pane", "pane";
    FocusPrevious => "Focus the previous pane", "";
    FocusRelations => "Focus Relations", "";
    FocusLedger => "Focus the Ledger", "";
    FocusLog => "Focus the Log", "";
    FocusBorders => "Focus Borders", "";
    FocusDossier => "The dossier: what is selected, answered whole; once more goes back", "dossier";
    MarkRow => "Mark the row and move on, or take its mark away", "mark";
    MarkRange => "Mark a range: begin it, move, end it", "range";
    MarkAll => "Mark all that the pane shows; once more takes the marks away", "mark all";
    NextLink => "To the next line that opens a record", "next link";
    PreviousLink => "To the previous line that opens a record", "";
    SearchPage => "Search the page as you type", "search";
    NextHit => "To the next line that was searched for", "";
    PreviousHit => "To the previous line that was searched for", "";
    [Edit]
    Add => "Add a record to the pane", "add";
    AddStep => "Add a dated step to the selected record, or to all that is marked", "step";
    Edit => "Edit the selected record, or the step on this line; of all that is marked, one field", "edit";
    Delete => "Delete the selected record, or the step on this line; all that is marked", "delete";
    EditText => "Open the text of the record, or of all that is marked, in your editor", "editor";
    AddSubject => "Add a subject", "";
    AddSource => "Add a source", "";
    Undo => "Take the last change back", "";
    Redo => "Do it again", "";
    EditLog => "What was edited, newest first", "";
    [File]
    Save => "Save the file", "save";
    SaveAndQuit => "Save the file, then quit", "";
    [Edit]
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
    NotTheSame => "Decide that name and entry are not the same", "not the same";
    TheSame => "Decide that name and entry are the same", "the same";
    [File]
    Import => "Import an official list", "";
    Reconcile => "Hold the file against official lists", "";
    Screen => "Screen names against official lists", "";
    [Look]
    Disagreements => "What sources disagree on", "disputed";
    Agenda => "Agenda: what is due, runs out, is in preparation or was only announced", "agenda";
    Exchanges => "Exchanges: who gave what for what", "";
    Gaps => "Gap clock: what was announced, what came of it, and in how many days", "";
    Trend => "Charts: who tightens while who eases", "";
    [Time]
    MarkDay => "Mark the day, for what changed since; once more takes the mark away", "";
    Changes => "What changed since the marked day", "";
    [Look]
    Findings => "What is wrong with the file", "";
    [Out]
    Copy => "Copy the record as a cited line", "copy";
    CopyTable => "Copy the table as Markdown; once more as CSV", "";
    CopyCommand => "Copy the command line that reproduces this", "";
    OpenSource => "Open the source in the browser", "source";
    Export => "Export what is on the screen: CSV, Markdown, JSON", "export";
    Brief => "Brief of what changed, cited, into a file", "";
    [File]
    OpenFile => "Open another file", "";
    [Look]
    Palette => "Every action by name", "";
    Help => "Help: what works here", "help";
    DarkTheme => "Colours for a dark background", "";
    LightTheme => "Colours for a light background", "";
    ContrastTheme => "Colours of high contrast", "";
    CalmTheme => "Calm colours", "";
    [File]
    Redraw => "Draw the screen anew", "";
    Suspend => "Stop and return to the shell; fg comes back", "";
    Quit => "Quit", "quit";
}

/// Names that actions had before: a person's keymap may still use them.
const FORMER_NAMES: &[(&str, Action)] = &[
    ("Find", Action::Finder),
    ("AddActor", Action::AddSubject),
    ("NewSource", Action::NewRecord),
    ("ShowTable", Action::ShowMeasures),
    ("ShowMatrix", Action::ShowSubjects),
];

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
                | Self::NotTheSame
                | Self::TheSame
                | Self::NextLink
                | Self::PreviousLink
                | Self::SearchPage
                | Self::NextHit
                | Self::PreviousHit
                | Self::ColumnEarlier
                | Self::ColumnLater
        )
    }

    /// Whether it does something to an open page alone, or to the program as a whole.
    pub const fn moves_on_page(self) -> bool {
        matches!(
            self,
            Self::MoveDown
                | Self::MoveUp
                | Self::HalfPageDown
                | Self::HalfPageUp
                | Self::PageDown
                | Self::PageUp
                | Self::First
                | Self::Last
                | Self::Back
                | Self::SearchPage
                | Self::NextHit
                | Self::PreviousHit
                | Self::Help
                | Self::Redraw
                | Self::Suspend
                | Self::Quit
        )
    }

    /// Whether it is done to all that is marked in the pane, where anything is.
    pub const fn takes_marked(self) -> bool {
        matches!(self, Self::AddStep | Self::Edit | Self::EditText | Self::Delete | Self::Copy)
    }

    /// Whether it changes what the file says: a save only writes what was changed.
    pub const fn edits(self) -> bool {
        self.changes_file() && !matches!(self, Self::Save | Self::SaveAndQuit)
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
                | Self::EditText
                | Self::Delete
                | Self::Undo
                | Self::Redo
                | Self::Save
                | Self::SaveAndQuit
        )
    }
}

/// What people call an action elsewhere, and what they type for it in other programs.
const SYNONYMS: &[(Action, &str)] = &[
    (Action::Undo, "undo revert u"),
    (Action::Redo, "redo again"),
    (Action::Save, "save write w store"),
    (Action::Quit, "quit q q! exit leave close"),
    (Action::SaveAndQuit, "wq wqa x"),
    (Action::Help, "help h manual keys"),
    (Action::Palette, "commands actions"),
    (Action::Finder, "find search lookup"),
    (Action::Filter, "filter narrow grep"),
    (Action::Filters, "filters saved"),
    (Action::SaveFilter, "name"),
    (Action::Sort, "sort order"),
    (Action::SortReverse, "reverse descending ascending"),
    (Action::NextView, "view"),
    (Action::ShowMeasures, "table"),
    (Action::ShowTimeline, "timeline gantt"),
    (Action::ShowSubjects, "subjects matrix pivot"),
    (Action::Group, "group"),
    (Action::Open, "open details"),
    (Action::Back, "back cancel"),
    (Action::GoBack, "previous history"),
    (Action::GoForward, "forward"),
    (Action::Zoom, "zoom fullscreen maximise maximize"),
    (Action::Follow, "follow link"),
    (Action::Watch, "watch star subscribe watchlist"),
    (Action::AskDay, "date day goto as-of"),
    (Action::AskKnown, "known knowledge hindsight"),
    (Action::Today, "today now"),
    (Action::MonthBack, "month"),
    (Action::MarkDay, "mark since"),
    (Action::Changes, "changes diff changed"),
    (Action::FocusRelations, "relations countries"),
    (Action::FocusLedger, "ledger sanctions measures"),
    (Action::FocusLog, "log events"),
    (Action::FocusBorders, "borders crossings map"),
    (Action::FocusDossier, "dossier preview"),
    (Action::Add, "add new create insert"),
    (Action::AddStep, "step"),
    (Action::AddSubject, "subject company person"),
    (Action::AddSource, "source"),
    (Action::Edit, "edit modify e"),
    (Action::Delete, "delete remove rm"),
    (Action::Import, "import"),
    (Action::Reconcile, "reconcile compare lists"),
    (Action::Screen, "screen screening names decide"),
    (Action::Disagreements, "disagreements conflicts disputed"),
    (Action::Agenda, "agenda due calendar deadlines"),
    (Action::Exchanges, "exchanges deals prisoners"),
    (Action::Gaps, "gaps gap clock delays announced announcements"),
    (Action::Trend, "charts chart graph trend statistics"),
    (Action::Findings, "findings check errors warnings problems lint"),
    (Action::Copy, "copy cite yank citation clipboard"),
    (Action::Redraw, "redraw refresh clear"),
    (Action::Suspend, "suspend shell background"),
];

impl Action {
    /// What else people call it: words, in lower case, with spaces between.
    pub fn synonyms(self) -> &'static str {
        SYNONYMS.iter().find(|(action, _)| *action == self).map_or("", |(_, words)| words)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_word_means_two_actions_and_none_has_two_lines_of_them() {
        let mut words = BTreeSet::new();
        let mut actions = BTreeSet::new();
        for (action, synonyms) in SYNONYMS {
            assert!(actions.insert(action), "{action:?} stands twice");
            for word in synonyms.split(' ') {
                assert!(words.insert(word), "{word} stands twice");
                assert_eq!(word, word.to_lowercase());
            }
        }
    }
}
