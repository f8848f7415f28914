//! `beltui edition [FILE]`: what a new edition of the shipped file changes in a copy of it, taking it, declining it.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::ValueEnum;

use crate::app::edition::EditionOffer;
use crate::shell::choice;
use crate::store::edition::{Copy, Found, Offer, Taken};
use crate::store::places::state_dir;

use super::input::found;
use super::out::{out, tell};
use super::state_file;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The state file; without it $BELTUI_STATE, else the one in your data directory
    file: Option<PathBuf>,
    /// Merge the new edition into the file; what it held before is kept as a backup
    #[arg(long, conflicts_with = "decline")]
    take: bool,
    /// Where you and the new edition changed the same thing, the side that is taken
    #[arg(long, value_enum, requires = "take")]
    prefer: Option<Prefer>,
    /// Do not offer this edition again
    #[arg(long)]
    decline: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Prefer {
    Yours,
    Edition,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let (path, _) = state_file(arguments.file.clone())?;
    let dir = state_dir().context("no state directory is known")?;
    let copy = Copy::of(&path, &dir);
    let name = path.display();
    let said = match copy.look(false, true)? {
        Found::Current | Found::Declined => format!("there is no newer edition for {name}"),
        Found::Foreign => format!("{name} is not known to be a copy of the shipped file"),
        Found::Cannot(why) => bail!("{why}: the new edition cannot be taken into {name}"),
        Found::Offer(offer) if arguments.take => return take(&copy, &offer, arguments.prefer),
        Found::Offer(_) if arguments.decline => {
            copy.decline().context("this could not be remembered")?;
            format!("this edition is not offered again for {name}")
        }
        Found::Offer(offer) => {
            show(*offer, &name.to_string())?;
            return Ok(found(true));
        }
    };
    out().line(said)?;
    Ok(ExitCode::SUCCESS)
}

fn show(offer: Offer, name: &str) -> anyhow::Result<()> {
    let choices = offer.conflicts.iter().map(|conflict| choice(&offer.merged, conflict)).collect();
    let offer = EditionOffer::new(offer.before, offer.merged, choices, offer.is_untouched);
    let mut out = out();
    for line in offer.page().lines {
        out.line(format_args!("{:<8} {}", line.label, line.text).to_string().trim())?;
    }
    out.line(format_args!("take it with: beltui edition {name} --take; decline it with: --decline"))?;
    Ok(())
}

fn take(copy: &Copy, offer: &Offer, prefer: Option<Prefer>) -> anyhow::Result<ExitCode> {
    let name = copy.file().display();
    let both = offer.conflicts.len();
    if both > 0 && prefer.is_none() {
        for conflict in &offer.conflicts {
            tell(format_args!("both changed {}", choice(&offer.merged, conflict).what));
        }
        bail!("you and the new edition both changed {both} of these: say which side with --prefer ({name})");
    }
    let choices = vec![prefer == Some(Prefer::Edition); both];
    let Taken { backup, warnings } = copy.take(offer.copy, &choices, false).context("nothing was taken")?;
    for warning in warnings {
        tell(warning);
    }
    out().line(format_args!("the new edition is in {name}; what it held before is backup {backup}"))?;
    Ok(ExitCode::SUCCESS)
}
