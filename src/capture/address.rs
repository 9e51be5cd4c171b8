//! Addresses: the one normal form used for look-ups, and the folder of a store they belong to.
//!
//! The address as typed is always kept beside it; the normal form is never fetched.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use thiserror::Error;
use url::{Host, Url};

use super::Digest;

/// An address that cannot be captured.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
pub enum AddressError {
    /// Not an absolute address by the WHATWG rules.
    #[error("{url:?} is no address ({reason}): write it in full, with https:// before it")]
    Unreadable {
        /// The text.
        url: String,
        /// What the parser said.
        reason: String,
    },
    /// Characters by which two parsers could read two different hosts.
    #[error("{url:?} holds {what}, which programs read in different ways: write the address without it")]
    Ambiguous {
        /// The text.
        url: String,
        /// What it holds.
        what: &'static str,
    },
}

/// Reads an address as typed. A backslash, a control character or a user name is refused, because
/// parsers differ on where the host of such an address begins.
///
/// # Errors
/// [`AddressError`] says which.
pub fn parse(text: &str) -> Result<Url, AddressError> {
    let text = text.trim_matches(' ');
    let ambiguous = |what| Err(AddressError::Ambiguous { url: text.to_owned(), what });
    if text.contains('\\') {
        return ambiguous("a backslash");
    }
    if text.chars().any(|c| c.is_control() || c == '\u{feff}') {
        return ambiguous("a control character");
    }
    let url = Url::parse(text)
        .map_err(|error| AddressError::Unreadable { url: text.to_owned(), reason: error.to_string() })?;
    if !url.username().is_empty() || url.password().is_some() {
        return ambiguous("a user name");
    }
    Ok(url)
}

/// The normal form under which captures of one address are found. Text that is no address is its
/// own key.
///
/// Left out are what the same document is linked with and without: the scheme's `s`, a leading
/// `www.`, the fragment, a trailing slash and query keys that only track the visitor; the hosts
/// of X posts are one. The order of query keys is kept, because it may matter.
pub fn key(url: &str) -> String {
    let Ok(mut parsed) = Url::parse(url.trim()) else { return url.trim().to_owned() };
    parsed.set_fragment(None);
    let Some(host) = parsed.host_str().map(str::to_owned) else { return parsed.to_string() };
    let host = host.trim_end_matches('.');
    let host = host.strip_prefix("www.").unwrap_or(host);
    if let Some(id) = post_id(&parsed) {
        return format!("//x.com/i/status/{id}");
    }
    let port = parsed.port().map(|port| format!(":{port}")).unwrap_or_default();
    let path = normal_path(parsed.path());
    let query = normal_query(&parsed);
    let scheme = match parsed.scheme() {
        "http" | "https" => String::new(),
        other => format!("{other}:"),
    };
    format!("{scheme}//{host}{port}{path}{query}")
}

/// The digits of an X post's id, where the address is that of a post.
pub fn post_id(url: &Url) -> Option<&str> {
    let host = url.host_str()?;
    let host = host.strip_prefix("www.").or_else(|| host.strip_prefix("mobile.")).unwrap_or(host);
    if !matches!(host, "x.com" | "twitter.com") {
        return None;
    }
    let mut segments = url.path_segments()?;
    let found = segments.find(|segment| matches!(*segment, "status" | "statuses")).and(segments.next())?;
    (found.len() <= 20 && !found.is_empty() && found.bytes().all(|b| b.is_ascii_digit())).then_some(found)
}

/// The folder of a store that holds the captures of an address: `host`, `host_port` or
/// `scheme_namespace` for addresses without a host; lower case, at most 80 bytes.
pub fn folder(url: &str) -> String {
    let name = match Url::parse(url.trim()) {
        Ok(parsed) => match parsed.host() {
            Some(host) => {
                let host = match host {
                    Host::Domain(name) => name.trim_end_matches('.').to_owned(),
                    Host::Ipv4(address) => address.to_string(),
                    Host::Ipv6(address) => format!("ip6-{address}").replace(':', "-"),
                };
                parsed.port().map_or_else(|| host.clone(), |port| format!("{host}_{port}"))
            }
            None => match parsed.path().split_once(':') {
                Some((namespace, _)) => format!("{}_{namespace}", parsed.scheme()),
                None => parsed.scheme().to_owned(),
            },
        },
        Err(_) => "no-address".to_owned(),
    };
    let safe: String = name
        .to_ascii_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '-' })
        .collect();
    // A host of dots alone leaves no name, and a path that begins with a slash would lead out of the store.
    let safe = if safe.is_empty() { "no-host".to_owned() } else { safe };
    // A leading underscore or dot is for the store's own folders, and its databases and locks stand beside them.
    let is_own = safe.starts_with(['.', '_'])
        || safe == "tmp"
        || safe.ends_with(".lock")
        || ["index.sqlite", "state.sqlite"].iter().any(|own| safe.starts_with(own));
    let safe = if is_own { format!("-{safe}") } else { safe };
    if safe.len() <= 80 { safe } else { format!("{}-{}", &safe[..67], Digest::of(name.as_bytes()).short()) }
}

// RFC 3986, 2.3: these characters mean the same encoded and plain.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

fn normal_path(path: &str) -> String {
    let mut normal = String::with_capacity(path.len());
    for segment in path.split('/') {
        // Reserved characters keep their form: `%2F` inside a segment is not a slash.
        let mut rest = segment;
        while let Some(at) = rest.find('%') {
            normal.push_str(&rest[..at]);
            let code = rest.get(at..at + 3).unwrap_or(&rest[at..]);
            let plain = percent_decode_str(code).next().filter(|b| {
                code.len() == 3 && (b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~'))
            });
            match plain {
                Some(byte) => normal.push(char::from(byte)),
                None => normal.push_str(&code.to_ascii_uppercase()),
            }
            rest = &rest[at + code.len()..];
        }
        normal.push_str(rest);
        normal.push('/');
    }
    normal.pop();
    while normal.ends_with('/') {
        normal.pop();
    }
    normal
}

fn normal_query(url: &Url) -> String {
    let mut query = String::new();
    for (name, value) in url.query_pairs() {
        if tracks(&name) {
            continue;
        }
        query.push(if query.is_empty() { '?' } else { '&' });
        query.extend(utf8_percent_encode(&name, ESCAPED));
        if !value.is_empty() {
            query.push('=');
            query.extend(utf8_percent_encode(&value, ESCAPED));
        }
    }
    query
}

/// Query keys that tell a site where its visitor came from and change nothing in the document.
fn tracks(name: &str) -> bool {
    name.starts_with("utm_")
        || matches!(
            name,
            "fbclid" | "gclid" | "dclid" | "msclkid" | "igshid" | "mc_cid" | "mc_eid" | "ref_src"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(url: &str, expected: &str) {
        assert_eq!(key(url), expected, "{url}");
        assert_eq!(key(&format!("  {url} ")), expected, "spaces around {url}");
    }

    #[test]
    fn one_document_has_one_key() {
        check("https://www.Example.org/News/?utm_source=x&b=2&a=1#top", "//example.org/News?b=2&a=1");
        check("http://example.org/News?b=2&a=1&fbclid=9", "//example.org/News?b=2&a=1");
        check("http://example.org:80", "//example.org");
        check("https://example.org./", "//example.org");
        check("https://example.org:8443/a/%7eb/%2f/%e9", "//example.org:8443/a/~b/%2F/%E9");
        check("https://example.org/a%", "//example.org/a%");
        check("https://bücher.example/ü", "//xn--bcher-kva.example/%C3%BC");
        check("urn:verify:committee-paper", "urn:verify:committee-paper");
        check("not an address", "not an address");
        check("https://example.org/?q=a%20b", "//example.org?q=a%20b");
        check("https://example.org/?q=a+b", "//example.org?q=a%20b");
    }

    #[test]
    fn posts_on_x_have_one_key() {
        for url in [
            "https://x.com/someone/status/1234567890?s=20",
            "https://twitter.com/someone/status/1234567890",
            "https://mobile.twitter.com/other/status/1234567890/photo/1",
            "http://www.twitter.com/i/web/status/1234567890#m",
        ] {
            check(url, "//x.com/i/status/1234567890");
        }
        check("https://x.com/someone", "//x.com/someone");
        check("https://x.com/someone/status/12a", "//x.com/someone/status/12a");
        check("https://notx.com/someone/status/12", "//notx.com/someone/status/12");
    }

    #[test]
    fn folders_are_safe_names() {
        for (url, expected) in [
            ("https://www.Example.org/a", "www.example.org"),
            ("http://127.0.0.1:8080/a", "127.0.0.1_8080"),
            ("http://[::1]:8080/a", "ip6---1_8080"),
            ("urn:verify:KEY", "urn_verify"),
            ("https://bücher.example/", "xn--bcher-kva.example"),
            ("https://_x.example/", "-_x.example"),
            ("http://tmp/", "-tmp"),
            ("http://../a", "no-host"),
            ("http://index.sqlite/", "-index.sqlite"),
            ("nonsense", "no-address"),
            ("http://../../../escaped/", "no-host"),
            ("http://.../", "no-host"),
        ] {
            assert_eq!(folder(url), expected, "{url}");
        }
        let long = folder(&format!("https://{}.example/", "a.".repeat(100)));
        assert!(long.len() <= 80 && long != folder(&format!("https://{}.example/", "a.".repeat(101))));
    }

    #[test]
    fn ambiguous_addresses_are_refused() {
        for url in [
            "http://a.example\\@b.example/",
            "http://user@a.example/",
            "http://u:p@a.example/",
            "http://a.example/\tb",
            "http://a.exam\nple/",
        ] {
            assert!(matches!(parse(url), Err(AddressError::Ambiguous { .. })), "{url}");
        }
        for url in ["", "example.org", "https://"] {
            assert!(matches!(parse(url), Err(AddressError::Unreadable { .. })), "{url}");
        }
        assert_eq!(parse(" https://a.example/b ").map(String::from), Ok("https://a.example/b".into()));
    }
}
