//! One frame of the dashboard.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::text::wrap;
use crate::app::{App, Modal, PaneId};

use super::theme::Theme;
use super::{
    borders, chrome, completion, dossier, finder, form, ledger, legend, log, map, overlay, page, relations,
    review, welcome,
};

/// Draws everything; returns where the text cursor stands, when a text field has it.
pub fn draw(app: &App, theme: &Theme, buf: &mut Buffer) -> Option<Position> {
    let cursor = draw_parts(app, theme, buf);
    theme.ground(buf);
    cursor
}

fn draw_parts(app: &App, theme: &Theme, buf: &mut Buffer) -> Option<Position> {
    let layout = &app.layout;
    // The terminal may have shrunk since the layout was made: never write outside the buffer.
    if layout.screen != buf.area {
        return None;
    }
    if layout.too_small {
        too_small(layout.screen, theme, buf);
        return None;
    }
    chrome::header(app, theme, buf);
    for &pane in PaneId::ALL {
        let place = layout.pane(pane);
        if place.area() == 0 {
            continue;
        }
        let inner = chrome::pane(app, pane, theme, buf);
        match pane {
            PaneId::Relations => relations::draw(app, inner, theme, buf),
            PaneId::Ledger => ledger::draw(app, inner, theme, buf),
            PaneId::Log => log::draw(app, inner, theme, buf),
            PaneId::Borders => {
                if layout.lines(pane) != inner {
                    map::draw(app, layout.map, theme, buf);
                }
                borders::draw(app, layout.lines(pane), theme, buf);
            }
        }
    }
    if layout.dossier.area() > 0 {
        dossier::draw(app, theme, buf);
    }
    let mut cursor = chrome::footer(app, theme, buf);
    let mut hides = app.modals.as_slice().iter();
    while let Some(modal) = hides.next() {
        match modal {
            Modal::Page(view) => page::draw(app, view, layout.page, true, theme, buf),
            Modal::Finder(finder) => cursor = Some(finder::draw(app, finder, theme, buf)),
            Modal::Palette(palette) => cursor = Some(overlay::palette(app, palette, theme, buf)),
            Modal::AskDay(field) => cursor = Some(overlay::ask_day(app, field, theme, buf)),
            // Of forms over forms only the last is in view: they are of one place and seldom of one size.
            Modal::Form(form) => {
                if !hides.clone().any(|above| matches!(above, Modal::Form(_))) {
                    cursor = Some(form::draw(app, form, theme, buf));
                }
            }
            Modal::Question(question) => {
                overlay::question(app, question, theme, buf);
                cursor = None;
            }
            Modal::Conflicts(conflicts) => {
                overlay::conflicts(app, conflicts, theme, buf);
                cursor = None;
            }
            Modal::Menu(menu) => {
                overlay::menu(app, menu, theme, buf);
                cursor = None;
            }
            Modal::NameFilter(field) => cursor = Some(overlay::name_filter(app, field, theme, buf)),
            Modal::AskLists(field) => cursor = Some(overlay::ask_lists(app, field, theme, buf)),
            Modal::AskWhy(field) => cursor = Some(overlay::ask_why(app, field, theme, buf)),
            Modal::Columns(columns) => {
                overlay::columns(app, columns, theme, buf);
                cursor = None;
            }
            Modal::AskFile(field) => cursor = Some(overlay::ask_file(app, field, theme, buf)),
            Modal::Review(review) => {
                review::draw(app, review, theme, buf);
                cursor = None;
            }
            Modal::Filter(field) => completion::draw(app, field, theme, buf),
            Modal::Search(_) => {}
        }
    }
    legend::draw(app, theme, buf);
    if app.welcomes {
        welcome::draw(app, theme, buf);
    }
    cursor
}

/// All that a very small window shows.
fn too_small(area: Rect, theme: &Theme, buf: &mut Buffer) {
    let lines = wrap("beltui needs 20×5 cells: make the window larger", usize::from(area.width));
    for (y, line) in (area.y..area.bottom()).zip(lines) {
        buf.set_stringn(area.x, y, &line, usize::from(area.width), theme.text());
    }
}
