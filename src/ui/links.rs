//! Texts that are links in terminals that have them (OSC 8). A frame is made of cells, and a cell has no link: those that
//! have one are marked by the colour of their underline, which nothing else here uses. Whoever writes the cells takes the
//! mark away and writes the link; and since the mark is a part of the cell, cells whose link alone has changed are written
//! anew as all others that have changed.

use std::collections::HashMap;

use ratatui::style::{Color, Style};

use crate::app::App;
use crate::app::modal::PageView;

/// Addresses by the marks of their cells.
pub type Links = HashMap<Color, String>;

/// The mark of the cells of a link: the same address has the same.
fn mark(address: &str) -> Color {
    // FNV-1a, folded to the three bytes of a colour (draft-eastlake-fnv, section 3).
    let hash = address
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let [high, red, green, blue] = hash.to_be_bytes();
    Color::Rgb(red ^ high, green, blue)
}

/// The style of a text that is a link to an address, where the terminal has links.
pub(super) fn linked(app: &App, style: Style, address: Option<&str>) -> Style {
    match address {
        Some(address) if app.links => style.underline_color(mark(address)),
        _ => style,
    }
}

/// The links of what is in view.
pub fn in_view(app: &App) -> Links {
    let mut links = Links::new();
    let mut taken: Vec<Color> = Vec::new();
    let views = app.modals.pages().chain(app.dossier.iter().map(|dossier| &dossier.view));
    for address in views.flat_map(|view| addresses(view, usize::from(app.layout.screen.height))) {
        let mark = mark(address);
        // Two that have the same mark are told apart by nothing: neither is a link then.
        if links.get(&mark).is_some_and(|there| there != address) {
            taken.push(mark);
        }
        links.insert(mark, address.to_owned());
    }
    links.retain(|mark, _| !taken.contains(mark));
    links
}

/// The addresses in so many rows of a page from its first one in view.
fn addresses(view: &PageView, rows: usize) -> impl Iterator<Item = &str> {
    let rows = view.rows.iter().skip(view.cursor.top).take(rows);
    rows.filter_map(|row| view.page.lines.get(row.line)?.address.as_deref())
}

#[cfg(test)]
mod tests {
    use super::mark;

    #[test]
    fn addresses_are_told_apart_by_their_marks() {
        let all: std::collections::HashSet<_> =
            (0..5000).map(|at| mark(&format!("https://alpha.example/{at}"))).collect();
        assert!(all.len() > 4990, "{}", all.len());
        assert_eq!(mark("https://alpha.example"), mark("https://alpha.example"));
    }
}
