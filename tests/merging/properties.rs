//! What holds for any edits of any two sides.

use std::collections::HashSet;

use beltui::edit::difference::difference;
use beltui::model::state::RecordKind;
use beltui::ron::comments;
use beltui::store::load::load_text;
use beltui::store::merge::Way;
use proptest::prelude::*;

use super::{errors, half, merged};

/// A record of the small file: a subject, or a measure by one of the two subjects that always stay.
#[derive(Debug, Clone, PartialEq)]
struct Record {
    id: String,
    name: String,
    note: Option<String>,
    /// Days of steps, for a measure, each with a comment behind it where there is one.
    steps: Option<Vec<(u8, Option<String>)>>,
    above: Vec<String>,
    behind: Option<String>,
    over_lines: bool,
    /// A subject that it belongs to or, for a measure, is aimed at; a measure without one is aimed at the one that stays.
    of: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
struct File {
    title: String,
    focus: Option<String>,
    head: Vec<String>,
    actors: Vec<Record>,
    measures: Vec<Record>,
    end: Option<String>,
}

/// Each word on a line, with something before and behind it.
fn lines(words: &[String], before: &str, behind: &str) -> String {
    words.iter().flat_map(|word| [before, word, behind, "\n"]).collect()
}

impl Record {
    fn text(&self) -> String {
        let mut fields = vec![format!("id: {:?}", self.id)];
        match &self.steps {
            None => fields.extend([format!("name: {:?}", self.name), "kind: Organisation".to_owned()]),
            Some(_) => fields.extend([
                "issuer: \"US\"".to_owned(),
                format!("target: {:?}", self.of.as_deref().unwrap_or("works")),
                "measure: AssetFreeze".to_owned(),
                format!("programme: {:?}", self.name),
            ]),
        }
        if self.steps.is_none() {
            fields.extend(self.of.iter().map(|of| format!("affiliation: {of:?}")));
        }
        fields.extend(self.note.iter().map(|note| format!("note: {note:?}")));
        if let Some(steps) = &self.steps {
            let mut list = "history: [".to_owned();
            for (day, comment) in steps {
                let comment = comment.as_ref().map(|it| format!(" // {it}")).unwrap_or_default();
                list.push_str(&format!(
                    "\n                (on: \"2024-01-{day:02}\", what: Renewed, sources: [\"wire\"]),{comment}"
                ));
            }
            fields.push(list + "\n            ]");
        }
        let above = lines(&self.above, "        // ", "");
        let behind = self.behind.as_ref().map(|it| format!(" // {it}")).unwrap_or_default();
        if self.over_lines {
            let fields = lines(&fields, "            ", ",");
            format!("{above}        (\n{fields}        ),{behind}\n")
        } else {
            format!("{above}        ({}),{behind}\n", fields.join(", "))
        }
    }
}

impl File {
    fn text(&self) -> String {
        let head = lines(&self.head, "// ", "");
        let focus = self.focus.as_ref().map(|it| format!("    focus: {it:?},\n")).unwrap_or_default();
        let all = |records: &[Record]| records.iter().map(Record::text).collect::<String>();
        let end = self.end.as_ref().map(|it| format!("        // {it}\n")).unwrap_or_default();
        format!(
            "{head}(\n    schema: 2,\n    title: {:?},\n{focus}    subjects: [\n        (id: \"US\", name: \"United States\", kind: State),\n        \
             (id: \"works\", name: \"Works\", kind: Company),\n{}    ],\n    \
             sources: [(id: \"wire\", publisher: \"A wire\", title: \"A report\")],\n    sanctions: [\n{}{end}    ],\n)\n",
            self.title,
            all(&self.actors),
            all(&self.measures)
        )
    }
}

fn record(number: usize, is_measure: bool) -> Record {
    let letter = if is_measure { 'm' } else { 'a' };
    Record {
        id: format!("{letter}{number}"),
        name: format!("Works No {number}"),
        note: number.is_multiple_of(2).then(|| format!("note {number}")),
        steps: is_measure
            .then(|| (1..=number % 3 + 1).map(|day| (u8::try_from(day).unwrap(), None)).collect()),
        above: if number.is_multiple_of(3) { vec![format!("above {letter}{number}")] } else { Vec::new() },
        behind: number.is_multiple_of(4).then(|| format!("behind {letter}{number}")),
        over_lines: is_measure || number % 2 == 1,
        of: None,
    }
}

fn base(actors: usize, measures: usize) -> File {
    File {
        title: "T".to_owned(),
        focus: Some("US".to_owned()),
        head: vec!["head".to_owned()],
        actors: (0..actors).map(|number| record(number, false)).collect(),
        measures: (0..measures).map(|number| record(number, true)).collect(),
        end: None,
    }
}

/// One edit: its kind, where, and a number for what is new.
type Edit = (u8, usize, u8);

/// Does one edit of a side; `by` and its number make new words unlike all others.
fn edit(file: &mut File, by: char, number: usize, (kind, at, value): Edit) {
    let new = |what: &str| format!("{what} {by}{number}");
    let records = if at.is_multiple_of(2) { &mut file.actors } else { &mut file.measures };
    let place = if records.is_empty() { 0 } else { at / 2 % records.len() };
    match kind {
        0 => file.title = format!("title {value}"),
        1 => file.head.push(new("head")),
        2 => file.end = Some(new("end")),
        3 => file.focus = file.actors.get(place).map(|it| it.id.clone()),
        4 => {
            let mut it = record(usize::from(value) + 100, at % 2 == 1);
            it.id = format!("{}-{by}{number}", it.id);
            it.above.push(new("new"));
            records.insert(place, it);
        }
        _ => {
            let known = file.actors.get(usize::from(value)).map(|it| it.id.clone());
            let records = if at.is_multiple_of(2) { &mut file.actors } else { &mut file.measures };
            let Some(it) = records.get_mut(place) else { return };
            match kind {
                5 => it.note = Some(format!("note {value}")),
                6 => it.note = None,
                7 => it.above.push(new("above")),
                8 => it.above = vec![new("other")],
                9 => it.behind = Some(new("behind")),
                10 => it.over_lines = !it.over_lines || it.steps.is_some(),
                11 => _ = records.remove(place),
                12 => it.id = format!("{}-{by}", it.id),
                13 => records.rotate_left(1),
                14 => it.of = known.filter(|known| *known != it.id),
                15 => {
                    if let Some(steps) = &mut it.steps {
                        steps.push((value % 27 + 1, Some(new("step"))));
                    }
                }
                16 => {
                    if let Some(step) = it.steps.as_mut().and_then(|steps| steps.last_mut()) {
                        *step = (value % 27 + 1, step.1.clone());
                    }
                }
                17 => {
                    if let Some(steps) = it.steps.as_mut().filter(|steps| steps.len() > 1) {
                        steps.remove(0);
                    }
                }
                _ => {
                    if let Some(step) = it.steps.as_mut().and_then(|steps| steps.first_mut()) {
                        step.1 = Some(new("on a step"));
                    }
                }
            }
        }
    }
}

/// A side: the base with its edits, those left out after which it would have an error.
fn side(base: &File, by: char, edits: &[Edit]) -> String {
    let mut file = base.clone();
    for (number, one) in edits.iter().enumerate() {
        let mut next = file.clone();
        edit(&mut next, by, number, *one);
        if errors(&next.text()).is_empty() {
            file = next;
        }
    }
    file.text()
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    proptest::collection::vec((0u8..19, 0usize..24, 0u8..6), 0..5)
}

fn three() -> impl Strategy<Value = [String; 3]> {
    (0usize..5, 0usize..4, edits(), edits()).prop_map(|(actors, measures, ours, theirs)| {
        let base = base(actors, measures);
        let sides = [side(&base, 'o', &ours), side(&base, 't', &theirs)];
        let [ours, theirs] = sides;
        [base.text(), ours, theirs]
    })
}

fn ids(text: &str) -> HashSet<String> {
    let state = load_text(text.to_owned()).state;
    state.places(RecordKind::ALL).into_iter().map(|place| state.at(place).unwrap().id().to_string()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(
        std::env::var("PROPTEST_CASES").ok().and_then(|it| it.parse().ok()).unwrap_or(256)
    ))]

    #[test]
    fn no_comment_and_no_record_of_a_side_is_lost([base, ours, theirs] in three()) {
        let (text, _) = merged(&base, &ours, &theirs);
        let known = comments(&base);
        for (side, other) in [(&ours, &theirs), (&theirs, &ours)] {
            for comment in comments(side) {
                let is_deleted = known.contains(&comment) && !comments(other).contains(&comment);
                prop_assert!(is_deleted || text.contains(comment), "{} is lost\n{}", comment, text);
            }
            // What neither deleted nor renamed: the base's that the other has as well, and what is new.
            for id in ids(side) {
                let is_deleted = ids(&base).contains(&id) && !ids(other).contains(&id);
                prop_assert!(is_deleted || text.contains(&format!("id: {id:?}")), "{} is lost\n{}", id, text);
            }
        }
    }

    #[test]
    fn either_choice_everywhere_gives_a_file_without_errors([base, ours, theirs] in three()) {
        let (text, outcome) = merged(&base, &ours, &theirs);
        prop_assert_eq!(&outcome.errors, &Vec::<String>::new());
        prop_assert!(matches!(outcome.way, Way::Records | Way::OneSide), "{:?}\n{}", outcome.way, text);
        for side in [0, 1] {
            let half = half(&text, side);
            prop_assert_eq!(errors(&half), Vec::<String>::new(), "{}\n{}", half, text);
        }
        let told = outcome.conflicts.len() + outcome.comments.len() > 0;
        prop_assert_eq!(outcome.marks > 0, told, "{:?}\n{}", outcome.conflicts, text);
    }

    #[test]
    fn it_makes_no_difference_for_what_is_kept_which_side_is_ours([base, ours, theirs] in three()) {
        let (one, other) = (merged(&base, &ours, &theirs).0, merged(&base, &theirs, &ours).0);
        for side in [0, 1] {
            let (a, b) = (half(&one, side), half(&other, 1 - side));
            let states = [&a, &b].map(|text| load_text(text.clone()).state);
            prop_assert_eq!(difference(&states[0], &states[1]), Vec::new(), "{}\n{}", one, other);
            let said = [&a, &b].map(|text| {
                let mut said: Vec<_> = comments(text).into_iter().map(str::to_owned).collect();
                said.sort();
                said
            });
            prop_assert_eq!(&said[0], &said[1], "{}\n{}", one, other);
        }
    }

    #[test]
    fn a_side_that_is_the_base_leaves_the_other_to_the_byte([base, ours, _] in three()) {
        prop_assert_eq!(&merged(&base, &ours, &base).0, &ours);
        prop_assert_eq!(&merged(&base, &base, &ours).0, &ours);
        prop_assert_eq!(&merged(&base, &ours, &ours).0, &ours);
    }
}
