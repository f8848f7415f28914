//! What the measures stand among: subjects, relations of the focus, and crossings on its borders.

use std::io::{self, Write};

use beltui::model::compact::{Text, ThinSlice};
use beltui::model::crossing::{Access, Crossing, CrossingChange, Location, Mode, Traffic};
use beltui::model::date::Date;
use beltui::model::history::Step;
use beltui::model::id::Id;
use beltui::model::record::Record;
use beltui::model::relation::{
    ConsularStep, Direction, MissionStep, Rank, Relation, RelationChange, Stance, Trend,
};
use beltui::model::subject::{Alias, Subject, SubjectKind};

use super::chance::{Chance, Day, Precision, date, day, exact, padded, today};
use super::output::Output;
use super::programmes::ISSUERS;
use super::sources::Sources;
use super::states::{EU, NATO, STATES};
use super::targets::{self, person, slug, word};
use super::{ids, texts, tongues};

/// The subject that the file is about.
pub(super) const FOCUS: &str = "BY";

/// The id, the name, the kind, other names with `|` between them, and whom it belongs to.
type ActorRow = (&'static str, &'static str, SubjectKind, &'static str, &'static str);

const ACTORS: &[ActorRow] = &[
    ("UN", "United Nations", SubjectKind::Organisation, "ООН|联合国|الأمم المتحدة", ""),
    (
        "OSCE",
        "OSCE",
        SubjectKind::Organisation,
        "Organization for Security and Co-operation in Europe|ОБСЕ",
        "",
    ),
    ("SCO", "Shanghai Cooperation Organisation", SubjectKind::Organisation, "ШОС|上海合作组织", ""),
    ("CSTO", "Collective Security Treaty Organization", SubjectKind::Organisation, "ОДКБ", ""),
    ("EAEU", "Eurasian Economic Union", SubjectKind::Organisation, "ЕАЭС", ""),
    ("BRICS", "BRICS", SubjectKind::Organisation, "БРИКС|金砖国家", ""),
    ("IAEA", "International Atomic Energy Agency", SubjectKind::Organisation, "МАГАТЭ", ""),
    ("IMO", "International Maritime Organization", SubjectKind::Organisation, "", ""),
    ("ICAO", "International Civil Aviation Organization", SubjectKind::Organisation, "ИКАО", ""),
    ("FATF", "Financial Action Task Force", SubjectKind::Organisation, "GAFI", ""),
    ("african-union", "African Union", SubjectKind::Organisation, "Union africaine|الاتحاد الأفريقي", ""),
    ("arab-league", "League of Arab States", SubjectKind::Organisation, "جامعة الدول العربية", ""),
    ("asean", "ASEAN", SubjectKind::Organisation, "Association of Southeast Asian Nations", ""),
    ("council-of-europe", "Council of Europe", SubjectKind::Organisation, "Conseil de l'Europe", ""),
    ("OFAC", "Office of Foreign Assets Control", SubjectKind::Agency, "US Treasury OFAC", "US"),
    ("us-state-department", "US Department of State", SubjectKind::Agency, "State Department", "US"),
    ("us-bis", "Bureau of Industry and Security", SubjectKind::Agency, "BIS", "US"),
    (
        "european-commission",
        "European Commission",
        SubjectKind::Agency,
        "Еврокомиссия|Commission européenne",
        "EU",
    ),
    ("eu-council", "Council of the European Union", SubjectKind::Agency, "Совет ЕС", "EU"),
    ("eeas", "European External Action Service", SubjectKind::Agency, "SEAE", "EU"),
    ("OFSI", "Office of Financial Sanctions Implementation", SubjectKind::Agency, "", "GB"),
    ("fcdo", "Foreign, Commonwealth and Development Office", SubjectKind::Agency, "FCDO", "GB"),
    (
        "global-affairs-canada",
        "Global Affairs Canada",
        SubjectKind::Agency,
        "Affaires mondiales Canada",
        "CA",
    ),
    (
        "seco",
        "State Secretariat for Economic Affairs",
        SubjectKind::Agency,
        "SECO|Staatssekretariat für Wirtschaft",
        "CH",
    ),
    ("ua-nsdc", "National Security and Defence Council", SubjectKind::Agency, "РНБО|NSDC", "UA"),
    ("dfat-au", "Department of Foreign Affairs and Trade", SubjectKind::Agency, "DFAT", "AU"),
    ("meti", "Ministry of Economy, Trade and Industry", SubjectKind::Agency, "経済産業省", "JP"),
    ("mfat-nz", "Ministry of Foreign Affairs and Trade", SubjectKind::Agency, "Manatū Aorere", "NZ"),
    ("no-mfa", "Norwegian Ministry of Foreign Affairs", SubjectKind::Agency, "Utenriksdepartementet", "NO"),
    ("pl-mswia", "Ministry of the Interior and Administration", SubjectKind::Agency, "MSWiA", "PL"),
    ("pl-border-guard", "Polish Border Guard", SubjectKind::Agency, "Straż Graniczna", "PL"),
    (
        "lt-mfa",
        "Lithuanian Ministry of Foreign Affairs",
        SubjectKind::Agency,
        "Užsienio reikalų ministerija",
        "LT",
    ),
    ("lt-border-guard", "State Border Guard Service", SubjectKind::Agency, "VSAT", "LT"),
    ("lv-border-guard", "State Border Guard of Latvia", SubjectKind::Agency, "Valsts robežsardze", "LV"),
    (
        "by-foreign-ministry",
        "Belarusian Foreign Ministry",
        SubjectKind::Agency,
        "МИД Беларуси|МЗС Беларусі",
        "BY",
    ),
    (
        "by-customs",
        "State Customs Committee of Belarus",
        SubjectKind::Agency,
        "Государственный таможенный комитет",
        "BY",
    ),
    ("ru-foreign-ministry", "Russian Foreign Ministry", SubjectKind::Agency, "МИД России", "RU"),
    (
        "un-security-council",
        "UN Security Council",
        SubjectKind::Agency,
        "Совет Безопасности ООН|安全理事会",
        "UN",
    ),
];

/// So many subjects there are besides the targets of the measures; what the tables do not have is composed.
const WANTED: usize = 250;

/// The words of a table cell.
fn words(cell: &str) -> Vec<&str> {
    cell.split('|').filter(|word| !word.is_empty()).collect()
}

/// Writes the subjects, those among them that so many measures are aimed at.
///
/// # Errors
/// Where the output takes no more.
pub(super) fn subjects<W: Write>(
    chance: &mut Chance,
    measures: u32,
    seed: u64,
    out: &mut Output<W>,
) -> io::Result<()> {
    out.list("subjects")?;
    out.comment("The member and observer states of the United Nations.")?;
    for (id, name, aliases) in STATES {
        out.record(Record::Subject(&subject((id, name, SubjectKind::State, aliases, ""))))?;
    }
    out.line("")?;
    out.comment("Blocs, organisations and agencies.")?;
    for (row, members) in [
        (("EU", "European Union", SubjectKind::Bloc, "Европейский союз|ЕС|Unia Europejska", ""), EU),
        (
            ("NATO", "NATO", SubjectKind::Organisation, "North Atlantic Treaty Organization|НАТО|OTAN", ""),
            NATO,
        ),
    ] {
        out.record(Record::Subject(&Subject { members: ids(members), ..subject(row) }))?;
    }
    for row in ACTORS {
        out.record(Record::Subject(&subject(*row)))?;
    }
    out.line("")?;
    out.comment("Composed names: nobody real is meant.")?;
    for at in 0..WANTED.saturating_sub(STATES.len() + ACTORS.len() + 2) {
        let state = chance.pick(&["BY", "RU", "US", "PL", "LT", "CN", "IR", "TR", "GR"]);
        let tongue = tongues::of(state);
        let company = at % 2 == 0;
        let name = if company { word(chance, tongue, 3) } else { person(chance, tongue) };
        let id = [&slug(&name.latin), "-", &padded(u32::try_from(at).unwrap_or_default(), 2)].concat();
        let kind = if company { SubjectKind::Company } else { SubjectKind::Person };
        out.record(Record::Subject(&Subject {
            aliases: [Alias::from(&*name.own)].into(),
            ..subject((&id, &name.latin, kind, "", state))
        }))?;
    }
    targets::write(measures, seed, out)?;
    out.end()
}

fn subject((id, name, kind, aliases, affiliation): (&str, &str, SubjectKind, &str, &str)) -> Subject {
    Subject {
        aliases: words(aliases).into_iter().map(Alias::from).collect(),
        affiliation: (!affiliation.is_empty()).then(|| Id::new(affiliation)),
        ..Subject::new(Id::new(id), name.into(), kind)
    }
}

/// Days in order between two years, as many as are wanted.
fn days(chance: &mut Chance, from: i32, wanted: i32) -> Vec<Day> {
    let mut days: Vec<Day> = (0..wanted).map(|_| chance.between(day(from, 1, 10), today())).collect();
    days.sort_unstable();
    days
}

/// The date of a step.
fn when(chance: &mut Chance, on: Day) -> Date {
    let precision = chance.share(&[(120, Precision::Month), (60, Precision::Year)], Precision::Day);
    date(on, precision, today()).0
}

/// The sources of a step.
fn who_says(chance: &mut Chance, sources: &Sources, on: Day) -> ThinSlice<Id> {
    let issuer = chance.place(ISSUERS.len());
    let mut cited = Vec::new();
    sources.report(chance, issuer, on, &mut cited);
    ids(&cited)
}

const OTHERS: &[&str] = &[
    "PL", "LT", "LV", "UA", "RU", "US", "EU", "DE", "CN", "TR", "GB", "FR", "IT", "KZ", "IR", "VN", "HU",
    "SK", "SE", "CZ",
];

/// Writes the relations of the focus.
///
/// # Errors
/// Where the output takes no more.
pub(super) fn relations<W: Write>(
    chance: &mut Chance,
    sources: &Sources,
    out: &mut Output<W>,
) -> io::Result<()> {
    out.list("relations")?;
    for other in OTHERS {
        let note: Option<Text> =
            chance.percent(30).then(|| "The steps are those that the sources at hand speak of.".into());
        let wanted = chance.between(3, 8);
        let history = days(chance, 2008, wanted)
            .into_iter()
            .map(|day| Step {
                on: when(chance, day),
                time: None,
                change: between(chance, other),
                until: None,
                scope: None,
                note: chance.percent(25).then(|| "in the words of the ministry".into()),
                sources: who_says(chance, sources, day),
                event: None,
                act: None,
                known: None,
                withdrawn: None,
            })
            .collect();
        out.record(Record::Relation(&Relation {
            id: Id::new(&[FOCUS, "-", other].concat().to_lowercase()),
            pair: (Id::new(FOCUS), Id::new(other)),
            note,
            history,
        }))?;
    }
    out.end()
}

/// What changed between the focus and another.
fn between(chance: &mut Chance, other: &str) -> RelationChange {
    let axis = chance.pick(&["Head", "Mission", "Consular", "Stance", "Stance"]);
    let direction = |chance: &mut Chance| {
        let (from, at) = if chance.percent(50) { (other, FOCUS) } else { (FOCUS, other) };
        Direction { from: Id::new(from), at: Id::new(at) }
    };
    match axis {
        "Head" => RelationChange::Head(
            direction(chance),
            chance.one(&[Rank::Ambassador, Rank::ChargeDAffaires], Rank::Vacant),
            None,
        ),
        "Mission" => RelationChange::Mission(
            direction(chance),
            chance.one(
                &[MissionStep::Open, MissionStep::Reduced, MissionStep::Suspended],
                MissionStep::ReopeningAnnounced,
            ),
        ),
        "Consular" => RelationChange::Consular(
            direction(chance),
            chance.one(&[ConsularStep::Full, ConsularStep::Limited], ConsularStep::Suspended),
        ),
        _ => RelationChange::Stance(
            chance.one(&[Stance::Strained, Stance::Cold, Stance::Neutral, Stance::Good], Stance::Partner),
            chance.percent(50).then(|| chance.one(&[Trend::Improving, Trend::Steady], Trend::Worsening)),
            Some(Id::new(other)),
        ),
    }
}

/// A neighbour, how many crossings there are with it, and a box around the border: thousandths of a degree.
type Border = (&'static str, u32, (i32, i32), (i32, i32));

const BORDERS: &[Border] = &[
    ("PL", 8, (51_600, 53_900), (23_500, 23_950)),
    ("LT", 8, (53_950, 55_600), (24_000, 26_600)),
    ("LV", 6, (55_700, 56_100), (26_700, 28_100)),
    ("UA", 8, (51_300, 52_100), (23_800, 31_700)),
    ("RU", 10, (52_300, 55_700), (30_800, 32_600)),
];

/// Writes the crossings on the borders of the focus.
///
/// # Errors
/// Where the output takes no more.
pub(super) fn crossings<W: Write>(
    chance: &mut Chance,
    sources: &Sources,
    out: &mut Output<W>,
) -> io::Result<()> {
    out.list("crossings")?;
    for border in BORDERS {
        for number in 1..=border.1 {
            out.record(Record::Crossing(&crossing(chance, sources, border, number)))?;
        }
    }
    out.end()
}

fn crossing(
    chance: &mut Chance,
    sources: &Sources,
    &(neighbour, _, lat, lon): &Border,
    number: u32,
) -> Crossing {
    let theirs = word(chance, tongues::of(neighbour), 3);
    let ours = word(chance, tongues::of(FOCUS), 3);
    let id = [neighbour, "-", &theirs.latin, "-", &ours.latin, "-", &padded(number, 2)].concat();
    let route: Option<Text> =
        chance.percent(50).then(|| ["M", &(1 + chance.below(14)).to_string()].concat().into());
    let mode = chance.share(&[(720, Mode::Road), (230, Mode::Rail)], Mode::River);
    let traffic = chance.share(&[(550, Traffic::All), (250, Traffic::Passenger)], Traffic::Freight);
    let capacity_per_day = chance.percent(40).then(|| chance.number(40, 900));
    let location = place(chance, lat, lon);
    let (wanted, mut open) = (chance.between(1, 6), true);
    let history = days(chance, 2019, wanted)
        .into_iter()
        .map(|day| step(chance, sources, neighbour, traffic, &mut open, day))
        .collect();
    Crossing {
        id: Id::new(&slug(&id)),
        name: [&theirs.own, " – ", &ours.latin].concat().into(),
        aliases: texts(&[&ours.own, &theirs.latin]),
        between: (Id::new(neighbour), Id::new(FOCUS)),
        sides: Some((theirs.own.into(), ours.latin.into())),
        route,
        mode,
        traffic,
        capacity_per_day,
        location: Some(location),
        note: None,
        history,
    }
}

/// A step of a crossing that is open or not, and is the other after it.
fn step(
    chance: &mut Chance,
    sources: &Sources,
    neighbour: &str,
    made_for: Traffic,
    open: &mut bool,
    day: Day,
) -> Step<CrossingChange> {
    let on = when(chance, day);
    let (mut until, mut scope, mut note): (_, Option<Text>, Option<Text>) = (None, None, None);
    let change = if chance.percent(15) {
        CrossingChange::Throughput {
            per_day: chance.number(10, 600),
            capacity_per_day: None,
            unit: Some(chance.pick(&["trucks", "cars", "persons"]).into()),
        }
    } else {
        *open = !*open;
        let access = if *open {
            Access::Open
        } else {
            chance.one(&[Access::Restricted, Access::Suspended], Access::Closed)
        };
        let by = if chance.percent(75) { neighbour } else { FOCUS };
        let one = made_for == Traffic::All && chance.percent(25);
        let traffic = if one { Traffic::Freight } else { made_for };
        if !*open && chance.percent(25) {
            until = Some(exact(day + chance.between(31, 500)));
        }
        if access == Access::Restricted {
            scope = Some(chance.pick(&["permit holders only", "outbound only", "daytime only"]).into());
        }
        if chance.percent(25) {
            note = Some("until further notice, according to the announcement".into());
        }
        CrossingChange::Status { access, traffic, by: Some(Id::new(by)), reasons: ThinSlice::new() }
    };
    Step {
        on,
        time: None,
        change,
        until,
        scope,
        note,
        sources: who_says(chance, sources, day),
        event: None,
        act: None,
        known: None,
        withdrawn: None,
    }
}

/// A place in a box: thousandths of a degree.
fn place(chance: &mut Chance, lat: (i32, i32), lon: (i32, i32)) -> Location {
    let mut degrees = |(low, high)| f64::from(chance.between(low, high)) / 1000.0;
    let (lat, lon) = (degrees(lat), degrees(lon));
    let error_km = chance.percent(50).then(|| f64::from(10 + chance.below(10)) / 10.0);
    Location { lat, lon, error_km, note: None }
}
