//! Which addresses may become links.

use super::text::is_hostile;

/// Whether an address may become a link: one of the web or of mail that hides neither a script nor where it leads.
pub fn is_safe(url: &str) -> bool {
    fault(url).is_none()
}

/// Why an address may not become a link; `None` where it may. (RFC 3986; RFC 6068 for mail.)
pub fn fault(url: &str) -> Option<&'static str> {
    if url.is_empty() {
        return Some("it is empty");
    }
    if url.chars().any(|c| c.is_whitespace() || is_hostile(c)) {
        return Some("a space, a control or an invisible character stands in it");
    }
    // Browsers take a backslash for a slash; the others end an address wherever it stands between signs.
    if url.contains(['\\', '<', '>', '"', '`', '{', '}', '|', '^']) {
        return Some("a sign stands in it that no address may hold");
    }
    let Some((scheme, rest)) = url.split_once(':').filter(|(scheme, _)| is_scheme(scheme)) else {
        return Some("it does not begin with https://");
    };
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => web(rest),
        "mailto" => mail(rest),
        // `example.org:443` and `www.example.org` begin with no scheme either.
        scheme if scheme.contains('.') => Some("it does not begin with https://"),
        _ => Some("it is of neither the web (http, https) nor mail (mailto)"),
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// What stands after `https:`.
fn web(rest: &str) -> Option<&'static str> {
    let Some(rest) = rest.strip_prefix("//") else {
        return Some("no // stands after its scheme");
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        return Some("a name before @ hides where it leads");
    }
    if is_host(authority) { None } else { Some("it names no host") }
}

/// A host, and a port where there is one.
fn is_host(authority: &str) -> bool {
    // An address of the internet protocol, version 6, stands in brackets.
    if let Some(rest) = authority.strip_prefix('[') {
        let Some((address, port)) = rest.split_once(']') else { return false };
        return address.parse::<std::net::Ipv6Addr>().is_ok() && (port.is_empty() || is_port(port));
    }
    let (host, port) = authority.split_at(authority.find(':').unwrap_or(authority.len()));
    let name = host.strip_suffix('.').unwrap_or(host);
    // Letters of any writing: addresses need not be Latin.
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
    };
    name.split('.').all(is_label) && (port.is_empty() || is_port(port))
}

/// `:443`; the digits may be missing.
fn is_port(text: &str) -> bool {
    text.strip_prefix(':').is_some_and(|port| port.is_empty() || port.parse::<u16>().is_ok())
}

/// What stands after `mailto:`.
fn mail(rest: &str) -> Option<&'static str> {
    let addresses = rest.split('?').next().unwrap_or_default();
    let is_address = |address: &str| {
        address.rsplit_once('@').is_some_and(|(name, host)| !name.is_empty() && is_host(host))
    };
    if addresses.split(',').all(is_address) { None } else { Some("it names nobody to write to") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_web_and_of_mail_may_become_links() {
        for url in [
            "https://alpha.example/a?b=c#d",
            "http://alpha.example:8080",
            "HTTPS://Alpha.Example/",
            "https://пример.example/документ",
            "https://alpha.example/it's_(one)~two",
            "https://[2001:db8::1]:443/",
            "https://192.0.2.1/a@b",
            "https://alpha.example./",
            "https://alpha.example/%E2%80%AE",
            "https://archive.example/2025/https://alpha.example/",
            "mailto:desk@alpha.example?subject=a",
        ] {
            assert_eq!(fault(url), None, "{url}");
        }
    }

    #[test]
    fn whatever_hides_a_script_or_where_it_leads_is_no_link() {
        for url in [
            "",
            "javascript:alert(1)",
            "JavaScript://alpha.example/%0aalert(1)",
            "java\tscript:alert(1)",
            " https://alpha.example",
            "https://alpha.example/a b",
            "https://alpha.example/\u{202e}",
            "https://alpha.example/\u{200b}",
            "https://alpha.example/\u{1b}]8;;",
            "https://alpha.example/\u{9b}",
            "https://alpha.example/\"onclick=",
            "https://alpha.example/<b>",
            "https:\\\\alpha.example",
            "https:alpha.example",
            "https:/alpha.example",
            "https://",
            "https:///path",
            "https://?q",
            "https://:443/",
            "https://alpha.example:99999/",
            "https://alpha..example/",
            "https://.alpha.example/",
            "https://-alpha.example/",
            "https://alpha.example@quelland.example/",
            "https://[::1/",
            "file:///etc/passwd",
            "data:text/html,x",
            "ftp://alpha.example/",
            "vbscript:x",
            "www.alpha.example/a",
            "alpha.example:443/a",
            "//alpha.example/a",
            "/a/b",
            "page 3",
            "mailto:",
            "mailto:desk",
            "mailto:@alpha.example",
            "mailto:desk@alpha.example,",
        ] {
            assert!(!is_safe(url), "{url:?}");
        }
    }
}
