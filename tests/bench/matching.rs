//! How well and how fast names are matched, by a table: `cargo bench --bench matching`, `… -- pairs TABLE`,
//! `… -- people TABLE`, `… -- missed TABLE` (the pairs of such a table that are not found), `… -- speed TABLE`.
//!
//! A table of pairs has the columns `name1`, `name2`, `is_match` (true or false), and may have `schema` (Person, Vessel, or
//! any other for an organisation) and `quality`. A table of people has a number and a name a row; names of one number
//! are one person's. What counts for recall are spellings of one name, so that a third column may say which of the
//! person's names a spelling is of: one before and after a marriage, a nom de guerre and its translation are several.
//! Without a table it takes those of the tests.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use beltui::names::{Index, Kind, LOOK, Name, Owned, Quality, SURE, compare};

/// How many were found and should have been, were found and should not, and were not found.
#[derive(Debug, Default)]
struct Counts {
    right: f64,
    wrong: f64,
    missed: f64,
}

impl Counts {
    fn take(&mut self, found: bool, is_match: bool) {
        match (found, is_match) {
            (true, true) => self.right += 1.0,
            (true, false) => self.wrong += 1.0,
            (false, true) => self.missed += 1.0,
            (false, false) => {}
        }
    }

    fn print(&self, of: &str) {
        let share = |of: f64, all: f64| if all > 0.0 { of / all } else { 1.0 };
        println!(
            "{of:<16} precision {:.3}  recall {:.3}  F1 {:.3}",
            share(self.right, self.right + self.wrong),
            share(self.right, self.right + self.missed),
            share(2.0 * self.right, 2.0 * self.right + self.wrong + self.missed),
        );
    }
}

fn kind(schema: &str) -> Kind {
    match schema {
        "Person" => Kind::Person,
        "Vessel" | "Airplane" => Kind::Craft,
        _ => Kind::Organisation,
    }
}

fn pairs(path: &str) {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let heads = reader.headers().unwrap().clone();
    let place = |name: &str| heads.iter().position(|head| head == name);
    let (first, second) = (place("name1").unwrap(), place("name2").unwrap());
    let is_match = place("is_match").unwrap();
    let (schema, quality) = (place("schema"), place("quality"));
    let (mut all, mut strong, mut sure) = (Counts::default(), Counts::default(), Counts::default());
    let mut spent = Duration::ZERO;
    for row in reader.records().map(Result::unwrap) {
        let of = |place: Option<usize>| place.and_then(|at| row.get(at)).unwrap_or_default();
        let kind = kind(of(schema));
        let begun = Instant::now();
        let (a, b) = (Name::new(of(Some(first)), kind), Name::new(of(Some(second)), kind));
        let score = compare(&a, &b).score;
        spent += begun.elapsed();
        let is_match = of(Some(is_match)) == "true";
        all.take(score >= LOOK, is_match);
        sure.take(score >= SURE, is_match);
        if of(quality) == "STRONG" {
            strong.take(score >= LOOK, is_match);
        }
    }
    println!("{path}");
    all.print("look or sure");
    strong.print("of strong pairs");
    sure.print("sure alone");
    println!("{spent:?} for all pairs");
}

/// Which scripts a name is in, as far as recall is told apart by them.
fn is_cyrillic(name: &str) -> bool {
    name.chars().any(|c| ('\u{400}'..='\u{52f}').contains(&c))
}

fn people(path: &str, shows_missed: bool) {
    // The spellings of each person, and which of the names they are of.
    let mut people: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for row in csv::Reader::from_path(path).unwrap().records().map(Result::unwrap) {
        let of = |at: usize| row.get(at).unwrap_or_default().to_owned();
        people.entry(of(0)).or_default().push((of(1), of(2)));
    }
    let ready: Vec<Vec<Name>> = people
        .values()
        .map(|names| names.iter().map(|(name, _)| Name::new(name, Kind::Person)).collect())
        .collect();
    let mut other_names = 0;
    let mut by_scripts: BTreeMap<&str, Counts> = BTreeMap::new();
    let (mut look, mut sure, mut held) = (0, 0, 0);
    for (at, (names, written)) in ready.iter().zip(people.values()).enumerate() {
        for (n, (a, (text, of))) in names.iter().zip(written).enumerate() {
            for (b, (other, other_of)) in names.iter().zip(written).skip(n + 1) {
                // Another number of words is another name, not another spelling.
                if a.words().count() != b.words().count() || a.words().count() < 2 {
                    continue;
                }
                if of != other_of {
                    other_names += 1;
                    continue;
                }
                let scripts = match (is_cyrillic(text), is_cyrillic(other)) {
                    (false, false) => "within Latin",
                    (true, true) => "within Cyrillic",
                    _ => "across scripts",
                };
                let is_found = compare(a, b).score >= LOOK;
                by_scripts.entry(scripts).or_default().take(is_found, true);
                if shows_missed && !is_found {
                    println!("{scripts}: {text} / {other}");
                }
            }
        }
        for (other, others) in ready.iter().zip(people.values()).skip(at + 1) {
            for (a, b) in names.first().into_iter().zip(other.first()) {
                let score = compare(a, b).score;
                held += 1;
                if shows_missed && score >= LOOK {
                    let text = |names: &[(String, String)]| names.first().map(|(name, _)| name.clone());
                    let band = if score >= SURE { "sure" } else { "look" };
                    println!("two people, {band}: {:?} / {:?}", text(written), text(others));
                }
                look += usize::from(score >= LOOK);
                sure += usize::from(score >= SURE);
            }
        }
    }
    println!(
        "{path}: {} people; {other_names} pairs are of two names of one person and do not count",
        people.len()
    );
    for (scripts, counts) in &by_scripts {
        counts.print(scripts);
    }
    println!("of {held} pairs of two people {look} are alike, {sure} of them for certain");
}

/// A list of 20,000 entries of two names each, made of the names of a table, and a thousand names asked of it.
fn speed(path: &str) {
    let rows: Vec<String> = csv::Reader::from_path(path)
        .unwrap()
        .records()
        .map(|row| row.unwrap().get(1).unwrap_or_default().to_owned())
        .collect();
    let syllables = ["za", "rv", "or", "min", "dub", "kel", "to", "ras", "vik", "len", "pra", "gom"];
    let surname = |at: usize| -> String {
        let part = |n: usize| *syllables.iter().cycle().nth((at / n + n) % syllables.len()).unwrap();
        [part(1), part(12), part(144), part(1728), "ov"].concat()
    };
    let written = |at: usize| {
        let row = rows.iter().cycle().nth(at % rows.len()).unwrap();
        let rest = row.split_once(',').map_or("Ivan", |(_, rest)| rest);
        format!("{}, {rest}", surname(at))
    };
    let names: Vec<Owned> = (0..40_000)
        .map(|at| Owned { owner: at / 2, name: written(at), kind: Kind::Person, quality: Quality::Full })
        .collect();
    let begun = Instant::now();
    let index = Index::new(names);
    println!("20,000 entries with 40,000 names made ready in {:?}", begun.elapsed());
    let begun = Instant::now();
    let found: usize =
        (0..1000).map(|at| index.find(&Name::new(&written(at * 37), Kind::Person), |_| true).len()).sum();
    println!("1,000 names asked of them in {:?}: {found} hits", begun.elapsed());
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|it| it != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["pairs", path] => pairs(path),
        ["people", path] => people(path, false),
        ["missed", path] => people(path, true),
        ["speed", path] => speed(path),
        _ => {
            people("tests/matching/ofac_people.csv", false);
            people("tests/matching/spellings.csv", false);
            speed("tests/matching/ofac_people.csv");
        }
    }
}
