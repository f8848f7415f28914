//! Saving what a command has changed, as the dashboard does.

use std::path::Path;

use anyhow::{Context as _, bail};

use crate::edit::document::Document;
use crate::store::keeper::{Keeper, Outcome};

use super::out::tell;

/// Saves, and tells what there is to tell about it.
pub(super) fn save(keeper: &mut Keeper, document: &mut Document, path: &Path) -> anyhow::Result<()> {
    let saved = keeper.save(document).context("nothing was written")?;
    if let Some(warning) = keeper.take_warning() {
        tell(warning);
    }
    match saved {
        Outcome::Saved => Ok(()),
        Outcome::Changed => {
            bail!("somebody else has changed it meanwhile: run it again ({})", path.display())
        }
    }
}
