//! Facts as known on another day, computed on a thread of its own where the file is large: keys are answered meanwhile.

use ratatui::backend::Backend;

use crate::model::state::State;
use crate::views::day::{Clock, Day};

use super::looking::aside;
use super::panics::guarded;
use super::threads::start;
use super::{Loop, Message, Outside};

impl<B: Backend<Error = std::io::Error>, O: Outside<B>> Loop<'_, B, O> {
    /// Has the facts of a state computed; they come as a message.
    pub(super) fn work_out(&mut self, state: State, clock: Clock) {
        let messages = self.messages.clone();
        let begun = start("facts", state, move |state| {
            let work = || Box::new(Day::new(state, clock));
            let facts = guarded("working out what was known", || match aside() {
                Some(aside) => aside.install(work),
                None => work(),
            });
            let _ = messages.send(Message::WorkedOut(facts));
        });
        if let Err((_, why)) = begun {
            self.app.not_worked_out(format!("the system has no thread to work it out: {why}"));
        }
    }

    /// The facts are there, or could not be computed.
    pub(super) fn worked_out(&mut self, facts: Result<Box<Day>, String>) {
        match facts {
            Ok(facts) => {
                let (before, again) = self.app.worked_out(*facts);
                // Of a large file so much lies there that even forgetting it would be seen.
                rayon::spawn(move || drop(before));
                if let Some((state, clock)) = again {
                    self.work_out(state, clock);
                }
            }
            Err(why) => self.app.not_worked_out(why),
        }
    }
}
