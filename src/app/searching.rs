//! Searching on a page: `/`, then from line to line.

use super::modal::SearchField;
use super::{App, Modal};

impl App {
    /// Asks what to search for on the open page.
    pub(super) fn search_page(&mut self) {
        if self.modals.page().is_some() {
            self.modals.push(Modal::Search(SearchField::default()));
        }
    }

    /// Searches the topmost page, from where its cursor was before anything was typed.
    pub(super) fn look_on_page(&mut self, typed: &str) {
        let Some(view) = self.modals.page_mut() else { return };
        view.search(typed);
        self.tell_hit(false);
    }

    /// Goes to the next line that has it, or to the previous one.
    pub(super) fn go_to_hit(&mut self, forward: bool) {
        let Some(view) = self.modals.page_mut() else { return };
        let wraps = view.go_to_hit(forward);
        self.tell_hit(wraps);
    }

    /// Ends the typing: what was found stays, or the page is as it was before.
    pub(super) fn end_page_search(&mut self, kept: bool) {
        self.modals.pop();
        let Some(view) = self.modals.page_mut() else { return };
        let is_found = view.found.as_ref().is_some_and(|found| found.count() > 0);
        if kept && is_found {
            self.tell_hit(false);
        } else {
            view.forget_search(!kept);
        }
    }

    /// Says at which of the lines one is: `3 of 12`.
    fn tell_hit(&mut self, wraps: bool) {
        let Some((view, found)) =
            self.modals.page_mut().and_then(|view| view.found.as_ref().map(|it| (&*view, it)))
        else {
            self.message = None;
            return;
        };
        if found.typed.trim().is_empty() {
            self.message = None;
            return;
        }
        match (found.number(view.cursor.at), found.count()) {
            (_, 0) => {
                let why = format!("no line has {}", found.typed.trim());
                self.warn(why);
            }
            (number, count) => {
                let number = number.map_or_else(|| "–".to_owned(), |number| number.to_string());
                let round = if wraps { ", from the other end" } else { "" };
                let text = format!("{number} of {count}{round}");
                self.say(text);
            }
        }
    }
}
