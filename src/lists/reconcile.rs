//! The file held against the record: what each measure is on the lists, against what the file says of it; and the
//! windows in which measures came and went.

use std::collections::{HashMap, HashSet};

use crate::edit::op::Op;
use crate::edit::proposal::{Proposal, Proposals};
use crate::model::date::Date;
use crate::model::measure::{Measure, MeasureType, Standing, claims, status};
use crate::model::record::Owned;
use crate::model::state::State;

use super::candidate::{Candidate, are_alike};
use super::choice::{Choice, choose, is_sure, programmes_of};
use super::days::{Dated, Days};
use super::decided::{Decided, reopened};
use super::delta::{Delta, Turns};
use super::doubts::{InForce, doubts, told};
use super::entry::Entry;
use super::filter::Meant;
use super::import::{Filter, Import};
use super::matching::{Asked, How, Match, are_one};
use super::observed::{Sighting, observed};
use super::published::Published;
use super::recorded::{announced_on, binds, is_other_programme, is_over, own_programmes, said, was_off};
use super::turned::Turned;
use super::verdict::windows;

pub use super::reconciliation::Reconciliation;
pub use super::verdict::{Finding, Verdict};

/// So many entries that are alike are named; the others are counted.
const MOST_NAMED: usize = 3;

/// [`reconcile_with`] of lists alone.
pub fn reconcile(state: &State, lists: &[(Date, Published)], filter: &Filter) -> Reconciliation {
    reconcile_with(state, lists, &[], filter)
}

/// Holds a state against one list as it was on several days. Deltas of OFAC's give the days on which its entries came and
/// went where copies only give windows; they are of no matter to other lists. What is listed but not recorded is reported for the entries
/// that the filter means; where it means all, for those of the programmes that the file's measures of this list have.
pub fn reconcile_with(
    state: &State,
    lists: &[(Date, Published)],
    deltas: &[Delta],
    filter: &Filter,
) -> Reconciliation {
    let mut ordered: Vec<&(Date, Published)> = lists.iter().collect();
    ordered.sort_by_key(|(on, _)| *on);
    let days = Days::of(&ordered.iter().map(|(_, list)| list).collect::<Vec<_>>());
    let dated = Dated::of(&ordered);
    let Some(last) = dated.last() else {
        return Reconciliation::default();
    };
    let needed = dated.iter().map(|it| Owned::Source(it.source.clone())).collect();
    let said: Vec<String> = dated.iter().map(|it| it.on.written()).collect();
    let title = format!("Held against {} of {}", last.list.list, said.join(", "));
    let proposals = Proposals { title, needed, changes: Vec::new() };
    let mut work = Work {
        state,
        decided: Decided::of(state),
        days: &days,
        dated: &dated,
        last,
        meant: filter.of(state),
        proposals,
        recorded: HashSet::new(),
        told: HashSet::new(),
        in_force: InForce::on(dated.iter().map(|it| it.on)),
        turns: Turns::of(deltas, last.list.list),
        disagreements: Vec::new(),
        findings: Vec::new(),
    };
    let mut meant = state.records().sanctions.iter().filter(|it| work.is_meant(it)).collect::<Vec<_>>();
    // A reference is surer than a name: those that have one come first.
    meant.sort_by_key(|it| !work.has_reference(it));
    for it in &meant {
        work.measure(it);
    }
    work.not_recorded(&meant);
    let Work { mut findings, proposals, in_force, disagreements, .. } = work;
    findings.sort_by(|a, b| {
        (a.verdict, &a.name, &a.measure, &a.reference).cmp(&(b.verdict, &b.name, &b.measure, &b.reference))
    });
    let (of_file, said) = (in_force.doubts(), in_force.told().chain(told(lists)));
    let said = said.chain(disagreements).chain(reopened(state, [last.list])).collect();
    Reconciliation { findings, proposals, doubts: [of_file, doubts(lists)].concat(), told: said }
}

struct Work<'a> {
    state: &'a State,
    decided: Decided<'a>,
    days: &'a Days<'a>,
    dated: &'a [Dated<'a>],
    last: &'a Dated<'a>,
    /// Which measures and entries are told of, and changed.
    meant: Meant<'a>,
    proposals: Proposals,
    /// Entries that a measure is, by reference and kind.
    recorded: HashSet<(String, MeasureType)>,
    /// Entries that a measure may be, or whose number it has: they are told with it.
    told: HashSet<(String, MeasureType)>,
    in_force: InForce,
    /// What deltas say of the entries of the list.
    turns: Turns<'a>,
    /// Where they and the copies disagree.
    disagreements: Vec<String>,
    findings: Vec<Finding>,
}

impl<'a> Work<'a> {
    /// Whether a measure could be on the list: it says so, or it is of the issuer and of a kind that lists have.
    fn is_meant(&self, it: &Measure) -> bool {
        let list = self.last.list.list;
        if it.list_refs.iter().any(|reference| list.is_reference(reference)) {
            return self.last.carried.may_have(it) || self.has_reference(it);
        }
        let of_issuer = list.issuer().is_none_or(|issuer| it.issuer.as_str() == issuer);
        of_issuer
            && it.measure == MeasureType::Standard(list.usual_measure())
            && Candidate::of(self.state, it).can_be_listed()
    }

    /// Whether one of the lists has an entry by a reference of the measure.
    fn has_reference(&self, it: &Measure) -> bool {
        it.list_refs.iter().any(|held| !self.days.index.with_reference(held).is_empty())
    }

    /// The entries that a measure may be on one of the lists, surest first.
    fn found(&self, asked: &Asked<'_>, dated: &Dated<'_>) -> Vec<Match> {
        let found = asked.among(|entry| self.days.has(entry, dated.at));
        self.decided.left(&self.days.index, asked.of, found)
    }

    /// The entry that a measure is on one of the lists. Of several that fit equally none is, and the first is told.
    fn entry(&self, asked: &Asked<'_>, dated: &Dated<'_>, it: &Measure) -> Option<(&'a Entry, Match)> {
        let found = match choose(&self.found(asked, dated), &self.days.index, it) {
            Choice::None => return None,
            Choice::These(found) => found.into_iter().next()?,
            Choice::OneOf(found) => {
                let first = found.into_iter().next()?;
                Match { how: How::Likeness, score: first.score.min(80), ..first }
            }
        };
        self.days.index.entry(found.entry).map(|entry| (entry, found))
    }

    /// The entries that a measure may be, in words and with why, those that fit best first; notes those as told.
    fn may_be(&mut self, it: &Measure, dated: &Dated<'_>) -> String {
        let of = Candidate::of(self.state, it);
        let index = &self.days.index;
        let all = self.found(&index.asked(of), dated);
        let (best, fit) = match choose(&all, index, it) {
            Choice::None => return String::new(),
            Choice::These(best) => (best, "on the list"),
            Choice::OneOf(best) => (best, "either fits as well"),
        };
        let named = |at: &Match| {
            let entry = index.entry(at.entry)?;
            Some(format!("{} ({}: {})", entry.name, entry.list_ref(), index.why(of, at.entry)))
        };
        let one_of = |found: &[Match]| {
            let named: Vec<String> = found.iter().take(MOST_NAMED).filter_map(named).collect();
            let more = found.len().saturating_sub(MOST_NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            format!("{}{more}", named.join(" and "))
        };
        for at in &best {
            if let Some(entry) = index.entry(at.entry) {
                self.told.insert((entry.list_ref(), it.measure.clone()));
            }
        }
        let others: Vec<Match> = all.iter().filter(|at| !best.contains(at)).copied().collect();
        let also =
            if others.is_empty() { String::new() } else { format!("; also alike: {}", one_of(&others)) };
        format!("; {fit}: {}{also}", one_of(&best))
    }

    /// Who has the number of a measure, which has nothing in common with it, and who is like it instead.
    fn number_of(&mut self, it: &Measure, entry: &Entry) -> String {
        self.told.insert((entry.list_ref(), it.measure.clone()));
        let index = &self.days.index;
        let found = self.found(&index.asked(Candidate::of(self.state, it)), self.last);
        let others = found.into_iter().filter(|at| at.how != How::NumberAlone);
        let named: Vec<String> = others
            .take(MOST_NAMED)
            .filter_map(|at| index.entry(at.entry))
            .map(|entry| format!("{} ({})", entry.name, entry.list_ref()))
            .collect();
        let also = if named.is_empty() { String::new() } else { format!("; alike: {}", named.join(" and ")) };
        let common = if self.state.target(it).is_some_and(|target| are_alike(entry.kind, target.kind)) {
            "no name in common with the record"
        } else {
            "another kind than the record"
        };
        format!("; {} is {} ({}), which has {common}{also}", entry.list_ref(), entry.name, entry.kind.word())
    }

    /// The entries that a measure is on each of the lists, as far as they are found.
    fn entries(&self, it: &Measure) -> Vec<Option<(&'a Entry, Match)>> {
        let asked = self.days.index.asked(Candidate::of(self.state, it));
        let mut found: Vec<Option<(&'a Entry, Match)>> =
            self.dated.iter().map(|dated| self.entry(&asked, dated, it)).collect();
        // An entry has one measure of a kind: who comes second by name only may be another of that name.
        let claimed = |found: &Option<(&Entry, Match)>, recorded: &HashSet<(String, MeasureType)>| {
            found.as_ref().is_some_and(|(entry, at)| {
                at.how > How::Reference
                    && at.how < How::NumberAlone
                    && recorded.contains(&(entry.list_ref(), it.measure.clone()))
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
        let known = reference.and_then(|found| found.map(|(entry, _)| entry));
        // It may have had other references before.
        let references = reference.and_then(|found| {
            found.map(|(entry, _)| {
                let others = entry.other_refs.iter().cloned();
                std::iter::once(entry.list_ref()).chain(others).collect::<Vec<_>>()
            })
        });
        if let Some(references) = references {
            let index = &self.days.index;
            // Of many lists most have the same entry.
            let mut told: HashMap<usize, Option<(&'a Entry, Match)>> = HashMap::new();
            for (slot, dated) in
                found.iter_mut().zip(self.dated).filter(|(slot, _)| !is_sure(slot.as_ref(), it))
            {
                let Some(at) = references.iter().find_map(|it| self.days.by_reference(it, dated.at)) else {
                    continue;
                };
                let again = told.entry(at).or_insert_with(|| {
                    let entry = index.entry(at)?;
                    let is_same = index.agrees(Candidate::of(self.state, it), at)
                        || known.is_some_and(|it| are_one(it, entry));
                    let (how, score) = if is_same { (How::Alias, 95) } else { (How::NumberAlone, 0) };
                    Some((entry, Match { entry: at, how, score }))
                });
                if again.is_some() {
                    *slot = *again;
                }
            }
        }
        found
    }

    /// What deltas say of a measure, by its own references and those of the entries that it surely is.
    fn turned(
        &self,
        it: &Measure,
        found: &[Option<(&'a Entry, Match)>],
        sightings: &[(Date, Option<bool>)],
    ) -> Turned<'a> {
        let sure = found.iter().filter(|found| is_sure(found.as_ref(), it)).flatten();
        let listed: Vec<String> = sure.map(|(entry, _)| entry.list_ref()).collect();
        let own = it.list_refs.iter().map(|held| &**held);
        let happened = self.turns.with(own.chain(listed.iter().map(String::as_str)));
        let sighted = sightings.iter().zip(found);
        let sighted = sighted.map(|((on, seen), found)| (*on, *seen, found.map(|(entry, _)| entry)));
        Turned::of(&happened, &sighted.collect::<Vec<_>>())
    }

    /// On which of the lists a measure is; `known` says that it is known by which entry.
    fn sightings(
        &self,
        it: &Measure,
        found: &[Option<(&'a Entry, Match)>],
        known: bool,
    ) -> Vec<(Date, Option<bool>)> {
        let (issuer, programmes) = (it.issuer.as_str(), programmes_of(it));
        let on = self.dated.iter().zip(found).map(|(dated, found)| {
            let seen = is_sure(found.as_ref(), it);
            // Whether it is there under another number, the list does not say.
            let is_of_another = found.as_ref().is_some_and(|(_, at)| at.how == How::NumberAlone);
            let is_unclear = found.as_ref().is_some_and(|(entry, _)| entry.is_unclear_by(issuer));
            let may = known && !is_of_another && dated.carried.may_have(it);
            let tells = if seen { !is_unclear } else { may && dated.absence.proves(issuer, &programmes) };
            (dated.on, tells.then_some(seen))
        });
        on.collect()
    }

    fn measure(&mut self, it: &Measure) {
        let list = self.last.list.list;
        let own = it.list_refs.iter().find(|reference| list.is_reference(reference));
        let found = self.entries(it);
        let is_sure = |found: &Option<(&Entry, Match)>| is_sure(found.as_ref(), it);
        let known = own.is_some() || found.iter().any(is_sure);
        let sightings = self.sightings(it, &found, known);
        let issuer = it.issuer.as_str();
        let sure =
            found.iter().rev().flatten().find(|(entry, at)| super::choice::is_sure(Some(&(*entry, *at)), it));
        let best = sure.or_else(|| found.iter().rev().flatten().next());
        for (entry, _) in found.iter().filter(|it| is_sure(it)).flatten() {
            self.recorded.insert((entry.list_ref(), it.measure.clone()));
        }
        let turned = self.turned(it, &found, &sightings);
        let turn = turned.since(&sightings);
        let day = turn.map_or(self.last.on, |(_, on)| on.max(self.last.on)).last();
        let steps = self.state.effective(it);
        let claims = claims(&steps, self.state.grades());
        self.in_force.take(&sightings, |on| binds(status(&steps, on.last(), &claims).standing));
        if !self.meant.accepts_measure(it) {
            return;
        }
        let status = status(&steps, day, &claims);
        let seen = turn.map_or(sightings.last().and_then(|(_, seen)| *seen), |(is_on, _)| Some(is_on));
        let newest = found.last().and_then(Option::as_ref);
        let other = newest.is_some_and(|(entry, _)| is_other_programme(entry, it));
        let announced = status.standing == Standing::LiftingAnnounced
            || status.also.contains(&Standing::LiftingAnnounced);
        let was_off = was_off(it, list, &sightings);
        let binds = binds(status.standing);
        let of_another = newest.filter(|(_, at)| at.how == How::NumberAlone).map(|(entry, _)| *entry);
        let verdict = match seen {
            None if of_another.is_some() => Verdict::NumberOfAnother,
            None if !known && best.is_some() => Verdict::Possibly,
            None if !known => Verdict::NoMatch,
            None if newest.is_some_and(|(entry, _)| entry.is_unclear_by(issuer)) => Verdict::Unclear,
            None => Verdict::Unknown,
            Some(true) if announced => Verdict::AnnouncedStillListed,
            Some(true) if status.standing == Standing::NotSeen => Verdict::ListedAgain,
            Some(true) if is_over(status.standing) => Verdict::EndedStillListed,
            Some(true) if !binds => Verdict::NotBegun,
            Some(true) if was_off => Verdict::OffInBetween,
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
        let name = Candidate::of(self.state, it).line();
        let programmes = newest.map(|(entry, _)| entry.programmes.join("; ")).unwrap_or_default();
        let mut detail = format!("in the file: {}", said(&status));
        if verdict == Verdict::OtherProgramme {
            let own = it.programme.as_deref().unwrap_or("none");
            detail.push_str(&format!("; programme there {programmes}, here {own}"));
        }
        match (verdict, of_another) {
            (Verdict::NumberOfAnother, Some(entry)) => detail.push_str(&self.number_of(it, entry)),
            (Verdict::Possibly, _) => {
                let newest = self.dated.iter().zip(&found).rev().find(|(_, found)| found.is_some());
                if let Some((dated, _)) = newest {
                    detail.push_str(&self.may_be(it, dated));
                }
            }
            _ => {}
        }
        detail.push_str(&turned.said());
        self.disagreements.extend(turned.disagreements(&name));
        let (came, went) = turned.narrowed(windows(&sightings));
        let proposal = self.observe(it, &found, &sightings, &turned);
        self.findings.push(Finding {
            measure: Some(it.id.clone()),
            name,
            // Of an entry that is gone it is its own, not that of one that is only like it.
            reference: best
                .filter(|_| own.is_none() || sure.is_some())
                .map(|(entry, _)| entry.list_ref())
                .or_else(|| own.map(ToString::to_string)),
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
        found: &[Option<(&'a Entry, Match)>],
        sightings: &[(Date, Option<bool>)],
        turned: &Turned<'_>,
    ) -> Option<usize> {
        let days = self.dated.iter().zip(found).zip(sightings);
        let days = days.map(|((dated, found), (on, seen))| Sighting {
            list: dated.list,
            source: &dated.source.id,
            found: *found,
            on: *on,
            seen: *seen,
        });
        let observed = observed(self.state, it, &self.days.index, &days.collect::<Vec<_>>());
        let (mut new, mut why) = observed.unwrap_or_else(|| (it.clone(), Vec::new()));
        let mut needs = Vec::new();
        if let Some((turned, said, sources)) = turned.recorded(&new, self.last.list.list) {
            (new, needs) = (turned, sources);
            why.extend(said);
        }
        if why.is_empty() {
            return None;
        }
        self.proposals.changes.push(Proposal {
            other: None,
            what: Candidate::of(self.state, it).line(),
            why: why.join(", "),
            op: Some(Op::replace(Owned::Measure(it.clone()), Owned::Measure(new))),
            needs,
        });
        Some(self.proposals.changes.len() - 1)
    }

    /// What the lists have and the file has not: what is on the latest, and what was on an earlier one and is gone.
    fn not_recorded(&mut self, meant: &[&Measure]) {
        let own = own_programmes(meant);
        // Where the file has nothing of this list yet, whoever belongs to what it is about is meant.
        let focus = self.state.head().focus.as_ref().map(|id| id.as_str().to_owned());
        let of_focus = Filter { countries: focus.into_iter().collect(), ..Filter::default() };
        let in_focus = of_focus.of(self.state);
        let is_meant = |entry: &Entry| match (self.meant.filter.is_empty(), own.is_empty()) {
            (false, _) => self.meant.accepts(entry),
            (true, true) => !of_focus.is_empty() && in_focus.accepts(entry),
            (true, false) => entry.programmes.iter().any(|it| own.contains(&it.to_lowercase())),
        };
        let last = self.last;
        let mut import = Import::new(self.state, last.list, last.on);
        let entries: Vec<&Entry> = self.days.named().into_iter().filter(|entry| is_meant(entry)).collect();
        for entry in entries {
            let gone = Turned::of(&self.turns.with([entry.list_ref().as_str()]), &[]);
            let is_gone = gone.since(&[(last.on, Some(true))]).is_some_and(|(is_on, _)| !is_on);
            let is_on = !is_gone && self.days.by_reference(&entry.list_ref(), last.at).is_some();
            for issuer in entry.issuers() {
                for measure in entry.measures_by(issuer) {
                    if entry.is_unclear_by(issuer)
                        || [&self.recorded, &self.told]
                            .iter()
                            .any(|held| held.contains(&(entry.list_ref(), measure.clone())))
                    {
                        continue;
                    }
                    let proposal = is_on.then(|| {
                        let at = self.proposals.changes.len() + import.len();
                        import.add(entry, issuer, &measure, None);
                        at
                    });
                    self.missing(entry, issuer, &measure, proposal);
                }
            }
        }
        let come = import.finish();
        self.proposals.changes.extend(come.changes);
        // Whoever issued them comes with the first that is accepted.
        for record in come.needed {
            if !self.proposals.needed.iter().any(|held| held.id() == record.id()) {
                self.proposals.needed.push(record);
            }
        }
    }

    /// Tells of an entry that the file has not.
    fn missing(&mut self, entry: &Entry, issuer: &str, measure: &MeasureType, proposal: Option<usize>) {
        let reference = entry.list_ref();
        let held = self.days.index.with_reference(&reference);
        let sightings: Vec<(Date, Option<bool>)> = self
            .dated
            .iter()
            .map(|dated| {
                let seen = held.iter().any(|at| self.days.has(*at, dated.at));
                let tells = seen || dated.absence.proves(issuer, entry.programmes_by(issuer));
                (dated.on, tells.then_some(seen))
            })
            .collect();
        let sighted: Vec<_> = sightings.iter().map(|(on, seen)| (*on, *seen, Some(entry))).collect();
        let turned = Turned::of(&self.turns.with([reference.as_str()]), &sighted);
        let (came, went) = turned.narrowed(windows(&sightings));
        let listed =
            entry.listed_on_by(issuer, measure).map(|on| format!(", listed {on}")).unwrap_or_default();
        self.findings.push(Finding {
            measure: None,
            name: format!("{issuer} › {}: {measure}", entry.name),
            reference: Some(reference),
            found: None,
            verdict: if proposal.is_some() { Verdict::NotRecorded } else { Verdict::GoneUnrecorded },
            days: None,
            sightings,
            came,
            went,
            detail: format!("{}{listed}{}", entry.programmes_by(issuer).join("; "), turned.said()),
            proposal,
        });
    }
}
