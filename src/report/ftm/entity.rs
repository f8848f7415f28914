//! An entity of FollowTheMoney: its properties, each a list of texts.

use std::collections::BTreeMap;

use serde::Serialize;

/// What stands beside an entity for beltui itself: the record that it is of, so that all of a file can be read back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Own {
    /// Records in the form of a state file, each with the list that it belongs to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<(String, String)>,
    /// The head of the state file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub head: Option<String>,
}

impl Own {
    fn is_empty(&self) -> bool {
        self.records.is_empty() && self.head.is_none()
    }
}

/// An entity.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Entity {
    /// Its id, unique over the file: `blt-`, what it is of, the record's id.
    pub id: String,
    /// Its caption.
    pub caption: String,
    /// Its schema.
    pub schema: &'static str,
    /// Its properties, in the order of their names.
    pub properties: BTreeMap<&'static str, Vec<String>>,
    /// The data sets that it is of.
    pub datasets: Vec<&'static str>,
    /// Other ids of it: there are none.
    pub referents: Vec<String>,
    /// Whether it is one of those that the file is about: whom a measure is in force against.
    pub target: bool,
    /// The earliest day on which something is said of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_seen: Option<String>,
    /// The latest day on which something is said of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_seen: Option<String>,
    /// The latest day on which something of it changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_change: Option<String>,
    /// What stands beside it for beltui.
    #[serde(skip_serializing_if = "Own::is_empty")]
    pub beltui: Own,
}

impl Entity {
    /// An entity without properties.
    pub(super) fn new(id: String, schema: &'static str) -> Self {
        Self { id, schema, datasets: vec!["beltui"], ..Self::default() }
    }

    /// Adds a value of a property, once.
    pub(super) fn add(&mut self, property: &'static str, value: impl Into<Option<String>>) {
        let Some(value) = value.into() else { return };
        let values = self.properties.entry(property).or_default();
        if !values.contains(&value) {
            values.push(value);
        }
    }

    /// Adds several values of a property.
    pub(super) fn extend(&mut self, property: &'static str, values: impl IntoIterator<Item = String>) {
        for value in values {
            self.add(property, value);
        }
    }

    /// Its caption: its name, else its title, else its schema.
    pub(super) fn captioned(mut self) -> Self {
        let named =
            ["name", "title", "fileName", "full"].iter().find_map(|name| self.properties.get(name)?.first());
        self.caption = named.cloned().unwrap_or_else(|| self.schema.to_owned());
        self
    }

    /// The days between which something is said of it.
    pub(super) fn seen(mut self, days: impl IntoIterator<Item = chrono::NaiveDate>) -> Self {
        let days: Vec<_> = days.into_iter().collect();
        let moment = |day: Option<&chrono::NaiveDate>| day.map(|day| format!("{day}T00:00:00"));
        self.first_seen = moment(days.iter().min());
        self.last_seen = moment(days.iter().max());
        self
    }
}
