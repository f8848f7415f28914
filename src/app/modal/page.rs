//! A page, in the dossier's place or over the panes: what it shows, wrapped to the width there is, and where its cursor is.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::app::action::Action;
use crate::app::cursor::Cursor;
use crate::app::keymap::Context;
use crate::app::layer::{Around, Layer, Moves, Offers, Works};
use crate::app::layout::{self, Layout, Rect};
use crate::app::request::Request;
use crate::app::text::{self, visible, wrap};
use crate::model::id::Id;
use crate::views::page::{Line, Link, Page, Tone};

use super::columns::{Columns, Row};
use super::found::Found;

/// What a page is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Topic {
    /// A record with its whole history.
    Record(Id),
    /// What a record is about, answered whole.
    Dossier(Id),
    /// What sources disagree on.
    Disagreements,
    /// What is wrong with the file.
    Findings,
    /// What is due, runs out or was only announced.
    Agenda,
    /// Who gave what for what.
    Exchanges,
    /// What was announced, what came of it, and in how many days.
    Gaps,
    /// Who tightens while who eases.
    Trend,
    /// The steps of issuers in a month, of all where none is named; its first day.
    Steps(Vec<Id>, NaiveDate),
    /// What an issuer had in force, year by year.
    InForce(Id),
    /// What changed since the marked day.
    Changes,
    /// What a new edition of the shipped file changes.
    Edition,
    /// Where what a record says can be read, or what a step of its history says.
    Addresses(Id, Option<usize>),
    /// What was edited.
    EditLog,
    /// The saved filters.
    Filters,
    /// Which keys work here.
    Help,
}

impl Topic {
    /// What stands in the border of its page.
    pub fn title(&self) -> &'static str {
        match self {
            Self::Record(_) => "Record",
            Self::Dossier(_) => "Dossier",
            Self::Disagreements => "Disagreements",
            Self::Findings => "Findings",
            Self::Agenda => "Agenda",
            Self::Exchanges => "Exchanges",
            Self::Gaps => "Gap clock",
            Self::Trend => "Charts",
            Self::Steps(..) => "Steps",
            Self::InForce(_) => "In force",
            Self::Edition => "The new edition",
            Self::EditLog => "Edit log",
            Self::Filters => "Saved filters",
            Self::Addresses(..) => "Sources",
            Self::Changes => "Changed since",
            Self::Help => "Help",
        }
    }

    /// Whether it puts many records together: it is of those alone that pass the filter that holds in all panes.
    pub(in crate::app) fn is_of_many(&self) -> bool {
        matches!(
            self,
            Self::Disagreements
                | Self::Agenda
                | Self::Exchanges
                | Self::Gaps
                | Self::Trend
                | Self::Steps(..)
                | Self::InForce(_)
                | Self::Changes
        )
    }

    /// The pages that are of no record, by their names on the command line.
    pub(in crate::app) const NAMED: &'static [(&'static str, Self)] = &[
        ("agenda", Self::Agenda),
        ("exchanges", Self::Exchanges),
        ("gaps", Self::Gaps),
        ("charts", Self::Trend),
        ("disagreements", Self::Disagreements),
        ("findings", Self::Findings),
        ("help", Self::Help),
    ];

    /// Its name on the command line, where it has one.
    pub(in crate::app) fn page_name(&self) -> Option<&'static str> {
        Self::NAMED.iter().find(|(_, topic)| topic == self).map(|(name, _)| *name)
    }

    /// Follows a record to its new id.
    pub(in crate::app) fn rename(&mut self, old: &Id, new: &Id) {
        let ids = match self {
            Self::Record(id) | Self::Dossier(id) | Self::InForce(id) | Self::Addresses(id, _) => {
                std::slice::from_mut(id)
            }
            Self::Steps(ids, _) => ids.as_mut_slice(),
            _ => return,
        };
        for id in ids.iter_mut().filter(|id| *id == old) {
            *id = new.clone();
        }
    }
}

/// A page, wrapped.
#[derive(Debug, Clone)]
pub struct PageView {
    /// What it is about.
    pub topic: Topic,
    /// Its lines.
    pub page: Page,
    /// The same in rows of the screen.
    pub rows: Vec<Row>,
    /// The cursor among the rows.
    pub cursor: Cursor,
    /// It is to be on the first link as soon as the rows are known.
    is_new: bool,
    /// How wide the column of labels is.
    pub label_width: usize,
    /// What was searched for on it.
    pub found: Option<Found>,
    width: usize,
}

impl PageView {
    /// A page that is not wrapped yet.
    pub fn new(topic: Topic, page: Page) -> Self {
        let rows = Vec::new();
        let (cursor, width) = (Cursor::default(), usize::MAX);
        Self { topic, page, rows, cursor, is_new: true, label_width: 0, found: None, width }
    }

    /// Puts the cursor on a row, instead of on the first link.
    pub(in crate::app) fn begin_at(&mut self, row: usize) {
        self.is_new = false;
        self.cursor.at = row;
    }

    /// Replaces the lines; the cursor stays on what it was on, where that is still there, else on its row.
    pub fn replace(&mut self, page: Page) {
        let on = self.rows.get(self.cursor.at).map(|row| row.line);
        let before = on.and_then(|on| Some((on, self.page.lines.get(on)?.clone())));
        self.page = page;
        let width = std::mem::replace(&mut self.width, usize::MAX);
        let Some((on, line)) = before.filter(|_| width != usize::MAX) else { return };
        // Of several lines with one link the one that says the same, else the nearest.
        let same =
            |it: &Line| (it.link.is_some() && it.link == line.link && it.step == line.step) || *it == line;
        let found = self.page.lines.iter().enumerate().filter(|(_, it)| same(it));
        let found = found.min_by_key(|(at, it)| (**it != line, at.abs_diff(on))).map(|(at, _)| at);
        let row = self.cursor.at;
        self.wrap(width);
        let to = found.and_then(|line| self.row_of(line));
        self.cursor.to(to.unwrap_or(row), self.rows.len());
    }

    /// Wraps the lines to a width, if that has changed. The cursor stays on its line, and that where it was in view.
    pub fn wrap(&mut self, width: usize) {
        if self.width == width {
            return;
        }
        let on = self.rows.get(self.cursor.at).map(|row| row.line).filter(|_| self.width != usize::MAX);
        self.width = width;
        self.make_rows(width);
        if let Some(row) = on.and_then(|on| self.row_of(on)) {
            // What was read from its beginning still is.
            if self.cursor.top > 0 {
                self.cursor.top = (self.cursor.top + row).saturating_sub(self.cursor.at);
            }
            self.cursor.at = row;
        }
        if std::mem::take(&mut self.is_new) {
            let first = self.page.lines.iter().position(|line| line.link.is_some());
            self.cursor.at = first.and_then(|line| self.row_of(line)).unwrap_or_default();
        }
    }

    /// The first row of a line that says anything: before a heading there is a blank one.
    fn row_of(&self, line: usize) -> Option<usize> {
        let rows = self.rows.iter().enumerate().filter(|(_, row)| row.line == line);
        rows.min_by_key(|(at, row)| (row.is_blank(), *at)).map(|(at, _)| at)
    }

    fn make_rows(&mut self, width: usize) {
        let widest = self.page.lines.iter().map(|line| text::width(&visible(&line.label))).max();
        let limit = if self.topic == Topic::Help { 24 } else { 22 };
        self.label_width = widest.unwrap_or_default().min(limit).min(width / 2);
        self.rows.clear();
        let mut columns: Option<Columns> = None;
        for (at, line) in self.page.lines.iter().enumerate() {
            let is_head = matches!(line.tone, Tone::Title | Tone::Heading);
            if line.tone == Tone::Heading && at > 0 {
                self.rows.push(Row {
                    line: at,
                    label: String::new(),
                    text: String::new(),
                    parts: Vec::new(),
                });
            }
            if !line.cells.is_empty() {
                let lines = self.page.lines.get(at..).unwrap_or_default();
                if columns.is_none() {
                    let is_table = |it: &&Line| !it.cells.is_empty() && it.wraps == line.wraps;
                    let count = lines.iter().take_while(is_table).count();
                    columns = Some(Columns::of(lines.get(..count).unwrap_or_default(), width));
                }
                self.rows.extend(columns.iter().flat_map(|columns| columns.rows(at, line)));
                continue;
            }
            columns = None;
            let label = if is_head { String::new() } else { visible(&line.label).into_owned() };
            let room = if is_head { width } else { width.saturating_sub(self.label_width + 2) };
            let lines = match &line.beside {
                None => lines_of(&line.text, room),
                Some(beside) => side_by_side(&line.text, beside, room),
            };
            for (i, text) in lines.into_iter().enumerate() {
                let label = if i == 0 { label.clone() } else { String::new() };
                self.rows.push(Row { line: at, label, text, parts: Vec::new() });
            }
        }
        if let Some(found) = &mut self.found {
            found.search(&self.page.lines, &self.rows);
        }
    }

    /// Searches for what is typed, and goes to the first row that has it from where the cursor was before.
    pub(in crate::app) fn search(&mut self, typed: &str) {
        let from = self.found.as_ref().map_or(self.cursor, Found::from);
        let mut found = Found::new(typed, from);
        found.search(&self.page.lines, &self.rows);
        self.cursor = from;
        if let Some(row) = found.at_or_after(from.at) {
            self.cursor.to(row, self.rows.len());
        }
        self.found = Some(found);
    }

    /// Goes to the next row that has what was searched for, or to the previous one; returns whether that was beyond the end.
    pub(in crate::app) fn go_to_hit(&mut self, forward: bool) -> bool {
        let next = self.found.as_ref().and_then(|found| found.next(self.cursor.at, forward));
        if let Some(next) = next {
            self.cursor.to(next.row, self.rows.len());
        }
        next.is_some_and(|next| next.wraps)
    }

    /// Nothing is searched for any more; where wanted one is back where one was before.
    pub(in crate::app) fn forget_search(&mut self, back: bool) {
        if let Some(found) = self.found.take().filter(|_| back) {
            self.cursor = found.from();
        }
    }

    /// The line under the cursor.
    pub fn line(&self) -> Option<&Line> {
        self.page.lines.get(self.rows.get(self.cursor.at)?.line)
    }

    /// What Enter opens from the row under the cursor.
    pub fn link(&self) -> Option<&Link> {
        self.line()?.link.as_ref()
    }

    /// The record that is meant: the one that the page is about; on a dossier, where there are many, the one of the line.
    /// `None` where it is about anything else.
    pub fn record(&self) -> Option<&Id> {
        let of_line = self.line().and_then(|line| match line {
            Line { link: Some(Link::Record(id)), step: None, .. } => Some(id),
            _ => None,
        });
        match &self.topic {
            Topic::Record(id) => Some(id),
            Topic::Dossier(id) => of_line.or(Some(id)),
            _ => None,
        }
    }

    /// Wraps the lines to a place and keeps the cursor in it.
    pub(in crate::app) fn fit(&mut self, place: Rect) {
        self.wrap(usize::from(place.width.saturating_sub(2)));
        self.cursor.clamp(self.rows.len(), usize::from(place.height));
    }

    /// Where its lines are.
    pub fn place(&self, layout: &Layout) -> Rect {
        self.lines_in(layout, layout.page)
    }

    /// Where its lines are in a place, its border included: below what is drawn above them.
    pub fn lines_in(&self, layout: &Layout, place: Rect) -> Rect {
        if self.page.chart.is_some() {
            layout::below_chart(place)
        } else {
            layout.within(place, self.page.has_map)
        }
    }

    /// Moves the cursor to the next or previous line that opens a record, round and round.
    pub fn to_link(&mut self, forward: bool) {
        let opens = |row: &Row| self.page.lines.get(row.line).is_some_and(|line| line.link.is_some());
        let firsts = (0..self.rows.len()).filter(|&at| {
            let before = at.checked_sub(1).and_then(|at| self.rows.get(at));
            let is_first = |row: &Row| before.is_none_or(|b| b.line != row.line || b.is_blank());
            self.rows.get(at).is_some_and(|row| opens(row) && !row.is_blank() && is_first(row))
        });
        let links: Vec<usize> = firsts.collect();
        let at = self.cursor.at;
        let next = if forward {
            links.iter().find(|link| **link > at).or(links.first())
        } else {
            links.iter().rev().find(|link| **link < at).or(links.last())
        };
        if let Some(&next) = next {
            self.cursor.to(next, self.rows.len());
        }
    }
}

impl Layer for PageView {
    fn context(&self) -> Context {
        Context::Page
    }

    fn title(&self) -> Cow<'_, str> {
        match self.page.title.as_str() {
            "" => self.topic.title().into(),
            title => title.into(),
        }
    }

    fn offers(&self) -> Offers {
        &[
            (Action::MoveDown, ""),
            (Action::NextLink, ""),
            (Action::Open, ""),
            (Action::Closer, "farther ahead"),
            (Action::Farther, "less far"),
            (Action::Back, ""),
            (Action::Zoom, ""),
            (Action::AddStep, ""),
            (Action::Edit, ""),
            (Action::SearchPage, ""),
            (Action::DayPrevious, ""),
            (Action::Copy, ""),
            (Action::Help, ""),
        ]
    }

    fn works(&self, action: Action) -> Works {
        match action {
            Action::NextLink | Action::PreviousLink
                if self.page.lines.iter().all(|line| line.link.is_none()) =>
            {
                Works::No("nothing here opens anything")
            }
            Action::NextHit | Action::PreviousHit if self.found.is_none() => {
                Works::No("nothing is searched for: / searches")
            }
            Action::Closer | Action::Farther if self.topic != Topic::Agenda => {
                Works::No("only the agenda looks farther or less far ahead")
            }
            Action::FocusDossier if self.record().is_none() => Works::No("there is no record here"),
            Action::Open if self.link().is_none() => Works::No("this line opens nothing"),
            Action::Edit | Action::EditText | Action::Delete | Action::AddStep if self.record().is_none() => {
                Works::No("there is no record here")
            }
            Action::Open
            | Action::Edit
            | Action::EditText
            | Action::Delete
            | Action::AddStep
            | Action::Closer
            | Action::Farther
            | Action::FocusDossier
            | Action::NextLink
            | Action::PreviousLink
            | Action::SearchPage
            | Action::NextHit
            | Action::PreviousHit
            | Action::Left
            | Action::Right => Works::Yes,
            _ => Works::Unsaid,
        }
    }

    /// On the saved filters, what is deleted is a filter.
    fn has_own(&self, action: Action) -> bool {
        action == Action::Delete && self.topic == Topic::Filters
    }

    fn act(&mut self, action: Action, _around: &Around<'_>) -> Option<Request> {
        match action {
            Action::NextLink | Action::PreviousLink => {
                self.to_link(action == Action::NextLink);
                Some(Request::Nothing)
            }
            Action::NextHit | Action::PreviousHit => Some(Request::NextHit(action == Action::NextHit)),
            Action::Back if self.found.is_some() => {
                self.forget_search(false);
                Some(Request::Nothing)
            }
            Action::Open => self.link().cloned().map(Request::Follow),
            Action::Closer | Action::Farther => Some(Request::LookAhead(action == Action::Closer)),
            Action::Delete if self.topic == Topic::Filters => Some(match self.link() {
                Some(Link::Filter(name)) => Request::DeleteFilter(name.clone()),
                _ => Request::Nothing,
            }),
            _ => None,
        }
    }

    fn moves(&mut self) -> Moves<'_> {
        Moves::Rows(&mut self.cursor, self.rows.len())
    }

    fn page_rows(&self, layout: &Layout) -> Option<usize> {
        Some(usize::from(self.place(layout).height).saturating_sub(1))
    }

    fn settle(&mut self, layout: &Layout) {
        self.fit(self.place(layout));
    }

    fn click(&mut self, layout: &Layout, column: u16, row: u16) -> Request {
        let place = self.place(layout);
        let inside = row.checked_sub(place.y).filter(|_| place.contains((column, row).into()));
        if let Some(line) = inside.map(|line| self.cursor.top + usize::from(line)) {
            self.cursor.to(line, self.rows.len());
        }
        Request::Nothing
    }

    fn wheel(&mut self, layout: &Layout, rows: isize) {
        let height = usize::from(self.place(layout).height);
        self.cursor.scroll(rows, self.rows.len(), height);
    }
}

fn lines_of(text: &str, room: usize) -> Vec<String> {
    text.split('\n').flat_map(|part| wrap(&visible(part), room)).collect()
}

/// Two texts as two columns.
fn side_by_side(left: &str, right: &str, room: usize) -> Vec<String> {
    const BETWEEN: &str = " │ ";
    let half = room.saturating_sub(BETWEEN.chars().count()) / 2;
    let (left, right) = (lines_of(left, half), lines_of(right, half));
    let at = |lines: &[String], at: usize| lines.get(at).cloned().unwrap_or_default();
    (0..left.len().max(right.len()))
        .map(|line| {
            let text = at(&left, line);
            let missing = half.saturating_sub(text::width(&text));
            format!("{text}{}{BETWEEN}{}", " ".repeat(missing), at(&right, line)).trim_end().to_owned()
        })
        .collect()
}
