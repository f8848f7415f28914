//! What the command line says.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::ValueEnum;

use crate::cli::day;
use crate::cli::wrong::WrongWord;

#[derive(Debug, clap::Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(in crate::cli) struct Arguments {
    /// The table of names: a head with name, and perhaps kind, birth date, country, identifiers, id; or a name a line; - for
    /// the standard input. With --name or --subjects there is none, and the state file stands here
    #[arg(value_name = "NAMES")]
    pub(super) first: Option<PathBuf>,
    /// The state file; without it $BELTUI_STATE, else the one in your data directory, where there is one
    #[arg(value_name = "FILE")]
    pub(super) second: Option<PathBuf>,
    /// A name to screen; may be repeated
    #[arg(long, value_name = "NAME")]
    pub(super) name: Vec<String>,
    /// Screen the subjects of the state file
    #[arg(long, conflicts_with = "name")]
    pub(super) subjects: bool,
    /// With --name: person, company, vessel or aircraft
    #[arg(long, value_name = "KIND", requires = "name")]
    pub(super) kind: Option<String>,
    /// With --name: when born or founded
    #[arg(long, value_name = "DATE", requires = "name")]
    pub(super) born: Option<String>,
    /// With --name: a country, by code or name; may be repeated
    #[arg(long, value_name = "COUNTRY", requires = "name")]
    pub(super) country: Vec<String>,
    /// With --name: a number with its scheme, "UNP 100122847"; may be repeated
    #[arg(long, value_name = "NUMBER", requires = "name")]
    pub(super) identifier: Vec<String>,
    /// Files of lists instead of the archive; DATE=FILE says the day of one
    #[arg(long, value_name = "FILES", num_args = 1..)]
    pub(super) lists: Vec<String>,
    /// The archive of lists; without it $BELTUI_ARCHIVE, else the one in your data directory
    #[arg(long, value_name = "DIR", conflicts_with = "lists")]
    pub(super) archive: Option<PathBuf>,
    /// Only against lists, not against a state file: decisions are in it, and none is relied on
    #[arg(long, conflicts_with_all = ["second", "subjects"])]
    pub(super) lists_only: bool,
    /// As of this day: what held then, and the newest copy of each list on or before it
    #[arg(long, value_parser = day, value_name = "DATE")]
    pub(super) as_of: Option<NaiveDate>,
    /// Count only what could be known on this day
    #[arg(long, value_parser = day, value_name = "DATE")]
    pub(super) known: Option<NaiveDate>,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(super) format: Format,
    /// Only names whose result is another than in their last run that is recorded
    #[arg(long)]
    pub(super) changed: bool,
    /// Write a page for each name without a hit into this file: what it was held against, and what not
    #[arg(long, value_name = "FILE.html")]
    pub(super) certificate: Option<PathBuf>,
    /// Who screens; without it the name in settings.ron, else that of the account
    #[arg(long, value_name = "WHO")]
    pub(super) by: Option<String>,
    /// Record it in this log of screenings instead of the one in the state folder
    #[arg(long, value_name = "FILE")]
    pub(super) log_to: Option<PathBuf>,
    /// Record nothing
    #[arg(long, conflicts_with = "log_to")]
    pub(super) no_record: bool,
    /// The encoding of the table of names, where it is not UTF-8: windows-1251
    #[arg(long, value_name = "NAME")]
    pub(super) encoding: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Text,
    Csv,
    Json,
    Html,
}

impl Arguments {
    /// The table of names and the state file.
    pub(super) fn named(&mut self) -> Result<(Option<PathBuf>, Option<PathBuf>), WrongWord> {
        let (first, second) = (self.first.take(), self.second.take());
        let without_table = !self.name.is_empty() || self.subjects;
        match (first, second) {
            (Some(_), Some(_)) if without_table => Err(WrongWord::new(
                "with --name or --subjects there is no table of names: name the state file alone",
            )),
            (file, None) if without_table => Ok((None, file)),
            (None, _) => Err(WrongWord::new(
                "say who is to be screened: a table of names, - for the standard input, --name NAME, or --subjects",
            )),
            (table, file) => Ok((table, file)),
        }
    }
}
