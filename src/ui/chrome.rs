//! What frames the panes: the header, the footer, borders and titles.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::widgets::{Block, BorderType, Widget};

use crate::app::hints::Hint;
use crate::app::text::{message, visible, width};
use crate::app::{App, Modal, Mood, PaneId, Phase};
use crate::views::page::Tone;
use crate::views::wording;

use super::signs;
use super::table::{put, put_right};
use super::theme::Theme;

/// Stands in the header as long as a crash would lose edits.
const NO_JOURNAL: &str = "✗ no journal";

/// The header: what the file is about, the day, the totals, the state of the file.
pub fn header(app: &App, theme: &Theme, buf: &mut Buffer) {
    let area = app.layout.header;
    let title = match app.file.phase {
        Phase::Loading if app.facts.state().head().title.is_empty() => app.file.name.clone(),
        _ => app.facts.state().head().title.to_string(),
    };
    let days = (app.day() - app.clock.today).num_days();
    // What is shown of a day to come is no knowledge of it.
    let ago = match days {
        days if days > 0 && area.width >= 110 => format!(" projection (in {days} d)"),
        days if days > 0 => " projection".to_owned(),
        days if days < 0 && area.width >= 110 => format!(" ({} d ago)", -days),
        _ => String::new(),
    };
    let state = match (&app.file.phase, &app.file.read_only, app.document.unsaved()) {
        (Phase::Loading, ..) => reading(app.file.progress),
        (Phase::Ready, Some(_), _) => "read-only".to_owned(),
        (Phase::Ready, None, _) if app.file.save.goes_on => "saving …".to_owned(),
        (Phase::Ready, None, 0) => String::new(),
        (Phase::Ready, None, count) => format!("✎ {count} unsaved"),
    };
    let state = match (app.file.unjournalled, state.as_str()) {
        (false, _) => state,
        (true, "") => NO_JOURNAL.to_owned(),
        (true, state) => format!("{NO_JOURNAL} · {state}"),
    };
    let day = format!("◂ as of {} ▸", app.day());
    let mut second = app.facts.known_on().map(|known| format!(" known on {known}")).unwrap_or_default();
    if !app.panes.held.is_empty() {
        let taken = BRAND_CELLS + width(&state) + 3 + width(&day) + width(&second) + 4;
        let cells = HELD_CELLS.min(usize::from(area.width).saturating_sub(taken));
        second.push_str(&format!(" · &{}", message(&visible(&app.panes.held), cells)));
    }
    // The day is always there, both of them where there are two, and to which day anything is known; the totals and the
    // title give way in this order.
    // That a day is to come is said wherever it is shown.
    let to_come = if days > 0 { width(&ago) } else { 0 };
    let free = usize::from(area.width).saturating_sub(width(&day) + width(&second) + to_come + 4);
    let words = Words::fitting(app, free, &state);
    let state = words.state.as_str();
    let mut x = area.x + 1;
    if words.brand {
        x = put(buf, x, area.y, "beltui", 6, theme.tone(Tone::Title)) + 2;
    }
    let mut left = words.left + to_come;
    let late =
        if words.is_late { theme.tone(Tone::Caution).add_modifier(Modifier::BOLD) } else { theme.dim() };
    let known = words.known.into_iter().map(|text| (text, late));
    let parts: Vec<(String, Style)> =
        known.chain(totals(app, left, words.count).into_iter().map(|part| (part, theme.text()))).collect();
    let title = visible(&title).into_owned();
    let count = FOREMOST + usize::from(app.clock.marked.is_some());
    let foremost: usize = parts.iter().take(count).map(|(part, _)| width(part) + 3).sum();
    let beside = left.saturating_sub(foremost + width(&ago) + 3);
    let title_cells = match app.file.phase {
        Phase::Loading => width(&title).min(left.saturating_sub(2)).min(40),
        Phase::Ready if beside >= SHORTEST_TITLE.min(width(&title)) => width(&title).min(beside).min(40),
        Phase::Ready => 0,
    };
    x = put(buf, x, area.y, &message(&title, title_cells), title_cells, theme.strong())
        + u16::from(title_cells > 0) * 3;
    left = left.saturating_sub(if title_cells > 0 { title_cells + 3 } else { 0 });
    x = put(buf, x, area.y, &day, width(&day), theme.accent());
    if width(&ago) + foremost <= left || (days > 0 && width(&ago) <= left) {
        let style = if days > 0 { theme.tone(Tone::Caution) } else { theme.dim() };
        x = put(buf, x, area.y, &ago, left, style);
        left -= width(&ago);
    }
    x = put(buf, x, area.y, &second, width(&second), theme.tone(Tone::Caution));
    for (part, style) in parts {
        if width(&part) + 3 > left {
            break;
        }
        x = put(buf, x, area.y, " · ", 3, theme.dim());
        x = put(buf, x, area.y, &part, left, style);
        left -= width(&part) + 3;
    }
    let end = area.x + area.width.saturating_sub(1 + u16::try_from(width(state)).unwrap_or_default());
    put(buf, end, area.y, state, width(state), theme.tone(Tone::Caution));
}

/// So many cells has the filter that holds in all panes.
const HELD_CELLS: usize = 40;

/// How far the reading of the file is, as a bar and a number.
fn reading(progress: Option<(usize, usize)>) -> String {
    const CELLS: usize = 10;
    let Some((bytes, of)) = progress.filter(|(_, of)| *of > 0) else { return "reading …".to_owned() };
    let done = (bytes * CELLS / of).min(CELLS);
    let percent = (bytes * 100 / of).min(100);
    format!("reading {}{} {percent} %", "▰".repeat(done), "▱".repeat(CELLS - done))
}

/// Beyond so many days after the newest that the file knows anything of, the header is loud about it.
const KNOWN_DAYS: i64 = 30;

/// So many cells has the name of the program with what parts it from the rest.
const BRAND_CELLS: usize = 8;

/// How much the head of the screen says in how many words: words get shorter before anything goes, and to which day anything
/// is known goes last.
struct Words {
    /// Whether the name of the program is there.
    brand: bool,
    /// The state of the file.
    state: String,
    /// To which day anything is known, and how long ago that is.
    known: Option<String>,
    /// Whether that is long before the day asked.
    is_late: bool,
    /// How many measures are in force, where there is room for no more.
    count: Option<String>,
    /// So many cells are left for what is known and the totals.
    left: usize,
}

impl Words {
    /// Chooses them for so many cells beside the day.
    fn fitting(app: &App, free: usize, state: &str) -> Self {
        let short = match state {
            "read-only" => "ro",
            _ => state.strip_suffix(" unsaved").unwrap_or(state),
        };
        let (known, is_late) = known_to(app);
        let count = in_force(app);
        let counts = count.map(|count| [format!("{count} in force"), format!("● {count}")]);
        let sides = [(true, state), (true, short), (false, short)].map(|(brand, state)| {
            let taken = width(state) + if brand { BRAND_CELLS } else { 0 };
            (brand, state, free.saturating_sub(taken))
        });
        let cells = |text: &String| width(text) + 3;
        let made =
            |(brand, state, left): (bool, &str, usize), known: Option<&String>, count: Option<&String>| {
                let (state, known, count) = (state.to_owned(), known.cloned(), count.cloned());
                Self { brand, state, known, is_late, count, left }
            };
        // Both with the day to which it is known, then what is known alone, at last in days only.
        for side in sides {
            for known in known.iter().take(DATED) {
                let fits = |count: &&String| cells(known) + cells(count) <= side.2;
                if let Some(count) = counts.iter().flatten().find(fits) {
                    return made(side, Some(known), Some(count));
                }
            }
        }
        for forms in [DATED, known.len()] {
            for side in sides {
                if let Some(known) = known.iter().take(forms).find(|known| cells(known) <= side.2) {
                    return made(side, Some(known), None);
                }
            }
        }
        made(
            (true, state, free.saturating_sub(width(state) + BRAND_CELLS)),
            None,
            counts.as_ref().map(|[long, _]| long),
        )
    }
}

/// So many of the ways to say to which day anything is known name that day.
const DATED: usize = 2;

/// The newest day that the file knows anything of, from the most words to the fewest, and whether the day asked is far
/// beyond it.
fn known_to(app: &App) -> (Vec<String>, bool) {
    let Some(known) = app.facts.known_to(app.clock.today) else { return (Vec::new(), false) };
    let days = (app.day() - known).num_days();
    let texts = if days > 0 {
        vec![
            format!("known to {known} ({days} d)"),
            format!("to {known} ({days} d)"),
            format!("to {days} d ago"),
            format!("{days} d"),
        ]
    } else {
        vec![format!("known to {known}"), format!("to {known}")]
    };
    (texts, days > KNOWN_DAYS)
}

/// How many measures are in force against the focus of the file, or against anybody where it has none; `None` where nothing
/// is recorded by the day.
fn in_force(app: &App) -> Option<usize> {
    let totals = app.totals();
    totals.is_recorded.then(|| totals.in_force.iter().map(|(_, count)| count).sum())
}

/// From so many cells for all parts on issuers are named.
const NAMED_ISSUERS: usize = 78;

/// From so many cells on measures against others than the focus are counted as well.
const NAMED_OTHERS: usize = 140;

/// From so many cells on crossings are counted in words.
const WORDED_CROSSINGS: usize = 100;

/// So many parts go before the title of the file: to which day anything is known, what is in force, the crossings; and the
/// marked day where there is one.
const FOREMOST: usize = 3;

/// A title that has to be shorter says nothing.
const SHORTEST_TITLE: usize = 12;

/// What the header counts, the most important first.
fn totals(app: &App, room: usize, count: Option<String>) -> Vec<String> {
    if app.file.phase == Phase::Loading && app.facts.state().is_empty() {
        return Vec::new();
    }
    let totals = app.totals();
    let mut parts = Vec::new();
    parts.extend(app.clock.marked.map(|since| format!("marked {since}")));
    // Two issuers by name where there are more than three, and how many measures the others have.
    let named = if totals.in_force.len() > 3 { 2 } else { 3 };
    let mut issuers: Vec<String> =
        totals.in_force.iter().take(named).map(|(id, count)| format!("{id} {count}")).collect();
    let others: usize = totals.in_force.iter().skip(named).map(|(_, count)| count).sum();
    if others > 0 {
        issuers.push(format!("+{others}"));
    }
    parts.push(match (totals.is_recorded, !issuers.is_empty()) {
        (false, _) => "no measure recorded yet".to_owned(),
        (true, true) if room >= NAMED_ISSUERS => {
            // Those against others than the focus are in no row of the relations.
            let others = match totals.against_others {
                count if count > 0 && room >= NAMED_OTHERS => format!(", {count} against others"),
                _ => String::new(),
            };
            format!("{} in force{others}", issuers.join(" · "))
        }
        (true, _) => count.unwrap_or_else(|| format!("{} in force", in_force(app).unwrap_or_default())),
    });
    let points = totals.crossings.points;
    if points.all() > 0 {
        let counted = points.text();
        parts.push(if room >= WORDED_CROSSINGS {
            format!("crossings {counted}")
        } else {
            signs::counts(points)
        });
    }
    // What is due and the acts of the quarter are counted of all.
    let is_all = app.panes.held.is_empty();
    if app.facts.due > 0 && is_all {
        parts.push(format!("{} due in 30 d", app.facts.due));
    }
    // Of a day before the record nothing is counted.
    if totals.is_recorded {
        parts.push(format!("{} easing", totals.easing));
    }
    if totals.is_recorded && is_all {
        let acts = wording::count(totals.tightening, "act", "acts");
        parts.push(format!("{acts} tightening this quarter"));
    }
    parts
}

/// The border of a pane with its title; returns what is inside.
pub fn pane(app: &App, pane: PaneId, theme: &Theme, buf: &mut Buffer) -> Rect {
    let place = app.layout.pane(pane);
    let focused = app.has_focus(pane);
    let inner = frame(place, focused, theme, buf);
    let (filter, rest) = status(app, pane);
    let named = format!("{}{} {}", has_keys(focused), pane.number(), pane.title());
    let marked = marked(app, pane);
    let mut title = format!("{named}{marked}{} ", app.panes.list(pane).view());
    // What is marked and what narrows the rows say more than how they are ordered.
    let told = if rest.is_empty() { 2 } else { width(&filter) + width(&rest) + 9 };
    if width(&title) + told > usize::from(place.width) && !(marked.is_empty() && rest.is_empty()) {
        title = format!("{named}{marked} ");
    }
    let end = put(
        buf,
        place.x + 1,
        place.y,
        &title,
        usize::from(place.width.saturating_sub(2)),
        title_style(theme, focused),
    );
    if !rest.is_empty() {
        let room = usize::from(place.right().saturating_sub(end + 1));
        // How many are left is never cut: a number that is cut says another.
        let filter = message(&filter, room.saturating_sub(width(&rest) + 5));
        let between = if filter.is_empty() { "" } else { " · " };
        put_right(buf, end, place.y, &format!(" {filter}{between}{rest} "), room, theme.accent());
    }
    let (length, rows, top) = (app.panes.length(pane), app.layout.rows(pane), app.panes.get(pane).cursor.top);
    let mut taken = 0;
    if length > rows && rows > 0 {
        // What is out of view.
        let text = format!(" {}–{} of {length} ", top + 1, (top + rows).min(length));
        taken = width(&text);
        let room = usize::from(place.width.saturating_sub(2));
        put_right(buf, place.x + 1, place.bottom().saturating_sub(1), &text, room, theme.dim());
    }
    if let Some(why) = app.why_kept(pane) {
        let room = usize::from(place.width.saturating_sub(4)).saturating_sub(taken);
        let text = message(&visible(&format!("… {why}")), room.saturating_sub(2)).into_owned();
        put(buf, place.x + 2, place.bottom().saturating_sub(1), &format!(" {text} "), room, theme.accent());
    }
    inner
}

/// How many records are marked in a pane; nothing where none is.
fn marked(app: &App, pane: PaneId) -> String {
    let marks = &app.panes.get(pane).marks;
    match (marks.len(), marks.is_ranging()) {
        (0, false) => String::new(),
        (marked, false) => format!(" · {marked} marked"),
        (marked, true) => format!(" · {marked} marked, range"),
    }
}

/// A rounded border around a place.
pub fn frame(place: Rect, focused: bool, theme: &Theme, buf: &mut Buffer) -> Rect {
    let block = Block::bordered().border_type(BorderType::Rounded).border_style(theme.border(focused));
    let inner = block.inner(place);
    block.render(place, buf);
    inner
}

/// What stands before the title of a part of the screen: a sign where it has the keys.
pub fn has_keys(focused: bool) -> &'static str {
    if focused { "►" } else { " " }
}

fn title_style(theme: &Theme, focused: bool) -> Style {
    if focused { theme.tone(Tone::Title) } else { theme.strong() }
}

/// The filter of a pane; what else narrows it, and how many of its rows are left.
fn status(app: &App, id: PaneId) -> (String, String) {
    let pane = app.panes.get(id);
    let mut filter = String::new();
    if !pane.filter.is_empty() {
        let sign = if pane.query.complaints.is_empty() { "" } else { " (not understood)" };
        filter = visible(&format!("/{}{sign}", pane.filter)).into_owned();
    }
    let led = if app.panes.leader == Some(id) {
        Some("leads".to_owned())
    } else {
        app.narrowing().map(|narrowing| format!("of {}", narrowing.name(app.facts.state())))
    };
    let held = match pane.without.as_slice() {
        _ if app.panes.held.is_empty() => None,
        [] => Some("&".to_owned()),
        without => {
            let names: Vec<String> = without.iter().map(|field| format!("{}:", field.name())).collect();
            Some(format!("& without {}", names.join(" ")))
        }
    };
    if filter.is_empty() && led.is_none() && held.is_none() {
        return (filter, String::new());
    }
    let list = app.panes.list(id);
    let count = format!("{} of {}", list.count(), list.all(&app.facts));
    (filter, held.into_iter().chain(led).chain([count]).collect::<Vec<_>>().join(" · "))
}

/// The footer: a filter being typed, a message, or the keys that work here and now.
pub fn footer(app: &App, theme: &Theme, buf: &mut Buffer) -> Option<Position> {
    let area = app.layout.footer;
    let cells = usize::from(area.width.saturating_sub(1));
    let mut x = area.x + 1;
    let mut cursor = None;
    let mut left = cells;
    let typed = match app.modals.last() {
        Some(Modal::Filter(field)) => Some((&field.input, field.is_selected())),
        Some(Modal::Search(field)) => Some((&field.input, false)),
        _ => None,
    };
    if let Some((input, is_selected)) = typed {
        x = put(buf, x, area.y, "/", 1, theme.accent());
        let shown = visible(input.value());
        // A filter as long as the line leaves room for what there is to say of it.
        let told = app.message.as_ref().map_or(0, |(_, text)| (width(text) + 2).min(cells / 2));
        let room = cells.saturating_sub(2 + told);
        let scroll = input.visual_scroll(room);
        let tail: String = shown.chars().skip(scroll).collect();
        let end = put(buf, x, area.y, &tail, room, theme.strong());
        if is_selected {
            buf.set_style(
                Rect { x, y: area.y, width: end.saturating_sub(x), height: 1 },
                theme.selection(true),
            );
        }
        let at = input.visual_cursor().saturating_sub(scroll).min(room);
        cursor = Some(Position::new(x.saturating_add(u16::try_from(at).unwrap_or_default()), area.y));
        left = usize::from(area.right().saturating_sub(end + 2));
        x = end + 2;
    }
    if let Some((mood, text)) = &app.message {
        let style = if *mood == Mood::Info { theme.text() } else { theme.tone(Tone::Caution) };
        put(buf, x, area.y, &message(&visible(text), left), left, style);
        return cursor;
    }
    let hints = app.hints();
    let cells = |hint: &Hint| width(&hint.keys) + 1 + width(hint.name) + 2;
    // The last two (help and the way out) are always there; what is before them gives way from its end.
    let (others, last) = hints.split_at(hints.len().saturating_sub(2));
    let mut room = left.saturating_sub(last.iter().map(cells).sum());
    let fitting = others.iter().take_while(|hint| {
        let fits = cells(hint) <= room;
        room = room.saturating_sub(cells(hint));
        fits
    });
    for Hint { keys, name: hint, .. } in fitting.chain(last) {
        x = put(buf, x, area.y, keys, usize::from(area.right().saturating_sub(x)), theme.accent()) + 1;
        x = put(buf, x, area.y, hint, usize::from(area.right().saturating_sub(x)), theme.dim()) + 2;
    }
    cursor
}

/// Paints the selected row over what was drawn there.
pub fn select_row(row: Rect, focused: bool, theme: &Theme, buf: &mut Buffer) {
    buf.set_style(row, theme.selection(focused));
    if let Some(cell) = buf.cell_mut((row.x, row.y)) {
        cell.set_symbol("▸");
        cell.set_style(theme.accent());
    }
}

/// The sign of a row that is marked stands where that of the cursor would.
pub fn mark_row(app: &App, pane: PaneId, line: usize, row: Rect, theme: &Theme, buf: &mut Buffer) {
    if app.panes.is_marked(pane, &app.facts, line) {
        put(buf, row.x, row.y, "✦", 1, theme.accent());
    }
}

/// What an empty pane says instead of rows.
pub fn nothing(app: &App, id: PaneId, inner: Rect, theme: &Theme, buf: &mut Buffer) {
    let text = match (&app.file.phase, app.panes.get(id).filter.is_empty(), app.narrowing()) {
        (Phase::Loading, ..) => "reading the file …",
        (_, false, _) => "nothing passes the filter; Esc clears it",
        (_, true, None) if !app.panes.held.is_empty() => "nothing passes the filter that holds in all panes",
        (_, true, Some(_)) => "nothing here belongs to the selection",
        (_, true, None) => "nothing is recorded",
    };
    let y = inner.y + app.layout.head(id);
    if y < inner.bottom() {
        put(buf, inner.x + 1, y, text, usize::from(inner.width.saturating_sub(1)), theme.dim());
    }
}

/// The lines of a pane that hold rows, in order: inside its border, below its heads, above its foot.
pub fn rows(app: &App, id: PaneId, inner: Rect) -> impl Iterator<Item = Rect> {
    let first = inner.y + app.layout.head(id);
    let count = u16::try_from(app.layout.rows(id)).unwrap_or_default();
    (first..first.saturating_add(count).min(inner.bottom())).map(move |y| Rect { y, height: 1, ..inner })
}
