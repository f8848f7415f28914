//! Whom measures are aimed at: names composed of syllables, so that nobody real is meant.

use beltui::model::id::Id;
use beltui::model::measure::{self, TargetKind};

use super::chance::{Chance, padded};
use super::states::{self, STATES, TARGETED};
use super::texts;
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

/// Somebody or something that measures are aimed at.
#[derive(Clone)]
pub(super) struct Target {
    /// A part of the measures' ids.
    pub slug: String,
    /// What it is.
    pub kind: TargetKind,
    /// The state that it belongs to.
    pub country: &'static str,
    name: String,
    aliases: Vec<String>,
}

impl Target {
    /// A new one.
    pub fn new(chance: &mut Chance) -> Self {
        let kind = chance.share(
            &[
                (340, TargetKind::Person),
                (80, TargetKind::Vessel),
                (30, TargetKind::Aircraft),
                (40, TargetKind::Goods),
                (20, TargetKind::Sector),
                (15, TargetKind::Several),
                (10, TargetKind::State),
            ],
            TargetKind::Entity,
        );
        let country = match chance.share(TARGETED, "") {
            "" => chance.pick(STATES).0,
            country => country,
        };
        let tongue = tongues::of(country);
        match kind {
            TargetKind::Entity => firm(chance, tongue, country),
            TargetKind::Person => {
                let name = person(chance, tongue);
                let (first, last) = name.latin.split_once(' ').unwrap_or_default();
                let other = [last, ", ", first].concat();
                let short = last.to_owned();
                Self::named(chance, kind, country, &name, vec![other, short])
            }
            TargetKind::Vessel => vessel(chance, tongue, country),
            TargetKind::Aircraft => aircraft(chance, country),
            TargetKind::State | TargetKind::Sector | TargetKind::Goods | TargetKind::Several => {
                thing(chance, kind, country)
            }
        }
    }

    /// With the name in one of its two forms and some of its others as aliases.
    fn named(
        chance: &mut Chance,
        kind: TargetKind,
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
        Self { slug: slug(&name.latin), kind, country, name: shown.clone(), aliases }
    }

    /// As a measure names it.
    pub fn named_in_a_measure(&self) -> measure::Target {
        measure::Target {
            name: self.name.as_str().into(),
            kind: self.kind,
            aliases: texts(&self.aliases),
            country: Some(Id::new(self.country)),
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
        TargetKind::Entity,
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
    Target { slug: slug(&name), kind: TargetKind::Vessel, country, name, aliases }
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
        slug: "aircraft-".to_owned() + &slug(&tail),
        kind: TargetKind::Aircraft,
        country,
        name: "aircraft ".to_owned() + &tail,
        aliases,
    }
}

/// Goods, a sector, a state, or persons and entities taken together.
fn thing(chance: &mut Chance, kind: TargetKind, country: &'static str) -> Target {
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
    let (what, name) = match kind {
        TargetKind::Goods => {
            let goods = chance.pick(GOODS);
            (
                goods,
                [capital(goods).as_str(), if chance.percent(50) { " from " } else { " for " }, state]
                    .concat(),
            )
        }
        TargetKind::Sector => {
            let sector = chance.pick(SECTORS);
            (sector, [state, ": ", sector, " sector"].concat())
        }
        TargetKind::State => (state, ["State of ", state].concat()),
        _ => ("series", ["Persons and entities listed over ", state].concat()),
    };
    let own = STATES.iter().find(|row| row.0 == country).and_then(|row| row.2.split('|').next());
    let aliases = own.filter(|own| !own.is_empty()).map(|own| [own, " (", what, ")"].concat());
    Target { slug: slug(what), kind, country, name, aliases: aliases.into_iter().collect() }
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
