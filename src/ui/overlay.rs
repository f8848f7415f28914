//! Small boxes over the panes: the command palette and the question for a date.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::widgets::{Clear, Widget};
use tui_input::Input;

use crate::app::keymap::shown;
use crate::app::layer::Layer;
use crate::app::modal::{
    Choice, ChooseColumns, Conflicts, DayField, Entry, FileField, FilterName, ListsField, Menu, Offer,
    Palette, Question, ReasonField,
};
use crate::app::panes::ledger::columns::is_kept;
use crate::app::request::ListTask;
use crate::app::text::{visible, width, wrap};
use crate::app::writing::FileTask;
use crate::app::{App, Finder, Modal};
use crate::views::page::Tone;

use super::chrome::{frame, select_row};
use super::table::{put, put_right};
use super::theme::Theme;

/// A box in the upper middle of the screen, as large as there is room for.
fn place(app: &App, width: u16, height: u16) -> Rect {
    let body = app.layout.body;
    let (width, height) = (width.min(body.width), height.min(body.height));
    Rect { x: body.x + (body.width - width) / 2, y: body.y + (body.height - height) / 4, width, height }
}

/// What is inside of such a box, as [`open`] returns it.
pub(super) fn inside(app: &App, width: u16, height: u16) -> Rect {
    let place = place(app, width, height);
    Rect {
        x: place.x + 2,
        y: place.y + 1,
        width: place.width.saturating_sub(4),
        height: place.height.saturating_sub(2),
    }
}

/// How wide and high the palette is, and the search over everything.
const PALETTE: (u16, usize) = (76, Palette::ROWS);
pub(super) const FINDER: (u16, usize) = (140, Finder::ROWS);

/// The row of a list that stands at a cell: below the line that is typed into, or in a menu.
pub(super) fn row_at(app: &App, modal: &Modal, column: u16, row: u16) -> Option<usize> {
    let (area, cursor, length) = match modal {
        Modal::Palette(it) => (list(app, PALETTE), it.cursor, it.matches.len()),
        Modal::Finder(it) => (list(app, FINDER), it.cursor, it.matches.len()),
        Modal::Menu(it) => {
            let place = menu_place(app, it);
            let inner = Rect { y: place.y + 1, height: place.height.saturating_sub(2), ..place };
            (inner, it.cursor, it.offers.len())
        }
        _ => return None,
    };
    let at = cursor.top + usize::from(row.checked_sub(area.y)?);
    (area.contains((column, row).into()) && at < length).then_some(at)
}

/// Where the rows of a list are: below the line that is typed into.
fn list(app: &App, (width, rows): (u16, usize)) -> Rect {
    let area = inside(app, width, u16::try_from(rows).unwrap_or(14) + 3);
    Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area }
}

/// The choice that stands at a cell.
pub(super) fn conflict_at(app: &App, conflicts: &Conflicts, column: u16, row: u16) -> Option<usize> {
    let area = inside(app, app.layout.body.width, app.layout.body.height);
    let top = first_conflict(conflicts, area);
    let at = top + usize::from(row.checked_sub(area.y)? / 4);
    (area.contains((column, row).into()) && at < conflicts.choices.len()).then_some(at)
}

/// The first choice in view.
fn first_conflict(conflicts: &Conflicts, area: Rect) -> usize {
    let fitting = usize::from(area.height / 4).max(1);
    (conflicts.cursor.at + 1).saturating_sub(fitting)
}

/// Where a menu is: at the pointer, as far as there is room.
fn menu_place(app: &App, menu: &Menu) -> Rect {
    let body = app.layout.body;
    let cells = |offer: &Offer| width(&offer.title) + 3 + offer.key.map_or(0, |key| width(&key.to_string()));
    let widest = menu.offers.iter().map(cells).max().unwrap_or_default();
    let wide = u16::try_from(widest + 4).unwrap_or(body.width).min(body.width);
    let high = u16::try_from(menu.offers.len() + 2).unwrap_or(body.height).min(body.height);
    Rect {
        x: menu.at.0.clamp(body.x, body.right().saturating_sub(wide).max(body.x)),
        y: (menu.at.1 + 1).clamp(body.y, body.bottom().saturating_sub(high).max(body.y)),
        width: wide,
        height: high,
    }
}

/// What works with what is under the pointer.
pub fn menu(app: &App, menu: &Menu, theme: &Theme, buf: &mut Buffer) {
    let area = open_at(menu_place(app, menu), menu, theme, buf);
    for ((at, offer), y) in menu.offers.iter().enumerate().zip(area.y..area.bottom()) {
        put(buf, area.x + 1, y, &offer.title, usize::from(area.width.saturating_sub(1)), theme.text());
        if let Some(key) = offer.key {
            put_right(buf, area.x, y, &key.to_string(), usize::from(area.width), theme.accent());
        }
        if at == menu.cursor.at {
            select_row(
                Rect { x: area.x.saturating_sub(1), y, width: area.width + 2, height: 1 },
                true,
                theme,
                buf,
            );
        }
    }
}

/// An empty box with the title of what stands in it; returns what is inside.
pub(super) fn open(
    app: &App,
    layer: &dyn Layer,
    width: u16,
    height: u16,
    theme: &Theme,
    buf: &mut Buffer,
) -> Rect {
    open_at(place(app, width, height), layer, theme, buf)
}

/// The same at a place of its own.
pub(super) fn open_at(place: Rect, layer: &dyn Layer, theme: &Theme, buf: &mut Buffer) -> Rect {
    Clear.render(place, buf);
    let inner = frame(place, true, theme, buf);
    put(
        buf,
        place.x + 1,
        place.y,
        &format!(" {} ", layer.title()),
        usize::from(place.width.saturating_sub(2)),
        theme.tone(Tone::Title),
    );
    Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner }
}

/// A line of typed text; returns where the cursor stands.
pub(super) fn typed(input: &Input, area: Rect, prompt: &str, theme: &Theme, buf: &mut Buffer) -> Position {
    typed_in(input, theme.strong(), area, prompt, theme, buf)
}

/// The same where the text may be a proposal, which what is typed replaces: it is drawn as selected.
fn typed_over(
    input: &Input,
    proposed: bool,
    area: Rect,
    prompt: &str,
    theme: &Theme,
    buf: &mut Buffer,
) -> Position {
    let plain = theme.strong();
    let style = if proposed { plain.add_modifier(Modifier::REVERSED) } else { plain };
    typed_in(input, style, area, prompt, theme, buf)
}

fn typed_in(
    input: &Input,
    style: Style,
    area: Rect,
    prompt: &str,
    theme: &Theme,
    buf: &mut Buffer,
) -> Position {
    let x = put(buf, area.x, area.y, prompt, usize::from(area.width), theme.accent());
    let room = usize::from(area.right().saturating_sub(x + 1));
    let scroll = input.visual_scroll(room);
    let text: String = visible(input.value()).chars().skip(scroll).collect();
    put(buf, x, area.y, &text, room, style);
    let at = u16::try_from(input.visual_cursor().saturating_sub(scroll).min(room)).unwrap_or_default();
    Position::new(x.saturating_add(at), area.y)
}

/// The command palette.
pub fn palette(app: &App, palette: &Palette, theme: &Theme, buf: &mut Buffer) -> Position {
    let rows = u16::try_from(PALETTE.1).unwrap_or(14);
    let area = open(app, palette, PALETTE.0, rows + 3, theme, buf);
    let cursor = typed(&palette.input, area, ":", theme, buf);
    if palette.matches.is_empty() {
        let text = format!("no action fits {}: F searches the file", palette.input.value().trim());
        put(
            buf,
            area.x + 2,
            area.y + 1,
            &text,
            usize::from(area.width.saturating_sub(2)),
            theme.tone(Tone::Caution),
        );
    }
    for (i, y) in (area.y + 1..area.bottom()).enumerate() {
        let at = palette.cursor.top + i;
        let Some(entry) = palette.matches.get(at) else { break };
        choice(
            app,
            entry,
            Rect { x: area.x + 2, y, width: area.width.saturating_sub(2), height: 1 },
            theme,
            buf,
        );
        if at == palette.cursor.at {
            select_row(Rect { y, height: 1, ..area }, true, theme, buf);
        }
    }
    cursor
}

/// What can be chosen in the palette: what it does, why not where it cannot now, and its key.
fn choice(app: &App, entry: &Entry, area: Rect, theme: &Theme, buf: &mut Buffer) {
    let (title, off, keys) = match entry {
        Entry::Do(action) => {
            let context = app.context_below();
            let keys = shown(&app.keymap.chords(context, *action));
            (action.title_in(context).to_owned(), app.off_below(*action), keys)
        }
        Entry::Run(command, argument) if argument.is_empty() => {
            (command.title().to_owned(), None, format!(":{} {}", command.word(), command.about()))
        }
        Entry::Run(command, argument) => (format!("{}: {argument}", command.title()), None, "⏎".to_owned()),
    };
    let style = if off.is_some() { theme.dim() } else { theme.text() };
    let room = usize::from(area.width);
    // The key is never cut; the reason gives way before the title does.
    let end = put(buf, area.x, area.y, &title, room.saturating_sub(width(&keys) + 1), style);
    let left = |x: u16| usize::from(area.right().saturating_sub(x));
    let end = match off {
        Some(why) => {
            put(buf, end, area.y, &format!(": {why}"), left(end).saturating_sub(width(&keys) + 1), style)
        }
        None => end,
    };
    put_right(buf, end + 1, area.y, &keys, left(end + 1), theme.accent());
}

/// The columns of the ledger: which are shown, and in which order.
pub fn columns(app: &App, chosen: &ChooseColumns, theme: &Theme, buf: &mut Buffer) {
    let rows = u16::try_from(ChooseColumns::rows(&app.layout)).unwrap_or_default();
    let area = open(app, chosen, 44, rows + 2, theme, buf);
    for (i, y) in (area.y..area.bottom()).enumerate() {
        let at = chosen.cursor.top + i;
        let Some((column, shown)) = chosen.columns.all().get(at) else { break };
        let (sign, style) = if *shown { ("[x]", theme.text()) } else { ("[ ]", theme.dim()) };
        put(buf, area.x + 2, y, sign, 3, style);
        let text = column.in_words();
        let text = if is_kept(*column) { format!("{text} (always)") } else { text.to_owned() };
        put(buf, area.x + 6, y, &text, usize::from(area.width.saturating_sub(6)), style);
        if at == chosen.cursor.at {
            select_row(Rect { y, height: 1, ..area }, true, theme, buf);
        }
    }
}

/// The question for a date.
pub fn ask_day(app: &App, field: &DayField, theme: &Theme, buf: &mut Buffer) -> Position {
    let area = open(app, field, 66, 5, theme, buf);
    let cursor = typed_over(&field.input, field.proposed, area, "date ", theme, buf);
    let (text, tone) = match &field.error {
        Some(error) => (error.as_str(), Tone::Caution),
        None => ("2025-10-28; a month or year is its last day; today", Tone::Dim),
    };
    let lines = crate::app::text::wrap(text, usize::from(area.width));
    for (y, line) in (area.y + 1..area.bottom()).zip(lines) {
        put(buf, area.x, y, &line, usize::from(area.width), theme.tone(tone));
    }
    cursor
}

/// The question for the files of a list.
pub fn ask_lists(app: &App, field: &ListsField, theme: &Theme, buf: &mut Buffer) -> Position {
    let area = open(app, field, 100, 10, theme, buf);
    let is_screening = field.task == ListTask::Screen;
    let cursor = typed(&field.input, area, if is_screening { "names " } else { "files " }, theme, buf);
    let of_names = "a table of names (a head with name, and perhaps kind, birth date, country, identifiers, id; or a name a \
                    line), or nothing for the subjects of the file; the newest copies in the archive are asked, or what \
                    list:sdn.xml names; Tab completes a path";
    let text = "sdn.csv add.csv alt.csv, a folder, or a packed file; 2025-12-24 before them says the day of all, \
                2025-12-24=add.csv that of one, where a file does not; programme:BELARUS country:BY name:belavia say \
                which entries are meant";
    let text = if is_screening { of_names } else { text };
    let cells = usize::from(area.width);
    let said =
        field.said.iter().flat_map(|said| wrap(&visible(said), cells)).map(|line| (line, Tone::Caution));
    let kept = field.kept.iter().flat_map(|kept| wrap(&visible(kept), cells)).map(|line| (line, Tone::Plain));
    let told = wrap(text, cells).into_iter().map(|line| (line, Tone::Dim));
    for (y, (line, tone)) in (area.y + 1..area.bottom()).zip(said.chain(kept).chain(told)) {
        put(buf, area.x, y, &line, cells, theme.tone(tone));
    }
    cursor
}

/// The question for the reason of decisions.
pub fn ask_why(app: &App, field: &ReasonField, theme: &Theme, buf: &mut Buffer) -> Position {
    let area = open(app, field, 100, 5, theme, buf);
    let cursor = typed(&field.input, area, "why ", theme, buf);
    let decisions =
        if field.count == 1 { "1 decision".to_owned() } else { format!("{} decisions", field.count) };
    let text = format!("the reason of {decisions}: another birth date; nothing typed gives none");
    put(buf, area.x, area.y + 1, &text, usize::from(area.width), theme.dim());
    cursor
}

/// The question for a file.
pub fn ask_file(app: &App, field: &FileField, theme: &Theme, buf: &mut Buffer) -> Position {
    let area = open(app, field, 100, 7, theme, buf);
    let cursor = typed_over(&field.input, field.proposed, area, "file ", theme, buf);
    let text = match field.task {
        FileTask::Export => {
            "its ending says how it is written: .csv, .json, .md; what it holds is what is on the screen: filtered, \
             ordered and as of the days that are shown. Tab completes a path"
        }
        FileTask::Brief => {
            "in Markdown (.md) or as a page (.html), and behind it since when; up to the day that is shown, on what \
             passes the filter of the pane. Tab completes a path"
        }
        FileTask::Open => "another state file, in the place of this one. Tab completes a path",
    };
    let cells = usize::from(area.width);
    let said =
        field.said.iter().flat_map(|said| wrap(&visible(said), cells)).map(|line| (line, Tone::Caution));
    let told = wrap(text, cells).into_iter().map(|line| (line, Tone::Dim));
    for (y, (line, tone)) in (area.y + 1..area.bottom()).zip(said.chain(told)) {
        put(buf, area.x, y, &line, cells, theme.tone(tone));
    }
    cursor
}

/// The question for the name of a filter.
pub fn name_filter(app: &App, field: &FilterName, theme: &Theme, buf: &mut Buffer) -> Position {
    let area = open(app, field, 66, 4, theme, buf);
    let cursor = typed(&field.input, area, "name ", theme, buf);
    let filter = format!("{}: /{}", app.panes.focus.title(), app.panes.get(app.panes.focus).filter);
    put(buf, area.x, area.y + 1, &filter, usize::from(area.width), theme.dim());
    cursor
}

/// A question and its answers.
pub fn question(app: &App, question: &Question, theme: &Theme, buf: &mut Buffer) {
    let width = 76.min(app.layout.body.width);
    let cells = usize::from(width.saturating_sub(4));
    let lines: Vec<String> = question.lines.iter().flat_map(|line| wrap(&visible(line), cells)).collect();
    let height = u16::try_from(lines.len()).unwrap_or(10).min(app.layout.body.height.saturating_sub(5)) + 4;
    let area = open(app, question, width, height, theme, buf);
    let last = area.bottom().saturating_sub(1);
    for (y, line) in (area.y..last.saturating_sub(1)).zip(&lines) {
        put(buf, area.x, y, line, cells, theme.text());
    }
    let mut x = area.x;
    for (i, (key, word, _)) in question.answers.iter().enumerate() {
        let room = usize::from(area.right().saturating_sub(x));
        let chosen = i == question.at;
        let text = if chosen { format!("▸{key} {word}") } else { format!(" {key} {word}") };
        let style = if chosen { theme.tone(Tone::Title) } else { theme.text() };
        x = put(buf, x, last, &text, room, style) + 2;
    }
}

/// What both sides changed differently, with the side that is taken.
pub fn conflicts(app: &App, conflicts: &Conflicts, theme: &Theme, buf: &mut Buffer) {
    let body = app.layout.body;
    let area = open(app, conflicts, body.width, body.height, theme, buf);
    let cells = usize::from(area.width);
    let at = conflicts.cursor.at;
    let top = first_conflict(conflicts, area);
    let mut y = area.y;
    for (i, choice) in conflicts.choices.iter().enumerate().skip(top) {
        if y + 3 > area.bottom() {
            break;
        }
        put(buf, area.x + 1, y, &choice.what, cells.saturating_sub(1), theme.strong());
        if i == at {
            put(buf, area.x, y, "▸", 1, theme.accent());
        }
        let [here, there] = conflicts.other.sides();
        let sides = [(here, &choice.ours, !choice.take_theirs), (there, &choice.theirs, choice.take_theirs)];
        for (line, (side, text, taken)) in (y + 1..).zip(sides) {
            let mark = if taken { "[x]" } else { "[ ]" };
            let text = from_difference(text.as_deref(), choice, cells.saturating_sub(14));
            let style = if taken { theme.text() } else { theme.dim() };
            put(buf, area.x + 2, line, &format!("{mark} {side:<8}{text}"), cells.saturating_sub(2), style);
        }
        y += 4;
    }
}

/// One side of a choice; a long one begins shortly before the two differ.
fn from_difference(text: Option<&str>, choice: &Choice, cells: usize) -> String {
    const BEFORE: usize = 12;
    let Some(text) = text else { return "(deleted)".to_owned() };
    if text.chars().count() <= cells {
        return text.to_owned();
    }
    let sides = choice
        .ours
        .as_deref()
        .unwrap_or_default()
        .chars()
        .zip(choice.theirs.as_deref().unwrap_or_default().chars());
    let same = sides.take_while(|(a, b)| a == b).count();
    if same <= BEFORE {
        return text.to_owned();
    }
    format!("…{}", text.chars().skip(same - BEFORE).collect::<String>())
}
