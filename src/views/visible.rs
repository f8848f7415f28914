//! Texts of a file as texts: what would steer a terminal or a reader's eye is made visible.

use std::borrow::Cow;

pub use crate::model::text::is_hostile;

/// The text with every control, escape, bidirectional and invisible character made visible: C0 controls as their
/// Unicode pictures (`␛`), the others by number (`⟨202E⟩`).
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hostile) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\0'..='\x1f' => out.extend(char::from_u32(0x2400 + u32::from(c))),
            '\x7f' => out.push('\u{2421}'),
            c if is_hostile(c) => out.push_str(&format!("⟨{:04X}⟩", u32::from(c))),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}
