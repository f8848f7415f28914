//! Dated questions drawn from the material, and what the file answers.

use beltui::model::crossing::{Access, Traffic};
use beltui::model::date::Date;
use beltui::model::id::Id;
use beltui::model::measure::{MeasureStatus, Standing, status};
use beltui::model::relation::Representation;
use beltui::views::crossings;

use crate::answers::Shipped;
use crate::common::day;
use crate::table::{Row, each, table};

/// The words of the table for a standing. What is adopted and does not bind yet has several.
const STANDINGS: [(&str, Standing); 9] = [
    ("unknown", Standing::NoRecord),
    ("in preparation", Standing::InPreparation),
    ("in force", Standing::InForce),
    ("licensed", Standing::Licensed),
    ("lifting announced", Standing::LiftingAnnounced),
    ("suspended", Standing::Suspended),
    ("off the list", Standing::NotSeen),
    ("delisted", Standing::Lifted),
    ("expired", Standing::Expired),
];

/// Asserts that an answer begins with a word, whatever the case of its letters.
fn begins(answer: &str, word: &str) {
    assert!(answer.to_lowercase().starts_with(word), "the file answers \"{word}\"");
}

/// Asserts that the date behind a word of an answer, if there is one, is `found`.
fn dated(answer: &str, word: &str, found: Option<Date>) {
    let Some((_, behind)) = answer.split_once(&format!(" {word} ")) else { return };
    let end = behind.find(|it: char| !it.is_ascii_digit() && it != '-').unwrap_or(behind.len());
    if let Ok(asked) = behind[..end].parse::<Date>() {
        assert_eq!(found, Some(asked), "{word}");
    }
}

/// Where a measure stands, with its acts.
fn measure(shipped: &Shipped, id: &str, on: &str) -> MeasureStatus {
    let it = shipped.state.measure(id).unwrap_or_else(|| panic!("there is no measure {id}"));
    let claims = shipped.analysis.claims(shipped.place(id));
    status(&shipped.state.effective(it), day(on), claims)
}

fn standing(row: &Row, found: &MeasureStatus) {
    let answer = row.get("answer");
    if answer.starts_with("adopted") {
        assert!(!found.standing.is_in_force(), "the file answers that it is {}", found.standing.word());
        return;
    }
    let (word, _) = STANDINGS.iter().find(|(_, standing)| *standing == found.standing).unwrap();
    begins(answer, word);
    let since = if found.standing == Standing::InForce { found.in_force_since } else { found.since };
    dated(answer, "since", since);
    dated(answer, "to", found.until);
}

/// The licence under which a measure stands, and its last day.
fn licence(shipped: &Shipped, row: &Row, found: &MeasureStatus) {
    assert_eq!(found.standing, Standing::Licensed);
    let step = &shipped.measure_steps(row.get("about"))[found.step.unwrap()];
    let act = step.act.as_ref().expect("the licence is no act");
    let number = shipped.state.act(act.as_str()).unwrap().number.as_deref().unwrap_or_default();
    assert!(row.get("answer").contains(number), "the file answers \"{number}\"");
    dated(row.get("answer"), "to", found.until);
    assert!(!row.get("answer").ends_with("no expiry") || found.until.is_none(), "{:?}", found.until);
}

/// What a crossing lets through: of one kind of traffic, or of every kind it is made for.
fn crossing(shipped: &Shipped, row: &Row, traffic: Option<Traffic>) {
    let (id, answer) = (row.get("about"), row.get("answer"));
    let rows = crossings::rows(&shipped.state, &shipped.analysis, day(row.get("as_of")));
    let found = rows.iter().find(|it| shipped.id(it.place()) == id).unwrap();
    let lanes: Vec<_> =
        found.status.lanes.iter().filter(|lane| traffic.is_none_or(|of| of == lane.traffic)).collect();
    assert!(!lanes.is_empty(), "it is not made for that");
    let access = if traffic.is_some() { lanes[0].access } else { found.overall };
    begins(answer, access.map_or("unknown", Access::word));
    let lane = lanes.iter().find(|lane| lane.access == access && access.is_some());
    // An answer that says by whom, or under which conditions, is about that decision; else about the access.
    let is_of_decision = answer.contains(": ") || answer.contains(" by ");
    let since = lane.and_then(|lane| if is_of_decision { lane.scope_since } else { lane.since });
    dated(answer, "since", since);
    dated(answer, "until", lane.and_then(|lane| lane.until));
}

/// How one was represented at another.
fn represented(shipped: &Shipped, row: &Row, (from, at): (&str, &str)) -> Option<Representation> {
    let status = shipped.relation(row.get("about"), row.get("as_of"));
    let (from, at) = (Id::new(from), Id::new(at));
    status.representation.into_iter().find(|it| it.direction.from == from && it.direction.at == at)
}

fn relation(shipped: &Shipped, row: &Row, asks: &[&str]) {
    let answer = row.get("answer");
    let word = match asks {
        ["stance"] => {
            let found = shipped.relation(row.get("about"), row.get("as_of"));
            found.stance.map(|held| held.value.word())
        }
        ["head", from, at] => {
            let found = represented(shipped, row, (from, at)).and_then(|it| it.head);
            let found = found.expect("the file knows of no head").value.word();
            assert!(answer.contains(found), "the file answers {found}");
            return;
        }
        ["mission", from, at] => {
            let found = represented(shipped, row, (from, at));
            let reopening = found.as_ref().is_some_and(|it| it.reopening.is_some());
            assert_eq!(answer.contains("reopening announced"), reopening, "reopening announced");
            found.and_then(|it| it.mission).map(|held| held.value.word())
        }
        ["consular", from, at] => {
            represented(shipped, row, (from, at)).and_then(|it| it.consular).map(|held| held.value.word())
        }
        other => panic!("nobody knows how to ask {other:?}"),
    };
    begins(answer, word.unwrap_or("unknown"));
}

/// The numbers of a text, without the commas in them.
fn numbers(text: &str) -> Vec<String> {
    let text = text.replace(',', "");
    text.split(|it: char| !it.is_ascii_digit()).filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

fn event(shipped: &Shipped, row: &Row, asks: &str) {
    let it = shipped.state.event(row.get("about")).unwrap();
    let answer = row.get("answer");
    if asks == "day" {
        let asked = answer.split([';', ' ']).next().unwrap();
        assert_eq!(it.on.map(Date::written).as_deref(), Some(asked));
        return dated(answer, "to", it.until);
    }
    let values: Vec<String> = it.figures.iter().flat_map(|figure| numbers(&figure.value)).collect();
    for number in numbers(answer) {
        assert!(values.contains(&number), "{number} is not among {values:?}");
    }
}

/// Asks the file. Says whether there is a way to ask it.
fn ask(shipped: &Shipped, row: &Row) -> bool {
    let (id, on) = (row.get("about"), row.get("as_of"));
    match row.get("asks").split(' ').collect::<Vec<_>>().as_slice() {
        [""] => return false,
        ["standing"] => standing(row, &measure(shipped, id, on)),
        ["since"] => {
            let asked = row.get("answer").split(' ').next().unwrap();
            let found = measure(shipped, id, on).in_force_since.map(Date::written);
            assert_eq!(found.as_deref(), Some(asked));
        }
        ["licence"] => licence(shipped, row, &measure(shipped, id, on)),
        ["all"] => crossing(shipped, row, None),
        ["passenger"] => crossing(shipped, row, Some(Traffic::Passenger)),
        ["freight"] => crossing(shipped, row, Some(Traffic::Freight)),
        ["day"] => event(shipped, row, "day"),
        ["figures"] => event(shipped, row, "figures"),
        asks => relation(shipped, row, asks),
    }
    true
}

#[test]
fn the_file_answers_every_dated_question_that_it_can_be_asked_under_both_clocks() {
    let shipped = Shipped::new();
    let rows = table("questions.csv");
    each(&rows, |row| {
        match row.asked("known") {
            None => ask(&shipped, row),
            Some(known) => ask(&shipped.as_known(known), row),
        };
    });
    let asked = rows.iter().filter(|row| row.asked("asks").is_some());
    assert!(asked.count() >= 150, "too few of the questions can be asked of the file");
}

#[test]
fn every_question_has_a_day_an_answer_and_a_source_that_the_file_has() {
    let shipped = Shipped::new();
    each(&table("questions.csv"), |row| {
        for column in ["question", "answer", "source"] {
            assert!(row.asked(column).is_some(), "{column} is empty");
        }
        let id = row.get("about");
        assert!(shipped.state.record(id).is_some(), "there is no record {id}");
        for column in ["as_of", "known"] {
            let date = row.asked(column);
            assert!(date.is_none_or(|it| it.parse::<Date>().is_ok()), "{column}: {date:?}");
        }
        assert!(row.asked("as_of").is_some(), "no day");
        for source in row.get("source").split(' ') {
            assert!(shipped.state.source(source).is_some(), "there is no source {source}");
        }
    });
}
