//! Opening where something can be read.

use crate::model::id::Id;
use crate::views::address::{host, web_address};
use crate::views::addresses::addresses;
use crate::views::page::{Line, Link};

use super::super::modal::{PageView, Topic};
use super::super::{App, Effect};

impl App {
    /// Opens the source of what is selected: at once where there is one address, else they are listed.
    pub(in crate::app) fn open_source(&mut self) -> Vec<Effect> {
        let page = self.modals.page();
        if let Some(Line { link: Some(Link::Address(address)), .. }) = page.and_then(PageView::line) {
            let address = address.clone();
            return self.browse(&address);
        }
        let meant = match page {
            Some(view) => meant_on(view),
            None => self.selected(self.panes.focus),
        };
        let Some((id, step)) = meant else {
            self.warn("there is no record here");
            return Vec::new();
        };
        let found = addresses(&self.facts, id.as_str(), step);
        let mut clean: Vec<String> = found.iter().filter_map(|it| web_address(&it.address)).collect();
        match (clean.pop(), clean.is_empty(), found.first()) {
            (Some(only), true, _) => return self.browse(&only),
            (Some(_), false, _) => self.open(Topic::Addresses(id, step)),
            (None, _, Some(it)) => self.warn(format!("no address of the web: {}", it.address)),
            (None, _, None) => self.warn("none of its sources has an address"),
        }
        Vec::new()
    }

    /// Has an address opened.
    pub(in crate::app) fn browse(&mut self, address: &str) -> Vec<Effect> {
        let Some(address) = web_address(address) else {
            self.warn(format!("no address of the web: {address}"));
            return Vec::new();
        };
        self.say(format!("opening {} in the browser", host(&address)));
        vec![Effect::Browse(address)]
    }

    /// It could not be opened, and is on the clipboard instead.
    pub fn not_browsed(&mut self, address: &str, why: &str) {
        self.warn(format!("{why}: the address is on the clipboard: {address}"));
    }
}

/// What a line of a page is about: what it leads to, the step of it, else the record of the page.
fn meant_on(view: &PageView) -> Option<(Id, Option<usize>)> {
    let line = view.line();
    if let Some(Line { link: Some(Link::Record(id)), step: None, .. }) = line {
        return Some((id.clone(), None));
    }
    view.record().map(|id| (id.clone(), line.and_then(|line| line.step)))
}
