//! The help: what works in this place, by groups, in two columns where there is room; then what holds everywhere.

use crate::views::fields::FilterField;
use crate::views::page::{Cell, Page, Tone};

use super::action::{Action, ActionGroup};
use super::chord::Chord;
use super::keymap::{Context, shown};
use super::legend::{SIGNS, WORDS};
use super::modal::Topic;
use super::text::{width, wrap};
use super::{App, Modal, Phase};

/// Actions that belong together stand in one line, their keys in this order.
const TOGETHER: &[(&[Action], &str)] = &[
    (&[Action::MoveDown, Action::MoveUp], "Move down, up"),
    (&[Action::HalfPageDown, Action::HalfPageUp], "Half a page down, up"),
    (&[Action::PageDown, Action::PageUp], "A page down, up"),
    (&[Action::First, Action::Last], "To the first, the last"),
    (&[Action::Left, Action::Right], "Scroll left, right: columns, time, issuers; fold, unfold a group"),
    (&[Action::FocusNext, Action::FocusPrevious], "The next pane, the previous one"),
    (
        &[Action::FocusRelations, Action::FocusLedger, Action::FocusLog, Action::FocusBorders],
        "Relations, Ledger, Log, Borders",
    ),
    (&[Action::GoBack, Action::GoForward], "Back to where you were, forward again"),
    (&[Action::NextLink, Action::PreviousLink], "The next line that opens something, the previous one"),
    (&[Action::NextHit, Action::PreviousHit], "The next line that was found, the previous one"),
    (&[Action::Filters, Action::SaveFilter], "Saved filters; save this one"),
    (&[Action::Sort, Action::SortReverse], "Sort by the next column; reverse the order"),
    (&[Action::Closer, Action::Farther], "Timeline or map: look closer, from farther away"),
    (
        &[Action::PanWest, Action::PanSouth, Action::PanNorth, Action::PanEast],
        "Move the map: west, south, north, east",
    ),
    (&[Action::Grow, Action::Shrink], "Make the pane larger, smaller"),
    (&[Action::DayPrevious, Action::DayNext], "As of the previous dated change, the next one"),
    (&[Action::MonthBack, Action::MonthForward], "As of a month earlier, later"),
    (&[Action::Undo, Action::Redo], "Take the last change back; do it again"),
    (&[Action::NextField, Action::PreviousField], "The next field, the previous one"),
    (&[Action::NextMatch, Action::PreviousMatch], "The next match of a reference, the previous one"),
];

/// The same where there is little room: at most 25 cells each.
const BRIEF: &[(Action, &str)] = &[
    (Action::First, "To the first, the last"),
    (Action::Left, "Scroll left, right; fold"),
    (Action::Open, "Open the record"),
    (Action::Filter, "Filter the pane"),
    (Action::SearchPage, "Search the page"),
    (Action::HoldFilter, "Filter all panes, or not"),
    (Action::Filters, "Saved filters; save this"),
    (Action::Sort, "Sort by the next; reverse"),
    (Action::SortByColumn, "Sort by this column"),
    (Action::SortThenByColumn, "Then by this column"),
    (Action::Columns, "Choose the columns"),
    (Action::Legend, "What the signs mean"),
    (Action::MarkRow, "Mark the row, or not"),
    (Action::MarkRange, "Mark a range"),
    (Action::MarkAll, "Mark all, or none"),
    (Action::EditText, "The text in your editor"),
    (Action::EditLog, "What was edited"),
    (Action::CopyTable, "Copy the table"),
    (Action::CopyCommand, "Copy the command line"),
    (Action::OpenSource, "Open the source"),
    (Action::Export, "Export what is shown"),
    (Action::Brief, "A brief of what changed"),
    (Action::NextView, "The next view"),
    (Action::Group, "Group, and back"),
    (Action::Closer, "Look closer, farther"),
    (Action::PanWest, "Move the map"),
    (Action::Grow, "Pane larger, smaller"),
    (Action::GoBack, "Where you were, forward"),
    (Action::Zoom, "Fill the screen, and back"),
    (Action::Follow, "The others follow, or not"),
    (Action::DayPrevious, "Previous change, next"),
    (Action::DayNext, "The next dated change"),
    (Action::MonthBack, "A month earlier, later"),
    (Action::AskKnown, "As known on a date"),
    (Action::FocusNext, "Next pane, previous"),
    (Action::FocusRelations, "Relations to Borders"),
    (Action::FocusDossier, "The dossier, and back"),
    (Action::NextLink, "Next link, previous"),
    (Action::NextHit, "Next hit, previous"),
    (Action::Back, "Back; close; clear"),
    (Action::Add, "Add a record"),
    (Action::AddStep, "Add a step"),
    (Action::Edit, "Edit the record or step"),
    (Action::Delete, "Delete the record or step"),
    (Action::Undo, "Undo; redo"),
    (Action::NextField, "Next field, previous"),
    (Action::NextMatch, "Next match, previous"),
    (Action::NewRecord, "A new record to refer to"),
    (Action::Import, "Import a list"),
    (Action::Reconcile, "Hold against lists"),
    (Action::Screen, "Screen names"),
    (Action::MarkDay, "Mark the day, or not"),
    (Action::Changes, "Changes since the mark"),
    (Action::Disagreements, "Disagreements"),
    (Action::Copy, "Copy a cited line"),
    (Action::Suspend, "Stop; fg comes back"),
];

/// What the mouse does.
const MOUSE: &[(&str, &str)] = &[
    (
        "click",
        "choose a row; in the footer: press its key; on a head: sort by it; on the day: step, or type one",
    ),
    ("twice", "open the row"),
    ("right", "what works there"),
    ("wheel", "scroll what is under the pointer"),
    ("drag", "a border between panes"),
    ("Shift-drag", "select text, as the terminal does it"),
];

/// From so many cells on there are two columns.
const TWO_COLUMNS: usize = 76;

/// Between two columns.
const GAP: usize = 3;

/// One line of the help: keys, what they do, and whether they do it now.
struct Entry {
    group: ActionGroup,
    keys: String,
    text: String,
    brief: Option<&'static str>,
    why_not: Option<&'static str>,
}

/// A line of one column: the keys, the text, how both look.
type Told = (String, String, (Tone, Tone));

impl App {
    /// Opens the help on what works here.
    pub fn open_help(&mut self) {
        self.open(Topic::Help);
    }

    /// Writes the open help anew: the place that it is for stays the one below it.
    pub(super) fn renew_help(&mut self) {
        let is_help = |modal: &Modal| matches!(modal, Modal::Page(view) if view.topic == Topic::Help);
        let Some(at) = self.modals.as_slice().iter().rposition(is_help) else { return };
        let page = self.help_page(at);
        if let Some(view) = self.modals.page_mut().filter(|view| view.topic == Topic::Help) {
            view.replace(page);
        }
    }

    /// Whether something on top is the help for what is no page below it: then nothing but the help itself is moved.
    pub(super) fn helps_with_modal(&self, top: Option<&Modal>) -> bool {
        matches!(top, Some(Modal::Page(view)) if view.topic == Topic::Help)
            && self.modals.as_slice().iter().any(|modal| !matches!(modal, Modal::Page(_) | Modal::Palette(_)))
    }

    /// The help for the place that so many layers make.
    pub(super) fn help_page(&self, layers: usize) -> Page {
        let top = layers.checked_sub(1).and_then(|at| self.modals.as_slice().get(at));
        let context = top.map_or(Context::Pane, |modal| modal.layer().context());
        let place = match top {
            Some(modal) => modal.layer().title().into_owned(),
            None => self.panes.focus.title().to_owned(),
        };
        let room = usize::from(self.layout.page.width.saturating_sub(4));
        let mut page = Page::default();
        page.line("", format!("Keys that work here: {place}"), Tone::Title);
        write(&mut page, &self.entries(context, top), room);
        page.heading("Everywhere");
        let here = self.keymap.actions(context);
        let is_new = |(action, _): &(Action, Vec<Chord>)| !here.iter().any(|(told, _)| told == action);
        for (action, chords) in self.keymap.actions(Context::Everywhere).into_iter().filter(is_new) {
            page.line(shown(&chords), action.title(), Tone::Plain);
        }
        page.heading("The mouse");
        for (does, means) in MOUSE {
            page.line(*does, *means, Tone::Plain);
        }
        page.heading("Filter: words in any order, and");
        for field in FilterField::ALL {
            page.line(format!("{}:", field.name()), field.asks(), Tone::Plain);
        }
        page.line("-", "before any of them: not", Tone::Plain);
        page.heading("Signs");
        for group in SIGNS {
            page.line("", format!("Of {}", group.of), Tone::Dim);
            for sign in group.signs {
                page.line(sign.sign, sign.means, Tone::Plain);
            }
        }
        page.heading("Words");
        for (word, means) in WORDS {
            page.line(*word, *means, Tone::Plain);
        }
        if self.file.phase == Phase::Loading {
            page.line("", "The file is still being read.", Tone::Caution);
        }
        page
    }

    /// What the keys of a context do, each action once; what works first.
    fn entries(&self, context: Context, top: Option<&Modal>) -> Vec<Entry> {
        let actions = self.keymap.actions(context);
        let chords = |action: &Action| {
            actions.iter().find(|(bound, _)| bound == action).map_or(&[][..], |(_, chords)| chords.as_slice())
        };
        let why_not = |action: &Action| self.off_on(top, *action);
        let mut entries: Vec<Entry> = Vec::new();
        let mut told: Vec<Action> = Vec::new();
        for (action, own) in &actions {
            if told.contains(action) {
                continue;
            }
            // Of those of which one works and another does not, each says so itself.
            let together = TOGETHER.iter().find(|(all, _)| {
                all.contains(action)
                    && all.iter().all(|it| {
                        !chords(it).is_empty() && why_not(it).is_some() == why_not(action).is_some()
                    })
            });
            let (keys, text) = match together {
                Some((all, text)) => {
                    told.extend(*all);
                    (keys_of(&all.iter().map(chords).collect::<Vec<_>>()), (*text).to_owned())
                }
                None => (keys_of(&[own]), action.title_in(context).to_owned()),
            };
            let first = together.and_then(|(all, _)| all.first()).unwrap_or(action);
            let brief = BRIEF.iter().find(|(it, _)| it == first).map(|(_, brief)| *brief);
            entries.push(Entry { group: action.group(), keys, text, brief, why_not: why_not(action) });
        }
        entries.sort_by_key(|entry| entry.why_not.is_some());
        entries
    }
}

/// No keys are wider: what else does the same is left out.
const KEYS: usize = 12;

/// A column of fewer cells has little room.
const NARROW: usize = 44;

/// Keys where there is little room: the first ones, their modifiers as signs.
fn brief_keys(keys: &str) -> String {
    let keys = keys.replace("Ctrl-", "^").replace("Shift-", "⇧").replace("Alt-", "⌥");
    let mut brief = String::new();
    for (at, key) in keys.split(' ').enumerate() {
        if at > 1 && width(&brief) + 1 + width(key) > 7 {
            break;
        }
        if !brief.is_empty() {
            brief.push(' ');
        }
        brief.push_str(key);
    }
    brief
}

/// The first keys of some actions, then the second ones, as long as there is room.
fn keys_of(actions: &[&[Chord]]) -> String {
    let mut keys = String::new();
    for at in 0..actions.iter().map(|chords| chords.len()).max().unwrap_or_default() {
        let next: Vec<Chord> = actions.iter().filter_map(|chords| chords.get(at)).copied().collect();
        let more = shown(&next);
        if at > 0 && width(&keys) + 1 + width(&more) > KEYS {
            break;
        }
        if at > 0 {
            keys.push(' ');
        }
        keys.push_str(&more);
    }
    keys
}

/// Writes the groups below each other, or in two columns of about the same height.
fn write(page: &mut Page, entries: &[Entry], room: usize) {
    let columns = if room >= TWO_COLUMNS { 2 } else { 1 };
    let column = room.saturating_sub(GAP * (columns - 1)) / columns;
    let is_narrow = column < NARROW;
    let keys_of = |entry: &Entry| if is_narrow { brief_keys(&entry.keys) } else { entry.keys.clone() };
    let keys = entries.iter().map(|entry| width(&keys_of(entry))).max().unwrap_or_default();
    let texts = column.saturating_sub(keys + 2);
    let blank = || (String::new(), String::new(), (Tone::Plain, Tone::Plain));
    let mut sides: [Vec<Told>; 2] = [Vec::new(), Vec::new()];
    for group in ActionGroup::ALL {
        let mut block: Vec<Told> = Vec::new();
        for entry in entries.iter().filter(|entry| entry.group == *group) {
            block.extend(told(entry, &keys_of(entry), texts));
        }
        if block.is_empty() {
            continue;
        }
        let [left, right] = &mut sides;
        let side = if columns > 1 && right.len() < left.len() { right } else { left };
        side.push(blank());
        side.push((group.title().to_owned(), String::new(), (Tone::Title, Tone::Plain)));
        side.extend(block);
    }
    let [left, right] = sides;
    for at in 0..left.len().max(right.len()) {
        let mut cells = Vec::new();
        for (side, column) in [&left, &right].into_iter().take(columns).enumerate() {
            let (key, text, (of_key, of_text)) = column.get(at).cloned().unwrap_or_else(blank);
            let text = if side + 1 < columns { padded(&text, texts) } else { text };
            cells.extend([Cell::new(padded(&key, keys), of_key), Cell::new(text, of_text)]);
        }
        page.row(cells, None);
    }
}

/// A text that keeps its column as wide as it is.
fn padded(text: &str, cells: usize) -> String {
    format!("{text}{}", " ".repeat(cells.saturating_sub(width(text))))
}

/// An entry in lines of so many cells; in short, or as far as the first colon, where it has no room in one.
fn told(entry: &Entry, keys: &str, cells: usize) -> Vec<Told> {
    let short = entry.text.split([':', ';']).next().unwrap_or_default();
    let text = match entry.brief {
        _ if width(&entry.text) <= cells => entry.text.as_str(),
        Some(brief) if cells < NARROW => brief,
        _ => short,
    };
    let (text, tones) = match entry.why_not {
        Some(why) => (format!("{text} — not now: {why}"), (Tone::Dim, Tone::Dim)),
        None => (text.to_owned(), (Tone::Heading, Tone::Plain)),
    };
    let lines = wrap(&text, cells).into_iter().enumerate();
    lines.map(|(at, line)| (if at == 0 { keys.to_owned() } else { String::new() }, line, tones)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keymap::Keymap;

    fn app(size: (u16, u16)) -> App {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 8, 1).unwrap();
        let mut app = App::new("quelland.ron".to_owned(), day, None, Keymap::standard());
        app.loaded(crate::model::state::State::default(), Vec::new(), None);
        app.resize(size.0, size.1);
        app
    }

    #[test]
    fn every_key_of_the_place_stands_in_its_help_and_no_key_of_another() {
        for size in [(60, 20), (80, 24), (120, 36), (160, 48), (300, 80)] {
            let app = app(size);
            let page = app.help_page(0);
            let words: Vec<String> = page.lines.iter().map(crate::views::page::Line::words).collect();
            let words = words.join("\n");
            for (action, chords) in app.keymap.actions(Context::Pane) {
                let key = chords[0].to_string();
                let key = if words.contains("^d") { brief_keys(&key) } else { key };
                let has = words.split(['\n', '·']).any(|cell| cell.split(' ').any(|it| it == key));
                assert!(has, "{action:?} {key} at {size:?}:\n{words}");
            }
            assert!(!words.contains("Accept the form"), "{words}");
        }
    }

    #[test]
    fn what_is_said_in_brief_fits_a_column_of_80_cells() {
        for (action, brief) in BRIEF {
            assert!(width(brief) <= 25, "{action:?}: {brief}");
        }
        for (context, size) in [(Context::Pane, 76), (Context::Page, 76), (Context::Form, 76)] {
            let app = app((80, 24));
            for entry in app.entries(context, None).iter().filter(|entry| entry.why_not.is_none()) {
                let lines = told(entry, &brief_keys(&entry.keys), (size - GAP) / 2 - 11);
                assert_eq!(lines.len(), 1, "{} {}: say it in BRIEF", entry.keys, entry.text);
            }
        }
    }

    #[test]
    fn no_line_of_two_columns_is_wider_than_its_place() {
        for cells in [76, 80, 117, 200] {
            let app = app((160, 48));
            let mut page = Page::default();
            write(&mut page, &app.entries(Context::Pane, None), cells);
            for line in &page.lines {
                let wide: usize = line.cells.iter().map(|cell| width(cell.text.trim_end()).max(1) + 1).sum();
                assert!(wide <= cells + 2, "{line:?}");
            }
        }
    }
}
