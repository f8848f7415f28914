//! The id that is proposed from what is typed.

use crate::model::date::Date;
use crate::model::state::{RecordKind, State};

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
            RecordKind::Subjects => vec![self.value("name")],
            RecordKind::Sources => vec![self.value("publisher"), &published],
            RecordKind::Relations => vec![self.value("pair.0"), self.value("pair.1")],
            RecordKind::Sanctions => vec![self.value("issuer"), self.value("target"), word("measure")],
            RecordKind::Crossings => vec![self.value("between.0"), self.value("name")],
            RecordKind::Acts => vec![self.value("issuer"), self.value("number")],
            RecordKind::Decisions => vec![self.value("subject"), self.value("name"), self.value("entry")],
            RecordKind::Events => vec![self.value("title"), &day],
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
