//! What is asked of `beltui fetch`, and the addresses that hold.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::ValueEnum;

use crate::lists::ListName;
use crate::lists::fetch::{Addresses, SHIPPED};
use crate::store::own;
use crate::store::places::config_dir;

use super::super::lists::list_name;
use super::super::place::Where;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Arguments {
    /// Which lists: ofac, ofac-cons, eu, uk, un, canada, seco, dfat, latvia, opensanctions; without any, those that the
    /// archive has
    #[arg(value_parser = list_name)]
    pub(super) lists: Vec<ListName>,
    /// Every list that the addresses name, but for those that come only when they are named
    #[arg(long, conflicts_with = "lists")]
    pub(super) all: bool,
    /// In which form, where a list has several: see --show
    #[arg(long, value_name = "FORM")]
    pub(super) form: Option<String>,
    /// Which version of a collection of OpenSanctions: 20260923
    #[arg(long, value_name = "VERSION", value_parser = version, default_value = "latest", hide_default_value = true)]
    pub(super) version: String,
    /// With --deltas: from this year on; without it from the first of which there are any
    #[arg(long, requires = "deltas", value_name = "YEAR")]
    pub(super) since: Option<u16>,
    #[command(flatten)]
    pub(super) taking: Taking,
    /// Take the addresses of this file, in the place of your own addresses.ron
    #[arg(long, value_name = "FILE")]
    pub(super) addresses: Option<PathBuf>,
    #[command(flatten)]
    pub(super) place: Where,
    /// Tell where each list is asked for, and ask nobody
    #[arg(long)]
    pub(super) show: bool,
    /// Tell only what failed
    #[arg(short, long)]
    pub(super) quiet: bool,
    /// For people, or for programs
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(super) format: Format,
}

/// What else is asked for and kept.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(super) struct Taking {
    /// Ask also where it was asked not long ago
    #[arg(long)]
    pub(super) again: bool,
    /// Keep also what may not be whole
    #[arg(long)]
    pub(super) doubtful: bool,
    /// What each publication of OFAC has changed, those that the archive does not have: alone, or beside the lists named
    #[arg(long)]
    pub(super) deltas: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Text,
    Json,
}

/// A version as it may stand in an address.
fn version(text: &str) -> Result<String, String> {
    let is_one = !text.is_empty()
        && text.len() <= 40
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if is_one {
        Ok(text.to_owned())
    } else {
        Err("a version is letters, digits and hyphens: 20260923".to_owned())
    }
}

/// The addresses that hold, and whence those come that are not shipped.
pub(super) struct Held {
    /// Those that hold.
    pub(super) addresses: Addresses,
    /// A person's own, and where they stand.
    pub(super) own: Option<(Addresses, PathBuf)>,
}

/// Reads a person's own addresses, and puts them in the place of those that ship with the program.
pub(super) fn held(named: Option<&Path>) -> anyhow::Result<Held> {
    let shipped = Addresses::read(SHIPPED).context("the shipped addresses")?;
    let usual = || config_dir().map(|folder| folder.join("addresses.ron"));
    let Some(path) = named.map(Path::to_owned).or_else(usual) else {
        return Ok(Held { addresses: shipped, own: None });
    };
    let cannot = || format!("these addresses cannot be read ({})", path.display());
    let Some(text) = own::read(&path).with_context(cannot)? else {
        if named.is_some() {
            bail!("there is no such file of addresses ({})", path.display());
        }
        return Ok(Held { addresses: shipped, own: None });
    };
    let own = Addresses::read(&text)
        .with_context(|| format!("these addresses have an error ({})", path.display()))?;
    Ok(Held { addresses: shipped.with(own.clone()), own: Some((own, path)) })
}
