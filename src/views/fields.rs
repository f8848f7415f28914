//! The fields that a filter can ask about: one table, from which reading, completion, complaints, the help and the README
//! come.

use crate::model::declare::vocabulary;

vocabulary! {
    /// What can be filtered: the rows of each pane.
    pub enum Listing {
        /// Relations.
        Relations => "Relations",
        /// The ledger.
        Ledger => "Ledger",
        /// The log.
        Log => "Log",
        /// The border board.
        Borders => "Borders",
    }
}

/// What a date without a sign before it asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bare {
    /// That day or later.
    OnOrAfter,
    /// Earlier.
    Before,
    /// Within it.
    Within,
}

/// What stands in a field, and so how a filter asks about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Subjects: by their code, or as a word of one of their names begins.
    Subjects,
    /// Texts and words: by any part of them.
    Texts,
    /// Dates.
    Dates(Bare),
    /// Numbers, and words for them.
    Numbers,
    /// Yes or no.
    Flag,
    /// Every text of the record, whether its row shows it or not.
    Anything,
}

/// Declares the fields: name in the program and in a filter, what stands in it, the lists that have it, what it asks.
macro_rules! filter_fields {
    ($($variant:ident $name:literal ($sort:expr; $($list:ident)+) $asks:literal,)+) => {
        /// A field of a filter.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "each field says what it asks")]
        pub enum FilterField { $($variant,)+ }

        impl FilterField {
            /// All of them, in the order of the help.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Its name, as it stands before the colon.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// What it asks.
            pub const fn asks(self) -> &'static str {
                match self { $(Self::$variant => $asks,)+ }
            }

            /// What stands in it.
            pub const fn sort(self) -> Sort {
                match self { $(Self::$variant => $sort,)+ }
            }

            /// The lists whose rows have it.
            pub const fn lists(self) -> &'static [Listing] {
                match self { $(Self::$variant => &[$(Listing::$list),+],)+ }
            }
        }
    };
}

filter_fields! {
    Issuer "issuer" (Sort::Subjects; Ledger Log) "who issued the measure",
    Target "target" (Sort::Texts; Ledger Log) "whom it is aimed at: a part of a name; of a whole country by its code or name",
    Country "country" (Sort::Subjects; Relations Ledger Log Borders) "the target's country; the other side of a relation or border",
    Actor "actor" (Sort::Subjects; Relations Ledger Log Borders) "who takes part, on either side",
    Held "held" (Sort::Subjects; Ledger) "an issuer with something in force against the same target: held:EU -held:US",
    Status "status" (Sort::Texts; Relations Ledger Log Borders) "what holds on the day: in-force, licensed, open, suspended, hostile …",
    Measure "measure" (Sort::Texts; Ledger Log) "the kind of measure",
    Kind "kind" (Sort::Texts; Relations Ledger Log Borders) "the kind of target, event, record, or crossing (road, rail)",
    Traffic "traffic" (Sort::Texts; Borders) "freight or passenger, and how it passes: traffic:freight-open",
    Freight "freight" (Sort::Texts; Borders) "how freight passes: freight:open, freight:limited, freight:shut",
    Passenger "passenger" (Sort::Texts; Borders) "how passengers pass: passenger:open, passenger:limited, passenger:shut",
    Takes "takes" (Sort::Texts; Borders) "what passes a point on the day, also under conditions: takes:freight, takes:passenger",
    Programme "programme" (Sort::Texts; Ledger Log) "programme or regime",
    Act "act" (Sort::Texts; Ledger Log) "legal act or licence: a part of its number or title",
    List "list" (Sort::Texts; Ledger Log) "on which official list, and under which number",
    Since "since" (Sort::Dates(Bare::OnOrAfter); Relations Ledger Log Borders) "its status since, or its day, on or after a date: since:2025-01",
    Before "before" (Sort::Dates(Bare::Before); Relations Ledger Log Borders) "the same before a date: before:2025-09",
    InForceSince "in-force-since" (Sort::Dates(Bare::OnOrAfter); Ledger) "bound first on or after a date",
    Until "until" (Sort::Dates(Bare::Within); Ledger Log Borders) "limited until some day of: until:2026, until:<2027",
    Shown "shown" (Sort::Dates(Bare::Within); Relations Ledger Borders) "the latest evidence is of: shown:2026-04, shown:<2026",
    Age "age" (Sort::Numbers; Relations Ledger Borders) "how old that evidence is: fresh, ageing, stale, or days: age:>180",
    Conflict "conflict" (Sort::Flag; Relations Ledger Log Borders) "whether sources disagree: conflict:yes",
    Step "step" (Sort::Texts; Relations Ledger Log Borders) "what a step of its history says: designated, amended, closed …",
    By "by" (Sort::Subjects; Relations Log Borders) "who decided, said or judged it",
    Source "source" (Sort::Texts; Relations Ledger Log Borders) "who says so: a part of the id, publisher, author or title",
    Publisher "publisher" (Sort::Texts; Relations Ledger Log Borders) "who published a source of it",
    Grade "grade" (Sort::Texts; Relations Ledger Log Borders) "the grade of a source of it: grade:B2, grade:A",
    Sources "sources" (Sort::Numbers; Ledger Log) "how many sources speak of it: sources:<2",
    Event "event" (Sort::Texts; Relations Ledger Log Borders) "the event behind a step",
    Name "name" (Sort::Texts; Relations Ledger Log Borders) "any of its names: target, crossing, other side, title",
    Owner "owner" (Sort::Subjects; Ledger) "who owns the target",
    Number "number" (Sort::Texts; Ledger) "an identifier of the target: tax number, IMO, tail number …",
    Address "address" (Sort::Texts; Ledger) "an address of the target",
    Code "code" (Sort::Texts; Ledger) "a CN or HS prefix of goods",
    Reason "reason" (Sort::Texts; Ledger Log Borders) "the issuer's reasons; why a crossing was shut",
    Scope "scope" (Sort::Texts; Relations Ledger Log Borders) "what a step covers, under which conditions",
    Note "note" (Sort::Texts; Relations Ledger Log Borders) "notes of the record and its steps",
    Trend "trend" (Sort::Texts; Relations) "improving, steady, worsening",
    Rank "rank" (Sort::Texts; Relations) "how the other side is represented: ambassador, chargé …",
    Basis "basis" (Sort::Texts; Log) "reported, scheduled, cancelled",
    Figure "figure" (Sort::Texts; Log) "a figure of an event: what is counted, and how many",
    Exchange "exchange" (Sort::Texts; Log) "what a side gave",
    Route "route" (Sort::Texts; Borders) "the road or line that crosses",
    Place "place" (Sort::Texts; Borders) "the place on either side",
    Capacity "capacity" (Sort::Numbers; Borders) "how many can pass a day: capacity:>500",
    Passing "passing" (Sort::Numbers; Borders) "how many pass a day",
    Measures "measures" (Sort::Numbers; Relations) "how many measures bind: measures:>0",
    Withdrawn "withdrawn" (Sort::Flag; Relations Ledger Log Borders) "whether a claim was withdrawn: withdrawn:yes",
    Known "known" (Sort::Dates(Bare::Within); Relations Ledger Log Borders) "a step that says from when it could be known",
    Id "id" (Sort::Texts; Relations Ledger Log Borders) "a part of the record's id",
    Any "any" (Sort::Anything; Relations Ledger Log Borders) "any text of it, also what the row does not show: any:prison",
}

impl FilterField {
    /// The field with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.name() == name)
    }

    /// Whether the rows of a list have it.
    pub fn is_of(self, listing: Listing) -> bool {
        self.lists().contains(&listing)
    }

    /// The fields that the rows of a list have.
    pub fn of(listing: Listing) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |field| field.is_of(listing))
    }
}
