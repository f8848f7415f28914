//! Who is screened: a table, names of the command line, or the subjects of the file.

use std::io::{self, Read as _};
use std::path::Path;

use crate::lists::screening::{Asked, MOST_NAMES, date_said, identifier, kind_said, read as read_table};
use crate::report::screening::Input;
use crate::store::regular;
use crate::store::screenings::sha256;

use crate::cli::wrong::WrongWord;

use super::arguments::Arguments;
use super::state::StateRead;

/// Who is asked for, and where they come from.
pub(super) struct Names {
    pub(super) asked: Vec<Asked>,
    pub(super) input: Input,
}

/// No table of names is larger, in bytes.
const LARGEST: u64 = 64 << 20;

fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    if path != Path::new("-") {
        return regular::open_or_pipe(path)
            .map_err(io::Error::from)
            .and_then(|file| regular::bytes(file, LARGEST));
    }
    let mut bytes = Vec::new();
    io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(io::Error::other("it is larger than 64 MiB"));
    }
    Ok(bytes)
}

pub(super) fn read(
    arguments: &Arguments,
    table: Option<&Path>,
    state: Option<&StateRead>,
) -> anyhow::Result<Names> {
    if let Some(path) = table {
        let name = if path == Path::new("-") {
            "standard input".to_owned()
        } else {
            path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
        };
        let encoding = match &arguments.encoding {
            None => None,
            Some(label) => {
                Some(encoding_rs::Encoding::for_label(label.trim().as_bytes()).ok_or_else(|| {
                    WrongWord::new(format!(
                        "{label:?} is no encoding that is known: utf-8, windows-1251, windows-1252"
                    ))
                })?)
            }
        };
        let bytes = bytes(path)
            .map_err(|error| WrongWord::new(format!("{error}: the table of names ({})", path.display())))?;
        let read = read_table(&bytes, encoding)
            .map_err(|error| WrongWord::new(format!("{error}: the table of names ({})", path.display())))?;
        return Ok(Names {
            asked: read.asked,
            input: Input { name, sha256: sha256(&bytes), told: read.told },
        });
    }
    let (asked, name) = if arguments.subjects {
        let state =
            state.ok_or_else(|| WrongWord::new("there is no state file whose subjects could be screened"))?;
        let subjects = state.day.state().records().subjects.iter();
        (subjects.filter_map(Asked::of_subject).collect::<Vec<_>>(), "the subjects of the state file")
    } else {
        (of_words(arguments)?, "the command line")
    };
    if asked.is_empty() {
        return Err(WrongWord::new(
            "there is nobody to screen: the file has no subjects that can stand on a list",
        )
        .into());
    }
    if asked.len() > MOST_NAMES {
        return Err(WrongWord::new(format!("more than {MOST_NAMES} names")).into());
    }
    let all = asked.iter().map(Asked::key).collect::<Vec<_>>().join("\n\n");
    Ok(Names {
        asked,
        input: Input { name: name.to_owned(), sha256: sha256(all.as_bytes()), told: Vec::new() },
    })
}

/// The names of the command line, with what is said of them.
fn of_words(arguments: &Arguments) -> Result<Vec<Asked>, WrongWord> {
    let of_one = arguments.born.is_some() || !arguments.identifier.is_empty();
    if of_one && arguments.name.len() > 1 {
        return Err(WrongWord::new("--born and --identifier are of one person: name one, or write a table"));
    }
    let kind = arguments.kind.as_deref().map(|word| {
        kind_said(word).ok_or_else(|| {
            WrongWord::new(format!("--kind: person, company, organisation, vessel or aircraft, not {word:?}"))
        })
    });
    let kind = kind.transpose()?;
    let born = arguments.born.as_deref().map(|text| {
        date_said(text).ok_or_else(|| {
            WrongWord::new(format!(
                "--born: a date that is one for certain, such as 1981-05-06, not {text:?}"
            ))
        })
    });
    let born = born.transpose()?;
    let of = |name: &String| {
        let mut asked = Asked::new(name.trim());
        if !asked.can_be_compared() {
            return Err(WrongWord::new(format!(
                "--name: nothing in {name:?} can be compared: it has no letter or digit"
            )));
        }
        asked.kind = kind;
        asked.born = born;
        asked.countries.clone_from(&arguments.country);
        asked.identifiers = arguments.identifier.iter().map(|text| identifier(text)).collect();
        Ok(asked)
    };
    arguments.name.iter().map(of).collect()
}
