//! One press of a key, with its modifiers, as it is written in the keymap: `j`, `G`, `Ctrl-d`, `Shift-Tab`.

use std::fmt;
use std::str::FromStr;

use ratatui::crossterm::event::{KeyEvent, KeyModifiers};
use serde::{Deserialize, Deserializer, de};

pub use ratatui::crossterm::event::KeyCode;

/// One press of a key. Shift is part of a letter or sign itself (`G`, `{`) and is kept for other keys only, so
/// that all terminals give the same chord for the same press.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd)]
pub struct Chord {
    code: KeyCode,
    modifiers: KeyModifiers,
}

/// Keys that have a name, as it is written and as the screen shows it.
const NAMED: &[(&str, KeyCode, &str)] = &[
    ("Enter", KeyCode::Enter, "⏎"),
    ("Esc", KeyCode::Esc, "Esc"),
    ("Tab", KeyCode::Tab, "Tab"),
    ("Backspace", KeyCode::Backspace, "⌫"),
    ("Delete", KeyCode::Delete, "Del"),
    ("Insert", KeyCode::Insert, "Ins"),
    ("Space", KeyCode::Char(' '), "Space"),
    ("Up", KeyCode::Up, "↑"),
    ("Down", KeyCode::Down, "↓"),
    ("Left", KeyCode::Left, "←"),
    ("Right", KeyCode::Right, "→"),
    ("Home", KeyCode::Home, "Home"),
    ("End", KeyCode::End, "End"),
    ("PgUp", KeyCode::PageUp, "PgUp"),
    ("PgDn", KeyCode::PageDown, "PgDn"),
];

impl Chord {
    fn new(code: KeyCode, mut modifiers: KeyModifiers) -> Self {
        modifiers &= KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT;
        let code = match code {
            KeyCode::BackTab => {
                modifiers |= KeyModifiers::SHIFT;
                KeyCode::Tab
            }
            KeyCode::Char(c) => {
                let shift = modifiers.contains(KeyModifiers::SHIFT);
                modifiers -= KeyModifiers::SHIFT;
                let upper = c.to_uppercase().next().filter(|_| shift).unwrap_or(c);
                // Control does not know capitals: terminals disagree on which they send.
                let plain =
                    if modifiers.contains(KeyModifiers::CONTROL) { c.to_ascii_lowercase() } else { upper };
                KeyCode::Char(plain)
            }
            other => other,
        };
        Self { code, modifiers }
    }

    /// A key without modifiers.
    pub(super) fn of(code: KeyCode) -> Self {
        Self::new(code, KeyModifiers::NONE)
    }

    /// Whether Alt is held.
    pub fn is_alt(self) -> bool {
        self.modifiers.contains(KeyModifiers::ALT)
    }

    /// The letter or sign that this press writes into a text; `None` when it writes none.
    pub fn text(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if self.modifiers.is_empty() => Some(c),
            _ => None,
        }
    }

    /// The key.
    pub fn code(self) -> KeyCode {
        self.code
    }

    /// Whether Control is held.
    pub fn control(self) -> bool {
        self.modifiers.contains(KeyModifiers::CONTROL)
    }

    /// The keyboard that a letter is of; `None` for what stands on both.
    pub fn keyboard(self) -> Option<Keyboard> {
        match self.code {
            KeyCode::Char(c) if c.is_ascii_alphabetic() => Some(Keyboard::Latin),
            KeyCode::Char(_) => self.latin().map(|_| Keyboard::Cyrillic),
            _ => None,
        }
    }

    /// The sign in the same place of a Latin keyboard, for a sign that stands on a Cyrillic one too, but elsewhere.
    pub(super) fn latin_sign(self) -> Option<(Self, Sign)> {
        let KeyCode::Char(c) = self.code else { return None };
        let (_, latin, sign) = SIGNS.iter().find(|(cyrillic, ..)| *cyrillic == c)?;
        Some((Self { code: KeyCode::Char(*latin), ..self }, *sign))
    }

    /// The chord in the same place of a Latin keyboard, for a Cyrillic letter (ЙЦУКЕН → QWERTY).
    pub fn latin(self) -> Option<Self> {
        let KeyCode::Char(c) = self.code else { return None };
        let lower = c.to_lowercase().next()?;
        let at = CYRILLIC.chars().position(|letter| letter == lower)?;
        let keys = if c == lower { LATIN } else { LATIN_SHIFTED };
        keys.chars().nth(at).map(|latin| Self { code: KeyCode::Char(latin), ..self })
    }
}

/// A text as the same keys would write it on a Latin keyboard; `None` where nothing in it is Cyrillic.
pub fn in_latin_places(text: &str) -> Option<String> {
    let mut found = false;
    let latin = |c: char| {
        let latin = Chord::of(KeyCode::Char(c)).latin().and_then(Chord::text);
        found |= latin.is_some();
        latin.unwrap_or(c)
    };
    let latin = text.chars().map(latin).collect();
    found.then_some(latin)
}

/// The letters of the Russian, Ukrainian and Belarusian layouts, and what stands in their places. The sign № is a letter
/// here: no Latin keyboard has it.
const CYRILLIC: &str = "йцукенгшщзхъфывапролджэячсмитьбюёіїєўґ№";
const LATIN: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`s]'o\\#";
const LATIN_SHIFTED: &str = "QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~S}\"O|#";

/// On which keyboard somebody types.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Keyboard {
    /// A Latin one, as far as anybody knows.
    #[default]
    Latin,
    /// A Cyrillic one (ЙЦУКЕН): Russian, Ukrainian or Belarusian.
    Cyrillic,
}

/// Which meaning of a sign that both keyboards have comes first, where a Cyrillic one is typed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// That of its place: it stands there without any other key, where `/` and `?` are looked for.
    OfPlace,
    /// Its own; that of its place only where it has none.
    Own,
}

/// The signs of the Cyrillic layouts that stand elsewhere on a Latin keyboard, and what stands in their places there.
const SIGNS: &[(char, char, Sign)] = &[
    ('.', '/', Sign::OfPlace),
    (',', '?', Sign::OfPlace),
    ('"', '@', Sign::Own),
    (';', '$', Sign::Own),
    (':', '^', Sign::Own),
    ('?', '&', Sign::Own),
    ('/', '|', Sign::Own),
];

impl From<KeyEvent> for Chord {
    fn from(event: KeyEvent) -> Self {
        Self::new(event.code, event.modifiers)
    }
}

/// As the screen shows it: `⏎`, `Ctrl-d`, `⇧Tab`.
impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        for (modifier, name) in
            [(KeyModifiers::CONTROL, "Ctrl-"), (KeyModifiers::ALT, "Alt-"), (KeyModifiers::SHIFT, "Shift-")]
        {
            if self.modifiers.contains(modifier) {
                text.push_str(name);
            }
        }
        match self.code {
            code if NAMED.iter().any(|(_, named, _)| *named == code) => {
                text.extend(NAMED.iter().filter(|(_, named, _)| *named == code).map(|(_, _, shown)| *shown));
            }
            KeyCode::Char(c) => text.push(c),
            KeyCode::F(number) => text = format!("{text}F{number}"),
            _ => text.push('?'),
        }
        f.pad(&text)
    }
}

impl FromStr for Chord {
    type Err = String;

    fn from_str(written: &str) -> Result<Self, String> {
        let mut modifiers = KeyModifiers::empty();
        let mut rest = written;
        loop {
            let (modifier, after) = if let Some(after) = rest.strip_prefix("Ctrl-") {
                (KeyModifiers::CONTROL, after)
            } else if let Some(after) = rest.strip_prefix("Alt-") {
                (KeyModifiers::ALT, after)
            } else if let Some(after) = rest.strip_prefix("Shift-") {
                (KeyModifiers::SHIFT, after)
            } else {
                break;
            };
            modifiers |= modifier;
            rest = after;
        }
        let named = NAMED.iter().find(|(name, ..)| *name == rest).map(|(_, code, _)| *code);
        let function = || rest.strip_prefix('F').and_then(|n| n.parse().ok()).map(KeyCode::F);
        let mut chars = rest.chars();
        let code = named.or_else(function).or_else(|| match (chars.next(), chars.next()) {
            (Some(c), None) => Some(KeyCode::Char(c)),
            _ => None,
        });
        code.map(|code| Self::new(code, modifiers)).ok_or_else(|| {
            format!("{written:?} is no key: write a sign, F1 to F24, or one of Enter Esc Tab Space Up …, with Ctrl-, Alt- or Shift- before it")
        })
    }
}

impl<'de> Deserialize<'de> for Chord {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chord(text: &str) -> Chord {
        text.parse().unwrap()
    }

    #[test]
    fn the_same_press_is_the_same_chord_whatever_the_terminal_says_of_shift() {
        let press = |code, modifiers| Chord::from(KeyEvent::new(code, modifiers));
        assert_eq!(press(KeyCode::Char('G'), KeyModifiers::SHIFT), chord("G"));
        assert_eq!(press(KeyCode::Char('G'), KeyModifiers::NONE), chord("G"));
        assert_eq!(press(KeyCode::Char('g'), KeyModifiers::SHIFT), chord("G"));
        assert_eq!(press(KeyCode::Char('{'), KeyModifiers::SHIFT), chord("{"));
        assert_eq!(press(KeyCode::BackTab, KeyModifiers::SHIFT), chord("Shift-Tab"));
        assert_eq!(press(KeyCode::Char('D'), KeyModifiers::CONTROL), chord("Ctrl-d"));
    }

    #[test]
    fn a_cyrillic_letter_stands_for_the_key_in_its_place() {
        for (cyrillic, latin) in
            [("о", "j"), ("О", "J"), ("й", "q"), ("х", "["), ("Х", "{"), ("п", "g"), ("П", "G")]
        {
            assert_eq!(chord(cyrillic).latin(), Some(chord(latin)), "{cyrillic}");
        }
        for (letters, latin) in [("хъХЪжэЖЭбюБЮёЁ", "[]{};':\",.<>`~"), ("іїєўґІЇЄЎҐ№", "s]'o\\S}\"O|#")]
        {
            for (cyrillic, latin) in letters.chars().zip(latin.chars()) {
                let (cyrillic, latin) = (cyrillic.to_string(), latin.to_string());
                assert_eq!(chord(&cyrillic).latin(), Some(chord(&latin)), "{cyrillic}");
            }
        }
        assert_eq!(in_latin_places("йгше"), Some("quit".to_owned()));
        assert_eq!(in_latin_places("quit."), None);
        assert_eq!(chord("j").latin(), None);
        assert_eq!(CYRILLIC.chars().count(), LATIN.chars().count());
        assert_eq!(CYRILLIC.chars().count(), LATIN_SHIFTED.chars().count());
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for bad in ["", "Ctrl-", "Entr", "ab"] {
            assert!(bad.parse::<Chord>().is_err(), "{bad}");
        }
    }
}
