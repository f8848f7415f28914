//! The map of the border: countries in braille, crossings by the sign and colour of their status.

use std::collections::BTreeMap;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::App;
use crate::app::text::width;
use crate::model::crossing::{Access, LaneStatus, Mode};
use crate::views::crossings::Row;
use crate::views::region::{CAPITALS, CITIES, City, Country, Degrees, REGION, Window};

use super::borders::place_name;
use super::signs;
use super::table::put;
use super::theme::Theme;

/// Dots of a cell: two wide, four high.
const WIDE: u16 = 2;
const HIGH: u16 = 4;

/// From so many columns on the kinds of traffic are told apart where they differ.
const DETAILED: u16 = 90;

/// The sign of a city.
const CITY: &str = "•";

/// Draws the map into a place.
pub fn draw(app: &App, area: Rect, theme: &Theme, buf: &mut Buffer) {
    let dots = (i32::from(area.width * WIDE), i32::from(area.height * HIGH));
    let crossings = &app.facts.state().records().crossings;
    let placed: Vec<(&Row, Degrees)> = app
        .facts
        .crossings
        .iter()
        .filter_map(|row| {
            let it = crossings.get(row.at).filter(|it| it.mode != Mode::Border)?;
            it.location.as_ref().map(|at| (row, (at.lon, at.lat)))
        })
        .collect();
    let places: Vec<Degrees> = placed.iter().map(|(_, place)| *place).collect();
    let Some(window) = Window::around(&places, dots) else {
        put(buf, area.x + 1, area.y, "no crossing has a location", usize::from(area.width), theme.dim());
        return;
    };
    let selected = app.mapped();
    let around = placed.iter().find(|(row, _)| Some(row.at) == selected).map(|(_, place)| *place);
    let window = match around {
        Some(place) if app.panes.borders.map.zoom > 0 => window.closer(app.panes.borders.map.zoom, place),
        _ => window,
    };
    let window = window.moved(app.panes.borders.map.pan);
    let mut canvas = Canvas::new(area);
    for ring in REGION.iter().flat_map(|country| &country.rings) {
        for pair in ring.windows(2) {
            if let [a, b] = pair {
                canvas.line(window.dot(*a), window.dot(*b));
            }
        }
    }
    canvas.draw(theme, buf);
    let mut taken = Taken::new(area);
    let cell = |place: Degrees| {
        let (x, y) = window.dot(place);
        let (x, y) = (u16::try_from(x).ok()? / WIDE, u16::try_from(y).ok()? / HIGH);
        (x < area.width && y < area.height).then_some((x, y))
    };
    // Crossings in one cell are one sign and one label.
    let mut groups: BTreeMap<(u16, u16), Vec<&Row>> = BTreeMap::new();
    for (row, place) in &placed {
        if let Some(cell) = cell(*place) {
            groups.entry(cell).or_default().push(row);
        }
    }
    for (x, y) in groups.keys() {
        taken.take(*x, *y, 1);
    }
    // The selected crossing is named first, then what is not simply open.
    let mut order: Vec<(&(u16, u16), &Vec<&Row>)> = groups.iter().collect();
    order.sort_by_key(|(_, rows)| {
        let open = rows.iter().all(|row| matches!(row.overall, Some(Access::Open) | None));
        (!rows.iter().any(|row| Some(row.at) == selected), open, rows.first().map(|row| row.at))
    });
    for ((x, y), rows) in order {
        let (x, y) = (*x, *y);
        // What stands in the way most is the sign of all.
        let Some(worst) = rows.iter().max_by_key(|row| row.overall) else { continue };
        let (sign, tone) = signs::access(worst.overall);
        let is_selected = rows.iter().any(|row| Some(row.at) == selected);
        let style = if is_selected { theme.accent() } else { theme.tone(tone) };
        put(buf, area.x + x, area.y + y, if is_selected { "◉" } else { sign }, 1, style);
        let labels = labels(app, rows, is_selected, area.width >= DETAILED);
        let room = labels.iter().find_map(|label| Some((label, taken.room(x, y, width(label))?)));
        if let Some((label, (left, top))) = room {
            let style = if is_selected { theme.accent() } else { theme.text() };
            put(buf, area.x + left, area.y + top, label, width(label), style);
            // A border that runs between the sign and the name would read as a part of it.
            if top == y {
                let gap = if left > x { x + 1 } else { x.saturating_sub(1) };
                put(buf, area.x + gap, area.y + y, " ", 1, style);
            }
        }
    }
    // A country is named anywhere in it, its capital only where it is.
    let (capitals, others) = CITIES.split_at(CAPITALS.min(CITIES.len()));
    for city in capitals {
        name_city(city, window, area, &mut taken, theme, buf);
    }
    for country in REGION.iter() {
        name_country(country, window, area, &mut taken, theme, buf);
    }
    for city in others {
        name_city(city, window, area, &mut taken, theme, buf);
    }
}

/// What may be written beside the sign of the crossings in one cell, the fullest first: each by its name and sign, where
/// kinds of traffic differ with the sign of each; the names and all signs; the first name.
fn labels(app: &App, rows: &[&Row], is_selected: bool, detailed: bool) -> Vec<String> {
    let (state, selected) = (app.facts.state(), app.mapped());
    let mut ordered: Vec<&Row> = rows.to_vec();
    ordered.sort_by_key(|row| Some(row.at) != selected);
    let named: Vec<(String, &Row)> = ordered
        .into_iter()
        .filter_map(|row| Some((place_name(state, state.records().crossings.get(row.at)?), row)))
        .collect();
    // The sign beside the only name says what holds already, unless it is the mark of the selection.
    let says_all = named.len() == 1 && !is_selected;
    let sign = |row: &Row| signs::access(row.overall).0;
    let each = |detailed: bool| {
        let parts = named.iter().map(|(name, row)| match by_traffic(row).filter(|_| detailed) {
            Some(lanes) => format!("{name} {lanes}"),
            None if says_all => name.clone(),
            None => format!("{name} {}", sign(row)),
        });
        parts.collect::<Vec<_>>().join(", ")
    };
    let mut places: Vec<&str> = Vec::new();
    for (name, _) in &named {
        let place = name.split(' ').next().unwrap_or_default();
        if !places.contains(&place) {
            places.push(place);
        }
    }
    let all: String = named.iter().map(|(_, row)| sign(row)).collect();
    let all = if says_all { String::new() } else { format!(" {all}") };
    let first = places.first().map(|place| format!("{place}{all}"));
    let mut labels = Vec::new();
    labels.extend(detailed.then(|| each(true)));
    labels.extend([each(false), format!("{}{all}", places.join(", "))]);
    labels.extend(first);
    labels
}

/// The sign of each kind of traffic, where they differ: `passenger ◧ freight □`.
fn by_traffic(row: &Row) -> Option<String> {
    let lanes = &row.status.lanes;
    let first = lanes.first()?.access;
    let differ = lanes.iter().any(|lane| lane.access != first);
    let said = |lane: &LaneStatus| format!("{} {}", lane.traffic, signs::access(lane.access).0);
    differ.then(|| lanes.iter().map(said).collect::<Vec<_>>().join(" "))
}

/// Writes the name of a city beside its sign, where both have room.
fn name_city(city: &City, window: Window, area: Rect, taken: &mut Taken, theme: &Theme, buf: &mut Buffer) {
    let (x, y) = window.dot(city.place);
    let (Ok(x), Ok(y)) = (u16::try_from(x), u16::try_from(y)) else { return };
    let (x, y) = (x / WIDE, y / HIGH);
    if x >= area.width || y >= area.height || !taken.is_free(x, y, 1) {
        return;
    }
    if let Some((left, top)) = taken.room(x, y, width(city.name)) {
        taken.take(x, y, 1);
        put(buf, area.x + x, area.y + y, CITY, 1, theme.dim());
        put(buf, area.x + left, area.y + top, city.name, width(city.name), theme.dim());
    }
}

/// Writes the name of a country well inside the part of it that is in view, where there is room.
fn name_country(
    country: &Country,
    window: Window,
    area: Rect,
    taken: &mut Taken,
    theme: &Theme,
    buf: &mut Buffer,
) {
    /// So many places are tried along each side of the map.
    const TRIED: u16 = 12;
    let cells = width(&country.name);
    let half = u16::try_from(cells / 2).unwrap_or_default();
    let inside: Vec<(u16, u16)> = (0..TRIED * TRIED)
        .map(|i| {
            (
                area.width * (2 * (i % TRIED) + 1) / (2 * TRIED),
                area.height * (2 * (i / TRIED) + 1) / (2 * TRIED),
            )
        })
        .filter(|(x, y)| country.contains(window.place((i32::from(x * WIDE), i32::from(y * HIGH)))))
        .collect();
    let count = u64::try_from(inside.len()).unwrap_or(1).max(1);
    let mean = |of: fn(&(u16, u16)) -> u16| inside.iter().map(|at| u64::from(of(at))).sum::<u64>() / count;
    let (x, y) = (mean(|at| at.0), mean(|at| at.1));
    let far = |at: &(u16, u16)| u64::from(at.0).abs_diff(x) + 2 * u64::from(at.1).abs_diff(y);
    let room = |at: &&(u16, u16)| at.0 >= half && taken.is_free(at.0 - half, at.1, cells);
    if let Some(&(x, y)) = inside.iter().filter(room).min_by_key(|at| far(at)) {
        taken.take(x - half, y, cells);
        put(buf, area.x + x - half, area.y + y, &country.name, cells, theme.dim());
    }
}

/// Which cells have something written.
struct Taken {
    width: u16,
    cells: Vec<bool>,
}

impl Taken {
    fn new(area: Rect) -> Self {
        Self { width: area.width, cells: vec![false; usize::from(area.width) * usize::from(area.height)] }
    }

    fn at(&self, x: u16, y: u16) -> usize {
        usize::from(y) * usize::from(self.width) + usize::from(x)
    }

    fn take(&mut self, x: u16, y: u16, count: usize) {
        let at = self.at(x, y);
        for cell in self.cells.iter_mut().skip(at).take(count) {
            *cell = true;
        }
    }

    /// Whether a word has room here, with a cell before and after it where the line goes on.
    fn is_free(&self, x: u16, y: u16, count: usize) -> bool {
        let row = self.at(0, y);
        let width = usize::from(self.width);
        let (first, end) = (usize::from(x), usize::from(x) + count);
        let around = row + first.saturating_sub(1)..row + (end + 1).min(width);
        end <= width && self.cells.get(around).is_some_and(|cells| !cells.contains(&true))
    }

    /// Room for a word beside a cell: to the right, to the left, above, below.
    fn room(&mut self, x: u16, y: u16, count: usize) -> Option<(u16, u16)> {
        let cells = u16::try_from(count).ok()?;
        let beside = [
            (x.checked_add(2), Some(y)),
            (x.checked_sub(cells + 1), Some(y)),
            (x.checked_sub(cells / 2), y.checked_sub(1)),
            (x.checked_sub(cells / 2), y.checked_add(1)),
        ];
        let found =
            beside.into_iter().filter_map(|(x, y)| x.zip(y)).find(|(x, y)| self.is_free(*x, *y, count))?;
        self.take(found.0, found.1, count);
        Some(found)
    }
}

/// Dots, eight a cell.
struct Canvas {
    area: Rect,
    cells: Vec<u8>,
}

impl Canvas {
    fn new(area: Rect) -> Self {
        Self { area, cells: vec![0; usize::from(area.width) * usize::from(area.height)] }
    }

    fn dot(&mut self, x: i32, y: i32) {
        const BITS: [[u8; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];
        let (Ok(x), Ok(y)) = (u16::try_from(x), u16::try_from(y)) else { return };
        let (column, row) = (x / WIDE, y / HIGH);
        if column >= self.area.width || row >= self.area.height {
            return;
        }
        let bit = BITS.get(usize::from(y % HIGH)).and_then(|bits| bits.get(usize::from(x % WIDE)));
        let at = usize::from(row) * usize::from(self.area.width) + usize::from(column);
        if let (Some(cell), Some(bit)) = (self.cells.get_mut(at), bit) {
            *cell |= bit;
        }
    }

    /// A line; what lies outside is passed.
    fn line(&mut self, (x0, y0): (i32, i32), (x1, y1): (i32, i32)) {
        let (right, bottom) = (i32::from(self.area.width * WIDE), i32::from(self.area.height * HIGH));
        let outside = |a: i32, b: i32, most: i32| a.max(b) < 0 || a.min(b) >= most;
        if outside(x0, x1, right) || outside(y0, y1, bottom) {
            return;
        }
        let steps = (x1 - x0).abs().max((y1 - y0).abs()).clamp(1, 20_000);
        for step in 0..=steps {
            let along = |a: i32, b: i32| {
                a + i32::try_from(i64::from(b - a) * i64::from(step) / i64::from(steps)).unwrap_or(0)
            };
            self.dot(along(x0, x1), along(y0, y1));
        }
    }

    fn draw(&self, theme: &Theme, buf: &mut Buffer) {
        for (at, bits) in self.cells.iter().enumerate().filter(|(_, bits)| **bits > 0) {
            let width = usize::from(self.area.width.max(1));
            let (x, y) = (u16::try_from(at % width), u16::try_from(at / width));
            let sign = char::from_u32(0x2800 + u32::from(*bits)).unwrap_or(' ');
            if let (Ok(x), Ok(y)) = (x, y) {
                put(buf, self.area.x + x, self.area.y + y, &sign.to_string(), 1, theme.dim());
            }
        }
    }
}
