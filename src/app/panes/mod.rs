//! The four panes: what each shows of the facts, and where its cursor is. Each is a file of its own; here is what they
//! have in common.

mod borders;
pub mod ledger;
mod log;
mod marked;
mod relations;

use serde::{Deserialize, Serialize};

use crate::model::crossing::Mode;
use crate::model::declare::Vocabulary;
use crate::model::id::Id;
use crate::model::record::Record;
use crate::model::state::{Place, RecordKind};
use crate::views;
use crate::views::fields::{FilterField, Listing};
use crate::views::narrowing::Narrowing;
use crate::views::passing::passing_totals;
use crate::views::query::Query;
use crate::views::totals::Totals;

use super::action::Action;
use super::cursor::Cursor;
use super::marks::Marks;
use crate::views::day::Day;

pub use borders::{BordersPane, MapView};
pub use ledger::LedgerPane;
pub use log::LogPane;
pub use relations::RelationsPane;

/// The panes, in the order of their numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PaneId {
    /// Relations.
    Relations,
    /// The sanctions ledger.
    #[default]
    Ledger,
    /// The log.
    Log,
    /// The border board.
    Borders,
}

impl PaneId {
    /// All panes.
    pub const ALL: &'static [Self] = &[Self::Relations, Self::Ledger, Self::Log, Self::Borders];

    /// Its name.
    pub fn title(self) -> &'static str {
        match self {
            Self::Relations => "Relations",
            Self::Ledger => "Ledger",
            Self::Log => "Log",
            Self::Borders => "Borders",
        }
    }

    /// What of the file it lists.
    pub fn listing(self) -> Listing {
        match self {
            Self::Relations => Listing::Relations,
            Self::Ledger => Listing::Ledger,
            Self::Log => Listing::Log,
            Self::Borders => Listing::Borders,
        }
    }

    /// Its number, which is its key.
    pub fn number(self) -> usize {
        self as usize + 1
    }

    /// The pane so many places further, round and round.
    #[must_use]
    pub fn step(self, places: usize) -> Self {
        Self::ALL.iter().copied().cycle().nth(self as usize + places).unwrap_or(self)
    }
}

/// What every pane has.
#[derive(Debug, Clone, Default)]
pub struct Pane {
    /// Where the cursor is, among what is shown.
    pub cursor: Cursor,
    /// The filter as typed.
    pub filter: String,
    /// The same, understood, with what holds in all panes.
    pub query: Query,
    /// The fields that are asked for in all panes and that its rows do not have: there they ask nothing.
    pub without: Vec<FilterField>,
    /// How many more rows have the words of the filter where they do not show them.
    pub unseen: usize,
    /// The rows that are shown, by their places among the rows of the day; those of the ledger are in
    /// [`LedgerPane::selection`].
    pub shown: Shown,
    /// The records that are marked.
    pub marks: Marks,
}

/// Which rows of a pane are shown, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// The first so many.
    All(usize),
    /// These.
    Some(Vec<u32>),
}

impl Default for Shown {
    fn default() -> Self {
        Self::All(0)
    }
}

impl Shown {
    pub(super) fn some(places: Vec<usize>) -> Self {
        Self::Some(places.into_iter().filter_map(|place| u32::try_from(place).ok()).collect())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::All(count) => *count,
            Self::Some(places) => places.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row that is shown at a place.
    pub fn get(&self, at: usize) -> Option<usize> {
        match self {
            Self::All(count) => (at < *count).then_some(at),
            Self::Some(places) => places.get(at).map(|place| *place as usize),
        }
    }

    /// Of rows that are shown in their own order: the first that is `row` or comes after it.
    pub fn from(&self, row: usize) -> usize {
        match self {
            Self::All(count) => row.min(*count),
            Self::Some(places) => places.partition_point(|place| (*place as usize) < row),
        }
    }
}

/// What a line of a pane is about: a record, and the step of its history where it is about one.
pub type About = (Place, Option<usize>);

/// What is selected: a record by its id, and the step of its history where the line is about one.
pub type Selected = (Id, Option<usize>);

/// One pane as the program walks it: what it lists, in which order, and what it cannot do.
pub trait PaneList {
    /// What all panes have.
    fn pane(&self) -> &Pane;

    /// The same, to be changed.
    fn pane_mut(&mut self) -> &mut Pane;

    /// Chooses and orders the rows anew.
    fn choose(&mut self, facts: &Day, narrowing: Option<&Narrowing>);

    /// Forgets its rows: they are those of other facts.
    fn forget(&mut self) {
        self.pane_mut().shown = Shown::default();
    }

    /// How many rows there are on the day, those that are not shown counted.
    fn all(&self, facts: &Day) -> usize;

    /// How many rows it shows, the heads of groups not counted.
    fn count(&self) -> usize {
        self.pane().shown.len()
    }

    /// How many lines it has.
    fn length(&self) -> usize {
        self.count()
    }

    /// What a line is about.
    fn about(&self, facts: &Day, line: usize) -> Option<About>;

    /// The records that it shows, in its order; one may come more than once.
    fn records(&self, facts: &Day) -> Vec<Place> {
        (0..self.length()).filter_map(|line| self.about(facts, line)).map(|(place, _)| place).collect()
    }

    /// The line that is about this.
    fn line_about(&self, facts: &Day, wanted: About) -> Option<usize> {
        let is_it = |line: &usize| self.about(facts, *line) == Some(wanted);
        let here = self.pane().cursor.at;
        if is_it(&here) { Some(here) } else { (0..self.length()).find(is_it) }
    }

    /// The first line that is about a record.
    fn line_of(&self, facts: &Day, record: Place) -> Option<usize> {
        (0..self.length()).find(|line| self.about(facts, *line).is_some_and(|(place, _)| place == record))
    }

    /// Orders it by what comes next; returns what it is ordered by now, `None` where it has one order.
    fn sort_next(&mut self) -> Option<&'static str> {
        None
    }

    /// Turns its order round, where it has one that can be.
    fn reverse(&mut self) {}

    /// What its title says besides its name: the view, the grouping.
    fn view(&self) -> String {
        String::new()
    }

    /// The kind of record that is added to it.
    fn adds(&self) -> RecordKind;

    /// Why an action can do nothing in it; `None` where it can, or has nothing to do with the kind of pane.
    fn off(&self, action: Action) -> Option<&'static str> {
        off_beside_ledger(action)
    }
}

/// What only the ledger can do.
fn off_beside_ledger(action: Action) -> Option<&'static str> {
    match action {
        Action::Group => Some("only the ledger has groups"),
        Action::SortByColumn | Action::SortThenByColumn => {
            Some("only the ledger is sorted by columns: s sorts")
        }
        Action::Left | Action::Right => Some("nothing to scroll here"),
        _ => None,
    }
}

/// The four panes.
#[derive(Debug, Clone, Default)]
pub struct Panes {
    /// Relations.
    pub relations: RelationsPane,
    /// The ledger.
    pub ledger: LedgerPane,
    /// The log.
    pub log: LogPane,
    /// The border board.
    pub borders: BordersPane,
    /// The one that takes the keys.
    pub focus: PaneId,
    /// Whether it fills the screen.
    pub zoom: bool,
    /// Whether the dossier shows where it takes the place of a column of panes.
    pub dossier: bool,
    /// The filter that holds in all panes, as typed; empty where none does.
    pub held: String,
    /// What the header counts of what passes it; `None` where none holds.
    pub held_totals: Option<Totals>,
    /// The one whose selection narrows the others.
    pub leader: Option<PaneId>,
    /// What was selected in each before the others followed one.
    pub(super) before_follow: Vec<(PaneId, Option<Selected>)>,
}

impl Panes {
    /// A pane as a list.
    pub fn list(&self, id: PaneId) -> &dyn PaneList {
        match id {
            PaneId::Relations => &self.relations,
            PaneId::Ledger => &self.ledger,
            PaneId::Log => &self.log,
            PaneId::Borders => &self.borders,
        }
    }

    /// The same, to be changed.
    pub(super) fn list_mut(&mut self, id: PaneId) -> &mut dyn PaneList {
        match id {
            PaneId::Relations => &mut self.relations,
            PaneId::Ledger => &mut self.ledger,
            PaneId::Log => &mut self.log,
            PaneId::Borders => &mut self.borders,
        }
    }

    /// What a pane has in common with the others.
    pub fn get(&self, id: PaneId) -> &Pane {
        self.list(id).pane()
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, id: PaneId) -> &mut Pane {
        self.list_mut(id).pane_mut()
    }

    /// Understands the filter of a pane anew, and what of the one that holds in all can be asked there.
    pub(super) fn understand(&mut self, id: PaneId) {
        let listing = id.listing();
        let (held, without) = Query::parse(&self.held).within(listing);
        let pane = self.get_mut(id);
        pane.query = Query::for_list(&pane.filter, listing).and(held);
        pane.without = without;
    }

    /// The rows of a pane that another filter of its own would keep, and that filter understood, with what holds in all
    /// panes.
    pub(super) fn kept_by(
        &self,
        id: PaneId,
        filter: &str,
        facts: &Day,
        narrowing: Option<&Narrowing>,
    ) -> (Query, Vec<usize>) {
        let listing = id.listing();
        let query = Query::for_list(filter, listing).and(Query::parse(&self.held).within(listing).0);
        let pane = self.get(id);
        // What is shown need not be looked for again.
        let rows = match id {
            _ if query != pane.query => views::filter::rows(facts, listing, &query, narrowing),
            PaneId::Ledger => self.ledger.selection.iter().collect(),
            _ => (0..pane.shown.len()).filter_map(|at| pane.shown.get(at)).collect(),
        };
        (query, rows)
    }

    /// How many lines a pane has.
    pub fn length(&self, id: PaneId) -> usize {
        self.list(id).length()
    }

    /// What the panes but the leading one are narrowed to.
    pub fn narrowed_to(&self, facts: &Day) -> Option<Narrowing> {
        self.leader.and_then(|leader| self.narrowing(leader, facts))
    }

    /// Chooses and orders the rows of all panes anew. The leader comes first: the others are narrowed to what it has
    /// selected.
    pub fn select_all(&mut self, facts: &Day) {
        if let Some(leader) = self.leader {
            self.select(leader, facts);
        }
        self.select_all_but(self.leader, facts);
        self.held_totals = (!self.held.is_empty()).then(|| passing_totals(facts, &self.held));
    }

    /// The selection of a pane has changed: those that follow it are chosen anew.
    pub fn moved(&mut self, id: PaneId, facts: &Day) {
        if self.leader == Some(id) {
            self.select_all_but(self.leader, facts);
        }
    }

    fn select_all_but(&mut self, id: Option<PaneId>, facts: &Day) {
        for &pane in PaneId::ALL.iter().filter(|pane| Some(**pane) != id) {
            self.select(pane, facts);
        }
    }

    /// Chooses and orders the rows of a pane anew; the cursor stays on its record where that is still shown.
    pub fn select(&mut self, id: PaneId, facts: &Day) {
        let narrowing = self.narrowed_to(facts).filter(|_| self.leader != Some(id));
        let narrowing = narrowing.as_ref();
        let kept = self.selected(id, facts);
        // The lines of a range that is being marked are others now.
        self.get_mut(id).marks.keep_range();
        self.list_mut(id).choose(facts, narrowing);
        if let Some(kept) = kept {
            self.go_to(id, facts, kept);
        }
        let length = self.length(id);
        let cursor = &mut self.get_mut(id).cursor;
        cursor.to(cursor.at, length);
    }

    /// What is under the cursor: the record, and the step of its history where the line is about one.
    pub fn selected(&self, id: PaneId, facts: &Day) -> Option<About> {
        let list = self.list(id);
        list.about(facts, list.pane().cursor.at)
    }

    /// Puts the cursor on a record, where the pane shows it.
    pub fn reveal(&mut self, id: PaneId, facts: &Day, record: &Id) {
        let place = facts.state().place(record.as_str());
        if let Some(line) = place.and_then(|place| self.list(id).line_of(facts, place)) {
            self.get_mut(id).cursor.at = line;
        }
    }

    pub(super) fn go_to(&mut self, id: PaneId, facts: &Day, wanted: About) {
        if let Some(line) = self.list(id).line_about(facts, wanted) {
            self.get_mut(id).cursor.at = line;
        }
    }

    /// What the other panes are narrowed to when they follow this one.
    pub fn narrowing(&self, id: PaneId, facts: &Day) -> Option<Narrowing> {
        let (place, _) = self.selected(id, facts)?;
        match (id, facts.state().at(place)?) {
            (PaneId::Relations, Record::Relation(it)) => {
                Some(Narrowing::Subject(views::relations::sides(facts.state(), it).1.clone()))
            }
            // Claims about a whole border stand for the neighbour.
            (_, Record::Crossing(it)) if it.mode == Mode::Border => {
                Some(Narrowing::Subject(views::crossings::neighbour(facts.state(), it).clone()))
            }
            (_, record) => Some(Narrowing::Record(record.id().clone())),
        }
    }

    /// The id of the record under the cursor.
    pub fn selected_id(&self, id: PaneId, facts: &Day) -> Option<Id> {
        let (place, _) = self.selected(id, facts)?;
        facts.state().at(place).map(|record| record.id().clone())
    }
}

/// The value after `current` in its vocabulary, round and round.
pub(super) fn following<T: Vocabulary>(current: T) -> T {
    let mut all = T::ALL.iter().copied().cycle().skip_while(|value| *value != current);
    all.nth(1).unwrap_or(current)
}
