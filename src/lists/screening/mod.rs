//! Screening: names held against the entries of official lists and the subjects of a file, each hit with why.
//!
//! A hit is *sure* where the name is the same as far as the rules of spelling go, or an identifier is, and nothing that is
//! known speaks against it; else a person has to *look*. What names alone would have found and something else speaks
//! against, or a person decided, is set aside and told: nothing vanishes in silence.

mod asked;
mod heads;
mod judge;
mod near;
mod queue;
mod ready;
mod sources;
mod table;

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use rayon::slice::ParallelSlice as _;

use crate::model::decision::Decision;
use crate::model::state::State;
use crate::names::{LOOK, Likeness, Memo, SURE};

pub use crate::names::Band;

use super::decided::{Decided, Ruling, in_words};
use super::written::folded;

pub use super::decided::reopened;
pub use asked::Asked;
pub use heads::kind_said;
pub use judge::Judged;
pub use near::{Near, Reading, nearest, readings};
pub use queue::queue;
pub use ready::{ReadyFile, ReadyList};
pub use sources::{Dated, Sources, doubts};
pub use table::{MOST_NAMES, Table, TableError, date_said, identifier, read};

use judge::{Other, judge};

/// An entry of a list that somebody may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The list, by its place among those that were asked.
    pub list: usize,
    /// The entry, by its place in the list.
    pub entry: usize,
    /// The name of the entry that is like the one that was asked for.
    pub matched: String,
    /// What speaks for and against it.
    pub judged: Judged,
    /// What was decided of it, in words.
    pub decision: Option<String>,
    /// That decision is open again, because the entry is not what it was.
    pub is_reopened: bool,
}

/// An entry that is set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// What it would be.
    pub hit: Hit,
    /// Why it is none, in words.
    pub because: String,
    /// A person decided it.
    pub is_decided: bool,
}

/// A subject of the file that somebody may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InFile {
    /// The subject, by its place among the subjects.
    pub subject: usize,
    /// The name of it that is like the one that was asked for.
    pub matched: String,
    /// What speaks for and against it.
    pub judged: Judged,
}

/// What was found for one name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The entries that it may be, surest first.
    pub hits: Vec<Hit>,
    /// What is set aside.
    pub aside: Vec<Aside>,
    /// The subjects of the file that it may be, surest first.
    pub in_file: Vec<InFile>,
}

/// So many names are looked for in one go.
const CHUNK: usize = 16;

/// Looks for everybody on every list and in the file, in the order in which they are asked for. With `known` only
/// decisions that were made by that day count; one of a day after `today` is open.
pub fn screen(
    asked: &[Asked],
    lists: &[ReadyList<'_>],
    file: Option<&ReadyFile<'_>>,
    known: Option<chrono::NaiveDate>,
    today: chrono::NaiveDate,
) -> Vec<Found> {
    let decided = file.map(|file| Decided::by(file.state, known, Some(today))).unwrap_or_default();
    let state = file.map(|file| file.state);
    let mut found = vec![Found::default(); asked.len()];
    // One list after the other: what is found out about its words serves for all names.
    for (place, list) in lists.iter().enumerate() {
        let of_list = in_chunks(asked, |memo, asked| on_list(memo, asked, (place, list), &decided, state));
        for (found, (hits, aside)) in found.iter_mut().zip(of_list) {
            found.hits.extend(hits);
            found.aside.extend(aside);
        }
    }
    if let Some(file) = file {
        let of_file = in_chunks(asked, |memo, asked| in_file(memo, asked, file));
        for (found, subjects) in found.iter_mut().zip(of_file) {
            found.in_file = subjects;
        }
    }
    for found in &mut found {
        found.hits.sort_by_key(|it| (std::cmp::Reverse(it.judged.score), it.list, it.entry));
        found.aside.sort_by_key(|it| (std::cmp::Reverse(it.hit.judged.score), it.hit.list, it.hit.entry));
    }
    found
}

fn in_chunks<T: Send>(asked: &[Asked], find: impl Fn(&mut Memo, &Asked) -> T + Sync) -> Vec<T> {
    let threads = rayon::current_num_threads().max(1);
    let chunk = asked.len().div_ceil(threads * 4).max(CHUNK);
    let chunks: Vec<&[Asked]> = asked.par_chunks(chunk).collect();
    let found: Vec<Vec<T>> = chunks
        .par_iter()
        .map(|chunk| {
            let mut memo = Memo::default();
            chunk.iter().map(|asked| find(&mut memo, asked)).collect()
        })
        .collect();
    found.into_iter().flatten().collect()
}

/// Whether a decision is about somebody.
fn is_about(decision: &Decision, asked: &Asked, state: Option<&State>) -> bool {
    let has_name = |name: &str| asked.names.iter().any(|(own, _)| folded(own) == folded(name));
    match (&decision.subject, &decision.name) {
        (Some(id), _) => match &asked.subject {
            Some(own) => own == id,
            // Somebody of a table with the name of a subject, of whom nothing is known that is another.
            None => state.and_then(|state| state.subject(id.as_str())).is_some_and(|subject| {
                let other = subject.born.zip(asked.born).is_some_and(|(a, b)| !a.may_equal(b));
                !other && subject.names().any(|name| folded(name) == folded(asked.name()))
            }),
        },
        (None, Some(name)) => {
            let fits = decision.facts.as_deref().is_none_or(|facts| facts == asked.facts_kept());
            fits && has_name(name)
        }
        (None, None) => false,
    }
}

fn on_list(
    memo: &mut Memo,
    asked: &Asked,
    (place, list): (usize, &ReadyList<'_>),
    decided: &Decided<'_>,
    state: Option<&State>,
) -> (Vec<Hit>, Vec<Aside>) {
    let mut alike = list.alike(memo, asked);
    // Who was decided to be somebody is, whatever it is called.
    for decision in decided.same(|it| is_about(it, asked, state)) {
        if let Some(at) = list.by_reference(&decision.entry) {
            let name = list.entry(at).map(|it| it.name.clone()).unwrap_or_default();
            alike.entry(at).or_insert_with(|| (name, Likeness::nothing()));
        }
    }
    let facts = asked.facts();
    let (mut hits, mut aside) = (Vec::new(), Vec::new());
    for (at, (matched, likeness)) in alike {
        let Some(entry) = list.entry(at) else { continue };
        let ruling = decided.last(entry, |it| is_about(it, asked, state));
        let is_same = ruling.as_ref().is_some_and(|it| it.decision.same);
        let judged = judge(asked, &facts, likeness, &Other::entry(entry));
        let judged = match judged {
            Some(judged) => judged,
            None if is_same => nothing_alike(),
            None => continue,
        };
        let mut hit = Hit { list: place, entry: at, matched, judged, decision: None, is_reopened: false };
        match ruling {
            Some(Ruling { decision, open: None }) if decision.same => {
                hit.decision = Some(in_words(decision));
                (hit.judged.band, hit.judged.score) = (Band::Sure, hit.judged.score.max(SURE));
                hits.push(hit);
                continue;
            }
            Some(Ruling { decision, open: None }) => {
                let because = in_words(decision);
                hit.decision = Some(because.clone());
                aside.push(Aside { hit, because, is_decided: true });
                continue;
            }
            Some(Ruling { decision, open: Some(changed) }) => {
                hit.decision = Some(format!("{}, and open again: {changed}", in_words(decision)));
                hit.is_reopened = true;
                if is_same && hit.judged.score < LOOK {
                    (hit.judged.band, hit.judged.score) = (Band::Look, LOOK);
                }
            }
            None => {}
        }
        if hit.judged.band == Band::Nothing {
            let because = hit.judged.contradicts.join("; ");
            aside.push(Aside { hit, because, is_decided: false });
        } else {
            hits.push(hit);
        }
    }
    // What is alike in nothing and contradicted by nothing is nobody.
    aside.retain(|it| it.is_decided || !it.because.is_empty());
    (hits, aside)
}

fn nothing_alike() -> Judged {
    Judged {
        band: Band::Nothing,
        score: 0,
        why: "nothing in common by name or number".to_owned(),
        agrees: Vec::new(),
        contradicts: Vec::new(),
        open: Vec::new(),
    }
}

fn in_file(memo: &mut Memo, asked: &Asked, file: &ReadyFile<'_>) -> Vec<InFile> {
    let facts = asked.facts();
    let subjects = &file.state.records().subjects;
    let mut found = Vec::new();
    for (at, (matched, likeness)) in file.alike(memo, asked) {
        let Some(subject) = subjects.get(at) else { continue };
        let Some(judged) = judge(asked, &facts, likeness, &Other::subject(file.state, subject)) else {
            continue;
        };
        if judged.band != Band::Nothing {
            found.push(InFile { subject: at, matched, judged });
        }
    }
    found.sort_by_key(|it| (std::cmp::Reverse(it.judged.score), it.subject));
    found
}
