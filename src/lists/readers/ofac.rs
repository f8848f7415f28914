//! OFAC's lists as CSV: SDN, ADD, ALT and comments, and the same of the consolidated list. They have no names of
//! columns; numbers join them. Source: OFAC, data specification of 25 September 2023.

use std::io::BufRead;

use super::super::entry::{Entry, ListName, add};
use super::super::gathered::{Gathered, twice};
use super::super::refused::Refused;
use super::super::table::{Line, Paired, lines};
use super::ofac_births::births;
use super::ofac_words::{act, kind, note_list, programmes, remarks};

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
    pub(in crate::lists) fn of(head: &str, delimiter: u8) -> Option<Self> {
        let first = head.lines().take(20).find(|line| {
            let number = line.split(char::from(delimiter)).next().unwrap_or_default();
            is_number(number.trim().trim_matches('"'))
        })?;
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(first.as_bytes());
        let fields = reader.byte_records().next()?.ok()?.len();
        [Self::Entries, Self::Addresses, Self::Aliases, Self::Comments]
            .into_iter()
            .find(|it| it.fields() == fields)
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// With what OFAC ends its tables.
const END: char = '\u{1a}';

/// Reads one of the files.
pub(in crate::lists) fn read(
    part: Part,
    delimiter: u8,
    list: ListName,
    input: impl BufRead,
    to: &mut Gathered,
) -> Result<(), Refused> {
    let mut begun = false;
    lines(Paired::new(input, delimiter), delimiter, to, |line, to| {
        let number = line.get(0);
        if !is_number(&number) {
            // Names of columns, or words about the file such as its day, may stand above the first entry: what has a digit
            // for its number and most columns of an entry is one that was damaged.
            let has_digit = number.contains(|c: char| c.is_ascii_digit());
            let filled = (0..line.len()).filter(|at| !line.get(*at).is_empty()).count();
            let is_entry = has_digit && filled > 1 && line.len() * 2 > part.fields();
            if !begun && !is_entry {
                return Ok(());
            }
            if number.starts_with(END) {
                return Err(
                    line.refuse("nothing behind the end of the table (0x1A): two files stand in one here")
                );
            }
            return Err(line.refuse(format!("the number of an entry, not {number:?}")));
        }
        begun = true;
        if line.len() != part.fields() {
            return Err(line.refuse(format!("{} fields, not {}", part.fields(), line.len())));
        }
        match part {
            Part::Entries => entry(line, list, to)?,
            Part::Addresses => address(line, to.entry(list, &number))?,
            Part::Aliases => alias(line, to.entry(list, &number))?,
            Part::Comments => {
                let entry = to.entry(list, &number);
                entry.remark.get_or_insert_default().push_str(&line.whole(1));
            }
        }
        Ok(())
    })
}

fn address(line: &Line<'_>, entry: &mut Entry) -> Result<(), Refused> {
    if !is_number(&line.get(1)) {
        return Err(line.refuse(format!("the number of an address in field 2, not {:?}", line.get(1))));
    }
    entry.add_place(&line.get(4));
    entry.add_address([2, 3, 4].map(|at| line.get(at)));
    Ok(())
}

fn alias(line: &Line<'_>, entry: &mut Entry) -> Result<(), Refused> {
    let kind = line.get(2).to_lowercase().replace('.', "");
    if !matches!(kind.as_str(), "" | "aka" | "fka" | "nka") {
        return Err(line.refuse(format!("aka, fka or nka in field 3, not {:?}", line.get(2))));
    }
    entry.add_alias(&line.get(3));
    Ok(())
}

fn entry(line: &Line<'_>, list: ListName, to: &mut Gathered) -> Result<(), Refused> {
    let number = line.get(0);
    let Some(kind) = kind(&line.get(2)) else {
        return Err(line.refuse(format!(
            "individual, entity, vessel, aircraft or -0- in field 3, not {:?}: are the columns as OFAC has them?",
            line.get(2)
        )));
    };
    let name = line.get(1);
    if name.is_empty() {
        return Err(line.refuse("a name in field 2"));
    }
    to.count_read += 1;
    let text = line.whole(11).into_owned();
    births(&text).for_each(|birth| to.tell_birth(line.number(), birth));
    let entry = to.entry(list, &number);
    if entry.has_primary {
        return Err(line.refuse(twice(&number)));
    }
    entry.has_primary = true;
    entry.name = super::super::written::joined([name]);
    entry.kind = kind;
    for programme in programmes(&line.get(3)) {
        add(&mut entry.legal_acts, &act(programme));
        add(&mut entry.programmes, programme);
    }
    entry.add_nationality(&line.get(9));
    if !text.is_empty() {
        // What continues it may be read before.
        entry.remark.get_or_insert_default().insert_str(0, &text);
    }
    Ok(())
}

/// Notes which of OFAC's lists the entries look like.
pub(in crate::lists) fn note_lists(to: &mut Gathered) {
    let mut evidence = to.evidence;
    to.entries.values().filter(|entry| entry.has_primary).for_each(|entry| note_list(entry, &mut evidence));
    to.evidence = evidence;
}

/// Reads the remarks of an entry, once their continuations are there.
pub(in crate::lists) fn read_remarks(entry: &mut Entry) {
    if let Some(text) = entry.remark.clone() {
        remarks(&text, entry);
    }
}
