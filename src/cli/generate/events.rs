//! What happened: planned before the measures, whose steps name events, and written after them, with links to what
//! named them.

use std::io::Write;

use super::chance::{Chance, Day, Precision, date, day, iso, padded, today};
use super::programmes::{ISSUERS, draw};
use super::sheet::{Fields, Sheet};
use super::sources::Sources;
use super::states::{self, TARGETED};
use super::targets::slug;
use super::world::FOCUS;
use crate::model::event::EventKindName as Kind;

struct Event {
    id: String,
    on: Day,
    kind: Kind,
    issuer: usize,
    /// The state that it is about.
    about: &'static str,
    links: Vec<String>,
}

/// The list of events.
pub(super) struct Events {
    all: Vec<Event>,
    /// The decisions of each issuer, by date.
    decisions: Vec<Vec<usize>>,
}

/// So many links an event has at the most.
const LINKS: usize = 3;

/// A step names an event that came so many days later at the most.
const NEAR: Day = 45;

impl Events {
    /// The events of a file of so many measures.
    pub fn new(chance: &mut Chance, measures: u32) -> Self {
        let mut days: Vec<Day> = (0..(measures / 50).max(60))
            .map(|_| chance.between(day(2014, 1, 10), today()))
            .chain((0..6).map(|plan| today() + 9 + 23 * plan))
            .collect();
        days.sort_unstable();
        let mut events = Self { all: Vec::new(), decisions: vec![Vec::new(); ISSUERS.len()] };
        for (at, on) in days.into_iter().enumerate() {
            let (issuer, by) = draw(chance);
            let ahead = on > today();
            let kind = if ahead {
                chance.share(
                    &[(300, Kind::Conference), (200, Kind::Election), (200, Kind::Visit)],
                    Kind::Meeting,
                )
            } else {
                chance.share(
                    &[
                        (340, Kind::Sanction),
                        (220, Kind::LegalAct),
                        (90, Kind::Statement),
                        (60, Kind::Talks),
                        (60, Kind::Meeting),
                        (40, Kind::Border),
                        (40, Kind::Report),
                        (30, Kind::Visit),
                        (30, Kind::Release),
                        (20, Kind::Election),
                        (20, Kind::Exercise),
                        (20, Kind::Conference),
                    ],
                    Kind::Diplomatic,
                )
            };
            let about = match chance.share(TARGETED, FOCUS) {
                about if about == by.id => FOCUS,
                about => about,
            };
            let number = padded(u32::try_from(at).unwrap_or_default(), 5);
            let id = [&by.id.to_lowercase(), "-", &slug(kind.word()), "-", &iso(on), "-", &number].concat();
            if matches!(kind, Kind::Sanction | Kind::LegalAct)
                && let Some(decisions) = events.decisions.get_mut(issuer)
            {
                decisions.push(at);
            }
            events.all.push(Event { id, on, kind, issuer, about, links: Vec::new() });
        }
        events
    }

    /// The next decision of an issuer from a day on, where there is one soon: its place and its day.
    pub fn decision(&self, issuer: usize, from: Day) -> Option<(usize, Day)> {
        let decisions = self.decisions.get(issuer)?;
        let date = |at: &usize| self.all.get(*at).map_or(0, |event| event.on);
        let at = *decisions.get(decisions.partition_point(|at| date(at) < from))?;
        let on = date(&at);
        (on - from <= NEAR).then_some((at, on))
    }

    /// The id of an event.
    pub fn id(&self, at: usize) -> &str {
        self.all.get(at).map_or("", |event| &event.id)
    }

    /// Notes that a measure names an event.
    pub fn link(&mut self, at: usize, measure: &str) {
        if let Some(event) = self.all.get_mut(at).filter(|event| event.links.len() < LINKS)
            && !event.links.iter().any(|link| link == measure)
        {
            event.links.push(measure.to_owned());
        }
    }

    /// Writes the list.
    ///
    /// # Errors
    /// Where the output takes no more.
    pub fn write<W: Write>(
        &self,
        chance: &mut Chance,
        sources: &Sources,
        sheet: &mut Sheet<W>,
    ) -> std::io::Result<()> {
        let mut fields = Fields::default();
        let mut cited = Vec::new();
        sheet.line(1, "events: [");
        for event in &self.all {
            sources.report(chance, event.issuer, event.on.min(today()), &mut cited);
            event.write(chance, &cited, &mut fields);
            sheet.item(2, "", &mut fields);
            sheet.pass_on()?;
        }
        sheet.line(1, "],");
        Ok(())
    }
}

impl Event {
    fn write(&self, chance: &mut Chance, cited: &[&str], fields: &mut Fields) {
        let by = ISSUERS.get(self.issuer).map_or("", |issuer| issuer.id);
        let ahead = self.on > today();
        let lasts = matches!(self.kind, Kind::Exercise | Kind::Conference | Kind::Talks);
        fields.text("id", &self.id);
        let imprecise = !ahead && !lasts && self.links.is_empty() && chance.percent(6);
        let precision = if imprecise { Precision::Month } else { Precision::Day };
        fields.text("on", &date(self.on, precision, today()).0);
        if !imprecise && chance.percent(5) {
            fields.text("time", &hour(chance));
        }
        if lasts {
            fields.text("until", &iso(self.on + chance.between(0, 6)));
        }
        fields.plain("kind", self.kind.name());
        let (about, number) = (states::name(self.about), chance.between(2, 180).to_string());
        let (issuer, figure) = (
            if by == "UN" {
                "United Nations"
            } else if by == "EU" {
                "EU"
            } else {
                states::name(by)
            },
            number.as_str(),
        );
        let (title, label): (Vec<&str>, &str) = match self.kind {
            Kind::Sanction => (vec![issuer, " lists persons and entities over ", about], "names listed"),
            Kind::LegalAct => (vec![issuer, " amends its measures over ", about], "entries changed"),
            Kind::Statement => (vec!["Statement of ", issuer, " on ", about], "signatories"),
            Kind::Talks => (vec!["Talks between ", issuer, " and ", about], "delegates"),
            Kind::Meeting => (vec!["Meeting of ", issuer, " and ", about], "participants"),
            Kind::Border => (vec![about, ": decision on crossings"], "vehicles waiting"),
            Kind::Report => {
                (vec!["Report on how the measures over ", about, " are applied"], "cases reported")
            }
            Kind::Visit => (vec!["Visit of a delegation of ", issuer, " to ", about], "delegates"),
            Kind::Release => (vec!["Prisoners released in ", about], "prisoners released"),
            Kind::Election => (vec!["Election in ", about], "turnout in per cent"),
            Kind::Exercise => (vec!["Exercise with forces of ", about], "personnel"),
            Kind::Conference => (vec!["Conference on ", about], "participants"),
            _ => (vec![issuer, " and ", about, ": decision on representation"], "diplomats"),
        };
        fields.text("title", &title.concat());
        fields.texts("actors", &[by, self.about]);
        if chance.percent(35) {
            fields.text("note", chance.pick(NOTES));
        }
        if ahead {
            fields.plain("basis", "Scheduled");
        }
        fields.texts("links", &self.links);
        if self.kind == Kind::Release || chance.percent(2) {
            let mut side = Fields::default();
            side.text("from", by);
            side.text("to", self.about);
            side.text("gave", chance.pick(GIVEN));
            fields.list("exchange", &[side.take()]);
        }
        if !ahead && chance.percent(22) {
            fields.list("figures", &figures(chance, label, figure, cited));
        }
        fields.texts("sources", cited);
    }
}

/// One figure, now and then with another value from another source.
fn figures(chance: &mut Chance, label: &str, value: &str, cited: &[&str]) -> Vec<String> {
    let mut figures = Vec::new();
    let differ = chance.percent(8);
    for (at, source) in cited.iter().take(2).enumerate() {
        let mut figure = Fields::default();
        figure.text("label", label);
        let value = if at > 0 && differ { "about ".to_owned() + value + "0" } else { value.to_owned() };
        figure.text("value", &value);
        if chance.percent(20) {
            figure.text("said_by", chance.pick(&["a spokesperson", "the ministry", "the agency"]));
        }
        figure.texts("sources", &[source]);
        figures.push(figure.take());
    }
    figures
}

/// A time of day.
pub(super) fn hour(chance: &mut Chance) -> String {
    let minute = chance.pick(&["00", "15", "30", "45"]);
    [&padded(6 + chance.below(17), 2), ":", minute].concat()
}

const NOTES: &[&str] = &[
    "Published on the same day in the official journal.",
    "The text was not available when this was recorded.",
    "Reported by agencies; no official text was found.",
    "The sides describe the outcome in different words.",
    "Applies from the day after publication.",
    "По сообщениям агентств; официального текста нет.",
    "Czas lokalny, według komunikatu.",
    "公告当日生效。",
];

const GIVEN: &[&str] =
    &["release of prisoners", "easing of measures", "a licence for civil aviation", "visas for a delegation"];
