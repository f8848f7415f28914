//! How fast official lists are read, held against a file and imported: `cargo bench --bench lists`, `… -- days COUNT` (so
//! many lists of following days, the default being thirty).
//!
//! The lists are invented: entries of people, companies and ships whose names share their syllables, as OFAC writes them.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::indexing_slicing)]

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use beltui::lists::import::{Filter, proposals};
use beltui::lists::reconcile::reconcile;
use beltui::lists::{ListName, dated, read};
use beltui::model::date::Date;
use beltui::model::state::State;
use beltui::store::load::load_text;

/// So many entries are on the list.
const ENTRIES: usize = 20_000;

/// Numbers that look as if they came by chance, the same in each run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    fn word(&mut self, syllables: usize) -> String {
        const SYLLABLES: [&str; 16] = [
            "za", "rv", "or", "min", "dub", "kel", "to", "ras", "vik", "len", "pra", "gom", "sha", "lo",
            "ner", "tu",
        ];
        (0..syllables).map(|_| self.one(&SYLLABLES)).collect()
    }
}

/// An entry: its name, kind and remarks.
struct Row {
    name: String,
    kind: &'static str,
    remarks: String,
}

fn rows() -> Vec<Row> {
    const GIVEN: [&str; 8] = ["Ivan", "Petr", "Aliaksandr", "Omar", "Maria", "Olga", "Viktar", "Natalia"];
    const FORMS: [&str; 5] = ["LLC", "OJSC", "LTD", "CO.", "TRADING COMPANY"];
    let mut chance = Chance(7);
    let row = |_| match chance.below(25) {
        0..10 => Row {
            name: format!("{}, {} {}", chance.word(3).to_uppercase(), chance.one(&GIVEN), chance.word(2)),
            kind: "\"individual\"",
            remarks: format!(
                "DOB {:02} Jan {}; nationality {}; Passport {} ({})",
                chance.below(28) + 1,
                1940 + chance.below(50),
                chance.word(3),
                1_000_000 + chance.below(90_000_000),
                chance.word(2)
            ),
        },
        10..23 => Row {
            name: format!(
                "{} {} {}",
                chance.word(3).to_uppercase(),
                chance.word(2).to_uppercase(),
                chance.one(&FORMS)
            ),
            kind: "-0- ",
            remarks: format!(
                "Tax ID No. {} ({}); Organization Established Date {}",
                100_000_000 + chance.below(900_000_000),
                chance.word(2),
                1960 + chance.below(60)
            ),
        },
        _ => Row {
            name: format!("{} {}", chance.word(2).to_uppercase(), chance.word(2).to_uppercase()),
            kind: "\"vessel\"",
            remarks: format!("Vessel Registration Identification IMO {}", 9_000_000 + chance.below(999_999)),
        },
    };
    (0..ENTRIES).map(row).collect()
}

/// The list as of a day: of each day a few entries have gone, and a few say something else.
fn list(rows: &[Row], day: usize) -> String {
    let mut text = String::new();
    for (at, row) in rows.iter().enumerate().filter(|(at, _)| at % 7919 != day) {
        let more = if at % 1009 < day { "; Linked To: SOMEBODY" } else { "" };
        let _ = write!(
            text,
            "{},\"{}\",{},\"QUEL-EO9\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"{}{more}.\"\r\n",
            10_000 + at,
            row.name,
            row.kind,
            row.remarks
        );
    }
    text + "\u{1a}"
}

/// A file with a measure against each of some entries, every second with its number.
fn file(rows: &[Row], step: usize) -> State {
    let (mut subjects, mut sanctions) = (String::new(), String::new());
    for (at, row) in rows.iter().enumerate().step_by(step) {
        let kind = match row.kind {
            "-0- " => "Company",
            "\"vessel\"" => "Vessel",
            _ => "Person",
        };
        let _ = write!(subjects, "(id: \"s{at}\", name: \"{}\", kind: {kind}),", row.name);
        let number = if (at / step) % 2 == 0 {
            format!("list_refs: [\"OFAC {}\"],", 10_000 + at)
        } else {
            String::new()
        };
        let _ = write!(
            sanctions,
            "(id: \"us-{at}\", issuer: \"US\", target: \"s{at}\", measure: AssetFreeze, programme: \"QUEL-EO9\", {number} history: [(on: \"2020-01-01\", what: Designated, sources: [\"s\"])]),"
        );
    }
    let text = format!(
        "#![enable(implicit_some)]\n(schema: 2, title: \"T\", subjects: [(id: \"US\", name: \"United States\", kind: State),{subjects}], sources: [(id: \"s\", publisher: \"P\", title: \"T\", published: \"2020-01-01\")], relations: [], sanctions: [{sanctions}], crossings: [], events: [])"
    );
    load_text(text).state
}

fn told(what: &str, spent: Duration) {
    println!("{what:<66} {:>8.3} s", spent.as_secs_f64());
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn one(folder: &std::path::Path, rows: &[Row]) {
    let path = folder.join("sdn.csv");
    fs::write(&path, list(rows, 0)).unwrap();
    let begun = Instant::now();
    let published = read(&[path], None, &mut |_, _, _| {}).unwrap();
    let read = begun.elapsed();
    told("20,000 entries read", read);
    let on = day("2024-01-01");
    let lists = [(on, published)];
    for (step, said) in [(33, "606"), (1, "20,000")] {
        let state = file(rows, step);
        let begun = Instant::now();
        let found = reconcile(&state, &lists, &Filter::default());
        told(&format!("a file of {said} subjects held against them"), begun.elapsed());
        assert!(found.findings.len() >= ENTRIES);
        let begun = Instant::now();
        let made = proposals(&state, &lists[0].1, on, &Filter::default());
        told(&format!("what they would bring into it ({} changes)", made.changes.len()), begun.elapsed());
    }
}

fn many(folder: &std::path::Path, rows: &[Row], count: usize) {
    let of = |at: usize| -> PathBuf { folder.join(format!("{at}_sdn.csv")) };
    let first = day("2024-01-01").first();
    let mut files = Vec::new();
    for at in 0..count {
        fs::write(of(at), list(rows, at)).unwrap();
        let on = first + chrono::Days::new(u64::try_from(at).unwrap());
        files.push(format!("{on}={}", of(at).display()));
    }
    let state = file(rows, 33);
    let begun = Instant::now();
    let lists = dated(&files, Some(ListName::OfacSdn), None, first, &mut |_, _, _| {}).unwrap();
    told(&format!("{count} lists of following days read"), begun.elapsed());
    let begun = Instant::now();
    let found = reconcile(&state, &lists, &Filter::default());
    told(
        &format!("a file of 606 subjects held against all ({} findings)", found.findings.len()),
        begun.elapsed(),
    );
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|it| it != "--bench").collect();
    let folder = tempfile::tempdir().unwrap();
    let rows = rows();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["days", count] => many(folder.path(), &rows, count.parse().unwrap()),
        _ => {
            one(folder.path(), &rows);
            many(folder.path(), &rows, 30);
        }
    }
}
