//! What the declared fields mean, held against every record that is shipped.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use beltui::model::state::{RecordKind, State};
use beltui::schema::read::{Decoder, decode};
use beltui::schema::write::encode;
use beltui::store::load::load_text;
use beltui::store::places::SHIPPED;

fn shipped() -> State {
    load_text(SHIPPED.to_owned()).state
}

#[test]
fn every_shipped_record_comes_back_from_its_plain_fields() {
    let state = shipped();
    for place in state.places(RecordKind::ALL) {
        let record = state.at(place).unwrap();
        let back = decode(&mut Decoder::default(), place.list, &encode(record));
        assert_eq!(back.unwrap(), record.to_owned());
    }
}
