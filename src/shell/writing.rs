//! Writing what leaves the program: into a file on a thread of its own, keys being answered meanwhile; onto the clipboard
//! at once, as much of it as terminals take.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use ratatui::backend::Backend;

use crate::app::writing::{Content, Copied, NotWritten, Writing};
use crate::report::{brief, document, extract, page};
use crate::store::write::{WriteError, put_in_place, replace, resolve};
use crate::views::day::Day;
use crate::views::extract::Extract;
use crate::views::wording::count;

use super::lists::at_home;
use super::looking::aside;
use super::panics::guarded;
use super::threads::start;
use super::{Loop, Message, Outside};

/// So many bytes go onto the clipboard at the most. Terminals that set a limit take 100,000 bytes in one sequence (hterm,
/// which the others followed), of which base64 leaves so many.
const MOST_BYTES: usize = 74_994;

/// No more rows fit into as many bytes.
const MOST_ROWS: usize = 2000;

impl<B: Backend<Error = std::io::Error>, O: Outside<B>> Loop<'_, B, O> {
    /// Has something written into a file; what came of it comes as a message.
    pub(super) fn write(&mut self, writing: Writing) {
        let (state, clock) = (self.app.facts.whole().clone(), self.app.facts.clock());
        let (own, messages) = (self.app.file.path.clone(), self.messages.clone());
        let begun = start("write", (state, writing), move |(state, writing)| {
            let failed = writing.clone();
            let work = || written(&own, writing, clock.as_of, || Day::new(state, clock));
            let done = guarded("writing", || match aside() {
                Some(aside) => aside.install(work),
                None => work(),
            });
            let done = done.unwrap_or_else(|why| Err(NotWritten::Failed(Box::new(failed), why)));
            let _ = messages.send(Message::Written(done));
        });
        match begun {
            Ok(thread) => self.writings.push(thread),
            Err((_, why)) => self.app.warn(format!("not written: the system has no thread for it: {why}")),
        }
    }

    /// Something was written, or was not.
    pub(super) fn writing_ended(&mut self, done: Result<String, NotWritten>) {
        if !self.writings.is_empty() {
            // Which of them it was does not matter: all are waited for in the end.
            let thread = self.writings.remove(0);
            if !thread.is_finished() {
                self.ended.push(thread);
            }
        }
        self.ended.retain(|thread| !thread.is_finished());
        self.app.written(done);
    }

    /// Has an address opened; where that cannot be, it goes onto the clipboard instead.
    pub(super) fn browse(&mut self, address: String) {
        let (messages, tried) = (self.messages.clone(), address.clone());
        let failed = move |why| _ = messages.send(Message::NotBrowsed(tried, why));
        if let Err(why) = self.outside.browse(&address, Box::new(failed)) {
            let _ = self.messages.send(Message::NotBrowsed(address, why));
        }
    }

    /// Puts a text onto the clipboard, or as many of its lines as terminals take.
    pub(super) fn copy_text(&mut self, text: &str) -> std::io::Result<()> {
        let taken = beginning(text);
        self.outside.copy(self.terminal, taken)?;
        if taken.len() < text.len() {
            self.app.cut_on_clipboard(taken.lines().count(), text.lines().count());
        }
        Ok(())
    }

    /// Puts something onto the clipboard.
    pub(super) fn copy_out(&mut self, content: &Content) -> std::io::Result<()> {
        match clipboard(&self.app.facts, content) {
            Ok((text, copied)) => {
                self.outside.copy(self.terminal, &text)?;
                self.app.copied_out(content, copied);
            }
            Err(why) => self.app.warn(why),
        }
        Ok(())
    }
}

/// The lines of a text that have room on the clipboard.
fn beginning(text: &str) -> &str {
    if text.len() <= MOST_BYTES {
        return text;
    }
    let room = text.get(..text.floor_char_boundary(MOST_BYTES)).unwrap_or_default();
    room.rsplit_once('\n').map_or("", |(lines, _)| lines)
}

/// What of it has room on the clipboard.
fn clipboard(day: &Day, content: &Content) -> Result<(String, Copied), String> {
    let Content::Table(wanted, form) = content else {
        let text = text(content, || day)?;
        if text.len() <= MOST_BYTES {
            return Ok((text, Copied::Whole));
        }
        return Ok((beginning(&text).to_owned(), Copied::Beginning));
    };
    let rows = match &wanted.rows {
        Some(rows) => rows.clone(),
        None => (0..extract::table(day, wanted).map_err(|why| why.to_string())?.rows.len()).collect(),
    };
    let all = rows.len();
    let mut taken = all.min(MOST_ROWS);
    loop {
        let some = rows.get(..taken).unwrap_or_default().to_vec();
        let some = Extract { rows: Some(some), ..wanted.clone() };
        let text = extract::text_for_people(day, &some, *form).map_err(|why| why.to_string())?;
        if text.len() <= MOST_BYTES || taken == 0 {
            return Ok((text, Copied::Rows(taken, all)));
        }
        // As many as would fit if all were as long, and a little less.
        taken = (taken * MOST_BYTES / text.len()).min(taken - 1);
    }
}

/// The text of what is written. The day is made only where it is asked for.
fn text<D: std::borrow::Borrow<Day>>(content: &Content, day: impl FnOnce() -> D) -> Result<String, String> {
    match content {
        Content::Table(wanted, form) => {
            extract::text(day().borrow(), wanted, *form).map_err(|why| why.to_string())
        }
        Content::Page(shown) => Ok(page::markdown(shown)),
        Content::Brief { since, filter, narrowing, html } => {
            let blocks = brief::brief_on(day().borrow(), *since, filter, narrowing.as_ref());
            let blocks = blocks.map_err(|wrong| wrong.join("; "))?;
            Ok(if *html { document::page(&blocks) } else { document::markdown(&blocks) })
        }
    }
}

/// Writes it, `until` being the day up to which a brief goes; returns what there is to say.
fn written(
    own: &Path,
    writing: Writing,
    until: NaiveDate,
    day: impl FnOnce() -> Day,
) -> Result<String, NotWritten> {
    let path = PathBuf::from(at_home(&writing.path));
    let failed = |writing, why: String| Err(NotWritten::Failed(Box::new(writing), why));
    if resolve(&path) == resolve(own) {
        return failed(writing, format!("{} is the state file itself", path.display()));
    }
    if path.is_dir() {
        return failed(writing, format!("{} is a folder: name a file in it", path.display()));
    }
    if !writing.over && fs::symlink_metadata(&path).is_ok() {
        return Err(NotWritten::Exists(Box::new(writing)));
    }
    let text = match text(&writing.content, day) {
        Ok(text) => text,
        Err(why) => return failed(writing, why),
    };
    let done = if writing.over {
        put_in_place(&path, &text).map_err(|why| format!("{why} ({})", path.display()))
    } else {
        match replace(&path, &text, None) {
            Ok(_) => Ok(()),
            Err(WriteError::Changed { .. }) => return Err(NotWritten::Exists(Box::new(writing))),
            Err(WriteError::Io { source, .. }) => Err(format!("{source} ({})", path.display())),
            Err(why @ WriteError::Unsynced { .. }) => Err(why.to_string()),
        }
    };
    if let Err(why) = done {
        return failed(writing, why);
    }
    Ok(match &writing.content {
        Content::Table(Extract { rows: Some(rows), what, .. }, form) => {
            format!(
                "{} of the {what} written to {}, as {}",
                count(rows.len(), "row", "rows"),
                writing.path,
                form.word()
            )
        }
        Content::Brief { since, .. } => {
            format!("what changed after {since}, up to {until}, written to {}", writing.path)
        }
        _ => format!("written to {}", writing.path),
    })
}
