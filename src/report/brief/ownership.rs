//! What follows from ownership on the day of a brief.

use crate::views::{citation, reach};

use super::super::document::Block;
use super::Writer;

impl Writer<'_> {
    /// Who is owned or controlled by listed subjects, with the arithmetic: it follows, and nobody listed it.
    pub(super) fn reached(&mut self) {
        let (state, day) = (self.day.state(), self.day.as_of());
        let mut points = Vec::new();
        for (of, reached) in self.day.ownership().all() {
            let Some(it) = state.records().subjects.get(of) else { continue };
            let cited: Vec<String> =
                reach::sources(state, of, &reached, day).into_iter().map(|ids| self.cite(ids)).collect();
            points.push(format!("{}: {}{}", it.name, reach::sentence(state, &reached), cited.concat()));
        }
        if !points.is_empty() {
            self.heading(format!("Derived from ownership on {}", citation::day(day)));
            let said = "None of these is listed by the issuer that is named; it follows from who owns them.";
            self.blocks.push(Block::Paragraph(said.to_owned()));
            self.blocks.push(Block::Points(points));
        }
    }
}
