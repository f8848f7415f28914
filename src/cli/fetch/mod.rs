//! `beltui fetch`: official lists brought from their publishers into the archive.

mod asked;
#[cfg(feature = "fetch")]
mod bar;
#[cfg(feature = "fetch")]
mod going;
mod show;
#[cfg(feature = "fetch")]
mod told;

use std::process::ExitCode;

use chrono::{DateTime, NaiveDate, Utc};

pub(super) use asked::Arguments;

/// Fetches lists, or tells where they are asked for.
///
/// # Errors
/// Where the addresses are wrong, or nothing can be asked or kept.
pub(super) fn run(arguments: &Arguments, today: NaiveDate, now: DateTime<Utc>) -> anyhow::Result<ExitCode> {
    let held = asked::held(arguments.addresses.as_deref())?;
    if arguments.show {
        show::show(&held)?;
        return Ok(ExitCode::SUCCESS);
    }
    going(arguments, &held, today, now)
}

#[cfg(feature = "fetch")]
fn going(
    arguments: &Arguments,
    held: &asked::Held,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> anyhow::Result<ExitCode> {
    going::run(arguments, &held.addresses, today, now)
}

#[cfg(not(feature = "fetch"))]
fn going(_: &Arguments, _: &asked::Held, _: NaiveDate, _: DateTime<Utc>) -> anyhow::Result<ExitCode> {
    anyhow::bail!(
        "this beltui was built without the network (without its feature `fetch`), and asks nobody: load the files yourself from the addresses of `beltui fetch --show`, and bring them into the archive with `beltui lists add`"
    )
}
