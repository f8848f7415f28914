//! Where what stands in a changed text stood before it was changed.

use crate::ron::node::Span;

/// Where what stands in a changed text stood before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OldPlaces {
    /// What has come, and what has gone for it; in order.
    changes: Vec<(Span, Span)>,
    /// Where the text ended.
    end: usize,
}

impl OldPlaces {
    /// Of a text of this length, before any change.
    pub(super) fn of_text(end: usize) -> Self {
        Self { changes: Vec::new(), end }
    }

    /// Adds the next change in the order of the text: what has come, and what has gone for it.
    pub(super) fn add(&mut self, come: Span, gone: Span) {
        self.changes.push((come, gone));
    }

    /// Where a stretch stood. Of what has come, that is where it was put in, and what has gone for it.
    pub fn of(&self, new: Span) -> Span {
        let start = self.at(new.start).unwrap_or_else(|gone| gone.start).min(self.end);
        let last = new.end.saturating_sub(1).max(new.start);
        let end =
            if new.end > new.start { self.at(last).map_or_else(|gone| gone.end, |at| at + 1) } else { start };
        Span { start, end: end.min(self.end).max(start) }
    }

    /// Whether a byte has come with a change.
    pub fn has_come(&self, new: usize) -> bool {
        self.at(new).is_err()
    }

    /// Where a byte stood; of one that has come, what has gone for it.
    fn at(&self, new: usize) -> Result<usize, Span> {
        let before = self.changes.partition_point(|(come, _)| come.start <= new).checked_sub(1);
        match before.and_then(|at| self.changes.get(at)) {
            None => Ok(new),
            Some((come, gone)) if new < come.end => Err(*gone),
            Some((come, gone)) => Ok(gone.end + (new - come.end)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ron::patch::Patch;

    #[test]
    fn what_stands_in_a_changed_text_is_found_where_it_stood() {
        let text = "(a: 1, bcd: 22, e: 3)";
        let mut patch = Patch::new(text);
        let place = |what: &str| {
            let start = text.find(what).unwrap();
            Span { start, end: start + what.len() }
        };
        patch.replace(place("bcd"), "longer".to_owned());
        patch.replace(place("22, "), String::new());
        patch.replace(Span { start: text.len() - 1, end: text.len() - 1 }, ", new: 4".to_owned());
        let (new, places) = patch.apply_placed();
        assert_eq!(new, "(a: 1, longer: e: 3, new: 4)");
        let of = |what: &str| {
            let start = new.find(what).unwrap();
            let old = places.of(Span { start, end: start + what.len() });
            &text[old.start..old.end]
        };
        assert_eq!(of("a: 1"), "a: 1");
        assert_eq!(of("e: 3"), "e: 3");
        assert_eq!(of("longer"), "bcd");
        assert_eq!(of("ong"), "bcd");
        assert_eq!(of("new: 4"), "");
        assert!(places.has_come(new.find("longer").unwrap()) && !places.has_come(0));
        assert_eq!(of(new.as_str()), text);
        assert_eq!(places.of(Span { start: 900, end: 901 }), Span { start: text.len(), end: text.len() });
    }
}
