//! Numbers of registers and of tax offices, by who gave them: one number is one, whatever a list calls it.

use std::sync::LazyLock;

use crate::names::REGISTRATION;

use super::countries;

/// What numbers of a country are called, by what a list's words say of them and by how many digits they have; where no
/// line fits, the words and the country are the scheme.
///
/// Sources: Belarus numbers its register by the UNP (Decree No. 1 of 16 January 2009); Russia gives the INN (Tax Code,
/// article 84) and the OGRN, for entrepreneurs of 15 digits (Government Decree No. 438 of 2002); Ukraine gives the EDRPOU
/// of its Unified State Register (Cabinet Resolution No. 118 of 1996) and people the RNOKPP (Tax Code, article 70); Poland
/// gives the NIP (Act of 13 October 1995), the KRS (Act of 20 August 1997) and the REGON (Act of 29 June 1995).
const TABLE: &str = include_str!("numbers.csv");

/// What gives a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Tax,
    Register,
}

impl Class {
    /// What a number of it is called where its country has no name for it in the table.
    const fn word(self) -> &'static str {
        match self {
            Self::Tax => "Tax number",
            Self::Register => REGISTRATION,
        }
    }
}

struct Row {
    country: &'static str,
    /// `None` for a number that is both.
    class: Option<Class>,
    digits: Vec<usize>,
    scheme: &'static str,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let rows = TABLE.lines().skip(1).filter_map(|line| {
        let mut fields = line.split(';');
        let (country, class, digits, scheme) =
            (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        let class = match class {
            "tax" => Some(Class::Tax),
            "register" => Some(Class::Register),
            _ => None,
        };
        let digits = digits.split(' ').filter_map(|it| it.parse().ok()).collect();
        Some(Row { country, class, digits, scheme })
    });
    rows.collect()
});

/// What the words of a scheme, in lower case, say that gives its numbers; `None` where that is neither a register of
/// companies nor a tax office.
fn class(scheme: &[String]) -> Option<Class> {
    const TAX: [&str; 8] = ["tax", "taxpayer", "taxnumber", "vat", "vatcode", "fiscal", "fiscalcode", "tin"];
    const REGISTERS: [&str; 8] = [
        "registration",
        "regnumber",
        "register",
        "registry",
        "business",
        "company",
        "enterprise",
        "commercial",
    ];
    const OTHERS: [&str; 10] = [
        "vessel", "ship", "hull", "aircraft", "vehicle", "military", "charity", "birth", "passport",
        "national",
    ];
    let has = |words: &[&str]| scheme.iter().any(|word| words.contains(&word.as_str()));
    if has(&OTHERS) {
        None
    } else if has(&TAX) {
        Some(Class::Tax)
    } else {
        Some(Class::Register).filter(|_| has(&REGISTERS))
    }
}

/// A number with fewer digits may be a word about one.
const FEWEST_DIGITS: usize = 4;

/// A number of a register or of a tax office as its country calls it: `600000001`, `600 000 001`, `600000001 (Belarus)`.
/// `words` are those of its scheme, in lower case; `givers` the countries that may have given it.
pub(super) fn national(
    scheme: &str,
    words: &[String],
    value: &str,
    givers: &[&'static str],
) -> Option<(String, String)> {
    let class = class(words)?;
    let said = value.trim().strip_suffix(')').and_then(|it| it.rsplit_once('('));
    let said = said.and_then(|(number, country)| Some((number, countries::code(country)?)));
    let number = said.map_or(value, |(number, _)| number).trim();
    // The scheme itself says it where it was made here, and is nothing but the word and the country: the ID of `Tax ID`
    // is not Indonesia, and the NO of `VAT NO` not Norway.
    let of_scheme = scheme.strip_prefix(class.word()).and_then(|rest| rest.strip_prefix(' '));
    let of_scheme = of_scheme.and_then(|it| countries::code(it).filter(|code| *code == it));
    let own = said.map(|(_, country)| country).or(of_scheme);
    let givers = own.as_ref().map_or(givers, std::slice::from_ref);
    let bare: String = number.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '.')).collect();
    let known = givers.iter().find_map(|country| {
        // A number for the value added tax begins with its country.
        let digits = bare.strip_prefix(country).unwrap_or(&bare);
        let fits = |row: &&Row| {
            row.country == *country
                && row.class.is_none_or(|of| of == class)
                && row.digits.contains(&digits.len())
        };
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let row = ROWS.iter().filter(|_| is_number).find(fits)?;
        Some((row.scheme.to_owned(), digits.to_owned()))
    });
    let by_words = || {
        let [country] = givers else { return None };
        let is_number = bare.chars().filter(char::is_ascii_digit).count() >= FEWEST_DIGITS;
        is_number.then(|| (format!("{} {country}", class.word()), number.to_owned()))
    };
    known.or_else(by_words)
}
