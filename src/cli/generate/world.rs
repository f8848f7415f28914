//! What the measures stand among: actors, relations of the focus, and crossings on its borders.

use std::io::Write;

use super::chance::{Chance, Day, Precision, date, day, iso, padded, today};
use super::programmes::ISSUERS;
use super::sheet::{Fields, Sheet};
use super::sources::Sources;
use super::states::{EU, NATO, STATES};
use super::targets::{person, slug, word};
use super::tongues;

/// The actor that the file is about.
pub(super) const FOCUS: &str = "BY";

/// The id, the name, the kind, other names with `|` between them, and whom it belongs to.
type ActorRow = (&'static str, &'static str, &'static str, &'static str, &'static str);

const ACTORS: &[ActorRow] = &[
    ("UN", "United Nations", "Organisation", "ООН|联合国|الأمم المتحدة", ""),
    ("OSCE", "OSCE", "Organisation", "Organization for Security and Co-operation in Europe|ОБСЕ", ""),
    ("SCO", "Shanghai Cooperation Organisation", "Organisation", "ШОС|上海合作组织", ""),
    ("CSTO", "Collective Security Treaty Organization", "Organisation", "ОДКБ", ""),
    ("EAEU", "Eurasian Economic Union", "Organisation", "ЕАЭС", ""),
    ("BRICS", "BRICS", "Organisation", "БРИКС|金砖国家", ""),
    ("IAEA", "International Atomic Energy Agency", "Organisation", "МАГАТЭ", ""),
    ("IMO", "International Maritime Organization", "Organisation", "", ""),
    ("ICAO", "International Civil Aviation Organization", "Organisation", "ИКАО", ""),
    ("FATF", "Financial Action Task Force", "Organisation", "GAFI", ""),
    ("african-union", "African Union", "Organisation", "Union africaine|الاتحاد الأفريقي", ""),
    ("arab-league", "League of Arab States", "Organisation", "جامعة الدول العربية", ""),
    ("asean", "ASEAN", "Organisation", "Association of Southeast Asian Nations", ""),
    ("council-of-europe", "Council of Europe", "Organisation", "Conseil de l'Europe", ""),
    ("OFAC", "Office of Foreign Assets Control", "Agency", "US Treasury OFAC", "US"),
    ("us-state-department", "US Department of State", "Agency", "State Department", "US"),
    ("us-bis", "Bureau of Industry and Security", "Agency", "BIS", "US"),
    ("european-commission", "European Commission", "Agency", "Еврокомиссия|Commission européenne", "EU"),
    ("eu-council", "Council of the European Union", "Agency", "Совет ЕС", "EU"),
    ("eeas", "European External Action Service", "Agency", "SEAE", "EU"),
    ("OFSI", "Office of Financial Sanctions Implementation", "Agency", "", "GB"),
    ("fcdo", "Foreign, Commonwealth and Development Office", "Agency", "FCDO", "GB"),
    ("global-affairs-canada", "Global Affairs Canada", "Agency", "Affaires mondiales Canada", "CA"),
    (
        "seco",
        "State Secretariat for Economic Affairs",
        "Agency",
        "SECO|Staatssekretariat für Wirtschaft",
        "CH",
    ),
    ("ua-nsdc", "National Security and Defence Council", "Agency", "РНБО|NSDC", "UA"),
    ("dfat-au", "Department of Foreign Affairs and Trade", "Agency", "DFAT", "AU"),
    ("meti", "Ministry of Economy, Trade and Industry", "Agency", "経済産業省", "JP"),
    ("mfat-nz", "Ministry of Foreign Affairs and Trade", "Agency", "Manatū Aorere", "NZ"),
    ("no-mfa", "Norwegian Ministry of Foreign Affairs", "Agency", "Utenriksdepartementet", "NO"),
    ("pl-mswia", "Ministry of the Interior and Administration", "Agency", "MSWiA", "PL"),
    ("pl-border-guard", "Polish Border Guard", "Agency", "Straż Graniczna", "PL"),
    ("lt-mfa", "Lithuanian Ministry of Foreign Affairs", "Agency", "Užsienio reikalų ministerija", "LT"),
    ("lt-border-guard", "State Border Guard Service", "Agency", "VSAT", "LT"),
    ("lv-border-guard", "State Border Guard of Latvia", "Agency", "Valsts robežsardze", "LV"),
    ("by-foreign-ministry", "Belarusian Foreign Ministry", "Agency", "МИД Беларуси|МЗС Беларусі", "BY"),
    (
        "by-customs",
        "State Customs Committee of Belarus",
        "Agency",
        "Государственный таможенный комитет",
        "BY",
    ),
    ("ru-foreign-ministry", "Russian Foreign Ministry", "Agency", "МИД России", "RU"),
    ("un-security-council", "UN Security Council", "Agency", "Совет Безопасности ООН|安全理事会", "UN"),
];

/// So many actors there are in all; what the tables do not have is composed.
const WANTED: usize = 250;

/// The words of a table cell.
fn words(cell: &str) -> Vec<&str> {
    cell.split('|').filter(|word| !word.is_empty()).collect()
}

/// Writes the actors.
pub(super) fn actors<W: Write>(chance: &mut Chance, sheet: &mut Sheet<W>) {
    let mut fields = Fields::default();
    sheet.line(1, "actors: [");
    sheet.line(2, "// The member and observer states of the United Nations.");
    for (id, name, aliases) in STATES {
        actor(&mut fields, (id, name, "State", aliases, ""));
        sheet.item(2, "", &mut fields);
    }
    sheet.line(0, "");
    sheet.line(2, "// Blocs, organisations and agencies.");
    for (row, members) in [
        (("EU", "European Union", "Bloc", "Европейский союз|ЕС|Unia Europejska", ""), EU),
        (("NATO", "NATO", "Organisation", "North Atlantic Treaty Organization|НАТО|OTAN", ""), NATO),
    ] {
        actor(&mut fields, row);
        fields.texts("members", members);
        sheet.item(2, "", &mut fields);
    }
    for row in ACTORS {
        actor(&mut fields, *row);
        if !row.4.is_empty() {
            fields.text("affiliation", row.4);
        }
        sheet.item(2, "", &mut fields);
    }
    sheet.line(0, "");
    sheet.line(2, "// Composed names: nobody real is meant.");
    for at in 0..WANTED.saturating_sub(STATES.len() + ACTORS.len() + 2) {
        let state = chance.pick(&["BY", "RU", "US", "PL", "LT", "CN", "IR", "TR", "GR"]);
        let tongue = tongues::of(state);
        let company = at % 2 == 0;
        let name = if company { word(chance, tongue, 3) } else { person(chance, tongue) };
        fields.text(
            "id",
            &[&slug(&name.latin), "-", &padded(u32::try_from(at).unwrap_or_default(), 2)].concat(),
        );
        fields.text("name", &name.latin);
        fields.plain("kind", if company { "Company" } else { "Person" });
        fields.texts("aliases", &[name.own]);
        fields.text("affiliation", state);
        sheet.item(2, "", &mut fields);
    }
    sheet.line(1, "],");
}

fn actor(fields: &mut Fields, (id, name, kind, aliases, _): ActorRow) {
    fields.text("id", id);
    fields.text("name", name);
    fields.plain("kind", kind);
    fields.texts("aliases", &words(aliases));
}

/// Days in order between two years, as many as are wanted.
fn days(chance: &mut Chance, from: i32, wanted: i32) -> Vec<Day> {
    let mut days: Vec<Day> = (0..wanted).map(|_| chance.between(day(from, 1, 10), today())).collect();
    days.sort_unstable();
    days
}

/// The date of a step and its sources.
fn when(chance: &mut Chance, fields: &mut Fields, on: Day) {
    let precision = chance.share(&[(120, Precision::Month), (60, Precision::Year)], Precision::Day);
    fields.text("on", &date(on, precision, today()).0);
}

fn who_says<'a>(
    chance: &mut Chance,
    sources: &'a Sources,
    fields: &mut Fields,
    cited: &mut Vec<&'a str>,
    on: Day,
) {
    let issuer = chance.place(ISSUERS.len());
    sources.report(chance, issuer, on, cited);
    fields.texts("sources", cited);
}

const OTHERS: &[&str] = &[
    "PL", "LT", "LV", "UA", "RU", "US", "EU", "DE", "CN", "TR", "GB", "FR", "IT", "KZ", "IR", "VN", "HU",
    "SK", "SE", "CZ",
];

/// Writes the relations of the focus.
pub(super) fn relations<W: Write>(chance: &mut Chance, sources: &Sources, sheet: &mut Sheet<W>) {
    let (mut fields, mut cited) = (Fields::default(), Vec::new());
    sheet.line(1, "relations: [");
    for other in OTHERS {
        sheet.line(2, "(");
        fields.text("id", &[FOCUS, "-", other].concat().to_lowercase());
        fields.pair("pair", FOCUS, other);
        if chance.percent(30) {
            fields.text("note", "The steps are those that the sources at hand speak of.");
        }
        sheet.lines(3, &mut fields);
        sheet.line(3, "history: [");
        let wanted = chance.between(3, 8);
        for on in days(chance, 2008, wanted) {
            when(chance, &mut fields, on);
            let axis = chance.pick(&["Head", "Mission", "Consular", "Stance", "Stance"]);
            fields.plain("what", axis);
            if axis != "Stance" {
                let (from, at) = if chance.percent(50) { (*other, FOCUS) } else { (FOCUS, *other) };
                fields.text("from", from);
                fields.text("at", at);
            }
            match axis {
                "Head" => fields.plain("rank", chance.pick(&["Ambassador", "ChargeDAffaires", "Vacant"])),
                "Mission" => {
                    fields.plain(
                        "status",
                        chance.pick(&["Open", "Reduced", "Suspended", "ReopeningAnnounced"]),
                    );
                }
                "Consular" => fields.plain("status", chance.pick(&["Full", "Limited", "Suspended"])),
                _ => {
                    fields.plain("level", chance.pick(&["Strained", "Cold", "Neutral", "Good", "Partner"]));
                    if chance.percent(50) {
                        fields.plain("trend", chance.pick(&["Improving", "Steady", "Worsening"]));
                    }
                }
            }
            if chance.percent(25) {
                fields.text("note", "in the words of the ministry");
            }
            who_says(chance, sources, &mut fields, &mut cited, on);
            sheet.item(4, "", &mut fields);
        }
        sheet.line(3, "],");
        sheet.line(2, "),");
    }
    sheet.line(1, "],");
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
pub(super) fn crossings<W: Write>(chance: &mut Chance, sources: &Sources, sheet: &mut Sheet<W>) {
    let (mut fields, mut cited) = (Fields::default(), Vec::new());
    sheet.line(1, "crossings: [");
    for &(neighbour, count, lat, lon) in BORDERS {
        for number in 1..=count {
            crossing(chance, &mut fields, neighbour, number);
            sheet.line(2, "(");
            let made_for = chance.share(&[(550, ""), (250, "Passenger")], "Freight");
            if !made_for.is_empty() {
                fields.plain("traffic", made_for);
            }
            if chance.percent(40) {
                fields.plain("capacity_per_day", &chance.between(40, 900).to_string());
            }
            place(chance, &mut fields, lat, lon);
            sheet.lines(3, &mut fields);
            sheet.line(3, "history: [");
            let (wanted, mut open) = (chance.between(1, 6), true);
            for on in days(chance, 2019, wanted) {
                when(chance, &mut fields, on);
                if chance.percent(15) {
                    fields.plain("what", "Throughput");
                    fields.plain("per_day", &chance.between(10, 600).to_string());
                    fields.text("unit", chance.pick(&["trucks", "cars", "persons"]));
                } else {
                    open = !open;
                    let what =
                        if open { "Open" } else { chance.pick(&["Restricted", "Suspended", "Closed"]) };
                    fields.plain("what", what);
                    fields.text("by", if chance.percent(75) { neighbour } else { FOCUS });
                    let one = if made_for.is_empty() && chance.percent(25) { "Freight" } else { made_for };
                    if !one.is_empty() {
                        fields.plain("traffic", one);
                    }
                    if !open && chance.percent(25) {
                        fields.text("until", &iso(on + chance.between(31, 500)));
                    }
                    if what == "Restricted" {
                        fields.text(
                            "scope",
                            chance.pick(&["permit holders only", "outbound only", "daytime only"]),
                        );
                    }
                    if chance.percent(25) {
                        fields.text("note", "until further notice, according to the announcement");
                    }
                }
                who_says(chance, sources, &mut fields, &mut cited, on);
                sheet.item(4, "", &mut fields);
            }
            sheet.line(3, "],");
            sheet.line(2, "),");
        }
    }
    sheet.line(1, "],");
}

fn crossing(chance: &mut Chance, fields: &mut Fields, neighbour: &str, number: u32) {
    let theirs = word(chance, tongues::of(neighbour), 3);
    let ours = word(chance, tongues::of(FOCUS), 3);
    let number = padded(number, 2);
    let id = [neighbour, "-", &theirs.latin, "-", &ours.latin, "-", &number].concat();
    fields.text("id", &slug(&id));
    fields.text("name", &[&theirs.own, " – ", &ours.latin].concat());
    fields.texts("aliases", &[&ours.own, &theirs.latin]);
    fields.pair("between", neighbour, FOCUS);
    fields.pair("sides", &theirs.own, &ours.latin);
    if chance.percent(50) {
        fields.text("route", &["M", &(1 + chance.below(14)).to_string()].concat());
    }
    fields.plain("mode", chance.share(&[(720, "Road"), (230, "Rail")], "River"));
}

fn place(chance: &mut Chance, fields: &mut Fields, lat: (i32, i32), lon: (i32, i32)) {
    let degrees = |thousandths: i32| {
        let fraction = u32::try_from(thousandths % 1000).unwrap_or_default();
        [&(thousandths / 1000).to_string(), ".", &padded(fraction, 3)].concat()
    };
    let mut inner = Fields::default();
    inner.plain("lat", &degrees(chance.between(lat.0, lat.1)));
    inner.plain("lon", &degrees(chance.between(lon.0, lon.1)));
    if chance.percent(50) {
        inner.plain("error_km", &["1", ".", &chance.below(10).to_string()].concat());
    }
    fields.nested("location", &mut inner);
}
