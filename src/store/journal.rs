//! The journal: every accepted edit, synced to disk before it counts, so that a crash loses none.
//!
//! A file of frames: length, checksum (CRC-32, little-endian both), and a RON text. A frame that was being written
//! when the machine stopped fails its checksum and ends the journal. The journal of a file is in the state directory;
//! a save begins it anew, a clean exit removes it.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::edit::decode::{Decoder, decode};
use crate::edit::encode::encode;
use crate::edit::node::{Field, Node, Span, Value};
use crate::edit::op::{Op, Transaction};
use crate::model::record::Owned;
use crate::model::state::{Head, List};
use crate::store::text::parse;
use crate::store::text::print::inline;

use super::write::Fingerprint;

/// One thing that happened to the document or to its file.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// The document changed; taking a change back is a change as well.
    Commit(Transaction),
    /// A save is about to write a text with this fingerprint: what stands before is in it.
    Saving(String),
}

/// The journal of a file while it is written.
#[derive(Debug)]
pub struct Journal {
    file: File,
    path: PathBuf,
}

/// What an unfinished journal says.
#[derive(Debug, Clone, PartialEq)]
pub struct Unfinished {
    /// The fingerprint of the text that the entries start from.
    pub base: String,
    /// The entries that are whole.
    pub entries: Vec<Entry>,
}

const ANY_VERSION: &str = "beltui journal ";
const MAGIC: &str = "beltui journal 1 ";

/// Where the journal of a state file is.
pub fn path_of(state_dir: &Path, file: &Path) -> PathBuf {
    state_dir.join("journal").join(format!("{}.journal", super::places::key_of(file)))
}

impl Journal {
    /// Begins the journal of a file that holds `base`; what was there before is replaced.
    ///
    /// # Errors
    /// Where the state directory cannot be written.
    pub fn begin(path: &Path, base: Fingerprint) -> std::io::Result<Self> {
        Self::begin_with(path, base, &[])
    }

    /// The same with entries in it from the beginning: at no moment is there a journal without them.
    ///
    /// # Errors
    /// Where it cannot be written.
    fn begin_with(path: &Path, base: Fingerprint, entries: &[Entry]) -> std::io::Result<Self> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let fresh = path.with_extension("new");
        let mut file = private(OpenOptions::new().write(true).create(true).truncate(true)).open(&fresh)?;
        file.write_all(&frame(format!("{MAGIC}{}", base.written()).as_bytes()))?;
        for entry in entries {
            file.write_all(&frame(written(entry).as_bytes()))?;
        }
        file.sync_all()?;
        fs::rename(&fresh, path)?;
        if let Some(folder) = path.parent() {
            File::open(folder)?.sync_all()?;
        }
        Ok(Self { file, path: path.to_owned() })
    }

    /// Adds an entry and waits until it is on disk.
    ///
    /// # Errors
    /// Where it cannot be written: then the edit must not count as safe.
    pub fn add(&mut self, entry: &Entry) -> std::io::Result<()> {
        let before = self.file.metadata()?.len();
        let added =
            self.file.write_all(&frame(written(entry).as_bytes())).and_then(|()| self.file.sync_data());
        if added.is_err() {
            // A torn frame would hide everything behind it.
            let _ = self.file.set_len(before);
            let _ = self.file.seek(SeekFrom::Start(before));
        }
        added
    }

    /// Goes on with the journal that was left unfinished: what is not whole at its end is cut off.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn resume(path: &Path) -> std::io::Result<Self> {
        let bytes = fs::read(path)?;
        // Up to the last entry that can be read: what stands behind it would hide what is added.
        let head = frames(&bytes).take(1);
        let entries = frames(&bytes).skip(1).take_while(|payload| read(payload).is_some());
        let whole: usize = head.chain(entries).map(|payload| payload.len() + 8).sum();
        let file = OpenOptions::new().append(true).open(path)?;
        file.set_len(whole as u64)?;
        Ok(Self { file, path: path.to_owned() })
    }

    /// Begins anew after a save.
    ///
    /// # Errors
    /// Where the state directory cannot be written.
    pub fn restart(&mut self, base: Fingerprint, entries: &[Entry]) -> std::io::Result<()> {
        *self = Self::begin_with(&self.path, base, entries)?;
        Ok(())
    }

    /// Removes the journal: a clean exit leaves none.
    pub fn finish(self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// What an unfinished journal says; `None` when there is none, or none that says anything.
///
/// # Errors
/// Where it is there but cannot be read.
pub fn unfinished(path: &Path) -> std::io::Result<Option<Unfinished>> {
    let mut bytes = Vec::new();
    match File::open(path) {
        Ok(mut file) => file.read_to_end(&mut bytes)?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut frames = frames(&bytes);
    let head = frames.next().unwrap_or_default();
    let version = head.strip_prefix(ANY_VERSION).and_then(|rest| rest.split(' ').next());
    if version.is_some_and(|version| version != "1" && version.parse::<u32>().is_ok()) {
        return Err(std::io::Error::other("it was written by another version of beltui"));
    }
    let Some(base) = head.strip_prefix(MAGIC).map(|base| base.trim().to_owned()) else { return Ok(None) };
    let entries: Vec<Entry> = frames.map_while(read).collect();
    Ok((!entries.is_empty()).then_some(Unfinished { base, entries }))
}

/// What a person edits is for that person alone.
#[cfg(unix)]
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600)
}

#[cfg(not(unix))]
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

fn frame(payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap_or(u32::MAX);
    let mut out = Vec::with_capacity(payload.len() + 8);
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(&crc32fast::hash(payload).to_le_bytes());
    out.extend_from_slice(payload);
    out
}

/// The payloads of whole frames, up to the first that is not.
fn frames(mut bytes: &[u8]) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let (length, rest) = bytes.split_first_chunk::<4>()?;
        let (sum, rest) = rest.split_first_chunk::<4>()?;
        let payload = rest.get(..usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
        // Zeros, which a power cut may leave, are no frame.
        if payload.is_empty() {
            return None;
        }
        if crc32fast::hash(payload) != u32::from_le_bytes(*sum) {
            return None;
        }
        bytes = rest.get(payload.len()..)?;
        std::str::from_utf8(payload).ok()
    })
}

const NOWHERE: Span = Span { start: 0, end: 0 };

fn text(text: &str) -> Node<'_> {
    Node { span: NOWHERE, value: Value::Text(text.into()) }
}

fn fields<'t>(fields: Vec<(&'t str, Node<'t>)>) -> Node<'t> {
    let fields = fields.into_iter().map(|(name, node)| Field { name, name_span: NOWHERE, node }).collect();
    Node { span: NOWHERE, value: Value::Struct(None, fields) }
}

fn written(entry: &Entry) -> String {
    let node = match entry {
        Entry::Commit(transaction) => {
            let ops = transaction.ops.iter().map(op_node).collect();
            fields(vec![
                ("entry", text("commit")),
                ("label", text(&transaction.label)),
                ("ops", Node { span: NOWHERE, value: Value::List(ops) }),
            ])
        }
        Entry::Saving(fingerprint) => fields(vec![("entry", text("saving")), ("text", text(fingerprint))]),
    };
    inline(&node)
}

fn number(number: usize) -> Node<'static> {
    Node { span: NOWHERE, value: Value::Number(number.to_string().into()) }
}

fn op_node(op: &Op) -> Node<'_> {
    match op {
        Op::Insert { at, record, .. } => one("insert", *at, record),
        Op::Remove { at, record, .. } => one("remove", *at, record),
        Op::Replace { old, new } => fields(vec![
            ("op", text("replace")),
            ("list", text(new.list().field())),
            ("old", encode(old.borrowed())),
            ("new", encode(new.borrowed())),
        ]),
        Op::Head { old, new } => {
            fields(vec![("op", text("head")), ("old", head_node(old)), ("new", head_node(new))])
        }
    }
}

fn one<'r>(op: &'r str, at: usize, record: &'r Owned) -> Node<'r> {
    fields(vec![
        ("op", text(op)),
        ("list", text(record.list().field())),
        ("at", number(at)),
        ("record", encode(record.borrowed())),
    ])
}

fn head_node(head: &Head) -> Node<'_> {
    let mut parts = vec![
        ("schema", number(usize::try_from(head.schema).unwrap_or_default())),
        ("title", text(&head.title)),
    ];
    parts.extend(head.focus.as_ref().map(|focus| ("focus", text(focus.as_str()))));
    parts.extend(head.note.as_ref().map(|note| ("note", text(note))));
    fields(parts)
}

/// The fields of a struct by name.
struct Parts<'n, 't>(&'n [Field<'t>]);

impl<'n, 't> Parts<'n, 't> {
    fn of(node: &'n Node<'t>) -> Option<Self> {
        match &node.value {
            Value::Struct(None, fields) => Some(Self(fields)),
            _ => None,
        }
    }

    fn node(&self, name: &str) -> Option<&'n Node<'t>> {
        self.0.iter().find(|field| field.name == name).map(|field| &field.node)
    }

    fn text(&self, name: &str) -> Option<&'n str> {
        match &self.node(name)?.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    fn number<N: std::str::FromStr>(&self, name: &str) -> Option<N> {
        match &self.node(name)?.value {
            Value::Number(number) => number.parse().ok(),
            _ => None,
        }
    }

    fn record(&self, name: &str) -> Option<Box<Owned>> {
        let list = self.text("list")?;
        let list = List::ALL.iter().copied().find(|known| known.field() == list)?;
        decode(&mut Decoder::default(), list, self.node(name)?).map(Box::new)
    }

    fn head(&self, name: &str) -> Option<Box<Head>> {
        let parts = Parts::of(self.node(name)?)?;
        Some(Box::new(Head {
            schema: parts.number("schema")?,
            title: parts.text("title")?.into(),
            focus: parts.text("focus").map(Into::into),
            note: parts.text("note").map(Into::into),
        }))
    }
}

fn read(payload: &str) -> Option<Entry> {
    let node = parse(payload, Span { start: 0, end: payload.len() }).ok()?;
    let parts = Parts::of(&node)?;
    match parts.text("entry")? {
        "saving" => Some(Entry::Saving(parts.text("text")?.to_owned())),
        "commit" => {
            let Value::List(ops) = &parts.node("ops")?.value else { return None };
            let ops = ops.iter().map(read_op).collect::<Option<Vec<Op>>>()?;
            Some(Entry::Commit(Transaction::new(parts.text("label")?, ops)))
        }
        _ => None,
    }
}

fn read_op(node: &Node<'_>) -> Option<Op> {
    let parts = Parts::of(node)?;
    match parts.text("op")? {
        "insert" => {
            Some(Op::Insert { at: parts.number("at")?, record: parts.record("record")?, origin: None })
        }
        "remove" => {
            Some(Op::Remove { at: parts.number("at")?, record: parts.record("record")?, origin: None })
        }
        "replace" => Some(Op::Replace { old: parts.record("old")?, new: parts.record("new")? }),
        "head" => Some(Op::Head { old: parts.head("old")?, new: parts.head("new")? }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::load::load_text;
    use crate::store::places::SHIPPED;

    fn entries() -> Vec<Entry> {
        let state = load_text(SHIPPED.to_owned()).state;
        let record = |id: &str| state.record(id).unwrap().to_owned();
        let (old, new) =
            (state.head().clone(), Head { title: "\"x\"\n\u{301}".into(), ..state.head().clone() });
        vec![
            Entry::Commit(Transaction::new(
                "lift Belavia",
                vec![
                    Op::replace(record("us-belavia-asset-freeze"), record("eu-belavia-asset-freeze")),
                    Op::insert(3, record("lt-medininkai-kamennylog")),
                    Op::Remove { at: 2, record: Box::new(record("vedomosti")), origin: None },
                    Op::Head { old: Box::new(old), new: Box::new(new) },
                ],
            )),
            Entry::Saving("12-ab".to_owned()),
        ]
    }

    #[test]
    fn what_was_added_is_read_back_and_a_clean_end_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x").join("a.journal");
        let mut journal = Journal::begin(&path, Fingerprint::of("base")).unwrap();
        assert_eq!(unfinished(&path).unwrap(), None, "an empty journal says nothing");
        for entry in entries() {
            journal.add(&entry).unwrap();
        }
        let read = unfinished(&path).unwrap().unwrap();
        assert_eq!(read.base, Fingerprint::of("base").written());
        assert_eq!(read.entries, entries());
        journal.finish();
        assert_eq!(unfinished(&path).unwrap(), None);
    }

    #[test]
    fn cut_anywhere_it_gives_the_entries_that_were_whole_and_damage_ends_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.journal");
        let mut journal = Journal::begin(&path, Fingerprint::of("base")).unwrap();
        for entry in entries() {
            journal.add(&entry).unwrap();
        }
        let whole = fs::read(&path).unwrap();
        for cut in (0..whole.len()).step_by(13) {
            fs::write(&path, &whole[..cut]).unwrap();
            let read = unfinished(&path).unwrap().map(|u| u.entries).unwrap_or_default();
            assert!(entries().starts_with(&read), "cut at {cut}");
        }
        let mut damaged = whole.clone();
        let middle = damaged.len() / 2;
        damaged[middle] ^= 1;
        fs::write(&path, &damaged).unwrap();
        let read = unfinished(&path).unwrap().map(|u| u.entries).unwrap_or_default();
        assert!(entries().starts_with(&read) && read.len() < entries().len());
    }
}
