//! Names held against names: tables of pairs and people, and floors that no change may fall below.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::path::Path;

use beltui::lists::candidate::Candidate;
use beltui::lists::matching::{How, Index as Entries};
use beltui::lists::{Entry, EntryKind, ListName};
use beltui::model::measure::{Measure, MeasureType, StandardMeasure};
use beltui::model::state::State;
use beltui::model::subject::{Subject, SubjectKind};
use beltui::names::{
    Band, Birth, Facts, Index, Kind, LOOK, Name, Owned, Quality, SURE, compare, judged, parts,
};

fn table(name: &str) -> Vec<csv::StringRecord> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/matching").join(name);
    csv::Reader::from_path(path).unwrap().records().map(Result::unwrap).collect()
}

fn kind(word: &str) -> Kind {
    match word {
        "person" => Kind::Person,
        "company" => Kind::Organisation,
        "craft" => Kind::Craft,
        other => panic!("no kind {other}"),
    }
}

#[test]
fn pairs_of_names_are_sure_to_be_looked_at_or_nothing_as_the_table_says() {
    let mut wrong = Vec::new();
    for row in table("pairs.csv") {
        let kind = kind(&row[0]);
        let (a, b) = (Name::new(&row[1], kind), Name::new(&row[2], kind));
        for (a, b) in [(&a, &b), (&b, &a)] {
            let found = compare(a, b);
            let fits = match &row[3] {
                "sure" => found.band() == Band::Sure,
                "look" => found.band() == Band::Look,
                "at most look" => found.band() <= Band::Look,
                "at least look" => found.band() >= Band::Look,
                "nothing" => found.band() == Band::Nothing,
                other => panic!("nothing comes of {other}"),
            };
            if !fits {
                wrong.push(format!(
                    "{} | {}: {} ({}), not {}",
                    &row[1],
                    &row[2],
                    found.score,
                    found.why(),
                    &row[3]
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_reasons_are_words() {
    let why = |a: &str, b: &str, kind| compare(&Name::new(a, kind), &Name::new(b, kind)).why();
    assert_eq!(
        why("Alpha Works AG", "Alpha Works GmbH", Kind::Organisation),
        "same words; legal form differs: ag/gmbh"
    );
    assert_eq!(why("Сяргей Дубровін", "Sergei Dubrovin", Kind::Person), "other spelling: syargey/sergei");
    assert_eq!(why("S. Dubrovin", "Sergei Dubrovin", Kind::Person), "initial: s/sergei");
    assert_eq!(
        why("Sergei Dubrovin", "Sergei Petrovich Dubrovin", Kind::Person),
        "same words; only one has: petrovich"
    );
}

/// People with their names, by a table of two columns.
fn people(name: &str) -> BTreeMap<String, Vec<Name>> {
    let mut people: BTreeMap<String, Vec<Name>> = BTreeMap::new();
    for row in table(name) {
        people.entry(row[0].to_owned()).or_default().push(Name::new(&row[1], Kind::Person));
    }
    people
}

/// Of the pairs of names of one person with as many words, how many are found; and of those of two, how many.
fn found(people: &BTreeMap<String, Vec<Name>>) -> (f64, usize, usize) {
    let words = |name: &Name| name.words().count();
    let (mut pairs, mut same) = (0u32, 0u32);
    let (mut look, mut sure) = (0, 0);
    let all: Vec<&Vec<Name>> = people.values().collect();
    for (at, own) in all.iter().enumerate() {
        for (n, a) in own.iter().enumerate() {
            for b in own.iter().skip(n + 1).filter(|b| words(a) == words(b) && words(b) > 1) {
                pairs += 1;
                same += u32::from(compare(a, b).score >= LOOK);
            }
        }
        for other in all.iter().skip(at + 1) {
            let likeness = compare(&own[0], &other[0]);
            look += usize::from(likeness.score >= LOOK);
            sure += usize::from(likeness.score >= SURE);
        }
    }
    (f64::from(same) / f64::from(pairs), look, sure)
}

#[test]
fn aliases_of_people_on_a_public_list_are_found_and_nobody_is_taken_for_another() {
    let people = people("ofac_people.csv");
    assert!(people.len() >= 300);
    let (recall, look, sure) = found(&people);
    assert!(recall >= 0.95, "recall {recall}");
    // Two men on the list have one given name and one surname; of one of them it does not say the patronymic.
    assert!(look <= 1 && sure == 0, "people taken for others: {look}, {sure} of them for certain");
}

#[test]
fn belarusian_russian_ukrainian_and_latin_spellings_of_one_person_are_one_name() {
    let people = people("spellings.csv");
    let (recall, look, sure) = found(&people);
    assert!(recall >= 0.99, "recall {recall}");
    assert_eq!((look, sure), (0, 0), "people taken for others");
}

#[test]
fn an_index_finds_what_comparing_each_with_each_finds() {
    let rows: Vec<_> = table("ofac_people.csv").into_iter().chain(table("spellings.csv")).collect();
    let owners: BTreeMap<&str, usize> = rows.iter().map(|row| &row[0]).zip(0..).collect();
    let owned = |row: &csv::StringRecord| Owned {
        owner: owners[&row[0]],
        name: row[1].to_owned(),
        kind: Kind::Person,
        quality: Quality::Full,
    };
    let index = Index::new(rows.iter().map(owned).collect());
    let names: Vec<(usize, Name)> =
        rows.iter().map(|row| (owners[&row[0]], Name::new(&row[1], Kind::Person))).collect();
    for (_, asked) in names.iter().step_by(41) {
        let mut expected: Vec<usize> = names
            .iter()
            .filter(|(_, name)| compare(asked, name).score >= LOOK)
            .map(|(owner, _)| *owner)
            .collect();
        expected.sort_unstable();
        expected.dedup();
        let mut hits: Vec<usize> = index.find(asked, |_| true).iter().map(|hit| hit.owner).collect();
        hits.sort_unstable();
        assert_eq!(hits, expected, "{asked:?}");
    }
}

#[test]
fn weak_names_and_parts_of_names_are_never_sure() {
    let owned =
        |owner, name: &str, quality| Owned { owner, name: name.into(), kind: Kind::Organisation, quality };
    let index = Index::new(vec![
        owned(0, "Nightowl Works", Quality::Weak),
        owned(1, "Alpha Works", Quality::Part),
        owned(2, "Zorvan Holding", Quality::Full),
    ]);
    let scores = |name: &str| {
        let hits = index.find(&Name::new(name, Kind::Organisation), |_| true);
        hits.iter().map(|hit| (hit.owner, hit.likeness.band())).collect::<Vec<_>>()
    };
    assert_eq!(scores("Nightowl Works"), [(0, Band::Look)]);
    assert_eq!(scores("Alpha Works"), [(1, Band::Look)]);
    assert_eq!(scores("ZORVAN HOLDING"), [(2, Band::Sure)]);
    assert_eq!(scores("★★★"), []);
}

#[test]
fn names_of_any_length_are_compared_in_bounded_time() {
    let long = "Alphaworks Betaworks (Gammaworks / Deltaworks), ".repeat(20_000);
    assert!(parts(&long).len() <= 8);
    for kind in [Kind::Person, Kind::Organisation, Kind::Craft] {
        let name = Name::new(&long, kind);
        assert!(name.words().count() <= 32);
        assert_eq!(compare(&name, &name).band(), Band::Sure);
        assert_eq!(compare(&name, &Name::new("Zorvan Quell", kind)).band(), Band::Nothing);
        let other = Name::new(&format!("{long} another end"), kind);
        assert!(compare(&name, &other).band() < Band::Sure, "only the beginnings are compared");
        let word = "zorvan".repeat(100_000);
        assert_eq!(compare(&Name::new(&word, kind), &name).band(), Band::Nothing);
    }
}

#[test]
fn identifiers_and_birth_dates_decide_before_names() {
    let name = |text: &str| Name::new(text, Kind::Person);
    let likeness = |a: &str, b: &str| compare(&name(a), &name(b));
    let born = |year, month, day| Facts {
        born: vec![Birth { year, month, day, about: false }],
        identifiers: Vec::new(),
    };
    let numbered =
        |number: &str| Facts { born: Vec::new(), identifiers: vec![("passport".into(), number.into())] };
    let same = || likeness("Ivan Petrenko", "PETRENKO Ivan");
    let other = || likeness("Ivan Petrenko", "Oleg Zorvan");
    let (may, june) = (born(1981, Some(5), Some(5)), born(1981, Some(6), Some(7)));
    assert_eq!(judged(same(), &may, &may).band(), Band::Sure);
    assert_eq!(judged(same(), &may, &june).band(), Band::Look);
    assert_eq!(judged(same(), &may, &born(1970, None, None)).band(), Band::Nothing);
    assert_eq!(judged(same(), &may, &born(1981, None, None)).band(), Band::Sure);
    assert_eq!(judged(same(), &may, &Facts::default()).band(), Band::Sure);
    assert_eq!(judged(other(), &may, &may).band(), Band::Nothing, "many are born on one day");
    assert_eq!(judged(other(), &numbered("MP 123-45"), &numbered("mp12345")).band(), Band::Sure);
    assert_eq!(judged(same(), &numbered("MP12345"), &numbered("MP99999")).band(), Band::Look);
}

fn entry(reference: &str, kind: EntryKind, names: &[&str], programme: &str) -> Entry {
    let mut entry = Entry::new(ListName::OfacSdn, reference);
    names[0].clone_into(&mut entry.name);
    entry.aliases = names[1..].iter().map(|name| (*name).to_owned()).collect();
    entry.kind = kind;
    entry.programmes = vec![programme.to_owned()];
    entry
}

fn target(name: &str, kind: SubjectKind) -> Subject {
    Subject::new("target".into(), name.into(), kind)
}

/// A measure against the target.
fn measure(reference: Option<&str>) -> Measure {
    Measure {
        id: beltui::model::id::Id::new("us-1"),
        issuer: beltui::model::id::Id::new("US"),
        target: beltui::model::id::Id::new("target"),
        measure: MeasureType::Standard(StandardMeasure::AssetFreeze),
        programme: None,
        acts: [].into(),
        reason: None,
        list_refs: reference.map(Into::into).into_iter().collect::<Vec<_>>().into(),
        note: None,
        history: Vec::new().into(),
    }
}

#[test]
fn two_entries_that_fit_equally_are_both_found_and_neither_is_surer() {
    let kind = EntryKind::Person;
    let entries = [
        entry("90001", kind, &["PETRENKO, Ivan"], "QUEL"),
        entry("90002", kind, &["PETRENKO, Ivan"], "ZORV"),
    ];
    let index = Entries::of(&entries);
    let (measure, target) = (measure(None), target("Petrenko, Ivan", SubjectKind::Person));
    let found = index.find(Candidate { measure: &measure, target: Some(&target), state: &State::default() });
    let both: Vec<_> = found.iter().map(|it| (it.entry, it.score)).collect();
    assert_eq!(both, [(0, found[0].score), (1, found[0].score)], "neither is surer");
}

#[test]
fn a_number_that_was_given_to_somebody_else_is_told() {
    let entries = [
        entry("90001", EntryKind::Person, &["SHUGARIN, Ivan"], "QUEL"),
        entry("90002", EntryKind::Entity, &["ZORVAN HOLDING"], "QUEL"),
    ];
    let index = Entries::of(&entries);
    let agrees = |name: &str, kind, reference: &str| {
        let (measure, target) = (measure(Some(reference)), target(name, kind));
        let state = State::default();
        let of = Candidate { measure: &measure, target: Some(&target), state: &state };
        let found = index.find(of);
        let agrees = index.agrees(of, found[0].entry);
        assert_eq!(found[0].how, if agrees { How::Reference } else { How::NumberAlone });
        agrees
    };
    assert!(!agrees("KHARDIN, Omar", SubjectKind::Person, "OFAC 90001"));
    assert!(!agrees("Shugarin, Ivan", SubjectKind::Vessel, "OFAC 90001"), "another kind");
    assert!(agrees("Ivan Shugaryn", SubjectKind::Person, "OFAC 90001"));
    for kind in [SubjectKind::Company, SubjectKind::Organisation, SubjectKind::Agency] {
        assert!(agrees("Зорван Холдинг", kind, "OFAC 90002"), "{kind}: a list tells them not apart");
    }
}

#[test]
fn an_organisation_is_found_by_a_part_of_a_name_that_is_made_of_several() {
    let entries = [entry(
        "1",
        EntryKind::Entity,
        &["Belzorvan – Quelland State Concern for Oil and Chemistry"],
        "QUEL",
    )];
    let index = Entries::of(&entries);
    for name in ["Belzorvan", "Quelland State Concern for Oil and Chemistry", "Белзорван"] {
        let (measure, target) = (measure(None), target(name, SubjectKind::Company));
        let state = State::default();
        let of = Candidate { measure: &measure, target: Some(&target), state: &state };
        let found = index.find(of);
        assert_eq!(found.first().map(|it| it.how), Some(How::Likeness), "{name}");
        assert!(index.why(of, 0).contains("made of several"), "{}", index.why(of, 0));
    }
}
