//! What OFAC's deltas say of one measure: the day and the publication with which it came onto the list or went, where
//! copies of the list only give a window.

use crate::model::date::Date;
use crate::model::history::Step;
use crate::model::measure::{Measure, MeasureChange, MeasureStep};
use crate::model::record::Owned;

use super::delta::{Delta, Happened, Turn};
use super::entry::{Entry, ListName};
use super::proof::observation;
use super::recorded::has_begun;
use super::verdict::Windows;

/// One coming or going.
struct Told<'a> {
    turn: Turn,
    delta: &'a Delta,
    /// What copies of the list say against it.
    against: Option<String>,
}

/// What deltas say of one measure, or of one entry that the file has not.
pub(super) struct Turned<'a> {
    told: Vec<Told<'a>>,
}

/// What a copy says: its day, whether it has the measure, and by which entry.
pub(super) type Sighted<'a> = (Date, Option<bool>, Option<&'a Entry>);

impl<'a> Turned<'a> {
    /// Holds comings and goings, in the order of their days, against copies of the list.
    pub(super) fn of(happened: &[Happened<'a>], copies: &[Sighted<'_>]) -> Self {
        let told = happened.iter().enumerate().map(|(at, it)| {
            let same = |other: &&Happened<'_>| other.number == it.number;
            let before = happened.iter().take(at).rfind(same).map(|it| it.delta.on);
            let next = happened.iter().skip(at + 1).find(same).map(|it| it.delta.on);
            let has = |entry: Option<&Entry>| entry.is_some_and(|entry| entry.reference == it.number);
            let against = copies.iter().find_map(|(on, seen, entry)| {
                // A copy of the same day may be of before the publication or of after it.
                let is_after =
                    on.first() > it.delta.on.last() && next.is_none_or(|next| on.last() < next.first());
                let is_before =
                    on.last() < it.delta.on.first() && before.is_none_or(|day| on.first() > day.last());
                let is_on = (*seen)?;
                let wanted = (it.turn == Turn::Listed) == is_after;
                let is_against = (is_after || is_before) && is_on != wanted && (!is_on || has(*entry));
                let verb = if is_on { "has it" } else { "has it not" };
                is_against.then(|| format!("the list of {} {verb}", on.written()))
            });
            Told { turn: it.turn, delta: it.delta, against }
        });
        Self { told: told.collect() }
    }

    /// Those against which nothing speaks.
    fn sure(&self) -> impl DoubleEndedIterator<Item = &Told<'a>> {
        self.told.iter().filter(|it| it.against.is_none())
    }

    /// What happened last, where that is after the last copy that tells: whether it is on the list since, and from when.
    pub(super) fn since(&self, sightings: &[(Date, Option<bool>)]) -> Option<(bool, Date)> {
        let told = sightings.iter().rfind(|(_, seen)| seen.is_some()).map(|(on, _)| on.last());
        let is_later = |it: &&Told<'_>| told.is_none_or(|told| it.delta.on.first() > told);
        let last = self.sure().next_back().filter(is_later)?;
        Some((last.turn == Turn::Listed, last.delta.on))
    }

    /// The windows of the copies, narrowed to the days that are known, and with those that no two copies show.
    pub(super) fn narrowed(&self, (mut came, mut went): Windows) -> Windows {
        // By the first copy it was there: since the last listing before it.
        for it in self.sure() {
            let on = it.delta.on;
            if it.turn == Turn::Listed {
                match came.iter_mut().rfind(|(before, by)| before.is_none_or(|day| day <= on) && on <= *by) {
                    Some(window) => *window = (Some(on), on),
                    None => came.push((Some(on), on)),
                }
            } else {
                match went.iter_mut().rfind(|(seen, gone)| *seen <= on && on <= *gone) {
                    Some(window) => *window = (on, on),
                    None => went.push((on, on)),
                }
            }
        }
        came.sort_by_key(|(_, on)| *on);
        went.sort_by_key(|(_, on)| *on);
        (came, went)
    }

    /// It in words, each behind a semicolon: `; delisted by publication 803 of 2025-11-04`.
    pub(super) fn said(&self) -> String {
        let one = |it: &Told<'_>| {
            let against = it.against.as_ref().map(|what| format!(", but {what}")).unwrap_or_default();
            format!("; {} by {}{against}", it.turn.word(), it.delta.said())
        };
        self.told.iter().map(one).collect()
    }

    /// Where a delta and a copy disagree, in sentences.
    pub(super) fn disagreements(&self, name: &str) -> Vec<String> {
        let one = |it: &Told<'_>| {
            let what = it.against.as_ref()?;
            Some(format!(
                "{name} was {} by {}, and {what}: one of them is wrong",
                it.turn.word(),
                it.delta.said()
            ))
        };
        self.told.iter().filter_map(one).collect()
    }

    /// The measure with each day that it came or went on, why, and the sources that say so.
    pub(super) fn recorded(
        &self,
        it: &Measure,
        list: ListName,
    ) -> Option<(Measure, Vec<String>, Vec<Owned>)> {
        let mut new = it.clone();
        let (mut why, mut needs) = (Vec::new(), Vec::new());
        for told in self.sure() {
            if record(&mut new, told, list) {
                why.push(format!("{} by {}", told.turn.word(), told.delta.said()));
                needs.push(Owned::Source(told.delta.source()));
            }
        }
        (!why.is_empty()).then_some((new, why, needs))
    }
}

/// Writes that it came or went into a history; returns whether that says anything new.
fn record(it: &mut Measure, told: &Told<'_>, list: ListName) -> bool {
    let (on, source) = (told.delta.on, told.delta.source().id);
    let is_alike = |step: &Step<MeasureChange>| {
        let what = step.change.what;
        let is_same = if told.turn == Turn::Listed { what.starts() } else { what.ends() };
        is_same && !step.is_withdrawn()
    };
    let on_day = |step: &Step<MeasureChange>| is_alike(step) && step.on == on;
    if it.history.iter().any(|step| on_day(step) && step.sources.contains(&source)) {
        return false;
    }
    if let Some(at) = it.history.iter().position(on_day) {
        it.history.change(|steps| {
            if let Some(step) = steps.get_mut(at) {
                step.sources.push(source);
            }
        });
        return true;
    }
    if let Some(at) = it.history.iter().position(|step| is_alike(step) && step.on.may_equal(on)) {
        it.history.change(|steps| {
            if at < steps.len() {
                let mut step = steps.remove(at);
                step.sources.push(source);
                // A month becomes the day in it.
                step.on = on;
                let later = steps.iter().position(|held| held.on > on).unwrap_or(steps.len());
                steps.insert(later, step);
            }
        });
        return true;
    }
    let before = it.history.iter().filter(|step| !step.is_withdrawn() && step.on < on);
    let turns = before.filter(|step| step.change.what.starts() || step.change.what.ends());
    let last = turns.max_by_key(|step| step.on).map(|step| step.change.what.starts());
    let is_new = match told.turn {
        // What the file has as begun, or as ended, with another day is a person's claim: it is told, not changed.
        Turn::Listed => last != Some(true),
        Turn::Delisted => last != Some(false) && has_begun(it, on),
    };
    let is_near =
        |step: &Step<MeasureChange>| is_alike(step) && (step.on.first() - on.last()).num_days().abs() <= NEAR;
    if !is_new || it.history.iter().any(is_near) {
        return false;
    }
    let what = if told.turn == Turn::Listed { MeasureStep::Designated } else { MeasureStep::Delisted };
    let mut step = observation(list, on, true, &source);
    step.change = MeasureChange::plain(what);
    it.history.change(|steps| {
        let later = steps.iter().position(|held| held.on > on).unwrap_or(steps.len());
        steps.insert(later, step);
    });
    true
}

/// Two days of one thing that lie so near each other, in days, are two claims of when it was.
const NEAR: i64 = 31;
