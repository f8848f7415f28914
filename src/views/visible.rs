//! Texts of a file as texts: what would steer a terminal or a reader's eye is made visible.

use std::borrow::Cow;

/// Whether a character would steer the terminal or reorder the line instead of being seen.
pub fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{200e}' | '\u{200f}'          // marks of direction
            | '\u{202a}'..='\u{202e}'                    // embeddings and overrides
            | '\u{2066}'..='\u{2069}'                    // isolates
            | '\u{2028}' | '\u{2029}'                    // separators of lines and paragraphs
            | '\u{200b}' | '\u{feff}' | '\u{2060}'       // nothing at all, in no width
            | '\u{fff9}'..='\u{fffb}'                    // interlinear annotation
            | '\u{e0000}'..='\u{e007f}') // tags
}

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
