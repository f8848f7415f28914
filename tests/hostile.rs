//! State files that are broken or meant to do harm: reading them ends, never panics, and says what is wrong and where;
//! what can be read is drawn, with its pages.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use beltui::app::keymap::Keymap;
use beltui::app::{App, Modal};
use beltui::model::act::ActKind;
use beltui::model::check::Severity;
use beltui::model::crossing::{Access, Mode, Traffic};
use beltui::model::event::{Basis, EventKindName};
use beltui::model::measure::{MeasureStep, StandardMeasure};
use beltui::model::relation::{ConsularStep, MissionStep, Rank, Stance, Trend};
use beltui::model::state::{Place, RecordKind};
use beltui::model::{id::Id, subject::SubjectKind};
use beltui::store::load::{Loaded, load_text};
use beltui::store::places::SHIPPED;
use common::mutations::{SMALL, mutated, mutations, with_other_values};
use common::{TODAY, day, screen};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

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
    assert_eq!(loaded.written(), text);
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
    for &list in RecordKind::ALL {
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
    let ids: Vec<Id> = RecordKind::ALL.iter().copied().filter_map(at).collect();
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

#[test]
fn the_small_file_has_nothing_wrong_and_is_drawn() {
    let loaded = read(SMALL);
    assert_eq!(loaded.findings, []);
    for &list in RecordKind::ALL {
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
    for cut in (0..SHIPPED.len()).step_by(1009) {
        let loaded = read(&SHIPPED[..SHIPPED.floor_char_boundary(cut)]);
        assert!(loaded.errors() > 0, "cut at {cut}");
    }
    // The other way round: what is left when the head is lost.
    for cut in (1..SMALL.len()).filter(|at| SMALL.is_char_boundary(*at)) {
        read(&SMALL[cut..]);
    }
}

/// Does something with so many broken versions of a text; where it fails, it is with the least that is broken.
fn broken(text: &str, cases: u32, mut check: impl FnMut(String)) {
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let check = std::cell::RefCell::new(&mut check);
    let run = TestRunner::new(config).run(&mutations(4), |steps| {
        (check.borrow_mut())(mutated(text, &steps));
        Ok(())
    });
    run.unwrap();
}

#[test]
fn twenty_thousand_broken_files_are_read_and_many_of_them_drawn() {
    let threads: Vec<_> = (0..4)
        .map(|_| {
            thread::spawn(|| {
                let mut round = 0;
                broken(SMALL, 5_000, |text| {
                    let loaded = read(&text);
                    round += 1;
                    if round % 50 == 0 {
                        show(loaded);
                    }
                });
                broken(SHIPPED, 5, |text| show(read(&text)));
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// What is broken above is mostly broken in its brackets; here every text is well formed, but says nonsense.
    #[test]
    fn files_whose_values_were_exchanged_are_drawn(numbers in prop::collection::vec(any::<u16>(), 1..400)) {
        const DATES: &[&str] = &[
            "0001-01-01",
            "9999-12-31",
            "2025",
            "0001/9999",
            "2024-02-29",
            "2025-10",
            "2025-10-28/2025-10-28",
            "9999",
        ];
        show(read(&with_other_values(SMALL, &numbers, DATES)));
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
            let record = "(schema: 2, title: \"T\", subjects: [(id: \"BY\", name: \"B\", kind: State, aliases: @)], events: [])";
            for text in [
                deep.clone(),
                format!("(schema: 2, title: {deep}"),
                format!("(schema: 2, subjects: [{deep}"),
                format!("(schema: 2, subjects: [(id: {deep}"),
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
                    "(schema: 2, title: \"T\", subjects: [(id: \"A\", name: {deep}, kind: State), (id: \"B\", name: \"B\", kind: State)])"
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
        ("schema: 2", "schema"),
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
        "2_",
        ".",
    ];
    let whole = ["99999999999999999999", "-1", "4294967296", "1.5", "1e3"];
    let mut missed = Vec::new();
    for (written, field) in fields {
        let decimal = ["lat", "lon", "error_km"].contains(&field);
        for number in numbers.iter().chain(&whole) {
            let number = *number;
            let good = number == "2_" || decimal && whole.contains(&number);
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
    let between = SMALL.replacen("subjects", "\0subjects", 1);
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
        "(schema: 2, title: \"T\", {list}: [\n{records}],\n{})",
        if list == "sources" { "" } else { "sources: [(id: \"s\", publisher: \"P\", title: \"T\")]" }
    )
}

#[test]
fn a_hundred_thousand_records_with_one_id_are_told_and_counted() {
    ends("duplicate ids", || {
        let records = "(id: \"x\", name: \"X\", kind: State),\n".repeat(100_000);
        let loaded = read(&with_list("subjects", &records));
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
        let loaded = read(&format!("(schema: 2, title: \"T\",\n{fields})"));
        assert_eq!(loaded.findings.len() + loaded.left_out, 100_000);
        let loaded = read(&with_list("subjects", &format!("(id: \"x\", {fields} name: \"X\", kind: State)")));
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
        let text = with_list("subjects", &record.repeat(20_000)).replace('\n', " ");
        let loaded = read_quickly(&text);
        assert_eq!(loaded.findings.len() + loaded.left_out, 19_999);
        for finding in &loaded.findings {
            assert_eq!((finding.position.line, finding.position.column), (1, finding.bytes.start + 1));
        }
        show(loaded);
    });
}

/// A file with one measure, relation or crossing of so many steps.
fn with_steps(kind: &str, count: usize, step: impl Fn(usize) -> String) -> String {
    let steps = many(count, |at| format!("({}),\n", step(at)));
    let (list, head) = match kind {
        "measure" => ("sanctions", "issuer: \"US\", target: \"works\", measure: AssetFreeze"),
        "relation" => ("relations", "pair: (\"BY\", \"US\")"),
        _ => ("crossings", "name: \"C\", between: (\"BY\", \"US\"), mode: Road, traffic: All"),
    };
    format!(
        "(schema: 2, title: \"T\", subjects: [(id: \"BY\", name: \"B\", kind: State), (id: \"US\", name: \"U\", kind: State), (id: \"works\", name: \"X\", kind: Company)],
        sources: [(id: \"s\", publisher: \"P\", title: \"T\"), (id: \"t\", publisher: \"Q\", title: \"T\")],
        {list}: [(id: \"x\", {head}, history: [\n{steps}])])"
    )
}

#[test]
fn a_history_of_tens_of_thousands_of_claims_is_read_compared_and_drawn() {
    const COUNT: usize = 20_000;
    let day = |at: usize| format!("{}-{:02}-{:02}", 1900 + at % 120, 1 + at % 12, 1 + at % 28);
    let half = |at: usize| at < COUNT / 2;
    let by = |at: usize| ["s", "t"][at % 2];
    // What they have in common: each makes it easy to look at every pair.
    ends("liftings that every sighting could speak against", move || {
        for others in ["Seen, list: \"L\"", "NotSeen, list: \"L\"", "Resumed", "Licensed"] {
            let step = |at| {
                let (day, what) = if half(at) { ("2000", "Lifted") } else { ("2010", others) };
                format!("on: \"{day}\", what: {what}, sources: [\"s\"]")
            };
            glance(read_quickly(&with_steps("measure", COUNT, step)));
        }
    });
    ends("outcomes of one day", move || {
        let what = |at: usize| ["Lifted", "Eased", "Suspended", "Delisted"][at % 4];
        let step = |at| format!("on: \"2025-01-01\", what: {}, sources: [\"{}\"]", what(at), by(at));
        glance(read_quickly(&with_steps("measure", COUNT, step)));
        let same = |at| format!("on: \"2025-01-01\", what: {}, sources: [\"s\", \"t\"]", what(at));
        glance(read_quickly(&with_steps("measure", COUNT, same)));
    });
    ends("steps of all kinds", move || {
        let what = |at: usize| ["Imposed", "Lifted", "Seen, list: \"L\"", "Licensed", "Renewed"][at % 5];
        let step = |at| format!("on: \"{}\", what: {}, sources: [\"{}\"]", day(at), what(at), by(at));
        glance(read_quickly(&with_steps("measure", COUNT, step)));
    });
    ends("stances of one day", move || {
        let level = |at: usize| ["Hostile", "Good", "Cold"][at % 3];
        let step =
            |at| format!("on: \"2025-01-01\", what: Stance, level: {}, sources: [\"{}\"]", level(at), by(at));
        let loaded = read_quickly(&with_steps("relation", COUNT, step));
        assert_eq!(loaded.errors(), 0);
        glance(loaded);
    });
    ends("missions between as many as there are steps", move || {
        let step = |at| {
            format!(
                "on: \"{}\", what: Mission, from: \"a{at}\", at: \"b{at}\", status: Open, sources: [\"s\"]",
                day(at)
            )
        };
        glance(read_quickly(&with_steps("relation", COUNT, step)));
    });
    ends("a crossing", move || {
        let what = |at: usize| ["Open", "Closed", "Suspended"][at % 3];
        let step = |at| format!("on: \"{}\", what: {}, sources: [\"{}\"]", day(at / 500), what(at), by(at));
        glance(read_quickly(&with_steps("crossing", COUNT, step)));
    });
    ends("two steps of as many sources", move || {
        let sources = |of: usize| many(COUNT, |at| format!("\"{}{at}\",", ["a", "b"][of]));
        let step = |at| format!("on: \"202{at}\", what: Imposed, sources: [{}]", sources(at));
        glance(read_quickly(&with_steps("measure", 2, step)));
    });
}

#[test]
fn warnings_however_many_hide_no_error() {
    let measures = many(20_000, |at| {
        format!("(id: \"m-{at}\", issuer: \"US\", target: \"works\", measure: AssetFreeze),\n")
    });
    let text = format!(
        "(schema: 2, title: \"T\", subjects: [(id: \"US\", name: \"U\", kind: State), (id: \"works\", name: \"X\", kind: Company)],
        sanctions: [{measures}],
        events: [(id: \"e\", kind: Talks, title: \"E\", sources: [\"nobody\"])])"
    );
    let loaded = read_quickly(&text);
    assert_eq!((loaded.errors(), loaded.left_out), (1, 0));
    assert_eq!((loaded.warnings(), loaded.warnings_left_out), (10_000, 10_000));
    assert!(loaded.unwritable().is_some());
}

#[test]
fn an_id_of_megabytes_is_named_by_its_beginning_in_every_finding() {
    let long = "a".repeat(1 << 20);
    let steps = many(200, |_| {
        "(on: \"2020\", what: Head, from: \"x\", at: \"y\", rank: Envoy, sources: [\"s\"]),\n".to_owned()
    });
    let text = with_list(
        "relations",
        &format!("(id: \"{long}b\", pair: (\"{long}\", \"{long}\"), history: [{steps}])"),
    );
    let loaded = read_quickly(&text);
    assert!(loaded.errors() > 400, "{}", loaded.errors());
    for finding in &loaded.findings {
        let id = finding.id.as_deref().unwrap_or_default();
        assert!(
            id.len() + finding.message.len() + finding.help.len() < 2000,
            "{} {}",
            id.len(),
            finding.message.len()
        );
    }
}

#[test]
fn blocs_that_are_members_of_each_other_and_links_in_a_circle_are_drawn() {
    let circle = |count: usize| {
        let subject = |at: usize| {
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
            ((0..count).map(subject).collect(), (0..count).map(event).collect());
        with_list("subjects", &actors).replacen("sources:", &format!("events: [{events}], sources:"), 1)
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
            "a decision",
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
            "a subject",
            "an act",
            "an event",
            "an owner",
            "another name",
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
    ("kind: State, aliases", "kind: @, aliases", SubjectKind::NAMES),
    ("kind: GeneralLicence", "kind: @", ActKind::NAMES),
    ("measure: AssetFreeze", "measure: @", StandardMeasure::NAMES),
    ("what: Designated", "what: @", MeasureStep::NAMES),
    ("what: Stance", "what: @", &["Head", "Mission", "Consular", "Stance"]),
    ("rank: Ambassador", "rank: @", Rank::NAMES),
    ("status: Reduced", "status: @", MissionStep::NAMES),
    ("status: Limited", "status: @", ConsularStep::NAMES),
    ("level: Hostile", "level: @", Stance::NAMES),
    ("trend: Steady", "trend: @", Trend::NAMES),
    ("mode: Road", "mode: @", Mode::NAMES),
    ("traffic: All", "traffic: @", Traffic::NAMES),
    ("what: Closed", "what: @", &["Open", "Restricted", "Suspended", "Closed", "Throughput"]),
    ("what: Closed", "what: @", Access::NAMES),
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
