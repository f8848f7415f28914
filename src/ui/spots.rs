//! What stands under the pointer. Where it stands is asked of what is drawn there, so that a click means what is seen.

use ratatui::buffer::Buffer;

use crate::app::action::Action;
use crate::app::mouse::Spot;
use crate::app::text::width;
use crate::app::{App, Modal, PaneId};

use super::theme::Theme;
use super::{borders, form, frame, overlay, relations, review};

/// What stands at a cell, where it is no row of a pane or page.
pub fn at(app: &App, column: u16, row: u16) -> Option<Spot> {
    let layout = &app.layout;
    if layout.too_small {
        return None;
    }
    if layout.footer.contains((column, row).into()) {
        return hint(app, column);
    }
    match app.modals.last() {
        None => {}
        Some(Modal::Page(_)) => {
            let is_here = layout.page.contains((column, row).into());
            if is_here {
                return link(app, column, row);
            }
        }
        Some(modal) => return on_top(app, modal, column, row),
    }
    if layout.header.contains((column, row).into()) {
        return header(app, column);
    }
    if layout.dossier.contains((column, row).into()) {
        return link(app, column, row);
    }
    if app.modals.page().is_some() && layout.page != layout.dossier {
        return None;
    }
    head(app, column, row)
}

/// What stands in the list, question or form on top.
fn on_top(app: &App, modal: &Modal, column: u16, row: u16) -> Option<Spot> {
    match modal {
        Modal::Palette(_) | Modal::Finder(_) | Modal::Menu(_) => {
            overlay::row_at(app, modal, column, row).map(Spot::Row)
        }
        Modal::Conflicts(conflicts) => overlay::conflict_at(app, conflicts, column, row).map(Spot::Row),
        Modal::Review(it) => review::row_at(app, it, column, row).map(Spot::Row),
        Modal::Question(question) => {
            let line = text_of(app, row);
            question.answers.iter().enumerate().find_map(|(at, (key, word, _))| {
                line.has(&format!("{key} {word}"), column).then_some(Spot::Answer(at))
            })
        }
        Modal::Form(it) => form::field_at(app, it, column, row).map(Spot::Field),
        _ => None,
    }
}

/// The head of a column.
fn head(app: &App, column: u16, row: u16) -> Option<Spot> {
    let (pane, line) = app.layout.at(column, row)?;
    let lines = app.layout.lines(pane);
    if line.is_some() || app.layout.head(pane) == 0 || row != lines.y {
        return None;
    }
    match pane {
        PaneId::Ledger => app.ledger_head_at(column, row).map(Spot::Ledger),
        PaneId::Relations => relations::head_at(app, column).map(Spot::Relations),
        PaneId::Borders => borders::head_at(app, column).map(Spot::Borders),
        PaneId::Log => None,
    }
}

/// The sign of a line that leads somewhere.
fn link(app: &App, column: u16, row: u16) -> Option<Spot> {
    let drawn = drawn(app);
    let is_sign = |x: u16| drawn.cell((x, row)).is_some_and(|cell| cell.symbol() == "⏎");
    is_sign(column).then_some(Spot::Link)
}

/// The arrows and dates of the header.
fn header(app: &App, column: u16) -> Option<Spot> {
    let line = text_of(app, app.layout.header.y);
    let day = format!("as of {}", app.day());
    let known = app.facts.known_on().map(|known| format!("known on {known}"));
    let marked = app.clock.marked.map(|marked| format!("marked {marked}"));
    let places = [
        ("◂ ".to_owned(), Action::DayPrevious),
        (" ▸".to_owned(), Action::DayNext),
        (day, Action::AskDay),
        (known.unwrap_or_default(), Action::AskKnown),
        (marked.unwrap_or_default(), Action::Changes),
    ];
    places.into_iter().find(|(text, _)| line.has(text, column)).map(|(_, action)| Spot::Does(action))
}

/// A hint of the footer.
fn hint(app: &App, column: u16) -> Option<Spot> {
    let line = text_of(app, app.layout.footer.y);
    let found = app.hints().into_iter().find_map(|hint| {
        // Two keys under one hint: each does its own.
        let (start, _) = line.place(&format!("{} {}", hint.keys, hint.name), column)?;
        let at = usize::from(column.saturating_sub(start));
        let first = hint.first;
        match hint.second {
            Some(second) if at >= width(&first) && at < width(&hint.keys) => Some(second),
            _ => Some(hint.action),
        }
    });
    found.map(Spot::Does)
}

/// A frame as it is on the screen, without colours.
fn drawn(app: &App) -> Buffer {
    let mut buffer = Buffer::empty(app.layout.screen);
    frame::draw(app, &Theme::plain(), &mut buffer);
    buffer
}

/// A line of the screen.
struct Shown {
    text: String,
    /// Of each byte of the text its cell.
    cells: Vec<u16>,
}

fn text_of(app: &App, row: u16) -> Shown {
    let drawn = drawn(app);
    let (mut text, mut cells) = (String::new(), Vec::new());
    for x in app.layout.screen.x..app.layout.screen.right() {
        let symbol = drawn.cell((x, row)).map_or(" ", ratatui::buffer::Cell::symbol);
        cells.extend(std::iter::repeat_n(x, symbol.len()));
        text.push_str(symbol);
    }
    Shown { text, cells }
}

impl Shown {
    /// From which cell to which a text stands that has this one in it.
    fn place(&self, wanted: &str, column: u16) -> Option<(u16, u16)> {
        if wanted.is_empty() {
            return None;
        }
        self.text.match_indices(wanted).find_map(|(at, it)| {
            let first = *self.cells.get(at)?;
            let last = *self.cells.get((at + it.len()).checked_sub(1)?)?;
            (first..=last).contains(&column).then_some((first, last))
        })
    }

    fn has(&self, wanted: &str, column: u16) -> bool {
        self.place(wanted, column).is_some()
    }
}
