//! Which addresses may become a link or be opened.

/// The schemes that lead to a page or a mail; every other one may start a program or read a file of this machine.
const SCHEMES: &[&str] = &["https", "http", "mailto"];

/// Whether an address may be opened, or written as a link into a terminal: `http`, `https` or `mailto` (in any case), a
/// host or an address behind it, and nothing in it that is not seen or that a shell or a terminal would take for its
/// own: no white space, control, quote or bracket (RFC 3986, section 2, allows none of them as they are).
pub fn is_safe_url(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once(':') else { return false };
    if !SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme)) || url.chars().any(is_foreign) {
        return false;
    }
    if scheme.eq_ignore_ascii_case("mailto") {
        let address = rest.split('?').next().unwrap_or_default();
        return address
            .split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && is_host(host.split(',').next().unwrap_or(host)));
    }
    let Some(rest) = rest.strip_prefix("//") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // Who is named before an @ is not where it leads: a trick of forged addresses.
    if authority.contains('@') {
        return false;
    }
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') || host.ends_with(']') => (host, port),
        _ => (authority, ""),
    };
    is_host(host) && port.chars().all(|c| c.is_ascii_digit())
}

fn is_foreign(c: char) -> bool {
    c.is_whitespace()
        || super::visible::is_hostile(c)
        || matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
}

/// A name or number of a machine; letters of any alphabet, as browsers show them.
fn is_host(host: &str) -> bool {
    if let Some(number) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return number.parse::<std::net::Ipv6Addr>().is_ok();
    }
    let host = host.strip_suffix('.').unwrap_or(host);
    !host.is_empty()
        && host.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
        })
}

#[cfg(test)]
mod tests {
    use super::is_safe_url;

    #[test]
    fn pages_and_mails_are_links() {
        for url in [
            "https://example.org",
            "HTTP://Example.org/a/b?c=d&e=%20#f",
            "https://пример.бел/страница",
            "https://example.org:8443/x",
            "http://192.0.2.1/",
            "http://[2001:db8::1]:8080/",
            "https://web.example.org/2025/https://example.org/",
            "mailto:desk@example.org",
            "mailto:desk@example.org?subject=x",
        ] {
            assert!(is_safe_url(url), "{url}");
        }
    }

    #[test]
    fn what_starts_something_else_or_hides_something_is_none() {
        for url in [
            "",
            "example.org",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "data:text/html,x",
            "ftp://example.org",
            "vscode://file/x",
            "https:",
            "https://",
            "https:example.org",
            "https:///path",
            "https://?x",
            "https://exa mple.org",
            "https://example.org/a\u{1b}]52;c;x\u{7}",
            "https://example.org/\n",
            "https://example.org/\u{202e}gpj",
            "https://example.org/\u{200b}",
            "https://example.org\u{9c}",
            "https://bank.example@evil.example/",
            "https://example.org:80a/",
            "https://.example.org",
            "https://-x.example",
            "https://[::1",
            "mailto:",
            "mailto:desk",
            "mailto:@example.org",
            "mailto:desk@",
            " https://example.org",
        ] {
            assert!(!is_safe_url(url), "{url:?}");
        }
    }
}
