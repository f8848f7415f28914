//! One entry of an official list.

use std::collections::HashSet;
use std::hash::Hash;

use crate::model::date::Date;
use crate::model::declare::vocabulary;
use crate::model::measure::{MeasureType, StandardMeasure, TargetKind};

use super::partial::joined;

vocabulary! {
    /// A published list.
    pub enum ListName {
        /// The Specially Designated Nationals and Blocked Persons List of the US Treasury's OFAC.
        OfacSdn => "OFAC SDN",
        /// OFAC's consolidated list of those who are not blocked (sectoral and others).
        OfacConsolidated => "OFAC Consolidated",
        /// The European Union's consolidated list of persons, groups and entities.
        Eu => "EU Consolidated",
        /// The UK Sanctions List.
        Uk => "UK Sanctions List",
        /// The consolidated list of the UK's OFSI, published until January 2026.
        Ofsi => "UK OFSI Consolidated",
        /// The consolidated list of the United Nations Security Council.
        Un => "UN Consolidated",
        /// What OpenSanctions collects.
        OpenSanctions => "OpenSanctions",
    }
}

impl ListName {
    /// Who issues what stands on it, by the id that a state file has for it; `None` where the entry says it.
    pub fn issuer(self) -> Option<&'static str> {
        match self {
            Self::OfacSdn | Self::OfacConsolidated => Some("US"),
            Self::Eu => Some("EU"),
            Self::Uk | Self::Ofsi => Some("GB"),
            Self::Un => Some("UN"),
            Self::OpenSanctions => None,
        }
    }

    /// Who publishes it.
    pub fn publisher(self) -> &'static str {
        match self {
            Self::OfacSdn | Self::OfacConsolidated => "OFAC",
            Self::Eu => "European Commission",
            Self::Uk => "FCDO",
            Self::Ofsi => "OFSI",
            Self::Un => "UN Security Council",
            Self::OpenSanctions => "OpenSanctions",
        }
    }

    /// What references to it begin with in a state file: `OFAC 44541`.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::OfacSdn | Self::OfacConsolidated => "OFAC",
            Self::Eu => "EU",
            Self::Uk => "UK",
            Self::Ofsi => "OFSI",
            Self::Un => "UN",
            Self::OpenSanctions => "OpenSanctions",
        }
    }

    /// The word by which it is named on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::OfacSdn => "ofac",
            Self::OfacConsolidated => "ofac-cons",
            Self::Eu => "eu",
            Self::Uk => "uk",
            Self::Ofsi => "ofsi",
            Self::Un => "un",
            Self::OpenSanctions => "opensanctions",
        }
    }

    /// Whether a text is a reference to this list: `OFAC 44541`, or one that names its list itself (`EU.6532.47`,
    /// `RUS0242`, `QDi.006`).
    pub fn is_reference(self, text: &str) -> bool {
        let text = text.trim();
        if text.split_once(' ').is_some_and(|(prefix, _)| prefix.eq_ignore_ascii_case(self.prefix())) {
            return true;
        }
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        match self {
            Self::Eu => text.strip_prefix("EU.").is_some_and(|rest| rest.split('.').all(digits)),
            Self::Uk => text.get(..3).zip(text.get(3..)).is_some_and(|(regime, number)| {
                regime.bytes().all(|byte| byte.is_ascii_uppercase()) && number.len() == 4 && digits(number)
            }),
            Self::Un => text.split_once('.').is_some_and(|(regime, number)| {
                (regime.ends_with('i') || regime.ends_with('e')) && regime.len() < 5 && digits(number)
            }),
            _ => false,
        }
    }

    /// The measure that standing on it means, where the entry names none.
    pub fn usual_measure(self) -> StandardMeasure {
        match self {
            Self::OfacConsolidated => StandardMeasure::SectoralSanctions,
            _ => StandardMeasure::AssetFreeze,
        }
    }
}

/// One entry: whom it is about, as the list says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The list.
    pub list: ListName,
    /// Its number or reference there: `44541`, `EU.6532.47`, `RUS0242`.
    pub reference: String,
    /// Who has put it there, where the list is a collection of lists.
    pub issuers: Vec<String>,
    /// References that other lists of the same issuer have for it, as a state file has them: `OFSI 14121`.
    pub other_refs: Vec<String>,
    /// The first name; empty where only addresses or aliases of it were read.
    pub name: String,
    /// Other names and spellings.
    pub aliases: Vec<String>,
    /// What it is.
    pub kind: TargetKind,
    /// The programmes or regimes.
    pub programmes: Vec<String>,
    /// The measures that the list names, where it does.
    pub measures: Vec<MeasureType>,
    /// Countries, as the list writes them: codes or names.
    pub countries: Vec<String>,
    /// The legal acts.
    pub legal_acts: Vec<String>,
    /// When it was put on the list, where that is said.
    pub listed_on: Option<Date>,
    /// What the list remarks.
    pub remark: Option<String>,
    /// The first name is the one that the list itself calls so.
    pub(super) has_primary: bool,
}

impl Entry {
    /// An entry of which nothing but its reference is known.
    pub fn new(list: ListName, reference: impl Into<String>) -> Self {
        Self {
            list,
            reference: reference.into(),
            issuers: Vec::new(),
            other_refs: Vec::new(),
            name: String::new(),
            aliases: Vec::new(),
            kind: TargetKind::Entity,
            programmes: Vec::new(),
            measures: Vec::new(),
            countries: Vec::new(),
            legal_acts: Vec::new(),
            listed_on: None,
            remark: None,
            has_primary: false,
        }
    }

    /// The reference as a state file has it: `OFAC 44541`.
    pub fn list_ref(&self) -> String {
        if self.reference.starts_with("EU.") {
            // It names its list itself.
            return self.reference.clone();
        }
        format!("{} {}", self.list.prefix(), self.reference)
    }

    /// The ids of who issued it; none where a collection does not say it.
    pub fn issuers(&self) -> Vec<&str> {
        match self.list.issuer() {
            Some(issuer) => vec![issuer],
            None => self.issuers.iter().map(String::as_str).collect(),
        }
    }

    /// The measures that it means.
    pub fn measures(&self) -> Vec<MeasureType> {
        if self.measures.is_empty() {
            vec![MeasureType::Standard(self.list.usual_measure())]
        } else {
            self.measures.clone()
        }
    }

    /// Whether it may mean a measure: one of those that it names, where it names any.
    pub fn means(&self, measure: &MeasureType) -> bool {
        self.measures.is_empty() || self.measures.contains(measure)
    }

    /// All names, the first one first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str())
            .chain(self.aliases.iter().map(String::as_str))
            .filter(|it| !it.is_empty())
    }

    /// Says each thing once.
    pub(super) fn tidy(&mut self) {
        for list in [
            &mut self.issuers,
            &mut self.other_refs,
            &mut self.aliases,
            &mut self.programmes,
            &mut self.countries,
            &mut self.legal_acts,
        ] {
            once(list);
        }
        once(&mut self.measures);
    }

    /// Takes a name that is not the first one, though the first one may not be read yet.
    pub(super) fn add_name_after(&mut self, name: &str) {
        let name = joined([name]);
        if name != self.name {
            add(&mut self.aliases, &name);
        }
    }

    /// Takes a further name, once; the first one that comes is the first name.
    pub(super) fn add_name(&mut self, name: &str) {
        let name = joined([name]);
        if name.is_empty() || name == self.name {
            return;
        }
        if self.name.is_empty() {
            self.name = name;
        } else {
            add(&mut self.aliases, &name);
        }
    }
}

/// Adds a text to others, once; an empty one not at all.
pub(super) fn add(to: &mut Vec<String>, text: &str) {
    let text = text.trim();
    let is_there = to.len() < FEW && to.iter().any(|held| held == text);
    if !text.is_empty() && !is_there {
        put(to, text.to_owned());
    }
}

/// Adds a thing to others, once.
pub(super) fn add_once<T: Eq + Hash>(to: &mut Vec<T>, thing: T) {
    if !(to.len() < FEW && to.contains(&thing)) {
        put(to, thing);
    }
}

/// In a list that is shorter everything is looked at before something is added. A longer one takes it unseen, and is
/// tidied before it grows, and at the end ([`Entry::tidy`]): a hundred thousand aliases take no minutes.
const FEW: usize = 32;

fn put<T: Eq + Hash>(to: &mut Vec<T>, thing: T) {
    if to.len() >= FEW && to.len() == to.capacity() {
        once(to);
        to.reserve(to.len().max(FEW));
    }
    to.push(thing);
}

/// Keeps the first of things that are equal.
fn once<T: Eq + Hash>(list: &mut Vec<T>) {
    if list.len() < FEW {
        return;
    }
    let mut seen = HashSet::with_capacity(list.len());
    let firsts: Vec<bool> = list.iter().map(|thing| seen.insert(thing)).collect();
    let mut firsts = firsts.into_iter();
    list.retain(|_| firsts.next().unwrap_or(true));
}
