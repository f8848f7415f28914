//! Forms as they open, and what they make.

use super::*;
use crate::app::script::keys;
use crate::store::load::load_text;
use crate::store::places::SHIPPED;

fn state() -> State {
    load_text(SHIPPED.to_owned()).state
}

fn today() -> NaiveDate {
    "2026-08-01".parse().unwrap()
}

/// Fills a form by keys; `Tab` goes on.
fn fill(form: &mut Form, typed: &str, state: &State) {
    for chord in keys(typed).unwrap() {
        if chord == "Tab".parse().unwrap() {
            form.step(true, state);
        } else {
            form.type_key(chord, state);
        }
    }
}

#[test]
fn every_shipped_record_and_step_goes_through_its_form_unchanged() {
    let state = state();
    for list in RecordKind::ALL.iter().copied() {
        for at in 0..state.len(list) {
            let record = state.at(crate::model::state::Place { list, at }).unwrap().to_owned();
            let mut form = Form::of_record(&record, &state, today());
            let accepted = form.accept(&state);
            let errors: Vec<_> = form.fields.iter().filter_map(|f| f.error.as_ref()).collect();
            let Some(accepted) = accepted else { panic!("{}: {errors:?} {:?}", record.id(), form.error) };
            assert_eq!(accepted.transaction.ops, []);
            for step in 0..step_count(&record) {
                let mut form = Form::of_step(&record, Some(step), &state, (today(), today()), None).unwrap();
                let accepted = form.accept(&state).unwrap();
                assert_eq!(accepted.transaction.ops, []);
            }
        }
    }
}

#[test]
fn a_new_sanction_takes_its_issuer_by_alias_and_its_id_from_its_fields() {
    let state = state();
    let mut form = Form::new_record(RecordKind::Sanctions, &state, today(), None);
    fill(&mut form, "united states<Tab>mozyr ref<Tab>", &state);
    let accepted = form.accept(&state).unwrap();
    assert_eq!(accepted.id.as_str(), "us-mozyr-oil-refinery-asset-freeze");
    let Op::Insert { record, .. } = &accepted.transaction.ops[0] else { panic!() };
    let Owned::Measure(it) = &**record else { panic!() };
    assert_eq!((it.issuer.as_str(), it.target.as_str()), ("US", "mozyr-oil-refinery"));
}

#[test]
fn a_step_with_its_event_is_one_transaction() {
    let state = state();
    let record = state.record("us-naftan-asset-freeze").unwrap().to_owned();
    let mut form = Form::of_step(&record, None, &state, (today(), today()), Some("vedomosti")).unwrap();
    fill(&mut form, "<Tab>delis<Tab>", &state);
    form.choose("also.event", "Yes");
    let accepted = form.accept(&state).unwrap();
    let [Op::Insert { record: event, .. }, Op::Replace { new, .. }] = accepted.transaction.ops.as_slice()
    else {
        panic!("{:?}", accepted.transaction.ops)
    };
    let Owned::Measure(it) = &**new else { panic!() };
    let step = it.history.last().unwrap();
    assert_eq!(step.event.as_ref(), Some(event.id()));
    assert_eq!(step.change.what, crate::model::measure::MeasureStep::Delisted);
    assert_eq!(accepted.transaction.label, "US › Naftan: Asset freeze, a step of 2026-08-01: delisted");
}

#[test]
fn errors_stand_at_the_fields_that_have_them() {
    let state = state();
    let mut form = Form::new_record(RecordKind::Events, &state, today(), None);
    form.set("on", "2025-13");
    form.set("title", "T");
    form.set("sources", "vedomosti; nobody");
    assert_eq!(form.accept(&state), None);
    let error = |form: &Form, path: &str| form.field(path).unwrap().error.clone();
    assert_eq!(error(&form, "kind").as_deref(), Some("needed"));
    form.choose("kind", "Talks");
    assert_eq!(form.accept(&state), None);
    assert!(error(&form, "sources").unwrap().contains("no source nobody"));
    form.set("sources", "vedomosti");
    assert_eq!(form.accept(&state), None);
    assert!(error(&form, "on").unwrap().contains("calendar"));
    form.set("on", "yesterday");
    assert!(form.accept(&state).is_some());
}
