//! Identifiers that carry a check digit: a slip of the pen is found before it is looked up in vain.

use thiserror::Error;

/// Why an identifier cannot be right.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum IdentifierError {
    /// The scheme wants another number of signs, or other signs.
    #[error("{scheme} {form}")]
    Form {
        /// The scheme.
        scheme: &'static str,
        /// What it is made of.
        form: &'static str,
    },
    /// The last sign does not follow from the others.
    #[error("the check digit of this {scheme} number is wrong: a digit is missing, mistyped or out of place")]
    CheckDigit {
        /// The scheme.
        scheme: &'static str,
    },
}

/// A scheme that can be checked.
struct Scheme {
    name: &'static str,
    /// Prefixes that people write before the value.
    prefixes: &'static [&'static str],
    form: &'static str,
    /// Whether the signs are of the right number and sort.
    is_formed: fn(&[u8]) -> bool,
    /// Whether the check digits follow from the rest.
    is_right: fn(&[u8]) -> bool,
}

const SCHEMES: &[Scheme] = &[
    // IMO Resolution A.1117(30): the first six digits weighed 7 to 2; the last digit of the sum is the seventh.
    Scheme {
        name: "IMO",
        prefixes: &["IMO"],
        form: "numbers have seven digits",
        is_formed: |it| it.len() == 7 && digits(it),
        is_right: |it| weighed(it, &[7, 6, 5, 4, 3, 2]) % 10 == digit(it, 6),
    },
    // ISO 17442 with ISO/IEC 7064, MOD 97-10.
    Scheme {
        name: "LEI",
        prefixes: &[],
        form: "codes have 18 letters and digits and two check digits",
        is_formed: |it| {
            let (head, check) = it.split_at(it.len().saturating_sub(2));
            it.len() == 20 && head.iter().all(u8::is_ascii_alphanumeric) && digits(check)
        },
        is_right: |it| remainder_97(it) == 1,
    },
    // Resolution 1217 of 1998 of the Ministry of Taxes of Belarus: weights 29 to 3, modulo 11.
    Scheme {
        name: "UNP",
        prefixes: &["UNP"],
        form: "numbers have nine digits, or two letters and seven digits",
        is_formed: |it| {
            let (head, tail) = it.split_at(it.len().min(2));
            it.len() == 9 && (digits(it) || head.iter().all(u8::is_ascii_alphabetic) && digits(tail))
        },
        // Numbers of persons begin with letters, whose values the register does not publish.
        is_right: |it| !digits(it) || weighed(it, &[29, 23, 19, 17, 13, 7, 5, 3]) % 11 == digit(it, 8),
    },
    // Order MMV-7-6/435 of the Federal Tax Service of Russia.
    Scheme {
        name: "INN",
        prefixes: &["INN"],
        form: "numbers have ten digits (companies) or twelve (persons)",
        is_formed: |it| (it.len() == 10 || it.len() == 12) && digits(it),
        is_right: |it| {
            const WEIGHTS: [u32; 11] = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
            let checks = |at: usize| {
                let weights = WEIGHTS.get(WEIGHTS.len().saturating_sub(at)..).unwrap_or_default();
                weighed(it, weights) % 11 % 10 == digit(it, at)
            };
            if it.len() == 10 { checks(9) } else { checks(10) && checks(11) }
        },
    },
    // Order 117n of 2020 of the Ministry of Finance of Russia: the number without its last digit, modulo 11.
    Scheme {
        name: "OGRN",
        prefixes: &["OGRN"],
        form: "numbers have thirteen digits",
        is_formed: |it| it.len() == 13 && digits(it),
        is_right: |it| {
            let rest = it.iter().take(12).fold(0, |rest, byte| (rest * 10 + u32::from(byte - b'0')) % 11);
            rest % 10 == digit(it, 12)
        },
    },
];

fn digits(text: &[u8]) -> bool {
    text.iter().all(u8::is_ascii_digit)
}

fn digit(text: &[u8], at: usize) -> u32 {
    text.get(at).map_or(0, |byte| u32::from(byte.wrapping_sub(b'0')))
}

/// The digits, each times its weight, added up.
fn weighed(text: &[u8], weights: &[u32]) -> u32 {
    weights.iter().enumerate().map(|(at, weight)| weight * digit(text, at)).sum()
}

/// The number that letters (A is 10, Z is 35) and digits make, modulo 97.
fn remainder_97(text: &[u8]) -> u32 {
    text.iter().fold(0, |rest, byte| match byte {
        b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
        b'A'..=b'Z' => (rest * 100 + u32::from(byte - b'A') + 10) % 97,
        b'a'..=b'z' => (rest * 100 + u32::from(byte - b'a') + 10) % 97,
        _ => rest,
    })
}

/// Checks an identifier of a scheme that has a check digit (IMO, LEI, UNP, INN, OGRN); those of any other scheme pass.
/// White space and hyphens between the signs, and the name of the scheme before them, say nothing.
///
/// # Errors
/// The value has not the form of its scheme, or its check digit does not follow from the rest.
pub fn check_identifier(scheme: &str, value: &str) -> Result<(), IdentifierError> {
    let Some(scheme) = SCHEMES.iter().find(|known| known.name.eq_ignore_ascii_case(scheme.trim())) else {
        return Ok(());
    };
    let mut signs: String = value.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    for prefix in scheme.prefixes {
        if signs.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix)) {
            signs.drain(..prefix.len());
        }
    }
    if !(scheme.is_formed)(signs.as_bytes()) {
        return Err(IdentifierError::Form { scheme: scheme.name, form: scheme.form });
    }
    if !(scheme.is_right)(signs.as_bytes()) {
        return Err(IdentifierError::CheckDigit { scheme: scheme.name });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Public numbers: the ship of IMO's own example, the issuer of LEIs itself, a potash works, two exchanges.
    const RIGHT: &[(&str, &str)] = &[
        ("IMO", "9074729"),
        ("imo", "IMO 9074729"),
        ("LEI", "506700GE1G29325QX363"),
        ("UNP", "600122610"),
        ("UNP", "600 122 610"),
        ("INN", "7702077840"),
        ("OGRN", "1027739387411"),
        ("Registration", "anything"),
    ];

    #[test]
    fn a_right_number_passes_however_it_is_spaced() {
        for (scheme, value) in RIGHT {
            assert_eq!(check_identifier(scheme, value), Ok(()), "{scheme} {value}");
        }
    }

    #[test]
    fn one_digit_changed_is_found_in_every_scheme_and_at_every_place() {
        for (scheme, value) in RIGHT.iter().filter(|(scheme, _)| *scheme != "Registration") {
            for (at, byte) in value.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit()) {
                let mut slip = (*value).to_owned().into_bytes();
                slip[at] = if byte == b'9' { b'0' } else { byte + 1 };
                let slip = String::from_utf8(slip).unwrap();
                assert!(check_identifier(scheme, &slip).is_err(), "{scheme} {slip}");
            }
        }
    }

    #[test]
    fn a_number_that_is_too_short_or_of_other_signs_is_told_by_its_form() {
        for (scheme, value) in
            [("IMO", "907472"), ("IMO", "90747２9"), ("LEI", "506700GE1G29325QX36"), ("UNP", "")]
        {
            let error = check_identifier(scheme, value).unwrap_err();
            assert!(matches!(error, IdentifierError::Form { .. }), "{error}");
        }
    }
}
