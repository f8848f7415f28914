//! Colours by what they mean. Everything that colour says, a sign or a word says as well.

use std::collections::BTreeMap;

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;

use crate::app::own;
use crate::views::page::Tone;

/// The themes that ship with the program.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum Base {
    /// For dark backgrounds.
    #[default]
    Dark,
    /// For light backgrounds.
    Light,
}

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
    /// The background of the selected row.
    Selection,
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
    /// A theme that ships with the program.
    pub fn shipped(base: Base) -> Self {
        use Role::{Accent, Bad, Border, Caution, Conflict, Dim, Good, Selection, Text};
        let indexed: [(Role, u8); 8] = match base {
            Base::Dark => [
                (Dim, 245),
                (Border, 240),
                (Accent, 110),
                (Selection, 237),
                (Good, 114),
                (Caution, 179),
                (Bad, 174),
                (Conflict, 176),
            ],
            Base::Light => [
                (Dim, 242),
                (Border, 248),
                (Accent, 25),
                (Selection, 254),
                (Good, 28),
                (Caution, 94),
                (Bad, 124),
                (Conflict, 90),
            ],
        };
        let mut colours: BTreeMap<Role, Color> =
            indexed.into_iter().map(|(role, index)| (role, Color::Indexed(index))).collect();
        // The terminal's own text colour fits its own background.
        colours.insert(Text, Color::Reset);
        Self { base, colours, plain: false }
    }

    /// The theme without colours.
    pub fn plain() -> Self {
        Self { base: Base::Dark, colours: BTreeMap::new(), plain: true }
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

    /// What the selected row gets on top of its own style.
    pub fn selection(&self, focused: bool) -> Style {
        if self.plain {
            let modifier = if focused { Modifier::REVERSED } else { Modifier::UNDERLINED };
            return Style::new().add_modifier(modifier);
        }
        let style = match self.colours.get(&Role::Selection) {
            Some(colour) => Style::new().bg(*colour),
            None => Style::new(),
        };
        if focused { style.add_modifier(Modifier::BOLD) } else { style }
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
}
