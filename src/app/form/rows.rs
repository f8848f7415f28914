//! Rows: structs in a field, such as who gave what to whom. A field that heads them says how many there are, and each of
//! them is fields of its own behind it, which take references and words as all others do.

use crate::model::state::State;
use crate::ron::node::{Field, Node, Span, Value};

use super::build::{decode, encode, get, node as node_of};
use super::spec::{Kind, Spec};
use super::{Form, FormField};

/// The name of a field in its struct.
fn name(spec: &Spec) -> &'static str {
    spec.path.rsplit('.').next().unwrap_or(spec.path)
}

/// The fields of a row, empty.
fn empty(specs: &'static [Spec], row: usize) -> impl Iterator<Item = FormField> {
    specs.iter().map(move |spec| FormField { row: Some(row), ..FormField::new(spec) })
}

impl Form {
    /// The field that heads the rows in which the focused field is, or that it is itself.
    fn head(&self, at: usize) -> Option<(usize, &'static [Spec])> {
        let at = (0..=at).rev().find(|at| self.fields.get(*at).is_some_and(|field| field.row.is_none()))?;
        match self.fields.get(at)?.spec.kind {
            Kind::Rows(specs) => Some((at, specs)),
            _ => None,
        }
    }

    /// The places of the fields in the rows behind a head.
    fn behind(&self, head: usize) -> std::ops::Range<usize> {
        let from = head + 1;
        let count = self.fields.iter().skip(from).take_while(|field| field.row.is_some()).count();
        from..from + count
    }

    /// How many rows a head has.
    pub fn row_count(&self, head: usize) -> usize {
        self.fields
            .get(self.behind(head))
            .and_then(<[_]>::last)
            .and_then(|field| field.row)
            .map_or(0, |row| row + 1)
    }

    /// Adds a row behind the one in which the focused field is, and goes to it; `false` where there are no rows.
    pub(super) fn add_row(&mut self) -> bool {
        let Some((head, specs)) = self.head(self.at) else { return false };
        if !self.complete() {
            return true;
        }
        let row = match self.fields.get(self.at).and_then(|field| field.row) {
            Some(row) => row + 1,
            None => self.row_count(head),
        };
        let at = head + 1 + row * specs.len();
        let behind = self.behind(head).end;
        for field in self.fields.get_mut(at..behind).unwrap_or_default() {
            field.row = field.row.map(|row| row + 1);
        }
        self.fields.splice(at..at, empty(specs, row));
        self.rows_changed(head, at);
        true
    }

    /// Removes the row in which the focused field is, or the last one of its head; `false` where there is none.
    pub(super) fn remove_row(&mut self, state: &State) -> bool {
        let Some((head, specs)) = self.head(self.at) else { return false };
        let last = self.row_count(head).checked_sub(1);
        let Some(row) = self.fields.get(self.at).and_then(|field| field.row).or(last) else { return false };
        let from = head + 1 + row * specs.len();
        self.fields.drain(from..from + specs.len());
        let behind = self.behind(head).end;
        for field in self.fields.get_mut(from..behind).unwrap_or_default() {
            field.row = field.row.and_then(|row| row.checked_sub(1));
        }
        // The next row comes into its place; where there is none, the head takes the keys.
        let at = if from < behind { from } else { head };
        self.rows_changed(head, at);
        self.changed(state);
        true
    }

    fn rows_changed(&mut self, head: usize, at: usize) {
        if let Some(head) = self.fields.get_mut(head) {
            head.typed = true;
            head.error = None;
        }
        self.at = at;
    }

    /// Whether a field is in a row that says nothing: it will not be there.
    pub(super) fn is_in_empty_row(&self, at: usize) -> bool {
        let (Some((head, _)), Some(row)) = (self.head(at), self.fields.get(at).and_then(|field| field.row))
        else {
            return false;
        };
        self.says_nothing(head, row)
    }

    fn says_nothing(&self, head: usize, row: usize) -> bool {
        let fields = self.fields.get(self.behind(head)).unwrap_or_default();
        let says = |field: &FormField| !field.input.value().trim().is_empty() || field.choice.is_some();
        !fields.iter().any(|field| field.row == Some(row) && says(field))
    }

    /// Whether the rows say what the record said before.
    pub(super) fn are_untouched(&self, head: usize) -> bool {
        let rows = self.fields.get(self.behind(head)).unwrap_or_default();
        self.fields.get(head).is_some_and(|head| head.filled.is_some() && !head.typed)
            && rows.iter().all(FormField::is_untouched)
    }

    /// Makes the rows that a record has, where nobody has touched those that are there.
    pub(super) fn fill_rows(&mut self, node: &Node<'_>) {
        let focused = self.fields.get(self.at).map(|field| (field.spec.path, field.row));
        let mut head = 0;
        while let Some(field) = self.fields.get(head) {
            if let Kind::Rows(specs) = field.spec.kind
                && self.are_untouched(head)
            {
                let items: &[Node<'_>] = match get(node, field.spec.path).map(|found| &found.value) {
                    Some(Value::List(items)) => items,
                    _ => &[],
                };
                let rows: Vec<FormField> = items
                    .iter()
                    .enumerate()
                    .flat_map(|(row, item)| empty(specs, row).map(move |field| filled(field, item)))
                    .collect();
                self.fields.splice(self.behind(head), rows);
            }
            head += 1;
        }
        let same = |field: &FormField| focused == Some((field.spec.path, field.row));
        self.at = self.fields.iter().position(same).unwrap_or_else(|| self.at.min(self.fields.len() - 1));
    }

    /// The structs that the rows say; `None` where they say nothing, and `Err` where a field says why it cannot be.
    pub(super) fn encode_rows(&mut self, head: usize) -> Result<Option<Node<'static>>, ()> {
        let today = self.today;
        let (mut structs, mut sound) = (Vec::new(), true);
        for row in 0..self.row_count(head) {
            if self.says_nothing(head, row) {
                continue;
            }
            let mut fields = Vec::new();
            let mut first = None;
            for at in self.behind(head) {
                let Some(field) = self.fields.get_mut(at).filter(|field| field.row == Some(row)) else {
                    continue;
                };
                first.get_or_insert(at);
                match encode(field.spec, at, field.input.value(), field.name(), today) {
                    Ok(Some(node)) => {
                        fields.push(Field { name: name(field.spec), name_span: node.span, node });
                    }
                    Ok(None) => {}
                    Err(error) => {
                        field.error = Some(error);
                        sound = false;
                    }
                }
            }
            structs.push(node_of(first.unwrap_or(head), Value::Struct(None, fields)));
        }
        if !sound {
            return Err(());
        }
        let list = Node { span: Span { start: head + 1, end: head + 1 }, value: Value::List(structs) };
        let is_empty = matches!(&list.value, Value::List(items) if items.is_empty());
        Ok((!is_empty).then_some(list))
    }
}

/// A field of a row with what the record says.
fn filled(mut field: FormField, item: &Node<'_>) -> FormField {
    let text = decode(field.spec, get(item, name(field.spec)));
    if let Kind::Choice(words) = field.spec.kind {
        field.choice = words.iter().position(|(name, _)| *name == text);
    } else {
        field.set(&text);
    }
    field.filled = Some((field.input.value().to_owned(), field.choice));
    field
}
