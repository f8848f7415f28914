//! The tables of OFAC's advanced XML, to which everything in it refers by numbers.

use std::collections::HashMap;

/// Numbers and what they stand for.
#[derive(Default)]
pub(super) struct Values {
    pub(super) countries: HashMap<String, String>,
    /// Kinds of parties, and of which kind a further kind is.
    pub(super) party_types: HashMap<String, String>,
    pub(super) party_subtypes: HashMap<String, (String, String)>,
    pub(super) name_types: HashMap<String, String>,
    pub(super) acts: HashMap<String, String>,
    /// Places, by their countries.
    pub(super) locations: HashMap<String, String>,
    /// Places that name their country instead.
    pub(super) named_locations: HashMap<String, String>,
    /// The tables of measures' kinds: which is a programme.
    pub(super) measures: HashMap<String, String>,
    /// Kinds of features.
    pub(super) features: HashMap<String, String>,
    /// What a feature may say instead of a text of its own.
    pub(super) details: HashMap<String, String>,
    /// How a feature belongs to somebody: as the main one of its kind.
    pub(super) links: HashMap<String, String>,
    /// How far something can be relied on.
    pub(super) reliabilities: HashMap<String, String>,
    /// Whether papers are genuine.
    pub(super) validities: HashMap<String, String>,
    /// Kinds of papers.
    pub(super) papers: HashMap<String, String>,
    /// The lists.
    pub(super) lists: HashMap<String, String>,
    /// Places in a line.
    pub(super) addresses: HashMap<String, String>,
}

/// So many values are in all tables together at most.
pub(super) const MOST_VALUES: usize = 1_000_000;

impl Values {
    /// How many there are in all tables together.
    pub(super) fn len(&self) -> usize {
        let tables = [
            &self.countries,
            &self.party_types,
            &self.name_types,
            &self.acts,
            &self.locations,
            &self.named_locations,
            &self.measures,
            &self.features,
            &self.details,
            &self.links,
            &self.reliabilities,
            &self.validities,
            &self.papers,
            &self.lists,
            &self.addresses,
        ];
        tables.iter().map(|table| table.len()).sum::<usize>() + self.party_subtypes.len()
    }
}
