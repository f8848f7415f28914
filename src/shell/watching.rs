//! Whom the person watches, and when he looked: read where a file is opened, kept where it changes.

use ratatui::backend::Backend;

use crate::model::id::Id;
use crate::store::{looked, places, watched};
use crate::views::agenda::Watching;

use super::{Loop, Outside};

impl<B: Backend<Error = std::io::Error>, O: Outside<B>> Loop<'_, B, O> {
    /// Reads whom the person watches in the open file. What cannot be read is said.
    pub(super) fn learn_watched(&mut self) {
        let Some(dir) = self.state_dir.clone().or_else(places::state_dir) else { return };
        let file = self.app.file.path.clone();
        match watched::read(&dir, &file) {
            Ok(subjects) => {
                let looked = looked::last_day(&dir, &file);
                self.app.watches(Watching { subjects, looked });
            }
            Err(why) => self.app.warn(format!("who is watched cannot be read: {why}")),
        }
    }

    /// Keeps that a subject is watched, or not any more.
    pub(super) fn keep_watching(&mut self, id: &Id, add: bool) {
        let Some(dir) = self.state_dir.clone().or_else(places::state_dir) else {
            self.app.warn("this is not remembered: no state directory is known");
            return;
        };
        let ids = std::slice::from_ref(id);
        let (more, less): (&[Id], &[Id]) = if add { (ids, &[]) } else { (&[], ids) };
        match watched::change(&dir, &self.app.file.path, more, less) {
            Ok(subjects) => {
                let looked = self.app.watching.looked;
                self.app.watches(Watching { subjects, looked });
                self.app.watched(id, add);
            }
            Err(why) => self.app.warn(format!("this is not remembered: {why}")),
        }
    }
}
