//! The targets of measures as subjects, each once.

use std::collections::{HashMap, HashSet};

use super::first::{Target, TargetKind};
use super::forms::has_legal_form;
use super::plain::{field, folded, node, put_behind, text, texts, word, words};
use super::{Doubt, Ids};
use crate::model::id::Id;
use crate::ron::node::{Field, Node, Span, Value};

/// What a measure of schema 1 is aimed at.
pub(super) struct Aim {
    /// The number of the measure among all.
    pub measure: usize,
    /// Its id.
    pub id: String,
    pub target: Target,
    pub list_refs: Vec<String>,
    /// Where the target stands.
    pub span: Span,
}

impl Aim {
    /// That a state under another name may be an actor of the file, where its country says so.
    fn may_be_a_state(&self, known: &[Known]) -> Option<Doubt> {
        let country = self.target.country.as_ref()?;
        let actor = known.iter().find(|actor| actor.id == country.as_str() && actor.kind == "State")?;
        let message = format!(
            "the state {} that {} is aimed at has the country {}: it was made a subject of its own; name {} in its place where it is that",
            self.target.name, self.id, actor.id, actor.id
        );
        Some(Doubt { id: self.id.clone(), message })
    }
}

/// An actor of the file.
pub(super) struct Known {
    /// Where the record stands.
    pub span: Span,
    id: String,
    kind: String,
    names: HashSet<String>,
    countries: HashSet<String>,
}

impl Known {
    /// An actor that has an id.
    pub(super) fn read(record: &Node<'_>) -> Option<Self> {
        let names = word(record, "name").into_iter().chain(words(record, "aliases"));
        Some(Self {
            span: record.span,
            id: word(record, "id")?.to_owned(),
            kind: word(record, "kind").unwrap_or_default().to_owned(),
            names: names.map(folded).collect(),
            countries: words(record, "countries").into_iter().map(str::to_owned).collect(),
        })
    }
}

/// A subject that targets become.
struct Made {
    /// Its id: of its own, or of an actor that it is.
    id: String,
    /// Which actor it is, where it is one.
    known: Option<usize>,
    name: String,
    /// The kind that the targets have.
    kind: TargetKind,
    aliases: Vec<String>,
    countries: Vec<String>,
    /// What of it is there already.
    seen: HashSet<String>,
    /// Of which countries it is already.
    of: HashSet<String>,
    /// Where the first of the targets stands, and its measure.
    span: Span,
    by: String,
}

/// The subjects that the targets of all measures become.
pub(super) struct Subjects {
    made: Vec<Made>,
    /// Of each target its subject.
    of: Vec<usize>,
}

impl Subjects {
    /// Makes one subject of targets with the same number of a list, or the same name, kind and country.
    pub(super) fn of(known: &[Known], aims: &[Aim], ids: &mut Ids, doubts: &mut Vec<Doubt>) -> Self {
        let mut actors: HashMap<(&str, &str), usize> = HashMap::new();
        for (at, actor) in known.iter().enumerate() {
            for name in &actor.names {
                actors.entry((name.as_str(), actor.kind.as_str())).or_insert(at);
            }
        }
        // A state may also be called by its id.
        let codes: Vec<(String, usize)> =
            known.iter().enumerate().map(|(at, actor)| (folded(&actor.id), at)).collect();
        for (at, actor) in known.iter().enumerate().filter(|(_, actor)| actor.kind == "State") {
            if let Some((code, _)) = codes.get(at) {
                actors.entry((code.as_str(), actor.kind.as_str())).or_insert(at);
            }
        }
        let group = grouped(aims, doubts);
        let mut subjects = Self { made: Vec::new(), of: Vec::with_capacity(aims.len()) };
        let mut place_of: HashMap<usize, usize> = HashMap::new();
        for (aim, head) in aims.iter().zip(&group) {
            let place = *place_of.entry(*head).or_insert_with(|| {
                let name = folded(&aim.target.name);
                let kinds = actor_kinds(aim.target.kind).iter();
                let actor = kinds.filter_map(|kind| actors.get(&(name.as_str(), *kind)).copied()).min();
                let id = actor.and_then(|at| known.get(at)).map(|actor| actor.id.clone());
                if actor.is_none() && aim.target.kind == TargetKind::State {
                    doubts.extend(aim.may_be_a_state(known));
                }
                subjects.made.push(Made {
                    known: actor,
                    id: id.unwrap_or_else(|| ids.make(&[&aim.target.name])),
                    name: aim.target.name.to_string(),
                    kind: aim.target.kind,
                    aliases: Vec::new(),
                    countries: Vec::new(),
                    seen: HashSet::new(),
                    of: HashSet::new(),
                    span: aim.span,
                    by: aim.id.clone(),
                });
                subjects.made.len() - 1
            });
            if let Some(made) = subjects.made.get_mut(place) {
                made.join(aim, doubts);
            }
            subjects.of.push(place);
        }
        subjects.alike(doubts);
        subjects
    }

    /// Of each target the id of its subject.
    pub(super) fn of_targets(&self) -> impl Iterator<Item = String> + '_ {
        self.of.iter().map(|place| self.made.get(*place).map(|made| made.id.clone()).unwrap_or_default())
    }

    /// The records that are new, and where what they were made of stands.
    pub(super) fn made<'t>(&self) -> Vec<(String, Span, Node<'t>)> {
        let new = self.made.iter().filter(|made| made.known.is_none());
        new.map(|made| (made.id.clone(), made.span, made.record())).collect()
    }

    /// What targets say of actors that the file does not say of them.
    pub(super) fn told_more(&self, known: &[Known], doubts: &mut Vec<Doubt>) -> Vec<More> {
        let mut all: Vec<More> = Vec::new();
        let mut place_of: HashMap<usize, usize> = HashMap::new();
        for made in &self.made {
            let Some((at, actor)) = made.known.and_then(|at| Some((at, known.get(at)?))) else { continue };
            let place = *place_of.entry(at).or_insert_with(|| {
                all.push(More { span: actor.span, ..More::default() });
                all.len() - 1
            });
            let Some(more) = all.get_mut(place) else { continue };
            for name in &made.aliases {
                if !actor.names.contains(&folded(name)) && more.seen.insert(folded(name)) {
                    more.names.push(name.clone());
                    let message =
                        format!("by {} it is also called {name}: that was added to its names", made.by);
                    doubts.push(Doubt { id: actor.id.clone(), message });
                }
            }
            let new = |it: &&String| **it != actor.id && !actor.countries.contains(*it);
            for country in made.countries.iter().filter(new) {
                if matches!(actor.kind.as_str(), "State" | "Bloc") {
                    let message = format!(
                        "by {} it is of {country}: that was left out, it is a state or bloc",
                        made.by
                    );
                    doubts.push(Doubt { id: actor.id.clone(), message });
                } else if more.seen.insert(format!("of {country}")) {
                    more.countries.push(country.clone());
                }
            }
        }
        all.retain(|more| !more.names.is_empty() || !more.countries.is_empty());
        all
    }

    /// Tells subjects that may be one, and were kept apart.
    fn alike(&self, doubts: &mut Vec<Doubt>) {
        let mut named: HashMap<String, &Made> = HashMap::new();
        let mut told: HashSet<(&str, &str)> = HashSet::new();
        for made in &self.made {
            for name in std::iter::once(&made.name).chain(&made.aliases) {
                let other = *named.entry(folded(name)).or_insert(made);
                if other.id != made.id && told.insert((&other.id, &made.id)) {
                    let message = format!(
                        "{} and {} are both called {name} and were kept apart: make them one where they are the same",
                        other.id, made.id
                    );
                    doubts.push(Doubt { id: made.id.clone(), message });
                }
            }
        }
    }
}

/// What targets say of an actor that its record does not.
#[derive(Default)]
pub(super) struct More {
    /// Where the record stands.
    pub span: Span,
    names: Vec<String>,
    countries: Vec<String>,
    seen: HashSet<String>,
}

impl More {
    /// Adds it to the record.
    pub(super) fn add_to(&self, record: &mut Node<'_>) {
        add(record, &["id", "name", "kind"], "aliases", &self.names);
        add(record, &["id", "name", "kind", "aliases"], "countries", &self.countries);
    }
}

/// Adds texts to a list of a record.
fn add(record: &mut Node<'_>, behind: &[&str], name: &'static str, more: &[String]) {
    if more.is_empty() {
        return;
    }
    let there: Vec<String> = words(record, name).into_iter().map(str::to_owned).collect();
    put_behind(record, behind, name, texts(there.into_iter().chain(more.iter().cloned())));
}

impl Made {
    /// Takes in what one more target says.
    fn join(&mut self, aim: &Aim, doubts: &mut Vec<Doubt>) {
        let is_first = aim.id == self.by;
        let is_called = folded(&aim.target.name);
        let has_name = folded(&self.name) == is_called || self.seen.iter().any(|it| folded(it) == is_called);
        if !is_first && (!has_name || self.kind == TargetKind::Several) {
            let how = if has_name { "the name" } else { "a number" };
            let message = format!(
                "{}, of {}, and {}, of {}, have {how} in common and were made one subject: part them where they are not",
                self.name, self.by, aim.target.name, aim.id
            );
            doubts.push(Doubt { id: self.id.clone(), message });
        }
        let names = std::iter::once(&aim.target.name).chain(aim.target.aliases.as_slice());
        for name in names {
            if **name != *self.name && self.seen.insert(name.to_string()) {
                self.aliases.push(name.to_string());
            }
        }
        let country = aim.target.country.as_ref().map(ToString::to_string);
        let Some(country) = country.filter(|country| self.of.insert(country.clone())) else { return };
        if let Some(first) = self.countries.first() {
            let message =
                format!("{} is of {first} and, by {}, of {country}: both were kept", self.name, aim.id);
            doubts.push(Doubt { id: self.id.clone(), message });
        }
        self.countries.push(country);
    }

    fn record<'t>(&self) -> Node<'t> {
        let mut fields: Vec<Field<'t>> = vec![
            field("id", text(self.id.clone())),
            field("name", text(self.name.clone())),
            field("kind", node(Value::Name(self.kind_of_subject()))),
        ];
        if !self.aliases.is_empty() {
            fields.push(field("aliases", texts(self.aliases.clone())));
        }
        // A state is of no country, and neither is what stands for itself.
        let countries: Vec<String> = self.countries.iter().filter(|it| **it != self.id).cloned().collect();
        if !countries.is_empty() {
            fields.push(field("countries", texts(countries)));
        }
        node(Value::Struct(None, fields))
    }

    fn kind_of_subject(&self) -> &'static str {
        match self.kind {
            TargetKind::State => "State",
            TargetKind::Sector => "Sector",
            TargetKind::Goods => "Goods",
            TargetKind::Person => "Person",
            TargetKind::Aircraft => "Aircraft",
            TargetKind::Vessel => "Vessel",
            TargetKind::Several => "Group",
            TargetKind::Entity => {
                let mut names = std::iter::once(&self.name).chain(&self.aliases);
                if names.any(|name| has_legal_form(name)) { "Company" } else { "Organisation" }
            }
        }
    }
}

/// The kinds of actor that a target of a kind can be.
fn actor_kinds(target: TargetKind) -> &'static [&'static str] {
    match target {
        TargetKind::State => &["State", "Bloc"],
        TargetKind::Person => &["Person"],
        TargetKind::Entity => &["Company", "Organisation", "Agency"],
        _ => &[],
    }
}

/// For each target the first of those that are the same subject.
fn grouped(aims: &[Aim], doubts: &mut Vec<Doubt>) -> Vec<usize> {
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
    let mut group: Vec<usize> = (0..aims.len()).collect();
    let mut by_number: HashMap<&str, usize> = HashMap::new();
    let mut by_name: HashMap<(String, TargetKind, Option<&str>), usize> = HashMap::new();
    let mut told: HashSet<(usize, usize)> = HashSet::new();
    for (at, aim) in aims.iter().enumerate() {
        let (target, country) = (&aim.target, aim.target.country.as_ref().map(Id::as_str));
        let mut same = vec![*by_name.entry((folded(&target.name), target.kind, country)).or_insert(at)];
        for number in &aim.list_refs {
            let other = *by_number.entry(number).or_insert(at);
            let Some(first) = aims.get(other).filter(|first| first.target.kind != target.kind) else {
                same.push(other);
                continue;
            };
            if told.insert((other, at)) {
                let message = format!(
                    "{} and {} carry the number {number} and are {} and {}: their targets were kept apart",
                    first.id,
                    aim.id,
                    first.target.kind.name(),
                    target.kind.name()
                );
                doubts.push(Doubt { id: aim.id.clone(), message });
            }
        }
        for other in same {
            let (a, b) = (head(&mut group, at), head(&mut group, other));
            if let Some(slot) = group.get_mut(a.max(b)) {
                *slot = a.min(b);
            }
        }
    }
    (0..aims.len()).map(|at| head(&mut group, at)).collect()
}
