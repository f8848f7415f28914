//! A cursor in a list and the window around it; one type for every list.

/// Where the cursor is and which row is the first in view.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cursor {
    /// The row the cursor is on.
    pub at: usize,
    /// The first row in view.
    pub top: usize,
}

impl Cursor {
    /// Moves by a number of rows, stopping at the ends.
    pub fn by(&mut self, rows: isize, length: usize) {
        self.at = self.at.saturating_add_signed(rows).min(length.saturating_sub(1));
    }

    /// Moves by a page: the window moves with the cursor.
    pub fn page(&mut self, rows: isize, length: usize) {
        self.by(rows, length);
        self.top = self.top.saturating_add_signed(rows);
    }

    /// Moves to a row.
    pub fn to(&mut self, row: usize, length: usize) {
        self.at = row.min(length.saturating_sub(1));
    }

    /// Keeps the cursor in the list and the window around the cursor.
    pub fn clamp(&mut self, length: usize, height: usize) {
        self.at = self.at.min(length.saturating_sub(1));
        self.top = self.top.min(length.saturating_sub(height)).min(self.at);
        if height > 0 && self.at >= self.top + height {
            self.top = self.at + 1 - height;
        }
    }

    /// Scrolls the window, taking the cursor along where it would leave it.
    pub fn scroll(&mut self, rows: isize, length: usize, height: usize) {
        self.top = self.top.saturating_add_signed(rows).min(length.saturating_sub(height));
        self.at = self.at.clamp(self.top, (self.top + height).saturating_sub(1).max(self.top));
        self.clamp(length, height);
    }
}

#[cfg(test)]
mod tests {
    use super::Cursor;

    #[test]
    fn the_window_follows_the_cursor_and_never_leaves_the_list() {
        let mut cursor = Cursor::default();
        cursor.by(12, 100);
        cursor.clamp(100, 10);
        assert_eq!(cursor, Cursor { at: 12, top: 3 });
        cursor.by(-11, 100);
        cursor.clamp(100, 10);
        assert_eq!(cursor, Cursor { at: 1, top: 1 });
        cursor.by(isize::MAX, 100);
        cursor.clamp(100, 10);
        assert_eq!(cursor, Cursor { at: 99, top: 90 });
        cursor.clamp(5, 10);
        assert_eq!(cursor, Cursor { at: 4, top: 0 });
        cursor.clamp(0, 10);
        assert_eq!(cursor, Cursor { at: 0, top: 0 });
        cursor.clamp(0, 0);
    }

    #[test]
    fn a_page_down_shows_the_next_page() {
        let mut cursor = Cursor { at: 2, top: 0 };
        cursor.page(9, 30);
        cursor.clamp(30, 10);
        assert_eq!(cursor, Cursor { at: 11, top: 9 });
        cursor.page(90, 30);
        cursor.clamp(30, 10);
        assert_eq!(cursor, Cursor { at: 29, top: 20 });
        cursor.page(-9, 30);
        cursor.clamp(30, 10);
        assert_eq!(cursor, Cursor { at: 20, top: 11 });
    }

    #[test]
    fn scrolling_takes_the_cursor_along() {
        let mut cursor = Cursor { at: 0, top: 0 };
        cursor.scroll(3, 100, 10);
        assert_eq!(cursor, Cursor { at: 3, top: 3 });
        cursor.scroll(-100, 100, 10);
        assert_eq!(cursor, Cursor { at: 3, top: 0 });
    }
}
