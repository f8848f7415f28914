//! How wide the columns of a line are: each asks for cells in its turn, the most important first, until none are left.

/// Columns that share the cells of a line, one cell between them.
#[derive(Debug, Clone)]
pub struct Fit {
    widths: Vec<usize>,
    left: usize,
}

impl Fit {
    /// So many columns share so many cells.
    pub fn new(columns: usize, cells: usize) -> Self {
        // Before the first there is no gap.
        Self { widths: vec![0; columns], left: cells + 1 }
    }

    /// How many cells a column has; none where it has no place.
    pub fn cells(&self, at: usize) -> usize {
        self.widths.get(at).copied().unwrap_or_default()
    }

    /// How many cells are left.
    pub fn left(&self) -> usize {
        self.left
    }

    /// A column asks for so many cells, all or none; returns whether it has them.
    pub fn ask(&mut self, at: usize, cells: usize) -> bool {
        let has = self.cells(at);
        let more = cells.saturating_sub(has) + usize::from(has == 0);
        if cells == 0 || has >= cells {
            return has > 0 && has >= cells;
        }
        let fits = more <= self.left;
        if let Some(width) = self.widths.get_mut(at).filter(|_| fits) {
            *width = cells;
            self.left -= more;
        }
        fits
    }

    /// A column that has its place takes what is left, up to so many cells.
    pub fn grow(&mut self, at: usize, cells: usize) {
        let has = self.cells(at);
        if has > 0 {
            self.ask(at, cells.min(has + self.left));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Fit;

    #[test]
    fn who_asks_first_is_served_first_and_what_is_left_over_goes_round() {
        let widths = |cells| {
            let mut fit = Fit::new(3, cells);
            let asked = [fit.ask(1, 1), fit.ask(0, 5), fit.ask(2, 4)];
            fit.grow(0, 9);
            fit.grow(2, 9);
            (asked, [0, 1, 2].map(|at| fit.cells(at)))
        };
        assert_eq!(widths(0), ([false, false, false], [0, 0, 0]));
        assert_eq!(widths(1), ([true, false, false], [0, 1, 0]));
        assert_eq!(widths(7), ([true, true, false], [5, 1, 0]));
        assert_eq!(widths(12), ([true, true, true], [5, 1, 4]));
        assert_eq!(widths(14), ([true, true, true], [7, 1, 4]));
        assert_eq!(widths(40), ([true, true, true], [9, 1, 9]));
    }

    #[test]
    fn a_column_that_asks_for_nothing_has_no_place_and_does_not_grow() {
        let mut fit = Fit::new(2, 20);
        assert!(!fit.ask(0, 0));
        fit.grow(0, 5);
        assert!(fit.ask(1, 20));
        assert_eq!((fit.cells(0), fit.cells(1)), (0, 20));
    }
}
