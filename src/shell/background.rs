//! What a terminal says of its background: dark or light. It is asked after the first frame, and nothing waits for the
//! answer.
//!
//! Two questions, since terminals know one or the other: OSC 11 asks for the colour of the background (xterm's control
//! sequences), `CSI ? 996 n` for the colour scheme, and mode 2031 has the terminal tell when that changes (contour's
//! "dark and light mode detection"). A terminal that knows neither says nothing.

use std::time::{Duration, Instant};

use crate::app::settings::Base;

/// Asks for both, and to be told of changes. Pieces that a terminal does not know it passes by.
pub(super) const ASK: &str = "\x1b[?2031h\x1b]11;?\x1b\\\x1b[?996n";

/// Asks not to be told any more.
pub(super) const ENOUGH: &str = "\x1b[?2031l";

/// An answer that comes later changes nothing: a screen whose colours turn long after it was drawn is worse than one of
/// the other colours.
const PATIENCE: Duration = Duration::from_millis(100);

/// So long after its colour was told the scheme is not: the colour is what one sees.
const SAME: Duration = Duration::from_secs(1);

/// What a terminal has said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// The colour of its background, as dark or light.
    Colour(Base),
    /// Its colour scheme: as an answer, or because it has changed.
    Scheme(Base),
}

/// What was asked and what was answered.
#[derive(Debug, Default)]
pub(super) struct Asking {
    asked: Option<Instant>,
    coloured: Option<Instant>,
}

impl Asking {
    /// It is asked now.
    pub(super) fn ask(&mut self, now: Instant) {
        (self.asked, self.coloured) = (Some(now), None);
    }

    /// Which background follows from what was said; `None` where nothing does: nobody has asked, or it comes too late.
    pub(super) fn hears(&mut self, told: Told, now: Instant) -> Option<Base> {
        let since = |then: Instant| now.saturating_duration_since(then);
        let asked = self.asked?;
        match told {
            Told::Colour(base) if since(asked) <= PATIENCE => {
                self.coloured = Some(now);
                Some(base)
            }
            Told::Colour(_) => None,
            Told::Scheme(_) if self.coloured.is_some_and(|then| since(then) < SAME) => None,
            Told::Scheme(base) => Some(base),
        }
    }
}

/// What the text of an operating system command says of the background: `11;rgb:ffff/ffff/ffff`, with one to four digits
/// a part; `None` where it is about something else, or has not that form.
pub(super) fn colour(text: &[u8]) -> Option<Told> {
    let text = std::str::from_utf8(text).ok()?.strip_prefix("11;")?;
    let parts = text.strip_prefix("rgb:").or_else(|| text.strip_prefix("rgba:"))?;
    let parts: Vec<f64> = parts.split('/').map(part).collect::<Option<_>>()?;
    let [red, green, blue, ..] = parts.as_slice() else { return None };
    // The weights of the eye (Rec. 709); what is brighter than the middle is light.
    let brightness = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    Some(Told::Colour(if brightness > 0.5 { Base::Light } else { Base::Dark }))
}

/// One to four hexadecimal digits as a part of one.
fn part(digits: &str) -> Option<f64> {
    let length = i32::try_from(digits.len()).ok().filter(|length| (1..=4).contains(length))?;
    // A sign before them is no digit.
    let value =
        u16::from_str_radix(digits, 16).ok().filter(|_| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
    Some(f64::from(value) / (16_f64.powi(length) - 1.0))
}

/// What a control sequence says of the colour scheme: `CSI ? 997 ; 1 n` dark, `; 2 n` light.
pub(super) fn scheme(parameters: &[u8], last: u8) -> Option<Told> {
    match (parameters, last) {
        (b"?997;1", b'n') => Some(Told::Scheme(Base::Dark)),
        (b"?997;2", b'n') => Some(Told::Scheme(Base::Light)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_background_is_dark_or_light_by_its_brightness() {
        for (text, wanted) in [
            ("11;rgb:0000/0000/0000", Some(Base::Dark)),
            ("11;rgb:ffff/ffff/ffff", Some(Base::Light)),
            ("11;rgb:ff/ff/ff", Some(Base::Light)),
            ("11;rgb:f/f/e", Some(Base::Light)),
            ("11;rgba:1c1c/1c1c/1c1c/ffff", Some(Base::Dark)),
            ("11;rgb:fdf6/f6f6/e3e3", Some(Base::Light)),
            ("11;rgb:0000/2b2b/3636", Some(Base::Dark)),
            ("11;rgb:0000/0000", None),
            ("11;rgb:00000/0000/0000", None),
            ("11;rgb:+f/00/00", None),
            ("11;rgb:zz/00/00", None),
            ("11;?", None),
            ("10;rgb:ffff/ffff/ffff", None),
            ("4;11;rgb:ffff/ffff/ffff", None),
            ("", None),
        ] {
            assert_eq!(colour(text.as_bytes()), wanted.map(Told::Colour), "{text}");
        }
    }

    #[test]
    fn an_answer_counts_for_a_tenth_of_a_second_and_a_change_at_any_time() {
        let start = Instant::now();
        let after = |millis| start + Duration::from_millis(millis);
        let (light, dark) = (Told::Colour(Base::Light), Told::Scheme(Base::Dark));
        assert_eq!(Asking::default().hears(light, start), None, "nobody has asked");
        let mut asking = Asking::default();
        asking.ask(start);
        assert_eq!(asking.hears(light, after(101)), None, "too late");
        assert_eq!(asking.hears(light, after(100)), Some(Base::Light));
        assert_eq!(asking.hears(dark, after(110)), None, "the colour is what one sees");
        assert_eq!(asking.hears(dark, after(60_000)), Some(Base::Dark), "it has changed");
    }
}
