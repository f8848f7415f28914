//! What a step takes from its record until somebody types it: the first one of a new record, and a new one of a record that
//! is there.

use super::{Form, FormField};
use crate::model::record::Owned;
use crate::model::state::State;
use crate::views;

/// What a new step of a record begins with: whose mission it is and where, which traffic, who decides.
pub(super) fn begins(record: &Owned, state: &State) -> Vec<(&'static str, String)> {
    match record {
        Owned::Relation(it) => {
            let (focus, other) = views::relations::sides(state, it);
            vec![("from", other.to_string()), ("at", focus.to_string())]
        }
        Owned::Crossing(it) => {
            let by = views::crossings::neighbour(state, it).to_string();
            vec![("traffic", it.traffic.name().to_owned()), ("by", by)]
        }
        _ => Vec::new(),
    }
}

/// What a field of the first step begins with: what stands in a field of the record.
const FROM: &[(&str, &str)] = &[
    // Whoever decides is on the other side of the border; whoever sends is the other of the pair.
    ("step.by", "between.0"),
    ("step.from", "pair.1"),
    ("step.at", "pair.0"),
];

impl Form {
    /// A field begins with this: a word, or a proposal.
    pub(super) fn begin(&mut self, path: &str, text: &str) {
        if self.field(path).is_some_and(|field| !FormField::words(field).is_empty()) {
            self.choose(path, text);
        } else {
            self.suggest(path, text);
        }
    }

    /// Lets the first step follow the record.
    pub(super) fn follow(&mut self) {
        let untouched = |form: &Self, path: &str| form.field(path).is_some_and(|field| !field.typed);
        for (path, from) in FROM {
            let text = self.value(from).to_owned();
            if !text.is_empty() && untouched(self, path) {
                self.suggest(path, &text);
            }
        }
        // What a crossing is made for is what its first step is about.
        if untouched(self, "step.traffic")
            && let Some(traffic) = self.field("traffic").map(|field| field.name().unwrap_or("All"))
        {
            self.choose("step.traffic", traffic);
        }
    }
}
