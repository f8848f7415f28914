//! What comes of holding one measure against lists, and when it came onto them and went.

use crate::model::date::Date;
use crate::model::declare::vocabulary;
use crate::model::id::Id;

use super::matching::How;

vocabulary! {
    /// What comes of holding a measure against a list.
    pub enum Verdict {
        /// A lifting was announced, and the list still has it.
        AnnouncedStillListed => "lifting announced but still listed",
        /// The file says that it has ended, and the list still has it.
        EndedStillListed => "recorded as ended but still listed",
        /// The file has it in force, and the list has it no longer.
        NotListed => "recorded as in force but not listed",
        /// The list has what the file does not.
        NotRecorded => "listed but not recorded",
        /// An earlier list had what the file does not, and the latest has it no longer.
        GoneUnrecorded => "was listed, is gone, and is not recorded",
        /// It may be an entry; only the names say so.
        Possibly => "possibly listed: names are alike",
        /// It is on the list again, after it was not.
        ListedAgain => "listed again",
        /// The list has it, and the file does not say that it came into force.
        NotBegun => "listed, but not recorded as in force",
        /// The list has it under a programme that the file does not say.
        OtherProgramme => "seen under another programme",
        /// The list has it, and the file has it in force.
        Agrees => "listed as recorded",
        /// The list does not have it, and the file says that it has ended, or was not in force yet.
        AgreesNot => "not listed, as recorded",
        /// The files hold only a part of the list, and it is not in them.
        Unknown => "not in these files, which hold only a part of the list",
        /// It has no reference to this list, and no entry has its names.
        NoMatch => "no entry found",
    }
}

impl Verdict {
    /// Whether file and list say different things.
    pub fn is_gap(self) -> bool {
        matches!(
            self,
            Self::AnnouncedStillListed
                | Self::EndedStillListed
                | Self::NotListed
                | Self::NotRecorded
                | Self::GoneUnrecorded
                | Self::ListedAgain
                | Self::NotBegun
                | Self::OtherProgramme
                | Self::Possibly
        )
    }
}

/// What was found about one measure, or about an entry that no measure is.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The measure; `None` where the file has none.
    pub measure: Option<Id>,
    /// What it is called.
    pub name: String,
    /// The entry, as a state file refers to it.
    pub reference: Option<String>,
    /// How measure and entry were found to belong together, and how sure that is, of 100.
    pub found: Option<(How, u8)>,
    /// What comes of the latest list.
    pub verdict: Verdict,
    /// For how many days that has been so, at least and at most, where that can be told.
    pub days: Option<(i64, i64)>,
    /// On which lists it is: the day, and whether it was seen; `None` where the files cannot tell.
    pub sightings: Vec<(Date, Option<bool>)>,
    /// When it came onto the list: after the first day, on the second or before.
    pub came: Option<(Option<Date>, Date)>,
    /// When it went: after the first day, on the second or before.
    pub went: Option<(Date, Date)>,
    /// More about it.
    pub detail: String,
    /// The change that is proposed, by its place among the proposals.
    pub proposal: Option<usize>,
}

impl Finding {
    /// For how many days, as precisely as that is known: `54`, `23 to 52`.
    pub fn days_said(&self) -> String {
        match self.days {
            Some((least, most)) if least == most => least.to_string(),
            Some((least, most)) => format!("{} to {most}", least.max(0)),
            None => String::new(),
        }
    }

    /// When it came onto the list: `2023-01-01 to 2024-06-27`, `by 2024-06-27`.
    pub fn came_said(&self) -> String {
        match self.came {
            Some((Some(before), on)) => format!("{} to {}", before.written(), on.written()),
            Some((None, on)) => format!("by {}", on.written()),
            None => String::new(),
        }
    }

    /// When it went.
    pub fn went_said(&self) -> String {
        let said = |(seen, gone): (Date, Date)| format!("{} to {}", seen.written(), gone.written());
        self.went.map(said).unwrap_or_default()
    }

    /// Both, where there are several lists to tell.
    pub fn windows_said(&self) -> String {
        let came = if self.sightings.len() > 1 { self.came_said() } else { String::new() };
        let parts = [("came", came), ("went", self.went_said())];
        let said = parts
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(word, text)| format!("{word} {text}"));
        said.collect::<Vec<_>>().join("; ")
    }
}

pub(super) type Windows = (Option<(Option<Date>, Date)>, Option<(Date, Date)>);

/// When it came onto the list and when it went, as far as the lists tell: each lies between two of them.
pub(super) fn windows(sightings: &[(Date, Option<bool>)]) -> Windows {
    let told: Vec<(Date, bool)> = sightings.iter().filter_map(|(on, seen)| Some((*on, (*seen)?))).collect();
    let Some(first) = told.iter().position(|(_, seen)| *seen) else { return (None, None) };
    let last = told.iter().rposition(|(_, seen)| *seen).unwrap_or(first);
    let before = first.checked_sub(1).and_then(|at| told.get(at)).map(|(on, _)| *on);
    let came = told.get(first).map(|(on, _)| (before, *on));
    let went = told.get(last).zip(told.get(last + 1)).map(|((seen, _), (gone, _))| (*seen, *gone));
    (came, went)
}
