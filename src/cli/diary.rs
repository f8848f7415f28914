//! `--log FILE`: a diary of what the program does with files and lists, and how long each step takes, for whoever has to
//! find out what went wrong. It never has more of a file than ids.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Mutex;

use anyhow::{Context as _, bail};
use tracing_subscriber::fmt::format::FmtSpan;

use crate::store::regular;

/// Begins the diary, or goes on with one that is there.
///
/// # Errors
/// Where the file cannot be written, or is none.
pub(super) fn begin(path: &Path) -> anyhow::Result<()> {
    let failed = || format!("there is no diary ({})", path.display());
    if let Ok(meta) = std::fs::metadata(path)
        && let Some(what) = regular::other_than_a_file(&meta)
    {
        bail!("{what} stands where the diary belongs ({})", path.display());
    }
    // For its owner alone: it says which files a person works on.
    let file = OpenOptions::new().append(true).create(true).mode(0o600).open(path).with_context(failed)?;
    let written = tracing_subscriber::fmt()
        .with_writer(Mutex::new(file))
        .with_ansi(false)
        .with_target(false)
        // The end of each step says how long it took.
        .with_span_events(FmtSpan::CLOSE)
        .try_init();
    written.map_err(|error| anyhow::anyhow!("{error}")).with_context(failed)?;
    tracing::info!(version = env!("CARGO_PKG_VERSION"), process = std::process::id(), "beltui begins");
    Ok(())
}
