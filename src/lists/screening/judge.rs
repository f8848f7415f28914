//! What speaks for and against somebody who is asked for being an entry of a list, or a subject of a file.

use crate::lists::countries;
use crate::lists::entry::{Entry, EntryKind};
use crate::lists::facts::{numbers_and_tail, of_entry, of_subject};
use crate::model::date::Date;
use crate::model::state::State;
use crate::model::subject::Subject;
use crate::names::{Band, Facts, LOOK, Likeness, Reason, SURE, bare, judged};

use super::asked::{Asked, kind_of_subject};

/// What is told of a hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// What the score means.
    pub band: Band,
    /// Of 100.
    pub score: u8,
    /// Why, in words.
    pub why: String,
    /// What besides the names is the same.
    pub agrees: Vec<String>,
    /// What besides the names is another.
    pub contradicts: Vec<String>,
    /// What could not be compared, because one of both does not say it.
    pub open: Vec<String>,
}

/// Somebody who may be meant: what is known of it besides its names.
pub(super) struct Other {
    facts: Facts,
    kind: Option<EntryKind>,
    kind_said: &'static str,
    born: Vec<String>,
    countries: Vec<String>,
    /// Where that is said: `on the list`, `in the file`.
    place: &'static str,
}

impl Other {
    pub(super) fn entry(entry: &Entry) -> Self {
        Self {
            facts: Facts { identifiers: numbers_and_tail(entry), ..of_entry(entry) },
            kind: Some(entry.kind),
            kind_said: entry.kind.word(),
            born: entry.born.iter().map(|birth| birth.text.clone()).collect(),
            countries: entry.countries.clone(),
            place: "on the list",
        }
    }

    pub(super) fn subject(state: &State, subject: &Subject) -> Self {
        // A country is known by its id and by the name that the file has for it.
        let name = |id: &str| {
            let known = countries::code(id).is_some();
            let named = state.subject(id).map(|it| it.name.to_string());
            if known { id.to_owned() } else { named.unwrap_or_else(|| id.to_owned()) }
        };
        Self {
            facts: of_subject(subject),
            kind: kind_of_subject(subject.kind).1,
            kind_said: subject.kind.word(),
            born: subject.born.map(Date::written).into_iter().collect(),
            countries: subject.of_countries().iter().map(|id| name(id.as_str())).collect(),
            place: "in the file",
        }
    }
}

/// What besides the names is the same, is another, and could not be compared.
#[derive(Debug, Default)]
struct Weighed {
    agrees: Vec<String>,
    contradicts: Vec<String>,
    open: Vec<String>,
}

/// A number of fewer signs may be that of many.
const TELLING_NUMBER: usize = 6;

/// The identifiers that both have under other schemes, or under none: a number alone, in words.
fn same_numbers(own: &Asked, other: &Other) -> Vec<String> {
    let mut said = Vec::new();
    for (scheme, number) in own.numbers() {
        if number.chars().count() < TELLING_NUMBER {
            continue;
        }
        for (held_scheme, held) in &other.facts.identifiers {
            if bare(held) == number && !held_scheme.eq_ignore_ascii_case(&scheme) {
                let as_what = if scheme.is_empty() {
                    "asked for without its scheme".to_owned()
                } else {
                    format!("asked for as {scheme}")
                };
                said.push(format!("the number {held} is {held_scheme} {}, {as_what}", other.place));
            }
        }
    }
    said.sort();
    said.dedup();
    said
}

/// Up to this score names differ in letters or whole words, or are weak: then another birth date decides.
const NEARLY: u8 = 85;

/// A short word alone may be the name of many.
fn is_short(name: &str) -> bool {
    name.split_whitespace().count() == 1 && name.chars().count() < 5
}

/// Holds what is known of both against what their names say; `names` is how alike these are, `matched` is the other's.
/// `None` where neither names nor numbers are alike.
pub(super) fn judge(own: &Asked, facts: &Facts, names: Likeness, other: &Other) -> Option<Judged> {
    let of_names = names.score;
    let is_same_text = names.is_same_text();
    let mut likeness = judged(names, facts, &other.facts);
    let is_known = likeness.reasons.iter().any(|it| matches!(it, Reason::Identifier(_)));
    let mut weighed = Weighed::default();
    for reason in &likeness.reasons {
        match reason {
            Reason::Identifier(scheme) => weighed.agrees.push(format!("identifier: the same {scheme}")),
            Reason::IdentifierOther(scheme) => {
                weighed.contradicts.push(format!("identifier: another {scheme} {}", other.place));
            }
            _ => {}
        }
    }
    let numbers = same_numbers(own, other);
    if !is_known && !numbers.is_empty() && likeness.score < LOOK {
        likeness.score = LOOK;
    }
    weighed.agrees.extend(numbers.iter().cloned());
    if own.identifiers.is_empty() || other.facts.identifiers.is_empty() {
        weighed.open.push("identifiers".to_owned());
    } else if !is_known
        && numbers.is_empty()
        && !weighed.contradicts.iter().any(|it| it.starts_with("identifier"))
    {
        weighed.open.push("identifiers (none of the same scheme)".to_owned());
    }
    birth(own, facts, other, &mut weighed);
    let is_of_another_country = country(own, other, &mut weighed);
    let is_of_another_kind = kind(own, other, &mut weighed);
    // The same name with another birth date is somebody to look at, not nobody: dates on lists and in papers are wrong often.
    if of_names > NEARLY && likeness.score < LOOK {
        likeness.score = LOOK;
    }
    if !is_known {
        let may_be_of_many = is_same_text && is_short(own.name());
        let born = likeness.reasons.contains(&Reason::Born);
        if (is_of_another_country && !born) || is_of_another_kind {
            likeness.score = likeness.score.min(SURE - 1);
        }
        if may_be_of_many {
            likeness.score = likeness.score.min(LOOK);
        }
        if is_of_another_kind && of_names < SURE && numbers.is_empty() {
            likeness.score = likeness.score.min(LOOK - 1);
        }
    }
    if likeness.score == 0 && likeness.reasons.is_empty() {
        return None;
    }
    let mut why = likeness.why();
    if why.is_empty() {
        "a number in common".clone_into(&mut why);
    }
    let Weighed { agrees, contradicts, open } = weighed;
    Some(Judged { band: likeness.band(), score: likeness.score, why, agrees, contradicts, open })
}

fn birth(own: &Asked, facts: &Facts, other: &Other, weighed: &mut Weighed) {
    let (Some(born), false) = (own.born, other.facts.born.is_empty()) else {
        // Of what is no person a day of founding is seldom asked for.
        if own.born.is_some() || matches!(other.kind, None | Some(EntryKind::Person)) {
            let why = match (own.born.is_some(), other.born.is_empty()) {
                (true, false) => {
                    format!("birth date ({} {}, no date for certain)", other.born.join(", "), other.place)
                }
                (true, true) => format!("birth date (none {})", other.place),
                (false, false) => {
                    format!("birth date (none asked for; {} {})", other.born.join(", "), other.place)
                }
                (false, true) => "birth date".to_owned(),
            };
            weighed.open.push(why);
        }
        return;
    };
    let fits = facts.born.iter().any(|own| other.facts.born.iter().any(|held| own.fits(*held)));
    let said = format!("{} asked for, {} {}", born.written(), other.born.join(", "), other.place);
    if fits {
        weighed.agrees.push(format!("birth date: {said}"));
    } else {
        weighed.contradicts.push(format!("birth date: {said}"));
    }
}

/// Whether both have countries, and none in common.
fn country(own: &Asked, other: &Other, weighed: &mut Weighed) -> bool {
    if own.countries.is_empty() || other.countries.is_empty() {
        weighed.open.push("country".to_owned());
        return false;
    }
    let shown = |all: &[String]| -> String {
        let mut shown: Vec<String> = all.iter().map(|it| countries::shown(it).into_owned()).collect();
        shown.dedup();
        shown.join(", ")
    };
    let same = |held: &&String| own.countries.iter().any(|it| countries::same(it, held));
    if let Some(same) = other.countries.iter().find(same) {
        weighed.agrees.push(format!("country: {}", countries::shown(same)));
        return false;
    }
    weighed.contradicts.push(format!(
        "country: {} asked for, {} {}",
        shown(&own.countries),
        shown(&other.countries),
        other.place
    ));
    true
}

/// Whether the kind that is asked for is another.
fn kind(own: &Asked, other: &Other, weighed: &mut Weighed) -> bool {
    match (own.kind, other.kind) {
        (Some(asked), Some(kind)) if asked == kind => {
            weighed.agrees.push(format!("kind: {}", other.kind_said));
            false
        }
        (Some(EntryKind::Entity), Some(EntryKind::Person)) if own.is_sole_trader() => {
            weighed
                .open
                .push(format!("kind: entity asked for, a sole trader; {} {}", other.kind_said, other.place));
            false
        }
        (Some(asked), _) => {
            weighed.contradicts.push(format!("kind: {asked} asked for, {} {}", other.kind_said, other.place));
            true
        }
        (None, _) => {
            weighed.open.push(format!("kind (none asked for; {} {})", other.kind_said, other.place));
            false
        }
    }
}
