//! Where what a record says can be read: the addresses of its sources, of its acts, its own.

use crate::model::id::Id;
use crate::model::record::Record;
use crate::model::source::Source;
use crate::model::state::State;

use super::address::web_address;
use super::citation;
use super::day::Day;
use super::page::{Link, Page, Tone};
use super::wording::record_name;

/// An address and what stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What stands there: who says it and when, or the act.
    pub what: String,
    /// The address as the file has it.
    pub address: String,
}

/// The addresses of a record, or of a step of its history alone; each once. Of a record those of what holds on the day come
/// first, then the newest claims.
pub fn addresses(day: &Day, id: &str, step: Option<usize>) -> Vec<Found> {
    let mut write = Write { state: day.state(), found: Vec::new() };
    let Some(record) = day.state().record(id) else { return Vec::new() };
    if let Some(at) = step.or_else(|| present(day, id)) {
        write.step(record, at);
    }
    if step.is_none() {
        write.record(record);
    }
    write.found
}

/// The step of a record's history that holds on the day.
pub fn present(day: &Day, id: &str) -> Option<usize> {
    let state = day.state();
    let place = state.place(id)?;
    match state.at(place)? {
        Record::Measure(_) => day.status(day.ledger.get(place.at)?)?.step,
        Record::Crossing(_) => day.crossings.get(place.at)?.status.latest()?.step,
        Record::Relation(_) => day.relations.get(place.at)?.status.stance.as_ref().map(|held| held.step),
        _ => None,
    }
}

struct Write<'a> {
    state: &'a State,
    found: Vec<Found>,
}

impl<'a> Write<'a> {
    fn add(&mut self, what: String, address: Option<&str>) {
        let Some(address) = address.filter(|address| !address.trim().is_empty()) else { return };
        if !self.found.iter().any(|there| there.address == address) {
            self.found.push(Found { what, address: address.to_owned() });
        }
    }

    fn source(&mut self, it: &Source) {
        self.add(citation::listed(it), it.url.as_deref());
        if let Some(copy) = &it.archived {
            self.add(format!("{}, a copy of it", citation::source(it)), Some(&copy.url));
        }
    }

    fn sources(&mut self, ids: &[Id]) {
        for id in ids {
            if let Some(it) = self.state.source(id.as_str()) {
                self.source(it);
            }
        }
    }

    fn act(&mut self, id: &Id) {
        if let Some(it) = self.state.act(id.as_str()) {
            self.add(it.name().to_owned(), it.url.as_deref());
            self.sources(&it.sources);
        }
    }

    fn step(&mut self, record: Record<'a>, at: usize) {
        if let Record::Measure(it) = record
            && let Some(act) = it.history.get(at).and_then(|step| step.act.as_ref())
        {
            self.act(act);
        }
        if let Some((_, sources)) = record.step(at) {
            self.sources(sources);
        }
    }

    fn record(&mut self, record: Record<'a>) {
        let length = match record {
            Record::Measure(it) => it.history.len(),
            Record::Crossing(it) => it.history.len(),
            Record::Relation(it) => it.history.len(),
            _ => 0,
        };
        let mut steps: Vec<usize> = (0..length).collect();
        steps.sort_by_key(|at| std::cmp::Reverse(record.step(*at).map(|(on, _)| on)));
        for at in steps {
            self.step(record, at);
        }
        match record {
            Record::Source(it) => self.source(it),
            Record::Act(it) => self.act(&it.id),
            Record::Measure(it) => it.acts.iter().for_each(|act| self.act(act)),
            Record::Event(it) => {
                self.sources(&it.sources);
                it.exchange.iter().for_each(|side| self.sources(&side.sources));
                it.figures.iter().for_each(|figure| self.sources(&figure.sources));
            }
            Record::Subject(it) => it.owners.iter().for_each(|owner| self.sources(&owner.sources)),
            Record::Crossing(_) | Record::Relation(_) | Record::Decision(_) => {}
        }
    }
}

/// The addresses as a page from which each is opened.
pub fn page(day: &Day, id: &str, step: Option<usize>) -> Option<Page> {
    let record = day.state().record(id)?;
    let mut page = Page::default();
    page.line("", format!("Sources of {}", record_name(day.state(), record.id())), Tone::Title);
    let found = addresses(day, id, step);
    for it in &found {
        match web_address(&it.address) {
            Some(address) => {
                let text = format!("{}\n{}", it.what, it.address);
                page.leading("", text, Tone::Plain, Link::Address(address));
                page.at_address(Some(&it.address));
            }
            None => page.line("", format!("{}\n{} (no address of the web)", it.what, it.address), Tone::Dim),
        }
    }
    if found.is_empty() {
        page.line("", "None of its sources has an address.", Tone::Dim);
    }
    Some(page)
}
