//! State files that are broken or meant to do harm: reading them ends, never panics, and says what is wrong and where;
//! what can be read is drawn, with its pages.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use beltui::app::keymap::Keymap;
use beltui::app::{App, Modal};
use beltui::model::check::Severity;
use beltui::model::crossing::{Mode, Passage, Traffic};
use beltui::model::event::{Basis, EventKindName};
use beltui::model::relation::{ConsularStep, MissionStep, Rank, Stance, Trend};
use beltui::model::sanction::{MeasureKind, SanctionStep, TargetKind};
use beltui::model::state::{List, Place};
use beltui::model::{actor::ActorKind, id::Id};
use beltui::store::load::{Loaded, load_text};
use beltui::store::places::SHIPPED;
use common::{TODAY, day, screen};

/// Every kind of record and of step, each field at least once, and nothing wrong with it.
const SMALL: &str = r#"#![enable(implicit_some)]
// A small file with one of everything.
(
    schema: 1,
    title: "Small",
    focus: "BY",
    note: "Нота — \"quoted\" \u{301}",
    actors: [
        (id: "BY", name: "Belarus", kind: State, aliases: ["Беларусь"], note: "n"),
        (id: "LT", name: "Lithuania", kind: State),
        (id: "EU", name: "European Union", kind: Bloc, members: ["LT"]),
        (id: "customs", name: "Customs", kind: Agency, affiliation: "BY"),
    ],
    sources: [
        (id: "s", publisher: "P", title: "T", authors: ["A"], published: "2025-11-04", url: "https://example.org", grade: "B2", note: "n"),
    ],
    relations: [
        (id: "by-lt", pair: ("BY", "LT"), note: "n", history: [
            (on: "2020", what: Head, from: "LT", at: "BY", rank: Ambassador, sources: ["s"]),
            (on: "2021-05", what: Mission, from: "LT", at: "BY", status: Reduced, sources: ["s"]),
            (on: "2022-01-31", what: Consular, from: "BY", at: "LT", status: Limited, time: "10:00", sources: ["s"]),
            (on: "2023/2024", what: Stance, level: Hostile, trend: Steady, scope: "s", note: "n", sources: ["s"]),
        ]),
    ],
    sanctions: [
        (id: "m", issuer: "EU", target: (name: "X", kind: Entity, aliases: ["Y"], country: "BY"), measure: AssetFreeze,
            programme: "P", legal_acts: ["L"], list_refs: ["R"], note: "n", history: [
            (on: "2020-12-17", what: Designated, sources: ["s"]),
            (on: "2022", what: Licensed, licence: "GL 1", until: "2023", sources: ["s"], event: "e"),
            (on: "2024", what: Seen, list: "SDN", sources: ["s"]),
        ]),
        (id: "o", issuer: "EU", target: (name: "Z", kind: Sector), measure: Other("own words"), history: [(on: "2025", what: Imposed, sources: ["s"])]),
    ],
    crossings: [
        (id: "c", name: "C", aliases: ["D"], between: ("BY", "LT"), sides: ("a", "b"), route: "A1", mode: Road, traffic: All,
            capacity_per_day: 100, location: (lat: 54.5, lon: -25.25, error_km: 1.5, note: "n"), note: "n", history: [
            (on: "2024", what: Closed, by: "LT", traffic: Freight, sources: ["s"]),
            (on: "2025", what: Throughput, per_day: 40, capacity_per_day: 90, unit: "lorries", sources: ["s"]),
        ]),
    ],
    events: [
        (id: "e", on: "2025-10-27", until: "2025-10-28", time: "noon", kind: Talks, title: "E", actors: ["BY"], note: "n", basis: Reported,
            links: ["m", "c"], exchange: [(from: "BY", to: "LT", gave: "G", sources: ["s"])],
            figures: [(label: "l", value: "8,000", unit: "u", said_by: "S", note: "n", sources: ["s"])], sources: ["s"]),
        (id: "f", kind: Other("own words"), title: "F", sources: ["s"]),
    ],
)
"#;

/// Says on which input a test failed.
struct Input<'a>(&'a str);

impl Drop for Input<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            let start: String = self.0.chars().take(6000).collect();
            eprintln!("the input, {} bytes:\n{start}", self.0.len());
        }
    }
}

/// Reads a text, and asserts what holds of every text.
fn read(text: &str) -> Loaded {
    let _named = Input(text);
    let loaded = load_text(text.to_owned());
    assert_eq!(loaded.text, text);
    let lines: Vec<&str> = text.split('\n').collect();
    let mut before = 0;
    for finding in &loaded.findings {
        let (span, position) = (finding.bytes.clone(), finding.position);
        assert!(span.start <= span.end && span.end <= text.len(), "{finding:?}");
        assert!(text.is_char_boundary(span.start), "{finding:?}");
        assert!(before <= span.start, "in the order of the text: {finding:?}");
        before = span.start;
        let line =
            lines.get(position.line.wrapping_sub(1)).unwrap_or_else(|| panic!("no such line: {finding:?}"));
        let columns = line.chars().count() + 1;
        assert!((1..=columns).contains(&position.column), "of {columns} columns: {finding:?}");
        assert!(!finding.message.is_empty() && !finding.help.is_empty(), "{finding:?}");
    }
    assert_eq!(loaded.unwritable().is_some(), loaded.errors() > 0);
    loaded
}

/// The same, without an assertion for every finding: where lines are very long that takes too long.
fn read_quickly(text: &str) -> Loaded {
    let _named = Input(text);
    load_text(text.to_owned())
}

/// Draws what was read, then every kind of page on it, the pages of a few records of each list among them.
fn show(loaded: Loaded) {
    let text = loaded.text.clone();
    let _named = Input(&text);
    let mut ids = Vec::new();
    for &list in List::ALL {
        let length = loaded.state.len(list);
        let places = (0..length.min(3)).chain(length.saturating_sub(1)..length).map(|at| Place { list, at });
        ids.extend(places.filter_map(|place| loaded.state.at(place).map(|record| record.id().clone())));
    }
    let mut app = App::new("file.ron".to_owned(), day(TODAY), Some(day("2025-10-28")), Keymap::standard());
    app.resize(80, 24);
    let read_only = loaded.unwritable();
    app.loaded(loaded.state, loaded.findings, read_only);
    for keys in ["", "<Esc>", "2G", "3G", "4G", "1G", "2v", "3vg", "1f", "fz", "z}", "{", "[", "]", "]"] {
        common::press(&mut app, keys);
        screen(&app);
    }
    for id in ids {
        app.open_record(&id);
        for keys in ["", "G", "<Tab><Enter>", "<Esc>"] {
            common::press(&mut app, keys);
            screen(&app);
        }
        app.modals.clear();
    }
    app.open_disagreements();
    screen(&app);
    app.open_findings();
    screen(&app);
    app.open_help();
    screen(&app);
    app.resize(200, 60);
    screen(&app);
}

/// Draws what was read, the findings, and the page of one record of each list: for texts so long that a walk through
/// everything takes minutes.
fn glance(loaded: Loaded) {
    let at = |list| loaded.state.at(Place { list, at: 0 }).map(|record| record.id().clone());
    let ids: Vec<Id> = List::ALL.iter().copied().filter_map(at).collect();
    let mut app = App::new("file.ron".to_owned(), day(TODAY), Some(day("2025-10-28")), Keymap::standard());
    app.resize(80, 24);
    let read_only = loaded.unwritable();
    app.loaded(loaded.state, loaded.findings, read_only);
    screen(&app);
    for id in ids {
        app.modals.clear();
        app.open_record(&id);
        app.resize(80, 24);
        screen(&app);
    }
}

/// Does something that has to end. How long it takes is not asked; but a test that hangs has no name.
fn ends(what: &'static str, work: impl FnOnce() + Send + 'static) {
    let (sender, done) = channel();
    let worker = thread::spawn(move || {
        work();
        let _ = sender.send(());
    });
    let hangs = done.recv_timeout(Duration::from_mins(1)) == Err(RecvTimeoutError::Timeout);
    assert!(!hangs, "{what}: no end after a minute");
    if let Err(panic) = worker.join() {
        std::panic::resume_unwind(panic);
    }
}

/// Chance that is the same in every run (xorshift, 64 bits).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }

    /// A place between two characters.
    fn place(&mut self, text: &str) -> usize {
        text.floor_char_boundary(self.below(text.len() + 1))
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

/// What a mutation puts in.
const BITS: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "\\",
    ",",
    ":",
    "#",
    "r#\"",
    "\"#",
    "//",
    "/*",
    "*/",
    "\n",
    "\r",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "\u{301}",
    "é",
    "中",
    "👩‍👩‍👧",
    "None",
    "Some(",
    "Other(",
    "true",
    "inf",
    "-",
    "+",
    ".",
    "1e999999",
    "99999999999999999999",
    "0x",
    "\\u{110000}",
    "\\x",
    "\"\"",
    "()",
    "[]",
    "{}",
    "\"0000-00-00\"",
    "\"9999-12-31\"",
    "\"0001-01-01\"",
    "\"2025/2020\"",
    "\"99999\"",
    "\"-1\"",
    "\"BY\"",
    "\"s\"",
    "\"e\"",
    "schema: 2,",
    "actors: [],",
    "history: [],",
    "id: \"m\",",
    "#![enable(",
    "\u{1b}[31m",
];

/// A text with a few things wrong.
fn mutated(text: &str, chance: &mut Chance) -> String {
    let mut text = text.to_owned();
    for _ in 0..=chance.below(3) {
        let (a, b) = (chance.place(&text), chance.place(&text));
        let (from, to) = (a.min(b), a.max(b));
        let near = text.floor_char_boundary((from + 1 + chance.below(40)).min(text.len())).max(from);
        let next = text.ceil_char_boundary((from + 1).min(text.len()));
        match chance.below(8) {
            // One character becomes another.
            0 => text.replace_range(from..next, chance.one(BITS)),
            // Something too many.
            1 => text.insert_str(from, chance.one(BITS)),
            // A little goes, or a lot.
            2 => text.replace_range(from..near, ""),
            3 => text.replace_range(from..to, ""),
            // A little stands twice, or a lot.
            twice @ (4 | 5) => {
                let part = text[from..if twice == 4 { near } else { to }].to_owned();
                text.insert_str(from, &part);
            }
            // Two brackets change places.
            6 => {
                let brackets: Vec<usize> =
                    text.match_indices(['(', ')', '[', ']', '"']).map(|(at, _)| at).collect();
                if !brackets.is_empty() {
                    let (a, b) =
                        (brackets[chance.below(brackets.len())], brackets[chance.below(brackets.len())]);
                    let (one, other) = (text[a..=a].to_owned(), text[b..=b].to_owned());
                    text.replace_range(a..=a, &other);
                    text.replace_range(b..=b, &one);
                }
            }
            // A word or a number becomes something else.
            _ => {
                let word = |c: char| c.is_alphanumeric();
                let start = text[from..].find(word).map_or(text.len(), |at| from + at);
                let end = text[start..].find(|c| !word(c)).map_or(text.len(), |at| start + at);
                text.replace_range(start..end, chance.one(BITS));
            }
        }
    }
    text
}

#[test]
fn the_small_file_has_nothing_wrong_and_is_drawn() {
    let loaded = read(SMALL);
    assert_eq!(loaded.findings, []);
    for &list in List::ALL {
        assert!(loaded.state.len(list) > 0, "{list:?}");
    }
    show(loaded);
    show(read(SHIPPED));
}

#[test]
fn a_text_that_is_not_changed_is_read_the_same_twice() {
    for text in
        [SMALL, SHIPPED, &SMALL.replace("State", "Stat"), &SHIPPED[..SHIPPED.floor_char_boundary(70_000)]]
    {
        let (one, other) = (read(text), read(text));
        assert_eq!(one.findings, other.findings);
        assert_eq!(one.left_out, other.left_out);
        assert_eq!(one.spans, other.spans);
        assert!(one.state == other.state);
        assert!(one.state.records() == other.state.records());
    }
}

#[test]
fn a_file_cut_short_anywhere_is_read_and_drawn() {
    for cut in (0..SMALL.len()).filter(|at| SMALL.is_char_boundary(*at)) {
        let loaded = read(&SMALL[..cut]);
        // All that can miss without harm is the last line break.
        let whole = SMALL[cut..].trim().is_empty();
        assert_eq!(loaded.errors() == 0, whole, "cut at {cut}");
        if cut % 41 == 0 {
            show(loaded);
        }
    }
    for cut in (0..SHIPPED.len()).step_by(97) {
        let loaded = read(&SHIPPED[..SHIPPED.floor_char_boundary(cut)]);
        assert!(loaded.errors() > 0, "cut at {cut}");
    }
    // The other way round: what is left when the head is lost.
    for cut in (1..SMALL.len()).filter(|at| SMALL.is_char_boundary(*at)) {
        read(&SMALL[cut..]);
    }
}

#[test]
fn twenty_thousand_broken_files_are_read_and_many_of_them_drawn() {
    let threads: Vec<_> = (1..=4_u64)
        .map(|seed| {
            thread::spawn(move || {
                let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
                for round in 0..5_000 {
                    let loaded = read(&mutated(SMALL, &mut chance));
                    if round % 50 == 0 {
                        show(loaded);
                    }
                }
                for _ in 0..5 {
                    show(read(&mutated(SHIPPED, &mut chance)));
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
}

#[test]
fn files_whose_values_were_exchanged_are_drawn() {
    // What is broken above is mostly broken in its brackets; here every text is well formed, but says nonsense.
    let dates = [
        "0001-01-01",
        "9999-12-31",
        "2025",
        "0001/9999",
        "2024-02-29",
        "2025-10",
        "2025-10-28/2025-10-28",
        "9999",
    ];
    let ids = ["BY", "LT", "EU", "customs", "s", "by-lt", "m", "o", "c", "e", "f", "nobody", ""];
    let texts = [
        "",
        " ",
        "a\tb\nc",
        "\\u{202e}",
        "\\0",
        "e\\u{301}\\u{301}",
        "中文 👩‍👩‍👧",
        "%s {} \\x1b[31m",
        "\\u{200b}",
    ];
    let numbers = [
        "0",
        "4294967295",
        "4294967296",
        "-1",
        "1e308",
        "1e999999",
        "-90.0",
        "180",
        "0.5",
        "99999999999999999999",
    ];
    let mut chance = Chance(7);
    for _ in 0..400 {
        let mut out = String::new();
        let mut rest = SMALL;
        while let Some(at) = rest.find(['"', ' ']) {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            let value_end =
                rest[1..].find(|c: char| !c.is_ascii_digit() && c != '.').map_or(rest.len(), |e| e + 1);
            if rest.starts_with('"') {
                let end = 2 + rest[1..].find('"').unwrap();
                let old = &rest[1..end - 1];
                let kinds = match old {
                    _ if old.starts_with("20") => &dates[..],
                    _ if ids.contains(&old) => &ids[..],
                    _ => &texts[..],
                };
                // What stands behind a backslash is not the end of a text: such texts stay.
                let new = if old.ends_with('\\') || chance.below(4) > 0 { old } else { chance.one(kinds) };
                out.push_str(&format!("\"{new}\""));
                rest = &rest[end..];
            } else if value_end > 1 && chance.below(3) == 0 {
                out.push(' ');
                out.push_str(chance.one(&numbers));
                rest = &rest[value_end..];
            } else {
                out.push(' ');
                rest = &rest[1..];
            }
        }
        show(read(&(out + rest)));
    }
}

#[test]
fn nesting_without_end_is_named_and_not_followed() {
    const DEPTH: usize = 100_000;
    ends("deep nesting", || {
        for open in [
            "(",
            "[",
            "{",
            "([",
            "[(",
            "({",
            "Some(",
            "Other(",
            "(a:",
            "[{",
            "/*",
            "#![enable(",
            "#![",
            "r#",
            "{1:",
        ] {
            let deep = open.repeat(DEPTH);
            let record = "(schema: 1, title: \"T\", actors: [(id: \"BY\", name: \"B\", kind: State, aliases: @)], events: [])";
            for text in [
                deep.clone(),
                format!("(schema: 1, title: {deep}"),
                format!("(schema: 1, actors: [{deep}"),
                format!("(schema: 1, actors: [(id: {deep}"),
                record.replace('@', &deep),
            ] {
                let loaded = read_quickly(&text);
                assert!(loaded.errors() > 0, "{open:?}");
                show(loaded);
            }
        }
        // Closed as they were opened: only the depth is wrong, and only with that one record.
        for (open, close) in [("(", ")"), ("[", "]"), ("{1:", "}"), ("Some(", ")")] {
            for depth in [10, 60, 63, 64, 65, 66, 70, 1000] {
                let deep = format!("{}1{}", open.repeat(depth), close.repeat(depth));
                let text = format!(
                    "(schema: 1, title: \"T\", actors: [(id: \"A\", name: {deep}, kind: State), (id: \"B\", name: \"B\", kind: State)])"
                );
                assert!(read(&text).errors() > 0, "{depth} {open}");
            }
        }
        let comment = format!("{}{}{SMALL}", "/*".repeat(DEPTH), "*/".repeat(DEPTH));
        assert_eq!(read(&comment).findings, []);
    });
}

#[test]
fn numbers_that_do_not_fit_are_named_where_they_stand() {
    let fields = [
        ("schema: 1", "schema"),
        ("capacity_per_day: 100", "capacity_per_day"),
        ("per_day: 40", "per_day"),
        ("capacity_per_day: 90", "capacity_per_day"),
        ("lat: 54.5", "lat"),
        ("lon: -25.25", "lon"),
        ("error_km: 1.5", "error_km"),
    ];
    let numbers = [
        "1e999999",
        "-1e999999",
        "99999999999999999999e999",
        "1e",
        "1.2.3",
        "0x10",
        "--1",
        "+inf",
        "-inf",
        "+nan",
        "1_",
        ".",
    ];
    let whole = ["99999999999999999999", "-1", "4294967296", "1.5", "1e3"];
    let mut missed = Vec::new();
    for (written, field) in fields {
        let decimal = ["lat", "lon", "error_km"].contains(&field);
        for number in numbers.iter().chain(&whole) {
            let number = *number;
            let good = number == "1_" || decimal && whole.contains(&number);
            let text = SMALL.replacen(written, &format!("{field}: {number}"), 1);
            let loaded = read(&text);
            let at = SMALL.find(written).unwrap() + field.len() + 2;
            let named = loaded
                .findings
                .iter()
                .any(|finding| finding.bytes.start == at && finding.message.contains(field));
            if named == good {
                missed.push(format!(
                    "{field}: {number}: {:?}",
                    loaded.findings.iter().map(|f| &f.message).collect::<Vec<_>>()
                ));
            }
            show(loaded);
        }
    }
    assert!(missed.is_empty(), "not told as they should be:\n{}", missed.join("\n"));
}

#[test]
fn nul_bytes_are_named_or_kept() {
    let between = SMALL.replacen("actors", "\0actors", 1);
    let loaded = read(&between);
    assert_eq!(loaded.errors(), 1);
    assert!(loaded.findings[0].help.contains("NUL byte"), "{:?}", loaded.findings);
    show(loaded);
    show(read(&SMALL.replacen("Belarus", "Bel\0arus", 1)));
    show(read(&SMALL.replacen("Belarus", "Bel\\0arus", 1)));
    show(read(&SMALL.replacen("\"BY\"", "\"B\0Y\"", 1)));
    show(read(&"\0".repeat(100_000)));
}

#[test]
fn a_text_of_two_megabytes_is_read_and_drawn_wherever_it_stands() {
    for (place, written) in [
        ("a title", "\"Small\""),
        ("a note", "\"Нота — \\\"quoted\\\" \\u{301}\""),
        ("a name", "\"Belarus\""),
        ("an alias", "\"Беларусь\""),
        ("an id", "\"customs\""),
        ("a date", "\"2025-11-04\""),
        ("a reference", "\"LT\"]"),
        ("a word", "State"),
        ("a number", "100"),
        ("a comment", "A small file"),
        ("a title of an event", "\"E\""),
        ("a target", "\"X\""),
    ] {
        assert!(SMALL.contains(written), "{place}");
        ends(place, move || {
            let filler = if place.len() % 2 == 0 { "long text " } else { "длинный\u{301}中" };
            let long = filler.repeat((2 << 20) / filler.len());
            let new = match written {
                "State" => "L".repeat(2 << 20),
                "100" => "1".repeat(2 << 20),
                "A small file" => long,
                "\"LT\"]" => format!("\"{long}\"]"),
                _ => format!("\"{long}\""),
            };
            glance(read_quickly(&SMALL.replacen(written, &new, 1)));
        });
    }
}

/// So many pieces of text after one another.
fn many(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |text, at| text + &piece(at))
}

/// A file with a list of such records.
fn with_list(list: &str, records: &str) -> String {
    format!(
        "(schema: 1, title: \"T\", {list}: [\n{records}],\n{})",
        if list == "sources" { "" } else { "sources: [(id: \"s\", publisher: \"P\", title: \"T\")]" }
    )
}

#[test]
fn a_hundred_thousand_records_with_one_id_are_told_and_counted() {
    ends("duplicate ids", || {
        let records = "(id: \"x\", name: \"X\", kind: State),\n".repeat(100_000);
        let loaded = read(&with_list("actors", &records));
        assert_eq!(loaded.findings.len() + loaded.left_out, 99_999);
        assert!(loaded.findings.len() <= 10_000, "bounded");
        assert_eq!(loaded.findings[0].position.line, 3);
        show(loaded);
    });
}

#[test]
fn a_hundred_thousand_records_that_refer_to_nobody_are_told_and_counted() {
    ends("dangling references in many records", || {
        let record = |at: usize| {
            format!("(id: \"e-{at}\", kind: Talks, title: \"T\", actors: [\"n-{at}\"], sources: [\"s\"]),\n")
        };
        let records = many(100_000, record);
        let loaded = read(&with_list("events", &records));
        assert_eq!(loaded.findings.len() + loaded.left_out, 100_000);
        show(loaded);
    });
}

#[test]
fn one_record_with_a_hundred_thousand_references_to_nobody_is_told() {
    ends("dangling references in one record", || {
        let links = many(100_000, |at| format!("\"n-{at}\",\n"));
        let event = format!("(id: \"e\", kind: Talks, title: \"T\", links: [{links}], sources: [\"s\"])");
        let loaded = read(&with_list("events", &event));
        assert_eq!(loaded.findings.len() + loaded.left_out, 100_000);
        assert_eq!(loaded.findings[1].position.line, 3);
        show(loaded);
    });
}

#[test]
fn a_hundred_thousand_fields_that_nobody_knows_are_told() {
    ends("unknown fields", || {
        let fields = many(100_000, |at| format!("f{at}: 1,\n"));
        let loaded = read(&format!("(schema: 1, title: \"T\",\n{fields})"));
        assert_eq!(loaded.findings.len() + loaded.left_out, 100_000);
        let loaded = read(&with_list("actors", &format!("(id: \"x\", {fields} name: \"X\", kind: State)")));
        assert_eq!(loaded.findings.len() + loaded.left_out, 100_000);
        show(loaded);
    });
}

#[test]
fn twenty_thousand_findings_on_one_line_are_told() {
    ends("a long line", || {
        // As a program would write it that knows no line breaks.
        let note = "n".repeat(100);
        let record = format!("(id: \"x\", name: \"X\", kind: State, note: \"{note}\"), ");
        let text = with_list("actors", &record.repeat(20_000)).replace('\n', " ");
        let loaded = read_quickly(&text);
        assert_eq!(loaded.findings.len() + loaded.left_out, 19_999);
        for finding in &loaded.findings {
            assert_eq!((finding.position.line, finding.position.column), (1, finding.bytes.start + 1));
        }
        show(loaded);
    });
}

#[test]
fn a_history_of_twenty_thousand_steps_is_drawn() {
    ends("a long history", || {
        let step = |at: usize| {
            let what = ["Imposed", "Eased", "Suspended", "Lifted", "Renewed"][at % 5];
            format!(
                "(on: \"{}-{:02}-{:02}\", what: {what}, sources: [\"s\"]),\n",
                1900 + at % 120,
                1 + at % 12,
                1 + at % 28
            )
        };
        let steps = many(20_000, step);
        let measure = format!(
            "(id: \"m\", issuer: \"s\", target: (name: \"X\", kind: Entity), measure: AssetFreeze, history: [{steps}])"
        );
        show(read(&with_list("sanctions", &measure)));
    });
}

#[test]
fn blocs_that_are_members_of_each_other_and_links_in_a_circle_are_drawn() {
    let circle = |count: usize| {
        let actor = |at: usize| {
            format!(
                "(id: \"a-{at}\", name: \"A\", kind: Bloc, members: [\"a-{}\", \"a-{at}\"], affiliation: \"a-{}\"),\n",
                (at + 1) % count,
                (at + 1) % count
            )
        };
        let event = |at: usize| {
            format!(
                "(id: \"e-{at}\", on: \"2025\", kind: Talks, title: \"E\", links: [\"e-{}\", \"e-{at}\"], sources: [\"s\"]),\n",
                (at + 1) % count
            )
        };
        let (actors, events): (String, String) =
            ((0..count).map(actor).collect(), (0..count).map(event).collect());
        with_list("actors", &actors).replacen("sources:", &format!("events: [{events}], sources:"), 1)
    };
    for count in [1, 2, 3, 100] {
        show(read(&circle(count)));
    }
}

#[test]
fn an_unknown_field_is_named_with_its_place_in_every_kind_of_struct() {
    let mut kinds = std::collections::BTreeSet::new();
    for (at, _) in SMALL.match_indices('(') {
        // A struct opens here where a name and a colon follow.
        let rest = SMALL[at + 1..].trim_start();
        let name = rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').count();
        if name == 0 || !rest[name..].starts_with(':') {
            continue;
        }
        let text = format!("{}nonsense: 7, {}", &SMALL[..=at], &SMALL[at + 1..]);
        let loaded = read(&text);
        let line = 1 + SMALL[..=at].matches('\n').count();
        let column = 1 + SMALL[..=at].rsplit('\n').next().unwrap().chars().count();
        let told = loaded.findings.iter().find(|finding| finding.message.ends_with(" has no field nonsense"));
        let told = told.unwrap_or_else(|| panic!("{line}:{column}: {:?}", loaded.findings));
        assert_eq!((told.position.line, told.position.column), (line, column), "{told:?}");
        assert_eq!(told.severity, Severity::Error);
        assert_eq!(&text[told.bytes.start..told.bytes.end], "nonsense");
        kinds.insert(told.message.clone());
    }
    let named: Vec<_> =
        kinds.iter().map(|message| message.trim_end_matches(" has no field nonsense")).collect();
    assert_eq!(
        named,
        [
            "a crossing",
            "a figure",
            "a location",
            "a measure",
            "a relation",
            "a side of an exchange",
            "a source",
            "a state file",
            "a step of a crossing",
            "a step of a measure",
            "a step of a relation",
            "a target",
            "an actor",
            "an event",
        ]
    );
}

#[test]
fn a_misspelt_field_is_told_with_the_one_that_was_likely_meant() {
    let mut wrong = Vec::new();
    for (at, _) in SMALL.match_indices(": ") {
        let name = SMALL[..at].rsplit(|c: char| !c.is_ascii_lowercase() && c != '_').next().unwrap();
        let start = at - name.len();
        // Of words of two letters (on, at, id, to, by) any could be meant.
        if name.len() < 3 || SMALL[..start].ends_with("// ") {
            continue;
        }
        let (head, tail) = name.split_at(name.len() / 2);
        let misspelt = format!("{head}{}{tail}", &tail[..1]);
        let text = format!("{}{misspelt}{}", &SMALL[..start], &SMALL[at..]);
        let loaded = read(&text);
        let told = loaded.findings.iter().find(|f| f.message.ends_with(&format!(" has no field {misspelt}")));
        if told.is_none_or(|told| told.help != format!("did you mean {name}?") || told.bytes.start != start) {
            let messages: Vec<_> = loaded.findings.iter().map(|f| (&f.message, &f.help)).collect();
            wrong.push(format!("{misspelt} for {name}: {messages:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A word with one letter less, one more, one other, and in other cases.
fn misspelt(word: &str) -> Vec<String> {
    let (head, tail) = word.split_at(word.len() / 2);
    vec![
        format!("{head}{}", &tail[1..]),
        format!("{head}{}{tail}", &tail[..1]),
        format!("{head}q{}", &tail[1..]),
        word.to_lowercase(),
        word.to_uppercase(),
        word[..word.len() - 1].to_owned(),
    ]
}

/// A word with two letters in each other's places.
fn exchanged(word: &str) -> Vec<String> {
    let (head, tail) = word.split_at(word.len() / 2 - 1);
    vec![format!("{head}{}{}{}", &tail[1..2], &tail[..1], &tail[2..])]
}

/// Where each closed vocabulary stands in the small file: what is written there, the same with a gap, its words.
const WORDS: &[(&str, &str, &[&str])] = &[
    ("kind: State, aliases", "kind: @, aliases", ActorKind::NAMES),
    ("kind: Entity", "kind: @", TargetKind::NAMES),
    ("measure: AssetFreeze", "measure: @", MeasureKind::NAMES),
    ("what: Designated", "what: @", SanctionStep::NAMES),
    ("what: Stance", "what: @", &["Head", "Mission", "Consular", "Stance"]),
    ("rank: Ambassador", "rank: @", Rank::NAMES),
    ("status: Reduced", "status: @", MissionStep::NAMES),
    ("status: Limited", "status: @", ConsularStep::NAMES),
    ("level: Hostile", "level: @", Stance::NAMES),
    ("trend: Steady", "trend: @", Trend::NAMES),
    ("mode: Road", "mode: @", Mode::NAMES),
    ("traffic: All", "traffic: @", Traffic::NAMES),
    ("what: Closed", "what: @", &["Open", "Restricted", "Suspended", "Closed", "Throughput"]),
    ("what: Closed", "what: @", Passage::NAMES),
    ("kind: Talks", "kind: @", EventKindName::NAMES),
    ("basis: Reported", "basis: @", Basis::NAMES),
];

fn likely_meant(misspell: fn(&str) -> Vec<String>) {
    let mut wrong = Vec::new();
    for (written, template, names) in WORDS {
        assert_eq!(SMALL.matches(written).count(), 1, "{written}");
        let at = SMALL.find(written).unwrap() + template.find('@').unwrap();
        for name in *names {
            for word in misspell(name) {
                if names.contains(&word.as_str()) {
                    continue;
                }
                let loaded = read(&SMALL.replacen(written, &template.replace('@', &word), 1));
                let told = loaded.findings.iter().find(|finding| finding.bytes.start == at);
                if told.is_none_or(|told| told.help != format!("did you mean {name}?")) {
                    wrong.push(format!("{template}: {word} for {name}: {:?}", told.map(|told| &told.help)));
                }
            }
        }
    }
    let some = wrong.iter().take(10).cloned().collect::<Vec<_>>().join("\n");
    assert!(wrong.is_empty(), "{} of them:\n{some}", wrong.len());
}

#[test]
fn every_word_misspelt_is_told_with_the_word_that_was_likely_meant() {
    likely_meant(misspelt);
}

#[test]
fn every_word_with_two_letters_exchanged_is_told_with_the_word_that_was_likely_meant() {
    likely_meant(exchanged);
}

#[test]
fn a_page_of_a_record_that_is_not_there_opens_nothing() {
    let mut app = common::app((80, 24), "2025-10-28");
    for id in ["", "nobody", "-", "\0", &"x".repeat(1 << 20)] {
        app.open_record(&Id::new(id));
        assert!(!matches!(app.modals.last(), Some(Modal::Page(_))));
        screen(&app);
    }
}
