//! What the commands that only read are given: a file.

use std::path::Path;

use crate::model::state::State;
use crate::store::load::load;

use super::out::tell;

/// Reads a state as far as it can be read; what is wrong with it is said on the standard error.
pub(super) fn read(path: &Path) -> anyhow::Result<State> {
    let loaded = load(path)?;
    if loaded.errors() > 0 {
        tell(format_args!(
            "it has errors, and what they are about is left out ({}): beltui check names them",
            path.display()
        ));
    }
    Ok(loaded.state)
}
