//! The measures.

use std::io::{self, Write};

use beltui::model::compact::{Text, ThinSlice};
use beltui::model::history;
use beltui::model::id::Id;
use beltui::model::measure::{
    Measure, MeasureChange, MeasureStep as What, MeasureType, StandardMeasure as Kind,
};
use beltui::model::record::Record;
use beltui::model::subject::SubjectKind;

use super::acts::{Acts, LICENSED};
use super::chance::{Chance, exact, month, padded};
use super::events::{Events, hour};
use super::life::{Step, life};
use super::output::Output;
use super::programmes::{ISSUERS, Issuer, draw, programme, reference};
use super::sources::Sources;
use super::targets::{Target, among, slug, word};
use super::{ids, texts, tongues};

/// So many targets are remembered, for measures of other issuers and other kinds against them.
const REMEMBERED: usize = 512;

/// A kind of measure in its own words.
const OWN_WORDS: &str = "Withdrawal of honours";

/// Writes the list.
///
/// # Errors
/// Where the output takes no more.
pub(super) fn write<W: Write>(
    chance: &mut Chance,
    (count, seed): (u32, u64),
    sources: &Sources,
    acts: &Acts,
    events: &mut Events,
    out: &mut Output<W>,
) -> io::Result<()> {
    let mut targets: Vec<Target> = Vec::with_capacity(REMEMBERED);
    out.list("sanctions")?;
    for number in 1..=count {
        if number % 1000 == 1 {
            out.comment(&format!("From number {number} on."))?;
        }
        let known = among(number);
        let place = if known > among(number - 1) {
            remember(&mut targets, Target::new(known, seed), known)
        } else {
            chance.place(targets.len())
        };
        if let Some(target) = targets.get(place) {
            out.record(Record::Measure(&measure(chance, number, target, (sources, acts), events)))?;
        }
    }
    out.end()
}

/// The target of a number in the place of the oldest; where it stands.
fn remember(targets: &mut Vec<Target>, target: Target, number: u32) -> usize {
    if targets.len() < REMEMBERED {
        targets.push(target);
        return targets.len() - 1;
    }
    let place = usize::try_from(number).unwrap_or_default() % REMEMBERED;
    if let Some(slot) = targets.get_mut(place) {
        *slot = target;
    }
    place
}

fn measure(
    chance: &mut Chance,
    number: u32,
    target: &Target,
    (sources, known_acts): (&Sources, &Acts),
    events: &mut Events,
) -> Measure {
    let (mut at, mut issuer) = draw(chance);
    if issuer.id == target.country {
        (at, issuer) = if at == 0 { (1, &ISSUERS[1]) } else { (0, &ISSUERS[0]) };
    }
    let kind = kind(chance, target.kind);
    let word = kind.map_or(OWN_WORDS, Kind::word);
    let id =
        [&issuer.id.to_lowercase(), "-", &target.slug, "-", &slug(word), "-", &padded(number, 6)].concat();
    let (_, _, name, acts) = programme(chance, issuer.id, target.country);
    let programme: Option<Text> = chance.percent(88).then(|| name.into());
    let named = chance.share(&[(100, 0), (250, 1)], acts.len());
    let listed = matches!(
        target.kind,
        SubjectKind::Company | SubjectKind::Person | SubjectKind::Vessel | SubjectKind::Aircraft
    );
    let mut references = Vec::new();
    if listed && chance.percent(80) {
        references.push(reference(chance, issuer.id, target.country));
        if chance.percent(8) {
            references.push(reference(chance, issuer.id, target.country));
        }
    }
    let note: Option<Text> = chance.percent(25).then(|| note(chance, target.country).into());

    let start = match kind {
        Some(Kind::AssetFreeze | Kind::TravelBan) if listed => {
            let others = if issuer.by_term { 350 } else { 80 };
            chance.share(&[(others / 2, What::Imposed), (others / 2, What::Adopted)], What::Designated)
        }
        _ => chance.share(&[(350, What::Adopted)], What::Imposed),
    };
    let steps = life(chance, events, at, start, issuer.by_term);
    for event in steps.iter().filter_map(|step| step.event) {
        events.link(event, &id);
    }
    let mut history = History { sources, acts: known_acts, at, issuer, taken: Vec::new() };
    Measure {
        id: Id::new(&id),
        issuer: Id::new(issuer.id),
        target: Id::new(&target.id),
        measure: kind.map_or_else(|| MeasureType::Other(OWN_WORDS.into()), MeasureType::Standard),
        programme,
        acts: known_acts.of(issuer.id, acts.get(..named).unwrap_or(acts)),
        reason: None,
        list_refs: texts(&references),
        note,
        history: steps.iter().map(|step| history.step(chance, events, step, acts)).collect::<ThinSlice<_>>(),
    }
}

/// The kind of a measure against a kind of target; none for one in its own words.
fn kind(chance: &mut Chance, target: SubjectKind) -> Option<Kind> {
    let shares: &[(u32, Kind)] = match target {
        SubjectKind::Person => {
            if chance.percent(1) {
                return None;
            }
            &[(540, Kind::AssetFreeze)]
        }
        SubjectKind::Company | SubjectKind::Organisation | SubjectKind::Agency | SubjectKind::Bloc => &[
            (660, Kind::AssetFreeze),
            (130, Kind::ExportControl),
            (80, Kind::FinancialRestrictions),
            (40, Kind::SectoralSanctions),
            (30, Kind::Debarment),
            (30, Kind::ServicesBan),
        ],
        SubjectKind::Vessel => &[(520, Kind::AssetFreeze)],
        SubjectKind::Aircraft => &[(650, Kind::AssetFreeze), (150, Kind::AirspaceRestriction)],
        SubjectKind::Goods => {
            &[(380, Kind::ExportControl), (400, Kind::ImportRestrictions), (120, Kind::ArmsEmbargo)]
        }
        SubjectKind::Sector => {
            &[(420, Kind::SectoralSanctions), (250, Kind::FinancialRestrictions), (180, Kind::ServicesBan)]
        }
        SubjectKind::State => &[
            (300, Kind::ArmsEmbargo),
            (250, Kind::AidSuspension),
            (200, Kind::AirspaceRestriction),
            (130, Kind::Tariffs),
        ],
        SubjectKind::Group => &[(620, Kind::AssetFreeze)],
    };
    let rest = match target {
        SubjectKind::Person | SubjectKind::Group => Kind::TravelBan,
        SubjectKind::Vessel | SubjectKind::Aircraft => Kind::TransportationRestrictions,
        SubjectKind::Goods => Kind::Tariffs,
        SubjectKind::State => Kind::DiplomaticMeasures,
        _ => Kind::InvestmentBan,
    };
    Some(chance.share(shares, rest))
}

/// What the steps of one history share.
struct History<'a> {
    sources: &'a Sources,
    acts: &'a Acts,
    at: usize,
    issuer: &'static Issuer,
    /// The sources of all steps so far.
    taken: Vec<&'a str>,
}

impl History<'_> {
    fn step(
        &mut self,
        chance: &mut Chance,
        events: &Events,
        step: &Step,
        acts: &[&'static str],
    ) -> history::Step<MeasureChange> {
        let what = step.what;
        let sighting = matches!(what, What::Seen | What::NotSeen);
        let timed = step.first == step.last && !sighting && chance.below(1000) < 25;
        let time: Option<Text> = timed.then(|| hour(chance).into());
        let list: Option<Text> = sighting.then(|| self.issuer.list.into());
        let act = match what {
            What::Licensed => chance.percent(90).then(|| self.acts.licence(chance, self.issuer)),
            What::Designated | What::Imposed | What::Adopted if chance.percent(20) => {
                self.acts.of(self.issuer.id, acts).first().cloned()
            }
            _ => None,
        };
        let until = step.until.map(|until| if chance.percent(92) { exact(until) } else { month(until) });
        let scope: Option<Text> = scope(chance, what).map(Text::from);
        let note: Option<Text> =
            chance.percent(13).then(|| chance.pick(if sighting { SEEN_NOTES } else { STEP_NOTES }).into());
        let mut cited = Vec::with_capacity(3);
        if step.rival {
            self.sources.rival(chance, &self.taken, step.last, &mut cited);
        } else if sighting {
            self.sources.sighting(chance, self.at, step.last, &mut cited);
        } else {
            self.sources.report(chance, self.at, step.last, &mut cited);
        }
        self.taken.extend(&cited);
        history::Step {
            on: step.on,
            time,
            change: MeasureChange { what, list },
            until,
            scope,
            note,
            sources: ids(&cited),
            event: step.event.map(|event| Id::new(events.id(event))),
            act,
            known: None,
            withdrawn: None,
        }
    }
}

/// What a step covers, where that is said.
fn scope(chance: &mut Chance, what: What) -> Option<&'static str> {
    let (often, scopes): (u32, &[&'static str]) = match what {
        What::Designated | What::Imposed | What::Adopted => (
            12,
            &["Annex I", "Annex I.B", "Annex IV", "Annex XIX", "Schedule 1, Part 1.1", "Part 3 of the list"],
        ),
        What::Licensed => (70, LICENSED),
        What::Eased => (75, EASED),
        What::LiftingAnnounced => (50, &["full", "partial", "full, once the acts are published"]),
        What::Suspended => (40, &["all of it", "entry ban only", "payments for food and medicine"]),
        What::Amended => (28, AMENDED),
        _ => return None,
    };
    chance.percent(often).then(|| chance.pick(scopes))
}

const EASED: &[&str] = &[
    "partial",
    "humanitarian deliveries",
    "transit without unloading",
    "spare parts for civil aircraft",
    "contracts concluded before the listing",
];

const AMENDED: &[&str] = &[
    "identifying information",
    "spelling of the name",
    "address and registration number",
    "statement of reasons",
    "moved to another programme",
    "threshold of ownership",
];

const STEP_NOTES: &[&str] = &[
    "published on the following day",
    "the notice gives no reasons",
    "reported by agencies; the act was not seen",
    "a corrigendum followed",
    "according to the issuer's notice",
    "the date is that of entry into force",
    "in a package with other names",
    "in line with measures of partners",
    "до особого распоряжения",
    "zgodnie z komunikatem",
    "依公告",
    "حسب البيان الرسمي",
];

const SEEN_NOTES: &[&str] = &[
    "first copy at hand; the list is of this day or earlier",
    "last copy at hand",
    "looked up by name and number",
    "under another spelling",
    "one row of the dated copy",
];

/// A note on a measure.
fn note(chance: &mut Chance, state: &str) -> String {
    let named = word(chance, tongues::of(state), 3);
    let other = if chance.percent(30) { named.own } else { named.latin };
    let (before, after) = chance.pick(NOTES);
    if after.is_empty() { before.to_owned() } else { [before, &other, after].concat() }
}

/// What stands before and after a name; the name is left out where nothing is to follow.
const NOTES: &[(&str, &str)] = &[
    ("The list's remark links it to ", "."),
    ("Listed together with ", "; the reasons are the same."),
    ("Owned 50 per cent or more by ", ", according to the register."),
    ("Formerly registered as \"", "\"; the list carries both names."),
    ("Not to be confused with ", ", which another list carries."),
    ("Acts for ", " according to the statement of reasons."),
    ("An action for annulment is pending; brought by ", "."),
    ("The statement of reasons names no other entity.", ""),
    ("The list gives an address and no number.", ""),
    ("The number was changed when the list was put into its present form.", ""),
    ("Texts give the start as a year only; the list gives the day.", ""),
    ("Wpis obejmuje także podmioty zależne.", ""),
    ("В перечне указаны два адреса.", ""),
    ("У переліку два написання назви.", ""),
    ("名单中另有一种写法。", ""),
    ("تظهر في القائمة كتابة أخرى للاسم.", ""),
];
