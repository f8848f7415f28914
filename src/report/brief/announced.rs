//! What was announced, in a brief: what came of it, in how many days, and what the lists said meanwhile.

use crate::model::date::Date;
use crate::model::history::Step;
use crate::model::measure::{MeasureChange, MeasureStep};
use crate::model::state::{Place, RecordKind};
use crate::views::gap::{Days, Gap, Outcome, Style, Way, counted_to, gaps, spread};
use crate::views::wording::record_name;
use crate::views::{citation, wording};

use super::super::document::Block;
use super::Writer;

impl<'a> Writer<'a> {
    /// What was announced up to the day: what was adopted and applies later is no announcement.
    fn gaps(&self) -> Vec<Gap> {
        gaps(self.day).into_iter().filter(|gap| gap.way != Way::Application).collect()
    }

    /// The measures whose lifting was announced and is not recorded as done.
    pub(super) fn open_liftings(&self) -> usize {
        self.gaps().iter().filter(|gap| gap.way == Way::Lifting && gap.end.is_none()).count()
    }

    /// Tells of what is open, and of that to which something happened in the time.
    pub(super) fn announced(&mut self) {
        let gaps = self.gaps();
        let points: Vec<String> = gaps.iter().filter_map(|gap| self.gap(gap)).collect();
        if points.is_empty() {
            return;
        }
        self.heading("What was announced and how long it took");
        self.blocks.push(Block::Points(points));
        let rows = spread(self.day, &gaps).into_iter().map(|it| {
            let days = |days: Option<Days>| match (days, it.outcome) {
                (Some(days), Outcome::Open) => {
                    format!("at least {}", Days { most: days.least, ..days }.prose())
                }
                (days, _) => days.map(Days::prose).unwrap_or_default(),
            };
            vec![
                citation::subject(self.state(), it.issuer).to_owned(),
                it.way(),
                it.announcements.to_string(),
                it.measures.to_string(),
                days(it.shortest()),
                days(it.median()),
                days(it.longest()),
            ]
        });
        let rows: Vec<Vec<String>> = rows.collect();
        let day = citation::day(self.day.as_of());
        self.blocks.push(Block::Paragraph(format!(
            "Of all that is recorded as announced by {day}; what one announcement and one end did to many measures counts once."
        )));
        let heads = ["Issuer", "What", "Announcements", "Measures", "Shortest", "Median", "Longest"];
        self.blocks.push(Block::Table(heads.map(str::to_owned).to_vec(), rows));
    }

    /// One gap in a sentence, with who says so; `None` where it is closed and nothing of it happened in the time.
    fn gap(&mut self, gap: &Gap) -> Option<String> {
        let (day, state) = (self.day, self.state());
        let it = gap.of(day)?;
        let proofs = [Some(gap.announced), gap.licensed, gap.end.map(|end| end.proof)];
        let still = self.still(gap);
        let days = proofs.iter().flatten().map(|proof| proof.on).chain(still.map(|step| step.on));
        let is_recent = days.into_iter().any(|on: Date| self.may_be_within(on));
        if gap.end.is_some() && !is_recent {
            return None;
        }
        let said = if gap.way == Way::Lifting { "lifting announced" } else { "announced" };
        let announced = gap.step(day, gap.announced)?;
        let mut text = format!(
            "{}: {said} {}{}",
            record_name(state, &it.id),
            citation::date(gap.announced.on),
            self.cite(&announced.sources)
        );
        match gap.again {
            0 => {}
            1 => text.push_str("; said again"),
            times => text.push_str(&format!("; said again {times} times")),
        }
        if let (Some(proof), Some(took)) = (gap.licensed, gap.days_to_licence()) {
            let step = gap.step(day, proof)?;
            let (what, cited) = (wording::sanction_change(state, step), self.cite(&step.sources));
            text.push_str(&format!("; {what} {}, {} later{cited}", citation::date(proof.on), took.prose()));
        }
        if let Some(step) = still {
            let list = step.change.list().map_or("the list", |list| list.as_str());
            let cited = self.cite(&step.sources);
            text.push_str(&format!("; still on {list} on {}{cited}", citation::date(step.on)));
        }
        let to = counted_to(day);
        let took = gap.days(to);
        match gap.end {
            Some(end) => {
                let cited = gap.step(day, end.proof).map(|step| self.cite(&step.sources)).unwrap_or_default();
                let became = gap.became(day, end, Style::Prose);
                text.push_str(&format!("; {became}, {} later{cited}.", took.prose()));
            }
            None if to < day.as_of() => text.push_str(&format!(
                "; not recorded as done after at least {}, the newest that is recorded being of {}.",
                Days { most: took.least, ..took }.prose(),
                citation::day(to)
            )),
            None => text.push_str(&format!("; not recorded as done {} later.", took.prose())),
        }
        Some(text)
    }

    /// The last sighting of the measure on a list between the announcement of its lifting and what came of it.
    fn still(&self, gap: &Gap) -> Option<&'a Step<MeasureChange>> {
        let it = gap.of(self.day).filter(|_| gap.way == Way::Lifting)?;
        let claims = self.day.analysis.claims(Place { list: RecordKind::Sanctions, at: gap.measure });
        let seen = it.history.iter().enumerate().filter(|(at, step)| {
            step.change.what == MeasureStep::Seen
                && !claims.is_set_aside(*at)
                && step.on.certainly_by(self.day.as_of())
                && step.on.last() >= gap.announced.on.first()
                && gap.end.is_none_or(|end| step.on.first() <= end.proof.on.last())
        });
        seen.map(|(_, step)| step).max_by_key(|step| step.on)
    }
}
