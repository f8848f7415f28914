//! Saving disturbs nothing: random edits to randomly formatted files, with comments in every legal place, keep every
//! byte that they did not have to touch, and the result says what the program holds. The `ron` crate reads the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use beltui::edit::document::{Document, Origins};
use beltui::edit::op::{Op, Transaction};
use beltui::edit::references::release;
use beltui::model::id::Id;
use beltui::model::record::Owned;
use beltui::model::state::{Place, RecordKind};
use beltui::store::load::load_text;
use beltui::store::render::{Base, render};
use common::mutations::{Choices, choices};
use proptest::prelude::*;

/// The tokens of a RON text, each as written; comments and white space are left out.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some(&(at, c)) = chars.peek() {
        match c {
            c if c.is_whitespace() => _ = chars.next(),
            '/' if text[at..].starts_with("//") => while chars.next_if(|(_, c)| *c != '\n').is_some() {},
            '"' => {
                chars.next();
                let mut end = at + 1;
                while let Some((i, c)) = chars.next() {
                    end = i + c.len_utf8();
                    match c {
                        '\\' => _ = chars.next(),
                        '"' => break,
                        _ => {}
                    }
                }
                tokens.push(text[at..end].to_owned());
            }
            c if c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '+') => {
                let mut end = at;
                while let Some((i, c)) =
                    chars.next_if(|(_, c)| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '+'))
                {
                    end = i + c.len_utf8();
                }
                tokens.push(text[at..end].to_owned());
            }
            c => {
                chars.next();
                tokens.push(c.to_string());
            }
        }
    }
    tokens
}

/// A small file that says something of every kind: the worked example of the README.
fn small() -> String {
    let readme = include_str!("../README.md");
    let example = readme.split("```ron\n").find(|block| block.starts_with("#![enable")).unwrap();
    let example = example.split("```").next().unwrap();
    example.split_once('\n').unwrap().1.to_owned()
}

/// The same file, formatted at random: comments in every legal place, any white space, trailing commas or none.
fn reformatted(text: &str, dice: &mut Choices) -> String {
    let newline = if dice.below(2) == 0 { "\n" } else { "\r\n" };
    let wild = dice.below(3);
    let mut out = String::new();
    if dice.below(2) == 0 {
        out.push('\u{feff}');
    }
    let tokens = tokens(text);
    let mut depth = 0usize;
    for (at, token) in tokens.iter().enumerate() {
        let next = tokens.get(at + 1).map_or("", String::as_str);
        if matches!(token.as_str(), ")" | "]") {
            depth = depth.saturating_sub(1);
        }
        // A trailing comma may go.
        if token == "," && matches!(next, ")" | "]") && dice.below(2) == 0 {
            continue;
        }
        out.push_str(token);
        if matches!(token.as_str(), "(" | "[") {
            depth += 1;
        }
        // Names and numbers are kept apart.
        match dice.below(14 + wild * 10) {
            0 => out.push_str(&format!(" // remark {at} ( [ \"{newline}")),
            1 => out.push_str(&format!(" /* remark {at} ) ] \" */ ")),
            2 => out.push_str(newline),
            3 => out.push_str(&format!("{newline}{}", "\t".repeat(depth))),
            4 => out.push_str(&format!("{newline}{newline}{}", "  ".repeat(depth))),
            5..=7 => out.push_str(&format!("{newline}{}", "    ".repeat(depth))),
            8 => out.push_str("  "),
            _ => out.push(' '),
        }
    }
    out.push_str(newline);
    out
}

fn edit(document: &mut Document, dice: &mut Choices) -> Option<Transaction> {
    let lists = [
        RecordKind::Sanctions,
        RecordKind::Crossings,
        RecordKind::Events,
        RecordKind::Relations,
        RecordKind::Sources,
        RecordKind::Subjects,
        RecordKind::Acts,
        RecordKind::Decisions,
    ];
    let list = lists[dice.below(lists.len())];
    let length = document.state().len(list);
    if length == 0 {
        return None;
    }
    let at = dice.below(length);
    let old = document.state().at(Place { list, at })?.to_owned();
    let number = dice.below(1_000_000);
    let mut new = old.clone();
    match (dice.below(6), &mut new) {
        (0, _) => {
            let mut ops = release(document.state(), old.id()).ok()?;
            ops.push(Op::Remove { at, record: std::sync::Arc::new(old), origin: None });
            return Some(Transaction::new("delete", ops));
        }
        (1, copy) => {
            let id = Id::new(&format!("new-{number}"));
            *copy = copy.clone().with_id(&id);
            return Some(Transaction::new("insert", vec![Op::insert(dice.below(length + 1), new)]));
        }
        (2, Owned::Measure(it)) if !it.history.is_empty() => {
            _ = {
                let at = dice.below(it.history.len());
                it.history.change(|steps| steps.remove(at))
            };
        }
        (2 | 3, Owned::Measure(it)) if !it.history.is_empty() => {
            let mut step = it.history[dice.below(it.history.len())].clone();
            step.note = Some(format!("note \"{number}\" \\ \n x").into());
            {
                let at = dice.below(it.history.len() + 1);
                it.history.change(|steps| steps.insert(at, step));
            };
        }
        (2, Owned::Crossing(it)) if !it.history.is_empty() => {
            _ = {
                let at = dice.below(it.history.len());
                it.history.change(|steps| steps.remove(at))
            };
        }
        (3, Owned::Event(it)) => it.sources.change(|sources| sources.reverse()),
        (4, Owned::Measure(it)) => it.list_refs.push(format!("LIST {number}").into()),
        (5, Owned::Measure(it)) if number.is_multiple_of(2) => {
            let act = document.state().records().acts.get(0)?.id.clone();
            it.acts.push(act);
        }
        (4, Owned::Crossing(it)) => it.location = None,
        (4, Owned::Event(it)) => it.until = it.on,
        (5, Owned::Measure(it)) => it.programme = None,
        (_, Owned::Measure(it)) => it.note = Some(format!("n{number}").into()),
        (_, Owned::Crossing(it)) => {
            it.note = if number.is_multiple_of(2) { None } else { Some(format!("n{number}").into()) }
        }
        (_, Owned::Event(it)) => it.title = format!("T{number} Ünicode e\u{301}").into(),
        (_, Owned::Relation(it)) => it.note = Some(format!("n{number}").into()),
        (_, Owned::Source(it)) => {
            it.url = if number.is_multiple_of(2) {
                None
            } else {
                Some(format!("https://example.org/{number}").into())
            }
        }
        (_, Owned::Act(it)) => it.title = Some(format!("T{number}").into()),
        (_, Owned::Decision(it)) => it.same = !it.same,
        (_, Owned::Subject(it)) => it.aliases.push(format!("a{number}").as_str().into()),
    }
    (new != old).then(|| Transaction::new("edit", vec![Op::replace(old, new)]))
}

fn origins(document: &Document) -> Origins {
    RecordKind::ALL.iter().map(|list| (*list, document.origins(*list).to_vec())).collect()
}

/// The comments of a text.
fn remarks(text: &str) -> Vec<String> {
    text.split("remark ")
        .skip(1)
        .map(|rest| rest.chars().take_while(char::is_ascii_digit).collect())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_edits_to_randomly_formatted_files_lose_nothing(mut dice in choices(2000)) {
        let text = reformatted(&small(), &mut dice);
        let loaded = load_text(text.clone());
        prop_assert!(loaded.errors() == 0, "{:?}", loaded.findings);
        let base = Base::from(loaded);
        let mut document = Document::new(base.state.clone());
        for _ in 0..=dice.below(6) {
            if let Some(change) = edit(&mut document, &mut dice) {
                let _ = document.commit(&change);
            }
        }
        // `render` reads its result again and compares it with the state.
        let saved = render(&base, document.state(), &origins(&document));
        prop_assert!(saved.is_ok(), "{:?} of\n{}", saved.err(), text);
        let saved = saved.unwrap();
        // Untouched records stand there to the byte.
        for list in RecordKind::ALL.iter().copied() {
            for (at, origin) in document.origins(list).iter().enumerate() {
                let Some(origin) = *origin else { continue };
                if base.state.at(Place { list, at: origin }) == document.state().at(Place { list, at }) {
                    let (was, is) = (base.spans[&list][origin], saved.spans[&list][at]);
                    prop_assert_eq!(&text[was.start..was.end], &saved.text[is.start..is.end]);
                }
            }
        }
        // Undoing everything gives the very text back.
        while document.undo().is_some() {}
        let back = render(&base, document.state(), &origins(&document)).unwrap();
        prop_assert!(back.text == text);
    }

    #[test]
    fn an_edit_of_one_field_keeps_every_comment(mut dice in choices(2000)) {
        let text = reformatted(&small(), &mut dice);
        let base = Base::from(load_text(text.clone()));
        let mut document = Document::new(base.state.clone());
        let at = dice.below(document.state().len(RecordKind::Sanctions));
        let old = document.state().at(Place { list: RecordKind::Sanctions, at }).unwrap().to_owned();
        let mut new = old.clone();
        if let Owned::Measure(it) = &mut new {
            it.programme = Some("P & Co".into());
            it.note = Some("a note".into());
            it.history.change(|steps| steps[0].scope = Some("a scope".into()));
        }
        document.commit(&Transaction::new("edit", vec![Op::replace(old, new)])).unwrap();
        let saved = render(&base, document.state(), &origins(&document)).unwrap();
        prop_assert_eq!(remarks(&saved.text), remarks(&text));
    }
}

#[test]
fn the_ron_crate_reads_what_is_saved_as_we_do() {
    // Only what is written without names of variants is a value for the crate: the notes of all records.
    let text = small();
    let written: Vec<String> = tokens(&text).into_iter().filter(|token| token.starts_with('"')).collect();
    for token in written {
        let theirs: String = ron::from_str(&token).unwrap();
        let wrapped = format!("(schema: 2, title: {token})");
        assert_eq!(load_text(wrapped).state.head().title, theirs);
    }
}
