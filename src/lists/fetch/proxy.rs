//! The proxy that the environment names, as curl reads it: `https_proxy` or else `all_proxy`, in small letters or
//! large; hosts that `no_proxy` names are asked without.

use super::failure::Failure;

/// Through which proxy hosts are asked.
#[derive(Debug, Clone, Default)]
pub(super) struct Proxies {
    proxy: Option<ureq::Proxy>,
    without: Vec<String>,
}

impl Proxies {
    /// Reads the environment.
    ///
    /// # Errors
    /// Where a proxy is named that is none: asked without it, a server would learn what it is not to.
    pub(super) fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, Failure> {
        let said = |names: [&'static str; 2]| {
            names.into_iter().find_map(|name| Some((name, variable(name).filter(|value| !value.is_empty())?)))
        };
        let named = said(["https_proxy", "HTTPS_PROXY"]).or_else(|| said(["all_proxy", "ALL_PROXY"]));
        let proxy = named.map(|(name, value)| {
            // A password may stand in it: what it is, is not said.
            ureq::Proxy::new(&value).map_err(|_| {
                Failure::lasting(format!(
                    "{name} names no proxy that is understood: http://host:port, or socks5://host:port"
                ))
            })
        });
        let without = said(["no_proxy", "NO_PROXY"]).map(|(_, value)| value).unwrap_or_default();
        let without = without.split([',', ' ']).map(str::trim).filter(|host| !host.is_empty());
        Ok(Self {
            proxy: proxy.transpose()?,
            without: without
                .map(|host| host.trim_start_matches("*.").trim_start_matches('.').to_lowercase())
                .collect(),
        })
    }

    /// The proxy through which a host is asked; `None` where it is asked itself.
    pub(super) fn of(&self, host: &str) -> Option<&ureq::Proxy> {
        let name = host.split(':').next().unwrap_or(host);
        let is_without = |without: &String| {
            let above = || name.strip_suffix(without.as_str()).is_some_and(|below| below.ends_with('.'));
            without == "*" || without == name || without == host || above()
        };
        self.proxy.as_ref().filter(|_| !self.without.iter().any(is_without))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(environment: &[(&str, &str)]) -> Result<Proxies, Failure> {
        Proxies::read(|name| {
            environment.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_proxy_of_the_environment_is_asked_but_for_hosts_that_it_leaves_out() {
        for (environment, host, port) in [
            (&[][..], "a.example", None),
            (&[("HTTPS_PROXY", "http://p.example:1")][..], "a.example", Some(1)),
            (&[("HTTPS_PROXY", "")][..], "a.example", None),
            (
                &[("ALL_PROXY", "socks5://p.example:2"), ("HTTPS_PROXY", "http://p.example:1")],
                "a.example",
                Some(1),
            ),
            (&[("all_proxy", "socks5://p.example:2")], "a.example", Some(2)),
            // It is for http alone, under which nothing is asked.
            (&[("HTTP_PROXY", "http://p.example:3")], "a.example", None),
            (
                &[("https_proxy", "http://p.example:1"), ("no_proxy", "b.example, .example")],
                "a.example",
                None,
            ),
            (&[("https_proxy", "http://p.example:1"), ("NO_PROXY", "ample")], "a.example", Some(1)),
            (&[("https_proxy", "http://p.example:1"), ("NO_PROXY", "*")], "a.example:8443", None),
            (&[("https_proxy", "http://p.example:1"), ("NO_PROXY", "127.0.0.1")], "127.0.0.1:8443", None),
        ] {
            let proxies = read(environment).unwrap();
            assert_eq!(proxies.of(host).map(ureq::Proxy::port), port, "{environment:?} {host}");
        }
    }

    #[test]
    fn a_proxy_that_is_none_is_told_without_its_password() {
        let why = read(&[("HTTPS_PROXY", "gopher://me:secret@p.example")]).unwrap_err().what;
        assert!(why.starts_with("HTTPS_PROXY names no proxy") && !why.contains("secret"), "{why}");
    }
}
