//! Keys written as text, for `frame --keys` and for tests: signs as they are, other keys by name in angle
//! brackets (`2/bel<Enter>`, `<Ctrl-d>`, `<lt>` for `<`).

use super::chord::Chord;

/// Reads keys.
///
/// # Errors
/// Where a bracket is not closed, or what stands in it is no key.
pub fn keys(text: &str) -> Result<Vec<Chord>, String> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let (name, after) = if c == '<' {
            let end = rest
                .find('>')
                .ok_or_else(|| format!("{rest:?}: this < is never closed; write <lt> for the sign"))?;
            (rest.get(1..end).unwrap_or_default(), rest.get(end + 1..).unwrap_or_default())
        } else {
            rest.split_at(c.len_utf8())
        };
        keys.push(match name {
            "lt" => "<".parse()?,
            " " => "Space".parse()?,
            name => name.parse()?,
        });
        rest = after;
    }
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::keys;

    #[test]
    fn signs_are_themselves_and_names_stand_in_brackets() {
        let read =
            |text: &str| keys(text).map(|keys| keys.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(read("2/bé<Enter><lt>").unwrap(), ["2", "/", "b", "é", "⏎", "<"]);
        assert!(read("<Entr>").is_err());
        assert!(read("a<b").is_err());
    }
}
