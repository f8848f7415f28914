//! Files of schema 1, and what becomes of them.

use super::*;

/// A file of schema 1 as people write it: comments in odd places, one line and several, a target twice.
const OLD: &str = r#"#![enable(implicit_some)]
// What this file is about.
(
    schema: 1, // the form
    title: "Quelland",
    focus: "QU",
    // Who acts.
    actors: [
        (id: "QU", name: "Quelland", kind: State), // the focus
        (id: "US", name: "United States", kind: State),
        (id: "alpha-bank", name: "Alpha Bank", kind: Company),
    ],
    sources: [
        (id: "s", publisher: "P", title: "T"),
        (id: "t", publisher: "P", title: "U"),
    ],
    relations: [
        (id: "qu-us", pair: ("QU", "US"), history: [
            (on: "2020", what: Stance, level: Cold, trend: Worsening, sources: ["s"]), // one source
            (on: "2021", what: Stance, level: Good, sources: ["s", "t"]),
        ]),
    ],
    sanctions: [
        (
            id: "us-beta",
            issuer: "US",
            // The works.
            target: (name: "Beta Works", kind: Entity, aliases: ["Beta Works OJSC"], country: "QU"),
            measure: AssetFreeze,
            legal_acts: ["E.O. 14038", "Directive 1"], // two acts
            list_refs: ["OFAC 90001"],
            history: [
                (on: "2021-08-09", what: Designated, sources: ["s"]),
                (on: "2025-09-11", what: Licensed, licence: "General License 11", sources: ["s"]),
            ],
        ),
        (id: "us-beta-2", issuer: "US", target: (name: "Beta", kind: Entity, country: "QU"), measure: TravelBan, list_refs: ["OFAC 90001"], legal_acts: ["e.o.  14038"], history: []),
        (id: "us-alpha", issuer: "US", target: (name: "alpha bank", kind: Entity), measure: AssetFreeze, history: []),
        (id: "us-quelland", issuer: "US", target: (name: "Quelland", kind: State), measure: ArmsEmbargo, history: []),
        (id: "us-ship", issuer: "US", target: (name: "Gamma", kind: Vessel), measure: AssetFreeze, list_refs: ["OFAC 90001"], history: []),
        (id: "us-some", issuer: "US", target: (name: "eight persons", kind: Several, country: "QU"), measure: AssetFreeze, history: []),
    ],
)
"#;

fn new() -> Upgraded {
    upgrade(OLD).unwrap()
}

/// The lines of one text that the other does not have.
fn only_in<'a>(one: &'a str, other: &str) -> Vec<&'a str> {
    one.lines().filter(|line| !other.lines().any(|it| it == *line)).collect()
}

#[test]
fn every_comment_stands_where_it_stood() {
    let comments = |text: &str| {
        let lines = text.lines().filter_map(|line| line.split_once("//").map(|(_, said)| said.to_owned()));
        lines.collect::<Vec<_>>()
    };
    assert_eq!(comments(&new().text), comments(OLD));
    for (line, comment) in
        [("schema: 2,", "the form"), ("name: \"Quelland\"", "the focus"), ("acts:", "two acts")]
    {
        let text = new().text;
        let found = text.lines().find(|it| it.contains(comment)).unwrap();
        assert!(found.contains(line), "{found}");
    }
}

#[test]
fn comments_within_a_target_come_before_it() {
    let block = "(schema: 1, title: \"T\", sanctions: [\n    (\n        id: \"a\",\n        target: (\n            name: \"Beta\", // its own name\n            /* a firm */ kind: Entity,\n        ),\n    ),\n])";
    let text = upgrade(block).unwrap().text;
    assert!(
        text.contains("\n        // its own name\n        /* a firm */\n        target: \"beta\",\n"),
        "{text}"
    );
    let line = "(schema: 1, title: \"T\", sanctions: [(id: \"a\", target: (name: \"Beta\", // its own\n kind: Entity), note: \"n\")])";
    let text = upgrade(line).unwrap().text;
    assert!(text.contains("[(id: \"a\", // its own\ntarget: \"beta\", note"), "{text}");
}

#[test]
fn what_says_nothing_new_is_not_touched() {
    let upgraded = new();
    let kept =
        ["title: \"Quelland\",", "(id: \"s\", publisher: \"P\", title: \"T\"),", "measure: AssetFreeze,"];
    for line in kept {
        assert!(upgraded.text.lines().any(|it| it.trim() == line), "{line}\n{}", upgraded.text);
    }
    assert_eq!(only_in(OLD, &upgraded.text).len(), 11, "{:#?}", only_in(OLD, &upgraded.text));
}

#[test]
fn targets_with_one_number_or_one_name_are_one_subject_and_an_actor_is_itself() {
    let text = new().text;
    let target = |id: &str| {
        let at = text.find(&format!("id: \"{id}\"")).unwrap();
        let rest = &text[at..];
        let target = rest.split_once("target: \"").unwrap().1;
        target.split_once('"').unwrap().0.to_owned()
    };
    assert_eq!(target("us-beta"), "beta-works");
    assert_eq!(target("us-beta-2"), "beta-works", "the same number");
    assert_eq!(target("us-alpha"), "alpha-bank", "an actor of that name");
    assert_eq!(target("us-quelland"), "QU");
    assert_eq!(target("us-ship"), "gamma", "a ship is not a company, whatever its number");
    assert_eq!(target("us-some"), "eight-persons");
    for line in [r#"aliases: ["Beta Works OJSC", "Beta"],"#, r#"countries: ["QU"],"#, "kind: Company,"] {
        assert!(text.lines().any(|it| it.trim() == line), "{line}\n{text}");
    }
    assert!(
        text.contains(r#"(id: "eight-persons", name: "eight persons", kind: Group, countries: ["QU"])"#),
        "{text}"
    );
    assert_eq!(new().subjects, 3);
}

#[test]
fn acts_and_licences_are_records_each_once() {
    let upgraded = new();
    for record in [
        r#"(id: "us-e-o-14038", issuer: "US", kind: ExecutiveOrder, number: "E.O. 14038")"#,
        r#"(id: "us-directive-1", issuer: "US", kind: Directive, number: "Directive 1")"#,
        r#"(id: "us-general-license-11", issuer: "US", kind: GeneralLicence, number: "General License 11")"#,
    ] {
        assert_eq!(upgraded.text.matches(record).count(), 1, "{record}\n{}", upgraded.text);
    }
    assert_eq!(upgraded.acts, 3);
    assert!(
        upgraded.text.contains(r#"acts: ["us-e-o-14038", "us-directive-1"], // two acts"#),
        "{}",
        upgraded.text
    );
    assert!(upgraded.text.contains(r#"what: Licensed, act: "us-general-license-11""#), "{}", upgraded.text);
}

#[test]
fn a_stance_is_held_by_its_only_source_and_by_nobody_where_it_has_several() {
    let upgraded = new();
    assert!(
        upgraded.text.contains(r#"trend: Worsening, by: "s", sources: ["s"]), // one source"#),
        "{}",
        upgraded.text
    );
    assert!(upgraded.text.contains(r#"(on: "2021", what: Stance, level: Good, sources: ["s", "t"])"#));
    let told: Vec<_> = upgraded.doubts.iter().filter(|it| it.id == "qu-us").collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].message.contains("2021"), "{}", told[0].message);
}

#[test]
fn what_is_doubtful_is_listed_and_nothing_is_asked() {
    let doubts = new().doubts;
    let says = |id: &str, words: &str| doubts.iter().any(|it| it.id == id && it.message.contains(words));
    assert!(says("us-ship", "OFAC 90001"), "{doubts:#?}");
    assert!(says("beta-works", "Beta, of us-beta-2, have a number in common"), "{doubts:#?}");
    assert_eq!(doubts.len(), 3, "{doubts:#?}");
}

#[test]
fn what_was_made_one_by_a_number_or_stands_for_several_is_told_and_so_are_acts_of_two_issuers_and_states() {
    let of = |id: &str, issuer: &str, target: &str, more: &str| {
        format!("(id: {id:?}, issuer: {issuer:?}, target: ({target}), measure: AssetFreeze, {more}),")
    };
    let said = |measures: &[String]| {
        let old = format!(
            "(schema: 1, title: \"T\", actors: [(id: \"QU\", name: \"Quelland\", kind: State)], sanctions: [{}])",
            measures.concat()
        );
        let upgraded = upgrade(&old).unwrap();
        upgraded.doubts.into_iter().map(|doubt| doubt.message).collect::<Vec<_>>().join("\n")
    };
    let number = "list_refs: [\"OFAC 1\"]";
    let one = said(&[
        of("a", "US", "name: \"Alpha Works\", kind: Entity", number),
        of("b", "US", "name: \"Beta Works\", kind: Entity", number),
    ]);
    assert!(one.contains("Alpha Works, of a, and Beta Works, of b, have a number in common"), "{one}");
    let same = said(&[
        of("a", "US", "name: \"Alpha Works\", kind: Entity", ""),
        of("b", "US", "name: \"ALPHA WORKS\", kind: Entity", ""),
    ]);
    assert_eq!(same, "", "one name is one subject");
    let several = said(&[
        of("a", "US", "name: \"five persons\", kind: Several", ""),
        of("b", "QU", "name: \"five persons\", kind: Several", ""),
    ]);
    assert!(several.contains("have the name in common and were made one subject"), "{several}");
    let acts = said(&[
        of("a", "US", "name: \"Alpha\", kind: Entity", "legal_acts: [\"Regulation 1\"]"),
        of("b", "QU", "name: \"Alpha\", kind: Entity", "legal_acts: [\"regulation  1\"]"),
    ]);
    assert!(acts.contains("measures of US and of QU name"), "{acts}");
    let state = said(&[of("a", "US", "name: \"Kwelland\", kind: State, country: \"QU\"", "")]);
    assert!(state.contains("the state Kwelland that a is aimed at has the country QU"), "{state}");
    assert_eq!(
        said(&[of("a", "US", "name: \"QU\", kind: State", "")]),
        "",
        "a state may be called by its id"
    );
}

#[test]
fn names_that_may_be_one_are_told_and_kept_apart() {
    let old = r#"(schema: 1, title: "T", actors: [], sanctions: [
        (id: "a", issuer: "US", target: (name: "Beta", kind: Entity, country: "QU"), measure: AssetFreeze),
        (id: "b", issuer: "US", target: (name: "BETA", kind: Entity, country: "US"), measure: AssetFreeze),
    ])"#;
    let upgraded = upgrade(old).unwrap();
    assert_eq!(upgraded.subjects, 2);
    assert_eq!(upgraded.doubts.len(), 1);
    assert!(upgraded.doubts[0].message.contains("kept apart"), "{:?}", upgraded.doubts);
}

#[test]
fn an_id_that_is_taken_gets_a_number() {
    let old = r#"(schema: 1, title: "T", sources: [(id: "beta", publisher: "P", title: "T")], sanctions: [
        (id: "a", issuer: "US", target: (name: "Beta", kind: Entity), measure: AssetFreeze),
        (id: "b", issuer: "US", target: (name: "★", kind: Entity), measure: AssetFreeze),
    ])"#;
    let text = upgrade(old).unwrap().text;
    assert!(text.contains(r#"target: "beta-2""#), "{text}");
    assert!(text.contains("subjects: ["), "a list that the file did not have is added\n{text}");
}

#[test]
fn a_file_of_another_schema_or_without_a_form_is_refused_and_says_why() {
    assert!(matches!(upgrade("(schema: 2, title: \"T\")"), Err(UpgradeError::Schema(_))));
    assert!(matches!(upgrade("(title: \"T\")"), Err(UpgradeError::Schema(_))));
    assert!(matches!(upgrade("(schema: 1"), Err(UpgradeError::Syntax(_))));
}

#[test]
fn what_is_wrong_in_a_measure_stands_as_it_stood_and_is_told_with_its_place() {
    let cases = [
        ("target: 1", "1", "a target is expected here, not a number"),
        ("target: (name: \"B\")", "(", "a target needs the field kind"),
        ("target: (kind: Person)", "(", "a target needs the field name"),
        ("target: (name: \"B\", kind: Entitty)", "Entitty", "kind cannot be Entitty"),
        ("target: (name: \"B\", kind: Person, note: \"n\")", "note", "a target has no field note"),
        (
            "target: (name: \"B\", name: \"C\", kind: Person)",
            "name",
            "the field name stands twice in a target",
        ),
        (
            "target: (name: \"B\", kind: Person, aliases: [1])",
            "1",
            "aliases is a text in quotes: \"…\", not a number",
        ),
        (
            "target: \"qu\", legal_acts: [\"A\", 7]",
            "[\"A\", 7]",
            "legal_acts is a list of texts in quotes: [ \"…\" ], not of a number",
        ),
        ("target: \"qu\", history: [(licence: 7)]", "7", "licence is a text in quotes: \"…\", not a number"),
    ];
    for (fields, place, message) in cases {
        let old = format!("(schema: 1, title: \"T\", sanctions: [(id: \"a\", issuer: \"US\", {fields})])");
        let upgraded = upgrade(&old).unwrap();
        assert!(upgraded.text.contains(fields), "{}", upgraded.text);
        assert_eq!(upgraded.faults.len(), 1, "{fields}: {:?}", upgraded.faults);
        let Fault { id, problem } = &upgraded.faults[0];
        assert_eq!((id.as_deref(), problem.message.as_str()), (Some("a"), message));
        assert_eq!(&old[problem.span.start..problem.span.end], place, "{fields}");
    }
}

#[test]
fn what_stands_in_the_new_text_is_found_in_the_old_one() {
    let Upgraded { text, places, .. } = new();
    let of = |what: &str, id: Option<&str>| {
        let start = text.find(what).unwrap();
        let old = places.of(Span { start, end: start + what.len() }, id);
        &OLD[old.start..old.end]
    };
    assert_eq!(of("measure: TravelBan", Some("us-beta-2")), "measure: TravelBan");
    assert_eq!(of("target: \"gamma\"", None), "target: (name: \"Gamma\", kind: Vessel)");
    assert_eq!(
        of("kind: Group", Some("eight-persons")),
        "(name: \"eight persons\", kind: Several, country: \"QU\")"
    );
    assert_eq!(of("number: \"General License 11\"", Some("us-general-license-11")), "\"General License 11\"");
}

#[test]
fn what_a_target_says_more_of_an_actor_is_added_to_it() {
    let old = r#"(schema: 1, title: "T", actors: [(id: "QU", name: "Quelland", kind: State), (id: "alpha", name: "Alpha Bank", kind: Company, note: "n")], sanctions: [
        (id: "a", issuer: "US", target: (name: "alpha  bank", kind: Entity, aliases: ["Alpha Works", "ALPHA BANK"], country: "QU"), measure: AssetFreeze),
        (id: "b", issuer: "US", target: (name: "Alpha Bank", kind: Entity, aliases: ["alpha works", "Alfa"]), measure: AssetFreeze),
        (id: "c", issuer: "US", target: (name: "Quelland", kind: State, country: "US"), measure: ArmsEmbargo),
    ])"#;
    let upgraded = upgrade(old).unwrap();
    let actor = r#"(id: "alpha", name: "Alpha Bank", kind: Company, aliases: ["Alpha Works", "Alfa"], countries: ["QU"], note: "n")"#;
    assert!(upgraded.text.contains(actor), "{}", upgraded.text);
    assert_eq!(upgraded.subjects, 0);
    let told: Vec<_> =
        upgraded.doubts.iter().map(|doubt| (doubt.id.as_str(), doubt.message.as_str())).collect();
    assert_eq!(
        told,
        [
            ("alpha", "by a it is also called Alpha Works: that was added to its names"),
            ("alpha", "by b it is also called Alfa: that was added to its names"),
            ("QU", "by c it is of US: that was left out, it is a state or bloc"),
        ]
    );
}

#[test]
fn a_file_that_was_half_rewritten_by_hand_is_upgraded_the_rest_of_the_way() {
    let old = r#"(schema: 1, title: "T", subjects: [(id: "US", name: "U", kind: State)], acts: [
        (id: "eo-1", issuer: "US", kind: ExecutiveOrder),
    ], sanctions: [
        (id: "a", issuer: "US", target: "US", measure: AssetFreeze, acts: ["eo-1"], history: [(on: "2020", what: Licensed, act: "eo-1", sources: [])]),
        (id: "b", issuer: "US", target: (name: "Beta", kind: Entity), measure: AssetFreeze, legal_acts: ["Law 7"]),
    ])"#;
    let text = upgrade(old).unwrap().text;
    let first = old.lines().find(|line| line.contains("id: \"a\"")).unwrap();
    assert!(text.lines().any(|line| line == first), "{text}");
    for list in ["subjects: [", "acts: [\n"] {
        assert_eq!(text.matches(list).count(), 1, "{text}");
    }
    assert!(text.contains(r#"target: "beta", measure: AssetFreeze, acts: ["us-law-7"])"#), "{text}");
}

#[test]
fn optional_values_are_read_whether_or_not_they_are_wrapped() {
    let old = r#"(schema: Some(1), title: "T", sanctions: [
        (id: "a", issuer: "US", target: (name: "Beta", kind: Entity, country: Some("QU"), aliases: None), measure: AssetFreeze, legal_acts: Some([/* why */ "Law 7"]), history: [(licence: None)]),
    ])"#;
    let text = upgrade(old).unwrap().text;
    for part in
        ["schema: 2", r#"countries: ["QU"]"#, r#"/* why */ acts: ["us-law-7"]"#, r"history: [(act: None)]"]
    {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn many_targets_of_one_name_are_upgraded_in_bounded_time() {
    let name = "a".repeat(60);
    let measure = |at: usize| {
        format!(
            "(id: \"m{at}\", issuer: \"US\", target: (name: \"{name}\", kind: Entity, aliases: [\"x{at}\"], country: \"C{at}\"), legal_acts: [\"{name} {at}\"]),\n"
        )
    };
    let measures: String = (0..5_000).map(measure).collect();
    let upgraded = upgrade(&format!("(schema: 1, title: \"T\", sanctions: [\n{measures}])")).unwrap();
    assert_eq!((upgraded.subjects, upgraded.acts), (5_000, 5_000));
}

#[test]
fn the_lines_of_windows_and_one_line_files_are_upgraded_as_they_are_written() {
    let windows = OLD.replace('\n', "\r\n");
    let text = upgrade(&windows).unwrap().text;
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    let one = r#"(schema: 1, title: "T", actors: [(id: "US", name: "U", kind: State)], sanctions: [(id: "a", issuer: "US", target: (name: "Beta", kind: Entity), measure: AssetFreeze, legal_acts: ["X"])])"#;
    let text = upgrade(one).unwrap().text;
    assert!(parse(&text, Span { start: 0, end: text.len() }).is_ok(), "{text}");
}
