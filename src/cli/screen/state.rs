//! The state file of a screening.

use std::path::PathBuf;

use crate::cli::input;
use crate::store::load::{load_text, read as read_text};
use crate::store::places::{self, Choice};
use crate::store::screenings::sha256;
use crate::views::day::{Clock, Day};

/// The state file of a screening.
pub(super) struct StateRead {
    pub(super) day: Day,
    pub(super) name: String,
    pub(super) sha256: String,
    pub(super) is_whole: bool,
}

/// Reads the state file as of the days that are asked for; `None` where there is none.
pub(super) fn read(file: Option<PathBuf>, clock: Clock) -> anyhow::Result<Option<StateRead>> {
    let path = match places::choose(file) {
        Some(Choice::Named(path)) => path,
        Some(Choice::Default(path)) if path.exists() => path,
        _ => return Ok(None),
    };
    let text = read_text(&path)?;
    let digest = sha256(text.as_bytes());
    let loaded = load_text(text);
    input::tell_old(&loaded, &path);
    let is_whole = loaded.errors() == 0;
    let name =
        path.file_name().map_or_else(|| path.display().to_string(), |it| it.to_string_lossy().into_owned());
    Ok(Some(StateRead { day: Day::new(loaded.state, clock), name, sha256: digest, is_whole }))
}
