//! OFAC's advanced XML: sdn_advanced.xml and cons_advanced.xml, the only ones with the dates of listing. Everything in
//! it refers to tables of values by numbers.

use std::collections::HashMap;
use std::io::BufRead;

use crate::model::date::Date;
use crate::model::measure::TargetKind;

use super::super::entry::{ListName, add};
use super::super::gathered::Gathered;
use super::super::partial::{date_of, joined};
use super::super::refused::Refused;
use super::super::xml::{Attributes, Node, walk};
use super::ofac::{act, kind};

/// Numbers and what they stand for.
#[derive(Default)]
struct Values {
    countries: HashMap<String, String>,
    /// Kinds of parties, and of which kind a further kind is.
    party_types: HashMap<String, String>,
    party_subtypes: HashMap<String, (String, String)>,
    name_types: HashMap<String, String>,
    acts: HashMap<String, String>,
    /// Places, by their countries.
    locations: HashMap<String, String>,
    /// Places that name their country instead.
    named_locations: HashMap<String, String>,
    /// The tables of measures' kinds: which is a programme.
    measures: HashMap<String, String>,
    /// Kinds of features, as far as a country is told by them.
    features: HashMap<String, String>,
}

/// So many values are in all tables together at most.
const MOST_VALUES: usize = 1_000_000;

impl Values {
    fn len(&self) -> usize {
        let tables = [
            &self.countries,
            &self.party_types,
            &self.name_types,
            &self.acts,
            &self.locations,
            &self.named_locations,
            &self.measures,
            &self.features,
        ];
        tables.iter().map(|table| table.len()).sum::<usize>() + self.party_subtypes.len()
    }
}

/// The party that is being read.
#[derive(Default)]
struct Party {
    reference: String,
    profile: String,
    kind: Option<TargetKind>,
    /// What the groups of parts of its names are.
    groups: HashMap<String, String>,
    /// Its names: whether it is the first one, and its parts with their groups. What the groups are stands after them.
    names: Vec<(bool, Vec<(String, String)>)>,
    /// The alias that is being read is the name.
    primary: bool,
    /// Its name was there already.
    has_primary: bool,
    countries: Vec<String>,
    feature: String,
}

/// The entry of the list that is being read.
#[derive(Default)]
struct Listing {
    profile: String,
    numbers: [String; 3],
    date: Option<Date>,
    acts: Vec<String>,
    measure: String,
    programmes: Vec<String>,
}

#[derive(Default)]
struct Reading {
    values: Values,
    id: String,
    /// The kind of party that a further kind belongs to.
    parent: String,
    location: String,
    numbers: [String; 3],
    party: Party,
    listing: Listing,
    /// Which entry a profile is of.
    profiles: HashMap<String, String>,
}

/// Reads it.
pub(in crate::lists) fn read(list: ListName, input: impl BufRead, to: &mut Gathered) -> Result<(), Refused> {
    let mut reading = Reading::default();
    walk(input, |path, node| {
        let names: Vec<&str> = path.iter().skip(1).map(String::as_str).collect();
        match node {
            Node::Opens(attributes) => {
                reading.opens(&names, attributes);
                Ok(())
            }
            Node::Closes(_) if reading.values.len() > MOST_VALUES => {
                Err(Refused::too_much(format!("more than {MOST_VALUES} values in its tables")))
            }
            Node::Closes(text) => reading.closes(list, &names, text, to),
        }
    })
}

impl Reading {
    fn opens(&mut self, path: &[&str], attributes: &Attributes<'_>) {
        let party = &mut self.party;
        match path {
            ["ReferenceValueSets", _, value] => {
                self.id = attributes.get("ID");
                self.parent = attributes.get("PartyTypeID");
                match *value {
                    "LegalBasis" => {
                        self.values.acts.insert(self.id.clone(), attributes.get("LegalBasisShortRef"));
                    }
                    "AreaCode" => {
                        self.values.countries.insert(self.id.clone(), attributes.get("Description"));
                    }
                    _ => {}
                }
            }
            ["Locations", "Location"] => self.location = attributes.get("ID"),
            ["Locations", "Location", "LocationCountry"] => {
                self.values.locations.insert(self.location.clone(), attributes.get("CountryID"));
            }
            ["Locations", "Location", "LocationAreaCode"] => {
                let country = attributes.get("AreaCodeID");
                self.values.locations.entry(self.location.clone()).or_insert(country);
            }
            ["DistinctParties", "DistinctParty"] => {
                *party = Party { reference: attributes.get("FixedRef"), ..Party::default() };
            }
            ["DistinctParties", "DistinctParty", "Profile"] => {
                party.profile = attributes.get("ID");
                // A further kind may only say that it is not known: then the kind above it tells.
                let subtype = self.values.party_subtypes.get(&attributes.get("PartySubTypeID"));
                party.kind = subtype.map(|(word, above)| match word.as_str() {
                    "Unknown" => self.values.party_types.get(above).map_or(TargetKind::Entity, |it| kind(it)),
                    word => kind(word),
                });
            }
            [.., "NamePartGroup"] => {
                party.groups.insert(attributes.get("ID"), attributes.get("NamePartTypeID"));
            }
            [.., "Identity", "Alias"] => party.primary = attributes.get("Primary") == "true",
            [.., "Alias", "DocumentedName"] => {
                let primary = party.primary && !std::mem::replace(&mut party.has_primary, true);
                party.names.push((primary, Vec::new()));
            }
            [.., "DocumentedNamePart", "NamePartValue"] => self.id = attributes.get("NamePartGroupID"),
            [.., "Profile", "Feature"] => {
                let kind = attributes.get("FeatureTypeID");
                party.feature = self.values.features.get(&kind).cloned().unwrap_or_default();
            }
            [.., "FeatureVersion", "VersionLocation"] => {
                let tells = ["nationality", "citizen", "location", "flag", "registration"];
                let feature = party.feature.to_lowercase();
                let location = attributes.get("LocationID");
                let by_code =
                    self.values.locations.get(&location).and_then(|it| self.values.countries.get(it));
                let country = by_code.or_else(|| self.values.named_locations.get(&location));
                if let Some(country) = country.filter(|_| tells.iter().any(|word| feature.contains(word))) {
                    add(&mut party.countries, country);
                }
            }
            ["SanctionsEntries", "SanctionsEntry"] => {
                self.listing = Listing { profile: attributes.get("ProfileID"), ..Listing::default() };
            }
            [.., "SanctionsEntry", "EntryEvent"] => {
                let act = self.values.acts.get(&attributes.get("LegalBasisID"));
                if let Some(act) = act {
                    add(&mut self.listing.acts, act);
                }
                self.listing.numbers = Default::default();
            }
            [.., "SanctionsEntry", "SanctionsMeasure"] => {
                self.listing.measure = attributes.get("SanctionsTypeID");
            }
            _ => {}
        }
    }

    fn closes(
        &mut self,
        list: ListName,
        path: &[&str],
        text: &str,
        to: &mut Gathered,
    ) -> Result<(), Refused> {
        let date = |numbers: &[String; 3]| {
            let [year, month, day] = numbers;
            date_of(year, month, day)
                .ok_or_else(|| Refused::here(format!("a date, not {year:?} {month:?} {day:?}")))
        };
        match path {
            ["DateOfIssue", part] => put(&mut self.numbers, part, text),
            ["DateOfIssue"] => to.date = Some(date(&self.numbers)?),
            ["ReferenceValueSets", set, _] => {
                let values = match *set {
                    "PartySubTypeValues" => {
                        let kind = (text.to_owned(), self.parent.clone());
                        self.values.party_subtypes.insert(self.id.clone(), kind);
                        return Ok(());
                    }
                    "PartyTypeValues" => &mut self.values.party_types,
                    "NamePartTypeValues" => &mut self.values.name_types,
                    "SanctionsTypeValues" => &mut self.values.measures,
                    "FeatureTypeValues" => &mut self.values.features,
                    _ => return Ok(()),
                };
                values.insert(self.id.clone(), text.to_owned());
            }
            ["Locations", "Location", "LocationPart", "LocationPartValue", "Value"] => {
                self.values.named_locations.entry(self.location.clone()).or_insert(text.to_owned());
            }
            [.., "DocumentedNamePart", "NamePartValue"] => {
                if let Some((_, parts)) = self.party.names.last_mut() {
                    parts.push((self.id.clone(), text.to_owned()));
                }
            }
            ["DistinctParties", "DistinctParty"] => self.party(list, to)?,
            [.., "EntryEvent", "Date", part] => put(&mut self.listing.numbers, part, text),
            [.., "SanctionsEntry", "EntryEvent", "Date"] => {
                let on = date(&self.listing.numbers)?;
                // The first event is the listing; later ones amend it.
                self.listing.date = Some(self.listing.date.map_or(on, |first| first.min(on)));
            }
            [.., "SanctionsMeasure", "Comment"] => {
                let kind = self.values.measures.get(&self.listing.measure);
                if kind.is_none_or(|kind| kind == "Program") {
                    add(&mut self.listing.programmes, text);
                }
            }
            ["SanctionsEntries", "SanctionsEntry"] => {
                let listing = std::mem::take(&mut self.listing);
                let Some(entry) = self.profiles.get(&listing.profile).and_then(|it| to.get_mut(it)) else {
                    return Err(Refused::here(format!(
                        "the profile {} among the parties: the file is not whole",
                        listing.profile
                    )));
                };
                // One who stands on several lists was put on the first of them then.
                entry.listed_on = entry.listed_on.into_iter().chain(listing.date).min();
                for programme in &listing.programmes {
                    add(&mut entry.programmes, programme);
                    add(&mut entry.legal_acts, &act(programme));
                }
                for act in &listing.acts {
                    let act = act.split(" (").next().unwrap_or(act).replace("Executive Order", "E.O.");
                    if act != "Unknown" {
                        add(&mut entry.legal_acts, &act);
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn party(&mut self, list: ListName, to: &mut Gathered) -> Result<(), Refused> {
        let party = std::mem::take(&mut self.party);
        if party.reference.is_empty() {
            return Err(Refused::here("the FixedRef of a party"));
        }
        self.profiles.insert(party.profile, party.reference.clone());
        let entry = to.entry(list, &party.reference);
        entry.kind = party.kind.unwrap_or(TargetKind::Entity);
        entry.countries = party.countries;
        let is_last = |group: &String| {
            let kind = party.groups.get(group).and_then(|kind| self.values.name_types.get(kind));
            kind.is_some_and(|kind| kind.starts_with("Last"))
        };
        let written = |parts: &[(String, String)]| {
            let of = |last: bool| {
                joined(parts.iter().filter(|(group, _)| is_last(group) == last).map(|(_, text)| text))
            };
            let (last, first) = (of(true), of(false));
            if last.is_empty() || first.is_empty() { last + &first } else { format!("{last}, {first}") }
        };
        let (first, others): (Vec<_>, Vec<_>) = party.names.iter().partition(|(primary, _)| *primary);
        for (_, parts) in first.into_iter().chain(others) {
            entry.add_name(&written(parts));
        }
        Ok(())
    }
}

/// Puts a part of a date into its place.
fn put(numbers: &mut [String; 3], part: &str, text: &str) {
    let at = match part {
        "Year" => 0,
        "Month" => 1,
        "Day" => 2,
        _ => return,
    };
    if let Some(slot) = numbers.get_mut(at) {
        text.clone_into(slot);
    }
}
