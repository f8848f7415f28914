//! The acts that measures rest on, and the licences that issuers give.

use std::io::{self, Write};

use beltui::model::act::{Act, ActKind};
use beltui::model::compact::{Text, ThinSlice};
use beltui::model::id::Id;
use beltui::model::record::Record;
use indexmap::IndexMap;

use super::chance::{Chance, padded};
use super::output::Output;
use super::programmes::{ISSUERS, Issuer, PROGRAMMES};

/// The acts of all programmes, and so many licences of each issuer.
pub(super) struct Acts {
    /// By issuer and number.
    ids: IndexMap<(&'static str, &'static str), Id>,
    licences: u32,
}

impl Acts {
    /// Those of a file of so many measures.
    pub fn new(measures: u32) -> Self {
        let mut ids: IndexMap<(&'static str, &'static str), Id> = IndexMap::new();
        for &(issuer, _, _, acts) in PROGRAMMES {
            for &number in acts {
                if !ids.contains_key(&(issuer, number)) {
                    let is_taken = |id: &str| ids.values().any(|held| held.as_str() == id);
                    let id = Id::propose(&[issuer, number], is_taken);
                    ids.insert((issuer, number), id);
                }
            }
        }
        Self { ids, licences: (measures / 200).clamp(5, 140) }
    }

    /// The ids of acts of an issuer.
    pub fn of(&self, issuer: &'static str, numbers: &[&'static str]) -> ThinSlice<Id> {
        numbers.iter().filter_map(|number| self.ids.get(&(issuer, *number)).cloned()).collect()
    }

    /// A licence of an issuer.
    pub fn licence(&self, chance: &mut Chance, issuer: &Issuer) -> Id {
        licence_id(issuer, 1 + chance.below(self.licences))
    }

    /// Writes the list.
    ///
    /// # Errors
    /// Where the output takes no more.
    pub fn write<W: Write>(&self, out: &mut Output<W>) -> io::Result<()> {
        out.list("acts")?;
        for ((issuer, number), id) in &self.ids {
            out.record(Record::Act(&act(id.clone(), issuer, kind(number), (*number).into(), None)))?;
        }
        for issuer in &ISSUERS {
            let kind = if matches!(issuer.id, "US" | "GB") {
                ActKind::GeneralLicence
            } else {
                ActKind::SpecificLicence
            };
            for number in 1..=self.licences {
                let scope =
                    usize::try_from(number).ok().and_then(|at| LICENSED.get(at % (2 * LICENSED.len())));
                let it = act(
                    licence_id(issuer, number),
                    issuer.id,
                    kind,
                    licence(issuer, number).into(),
                    scope.map(|scope| Text::from(*scope)),
                );
                out.record(Record::Act(&it))?;
            }
        }
        out.end()
    }
}

fn act(id: Id, issuer: &str, kind: ActKind, number: Text, scope: Option<Text>) -> Act {
    Act { scope, ..Act::new(id, Id::new(issuer), kind, number) }
}

/// What an act is, by a word in its number.
fn kind(number: &str) -> ActKind {
    const KINDS: &[(&str, ActKind)] = &[
        ("E.O.", ActKind::ExecutiveOrder),
        ("Directive", ActKind::Directive),
        ("Decision", ActKind::Decision),
        ("Regulation", ActKind::Regulation),
        ("CFR", ActKind::Regulation),
        ("resolution", ActKind::Resolution),
        ("SR ", ActKind::Ordinance),
    ];
    KINDS.iter().find(|(word, _)| number.contains(word)).map_or(ActKind::Law, |(_, kind)| *kind)
}

fn licence_id(issuer: &Issuer, number: u32) -> Id {
    Id::new(&[&issuer.id.to_lowercase(), "-licence-", &number.to_string()].concat())
}

/// The name of a licence in the issuer's style.
fn licence(issuer: &Issuer, number: u32) -> String {
    match issuer.id {
        "US" => {
            let letter = match number % 6 {
                3 => "A",
                4 => "B",
                5 => "C",
                _ => "",
            };
            [issuer.licence, " ", &number.to_string(), letter].concat()
        }
        "GB" => {
            let year = (2019 + number % 8).to_string();
            [issuer.licence, &year, "/", &padded(number * 7919, 7)].concat()
        }
        "EU" => [issuer.licence, " under Article ", &number.to_string()].concat(),
        _ => [issuer.licence, " ", &number.to_string()].concat(),
    }
}

/// What licences allow.
pub(super) const LICENSED: &[&str] = &[
    "authorises the wind-down of transactions",
    "payments for the safety of civil aviation",
    "food, medicine and agricultural goods; no unblocking of property",
    "divestment of shares until the licence ends",
    "maintenance of ships in port",
    "diplomatic and consular missions",
    "telecommunications and internet services",
    "legal fees",
];
