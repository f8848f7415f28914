//! Where lists are asked for: the file that ships with the program, and a person's own, which puts others in their
//! place list by list.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use indexmap::IndexMap;
use ron::extensions::Extensions;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::super::list_name::ListName;
use super::address::{Address, host};

/// The addresses that ship with the program.
pub const SHIPPED: &str = include_str!("../../../assets/addresses.ron");

/// Where lists are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Addresses {
    /// Only these lists are asked for, and none of those that ship with the program.
    #[serde(default)]
    pub only: bool,
    /// Each list, and where it is asked for.
    #[serde(deserialize_with = "each_once")]
    pub lists: IndexMap<Key, Place>,
}

/// A list, by the word for it on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(pub ListName);

/// Where a list is asked for, and how.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Its forms by name: each is a set of files that make one copy.
    #[serde(deserialize_with = "forms")]
    pub forms: IndexMap<String, Vec<FilePlace>>,
    /// The form that is taken where nobody names one.
    pub form: String,
    /// Hosts to which the server may send us on, beside its own.
    #[serde(default, deserialize_with = "hosts")]
    pub hosts: Vec<String>,
    /// It comes only when it is named: `--all` leaves it out.
    #[serde(default)]
    pub named_only: bool,
    /// It is not asked for again within so many minutes.
    #[serde(default)]
    pub minutes: u32,
    /// What is said to the server beside what is said to each.
    #[serde(default, deserialize_with = "headers")]
    pub headers: BTreeMap<String, String>,
    /// So long a connection may take.
    #[serde(default = "connect")]
    pub connect: Seconds,
    /// So long it may take until the answer begins.
    #[serde(default = "first_byte")]
    pub first_byte: Seconds,
    /// So long nothing may come in the midst of an answer.
    #[serde(default = "stall")]
    pub stall: Seconds,
    /// So long a file may take, with all that is tried again.
    #[serde(default = "total")]
    pub total: Seconds,
    /// So often it is tried.
    #[serde(default = "tries")]
    pub tries: u32,
    /// So long it waits before it tries again; each time twice as long.
    #[serde(default = "pause")]
    pub pause: Seconds,
    /// An index of the publisher's that says the digest of each file (SHA-1) and its version.
    #[serde(default)]
    pub index: Option<Address>,
    /// The environment variable with the token that is sent to the hosts of these addresses, and to no other.
    #[serde(default)]
    pub token: Option<String>,
    /// The history of what has changed.
    #[serde(default)]
    pub changes: Option<ChangesPlace>,
}

/// A file and its address.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilePlace {
    /// The name under which it is kept.
    #[serde(deserialize_with = "file_name")]
    pub name: String,
    /// Where it is; `{version}` in it is the version that is asked for.
    pub url: Address,
    /// It is at most so many megabytes long (1,000,000 bytes), unpacked where it comes packed for the way.
    pub megabytes: u32,
}

/// Where what has changed on a list is asked for, publication by publication.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangesPlace {
    /// The publications of a year; `{year}` is the year.
    pub history: Address,
    /// One of them; `{id}` is its number.
    pub one: Address,
    /// The first year of which there are any.
    pub first: u16,
    /// One is at most so many megabytes long (1,000,000 bytes).
    pub megabytes: u32,
}

/// A time in seconds, more than none and at most a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seconds(pub Duration);

fn connect() -> Seconds {
    Seconds(Duration::from_secs(30))
}

fn first_byte() -> Seconds {
    Seconds(Duration::from_mins(1))
}

fn stall() -> Seconds {
    Seconds(Duration::from_mins(1))
}

fn total() -> Seconds {
    Seconds(Duration::from_mins(30))
}

fn tries() -> u32 {
    4
}

fn pause() -> Seconds {
    Seconds(Duration::from_secs(3))
}

/// Why a file of addresses cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {what}")]
pub struct AddressesError {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// What is wrong there.
    pub what: String,
}

impl Addresses {
    /// The addresses that a file holds.
    ///
    /// # Errors
    /// Where it has not the form of such a file, with the place.
    pub fn read(text: &str) -> Result<Self, AddressesError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
        options.from_str(text).map_err(|error| AddressesError {
            line: error.span.start.line,
            column: error.span.start.col,
            what: error.code.to_string(),
        })
    }

    /// These addresses with a person's own in the place of those of the same lists.
    #[must_use]
    pub fn with(mut self, own: Self) -> Self {
        if own.only {
            return own;
        }
        self.lists.extend(own.lists);
        self
    }

    /// Where a list is asked for.
    pub fn place(&self, list: ListName) -> Option<&Place> {
        self.lists.get(&Key(list))
    }
}

impl Place {
    /// Whether a server of it may send us to a host, for a file that was asked of another.
    pub fn allows(&self, asked: &Address, host: &str) -> bool {
        asked.host() == host || self.hosts.iter().any(|allowed| allowed == host)
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let found = ListName::ALL.iter().copied().find(|list| list.key() == text);
        found.map(Self).ok_or_else(|| {
            let known: Vec<&str> = ListName::ALL.iter().map(|list| list.key()).collect();
            de::Error::custom(format!("{text:?} is no list: {}", known.join(", ")))
        })
    }
}

impl<'de> Deserialize<'de> for Seconds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let seconds = f64::deserialize(deserializer)?;
        let time = Duration::try_from_secs_f64(seconds).ok();
        let bounded = time.filter(|time| !time.is_zero() && *time <= Duration::from_hours(24));
        bounded.map(Self).ok_or_else(|| de::Error::custom("a time is more than 0 and at most 86400 seconds"))
    }
}

/// A map in which each key stands once.
fn each_once<'de, D, K, V>(deserializer: D) -> Result<IndexMap<K, V>, D::Error>
where
    D: Deserializer<'de>,
    K: Deserialize<'de> + Eq + std::hash::Hash,
    V: Deserialize<'de>,
{
    struct Once<K, V>(std::marker::PhantomData<(K, V)>);
    impl<'de, K, V> Visitor<'de> for Once<K, V>
    where
        K: Deserialize<'de> + Eq + std::hash::Hash,
        V: Deserialize<'de>,
    {
        type Value = IndexMap<K, V>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a map")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut read = IndexMap::new();
            while let Some((key, value)) = map.next_entry()? {
                if read.insert(key, value).is_some() {
                    return Err(de::Error::custom("what stands before the colon is there twice"));
                }
            }
            Ok(read)
        }
    }
    deserializer.deserialize_map(Once(std::marker::PhantomData))
}

fn forms<'de, D: Deserializer<'de>>(deserializer: D) -> Result<IndexMap<String, Vec<FilePlace>>, D::Error> {
    let forms: IndexMap<String, Vec<FilePlace>> = each_once(deserializer)?;
    for (name, files) in &forms {
        let mut names: Vec<String> = files.iter().map(|file| file.name.to_lowercase()).collect();
        names.sort();
        names.dedup();
        if files.is_empty() || names.len() != files.len() {
            return Err(de::Error::custom(format!("the form {name:?} has no file, or one name twice")));
        }
    }
    Ok(forms)
}

fn hosts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let hosts = Vec::<String>::deserialize(deserializer)?;
    let read = |text: String| host(&text).ok_or_else(|| de::Error::custom(format!("{text:?} is no host")));
    hosts.into_iter().map(read).collect()
}

/// What a person says to a server is theirs; what makes the connection, and what is a secret, is not theirs to say here.
fn headers<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, String>, D::Error> {
    const OURS: &[&str] = &[
        "accept-encoding",
        "authorization",
        "connection",
        "content-length",
        "cookie",
        "host",
        "if-modified-since",
        "if-none-match",
        "proxy-authorization",
        "range",
        "te",
        "transfer-encoding",
        "upgrade",
    ];
    let said = BTreeMap::<String, String>::deserialize(deserializer)?;
    for (name, value) in &said {
        let is_name =
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let is_value = value.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
        if !is_name || !is_value || OURS.contains(&name.to_ascii_lowercase().as_str()) {
            return Err(de::Error::custom(format!("{name:?} is nothing that can be said to a server here")));
        }
    }
    Ok(said)
}

/// A name that leads out of no folder and hides in none.
fn file_name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let name = String::deserialize(deserializer)?;
    let is_name = !name.is_empty()
        && name.len() <= 100
        && !name.starts_with('.')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'));
    if is_name { Ok(name) } else { Err(de::Error::custom(format!("{name:?} is no name for a file here"))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_addresses_that_ship_have_the_form_that_each_list_is_asked_for_in() {
        let shipped = Addresses::read(SHIPPED).unwrap();
        let named: Vec<&str> = shipped.lists.keys().map(|key| key.0.key()).collect();
        assert_eq!(
            named,
            ["ofac", "ofac-cons", "eu", "uk", "un", "canada", "seco", "dfat", "latvia", "opensanctions"]
        );
        for (key, place) in &shipped.lists {
            assert!(place.forms.contains_key(&place.form), "{}", key.0.key());
            assert!(place.minutes >= 30, "{} is asked too often", key.0.key());
        }
    }

    #[test]
    fn ones_own_addresses_take_the_place_of_the_shipped_ones_list_by_list_or_of_all() {
        let file = |only: bool| {
            let text = format!(
                r#"(only: {only}, lists: {{"un": (form: "xml", forms: {{"xml": [(name: "un.xml", url: "https://un.example/", megabytes: 1)]}})}})"#
            );
            Addresses::read(&text).unwrap()
        };
        let shipped = || Addresses::read(SHIPPED).unwrap();
        for only in [true, false] {
            let held = shipped().with(file(only));
            let un = held.place(ListName::Un).unwrap();
            assert_eq!(un.forms["xml"][0].url.whole(), "https://un.example/");
            assert_eq!(held.place(ListName::OfacSdn).is_none(), only);
        }
    }

    #[test]
    fn a_list_or_a_form_that_stands_twice_is_no_choice_of_the_last() {
        let form = r#""xml": [(name: "a", url: "https://a.example/", megabytes: 1)]"#;
        for text in [
            format!(
                r#"(lists: {{"un": (form: "xml", forms: {{{form}}}), "un": (form: "xml", forms: {{{form}}})}})"#
            ),
            format!(r#"(lists: {{"un": (form: "xml", forms: {{{form}, {form}}})}})"#),
        ] {
            assert!(Addresses::read(&text).unwrap_err().what.contains("twice"), "{text}");
        }
    }
}
