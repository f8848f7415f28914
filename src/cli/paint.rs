//! A frame as text, with escape sequences, or as a picture.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use crate::app::text::width;
use crate::ui::theme::{self, Base};

/// The cells of one line; those that a wide character before them covers are left out.
fn line(buffer: &Buffer, y: u16) -> Vec<(u16, &Cell)> {
    let mut cells = Vec::new();
    let mut x = buffer.area.x;
    while x < buffer.area.right() {
        let Some(cell) = buffer.cell((x, y)) else { break };
        cells.push((x, cell));
        x = x.saturating_add(u16::try_from(width(cell.symbol())).unwrap_or(1).max(1));
    }
    cells
}

/// The characters alone, without spaces at the ends of lines.
pub(super) fn text(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in buffer.area.y..buffer.area.bottom() {
        let line: String = line(buffer, y).iter().map(|(_, cell)| cell.symbol()).collect();
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// With the escape sequences of a terminal (SGR, ECMA-48).
pub(super) fn ansi(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in buffer.area.y..buffer.area.bottom() {
        let mut current = String::new();
        for (_, cell) in line(buffer, y) {
            let style = sgr(cell);
            if style != current {
                let _ = write!(out, "\x1b[0{style}m");
                current = style;
            }
            out.push_str(cell.symbol());
        }
        out.push_str("\x1b[0m\n");
    }
    out
}

const MODIFIERS: &[(Modifier, &str)] = &[
    (Modifier::BOLD, ";1"),
    (Modifier::DIM, ";2"),
    (Modifier::ITALIC, ";3"),
    (Modifier::UNDERLINED, ";4"),
    (Modifier::REVERSED, ";7"),
];

fn sgr(cell: &Cell) -> String {
    let mut codes = String::new();
    for (modifier, code) in MODIFIERS {
        if cell.modifier.contains(*modifier) {
            codes.push_str(code);
        }
    }
    for (colour, layer) in [(cell.fg, 38), (cell.bg, 48)] {
        match colour {
            Color::Reset => {}
            Color::Indexed(index) => _ = write!(codes, ";{layer};5;{index}"),
            Color::Rgb(r, g, b) => _ = write!(codes, ";{layer};2;{r};{g};{b}"),
            named => _ = write!(codes, ";{layer};5;{}", ansi_index(named)),
        }
    }
    codes
}

fn ansi_index(colour: Color) -> u8 {
    match colour {
        Color::Black | Color::Reset => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Indexed(index) => index,
        Color::Gray | Color::Rgb(..) => 7,
    }
}

/// One cell of the picture, in its own units.
const CELL: (f32, f32) = (8.4, 18.0);

/// A picture (SVG) that looks alike with any fixed-width font: every run of text is set to its own width.
pub(super) fn svg(buffer: &Buffer, base: Base) -> String {
    let (columns, rows) = (f32::from(buffer.area.width), f32::from(buffer.area.height));
    let [ground, ink] = theme::own_colours(base).map(written);
    let (w, h) = (columns * CELL.0 + 16.0, rows * CELL.1 + 16.0);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w:.0} {h:.0}\" width=\"{w:.0}\" height=\"{h:.0}\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"{ground}\"/>\n\
         <g font-family=\"'DejaVu Sans Mono','Noto Sans Mono',Menlo,Consolas,monospace\" font-size=\"14\" xml:space=\"preserve\">\n"
    );
    for y in buffer.area.y..buffer.area.bottom() {
        let cells = line(buffer, y);
        for run in cells.chunk_by(|a, b| sgr(a.1) == sgr(b.1)) {
            svg_run(&mut out, run, y, &ground, &ink);
        }
    }
    out.push_str("</g>\n</svg>\n");
    out
}

fn svg_run(out: &mut String, run: &[(u16, &Cell)], y: u16, ground: &str, ink: &str) {
    let Some((start, first)) = run.first() else { return };
    let text: String = run.iter().map(|(_, cell)| cell.symbol()).collect();
    let (mut fg, mut bg) = (hex(first.fg), hex(first.bg));
    if first.modifier.contains(Modifier::REVERSED) {
        (fg, bg) =
            (Some(bg.unwrap_or_else(|| ground.to_owned())), Some(fg.unwrap_or_else(|| ink.to_owned())));
    }
    let x = 8.0 + f32::from(*start) * CELL.0;
    let top = 8.0 + f32::from(y) * CELL.1;
    let length = f32::from(u16::try_from(width(&text)).unwrap_or(u16::MAX)) * CELL.0;
    if let Some(bg) = bg {
        let _ = writeln!(
            out,
            "<rect x=\"{x:.1}\" y=\"{top:.1}\" width=\"{length:.1}\" height=\"{:.1}\" fill=\"{bg}\"/>",
            CELL.1
        );
    }
    if text.trim().is_empty() {
        return;
    }
    let bold = if first.modifier.contains(Modifier::BOLD) { " font-weight=\"bold\"" } else { "" };
    let _ = writeln!(
        out,
        "<text x=\"{x:.1}\" y=\"{:.1}\" textLength=\"{length:.1}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{}\"{bold}>{}</text>",
        top + 13.5,
        fg.as_deref().unwrap_or(ink),
        escape(&text)
    );
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace(' ', "\u{a0}")
}

/// The colour in hexadecimal; `None` for the terminal's own.
fn hex(colour: Color) -> Option<String> {
    theme::rgb(colour).map(written)
}

fn written((r, g, b): (u8, u8, u8)) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    fn buffer() -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
        buffer.set_string(0, 0, "中<b", Style::new().fg(Color::Indexed(110)).add_modifier(Modifier::BOLD));
        buffer
    }

    #[test]
    fn wide_characters_take_their_cells_once() {
        assert_eq!(text(&buffer()), "中<b\n");
        assert_eq!(ansi(&buffer()), "\x1b[0;1;38;5;110m中<b\x1b[0m    \x1b[0m\n");
    }

    #[test]
    fn a_picture_escapes_what_xml_would_read() {
        let svg = svg(&buffer(), Base::Dark);
        assert!(svg.contains("中&lt;b"), "{svg}");
        assert!(svg.contains("#87afd7"), "{svg}");
    }
}
