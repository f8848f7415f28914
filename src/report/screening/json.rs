//! A screening as JSON, for programs and for the log.

use serde_json::{Map, Value, json as value};

use crate::report::json::{fields, written};
use crate::report::table::FORM;

use super::{NO_ENTRY, Screened, Screening};

/// What a name comes to, in words.
pub(super) fn result(it: &Screened) -> &'static str {
    if it.hits.is_empty() { NO_ENTRY } else { "hit" }
}

/// As JSON: an object with `beltui` (the number of the form), `what`, what was checked, and the names with their hits.
pub fn json(screening: &Screening) -> String {
    let mut all = Map::new();
    all.insert("beltui".to_owned(), value!(FORM));
    all.insert("what".to_owned(), value!("screening"));
    all.extend(recorded(screening));
    written(&Value::Object(all))
}

/// The same as the log keeps it.
pub fn recorded(screening: &Screening) -> Map<String, Value> {
    let mut all = fields(screening);
    all.insert("warnings".to_owned(), value!(screening.warnings()));
    if let Some(Value::Array(names)) = all.get_mut("names") {
        for (name, it) in names.iter_mut().zip(&screening.names) {
            if let Some(name) = name.as_object_mut() {
                name.insert("result".to_owned(), value!(result(it)));
            }
        }
    }
    all
}
