//! One key for the spellings of an East Slavic name: Belarusian, Russian and Ukrainian, in Cyrillic letters and in the
//! Latin ones of English, Polish, Lithuanian, Latvian, German, French and Swedish.
//!
//! The rules are those by which the three languages differ in writing one name: а for о without stress (Belarusian
//! аканне), дз and ц for д and т before a soft vowel (дзеканне, цеканне), ў for в, г as g or h, і, ы, и and й; and
//! those by which their letters are written in Latin ones. A given name that the languages write quite differently
//! (Сяргей, Сергей, Сергій) stands in `given.txt`; a patronymic follows the given name that it is of.

use std::borrow::Cow;
use std::sync::LazyLock;

use hashbrown::HashMap;

/// A given name a line: its spellings, which are one name.
const GIVEN: &str = include_str!("given.txt");

/// Given names by the key of a spelling, and their stems, which patronymics are made of.
struct Given {
    names: HashMap<String, u16>,
    stems: HashMap<String, u16>,
    /// With which letters the spellings of each begin, as a set: bit 0 is a.
    initials: Vec<u32>,
}

static GIVEN_NAMES: LazyLock<Given> = LazyLock::new(|| {
    let mut given = Given { names: HashMap::new(), stems: HashMap::new(), initials: Vec::new() };
    let lines = GIVEN.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    for (number, line) in (0u16..).zip(lines) {
        for spelling in line.split_whitespace() {
            let key = sounds(spelling, Reading::English);
            given.stems.entry(stem(&key).to_owned()).or_insert(number);
            given.names.entry(key).or_insert(number);
        }
        let letters = line.split_whitespace().filter_map(|spelling| spelling.bytes().next());
        given.initials.push(letters.fold(0, |set, letter| set | letter_bit(letter)));
    }
    given
});

const fn letter_bit(letter: u8) -> u32 {
    1 << (letter.wrapping_sub(b'a') & 31)
}

/// Whether a spelling of the given name of a key, or of the one that a patronymic is of, begins with a letter: Мікалай may be
/// N. as well.
pub fn may_begin(key: &str, letter: u8) -> bool {
    let digits = key.strip_prefix('@').map(|rest| rest.trim_end_matches(|c: char| !c.is_ascii_digit()));
    let number = digits.and_then(|digits| digits.parse::<usize>().ok());
    let letters = number.and_then(|number| GIVEN_NAMES.initials.get(number));
    letters.is_some_and(|letters| letters & letter_bit(letter) != 0)
}

/// How Latin letters are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    English,
    /// As Czech, Slovak and Belarusian in Latin letters, when their marks were lost: c is ts, and a j softens.
    Czech,
    French,
    German,
    Polish,
    Swedish,
}

/// The keys of a word in lower-case ASCII letters: the usual one first; more where the word may be read in other ways.
pub fn keys(word: &str) -> Vec<String> {
    let sounds = sounds(word, Reading::English);
    let mut keys = canonical(&sounds).map_or_else(Vec::new, |first| vec![first]);
    keys.push(sounds);
    let mut add = |key: String| {
        if (key.len() > 2 || key.starts_with('@')) && !keys.contains(&key) {
            keys.push(key);
        }
    };
    let has = |part: &str| word.contains(part);
    if has("ou") || has("tch") || has("gu") || word.starts_with("ch") || word.ends_with("ine") {
        add(key(word, Reading::French));
    }
    if has("w") || has("sch") {
        add(key(word, Reading::German));
    }
    if has("sch") {
        add(key(&word.replacen("sch", "zh", 1), Reading::German));
    }
    if has("c") || has("rz") {
        add(key(word, Reading::Polish));
    }
    if has("c") {
        add(key(word, Reading::Czech));
    }
    if has("tj") || has("sj") || has("zj") {
        add(key(word, Reading::Swedish));
    }
    // Lithuanian and Latvian give the names of others an ending of their own.
    if word.len() > 5 && word.ends_with('s') {
        let bare = word.strip_suffix("as").or_else(|| word.strip_suffix('s')).unwrap_or(word);
        if bare.ends_with(|c: char| !"aeious".contains(c)) || bare.ends_with("ski") {
            add(key(bare, Reading::English));
        }
    }
    keys
}

fn key(word: &str, reading: Reading) -> String {
    let key = sounds(word, reading);
    canonical(&key).unwrap_or(key)
}

/// The key of a given name or patronymic, if it is one: the same for all its spellings.
fn canonical(key: &str) -> Option<String> {
    let given = &*GIVEN_NAMES;
    if let Some(number) = given.names.get(key) {
        return Some(format!("@{number}"));
    }
    let (stem, ending) = patronymic(key)?;
    given.stems.get(stem).map(|number| format!("@{number}{ending}"))
}

/// Whether a key is that of a given name that stands in the table.
pub fn is_given(key: &str) -> bool {
    key.strip_prefix('@').is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a key is that of a patronymic, of a man or of a woman.
pub fn is_patronymic(key: &str) -> bool {
    let of_given = key.starts_with('@') && (key.ends_with('C') || key.ends_with("na"));
    of_given || patronymic(key).is_some()
}

/// The stem of a patronymic and its ending: `C` of a man's, `na` of a woman's.
fn patronymic(key: &str) -> Option<(&str, &'static str)> {
    let endings = [("aviC", "C"), ("avna", "na"), ("iCna", "na"), ("iC", "C")];
    endings.into_iter().find_map(|(ending, kind)| {
        key.strip_suffix(ending).filter(|stem| stem.len() > 1).map(|stem| (stem, kind))
    })
}

fn stem(key: &str) -> &str {
    key.trim_end_matches(['a', 'i'])
}

/// Whether a key ends as most surnames of the three languages do.
pub fn is_surname(key: &str) -> bool {
    const ENDINGS: &[&str] = &["av", "ava", "anka", "ski", "skaa", "ska", "viC", "Cuk", "iuk"];
    key.len() > 4 && ENDINGS.iter().any(|ending| key.ends_with(ending))
}

/// Whether a key ends as some of their surnames do, and those of others too.
pub fn may_be_surname(key: &str) -> bool {
    const ENDINGS: &[&str] =
        &["in", "ina", "iC", "uk", "ka", "ki", "ik", "ak", "ai", "an", "ar", "at", "av", "va"];
    key.len() > 3 && ENDINGS.iter().any(|ending| key.ends_with(ending))
}

/// Whether two keys are those of a man's and a woman's form of one surname or given name.
pub fn differ_in_gender(a: &str, b: &str) -> bool {
    let (long, short) = if a.len() > b.len() { (a, b) } else { (b, a) };
    let bare = |key: &str| -> String {
        let cut = ["skaa", "ska", "ski"].iter().find_map(|ending| key.strip_suffix(ending));
        cut.map_or_else(|| key.to_owned(), |stem| format!("{stem}sk"))
    };
    if long.strip_suffix('a').is_some_and(|rest| rest == short && !short.ends_with('a')) {
        return true;
    }
    let ends = |key: &str| key.ends_with("ska") || key.ends_with("skaa");
    a != b && bare(a) == bare(b) && ends(a) != ends(b)
}

/// A word in the letters in which English writes its sounds: `krjutjkov` is `kryuchkov`, `wladimirowitsch`
/// `vladimirovich`.
pub fn in_english(word: &str) -> Cow<'_, str> {
    const LETTERS: &[(&str, &str)] = &[
        ("schtsch", "shch"),
        ("sjtj", "shch"),
        ("tsch", "ch"),
        ("tch", "ch"),
        ("sch", "sh"),
        ("tj", "ch"),
        ("sj", "sh"),
        ("zj", "zh"),
        ("ph", "f"),
        ("w", "v"),
        ("j", "y"),
    ];
    if !word.contains(['j', 'w']) && !["sch", "tch", "ph"].iter().any(|letters| word.contains(letters)) {
        return Cow::Borrowed(word);
    }
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let found = LETTERS.iter().find(|(letters, _)| rest.starts_with(letters));
        let taken = found.map_or(first.len_utf8(), |(letters, _)| letters.len());
        match found {
            Some((_, english)) => out.push_str(english),
            None => out.push(first),
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    Cow::Owned(out)
}

/// A word as it sounds: vowels in three classes (`a`, `i`, `u`), hushes as capitals (`S`, `C`, `Z`), each sound once.
fn sounds(word: &str, reading: Reading) -> String {
    let mut out = Sounds { out: String::with_capacity(word.len()) };
    let mut rest = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    if reading == Reading::French {
        rest = rest.strip_suffix('e').filter(|cut| cut.ends_with("in")).unwrap_or(rest);
    }
    while let Some(first) = rest.bytes().next() {
        let taken = out.take(rest, first, reading);
        rest = rest.get(taken..).unwrap_or_default();
    }
    out.end()
}

const fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'j')
}

struct Sounds {
    out: String,
}

/// Letters that are one sound, the longest first.
const SOUNDS: &[(&str, &str)] = &[
    ("schtsch", "S"),
    ("sjtj", "S"),
    ("shtch", "S"),
    ("chtch", "S"),
    ("shch", "S"),
    ("stch", "S"),
    ("szcz", "S"),
    ("tsch", "C"),
    ("tch", "C"),
    ("sch", "S"),
    ("dzh", "Z"),
    ("dzj", "Z"),
    ("tsh", "C"),
    ("dsch", "Z"),
    ("cz", "C"),
    ("sh", "S"),
    ("sz", "S"),
    ("sj", "S"),
    ("ch", "C"),
    ("zh", "Z"),
    ("zj", "Z"),
    ("kh", "g"),
    ("gh", "g"),
    ("ph", "f"),
    ("dz", "d"),
    ("ts", "t"),
    ("tz", "t"),
    ("ck", "k"),
    ("x", "ks"),
    ("q", "k"),
    ("w", "v"),
    ("h", "g"),
];

impl Sounds {
    fn put(&mut self, sound: &str) {
        for c in sound.chars() {
            if !self.out.ends_with(c) {
                self.out.push(c);
            }
        }
    }

    fn ends_with_vowel(&self) -> bool {
        self.out.ends_with(['a', 'i'])
    }

    /// Takes the sound that a text begins with, and says how many letters it had.
    fn take(&mut self, rest: &str, first: u8, reading: Reading) -> usize {
        let second = rest.as_bytes().get(1).copied();
        if let Some(taken) = self.take_as_read(rest, reading) {
            return taken;
        }
        // Swedish and Romanian for -ich, the end of patronymics and surnames.
        if rest == "tj" || rest == "ci" {
            self.put("C");
            return 2;
        }
        // Only these letters begin a group.
        if matches!(first, b's' | b'c' | b't' | b'd' | b'z' | b'k' | b'g' | b'p' | b'x' | b'q' | b'w' | b'h')
            && let Some((letters, sound)) = SOUNDS.iter().find(|(letters, _)| rest.starts_with(letters))
        {
            self.put(sound);
            return letters.len();
        }
        match first {
            // The u without a syllable after a vowel is ў, which others write as v.
            b'u' if self.ends_with_vowel()
                && reading != Reading::French
                && second.is_none_or(|next| !is_vowel(next)) =>
            {
                self.put("v");
            }
            b'a' | b'o' | b'e' => self.put("a"),
            b'i' | b'y' | b'j' => {
                let glide = rest.bytes().take_while(|byte| matches!(byte, b'i' | b'y' | b'j')).count();
                let next = rest.as_bytes().get(glide).copied();
                // Ukrainian patronymics of women have i where the others have o or e.
                if rest.get(glide..) == Some("vna") {
                    self.put("a");
                    return glide;
                }
                if next.is_none_or(|next| !matches!(next, b'a' | b'o' | b'e' | b'u')) {
                    self.put("i");
                }
                return glide;
            }
            // Russian names in French and older English end in -off.
            b'f' if self.out.ends_with('a') && rest == "ff" => {
                self.put("v");
                return 2;
            }
            b'c' if matches!(second, Some(b'e' | b'i' | b'y')) => self.put("t"),
            b'c' => self.put("k"),
            _ => {
                let mut letter = [0; 4];
                self.put(char::from(first).encode_utf8(&mut letter));
            }
        }
        1
    }

    /// What only one language writes so.
    fn take_as_read(&mut self, rest: &str, reading: Reading) -> Option<usize> {
        let special: &[(&str, &str)] = match reading {
            Reading::English => &[],
            Reading::Czech => &[("ch", "C"), ("c", "t"), ("sj", "s"), ("zj", "z")],
            Reading::French => &[("tch", "C"), ("ou", "u"), ("ch", "S"), ("gu", "g")],
            Reading::German => &[
                ("sa", "za"),
                ("se", "za"),
                ("so", "za"),
                ("si", "zi"),
                ("su", "zu"),
                ("zh", "Z"),
                ("z", "t"),
            ],
            Reading::Swedish => &[("sjtj", "S"), ("tj", "C"), ("sj", "S"), ("zj", "Z"), ("ch", "g")],
            Reading::Polish => &[("szcz", "S"), ("rz", "r"), ("cz", "C"), ("ch", "g"), ("c", "t")],
        };
        let (letters, sound) = special.iter().find(|(letters, _)| rest.starts_with(letters))?;
        self.put(sound);
        Some(letters.len())
    }

    fn end(self) -> String {
        let mut out = self.out;
        // Hryhor, Ryhor.
        if out.starts_with("gr") {
            out.remove(0);
        }
        out
    }
}
