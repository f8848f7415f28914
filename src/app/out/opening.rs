//! Another file, opened in the place of this one.

use super::super::modal::Question;
use super::super::request::Answer;
use super::super::{App, Effect, Modal};

impl App {
    /// Has another file opened; what is not saved is asked about first.
    pub(in crate::app) fn open_other(&mut self, path: String) -> Vec<Effect> {
        if self.file.save.goes_on {
            self.warn("the file is being saved: open another when that is done");
            return Vec::new();
        }
        if self.modals.layers().any(super::super::Layer::is_touched) {
            self.warn("a form is open, and what was typed into it is not accepted yet");
            return Vec::new();
        }
        if !self.document.is_dirty() {
            return self.open_now(path);
        }
        let recent = self.document.recent(self.document.unsaved().min(6));
        let lines = recent.into_iter().map(|label| format!("· {label}")).collect();
        let title = match self.document.unsaved() {
            1 => "1 unsaved change in this file".to_owned(),
            count => format!("{count} unsaved changes in this file"),
        };
        let answers = vec![
            ('s', "save, then open the other", Answer::SaveAndOpen(path.clone())),
            ('d', "discard them", Answer::OpenOther(path)),
            ('c', "stay", Answer::Stay),
        ];
        self.modals.push(Modal::Question(Question::new(title, lines, answers)));
        Vec::new()
    }

    /// Has it opened; whoever edits on meanwhile keeps this file.
    pub(in crate::app) fn open_now(&mut self, path: String) -> Vec<Effect> {
        self.file.leaves_at = Some(self.document.revision());
        self.say(format!("opening {path} …"));
        vec![Effect::OpenOther(path)]
    }

    /// The other file was read: whether this one may be left, nothing having been edited since it was asked for.
    pub fn may_leave(&self) -> bool {
        let edited = self.file.leaves_at != Some(self.document.revision());
        !self.modals.layers().any(super::super::Layer::is_touched) && (!edited || !self.document.is_dirty())
    }

    /// It is not opened: this file stays.
    pub fn not_opened(&mut self, why: &str) {
        self.file.leaves_at = None;
        self.warn(format!("not opened: {why}"));
    }

    /// Makes room for another file: its panes are new, the days stay that are asked for.
    /// Returns what was here: letting go of it may take long.
    #[must_use]
    pub fn leave_file(&mut self, name: String, path: std::path::PathBuf) -> Self {
        let mut app = Self::new(name, self.clock.today, None, self.keymap.clone());
        app.file.path = path;
        app.facts.set_clock(self.facts.clock());
        app.clock = self.clock;
        app.settings = std::mem::take(&mut self.settings);
        app.modals = std::mem::take(&mut self.modals);
        // Its questions are numbered on: an answer to one of before is none to one of now.
        app.modals.clear();
        app.layout = self.layout;
        app.links = self.links;
        app.settle();
        std::mem::replace(self, app)
    }
}
