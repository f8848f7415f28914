//! Forms that are of the whole file: for engines that serve more than one desk.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::report::ftm;
use crate::report::json;
use crate::views::day::{Clock, Day};
use crate::views::passing::passing;
use crate::views::wording::count;

use super::input::read;
use super::out::{Out, out, tell};
use super::state_file;
use super::wrong::{of_filter, understood};

/// A form of the whole file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Entities of FollowTheMoney, a line of JSON each.
    Entities,
    /// Statements of FollowTheMoney, in CSV.
    Statements,
}

/// So many bytes are written at once.
const AT_ONCE: usize = 1 << 20;

/// Writes what a state file says on a day, all of it or what passes a filter.
pub(super) fn run(
    form: Form,
    file: Option<PathBuf>,
    filter: Option<&str>,
    clock: Clock,
) -> anyhow::Result<ExitCode> {
    understood(filter)?;
    let (path, _) = state_file(file)?;
    let read = read(&path)?;
    let code = read.code();
    let mut day = Day::new(read.state, clock);
    if let Some(filter) = filter.filter(|filter| !filter.trim().is_empty()) {
        day = Day::new(passing(&day, filter, None).map_err(|wrong| of_filter(&wrong))?, clock);
    }
    let mut writing = Writing { out: out(), text: String::new(), failed: None };
    if form == Form::Statements {
        writing.add(&ftm::csv(&[ftm::COLUMNS]));
    }
    let left_out = ftm::entities(&day, &mut |entity| match form {
        Form::Entities => writing.add(&json::line(&entity)),
        Form::Statements => {
            writing.add(&ftm::csv(&ftm::statements(&entity)));
        }
    });
    writing.finish()?;
    if left_out > 0 {
        let (measures, stand) =
            (count(left_out, "measure is", "measures are"), if left_out == 1 { "stands" } else { "stand" });
        tell(format_args!(
            "{measures} against nobody that FollowTheMoney has (sectors, goods or groups of no state), and {stand} in \
             the file itself alone"
        ));
    }
    Ok(code)
}

/// Text that is written in large pieces.
struct Writing {
    out: Out,
    text: String,
    failed: Option<std::io::Error>,
}

impl Writing {
    fn add(&mut self, text: &str) {
        self.text.push_str(text);
        if self.text.len() >= AT_ONCE && self.failed.is_none() {
            self.failed = self.out.document(&self.text).err();
            self.text.clear();
        }
    }

    fn finish(mut self) -> std::io::Result<()> {
        match self.failed.take() {
            Some(error) => Err(error),
            None => self.out.document(&self.text),
        }
    }
}
