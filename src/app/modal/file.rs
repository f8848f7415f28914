//! The question for a file: to write into, or to open.

use std::borrow::Cow;

use tui_input::Input;

use crate::app::action::Action;
use crate::app::keymap::Context;
use crate::app::layer::{Around, Layer, Offers};
use crate::app::request::Request;
use crate::app::writing::FileTask;

use super::path::{completed, last_word, unquoted};

/// The name of a file while it is typed.
#[derive(Debug, Clone)]
pub struct FileField {
    /// What is typed.
    pub input: Input,
    /// What is done with it.
    pub task: FileTask,
    /// What stands there is proposed: what is typed takes its place.
    pub proposed: bool,
    /// Why that could not be done, or what there is of a path.
    pub said: Option<String>,
}

impl FileField {
    /// The question with a text in it; the cursor stands behind the name of the file.
    pub fn new(task: FileTask, typed: &str) -> Self {
        let name = match typed.split_once(' ') {
            // Behind the name of a brief stands since when it is.
            Some((name, _)) if task == FileTask::Brief && !name.contains(['"', '\'', '\\']) => name,
            _ => typed,
        };
        let input = Input::new(typed.to_owned()).with_cursor(name.chars().count());
        Self { input, task, proposed: false, said: None }
    }

    /// The same with a text that the program proposes.
    pub fn proposing(task: FileTask, typed: &str) -> Self {
        Self { proposed: !typed.is_empty(), ..Self::new(task, typed) }
    }

    /// What stands before the cursor, and behind it.
    fn parted(&self) -> (&str, &str) {
        let text = self.input.value();
        let at = text.char_indices().nth(self.input.cursor()).map_or(text.len(), |(at, _)| at);
        text.split_at_checked(at).unwrap_or((text, ""))
    }

    fn path(&self) -> (usize, String) {
        let (before, _) = self.parted();
        let (start, quote) = last_word(before);
        (start, unquoted(before.get(start..).unwrap_or_default(), quote))
    }

    /// Completes the path before the cursor.
    pub fn offer(&mut self, path: &str, found: &[String]) {
        let (start, typed) = self.path();
        if typed != path {
            // Somebody has typed on.
            return;
        }
        let (longer, said) = completed(path, found);
        if let Some(longer) = longer {
            let (before, behind) = self.parted();
            // What stands behind it has its space already.
            let longer = if behind.starts_with(' ') { longer.trim_end() } else { &longer };
            let before = format!("{}{longer}", before.get(..start).unwrap_or_default());
            let cursor = before.chars().count();
            self.input = Input::new(format!("{before}{behind}")).with_cursor(cursor);
        }
        self.said = said;
    }
}

impl Layer for FileField {
    fn context(&self) -> Context {
        Context::Field
    }

    fn title(&self) -> Cow<'_, str> {
        match self.task {
            FileTask::Export => "Write what is on the screen into a file",
            FileTask::Brief => "Write a brief into a file",
            FileTask::Open => "Open another file",
        }
        .into()
    }

    fn offers(&self) -> Offers {
        match self.task {
            FileTask::Open => &[(Action::Open, "open it"), (Action::Complete, ""), (Action::Back, "")],
            FileTask::Export | FileTask::Brief => {
                &[(Action::Open, "write it"), (Action::Complete, ""), (Action::Back, "")]
            }
        }
    }

    fn act(&mut self, action: Action, _around: &Around<'_>) -> Option<Request> {
        match action {
            Action::Open => Some(Request::NameFile(self.input.value().to_owned(), self.task)),
            Action::Complete => {
                self.proposed = false;
                Some(Request::CompletePath(self.path().1))
            }
            _ => None,
        }
    }

    fn input(&mut self) -> Option<&mut Input> {
        Some(&mut self.input)
    }

    fn proposes(&mut self) -> Option<&mut bool> {
        Some(&mut self.proposed)
    }

    fn typed(&mut self) -> Request {
        self.said = None;
        Request::Nothing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_before_the_cursor_is_completed_and_what_stands_behind_it_stays() {
        let mut field = FileField::new(FileTask::Brief, "br 2025-01-01");
        assert_eq!(field.path(), (0, "br".to_owned()));
        field.offer("br", &["brief one.md".to_owned()]);
        assert_eq!(field.input.value(), "'brief one.md' 2025-01-01");
        field.offer("else", &["elsewhere".to_owned()]);
        assert_eq!(field.input.value(), "'brief one.md' 2025-01-01", "somebody has typed on");
        let mut field = FileField::new(FileTask::Open, "q");
        field.offer("q", &["qa.ron".to_owned(), "qb.ron".to_owned()]);
        assert_eq!((field.input.value(), field.said.as_deref()), ("q", Some("2 fit: qa.ron  qb.ron")));
    }
}
