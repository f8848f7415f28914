//! What a command line says of the screen: which pane, filtered, ordered and shown how; which page.

use crate::model::declare::Vocabulary;
use crate::model::id::Id;
use crate::views::extract::{column_name, order_name};
use crate::views::filter::{By, Order};
use crate::views::ledger::Column;

use super::super::modal::Topic;
use super::super::panes::ledger::LedgerView;
use super::super::{App, PaneId};
use super::names::{pane_name, view_name};

/// What of the screen is asked for, in the words of the dashboard.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arrangement {
    /// The pane that has the focus.
    pub pane: Option<String>,
    /// Its filter.
    pub filter: Option<String>,
    /// What it is ordered by; `-` before it from the end.
    pub sort: Option<String>,
    /// The column by which it is grouped.
    pub group: Option<String>,
    /// How it is shown.
    pub view: Option<String>,
    /// The page that is open, by its name.
    pub page: Option<String>,
    /// The record whose page is open.
    pub record: Option<String>,
    /// What the open dossier is of.
    pub dossier: Option<String>,
}

/// The one of some names that is meant, in any letters.
fn one<T: Copy>(flag: &str, name: &str, all: &[(String, T)]) -> Result<T, String> {
    let wanted = name.trim().to_lowercase();
    all.iter().find(|(name, _)| *name == wanted).map(|(_, it)| *it).ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
        format!("{flag}: {name:?} is none of {}", names.join(" "))
    })
}

fn orders<T: Vocabulary>() -> Vec<(String, T)> {
    T::ALL.iter().map(|order| (order_name(*order), *order)).collect()
}

fn ledger_columns() -> Vec<(String, Column)> {
    Column::ALL.iter().map(|column| (column_name(*column).to_owned(), *column)).collect()
}

impl App {
    /// Shows what is asked for.
    ///
    /// # Errors
    /// Where a word means nothing: which, and what there is.
    pub fn arrange(&mut self, wanted: &Arrangement) -> Result<(), String> {
        if let Some(name) = &wanted.pane {
            let panes: Vec<(String, PaneId)> =
                PaneId::ALL.iter().map(|pane| (pane_name(*pane).to_owned(), *pane)).collect();
            self.panes.focus = one("--pane", name, &panes)?;
        }
        let id = self.panes.focus;
        if let Some(view) = &wanted.view {
            self.view_as(id, view)?;
        }
        if let Some(text) = &wanted.sort {
            self.sort_by(id, text)?;
        }
        if let Some(name) = &wanted.group {
            if id != PaneId::Ledger {
                return Err(format!("--group: {} has no groups, the ledger has", pane_name(id)));
            }
            let column = one("--group", name, &ledger_columns())?;
            let ledger = &mut self.panes.ledger;
            ledger.order.bring_first(By::Column(column));
            ledger.grouped = true;
        }
        if let Some(text) = &wanted.filter {
            self.set_filter(text.clone());
            if let Some(complaint) = self.panes.get(id).query.complaints.first() {
                return Err(format!("--filter: {complaint}"));
            }
        }
        self.panes.select(id, &self.facts);
        self.message = None;
        self.open_wanted(wanted)?;
        self.settle();
        Ok(())
    }

    fn view_as(&mut self, id: PaneId, view: &str) -> Result<(), String> {
        match id {
            PaneId::Ledger => {
                let views: Vec<(String, LedgerView)> =
                    LedgerView::ALL.iter().map(|view| (view_name(*view), *view)).collect();
                let view = one("--view", view, &views)?;
                self.panes.ledger.show(view, &self.facts);
            }
            PaneId::Log => {
                let views = [("steps".to_owned(), false), ("events".to_owned(), true)];
                self.panes.log.events_only = one("--view", view, &views)?;
            }
            PaneId::Borders => {
                let views = [("map".to_owned(), true), ("list".to_owned(), false)];
                self.panes.borders.map.shown = one("--view", view, &views)?;
            }
            PaneId::Relations => {
                one("--view", view, &[("list".to_owned(), ())])?;
            }
        }
        Ok(())
    }

    fn sort_by(&mut self, id: PaneId, text: &str) -> Result<(), String> {
        let way = |text: &str| match text.trim().strip_prefix('-') {
            Some(name) => (true, name.to_owned()),
            None => (false, text.trim().to_owned()),
        };
        let (reversed, name) = way(text);
        let name = name.as_str();
        match id {
            PaneId::Ledger => {
                let key = |text: &str| {
                    let (reversed, name) = way(text);
                    one("--sort", &name, &ledger_columns()).map(|column| (By::Column(column), reversed))
                };
                let keys: Vec<(By, bool)> = text.split(',').map(key).collect::<Result<_, String>>()?;
                self.panes.ledger.order = Order::of(keys);
            }
            PaneId::Relations => {
                let order = one("--sort", name, &orders())?;
                (self.panes.relations.order, self.panes.relations.reversed) = (order, reversed);
            }
            PaneId::Borders => {
                let order = one("--sort", name, &orders())?;
                (self.panes.borders.order, self.panes.borders.reversed) = (order, reversed);
            }
            PaneId::Log => return Err("--sort: the log is always newest first".to_owned()),
        }
        Ok(())
    }

    fn open_wanted(&mut self, wanted: &Arrangement) -> Result<(), String> {
        for (flag, id, is_dossier) in
            [("--record", &wanted.record, false), ("--dossier", &wanted.dossier, true)]
        {
            let Some(text) = id else { continue };
            let place = self.facts.state().place(text);
            let id: Option<Id> =
                place.and_then(|place| self.facts.state().at(place)).map(|record| record.id().clone());
            let id = id.ok_or_else(|| format!("{flag}: there is no record {text:?}"))?;
            self.open(if is_dossier { Topic::Dossier(id) } else { Topic::Record(id) });
        }
        if let Some(name) = &wanted.page {
            let pages: Vec<(String, usize)> =
                Topic::NAMED.iter().enumerate().map(|(at, (name, _))| ((*name).to_owned(), at)).collect();
            let at = one("--page", name, &pages)?;
            if let Some((_, topic)) = Topic::NAMED.get(at) {
                self.open(topic.clone());
            }
        }
        Ok(())
    }
}
