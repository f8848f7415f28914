//! What a form opens with, and what it makes when it is accepted.

use chrono::NaiveDate;

use super::build::{decode, encode, field_of, get, ids, is_other, set};
use super::complete::propose;
use super::first::begins;
use super::narrow;
use super::spec::{self, FIRST, Kind, MANY};
use super::{Form, FormField, Purpose};
use crate::app::changed;
use crate::edit::op::{Op, Transaction};
use crate::edit::proposal::Proposals;
use crate::edit::references::{refers, rename, renamed};
use crate::model::compact::ThinSlice;
use crate::model::event::{Basis, Event, EventKind, EventKindName};
use crate::model::id::Id;
use crate::model::record::{Owned, Record};
use crate::model::state::{RecordKind, State};
use crate::model::subject::Subject;
use crate::ron::node::{Node, Span, Value};
use crate::schema::read::{Decoder, decode as read};
use crate::schema::write::encode as written;
use crate::views::wording::record_name;

/// What an accepted form asks of the document.
#[derive(Debug, Clone, PartialEq)]
pub struct Accepted {
    /// The change.
    pub transaction: Transaction,
    /// The record it is about, or the first of them.
    pub id: Id,
    /// The same one by one, where it is shown before it is done.
    pub review: Option<Proposals>,
}

const NOWHERE: Span = Span { start: 0, end: 0 };

/// The sources that an accepted form names: they are remembered for the next one.
pub fn last_sources(form: &Form) -> Option<String> {
    let text = Some(form.value("sources")).filter(|text| !text.is_empty());
    let text = text.unwrap_or_else(|| form.value("step.sources"));
    (!text.is_empty()).then(|| text.to_owned())
}

impl Form {
    /// A form for a new record of a list.
    pub fn new_record(list: RecordKind, state: &State, today: NaiveDate, sources: Option<&str>) -> Self {
        let title = format!("New {}", list.word());
        let mut form = Self::new(Purpose::Record(list, None), title, spec::new(list), today);
        let focus = state.head().focus.as_ref().map(Id::to_string).unwrap_or_default();
        match list {
            RecordKind::Sanctions => {
                form.choose("measure", "AssetFreeze");
            }
            RecordKind::Events => {
                form.suggest("on", &crate::model::date::Date::day(today).written());
                form.suggest("sources", sources.unwrap_or_default());
            }
            RecordKind::Relations => form.suggest("pair.0", &focus),
            RecordKind::Crossings => {
                form.suggest("between.1", &focus);
                form.choose("mode", "Road");
            }
            RecordKind::Subjects => form.choose("kind", "State"),
            RecordKind::Decisions => form.suggest("on", &crate::model::date::Date::day(today).written()),
            RecordKind::Sources | RecordKind::Acts => {}
        }
        form.suggest("step.on", &crate::model::date::Date::day(today).written());
        form.suggest("step.sources", sources.unwrap_or_default());
        form.follow();
        form.find_matches(state);
        form.weigh(state);
        form
    }

    /// A form for a record that is there.
    pub fn of_record(record: &Owned, state: &State, today: NaiveDate) -> Self {
        let title = format!("Edit {}", record_name(state, record.id()));
        let list = record.list();
        let mut form = Self::new(
            Purpose::Record(list, Some(Box::new(record.clone()))),
            title,
            spec::record(list),
            today,
        );
        form.fill(&written(record.borrowed()));
        form
    }

    /// A form for a step of a record: a new one, or the one at `at` in its history. `None` where the record has no
    /// history, or no such step.
    pub fn of_step(
        record: &Owned,
        at: Option<usize>,
        state: &State,
        (today, day): (NaiveDate, NaiveDate),
        sources: Option<&str>,
    ) -> Option<Self> {
        let specs = spec::step(record.list());
        if specs.is_empty() {
            return None;
        }
        let name = record_name(state, record.id());
        let title =
            if at.is_some() { format!("Edit a step of {name}") } else { format!("New step of {name}") };
        let mut form = Self::new(Purpose::Step(Box::new(record.clone()), at), title, specs, today);
        let node = written(record.borrowed());
        if let Some(at) = at {
            let Value::List(steps) = &get(&node, "history")?.value else { return None };
            form.fill(steps.get(at)?);
            return Some(form);
        }
        form.suggest("on", &crate::model::date::Date::day(day).written());
        form.suggest("sources", sources.unwrap_or_default());
        form.choose("also.event", "No");
        for (path, text) in begins(record, state) {
            form.begin(path, &text);
        }
        form.weigh(state);
        Some(form)
    }

    fn fill(&mut self, node: &Node<'_>) {
        for field in &mut self.fields {
            let found = get(node, field.spec.path);
            let text = decode(field.spec, found);
            field.typed = field.spec.kind == Kind::Id;
            if let Kind::Choice(words) = field.spec.kind {
                field.choice = words.iter().position(|(name, _)| *name == text);
            } else {
                field.set(&text);
            }
            field.filled = Some((field.input.value().to_owned(), field.choice));
        }
        self.fill_rows(node);
        self.choose("also.event", "No");
    }

    /// What the form makes; where it cannot be accepted, the fields say why, the first such field takes the keys, and
    /// `None` comes back.
    pub fn accept(&mut self, state: &State) -> Option<Accepted> {
        if !self.complete() {
            return None;
        }
        self.propose_id(state);
        self.error = None;
        for field in &mut self.fields {
            field.error = None;
        }
        let filled = self.is_each_its_own() || (self.check_needed() && self.check_references(state));
        let made = self.check_words() && filled;
        let accepted = if made {
            match self.purpose.clone() {
                Purpose::Record(list, old) => self.accept_record(list, old.as_deref(), state),
                Purpose::Step(record, at) => self.accept_step(&record, at, state),
                Purpose::Steps(list, ids) => self.accept_steps(list, &ids, state),
                Purpose::Fields(list, ids) => self.accept_fields(list, &ids, state),
            }
        } else {
            None
        };
        if accepted.is_none()
            && let Some(at) =
                (0..self.fields.len()).find(|&at| self.fields.get(at).is_some_and(|f| f.error.is_some()))
        {
            self.at = at;
            self.find_matches(state);
        }
        accepted
    }

    /// Whether no choice has letters that are none of its words; the fields that have say so.
    fn check_words(&mut self) -> bool {
        let mut sound = true;
        for at in self.shown() {
            let Some(field) = self.fields.get_mut(at) else { continue };
            if let Some(error) = narrow::refused(field) {
                field.error = Some(error);
                sound = false;
            }
        }
        sound
    }

    pub(super) fn check_needed(&mut self) -> bool {
        let mut complete = true;
        for at in self.shown() {
            if self.is_in_empty_row(at) {
                continue;
            }
            let Some(field) = self.fields.get_mut(at).filter(|field| field.spec.needed) else { continue };
            let empty = if field.words().is_empty() {
                field.input.value().trim().is_empty()
            } else {
                field.choice.is_none()
            };
            if empty {
                field.error = Some("needed".to_owned());
                complete = false;
            }
        }
        complete
    }

    /// Puts what the fields of a part of the form say into a node: of the record or step itself, or of the first step of
    /// a new record (whose paths begin with [`FIRST`]).
    fn put_into(&mut self, node: &mut Node<'_>, part: &str) -> bool {
        let mut sound = true;
        let shown = self.shown();
        let own = |field: &FormField| path_in(field, part);
        // What does not show says nothing, unless another field of the same path shows.
        for at in 0..self.fields.len() {
            let Some(field) = self.fields.get(at).filter(|_| !shown.contains(&at)) else { continue };
            let Some(path) = own(field) else { continue };
            let shared = shown.iter().any(|&other| self.fields.get(other).and_then(own) == Some(path));
            if !shared && !is_other(field.spec) {
                set(node, path, None);
            }
        }
        for at in shown {
            let today = self.today;
            let Some((path, field)) = self.fields.get(at).and_then(|field| Some((own(field)?, field))) else {
                continue;
            };
            let encoded = match field.spec.kind {
                Kind::Rows(_) if self.are_untouched(at) => continue,
                Kind::Rows(_) => {
                    let Ok(rows) = self.encode_rows(at) else {
                        sound = false;
                        continue;
                    };
                    Ok(rows)
                }
                // What was not touched stays as it is written, to the letter.
                _ if field.is_untouched() => continue,
                _ => encode(field.spec, at, field.input.value(), field.name(), today),
            };
            match (encoded, self.fields.get_mut(at)) {
                (Ok(value), _) => set(node, path, value),
                (Err(error), Some(field)) => {
                    field.error = Some(error);
                    sound = false;
                }
                (Err(_), None) => sound = false,
            }
        }
        sound
    }

    /// Reads a node as a record; what is wrong goes to the fields that it came from.
    pub(super) fn read(&mut self, list: RecordKind, node: &Node<'_>) -> Option<Owned> {
        let mut decoder = Decoder::default();
        let record = read(&mut decoder, list, node);
        for problem in decoder.problems {
            let field = field_of(problem.span).and_then(|at| self.fields.get_mut(at));
            match field {
                Some(field) => field.error = Some(problem.message),
                None => self.error = Some(problem.message),
            }
        }
        record
    }

    /// The ops of records that were made from inside the form and are used by it, or by those that are.
    pub(super) fn made_ops(&self) -> Vec<Op> {
        let mut used: Vec<&Owned> = Vec::new();
        // What is made inside another record comes before it.
        for record in self.made.iter().rev() {
            let id = record.id();
            let is_named =
                self.fields.iter().any(|field| ids(field.input.value()).any(|item| item == id.as_str()));
            if is_named || used.iter().any(|held| refers(held.borrowed(), id)) {
                used.push(record);
            }
        }
        used.into_iter().rev().map(|record| Op::insert(usize::MAX, record.clone())).collect()
    }

    fn accept_record(&mut self, list: RecordKind, old: Option<&Owned>, state: &State) -> Option<Accepted> {
        let id = self.id();
        let known = state.place(id.as_str()).is_some() && old.is_none_or(|old| old.id() != &id);
        let taken = known || self.taken.iter().any(|taken| taken == id.as_str());
        if taken || !Id::is_well_formed(id.as_str()) {
            let why = if taken { "taken" } else { "letters, digits and single hyphens" };
            if let Some(field) = self.fields.iter_mut().find(|field| field.spec.kind == Kind::Id) {
                field.error = Some(why.to_owned());
            }
            return None;
        }
        let empty = || Node { span: NOWHERE, value: Value::Struct(None, Vec::new()) };
        let mut node = old.map_or_else(empty, |old| written(old.borrowed()));
        if !self.put_into(&mut node, "") {
            return None;
        }
        let first = self.field("step.what").and_then(FormField::chosen).map(|(_, word)| word);
        if first.is_some() {
            let mut step = empty();
            if !self.put_into(&mut step, FIRST) {
                return None;
            }
            set(&mut node, "history", Some(Node { span: NOWHERE, value: Value::List(vec![step]) }));
        }
        let new = self.read(list, &node)?;
        let mut ops = self.made_ops();
        let label = match old {
            None => {
                let name = changed::name(state, new.borrowed());
                ops.push(Op::insert(state.len(list), new));
                first.map_or_else(|| format!("{name} added"), |first| format!("{name} added, {first}"))
            }
            Some(old) => {
                let is_renamed = old.id() != &id;
                if is_renamed {
                    ops.extend(rename(state, old.id(), &id));
                }
                let new = if is_renamed { renamed(new, old.id(), &id) } else { new };
                let label = changed::label(state, old.borrowed(), new.borrowed());
                if *old != new {
                    ops.push(Op::replace(old.clone(), new));
                }
                label
            }
        };
        Some(Accepted { transaction: Transaction::new(label, ops), id, review: None })
    }

    fn accept_step(&mut self, record: &Owned, at: Option<usize>, state: &State) -> Option<Accepted> {
        let event = self.event_behind(std::slice::from_ref(record), state);
        let new = self.with_step(record, at, event.as_ref())?;
        let mut ops = self.made_ops();
        ops.extend(event.map(|event| Op::insert(state.len(RecordKind::Events), Owned::Event(event))));
        if *record != new {
            ops.push(Op::replace(record.clone(), new));
        }
        let name = record_name(state, record.id());
        let label = match at {
            None => self.step_label(&name),
            Some(_) => format!("{name}, the step of {} edited", self.step_day()),
        };
        Some(Accepted { transaction: Transaction::new(label, ops), id: record.id().clone(), review: None })
    }

    /// A record with the step that the form says: a new one, or the one at `at` in its history.
    pub(super) fn with_step(
        &mut self,
        record: &Owned,
        at: Option<usize>,
        event: Option<&Event>,
    ) -> Option<Owned> {
        let mut node = written(record.borrowed());
        if get(&node, "history").is_none() {
            set(&mut node, "history", Some(Node { span: NOWHERE, value: Value::List(Vec::new()) }));
        }
        let Value::Struct(_, fields) = &mut node.value else { return None };
        let history = fields.iter_mut().find(|field| field.name == "history")?;
        let Value::List(steps) = &mut history.node.value else { return None };
        let mut step = match at {
            Some(at) => steps.get(at)?.clone(),
            None => Node { span: NOWHERE, value: Value::Struct(None, Vec::new()) },
        };
        if !self.put_into(&mut step, "") {
            return None;
        }
        if let Some(event) = event {
            let id = Node { span: NOWHERE, value: Value::Text(event.id.to_string().into()) };
            set(&mut step, "event", Some(id));
        }
        match at.and_then(|at| steps.get_mut(at)) {
            Some(slot) => *slot = step,
            None => steps.push(step),
        }
        self.read(record.list(), &node)
    }

    /// What a new step of something is called once it is there.
    pub(super) fn step_label(&self, of: &str) -> String {
        format!("{of}, a step of {}: {}", self.step_day(), self.what())
    }

    /// The day of the step as the file writes it.
    fn step_day(&self) -> String {
        let typed = self.value("on");
        super::when::read(typed, self.today)
            .map_or_else(|_| typed.to_owned(), crate::model::date::Date::written)
    }

    /// What the step says, in a word.
    fn what(&self) -> String {
        self.field("what").and_then(FormField::chosen).map_or("step", |(_, word)| word).to_owned()
    }

    /// The event behind a step of some records, where the person wants one.
    pub(super) fn event_behind(&self, records: &[Owned], state: &State) -> Option<Event> {
        if self.field("also.event").and_then(FormField::name) != Some("Yes") {
            return None;
        }
        let on = super::when::read(self.value("on"), self.today).ok()?;
        let typed = self.value("also.title");
        let title =
            if typed.is_empty() { self.event_title(records.first()?, state) } else { typed.to_owned() };
        let mut actors = ThinSlice::new();
        let mut kind = None;
        for record in records {
            let (its_kind, two) = match record.borrowed() {
                Record::Measure(it) => {
                    let country = state.target(it).and_then(Subject::country);
                    (EventKindName::Sanction, [Some(&it.issuer), country])
                }
                Record::Crossing(it) => (EventKindName::Border, [Some(&it.between.0), Some(&it.between.1)]),
                Record::Relation(it) => (EventKindName::Diplomatic, [Some(&it.pair.0), Some(&it.pair.1)]),
                _ => return None,
            };
            kind = Some(its_kind);
            for actor in two.into_iter().flatten() {
                if !actors.contains(actor) {
                    actors.extend([actor.clone()]);
                }
            }
        }
        Some(Event {
            id: Id::new(&propose(state, &[&title, &on.written()])),
            on: Some(on),
            time: None,
            until: None,
            kind: EventKind::Standard(kind?),
            title: title.into(),
            actors,
            by: None,
            note: None,
            basis: Basis::Reported,
            links: records.iter().map(|record| record.id().clone()).collect(),
            exchange: ThinSlice::new(),
            figures: ThinSlice::new(),
            sources: ids(self.value("sources")).map(Id::new).collect(),
            known: None,
            withdrawn: None,
        })
    }

    /// The title that an event behind the step gets when none is typed.
    pub fn event_title(&self, record: &Owned, state: &State) -> String {
        let of = match &self.purpose {
            Purpose::Steps(list, ids) => changed::counted(*list, ids.len()),
            _ => record_name(state, record.id()),
        };
        format!("{of}: {}", self.what())
    }
}

/// Where a field stands in a part of what the form makes; `None` where it belongs to another part, or is asked besides.
fn path_in(field: &FormField, part: &str) -> Option<&'static str> {
    let path = field.spec.path;
    match part {
        _ if field.row.is_some() || path.starts_with("also.") || path.starts_with(MANY) => None,
        "" => Some(path).filter(|path| !path.starts_with(FIRST)),
        part => path.strip_prefix(part),
    }
}

/// How many steps a record's history has.
#[cfg(test)]
fn step_count(record: &Owned) -> usize {
    match get(&written(record.borrowed()), "history").map(|node| &node.value) {
        Some(Value::List(steps)) => steps.len(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests;
