//! Values: texts, words, numbers, dates, each with what is told where it is none.

use std::hash::Hash;

use hashbrown::HashSet;

use super::Decoder;
use crate::model::compact::{Text, ThinSlice};
use crate::model::date::Date;
use crate::model::declare::Vocabulary;
use crate::model::id::Id;
use crate::ron::node::{Node, Value};

/// What a list looks like.
pub(super) const A_LIST: &str = "a list: [ … ]";

/// The list that says the same and was there before, so that equal lists share their memory.
pub(super) fn shared<T: Clone + Eq + Hash>(
    known: &mut HashSet<ThinSlice<T>>,
    list: ThinSlice<T>,
) -> ThinSlice<T> {
    if list.is_empty() { list } else { known.get_or_insert_with(&list, Clone::clone).clone() }
}

/// Whether two names are likely the same word: equal without case, or but for a letter or two.
pub(super) fn alike(a: &str, b: &str) -> bool {
    // However a letter is written in other cases: a name of megabytes is no other name misspelt.
    if a.len().abs_diff(b.len()) > 16 {
        return false;
    }
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    let common = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let tail = a.chars().rev().zip(b.chars().rev()).take_while(|(x, y)| x == y).count();
    let longest = a.chars().count().max(b.chars().count());
    let letters = |text: &str| {
        let mut letters: Vec<char> = text.chars().collect();
        letters.sort_unstable();
        letters
    };
    let one_edit = longest > 2 && common + tail + 1 >= longest;
    let exchanged = longest > 2 && common + tail + 2 >= longest && letters(&a) == letters(&b);
    a == b || one_edit || exchanged
}

impl Decoder {
    pub(super) fn mistyped(&mut self, node: &Node<'_>, name: &str, wanted: &str) {
        let message = format!("{name} is {wanted}, not {}", node.value.kind());
        self.problem(node.span, message, format!("write {wanted}"));
    }

    pub(super) fn text<'n>(&mut self, node: &'n Node<'_>, name: &str) -> Option<&'n str> {
        if let Value::Text(text) = &node.value {
            return Some(text);
        }
        self.mistyped(node, name, "a text in quotes: \"…\"");
        None
    }

    pub(super) fn id_of(&mut self, node: &Node<'_>, name: &str) -> Option<Id> {
        self.common_of(node, name).map(Id::from)
    }

    pub(super) fn common_of(&mut self, node: &Node<'_>, name: &str) -> Option<Text> {
        let text = self.text(node, name)?;
        Some(self.common(text))
    }

    pub(super) fn date(&mut self, node: &Node<'_>, name: &str) -> Option<Date> {
        let text = self.text(node, name)?;
        match text.parse() {
            Ok(date) => Some(date),
            Err(error) => {
                let help = "a date is as precise as its source: \"2025\", \"2025-11\", \"2025-11-04\" or \"2025-06/2025-08\"";
                self.problem(node.span, format!("{name}: {text:?}: {error}"), help);
                None
            }
        }
    }

    pub(super) fn word<T: Vocabulary>(&mut self, node: &Node<'_>, name: &str) -> Option<T> {
        let Value::Name(written) = node.value else {
            self.mistyped(node, name, &format!("one of {}", T::NAMES.join(", ")));
            return None;
        };
        let word = T::from_name(written);
        if word.is_none() {
            self.problem(node.span, format!("{name} cannot be {written}"), self::one_of::<T>(written));
        }
        word
    }

    pub(super) fn flag(&mut self, node: &Node<'_>, name: &str) -> Option<bool> {
        match node.value {
            Value::Name("true") => Some(true),
            Value::Name("false") => Some(false),
            _ => {
                self.mistyped(node, name, "true or false");
                None
            }
        }
    }

    fn parsed<N: std::str::FromStr>(&mut self, node: &Node<'_>, name: &str, wanted: &str) -> Option<N> {
        let Value::Number(written) = &node.value else {
            self.mistyped(node, name, wanted);
            return None;
        };
        let number = written.replace('_', "").parse().ok();
        if number.is_none() {
            self.problem(node.span, format!("{name} cannot be {written}"), format!("write {wanted}"));
        }
        number
    }

    pub(super) fn number(&mut self, node: &Node<'_>, name: &str) -> Option<u32> {
        self.parsed(node, name, "a whole number from 0 to 4294967295")
    }

    pub(super) fn decimal(&mut self, node: &Node<'_>, name: &str) -> Option<f64> {
        let number: f64 = self.parsed(node, name, "a decimal number")?;
        if !number.is_finite() {
            self.problem(node.span, format!("{name} is no number that there is"), "write a decimal number");
            return None;
        }
        Some(number)
    }
}

fn one_of<T: Vocabulary>(written: &str) -> String {
    let near = T::NAMES.iter().find(|name| alike(name, written));
    near.map_or_else(|| format!("one of {}", T::NAMES.join(", ")), |near| format!("did you mean {near}?"))
}

/// A standard word, or `Other("…")` in its own words.
pub(super) fn word_or_other<T: Vocabulary>(
    decoder: &mut Decoder,
    node: &Node<'_>,
    name: &str,
) -> Option<Result<T, Text>> {
    if let Value::Tuple(Some("Other"), items) = &node.value {
        if let [item] = items.as_slice() {
            return decoder.text(item, name).map(|text| Err(Text::from(text)));
        }
        decoder.mistyped(node, name, "Other(\"…\")");
        return None;
    }
    decoder.word(node, name).map(Ok)
}
