//! Changing a state file from a command, as the dashboard does: under its lock, with the version before kept, and nothing
//! of somebody else overwritten.

use std::path::Path;

use anyhow::{Context as _, bail};

use crate::edit::document::Document;
use crate::model::state::State;
use crate::store::open_file::{self, OpenFile, Opened, Outcome};

use super::out::tell;

/// Opens a file to change it, and tells what there is to say about it.
///
/// # Errors
/// Where it cannot be read or must not be changed, or a crash has left edits about which a person has to decide.
pub(super) fn open(path: &Path) -> anyhow::Result<(OpenFile, State)> {
    let Opened { loaded, open_file, read_only, recovery, notice } =
        open_file::open(path, None, &mut |_, _| {})?;
    if let Some(notice) = notice {
        tell(notice);
    }
    let open_file = match (open_file, read_only) {
        (Some(open_file), None) => open_file,
        (_, why) => bail!("{}: {} cannot be changed", why.unwrap_or_default(), path.display()),
    };
    if !recovery.is_empty() {
        bail!("a crash has left edits in the journal: open {} in the dashboard first", path.display());
    }
    Ok((open_file, loaded.state))
}

/// Saves, and tells what there is to say about it.
///
/// # Errors
/// Where nothing was saved.
pub(super) fn save(open_file: &mut OpenFile, document: &mut Document) -> anyhow::Result<()> {
    let saved = open_file.save(document).context("nothing was written")?;
    if let Some(warning) = open_file.take_warning() {
        tell(warning);
    }
    match saved {
        Outcome::Saved => Ok(()),
        Outcome::Changed => {
            bail!("somebody else has changed it meanwhile: run it again ({})", open_file.path().display())
        }
    }
}
