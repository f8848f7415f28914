//! Addresses on the web: which can be given to a browser, and written into a terminal, as they are.

/// What belongs into an address (RFC 3986): the rest is encoded.
fn is_clean(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte)
}

/// Longer addresses are none that a person could read, and some terminals take none.
const LONGEST: usize = 2048;

/// An address of the web (`http`, `https`) whose every byte is one that stands in addresses: other letters are encoded, and
/// a text with a control character, a space or nothing behind the scheme is none.
pub fn web_address(text: &str) -> Option<String> {
    let text = text.trim();
    let (scheme, rest) = text.split_once("://")?;
    let scheme = ["https", "http"].into_iter().find(|known| known.eq_ignore_ascii_case(scheme))?;
    let has_host = rest.chars().next().is_some_and(|c| c.is_alphanumeric() || c == '[');
    if !has_host || rest.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return None;
    }
    let mut address = format!("{scheme}://");
    for byte in rest.bytes() {
        if is_clean(byte) {
            address.push(char::from(byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    (address.len() <= LONGEST).then_some(address)
}

/// The host of an address, for a message.
pub fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    rest.get(..end).unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_address_of_the_web_is_clean() {
        for (text, clean) in [
            ("https://alpha.example/a?b=c&d=%20#e", "https://alpha.example/a?b=c&d=%20#e"),
            (" HTTP://alpha.example ", "http://alpha.example"),
            ("https://alpha.example/гродно", "https://alpha.example/%D0%B3%D1%80%D0%BE%D0%B4%D0%BD%D0%BE"),
            ("https://alpha.example/\"<a>\"`\\", "https://alpha.example/%22%3Ca%3E%22%60%5C"),
            ("https://[::1]:80/a", "https://[::1]:80/a"),
        ] {
            assert_eq!(web_address(text).as_deref(), Some(clean));
        }
        assert_eq!(host("https://alpha.example:8080/a"), "alpha.example:8080");
    }

    #[test]
    fn what_is_no_address_of_the_web_is_none() {
        for text in [
            "",
            "alpha.example",
            "https://",
            "https:///a",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "https://a b",
            "https://a\u{1b}]8;;https://beta.example\u{1b}\\",
            "https://a\u{7}",
            "https://a\u{9c}",
            "https://a\nb",
            "--help",
            "-https://a",
            "https://-a",
        ] {
            assert_eq!(web_address(text), None, "{text:?}");
        }
        assert_eq!(web_address(&format!("https://a/{}", "b".repeat(4000))), None);
    }

    proptest! {
        #[test]
        fn no_address_has_anything_but_its_own_signs(text in "https?://[a-z]\\PC{0,20}[\\x00-\\x7f\u{80}-\u{a0}]{0,4}") {
            if let Some(address) = web_address(&text) {
                prop_assert!(address.bytes().all(is_clean), "{address:?}");
            }
        }
    }
}
