//! The address of this server as the reader reached it: what a QR code for another machine needs.

use std::net::IpAddr;

use axum::http::{HeaderMap, header};

use crate::web::session::Transport;

/// Longest host name that DNS knows, and a port.
const MOST_BYTES: usize = 253 + 6;

/// Scheme, host and port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    host: String,
    port: Option<String>,
    transport: Transport,
}

impl Origin {
    /// Reads it from the `Host` header. `None` when that is no host with, perhaps, a port: what
    /// else a client writes there is shown nowhere.
    #[must_use]
    pub fn of(headers: &HeaderMap, transport: Transport) -> Option<Self> {
        let text = headers.get(header::HOST)?.to_str().ok()?;
        if text.len() > MOST_BYTES {
            return None;
        }
        let (host, port) = match text.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
            Some(_) | None => (text, None),
        };
        let is_port = |port: &str| {
            port.parse::<u16>()
                .is_ok_and(|n| n > 0 && !port.starts_with('+'))
        };
        let fits = is_host(host) && port.is_none_or(is_port);
        fits.then(|| Self {
            host: host.to_ascii_lowercase(),
            port: port.map(str::to_owned),
            transport,
        })
    }

    /// The whole, such as `http://192.168.1.20:8080`.
    #[must_use]
    pub fn address(&self) -> String {
        let scheme = match self.transport {
            Transport::Plain => "http",
            Transport::Tls => "https",
        };
        let port = self.port.as_ref();
        let port = port.map_or(String::new(), |port| format!(":{port}"));
        format!("{scheme}://{}{port}", self.host)
    }

    /// Whether it names the very machine that asks: no other can reach this server by it.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        let name = self.host.trim_start_matches('[').trim_end_matches(']');
        name == "localhost"
            || name.ends_with(".localhost")
            || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }
}

fn is_host(host: &str) -> bool {
    if let Some(inner) = host.strip_prefix('[') {
        let address = inner.strip_suffix(']').map(str::parse::<IpAddr>);
        return matches!(address, Some(Ok(IpAddr::V6(_))));
    }
    let is_label = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    };
    host.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use rstest::rstest;

    use super::*;

    fn origin(host: &str) -> Option<Origin> {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_str(host).unwrap());
        Origin::of(&headers, Transport::Plain)
    }

    #[rstest]
    #[case(
        "192.168.1.20:8080",
        Some("http://192.168.1.20:8080"),
        "an address in a network"
    )]
    #[case("May-Chu.local", Some("http://may-chu.local"), "a name, in any case")]
    #[case("[fe80::1]:80", Some("http://[fe80::1]:80"), "IPv6")]
    #[case("[fe80::1]", Some("http://[fe80::1]"), "IPv6 without a port")]
    #[case("fe80::1", None, "IPv6 without brackets")]
    #[case("a.vn:80/x", None, "more than a host")]
    #[case("a@b.vn", None, "a name to sign in with")]
    #[case("a.vn:", None, "half a port")]
    #[case("a.vn:+80", None, "no port")]
    #[case("a.vn:99999", None, "no port there is")]
    #[case("a b", None, "a space")]
    #[case("\"><script>", None, "markup")]
    #[case("", None, "nothing")]
    fn a_host_with_a_port_is_read_and_nothing_else(
        #[case] host: &str,
        #[case] expected: Option<&str>,
        #[case] why: &str,
    ) {
        let address = origin(host).map(|origin| origin.address());
        assert_eq!(address.as_deref(), expected, "{why}");
    }

    #[test]
    fn the_machine_itself_is_known_by_all_its_names() {
        for (host, expected) in [
            ("127.0.0.1:8080", true),
            ("127.1.2.3", true),
            ("localhost:8080", true),
            ("[::1]:8080", true),
            ("192.168.1.20", false),
            ("localhost.vn", false),
        ] {
            assert_eq!(origin(host).unwrap().is_loopback(), expected, "{host}");
        }
    }

    #[test]
    fn the_scheme_is_that_of_the_transport() {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static("a.vn"));
        let origin = Origin::of(&headers, Transport::Tls).unwrap();
        assert_eq!(origin.address(), "https://a.vn");
    }
}
