//! The gap clock as a table: a row for each announcement of each measure, open ones first.

use crate::model::history::Step;
use crate::model::measure::MeasureChange;
use crate::views::day::Day;
use crate::views::extract::What;
use crate::views::gap::{Days, Gap, Outcome, Proof, counted_to, gaps};
use crate::views::wording::{record_name, sanction_change};

use super::super::table::{Cell, Table};
use super::{chosen, cited, date};

/// The rows at these places, or all of them. `days_most` of an open gap is empty: it goes on, at least for `days_least` days
/// up to the day in `counted_to`, which is the newest that the file knows of.
pub(super) fn table(day: &Day, named: Option<&[usize]>) -> Table {
    let all = gaps(day);
    let rows = chosen(&all, named).filter_map(|gap| row(day, gap)).collect();
    super::table(day, What::Gaps, rows)
}

fn row(day: &Day, gap: &Gap) -> Option<Vec<Cell>> {
    let state = day.state();
    let it = gap.of(day)?;
    let to = counted_to(day);
    let took = gap.days(to);
    let is_open = gap.outcome() == Outcome::Open;
    let step = |proof: Option<Proof>| proof.and_then(|proof| gap.step(day, proof));
    let sources = |step: Option<&Step<MeasureChange>>| {
        step.map_or(Cell::List(Vec::new()), |step| cited(day, &step.sources))
    };
    let by = |proof: Option<Proof>| {
        Cell::maybe(proof.and_then(|proof| gap.act(day, proof)).and_then(|act| act.name(state)))
    };
    let licence = step(gap.licensed);
    let ended = gap.end.map(|end| end.proof);
    let to_licence = gap.days_to_licence();
    let days = |days: Option<Days>, of: fn(Days) -> i64| days.map_or(Cell::Empty, |it| Cell::Whole(of(it)));
    Some(vec![
        record_name(state, &it.id).into(),
        it.issuer.as_str().into(),
        state.target_name(it).into(),
        gap.way.word().into(),
        date(Some(gap.announced.on)),
        Cell::count(gap.again),
        by(Some(gap.announced)),
        sources(step(Some(gap.announced))),
        date(gap.licensed.map(|proof| proof.on)),
        Cell::maybe(licence.and_then(|step| state.licence(step))),
        days(to_licence, |it| it.least),
        days(to_licence, |it| it.most),
        sources(licence),
        gap.outcome().word().into(),
        date(ended.map(|proof| proof.on)),
        Cell::maybe(gap.end.filter(|end| end.or_before()).map(|_| "or before")),
        Cell::maybe(gap.end.and_then(|end| end.not_before).map(|on| on.to_string())),
        Cell::maybe(step(ended).map(|step| sanction_change(state, step))),
        by(ended),
        sources(step(ended)),
        Cell::Whole(took.least),
        if is_open { Cell::Empty } else { Cell::Whole(took.most) },
        Cell::maybe(is_open.then(|| to.to_string())),
        it.id.as_str().into(),
    ])
}
