//! The records of a bundle in the letters of the file from which they come: whether they say what its state file says.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::model::record::Record;
use crate::model::state::{RecordKind, State};
use crate::report::bundle::Piece;
use crate::schema::references::{Fate, changed};
use crate::store::load::load_text;

/// The folder of the records in their letters.
pub(super) const FOLDER: &str = "records/";

/// Whether a file of a bundle is a record in its letters: nothing else is compared with the state.
pub(super) fn is_letters(name: &str) -> bool {
    let kind = name.strip_prefix(FOLDER).and_then(|name| name.split_once('/')).map(|(kind, _)| kind);
    RecordKind::ALL.iter().any(|it| Some(it.field()) == kind)
}

/// The versions of state files, the newest first.
const SCHEMAS: [u32; 2] = [2, 1];

/// The records that do not say in their letters what they say in a state, by their ids; none where there are no letters.
/// `also_about` names what some events are about that is not in the state.
pub(super) fn otherwise(
    pieces: &[Piece],
    state: &State,
    also_about: &BTreeMap<String, Vec<String>>,
) -> Vec<String> {
    if !pieces.iter().any(|piece| piece.name.starts_with(FOLDER)) {
        return Vec::new();
    }
    let of = |schema| compared(&assembled(pieces, also_about, schema), state, also_about);
    SCHEMAS.into_iter().map(of).min_by_key(Vec::len).unwrap_or_default()
}

/// All that stands in the letters as the text of one file.
fn assembled(pieces: &[Piece], also_about: &BTreeMap<String, Vec<String>>, schema: u32) -> String {
    let mut text = format!("#![enable(implicit_some)]\n(schema: {schema}, title: \"x\",\n");
    for kind in RecordKind::ALL {
        let folder = format!("{FOLDER}{}/", kind.field());
        let of_kind = pieces.iter().filter(|piece| piece.name.starts_with(&folder));
        let _ = writeln!(text, "{}: [", kind.field());
        for piece in of_kind {
            let _ = writeln!(text, "{},", String::from_utf8_lossy(&piece.bytes).trim_end());
        }
        if *kind == RecordKind::Subjects {
            // Who is not in it need only be somebody.
            for id in also_about.values().flatten().collect::<BTreeSet<_>>() {
                let _ = writeln!(text, "(id: {id:?}, name: \"x\", kind: Company),");
            }
        }
        text.push_str("],\n");
    }
    text + ")\n"
}

fn compared(text: &str, state: &State, also_about: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let loaded = load_text(text.to_owned());
    let errors = loaded.errors();
    let written = loaded.state;
    let stays = |id: &str| if state.record(id).is_some() { Fate::Stays } else { Fate::Goes };
    let is_same = |record: Record<'_>| match written.record(record.id().as_str()) {
        Some(other) if other == record => true,
        // An event of a bundle is about what is in the bundle.
        Some(Record::Event(event)) => {
            let without = changed(Record::Event(event), &stays).and_then(Result::ok);
            without.is_some_and(|without| without.borrowed() == record)
        }
        _ => false,
    };
    let is_outside = |id: &str| also_about.values().flatten().any(|outside| outside == id);
    let mut other: Vec<String> =
        records(state).filter(|it| !is_same(*it)).map(|it| it.id().to_string()).collect();
    let more = records(&written).map(|it| it.id().as_str());
    other.extend(more.filter(|id| state.record(id).is_none() && !is_outside(id)).map(ToOwned::to_owned));
    if other.is_empty() && errors > 0 {
        // One that stands there twice, say, or one of which only a part can be read.
        other.push("something".to_owned());
    }
    other
}

fn records(state: &State) -> impl Iterator<Item = Record<'_>> {
    state.places(RecordKind::ALL).into_iter().filter_map(|place| state.at(place))
}
