//! The names of official lists, as sightings give them.

use std::sync::LazyLock;

use super::references::distance;

/// The official lists that the program reads, by the names that they have in a file.
pub const OFFICIAL_LISTS: &[&str] = &[
    "OFAC SDN",
    "OFAC Consolidated",
    "EU Consolidated",
    "UK Sanctions List",
    "UK OFSI Consolidated",
    "UN Consolidated",
    "Canada SEMA",
    "Switzerland SECO",
    "Australia DFAT",
    "Latvia FIU",
    "US Consolidated Screening List",
    "OpenSanctions",
];

/// What is wrong with the name of a list, and what was likely meant. Any name may be that of a list that the program
/// does not read (`EU 765/2006 Annex I.B`); one that is nearly that of a list it reads is a slip, and nothing would
/// be compared with that list.
pub(super) fn slip_in(name: &str) -> Option<(String, String)> {
    if OFFICIAL_LISTS.contains(&name) {
        return None;
    }
    if !name.contains(char::is_alphanumeric) {
        let help = format!("name the list: {}", OFFICIAL_LISTS.join(", "));
        return Some((format!("{name:?} is the name of no list"), help));
    }
    let words = words(name);
    let alike = |is: &dyn Fn(&[String]) -> bool| -> Vec<&str> {
        let known = OFFICIAL_LISTS.iter().copied().zip(WORDS.iter());
        known.filter(|(_, words)| is(words)).map(|(list, _)| list).collect()
    };
    let mut meant = alike(&|list| list == words);
    if meant.is_empty() {
        meant =
            alike(&|list| list.len() == words.len() && words.iter().zip(list).all(|(a, b)| is_near(a, b)));
    }
    if !meant.is_empty() {
        let meant: Vec<String> = meant.iter().map(|list| format!("{list:?}")).collect();
        return Some((
            format!("{name:?} is the name of no list"),
            format!("did you mean {}?", meant.join(" or ")),
        ));
    }
    let tidy = name.split_whitespace().collect::<Vec<_>>().join(" ");
    (tidy != name).then(|| {
        (format!("white space too much stands in the name of the list, {name:?}"), format!("write {tidy:?}"))
    })
}

/// The words of each official list.
static WORDS: LazyLock<Vec<Vec<String>>> =
    LazyLock::new(|| OFFICIAL_LISTS.iter().map(|list| words(list)).collect());

/// The words by which a list is known, in small letters.
fn words(name: &str) -> Vec<String> {
    name.split(|c: char| !c.is_alphanumeric())
        .map(str::to_lowercase)
        .filter(|word| !word.is_empty() && !matches!(word.as_str(), "the" | "list"))
        .collect()
}

/// Whether one word is likely meant by another: a letter is wrong, missing or too much, two have changed places, or
/// the word is cut short. Of short words, such as codes of countries, nothing is guessed.
fn is_near(word: &str, meant: &str) -> bool {
    let (length, of) = (word.chars().count(), meant.chars().count());
    word == meant
        || (length >= 3
            // A file has many sightings: what is plainly another word is not compared by its letters.
            && length.abs_diff(of) <= 1
            && (distance(word, meant) == 1 || is_swapped(word, meant)))
        || (length >= 4 && meant.starts_with(word))
}

/// Whether two neighbouring letters have changed places.
fn is_swapped(word: &str, meant: &str) -> bool {
    let (word, meant): (Vec<char>, Vec<char>) = (word.chars().collect(), meant.chars().collect());
    let same = word.iter().zip(&meant).take_while(|(is, should)| is == should).count();
    let mut swapped = word.clone();
    if same + 1 < swapped.len() {
        swapped.swap(same, same + 1);
    }
    swapped == meant
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_nearly_the_name_of_a_list_is_a_slip_and_says_which_was_meant() {
        for (name, meant) in [
            ("ofac sdn ", "\"OFAC SDN\""),
            ("OFAC  SDN", "\"OFAC SDN\""),
            ("OFAC-SDN", "\"OFAC SDN\""),
            ("OFAC SND", "\"OFAC SDN\""),
            ("OFAC SDN List", "\"OFAC SDN\""),
            ("OFAC cons.", "\"OFAC Consolidated\""),
            ("eu consolidated", "\"EU Consolidated\""),
            ("EU Consolidted", "\"EU Consolidated\""),
            ("UK Sanction List", "\"UK Sanctions List\""),
            ("opensanctions", "\"OpenSanctions\""),
            ("Quelland Annex ", "write \"Quelland Annex\""),
            (" \u{a0}", "name the list"),
            ("", "name the list"),
        ] {
            let (_, help) = slip_in(name).unwrap_or_else(|| panic!("{name:?} is taken"));
            assert!(help.contains(meant), "{name:?}: {help}");
        }
    }

    #[test]
    fn lists_that_the_program_does_not_read_have_names_of_their_own() {
        let own =
            ["EU 765/2006 Annex I.B", "OFAC SSI", "US Consolidated", "Quelland register", "The list", "SDN"];
        for name in OFFICIAL_LISTS.iter().copied().chain(own) {
            assert_eq!(slip_in(name), None, "{name}");
        }
    }
}
