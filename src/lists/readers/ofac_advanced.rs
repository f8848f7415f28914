//! OFAC's advanced XML: sdn_advanced.xml and cons_advanced.xml, the only ones with the dates of listing. Everything in
//! it refers to tables of values by numbers.

use std::collections::HashMap;
use std::io::BufRead;

use crate::model::date::Date;

use super::super::entry::{Entry, EntryKind, FORGED, ListName, NameKind, add};
use super::super::gathered::Gathered;
use super::super::refused::Refused;
use super::super::written::{date_of, joined};
use super::super::xml::{Attributes, Node, walk};
use super::advanced_party::{Paper, Party, put};
use super::advanced_values::{MOST_VALUES, Values};
use super::ofac_words::{act, is_sdn, kind, note_list, take_numbered};

/// The entry of the list that is being read.
#[derive(Default)]
struct Listing {
    profile: String,
    /// It is of the list of those who are blocked; `None` where the file does not name the list.
    is_blocked: Option<bool>,
    numbers: [String; 3],
    date: Option<Date>,
    acts: Vec<String>,
    measure: String,
    programmes: Vec<String>,
    line: u64,
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
    /// All of them: which count depends on which list the file is.
    listings: Vec<Listing>,
    /// Which entry a profile is of.
    profiles: HashMap<String, String>,
    /// The paper that is being read, and whose it is.
    paper: (String, Paper),
    /// Papers by the identities that have them, which stand behind them.
    papers: HashMap<String, Vec<Paper>>,
    place: Vec<String>,
    /// The part of a place that is being read is the main one, not that in other letters.
    is_main_place: bool,
}

/// Reads it.
pub(in crate::lists) fn read(list: ListName, input: impl BufRead, to: &mut Gathered) -> Result<(), Refused> {
    let mut reading = Reading::default();
    walk(input, |path, node, line| {
        let path = path.get(1..).unwrap_or_default();
        match node {
            Node::Opens(attributes) => {
                reading.opens(list, path, attributes, line);
                Ok(())
            }
            Node::Closes(_) if reading.values.len() > MOST_VALUES => {
                Err(Refused::too_much(format!("more than {MOST_VALUES} values in its tables")))
            }
            Node::Closes(text) => reading.closes(list, path, text, line, to),
        }
    })?;
    reading.finish(to)
}

impl Reading {
    fn opens(&mut self, list: ListName, path: &[&str], attributes: &Attributes<'_>, line: u64) {
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
            ["Locations", "Location"] => {
                self.location = attributes.get("ID");
                self.place.clear();
            }
            ["IDRegDocuments", "IDRegDocument"] => {
                let [whose, kind, country] =
                    ["IdentityID", "IDRegDocTypeID", "IssuedBy-CountryID"].map(|name| attributes.get(name));
                let validity = self.values.validities.get(&attributes.get("ValidityID"));
                let is_forged = validity.is_some_and(|it| it.eq_ignore_ascii_case("fraudulent"));
                self.paper = (whose, Paper { kind, number: String::new(), country, is_forged });
            }
            [.., "LocationPart", "LocationPartValue"] => {
                self.is_main_place = attributes.get("Primary") != "false";
            }
            ["Locations", "Location", "LocationCountry"] => {
                self.values.locations.insert(self.location.clone(), attributes.get("CountryID"));
            }
            ["Locations", "Location", "LocationAreaCode"] => {
                let country = attributes.get("AreaCodeID");
                self.values.locations.entry(self.location.clone()).or_insert(country);
            }
            ["DistinctParties", inside @ ..] => self.opens_party(list, inside, attributes),
            ["SanctionsEntries", "SanctionsEntry"] => {
                let list = self.values.lists.get(&attributes.get("ListID"));
                let is_blocked = list.map(|name| name.starts_with("SDN"));
                let profile = attributes.get("ProfileID");
                self.listing = Listing { profile, is_blocked, line, ..Listing::default() };
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

    fn opens_party(&mut self, list: ListName, path: &[&str], attributes: &Attributes<'_>) {
        let party = &mut self.party;
        match path {
            ["DistinctParty"] => {
                let reference = attributes.get("FixedRef");
                let read = Some(Entry::new(list, reference.clone()));
                *party = Party { reference, read, ..Party::default() };
            }
            ["DistinctParty", "Profile"] => {
                party.profile = attributes.get("ID");
                // A further kind may only say that it is not known: then the kind above it tells.
                let subtype = self.values.party_subtypes.get(&attributes.get("PartySubTypeID"));
                party.kind = subtype.map(|(word, above)| match word.as_str() {
                    "Unknown" => {
                        let above = self.values.party_types.get(above).and_then(|it| kind(it));
                        above.unwrap_or(EntryKind::Entity)
                    }
                    word => kind(word).unwrap_or(EntryKind::Entity),
                });
            }
            [.., "NamePartGroup"] => {
                party.groups.insert(attributes.get("ID"), attributes.get("NamePartTypeID"));
            }
            [.., "Profile", "Identity"] => {
                let papers = self.papers.remove(&attributes.get("ID")).unwrap_or_default();
                for Paper { kind, number, country, is_forged } in papers {
                    let kind = self.values.papers.get(&kind).map_or("", String::as_str);
                    let country = self.values.countries.get(&country).map_or("", String::as_str);
                    let Some(read) = &mut party.read else { continue };
                    if is_forged {
                        // Another may have the number rightly: it is no number of that kind.
                        read.add_identifier(&format!("{FORGED} {kind}"), &number, country);
                    } else {
                        take_numbered(read, kind, &number, country);
                    }
                }
            }
            [.., "Identity", "Alias"] => {
                let is = |name: &str| attributes.get(name) == "true";
                party.alias = Some(match (is("Primary"), is("LowQuality")) {
                    (true, _) => NameKind::Primary,
                    (false, true) => NameKind::Weak,
                    (false, false) => NameKind::Alias,
                });
            }
            [.., "Alias", "DocumentedName"] => {
                let kind = party.alias.unwrap_or(NameKind::Alias);
                // Of a primary name other spellings stand behind it.
                if kind == NameKind::Primary {
                    party.alias = Some(NameKind::Alias);
                }
                party.names.push((kind, Vec::new()));
            }
            [.., "DocumentedNamePart", "NamePartValue"] => self.id = attributes.get("NamePartGroupID"),
            [.., "Profile", "Feature"] => {
                let kind = attributes.get("FeatureTypeID");
                party.feature = self.values.features.get(&kind).cloned().unwrap_or_default();
                (party.births, party.countries, party.is_main, party.is_false) = Default::default();
            }
            [.., "Feature", "IdentityReference"] => {
                let link = self.values.links.get(&attributes.get("IdentityFeatureLinkTypeID"));
                party.is_main =
                    link.is_some_and(|it| ["main", "primary"].contains(&it.to_lowercase().as_str()));
            }
            [.., "Feature", "FeatureVersion"] => {
                let reliability = self.values.reliabilities.get(&attributes.get("ReliabilityID"));
                party.is_false = reliability.is_some_and(|it| it.eq_ignore_ascii_case("false"));
            }
            [.., "FeatureVersion", "VersionLocation"] => {
                let feature = party.feature.to_lowercase();
                let location = attributes.get("LocationID");
                let by_code =
                    self.values.locations.get(&location).and_then(|it| self.values.countries.get(it));
                let country = by_code.or_else(|| self.values.named_locations.get(&location));
                let Some(read) = &mut party.read else { return };
                if ["nationality", "citizen", "flag"].iter().any(|word| feature.contains(word)) {
                    party.countries.extend(country.map(|it| joined([it])).filter(|it| !it.is_empty()));
                } else if feature == "location" || feature.contains("registration") {
                    read.add_place(country.map_or("", String::as_str));
                    let address = self.values.addresses.get(&location).map_or("", String::as_str);
                    read.add_address([address, country.map_or("", String::as_str)]);
                }
            }
            [.., "FeatureVersion", "DatePeriod"] => (party.period, party.is_about) = Default::default(),
            [.., "DatePeriod", bound @ ("Start" | "End")] => {
                party.bound = usize::from(*bound == "End");
                party.is_about |= attributes.get("Approximate") == "true";
            }
            [.., "FeatureVersion", "VersionDetail"] => {
                let detail = self.values.details.get(&attributes.get("DetailReferenceID"));
                self.id = detail.cloned().unwrap_or_default();
            }
            _ => {}
        }
    }

    fn closes(
        &mut self,
        list: ListName,
        path: &[&str],
        text: &str,
        line: u64,
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
                    "DetailReferenceValues" => &mut self.values.details,
                    "IdentityFeatureLinkTypeValues" => &mut self.values.links,
                    "ReliabilityValues" => &mut self.values.reliabilities,
                    "ValidityValues" => &mut self.values.validities,
                    "IDRegDocTypeValues" => &mut self.values.papers,
                    "ListValues" => &mut self.values.lists,
                    _ => return Ok(()),
                };
                values.insert(self.id.clone(), text.to_owned());
            }
            ["Locations", "Location", "LocationPart", "LocationPartValue", "Value"] if self.is_main_place => {
                self.values.named_locations.entry(self.location.clone()).or_insert(text.to_owned());
                self.place.push(text.to_owned());
            }
            ["Locations", "Location"] if !self.place.is_empty() => {
                let address = std::mem::take(&mut self.place).join(", ");
                self.values.addresses.insert(std::mem::take(&mut self.location), address);
            }
            ["IDRegDocuments", "IDRegDocument", "IDRegistrationNo"] => {
                text.clone_into(&mut self.paper.1.number);
            }
            ["IDRegDocuments", "IDRegDocument"] => {
                let (whose, paper) = std::mem::take(&mut self.paper);
                self.papers.entry(whose).or_default().push(paper);
            }
            [.., "DatePeriod", "Start" | "End", "From" | "To", part] => {
                // Of a bound that is itself a span the first one begins it and the last one ends it.
                let is_end = self.party.bound == 1;
                let is_to = path.iter().rev().nth(1) == Some(&"To");
                if is_end == is_to
                    && let Some(numbers) = self.party.period.get_mut(self.party.bound)
                {
                    put(numbers, part, text);
                }
            }
            [.., "FeatureVersion", "DatePeriod"] => self.party.period_read(),
            [.., "Profile", "Feature"] => self.party.feature_read(line, to),
            [.., "FeatureVersion", "VersionDetail"] => {
                let said = if text.is_empty() { std::mem::take(&mut self.id) } else { text.to_owned() };
                self.party.detail(&said);
            }
            [.., "Profile", "Comment"] | ["DistinctParties", "DistinctParty", "Comment"] => {
                if let Some(read) = self.party.read.as_mut().filter(|it| it.remark.is_none()) {
                    read.remark = Some(joined([text])).filter(|it| !it.is_empty());
                }
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
                if !self.profiles.contains_key(&listing.profile) {
                    return Err(Refused::here(format!(
                        "the profile {} among the parties: the file is not whole",
                        listing.profile
                    )));
                }
                self.listings.push(listing);
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
        let mut entry = party.read.unwrap_or_else(|| Entry::new(list, party.reference));
        entry.kind = party.kind.unwrap_or(EntryKind::Entity);
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
        for (kind, parts) in &party.names {
            entry.add_named(&written(parts), *kind);
        }
        to.put(entry)
    }

    /// Gives the entries what is said of their listings: of those of the list that the file is.
    fn finish(self, to: &mut Gathered) -> Result<(), Refused> {
        let named = self.listings.iter().filter_map(|it| Some((it.profile.as_str(), it.is_blocked?)));
        let is_sdn = is_sdn(named);
        let names_lists = is_sdn.is_some();
        let is_sdn = is_sdn.unwrap_or_default();
        let mut listed = vec![false; to.entries.len()];
        for listing in &self.listings {
            let at = self.profiles.get(&listing.profile).and_then(|it| to.entries.get_index_of(it));
            let Some((at, entry)) = at.and_then(|at| Some((at, to.entries.get_index_mut(at)?.1))) else {
                return Err(Refused::new(
                    listing.line,
                    format!("the profile {} among the parties", listing.profile),
                ));
            };
            if listing.is_blocked.is_some_and(|blocked| blocked != is_sdn) {
                continue;
            }
            if let Some(slot) = listed.get_mut(at) {
                *slot = true;
            }
            // One who stands on several of the lists was put on the first of them then.
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
        if names_lists {
            to.evidence.all = 1;
            *(if is_sdn { &mut to.evidence.blocked } else { &mut to.evidence.not_blocked }) = 1;
            // Who stands on the other list alone is not on this one.
            let mut at = 0..;
            let before = to.entries.len();
            to.entries.retain(|_, _| at.next().and_then(|at| listed.get(at)).copied().unwrap_or(true));
            for _ in to.entries.len()..before {
                to.leave_out("on another of OFAC's lists alone");
            }
        } else {
            let mut evidence = to.evidence;
            to.entries.values().for_each(|entry| note_list(entry, &mut evidence));
            to.evidence = evidence;
        }
        Ok(())
    }
}
