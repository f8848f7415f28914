//! What stands between the values of a text: comments, blank lines, indentation.

use super::scan::{Kind, Scanner};

/// The comments of a text, each as it is written, without the end of its line. Where the text cannot be read to its
/// end, the comments up to there.
pub fn comments(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut scanner = Scanner::new(text, 0);
    let mut from = 0;
    loop {
        let Ok(token) = scanner.next() else {
            return found;
        };
        collect(text.get(from..token.span.start).unwrap_or_default(), &mut found);
        if token.kind == Kind::End {
            return found;
        }
        from = token.span.end;
    }
}

/// The comments of a stretch that holds nothing else but white space.
fn collect<'t>(blank: &'t str, found: &mut Vec<&'t str>) {
    let mut rest = blank;
    while let Some(at) = rest.find('/') {
        let comment = rest.get(at..).unwrap_or_default();
        let length = match block_end(comment) {
            Some(end) => end,
            None => comment.find('\n').unwrap_or(comment.len()),
        };
        let (comment, behind) = comment.split_at_checked(length.max(1)).unwrap_or((comment, ""));
        found.push(comment.trim_end());
        rest = behind;
    }
}

/// Where the block comment at the beginning of `text` ends, if there is one.
fn block_end(text: &str) -> Option<usize> {
    if !text.starts_with("/*") {
        return None;
    }
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (0, 0usize);
    while at < bytes.len() {
        match (bytes.get(at), bytes.get(at + 1)) {
            (Some(b'/'), Some(b'*')) => (at, depth) = (at + 2, depth + 1),
            (Some(b'*'), Some(b'/')) => {
                (at, depth) = (at + 2, depth.saturating_sub(1));
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => at += 1,
        }
    }
    Some(text.len())
}

/// Whether a text holds nothing but white space and comments that end in it, so that any value may follow.
pub fn is_blank(text: &str) -> bool {
    let probe = format!("{text}(");
    let token = Scanner::new(&probe, 0).next();
    token.is_ok_and(|token| token.kind == Kind::Mark(b'(') && token.span.start == text.len())
}

/// Where the comma behind an item stands that ends at `at`, comments between them passed over.
pub fn comma_behind(text: &str, at: usize) -> Option<usize> {
    let token = Scanner::new(text, at).next().ok()?;
    (token.kind == Kind::Mark(b',')).then_some(token.span.start)
}

/// From behind a comma or bracket: the end of its line, the line's end included, where nothing but comments stands on
/// the rest of it; else `at` itself. `limit` is where the next value begins.
pub fn rest_of_line(text: &str, at: usize, limit: usize) -> usize {
    let mut here = at;
    loop {
        let rest = text.get(here..limit).unwrap_or_default();
        let body = rest.trim_start_matches([' ', '\t', '\r']);
        here += rest.len() - body.len();
        if body.starts_with('\n') {
            return here + 1;
        }
        if body.starts_with("//") {
            return body.find('\n').map_or(limit, |newline| here + newline + 1);
        }
        match block_end(body) {
            Some(end) if !body.get(..end).unwrap_or_default().contains('\n') => here += end,
            _ => return at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_found_between_values_and_not_in_texts() {
        let text = "// head\r\n( // a\n id: \"// no\", /* b /* c */ */ x: r#\"/* no */\"#, 'c', // d";
        assert_eq!(comments(text), ["// head", "// a", "/* b /* c */ */", "// d"]);
        assert_eq!(comments("/* a\n b */ // c"), ["/* a\n b */", "// c"]);
        assert_eq!(comments(""), Vec::<&str>::new());
    }

    #[test]
    fn blank_is_what_any_value_may_follow() {
        for blank in ["", " \n", "// a\n", "/* a */", "  // a\n  /* b\n */ "] {
            assert!(is_blank(blank), "{blank:?}");
        }
        for other in ["// a", "/* a", "a", ",", "/* /* */", "<<<<<<<"] {
            assert!(!is_blank(other), "{other:?}");
        }
    }

    #[test]
    fn the_rest_of_a_line_is_blanks_and_comments_up_to_its_end() {
        let cut = |text: &str| text[rest_of_line(text, 0, text.len())..].to_owned();
        assert_eq!(cut("  // a\n  b"), "  b");
        assert_eq!(cut(" /* a */ // b\r\n c"), " c");
        assert_eq!(cut(" /* a */ b"), " /* a */ b");
        assert_eq!(cut(" /* a\n */ b"), " /* a\n */ b");
        assert_eq!(cut("\r\nb"), "b");
    }
}
