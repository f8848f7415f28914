//! The edit log: what was edited since the program was started, and what has become of it.

use chrono::{NaiveDate, NaiveTime};

use super::App;
use crate::edit::op::{Op, Transaction};
use crate::model::id::Id;
use crate::views::page::{Page, Tone};
use crate::views::wording::record_name;

/// So many records of one edit are named.
const MOST_NAMED: usize = 8;

/// Where an edit came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum From {
    /// It was made here.
    Here,
    /// Somebody else had changed the file.
    Outside,
    /// A new edition of the shipped file was taken.
    Edition,
    /// A crash had left it in the journal.
    Journal,
}

/// What has become of an edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Stands,
    Undone,
    /// It is undone, and another edit came after: it cannot be done again.
    Dropped,
}

#[derive(Debug, Clone)]
struct Edit {
    /// When; only the day where the clock is fixed.
    on: (NaiveDate, Option<NaiveTime>),
    what: String,
    from: From,
    /// The first records that it changed.
    records: Vec<Id>,
    /// How many there are.
    count: usize,
    fate: Fate,
}

/// What was edited, the oldest first.
#[derive(Debug, Clone, Default)]
pub(super) struct EditLog(Vec<Edit>);

impl EditLog {
    fn last(&mut self, fate: Fate) -> Option<&mut Edit> {
        self.0.iter_mut().rev().find(|edit| edit.fate == fate)
    }

    /// The last edit that stands was taken back.
    pub(super) fn undone(&mut self) {
        if let Some(edit) = self.last(Fate::Stands) {
            edit.fate = Fate::Undone;
        }
    }

    /// The edit that was taken back last is done again: of those that were, the oldest.
    pub(super) fn redone(&mut self) {
        if let Some(edit) = self.0.iter_mut().find(|edit| edit.fate == Fate::Undone) {
            edit.fate = Fate::Stands;
        }
    }

    /// A record has another id now.
    pub(super) fn rename(&mut self, old: &Id, new: &Id) {
        for id in self.0.iter_mut().flat_map(|edit| &mut edit.records).filter(|id| *id == old) {
            *id = new.clone();
        }
    }
}

impl App {
    /// Notes an edit that was accepted.
    pub(super) fn log_edit(&mut self, applied: &Transaction, from: From) {
        let mut records: Vec<Id> = Vec::new();
        let mut count = 0;
        for op in &applied.ops {
            let id = match op {
                Op::Insert { record, .. } | Op::Remove { record, .. } => record.id(),
                Op::Replace { new, .. } => new.id(),
                Op::Head { .. } => continue,
            };
            count += 1;
            if records.len() < MOST_NAMED && !records.contains(id) {
                records.push(id.clone());
            }
        }
        for edit in self.edit_log.0.iter_mut().filter(|edit| edit.fate == Fate::Undone) {
            edit.fate = Fate::Dropped;
        }
        let on = (self.clock.today, self.clock.time);
        let what = applied.label.clone();
        self.edit_log.0.push(Edit { on, what, from, records, count, fate: Fate::Stands });
    }

    /// The page of what was edited, the newest first; and what a crash has left and nobody has decided about.
    pub(super) fn edit_log_page(&self) -> Page {
        let mut page = Page::default();
        page.line("", "What was edited since the start", Tone::Title);
        if self.edit_log.0.is_empty() {
            page.line("", "Nothing yet.", Tone::Dim);
        }
        for edit in self.edit_log.0.iter().rev() {
            self.edit_lines(edit, &mut page);
        }
        page.part("Left by a crash, and not decided yet", |page| {
            for edit in &self.file.recovery {
                page.line("", &edit.label, Tone::Caution);
            }
        });
        page
    }

    fn edit_lines(&self, edit: &Edit, page: &mut Page) {
        let label = match edit.on {
            (day, Some(time)) if day == self.clock.today => time.format("%H:%M").to_string(),
            (day, Some(time)) => format!("{day} {}", time.format("%H:%M")),
            (day, None) if day == self.clock.today => String::new(),
            (day, None) => day.to_string(),
        };
        let from = match edit.from {
            From::Here => "",
            From::Outside => " (by somebody else)",
            From::Edition => " (taken over)",
            From::Journal => " (recovered after a crash)",
        };
        let (sign, fate, tone) = match edit.fate {
            Fate::Stands => ("[x]", "", Tone::Plain),
            Fate::Undone => ("[ ]", "undone: ", Tone::Dim),
            Fate::Dropped => ("[ ]", "undone for good: ", Tone::Dim),
        };
        let state = self.facts.state();
        let is_there = |id: &&Id| state.place(id.as_str()).is_some();
        let text = format!("{sign} {fate}{}{from}", edit.what);
        match edit.records.iter().find(is_there) {
            Some(id) => page.linked(label, text, tone, id),
            None => page.line(label, text, tone),
        }
        if edit.count < 2 {
            return;
        }
        for id in &edit.records {
            let text = format!("  · {}", record_name(state, id));
            match Some(id).filter(is_there) {
                Some(id) => page.linked("", text, Tone::Dim, id),
                None => page.line("", text, Tone::Dim),
            }
        }
        let more = edit.count.saturating_sub(edit.records.len());
        if more > 0 {
            page.line("", format!("  · and {more} more"), Tone::Dim);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fates(log: &EditLog) -> Vec<Fate> {
        log.0.iter().map(|edit| edit.fate).collect()
    }

    #[test]
    fn what_is_undone_is_done_again_in_its_order_and_never_after_another_edit() {
        let mut app =
            App::new("a.ron".to_owned(), NaiveDate::default(), None, crate::app::keymap::Keymap::default());
        let edit = Transaction::new("edit", Vec::new());
        app.log_edit(&edit, From::Here);
        app.log_edit(&edit, From::Here);
        app.edit_log.undone();
        app.edit_log.undone();
        assert_eq!(fates(&app.edit_log), [Fate::Undone, Fate::Undone]);
        app.edit_log.redone();
        assert_eq!(fates(&app.edit_log), [Fate::Stands, Fate::Undone]);
        app.log_edit(&edit, From::Here);
        app.edit_log.undone();
        app.edit_log.redone();
        assert_eq!(fates(&app.edit_log), [Fate::Stands, Fate::Dropped, Fate::Stands]);
    }
}
