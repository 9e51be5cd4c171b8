//! Who comes in: names the desk answers to, sessions, and what every request must bring.
//!
//! On loopback there is one editor and no password; beyond it every editor has an account. Either way the `Host` must
//! be one of the desk's names, and a post needs the session's token and must not come from another site.

use std::net::SocketAddr;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};

use super::accounts::{self, Role};
use super::desk::Desk;
use super::{Trouble, fields};

/// The names a desk is called by, and whether editors have accounts.
#[derive(Debug, Clone)]
pub struct Door {
    /// `host:port` of every name it answers to, in lower case.
    pub hosts: Vec<String>,
    /// The origins that posts may come from (`http://127.0.0.1:8417`).
    pub origins: Vec<String>,
    /// Whether editors sign in with a password.
    pub accounts: bool,
    /// Whether it is called over TLS, which a proxy in front of it ends.
    pub secure: bool,
    /// Part of the names of its cookies, because cookies of one host know no port.
    pub port: u16,
    /// Made anew with each start; tokens are derived from it.
    pub secret: [u8; 32],
}

impl Door {
    /// The door of a desk that listens there, and is called by that address from elsewhere, if any.
    pub fn new(listening: SocketAddr, public: Option<&url::Url>) -> Door {
        let port = listening.port();
        let mut origins = vec![format!("http://{listening}")];
        if listening.ip().is_loopback() {
            origins.extend(["localhost", "127.0.0.1", "[::1]"].map(|name| format!("http://{name}:{port}")));
        }
        if port == 80 {
            origins.extend(origins.clone().iter().map(|origin| origin.trim_end_matches(":80").to_owned()));
        }
        if let Some(public) = public {
            origins.push(public.origin().ascii_serialization());
        }
        let hosts =
            origins.iter().filter_map(|origin| Some(origin.split_once("://")?.1.to_owned())).collect();
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).expect("the system gives random bytes");
        Door {
            hosts,
            origins,
            // What a proxy passes on comes from elsewhere too.
            accounts: !listening.ip().is_loopback() || public.is_some(),
            secure: public.is_some_and(|public| public.scheme() == "https"),
            port,
            secret,
        }
    }

    /// The name of a cookie of this desk.
    pub fn cookie(&self, name: &str) -> String {
        format!("desk{}-{name}", self.port)
    }

    /// A cookie that only this desk gets and no script reads.
    pub fn set_cookie(&self, name: &str, value: &str, seconds: i64) -> HeaderValue {
        let secure = if self.secure { "; Secure" } else { "" };
        let cookie = format!(
            "{}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}",
            self.cookie(name)
        );
        HeaderValue::from_str(&cookie).expect("a cookie of hexadecimal digits and percent escapes")
    }

    fn token(&self, session: &str) -> String {
        hex(&Sha256::new().chain_update(self.secret).chain_update(b"form").chain_update(session).finalize())
    }
}

/// Who asks, and how they want the desk.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// Their name; empty where nobody has signed in.
    pub name: String,
    /// What they may do.
    pub role: Option<Role>,
    /// The token that their forms carry.
    pub token: String,
    /// `light`, `dark`, or empty for what the system says.
    pub theme: &'static str,
    /// Whether single keys act.
    pub keys: bool,
    /// A cookie to set with the answer.
    pub cookie: Option<HeaderValue>,
    /// Where they call from, for the limit of sign-ins.
    pub peer: String,
}

/// Checks the name under which the desk was called.
///
/// # Errors
/// [`Trouble::Refused`] for any other.
pub fn check_host(door: &Door, headers: &HeaderMap) -> Result<(), Trouble> {
    let mut hosts = headers.get_all(header::HOST).iter();
    let host = hosts.next().and_then(|host| host.to_str().ok()).map(str::to_ascii_lowercase);
    let known = host.as_ref().is_some_and(|host| door.hosts.contains(host));
    if known && hosts.next().is_none() {
        return Ok(());
    }
    Err(Trouble::refused(
        StatusCode::MISDIRECTED_REQUEST,
        "This is not the address of the desk",
        "Open the desk by the address that it printed when it started.",
    ))
}

/// Checks that a post comes from a screen of this desk: origin, and the token of the session.
///
/// # Errors
/// [`Trouble::Refused`] otherwise.
pub fn check_post(
    door: &Door,
    headers: &HeaderMap,
    visitor: &Visitor,
    form: &fields::Fields,
) -> Result<(), Trouble> {
    let value =
        |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?").to_ascii_lowercase());
    let foreign = Trouble::refused(
        StatusCode::FORBIDDEN,
        "This form came from elsewhere",
        "Nothing was changed. Open the screen at the desk itself and try again.",
    );
    if value("origin").is_some_and(|origin| !door.origins.contains(&origin)) {
        return Err(foreign);
    }
    if value("sec-fetch-site").is_some_and(|site| site != "same-origin") {
        return Err(foreign);
    }
    if !same(form.get("token").as_bytes(), visitor.token.as_bytes()) {
        return Err(Trouble::refused(
            StatusCode::FORBIDDEN,
            "This form is too old",
            "Nothing was changed. The desk was started again, or you signed in anew, since the screen was made: \
             go back, load it again, and send it then.",
        ));
    }
    Ok(())
}

/// Finds out who asks.
///
/// # Errors
/// Those of the state.
pub fn visitor(desk: &Desk, headers: &HeaderMap, peer: &str) -> Result<Visitor, Trouble> {
    let door = &desk.options.door;
    let cookie = |name: &str| cookie(headers, &door.cookie(name));
    let theme = match cookie("theme").as_deref() {
        Some("light") => "light",
        Some("dark") => "dark",
        _ => "",
    };
    let keys = cookie("keys").as_deref() != Some("off");
    let mut set = None;
    // A guest's session is only what ties a form to a browser; it lets nobody in.
    let guest = cookie("guest").filter(|id| id.len() == 64 && id.bytes().all(|b| b.is_ascii_hexdigit()));
    let guest = guest.unwrap_or_else(|| {
        let id = random();
        set = Some(door.set_cookie("guest", &id, 60 * 60 * 24 * 30));
        id
    });
    let plain = Visitor {
        name: String::new(),
        role: None,
        token: door.token(&guest),
        theme,
        keys,
        cookie: set,
        peer: peer.to_owned(),
    };
    if !door.accounts {
        let name = cookie("name").and_then(|name| {
            let name = percent_encoding::percent_decode_str(&name).decode_utf8().ok()?.into_owned();
            Some(name).filter(|name| is_name(name))
        });
        let name = name.unwrap_or_else(|| desk.options.editor.clone());
        return Ok(Visitor { name, role: Some(Role::Admin), ..plain });
    }
    let Some(session) = cookie("session") else { return Ok(plain) };
    match accounts::session(&desk.state, &session, desk.now())? {
        Some((name, role)) => Ok(Visitor { name, role: Some(role), token: door.token(&session), ..plain }),
        None => Ok(plain),
    }
}

/// Whether a name of a person can be used: some letter or digit, nothing that acts, at most 80 characters.
pub fn is_name(name: &str) -> bool {
    let count = name.chars().count();
    (1..=crate::ruling::event::ACTOR_CHARS_MAX).contains(&count)
        && name.trim() == name
        && name.chars().any(char::is_alphanumeric)
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '_' | '\'' | '@' | ','))
}

/// The value of a cookie.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value.to_owned())
}

/// What every answer says to the browser: nothing foreign is loaded, framed, sniffed or kept.
pub fn headers(headers: &mut HeaderMap) {
    const ALWAYS: [(&str, &str); 8] = [
        (
            "content-security-policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
             form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
        ),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        ("cache-control", "no-store"),
    ];
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
}

/// 32 random bytes in hexadecimal digits.
pub fn random() -> String {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    hex(&bytes)
}

/// Bytes in hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Compares without telling by its time where two texts differ.
fn same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

/// When a session that begins now ends.
pub fn session_end(now: DateTime<Utc>) -> DateTime<Utc> {
    now + chrono::TimeDelta::hours(12)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_door_answers_to_its_names_only() {
        let door = Door::new("127.0.0.1:8417".parse().expect("an address"), None);
        for (host, expected) in [
            ("127.0.0.1:8417", true),
            ("localhost:8417", true),
            ("LOCALHOST:8417", true),
            ("[::1]:8417", true),
            ("127.0.0.1", false),
            ("127.0.0.1:80", false),
            ("desk.example:8417", false),
            ("127.0.0.1:8417.example", false),
            ("", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_str(host).expect("a value"));
            assert_eq!(check_host(&door, &headers).is_ok(), expected, "{host}");
        }
        let mut twice = HeaderMap::new();
        twice.append(header::HOST, HeaderValue::from_static("127.0.0.1:8417"));
        twice.append(header::HOST, HeaderValue::from_static("other.example"));
        assert!(check_host(&door, &twice).is_err());
        assert!(!door.accounts);
        let public = url::Url::parse("https://desk.example.org/").expect("an address");
        let door = Door::new("192.0.2.7:8417".parse().expect("an address"), Some(&public));
        assert!(door.accounts && door.secure);
        assert_eq!(door.hosts, ["192.0.2.7:8417", "desk.example.org"]);
    }

    #[test]
    fn behind_a_proxy_editors_sign_in() {
        let public = url::Url::parse("https://desk.example.org/").expect("an address");
        assert!(Door::new("127.0.0.1:8417".parse().expect("an address"), Some(&public)).accounts);
    }

    #[test]
    fn names_of_people() {
        for (name, expected) in
            [("ada", true), ("M. Ito-Berg", true), ("", false), (" a", false), ("<b>", false), ("..", false)]
        {
            assert_eq!(is_name(name), expected, "{name}");
        }
    }
}
