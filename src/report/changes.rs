//! What changed since somebody looked: in the world, by the dated things that happened since; and in the file, by what was
//! added to it and mended in it of an earlier day. The two are told apart.

use std::collections::HashSet;

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::edit::difference::difference;
use crate::edit::op::Op;
use crate::model::date::Date;
use crate::model::event::{Basis, Event};
use crate::model::id::Id;
use crate::model::record::Record;
use crate::model::state::{Place, RecordKind, State};
use crate::schema::compare::{FieldChange, changes as fields_of};
use crate::views::changes::told;
use crate::views::citation;
use crate::views::day::{Clock, Day};
use crate::views::evidence::Since;
use crate::views::visible::visible;
use crate::views::wording::{self, count, record_name};

use super::document::{Block, markdown};
use super::json::written;
use super::table::FORM;

/// Something that happened between the two days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Happened {
    pub heading: String,
    pub on: Since,
    pub list: &'static str,
    pub id: String,
    pub name: String,
    pub text: String,
    pub steps: Option<String>,
}

/// Something that the file says otherwise than when it was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mended {
    /// `added`, `removed`, `mended`.
    pub verb: &'static str,
    pub list: &'static str,
    pub id: String,
    pub name: String,
    /// What that makes of its status on the day of the look, and each thing that was added or mended, in words.
    pub says: Vec<String>,
    fields: Vec<FieldChange>,
}

/// What changed since a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    pub(super) title: String,
    pub(super) since: Option<NaiveDate>,
    pub(super) until: NaiveDate,
    pub(super) world: Vec<Happened>,
    /// `None` where it is not known how the file was on that day.
    pub(super) file: Option<Vec<Mended>>,
}

/// Which records are told of.
#[derive(Debug, Clone, Default)]
pub struct Chosen(Option<HashSet<Id>>);

impl Chosen {
    /// All of them.
    pub fn all() -> Self {
        Self(None)
    }

    /// Those alone that are among these, too.
    #[must_use]
    pub fn among(self, ids: HashSet<Id>) -> Self {
        Self(Some(match self.0 {
            Some(before) => before.intersection(&ids).cloned().collect(),
            None => ids,
        }))
    }

    fn has(&self, id: &Id) -> bool {
        self.0.as_ref().is_none_or(|ids| ids.contains(id))
    }
}

impl Changes {
    /// A first look: nothing to hold the file against.
    pub fn first(day: &Day) -> Self {
        let title = day.state().head().title.to_string();
        Self { title, since: None, until: day.as_of(), world: Vec::new(), file: Some(Vec::new()) }
    }

    /// What changed from `since` to the day; `was` is the file as it was looked at on that day, where that is known.
    pub fn of(day: &Day, since: NaiveDate, was: Option<&State>, chosen: &Chosen) -> Self {
        let until = day.as_of();
        let mut world = if since < until { world(day, since) } else { Vec::new() };
        world.retain(|it| chosen.has(&Id::new(&it.id)));
        let of_world: HashSet<&str> = world.iter().map(|it| it.id.as_str()).collect();
        let file = was.map(|was| {
            let mut file = file(was, day, since, &of_world);
            file.retain(|it| it.id.is_empty() || chosen.has(&Id::new(&it.id)));
            file
        });
        let title = day.state().head().title.to_string();
        Self { title, since: Some(since), until, world, file }
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.world.is_empty() && self.file.as_ref().is_none_or(Vec::is_empty)
    }

    /// `1 thing happened, 2 records of the file were added or mended`.
    fn counted(&self) -> String {
        let happened = count(self.world.len(), "thing happened", "things happened");
        match self.file.as_deref() {
            Some(file) => {
                let mended = count(file.len(), "record was added or mended", "records were added or mended");
                format!("{happened}, {mended}")
            }
            None => happened,
        }
    }

    /// What stands above all.
    fn headline(&self) -> String {
        match self.since {
            None => format!("{}: looked at for the first time on {}", self.title, self.until),
            Some(since) => format!("{}: what changed since {since}, by {}", self.title, self.until),
        }
    }

    /// As blocks, for a page and for people.
    fn blocks(&self) -> Vec<Block> {
        let mut blocks = vec![Block::Heading(1, self.headline())];
        if self.since.is_none() {
            let text = "From now on what changes is told against this.";
            blocks.push(Block::Paragraph(text.to_owned()));
            return blocks;
        }
        let counted = if self.is_empty() { "nothing changed".to_owned() } else { self.counted() };
        blocks.push(Block::Paragraph(format!("{counted}.")));
        if !self.world.is_empty() {
            blocks.push(Block::Heading(2, format!("What happened · {}", self.world.len())));
        }
        for of in self.world.chunk_by(|a, b| a.heading == b.heading) {
            let heading = of.first().map(|it| it.heading.as_str()).unwrap_or_default();
            blocks.push(Block::Heading(3, format!("{heading} · {}", of.len())));
            let point = |it: &Happened| {
                let steps = it.steps.as_deref().map(|steps| format!(" ({steps})")).unwrap_or_default();
                format!("{}: {}{steps}", it.on.words(), sentence(&it.name, &it.text))
            };
            blocks.push(Block::Points(of.iter().map(point).collect()));
        }
        match self.file.as_deref() {
            None => blocks.push(Block::Paragraph(
                "How the file was on that day is not kept: what was added or mended in it since is told by --since last."
                    .to_owned(),
            )),
            Some([]) => {}
            Some(file) => {
                blocks.push(Block::Heading(2, format!("Added to the file, or mended in it · {}", file.len())));
                for it in file {
                    let what = format!("{}: {} ({} {})", it.verb, it.name, it.list, it.id);
                    blocks.push(Block::Heading(3, what.trim_end_matches(" ()").to_owned()));
                    if !it.says.is_empty() {
                        blocks.push(Block::Points(it.says.clone()));
                    }
                }
            }
        }
        blocks
    }

    /// As Markdown.
    pub fn markdown(&self) -> String {
        markdown(&self.blocks())
    }

    /// For people, and for `less`.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for block in self.blocks() {
            match block {
                Block::Heading(1, text) | Block::Paragraph(text) => {
                    out.push_str(&format!("{}\n", visible(&text)));
                }
                Block::Heading(2, text) => out.push_str(&format!("\n{}\n", visible(&text))),
                Block::Heading(_, text) => out.push_str(&format!("  {}\n", visible(&text))),
                Block::Points(points) => {
                    for text in points {
                        out.push_str(&format!("    {}\n", visible(&text)));
                    }
                }
                Block::Table(..) | Block::Sources(_) => {}
            }
        }
        out
    }

    /// As JSON: an object with `beltui` (the number of the form), `what`, `since` (`null` of a first look), `until`, `world` and
    /// `file`, which is `null` where it is not known how the file was.
    pub fn json(&self) -> String {
        let world: Vec<Value> = self.world.iter().map(|it| {
            json!({
                "kind": it.heading, "on": it.on.on.written(), "bound": it.on.or_before.then_some("or before"),
                "list": it.list, "id": it.id, "name": it.name, "text": it.text, "steps": it.steps,
            })
        }).collect();
        let file = self.file.as_ref().map(|file| {
            let of = |it: &Mended| {
                let fields: Vec<Value> = it
                    .fields
                    .iter()
                    .map(|field| json!({ "path": field.path, "old": field.old, "new": field.new }))
                    .collect();
                json!({
                    "change": it.verb, "list": it.list, "id": it.id, "name": it.name, "says": it.says, "fields": fields,
                })
            };
            file.iter().map(of).collect::<Vec<Value>>()
        });
        written(&json!({
            "beltui": FORM, "what": "changes", "since": self.since.map(|on| on.to_string()),
            "until": self.until.to_string(), "world": world, "file": file,
        }))
    }
}

/// What it is called, and what became of it; of an event its title says both.
pub(super) fn sentence(name: &str, text: &str) -> String {
    if text.is_empty() { name.to_owned() } else { format!("{name}: {text}") }
}

/// What happened between two days: what is otherwise, and the events.
fn world(day: &Day, since: NaiveDate) -> Vec<Happened> {
    let state = day.state();
    let of = |it: crate::views::changes::Told| {
        let record = state.at(it.place)?;
        Some(Happened {
            heading: it.heading,
            on: it.on,
            list: it.place.list.field(),
            id: record.id().to_string(),
            name: it.name,
            text: it.text,
            steps: it.steps,
        })
    };
    let mut found: Vec<Happened> = told(day, since).into_iter().filter_map(of).collect();
    let mut events: Vec<&Event> =
        state.records().events.iter().filter(|it| happened(it, since, day.as_of())).collect();
    events.sort_by_key(|it| (std::cmp::Reverse(it.on), it.id.as_str()));
    found.extend(events.into_iter().filter_map(|it| {
        Some(Happened {
            heading: "Events".to_owned(),
            on: Since { on: it.on?, or_before: false },
            list: RecordKind::Events.field(),
            id: it.id.to_string(),
            name: it.title.to_string(),
            text: String::new(),
            steps: None,
        })
    }));
    found
}

/// Whether an event took place after a day and by another, for all that is known of its day.
fn happened(it: &Event, since: NaiveDate, until: NaiveDate) -> bool {
    it.basis == Basis::Reported
        && !it.is_withdrawn()
        && it.on.is_some_and(|on| on.first() > since && on.last() <= until)
}

/// What was added to the file and mended in it since it was looked at, but for what is told as having happened since.
fn file(was: &State, day: &Day, since: NaiveDate, of_world: &HashSet<&str>) -> Vec<Mended> {
    // The whole file counts, whatever was known when.
    let is = day.whole();
    let then = Clock::as_of(since);
    let (old, new) = (Day::new(was.clone(), then), Day::new(is.clone(), then));
    let mended = |verb, state: &State, record: Record<'_>, says, fields| Mended {
        verb,
        list: record.list().field(),
        id: record.id().to_string(),
        name: record_name(state, record.id()),
        says,
        fields,
    };
    let is_new = |on: Date| on.first() > since && on.last() <= day.as_of();
    let mut found: Vec<Mended> = Vec::new();
    for op in difference(was, is) {
        match op {
            Op::Insert { record, .. } => {
                let record = record.borrowed();
                let dates = dates(record);
                let is_told = of_world.contains(record.id().as_str());
                if is_told && !dates.is_empty() && dates.iter().all(|on| is_new(*on)) {
                    continue;
                }
                found.push(mended("added", is, record, steps(is, record, |_| true), Vec::new()));
            }
            Op::Remove { record, .. } => {
                found.push(mended("removed", was, record.borrowed(), Vec::new(), Vec::new()));
            }
            Op::Replace { old: before, new: after } => {
                let (before, after) = (before.borrowed(), after.borrowed());
                let is_told = of_world.contains(after.id().as_str());
                let fields: Vec<FieldChange> = fields_of(before, after)
                    .into_iter()
                    .filter(|it| {
                        !(is_told
                            && added_step(it, after).is_some_and(|at| date(after, at).is_some_and(is_new)))
                    })
                    .collect();
                if fields.is_empty() {
                    continue;
                }
                let mut says: Vec<String> = status(&old, before)
                    .zip(status(&new, after))
                    .filter(|(was, is)| was != is)
                    .map(|(was, is)| {
                        format!(
                            "on {since} it was {was} by the file as it was, and {is} by the file as it is"
                        )
                    })
                    .into_iter()
                    .collect();
                says.extend(fields.iter().map(|it| said(is, after, it)));
                found.push(mended("mended", is, after, says, fields));
            }
            Op::Head { .. } => found.push(Mended {
                verb: "mended",
                list: "head",
                id: String::new(),
                name: "the head of the file".to_owned(),
                says: Vec::new(),
                fields: Vec::new(),
            }),
        }
    }
    found.sort_by(|a, b| (a.list, &a.id).cmp(&(b.list, &b.id)));
    found
}

/// The days of which a record speaks: of its steps, of an event its own.
fn dates(record: Record<'_>) -> Vec<Date> {
    match record {
        Record::Event(it) => it.on.into_iter().collect(),
        _ => (0..).map_while(|at| date(record, at)).collect(),
    }
}

fn date(record: Record<'_>, at: usize) -> Option<Date> {
    record.step(at).map(|(on, _)| on)
}

/// The place of a step of a history that is there and was not.
fn added_step(field: &FieldChange, record: Record<'_>) -> Option<usize> {
    let number = field.path.strip_prefix("history.")?.parse::<usize>().ok()?;
    let at = number.checked_sub(1)?;
    (field.old.is_none() && record.step(at).is_some()).then_some(at)
}

/// Steps in words, with their day and who says so.
fn steps(state: &State, record: Record<'_>, wanted: impl Fn(usize) -> bool) -> Vec<String> {
    if let Record::Event(it) = record {
        return vec![citation::event(state, it)];
    }
    let all = (0..).map_while(|at| Some((at, record.step(at)?)));
    all.filter(|(at, _)| wanted(*at))
        .filter_map(|(at, (on, by))| {
            let said = citation::claim(state, record, at)?;
            Some(format!("{}: {said}{}", citation::date(on), citation::sources(state, by)))
        })
        .collect()
}

/// A field in words: a step that was added as what it says, another as what was there and is.
fn said(state: &State, record: Record<'_>, field: &FieldChange) -> String {
    if let Some(step) = added_step(field, record).and_then(|at| steps(state, record, |it| it == at).pop()) {
        return format!("new: {step}");
    }
    // A step is known by its day, not by its place.
    let of_step = || {
        let (number, rest) = field.path.strip_prefix("history.")?.split_once('.')?;
        let on = date(record, number.parse::<usize>().ok()?.checked_sub(1)?)?;
        Some(format!("step of {}, {rest}", on.written()))
    };
    let path = of_step().unwrap_or_else(|| field.path.clone());
    super::difference::said(&FieldChange { path, ..field.clone() })
}

/// What a measure, a crossing or the side of a relation is at on the day, in a word; nothing of anything else.
fn status(day: &Day, record: Record<'_>) -> Option<String> {
    let place: Place = day.state().place(record.id().as_str())?;
    match record {
        Record::Measure(_) => day.ledger.get(place.at).map(|row| row.standing.word().to_owned()),
        Record::Crossing(_) => {
            let row = day.crossings.iter().find(|row| row.at == place.at)?;
            Some(wording::lanes(&row.status))
        }
        _ => None,
    }
}
