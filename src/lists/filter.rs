//! Which entries of a list are meant: by programme, country and name.

use std::collections::HashMap;

use crate::model::id::Id;
use crate::model::measure::Measure;
use crate::model::state::State;
use crate::model::subject::SubjectKind;

use super::countries;
use super::entry::{Entry, ListName};
use super::matching::words;
use super::places::Places;
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

    /// It as a file understands it: countries are also known by the names that the file has for them.
    pub fn of<'a>(&'a self, state: &'a State) -> Meant<'a> {
        let places = Places::of(state);
        let countries = self.countries.iter().map(|it| (it.as_str(), places.find(it))).collect();
        let programmes = self.programmes.iter().map(|it| it.to_lowercase()).collect();
        let names = self.names.iter().map(|it| words(it)).collect();
        Meant { filter: self, state, places, countries, programmes, names }
    }
}

/// Which entries of a list, and which measures of a file, a [`Filter`] means.
#[derive(Debug)]
pub struct Meant<'a> {
    pub(super) filter: &'a Filter,
    state: &'a State,
    places: Places<'a>,
    /// The countries, and what they are in the file.
    countries: Vec<(&'a str, Option<&'a Id>)>,
    /// In lower case.
    programmes: Vec<String>,
    /// The words of each.
    names: Vec<Vec<String>>,
}

impl Meant<'_> {
    fn programme(&self, entry: &Entry) -> bool {
        let fits = |wanted: &String| entry.programmes.iter().any(|it| is_programme(it, wanted));
        self.programmes.is_empty() || self.programmes.iter().any(fits)
    }

    fn country(&self, entry: &Entry) -> bool {
        let fits = |country: &str| {
            let is_it = |(wanted, subject): &(&str, Option<&Id>)| {
                countries::same(wanted, country)
                    || subject.is_some_and(|subject| self.places.find(country) == Some(subject))
            };
            self.countries.iter().any(is_it)
        };
        self.countries.is_empty() || countries_of(entry).any(fits)
    }

    fn name(&self, entry: &Entry) -> bool {
        if self.names.is_empty() {
            return true;
        }
        let weak = entry.weak_aliases.iter().map(String::as_str);
        entry.names().chain(weak).any(|name| {
            let own = words(name);
            let has = |word: &String| own.iter().any(|it| it.starts_with(word.as_str()));
            self.names.iter().any(|wanted| wanted.iter().all(has))
        })
    }

    /// Whether it means an entry.
    pub fn accepts(&self, entry: &Entry) -> bool {
        self.programme(entry) && self.country(entry) && self.name(entry)
    }

    /// Whether it means a measure of the file.
    pub fn accepts_measure(&self, it: &Measure) -> bool {
        if self.filter.is_empty() {
            return true;
        }
        let mut entry = Entry::new(ListName::OfacSdn, "");
        let target = self.state.target(it);
        self.state.target_name(it).clone_into(&mut entry.name);
        entry.aliases =
            target.into_iter().flat_map(|target| &target.aliases).map(|it| it.name().to_string()).collect();
        entry.programmes =
            it.programme.iter().flat_map(|text| text.split(';')).map(|it| it.trim().to_owned()).collect();
        let own = target.filter(|target| target.kind == SubjectKind::State).map(|target| &target.id);
        let countries = target.into_iter().flat_map(|target| &target.countries).chain(own);
        entry.countries = countries.map(ToString::to_string).collect();
        self.accepts(&entry)
    }

    /// Where it means no entry of a list, what the list has instead.
    pub fn misses(&self, list: &Published) -> Option<String> {
        let entries = &list.entries;
        if self.filter.is_empty() || entries.iter().any(|entry| self.accepts(entry)) {
            return None;
        }
        if !entries.iter().any(|entry| self.programme(entry)) {
            let has = most(entries.iter().flat_map(|entry| &entry.programmes).map(String::as_str));
            let wanted = self.filter.programmes.join(", ");
            return Some(format!("no entry is of programme {wanted}; the list has {has}"));
        }
        if !entries.iter().any(|entry| self.country(entry)) {
            let has = most(entries.iter().flat_map(|entry| countries_of(entry)));
            let wanted = self.filter.countries.join(", ");
            return Some(format!("no entry is of country {wanted}; the list writes {has}"));
        }
        if !entries.iter().any(|entry| self.name(entry)) {
            return Some(format!("no entry is called {}", self.filter.names.join(", ")));
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

/// Whether a programme is one that is wanted, which is in lower case: it begins so; of a sentence (`The Republic of Belarus
/// (Sanctions) …`) its words do.
fn is_programme(programme: &str, wanted: &str) -> bool {
    let programme = programme.to_lowercase();
    if programme.starts_with(wanted) {
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
