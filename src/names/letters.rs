//! Letters of many scripts as Latin ones, and which scripts a text is in.
//!
//! Belarusian, Russian and Ukrainian letters are written as their usual English romanisation has them (BGN/PCGN without
//! its apostrophes), so that the spelling rules of [`super::slavic`] start from one alphabet; other scripts by `any_ascii`.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The scripts of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scripts(u8);

impl Scripts {
    const LATIN: u8 = 1;
    const CYRILLIC: u8 = 2;
    const GREEK: u8 = 4;
    const HAN: u8 = 8;
    const OTHER: u8 = 16;

    fn of(c: char) -> Self {
        Self(match c {
            c if !c.is_alphabetic() => 0,
            '\u{0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Self::LATIN,
            '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Self::GREEK,
            '\u{400}'..='\u{52f}' => Self::CYRILLIC,
            '\u{2e80}'..='\u{2fdf}'
            | '\u{3005}'..='\u{3007}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3134f}' => Self::HAN,
            _ => Self::OTHER,
        })
    }

    /// Takes the script of a letter.
    pub fn add(&mut self, c: char) {
        self.0 |= Self::of(c).0;
    }

    /// Whether its letters tell how it is spoken in only one way: Latin, Cyrillic, Greek. What is written in another
    /// script can be held against these, and against another text of its own, but is never the same for certain.
    pub fn are_phonetic(self) -> bool {
        self.0 & (Self::HAN | Self::OTHER) == 0
    }

    /// Whether there are letters of a script that writes consonants, or syllables, by their sound: Arabic, Georgian, Hangul.
    pub fn are_heard(self) -> bool {
        self.0 & Self::OTHER != 0 && self.0 & Self::HAN == 0
    }

    /// Whether there is a Cyrillic letter.
    pub fn has_cyrillic(self) -> bool {
        self.0 & Self::CYRILLIC != 0
    }
}

/// A text in the form in which names are compared letter by letter: compatibility forms composed, lower case, without
/// what is not seen.
pub fn lower(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let is_unseen = |c: &char| {
        // A stress mark, and the dot that is left of a Turkish İ.
        matches!(c, '\u{301}' | '\u{307}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    };
    text.nfkc().flat_map(char::to_lowercase).filter(|c| !is_unseen(c)).collect()
}

/// Latin letters that look like Cyrillic ones, in a word of Cyrillic letters, as those: `Cергей` typed with a Latin C.
pub fn unmixed(word: String) -> String {
    let is_cyrillic = |c: char| ('\u{400}'..='\u{52f}').contains(&c);
    let is_latin = |c: char| c.is_ascii_alphabetic() || c == 'ĸ';
    if word.is_ascii() || !word.chars().any(is_cyrillic) || !word.chars().any(is_latin) {
        return word;
    }
    let cyrillic = |c: char| match c {
        'a' => 'а',
        'b' => 'в',
        'c' => 'с',
        'e' => 'е',
        'h' => 'н',
        'i' => 'і',
        'k' | 'ĸ' => 'к',
        'm' => 'м',
        'o' => 'о',
        'p' => 'р',
        't' => 'т',
        'x' => 'х',
        'y' => 'у',
        _ => c,
    };
    word.chars().map(cyrillic).collect()
}

/// Writes a letter in lower case in Latin ones, without its marks.
pub fn plain(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c);
    } else if let Some(latin) = cyrillic(c) {
        out.push_str(latin);
    } else if !is_combining_mark(c) {
        let at = out.len();
        out.push_str(any_ascii::any_ascii_char(c));
        lower_from(out, at);
    }
}

/// The same with the sound that a mark gives it: `š` is `sh`. [`plain`] where it gives none.
pub fn sounding(c: char, out: &mut String) {
    match c {
        'š' | 'ş' | 'ș' => out.push_str("sh"),
        'č' => out.push_str("ch"),
        'ž' | 'ż' => out.push_str("zh"),
        'ŭ' => out.push('w'),
        'ö' => out.push_str("io"),
        _ => plain(c, out),
    }
}

/// Whether a mark gives a letter a sound of its own, or says how the word is read.
pub fn is_marked(c: char) -> bool {
    matches!(c, 'š' | 'ş' | 'ș' | 'č' | 'ž' | 'ż' | 'ŭ' | 'ö' | 'ě' | 'ř')
}

fn lower_from(out: &mut str, at: usize) {
    if let Some(new) = out.get_mut(at..) {
        new.make_ascii_lowercase();
    }
}

/// The Latin letters of a Cyrillic one.
fn cyrillic(c: char) -> Option<&'static str> {
    Some(match c {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' => "g",
        'д' => "d",
        'е' | 'є' | 'э' => "e",
        'ё' => "yo",
        'ж' => "zh",
        'з' => "z",
        'и' | 'і' | 'ї' => "i",
        'й' | 'ы' => "y",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' => "u",
        // The short u is the sound that Russian and Ukrainian write as в.
        'ў' => "w",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ъ' | 'ь' => "",
        'ю' => "yu",
        'я' => "ya",
        _ => return None,
    })
}
