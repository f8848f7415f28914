//! `beltui watch`: whom a person watches.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Subcommand;

use crate::model::id::Id;
use crate::store::places::state_dir;
use crate::store::watched;
use crate::views::watchlist::subject_of;

use super::input::read;
use super::out::{out, tell};
use super::state_file;
use super::wrong::WrongWord;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: Option<What>,
    /// The state file; without it $BELTUI_STATE, else the one in your data directory
    #[arg(long, value_name = "FILE", global = true)]
    file: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Watch subjects; the id of a measure means whom it is aimed at
    Add {
        /// Their ids
        #[arg(required = true, value_name = "ID")]
        ids: Vec<String>,
    },
    /// Watch them no longer
    Remove {
        /// Their ids
        #[arg(required = true, value_name = "ID")]
        ids: Vec<String>,
    },
    /// Tell who is watched
    List,
}

pub(super) fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let (path, _) = state_file(arguments.file)?;
    let dir = state_dir().context("no state directory is known")?;
    let read = read(&path)?;
    let state = &read.state;
    let before = watched::read(&dir, &path).context("who is watched cannot be read")?;
    let meant = |id: &String| subject_of(state, id).cloned();
    let all = match arguments.what.unwrap_or(What::List) {
        What::List => before,
        What::Add { ids } => {
            let mut subjects: Vec<Id> = Vec::new();
            for id in &ids {
                let why = || format!("{id} is no subject of {} and no measure against one", path.display());
                subjects.push(meant(id).ok_or_else(|| WrongWord::new(why()))?);
            }
            watched::change(&dir, &path, &subjects, &[]).context("nothing was remembered")?
        }
        What::Remove { ids } => {
            let subjects: Vec<Id> = ids.iter().map(|id| meant(id).unwrap_or_else(|| Id::new(id))).collect();
            for id in subjects.iter().filter(|id| !before.contains(*id)) {
                tell(format_args!("{id} was not watched"));
            }
            watched::change(&dir, &path, &[], &subjects).context("nothing was remembered")?
        }
    };
    let mut out = out();
    for id in &all {
        match state.subject(id.as_str()) {
            Some(it) => out.line(format_args!("{id}  {}", it.name))?,
            None => out.line(format_args!("{id}  (no subject of the file any more)"))?,
        }
    }
    if all.is_empty() {
        out.line("nobody is watched")?;
    }
    Ok(read.code())
}
