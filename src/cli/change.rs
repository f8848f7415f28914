//! Changing a state file from a command, as the dashboard does: under its lock, with the version before kept, and nothing
//! of somebody else overwritten.

use std::path::Path;

use anyhow::{Context as _, bail};

use crate::edit::document::Document;
use crate::model::state::State;
use crate::store::keeper::{self, Keeper, Opened, Outcome};

use super::out::tell;

/// Opens a file to change it, and tells what there is to say about it.
///
/// # Errors
/// Where it cannot be read or must not be changed, or a crash has left edits about which a person has to decide.
pub(super) fn open(path: &Path) -> anyhow::Result<(Keeper, State)> {
    let Opened { loaded, keeper, read_only, recovery, notice } = keeper::open(path, None, &mut |_, _| {})?;
    if let Some(notice) = notice {
        tell(notice);
    }
    let keeper = match (keeper, read_only) {
        (Some(keeper), None) => keeper,
        (_, why) => bail!("{}: {} cannot be changed", why.unwrap_or_default(), path.display()),
    };
    if !recovery.is_empty() {
        bail!("a crash has left edits in the journal: open {} in the dashboard first", path.display());
    }
    Ok((keeper, loaded.state))
}

/// Saves, and tells what there is to say about it.
///
/// # Errors
/// Where nothing was saved.
pub(super) fn save(keeper: &mut Keeper, document: &mut Document) -> anyhow::Result<()> {
    let saved = keeper.save(document).context("nothing was written")?;
    if let Some(warning) = keeper.take_warning() {
        tell(warning);
    }
    match saved {
        Outcome::Saved => Ok(()),
        Outcome::Changed => {
            bail!("somebody else has changed it meanwhile: run it again ({})", keeper.path().display())
        }
    }
}
