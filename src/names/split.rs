//! A name split into words.

use std::borrow::Cow;
use std::sync::Arc;

use hashbrown::HashMap;
use unicode_normalization::char::is_combining_mark;

use super::letters::{Scripts, is_marked, lower, plain, sounding, unmixed};
use super::short::{Called, called};
use super::slavic;

/// No name is compared by more words than these.
pub const MOST_WORDS: usize = 32;

/// A longer word is cut.
pub const LONGEST_WORD: usize = 60;

/// A word of a name in Latin letters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Spelled {
    /// Without case and marks: `lukashenka`, `44`.
    pub plain: String,
    /// Its keys by sound ([`super::slavic`]), the usual one first; never empty.
    pub keys: Vec<String>,
    /// The given names that it is, or is the short form of.
    pub(super) called: &'static [Called],
    /// It is one Cyrillic letter, though that is several Latin ones: `Ю`.
    pub(super) is_letter: bool,
}

impl Spelled {
    /// A word that is not read from a name: its letters are its key.
    pub fn made(plain: String) -> Arc<Self> {
        Arc::new(Self { keys: vec![plain.clone()], plain, called: &[], is_letter: false })
    }

    /// The usual name of a state, in one word.
    pub(super) fn state(plain: String) -> Arc<Self> {
        let mut keys = slavic::keys(&plain);
        keys.push(format!("#{plain}"));
        Arc::new(Self { keys, plain, called: &[], is_letter: false })
    }

    /// Whether it is the name of a state.
    pub(super) fn is_state(&self) -> bool {
        self.keys.last().is_some_and(|key| key.starts_with('#'))
    }

    fn of(letters: &str) -> Self {
        let mut latin = String::with_capacity(letters.len());
        letters.chars().for_each(|c| plain(c, &mut latin));
        latin.retain(|c| c.is_ascii_alphanumeric());
        latin.truncate(LONGEST_WORD);
        let keys = if latin.bytes().any(|byte| byte.is_ascii_digit()) || latin.len() < 3 {
            vec![latin.clone()]
        } else if letters.chars().any(|c| is_marked(c) || c == 'ў') {
            let mut spelled = String::with_capacity(letters.len());
            read_with_hooks(letters).chars().for_each(|c| sounding(c, &mut spelled));
            spelled.retain(|c| c.is_ascii_alphanumeric());
            let mut keys = slavic::keys(&spelled);
            let stripped = slavic::keys(&latin);
            keys.extend(stripped.into_iter().filter(|key| key.len() > 2));
            keys.dedup();
            keys
        } else {
            slavic::keys(&latin)
        };
        let called = called(&keys, &latin);
        let mut own = letters.chars();
        let is_letter =
            own.next().is_some_and(|c| ('\u{400}'..='\u{4ff}').contains(&c)) && own.next().is_none();
        let mut spelled = Self { plain: latin, keys, called, is_letter };
        for other in without_ova(letters) {
            let further = Self::of(&other).keys.into_iter().filter(|key| !key.starts_with('@'));
            let further: Vec<String> = further.filter(|key| !spelled.keys.contains(key)).collect();
            spelled.keys.extend(further);
        }
        spelled
    }

    /// The usual key.
    pub fn key(&self) -> &str {
        self.keys.first().map_or(self.plain.as_str(), String::as_str)
    }

    /// How it sounds, though it is a given name that has a key of its own.
    pub fn sounds(&self) -> &str {
        let sounds = self.keys.iter().find(|key| !key.starts_with('@'));
        sounds.map_or(self.plain.as_str(), String::as_str)
    }

    /// Whether it is a number.
    pub fn is_number(&self) -> bool {
        self.plain.bytes().all(|byte| byte.is_ascii_digit())
    }
}

/// A word of a language that writes hushes with hooks: there c is ts, and ch is kh.
fn read_with_hooks(letters: &str) -> Cow<'_, str> {
    if letters.contains(['č', 'š', 'ž', 'ě', 'ř']) && letters.contains('c') {
        Cow::Owned(letters.replace("ch", "kh").replace('c', "ts"))
    } else {
        Cow::Borrowed(letters)
    }
}

/// The surname of a woman as others write it, of which Czech and Slovak make `Šestaková` (Шестак), `Fesenková` (Фесенко),
/// `Naumovová` (Наумова).
fn without_ova(letters: &str) -> Vec<String> {
    let Some(stem) = letters.strip_suffix("ová").filter(|stem| stem.chars().count() > 2) else {
        return Vec::new();
    };
    // Of a man's surname in -ov others make a woman's as well, with another ending.
    let is_man = ["ov", "ev", "av"].iter().any(|ending| stem.ends_with(ending));
    let whole = format!("{stem}o");
    if is_man { vec![whole] } else { vec![whole, stem.to_owned()] }
}

/// Words that were read already: many names have the same.
#[derive(Debug, Default)]
pub struct Known(HashMap<String, Arc<Spelled>>);

impl Known {
    /// So many words are kept.
    const MOST: usize = 100_000;

    fn spelled(&mut self, letters: String) -> Arc<Spelled> {
        if let Some(known) = self.0.get(&letters) {
            return known.clone();
        }
        let spelled = Arc::new(Spelled::of(&letters));
        if self.0.len() < Self::MOST {
            self.0.insert(letters, spelled.clone());
        }
        spelled
    }
}

/// Han writes the legal form behind the name, without a space.
const HAN_FORMS: &[&str] = &["股份有限公司", "有限责任公司", "有限公司", "有限會社", "株式会社"];

/// What a mark above a line or a small stroke is: part of the word, not heard.
const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`' | '´' | '′' | 'ʹ' | 'ʿ' | 'ʾ' | '‛')
}

/// The scripts of a name.
pub fn scripts(name: &str) -> Scripts {
    let mut scripts = Scripts::default();
    name.chars().for_each(|c| scripts.add(c));
    scripts
}

/// The words of a name in their order, without `and`. Letters that stand alone one after the other are one word where
/// `joins`: `S.A.`, `A-B-C`, `H & M`.
pub fn split(name: &str, joins: bool, known: &mut Known) -> Vec<Arc<Spelled>> {
    let lower = lower(&unglued(name));
    let mut letters: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut end = |word: &mut String| {
        if !word.is_empty() && letters.len() < MOST_WORDS * 2 {
            let mut taken = std::mem::take(word);
            // Arabic writes its article to the word.
            if let Some(rest) = taken.strip_prefix("ال").filter(|rest| rest.chars().count() > 2) {
                let rest = rest.to_owned();
                letters.push("al".to_owned());
                taken = rest;
            }
            match HAN_FORMS.iter().find_map(|form| Some((taken.strip_suffix(form)?, *form))) {
                Some((name, form)) if !name.is_empty() => {
                    letters.push(name.to_owned());
                    letters.push(form.to_owned());
                }
                _ => letters.push(taken),
            }
        }
        word.clear();
    };
    for c in lower.chars() {
        match c {
            c if c.is_alphanumeric() || (is_combining_mark(c) && !word.is_empty()) => word.push(c),
            c if is_apostrophe(c) => {}
            _ => end(&mut word),
        }
    }
    end(&mut word);
    // Of a person the one letter is the first of a name: `И. И. Петренко`.
    let is_and = |word: &str| matches!(word, "and" | "und" | "et") || (joins && matches!(word, "и" | "і"));
    letters.retain(|word| !is_and(word));
    if joins {
        letters = joined(letters);
    }
    letters.truncate(MOST_WORDS);
    letters
        .into_iter()
        .map(|word| known.spelled(unmixed(word)))
        .filter(|word| !word.plain.is_empty())
        .collect()
}

/// A legal form of capitals that is written to the name of a company, set apart: `AlphaAG`.
fn unglued(name: &str) -> Cow<'_, str> {
    let Some(last) = name.split_whitespace().next_back() else { return name.into() };
    let word = last.trim_end_matches(|c: char| !c.is_alphanumeric());
    let form = word.len() - word.trim_end_matches(|c: char| c.is_ascii_uppercase()).len();
    let start = word.trim_end_matches(|c: char| c.is_ascii_uppercase());
    let is_glued = (2..5).contains(&form) && start.len() > 3 && start.ends_with(|c: char| c.is_lowercase());
    match name.rfind(last).filter(|_| is_glued) {
        Some(at) => {
            let (before, glued) = name.split_at(at + start.len());
            format!("{before} {glued}").into()
        }
        None => name.into(),
    }
}

/// Letters that stand alone beside each other as one word.
fn joined(letters: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(letters.len());
    let mut after_single = false;
    for word in letters {
        let mut chars = word.chars();
        let is_single = chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none();
        match out.last_mut() {
            Some(last) if is_single && after_single => last.push_str(&word),
            _ => out.push(word),
        }
        after_single = is_single;
    }
    out
}

/// Two words as one.
pub fn joined_word(first: &str, second: &str) -> Arc<Spelled> {
    let plain = format!("{first}{second}");
    Arc::new(Spelled { keys: slavic::keys(&plain), plain, called: &[], is_letter: false })
}
