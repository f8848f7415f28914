//! The archive of official lists: what is kept of them stays, whole and dated, whoever is killed, whoever else writes
//! into it, and wherever it is moved; and no change on a list is lost when copies go.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "common/home.rs"]
mod home;

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use beltui::lists::ListName;
use beltui::lists::archive::{Archive, ArchiveError, Asked, Day, Incoming, Index, Kept, Put};
use beltui::lists::import::Filter;
use beltui::lists::reconcile::reconcile;
use beltui::model::date::Date;
use beltui::store::load::load_text;
use chrono::{DateTime, Utc};
use home::Home;
use proptest::prelude::*;

/// A list of OFAC's with entries of these numbers, under five programmes: a whole one.
fn sdn(numbers: impl IntoIterator<Item = u32>) -> String {
    let row = |number: u32| {
        format!(
            "{number},\"WORKS {number}\",-0- ,\"QUEL{}\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n",
            number % 5
        )
    };
    numbers.into_iter().map(row).collect::<String>() + "\u{1a}"
}

/// A day of 2025, from 1.
fn day(at: u32) -> String {
    let first: chrono::NaiveDate = "2025-01-01".parse().unwrap();
    (first + chrono::Days::new(u64::from(at - 1))).to_string()
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn time(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

/// Writes daily lists into `daily`: each has one entry more than the one before.
fn daily(home: &Home, days: u32) {
    for at in 1..=days {
        home.write(&format!("daily/sdn-{}.csv", day(at)), sdn(90_001..90_021 + at));
    }
}

fn lists(home: &Home) -> PathBuf {
    home.path("data/beltui/lists")
}

fn index(folder: &Path) -> Index {
    Archive::at(folder.to_owned()).index().unwrap()
}

/// Everything below a folder that is no folder, by its path from it.
fn files(folder: &Path) -> Vec<String> {
    fn walk(folder: &Path, root: &Path, found: &mut Vec<String>) {
        let Ok(inside) = fs::read_dir(folder) else { return };
        for entry in inside {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.is_symlink() {
                walk(&path, root, found);
            } else {
                found.push(path.strip_prefix(root).unwrap().display().to_string());
            }
        }
    }
    let mut found = Vec::new();
    walk(folder, folder, &mut found);
    found.sort();
    found
}

/// How many files are kept, packed.
fn packed(folder: &Path) -> usize {
    files(folder).iter().filter(|it| Path::new(it).extension().is_some_and(|end| end == "gz")).count()
}

/// Puts a text into an archive as a file of this name.
fn put(archive: &Archive, name: &str, text: &str, day: Day) -> Result<Put, ArchiveError> {
    put_from(archive, name, text, day, None)
}

fn put_from(
    archive: &Archive,
    name: &str,
    text: &str,
    day: Day,
    address: Option<&str>,
) -> Result<Put, ArchiveError> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    fs::write(&file, text).unwrap();
    let incoming = Incoming {
        name: name.to_owned(),
        file,
        address: address.map(str::to_owned),
        etag: address.map(|_| "W/\"a  b\"".to_owned()),
        ..Incoming::default()
    };
    let asked = Asked { list: None, day, checked: time("2026-06-01T10:00:00Z"), doubtful: false };
    archive.put(&asked, &[incoming], &mut |_, _, _| {})
}

#[test]
fn years_of_daily_lists_come_in_one_call_and_a_bad_file_stops_none_of_them() {
    let home = Home::new();
    daily(&home, 20);
    home.write("daily/notes.txt", "nothing of a list");
    home.write("daily/sub/broken-2025-03-01.csv", "90001,\"WORKS, -0- ,\"QUEL\"\r\n");
    home.write("daily/sub/2025-03-02/sdn.xml", "<sdnList><sdnEntry>");
    let done = home.run(["lists", "add", "daily"]);
    assert_eq!(done.code, Some(1), "{}\n{}", done.out, done.err);
    assert!(done.out.contains("20 new, 2 left out, which are no lists, 1 refused"), "{}", done.out);
    assert!(done.err.contains("sdn.xml"), "{}", done.err);
    fs::remove_dir_all(home.path("daily/sub")).unwrap();
    fs::remove_file(home.path("daily/notes.txt")).unwrap();
    let again = home.run(["lists", "add", "daily"]).well();
    assert!(again.ends_with("20 kept already; 20 have their day from a name alone\n"), "{again}");
    assert_eq!(packed(&lists(&home)), 20);
    let shown = home.run(["lists"]).well();
    let line = shown.lines().find(|line| line.contains("ofac ")).unwrap();
    assert!(line.starts_with('!') && line.contains("2025-01-20") && line.contains(" 40 "), "{shown}");
    assert!(line.contains("NEVER ASKED OF ITS PUBLISHER"), "{shown}");
    let json: serde_json::Value =
        serde_json::from_str(&home.run(["lists", "--format", "json"]).well()).unwrap();
    assert_eq!((&json["rows"][0]["list"], &json["rows"][0]["copies"]), (&"ofac".into(), &20.into()));
}

#[test]
fn the_tables_of_a_day_are_one_copy_and_the_same_contents_on_another_day_are_a_line_and_no_file() {
    let home = Home::new();
    let alt = "90001,1,\"aka\",\"ALPHA\",-0- \r\n\u{1a}";
    for day in ["2025-01-01", "2025-01-02"] {
        home.write(&format!("in/{day}/SDN.CSV"), sdn(90_001..90_021));
        home.write(&format!("in/{day}/ALT.CSV"), alt);
    }
    let out = home.run(["lists", "add", "in"]).well();
    assert!(out.contains("1 new, 1 unchanged since another day"), "{out}");
    let index = index(&lists(&home));
    let kept = index.days(ListName::OfacSdn);
    assert_eq!(kept.iter().map(|it| it.day.written()).collect::<Vec<_>>(), ["2025-01-01", "2025-01-02"]);
    assert_eq!(kept[1].files.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["ALT.CSV", "SDN.CSV"]);
    assert_eq!(kept[0].folder(), kept[1].folder());
    assert_eq!(packed(&lists(&home)), 2);
    // Anybody can open it.
    let packed = lists(&home).join(&kept[0].files[1].at);
    let mut text = String::new();
    let mut unpacked = flate2::read::GzDecoder::new(fs::File::open(packed).unwrap());
    std::io::Read::read_to_string(&mut unpacked, &mut text).unwrap();
    assert_eq!(text, sdn(90_001..90_021));
}

#[test]
fn what_may_not_be_whole_is_refused_and_nothing_of_it_stays() {
    let home = Home::new();
    let whole = home.write("2025-01-01/sdn.csv", sdn(90_001..90_101));
    let less = home.write("2025-01-02/sdn.csv", sdn(90_001..90_079));
    let count = "<sdnList><publshInformation><Publish_Date>01/03/2025</Publish_Date><Record_Count>9</Record_Count></publshInformation><sdnEntry><uid>1</uid><lastName>WORKS</lastName><sdnType>Entity</sdnType></sdnEntry></sdnList>";
    let short = home.write("short.xml", count);
    home.run(["lists".as_ref(), "add".as_ref(), whole.as_os_str()]).well();
    for (file, said) in
        [(&less, "78 entries where the copy of 2025-01-01 has 100, 22 % fewer"), (&short, "9 entries")]
    {
        let done = home.run(["lists".as_ref(), "add".as_ref(), file.as_os_str()]);
        assert_eq!(done.code, Some(1));
        assert!(done.err.contains(said) && done.err.contains("--doubtful"), "{}", done.err);
    }
    assert_eq!(files(&lists(&home)).len(), 3, "{:?}", files(&lists(&home)));
    home.run(["lists".as_ref(), "add".as_ref(), "--doubtful".as_ref(), less.as_os_str()]).well();
    assert_eq!(index(&lists(&home)).days(ListName::OfacSdn).len(), 2);
}

// --- killed, and together ---

fn adding(home: &Home, folder: &str) -> Child {
    let mut command = home.command();
    command.args(["lists", "add", folder]).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap()
}

/// What `verify` says is wrong, but for copies whose line was not written any more.
fn faults(home: &Home) -> Vec<String> {
    let done = home.run(["lists", "verify"]);
    let is_told = |line: &&str| {
        line.contains("are what was kept")
            || line.contains("were looked at")
            || line.contains("a copy that did not come together")
            || line.contains("no line of the index names it")
            || line.contains("it was not written to its end")
    };
    done.out.lines().filter(|line| !is_told(line)).map(str::to_owned).collect()
}

#[test]
fn whoever_is_killed_while_lists_come_in_leaves_nothing_half_true() {
    let home = Home::new();
    let days = 24;
    daily(&home, days);
    let mut chance = fastrand::Rng::with_seed(7);
    let mut before = 0;
    for round in 0..12 {
        let mut child = adding(&home, "daily");
        // At some moment after so many lines, which is not the same twice.
        let wanted = before + chance.usize(0..4);
        let lines = || {
            fs::read(lists(&home).join("index.jsonl"))
                .map_or(0, |it| it.split(|byte| *byte == b'\n').count() - 1)
        };
        while lines() < wanted && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        for _ in 0..chance.usize(0..20_000) {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        before = lines();
        assert_eq!(faults(&home), Vec::<String>::new(), "round {round}");
        let archive = Archive::at(lists(&home));
        for kept in archive.index().unwrap().copies() {
            let published = archive.load(kept, &mut |_, _, _| {}).unwrap();
            assert_eq!(published.entries.len(), kept.records, "round {round}");
        }
    }
    home.run(["lists", "add", "daily"]).well();
    let kept = index(&lists(&home));
    assert_eq!(kept.days(ListName::OfacSdn).len(), days as usize);
    let verified = home.run(["lists", "verify"]);
    assert!(verified.out.contains("are what was kept") && verified.code == Some(0), "{}", verified.out);
    assert!(!files(&lists(&home)).iter().any(|it| it.contains(".coming-")), "{:?}", files(&lists(&home)));
}

#[test]
fn several_who_add_at_once_do_not_disturb_each_other() {
    let home = Home::new();
    daily(&home, 16);
    let children: Vec<Child> = (0..4).map(|_| adding(&home, "daily")).collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let kept = index(&lists(&home));
    assert_eq!((kept.copies().len(), kept.misread()), (16, &[][..]));
    home.run(["lists", "verify"]).well();
    assert_eq!(packed(&lists(&home)), 16);
}

#[test]
fn a_folder_that_a_group_writes_stays_one_that_a_group_writes() {
    let home = Home::new();
    daily(&home, 2);
    let shared = home.path("shared");
    fs::create_dir(&shared).unwrap();
    fs::set_permissions(&shared, fs::Permissions::from_mode(0o770)).unwrap();
    home.run(["lists", "add", "daily", "--archive", "shared"]).well();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
    for file in files(&shared) {
        assert_eq!(mode(&shared.join(&file)) & 0o060, 0o060, "{file}");
    }
    for folder in ["ofac", index(&shared).copies()[0].folder().unwrap()] {
        assert_eq!(mode(&shared.join(folder)) & 0o070, 0o070, "{folder}");
    }
}

// --- what has happened to it ---

/// An archive of three days.
fn three_days() -> (Home, PathBuf) {
    let home = Home::new();
    daily(&home, 3);
    home.run(["lists", "add", "daily"]).well();
    let folder = lists(&home);
    (home, folder)
}

#[test]
fn a_damaged_or_missing_file_is_told_refused_and_mended_by_adding_it_again() {
    let (home, folder) = three_days();
    let state = home.write("state.ron", beltui::store::places::EMPTY);
    let at = |index: &Index, at: usize| index.days(ListName::OfacSdn)[at].files[0].at.clone();
    let (first, second) = (at(&index(&folder), 0), at(&index(&folder), 1));
    let whole = fs::read(folder.join(&first)).unwrap();
    let mut damaged = whole.clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    fs::write(folder.join(&first), damaged).unwrap();
    fs::remove_file(folder.join(&second)).unwrap();
    let said = home.run(["lists", "verify"]);
    assert_eq!(said.code, Some(1));
    for what in ["it is not what was kept, ", &first, &format!("it is missing: {second}")] {
        assert!(said.out.contains(what), "{}", said.out);
    }
    let refused = home.run(["reconcile".as_ref(), state.as_os_str(), "ofac".as_ref()]);
    assert_eq!((refused.code, refused.out.as_str()), (Some(1), ""), "{}", refused.err);
    let mended = home.run(["lists", "add", "daily"]);
    assert!(mended.out.contains("1 kept already, 2 mended"), "{}", mended.out);
    home.run(["lists", "verify"]).well();
    // Other contents that unpack well are not what was kept.
    let other = fs::read(folder.join(at(&index(&folder), 2))).unwrap();
    fs::write(folder.join(&first), other).unwrap();
    let said = home.run(["reconcile".as_ref(), state.as_os_str(), "ofac".as_ref()]).badly(1);
    assert!(said.contains("it is not what was kept, its SHA-256 is"), "{said}");
}

#[test]
fn a_torn_line_is_told_does_not_join_with_the_next_and_its_copy_comes_back() {
    let (home, folder) = three_days();
    let path = folder.join("index.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, &text[..text.len() - 40]).unwrap();
    let said = home.run(["lists", "verify"]);
    assert_eq!(said.code, Some(1));
    assert!(said.out.contains("line 3 of the index: it was not written to its end"), "{}", said.out);
    let lost = said.out.lines().find(|line| line.contains("no line of the index names it")).unwrap();
    let lost = folder.join(lost.rsplit_once(": ").unwrap().1);
    // The copy itself is taken back, with the day that its folder says.
    let out = home.run(["lists".as_ref(), "add".as_ref(), lost.as_os_str()]).well();
    assert!(out.contains("ofac of 2025-01-03") && out.contains("1 new"), "{out}");
    assert_eq!(index(&folder).days(ListName::OfacSdn).len(), 3);
    let said = home.run(["lists", "verify"]);
    assert_eq!(said.out.lines().count(), 2, "{}", said.out);
    assert!(said.out.contains("line 3 of the index"), "{}", said.out);
}

#[test]
fn a_line_of_a_later_version_or_of_another_list_is_told_and_kept() {
    let (home, folder) = three_days();
    let path = folder.join("index.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    let later = text.lines().next().unwrap().replace("\"v\":1", "\"v\":2");
    let other = text.lines().next().unwrap().replace("\"list\":\"ofac\"", "\"list\":\"moon\"");
    let written = format!("{text}{later}\n{other}\nnothing\n");
    fs::write(&path, &written).unwrap();
    let shown = home.run(["lists"]);
    assert_eq!(shown.code, Some(0));
    for said in ["line 4 of the index is passed over: it is of version 2", "line 5", "\"moon\"", "line 6"] {
        assert!(shown.err.contains(said), "{}", shown.err);
    }
    home.write("more/sdn-2025-02-01.csv", sdn(90_001..90_030));
    home.run(["lists", "add", "more"]).well();
    assert!(fs::read_to_string(&path).unwrap().starts_with(&written));
}

#[test]
fn an_archive_that_was_moved_is_the_same() {
    let (home, folder) = three_days();
    let moved = home.path("elsewhere");
    fs::rename(&folder, &moved).unwrap();
    home.run(["lists", "verify", "--archive", "elsewhere"]).well();
    let mut command = home.command();
    command.env("BELTUI_ARCHIVE", &moved).args(["lists"]);
    assert!(home::Done::of(command.output().unwrap()).well().contains("3 copies in"));
    assert!(!folder.exists(), "looking makes nothing");
    assert!(home.run(["lists"]).well().contains("no list is kept yet"));
    assert!(!folder.exists(), "looking makes nothing");
}

#[test]
fn nothing_outside_of_the_folder_is_followed() {
    let (home, folder) = three_days();
    let outside = home.path("outside");
    fs::create_dir(&outside).unwrap();
    let archive = Archive::at(folder.clone());
    let kept: Vec<Kept> = archive.index().unwrap().copies().to_vec();
    let read = |kept: &Kept| archive.load(kept, &mut |_, _, _| {}).map(|_| ());
    // A copy, or the folder of a list, that is a link.
    let copy = folder.join(kept[0].folder().unwrap());
    fs::rename(&copy, outside.join("copy")).unwrap();
    symlink(outside.join("copy"), &copy).unwrap();
    assert!(read(&kept[0]).is_err() && read(&kept[1]).is_ok());
    let said = home.run(["lists", "verify"]);
    assert!(
        said.code == Some(1) && said.out.contains("a link, which the archive does not follow"),
        "{}",
        said.out
    );
    fs::remove_file(&copy).unwrap();
    fs::rename(outside.join("copy"), &copy).unwrap();
    fs::rename(folder.join("ofac"), outside.join("ofac")).unwrap();
    symlink(outside.join("ofac"), folder.join("ofac")).unwrap();
    assert!(kept.iter().all(|it| read(it).is_err()));
    let before = files(&outside);
    home.write("more/sdn-2025-02-01.csv", sdn(90_001..90_030));
    assert_eq!(home.run(["lists", "add", "more"]).code, Some(1));
    assert_eq!(files(&outside), before, "nothing is written through a link");
    fs::remove_file(folder.join("ofac")).unwrap();
    fs::rename(outside.join("ofac"), folder.join("ofac")).unwrap();
    // Names in the index that lead elsewhere.
    let path = folder.join("index.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    let own = &kept[0].files[0].at;
    for name in [
        "../../outside/x.gz",
        "/etc/passwd",
        "ofac/../x.gz",
        "ofac/.hidden/x.gz",
        "x.gz",
        "a/b/c/d.gz",
        "ofac//x.gz",
    ] {
        fs::write(&path, text.replace(own.as_str(), name)).unwrap();
        let index = index(&folder);
        assert_eq!(index.copies().len(), 2, "{name}");
        assert!(index.misread()[0].what.contains("is no file of the archive"), "{name}");
    }
}

// --- what is known of a list ---

#[test]
fn a_failed_run_stays_visible_until_one_succeeds_and_what_the_publisher_sent_is_kept_by_the_asked_address() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::at(folder.path().join("lists"));
    let (list, address) = (ListName::OfacSdn, "https://example.org/SDN.CSV");
    let of_day = |on: &str| Day::OwnOr(date(on));
    put_from(&archive, "SDN.CSV", &sdn(90_001..90_021), of_day("2026-05-01"), Some(address)).unwrap();
    let index = || archive.index().unwrap();
    assert_eq!(index().validators(address), Some((Some("W/\"a  b\""), None)), "exactly as it was sent");
    assert_eq!(index().validators("https://example.org/other"), None);
    archive.failed(list, address, time("2026-05-02T10:00:00Z"), "HTTP 500").unwrap();
    assert_eq!(index().last_failure(list).unwrap().failure.as_deref(), Some("HTTP 500"));
    assert_eq!(index().last_checked(list), Some(time("2026-06-01T10:00:00Z")));
    archive.not_changed(list, "https://example.org/other", time("2026-06-03T10:00:00Z")).unwrap();
    assert!(index().last_failure(list).is_some(), "another file of the list says nothing about this one");
    archive.not_changed(list, address, time("2026-06-03T10:00:00Z")).unwrap();
    assert_eq!(index().last_failure(list), None);
    assert_eq!(index().last_checked(list), Some(time("2026-06-03T10:00:00Z")));
    archive.failed(list, "", time("2026-06-04T10:00:00Z"), "no network").unwrap();
    assert!(index().last_failure(list).is_some());
    put_from(&archive, "SDN.CSV", &sdn(90_001..90_021), of_day("2026-05-05"), Some(address)).unwrap();
    assert_eq!(index().last_failure(list), None);
    let day = |on: &str| index().latest(list, on.parse().unwrap()).map(|it| it.day.written());
    assert_eq!(day("2026-05-04").as_deref(), Some("2026-05-01"));
    assert_eq!(day("2026-05-05").as_deref(), Some("2026-05-05"));
    assert_eq!(day("2026-04-30"), None);
}

#[test]
fn the_day_of_a_list_is_its_own_or_said_and_never_ahead() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::at(folder.path().to_owned());
    let xml = "<sdnList><publshInformation><Publish_Date>01/03/2025</Publish_Date></publshInformation><sdnEntry><uid>1</uid><lastName>WORKS</lastName><sdnType>Entity</sdnType></sdnEntry></sdnList>";
    let day = |name: &str, text: &str, day: Day| {
        put(&archive, name, text, day).map(|put| put.kept().day.written()).map_err(|error| error.to_string())
    };
    let (csv, said) = (sdn(90_001..90_021), date("2025-02-01"));
    assert_eq!(day("sdn.xml", xml, Day::Own).unwrap(), "2025-01-03");
    assert_eq!(day("sdn.xml", xml, Day::OwnOr(said)).unwrap(), "2025-01-03");
    assert_eq!(day("sdn.xml", xml, Day::Said(said)).unwrap(), "2025-02-01");
    assert_eq!(day("sdn.csv", &csv, Day::OwnOr(said)).unwrap(), "2025-02-01");
    assert!(day("other.csv", &sdn(90_001..90_022), Day::Own).unwrap_err().contains("which day it is of"));
    assert!(day("sdn.csv", &csv, Day::Said(date("2026-07-01"))).unwrap_err().contains("still to come"));
}

#[test]
fn reconcile_and_import_without_files_take_the_archive_and_say_the_same() {
    let (home, folder) = three_days();
    let state = home.write("state.ron", beltui::store::places::EMPTY);
    let state = state.to_str().unwrap();
    let dry = home.run(["import", "ofac", "--into", state, "--dry-run"]).well();
    assert!(dry.starts_with("OFAC SDN of 2025-01-03: 23 entries in sdn-2025-01-03.csv (SHA-256"), "{dry}");
    home.run(["import", "ofac", "--into", state]).well();
    let files: Vec<String> = (1..=3).map(|at| format!("{0}=daily/sdn-{0}.csv", day(at))).collect();
    let words = [&["reconcile", state, "ofac"][..], &files.iter().map(String::as_str).collect::<Vec<_>>()];
    let named = home.run(words.concat());
    let kept = home.run(["reconcile", state, "ofac"]);
    assert_eq!((named.out, named.err), (kept.out, kept.err));
    let since = home.run(["reconcile", state, "ofac", "--since", "2025-01-03"]).well();
    assert!(since.starts_with("OFAC SDN of 2025-01-03"), "{since}");
    assert!(home.run(["reconcile", state, "ofac", "--since", "2025-01-04"]).badly(1).contains("2025-01-04"));
    assert!(home.run(["reconcile", state, "eu"]).badly(1).contains("no copy of EU Consolidated is kept"));
    assert!(folder.exists());
}

#[test]
fn the_question_for_lists_says_what_is_kept_and_an_empty_answer_takes_it() {
    let (home, _) = three_days();
    let of = |keys: &str| home.frame(&["--as-of", "2026-08-01", "--keys", keys]);
    assert!(of("R").contains("Enter: the 3 copies of ofac kept here, newest 2025-01-03"), "{}", of("R"));
    assert!(of("I").contains("Enter: the copy of ofac of 2025-01-03 kept here"), "{}", of("I"));
    for (keys, said) in [
        ("R<Enter>", "Held against OFAC SDN of 2025-01-01, 2025-01-02, 2025-01-03"),
        ("Rofac<Enter>", "Held against OFAC SDN of 2025-01-01"),
        ("I<Enter>", "OFAC SDN of 2025-01-03"),
        ("Rprogramme:QUEL1<Enter>", "Held against OFAC SDN of 2025-01-01"),
        ("Reu<Enter>", "no copy of EU Consolidated is kept"),
    ] {
        assert!(of(keys).contains(said), "{keys}: {}", of(keys));
    }
    let none = Home::new();
    let said = none.frame(&["--keys", "R<Enter>"]);
    assert!(said.contains("no list is kept here") && said.contains("Hold the file against"), "{said}");
}

// --- copies that go ---

#[test]
fn prune_tells_what_goes_and_writes_it_down() {
    let home = Home::new();
    for (at, last) in [(1, 30), (2, 30), (3, 30), (4, 31), (5, 31)] {
        // The same entries in another order of their lines: other contents.
        let mut numbers: Vec<u32> = (90_001..90_000 + last).collect();
        numbers.rotate_left(at as usize);
        home.write(&format!("daily/sdn-{}.csv", day(at)), sdn(numbers));
    }
    home.run(["lists", "add", "daily"]).well();
    let folder = lists(&home);
    let dry = home.run(["lists", "prune", "--dry-run"]).well();
    assert!(dry.contains("ofac of 2025-01-02") && dry.contains("1 copies, "), "{dry}");
    assert_eq!(index(&folder).copies().len(), 5);
    let kept = home.run(["lists", "prune", "--keep-days", "10", "--today", "2025-01-11"]).well();
    assert!(kept.contains("0 copies are taken away"), "{kept}");
    let gone = home.run(["lists", "prune", "--keep-days", "9", "--today", "2025-01-12"]).well();
    assert!(gone.contains("1 copies are taken away"), "{gone}");
    let index = index(&folder);
    let days: Vec<String> = index.days(ListName::OfacSdn).iter().map(|it| it.day.written()).collect();
    assert_eq!(days, ["2025-01-01", "2025-01-03", "2025-01-04", "2025-01-05"]);
    assert_eq!(index.pruned()[0].day.written(), "2025-01-02");
    assert_eq!(index.pruned()[0].files[0].sha256.len(), 64);
    home.run(["lists", "verify"]).well();
    assert_eq!(packed(&folder), 4);
}

/// Which of four entries are on the list, and what each is called, on each of some days.
fn histories() -> impl Strategy<Value = Vec<Vec<Option<bool>>>> {
    let entry = prop_oneof![2 => Just(Some(false)), 1 => Just(Some(true)), 1 => Just(None)];
    let day = proptest::collection::vec(entry, 4);
    // Runs of days on which nothing changes.
    let run = (day, 1_usize..4).prop_map(|(day, times)| vec![day; times]);
    proptest::collection::vec(run, 1..5).prop_map(|runs| runs.concat())
}

fn text(day: &[Option<bool>], turn: usize) -> String {
    let mut rows: Vec<String> = day
        .iter()
        .enumerate()
        .filter_map(|(at, it)| {
            let more = if (*it)? { " AND MORE" } else { "" };
            Some(format!(
                "{},\"WORKS {at}{more}\",-0- ,\"QUEL\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n",
                90_001 + at
            ))
        })
        .collect();
    // What is always there makes it a whole list.
    rows.extend(sdn(91_000..91_020).trim_end_matches('\u{1a}').split_inclusive('\n').map(str::to_owned));
    rows.rotate_left(turn % 3);
    rows.concat() + "\u{1a}"
}

const STATE: &str = r#"(schema: 2, title: "T", subjects: [
    (id: "US", name: "United States", kind: State),
    (id: "a", name: "Works 0", kind: Company), (id: "b", name: "Works 1", kind: Company),
    (id: "c", name: "Works 2", kind: Company)],
  sources: [(id: "p", publisher: "Paper", title: "x", published: "2024-01-01")],
  sanctions: [
    (id: "m", issuer: "US", target: "a", measure: AssetFreeze, programme: "QUEL", list_refs: ["OFAC 90001"],
     history: [(on: "2024-01-01", what: Designated, sources: ["p"])]),
    (id: "n", issuer: "US", target: "b", measure: AssetFreeze, programme: "QUEL", list_refs: ["OFAC 90002"],
     history: [(on: "2024-01-01", what: Designated, sources: ["p"]), (on: "2025-01-02", what: Delisted, sources: ["p"])]),
    (id: "o", issuer: "US", target: "c", measure: AssetFreeze, programme: "QUEL",
     history: [(on: "2024-01-01", what: Announced, sources: ["p"])])])"#;

/// What reconcile finds with all days of an archive: of each measure and entry the verdict, and when it came and went.
fn found(archive: &Archive) -> Vec<String> {
    let state = load_text(STATE.to_owned());
    assert_eq!(state.errors(), 0);
    let taken =
        archive.take_days(ListName::OfacSdn, None, "2026-01-01".parse().unwrap(), &mut |_, _, _| {}).unwrap();
    let found = reconcile(&state.state, &taken.lists, &Filter::default());
    let said = found.findings.iter().map(|it| {
        format!(
            "{}: {}: {:?}: {} / {}: {}",
            it.verdict,
            it.name,
            it.reference,
            it.came_said(),
            it.went_said(),
            it.detail
        )
    });
    said.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn no_window_becomes_wider_when_copies_go(days in histories()) {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::at(folder.path().to_owned());
        for (at, entries) in days.iter().enumerate() {
            let on = Day::Said(date(&day(u32::try_from(at).unwrap() + 1)));
            put(&archive, "sdn.csv", &text(entries, at), on).unwrap();
        }
        let before = found(&archive);
        let redundant = archive.redundant(None, &mut |_, _, _| {}).unwrap();
        let gone = archive.prune(&redundant).unwrap();
        prop_assert_eq!(found(&archive), before);
        // All that could go is gone, and no more.
        let runs: Vec<usize> = days.chunk_by(|a, b| a == b).map(<[_]>::len).collect();
        let spare: usize = runs.iter().map(|run| run.saturating_sub(2)).sum();
        prop_assert_eq!(gone.len(), spare);
        let left = archive.redundant(None, &mut |_, _, _| {}).unwrap();
        prop_assert_eq!(left.copies.len(), 0);
        prop_assert_eq!(archive.verify(&mut |_, _, _| {}).unwrap().faults, Vec::<String>::new());
        prop_assert_eq!(archive.index().unwrap().days(ListName::OfacSdn).len(), days.len() - spare);
    }
}

/// An archive of three days, of which the index loses the last: an entry that came on it is 90,023.
fn with_a_lost_line(home: &Home, lose: impl Fn(&str) -> String) {
    daily(home, 3);
    home.run(["lists", "add", "daily"]).well();
    let path = lists(home).join("index.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, lose(&text)).unwrap();
    home.write(
        "s.ron",
        "#![enable(implicit_some)]\n(schema: 2, title: \"x\", subjects: [(id: \"US\", name: \"United States\", kind: State), (id: \"a\", name: \"WORKS 90023\", kind: Company)], sources: [(id: \"s\", publisher: \"P\", title: \"T\", published: \"2025-01-04\")], sanctions: [(id: \"m\", issuer: \"US\", target: \"a\", measure: AssetFreeze, list_refs: [\"OFAC 90023\"], history: [(on: \"2025-01-03\", what: Designated, sources: [\"s\"])])])\n",
    );
    home.write("names.csv", "name\nWORKS 90023\n");
}

#[test]
fn whoever_asks_an_archive_is_told_what_of_it_is_passed_over() {
    for (word, lose) in [
        (
            "line 3 of the index is passed over",
            (|text| text.replace("\"day\":\"2025-01-03\"", "\"day\":\"2025-01-3\"")) as fn(&str) -> String,
        ),
        ("no line of the index names these copies, which are passed over: ofac/2025-01-03-", |text| {
            text.split_inclusive('\n').take(2).collect()
        }),
        ("ofac/2025-01-02-", |_| String::new()),
    ] {
        let home = Home::new();
        with_a_lost_line(&home, lose);
        for command in [
            &["reconcile", "s.ron", "ofac"][..],
            &["import", "--into", "s.ron", "ofac", "--dry-run"],
            &["bundle", "m", "s.ron", "--out", "b.zip"],
            &["lists"],
            &["lists", "prune", "--dry-run"],
            &["screen", "names.csv", "--lists-only", "--no-record"],
        ] {
            let done = home.run(command.iter().chain(&["--today", "2025-02-01"]));
            let said = format!("{}{}", done.out, done.err);
            assert!(said.contains(word), "{command:?}: {said}");
            assert!(!said.contains("no list is kept yet"), "{command:?}: {said}");
        }
        let _ = fs::remove_file(home.path("b.zip"));
        let found = home.run(["lists", "add", "data/beltui/lists/ofac"]);
        assert_eq!(found.code, Some(0), "{}", found.err);
        let mended = home.run(["reconcile", "s.ron", "ofac", "--today", "2025-02-01"]);
        assert!(mended.out.contains("listed as recorded · 1"), "{}{}", mended.out, mended.err);
        assert!(!mended.err.contains("no line of the index"), "{}", mended.err);
    }
}

#[test]
fn an_archive_that_is_not_there_is_not_whole() {
    let home = Home::new();
    let said = home.run(["lists", "verify", "--archive", "nowhere"]).badly(1);
    assert!(said.contains("there is no archive there") && said.contains("nowhere"), "{said}");
}

#[test]
fn a_list_whose_files_are_gone_is_marked_where_the_archive_is_told() {
    let home = Home::new();
    daily(&home, 3);
    home.run(["lists", "add", "daily"]).well();
    assert!(!home.run(["lists"]).well().contains("NOT THERE"));
    let one = index(&lists(&home)).copies()[1].folder().unwrap().to_owned();
    fs::remove_dir_all(lists(&home).join(one)).unwrap();
    let told = home.run(["lists"]).well();
    assert!(told.contains("!     1 FILE IS NOT THERE"), "{told}");
    fs::rename(lists(&home).join("ofac"), lists(&home).join("OFAC")).unwrap();
    assert!(home.run(["lists"]).well().contains("!     3 FILES ARE NOT THERE"));
    let json: serde_json::Value =
        serde_json::from_str(&home.run(["lists", "--format", "json"]).well()).unwrap();
    assert_eq!(json["rows"][0]["missing"], 3, "{json}");
}

#[test]
fn a_copy_that_cannot_be_written_down_does_not_stay_behind() {
    let home = Home::new();
    daily(&home, 2);
    home.run(["lists", "add", "daily/sdn-2025-01-01.csv"]).well();
    // An index that has a second name is not written to: others may mean another file by it.
    fs::hard_link(lists(&home).join("index.jsonl"), home.path("second")).unwrap();
    let before = files(&lists(&home));
    let done = home.run(["lists", "add", "daily/sdn-2025-01-02.csv"]);
    assert!(done.code == Some(1) && done.err.contains("writing the index"), "{}", done.err);
    assert_eq!(files(&lists(&home)), before);
}
