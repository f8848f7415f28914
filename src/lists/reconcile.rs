//! The file held against the record: what each measure is on the lists, against what the file says of it; and the
//! windows in which measures came and went.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use crate::edit::op::Op;
use crate::edit::proposal::{Proposal, Proposals};
use crate::model::date::Date;
use crate::model::id::Id;
use crate::model::measure::{Measure, MeasureStatus, MeasureStep, MeasureType, Standing, claims, status};
use crate::model::record::Owned;
use crate::model::source::Source;
use crate::model::state::State;

use super::entry::{Entry, ListName};
use super::file::Published;
use super::gathered::Coverage;
use super::import::{Filter, Import, can_be_listed, see};
use super::matching::{How, Index, Match};
use super::proof::{digests, is_observed, observation, source};
use super::verdict::windows;

pub use super::verdict::{Finding, Verdict};

/// What comes of holding a file against lists.
#[derive(Debug, Clone)]
pub struct Reconciliation {
    /// What was found, the gaps first.
    pub findings: Vec<Finding>,
    /// The observations that it would become.
    pub proposals: Proposals,
}

impl Reconciliation {
    /// Which of the proposals are observations of measures that the file has; the others are new measures.
    pub fn observations(&self) -> HashSet<usize> {
        let of_file = self.findings.iter().filter(|finding| finding.measure.is_some());
        of_file.filter_map(|finding| finding.proposal).collect()
    }

    /// The findings with their changes, to be accepted one by one.
    pub fn review(self) -> Proposals {
        let Self { findings, proposals } = self;
        let changes = findings.into_iter().map(|finding| {
            let days = if finding.days.is_some() {
                format!(" ({} days)", finding.days_said())
            } else {
                String::new()
            };
            let reference = finding.reference.as_ref().map(|it| format!("; {it}")).unwrap_or_default();
            let windows = finding.windows_said();
            let windows = if windows.is_empty() { windows } else { format!("; {windows}") };
            let change = finding.proposal.and_then(|at| proposals.changes.get(at));
            let found = finding.found.filter(|(_, score)| *score < 100);
            let found =
                found.map(|(how, score)| format!("; matched {how}, {score} of 100")).unwrap_or_default();
            // Of a new measure the finding says it all.
            let would = change
                .filter(|_| finding.measure.is_some())
                .map(|it| format!("; {}", it.why))
                .unwrap_or_default();
            Proposal {
                what: format!("{}{days}: {}", finding.verdict, finding.name),
                why: format!("{}{reference}{windows}{found}{would}", finding.detail),
                op: change.and_then(|it| it.op.clone()),
            }
        });
        Proposals { changes: changes.collect(), ..proposals.clone() }
    }
}

/// A list of a day, ready to be asked.
struct Dated<'a> {
    on: Date,
    list: &'a Published,
    index: Index<'a>,
    source: Source,
}

/// Holds a state against one list as it was on several days. What is listed but not recorded is reported for the entries
/// that the filter means; where it means all, for those of the programmes that the file's measures of this list have.
pub fn reconcile(state: &State, lists: &[(Date, Published)], filter: &Filter) -> Reconciliation {
    let mut dated: Vec<Dated<'_>> = lists
        .iter()
        .map(|(on, list)| Dated { on: *on, list, index: Index::of(&list.entries), source: source(list, *on) })
        .collect();
    dated.sort_by_key(|it| it.on);
    let Some(last) = dated.last() else {
        return Reconciliation { findings: Vec::new(), proposals: Proposals::default() };
    };
    let needed = dated.iter().map(|it| Owned::Source(it.source.clone())).collect();
    let days: Vec<String> = dated.iter().map(|it| it.on.written()).collect();
    let title = format!("Held against {} of {}", last.list.list, days.join(", "));
    let proposals = Proposals { title, needed, changes: Vec::new() };
    let mut work = Work {
        state,
        dated: &dated,
        last,
        filter,
        proposals,
        recorded: HashSet::new(),
        findings: Vec::new(),
    };
    let mut meant = state.records().sanctions.iter().filter(|it| work.is_meant(it)).collect::<Vec<_>>();
    // A reference is surer than a name: those that have one come first.
    meant.sort_by_key(|it| !work.has_reference(it));
    for it in &meant {
        work.measure(it);
    }
    work.not_recorded(&meant);
    let Work { mut findings, proposals, .. } = work;
    findings.sort_by(|a, b| {
        (a.verdict, &a.name, &a.measure, &a.reference).cmp(&(b.verdict, &b.name, &b.measure, &b.reference))
    });
    Reconciliation { findings, proposals }
}

struct Work<'a> {
    state: &'a State,
    dated: &'a [Dated<'a>],
    last: &'a Dated<'a>,
    /// Which measures and entries are told of, and changed.
    filter: &'a Filter,
    proposals: Proposals,
    /// Entries that a measure is, by reference and kind.
    recorded: HashSet<(String, MeasureType)>,
    findings: Vec<Finding>,
}

impl<'a> Work<'a> {
    /// Whether a measure could be on the list: it says so, or it is of the issuer and of a kind that lists have.
    fn is_meant(&self, it: &Measure) -> bool {
        let list = self.last.list.list;
        if it.list_refs.iter().any(|reference| list.is_reference(reference)) {
            // The two lists of OFAC number their entries together.
            let blocks = it.measure == MeasureType::Standard(ListName::OfacSdn.usual_measure());
            return match list {
                ListName::OfacSdn => blocks || self.has_reference(it),
                ListName::OfacConsolidated => !blocks || self.has_reference(it),
                _ => true,
            };
        }
        let of_issuer = list.issuer().is_none_or(|issuer| it.issuer.as_str() == issuer);
        of_issuer
            && it.measure == MeasureType::Standard(list.usual_measure())
            && can_be_listed(it.target.kind)
    }

    /// Whether one of the lists has an entry by a reference of the measure.
    fn has_reference(&self, it: &Measure) -> bool {
        let has =
            |dated: &Dated<'_>| it.list_refs.iter().any(|held| dated.index.by_reference(held).is_some());
        self.dated.iter().any(has)
    }

    /// The entry that a measure is on one of the lists.
    fn entry<'b>(dated: &'b Dated<'_>, it: &Measure) -> Option<(&'b Entry, Match)> {
        let found = dated.index.find(it).into_iter().next()?;
        dated.list.entries.get(found.entry).map(|entry| (entry, found))
    }

    /// The entries that a measure is on each of the lists, as far as they are found.
    fn entries(&self, it: &Measure) -> Vec<Option<(&'a Entry, Match)>> {
        let mut found: Vec<Option<(&Entry, Match)>> =
            self.dated.iter().map(|dated| Self::entry(dated, it)).collect();
        // An entry has one measure of a kind: who comes second by name only may be another of that name.
        let claimed = |found: &Option<(&Entry, Match)>, recorded: &HashSet<(String, MeasureType)>| {
            found.as_ref().is_some_and(|(entry, at)| {
                at.how != How::Reference && recorded.contains(&(entry.list_ref(), it.measure.clone()))
            })
        };
        for slot in &mut found {
            if claimed(slot, &self.recorded)
                && let Some((_, at)) = slot
            {
                (at.how, at.score) = (How::Likeness, at.score.min(80));
            }
        }
        // Once it is known which entry it is, that one is looked for, whatever it is called on another day.
        let reference = found.iter().rev().find(|found| is_sure(found.as_ref(), it));
        let reference = reference.and_then(|found| found.map(|(entry, _)| entry.list_ref()));
        if let Some(reference) = reference {
            for (slot, dated) in found.iter_mut().zip(self.dated) {
                let again = dated.index.by_reference(&reference).and_then(|at| {
                    let entry = dated.list.entries.get(at)?;
                    Some((entry, Match { entry: at, how: How::Alias, score: 95 }))
                });
                if !is_sure(slot.as_ref(), it) && again.is_some() {
                    *slot = again;
                }
            }
        }
        found
    }

    fn measure(&mut self, it: &Measure) {
        let list = self.last.list.list;
        let own = it.list_refs.iter().find(|reference| list.is_reference(reference));
        let found = self.entries(it);
        let is_sure = |found: &Option<(&Entry, Match)>| is_sure(found.as_ref(), it);
        let known = own.is_some() || found.iter().any(is_sure);
        let sightings: Vec<(Date, Option<bool>)> = self
            .dated
            .iter()
            .zip(&found)
            .map(|(dated, found)| {
                let seen = is_sure(found);
                let tells = seen || (known && dated.list.coverage == Coverage::All);
                (dated.on, tells.then_some(seen))
            })
            .collect();
        let best = found.iter().rev().flatten().next();
        for (entry, _) in found.iter().filter(|it| is_sure(it)).flatten() {
            self.recorded.insert((entry.list_ref(), it.measure.clone()));
        }
        if !self.filter.is_empty() && !self.filter.accepts_measure(it, self.state) {
            return;
        }
        let day = self.last.on.last();
        let claims = claims(&it.history, self.state.grades());
        let status = status(&it.history, day, &claims);
        let seen = sightings.last().and_then(|(_, seen)| *seen);
        let newest = found.last().and_then(Option::as_ref);
        let other = newest.is_some_and(|(entry, _)| is_other_programme(entry, it));
        let announced = status.standing == Standing::LiftingAnnounced
            || status.also.contains(&Standing::LiftingAnnounced);
        let binds = status.standing.is_in_force() || status.standing == Standing::Suspended;
        let verdict = match seen {
            None if !known && best.is_some() => Verdict::Possibly,
            None if !known => Verdict::NoMatch,
            None => Verdict::Unknown,
            Some(true) if announced => Verdict::AnnouncedStillListed,
            Some(true) if status.standing == Standing::NotSeen => Verdict::ListedAgain,
            Some(true) if is_over(status.standing) => Verdict::EndedStillListed,
            Some(true) if !binds => Verdict::NotBegun,
            Some(true) if other => Verdict::OtherProgramme,
            Some(true) => Verdict::Agrees,
            Some(false) if binds => Verdict::NotListed,
            Some(false) => Verdict::AgreesNot,
        };
        let since = match verdict {
            Verdict::AnnouncedStillListed => announced_on(it, day),
            Verdict::EndedStillListed => status.since,
            _ => None,
        };
        let name = format!("{} › {}: {}", it.issuer, it.target.name, it.measure.word());
        let programmes = newest.map(|(entry, _)| entry.programmes.join("; ")).unwrap_or_default();
        let mut detail = format!("in the file: {}", said(&status));
        if verdict == Verdict::OtherProgramme {
            let own = it.programme.as_deref().unwrap_or("none");
            detail.push_str(&format!("; programme there {programmes}, here {own}"));
        }
        if let (Verdict::Possibly, Some((entry, _))) = (verdict, best) {
            detail.push_str(&format!("; on the list: {}", entry.name));
        }
        let (came, went) = windows(&sightings);
        let proposal = self.observe(it, &found, &sightings);
        self.findings.push(Finding {
            measure: Some(it.id.clone()),
            name,
            reference: best.map(|(entry, _)| entry.list_ref()).or_else(|| own.map(ToString::to_string)),
            found: best.map(|(_, it)| (it.how, it.score)),
            verdict,
            days: since.map(|since| since.days_to(day)),
            sightings,
            came,
            went,
            detail,
            proposal,
        });
    }

    /// Proposes the sightings as dated observations.
    fn observe(
        &mut self,
        it: &Measure,
        found: &[Option<(&Entry, Match)>],
        sightings: &[(Date, Option<bool>)],
    ) -> Option<usize> {
        let list = self.last.list.list;
        let mut new = it.clone();
        let mut why: Vec<String> = Vec::new();
        for ((dated, found), (on, seen)) in self.dated.iter().zip(found).zip(sightings) {
            let Some(seen) = *seen else { continue };
            // The list itself proves what others say of it.
            if let Some(at) = unproven(&new, self.state, list, *on, seen) {
                why.push(format!("{} itself proves it", dated.list.list));
                new.history.change(|steps| {
                    if let Some(step) = steps.get_mut(at) {
                        step.sources.push(dated.source.id.clone());
                    }
                });
                continue;
            }
            if is_observed(it, list, *on, seen) {
                continue;
            }
            // A list that never had it says nothing about its end.
            if !seen
                && !sightings.iter().any(|(day, seen)| day < on && *seen == Some(true))
                && !has_begun(it, *on)
            {
                continue;
            }
            let word = if seen { "seen" } else { "not seen" };
            why.push(format!("{word} on {}", on.written()));
            if seen {
                see(&mut new, dated.list, *on, &dated.source.id);
            } else {
                let step = observation(list, *on, false, &dated.source.id);
                new.history.change(|steps| {
                    let later = steps.iter().position(|held| held.on > *on).unwrap_or(steps.len());
                    steps.insert(later, step);
                });
            }
            let reference =
                found.as_ref().filter(|(_, it)| it.how < How::Likeness).map(|(entry, _)| entry.list_ref());
            if let Some(reference) =
                reference.filter(|it| !new.list_refs.iter().any(|held| held == it.as_str()))
            {
                why.push(format!("its reference is {reference}"));
                new.list_refs.push(reference.as_str().into());
            }
        }
        if why.is_empty() {
            return None;
        }
        self.proposals.changes.push(Proposal {
            what: format!("{} › {}: {}", it.issuer, it.target.name, it.measure.word()),
            why: why.join(", "),
            op: Some(Op::replace(Owned::Measure(it.clone()), Owned::Measure(new))),
        });
        Some(self.proposals.changes.len() - 1)
    }

    /// What the lists have and the file has not: what is on the latest, and what was on an earlier one and is gone.
    fn not_recorded(&mut self, meant: &[&Measure]) {
        let filter = self.filter;
        let own: HashSet<String> =
            meant.iter().filter_map(|it| it.programme.as_deref()).flat_map(programmes).collect();
        // Where the file has nothing of this list yet, whoever belongs to what it is about is meant.
        let focus = self.state.head().focus.as_ref().map(|id| id.as_str().to_owned());
        let of_focus = Filter { countries: focus.into_iter().collect(), ..Filter::default() };
        let is_meant = |entry: &Entry| match (filter.is_empty(), own.is_empty()) {
            (false, _) => filter.accepts(entry, self.state),
            (true, true) => !of_focus.is_empty() && of_focus.accepts(entry, self.state),
            (true, false) => entry.programmes.iter().any(|it| own.contains(&it.to_lowercase())),
        };
        let last = self.last;
        let mut import = Import::new(self.state, last.list, last.on);
        // Files of addresses or aliases have no names: another day's may have them.
        let mut named: HashMap<&str, &Entry> = HashMap::new();
        for dated in self.dated {
            for entry in dated.list.entries.iter().filter(|entry| !entry.name.is_empty()) {
                named.insert(entry.reference.as_str(), entry);
            }
        }
        let mut meant: Vec<&Entry> = named.into_values().filter(|entry| is_meant(entry)).collect();
        meant.sort_by(|a, b| a.reference.cmp(&b.reference));
        for entry in meant {
            let is_on = last.index.by_reference(&entry.list_ref()).is_some();
            for issuer in entry.issuers() {
                for measure in entry.measures() {
                    if self.recorded.contains(&(entry.list_ref(), measure.clone())) {
                        continue;
                    }
                    let proposal = is_on.then(|| {
                        import.add(entry, issuer, &measure);
                        let at = self.proposals.changes.len();
                        self.proposals.changes.append(&mut import.proposals.changes);
                        at
                    });
                    self.missing(entry, issuer, &measure, proposal);
                }
            }
        }
        // Whoever issued them comes with the first that is accepted.
        for record in import.proposals.needed {
            if !self.proposals.needed.iter().any(|held| held.id() == record.id()) {
                self.proposals.needed.push(record);
            }
        }
    }

    /// Tells of an entry that the file has not.
    fn missing(&mut self, entry: &Entry, issuer: &str, measure: &MeasureType, proposal: Option<usize>) {
        let sightings: Vec<(Date, Option<bool>)> = self
            .dated
            .iter()
            .map(|dated| {
                let seen = dated.index.by_reference(&entry.list_ref()).is_some();
                (dated.on, (seen || dated.list.coverage == Coverage::All).then_some(seen))
            })
            .collect();
        let (came, went) = windows(&sightings);
        let listed = entry.listed_on.map(|on| format!(", listed {on}")).unwrap_or_default();
        self.findings.push(Finding {
            measure: None,
            name: format!("{issuer} › {}: {measure}", entry.name),
            reference: Some(entry.list_ref()),
            found: None,
            verdict: if proposal.is_some() { Verdict::NotRecorded } else { Verdict::GoneUnrecorded },
            days: None,
            sightings,
            came,
            went,
            detail: format!("{}{listed}", entry.programmes.join("; ")),
            proposal,
        });
    }
}

/// Whether an entry is a measure for certain: names that are only alike are no sighting.
fn is_sure(found: Option<&(&Entry, Match)>, it: &Measure) -> bool {
    found.is_some_and(|(entry, at)| at.how < How::Likeness && entry.means(&it.measure))
}

/// The observation of a list on a day that no list with a digest proves yet.
fn unproven(it: &Measure, state: &State, list: ListName, on: Date, seen: bool) -> Option<usize> {
    let what = if seen { MeasureStep::Seen } else { MeasureStep::NotSeen };
    let has_digest = |id: &Id| state.source(id.as_str()).is_none_or(|source| !digests(source).is_empty());
    it.history.iter().position(|step| {
        step.on == on
            && step.change.what == what
            && step.change.list().is_some_and(|named| *named == list.word())
            && !step.sources.iter().any(has_digest)
    })
}

fn is_over(standing: Standing) -> bool {
    matches!(standing, Standing::Lifted | Standing::Expired)
}

/// Whether something says that the measure was in force by a day.
fn has_begun(it: &Measure, on: Date) -> bool {
    it.history.iter().any(|step| {
        step.on.possibly_by(on.last())
            && (step.change.what.starts()
                || matches!(step.change.what, MeasureStep::Seen | MeasureStep::InForce))
    })
}

/// The day on which the lifting was announced for the last time.
fn announced_on(it: &Measure, day: NaiveDate) -> Option<Date> {
    let announced = it.history.iter().filter(|step| step.change.what == MeasureStep::LiftingAnnounced);
    announced.map(|step| step.on).filter(|on| on.certainly_by(day)).max()
}

/// Programmes in one text, in lower case.
fn programmes(text: &str) -> Vec<String> {
    text.split([';', ',']).map(|it| it.trim().to_lowercase()).filter(|it| !it.is_empty()).collect()
}

/// Whether the list has it under programmes none of which the file says.
fn is_other_programme(entry: &Entry, it: &Measure) -> bool {
    let Some(own) = it.programme.as_deref() else { return false };
    let own = programmes(own);
    !entry.programmes.is_empty() && !entry.programmes.iter().any(|it| own.contains(&it.to_lowercase()))
}

fn said(status: &MeasureStatus) -> String {
    let or_before = if status.observed { " or before" } else { "" };
    let since = status.since.map(|since| format!(" since {since}{or_before}")).unwrap_or_default();
    format!("{}{since}", status.standing)
}
