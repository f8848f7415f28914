//! Merging what two sides made of one file.

use beltui::edit::difference::origins;
use beltui::store::load::{Loaded, load_text};
use beltui::store::merge::{Side, merge};
use beltui::store::render::{Base, render};
use bolero::check;

use super::common::mutations::{Mutation, SMALL, mutated, with_other_values};

const DATES: &[&str] = &["2025", "2024-02-29", "2025-10", "0001/9999", "9999-12-31"];

/// A version of the small file that can be read: values exchanged, and a few things done to it.
fn version(numbers: &[u16], steps: &[Mutation]) -> Option<Loaded> {
    let text = if numbers.is_empty() { SMALL.to_owned() } else { with_other_values(SMALL, numbers, DATES) };
    let loaded = load_text(mutated(&text, &steps[..steps.len().min(2)]));
    (loaded.errors() == 0).then_some(loaded)
}

type Version = (Vec<u16>, Vec<Mutation>);

#[test]
fn three_versions_merge_into_one_that_can_be_written() {
    check!().with_type::<(Version, Version, Version, bool)>().for_each(|(base, ours, theirs, choice)| {
        // Most changes break the file: what cannot be read is the file as it was.
        let read = |it: &Version| version(&it.0, &it.1).unwrap_or_else(|| load_text(SMALL.to_owned()));
        let (base, ours, theirs) = (read(base), read(ours), read(theirs));
        let side = if *choice { Side::Ours } else { Side::Theirs };
        let merged = merge(&base.state, &ours.state, &theirs.state, &|_| side);
        if ours.state == base.state {
            assert!(merged.conflicts.is_empty() && merged.state == theirs.state, "only they changed it");
        }
        if theirs.state == base.state {
            assert!(merged.conflicts.is_empty() && same(&merged.state, &ours.state), "only we changed it");
        }
        if ours.state == theirs.state {
            assert!(merged.conflicts.is_empty() && merged.state == ours.state, "both changed the same");
        }
        let from = origins(&ours.state, &merged.state);
        let ours = Base::from(ours);
        let written = render(&ours, &merged.state, &from).unwrap();
        assert!(load_text(written.text).state == merged.state);
    });
}

/// Whether two states hold the same records, in whatever order.
fn same(a: &beltui::model::state::State, b: &beltui::model::state::State) -> bool {
    a == b || beltui::edit::difference::difference(a, b).is_empty()
}
