//! After a change, what the panes show is brought up to date by the changed records alone. It must be what it would be
//! if everything were computed anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use beltui::app::follow::changes;
use beltui::edit::document::Document;
use beltui::edit::op::{Op, Transaction};
use beltui::edit::references::{release, rename};
use beltui::model::id::Id;
use beltui::model::record::Owned;
use beltui::model::state::{Place, RecordKind, State};
use beltui::model::subject::SubjectKind;
use beltui::store::load::load_text;
use beltui::store::places::SHIPPED;
use beltui::views::day::{Clock, Day};
use beltui::views::filter::{self, Sort};
use beltui::views::ledger::Column;
use beltui::views::query::Query;
use chrono::NaiveDate;
use proptest::prelude::*;

fn clock() -> Clock {
    Clock::as_of(NaiveDate::from_ymd_opt(2025, 10, 28).unwrap())
}

fn text(facts: &Day, list: RecordKind) -> Vec<String> {
    let places = (0..facts.state().len(list)).map(|at| Place { list, at });
    places
        .map(|place| {
            let text = String::from_utf8(facts.analysis.text(place).to_vec()).unwrap();
            format!("{text} {:?} {:?}", facts.analysis.claims(place), facts.analysis.named(place.at))
        })
        .collect()
}

/// Every order of the ledger, as the ids of its rows.
fn orders(facts: &Day) -> Vec<Vec<String>> {
    let id = |at: usize| facts.state().records().sanctions.get(at).unwrap().id.to_string();
    let orders = Column::ALL.iter().flat_map(|column| [false, true].map(|reversed| (*column, reversed)));
    orders
        .map(|(column, reversed)| {
            let sort = Sort { column, reversed };
            let selected = filter::ledger(facts, &Query::default(), None, sort);
            selected.iter().map(id).collect()
        })
        .collect()
}

/// What is looked for in the ledger, in which order, and what was found.
type Chosen = Vec<(Query, Sort, filter::Selection)>;

/// What is looked for, and in which order.
const CHOICES: &[(&str, Column, bool)] = &[
    ("", Column::Issuer, false),
    ("belavia", Column::Target, true),
    ("status:in-force", Column::Status, false),
    ("issuer:us since:2021", Column::Shown, true),
    ("", Column::Programme, false),
    ("", Column::Kind, false),
    ("", Column::Country, true),
    ("", Column::Measures, true),
    ("kind:company", Column::Differ, true),
];

/// The rows of the ledger that were looked for.
fn chosen(facts: &Day, choices: &[(&str, Column, bool)]) -> Chosen {
    let choose = |&(query, column, reversed): &(&str, Column, bool)| {
        let (query, sort) = (Query::parse(query), Sort { column, reversed });
        let found = filter::ledger(facts, &query, None, sort);
        (query, sort, found)
    };
    choices.iter().map(choose).collect()
}

/// Where the rows that have changed since `before` was chosen are known, what is chosen by these alone is what is chosen
/// anew. Returns how often it was chosen so.
fn assert_chosen(before: &Chosen, generation: u64, facts: &Day) -> usize {
    let Some(rows) = facts.rows_since(generation) else { return 0 };
    let mut count = 0;
    for (query, sort, before) in before {
        let by_these = filter::ledger_after(facts, query, *sort, before, rows);
        count += usize::from(by_these.is_some());
        let anew = filter::ledger(facts, query, None, *sort);
        assert_eq!(by_these.as_ref().unwrap_or(&anew), &anew, "{query:?} {sort:?}");
    }
    count
}

fn assert_same(followed: &Day, anew: &Day) {
    for list in RecordKind::ALL.iter().copied() {
        assert_eq!(text(followed, list), text(anew, list), "{list}");
    }
    assert_eq!(followed.state(), anew.state());
    assert_eq!(followed.entries.all(), anew.entries.all());
    assert_eq!(followed.ledger, anew.ledger);
    assert_eq!(followed.crossings, anew.crossings);
    assert_eq!(followed.relations, anew.relations);
    assert_eq!(followed.totals, anew.totals);
    assert_eq!(followed.due, anew.due);
    for place in anew.state().places(&[RecordKind::Sanctions, RecordKind::Subjects]) {
        assert_eq!(followed.measures_of(place), anew.measures_of(place), "{place:?}");
        let id = anew.state().at(place).unwrap().id();
        assert_eq!(followed.naming().events(followed.state(), id), anew.naming().events(anew.state(), id));
        assert_eq!(
            followed.naming().subjects(followed.state(), id),
            anew.naming().subjects(anew.state(), id)
        );
    }
    let days = |facts: &Day| {
        let mut days = vec![NaiveDate::from_ymd_opt(1900, 1, 1).unwrap()];
        while let Some(day) = facts.calendar.after(days[days.len() - 1]) {
            days.push(day);
        }
        days.into_iter().map(|day| (day, facts.calendar.dated(day))).collect::<Vec<_>>()
    };
    assert_eq!(days(followed), days(anew));
    assert_eq!(orders(followed), orders(anew));
}

/// A change of some record: a delete, an insertion, a new id, or another field.
fn change(state: &State, number: usize) -> Option<Transaction> {
    let lists = [
        RecordKind::Sanctions,
        RecordKind::Events,
        RecordKind::Crossings,
        RecordKind::Relations,
        RecordKind::Sources,
        RecordKind::Subjects,
        RecordKind::Acts,
    ];
    // Measures and their targets change most.
    let list = lists[[0, 0, 0, 1, 2, 3, 4, 5, 5, 6][number % 10]];
    let length = state.len(list);
    let at = number / 10 % length.max(1);
    let old = state.at(Place { list, at })?.to_owned();
    let fresh = Id::new(&format!("new-{number}"));
    match number / 1000 % 5 {
        0 => {
            let mut ops = release(state, old.id()).ok()?;
            ops.push(Op::Remove { at, record: std::sync::Arc::new(old), origin: None });
            Some(Transaction::new("delete", ops))
        }
        1 => Some(Transaction::new("insert", vec![Op::insert(number % (length + 1), old.with_id(&fresh))])),
        2 => {
            let mut ops = rename(state, old.id(), &fresh);
            ops.push(Op::replace(old.clone(), old.with_id(&fresh)));
            Some(Transaction::new("rename", ops))
        }
        _ => {
            let mut new = old.clone();
            match &mut new {
                Owned::Measure(it) if number.is_multiple_of(5) => it.note = Some(format!("N{number}").into()),
                Owned::Measure(it) if number.is_multiple_of(7) => it.history.change(|steps| {
                    // A day that was said is moved, as far as other steps or beyond them.
                    if let Some(step) = steps.first_mut() {
                        step.on = format!("20{}-06-{}", 10 + number % 17, 10 + number % 20).parse().unwrap();
                    }
                }),
                Owned::Measure(it) if number.is_multiple_of(2) => _ = it.history.pop(),
                Owned::Measure(it) => {
                    let subjects = &state.records().subjects;
                    it.target = subjects.get(number % subjects.len())?.id.clone();
                    it.history.change(|steps| steps.iter_mut().for_each(|step| step.event = None));
                }
                Owned::Event(it) => it.on = format!("20{}", 10 + number % 17).parse().ok(),
                Owned::Crossing(it) => _ = it.history.pop(),
                Owned::Relation(it) => _ = it.history.pop(),
                Owned::Source(it) => it.publisher = format!("P{number}").into(),
                Owned::Subject(it) if number.is_multiple_of(3) => {
                    it.countries = ["US", "BY"].iter().skip(number % 2).map(|id| Id::new(id)).collect();
                }
                Owned::Subject(it) if number.is_multiple_of(7) => it.kind = SubjectKind::Company,
                Owned::Subject(it) => it.name = ["Ääkkönen", "Belavia", "Zz", "ААА"][number % 4].into(),
                Owned::Act(it) if number.is_multiple_of(2) => it.expires = "2025-06".parse().ok(),
                Owned::Act(it) => it.number = Some(format!("N{number}").into()),
                Owned::Decision(it) => it.same = !it.same,
            }
            (new != old).then(|| Transaction::new("edit", vec![Op::replace(old, new)]))
        }
    }
}

#[test]
fn going_from_day_to_day_and_computing_anew_come_to_the_same() {
    let state = load_text(SHIPPED.to_owned()).state;
    let mut facts = Day::new(state.clone(), clock());
    let mut days = vec![NaiveDate::from_ymd_opt(2019, 1, 1).unwrap()];
    while let Some(day) = facts.calendar.after(days[days.len() - 1]) {
        days.push(day);
    }
    let mut followed = 0;
    for day in days.iter().rev().chain(&days).copied().chain([clock().as_of]) {
        let (before, generation) = (chosen(&facts, &CHOICES[2..3]), facts.generation);
        facts.set_clock(Clock::as_of(day));
        followed += assert_chosen(&before, generation, &facts);
        let anew = Day::new(state.clone(), Clock::as_of(day));
        assert_eq!(facts.ledger, anew.ledger, "{day}");
        assert_eq!(facts.totals, anew.totals, "{day}");
        assert_eq!(facts.relations, anew.relations, "{day}");
        assert_eq!(facts.crossings, anew.crossings, "{day}");
        assert_eq!(facts.due, anew.due, "{day}");
    }
    assert!(followed > days.len(), "most days change a few rows");
}

#[test]
fn an_edit_of_a_measure_chooses_its_own_row_anew_and_one_of_a_source_all() {
    let state = load_text(SHIPPED.to_owned()).state;
    let (mut document, mut facts) = (Document::new(state.clone()), Day::new(state, clock()));
    let cases: [(&str, &str, Option<usize>); 4] = [
        ("us-belavia-asset-freeze", "note", Some(1)),
        ("us-belavia-asset-freeze", "step", Some(1)),
        ("zapad-2025", "note", Some(0)),
        ("vedomosti", "publisher", None),
    ];
    for (id, what, rows) in cases {
        let old = document.state().record(id).unwrap().to_owned();
        let mut new = old.clone();
        match &mut new {
            Owned::Measure(it) if what == "step" => _ = it.history.pop(),
            Owned::Measure(it) => it.note = Some("Alpha".into()),
            Owned::Event(it) => it.note = Some("Alpha".into()),
            Owned::Source(it) => it.publisher = "Alpha Works".into(),
            other => panic!("{other:?}"),
        }
        let (before, generation) = (chosen(&facts, CHOICES), facts.generation);
        let applied = document.commit(&Transaction::new(what, vec![Op::replace(old, new)])).unwrap();
        facts.follow(document.state(), &changes(&applied));
        assert_eq!(facts.rows_since(generation).map(<[usize]>::len), rows, "{id} {what}");
        assert_chosen(&before, generation, &facts);
        assert_same(&facts, &Day::new(document.state().clone(), clock()));
    }
}

#[test]
fn what_takes_the_place_of_a_day_is_asked_for_the_same_and_newer() {
    let state = load_text(SHIPPED.to_owned()).state;
    let mut shown = Day::new(State::default(), clock());
    // Long read, and gone back and forth meanwhile.
    for year in 2019..2030 {
        shown.set_clock(Clock::as_of(NaiveDate::from_ymd_opt(year, 1, 1).unwrap()));
    }
    let comes = Day::new(state.clone(), clock()).in_place_of(&shown);
    assert_eq!(comes.clock(), shown.clock());
    assert!(comes.generation > shown.generation, "what was made of the other's rows is old");
    assert_same(&comes, &Day::new(state, shown.clock()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn following_a_change_and_computing_anew_come_to_the_same(numbers in proptest::collection::vec(0usize..100_000, 1..8)) {
        let state = load_text(SHIPPED.to_owned()).state;
        let (mut document, mut facts) = (Document::new(state.clone()), Day::new(state, clock()));
        for number in numbers {
            let Some(mut transaction) = change(facts.state(), number) else { continue };
            // Now and then a second record changes with it.
            if number % 3 == 0
                && let Some(more) = change(facts.state(), number / 7 + 1)
            {
                transaction.ops.extend(more.ops);
            }
            let Ok(applied) = document.commit(&transaction) else { continue };
            let (before, generation) = (chosen(&facts, CHOICES), facts.generation);
            facts.follow(document.state(), &changes(&applied));
            assert_chosen(&before, generation, &facts);
            assert_same(&facts, &Day::new(document.state().clone(), clock()));
        }
        while let Some(inverse) = document.undo() {
            let (before, generation) = (chosen(&facts, CHOICES), facts.generation);
            facts.follow(document.state(), &changes(&inverse));
            assert_chosen(&before, generation, &facts);
            assert_same(&facts, &Day::new(document.state().clone(), clock()));
        }
    }
}
