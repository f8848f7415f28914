//! What a file or a document says, as the machine compares it: by record and by field, and across new ids. A record that
//! got another id is the same one, so what two sides have made of it stands in one, and what refers to it refers to it
//! still.

use std::collections::{BTreeMap, BTreeSet};

use beltui::model::state::{RecordKind, State};
use beltui::ron::node::Value;
use beltui::ron::print::inline;
use beltui::schema::write::encode;

/// A record, or the head of the file: its fields as they stand in a file, the id among them.
pub type Fields = BTreeMap<String, String>;

/// What a file or a document says, by id; the head has none.
pub type Content = BTreeMap<String, Fields>;

/// The fields in which nothing refers to a record, whatever they say.
const PLAIN: [&str; 3] = ["title", "note", "name"];

pub fn content(state: &State) -> Content {
    let records = state.places(RecordKind::ALL).into_iter().map(|place| {
        let record = state.at(place).unwrap();
        let node = encode(record);
        let Value::Struct(_, fields) = &node.value else { panic!("{node:?}") };
        let mut fields: Fields =
            fields.iter().map(|field| (field.name.to_owned(), inline(&field.node))).collect();
        fields.insert("list".to_owned(), record.list().field().to_owned());
        (record.id().to_string(), fields)
    });
    let head = state.head();
    let focus = head.focus.as_ref().map(|focus| ("focus", format!("{:?}", focus.as_str())));
    let note = head.note.as_ref().map(|note| ("note", format!("{note:?}")));
    let fields = [("title", format!("{:?}", head.title)), ("schema", head.schema.to_string())];
    let fields = fields.into_iter().chain(focus).chain(note);
    let head = fields.map(|(name, text)| (name.to_owned(), text)).collect();
    records.chain([(String::new(), head)]).collect()
}

/// The events and the title of a content, for messages.
pub fn short(content: &Content) -> String {
    let thing = |(id, fields): (&String, &Fields)| {
        let all = ["title", "note", "links"].map(|name| fields.get(name).map_or("-", |text| text));
        let is_told = id.is_empty() || fields.get("list").is_some_and(|list| list == "events");
        is_told.then(|| format!("{id} {}", all.join(" ")))
    };
    content.iter().filter_map(thing).collect::<Vec<_>>().join(", ")
}

/// One record of the three contents of a merge, and of what came of it.
type Four<'c> = [Option<&'c Fields>; 4];

/// Who is who: which ids were given to what had another before. No id is given twice.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// The id before, by the new one.
    before: BTreeMap<String, String>,
}

/// More doubts at once than these are not all gone through.
const DOUBTS: usize = 9;

impl Names {
    pub fn renamed(&mut self, old: &str, new: &str) {
        self.before.insert(new.to_owned(), old.to_owned());
    }

    /// By which name a record is known, whatever its id.
    fn name<'n>(&'n self, mut id: &'n str) -> &'n str {
        while let Some(before) = self.before.get(id) {
            id = before;
        }
        id
    }

    /// The ids that a record has had, by its name.
    fn ids<'n>(&'n self, name: &'n str) -> impl Iterator<Item = &'n str> {
        let given = self.before.keys().map(String::as_str).filter(move |new| self.name(new) == name);
        given.chain([name])
    }

    /// A content in which everything is known by one name; `None` where two records have the same.
    fn view(&self, content: &Content) -> Option<Content> {
        let mut view = Content::new();
        for (id, fields) in content {
            let of = |(field, text): (&String, &String)| {
                let is_plain = PLAIN.contains(&&**field) || field == "id";
                (field.clone(), if is_plain { text.clone() } else { self.followed(text) })
            };
            if view.insert(self.name(id).to_owned(), fields.iter().map(of).collect()).is_some() {
                return None;
            }
        }
        Some(view)
    }

    /// A text with each id in it replaced by the name.
    fn followed(&self, text: &str) -> String {
        let parts = text.split('"').enumerate();
        let parts = parts.map(|(at, part)| if at % 2 == 1 { self.name(part) } else { part });
        parts.collect::<Vec<_>>().join("\"")
    }

    /// The ways to tell who is who in what a merge has seen, of which `all` begins with what the sides come from. The
    /// first is what was done. Others are only where there is a doubt:
    /// - a new id may be a new record where the title by which the record could be known has changed as well, or others
    ///   have that title; where the record is not in the base, so that nobody can say what became of it; and where a side
    ///   has two of it already;
    /// - a new record may be a new id where one with its title went on the same side.
    fn ways(&self, all: &[&Content; 4]) -> impl Iterator<Item = Self> {
        let cuts = self.before.iter().filter(|(new, _)| self.is_in_doubt(new, all));
        let mut doubts: Vec<(String, Option<String>)> = cuts.map(|(new, _)| (new.clone(), None)).collect();
        let [base, ours, theirs, _] = all;
        for side in [ours, theirs] {
            let gone = base.iter().filter(|(id, _)| !side.contains_key(*id));
            for (old, was) in gone {
                let came = side.iter().filter(|(id, _)| !base.contains_key(*id));
                let alike = came.filter(|(_, is)| is.get("title") == was.get("title"));
                doubts.extend(alike.map(|(new, _)| (new.clone(), Some(old.clone()))));
            }
        }
        let count = doubts.len().min(DOUBTS);
        let way = move |number: usize| {
            let mut way = self.clone();
            for (_, (new, old)) in doubts.iter().enumerate().filter(|(at, _)| number >> at & 1 == 1) {
                way.before.remove(new);
                if let Some(old) = old.as_ref().filter(|old| way.name(old) != way.name(new)) {
                    way.before.insert(new.clone(), old.clone());
                }
            }
            way
        };
        (0..1 << count).map(way)
    }

    /// Whether a new id may be taken for that of a new record.
    fn is_in_doubt(&self, new: &str, all: &[&Content; 4]) -> bool {
        let name = self.name(new);
        let is_it = |id: &str| self.name(id) == name;
        if !all.iter().any(|content| content.keys().any(|id| is_it(id))) {
            return false;
        }
        let [base, ours, theirs, _] = all;
        let is_two = |content: &Content| content.keys().filter(|id| is_it(id)).count() > 1;
        if [base, ours, theirs].into_iter().any(|content| is_two(content)) {
            return true;
        }
        let Some((old, was)) = base.iter().find(|(id, _)| is_it(id)) else { return true };
        [ours, theirs].into_iter().any(|side| {
            let title = |fields: &Fields| fields.get("title") == was.get("title");
            let is_retitled = side.iter().any(|(id, is)| id != old && is_it(id) && !title(is));
            let went_or_came = |one: &Content, other: &Content| {
                let mut only = one.iter().filter(|(id, _)| !is_it(id) && !other.contains_key(*id));
                only.any(|(_, fields)| title(fields))
            };
            is_retitled || went_or_came(base, side) || went_or_came(side, base)
        })
    }

    /// What `ours` has made of `base`, made of `theirs`: the new base, and ours. Where both have changed the same, the
    /// new base says what neither does, so that any of it may come.
    pub fn onto(&self, theirs: &Content, base: &Content, ours: &Content) -> Vec<(Content, Content)> {
        let mut found: Vec<(Content, Content)> = Vec::new();
        for way in self.ways(&[base, ours, theirs, theirs]) {
            let known = [base, ours, theirs].map(|content| way.view(content));
            let [Some(b), Some(o), Some(t)] = known else { continue };
            let names: BTreeSet<&String> = [&b, &o, &t].iter().flat_map(|it| it.keys()).collect();
            let mut both = (Content::new(), Content::new());
            for name in names {
                let three = [(&b, base), (&o, ours), (&t, theirs)].map(|(known, content)| {
                    let known = known.get(name)?;
                    Some((known, content.get(&id_of(known))?))
                });
                let (from, to) = one_onto(three);
                both.0.extend(from.map(|fields| (id_of(&fields), fields)));
                both.1.extend(to.map(|fields| (id_of(&fields), fields)));
            }
            if !found.contains(&both) {
                found.push(both);
            }
        }
        found
    }

    /// Whether `result` is what two sides have made of `base`: what the other side did is in it, and what we did, or it
    /// `is_told` of an id of each record where it is not.
    ///
    /// # Errors
    /// What is wrong.
    pub fn is_merged(
        &self,
        [base, ours, theirs]: [&Content; 3],
        result: &Content,
        is_told: &dyn Fn(&str) -> bool,
    ) -> Result<(), String> {
        let mut why = None;
        for way in self.ways(&[base, ours, theirs, result]) {
            let views = [base, ours, theirs, result].map(|content| way.view(content));
            let [Some(base), Some(ours), Some(theirs), Some(result)] = views else { continue };
            match merged([&base, &ours, &theirs, &result]) {
                // It can have been told by any of the ids that it has had.
                Ok(lost) if lost.iter().all(|name| way.ids(name).any(is_told)) => return Ok(()),
                Ok(lost) => _ = why.get_or_insert(format!("{lost:?} of ours is lost and not told")),
                Err(other) => _ = why.get_or_insert(other),
            }
        }
        Err(why.unwrap_or_else(|| "one record has become two, and there was no doubt".to_owned()))
    }
}

/// The id that a record has; the head has none.
fn id_of(fields: &Fields) -> String {
    fields.get("id").map_or("", |id| id.trim_matches('"')).to_owned()
}

/// A record with everything in it known by one name, and as it is.
type Known<'c> = Option<(&'c Fields, &'c Fields)>;

/// What one record of ours becomes on theirs: what it is made of then, and what it is.
fn one_onto([b, o, t]: [Known<'_>; 3]) -> (Option<Fields>, Option<Fields>) {
    let as_it_is = |side: Known<'_>| side.map(|(_, fields)| fields.clone());
    let is_same = |one: Known<'_>, other: Known<'_>| one.map(|it| it.0) == other.map(|it| it.0);
    if is_same(o, b) {
        return (as_it_is(t), as_it_is(t));
    }
    if is_same(t, b) || is_same(t, o) {
        return (as_it_is(t), as_it_is(o));
    }
    let (Some(b), Some(o), Some(t)) = (b, o, t) else { return (as_it_is(b), as_it_is(o)) };
    let (mut from, mut to) = (Fields::new(), Fields::new());
    let names: BTreeSet<&String> = [b, o, t].iter().flat_map(|it| it.0.keys()).collect();
    for name in names {
        let [of_b, of_o, of_t] = [b, o, t].map(|it| it.0.get(name));
        let is_both = of_o != of_b && of_t != of_b && of_o != of_t;
        let text = |side: (&Fields, &Fields)| side.1.get(name).map(|text| (name.clone(), text.clone()));
        from.extend(text(if is_both { b } else { t }));
        to.extend(text(if of_o == of_b { t } else { o }));
    }
    (Some(from), Some(to))
}

/// What of a result is not as it must be, everything known by one name: `Err` where the change of the other side is
/// not in it, else the names of that of which our side is not.
fn merged([base, ours, theirs, result]: [&Content; 4]) -> Result<Vec<String>, String> {
    let all = [base, ours, theirs, result];
    let names: BTreeSet<&String> = all.iter().flat_map(|it| it.keys()).collect();
    let torn = torn([base, ours, theirs]);
    let mut lost = Vec::new();
    for name in names {
        let four = all.map(|it| it.get(name));
        let [_, o, t, r] = four;
        let is_chosen = torn.contains(name) && (r == o || r == t);
        if !is_chosen && !one_merged(name, four)? {
            lost.push(name.clone());
        }
    }
    Ok(lost)
}

/// What does not hold together, and is chosen whole: what one side deleted, and what refers to it on the other.
fn torn([base, ours, theirs]: [&Content; 3]) -> BTreeSet<String> {
    let mut torn = BTreeSet::new();
    loop {
        let before = torn.len();
        for (side, other) in [(ours, theirs), (theirs, ours)] {
            for (name, fields) in side {
                let texts = fields.iter().filter(|(field, _)| *field != "id" && !PLAIN.contains(&&***field));
                let named = texts.flat_map(|(_, text)| text.split('"').skip(1).step_by(2));
                let is_gone =
                    |it: &str| base.contains_key(it) && side.contains_key(it) && !other.contains_key(it);
                let held: Vec<&str> = named.filter(|it| is_gone(it) || torn.contains(*it)).collect();
                if !held.is_empty() && other.get(name) != Some(fields) {
                    torn.extend(held.into_iter().chain([&**name]).map(str::to_owned));
                }
            }
        }
        if torn.len() == before {
            return torn;
        }
    }
}

/// Whether what we did is in one record; what the other side did must be.
fn one_merged(name: &str, [b, o, t, r]: Four<'_>) -> Result<bool, String> {
    if b.is_none() && o.is_none() && t.is_none() {
        // An edit without the one that took it further: that must be told.
        return Ok(r.is_none());
    }
    if o == b {
        return if r == t { Ok(true) } else { Err(format!("{name:?} is not as they made it: {t:?}, {r:?}")) };
    }
    if t == b || t == o {
        return Ok(r == o);
    }
    let (Some(b), Some(o), Some(t)) = (b, o, t) else {
        // Deleted by one and changed by the other, or new on both: one of the two is taken.
        return Ok(r == o || r == t);
    };
    let Some(r) = r else { return Err(format!("{name:?} is gone, and nobody has deleted it")) };
    let mut is_there = true;
    let fields: BTreeSet<&String> = [b, o, t, r].iter().flat_map(|it| it.keys()).collect();
    for field in fields {
        let [b, o, t, r] = [b, o, t, r].map(|it| it.get(field));
        if o == b {
            if r != t {
                return Err(format!("{field} of {name:?} is not as they made it: {t:?}, {r:?}"));
            }
        } else if t == b || t == o {
            is_there &= r == o;
        } else {
            // Both have changed it, and one is taken.
            is_there &= r == o || r == t;
        }
    }
    Ok(is_there)
}
