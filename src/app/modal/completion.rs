//! What is offered for the word at the cursor of a filter: fields, and the values of a field with how many rows have them.

use std::ops::Range;
use std::sync::Arc;

use tui_input::Input;

use crate::views::day::Day;
use crate::views::fields::{Bare, FilterField, Listing, Sort};
use crate::views::filter::{AllValues, Facets, Offer};
use crate::views::query::Query;

/// So many are offered at the most.
const MOST: usize = 32;

/// What is offered.
#[derive(Debug, Clone, Default)]
pub struct Completion {
    /// The field whose values are offered; `None` where fields are.
    pub field: Option<FilterField>,
    /// What can be taken, the best first.
    pub offers: Vec<Offer>,
    /// Which of it is chosen.
    pub chosen: Option<usize>,
    /// What is taken stands in place of these bytes.
    replaced: Range<usize>,
    /// The values of the last field, of the rows that the rest of the filter keeps.
    known: Option<Known>,
    /// Those of all rows, by which it is told that there is no such value.
    pub(in crate::app) all: AllValues,
}

/// Values, and of which rows they are.
#[derive(Debug, Clone)]
struct Known {
    field: FilterField,
    listing: Listing,
    generation: u64,
    rest: Query,
    facets: Arc<Facets>,
}

/// The word at a cursor, which is a place among the bytes: where it begins and ends; quotes keep words together.
fn word_at(text: &str, cursor: usize) -> Range<usize> {
    let (mut begin, mut quoted) = (0, false);
    for (at, c) in text.char_indices() {
        if c.is_whitespace() && !quoted {
            if at >= cursor {
                return begin..at;
            }
            begin = at + c.len_utf8();
        }
        quoted ^= c == '"';
    }
    begin..text.len()
}

impl Completion {
    /// So many are in view at the most.
    pub const ROWS: usize = 8;

    /// Offers nothing any more.
    pub(in crate::app) fn close(&mut self) {
        self.offers.clear();
        (self.chosen, self.field) = (None, None);
    }

    /// The first that is in view.
    pub fn top(&self) -> usize {
        self.chosen.map_or(0, |at| (at + 1).saturating_sub(Self::ROWS))
    }

    /// Chooses the next that is offered, or the one before; after the last comes none. Returns whether anything is offered.
    pub(super) fn choose(&mut self, next: bool) -> bool {
        let count = self.offers.len();
        self.chosen = match (self.chosen, next) {
            _ if count == 0 => return false,
            (None, true) => Some(0),
            (None, false) => Some(count - 1),
            (Some(at), true) => (at + 1 < count).then_some(at + 1),
            (Some(at), false) => at.checked_sub(1),
        };
        true
    }

    /// The text with what is chosen, or the first, in place of the word; and the place of the cursor behind it, in
    /// characters.
    pub(super) fn taken(&self, text: &str) -> Option<(String, usize)> {
        let offer = self.offers.get(self.chosen.unwrap_or_default())?;
        let (before, after) = (text.get(..self.replaced.start)?, text.get(self.replaced.end..)?);
        // Behind a value comes the next condition.
        let between = if self.field.is_some() && after.is_empty() { " " } else { "" };
        let begin = format!("{before}{}{between}", offer.text);
        let cursor = begin.chars().count();
        Some((begin + after, cursor))
    }

    /// Offers what fits the word at the cursor. `rows` gives the rows that a filter keeps, and is asked where the word is a
    /// value.
    pub(in crate::app) fn renew(
        &mut self,
        input: &Input,
        listing: Listing,
        day: &Day,
        rows: impl FnOnce(&str) -> (Query, Vec<usize>),
    ) {
        self.close();
        let text = input.value();
        let cursor = text.char_indices().nth(input.cursor()).map_or(text.len(), |(at, _)| at);
        let word = word_at(text, cursor);
        let typed = text.get(word.start..cursor.max(word.start)).unwrap_or_default();
        let sign = usize::from(typed.starts_with('-'));
        let named = typed.get(sign..).unwrap_or_default().split_once(':');
        let Some((name, value)) = named else {
            let begun = typed.get(sign..).unwrap_or_default().to_lowercase();
            let fields = FilterField::of(listing).filter(|field| field.name().starts_with(&begun));
            let offer = |field: FilterField| Offer {
                text: format!("{}:", field.name()),
                name: field.asks().to_owned(),
                count: None,
            };
            self.offers = fields.map(offer).collect();
            self.replaced = word.start + sign..word.end;
            return;
        };
        let field = FilterField::from_name(&name.to_lowercase()).filter(|field| field.is_of(listing));
        let Some(field) = field.filter(|field| field.sort() != Sort::Anything) else { return };
        if matches!(field.sort(), Sort::Dates(_)) {
            return;
        }
        let rest = [text.get(..word.start), text.get(word.end..)].into_iter().flatten().collect::<String>();
        let facets = self.facets(field, listing, day, &rest, rows);
        self.offers = facets.offers(day, value, MOST);
        // What is typed in full needs no offer.
        let is_typed = |offer: &Offer| offer.text.eq_ignore_ascii_case(value);
        if self.offers.first().is_some_and(is_typed) && self.offers.len() == 1 {
            self.offers.clear();
        }
        self.field = Some(field);
        self.replaced = word.start + sign + name.len() + 1..word.end;
    }

    /// The values of a field in the rows that the rest of the filter keeps; they are kept while only the value is typed.
    fn facets(
        &mut self,
        field: FilterField,
        listing: Listing,
        day: &Day,
        rest: &str,
        rows: impl FnOnce(&str) -> (Query, Vec<usize>),
    ) -> Arc<Facets> {
        let wanted = Query::for_list(rest, listing);
        let is_known = |known: &&Known| {
            (known.field, known.listing, known.generation) == (field, listing, day.generation)
                && known.rest == wanted
        };
        if let Some(known) = self.known.as_ref().filter(is_known) {
            return Arc::clone(&known.facets);
        }
        let (_, rows) = rows(rest);
        let facets = Arc::new(Facets::of(day, listing, field, rows.into_iter()));
        self.known = Some(Known {
            field,
            listing,
            generation: day.generation,
            rest: wanted,
            facets: Arc::clone(&facets),
        });
        facets
    }
}

/// How a date or a number is asked for, where no values are offered.
pub fn form(field: FilterField) -> &'static str {
    match field.sort() {
        Sort::Dates(Bare::OnOrAfter) => {
            "2025, 2025-09 or 2025-09-11 and later; =2025 in it; <2025 before; 2024..2025"
        }
        Sort::Dates(Bare::Before) => "before 2025, 2025-09 or 2025-09-11",
        Sort::Dates(Bare::Within) => "in 2025, 2025-09, on 2025-09-11; <2025 >2025; 2024..2025",
        Sort::Numbers => ">30 <5 10..20",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_at_the_cursor_is_told_with_its_quotes() {
        let cases = [
            ("", 0, ""),
            ("issuer:us sta", 13, "sta"),
            ("issuer:us sta", 9, "issuer:us"),
            ("issuer:us sta", 3, "issuer:us"),
            ("issuer:us ", 10, ""),
            ("target:\"alpha wo", 16, "target:\"alpha wo"),
            ("target:\"alpha works\" k", 22, "k"),
            ("цель k", 4, "цель"),
        ];
        for (text, cursor, word) in cases {
            assert_eq!(&text[word_at(text, cursor)], word, "{text} at {cursor}");
        }
    }
}
