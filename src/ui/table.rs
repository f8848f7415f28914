//! Columns: which fit, how wide they are, and writing into cells.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::text::{cut, visible, width};
use crate::model::evidence::Age;
use crate::views::evidence::age_tone;

use super::signs;
use super::theme::Theme;

/// Writes a text into at most `cells` cells and returns where it ends.
pub fn put(buf: &mut Buffer, x: u16, y: u16, text: &str, cells: usize, style: Style) -> u16 {
    let shown = visible(text);
    let shown = cut(&shown, cells);
    let (end, _) = buf.set_stringn(x, y, &shown, cells, style);
    end
}

/// The same, at the right end of `cells` cells.
pub fn put_right(buf: &mut Buffer, x: u16, y: u16, text: &str, cells: usize, style: Style) {
    let shown = visible(text);
    let shown = cut(&shown, cells);
    let missing = u16::try_from(cells.saturating_sub(width(&shown))).unwrap_or_default();
    buf.set_stringn(x.saturating_add(missing), y, &shown, cells, style);
}

/// How old the evidence of a status is, behind its sign, where there is no column for it; nothing where it is fresh.
pub fn put_age(buf: &mut Buffer, (x, y): (u16, u16), age: Age, theme: &Theme) {
    put(buf, x, y, signs::age(age), 1, theme.tone(age_tone(age)));
}

/// A column that wants to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish<T> {
    /// Which.
    pub what: T,
    /// The fewest cells it is of use in.
    pub least: usize,
    /// The most it can use.
    pub most: usize,
    /// Which goes first when not all fit: the lowest.
    pub rank: u8,
}

/// A column and where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<T> {
    /// Which.
    pub what: T,
    /// Its first cell.
    pub x: u16,
    /// How many cells it has.
    pub cells: usize,
}

/// Places the columns that fit into `area`, in the order wished for, one cell between them. What is left over goes
/// to the columns that can use it, in the order of their ranks.
pub fn columns<T: Copy>(wishes: &[Wish<T>], area: Rect) -> Vec<Place<T>> {
    let room = usize::from(area.width);
    let mut ranked: Vec<usize> = (0..wishes.len()).collect();
    ranked.sort_by_key(|&at| wishes.get(at).map(|wish| wish.rank));
    let mut widths: Vec<Option<usize>> = vec![None; wishes.len()];
    let mut taken = 0;
    for &at in &ranked {
        let Some(wish) = wishes.get(at) else { continue };
        let gap = usize::from(taken > 0);
        if taken + gap + wish.least <= room {
            taken += gap + wish.least;
            if let Some(slot) = widths.get_mut(at) {
                *slot = Some(wish.least);
            }
        }
    }
    for &at in &ranked {
        if let (Some(wish), Some(Some(cells))) = (wishes.get(at), widths.get_mut(at)) {
            let more = (wish.most - wish.least).min(room - taken);
            *cells += more;
            taken += more;
        }
    }
    let mut x = area.x;
    let mut places = Vec::new();
    for (wish, cells) in wishes.iter().zip(widths) {
        let Some(cells) = cells else { continue };
        places.push(Place { what: wish.what, x, cells });
        x = x.saturating_add(u16::try_from(cells + 1).unwrap_or(u16::MAX));
    }
    places
}

/// The column that has a cell.
pub fn at_cell<T: Copy>(places: &[Place<T>], x: u16) -> Option<T> {
    let has = |place: &&Place<T>| {
        let cells = u16::try_from(place.cells.max(1)).unwrap_or(u16::MAX);
        (place.x..place.x.saturating_add(cells)).contains(&x)
    };
    places.iter().find(has).map(|place| place.what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_goes_by_rank_and_what_is_left_over_is_shared() {
        let wish = |what, least, most, rank| Wish { what, least, most, rank };
        let wishes = [wish('a', 5, 10, 0), wish('b', 5, 5, 2), wish('c', 5, 9, 1)];
        let widths = |width| {
            let places = columns(&wishes, Rect::new(0, 0, width, 1));
            places.iter().map(|p| (p.what, p.x, p.cells)).collect::<Vec<_>>()
        };
        assert_eq!(widths(4), []);
        assert_eq!(widths(12), [('a', 0, 6), ('c', 7, 5)]);
        assert_eq!(widths(20), [('a', 0, 8), ('b', 9, 5), ('c', 15, 5)]);
        assert_eq!(widths(60), [('a', 0, 10), ('b', 11, 5), ('c', 17, 9)]);
    }
}
