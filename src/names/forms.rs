//! Legal forms of companies, of many languages, as classes: AG and SA are one class, AG and GmbH are not.

use std::sync::{Arc, LazyLock};

use hashbrown::HashMap;

use super::split::{Known, Spelled, split};

/// A class a line, with the ways in which it is written.
const FORMS: &str = include_str!("forms.txt");

/// A class of legal forms, by its place in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Class(u8);

struct Table {
    /// What a class is called.
    classes: Vec<&'static str>,
    /// By the first word: the further words and the class, the longest first.
    forms: HashMap<String, Vec<(Vec<String>, Class)>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { classes: Vec::new(), forms: HashMap::new() };
    for line in FORMS.lines().filter(|line| !line.starts_with('#')) {
        let Some((class, forms)) = line.split_once(':') else { continue };
        let at = table.classes.iter().position(|held| *held == class).unwrap_or_else(|| {
            table.classes.push(class);
            table.classes.len() - 1
        });
        let class = Class(u8::try_from(at).unwrap_or(u8::MAX));
        for form in forms.split('|') {
            let mut words = split(form, true, &mut Known::default()).into_iter().map(|word| compared(&word));
            if let Some(first) = words.next() {
                table.forms.entry(first).or_default().push((words.collect(), class));
            }
        }
    }
    for of in table.forms.values_mut() {
        of.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    }
    table
});

/// A word as forms are compared: long ones by their sound, so that each romanisation of a Cyrillic form is found.
fn compared(word: &Spelled) -> String {
    if word.plain.len() > 6 { word.key().to_owned() } else { word.plain.clone() }
}

impl Class {
    /// What it is called.
    pub fn name(self) -> &'static str {
        TABLE.classes.get(usize::from(self.0)).copied().unwrap_or_default()
    }

    /// A company, as `Co.` says it, may be of any form.
    fn is_any(self) -> bool {
        self.name() == "company"
    }
}

/// A legal form in a name: its class, and its words as they stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// The class.
    pub class: Class,
    /// As it is written.
    pub written: String,
}

/// Takes the legal forms out of the words of a name. A name of nothing else keeps them.
pub fn take(words: &mut Vec<Arc<Spelled>>) -> Vec<Form> {
    let mut found = Vec::new();
    let mut rest: Vec<Arc<Spelled>> = Vec::with_capacity(words.len());
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let Some((count, class)) = form_at(words, at, word) else {
            rest.push(word.clone());
            at += 1;
            continue;
        };
        let written = words.iter().skip(at).take(count).map(|word| word.plain.as_str()).collect::<Vec<_>>();
        found.push(Form { class, written: written.join(" ") });
        at += count;
    }
    if rest.is_empty() {
        return Vec::new();
    }
    *words = rest;
    found
}

/// The form that begins with a word, and how many words it has.
fn form_at(words: &[Arc<Spelled>], at: usize, word: &Spelled) -> Option<(usize, Class)> {
    let of = TABLE.forms.get(&compared(word))?;
    let is = |further: &[String]| {
        further.iter().enumerate().all(|(n, form)| {
            words.get(at + 1 + n).is_some_and(|word| *form == word.plain || *form == compared(word))
        })
    };
    let (further, class) = of.iter().find(|(further, _)| is(further))?;
    let count = further.len() + 1;
    // One short word is a form at the ends of a name, not inside of it: `Bank of AS Valley`.
    let inside = at != 0 && at + count != words.len();
    let next_is_form = || words.get(at + count).is_some_and(|next| TABLE.forms.contains_key(&compared(next)));
    let is_short = count == 1 && word.plain.len() < 4;
    (!(inside && is_short) || next_is_form()).then_some((count, *class))
}

/// How the legal forms of two names go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// Of one class, or neither has any.
    Same,
    /// Only one of them has one.
    OneSided,
    /// Of different classes.
    Different,
}

/// How the legal forms of two names go together.
pub fn fit(a: &[Form], b: &[Form]) -> Fit {
    let telling = |forms: &[Form]| -> Vec<Class> {
        forms.iter().map(|form| form.class).filter(|class| !class.is_any()).collect()
    };
    let (own, other) = (telling(a), telling(b));
    if own.is_empty() && other.is_empty() {
        return if a.is_empty() == b.is_empty() { Fit::Same } else { Fit::OneSided };
    }
    if own.is_empty() || other.is_empty() {
        // `Co.` of one and a form of the other go together.
        return if a.is_empty() || b.is_empty() { Fit::OneSided } else { Fit::Same };
    }
    if own.iter().any(|class| other.contains(class)) { Fit::Same } else { Fit::Different }
}
