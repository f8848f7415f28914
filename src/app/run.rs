//! What the commands do that are typed behind `:`.

use super::command::Command;
use super::form::when;
use super::writing::FileTask;
use super::{App, Effect, Finder, Modal};

impl App {
    /// Runs a command.
    ///
    /// # Errors
    /// Where it cannot be run: why. What was typed then stays open.
    pub(super) fn run(&mut self, command: Command, argument: &str) -> Result<Vec<Effect>, String> {
        match command {
            Command::Day => self.set_day(when::read_day(argument, self.clock.today)?),
            Command::Known => return Ok(self.set_known(Some(when::read_day(argument, self.clock.today)?))),
            Command::Filter => {
                self.leave_pages();
                self.set_filter(argument.to_owned());
            }
            Command::Find => {
                let mut finder = Finder { input: argument.to_owned().into(), ..Finder::default() };
                finder.search(&self.facts);
                self.modals.push(Modal::Finder(finder));
            }
            Command::SearchPage => {
                if self.modals.page().is_none() {
                    return Err("no page is open: / filters the pane, F searches everything".to_owned());
                }
                self.look_on_page(argument);
            }
            Command::Export => return Ok(self.with_file(argument, FileTask::Export)),
            Command::Brief => return Ok(self.with_file(argument, FileTask::Brief)),
            Command::Open => return Ok(self.with_file(argument, FileTask::Open)),
            Command::Row => {
                let row =
                    argument.parse::<usize>().map_err(|_| format!("{argument:?} is no number of a row"))?;
                self.go_to_row(row);
            }
        }
        Ok(Vec::new())
    }

    /// Goes to a row by its number, from 1; to the last where there are not so many.
    fn go_to_row(&mut self, row: usize) {
        let rows = isize::try_from(row.saturating_sub(1)).unwrap_or(isize::MAX);
        self.by(isize::MIN);
        self.by(rows);
    }
}
