//! Questions to the model, answered as plain rows. No screen here: a row says what is so, not how it looks.

pub mod agenda;
pub mod analysis;
pub mod board;
pub mod calendar;
pub mod changes;
pub mod chronicle;
pub mod citation;
pub mod conflicts;
pub mod dossier;
pub mod everywhere;
pub mod exchanges;
pub mod fold;
pub mod ledger;
pub mod matrix;
pub mod page;
pub mod query;
pub mod record;
pub mod region;
pub mod relations;
pub mod runs;
pub mod search;
pub mod subject;
pub mod timeline;
pub mod totals;
pub mod trend;
pub mod wording;
