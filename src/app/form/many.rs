//! Forms for many records at once: a new step of each, or one field of all.

use std::sync::LazyLock;

use chrono::NaiveDate;

use super::build::{decode, encode, get, is_other, set};
use super::first::begins;
use super::record::Accepted;
use super::spec::{self, Kind, MANY, Spec};
use super::{Form, FormField, Purpose};
use crate::app::changed::{counted, those, told};
use crate::edit::op::{Op, Transaction};
use crate::edit::proposal::{Proposal, Proposals};
use crate::model::id::Id;
use crate::model::record::{Owned, Record};
use crate::model::state::{RecordKind, State};
use crate::ron::node::{Field, Node, Span, Value};
use crate::ron::print::inline;
use crate::schema::write::encode as written;
use crate::views::wording::record_name;

/// Which field is edited.
const FIELD: &str = "many.field";
/// What becomes of what stands in it, where that is a list.
const HOW: &str = "many.how";

const WAYS: &[(&str, &str)] = &[
    ("Replace", "instead of what is there"),
    ("Add", "besides what is there"),
    ("Remove", "taken out of what is there"),
];

/// So many different values are told.
const VALUES: usize = 3;

/// What many records say in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    path: &'static str,
    /// What becomes of what stands in it.
    way: Option<&'static str>,
    /// Each value with how many say it, the most first; an empty one where nothing is said.
    values: Vec<(String, usize)>,
}

/// The fields of a form for one field of many records: which, how, and then each of them, of which the chosen one shows.
fn specs(list: RecordKind) -> &'static [Spec] {
    static ALL: LazyLock<Vec<(RecordKind, Vec<Spec>)>> =
        LazyLock::new(|| RecordKind::ALL.iter().map(|list| (*list, made(*list))).collect());
    ALL.iter().find(|(of, _)| *of == list).map_or(&[], |(_, specs)| specs)
}

fn made(list: RecordKind) -> Vec<Spec> {
    // An id is one record's own, and rows are edited record by record.
    let can = |spec: &&Spec| !matches!(spec.kind, Kind::Id | Kind::Rows(_));
    let all: Vec<Spec> = spec::record(list).iter().filter(can).copied().collect();
    let words: Vec<(&str, &str)> =
        all.iter().filter(|spec| !is_other(spec)).map(|spec| (spec.path, spec.label)).collect();
    let is_list = |spec: &&Spec| matches!(spec.kind, Kind::Many(_) | Kind::Texts | Kind::Aliases);
    let lists: Vec<&str> = all.iter().filter(is_list).map(|spec| spec.path).collect();
    let choice = |path, label, words, help| Spec {
        path,
        label,
        kind: Kind::Choice(words),
        needed: true,
        when: None,
        help,
    };
    let mut specs = vec![choice(FIELD, "field", Vec::leak(words), "of all of them")];
    if !lists.is_empty() {
        let how = choice(HOW, "it stands", WAYS, "");
        specs.push(Spec { when: Some((FIELD, Vec::leak(lists))), ..how });
    }
    specs.extend(all.into_iter().map(|spec| {
        let own: &'static [&'static str] = Vec::leak(vec![spec.path]);
        // The words of `Other("…")` come and go with the word.
        if is_other(&spec) { spec } else { Spec { when: Some((FIELD, own)), ..spec } }
    }));
    specs
}

impl Form {
    /// A form for a new step of each of some records of one list. `None` where they have no history.
    pub fn of_steps(
        ids: Vec<Id>,
        state: &State,
        dates: (NaiveDate, NaiveDate),
        sources: Option<&str>,
    ) -> Option<Self> {
        let records = || ids.iter().filter_map(|id| state.record(id.as_str())).map(Record::to_owned);
        let first = records().next()?;
        let mut form = Self::of_step(&first, None, state, dates, sources)?;
        let list = first.list();
        form.title = format!("New step of {}", those(state, list, &ids));
        for (path, text) in begins(&first, state) {
            let is_same = |record: Owned| begins(&record, state).contains(&(path, text.clone()));
            if !records().all(is_same) {
                form.begin(path, "");
                form.fields
                    .iter_mut()
                    .filter(|field| field.spec.path == path)
                    .for_each(|field| field.own = true);
            }
        }
        form.purpose = Purpose::Steps(list, ids);
        Some(form)
    }

    /// A form for one field of each of some records of a list.
    pub fn of_fields(list: RecordKind, ids: Vec<Id>, today: NaiveDate) -> Self {
        let title = format!("A field of {}", counted(list, ids.len()));
        let mut form = Self::new(Purpose::Fields(list, ids), title, specs(list), today);
        form.choose(HOW, "Replace");
        form
    }

    /// Whether it is for many records.
    pub fn is_for_many(&self) -> bool {
        matches!(self.purpose, Purpose::Steps(..) | Purpose::Fields(..))
    }

    /// Whether each of many records fills some of its fields itself.
    pub(super) fn is_each_its_own(&self) -> bool {
        matches!(self.purpose, Purpose::Steps(..))
    }

    /// What is said beside a field of a form for many records, where that is not what is said of it elsewhere.
    pub(super) fn hint_of_many(&self, field: &FormField) -> Option<String> {
        let is_empty = field.input.value().is_empty() && field.choice.is_none();
        if field.own && !field.typed && is_empty {
            return Some("each its own".to_owned());
        }
        let said = self.said.as_ref().filter(|said| said.path == field.spec.path && is_empty)?;
        let word = |name: &str| field.words().iter().find(|(known, _)| *known == name).map(|(_, word)| *word);
        let mut parts: Vec<String> = said
            .values
            .iter()
            .take(VALUES)
            .map(|(text, count)| match (text.as_str(), word(text)) {
                ("", _) => format!("nothing ×{count}"),
                (_, Some(word)) => format!("{word} ×{count}"),
                (text, None) => format!("{text} ×{count}"),
            })
            .collect();
        let more = said.values.len().saturating_sub(VALUES);
        if more > 0 {
            parts.push(format!("{more} more"));
        }
        Some(format!("now: {}", parts.join(" · ")))
    }

    /// Gathers what the records say in the chosen field when another one is chosen; what all of them say stands in it.
    pub(super) fn gather_said(&mut self, state: &State) {
        let Purpose::Fields(_, ids) = &self.purpose else { return };
        let chosen = self.field(FIELD).and_then(FormField::name);
        let way = self.field(HOW).and_then(FormField::name);
        if self.said.as_ref().map(|said| (said.path, said.way)) == chosen.map(|path| (path, way)) {
            return;
        }
        let spec = chosen.and_then(|path| self.field(path)).map(|field| field.spec);
        self.said = spec.map(|spec| {
            let mut counts: hashbrown::HashMap<String, usize> = hashbrown::HashMap::new();
            for record in ids.iter().filter_map(|id| state.record(id.as_str())) {
                let text = decode(spec, get(&written(record), spec.path));
                *counts.entry(text).or_default() += 1;
            }
            let mut values: Vec<(String, usize)> = counts.into_iter().collect();
            values.sort_unstable_by(|(a, m), (b, n)| n.cmp(m).then_with(|| a.cmp(b)));
            Said { path: spec.path, way, values }
        });
        let Some(said) = self.said.clone() else { return };
        let text = match said.values.as_slice() {
            // What is added or taken out is typed anew.
            [(text, _)] if way.is_none_or(|way| way == "Replace") => text.as_str(),
            _ => "",
        };
        if spec.is_some_and(|spec| matches!(spec.kind, Kind::Choice(_))) {
            self.choose(said.path, text);
        } else {
            self.set(said.path, text);
        }
    }

    /// A new step of each of the records, as one change.
    pub(super) fn accept_steps(&mut self, list: RecordKind, ids: &[Id], state: &State) -> Option<Accepted> {
        // What references may name is not copied for each.
        let candidates = std::mem::take(&mut self.candidates);
        let made = self.steps_of_each(ids, state);
        self.candidates = candidates;
        let ops = made?;
        let label = self.step_label(&those(state, list, ids));
        Some(Accepted { transaction: Transaction::new(label, ops), id: ids.first()?.clone(), review: None })
    }

    fn steps_of_each(&mut self, ids: &[Id], state: &State) -> Option<Vec<Op>> {
        let records = self.looked_up(ids, state)?;
        let event = self.event_behind(&records, state);
        let mut ops = self.made_ops();
        ops.extend(
            event.iter().map(|event| Op::insert(state.len(RecordKind::Events), Owned::Event(event.clone()))),
        );
        for record in records {
            let mut own = self.clone();
            for (path, text) in begins(&record, state) {
                if own.field(path).is_some_and(|field| field.own && !field.typed) {
                    own.begin(path, &text);
                }
            }
            let is_sound = own.check_needed() && own.check_references(state);
            let new = if is_sound { own.with_step(&record, None, event.as_ref()) } else { None };
            let Some(new) = new else {
                for (field, own) in self.fields.iter_mut().zip(own.fields) {
                    field.error = own.error;
                }
                self.error =
                    own.error.or_else(|| Some(format!("so it is of {}", record_name(state, record.id()))));
                return None;
            };
            ops.push(Op::replace(record, new));
        }
        Some(ops)
    }

    /// The records of these ids; where one is gone, the form says so.
    fn looked_up(&mut self, ids: &[Id], state: &State) -> Option<Vec<Owned>> {
        let mut records = Vec::with_capacity(ids.len());
        for id in ids {
            let Some(record) = state.record(id.as_str()) else {
                self.error = Some(format!("{id} is gone meanwhile: Esc, and mark anew"));
                return None;
            };
            records.push(record.to_owned());
        }
        Some(records)
    }

    /// One field of each of the records, as one change that is looked at before.
    pub(super) fn accept_fields(&mut self, list: RecordKind, ids: &[Id], state: &State) -> Option<Accepted> {
        let spec = self.field(FIELD).and_then(FormField::name).and_then(|path| self.field(path))?.spec;
        let way = self.field(HOW).and_then(FormField::name).unwrap_or("Replace");
        let mut values: Vec<(&'static str, Option<Node<'static>>)> = Vec::new();
        for at in self.shown() {
            let Some(field) = self.fields.get(at).filter(|field| !field.spec.path.starts_with(MANY)) else {
                continue;
            };
            match encode(field.spec, at, field.input.value(), field.name(), self.today) {
                Ok(value) => values.push((field.spec.path, value)),
                Err(error) => {
                    let field = self.fields.get_mut(at)?;
                    field.error = Some(error);
                    return None;
                }
            }
        }
        let records = self.looked_up(ids, state)?;
        let mut changes = Vec::new();
        for old in records {
            let mut node = written(old.borrowed());
            for (path, value) in &values {
                let value = match (way, value) {
                    ("Add" | "Remove", Some(value)) => merged(get(&node, path), value, way == "Add"),
                    // Nothing typed adds nothing.
                    ("Add" | "Remove", None) => continue,
                    _ => value.clone(),
                };
                set(&mut node, path, value);
            }
            let Some(new) = self.read(list, &node) else {
                self.error.get_or_insert_with(|| format!("so it is of {}", record_name(state, old.id())));
                return None;
            };
            if new != old {
                changes.push(Proposal {
                    other: None,
                    what: record_name(state, old.id()),
                    why: told(old.borrowed(), new.borrowed()),
                    op: Some(Op::replace(old, new)),
                    needs: Vec::new(),
                });
            }
        }
        let needed: Vec<Owned> = self.made_ops().into_iter().filter_map(Op::into_inserted).collect();
        let title = format!("{} of {}", spec.label, counted(list, changes.len()));
        let proposals = Proposals { title, needed, changes };
        let transaction = proposals.accepted(state, |_| true);
        Some(Accepted { transaction, id: ids.first()?.clone(), review: Some(proposals) })
    }
}

/// A list with the items of another besides, or without them; `None` where nothing is left.
fn merged(there: Option<&Node<'_>>, typed: &Node<'static>, adds: bool) -> Option<Node<'static>> {
    let items = |node: &Node<'_>| match &node.value {
        Value::List(items) => items.iter().map(inline).collect::<Vec<_>>(),
        _ => Vec::new(),
    };
    let before = there.map(items).unwrap_or_default();
    let Value::List(new) = &typed.value else { return Some(typed.clone()) };
    let named = items(typed);
    let kept = there.into_iter().flat_map(|node| match &node.value {
        Value::List(items) => items.as_slice(),
        _ => &[],
    });
    let kept = kept.zip(&before).filter(|(_, text)| adds || !named.contains(text));
    let mut all: Vec<Node<'static>> = kept.map(|(node, _)| own(node)).collect();
    if adds {
        let fresh = new.iter().zip(&named).filter(|(_, text)| !before.contains(text));
        all.extend(fresh.map(|(node, _)| node.clone()));
    }
    (!all.is_empty()).then_some(Node { span: typed.span, value: Value::List(all) })
}

/// A text, or a name that many others bear as well, that borrows nothing.
fn own(node: &Node<'_>) -> Node<'static> {
    let value = match &node.value {
        Value::Text(text) => Value::Text(text.clone().into_owned().into()),
        Value::Struct(..) => {
            let name = get(node, "name").map(own);
            let weak = get(node, "weak").is_some_and(|it| it.value == Value::Name("true"));
            let field = |name, node| Field { name, name_span: Span::default(), node };
            let weak = weak.then(|| field("weak", Node { span: node.span, value: Value::Name("true") }));
            Value::Struct(None, name.map(|name| field("name", name)).into_iter().chain(weak).collect())
        }
        _ => Value::Text("".into()),
    };
    Node { span: node.span, value }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_field_but_the_id_and_rows_can_be_chosen_by_a_wording_of_its_own() {
        for list in RecordKind::ALL.iter().copied() {
            let Kind::Choice(words) = specs(list)[0].kind else { panic!("{list}") };
            let labels: HashSet<&str> = words.iter().map(|(_, label)| *label).collect();
            assert_eq!(labels.len(), words.len(), "{list}: {words:?}");
            let all = spec::record(list).iter();
            let can = all.filter(|it| !matches!(it.kind, Kind::Id | Kind::Rows(_)) && !is_other(it));
            assert_eq!(can.count(), words.len(), "{list}");
        }
    }
}
