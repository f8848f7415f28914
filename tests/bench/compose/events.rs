//! What happened: planned before the measures, whose steps name events, and written after them, with links to what
//! named them.

use std::io::{self, Write};

use beltui::model::compact::{Text, ThinSlice};
use beltui::model::event::{Basis, Event, EventKind, EventKindName as Kind, Exchange, Figure};
use beltui::model::id::Id;
use beltui::model::record::Record;

use super::chance::{Chance, Day, Precision, date, day, exact, iso, padded, today};
use super::ids;
use super::output::Output;
use super::programmes::{ISSUERS, draw};
use super::sources::Sources;
use super::states::{self, TARGETED};
use super::targets::slug;
use super::world::FOCUS;

/// An event as it is planned.
struct Plan {
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
    all: Vec<Plan>,
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
            events.all.push(Plan { id, on, kind, issuer, about, links: Vec::new() });
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
        out: &mut Output<W>,
    ) -> io::Result<()> {
        let mut cited = Vec::new();
        out.list("events")?;
        for plan in &self.all {
            sources.report(chance, plan.issuer, plan.on.min(today()), &mut cited);
            out.record(Record::Event(&plan.event(chance, &cited)))?;
        }
        out.end()
    }
}

impl Plan {
    fn event(&self, chance: &mut Chance, cited: &[&str]) -> Event {
        let by = ISSUERS.get(self.issuer).map_or("", |issuer| issuer.id);
        let ahead = self.on > today();
        let lasts = matches!(self.kind, Kind::Exercise | Kind::Conference | Kind::Talks);
        let imprecise = !ahead && !lasts && self.links.is_empty() && chance.percent(6);
        let precision = if imprecise { Precision::Month } else { Precision::Day };
        let time: Option<Text> = (!imprecise && chance.percent(5)).then(|| hour(chance).into());
        let until = lasts.then(|| exact(self.on + chance.between(0, 6)));
        let number = chance.between(2, 180).to_string();
        let (title, label) = self.title(by);
        let note: Option<Text> = chance.percent(35).then(|| chance.pick(NOTES).into());
        let exchange = (self.kind == Kind::Release || chance.percent(2)).then(|| Exchange {
            from: Id::new(by),
            to: Some(Id::new(self.about)),
            gave: chance.pick(GIVEN).into(),
            sources: ThinSlice::new(),
        });
        let has_figures = !ahead && chance.percent(22);
        let figures = if has_figures { figures(chance, label, &number, cited) } else { ThinSlice::new() };
        Event {
            id: Id::new(&self.id),
            on: Some(date(self.on, precision, today()).0),
            time,
            until,
            kind: EventKind::Standard(self.kind),
            title: title.into(),
            actors: ids(&[by, self.about]),
            by: (self.kind == Kind::Statement).then(|| Id::new(by)),
            note,
            basis: if ahead { Basis::Scheduled } else { Basis::Reported },
            links: ids(&self.links),
            exchange: exchange.into_iter().collect(),
            figures,
            sources: ids(cited),
            known: None,
            withdrawn: None,
        }
    }

    /// The title, and what a figure is about.
    fn title(&self, by: &str) -> (String, &'static str) {
        let about = states::name(self.about);
        let issuer = match by {
            "UN" => "United Nations",
            "EU" => "EU",
            by => states::name(by),
        };
        let (title, label): (&[&str], &str) = match self.kind {
            Kind::Sanction => (&[issuer, " lists persons and entities over ", about], "names listed"),
            Kind::LegalAct => (&[issuer, " amends its measures over ", about], "entries changed"),
            Kind::Statement => (&["Statement of ", issuer, " on ", about], "signatories"),
            Kind::Talks => (&["Talks between ", issuer, " and ", about], "delegates"),
            Kind::Meeting => (&["Meeting of ", issuer, " and ", about], "participants"),
            Kind::Border => (&[about, ": decision on crossings"], "vehicles waiting"),
            Kind::Report => (&["Report on how the measures over ", about, " are applied"], "cases reported"),
            Kind::Visit => (&["Visit of a delegation of ", issuer, " to ", about], "delegates"),
            Kind::Release => (&["Prisoners released in ", about], "prisoners released"),
            Kind::Election => (&["Election in ", about], "turnout in per cent"),
            Kind::Exercise => (&["Exercise with forces of ", about], "personnel"),
            Kind::Conference => (&["Conference on ", about], "participants"),
            _ => (&[issuer, " and ", about, ": decision on representation"], "diplomats"),
        };
        (title.concat(), label)
    }
}

/// One figure, now and then with another value from another source.
fn figures(chance: &mut Chance, label: &str, value: &str, cited: &[&str]) -> ThinSlice<Figure> {
    let mut figures = Vec::new();
    let differ = chance.percent(8);
    for (at, source) in cited.iter().take(2).enumerate() {
        let other = at > 0 && differ;
        figures.push(Figure {
            label: label.into(),
            value: if other { ["about ", value, "0"].concat().into() } else { value.into() },
            unit: None,
            said_by: chance
                .percent(20)
                .then(|| chance.pick(&["a spokesperson", "the ministry", "the agency"]).into()),
            note: None,
            sources: ids(&[source]),
        });
    }
    figures.into()
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
