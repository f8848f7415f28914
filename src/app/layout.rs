//! Where the panes are: wide, normal, one at a time, or no room at all.

use ratatui::layout::{Constraint, Layout as Split};
use serde::{Deserialize, Serialize};

pub use ratatui::layout::Rect;

use super::PaneId;

/// How much wider, or with a minus narrower, panes are than they come; in cells, and for the ledger in parts of a
/// hundred of the height that it shares with the log.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Shares {
    /// The column of the relations.
    pub left: i16,
    /// The column of the dossier, where it has one.
    pub right: i16,
    /// The ledger.
    pub ledger: i16,
}

impl Shares {
    /// Makes a pane larger, or smaller, by a step.
    pub(super) fn change(&mut self, pane: PaneId, larger: bool) {
        let (share, step) = match pane {
            PaneId::Relations | PaneId::Borders => (&mut self.left, 4),
            PaneId::Ledger => (&mut self.ledger, 5),
            PaneId::Log => (&mut self.ledger, -5),
        };
        *share = share.saturating_add(if larger { step } else { -step }).clamp(-200, 200);
    }

    /// The same with a border dragged from a cell to another one, on a body of this place.
    pub(super) fn dragged(mut self, edge: Edge, from: (u16, u16), to: (u16, u16), body: Rect) -> Self {
        let moved = |from: u16, to: u16| i16::try_from(i32::from(to) - i32::from(from)).unwrap_or_default();
        let (columns, rows) = (moved(from.0, to.0), moved(from.1, to.1));
        match edge {
            Edge::Left => self.left = self.left.saturating_add(columns).clamp(-200, 200),
            Edge::Right => self.right = self.right.saturating_sub(columns).clamp(-200, 200),
            Edge::Ledger => {
                let percent = i32::from(rows) * 100 / i32::from(body.height.max(1));
                let percent = i16::try_from(percent).unwrap_or_default();
                self.ledger = self.ledger.saturating_add(percent).clamp(-200, 200);
            }
        }
        self
    }

    /// Makes the dossier larger, or smaller, by a step.
    pub(super) fn change_dossier(&mut self, larger: bool) {
        self.right = self.right.saturating_add(if larger { 4 } else { -4 }).clamp(-200, 200);
    }
}

/// A border between panes that can be moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// Between the column of the relations and what is beside it.
    Left,
    /// Between the dossier and what is beside it.
    Right,
    /// Between the ledger and the log.
    Ledger,
}

/// From so many columns on the dossier stands beside the panes.
const WIDE: u16 = 160;

/// From so many columns on the focused column of panes can stand beside the dossier.
const SPLIT: u16 = 100;

/// No column of panes is narrower.
const NARROWEST: u16 = 26;

/// So many cells, and more or fewer of them within bounds.
fn cells(usual: u16, more: i16, most: u16) -> u16 {
    usual.saturating_add_signed(more).clamp(NARROWEST, most.max(NARROWEST))
}

/// What is inside of a border.
fn inside(place: Rect) -> Rect {
    Rect {
        x: place.x + 1,
        y: place.y + 1,
        width: place.width.saturating_sub(2),
        height: place.height.saturating_sub(2),
    }
}

/// Where the chart is in a place with a border: its upper part; empty where there is no room for it and for lines.
pub fn chart(place: Rect) -> Rect {
    let inner = inside(place);
    if inner.width < 40 || inner.height < 18 {
        return Rect { height: 0, ..inner };
    }
    Rect { height: (inner.height * 2 / 5).clamp(10, 22), ..inner }
}

/// Where the lines below a chart are.
pub fn below_chart(place: Rect) -> Rect {
    let (inner, chart) = (inside(place), chart(place));
    Rect { y: inner.y + chart.height, height: inner.height - chart.height, ..inner }
}

/// How much of the height the ledger has, of a hundred parts.
fn ledger(shares: Shares) -> u16 {
    55u16.saturating_add_signed(shares.ledger).clamp(25, 80)
}

/// What a person wants to see.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The focused pane.
    pub focus: PaneId,
    /// It fills the screen.
    pub zoom: bool,
    /// Where there is no room for all panes and the dossier: the dossier, and beside it the column of the focused pane.
    pub dossier: bool,
    /// What the signs mean, at the foot.
    pub legend: bool,
}

/// What is where on a screen of a given size.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Layout {
    /// The whole screen.
    pub screen: Rect,
    /// The first line.
    pub header: Rect,
    /// The last line.
    pub footer: Rect,
    /// What the signs mean, above it; empty when it is not shown.
    pub legend: Rect,
    /// What is between them.
    pub body: Rect,
    /// The relations list, its border included; empty when it is not shown. The others likewise.
    pub relations: Rect,
    /// The dossier, beside the panes; empty where there is no room for both.
    pub dossier: Rect,
    /// Where a page is: in the dossier's place, or over all panes.
    pub page: Rect,
    /// The ledger.
    pub ledger: Rect,
    /// The log.
    pub log: Rect,
    /// The border board.
    pub borders: Rect,
    /// The map of the border, inside the board or the dossier; empty when it is not shown.
    pub map: Rect,
    /// The screen is too small for anything.
    pub too_small: bool,
    /// One pane at a time.
    pub single: bool,
    /// There is room for a column of panes and the dossier, not for all panes beside it.
    pub splits: bool,
}

impl Layout {
    /// Divides a screen.
    pub fn new(screen: Rect, focus: PaneId, zoom: bool, shares: Shares) -> Self {
        Self::of(screen, Wanted { focus, zoom, ..Wanted::default() }, shares)
    }

    /// Divides a screen for what is wanted.
    pub fn of(screen: Rect, wanted: Wanted, shares: Shares) -> Self {
        let mut layout = Self { screen, ..Self::default() };
        if screen.width < 20 || screen.height < 5 {
            layout.too_small = true;
            return layout;
        }
        let legend = match screen.height {
            _ if !wanted.legend => 0,
            ..12 => 0,
            12..20 => 1,
            20.. => 2,
        };
        let [header, body, legend, footer] = Split::vertical([
            Constraint::Length(1),
            Constraint::Min(1),
            Constraint::Length(legend),
            Constraint::Length(1),
        ])
        .areas(screen);
        (layout.header, layout.body, layout.legend, layout.footer) = (header, body, legend, footer);
        layout.single = screen.width < 80 || screen.height < 16;
        layout.splits = !layout.single && (SPLIT..WIDE).contains(&screen.width);
        if wanted.zoom || layout.single {
            layout.alone(wanted.focus);
        } else if wanted.dossier && layout.splits {
            layout.split(wanted.focus, shares);
        } else if screen.width >= WIDE {
            layout.wide(shares);
        } else {
            layout.normal(shares);
        }
        layout.page = if layout.dossier.area() > 0 { layout.dossier } else { layout.over_all() };
        layout
    }

    /// A page covers all panes, and the dossier.
    #[must_use]
    pub fn with_page_over_all(mut self) -> Self {
        self.page = self.over_all();
        self
    }

    fn over_all(&self) -> Rect {
        // As wide as the screen, until lines become too long to read.
        let wide = if self.body.width <= 170 { self.body.width } else { 150 };
        let margin = (self.body.width - wide) / 2;
        Rect { x: self.body.x + margin, width: wide, ..self.body }
    }

    /// Gives the border board a map: beside its list where it is wide, above it where it is high, else none.
    #[must_use]
    pub fn with_map(mut self) -> Self {
        let inner = self.inside(PaneId::Borders);
        if inner.width >= 64 && inner.height >= 10 {
            let list = (inner.width * 2 / 5).clamp(30, 46);
            self.map = Rect { width: inner.width - list, ..inner };
        } else if inner.width >= 24 && inner.height >= 30 {
            self.map = Rect { height: inner.height * 2 / 5, ..inner };
        }
        self
    }

    /// Gives what stands in `place`, a page or the dossier, a map above its lines, where there is room for both.
    #[must_use]
    pub fn with_map_in(mut self, place: Rect) -> Self {
        let inner = inside(place);
        if inner.width >= 24 && inner.height >= 20 {
            self.map = Rect { height: inner.height * 2 / 5, ..inner };
        }
        self
    }

    /// What is inside the border of a pane.
    fn inside(&self, pane: PaneId) -> Rect {
        inside(self.pane(pane))
    }

    /// Where the lines are of what stands in `place`, a page or the dossier: inside its border, and below the map where
    /// that stands in it.
    pub fn within(&self, place: Rect, has_map: bool) -> Rect {
        let inner = inside(place);
        if !has_map || self.map.area() == 0 || self.map.intersection(inner) != self.map {
            return inner;
        }
        Rect { y: self.map.bottom(), height: inner.bottom().saturating_sub(self.map.bottom()), ..inner }
    }

    /// Where the lines of a pane are: inside its border, and beside or below the map.
    pub fn lines(&self, pane: PaneId) -> Rect {
        let inner = self.inside(pane);
        if pane != PaneId::Borders || self.map.area() == 0 || self.map.intersection(inner) != self.map {
            inner
        } else if self.map.height == inner.height {
            Rect { x: self.map.right() + 1, width: inner.width.saturating_sub(self.map.width + 1), ..inner }
        } else {
            Rect { y: self.map.bottom(), height: inner.height - self.map.height, ..inner }
        }
    }

    fn alone(&mut self, focus: PaneId) {
        match focus {
            PaneId::Relations => self.relations = self.body,
            PaneId::Ledger => self.ledger = self.body,
            PaneId::Log => self.log = self.body,
            PaneId::Borders => self.borders = self.body,
        }
    }

    /// Two columns of panes, and the dossier as what is largest.
    fn wide(&mut self, shares: Shares) {
        let width = self.body.width;
        let left = cells(if width >= 200 { 46 } else { 40 }, shares.left, width / 3);
        let rest = width.saturating_sub(left);
        let right = cells(rest * 4 / 7, shares.right, rest.saturating_sub(NARROWEST));
        let [left, centre, right] =
            Split::horizontal([Constraint::Length(left), Constraint::Fill(1), Constraint::Length(right)])
                .areas(self.body);
        [self.relations, self.borders] =
            Split::vertical([Constraint::Percentage(48), Constraint::Fill(1)]).areas(left);
        [self.ledger, self.log] =
            Split::vertical([Constraint::Percentage(ledger(shares)), Constraint::Fill(1)]).areas(centre);
        self.dossier = right;
    }

    /// The column of the focused pane, and the dossier.
    fn split(&mut self, focus: PaneId, shares: Shares) {
        let is_side = matches!(focus, PaneId::Relations | PaneId::Borders);
        let usual = if is_side { 44 } else { self.body.width / 2 };
        let more = shares.left.saturating_sub(shares.right);
        let column = cells(usual, more, self.body.width.saturating_sub(NARROWEST));
        let [column, dossier] =
            Split::horizontal([Constraint::Length(column), Constraint::Fill(1)]).areas(self.body);
        let upper = if is_side { 50 } else { ledger(shares) };
        let [upper, lower] =
            Split::vertical([Constraint::Percentage(upper), Constraint::Fill(1)]).areas(column);
        if is_side {
            (self.relations, self.borders) = (upper, lower);
        } else {
            (self.ledger, self.log) = (upper, lower);
        }
        self.dossier = dossier;
    }

    fn normal(&mut self, shares: Shares) {
        let side = if self.body.width >= 110 { 40 } else { 30 };
        let side = cells(side, shares.left, self.body.width / 2);
        let [left, right] =
            Split::horizontal([Constraint::Length(side), Constraint::Fill(1)]).areas(self.body);
        [self.ledger, self.log] =
            Split::vertical([Constraint::Percentage(ledger(shares)), Constraint::Fill(1)]).areas(right);
        [self.relations, self.borders] =
            Split::vertical([Constraint::Percentage(50), Constraint::Fill(1)]).areas(left);
    }

    /// How many cells of the ledger's timeline name the measures.
    pub fn time_label(&self) -> u16 {
        if self.ledger.width >= 120 { 50 } else { (self.ledger.width * 2 / 5).min(40) }
    }

    /// How many cells the axis of the ledger's timeline has.
    pub fn time_cells(&self) -> usize {
        usize::from(self.ledger.width.saturating_sub(2 + 1 + self.time_label()))
    }

    /// How many lines of a form are in view.
    pub fn form_rows(&self) -> u16 {
        // The border, the line of matches, and the line of the error that the whole has.
        self.body.height.saturating_sub(4 + 2)
    }

    /// The place of a pane, its border included.
    pub fn pane(&self, pane: PaneId) -> Rect {
        match pane {
            PaneId::Relations => self.relations,
            PaneId::Ledger => self.ledger,
            PaneId::Log => self.log,
            PaneId::Borders => self.borders,
        }
    }

    /// How many lines of a pane stand above its rows, inside its border: the heads of its columns.
    pub fn head(&self, pane: PaneId) -> u16 {
        u16::from(pane != PaneId::Log && self.pane(pane).height > 4)
    }

    /// How many lines of a pane stand below its rows: what is selected, in full.
    pub fn foot(&self, pane: PaneId) -> u16 {
        if self.dossier.area() > 0 {
            // The dossier says it.
            return 0;
        }
        let height = self.lines(pane).height + 2;
        match pane {
            PaneId::Borders if height >= 16 => 6,
            PaneId::Ledger if height >= 16 => 3,
            _ => 0,
        }
    }

    /// How many rows a pane shows: without its border, heads and foot.
    pub fn rows(&self, pane: PaneId) -> usize {
        let taken = self.head(pane) + self.foot(pane);
        usize::from(self.lines(pane).height.saturating_sub(taken))
    }

    /// How many lines are between the border of what covers all panes.
    pub fn body_lines(&self) -> usize {
        usize::from(self.body.height.saturating_sub(2))
    }

    /// The border between panes at a cell.
    pub fn edge(&self, column: u16, row: u16) -> Option<Edge> {
        let all = [self.relations, self.ledger, self.log, self.borders].iter().all(|place| place.area() > 0);
        if !all || !self.body.contains((column, row).into()) {
            return None;
        }
        if column + 1 == self.relations.right() || column == self.relations.right() {
            return Some(Edge::Left);
        }
        if self.dossier.area() > 0 && (column + 1 == self.dossier.x || column == self.dossier.x) {
            return Some(Edge::Right);
        }
        let is_between = row + 1 == self.log.y || row == self.log.y;
        (is_between && column > self.log.x && column + 1 < self.log.right()).then_some(Edge::Ledger)
    }

    /// The pane at a cell of the screen, and the row of that pane.
    pub fn at(&self, column: u16, row: u16) -> Option<(PaneId, Option<usize>)> {
        PaneId::ALL.iter().copied().find_map(|pane| {
            let place = self.pane(pane);
            if !place.contains((column, row).into()) {
                return None;
            }
            let first = self.lines(pane).y + self.head(pane);
            let lines = self.lines(pane);
            let inside = row
                .checked_sub(first)
                .filter(|line| usize::from(*line) < self.rows(pane))
                .filter(|_| column >= lines.x && column < lines.right());
            Some((pane, inside.map(usize::from)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_160_columns_on_the_dossier_is_the_largest_part_and_pages_open_in_its_place() {
        for width in 80..=300 {
            for height in [16, 24, 48, 80] {
                let screen = Rect::new(0, 0, width, height);
                let layout = Layout::new(screen, PaneId::Ledger, false, Shares::default());
                assert_eq!(layout.dossier.area() > 0, width >= 160, "{width}x{height}");
                if width < 160 {
                    assert_eq!(layout.page.height, layout.body.height);
                    continue;
                }
                assert_eq!(layout.page, layout.dossier);
                assert_eq!(layout.with_page_over_all().page.height, layout.body.height);
                for pane in PaneId::ALL.iter().copied() {
                    assert!(layout.pane(pane).area() < layout.dossier.area(), "{width}x{height} {pane:?}");
                    assert_eq!(layout.pane(pane).intersection(layout.dossier).area(), 0);
                }
            }
        }
    }

    #[test]
    fn a_map_in_the_dossier_takes_its_upper_part_and_none_of_a_pane() {
        let screen = Rect::new(0, 0, 160, 48);
        let layout = Layout::new(screen, PaneId::Borders, false, Shares::default());
        let layout = layout.with_map_in(layout.dossier);
        let lines = layout.within(layout.dossier, true);
        assert_eq!((layout.map.bottom(), layout.map.width), (lines.y, lines.width));
        assert_eq!(layout.lines(PaneId::Borders), inside(layout.borders));
        // A page without a map has all its place.
        assert_eq!(layout.within(layout.dossier, false), inside(layout.dossier));
        let low = Layout::new(Rect::new(0, 0, 160, 20), PaneId::Borders, false, Shares::default());
        assert_eq!(low.with_map_in(low.dossier).map.area(), 0, "there is no room for both");
    }

    #[test]
    fn a_border_that_is_dragged_stands_where_it_was_dragged_to_within_its_bounds() {
        let screen = Rect::new(0, 0, 200, 50);
        let of = |shares| Layout::new(screen, PaneId::Ledger, false, shares);
        let before = of(Shares::default());
        let edge = |column, row| before.edge(column, row);
        assert_eq!(edge(before.ledger.x, 10), Some(Edge::Left));
        assert_eq!(edge(before.ledger.x - 1, 10), Some(Edge::Left));
        assert_eq!(edge(before.dossier.x, 10), Some(Edge::Right));
        assert_eq!(edge(before.log.x + 5, before.log.y), Some(Edge::Ledger));
        assert_eq!(edge(before.ledger.x + 5, 10), None);
        let x = before.ledger.x;
        for (to, wanted) in [(x + 7, x + 7), (x - 5, x - 5), (0, 26), (199, 200 / 3)] {
            let after = of(Shares::default().dragged(Edge::Left, (x, 10), (to, 12), before.body));
            assert_eq!(after.ledger.x, wanted, "to {to}");
        }
        let x = before.dossier.x;
        let after = of(Shares::default().dragged(Edge::Right, (x, 10), (x + 9, 10), before.body));
        assert_eq!(after.dossier.x, x + 9);
        let y = before.log.y;
        let after = of(Shares::default().dragged(Edge::Ledger, (90, y), (90, y + 6), before.body));
        assert!(after.log.y.abs_diff(y + 6) <= 1, "{} is not {}", after.log.y, y + 6);
    }

    #[test]
    fn every_size_gives_places_inside_the_screen_and_shows_the_focused_pane() {
        for width in 0..=300 {
            for height in [0, 1, 4, 5, 6, 15, 16, 24, 31, 36, 48, 100] {
                for focus in PaneId::ALL.iter().copied() {
                    for zoom in [false, true] {
                        let screen = Rect::new(0, 0, width, height);
                        let layout = Layout::new(screen, focus, zoom, Shares::default());
                        for pane in PaneId::ALL.iter().copied() {
                            let place = layout.pane(pane);
                            assert_eq!(place.intersection(screen).area(), place.area());
                        }
                        if !layout.too_small {
                            assert!(layout.pane(focus).area() > 0, "{width}x{height} {focus:?}");
                        }
                    }
                }
            }
        }
    }
}
