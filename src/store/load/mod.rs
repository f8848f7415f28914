//! Reading a state file: everything that can be read, and every finding at once.

mod findings;
mod gather;
mod old;

use std::collections::HashMap;
use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use thiserror::Error;

use super::position::Positions;
use super::regular::{self, NotOpened};
use crate::model::check::{Position, Report, Severity, check, check_days};
use crate::model::state::{RecordKind, SCHEMA, State};
use crate::ron::node::Span;

use findings::Findings;
use gather::gather;

pub use gather::Gathered;
pub use old::Old;

/// A file larger than this is refused: offsets and memory stay bounded.
pub const MAX_BYTES: u64 = 4 << 30;

/// Why a file of schema 1 is not written.
const OLD: &str = "it is of schema 1: beltui upgrade FILE makes it one of schema 2";

/// Why a file could not be read at all.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The operating system refused.
    #[error("cannot be read: {source} ({})", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file is larger than the program takes.
    #[error("larger than {} GiB, and not read ({})", MAX_BYTES >> 30, path.display())]
    TooBig {
        /// The file.
        path: PathBuf,
    },
    /// The path names no regular file.
    #[error("{what} stands where a file should be ({})", path.display())]
    NotAFile {
        /// What it names.
        path: PathBuf,
        /// What that is.
        what: &'static str,
    },
    /// The file is no UTF-8 text.
    #[error(
        "not UTF-8 text from line {}, column {} on: save the file as UTF-8 ({})",
        position.line, position.column, path.display()
    )]
    Encoding {
        /// The file.
        path: PathBuf,
        /// Where the first wrong byte stands.
        position: Position,
    },
}

/// A file that was read.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// Its text; of a file of schema 1, what that is upgraded.
    pub text: String,
    /// What it says: every record that could be read.
    pub state: State,
    /// Where each record of the state stands in the text.
    pub spans: HashMap<RecordKind, Vec<Span>>,
    /// What is wrong with it, in the order of the text as it stands in the file.
    pub findings: Vec<Report>,
    /// How many errors were left out of the list.
    pub left_out: usize,
    /// How many warnings were left out of the list.
    pub warnings_left_out: usize,
    /// The file as it stands, where it is of schema 1.
    pub old: Option<Box<Old>>,
}

impl Loaded {
    /// The same, with warnings of what is dated after `today` and can only be past.
    #[must_use]
    pub fn as_of_today(mut self, today: NaiveDate) -> Self {
        let found = check_days(&self.state, today);
        if found.is_empty() {
            return self;
        }
        let list = std::mem::take(&mut self.findings);
        let known = list.len();
        let mut findings = Findings::more_than(list, self.left_out, self.warnings_left_out);
        for about in found.chunk_by(|a, b| a.place == b.place) {
            findings.about(&self.text, &self.state, &self.spans, about);
        }
        if let Some(old) = &self.old {
            old.place(&mut findings.list, known);
        }
        self.finding(findings)
    }

    /// Takes findings, and puts them into the order of the text with their positions.
    fn finding(mut self, findings: Findings) -> Self {
        (self.left_out, self.warnings_left_out) = findings.left_out();
        let mut list = findings.list;
        list.sort_by_key(|finding| (finding.bytes.start, finding.severity));
        let mut positions = Positions::new(self.written());
        for finding in &mut list {
            finding.position = positions.of(finding.bytes.start);
        }
        self.findings = list;
        self
    }

    /// The text as it stands in the file.
    pub fn written(&self) -> &str {
        self.old.as_ref().map_or(&self.text, |old| &old.text)
    }

    /// How many errors it has.
    pub fn errors(&self) -> usize {
        self.findings.iter().filter(|finding| finding.severity == Severity::Error).count()
    }

    /// How many warnings it has.
    pub fn warnings(&self) -> usize {
        self.findings.len() - self.errors()
    }

    /// Why it must not be written, where it must not.
    pub fn unwritable(&self) -> Option<String> {
        match &self.old {
            Some(_) => Some(OLD.to_owned()),
            None => self.unfit(),
        }
    }

    /// Why what it says must not be taken, where it must not: what a file of schema 1 says is what its upgrade says.
    pub fn unfit(&self) -> Option<String> {
        let schema = self.state.head().schema;
        if schema > SCHEMA {
            return Some(format!("its schema {schema} is newer than this program's {SCHEMA}"));
        }
        match self.errors() {
            0 => None,
            1 => Some("it has an error: beltui check names it".to_owned()),
            errors => Some(format!("it has {errors} errors: beltui check lists them")),
        }
    }
}

/// Reads a regular file as text. It never waits: what is no file is refused at once.
///
/// # Errors
/// Where the file is not there, no regular file, too large, or no UTF-8.
pub fn read_file(path: &Path) -> Result<String, ReadError> {
    text_of(read_bytes(path)?, path)
}

/// Reads a regular file, which need not be a text. It never waits.
///
/// # Errors
/// Where the file is not there, no regular file, or too large.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, ReadError> {
    bytes_of(regular::open(path), path)
}

/// Reads a file or the end of a pipe as text: what a command takes that writes nothing.
///
/// # Errors
/// As [`read_file`]; of a device, that it is none of both.
pub fn read(path: &Path) -> Result<String, ReadError> {
    text_of(bytes_of(regular::open_or_pipe(path), path)?, path)
}

fn bytes_of(opened: Result<File, NotOpened>, path: &Path) -> Result<Vec<u8>, ReadError> {
    let file = opened.map_err(|why| match why {
        NotOpened::Other(what) => ReadError::NotAFile { path: path.to_owned(), what },
        NotOpened::Io(source) => ReadError::Io { path: path.to_owned(), source },
    })?;
    regular::bytes(file, MAX_BYTES).map_err(|source| match source.kind() {
        ErrorKind::FileTooLarge => ReadError::TooBig { path: path.to_owned() },
        _ => ReadError::Io { path: path.to_owned(), source },
    })
}

fn text_of(bytes: Vec<u8>, path: &Path) -> Result<String, ReadError> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(error.as_bytes().get(..valid).unwrap_or_default()).into_owned();
        ReadError::Encoding { path: path.to_owned(), position: Positions::new(&text).of(valid) }
    })
}

/// Reads a file or the end of a pipe, and everything in it.
///
/// # Errors
/// As [`read`]; what is wrong *in* the text is among the findings instead.
pub fn load(path: &Path) -> Result<Loaded, ReadError> {
    read(path).map(load_text)
}

/// Reads a regular file and everything in it.
///
/// # Errors
/// As [`read_file`]; what is wrong *in* the text is among the findings instead.
pub fn load_file(path: &Path) -> Result<Loaded, ReadError> {
    read_file(path).map(load_text)
}

/// Reads everything in a text.
pub fn load_text(text: String) -> Loaded {
    load_watched(text, &mut |_, _| {})
}

/// Who looks on while a text is read: at what is there already, and at the text.
pub type Watch<'w> = dyn FnMut(&Gathered, &str) + 'w;

/// The same; `watch` looks on.
pub fn load_watched(text: String, watch: &mut Watch<'_>) -> Loaded {
    let (text, old) = Old::upgraded(text);
    let mut findings = Findings::default();
    let mut gathered = gather(&text, &mut findings, watch);
    let head = gathered.take_head(&text, &mut findings);
    if gathered.is_stopped() {
        // The rest is missing: as an error this keeps everybody from writing it.
        findings = Findings::default();
        let (message, help) = ("the reading was stopped", "open the file again");
        let start = Span { start: 0, end: 0 };
        findings.add(Severity::Error, start, (None, None), message.to_owned(), help.to_owned());
        gathered.readable = false;
    }
    let Gathered { records, spans, unread, readable, .. } = gathered;
    let state = State::new(head, records).with_unread(unread);
    if readable {
        let found = check(&state);
        for about in found.chunk_by(|a, b| a.place == b.place) {
            findings.about(&text, &state, &spans, about);
        }
    }
    if let Some(old) = old.as_ref().filter(|_| readable) {
        old.place(&mut findings.list, 0);
        old.tell(&mut findings);
    }
    Loaded { text, state, spans, findings: Vec::new(), left_out: 0, warnings_left_out: 0, old }
        .finding(findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(text: &str) -> Vec<String> {
        load_text(text.to_owned())
            .findings
            .iter()
            .map(|f| {
                format!(
                    "{}:{} {} {}",
                    f.position.line,
                    f.position.column,
                    f.id.as_deref().unwrap_or("-"),
                    f.message
                )
            })
            .collect()
    }

    const HEAD: &str = "(schema: 2, title: \"T\",\n";

    #[test]
    fn all_findings_of_a_file_come_at_once_each_with_its_place_and_record() {
        let text = format!(
            "{HEAD}subjects: [\n(id: \"US\", name: \"United States\", kind: State, nmae: 1),\n(id: \"BY\", name: 7, kind: Stat),\n],\n\
             sources: [(id: \"s\", publisher: \"P\", title: \"T\", published: \"2025-13\")],\n\
             events: [(id: \"e\", on: \"2025\", kind: Talks, title: \"T\", actors: [\"US\", \"XX\"], sources: [])],\n)"
        );
        assert_eq!(
            findings(&text),
            [
                "3:48 US a subject has no field nmae",
                "4:18 BY name is a text in quotes: \"…\", not a number",
                "4:27 BY kind cannot be Stat",
                "6:60 s published: \"2025-13\": no such day in the calendar",
                "7:72 e there is no subject XX",
                "7:88 e no source is given",
            ]
        );
    }

    #[test]
    fn a_record_that_cannot_be_read_hides_no_other_and_breaks_no_reference() {
        let text = format!(
            "{HEAD}subjects: [(id: \"US\" name: \"x\", kind: State), (id: \"BY\", name: \"Belarus\", kind: State)],\n\
             relations: [(id: \"by-us\", pair: (\"BY\", \"US\"))])"
        );
        let loaded = load_text(text);
        assert_eq!(loaded.errors(), 1, "{:?}", loaded.findings);
        assert_eq!(loaded.state.len(RecordKind::Subjects), 1);
        assert_eq!(loaded.state.len(RecordKind::Relations), 1);
    }

    #[test]
    fn impossible_histories_are_found() {
        let text = format!(
            "{HEAD}subjects: [(id: \"US\", name: \"US\", kind: State), (id: \"x\", name: \"X\", kind: Company)],\n\
             sources: [(id: \"s\", publisher: \"P\", title: \"T\")],\n\
             sanctions: [(id: \"m\", issuer: \"US\", target: \"x\", measure: AssetFreeze, history: [\n\
             (on: \"2020\", what: Delisted, sources: [\"s\"]),\n\
             (on: \"2021-05-01\", what: Designated, until: \"2021-04-30\", sources: [\"s\"]),\n])])"
        );
        let found = findings(&text);
        assert!(found[0].contains("5:6 m delisted on ~2020, before it was imposed"), "{found:?}");
        assert!(found[1].contains("it ends (2021-04-30) before it starts (2021-05-01)"), "{found:?}");
    }

    #[test]
    fn an_id_used_twice_in_two_lists_is_an_error() {
        let text = format!(
            "{HEAD}subjects: [(id: \"x\", name: \"X\", kind: State)],\nsources: [(id: \"x\", publisher: \"P\", title: \"T\")])"
        );
        assert_eq!(findings(&text), ["3:16 x the id x is used twice: by this source and by subject 1"]);
    }

    #[test]
    fn a_misspelt_reference_is_named_with_what_was_likely_meant() {
        let text = format!(
            "{HEAD}sources: [(id: \"vedomosti\", publisher: \"P\", title: \"T\")],\n\
             events: [(id: \"e\", kind: Talks, title: \"T\", sources: [\"vedomsti\"])])"
        );
        let loaded = load_text(text);
        assert!(loaded.findings[0].help.contains("did you mean vedomosti?"));
    }

    #[test]
    fn a_bom_crlf_comments_and_trailing_commas_are_fine() {
        let text = "\u{feff}// a\r\n(schema: 2,\r\n/* b */ title: \"T\", subjects: [\r\n(id: \"US\", name: \"x\", kind: State,),],\r\n)\r\n";
        assert_eq!(findings(text), Vec::<String>::new());
    }

    #[test]
    fn a_newer_schema_is_an_error_and_what_can_be_read_is_read() {
        let loaded = load_text(
            "(schema: 3, title: \"T\", subjects: [(id: \"US\", name: \"x\", kind: State)])".to_owned(),
        );
        assert_eq!(loaded.errors(), 1);
        assert_eq!(loaded.state.len(RecordKind::Subjects), 1);
        assert!(loaded.unwritable().unwrap().contains("newer"));
    }

    #[test]
    fn unknown_fields_of_the_file_itself_are_errors() {
        assert_eq!(
            findings("(schema: 2, title: \"T\", actros: [])"),
            ["1:25 - a state file has no field actros"]
        );
    }

    #[test]
    fn a_reading_that_is_stopped_ends_early_and_what_was_read_is_never_written() {
        let event =
            |number: u32| format!("(id: \"e-{number}\", kind: Talks, title: \"Alpha\", sources: [\"s\"]),\n");
        let events: String = (0..30_000).map(event).collect();
        let text =
            format!("{HEAD}sources: [(id: \"s\", publisher: \"P\", title: \"T\")], events: [\n{events}])");
        let mut looks = 0;
        let loaded = load_watched(text.clone(), &mut |gathered, _| {
            looks += 1;
            gathered.stop();
        });
        assert!(loaded.state.len(RecordKind::Events) < 30_000, "{looks} looks");
        assert_eq!(loaded.findings.len(), 1);
        assert_eq!(loaded.findings[0].message, "the reading was stopped");
        assert!(loaded.unwritable().is_some());
        assert_eq!(load_text(text).errors(), 0);
    }
}
