//! The measures.

use std::io::Write;

use super::chance::{Chance, iso, padded};
use super::events::{Events, hour};
use super::life::{Step, life};
use super::programmes::{ISSUERS, Issuer, draw, licence, programme, reference};
use super::sheet::{Fields, Sheet};
use super::sources::Sources;
use super::targets::{Target, slug, word};
use super::tongues;
use crate::model::sanction::{MeasureKind as Kind, SanctionStep as What, TargetKind};

/// So many targets are remembered, for measures of other issuers and other kinds against them.
const REMEMBERED: usize = 512;

/// Writes the list.
///
/// # Errors
/// Where the output takes no more.
pub(super) fn write<W: Write>(
    chance: &mut Chance,
    count: u32,
    sources: &Sources,
    events: &mut Events,
    sheet: &mut Sheet<W>,
) -> std::io::Result<()> {
    let mut fields = Fields::default();
    let mut targets: Vec<Target> = Vec::with_capacity(REMEMBERED);
    sheet.line(1, "sanctions: [");
    for number in 1..=count {
        if number % 1000 == 1 {
            sheet.line(2, &["// From number ", &number.to_string(), " on."].concat());
        }
        let again = targets.len() > 8 && chance.percent(38);
        let place = if again { chance.place(targets.len()) } else { fresh(chance, &mut targets) };
        if let Some(target) = targets.get(place) {
            measure(chance, number, target, sources, events, sheet, &mut fields);
        }
        sheet.pass_on()?;
    }
    sheet.line(1, "],");
    Ok(())
}

/// A new target in the place of an old one; where it stands.
fn fresh(chance: &mut Chance, targets: &mut Vec<Target>) -> usize {
    let target = Target::new(chance);
    if targets.len() < REMEMBERED {
        targets.push(target);
        return targets.len() - 1;
    }
    let place = chance.place(REMEMBERED);
    if let Some(slot) = targets.get_mut(place) {
        *slot = target;
    }
    place
}

fn measure<W: Write>(
    chance: &mut Chance,
    number: u32,
    target: &Target,
    sources: &Sources,
    events: &mut Events,
    sheet: &mut Sheet<W>,
    fields: &mut Fields,
) {
    let (mut at, mut issuer) = draw(chance);
    if issuer.id == target.country {
        (at, issuer) = if at == 0 { (1, &ISSUERS[1]) } else { (0, &ISSUERS[0]) };
    }
    let kind = kind(chance, target.kind);
    let word = kind.map_or("Withdrawal of honours", Kind::word);
    let id =
        [&issuer.id.to_lowercase(), "-", &target.slug, "-", &slug(word), "-", &padded(number, 6)].concat();
    let (_, _, programme, acts) = programme(chance, issuer.id, target.country);

    sheet.line(2, "(");
    fields.text("id", &id);
    fields.text("issuer", issuer.id);
    sheet.lines(3, fields);
    target.fields(fields);
    sheet.item(3, "target: ", fields);
    match kind {
        Some(kind) => fields.plain("measure", kind.name()),
        None => fields.plain("measure", "Other(\"Withdrawal of honours\")"),
    }
    if chance.percent(88) {
        fields.text("programme", programme);
    }
    let named = chance.share(&[(100, 0), (250, 1)], acts.len());
    fields.texts("legal_acts", acts.get(..named).unwrap_or(acts));
    let listed = matches!(
        target.kind,
        TargetKind::Entity | TargetKind::Person | TargetKind::Vessel | TargetKind::Aircraft
    );
    if listed && chance.percent(80) {
        let mut references = vec![reference(chance, issuer.id, target.country)];
        if chance.percent(8) {
            references.push(reference(chance, issuer.id, target.country));
        }
        fields.texts("list_refs", &references);
    }
    if chance.percent(25) {
        fields.text("note", &note(chance, target.country));
    }
    sheet.lines(3, fields);

    let start = match kind {
        Some(Kind::AssetFreeze | Kind::TravelBan) if listed => {
            let others = if issuer.by_term { 350 } else { 80 };
            chance.share(&[(others / 2, What::Imposed), (others / 2, What::Adopted)], What::Designated)
        }
        _ => chance.share(&[(350, What::Adopted)], What::Imposed),
    };
    let steps = life(chance, events, at, start, issuer.by_term);
    let mut history = History { sources, at, issuer, state: target.country, taken: Vec::new() };
    sheet.line(3, "history: [");
    for step in &steps {
        if let Some(event) = step.event {
            events.link(event, &id);
        }
        history.step(chance, events, step, acts, fields);
        sheet.item(4, "", fields);
    }
    sheet.line(3, "],");
    sheet.line(2, "),");
}

/// The kind of a measure against a kind of target; none for one in its own words.
fn kind(chance: &mut Chance, target: TargetKind) -> Option<Kind> {
    let shares: &[(u32, Kind)] = match target {
        TargetKind::Person => {
            if chance.percent(1) {
                return None;
            }
            &[(540, Kind::AssetFreeze)]
        }
        TargetKind::Entity => &[
            (660, Kind::AssetFreeze),
            (130, Kind::ExportControl),
            (80, Kind::FinancialRestrictions),
            (40, Kind::SectoralSanctions),
            (30, Kind::Debarment),
            (30, Kind::ServicesBan),
        ],
        TargetKind::Vessel => &[(520, Kind::AssetFreeze)],
        TargetKind::Aircraft => &[(650, Kind::AssetFreeze), (150, Kind::AirspaceRestriction)],
        TargetKind::Goods => {
            &[(380, Kind::ExportControl), (400, Kind::ImportRestrictions), (120, Kind::ArmsEmbargo)]
        }
        TargetKind::Sector => {
            &[(420, Kind::SectoralSanctions), (250, Kind::FinancialRestrictions), (180, Kind::ServicesBan)]
        }
        TargetKind::State => &[
            (300, Kind::ArmsEmbargo),
            (250, Kind::AidSuspension),
            (200, Kind::AirspaceRestriction),
            (130, Kind::Tariffs),
        ],
        TargetKind::Several => &[(620, Kind::AssetFreeze)],
    };
    let rest = match target {
        TargetKind::Person | TargetKind::Several => Kind::TravelBan,
        TargetKind::Entity | TargetKind::Sector => Kind::InvestmentBan,
        TargetKind::Vessel | TargetKind::Aircraft => Kind::TransportationRestrictions,
        TargetKind::Goods => Kind::Tariffs,
        TargetKind::State => Kind::DiplomaticMeasures,
    };
    Some(chance.share(shares, rest))
}

/// What the steps of one history share.
struct History<'a> {
    sources: &'a Sources,
    at: usize,
    issuer: &'static Issuer,
    state: &'static str,
    /// The sources of all steps so far.
    taken: Vec<&'a str>,
}

impl History<'_> {
    fn step(
        &mut self,
        chance: &mut Chance,
        events: &Events,
        step: &Step,
        acts: &[&str],
        fields: &mut Fields,
    ) {
        let what = step.what;
        let sighting = matches!(what, What::Seen | What::NotSeen);
        fields.text("on", &step.on);
        if step.first == step.last && !sighting && chance.below(1000) < 25 {
            fields.text("time", &hour(chance));
        }
        fields.plain("what", what.name());
        if what == What::Licensed && chance.percent(90) {
            fields.text("licence", &licence(chance, self.issuer, self.state, step.first));
        }
        if sighting {
            fields.text("list", self.issuer.list);
        }
        if let Some(until) = step.until {
            let until = iso(until);
            let exact = chance.percent(92);
            fields.text("until", if exact { &until } else { until.get(..7).unwrap_or_default() });
        }
        if let Some(scope) = scope(chance, what, acts) {
            fields.text("scope", scope);
        }
        if chance.percent(13) {
            fields.text("note", chance.pick(if sighting { SEEN_NOTES } else { STEP_NOTES }));
        }
        let mut cited = Vec::with_capacity(3);
        if step.rival {
            self.sources.rival(chance, &self.taken, &mut cited);
        } else if sighting {
            self.sources.sighting(chance, self.at, step.last, &mut cited);
        } else {
            self.sources.report(chance, self.at, step.last, &mut cited);
        }
        fields.texts("sources", &cited);
        self.taken.extend(cited);
        if let Some(event) = step.event {
            fields.text("event", events.id(event));
        }
    }
}

/// What a step covers, where that is said.
fn scope<'a>(chance: &mut Chance, what: What, acts: &[&'a str]) -> Option<&'a str> {
    let (often, scopes): (u32, &[&'static str]) = match what {
        What::Designated | What::Imposed | What::Adopted => {
            if chance.percent(20) {
                return acts.first().copied();
            }
            (
                12,
                &[
                    "Annex I",
                    "Annex I.B",
                    "Annex IV",
                    "Annex XIX",
                    "Schedule 1, Part 1.1",
                    "Part 3 of the list",
                ],
            )
        }
        What::Licensed => (70, LICENSED),
        What::Eased => (75, EASED),
        What::LiftingAnnounced => (50, &["full", "partial", "full, once the acts are published"]),
        What::Suspended => (40, &["all of it", "entry ban only", "payments for food and medicine"]),
        What::Amended => (28, AMENDED),
        _ => return None,
    };
    chance.percent(often).then(|| chance.pick(scopes))
}

const LICENSED: &[&str] = &[
    "authorises the wind-down of transactions",
    "payments for the safety of civil aviation",
    "food, medicine and agricultural goods; no unblocking of property",
    "divestment of shares until the licence ends",
    "maintenance of ships in port",
    "diplomatic and consular missions",
    "telecommunications and internet services",
    "legal fees",
];

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
