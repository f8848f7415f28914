//! A name made ready to be compared.

use std::sync::{Arc, LazyLock};

use hashbrown::HashMap;

use super::forms::{self, Form};
use super::letters::{Scripts, lower};
use super::slavic;
use super::split::{Known, LONGEST_WORD, MOST_WORDS, Spelled, scripts, split};
use super::states;

/// What a name is the name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A person: words in any order, initials, patronymics, titles.
    Person,
    /// A company or any other organisation: words in their order, a legal form.
    Organisation,
    /// A ship or an aircraft: words in their order, numbers that tell.
    Craft,
}

/// What a word of a name does there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It tells whom the name means.
    Telling,
    /// Many have it.
    Generic,
    /// A number.
    Number,
    /// The first letter of a word.
    Initial,
    /// A small word that is left out as often as written.
    Small,
}

/// A word with what it does in its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// The word.
    pub spelled: Arc<Spelled>,
    /// What it does.
    pub role: Role,
    /// The meaning that it shares with words of other languages, by its place in the table.
    pub meaning: Option<u16>,
}

impl Word {
    /// How much it tells.
    pub fn weight(&self) -> f32 {
        #[allow(clippy::cast_precision_loss, reason = "a few letters")]
        let letters = self.spelled.plain.len().clamp(2, 9) as f32;
        match self.role {
            Role::Telling => letters,
            Role::Number => letters.max(4.0),
            // How a house is owned or led tells nothing of whose it is.
            Role::Generic if self.is_of_ownership() => 1.0,
            Role::Generic => letters * 0.45,
            Role::Initial => 1.5,
            Role::Small => 0.8,
        }
    }

    fn is_of_ownership(&self) -> bool {
        self.meaning.is_some_and(|meaning| TABLE.ownership.contains(&meaning))
    }

    /// Whether a name can be told from another by it.
    pub fn tells(&self) -> bool {
        matches!(self.role, Role::Telling | Role::Number)
    }
}

/// Words that many organisations have, a meaning a line.
const GENERIC: &str = include_str!("generic.txt");
/// Of these the meanings that say how a house is owned or led: a parent or a daughter has them besides its name.
const OWNERSHIP: &[&str] = &["group", "holding", "company", "management", "trading house"];
/// Small words, titles and numbers.
const SMALL: &str = include_str!("words.txt");

#[derive(Default)]
struct Table {
    meanings: HashMap<String, u16>,
    /// The meanings that say how a house is owned or led.
    ownership: Vec<u16>,
    empty: HashMap<String, ()>,
    titles: HashMap<String, ()>,
    particles: HashMap<String, ()>,
    numbers: HashMap<String, u32>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    let lines = |text: &'static str| text.lines().filter(|line| !line.starts_with('#'));
    let mut known = Known::default();
    for (number, line) in (0u16..).zip(lines(GENERIC)) {
        let (of, words) = line.split_once(':').unwrap_or((line, line));
        if OWNERSHIP.contains(&of) {
            table.ownership.push(number);
        }
        for word in split(words, false, &mut known) {
            table.meanings.insert(word.plain.clone(), number);
        }
    }
    for line in lines(SMALL) {
        let Some((of, words)) = line.split_once(':') else { continue };
        for word in words.split_whitespace() {
            match of {
                "empty" => drop(table.empty.insert(word.to_owned(), ())),
                "title" => drop(table.titles.insert(word.to_owned(), ())),
                "particle" => drop(table.particles.insert(word.to_owned(), ())),
                _ => {
                    let Some((number, names)) = word.split_once('=') else { continue };
                    let Ok(number) = number.parse() else { continue };
                    table.numbers.extend(names.split(',').map(|name| (name.to_owned(), number)));
                }
            }
        }
    }
    table
});

/// A name made ready to be compared: its words in Latin letters with their keys, its legal forms, its scripts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    pub(super) kind: Kind,
    pub(super) words: Vec<Word>,
    pub(super) forms: Vec<Form>,
    pub(super) scripts: Scripts,
    /// The text without case and other white space.
    pub(super) text: String,
    /// All letters without spaces, in Latin ones.
    pub(super) letters: String,
    /// The names that a stroke sets apart in that of an organisation: `Alpha/Beta Works`.
    pub(super) others: Vec<Self>,
    /// Whether it is longer than what is compared of it.
    pub(super) is_cut: bool,
    /// How much it looks like the name of somebody from Belarus, Russia or Ukraine.
    pub(super) slavic: Slavic,
    /// So many of its words, the last ones, are the surname for certain: they stood before a comma.
    family: usize,
}

impl Name {
    /// Makes a name ready. A person's may have the surname first, before a comma.
    pub fn new(text: &str, kind: Kind) -> Self {
        Self::with(text, kind, &mut Known::default())
    }

    /// The same for one of many names, with the words of those before it.
    pub(super) fn with(text: &str, kind: Kind, known: &mut Known) -> Self {
        let is_person = kind == Kind::Person;
        let scripts = scripts(text);
        let text = if is_person { without_mister(text) } else { text };
        let turned = Some(text).filter(|_| is_person).and_then(turned);
        let mut spelled = split(turned.as_deref().unwrap_or(text), !is_person, known);
        let is_cut =
            spelled.len() >= MOST_WORDS || spelled.iter().any(|word| word.plain.len() >= LONGEST_WORD);
        let forms = if kind == Kind::Organisation {
            states::shorten(&mut spelled);
            trading_house(&mut spelled);
            forms::take(&mut spelled)
        } else {
            Vec::new()
        };
        let mut words: Vec<Word> = spelled.into_iter().map(|word| with_role(word, kind)).collect();
        numbers_joined(&mut words);
        if is_person {
            let is_title = |word: &Word| TABLE.titles.contains_key(&word.spelled.plain);
            if words.iter().filter(|word| !is_title(word)).count() > 1 {
                words.retain(|word| !is_title(word));
            }
            abdul(&mut words);
            // A name that is said twice is said once; two first letters are those of two names.
            let mut at = 0;
            while at + 1 < words.len() {
                if words
                    .get(at)
                    .zip(words.get(at + 1))
                    .is_some_and(|(a, b)| a.role != Role::Initial && a.spelled.plain == b.spelled.plain)
                {
                    words.remove(at);
                } else {
                    at += 1;
                }
            }
        }
        let letters =
            words.iter().map(|word| word.spelled.plain.as_str()).filter(|word| *word != "the").collect();
        if !is_person && words.iter().any(|word| word.role != Role::Small) {
            words.retain(|word| word.role != Role::Small);
        }
        let slavic = if is_person { slavic(scripts, &words) } else { Slavic::No };
        let is_telling = |part: &&str| part.chars().filter(|c| c.is_alphabetic()).count() > 4;
        let others = if kind == Kind::Organisation && text.contains('/') {
            let parts = text.split('/').filter(is_telling).take(4);
            parts.map(|part| Self::with(part, kind, known)).collect()
        } else {
            Vec::new()
        };
        let text = lower(text).split_whitespace().collect::<Vec<_>>().join(" ");
        let family = turned.as_ref().and(text.split(',').next()).map_or(0, |last| {
            last.split(|c: char| c.is_whitespace() || c == '-').filter(|it| !it.is_empty()).count()
        });
        Self { kind, words, forms, scripts, text, letters, others, is_cut, slavic, family }
    }

    /// Whether a word stands where the surname does for certain.
    pub(super) fn is_family(&self, at: usize) -> bool {
        at + self.family >= self.words.len()
    }

    /// Its words in Latin letters without case and marks, its legal form and `and` left out.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| word.spelled.plain.as_str())
    }

    /// As what each of its words is compared: the word in Latin letters, and how it sounds in the spellings that count as
    /// one, where that is something else.
    pub fn readings(&self) -> Vec<(String, Vec<String>)> {
        let of = |word: &Word| {
            let sounds = word.spelled.keys.iter().filter(|key| !key.starts_with(['@', '#']));
            let sounds = sounds.filter(|key| **key != word.spelled.plain).cloned().collect();
            (word.spelled.plain.clone(), sounds)
        };
        self.words.iter().map(of).collect()
    }

    /// The legal forms in it, as they are written there.
    pub fn legal_forms(&self) -> impl Iterator<Item = &str> {
        self.forms.iter().map(|form| form.written.as_str())
    }

    /// Whether a legal form stands in it.
    pub fn has_form(&self) -> bool {
        !self.forms.is_empty()
    }

    /// Whether it is that of a person who trades under the own name: `ИП Петренко`.
    pub fn is_sole_trader(&self) -> bool {
        self.forms.iter().any(|form| form.class.name() == "trader")
    }

    /// Whether nothing in it can be compared: it has no letter and no digit.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether it has only words that many names have.
    pub(super) fn is_common(&self) -> bool {
        !self.words.iter().any(Word::tells)
    }
}

/// `Abd al-` as `Abdul`.
fn abdul(words: &mut Vec<Word>) {
    let is =
        |word: Option<&Word>, of: &[&str]| word.is_some_and(|word| of.contains(&word.spelled.plain.as_str()));
    for at in 0..words.len() {
        if is(words.get(at), &["abd"]) && is(words.get(at + 1), &["al", "el", "ul", "ol"]) {
            words.remove(at + 1);
            if let Some(word) = words.get_mut(at) {
                word.spelled = Spelled::made("abdul".into());
            }
        }
    }
}

/// `LAST, First` as `First LAST`.
fn turned(text: &str) -> Option<String> {
    let (last, first) = text.split_once(',')?;
    (!first.contains(',') && !first.trim().is_empty()).then(|| format!("{first} {last}"))
}

/// A name without the `Г-н` before it, which is no first letters.
fn without_mister(text: &str) -> &str {
    let text = text.trim_start();
    let first = text.split_whitespace().next().unwrap_or_default();
    let is_title = matches!(first.to_lowercase().as_str(), "г-н" | "г-жа" | "гр-н" | "гр-ка" | "гр-нка");
    let rest = text.strip_prefix(first).filter(|rest| is_title && !rest.trim().is_empty());
    rest.unwrap_or(text)
}

/// `Trading House`, in whatever language, as its abbreviation.
fn trading_house(words: &mut Vec<Arc<Spelled>>) {
    let means = |word: &Spelled, of: &str| {
        TABLE.meanings.get(&word.plain).is_some_and(|it| TABLE.meanings.get(of) == Some(it))
    };
    let is_it = |pair: &[Arc<Spelled>]| matches!(pair, [first, second] if means(first, "trading") && means(second, "house"));
    if let Some(at) = words.windows(2).position(is_it) {
        words.splice(at..at + 2, [Spelled::made("td".to_owned())]);
    }
}

fn with_role(spelled: Arc<Spelled>, kind: Kind) -> Word {
    let plain = spelled.plain.as_str();
    let is_person = kind == Kind::Person;
    let number = TABLE.numbers.get(plain).filter(|_| !is_person).copied().or_else(|| roman(plain, kind));
    let spelled = match number {
        Some(number) => Spelled::made(number.to_string()),
        None => spelled,
    };
    let plain = spelled.plain.as_str();
    let meaning = TABLE.meanings.get(plain).filter(|_| kind == Kind::Organisation).copied();
    let is_vessel_word = kind == Kind::Craft && matches!(plain, "mv" | "mt" | "ms" | "mts" | "yard" | "no");
    let is_small = TABLE.empty.contains_key(plain) || (is_person && TABLE.particles.contains_key(plain));
    let role = if spelled.is_number() {
        Role::Number
    } else if is_person && (plain.len() == 1 || spelled.is_letter) {
        Role::Initial
    } else if is_small || is_vessel_word {
        Role::Small
    } else if meaning.is_some() {
        Role::Generic
    } else {
        Role::Telling
    };
    Word { spelled, role, meaning }
}

/// The number that a company or a ship of a series has.
fn roman(word: &str, kind: Kind) -> Option<u32> {
    let numerals = ["ii", "iii", "iv", "vi", "vii", "viii", "ix"];
    let at = numerals.iter().position(|numeral| *numeral == word).filter(|_| kind != Kind::Person)?;
    [2, 3, 4, 6, 7, 8, 9].get(at).copied()
}

/// `forty four` as `44`.
fn numbers_joined(words: &mut Vec<Word>) {
    let mut at = 0;
    while let Some((tens, ones)) = words.get(at).zip(words.get(at + 1)) {
        let value = |word: &Word| word.spelled.plain.parse::<u32>().ok();
        let sum = match (value(tens), value(ones)) {
            (Some(tens @ 20..100), Some(ones @ 1..10)) if tens % 10 == 0 => tens + ones,
            _ => {
                at += 1;
                continue;
            }
        };
        words.remove(at + 1);
        if let Some(word) = words.get_mut(at) {
            word.spelled = Spelled::made(sum.to_string());
        }
    }
}

/// How much a name looks East Slavic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Slavic {
    /// Nothing says so.
    No,
    /// A word ends as some such surnames do.
    Maybe,
    /// A given name, a patronymic, a surname or the letters say so.
    Yes,
}

fn slavic(scripts: Scripts, words: &[Word]) -> Slavic {
    let keys = || words.iter().filter(|word| word.role == Role::Telling).map(|word| word.spelled.key());
    let is = |key: &str| slavic::is_given(key) || slavic::is_patronymic(key) || slavic::is_surname(key);
    if scripts.has_cyrillic() || keys().any(is) {
        Slavic::Yes
    } else if keys().any(slavic::may_be_surname) {
        Slavic::Maybe
    } else {
        Slavic::No
    }
}

/// Whether two names are compared as East Slavic ones.
pub(super) fn are_slavic(a: &Name, b: &Name) -> bool {
    a.slavic.min(b.slavic) >= Slavic::Maybe && a.slavic.max(b.slavic) == Slavic::Yes
}
