//! Where sources disagree, in a brief: each claim with who makes it.

use crate::model::history::Conflict;
use crate::model::record::Record;
use crate::model::state::{Place, RecordKind};
use crate::views::citation;
use crate::views::crossings::BorderConflict;
use crate::views::wording::{self, record_name};

use super::super::document::Block;
use super::Writer;

impl<'a> Writer<'a> {
    /// What sources disagree on, of records that something happened to.
    pub(super) fn disagreements(&mut self) {
        let (state, analysis) = (self.state(), &self.day.analysis);
        let mut found: Vec<(String, Vec<String>)> = Vec::new();
        for list in [RecordKind::Sanctions, RecordKind::Crossings, RecordKind::Relations, RecordKind::Events]
        {
            for at in analysis.in_conflict(list) {
                let place = Place { list, at };
                let Some(record) = state.at(place).filter(|it| self.touches(*it)) else { continue };
                let conflicts = analysis.conflicts(place);
                let points = conflicts.iter().map(|conflict| self.claims_of(record, conflict)).collect();
                found.push((record_name(state, record.id()), points));
            }
        }
        found.extend(self.border_conflicts());
        if found.is_empty() {
            return;
        }
        self.heading("Where sources disagree");
        for (name, points) in found {
            self.blocks.push(Block::Heading(3, name));
            self.blocks.push(Block::Points(points));
        }
    }

    /// The claims of a disagreement, each with who makes it.
    fn claims_of(&mut self, record: Record<'a>, conflict: &Conflict) -> String {
        let mut claims: Vec<String> = Vec::new();
        for place in conflict.places() {
            if let Record::Event(it) = record {
                let Some(figure) = it.figures.get(place) else { continue };
                let unit = figure.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
                let said = figure.said_by.as_deref().map(|who| format!(", says {who}")).unwrap_or_default();
                let by = if figure.sources.is_empty() { &it.sources } else { &figure.sources };
                claims.push(format!("{}: {}{unit}{said}{}", figure.label, figure.value, self.cite(by)));
            } else if let Some((on, sources)) = record.step(place)
                && let Some(said) = citation::claim(self.state(), record, place)
            {
                claims.push(format!("{said}, {}{}", citation::date(on), self.cite(sources)));
            }
        }
        claims.join("; against: ")
    }

    /// What is said of whole borders against what is said of their points, on the day: the table of crossings rests on it.
    fn border_conflicts(&mut self) -> Vec<(String, Vec<String>)> {
        let day = self.day;
        let mut found: Vec<(String, Vec<String>)> = Vec::new();
        for conflict in &day.border_conflicts {
            let Some(whole) = self.state().records().crossings.get(conflict.whole) else { continue };
            let point = self.border_claims(conflict);
            match found.iter_mut().find(|(name, _)| *name == *whole.name) {
                Some((_, points)) => points.push(point),
                None => found.push((whole.name.to_string(), vec![point])),
            }
        }
        found
    }

    /// The claim on the whole border, and those on its points that cannot be right with it.
    fn border_claims(&mut self, conflict: &BorderConflict) -> String {
        let day = self.day;
        let mut claims = Vec::new();
        for at in std::iter::once(conflict.whole).chain(conflict.points.iter().copied()) {
            let (Some(row), Some(it)) = (day.crossings.get(at), self.state().records().crossings.get(at))
            else {
                continue;
            };
            let lane = row.status.lanes.iter().find(|lane| lane.traffic == conflict.traffic);
            let Some(lane) = lane else { continue };
            let access = wording::lane_access(lane.access);
            let since = lane.since.map(|on| format!(" since {}", citation::date(on))).unwrap_or_default();
            let step = lane.step.and_then(|step| it.history.get(step));
            let cited = step.map(|step| self.cite(&step.sources)).unwrap_or_default();
            claims.push(format!("{}: {access}{since}{cited}", it.name));
        }
        format!("{} on {}: {}", conflict.traffic, citation::day(day.as_of()), claims.join("; against: "))
    }

    /// Whether something is dated in the time of the brief.
    fn touches(&self, record: Record<'_>) -> bool {
        match record {
            Record::Measure(it) => it.history.iter().any(|step| self.may_be_within(step.on)),
            Record::Crossing(it) => it.history.iter().any(|step| self.may_be_within(step.on)),
            Record::Relation(it) => it.history.iter().any(|step| self.may_be_within(step.on)),
            Record::Event(it) => it.on.is_some_and(|on| self.may_be_within(on)),
            Record::Subject(_) | Record::Source(_) | Record::Act(_) | Record::Decision(_) => false,
        }
    }
}
