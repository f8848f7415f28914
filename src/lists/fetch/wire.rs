//! One request on a thread of its own: whoever waits for it waits no longer than he wants, and can be stopped.

use std::io::Read as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use ureq::http::HeaderMap;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Proxy};

use super::address::Address;
use super::failure::{Failure, in_words};

/// What comes of an answer, in this order.
enum Part {
    Head(u16, HeaderMap),
    Bytes(Vec<u8>),
    /// Nothing more comes.
    End,
    Broken(ureq::Error),
}

/// What is said to a server.
pub(super) struct Request<'a> {
    pub(super) address: &'a Address,
    pub(super) headers: Vec<(String, String)>,
    pub(super) proxy: Option<&'a Proxy>,
    pub(super) connect: Duration,
}

/// How long to wait, and whether to wait at all.
#[derive(Clone, Copy)]
pub(super) struct Patience<'a> {
    /// When all of it is over.
    pub(super) until: Instant,
    /// Somebody has stopped the program.
    pub(super) stop: &'a AtomicBool,
}

/// An answer that comes in.
pub(super) struct Wire {
    parts: Receiver<Part>,
    agent: Agent,
    /// The host that is asked.
    pub(super) host: String,
    /// The same, with that it is asked through a proxy.
    told: String,
}

impl Wire {
    /// Asks. Nothing is waited for.
    ///
    /// # Errors
    /// Where the system gives no thread.
    pub(super) fn ask(request: Request<'_>) -> Result<Self, Failure> {
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let agent: Agent = Agent::config_builder()
            .tls_config(tls)
            .https_only(true)
            .http_status_as_error(false)
            // Where a server sends us on is decided elsewhere.
            .max_redirects(0)
            .proxy(request.proxy.cloned())
            .timeout_resolve(Some(request.connect))
            .timeout_connect(Some(request.connect))
            .user_agent("")
            .accept("")
            .accept_encoding("")
            .build()
            .into();
        let mut asked = agent.get(request.address.whole());
        for (name, value) in request.headers {
            asked = asked.header(name, value);
        }
        let (to, parts) = sync_channel(16);
        let thread = std::thread::Builder::new().name("fetch".to_owned());
        thread.spawn(move || answer(asked, &to)).map_err(|error| Failure::lasting(error.to_string()))?;
        let host = request.address.host().to_owned();
        let told = if request.proxy.is_some() { format!("{host} (through the proxy)") } else { host.clone() };
        Ok(Self { parts, agent, host, told })
    }

    /// The status and the headers.
    ///
    /// # Errors
    /// Where there is no connection, or nothing comes in the time.
    pub(super) fn head(&self, within: Duration, patience: Patience<'_>) -> Result<(u16, HeaderMap), Failure> {
        let late = || format!("{} has not answered within {}", self.told, in_words(within));
        match self.next(within, patience, late)? {
            Part::Head(status, headers) => Ok((status, headers)),
            Part::Broken(error) => Err(Failure::of_way(error, &self.told)),
            Part::Bytes(_) | Part::End => Err(Failure::passing(format!("{} broke off", self.told))),
        }
    }

    /// What comes next of the body; `None` where that was all.
    ///
    /// # Errors
    /// Where the connection breaks, or nothing comes in the time.
    pub(super) fn bytes(&self, within: Duration, patience: Patience<'_>) -> Result<Option<Vec<u8>>, Failure> {
        let late = || format!("nothing more came from {} for {}", self.told, in_words(within));
        match self.next(within, patience, late)? {
            Part::Bytes(bytes) => Ok(Some(bytes)),
            Part::End => Ok(None),
            Part::Broken(error) => Err(Failure::of_way(error, &self.told)),
            Part::Head(..) => Err(Failure::lasting(format!("{} answers twice", self.told))),
        }
    }

    fn next(
        &self,
        within: Duration,
        patience: Patience<'_>,
        late: impl Fn() -> String,
    ) -> Result<Part, Failure> {
        /// So often it is looked whether somebody has stopped the program.
        const GLANCE: Duration = Duration::from_millis(50);
        let own = Instant::now() + within;
        loop {
            if patience.stop.load(Ordering::Relaxed) {
                return Err(Failure::stopped());
            }
            let now = Instant::now();
            if now >= patience.until {
                return Err(Failure::lasting(format!("{} took longer than it may in all", self.told)));
            }
            let Some(left) = own.checked_duration_since(now).filter(|left| !left.is_zero()) else {
                return Err(Failure::passing(late()));
            };
            match self.parts.recv_timeout(left.min(patience.until - now).min(GLANCE)) {
                Ok(part) => return Ok(part),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(Failure::passing(format!("{} broke off", self.told)));
                }
            }
        }
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        // The thread may be waiting for bytes: it waits no longer.
        self.agent.clone().shutdown();
    }
}

/// Asks, and hands on what comes until nobody wants it any more.
fn answer(asked: ureq::RequestBuilder<ureq::typestate::WithoutBody>, to: &SyncSender<Part>) {
    let answer = match asked.call() {
        Ok(answer) => answer,
        Err(error) => {
            let _ = to.send(Part::Broken(error));
            return;
        }
    };
    let (head, body) = answer.into_parts();
    if to.send(Part::Head(head.status.as_u16(), head.headers)).is_err() {
        return;
    }
    let mut body = body.into_with_config().limit(u64::MAX).reader();
    loop {
        let mut bytes = vec![0; 64 * 1024];
        let part = match body.read(&mut bytes) {
            Ok(0) => Part::End,
            Ok(count) => {
                bytes.truncate(count);
                Part::Bytes(bytes)
            }
            Err(error) => Part::Broken(error.into()),
        };
        let is_last = !matches!(part, Part::Bytes(_));
        if to.send(part).is_err() || is_last {
            return;
        }
    }
}
