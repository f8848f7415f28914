//! Texts of elements inside of one that is being read, by their names.

/// So many texts of one element are kept.
const MOST: usize = 2000;

/// Names and texts, in the order in which they came.
#[derive(Default)]
pub(super) struct Fields {
    held: Vec<(String, String)>,
}

impl Fields {
    /// Takes a text.
    pub(super) fn take(&mut self, name: &str, text: &str) {
        if self.held.len() < MOST && !text.is_empty() {
            self.held.push((name.to_owned(), text.to_owned()));
        }
    }

    /// The first text of a name; empty where there is none.
    pub(super) fn get(&self, name: &str) -> &str {
        self.held.iter().find(|(held, _)| held == name).map_or("", |(_, text)| text.as_str())
    }

    /// Forgets all.
    pub(super) fn clear(&mut self) {
        self.held.clear();
    }
}
