//! The targets of measures as subjects, each once.

use std::collections::{HashMap, HashSet};

use super::{Doubt, Ids, UpgradeError, field, get, node, text, texts, word, words};
use crate::ron::node::{Field, Node, Value};

/// What a measure of schema 1 is aimed at.
struct Target<'n> {
    /// The measure.
    id: &'n str,
    name: &'n str,
    kind: &'n str,
    aliases: Vec<&'n str>,
    country: Option<&'n str>,
    list_refs: Vec<&'n str>,
}

impl<'n> Target<'n> {
    fn read(measure: &'n Node<'_>) -> Result<Self, UpgradeError> {
        let id = word(measure, "id").unwrap_or_default();
        let wrong = |message| UpgradeError::Record { id: id.to_owned(), message };
        let target = get(measure, "target").ok_or_else(|| wrong("the measure has no target"))?;
        Ok(Self {
            id,
            name: word(target, "name").ok_or_else(|| wrong("the target has no name"))?,
            kind: word(target, "kind").ok_or_else(|| wrong("the target has no kind"))?,
            aliases: words(target, "aliases"),
            country: word(target, "country"),
            list_refs: words(measure, "list_refs"),
        })
    }
}

/// A subject that targets become.
struct Made<'n> {
    /// Its id: of its own, or of an actor that it is.
    id: String,
    is_new: bool,
    name: &'n str,
    /// The kind that the targets have.
    kind: &'n str,
    aliases: Vec<&'n str>,
    countries: Vec<&'n str>,
}

/// The subjects that the targets of all measures become.
pub(super) struct Subjects<'n> {
    made: Vec<Made<'n>>,
    /// Of each measure its subject.
    of: Vec<usize>,
}

impl<'n> Subjects<'n> {
    /// Makes one subject of targets with the same number of a list, or the same name, kind and country.
    pub(super) fn of(
        actors: &'n [Node<'_>],
        measures: &'n [Node<'_>],
        ids: &mut Ids,
        doubts: &mut Vec<Doubt>,
    ) -> Result<Self, UpgradeError> {
        let targets = measures.iter().map(Target::read).collect::<Result<Vec<_>, _>>()?;
        let group = grouped(&targets, doubts);
        let mut subjects = Self { made: Vec::new(), of: Vec::with_capacity(targets.len()) };
        let mut place_of: HashMap<usize, usize> = HashMap::new();
        for (target, head) in targets.iter().zip(&group) {
            let place = *place_of.entry(*head).or_insert_with(|| {
                let known = actors.iter().find(|actor| is_actor(actor, target));
                let id = known.and_then(|actor| word(actor, "id")).map(str::to_owned);
                subjects.made.push(Made {
                    is_new: id.is_none(),
                    id: id.unwrap_or_else(|| ids.make(&[target.name])),
                    name: target.name,
                    kind: target.kind,
                    aliases: Vec::new(),
                    countries: Vec::new(),
                });
                subjects.made.len() - 1
            });
            if let Some(made) = subjects.made.get_mut(place) {
                made.join(target, doubts);
            }
            subjects.of.push(place);
        }
        subjects.alike(doubts);
        Ok(subjects)
    }

    /// Of each measure the id of its subject.
    pub(super) fn of_measures(&self) -> impl Iterator<Item = String> + '_ {
        self.of.iter().map(|place| self.made.get(*place).map(|made| made.id.clone()).unwrap_or_default())
    }

    /// The records that are new.
    pub(super) fn made<'t>(&self) -> Vec<Node<'t>> {
        self.made.iter().filter(|made| made.is_new).map(Made::record).collect()
    }

    /// Tells subjects that may be one, and were kept apart.
    fn alike(&self, doubts: &mut Vec<Doubt>) {
        let mut named: HashMap<String, &Made<'_>> = HashMap::new();
        for made in &self.made {
            for name in std::iter::once(&made.name).chain(&made.aliases) {
                let other = *named.entry(folded(name)).or_insert(made);
                if other.id != made.id {
                    let message = format!(
                        "{} and {} are both called {name} and were kept apart: make them one where they are the same",
                        other.id, made.id
                    );
                    if !doubts.iter().any(|doubt| doubt.message == message) {
                        doubts.push(Doubt { id: made.id.clone(), message });
                    }
                }
            }
        }
    }
}

impl<'n> Made<'n> {
    /// Takes in what one more target says.
    fn join(&mut self, target: &Target<'n>, doubts: &mut Vec<Doubt>) {
        let names = std::iter::once(&target.name).chain(&target.aliases);
        for name in names.copied() {
            if name != self.name && !self.aliases.contains(&name) {
                self.aliases.push(name);
            }
        }
        let Some(country) = target.country.filter(|country| !self.countries.contains(country)) else {
            return;
        };
        if let Some(first) = self.countries.first() {
            let message =
                format!("{} is of {first} and, by {}, of {country}: both were kept", self.name, target.id);
            doubts.push(Doubt { id: self.id.clone(), message });
        }
        self.countries.push(country);
    }

    fn record<'t>(&self) -> Node<'t> {
        let own = |it: &str| text(it.to_owned());
        let mut fields: Vec<Field<'t>> = vec![
            field("id", own(&self.id)),
            field("name", own(self.name)),
            field("kind", node(Value::Name(self.kind_of_subject()))),
        ];
        let mut list = |name, items: &[&str]| {
            if !items.is_empty() {
                fields.push(field(name, texts(items.iter().map(|item| (*item).to_owned()))));
            }
        };
        list("aliases", &self.aliases);
        // A state is of no country, and neither is what stands for itself.
        let countries: Vec<&str> = self.countries.iter().copied().filter(|it| *it != self.id).collect();
        list("countries", &countries);
        node(Value::Struct(None, fields))
    }

    fn kind_of_subject(&self) -> &'static str {
        match self.kind {
            "State" => "State",
            "Sector" => "Sector",
            "Goods" => "Goods",
            "Person" => "Person",
            "Aircraft" => "Aircraft",
            "Vessel" => "Vessel",
            "Several" => "Group",
            _ if std::iter::once(&self.name).chain(&self.aliases).any(|name| has_legal_form(name)) => {
                "Company"
            }
            _ => "Organisation",
        }
    }
}

/// Whether a target is this actor: the same name or another spelling of it, and a kind that can be the same.
fn is_actor(actor: &Node<'_>, target: &Target<'_>) -> bool {
    let kinds: &[&str] = match target.kind {
        "State" => &["State", "Bloc"],
        "Person" => &["Person"],
        "Entity" => &["Company", "Organisation", "Agency"],
        _ => return false,
    };
    let is_kind = word(actor, "kind").is_some_and(|kind| kinds.contains(&kind));
    let is_named = || {
        let mut names = word(actor, "name").into_iter().chain(words(actor, "aliases"));
        names.any(|name| folded(name) == folded(target.name))
    };
    is_kind && is_named()
}

/// For each target the first of those that are the same subject.
fn grouped(targets: &[Target<'_>], doubts: &mut Vec<Doubt>) -> Vec<usize> {
    /// The head of a group; the way to it is made shorter.
    fn head(group: &mut [usize], mut at: usize) -> usize {
        while let Some(&next) = group.get(at).filter(|next| **next != at) {
            let further = group.get(next).copied().unwrap_or(next);
            if let Some(slot) = group.get_mut(at) {
                *slot = further;
            }
            at = further;
        }
        at
    }
    let mut group: Vec<usize> = (0..targets.len()).collect();
    let mut by_number: HashMap<&str, usize> = HashMap::new();
    let mut by_name: HashMap<(String, &str, Option<&str>), usize> = HashMap::new();
    let mut told: HashSet<(usize, usize)> = HashSet::new();
    for (at, target) in targets.iter().enumerate() {
        let mut same = vec![*by_name.entry((folded(target.name), target.kind, target.country)).or_insert(at)];
        for number in &target.list_refs {
            let other = *by_number.entry(number).or_insert(at);
            let Some(first) = targets.get(other).filter(|first| first.kind != target.kind) else {
                same.push(other);
                continue;
            };
            if told.insert((other, at)) {
                let message = format!(
                    "{} and {} carry the number {number} and are {} and {}: their targets were kept apart",
                    first.id, target.id, first.kind, target.kind
                );
                doubts.push(Doubt { id: target.id.to_owned(), message });
            }
        }
        for other in same {
            let (a, b) = (head(&mut group, at), head(&mut group, other));
            if let Some(slot) = group.get_mut(a.max(b)) {
                *slot = a.min(b);
            }
        }
    }
    (0..targets.len()).map(|at| head(&mut group, at)).collect()
}

/// A name as it is compared: without case and white space around and between.
fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Words and abbreviations that say that a name is a company's.
const LEGAL_FORMS: &[&str] = &[
    "ab",
    "ag",
    "as",
    "bv",
    "cjsc",
    "co",
    "company",
    "corp",
    "corporation",
    "fze",
    "gmbh",
    "inc",
    "jlc",
    "jllc",
    "jsc",
    "kft",
    "limited",
    "llc",
    "llp",
    "ltd",
    "nv",
    "oao",
    "ojsc",
    "ooo",
    "oy",
    "pao",
    "pjsc",
    "plc",
    "pte",
    "pty",
    "rue",
    "sa",
    "sia",
    "sp z oo",
    "spa",
    "srl",
    "sro",
    "uab",
    "ue",
    "zao",
    "ао",
    "зао",
    "оао",
    "одо",
    "ооо",
    "пао",
    "руп",
    "сзао",
    "соао",
    "сооо",
    "уп",
    "чуп",
    "ат",
    "тов",
    "ааt",
    "joint stock company",
    "unitary enterprise",
    "limited liability company",
    "закрытое акционерное общество",
    "открытое акционерное общество",
    "общество с ограниченной ответственностью",
    "адкрытае акцыянернае таварыства",
];

fn has_legal_form(name: &str) -> bool {
    let plain: String = name.to_lowercase().replace('.', "");
    let split = |c: char| !c.is_alphanumeric();
    let spaced =
        format!(" {} ", plain.split(split).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "));
    LEGAL_FORMS.iter().any(|form| spaced.contains(&format!(" {form} ")))
}
