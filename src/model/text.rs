//! Characters of a text that nobody sees, and that steer what is seen.

/// Whether a character would steer the terminal or reorder the line instead of being seen.
pub fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{200e}' | '\u{200f}'          // marks of direction
            | '\u{202a}'..='\u{202e}'                    // embeddings and overrides
            | '\u{2066}'..='\u{2069}'                    // isolates
            | '\u{206a}'..='\u{206f}'                    // deprecated: swapping, shaping, digits
            | '\u{2028}' | '\u{2029}'                    // separators of lines and paragraphs
            | '\u{ad}' | '\u{34f}' | '\u{180e}'          // nothing at all, in no width
            | '\u{200b}' | '\u{feff}' | '\u{2060}'..='\u{2064}'
            | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' // letters that are blank
            | '\u{fff9}'..='\u{fffb}'                    // interlinear annotation
            | '\u{1d173}'..='\u{1d17a}'                  // beams and slurs of music
            | '\u{e0000}'..='\u{e0fff}') // tags, and choices of glyphs in which texts are hidden
}
