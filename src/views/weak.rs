//! Hits that rest on a weak name alone: one that many others bear as well, so that whoever is found by it is not found for
//! certain.

use memchr::memmem;

use crate::model::record::Record;
use crate::model::state::{Place, RecordKind, State};
use crate::model::subject::{Alias, Subject};

use super::alike::is_alike_by;
use super::analysis::Analysis;
use super::fields::FilterField;
use super::fold::normal;
use super::query::{Ask, Query, Term};
use super::words::{names_in, text_of};

/// The weak name by which alone a record is found; `None` where it is found by something else as well. A measure is found by
/// the names of its target.
pub fn weak_name<'a>(state: &'a State, analysis: &Analysis, query: &Query, place: Place) -> Option<&'a str> {
    let (subject, measure) = match state.at(place)? {
        Record::Subject(it) => (it, false),
        Record::Measure(it) => (state.target(it)?, true),
        _ => return None,
    };
    if !subject.aliases.iter().any(Alias::is_weak) {
        return None;
    }
    let strong = Subject {
        aliases: subject.aliases.iter().filter(|alias| !alias.is_weak()).cloned().collect(),
        ..subject.clone()
    };
    let weak = || subject.aliases.iter().filter(|alias| alias.is_weak()).map(|alias| alias.name().as_str());
    let text = text_of(state, Record::Subject(&strong));
    let names = [FilterField::Target, FilterField::Actor, FilterField::Name, FilterField::Any];
    let words = query.terms.iter().filter_map(|(wanted, term)| match term {
        Term::Word(needle) if *wanted => Some(needle.as_str()),
        Term::Field(field, Ask::Has(needle)) if *wanted && names.contains(field) => Some(needle.as_str()),
        _ => None,
    });
    let mut spelled_otherwise = Vec::new();
    for word in words {
        let stands = if measure {
            has(names_in(text.as_bytes()), word) || beside_target(analysis, place, word)
        } else {
            text.contains(word)
        };
        if stands {
            continue;
        }
        match weak().find(|name| normal(name).contains(word)) {
            Some(name) => return Some(name),
            None => spelled_otherwise.push(word),
        }
    }
    if spelled_otherwise.is_empty() {
        return None;
    }
    // Found by a name that is spelled otherwise.
    let wanted = spelled_otherwise.join(" ");
    let is_strong = strong.names().any(|name| is_alike_by(subject.kind, name, &wanted));
    weak().find(|name| !is_strong && is_alike_by(subject.kind, name, &wanted))
}

/// Whether a word stands in a measure but for the names of its target.
fn beside_target(analysis: &Analysis, place: Place, word: &str) -> bool {
    let named = analysis.named(place.at);
    let names = |list, number: &u32| has(names_in(analysis.text(Place { list, at: *number as usize })), word);
    has(analysis.text(place), word)
        || (named.issuer != named.target && names(RecordKind::Subjects, &named.issuer))
        || named.acts.iter().any(|it| names(RecordKind::Acts, it))
        || named.sources.iter().any(|it| names(RecordKind::Sources, it))
}

/// Whether a word stands in folded bytes.
fn has(text: &[u8], word: &str) -> bool {
    memmem::find(text, word.as_bytes()).is_some()
}
