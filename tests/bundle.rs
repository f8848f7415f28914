//! Bundles of evidence: what is in them, that they say the same as the file, and that whatever is changed in one is found.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;
#[path = "common/home.rs"]
mod home;

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;

use beltui::edit::apart::apart;
use beltui::model::state::RecordKind;
use beltui::report::bundle::{Manifest, Piece, SUMS, rows, sealed, sha256};
use beltui::store::load::load_text;
use beltui::store::places::SHIPPED;
use beltui::views::day::{Clock, Day};
use home::Home;

const ID: &str = "us-belavia-asset-freeze";

fn home() -> Home {
    let home = Home::new();
    home.write("a.ron", SHIPPED);
    home
}

/// A bundle of a record of the shipped file, and what was said.
fn bundle(home: &Home, more: &[&str]) -> String {
    home.run(["bundle", ID, "a.ron", "--out", "b.zip", "--today", common::TODAY].iter().chain(more)).well()
}

fn files(path: &Path) -> Vec<Piece> {
    let mut zip = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut file = zip.by_index(at).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            Piece { name: file.name().unwrap().into_owned(), bytes }
        })
        .collect()
}

fn write(path: &Path, pieces: &[Piece]) {
    let mut zip = zip::ZipWriter::new(fs::File::create(path).unwrap());
    for piece in pieces {
        zip.start_file(piece.name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(&piece.bytes).unwrap();
    }
    zip.finish().unwrap();
}

#[test]
fn every_record_of_the_shipped_file_says_the_same_by_itself_on_any_day() {
    let whole = load_text(SHIPPED.to_owned()).state;
    for (day, known) in [("2026-08-01", None), ("2025-10-28", Some("2025-09-15"))] {
        let known = known.map(|day: &str| day.parse().unwrap());
        let clock = Clock::as_of(day.parse().unwrap()).known(known);
        let all = Day::new(whole.clone(), clock);
        let kinds = [RecordKind::Sanctions, RecordKind::Crossings, RecordKind::Relations];
        let few = [RecordKind::Subjects, RecordKind::Acts, RecordKind::Events, RecordKind::Sources];
        let few = whole.places(&few).into_iter().step_by(17);
        for place in whole.places(&kinds).into_iter().chain(few) {
            let record = all.whole().at(place).unwrap();
            if all.state().record(record.id().as_str()).is_none() {
                // Nothing of it could be known.
                continue;
            }
            let part = apart(&whole, record.id().as_str()).unwrap();
            let by_itself = Day::new(part.state, clock);
            let there = by_itself.state().record(record.id().as_str()).unwrap();
            assert_eq!(rows(&by_itself, there), rows(&all, record), "{} on {day}", record.id());
        }
    }
}

#[test]
fn a_bundle_has_the_record_its_sources_and_digests_and_opens_as_a_file() {
    let home = home();
    let said = bundle(&home, &[]);
    assert!(said.starts_with("wrote b.zip: us-belavia-asset-freeze as of 2026-08-01, with "), "{said}");
    let pieces = files(&home.path("b.zip"));
    let text = |name: &str| {
        let piece = pieces.iter().find(|piece| piece.name == name);
        String::from_utf8(piece.unwrap_or_else(|| panic!("{name}")).bytes.clone()).unwrap()
    };
    let state = load_text(text("state.ron"));
    assert!(state.findings.iter().all(|finding| finding.severity != beltui::model::check::Severity::Error));
    assert!(state.state.measure(ID).is_some() && state.state.subject("belavia").is_some());
    // In the letters of the file, its comments among them.
    let own = text(&format!("records/sanctions/{ID}.ron"));
    assert!(SHIPPED.contains(own.trim_end()), "{own}");
    assert!(
        text("statement.md").contains("Belavia") && text("claims.json").contains("\"on\": \"2025-11-04\"")
    );
    assert!(text("MANIFEST.json").contains(&sha256(SHIPPED.as_bytes())));
    let digest = sha256(text(SUMS).as_bytes());
    assert!(said.contains(&format!("digest {digest}")), "{said}");
    let proved = home.run(["bundle", "--verify", "b.zip", "--digest", &digest]).well();
    assert!(proved.contains("\nholds  us-belavia-asset-freeze as of 2026-08-01, from a.ron\n"), "{proved}");
}

#[test]
fn the_same_file_and_day_give_the_same_bytes_and_nothing_is_written_over() {
    let home = home();
    bundle(&home, &["--known", "2025-09-15"]);
    let first = fs::read(home.path("b.zip")).unwrap();
    let again = ["bundle", ID, "a.ron", "--out", "b.zip", "--today", common::TODAY, "--known", "2025-09-15"];
    let refused = home.run(again);
    assert!(refused.err.contains("it exists already"), "{}", refused.err);
    assert_eq!(fs::read(home.path("b.zip")).unwrap(), first);
    fs::remove_file(home.path("b.zip")).unwrap();
    home.run(again).well();
    assert_eq!(fs::read(home.path("b.zip")).unwrap(), first);
}

/// What the command says of a bundle of which something was changed, and its exit code.
fn verified(home: &Home, pieces: &[Piece]) -> (i32, String) {
    let path = home.path("changed.zip");
    write(&path, pieces);
    let run = home.run(["bundle", "--verify", "changed.zip"]);
    (run.code.unwrap(), format!("{}{}", run.out, run.err))
}

#[test]
fn whatever_is_changed_added_or_taken_away_is_found() {
    let home = home();
    bundle(&home, &[]);
    let pieces = files(&home.path("b.zip"));
    assert_eq!(verified(&home, &pieces).0, 0);
    for at in 0..pieces.len() {
        let name = &pieces[at].name;
        let mut changed = pieces.clone();
        let middle = changed[at].bytes.len() / 2;
        changed[at].bytes[middle] ^= 1;
        let (code, said) = verified(&home, &changed);
        assert!(code == 1 && said.contains("wrong"), "{name}: {said}");
        let mut without = pieces.clone();
        without.remove(at);
        let (code, said) = verified(&home, &without);
        if name == SUMS || name == "MANIFEST.json" {
            assert!(code == 2 && said.contains(&format!("not a whole one: it has no {name}")), "{said}");
        } else {
            assert!(code == 1 && said.contains("wrong"), "without {name}: {said}");
        }
    }
    let mut more = pieces.clone();
    more.push(Piece::text("extra.txt", "more"));
    assert!(verified(&home, &more).1.contains("extra.txt was not in the bundle"));
    let mut elsewhere = pieces.clone();
    elsewhere.push(Piece::text("../outside.txt", "more"));
    let (code, said) = verified(&home, &elsewhere);
    assert!(code == 2 && said.contains("a file of a name that no bundle has"), "{said}");
}

#[test]
fn a_statement_that_does_not_follow_is_found_though_its_digests_are_right() {
    let home = home();
    bundle(&home, &[]);
    let mut pieces = files(&home.path("b.zip"));
    let manifest = pieces.iter().find(|piece| piece.name == "MANIFEST.json").unwrap();
    let manifest = serde_json::from_slice(&manifest.bytes).unwrap();
    pieces.retain(|piece| !["MANIFEST.json", "README.txt", SUMS].contains(&piece.name.as_str()));
    let said = pieces.iter_mut().find(|piece| piece.name == "statement.md").unwrap();
    let text = String::from_utf8(said.bytes.clone()).unwrap();
    said.bytes = text.replace("Belavia", "Belavia Works").into_bytes();
    let (code, said) = verified(&home, &sealed(pieces, &manifest));
    assert!(code == 1 && said.contains("statement.md does not follow from the records in it"), "{said}");
}

/// A file of one measure with a number of OFAC's, and an archive in which a copy has that number and a later one has not.
fn with_lists(home: &Home) {
    let state = SHIPPED.replace("OFAC 44541", "OFAC 44542");
    home.write("a.ron", state);
    let with = "44542,\"ALPHA WORKS OF QUELLAND\",-0- ,\"BELARUS\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n";
    let other = with.replace("44542", "44543").replace("ALPHA", "BETA");
    home.write("2025-09-01.csv", format!("{with}{other}"));
    home.write("2026-06-02.csv", &other);
    let add = ["lists", "add", "2025-09-01=2025-09-01.csv", "2026-06-02=2026-06-02.csv", "--archive", "kept"];
    home.run(add.iter().chain(&["--doubtful", "--today", common::TODAY]));
}

#[test]
fn what_the_lists_had_is_quoted_with_its_digest_and_held_against_the_copies() {
    let home = Home::new();
    with_lists(&home);
    for (day, has) in [("2025-10-28", true), (common::TODAY, false)] {
        let make = ["bundle", ID, "a.ron", "--out", "b.zip", "--as-of", day, "--archive", "kept"];
        home.run(make.iter().chain(&["--today", common::TODAY])).well();
        let pieces = files(&home.path("b.zip"));
        let quoted = pieces.iter().find(|piece| piece.name.ends_with("/OFAC_44542.txt")).unwrap();
        let quoted = String::from_utf8(quoted.bytes.clone()).unwrap();
        assert_eq!(quoted.contains("ALPHA WORKS OF QUELLAND"), has, "{quoted}");
        assert_eq!(quoted.contains("This copy has no entry with this number."), !has, "{quoted}");
        let copy = if has { "2025-09-01.csv" } else { "2026-06-02.csv" };
        assert!(quoted.contains(&sha256(&fs::read(home.path(copy)).unwrap())), "{quoted}");
        let proved = home.run(["bundle", "--verify", "b.zip", "--archive", "kept"]).well();
        assert!(proved.contains("its excerpts were held against the copy in the archive here"), "{proved}");
        let proved = home.run(["bundle", "--verify", "b.zip", "--archive", "none"]).well();
        assert!(proved.contains("its excerpts were held against nothing"), "{proved}");
        // What has happened to the archive here says nothing of the bundle.
        let at = pieces.iter().find(|piece| piece.name == "MANIFEST.json").unwrap();
        let at: Manifest = serde_json::from_slice(&at.bytes).unwrap();
        for folder in fs::read_dir(home.path("kept/ofac")).unwrap() {
            let folder = folder.unwrap().path();
            if folder.display().to_string().contains(&at.lists[0].day) {
                fs::rename(&folder, home.path("aside")).unwrap();
                let proved = home.run(["bundle", "--verify", "b.zip", "--archive", "kept"]).well();
                assert!(
                    proved.contains("held against nothing: the copy in the archive here cannot"),
                    "{proved}"
                );
                fs::rename(home.path("aside"), &folder).unwrap();
            }
        }
        fs::remove_file(home.path("b.zip")).unwrap();
    }
}

#[test]
fn a_quotation_that_the_copy_does_not_have_is_found_though_its_digest_is_right() {
    let home = Home::new();
    with_lists(&home);
    let make = ["bundle", ID, "a.ron", "--out", "b.zip", "--archive", "kept", "--whole-lists"];
    home.run(make.iter().chain(&["--today", common::TODAY])).well();
    let proved = home.run(["bundle", "--verify", "b.zip", "--archive", "none"]).well();
    assert!(proved.contains("its excerpts were held against the copy in it"), "{proved}");
    let mut pieces = files(&home.path("b.zip"));
    let manifest = pieces.iter().find(|piece| piece.name == "MANIFEST.json").unwrap();
    let manifest = serde_json::from_slice(&manifest.bytes).unwrap();
    pieces.retain(|piece| !["MANIFEST.json", "README.txt", SUMS].contains(&piece.name.as_str()));
    let quoted = pieces.iter_mut().find(|piece| piece.name.ends_with("/OFAC_44542.txt")).unwrap();
    quoted.bytes.extend(b"name          GAMMA WORKS\n");
    let (code, said) = verified(&home, &sealed(pieces, &manifest));
    assert!(code == 1 && said.contains("OFAC 44542 reads otherwise in the copy in it"), "{said}");
}

/// A bundle whose digests are right, made by a program that is not ours.
fn forged(pieces: &[Piece], change: impl Fn(&mut Vec<Piece>, &mut Manifest)) -> Vec<Piece> {
    let manifest = pieces.iter().find(|piece| piece.name == "MANIFEST.json").unwrap();
    let mut manifest = serde_json::from_slice(&manifest.bytes).unwrap();
    let mut pieces = pieces.to_vec();
    pieces.retain(|piece| !["MANIFEST.json", "README.txt", SUMS].contains(&piece.name.as_str()));
    change(&mut pieces, &mut manifest);
    sealed(pieces, &manifest)
}

#[test]
fn what_nothing_in_a_bundle_proves_does_not_hold_though_its_digests_are_right() {
    let home = home();
    bundle(&home, &[]);
    let honest = files(&home.path("b.zip"));
    assert_eq!(verified(&home, &forged(&honest, |_, _| {})).0, 0);
    // Also where less was known, and where events are about more than is in it.
    for (id, out) in [(ID, "known.zip"), ("pl-closes-border-2025-09-12", "event.zip"), ("by-lv", "pair.zip")]
    {
        let day = ["--as-of", "2025-10-28", "--known", "2025-09-15", "--today", common::TODAY];
        home.run(["bundle", id, "a.ron", "--out", out].iter().chain(&day));
        assert!(files(&home.path(out)).iter().any(|piece| piece.name.starts_with("records/")), "{id}");
        home.run(["bundle", "--verify", out]).well();
    }
    let record = format!("records/sanctions/{ID}.ron");
    let letters = forged(&honest, |pieces, _| {
        let own = pieces.iter_mut().find(|piece| piece.name == record).unwrap();
        own.bytes =
            String::from_utf8(own.bytes.clone()).unwrap().replace("2025-09-11", "2025-09-12").into_bytes();
    });
    let excerpt = forged(&honest, |pieces, _| {
        pieces.push(Piece::text(
            "lists/ofac-2025-01-01-x/OFAC_44541.txt",
            "This copy has no entry with this number.",
        ));
    });
    let second = forged(&honest, |pieces, _| {
        let text = "(id: \"zeta\", name: \"Zeta Works\", kind: Company)";
        pieces.push(Piece::text("records/subjects/zeta.ron", text));
    });
    for (pieces, wrong) in [
        (letters, format!("wrong  {ID} reads otherwise in records/ than in state.ron")),
        (excerpt, "wrong  lists/ofac-2025-01-01-x/OFAC_44541.txt is nothing that a bundle has".to_owned()),
        (second, "wrong  zeta reads otherwise in records/ than in state.ron".to_owned()),
    ] {
        let (code, said) = verified(&home, &pieces);
        assert!(code == 1 && said.contains(&wrong) && !said.contains("holds"), "{said}");
    }
    let by_another = forged(&honest, |pieces, manifest| {
        manifest.made_by = "beltui 0.0.1".to_owned();
        let said = pieces.iter_mut().find(|piece| piece.name == "statement.md").unwrap();
        said.bytes = b"All of it is false.".to_vec();
    });
    let (code, said) = verified(&home, &by_another);
    assert!(code == 1 && said.contains("\nnot proved: ") && !said.contains("holds"), "{said}");
    // Whoever wrote the digest down when it was made knows that it is what that program said.
    let sums = by_another.iter().find(|piece| piece.name == SUMS).unwrap();
    let noted = home.run(["bundle", "--verify", "changed.zip", "--digest", &sha256(&sums.bytes)]).well();
    assert!(noted.contains("holds  us-belavia") && noted.contains("compare them by eye"), "{noted}");
}

#[test]
fn a_copy_that_unpacks_to_more_than_was_said_is_not_unpacked_on() {
    let home = Home::new();
    with_lists(&home);
    let make = ["bundle", ID, "a.ron", "--out", "b.zip", "--archive", "kept", "--whole-lists"];
    home.run(make.iter().chain(&["--today", common::TODAY])).well();
    let long = forged(&files(&home.path("b.zip")), |pieces, manifest| {
        let file = &mut manifest.lists[0].files[0];
        let piece = pieces.iter_mut().find(|piece| Some(&piece.name) == file.piece.as_ref()).unwrap();
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(&vec![b' '; 1 << 20]).unwrap();
        piece.bytes = packed.finish().unwrap();
    });
    let (code, said) = verified(&home, &long);
    assert!(code == 1 && said.contains("is longer than was said, or than any list"), "{said}");
}

#[test]
fn a_file_with_errors_is_bundled_without_them_and_the_exit_code_says_so() {
    let home = Home::new();
    home.write("a.ron", SHIPPED.replacen("kind: Company", "kind: Compny", 1));
    let done = home.run(["bundle", ID, "a.ron", "--out", "b.zip", "--today", common::TODAY]);
    assert_eq!(done.code, Some(1), "{}", done.err);
    assert!(done.out.contains("not in it: the state file has errors"), "{}", done.out);
}

#[test]
fn what_is_no_bundle_or_another_than_was_written_down_is_told() {
    let home = home();
    for (name, bytes) in [("text.zip", &b"no zip"[..]), ("empty.zip", b"")] {
        fs::write(home.path(name), bytes).unwrap();
        let run = home.run(["bundle", "--verify", name]);
        assert_eq!(run.code, Some(2), "{}", run.err);
        assert!(run.err.contains("it is no bundle that can be read"), "{}", run.err);
    }
    for pieces in [vec![Piece::text("hello.txt", "hello")], vec![Piece::text(SUMS, "")]] {
        let (code, said) = verified(&home, &pieces);
        assert!(code == 2 && said.contains("it is no bundle, or not a whole one: it has no "), "{said}");
    }
    bundle(&home, &[]);
    let run = home.run(["bundle", "--verify", "b.zip", "--digest", "00ff"]);
    assert_eq!(run.code.unwrap(), 1);
    assert!(run.out.contains("and 00ff was to be expected"), "{}", run.out);
    let run = home.run(["bundle", "nobody", "a.ron"]);
    assert_eq!(run.code.unwrap(), 2);
    assert!(run.err.contains("there is no record \"nobody\" in a.ron"), "{}", run.err);
}

/// What is said of a file that is no bundle.
fn refused(home: &Home, bytes: &[u8]) -> String {
    fs::write(home.path("changed.zip"), bytes).unwrap();
    home.run(["bundle", "--verify", "changed.zip"]).badly(2)
}

#[test]
fn what_a_program_that_unpacks_may_show_in_the_place_of_what_was_proved_is_refused() {
    let home = home();
    bundle(&home, &[]);
    let bytes = fs::read(home.path("b.zip")).unwrap();
    // Of two files of one name each program takes another: under a name of the same length, which becomes that one.
    let mut pieces = files(&home.path("b.zip"));
    pieces.insert(0, Piece::text("statemenX.md", "All of it is false."));
    write(&home.path("twice.zip"), &pieces);
    let mut twice = fs::read(home.path("twice.zip")).unwrap();
    for at in 0..twice.len() - 12 {
        if twice[at..].starts_with(b"statemenX.md") {
            twice[at + 8] = b't';
        }
    }
    let said = refused(&home, &twice);
    assert!(said.contains("more in it than its files, two files of one name"), "{said}");
    // A file that stands in no directory is shown by what reads from the beginning to the end.
    let one = {
        write(&home.path("one.zip"), &[Piece::text("hidden.md", "All of it is false.")]);
        fs::read(home.path("one.zip")).unwrap()
    };
    let (before, behind) = ([&one[..], &bytes].concat(), [&bytes[..], b"more"].concat());
    for other in [before, behind] {
        let said = refused(&home, &other);
        assert!(said.contains("more in it than its files, something b"), "{said}");
    }
    let mut zip = zip::ZipWriter::new(fs::File::create(home.path("link.zip")).unwrap());
    zip.add_symlink("records/a.ron", "/etc/hostname", zip::write::SimpleFileOptions::default()).unwrap();
    zip.finish().unwrap();
    let said = refused(&home, &fs::read(home.path("link.zip")).unwrap());
    assert!(said.contains("it has a link, and no bundle has one: records/a.ron"), "{said}");
}
