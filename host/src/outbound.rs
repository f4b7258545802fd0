//! Where components may send requests, and how they are sent.

use anyhow::{Context as _, Result, bail, ensure};
use http::Uri;

use crate::variables::Variables;

/// Names below this one are components of the same application.
const CHAINED: &str = ".spin.internal";

/// One entry of `allowed_outbound_hosts`: scheme, host and port, each of which may be a wildcard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllowedHost {
    /// `None` is any.
    scheme: Option<String>,
    host: Host,
    /// `None` is any.
    port: Option<u16>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Host {
    Any,
    /// Everything that ends in this, which starts with a dot.
    Below(String),
    /// The application itself.
    Myself,
    Literal(String),
}

/// Everything that one component may call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllowedHosts(Vec<AllowedHost>);

impl AllowedHosts {
    /// Parses the entries of a component after filling in variables. An entry whose variable is empty allows nothing.
    ///
    /// # Errors
    ///
    /// Returns which entry is wrong, or names a component that is not among `components`.
    pub fn parse(entries: &[String], variables: &Variables, components: &[&str]) -> Result<Self> {
        let mut hosts = Vec::new();
        for entry in entries {
            let filled = variables.fill(entry)?;
            if ["", "http://", "https://"].contains(&filled.as_str()) {
                continue;
            }
            let host = AllowedHost::parse(&filled)
                .with_context(|| format!("allowed_outbound_hosts entry {entry}"))?;
            if let Some(target) = host.chained() {
                ensure!(components.contains(&target), "the chained component {target} does not exist");
            }
            hosts.push(host);
        }
        Ok(Self(hosts))
    }

    /// Returns whether a request to `uri` is allowed. A name of a component also has to exist, which is for the caller.
    pub fn allows(&self, uri: &Uri) -> bool {
        self.0.iter().any(|host| host.allows(uri))
    }

    /// Returns whether a request to the application's own address is allowed.
    pub fn allows_self(&self) -> bool {
        self.0.iter().any(|host| matches!(host.host, Host::Any | Host::Myself) && host.allows_scheme("http"))
    }
}

/// Returns the component that `host` names within the application, if it is such a name.
pub fn chained(host: &str) -> Option<&str> {
    host.strip_suffix(CHAINED)
}

impl AllowedHost {
    /// Parses `scheme://host:port`. The port may be left out if the scheme has a usual one.
    ///
    /// # Errors
    ///
    /// Returns what is not such a host, or is a form that this project does not use.
    pub fn parse(text: &str) -> Result<Self> {
        let (scheme, rest) = text.trim().split_once("://").context("an allowed host starts with a scheme")?;
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        ensure!(!rest.contains('/'), "an allowed host has no path and is no network: {text}");
        let bracketed = rest.ends_with(']');
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) if !bracketed => (host, port),
            Some(_) | None => (rest, ""),
        };
        let port = match (port, scheme) {
            ("*", _) => None,
            ("", "http") => Some(80),
            ("", "https") => Some(443),
            ("", _) => bail!("an allowed host of scheme {scheme} needs a port"),
            (port, _) => Some(port.parse().with_context(|| format!("{port} is not a port"))?),
        };
        let host = host.to_ascii_lowercase();
        let host = match host.as_str() {
            "*" => Host::Any,
            "self" | "self.alt" => Host::Myself,
            "" => bail!("an allowed host has a name: {text}"),
            name => match name.strip_prefix('*') {
                Some(below) if below.starts_with('.') && !below.contains('*') => {
                    Host::Below(below.to_owned())
                }
                None if !name.contains(['*', '{', '@']) => Host::Literal(name.to_owned()),
                Some(_) | None => bail!("{name} is not supported as an allowed host"),
            },
        };
        let scheme = (scheme != "*").then(|| scheme.to_ascii_lowercase());
        Ok(Self { scheme, host, port })
    }

    /// Returns the component that this entry names, if it names one.
    pub fn chained(&self) -> Option<&str> {
        match &self.host {
            Host::Literal(name) => name.strip_suffix(CHAINED),
            Host::Any | Host::Below(_) | Host::Myself => None,
        }
    }

    fn allows_scheme(&self, scheme: &str) -> bool {
        self.scheme.as_deref().is_none_or(|allowed| allowed == scheme)
    }

    fn allows(&self, uri: &Uri) -> bool {
        let (Some(scheme), Some(name)) = (uri.scheme_str(), uri.host()) else { return false };
        let usual = match scheme {
            "http" => Some(80),
            "https" => Some(443),
            _ => None,
        };
        let name = name.to_ascii_lowercase();
        let host = match &self.host {
            Host::Any => true,
            Host::Below(suffix) => name.ends_with(suffix.as_str()),
            Host::Literal(literal) => name == *literal,
            Host::Myself => false,
        };
        let port = self.port.is_none_or(|allowed| uri.port_u16().or(usual) == Some(allowed));
        host && port && self.allows_scheme(scheme)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(entry: &str, uri: &str, allowed: bool) {
        let host = AllowedHost::parse(entry).expect("an allowed host");
        assert_eq!(host.allows(&uri.parse().expect("a URI")), allowed, "{entry} {uri}");
    }

    #[test]
    fn scheme_host_and_port_must_all_agree() {
        check("https://register.example", "https://register.example/people", true);
        check("https://register.example", "https://register.example:443/", true);
        check("https://register.example", "https://register.example:444/", false);
        check("https://register.example", "http://register.example/", false);
        check("https://register.example", "https://register.example.evil/", false);
        check("https://register.example", "https://register.example@evil/", false);
        check("https://Register.example", "https://rEgister.example/", true);
        check("http://127.0.0.1:4100", "http://127.0.0.1:4100/", true);
        check("http://127.0.0.1:4100", "http://127.0.0.1/", false);
        check("http://[::1]:4100", "http://[::1]:4100/", true);
    }

    #[test]
    fn wildcards_stand_for_one_part_each() {
        check("https://*.example", "https://a.b.example/", true);
        check("https://*.example", "https://example/", false);
        check("https://*.example", "https://badexample/", false);
        check("http://127.0.0.1:*", "http://127.0.0.1:4100/", true);
        check("*://*:*", "http://anything:1/", true);
        check("https://*:443", "http://anything:443/", false);
    }

    #[test]
    fn a_component_is_allowed_by_its_name() {
        check("http://sweeper.spin.internal", "http://sweeper.spin.internal/internal/sweep", true);
        check("http://sweeper.spin.internal", "http://cases.spin.internal/", false);
        let host = AllowedHost::parse("http://sweeper.spin.internal").expect("an allowed host");
        assert_eq!(host.chained(), Some("sweeper"));
    }

    #[test]
    fn what_is_not_a_host_is_refused() {
        for entry in [
            "",
            "*",
            "register.example",
            "https://",
            "https://a/b",
            "http://10.0.0.0/8",
            "ftp://a",
            "http://a:b",
        ] {
            assert!(AllowedHost::parse(entry).is_err(), "{entry}");
        }
    }
}
