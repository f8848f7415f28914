//! Who is asked for: a name with what is known of it besides.

use crate::lists::candidate::name_kind;
use crate::lists::countries;
use crate::lists::entry::{EntryKind, Identifier};
use crate::lists::facts::{numbered, of_date};
use crate::lists::written::folded;
use crate::model::date::Date;
use crate::model::id::Id;
use crate::model::subject::{Subject, SubjectKind};
use crate::names::{Facts, Kind, Name, Quality, bare};

/// Somebody who is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The line of the table on which the name stands; 0 where it stands in none.
    pub line: u64,
    /// The own id that the table gives it.
    pub id: Option<String>,
    /// The name first, then other names, each with how far it can be relied on.
    pub names: Vec<(String, Quality)>,
    /// What it is, where that is said.
    pub kind: Option<EntryKind>,
    /// When born or founded, where that is said.
    pub born: Option<Date>,
    /// Countries, as written.
    pub countries: Vec<String>,
    /// Identifiers; the scheme is empty where only a number is given.
    pub identifiers: Vec<Identifier>,
    /// The subject of the file that it is, where the file's own subjects are asked for.
    pub subject: Option<Id>,
}

/// So many letters has the series of a passport.
const LONGEST_SERIES: usize = 4;

impl Asked {
    /// A name of which nothing else is known.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            line: 0,
            id: None,
            names: vec![(name.into(), Quality::Full)],
            kind: None,
            born: None,
            countries: Vec::new(),
            identifiers: Vec::new(),
            subject: None,
        }
    }

    /// A subject of a file, where it is somebody who can stand on a list.
    pub fn of_subject(subject: &Subject) -> Option<Self> {
        let kind = match subject.kind {
            SubjectKind::Person => EntryKind::Person,
            SubjectKind::Vessel => EntryKind::Vessel,
            SubjectKind::Aircraft => EntryKind::Aircraft,
            SubjectKind::Company | SubjectKind::Organisation | SubjectKind::Agency => EntryKind::Entity,
            _ => return None,
        };
        let aliases = subject.aliases.iter().map(|alias| {
            let quality = if alias.is_weak() { Quality::Weak } else { Quality::Full };
            (alias.name().to_string(), quality)
        });
        Some(Self {
            line: 0,
            id: Some(subject.id.to_string()),
            names: std::iter::once((subject.name.to_string(), Quality::Full)).chain(aliases).collect(),
            kind: Some(kind),
            born: subject.born,
            countries: subject.countries.iter().map(ToString::to_string).collect(),
            identifiers: subject
                .identifiers
                .iter()
                .map(|it| Identifier {
                    scheme: it.scheme.to_string(),
                    value: it.value.to_string(),
                    country: String::new(),
                })
                .collect(),
            subject: Some(subject.id.clone()),
        })
    }

    /// The name that is shown.
    pub fn name(&self) -> &str {
        self.names.first().map_or("", |(name, _)| name.as_str())
    }

    /// What is known besides the names, as it is compared.
    pub(super) fn facts(&self) -> Facts {
        let countries: Vec<&'static str> =
            self.countries.iter().filter_map(|it| countries::code(it)).collect();
        let number = |it: &Identifier| numbered(&it.scheme, &it.value, &countries);
        let with_scheme = self.identifiers.iter().filter(|it| !it.scheme.is_empty());
        Facts {
            born: self.born.map(of_date).unwrap_or_default(),
            identifiers: with_scheme.map(number).collect(),
        }
    }

    /// The numbers that somebody else may have under another scheme, as they are compared, each with what was asked for:
    /// `Passport MP 1234567` is also the number MP1234567.
    pub(super) fn numbers(&self) -> Vec<(String, String)> {
        let mut numbers: Vec<(String, String)> =
            self.facts().identifiers.into_iter().map(|(scheme, value)| (scheme, bare(&value))).collect();
        for it in &self.identifiers {
            if it.scheme.is_empty() {
                numbers.push((String::new(), bare(&it.value)));
            }
            // The series of a number stands before it.
            let words = it.scheme.split_whitespace();
            for series in words.filter(|word| (1..=LONGEST_SERIES).contains(&bare(word).chars().count())) {
                numbers.push((it.scheme.clone(), bare(&format!("{series}{}", it.value))));
            }
        }
        numbers
    }

    /// As what its names may be compared: all kinds where nothing is said.
    pub(super) fn kinds(&self) -> [Kind; 3] {
        // The kind that is said comes first.
        match self.kind {
            None | Some(EntryKind::Person) => [Kind::Person, Kind::Organisation, Kind::Craft],
            Some(EntryKind::Entity) => [Kind::Organisation, Kind::Person, Kind::Craft],
            Some(EntryKind::Vessel | EntryKind::Aircraft) => [Kind::Craft, Kind::Organisation, Kind::Person],
        }
    }

    /// What is known besides the names, in words; empty where nothing is: `person; born 1981-05-05; BY; UNP 100122847`.
    pub fn known(&self) -> String {
        let mut said: Vec<String> = Vec::new();
        said.extend(self.kind.map(|kind| kind.word().to_owned()));
        said.extend(self.born.map(|born| format!("born {}", born.written())));
        said.extend(self.countries.iter().cloned());
        said.extend(
            self.identifiers.iter().map(|it| format!("{} {}", it.scheme, it.value).trim().to_owned()),
        );
        said.join("; ")
    }

    /// The same as a decision keeps it: with the own id, and written in one way.
    pub fn facts_kept(&self) -> String {
        let mut said: Vec<String> = Vec::new();
        said.extend(self.id.as_ref().map(|id| format!("id {}", folded(id))));
        said.extend(self.kind.map(|kind| kind.word().to_owned()));
        said.extend(self.born.map(|born| format!("born {}", born.written())));
        let mut countries: Vec<String> = self
            .countries
            .iter()
            .map(|it| countries::code(it).map_or_else(|| folded(it), str::to_owned))
            .collect();
        countries.sort();
        said.extend(countries);
        let mut numbers: Vec<String> = self
            .identifiers
            .iter()
            .map(|it| format!("{} {}", folded(&it.scheme), bare(&it.value)).trim().to_owned())
            .collect();
        numbers.sort();
        said.extend(numbers);
        said.join("; ")
    }

    /// By what it is known again in another run: its names and all that is known besides, but for its line.
    pub fn key(&self) -> String {
        let names: Vec<String> = self.names.iter().map(|(name, _)| folded(name)).collect();
        format!("{}\n{}", names.join("\n"), self.facts_kept())
    }

    /// Whether a name is that of a person who trades under it: no company, though tables call it one.
    pub(super) fn is_sole_trader(&self) -> bool {
        self.names.iter().any(|(name, _)| Name::new(name, Kind::Organisation).is_sole_trader())
    }

    /// Whether anything in its names can be compared.
    pub fn can_be_compared(&self) -> bool {
        let can = |(name, _): &(String, Quality)| {
            self.kinds().iter().any(|kind| !Name::new(name, *kind).is_empty())
        };
        self.names.iter().any(can)
    }
}

/// As what a subject's names are compared, and as what kind of entry.
pub(super) fn kind_of_subject(kind: SubjectKind) -> (Kind, Option<EntryKind>) {
    let as_entry = match kind {
        SubjectKind::Person => Some(EntryKind::Person),
        SubjectKind::Vessel => Some(EntryKind::Vessel),
        SubjectKind::Aircraft => Some(EntryKind::Aircraft),
        SubjectKind::Company | SubjectKind::Organisation | SubjectKind::Agency => Some(EntryKind::Entity),
        _ => None,
    };
    (name_kind(kind), as_entry)
}
