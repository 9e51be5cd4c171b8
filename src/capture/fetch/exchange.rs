//! One request and its answer: sends, reads the body under limits, gives what came.

use std::borrow::Cow;
use std::error::Error as _;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Response};
use tokio::time::{Instant, timeout_at};
use url::Url;

use super::guard::Refusal;
use super::{FetchError, Limits};

/// Most bytes that are set aside for a body before it came.
const RESERVED_MAX: usize = 1 << 20;

/// What came back from one request.
pub(super) struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub request: Vec<(String, String)>,
    pub peer: Option<std::net::IpAddr>,
    pub payload: Vec<u8>,
    pub truncated: Option<&'static str>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The address that a redirect leads to, as written.
    pub fn location(&self) -> Option<&str> {
        matches!(self.status, 301 | 302 | 303 | 307 | 308).then(|| self.header("location")).flatten()
    }
}

/// Sends a request and reads the answer.
pub(super) async fn exchange(
    client: &Client,
    url: &Url,
    headers: &[(&'static str, Cow<'_, str>)],
    limits: &Limits,
) -> Result<Answer, FetchError> {
    let deadline = Instant::now() + limits.total;
    let mut request = vec![("host".to_owned(), host_of(url))];
    let mut sent = HeaderMap::new();
    for (name, value) in headers {
        let Ok(checked) = HeaderValue::from_str(value) else { continue };
        sent.insert(HeaderName::from_static(name), checked);
        request.push(((*name).to_owned(), value.to_string()));
    }
    let failed = |reason: String, retry: bool| FetchError::Unreachable {
        url: url.to_string(),
        reason,
        retry,
        dead: false,
    };
    let head_deadline = deadline.min(Instant::now() + limits.head);
    let mut response = match timeout_at(head_deadline, client.get(url.clone()).headers(sent).send()).await {
        Ok(Ok(response)) => response,
        Ok(Err(error)) => return Err(classify(&error, url)),
        Err(_) => return Err(failed(format!("no answer within {} s", limits.head.as_secs()), true)),
    };
    let headers = headers_of(&response);
    let header_bytes: usize = headers.iter().map(|(name, value)| name.len() + value.len() + 4).sum();
    if header_bytes > limits.header_bytes {
        return Err(failed(format!("its headers have {header_bytes} bytes"), false));
    }
    let status = response.status().as_u16();
    let peer = response.remote_addr().map(|address| address.ip());
    let bytes_max = if (300..400).contains(&status) { limits.hop_bytes } else { limits.bytes };
    let (payload, truncated) = read_body(&mut response, bytes_max, limits, deadline).await;
    Ok(Answer { status, headers, request, peer, payload, truncated })
}

/// Reads a body until its end or a limit; what was read is kept with the reason why it is cut.
async fn read_body(
    response: &mut Response,
    bytes_max: usize,
    limits: &Limits,
    deadline: Instant,
) -> (Vec<u8>, Option<&'static str>) {
    // What the server says of its length is a hint: it may lie, so little is believed.
    let said = response.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or(0);
    let mut payload = Vec::with_capacity(said.min(bytes_max).min(RESERVED_MAX));
    let started = Instant::now();
    loop {
        let idle = deadline.min(Instant::now() + limits.idle);
        let chunk = match timeout_at(idle, response.chunk()).await {
            Ok(Ok(Some(chunk))) => chunk,
            Ok(Ok(None)) => return (payload, None),
            Ok(Err(_)) => return (payload, Some("disconnect")),
            Err(_) => return (payload, Some("time")),
        };
        if payload.len() + chunk.len() > bytes_max {
            payload.extend_from_slice(&chunk[..bytes_max - payload.len()]);
            return (payload, Some("length"));
        }
        payload.extend_from_slice(&chunk);
        // A body that trickles would keep a connection for as long as its sender likes.
        let elapsed = started.elapsed();
        let least = elapsed.as_secs_f64() * f64::from(limits.bytes_per_second_min);
        if elapsed > limits.idle && (payload.len() as f64) < least {
            return (payload, Some("time"));
        }
    }
}

fn headers_of(response: &Response) -> Vec<(String, String)> {
    let latin = |value: &HeaderValue| match value.to_str() {
        Ok(ascii) => ascii.trim().to_owned(),
        Err(_) => value.as_bytes().iter().copied().map(char::from).collect::<String>().trim().to_owned(),
    };
    response
        .headers()
        .iter()
        // The body is stored without its transfer coding, so the header would be wrong of it.
        .filter(|(name, _)| *name != reqwest::header::TRANSFER_ENCODING)
        .map(|(name, value)| (name.as_str().to_owned(), latin(value)))
        .collect()
}

/// The host with its port where it is not the scheme's own, as in a `Host` header.
fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Tells a refusal of our own guard from what the network did.
fn classify(error: &reqwest::Error, url: &Url) -> FetchError {
    let mut reasons = Vec::new();
    let mut dead = false;
    let mut cause = error.source();
    while let Some(inner) = cause {
        let refused = inner.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        dead |= refused == Some(std::io::ErrorKind::ConnectionRefused);
        if let Some(refusal) = inner.downcast_ref::<Refusal>() {
            return FetchError::Address(refusal.clone());
        }
        reasons.push(inner.to_string());
        cause = inner.source();
    }
    // The innermost cause says most; the layers above only repeat that they failed.
    let reason = reasons.pop().unwrap_or_else(|| error.to_string());
    let certificate = reason.to_ascii_lowercase().contains("certificate");
    // The system's resolver has no error kind of its own.
    dead |= error.is_connect()
        && ["Name or service not known", "nodename nor servname", "No such host", "failed to lookup"]
            .iter()
            .any(|words| reason.contains(words));
    let retry = !certificate && !error.is_builder();
    FetchError::Unreachable { url: url.to_string(), reason, retry, dead }
}

/// A back-off before a retry: a second, doubled each time, at most a minute.
pub(super) fn back_off(attempt: u32, first: Duration) -> Duration {
    first.saturating_mul(1 << attempt.min(16)).min(Duration::from_secs(60))
}
