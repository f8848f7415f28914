//! Who is reached, case by case.

use proptest::prelude::*;

use super::*;

use OwnershipRule::{
    EuropeanUnion as Eu, EuropeanUnionBefore as EuBefore, UnitedKingdom as Gb, UnitedStates as Us,
};

/// `A 50 of X` holds half, `A ? of X` an unknown share, `A 20-60 of X` a range, `A ctl of X` control.
fn holdings(text: &'static str) -> Holdings<&'static str> {
    let hundredths = |text: &str| {
        let (whole, rest) = text.split_once('.').unwrap_or((text, "00"));
        whole.parse::<u32>().unwrap() * 100 + rest.parse::<u32>().unwrap()
    };
    text.split(", ")
        .map(|line| {
            let words: Vec<&str> = line.split(' ').collect();
            let share = match words[1] {
                "?" => Share::UNKNOWN,
                "ctl" => Share { least: 0, most: 0 },
                range => {
                    let (from, to) = range.split_once('-').unwrap_or((range, range));
                    Share { least: hundredths(from), most: hundredths(to) }
                }
            };
            let control = words[1] == "ctl";
            Holding { owner: words[0], owned: words[3], share, control, is_disputed: false }
        })
        .collect()
}

/// What a case is called, who owns what, who is listed, and the verdicts of US, EU and UK on X.
type Case = (&'static str, &'static str, &'static [&'static str], [Verdict; 3]);
use Verdict::{Derived, No, Possibly};
const CASES: &[Case] = &[
    ("exactly half is enough for the US and the EU", "A 50 of X", &["A"], [Derived, Derived, No]),
    ("and so is half of two", "A 25 of X, B 25 of X", &["A", "B"], [Derived, Derived, No]),
    ("less than half is not", "A 49.99 of X", &["A"], [No, No, No]),
    ("more than half is enough for all", "A 50.01 of X", &["A"], [Derived, Derived, Derived]),
    ("shares add up but in the UK", "A 30 of X, B 25 of X", &["A", "B"], [Derived, Derived, No]),
    ("who is not listed does not count", "A 30 of X, B 70 of X", &["A"], [No, No, No]),
    ("control counts in the EU and the UK", "A ctl of X", &["A"], [No, Derived, Derived]),
    ("through a chain of majorities", "A 60 of M, M 60 of X", &["A"], [Derived, Derived, Derived]),
    ("a minority in the chain breaks it", "A 40 of M, M 100 of X", &["A"], [No, No, No]),
    (
        "one owner's two ways are one owner's",
        "A 100 of M, M 30 of X, A 30 of X",
        &["A"],
        [Derived, Derived, Derived],
    ),
    ("an unknown share leaves it open", "A ? of X", &["A"], [Possibly, Possibly, Possibly]),
    ("a known part and an unknown one", "A 60 of X, B ? of X", &["A", "B"], [Derived, Derived, Derived]),
    ("a range over the line leaves it open", "A 40-60 of X", &["A"], [Possibly, Possibly, Possibly]),
    (
        "a doubtful owner makes a doubtful reach",
        "A ? of M, M 80 of X",
        &["A"],
        [Possibly, Possibly, Possibly],
    ),
    ("owners that own each other end", "X 60 of M, M 60 of X, A 10 of X", &["A"], [No, No, No]),
    (
        "a circle above with a listed owner",
        "A 60 of M, N 40 of M, M 60 of N, N 60 of X",
        &["A"],
        [Derived, Derived, Derived],
    ),
    (
        "what X owns of itself through M has no owner besides",
        "A 40 of X, M 60 of X, X 100 of M",
        &["A"],
        [Possibly, Possibly, Possibly],
    ),
    ("M is only partly its own", "A 25 of X, M 60 of X, X 1 of M", &["A"], [No, No, No]),
    (
        "what is owned by a circle that may be reached",
        "A 40 of N, M 60 of N, N 100 of M, N 80 of X",
        &["A"],
        [Possibly, Possibly, Possibly],
    ),
    (
        "what it owns itself owns it and is owned by a listed one",
        "A 40 of M, X 60 of M, M 100 of X",
        &["A"],
        [Possibly, Possibly, Possibly],
    ),
    ("a circle that nobody listed owns", "B 40 of X, M 60 of X, X 100 of M", &["A"], [No, No, No]),
    ("control through control", "A ctl of M, M ctl of X", &["A"], [No, Derived, Derived]),
    ("nobody owns it", "A 60 of Y", &["A"], [No, No, No]),
];

#[test]
fn each_rule_reaches_what_it_says_and_no_more() {
    for (name, text, listed, expected) in CASES {
        let holdings = holdings(text);
        let found = [Us, Eu, Gb].map(|rule| reach(rule, "X", &holdings, |it| listed.contains(&it)).verdict);
        assert_eq!(found, *expected, "{name}");
    }
}

#[test]
fn half_is_enough_in_the_eu_from_the_day_on_which_its_council_said_so() {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    for (on, rule, half) in [
        ("2022-03-01", EuBefore, No),
        ("2024-07-02", EuBefore, No),
        ("2024-07-03", Eu, Derived),
        ("2026-01-01", Eu, Derived),
    ] {
        assert_eq!(OwnershipRule::of("EU", day(on)), Some(rule), "{on}");
        let of = |text| reach(rule, "X", &holdings(text), |it| ["A", "B"].contains(&it)).verdict;
        assert_eq!([of("A 50 of X"), of("A 20 of X, B 30 of X")], [half, half], "{on}");
        assert_eq!([of("A 50.01 of X"), of("A ctl of X")], [Derived, Derived], "{on}");
        assert_eq!(OwnershipRule::of("US", day(on)), Some(Us));
        assert_eq!(OwnershipRule::of("GB", day(on)), Some(Gb));
    }
}

#[test]
fn a_circle_is_named_with_the_share_that_nobody_else_has() {
    let holdings = holdings("A 40 of X, M 60 of X, X 100 of M");
    for rule in [Us, Eu, Gb] {
        let found = reach(rule, "X", &holdings, |it| it == "A");
        assert_eq!(found.total, Share { least: 4000, most: 10_000 });
        let parts: Vec<_> = found.parts.iter().map(|part| (part.owner, part.counts)).collect();
        assert_eq!(parts, [("A", Counts::Surely), ("M", Counts::InCircle)], "{rule:?}");
    }
}

#[test]
fn the_arithmetic_can_be_added_up_by_hand() {
    let holdings = holdings("A 30 of X, B 25 of X, C 45 of X, M 0-5 of X, A 80 of M");
    let found = reach(Us, "X", &holdings, |it| ["A", "B"].contains(&it));
    assert_eq!(found.total, Share { least: 5500, most: 6000 });
    let parts: Vec<_> = found.parts.iter().map(|part| (part.owner, part.is_listed)).collect();
    assert_eq!(parts, [("A", true), ("B", true), ("M", false)]);
    assert_eq!(found.parts.iter().map(|part| part.share.least).sum::<u32>(), found.total.least);
}

proptest! {
    #[test]
    fn more_listed_owners_never_make_the_reach_smaller(
        edges in proptest::collection::vec((0u8..6, 0u8..6, 0u32..=100, 0u32..=100, any::<bool>()), 0..14),
        listed in proptest::collection::hash_set(0u8..6, 0..4),
        more in 0u8..6,
    ) {
        let holdings: Holdings<u8> = edges
            .into_iter()
            .filter(|(owner, owned, ..)| owner != owned)
            .map(|(owner, owned, a, b, control)| Holding {
                owner,
                owned,
                share: Share { least: a.min(b) * 100, most: a.max(b) * 100 },
                control,
                is_disputed: false,
            })
            .collect();
        for rule in [Us, Eu, EuBefore, Gb] {
            let fewer = reach(rule, 0, &holdings, |it| listed.contains(&it));
            let greater = reach(rule, 0, &holdings, |it| it == more || listed.contains(&it));
            prop_assert!(greater.verdict >= fewer.verdict);
            prop_assert!(fewer.total.least <= fewer.total.most && fewer.total.most <= WHOLE);
        }
        let aggregated = reach(Eu, 0, &holdings, |it| listed.contains(&it)).verdict;
        prop_assert!(reach(Gb, 0, &holdings, |it| listed.contains(&it)).verdict <= aggregated);
    }
}
