//! Who or what the file speaks of: states, blocs, organisations and those who act for them, companies, people, ships,
//! goods.

use std::fmt;

use super::compact::{Text, ThinSlice};
use super::date::Date;
use super::declare::vocabulary;
use super::declare::{Field, Part, Reads, Shape, Visitor, declared};
use super::id::Id;
use super::kind::RecordKind;

vocabulary! {
    /// What a subject is.
    pub enum SubjectKind {
        /// A state.
        State => "state",
        /// A bloc whose measures bind its members, such as the EU.
        Bloc => "bloc",
        /// An international organisation.
        Organisation => "organisation",
        /// A part of a government.
        Agency => "agency",
        /// A company.
        Company => "company",
        /// A natural person.
        Person => "person",
        /// A ship.
        Vessel => "vessel",
        /// An aircraft.
        Aircraft => "aircraft",
        /// A sector of an economy.
        Sector => "sector",
        /// Goods or services.
        Goods => "goods",
        /// Several that the file names together.
        Group => "group",
    }
}

declared! {
    /// Another spelling with what is known of it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct MarkedAlias("another name") {
        /// The name.
        name: Text => name(),
        /// Many others bear it as well: whoever is found by it alone is not found.
        weak: bool = false,
    }
}

/// Another spelling of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Alias {
    /// The spelling alone.
    Plain(Text),
    /// The spelling with what is known of it.
    Marked(MarkedAlias),
}

impl Alias {
    /// A name that many others bear as well.
    pub fn weak(name: Text) -> Self {
        Self::Marked(MarkedAlias { name, weak: true })
    }

    /// The name.
    pub fn name(&self) -> &Text {
        match self {
            Self::Plain(name) | Self::Marked(MarkedAlias { name, .. }) => name,
        }
    }

    /// Whether many others bear it as well.
    pub fn is_weak(&self) -> bool {
        matches!(self, Self::Marked(MarkedAlias { weak: true, .. }))
    }
}

impl From<&str> for Alias {
    fn from(name: &str) -> Self {
        Self::Plain(name.into())
    }
}

impl fmt::Display for Alias {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.name(), if self.is_weak() { " (weak)" } else { "" })
    }
}

impl Part for Alias {
    const SHAPE: Shape = Shape::Either(&Text::SHAPE, &MarkedAlias::SHAPE);

    fn read<R: Reads>(reader: &mut R, value: R::Value, field: &'static Field) -> Option<Self> {
        if reader.is_compound(value) {
            return reader.nested(value).map(Self::Marked);
        }
        reader.text(value, field).map(Self::Plain)
    }

    fn show<'r, V: Visitor<'r>>(&'r self, visitor: &mut V, field: &'static Field) {
        match self {
            Self::Plain(name) => visitor.text(field, name),
            Self::Marked(marked) => visitor.nested(field, marked),
        }
    }
}

declared! {
    /// A number in a register.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Identifier("an identifier") {
        /// The register or scheme: `IMO`, `LEI`, `UNP`.
        scheme: Text => common(),
        /// The number.
        value: Text,
    }
}

/// How much of something is owned, in per cent.
#[derive(Debug, Clone, PartialEq)]
pub enum Share {
    /// So much.
    Exactly(f64),
    /// From so much to so much.
    Between((f64, f64)),
}

impl Share {
    /// What it is at least and at most, in per cent.
    pub fn bounds(&self) -> (f64, f64) {
        match self {
            Self::Exactly(share) => (*share, *share),
            Self::Between(bounds) => *bounds,
        }
    }
}

impl Part for Share {
    const SHAPE: Shape = Shape::Either(&f64::SHAPE, &<(f64, f64)>::SHAPE);

    fn read<R: Reads>(reader: &mut R, value: R::Value, field: &'static Field) -> Option<Self> {
        if reader.is_compound(value) {
            return reader.pair(value, field).map(Self::Between);
        }
        reader.decimal(value, field).map(Self::Exactly)
    }

    fn show<'r, V: Visitor<'r>>(&'r self, visitor: &mut V, field: &'static Field) {
        match self {
            Self::Exactly(share) => visitor.decimal(field, *share),
            Self::Between(bounds) => visitor.pair(field, bounds),
        }
    }
}

declared! {
    /// Someone who owns or controls a subject.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Owner("an owner") {
        /// Who.
        owner: Id => to(RecordKind::Subjects),
        /// How much, in per cent; `None` where nobody says.
        share: Option<Share> => help("per cent: a number, or `(from, to)`"),
        /// Whether it controls the subject, whatever its share.
        control: bool = false,
        /// From when.
        since: Option<Date>,
        /// The last day on which it did.
        until: Option<Date>,
        /// Who says so.
        sources: ThinSlice<Id> => to(RecordKind::Sources).needed(),
    }
}

declared! {
    /// Someone who does things, or to whom they are done.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Subject("a subject") {
        /// ISO 3166-1 alpha-2 for a state, a short code for a bloc or organisation, kebab-case otherwise.
        id: Id => name(),
        /// The one spelling that the program shows.
        name: Text => name().telling(),
        /// What it is.
        kind: SubjectKind => telling(),
        /// Other spellings, found by every search.
        aliases: ThinSlice<Alias> => name().label("also called").help("a text, or `(name, weak: true)` where it tells little"),
        /// The states it belongs to, the main one first.
        countries: ThinSlice<Id> => to(RecordKind::Subjects).searched().label("of countries").help("the main one first"),
        /// Where it is.
        addresses: ThinSlice<Text>,
        /// Its numbers in registers.
        identifiers: ThinSlice<Identifier>,
        /// When a person was born.
        born: Option<Date>,
        /// The prefixes of the customs nomenclature (CN, HS) under which goods fall.
        codes: ThinSlice<Text> => shown_for("kind", &["Goods"]).help("CN or HS prefixes of goods"),
        /// The members of a bloc, organisation or group.
        members: ThinSlice<Id> => to(RecordKind::Subjects).shown_for("kind", &["Bloc", "Organisation", "Group"]).help("of a bloc, organisation or group"),
        /// Whom a person or agency belongs to or speaks for.
        affiliation: Option<Id> => to(RecordKind::Subjects).label("speaks for").help("whom a person or agency speaks for"),
        /// Who owns it.
        owners: ThinSlice<Owner>,
        /// Anything else worth saying.
        note: Option<Text> => lines(),
    }
}

impl Subject {
    /// The state that it is, or the main one of those that it belongs to.
    pub fn country(&self) -> Option<&Id> {
        self.of_countries().first()
    }

    /// The states that it is or belongs to, the main one first.
    pub fn of_countries(&self) -> &[Id] {
        if self.kind == SubjectKind::State { std::slice::from_ref(&self.id) } else { &self.countries }
    }

    /// All its names, the one that is shown first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.aliases.iter().map(|alias| alias.name().as_str()))
    }

    /// A subject of which nothing else is known.
    pub fn new(id: Id, name: Text, kind: SubjectKind) -> Self {
        Self {
            id,
            name,
            kind,
            aliases: ThinSlice::new(),
            countries: ThinSlice::new(),
            addresses: ThinSlice::new(),
            identifiers: ThinSlice::new(),
            born: None,
            codes: ThinSlice::new(),
            members: ThinSlice::new(),
            affiliation: None,
            owners: ThinSlice::new(),
            note: None,
        }
    }
}
