//! What was found, as it is told: with the entries of lists, and with what holds against subjects of the file.

use chrono::NaiveDate;

use crate::lists::Entry;
use crate::lists::identity::{canonical, digest_of};
use crate::lists::screening::{self as found_in, Dated, Found, Judged, ReadyList, Sources, doubts};

use crate::report::screening::{Aside, Band, FileChecked, FileState, Hit, ListChecked, Screened, Screening};
use crate::views::day::Clock;
use crate::views::faced::faces;

use super::names::Names;
use super::state::StateRead;

/// What a screening rests on.
pub(super) struct Facts<'a> {
    pub(super) today: NaiveDate,
    pub(super) clock: Clock,
    pub(super) sources: &'a Sources,
    pub(super) state: Option<&'a StateRead>,
    pub(super) by: String,
}

fn band(band: found_in::Band) -> Band {
    match band {
        found_in::Band::Sure => Band::Sure,
        found_in::Band::Look => Band::Look,
        found_in::Band::Nothing => Band::Nothing,
    }
}

impl Facts<'_> {
    /// The whole screening.
    pub(super) fn screening(&self, names: &Names, lists: &[ReadyList<'_>], found: &[Found]) -> Screening {
        let mut not_checked = self.sources.not_checked.clone();
        if self.state.is_none() {
            not_checked
                .push("no state file: nothing is said of ownership, and no decision is relied on".to_owned());
        }
        let screened = names.asked.iter().zip(found).map(|(asked, found)| {
            let mut screened = Screened {
                line: asked.line,
                id: asked.id.clone(),
                name: asked.name().to_owned(),
                known: asked.known(),
                key: asked.key(),
                hits: found.hits.iter().filter_map(|hit| of_list(lists, hit)).collect(),
                aside: Vec::new(),
                at_rest: Vec::new(),
                changed: None,
            };
            screened.aside.extend(found.aside.iter().filter_map(|it| {
                let hit = of_list(lists, &it.hit)?;
                Some(Aside { hit, because: it.because.clone(), decided: it.is_decided })
            }));
            for it in &found.in_file {
                // Its own subjects are asked for what lists say of them.
                if let Some((hit, is_anything)) = self.of_file(it) {
                    let to = if is_anything { &mut screened.hits } else { &mut screened.at_rest };
                    to.push(hit);
                }
            }
            screened.hits.sort_by_key(|hit| std::cmp::Reverse(hit.score));
            screened
        });
        let names_screened: Vec<Screened> = screened.collect();
        Screening {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            made_on: self.today,
            by: self.by.clone(),
            as_of: self.clock.as_of,
            known: self.clock.known,
            input: names.input.clone(),
            lists: self.sources.lists.iter().map(|it| self.list(it)).collect(),
            file: self.state.map(|it| self.file(it)),
            not_checked,
            failed: self.sources.failed.clone(),
            reopened: Vec::new(),
            asked: names_screened.len(),
            with_hits: names_screened.iter().filter(|it| !it.hits.is_empty()).count(),
            names: names_screened,
            compared_with: None,
        }
    }

    fn list(&self, dated: &Dated) -> ListChecked {
        ListChecked {
            list: dated.list.list.word().to_owned(),
            day: dated.on,
            days_old: (self.clock.as_of - dated.on.first()).num_days().max(0),
            entries: dated.list.entries.len(),
            files: dated
                .list
                .files
                .iter()
                .map(|file| FileChecked { name: file.name.clone(), sha256: file.sha256.clone() })
                .collect(),
            doubts: doubts(dated),
        }
    }

    fn file(&self, it: &StateRead) -> FileState {
        let mut doubts = Vec::new();
        if !it.is_whole {
            doubts.push(
                "the state file has errors, and what they are about was not checked: beltui check names them"
                    .to_owned(),
            );
        }
        FileState {
            name: it.name.clone(),
            sha256: it.sha256.clone(),
            subjects: it.day.state().records().subjects.len(),
            known_to: it.day.known_to(self.clock.as_of),
            doubts,
        }
    }

    /// A subject of the file, and whether anything holds against it on the day.
    fn of_file(&self, it: &found_in::InFile) -> Option<(Hit, bool)> {
        let day = &self.state?.day;
        let subject = day.state().records().subjects.get(it.subject)?;
        let faces = faces(day, it.subject);
        let mut standing: Vec<String> =
            faces.measures.iter().map(|it| format!("{} {}", it.measure, it.standing)).collect();
        standing.extend(faces.reached.iter().cloned());
        standing.extend(faces.allowed.iter().cloned());
        let holds = faces.measures.iter().map(|it| it.said.clone()).chain(faces.reached.iter().cloned());
        let hit = Hit {
            list: "the file".to_owned(),
            entry: subject.id.to_string(),
            name: subject.name.to_string(),
            holds: holds.collect(),
            allowed: faces.allowed.clone(),
            standing,
            ..of_judged(&it.judged, &it.matched)
        };
        Some((hit, faces.is_anything))
    }
}

fn of_judged(judged: &Judged, matched: &str) -> Hit {
    Hit {
        band: band(judged.band),
        score: judged.score,
        list: String::new(),
        entry: String::new(),
        name: String::new(),
        matched: matched.to_owned(),
        why: judged.why.clone(),
        agrees: judged.agrees.clone(),
        contradicts: judged.contradicts.clone(),
        not_compared: judged.open.clone(),
        list_day: None,
        list_sha256: Vec::new(),
        digest: None,
        entry_was: None,
        standing: Vec::new(),
        holds: Vec::new(),
        allowed: Vec::new(),
        decision: None,
        reopened: false,
    }
}

fn of_list(lists: &[ReadyList<'_>], it: &found_in::Hit) -> Option<Hit> {
    let list = lists.get(it.list)?;
    let entry: &Entry = list.list.entries.get(it.entry)?;
    let mut holds: Vec<String> = entry.programmes.clone();
    if entry.is_unclear {
        holds.push("the list does not say for certain that it still stands".to_owned());
    }
    let issuers = entry.issuers().join(", ");
    if list.list.list.is_collection() && !issuers.is_empty() {
        holds.insert(0, format!("by {issuers}"));
    }
    Some(Hit {
        list: list.list.list.word().to_owned(),
        entry: entry.list_ref(),
        name: entry.name.clone(),
        list_day: Some(list.on.written()),
        list_sha256: list.list.files.iter().map(|file| file.sha256.clone()).collect(),
        digest: Some(digest_of(entry)),
        entry_was: Some(canonical(entry)),
        holds,
        decision: it.decision.clone(),
        reopened: it.is_reopened,
        ..of_judged(&it.judged, &it.matched)
    })
}
