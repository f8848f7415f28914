//! The search over everything: what is typed, and what was found.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::{App, Finder};
use crate::views::found::{Hit, hit};
use crate::views::page::Tone;
use crate::views::query::Query;

use super::chrome::select_row;
use super::overlay::{FINDER, open, typed};
use super::table::{Place, Wish, columns, put};
use super::theme::Theme;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Kind,
    Name,
    Status,
    Date,
    Why,
}

const WISHES: &[Wish<Column>] = &[
    Wish { what: Column::Kind, least: 8, most: 12, rank: 3 },
    Wish { what: Column::Name, least: 20, most: 52, rank: 0 },
    Wish { what: Column::Status, least: 16, most: 17, rank: 1 },
    Wish { what: Column::Date, least: 11, most: 11, rank: 2 },
    Wish { what: Column::Why, least: 20, most: 44, rank: 4 },
];

/// Draws it; returns where the text cursor stands.
pub fn draw(app: &App, finder: &Finder, theme: &Theme, buf: &mut Buffer) -> Position {
    let rows = u16::try_from(FINDER.1).unwrap_or(18);
    let area = open(app, finder, FINDER.0, rows + 3, theme, buf);
    let cursor = typed(&finder.input, area, "", theme, buf);
    let query = Query::parse(finder.input.value());
    let places = columns(WISHES, Rect { x: area.x + 2, width: area.width.saturating_sub(2), ..area });
    let has_why = places.iter().any(|place| place.what == Column::Why);
    for (i, y) in (area.y + 1..area.bottom()).enumerate() {
        let at = finder.cursor.top + i;
        let Some(place) = finder.matches.get(at) else { break };
        let Some(hit) = hit(&app.facts, &query, finder.input.value(), *place) else { continue };
        row(&hit, &places, y, theme, buf);
        if at == finder.cursor.at {
            select_row(Rect { y, height: 1, ..area }, true, theme, buf);
            // Without a column of its own it stands in the border, of the row under the cursor.
            if !has_why && !hit.why.is_empty() {
                let tone = if hit.is_weak { Tone::Caution } else { Tone::Dim };
                let cells = usize::from(area.width);
                put(buf, area.x, area.bottom(), &format!(" … {} ", hit.why), cells, theme.tone(tone));
            }
        }
    }
    cursor
}

fn row(hit: &Hit, places: &[Place<Column>], y: u16, theme: &Theme, buf: &mut Buffer) {
    for place in places {
        let (text, style) = match place.what {
            Column::Kind => (hit.kind.as_str(), theme.dim()),
            Column::Name => (hit.name.as_str(), theme.text()),
            Column::Status => (hit.status.as_str(), theme.text()),
            Column::Date => (hit.date.as_str(), theme.dim()),
            Column::Why => {
                let style = theme.tone(if hit.is_weak { Tone::Caution } else { Tone::Dim });
                (hit.why.as_str(), style)
            }
        };
        put(buf, place.x, y, text, place.cells, style);
    }
}
