//! Names of states in the names of organisations, as one word: `Bank of the Republic of Quelland` is the `Bank of
//! Quelland`, and no other state's.

use std::sync::{Arc, LazyLock};

use hashbrown::HashMap;

use super::split::{Known, Spelled, split};

/// Codes, the usual name, and other names of countries.
const COUNTRIES: &str = include_str!("countries.csv");
/// Their official names in other languages.
const OTHERS: &str = include_str!("states.txt");

/// By its first word: the further words of a name of a state, the longest first, and the word that stands for it.
type Table = HashMap<String, Vec<(Vec<String>, Arc<Spelled>)>>;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    let mut known = Known::default();
    let mut states: HashMap<&str, Arc<Spelled>> = HashMap::new();
    let mut add = |name: &str, state: &Arc<Spelled>| {
        let mut words = words(name, &mut known).into_iter();
        if let Some(first) = words.next() {
            table.entry(first).or_default().push((words.collect(), state.clone()));
        }
    };
    for line in COUNTRIES.lines().skip(1) {
        let mut fields = line.split(';');
        let (Some(code), Some(_), Some(name)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        let plain: String = self::words(name, &mut Known::default()).concat();
        let state = states.entry(code).or_insert_with(|| Spelled::state(plain)).clone();
        add(name, &state);
        let others = fields.next().unwrap_or_default().split('|');
        others.filter(|it| is_official(it)).for_each(|it| add(it, &state));
    }
    for line in OTHERS.lines().filter(|line| !line.starts_with('#')) {
        let Some((code, names)) = line.split_once(':') else { continue };
        if let Some(state) = states.get(code) {
            names.split('|').for_each(|name| add(name, state));
        }
    }
    for of in table.values_mut() {
        of.sort_by_key(|(further, _)| std::cmp::Reverse(further.len()));
    }
    table
});

/// Whether a name of a country says what sort of state it is: others may be those of anybody (`West Bank`).
fn is_official(name: &str) -> bool {
    const SORTS: [&str; 13] = [
        "Republic",
        "Federation",
        "federation",
        "Kingdom",
        "State",
        "States",
        "Emirates",
        "Principality",
        "Sultanate",
        "Commonwealth",
        "Duchy",
        "Confederation",
        "Republics",
    ];
    name.split(|c: char| !c.is_alphanumeric()).any(|word| SORTS.contains(&word))
}

/// Small words are left out as often as written.
fn is_small(word: &str) -> bool {
    matches!(word, "of" | "the" | "du" | "de")
}

/// The words of a name without the small ones.
fn words(name: &str, known: &mut Known) -> Vec<String> {
    let words = split(name, true, known).into_iter().map(|word| word.plain.clone());
    words.filter(|word| !is_small(word)).collect()
}

/// Writes the names of states among words as one word each.
pub(super) fn shorten(words: &mut Vec<Arc<Spelled>>) {
    let mut at = 0;
    while let Some(word) = words.get(at) {
        if let Some((end, state)) = TABLE.get(&word.plain).and_then(|of| state_at(words, at, of)) {
            words.splice(at..end, [state]);
        }
        at += 1;
    }
}

/// The state whose name begins at a word, and where the name ends.
fn state_at(
    words: &[Arc<Spelled>],
    at: usize,
    of: &[(Vec<String>, Arc<Spelled>)],
) -> Option<(usize, Arc<Spelled>)> {
    of.iter().find_map(|(further, state)| {
        let mut rest = words.iter().enumerate().skip(at + 1).filter(|(_, word)| !is_small(&word.plain));
        let mut end = at + 1;
        for wanted in further {
            let (place, _) = rest.next().filter(|(_, word)| word.plain == *wanted)?;
            end = place + 1;
        }
        Some((end, state.clone()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_official_name_of_a_state_is_its_usual_one() {
        for (name, shortened) in [
            ("Bank of the Republic of Belarus", "bank of the belarus"),
            ("Банк развития Республики Беларусь", "bank razvitiya belarus"),
            ("Ministry of Defence of the Russian Federation", "ministry of defence of the russia"),
            ("Bank of the Islamic Republic of Iran", "bank of the iran"),
            ("Iran, Islamic Republic of, Bank", "iran of bank"),
            ("Bank of the Republic of Korea", "bank of the southkorea"),
            ("Bank of the Democratic People's Republic of Korea", "bank of the northkorea"),
            ("North Korea Bank", "northkorea bank"),
            ("Bank of the Republic of China", "bank of the republic of china"),
            ("West Bank Works", "west bank works"),
            ("Republic Works", "republic works"),
            ("Belarus", "belarus"),
        ] {
            let mut words = split(name, true, &mut Known::default());
            shorten(&mut words);
            let words: Vec<&str> = words.iter().map(|word| word.plain.as_str()).collect();
            assert_eq!(words.join(" "), shortened, "{name}");
        }
    }
}
