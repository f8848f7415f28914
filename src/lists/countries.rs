//! Countries: their codes, and the names that lists and people have for them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;

/// ISO 3166 alpha-2 and alpha-3 codes, the usual name, and other names behind it. States that are gone have the codes
/// that OpenSanctions gives them. Source: ISO 3166; other spellings as OFAC, the EU, the UK and the UN write them.
const TABLE: &str = include_str!("../names/countries.csv");

struct Countries {
    /// Codes by every text that stands for them, folded.
    codes: HashMap<String, &'static str>,
    names: HashMap<&'static str, &'static str>,
}

static COUNTRIES: LazyLock<Countries> = LazyLock::new(|| {
    let mut countries = Countries { codes: HashMap::new(), names: HashMap::new() };
    for line in TABLE.lines().skip(1) {
        let mut fields = line.split(';');
        let (Some(code), Some(three), Some(name)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        countries.names.insert(code, name);
        let others = fields.next().unwrap_or_default().split('|');
        for text in [code, three, name].into_iter().chain(others).filter(|text| !text.is_empty()) {
            countries.codes.entry(folded(text)).or_insert(code);
        }
    }
    countries
});

/// A name without case, accents, marks and the words that lists add at will.
fn folded(text: &str) -> String {
    let plain = text.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c));
    let plain = plain.flat_map(char::to_lowercase).collect::<String>().replace(['’', '`', '.'], "'");
    let words: Vec<&str> =
        plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    // A word alone may be a code.
    let is_filler = |word: &&&str| words.len() > 1 && matches!(**word, "the" | "of" | "and");
    words.iter().filter(|word| !is_filler(word)).copied().collect::<Vec<_>>().join(" ")
}

/// The code of a country by a code or a name of it, in any spelling that is known: `KP` of `Korea, North`. What a list
/// remarks of it does not matter: `Belarus (since 2009)`.
pub fn code(text: &str) -> Option<&'static str> {
    let known = |name: &str| COUNTRIES.codes.get(&folded(name)).copied();
    known(text).or_else(|| {
        let (name, remark) = text.trim_end().strip_suffix(')')?.split_once(" (")?;
        // With a capital letter it is a part of the name: Guinea (Bissau) is not Guinea.
        known(name).filter(|_| remark.starts_with(|c: char| c.is_ascii_lowercase()))
    })
}

/// The usual name of a country, by its code.
pub fn name(code: &str) -> Option<&'static str> {
    COUNTRIES.names.get(code).copied()
}

/// A country as a person reads it: the name for a code, else what is written.
pub fn shown(text: &str) -> Cow<'_, str> {
    code(text).and_then(name).map_or(Cow::Borrowed(text), Cow::Borrowed)
}

/// Whether two texts stand for one country.
pub fn same(one: &str, other: &str) -> bool {
    match (code(one), code(other)) {
        (Some(one), Some(other)) => one == other,
        (None, None) => folded(one) == folded(other),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_known_by_its_codes_and_by_every_lists_name_for_it() {
        for (texts, wanted) in [
            (
                &[
                    "KP",
                    "prk",
                    "Korea, North",
                    "North Korea",
                    "DPRK",
                    "Democratic People's Republic of Korea",
                ][..],
                "KP",
            ),
            (&["mm", "Burma", "Myanmar"], "MM"),
            (&["by", "BLR", "BELARUS", "Republic of Belarus", "Bélarus"], "BY"),
            (&["Congo, Democratic Republic of the", "Congo (Democratic Republic)", "cd"], "CD"),
            (&["Cote d'Ivoire", "Côte d’Ivoire", "Ivory Coast"], "CI"),
            (&["IRAN (ISLAMIC REPUBLIC OF)", "Iran"], "IR"),
            (&["RUSSIAN FEDERATION", "Russia"], "RU"),
            (&["Bahamas, The", "The Bahamas", "Bahamas"], "BS"),
            (&["Libya (possible location as at Jul 2017)", "Libya (since 2009) "], "LY"),
        ] {
            for text in texts {
                assert_eq!(code(text), Some(wanted), "{text}");
            }
        }
        assert_eq!(
            (code("Quelland"), code(""), code("Niger"), code("Nigeria")),
            (None, None, Some("NE"), Some("NG"))
        );
        assert_eq!(
            (code("Georgia (South)"), code("Quelland (since 2009)"), code("(since 2009)")),
            (None, None, None)
        );
        assert!(same("Quelland", "QUELLAND") && !same("Quelland", "BY"));
    }

    #[test]
    fn no_name_stands_for_two_countries() {
        let mut seen: HashMap<String, &str> = HashMap::new();
        for line in TABLE.lines().skip(1) {
            let fields: Vec<&str> = line.split(';').collect();
            let [code, three, name, others] = fields[..] else { panic!("{line}") };
            for text in [code, three, name].into_iter().chain(others.split('|')).filter(|it| !it.is_empty()) {
                let before = seen.insert(folded(text), code);
                assert!(before.is_none_or(|before| before == code), "{text}: {before:?} and {code}");
            }
        }
    }
}
