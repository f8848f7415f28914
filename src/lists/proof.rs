//! What a claim of listing rests on: which list, of which day, with which digest.

use crate::model::compact::ThinSlice;
use crate::model::date::Date;
use crate::model::history::Step;
use crate::model::id::Id;
use crate::model::measure::{Measure, MeasureChange, MeasureStep};
use crate::model::source::Source;
use crate::model::state::State;

use super::digest::digest;
use super::entry::ListName;
use super::published::{FileRead, Published};

/// What stands before a digest in the note of a source.
const DIGEST: &str = "SHA-256 of ";

/// The source that a list of a day is: its id, and the record. The id comes from the digests, so that the same files
/// are always the same source.
pub fn source(list: &Published, on: Date) -> Source {
    let mut files = list.files.clone();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    let all: String =
        files.iter().map(|file| format!("{} {}\n", file.name, file.sha256)).collect::<Vec<_>>().concat();
    let short: String = digest(&all).chars().take(8).collect();
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    let digests: Vec<String> =
        files.iter().map(|file| format!("{DIGEST}{}: {}", file.name, file.sha256)).collect();
    Source {
        id: Id::propose(&[list.list.word(), &on.written(), &short], |_| false),
        publisher: list.list.publisher().into(),
        title: format!("{} of {}: {}", list.list, on.written(), names.join(", ")).into(),
        authors: ThinSlice::new(),
        published: Some(on),
        url: None,
        archived: None,
        grade: None,
        note: Some(digests.join("; ").into()),
    }
}

/// The digests that a source names: file and SHA-256.
pub fn digests(source: &Source) -> Vec<(String, String)> {
    let note = source.note.as_deref().unwrap_or_default();
    let parts = note.split(DIGEST).skip(1).filter_map(|part| {
        let (name, rest) = part.split_once(": ")?;
        let digest: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
        (digest.len() == 64).then(|| (name.to_owned(), digest))
    });
    parts.collect()
}

/// An observation: a list of a day has an entry, or has it not.
pub fn observation(list: ListName, on: Date, seen: bool, source: &Id) -> Step<MeasureChange> {
    let what = if seen { MeasureStep::Seen } else { MeasureStep::NotSeen };
    Step {
        on,
        time: None,
        change: MeasureChange { what, list: Some(list.word().into()) },
        until: None,
        scope: None,
        note: None,
        sources: [source.clone()].into(),
        event: None,
        act: None,
        known: None,
        withdrawn: None,
    }
}

/// A claim of listing and what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The measure.
    pub measure: Id,
    /// What is claimed: a listing, a delisting, or an observation.
    pub what: MeasureStep,
    /// When.
    pub on: Date,
    /// The list that is named, where one is.
    pub list: Option<String>,
    /// The source.
    pub source: Id,
    /// The day of the list, which is the day of the source.
    pub published: Option<Date>,
    /// Files of the list, with their SHA-256; none where the source names none.
    pub digests: Vec<(String, String)>,
}

/// Every claim of listing, with what it rests on, in the order of the file.
pub fn claims(state: &State) -> Vec<Claim> {
    let mut claims = Vec::new();
    for it in &state.records().sanctions {
        for step in &it.history {
            let what = step.change.what;
            let is_listing = matches!(
                what,
                MeasureStep::Seen | MeasureStep::NotSeen | MeasureStep::Designated | MeasureStep::Delisted
            );
            if !is_listing {
                continue;
            }
            claims.extend(step.sources.iter().map(|id| {
                let source = state.source(id.as_str());
                Claim {
                    measure: it.id.clone(),
                    what,
                    on: step.on,
                    list: step.change.list().map(ToString::to_string),
                    source: id.clone(),
                    published: source.and_then(|it| it.published),
                    digests: source.map(digests).unwrap_or_default(),
                }
            }));
        }
    }
    claims
}

/// Whether a history says already that a list of a day had the entry, or had it not: with an observation of that day,
/// or with sightings before and after it and nothing else between them.
pub(super) fn is_observed(it: &Measure, list: ListName, on: Date, seen: bool) -> bool {
    let of_list =
        || it.history.iter().filter(|step| step.change.list().is_some_and(|named| *named == list.word()));
    let what = if seen { MeasureStep::Seen } else { MeasureStep::NotSeen };
    if of_list().any(|step| step.on == on && step.change.what == what) {
        return true;
    }
    let before = of_list().filter(|step| step.on < on).max_by_key(|step| step.on);
    let after = of_list().filter(|step| step.on > on).min_by_key(|step| step.on);
    seen && [before, after].iter().all(|step| step.is_some_and(|step| step.change.what == MeasureStep::Seen))
}

/// The newest day of a list of which a file says what stood on it.
pub(super) fn newest_day(state: &State, list: ListName) -> Option<Date> {
    let steps = state.records().sanctions.iter().flat_map(|it| it.history.iter());
    let of_list = steps.filter(|step| step.change.list().is_some_and(|named| *named == list.word()));
    of_list.map(|step| step.on).max()
}

/// Files in words: `sdn.csv (1a2b3c4d…)`.
pub fn files(files: &[FileRead]) -> String {
    let one = |file: &FileRead| {
        let short: String = file.sha256.chars().take(12).collect();
        format!("{} (SHA-256 {short}…)", file.name)
    };
    files.iter().map(one).collect::<Vec<_>>().join(", ")
}
