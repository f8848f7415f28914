//! The README says what the program does: its tables are compared with the program, its example is read by it.
//! `BELTUI_WRITE_README=1 cargo test --test readme` writes the tables anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use beltui::app::keymap::{Context, Keymap};
use beltui::model::declare::Vocabulary;
use beltui::model::declare::{Declared, Field, Shape};
use beltui::model::state::{Head, RecordKind};
use beltui::model::{crossing, event, measure, relation, subject};
use beltui::store::load::load_text;
use beltui::views::fields::FilterField;

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn readme() -> String {
    fs::read_to_string(path("README.md")).unwrap()
}

/// Compares what stands between two marks with what the program says; writes it when asked to.
fn compare(mark: &str, wanted: &str) {
    let text = readme();
    let (open, close) = (format!("<!-- {mark} -->\n"), format!("<!-- /{mark} -->"));
    let (before, rest) = text.split_once(&open).unwrap();
    let (found, after) = rest.split_once(&close).unwrap();
    if std::env::var_os("BELTUI_WRITE_README").is_some() {
        fs::write(path("README.md"), format!("{before}{open}{wanted}{close}{after}")).unwrap();
        return;
    }
    assert_eq!(found, wanted, "the README's {mark} are stale");
}

fn keys() -> String {
    let keymap = Keymap::standard();
    let mut out = String::new();
    for context in Context::ALL.iter().copied() {
        let _ = writeln!(out, "\n**{}**\n\n| keys | does |\n|---|---|", context.title());
        for (action, chords) in keymap.actions(context) {
            let keys: Vec<String> = chords.iter().map(|chord| format!("`{chord}`")).collect();
            let _ = writeln!(out, "| {} | {} |", keys.join(" "), action.title_in(context));
        }
    }
    out + "\n"
}

fn commands() -> String {
    let mut out = String::from("\n| command | does |\n|---|---|\n");
    let mut command = beltui::cli::command();
    let usage = |command: &mut clap::Command| {
        let usage = command.render_usage().to_string();
        usage.lines().next().unwrap().trim_start_matches("Usage: ").replace('|', "\\|")
    };
    let options = |command: &clap::Command| {
        let options: Vec<String> = command
            .get_arguments()
            .filter(|arg| !arg.is_hide_set() && !matches!(arg.get_long(), None | Some("help" | "version")))
            // What goes with every command is named where it is explained.
            .filter(|arg| !arg.is_global_set())
            .map(|arg| format!("`--{}`", arg.get_long().unwrap()))
            .collect();
        if options.is_empty() { String::new() } else { format!(" ({})", options.join(", ")) }
    };
    command.build();
    let _ = writeln!(out, "| `{}` | The dashboard{} |", usage(&mut command), options(&command));
    for sub in command.get_subcommands_mut().filter(|sub| sub.get_name() != "help" && !sub.is_hide_set()) {
        let about = sub.get_about().unwrap().to_string();
        let _ = writeln!(out, "| `{}` | {about}{} |", usage(sub), options(sub));
    }
    out + "\n"
}

fn filters() -> String {
    let mut out = String::from("\n| field | of | asks |\n|---|---|---|\n");
    for field in FilterField::ALL {
        let lists: Vec<&str> = field.lists().iter().map(|list| list.word()).collect();
        let lists = if lists.len() == 4 { "all".to_owned() } else { lists.join(", ") };
        let _ = writeln!(out, "| `{}:` | {lists} | {} |", field.name(), field.asks());
    }
    out + "\n"
}

fn words() -> String {
    fn row<T: Vocabulary>(out: &mut String, what: &str) {
        let names: Vec<String> = T::NAMES.iter().map(|name| format!("`{name}`")).collect();
        let _ = writeln!(out, "| {what} | {} |", names.join(" "));
    }
    let mut out = String::from("\n| field | words |\n|---|---|\n");
    row::<subject::SubjectKind>(&mut out, "a subject's `kind`");
    row::<relation::Rank>(&mut out, "`rank`");
    row::<relation::MissionStep>(&mut out, "a mission's `status`");
    row::<relation::ConsularStep>(&mut out, "a consular service's `status`");
    row::<relation::Stance>(&mut out, "`level`");
    row::<relation::Trend>(&mut out, "`trend`");
    row::<beltui::model::act::ActKind>(&mut out, "an act's `kind`");
    row::<measure::StandardMeasure>(&mut out, "`measure`");
    row::<measure::MeasureStep>(&mut out, "a measure's `what`");
    row::<crossing::Mode>(&mut out, "`mode`");
    row::<crossing::Traffic>(&mut out, "`traffic`");
    row::<crossing::Access>(&mut out, "a crossing's `what` (or `Throughput`)");
    row::<event::EventKindName>(&mut out, "an event's `kind`");
    row::<event::Basis>(&mut out, "`basis`");
    out + "\n"
}

/// A field by its name, in bold where it is needed, with what belongs to it.
fn field(it: &Field) -> String {
    let name = if it.is_needed { format!("**`{}`**", it.name) } else { format!("`{}`", it.name) };
    let more = match it.shape {
        Shape::WordOrOther(_) => "or `Other(\"…\")`".to_owned(),
        Shape::Change(words, inner) => {
            // Words with which the same fields stand are told together.
            let mut told: Vec<(Vec<String>, String)> = Vec::new();
            for (word, _) in words {
                let own: Vec<&Field> = inner.iter().filter(|field| field.stands_with(word)).collect();
                let (own, word) = (fields(own), format!("`{word}`"));
                match told.iter_mut().find(|told| told.1 == own) {
                    _ if own.is_empty() => {}
                    Some(told) => told.0.push(word),
                    None => told.push((vec![word], own)),
                }
            }
            let told = told.iter().map(|(words, own)| format!("{} with {own}", words.join(" or ")));
            told.collect::<Vec<_>>().join("; ")
        }
        _ if is_history(it) => String::new(),
        _ => fields(it.inner()),
    };
    let more: Vec<&str> = [it.help, &more].into_iter().filter(|part| !part.is_empty()).collect();
    if more.is_empty() { name } else { format!("{name} ({})", more.join("; ")) }
}

fn is_history(it: &Field) -> bool {
    it.inner().iter().any(|inner| matches!(inner.shape, Shape::Change(..)))
}

fn fields<'f>(all: impl IntoIterator<Item = &'f Field>) -> String {
    all.into_iter().map(field).collect::<Vec<_>>().join(", ")
}

fn records() -> String {
    let mut out = String::from("| record | fields (those in bold are needed) |\n|---|---|\n");
    let _ = writeln!(out, "| the file | {}, and the lists |", fields(Head::FIELDS));
    for list in RecordKind::ALL.iter().copied() {
        let _ = writeln!(out, "| `{}` | {} |", list.field(), fields(list.fields()));
        if let Some(history) = list.fields().iter().find(|it| is_history(it)) {
            let _ = writeln!(out, "| a step of a {} | {} |", list.word(), fields(history.inner()));
        }
    }
    out
}

#[test]
fn the_tables_of_the_readme_are_the_programs() {
    // One after another: writing them anew, each reads what the one before wrote.
    compare("commands", &commands());
    compare("keys", &keys());
    compare("filters", &filters());
    compare("fields", &records());
    compare("words", &words());
}

#[test]
fn the_worked_example_is_read_without_a_finding_and_uses_every_list() {
    let text = readme();
    let example = text.split("```ron\n").find(|block| block.starts_with("#![enable")).unwrap();
    let example = example.split("```").next().unwrap();
    let loaded = load_text(example.to_owned());
    assert!(loaded.findings.is_empty(), "{:?}", loaded.findings);
    for list in beltui::model::state::RecordKind::ALL {
        assert!(loaded.state.len(*list) > 0, "{list}");
    }
}

#[test]
fn the_users_own_files_in_the_readme_are_read() {
    let text = readme();
    let blocks: Vec<&str> =
        text.split("```ron\n").skip(1).map(|block| block.split("```").next().unwrap()).collect();
    Keymap::standard().with(blocks[0]).unwrap();
    beltui::ui::theme::Theme::from_file(blocks[1]).unwrap();
}

#[test]
fn the_pictures_are_what_the_program_draws() {
    picture("assets/dashboard.svg", "2/issuer:us<Enter>jj");
    picture("assets/timeline.svg", "2vz");
    picture("assets/matrix.svg", "2vvzt2025-12-28<Enter>");
    for name in ["dashboard", "timeline", "matrix"] {
        assert!(readme().contains(&format!("(assets/{name}.svg)")), "{name} is shown");
    }
}

/// A picture is that of the shipped file after some keys.
fn picture(name: &str, keys: &str) {
    let out = Command::new(env!("CARGO_BIN_EXE_beltui"))
        .args(["frame", "state/belarus.ron", "--size", "160x48", "--format", "svg", "--theme", "dark"])
        .args(["--today", "2026-08-01", "--as-of", "2025-10-28", "--keys", keys])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("NO_COLOR")
        .env("XDG_CONFIG_HOME", std::env::temp_dir().join("beltui-no-config"))
        .output()
        .unwrap();
    let drawn = String::from_utf8(out.stdout).unwrap();
    if std::env::var_os("BELTUI_WRITE_README").is_some() {
        fs::write(path(name), drawn).unwrap();
        return;
    }
    let shipped = fs::read_to_string(path(name)).unwrap();
    assert!(shipped == drawn, "{name} is stale: write it anew");
}

#[test]
fn the_two_commands_stand_in_the_readme_and_ci_runs_the_second() {
    let text = readme();
    assert!(text.contains("```sh\ncargo run --release\n```"));
    assert!(text.contains("```sh\ncargo test\n```"));
    let ci = fs::read_to_string(path(".ci/run")).unwrap();
    assert!(ci.lines().any(|line| line.trim() == "cargo test" || line.starts_with("cargo test")));
}

/// What the first look promises, played: the filter of a row and what it finds.
#[test]
fn the_first_look_finds_what_it_promises() {
    let text = readme();
    for (filter, pane, rows) in [
        ("target:belaruskali", "2", "4 of 338"),
        ("target:belavia issuer:us", "2", "3 of 338"),
        ("status:open", "4", "1 of 33"),
        ("actor:us since:2025-09 before:2025-10", "3", " of 2"),
    ] {
        assert!(text.contains(&format!("`{pane}` `/` `{filter}`")), "{filter}");
        let mut app = common::app((160, 48), "2025-10-28");
        common::press(&mut app, &format!("{pane}/{filter}"));
        let screen = common::screen(&app);
        assert!(screen.contains(rows), "{filter}: {screen}");
    }
}
