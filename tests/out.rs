//! What leaves the program from inside it, through the real loop: files, the clipboard, the browser, another file.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;
#[path = "common/home.rs"]
mod home;

use std::fs;
use std::path::Path;
use std::process::Command;

use beltui::app::{App, Modal, Mood};
use beltui::shell::Exit;
use beltui::store::journal::JournalPlace;
use beltui::store::lock::Lock;
use beltui::store::open_file::open_with;
use common::desk::{AtWork, Desk};
use home::Home;

/// Somebody at work on the shipped file.
fn at_work(work: impl FnOnce(&Desk, &mut AtWork<'_, '_>)) -> (App, Exit) {
    let desk = Desk::new();
    desk.at_work(true, |at_work| {
        at_work.running.app.file.path = desk.file();
        at_work.running.state_dir = Some(desk.state_dir());
        work(&desk, at_work);
    })
}

#[track_caller]
fn said(at_work: &AtWork<'_, '_>, text: &str) {
    let (_, said) = at_work.running.app.message.clone().unwrap_or((Mood::Info, String::new()));
    assert!(said.contains(text), "{said:?}: {text:?}\n{}", at_work.screen());
}

/// What the commands write of the same file.
fn command(arguments: &[&str]) -> String {
    let home = Home::new();
    home.write("a.ron", beltui::store::places::SHIPPED);
    home.run(arguments.iter().chain(&["--today", common::TODAY])).well()
}

#[test]
fn what_a_pane_shows_is_written_as_the_command_would() {
    at_work(|desk, at_work| {
        let out = desk.folder.path().join("rows.csv");
        at_work.types("2/issuer:us status:in-force<Enter>ll;");
        at_work.types(&format!(":export {}<Enter>", out.display()));
        said(at_work, "rows of the ledger written to");
        let wanted = command(&[
            "export",
            "ledger",
            "a.ron",
            "--as-of",
            common::TODAY,
            "--filter",
            "issuer:us status:in-force",
            "--sort",
            "measure",
        ]);
        assert_eq!(fs::read_to_string(&out).unwrap(), wanted);
        let json = desk.folder.path().join("rows.json");
        at_work.types(&format!("x<Ctrl-u>{}<Enter>", json.display()));
        assert!(fs::read_to_string(json).unwrap().starts_with("{\n"));
        let grouped = desk.folder.path().join("rows.md");
        at_work.types(&format!("o:export {}<Enter>", grouped.display()));
        assert!(fs::read_to_string(grouped).unwrap().contains("\n## Asset freeze\n"));
    });
}

#[test]
fn the_other_day_and_the_second_clock_are_those_of_the_screen() {
    at_work(|desk, at_work| {
        let out = desk.folder.path().join("rows.csv");
        at_work.types("4t2025-10-28<Enter>b2025-09-15<Enter>");
        at_work.types(&format!(":export {}<Enter>", out.display()));
        let wanted = command(&[
            "export",
            "crossings",
            "a.ron",
            "--as-of",
            "2025-10-28",
            "--known",
            "2025-09-15",
            "--sort",
            "border",
        ]);
        assert_eq!(fs::read_to_string(&out).unwrap(), wanted);
        at_work.types("<Esc>");
    });
}

#[test]
fn what_is_proposed_is_replaced_by_what_is_typed_and_edited_where_the_cursor_moves_first() {
    at_work(|_, at_work| {
        for (keys, typed) in [
            ("2xa.md", "a.md"),
            ("2x<End>a", "ledger-2026-08-01.csva"),
            ("2x<Left>a", "ledger-2026-08-01.csav"),
            ("2x<Backspace>", ""),
            ("2x<Tab>a", "ledger-2026-08-01.csva"),
        ] {
            at_work.types(keys);
            let Some(Modal::AskFile(field)) = at_work.running.app.modals.last() else { panic!("{keys}") };
            assert_eq!(field.input.value(), typed, "{keys}");
            at_work.types("<Esc>");
        }
        at_work.types("b2025-09-15<Enter>b2025-10");
        let Some(Modal::AskDay(field)) = at_work.running.app.modals.last() else { panic!() };
        assert_eq!(field.input.value(), "2025-10");
        at_work.types("<Ctrl-u><Enter>");
    });
}

#[test]
fn a_name_with_spaces_goes_up_to_its_ending() {
    at_work(|desk, at_work| {
        let there = |name: &str| fs::read_to_string(desk.folder.path().join(name)).unwrap();
        let folder = desk.folder.path().display().to_string();
        at_work.types(&format!("2:export {folder}/two words.csv<Enter>"));
        assert!(there("two words.csv").starts_with("\"id\","));
        at_work.types(&format!(":export {folder}/three more words.json csv<Enter>"));
        assert!(there("three more words.json").starts_with("\"id\","));
        at_work.types(&format!(":brief {folder}/a brief.md 2025-09<Enter>"));
        assert!(there("a brief.md").starts_with("# "));
        at_work.types(&format!(":open {folder}/no such.ron<Enter>"));
        said(at_work, "no such.ron");
        let names = fs::read_dir(desk.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
        assert!(names.into_iter().all(|name| name != "two" && name != "three" && name != "a"));
    });
}

#[test]
fn nothing_is_written_over_a_file_without_a_word() {
    at_work(|desk, at_work| {
        let out = desk.folder.path().join("rows.csv");
        fs::write(&out, "mine").unwrap();
        at_work.types(&format!("2:export {}<Enter>", out.display()));
        assert!(at_work.screen().contains("Write over the file?"), "{}", at_work.screen());
        at_work.types("c");
        assert_eq!(fs::read_to_string(&out).unwrap(), "mine");
        at_work.types(&format!(":export {}<Enter>", out.display()));
        at_work.types("w");
        assert!(fs::read_to_string(&out).unwrap().starts_with("\"id\","));
        assert_eq!(fs::read_dir(desk.folder.path()).unwrap().count(), 3, "no temporary file is left");
    });
}

#[test]
fn the_state_file_is_never_written_over_by_what_is_exported() {
    at_work(|desk, at_work| {
        let before = desk.text();
        let link = desk.folder.path().join("link.csv");
        std::os::unix::fs::symlink(desk.file(), &link).unwrap();
        at_work.types(&format!("2:export {}<Enter>", link.display()));
        said(at_work, "is the state file itself");
        assert_eq!(desk.text(), before);
    });
}

#[test]
fn what_cannot_be_written_is_asked_for_again_with_the_reason() {
    at_work(|desk, at_work| {
        for (typed, told) in [
            ("export rows.xlsx", "how is rows.xlsx written?"),
            ("export rows.txt xml", "\"xml\" is no form"),
            ("export 'rows.csv", "a quote is not closed"),
            ("brief b.txt", "a brief is Markdown or HTML"),
            ("brief b.md 2030", "is not before 2026-08-01"),
            ("open a.ron b.ron", "one file is opened"),
        ] {
            at_work.types(&format!(":{typed}<Enter>"));
            said(at_work, told);
            let screen = at_work.screen();
            assert!(screen.contains(told) && screen.contains(typed.split_once(' ').unwrap().1), "{screen}");
            at_work.types("<Esc>");
        }
        let nowhere = desk.folder.path().join("no/such/rows.csv");
        at_work.types(&format!("2:export {}<Enter>", nowhere.display()));
        said(at_work, &format!("there is no folder {}", nowhere.parent().unwrap().display()));
        let (_, told) = at_work.running.app.message.clone().unwrap();
        assert!(!told.contains(".new"), "{told}");
        at_work.types("<Esc>");
        at_work.types(&format!(":export {} csv<Enter>", desk.folder.path().display()));
        said(at_work, "is a folder");
    });
}

#[test]
fn a_brief_is_that_of_the_command_with_the_filter_of_the_pane() {
    at_work(|desk, at_work| {
        let out = desk.folder.path().join("brief.md");
        at_work.types("2/issuer:us<Enter>");
        at_work.types(&format!(":brief {} 2025-09<Enter>", out.display()));
        said(at_work, ", up to 2026-08-01, written to");
        let wanted = command(&[
            "brief",
            "a.ron",
            "--since",
            "2025-09",
            "--until",
            common::TODAY,
            "--filter",
            "issuer:us",
        ]);
        assert_eq!(fs::read_to_string(&out).unwrap(), wanted);
        let page = desk.folder.path().join("brief.html");
        at_work.types(&format!(":brief {}<Enter>", page.display()));
        assert!(fs::read_to_string(&page).unwrap().starts_with("<!doctype html>"));
    });
}

#[test]
fn a_brief_and_the_agenda_are_of_what_the_panes_are_held_and_narrowed_to() {
    at_work(|desk, at_work| {
        let [brief, page] = ["brief.md", "page.md"].map(|name| desk.folder.path().join(name));
        // The filter that holds asks for what the borders do not have.
        at_work.types("2/issuer:us<Enter>&4");
        at_work.types(&format!(":brief {} 2025-09<Enter>", brief.display()));
        let text = fs::read_to_string(&brief).unwrap();
        assert!(text.contains("that pass the filter issuer:us on 1 August 2026."), "{text}");
        at_work.types("A");
        at_work.types(&format!(":export {}<Enter>", page.display()));
        let shown = fs::read_to_string(&page).unwrap();
        assert!(shown.starts_with("# ") && shown.contains("/issuer:us"), "{shown}");
        at_work.types("Y");
        said(at_work, "copied, without the filter that holds in all panes: beltui export agenda");
        at_work.types("<Esc>");
        let narrowed = desk.folder.path().join("narrowed.md");
        at_work.types("1/poland<Enter>f");
        at_work.types(&format!(":brief {} 2025-09<Enter>", narrowed.display()));
        let text = fs::read_to_string(&narrowed).unwrap();
        assert!(text.contains("that belong to Poland and pass the filter"), "{text}");
    });
}

#[test]
fn a_page_is_written_in_markdown_and_the_agenda_as_the_table_it_is() {
    at_work(|desk, at_work| {
        let out = desk.folder.path().join("page.md");
        at_work.types("X");
        at_work.types(&format!(":export {}<Enter>", out.display()));
        let page = fs::read_to_string(&out).unwrap();
        assert!(page.starts_with("# Exchanges as of 2026-08-01\n"), "{page}");
        at_work.types(&format!(":export {}<Enter>", desk.folder.path().join("page.csv").display()));
        said(at_work, "a page is written in Markdown, not as CSV");
        at_work.types("<Esc><Esc>A");
        let agenda = desk.folder.path().join("agenda.csv");
        at_work.types(&format!(":export {}<Enter>", agenda.display()));
        let wanted = command(&["export", "agenda", "a.ron", "--as-of", common::TODAY]);
        assert_eq!(fs::read_to_string(&agenda).unwrap(), wanted);
    });
}

#[test]
fn the_table_is_copied_in_markdown_and_once_more_as_csv() {
    at_work(|_, at_work| {
        at_work.types("2/issuer:us belavia<Enter><Ctrl-y>");
        said(at_work, "rows of the ledger copied as Markdown");
        at_work.types("<Ctrl-y>");
        said(at_work, "copied as CSV");
        at_work.types("j<Ctrl-y>");
        said(at_work, "copied as Markdown");
        let copied = &at_work.running.outside.copied;
        let heads = copied[0].lines().nth(2).unwrap();
        assert!(heads.starts_with("| issuer | target | measure | status |"), "{heads}");
        assert!(!heads.contains("until"), "an empty column is left out: {heads}");
        assert!(copied[1].starts_with("\"issuer\",\"target\""), "{}", copied[1]);
        assert_eq!(copied[0], copied[2]);
    });
}

#[test]
fn more_than_terminals_take_is_cut_at_a_row_and_told() {
    at_work(|_, at_work| {
        at_work.types("3<Ctrl-y>");
        said(
            at_work,
            "rows are on the clipboard, as Markdown: many terminals take no more at once; x writes all",
        );
        let copied = &at_work.running.outside.copied[0];
        assert!(copied.len() <= 74_994 && copied.len() > 60_000, "{}", copied.len());
        assert!(copied.ends_with(" |\n"));
    });
}

#[test]
fn more_cited_lines_than_terminals_take_are_cut_at_a_line_and_told() {
    at_work(|_, at_work| {
        at_work.types("3*y");
        said(at_work, "lines are on the clipboard: many terminals take no more at once; x writes all");
        let copied = &at_work.running.outside.copied[0];
        assert!(copied.len() <= 74_994 && copied.len() > 60_000, "{}", copied.len());
    });
}

/// What the command line on the clipboard writes, run by a shell in another folder.
fn reproduced(desk: &Desk, line: &str) -> String {
    assert!(line.starts_with("beltui "), "{line}");
    let program = Path::new(env!("CARGO_BIN_EXE_beltui")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let output = Command::new("bash")
        .arg("-c")
        .arg(format!("{line} --today {}", common::TODAY))
        .current_dir(desk.folder.path())
        .env("PATH", path)
        .env("HOME", desk.folder.path())
        .env("XDG_CONFIG_HOME", desk.folder.path())
        .env_remove("NO_COLOR")
        .output()
        .unwrap();
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_copied_command_line_reproduces_the_rows_whatever_the_filter() {
    at_work(|desk, at_work| {
        let out = desk.folder.path().join("rows.csv");
        for keys in [
            "2/issuer:us status:in-force<Enter>sS",
            "2/\"Mozyr Oil\"<Enter>",
            "2/it's $HOME `x` \\ \"Гродно\" #<Enter>",
            "2/-belavia -issuer:eu<Enter>",
            "2/target:belaruskali<Enter>o",
            "3/actor:us since:2025-09<Enter>",
            "3v",
            "4/actor:pl<Enter>sS",
            "1s",
            "1/poland<Enter>f4",
            "4t2025-10-28<Enter>b2025-09-15<Enter>",
        ] {
            at_work.types(keys);
            at_work.types("Y");
            let line = at_work.running.outside.copied.last().unwrap().clone();
            said(at_work, "copied");
            let _ = fs::remove_file(&out);
            at_work.types(&format!(":export {}<Enter>", out.display()));
            assert_eq!(reproduced(desk, &line), fs::read_to_string(&out).unwrap(), "{keys}: {line}");
            at_work.types("<Esc><Esc><Esc>b<Enter>T");
            at_work.types("1<Esc>2<Esc>3<Esc>4<Esc>2");
        }
    });
}

#[test]
fn the_copied_command_line_names_the_columns_that_were_chosen() {
    at_work(|desk, at_work| {
        at_work.types("2/belavia<Enter>c<Space><Esc>");
        at_work.types("Y");
        let line = at_work.running.outside.copied.last().unwrap().clone();
        assert!(line.contains(" --columns "), "{line}");
        let first = reproduced(desk, &line).lines().next().unwrap().to_owned();
        let named = line.split(" --columns ").nth(1).unwrap().split(' ').next().unwrap();
        assert_eq!(first.replace('"', ""), format!("{named},as_of,known"), "{line}");
    });
}

#[test]
fn the_copied_command_line_of_a_page_or_a_drawn_view_reproduces_the_screen() {
    for keys in [
        "2/belavia<Enter>vvz",
        "X",
        "!",
        "C",
        "2/id:us-belavia-asset-freeze<Enter><Enter>",
        "1/poland<Enter>5",
    ] {
        at_work(|desk, at_work| {
            at_work.types(keys);
            at_work.types("Y");
            let line = at_work.running.outside.copied.last().unwrap().clone();
            assert!(line.contains(" frame ") && line.contains(" --size "), "{line}");
            let frame = reproduced(desk, &line);
            let title = at_work.running.app.modals.page().map(|view| view.page.lines[0].words());
            let title = title.unwrap_or_else(|| "Target         By ".to_owned());
            let first: String = title.chars().take(30).collect();
            assert!(frame.contains(&first), "{keys}: {line}: {first:?}\n{frame}");
        });
    }
}

#[test]
fn the_changes_are_reproduced_as_a_brief_and_the_agenda_as_a_table() {
    at_work(|desk, at_work| {
        at_work.types("t2025-06-01<Enter>mTM");
        at_work.types("Y");
        let line = at_work.running.outside.copied.last().unwrap().clone();
        assert!(line.ends_with("--since 2025-06-01 --until 2026-08-01"), "{line}");
        assert!(reproduced(desk, &line).starts_with("# Belarus and the West: 1 June 2025 to 1 August 2026"));
        at_work.types("<Esc>AY");
        let line = at_work.running.outside.copied.last().unwrap().clone();
        assert!(reproduced(desk, &line).starts_with("agenda as of 2026-08-01\n"), "{line}");
    });
}

#[test]
fn a_source_is_opened_and_of_several_one_is_chosen() {
    at_work(|_, at_work| {
        at_work.running.outside.browsed = Some(Vec::new());
        at_work.types("2/id:us-belavia-asset-freeze<Enter>O");
        assert!(at_work.screen().contains("Sources of"), "{}", at_work.screen());
        let shown = at_work.running.app.modals.page().unwrap().page.clone();
        let first = shown.lines.iter().find_map(|line| line.address.clone()).unwrap();
        at_work.types("g<Tab><Enter>");
        assert_eq!(at_work.running.outside.browsed.as_deref(), Some(&[first.clone()][..]));
        said(at_work, "in the browser");
        at_work.types("<Tab>O");
        assert_eq!(at_work.running.outside.browsed.as_ref().unwrap().len(), 2);
    });
}

#[test]
fn where_there_is_no_browser_the_address_is_copied() {
    at_work(|_, at_work| {
        at_work.types("2/id:us-belavia-asset-freeze<Enter>Og<Tab><Enter>");
        said(at_work, "there is no browser here: the address is on the clipboard: http");
        assert!(at_work.running.outside.copied.last().unwrap().starts_with("http"));
    });
}

#[test]
fn what_is_no_address_of_the_web_is_not_opened() {
    let text = beltui::store::places::SHIPPED;
    let url = text.lines().find(|line| line.trim_start().starts_with("url: \"https")).unwrap();
    let text = text.replacen(url, "            url: \"file:///etc/passwd\",", 1);
    let loaded = beltui::store::load::load_text(text);
    let it = loaded
        .state
        .records()
        .sources
        .iter()
        .find(|it| it.url.as_deref() == Some("file:///etc/passwd"))
        .unwrap();
    let id = it.id.clone();
    let mut app = common::app((120, 40), common::TODAY);
    common::load(&mut app, loaded);
    app.open_record(&id);
    let effects = app.act(beltui::app::action::Action::OpenSource);
    assert_eq!(effects, []);
    assert!(app.message.unwrap().1.contains("no address of the web: file:///etc/passwd"));
}

/// Another file, in a folder of its own.
fn other(desk: &Desk) -> std::path::PathBuf {
    let folder = desk.folder.path().join("others");
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("quelland.ron");
    fs::write(&file, fs::read_to_string("tests/screens/quelland.ron").unwrap()).unwrap();
    file
}

#[test]
fn another_file_opens_in_the_place_of_this_one() {
    at_work(|desk, at_work| {
        let file = other(desk);
        at_work.types("2/issuer:us<Enter>z");
        at_work.types(&format!(":open {}<Enter>", file.display()));
        said(at_work, "opened quelland.ron");
        let app = &*at_work.running.app;
        assert_eq!(app.file.path, file);
        assert_eq!(app.facts.state().head().title.as_str(), "Quelland");
        assert!(app.panes.ledger.pane.filter.is_empty() && !app.panes.zoom, "the panes are new");
        assert!(Lock::take(&desk.file()).is_ok(), "the lock of the old one is let go");
        assert!(Lock::take(&file).is_err(), "and that of the new one held");
        let journal = JournalPlace::of(&desk.state_dir(), &desk.file());
        assert!(!journal.path().exists(), "nothing is left in the journal of the old one");
        // It is the file that is edited and saved now.
        let before = (fs::read_to_string(&file).unwrap(), desk.text());
        at_work.types("2d");
        at_work.types("r");
        at_work.types("w");
        assert_ne!(fs::read_to_string(&file).unwrap(), before.0, "{}", at_work.screen());
        assert_eq!(desk.text(), before.1);
        at_work.types(":open nowhere.ron<Enter>");
        said(at_work, "not opened:");
        assert_eq!(at_work.running.app.file.path, file);
    });
}

#[test]
fn what_is_not_saved_is_asked_about_before_another_file_opens() {
    at_work(|desk, at_work| {
        let file = other(desk);
        let before = desk.text();
        at_work.types("2/id:us-belavia-asset-freeze<Enter>d");
        at_work.types("r");
        assert!(at_work.running.app.document.is_dirty(), "{}", at_work.screen());
        at_work.types(&format!(":open {}<Enter>", file.display()));
        assert!(at_work.screen().contains("1 unsaved change in this file"), "{}", at_work.screen());
        at_work.types("c");
        assert_eq!(at_work.running.app.file.path, desk.file());
        assert!(at_work.running.app.document.is_dirty());
        at_work.types(&format!(":open {}<Enter>", file.display()));
        at_work.types("s");
        assert_eq!(at_work.running.app.file.path, file, "{}", at_work.screen());
        assert_ne!(desk.text(), before, "it was saved first");
    });
}

#[test]
fn discarded_edits_are_kept_aside_when_another_file_opens() {
    at_work(|desk, at_work| {
        let file = other(desk);
        let before = desk.text();
        at_work.types("2/id:us-belavia-asset-freeze<Enter>d");
        at_work.types("r");
        assert!(at_work.running.app.document.is_dirty(), "{}", at_work.screen());
        at_work.types(&format!(":open {}<Enter>", file.display()));
        at_work.types("d");
        assert_eq!(at_work.running.app.file.path, file);
        said(at_work, "the discarded edits are kept as");
        assert_eq!(desk.text(), before);
        let again = open_with(&desk.file(), None, Some(desk.state_dir())).unwrap();
        assert!(again.open_file.is_some() && again.recovery.is_empty(), "nothing is offered as of a crash");
    });
}

#[test]
fn a_file_that_cannot_be_read_leaves_the_old_one_open() {
    at_work(|desk, at_work| {
        let broken = desk.folder.path().join("broken.bin");
        fs::write(&broken, [0xff, 0xfe, 0x00, 0xd8]).unwrap();
        at_work.types("2/issuer:us<Enter>");
        for (file, why) in [
            (desk.folder.path().join("nowhere.ron"), "No such file"),
            (broken, "UTF-8"),
            (desk.folder.path().to_owned(), "folder"),
            (desk.file(), "it is open already"),
        ] {
            at_work.types(&format!(":open {}<Enter>", file.display()));
            said(at_work, "not opened:");
            said(at_work, why);
            let app = &*at_work.running.app;
            assert_eq!(
                (app.file.path.clone(), app.panes.ledger.pane.filter.as_str()),
                (desk.file(), "issuer:us")
            );
            assert!(Lock::take(&desk.file()).is_err(), "its lock is held");
        }
    });
}
