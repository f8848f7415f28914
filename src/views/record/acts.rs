//! The pages of acts and of decisions, and what is known of a subject besides its names.

use super::Write;
use crate::model::act::Act;
use crate::model::date::Date;
use crate::model::decision::Decision;
use crate::model::id::Id;
use crate::model::kind::RecordKind;
use crate::model::subject::Subject;
use crate::views::page::Tone;
use crate::views::wording::{owner_terms, record_name};

fn date(date: Option<Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

/// An act: its days, what it changes, and what rests on it.
pub(super) fn act<'a>(write: &mut Write<'a>, it: &'a Act) {
    write.head(it.name(), &it.id);
    let state = write.state;
    let page = &mut write.page;
    page.linked("issuer", state.subject_name(&it.issuer), Tone::Plain, &it.issuer);
    page.field("kind", it.kind.word());
    page.field("title", it.title.as_deref().unwrap_or_default());
    page.field("adopted", &date(it.adopted));
    page.field("published", &date(it.published));
    page.field("reference", it.reference.as_deref().unwrap_or_default());
    page.field("applies from", &date(it.applies));
    page.field("expires", &date(it.expires));
    page.address("url", it.url.as_deref().unwrap_or_default());
    page.field("allows", it.scope.as_deref().unwrap_or_default());
    for (label, acts) in [("amends", &it.amends), ("supersedes", &it.supersedes)] {
        for id in acts {
            page.linked(label, state.act_name(id), Tone::Plain, id);
        }
    }
    write.note(it.note.as_ref());
    mentioned(write, &it.id);
    write.sources.extend(&it.sources);
    write.cited_sources();
}

/// What a person decided.
pub(super) fn decision<'a>(write: &mut Write<'a>, it: &'a Decision) {
    let state = write.state;
    write.head(&record_name(state, &it.id), &it.id);
    let page = &mut write.page;
    if let Some(subject) = &it.subject {
        page.linked("subject", state.subject_name(subject), Tone::Plain, subject);
    }
    page.field("name", it.name.as_deref().unwrap_or_default());
    page.field("entry", &it.entry);
    page.field("same", if it.same { "yes" } else { "no" });
    page.field("decided", &format!("{} by {}", it.on, it.by));
    page.field("why", it.why.as_deref().unwrap_or_default());
    page.field("digest", it.digest.as_deref().unwrap_or_default());
    page.field("known of it", it.facts.as_deref().unwrap_or_default());
    for line in it.was.iter().flat_map(|was| was.lines().skip(1)) {
        page.field("entry as it was", line);
    }
}

/// The records that name another.
fn mentioned(write: &mut Write<'_>, id: &Id) {
    let state = write.state;
    write.page.part("named by", |page| {
        for place in state.places(RecordKind::ALL) {
            if let Some(record) = state.at(place).filter(|record| record.mentions(id)) {
                page.linked(place.list.word(), record_name(state, record.id()), Tone::Plain, record.id());
            }
        }
    });
}

/// Countries, addresses, numbers, codes and owners of a subject.
pub(super) fn particulars<'a>(write: &mut Write<'a>, it: &'a Subject) {
    let state = write.state;
    let page = &mut write.page;
    for country in &it.countries {
        page.linked("country", state.subject_name(country), Tone::Plain, country);
    }
    page.field("born", &date(it.born));
    page.field("codes", &it.codes.join(", "));
    for address in &it.addresses {
        page.field("address", address);
    }
    for number in &it.identifiers {
        page.field(&number.scheme, &number.value);
    }
    for owner in &it.owners {
        let text = format!("{}{}", state.subject_name(&owner.owner), owner_terms(owner));
        page.linked("owner", text, Tone::Plain, &owner.owner);
        write.sources.extend(&owner.sources);
    }
}
