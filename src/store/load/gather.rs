//! The records of a text: found by one thread, read by all, put together in the order of the file.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, PoisonError};

use super::Watch;
use super::findings::{About, Findings};
use crate::model::check::Severity;
use crate::model::id::Id;
use crate::model::records::Gathering;
use crate::model::state::{Head, RecordKind, Records, State};
use crate::ron::node::{Field, Node, Span, Value};
use crate::ron::{Found, Section, SyntaxError, outline_with, parse, unfinished_merges};
use crate::schema::read::{Decoder, Problem, decode, head};

/// So many records are read in one go.
const BATCH: usize = 128;

/// A text shorter than this is read where it is: threads would cost more than they bring.
const SHORT: usize = 1 << 20;

/// What is there of a file while it is read.
#[derive(Debug, Default)]
pub struct Gathered {
    /// How many bytes of it are read.
    pub bytes: usize,
    /// How many there are.
    pub of: usize,
    pub(super) records: Records,
    pub(super) spans: HashMap<RecordKind, Vec<Span>>,
    pub(super) unread: HashSet<Id>,
    pub(super) readable: bool,
    lists: Gathering,
    /// The fields of the file that are no lists of records, and what the whole spans.
    sections: Vec<(Span, Span)>,
    whole: Option<Span>,
    stopped: AtomicBool,
}

/// Where some records of one list stand; batches are numbered in the order of the file.
struct Batch {
    number: usize,
    list: RecordKind,
    spans: Vec<Span>,
}

/// What was read of a batch.
struct Read {
    number: usize,
    list: RecordKind,
    records: Gathering,
    /// Where the records stand that could be read.
    spans: Vec<Span>,
    problems: Vec<(About, Vec<Problem>)>,
    unread: Vec<Id>,
    end: usize,
}

/// What the scanning thread has to say besides the batches.
struct Outlined {
    result: Result<Span, SyntaxError>,
    /// Names of lists that stand once more.
    twice: Vec<(RecordKind, Span)>,
    /// Lists that are there, though they may be empty.
    present: Vec<RecordKind>,
}

impl Gathered {
    /// How many records of a list are there.
    pub fn len(&self, list: RecordKind) -> usize {
        self.spans.get(&list).map_or(0, Vec::len)
    }

    /// Has the reading end as soon as can be: nobody wants the rest. What is read then must not be written.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Whether the reading was stopped.
    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// A state of what is there already.
    pub fn so_far(&self, text: &str) -> State {
        let records = self.lists.clone().done();
        let mut decoder = Decoder::default();
        let (fields, _) = self.fields(text);
        let whole = self.whole.unwrap_or(Span { start: 0, end: 0 });
        State::new(head(&mut decoder, whole, fields).unwrap_or_default(), records)
    }

    fn fields<'t>(&self, text: &'t str) -> (Vec<Field<'t>>, Vec<SyntaxError>) {
        let (mut fields, mut errors) = (Vec::new(), Vec::new());
        for &(name_span, span) in &self.sections {
            match parse(text, span) {
                Ok(node) => {
                    let name = text.get(name_span.start..name_span.end).unwrap_or_default();
                    fields.push(Field { name, name_span, node });
                }
                Err(error) => errors.push(error),
            }
        }
        (fields, errors)
    }

    /// Reads the fields of the file that are no lists; everything has been gathered.
    pub(super) fn take_head(&mut self, text: &str, findings: &mut Findings) -> Head {
        self.records = std::mem::take(&mut self.lists).done();
        let Some(whole) = self.whole.filter(|_| self.readable) else { return Head::default() };
        let (fields, errors) = self.fields(text);
        for error in errors {
            findings.syntax(error, (None, None));
        }
        let mut decoder = Decoder::default();
        let head = head(&mut decoder, whole, fields);
        findings.problems(decoder.problems, &(None, None));
        head.unwrap_or_default()
    }

    fn take(&mut self, read: Read, findings: &mut Findings) {
        for (about, problems) in read.problems {
            findings.problems(problems, &about);
        }
        self.unread.extend(read.unread);
        self.spans.entry(read.list).or_default().extend(read.spans);
        self.bytes = self.bytes.max(read.end);
        self.lists.append(read.records);
    }
}

/// Finds and reads all records of a text.
pub(super) fn gather(text: &str, findings: &mut Findings, watch: &mut Watch<'_>) -> Gathered {
    let mut gathered = Gathered { of: text.len(), ..Gathered::default() };
    let outlined = if text.len() < SHORT {
        watch(&gathered, text);
        let mut batches = Vec::new();
        let sections = &mut gathered.sections;
        let outlined = scan(text, &mut |batch| batches.push(batch), &mut |section| sections.push(section));
        let mut decoder = Decoder::default();
        for batch in batches {
            gathered.take(batch.read(text, &mut decoder), findings);
        }
        outlined
    } else {
        by_all(text, &mut gathered, findings, watch)
    };
    match outlined.result {
        Ok(whole) => {
            gathered.readable = true;
            gathered.whole = Some(whole);
            for list in outlined.present {
                gathered.spans.entry(list).or_default();
            }
            for (list, span) in outlined.twice {
                let message = format!("the list {} stands twice", list.field());
                let help = "put its records into one list".to_owned();
                findings.add(Severity::Error, span, (Some(list), None), message, help);
            }
        }
        Err(error) => {
            // Brackets that do not match: nothing can be relied on.
            *findings = Findings::default();
            let merges = unfinished_merges(text);
            let is_mark = |it: &SyntaxError| (it.span.start..=it.span.end).contains(&error.span.start);
            if !merges.iter().any(is_mark) {
                findings.syntax(error, (None, None));
            }
            for merge in merges {
                findings.syntax(merge, (None, None));
            }
            gathered = Gathered { of: text.len(), ..Gathered::default() };
        }
    }
    gathered
}

/// One thread finds the records, all read them, this one puts them together.
fn by_all(text: &str, gathered: &mut Gathered, findings: &mut Findings, watch: &mut Watch<'_>) -> Outlined {
    let (sender, reads) = channel::<Read>();
    // The decoders are lent in turn: each keeps the texts that it has seen.
    let decoders: Mutex<Vec<Decoder>> = Mutex::default();
    let stopped = &AtomicBool::new(false);
    let work = |batch: Batch, sender: &Sender<Read>| {
        if stopped.load(Ordering::Relaxed) {
            return;
        }
        let lent = decoders.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut decoder = lent.unwrap_or_default();
        // Nobody takes what is read any more when the program ends.
        let _ = sender.send(batch.read(text, &mut decoder));
        decoders.lock().unwrap_or_else(PoisonError::into_inner).push(decoder);
    };
    let work = &work;
    let sections: &Mutex<Vec<(Span, Span)>> = &Mutex::default();
    let all_sections = || sections.lock().unwrap_or_else(PoisonError::into_inner);
    // What was found since is added: there may be a million of them.
    let catch_up = |gathered: &mut Gathered| {
        let all = all_sections();
        gathered.sections.extend(all.get(gathered.sections.len()..).unwrap_or_default());
    };
    let (give, outline) = channel();
    // In place: whoever reads beside something else does so with the threads that it was given.
    rayon::in_place_scope_fifo(|scope| {
        scope.spawn_fifo(move |scope| {
            let mut spawn = |batch| {
                let sender = sender.clone();
                scope.spawn_fifo(move |_| work(batch, &sender));
            };
            let _ = give.send(scan(text, &mut spawn, &mut |section| all_sections().push(section)));
        });
        let mut early = BTreeMap::new();
        let mut next = 0;
        for read in reads {
            if gathered.is_stopped() {
                continue;
            }
            early.insert(read.number, read);
            while let Some(read) = early.remove(&next) {
                gathered.take(read, findings);
                next += 1;
                catch_up(gathered);
                watch(gathered, text);
                if gathered.is_stopped() {
                    stopped.store(true, Ordering::Relaxed);
                    break;
                }
            }
        }
        catch_up(gathered);
    });
    outline.recv().unwrap_or_else(|_| Outlined::failed())
}

impl Outlined {
    /// Nobody has scanned the text: the fault that kept it from that is told by whoever catches it.
    fn failed() -> Self {
        let (span, message) = (Span { start: 0, end: 0 }, "the text was not scanned".to_owned());
        let result = Err(SyntaxError { span, message, help: "please report this".to_owned() });
        Self { result, twice: Vec::new(), present: Vec::new() }
    }
}

/// Finds the records and the other fields of a text.
fn scan(text: &str, batch: &mut dyn FnMut(Batch), section: &mut dyn FnMut((Span, Span))) -> Outlined {
    let (mut twice, mut present) = (Vec::new(), Vec::new());
    let mut open: Option<RecordKind> = None;
    let mut spans: Vec<Span> = Vec::new();
    let mut number = 0;
    let mut send = |list: RecordKind, spans: &mut Vec<Span>| {
        if !spans.is_empty() {
            batch(Batch { number, list, spans: std::mem::take(spans) });
            number += 1;
        }
    };
    let result = outline_with(text, &mut |found| match found {
        Found::List(name, name_span) => {
            open = RecordKind::ALL.iter().copied().find(|list| list.field() == name);
            if let Some(list) = open {
                if present.contains(&list) {
                    twice.push((list, name_span));
                    open = None;
                } else {
                    present.push(list);
                }
            }
        }
        Found::Item(span) => {
            if let Some(list) = open {
                spans.push(span);
                if spans.len() >= BATCH {
                    send(list, &mut spans);
                }
            }
        }
        Found::End(Section { name, name_span, span, items }) => {
            if let Some(list) = open.take() {
                send(list, &mut spans);
            } else if items.is_none() || !RecordKind::ALL.iter().any(|list| list.field() == name) {
                section((name_span, span));
            }
        }
    });
    Outlined { result, twice, present }
}

impl Batch {
    fn read(self, text: &str, decoder: &mut Decoder) -> Read {
        let Self { number, list, spans } = self;
        let end = spans.last().map_or(0, |span| span.end);
        let mut items = Items {
            text,
            decoder,
            list,
            spans: Vec::with_capacity(spans.len()),
            problems: Vec::new(),
            unread: Vec::new(),
        };
        let records = items.read(spans);
        let Items { spans, problems, unread, .. } = items;
        Read { number, list, records, spans, problems, unread, end }
    }
}

/// Reads the records of one batch.
struct Items<'t, 'd> {
    text: &'t str,
    decoder: &'d mut Decoder,
    list: RecordKind,
    spans: Vec<Span>,
    problems: Vec<(About, Vec<Problem>)>,
    unread: Vec<Id>,
}

impl Items<'_, '_> {
    fn read(&mut self, spans: Vec<Span>) -> Gathering {
        let mut records = Gathering::default();
        for span in spans {
            match parse(self.text, span) {
                Ok(node) => {
                    if let Some(record) = decode(self.decoder, self.list, &node) {
                        records.add(record);
                        self.spans.push(span);
                    } else {
                        let problems = std::mem::take(&mut self.decoder.problems);
                        self.failed(id_in(&node), problems);
                    }
                }
                Err(SyntaxError { span: at, message, help }) => {
                    self.failed(id_in_text(self.text, span), vec![Problem { span: at, message, help }]);
                }
            }
        }
        records
    }

    fn failed(&mut self, id: Option<Id>, problems: Vec<Problem>) {
        let named = id.as_ref().map(|id| id.short().into_owned());
        self.unread.extend(id);
        self.problems.push(((Some(self.list), named), problems));
    }
}

/// The id of a record that could not be read as a whole.
fn id_in(node: &Node<'_>) -> Option<Id> {
    let Value::Struct(_, fields) = &node.value else {
        return None;
    };
    fields.iter().find(|field| field.name == "id").and_then(|field| match &field.node.value {
        Value::Text(text) => Some(Id::new(text)),
        _ => None,
    })
}

/// The same where not even the tree could be read: what stands in quotes after the first `id:`.
fn id_in_text(text: &str, span: Span) -> Option<Id> {
    let record = text.get(span.start..span.end)?;
    let after = record.get(record.find("id:")? + 3..)?.trim_start();
    let id = after.strip_prefix('"')?.split('"').next()?;
    Id::is_well_formed(id).then(|| Id::new(id))
}
