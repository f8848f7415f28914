//! `beltui completions` and `beltui man`: for packagers.

use std::process::ExitCode;

use super::command;
use super::out::out;

pub(super) fn completions(shell: clap_complete::Shell) -> anyhow::Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(), "beltui", &mut script);
    out().own().write_all(&script)?;
    Ok(ExitCode::SUCCESS)
}

pub(super) fn man() -> anyhow::Result<ExitCode> {
    clap_mangen::Man::new(command()).render(out().own())?;
    Ok(ExitCode::SUCCESS)
}
