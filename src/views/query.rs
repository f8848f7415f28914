//! What a person types after `/`: words in any order, and `field:value`.

use crate::model::date::Date;
use crate::model::id::Id;
use crate::model::state::State;

use super::fold::normal;

/// The fields that a filter knows, with what they ask.
pub const FIELDS: &[(&str, &str)] = &[
    ("issuer", "who issued the measure"),
    ("target", "whom it is aimed at, and its country"),
    ("status", "what holds on the day: in-force, licensed, lifted, open, suspended …"),
    ("measure", "the kind of measure"),
    ("programme", "programme or regime"),
    ("act", "legal act"),
    ("actor", "who takes part, or either side of a border or relation"),
    ("kind", "kind of event, of record or of crossing (road, rail)"),
    ("source", "who says so"),
    ("since", "on or after a date: since:2025-01"),
    ("before", "before a date: before:2025-09"),
    ("conflict", "whether sources disagree: conflict:yes"),
    ("id", "the record's id"),
];

/// So many conditions a filter has at the most. Nobody types as many; a pasted text has more words, and each is looked for
/// in every record.
const MOST: usize = 64;

/// One condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Term {
    /// A word anywhere.
    Word(Needle),
    /// A word in a field.
    Field(&'static str, Needle),
    /// On or after the date.
    Since(Date),
    /// Before the date.
    Before(Date),
    /// Sources disagree, or not.
    Conflict(bool),
}

/// A filter: every condition must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    pub(super) terms: Vec<(bool, Term)>,
    /// What could not be understood; such a condition is left out.
    pub complaints: Vec<String>,
}

/// What is looked for in a field: folded, hyphens as spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needle(String);

impl Needle {
    fn new(text: &str) -> Self {
        Self(normal(text))
    }

    /// What is looked for.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it stands anywhere in the text.
    pub fn within(&self, text: &str) -> bool {
        normal(text).contains(&self.0)
    }

    /// Whether it names the subject: by its id, or as the beginning of a word of its name or of an alias (so that
    /// `us` finds the United States and not Russia).
    pub fn names(&self, state: &State, id: &Id) -> bool {
        let begins = |text: &str| {
            let text = normal(text);
            text.match_indices(&self.0)
                .any(|(at, _)| text.get(..at).is_some_and(|before| !before.ends_with(char::is_alphanumeric)))
        };
        normal(id.as_str()) == self.0
            || state
                .subject(id.as_str())
                .is_some_and(|a| begins(&a.name) || a.aliases.iter().any(|x| begins(x.name())))
    }
}

impl Query {
    /// Reads a filter. It never fails: what is not understood is complained of and left out.
    pub fn parse(text: &str) -> Self {
        let mut query = Self::default();
        for word in words(text) {
            let (wanted, word) = match word.strip_prefix('-') {
                Some(rest) if !rest.is_empty() => (false, rest),
                _ => (true, word.as_str()),
            };
            match Self::term(word) {
                Ok(Some(term)) if query.terms.contains(&(wanted, term.clone())) => {}
                Ok(Some(_)) if query.terms.len() == MOST => {
                    query.complaints.push(format!(
                        "a filter has {MOST} conditions at the most: {word:?} and what follows is left out"
                    ));
                    break;
                }
                Ok(Some(term)) => query.terms.push((wanted, term)),
                Ok(None) => {}
                Err(complaint) => query.complaints.push(complaint),
            }
        }
        query
    }

    fn term(word: &str) -> Result<Option<Term>, String> {
        // `https://…` is an address, and `//` is no value.
        let is_field = |(name, value): &(&str, &str)| is_name(name) && !value.starts_with("//");
        let Some((name, value)) = word.split_once(':').filter(is_field) else {
            return Ok(Some(Term::Word(Needle::new(word))));
        };
        let name = name.to_lowercase();
        let Some(&(field, _)) = FIELDS.iter().find(|(field, _)| *field == name) else {
            let known: Vec<&str> = FIELDS.iter().map(|(field, _)| *field).collect();
            return Err(format!("no field {name}: {}", known.join(" ")));
        };
        if value.is_empty() {
            // Still being typed.
            return Ok(None);
        }
        let date = || value.parse::<Date>().map_err(|_| format!("{field}: a date such as 2025-01"));
        Ok(Some(match field {
            "since" => Term::Since(date()?),
            "before" => Term::Before(date()?),
            "conflict" => Term::Conflict(matches!(value, "yes" | "y" | "true" | "1")),
            _ => Term::Field(field, Needle::new(value)),
        }))
    }

    /// Whether it asks nothing, so that every row passes.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }
}

fn is_name(name: &str) -> bool {
    name.len() > 1 && name.bytes().all(|b| b.is_ascii_alphabetic())
}

/// Words at white space; double quotes keep several together, also after `field:`.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quoted = false;
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            c => word.push(c),
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_is_not_known_is_complained_of_and_left_out() {
        let query = Query::parse("isuer:us belavia");
        assert_eq!(query.complaints.len(), 1);
        assert_eq!(query.terms.len(), 1);
        assert!(Query::parse("12:30").complaints.is_empty(), "a time is a word");
        assert!(Query::parse("https://alpha.example/a").complaints.is_empty(), "so is an address");
    }

    #[test]
    fn a_condition_counts_once_and_a_pasted_text_has_a_bound() {
        assert_eq!(Query::parse(&"belavia issuer:us ".repeat(500)).terms.len(), 2);
        let words: Vec<String> = (0..500).map(|at| format!("w{at}")).collect();
        let query = Query::parse(&words.join(" "));
        assert_eq!(query.terms.len(), MOST);
        assert_eq!(
            query.complaints,
            ["a filter has 64 conditions at the most: \"w64\" and what follows is left out"]
        );
    }
}
