//! The marks that a merge leaves in a text where it had to stop.

use super::SyntaxError;
use super::scan::{Kind, Scanner};
use crate::ron::node::Span;

/// A mark is a line that begins with so many of one of these, or more.
const SHORTEST: usize = 7;

/// What a line of a merge is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// `<<<<<<<`
    Opens,
    /// `|||||||` or `=======`
    Parts,
    /// `>>>>>>>`
    Closes,
}

/// A line that is a mark.
struct Line {
    mark: Mark,
    /// Where it begins, and where it ends without its line end.
    span: Span,
    /// Its number, from 1.
    number: usize,
}

/// All lines that look like marks, in texts and comments too.
fn lines(text: &str) -> Vec<Line> {
    let bytes = text.as_bytes();
    let mut start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let (mut found, mut number) = (Vec::new(), 1);
    loop {
        let rest = bytes.get(start..).unwrap_or_default();
        let end = start + memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        if let Some(mark) = mark_of(bytes.get(start..end).unwrap_or_default()) {
            found.push(Line { mark, span: Span { start, end }, number });
        }
        if end >= bytes.len() {
            return found;
        }
        (start, number) = (end + 1, number + 1);
    }
}

fn mark_of(line: &[u8]) -> Option<Mark> {
    let first = *line.first()?;
    let mark = match first {
        b'<' => Mark::Opens,
        b'|' | b'=' => Mark::Parts,
        b'>' => Mark::Closes,
        _ => return None,
    };
    let count = line.iter().take_while(|byte| **byte == first).count();
    let ends = matches!(line.get(count), None | Some(b' ' | b'\t' | b'\r'));
    (count >= SHORTEST && ends).then_some(mark)
}

/// The unfinished merges of a text: from each opening mark to the one that closes it. Marks inside of texts and
/// comments are none.
pub fn unfinished_merges(text: &str) -> Vec<SyntaxError> {
    let lines = lines(text);
    // For each mark, the next one that opens or closes a merge.
    let mut next = vec![lines.len(); lines.len()];
    for at in (1..lines.len()).rev() {
        let parts = lines.get(at).is_some_and(|line| line.mark == Mark::Parts);
        let found = if parts { next.get(at).copied().unwrap_or(at) } else { at };
        if let Some(slot) = next.get_mut(at - 1) {
            *slot = found;
        }
    }
    let mut found = Vec::new();
    let mut scanner = Scanner::new(text, 0);
    while !lines.is_empty() {
        let error = match scanner.next() {
            Ok(token) if token.kind == Kind::End => break,
            Ok(_) => continue,
            Err(error) => error,
        };
        let mark = lines.binary_search_by_key(&error.span.start, |line| line.span.start).ok();
        let Some((at, first)) = mark.and_then(|at| Some((at, lines.get(at)?))) else {
            // Something else is wrong here; a quote or comment that is never closed ends the search.
            if scanner.is_at_end() {
                break;
            }
            scanner.jump(error.span.end);
            continue;
        };
        // What stands between the marks need not be whole: it is passed over.
        let closing = next.get(at).and_then(|at| lines.get(*at)).filter(|line| line.mark == Mark::Closes);
        let last = closing.filter(|_| first.mark != Mark::Closes).unwrap_or(first);
        scanner.jump(last.span.end);
        let place = if first.number == last.number {
            format!("line {}", first.number)
        } else {
            format!("lines {} to {}", first.number, last.number)
        };
        found.push(SyntaxError::new(
            Span { start: first.span.start, end: last.span.end },
            format!("an unfinished merge: {place}"),
            "keep what holds of both sides, and remove the lines that begin with <<<<<<<, |||||||, ======= or >>>>>>>",
        ));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        unfinished_merges(text).into_iter().map(|error| error.message).collect()
    }

    #[test]
    fn marks_are_told_from_the_first_line_to_the_last() {
        let text = "(\na: [\n<<<<<<< HEAD\n1,\n=======\n2,\n>>>>>>> branch\n],\n)";
        let one = "an unfinished merge: lines 3 to 7";
        assert_eq!(found(text), [one]);
        assert_eq!(found(&text.replace('\n', "\r\n")), [one]);
        assert_eq!(
            found(&text.replace("1,\n", "1,\n||||||| base\n0,\n")),
            ["an unfinished merge: lines 3 to 9"]
        );
        assert_eq!(found(&format!("{text}\n{text}")), [one, "an unfinished merge: lines 12 to 16"]);
        assert_eq!(found("<<<<<<< ours\n=======\n>>>>>>> theirs\n"), ["an unfinished merge: lines 1 to 3"]);
        assert_eq!(found("\u{feff}<<<<<<<\n=======\n>>>>>>>"), ["an unfinished merge: lines 1 to 3"]);
    }

    #[test]
    fn marks_that_were_removed_in_part_are_told_as_well() {
        assert_eq!(found("(\n=======\na: 1,\n>>>>>>> x\n)"), ["an unfinished merge: lines 2 to 4"]);
        assert_eq!(found("(\n>>>>>>> x\n)"), ["an unfinished merge: line 2"]);
        assert_eq!(found("(\n<<<<<<< x\na: 1,\n)"), ["an unfinished merge: line 2"]);
        assert_eq!(
            found("<<<<<<< x\n=======\n>>>>>>> y\na\n>>>>>>> z\n"),
            ["an unfinished merge: lines 1 to 3", "an unfinished merge: line 5"]
        );
    }

    #[test]
    fn what_stands_between_marks_need_not_be_whole() {
        let text = "(\n<<<<<<< a\nb: \"x\n=======\n/* c: '\n>>>>>>> d\n<<<<<<< e\n=======\n>>>>>>> f\n)";
        assert_eq!(found(text), ["an unfinished merge: lines 2 to 6", "an unfinished merge: lines 7 to 9"]);
    }

    #[test]
    fn marks_in_texts_and_comments_and_shorter_ones_are_none() {
        for text in [
            "(a: \"\n<<<<<<< HEAD\n=======\n>>>>>>> b\n\")",
            "(a: r#\"\n<<<<<<< HEAD\n\"#)",
            "/*\n<<<<<<< HEAD\n*/ // <<<<<<< HEAD\n(a: 1)",
            "(\n<<<<<< a\n)",
            "(\n <<<<<<< a\n)",
            "(\n<<<<<<<a\n)",
            "(a: 1)",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }
}
