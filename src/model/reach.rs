//! Reach: who is owned or controlled by listed subjects, and what follows under each issuer's rule.
//!
//! The three rules differ:
//! - United States: 50 per cent or more, the shares of all blocked owners added up, directly or through others that are
//!   themselves so owned; control alone does not suffice (OFAC, Revised Guidance on Entities Owned by Persons Whose
//!   Property and Interests in Property Are Blocked, 2014-08-13).
//! - European Union: 50 per cent or more, the shares of all listed owners added up, or control (Council, EU Best Practices
//!   for the effective implementation of restrictive measures, document 11623/24 of 2024-07-03); before that day more than
//!   50 per cent (document 8519/18, and the Commission's answers on Regulation 269/2014).
//! - United Kingdom: more than 50 per cent held by one listed person, or control; the shares of several are not added up
//!   unless they act together (The Sanctions and Anti-Money Laundering Act 2018 and OFSI's guidance).
//!
//! What follows is always *derived*: nobody listed it.
//!
//! What somebody owns of itself through others has no owner besides: where the rest of it would be enough, it is possibly
//! reached.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use chrono::NaiveDate;

/// The day from which half is enough in the European Union.
const EU_HALF_FROM: Option<NaiveDate> = NaiveDate::from_ymd_opt(2024, 7, 3);

/// The rule by which an issuer's measures reach what listed subjects own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OwnershipRule {
    /// 50 per cent and more, added up.
    UnitedStates,
    /// 50 per cent and more added up, or control.
    EuropeanUnion,
    /// More than 50 per cent added up, or control: the European Union's until July 2024.
    EuropeanUnionBefore,
    /// More than 50 per cent of one owner, or control.
    UnitedKingdom,
}

impl OwnershipRule {
    /// The rule of an issuer on a day; `None` where none is published.
    pub fn of(issuer: &str, day: NaiveDate) -> Option<Self> {
        match issuer {
            "US" => Some(Self::UnitedStates),
            "EU" if EU_HALF_FROM.is_some_and(|from| day < from) => Some(Self::EuropeanUnionBefore),
            "EU" => Some(Self::EuropeanUnion),
            "GB" => Some(Self::UnitedKingdom),
            _ => None,
        }
    }

    /// Whether a share of a whole is enough, in hundredths of a per cent.
    fn suffices(self, share: u32, whole: u32) -> bool {
        match self {
            Self::UnitedStates | Self::EuropeanUnion => 2 * share >= whole,
            Self::EuropeanUnionBefore | Self::UnitedKingdom => 2 * share > whole,
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
            Self::EuropeanUnion => "50 % or more of all listed owners added up, or control",
            Self::EuropeanUnionBefore => "more than 50 % of all listed owners added up, or control",
            Self::UnitedKingdom => "more than 50 % of one listed owner, or control",
        }
    }
}

/// The whole of something, in hundredths of a per cent.
const WHOLE: u32 = 10_000;

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

    /// Both together; at most the whole.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { least: (self.least + other.least).min(WHOLE), most: (self.most + other.most).min(WHOLE) }
    }

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
    /// Sources disagree on the share: it is one from the least to the most that is said.
    pub is_disputed: bool,
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
    /// How sure it is that the owner counts.
    pub counts: Counts,
    /// Sources disagree on the share.
    pub is_disputed: bool,
}

/// How sure it is that an owner counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    /// It does: it is listed, or reached.
    Surely,
    /// The owner only may be reached.
    Possibly,
    /// What is asked about owns the owner in its turn: its share has no owner besides.
    InCircle,
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
            reach.total = reach.total.and(Share { least, ..holding.share });
            reach.parts.push(Part {
                owner: holding.owner,
                share: holding.share,
                control: holding.control,
                is_listed: is_listed(holding.owner),
                counts: if is_doubtful { Counts::Possibly } else { Counts::Surely },
                is_disputed: holding.is_disputed,
            });
        }
        let owned = if rule.suffices(reach.total.least, WHOLE) {
            Verdict::Derived
        } else if rule.suffices(reach.total.most, WHOLE) {
            Verdict::Possibly
        } else {
            Verdict::No
        };
        reach.verdict = owned.max(controlled);
        reach
    }

    /// The arithmetic for one subject where what it owns of itself through others has no owner besides.
    fn weigh_round(
        &self,
        rule: OwnershipRule,
        of: I,
        within: &HashSet<I>,
        stands: &HashMap<I, Verdict>,
        is_listed: &impl Fn(I) -> bool,
    ) -> Reach<I> {
        let mut reach = self.weigh(rule, of, stands, is_listed);
        if reach.verdict != Verdict::No || reach.total.most == 0 {
            return reach;
        }
        let stands_alone = |owner: &I| stands.get(owner).is_none_or(|verdict| *verdict == Verdict::No);
        let others = self.above.get(&of).into_iter().flatten();
        let others: Vec<&Holding<I>> =
            others.filter(|it| it.owner != of && it.share.most > 0 && stands_alone(&it.owner)).collect();
        if !others.iter().any(|it| self.all_above(it.owner).contains(&of)) {
            return reach;
        }
        // Who would be reached if `of` were holds its share for `of` itself.
        let reached = stands.iter().filter(|(_, verdict)| **verdict != Verdict::No).map(|(it, _)| *it);
        let roots: Vec<I> = reached.chain([of]).collect();
        let with_it = self.settle(rule, within, &roots, is_listed);
        let round = others.into_iter().filter(|it| with_it.contains_key(&it.owner));
        let round: Vec<&Holding<I>> = round.filter(|it| self.all_above(it.owner).contains(&of)).collect();
        let inner = round.iter().fold(0, |sum: u32, it| (sum + it.share.most).min(WHOLE));
        let rest = (WHOLE - inner).max(reach.total.most);
        if inner == 0 || !rule.suffices(reach.total.most, rest) {
            return reach;
        }
        reach.verdict = Verdict::Possibly;
        for it in round {
            reach.total = reach.total.and(Share { least: 0, ..it.share });
            reach.parts.push(Part {
                owner: it.owner,
                share: it.share,
                control: it.control,
                is_listed: false,
                counts: Counts::InCircle,
                is_disputed: it.is_disputed,
            });
        }
        reach
    }

    /// How all that lies `within` stands, from some listed owners downwards; those that own each other hold each other up
    /// no further than others own them.
    fn settle(
        &self,
        rule: OwnershipRule,
        within: &HashSet<I>,
        roots: &[I],
        is_listed: &impl Fn(I) -> bool,
    ) -> HashMap<I, Verdict> {
        let mut stands: HashMap<I, Verdict> = roots.iter().map(|root| (*root, Verdict::Derived)).collect();
        self.raise(within, roots, &mut stands, |it, stands| self.weigh(rule, it, stands, is_listed).verdict);
        stands
    }

    /// The same of all but `of`, where what is owned in a circle has no owner besides.
    fn settle_round(
        &self,
        rule: OwnershipRule,
        of: I,
        within: &HashSet<I>,
        roots: &[I],
        is_listed: &impl Fn(I) -> bool,
    ) -> HashMap<I, Verdict> {
        let others: HashSet<I> = within.iter().copied().filter(|it| *it != of).collect();
        let mut stands = self.settle(rule, &others, roots, is_listed);
        loop {
            let before = stands.len();
            let open = others.iter().filter(|it| !stands.contains_key(*it));
            let risen: Vec<I> = open
                .copied()
                .filter(|it| self.weigh_round(rule, *it, within, &stands, is_listed).verdict != Verdict::No)
                .collect();
            stands.extend(risen.iter().map(|it| (*it, Verdict::Possibly)));
            let fixed: Vec<I> = roots.iter().chain(&risen).copied().collect();
            self.raise(&others, &fixed, &mut stands, |it, stands| {
                self.weigh(rule, it, stands, is_listed).verdict
            });
            if stands.len() == before {
                return stands;
            }
        }
    }

    /// Weighs what those who have risen own, and what that owns, until nothing rises any more.
    fn raise(
        &self,
        within: &HashSet<I>,
        from: &[I],
        stands: &mut HashMap<I, Verdict>,
        verdict: impl Fn(I, &HashMap<I, Verdict>) -> Verdict,
    ) {
        let fixed: HashSet<I> = from.iter().copied().collect();
        let mut risen: Vec<I> = from.to_vec();
        // A verdict only ever rises, and what is owned is weighed again when an owner has risen: this ends however owners
        // own each other.
        while !risen.is_empty() {
            let owned = risen.iter().filter_map(|it| self.below.get(it)).flatten().copied();
            let owned: HashSet<I> = owned.filter(|it| within.contains(it) && !fixed.contains(it)).collect();
            risen.clear();
            for it in owned {
                let verdict = verdict(it, stands);
                if verdict > stands.get(&it).copied().unwrap_or(Verdict::No) {
                    stands.insert(it, verdict);
                    risen.push(it);
                }
            }
        }
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
    // In a circle its owners stand as they do without it.
    let weigh = |roots: &[I]| {
        let stands = holdings.settle_round(rule, of, &within, roots, &is_listed);
        holdings.weigh_round(rule, of, &within, &stands, &is_listed)
    };
    if rule != OwnershipRule::UnitedKingdom {
        return weigh(&roots);
    }
    // Each listed owner by itself; the one that reaches furthest decides, of several the first in the order of the file.
    let one_by_one = roots.into_iter().map(|root| weigh(&[root]));
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
mod tests;
