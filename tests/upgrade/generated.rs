//! Files of schema 1 that nobody wrote: made at random, and with things wrong in them.

use std::collections::BTreeSet;

use beltui::model::check::Report;
use beltui::model::state::RecordKind;
use beltui::ron::node::Value;
use beltui::ron::{comments, outline, parse};
use beltui::schema::upgrade::{upgrade, written_schema};
use beltui::store::load::load_text;
use proptest::prelude::*;

use super::common::mutations::{mutated, mutations};
use super::{BELARUS, QUELLAND};

/// A measure of schema 1: its target's name, kind and country, other names, acts, a licence, a number of a list.
type Measure =
    (String, &'static str, Option<&'static str>, Vec<String>, Vec<String>, Option<String>, Option<u8>);

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "(Alpha|Beta|Gamma|alpha|Альфа|Ł) (Works|Bank|OJSC)?",
        1 => "[a-zA-Zéł中\"\\\\ .-]{1,60}",
    ]
    .prop_filter("a name says something", |name| !name.trim().is_empty())
}

fn measure() -> impl Strategy<Value = Measure> {
    let kinds = vec!["State", "Sector", "Goods", "Entity", "Person", "Aircraft", "Vessel", "Several"];
    (
        name(),
        prop::sample::select(kinds),
        prop::option::of(prop::sample::select(vec!["QQ", "US"])),
        prop::collection::vec(name(), 0..3),
        prop::collection::vec(name(), 0..3),
        prop::option::of(name()),
        prop::option::of(0..4_u8),
    )
}

/// A file of schema 1 of these measures; `style` is how it is laid out.
fn file(measures: &[Measure], style: u8) -> String {
    let (line, own) = if style.is_multiple_of(2) { ("\n", "\n        ") } else { (" ", " ") };
    let comment =
        |text: &str| if style.is_multiple_of(2) { format!(" // {text}") } else { format!(" /* {text} */") };
    let mut out = format!("(schema: 1, title: \"T\",{}{line}", comment("head"));
    out += "actors: [(id: \"QQ\", name: \"Quelland\", kind: State), (id: \"US\", name: \"United States\", kind: State), (id: \"alpha\", name: \"Alpha Bank\", kind: Company)],";
    out += line;
    out += "sources: [(id: \"beta\", publisher: \"P\", title: \"T\")],";
    out += &format!("{line}sanctions: [{line}");
    for (at, (name, kind, country, aliases, acts, licence, number)) in measures.iter().enumerate() {
        let country = country.map(|it| format!(", country: {it:?}")).unwrap_or_default();
        let licence = licence
            .as_ref()
            .map(|it| format!("(on: \"2024\", what: Licensed, licence: {it:?}, sources: [\"beta\"])"))
            .unwrap_or_default();
        let numbers: Vec<String> = number.iter().map(|it| format!("OFAC 9000{it}")).collect();
        out += &format!(
            "({own}id: \"m-{at}\",{own}issuer: \"US\",{own}target: (name: {name:?}, kind: {kind},{}{line} aliases: {aliases:?}{country}),{}{own}measure: AssetFreeze, legal_acts: {acts:?}, list_refs: {numbers:?}, history: [{licence}]),{line}",
            comment("within"),
            comment("behind"),
        );
    }
    out + "])"
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_file_of_schema_1_is_read_without_an_error_and_keeps_its_comments(
        measures in prop::collection::vec(measure(), 0..12),
        style in 0..4_u8,
    ) {
        let mut old = file(&measures, style);
        if style > 1 {
            old = format!("\u{feff}{}", old.replace('\n', "\r\n"));
        }
        let upgraded = upgrade(&old).unwrap();
        prop_assert_eq!(&upgraded.faults, &[]);
        prop_assert_eq!(comments(&upgraded.text), comments(&old));
        let loaded = load_text(old.clone());
        prop_assert_eq!(loaded.errors(), 0, "{:#?}\n{}\n{}", loaded.findings, old, upgraded.text);
        prop_assert_eq!(&loaded.text, &upgraded.text);
        prop_assert_eq!(loaded.written(), &old);
        let state = loaded.state;
        prop_assert_eq!(state.len(RecordKind::Sanctions), measures.len());
        for (at, (name, _, country, aliases, acts, licence, _)) in measures.iter().enumerate() {
            let it = state.measure(&format!("m-{at}")).unwrap();
            let subject = state.target(it).unwrap();
            let fold = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            let names: BTreeSet<String> = std::iter::once(subject.name.to_string())
                .chain(subject.aliases.iter().map(|it| it.name().to_string()))
                .map(|it| fold(&it))
                .collect();
            for name in std::iter::once(name).chain(aliases) {
                prop_assert!(names.contains(&fold(name)), "{name} is none of {names:?}");
            }
            if let Some(country) = country {
                let told = upgraded.doubts.iter().any(|doubt| doubt.message.contains("left out"));
                let is_of = subject.countries.iter().any(|it| it.as_str() == *country);
                prop_assert!(is_of || told || subject.id.as_str() == *country);
            }
            prop_assert_eq!(it.acts.len(), acts.len());
            for (act, number) in it.acts.iter().zip(acts) {
                let act = state.act(act.as_str()).unwrap();
                prop_assert_eq!(fold(act.number.as_deref().unwrap()), fold(number));
            }
            prop_assert_eq!(it.history.iter().filter(|step| step.act.is_some()).count(), licence.iter().count());
        }
    }

    #[test]
    fn whatever_is_wrong_with_a_file_of_schema_1_no_record_is_lost_and_every_place_is_in_the_file(
        steps in mutations(3),
    ) {
        let old = mutated(QUELLAND, &steps);
        let loaded = load_text(old.clone());
        for finding in &loaded.findings {
            prop_assert!(finding.bytes.start <= finding.bytes.end && finding.bytes.end <= old.len(), "{finding:?}");
            prop_assert!(old.is_char_boundary(finding.bytes.start) && old.is_char_boundary(finding.bytes.end), "{finding:?}");
        }
        if written_schema(&old) != Some(1) {
            return Ok(());
        }
        let Ok(upgraded) = upgrade(&old) else { return Ok(()) };
        prop_assert_eq!(comments(&upgraded.text), comments(&old));
        let (was, is) = (records(&old), records(&upgraded.text));
        prop_assert_eq!(is.0, was.0 + upgraded.subjects + upgraded.acts);
        prop_assert!(was.1.is_subset(&is.1), "{:?}", was.1.difference(&is.1));
        if loaded.errors() == 0 {
            // What was a field of a record that could be read is told where it was left out.
            prop_assert!(loaded.state.len(RecordKind::Sanctions) > 0 || !old.contains("us-"));
        }
    }
}

/// How many items the lists of a text have, and the ids of those that can be read.
fn records(text: &str) -> (usize, BTreeSet<String>) {
    let (mut count, mut ids) = (0, BTreeSet::new());
    for section in outline(text).unwrap().sections {
        for span in section.items.unwrap_or_default() {
            count += 1;
            let Ok(node) = parse(text, span) else { continue };
            let Value::Struct(_, fields) = node.value else { continue };
            ids.extend(
                fields
                    .iter()
                    .filter(|it| it.name == "id")
                    .map(|it| text[it.node.span.start..it.node.span.end].to_owned()),
            );
        }
    }
    (count, ids)
}

#[test]
fn mistakes_of_people_are_errors_at_their_place_or_doubts() {
    let file = |actors: &str, sanctions: &str| {
        format!(
            "(schema: 1, title: \"T\",\nactors: [(id: \"US\", name: \"United States\", kind: State), {actors}],\nsources: [(id: \"s\", publisher: \"P\", title: \"T\")],\nsanctions: [{sanctions}])"
        )
    };
    let measure = |id: &str, target: &str| {
        format!("(id: {id:?}, issuer: \"US\", target: {target}, measure: AssetFreeze)")
    };
    let beta = |more: &str| format!("(name: \"Beta\", kind: Entity{more})");
    let cases = [
        (
            "a field is missing",
            file("", "(id: \"m\", target: (name: \"Beta\", kind: Person))"),
            vec!["4:13 m a measure needs the field issuer", "4:13 m a measure needs the field measure"],
        ),
        (
            "a word is unknown",
            file("(id: \"QQ\", name: \"Q\", kind: Country)", ""),
            vec!["2:86 QQ kind cannot be Country"],
        ),
        (
            "an id stands twice",
            file("(id: \"US\", name: \"Q\", kind: State)", ""),
            vec!["2:63 US the id US is used twice: by this subject and by subject 1"],
        ),
        (
            "a country is no subject",
            file("", &measure("m", &beta(", country: \"QX\""))),
            vec!["4:13 m the measure has no history", "4:45 beta there is no subject QX"],
        ),
        (
            "a measure stands for nobody",
            file("", &measure("m", "()")),
            vec!["4:45 m a target needs the field name", "4:45 m a target needs the field kind"],
        ),
        (
            "brackets within a record do not match",
            "(schema: 1, title: \"T\", actors: [(id: \"a\"]])".to_owned(),
            vec!["1:42 - ] does not close the ( that is open"],
        ),
        (
            "what nests too deeply",
            file("", &measure("m", &format!("{}{}", "(a: ".repeat(70), ")".repeat(70)))),
            vec!["4:301 - nested too deeply"],
        ),
        (
            "the file was half rewritten, with both lists",
            file("", "").replace("sources:", "subjects: [],\nsources:"),
            vec!["3:1 - the list subjects stands twice"],
        ),
        (
            "what cannot be read has the id that a new subject gets",
            file(
                "(id: \"beta\" name: \"Beta Bank\", kind: Company)",
                &measure("m", "(name: \"Beta\", kind: Vessel, country: \"QX\")"),
            ),
            vec![
                "2:70 beta \"name\" stands where a comma or ')' is expected",
                "4:13 m the measure has no history",
                "4:45 beta there is no subject QX",
            ],
        ),
        (
            "texts are no texts",
            file("", &measure("m", "(name: Beta, kind: Entity)")),
            vec!["4:52 m name is a text in quotes: \"…\", not a name"],
        ),
    ];
    let mut wrong = Vec::new();
    for (what, old, expected) in cases {
        for text in [old.clone(), old.replace('\n', "\r\n"), format!("\u{feff}{old}")] {
            let loaded = load_text(text);
            let told = |it: &Report| {
                let id = it.id.as_deref().unwrap_or("-");
                format!("{}:{} {id} {}", it.position.line, it.position.column, it.message)
            };
            let found: Vec<String> = loaded.findings.iter().map(told).collect();
            if found != expected {
                wrong.push((what, found));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let apart =
        file("", &[measure("m", &beta("")), measure("n", "(name: \"beta\", kind: Person)")].join(", "));
    let upgraded = upgrade(&apart).unwrap();
    assert_eq!(load_text(apart).errors(), 0);
    let told: Vec<&str> = upgraded.doubts.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(
        told,
        ["beta and beta-2 are both called beta and were kept apart: make them one where they are the same"]
    );
}

#[test]
fn a_large_file_is_upgraded_as_it_would_be_in_small() {
    // Longer than what one thread reads alone.
    let mut text = BELARUS.to_owned();
    let event = |at: usize| {
        format!(
            "        (id: \"more-{at}\", kind: Talks, title: \"Talks {at}\", sources: [\"vedomosti\"]),\n"
        )
    };
    let more: String = (0..20_000).map(event).collect();
    let end = text.rfind("    ],\n)").unwrap();
    text.insert_str(end, &more);
    let loaded = load_text(text);
    assert_eq!(loaded.errors(), 0, "{:?}", loaded.findings.first());
    assert_eq!(
        loaded.state.len(RecordKind::Sanctions),
        load_text(BELARUS.to_owned()).state.len(RecordKind::Sanctions)
    );
}
