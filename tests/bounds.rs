//! Lists and histories that are far larger than any: each is refused with a word about its place, or read, in bounded
//! time and memory.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs;
use std::io::Write as _;
use std::os::fd::AsRawFd as _;
use std::path::Path;
use std::process::{Command, Stdio};

use beltui::lists::bounds::{ALWAYS_UNPACKED, DEEPEST, LONGEST_FIELD, MOST_ENTRIES, MOST_FIELDS, MOST_FILES};
use beltui::lists::{Published, read};
use common::lists::{entry, fixture, read_text};

fn refused(name: &str, text: impl AsRef<[u8]>) -> String {
    read_text(name, text.as_ref()).unwrap_err().to_string()
}

fn fixture_text(name: &str) -> String {
    fs::read_to_string(fixture(name)).unwrap()
}

fn read_path(path: &Path) -> Result<Published, String> {
    read(&[path.to_owned()], None, &mut |_, _, _| {}).map_err(|error| error.to_string())
}

/// A packed file with such files in it.
fn packed(folder: &Path, files: &[(&str, &[u8])]) -> std::path::PathBuf {
    let path = folder.join("list.zip");
    let mut writer = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    for (name, text) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text).unwrap();
    }
    writer.finish().unwrap();
    path
}

/// sdn.xml with something put in front of its first entry, which is in line 4.
fn sdn_with(inside: &str) -> String {
    fixture_text("sdn.xml").replacen("<sdnEntry>", &format!("{inside}<sdnEntry>"), 1)
}

#[test]
fn elements_are_followed_a_hundred_levels_deep_and_no_further() {
    let nested = |depth: usize| sdn_with(&format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth)));
    assert!(read_text("sdn.xml", nested(DEEPEST - 1).as_bytes()).is_ok());
    for depth in [DEEPEST, 300_000] {
        let said = refused("sdn.xml", nested(depth));
        assert!(said.contains("elements more than 100 levels deep, more than beltui reads"), "{said}");
        assert!(said.contains("sdn.xml, line 4"), "{said}");
    }
    // Never closed, and nested in one another without an end.
    assert!(refused("sdn.xml", sdn_with(&"<a>".repeat(300_000))).contains("levels deep"));
}

#[test]
fn a_text_a_tag_and_a_comment_of_megabytes_are_refused_in_their_line() {
    let long = "a".repeat(LONGEST_FIELD + 1);
    let pieces = "<![CDATA[aaaaaaaa]]>&lt;".repeat(LONGEST_FIELD / 8);
    for inside in [
        format!("<x>{long}</x>"),
        format!("<x y=\"{long}\"/>"),
        format!("<{long}/>"),
        format!("<!-- {long} -->"),
        format!("<!-- {long}"),
        format!("<![CDATA[{long}"),
        format!("<?x {long}"),
        format!("<x>{pieces}</x>"),
    ] {
        let said = refused("sdn.xml", sdn_with(&inside));
        let start: String = inside.chars().take(20).collect();
        assert!(said.contains("a tag or a text of more than 1 MiB"), "{start}: {said}");
        assert!(said.contains("sdn.xml, line 4"), "{start}: {said}");
    }
    let as_long_as_may_be = format!("<x>{}</x>", "a".repeat(LONGEST_FIELD - 100));
    assert!(read_text("sdn.xml", sdn_with(&as_long_as_may_be).as_bytes()).is_ok());
}

#[test]
fn entities_that_stand_for_more_and_more_are_not_followed() {
    let entity = |(before, name): (char, char)| {
        let ten = format!("&{before};").repeat(10);
        format!("<!ENTITY {name} \"{ten}\">")
    };
    let bomb: Vec<String> = ('a'..='i').zip('b'..='j').map(entity).collect();
    let bomb = bomb.concat();
    let text = fixture_text("sdn.xml").replacen(
        "<sdnList",
        &format!("<!DOCTYPE x [<!ENTITY a \"a\">{bomb}]><sdnList"),
        1,
    );
    let said = refused("sdn.xml", text.replacen("<lastName>", "<lastName>&j;", 1));
    assert!(said.contains("a reference that is known, not &j;"), "{said}");
}

#[test]
fn a_field_a_line_and_too_many_fields_are_refused_in_their_line() {
    let sdn = fixture_text("sdn.csv").replace('\u{1a}', "");
    let rows = sdn.matches('\n').count() + 1;
    for (what, row) in [
        ("a field of more than 1 MiB", format!("9,\"{}\"\n", "x".repeat(LONGEST_FIELD + 1))),
        ("a line of more than 4 MiB", format!("9,\"{}", "x\n".repeat(3 << 20))),
        ("a line of more than 4 MiB", format!("9{}", ",1".repeat(3 << 20))),
        ("a line of more than 1000 fields", format!("9{}\n", ",".repeat(MOST_FIELDS))),
    ] {
        let said = refused("sdn.csv", format!("{sdn}{row}"));
        assert!(said.contains(what) && said.contains(&format!("sdn.csv, line {rows}")), "{what}: {said}");
    }
    let json = fixture_text("entities.ftm.json");
    let said = refused("entities.ftm.json", format!("{json}{{\"id\":\"{}\"}}", "x".repeat(5 << 20)));
    let line = json.matches('\n').count() + 1;
    assert!(said.contains("a line of more than 4 MiB") && said.contains(&format!("line {line}")), "{said}");
    let deep = format!("{json}{{\"id\":{}", "[".repeat(1_000_000));
    assert!(refused("entities.ftm.json", deep).contains("an entity as JSON"));
}

#[test]
fn a_packed_file_that_unpacks_to_far_more_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = fixture_text("sdn.csv").replace('\u{1a}', "").into_bytes();
    let row = |at: usize| {
        let name = "N".repeat(2000);
        format!("{},\"{name}\",\"individual\",\"X\",-0-,-0-,-0-,-0-,-0-,-0-,-0-,-0-\n", 100_000 + at)
    };
    let rows = |count: usize| (0..count).map(row).collect::<String>().into_bytes();
    let all = usize::try_from(ALWAYS_UNPACKED).unwrap();
    text.extend(rows(all / row(0).len() + 1));
    let path = packed(folder.path(), &[("sdn.csv", &text)]);
    assert!(fs::metadata(&path).unwrap().len() < 1 << 20);
    let said = read_path(&path).unwrap_err();
    assert!(said.contains("bytes that unpack to more than 67108864"), "{said}");
    // Of its files together as well.
    let half = rows(all / row(0).len() / 2 + 1);
    let comment = b"9,\"more\"\n";
    let more = comment.repeat(all / comment.len() / 2 + 1);
    let path = packed(folder.path(), &[("sdn.csv", &half), ("sdn_comments.csv", &more)]);
    let said = read_path(&path).unwrap_err();
    assert!(said.contains("unpack to more than 67108864") && said.contains("sdn_comments.csv"), "{said}");
}

#[test]
fn files_in_a_packed_one_are_counted_and_none_of_them_is_a_packed_one_or_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let names: Vec<String> = (0..=MOST_FILES).map(|at| format!("{at}.csv")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let said = read_path(&packed(folder.path(), &many)).unwrap_err();
    assert!(said.contains("more than 1000 files in a packed one"), "{said}");
    let sdn = fs::read(fixture("sdn.csv")).unwrap();
    let inner = fs::read(packed(folder.path(), &[("sdn.csv", &sdn)])).unwrap();
    // Bytes of it may look like lines of a table.
    let tables =
        [inner.clone(), [b"PK\x03\x04\n", &sdn[..]].concat(), [&[0x1f, 0x8b, b'\n'], &sdn[..]].concat()];
    for inner in tables {
        let said = read_path(&packed(folder.path(), &[("in.zip", &inner)])).unwrap_err();
        assert!(said.contains("a packed file in a packed one"), "{said}");
    }
    for name in ["../../../up.csv", "/etc/up.csv", "..\\..\\up.csv", "./a/../up.csv"] {
        let broken = fixture_text("sdn.csv").replacen("9760,", "x760,", 1);
        let path = packed(folder.path(), &[(name, broken.as_bytes())]);
        let said = read_path(&path).unwrap_err();
        // The line of the packed text, which nobody could look up on the disk.
        assert!(said.starts_with("expected the number of an entry"), "{said}");
        assert!(said.contains(&format!("({}/", path.display())) && !said.contains(".."), "{said}");
        assert!(said.ends_with("up.csv, line 3)"), "{said}");
    }
    let files = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(files, 1, "nothing is unpacked to the disk");
}

#[test]
fn more_entries_than_any_list_has_are_refused() {
    use std::fmt::Write as _;
    let mut text = String::new();
    for at in 0..=MOST_ENTRIES {
        let _ = writeln!(text, "{at},1,aka,b,c");
    }
    let said = refused("alt.csv", &text);
    assert!(said.contains("more than 500000 entries") && said.contains("alt.csv"), "{said}");
}

#[test]
fn an_entry_with_a_hundred_thousand_names_has_each_of_them_once() {
    use std::fmt::Write as _;
    let mut text = String::new();
    for at in 0..200_000 {
        let _ = writeln!(text, "7,{at},aka,name {},-0-", at % 100_000);
    }
    let list = read_text("alt.csv", text.as_bytes()).unwrap();
    let aliases = &list.entries[0].aliases;
    assert_eq!(aliases.len(), 100_000);
    assert!(aliases.iter().enumerate().all(|(at, name)| *name == format!("name {at}")));
    let mut text = String::new();
    for at in 0..20_000 {
        let _ = writeln!(text, "7,\"remark {at}\"");
    }
    let list = read_text("sdn_comments.csv", text.as_bytes()).unwrap();
    assert!(list.entries[0].remark.as_deref().unwrap().ends_with("remark 19998remark 19999"));
}

#[test]
fn a_sanction_of_more_entities_than_one_can_have_is_refused() {
    let ids = vec!["\"a\""; 100_000].join(",");
    let line = format!(
        "{{\"id\":\"s\",\"schema\":\"Sanction\",\"properties\":{{\"entity\":[{ids}],\"program\":[{ids}]}}}}\n"
    );
    let said = refused("entities.ftm.json", line);
    assert!(said.contains("a sanction with more than 100 values") && said.contains("line 1"), "{said}");
}

#[test]
fn nobody_waits_for_a_pipe_without_a_writer_and_no_device_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let said = read_path(&pipe).unwrap_err();
    assert!(said.contains("it is empty"), "{said}");
    for device in ["/dev/zero", "/dev/null"] {
        let said = read_path(Path::new(device)).unwrap_err();
        assert!(said.contains("neither a file nor a pipe") && said.contains(device), "{said}");
    }
}

#[test]
fn a_pipe_that_is_written_into_is_read_and_a_packed_one_is_not() {
    let through_a_pipe = |path: &Path| {
        let mut cat = Command::new("cat").arg(path).stdout(Stdio::piped()).spawn().unwrap();
        let pipe = cat.stdout.take().unwrap();
        let list = read_path(Path::new(&format!("/dev/fd/{}", pipe.as_raw_fd())));
        drop(pipe);
        cat.wait().unwrap();
        list
    };
    let list = through_a_pipe(&fixture("sdn.csv")).unwrap();
    assert_eq!(list.entries, read_path(&fixture("sdn.csv")).unwrap().entries);
    assert_eq!(list.files[0].sha256, read_path(&fixture("sdn.csv")).unwrap().files[0].sha256);
    let folder = tempfile::tempdir().unwrap();
    let said = through_a_pipe(&packed(folder.path(), &[("sdn.csv", b"1")])).unwrap_err();
    assert!(said.contains("from a file, not from a pipe"), "{said}");
}

#[test]
fn a_folder_stands_for_its_files_not_for_what_leads_round_in_it_and_not_for_thousands() {
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(".", folder.path().join("round")).unwrap();
    fs::copy(fixture("sdn.csv"), folder.path().join("sdn.csv")).unwrap();
    assert_eq!(read_path(folder.path()).unwrap().files.len(), 1);
    for at in 0..=MOST_FILES {
        fs::write(folder.path().join(at.to_string()), "").unwrap();
    }
    let said = read_path(folder.path()).unwrap_err();
    assert!(said.contains("more than 1000 files in a folder"), "{said}");
}

#[test]
fn an_xml_list_in_another_encoding_is_read_and_refused_in_its_line() {
    let text = fixture_text("sdn.xml");
    let head = text.split_once("?>").unwrap().1;
    let old = format!("<?xml version=\"1.0\" encoding=\"windows-1251\"?>{head}").replacen(
        "BELARUSKALI OAO",
        "БЕЛАРУСЬКАЛИЙ",
        1,
    );
    let bytes = encoding_rs::WINDOWS_1251.encode(&old).0.into_owned();
    let list = read_text("sdn.xml", &bytes).unwrap();
    assert!(entry(&list, "32746").name == "БЕЛАРУСЬКАЛИЙ");
    let wide = |text: &str| -> Vec<u8> {
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
    };
    let utf16 = text.replacen("utf-8", "utf-16", 1).replacen("UTF-8", "UTF-16", 1);
    assert_eq!(
        read_text("sdn.xml", &wide(&utf16)).unwrap().entries,
        read_text("sdn.xml", text.as_bytes()).unwrap().entries
    );
    let said = refused("sdn.xml", wide(&utf16.replacen("<lastName>", "&x;<lastName>", 1)));
    let line = text[..text.find("<lastName>").unwrap()].matches('\n').count() + 1;
    assert!(said.starts_with("expected a reference that is known"), "{said}");
    assert!(said.ends_with(&format!("sdn.xml, line {line})")), "{said}");
}
