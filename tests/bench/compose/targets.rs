//! Whom measures are aimed at: names composed of syllables, so that nobody real is meant.

use std::collections::HashSet;
use std::io::{self, Write};

use beltui::model::id::Id;
use beltui::model::record::Record;
use beltui::model::subject::{Alias, Subject, SubjectKind};

use super::chance::{Chance, padded};
use super::output::Output;
use super::states::{self, STATES, TARGETED};
use super::tongues::{self, Both, Tongue};

/// A name in plain Latin letters and in the own script.
#[derive(Clone, Default)]
pub(super) struct Name {
    /// In plain Latin letters.
    pub latin: String,
    /// In the own script.
    pub own: String,
}

impl Name {
    fn push(&mut self, (latin, own): Both) {
        self.latin.push_str(latin);
        self.own.push_str(own);
    }

    fn capital(self) -> Self {
        Self { latin: capital(&self.latin), own: capital(&self.own) }
    }

    /// `before` and `after` around it.
    fn within(&self, (before, after): (Both, Both)) -> Self {
        Self {
            latin: [before.0, &self.latin, after.0].concat(),
            own: [before.1, &self.own, after.1].concat(),
        }
    }
}

/// The text with its first letter as a capital, where its script has any.
fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}

/// A word of so many syllables, and no ending that would make it a person's.
pub(super) fn word(chance: &mut Chance, tongue: &Tongue, syllables: i32) -> Name {
    let mut name = Name::default();
    for _ in 0..syllables {
        name.push(chance.pick(tongue.syllables));
    }
    name.capital()
}

/// A person's name.
pub(super) fn person(chance: &mut Chance, tongue: &Tongue) -> Name {
    let length = if tongue.joined { 1 } else { 2 };
    let given = word(chance, tongue, 2);
    let mut family = word(chance, tongue, length);
    family.push(chance.pick(tongue.family));
    let gap = if tongue.joined { "" } else { " " };
    let own_first = if tongue.family_first || tongue.joined { (&family, &given) } else { (&given, &family) };
    let latin_first = if tongue.family_first { (&family, &given) } else { (&given, &family) };
    Name {
        latin: [latin_first.0.latin.as_str(), " ", &latin_first.1.latin].concat(),
        own: [own_first.0.own.as_str(), gap, &own_first.1.own].concat(),
    }
}

/// So many targets the first so many measures have: each of the first its own, then 62 in a hundred a new one.
pub(super) fn among(measures: u32) -> u32 {
    let first = measures.min(8);
    first + (measures - first) * 62 / 100
}

/// Writes the targets of so many measures as subjects.
///
/// # Errors
/// Where the output takes no more.
pub(super) fn write<W: Write>(measures: u32, seed: u64, out: &mut Output<W>) -> io::Result<()> {
    // Goods, sectors and series are the same wherever they are named.
    let mut things: HashSet<String> = HashSet::new();
    if measures > 0 {
        out.line("")?;
        out.comment("Whom the measures are aimed at: composed as well.")?;
    }
    for number in 1..=among(measures) {
        let target = Target::new(number, seed);
        if target.is_thing() && !things.insert(target.id.clone()) {
            continue;
        }
        // A state is a subject already.
        if target.kind != SubjectKind::State {
            out.record(Record::Subject(&target.subject()))?;
        }
    }
    Ok(())
}

/// Somebody or something that measures are aimed at.
pub(super) struct Target {
    /// The id of its subject.
    pub id: String,
    /// A part of the measures' ids.
    pub slug: String,
    /// What it is.
    pub kind: SubjectKind,
    /// The state that it belongs to.
    pub country: &'static str,
    name: String,
    aliases: Vec<String>,
}

impl Target {
    /// The one of a number, the same whenever it is asked for: a list of all of them is never in memory.
    pub fn new(number: u32, seed: u64) -> Self {
        let own = u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut target = Self::composed(&mut Chance::new(seed.rotate_left(32) ^ own));
        if target.id.is_empty() {
            target.id = [&target.slug, "-", &padded(number, 6)].concat();
        }
        target
    }

    /// One with an id of its own, or with none yet.
    fn composed(chance: &mut Chance) -> Self {
        let kind = chance.share(
            &[
                (340, SubjectKind::Person),
                (80, SubjectKind::Vessel),
                (30, SubjectKind::Aircraft),
                (40, SubjectKind::Goods),
                (20, SubjectKind::Sector),
                (15, SubjectKind::Group),
                (10, SubjectKind::State),
            ],
            SubjectKind::Company,
        );
        let country = match chance.share(TARGETED, "") {
            "" => chance.pick(STATES).0,
            country => country,
        };
        let tongue = tongues::of(country);
        match kind {
            SubjectKind::Person => {
                let name = person(chance, tongue);
                let (first, last) = name.latin.split_once(' ').unwrap_or_default();
                let other = [last, ", ", first].concat();
                let short = last.to_owned();
                Self::named(chance, kind, country, &name, vec![other, short])
            }
            SubjectKind::Vessel => vessel(chance, tongue, country),
            SubjectKind::Aircraft => aircraft(chance, country),
            SubjectKind::State | SubjectKind::Sector | SubjectKind::Goods | SubjectKind::Group => {
                thing(chance, kind, country)
            }
            _ => firm(chance, tongue, country),
        }
    }

    /// With the name in one of its two forms and some of its others as aliases.
    fn named(
        chance: &mut Chance,
        kind: SubjectKind,
        country: &'static str,
        name: &Name,
        mut others: Vec<String>,
    ) -> Self {
        let own = chance.percent(24);
        let (shown, hidden) = if own { (&name.own, &name.latin) } else { (&name.latin, &name.own) };
        let other = variant(&name.latin);
        others.push(other);
        others.push(name.latin.to_uppercase());
        let mut aliases = Vec::new();
        for at in 0..chance.share(&[(270, 0), (350, 1), (230, 2), (100, 3)], 4) {
            let alias = if at == 0 { hidden.clone() } else { others.remove(chance.place(others.len())) };
            if alias != *shown && !aliases.contains(&alias) {
                aliases.push(alias);
            }
        }
        Self { id: String::new(), slug: slug(&name.latin), kind, country, name: shown.clone(), aliases }
    }

    /// Whether it is the same wherever it is named.
    fn is_thing(&self) -> bool {
        matches!(self.kind, SubjectKind::Goods | SubjectKind::Sector | SubjectKind::Group)
    }

    /// Its record.
    fn subject(&self) -> Subject {
        Subject {
            aliases: self.aliases.iter().map(|alias| Alias::from(alias.as_str())).collect(),
            countries: [Id::new(self.country)].into(),
            ..Subject::new(Id::new(&self.id), self.name.as_str().into(), self.kind)
        }
    }
}

fn firm(chance: &mut Chance, tongue: &Tongue, country: &'static str) -> Target {
    let length = chance.between(2, 3);
    let core = word(chance, tongue, length);
    let firm = chance.pick(tongue.firms);
    let other = core.within(chance.pick(tongue.firms));
    let name = core.within(firm);
    let mut target = Target::named(
        chance,
        SubjectKind::Company,
        country,
        &name,
        vec![core.latin.clone(), core.own.clone(), other.latin, other.own],
    );
    target.slug = slug(&core.latin);
    target
}

fn vessel(chance: &mut Chance, tongue: &Tongue, country: &'static str) -> Target {
    const SECOND: &[&str] = &["STAR", "OCEAN", "PRIDE", "GLORY", "TRADER", "SPIRIT", "1", "2", "7", "M"];
    let core = word(chance, tongue, 2);
    let upper = core.latin.to_uppercase();
    let name = [upper.as_str(), " ", chance.pick(SECOND)].concat();
    // No ship has a number of this range.
    let imo = "IMO ".to_owned() + &chance.between(2_000_000, 4_999_999).to_string();
    let former = [upper.as_str(), " ", chance.pick(SECOND)].concat();
    let mut aliases = vec![imo];
    if chance.percent(40) {
        aliases.push(core.own.to_uppercase());
    }
    if chance.percent(30) && former != name {
        aliases.push(former);
    }
    Target { id: String::new(), slug: slug(&name), kind: SubjectKind::Vessel, country, name, aliases }
}

fn aircraft(chance: &mut Chance, country: &'static str) -> Target {
    const TYPES: &[&str] =
        &["CRJ-200ER", "A321-211", "B737-8", "IL-76TD", "EMB-175", "B777-300ER", "A340-313"];
    let prefix = match country {
        "BY" => "EW-",
        "RU" => "RA-",
        "IR" => "EP-",
        "SY" => "YK-",
        "VE" => "YV-",
        "UA" => "UR-",
        _ => "XX-",
    };
    let number = padded(chance.below(100_000), 5);
    let tail = [prefix, &number].concat();
    let mut aliases = vec![tail.clone()];
    if chance.percent(60) {
        aliases.push([chance.pick(TYPES), " ", &padded(chance.below(10_000), 4)].concat());
    }
    Target {
        id: String::new(),
        slug: "aircraft-".to_owned() + &slug(&tail),
        kind: SubjectKind::Aircraft,
        country,
        name: "aircraft ".to_owned() + &tail,
        aliases,
    }
}

/// Goods, a sector, a state, or persons and entities taken together.
fn thing(chance: &mut Chance, kind: SubjectKind, country: &'static str) -> Target {
    const GOODS: &[&str] = &[
        "potash",
        "crude oil",
        "refined petroleum products",
        "iron and steel",
        "tobacco products",
        "wood products",
        "luxury goods",
        "dual-use goods",
        "machine tools",
        "firearms and ammunition",
        "gold",
        "diamonds",
        "coal",
        "cement",
        "rubber products",
        "seafood",
        "liquefied natural gas",
        "semiconductors",
        "aviation fuel",
        "drones and their parts",
    ];
    const SECTORS: &[&str] = &[
        "banking",
        "energy",
        "defence",
        "mining",
        "shipping",
        "aviation",
        "construction",
        "petrochemical",
        "metals",
        "insurance",
        "telecommunications",
        "broadcasting",
    ];
    let state = states::name(country);
    let code = country.to_lowercase();
    let (what, name, id) = match kind {
        SubjectKind::Goods => {
            let goods = chance.pick(GOODS);
            let way = if chance.percent(50) { "from" } else { "for" };
            (
                goods,
                [&capital(goods), " ", way, " ", state].concat(),
                [&slug(goods), "-", way, "-", &code].concat(),
            )
        }
        SubjectKind::Sector => {
            let sector = chance.pick(SECTORS);
            (sector, [state, ": ", sector, " sector"].concat(), [&slug(sector), "-sector-", &code].concat())
        }
        SubjectKind::State => (state, state.to_owned(), country.to_owned()),
        _ => ("series", ["Persons and entities listed over ", state].concat(), ["series-", &code].concat()),
    };
    let own = STATES.iter().find(|row| row.0 == country).and_then(|row| row.2.split('|').next());
    let aliases = own.filter(|own| !own.is_empty()).map(|own| [own, " (", what, ")"].concat());
    Target { id, slug: slug(what), kind, country, name, aliases: aliases.into_iter().collect() }
}

/// Another way to write a name in Latin letters.
fn variant(latin: &str) -> String {
    let mut out = String::with_capacity(latin.len() + 4);
    for c in latin.chars() {
        match c {
            'y' => out.push('i'),
            'v' => out.push('w'),
            'c' => out.push('k'),
            'a' if out.ends_with('i') => out.push_str("ya"),
            'u' => out.push_str("ou"),
            c => out.push(c),
        }
    }
    out
}

/// A name as a part of an id: its letters and digits, other characters as single hyphens.
pub(super) fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}
