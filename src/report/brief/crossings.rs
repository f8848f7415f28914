//! The crossings on the day of a brief.

use crate::model::crossing::Mode;
use crate::views::{citation, crossings, wording};

use super::super::document::Block;
use super::{Writer, shown_words};

impl Writer<'_> {
    /// The crossing points on the day, counted as everywhere.
    pub(super) fn crossings(&mut self) {
        let tally = self.day.totals.crossings;
        if tally.points.all() == 0 {
            return;
        }
        self.heading(format!("Crossings on {}", citation::day(self.day.as_of())));
        let all = wording::count(tally.points.all(), "crossing point", "crossing points");
        let text = format!("{all}: {}. By traffic: {}.", tally.points.text(), tally.by_traffic());
        self.blocks.push(Block::Paragraph(text.replace('?', "without a record")));
        let state = self.state();
        let rows = self.day.crossings.iter().filter_map(|row| {
            let it = state.records().crossings.get(row.at)?;
            Some((
                row,
                it,
                row.status.latest().and_then(|lane| lane.step).and_then(|step| it.history.get(step)),
            ))
        });
        let mut rows: Vec<_> = rows.collect();
        // What is said of a whole border heads its points.
        rows.sort_by_key(|(_, it, _)| {
            (state.subject_name(crossings::neighbour(state, it)), it.mode != Mode::Border)
        });
        let mut table: Vec<Vec<String>> = Vec::new();
        for (row, it, step) in rows {
            let whole = if it.mode == Mode::Border { " (said of the whole border)" } else { "" };
            let disputed = if row.conflict { " (disputed)" } else { "" };
            let cited = step.map(|step| self.cite(&step.sources)).unwrap_or_default();
            // What may be otherwise already is said once, whichever traffic it is of.
            let lanes = row.status.lanes.iter();
            let possibly = lanes.filter_map(|lane| it.history.get(lane.possibly?)).min_by_key(|step| step.on);
            let perhaps = possibly.map(|step| {
                let change = wording::crossing_change(state, &step.change);
                let cited = self.cite(&step.sources);
                format!(", perhaps {change} already ({}){cited}", citation::date(step.on))
            });
            let perhaps = perhaps.unwrap_or_default();
            table.push(vec![
                format!("{}{whole}", it.name),
                format!("{}{disputed}{perhaps}{cited}", wording::lanes(&row.status)),
                row.since.map(citation::date).unwrap_or_default(),
                row.shown.map(|shown| shown_words(shown, self.day.as_of())).unwrap_or_default(),
            ]);
        }
        let heads = ["Crossing", "Status", "Since", "Shown"].map(str::to_owned).to_vec();
        self.blocks.push(Block::Table(heads, table));
    }
}
