//! Frames as the command prints them: sizes, colours, pictures, and what own keys and own colours change.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "common/home.rs"]
mod home;

use std::process::Command;

use beltui::store::places::SHIPPED;
use home::{Done, Home};

#[test]
fn a_frame_has_the_size_that_was_asked_for() {
    let home = Home::new();
    for (size, columns, rows) in [("160x48", 160, 48), ("80x24", 80, 24), ("20x5", 20, 5), ("1x1", 1, 1)] {
        let out = home.frame(&["--size", size]);
        assert_eq!(out.lines().count(), rows, "{size}");
        let widest = out.lines().map(beltui::app::text::width).max().unwrap();
        assert!(widest <= columns, "{size}: {widest}");
        assert!(columns < 80 || widest == columns, "{size}: borders reach the last column, not {widest}");
    }
    assert_eq!(home.frame(&["--size", "0x0"]), "");
    assert_eq!(home.frame(&[]).lines().count(), 48);
}

/// The text without its escape sequences of the form `ESC [ … m`.
fn without_colours(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        rest = after.split_once('m').unwrap_or_else(|| panic!("no end of {after:?}")).1;
    }
    plain + rest
}

#[test]
fn the_colours_of_a_frame_are_all_that_ansi_adds_to_text() {
    let home = Home::new();
    let text = home.frame(&["--size", "120x36"]);
    assert!(!text.contains('\u{1b}'), "{text}");
    let ansi = home.frame(&["--size", "120x36", "--format", "ansi"]);
    assert!(ansi.contains("38;5;"), "{ansi}");
    let trimmed: Vec<_> = without_colours(&ansi).lines().map(|line| line.trim_end().to_owned()).collect();
    assert_eq!(trimmed, text.lines().collect::<Vec<_>>());
}

#[test]
fn no_color_takes_the_colours_away_and_leaves_the_words() {
    let home = Home::new();
    let file = home.write("shipped.ron", SHIPPED);
    let ansi = |value: Option<&str>| {
        let mut command = home.command();
        command.args(["frame", "--today", "2026-08-01", "--format", "ansi"]).arg(&file);
        if let Some(value) = value {
            command.env("NO_COLOR", value);
        }
        Done::of(command.output().unwrap()).well()
    };
    let (with, without) = (ansi(None), ansi(Some("1")));
    assert!(with.contains("38;5;"));
    assert!(!without.contains("38;") && !without.contains("48;"), "{without}");
    assert_eq!(ansi(Some("")), with, "an empty NO_COLOR says nothing");
    assert_eq!(without_colours(&without).lines().count(), without_colours(&with).lines().count());
}

/// What is wrong with a text as XML: tags that do not match, quotes that do not close, signs that are not escaped.
fn not_xml(text: &str) -> Option<String> {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (content, tag) = rest.split_at(at);
        if let Some(bad) = bad_content(content) {
            return Some(bad);
        }
        let end = tag.find('>')?;
        let (inside, after) = (&tag[1..end], &tag[end + 1..]);
        if inside.matches('"').count() % 2 == 1 || inside.contains('<') || bad_content(inside).is_some() {
            return Some(format!("<{inside}>"));
        }
        let name = inside.trim_matches('/').split_whitespace().next().unwrap_or_default();
        if let Some(closed) = inside.strip_prefix('/') {
            if open.pop() != Some(closed) {
                return Some(format!("</{closed}> closes nothing"));
            }
        } else if !inside.ends_with('/') {
            open.push(name);
        }
        rest = after;
    }
    if let Some(tag) = open.last() {
        return Some(format!("<{tag}> is never closed"));
    }
    bad_content(rest)
}

fn bad_content(text: &str) -> Option<String> {
    let known = ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;"];
    let bare = text
        .match_indices('&')
        .map(|(at, _)| &text[at..])
        .find(|rest| !known.iter().any(|it| rest.starts_with(it)));
    bare.map(|rest| rest.chars().take(20).collect())
}

#[test]
fn what_this_test_takes_for_xml_is_so() {
    for good in ["<a b=\"1\"><c/>x &amp; y</a>", "<a></a>"] {
        assert_eq!(not_xml(good), None, "{good}");
    }
    for bad in ["<a>", "</a>", "<a></b>", "<a>&</a>", "<a><b></a></b>", "<a b=\"></a>", "<a>x & y</a>"] {
        assert!(not_xml(bad).is_some(), "{bad}");
    }
}

#[test]
fn a_picture_is_balanced_xml_with_every_sign_escaped() {
    let home = Home::new();
    let text = SHIPPED.replacen("title: \"Belarus and the West\"", "title: \"A & B <c> \\\"d\\\" 'e'\"", 1);
    home.write("signs.ron", text);
    for more in [&[][..], &["--theme", "light"], &["--keys", "!"], &["--keys", "/<lt>&\""]] {
        let arguments = ["frame", "signs.ron", "--today", "2026-08-01", "--format", "svg"];
        let out = home.run(arguments.iter().chain(more)).well();
        assert_eq!(not_xml(&out), None, "{more:?}");
        assert!(out.starts_with("<svg ") && out.trim_end().ends_with("</svg>"), "{more:?}");
        assert_eq!(out.matches("<text").count(), out.matches("</text>").count(), "{more:?}");
        assert!(out.contains("<text") && out.contains("<rect"), "{more:?}");
        assert!(out.contains("A\u{a0}&amp;\u{a0}B\u{a0}&lt;c&gt;"), "{more:?}");
    }
}

#[test]
fn a_picture_of_a_light_theme_has_a_light_ground_however_the_theme_was_chosen() {
    let home = Home::new();
    let asked_for = home.frame(&["--format", "svg", "--theme", "light"]);
    let mut command = home.command();
    command.args(["frame", "shipped.ron", "--today", "2026-08-01", "--format", "svg"]);
    let by_environment = Done::of(command.env("COLORFGBG", "0;15").output().unwrap()).well();
    // The name of the file differs; the ground is the first rectangle.
    let ground = |svg: &str| svg.lines().find(|line| line.starts_with("<rect")).unwrap().to_owned();
    assert_eq!(ground(&by_environment), ground(&asked_for));
    home.write("config/beltui/theme.ron", "(base: Light)");
    assert_eq!(ground(&home.frame(&["--format", "svg"])), ground(&asked_for));
}

#[test]
fn own_keys_and_colours_that_cannot_be_used_do_not_stop_a_frame() {
    let home = Home::new();
    let standard = home.frame(&["--format", "ansi", "--keys", "!"]);
    for bad in [
        &b"((("[..],
        b"{ Pane: [(keys: [\"x\"], does: Explode)] }",
        b"{ Pane: [(keys: [\"x\"], does: Quit), (keys: [\"x\"], does: Help)] }",
        b"(colours: {Good: \"gr\xc3\xbcn\"})",
        b"\xff\xfe\x00",
        b"",
    ] {
        home.write("config/beltui/keymap.ron", bad);
        home.write("config/beltui/theme.ron", bad);
        let out = home.frame(&["--format", "ansi", "--keys", "!"]);
        assert!(out == standard, "{:?}\n{out}", String::from_utf8_lossy(bad));
    }
    for name in ["keymap.ron", "theme.ron"] {
        std::fs::remove_file(home.path(&format!("config/beltui/{name}"))).unwrap();
        std::fs::create_dir(home.path(&format!("config/beltui/{name}"))).unwrap();
    }
    assert!(home.frame(&["--format", "ansi", "--keys", "!"]) == standard, "folders in place of the files");
}

#[test]
fn an_own_theme_that_says_nothing_leaves_the_colours_to_the_background() {
    let home = Home::new();
    let ansi = |background: &str| {
        let mut command = home.command();
        home.write("a.ron", SHIPPED);
        command
            .args(["frame", "a.ron", "--format", "ansi", "--today", "2026-08-01"])
            .env("COLORFGBG", background);
        Done::of(command.output().unwrap()).well()
    };
    let (dark, light) = (ansi("15;0"), ansi("0;15"));
    assert_ne!(dark, light);
    for nothing in ["", "\u{feff}", "// nothing of mine yet\r\n"] {
        home.write("config/beltui/theme.ron", nothing);
        assert_eq!((ansi("15;0"), ansi("0;15")), (dark.clone(), light.clone()), "{nothing:?}");
    }
}

#[test]
fn pipes_and_devices_in_the_place_of_own_files_hold_nothing_up() {
    let home = Home::new();
    let standard = home.frame(&["--format", "ansi"]);
    std::fs::create_dir_all(home.path("config/beltui")).unwrap();
    for name in ["keymap.ron", "theme.ron", "settings.ron"] {
        let path = home.path(&format!("config/beltui/{name}"));
        assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
        assert!(home.frame(&["--format", "ansi"]) == standard, "a pipe");
        std::fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink("/dev/zero", &path).unwrap();
        assert!(home.frame(&["--format", "ansi"]) == standard, "/dev/zero");
        std::fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink("nowhere", &path).unwrap();
        assert!(home.frame(&["--format", "ansi"]) == standard, "a link that leads nowhere");
    }
}

#[test]
fn an_own_keymap_changes_what_keys_do() {
    let home = Home::new();
    let says = |keys: &str, there: &str| home.frame(&["--keys", keys]).contains(there);
    let disagreements = "What sources disagree on";
    assert!(says("!", disagreements) && !says("x", disagreements));
    let own = "{ Pane: [(keys: [\"x\", \"F5\"], does: Disagreements), (keys: [\"!\"], does: Nothing)] }";
    // As an editor on another system may write it: with a mark before it, and its line ends.
    for own in [own.to_owned(), format!("\u{feff}// mine\r\n{own}\r\n")] {
        home.write("config/beltui/keymap.ron", own);
        assert!(says("x", disagreements) && says("<F5>", disagreements) && !says("!", disagreements));
    }
    assert!(says("?", "Keys that work here"), "keys that the file does not name keep what they do");
}

#[test]
fn an_own_theme_changes_the_colours_unless_another_is_asked_for() {
    let home = Home::new();
    let ansi = |more: &[&str]| home.frame(&[&["--format", "ansi"], more].concat());
    let (standard, light) = (ansi(&[]), ansi(&["--theme", "light"]));
    assert_ne!(standard, light);
    assert_eq!(ansi(&["--theme", "dark"]), standard);
    home.write("config/beltui/theme.ron", "(base: Dark, colours: {Accent: \"#010203\"})");
    assert!(!standard.contains("38;2;1;2;3") && ansi(&[]).contains("38;2;1;2;3"));
    assert_eq!(ansi(&["--theme", "light"]), light);
}

#[test]
fn a_script_waits_for_the_lists_that_its_keys_have_read() {
    let home = Home::new();
    let list = home.write("sdn.csv", include_bytes!("lists/sdn.csv"));
    let of = |keys: &str| home.frame(&["--as-of", "2026-08-01", "--keys", keys]);
    for key in ["I", "R"] {
        let read = of(&format!("{key}2025-12-24 {}<Enter>", list.display()));
        assert!(read.contains("OFAC SDN of 2025-12-24"), "{key}: {read}");
        assert!(!read.contains("reading the lists"), "{key}: {read}");
        let missing = of(&format!("{key}{}.gone<Enter>", list.display()));
        assert!(
            missing.contains("sdn.csv.gone") && !missing.contains("reading the lists"),
            "{key}: {missing}"
        );
    }
    // What a later key needs is there: the name of the file is completed.
    let folder = list.parent().unwrap();
    let completed = of(&format!("I2025-12-24 {}/sd<Tab><Enter>", folder.display()));
    assert!(completed.contains("OFAC SDN of 2025-12-24"), "{completed}");
}
