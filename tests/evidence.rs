//! The rules of evidence on what is shown: each is a table in `evidence/`, with invented names.
//!
//! A step is written `2025-11-04 Lifted by=wire until=2026-01-01`, steps are parted by `;`; `_` stands for a blank.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fmt::Write;

use beltui::model::evidence::Shown;
use beltui::model::state::State;
use beltui::report::export;
use beltui::store::load::load_text;
use beltui::views::allowed::allowed;
use beltui::views::day::{Clock, Day};
use beltui::views::evidence::{self, Since};
use beltui::views::{citation, conflicts, page, reach, relations, trend, wording};
use chrono::NaiveDate;
use proptest::prelude::*;

/// The rows of a table, each with its columns by name.
fn table(text: &'static str) -> Vec<csv::StringRecord> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert!(!rows.is_empty());
    rows
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// `2025-11-04 Lifted by=wire` as a step of a file.
fn step(text: &str) -> String {
    let mut words = text.split_whitespace();
    let (on, what) = (words.next().unwrap(), words.next().unwrap());
    let mut fields = format!("on: \"{on}\", what: {what}");
    let mut by = "\"wire\"".to_owned();
    for word in words {
        let (field, value) = word.split_once('=').unwrap();
        let value = value.replace('_', " ");
        match field {
            "by" => by = value.split('+').map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(", "),
            "withdrawn" => write!(fields, ", withdrawn: (on: \"{value}\")").unwrap(),
            "traffic" => write!(fields, ", traffic: {value}").unwrap(),
            _ => write!(fields, ", {field}: \"{value}\"").unwrap(),
        }
    }
    if matches!(what, "Seen" | "NotSeen") {
        fields.push_str(", list: \"a list\"");
    }
    format!("({fields}, sources: [{by}])")
}

fn history(text: &str) -> String {
    let steps = text.split(';').map(str::trim).filter(|text| !text.is_empty());
    steps.map(step).collect::<Vec<_>>().join(", ")
}

fn measure(id: &str, issuer: &str, target: &str, steps: &str) -> String {
    format!(
        "(id: \"{id}\", issuer: \"{issuer}\", target: \"{target}\", measure: AssetFreeze, \
         programme: \"P\", history: [{}]),\n",
        history(steps)
    )
}

fn state(sanctions: &str, crossings: &str) -> State {
    let text = file(sanctions, crossings);
    let loaded = load_text(text.clone());
    assert_eq!(loaded.errors(), 0, "{:?}\n{text}", loaded.findings);
    loaded.state
}

/// A file with subjects, six sources of which three have grades, two licences, events and what is written besides.
fn file(sanctions: &str, crossings: &str) -> String {
    let subject =
        |id: &str, name: &str, kind: &str| format!("(id: \"{id}\", name: \"{name}\", kind: {kind}),\n");
    let subjects = [
        subject("QQ", "Quelland", "State"),
        subject("NN", "Nachbarland", "State"),
        subject("US", "United States", "State"),
        subject("EU", "European Union", "Bloc"),
        subject("GB", "United Kingdom", "State"),
        subject("alpha", "Alpha Works", "Agency"),
        subject("beta", "Beta Works", "Agency"),
        subject("gamma", "Gamma Works", "Agency"),
    ]
    .concat();
    format!(
        "#![enable(implicit_some)]\n(schema: 2, title: \"T\",\nsubjects: [{subjects}],\nsources: [\n\
         (id: \"wire\", publisher: \"A wire\", title: \"W\", grade: \"B2\"),\n\
         (id: \"yearbook\", publisher: \"A yearbook\", title: \"Y\", published: \"2020-01-02\", grade: \"B2\"),\n\
         (id: \"paper\", publisher: \"A paper\", title: \"P\"),\n\
         (id: \"desk\", publisher: \"A desk\", title: \"D\"), (id: \"letter\", publisher: \"A letter\", title: \"L\"),\n\
         (id: \"blog\", publisher: \"publisher not stated\", title: \"A post\", grade: \"E4\"),\n],\n\
         acts: [(id: \"gl-1\", issuer: \"US\", kind: GeneralLicence, number: \"GL 1\"), \
         (id: \"gl-2\", issuer: \"US\", kind: GeneralLicence, number: \"GL 2\")],\n\
         sanctions: [{sanctions}],\ncrossings: [{crossings}],\nevents: [\n\
         (id: \"deal\", kind: Talks, title: \"Talks\", on: \"2020-01-01\", sources: [\"wire\"]),\n\
         (id: \"plan\", kind: Talks, title: \"More talks\", on: \"2031-01-01\", basis: Scheduled, sources: [\"wire\"]),\n])\n"
    )
}

fn of(state: &State, on: &str) -> Day {
    Day::new(state.clone(), Clock::as_of(day(on)))
}

/// One measure on a day.
fn one(steps: &str, on: &str) -> Day {
    of(&state(&measure("us-alpha", "US", "alpha", steps), ""), on)
}

fn text(page: &page::Page) -> String {
    let lines: Vec<String> =
        page.lines.iter().map(|line| format!("{} {}", line.label, line.words())).collect();
    lines.join("\n")
}

#[test]
fn both_dates_and_the_age_of_the_evidence_are_what_the_table_says_in_the_row_the_status_and_the_export() {
    for row in table(include_str!("evidence/dates.csv")) {
        let [name, steps, on, status, in_force, since, shown] = [0, 1, 2, 3, 4, 5, 6].map(|at| &row[at]);
        let day = one(steps, on);
        let (it, dates) = (&day.ledger[0], day.ledger[0].dates());
        assert_eq!(it.standing.word(), status, "{name}");
        assert_eq!(dates.in_force.map(Since::short).unwrap_or_default(), in_force, "{name}: in force since");
        assert_eq!(dates.status.map(Since::short).unwrap_or_default(), since, "{name}: status since");
        let said = |it: Shown| format!("{} {}", it.0.written(), evidence::age(it, day.as_of()));
        assert_eq!(dates.shown.map(said).unwrap_or_default(), shown, "{name}: shown");
        let exported = export::ledger(&day);
        let cell = |column: &str| {
            let at = exported.columns.iter().position(|name| *name == column).unwrap();
            exported.rows[0][at].plain()
        };
        let bound = |column: &str| if cell(column) == "or before" { "≤" } else { "" };
        let short = |text: String| {
            if text.is_empty() { text } else { text.parse::<beltui::model::date::Date>().unwrap().short() }
        };
        assert_eq!(
            format!("{}{}", bound("in_force_bound"), short(cell("in_force_since"))),
            in_force,
            "{name}"
        );
        assert_eq!(format!("{}{}", bound("status_bound"), short(cell("status_since"))), since, "{name}");
        let exported = format!("{} {} {} d", cell("shown"), cell("age"), cell("shown_days"));
        assert_eq!(exported, if shown.is_empty() { "   d" } else { shown }, "{name}");
    }
}

/// `2021-06-01 US_at_BY Open` (a mission), `… Ambassador` (a head of mission, `name=A`), `… Full` (a consular service) or
/// `2021-06-01 QQ Good` (a stance as QQ sees it, `-` where nobody is named) as a step of a relation.
fn relation_step(text: &str) -> String {
    let mut words = text.split_whitespace();
    let [on, whose, what] = [(); 3].map(|()| words.next().unwrap());
    let mut said = match whose.split_once("_at_") {
        None if whose == "-" => format!("what: Stance, level: {what}"),
        None => format!("what: Stance, level: {what}, by: \"{whose}\""),
        Some((from, at)) => {
            let (axis, field) = match what {
                "Ambassador" | "ChargeDAffaires" | "Vacant" => ("Head", "rank"),
                "Full" | "Limited" => ("Consular", "status"),
                _ => ("Mission", "status"),
            };
            format!("what: {axis}, from: \"{from}\", at: \"{at}\", {field}: {what}")
        }
    };
    let mut by = "wire";
    for word in words {
        match word.split_once('=').unwrap() {
            ("by", source) => by = source,
            (field, value) => write!(said, ", {field}: \"{value}\"").unwrap(),
        }
    }
    format!("(on: \"{on}\", {said}, sources: [\"{by}\"])")
}

#[test]
fn what_holds_between_two_is_told_with_since_and_shown_on_every_axis() {
    for row in table(include_str!("evidence/relations.csv")) {
        let [name, steps, on, stance, representation, shown] = [0, 1, 2, 3, 4, 5].map(|at| &row[at]);
        let steps: Vec<String> = steps.split(';').map(|step| relation_step(step.trim())).collect();
        let relations = format!("(id: \"qq-nn\", pair: (\"QQ\", \"NN\"), history: [{}])", steps.join(", "));
        let text =
            file("", "").replace("sanctions: []", &format!("relations: [{relations}],\nsanctions: []"));
        let loaded = load_text(text.clone());
        assert_eq!(loaded.errors(), 0, "{:?}\n{text}", loaded.findings);
        let day = of(&loaded.state, on);
        let page = self::text(&beltui::views::record::page(&day, "qq-nn").unwrap());
        let told: Vec<&str> = page
            .lines()
            .take_while(|line| !line.contains("history ·"))
            .filter(|it| it.contains("since") || it.contains("no record"))
            .collect();
        let (wanted, others): (Vec<&str>, Vec<&str>) =
            told.into_iter().partition(|line| line.starts_with("stance"));
        assert_eq!(
            wanted.first().map_or("", |line| line.trim_start_matches("stance ")),
            stance,
            "{name}: {page}"
        );
        assert_eq!(others.join(" | "), representation, "{name}: {page}");
        let said = |it: Shown| format!("{} {}", it.0.written(), evidence::age(it, day.as_of()));
        assert_eq!(day.relations[0].shown().map(said).unwrap_or_default(), shown, "{name}: the row");
        let exported = export::relations(&day);
        let cell = |column: &str| {
            let at = exported.columns.iter().position(|name| *name == column).unwrap();
            exported.rows[0][at].plain()
        };
        assert_eq!(
            format!("{} {} {} d", cell("shown"), cell("age"), cell("shown_days")),
            if shown.is_empty() { "   d" } else { shown },
            "{name}: the export"
        );
        // No trend is made up: what the words leave out, the export and the pane leave out.
        let trend = stance.split(" since").next().unwrap().split_once(", ").map_or("", |(_, trend)| trend);
        assert_eq!(cell("trend"), trend, "{name}: the trend");
        let sign = relations::trend_sign(day.relations[0].status.trend);
        assert_eq!(sign.is_empty(), trend.is_empty(), "{name}: {sign}");
    }
}

#[test]
fn the_present_access_has_one_beginning_however_often_it_is_said_again() {
    for row in table(include_str!("evidence/since.csv")) {
        let [name, steps, on, access, since, conditions, shown, disputed] =
            [0, 1, 2, 3, 4, 5, 6, 7].map(|at| &row[at]);
        let day = of(&state("", &crossings(&format!("gate Road All: {steps}"))), on);
        let it = &day.crossings[0];
        assert_eq!(wording::access(&it.status), access, "{name}");
        let date = |date: Option<beltui::model::date::Date>| {
            date.map(beltui::model::date::Date::written).unwrap_or_default()
        };
        assert_eq!(date(it.since), since, "{name}: since");
        let lane = it.status.latest().unwrap();
        assert_eq!(date(lane.scope_since), conditions, "{name}: under the present conditions");
        assert_eq!(date(it.shown.map(|shown| shown.0)), shown, "{name}: shown");
        assert_eq!(it.conflict.to_string(), disputed, "{name}: whether sources disagree");
        let exported = export::crossings(&day);
        let cell = |column: &str| {
            let at = exported.columns.iter().position(|name| *name == column).unwrap();
            exported.rows[0][at].plain()
        };
        assert_eq!(
            (cell("since").as_str(), cell("conditions_since").as_str()),
            (since, conditions),
            "{name}"
        );
    }
}

/// `north road All: 2025-01-01 Open traffic=All | south border Freight: …` as crossings between Quelland and Nachbarland.
fn crossings(text: &str) -> String {
    let mut all = String::new();
    for line in text.split('|').map(str::trim) {
        let (head, steps) = line.split_once(':').unwrap();
        let words: Vec<&str> = head.split_whitespace().collect();
        writeln!(
            all,
            "(id: \"{0}\", name: \"{0}\", mode: {1}, between: (\"QQ\", \"NN\"), traffic: {2}, history: [{3}]),",
            words[0],
            words[1],
            words[2],
            history(steps)
        )
        .unwrap();
    }
    all
}

#[test]
fn crossing_points_are_counted_by_traffic_and_whole_borders_never() {
    for row in table(include_str!("evidence/crossings.csv")) {
        let [name, text, on, points, by_traffic, disputed] = [0, 1, 2, 3, 4, 5].map(|at| &row[at]);
        let day = of(&state("", &crossings(text)), on);
        let tally = day.totals.crossings;
        assert_eq!(tally.points.text(), points, "{name}");
        assert_eq!(tally.by_traffic(), by_traffic, "{name}");
        let rows = day.crossings.iter().filter(|row| row.conflict);
        let names: Vec<&str> =
            rows.map(|row| day.state().records().crossings.get(row.at).unwrap().name.as_str()).collect();
        assert_eq!(names.join(" "), disputed, "{name}");
        // Where a point and the whole border disagree both are shown.
        let page = self::text(&conflicts::all(&day));
        assert!(names.iter().all(|name| page.contains(&format!("{name}, the "))), "{name}: {page}");
    }
}

#[test]
fn one_act_is_one_in_totals_charts_and_briefs_however_many_measures_it_touches() {
    for row in table(include_str!("evidence/acts.csv")) {
        let [name, alpha, beta, tightens, eases] = [0, 1, 2, 3, 4].map(|at| &row[at]);
        let measures = measure("us-alpha", "US", "alpha", alpha) + &measure("us-beta", "US", "beta", beta);
        let day = of(&state(&measures, ""), "2026-03-31");
        assert_eq!(day.totals.tightening.to_string(), tightens, "{name}");
        let brief = beltui::report::brief::brief(&day, self::day("2025-12-31"));
        let said = format!("{brief:?}");
        let acts = |number: &str, verb: &str| match number {
            "1" => format!("1 act that {verb}s"),
            _ => format!("{number} acts that {verb}"),
        };
        let wanted = format!("{} measures and {} them", acts(eases, "ease"), acts(tightens, "tighten"));
        assert!(said.contains(&wanted), "{name}: {wanted}: {said}");
        // The charts have a bar of that many.
        let chart = trend::page(&day);
        let bar = |sign: char| {
            let lines = chart.lines.iter().filter(|line| line.label.starts_with("2026"));
            lines.map(|line| line.text.matches(sign).count()).sum::<usize>() > 0
        };
        assert_eq!((bar('▶'), bar('◀')), (tightens != "0", eases != "0"), "{name}");
    }
}

#[test]
fn what_is_known_to_a_day_is_the_newest_step_event_or_publication_by_then() {
    for row in table(include_str!("evidence/known.csv")) {
        let [name, steps, today, known] = [0, 1, 2, 3].map(|at| &row[at]);
        let day = one(steps, today);
        let found = day.calendar.known_to(self::day(today)).map(|day| day.to_string());
        assert_eq!(found.unwrap_or_default(), known, "{name}");
    }
}

#[test]
fn what_is_allowed_on_a_day_is_what_licences_and_easings_let_pass_then() {
    for row in table(include_str!("evidence/allowed.csv")) {
        let [name, steps, on, expected] = [0, 1, 2, 3].map(|at| &row[at]);
        let day = one(steps, on);
        let (it, status) =
            (day.state().records().sanctions.get(0).unwrap(), day.status(&day.ledger[0]).unwrap());
        let claims = day.analysis.claims(day.ledger[0].place());
        let found: Vec<String> = allowed(&day.state().effective(it), &status, claims, day.as_of())
            .iter()
            .map(|it| {
                let until = it.until.map(|until| format!("..{until}")).unwrap_or_default();
                let scope = it.step.scope.as_deref().map(|scope| format!(" {scope}")).unwrap_or_default();
                let what = day.state().licence(it.step).unwrap_or_else(|| it.step.change.what.word());
                format!("{what} {}{until}{scope}", it.since)
            })
            .collect();
        assert_eq!(found.join("; "), expected, "{name}");
    }
}

/// A file in which subjects own each other: `alpha 30 gamma since=2021 until=2022 by=paper control`, `?` an unknown share, `20-60`
/// one between two.
fn owned(measures: &str, owners: &str) -> State {
    // The second clock asks when each source was published.
    let mut text = file(&measures.replace("\"wire\"", "\"yearbook\""), "");
    let mut by_owned: std::collections::BTreeMap<&str, Vec<String>> = std::collections::BTreeMap::new();
    for owner in owners.split(';').map(str::trim).filter(|text| !text.is_empty()) {
        let words: Vec<&str> = owner.split_whitespace().collect();
        let mut said = format!("owner: \"{}\"", words[0]);
        match words[1].split_once('-') {
            Some((least, most)) => write!(said, ", share: ({least}, {most})").unwrap(),
            None if words[1] == "?" => {}
            None => write!(said, ", share: {}", words[1]).unwrap(),
        }
        let mut by = "yearbook";
        for word in &words[3..] {
            match word.split_once('=') {
                Some(("by", source)) => by = source,
                Some((field, value)) => write!(said, ", {field}: \"{value}\"").unwrap(),
                None => write!(said, ", {word}: true").unwrap(),
            }
        }
        by_owned.entry(words[2]).or_default().push(format!("({said}, sources: [\"{by}\"])"));
    }
    for (owned, owners) in by_owned {
        let head = format!("(id: \"{owned}\", ");
        assert!(text.contains(&head), "{owned}");
        text =
            text.replacen(&head, &format!("{head}countries: [\"QQ\"], owners: [{}], ", owners.join(", ")), 1);
    }
    let loaded = load_text(text.clone());
    assert_eq!(loaded.errors(), 0, "{:?}\n{text}", loaded.findings);
    loaded.state
}

#[test]
fn who_is_owned_by_listed_subjects_is_derived_with_its_arithmetic() {
    for row in table(include_str!("evidence/reach.csv")) {
        let [name, listed, owners, on, known, expected] = [0, 1, 2, 3, 4, 5].map(|at| &row[at]);
        let measures: String = listed
            .split('|')
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .enumerate()
            .map(|(at, text)| {
                let (head, steps) = text.split_once(':').unwrap();
                let (issuer, target) = head.split_once(' ').unwrap();
                measure(&format!("m-{at}"), issuer, target, steps)
            })
            .collect();
        let clock = Clock::as_of(self::day(on)).known(known.parse().ok());
        let day = Day::new(owned(&measures, owners), clock);
        let at = day.state().place("gamma").unwrap().at;
        let found: Vec<String> =
            day.ownership().reached(at).iter().map(|it| reach::sentence(day.state(), it)).collect();
        assert_eq!(found.join(" | "), expected, "{name}");
        // The page of the record, the export, the brief and the dossier say the same, and that it is derived.
        let page = text(&beltui::views::record::page(&day, "gamma").unwrap());
        let exported = export::reach(&day);
        let arithmetic: Vec<String> = exported
            .rows
            .iter()
            .filter(|row| row[0].plain() == "gamma")
            .map(|row| row[exported.columns.iter().position(|it| *it == "arithmetic").unwrap()].plain())
            .collect();
        assert_eq!(arithmetic, found, "{name}");
        let brief = format!("{:?}", beltui::report::brief::brief(&day, self::day("2019-01-01")));
        for said in &found {
            assert!(page.contains("reached through its owners") && page.contains(said), "{name}: {page}");
            assert!(said.contains("through owners: "), "{name}: {said}");
            assert!(brief.contains(said) && brief.contains("listed by the issuer"), "{name}: {brief}");
        }
        assert_eq!(page.contains("reached through its owners"), !found.is_empty(), "{name}: {page}");
        assert_eq!(brief.contains("through owners: "), !found.is_empty(), "{name}: {brief}");
    }
}

#[test]
fn what_an_issuer_reaches_of_a_state_stands_in_the_dossier_as_through_its_owners() {
    let measures = measure("m", "US", "alpha", "2021-01-01 Designated");
    let text = |owners: &str| {
        let state = owned(&measures, owners);
        let relation = "#![enable(implicit_some)]\n(schema: 2, title: \"T\", relations: [(id: \"qq-us\", pair: (\"QQ\", \"US\"), history: [])])";
        let mut records = state.records().clone();
        records.relations = load_text(relation.to_owned()).state.records().relations.clone();
        let state = State::new(state.head().clone(), records);
        let day = of(&state, "2026-03-31");
        text(&beltui::views::dossier::page(&day, "qq-us").unwrap())
    };
    let page = text("alpha 50 gamma");
    assert!(page.contains("reached through owners, listed by nobody"), "{page}");
    assert!(
        page.contains("reached Gamma Works: through owners: 50 % held by Alpha Works (50 %); US: "),
        "{page}"
    );
    assert!(!text("alpha 49 gamma").contains("through owners"), "a minority reaches nothing");
}

/// An event in the file, with what is written besides.
fn with_event(fields: &str) -> Day {
    let event = format!("(id: \"swap\", title: \"A swap\", sources: [\"wire\"], {fields}),\n(id: \"deal\"");
    let text = file("", "").replacen("(id: \"deal\"", &event, 1);
    let loaded = load_text(text.clone());
    assert_eq!(loaded.errors(), 0, "{:?}\n{text}", loaded.findings);
    of(&loaded.state, "2026-03-31")
}

#[test]
fn what_turned_out_wrong_is_shown_struck_and_counted_nowhere() {
    let exchange = "exchange: [(from: \"QQ\", gave: \"52 prisoners released\")], kind: Release";
    let held = with_event(&format!("on: \"2026-03-01\", {exchange}"));
    let withdrawn = with_event(&format!(
        "on: \"2026-03-01\", {exchange}, withdrawn: (on: \"2026-03-10\", why: \"another town\")"
    ));
    let brief = |day: &Day| format!("{:?}", beltui::report::brief::brief(day, self::day("2026-01-01")));
    let exchanges = |day: &Day| text(&beltui::views::exchanges::page(day));
    assert!(brief(&held).contains("A swap") && exchanges(&held).contains("52 prisoners released"));
    assert!(exchanges(&held).contains("By side"));
    assert_eq!(held.calendar.known_to(self::day("2026-03-31")), Some(self::day("2026-03-01")));
    assert!(!brief(&withdrawn).contains("A swap"), "{}", brief(&withdrawn));
    assert!(!exchanges(&withdrawn).contains("By side"), "{}", exchanges(&withdrawn));
    assert!(exchanges(&withdrawn).contains("withdrawn: it turned out wrong"));
    assert_eq!(withdrawn.calendar.known_to(self::day("2026-03-31")), Some(self::day("2020-01-02")));
    let log = export::log(&withdrawn);
    assert!(log.rows.iter().any(|row| row[3].plain() == "A swap (withdrawn)"), "{log:?}");
    let page = text(&beltui::views::record::page(&withdrawn, "swap").unwrap());
    assert!(page.contains("withdrawn 2026-03-10: another town: nothing counts it"), "{page}");
    // What is due is no more.
    let due = with_event("kind: Talks, on: \"2026-04-10\", basis: Scheduled");
    assert_eq!(due.due, 1);
    assert_eq!(
        with_event("kind: Talks, on: \"2026-04-10\", basis: Scheduled, withdrawn: (on: \"2026-03-10\")").due,
        0
    );
    // Two numbers for one thing are no disagreement once the event is struck.
    let figures = "kind: Talks, on: \"2026-03-01\", figures: [(label: \"n\", value: \"1\"), (label: \"n\", value: \"2\")]";
    assert!(!with_event(figures).analysis.in_conflict(beltui::model::state::RecordKind::Events).is_empty());
    let struck = with_event(&format!("{figures}, withdrawn: (on: \"2026-03-10\")"));
    assert!(struck.analysis.in_conflict(beltui::model::state::RecordKind::Events).is_empty());
}

#[test]
fn what_is_due_what_came_later_and_what_is_past_are_told_apart() {
    for (fields, on, when) in [
        ("kind: Talks, on: \"2026-04-10\", basis: Scheduled", "2026-03-31", "due"),
        ("kind: Talks, on: \"2026-04-10\"", "2026-03-31", "later"),
        ("kind: Talks, on: \"2026-04-10\", basis: Cancelled", "2026-03-31", "later"),
        ("kind: Talks, on: \"2026-03-10\"", "2026-03-31", "past"),
        ("kind: Talks, on: \"2026-03-10\", basis: Scheduled", "2026-03-31", "past"),
    ] {
        let day = with_event(fields);
        assert_eq!(day.as_of(), self::day(on));
        let log = export::log(&day);
        let row = log.rows.iter().find(|row| row[5].plain() == "swap").unwrap();
        let cell = |name: &str| row[log.columns.iter().position(|it| *it == name).unwrap()].plain();
        assert_eq!(cell("when"), when, "{fields}");
        assert_eq!(cell("due"), if when == "due" { "yes" } else { "no" }, "{fields}");
    }
}

#[test]
fn a_contact_has_happened_and_what_is_due_was_scheduled() {
    let relation = "relations: [(id: \"qq-nn\", pair: (\"QQ\", \"NN\"), history: [])],\nsanctions: []";
    for (fields, last, due) in [
        ("on: \"2026-03-10\"", true, false),
        ("on: \"2026-03-10\", basis: Scheduled", false, false),
        ("on: \"2026-03-10\", basis: Cancelled", false, false),
        ("on: \"2026-03-10\", withdrawn: (on: \"2026-03-11\")", false, false),
        ("on: \"2026-04\"", false, false),
        ("on: \"2026-04-10\"", false, false),
        ("on: \"2026-04-10\", basis: Cancelled", false, false),
        ("on: \"2026-04-10\", basis: Scheduled", false, true),
        ("basis: Scheduled", false, true),
    ] {
        let day = with_event(&format!("kind: Talks, actors: [\"QQ\", \"NN\"], {fields}"));
        let mut records = day.state().records().clone();
        records.relations =
            load_text(file("", "").replace("sanctions: []", relation)).state.records().relations.clone();
        let day = Day::new(State::new(day.state().head().clone(), records), day.clock());
        let page = text(&beltui::views::dossier::page(&day, "qq-nn").unwrap());
        let said = |label: &str| page.lines().any(|line| line.starts_with(label) && line.contains("A swap"));
        assert_eq!((said("last "), said("due ")), (last, due), "{fields}: {page}");
    }
}

#[test]
fn a_brief_tells_what_is_said_again_as_before_and_one_change_once() {
    let brief = |sanctions: &str, crossings: &str| {
        let day = of(&state(sanctions, crossings), "2026-03-31");
        format!("{:?}", beltui::report::brief::brief(&day, self::day("2025-12-31")))
    };
    let again =
        brief("", &crossings("gate Road All: 2021-06-01 Closed traffic=All; 2026-02-01 Closed traffic=All"));
    assert!(again.contains("as before"), "{again}");
    for steps in [
        "2021-06-01 Open traffic=All; 2026-02-01 Closed traffic=All",
        "2021-06-01 Restricted traffic=All scope=cars; 2026-02-01 Restricted traffic=All scope=lorries",
        "2026-02-01 Closed traffic=All",
    ] {
        let brief = brief("", &crossings(&format!("gate Road All: {steps}")));
        assert!(brief.contains("1 February 2026") && !brief.contains("as before"), "{steps}: {brief}");
    }
    let announced = "2021-08-09 Designated; 2025-12-13 LiftingAnnounced; 2026-03-19 LiftingAnnounced";
    assert!(brief(&measure("m", "US", "alpha", announced), "").contains("as before"));
    // Two claims of one start by one source tell of one change.
    let twice = brief(&measure("m", "US", "alpha", "2026-01-10 Designated; 2026-01 Imposed"), "");
    assert_eq!(twice.matches("United States listed Alpha Works").count(), 1, "{twice}");
}

#[test]
fn what_is_only_said_again_has_not_changed() {
    let changed = |steps: &str| {
        let steps: Vec<String> = steps.split(';').map(|step| relation_step(step.trim())).collect();
        let relations = format!("(id: \"qq-nn\", pair: (\"QQ\", \"NN\"), history: [{}])", steps.join(", "));
        let text =
            file("", "").replace("sanctions: []", &format!("relations: [{relations}],\nsanctions: []"));
        let day = of(&load_text(text).state, "2026-03-31");
        beltui::views::changes::relation(&day, self::day("2025-12-31"), 0).unwrap_or_default()
    };
    let cases = [
        ("2018-01-01 NN_at_QQ Open; 2026-02-01 NN_at_QQ Open", ""),
        ("2018-01-01 NN_at_QQ Open; 2026-02-01 NN_at_QQ Reduced", "NN at QQ, mission: open → reduced"),
        ("2018-01-01 QQ Good; 2026-02-01 QQ Good", ""),
        ("2018-01-01 QQ Good; 2026-02-01 QQ Cold", "good as Quelland sees it → cold as Quelland sees it"),
        ("2018-01-01 QQ Good; 2026-02-01 NN Good", "good as Quelland sees it → good as Nachbarland sees it"),
    ];
    for (steps, wanted) in cases {
        assert_eq!(changed(steps), wanted, "{steps}");
    }
}

#[test]
fn two_who_see_it_differently_do_not_contradict_each_other() {
    let conflicts = |steps: &str| {
        let steps: Vec<String> = steps.split(';').map(|step| relation_step(step.trim())).collect();
        let relations = format!("(id: \"qq-nn\", pair: (\"QQ\", \"NN\"), history: [{}])", steps.join(", "));
        let text =
            file("", "").replace("sanctions: []", &format!("relations: [{relations}],\nsanctions: []"));
        of(&load_text(text).state, "2026-03-31").relations[0].conflict
    };
    assert!(!conflicts("2025-01-01 QQ Good by=wire; 2025-01-01 NN Cold by=paper"));
    assert!(conflicts("2025-01-01 QQ Good by=wire; 2025-01-01 QQ Cold by=paper"));
}

#[test]
fn the_cells_by_subject_tell_unknown_off_the_list_and_stale_apart() {
    let measures = [
        ("in-force", "US", "alpha", "2026-07-20 Designated"),
        ("ageing", "EU", "alpha", "2026-05-20 Designated"),
        ("stale", "GB", "alpha", "2021-05-20 Designated"),
        ("gone", "US", "beta", "2021-05-20 Designated; 2026-07-20 NotSeen"),
        ("gone-stale", "EU", "beta", "2021-05-20 Designated; 2022-07-20 NotSeen"),
        ("to-come", "GB", "beta", "2030-05-20 Designated"),
    ];
    let text =
        file(&measures.map(|(id, issuer, target, steps)| measure(id, issuer, target, steps)).concat(), "");
    let mut app = common::app((160, 48), common::TODAY);
    common::load(&mut app, load_text(text));
    app.act(beltui::app::action::Action::ShowSubjects);
    let screen = common::screen(&app);
    let line = |name: &str| -> String {
        let mut parts = screen.lines().flat_map(|line| line.split('│'));
        let line = parts.find(|part| part.contains(&format!("  {name}")) && !part.contains(':'));
        line.unwrap_or_else(|| panic!("{screen}")).replace(['[', ']'], " ")
    };
    for (name, signs) in [("Alpha Works", ["●", "●'", "●*"]), ("Beta Works", ["◇", "◇*", ""])] {
        let line = line(name);
        let (_, cells) = line.split_once("Works").unwrap();
        let is_sign = |word: &&str| word.starts_with(['●', '◇', '○', '·']);
        let mut found: Vec<&str> = cells.split_whitespace().filter(is_sign).collect();
        // What is not recorded by the day is blank.
        let mut wanted: Vec<&str> = signs.into_iter().filter(|sign| !sign.is_empty()).collect();
        found.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(found, wanted, "{name}: {screen}");
    }
    // The legend stands in the help.
    let signs = beltui::app::legend::SIGNS.iter().flat_map(|group| group.signs).map(|sign| sign.sign);
    let words = beltui::app::legend::WORDS.iter().map(|(word, _)| *word);
    let legend: Vec<&str> = signs.chain(words).collect();
    for sign in ["'", "*", "(blank)", "◇", "·", "≤", "≈"] {
        assert!(legend.contains(&sign), "{sign}");
    }
}

#[test]
fn a_source_is_cited_by_publisher_day_and_grade_and_once() {
    let state = state("", "");
    let ids = |text: &str| text.split(' ').map(beltui::model::id::Id::new).collect::<Vec<_>>();
    assert_eq!(
        citation::cited(&state, &ids("yearbook paper yearbook")),
        "A yearbook 2020-01-02 [B2]; A paper"
    );
    assert_eq!(citation::cited(&state, &ids("blog")), "“A post” [E4]");
}

#[test]
fn a_disagreement_says_which_rule_decided() {
    for row in table(include_str!("evidence/deciding.csv")) {
        let [name, steps, why] = [0, 1, 2].map(|at| &row[at]);
        let page = text(&conflicts::all(&one(steps, "2026-03-31")));
        let found: Vec<&str> =
            page.lines().filter_map(|line| line.split_once("follows this: ")).map(|(_, why)| why).collect();
        assert_eq!(found, [why], "{name}: {page}");
    }
}

#[test]
fn charts_begin_with_the_record_and_tell_what_is_only_first_recorded_apart() {
    let measures = measure("us-alpha", "US", "alpha", "2024-05-01 Designated")
        + &measure("us-beta", "US", "beta", "2025-02-01 LiftingAnnounced");
    let page = text(&trend::page(&of(&state(&measures, ""), "2026-03-31")));
    let years = page.lines().find(|line| line.starts_with("US") && line.contains('–')).unwrap();
    let cells: Vec<&str> = years.split_whitespace().skip(1).collect();
    // Four years without a record, one with a known beginning, and one more of which only the end was announced.
    assert_eq!(cells, ["–", "–", "–", "–", "1█", "1█+1░", "1█+1░"], "{page}");
    let months = page.lines().filter(|line| line.starts_with("202") && line.contains('│')).count();
    assert_eq!(months, 23, "from the month of the first record to that of the day: {page}");
}

#[test]
fn nothing_is_counted_worded_or_drawn_before_the_first_record() {
    let mut app = common::app((160, 48), "1990-01-01");
    let screen = common::screen(&app);
    let header = screen.lines().next().unwrap();
    assert!(header.contains("no measure recorded yet") && !header.contains("in force"), "{header}");
    assert!(!header.contains(" open") && header.contains(" ?"), "{header}");
    // Nor on the timeline, which begins with the record.
    common::press(&mut app, "2vvz");
    let screen = common::screen(&app);
    assert!(!screen.contains('━') && !screen.contains('╌'), "{screen}");
}

#[test]
fn a_day_to_come_is_a_projection_and_a_day_far_beyond_the_record_says_so() {
    for (on, known, projection) in [
        ("2026-07-25", "known to 2026-07-23 (2 d)", false),
        ("2030-01-01", "known to 2026-07-23 (1258 d)", true),
    ] {
        let app = common::app((200, 48), on);
        let screen = common::screen(&app);
        let header = screen.lines().next().unwrap().to_owned();
        assert!(header.contains(known), "{header}");
        assert_eq!(header.contains("projection"), projection, "{header}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_date_of_a_status_lies_after_the_day_asked_nor_is_there_one_before_the_first_record(
        steps in proptest::collection::vec(
            (
                proptest::sample::select(vec!["2024-03-01", "2024-05", "2025", "2025-06-03/2025-08-09", "2026-01-15"]),
                proptest::sample::select(vec![
                    "Designated", "Seen", "NotSeen", "Licensed", "LiftingAnnounced", "Amended", "Renewed", "Suspended",
                    "Resumed", "Delisted", "InForce", "Announced",
                ]),
            ),
            0..8,
        ),
        on in proptest::sample::select(vec!["2020-01-01", "2024-04-01", "2024-12-31", "2025-12-31", "2026-06-01"]),
    ) {
        let steps: Vec<String> = steps.into_iter().map(|(on, what)| format!("{on} {what}")).collect();
        let loaded = load_text(file(&measure("us-alpha", "US", "alpha", &steps.join("; ")), ""));
        // What cannot have been is refused when it is read, and no row.
        prop_assume!(loaded.errors() == 0);
        let day = of(&loaded.state, on);
        let (row, dates) = (&day.ledger[0], day.ledger[0].dates());
        let known = |date: beltui::model::date::Date| date.certainly_by(day.as_of());
        prop_assert!(dates.status.is_none_or(|since| known(since.on)));
        prop_assert!(dates.in_force.is_none_or(|since| known(since.on)));
        prop_assert!(dates.shown.is_none_or(|shown| known(shown.0)));
        // What holds is shown by something, and what nothing is recorded of has no date at all.
        let is_recorded = row.standing.word() != "no record yet";
        prop_assert_eq!(is_recorded, dates.shown.is_some());
        prop_assert_eq!(is_recorded, dates.status.is_some());
        prop_assert!(!row.standing.is_in_force() || dates.in_force.is_some());
    }
}
