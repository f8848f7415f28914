//! The pages: how each is made, and made anew when the day changes.

use crate::model::check::Severity;
use crate::model::id::Id;
use crate::model::state::RecordKind;
use crate::views::day::Day;
use crate::views::page::{Link, Page, Tone};
use crate::views::passing::passing;
use crate::views::totals::Totals;
use crate::views::{addresses, agenda, changes, conflicts, exchanges, gap, record, trend};

use super::action::Action;
use super::modal::{PageView, Topic};
use super::{App, Effect, Modal};

impl App {
    /// Opens the page of a record.
    pub fn open_record(&mut self, id: &Id) {
        self.open(Topic::Record(id.clone()));
    }

    /// Opens what was found: of a subject, whose record says little, its dossier.
    pub(super) fn open_found(&mut self, id: &Id) {
        match self.facts.state().place(id.as_str()).map(|place| place.list) {
            Some(RecordKind::Subjects) => self.open(Topic::Dossier(id.clone())),
            _ => self.open_record(id),
        }
    }

    /// Opens what sources disagree on.
    pub fn open_disagreements(&mut self) {
        self.open(Topic::Disagreements);
    }

    /// Opens one of the pages that put many records together.
    pub(super) fn open_overview(&mut self, action: Action) {
        let topic = match action {
            Action::Agenda => Topic::Agenda,
            Action::Exchanges => Topic::Exchanges,
            Action::Gaps => Topic::Gaps,
            Action::Trend => Topic::Trend,
            Action::EditLog => Topic::EditLog,
            Action::Filters => Topic::Filters,
            _ => Topic::Changes,
        };
        self.open(topic);
    }

    /// The agenda looks farther ahead, or less far; it is remembered until the program ends.
    pub(super) fn look_ahead(&mut self, farther: bool) {
        let to = self.horizon.step(farther);
        if to == self.horizon {
            let why = if farther { "it looks ahead to everything" } else { "it looks no less far ahead" };
            self.warn(why);
            return;
        }
        self.horizon = to;
        self.renew_pages();
        self.say(format!("the agenda looks ahead: {to}"));
    }

    /// Marks the day: what changes from it on can be shown. The same day once more takes the mark away.
    pub(super) fn mark_day(&mut self) {
        let day = self.facts.as_of();
        if self.clock.marked == Some(day) {
            self.clock.marked = None;
            self.say("no day is marked");
        } else {
            self.clock.marked = Some(day);
            self.say(format!("{day} is marked: M shows what changed between it and the day you go to"));
        }
    }

    /// Opens what is wrong with the file.
    pub fn open_findings(&mut self) {
        self.open(Topic::Findings);
    }

    /// Follows what a line of a page leads to.
    pub(super) fn follow_link(&mut self, link: Link) -> Vec<Effect> {
        match link {
            Link::Record(id) => self.open_record(&id),
            Link::Steps(issuers, month) => self.open(Topic::Steps(issuers, month)),
            Link::InForce(issuer) => self.open(Topic::InForce(issuer)),
            Link::Filter(name) => self.apply_filter(&name),
            Link::Address(address) => return self.browse(&address),
        }
        Vec::new()
    }

    /// Opens a page with its cursor on the first line that leads somewhere.
    pub(super) fn open(&mut self, topic: Topic) {
        self.open_at(topic, None);
    }

    /// Opens a page with its cursor on a row.
    pub(super) fn open_at(&mut self, topic: Topic, row: Option<usize>) {
        if self.modals.page().is_some_and(|view| view.topic == topic) {
            return;
        }
        if let Some(page) = self.page(&topic) {
            let mut view = PageView::new(topic, page);
            if let Some(row) = row {
                view.begin_at(row);
            }
            self.modals.push(Modal::Page(view));
        } else {
            self.warn("there is no such record");
        }
    }

    /// Writes the open pages anew, as of the day of now.
    pub(super) fn renew_pages(&mut self) {
        let mut modals = std::mem::take(&mut self.modals);
        // The page of a record that is no more closes.
        modals.retain(|modal| match modal {
            // It is about what lies below it, which is taken apart here.
            Modal::Page(view) if view.topic == Topic::Help => true,
            Modal::Page(view) => match self.page(&view.topic) {
                Some(page) => {
                    view.replace(page);
                    true
                }
                None => false,
            },
            _ => true,
        });
        self.modals = modals;
        self.renew_help();
    }

    /// Pages of a record follow its new id.
    pub(super) fn rename_pages(&mut self, old: &Id, new: &Id) {
        self.modals.rename(old, new);
        self.rename_in_trail(old, new);
    }

    /// What the header counts: of what passes the filter that holds in all panes, where one does.
    pub fn totals(&self) -> &Totals {
        self.panes.held_totals.as_ref().unwrap_or(&self.facts.totals)
    }

    /// A page; of those that put many records together what passes the filter that holds in all panes and belongs to what
    /// they are narrowed to, and its title says so.
    fn page(&self, topic: &Topic) -> Option<Page> {
        let narrowing = self.narrowing();
        let held = self.panes.held.as_str();
        if !topic.is_of_many() || (held.is_empty() && narrowing.is_none()) {
            return self.page_of(&self.facts, topic);
        }
        let named = narrowing.as_ref().map(|it| format!("of {}", it.name(self.facts.state())));
        let filter = (!held.is_empty()).then(|| format!("/{held}"));
        let by: Vec<String> = named.into_iter().chain(filter).collect();
        let by = by.join(" · ");
        let passing = passing(&self.facts, held, narrowing.as_ref());
        let told = if passing.is_ok() { format!(" · {by}") } else { format!(" · not filtered by {by}") };
        let mut page = match passing {
            Ok(state) => self.page_of(&Day::new(state, self.facts.clock()), topic),
            Err(_) => self.page_of(&self.facts, topic),
        }?;
        if let Some(line) = page.lines.iter_mut().find(|line| line.tone == Tone::Title) {
            line.text.push_str(&told);
        }
        Some(page)
    }

    fn page_of(&self, facts: &Day, topic: &Topic) -> Option<Page> {
        match topic {
            Topic::Record(id) => record::page(facts, id.as_str()),
            Topic::Dossier(id) => self.dossier_of(id),
            Topic::Disagreements => Some(conflicts::all(facts)),
            Topic::Findings => Some(self.findings_page()),
            Topic::Agenda => Some(agenda::page_watching(facts, self.horizon, &self.watching)),
            Topic::Exchanges => Some(exchanges::page(facts)),
            Topic::Gaps => Some(gap::page(facts)),
            Topic::Trend => Some(trend::page(facts)),
            Topic::Steps(issuers, month) => Some(trend::steps_page(facts, issuers, *month)),
            Topic::InForce(issuer) => Some(trend::in_force_page(facts, issuer)),
            Topic::EditLog => Some(self.edit_log_page()),
            Topic::Filters => Some(self.filters_page()),
            Topic::Edition => self.edition_page(),
            Topic::Changes => self.clock.marked.map(|since| changes::page(facts, since)),
            Topic::Addresses(id, step) => addresses::page(facts, id.as_str(), *step),
            Topic::Help => Some(self.help_page(self.modals.as_slice().len())),
        }
    }

    fn findings_page(&self) -> Page {
        let mut page = Page::default();
        page.line("", format!("What is wrong with {}", self.file.name), Tone::Title);
        if let Some(why) = &self.file.read_only {
            page.line("", format!("Opened for reading only: {why}."), Tone::Caution);
        }
        if self.file.findings.is_empty() {
            page.line("", "Nothing.", Tone::Good);
        }
        for finding in &self.file.findings {
            let (word, tone) = match finding.severity {
                Severity::Error => ("error", Tone::Bad),
                Severity::Warning => ("warning", Tone::Caution),
            };
            let id = finding.id.as_deref().map(|id| format!("{id}: ")).unwrap_or_default();
            let place = format!("{}:{}", finding.position.line, finding.position.column);
            page.line(place, format!("{word}: {id}{}", finding.message), tone);
            page.line("", &finding.help, Tone::Dim);
        }
        page
    }
}
