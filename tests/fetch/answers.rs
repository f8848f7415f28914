//! A list that comes: new, the same, with what has changed.

use std::io::Write as _;

use super::desk::{Desk, TODAY, fixture, un};

#[test]
fn a_list_comes_and_the_next_time_only_the_question_whether_it_has_changed() {
    let desk = Desk::new();
    let server = desk.server(|request, reply| {
        // As the UN does it: HEAD is refused, and without a name nobody gets anything.
        if request.method != "GET" {
            return reply.answer(404, &[], "");
        }
        if request.header("user-agent").is_none_or(|agent| !agent.starts_with("beltui/")) {
            return reply.answer(403, &[], "");
        }
        if request.header("accept-language").is_none() {
            return reply.answer(406, &[], "");
        }
        let headers = [("ETag", "\"0x8DC\""), ("Last-Modified", "Tue, 22 Sep 2026 10:00:00 GMT")];
        match request.header("if-none-match") {
            Some("\"0x8DC\"") => reply.answer(304, &headers, ""),
            _ => reply.answer(200, &headers, un("2026-09-22", 0..10)),
        }
    });
    desk.un(&server.url("/list.xml"), "");
    assert_eq!(desk.fetch(&["un"]).well(), "un: new copy of 2026-09-22, 10 entries\n");
    assert_eq!(desk.fetch(&["un"]).well(), "un: checked, the same as of 2026-09-22\n");
    assert_eq!(desk.copies(), 1);
    let asked = server.asked();
    assert_eq!(asked.len(), 2);
    assert_eq!((asked[0].header("if-none-match"), asked[0].header("if-modified-since")), (None, None));
    assert_eq!(asked[1].header("if-modified-since"), Some("Tue, 22 Sep 2026 10:00:00 GMT"));
    let index = desk.index();
    let kept = index.kept(beltui::lists::ListName::Un)[0].clone();
    assert_eq!(kept.files[0].host.as_deref(), Some(format!("localhost:{}", server.port).as_str()));
    assert_eq!((kept.files[0].status, kept.records), (Some(200), 10));
    assert!(desk.left_over().is_empty(), "{:?}", desk.left_over());
}

#[test]
fn what_has_come_and_gone_since_the_copy_before_is_told() {
    let desk = Desk::new();
    let server = desk.server(|request, reply| match request.before {
        0 => reply.answer(200, &[], un("2026-09-21", 0..100)),
        // Without a name for it the same comes again.
        _ => reply.answer(200, &[], un("2026-09-23", 2..105)),
    });
    desk.un(&server.url("/list.xml"), "");
    desk.fetch(&["un"]).well();
    assert_eq!(
        desk.fetch(&["un"]).well(),
        "un: new copy of 2026-09-23, 103 entries, +5 −2 since 2026-09-21\n"
    );
    assert_eq!(desk.fetch(&["un"]).well(), "un: checked, the same as of 2026-09-23\n");
    assert_eq!(desk.copies(), 2);
}

#[test]
fn whoever_names_no_list_gets_those_that_the_archive_has_or_is_told_which_there_are() {
    let desk = Desk::new();
    let server = desk.server(|_, reply| reply.answer(200, &[], un("2026-09-22", 0..3)));
    desk.un(&server.url("/list.xml"), "");
    let said = desk.fetch(&[]).badly(1);
    assert!(
        said.contains("the archive has none of those that have an address")
            && said.contains("un (UN Consolidated)"),
        "{said}"
    );
    assert!(server.asked().is_empty(), "nobody is asked who was not named");
    desk.fetch(&["--all"]).well();
    assert_eq!(desk.fetch(&[]).well(), "un: checked, the same as of 2026-09-22\n");
}

#[test]
fn a_list_is_not_asked_for_again_at_once() {
    let desk = Desk::new();
    let server = desk.server(|_, reply| reply.answer(200, &[], un("2026-09-22", 0..3)));
    desk.un(&server.url("/list.xml"), "minutes: 60");
    desk.fetch(&["un"]).well();
    let said = desk.fetch(&["un"]).well();
    assert!(said.starts_with("un: asked ") && said.contains("not again before 60"), "{said}");
    assert_eq!(server.asked().len(), 1);
    desk.fetch(&["un", "--again"]).well();
    assert_eq!(server.asked().len(), 2);
    // Another address was not asked.
    desk.un(&server.url("/other.xml"), "minutes: 60");
    desk.fetch(&["un"]).well();
    assert_eq!(server.count("/other.xml"), 1);
}

#[test]
fn a_list_that_is_packed_for_the_way_is_kept_as_it_was_before() {
    let desk = Desk::new();
    let server = desk.server(|request, reply| {
        assert_eq!(request.header("accept-encoding"), Some("gzip"));
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(un("2026-09-22", 0..50).as_bytes()).unwrap();
        reply.answer(200, &[("Content-Encoding", "gzip")], packed.finish().unwrap());
    });
    desk.un(&server.url("/list.xml"), "");
    let json: serde_json::Value =
        serde_json::from_str(&desk.fetch(&["un", "--format", "json"]).well()).unwrap();
    let told = &json[0];
    assert_eq!((told["list"].as_str(), told["outcome"].as_str()), (Some("un"), Some("new")));
    assert_eq!(
        (told["copy"]["entries"].as_u64(), told["copy"]["day"].as_str()),
        (Some(50), Some("2026-09-22"))
    );
    let file = &told["copy"]["files"][0];
    assert_eq!(file["bytes"].as_u64(), Some(un("2026-09-22", 0..50).len() as u64));
}

#[test]
fn a_name_of_a_copy_that_is_gone_or_damaged_is_not_sent() {
    for damage in [true, false] {
        let desk = Desk::new();
        let server = desk.server(|request, reply| match request.header("if-none-match") {
            Some(_) => reply.answer(304, &[], ""),
            None => reply.answer(200, &[("ETag", "\"1\"")], un("2026-09-22", 0..3)),
        });
        desk.un(&server.url("/list.xml"), "");
        desk.fetch(&["un"]).well();
        let kept = desk.index().kept(beltui::lists::ListName::Un)[0].files[0].at.clone();
        let kept = desk.archive().join(kept);
        if damage {
            let mut bytes = std::fs::read(&kept).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 0xff;
            std::fs::write(&kept, bytes).unwrap();
        } else {
            std::fs::remove_file(&kept).unwrap();
        }
        desk.fetch(&["un"]);
        assert_eq!(server.asked()[1].header("if-none-match"), None, "damaged: {damage}");
    }
}

#[test]
fn a_list_that_does_not_say_its_day_is_of_the_day_on_which_it_came() {
    let desk = Desk::new();
    let server = desk.server(|_, reply| reply.answer(200, &[], fixture("sema.xml")));
    let text = super::desk::un_at(&server.url("/sema-lmes.xml"), "")
        .replace("\"un\"", "\"canada\"")
        .replace("consolidated.xml", "sema-lmes.xml");
    desk.addresses(&text);
    let said = desk.fetch(&["canada"]).well();
    assert!(said.starts_with(&format!("canada: new copy of {TODAY}, ")), "{said}");
    let done = super::home::Done::of(desk.command_on("2026-09-27", &["canada"]).output().unwrap());
    assert_eq!(done.well(), format!("canada: checked, the same as of {TODAY}\n"));
}

#[test]
fn quiet_tells_only_what_failed() {
    let desk = Desk::new();
    let server = desk.server(|request, reply| match request.before {
        0 => reply.answer(200, &[], un("2026-09-22", 0..3)),
        _ => reply.answer(404, &[], ""),
    });
    desk.un(&server.url("/list.xml"), "");
    assert_eq!(desk.fetch(&["un", "-q"]).well(), "");
    let said = desk.fetch(&["un", "-q"]).badly(1);
    assert!(said.starts_with("beltui: un: not fetched: ") && said.contains("404"), "{said}");
}

#[test]
fn a_publisher_who_goes_back_to_an_older_list_is_told() {
    let desk = Desk::new();
    let server = desk.server(|request, reply| match request.before {
        0 => reply.answer(200, &[], un("2026-09-22", 0..10)),
        _ => reply.answer(200, &[], un("2026-09-01", 0..11)),
    });
    desk.un(&server.url("/list.xml"), "");
    desk.fetch(&["un"]).well();
    let back = "; its publisher has gone back: the copy of 2026-09-22 that is kept is newer\n";
    assert_eq!(desk.fetch(&["un"]).well(), format!("un: new copy of 2026-09-01, 11 entries{back}"));
    assert_eq!(desk.fetch(&["un"]).well(), format!("un: checked, the same as of 2026-09-01{back}"));
    let json: serde_json::Value =
        serde_json::from_str(&desk.fetch(&["un", "--format", "json"]).well()).unwrap();
    assert_eq!(json[0]["newer"], "2026-09-22", "{json}");
}
