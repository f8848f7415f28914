//! Three-way merge of states, by record and by field. Two sides may each add, change, rename and delete; only where
//! both changed the same thing differently, or what they did does not hold together, is there something to choose.

mod chosen;
mod compose;
mod fields;
mod form;
mod lines;
mod order;
mod pieces;
mod plan;
mod rename;
mod texts;

use crate::model::id::Id;
use crate::model::state::{RecordKind, State};

pub use chosen::{Chosen, Refused, merge_chosen};
pub use lines::Marks;
pub use texts::{Outcome, Text, Unmergeable, Way, merge_texts};

/// What both sides changed a part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// The head of the file.
    Head,
    /// A record.
    Record(RecordKind, Id),
}

/// Something that both sides changed differently.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// Where it is.
    pub about: About,
    /// Which field, such as `history · 3 · sources`; empty for the whole record.
    pub field: String,
    /// What our side says, as it would stand in the file; `None` where it deleted it.
    pub ours: Option<String>,
    /// What the other side says.
    pub theirs: Option<String>,
}

/// The outcome of a merge: what our side says wherever there is something to choose.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// The merged state.
    pub state: State,
    /// What there is to choose.
    pub conflicts: Vec<Conflict>,
}

/// Which side is taken where both changed the same thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Ours.
    Ours,
    /// Theirs.
    Theirs,
}

/// Merges two sides that both come from `base`. `choose` says which side is taken for the conflict of a number, in
/// the order in which they are found.
///
/// A record that one side renamed is the same record on the other. What would make an error of two sides without one
/// (a reference to what the other deleted, a history that cannot be) is a conflict about the whole records.
pub fn merge(base: &State, ours: &State, theirs: &State, choose: &dyn Fn(usize) -> Side) -> Merged {
    let _step = tracing::info_span!("merge").entered();
    // Where one side has changed nothing there is nothing to merge; what is shared is found equal at once.
    for (side, other) in [(theirs, ours), (ours, theirs)] {
        if side == base {
            return Merged { state: other.clone(), conflicts: Vec::new() };
        }
    }
    let merged = plan::Plan::new(base, ours, theirs).merged(choose);
    Merged { state: merged.state, conflicts: merged.conflicts }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::load::load_text;
    use crate::store::places::SHIPPED;

    fn state(text: &str) -> State {
        let loaded = load_text(text.to_owned());
        assert!(loaded.findings.is_empty(), "{:?}", loaded.findings);
        loaded.state
    }

    /// The shipped file with texts replaced.
    fn with(changes: &[(&str, &str)]) -> State {
        let mut text = SHIPPED.to_owned();
        for (from, to) in changes {
            assert!(text.contains(from), "{from}");
            text = text.replacen(from, to, 1);
        }
        state(&text)
    }

    fn ours(base: &State, ours: &State, theirs: &State) -> Merged {
        merge(base, ours, theirs, &|_| Side::Ours)
    }

    const STEP: &str = "(on: \"2023\", what: Imposed, sources: [\"vedomosti\"]),";

    #[test]
    fn changes_to_different_records_and_to_different_fields_of_one_go_together() {
        let base = state(SHIPPED);
        let a = with(&[("programme: \"BELARUS-EO14038\"", "programme: \"A\"")]);
        let b = with(&[
            ("title: \"Belarus and the West\"", "title: \"B\""),
            ("acts: [\"us-eo-14038\"]", "acts: [\"us-eo-13405\"]"),
        ]);
        let both = with(&[
            ("programme: \"BELARUS-EO14038\"", "programme: \"A\""),
            ("title: \"Belarus and the West\"", "title: \"B\""),
            ("acts: [\"us-eo-14038\"]", "acts: [\"us-eo-13405\"]"),
        ]);
        for (one, other) in [(&a, &b), (&b, &a)] {
            let merged = ours(&base, one, other);
            assert_eq!(merged.conflicts, []);
            assert!(merged.state == both);
        }
    }

    #[test]
    fn steps_that_both_sides_add_are_both_there() {
        let base = state(SHIPPED);
        let one = format!("{STEP} (on: \"2001\", what: Threatened, sources: [\"normalise\"]),");
        let other = format!("{STEP} (on: \"2002\", what: Announced, sources: [\"normalise\"]),");
        let merged = ours(&base, &with(&[(STEP, &one)]), &with(&[(STEP, &other)]));
        assert_eq!(merged.conflicts, []);
        let before = base.measure("us-belavia-asset-freeze").unwrap().history.len();
        assert_eq!(merged.state.measure("us-belavia-asset-freeze").unwrap().history.len(), before + 2);
    }

    #[test]
    fn the_same_field_changed_by_both_is_a_choice_that_shows_both() {
        let base = state(SHIPPED);
        let a = with(&[("programme: \"BELARUS-EO14038\"", "programme: \"A\"")]);
        let b = with(&[("programme: \"BELARUS-EO14038\"", "programme: \"B\"")]);
        let merged = ours(&base, &a, &b);
        let [conflict] = merged.conflicts.as_slice() else { panic!("{:?}", merged.conflicts) };
        assert_eq!(conflict.field, "programme");
        assert_eq!((conflict.ours.as_deref(), conflict.theirs.as_deref()), (Some("\"A\""), Some("\"B\"")));
        assert!(merged.state == a);
        assert!(merge(&base, &a, &b, &|_| Side::Theirs).state == b);
    }

    #[test]
    fn the_head_of_a_file_is_told_from_a_record_that_is_called_file() {
        let one = |title: &str, name: &str| {
            state(&format!(
                "(schema: 2, title: {title:?}, subjects: [(id: \"file\", name: {name:?}, kind: State)])"
            ))
        };
        let merged = ours(&one("T", "Alpha"), &one("A", "Beta"), &one("B", "Gamma"));
        let about: Vec<_> = merged.conflicts.iter().map(|it| (&it.about, it.field.as_str())).collect();
        let record = About::Record(RecordKind::Subjects, "file".into());
        assert_eq!(about, [(&record, "name"), (&About::Head, "title")]);
    }

    #[test]
    fn one_field_of_one_step_changed_by_both_is_a_choice_about_that_field_alone() {
        let base = state(SHIPPED);
        let a = with(&[(STEP, "(on: \"2023-01\", what: Imposed, sources: [\"vedomosti\"]),")]);
        let b = with(&[(STEP, "(on: \"2023-02\", what: Imposed, note: \"x\", sources: [\"vedomosti\"]),")]);
        let merged = ours(&base, &a, &b);
        assert_eq!(
            merged.conflicts.iter().map(|c| c.field.as_str()).collect::<Vec<_>>(),
            ["history · 2 · on"]
        );
        let step = &merged.state.measure("us-belavia-asset-freeze").unwrap().history[1];
        assert_eq!((step.on.written().as_str(), step.note.as_deref()), ("2023-01", Some("x")));
    }

    #[test]
    fn an_error_that_a_side_has_by_itself_is_no_reason_to_choose_the_whole_record() {
        let one = |text: &str| load_text(format!("(schema: 2, title: \"T\", events: [{text}])")).state;
        let event = |title: &str, note: &str| {
            format!(
                "(id: \"e\", kind: Talks, title: {title:?}, actors: [\"QQ\"], note: {note:?}, sources: [\"s\"])"
            )
        };
        let merged = ours(&one(&event("a", "b")), &one(&event("c", "b")), &one(&event("a", "d")));
        assert_eq!(merged.conflicts, []);
        assert!(merged.state == one(&event("c", "d")));
    }

    #[test]
    fn a_record_deleted_by_one_and_changed_by_the_other_is_a_choice() {
        let base = state(
            "(schema: 2, title: \"T\", subjects: [(id: \"A\", name: \"a\", kind: State), (id: \"B\", name: \"b\", kind: State)])",
        );
        let deleted = state("(schema: 2, title: \"T\", subjects: [(id: \"A\", name: \"a\", kind: State)])");
        let changed = state(
            "(schema: 2, title: \"T\", subjects: [(id: \"A\", name: \"a\", kind: State), (id: \"B\", name: \"c\", kind: State)])",
        );
        let merged = ours(&base, &deleted, &changed);
        assert_eq!(merged.conflicts.len(), 1);
        assert!(merged.conflicts[0].ours.is_none());
        assert!(merged.state == deleted);
        assert!(ours(&base, &deleted, &base).state == deleted);
        assert!(ours(&base, &base, &deleted).state == deleted);
    }
}
