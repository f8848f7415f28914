//! Liftings that were announced, in a brief, with what the lists said of them and when.

use crate::model::date::Date;
use crate::model::history::Step;
use crate::model::measure::{Measure, MeasureChange, MeasureStep, Standing};
use crate::views::wording::record_name;
use crate::views::{citation, ledger, wording};

use super::super::document::Block;
use super::Writer;

/// A lifting that was announced.
pub(super) struct Announcement<'a> {
    it: &'a Measure,
    row: &'a ledger::Row,
    announced: &'a Step<MeasureChange>,
    /// The last sighting on a list after it.
    still: Option<&'a Step<MeasureChange>>,
    /// What became of it: an end, a list without it, a renewal.
    done: Option<&'a Step<MeasureChange>>,
    /// The measure is in force, and nothing is recorded that would have done it.
    pub(super) is_open: bool,
}

/// What takes an announcement back.
fn takes_back(what: MeasureStep) -> bool {
    matches!(what, MeasureStep::Renewed | MeasureStep::Resumed)
}

impl<'a> Writer<'a> {
    /// The announced liftings up to the day, the one list that the brief counts and tells: open are those that the panes
    /// call announced.
    pub(super) fn announcements(&self) -> Vec<Announcement<'a>> {
        let (day, as_of) = (self.day, self.day.as_of());
        let found = day.ledger.iter().filter_map(|row| {
            let it = day.state().records().sanctions.get(row.at())?;
            let claims = day.analysis.claims(row.place());
            // Claims that do not prevail are told where sources disagree.
            let told: Vec<&Step<MeasureChange>> = it
                .history
                .iter()
                .enumerate()
                .filter(|(place, step)| !claims.is_set_aside(*place) && step.on.certainly_by(as_of))
                .map(|(_, step)| step)
                .collect();
            let of = |holds: fn(MeasureStep) -> bool| {
                told.iter().copied().filter(move |step| holds(step.change.what))
            };
            let announced = |what| what == MeasureStep::LiftingAnnounced;
            let stands =
                row.standing == Standing::LiftingAnnounced || row.is_also(Standing::LiftingAnnounced);
            // The first announcement since it was put into force the last time; of one that stands, since what had taken
            // back those before.
            let begun: fn(MeasureStep) -> bool =
                if stands { |what| what.starts() || takes_back(what) } else { MeasureStep::starts };
            let begun: Option<Date> = of(begun).map(|step| step.on).max();
            let first = of(announced).filter(|step| begun.is_none_or(|begun| step.on >= begun));
            let announced = match first.min_by_key(|step| step.on) {
                None if stands => of(announced).max_by_key(|step| step.on)?,
                first => first?,
            };
            let after = |step: &&Step<MeasureChange>| step.on.last() >= announced.on.first();
            let still = of(|what| what == MeasureStep::Seen).filter(after).max_by_key(|step| step.on);
            let done = of(|what| what.ends() || what == MeasureStep::NotSeen || takes_back(what));
            let done = done.filter(after).min_by_key(|step| step.on).filter(|_| !stands);
            let is_open = stands && row.standing.is_in_force();
            Some(Announcement { it, row, announced, still, done, is_open })
        });
        found.collect()
    }

    /// Tells of those that are open, and of those to which something happened in the time.
    pub(super) fn announced(&mut self) {
        let (state, day) = (self.state(), self.day.as_of());
        let mut points = Vec::new();
        for Announcement { it, row, announced, still, done, is_open } in self.announcements() {
            let told = [Some(announced), still, done];
            let recent = told.into_iter().flatten().any(|step| self.may_be_within(step.on));
            if !recent && !is_open {
                continue;
            }
            let mut text = format!(
                "{}: lifting announced {}{}",
                record_name(state, &it.id),
                citation::date(announced.on),
                self.cite(&announced.sources)
            );
            if let Some(step) = still {
                let list = step.change.list().map_or("the list", |list| list.as_str());
                let cited = self.cite(&step.sources);
                text.push_str(&format!("; still on {list} on {}{cited}", citation::date(step.on)));
            }
            text.push_str(&match (done, row.dates().status) {
                (Some(step), _) => {
                    let gap =
                        days(announced.on.days_to(step.on.first()), announced.on.days_to(step.on.last()));
                    let what = wording::sanction_change(state, step);
                    format!("; {what} {}, {gap} later{}", citation::date(step.on), self.cite(&step.sources))
                }
                (None, _) if is_open => {
                    let gap = announced.on.days_to(day);
                    format!("; no delisting recorded {} later", days(gap, gap))
                }
                (None, since) => {
                    let since = since.map(|since| format!(" since {}", super::since_words(since)));
                    format!("; {}{}", row.standing, since.unwrap_or_default())
                }
            });
            points.push(text + ".");
        }
        if !points.is_empty() {
            self.heading("Announced, and what the lists say");
            self.blocks.push(Block::Points(points));
        }
    }
}

/// A number of days, as precisely as it is known.
fn days(least: (i64, i64), most: (i64, i64)) -> String {
    let (least, most) = (least.0.min(least.1).max(0), most.0.max(most.1).max(0));
    let word = if most == 1 { "day" } else { "days" };
    if least == most { format!("{most} {word}") } else { format!("{least} to {most} {word}") }
}
