//! Every reference of a record, with the path that leads to it.

use super::{Part, Reporter};
use crate::model::declare::{Declared, Field, Part as Stands, Refers, Visitor};
use crate::model::id::Id;

/// Looks at the references of one record.
pub(super) struct Walk<'w, 'a> {
    reporter: &'w mut Reporter<'a>,
    path: Vec<Part>,
    /// The path leads to the item that is shown: its field stands in it already.
    in_item: bool,
}

impl<'w, 'a> Walk<'w, 'a> {
    /// Reports every reference of something that names no record, or one of another list.
    pub fn over<T>(reporter: &'w mut Reporter<'a>, visit: impl FnOnce(&mut Self) -> T) -> T {
        visit(&mut Self { reporter, path: Vec::new(), in_item: false })
    }

    /// Goes on with a longer path: the field's, or an item's.
    fn with(&mut self, part: Part, in_item: bool, go_on: impl FnOnce(&mut Self)) {
        let was_in_item = std::mem::replace(&mut self.in_item, in_item);
        self.path.push(part);
        go_on(self);
        self.path.pop();
        self.in_item = was_in_item;
    }

    /// The same with the field's, unless it stands in the path.
    fn at(&mut self, field: &'static Field, go_on: impl FnOnce(&mut Self)) {
        if self.in_item {
            let was_in_item = std::mem::replace(&mut self.in_item, false);
            go_on(self);
            self.in_item = was_in_item;
        } else {
            self.with(Part::Field(field.name), false, go_on);
        }
    }
}

impl<'r> Visitor<'r> for Walk<'_, '_> {
    fn id(&mut self, field: &'static Field, id: &'r Id) {
        let Some(refers) = field.refers else { return };
        self.at(field, |walk| match refers {
            Refers::To(list) => walk.reporter.refers(&walk.path, id, &[list]),
            Refers::Among(lists) => walk.reporter.refers(&walk.path, id, lists),
            Refers::Anything => walk.reporter.refers_to_any(&walk.path, id),
        });
    }

    fn list<T: Stands>(&mut self, field: &'static Field, items: &'r [T]) {
        if field.refers.is_none() && field.inner().is_empty() {
            return;
        }
        self.with(Part::Field(field.name), false, |walk| {
            for (at, item) in items.iter().enumerate() {
                walk.with(Part::Item(at), true, |walk| item.show(walk, field));
            }
        });
    }

    fn pair<T: Stands>(&mut self, field: &'static Field, (one, other): &'r (T, T)) {
        self.with(Part::Field(field.name), false, |walk| {
            walk.with(Part::Item(0), true, |walk| one.show(walk, field));
            walk.with(Part::Item(1), true, |walk| other.show(walk, field));
        });
    }

    fn nested<T: Declared>(&mut self, field: &'static Field, it: &'r T) {
        self.at(field, |walk| it.visit(walk));
    }
}
