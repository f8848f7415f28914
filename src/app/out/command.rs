//! The command line that reproduces what is on the screen.

use crate::model::record::Record;
use crate::views::extract::{column_name, order_name};
use crate::views::filter::By;
use crate::views::narrowing::Narrowing;

use super::super::modal::{PageView, Topic};
use super::super::panes::ledger::columns::Columns;
use super::super::panes::ledger::{LedgerPane, LedgerView};
use super::super::{App, Effect, PaneId};
use super::names::{pane_name, view_name};
use super::{quoted, what};

/// More ids than this do not stand on a command line.
const MOST_IDS: usize = 64;

const HELD: &str = "the filter that holds in all panes";

/// A command line and what it leaves out.
#[derive(Debug, Clone, PartialEq, Eq)]
struct CommandLine {
    words: Vec<String>,
    without: Vec<String>,
}

impl CommandLine {
    fn of(words: &[&str]) -> Self {
        Self { words: words.iter().map(|word| (*word).to_owned()).collect(), without: Vec::new() }
    }

    fn add(&mut self, word: impl Into<String>) {
        self.words.push(word.into());
    }

    fn flag(&mut self, name: &str, value: &impl ToString) {
        let value = value.to_string();
        // A value that looks like a flag is bound to its own.
        if value.starts_with('-') {
            self.add(format!("{name}={value}"));
        } else {
            self.add(name);
            self.add(value);
        }
    }

    fn text(&self) -> String {
        self.words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
    }
}

impl App {
    /// Copies the command line that reproduces what is on the screen.
    pub(in crate::app) fn copy_command(&mut self) -> Vec<Effect> {
        let page = self.modals.pages().last();
        let made = match page {
            Some(view) => self.command_of_page(view),
            None => Ok(self.command_of_pane()),
        };
        match made {
            Ok(mut line) => {
                if page.is_some_and(|view| view.topic.is_of_many()) {
                    line.without.extend(self.narrows_pages());
                }
                if self.document.is_dirty() {
                    line.without.push("what is not saved".to_owned());
                }
                let text = line.text();
                if line.without.is_empty() {
                    self.say(format!("copied: {text}"));
                } else {
                    self.say(format!("copied, without {}: {text}", line.without.join(" and ")));
                }
                vec![Effect::Copy(text)]
            }
            Err(why) => {
                self.warn(why);
                Vec::new()
            }
        }
    }

    /// The file of a command. A name that looks like a flag is a path.
    fn file_word(&self) -> String {
        let path = self.file.path.display().to_string();
        if path.starts_with('-') { format!("./{path}") } else { path }
    }

    fn clocks(&self, line: &mut CommandLine) {
        line.flag("--as-of", &self.day());
        if let Some(known) = self.facts.known_on() {
            line.flag("--known", &known);
        }
    }

    fn size(&self, line: &mut CommandLine) {
        let screen = self.layout.screen;
        line.flag("--size", &format!("{}x{}", screen.width, screen.height));
    }

    /// What narrows the pages that put many records together, in words.
    pub(super) fn narrows_pages(&self) -> Vec<String> {
        let held = (!self.panes.held.is_empty()).then(|| HELD.to_owned());
        let narrowing = self.narrowing().map(|it| self.narrowing_in_words(&it));
        held.into_iter().chain(narrowing).collect()
    }

    fn narrowing_in_words(&self, narrowing: &Narrowing) -> String {
        format!("the narrowing to {}", narrowing.name(self.facts.state()))
    }

    fn command_of_page(&self, view: &PageView) -> Result<CommandLine, &'static str> {
        let file = self.file_word();
        let frame = |flag: &str, value: &str| {
            let mut line = CommandLine::of(&["beltui", "frame", &file]);
            self.clocks(&mut line);
            self.size(&mut line);
            line.flag(flag, &value);
            Ok(line)
        };
        match &view.topic {
            topic @ (Topic::Agenda | Topic::Gaps) => {
                let what = if *topic == Topic::Gaps { "gaps" } else { "agenda" };
                let mut line = CommandLine::of(&["beltui", "export", what, &file]);
                self.clocks(&mut line);
                line.flag("--format", &"md");
                Ok(line)
            }
            Topic::Changes => {
                let day = self.day();
                let marked = self.clock.marked.filter(|marked| *marked != day);
                let marked =
                    marked.ok_or("nothing changes between a day and itself: go to another day first")?;
                let mut line = CommandLine::of(&["beltui", "brief", &file]);
                line.flag("--since", &marked.min(day));
                line.flag("--until", &marked.max(day));
                if let Some(known) = self.facts.known_on() {
                    line.flag("--known", &known);
                }
                Ok(line)
            }
            Topic::Record(id) | Topic::Addresses(id, _) => frame("--record", id.as_str()),
            Topic::Dossier(id) => frame("--dossier", id.as_str()),
            topic => match topic.page_name() {
                Some(name) => frame("--page", name),
                None => Err("no command shows this page"),
            },
        }
    }

    fn command_of_pane(&self) -> CommandLine {
        let (id, file) = (self.panes.focus, self.file_word());
        let pane = self.panes.get(id);
        let ledger = &self.panes.ledger;
        let is_drawn = id == PaneId::Ledger && ledger.view != LedgerView::Measures;
        let mut line = if is_drawn {
            let mut line = CommandLine::of(&["beltui", "frame", &file]);
            self.clocks(&mut line);
            self.size(&mut line);
            line.flag("--pane", &pane_name(id));
            line.flag("--view", &view_name(ledger.view));
            line
        } else {
            let mut line = CommandLine::of(&["beltui", "export", what(id).word(), &file]);
            self.clocks(&mut line);
            line
        };
        if id == PaneId::Ledger && !is_drawn && ledger.columns != Columns::default() {
            line.flag("--columns", &self.ledger_columns_out().join(","));
        }
        let filter = self.filter_out(id);
        if !filter.is_empty() {
            line.flag("--filter", &filter);
        }
        if !pane.without.is_empty() {
            line.without.push(HELD.to_owned());
        }
        if id == PaneId::Log && self.panes.log.events_only {
            line.flag("--view", &"events");
        }
        let narrowed = self.panes.leader.is_some_and(|leader| leader != id);
        if let Some(narrowing) = self.narrowing().filter(|_| narrowed) {
            if let Some(ids) = self.ids_shown(id).filter(|_| !is_drawn) {
                line.flag("--only", &ids.join(","));
            } else {
                line.without.push(self.narrowing_in_words(&narrowing));
            }
        }
        let sort = match id {
            PaneId::Ledger => ledger_order(ledger),
            PaneId::Relations => {
                Some(key(&order_name(self.panes.relations.order), self.panes.relations.reversed))
            }
            PaneId::Borders => Some(key(&order_name(self.panes.borders.order), self.panes.borders.reversed)),
            PaneId::Log => None,
        };
        match sort {
            Some(sort) => line.flag("--sort", &sort),
            None if id == PaneId::Ledger => line.without.push("the order by what an issuer has".to_owned()),
            None => {}
        }
        if let Some(By::Column(column)) =
            (id == PaneId::Ledger && ledger.grouped).then(|| ledger.order.first())
        {
            line.flag("--group", &column_name(*column));
        }
        line
    }

    /// The ids of the records that a pane shows, each once; `None` where they are too many to be named.
    fn ids_shown(&self, id: PaneId) -> Option<Vec<String>> {
        let list = self.panes.list(id);
        let mut ids: Vec<String> = Vec::new();
        for at in 0..list.length() {
            let Some((place, _)) = list.about(&self.facts, at) else { continue };
            let record = self.facts.state().at(place).map(Record::id)?.as_str();
            // A comma in an id would part it.
            if record.contains(',') || ids.len() > MOST_IDS {
                return None;
            }
            if !ids.iter().any(|there| there == record) {
                ids.push(record.to_owned());
            }
        }
        Some(ids)
    }
}

/// A key of an order, `-` before it from the end.
fn key(name: &str, reversed: bool) -> String {
    if reversed { format!("-{name}") } else { name.to_owned() }
}

/// By what the ledger is ordered, in names of columns; `None` where it is by what an issuer has.
fn ledger_order(ledger: &LedgerPane) -> Option<String> {
    let name = |(by, reversed): &(By, bool)| match by {
        By::Column(column) => Some(key(column_name(*column), *reversed)),
        By::Issuer(_) => None,
    };
    let keys: Option<Vec<String>> = ledger.order.keys().iter().map(name).collect();
    keys.map(|keys| keys.join(","))
}
