//! A list of several files is one copy: all of one publication, or none.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use beltui::lists::ListName;

use super::desk::{Desk, fixture, un_at};
use super::server::Server;

const FILES: [&str; 4] = ["SDN.CSV", "ADD.CSV", "ALT.CSV", "SDN_COMMENTS.CSV"];

fn addresses(desk: &Desk, server: &Server) {
    let usual = un_at("https://localhost/", "").replace("\"un\"", "\"ofac\"");
    let (before, rest) = usual.split_once('[').unwrap();
    let after = rest.split_once(']').unwrap().1;
    let files: Vec<String> = FILES
        .iter()
        .map(|name| format!("(name: {name:?}, url: {:?}, megabytes: 1)", server.url(&format!("/{name}"))))
        .collect();
    desk.addresses(&format!("{before}[{}]{after}", files.join(", ")));
}

/// A file of the set. Of a later edition each has one more line that says nothing.
fn body(path: &str) -> Vec<u8> {
    fixture(&path.trim_start_matches('/').to_lowercase())
}

#[test]
fn a_set_of_files_is_one_copy_and_asked_for_by_the_name_of_each() {
    let desk = Desk::new();
    let server = desk.server(|request, reply| {
        let etag = format!("\"{}\"", request.path);
        match request.header("if-none-match") {
            Some(known) if known == etag => reply.answer(304, &[], ""),
            _ => reply.answer(200, &[("ETag", &etag)], body(&request.path)),
        }
    });
    addresses(&desk, &server);
    let said = desk.fetch(&["ofac"]).well();
    assert!(said.starts_with("ofac: new copy of "), "{said}");
    let index = desk.index();
    let kept = index.kept(ListName::OfacSdn);
    assert_eq!((kept.len(), kept[0].files.len()), (1, 4));
    // Each but the last was asked for once more: whether it was still the same when the last had come.
    assert_eq!(FILES.map(|name| server.count(&format!("/{name}"))), [2, 2, 2, 1]);
    let said = desk.fetch(&["ofac"]).well();
    assert!(said.starts_with("ofac: checked, the same as of "), "{said}");
    assert_eq!(FILES.map(|name| server.count(&format!("/{name}"))), [3, 3, 3, 2]);
}

#[test]
fn where_one_file_fails_none_counts() {
    let desk = Desk::new();
    let server = desk.server(|request, reply| match request.path.as_str() {
        "/ALT.CSV" => reply.answer(404, &[], ""),
        path => reply.answer(200, &[], body(path)),
    });
    addresses(&desk, &server);
    let said = desk.fetch(&["ofac"]).badly(1);
    assert!(said.contains("ofac: not fetched: ALT.CSV: localhost"), "{said}");
    assert!(desk.index().copies().is_empty() && desk.left_over().is_empty());
}

/// A publisher who brings out a new edition each time when a file of the set has been asked for so often in all.
fn publisher(desk: &Desk, editions: &'static [usize]) -> Server {
    let asked = Arc::new(AtomicUsize::new(0));
    desk.server(move |request, reply| {
        let count = asked.fetch_add(1, Ordering::SeqCst);
        let edition = editions.iter().filter(|from| count >= **from).count();
        let etag = format!("\"{edition}\"");
        match request.header("if-none-match") {
            Some(known) if known == etag => reply.answer(304, &[], ""),
            _ => {
                let mut text = body(&request.path);
                if request.path == "/SDN.CSV" {
                    text = String::from_utf8(text)
                        .unwrap()
                        .replace("BELAVIA", &format!("BELAVIA {edition}"))
                        .into();
                }
                reply.answer(200, &[("ETag", &etag)], text);
            }
        }
    })
}

#[test]
fn files_that_were_published_anew_between_are_fetched_once_more() {
    let desk = Desk::new();
    // The second edition is out when two of the four have come.
    let server = publisher(&desk, &[2]);
    addresses(&desk, &server);
    desk.fetch(&["ofac"]).well();
    // Four, one that shows it, four again, three that are still the same.
    assert_eq!(server.asked().len(), 4 + 1 + 4 + 3);
    assert!(desk.everything().matches("\"event\":\"kept\"").count() == 1);
    let index = desk.index();
    let etags: Vec<Option<&str>> =
        index.kept(ListName::OfacSdn)[0].files.iter().map(|file| file.etag.as_deref()).collect();
    assert_eq!(etags, [Some("\"1\""); 4]);
}

#[test]
fn files_that_are_published_anew_twice_are_told_and_not_kept() {
    let desk = Desk::new();
    let server = publisher(&desk, &[2, 7]);
    addresses(&desk, &server);
    let said = desk.fetch(&["ofac"]).badly(1);
    assert!(
        said.contains("its files do not belong together: they were published anew while they came"),
        "{said}"
    );
    assert!(desk.index().copies().is_empty() && desk.left_over().is_empty());
}

#[test]
fn where_one_file_has_changed_all_are_taken_anew() {
    let desk = Desk::new();
    let server = publisher(&desk, &[7]);
    addresses(&desk, &server);
    // Four files, three of which are asked for once more.
    desk.fetch(&["ofac"]).well();
    assert_eq!(server.asked().len(), 7);
    let said = desk.fetch(&["ofac"]).well();
    assert!(said.contains("new copy of"), "{said}");
    let index = desk.index();
    assert_eq!(index.kept(ListName::OfacSdn).len(), 2);
}

#[test]
fn a_file_of_opensanctions_is_the_one_that_its_index_names() {
    let desk = Desk::new();
    let file = fixture("entities.ftm.json");
    let digest = <sha1::Sha1 as sha1::Digest>::digest(&file);
    let sha1 = digest.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    let index = |sum: &str| {
        format!(
            r#"{{"version": "20260923-abc", "resources": [{{"name": "entities.ftm.json", "checksum": "{sum}"}}]}}"#
        )
    };
    let (right, wrong) = (index(&sha1), index(&"0".repeat(40)));
    for (first, second, comes) in [(&right, &right, true), (&wrong, &right, true), (&wrong, &wrong, false)] {
        let desk = Desk::new();
        let (first, second, file) = (first.clone(), second.clone(), file.clone());
        let server = desk.server(move |request, reply| match (request.path.as_str(), request.before) {
            ("/datasets/20260923/index.json", 0) => reply.answer(200, &[], &first),
            ("/datasets/20260923/index.json", _) => reply.answer(200, &[], &second),
            ("/datasets/20260923/entities.ftm.json", _) => reply.answer(200, &[], &file),
            _ => reply.answer(404, &[], ""),
        });
        let more = format!("index: {:?}, named_only: true", server.url("/datasets/{version}/index.json"));
        let text = un_at(&server.url("/datasets/{version}/entities.ftm.json"), &more)
            .replace("\"un\"", "\"opensanctions\"")
            .replace("consolidated.xml", "entities.ftm.json");
        desk.addresses(&text);
        let done = desk.fetch(&["opensanctions", "--version", "20260923"]);
        assert_eq!(done.code, Some(i32::from(!comes)), "{}{}", done.out, done.err);
        assert_eq!(desk.index().copies().len(), usize::from(comes));
        if !comes {
            assert!(done.err.contains("its files do not belong together"), "{}", done.err);
        }
        // What comes only when it is named does not come with all others.
        let said = desk.fetch(&["--all"]).badly(1);
        assert!(said.contains("no list is named"), "{said}");
    }
    desk.un("https://localhost/", "");
    let said = desk.fetch(&["un", "--version", "../../x"]).badly(2);
    assert!(said.contains("a version is letters, digits and hyphens"), "{said}");
}
