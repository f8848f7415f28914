//! One record as a page: its fields, what holds on the day, its whole history with every claim.

mod acts;
mod subject;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::model::compact::Text;
use crate::model::crossing::Crossing;
use crate::model::event::Event;
use crate::model::evidence::Shown;
use crate::model::history::{Step, in_order};
use crate::model::id::Id;
use crate::model::knowledge::Claimed;
use crate::model::measure::{Measure, MeasureStep, is_of_another};
use crate::model::record::Record;
use crate::model::relation::Relation;
use crate::model::source::Source;
use crate::model::state::{Place, RecordKind, State};

use super::allowed;
use super::analysis::Analysis;
use super::citation::cited;
use super::conflicts::{self, figure_text};
use super::day::Day;
use super::evidence::{self, END_UNSEEN, MeasureDates};
use super::gap;
use super::hindsight::{self, Hindsight};
use super::page::{Page, Tone};
use super::relation_status;
use super::wording::{self, record_name, standing_tone};

/// The page of a record as of a day; `None` when no record has the id.
pub fn page(day: &Day, id: &str) -> Option<Page> {
    let state = day.state();
    let Some(place) = state.place(id) else { return hindsight::not_known(day, id) };
    let mut write =
        Write { state, analysis: &day.analysis, day, place, page: Page::default(), sources: BTreeSet::new() };
    match state.at(place)? {
        Record::Subject(it) => write.subject(it),
        Record::Source(it) => write.source(it),
        Record::Relation(it) => write.relation(it),
        Record::Measure(it) => write.measure(it),
        Record::Crossing(it) => write.crossing(it),
        Record::Event(it) => write.event(it),
        Record::Act(it) => acts::act(&mut write, it),
        Record::Decision(it) => acts::decision(&mut write, it),
    }
    Some(write.page)
}

struct Write<'a> {
    state: &'a State,
    analysis: &'a Analysis,
    day: &'a Day,
    place: Place,
    page: Page,
    sources: BTreeSet<&'a Id>,
}

impl<'a> Write<'a> {
    fn head(&mut self, title: &str, id: &Id) {
        self.page.line("", title, Tone::Title);
        self.page.line("record", format!("{} · {id}", self.place.list.word()), Tone::Dim);
    }

    fn note(&mut self, note: Option<&Text>) {
        self.page.field("note", note.map_or("", Text::as_str));
    }

    /// The whole history, oldest first, then its disagreements, events and sources.
    ///
    /// `whole` are all steps of the file, `steps` those of them that count: what the second clock hides stands among them
    /// as hindsight.
    fn history<C: Claimed>(
        &mut self,
        steps: &'a [Step<C>],
        whole: &'a [Step<C>],
        word: impl Fn(&Step<C>) -> String,
    ) {
        let Hindsight { hidden, struck } = Hindsight::of(self.day, whole);
        let mut count = wording::count(steps.len(), "step", "steps");
        if !hidden.is_empty() {
            count.push_str(&format!(", {} not known yet", hidden.len()));
        }
        self.page.heading(format!("history · {count}"));
        if steps.is_empty() && hidden.is_empty() {
            self.page.line("", "nothing is recorded", Tone::Dim);
        }
        let mut hidden = hidden.into_iter().peekable();
        let claims = self.analysis.claims(self.place);
        let disputed: BTreeSet<usize> =
            claims.conflicts.iter().flat_map(super::super::model::history::Conflict::places).collect();
        for at in in_order(steps) {
            let Some(step) = steps.get(at) else { continue };
            while let Some((later, from)) = hidden.next_if(|(later, _)| later.on < step.on) {
                self.hindsight(later, from, &word);
            }
            let mut text = word(step);
            if let Some(time) = &step.time {
                text.push_str(&format!(" ({time})"));
            }
            if let Some(until) = step.until {
                text.push_str(&format!(", until {until}"));
            }
            if let Some(scope) = &step.scope {
                text.push_str(&format!(" · {scope}"));
            }
            text.push_str(&format!(" — {}", cited(self.state, &step.sources)));
            let later = !step.on.possibly_by(self.day.as_of());
            if later {
                text.insert_str(0, "later: ");
            }
            let tone = match (disputed.contains(&at), later) {
                (true, _) => {
                    text.insert_str(0, "≠ ");
                    Tone::Conflict
                }
                (false, false) => Tone::Plain,
                (false, true) => Tone::Dim,
            };
            match &step.event {
                Some(event) => self.page.linked(step.on.to_string(), text, tone, event),
                None => self.page.line(step.on.to_string(), text, tone),
            }
            self.page.about_step(at);
            if let Some(it) = &step.withdrawn {
                let why = it.why.as_deref().map(|why| format!(": {why}")).unwrap_or_default();
                self.page.line("", format!("withdrawn {}{why}: it has no vote", it.on), Tone::Caution);
                self.sources.extend(&it.sources);
            } else if claims.is_set_aside(at) {
                let why = if self.is_of_another_list(at) {
                    "a list of another issuer: it says nothing of this measure"
                } else if disputed.contains(&at) {
                    "the status does not follow this claim: another one prevails"
                } else {
                    "agrees with a more precise claim, which the status follows"
                };
                self.page.line("", why, Tone::Dim);
            }
            if let Some(it) = struck.get(&at) {
                self.page.line("", format!("not known yet: withdrawn {}", it.on), Tone::Dim);
            }
            if let Some(note) = &step.note {
                self.page.line("", note.as_str(), Tone::Dim);
            }
            self.sources.extend(&step.sources);
        }
        for (later, from) in hidden {
            self.hindsight(later, from, &word);
        }
        self.disagreements();
        self.linked_events();
        self.cited_sources();
    }

    /// A step that was not known yet: what it says, from when it is known, and nothing to open or to cite.
    fn hindsight<C>(&mut self, step: &Step<C>, from: Option<NaiveDate>, word: impl Fn(&Step<C>) -> String) {
        let from = hindsight::known_from(from);
        let text = format!("not known yet: {} — {}; {from}", word(step), cited(self.state, &step.sources));
        self.page.line(step.on.to_string(), text, Tone::Dim);
    }

    fn disagreements(&mut self) {
        let (day, place) = (self.day, self.place);
        self.page.part("sources disagree", |page| conflicts::of(page, day, place));
    }

    fn linked_events(&mut self) {
        let Some(id) = self.state.at(self.place).map(Record::id) else { return };
        let events = &self.state.records().events;
        self.page.part("events that name it", |page| {
            for event in events.iter().filter(|event| event.links.contains(id)) {
                page.linked(day_of(event), event.title.as_str(), Tone::Plain, &event.id);
            }
        });
    }

    fn cited_sources(&mut self) {
        let (state, sources) = (self.state, std::mem::take(&mut self.sources));
        self.page.part("sources", |page| {
            for id in sources {
                let text = state.source(id.as_str()).map_or_else(|| id.to_string(), source_line);
                page.linked("", text, Tone::Plain, id);
                page.at_address(state.source(id.as_str()).and_then(|it| it.url.as_deref()));
            }
        });
    }

    fn measure(&mut self, it: &'a Measure) {
        let issuer = self.state.subject_name(&it.issuer);
        self.head(&format!("{issuer} › {}: {}", self.state.target_name(it), it.measure.word()), &it.id);
        let (on, claims) = (self.day.as_of(), self.analysis.claims(self.place));
        let status = self.state.status(it, on, claims);
        let dates = MeasureDates::of(self.state, it, &status, claims, on);
        let mut text = wording::measure_status(&status);
        if let Some(since) = dates.status {
            text.push_str(&format!(", since {}", since.words()));
        }
        if let Some(until) = status.until {
            text.push_str(&format!(", until {until}"));
        }
        if let Some(start) = dates.in_force.filter(|start| Some(*start) != dates.status) {
            text.push_str(&format!("; in force since {}", start.words()));
        }
        if let Some(ended) = status.lapsed {
            text.push_str(&format!("; a term ran out on {ended}"));
        }
        if evidence::is_end_unseen(&status, dates.shown) {
            text.push_str(&format!(", {END_UNSEEN}"));
        }
        self.page.line(format!("on {on}"), text, standing_tone(status.standing));
        if let Some(shown) = dates.shown {
            self.page.line("shown", shown_of(shown, on), evidence::age_tone(shown.age(on)));
        }
        if let Some(step) = status.possibly.and_then(|at| it.history.get(at)) {
            let why =
                if step.on.is_exact() { "which came first is not known" } else { "the day is not known" };
            let text = format!("{} ({}): {why}", wording::sanction_change(self.state, step), step.on);
            self.page.line("possibly", text, Tone::Caution);
        }
        for gap in gap::of_measure(self.day, self.place.at) {
            let tone = if gap.end.is_none() { Tone::Caution } else { Tone::Plain };
            self.page.line("gap clock", gap.line(self.day), tone);
            self.page.about_step(gap.announced.at);
        }
        self.last_checked(it);
        self.page.field("programme", it.programme.as_deref().unwrap_or_default());
        for act in &it.acts {
            self.page.linked("legal act", self.state.act_name(act), Tone::Plain, act);
        }
        self.page.field("reason", it.reason.as_deref().unwrap_or_default());
        self.page.field("on lists as", &it.list_refs.join("; "));
        if let Some(target) = self.state.target(it) {
            let what = format!("{}, {}", target.name, target.kind);
            self.page.linked("target", what, Tone::Plain, &it.target);
            for country in target.of_countries().iter().filter(|country| *country != &it.target) {
                self.page.linked("country", self.state.subject_name(country), Tone::Plain, country);
            }
            let aliases: Vec<String> = target.aliases.iter().map(ToString::to_string).collect();
            self.page.field("also called", &aliases.join(", "));
        }
        self.note(it.note.as_ref());
        let (day, at, state) = (self.day, self.place.at, self.state);
        self.page.part(&format!("allowed on {on}"), |page| {
            for (since, text, step) in allowed::in_words(day, at) {
                page.line(since.to_string(), text, Tone::Caution);
                page.about_step(step);
            }
        });
        let whole = self.day.whole().measure(it.id.as_str()).map_or(&[][..], |it| &it.history);
        self.history(&it.history, whole, |step| wording::sanction_change(state, step));
    }

    /// Whether a step of a measure is a sighting on the list of another issuer.
    fn is_of_another_list(&self, step: usize) -> bool {
        let Some(Record::Measure(it)) = self.state.at(self.place) else { return false };
        let list = it.history.get(step).and_then(|step| step.change.list());
        list.is_some_and(|list| is_of_another(list, it.issuer.as_str()))
    }

    /// An entity is never called unsanctioned: only what is recorded here, and when it was last checked.
    fn last_checked(&mut self, it: &Measure) {
        let seen = it.history.iter().filter(|s| {
            s.change.list().is_some() && s.on.certainly_by(self.day.as_of()) && !s.is_withdrawn()
        });
        let Some(last) = seen.max_by_key(|s| s.on) else { return };
        let list = last.change.list().map(Text::as_str).unwrap_or_default();
        let found = if last.change.what == MeasureStep::NotSeen { "not on it" } else { "on it" };
        self.page.line("list seen", format!("{list}, last on {}: {found}", last.on), Tone::Dim);
    }

    fn crossing(&mut self, it: &'a Crossing) {
        self.head(&it.name, &it.id);
        let status = it.status(self.day.as_of(), self.analysis.claims(self.place));
        for lane in &status.lanes {
            let mut text = format!("{}: {}", lane.traffic, wording::lane_access(lane.access));
            if let Some(since) = lane.since {
                text.push_str(&format!(", since {since}"));
            }
            if let Some(since) = lane.scope_since.filter(|since| Some(*since) != lane.since) {
                text.push_str(&format!(", under these conditions since {since}"));
            }
            if let Some(until) = lane.until {
                text.push_str(&format!(", until {until}"));
            }
            if let Some(ended) = lane.lapsed {
                text.push_str(&format!("; a term ran out on {ended}"));
            }
            if let Some(scope) = lane.step.and_then(|at| it.history.get(at)).and_then(|s| s.scope.as_deref())
            {
                text.push_str(&format!(" · {scope}"));
            }
            let on = self.day.as_of();
            self.page.line(format!("on {on}"), text, Tone::Plain);
            if let Some(shown) = evidence::lane(self.state, it, lane, self.analysis.claims(self.place), on) {
                self.page.line("shown", shown_of(shown, on), evidence::age_tone(shown.age(on)));
            }
            if let Some(step) = lane.possibly.and_then(|at| it.history.get(at)) {
                let change = wording::crossing_change(self.state, &step.change);
                let open = if step.on.certainly_by(on) { "which came last" } else { "the day" };
                self.page.line(
                    "possibly",
                    format!("{change} ({}): {open} is not known", step.on),
                    Tone::Caution,
                );
            }
        }
        if let Some(throughput) = &status.throughput {
            let text = format!("{}, of {}", wording::throughput_of(throughput), throughput.on);
            self.page.line("throughput", text, Tone::Plain);
        }
        self.page.field("mode", it.mode.word());
        self.page.field("made for", it.traffic.word());
        for side in [&it.between.0, &it.between.1] {
            self.page.linked("between", self.state.subject_name(side), Tone::Plain, side);
        }
        if let Some((a, b)) = &it.sides {
            self.page.field("places", &format!("{a} – {b}"));
        }
        self.page.field("route", it.route.as_deref().unwrap_or_default());
        self.page.field("also called", &it.aliases.join(", "));
        if let Some(place) = &it.location {
            let error = place.error_km.map(|km| format!(" ± {km} km")).unwrap_or_default();
            let note = place.note.as_deref().map(|note| format!(" · {note}")).unwrap_or_default();
            self.page.field("location", &format!("{:.4} N, {:.4} E{error}{note}", place.lat, place.lon));
        }
        self.note(it.note.as_ref());
        let state = self.state;
        let whole = self.day.whole().crossing(it.id.as_str()).map_or(&[][..], |it| &it.history);
        self.history(&it.history, whole, |step| {
            let mut text = wording::crossing_change(state, &step.change);
            for reason in step.change.reasons() {
                text.push_str(&format!(" · {}: {}", wording::record_name(state, &reason.by), reason.text));
            }
            text
        });
    }

    fn relation(&mut self, it: &'a Relation) {
        let (a, b) = (self.state.subject_name(&it.pair.0), self.state.subject_name(&it.pair.1));
        self.head(&format!("{a} – {b}"), &it.id);
        for side in [&it.pair.0, &it.pair.1] {
            self.page.linked("between", self.state.subject_name(side), Tone::Plain, side);
        }
        if let Some(row) = self.day.relations.get(self.place.at) {
            relation_status::lines(&mut self.page, self.day, row);
        }
        self.note(it.note.as_ref());
        let whole = self.day.whole().relation(it.id.as_str()).map_or(&[][..], |it| &it.history);
        let state = self.state;
        self.history(&it.history, whole, |step| wording::relation_change(state, &step.change));
    }

    fn event(&mut self, it: &'a Event) {
        self.head(&it.title, &it.id);
        let mut when = it.on.map_or_else(|| "date open".to_owned(), |on| on.to_string());
        if let Some(time) = &it.time {
            when.push_str(&format!(" ({time})"));
        }
        if let Some(until) = it.until {
            when.push_str(&format!(" until {until}"));
        }
        self.page.field("when", &when);
        self.page.field("kind", &format!("{} · {}", it.kind.word(), it.basis));
        if let Some(withdrawn) = &it.withdrawn {
            let why = withdrawn.why.as_deref().map(|why| format!(": {why}")).unwrap_or_default();
            self.page.line("withdrawn", format!("{}{why}: nothing counts it", withdrawn.on), Tone::Caution);
            self.sources.extend(&withdrawn.sources);
        }
        if let Some(by) = &it.by {
            self.page.linked("held by", record_name(self.state, by), Tone::Plain, by);
        }
        for subject in &it.actors {
            self.page.linked("actor", self.state.subject_name(subject), Tone::Plain, subject);
        }
        self.note(it.note.as_ref());
        let state = self.state;
        self.page.part("exchange", |page| {
            for side in &it.exchange {
                let to =
                    side.to.as_ref().map(|to| format!(" → {}", state.subject_name(to))).unwrap_or_default();
                let sources = if side.sources.is_empty() { &it.sources } else { &side.sources };
                let text = format!(
                    "{}{to}: {} — {}",
                    state.subject_name(&side.from),
                    side.gave,
                    cited(state, sources)
                );
                page.line("⇄", text, Tone::Plain);
            }
        });
        self.page.part("figures", |page| {
            for figure in &it.figures {
                page.line(
                    "",
                    format!("{}: {}", figure.label, figure_text(state, figure, &it.sources)),
                    Tone::Plain,
                );
            }
        });
        self.disagreements();
        self.page.part("about", |page| {
            for link in &it.links {
                page.linked("", record_name(state, link), Tone::Plain, link);
            }
        });
        self.page.part("steps that name it", |page| steps_of(page, state, &it.id));
        self.sources.extend(&it.sources);
        self.sources.extend(it.exchange.iter().flat_map(|side| &side.sources));
        self.sources.extend(it.figures.iter().flat_map(|figure| &figure.sources));
        self.cited_sources();
    }

    fn source(&mut self, it: &Source) {
        self.head(&it.title, &it.id);
        self.page.field("publisher", &it.publisher);
        self.page.field("authors", &it.authors.join(", "));
        self.page.field("published", &it.published.map(|d| d.to_string()).unwrap_or_default());
        self.page.address("url", it.url.as_deref().unwrap_or_default());
        if let Some(copy) = &it.archived {
            let digest = copy.sha256.as_deref().map(|it| format!(", SHA-256 {it}")).unwrap_or_default();
            self.page.field("copy", &format!("{}{digest}", copy.url));
            self.page.at_address(Some(&copy.url));
        }
        self.page.field("grade", &it.grade.map(|g| g.to_string()).unwrap_or_default());
        self.note(it.note.as_ref());
        let state = self.state;
        self.page.part("cited by", |page| {
            for place in state.places(RecordKind::ALL) {
                if let Some(record) = state.at(place).filter(|record| record.mentions(&it.id)) {
                    page.linked("", record_name(state, record.id()), Tone::Plain, record.id());
                }
            }
        });
    }
}

/// `2026-04-24, 217 d ago (stale)`.
fn shown_of(shown: Shown, day: NaiveDate) -> String {
    evidence::shown(shown, day).trim_start_matches("shown ").to_owned()
}

fn day_of(event: &Event) -> String {
    event.on.map_or_else(|| "date open".to_owned(), |on| on.to_string())
}

fn source_line(it: &Source) -> String {
    let published = it.published.map(|d| format!(", {d}")).unwrap_or_default();
    let grade = it.grade.map(|g| format!(" [{g}]")).unwrap_or_default();
    format!("{}: {}{published}{grade}", it.publisher, it.title)
}

fn steps_of(page: &mut Page, state: &State, event: &Id) {
    let records = state.records();
    for it in &records.sanctions {
        for step in it.history.iter().filter(|s| s.event.as_ref() == Some(event)) {
            let text = format!(
                "{} › {}: {}",
                it.issuer,
                state.target_name(it),
                wording::sanction_change(state, step)
            );
            page.linked(step.on.to_string(), text, Tone::Plain, &it.id);
        }
    }
    for it in &records.crossings {
        for step in it.history.iter().filter(|s| s.event.as_ref() == Some(event)) {
            let text = format!("{}: {}", it.name, wording::crossing_change(state, &step.change));
            page.linked(step.on.to_string(), text, Tone::Plain, &it.id);
        }
    }
    for it in &records.relations {
        for step in it.history.iter().filter(|s| s.event.as_ref() == Some(event)) {
            let text =
                format!("{}–{} {}", it.pair.0, it.pair.1, wording::relation_change(state, &step.change));
            page.linked(step.on.to_string(), text, Tone::Plain, &it.id);
        }
    }
}
