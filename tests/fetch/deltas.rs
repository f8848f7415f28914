//! What publications of OFAC have changed: each is asked for once, and never again.

use super::desk::{Desk, un_at};
use super::server::Server;

/// What a publication of a day has changed.
fn delta(day: &str, number: usize) -> String {
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<sanctionsData xmlns="https://www.treasury.gov/ofac/DeltaFile/1.0">
  <publicationInfo><datePublished>{day}T00:00:00-05:00</datePublished><publicationType>Standard Action</publicationType></publicationInfo>
  <entities><entity id="{number}" action="add">
    <generalInfo><identityId>1</identityId><entityType refId="601">Entity</entityType></generalInfo>
    <sanctionsLists><sanctionsList id="1" refId="1550" datePublished="{day}">SDN List</sanctionsList></sanctionsLists>
    <names><name id="3"><isPrimary>true</isPrimary><translations><translation id="4"><isPrimary>true</isPrimary>
      <formattedFullName>ALPHA WORKS {number}</formattedFullName></translation></translations></name></names>
  </entity></entities>
</sanctionsData>"#
    )
}

fn addresses(desk: &Desk, server: &Server) {
    let changes = format!(
        "changes: (history: {:?}, one: {:?}, first: 2024, megabytes: 1)",
        server.url("/changes/history/{year}"),
        server.url("/changes/{id}")
    );
    desk.addresses(&un_at(&server.url("/list.xml"), &changes).replace("\"un\"", "\"ofac\""));
}

/// A publisher of four publications in two years; he has lost `lost`, and his third has just come out.
fn publisher(desk: &Desk, lost: &'static [&'static str]) -> Server {
    desk.server(move |request, reply| match request.path.as_str() {
        path if lost.contains(&path) && request.before == 0 => reply.answer(404, &[], ""),
        "/changes/history/2024" => reply.answer(200, &[], "[]"),
        "/changes/history/2025" => reply.answer(
            200,
            &[],
            r#"[{"publicationID": 502, "datePublished": "2025-11-04T10:30:00.123"}, {"publicationID": 501, "datePublished": "2025-01-15T10:30:00"}]"#,
        ),
        "/changes/history/2026" if request.before == 0 => {
            reply.answer(200, &[], r#"[{"publicationID": 601, "datePublished": "2026-03-02T09:00:00", "more": null}]"#);
        }
        "/changes/history/2026" => reply.answer(200, &[], r#"[{"publicationID": 601}, {"publicationID": 602}]"#),
        "/changes/501" => reply.answer(200, &[], delta("2025-01-15", 1)),
        "/changes/502" => reply.answer(200, &[], delta("2025-11-04", 2)),
        "/changes/601" => reply.answer(200, &[], delta("2026-03-02", 3)),
        "/changes/602" => reply.answer(200, &[], delta("2026-09-22", 4)),
        _ => reply.answer(404, &[], ""),
    })
}

fn numbers(desk: &Desk) -> Vec<Option<u64>> {
    desk.index().deltas().iter().map(|kept| kept.publication).collect()
}

#[test]
fn each_publication_comes_once_and_is_never_asked_for_again() {
    let desk = Desk::new();
    let server = publisher(&desk, &[]);
    addresses(&desk, &server);
    assert_eq!(desk.fetch(&["--deltas"]).well(), "ofac-delta: 3 new of 3 publications since 2024\n");
    assert_eq!(numbers(&desk), [Some(501), Some(502), Some(601)]);
    let kept = desk.index().deltas()[1].clone();
    assert_eq!((kept.day.written().as_str(), kept.records), ("2025-11-04", 1));
    assert_eq!(desk.fetch(&["--deltas"]).well(), "ofac-delta: 1 new of 4 publications since 2024\n");
    assert_eq!(desk.fetch(&["--deltas"]).well(), "ofac-delta: checked, 0 new of 4 publications since 2024\n");
    assert_eq!(
        desk.fetch(&["--deltas", "--since", "2025"]).well(),
        "ofac-delta: checked, 0 new of 4 publications since 2025\n"
    );
    for number in [501, 502, 601, 602] {
        assert_eq!(server.count(&format!("/changes/{number}")), 1);
    }
    assert_eq!(server.count("/list.xml"), 0, "the list itself is not asked for");
}

#[test]
fn a_publication_that_does_not_come_is_told_and_asked_for_the_next_time() {
    let desk = Desk::new();
    let server = publisher(&desk, &["/changes/502"]);
    addresses(&desk, &server);
    let said = desk.fetch(&["--deltas"]).badly(1);
    assert!(said.contains("ofac-delta: 2 new of 3 publications since 2024, and 1 not fetched: "), "{said}");
    assert!(said.contains("answers 404"), "{said}");
    assert_eq!(numbers(&desk), [Some(501), Some(601)]);
    assert_eq!(desk.fetch(&["--deltas"]).well(), "ofac-delta: 2 new of 4 publications since 2024\n");
}

#[test]
fn what_is_no_change_of_a_publication_is_not_kept() {
    let desk = Desk::new();
    let server = desk.server(|request, reply| match request.path.as_str() {
        "/changes/history/2024" => reply.answer(200, &[], r#"[{"publicationID": 1}]"#),
        "/changes/history/2025" => reply.answer(200, &[], r#"{"error": "x"}"#),
        _ => reply.answer(200, &[], super::desk::fixture("sdn.xml")),
    });
    addresses(&desk, &server);
    let said = desk.fetch(&["--deltas"]).badly(1);
    assert!(said.contains("is not what a publication changed"), "{said}");
    assert!(desk.index().copies().is_empty() && desk.left_over().is_empty());
}
