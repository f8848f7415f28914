//! Addresses of the network: https alone, no user and password in them, and never shown with what may be secret.

use std::fmt;

use serde::{Deserialize, Deserializer, de};

use super::super::digest::digest;

/// An address under https. What is asked of a server may hold a signature or a token: shown it is without that.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    /// Its host, in small letters, and the port where it is not 443.
    authority: String,
    /// The path, from the first stroke on, and what is asked behind it.
    path: String,
}

/// Why a text is no address that is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoAddress {
    /// Another way than https, or none.
    #[error("it is not under https")]
    NotHttps,
    /// A user or a password stands in it.
    #[error("it has a user or a password in it")]
    HasUser,
    /// What stands where the host belongs is none.
    #[error("it has no host that is understood")]
    NoHost,
    /// A sign stands in it that no address has.
    #[error("it has signs in it that no address has")]
    Signs,
}

impl Address {
    /// Reads an address as it is written: `https://host:port/path?query`. What stands behind `#` is not sent.
    ///
    /// # Errors
    /// Where it is none, or not one that is asked.
    pub fn parse(text: &str) -> Result<Self, NoAddress> {
        let text = text.trim();
        let is_https = text.get(..8).is_some_and(|begin| begin.eq_ignore_ascii_case("https://"));
        let rest = text.get(8..).filter(|_| is_https).ok_or(NoAddress::NotHttps)?;
        let rest = rest.split('#').next().unwrap_or_default();
        if rest
            .bytes()
            .any(|byte| !byte.is_ascii_graphic() || matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`'))
        {
            return Err(NoAddress::Signs);
        }
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at_checked(end).unwrap_or((rest, ""));
        if authority.contains('@') {
            return Err(NoAddress::HasUser);
        }
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        Ok(Self { authority: host(authority).ok_or(NoAddress::NoHost)?, path })
    }

    /// The address that a server names in `Location`, which may begin with the host or with the path (RFC 9110, section
    /// 10.2.2).
    ///
    /// # Errors
    /// Where it is none, or not one that is asked.
    pub fn join(&self, location: &str) -> Result<Self, NoAddress> {
        let location = location.trim();
        let scheme = location.split([':', '/', '?', '#']).next().unwrap_or_default();
        if !scheme.is_empty() && location.get(scheme.len()..).is_some_and(|rest| rest.starts_with(':')) {
            return Self::parse(location);
        }
        if location.starts_with("//") {
            return Self::parse(&format!("https:{location}"));
        }
        let own = self.path.split('?').next().unwrap_or("/");
        let path = match location.chars().next() {
            None | Some('#') => self.path.clone(),
            Some('/') => location.to_owned(),
            Some('?') => format!("{own}{location}"),
            Some(_) => format!("{}/{location}", own.rsplit_once('/').map_or("", |(folder, _)| folder)),
        };
        Self::parse(&format!("https://{}{path}", self.authority))
    }

    /// The host, and the port where it is not 443.
    pub fn host(&self) -> &str {
        &self.authority
    }

    /// As it is asked. It may hold what is secret, and is not to be shown.
    pub fn whole(&self) -> String {
        format!("https://{}{}", self.authority, self.path)
    }

    /// Without what is asked behind `?`: that may be a signature.
    pub fn shown(&self) -> String {
        format!("https://{}{}", self.authority, self.path.split('?').next().unwrap_or_default())
    }

    /// The name under which it is remembered what it has answered: what is asked behind `?` stands there as a digest, so
    /// that no token is kept.
    pub fn remembered(&self) -> String {
        let Some((_, asked)) = self.path.split_once('?') else { return self.shown() };
        let digest = digest(asked);
        format!("{}?sha256={}", self.shown(), digest.get(..12).unwrap_or(&digest))
    }

    /// The same address with a text in the place of each `{name}`.
    #[must_use]
    pub fn with(&self, name: &str, text: &str) -> Self {
        Self { authority: self.authority.clone(), path: self.path.replace(&format!("{{{name}}}"), text) }
    }
}

/// A host with its port, as it is compared: in small letters, without the port of https.
pub fn host(text: &str) -> Option<String> {
    let (name, port) = match text.rsplit_once(':') {
        Some((name, port)) => (name, port.parse::<u16>().ok().filter(|port| *port > 0)?),
        None => (text, 443),
    };
    let is_name = !name.is_empty()
        && name.len() <= 253
        && name.split('.').all(|part| !part.is_empty() && !part.starts_with('-'))
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'));
    let name = name.to_ascii_lowercase();
    is_name.then(|| if port == 443 { name } else { format!("{name}:{port}") })
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown())
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(|why| de::Error::custom(format!("no address that is asked, {why}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_is_under_https_and_holds_nobodys_name() {
        for (text, read) in [
            ("https://lists.example/a.xml?token=x#part", Ok("https://lists.example/a.xml?token=x")),
            ("HTTPS://Lists.Example:443", Ok("https://lists.example/")),
            ("https://lists.example:8443?x", Ok("https://lists.example:8443/?x")),
            ("http://lists.example/a", Err(NoAddress::NotHttps)),
            ("file:///etc/passwd", Err(NoAddress::NotHttps)),
            ("lists.example/a", Err(NoAddress::NotHttps)),
            ("", Err(NoAddress::NotHttps)),
            ("https://me:secret@lists.example/", Err(NoAddress::HasUser)),
            ("https://lists.example@other.example/", Err(NoAddress::HasUser)),
            ("https:///a", Err(NoAddress::NoHost)),
            ("https://lists.example:0/", Err(NoAddress::NoHost)),
            ("https://lists.example:70000/", Err(NoAddress::NoHost)),
            ("https://-a/", Err(NoAddress::NoHost)),
            ("https://a..b/", Err(NoAddress::NoHost)),
            ("https://lists.example/a b", Err(NoAddress::Signs)),
            ("https://lists.example/\r\nHost: x", Err(NoAddress::Signs)),
            ("https://lists.exämple/", Err(NoAddress::Signs)),
            ("https://lists.example\\@other.example/", Err(NoAddress::Signs)),
        ] {
            let found = Address::parse(text).map(|address| address.whole());
            assert_eq!(found, read.map(str::to_owned), "{text}");
        }
    }

    #[test]
    fn where_a_server_sends_us_is_read_as_it_may_be_written() {
        let asked = Address::parse("https://a.example/one/two.xml?q").unwrap();
        for (location, goes) in [
            ("https://b.example/x?sig=1", Ok("https://b.example/x?sig=1")),
            ("//b.example/x", Ok("https://b.example/x")),
            ("/x", Ok("https://a.example/x")),
            ("x", Ok("https://a.example/one/x")),
            ("?z", Ok("https://a.example/one/two.xml?z")),
            ("", Ok("https://a.example/one/two.xml?q")),
            ("http://b.example/x", Err(NoAddress::NotHttps)),
            ("ftp:x", Err(NoAddress::NotHttps)),
            ("javascript:alert(1)", Err(NoAddress::NotHttps)),
        ] {
            let found = asked.join(location).map(|address| address.whole());
            assert_eq!(found, goes.map(str::to_owned), "{location}");
        }
    }

    #[test]
    fn what_may_be_secret_is_never_shown() {
        let address = Address::parse("https://a.example/x?sig=secret").unwrap();
        for shown in
            [address.shown(), format!("{address:?}"), address.host().to_owned(), address.remembered()]
        {
            assert!(!shown.contains("secret"), "{shown}");
        }
        let other = Address::parse("https://a.example/x?sig=other").unwrap();
        assert_ne!(address.remembered(), other.remembered());
        assert_eq!(Address::parse("https://a.example/x").unwrap().remembered(), "https://a.example/x");
    }
}
