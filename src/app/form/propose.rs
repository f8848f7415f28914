//! The id that is proposed from what is typed.

use crate::model::date::Date;
use crate::model::state::{List, State};

use super::spec::Kind;
use super::{Form, FormField, Purpose, complete, when};

impl Form {
    /// Proposes an id from what is typed, until the person types one.
    pub(super) fn propose_id(&mut self, state: &State) {
        let Purpose::Record(list, None) = &self.purpose else { return };
        let is_typed = self.fields.iter().any(|field| field.spec.kind == Kind::Id && field.typed);
        if is_typed {
            return;
        }
        let word = |path| self.field(path).and_then(FormField::chosen).map_or("", |(_, word)| word);
        let day = when::read(self.value("on"), self.today).map(Date::written).unwrap_or_default();
        let published =
            when::read(self.value("published"), self.today).map(Date::written).unwrap_or_default();
        let parts: Vec<&str> = match list {
            List::Actors => vec![self.value("name")],
            List::Sources => vec![self.value("publisher"), &published],
            List::Relations => vec![self.value("pair.0"), self.value("pair.1")],
            List::Sanctions => vec![self.value("issuer"), self.value("target.name"), word("measure")],
            List::Crossings => vec![self.value("between.0"), self.value("name")],
            List::Events => vec![self.value("title"), &day],
        };
        let mut id = complete::propose(state, &parts);
        let mut number = 2;
        while self.taken.contains(&id) {
            id = format!("{}-{number}", complete::propose(state, &parts));
            number += 1;
        }
        self.suggest("id", &id);
    }
}
