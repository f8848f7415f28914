//! Text folded for search: case, accents and compatibility forms are the same.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds a text: compatibility decomposition (NFKD), combining marks dropped, lower case, and letters that
/// Unicode does not decompose but people type without their stroke or as two letters.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
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
    out
}

/// Folds a text as filters compare it: hyphens and underscores are spaces.
pub fn normal(text: &str) -> String {
    let mut text = fold(text);
    if text.contains(['-', '_']) {
        text = text.replace(['-', '_'], " ");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn case_accents_and_strokes_fold_away() {
        assert_eq!(fold("Kuźnica Białostocka"), "kuznica bialostocka");
        assert_eq!(fold("Šalčininkai – Pāternieki"), "salcininkai - paternieki");
        assert_eq!(fold("Türkiye İZMİR"), "turkiye izmir");
        assert_eq!(fold("БЕЛАВИЯ Й"), "белавия и");
        assert_eq!(fold("Cafe\u{301}"), fold("CAFÉ"));
    }
}
