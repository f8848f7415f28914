//! git itself merges, rebases, picks and unstashes with the driver.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use super::{BASE, errors, half, with};

/// A repository with a `state.ron` of which two branches have made something.
struct Repository {
    folder: tempfile::TempDir,
}

/// The driver line that the README gives.
const DRIVER: &str =
    "merge %O %A %B --path=%P --marker-size=%L --base-name=%S --ours-name=%X --theirs-name=%Y";

/// `None`, said loudly, where there is no git here; a failure where tests must run.
fn repository(driver: &str) -> Option<Repository> {
    let has_git = Command::new("git").arg("--version").output().is_ok_and(|out| out.status.success());
    if !has_git {
        assert!(std::env::var_os("CI").is_none(), "the tests of the merge driver need git");
        eprintln!("NOT TESTED: there is no git here, and the merge driver is tested with it");
        return None;
    }
    let repository = Repository { folder: tempfile::tempdir().unwrap() };
    repository.git(&["init", "-q", "-b", "main"]);
    for (name, value) in [
        ("user.name", "Test"),
        ("user.email", "test@example.org"),
        ("commit.gpgsign", "false"),
        ("core.autocrlf", "false"),
        ("merge.beltui.driver", &format!("\"{}\" {driver}", env!("CARGO_BIN_EXE_beltui"))),
    ] {
        repository.git(&["config", name, value]);
    }
    fs::write(repository.path(".gitattributes"), "*.ron merge=beltui\n").unwrap();
    Some(repository)
}

impl Repository {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new("git")
            .args(arguments)
            .current_dir(self.folder.path())
            .env("HOME", self.folder.path())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env_remove("GIT_DIR")
            .env_remove("GIT_INDEX_FILE")
            .env("LC_ALL", "C")
            .output()
            .unwrap()
    }

    fn git(&self, arguments: &[&str]) -> String {
        let out = self.run(arguments);
        assert!(out.status.success(), "git {arguments:?}: {}", said(&out));
        said(&out)
    }

    fn commit(&self, text: Option<&str>, message: &str) {
        match text {
            Some(text) => fs::write(self.path("state.ron"), text).unwrap(),
            None => _ = fs::remove_file(self.path("state.ron")),
        }
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", message]);
    }

    /// `main` has made `ours` of the base, and `other` has made `theirs`; `main` is checked out.
    fn branches(&self, base: Option<&str>, ours: &str, theirs: &str) {
        self.commit(base, "base");
        self.git(&["checkout", "-q", "-b", "other"]);
        self.commit(Some(theirs), "theirs");
        self.git(&["checkout", "-q", "main"]);
        self.commit(Some(ours), "ours");
    }

    fn text(&self) -> String {
        fs::read_to_string(self.path("state.ron")).unwrap()
    }

    /// How many stages of the file the index has: one where it is merged, two or three where it is not.
    fn stages(&self) -> usize {
        self.git(&["ls-files", "--stage", "state.ron"]).lines().count()
    }
}

fn said(out: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr))
}

const NOTE: (&str, &str) = ("note: \"hello\"", "note: \"hello there\"");
const OTHER_NOTE: (&str, &str) = ("note: \"hello\"", "note: \"hallo\"");
/// It touches the line of [`NOTE`], so that git alone could not merge it.
const MEASURE: (&str, &str) = (
    "measure: AssetFreeze,\n            list_refs",
    "measure: TravelBan, // since May\n            list_refs",
);

fn together() -> (String, String) {
    (with(BASE, &[NOTE]), with(BASE, &[MEASURE]))
}

#[test]
fn what_goes_together_is_merged_rebased_picked_and_unstashed_by_git() {
    let (ours, theirs) = together();
    for steps in [
        &[&["merge", "-q", "--no-edit", "other"][..]][..],
        &[&["rebase", "-q", "other"][..]],
        &[&["cherry-pick", "other"][..]],
        &[&["checkout", "-q", "other"][..], &["merge", "-q", "--no-edit", "main"]],
    ] {
        let Some(repository) = repository(DRIVER) else { return };
        repository.branches(Some(BASE), &ours, &theirs);
        for step in steps {
            repository.git(step);
        }
        assert_eq!(repository.text(), with(BASE, &[MEASURE, NOTE]), "{steps:?}");
        assert_eq!(repository.stages(), 1);
    }
    let Some(repository) = repository(DRIVER) else { return };
    repository.commit(Some(BASE), "base");
    fs::write(repository.path("state.ron"), &theirs).unwrap();
    repository.git(&["stash", "-q"]);
    repository.commit(Some(&ours), "ours");
    repository.git(&["stash", "pop", "-q"]);
    assert_eq!(repository.text(), with(BASE, &[MEASURE, NOTE]));
}

#[test]
fn what_there_is_to_choose_stops_git_with_both_sides_in_the_file() {
    let (ours, theirs) = (with(BASE, &[NOTE]), with(BASE, &[OTHER_NOTE]));
    for step in [&["merge", "other"][..], &["rebase", "other"], &["cherry-pick", "other"]] {
        let Some(repository) = repository(DRIVER) else { return };
        repository.branches(Some(BASE), &ours, &theirs);
        let out = repository.run(step);
        assert!(!out.status.success() && repository.stages() == 3, "{step:?}: {}", said(&out));
        let text = repository.text();
        let halves = [half(&text, 0), half(&text, 1)];
        assert!(halves.contains(&ours) && halves.contains(&theirs), "{step:?}: {text}");
        assert!(said(&out).contains("1 conflict between marks in state.ron"), "{}", said(&out));
        assert!(!said(&out).contains(".merge_file"), "{}", said(&out));
    }
    let Some(repository) = repository(DRIVER) else { return };
    repository.commit(Some(BASE), "base");
    fs::write(repository.path("state.ron"), &theirs).unwrap();
    repository.git(&["stash", "-q"]);
    repository.commit(Some(&ours), "ours");
    assert!(!repository.run(&["stash", "pop"]).status.success());
    let text = repository.text();
    assert!(half(&text, 0) == ours && half(&text, 1) == theirs, "{text}");
    // The marks that are left are told by their lines.
    let out =
        Command::new(env!("CARGO_BIN_EXE_beltui")).arg("check").arg(repository.path("state.ron")).output();
    assert!(said(&out.unwrap()).contains("an unfinished merge: lines "));
}

#[test]
fn a_file_that_both_added_or_that_has_an_error_never_loses_a_side() {
    let (ours, theirs) = (with(BASE, &[NOTE]), with(BASE, &[OTHER_NOTE]));
    let broken = with(&theirs, &[("issuer: \"US\",", "issuer \"US\",")]);
    let newer = with(&theirs, &[("schema: 2", "schema: 900")]);
    let mut latin = theirs.replace("hallo", "hall@").into_bytes();
    latin.iter_mut().filter(|byte| **byte == b'@').for_each(|byte| *byte = 0xf6);
    for (base, side) in [
        (None, theirs.as_bytes()),
        (Some(BASE), broken.as_bytes()),
        (Some(BASE), newer.as_bytes()),
        (Some(BASE), &latin),
        (Some("(schema: 2"), theirs.as_bytes()),
    ] {
        let Some(repository) = repository(DRIVER) else { return };
        repository.commit(base, "base");
        repository.git(&["checkout", "-q", "-b", "other"]);
        fs::write(repository.path("state.ron"), side).unwrap();
        repository.git(&["add", "-A"]);
        repository.git(&["commit", "-q", "-m", "theirs"]);
        repository.git(&["checkout", "-q", "main"]);
        repository.commit(Some(&ours), "ours");
        let out = repository.run(&["merge", "other"]);
        assert!(!out.status.success(), "{}", said(&out));
        let text = fs::read(repository.path("state.ron")).unwrap();
        let has = |line: &[u8]| text.windows(line.len()).any(|it| it == line);
        for line in [&b"<<<<<<< HEAD"[..], b"hello there", b"=======", b"note: \"hall", b">>>>>>> other"] {
            assert!(
                has(line),
                "{:?} is not there: {}",
                String::from_utf8_lossy(line),
                String::from_utf8_lossy(&text)
            );
        }
        assert!(said(&out).contains("merged line by line"), "{}", said(&out));
    }
}

#[test]
fn what_would_be_an_error_of_two_right_sides_stops_git_and_each_choice_is_right() {
    let alpha = "        (id: \"alpha\", name: \"Alpha Works\", kind: Organisation),\n";
    let ours = with(BASE, &[(alpha, "")]);
    let theirs = with(BASE, &[("actors: [\"US\", \"QQ\"]", "actors: [\"US\", \"QQ\", \"alpha\"]")]);
    let Some(repository) = repository(DRIVER) else { return };
    repository.branches(Some(BASE), &ours, &theirs);
    assert!(!repository.run(&["merge", "other"]).status.success());
    let text = repository.text();
    assert_eq!(errors(&half(&text, 0)), Vec::<String>::new(), "{text}");
    assert_eq!(errors(&half(&text, 1)), Vec::<String>::new(), "{text}");
}

#[test]
fn the_driver_of_before_goes_on_working() {
    let (ours, theirs) = together();
    let Some(one) = repository("merge %O %A %B") else { return };
    one.branches(Some(BASE), &ours, &theirs);
    one.git(&["merge", "-q", "--no-edit", "other"]);
    assert_eq!(one.text(), with(BASE, &[MEASURE, NOTE]));
    let Some(two) = repository("merge %O %A %B") else { return };
    two.branches(Some(BASE), &ours, &with(BASE, &[OTHER_NOTE]));
    assert!(!two.run(&["merge", "other"]).status.success());
    assert!(two.text().contains("<<<<<<< ours\n") && two.text().contains(">>>>>>> theirs\n"));
}

#[test]
fn where_nothing_can_be_merged_git_itself_stops_and_keeps_both_sides() {
    // A driver line that this program does not understand.
    let (ours, theirs) = together();
    let Some(repository) = repository("merge %O %A %B --no-such-option") else { return };
    repository.branches(Some(BASE), &ours, &theirs);
    let out = repository.run(&["merge", "other"]);
    assert!(!out.status.success(), "{}", said(&out));
    assert!(!said(&out).contains("fix conflicts and then commit"), "{}", said(&out));
    assert_eq!(repository.git(&["show", "HEAD:state.ron"]), ours);
    assert_eq!(repository.text(), ours);
}

#[test]
fn what_is_no_text_is_a_conflict_of_whole_files_as_with_git() {
    let Some(repository) = repository(DRIVER) else { return };
    let binary = format!("\0\u{1}{BASE}");
    repository.branches(Some(BASE), &with(BASE, &[NOTE]), &binary);
    let out = repository.run(&["merge", "other"]);
    assert!(!out.status.success() && repository.stages() == 3, "{}", said(&out));
    assert!(said(&out).contains("one side is no text"), "{}", said(&out));
    repository.git(&["checkout", "--theirs", "state.ron"]);
    assert!(fs::read(repository.path("state.ron")).unwrap() == binary.as_bytes());
}

#[test]
fn merges_that_crossed_each_other_end_with_both_sides_in_the_file() {
    // Both branches have merged the other once, and chose differently: git merges the bases first.
    let Some(repository) = repository(DRIVER) else { return };
    repository.branches(Some(BASE), &with(BASE, &[NOTE]), &with(BASE, &[OTHER_NOTE]));
    repository.git(&["branch", "one"]);
    repository.git(&["branch", "two", "other"]);
    for (branch, with_branch, text) in
        [("main", "two", with(BASE, &[NOTE])), ("other", "one", with(BASE, &[OTHER_NOTE]))]
    {
        repository.git(&["checkout", "-q", branch]);
        assert!(!repository.run(&["merge", with_branch]).status.success());
        repository.commit(Some(&text), "chosen");
    }
    let out = repository.run(&["merge", "main"]);
    assert!(!out.status.success(), "{}", said(&out));
    let text = repository.text();
    assert!(text.contains("hello there") && text.contains("hallo"), "{text}");
}

#[test]
fn names_of_branches_and_files_that_steer_a_terminal_are_made_visible() {
    let Some(repository) = repository(DRIVER) else { return };
    let esc = "title: \"a\\u{1b}]52;c;SEFDSw==\\u{7}\"";
    let title = "title: \"Trade of Quelland\"";
    repository.branches(Some(BASE), &with(BASE, &[(title, esc)]), &with(BASE, &[(title, "title: \"b\"")]));
    let out = repository.run(&["merge", "other"]);
    assert!(said(&out).contains("␛]52;c;SEFDSw==␇"), "{}", said(&out));
    assert!(!said(&out).contains('\u{1b}') && !said(&out).contains('\u{7}'), "{:?}", said(&out));
}
