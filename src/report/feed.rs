//! Changes as an Atom feed (RFC 4287): an entry a change, with an id that stays, whoever writes it again.

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::changes::{Changes, Happened, Mended, sentence};
use super::document::plain_text;

/// So many entries are kept in a feed that is written on; where more are new, all of these.
const KEPT: usize = 200;

/// How an entry begins and ends: no text has such signs in it.
const BEGIN: &str = "<entry>\n";
const END: &str = "</entry>\n";

/// Who writes it. What another program has written is no feed of ours.
const GENERATOR: &str = "<generator>beltui</generator>\n";

/// A file is there that is no feed of this program.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("it is no feed that beltui wrote: name another file, or remove it")]
pub struct NotOurs;

/// The changes as a feed, newest entry first. Where `before` is a feed written earlier, its entries follow, so that a reader
/// who comes seldom misses none; the oldest of very many go.
///
/// # Errors
/// Where `before` is no feed of this program.
pub fn feed(changes: &Changes, before: Option<&str>) -> Result<String, NotOurs> {
    let mut entries: Vec<Entry> = changes.world.iter().map(|it| Entry::happened(changes, it)).collect();
    entries.extend(changes.file.iter().flatten().map(|it| Entry::mended(changes, it)));
    entries.sort_by(|a, b| (b.on, &a.id).cmp(&(a.on, &b.id)));
    let mut written: Vec<(String, String)> =
        entries.into_iter().map(|it| (it.id.clone(), it.written())).collect();
    let new = written.len();
    for (id, text) in before.map(kept).transpose()?.into_iter().flatten() {
        if !written.iter().any(|(there, _)| *there == id) {
            written.push((id, text));
        }
    }
    written.truncate(new.max(KEPT));
    let newest = written.iter().filter_map(|(_, text)| between(text, "<updated>", "</updated>")).max();
    let newest = newest.map_or_else(|| instant(changes.until), str::to_owned);
    let title = escaped(&format!("{}: what changed", changes.title));
    let id = urn(&["feed", &changes.title]);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<id>{id}</id>\n<title>{title}</title>\n<updated>{newest}</updated>\n<author><name>beltui</name></author>\n{GENERATOR}"
    );
    for (_, text) in &written {
        out.push_str(text);
    }
    out.push_str("</feed>\n");
    Ok(out)
}

/// The entries of a feed that was written before, with their ids.
fn kept(text: &str) -> Result<Vec<(String, String)>, NotOurs> {
    let head = text.split(BEGIN).next().unwrap_or_default();
    if !head.contains(GENERATOR) || !text.ends_with("</feed>\n") {
        return Err(NotOurs);
    }
    let entries = text.split(BEGIN).skip(1).filter_map(|rest| {
        let (inside, _) = rest.split_once(END)?;
        let id = between(inside, "<id>", "</id>")?.to_owned();
        Some((id, format!("{BEGIN}{inside}{END}")))
    });
    Ok(entries.collect())
}

fn between<'a>(text: &'a str, begin: &str, end: &str) -> Option<&'a str> {
    text.split_once(begin)?.1.split_once(end).map(|(inside, _)| inside)
}

struct Entry {
    id: String,
    on: NaiveDate,
    title: String,
    /// `world` or `file`: the two kinds of change.
    kind: &'static str,
    lines: Vec<String>,
}

impl Entry {
    fn happened(changes: &Changes, it: &Happened) -> Self {
        let said = sentence(&it.name, &it.text);
        let mut lines = vec![format!("{}: {}", it.on.words(), it.heading)];
        lines.extend(it.steps.clone());
        // The same change is the same entry, since whenever it is asked for.
        let id = urn(&["world", &changes.title, &it.id, &it.on.on.written(), &it.name, &it.text]);
        Self { id, on: it.on.on.last(), title: said, kind: "world", lines }
    }

    fn mended(changes: &Changes, it: &Mended) -> Self {
        let mut parts = vec!["file", &changes.title, it.verb, it.list, &it.id];
        parts.extend(it.says.iter().map(String::as_str));
        let id = urn(&parts);
        Self {
            id,
            on: changes.until,
            title: format!("{}: {}", it.name, it.verb),
            kind: "file",
            lines: it.says.clone(),
        }
    }

    fn written(self) -> String {
        let label = if self.kind == "world" { "what happened" } else { "added to the file, or mended in it" };
        let lines: Vec<String> = self.lines.iter().map(|line| escaped(line)).collect();
        format!(
            "{BEGIN}<id>{}</id>\n<title>{}</title>\n<updated>{}</updated>\n<category term=\"{}\" label=\"{label}\"/>\n<content type=\"text\">{}</content>\n{END}",
            self.id,
            escaped(&self.title),
            instant(self.on),
            self.kind,
            lines.join("\n"),
        )
    }
}

/// A day as an instant (RFC 3339): its beginning.
fn instant(on: NaiveDate) -> String {
    format!("{on}T00:00:00Z")
}

/// An id that is made of what it stands for (RFC 9562, version 8): of the first half of a SHA-256.
fn urn(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.len().to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let digest = hasher.finalize();
    let mut number = digest.iter().take(16).fold(0_u128, |number, byte| (number << 8) | u128::from(*byte));
    number = (number & !(0xf << 76)) | (0x8 << 76);
    number = (number & !(0x3 << 62)) | (0x2 << 62);
    let hex = format!("{number:032x}");
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    format!("urn:uuid:{}-{}-{}-{}-{}", part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32))
}

/// A text in XML, on one line; what would steer, and what XML cannot hold, is shown as a sign.
fn escaped(text: &str) -> String {
    let text = plain_text(text);
    let is_char = |c: char| !matches!(c, '\u{fffe}' | '\u{ffff}');
    let text: String = text.chars().map(|c| if is_char(c) { c } else { '\u{fffd}' }).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
