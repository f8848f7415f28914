//! Links (OSC 8) in what the program writes, and the browser that opens one.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use beltui::model::source::Source;
use beltui::store::load::load_text;
use beltui::store::places::SHIPPED;
use beltui::views::address::web_address;
use beltui::views::addresses::addresses;
use beltui::views::day::{Clock, Day};

use crate::harness::{Home, Pty, WINDOW};

/// The keys that open the page of Belavia's measure, its sources in view.
const RECORD: &str = "2/id:us-belavia-asset-freeze\r\rG";
const RECORD_KEYS: &str = "2/id:us-belavia-asset-freeze<Enter><Enter>G";

/// Sets whether texts are links.
fn set(home: &Home, links: &str) {
    let folder = home.path("beltui");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("settings.ron"), format!("(links: {links}, welcomed: true)")).unwrap();
}

/// The links that were begun, without their ids; each that was begun was also ended.
fn links(raw: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(raw);
    let mut links = Vec::new();
    let mut is_open = false;
    for part in text.split("\x1b]8;").skip(1) {
        let (link, _) = part.split_once("\x1b\\").expect("a link is closed by ST");
        let (_, address) = link.split_once(';').unwrap();
        assert_ne!(address.is_empty(), !is_open, "links are begun and ended in turn: {link:?}");
        is_open = !address.is_empty();
        if is_open {
            links.push(address.to_owned());
        }
    }
    assert!(!is_open, "the last link is ended");
    links
}

#[test]
fn what_has_an_address_is_a_link_and_the_cells_are_those_of_a_frame_without() {
    let home = Home::new();
    let file = home.shipped();
    set(&home, "on");
    let mut pty = Pty::dashboard(&home, &file);
    pty.types(RECORD);
    pty.shows(&home.frame(&file, WINDOW, RECORD_KEYS));
    let found = links(&pty.shown().raw);
    let state = load_text(SHIPPED.to_owned()).state;
    let known: Vec<String> =
        state.records().sources.iter().filter_map(|it| web_address(it.url.as_deref()?)).collect();
    assert!(!found.is_empty());
    assert!(found.iter().all(|link| known.contains(link)), "{found:?}");
    // From page to page, back, and as of another day: what stays is not written anew, what changes is.
    for keys in ["jjjj", "q", "[", "5", "G", "gz"] {
        pty.types(keys);
    }
    pty.shows(&home.frame(&file, WINDOW, &format!("{RECORD_KEYS}jjjjq[5Ggz")));
    links(&pty.shown().raw);
    pty.types("q");
    pty.until("the panes", |shown| shown.says("2 Ledger"));
}

#[test]
fn links_are_written_only_where_the_terminal_is_likely_to_have_them_or_a_person_says_so() {
    for (setting, environment, wanted) in [
        ("auto", None, false),
        ("auto", Some(("VTE_VERSION", "7600")), true),
        ("off", Some(("VTE_VERSION", "7600")), false),
        ("on", None, true),
    ] {
        let home = Home::new();
        let file = home.shipped();
        set(&home, setting);
        let mut command = home.dashboard(&file);
        if let Some((name, value)) = environment {
            command.env(name, value);
        }
        let mut pty = Pty::start(command, WINDOW);
        pty.says("jk move");
        pty.types(RECORD);
        pty.shows(&home.frame(&file, WINDOW, RECORD_KEYS));
        assert_eq!(!links(&pty.shown().raw).is_empty(), wanted, "{setting} {environment:?}");
    }
}

#[test]
fn an_address_steers_no_terminal() {
    let home = Home::new();
    // As the file is written, and as somebody wrote it who means harm.
    let harm = "https://alpha.example/\\u{1b}\\\\\\u{7}\\u{1b}]0;owned\\u{7}";
    let day = Day::new(load_text(SHIPPED.to_owned()).state, Clock::as_of("2025-10-28".parse().unwrap()));
    let found = addresses(&day, "us-belavia-asset-freeze", None);
    let text = SHIPPED.replacen(&format!("\"{}\"", found[0].address), &format!("\"{harm}\""), 1);
    let read = load_text(text.clone());
    let steers = |it: &Source| it.url.as_deref().is_some_and(|it| it.contains('\u{1b}'));
    assert!(read.state.records().sources.iter().any(steers), "{:?}", read.findings);
    let file = home.file("harm.ron", &text);
    set(&home, "on");
    let mut pty = Pty::dashboard(&home, &file);
    pty.types("2/id:us-belavia-asset-freeze\rO");
    pty.says("alpha.example/␛");
    let shown = pty.shown();
    let raw = String::from_utf8_lossy(&shown.raw);
    assert!(!raw.contains("owned\x07") && !raw.contains("\x1b]0;"), "{raw}");
    // What is read may end in the middle of a frame.
    let begun = raw.split("\x1b]8;").skip(1).filter_map(|part| part.split("\x1b\\").next());
    assert!(begun.into_iter().all(|link| !link.contains("alpha.example")));
}

/// A browser that notes what it is given, in a folder of programs.
fn browser(home: &Home, name: &str, script: &str) -> std::path::PathBuf {
    let folder = home.path("programs");
    fs::create_dir_all(&folder).unwrap();
    let program = folder.join(name);
    fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

#[test]
fn a_browser_is_started_beside_the_program_and_waited_for_by_nobody() {
    let home = Home::new();
    let file = home.shipped();
    let (noted, held) = (home.path("noted"), home.path("held"));
    assert!(std::process::Command::new("mkfifo").arg(&held).status().unwrap().success());
    // It writes what it was given, and stays until somebody lets it go.
    let script = format!(
        "printf '%s\\n' \"$@\" > '{0}.new'; mv '{0}.new' '{0}'; echo to the terminal; cat '{1}' > /dev/null",
        noted.display(),
        held.display()
    );
    let folder = browser(&home, "alpha-browser", &script);
    let mut command = home.dashboard(&file);
    command.env("BROWSER", format!("{}/alpha-browser --new", folder.display()));
    let mut pty = Pty::start(command, WINDOW);
    pty.says("jk move");
    pty.types("2/id:us-belavia-asset-freeze\rO");
    pty.says("Sources of");
    pty.types("g\t\r");
    pty.says("in the browser");
    pty.until("what it was given", |_| noted.exists());
    let given = fs::read_to_string(&noted).unwrap();
    let (flag, address) = given.trim_end().split_once('\n').unwrap();
    assert!(flag == "--new" && address.starts_with("http"), "{given}");
    // Keys are answered, and the program ends, though the browser has not.
    pty.types("\x1b?");
    pty.says("Keys that work here");
    assert!(!pty.shown().says("to the terminal"));
    pty.types("qq");
    assert_eq!(pty.ends().0, 0);
    fs::write(&held, "").unwrap();
}

#[test]
fn without_a_browser_the_address_goes_onto_the_clipboard() {
    let home = Home::new();
    let file = home.shipped();
    for (setting, why) in
        [(None, "no browser is known here"), (Some("no-such-browser"), "there is no no-such-browser here")]
    {
        let mut command = home.dashboard(&file);
        if let Some(setting) = setting {
            command.env("BROWSER", setting);
        }
        let mut pty = Pty::start(command, WINDOW);
        pty.says("jk move");
        pty.types("2/id:us-belavia-asset-freeze\rO");
        pty.says("Sources of");
        pty.types("g\t\r");
        pty.says(why);
        assert!(pty.shown().wrote("\x1b]52;c;aHR0c"), "the address, in base64");
    }
}

#[test]
fn another_file_opens_and_the_old_one_is_free() {
    let home = Home::new();
    let file = home.shipped();
    let other = home.file("other.ron", SHIPPED);
    let mut pty = Pty::dashboard(&home, &file);
    pty.types(&format!(":open {}\r", other.display()));
    pty.says("opened other.ron");
    assert!(!crate::editing::lock_of(&file).exists());
    assert!(crate::editing::lock_of(&other).exists());
    // What is edited now stands in the other.
    crate::editing::edits(&mut pty);
    crate::editing::saves(&mut pty);
    assert_eq!(fs::read_to_string(&file).unwrap(), SHIPPED);
    assert!(fs::read_to_string(&other).unwrap().contains(crate::editing::EASED));
    pty.types("q");
    assert_eq!(pty.ends().0, 0);
    assert!(!crate::editing::lock_of(&other).exists());
}

#[test]
fn what_is_on_the_screen_goes_into_a_file() {
    let home = Home::new();
    let file = home.shipped();
    let out = home.path("rows.csv");
    let mut pty = Pty::dashboard(&home, &file);
    pty.types("2/issuer:us\rx");
    pty.says("Write what is on the screen into a file");
    // A path is completed: the folder has one file that begins so.
    pty.types(&format!("\x15{}/bela\t", home.path("").display()));
    pty.says("belarus.ron");
    pty.types(&format!("\x15{}\r", out.display()));
    pty.says("of the ledger written to");
    let text = fs::read_to_string(out).unwrap();
    assert!(text.lines().skip(1).all(|row| row.contains("\"US\"")), "{text}");
}
