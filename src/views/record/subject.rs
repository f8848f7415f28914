//! The page of a subject: what is known of it, whom it is reached through, and what names it.

use super::{Write, acts, day_of};
use crate::model::record::Record;
use crate::model::state::{Place, RecordKind};
use crate::model::subject::Subject;
use crate::views::narrowing::{Narrowing, Scope};
use crate::views::page::Tone;
use crate::views::reach;
use crate::views::wording::{self, record_name};

impl<'a> Write<'a> {
    /// Whom listed subjects own is told with the arithmetic: it follows, and nobody listed it.
    fn derived(&mut self, subject: usize) {
        let (day, state) = (self.day, self.state);
        self.page.part("reached through its owners", |page| {
            for reached in day.ownership().reached(subject) {
                page.line(format!("on {}", day.as_of()), reach::sentence(state, &reached), Tone::Caution);
            }
        });
    }

    pub(super) fn subject(&mut self, it: &'a Subject) {
        self.head(&it.name, &it.id);
        self.page.field("kind", it.kind.word());
        let aliases: Vec<String> = it.aliases.iter().map(ToString::to_string).collect();
        self.page.field("also called", &aliases.join(", "));
        acts::particulars(self, it);
        if let Some(whose) = &it.affiliation {
            self.page.linked("of", self.state.subject_name(whose), Tone::Plain, whose);
        }
        self.page.field("members", &wording::actors(self.state, &it.members));
        self.page.field("member of", &wording::actors(self.state, self.state.blocs_of(&it.id)));
        self.note(it.note.as_ref());
        self.derived(self.place.at);
        let narrowing = Narrowing::Subject(it.id.clone());
        let state = self.state;
        let cover = Scope::new(&narrowing, state, self.analysis);
        for list in [RecordKind::Relations, RecordKind::Sanctions, RecordKind::Crossings, RecordKind::Events]
        {
            self.page.part(list.field(), |page| {
                for at in 0..state.len(list) {
                    let place = Place { list, at };
                    if cover.has(place)
                        && let Some(record) = state.at(place)
                    {
                        let label = match record {
                            Record::Event(event) => day_of(event),
                            _ => String::new(),
                        };
                        page.linked(label, record_name(state, record.id()), Tone::Plain, record.id());
                    }
                }
            });
        }
    }
}
