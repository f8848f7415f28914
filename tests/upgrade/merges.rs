//! Merging branches of which some are of schema 1: they are upgraded in memory, and it is said.

use std::fs;

use beltui::store::load::load_text;
use beltui::store::merge::{Marks, Outcome, Text, Way, merge_texts};

use super::{QUELLAND, desk, run};

fn merged(base: &str, ours: &str, theirs: &str) -> (Outcome, String) {
    let outcome =
        merge_texts(base.as_bytes(), ours.as_bytes(), theirs.as_bytes(), &Marks::default()).unwrap();
    let text = String::from_utf8(outcome.text.clone()).unwrap();
    (outcome, text)
}

fn upgraded(text: &str) -> String {
    load_text(text.to_owned()).text
}

fn with(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}\n{text}");
    text.replacen(from, to, 1)
}

const TITLE: (&str, &str) = ("title: \"Talks\"", "title: \"Further talks\"");
const MEASURE: (&str, &str) = ("measure: AssetFreeze,", "measure: TravelBan, // since May");

#[test]
fn the_older_sides_are_upgraded_whichever_they_are_and_both_edits_are_there() {
    let (old_edit, new_edit) =
        (with(QUELLAND, TITLE.0, TITLE.1), with(&upgraded(QUELLAND), MEASURE.0, MEASURE.1));
    let expected = with(&with(&upgraded(QUELLAND), TITLE.0, TITLE.1), MEASURE.0, MEASURE.1);
    for (ours, theirs, old) in
        [(&old_edit, &new_edit, [Text::Base, Text::Ours]), (&new_edit, &old_edit, [Text::Base, Text::Theirs])]
    {
        let (outcome, text) = merged(QUELLAND, ours, theirs);
        assert_eq!((outcome.marks, &outcome.conflicts), (0, &vec![]));
        assert_eq!(outcome.upgraded, old);
        assert_eq!(text, expected);
    }
    // A target that only the old side has becomes a subject.
    let more = with(
        &old_edit,
        "        (id: \"us-ship\"",
        "        (id: \"us-beta\", issuer: \"US\", target: (name: \"Beta Works\", kind: Entity), measure: AssetFreeze, history: [(on: \"2024\", what: Designated, sources: [\"wire\"])]),\n        (id: \"us-ship\"",
    );
    let (outcome, text) = merged(QUELLAND, &more, &new_edit);
    assert_eq!(outcome.marks, 0, "{text}");
    let loaded = load_text(text);
    assert_eq!((loaded.errors(), loaded.old.is_none()), (0, true));
    let beta = loaded.state.measure("us-beta").unwrap();
    assert_eq!(loaded.state.target_name(beta), "Beta Works");
    assert!(loaded.text.contains("// since May") && loaded.text.contains("Further talks"));
}

#[test]
fn three_texts_of_schema_1_stay_so_where_their_lines_go_together() {
    let (ours, theirs) = (with(QUELLAND, TITLE.0, TITLE.1), with(QUELLAND, MEASURE.0, MEASURE.1));
    let (outcome, text) = merged(QUELLAND, &ours, &theirs);
    assert_eq!((outcome.marks, outcome.way, outcome.upgraded), (0, Way::Records, vec![]));
    assert_eq!(text, with(&ours, MEASURE.0, MEASURE.1));
}

#[test]
fn three_texts_of_schema_1_whose_lines_touch_are_merged_by_record_as_schema_2() {
    let ours = with(QUELLAND, MEASURE.0, MEASURE.1);
    let theirs = with(QUELLAND, "legal_acts: [\"E.O. 1\"]", "legal_acts: [\"E.O. 1\", \"Directive 2\"]");
    let (outcome, text) = merged(QUELLAND, &ours, &theirs);
    assert_eq!((outcome.marks, outcome.upgraded), (0, vec![Text::Base, Text::Ours, Text::Theirs]), "{text}");
    let loaded = load_text(text);
    assert_eq!((loaded.errors(), loaded.old.is_none()), (0, true));
    assert_eq!(loaded.state.measure("us-alpha").unwrap().acts.len(), 2);
    assert!(loaded.text.contains("// since May"), "{}", loaded.text);
}

#[test]
fn what_there_is_to_choose_stands_between_marks_in_the_form_of_schema_2() {
    let ours = with(QUELLAND, TITLE.0, TITLE.1);
    let theirs = with(&upgraded(QUELLAND), TITLE.0, "title: \"Other talks\"");
    let (outcome, text) = merged(QUELLAND, &ours, &theirs);
    assert_eq!((outcome.marks, outcome.conflicts.len()), (1, 1), "{text}");
    assert!(
        text.contains("Further talks") && text.contains("Other talks") && text.contains("schema: 2"),
        "{text}"
    );
}

#[test]
fn an_old_side_that_has_an_error_is_merged_line_by_line_and_no_side_is_lost() {
    let ours = with(&with(QUELLAND, "kind: Vessel", "kind: Boat"), TITLE.0, TITLE.1);
    let theirs = with(&upgraded(QUELLAND), TITLE.0, "title: \"Other talks\"");
    let (outcome, text) = merged(QUELLAND, &ours, &theirs);
    let Way::Lines(why) = &outcome.way else { panic!("{:?}", outcome.way) };
    assert_eq!(why[0].0, Text::Ours);
    assert!(why[0].1.contains("line 33") && why[0].1.contains("kind cannot be Boat"), "{}", why[0].1);
    assert!(text.contains("Further talks") && text.contains("Other talks") && outcome.marks > 0, "{text}");
}

#[test]
fn the_driver_says_which_sides_were_upgraded() {
    let desk = desk(QUELLAND);
    let path = |name: &str, text: &str| {
        let path = desk.folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let ours = path("ours", &with(&upgraded(QUELLAND), MEASURE.0, MEASURE.1));
    let theirs = path("theirs", &with(QUELLAND, TITLE.0, TITLE.1));
    let base = path("base", QUELLAND);
    let (code, _, err) =
        run(&desk, &["merge", &base, &ours, &theirs, "--path", "state.ron", "--theirs-name", "other"]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(
        err,
        "beltui merge: base and theirs (other) are of schema 1 and upgraded for the merge: state.ron is of schema 2 now, as beltui upgrade writes it\n"
    );
    let text = fs::read_to_string(&ours).unwrap();
    assert!(text.contains("Further talks") && text.contains("// since May"), "{text}");
}
