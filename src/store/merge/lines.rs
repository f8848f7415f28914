//! Three-way merge of lines, as git does it, and the marks around what two sides have made of the same lines.

use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput};

/// What two sides have made of some lines of the base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// Nothing, or both the same.
    None,
    /// Only ours changed them.
    Ours,
    /// Only theirs changed them.
    Theirs,
    /// Both changed them, differently.
    Both,
}

/// Some lines in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chunk<'t> {
    pub change: Change,
    pub base: &'t [u8],
    pub ours: &'t [u8],
    pub theirs: &'t [u8],
}

impl<'t> Chunk<'t> {
    /// What comes of it where there is nothing to choose.
    pub fn merged(&self) -> Option<&'t [u8]> {
        match self.change {
            Change::None | Change::Ours => Some(self.ours),
            Change::Theirs => Some(self.theirs),
            Change::Both => None,
        }
    }
}

/// The lines of a text, each with its end, and where each begins.
struct Lines<'t> {
    text: &'t [u8],
    /// One more than there are lines: the last is the end of the text.
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn of(text: &'t [u8]) -> Self {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', text).map(|at| at + 1).filter(|at| *at < text.len()));
        if !text.is_empty() {
            starts.push(text.len());
        }
        Self { text, starts }
    }

    fn len(&self) -> usize {
        self.starts.len() - 1
    }

    fn each(&self) -> impl Iterator<Item = &'t [u8]> {
        (0..self.len()).map(|at| self.cut(at..at + 1))
    }

    fn cut(&self, lines: Range<usize>) -> &'t [u8] {
        let at = |line: usize| self.starts.get(line).copied().unwrap_or(self.text.len());
        self.text.get(at(lines.start)..at(lines.end)).unwrap_or_default()
    }
}

/// Stretches of lines that differ: those of the one, those of the other. Myers' algorithm with git's own bounds, so
/// that hostile texts take no longer than others.
fn differing(before: &Lines<'_>, after: &Lines<'_>) -> Vec<(Range<usize>, Range<usize>)> {
    let mut input: InternedInput<&[u8]> = InternedInput::default();
    input.update_before(before.each());
    input.update_after(after.each());
    let mut diff = Diff::compute(Algorithm::Myers, &input);
    diff.postprocess_lines(&input);
    let wide = |range: Range<u32>| range.start as usize..range.end as usize;
    diff.hunks().map(|hunk| (wide(hunk.before), wide(hunk.after))).collect()
}

/// Where the differences of one side to the base have come to on the walk through the base.
struct Walk {
    hunks: std::iter::Peekable<std::vec::IntoIter<(Range<usize>, Range<usize>)>>,
    /// The line of the base and the line of the side behind what was passed.
    base: usize,
    side: usize,
}

impl Walk {
    fn new(base: &Lines<'_>, side: &Lines<'_>) -> Self {
        Self { hunks: differing(base, side).into_iter().peekable(), base: 0, side: 0 }
    }

    /// Where the next difference begins in the base.
    fn next(&mut self) -> Option<usize> {
        self.hunks.peek().map(|(base, _)| base.start)
    }

    /// Passes all differences that begin at or before a line of the base; whether there was one.
    fn pass(&mut self, reach: &mut usize) -> bool {
        let mut passed = false;
        while let Some((base, side)) = self.hunks.next_if(|(base, _)| base.start <= *reach) {
            *reach = base.end.max(*reach);
            (self.base, self.side) = (base.end, side.end);
            passed = true;
        }
        passed
    }

    /// The line of the side that stands where a line of the base does, everything before it being passed.
    fn at(&self, base: usize) -> usize {
        self.side + (base - self.base)
    }
}

/// Merges two sides of a base line by line. Changes that touch each other are a conflict, as with git.
pub(super) fn merge<'t>(base: &'t [u8], ours: &'t [u8], theirs: &'t [u8]) -> Vec<Chunk<'t>> {
    let (b, o, t) = (Lines::of(base), Lines::of(ours), Lines::of(theirs));
    let (mut ow, mut tw) = (Walk::new(&b, &o), Walk::new(&b, &t));
    let mut chunks = Vec::new();
    let (mut base_at, mut ours_at, mut theirs_at) = (0, 0, 0);
    loop {
        let start = match (ow.next(), tw.next()) {
            (Some(o), Some(t)) => o.min(t),
            (Some(at), None) | (None, Some(at)) => at,
            (None, None) => b.len(),
        };
        let (ours_start, theirs_start) = (ow.at(start), tw.at(start));
        if start > base_at {
            chunks.push(Chunk {
                change: Change::None,
                base: b.cut(base_at..start),
                ours: o.cut(ours_at..ours_start),
                theirs: t.cut(theirs_at..theirs_start),
            });
        }
        // Everything that hangs together: until neither side has a difference that touches what is passed.
        let mut end = start;
        let (mut by_ours, mut by_theirs) = (false, false);
        loop {
            let more = (ow.pass(&mut end), tw.pass(&mut end));
            (by_ours, by_theirs) = (by_ours || more.0, by_theirs || more.1);
            if more == (false, false) {
                break;
            }
        }
        if !by_ours && !by_theirs {
            return chunks;
        }
        (base_at, ours_at, theirs_at) = (end, ow.at(end), tw.at(end));
        let (ours, theirs) = (o.cut(ours_start..ours_at), t.cut(theirs_start..theirs_at));
        let change = match (by_ours, by_theirs) {
            (true, false) => Change::Ours,
            (false, true) => Change::Theirs,
            _ if ours == theirs => Change::None,
            _ => Change::Both,
        };
        chunks.push(Chunk { change, base: b.cut(start..end), ours, theirs });
    }
}

/// What stands around the lines of two sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marks {
    /// The name of our side.
    pub ours: String,
    /// The name of the other side.
    pub theirs: String,
    /// How many signs a mark has.
    pub size: usize,
    /// The end of a line.
    pub newline: &'static str,
}

impl Default for Marks {
    fn default() -> Self {
        Self { ours: "ours".to_owned(), theirs: "theirs".to_owned(), size: 7, newline: "\n" }
    }
}

/// A text that grows, some lines of it between marks.
pub(super) struct Marked<'m> {
    marks: &'m Marks,
    pub text: Vec<u8>,
    pub conflicts: usize,
}

impl<'m> Marked<'m> {
    pub fn new(marks: &'m Marks) -> Self {
        Self { marks, text: Vec::new(), conflicts: 0 }
    }

    fn line(&mut self, sign: u8, name: &str) {
        self.end_line();
        self.text.extend(std::iter::repeat_n(sign, self.marks.size));
        if !name.is_empty() {
            self.text.push(b' ');
            self.text.extend_from_slice(name.as_bytes());
        }
        self.text.extend_from_slice(self.marks.newline.as_bytes());
    }

    /// Marks stand around whole lines, where the last line of a text has no end as well.
    fn end_line(&mut self) {
        if self.text.last().is_some_and(|last| *last != b'\n') {
            self.text.extend_from_slice(self.marks.newline.as_bytes());
        }
    }

    pub fn both(&mut self, ours: &[u8], theirs: &[u8]) {
        self.conflicts += 1;
        self.line(b'<', &self.marks.ours);
        self.text.extend_from_slice(ours);
        self.line(b'=', "");
        self.text.extend_from_slice(theirs);
        self.line(b'>', &self.marks.theirs);
    }

    /// Two texts, with marks around the lines on which they differ. Where fewer than `near` lines stand between two
    /// differences, they are one.
    pub fn differences(&mut self, ours: &[u8], theirs: &[u8], near: usize) {
        let (o, t) = (Lines::of(ours), Lines::of(theirs));
        let mut joined: Vec<(Range<usize>, Range<usize>)> = Vec::new();
        for (before, after) in differing(&o, &t) {
            match joined.last_mut() {
                Some(last) if before.start - last.0.end < near => {
                    (last.0.end, last.1.end) = (before.end, after.end);
                }
                _ => joined.push((before, after)),
            }
        }
        let mut at = 0;
        for (before, after) in joined {
            self.text.extend_from_slice(o.cut(at..before.start));
            at = before.end;
            self.both(o.cut(before), t.cut(after));
        }
        self.text.extend_from_slice(o.cut(at..o.len()));
    }
}

/// So many lines that are the same may stand between two conflicts that are one, with git.
const NEAR: usize = 4;

/// Merges line by line, with marks as git sets them: around just the lines that differ. Also says how many conflicts
/// there are.
pub(super) fn merge_marked(base: &[u8], ours: &[u8], theirs: &[u8], marks: &Marks) -> (Vec<u8>, usize) {
    let mut out = Marked::new(marks);
    for chunk in merge(base, ours, theirs) {
        match chunk.merged() {
            Some(lines) => out.text.extend_from_slice(lines),
            None => out.differences(chunk.ours, chunk.theirs, NEAR),
        }
    }
    (out.text, out.conflicts)
}

/// The merge of lines where nothing is to choose.
pub(super) fn merge_clean(base: &str, ours: &str, theirs: &str) -> Option<String> {
    let chunks = merge(base.as_bytes(), ours.as_bytes(), theirs.as_bytes());
    let lines: Option<Vec<&[u8]>> = chunks.iter().map(Chunk::merged).collect();
    String::from_utf8(lines?.concat()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marked(base: &str, ours: &str, theirs: &str) -> String {
        let (text, _) = merge_marked(base.as_bytes(), ours.as_bytes(), theirs.as_bytes(), &Marks::default());
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn changes_of_different_lines_go_together() {
        assert_eq!(marked("a\nb\nc\nd\n", "A\nb\nc\nd\n", "a\nb\nc\nD\n"), "A\nb\nc\nD\n");
        assert_eq!(marked("a\nb\nc\n", "a\nc\n", "a\nb\nc\nd\n"), "a\nc\nd\n");
        assert_eq!(marked("a\n", "x\n", "x\n"), "x\n");
        assert_eq!(marked("", "", "x\n"), "x\n");
    }

    #[test]
    fn changes_of_the_same_lines_stand_between_marks() {
        assert_eq!(
            marked("a\nb\n", "a\nB\n", "a\nbb\n"),
            "a\n<<<<<<< ours\nB\n=======\nbb\n>>>>>>> theirs\n"
        );
        assert_eq!(marked("", "x\na\n", "x\nb"), "x\n<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n");
        assert_eq!(marked("a\nb\n", "b\n", "A\nb\n"), "<<<<<<< ours\n=======\nA\n>>>>>>> theirs\nb\n");
    }

    proptest! {
        #[test]
        fn a_side_that_changed_nothing_leaves_the_other_as_it_is(a in "[abc\n]{0,30}", b in "[abc\n]{0,30}") {
            prop_assert_eq!(marked(&a, &b, &a), b.clone());
            prop_assert_eq!(marked(&a, &a, &b), b);
        }

        #[test]
        fn every_line_of_a_side_is_in_its_halves(base in "[ab\n]{0,30}", ours in "[ab\n]{0,30}", theirs in "[ab\n]{0,30}") {
            let chunks = merge(base.as_bytes(), ours.as_bytes(), theirs.as_bytes());
            for (side, pick) in [(&base, 0), (&ours, 1), (&theirs, 2)] {
                let all: Vec<u8> =
                    chunks.iter().flat_map(|c| [c.base, c.ours, c.theirs][pick]).copied().collect();
                prop_assert_eq!(&all, side.as_bytes());
            }
        }
    }
}
