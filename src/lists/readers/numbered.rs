//! Fields that hold several things and number them, as the United Kingdom and others write them.

/// Parts of a field that numbers them: `(1) Russia (2) Belarus`, `1) Russia 2) Belarus`, `(1)-(2) Russia`. Semicolons
/// divide as well. What holds neither letters nor digits is no part.
pub(super) fn numbered(field: &str) -> Vec<String> {
    let mut parts = Vec::new();
    for part in field.split(';') {
        let is_plain = part.trim_start().starts_with("1)");
        let mut rest = part;
        let mut current = String::new();
        while let Some(c) = rest.chars().next() {
            let begins_word = current.is_empty() || current.ends_with(char::is_whitespace);
            if let Some(behind) = behind_number(rest, is_plain && begins_word) {
                take(&mut parts, &current);
                current.clear();
                rest = behind;
            } else {
                current.push(c);
                rest = rest.get(c.len_utf8()..).unwrap_or_default();
            }
        }
        take(&mut parts, &current);
    }
    parts
}

/// What stands behind a number of a part, where a text begins with one: `(1)`, or also `1)`.
fn behind_number(text: &str, may_be_plain: bool) -> Option<&str> {
    let (number, behind) = match text.strip_prefix('(') {
        Some(inner) => inner.split_once(')')?,
        None if may_be_plain => text.split_once(')')?,
        None => return None,
    };
    let is_number = matches!(number.len(), 1 | 2) && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then_some(behind)
}

fn take(parts: &mut Vec<String>, part: &str) {
    let part = part.trim().trim_end_matches([',', '.']).trim();
    let says_something = part.chars().any(char::is_alphanumeric);
    if says_something {
        super::super::entry::add(parts, part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_that_number_their_parts_are_taken_apart() {
        for (field, wanted) in [
            ("(1) Russia (2) Belarus", &["Russia", "Belarus"][..]),
            ("(1) Russia. (2) Belarus.", &["Russia", "Belarus"]),
            ("1) Russia 2) Belarus", &["Russia", "Belarus"]),
            ("(1)Russia(2)Belarus", &["Russia", "Belarus"]),
            ("(1)-(2) Russia (3) Belarus", &["Russia", "Belarus"]),
            ("Russia; Belarus", &["Russia", "Belarus"]),
            ("Korea (North)", &["Korea (North)"]),
            ("Belarus (since 2009)", &["Belarus (since 2009)"]),
            ("(1) AB1234 (Quelland 12) (2) CD5678", &["AB1234 (Quelland 12)", "CD5678"]),
            ("No 12) of 3", &["No 12) of 3"]),
            ("(unclosed", &["(unclosed"]),
            ("(1)", &[]),
            ("", &[]),
        ] {
            assert_eq!(numbered(field), wanted, "{field}");
        }
    }
}
