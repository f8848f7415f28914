//! What servers answer in the place of a list: each is told for what it is, and stays visible until one succeeds.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::desk::{Desk, fixture, un};

/// What is told of a list that did not come. The archive has no copy, and knows why.
fn told(desk: &Desk) -> String {
    let said = desk.fetch(&["un"]).badly(1);
    assert_eq!(desk.copies(), 0, "{said}");
    let line = said.strip_prefix("beltui: un: not fetched: ").expect(&said).trim_end().to_owned();
    assert_eq!(desk.failure().as_deref(), Some(line.as_str()));
    assert!(desk.left_over().is_empty(), "{:?}", desk.left_over());
    line
}

#[test]
fn a_refusal_is_told_with_what_it_may_mean_and_asked_once() {
    for (status, words) in [
        (401, "it wants to know who asks"),
        (403, "it refuses; it may not serve this network or country"),
        (404, "the list is not there; it may have moved"),
        (406, "in the language or form that was asked for"),
        (410, "it may have moved"),
        (418, "that is neither the list nor the way to it"),
    ] {
        let desk = Desk::new();
        let server = desk.server(move |_, reply| {
            reply.answer(status, &[], "<html><head><title>Keep out &amp; away</title></head></html>");
        });
        desk.un(&server.url("/list.xml"), "");
        let said = told(&desk);
        assert!(said.contains(&format!("localhost:{} answers {status}", server.port)), "{said}");
        assert!(said.contains(words) && said.contains("\"Keep out & away\""), "{said}");
        assert_eq!(server.asked().len(), 1, "{status} does not go away by asking again");
    }
}

#[test]
fn a_burst_of_failures_is_waited_out() {
    let desk = Desk::new();
    let server = desk.server(|request, reply| match request.before {
        0 | 1 => reply.answer(500, &[], "<html><title>Oops</title></html>"),
        _ => reply.answer(200, &[], un("2026-09-22", 0..3)),
    });
    desk.un(&server.url("/list.xml"), "");
    assert_eq!(desk.fetch(&["un"]).well(), "un: new copy of 2026-09-22, 3 entries\n");
    assert_eq!(server.asked().len(), 3);
}

#[test]
fn a_server_that_goes_on_failing_is_given_up_and_the_failure_stands_until_one_succeeds() {
    let desk = Desk::new();
    let is_well = Arc::new(AtomicBool::new(false));
    let answers = Arc::clone(&is_well);
    let server = desk.server(move |_, reply| {
        if answers.load(Ordering::SeqCst) {
            reply.answer(200, &[], un("2026-09-22", 0..3));
        } else {
            reply.answer(503, &[], "");
        }
    });
    desk.un(&server.url("/list.xml"), "");
    let said = told(&desk);
    assert!(said.ends_with("answers 503: the server has failed; tried 3 times"), "{said}");
    assert_eq!(server.asked().len(), 3);
    is_well.store(true, Ordering::SeqCst);
    desk.fetch(&["un"]).well();
    assert_eq!((desk.failure(), desk.copies()), (None, 1));
}

#[test]
fn a_server_that_was_asked_too_often_is_left_in_peace_as_long_as_it_says() {
    let desk = Desk::new();
    let server = desk.server(|request, reply| match request.before {
        0 => reply.answer(429, &[("Retry-After", "1")], ""),
        _ => reply.answer(200, &[], un("2026-09-22", 0..3)),
    });
    desk.un(&server.url("/list.xml"), "");
    desk.fetch(&["un"]).well();
    assert_eq!(server.asked().len(), 2);
    // Nobody waits an hour for it.
    let desk = Desk::new();
    let server = desk.server(|_, reply| reply.answer(429, &[("Retry-After", "3600")], ""));
    desk.un(&server.url("/list.xml"), "");
    let said = told(&desk);
    assert!(said.ends_with("asked too often, and wants 60 min of peace; try again in 60 min"), "{said}");
    assert_eq!(server.asked().len(), 1);
}

#[test]
fn a_page_in_the_place_of_the_list_is_told_by_its_title() {
    let desk = Desk::new();
    let server = desk.server(|_, reply| {
        let page = "\u{feff}<!DOCTYPE html>\n<html><head><title>\n Service\u{1b}[31m unavailable </title></head></html>";
        reply.answer(200, &[("Content-Type", "application/xml")], page);
    });
    desk.un(&server.url("/list.xml"), "");
    let said = told(&desk);
    assert!(said.ends_with("answered with a page, not with the list: Service[31m unavailable"), "{said}");
}

#[test]
fn a_list_that_breaks_off_is_asked_for_again_and_never_kept_by_half() {
    let desk = Desk::new();
    let server = desk.server(|request, reply| {
        let text = un("2026-09-22", 0..100);
        if request.before < 2 {
            reply.head(200, &[("Content-Length", &text.len().to_string())]);
            reply.write(&text.as_bytes()[..text.len() / 2]);
            reply.break_off();
        } else {
            reply.answer(200, &[], text);
        }
    });
    desk.un(&server.url("/list.xml"), "");
    desk.fetch(&["un"]).well();
    assert_eq!(server.asked().len(), 3);

    let desk = Desk::new();
    let server = desk.server(|_, reply| {
        reply.head(200, &[("Content-Length", "100000")]);
        reply.write(un("2026-09-22", 0..10).as_bytes());
    });
    desk.un(&server.url("/list.xml"), "");
    let said = told(&desk);
    assert!(said.contains("broke off, after ") && said.contains(" of 100000 bytes; tried 3 times"), "{said}");
}

#[test]
fn a_list_without_a_length_that_breaks_off_is_no_list() {
    let desk = Desk::new();
    let server = desk.server(|_, reply| {
        let text = un("2026-09-22", 0..100);
        reply.head(200, &[]);
        reply.write(&text.as_bytes()[..text.len() / 2]);
        reply.break_off();
    });
    desk.un(&server.url("/list.xml"), "");
    let said = told(&desk);
    assert!(said.contains("consolidated.xml, line ") && !said.contains(".coming-"), "{said}");
}

#[test]
fn lengths_that_are_wrong_are_told() {
    // One that is short cuts the list off.
    let desk = Desk::new();
    let server = desk.server(|_, reply| {
        reply.head(200, &[("Content-Length", "700")]);
        reply.write(un("2026-09-22", 0..10).as_bytes());
    });
    desk.un(&server.url("/list.xml"), "");
    let said = told(&desk);
    assert!(said.contains("consolidated.xml, line "), "{said}");
    // Pieces that say where they end, and a length that says another thing.
    let desk = Desk::new();
    let server = desk.server(|_, reply| {
        let text = un("2026-09-22", 0..10);
        reply.head(200, &[("Transfer-Encoding", "chunked"), ("Content-Length", "5")]);
        reply.write(format!("{:x}\r\n{text}\r\n0\r\n\r\n", text.len()).as_bytes());
    });
    desk.un(&server.url("/list.xml"), "tries: 1");
    told(&desk);
}

#[test]
fn nothing_is_no_list() {
    let desk = Desk::new();
    let server = desk.server(|_, reply| reply.answer(200, &[], ""));
    desk.un(&server.url("/list.xml"), "");
    let said = told(&desk);
    assert!(said.contains("answered with nothing; tried 3 times"), "{said}");
}

#[test]
fn a_list_without_entries_is_not_taken() {
    let desk = Desk::new();
    let server = desk.server(|_, reply| reply.answer(200, &[], un("2026-09-22", 0..0)));
    desk.un(&server.url("/list.xml"), "");
    let said = told(&desk);
    assert!(said.contains("this list is empty"), "{said}");
}

#[test]
fn another_list_than_the_one_that_was_asked_for_is_not_taken() {
    let desk = Desk::new();
    let server = desk.server(|_, reply| reply.answer(200, &[], fixture("eu.xml")));
    desk.un(&server.url("/list.xml"), "");
    let said = told(&desk);
    assert!(said.contains("this is a part of EU Consolidated, not of UN Consolidated"), "{said}");
    assert!(!said.contains(".coming-"), "{said}");
}

#[test]
fn a_list_that_has_shrunk_is_kept_only_where_somebody_says_so() {
    let desk = Desk::new();
    let server = desk.server(|request, reply| match request.before {
        0 => reply.answer(200, &[("ETag", "\"1\"")], un("2026-09-21", 0..100)),
        _ => reply.answer(200, &[("ETag", "\"2\"")], un("2026-09-22", 0..70)),
    });
    desk.un(&server.url("/list.xml"), "");
    desk.fetch(&["un"]).well();
    let said = desk.fetch(&["un"]).badly(1);
    assert!(said.contains("70 entries where the copy of 2026-09-21 has 100"), "{said}");
    assert!(said.contains("--doubtful keeps it all the same"), "{said}");
    assert_eq!(desk.copies(), 1);
    assert!(desk.failure().is_some());
    // What was not kept is no answer to whether something has changed.
    desk.fetch(&["un"]).badly(1);
    assert_eq!(server.asked()[2].header("if-none-match"), Some("\"1\""));
    let said = desk.fetch(&["un", "--doubtful"]).well();
    assert_eq!(said, "un: new copy of 2026-09-22, 70 entries, +0 −30 since 2026-09-21\n");
    assert_eq!((desk.copies(), desk.failure()), (2, None));
}

#[test]
fn whoever_says_that_nothing_has_changed_without_being_asked_is_not_believed() {
    let desk = Desk::new();
    let server = desk.server(|_, reply| reply.answer(304, &[], ""));
    desk.un(&server.url("/list.xml"), "");
    let said = told(&desk);
    assert!(said.contains("says that nothing has changed, and was not asked that"), "{said}");
}

#[test]
fn one_list_that_fails_does_not_keep_the_others() {
    let desk = Desk::new();
    let server = desk.server(|request, reply| match request.path.as_str() {
        "/un" => reply.answer(200, &[], un("2026-09-22", 0..3)),
        _ => reply.answer(404, &[], ""),
    });
    let un = super::desk::un_at(&server.url("/un"), "");
    let eu = super::desk::un_at(&server.url("/eu"), "").replace("\"un\"", "\"eu\"");
    let eu = eu.split_once("lists: {").unwrap().1;
    desk.addresses(&un.replace("lists: {", &format!("lists: {{ {}, ", eu.trim_end_matches("})"))));
    let done = desk.fetch(&["eu", "un"]);
    assert_eq!(done.code, Some(1));
    assert_eq!(done.out, "un: new copy of 2026-09-22, 3 entries\n");
    assert!(
        done.err.starts_with("beltui: eu: not fetched: ") && done.err.lines().count() == 1,
        "{}",
        done.err
    );
}
