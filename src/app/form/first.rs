//! The first step of a new record: what it takes from the record until somebody types it.

use super::Form;

/// What a field of the first step begins with: what stands in a field of the record.
const FROM: &[(&str, &str)] = &[
    // Whoever decides is on the other side of the border; whoever sends is the other of the pair.
    ("step.by", "between.0"),
    ("step.from", "pair.1"),
    ("step.at", "pair.0"),
];

impl Form {
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
