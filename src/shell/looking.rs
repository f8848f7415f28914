//! What others do to the file: looked at, read, checked and merged on a thread of its own, so that keys are answered
//! meanwhile; the loop only takes over what was found.

use std::time::{Duration, Instant};

use ratatui::backend::Backend;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::app::App;
use crate::app::edition::LABEL as EDITION;
use crate::app::follow::changes;
use crate::app::modal::Choice;
use crate::edit::ahead::Ahead;
use crate::edit::document::Revision;
use crate::model::state::State;
use crate::store::merge::{About, Conflict};
use crate::store::outside::{Glance, Look, Meeting, Theirs, Unfit, Unread};
use crate::store::write::Seen;
use crate::views::day::{Clock, Day};
use crate::views::wording::record_name;

use super::panics::guarded;
use super::threads::start;
use super::{Loop, Message, Outside, watch};

/// What takes longer than this is told.
const MOMENT: Duration = Duration::from_millis(200);

/// So often is put together anew what an edit has overtaken; then the loop waits for it, once.
const TRIES: usize = 5;

/// What is said of a file that is not there any more.
const GONE: &str = "the file is gone from the disk; everything is still here, and a save writes it again";

/// A look that goes on.
#[derive(Debug, Default)]
pub(super) struct Looking {
    /// Something happened in the folder since it began: one more look follows.
    again: bool,
    /// How often it was put together anew.
    tries: usize,
    /// A save waits for it; how often that was begun.
    save: Option<usize>,
    /// What the person has chosen meanwhile, and of what.
    chosen: Option<(Box<Theirs>, Vec<bool>)>,
}

/// What a look has found.
#[derive(Debug)]
pub struct Looked(Found);

#[derive(Debug)]
enum Found {
    /// The file says what it is expected to say.
    Same(Option<Seen>),
    /// It says what there is to choose about already.
    Asked,
    /// It is not there.
    Gone,
    /// It cannot be taken as it is.
    Unfit(Unfit),
    /// What it says goes together with what is here.
    Together(Box<Theirs>, Box<Ahead>, Option<Box<Day>>),
    /// There is something to choose.
    Choose(Box<Theirs>, Vec<Conflict>),
    /// What it says does not go together with what is here: why. Or the program has a fault.
    Refused(String),
}

impl Found {
    /// For the diary.
    fn word(&self) -> &'static str {
        match self {
            Self::Same(_) => "as expected",
            Self::Asked => "as it was when it was asked about",
            Self::Gone => "gone",
            Self::Unfit(_) => "unfit",
            Self::Together(..) => "a change",
            Self::Choose(..) => "something to choose",
            Self::Refused(_) => "a change that does not fit",
        }
    }
}

/// What is to be found out.
struct Task {
    glance: Glance,
    /// How it looks where it still says what there is to choose about.
    asked: Option<Seen>,
    /// What the file says, where that was read already.
    theirs: Option<Box<Theirs>>,
    /// What the document says, and its revision.
    ours: (State, Revision),
    /// What the person has chosen; theirs is taken where it says so.
    choices: Option<Vec<bool>>,
    clock: Clock,
}

/// Half of the processors at the most work beside the loop, which has keys to answer meanwhile. One thread more puts
/// together what they bring.
pub(super) fn aside() -> Option<ThreadPool> {
    let half = std::thread::available_parallelism().map_or(1, |all| all.get().div_ceil(2));
    ThreadPoolBuilder::new().num_threads(half + 1).build().ok()
}

impl Task {
    fn find(self, tell: &mut (dyn FnMut() + Send)) -> Found {
        let _step = tracing::info_span!("look").entered();
        let found = self.found(tell);
        tracing::info!(found = found.word(), "looked at the file on disk");
        found
    }

    fn found(mut self, tell: &mut (dyn FnMut() + Send)) -> Found {
        if self.theirs.is_none() && self.asked.is_some() && self.glance.seen_now() == self.asked {
            return Found::Asked;
        }
        let theirs = match self.theirs.take() {
            Some(theirs) => Ok(theirs),
            None => match self.glance.look() {
                Look::Same(seen) => return Found::Same(seen),
                Look::Gone => return Found::Gone,
                Look::Unfit(why) => return Found::Unfit(why),
                Look::Changed(unread) => Err(unread),
            },
        };
        let work = || self.meet(theirs, tell);
        match aside() {
            Some(aside) => aside.install(work),
            None => work(),
        }
    }

    fn meet(self, theirs: Result<Box<Theirs>, Unread>, tell: &mut (dyn FnMut() + Send)) -> Found {
        let Self { glance, ours, choices, clock, .. } = self;
        let theirs = match theirs {
            Ok(theirs) => theirs,
            Err(unread) => match unread.load(&ours.0, tell) {
                Ok(theirs) => Box::new(theirs),
                Err(why) => return Found::Unfit(why),
            },
        };
        match glance.meet(&theirs, ours, choices.as_deref()) {
            Meeting::Together(ahead) => {
                let far = Day::is_far_reaching(ahead.state(), &changes(ahead.applied()), clock);
                let facts = far.then(|| Box::new(Day::new(ahead.state().clone(), clock)));
                Found::Together(theirs, ahead, facts)
            }
            Meeting::Choose(conflicts) => Found::Choose(theirs, conflicts),
            Meeting::Refused(why) => Found::Refused(App::refused_outside(&why)),
        }
    }
}

impl<B: Backend<Error = std::io::Error>, O: Outside<B>> Loop<'_, B, O> {
    /// Something happened in the folder of the file, or may have.
    pub(super) fn disturbed(&mut self) {
        // Edits of a crash fit what was read; until they are taken or thrown away, nothing else comes between. Then it
        // is looked.
        if !self.app.file.recovery.is_empty() {
            return;
        }
        if self.editions.takes_note() {
            return;
        }
        if let Some(saving) = &mut self.saving {
            saving.disturbed = true;
        } else if let Some(looking) = &mut self.looking {
            looking.again = true;
        } else {
            self.work(Looking::default(), None, None);
        }
    }

    /// Looks at the file, and then saves; `tries` is how often that was begun.
    pub(super) fn look_and_save(&mut self, tries: usize) {
        if self.open_file.is_none() {
            return;
        }
        self.app.file.save.goes_on = true;
        match &mut self.looking {
            Some(looking) => looking.save = Some(tries),
            None => self.look_anew(Looking { save: Some(tries), ..Looking::default() }),
        }
    }

    /// Looks as if nothing had been asked before: a save asks again.
    fn look_anew(&mut self, looking: Looking) {
        self.theirs = None;
        self.work(looking, None, None);
    }

    /// The person has chosen: `true` where the other side is taken.
    pub(super) fn choose(&mut self, choices: Vec<bool>) {
        let save = std::mem::take(&mut self.app.file.save.awaits_choice).then_some(1);
        let Some(theirs) = self.theirs.take() else { return };
        self.app.file.save.goes_on = save.is_some();
        match &mut self.looking {
            // Where it was changed once more, what there is to choose then is asked anew.
            Some(looking) => {
                looking.save = looking.save.or(save);
                looking.chosen = Some((theirs, choices));
            }
            None => self.work(Looking { save, ..Looking::default() }, Some(theirs), Some(choices)),
        }
    }

    fn task(&self, theirs: Option<Box<Theirs>>, choices: Option<Vec<bool>>) -> Option<Task> {
        let document = &self.app.document;
        let ours = (document.state().clone(), document.revision());
        let asked = self.theirs.as_ref().and_then(|theirs| theirs.seen());
        let mut glance = self.open_file.as_ref()?.glance();
        if self.app.file.edition.written.is_some() {
            glance = glance.called(EDITION);
        }
        Some(Task { glance, asked, theirs, ours, choices, clock: self.app.facts.clock() })
    }

    fn work(&mut self, looking: Looking, theirs: Option<Box<Theirs>>, choices: Option<Vec<bool>>) {
        let Some(task) = self.task(theirs, choices) else { return };
        let save = looking.save;
        let messages = self.messages.clone();
        let begun = start("look", task, move |task| {
            let mut begun = Some(Instant::now());
            let mut tell = || {
                if begun.take_if(|begun| begun.elapsed() >= MOMENT).is_some() {
                    let _ = messages.send(Message::Looking);
                }
            };
            let found = guarded("reading what somebody else wrote", || task.find(&mut tell));
            let looked = Looked(found.unwrap_or_else(Found::Refused));
            let _ = messages.send(Message::Looked(Box::new(looked)));
        });
        match begun {
            Ok(_) => self.looking = Some(looking),
            Err((_, why)) => {
                let why = format!("the system has no thread to look at the file on disk: {why}");
                self.in_vain(save, why);
            }
        }
    }

    /// A look has ended; returns whether the screen has changed.
    pub(super) fn looked(&mut self, Looked(found): Looked) -> bool {
        let mut looking = self.looking.take().unwrap_or_default();
        let Some(open_file) = &mut self.open_file else { return false };
        self.app.read_outside();
        let mut changed = true;
        match found {
            Found::Same(seen) => {
                open_file.looked(seen);
                self.app.edition_shown();
                changed = self.withdraw() || looking.save.is_some();
                self.go_on(looking.save);
            }
            Found::Gone => {
                let is_new = !open_file.is_gone();
                open_file.lost();
                changed = self.withdraw() || looking.save.is_some() || is_new;
                if is_new {
                    self.app.document.mark_unsaved();
                    self.app.warn(GONE);
                }
                self.go_on(looking.save);
            }
            Found::Unfit(why) => {
                self.withdraw();
                self.in_vain(looking.save, why.to_string());
            }
            Found::Refused(why) => {
                self.withdraw();
                self.in_vain(looking.save, why);
            }
            Found::Asked => {
                changed = false;
                if let Some((theirs, choices)) = looking.chosen.take() {
                    self.work(looking, Some(theirs), Some(choices));
                    return false;
                }
                if looking.save.is_some() {
                    self.look_anew(looking);
                    return false;
                }
            }
            Found::Choose(theirs, conflicts) => {
                if let Some((_, choices)) = looking.chosen.take_if(|(asked, _)| asked.is_same(&theirs)) {
                    self.work(looking, Some(theirs), Some(choices));
                    return false;
                }
                let state = self.app.facts.whole();
                let choices = conflicts.iter().map(|conflict| choice(state, conflict)).collect();
                self.theirs = Some(theirs);
                self.app.file.save.goes_on = false;
                self.app.file.save.awaits_choice |= looking.save.is_some();
                self.app.ask_choices(choices);
            }
            Found::Together(theirs, ahead, facts) => {
                if ahead.from() != self.app.document.revision() {
                    return self.anew(looking, theirs);
                }
                self.theirs = None;
                self.adopt(*theirs, *ahead, facts);
                self.go_on(looking.save);
            }
        }
        if let Some(file) = self.open_file.as_ref().map(|open_file| open_file.path().to_owned())
            && self.watcher.as_ref().is_some_and(|watcher| watcher.is_stale(&file))
        {
            self.watch(&file);
        }
        if looking.again {
            self.disturbed();
        }
        changed
    }

    /// An edit came while it was put together: once more, and what was read stays read.
    fn anew(&mut self, mut looking: Looking, theirs: Box<Theirs>) -> bool {
        looking.tries += 1;
        if looking.tries < TRIES {
            self.work(looking, Some(theirs), None);
            return false;
        }
        let Some(task) = self.task(Some(theirs), None) else { return false };
        self.looking = Some(looking);
        self.looked(Looked(task.find(&mut || ())))
    }

    /// What there was to choose about is no more; returns whether there was anything.
    fn withdraw(&mut self) -> bool {
        self.theirs.take().is_some() && self.app.withdraw_choices()
    }

    /// The save that waited for a look follows.
    fn go_on(&mut self, save: Option<usize>) {
        if let Some(tries) = save {
            self.begin_save(tries);
        }
    }

    /// What was found keeps the file from being taken, and a save that waited from being done.
    fn in_vain(&mut self, save: Option<usize>, why: String) {
        if save.is_some() {
            self.app.file.save.goes_on = false;
            // Only a save that went well is followed by something.
            let _ = self.app.saved(Err(why));
        } else {
            self.app.warn(why);
        }
    }

    fn adopt(&mut self, theirs: Theirs, mut ahead: Ahead, facts: Option<Box<Day>>) {
        let Some(open_file) = &mut self.open_file else { return };
        let is_old = theirs.is_old();
        let (base, journalled) = open_file.adopt(theirs, &mut ahead);
        let facts = self.app.take_outside(ahead, facts);
        if is_old {
            self.app.warn("the file was changed into one of schema 1: it was read as upgraded, and a save writes schema 2");
        }
        if let Err(error) = journalled {
            self.app.warn(format!("this change is not in the journal ({error}): save it soon"));
        }
        // Of a large file so much lies there that even forgetting it would be seen.
        rayon::spawn(move || drop((base, facts)));
    }

    /// Watches the folders of a file, and looks at it: what happened before was not heard.
    pub(super) fn watch(&mut self, file: &std::path::Path) {
        if self.watches {
            match watch::watch(file, self.messages.clone()) {
                Ok(watcher) => self.watcher = Some(watcher),
                Err(why) => {
                    self.watcher = None;
                    self.app.warn(format!(
                        "the folder of the file cannot be watched ({why}): what others write is seen when you save"
                    ));
                }
            }
        }
        self.disturbed();
    }
}

/// Something to choose, as it is asked.
pub fn choice(state: &State, conflict: &Conflict) -> Choice {
    let field = if conflict.field.is_empty() { String::new() } else { format!(" · {}", conflict.field) };
    let name = match &conflict.about {
        About::Head => "file".to_owned(),
        About::Record(_, id) => record_name(state, id),
    };
    Choice {
        what: format!("{name}{field}"),
        ours: conflict.ours.clone(),
        theirs: conflict.theirs.clone(),
        take_theirs: false,
    }
}
