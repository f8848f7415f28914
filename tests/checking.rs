//! What `check` warns of: what a file may say and hardly means.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use beltui::lists::ListName;
use beltui::model::check::{OFFICIAL_LISTS, Severity};
use beltui::model::state::State;
use beltui::store::load::{Loaded, load_text};

/// The day on which the files are checked.
const TODAY: &str = "2026-11-27";

/// A file with two sources, `wire` and `paper`, and what is written besides.
fn file(lists: &str) -> String {
    format!(
        "#![enable(implicit_some)]\n(schema: 2, title: \"T\",\n\
         subjects: [(id: \"QQ\", name: \"Quelland\", kind: State), (id: \"US\", name: \"United States\", kind: State),\n\
         (id: \"zorvan\", name: \"Zorvan Works\", kind: Company)],\n\
         sources: [(id: \"wire\", publisher: \"A wire\", title: \"W\"), (id: \"paper\", publisher: \"A paper\", title: \"P\")],\n\
         {lists})\n"
    )
}

/// A measure with this history.
fn measure(history: &str) -> String {
    file(&format!(
        "sanctions: [(id: \"us-zorvan\", issuer: \"US\", target: \"zorvan\", measure: AssetFreeze, history: [{history}])],\n"
    ))
}

fn crossing(history: &str) -> String {
    file(&format!(
        "crossings: [(id: \"gate\", name: \"Gate\", mode: Road, between: (\"QQ\", \"US\"), traffic: All, history: [{history}])],\n"
    ))
}

fn event(fields: &str) -> String {
    file(&format!(
        "events: [(id: \"talks\", kind: Talks, title: \"Talks\", {fields}, sources: [\"wire\"])],\n"
    ))
}

fn source(fields: &str) -> String {
    file("").replacen("title: \"W\"", &format!("title: \"W\", {fields}"), 1)
}

fn checked(text: &str) -> Loaded {
    load_text(text.to_owned()).as_of_today(TODAY.parse().unwrap())
}

/// The warnings of a file, each with the text that it is about; there are no errors.
fn warnings(text: &str) -> Vec<(String, String)> {
    let loaded = checked(text);
    assert_eq!(loaded.errors(), 0, "{:?}\n{text}", loaded.findings);
    let said = |it: &beltui::model::check::Report| {
        (loaded.text[it.bytes.clone()].to_owned(), format!("{}; {}", it.message, it.help))
    };
    loaded.findings.iter().filter(|it| it.severity == Severity::Warning).map(said).collect()
}

/// A file, the text that its only warning is about, and a part of what that says.
fn warns(text: &str, about: &str, says: &str) {
    let found = warnings(text);
    assert_eq!(found.len(), 1, "{found:?}\n{text}");
    assert!(found[0].0 == about && found[0].1.contains(says), "{found:?}\n{text}");
}

/// One step of a measure.
fn step(on: &str, what: &str, sources: &str) -> String {
    format!("(on: \"{on}\", what: {what}, sources: [{sources}]),")
}

#[test]
fn a_sighting_of_a_day_to_come_is_a_slip() {
    let start = step("2023-01-01", "Designated", "\"wire\"");
    for what in ["Seen, list: \"OFAC SDN\"", "NotSeen, list: \"OFAC SDN\"", "InForce"] {
        for on in ["2099-01-01", "2026-11-28", "2026-12", "2027"] {
            let text = measure(&(start.clone() + &step(on, what, "\"wire\"")));
            warns(&text, &format!("\"{on}\""), "after today, 2026-11-27");
        }
        for on in ["2026-11-27", "2026-11", "2026", "2024-05-01"] {
            assert_eq!(warnings(&measure(&(start.clone() + &step(on, what, "\"wire\"")))), []);
        }
    }
}

#[test]
fn what_can_only_be_past_is_a_slip_in_every_list() {
    warns(&source("published: \"2027-02-01\""), "\"2027-02-01\"", "published on 2027-02-01");
    warns(&event("on: \"2027-02-01\""), "\"2027-02-01\"", "Scheduled");
    let count = "(on: \"2027-02-01\", what: Throughput, per_day: 50, sources: [\"wire\"])";
    warns(&crossing(count), "\"2027-02-01\"", "counted on 2027-02-01");
}

#[test]
fn what_is_announced_or_scheduled_may_lie_ahead() {
    for what in ["Announced", "Imposed", "Designated", "Renewed", "Suspended", "Lifted", "LiftingAnnounced"] {
        let start = step("2023-01-01", "Imposed", "\"paper\"");
        assert_eq!(warnings(&measure(&(start + &step("2027-02-01", what, "\"wire\"")))), [], "{what}");
    }
    assert_eq!(warnings(&event("on: \"2027-02-01\", basis: Scheduled")), []);
    assert_eq!(warnings(&event("on: \"2027-02-01\", basis: Cancelled")), []);
    assert_eq!(warnings(&crossing("(on: \"2027-02-01\", what: Closed, sources: [\"wire\"])")), []);
}

#[test]
fn a_step_that_stands_twice_is_told_once_at_the_later_place() {
    let once = step("2023-01-01", "Designated", "\"wire\"");
    let renewed = step("2024-01-01", "Renewed", "\"wire\"");
    let other = step("2023-01-01", "Designated", "\"paper\", \"wire\"");
    for second in [&once, &other] {
        let text = measure(&format!("{once}{renewed}{second}"));
        let found = warnings(&text);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].1.contains("stands twice: it says what step 1 says"), "{found:?}");
        assert_eq!(found[0].0.trim_end_matches(','), second.trim_end_matches(','));
    }
    let three = warnings(&measure(&once.repeat(3)));
    assert_eq!(three.len(), 2, "{three:?}");
    let stance = "(on: \"2023-01-01\", what: Stance, level: Good, by: \"QQ\", sources: [\"wire\"]),";
    let relation =
        format!("relations: [(id: \"qq-us\", pair: (\"QQ\", \"US\"), history: [{}])],\n", stance.repeat(2));
    assert_eq!(warnings(&file(&relation)).len(), 1);
    assert_eq!(
        warnings(&crossing(&"(on: \"2023-01-01\", what: Closed, sources: [\"wire\"]),".repeat(2))).len(),
        1
    );
}

#[test]
fn steps_that_differ_in_anything_but_their_place_are_no_repetition() {
    let once = step("2023-01-01", "Designated", "\"wire\"");
    for second in [
        step("2023-01-02", "Designated", "\"wire\""),
        step("2023-01", "Designated", "\"wire\""),
        step("2023-01-01", "Renewed", "\"wire\""),
        step("2023-01-01", "Designated", "\"paper\""),
        step("2023-01-01", "Designated, note: \"another act\"", "\"wire\""),
        step("2023-01-01", "Designated, scope: \"ships\"", "\"wire\""),
        step("2023-01-01", "Designated, until: \"2024-01-01\"", "\"wire\""),
        step("2023-01-01", "Designated, time: \"12:00\"", "\"wire\""),
    ] {
        assert_eq!(warnings(&measure(&format!("{once}{second}"))), [], "{second}");
    }
}

#[test]
fn a_source_that_one_step_names_twice_is_told() {
    warns(
        &measure(&step("2023-01-01", "Designated", "\"wire\", \"paper\", \"wire\"")),
        "\"wire\"",
        "the source wire is named twice",
    );
    assert_eq!(warnings(&measure(&step("2023-01-01", "Designated", "\"wire\", \"paper\""))), []);
    let twice =
        event("on: \"2023-01-01\"").replace("sources: [\"wire\"])]", "sources: [\"wire\", \"wire\"])]");
    warns(&twice, "\"wire\"", "named twice");
}

#[test]
fn a_year_that_cannot_be_meant_is_told_with_what_was() {
    for (on, says) in [
        ("0025-01-01", "the year 25 cannot be meant; write the year with its century: 2025"),
        ("0025", "2025"),
        ("0202-03", "all its four digits"),
        ("1205-01-01", "mend the year"),
        ("0025-01-01/2025-02-01", "2025"),
        ("2205-01-01", "2205 cannot be meant"),
        ("9999", "9999 cannot be meant"),
    ] {
        warns(&measure(&step(on, "Designated", "\"wire\"")), &format!("\"{on}\""), says);
    }
    let until = "Designated, until: \"0025-12-31\"";
    let loaded = checked(&measure(&step("2023-01-01", until, "\"wire\"")));
    assert!(loaded.findings.iter().any(|it| it.message.contains("the year 25")), "{:?}", loaded.findings);
    warns(
        &measure(&step("2023-01-01", "Designated, until: \"9999-12-31\"", "\"wire\"")),
        "\"9999-12-31\"",
        "needs no until",
    );
    warns(&source("published: \"0025\""), "\"0025\"", "2025");
    warns(&event("on: \"0025-01-01\""), "\"0025-01-01\"", "2025");
    for on in ["1867-05-01", "1990", "2025-01-01"] {
        assert_eq!(warnings(&measure(&step(on, "Designated", "\"wire\""))), [], "{on}");
    }
}

#[test]
fn a_list_that_is_none_is_told_with_the_one_that_was_likely_meant() {
    for what in ["Seen", "NotSeen"] {
        let start = step("2022-01-01", "Designated", "\"wire\"");
        let seen = |list: &str| {
            measure(&(start.clone() + &step("2023-01-01", &format!("{what}, list: \"{list}\""), "\"wire\"")))
        };
        warns(&seen("ofac sdn "), "\"ofac sdn \"", "did you mean \"OFAC SDN\"?");
        assert_eq!(warnings(&seen("OFAC SDN")), []);
        assert_eq!(warnings(&seen("OFAC SSI")), []);
        warns(&seen("EU 765/2006 Annex I.B"), "\"EU 765/2006 Annex I.B\"", "no list of US");
        warns(&seen("UK Sanctions List"), "\"UK Sanctions List\"", "no list of US");
    }
}

#[test]
fn the_lists_that_check_knows_are_those_that_the_program_reads() {
    let read: Vec<&str> = ListName::ALL.iter().map(|list| list.word()).collect();
    assert_eq!(OFFICIAL_LISTS, read);
}

#[test]
fn an_address_that_may_not_become_a_link_is_told() {
    for (url, says) in [
        ("javascript:alert(1)", "neither the web"),
        ("file:///etc/passwd", "neither the web"),
        ("data:text/html,x", "neither the web"),
        ("ftp://alpha.example/", "neither the web"),
        ("alpha.example/a", "https://"),
        ("https://", "no host"),
        ("https://alpha.example/a b", "a space"),
        ("https://alpha.example/\\u{1b}[31m", "a control"),
        ("", "empty"),
    ] {
        warns(&source(&format!("url: \"{url}\"")), &format!("\"{url}\""), says);
    }
    for url in ["https://alpha.example/a?b=c", "http://alpha.example", "mailto:desk@alpha.example"] {
        assert_eq!(warnings(&source(&format!("url: \"{url}\""))), [], "{url}");
    }
}

#[test]
fn a_target_that_is_no_subject_and_an_act_that_is_none_are_errors_with_what_was_likely_meant() {
    let right = measure(&step("2023-01-01", "Designated", "\"wire\""));
    for (from, to, about, says) in [
        (
            "target: \"zorvan\"",
            "target: \"zorvam\"",
            "\"zorvam\"",
            "there is no subject zorvam; did you mean zorvan? Otherwise add subject zorvam",
        ),
        (
            "target: \"zorvan\"",
            "target: \"wire\"",
            "\"wire\"",
            "wire is a source, not a subject; name a subject here",
        ),
        (
            "measure: AssetFreeze",
            "measure: AssetFreeze, acts: [\"order-9\"]",
            "\"order-9\"",
            "there is no act order-9; add act order-9, or name another",
        ),
        (
            "what: Designated",
            "what: Designated, act: \"wire\"",
            "\"wire\"",
            "wire is a source, not an act; name an act here",
        ),
    ] {
        assert!(right.contains(from), "{from}");
        let loaded = checked(&right.replacen(from, to, 1));
        let errors: Vec<_> = loaded.findings.iter().filter(|it| it.severity == Severity::Error).collect();
        let [error] = errors[..] else { panic!("{to}: {errors:?}") };
        let told = format!("{}; {}", error.message, error.help);
        assert_eq!((&loaded.text[error.bytes.clone()], told.as_str()), (about, says));
    }
}

#[test]
fn warnings_without_number_hide_no_error() {
    let step = step("2023-01-01", "Designated", "\"wire\", \"wire\"");
    let records: Vec<String> = (0..11_000)
        .map(|at| {
            format!("(id: \"m-{at}\", issuer: \"US\", target: \"zorvan\", measure: AssetFreeze, history: [{step}]),\n")
        })
        .collect();
    let records = records.concat();
    let bad = "(id: \"m-bad\", issuer: \"XX\", target: \"zorvan\", measure: AssetFreeze),\n";
    let loaded = checked(&file(&format!("sanctions: [\n{records}{bad}],\n")));
    assert_eq!((loaded.errors(), loaded.left_out), (1, 0));
    assert_eq!((loaded.warnings(), loaded.warnings_left_out), (10_000, 1_001));
    assert!(loaded.unwritable().is_some());
}

/// Since when the only measure of a file is in force on the last day.
fn since(text: &str) -> String {
    let state: State = checked(text).state;
    let it = &state.records().sanctions.get(0).unwrap().history;
    let claims = beltui::model::measure::claims(it, state.grades());
    let status = beltui::model::measure::status(it, TODAY.parse().unwrap(), &claims);
    status.in_force_since.unwrap().written()
}

#[test]
fn a_source_is_one_voice_however_often_it_is_named() {
    let (early, late) = ("2023-05-01", "2023-08-09");
    let rival = step(early, "Designated", "\"paper\"");
    // Equal voices: the earlier day.
    for often in ["\"wire\"", "\"wire\", \"wire\"", "\"wire\", \"wire\", \"wire\""] {
        let claim = step(late, "Designated", often);
        assert_eq!(since(&measure(&format!("{claim}{rival}"))), early, "{often}");
        assert_eq!(since(&measure(&format!("{rival}{claim}"))), early, "{often}");
    }
    // Said again in steps of its own it weighs no more.
    let again = step(late, "Designated", "\"wire\"").repeat(3);
    assert_eq!(since(&measure(&format!("{again}{rival}"))), early);
    // Two sources are two voices, whatever they say of themselves.
    let two = |text: String| {
        text.replacen(
            "sources: [(id",
            "sources: [(id: \"wire-2\", publisher: \"A wire\", title: \"W\"), (id",
            1,
        )
    };
    let both = step(late, "Designated", "\"wire\", \"wire-2\"");
    assert_eq!(since(&two(measure(&format!("{both}{rival}")))), late);
}

/// A subject of a kind, what stands in it, the text that the finding is about, and a part of what it says; `None` where
/// there is none.
type Subject<'a> = (&'a str, &'a str, Option<(&'a str, &'a str)>);

#[test]
fn numbers_codes_and_shares_of_subjects_are_checked() {
    let lei = |value: &str| format!("identifiers: [(scheme: \"LEI\", value: \"{value}\")]");
    let (right, wrong) = (lei("5493001KJTIIGC8Y1R12"), lei("5493001KJTIIGC8Y1R13"));
    let owners = |list: &str| format!("owners: [{list}]");
    let full = owners(
        "(owner: \"QQ\", share: 60, sources: [\"wire\"]), (owner: \"US\", share: (30, 50), sources: [\"wire\"])",
    );
    let over = owners(
        "(owner: \"QQ\", share: 60, sources: [\"wire\"]), (owner: \"US\", share: (50, 60), sources: [\"wire\"])",
    );
    let after = owners(
        "(owner: \"QQ\", share: 60, until: \"2020\", sources: [\"wire\"]), (owner: \"US\", share: 60, since: \"2021\", sources: [\"wire\"])",
    );
    let turned = owners("(owner: \"QQ\", since: \"2021\", until: \"2020\", sources: [\"wire\"])");
    let cases: &[Subject<'_>] = &[
        ("Company", &right, None),
        ("Company", &wrong, Some(("\"5493001KJTIIGC8Y1R13\"", "check digit"))),
        ("Company", &lei("549300"), Some(("\"549300\"", "LEI codes have"))),
        ("Vessel", "identifiers: [(scheme: \"IMO\", value: \"9074729\")]", None),
        (
            "Vessel",
            "identifiers: [(scheme: \"IMO\", value: \"9074728\")]",
            Some(("\"9074728\"", "check digit")),
        ),
        ("Goods", "codes: [\"31\", \"3104\", \"3104201000\"]", None),
        ("Goods", "codes: [\"3\"]", Some(("\"3\"", "no code of goods"))),
        ("Goods", "codes: [\"31042010001\"]", Some(("\"31042010001\"", "no code of goods"))),
        ("Goods", "codes: [\"31.04\"]", Some(("\"31.04\"", "no code of goods"))),
        ("Sector", "codes: [\"3104\"]", Some(("[\"3104\"]", "what is no goods, but sector"))),
        ("Company", &full, None),
        ("Company", &after, None),
        ("Company", &over, Some(("(owner: \"QQ\", share: 60, sources: [\"wire\"])", "110 per cent"))),
        ("Company", &turned, Some(("\"2020\"", "before it starts"))),
        ("Person", "born: \"0070\"", Some(("\"0070\"", "cannot be meant"))),
        ("Person", "born: \"2027-01-01\"", Some(("\"2027-01-01\"", "after today"))),
        ("Person", "born: \"2026\"", None),
        ("State", "countries: [\"QQ\"]", Some(("[\"QQ\"]", "belongs to no other state"))),
        ("Company", "countries: [\"QQ\"]", None),
        ("Bloc", "members: [\"QQ\", \"US\"]", None),
        ("Bloc", "members: [\"QQ\", \"US\", \"QQ\"]", Some(("\"QQ\"", "QQ is named twice"))),
        ("Bloc", "members: [\"one\", \"QQ\"]", Some(("\"one\"", "a member of itself"))),
    ];
    for (kind, fields, wanted) in cases {
        let one = format!("subjects: [(id: \"one\", name: \"One\", kind: {kind}, {fields}), ");
        let text = file("").replacen("subjects: [", &one, 1);
        match wanted {
            Some((about, says)) => warns(&text, about, says),
            None => assert_eq!(warnings(&text), [], "{fields}"),
        }
    }
}

/// What a file with these lists is told of, errors first.
fn told(lists: &str) -> Vec<(Severity, String)> {
    let loaded = checked(&file(lists));
    let mut told: Vec<(Severity, String)> =
        loaded.findings.iter().map(|it| (it.severity, it.message.clone())).collect();
    told.sort();
    told
}

#[test]
fn acts_decisions_and_owners_are_held_against_what_can_be() {
    use Severity::{Error, Warning};
    let act = |id: &str, fields: &str| format!("(id: \"{id}\", issuer: \"US\", kind: Order, {fields}),");
    let acts = |list: &str| format!("acts: [{list}],");
    let decision = |fields: &str| {
        format!(
            "decisions: [(id: \"d\", {fields} entry: \"OFAC 90001\", same: true, on: \"2026-01-02\", by: \"A. Clerk\")],"
        )
    };
    let cases: &[(String, Option<(Severity, &str)>)] = &[
        (acts(&act("a", "adopted: \"2025-06-17\", published: \"2025-06-20\", applies: \"2025-07\"")), None),
        (acts(&act("a", "adopted: \"2025-06-17\", published: \"2025-06\"")), None),
        (
            acts(&act("a", "adopted: \"2025-06-17\", published: \"2025-06-16\"")),
            Some((Warning, "before it was adopted")),
        ),
        (
            acts(&act("a", "adopted: \"2025-06-17\", applies: \"2025-06-16\"")),
            Some((Warning, "applies from 2025-06-16, before it was adopted")),
        ),
        (
            acts(&act("a", "adopted: \"2025-06-17\", expires: \"2024\"")),
            Some((Warning, "before it was adopted (2025-06-17)")),
        ),
        (acts(&act("a", "applies: \"2025-07\", expires: \"2025-07-15\"")), None),
        (acts(&act("a", "applies: \"2025-07\", expires: \"2025-06\"")), Some((Error, "before it applies"))),
        (acts(&act("a", "expires: \"0025\"")), Some((Warning, "cannot be meant"))),
        (acts(&act("a", "url: \"javascript:x\"")), Some((Warning, "no link"))),
        (acts(&act("a", "number: \" \"")), Some((Error, "the act has no number"))),
        (acts(&act("a", "amends: [\"wire\"]")), Some((Error, "wire is a source, not an act"))),
        (acts(&act("a", "amends: [\"a\"]")), Some((Warning, "a amends itself"))),
        (acts(&(act("a", "amends: [\"b\"]") + &act("b", "supersedes: [\"a\"]"))), None),
        (decision("subject: \"QQ\","), None),
        (decision("name: \"Alfa\","), None),
        (decision(""), Some((Error, "neither a subject nor a name"))),
        (decision("subject: \"QQ\", name: \"Alfa\","), Some((Error, "both a subject and a name"))),
        (decision("subject: \"wire\","), Some((Error, "wire is a source, not a subject"))),
    ];
    for (lists, wanted) in cases {
        let told = told(lists);
        match wanted {
            Some((severity, says)) => {
                assert!(
                    told.len() == 1 && told[0].0 == *severity && told[0].1.contains(says),
                    "{told:?}\n{lists}"
                );
            }
            None => assert_eq!(told, [], "{lists}"),
        }
    }
    let two = acts(
        &(act("a", "supersedes: [\"b\"]")
            + &act("b", "supersedes: [\"c\"]")
            + &act("c", "supersedes: [\"a\"]")),
    );
    let told = told(&two);
    assert!(told.len() == 3 && told.iter().all(|it| it.1.contains("supersedes itself")), "{told:?}");
}

#[test]
fn a_share_is_from_nothing_to_all_and_an_owner_has_a_source() {
    for (owner, says) in [
        ("share: 101, sources: [\"wire\"]", "there is no such share"),
        ("share: -1, sources: [\"wire\"]", "there is no such share"),
        ("share: (50, 40), sources: [\"wire\"]", "there is no such share"),
        ("share: (50, 101), sources: [\"wire\"]", "there is no such share"),
        ("share: 50", "no source is given"),
        ("share: \"half\", sources: [\"wire\"]", "share is a decimal number"),
        ("control: yes, sources: [\"wire\"]", "control is true or false"),
    ] {
        let one = format!(
            "subjects: [(id: \"one\", name: \"One\", kind: Company, owners: [(owner: \"QQ\", {owner})]), "
        );
        let loaded = checked(&file("").replacen("subjects: [", &one, 1));
        assert!(loaded.errors() == 1 || owner == "share: 50", "{:?}", loaded.findings);
        assert!(loaded.findings[0].message.contains(says), "{owner}: {:?}", loaded.findings);
    }
}

#[test]
fn a_file_of_schema_1_says_what_its_upgrade_says_and_is_not_written() {
    let old = "(schema: 1, title: \"T\", actors: [(id: \"QL\", name: \"Quelland\", kind: State)])";
    let loaded = load_text(old.to_owned());
    assert!(loaded.findings.is_empty() && loaded.state.subject("QL").is_some(), "{:?}", loaded.findings);
    assert_eq!(loaded.written(), old);
    let why = loaded.unwritable().unwrap();
    assert_eq!(why, "it is of schema 1: beltui upgrade FILE makes it one of schema 2");
}

#[test]
fn what_is_wrong_with_a_file_of_schema_1_stands_where_it_stands_in_that_file() {
    let old = "// a file\n(\n    schema: 1,\n    title: \"T\",\n    actors: [\n        (id: \"QL\", name: \"Quelland\", kind: Stat),\n    ],\n    sanctions: [\n        (id: \"m\", issuer: \"QL\", target: (name: \"Alpha Works\", kind: Firm), measure: AssetFreeze),\n        (id: \"n\", issuer: \"QL\", target: (name: \"Beta Works\", kind: Entity, country: \"QX\"), measure: Freeze, legal_acts: [\"A\", 7]),\n    ],\n)\n";
    let found: Vec<String> = load_text(old.to_owned())
        .findings
        .iter()
        .map(|it| {
            let id = it.id.as_deref().unwrap_or("-");
            format!("{}:{} {id} {}", it.position.line, it.position.column, it.message)
        })
        .collect();
    assert_eq!(
        found,
        [
            "6:44 QL kind cannot be Stat",
            "9:69 m kind cannot be Firm",
            "10:41 beta-works there is no subject QX",
            "10:101 n measure cannot be Freeze",
            "10:121 n legal_acts is a list of texts in quotes: [ \"…\" ], not of a number",
        ]
    );
}

/// A file in which the source `wire` was published on a day.
fn published(text: &str, on: &str) -> String {
    let text = text.replacen("title: \"W\"", &format!("title: \"W\", published: \"{on}\""), 1);
    assert!(text.contains("published"));
    text
}

#[test]
fn a_source_cannot_vouch_for_what_came_after_it() {
    let start = step("2023-01-01", "Designated", "\"paper\"");
    let of = |what: &str| measure(&(start.clone() + &step("2025-09-11", what, "\"paper\", \"wire\"")));
    let what =
        ["Amended", "Seen, list: \"OFAC SDN\"", "InForce", "Licensed", "Delisted", "Expired", "Suspended"];
    for what in what {
        warns(&published(&of(what), "2025-09-10"), "\"wire\"", "published on 2025-09-10, and cannot vouch");
        // A partial day is older only where all of it is.
        warns(&published(&of(what), "2025-08"), "\"wire\"", "cannot vouch");
        for day in ["2025-09-11", "2025-09", "2025", "2025-12-01"] {
            assert_eq!(warnings(&published(&of(what), day)), [], "{what} {day}");
        }
    }
    // What is announced is no claim that it came.
    for what in ["Announced", "Threatened", "InPreparation", "LiftingAnnounced"] {
        assert_eq!(warnings(&published(&of(what), "2025-09-10")), [], "{what}");
    }
    let until = measure(
        &(start + "(on: \"2025-09-11\", what: Renewed, until: \"2026-09-11\", sources: [\"wire\"]),"),
    );
    assert_eq!(warnings(&published(&until, "2025-09-11")), []);
    let closed =
        |more: &str| crossing(&format!("(on: \"2025-09-11\", what: Closed, sources: [\"paper\"]{more})"));
    let plain = crossing("(on: \"2025-09-11\", what: Closed, sources: [\"wire\"])");
    warns(&published(&plain, "2025-09-10"), "\"wire\"", "what was so on 2025-09-11");
    let reason = closed(", reasons: [(by: \"QQ\", text: \"repairs\", sources: [\"wire\"])]");
    // Reasons are given with the announcement as well.
    warns(&published(&reason, "2025-08-10"), "\"wire\"", "a reason of 2025-09-11");
    for day in ["2025-08-11", "2025-09-10", "2025-09-12"] {
        assert_eq!(warnings(&published(&reason, day)), [], "{day}");
    }
}

#[test]
fn events_owners_acts_and_relations_are_vouched_for_in_their_time_too() {
    let old = |text: &str| published(text, "2025-09-10");
    warns(&old(&event("on: \"2025-09-11\"")), "\"wire\"", "what happened on 2025-09-11");
    for basis in ["Scheduled", "Cancelled"] {
        assert_eq!(warnings(&old(&event(&format!("on: \"2025-09-11\", basis: {basis}")))), [], "{basis}");
    }
    let parts = |part: &str| {
        let text = event(&format!("on: \"2025-09-11\", {part}"));
        let at = text.rfind("\"wire\"").unwrap();
        format!("{}\"paper\"{}", &text[..at], &text[at + 6..])
    };
    for part in [
        "exchange: [(from: \"QQ\", gave: \"a\", sources: [\"wire\"])]",
        "figures: [(label: \"n\", value: \"1\", sources: [\"wire\"])]",
    ] {
        warns(&old(&parts(part)), "\"wire\"", "2025-09-11");
    }
    let owner = |since: &str| {
        let owned = format!(
            "kind: State, owners: [(owner: \"US\", share: 60, {since} sources: [\"wire\"])]), (id: \"US\""
        );
        file("").replacen("kind: State), (id: \"US\"", &owned, 1)
    };
    warns(&old(&owner("since: \"2025-09-11\",")), "\"wire\"", "an owner since 2025-09-11");
    assert_eq!(warnings(&old(&owner("since: \"2020\","))), []);
    assert_eq!(warnings(&old(&owner("until: \"2027\","))), [], "until when is no claim of today");
    let act = |days: &str| {
        file(&format!("acts: [(id: \"a\", issuer: \"QQ\", kind: Law, {days} sources: [\"wire\"])],\n"))
    };
    warns(&old(&act("adopted: \"2025-09-11\",")), "\"wire\"", "an adoption on 2025-09-11");
    assert_eq!(warnings(&old(&act("adopted: \"2025-09-01\", applies: \"2026-01-01\","))), []);
    let by_act = "acts: [(id: \"a\", issuer: \"US\", kind: Law, adopted: \"2025-09-01\", applies: \"2026-01-01\", sources: [\"wire\"])],\n";
    let measure = measure("(on: \"2026-01-01\", what: Adopted, act: \"a\", sources: [\"wire\"])");
    let bound = measure.replacen("sanctions: [", &format!("{by_act}sanctions: ["), 1);
    assert_eq!(warnings(&old(&bound)), [], "the act itself has set the day");
    let relation = |step: &str| {
        file(&format!("relations: [(id: \"qq-us\", pair: (\"QQ\", \"US\"), history: [{step}])],\n"))
    };
    let open =
        "(on: \"2025-09-11\", what: Mission, from: \"US\", at: \"QQ\", status: Open, sources: [\"wire\"])";
    warns(&old(&relation(open)), "\"wire\"", "2025-09-11");
    let announced = open.replace("Open", "ReopeningAnnounced");
    assert_eq!(warnings(&old(&relation(&announced))), []);
}

#[test]
fn a_view_that_is_nobodys_is_told() {
    let stance = |by: &str| {
        file(&format!(
            "relations: [(id: \"qq-us\", pair: (\"QQ\", \"US\"), history: [(on: \"2025-01-01\", what: Stance, level: Good, {by} sources: [\"wire\"])])],\n"
        ))
    };
    let found = warnings(&stance(""));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].1.contains("the stance of 2025-01-01 is nobody's; say whose assessment it is: by:"),
        "{found:?}"
    );
    for by in ["by: \"QQ\",", "by: \"wire\","] {
        assert_eq!(warnings(&stance(by)), [], "{by}");
    }
    let said = |kind: &str, by: &str| {
        event(&format!("on: \"2025-01-01\"{by}")).replacen("kind: Talks", &format!("kind: {kind}"), 1)
    };
    for kind in ["Statement", "Other(\"Assessment\")"] {
        let found = warnings(&said(kind, ""));
        assert!(found.len() == 1 && found[0].1.contains("is nobody's"), "{kind}: {found:?}");
        assert_eq!(warnings(&said(kind, ", by: \"QQ\"")), [], "{kind}");
    }
    for kind in ["Report", "Talks", "Other(\"Parade\")"] {
        assert_eq!(warnings(&said(kind, "")), [], "{kind}");
    }
}

#[test]
fn what_changes_a_measure_after_its_end_needs_a_new_start() {
    let steps = |steps: &[&str]| {
        let steps = steps.iter().map(|text| {
            let (on, what) = text.split_once(' ').unwrap();
            step(on, what, "\"wire\"")
        });
        measure(&steps.collect::<String>())
    };
    for what in ["Amended", "Renewed", "Licensed", "Eased", "Suspended"] {
        let after = format!("2025-06-01 {what}");
        for end in ["Lifted", "Delisted", "Revoked"] {
            let ended = steps(&["2023-01-01 Designated", &format!("2025-01-01 {end}"), &after]);
            warns(&ended, "\"2025-06-01\"", "after it had ended (2025-01-01)");
        }
        // With a start, a sighting or nothing that ended it there is nothing to tell.
        for between in ["2025-03-01 Designated", "2025-03-01 InForce", "2025-03-01 Seen, list: \"OFAC SDN\""]
        {
            let begun = ["2023-01-01 Designated", "2025-01-01 Lifted", between, &after];
            let found = warnings(&steps(&begun));
            assert!(found.iter().all(|(_, said)| !said.contains("after it had ended")), "{what}: {found:?}");
        }
        assert_eq!(warnings(&steps(&["2023-01-01 Designated", &after])), [], "{what}");
    }
    // A term that ran out is an end; a late renewal takes it up.
    let term = "2023-01-01 Designated, until: \"2024-12-31\"";
    warns(&steps(&[term, "2025-06-01 Amended"]), "\"2025-06-01\"", "after it had ended (2024-12-31)");
    assert_eq!(warnings(&steps(&[term, "2025-06-01 Renewed"])), []);
    assert_eq!(warnings(&steps(&[term, "2024-06-01 Amended"])), []);
    // What was only announced after the end, or on its day, is not meant.
    assert_eq!(
        warnings(&steps(&["2023-01-01 Designated", "2025-01-01 Lifted", "2025-06-01 Threatened"])),
        []
    );
    assert_eq!(warnings(&steps(&["2023-01-01 Designated", "2025-01-01 Lifted", "2025-01-01 Amended"])), []);
}
