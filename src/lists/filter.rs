//! Which entries of a list are meant: by programme, country and name.

use std::collections::HashMap;

use crate::model::id::Id;
use crate::model::measure::Measure;
use crate::model::state::State;
use crate::model::subject::{Subject, SubjectKind};

use super::countries;
use super::entry::{Entry, ListName};
use super::matching::words;
use super::published::Published;

/// Which entries of a list are meant. An empty part of it means all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// A programme begins with one of these: `BELARUS`; of a programme that is a sentence its words do.
    pub programmes: Vec<String>,
    /// One of these is among its countries: a code, a name in any usual spelling, or the list's own.
    pub countries: Vec<String>,
    /// One of these stands in one of its names.
    pub names: Vec<String>,
}

impl Filter {
    /// Whether it means all entries.
    pub fn is_empty(&self) -> bool {
        self.programmes.is_empty() && self.countries.is_empty() && self.names.is_empty()
    }

    fn programme(&self, entry: &Entry) -> bool {
        let fits = |wanted: &String| entry.programmes.iter().any(|it| is_programme(it, wanted));
        self.programmes.is_empty() || self.programmes.iter().any(fits)
    }

    fn country(&self, entry: &Entry, state: &State) -> bool {
        let is_country = |wanted: &String, country: &str| {
            countries::same(wanted, country)
                || subject_of(state, wanted).is_some_and(|actor| subject_of(state, country) == Some(actor))
        };
        let fits = |wanted: &String| countries_of(entry).any(|it| is_country(wanted, it));
        self.countries.is_empty() || self.countries.iter().any(fits)
    }

    fn name(&self, entry: &Entry) -> bool {
        let has = |wanted: &String| {
            let wanted = words(wanted);
            let weak = entry.weak_aliases.iter().map(String::as_str);
            entry.names().chain(weak).any(|name| {
                let own = words(name);
                wanted.iter().all(|word| own.iter().any(|it| it.starts_with(word.as_str())))
            })
        };
        self.names.is_empty() || self.names.iter().any(has)
    }

    /// Whether it means an entry. Countries are also known by the names that the file has for them.
    pub fn accepts(&self, entry: &Entry, state: &State) -> bool {
        self.programme(entry) && self.country(entry, state) && self.name(entry)
    }

    /// Whether it means a measure of the file.
    pub fn accepts_measure(&self, it: &Measure, state: &State) -> bool {
        let mut entry = Entry::new(ListName::OfacSdn, "");
        let target = state.target(it);
        state.target_name(it).clone_into(&mut entry.name);
        entry.aliases =
            target.into_iter().flat_map(|target| &target.aliases).map(|it| it.name().to_string()).collect();
        entry.programmes =
            it.programme.iter().flat_map(|text| text.split(';')).map(|it| it.trim().to_owned()).collect();
        let own = target.filter(|target| target.kind == SubjectKind::State).map(|target| &target.id);
        let countries = target.into_iter().flat_map(|target| &target.countries).chain(own);
        entry.countries = countries.map(ToString::to_string).collect();
        self.accepts(&entry, state)
    }

    /// Where it means no entry of a list, what the list has instead.
    pub fn misses(&self, list: &Published, state: &State) -> Option<String> {
        let entries = &list.entries;
        if self.is_empty() || entries.iter().any(|entry| self.accepts(entry, state)) {
            return None;
        }
        if !entries.iter().any(|entry| self.programme(entry)) {
            let has = most(entries.iter().flat_map(|entry| &entry.programmes).map(String::as_str));
            return Some(format!(
                "no entry is of programme {}; the list has {has}",
                self.programmes.join(", ")
            ));
        }
        if !entries.iter().any(|entry| self.country(entry, state)) {
            let has = most(entries.iter().flat_map(|entry| countries_of(entry)));
            return Some(format!(
                "no entry is of country {}; the list writes {has}",
                self.countries.join(", ")
            ));
        }
        if !entries.iter().any(|entry| self.name(entry)) {
            return Some(format!("no entry is called {}", self.names.join(", ")));
        }
        Some("no entry is all of that: programme, country and name".to_owned())
    }
}

/// The countries of an entry. Canada's list has those of its regulations alone, in two languages: `Belarus / Bélarus`.
fn countries_of(entry: &Entry) -> impl Iterator<Item = &str> {
    let of_regulations = entry.programmes.iter().filter(|_| entry.list == ListName::Canada);
    let of_regulations = of_regulations.flat_map(|it| it.split('/')).map(str::trim);
    entry.countries.iter().map(String::as_str).chain(of_regulations)
}

/// Whether a programme is one that is wanted: it begins so; of a sentence (`The Republic of Belarus (Sanctions) …`) its
/// words do.
fn is_programme(programme: &str, wanted: &str) -> bool {
    let (programme, wanted) = (programme.to_lowercase(), wanted.to_lowercase());
    if programme.starts_with(&wanted) {
        return true;
    }
    let own: Vec<&str> = programme.split(|c: char| !c.is_alphanumeric()).collect();
    let mut words = wanted.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    programme.contains(' ')
        && words.peek().is_some()
        && words.all(|word| own.iter().any(|it| it.starts_with(word)))
}

/// What stands there most often, in words.
fn most<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    /// So many are named.
    const NAMED: usize = 12;
    let mut counts: HashMap<&str, usize> = HashMap::new();
    texts.for_each(|text| *counts.entry(text).or_default() += 1);
    if counts.is_empty() {
        return "none".to_owned();
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_unstable_by(|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
    let more =
        if counts.len() > NAMED { format!(" and {} more", counts.len() - NAMED) } else { String::new() };
    let named: Vec<&str> = counts.iter().take(NAMED).map(|(text, _)| *text).collect();
    format!("{}{more}", named.join(", "))
}

/// The state or bloc that a text names: by id, name or alias, or as a country in another spelling. A file has few of them
/// among many others.
pub(super) fn subject_of<'a>(state: &'a State, text: &str) -> Option<&'a Id> {
    let text = text.to_lowercase();
    let same = |other: &str| other.eq_ignore_ascii_case(&text) || other.to_lowercase() == text;
    let is_place = |it: &&Subject| matches!(it.kind, SubjectKind::State | SubjectKind::Bloc);
    let found = state.records().subjects.iter().filter(is_place).find(|it| {
        same(it.id.as_str()) || same(&it.name) || it.aliases.iter().any(|alias| same(alias.name()))
    });
    let by_code = || state.subject(countries::code(&text)?);
    found.or_else(by_code).map(|it| &it.id)
}
