//! What a file may say and hardly means: slips of the hand. All of them are warnings.

use std::collections::{HashMap, HashSet};
use std::fmt::Debug;

use chrono::Datelike;

use super::listings::slip_in;
use super::{Part, Reporter};
use crate::model::act::Act;
use crate::model::compact::ThinSlice;
use crate::model::date::Date;
use crate::model::history::{Step, in_order};
use crate::model::id::Id;
use crate::model::identifier;
use crate::model::link;
use crate::model::measure::{Measure, is_of_another};
use crate::model::record::Record;
use crate::model::state::State;
use crate::model::subject::{Owner, Subject, SubjectKind};

use Part::{Field, Item};

/// No step of sanctions, borders or diplomatic relations is dated before this year, or after the other.
const YEARS: std::ops::RangeInclusive<i32> = 1600..=2199;

/// Checks one record for slips.
pub(super) fn record(reporter: &mut Reporter<'_>, record: Record<'_>) {
    match record {
        Record::Subject(it) => subject(reporter, it),
        Record::Act(it) => act(reporter, it),
        Record::Decision(it) => reporter.year(&[Field("on")], Some(it.on)),
        Record::Source(it) => {
            reporter.year(&[Field("published")], it.published);
            if let Some(url) = &it.url
                && let Some(fault) = link::fault(url)
            {
                reporter.warn(
                    &[Field("url")],
                    format!("the address is no link: {fault}"),
                    "write where it can be read, https://…, or what else is known into note",
                );
            }
        }
        Record::Relation(it) => steps(reporter, &it.history),
        Record::Measure(it) => {
            steps(reporter, &it.history);
            lists(reporter, it);
        }
        Record::Crossing(it) => steps(reporter, &it.history),
        Record::Event(it) => {
            reporter.year(&[Field("on")], it.on);
            reporter.year(&[Field("until")], it.until);
        }
    }
}

/// Numbers, codes and shares that cannot be right.
fn subject(reporter: &mut Reporter<'_>, it: &Subject) {
    reporter.year(&[Field("born")], it.born);
    for (i, identifier) in it.identifiers.iter().enumerate() {
        if let Err(fault) = identifier::check_identifier(&identifier.scheme, &identifier.value) {
            reporter.warn(
                &[Field("identifiers"), Item(i), Field("value")],
                format!("{}: {fault}", identifier.value),
                "compare it with the register, or with the source",
            );
        }
    }
    if it.kind != SubjectKind::Goods && !it.codes.is_empty() {
        reporter.warn(
            &[Field("codes")],
            format!("codes of goods stand with what is no goods, but {}", it.kind.word()),
            "mend the kind, or take the codes out",
        );
    }
    for (i, code) in it.codes.iter().enumerate() {
        if !(2..=10).contains(&code.len()) || !code.bytes().all(|byte| byte.is_ascii_digit()) {
            reporter.warn(
                &[Field("codes"), Item(i)],
                format!("{code:?} is no code of goods"),
                "write 2 to 10 digits of the customs nomenclature, such as \"3104\"",
            );
        }
    }
    if it.kind == SubjectKind::State && !it.countries.is_empty() {
        reporter.warn(
            &[Field("countries")],
            "a state belongs to no other state".to_owned(),
            "take the countries out, or mend the kind",
        );
    }
    for (i, member) in it.members.iter().enumerate() {
        let path = [Field("members"), Item(i)];
        if *member == it.id {
            reporter.warn(&path, format!("{member} is a member of itself"), "take it out");
        } else if it.members.iter().take(i).any(|other| other == member) {
            reporter.warn(&path, format!("{member} is named twice"), "take one of the two out");
        }
    }
    owners(reporter, it);
}

/// Shares that cannot be, one by one and on each day together.
fn owners(reporter: &mut Reporter<'_>, it: &Subject) {
    // What is no share by itself is an error, and told as such.
    if it.owners.iter().filter_map(|it| it.share.as_ref()).any(|share| share.bounds().0 > 100.0) {
        return;
    }
    for (i, owner) in it.owners.iter().enumerate() {
        let path = [Field("owners"), Item(i)];
        if let (Some(since), Some(until)) = (owner.since, owner.until)
            && until.last() < since.first()
        {
            reporter.warn(
                &[path[0], path[1], Field("until")],
                format!("it ends ({until}) before it starts ({since})"),
                "until is the last day on which it owned",
            );
        }
        // What owners have at least on the first day of each of them.
        let day = owner.since.map(Date::last);
        let holds = |other: &&Owner| match day {
            Some(day) => {
                other.since.is_none_or(|since| since.last() <= day)
                    && other.until.is_none_or(|until| until.first() > day)
            }
            None => other.since.is_none(),
        };
        let sum: f64 =
            it.owners.iter().filter(holds).filter_map(|it| Some(it.share.as_ref()?.bounds().0)).sum();
        if sum > 100.0 + 1e-6 {
            let when = day.map_or_else(|| "together".to_owned(), |day| format!("on {day}"));
            reporter.warn(
                &path,
                format!("the owners have {sum} per cent {when}, which is more than all"),
                "mend a share, or say until when an owner had it",
            );
            return;
        }
    }
}

/// Days of an act in an order that cannot be, and addresses that are none.
fn act(reporter: &mut Reporter<'_>, it: &Act) {
    for (name, date) in [
        ("adopted", it.adopted),
        ("published", it.published),
        ("applies", it.applies),
        ("expires", it.expires),
    ] {
        reporter.year(&[Field(name)], date);
    }
    for (name, what, date) in [
        ("published", "published on", it.published),
        ("applies", "applies from", it.applies),
        ("expires", "expires on", it.expires),
    ] {
        if let (Some(adopted), Some(date)) = (it.adopted, date)
            && date.last() < adopted.first()
        {
            reporter.warn(
                &[Field(name)],
                format!("{what} {date}, before it was adopted ({adopted})"),
                "mend one of the days",
            );
        }
    }
    if let Some(fault) = it.url.as_deref().and_then(link::fault) {
        reporter.warn(
            &[Field("url")],
            format!("the address is no link: {fault}"),
            "write where it can be read, https://…, or what else is known into note",
        );
    }
    for (name, acts, of) in [
        ("amends", &it.amends, (|it: &Act| it.amends.clone()) as fn(&Act) -> ThinSlice<Id>),
        ("supersedes", &it.supersedes, |it: &Act| it.supersedes.clone()),
    ] {
        for (i, first) in acts.iter().enumerate() {
            if comes_back(reporter.state, &it.id, first, of) {
                reporter.warn(
                    &[Field(name), Item(i)],
                    format!("{} {name} itself, by way of {first}", it.id),
                    "an act cannot come before itself: take one of the references out",
                );
            }
        }
    }
}

/// Whether acts lead from one back to `home`.
fn comes_back(state: &State, home: &Id, from: &Id, of: fn(&Act) -> ThinSlice<Id>) -> bool {
    let (mut seen, mut next) = (HashSet::new(), vec![from.clone()]);
    while let Some(id) = next.pop() {
        if &id == home {
            return true;
        }
        if seen.insert(id.clone())
            && let Some(act) = state.act(id.as_str())
        {
            next.extend(of(act).iter().cloned());
        }
    }
    false
}

fn steps<C: Debug>(reporter: &mut Reporter<'_>, steps: &[Step<C>]) {
    for (i, step) in steps.iter().enumerate() {
        let at = [Field("history"), Item(i)];
        reporter.year(&[at[0], at[1], Field("known")], step.known);
        reporter.year(&[at[0], at[1], Field("on")], Some(step.on));
        reporter.year(&[at[0], at[1], Field("until")], step.until);
    }
    twice(reporter, steps);
}

/// Steps that one source tells twice in the same words.
fn twice<C: Debug>(reporter: &mut Reporter<'_>, steps: &[Step<C>]) {
    if steps.len() < 2 {
        return;
    }
    let order = in_order(steps);
    let day = |place: &usize| steps.get(*place).map(|step| step.on);
    for group in order.chunk_by(|a, b| day(a) == day(b)).filter(|group| group.len() > 1) {
        // Most claims of one day are of several sources, and then nothing is told twice.
        let mut named = HashSet::new();
        let mut sources = group.iter().filter_map(|place| steps.get(*place)).flat_map(|step| &step.sources);
        if sources.all(|source| named.insert(source)) {
            continue;
        }
        let mut told: HashMap<(String, &str), usize> = HashMap::new();
        for &place in group {
            let Some(step) = steps.get(place) else { continue };
            let Step { on, time, change, until, scope, note, sources, event, act, known, withdrawn } = step;
            let said = format!("{:?}", (time, change, until, scope, note, event, act, known, withdrawn));
            let mut first = None;
            for source in sources {
                let before = *told.entry((said.clone(), source.as_str())).or_insert(place);
                first = first.or(Some(before).filter(|before| *before != place));
            }
            if let Some(first) = first {
                let (first, second) = (first.min(place), first.max(place));
                reporter.warn(
                    &[Field("history"), Item(second)],
                    format!("the step of {on} stands twice: it says what step {} says", first + 1),
                    "delete one of the two, or say in what they differ",
                );
            }
        }
    }
}

/// Names of lists that are none, and lists of another issuer.
fn lists(reporter: &mut Reporter<'_>, it: &Measure) {
    for (i, step) in it.history.iter().enumerate() {
        let Some(list) = step.change.list() else { continue };
        let path = [Field("history"), Item(i), Field("list")];
        if let Some((message, help)) = slip_in(list) {
            reporter.warn(&path, message, help);
        }
        if is_of_another(list, it.issuer.as_str()) {
            reporter.warn(
                &path,
                format!("{list} is no list of {}: it says nothing of this measure", it.issuer),
                "write the sighting to the measure of the list's issuer, or name the list of this one",
            );
        }
    }
}

impl Reporter<'_> {
    /// A year in which nothing can have been.
    fn year(&mut self, path: &[Part], date: Option<Date>) {
        let Some(date) = date else { return };
        let years = [date.first().year(), date.last().year()];
        let Some(year) = years.into_iter().find(|year| !YEARS.contains(year)) else { return };
        let help = match year {
            ..100 => format!("write the year with its century: {}", 2000 + year),
            100..1000 => "write the year with all its four digits".to_owned(),
            1000..1600 => "mend the year".to_owned(),
            _ => "mend the year; what has no end needs no until".to_owned(),
        };
        self.warn(path, format!("the year {year} cannot be meant"), help);
    }
}
