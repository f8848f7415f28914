//! Whom the person watches.

use crate::model::id::Id;
use crate::views::agenda::Watching;
use crate::views::watchlist::subject_of;

use super::{App, Effect};

/// Why nobody can be watched here.
pub(super) const NOT_WATCHABLE: &str = "no subject is selected, and no measure against one";

impl App {
    /// The subject that is meant: the selected one, or whom the selected measure is aimed at.
    pub(super) fn watchable(&self) -> Option<Id> {
        let (id, _) = self.meant()?;
        subject_of(self.facts.state(), id.as_str()).cloned()
    }

    /// Watches the subject that is meant, or ends that.
    pub(super) fn watch(&mut self) -> Vec<Effect> {
        let Some(id) = self.watchable() else {
            self.warn(NOT_WATCHABLE);
            return Vec::new();
        };
        let add = !self.watching.subjects.contains(&id);
        vec![Effect::Watch(id, add)]
    }

    /// It is kept, or was found at the start: what is shown of it follows.
    pub fn watches(&mut self, watching: Watching) {
        self.watching = watching;
        // Its title says who is watched.
        self.dossier = None;
        self.renew_pages();
        self.settle();
    }

    /// Says that a subject is watched now, or is not any more.
    pub fn watched(&mut self, id: &Id, add: bool) {
        let name = self.facts.state().subject_name(id).to_owned();
        self.say(if add {
            format!("{name} is watched: the agenda has what is due of it first")
        } else {
            format!("{name} is watched no more")
        });
    }
}
