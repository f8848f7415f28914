//! Colours by what they mean. Everything that colour says, a sign or a word says as well.

use std::collections::BTreeMap;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;

use crate::app::own;
use crate::views::page::Tone;

use super::palette;

pub use crate::app::settings::Base;

/// What a colour is for. The names stand in `theme.ron`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum Role {
    /// Ordinary text.
    Text,
    /// What is said in passing.
    Dim,
    /// Borders of panes.
    Border,
    /// The border of the focused pane, and titles.
    Accent,
    /// The background of the selected row of the part that has the keys.
    Selection,
    /// The text on it: whatever tone it has elsewhere, it can be read there.
    Selected,
    /// The background of the whole screen; the terminal's own where a theme has none.
    Ground,
    /// Open, lifted, good.
    Good,
    /// Restricted, easing, uncertain.
    Caution,
    /// Closed, in force, hostile.
    Bad,
    /// Sources disagree.
    Conflict,
}

/// The colours of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    base: Base,
    colours: BTreeMap<Role, Color>,
    /// The terminal has sixteen colours.
    few: bool,
    /// No colours at all: reverse, bold and dim carry what they can.
    plain: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    base: Base,
    colours: BTreeMap<Role, String>,
}

/// Why a theme file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ThemeError {
    /// The file has not the form of a theme.
    #[error("line {0}, column {1}: {2}")]
    Form(usize, usize, String),
    /// A colour is none.
    #[error("{0:?} is no colour: write a name such as LightBlue, an index such as 67, or #rrggbb")]
    Colour(String),
}

impl Theme {
    /// A theme that ships with the program, in the 256 colours of xterm.
    pub fn shipped(base: Base) -> Self {
        use Role::{Accent, Bad, Border, Caution, Conflict, Dim, Good, Ground, Selected, Selection, Text};
        let indexed: &[(Role, u8)] = match base {
            Base::Dark => &[
                (Dim, 246),
                (Border, 243),
                (Accent, 110),
                (Selection, 61),
                (Selected, 231),
                (Good, 114),
                (Caution, 179),
                (Bad, 174),
                (Conflict, 176),
            ],
            Base::Light => &[
                (Dim, 242),
                (Border, 244),
                (Accent, 25),
                (Selection, 25),
                (Selected, 231),
                (Good, 28),
                (Caution, 94),
                (Bad, 124),
                (Conflict, 90),
            ],
            Base::Contrast => &[
                (Ground, 16),
                (Text, 231),
                (Dim, 252),
                (Border, 250),
                (Accent, 123),
                (Selection, 226),
                (Selected, 16),
                (Good, 120),
                (Caution, 222),
                (Bad, 216),
                (Conflict, 219),
            ],
            Base::Calm => &[
                (Ground, 235),
                (Text, 251),
                (Dim, 247),
                (Border, 243),
                (Accent, 109),
                (Selection, 66),
                (Selected, 16),
                (Good, 108),
                (Caution, 180),
                (Bad, 174),
                (Conflict, 139),
            ],
        };
        let mut theme = Self { base, colours: BTreeMap::new(), few: false, plain: false };
        // The terminal's own text colour fits its own background.
        theme.colours.insert(Text, Color::Reset);
        theme.colours.extend(indexed.iter().map(|(role, index)| (*role, Color::Indexed(*index))));
        theme
    }

    /// The same for a terminal of sixteen colours, by the names that it has them by.
    pub fn shipped_of_few(base: Base) -> Self {
        use Role::{Accent, Bad, Border, Caution, Conflict, Dim, Good, Ground, Selected, Selection, Text};
        let (ground, ink, passing, strong) = match base {
            Base::Light => (Color::Reset, Color::Reset, Color::DarkGray, true),
            Base::Dark => (Color::Reset, Color::Reset, Color::Gray, false),
            Base::Contrast | Base::Calm => (Color::Black, Color::White, Color::Gray, false),
        };
        let either = |on_light, on_dark| if strong { on_light } else { on_dark };
        let colours = BTreeMap::from([
            (Ground, ground),
            (Text, ink),
            (Dim, passing),
            (Border, passing),
            (Accent, either(Color::Blue, Color::LightCyan)),
            (Selection, either(Color::Blue, Color::Cyan)),
            (Selected, either(Color::White, Color::Black)),
            (Good, either(Color::Green, Color::LightGreen)),
            (Caution, either(Color::Magenta, Color::LightYellow)),
            (Bad, either(Color::Red, Color::LightRed)),
            (Conflict, either(Color::Magenta, Color::LightMagenta)),
        ]);
        Self { base, colours, few: true, plain: false }
    }

    /// The theme without colours.
    pub fn plain() -> Self {
        Self { base: Base::Dark, colours: BTreeMap::new(), few: false, plain: true }
    }

    /// A shipped theme for the same terminal: without colours it stays so.
    #[must_use]
    pub fn in_place(&self, base: Base) -> Self {
        match (self.plain, self.few) {
            (true, _) => self.clone(),
            (false, true) => Self::shipped_of_few(base),
            (false, false) => Self::shipped(base),
        }
    }

    /// Whether it has no colours.
    pub fn is_plain(&self) -> bool {
        self.plain
    }

    /// The theme that a theme file describes; the dark one where it says nothing.
    ///
    /// # Errors
    /// Where the text has not the form of a theme, or names a colour that is none.
    pub fn from_file(text: &str) -> Result<Self, ThemeError> {
        let Some(text) = own::said(text) else { return Ok(Self::shipped(Base::default())) };
        let file: File = ron::from_str(text).map_err(|error| {
            ThemeError::Form(error.span.start.line, error.span.start.col, error.code.to_string())
        })?;
        let mut theme = Self::shipped(file.base);
        for (role, written) in file.colours {
            let colour = written.parse().map_err(|_| ThemeError::Colour(written.clone()))?;
            theme.colours.insert(role, colour);
        }
        Ok(theme)
    }

    /// The background it is made for.
    pub fn base(&self) -> Base {
        self.base
    }

    fn colour(&self, role: Role) -> Style {
        match self.colours.get(&role) {
            None => Style::new().fg(Color::Reset),
            Some(colour) => Style::new().fg(*colour),
        }
    }

    /// Ordinary text.
    pub fn text(&self) -> Style {
        self.colour(Role::Text)
    }

    /// What is said in passing.
    pub fn dim(&self) -> Style {
        if self.plain { Style::new().add_modifier(Modifier::DIM) } else { self.colour(Role::Dim) }
    }

    /// Heads and names that stand out.
    pub fn strong(&self) -> Style {
        self.text().add_modifier(Modifier::BOLD)
    }

    /// The border of a pane.
    pub fn border(&self, focused: bool) -> Style {
        if focused { self.accent().add_modifier(Modifier::BOLD) } else { self.colour(Role::Border) }
    }

    /// Titles and keys.
    pub fn accent(&self) -> Style {
        if self.plain { Style::new().add_modifier(Modifier::BOLD) } else { self.colour(Role::Accent) }
    }

    /// What the selected row gets on top of its own style. In a part that has not the keys it keeps its colours.
    pub fn selection(&self, focused: bool) -> Style {
        match (focused, self.plain) {
            (false, _) => Style::new().add_modifier(Modifier::UNDERLINED),
            (true, true) => Style::new().add_modifier(Modifier::REVERSED),
            (true, false) => {
                let colour = |role| self.colours.get(&role).copied().unwrap_or(Color::Reset);
                let style = Style::new().fg(colour(Role::Selected)).bg(colour(Role::Selection));
                style.add_modifier(Modifier::BOLD)
            }
        }
    }

    /// The colours of text and ground where nothing else was drawn, in a theme that has its own.
    pub fn ground(&self, buf: &mut Buffer) {
        let Some(ground) = self.colours.get(&Role::Ground).filter(|ground| **ground != Color::Reset) else {
            return;
        };
        let text = self.colours.get(&Role::Text).copied().unwrap_or(Color::Reset);
        for cell in &mut buf.content {
            if cell.bg == Color::Reset {
                cell.bg = *ground;
            }
            if cell.fg == Color::Reset {
                cell.fg = text;
            }
        }
    }

    /// What was searched for, on top of its own style.
    pub fn hit(&self) -> Style {
        self.accent().add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
    }

    /// What a tone looks like.
    pub fn tone(&self, tone: Tone) -> Style {
        match tone {
            Tone::Title => self.accent().add_modifier(Modifier::BOLD),
            Tone::Heading => self.strong(),
            Tone::Plain => self.text(),
            Tone::Dim => self.dim(),
            Tone::Good => self.colour(Role::Good),
            Tone::Caution => self.colour(Role::Caution),
            Tone::Bad => self.colour(Role::Bad),
            Tone::Conflict => self.colour(Role::Conflict),
        }
    }
}

/// What the terminal's own colours are taken for where nobody can ask it: for pictures, and to weigh contrasts. Background
/// and text in red, green and blue.
pub fn own_colours(base: Base) -> [(u8, u8, u8); 2] {
    match base {
        Base::Dark => [(0x16, 0x18, 0x1d), (0xd6, 0xd8, 0xdd)],
        Base::Light => [(0xfd, 0xfd, 0xfb), (0x22, 0x25, 0x2b)],
        Base::Contrast => [(0, 0, 0), (0xff, 0xff, 0xff)],
        Base::Calm => [(0x26, 0x26, 0x26), (0xc6, 0xc6, 0xc6)],
    }
}

/// A colour in red, green and blue as xterm has it; `None` for the terminal's own.
pub fn rgb(colour: Color) -> Option<(u8, u8, u8)> {
    let index = match colour {
        Color::Reset => return None,
        Color::Rgb(r, g, b) => return Some((r, g, b)),
        Color::Indexed(index) => index,
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
    };
    Some(palette::rgb(index))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_file_changes_a_shipped_theme() {
        let theme =
            Theme::from_file("(base: Light, colours: {Good: \"#00ff00\", Bad: \"LightRed\"})").unwrap();
        assert_eq!(theme.tone(Tone::Good).fg, Some(Color::Rgb(0, 255, 0)));
        assert_eq!(theme.tone(Tone::Bad).fg, Some(Color::LightRed));
        assert_eq!(theme.tone(Tone::Caution), Theme::shipped(Base::Light).tone(Tone::Caution));
    }

    #[test]
    fn a_bad_theme_file_is_refused_with_its_place() {
        assert!(matches!(Theme::from_file("(\nbase: Blue)"), Err(ThemeError::Form(2, _, _))));
        assert!(matches!(Theme::from_file("(colours: {Good: \"grün\"})"), Err(ThemeError::Colour(_))));
    }

    #[test]
    fn a_theme_file_that_says_nothing_is_the_usual_theme() {
        for nothing in ["", "\u{feff}// nothing of mine yet\r\n"] {
            assert_eq!(Theme::from_file(nothing), Ok(Theme::shipped(Base::Dark)), "{nothing:?}");
        }
        assert_eq!(Theme::from_file("\u{feff}(base: Light)\r\n"), Ok(Theme::shipped(Base::Light)));
    }

    /// The relative luminance of a colour (WCAG 2.2).
    fn luminance((r, g, b): (u8, u8, u8)) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    }

    /// The contrast of two colours, from 1 to 21 (WCAG 2.2).
    fn contrast(a: (u8, u8, u8), b: (u8, u8, u8)) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn the_contrast_of_black_and_white_is_21_and_of_a_colour_with_itself_1() {
        assert!((contrast((0, 0, 0), (255, 255, 255)) - 21.0).abs() < 1e-9);
        assert!((contrast((9, 8, 7), (9, 8, 7)) - 1.0).abs() < 1e-9);
        // As other programs have it: #767676 on white is the lightest grey that passes.
        assert!((contrast((0x76, 0x76, 0x76), (255, 255, 255)) - 4.54).abs() < 0.01);
    }

    #[test]
    fn every_role_of_every_theme_stands_out_from_its_background() {
        use Role::{Accent, Bad, Border, Caution, Conflict, Dim, Good, Ground, Selected, Selection, Text};
        for base in Base::ALL.iter().copied() {
            let theme = Theme::shipped(base);
            let [own_ground, own_ink] = own_colours(base);
            let of = |role| theme.colours.get(&role).copied().and_then(rgb);
            let ground = of(Ground).unwrap_or(own_ground);
            assert_eq!(ground, own_ground, "{base:?}");
            // High contrast is more than what all text must have.
            let text = if base == Base::Contrast { 7.0 } else { 4.5 };
            for (role, least) in [
                (Text, text),
                (Dim, text),
                (Accent, text),
                (Good, text),
                (Caution, text),
                (Bad, text),
                (Conflict, text),
                (Border, 3.0),
                (Selection, 3.0),
            ] {
                let colour = of(role).unwrap_or(own_ink);
                let found = contrast(colour, ground);
                assert!(found >= least, "{base:?} {role:?}: {found:.2} of {least}");
            }
            let found = contrast(of(Selected).unwrap(), of(Selection).unwrap());
            assert!(found >= text, "{base:?}: {found:.2} on the selection");
        }
    }

    #[test]
    fn with_sixteen_colours_every_role_has_one_of_them() {
        for base in Base::ALL.iter().copied() {
            let (few, many) = (Theme::shipped_of_few(base), Theme::shipped(base));
            for (role, colour) in &few.colours {
                assert!(!matches!(colour, Color::Indexed(_) | Color::Rgb(..)), "{base:?} {role:?}");
            }
            assert!(many.colours.keys().all(|role| few.colours.contains_key(role)), "{base:?}");
            assert_eq!(few.in_place(Base::Light), Theme::shipped_of_few(Base::Light));
        }
        assert_eq!(Theme::plain().in_place(Base::Light), Theme::plain());
    }
}
