//! A file asked of a server: where it may send us on, what it may be told, how much of an answer is taken.

use std::io::{self, Write};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use flate2::write::MultiGzDecoder;
use ureq::http::HeaderMap;

use super::address::Address;
use super::addresses::Place;
use super::failure::Failure;
use super::page::{HEAD, is_page, title};
use super::proxy::Proxies;
use super::wire::{Patience, Request, Wire};

/// So often a server may send us on; the real ones do once.
const MOST_REDIRECTS: usize = 3;

/// What a server calls a copy is at most so long, in bytes.
const LONGEST_NAME: usize = 1000;

/// What is said of ourselves to each server.
pub(super) const AGENT: &str = match option_env!("CARGO_PKG_REPOSITORY") {
    Some(repository) if !repository.is_empty() => {
        concat!("beltui/", env!("CARGO_PKG_VERSION"), " (+", env!("CARGO_PKG_REPOSITORY"), ")")
    }
    _ => concat!("beltui/", env!("CARGO_PKG_VERSION")),
};

/// What is asked.
pub(super) struct Asked<'a> {
    pub(super) address: &'a Address,
    pub(super) place: &'a Place,
    /// What the server called the copy that is there, exactly as it said it.
    pub(super) etag: Option<&'a str>,
    pub(super) last_modified: Option<&'a str>,
    /// At most so many bytes are taken.
    pub(super) most: u64,
    pub(super) token: Option<&'a str>,
}

/// With what it is asked.
#[derive(Clone, Copy)]
pub(super) struct Means<'a> {
    pub(super) proxies: &'a Proxies,
    pub(super) stop: &'a AtomicBool,
}

/// What has come so far, in bytes, and of how many where that is known.
pub(super) type Came<'a> = dyn FnMut(u64, Option<u64>) + 'a;

/// What the server has answered.
pub(super) struct Answer {
    /// 200, or 304 where nothing has changed.
    pub(super) status: u16,
    /// The host that answered in the end.
    pub(super) host: String,
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<String>,
}

/// Asks for a file and writes what comes of it into `to`, unpacked.
///
/// # Errors
/// Where it does not come whole.
pub(super) fn ask(
    asked: &Asked<'_>,
    means: Means<'_>,
    until: Instant,
    to: &mut dyn Write,
    came: &mut Came<'_>,
) -> Result<Answer, Failure> {
    let patience = Patience { until, stop: means.stop };
    let mut address = asked.address.clone();
    for _ in 0..=MOST_REDIRECTS {
        let wire = Wire::ask(Request {
            address: &address,
            headers: headers(asked, &address),
            proxy: means.proxies.of(address.host()),
            connect: asked.place.connect.0,
        })?;
        let (status, headers) = wire.head(asked.place.first_byte.0, patience)?;
        tracing::info!(host = address.host(), status, "answered");
        match status {
            301 | 302 | 303 | 307 | 308 => address = onward(asked, &address, &headers)?,
            200 | 304 => {
                if status == 200 {
                    Body { asked, wire: &wire, patience }.take(&headers, to, came)?;
                } else if asked.etag.is_none() && asked.last_modified.is_none() {
                    let what = format!("{} says that nothing has changed, and was not asked that", wire.host);
                    return Err(Failure::lasting(what));
                }
                // Real ones are short; what is long is not kept.
                let name = |name: &str| text(&headers, name).filter(|name| name.len() <= LONGEST_NAME);
                return Ok(Answer {
                    status,
                    host: wire.host.clone(),
                    etag: name("etag"),
                    last_modified: name("last-modified"),
                });
            }
            status => {
                let head = beginning(&wire, patience);
                let retry_after = text(&headers, "retry-after");
                let title = title(&head);
                return Err(Failure::of_status(status, &wire.host, title.as_deref(), retry_after.as_deref()));
            }
        }
    }
    Err(Failure::lasting(format!("{} sends us on more than {MOST_REDIRECTS} times", asked.address.host())))
}

/// What is said to the host of an address.
fn headers(asked: &Asked<'_>, address: &Address) -> Vec<(String, String)> {
    let mut said: Vec<(String, String)> = [
        ("user-agent", AGENT),
        ("accept", "*/*"),
        // Without it the server of the European Commission answers 406.
        ("accept-language", "en"),
        ("accept-encoding", "gzip"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    let mut say = |name: &str, value: &str| {
        said.retain(|(said, _)| said != name);
        said.push((name.to_owned(), value.to_owned()));
    };
    let is_asked = address.host() == asked.address.host();
    for (name, value) in &asked.place.headers {
        let name = name.to_ascii_lowercase();
        // What else is said may be a key: it is meant for who is asked, not for where he sends us.
        if is_asked || matches!(name.as_str(), "user-agent" | "accept" | "accept-language") {
            say(&name, value);
        }
    }
    if let Some(etag) = asked.etag {
        say("if-none-match", etag);
    }
    if let Some(day) = asked.last_modified {
        say("if-modified-since", day);
    }
    if let Some(token) = asked.token.filter(|_| is_asked) {
        say("authorization", &format!("Token {token}"));
    }
    said
}

/// Where a server sends us on to.
fn onward(asked: &Asked<'_>, address: &Address, headers: &HeaderMap) -> Result<Address, Failure> {
    let from = address.host();
    let location = text(headers, "location")
        .ok_or_else(|| Failure::lasting(format!("{from} sends us on, and does not say where to")))?;
    let to = address.join(&location).map_err(|why| {
        Failure::lasting(format!("{from} sends us on to an address that is not asked: {why}"))
    })?;
    if asked.place.allows(asked.address, to.host()) {
        return Ok(to);
    }
    Err(Failure::lasting(format!(
        "{from} sends us on to {}, which is none of the hosts that are known for this list: where that is right, name it among `hosts` in an addresses.ron of your own",
        to.host()
    )))
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// The beginning of an answer that is not the list.
fn beginning(wire: &Wire, patience: Patience<'_>) -> Vec<u8> {
    let mut head = Vec::new();
    while head.len() < HEAD {
        match wire.bytes(Duration::from_secs(2), patience) {
            Ok(Some(bytes)) => head.extend(bytes),
            Ok(None) | Err(_) => break,
        }
    }
    head.truncate(HEAD);
    head
}

/// The body of an answer with which the list comes.
struct Body<'a> {
    asked: &'a Asked<'a>,
    wire: &'a Wire,
    patience: Patience<'a>,
}

impl Body<'_> {
    fn take(&self, headers: &HeaderMap, to: &mut dyn Write, came: &mut Came<'_>) -> Result<(), Failure> {
        let host = &self.wire.host;
        let length: Option<u64> = text(headers, "content-length").and_then(|text| text.trim().parse().ok());
        if length.is_some_and(|length| length > self.asked.most) {
            return Err(self.too_large());
        }
        let packing = text(headers, "content-encoding").unwrap_or_default().to_ascii_lowercase();
        let mut taken = Taken { to, left: self.asked.most, head: Vec::new(), over: false };
        let is_packed = !matches!(packing.trim(), "" | "identity");
        let read = match packing.trim() {
            "" | "identity" => self.read(length, &mut taken, came),
            "gzip" | "x-gzip" => {
                let mut unpacked = MultiGzDecoder::new(&mut taken);
                self.read(length, &mut unpacked, came).and_then(|()| {
                    unpacked.try_finish().map_err(|_| {
                        Failure::passing(format!("what came from {host} was damaged on the way"))
                    })
                })
            }
            other => {
                Err(Failure::lasting(format!("{host} packs it in a way that was not asked for: {other}")))
            }
        };
        if taken.over {
            return Err(self.too_large());
        }
        read?;
        if taken.head.is_empty() {
            return Err(Failure::passing(format!("{host} answered with nothing")));
        }
        let is_measured = length.is_some() || headers.contains_key("transfer-encoding") || is_packed;
        if !is_measured && !ends_by_itself(&taken.head) {
            return Err(Failure::lasting(format!(
                "{host} does not say how long the list is: a table that was cut off on the way would look whole"
            )));
        }
        if is_page(&taken.head) {
            let title = title(&taken.head).map_or(String::new(), |title| format!(": {title}"));
            return Err(Failure::lasting(format!("{host} answered with a page, not with the list{title}")));
        }
        Ok(())
    }

    fn too_large(&self) -> Failure {
        Failure::lasting(format!(
            "more comes from {} than the list is long, {} MB at the most: is it the list?",
            self.wire.host,
            self.asked.most / 1_000_000
        ))
    }

    /// Hands on what comes, to its end.
    fn read(&self, length: Option<u64>, to: &mut dyn Write, came: &mut Came<'_>) -> Result<(), Failure> {
        let mut count: u64 = 0;
        loop {
            let bytes = self.wire.bytes(self.asked.place.stall.0, self.patience).map_err(|failure| {
                let of = length.map_or(String::new(), |length| format!(" of {length}"));
                Failure { what: format!("{}, after {count}{of} bytes", failure.what), ..failure }
            })?;
            let Some(bytes) = bytes else { break };
            count += bytes.len() as u64;
            to.write_all(&bytes).map_err(|error| match error.kind() {
                io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
                    Failure::passing(format!("what came from {} was damaged on the way", self.wire.host))
                }
                _ => Failure::writing(&error),
            })?;
            came(count, length);
        }
        if let Some(length) = length.filter(|length| *length != count) {
            return Err(Failure::passing(format!(
                "{} bytes came from {}, which had said {length}",
                count, self.wire.host
            )));
        }
        Ok(())
    }
}

/// Whether a list that begins so has an end that is missed where it was cut off: markup and what is packed have one, a
/// table has none.
fn ends_by_itself(head: &[u8]) -> bool {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    [&b"<"[..], b"PK\x03\x04", b"\x1f\x8b"].iter().any(|begin| text.starts_with(begin))
}

/// What was taken: not more than a bound, and its beginning kept.
struct Taken<'a> {
    to: &'a mut dyn Write,
    left: u64,
    head: Vec<u8>,
    over: bool,
}

impl Write for Taken<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(left) = self.left.checked_sub(bytes.len() as u64) else {
            self.over = true;
            return Err(io::Error::other("more than is taken"));
        };
        self.left = left;
        let room = HEAD.saturating_sub(self.head.len());
        self.head.extend(bytes.iter().take(room));
        self.to.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
