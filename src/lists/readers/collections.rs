//! What the words of a collection of lists mean: whose a data set is, what it does to those in it, and whether a listing
//! still stands. Sources: the names of OpenSanctions' data sets and programmes; the statuses that its sources write.

use crate::model::date::Date;
use crate::model::measure::{MeasureType, StandardMeasure};

use super::super::countries;
use super::super::entry::{Entry, add, add_once};
use super::super::gathered::Gathered;
use super::super::written::{Order, Said, said};

/// What a data set is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Dataset {
    /// A sanctions list: who issues it, by the id that a state file has, and what it means where no words say more.
    List(String, MeasureType),
    /// None, and why.
    Other(String),
}

/// Words of names of data sets that freeze nothing, and what they do.
const OTHERS: &[(&[&str], &str)] = &[
    (
        &["procurement", "sam_exclusions", "debar", "ineligible"],
        "exclusions from contracts, which freeze nothing",
    ),
    (&["disqualif", "coh_disq"], "disqualifications of directors under company law, which freeze nothing"),
    (&["exclusions", "excluded", "inspector general"], "exclusions from health care, which freeze nothing"),
    (&["wanted", "red notice", "red_notices", "interpol"], "wanted notices, which freeze nothing"),
    (&["warning", "regulatory", "enforcement", "peps", "wikidata"], "data sets that are no sanctions lists"),
];

/// Words of names of data sets that do something else than freeze.
const MEASURES: &[(&[&str], StandardMeasure)] = &[
    (
        &[
            "meti",
            "entity list",
            "bis_",
            "us bis ",
            "denied persons",
            "military end",
            "mep_entities",
            "export control",
        ],
        StandardMeasure::ExportControl,
    ),
    (&["travel ban", "travel_ban"], StandardMeasure::TravelBan),
    (&["invbans", "investment ban"], StandardMeasure::InvestmentBan),
    (&["ofac_cons", "non-sdn"], StandardMeasure::SectoralSanctions),
];

/// What a data set is, by its id or title: `us_ofac_sdn`, `US OFAC Specially Designated Nationals (SDN) List`.
pub(super) fn dataset(name: &str) -> Dataset {
    let folded = name.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    if let Some((_, why)) = OTHERS.iter().find(|(words, _)| has(words)) {
        return Dataset::Other((*why).to_owned());
    }
    let Some(issuer) = issuer(name) else {
        return Dataset::Other(format!("of lists whose issuer is not known ({name})"));
    };
    if has(&["trade_csl", "consolidated screening list"]) {
        // It holds lists of three departments, each of which does something else, and says of none which it is.
        return Dataset::List(issuer.to_owned(), MeasureType::Other("Consolidated screening list".into()));
    }
    let measure =
        MEASURES.iter().find(|(words, _)| has(words)).map_or(StandardMeasure::AssetFreeze, |it| it.1);
    Dataset::List(issuer.to_owned(), MeasureType::Standard(measure))
}

/// Who issues what an id, a title or a programme's id names.
pub(super) fn issuer(name: &str) -> Option<&'static str> {
    const TITLES: &[(&str, &str)] = &[
        ("ofac", "US"),
        ("eu ", "EU"),
        ("european union", "EU"),
        ("un ", "UN"),
        ("united nations", "UN"),
        ("canadian", "CA"),
    ];
    let folded = name.to_lowercase();
    let known = |code: &str| match code {
        "eu" => Some("EU"),
        "un" => Some("UN"),
        "uk" => Some("GB"),
        code if code.len() == 2 => countries::code(code).filter(|found| found.eq_ignore_ascii_case(code)),
        _ => None,
    };
    if let Some((code, _)) = folded.split_once(['_', '-']).filter(|(code, _)| code.len() == 2) {
        return known(code);
    }
    if let Some((_, id)) = TITLES.iter().find(|(start, _)| folded.starts_with(start)) {
        return Some(id);
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let of = |count: usize| countries::code(&words.get(..count)?.join(" "));
    of(2).or_else(|| of(1))
}

/// Whether a listing still stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Status {
    Holds,
    Ended,
    /// Why that cannot be told.
    Unclear(String),
}

/// What a word for a status says; `None` where it is none that is known.
pub(super) fn status_word(word: &str) -> Option<bool> {
    const HOLDS: &[&str] = &[
        "active",
        "in force",
        "in effect",
        "current",
        "listed",
        "designated",
        "ongoing",
        "valid",
        "amended",
        "added",
        "sanctioned",
        "enforced",
        "extended",
        "renewed",
    ];
    const ENDED: &[&str] = &[
        "inactive",
        "not active",
        "no longer active",
        "no longer in force",
        "expired",
        "suspended",
        "lifted",
        "terminated",
        "delisted",
        "de-listed",
        "removed",
        "revoked",
        "repealed",
        "ended",
        "excluded",
        "cancelled",
        "canceled",
        "withdrawn",
        "annulled",
        "deleted",
        "rescinded",
    ];
    let word = word.trim().to_lowercase();
    let is = |words: &[&str]| words.contains(&word.as_str());
    if is(HOLDS) {
        Some(true)
    } else if is(ENDED) {
        Some(false)
    } else {
        None
    }
}

/// Whether it stands by its last day, as of the day of the list.
pub(super) fn by_days(start: Option<Date>, end: Option<Date>, seen: Option<Date>) -> Status {
    match (start, end) {
        (Some(start), Some(end)) if end.last() < start.first() => {
            Status::Unclear(format!("it ends ({}) before it begins ({})", end.written(), start.written()))
        }
        (_, Some(end)) if seen.is_some_and(|seen| end.is_over_before(seen.first())) => Status::Ended,
        _ => Status::Holds,
    }
}

/// A sanction in one line: `programme - reason - status - start - end`, of which any may be missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct InLine {
    pub(super) programme: String,
    pub(super) reason: String,
    pub(super) status: Status,
    pub(super) start: Option<Date>,
}

/// Reads such a line. Only the part before the days is a status, and only as a whole; what stands before it is a reason.
pub(super) fn in_line(text: &str, seen: Option<Date>) -> InLine {
    let mut parts: Vec<&str> = text.split(" - ").map(str::trim).collect();
    let mut days: Vec<Date> = Vec::new();
    while parts.len() > 1 && days.len() < 2 {
        let Some(Said::On(date)) = parts.last().map(|part| said(part, Order::DayFirst)) else { break };
        days.insert(0, date);
        parts.pop();
    }
    let start = days.first().copied();
    let mut status = by_days(start, days.get(1).copied(), seen);
    if let Some(word) = parts.last().copied().filter(|_| parts.len() > 1) {
        match status_word(word) {
            Some(holds) => {
                if !holds {
                    status = Status::Ended;
                }
                parts.pop();
            }
            // A word alone where a status stands. Sources write theirs in lower case; what OFAC does is no status.
            None if word.chars().all(char::is_lowercase) && word != "block" && status != Status::Ended => {
                status = Status::Unclear(format!("{word:?} is no status that is known"));
            }
            None => {}
        }
    }
    let programme = parts.first().copied().unwrap_or_default().to_owned();
    let reason = parts.get(1..).unwrap_or_default().join(" - ");
    InLine { programme, reason, status, start }
}

/// The measures that a text names: `Asset freeze`, `Export ban`.
pub(super) fn measures_in(text: &str) -> Vec<MeasureType> {
    const WORDS: &[(&[&str], StandardMeasure)] = &[
        (
            &["asset freeze", "freezing of", "blocking of assets", "freeze of assets"],
            StandardMeasure::AssetFreeze,
        ),
        (&["travel ban", "entry ban", "ban on entry"], StandardMeasure::TravelBan),
        (&["arms embargo"], StandardMeasure::ArmsEmbargo),
        (&["export ban", "export control", "export restriction"], StandardMeasure::ExportControl),
        (&["import ban", "import restriction"], StandardMeasure::ImportRestrictions),
        (&["investment ban"], StandardMeasure::InvestmentBan),
    ];
    let text = text.to_lowercase();
    let mut found = Vec::new();
    for (words, measure) in WORDS {
        if words.iter().any(|word| text.contains(word)) {
            add_once(&mut found, MeasureType::Standard(*measure));
        }
    }
    found
}

/// What the listings of an entry say together.
pub(super) fn union(entry: &mut Entry) {
    let mut all: Vec<String> = Vec::new();
    for listing in entry.listings.values() {
        listing.programmes.iter().for_each(|it| add(&mut all, it));
        listing.legal_acts.iter().for_each(|it| add(&mut entry.legal_acts, it));
        entry.listed_on = entry.listed_on.into_iter().chain(listing.listed_on).min();
        if entry.reason.is_none() {
            entry.reason.clone_from(&listing.reason);
        }
    }
    for programme in &all {
        add(&mut entry.programmes, programme);
    }
    entry.is_unclear = !entry.listings.is_empty() && entry.listings.values().all(|it| it.is_unclear);
}

/// Puts an identifier that an entity had before, or has elsewhere, among its references.
pub(super) fn referents(entry: &mut Entry, ids: &[String]) {
    /// So many of them are kept.
    const MOST: usize = 1000;
    for id in ids.iter().take(MOST).filter(|id| **id != entry.reference) {
        let reference = format!("{} {id}", entry.list.prefix());
        add(&mut entry.other_refs, &reference);
    }
}

/// Counts what a data set that is no sanctions list holds.
pub(super) fn leave_out(to: &mut Gathered, why: &[String]) {
    if let Some(why) = why.first() {
        to.leave_out(why);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_data_set_is_of_its_issuer_and_freezes_only_where_it_is_a_list_that_does() {
        let list = |issuer: &str, measure| Dataset::List(issuer.to_owned(), MeasureType::Standard(measure));
        for (names, wanted) in [
            (
                &["us_ofac_sdn", "US OFAC Specially Designated Nationals (SDN) List"][..],
                list("US", StandardMeasure::AssetFreeze),
            ),
            (&["eu_fsf", "EU Financial Sanctions Files (FSF)"], list("EU", StandardMeasure::AssetFreeze)),
            (&["gb_fcdo_sanctions", "UK FCDO Sanctions List"], list("GB", StandardMeasure::AssetFreeze)),
            (&["be_fod_sanctions", "Belgian Financial Sanctions"], list("BE", StandardMeasure::AssetFreeze)),
            (&["French Freezing of Assets"], list("FR", StandardMeasure::AssetFreeze)),
            (&["New Zealand Russia Sanctions"], list("NZ", StandardMeasure::AssetFreeze)),
            (&["jp_meti_ru"], list("JP", StandardMeasure::ExportControl)),
            (
                &["us_bis_denied", "US BIS Denied Persons List", "US BIS Military End Users"],
                list("US", StandardMeasure::ExportControl),
            ),
            (
                &["us_trade_csl", "US Trade Consolidated Screening List (CSL)"],
                Dataset::List("US".to_owned(), MeasureType::Other("Consolidated screening list".into())),
            ),
            (&["gb_hmt_invbans"], list("GB", StandardMeasure::InvestmentBan)),
        ] {
            for name in names {
                assert_eq!(dataset(name), wanted, "{name}");
            }
        }
        for name in [
            "US SAM Procurement Exclusions",
            "UK Companies House Disqualified Directors",
            "US Health and Human Sciences Inspector General Exclusions",
            "Lithuanian Most Wanted",
            "INTERPOL Red Notices",
            "wd_peps",
            "Something Else",
        ] {
            assert!(matches!(dataset(name), Dataset::Other(_)), "{name}");
        }
    }

    #[test]
    fn only_the_part_before_the_days_is_a_status_and_only_as_a_whole() {
        let seen = "2025-10-01".parse().ok();
        let holds = |text: &str| match in_line(text, seen).status {
            Status::Holds => "holds",
            Status::Ended => "ended",
            Status::Unclear(_) => "unclear",
        };
        for (text, wanted) in [
            ("QUEL - helped a party whose licence was suspended - active - 2023-08-09", "holds"),
            ("QUEL - lifted goods through the port - active - 2023-08-09", "holds"),
            ("QUEL - uninactive body - 2023-08-09", "holds"),
            ("QUEL - Terminated - 2019-01-01", "ended"),
            ("QUEL - zrusen - 2019-01-01 - 2036-05-02", "unclear"),
            ("QUEL - excluded - 2019-01-01 - 2036-05-02", "ended"),
            ("QUEL - Active - 2023-08-09 - 2022-01-01", "unclear"),
            ("QUEL - supplied goods - 2024-05-05 - 2027-05-05", "holds"),
            ("QUEL - 2024-05-05T00:00:00 - 2027", "holds"),
            ("QUEL - Active - 2020-05-05 - 2021", "ended"),
            ("QUEL - no longer active", "ended"),
            ("QUEL - suspended", "ended"),
            ("suspended", "holds"),
            ("QUEL", "holds"),
            ("", "holds"),
        ] {
            assert_eq!(holds(text), wanted, "{text}");
        }
        let born = in_line("QUEL - born 1970-01-01 - active - 2023-08-09", seen);
        assert_eq!(born.start.map(Date::written).as_deref(), Some("2023-08-09"));
        assert_eq!(born.reason, "born 1970-01-01");
    }
}
