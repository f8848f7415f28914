//! Text folded for search: case, accents and compatibility forms are the same.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Folds a text: compatibility decomposition (NFKD), combining marks dropped, lower case, and letters that
/// Unicode does not decompose but people type without their stroke or as two letters.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        fold_char(c, &mut out);
    }
    out
}

/// Folds a text as filters compare it: hyphens and underscores are spaces.
pub fn normal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // What looks like a hyphen is one.
            '-' | '_' | '–' | '—' => out.push(' '),
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            c => fold_char(c, &mut out),
        }
    }
    out
}

/// The combining marks of a text fall away, so each character folds alone.
fn fold_char(c: char, out: &mut String) {
    match c {
        c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
        // Letters of scripts without marks or cases, which are most of what is not Latin.
        '\u{4e00}'..='\u{9fff}'
        | '\u{5d0}'..='\u{5ea}'
        | '\u{627}'..='\u{64a}'
        | 'α'..='ω'
        | 'а'..='и'
        | 'к'..='я' => {
            out.push(c);
        }
        _ => decompose_compatible(c, |part| {
            if !is_combining_mark(part) {
                part.to_lowercase().for_each(|c| push(c, out));
            }
        }),
    }
}

fn push(c: char, out: &mut String) {
    match c {
        'ł' => out.push('l'),
        'đ' | 'ð' => out.push('d'),
        'ø' => out.push('o'),
        'ħ' => out.push('h'),
        'ı' => out.push('i'),
        'ß' => out.push_str("ss"),
        'æ' => out.push_str("ae"),
        'œ' => out.push_str("oe"),
        'þ' => out.push_str("th"),
        '’' | '‘' => out.push('\''),
        '–' | '—' => out.push('-'),
        c if is_combining_mark(c) => {}
        c => out.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::{fold, fold_char, normal};

    #[test]
    fn letters_that_are_passed_quickly_fold_as_unicode_says() {
        use unicode_normalization::UnicodeNormalization as _;
        for c in '\u{80}'..='\u{ffff}' {
            let mut quick = String::new();
            fold_char(c, &mut quick);
            let marks = unicode_normalization::char::is_combining_mark;
            let plain: String = c.nfkd().filter(|c| !marks(*c)).flat_map(char::to_lowercase).collect();
            let slow = ["ł", "đ", "ð", "ø", "ħ", "ı", "ß", "æ", "œ", "þ", "’", "‘", "–", "—", "\u{307}"];
            assert!(
                quick == plain || slow.iter().any(|letter| plain.contains(letter)),
                "{c}: {quick} {plain}"
            );
        }
    }

    #[test]
    fn filters_take_hyphens_for_spaces() {
        assert_eq!(normal("Asset-Freeze_Ł–x"), "asset freeze l x");
    }

    #[test]
    fn case_accents_and_strokes_fold_away() {
        assert_eq!(fold("Kuźnica Białostocka"), "kuznica bialostocka");
        assert_eq!(fold("Šalčininkai – Pāternieki"), "salcininkai - paternieki");
        assert_eq!(fold("Türkiye İZMİR"), "turkiye izmir");
        assert_eq!(fold("БЕЛАВИЯ Й"), "белавия и");
        assert_eq!(fold("Cafe\u{301}"), fold("CAFÉ"));
    }
}
