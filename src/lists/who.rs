//! Which subject of a file an entry of a list is: by what a person decided, by an identifier, else by its names where what
//! is known besides agrees and nobody else fits as well.

use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};

use crate::model::id::Id;
use crate::model::state::State;
use crate::model::subject::{Subject, SubjectKind};
use crate::names::{Band, Index, Kind, Likeness, Memo, Owned, Quality, Reason, bare, judged};

use super::candidate::{are_alike, name_kind, other_country, share_country};
use super::decided::{Decided, Ruling, in_words};
use super::entry::{Entry, EntryKind};
use super::facts::{of_entry, of_subject};
use super::named::kind_of;
use super::published::Published;
use super::written::folded;

/// So many names of one are looked for: a hostile list may have many.
const MOST_NAMES: usize = 50;

/// So many subjects that an entry may be are told.
const MOST_TOLD: usize = 3;

/// How well a subject and an entry fit, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// Names are alike, or are the same and nothing else is.
    MayBe,
    /// Names are the same, and what is known besides agrees.
    Name,
    /// The same, and the name of what is no person is the same to the letter.
    FullName,
    /// They have an identifier in common.
    Identifier,
    /// Somebody decided that they are the same.
    Decided,
}

/// Subjects that an entry may be, each with why.
pub(super) type MayBe<'a> = Vec<(&'a Subject, String)>;

/// Who an entry is.
#[derive(Debug)]
pub(super) enum Who<'a> {
    /// This subject, for certain.
    Is(&'a Subject),
    /// Nobody of the file for certain; it may be these, with why.
    MayBe(MayBe<'a>),
}

type Identified = HashMap<(String, String), Vec<usize>>;

/// Subjects or entries by name and by identifier, with what was asked for already.
struct Asked {
    index: Index,
    identified: Identified,
    memo: RefCell<Memo>,
}

impl Asked {
    fn of(names: Vec<Owned>, identified: Identified) -> Self {
        Self { index: Index::new(names), identified, memo: RefCell::default() }
    }

    /// Those with a name like one of some, with how alike the nearest are, and those with one of some identifiers.
    fn like<'n>(
        &self,
        names: impl Iterator<Item = &'n str>,
        kind: Kind,
        identifiers: Vec<(String, String)>,
        fits: impl Fn(usize) -> bool,
    ) -> HashMap<usize, Likeness> {
        let mut found: HashMap<usize, Likeness> = HashMap::new();
        let memo = &mut *self.memo.borrow_mut();
        for name in names.take(MOST_NAMES) {
            let name = memo.name(name, kind);
            for hit in self.index.find_with(memo, &name, &fits) {
                let is_better = found.get(&hit.owner).is_none_or(|held| held.score < hit.likeness.score);
                if is_better {
                    found.insert(hit.owner, hit.likeness);
                }
            }
        }
        let numbered = identifiers.into_iter().filter_map(|it| self.identified.get(&key(&it))).flatten();
        for at in numbered.copied().filter(|at| fits(*at)) {
            found.entry(at).or_insert_with(Likeness::nothing);
        }
        found
    }
}

/// The subjects of a file and the entries of a list, ready to be held against each other.
pub(super) struct Whos<'a> {
    state: &'a State,
    list: &'a Published,
    decided: Decided<'a>,
    /// The subjects of the file and the entries of the list by name and by identifier; each made where it is asked for.
    subjects: OnceCell<Asked>,
    entries: OnceCell<Asked>,
    /// The numbers of entries of the list that the measures against a subject have.
    references: OnceCell<HashMap<&'a Id, Vec<String>>>,
}

impl<'a> Whos<'a> {
    pub(super) fn new(state: &'a State, list: &'a Published) -> Self {
        Self {
            state,
            list,
            decided: Decided::of(state),
            subjects: OnceCell::new(),
            entries: OnceCell::new(),
            references: OnceCell::new(),
        }
    }

    /// The subject of the file that an entry is.
    pub(super) fn of(&self, entry: &Entry) -> Who<'a> {
        let mut found: Vec<(&'a Subject, Fit, String)> = Vec::new();
        for (at, likeness) in self.like(entry) {
            if let Some(subject) = self.state.records().subjects.get(at)
                && let Some((fit, why)) = self.fit(entry, subject, likeness)
            {
                found.push((subject, fit, why));
            }
        }
        found.sort_by_key(|(_, fit, _)| std::cmp::Reverse(*fit));
        let best = found.first().map_or(Fit::MayBe, |(_, fit, _)| *fit);
        let sure: Vec<&'a Subject> =
            found.iter().filter(|(_, fit, _)| *fit == best && best > Fit::MayBe).map(|it| it.0).collect();
        if let [only] = sure.as_slice() {
            match self.rival(entry, only, best) {
                None => return Who::Is(only),
                Some(why) => {
                    if let Some((_, _, said)) = found.first_mut() {
                        said.push_str(&format!("; {why}"));
                    }
                }
            }
        }
        found.truncate(MOST_TOLD);
        Who::MayBe(found.into_iter().map(|(subject, _, why)| (subject, why)).collect())
    }

    /// The subjects that are like an entry, by their places, with how alike the nearest names are; the likest first.
    fn like(&self, entry: &Entry) -> Vec<(usize, Likeness)> {
        let all = &self.state.records().subjects;
        let asked = self.subjects.get_or_init(|| {
            let mut names: Vec<Owned> = Vec::new();
            let mut identified = Identified::new();
            for (owner, subject) in all.iter().enumerate() {
                let kind = name_kind(subject.kind);
                let of = |name: &str, quality| Owned { owner, name: name.to_owned(), kind, quality };
                names.push(of(&subject.name, Quality::Full));
                names.extend(subject.aliases.iter().map(|alias| {
                    of(alias.name(), if alias.is_weak() { Quality::Weak } else { Quality::Full })
                }));
                number(&mut identified, owner, &of_subject(subject).identifiers);
            }
            Asked::of(names, identified)
        });
        let fits = |at: usize| all.get(at).is_some_and(|subject| are_alike(entry.kind, subject.kind));
        let identifiers = if asked.identified.is_empty() { Vec::new() } else { of_entry(entry).identifiers };
        let mut found = asked.like(entry.names(), kind_of(entry.kind), identifiers, fits);
        // What was decided stands, however unlike the names are.
        for (at, subject) in all.iter().enumerate().filter(|_| !self.decided.is_empty()) {
            // Open again, it is still somebody to look at.
            if self.decided.of_subject(entry, subject).is_some_and(|it| it.decision.same) {
                found.entry(at).or_insert_with(Likeness::nothing);
            }
        }
        let mut found: Vec<(usize, Likeness)> = found.into_iter().collect();
        found.sort_by_key(|(at, likeness)| (std::cmp::Reverse(likeness.score), *at));
        found
    }

    /// How well they fit and why, where they do; `names` is how alike their nearest names are.
    fn fit(&self, entry: &Entry, subject: &Subject, names: Likeness) -> Option<(Fit, String)> {
        let ruling = self.decided.of_subject(entry, subject);
        match ruling {
            Some(Ruling { decision, open: None }) if decision.same => {
                return Some((Fit::Decided, String::new()));
            }
            Some(Ruling { open: None, .. }) => return None,
            _ => {}
        }
        let open = ruling.and_then(|it| Some((it.decision, it.open?)));
        let found = self.by_facts(entry, subject, names);
        let Some((decision, changed)) = open else { return found };
        let said = format!("{}, and open again: {changed}", in_words(decision));
        match found {
            Some((fit, why)) => Some((fit, format!("{why}; {said}"))),
            None => decision.same.then_some((Fit::MayBe, said)),
        }
    }

    /// The same by what is known of both, whatever was decided.
    fn by_facts(&self, entry: &Entry, subject: &Subject, names: Likeness) -> Option<(Fit, String)> {
        let is_same = names.is_same_text();
        let (known, listed) = (of_subject(subject), of_entry(entry));
        let likeness = judged(names, &known, &listed);
        let why = likeness.why();
        if likeness.band() == Band::Nothing {
            return None;
        }
        if likeness.reasons.iter().any(|it| matches!(it, Reason::Identifier(_))) {
            return Some((Fit::Identifier, why));
        }
        if likeness.band() == Band::Look {
            return Some((Fit::MayBe, why));
        }
        let country = share_country(self.state, entry, subject);
        let of_another = |why: &str| match other_country(self.state, entry, subject) {
            Some(other) => format!("{why}; {other}"),
            None => why.to_owned(),
        };
        if self.is_another(entry, subject) {
            return Some((Fit::MayBe, format!("{why}; another entry of the list is it by its number")));
        }
        if subject.kind == SubjectKind::Person || entry.kind == EntryKind::Person {
            let born_then = likeness.reasons.contains(&Reason::Born);
            let may_be_born_then =
                known.born.iter().any(|own| listed.born.iter().any(|other| own.fits(*other)));
            return Some(match country {
                _ if born_then => (Fit::Name, why),
                Some(true) => (Fit::Name, why),
                None if may_be_born_then => (Fit::Name, why),
                None => (Fit::MayBe, format!("{why}; nothing else in common")),
                Some(false) => (Fit::MayBe, of_another(&why)),
            });
        }
        Some(match country {
            Some(false) => (Fit::MayBe, of_another(&why)),
            _ if is_same => (Fit::FullName, why),
            Some(true) => (Fit::Name, why),
            None => (Fit::MayBe, format!("{why}; nothing else in common")),
        })
    }

    /// Whether the file knows a subject by the number of another entry that is on the list.
    fn is_another(&self, entry: &Entry, subject: &Subject) -> bool {
        let list = self.list.list;
        let references = self.references.get_or_init(|| {
            let on_list: HashSet<String> =
                self.list.entries.iter().map(|it| folded(&it.list_ref())).collect();
            let mut of: HashMap<&Id, Vec<String>> = HashMap::new();
            for it in &self.state.records().sanctions {
                let own = it.list_refs.iter().filter(|reference| list.is_reference(reference));
                for reference in own.map(|it| folded(it)).filter(|it| on_list.contains(it)) {
                    of.entry(&it.target).or_default().push(reference);
                }
            }
            of
        });
        let own = folded(&entry.list_ref());
        references.get(&subject.id).is_some_and(|held| !held.contains(&own))
    }

    /// Which other entry of the list fits a subject as well as one does, in words.
    fn rival(&self, entry: &Entry, subject: &Subject, fit: Fit) -> Option<String> {
        // A number or a decision leaves nothing open.
        if fit >= Fit::Identifier {
            return None;
        }
        let all = &self.list.entries;
        let asked = self.entries.get_or_init(|| {
            let mut names: Vec<Owned> = Vec::new();
            let mut identified = Identified::new();
            for (owner, entry) in all.iter().enumerate() {
                let kind = kind_of(entry.kind);
                let of = |name: &str| Owned { owner, name: name.to_owned(), kind, quality: Quality::Full };
                names.extend(entry.names().take(MOST_NAMES).map(of));
                number(&mut identified, owner, &of_entry(entry).identifiers);
            }
            Asked::of(names, identified)
        });
        let fits = |at: usize| {
            all.get(at).is_some_and(|other| {
                other.list_ref() != entry.list_ref() && are_alike(other.kind, subject.kind)
            })
        };
        let strong =
            subject.aliases.iter().filter(|alias| !alias.is_weak()).map(|alias| alias.name().as_str());
        let names = std::iter::once(subject.name.as_str()).chain(strong);
        let alike = asked.like(names, name_kind(subject.kind), of_subject(subject).identifiers, fits);
        let mut rivals: Vec<&Entry> = alike
            .into_iter()
            .filter_map(|(at, likeness)| all.get(at).map(|other| (other, likeness)))
            .filter(|(other, likeness)| {
                self.fit(other, subject, likeness.clone()).is_some_and(|(other, _)| other >= fit)
            })
            .map(|(other, _)| &**other)
            .collect();
        rivals.sort_by(|a, b| a.reference.cmp(&b.reference));
        rivals.first().map(|it| format!("{} ({}) fits as well", it.list_ref(), it.name))
    }
}

fn key((scheme, value): &(String, String)) -> (String, String) {
    (scheme.to_lowercase(), bare(value))
}

fn number(to: &mut Identified, owner: usize, identifiers: &[(String, String)]) {
    for it in identifiers.iter().map(key).filter(|(_, value)| !value.is_empty()) {
        to.entry(it).or_default().push(owner);
    }
}
