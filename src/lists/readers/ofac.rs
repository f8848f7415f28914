//! OFAC's lists as CSV: SDN, ADD, ALT and comments, and the same of the consolidated list. They have no names of
//! columns; numbers join them. Source: OFAC, data specification of 25 September 2023.

use std::io::BufRead;

use crate::model::measure::TargetKind;

use super::super::entry::{ListName, add};
use super::super::gathered::Gathered;
use super::super::refused::Refused;
use super::super::table::{Line, lines};

/// Which of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lists) enum Part {
    /// SDN.CSV: the entries.
    Entries,
    /// ADD.CSV: addresses.
    Addresses,
    /// ALT.CSV: other names.
    Aliases,
    /// SDN_COMMENTS.CSV: what has no room in the remarks.
    Comments,
}

impl Part {
    fn fields(self) -> usize {
        match self {
            Self::Entries => 12,
            Self::Addresses => 6,
            Self::Aliases => 5,
            Self::Comments => 2,
        }
    }

    /// What the beginning of a file says it is: by how many fields there are in a line that begins with a number.
    pub(in crate::lists) fn of(head: &str) -> Option<Self> {
        let first = head.lines().take(20).find(|line| {
            let number = line.split(',').next().unwrap_or_default().trim().trim_matches('"');
            !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
        })?;
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(first.as_bytes());
        let fields = reader.byte_records().next()?.ok()?.len();
        [Self::Entries, Self::Addresses, Self::Aliases, Self::Comments]
            .into_iter()
            .find(|it| it.fields() == fields)
    }
}

/// Reads one of the files.
pub(in crate::lists) fn read(
    part: Part,
    list: ListName,
    input: impl BufRead,
    to: &mut Gathered,
) -> Result<(), Refused> {
    let mut begun = false;
    lines(input, b',', |line| {
        let number = line.get(0);
        if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            // Names of columns, or a word about the file, may stand above the first entry.
            if !begun {
                return Ok(());
            }
            return Err(line.refuse(format!("the number of an entry, not {number:?}")));
        }
        begun = true;
        if line.len() != part.fields() {
            return Err(line.refuse(format!("{} fields, not {}", part.fields(), line.len())));
        }
        match part {
            Part::Entries => entry(line, list, to),
            Part::Addresses => add(&mut to.entry(list, &number).countries, &line.get(4)),
            Part::Aliases => to.entry(list, &number).add_name_after(&line.get(3)),
            Part::Comments => {
                let entry = to.entry(list, &number);
                entry.remark.get_or_insert_default().push_str(&line.get(1));
            }
        }
        Ok(())
    })
}

fn entry(line: &Line<'_>, list: ListName, to: &mut Gathered) {
    let entry = to.entry(list, &line.get(0));
    entry.name = line.get(1).into_owned();
    entry.kind = kind(&line.get(2));
    for programme in programmes(&line.get(3)) {
        add(&mut entry.legal_acts, &act(programme));
        add(&mut entry.programmes, programme);
    }
    let remarks = line.get(11);
    for remark in remarks.split(';').map(|it| it.trim().trim_end_matches('.')) {
        for word in ["nationality ", "citizen ", "Flag "] {
            if let Some(country) = remark.strip_prefix(word) {
                add(&mut entry.countries, country);
            }
        }
    }
    add(&mut entry.countries, &line.get(9));
    if !remarks.is_empty() {
        match &mut entry.remark {
            // The entry stands there twice.
            Some(before) if entry.has_primary => before.push_str(&remarks),
            // What continues it was read before.
            Some(more) => more.insert_str(0, &remarks),
            none => *none = Some(remarks.into_owned()),
        }
    }
    entry.has_primary = true;
}

/// What a word of OFAC's for a kind means.
pub(in crate::lists) fn kind(word: &str) -> TargetKind {
    match word.to_lowercase().as_str() {
        "individual" => TargetKind::Person,
        "vessel" => TargetKind::Vessel,
        "aircraft" => TargetKind::Aircraft,
        _ => TargetKind::Entity,
    }
}

/// Programmes in one field: `BELARUS] [BELARUS-EO14038`.
fn programmes(field: &str) -> impl Iterator<Item = &str> {
    field.split(['[', ']', ';']).map(str::trim).filter(|it| !it.is_empty())
}

/// The executive order that a programme is named after; empty where it is not.
pub(in crate::lists) fn act(programme: &str) -> String {
    let number = programme.rsplit_once("EO").map(|(_, number)| number);
    let number = number.filter(|it| it.len() == 5 && it.bytes().all(|byte| byte.is_ascii_digit()));
    number.map(|number| format!("E.O. {number}")).unwrap_or_default()
}
