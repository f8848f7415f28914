//! Reach: who is owned or controlled by listed subjects, and what follows under each issuer's rule.
//!
//! The three rules differ:
//! - United States: 50 per cent or more, the shares of all blocked owners added up, directly or through others that are
//!   themselves so owned; control alone does not suffice (OFAC, Revised Guidance on Entities Owned by Persons Whose
//!   Property and Interests in Property Are Blocked, 2014-08-13).
//! - European Union: more than 50 per cent, the shares of all listed owners added up, or control (Council, Best
//!   Practices, document 8519/18, and the Commission's answers on Regulation 269/2014).
//! - United Kingdom: more than 50 per cent held by one listed person, or control; the shares of several are not added up
//!   unless they act together (The Sanctions and Anti-Money Laundering Act 2018 and OFSI's guidance).
//!
//! What follows is always *derived*: nobody listed it.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// The rule by which an issuer's measures reach what listed subjects own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OwnershipRule {
    /// 50 per cent and more, added up.
    UnitedStates,
    /// More than 50 per cent added up, or control.
    EuropeanUnion,
    /// More than 50 per cent of one owner, or control.
    UnitedKingdom,
}

impl OwnershipRule {
    /// The rule of an issuer; `None` where none is published.
    pub fn of(issuer: &str) -> Option<Self> {
        match issuer {
            "US" => Some(Self::UnitedStates),
            "EU" => Some(Self::EuropeanUnion),
            "GB" => Some(Self::UnitedKingdom),
            _ => None,
        }
    }

    /// Whether a share, in hundredths of a per cent, is enough.
    fn suffices(self, share: u32) -> bool {
        match self {
            Self::UnitedStates => share >= HALF,
            Self::EuropeanUnion | Self::UnitedKingdom => share > HALF,
        }
    }

    /// Whether control is enough without a share.
    fn counts_control(self) -> bool {
        self != Self::UnitedStates
    }

    /// The rule in words.
    pub fn word(self) -> &'static str {
        match self {
            Self::UnitedStates => "50 % or more, all blocked owners added up",
            Self::EuropeanUnion => "more than 50 % of all listed owners added up, or control",
            Self::UnitedKingdom => "more than 50 % of one listed owner, or control",
        }
    }
}

/// The whole of something, in hundredths of a per cent.
const WHOLE: u32 = 10_000;

/// Half of it.
const HALF: u32 = WHOLE / 2;

/// A share in hundredths of a per cent: what it is at least and at most. An unknown share is 0 to 100 per cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// At least.
    pub least: u32,
    /// At most.
    pub most: u32,
}

impl Share {
    /// A share that nobody gives.
    pub const UNKNOWN: Self = Self { least: 0, most: WHOLE };

    /// Whether it says nothing.
    pub fn is_unknown(self) -> bool {
        self == Self::UNKNOWN
    }
}

/// One owner's hold on what is owned, on the day asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holding<I> {
    /// Who owns.
    pub owner: I,
    /// What is owned.
    pub owned: I,
    /// How much of it.
    pub share: Share,
    /// Whether the owner is said to control it.
    pub control: bool,
}

/// Whether a subject is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It is not.
    No,
    /// It may be: the shares that nobody gives could make it so.
    Possibly,
    /// It is.
    Derived,
}

impl Verdict {
    /// In a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Possibly => "possibly",
            Self::Derived => "derived",
        }
    }
}

/// One line of the arithmetic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<I> {
    /// The owner.
    pub owner: I,
    /// Its share.
    pub share: Share,
    /// Whether it controls what it owns.
    pub control: bool,
    /// The owner is listed itself; else it is reached in its turn.
    pub is_listed: bool,
    /// The owner only may be reached.
    pub is_doubtful: bool,
}

/// What follows for one subject under one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach<I> {
    /// Whether it is reached.
    pub verdict: Verdict,
    /// What the shares add up to, of the owners that decide; at most 100 per cent.
    pub total: Share,
    /// The owners that count, in the order of the file.
    pub parts: Vec<Part<I>>,
}

/// Who owns what on a day, ready to be asked for each subject.
#[derive(Debug, Clone)]
pub struct Holdings<I> {
    /// The owners of each.
    above: HashMap<I, Vec<Holding<I>>>,
    /// What each owns.
    below: HashMap<I, Vec<I>>,
}

impl<I> Default for Holdings<I> {
    fn default() -> Self {
        Self { above: HashMap::new(), below: HashMap::new() }
    }
}

impl<I: Copy + Eq + Hash> FromIterator<Holding<I>> for Holdings<I> {
    fn from_iter<T: IntoIterator<Item = Holding<I>>>(holdings: T) -> Self {
        let mut all = Self::default();
        for holding in holdings {
            all.above.entry(holding.owned).or_default().push(holding);
            all.below.entry(holding.owner).or_default().push(holding.owned);
        }
        all
    }
}

impl<I: Copy + Eq + Hash> Holdings<I> {
    /// Whether nobody owns anything.
    pub fn is_empty(&self) -> bool {
        self.above.is_empty()
    }

    /// All that somebody owns, in no order.
    pub fn owned(&self) -> impl Iterator<Item = I> {
        self.above.keys().copied()
    }

    /// All that lies above `of`, and itself, each once however the owners own each other.
    fn all_above(&self, of: I) -> HashSet<I> {
        let (mut seen, mut next) = (HashSet::from([of]), vec![of]);
        while let Some(it) = next.pop() {
            for holding in self.above.get(&it).into_iter().flatten() {
                if seen.insert(holding.owner) {
                    next.push(holding.owner);
                }
            }
        }
        seen
    }

    /// The arithmetic for one subject, given how its owners stand.
    fn weigh(
        &self,
        rule: OwnershipRule,
        of: I,
        stands: &HashMap<I, Verdict>,
        is_listed: &impl Fn(I) -> bool,
    ) -> Reach<I> {
        let mut reach = Reach { verdict: Verdict::No, total: Share { least: 0, most: 0 }, parts: Vec::new() };
        let mut controlled = Verdict::No;
        for holding in self.above.get(&of).into_iter().flatten() {
            let owner = stands.get(&holding.owner).copied().unwrap_or(Verdict::No);
            if owner == Verdict::No || holding.owner == of {
                continue;
            }
            let is_doubtful = owner == Verdict::Possibly;
            if holding.control && rule.counts_control() {
                controlled = controlled.max(owner);
            }
            let least = if is_doubtful { 0 } else { holding.share.least };
            reach.total.least = (reach.total.least + least).min(WHOLE);
            reach.total.most = (reach.total.most + holding.share.most).min(WHOLE);
            reach.parts.push(Part {
                owner: holding.owner,
                share: holding.share,
                control: holding.control,
                is_listed: is_listed(holding.owner),
                is_doubtful,
            });
        }
        let owned = if rule.suffices(reach.total.least) {
            Verdict::Derived
        } else if rule.suffices(reach.total.most) {
            Verdict::Possibly
        } else {
            Verdict::No
        };
        reach.verdict = owned.max(controlled);
        reach
    }

    /// How all that lies `within` stands, from some listed owners downwards.
    fn settle(
        &self,
        rule: OwnershipRule,
        within: &HashSet<I>,
        roots: &[I],
        is_listed: &impl Fn(I) -> bool,
    ) -> HashMap<I, Verdict> {
        let mut stands: HashMap<I, Verdict> = roots.iter().map(|root| (*root, Verdict::Derived)).collect();
        let fixed: HashSet<I> = roots.iter().copied().collect();
        let mut risen: Vec<I> = roots.to_vec();
        // A verdict only ever rises, and what is owned is weighed again when an owner has risen: this ends however owners
        // own each other.
        while !risen.is_empty() {
            let owned = risen.iter().filter_map(|it| self.below.get(it)).flatten().copied();
            let owned: HashSet<I> = owned.filter(|it| within.contains(it) && !fixed.contains(it)).collect();
            risen.clear();
            for it in owned {
                let verdict = self.weigh(rule, it, &stands, is_listed).verdict;
                if verdict > stands.get(&it).copied().unwrap_or(Verdict::No) {
                    stands.insert(it, verdict);
                    risen.push(it);
                }
            }
        }
        stands
    }
}

/// Whether `of` is owned or controlled by listed subjects under a rule, with the arithmetic; the holdings are those of
/// the day asked. Whether `of` is listed itself does not matter here.
pub fn reach<I: Copy + Eq + Hash>(
    rule: OwnershipRule,
    of: I,
    holdings: &Holdings<I>,
    is_listed: impl Fn(I) -> bool,
) -> Reach<I> {
    let within = holdings.all_above(of);
    let roots: Vec<I> = within.iter().copied().filter(|it| *it != of && is_listed(*it)).collect();
    if rule != OwnershipRule::UnitedKingdom {
        let stands = holdings.settle(rule, &within, &roots, &is_listed);
        return holdings.weigh(rule, of, &stands, &is_listed);
    }
    // Each listed owner by itself; the one that reaches furthest decides, of several the first in the order of the file.
    let one_by_one = roots.into_iter().map(|root| {
        let stands = holdings.settle(rule, &within, &[root], &is_listed);
        holdings.weigh(rule, of, &stands, &is_listed)
    });
    let none = Reach { verdict: Verdict::No, total: Share { least: 0, most: 0 }, parts: Vec::new() };
    let place = |reach: &Reach<I>| {
        let owners = holdings.above.get(&of);
        let first = reach.parts.first().map(|part| part.owner);
        owners.and_then(|owners| owners.iter().position(|it| Some(it.owner) == first))
    };
    one_by_one.fold(none, |best, next| {
        let weight = |reach: &Reach<I>| {
            (reach.verdict, reach.total.least, reach.total.most, std::cmp::Reverse(place(reach)))
        };
        if weight(&next) > weight(&best) { next } else { best }
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    use OwnershipRule::{EuropeanUnion as Eu, UnitedKingdom as Gb, UnitedStates as Us};

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
                Holding { owner: words[0], owned: words[3], share, control: words[1] == "ctl" }
            })
            .collect()
    }

    /// What a case is called, who owns what, who is listed, and the verdicts of US, EU and UK on X.
    type Case = (&'static str, &'static str, &'static [&'static str], [Verdict; 3]);
    use Verdict::{Derived, No, Possibly};
    const CASES: &[Case] = &[
        ("exactly half is enough for the US alone", "A 50 of X", &["A"], [Derived, No, No]),
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
        ("control through control", "A ctl of M, M ctl of X", &["A"], [No, Derived, Derived]),
        ("nobody owns it", "A 60 of Y", &["A"], [No, No, No]),
    ];

    #[test]
    fn each_rule_reaches_what_it_says_and_no_more() {
        for (name, text, listed, expected) in CASES {
            let holdings = holdings(text);
            let found =
                [Us, Eu, Gb].map(|rule| reach(rule, "X", &holdings, |it| listed.contains(&it)).verdict);
            assert_eq!(found, *expected, "{name}");
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
                })
                .collect();
            for rule in [Us, Eu, Gb] {
                let fewer = reach(rule, 0, &holdings, |it| listed.contains(&it));
                let greater = reach(rule, 0, &holdings, |it| it == more || listed.contains(&it));
                prop_assert!(greater.verdict >= fewer.verdict);
                prop_assert!(fewer.total.least <= fewer.total.most && fewer.total.most <= WHOLE);
            }
            let aggregated = reach(Eu, 0, &holdings, |it| listed.contains(&it)).verdict;
            prop_assert!(reach(Gb, 0, &holdings, |it| listed.contains(&it)).verdict <= aggregated);
        }
    }
}
