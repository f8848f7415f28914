//! Files of a person's own: keys, colours, what is remembered.

/// What such a file says, without the mark that some editors put at the beginning of a text; `None` where it says
/// nothing, being empty or all white space and comments: then the defaults are meant.
pub fn said(text: &str) -> Option<&str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut rest = text.trim_start();
    loop {
        let after = if let Some(comment) = rest.strip_prefix("//") {
            comment.split_once('\n').map_or("", |(_, after)| after)
        } else if let Some(after) = rest.strip_prefix("/*").and_then(after_comment) {
            after
        } else {
            break;
        };
        rest = after.trim_start();
    }
    (!rest.is_empty()).then_some(text)
}

/// What comes after a comment that has begun, comments in it included; `None` where it never ends.
fn after_comment(text: &str) -> Option<&str> {
    let (mut depth, mut rest) = (1, text);
    while depth > 0 {
        let at = rest.find(['*', '/'])?;
        let from = rest.get(at..)?;
        let skipped = if from.starts_with("*/") {
            depth -= 1;
            2
        } else if from.starts_with("/*") {
            depth += 1;
            2
        } else {
            1
        };
        rest = from.get(skipped..)?;
    }
    Some(rest)
}

#[cfg(test)]
mod tests {
    use super::said;

    #[test]
    fn a_file_of_white_space_and_comments_says_nothing() {
        for nothing in [
            "",
            "\u{feff}",
            " \r\n\t\n",
            "// nothing of mine yet",
            "\u{feff}// nothing\r\n// yet\r\n",
            "/* nothing /* at all */ **/ // yet",
            "/**//***/",
        ] {
            assert_eq!(said(nothing), None, "{nothing:?}");
        }
    }

    #[test]
    fn what_a_file_says_comes_without_the_mark_and_with_its_lines() {
        assert_eq!(said("\u{feff}// a\r\n(x)"), Some("// a\r\n(x)"));
        for something in ["(", "/", "/* never closed", "/* a */ /* b", "x // y"] {
            assert_eq!(said(something), Some(something));
        }
    }
}
