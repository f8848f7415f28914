//! Proposed changes, one by one.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::App;
use crate::app::modal::Review;
use crate::app::text::wrap;
use crate::views::page::Tone;

use super::overlay::{inside, open};
use super::table::{put, put_right};
use super::theme::Theme;

/// The change that stands at a cell.
pub fn row_at(app: &App, review: &Review, column: u16, row: u16) -> Option<usize> {
    let area = inside(app, app.layout.body.width, app.layout.body.height);
    let line = usize::from(row.checked_sub(area.y)?) / 2;
    let at = review.cursor.top + line;
    let is_in = area.contains((column, row).into()) && line < Review::rows(&app.layout);
    (is_in && at < review.taken.len()).then_some(at)
}

/// Draws the changes in view, each with what it would change, and how many are taken.
pub fn draw(app: &App, review: &Review, theme: &Theme, buf: &mut Buffer) {
    let body = app.layout.body;
    let area = open(app, review, body.width, body.height, theme, buf);
    let cells = usize::from(area.width);
    let top = review.cursor.top;
    let places = (area.y..area.bottom().saturating_sub(1)).step_by(2);
    let in_view = review.proposals.changes.iter().enumerate().skip(top).take(Review::rows(&app.layout));
    for ((at, change), y) in in_view.zip(places) {
        let answer = match review.answers.get(at) {
            Some(Some(false)) => "not the same",
            Some(Some(true)) => "the same",
            _ => "",
        };
        let (mark, style) = match (&change.op, review.taken.get(at)) {
            (None, _) => ("", theme.dim()),
            (Some(_), Some(true)) => ("[x]", theme.strong()),
            (Some(_), _) => ("[ ]", theme.text()),
        };
        if at == review.cursor.at {
            buf.set_style(Rect { y, height: 1, ..area }, theme.selection(true));
            put(buf, area.x, y, "▸", 1, theme.accent());
        }
        put(buf, area.x + 2, y, mark, 3, theme.tone(Tone::Good));
        let from = if answer.is_empty() {
            area.x + 6
        } else {
            put(buf, area.x + 6, y, answer, cells.saturating_sub(6), theme.accent()) + 2
        };
        put(buf, from, y, &change.what, usize::from(area.right().saturating_sub(from)), style);
        put(buf, area.x + 8, y + 1, &change.why, cells.saturating_sub(8), theme.dim());
    }
    whole(app, review, area, theme, buf);
    let (taken, all) = review.counts();
    let y = area.bottom().saturating_sub(1);
    let place = format!("{} of {}", review.cursor.at + 1, review.taken.len());
    let said = if review.proposals.are_questions() {
        let (answered, questions) = review.answered();
        let marked = if taken == 0 { String::new() } else { format!(", {taken} marked") };
        format!("{answered} of {questions} questions are answered{marked}")
    } else {
        format!("{taken} of {all} changes are taken")
    };
    put(buf, area.x, y, &said, cells, theme.accent());
    put_right(buf, area.x, y, &place, cells, theme.dim());
}

/// Writes the selected change out below the others: it may be cut where it stands among them.
fn whole(app: &App, review: &Review, area: Rect, theme: &Theme, buf: &mut Buffer) {
    let foot = Review::foot(&app.layout);
    let Some(change) = review.proposals.changes.get(review.cursor.at).filter(|_| foot > 0) else { return };
    let cells = usize::from(area.width);
    let what = wrap(&change.what, cells).into_iter().map(|line| (line, theme.text()));
    let why = wrap(&change.why, cells).into_iter().map(|line| (line, theme.dim()));
    let lines = what.chain(why).take(usize::from(foot) - 1);
    for ((line, style), y) in lines.zip(area.bottom().saturating_sub(foot)..) {
        put(buf, area.x, y, &line, cells, style);
    }
}
