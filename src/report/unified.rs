//! What differs between two texts, line by line, as `diff -u` writes it and `patch` takes it.

use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput};

/// So many lines that are the same stand around those that differ.
const AROUND: usize = 3;

/// Lines that differ: those of the old text, those of the new one.
type Hunk = (Range<usize>, Range<usize>);

/// The difference between two texts that are called `name`; empty where they are the same.
pub fn unified(old: &str, new: &str, name: &str) -> String {
    let lines = |text: &'_ str| text.split_inclusive('\n').map(str::to_owned).collect::<Vec<_>>();
    let (before, after) = (lines(old), lines(new));
    let hunks = hunks(old, new);
    if hunks.is_empty() {
        return String::new();
    }
    let mut out = format!("--- {name}\n+++ {name}\n");
    let is_near = |(a, _): &Hunk, (b, _): &Hunk| b.start <= a.end + 2 * AROUND;
    for group in hunks.chunk_by(is_near) {
        let (Some((first, first_new)), Some((last, last_new))) = (group.first(), group.last()) else {
            continue;
        };
        let from = first.start.saturating_sub(AROUND);
        let to = (last.end + AROUND).min(before.len());
        let from_new = first_new.start - (first.start - from);
        let to_new = last_new.end + (to - last.end);
        out.push_str(&format!("@@ -{} +{} @@\n", stretch(from..to), stretch(from_new..to_new)));
        let mut at = from;
        for (gone, come) in group {
            put(&mut out, ' ', &before, at..gone.start);
            put(&mut out, '-', &before, gone.clone());
            put(&mut out, '+', &after, come.clone());
            at = gone.end;
        }
        put(&mut out, ' ', &before, at..to);
    }
    out
}

/// Myers' algorithm with git's own bounds, so that hostile texts take no longer than others.
fn hunks(old: &str, new: &str) -> Vec<Hunk> {
    let mut input: InternedInput<&str> = InternedInput::default();
    input.update_before(old.split_inclusive('\n'));
    input.update_after(new.split_inclusive('\n'));
    let mut diff = Diff::compute(Algorithm::Myers, &input);
    diff.postprocess_lines(&input);
    let wide = |range: Range<u32>| range.start as usize..range.end as usize;
    diff.hunks().map(|hunk| (wide(hunk.before), wide(hunk.after))).collect()
}

/// Where lines stand and how many they are; of none, the line before them.
fn stretch(lines: Range<usize>) -> String {
    match lines.len() {
        0 => format!("{},0", lines.start),
        1 => format!("{}", lines.start + 1),
        count => format!("{},{count}", lines.start + 1),
    }
}

fn put(out: &mut String, sign: char, lines: &[String], which: Range<usize>) {
    for line in lines.get(which).unwrap_or_default() {
        out.push(sign);
        out.push_str(line);
        if !line.ends_with('\n') {
            out.push_str("\n\\ No newline at end of file\n");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_differ_stand_among_those_around_them() {
        let old = (1..=20).map(|line| line.to_string()).collect::<Vec<_>>().join("\n") + "\n";
        let new = old.replace("\n5\n", "\nfive\n5a\n").replace("\n18\n", "\n");
        let expected = "--- f\n+++ f\n@@ -2,7 +2,8 @@\n 2\n 3\n 4\n-5\n+five\n+5a\n 6\n 7\n 8\n@@ -15,6 +16,5 @@\n 15\n 16\n 17\n-18\n 19\n 20\n";
        assert_eq!(unified(&old, &new, "f"), expected);
        assert_eq!(unified(&old, &old, "f"), "");
    }

    #[test]
    fn lines_near_each_other_are_one_piece_and_empty_texts_and_missing_line_ends_are_told() {
        assert_eq!(
            unified("a\nb\nc\n", "A\nb\nC\n", "f"),
            "--- f\n+++ f\n@@ -1,3 +1,3 @@\n-a\n+A\n b\n-c\n+C\n"
        );
        assert_eq!(unified("", "a\n", "f"), "--- f\n+++ f\n@@ -0,0 +1 @@\n+a\n");
        assert_eq!(
            unified("a", "a\n", "f"),
            "--- f\n+++ f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"
        );
    }
}
