//! Answers without end or measure: each is left in time, and nothing of it is kept.

use std::io::Write as _;

use super::desk::{Desk, un};

fn told(desk: &Desk) -> String {
    let said = desk.fetch(&["un"]).badly(1);
    assert_eq!(desk.copies(), 0, "{said}");
    assert!(desk.left_over().is_empty(), "{:?}", desk.left_over());
    said
}

#[test]
fn a_body_without_end_is_cut_where_the_list_must_have_ended() {
    let desk = Desk::new();
    let server = desk.server(|_, reply| {
        reply.head(200, &[]);
        reply.write(b"<?xml version=\"1.0\"?><CONSOLIDATED_LIST>");
        while reply.write(&[b' '; 4096]) {}
    });
    desk.un(&server.url("/list.xml"), "");
    let said = told(&desk);
    assert!(said.contains("more comes from localhost") && said.contains("1 MB at the most"), "{said}");
    assert_eq!(server.asked().len(), 1, "it does not get shorter by asking again");
}

#[test]
fn a_length_beyond_the_bound_is_believed_at_once() {
    let desk = Desk::new();
    let server = desk.server(|_, reply| {
        reply.head(200, &[("Content-Length", "1000001")]);
        reply.hold();
    });
    desk.un(&server.url("/list.xml"), "");
    assert!(told(&desk).contains("1 MB at the most"));
}

#[test]
fn little_that_unpacks_to_much_is_cut_as_well() {
    let desk = Desk::new();
    let server = desk.server(|_, reply| {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(&vec![b' '; 64 << 20]).unwrap();
        let packed = packed.finish().unwrap();
        assert!(packed.len() < 100_000);
        reply.answer(200, &[("Content-Encoding", "gzip")], packed);
    });
    desk.un(&server.url("/list.xml"), "");
    assert!(told(&desk).contains("1 MB at the most"));
}

#[test]
fn what_is_packed_and_damaged_or_cut_is_not_taken() {
    for cut in [true, false] {
        let desk = Desk::new();
        let server = desk.server(move |_, reply| {
            let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            packed.write_all(un("2026-09-22", 0..100).as_bytes()).unwrap();
            let mut packed = packed.finish().unwrap();
            let middle = packed.len() / 2;
            if cut {
                packed.truncate(middle);
            } else {
                packed[middle] ^= 0xff;
            }
            reply.answer(200, &[("Content-Encoding", "gzip")], packed);
        });
        desk.un(&server.url("/list.xml"), "");
        let said = told(&desk);
        assert!(said.contains("was damaged on the way; tried 3 times"), "{said}");
    }
}

#[test]
fn a_packing_that_nobody_asked_for_is_told() {
    let desk = Desk::new();
    let server = desk.server(|_, reply| reply.answer(200, &[("Content-Encoding", "br")], "x"));
    desk.un(&server.url("/list.xml"), "");
    assert!(told(&desk).contains("packs it in a way that was not asked for: br"));
}

#[test]
fn a_server_that_does_not_begin_to_answer_is_left() {
    let desk = Desk::new();
    let server = desk.server(|_, reply| reply.hold());
    desk.un(&server.url("/list.xml"), "first_byte: 0.3, tries: 2");
    let said = told(&desk);
    assert!(said.contains("has not answered within 300 ms; tried 2 times"), "{said}");
}

#[test]
fn a_server_that_falls_silent_is_left() {
    let desk = Desk::new();
    let server = desk.server(|_, reply| {
        reply.head(200, &[("Content-Length", "5000")]);
        reply.write(b"<?xml");
        reply.hold();
    });
    desk.un(&server.url("/list.xml"), "stall: 2, tries: 1");
    let said = told(&desk);
    assert!(said.contains("nothing more came from localhost"), "{said}");
    assert!(said.contains("for 2 s, after 5 of 5000 bytes"), "{said}");
}

#[test]
fn a_server_that_drips_is_left_when_all_of_the_time_is_over() {
    let desk = Desk::new();
    let server = desk.server(|_, reply| {
        reply.head(200, &[("Content-Length", "5000")]);
        while reply.linger() && reply.write(b" ") {}
    });
    desk.un(&server.url("/list.xml"), "stall: 30, total: 1");
    let said = told(&desk);
    assert!(said.contains("took longer than it may in all"), "{said}");
    assert!(server.asked().len() < 2, "what is over is not tried again");
}

#[test]
fn headers_without_end_are_left() {
    let desk = Desk::new();
    let server = desk.server(|_, reply| {
        reply.write(b"HTTP/1.1 200 OK\r\n");
        while reply.write(format!("X: {}\r\n", "x".repeat(1000)).as_bytes()) {}
    });
    desk.un(&server.url("/list.xml"), "tries: 1");
    let said = told(&desk);
    assert!(said.contains("un: not fetched: localhost"), "{said}");
}

#[test]
fn what_is_not_http_is_told() {
    let desk = Desk::new();
    let server = desk.server(|_, reply| {
        reply.write(b"220 mail.example ESMTP ready\r\n\r\n");
    });
    desk.un(&server.url("/list.xml"), "tries: 1");
    let said = told(&desk);
    assert!(said.contains("un: not fetched: what localhost"), "{said}");
}

#[test]
fn a_table_of_which_nobody_says_how_long_it_is_may_have_been_cut_off() {
    let desk = Desk::new();
    let row = |at: usize| {
        let programme = ["QUELLAND", "MIROVIA"][at % 2];
        format!("{at},\"ALPHA WORKS {at}\",-0- ,\"{programme}\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n")
    };
    let rows = move |count: usize| (1..=count).map(row).collect::<String>();
    let server = desk.server(move |request, reply| match request.before {
        // Cut between two rows, and the connection broken off: it reads as if nine had gone.
        0 => {
            reply.head(200, &[]);
            reply.write(rows(91).as_bytes());
            reply.break_off();
        }
        _ => reply.answer(200, &[], rows(100) + "\u{1a}"),
    });
    let file = format!("(name: \"sdn.csv\", url: {:?}, megabytes: 1)", server.url("/sdn.csv"));
    desk.addresses(&format!(
        "(only: true, lists: {{\"ofac\": (form: \"csv\", forms: {{\"csv\": [{file}]}}, tries: 1)}})"
    ));
    let said = desk.fetch(&["ofac"]).badly(1);
    assert!(said.contains("does not say how long the list is"), "{said}");
    assert_eq!(
        desk.fetch(&["ofac"]).well(),
        format!("ofac: new copy of {}, 100 entries\n", super::desk::TODAY)
    );
}
