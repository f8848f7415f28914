//! Fields that hold several names, as Canada writes them: with commas and semicolons, with words for languages, and with
//! other spellings inside of a name.

use crate::names::{Kind, Name};

/// Words for languages that stand before a name in it: `Belarusian: …`.
const LANGUAGES: [&str; 20] = [
    "arabic",
    "armenian",
    "azerbaijani",
    "belarusian",
    "belarussian",
    "burmese",
    "chinese",
    "english",
    "farsi",
    "french",
    "georgian",
    "hebrew",
    "korean",
    "persian",
    "romanian",
    "russian",
    "serbian",
    "spanish",
    "tigrinya",
    "ukrainian",
];

/// What a field of names holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Several {
    /// The names.
    pub(super) names: Vec<String>,
    /// What stands there and is no name as it is: `Nikolay or Nikolai / Zorvan`.
    pub(super) unclear: Vec<String>,
}

/// The names of a field. What may be a part of a name stays in it: a comma in brackets and quotes, before a legal form or
/// a small letter, beside a single word of a person's; spellings of single words are no names, and which of them go
/// together nobody says.
pub(super) fn several(field: &str, is_person: bool) -> Several {
    let mut several = Several::default();
    for part in by_languages(field).split(';') {
        let mut pieces = by_commas(part, is_person);
        let is_word = |piece: &String| piece.split_whitespace().count() == 1 && unlabelled(piece).is_none();
        if is_person && pieces.iter().any(is_word) {
            // `Zorvan, Aleh` is one name; of more pieces nobody says which go together.
            let whole = pieces.join(",");
            if pieces.len() > 2 {
                several.unclear.push(whole.trim().to_owned());
                continue;
            }
            pieces = vec![whole];
        }
        for piece in pieces {
            match unlabelled(&piece) {
                None => take(&mut several, &piece, is_person),
                // Of a single word nobody says whether the one before it is a part of the name.
                Some(name) if name.split_whitespace().count() > 1 => take(&mut several, name, is_person),
                Some(_) => several.unclear.push(piece.trim().to_owned()),
            }
        }
    }
    several
}

/// What a piece says behind a word that is none of the name: `Polish: Jan Chelm`, `Serbian (Cyrillic): …`; `None` where
/// none stands before it.
fn unlabelled(piece: &str) -> Option<&str> {
    let (before, name) = piece.trim().split_once(": ")?;
    let word = before.strip_suffix(')').and_then(|it| it.split_once(" (")).map_or(before, |(word, _)| word);
    let is_word = word.chars().all(char::is_alphabetic) && word.starts_with(char::is_uppercase);
    let name = name.trim();
    (is_word && !name.starts_with(char::is_lowercase)).then_some(name)
}

/// The field with a semicolon where a word for a language stands.
fn by_languages(field: &str) -> String {
    let mut text = String::new();
    let mut rest = field;
    while let Some((before, after)) = rest.split_once(':') {
        let bare = before.trim_end();
        let at = bare
            .rfind(|c: char| !c.is_alphabetic())
            .map_or(0, |at| at + bare.get(at..).and_then(|it| it.chars().next()).map_or(0, char::len_utf8));
        let (head, word) = bare.split_at(at);
        if LANGUAGES.contains(&word.to_lowercase().as_str()) {
            text.push_str(head);
            text.push(';');
        } else {
            text.push_str(before);
            text.push(':');
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

/// The parts between commas that divide names.
fn by_commas(text: &str, is_person: bool) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    // What is opened and never closed opens nothing.
    let is_paired = text.matches('"').count().is_multiple_of(2);
    let (mut depth, mut is_quoted) = (0_u32, false);
    let mut current = String::new();
    let mut pieces: Vec<String> = Vec::new();
    for c in text.chars() {
        match c {
            '«' | '“' | '(' => depth += 1,
            '»' | '”' | ')' => depth = depth.saturating_sub(1),
            '"' if is_paired => is_quoted = !is_quoted,
            ',' if depth == 0 && !is_quoted => {
                pieces.push(std::mem::take(&mut current));
                continue;
            }
            _ => {}
        }
        current.push(c);
    }
    pieces.push(current);
    pieces.retain(|piece| !piece.trim().is_empty());
    for piece in pieces {
        let goes_on = if is_person {
            is_generation(&piece)
        } else {
            piece.trim().starts_with(char::is_lowercase) || is_form(&piece)
        };
        match parts.last_mut() {
            Some(last) if goes_on => {
                last.push(',');
                last.push_str(&piece);
            }
            _ => parts.push(piece),
        }
    }
    parts
}

/// Whether a text says which of a family somebody is, and nothing else: `Jr.`
fn is_generation(text: &str) -> bool {
    let word = text.trim().trim_end_matches('.').to_lowercase();
    ["jr", "sr", "junior", "senior", "ii", "iii", "iv"].contains(&word.as_str())
}

/// Whether a text is a legal form and nothing else.
fn is_form(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && Name::new(&format!("Zorvan {text}"), Kind::Organisation).words().count() == 1
}

/// Takes a piece: a name, or several between which a word stands.
fn take(several: &mut Several, piece: &str, is_person: bool) {
    let piece = piece.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '/'));
    let piece = if piece.contains('(') { piece } else { piece.trim_end_matches(')') };
    if !piece.chars().any(char::is_alphanumeric) {
        return;
    }
    // Gas/Oil is one word of a company.
    let dividers: &[&str] = if is_person { &[" or ", " and ", "/"] } else { &[" or ", " / "] };
    let Some(divider) = dividers.iter().find(|divider| piece.contains(**divider)) else {
        return several.names.push(piece.to_owned());
    };
    let sides: Vec<&str> = piece.split(divider).map(str::trim).collect();
    // Beside "and" a word alone is a name.
    let are_names = || sides.iter().all(|side| side.split_whitespace().count() > 1);
    if *divider == " and " || are_names() {
        for side in sides {
            take(several, side, is_person);
        }
    } else if is_person {
        several.unclear.push(piece.to_owned());
    } else {
        several.names.push(piece.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_of_several_names_is_taken_apart_where_it_says_so_and_nowhere_else() {
        let mut cases = csv::ReaderBuilder::new()
            .delimiter(b'|')
            .quoting(false)
            .from_reader(include_str!("../../../tests/lists/several.csv").as_bytes());
        for case in cases.records() {
            let case = case.unwrap();
            let [kind, field, names, unclear] = [0, 1, 2, 3].map(|at| &case[at]);
            let found = several(field, kind == "person");
            assert_eq!(found.names.join(" + "), names, "{field}");
            assert_eq!(found.unclear.join(" + "), unclear, "{field}");
        }
    }
}
