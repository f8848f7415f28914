//! All dated things in their order; after an edit only those of the changed record are put in anew.

use hashbrown::{HashMap, HashSet};
use rayon::prelude::*;

use chrono::{Datelike, NaiveDate};

use super::Entry;
use crate::model::compact::as_u32_saturating;
use crate::model::date::Date;
use crate::model::history::{Conflict, Step};
use crate::model::record::Record;
use crate::model::state::{Place, RecordKind, State};
use crate::views::analysis::Analysis;

/// All dated things, newest first; what has no date yet stands after all.
#[derive(Debug, Clone, Default)]
pub struct Chronicle {
    entries: Vec<Entry>,
}

/// The order of what stands alone: newest first, what has no date last; on one day an event stands before lone steps,
/// and the order of the file decides the rest.
///
/// A date counts from its first day, and what is less precise stands behind: `~2026` is no news of the end of 2026, and
/// stands behind all that is dated in that year.
fn key(entry: &Entry, on: Option<Date>) -> (u64, u128) {
    let day = |day: NaiveDate| u64::from(day.num_days_from_ce().unsigned_abs());
    let date = on.map_or(1 << 48, |on| {
        const BITS: u64 = (1 << 24) - 1;
        ((BITS - day(on.first())) << 24) | day(on.last())
    });
    ((date << 1) | u64::from(entry.step > 0), within(entry))
}

/// The order of the file.
fn within(entry: &Entry) -> u128 {
    ((entry.list as u128) << 64) | (u128::from(entry.at) << 32) | u128::from(entry.step)
}

/// So many records are looked at in one go.
const CHUNK: usize = 1024;

/// What some records bring: what stands alone with its key, and what stands under an event.
#[derive(Default)]
struct Part {
    alone: Vec<(u64, Entry)>,
    under: Vec<(u32, Entry)>,
}

impl Chronicle {
    /// Puts all dated things in order.
    pub fn of(state: &State, analysis: &Analysis) -> Self {
        let places = state.places(&[
            RecordKind::Relations,
            RecordKind::Sanctions,
            RecordKind::Crossings,
            RecordKind::Events,
        ]);
        let parts: Vec<Part> = places
            .par_chunks(CHUNK)
            .map(|places| {
                let mut part = Part::default();
                for (event, key, entry) in places.iter().flat_map(|place| entries_of(state, analysis, *place))
                {
                    match event {
                        Some(event) => part.under.push((event, entry)),
                        None => part.alone.push((key.0, entry)),
                    }
                }
                part
            })
            .collect();
        let mut children: HashMap<u32, Vec<Entry>> = HashMap::new();
        let mut alone = Vec::with_capacity(parts.iter().map(|part| part.alone.len()).sum());
        for part in parts {
            alone.extend(part.alone);
            for (event, entry) in part.under {
                children.entry(event).or_default().push(entry);
            }
        }
        alone.par_sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| within(&a.1).cmp(&within(&b.1))));
        let under: usize = children.values().map(Vec::len).sum();
        let mut entries = Vec::with_capacity(alone.len() + under);
        for (_, entry) in alone {
            entries.push(entry);
            if entry.list == RecordKind::Events
                && let Some(under) = children.remove(&entry.at)
            {
                entries.extend(under);
            }
        }
        Self { entries }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The dated thing at a place of the log.
    pub fn get(&self, at: usize) -> Option<&Entry> {
        self.entries.get(at)
    }

    /// The first that had happened by a day: what is due stands before it.
    pub fn past(&self, state: &State, day: NaiveDate) -> usize {
        let latest = Date::day(day);
        // Before everything that can be dated to that day.
        let before = Entry { at: 0, step: 0, list: RecordKind::Subjects, under: false, conflict: false };
        self.position(state, key(&before, Some(latest)))
    }

    /// All of them in order.
    pub fn all(&self) -> &[Entry] {
        &self.entries
    }

    /// A record has come into its list: those after it have moved.
    pub fn inserted(&mut self, place: Place, count: usize) {
        // Behind the last there is none.
        if place.at + 1 >= count {
            return;
        }
        for entry in self.entries.iter_mut().filter(|e| e.list == place.list && e.at as usize >= place.at) {
            entry.at += 1;
        }
    }

    /// A record has gone out of its list: those after it have moved.
    pub fn removed(&mut self, place: Place) {
        self.entries.retain(|entry| entry.place() != place);
        for entry in self.entries.iter_mut().filter(|e| e.list == place.list && e.at as usize > place.at) {
            entry.at -= 1;
        }
    }

    /// Whether what is dated in a record stands where it stood before the record was changed; whether sources disagree
    /// about it is not asked.
    pub fn stays(old: Record<'_>, new: Record<'_>) -> bool {
        fn same<C>(old: &[Step<C>], new: &[Step<C>]) -> bool {
            let place = |step: &Step<C>| (step.on, step.event.clone());
            old.iter().map(place).eq(new.iter().map(place))
        }
        match (old, new) {
            (Record::Relation(old), Record::Relation(new)) => same(&old.history, &new.history),
            (Record::Measure(old), Record::Measure(new)) => same(&old.history, &new.history),
            (Record::Crossing(old), Record::Crossing(new)) => same(&old.history, &new.history),
            (Record::Event(old), Record::Event(new)) => old.id == new.id && old.on == new.on,
            _ => false,
        }
    }

    /// Records have changed: what is dated in them is taken out, then put in anew. (One after the other would look for
    /// places among what is out of order.)
    pub fn refresh(&mut self, state: &State, analysis: &Analysis, places: &[Place]) {
        let mut kept = self.take_out(places);
        // Events first: steps stand under them.
        let (events, others): (Vec<Place>, Vec<Place>) =
            places.iter().partition(|place| place.list == RecordKind::Events);
        for place in events.into_iter().chain(others) {
            for (event, key, entry) in entries_of(state, analysis, place) {
                let at = match event.and_then(|event| self.event(state, event)) {
                    Some(head) => {
                        let under = self.entries.iter().skip(head + 1);
                        head + 1 + under.take_while(|e| e.under && within(e) < within(&entry)).count()
                    }
                    None => self.position(state, key),
                };
                self.entries.insert(at, entry);
                if let Some(under) = kept.remove(&entry.at).filter(|_| place.list == RecordKind::Events) {
                    self.entries.splice((at + 1)..=at, under);
                }
            }
        }
    }

    /// Takes out what is dated in some records; returns what others have under the events among them, by the places of
    /// these: it moves with its event.
    fn take_out(&mut self, places: &[Place]) -> HashMap<u32, Vec<Entry>> {
        let touched: HashSet<Place> = places.iter().copied().collect();
        let mut kept: HashMap<u32, Vec<Entry>> = HashMap::new();
        // All but a few stay: these are found by comparing numbers, and what lies between them is moved as one.
        let numbers: HashSet<u32> = places.iter().map(|place| as_u32_saturating(place.at)).collect();
        let mut few: Vec<u32> = numbers.into_iter().collect();
        few.sort_unstable();
        let may_go = |entry: &Entry| match few.as_slice() {
            [one] => entry.at == *one,
            many => many.binary_search(&entry.at).is_ok(),
        };
        let mut gone = Vec::new();
        let mut at = 0;
        while let Some(found) = self.entries.get(at..).and_then(|rest| rest.iter().position(may_go)) {
            at += found;
            let Some(entry) = self.entries.get(at).filter(|entry| touched.contains(&entry.place())) else {
                at += 1;
                continue;
            };
            gone.push(at);
            let head = (entry.list == RecordKind::Events).then_some(entry.at);
            at += 1;
            let under = self.entries.get(at..).unwrap_or_default();
            for entry in under.iter().take_while(|entry| head.is_some() && entry.under) {
                gone.push(at);
                at += 1;
                if !touched.contains(&entry.place())
                    && let Some(head) = head
                {
                    kept.entry(head).or_default().push(*entry);
                }
            }
        }
        let Some(&first) = gone.first() else { return kept };
        let mut to = first;
        for (place, from) in gone.iter().enumerate() {
            let end = gone.get(place + 1).copied().unwrap_or(self.entries.len());
            self.entries.copy_within(from + 1..end, to);
            to += end - (from + 1);
        }
        self.entries.truncate(to);
        kept
    }

    /// What stands under an event, by its place among the events.
    pub fn under(&self, state: &State, event: usize) -> &[Entry] {
        let Some(head) = self.event(state, as_u32_saturating(event)) else { return &[] };
        let rest = self.entries.get(head + 1..).unwrap_or_default();
        rest.get(..rest.iter().take_while(|entry| entry.under).count()).unwrap_or_default()
    }

    /// Where an event stands.
    fn event(&self, state: &State, event: u32) -> Option<usize> {
        let wanted = Entry { at: event, step: 0, list: RecordKind::Events, under: false, conflict: false };
        let at = self.position(state, key(&wanted, wanted.on(state)));
        self.entries.get(at).filter(|entry| entry.place() == wanted.place()).map(|_| at)
    }

    /// Where something that stands alone has its place in the order.
    fn position(&self, state: &State, wanted: (u64, u128)) -> usize {
        let (mut low, mut high) = (0, self.entries.len());
        while low < high {
            let middle = low + (high - low) / 2;
            // What stands under an event is where the event is.
            let upto = self.entries.get(..=middle).unwrap_or_default();
            let head = upto.iter().rposition(|entry| !entry.under).unwrap_or_default();
            let Some(entry) = self.entries.get(head) else { break };
            if key(entry, entry.on(state)) < wanted {
                let under = self.entries.iter().skip(middle + 1).take_while(|entry| entry.under).count();
                low = middle + 1 + under;
            } else {
                high = head;
            }
        }
        low
    }
}

/// The dated things of one record: each with the event that it stands under, and what it is ordered by.
fn entries_of(state: &State, analysis: &Analysis, place: Place) -> Vec<(Option<u32>, (u64, u128), Entry)> {
    let (records, at) = (state.records(), place.at);
    match place.list {
        RecordKind::Relations => {
            records.relations.get(at).map(|it| steps(state, analysis, place, &it.history))
        }
        RecordKind::Sanctions => {
            records.sanctions.get(at).map(|it| steps(state, analysis, place, &it.history))
        }
        RecordKind::Crossings => {
            records.crossings.get(at).map(|it| steps(state, analysis, place, &it.history))
        }
        RecordKind::Events => records.events.get(at).map(|it| {
            let conflict = !analysis.conflicts(place).is_empty();
            let entry =
                Entry { at: as_u32_saturating(at), step: 0, list: place.list, under: false, conflict };
            vec![(None, key(&entry, it.on), entry)]
        }),
        RecordKind::Subjects | RecordKind::Sources | RecordKind::Acts | RecordKind::Decisions => None,
    }
    .unwrap_or_default()
}

fn steps<C>(
    state: &State,
    analysis: &Analysis,
    place: Place,
    steps: &[Step<C>],
) -> Vec<(Option<u32>, (u64, u128), Entry)> {
    let disputed: HashSet<usize> = analysis.conflicts(place).iter().flat_map(Conflict::places).collect();
    let entry = |(at, step): (usize, &Step<C>)| {
        let event = step.event.as_ref().and_then(|event| state.place(event.as_str()));
        let event =
            event.filter(|event| event.list == RecordKind::Events).map(|event| as_u32_saturating(event.at));
        let entry = Entry {
            at: as_u32_saturating(place.at),
            step: as_u32_saturating(at + 1),
            list: place.list,
            under: event.is_some(),
            conflict: disputed.contains(&at),
        };
        (event, key(&entry, Some(step.on)), entry)
    };
    steps.iter().enumerate().map(entry).collect()
}
