//! Merging texts, as a merge driver does: by record where all three can be read, else line by line as git does, so
//! that no side is ever lost.
//!
//! Where the lines go together and say what the records say together, the lines are taken: they keep all that both
//! sides wrote. Where they do not (two records added at the same place, changes in lines that touch), the text is put
//! together record by record. What there is to choose stands between marks: with every choice made for one side the
//! text says something without an error.

use std::borrow::Cow;
use std::collections::HashSet;

use super::compose::{Sides, lost};
use super::form::Plain;
use super::lines::{Marked, Marks, merge_clean, merge_marked};
use super::pieces::Pieces;
use super::plan::{Plan, Variant};
use super::rename::Names;
use super::{Conflict, Side};
use crate::model::check::Severity;
use crate::model::id::Id;
use crate::model::state::State;
use crate::ron::outline;
use crate::ron::print::Style;
use crate::store::load::{Loaded, load_text};

/// The three texts of a merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Text {
    /// What both sides come from.
    Base,
    /// Ours.
    Ours,
    /// The other side's.
    Theirs,
}

/// How a text was merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// Only one side has changed anything.
    OneSide,
    /// By record and field.
    Records,
    /// Line by line, because of what is wrong with some of the three: each `is …` or `has …`.
    Lines(Vec<(Text, String)>),
    /// Line by line, because the records could not be put together so that nothing is lost.
    Unfit,
}

/// What came of a merge.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The text, with marks where there is something to choose.
    pub text: Vec<u8>,
    /// How it was made.
    pub way: Way,
    /// How many places there are between marks.
    pub marks: usize,
    /// What there is to choose in records.
    pub conflicts: Vec<Conflict>,
    /// What has comments that both sides changed: ids of records, or parts of the file.
    pub comments: Vec<String>,
    /// The errors of the text; with marks in it, there is no telling.
    pub errors: Vec<String>,
    /// The merged records, with ours where there is something to choose; empty where they were not merged.
    pub state: State,
    /// Which of the three were of schema 1 and were upgraded, so that the text is of schema 2.
    pub upgraded: Vec<Text>,
}

/// Texts that can only be chosen whole: they are no texts, or too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unmergeable;

/// As git does, a file with a NUL in so many first bytes is taken for no text.
const LOOKED_AT: usize = 8000;

/// How often records are put together anew because one of them turns out to be one that must be chosen whole.
pub(super) const ROUNDS: usize = 8;

/// Merges `theirs` into `ours`; both come from `base`.
///
/// # Errors
/// Where they are no texts: then one of them is to be chosen whole.
pub fn merge_texts(base: &[u8], ours: &[u8], theirs: &[u8], marks: &Marks) -> Result<Outcome, Unmergeable> {
    let texts = [base, ours, theirs];
    let one_side = match () {
        () if ours == theirs || theirs == base => Some(ours),
        () if ours == base => Some(theirs),
        () => None,
    };
    if let Some(text) = one_side {
        return Ok(Outcome::new(text.to_vec(), Way::OneSide));
    }
    let is_binary = |text: &[u8]| text.get(..LOOKED_AT.min(text.len())).is_none_or(|head| head.contains(&0));
    let too_long = |text: &[u8]| {
        text.len() >= i32::MAX as usize && memchr::memchr_iter(b'\n', text).count() >= i32::MAX as usize
    };
    if texts.iter().any(|text| is_binary(text) || too_long(text)) {
        return Err(Unmergeable);
    }
    let plain = Plain::of(texts);
    let marks = Marks { newline: plain.newline, ..marks.clone() };
    let [b, o, t] = plain.texts.each_ref().map(Cow::as_ref);
    let read =
        [(Text::Base, b), (Text::Ours, o), (Text::Theirs, t)].map(|(which, text)| (which, readable(text)));
    let mut outcome = match read {
        [(_, Ok(b)), (_, Ok(o)), (_, Ok(t))] => {
            let is_old = |(which, loaded): (Text, &Loaded)| loaded.old.is_some().then_some(which);
            let all = [(Text::Base, &b), (Text::Ours, &o), (Text::Theirs, &t)];
            let upgraded: Vec<Text> = all.into_iter().filter_map(is_old).collect();
            let old = if upgraded.len() == all.len() { as_old(&b, &o, &t) } else { None };
            old.unwrap_or_else(|| Outcome { upgraded, ..by_record(&b, &o, &t, &marks) })
        }
        read => {
            let why = read.into_iter().filter_map(|(which, read)| Some((which, read.err()?))).collect();
            let (text, conflicts) = merge_marked(b, o, t, &marks);
            Outcome { marks: conflicts, ..Outcome::new(text, Way::Lines(why)) }
        }
    };
    outcome.text = plain.form.dress(&outcome.text, outcome.marks > 0);
    Ok(outcome.checked())
}

/// A text that can be merged by record: one that can be read and has no errors.
pub(super) fn readable(text: &[u8]) -> Result<Loaded, String> {
    let text = std::str::from_utf8(text).map_err(|error| {
        let before = text.get(..error.valid_up_to()).unwrap_or_default();
        format!("is not UTF-8 in line {}", memchr::memchr_iter(b'\n', before).count() + 1)
    })?;
    if text.trim().is_empty() {
        return Err("is empty".to_owned());
    }
    let loaded = load_text(text.to_owned());
    match loaded.unfit() {
        None => Ok(loaded),
        Some(why) => {
            let first = loaded.findings.iter().find(|finding| finding.severity == Severity::Error);
            Err(first.map_or(why, |it| format!("has an error in line {}: {}", it.position.line, it.message)))
        }
    }
}

impl Outcome {
    fn new(text: Vec<u8>, way: Way) -> Self {
        let state = State::default();
        let (conflicts, comments, errors) = (Vec::new(), Vec::new(), Vec::new());
        Self { text, way, marks: 0, conflicts, comments, errors, state, upgraded: Vec::new() }
    }

    /// Looks what errors the text has that was made.
    fn checked(mut self) -> Self {
        if self.marks == 0 && self.way != Way::Records {
            self.errors = match String::from_utf8(self.text.clone()) {
                Ok(text) => {
                    let findings = load_text(text).findings.into_iter();
                    let errors = findings.filter(|it| it.severity == Severity::Error);
                    errors.map(|it| format!("line {}: {}", it.position.line, it.message)).collect()
                }
                Err(error) => vec![error.utf8_error().to_string()],
            };
        }
        self
    }
}

/// Three texts of schema 1 whose lines go together and say what their records say together: then nothing need be
/// upgraded.
fn as_old(base: &Loaded, ours: &Loaded, theirs: &Loaded) -> Option<Outcome> {
    let merged = Plan::new(&base.state, &ours.state, &theirs.state).merged(&|_| Side::Ours);
    let text = merge_clean(base.written(), ours.written(), theirs.written())?;
    let is_right = merged.conflicts.is_empty() && says(&text, &merged.state, false);
    is_right.then(|| Outcome { state: merged.state, ..Outcome::new(text.into_bytes(), Way::Records) })
}

fn by_record(base: &Loaded, ours: &Loaded, theirs: &Loaded, marks: &Marks) -> Outcome {
    let mut plan = Plan::new(&base.state, &ours.state, &theirs.state);
    let merged = plan.merged(&|_| Side::Ours);
    if merged.conflicts.is_empty()
        && let Some(text) = merge_clean(&base.text, &ours.text, &theirs.text)
        && says(&text, &merged.state, false)
    {
        return Outcome { state: merged.state, ..Outcome::new(text.into_bytes(), Way::Records) };
    }
    let all = [base, ours, theirs];
    if let Some(sides) = sides(all, &plan) {
        let mut torn: HashSet<Id> = HashSet::new();
        for _ in 0..ROUNDS {
            let variants = [Side::Ours, Side::Theirs].map(|side| (side, plan.merged(&|_| side)));
            let composed =
                variants.each_ref().map(|(side, variant)| sides.compose(variant, *side, &plan.whole));
            let [(a, of_a), (b, of_b)] = composed;
            let whole: HashSet<Id> = of_a.whole.union(&of_b.whole).cloned().collect();
            torn.extend(whole.iter().cloned());
            if plan.take_whole(whole) {
                continue;
            }
            let mut comments = [of_a.comments, of_b.comments].concat();
            comments.extend(torn.iter().map(Id::to_string));
            comments.sort();
            comments.dedup();
            if let Some(outcome) = chosen(all, variants.map(|it| it.1), [a, b], comments, marks) {
                return outcome;
            }
            break;
        }
    }
    unfit(base, ours, theirs, marks)
}

pub(super) fn sides<'t>([base, ours, theirs]: [&'t Loaded; 3], plan: &Plan) -> Option<Sides<'t>> {
    let pieces = |loaded: &'t Loaded, names: &Names| {
        let outline = outline(&loaded.text).ok()?;
        let name = |id: &Id| names.get(id).unwrap_or(id).clone();
        Some(Pieces::of(&loaded.text, &outline, &loaded.state, name))
    };
    Some(Sides {
        base: pieces(base, &plan.names.base)?,
        ours: pieces(ours, &plan.names.ours)?,
        theirs: pieces(theirs, &plan.names.theirs)?,
        states: [base, ours, theirs].map(|it| &it.state),
        style: Style::of(&ours.text),
    })
}

/// The two texts, one for each choice, as one with marks; `None` where one of them does not say what it should, or a
/// comment of a side is in neither.
fn chosen(
    [base, ours, theirs]: [&Loaded; 3],
    [for_ours, for_theirs]: [Variant; 2],
    [a, b]: [String; 2],
    comments: Vec<String>,
    marks: &Marks,
) -> Option<Outcome> {
    let same = a == b;
    if !says(&a, &for_ours.state, true) || (!same && !says(&b, &for_theirs.state, true)) {
        return None;
    }
    let both = if same { Cow::Borrowed(&a) } else { Cow::Owned(format!("{a}\n{b}")) };
    let kept = [ours, theirs].iter().all(|side| lost(&both, &side.text, &base.text).is_empty());
    if !kept || (same && !for_ours.conflicts.is_empty()) {
        return None;
    }
    let mut out = Marked::new(marks);
    out.differences(a.as_bytes(), b.as_bytes(), 1);
    Some(Outcome {
        marks: out.conflicts,
        conflicts: for_ours.conflicts,
        comments,
        state: for_ours.state,
        ..Outcome::new(out.text, Way::Records)
    })
}

/// Whether a text says just what a state does, without an error; in the same order of records, or in any.
pub(super) fn says(text: &str, state: &State, in_order: bool) -> bool {
    let loaded = load_text(text.to_owned());
    if loaded.unfit().is_some() {
        return false;
    }
    if in_order {
        return loaded.state == *state;
    }
    crate::edit::difference::difference(&loaded.state, state).is_empty()
}

/// Merges line by line what could not be merged by record. Where choosing one side everywhere would leave an error,
/// the two sides stand against each other as they are.
fn unfit(base: &Loaded, ours: &Loaded, theirs: &Loaded, marks: &Marks) -> Outcome {
    let (b, o, t) = (base.text.as_bytes(), ours.text.as_bytes(), theirs.text.as_bytes());
    let (text, conflicts) = merge_marked(b, o, t, marks);
    let half = |side: Side| {
        let chunks = super::lines::merge(b, o, t);
        let lines = chunks
            .iter()
            .map(|it| it.merged().unwrap_or(if side == Side::Ours { it.ours } else { it.theirs }));
        String::from_utf8(lines.collect::<Vec<_>>().concat()).unwrap_or_default()
    };
    let whole = [Side::Ours, Side::Theirs].iter().all(|side| load_text(half(*side)).unfit().is_none());
    if conflicts > 0 && whole {
        return Outcome { marks: conflicts, ..Outcome::new(text, Way::Unfit) };
    }
    let mut out = Marked::new(marks);
    out.differences(o, t, 1);
    Outcome { marks: out.conflicts, ..Outcome::new(out.text, Way::Unfit) }
}
