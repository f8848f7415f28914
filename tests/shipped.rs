//! The shipped file: what it answers on a day, what its sources disagree on, and that every row it was made from
//! can be found in it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::BTreeSet;

use beltui::model::crossing::Passage::{Closed, Open, Restricted, Suspended};
use beltui::model::crossing::Traffic::{All, Freight, Passenger};
use beltui::model::crossing::{CrossingChange, Mode, Passage, Traffic};
use beltui::model::date::Date;
use beltui::model::event::Basis;
use beltui::model::history::{Conflict, Step};
use beltui::model::id::Id;
use beltui::model::record::Record;
use beltui::model::relation::{ConsularStep, MissionStep, Rank, RelationStatus, Stance, Trend};
use beltui::model::sanction::{
    MeasureKind, MeasureStatus, Rung, SanctionChange, SanctionStep as Did, status,
};
use beltui::model::state::{List, Place, State};
use beltui::store::load::load_text;
use beltui::views::analysis::Analysis;
use beltui::views::query::Query;
use beltui::views::totals::Bound;
use beltui::views::{board, chronicle, ledger, relations, wording};
use common::{TODAY, day, shipped};

/// The shipped file with everything that does not depend on the day.
struct Shipped {
    state: State,
    analysis: Analysis,
}

impl Shipped {
    fn new() -> Self {
        let state = shipped().state;
        let analysis = Analysis::of(&state);
        Self { state, analysis }
    }

    fn place(&self, id: &str) -> Place {
        self.state.place(id).unwrap_or_else(|| panic!("there is no record {id}"))
    }

    fn measure(&self, id: &str, on: &str) -> MeasureStatus {
        status(self.measure_steps(id), day(on), self.analysis.claims(self.place(id)))
    }

    fn measure_steps(&self, id: &str) -> &[Step<SanctionChange>] {
        &self.state.sanction(id).unwrap_or_else(|| panic!("there is no measure {id}")).history
    }

    fn crossing_steps(&self, id: &str) -> &[Step<CrossingChange>] {
        &self.state.crossing(id).unwrap_or_else(|| panic!("there is no crossing {id}")).history
    }

    fn relation(&self, id: &str, on: &str) -> RelationStatus {
        let it = self.state.relation(id).unwrap_or_else(|| panic!("there is no relation {id}"));
        it.status(day(on), self.analysis.claims(self.place(id)))
    }

    /// The ids of the measures that a filter lets through.
    fn ledger(&self, query: &str) -> BTreeSet<&str> {
        let rows = ledger::rows(&self.state, &self.analysis, day(TODAY));
        let sort = ledger::Sort { column: ledger::Column::Issuer, reversed: false };
        let ranks = ledger::Ranks::of(&self.state, &self.analysis);
        let measures =
            ledger::Measures { state: &self.state, analysis: &self.analysis, ranks: &ranks, rows: &rows };
        let selected = ledger::select(measures, &understood(query), None, sort);
        selected.iter().map(|at| self.id(rows[at].place())).collect()
    }

    /// The ids of the crossings that a filter lets through.
    fn board(&self, query: &str) -> BTreeSet<&str> {
        let rows = board::rows(&self.state, &self.analysis, day(TODAY));
        let order = (board::Order::Border, false);
        let selected = board::select(&self.state, &self.analysis, &rows, &understood(query), None, order);
        selected.into_iter().map(|at| self.id(rows[at].place())).collect()
    }

    /// The ids of the relations that a filter lets through.
    fn relations(&self, query: &str) -> BTreeSet<&str> {
        let rows = relations::rows(&self.state, &self.analysis, day(TODAY), &Bound::default(), &[]);
        let order = (relations::Order::Name, false);
        let selected = relations::select(&self.state, &self.analysis, &rows, &understood(query), None, order);
        selected.into_iter().map(|at| self.id(rows[at].place())).collect()
    }

    /// The entries of the log that a filter lets through.
    fn log(&self, query: &str, on: &str) -> Vec<chronicle::Entry> {
        let entries = chronicle::Chronicle::of(&self.state, &self.analysis);
        let entries = entries.all();
        let query = understood(query);
        let selected = chronicle::select(&self.state, &self.analysis, entries, day(on), &query, None);
        selected
            .map_or_else(|| entries.to_vec(), |some| some.iter().map(|at| entries[*at as usize]).collect())
    }

    /// The ids of the records in the log that a filter lets through.
    fn logged(&self, query: &str) -> BTreeSet<&str> {
        self.log(query, TODAY).into_iter().map(|entry| self.id(entry.place())).collect()
    }

    fn id(&self, place: Place) -> &str {
        self.state.at(place).unwrap().id().as_str()
    }

    /// Whether a source of `cited` is named so: by its id, its address, or a part of its note.
    fn cites(&self, cited: &[Id], named: &str) -> bool {
        cited.iter().any(|id| {
            let source = self.state.source(id.as_str()).unwrap_or_else(|| panic!("there is no source {id}"));
            id.as_str() == named
                || source.url.as_deref() == Some(named)
                || (named.contains(' ') && source.note.as_deref().is_some_and(|note| note.contains(named)))
        })
    }
}

/// A filter of which every word is understood.
fn understood(text: &str) -> Query {
    let query = Query::parse(text);
    assert_eq!(query.complaints, Vec::<String>::new(), "{text}");
    query
}

fn all_right(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_shipped_file_has_no_finding_at_all() {
    let loaded = shipped();
    assert_eq!(loaded.findings, Vec::new());
    assert_eq!(loaded.left_out, 0);
    assert!(!loaded.state.is_empty());
}

#[test]
fn every_file_in_the_state_folder_loads_clean() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("state");
    let mut seen = 0;
    for file in std::fs::read_dir(&folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "ron") {
            let loaded = load_text(std::fs::read_to_string(&path).unwrap());
            assert_eq!(loaded.findings, Vec::new(), "{}", path.display());
            seen += 1;
        }
    }
    assert!(seen > 0, "no state file in {}", folder.display());
}

/// What else is asked of a measure on a day.
enum Says {
    /// The step that the status follows cites this source.
    Source(&'static str),
    /// That step is a licence of this name.
    Licence(&'static str),
    /// That step's scope has these words.
    Scope(&'static str),
    /// That step was seen on, or not seen on, this list.
    On(&'static str),
    /// It is on this rung since.
    RungSince(&'static str),
    /// It binds since.
    InForceSince(&'static str),
    /// It is known from an observation only.
    Observed,
    /// This holds as well.
    Also(Rung),
    /// Nothing else holds as well.
    NothingElse,
    /// This may hold already.
    Possibly(Did),
    /// Nothing may hold already.
    NothingPossible,
}

use Says::{
    Also, InForceSince, Licence, NothingElse, NothingPossible, Observed, On, Possibly, RungSince, Scope,
    Source,
};

/// A measure, a day, the rung of the ladder, whether it binds, and what else is asked.
type Asked = (&'static str, &'static str, Rung, bool, &'static [Says]);

const MEASURES: &[Asked] = &[
    // Belavia, US: from two rival years to a removal that nothing undoes.
    ("us-belavia-asset-freeze", "2022-06-01", Rung::NoRecord, false, &[NothingPossible]),
    ("us-belavia-asset-freeze", "2023-08-08", Rung::NoRecord, false, &[NothingPossible]),
    (
        "us-belavia-asset-freeze",
        "2023-08-09",
        Rung::InForce,
        true,
        &[Source("willkie-2023-08-09"), Scope("E.O. 14038")],
    ),
    ("us-belavia-asset-freeze", "2025-02-27", Rung::InForce, true, &[InForceSince("2023-08-09")]),
    (
        "us-belavia-asset-freeze",
        "2025-08-30",
        Rung::InForce,
        true,
        &[Possibly(Did::Eased), InForceSince("2023-08-09")],
    ),
    (
        "us-belavia-asset-freeze",
        "2025-09-10",
        Rung::Eased,
        true,
        &[Source("preiherman"), Scope("partial"), RungSince("2025-06/2025-08")],
    ),
    (
        "us-belavia-asset-freeze",
        "2025-09-11",
        Rung::LiftingAnnounced,
        true,
        &[
            Source("vedomosti"),
            Source("normalise"),
            Source("two-directions"),
            RungSince("2025-09-11"),
            InForceSince("2023-08-09"),
        ],
    ),
    ("us-belavia-asset-freeze", "2025-09-12", Rung::LiftingAnnounced, true, &[Possibly(Did::Licensed)]),
    (
        "us-belavia-asset-freeze",
        "2025-10-01",
        Rung::Licensed,
        true,
        &[
            Source("exportprac-gl-11"),
            Licence("Belarus GL 11"),
            Scope("no unblocking"),
            Also(Rung::LiftingAnnounced),
            Also(Rung::Eased),
            NothingPossible,
        ],
    ),
    (
        "us-belavia-asset-freeze",
        "2025-11-03",
        Rung::Licensed,
        true,
        &[Source("exportprac-gl-11"), Possibly(Did::LiftingAnnounced)],
    ),
    (
        "us-belavia-asset-freeze",
        "2025-11-04",
        Rung::Lifted,
        false,
        &[Source("lexbuild-2026-04091"), Source("unn-belavia-removal"), NothingElse],
    ),
    ("us-belavia-asset-freeze", "2025-11-30", Rung::Lifted, false, &[RungSince("2025-11-04")]),
    ("us-belavia-asset-freeze", "2025-12-24", Rung::Lifted, false, &[RungSince("2025-11-04")]),
    // Belavia, EU: listed all the while.
    ("eu-belavia-asset-freeze", "2021-12-01", Rung::NoRecord, false, &[]),
    (
        "eu-belavia-asset-freeze",
        "2025-11-30",
        Rung::InForce,
        true,
        &[InForceSince("2021-12-02"), Scope("Annex I.B 17"), Source("eu-765-2006-consolidated")],
    ),
    // Aircraft.
    (
        "us-aircraft-ew-301pj",
        "2025-03-01",
        Rung::InForce,
        true,
        &[Observed, InForceSince("2024-06-27"), Source("ofac-copy-2024-06-27")],
    ),
    (
        "us-aircraft-ew-301pj",
        "2025-12-24",
        Rung::NotSeen,
        false,
        &[Observed, On("OFAC SDN"), Source("ofac-copy-2025-12-24")],
    ),
    (
        "us-government-aircraft-gl-12",
        "2025-11-04",
        Rung::Licensed,
        true,
        &[Licence("Belarus GL 12"), Scope("three government aircraft"), Source("lexbuild-2026-04091")],
    ),
    // Potash.
    ("us-belaruskali-asset-freeze", "2021-08-08", Rung::NoRecord, false, &[NothingPossible]),
    (
        "us-belaruskali-asset-freeze",
        "2025-12-12",
        Rung::InForce,
        true,
        &[InForceSince("2021-08-09"), Source("jdsupra-belaruskali-2021")],
    ),
    (
        "us-belaruskali-asset-freeze",
        "2025-12-13",
        Rung::LiftingAnnounced,
        true,
        &[Source("tradelawdaily-2025-12-16"), NothingElse],
    ),
    (
        "us-belaruskali-asset-freeze",
        "2025-12-15",
        Rung::Licensed,
        true,
        &[
            Licence("Belarus GL 13"),
            Scope("BPC, Agrorozkvit and Belaruskali"),
            Scope("no expiry"),
            Source("mondaq-gl-13"),
            Also(Rung::LiftingAnnounced),
        ],
    ),
    ("us-belaruskali-asset-freeze", "2025-12-24", Rung::Licensed, true, &[Licence("Belarus GL 13")]),
    (
        "us-belaruskali-asset-freeze",
        "2026-03-19",
        Rung::LiftingAnnounced,
        true,
        &[Source("naslovi-2026-03-19"), Source("narodnodelo-2026-03-19"), Also(Rung::Licensed)],
    ),
    ("us-belaruskali-asset-freeze", "2026-06-01", Rung::LiftingAnnounced, true, &[]),
    (
        "us-belaruskali-asset-freeze",
        "2026-06-02",
        Rung::NotSeen,
        false,
        &[Observed, On("OFAC SDN"), Source("ofac-copy-2026-06-02")],
    ),
    (
        "eu-belaruskali-asset-freeze",
        "2026-06-02",
        Rung::InForce,
        true,
        &[InForceSince("2022-06-03"), Scope("Annex I.B 28")],
    ),
    ("us-bpc-asset-freeze", "2025-12-14", Rung::InForce, true, &[Observed]),
    ("us-bpc-asset-freeze", "2025-12-16", Rung::Licensed, true, &[Licence("Belarus GL 13")]),
    ("us-agrorozkvit-asset-freeze", "2025-12-16", Rung::Licensed, true, &[Licence("Belarus GL 13")]),
    ("us-potash-embargo", "2025-09-29", Rung::NoRecord, false, &[NothingPossible]),
    (
        "us-potash-embargo",
        "2025-09-30",
        Rung::InForce,
        true,
        &[Observed, Source("normalise"), Scope("purchase embargo")],
    ),
    ("us-potash-embargo", "2026-03-19", Rung::LiftingAnnounced, true, &[Scope("potash")]),
    // Oil, chemistry, banks, sectors.
    (
        "us-naftan-asset-freeze",
        "2025-10-01",
        Rung::InForce,
        true,
        &[Observed, InForceSince("2021-04-25"), Source("ofac-copy-2021-04-25")],
    ),
    ("us-petroleum-products", "2025-09-30", Rung::InForce, true, &[Observed, Source("normalise")]),
    ("us-banks", "2025-09-30", Rung::InForce, true, &[Observed, Source("two-directions")]),
    ("us-belinvestbank-asset-freeze", "2023-01-20", Rung::NoRecord, false, &[NothingPossible]),
    ("us-belinvestbank-asset-freeze", "2026-03-18", Rung::InForce, true, &[Observed]),
    (
        "us-belinvestbank-asset-freeze",
        "2026-06-02",
        Rung::LiftingAnnounced,
        true,
        &[RungSince("2026-03-19"), Source("naslovi-2026-03-19")],
    ),
    ("us-sectors", "2021-06-01", Rung::NoRecord, false, &[Possibly(Did::Imposed)]),
    ("us-sectors", "2021-12-31", Rung::InForce, true, &[Source("vedomosti"), InForceSince("2021")]),
    ("us-development-bank", "2026-03-19", Rung::LiftingAnnounced, true, &[Source("narodnodelo-2026-03-19")]),
    ("us-ministry-of-finance", "2026-03-19", Rung::LiftingAnnounced, true, &[Source("naslovi-2026-03-19")]),
    // The European Union.
    ("eu-mozyr-asset-freeze", "2026-07-22", Rung::NoRecord, false, &[]),
    (
        "eu-mozyr-asset-freeze",
        "2026-07-23",
        Rung::InForce,
        true,
        &[Scope("Annex I.B 63"), Source("eu-2026-1817")],
    ),
    ("eu-18th-package", "2025-07-20", Rung::NoRecord, false, &[Possibly(Did::Adopted)]),
    ("eu-18th-package", "2025-07-31", Rung::InForce, true, &[Source("preiherman"), NothingPossible]),
    ("eu-tariffs", "2025-06-30", Rung::InForce, true, &[Source("preiherman")]),
    ("eu-new-package", "2025-11-27", Rung::NoRecord, false, &[]),
    ("eu-new-package", "2025-11-28", Rung::InPreparation, false, &[Source("preiherman")]),
    // Airspace.
    ("pl-airspace-by", "2025-09-15", Rung::NoRecord, false, &[Possibly(Did::Imposed)]),
    ("pl-airspace-by", "2025-09-30", Rung::InForce, true, &[Source("eases-sharpens")]),
    ("lv-airspace-by", "2025-09-30", Rung::InForce, true, &[Source("eases-sharpens")]),
];

impl Says {
    /// What is wrong with the answer; `None` when it is right.
    fn wrong(&self, steps: &[Step<SanctionChange>], found: &MeasureStatus) -> Option<String> {
        let step = found.step.and_then(|at| steps.get(at));
        let written = |date: Option<Date>| date.map(Date::written);
        let asked = |part: &str, right: bool, what: String| (!right).then(|| format!("{part}: {what}"));
        match self {
            Source(id) => {
                let cited = step.map(|s| s.sources.clone()).unwrap_or_default();
                asked(id, cited.contains(&Id::new(id)), format!("the step cites {cited:?}"))
            }
            Licence(name) => {
                let licence = step.and_then(|s| s.change.licence().map(beltui::model::compact::Text::as_str));
                asked(name, licence == Some(name), format!("licence {licence:?}"))
            }
            Scope(words) => {
                let scope = step.and_then(|s| s.scope.as_deref());
                asked(words, scope.is_some_and(|s| s.contains(words)), format!("scope {scope:?}"))
            }
            On(list) => {
                let on = step.and_then(|s| s.change.list().map(beltui::model::compact::Text::as_str));
                asked(list, on == Some(list), format!("list {on:?}"))
            }
            RungSince(date) => {
                let since = written(found.since);
                asked(date, since.as_deref() == Some(date), format!("since {since:?}"))
            }
            InForceSince(date) => {
                let since = written(found.in_force_since);
                asked(date, since.as_deref() == Some(date), format!("in force since {since:?}"))
            }
            Observed => asked("observed", found.observed, "a start is recorded".to_owned()),
            Also(rung) => asked(rung.word(), found.also.contains(rung), format!("also {:?}", found.also)),
            NothingElse => asked("nothing else", found.also.is_empty(), format!("also {:?}", found.also)),
            Possibly(what) => {
                let possibly = found.possibly.map(|at| steps[at].change.what);
                asked(what.word(), possibly == Some(*what), format!("possibly {possibly:?}"))
            }
            NothingPossible => {
                asked("nothing possible", found.possibly.is_none(), format!("possibly {:?}", found.possibly))
            }
        }
    }
}

#[test]
fn each_measure_stands_where_its_dated_history_puts_it() {
    let shipped = Shipped::new();
    let mut wrong = Vec::new();
    for (id, on, rung, in_force, says) in MEASURES {
        let found = shipped.measure(id, on);
        if (found.rung, found.rung.is_in_force()) != (*rung, *in_force) {
            wrong.push(format!("{id} on {on}: {}, not {rung}", found.rung));
        }
        for complaint in says.iter().filter_map(|says| says.wrong(shipped.measure_steps(id), &found)) {
            wrong.push(format!("{id} on {on}: {complaint}"));
        }
    }
    all_right(&wrong);
}

#[test]
fn belavia_was_seen_on_the_list_on_the_day_its_lifting_was_announced_and_gone_at_the_end_of_the_year() {
    let shipped = Shipped::new();
    let steps = shipped.measure_steps("us-belavia-asset-freeze");
    let seen = |on: &str, what: Did, source: &str, time: Option<&str>| {
        steps.iter().any(|step| {
            step.on.written() == on
                && step.change.what == what
                && step.sources == [Id::new(source)]
                && step.time.as_deref() == time
        })
    };
    assert!(seen("2025-02-27", Did::Seen, "ofac-copy-2025-02-27", None));
    assert!(seen("2025-09-11", Did::Seen, "vedomosti", Some("17:00 Moscow")));
    assert!(seen("2025-12-24", Did::NotSeen, "ofac-copy-2025-12-24", None));
}

/// What else is asked of a crossing on a day.
enum Lane {
    /// The step that the lane follows cites this source.
    From(Traffic, &'static str),
    /// That step's scope has these words.
    Under(Traffic, &'static str),
    /// The lane has this status since.
    Since(Traffic, &'static str),
    /// The lane has this status until.
    Until(Traffic, &'static str),
    /// No step says so: it was open before its first step.
    Implied(Traffic),
    /// This may hold already.
    Perhaps(Traffic, Passage),
}

use Lane::{From, Implied, Perhaps, Since, Under, Until};

/// A crossing, a day, all its traffic in one word, each kind of traffic, and what else is asked.
type Passed =
    (&'static str, &'static str, Option<Passage>, &'static [(Traffic, Option<Passage>)], &'static [Lane]);

const CROSSINGS_ON_A_DAY: &[Passed] = &[
    // Poland.
    (
        "pl-bobrowniki-berestovitsa",
        "2023-02-09",
        Some(Open),
        &[(Passenger, Some(Open)), (Freight, Some(Open))],
        &[Implied(Passenger), Implied(Freight)],
    ),
    (
        "pl-bobrowniki-berestovitsa",
        "2023-03-01",
        Some(Suspended),
        &[(Passenger, Some(Suspended)), (Freight, Some(Suspended))],
        &[Since(Passenger, "2023-02-10"), From(Freight, "polsha-by-2023-02-10")],
    ),
    (
        "pl-bobrowniki-berestovitsa",
        "2025-09-20",
        Some(Suspended),
        &[(Passenger, Some(Suspended)), (Freight, Some(Suspended))],
        &[Since(Freight, "2023-02-10")],
    ),
    (
        "pl-bobrowniki-berestovitsa",
        "2025-11-18",
        Some(Restricted),
        &[(Passenger, Some(Open)), (Freight, Some(Restricted))],
        &[From(Passenger, "polsatnews-2025-11-17"), Under(Freight, "registered in the EU, EFTA, the EEA")],
    ),
    (
        "pl-kuznica-bruzgi",
        "2025-09-20",
        Some(Suspended),
        &[(Passenger, Some(Suspended)), (Freight, Some(Suspended))],
        &[Since(Passenger, "2021-11-09"), From(Passenger, "err-two-crossings-2025")],
    ),
    (
        "pl-kuznica-bruzgi",
        "2025-11-18",
        Some(Restricted),
        &[(Passenger, Some(Restricted)), (Freight, Some(Suspended))],
        &[
            Under(Passenger, "no buses"),
            From(Passenger, "upday-2025-11-17"),
            Since(Freight, "2021-11-09"),
            From(Freight, "err-two-crossings-2025"),
        ],
    ),
    ("pl-terespol-brest-road", "2025-09-11", Some(Open), &[(Passenger, Some(Open))], &[Implied(Passenger)]),
    (
        "pl-terespol-brest-road",
        "2025-09-12",
        Some(Suspended),
        &[(Passenger, Some(Suspended))],
        &[From(Passenger, "rmf24-2025-09-12")],
    ),
    (
        "pl-terespol-brest-road",
        "2025-09-24",
        Some(Suspended),
        &[(Passenger, Some(Suspended))],
        &[Since(Passenger, "2025-09-12")],
    ),
    (
        "pl-terespol-brest-road",
        "2025-09-25",
        Some(Open),
        &[(Passenger, Some(Open))],
        &[From(Passenger, "polsatnews-2025-09-25")],
    ),
    (
        "pl-terespol-brest-rail",
        "2025-09-15",
        Some(Suspended),
        &[(Passenger, None), (Freight, Some(Suspended))],
        &[From(Freight, "rmf24-2025-09-12")],
    ),
    (
        "pl-kukuryki-kozlovichi",
        "2025-09-25",
        Some(Open),
        &[(Freight, Some(Open))],
        &[From(Freight, "polsatnews-2025-09-25")],
    ),
    (
        "pl-polowce-peschatka",
        "2025-12-01",
        Some(Suspended),
        &[(Passenger, Some(Suspended))],
        &[
            Since(Passenger, "2020-03-15"),
            From(Passenger, "gddkia-polowce-2020"),
            Under(Passenger, "COVID-19"),
        ],
    ),
    ("pl-slawatycze-domachevo", "2020-01-01", None, &[(Passenger, None)], &[]),
    ("pl-slawatycze-domachevo", "2025-09-15", None, &[(Passenger, None)], &[]),
    // Lithuania.
    (
        "lt-medininkai-kamennylog",
        "2025-10-23",
        Some(Restricted),
        &[(Passenger, Some(Restricted)), (Freight, Some(Restricted))],
        &[Under(Passenger, "no pedestrians or cyclists"), Since(Passenger, "2024-03-01")],
    ),
    (
        "lt-medininkai-kamennylog",
        "2025-10-24",
        Some(Suspended),
        &[(Passenger, Some(Suspended)), (Freight, Some(Suspended))],
        &[Until(Passenger, "2025-10-25"), From(Passenger, "interfax-2025-10-25")],
    ),
    (
        "lt-medininkai-kamennylog",
        "2025-10-26",
        Some(Open),
        &[(Passenger, Some(Open)), (Freight, Some(Open))],
        &[From(Freight, "interfax-2025-10-25"), Since(Freight, "2025-10-25")],
    ),
    (
        "lt-medininkai-kamennylog",
        "2025-10-28",
        Some(Restricted),
        &[(Passenger, Some(Restricted)), (Freight, Some(Restricted))],
        &[
            Until(Passenger, "2025-11-30"),
            Under(Passenger, "diplomatic"),
            Under(Passenger, "Kaliningrad FTD transit"),
            From(Passenger, "news-by-2025-10-27"),
        ],
    ),
    (
        "lt-medininkai-kamennylog",
        "2025-11-20",
        Some(Open),
        &[(Passenger, Some(Open)), (Freight, Some(Open))],
        &[From(Passenger, "1prime-2025-11-19")],
    ),
    (
        "lt-medininkai-kamennylog",
        "2025-12-01",
        Some(Open),
        &[(Passenger, Some(Open)), (Freight, Some(Open))],
        &[Since(Passenger, "2025-11-20")],
    ),
    (
        "lt-salcininkai-benyakoni",
        "2025-10-28",
        Some(Suspended),
        &[(Passenger, Some(Suspended)), (Freight, Some(Suspended))],
        &[Since(Passenger, "2025-10-26"), From(Passenger, "suduvosgidas-2025-10-26")],
    ),
    (
        "lt-salcininkai-benyakoni",
        "2025-11-20",
        Some(Open),
        &[(Passenger, Some(Open)), (Freight, Some(Open))],
        &[From(Freight, "1prime-2025-11-19")],
    ),
    (
        "lt-raigardas-privalka",
        "2024-02-29",
        Some(Open),
        &[(Passenger, Some(Open)), (Freight, Some(Open))],
        &[Implied(Passenger)],
    ),
    (
        "lt-raigardas-privalka",
        "2024-03-01",
        Some(Closed),
        &[(Passenger, Some(Closed)), (Freight, Some(Closed))],
        &[From(Passenger, "unn-lt-two-crossings-2024")],
    ),
    (
        "lt-sumskas-losha",
        "2023-08-18",
        Some(Closed),
        &[(Passenger, Some(Closed))],
        &[From(Passenger, "charter97-2024-02-21")],
    ),
    ("lt-kena-gudogai-rail", "2025-09-15", None, &[(Passenger, None), (Freight, None)], &[]),
    // Latvia.
    (
        "lv-silene-urbany",
        "2025-09-15",
        Some(Suspended),
        &[(Passenger, Some(Suspended)), (Freight, Some(Suspended))],
        &[Since(Passenger, "2023-09-19"), From(Passenger, "vkurier-silene-2023")],
    ),
    ("lv-paternieki-grigorovshchina", "2025-09-15", None, &[(Passenger, None), (Freight, None)], &[]),
    // Whole borders.
    (
        "pl-by-border",
        "2025-10-15",
        Some(Closed),
        &[(Passenger, Some(Closed)), (Freight, Some(Closed))],
        &[From(Passenger, "eases-sharpens"), Perhaps(Passenger, Open), Perhaps(Freight, Open)],
    ),
    (
        "pl-by-border",
        "2025-12-02",
        Some(Open),
        &[(Passenger, Some(Open)), (Freight, Some(Open))],
        &[From(Passenger, "preiherman"), Since(Passenger, "2025-09-12/2025-12-02")],
    ),
    (
        "lt-by-border",
        "2025-09-15",
        Some(Restricted),
        &[(Passenger, Some(Open)), (Freight, Some(Restricted))],
        &[Implied(Passenger), Under(Freight, "100 trucks a day"), From(Freight, "eases-sharpens")],
    ),
    (
        "lt-by-border",
        "2025-12-02",
        Some(Open),
        &[(Passenger, Some(Open)), (Freight, Some(Open))],
        &[From(Passenger, "preiherman")],
    ),
    (
        "lv-by-border",
        "2025-09-30",
        Some(Open),
        &[(Passenger, Some(Open)), (Freight, Some(Open))],
        &[From(Freight, "eases-sharpens")],
    ),
];

#[test]
fn each_crossing_lets_through_what_its_dated_history_says() {
    let shipped = Shipped::new();
    let mut wrong = Vec::new();
    for (id, on, overall, lanes, asked) in CROSSINGS_ON_A_DAY {
        let rows = board::rows(&shipped.state, &shipped.analysis, day(on));
        let row = rows.iter().find(|row| shipped.id(row.place()) == *id).unwrap();
        if row.overall != *overall {
            wrong.push(format!("{id} on {on}: {:?}, not {overall:?}", row.overall));
        }
        let found: Vec<_> = row.status.lanes.iter().map(|lane| (lane.traffic, lane.passage)).collect();
        if found != *lanes {
            wrong.push(format!("{id} on {on}: {found:?}, not {lanes:?}"));
        }
        let steps = shipped.crossing_steps(id);
        for lane in *asked {
            let (Implied(traffic)
            | From(traffic, _)
            | Under(traffic, _)
            | Since(traffic, _)
            | Until(traffic, _)
            | Perhaps(traffic, _)) = lane;
            let status = row.status.lanes.iter().find(|it| it.traffic == *traffic).unwrap();
            let step = status.step.and_then(|at| steps.get(at));
            let right = match lane {
                From(_, source) => step.is_some_and(|step| step.sources.contains(&Id::new(source))),
                Under(_, words) => step.and_then(|s| s.scope.as_ref()).is_some_and(|s| s.contains(words)),
                Since(_, date) => status.since.is_some_and(|since| since.written() == *date),
                Until(_, date) => status.until.is_some_and(|until| until.written() == *date),
                Implied(_) => status.implied && step.is_none(),
                Perhaps(_, passage) => status.possibly.is_some_and(|at| {
                    matches!(steps[at].change, CrossingChange::Status { passage: p, .. } if p == *passage)
                }),
            };
            if !right {
                let asked = match lane {
                    Implied(_) => "implied",
                    Perhaps(_, passage) => passage.word(),
                    From(_, text) | Under(_, text) | Since(_, text) | Until(_, text) => text,
                };
                wrong.push(format!("{id} on {on}, {traffic}, {asked}: {status:?} by {step:?}"));
            }
        }
    }
    all_right(&wrong);
}

#[test]
fn lithuania_let_through_a_hundred_of_the_trucks_that_belarus_could_process() {
    let shipped = Shipped::new();
    let it = shipped.state.crossing("lt-by-border").unwrap();
    let claims = shipped.analysis.claims(shipped.place("lt-by-border"));
    let throughput = |on: &str| it.status(day(on), claims).throughput;
    assert_eq!(throughput("2025-09-14"), None);
    let found = throughput("2025-09-15").unwrap();
    assert_eq!(wording::throughput_of(&found), "100 of 550 trucks a day");
    assert_eq!(it.history[found.step].sources, [Id::new("eases-sharpens")]);
}

const HEADS_OF_THE_US_MISSION: &[(&str, Option<Rank>)] = &[
    ("2007-12-31", None),
    ("2010-06-01", Some(Rank::ChargeDAffaires)),
    ("2020-12-31", Some(Rank::ChargeDAffaires)),
    ("2021-12-15", None),
    ("2024-01-01", Some(Rank::ChargeDAffaires)),
];

#[test]
fn the_us_was_represented_by_a_charge_until_2020_and_again_from_2022() {
    let shipped = Shipped::new();
    for (on, rank) in HEADS_OF_THE_US_MISSION {
        let status = shipped.relation("by-us", on);
        let us = status.representation.iter().find(|it| it.direction.from == Id::new("US")).unwrap();
        assert_eq!(us.direction.at, Id::new("BY"), "{on}");
        assert_eq!(us.head.as_ref().map(|head| head.value), *rank, "{on}");
    }
}

/// A day, the US mission in Minsk, since when its reopening is announced, and its consular service.
type Mission = (&'static str, Option<MissionStep>, Option<&'static str>, Option<ConsularStep>);

const US_MISSION: &[Mission] = &[
    ("2022-01-31", None, None, None),
    ("2022-02-28", Some(MissionStep::Suspended), None, Some(ConsularStep::Suspended)),
    ("2025-09-10", Some(MissionStep::Suspended), None, Some(ConsularStep::Suspended)),
    ("2025-09-11", Some(MissionStep::Suspended), Some("2025-09-11"), Some(ConsularStep::Suspended)),
    ("2026-08-01", Some(MissionStep::Suspended), Some("2025-09-11"), Some(ConsularStep::Suspended)),
];

#[test]
fn the_us_embassy_stays_suspended_after_its_reopening_was_announced() {
    let shipped = Shipped::new();
    for (on, mission, reopening, consular) in US_MISSION {
        let status = shipped.relation("by-us", on);
        let us = status.representation.iter().find(|it| it.direction.from == Id::new("US")).unwrap();
        assert_eq!(us.mission.as_ref().map(|held| held.value), *mission, "{on}");
        assert_eq!(us.consular.as_ref().map(|held| held.value), *consular, "{on}");
        let since = us.reopening.as_ref().map(|held| held.since.written());
        assert_eq!(since.as_deref(), *reopening, "{on}");
    }
}

/// A relation, a day, the stance and its trend, and sources that the stance follows.
type Stood = (&'static str, &'static str, Option<(Stance, Trend)>, &'static [&'static str]);

const STANCES: &[Stood] = &[
    ("by-us", "2025-09-12", Some((Stance::Neutral, Trend::Improving)), &["vedomosti"]),
    ("by-us", "2025-11-26", Some((Stance::Neutral, Trend::Improving)), &["preiherman"]),
    ("by-us", "2024-01-01", Some((Stance::Strained, Trend::Worsening)), &["vedomosti"]),
    ("by-us", "2020-12-31", Some((Stance::Neutral, Trend::Improving)), &["two-directions", "vedomosti"]),
    ("by-eu", "2025-12-02", Some((Stance::Strained, Trend::Steady)), &["preiherman"]),
    ("by-pl", "2025-09-29", None, &[]),
    ("by-pl", "2025-09-30", Some((Stance::Hostile, Trend::Worsening)), &["eases-sharpens", "normalise"]),
    ("by-cz", "2015-01-01", None, &[]),
    ("by-cz", "2019-12-31", Some((Stance::Good, Trend::Steady)), &["eases-sharpens"]),
    ("by-cz", "2021-01-01", None, &[]),
    ("by-cz", "2025-09-30", Some((Stance::Cold, Trend::Worsening)), &["eases-sharpens"]),
    ("by-sk", "2025-09-11", Some((Stance::Neutral, Trend::Improving)), &["eases-sharpens"]),
    ("by-lt", "2025-09-30", Some((Stance::Hostile, Trend::Steady)), &["eases-sharpens", "two-directions"]),
    ("by-lv", "2025-09-30", Some((Stance::Hostile, Trend::Steady)), &["eases-sharpens"]),
    ("by-de", "2019-12-31", Some((Stance::Good, Trend::Steady)), &["eases-sharpens"]),
    ("by-de", "2025-09-30", Some((Stance::Cold, Trend::Worsening)), &["eases-sharpens"]),
    ("by-se", "2019-12-31", Some((Stance::Good, Trend::Steady)), &["eases-sharpens"]),
    ("by-se", "2025-09-30", Some((Stance::Cold, Trend::Worsening)), &["eases-sharpens"]),
    ("by-hu", "2025-09-10", Some((Stance::Good, Trend::Steady)), &["eases-sharpens"]),
    ("by-tr", "2025-09-30", Some((Stance::Good, Trend::Steady)), &["eases-sharpens"]),
    ("by-ru", "2025-09-30", Some((Stance::Ally, Trend::Steady)), &["two-directions", "vedomosti"]),
    ("by-cn", "2025-09-30", Some((Stance::Partner, Trend::Steady)), &["two-directions"]),
    ("by-osce", "2025-09-30", Some((Stance::Strained, Trend::Steady)), &["eases-sharpens"]),
    ("by-nato", "2025-09-30", Some((Stance::Strained, Trend::Steady)), &["eases-sharpens"]),
    ("by-csto", "2025-09-30", Some((Stance::Partner, Trend::Steady)), &["normalise"]),
    ("by-ua", "2021-01-01", None, &[]),
    ("by-ua", "2026-08-01", None, &[]),
];

#[test]
fn each_stance_is_what_a_source_reports_and_none_where_no_source_does() {
    let shipped = Shipped::new();
    for (id, on, expected, sources) in STANCES {
        let status = shipped.relation(id, on);
        let found = status.stance.as_ref().map(|held| (held.value, status.trend));
        assert_eq!(found, *expected, "{id} on {on}");
        let steps = &shipped.state.relation(id).unwrap().history;
        for source in *sources {
            let step = &steps[status.stance.as_ref().unwrap().step];
            assert!(step.sources.contains(&Id::new(source)), "{id} on {on}: {:?}", step.sources);
        }
    }
}

/// An event, a day, and whether it is due on that day.
const DUE: &[(&str, &str, bool)] = &[
    ("minsk-conference-2025-10-28", "2025-10-01", true),
    ("minsk-conference-2025-10-28", "2025-10-27", true),
    ("minsk-conference-2025-10-28", "2025-10-28", false),
    ("by-tr-commission-xii", "2025-08-31", true),
    ("by-tr-commission-xii", "2026-01-01", false),
    ("us-visit-to-belarus", "2025-09-12", true),
    ("us-visit-to-belarus", "2099-12-31", true),
    ("zapad-2025", "2025-09-11", true),
    ("zapad-2025", "2025-09-12", false),
];

#[test]
fn what_lies_ahead_is_due_and_what_was_reported_before_it_happened_stays_scheduled() {
    let shipped = Shipped::new();
    for (id, on, due) in DUE {
        let found = shipped.log(&format!("id:{id} status:due"), on);
        let found: Vec<_> = found.iter().map(|entry| shipped.id(entry.place())).collect();
        assert_eq!(found.contains(id), *due, "{id} on {on}: {found:?}");
    }
    for (id, on, until) in [
        ("minsk-conference-2025-10-28", Some("2025-10-28"), Some("2025-10-29")),
        ("by-tr-commission-xii", Some("2025-09/2025-12"), None),
        ("us-visit-to-belarus", None, None),
    ] {
        let event = shipped.state.event(id).unwrap();
        assert_eq!(event.basis, Basis::Scheduled, "{id}");
        assert_eq!(event.on.map(Date::written).as_deref(), on, "{id}");
        assert_eq!(event.until.map(Date::written).as_deref(), until, "{id}");
    }
}

/// Everything that sources disagree on: the record, how, and the claims; the first is the one that prevails.
const CONFLICTS: &[(&str, &str, &[&str])] = &[
    (
        "us-belavia-asset-freeze",
        "dates",
        &["designated 2023-08-09 willkie-2023-08-09", "imposed 2022 normalise"],
    ),
    (
        "us-belavia-asset-freeze",
        "dates",
        &[
            "delisted 2025-11-04 lexbuild-2026-04091 unn-belavia-removal",
            "lifted 2025-09-11 two-directions normalise",
        ],
    ),
    (
        "us-belavia-asset-freeze",
        "contradicted",
        &["lifted 2025-09-11 two-directions normalise", "seen on list 2025-09-11 vedomosti"],
    ),
    (
        "us-belavia-asset-freeze",
        "outcomes",
        &[
            "lifting announced 2025-09-11 vedomosti normalise two-directions",
            "lifted 2025-09-11 two-directions normalise",
            "eased 2025-09-11 eases-sharpens",
        ],
    ),
    (
        "zapad-2025",
        "figures",
        &[
            "soldiers at Zapad-2025 about 8,000 official figure normalise",
            "soldiers at Zapad-2025 about 30,000 Lithuanian intelligence normalise",
        ],
    ),
];

fn claim(shipped: &Shipped, place: Place, at: usize) -> String {
    let cited = |sources: &[Id]| sources.iter().map(Id::as_str).collect::<Vec<_>>().join(" ");
    match shipped.state.at(place).unwrap() {
        Record::Sanction(it) => {
            let step = &it.history[at];
            format!("{} {} {}", step.change.what.word(), step.on.written(), cited(&step.sources))
        }
        Record::Event(it) => {
            let figure = &it.figures[at];
            let who = figure.said_by.as_deref().unwrap_or("nobody");
            format!("{} {} {who} {}", figure.label, figure.value, cited(&figure.sources))
        }
        other => format!("{}, step {at}", other.id()),
    }
}

#[test]
fn sources_disagree_on_these_records_in_these_ways_and_on_nothing_else() {
    let shipped = Shipped::new();
    let mut found = BTreeSet::new();
    for list in [List::Relations, List::Sanctions, List::Crossings, List::Events] {
        for place in (0..shipped.state.len(list)).map(|at| Place { list, at }) {
            for conflict in shipped.analysis.conflicts(place) {
                let how = match conflict {
                    Conflict::Dates(_) => "dates",
                    Conflict::Outcomes(_) => "outcomes",
                    Conflict::Contradicted(..) => "contradicted",
                    Conflict::Figures(_) => "figures",
                };
                let claims = conflict.places().into_iter().map(|at| claim(&shipped, place, at));
                found.insert((shipped.id(place), how, claims.collect::<Vec<_>>()));
            }
        }
    }
    let owned = |claims: &&[&str]| claims.iter().map(|claim| (*claim).to_owned()).collect::<Vec<_>>();
    let expected: BTreeSet<_> =
        CONFLICTS.iter().map(|(id, how, claims)| (*id, *how, owned(claims))).collect();
    assert_eq!(found, expected);
}

#[test]
fn two_counts_of_releases_before_september_2025_are_kept_and_are_not_in_conflict() {
    let shipped = Shipped::new();
    for (id, value, source) in
        [("kellogg-in-minsk-2025-06", "14", "vedomosti"), ("by-us-earlier-rounds-2025", "18", "normalise")]
    {
        let event = shipped.state.event(id).unwrap();
        let [figure] = event.figures.as_slice() else { panic!("{id}: {:?}", event.figures) };
        assert_eq!(
            (figure.value.as_str(), figure.sources.as_slice()),
            (value, &[Id::new(source)][..]),
            "{id}"
        );
        assert!(shipped.analysis.conflicts(shipped.place(id)).is_empty(), "{id}");
    }
}

#[test]
fn three_of_the_texts_link_the_releases_and_the_lifting_and_the_fourth_is_not_made_to() {
    let shipped = Shipped::new();
    let event = shipped.state.event("minsk-talks-2025-09-11").unwrap();
    let given: Vec<_> = event.exchange.iter().map(|it| (it.from.as_str(), it.gave.as_str())).collect();
    assert_eq!(
        given,
        [("BY", "52 prisoners released"), ("US", "lifting of the sanctions on Belavia announced")]
    );
    for exchange in &event.exchange {
        let cited: Vec<_> = exchange.sources.iter().map(Id::as_str).collect();
        assert_eq!(cited, ["eases-sharpens", "two-directions", "normalise"], "{}", exchange.gave);
    }
}

/// A crossing point: its id, mode and traffic, and where it is, to four decimals.
type Point = (&'static str, Mode, Traffic, Option<(&'static str, &'static str)>);

/// The table of crossing points.
const POINTS: &[Point] = &[
    ("pl-terespol-brest-road", Mode::Road, Passenger, Some(("52.0790", "23.6550"))),
    ("pl-kukuryki-kozlovichi", Mode::Road, Freight, Some(("52.0896", "23.6201"))),
    ("pl-bobrowniki-berestovitsa", Mode::Road, All, Some(("53.1226", "23.8877"))),
    ("pl-kuznica-bruzgi", Mode::Road, All, Some(("53.5220", "23.6550"))),
    ("pl-polowce-peschatka", Mode::Road, Passenger, Some(("52.4392", "23.3155"))),
    ("pl-slawatycze-domachevo", Mode::Road, Passenger, Some(("51.7577", "23.5657"))),
    ("pl-terespol-brest-rail", Mode::Rail, All, Some(("52.0806", "23.6385"))),
    ("pl-kuznica-grodno-rail", Mode::Rail, Freight, Some(("53.5101", "23.6454"))),
    ("pl-siemianowka-svislach-rail", Mode::Rail, Freight, Some(("53.0134", "23.9096"))),
    ("lt-medininkai-kamennylog", Mode::Road, All, Some(("54.5410", "25.7180"))),
    ("lt-salcininkai-benyakoni", Mode::Road, All, Some(("54.2470", "25.3720"))),
    ("lt-lavoriskes-kotlovka", Mode::Road, All, Some(("54.7193", "25.7458"))),
    ("lt-raigardas-privalka", Mode::Road, All, Some(("53.9438", "23.9348"))),
    ("lt-tverecius-vidzy", Mode::Road, Passenger, Some(("55.3082", "26.5269"))),
    ("lt-sumskas-losha", Mode::Road, Passenger, None),
    ("lt-kena-gudogai-rail", Mode::Rail, All, None),
    ("lv-silene-urbany", Mode::Road, All, Some(("55.7180", "26.8740"))),
    ("lv-paternieki-grigorovshchina", Mode::Road, All, Some(("55.8292", "27.6097"))),
    ("lv-indra-bigosovo-rail", Mode::Rail, Freight, None),
];

/// What else the table of crossing points says: the sides, the name on the Belarusian side, and how far off the
/// position may be, in km.
const POINTS_IN_WORDS: &[(&str, &str, &str, &str, Option<f64>)] = &[
    ("pl-terespol-brest-road", "Terespol", "Brest", "Брест (Варшавский мост)", Some(1.5)),
    ("pl-kukuryki-kozlovichi", "Kukuryki/Koroszczyn", "Kozlovichi", "Козловичи", Some(6.0)),
    ("pl-bobrowniki-berestovitsa", "Bobrowniki", "Berestovitsa", "Берестовица", Some(1.0)),
    ("pl-kuznica-bruzgi", "Kuźnica", "Bruzgi", "Брузги", Some(1.5)),
    ("pl-polowce-peschatka", "Połowce", "Peschatka", "Песчатка", Some(8.0)),
    ("pl-slawatycze-domachevo", "Sławatycze", "Domachevo", "Домачево", Some(1.5)),
    ("pl-terespol-brest-rail", "Terespol", "Brest", "Брест-Центральный", Some(1.5)),
    ("pl-kuznica-grodno-rail", "Kuźnica", "Grodno", "Брузги (ж/д)", Some(3.0)),
    ("pl-siemianowka-svislach-rail", "Siemianówka", "Svislach", "Свислочь", Some(10.0)),
    ("lt-medininkai-kamennylog", "Medininkai", "Kamenny Log", "Каменный Лог", Some(1.5)),
    ("lt-salcininkai-benyakoni", "Šalčininkai", "Benyakoni", "Бенякони", Some(1.5)),
    ("lt-lavoriskes-kotlovka", "Lavoriškės", "Kotlovka", "Котловка", Some(1.5)),
    ("lt-raigardas-privalka", "Raigardas", "Privalka", "Привалка", Some(5.0)),
    ("lt-tverecius-vidzy", "Tverečius", "Vidzy", "Видзы", Some(5.0)),
    ("lt-sumskas-losha", "Šumskas", "Losha", "Лоша", None),
    ("lt-kena-gudogai-rail", "Kena", "Gudogai", "Гудогай", None),
    ("lv-silene-urbany", "Silene", "Urbany", "Урбаны", Some(2.0)),
    ("lv-paternieki-grigorovshchina", "Pāternieki", "Grigorovshchina", "Григоровщина", Some(4.0)),
    ("lv-indra-bigosovo-rail", "Indra", "Bigosovo", "Бигосово", None),
];

#[test]
fn every_crossing_point_of_the_table_has_a_record_where_it_stands_on_the_ground() {
    let shipped = Shipped::new();
    for (id, mode, traffic, at) in POINTS {
        let it = shipped.state.crossing(id).unwrap_or_else(|| panic!("there is no crossing {id}"));
        assert_eq!((it.mode, it.traffic), (*mode, *traffic), "{id}");
        let neighbour = Id::new(&id[..2].to_uppercase());
        assert_eq!(it.between, (neighbour, Id::new("BY")), "{id}");
        let written = it.location.as_ref().map(|it| (format!("{:.4}", it.lat), format!("{:.4}", it.lon)));
        let expected = at.map(|(lat, lon)| (lat.to_owned(), lon.to_owned()));
        assert_eq!(written, expected, "{id}");
    }
    let points = shipped.state.records().crossings.iter().filter(|it| it.mode != Mode::Border);
    assert_eq!(points.count(), POINTS.len(), "a point that the table does not have");
}

#[test]
fn every_crossing_point_is_found_by_the_name_on_either_side() {
    let shipped = Shipped::new();
    assert_eq!(POINTS_IN_WORDS.len(), POINTS.len());
    for (id, side_a, side_b, by_name, error_km) in POINTS_IN_WORDS {
        let it = shipped.state.crossing(id).unwrap();
        assert_eq!(it.sides, Some(((*side_a).into(), (*side_b).into())), "{id}");
        assert_eq!(it.location.as_ref().and_then(|at| at.error_km), *error_km, "{id}");
        for name in [side_a, side_b, by_name] {
            assert!(shipped.board(&format!("\"{name}\"")).contains(id), "{name} does not find {id}");
        }
    }
}

const BOTH_MEDININKAI_AND_SALCININKAI: &[&str] = &["lt-medininkai-kamennylog", "lt-salcininkai-benyakoni"];
const OPEN_UNTIL_2025_09_12: &[(&str, Traffic)] = &[
    ("pl-terespol-brest-road", Passenger),
    ("pl-kukuryki-kozlovichi", Freight),
    ("pl-terespol-brest-rail", Freight),
    ("pl-kuznica-grodno-rail", Freight),
    ("pl-siemianowka-svislach-rail", Freight),
];
const INTERFAX: &str = "https://www.interfax.ru/world/1054687";
const CHARTER97: &str = "https://charter97.org/en/news/2024/2/21/584548/";
const PRIME: &str = "https://1prime.ru/20251119/kpp-864707755.html";
const RMF24: &str = "https://www.rmf24.pl/fakty/polska/news-o-polnocy-granica-z-bialorusia-zostala-calkowicie-zamknieta,nId,8019545";
const POLSAT_SEPTEMBER: &str = "https://www.polsatnews.pl/wiadomosc/2025-09-25/przejscia-graniczne-z-bialorusia-otwarte-w-kolejkach-stalo-kilkaset-aut/";
const POLSAT_NOVEMBER: &str = "https://www.polsatnews.pl/wiadomosc/2025-11-17/nowa-sytuacja-na-granicy-z-bialorusia-otwarto-dwa-przejscia-rzad-przedstawil-plan/";

/// A day, the time of day, the crossings, what they became for which traffic, until when, and the address of the
/// report.
type BorderEvent = (
    &'static str,
    Option<&'static str>,
    &'static [&'static str],
    Passage,
    Traffic,
    Option<&'static str>,
    &'static str,
);

/// The table of border events, but for the two that concern the crossings open until 2025-09-12.
const BORDER_EVENTS: &[BorderEvent] = &[
    (
        "2020-03-15",
        None,
        &["pl-polowce-peschatka"],
        Suspended,
        Passenger,
        None,
        "https://www.archiwum.gddkia.gov.pl/pl/aprint/36978/Zmiany-na-przejsciach-granicznych",
    ),
    (
        "2021-11-09",
        None,
        &["pl-kuznica-bruzgi"],
        Suspended,
        All,
        None,
        "https://rus.err.ee/1609860462/polsha-otkryla-dva-pogranperehoda-na-granice-s-belarusju",
    ),
    (
        "2023-02-10",
        Some("12:00"),
        &["pl-bobrowniki-berestovitsa"],
        Suspended,
        All,
        None,
        "https://polsha.by/news/polsha-s-10-fevralja-vremenno-zakryvaet-punkt-propuska-bobrovniki.html",
    ),
    ("2023-08-18", None, &["lt-sumskas-losha", "lt-tverecius-vidzy"], Closed, Passenger, None, CHARTER97),
    ("2023-09-19", Some("20:00"), &["lv-silene-urbany"], Suspended, All, None, "https://vkurier.by/227230"),
    ("2024-03-01", None, &["lt-lavoriskes-kotlovka"], Closed, All, None, CHARTER97),
    (
        "2024-03-01",
        None,
        &["lt-raigardas-privalka"],
        Closed,
        All,
        None,
        "https://unn.ua/en/news/lithuania-to-close-two-checkpoints-on-the-border-with-belarus",
    ),
    ("2024-03-01", None, BOTH_MEDININKAI_AND_SALCININKAI, Restricted, All, None, CHARTER97),
    (
        "2025-10-24",
        Some("21:40"),
        BOTH_MEDININKAI_AND_SALCININKAI,
        Suspended,
        All,
        Some("2025-10-25"),
        INTERFAX,
    ),
    ("2025-10-25", Some("12:00"), BOTH_MEDININKAI_AND_SALCININKAI, Open, All, None, INTERFAX),
    (
        "2025-10-26",
        Some("evening"),
        &["lt-salcininkai-benyakoni"],
        Suspended,
        All,
        None,
        "https://suduvosgidas.lt/salcininku-punktas-nebeveiks-per-medininku-punkta-vykti-gales-tik-kelios-kategorijos-asmenu/",
    ),
    (
        "2025-10-27",
        None,
        &["lt-medininkai-kamennylog"],
        Restricted,
        All,
        Some("2025-11-30"),
        "https://news.by/news/obshchestvo/litva-zakryvaet-granitsu-s-belarusyu-vyekhat-mozhet-ogranichennaya-kategoriya-lits",
    ),
    (
        "2025-11-17",
        Some("00:00"),
        &["pl-kuznica-bruzgi"],
        Restricted,
        Passenger,
        None,
        "https://www.upday.com/pl/news/od-poniedzialku-polska-otwiera-dwa-przejscia-z-bialorusia/ng5yed3",
    ),
    ("2025-11-17", Some("00:00"), &["pl-bobrowniki-berestovitsa"], Open, Passenger, None, POLSAT_NOVEMBER),
    (
        "2025-11-17",
        Some("00:00"),
        &["pl-bobrowniki-berestovitsa"],
        Restricted,
        Freight,
        None,
        POLSAT_NOVEMBER,
    ),
    ("2025-11-20", Some("00:00"), BOTH_MEDININKAI_AND_SALCININKAI, Open, All, None, PRIME),
];

#[test]
fn every_border_event_of_the_table_is_a_step_with_its_report() {
    let shipped = Shipped::new();
    let mut rows = Vec::new();
    for (on, time, ids, passage, traffic, until, url) in BORDER_EVENTS {
        rows.extend(ids.iter().map(|id| (*on, *time, *id, *passage, *traffic, *until, *url)));
    }
    for (id, traffic) in OPEN_UNTIL_2025_09_12 {
        rows.push(("2025-09-12", Some("00:00"), id, Suspended, *traffic, None, RMF24));
        rows.push(("2025-09-25", Some("00:00"), id, Open, *traffic, None, POLSAT_SEPTEMBER));
    }
    let mut wrong = Vec::new();
    for (on, time, id, passage, traffic, until, url) in rows {
        let covered = shipped.state.crossing(id).unwrap().traffic;
        let there = shipped.crossing_steps(id).iter().any(|step| {
            let CrossingChange::Status { passage: found, traffic: of, by } = &step.change else {
                return false;
            };
            let decider = id[..2].to_uppercase();
            step.on.written() == on
                && step.time.as_deref() == time
                && step.until.map(Date::written).as_deref() == until
                && *found == passage
                && (*of == traffic || (*of == All && covered == traffic))
                && by.as_ref().map(Id::as_str) == Some(decider.as_str())
                && shipped.cites(&step.sources, url)
        });
        if !there {
            wrong.push(format!(
                "{id}: no step {passage}, {traffic} on {on} {time:?} until {until:?} by {url}"
            ));
        }
    }
    all_right(&wrong);
}

const COPY_2025_02: &str = "Commit a8dfe527, pkg/sources/ofac/testdata/add.csv";
const COPY_2025_12: &str = "Commit 2928c949, internal/tfidf/testdata/add.csv";
const COPY_2026_06: &str = "Commit 61cc8da, add.csv";
const CONSOLIDATED: &str = "Dated copy: datasets/eu/journal_sanctions/data/consolidated/32006R0765.csv";
const NASLOVI: &str = "https://naslovi.net/rd/41508716";
const NARODNO_DELO: &str = "https://narodnodelo.com/?p=155657";
const LEXBUILD: &str = "https://lexbuild.dev/fr/2026/03/2026-04091";
const UNN_REMOVAL: &str =
    "https://unn.ua/news/ssha-znialy-chastynu-sanktsii-iz-biloruskoi-aviakompanii-belavia-vvs";
const MONDAQ: &str = "https://webiis08.mondaq.com/export-controls-trade-investment-sanctions/1722318/treasury-authorizes-transactions-with-belarusian-potash-companies";
const TRADE_LAW_DAILY: &str = "http://stage.tradelawdaily.com/article/2025/12/16/us-issues-sanctions-license-for-belarusian-potash-companies-2512150020";

/// A measure, a day, what is said of that day, and how its sources are named.
type Staged = (&'static str, &'static str, Did, &'static [&'static str]);

/// The table of what was announced and what was listed.
const ANNOUNCED_AND_LISTED: &[Staged] = &[
    (
        "us-belavia-asset-freeze",
        "2023-08-09",
        Did::Designated,
        &[
            "https://complianceconcourse.willkie.com/articles/ofac-designates-8-individuals-and-5-entities-to-mark-the-third-anniversary-of-belarus-fraudulent-election/",
        ],
    ),
    ("us-belavia-asset-freeze", "2025-02-27", Did::Seen, &[COPY_2025_02]),
    ("us-belavia-asset-freeze", "2025-09-11", Did::LiftingAnnounced, &["vedomosti"]),
    ("us-belavia-asset-freeze", "2025-09-11", Did::Seen, &["vedomosti"]),
    (
        "us-belavia-asset-freeze",
        "2025-09",
        Did::Licensed,
        &["https://exportprac.com/stories/ofac-gives-belarus-airline-wings,14271?"],
    ),
    ("us-belavia-asset-freeze", "2025-11-04", Did::Delisted, &[LEXBUILD, UNN_REMOVAL]),
    ("us-government-aircraft-gl-12", "2025-11-04", Did::Licensed, &[LEXBUILD, UNN_REMOVAL]),
    ("us-belavia-asset-freeze", "2025-12-24", Did::NotSeen, &[COPY_2025_12]),
    ("eu-belavia-asset-freeze", "2026-04-24", Did::Seen, &[CONSOLIDATED]),
    (
        "us-belaruskali-asset-freeze",
        "2021-08-09",
        Did::Designated,
        &["https://www.jdsupra.com/legalnews/ofac-announces-new-sanctions-targeting-3885571/"],
    ),
    ("us-belaruskali-asset-freeze", "2025-12-13", Did::LiftingAnnounced, &[TRADE_LAW_DAILY]),
    ("us-belaruskali-asset-freeze", "2025-12-15", Did::Licensed, &[MONDAQ]),
    ("us-bpc-asset-freeze", "2025-12-15", Did::Licensed, &[MONDAQ]),
    ("us-agrorozkvit-asset-freeze", "2025-12-15", Did::Licensed, &[MONDAQ]),
    ("us-belaruskali-asset-freeze", "2025-12-24", Did::Seen, &[COPY_2025_12]),
    ("us-belaruskali-asset-freeze", "2026-03-19", Did::LiftingAnnounced, &[NASLOVI, NARODNO_DELO]),
    ("us-development-bank", "2026-03-19", Did::LiftingAnnounced, &[NASLOVI, NARODNO_DELO]),
    ("us-ministry-of-finance", "2026-03-19", Did::LiftingAnnounced, &[NASLOVI, NARODNO_DELO]),
    ("us-belaruskali-asset-freeze", "2026-06-02", Did::NotSeen, &[COPY_2026_06]),
    ("us-belinvestbank-asset-freeze", "2026-03-19", Did::LiftingAnnounced, &[NASLOVI]),
    ("us-belinvestbank-asset-freeze", "2026-06-02", Did::Seen, &[COPY_2026_06]),
    ("eu-mozyr-asset-freeze", "2026-07-23", Did::Designated, &["Dated copy: amendments/32026R1817.csv"]),
];

#[test]
fn every_stage_from_announced_to_listed_is_a_step_with_its_source() {
    let shipped = Shipped::new();
    let mut wrong = Vec::new();
    for (id, on, what, sources) in ANNOUNCED_AND_LISTED {
        let there = shipped.measure_steps(id).iter().any(|step| {
            step.on.written() == *on
                && step.change.what == *what
                && sources.iter().all(|named| shipped.cites(&step.sources, named))
        });
        if !there {
            wrong.push(format!("{id}: no step {} on {on} by {sources:?}", what.word()));
        }
    }
    all_right(&wrong);
}

/// A listing: its record, where the list carries it, its programme, and the days on which it was listed, first
/// seen, last seen and not seen.
struct Listing(&'static str, &'static str, &'static str, [Option<&'static str>; 4]);

const EO14038: &str = "BELARUS-EO14038";
const EU_DAY: Option<&str> = Some("2026-04-24");
const LAST_COPY: Option<&str> = Some("2025-12-24");

/// The table of named listings.
const LISTINGS: &[Listing] = &[
    Listing(
        "us-belneftekhim-asset-freeze",
        "OFAC 10574",
        "BELARUS",
        [None, Some("2021-04-25"), LAST_COPY, None],
    ),
    Listing("us-naftan-asset-freeze", "OFAC 12860", "BELARUS", [None, Some("2021-04-25"), LAST_COPY, None]),
    Listing(
        "us-grodno-azot-asset-freeze",
        "OFAC 12861",
        "BELARUS",
        [None, Some("2021-04-25"), LAST_COPY, None],
    ),
    Listing(
        "us-belaruskali-asset-freeze",
        "OFAC 32746",
        EO14038,
        [Some("2021-08-09"), Some("2022-01-31"), LAST_COPY, None],
    ),
    Listing(
        "us-agrorozkvit-asset-freeze",
        "OFAC 33372",
        EO14038,
        [None, Some("2022-01-31"), LAST_COPY, None],
    ),
    Listing("us-bpc-asset-freeze", "OFAC 33374", EO14038, [None, Some("2022-01-31"), LAST_COPY, None]),
    Listing(
        "us-belinvestbank-asset-freeze",
        "OFAC 34752",
        EO14038,
        [None, Some("2023-01-21"), LAST_COPY, None],
    ),
    Listing(
        "us-belavia-asset-freeze",
        "OFAC 44541",
        EO14038,
        [Some("2023-08-09"), Some("2024-06-27"), Some("2025-02-27"), LAST_COPY],
    ),
    Listing(
        "us-aircraft-ew-301pj",
        "OFAC 44580",
        EO14038,
        [None, Some("2024-06-27"), Some("2025-02-27"), LAST_COPY],
    ),
    Listing("eu-belavia-asset-freeze", "Annex I.B 17", "BLR", [Some("2021-12-02"), None, EU_DAY, None]),
    Listing("eu-grodno-azot-asset-freeze", "Annex I.B 25", "BLR", [Some("2021-12-02"), None, EU_DAY, None]),
    Listing("eu-belaruskali-asset-freeze", "Annex I.B 28", "BLR", [Some("2022-06-03"), None, EU_DAY, None]),
    Listing("eu-bpc-asset-freeze", "Annex I.B 29", "BLR", [Some("2022-06-03"), None, EU_DAY, None]),
    Listing("eu-naftan-asset-freeze", "Annex I.B 31", "BLR", [Some("2022-06-03"), None, EU_DAY, None]),
    Listing("eu-belneftekhim-asset-freeze", "Annex I.B 38", "BLR", [Some("2023-08-03"), None, EU_DAY, None]),
    Listing("eu-belinvestbank-financial", "Annex XV", "BLR", [Some("2022-06-14"), None, EU_DAY, None]),
    Listing("eu-mozyr-asset-freeze", "Annex I.B 63", "BLR", [Some("2026-07-23"), None, None, None]),
];

#[test]
fn every_named_listing_is_a_measure_with_the_days_of_the_table() {
    let shipped = Shipped::new();
    let mut wrong = Vec::new();
    for Listing(id, list_ref, programme, [listed, first, last, gone]) in LISTINGS {
        let it = shipped.state.sanction(id).unwrap_or_else(|| panic!("there is no measure {id}"));
        let kind = if *list_ref == "Annex XV" {
            MeasureKind::FinancialRestrictions
        } else {
            MeasureKind::AssetFreeze
        };
        assert_eq!(it.measure.word(), kind.word(), "{id}");
        assert_eq!(it.issuer.as_str(), &id[..2].to_uppercase(), "{id}");
        assert_eq!(it.list_refs, [*list_ref], "{id}");
        assert_eq!(it.programme.as_deref(), Some(*programme), "{id}");
        for (on, what) in
            [(listed, Did::Designated), (first, Did::Seen), (last, Did::Seen), (gone, Did::NotSeen)]
        {
            let there = |on: &str| {
                let basis = match (it.issuer.as_str(), what) {
                    // The table gives the day and not who reports it.
                    ("US", Did::Designated) => None,
                    ("US", _) => Some(format!("ofac-copy-{on}")),
                    _ if *id == "eu-mozyr-asset-freeze" => Some("eu-2026-1817".to_owned()),
                    _ => Some("eu-765-2006-consolidated".to_owned()),
                };
                it.history.iter().any(|step| {
                    step.on.written() == on
                        && step.change.what == what
                        && basis.as_ref().is_none_or(|source| shipped.cites(&step.sources, source))
                })
            };
            if on.is_some_and(|on| !there(on)) {
                wrong.push(format!("{id}: no step {} on {on:?}", what.word()));
            }
        }
    }
    all_right(&wrong);
}

const NOT_PREIHERMAN: &[&str] = &["eases-sharpens", "two-directions", "normalise", "vedomosti"];

/// What a person types into the log, the record that it finds, and the sources that the record names.
type Found = (&'static str, &'static str, &'static [&'static str]);

/// The table of dated events.
const DATED_EVENTS: &[Found] = &[
    ("topol before:1997", "topol-agreement-1996", &["two-directions"]),
    ("chargé since:2008 before:2009", "us-represented-by-charge-2008", &["two-directions"]),
    ("warming since:2015", "us-by-warming-after-2015", &["two-directions", "vedomosti"]),
    ("pompeo minsk", "pompeo-in-minsk", &["two-directions", "vedomosti"]),
    ("election protests since:2020-08", "by-election-2020-08", &["preiherman", "vedomosti"]),
    ("ryanair protasevich", "ryanair-landing-2021", &["vedomosti", "preiherman"]),
    ("embassy stops since:2022-02", "us-embassy-stops-2022-02", &["vedomosti"]),
    ("weigh dialogue since:2024", "us-weighs-dialogue-2024", &["preiherman"]),
    ("quincy since:2025", "quincy-in-minsk-2025", &["vedomosti"]),
    ("kellogg 14 since:2025-06", "kellogg-in-minsk-2025-06", &["vedomosti"]),
    ("tikhanovsky since:2025-06", "kellogg-in-minsk-2025-06", &["vedomosti"]),
    ("episkopos since:2025-06", "episkopos-article-2025-06", &["vedomosti"]),
    ("rounds 18 since:2025", "by-us-earlier-rounds-2025", &["normalise"]),
    ("osce helsinki since:2025-08-01", "osce-helsinki-2025-08-01", &["eases-sharpens"]),
    ("anchorage since:2025-08-15", "trump-lukashenko-call-2025-08-15", &["preiherman", "normalise"]),
    ("tuzcu glaz since:2025-08-25", "by-tr-trade-meeting-2025-08-25", &["eases-sharpens"]),
    ("izmir since:2025-08-28", "by-tr-izmir-2025-08-28", &["eases-sharpens"]),
    ("leyen since:2025-08", "von-der-leyen-visit-2025-08", &["eases-sharpens", "two-directions"]),
    ("expelled warsaw since:2025-09", "diplomat-expelled-warsaw-2025-09", &["eases-sharpens"]),
    ("prague \"non grata\"", "prague-persona-non-grata-2025-09", &["eases-sharpens"]),
    ("drones channel since:2025-09-10", "drones-over-poland-2025-09-10", &["normalise"]),
    ("ryzhenkov szijjarto", "ryzhenkov-szijjarto-2025-09-10", &["eases-sharpens"]),
    ("hungary commission 13th", "by-hu-commission-2025-09-10", &["eases-sharpens"]),
    // 2025-09-11, in its parts.
    ("coale smith kind:talks", "minsk-talks-2025-09-11", NOT_PREIHERMAN),
    ("\"fourth round\" cufflinks letter", "minsk-talks-2025-09-11", NOT_PREIHERMAN),
    ("belavia lifting kind:sanction", "belavia-lifting-announced-2025-09-11", NOT_PREIHERMAN),
    (
        "embassy reopening since:2025-09-11",
        "us-embassy-reopening-announced",
        &["eases-sharpens", "normalise", "vedomosti"],
    ),
    ("52 released lithuanians poles", "prisoners-released-2025-09-11", NOT_PREIHERMAN),
    ("british german french latvian", "prisoners-released-2025-09-11", NOT_PREIHERMAN),
    ("belsat kind:release", "prisoners-released-2025-09-11", NOT_PREIHERMAN),
    ("statkevich since:2025-09-11", "statkevich-stays-2025-09-11", NOT_PREIHERMAN),
    ("poczobut kind:report", "poczobut-not-released-2025-09-11", &["normalise"]),
    ("belavia \"still on ofac\"", "belavia-still-listed-2025-09-11", &["vedomosti"]),
    ("migas since:2025-09-11", "migas-statement-2025-09-11", &["eases-sharpens"]),
    ("poland closes since:2025-09-12", "pl-closes-border-2025-09-12", &["eases-sharpens", "normalise"]),
    ("zapad begins since:2025-09-12", "zapad-2025", &["eases-sharpens", "normalise"]),
    ("latvia \"air traffic\" restrict", "airspace-restrictions-2025-09", &["eases-sharpens"]),
    ("ministry protests since:2025-09", "by-protest-airspace-2025-09", &["eases-sharpens"]),
    ("shoupe barysaw since:2025-09-15", "us-observers-zapad-2025-09-15", &["eases-sharpens"]),
    ("orlovsky truck since:2025-09-15", "orlovsky-lithuanian-trucks-2025-09-15", &["eases-sharpens"]),
    ("eurasian conference since:2025-10-28", "minsk-conference-2025-10-28", &["eases-sharpens"]),
    ("türkiye commission xii", "by-tr-commission-xii", &["eases-sharpens"]),
    ("belavia \"full removal\" since:2025-11", "belavia-removal-announced-2025-11", &["preiherman"]),
    ("reuters steps since:2025-11-26", "minsk-washington-new-steps-2025-11-26", &["preiherman"]),
    ("\"new package\" kind:report", "eu-package-in-preparation-2025-11-28", &["preiherman"]),
    ("trump invited visit status:due", "us-visit-to-belarus", &["two-directions", "normalise"]),
];

/// What the other tables and texts date: steps of borders and listings that are events as well, and reports.
const EVENTS_OF_THE_OTHER_TABLES: &[Found] = &[
    ("polowce covid", "pl-suspends-polowce-2020-03-15", &["gddkia-polowce-2020"]),
    ("kuznica kind:border before:2022", "pl-suspends-kuznica-2021-11-09", &["err-two-crossings-2025"]),
    ("bobrowniki before:2024", "pl-suspends-bobrowniki-2023-02-10", &["polsha-by-2023-02-10"]),
    ("sumskas losha", "lt-closes-crossings-2023-08-18", &["charter97-2024-02-21"]),
    ("silene suspends", "lv-suspends-silene-2023-09-19", &["vkurier-silene-2023"]),
    (
        "lavoriskes raigardas",
        "lt-closes-crossings-2024-03-01",
        &["charter97-2024-02-21", "unn-lt-two-crossings-2024"],
    ),
    ("kukuryki rail since:2025-09-25", "pl-restores-crossings-2025-09-25", &["polsatnews-2025-09-25"]),
    ("salcininkai \"next day\"", "lt-suspends-crossings-2025-10-24", &["interfax-2025-10-25"]),
    ("medininkai restores before:2025-11", "lt-restores-crossings-2025-10-25", &["interfax-2025-10-25"]),
    ("salcininkai \"without a term\"", "lt-suspends-salcininkai-2025-10-26", &["suduvosgidas-2025-10-26"]),
    ("medininkai categories", "lt-restricts-medininkai-2025-10-27", &["news-by-2025-10-27"]),
    (
        "kuznica bobrowniki since:2025-11",
        "pl-opens-two-crossings-2025-11-17",
        &["upday-2025-11-17", "polsatnews-2025-11-17"],
    ),
    ("medininkai restores since:2025-11", "lt-restores-crossings-2025-11-20", &["1prime-2025-11-19"]),
    ("designates belaruskali", "us-designates-belaruskali-2021-08-09", &["jdsupra-belaruskali-2021"]),
    ("designates belavia", "us-designates-belavia-2023-08-09", &["willkie-2023-08-09"]),
    ("\"general license 11\"", "belarus-gl-11-2025-09", &["exportprac-gl-11"]),
    (
        "\"general license 12\" removal",
        "ofac-removes-belavia-2025-11-04",
        &["lexbuild-2026-04091", "unn-belavia-removal"],
    ),
    ("potash 123", "potash-lifting-announced-2025-12-13", &["tradelawdaily-2025-12-16"]),
    ("\"general license 13\" agrorozkvit", "belarus-gl-13-2025-12-15", &["mondaq-gl-13"]),
    (
        "potash belinvestbank 250",
        "lifting-announced-2026-03-19",
        &["naslovi-2026-03-19", "narodnodelo-2026-03-19"],
    ),
    ("mozyr 2026/1817", "eu-adds-mozyr-2026-07-23", &["eu-2026-1817"]),
    ("presidents russia meetings", "by-ru-presidential-meetings-2025", &["two-directions"]),
    ("presidents china meetings", "by-cn-presidential-meetings-2025", &["two-directions"]),
    ("adopted \"four times\"", "eu-four-adoptions-2025", &["preiherman"]),
    ("\"18th package\" adopts", "eu-18th-package-2025-07", &["preiherman"]),
    ("csto manoeuvres", "csto-manoeuvres-2025-09", &["normalise"]),
    ("released \"taken over\"", "released-taken-over-by-lithuania", &["two-directions"]),
    ("russia welcome lifting", "russia-view-of-lifting-2025-09-11", &["vedomosti"]),
    ("checkpoints resume customs", "orlovsky-polish-border-2025-09-15", &["eases-sharpens"]),
    ("potash \"eased first\"", "potash-first-expectation-2025-09", &["two-directions"]),
    ("naftan \"under discussion\"", "petroleum-lifting-discussed-2025-09", &["two-directions"]),
    ("vilnius \"road sign\"", "vilnius-road-sign-2025", &["two-directions"]),
    (
        "ukraine setting",
        "ukraine-war-setting-2025",
        &["eases-sharpens", "preiherman", "two-directions", "normalise", "vedomosti"],
    ),
];

/// The day of each event, as precise as its source; `None` where it is open.
const DAYS_OF_EVENTS: &[(&str, Option<&str>)] = &[
    ("topol-agreement-1996", Some("1996")),
    ("us-represented-by-charge-2008", Some("2008")),
    ("by-election-2020-08", Some("2020-08")),
    ("ryanair-landing-2021", Some("2021")),
    ("us-embassy-stops-2022-02", Some("2022-02")),
    ("kellogg-in-minsk-2025-06", Some("2025-06")),
    ("episkopos-article-2025-06", Some("2025-06")),
    ("osce-helsinki-2025-08-01", Some("2025-08-01")),
    ("trump-lukashenko-call-2025-08-15", Some("2025-08-15")),
    ("by-tr-trade-meeting-2025-08-25", Some("2025-08-25")),
    ("by-tr-izmir-2025-08-28", Some("2025-08-28/2025-08-29")),
    ("von-der-leyen-visit-2025-08", Some("2025-08")),
    ("diplomat-expelled-warsaw-2025-09", Some("2025-09")),
    ("prague-persona-non-grata-2025-09", Some("2025-09")),
    ("drones-over-poland-2025-09-10", Some("2025-09-10")),
    ("ryzhenkov-szijjarto-2025-09-10", Some("2025-09-10")),
    ("by-hu-commission-2025-09-10", Some("2025-09-10")),
    ("minsk-talks-2025-09-11", Some("2025-09-11")),
    ("belavia-lifting-announced-2025-09-11", Some("2025-09-11")),
    ("us-embassy-reopening-announced", Some("2025-09-11")),
    ("prisoners-released-2025-09-11", Some("2025-09-11")),
    ("statkevich-stays-2025-09-11", Some("2025-09-11")),
    ("poczobut-not-released-2025-09-11", Some("2025-09-11")),
    ("belavia-still-listed-2025-09-11", Some("2025-09-11")),
    ("migas-statement-2025-09-11", Some("2025-09-11")),
    ("pl-closes-border-2025-09-12", Some("2025-09-12")),
    ("zapad-2025", Some("2025-09-12")),
    ("airspace-restrictions-2025-09", Some("2025-09")),
    ("by-protest-airspace-2025-09", Some("2025-09")),
    ("us-observers-zapad-2025-09-15", Some("2025-09-15")),
    ("orlovsky-lithuanian-trucks-2025-09-15", Some("2025-09-15")),
    ("minsk-conference-2025-10-28", Some("2025-10-28")),
    ("belavia-removal-announced-2025-11", Some("2025-11")),
    ("minsk-washington-new-steps-2025-11-26", Some("2025-11-26")),
    ("eu-package-in-preparation-2025-11-28", Some("2025-11-28")),
    ("us-visit-to-belarus", None),
    ("pl-suspends-polowce-2020-03-15", Some("2020-03-15")),
    ("pl-suspends-kuznica-2021-11-09", Some("2021-11-09")),
    ("pl-suspends-bobrowniki-2023-02-10", Some("2023-02-10")),
    ("lt-closes-crossings-2023-08-18", Some("2023-08-18")),
    ("lv-suspends-silene-2023-09-19", Some("2023-09-19")),
    ("lt-closes-crossings-2024-03-01", Some("2024-03-01")),
    ("pl-restores-crossings-2025-09-25", Some("2025-09-25")),
    ("lt-suspends-crossings-2025-10-24", Some("2025-10-24")),
    ("lt-restores-crossings-2025-10-25", Some("2025-10-25")),
    ("lt-suspends-salcininkai-2025-10-26", Some("2025-10-26")),
    ("lt-restricts-medininkai-2025-10-27", Some("2025-10-27")),
    ("pl-opens-two-crossings-2025-11-17", Some("2025-11-17")),
    ("lt-restores-crossings-2025-11-20", Some("2025-11-20")),
    ("us-designates-belaruskali-2021-08-09", Some("2021-08-09")),
    ("us-designates-belavia-2023-08-09", Some("2023-08-09")),
    ("belarus-gl-11-2025-09", Some("2025-09")),
    ("ofac-removes-belavia-2025-11-04", Some("2025-11-04")),
    ("potash-lifting-announced-2025-12-13", Some("2025-12-13")),
    ("belarus-gl-13-2025-12-15", Some("2025-12-15")),
    ("lifting-announced-2026-03-19", Some("2026-03-19")),
    ("eu-adds-mozyr-2026-07-23", Some("2026-07-23")),
    ("by-ru-presidential-meetings-2025", Some("2025")),
    ("by-cn-presidential-meetings-2025", Some("2025")),
    ("eu-four-adoptions-2025", Some("2025")),
    ("eu-18th-package-2025-07", Some("2025-07")),
    ("csto-manoeuvres-2025-09", Some("2025-09-01/2025-09-10")),
    ("released-taken-over-by-lithuania", Some("2025-09-11")),
    ("russia-view-of-lifting-2025-09-11", Some("2025-09-11")),
    ("orlovsky-polish-border-2025-09-15", Some("2025-09-15")),
    ("potash-first-expectation-2025-09", Some("2025-09")),
    ("petroleum-lifting-discussed-2025-09", Some("2025-09")),
    ("vilnius-road-sign-2025", Some("2025-09")),
    ("ukraine-war-setting-2025", Some("2025-09/2025-12")),
    ("us-by-warming-after-2015", Some("2015/2020")),
    ("pompeo-in-minsk", Some("2017/2021")),
    ("us-weighs-dialogue-2024", Some("2024")),
    ("quincy-in-minsk-2025", Some("2025-03/2025-05")),
    ("by-us-earlier-rounds-2025", Some("2025/2025-09-10")),
    ("by-tr-commission-xii", Some("2025-09/2025-12")),
    ("eu-by-crossings-closed-2025-09", Some("2025-09-12")),
    ("cargo-by-pl-2025-09", Some("2025-09")),
];

/// A few words find a row when no more than a short list of events passes with it.
const SHORT_LIST: usize = 6;

#[test]
fn every_dated_event_is_found_in_the_log_by_a_few_words_with_the_sources_that_report_it() {
    let shipped = Shipped::new();
    let mut wrong = Vec::new();
    for (query, id, sources) in DATED_EVENTS.iter().chain(EVENTS_OF_THE_OTHER_TABLES) {
        let found = shipped.log(query, TODAY);
        let events: Vec<_> = found.iter().filter(|entry| entry.step().is_none()).collect();
        let Some(entry) = events.iter().find(|entry| shipped.id(entry.place()) == *id) else {
            let others: Vec<_> = events.iter().map(|entry| shipped.id(entry.place())).collect();
            wrong.push(format!("{query}: {id} is not among {others:?}"));
            continue;
        };
        if events.len() > SHORT_LIST {
            wrong.push(format!("{query}: {id} is one of {} events", events.len()));
        }
        let cited: BTreeSet<_> = chronicle::sources(&shipped.state, entry).iter().map(Id::as_str).collect();
        if cited != sources.iter().copied().collect() {
            wrong.push(format!("{query}: {id} cites {cited:?}, not {sources:?}"));
        }
    }
    all_right(&wrong);
}

#[test]
fn every_dated_event_stands_on_the_day_that_its_sources_give() {
    let shipped = Shipped::new();
    for (id, on) in DAYS_OF_EVENTS {
        let event = shipped.state.event(id).unwrap_or_else(|| panic!("there is no event {id}"));
        assert_eq!(event.on.map(Date::written).as_deref(), *on, "{id}");
    }
    let known: BTreeSet<_> = DAYS_OF_EVENTS.iter().map(|(id, _)| *id).collect();
    let events = shipped.state.records().events.iter().map(|event| event.id.as_str());
    let unknown: Vec<_> = events.filter(|id| !known.contains(id)).collect();
    assert_eq!(unknown, Vec::<&str>::new(), "events of which this test knows no day");
}

/// Calls `f` with each step of a history that names its event: the record, the day, and the event.
fn each_with_event<C>(id: &Id, steps: &[Step<C>], f: &mut impl FnMut(&Id, Date, &Id)) {
    for step in steps {
        if let Some(event) = &step.event {
            f(id, step.on, event);
        }
    }
}

#[test]
fn a_step_and_the_event_behind_it_can_be_of_one_day() {
    let shipped = Shipped::new();
    let (mut asked, mut wrong) = (0, Vec::new());
    let mut compare = |id: &Id, on: Date, event: &Id| {
        let of_event = shipped.state.event(event.as_str()).unwrap().on;
        asked += 1;
        if !of_event.is_some_and(|day| day.may_equal(on)) {
            wrong.push(format!("{id}: a step of {on} is put under {event} of {of_event:?}"));
        }
    };
    let records = shipped.state.records();
    records.relations.iter().for_each(|it| each_with_event(&it.id, &it.history, &mut compare));
    records.sanctions.iter().for_each(|it| each_with_event(&it.id, &it.history, &mut compare));
    records.crossings.iter().for_each(|it| each_with_event(&it.id, &it.history, &mut compare));
    all_right(&wrong);
    assert!(asked > 60, "only {asked} steps name an event");
}

/// A text: its key, publisher, title, authors and day, and a part of its note.
type Text = (&'static str, &'static str, &'static str, &'static [&'static str], &'static str, &'static str);

const FIVE_TEXTS: &[Text] = &[
    (
        "eases-sharpens",
        "publisher not stated in the copy at hand",
        "US eases sanctions, while EU sharpens anti-Belarus rhetoric",
        &[],
        "2025-09",
        "2025-09-15",
    ),
    (
        "preiherman",
        "Caliber.az",
        "Washington Talks, Brussels Stays Silent",
        &["Yauheni Preiherman"],
        "2025-12-02",
        "Minsk Dialogue",
    ),
    (
        "two-directions",
        "publisher not stated",
        "The U.S. And The EU Are Moving In Different Directions",
        &[],
        "2025-09",
        "Commentary",
    ),
    (
        "normalise",
        "publisher not stated (a Polish institute's brief)",
        "U.S. and Belarus Want to Normalise Bilateral Relations",
        &[],
        "2025-09",
        "2025-09-11",
    ),
    (
        "vedomosti",
        "Vedomosti",
        "Why the US decided to normalize relations with Belarus",
        &["Gleb Mishutin", "Ilya Lakstygal"],
        "2025-09-11",
        "BelTA",
    ),
];

#[test]
fn the_five_texts_are_named_as_they_are_and_no_source_is_graded() {
    let shipped = Shipped::new();
    for (id, publisher, title, authors, published, note) in FIVE_TEXTS {
        let it = shipped.state.source(id).unwrap_or_else(|| panic!("there is no source {id}"));
        assert_eq!((it.publisher.as_str(), it.title.as_str()), (*publisher, *title), "{id}");
        assert_eq!(it.authors, *authors, "{id}");
        assert_eq!(it.published.map(Date::written).as_deref(), Some(*published), "{id}");
        assert!(it.note.as_ref().is_some_and(|text| text.contains(note)), "{id}: {:?}", it.note);
    }
    assert!(shipped.state.grades().is_empty(), "a grade would decide between sources that disagree");
}

#[test]
fn the_observers_of_seventeen_named_states_are_all_named() {
    let shipped = Shipped::new();
    let event = shipped.state.event("us-observers-zapad-2025-09-15").unwrap();
    let named: BTreeSet<_> = event.actors.iter().map(|id| shipped.state.actor_name(id)).collect();
    let states = "United States,Türkiye,Hungary,Azerbaijan,Vietnam,Iran,Kazakhstan,China,Cuba,Russia,Serbia,\
                  Sudan,Turkmenistan,Zambia,Zimbabwe,Peru,Indonesia";
    let missing: Vec<_> = states.split(',').filter(|state| !named.contains(state)).collect();
    assert_eq!(missing, Vec::<&str>::new());
    assert_eq!(states.split(',').count(), 17);
    assert!(event.figures.iter().any(|figure| figure.value == "17"), "{:?}", event.figures);
}

/// The table of relations: whom with, the stance where the texts report one, and words that find the row.
const RELATIONS: &[(&str, Option<Stance>, &str)] = &[
    ("by-us", Some(Stance::Neutral), "\"good, but not great\""),
    ("by-eu", Some(Stance::Strained), "\"maximum pressure\""),
    ("by-pl", Some(Stance::Hostile), "\"military channel\""),
    ("by-lt", Some(Stance::Hostile), "\"truck limit\""),
    ("by-lv", Some(Stance::Hostile), "latvia airspace"),
    ("by-cz", Some(Stance::Cold), "\"persona non grata\""),
    ("by-de", Some(Stance::Cold), "germany 2020"),
    ("by-se", Some(Stance::Cold), "sweden 2020"),
    ("by-hu", Some(Stance::Good), "\"13th session\""),
    ("by-sk", Some(Stance::Neutral), "\"constructive cooperation\""),
    ("by-tr", Some(Stance::Good), "\"xii session\""),
    ("by-ru", Some(Stance::Ally), "russia zapad"),
    ("by-cn", Some(Stance::Partner), "china presidential"),
    ("by-ua", None, "ukraine war"),
    ("by-osce", Some(Stance::Strained), "helsinki"),
    ("by-nato", Some(Stance::Strained), "nato observers"),
    ("by-sco", Some(Stance::Partner), "shanghai"),
    ("by-brics", Some(Stance::Partner), "brics"),
    ("by-csto", Some(Stance::Partner), "csto manoeuvres"),
];

#[test]
fn every_relation_of_the_table_has_its_row_its_stance_and_words_that_find_it() {
    let shipped = Shipped::new();
    for (id, stance, query) in RELATIONS {
        let found = shipped.relation(id, TODAY).stance.map(|held| held.value);
        assert_eq!(found, *stance, "{id}");
        assert!(shipped.relations(query).contains(id), "{query}: {:?}", shipped.relations(query));
        assert!(shipped.relations(query).len() <= 2, "{query}: {:?}", shipped.relations(query));
    }
    assert_eq!(shipped.state.len(List::Relations), RELATIONS.len());
}

/// The table of measures: words for the ledger, the record, and the texts that speak of it there.
const MEASURES_IN_THE_TEXTS: &[Found] = &[
    (
        "issuer:us belavia measure:freeze",
        "us-belavia-asset-freeze",
        &["normalise", "vedomosti", "preiherman", "two-directions", "eases-sharpens"],
    ),
    ("potash embargo", "us-potash-embargo", &["normalise"]),
    ("issuer:us petroleum", "us-petroleum-products", &["normalise"]),
    ("issuer:us novopolotsk", "us-naftan-asset-freeze", &["normalise"]),
    ("issuer:us mozyr", "us-mozyr-oil-refinery", &["normalise"]),
    ("visa mastercard", "us-banks", &["two-directions"]),
    ("issuer:us sectors ryanair", "us-sectors", &["vedomosti"]),
    ("issuer:eu ryanair", "eu-belarus-series", &["preiherman"]),
    ("\"18th package\" capitals", "eu-18th-package", &["preiherman"]),
    ("\"19th package\"", "eu-19th-package", &["preiherman"]),
    ("tariffs fertilisers", "eu-tariffs", &["preiherman"]),
    ("issuer:eu \"new package\"", "eu-new-package", &["preiherman"]),
    ("issuer:pl airspace", "pl-airspace-by", &["eases-sharpens"]),
    ("issuer:lv airspace", "lv-airspace-by", &["eases-sharpens"]),
];

#[test]
fn every_measure_that_the_texts_speak_of_is_found_in_the_ledger_with_those_texts() {
    let shipped = Shipped::new();
    for (query, id, sources) in MEASURES_IN_THE_TEXTS {
        let found = shipped.ledger(query);
        assert!(found.contains(id) && found.len() <= 3, "{query}: {found:?}");
        let cited: BTreeSet<_> =
            shipped.measure_steps(id).iter().flat_map(|step| &step.sources).map(Id::as_str).collect();
        for source in *sources {
            assert!(cited.contains(source), "{id} cites {cited:?}, and not {source}");
        }
    }
    // The promise of 1996 is no measure in force; it is told with the event of that year.
    assert!(shipped.logged("assurance coercion before:1997").contains("topol-agreement-1996"));
}

/// The table of figures about the borders: words for the log, the event, and the figure.
const BORDER_FIGURES: &[(&str, &str, &str, Option<&str>)] = &[
    ("11 14 crossings closed", "eu-by-crossings-closed-2025-09", "11 of 14", None),
    ("cargo 400,000", "cargo-by-pl-2025-09", "about 400,000", Some("Belarusian Foreign Ministry")),
    ("cargo exports 0.001", "cargo-by-pl-2025-09", "0.001", Some("Belarusian Foreign Ministry")),
    ("cargo \"1 million\"", "cargo-by-pl-2025-09", "about 1 million", Some("Belarusian Foreign Ministry")),
    (
        "cargo \"100 billion\"",
        "cargo-by-pl-2025-09",
        "about 100 billion",
        Some("Belarusian Foreign Ministry"),
    ),
    ("cargo chinese third", "cargo-by-pl-2025-09", "a third", Some("Belarusian Foreign Ministry")),
    ("cargo transit half", "cargo-by-pl-2025-09", "up to half", Some("Belarusian Foreign Ministry")),
    ("trucks 600", "orlovsky-lithuanian-trucks-2025-09-15", "500 to 600", Some("Belarusian customs")),
    ("trucks 100", "orlovsky-lithuanian-trucks-2025-09-15", "no more than 100", Some("Belarusian customs")),
];

#[test]
fn every_figure_about_the_borders_is_found_with_who_said_it() {
    let shipped = Shipped::new();
    for (query, id, value, said_by) in BORDER_FIGURES {
        assert!(shipped.logged(query).contains(id), "{query}: {:?}", shipped.logged(query));
        let event = shipped.state.event(id).unwrap();
        let figure = event.figures.iter().find(|figure| figure.value == *value);
        let figure = figure.unwrap_or_else(|| panic!("{id}: no {value} in {:?}", event.figures));
        assert_eq!(figure.said_by.as_deref(), *said_by, "{id} {value}");
        // The one figure that nobody is quoted for is the commentary's own.
        let source = said_by.map_or("two-directions", |_| "eases-sharpens");
        assert_eq!(figure.sources, [Id::new(source)], "{id} {value}");
        assert_eq!(event.sources, [Id::new(source)], "{id}");
    }
}

/// Two spellings of one name: the log finds the same with either.
const ONE_NAME: &[(&str, &str, usize)] = &[
    ("coale", "cole", 3),
    ("lukashenko", "lukashenka", 2),
    ("tikhanovsky", "tsikhanouski", 1),
    ("statkevich", "статкевич", 1),
    ("poczobut", "pachobut", 1),
    ("türkiye", "turkey", 3),
    ("türkiye", "turkiye", 3),
];

#[test]
fn one_name_in_two_spellings_finds_the_same_in_the_log() {
    let shipped = Shipped::new();
    for (one, other, at_least) in ONE_NAME {
        let by_field = |name: &str| shipped.logged(&format!("actor:{name}"));
        let (found, same) = (by_field(one), by_field(other));
        assert_eq!(found, same, "{one} and {other}");
        assert!(shipped.logged(other).is_superset(&found), "{other}");
        assert!(found.len() >= *at_least, "{one}: {found:?}");
    }
    assert_eq!(shipped.logged("coale"), shipped.logged("cole"));
}

#[test]
fn spellings_that_people_use_find_the_records_they_mean() {
    let shipped = Shipped::new();
    for word in ["Белавиа", "белавиа", "Белавія", "BELAVIA"] {
        for id in ["us-belavia-asset-freeze", "eu-belavia-asset-freeze"] {
            assert!(shipped.ledger(word).contains(id), "{word}: {:?}", shipped.ledger(word));
        }
    }
    for word in ["kuznica", "Kuźnica", "KUZNICA"] {
        let expected = BTreeSet::from(["pl-kuznica-bruzgi", "pl-kuznica-grodno-rail"]);
        assert_eq!(shipped.board(word), expected, "{word}");
    }
    for word in ["Turkey", "Turkiye", "türkiye", "Турция"] {
        assert!(shipped.relations(word).contains("by-tr"), "{word}: {:?}", shipped.relations(word));
    }
    for word in ["Cole", "Coale", "Lukashenka", "Lukashenko", "Лукашэнка"] {
        assert!(shipped.logged(word).contains("minsk-talks-2025-09-11"), "{word}");
    }
    for word in ["Tsikhanouski", "Tikhanovsky", "Ціханоўскі"] {
        assert!(shipped.logged(word).contains("kellogg-in-minsk-2025-06"), "{word}");
    }
}

#[test]
fn every_alias_in_the_file_finds_its_record() {
    let shipped = Shipped::new();
    let records = shipped.state.records();
    let quoted = |alias: &str| format!("\"{alias}\"");
    let mut asked = 0;
    for it in &records.sanctions {
        for alias in &it.target.aliases {
            assert!(shipped.ledger(&quoted(alias)).contains(it.id.as_str()), "{alias}: {}", it.id);
            asked += 1;
        }
    }
    for it in &records.crossings {
        for alias in &it.aliases {
            assert!(shipped.board(&quoted(alias)).contains(it.id.as_str()), "{alias}: {}", it.id);
            asked += 1;
        }
    }
    for it in &records.actors {
        for alias in &it.aliases {
            let log = shipped.logged(&quoted(alias));
            for event in records.events.iter().filter(|event| event.actors.contains(&it.id)) {
                assert!(log.contains(event.id.as_str()), "{alias}: {}", event.id);
                asked += 1;
            }
        }
    }
    assert!(asked > 300, "only {asked} aliases were asked for");
}
