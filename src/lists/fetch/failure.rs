//! Why a list did not come, in words, and whether trying again may help.

use std::io;
use std::time::Duration;

use rustls::CertificateError;

/// Whether trying again may help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    /// It may not.
    No,
    /// Once: what stands in the way of the connection seldom goes away in seconds.
    Once,
    /// It may.
    Yes,
    /// The server says when, counted from now.
    In(Duration),
    /// Somebody has stopped the program.
    Stopped,
}

/// Why a file did not come. What it says holds nothing that is secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub(super) struct Failure {
    /// The reason, in words.
    pub(super) what: String,
    pub(super) again: Again,
}

impl Failure {
    /// Trying again does not help.
    pub(super) fn lasting(what: impl Into<String>) -> Self {
        Self { what: what.into(), again: Again::No }
    }

    /// Trying again may help.
    pub(super) fn passing(what: impl Into<String>) -> Self {
        Self { what: what.into(), again: Again::Yes }
    }

    /// Somebody has stopped the program.
    pub(super) fn stopped() -> Self {
        Self { what: "stopped".to_owned(), again: Again::Stopped }
    }

    /// A file of the archive's folder cannot be written.
    pub(super) fn writing(error: &io::Error) -> Self {
        Self::lasting(format!("it cannot be written: {error}"))
    }

    /// What a server means by a status that is neither the list nor the way to it.
    pub(super) fn of_status(status: u16, host: &str, title: Option<&str>, retry_after: Option<&str>) -> Self {
        let says = title.map(|title| format!(", and says {title:?}")).unwrap_or_default();
        let told = |what: &str| format!("{host} answers {status}{says}: {what}");
        match status {
            401 => Self::lasting(told("it wants to know who asks; the token may be missing or wrong")),
            403 => Self::lasting(told(
                "it refuses; it may not serve this network or country, or not this program",
            )),
            404 | 410 => Self::lasting(told(
                "the list is not there; it may have moved: `beltui fetch --show` tells where it is asked for, an addresses.ron of your own says where else",
            )),
            406 => {
                Self::lasting(told("it does not have the list in the language or form that was asked for"))
            }
            429 => {
                let again = retry_after.and_then(seconds).map_or(Again::Yes, Again::In);
                let when = match again {
                    Again::In(time) => {
                        format!("it was asked too often, and wants {} of peace", in_words(time))
                    }
                    _ => "it was asked too often".to_owned(),
                };
                Self { what: told(&when), again }
            }
            408 | 500..=599 => {
                let again = retry_after.and_then(seconds).map_or(Again::Yes, Again::In);
                Self { what: told("the server has failed"), again }
            }
            204 => Self::lasting(told("it has nothing to give")),
            _ => Self::lasting(told("that is neither the list nor the way to it")),
        }
    }

    /// What went wrong on the way.
    pub(super) fn of_way(error: ureq::Error, host: &str) -> Self {
        match error {
            ureq::Error::Io(error) => Self::of_io(&error, host),
            ureq::Error::Rustls(error) => Self::of_tls(&error, host),
            ureq::Error::HostNotFound => Self::connecting(host, "no such host is known here"),
            ureq::Error::ConnectionFailed => Self::connecting(host, "it does not answer"),
            ureq::Error::Timeout(_) => Self::passing(format!("{host} took too long to connect to")),
            ureq::Error::ConnectProxyFailed(why) => Self::lasting(format!(
                "the proxy that HTTPS_PROXY or ALL_PROXY names does not let it through to {host}: {why}"
            )),
            ureq::Error::LargeResponseHeader(..) => {
                Self::lasting(format!("{host} answers with more headers than any list has"))
            }
            ureq::Error::Protocol(_) => Self::passing(format!("what {host} answers is not HTTP")),
            // What it says may hold the address.
            _ => Self::lasting(format!("{host} cannot be asked")),
        }
    }

    fn of_io(error: &io::Error, host: &str) -> Self {
        if let Some(tls) = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
            return Self::of_tls(tls, host);
        }
        match error.kind() {
            io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe => Self::passing(format!("{host} broke off")),
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => {
                Self::passing(format!("{host} took too long to connect to"))
            }
            io::ErrorKind::ConnectionRefused => Self::connecting(host, "nothing answers there"),
            _ => Self::connecting(host, &error.to_string()),
        }
    }

    fn connecting(host: &str, why: &str) -> Self {
        let what = format!("{host} is not reached: {why} (is there a network, and does it want a proxy?)");
        Self { what, again: Again::Once }
    }

    fn of_tls(error: &rustls::Error, host: &str) -> Self {
        let why = match error {
            rustls::Error::InvalidCertificate(why) => why,
            rustls::Error::General(why) if why.contains("No CA certificates") => {
                return Self::lasting(
                    "no certificates are there to know a server by: install the system's (ca-certificates), or name a file with SSL_CERT_FILE",
                );
            }
            _ => return Self::lasting(format!("no safe connection to {host}: {error}")),
        };
        let what = match why {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                "its certificate has run out; or is the clock of this machine right?".to_owned()
            }
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                "its certificate does not hold yet; or is the clock of this machine right?".to_owned()
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                "its certificate is another host's".to_owned()
            }
            CertificateError::UnknownIssuer => {
                "nobody who is trusted here has signed its certificate; where an office looks into connections, its certificate belongs among those of the system"
                    .to_owned()
            }
            CertificateError::Revoked => "its certificate was taken back".to_owned(),
            other => format!("its certificate is not right: {other}"),
        };
        Self::lasting(format!("no safe connection to {host}: {what}"))
    }
}

/// The wait that a server asks for, where it says it in seconds. A date is not read: clocks differ.
fn seconds(retry_after: &str) -> Option<Duration> {
    retry_after.trim().parse::<u32>().ok().map(|seconds| Duration::from_secs(seconds.into()))
}

/// A time in words.
pub(super) fn in_words(time: Duration) -> String {
    match time.as_secs() {
        0 => format!("{} ms", time.as_millis()),
        seconds @ 1..120 => format!("{seconds} s"),
        seconds => format!("{} min", seconds.div_ceil(60)),
    }
}
