//! Legal acts and licences, each once: what measures rest on, and what changes or ends them.

use super::compact::{Text, ThinSlice};
use super::date::Date;
use super::declare::{declared, vocabulary};
use super::id::Id;
use super::kind::RecordKind;

vocabulary! {
    /// What an act is.
    pub enum ActKind {
        /// A regulation.
        Regulation => "regulation",
        /// A decision.
        Decision => "decision",
        /// An executive order.
        ExecutiveOrder => "executive order",
        /// A directive.
        Directive => "directive",
        /// A law.
        Law => "law",
        /// An ordinance.
        Ordinance => "ordinance",
        /// An order.
        Order => "order",
        /// A licence for whoever fulfils its terms.
        GeneralLicence => "general licence",
        /// A licence for those whom it names.
        SpecificLicence => "specific licence",
        /// A resolution.
        Resolution => "resolution",
        /// A notice.
        Notice => "notice",
        /// Anything else.
        Other => "other act",
    }
}

impl ActKind {
    /// What kind of act a citation says that it is, by the first of these words in it.
    pub fn of_number(number: &str, is_licence: bool) -> Self {
        const KINDS: &[(&str, ActKind)] = &[
            ("general license", ActKind::GeneralLicence),
            ("general licence", ActKind::GeneralLicence),
            ("specific license", ActKind::SpecificLicence),
            ("specific licence", ActKind::SpecificLicence),
            ("executive order", ActKind::ExecutiveOrder),
            ("e.o.", ActKind::ExecutiveOrder),
            ("directive", ActKind::Directive),
            ("decision", ActKind::Decision),
            ("regulation", ActKind::Regulation),
            ("ordinance", ActKind::Ordinance),
            ("resolution", ActKind::Resolution),
            ("notice", ActKind::Notice),
            ("order", ActKind::Order),
            ("act", ActKind::Law),
            ("law", ActKind::Law),
        ];
        let lower = number.to_lowercase();
        let is_word = |needle: &str| {
            lower.match_indices(needle).any(|(at, _)| {
                let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
                edge(lower.get(..at).and_then(|head| head.chars().next_back()))
                    && edge(lower.get(at + needle.len()..).and_then(|tail| tail.chars().next()))
            })
        };
        match KINDS.iter().find(|(needle, _)| is_word(needle)) {
            Some((_, kind)) => *kind,
            // A short name such as "GL 11".
            None if is_licence && is_word("gl") => Self::GeneralLicence,
            None => Self::Other,
        }
    }

    /// Whether it allows what a measure forbids.
    pub fn is_licence(self) -> bool {
        matches!(self, Self::GeneralLicence | Self::SpecificLicence)
    }
}

declared! {
    /// A legal act or licence.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Act("an act") {
        /// Its stable name.
        id: Id => name(),
        /// Who issued it.
        issuer: Id => to(RecordKind::Subjects).searched().telling(),
        /// What it is.
        kind: ActKind => telling(),
        /// How it is cited, such as `Regulation (EU) 2025/1227`.
        number: Option<Text> => name(),
        /// Its title.
        title: Option<Text> => name(),
        /// The day on which it was adopted or signed.
        adopted: Option<Date>,
        /// The day on which it was published.
        published: Option<Date>,
        /// Where it is published, such as a number of an official journal.
        reference: Option<Text>,
        /// The first day on which its duties bind.
        applies: Option<Date> => help("the first day on which its duties bind"),
        /// The last day on which it holds.
        expires: Option<Date> => help("the last day on which it holds"),
        /// The acts that it changes or prolongs.
        amends: ThinSlice<Id> => to(RecordKind::Acts),
        /// The acts in whose place it is.
        supersedes: ThinSlice<Id> => to(RecordKind::Acts),
        /// Where it can be read.
        url: Option<Text>,
        /// What a licence allows.
        scope: Option<Text> => help("what a licence allows"),
        /// Anything else worth saying.
        note: Option<Text> => lines(),
        /// Who says so.
        sources: ThinSlice<Id> => to(RecordKind::Sources).searched(),
    }
}

impl Act {
    /// An act of which no more is known than how it is cited.
    pub fn new(id: Id, issuer: Id, kind: ActKind, number: Text) -> Self {
        Self {
            id,
            issuer,
            kind,
            number: Some(number),
            title: None,
            adopted: None,
            published: None,
            reference: None,
            applies: None,
            expires: None,
            amends: ThinSlice::new(),
            supersedes: ThinSlice::new(),
            url: None,
            scope: None,
            note: None,
            sources: ThinSlice::new(),
        }
    }

    /// Whether all that rests on it binds as by another, and is shown by it on the same days.
    pub fn binds_like(&self, other: &Self) -> bool {
        let days = |it: &Self| (it.adopted, it.published, it.applies, it.expires);
        self.id == other.id
            && days(self) == days(other)
            && self.amends == other.amends
            && self.supersedes == other.supersedes
            && self.kind.is_licence() == other.kind.is_licence()
    }

    /// The days on which it shows that what rests on it binds: of its adoption, publication and application.
    pub fn shows(&self) -> impl Iterator<Item = Date> {
        [self.adopted, self.published, self.applies].into_iter().flatten()
    }

    /// How it is cited: by its number, else its title, else its id.
    pub fn name(&self) -> &str {
        self.number.as_deref().or(self.title.as_deref()).unwrap_or(self.id.as_str())
    }
}
