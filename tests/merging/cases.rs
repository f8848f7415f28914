//! What comes of two sides, case by case.

use beltui::store::merge::Way;

use super::{BASE, errors, half, merged, with};

/// What is left in the text: all of these, and none of those.
struct Case {
    what: &'static str,
    ours: &'static [(&'static str, &'static str)],
    theirs: &'static [(&'static str, &'static str)],
    there: &'static [&'static str],
    gone: &'static [&'static str],
}

const Z: &str = "            id: \"us-z\",\n";
const NOTE: &str = "note: \"hello\"";
const Y_STEP: &str = "(on: \"2023-09-09\", what: Designated, sources: [\"wire\"]),";
const Y_RENEWED: &str = "(on: \"2023-12-01\", what: Renewed, sources: [\"wire\"]),";
const ALPHA: &str = "        (id: \"alpha\", name: \"Alpha Works\", kind: Organisation),\n";

/// What goes together without a choice.
const TOGETHER: &[Case] = &[
    Case {
        what: "comments above, within and behind records come with the side that wrote them",
        ours: &[(NOTE, "note: \"hello there\"")],
        theirs: &[
            (
                "        ),\n        (\n            id: \"us-y\"",
                "        ),\n        // reviewed on 2 May\n        (\n            id: \"us-y\"",
            ),
            (
                Y_STEP,
                "(on: \"2023-09-10\", what: Designated, sources: [\"wire\"]),   // the Gazette says the 10th",
            ),
        ],
        there: &["hello there", "// reviewed on 2 May\n", "// the Gazette says the 10th", "2023-09-10"],
        gone: &["2023-09-09"],
    },
    Case {
        what: "comments at the head, in lists and at the end come as well",
        ours: &[
            (NOTE, "note: \"hello there\""),
            ("relations: []", "relations: [\n        // none yet\n    ]"),
        ],
        theirs: &[
            ("(\n    schema", "// of Quelland\n(\n    // the schema\n    schema"),
            ("kind: State),\n        (id: \"US\"", "kind: State), // ours\n        (id: \"US\""),
            ("    ],\n)\n", "        // no more events\n    ],\n)\n// the end\n"),
        ],
        there: &[
            "// of Quelland",
            "// the schema",
            "// ours\n",
            "// no more events",
            "// the end",
            "// none yet",
            "hello there",
        ],
        gone: &[],
    },
    Case {
        what: "two comments at the same place are both there",
        ours: &[
            ("        // the first\n", "        // the first\n        // ours says\n"),
            (NOTE, "note: \"a\""),
        ],
        theirs: &[
            ("        // the first\n", "        // the first\n        // theirs says\n"),
            (Z, "            id: \"us-z\", // id\n"),
        ],
        there: &["// the first\n", "// ours says\n", "// theirs says\n", "note: \"a\"", "\"us-z\", // id"],
        gone: &[],
    },
    Case {
        what: "a field and a comment of one line go together",
        ours: &[("name: \"Alpha Works\"", "name: \"Alpha Works Ltd\"")],
        theirs: &[(
            ALPHA,
            "        // who is it?\n        (id: \"alpha\", name: \"Alpha Works\", kind: Organisation), // ask\n",
        )],
        there: &[
            "        // who is it?\n        (id: \"alpha\", name: \"Alpha Works Ltd\", kind: Organisation), // ask\n",
        ],
        gone: &[],
    },
    Case {
        what: "two records added at the same place are both there with their comments",
        ours: &[(
            ALPHA,
            "        (id: \"alpha\", name: \"Alpha Works\", kind: Organisation),\n        // ours\n        (id: \"beta\", name: \"Beta Works\", kind: Company),\n",
        )],
        theirs: &[(
            ALPHA,
            "        (id: \"alpha\", name: \"Alpha Works\", kind: Organisation),\n        // theirs\n        (id: \"gamma\", name: \"Gamma Works\", kind: Organisation), // new\n",
        )],
        there: &["// ours\n        (id: \"beta\"", "// theirs\n        (id: \"gamma\"", "// new\n"],
        gone: &[],
    },
    Case {
        what: "a record that only one side deleted goes, and what the other changed elsewhere stays",
        ours: &[(ALPHA, "")],
        theirs: &[("name: \"United States\"", "name: \"USA\""), (NOTE, "note: \"x\"")],
        there: &["\"USA\"", "note: \"x\""],
        gone: &["alpha"],
    },
    Case {
        what: "a side that only lays out its lines anew gives way, and loses nothing",
        ours: &[(
            ALPHA,
            "        (\n            id: \"alpha\",\n            name: \"Alpha Works\",\n            kind: Organisation,\n        ),\n",
        )],
        theirs: &[("name: \"Alpha Works\"", "name: \"Alpha Works Ltd\"")],
        there: &["            name: \"Alpha Works Ltd\",\n"],
        gone: &["name: \"Alpha Works\""],
    },
    Case {
        what: "a rename and an edit are one record, and references follow",
        ours: &[
            ("name: \"Alpha Works\"", "name: \"Alpha Works\", aliases: [\"AW\"]"),
            ("actors: [\"US\", \"QQ\"]", "actors: [\"US\", \"QQ\", \"alpha\"]"),
            (NOTE, "note: \"hello there\""),
        ],
        theirs: &[("id: \"alpha\"", "id: \"alpha-works\""), (Z, "            id: \"us-zorvan\",\n")],
        there: &[
            "(id: \"alpha-works\", name: \"Alpha Works\"",
            "aliases: [\"AW\"]",
            "\"QQ\", \"alpha-works\"]",
            "id: \"us-zorvan\"",
            "note: \"hello there\"",
        ],
        gone: &["\"alpha\"", "\"us-z\""],
    },
    Case {
        what: "references to a renamed actor follow everywhere, the focus too",
        ours: &[
            ("(id: \"QQ\"", "(id: \"QL\""),
            ("focus: \"QQ\"", "focus: \"QL\""),
            ("[\"US\", \"QQ\"]", "[\"US\", \"QL\"]"),
        ],
        theirs: &[
            ("relations: []", "relations: [\n        (id: \"qq-us\", pair: (\"QQ\", \"US\")),\n    ]"),
            ("title: \"Talks\"", "title: \"Talks of two\""),
        ],
        there: &["pair: (\"QL\", \"US\")", "focus: \"QL\"", "[\"US\", \"QL\"]", "Talks of two"],
        gone: &["\"QQ\""],
    },
    Case {
        what: "the measures of a renamed target follow it, those that the other side aims at it as well",
        ours: &[
            ("(id: \"zorvan\"", "(id: \"zorvan-works\""),
            ("target: \"zorvan\"", "target: \"zorvan-works\""),
        ],
        theirs: &[
            ("target: \"yarv\"", "target: \"zorvan\""),
            ("aliases: [\"ZW\"]", "aliases: [\"ZW\", \"Z\"]"),
        ],
        there: &["(id: \"zorvan-works\", name: \"Zorvan Works\"", "\"Z\"]"],
        gone: &["\"zorvan\"", "target: \"yarv\""],
    },
    Case {
        what: "the same rename on both sides is one",
        ours: &[(Z, "            id: \"us-zorvan\",\n"), (NOTE, "note: \"a\"")],
        theirs: &[
            (Z, "            id: \"us-zorvan\",\n"),
            ("list_refs: [\"Z 1\"]", "list_refs: [\"Z 1\", \"Z\"]"),
        ],
        there: &["us-zorvan", "note: \"a\"", "\"Z\"]"],
        gone: &["\"us-z\""],
    },
    Case {
        what: "records moved by one side and edited by the other are moved and edited",
        ours: &[(NOTE, "note: \"hello there\"")],
        theirs: &[
            ("        (id: \"QQ\", name: \"Quelland\", kind: State),\n", ""),
            (
                ALPHA,
                "        (id: \"alpha\", name: \"Alpha Works\", kind: Organisation),\n        (id: \"QQ\", name: \"Quelland\", kind: State),\n",
            ),
        ],
        there: &["Organisation),\n        (id: \"QQ\"", "hello there"],
        gone: &[],
    },
];

#[test]
fn what_goes_together_goes_together_whichever_side_is_ours() {
    for case in TOGETHER {
        let (a, b) = (with(BASE, case.ours), with(BASE, case.theirs));
        for side in [&a, &b] {
            assert_eq!(errors(side), Vec::<String>::new(), "{}: the sides are right", case.what);
        }
        for (ours, theirs) in [(&a, &b), (&b, &a)] {
            let (text, outcome) = merged(BASE, ours, theirs);
            assert_eq!((outcome.marks, &outcome.way), (0, &Way::Records), "{}\n{text}", case.what);
            assert_eq!(errors(&text), Vec::<String>::new(), "{}\n{text}", case.what);
            for there in case.there {
                assert_eq!(text.matches(there).count(), 1, "{}: {there}\n{text}", case.what);
            }
            for gone in case.gone {
                assert!(!text.contains(gone), "{}: {gone}\n{text}", case.what);
            }
        }
    }
}

/// What there is to choose: each half has its own.
struct Choice {
    what: &'static str,
    ours: &'static [(&'static str, &'static str)],
    theirs: &'static [(&'static str, &'static str)],
    /// In the half of ours, and not in that of theirs.
    our_half: &'static [&'static str],
    their_half: &'static [&'static str],
}

const CHOICES: &[Choice] = &[
    Choice {
        what: "the same field",
        ours: &[(NOTE, "note: \"a\"")],
        theirs: &[(NOTE, "note: \"b\"")],
        our_half: &["note: \"a\""],
        their_half: &["note: \"b\""],
    },
    Choice {
        what: "the same comment",
        ours: &[("// the first", "// the very first")],
        theirs: &[("// the first", "// the first of two")],
        our_half: &["// the very first"],
        their_half: &["// the first of two"],
    },
    Choice {
        what: "a comment on a record that the other deleted",
        ours: &[(ALPHA, "")],
        theirs: &[(
            ALPHA,
            "        // who is it?\n        (id: \"alpha\", name: \"Alpha Works\", kind: Organisation),\n",
        )],
        our_half: &[],
        their_half: &["// who is it?", "Alpha Works"],
    },
    Choice {
        what: "a comment on a step that the other deleted",
        ours: &[
            (NOTE, "note: \"a\""),
            (Y_RENEWED, "(on: \"2023-12-01\", what: Renewed, sources: [\"wire\"]), // why?"),
        ],
        theirs: &[(Y_RENEWED, "")],
        our_half: &["// why?", "Renewed"],
        their_half: &[],
    },
    Choice {
        what: "a record that one deleted and the other changed",
        ours: &[(ALPHA, "")],
        theirs: &[("name: \"Alpha Works\"", "name: \"Alpha Works Ltd\"")],
        our_half: &[],
        their_half: &["Alpha Works Ltd"],
    },
    Choice {
        what: "two different new ids",
        ours: &[(Z, "            id: \"us-zorvan\",\n"), (NOTE, "note: \"a\"")],
        theirs: &[(Z, "            id: \"us-zw\",\n")],
        our_half: &["us-zorvan"],
        their_half: &["us-zw"],
    },
    Choice {
        what: "a new id and a deletion",
        ours: &[("id: \"alpha\"", "id: \"alpha-works\"")],
        theirs: &[(ALPHA, "")],
        our_half: &["alpha-works"],
        their_half: &[],
    },
    Choice {
        what: "a reference to a record that the other deleted",
        ours: &[("actors: [\"US\", \"QQ\"]", "actors: [\"US\", \"QQ\", \"alpha\"]")],
        theirs: &[(ALPHA, "")],
        our_half: &["\"QQ\", \"alpha\"]", "Alpha Works"],
        their_half: &[],
    },
    Choice {
        what: "a target that the other deleted",
        ours: &[("target: \"yarv\"", "target: \"alpha\"")],
        theirs: &[(ALPHA, "")],
        our_half: &["target: \"alpha\"", "Alpha Works"],
        their_half: &["target: \"yarv\""],
    },
    Choice {
        what: "a new record that refers to one that the other deleted",
        ours: &[
            ("    crossings", "    // of the crossings\n    crossings"),
            ("relations: []", "relations: [(id: \"a-us\", pair: (\"alpha\", \"US\"))]"),
        ],
        theirs: &[(ALPHA, "")],
        our_half: &["a-us", "Alpha Works"],
        their_half: &[],
    },
    Choice {
        what: "a focus on a record that the other deleted",
        ours: &[("focus: \"QQ\"", "focus: \"alpha\"")],
        theirs: &[(ALPHA, "")],
        our_half: &["focus: \"alpha\"", "Alpha Works"],
        their_half: &["focus: \"QQ\""],
    },
    Choice {
        what: "one id for two things",
        ours: &[(
            ALPHA,
            "        (id: \"alpha\", name: \"Alpha Works\", kind: Organisation),\n        (id: \"new\", name: \"New Works\", kind: Organisation),\n",
        )],
        theirs: &[("relations: []", "relations: [(id: \"new\", pair: (\"QQ\", \"US\"))]")],
        our_half: &["New Works"],
        their_half: &["(\"QQ\", \"US\")"],
    },
    Choice {
        what: "a history that cannot be",
        ours: &[(
            Y_STEP,
            "(on: \"2023-09-09\", what: Designated, sources: [\"wire\"]),\n                (on: \"2024-05-01\", what: Delisted, sources: [\"wire\"]),",
        )],
        theirs: &[(Y_STEP, "(on: \"2024-09-09\", what: Designated, sources: [\"wire\"]),")],
        our_half: &["Delisted"],
        their_half: &["2024-09-09"],
    },
];

#[test]
fn what_there_is_to_choose_stands_between_marks_and_each_choice_is_a_right_file() {
    for case in CHOICES {
        let (a, b) = (with(BASE, case.ours), with(BASE, case.theirs));
        for side in [&a, &b] {
            assert_eq!(errors(side), Vec::<String>::new(), "{}: the sides are right", case.what);
        }
        for (ours, theirs, mine, other) in
            [(&a, &b, case.our_half, case.their_half), (&b, &a, case.their_half, case.our_half)]
        {
            let (text, outcome) = merged(BASE, ours, theirs);
            assert!(outcome.marks > 0, "{}\n{text}", case.what);
            assert_eq!(outcome.way, Way::Records, "{}\n{text}", case.what);
            assert!(outcome.conflicts.len() + outcome.comments.len() > 0, "{}: is told", case.what);
            let halves = [half(&text, 0), half(&text, 1)];
            for (at, wanted) in [(0, mine), (1, other)] {
                assert_eq!(errors(&halves[at]), Vec::<String>::new(), "{}\n{text}", case.what);
                for wanted in wanted {
                    assert!(halves[at].contains(wanted), "{}: {wanted}\n{text}", case.what);
                    assert!(!halves[1 - at].contains(wanted), "{}: {wanted}\n{text}", case.what);
                }
            }
        }
    }
}

#[test]
fn a_record_is_not_taken_for_a_renamed_one_where_there_is_doubt() {
    // Two that came could each be the one that went.
    let doubtful = with(
        BASE,
        &[(
            ALPHA,
            "        (id: \"alpha-1\", name: \"Alpha Works\", kind: Organisation),\n        (id: \"alpha-2\", name: \"Alpha Works\", kind: Organisation),\n",
        )],
    );
    let edited = with(BASE, &[("name: \"Alpha Works\"", "name: \"Alpha Works\", note: \"x\"")]);
    let (text, outcome) = merged(BASE, &doubtful, &edited);
    assert!(outcome.marks > 0, "{text}");
    assert!(half(&text, 0).contains("alpha-1") && half(&text, 1).contains("note: \"x\""), "{text}");
    // About the same, but saying something else throughout.
    let other = with(
        BASE,
        &[
            (Z, "            id: \"us-n\",\n"),
            (NOTE, "programme: \"P\", reason: \"Q\", note: \"S\""),
            ("list_refs: [\"Z 1\"]", "list_refs: [\"A\", \"B\", \"C\"]"),
            ("(on: \"2023-08-09\"", "(on: \"2011-01-01\""),
        ],
    );
    let (text, outcome) = merged(BASE, &other, &with(BASE, &[(NOTE, "note: \"changed\"")]));
    assert!(outcome.marks > 0, "{text}");
}

#[test]
fn without_a_base_or_with_an_error_the_lines_are_merged_and_marked() {
    let ours = with(BASE, &[(NOTE, "note: \"hello there\"")]);
    let theirs = with(BASE, &[(NOTE, "note: \"hallo\""), ("// the first", "// the first of theirs")]);
    let broken = with(
        &theirs,
        &[("issuer: \"US\",\n            target: \"yarv\"", "issuer: \"US\"\n            target: \"yarv\"")],
    );
    let newer = with(&theirs, &[("schema: 2", "schema: 900")]);
    for (base, ours, theirs) in [
        ("", &ours, &theirs),
        (" \n", &ours, &theirs),
        (BASE, &ours, &broken),
        (BASE, &broken, &ours),
        (BASE, &ours, &newer),
        ("(schema: 2,", &ours, &theirs),
    ] {
        let (text, outcome) = merged(base, ours, theirs);
        assert!(matches!(outcome.way, Way::Lines(_)), "{:?}", outcome.way);
        assert!(outcome.marks > 0);
        for (side, at) in [(ours, 0), (theirs, 1)] {
            for line in side.lines().filter(|line| !base.contains(line)) {
                assert!(text.contains(line), "{line} of side {at} is lost\n{text}");
            }
        }
        assert!(half(&text, 0).contains("hello there") != half(&text, 1).contains("hello there"));
    }
}

#[test]
fn an_error_that_comes_with_a_side_is_told_and_nothing_is_lost() {
    let ours = with(BASE, &[("name: \"Quelland\"", "name: \"Quelland Republic\"")]);
    let theirs = with(BASE, &[("kind: Talks", "kind: Talk")]);
    let (text, outcome) = merged(BASE, &ours, &theirs);
    assert_eq!(outcome.marks, 0);
    assert!(text.contains("Quelland Republic") && text.contains("kind: Talk,"));
    assert!(outcome.errors.len() == 1 && outcome.errors[0].contains("Talk"), "{:?}", outcome.errors);
}

#[test]
fn bytes_that_are_no_utf8_are_merged_line_by_line_and_what_is_no_text_is_left_alone() {
    use beltui::store::merge::{Marks, Unmergeable, merge_texts};
    let ours = BASE.replace("hello", "h\u{e9}llo").into_bytes();
    let mut theirs = BASE.replace("Talks\"", "Talks of Z@rich\"").into_bytes();
    let at = theirs.iter().position(|byte| *byte == b'@').unwrap();
    theirs[at] = 0xfc;
    let outcome = merge_texts(BASE.as_bytes(), &ours, &theirs, &Marks::default()).unwrap();
    assert!(outcome.text.windows(7).any(|it| it == b"Z\xfcrich\"") && outcome.marks == 0);
    assert_eq!(outcome.errors.len(), 1);
    let binary = [b"\0\x01".as_slice(), BASE.as_bytes()].concat();
    assert_eq!(merge_texts(BASE.as_bytes(), &ours, &binary, &Marks::default()).unwrap_err(), Unmergeable);
}

#[test]
fn line_ends_byte_order_mark_and_a_last_line_without_end_stay() {
    let (a, b) = (with(BASE, &[(NOTE, "note: \"a\"")]), with(BASE, &[(NOTE, "note: \"b\"")]));
    let c = with(BASE, &[("name: \"Quelland\"", "name: \"Quelland Republic\"")]);
    let crlf = |text: &str| text.replace('\n', "\r\n");
    let (text, outcome) = merged(&crlf(BASE), &crlf(&a), &crlf(&b));
    assert_eq!(outcome.marks, 1);
    assert!(
        text.contains("<<<<<<< ours\r\n")
            && text.contains("=======\r\n")
            && text.contains(">>>>>>> theirs\r\n")
    );
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    let bom = |text: &str| format!("\u{feff}{text}");
    let (text, _) = merged(&bom(BASE), &bom(&a), &bom(&c));
    assert!(text == bom(&with(&c, &[(NOTE, "note: \"a\"")])));
    let cut = |text: &str| text.trim_end().to_owned();
    let (text, _) = merged(&cut(BASE), &cut(&a), &cut(&c));
    assert!(text == cut(&with(&c, &[(NOTE, "note: \"a\"")])));
    // One side has only given all lines another end.
    let (text, outcome) = merged(BASE, &crlf(BASE), &a);
    assert!(text == crlf(&a) && outcome.marks == 0);
    let (text, outcome) = merged(BASE, &crlf(&a), &b);
    assert_eq!((outcome.marks, text.matches('\n').count()), (1, text.matches("\r\n").count()));
    // Mixed line ends: the mark ends as the first line does.
    let mixed = |text: &str| crlf(text).replacen("\r\n)\r\n", "\n)\n", 1);
    let (text, _) = merged(&mixed(BASE), &mixed(&a), &mixed(&b));
    assert!(text.contains("<<<<<<< ours\r\n") && text.ends_with("],\n)\n"), "{text:?}");
}

#[test]
fn marks_stand_around_whole_lines() {
    // Everything on one line.
    let flat = |name: &str| {
        format!("(schema: 2, title: \"{name}\", subjects: [(id: \"A\", name: \"{name}\", kind: State)])")
    };
    let (text, outcome) = merged(&flat("base"), &flat("one"), &flat("two"));
    assert_eq!(outcome.marks, 1);
    assert_eq!(text, format!("<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n", flat("one"), flat("two")));
}
