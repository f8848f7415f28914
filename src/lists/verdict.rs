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
        /// The entry with the record's number has neither a name nor the kind in common with it.
        NumberOfAnother => "its number is another's on the list",
        /// It may be an entry; only the names say so.
        Possibly => "possibly listed: names are alike",
        /// It is on the list again, after it was not.
        ListedAgain => "listed again",
        /// It was off the list in between, and the file does not say so.
        OffInBetween => "listed, but was off the list in between",
        /// The list has it, and the file does not say that it came into force.
        NotBegun => "listed, but not recorded as in force",
        /// The list has it under a programme that the file does not say.
        OtherProgramme => "seen under another programme",
        /// The list has it, and the file has it in force.
        Agrees => "listed as recorded",
        /// The list does not have it, and the file says that it has ended, or was not in force yet.
        AgreesNot => "not listed, as recorded",
        /// The list has it and does not say whether it still stands.
        Unclear => "on the list, which does not say whether it still stands",
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
                | Self::NumberOfAnother
                | Self::ListedAgain
                | Self::OffInBetween
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
    /// When it came onto the list, each time: after the first day, on the second or before.
    pub came: Vec<(Option<Date>, Date)>,
    /// When it went, each time: after the first day, on the second or before.
    pub went: Vec<(Date, Date)>,
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
        self.came.iter().map(came_said).collect::<Vec<_>>().join(", ")
    }

    /// When it went.
    pub fn went_said(&self) -> String {
        self.went.iter().map(went_said).collect::<Vec<_>>().join(", ")
    }

    /// Both in the order of the days, where there are several lists to tell.
    pub fn windows_said(&self) -> String {
        // Of one list alone, that somebody was there by its day says nothing.
        let came = self.came.iter().filter(|(before, _)| self.sightings.len() > 1 || before.is_some());
        let came = came.map(|window| (window.1, format!("came {}", came_said(window))));
        let went = self.went.iter().map(|window| (window.1, format!("went {}", went_said(window))));
        let mut said: Vec<(Date, String)> = came.chain(went).collect();
        said.sort_by_key(|(on, _)| *on);
        said.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("; ")
    }
}

fn came_said((before, on): &(Option<Date>, Date)) -> String {
    match before {
        // The day itself is known.
        Some(before) if before == on => on.written(),
        Some(before) => format!("{} to {}", before.written(), on.written()),
        None => format!("by {}", on.written()),
    }
}

fn went_said((seen, gone): &(Date, Date)) -> String {
    if seen == gone { seen.written() } else { format!("{} to {}", seen.written(), gone.written()) }
}

pub(super) type Windows = (Vec<(Option<Date>, Date)>, Vec<(Date, Date)>);

/// When it came onto the list and when it went, as often as the lists tell: each lies between two of them.
pub(super) fn windows(sightings: &[(Date, Option<bool>)]) -> Windows {
    let told: Vec<(Date, bool)> = sightings.iter().filter_map(|(on, seen)| Some((*on, (*seen)?))).collect();
    let mut windows = Windows::default();
    let mut before: Option<(Date, bool)> = None;
    for (on, seen) in told {
        match before {
            None if seen => windows.0.push((None, on)),
            Some((day, false)) if seen => windows.0.push((Some(day), on)),
            Some((day, true)) if !seen => windows.1.push((day, on)),
            _ => {}
        }
        before = Some((on, seen));
    }
    windows
}
