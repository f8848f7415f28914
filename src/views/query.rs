//! What a person types after `/`: words in any order, and `field:value`.

use std::ops::RangeInclusive;

use chrono::{Days, NaiveDate};

use crate::model::date::Date;

use super::fields::{Bare, FilterField, Listing, Sort};
use super::fold::normal;

/// So many conditions a filter has at the most. Nobody types as many; a pasted text has more words, and each is looked for
/// in every record.
const MOST: usize = 64;

/// One condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Term {
    /// A word: in what the row shows, else anywhere.
    Word(Needle),
    /// Something of a field.
    Field(FilterField, Ask),
}

/// What is asked of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ask {
    /// That this stands in it.
    Has(Needle),
    /// That a date lies there.
    Dated(Span),
    /// That a number lies there.
    Counts(RangeInclusive<i64>),
    /// Yes or no.
    Is(bool),
}

/// A stretch of days: from the one to the other, both of them in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Span {
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

impl Span {
    /// Whether a date may lie in it.
    pub(super) fn may_hold(self, date: Date) -> bool {
        self.from.is_none_or(|from| date.last() >= from) && self.to.is_none_or(|to| date.first() <= to)
    }
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
    pub(super) fn new(text: &str) -> Self {
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
            match term(word) {
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

    /// Reads a filter for the rows of a list: a field that they do not have is complained of and left out.
    pub fn for_list(text: &str, listing: Listing) -> Self {
        let mut query = Self::parse(text);
        // Of a relation or a border these were always its sides.
        if matches!(listing, Listing::Relations | Listing::Borders) {
            for (_, term) in &mut query.terms {
                if let Term::Field(field @ (FilterField::Issuer | FilterField::Target), _) = term {
                    *field = FilterField::Actor;
                }
            }
        }
        let (mut query, without) = query.within(listing);
        for field in without {
            let known: Vec<&str> = FilterField::of(listing).map(FilterField::name).collect();
            let there: Vec<&str> = field.lists().iter().map(|listing| listing.word()).collect();
            query.complaints.push(format!(
                "{listing} has no {}, {} has: here are {}",
                field.name(),
                there.join(" or "),
                known.join(" ")
            ));
        }
        query
    }

    /// What of it can be asked of the rows of a list, and the fields that these do not have, each once.
    #[must_use]
    pub fn within(mut self, listing: Listing) -> (Self, Vec<FilterField>) {
        let mut without = Vec::new();
        self.terms.retain(|(_, term)| match term {
            Term::Field(field, _) if !field.is_of(listing) => {
                if !without.contains(field) {
                    without.push(*field);
                }
                false
            }
            _ => true,
        });
        (self, without)
    }

    /// Both of two filters: all conditions of either hold. What was complained of in the other is not repeated.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        for term in other.terms {
            if !self.terms.contains(&term) {
                self.terms.push(term);
            }
        }
        self
    }

    /// Whether it asks nothing, so that every row passes.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether any of its conditions must not hold.
    pub fn excludes(&self) -> bool {
        self.terms.iter().any(|(wanted, _)| !wanted)
    }

    /// Whether what it keeps of a row turns on other rows as well.
    pub fn depends_on_others(&self) -> bool {
        self.terms.iter().any(|(_, term)| matches!(term, Term::Field(FilterField::Held, _)))
    }

    /// Whether it asks for words wherever they stand.
    pub fn has_words(&self) -> bool {
        self.terms.iter().any(|(_, term)| matches!(term, Term::Word(_)))
    }

    /// The words that must stand somewhere, folded.
    pub(super) fn wanted_words(&self) -> impl Iterator<Item = &Needle> {
        self.terms.iter().filter_map(|(wanted, term)| match term {
            Term::Word(needle) | Term::Field(FilterField::Any, Ask::Has(needle)) if *wanted => Some(needle),
            _ => None,
        })
    }
}

fn term(word: &str) -> Result<Option<Term>, String> {
    // `https://…` is an address, and `//` is no value.
    let is_field = |(name, value): &(&str, &str)| is_name(name) && !value.starts_with("//");
    let Some((name, value)) = word.split_once(':').filter(is_field) else {
        return Ok(Some(Term::Word(Needle::new(word))));
    };
    let name = name.to_lowercase();
    let Some(field) = FilterField::from_name(&name) else {
        let known: Vec<&str> = FilterField::ALL.iter().map(|field| field.name()).collect();
        return Err(format!("no field {name}: {}", known.join(" ")));
    };
    // Still being typed.
    if value.is_empty() || is_sign(value) {
        return Ok(None);
    }
    Ok(Some(Term::Field(field, ask(field, value)?)))
}

fn ask(field: FilterField, value: &str) -> Result<Ask, String> {
    let name = field.name();
    Ok(match field.sort() {
        Sort::Dates(bare) => {
            Ask::Dated(span(value, bare).ok_or_else(|| format!("{name}: a date such as 2025-01"))?)
        }
        Sort::Numbers => match (range(value), field) {
            (Some(range), _) => Ask::Counts(range),
            (None, FilterField::Age) if !value.starts_with(['<', '>', '=']) => Ask::Has(Needle::new(value)),
            (None, _) => {
                return Err(format!("{name}: a number such as {name}:>30, {name}:<5, {name}:10..20"));
            }
        },
        Sort::Flag => match value {
            "yes" | "y" | "true" | "1" => Ask::Is(true),
            "no" | "n" | "false" | "0" => Ask::Is(false),
            _ if "yes".starts_with(value) || "no".starts_with(value) => return Ok(Ask::Is(value != "no")),
            _ => return Err(format!("no {name} is {value:?}: yes, no")),
        },
        Sort::Subjects | Sort::Texts | Sort::Anything => Ask::Has(Needle::new(value)),
    })
}

/// Whether a value is only the sign before one.
fn is_sign(value: &str) -> bool {
    matches!(value, "<" | ">" | "=" | "<=" | ">=" | ".." | ".")
}

/// The stretch of days that `2025-01`, `<2025`, `>=2025-03-02` or `2024..2025` mean.
fn span(value: &str, bare: Bare) -> Option<Span> {
    let date = |text: &str| text.parse::<Date>().ok();
    if let Some((from, to)) = value.split_once("..") {
        let from = if from.is_empty() { None } else { Some(date(from)?.first()) };
        let to = if to.is_empty() { None } else { Some(date(to)?.last()) };
        return Some(Span { from, to });
    }
    let before = |date: Date| date.first().checked_sub_days(Days::new(1));
    let after = |date: Date| date.last().checked_add_days(Days::new(1));
    let (sign, text) = value.split_at(value.find(|c| !matches!(c, '<' | '>' | '='))?);
    let date = date(text)?;
    Some(match (sign, bare) {
        ("<", _) | ("", Bare::Before) => Span { from: None, to: before(date) },
        ("<=", _) => Span { from: None, to: Some(date.last()) },
        (">", _) => Span { from: after(date), to: None },
        (">=", _) | ("", Bare::OnOrAfter) => Span { from: Some(date.first()), to: None },
        ("=", _) | ("", Bare::Within) => Span { from: Some(date.first()), to: Some(date.last()) },
        _ => return None,
    })
}

/// The numbers that `180`, `>180`, `<=30` or `30..180` mean.
fn range(value: &str) -> Option<RangeInclusive<i64>> {
    let number = |text: &str| text.parse::<i64>().ok();
    if let Some((from, to)) = value.split_once("..") {
        let from = if from.is_empty() { i64::MIN } else { number(from)? };
        let to = if to.is_empty() { i64::MAX } else { number(to)? };
        return Some(from..=to);
    }
    let (sign, text) = value.split_at(value.find(|c| !matches!(c, '<' | '>' | '='))?);
    let number = number(text)?;
    Some(match sign {
        "<" => i64::MIN..=number.saturating_sub(1),
        "<=" => i64::MIN..=number,
        ">" => number.saturating_add(1)..=i64::MAX,
        ">=" => number..=i64::MAX,
        "" | "=" => number..=number,
        _ => return None,
    })
}

fn is_name(name: &str) -> bool {
    name.len() > 1
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-')
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
    fn a_field_that_a_list_does_not_have_is_complained_of_there_and_left_out() {
        let query = Query::for_list("traffic:freight belavia", Listing::Ledger);
        assert_eq!(query.terms.len(), 1);
        assert!(
            query.complaints[0].starts_with("Ledger has no traffic, Borders has: here are issuer target "),
            "{query:?}"
        );
        assert!(Query::for_list("traffic:freight", Listing::Borders).complaints.is_empty());
    }

    #[test]
    fn dates_and_numbers_are_asked_for_with_signs_and_between_two() {
        let of = |text: &str| match Query::parse(text).terms.first() {
            Some((_, Term::Field(_, Ask::Dated(span)))) => {
                format!(
                    "{}..{}",
                    span.from.map(|day| day.to_string()).unwrap_or_default(),
                    span.to.map(|day| day.to_string()).unwrap_or_default()
                )
            }
            Some((_, Term::Field(_, Ask::Counts(range)))) => format!("{}..{}", range.start(), range.end()),
            other => format!("{other:?}"),
        };
        let cases = [
            ("since:2025-02", "2025-02-01.."),
            ("before:2025-02", "..2025-01-31"),
            ("until:2025-02", "2025-02-01..2025-02-28"),
            ("until:<2025-02", "..2025-01-31"),
            ("until:<=2025-02", "..2025-02-28"),
            ("until:>2025-02", "2025-03-01.."),
            ("until:>=2025-02", "2025-02-01.."),
            ("since:=2025-02", "2025-02-01..2025-02-28"),
            ("shown:2024..2025-03", "2024-01-01..2025-03-31"),
            ("shown:..2025", "..2025-12-31"),
            ("age:10..20", "10..20"),
            ("age:7", "7..7"),
        ];
        for (text, wanted) in cases {
            assert_eq!(of(text), wanted, "{text}");
        }
        assert_eq!(of("age:>180"), format!("181..{}", i64::MAX));
        assert_eq!(of("age:<=30"), format!("{}..30", i64::MIN));
        for wrong in
            ["since:soon", "until:<soon", "until:<>2025", "sources:many", "age:>old", "conflict:maybe"]
        {
            assert_eq!(Query::parse(wrong).complaints.len(), 1, "{wrong}");
        }
        for begun in ["since:", "until:<", "age:>", "shown:..", "age:>="] {
            assert_eq!(Query::parse(begun), Query::default(), "{begun}");
        }
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
