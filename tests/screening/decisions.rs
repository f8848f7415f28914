//! Decisions about hits: remembered everywhere, opened again when the entry changes, made in the dashboard.

use super::*;

/// The state file with a decision.
fn decided(home: &Home, decision: &str) {
    home.write("state.ron", STATE.replace("decisions: []", &format!("decisions: [{decision}]")));
}

/// What the first name of a screening with the state file comes to: its hits and what is set aside, by entry.
fn first(home: &Home, arguments: &[&str]) -> (Vec<Value>, Vec<Value>, Value) {
    let all = ["state.ron", "--no-record", "--format", "json"];
    let done = screen(home, &arguments.iter().chain(&all).copied().collect::<Vec<_>>());
    let all = json(&done);
    let of = |list: &str| -> Vec<Value> {
        let hits = all["names"][0][list].as_array().unwrap().clone();
        hits.into_iter().filter(|hit| hit["list"] == "OFAC SDN").collect()
    };
    (of("hits"), of("aside"), all)
}

#[test]
fn a_decision_is_remembered_and_opens_again_when_the_entry_changes() {
    let home = desk();
    let asked = ["--name", "Ivan Petrovich Kazlouski"];
    let (hits, _, _) = first(&home, &asked);
    let (digest, was) = (hits[0]["digest"].as_str().unwrap(), hits[0]["entry_was"].as_str().unwrap());
    let decision = |same: bool, digest: &str, was: &str| {
        format!(
            "(id: \"d-1\", subject: \"ivan-kazlouski\", entry: \"OFAC 90005\", same: {same}, on: \"2026-07-30\", by: \"A. Clerk\", why: \"another birth place\", digest: \"{digest}\"{})",
            if was.is_empty() { String::new() } else { format!(", was: {was:?}") }
        )
    };
    decided(&home, &decision(false, digest, was));
    let (hits, aside, _) = first(&home, &asked);
    assert!(hits.is_empty(), "{hits:?}");
    assert_eq!(aside[0]["because"], "decided not the same by A. Clerk on 2026-07-30 (another birth place)");
    // What says nothing of who it is leaves it closed.
    home.write(
        "sdn.xml",
        LIST.replace("<program>QUEL</program>", "<program>QUEL-2</program>")
            .replace("07/20/2026", "07/21/2026"),
    );
    assert!(first(&home, &asked).0.is_empty());
    // Another birth date opens it, and says what is another.
    home.write("sdn.xml", LIST.replace("12 Mar 1955", "13 Mar 1956"));
    let (hits, aside, all) = first(&home, &asked);
    assert!(aside.is_empty());
    let told = hits[0]["decision"].as_str().unwrap();
    assert!(
        told.ends_with("open again: birth date added: 1956-03-13; birth date gone: 1955-03-12"),
        "{told}"
    );
    assert_eq!(hits[0]["reopened"], true);
    assert!(all["reopened"][0].as_str().unwrap().contains("it is open again"), "{}", all["reopened"]);
    // Without the text it is known that it changed, and not what.
    decided(&home, &decision(false, digest, ""));
    let told = first(&home, &asked).0[0]["decision"].as_str().unwrap().to_owned();
    assert!(told.contains("what changed is not known"), "{told}");
    // A text that is not what the digest is of is not believed.
    decided(&home, &decision(false, digest, "entry 1\nname somebody else"));
    let told = first(&home, &asked).0[0]["decision"].as_str().unwrap().to_owned();
    assert!(told.contains("what changed is not known"), "{told}");
    // That they are the same is a hit, whatever the entry is called; changed, a person has to look.
    home.write("sdn.xml", LIST.replace("Ivan Petrovich", "Pavel").replace("KAZLOUSKI", "OTHERNAME"));
    decided(&home, &decision(true, digest, was));
    let hits = first(&home, &asked).0;
    assert_eq!((hits[0]["entry"].as_str(), hits[0]["band"].as_str()), (Some("OFAC 90005"), Some("look")));
    // A decision of schema 2 without a digest stands.
    decided(
        &home,
        "(id: \"d-1\", name: \"Ivan Petrovich Kazlouski\", entry: \"OFAC 90005\", same: false, on: \"2026-07-30\", by: \"A. Clerk\")",
    );
    home.write("sdn.xml", LIST);
    assert!(first(&home, &asked).0.is_empty());
    // What was decided after the day of knowledge was not known on it.
    assert_eq!(first(&home, &["--name", "Ivan Petrovich Kazlouski", "--known", "2026-07-29"]).0.len(), 1);
    // Of somebody of the same name of whom something else is known it says nothing.
    let facts = "(id: \"d-1\", name: \"Ivan Petrovich Kazlouski\", entry: \"OFAC 90005\", same: false, on: \"2026-07-30\", by: \"A. Clerk\", facts: \"id c-1\")";
    decided(&home, facts);
    assert_eq!(first(&home, &asked).0.len(), 1);
    home.write("names.csv", "name,id\nIvan Petrovich Kazlouski,C-1\n");
    assert!(first(&home, &["names.csv"]).0.is_empty());
}

#[test]
fn decisions_that_contradict_each_other_or_are_of_a_day_to_come_set_nothing_aside() {
    let home = desk();
    let asked = ["--name", "Ivan Petrovich Kazlouski"];
    let decision = |id: u8, same: bool, on: &str| {
        format!(
            "(id: \"d-{id}\", name: \"Ivan Petrovich Kazlouski\", entry: \"OFAC 90005\", same: {same}, on: \"{on}\", by: \"A. Clerk\")"
        )
    };
    let told = |decisions: &[String]| {
        decided(&home, &decisions.join(", "));
        let (hits, aside, _) = first(&home, &asked);
        assert!(aside.is_empty(), "{aside:?}");
        assert_eq!(hits[0]["reopened"], true);
        hits[0]["decision"].as_str().unwrap().to_owned()
    };
    let (yes, no) = (decision(1, true, "2026-07-30"), decision(2, false, "2026-07-30"));
    for both in [[yes.clone(), no.clone()], [no.clone(), yes]] {
        let told = told(&both);
        assert!(told.contains("open again: it was also decided not the same by A. Clerk"), "{told}");
    }
    // One of the entry as it was is none against one of the entry as it is.
    let old = decision(3, true, "2026-07-30").replace(')', ", digest: \"sha256:00\")");
    decided(&home, &[old, decision(2, false, "2026-07-30")].join(", "));
    assert!(first(&home, &asked).0.is_empty());
    let told = told(&[decision(1, false, "2026-08-02")]);
    assert!(told.ends_with("open again: that day is still to come"), "{told}");
    // The later of two days is what holds, and today is none to come.
    decided(&home, &[decision(1, true, "2026-07-29"), decision(2, false, TODAY)].join(", "));
    assert!(first(&home, &asked).0.is_empty());
}

#[test]
fn reconcile_and_import_open_a_decision_again_as_well() {
    let home = desk();
    let wrong = "(id: \"d-1\", subject: \"alpha-works\", entry: \"OFAC 90003\", same: false, on: \"2026-07-30\", by: \"A. Clerk\", digest: \"sha256:00\")";
    decided(&home, wrong);
    let told = home.run(["reconcile", "state.ron", "ofac", "sdn.xml", "--today", TODAY]);
    assert!(told.err.contains("Alpha Works and OFAC 90003: decided not the same"), "{}", told.err);
    assert!(told.err.contains("open again"), "{}", told.err);
    let told = home.run(["import", "ofac", "sdn.xml", "--into", "state.ron", "--dry-run", "--today", TODAY]);
    assert!(told.out.contains("open again"), "{}", told.out);
}

#[test]
fn the_dashboard_asks_of_each_hit_and_a_decision_is_an_edit() {
    use beltui::shell::to_decide;
    let home = desk();
    let mut app = common::app((160, 48), "2026-07-31");
    common::load(&mut app, beltui::store::load::load_text(STATE.to_owned()));
    let list = format!("list:{}", home.path("sdn.xml").display());
    let words = [
        home.write("names.csv", "name,id\nBeta Shipping,C-1\nQuelland Star,C-2\nGamma Works,C-3\n")
            .display()
            .to_string(),
        list.clone(),
    ];
    let asked = |app: &beltui::app::App| {
        to_decide(app.facts.whole(), &words, None, common::day(TODAY), "A. Clerk").unwrap()
    };
    let proposals = asked(&app);
    let questions: Vec<String> =
        proposals.changes.iter().filter(|it| it.other.is_some()).map(|it| it.what.clone()).collect();
    assert_eq!(
        questions,
        [
            "sure: Quelland Star – OFAC 90004 QUELLAND STAR",
            "sure: Beta Shipping – OFAC 90006 BETA SHIPPING LLC"
        ]
    );
    app.review(proposals);
    common::seen(&mut app);
    common::press(&mut app, "<Enter>");
    assert!(common::screen(&app).contains("nothing is decided"), "{}", common::screen(&app));
    // Both marked and answered at once, then one of them otherwise.
    common::press(&mut app, "an");
    common::press(&mut app, "y");
    assert!(common::screen(&app).contains("2 of 2 questions are answered"), "{}", common::screen(&app));
    common::press(&mut app, "<Enter>another town<Enter>");
    let decisions = app.facts.whole().records().decisions.clone();
    let said: Vec<(String, bool, Option<String>)> = decisions
        .iter()
        .map(|it| (it.entry.to_string(), it.same, it.why.as_ref().map(ToString::to_string)))
        .collect();
    assert_eq!(said.len(), 2);
    assert!(said.iter().all(|(_, _, why)| why.as_deref() == Some("another town")), "{said:?}");
    assert_eq!(said.iter().filter(|(_, same, _)| *same).count(), 1, "{said:?}");
    assert!(
        decisions.iter().all(|it| it.by.as_str() == "A. Clerk" && it.digest.is_some() && it.was.is_some())
    );
    assert!(asked(&app).changes.iter().all(|it| it.other.is_none()), "what is decided is not asked again");
    common::press(&mut app, "u");
    assert_eq!(app.facts.whole().records().decisions.len(), 0);
    // Without a table the subjects of the file are asked for; what is no list is told.
    let of_file = to_decide(app.facts.whole(), &[list], None, common::day(TODAY), "A. Clerk").unwrap();
    assert!(
        of_file.changes.iter().any(|it| it.what.contains("Ivan Petrovich Kazlouski – OFAC 90005")),
        "{of_file:?}"
    );
    let error =
        to_decide(app.facts.whole(), &["list:nowhere.xml".to_owned()], None, common::day(TODAY), "A. Clerk")
            .unwrap_err();
    assert!(error.contains("there is no list to check"), "{error}");
}
