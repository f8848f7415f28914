//! Names held against lists and a file: who is found and who is not, what a clear result says, what is refused, decisions
//! that open again, and the log.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "common/home.rs"]
mod home;

#[path = "screening/decisions.rs"]
mod decisions;
#[path = "screening/log.rs"]
mod log;

#[path = "common/mod.rs"]
mod common;

use std::path::Path;

use home::{Done, Home};
use serde_json::Value;

/// The day on which all of it takes place.
const TODAY: &str = "2026-08-01";

const LIST: &str = include_str!("screening/sdn.xml");
const STATE: &str = include_str!("screening/state.ron");

/// A home with the list and the state file.
fn desk() -> Home {
    let home = Home::new();
    home.write("sdn.xml", LIST);
    home.write("state.ron", STATE);
    home
}

/// `beltui screen` on the day, with its arguments, against the list.
fn screen(home: &Home, arguments: &[&str]) -> Done {
    let fixed = ["--today", TODAY, "--by", "A. Clerk", "--lists", "sdn.xml"];
    home.run(["screen"].iter().chain(arguments).chain(&fixed))
}

fn json(done: &Done) -> Value {
    serde_json::from_str(&done.out).unwrap_or_else(|error| panic!("{error}\n{}\n{}", done.out, done.err))
}

/// The texts of a list in JSON.
fn texts(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|it| it.as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_name_of_the_table_has_its_answer() {
    let home = desk();
    let mut table = "name,kind,born,country,identifiers\n".to_owned();
    let mut reader = csv::Reader::from_reader(include_str!("screening/answers.csv").as_bytes());
    let cases: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    for case in &cases {
        let fields: Vec<String> =
            case.iter().take(5).map(|field| format!("\"{}\"", field.replace('"', "\"\""))).collect();
        table += &format!("{}\n", fields.join(","));
    }
    home.write("names.csv", table);
    let done = screen(&home, &["names.csv", "--lists-only", "--no-record", "--format", "json"]);
    assert_eq!(done.code, Some(3), "{}", done.err);
    let all = json(&done);
    let names = all["names"].as_array().unwrap();
    assert_eq!(names.len(), cases.len());
    let mut wrong = Vec::new();
    for (case, found) in cases.iter().zip(names) {
        let (result, entry, says) = (&case[5], &case[6], &case[7]);
        let of = |list: &str| -> Option<Value> {
            found[list].as_array().unwrap().iter().find(|hit| hit["entry"] == entry).cloned()
        };
        let hits = found["hits"].as_array().unwrap();
        let (is_right, told) = match result {
            "none" => (hits.is_empty(), None),
            "aside" => (hits.is_empty() && of("aside").is_some(), of("aside")),
            band => (of("hits").is_some_and(|hit| hit["band"] == band), of("hits")),
        };
        let told = told.unwrap_or_default().to_string();
        if !is_right || !says.split('|').all(|text| told.contains(text)) {
            wrong.push(format!("{case:?}\n    {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_aircraft_is_found_by_the_tail_number_that_lists_call_it() {
    let home = desk();
    let (ship, plane) = ("QUELLAND STAR</lastName><sdnType>Vessel", "EW-001QL</lastName><sdnType>Aircraft");
    home.write("sdn.xml", LIST.replace(ship, plane));
    let of = |number: &str| {
        let all =
            ["--name", "Quiet Jet", "--kind", "aircraft", "--lists-only", "--no-record", "--format", "json"];
        let done = screen(&home, &all.iter().chain(&["--identifier", number]).copied().collect::<Vec<_>>());
        json(&done)["names"][0]["hits"][0]["entry"].as_str().map(str::to_owned)
    };
    for number in ["EW-001QL", "tail number EW001QL", "EW 001QL", "ЕW-001QL"] {
        assert_eq!(of(number).as_deref(), Some("OFAC 90004"), "{number}");
    }
    assert_eq!(of("EW-001QM"), None);
}

#[test]
fn a_table_that_is_not_understood_is_refused_with_its_line() {
    let home = desk();
    let mut reader = csv::Reader::from_reader(include_str!("screening/refused.csv").as_bytes());
    for case in reader.records().map(Result::unwrap) {
        let table = case[0].replace("\\n", "\n").replace("\\t", "\t");
        home.write("names.csv", &table);
        let said = screen(&home, &["names.csv", "--lists-only"]).badly(2);
        assert!(case[1].split('|').all(|words| said.contains(words)), "{table:?}: {said}");
    }
    for (bytes, says) in
        [(&b"name\n\xff\xfe\x00\x00"[..], "no text"), (b"name\nM\xfcller\n\xc8\xe2\xe0\xed\n", "--encoding")]
    {
        home.write("names.csv", bytes);
        let said = screen(&home, &["names.csv", "--lists-only"]).badly(2);
        assert!(said.contains(says), "{said}");
    }
    assert!(screen(&home, &["nowhere.csv", "--lists-only"]).badly(2).contains("nowhere.csv"));
    assert!(!home.path("state/beltui").exists(), "nothing of it is recorded");
}

#[test]
fn any_divider_encoding_and_head_that_people_have_is_read() {
    let home = desk();
    let utf16: Vec<u8> = std::iter::once(0xfeff)
        .chain("name\tcountry\r\nАляксандр Рыгоравіч Верасенка\tBY\r\n".encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let (cyrillic, ..) =
        encoding_rs::WINDOWS_1251.encode("ФИО;Дата рождения\nАлександр Григорьевич Вересенко;05.05.1961\n");
    let tables: [(&str, &[u8]); 8] = [
        ("one column without a head", "Аляксандр Рыгоравіч Верасенка\n".as_bytes()),
        ("one column with a head", "\u{feff}Name\r\n\"VERASENKA, Aliaksandr Ryhoravich\"\r\n".as_bytes()),
        ("semicolons", b"Customer Name;DOB\nAliaksandr Ryhoravich Verasenka;1961-05-05\n"),
        ("bars", b"full_name|nationality\nAliaksandr Ryhoravich Verasenka|Belarus\n"),
        ("parts of a name", b"Last name,First name,Patronymic\nVerasenka,Aliaksandr,Ryhoravich\n"),
        ("another name", b"name,aliases\nQuiet Person,Quiet One; Aliaksandr Ryhoravich Verasenka\n"),
        ("UTF-16", &utf16),
        ("Cyrillic of one byte", &cyrillic),
    ];
    for (what, table) in tables {
        home.write("names.csv", table);
        let done = screen(&home, &["names.csv", "--lists-only", "--no-record", "--format", "json"]);
        assert_eq!(done.code, Some(3), "{what}: {}", done.err);
        assert_eq!(json(&done)["names"][0]["hits"][0]["entry"], "OFAC 90001", "{what}");
        assert_eq!(json(&done)["names"].as_array().unwrap().len(), 1, "{what}");
    }
    let done = screen(&home, &["names.csv", "--lists-only", "--no-record"]);
    assert!(done.out.contains("! the table is not UTF-8 and is read as windows-1251"), "{}", done.out);
}

#[test]
fn a_clear_result_names_what_was_checked_and_what_was_not_in_every_format() {
    let home = desk();
    let named = ["Gamma Works"];
    for format in ["text", "csv", "json", "html"] {
        let done = screen(&home, &["--name", named[0], "--lists-only", "--no-record", "--format", format]);
        assert_eq!(done.code, Some(0), "{format}: {}", done.err);
        let out = done.out.to_lowercase();
        for told in ["ofac sdn", "2026-07-20", "no entry found", "eu consolidated", "no state file"] {
            assert!(out.contains(told), "{format}: {told}\n{out}");
        }
        assert!(!out.contains("cleared"), "{out}");
        let digest = beltui::store::screenings::sha256(LIST.as_bytes());
        assert!(out.contains(&digest), "{format}\n{out}");
        assert!(out.contains("14"), "the number of entries: {format}");
    }
}

#[test]
fn an_old_partial_or_unreadable_list_is_loud_in_every_format_and_nothing_checked_is_an_error() {
    let home = desk();
    home.write("half.xml", LIST.replace("<Record_Count>14<", "<Record_Count>99<"));
    home.write("cut.xml", &LIST[..LIST.len() / 2]);
    for format in ["text", "csv", "json", "html"] {
        let run = |list: &str, today: &str| {
            let all = ["screen", "--name", "Gamma Works", "--lists-only", "--no-record", "--format", format];
            home.run(all.iter().chain(&["--today", today, "--lists", list]))
        };
        let old = run("sdn.xml", "2027-03-01");
        assert!(old.out.contains("224 days old (stale)"), "{format}: {}", old.out);
        assert_eq!(format == "text", old.err.is_empty(), "{}", old.err);
        let partial = run("half.xml", TODAY);
        assert!(partial.out.contains("14 of 99 entries"), "{format}: {}", partial.out);
        assert!(partial.out.contains("may not be whole"), "{format}: {}", partial.out);
        // One that cannot be read beside one that can: what is told is no clear result.
        let all = ["screen", "--name", "Gamma Works", "--lists-only", "--no-record", "--format", format];
        let failed = home.run(all.iter().chain(&["--today", TODAY, "--lists", "sdn.xml", "cut.xml"]));
        assert_eq!(failed.code, Some(1), "{format}: {}", failed.err);
        assert!(failed.out.contains("cut.xml"), "{format}: {}", failed.out);
    }
    let hit = home.run([
        "screen",
        "--name",
        "Quelland Star",
        "--lists-only",
        "--no-record",
        "--today",
        TODAY,
        "--lists",
        "sdn.xml",
        "cut.xml",
    ]);
    assert_eq!(hit.code, Some(3), "a hit is a hit: {}", hit.err);
    for arguments in [&["--lists", "cut.xml"][..], &["--lists", "nowhere.xml"], &[]] {
        let all = ["screen", "--name", "Gamma Works", "--lists-only", "--today", TODAY];
        let said = home.run(all.iter().chain(arguments)).badly(1);
        assert!(said.contains("nothing was screened"), "{said}");
    }
    let later = home.run([
        "screen",
        "--name",
        "Gamma Works",
        "--lists-only",
        "--today",
        TODAY,
        "--as-of",
        "2026-07-19",
        "--lists",
        "sdn.xml",
    ]);
    assert!(
        later.badly(1).contains("a day after 2026-07-19"),
        "a list of a later day says nothing of the day"
    );
    assert!(
        screen(&home, &["--name", "Gamma Works", "--as-of", "2026-08-02"]).badly(2).contains("still to come")
    );
    assert!(screen(&home, &[]).badly(2).contains("say who is to be screened"));
    assert!(screen(&home, &["--name", "..."]).badly(2).contains("can be compared"));
}

#[test]
fn the_file_says_what_holds_on_the_day_what_is_allowed_and_who_is_reached() {
    let home = desk();
    let run = |arguments: &[&str]| {
        let all = ["state.ron", "--no-record", "--format", "json"];
        screen(&home, &all.iter().chain(arguments).copied().collect::<Vec<_>>())
    };
    let done = run(&[
        "--name",
        "Alpha Works",
        "--name",
        "Omega Trade",
        "--name",
        "Once Listed Mill",
        "--name",
        "Quelland",
    ]);
    assert_eq!(done.code, Some(3), "{}", done.err);
    let all = json(&done);
    let of_file = |at: usize, list: &str| -> Value {
        let hits = all["names"][at][list].as_array().unwrap();
        hits.iter().find(|hit| hit["list"] == "the file").cloned().unwrap_or_default()
    };
    let holds = texts(&of_file(0, "hits")["holds"]).join("\n");
    assert!(holds.contains("US Asset freeze: licensed since 2024-03-01"), "{holds}");
    assert!(holds.contains("shown "), "{holds}");
    assert!(holds.contains("EU Asset freeze: in force since 2026-06-01"), "{holds}");
    let allowed = texts(&of_file(0, "hits")["allowed"]).join("\n");
    assert!(allowed.contains("General Licence 1") && allowed.contains("fertiliser"), "{allowed}");
    let reached = texts(&of_file(1, "hits")["holds"]).join("\n");
    assert!(reached.contains("60 %") && reached.contains("Alpha Works"), "{reached}");
    assert!(of_file(2, "hits").is_null() && of_file(3, "hits").is_null());
    assert!(texts(&of_file(2, "at_rest")["holds"]).join("\n").contains("lifted since 2024-12-01"));
    // Before the day nobody knew of it; and as known before it was published.
    for (arguments, wanted) in [
        (&["--as-of", "2025-06-01"][..], false),
        (&["--known", "2026-05-01"], false),
        (&["--known", "2026-07-25"], true),
    ] {
        let mut all: Vec<&str> = vec![
            "screen",
            "--name",
            "Alpha Works",
            "state.ron",
            "--no-record",
            "--format",
            "json",
            "--today",
            TODAY,
            "--archive",
            "none",
        ];
        all.extend(arguments);
        let done = home.run(&all);
        let told = json(&done)["names"][0]["hits"][0]["holds"].to_string();
        assert_eq!(told.contains("EU Asset freeze"), wanted, "{arguments:?}: {told}");
        assert!(done.out.contains("no official list was checked"), "{}", done.out);
    }
}

#[test]
fn a_certificate_is_for_names_without_a_hit_alone_and_says_what_it_rests_on() {
    let home = desk();
    home.write("names.csv", "name,kind,birth date\nGamma Works,company,\nAlpha Gamma,company,\nMaria <b>Verasenka</b>,person,1990-01-01\nQuelland Star,vessel,\n");
    let run = || screen(&home, &["names.csv", "--lists-only", "--no-record", "--certificate", "out.html"]);
    let done = run();
    assert_eq!(done.code, Some(3));
    assert!(
        done.err.contains("no certificate: Quelland Star has a hit: OFAC 90004 QUELLAND STAR"),
        "{}",
        done.err
    );
    let page = std::fs::read_to_string(home.path("out.html")).unwrap();
    assert_eq!(page.matches("<article>").count(), 3, "{page}");
    for told in [
        "No entry found that is like this name",
        "2026-07-20",
        &beltui::store::screenings::sha256(LIST.as_bytes()),
        "Maria &lt;b&gt;Verasenka",
        "OFAC 90001",
        "in common: verasenka",
        "OFAC 90003",
        "no birth date was given",
        "not named: OFAC Consolidated",
        "beltui 0.",
        "as of 2026-08-01",
        "A. Clerk",
    ] {
        assert!(page.contains(told), "{told}\n{page}");
    }
    assert!(!page.to_lowercase().contains("cleared"), "{page}");
    run();
    assert_eq!(
        std::fs::read_to_string(home.path("out.html")).unwrap(),
        page,
        "the same input, the same bytes"
    );
    // A name with a hit gets none, and no other file is written over.
    let done = screen(
        &home,
        &["--name", "Quelland Star", "--lists-only", "--no-record", "--certificate", "none.html"],
    );
    assert!(
        done.err.contains("no name gets a certificate") && !home.path("none.html").exists(),
        "{}",
        done.err
    );
    let done = screen(
        &home,
        &["--name", "Gamma Works", "--lists-only", "--no-record", "--certificate", "names.csv"],
    );
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("it is not written over"), "{}", done.err);
    assert!(std::fs::read_to_string(home.path("names.csv")).unwrap().starts_with("name,kind"));
    // What is set aside is an entry like the name; what the table says of many lists does not fill the page.
    let lists = ["--lists", "2026-01-01=sdn.xml", "2026-01-01=un.xml", "2026-01-01=eu.xml"];
    home.write("un.xml", include_str!("lists/un.xml"));
    home.write("eu.xml", include_str!("lists/eu.xml"));
    let all = ["screen", "--name", "Sasha", "--kind", "person", "--born", "1990-01-01", "--lists-only"];
    let more = ["--no-record", "--today", TODAY, "--certificate", "aside.html"];
    home.run(all.iter().chain(&more).chain(&lists));
    let page = std::fs::read_to_string(home.path("aside.html")).unwrap();
    for told in [
        "No entry found but one that is set aside",
        "3 of 3 lists are not fresh: how old each is stands beside it",
        "212 d, stale",
        "it itself says 2026-07-20",
    ] {
        assert!(page.contains(told), "{told}\n{page}");
    }
    assert!(!page.contains("days old") && !page.contains("No entry found that is like"), "{page}");
    // A page of an earlier run is not mistaken for one of this.
    let done = screen(
        &home,
        &["--name", "Quelland Star", "--lists-only", "--no-record", "--certificate", "out.html"],
    );
    assert!(done.err.contains("what is in it is of an earlier run"), "{}", done.err);
    // A state file with errors was not checked whole.
    home.write("state.ron", STATE.replace("kind: Person", "kind: Persona"));
    let done =
        screen(&home, &["--name", "Gamma Works", "state.ron", "--no-record", "--certificate", "none.html"]);
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("no certificate: the state file has errors"), "{}", done.err);
    assert!(!home.path("none.html").exists());
}

#[test]
fn where_no_list_is_there_nothing_is_clear() {
    let home = desk();
    std::fs::create_dir(home.path("none")).unwrap();
    let all = ["screen", "--no-record", "--archive", "none", "--today", TODAY, "state.ron", "--name"];
    let of = |name: &str| home.run(all.iter().chain(&[name]));
    let clear = of("Gamma Works");
    assert_eq!(clear.code, Some(1), "{}", clear.err);
    assert!(clear.out.contains("no official list was checked"), "{}", clear.out);
    assert_eq!(of("Alpha Works").code, Some(3), "a hit in the file is a hit");
}

#[test]
fn a_second_run_tells_what_changed_and_nothing_else() {
    let home = desk();
    home.write("names.csv", "name\nIvan Petrovich Kazlouski\nQuelland Star\nGamma Works\nOld Person\n");
    let run = |more: &[&str]| {
        let all = ["names.csv", "--lists-only", "--format", "json"];
        screen(&home, &all.iter().chain(more).copied().collect::<Vec<_>>())
    };
    let names = |done: &Done| -> Vec<(String, String)> {
        let of = |it: &Value| (it["name"].as_str().unwrap().to_owned(), texts(&it["changed"]).join("; "));
        json(done)["names"].as_array().unwrap().iter().map(of).collect()
    };
    let done = run(&["--changed"]);
    assert_eq!((done.code, names(&done).len()), (Some(3), 4), "nobody was screened before: {}", done.err);
    let done = run(&["--changed"]);
    assert_eq!((done.code, names(&done)), (Some(0), Vec::new()));
    home.write(
        "sdn.xml",
        LIST.replace("12 Mar 1955", "13 Mar 1955")
            .replace("QUELLAND STAR", "OTHER MOON")
            .replace("BETA SHIPPING LLC", "GAMMA WORKS"),
    );
    let done = run(&["--changed"]);
    assert_eq!(done.code, Some(3));
    assert_eq!(
        names(&done),
        [
            (
                "Ivan Petrovich Kazlouski",
                "the entry OFAC 90005 changed: birth date added: 1955-03-13; birth date gone: 1955-03-12"
            ),
            ("Quelland Star", "gone: OFAC 90004 QUELLAND STAR"),
            ("Gamma Works", "new: OFAC 90006 GAMMA WORKS (sure)"),
        ]
        .map(|(name, what)| (name.to_owned(), what.to_owned()))
    );
    home.write("names.csv", "name,country\nIvan Petrovich Kazlouski,Quelland\nGamma Works,\n");
    let done = run(&["--changed"]);
    assert_eq!(names(&done).len(), 1, "of whom more is known was not screened before: {}", done.out);
    let text = screen(&home, &["names.csv", "--lists-only", "--changed"]);
    assert_eq!(text.code, Some(0));
    assert!(
        text.out.contains("2 of 2 names have one") && text.out.contains("2 names: 2 with a hit"),
        "{}",
        text.out
    );
}

#[test]
fn names_come_from_the_standard_input_and_from_the_file() {
    use std::io::Write as _;
    use std::process::Stdio;
    let home = desk();
    let mut child = home
        .command()
        .args(["screen", "-", "--lists-only", "--no-record", "--today", TODAY, "--lists", "sdn.xml"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all("Quelland Star\n".as_bytes()).unwrap();
    let done = Done::of(child.wait_with_output().unwrap());
    assert_eq!(done.code, Some(3));
    assert!(done.out.contains("sure  OFAC 90004"), "{}", done.out);
    let done = screen(&home, &["--subjects", "state.ron", "--no-record", "--format", "csv"]);
    assert_eq!(done.code, Some(3));
    assert!(done.out.contains("\"ivan-kazlouski\",\"Ivan Petrovich Kazlouski\""), "{}", done.out);
}

#[test]
fn the_newest_copy_of_the_archive_by_the_day_is_checked() {
    let home = desk();
    home.write("new.xml", LIST.replace("07/20/2026", "07/25/2026").replace("QUELLAND STAR", "OTHER MOON"));
    let archive = beltui::lists::archive::Archive::at(home.path("archive"));
    for name in ["sdn.xml", "new.xml"] {
        keep(&archive, &home.path(name));
    }
    let run = |more: &[&str]| {
        let all = [
            "screen",
            "--name",
            "Quelland Star",
            "--lists-only",
            "--no-record",
            "--today",
            TODAY,
            "--archive",
            "archive",
        ];
        home.run(all.iter().chain(more))
    };
    let done = run(&[]);
    assert_eq!(done.code, Some(0), "{}{}", done.out, done.err);
    assert!(
        done.out.contains("OFAC SDN of 2026-07-25")
            && done.out.contains("not in the archive: OFAC Consolidated"),
        "{}",
        done.out
    );
    let done = run(&["--as-of", "2026-07-24"]);
    assert_eq!(done.code, Some(3), "{}", done.err);
    assert!(done.out.contains("OFAC SDN of 2026-07-20"), "{}", done.out);
    assert_eq!(run(&["--known", "2026-07-24"]).code, Some(3), "what came later was not known");
    assert!(
        run(&["--as-of", "2026-07-19"]).badly(1).contains("the archive has no copy of 2026-07-19 or before")
    );
    let damaged = walk(&home.path("archive"))
        .into_iter()
        .find(|path| path.to_string_lossy().contains("2026-07-25"))
        .unwrap();
    std::fs::write(&damaged, b"damaged").unwrap();
    assert!(run(&[]).badly(1).contains("OFAC SDN of 2026-07-25"));
}

fn keep(archive: &beltui::lists::archive::Archive, file: &Path) {
    use beltui::lists::archive::{Asked, Day, Incoming};
    let incoming = Incoming { name: "SDN.XML".to_owned(), file: file.to_owned(), ..Incoming::default() };
    let asked = Asked {
        list: None,
        day: Day::Own,
        checked: "2026-07-30T10:00:00Z".parse().unwrap(),
        doubtful: false,
    };
    archive.put(&asked, &[incoming], &mut |_, _, _| {}).unwrap();
}

fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(walk(&path)) } else { found.push(path) }
    }
    found
}
