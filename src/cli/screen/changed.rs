//! What is another than in the last run of a name that is recorded.

use std::collections::HashMap;

use serde_json::Value;

use crate::lists::identity::changes;
use crate::report::screening::{Hit, Screening};
use crate::store::screenings::Line;

/// What a run recorded of a name.
struct Before<'a> {
    hits: Vec<&'a Value>,
    lists: Vec<&'a str>,
    had_file: bool,
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn array(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// The last record of every name, by its key.
fn last(lines: &[Line]) -> HashMap<&str, Before<'_>> {
    let mut last = HashMap::new();
    for line in lines.iter().filter(|line| line.what == "screening") {
        let lists: Vec<&str> = array(line.fields.get("lists")).iter().map(|it| text(it, "list")).collect();
        let had_file = line.fields.get("file").is_some_and(|it| !it.is_null());
        for name in array(line.fields.get("names")) {
            let hits = array(name.get("hits")).iter().collect();
            last.insert(text(name, "key"), Before { hits, lists: lists.clone(), had_file });
        }
    }
    last
}

/// Says of each name what is another, and against what it was held.
pub(super) fn compare(screening: &mut Screening, lines: &[Line]) {
    let last = last(lines);
    let now: Vec<String> = screening.lists.iter().map(|it| it.list.clone()).collect();
    let has_file = screening.file.is_some();
    let (mut known, mut left_out): (usize, Vec<String>) = (0, Vec::new());
    for it in &mut screening.names {
        let Some(before) = last.get(it.key.as_str()) else {
            it.changed =
                Some(vec!["it was not screened before, or what is known of it is another".to_owned()]);
            continue;
        };
        known += 1;
        for list in before.lists.iter().filter(|list| !now.iter().any(|now| now == **list)) {
            let said = format!("{list} was checked then, and is not now");
            if !left_out.contains(&said) {
                left_out.push(said);
            }
        }
        if before.had_file && !has_file {
            let said = "a state file was checked then, and is not now".to_owned();
            if !left_out.contains(&said) {
                left_out.push(said);
            }
        }
        let is_it = |old: &Value, hit: &Hit| text(old, "list") == hit.list && text(old, "entry") == hit.entry;
        let mut changed: Vec<String> = Vec::new();
        for hit in &it.hits {
            match before.hits.iter().find(|old| is_it(old, hit)) {
                None => changed.push(format!("new: {} {} ({})", hit.entry, hit.name, hit.band.word())),
                Some(old) => of_hit(old, hit, &mut changed),
            }
        }
        for old in before.hits.iter().filter(|old| !it.hits.iter().any(|hit| is_it(old, hit))) {
            let (list, entry, name) = (text(old, "list"), text(old, "entry"), text(old, "name"));
            let aside = it.aside.iter().find(|aside| is_it(old, &aside.hit));
            let rest = it.at_rest.iter().find(|hit| is_it(old, hit));
            let is_checked = if list == "the file" { has_file } else { now.iter().any(|now| now == list) };
            changed.push(match (aside, rest) {
                (Some(aside), _) => format!("set aside now: {entry} {name}: {}", aside.because),
                (_, Some(hit)) => {
                    format!("nothing in force any more: {entry} {name}: {}", hit.holds.join("; "))
                }
                _ if is_checked => format!("gone: {entry} {name}"),
                _ => format!("{entry} {name} was a hit, and {list} is not checked now"),
            });
        }
        it.changed = Some(changed);
    }
    let of = screening.names.len();
    let mut said =
        format!("held against the last run of each name that is recorded: {known} of {of} names have one");
    for it in left_out {
        said.push_str("; ");
        said.push_str(&it);
        screening.not_checked.push(it);
    }
    screening.compared_with = Some(said);
}

/// What is another in a hit that was there before.
fn of_hit(old: &Value, hit: &Hit, changed: &mut Vec<String>) {
    if text(old, "band") != hit.band.word() {
        changed.push(format!("{} was {}, and is {}", hit.entry, text(old, "band"), hit.band.word()));
    }
    let digest = hit.digest.as_deref().unwrap_or_default();
    if text(old, "digest") != digest {
        let what = changes(text(old, "entry_was"), hit.entry_was.as_deref().unwrap_or_default());
        changed.push(format!("the entry {} changed: {}", hit.entry, what.join("; ")));
    }
    let standing: Vec<&str> = array(old.get("standing")).iter().filter_map(Value::as_str).collect();
    if standing != hit.standing.iter().map(String::as_str).collect::<Vec<_>>() {
        changed.push(format!("what holds against {} is another: {}", hit.entry, hit.holds.join("; ")));
    }
    let was_open = old.get("reopened").and_then(Value::as_bool).unwrap_or_default();
    if hit.reopened && !was_open {
        changed.push(format!("a decision about {} is open again", hit.entry));
    }
}
