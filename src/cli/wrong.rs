//! Words on the command line that name nothing: a column, a filter.

use crate::views::query::Query;

/// A word on the command line means nothing: the exit code is that of a command line that is wrong.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct WrongWord(String);

impl WrongWord {
    pub(super) fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

/// A filter all of whose words are understood, whatever the file says.
pub(super) fn understood(filter: Option<&str>) -> Result<(), WrongWord> {
    let query = Query::parse(filter.unwrap_or_default());
    if query.complaints.is_empty() { Ok(()) } else { Err(of_filter(&query.complaints)) }
}

/// What is wrong with a filter.
pub(super) fn of_filter(complaints: &[String]) -> WrongWord {
    WrongWord(format!("--filter: {}", complaints.join("; ")))
}
