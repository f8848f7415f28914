//! Two names held against each other, with a score and the reasons in words.

use super::forms::{self, Fit};
use super::name::{Kind, Name, Role, Word, are_slavic};
use super::reason::Reason;
use super::slavic::{is_given, is_patronymic};
use super::split::joined_word;
use super::word_pair::{Nearness, joined_nearness, nearness, nearness_of_people};

/// From this score on two names are the same for certain.
pub const SURE: u8 = 90;

/// From this score on a person has to look.
pub const LOOK: u8 = 75;

/// A weak name is never surer than this.
pub const WEAK: u8 = 85;

/// A part of a name that is made of several is never surer than this.
pub const PART: u8 = 82;

/// What a score means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// Names of others.
    Nothing,
    /// A person has to look.
    Look,
    /// One name.
    Sure,
}

/// How alike two names are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likeness {
    /// Of 100.
    pub score: u8,
    /// Why.
    pub reasons: Vec<Reason>,
}

impl Likeness {
    /// Names of others.
    pub const fn nothing() -> Self {
        Self { score: 0, reasons: Vec::new() }
    }

    /// What the score means.
    pub fn band(&self) -> Band {
        match self.score {
            SURE.. => Band::Sure,
            LOOK.. => Band::Look,
            _ => Band::Nothing,
        }
    }

    /// Whether it is the same text, but for case and spaces.
    pub fn is_same_text(&self) -> bool {
        self.reasons == [Reason::Same]
    }

    /// The reasons in words: `other spelling: siarhei/sergei; legal form differs: AG/GmbH`.
    pub fn why(&self) -> String {
        self.reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    }

    /// The same, never surer than a score.
    #[must_use]
    pub fn at_most(mut self, most: u8, reason: Reason) -> Self {
        self.score = self.score.min(most);
        self.reasons.push(reason);
        self
    }
}

/// How alike two names are. Names of different kinds are compared as the first one's kind.
pub fn compare(a: &Name, b: &Name) -> Likeness {
    if a.is_empty() || b.is_empty() {
        return Likeness::nothing();
    }
    if a.text == b.text {
        return Likeness { score: 100, reasons: vec![Reason::Same] };
    }
    let mut found = match a.kind {
        Kind::Person => persons(a, b),
        Kind::Organisation | Kind::Craft => organisations(a, b),
    };
    if found.score < LOOK {
        let own = a.others.iter().map(|other| organisations(other, b));
        let of_parts = own.chain(b.others.iter().map(|other| organisations(a, other)));
        if let Some(part) = of_parts.filter(|part| part.score >= LOOK).max_by_key(|part| part.score) {
            found = part.at_most(PART, Reason::Part);
        }
    }
    if found.score >= SURE && (a.is_cut || b.is_cut) {
        found = found.at_most(SURE - 1, Reason::Long);
    }
    let (own, other) = (a.scripts.are_phonetic(), b.scripts.are_phonetic());
    if found.score < LOOK || (own && other) {
        return found;
    }
    // Two texts of one such script that are not read alike are two names.
    if !own && !other && a.letters != b.letters {
        return Likeness::nothing();
    }
    found.at_most(84, Reason::Script)
}

/// Words of two names, paired one to one.
struct Pairs<'a> {
    all: Vec<(usize, usize, Nearness)>,
    a: &'a [Word],
    b: &'a [Word],
}

impl<'a> Pairs<'a> {
    fn of(a: &'a Name, b: &'a Name) -> Self {
        let slavic = are_slavic(a, b);
        let heard = a.scripts.are_heard() || b.scripts.are_heard();
        let nearness = if a.kind == Kind::Person { nearness_of_people } else { nearness };
        let mut all = Vec::new();
        for (at, own) in a.words.iter().enumerate() {
            for (other_at, other) in b.words.iter().enumerate() {
                if let Some(near) = nearness(own, other, slavic, heard) {
                    let (first, second) = (&own.spelled.plain, &other.spelled.plain);
                    // Of first letters those of the same spelling come before those of another language's.
                    let letters = match near {
                        Nearness::Initial => {
                            usize::from(first.as_bytes().first() == second.as_bytes().first())
                        }
                        _ => first.len().max(second.len()),
                    };
                    all.push((near, std::cmp::Reverse(letters), at.abs_diff(other_at), at, other_at));
                }
            }
        }
        all.sort_unstable();
        let mut pairs: Vec<(usize, usize, Nearness)> = Vec::with_capacity(a.words.len());
        for (near, _, _, at, other_at) in all {
            if !pairs.iter().any(|(own, other, _)| *own == at || *other == other_at) {
                pairs.push((at, other_at, near));
            }
        }
        pairs.sort_unstable_by_key(|pair| pair.0);
        Self { all: pairs, a: &a.words, b: &b.words }
    }

    fn words(&self) -> impl Iterator<Item = (&'a Word, &'a Word, Nearness)> + '_ {
        self.all.iter().filter_map(|(at, other, near)| Some((self.a.get(*at)?, self.b.get(*other)?, *near)))
    }

    /// The words of the first without a partner.
    fn left(&self) -> Vec<&'a Word> {
        let is_paired = |at: usize| self.all.iter().any(|(own, _, _)| *own == at);
        self.a.iter().enumerate().filter(|(at, _)| !is_paired(*at)).map(|(_, word)| word).collect()
    }

    /// The words of the second without a partner.
    fn right(&self) -> Vec<&'a Word> {
        let is_paired = |at: usize| self.all.iter().any(|(_, other, _)| *other == at);
        self.b.iter().enumerate().filter(|(at, _)| !is_paired(*at)).map(|(_, word)| word).collect()
    }

    /// Whether the pairs stand in the same order on both sides.
    fn in_order(&self) -> bool {
        self.all.is_sorted_by_key(|pair| pair.1)
    }

    /// Whether the order of one is the other's, begun at another word: the surname first or last.
    fn in_turn(&self) -> bool {
        let is_small = |pair: &&(usize, usize, Nearness)| {
            self.a.get(pair.0).is_some_and(|word| word.role == Role::Small)
        };
        let order: Vec<usize> = self.all.iter().filter(|pair| !is_small(pair)).map(|pair| pair.1).collect();
        let falls = order.iter().zip(order.iter().cycle().skip(1)).filter(|(now, next)| now > next).count();
        falls < 2
    }

    /// The share of the paired words that is the same.
    fn share(&self) -> f32 {
        let (mut sum, mut all) = (0.0, 0.0);
        for (own, other, near) in self.words() {
            let weight = own.weight().max(other.weight());
            let letters = own.spelled.plain.len().max(other.spelled.plain.len());
            sum += weight * near.share(letters);
            all += weight;
        }
        if all > 0.0 { sum / all } else { 0.0 }
    }

    /// What differs in the pairs.
    fn reasons(&self) -> Vec<Reason> {
        let reasons = self.words().filter_map(|(own, other, near)| {
            let (own, other) = (own.spelled.plain.clone(), other.spelled.plain.clone());
            match near {
                Nearness::Same => None,
                Nearness::Spelling => Some(Reason::Spelling(own, other)),
                Nearness::Edited(_) => Some(Reason::Edited(own, other)),
                Nearness::Short => Some(Reason::Short(own, other)),
                Nearness::Initial => Some(Reason::Initial(own, other)),
            }
        });
        let reasons: Vec<Reason> = reasons.collect();
        if reasons.is_empty() { vec![Reason::Words] } else { reasons }
    }

    /// Whether all pairs are the same words, in whatever spelling.
    fn are_same(&self) -> bool {
        self.all.iter().all(|(_, _, near)| *near <= Nearness::Spelling)
    }

    fn has_edits(&self) -> usize {
        self.all.iter().filter(|(_, _, near)| matches!(near, Nearness::Edited(_))).count()
    }
}

/// What two names have in common, word by word, whether or not that makes them one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Common {
    /// The words of both that are alike, in Latin letters.
    pub pairs: Vec<(String, String)>,
    /// The words that only the first has.
    pub own: Vec<String>,
    /// The words that only the second has.
    pub other: Vec<String>,
}

/// What two names have in common. Names of different kinds are compared as the first one's kind.
pub fn common(a: &Name, b: &Name) -> Common {
    let pairs = Pairs::of(a, b);
    let text = |word: &Word| word.spelled.plain.clone();
    Common {
        pairs: pairs.words().map(|(own, other, _)| (text(own), text(other))).collect(),
        own: pairs.left().into_iter().map(text).collect(),
        other: pairs.right().into_iter().map(text).collect(),
    }
}

/// The words in one text.
fn said(words: &[&Word]) -> String {
    words.iter().map(|word| word.spelled.plain.as_str()).collect::<Vec<_>>().join(" ")
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 100")]
fn score(share: f32) -> u8 {
    (share * 100.0).round().clamp(0.0, 100.0) as u8
}

/// The same letters, with the spaces elsewhere: `SergeiLavrov`, `van der bilt`.
fn joined(a: &Name, b: &Name) -> Option<Likeness> {
    if a.words.len() == b.words.len() {
        return None;
    }
    let near = joined_nearness(&a.letters, &b.letters)?;
    let score = score(near.share(a.letters.len()) * 0.88);
    Some(Likeness { score, reasons: vec![Reason::Joined] })
}

fn persons(a: &Name, b: &Name) -> Likeness {
    let pairs = Pairs::of(a, b);
    let whole = |words: &[Word]| words.iter().filter(|word| word.role != Role::Small).count();
    let fewest = whole(&a.words).min(whole(&b.words));
    let telling = |words: Vec<&'_ Word>| words.into_iter().filter(|word| word.role != Role::Small).count();
    let (left, right) = (pairs.left(), pairs.right());
    let (own_left, other_left) = (telling(left.clone()), telling(right.clone()));
    let full = pairs.words().filter(|(own, other, near)| {
        *near < Nearness::Initial && own.role == Role::Telling && other.role == Role::Telling
    });
    let full = full.count();
    if own_left > 0 && other_left > 0 {
        return joined(a, b).or_else(|| regrouped(a, b)).unwrap_or(Likeness::nothing());
    }
    let further: Vec<&Word> = left.into_iter().chain(right).filter(|word| word.role != Role::Small).collect();
    let paired = pairs.all.len();
    if full == 0 || (paired < 2 && !further.is_empty()) {
        return joined(a, b).unwrap_or(Likeness::nothing());
    }
    // The first letter of a name says nothing where another word has no partner.
    let has_initial = pairs.all.iter().any(|pair| pair.2 == Nearness::Initial);
    let slavic = are_slavic(a, b);
    // But a patronymic is often left out.
    let tells = |word: &&Word| word.role == Role::Telling && !(slavic && is_patronymic(word.spelled.key()));
    if has_initial && full < 2 && further.iter().any(tells) {
        return Likeness::nothing();
    }
    let mut likeness = Likeness { score: score(pairs.share()), reasons: pairs.reasons() };
    // Another spelling is the same name where the rules of spelling are known: not in any language.
    let is_sure =
        pairs.are_same() && fewest > 1 && (slavic || pairs.all.iter().all(|pair| pair.2 == Nearness::Same));
    if !is_sure {
        likeness.score = likeness.score.min(89);
    }
    if !pairs.in_turn() {
        likeness.score = likeness.score.min(89).saturating_sub(4);
        likeness.reasons.push(Reason::Order);
    }
    if pairs.has_edits() * 2 > paired.max(2) {
        likeness.score = likeness.score.saturating_sub(8);
    }
    if further.is_empty() {
        return likeness;
    }
    // Who has a given name and a patronymic in common with somebody has the surname of another. A patronymic stands
    // behind the given name, and never where the surname does, as in `PAVLOVICH KOVALEVA, Anna`.
    let is_named = |word: &Word| is_given(word.spelled.key()) || is_patronymic(word.spelled.key());
    let has_surname = further.iter().any(|word| word.role == Role::Telling && !is_named(word));
    let mut shared = pairs.words();
    if slavic
        && has_surname
        && matches!(pairs.all.as_slice(), [(own, other, _), next] if (own + 1, other + 1) == (next.0, next.1)
            && !a.is_family(next.0) && !b.is_family(next.1))
        && shared.all(|(own, other, _)| is_named(own) && is_named(other))
    {
        return Likeness::nothing();
    }
    let all_patronymic = further.len() == 1 && further.iter().all(|word| is_patronymic(word.spelled.key()));
    // A patronymic is often left out; but without it another letter makes another name.
    if slavic && pairs.has_edits() > 0 && full < 3 {
        return Likeness::nothing();
    }
    let cost = match further.len() {
        _ if all_patronymic => 3,
        1 => 4,
        2 => 9,
        3 => 16,
        _ => 30,
    };
    likeness.score = likeness.score.min(92).saturating_sub(cost);
    likeness.reasons.push(Reason::Further(said(&further)));
    likeness
}

/// Two adjacent words of one name that are one word of the other.
fn regrouped(a: &Name, b: &Name) -> Option<Likeness> {
    let merged = |name: &Name, at: usize| -> Option<Name> {
        let mut name = name.clone();
        let next = name.words.get(at + 1).filter(|word| word.role != Role::Initial)?.spelled.plain.clone();
        let word = name.words.get_mut(at).filter(|word| word.role != Role::Initial)?;
        word.spelled = joined_word(&word.spelled.plain, &next);
        word.role = Role::Telling;
        name.words.remove(at + 1);
        Some(name)
    };
    let fits = |long: &Name, short: &Name| {
        (0..long.words.len().saturating_sub(1))
            .filter_map(|at| {
                let merged = merged(long, at)?;
                let word = merged.words.get(at)?.spelled.plain.clone();
                if !short.words.iter().any(|other| joined_nearness(&word, &other.spelled.plain).is_some()) {
                    return None;
                }
                let pairs = Pairs::of(&merged, short);
                let left = pairs.left().len().min(pairs.right().len());
                (left == 0 && pairs.all.len() > 1).then(|| {
                    let further = pairs.left().len() + pairs.right().len();
                    #[allow(clippy::cast_precision_loss, reason = "a few words")]
                    let share = pairs.share() * 0.88 - 0.03 * further as f32;
                    let mut reasons = pairs.reasons();
                    reasons.push(Reason::Joined);
                    Likeness { score: score(share), reasons }
                })
            })
            .max_by_key(|likeness| likeness.score)
    };
    if a.words.len() > 8 || b.words.len() > 8 {
        return None;
    }
    let found = [fits(a, b), fits(b, a)];
    found.into_iter().flatten().max_by_key(|likeness| likeness.score)
}

fn organisations(a: &Name, b: &Name) -> Likeness {
    let likeness = words_of_organisations(a, b);
    if likeness.score < LOOK {
        return likeness;
    }
    let written =
        |name: &Name| name.forms.iter().map(|form| form.written.as_str()).collect::<Vec<_>>().join(" ");
    match forms::fit(&a.forms, &b.forms) {
        Fit::Same => likeness,
        Fit::OneSided => {
            let mut likeness = likeness;
            likeness.score = likeness.score.saturating_sub(3);
            likeness.reasons.push(Reason::FormMissing(format!("{}{}", written(a), written(b))));
            likeness
        }
        Fit::Different => {
            let mut likeness = likeness;
            likeness.score = likeness.score.saturating_sub(18);
            likeness.reasons.push(Reason::FormDiffers(written(a), written(b)));
            likeness
        }
    }
}

fn words_of_organisations(a: &Name, b: &Name) -> Likeness {
    let pairs = Pairs::of(a, b);
    let (left, right) = (pairs.left(), pairs.right());
    let telling = |words: &[&Word]| words.iter().filter(|word| word.tells()).count();
    let telling_pairs = pairs.words().filter(|(own, other, _)| own.tells() || other.tells()).count();
    if a.letters == b.letters && a.words.len() != b.words.len() {
        return Likeness { score: 89, reasons: vec![Reason::Joined] };
    }
    let common = a.is_common() || b.is_common();
    if (telling(&left) > 0 && telling(&right) > 0) || (telling_pairs == 0 && !common) {
        return joined(a, b).or_else(|| regrouped(a, b)).unwrap_or(Likeness::nothing());
    }
    // What is left on both sides tells them apart, though many have such words: Gas Company, Oil Company.
    if !(left.is_empty() && right.is_empty()) && (common || !(left.is_empty() || right.is_empty())) {
        return Likeness::nothing();
    }
    let weight = |words: &[Word]| words.iter().map(Word::weight).sum::<f32>();
    let all = weight(&a.words).max(weight(&b.words));
    let further: Vec<&Word> = left.into_iter().chain(right).collect();
    let lost: f32 = further.iter().map(|word| word.weight()).sum();
    let mut likeness = Likeness { score: 0, reasons: pairs.reasons() };
    let share = pairs.share();
    let mut total = score(share * (1.0 - 0.9 * lost / all.max(1.0)));
    if further.iter().any(|word| word.role == Role::Number) {
        total = total.min(88).saturating_sub(if a.kind == Kind::Craft { 6 } else { 14 });
    }
    if !further.is_empty() {
        total = total.min(88);
        likeness.reasons.push(Reason::Further(said(&further)));
    }
    if !pairs.are_same() {
        total = total.min(89);
    }
    if !pairs.in_order() {
        total = total.min(88).saturating_sub(4);
        likeness.reasons.push(Reason::Order);
    }
    if common {
        total = total.min(82);
        likeness.reasons.push(Reason::Common);
    }
    likeness.score = total;
    likeness
}
