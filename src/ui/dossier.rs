//! The dossier of the selected relation.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::App;
use crate::app::text::{visible, wrap};
use crate::views::page::Tone;

use super::chrome::frame;
use super::table::put;
use super::theme::Theme;

/// Draws as much of the dossier as there is room for; Enter shows the whole record.
pub fn draw(app: &App, place: Rect, theme: &Theme, buf: &mut Buffer) {
    let inner = frame(place, false, theme, buf);
    let row = app.dossier.as_ref().and_then(|dossier| app.facts.relations.get(dossier.row));
    let name = row.map_or("Dossier", |row| app.facts.state().subject_name(&row.subject));
    let title = format!(" {name} ");
    put(buf, place.x + 1, place.y, &title, usize::from(place.width.saturating_sub(2)), theme.strong());
    let Some(dossier) = &app.dossier else { return };
    let labels = 9.min(usize::from(inner.width) / 3);
    let mut y = inner.y;
    for line in &dossier.page.lines {
        let head = line.tone == Tone::Heading;
        let (x, cells) = if head {
            (inner.x + 1, usize::from(inner.width.saturating_sub(2)))
        } else {
            let start = inner.x + 2 + u16::try_from(labels).unwrap_or_default();
            (start, usize::from(inner.right().saturating_sub(start + 1)))
        };
        for (i, text) in wrap(&visible(&line.text), cells).into_iter().enumerate() {
            if y >= inner.bottom() {
                return;
            }
            if i == 0 && !head {
                put(
                    buf,
                    inner.x + 1,
                    y,
                    &line.label,
                    labels,
                    theme.tone(if line.tone == Tone::Plain { Tone::Dim } else { line.tone }),
                );
            }
            let style = if head { theme.strong() } else { theme.text() };
            put(buf, x, y, &text, cells, style);
            y += 1;
        }
    }
}
