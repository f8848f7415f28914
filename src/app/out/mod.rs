//! What leaves the program from inside it: rows and pages into files and onto the clipboard, the command line that
//! reproduces what is on the screen, addresses into the browser; and another file that is opened in the place of this one.
//! The shell does it: here it is said what.

mod addresses;
mod arrange;
mod command;
mod names;
mod opening;
mod shell_word;

use chrono::{Days, NaiveDate};

use crate::views::extract::{Extract, TableForm, What, column_name};
use crate::views::filter::By;
use crate::views::ledger::Column;
use crate::views::wording::count;

use super::action::Action;
use super::form::when;
use super::modal::{FileField, Topic, named_before};
use super::request::Answer;
use super::writing::{Content, Copied, FileTask, NotWritten, Writing};
use super::{App, Effect, Modal, PaneId};

pub use arrange::Arrangement;
pub use shell_word::quoted;

/// So many days a brief goes back where no day is marked.
const BRIEF_DAYS: u64 = 180;

impl App {
    /// Brings something out of the program, or another file into it.
    pub(super) fn bring_out(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Copy => return self.copy(),
            Action::CopyTable => return self.copy_table(),
            Action::CopyCommand => return self.copy_command(),
            Action::OpenSource => return self.open_source(),
            Action::Export => self.ask_file(FileTask::Export),
            Action::Brief => self.ask_file(FileTask::Brief),
            _ => self.ask_file(FileTask::Open),
        }
        Vec::new()
    }

    /// Asks into which file something is written, or which is opened.
    pub(super) fn ask_file(&mut self, task: FileTask) {
        let typed = match task {
            FileTask::Open => String::new(),
            FileTask::Export => match self.page_out() {
                Some(Content::Page(_)) => format!("{}-{}.md", self.name_out(), self.day()),
                _ => format!("{}-{}.csv", self.name_out(), self.day()),
            },
            FileTask::Brief => format!("brief-{}.md {}", self.day(), self.brief_since()),
        };
        self.modals.push(Modal::AskFile(FileField::proposing(task, &typed)));
    }

    /// The day after which a brief begins where none is said: the marked day, where it is before this one.
    fn brief_since(&self) -> NaiveDate {
        let day = self.day();
        let marked = self.clock.marked.filter(|marked| *marked < day);
        marked.or_else(|| day.checked_sub_days(Days::new(BRIEF_DAYS))).unwrap_or(day)
    }

    /// A file was named for something: it is done, or the question stands there with what is wrong.
    pub(super) fn name_file(&mut self, text: &str, task: FileTask) -> Vec<Effect> {
        self.modals.pop();
        self.with_file(text, task)
    }

    /// The same where nothing asks for the file.
    pub(super) fn with_file(&mut self, text: &str, task: FileTask) -> Vec<Effect> {
        if let Some(why) = self.off(task.action()) {
            self.warn(why);
            return Vec::new();
        }
        match self.begin(text, task) {
            Ok(effects) => effects,
            Err(why) => {
                self.ask_file_again(task, text, why);
                Vec::new()
            }
        }
    }

    fn ask_file_again(&mut self, task: FileTask, text: &str, why: String) {
        self.warn(why.clone());
        self.modals.push(Modal::AskFile(FileField { said: Some(why), ..FileField::new(task, text) }));
        self.settle();
    }

    fn begin(&mut self, text: &str, task: FileTask) -> Result<Vec<Effect>, String> {
        let (path, more) = file_named(text, task)?;
        let more = more.as_slice();
        let content = match task {
            FileTask::Open if more.is_empty() => return Ok(self.open_other(path)),
            FileTask::Open => return Err("one file is opened: quote a name that has spaces".to_owned()),
            FileTask::Export => self.export_into(&path, more)?,
            FileTask::Brief => self.brief_into(&path, more)?,
        };
        self.say(format!("writing {path} …"));
        let typed = (task, text.to_owned());
        Ok(vec![Effect::Write(Box::new(Writing { content, path, over: false, typed }))])
    }

    fn export_into(&self, path: &str, more: &[String]) -> Result<Content, String> {
        let said = match more {
            [] => None,
            [form] => Some(TableForm::of(&format!(".{form}")).ok_or_else(|| {
                format!("{form:?} is no form: csv, md or json stands behind the name of the file")
            })?),
            _ => return Err("one file is written: quote a name that has spaces".to_owned()),
        };
        let form = said.or_else(|| TableForm::of(path));
        match (self.content_out(), form) {
            (Content::Page(page), None | Some(TableForm::Markdown)) => Ok(Content::Page(page)),
            (Content::Page(_), Some(other)) => {
                Err(format!("a page is written in Markdown, not as {}: end its name in .md", other.word()))
            }
            (Content::Table(extract, _), Some(form)) => Ok(Content::Table(extract, form)),
            (Content::Table(..), None) => Err(format!(
                "how is {path} written? end its name in .csv, .md or .json, or put csv, md or json behind it"
            )),
            (brief @ Content::Brief { .. }, _) => Ok(brief),
        }
    }

    fn brief_into(&self, path: &str, more: &[String]) -> Result<Content, String> {
        let since = match more {
            [] => self.brief_since(),
            words => when::read_since(&words.join(" "), self.clock.today)?,
        };
        let day = self.day();
        if since >= day {
            return Err(format!("{since} is not before {day}: say since when, behind the name of the file"));
        }
        let html = is_page_of_html(path)
            .ok_or_else(|| format!("a brief is Markdown or HTML: end {path} in .md or .html"))?;
        // What a part of the filter asks for that a list does not have, none of its records have: the brief knows.
        let filter = format!("{} {}", self.panes.get(self.panes.focus).filter.trim(), self.panes.held.trim());
        Ok(Content::Brief { since, filter: filter.trim().to_owned(), narrowing: self.narrowing(), html })
    }

    /// What is on the screen, to leave the program: the open page, or the rows of the focused pane.
    fn content_out(&self) -> Content {
        self.page_out().unwrap_or_else(|| Content::Table(self.rows_out(), TableForm::Csv))
    }

    /// The open page; what is a table elsewhere is one here.
    fn page_out(&self) -> Option<Content> {
        let view = self.modals.pages().last()?;
        Some(match view.topic {
            // The table is of all that is due; where less is shown, it is the page that leaves.
            Topic::Agenda if self.narrows_pages().is_empty() => {
                Content::Table(Extract::all(What::Agenda), TableForm::Csv)
            }
            Topic::Gaps => Content::Table(Extract::all(What::Gaps), TableForm::Csv),
            _ => Content::Page(Box::new(view.page.clone())),
        })
    }

    /// What a file with it is called.
    fn name_out(&self) -> String {
        match self.modals.pages().last().map(|view| &view.topic) {
            Some(Topic::Record(id) | Topic::Dossier(id)) => id.to_string(),
            Some(topic) => topic.title().to_lowercase().replace(' ', "-"),
            None => what(self.panes.focus).word().to_owned(),
        }
    }

    /// The filter of a pane as typed, with the one that holds in all panes where the pane has all of its fields.
    pub(super) fn filter_out(&self, id: PaneId) -> String {
        let pane = self.panes.get(id);
        let held = if pane.without.is_empty() { self.panes.held.trim() } else { "" };
        format!("{} {held}", pane.filter.trim()).trim().to_owned()
    }

    /// The rows that the focused pane shows, in their order; where any are marked, those alone.
    pub(super) fn rows_out(&self) -> Extract {
        let pane = self.panes.focus;
        let ledger = &self.panes.ledger;
        let rows = if pane == PaneId::Ledger {
            ledger.selection.iter().collect()
        } else {
            let shown = &self.panes.get(pane).shown;
            (0..shown.len()).filter_map(|at| shown.get(at)).collect()
        };
        let rows = self.only_marked(rows);
        let group = match ledger.order.first() {
            By::Column(column) if pane == PaneId::Ledger && ledger.grouped => {
                Some(column_name(*column).to_owned())
            }
            _ => None,
        };
        Extract { what: what(pane), rows: Some(rows), columns: Vec::new(), group }
    }

    /// The columns of the ledger that the person has chosen, by their names in the table.
    fn ledger_columns_out(&self) -> Vec<&'static str> {
        let is_of_rows = |column: &Column| !matches!(column, Column::Measures | Column::Differ);
        self.panes.ledger.columns.shown().filter(is_of_rows).map(column_name).collect()
    }

    /// The marked ones of the rows of the focused pane; all of them where none is marked.
    fn only_marked(&self, mut rows: Vec<usize>) -> Vec<usize> {
        let marks = &self.panes.get(self.panes.focus).marks;
        if !marks.is_empty() {
            let (facts, state) = (&self.facts, self.facts.state());
            let place = |row: usize| {
                Some(match self.panes.focus {
                    PaneId::Relations => facts.relations.get(row)?.place(),
                    PaneId::Ledger => facts.ledger.get(row)?.place(),
                    PaneId::Log => facts.entries.all().get(row)?.place(),
                    PaneId::Borders => facts.crossings.get(row)?.place(),
                })
            };
            let is_marked = |row: usize| Some(marks.contains(state.at(place(row)?)?.id()));
            rows.retain(|row| is_marked(*row) == Some(true));
        }
        rows
    }

    /// Copies the table of the focused pane in its main columns, or the open page; the second time at once as CSV.
    pub(super) fn copy_table(&mut self) -> Vec<Effect> {
        let again = std::mem::replace(&mut self.remembered.copied_table, true);
        let form = if again { TableForm::Csv } else { TableForm::Markdown };
        let content = match self.content_out() {
            Content::Table(extract, _) => {
                let columns = match extract.what {
                    What::Ledger => self.ledger_columns_out(),
                    what => main_columns(what),
                };
                let columns = columns.iter().map(|name| (*name).to_owned()).collect();
                Content::Table(Extract { columns, ..extract }, form)
            }
            other => other,
        };
        vec![Effect::CopyOut(Box::new(content))]
    }

    /// It is on the clipboard, or as much of it as there is room for.
    pub fn copied_out(&mut self, content: &Content, copied: Copied) {
        let key = self.keymap.first_chord(Action::Export);
        let (of, form) = match content {
            Content::Table(extract, form) => (format!("the {}", extract.what), *form),
            _ => ("the page".to_owned(), TableForm::Markdown),
        };
        let word = form.word();
        let taken = match copied {
            Copied::Rows(taken, all) if taken == all => {
                let again = self.keymap.first_chord(Action::CopyTable);
                let more =
                    if form == TableForm::Csv { String::new() } else { format!(" · {again} again: as CSV") };
                self.say(format!("{} of {of} copied as {word}{more}", count(all, "row", "rows")));
                return;
            }
            Copied::Whole => {
                self.say(format!("{of} is on the clipboard, as {word}"));
                return;
            }
            Copied::Rows(taken, all) => format!("only the first {taken} of {all} rows are"),
            Copied::Beginning => format!("only the beginning of {of} is"),
        };
        self.warn(format!(
            "{taken} on the clipboard, as {word}: many terminals take no more at once; {key} writes all into a file"
        ));
    }

    /// Only the first `taken` of `all` lines had room on the clipboard.
    pub fn cut_on_clipboard(&mut self, taken: usize, all: usize) {
        let key = self.keymap.first_chord(Action::Export);
        self.warn(format!(
            "only the first {taken} of {} are on the clipboard: many terminals take no more at once; {key} writes all into a file",
            count(all, "line", "lines")
        ));
    }

    /// Something was written, or was not.
    pub fn written(&mut self, written: Result<String, NotWritten>) {
        match written {
            Ok(said) => self.say(said),
            Err(NotWritten::Exists(writing)) if self.modals.is_empty() || self.modals.page().is_some() => {
                let lines = vec![format!("{} is there already.", writing.path)];
                let answers = vec![
                    ('c', "do not write", Answer::Stay),
                    ('w', "write over it", Answer::WriteOver(Box::new(Writing { over: true, ..*writing }))),
                ];
                let question = super::modal::Question::new("Write over the file?", lines, answers);
                self.modals.raise(Modal::Question(question));
                self.settle();
            }
            Err(NotWritten::Exists(writing)) => {
                self.warn(format!("not written: {} is there already", writing.path));
            }
            Err(NotWritten::Failed(writing, why)) => {
                let why = super::text::in_words(&why).into_owned();
                if self.modals.is_empty() || self.modals.page().is_some() {
                    let (task, text) = writing.typed;
                    self.ask_file_again(task, &text, format!("not written: {why}"));
                } else {
                    self.warn(format!("not written: {why}"));
                }
            }
        }
    }
}

/// The file that a text names, and the words behind it. Where no quote says what belongs together, the name goes up to its
/// ending, whatever spaces are in it.
fn file_named(text: &str, task: FileTask) -> Result<(String, Vec<String>), String> {
    let words = shell_words::split(text).map_err(|_| "a quote is not closed".to_owned())?;
    let is_name = |name: &str| match task {
        FileTask::Export => TableForm::of(name).is_some(),
        FileTask::Brief => is_page_of_html(name).is_some(),
        FileTask::Open => ends_in(name, &["ron"]),
    };
    if let Some((name, behind)) = named_before(text, is_name) {
        return Ok((name.to_owned(), behind.split_whitespace().map(str::to_owned).collect()));
    }
    let is_quoted = text.contains(['"', '\'', '\\']);
    match words.split_first() {
        Some((path, _)) if path.is_empty() => Err("name a file".to_owned()),
        // A state file may end in anything.
        Some(_) if task == FileTask::Open && !is_quoted => Ok((text.trim().to_owned(), Vec::new())),
        Some((path, more)) => Ok((path.clone(), more.to_vec())),
        None => Err("name a file".to_owned()),
    }
}

/// Whether a brief of this name is a page of HTML or else Markdown; `None` where its ending says neither.
fn is_page_of_html(name: &str) -> Option<bool> {
    let html = ends_in(name, &["html", "htm"]);
    (html || ends_in(name, &["md", "markdown"])).then_some(html)
}

fn ends_in(name: &str, endings: &[&str]) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| endings.contains(&ending.as_str()))
}

/// What the rows of a pane are when they leave.
fn what(pane: PaneId) -> What {
    match pane {
        PaneId::Relations => What::Relations,
        PaneId::Ledger => What::Ledger,
        PaneId::Log => What::Log,
        PaneId::Borders => What::Crossings,
    }
}

/// The columns of a table for people: what the panes show.
fn main_columns(what: What) -> Vec<&'static str> {
    let names: &[&str] = match what {
        What::Log => &["on", "kind", "title", "cited"],
        What::Relations => &[
            "name",
            "stance",
            "trend",
            "stance_since",
            "measures_in_force",
            "measures_via_bloc",
            "crossings_open",
            "crossings_limited",
            "crossings_shut",
            "shown",
        ],
        What::Crossings => &["name", "between", "status", "traffic", "since", "until", "shown"],
        What::Sources => &["publisher", "title", "published", "grade", "url"],
        What::Agenda => &["on", "kind", "text", "shown"],
        What::Gaps => {
            &["measure", "way", "announced", "licensed", "outcome", "ended", "days_least", "days_most"]
        }
        What::Reach => &["name", "issuer", "derived", "share_least", "share_most", "arithmetic"],
        // The person chooses them.
        What::Ledger => &[],
    };
    names.to_vec()
}
