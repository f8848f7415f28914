//! The party that OFAC's advanced XML tells of: its names, and what its features say.

use std::collections::HashMap;

use crate::model::date::Date;

use super::super::entry::{Birth, Entry, EntryKind, NameKind};
use super::super::gathered::Gathered;
use super::super::written::date_of;
use super::ofac_words::take_numbered;

/// The party that is being read.
#[derive(Default)]
pub(super) struct Party {
    pub(super) reference: String,
    pub(super) profile: String,
    pub(super) kind: Option<EntryKind>,
    /// What the groups of parts of its names are.
    pub(super) groups: HashMap<String, String>,
    /// Its names with their parts and the groups of these. What the groups are stands after them.
    pub(super) names: Vec<(NameKind, Vec<(String, String)>)>,
    /// What the alias that is being read is.
    pub(super) alias: Option<NameKind>,
    /// What its features say.
    pub(super) read: Option<Entry>,
    pub(super) feature: String,
    /// From when to when the period lies that is being read.
    pub(super) period: [[String; 3]; 2],
    pub(super) bound: usize,
    /// It is only about then.
    pub(super) is_about: bool,
    /// The birthdays of the feature that is being read.
    pub(super) births: Vec<Birth>,
    /// The countries of nationality, citizenship or flag of that feature.
    pub(super) countries: Vec<String>,
    /// So many of those that were taken stand in front as main ones.
    pub(super) main_countries: usize,
    /// The feature is the main one of its kind.
    pub(super) is_main: bool,
    /// The list itself says that it is false.
    pub(super) is_false: bool,
}

/// A paper by the numbers of its kind and country.
#[derive(Default)]
pub(super) struct Paper {
    pub(super) kind: String,
    pub(super) number: String,
    pub(super) country: String,
    /// The list itself says that it is forged.
    pub(super) is_forged: bool,
}

impl Party {
    /// Takes a period: a birthday, or when it was founded.
    pub(super) fn period_read(&mut self) {
        let feature = self.feature.to_lowercase();
        if feature != "birthdate" && !feature.contains("established") {
            return;
        }
        let [from, to] = std::mem::take(&mut self.period);
        let day = |[year, month, day]: &[String; 3]| date_of(year, month, day);
        let written = |parts: &[String; 3]| {
            day(parts).map_or_else(|| parts.join("-").trim_matches('-').to_owned(), Date::written)
        };
        // A whole year or month is written by its first and last days.
        let date = day(&from).zip(day(&to)).and_then(|(first, last)| spanning(first, last));
        let text = match date {
            Some(date) => date.written(),
            None if from == to => written(&from),
            None => format!("{} to {}", written(&from), written(&to)),
        };
        if !text.is_empty() {
            let (text, date) = if self.is_about { (format!("circa {text}"), None) } else { (text, date) };
            self.births.push(Birth { text, date });
        }
    }

    /// Takes the birthdays and countries of a feature, behind which it stands whether it is the main one.
    pub(super) fn feature_read(&mut self, line: u64, to: &mut Gathered) {
        let (births, countries) = (std::mem::take(&mut self.births), std::mem::take(&mut self.countries));
        let Some(read) = self.read.as_mut().filter(|_| !births.is_empty() || !countries.is_empty()) else {
            return;
        };
        if self.is_false {
            let what = if births.is_empty() { "countries" } else { "birthdays" };
            to.leave_out(&format!("{what} that the list itself calls false"));
            return;
        }
        for country in countries {
            read.add_nationality(&country);
            let at = read.nationalities.iter().position(|it| *it == country);
            if let Some(at) = at.filter(|at| self.is_main && *at >= self.main_countries) {
                let main = read.nationalities.remove(at);
                read.nationalities.insert(self.main_countries, main);
                self.main_countries += 1;
            }
        }
        let held = read.born.len();
        if self.is_main && read.main_birth.is_none() {
            read.main_birth = births.first().cloned();
        }
        read.born.extend(births);
        to.tell_births(line, read, held);
    }

    /// Takes what a feature says in words.
    pub(super) fn detail(&mut self, said: &str) {
        if let Some(read) = self.read.as_mut().filter(|_| !said.is_empty()) {
            take_numbered(read, &self.feature, said, "");
        }
    }
}

/// The date that begins and ends on two days: a day, a month, a year, or a span.
fn spanning(first: Date, last: Date) -> Option<Date> {
    let (from, to) = (first.written(), last.written());
    let cuts = [from.get(..4), from.get(..7), Some(from.as_str())];
    let whole = cuts.into_iter().flatten().filter_map(|cut| cut.parse::<Date>().ok());
    let mut whole = whole.filter(|date| date.first() == first.first() && date.last() == last.last());
    whole.next().or_else(|| format!("{from}/{to}").parse().ok())
}

/// Puts a part of a date into its place.
pub(super) fn put(numbers: &mut [String; 3], part: &str, text: &str) {
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
