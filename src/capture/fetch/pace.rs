//! Keeps a polite pace with each host: few requests at once, a gap between them, and a pause
//! where the host asks for one.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

/// The pace kept with every host.
#[derive(Debug)]
pub(super) struct Pace {
    at_once: usize,
    gap: Duration,
    hosts: Mutex<HashMap<String, Arc<Host>>>,
}

#[derive(Debug)]
struct Host {
    turns: Arc<Semaphore>,
    next: Mutex<Instant>,
}

impl Pace {
    pub fn new(at_once: usize, gap: Duration) -> Self {
        Self { at_once: at_once.max(1), gap, hosts: Mutex::new(HashMap::new()) }
    }

    /// Waits for a turn with a host; the turn ends when the permit is dropped.
    pub async fn turn(&self, host: &str, delay: Option<Duration>) -> OwnedSemaphorePermit {
        let host = self.host(host);
        let permit = Arc::clone(&host.turns).acquire_owned().await.expect("the semaphore is never closed");
        loop {
            let now = Instant::now();
            let wait = {
                let mut next = host.next.lock().unwrap_or_else(PoisonError::into_inner);
                if *next <= now {
                    *next = now + self.gap.max(delay.unwrap_or_default());
                    return permit;
                }
                *next
            };
            tokio::time::sleep_until(wait).await;
        }
    }

    /// No request goes to the host before the pause is over.
    pub fn pause(&self, host: &str, pause: Duration) {
        let host = self.host(host);
        let mut next = host.next.lock().unwrap_or_else(PoisonError::into_inner);
        *next = (*next).max(Instant::now() + pause);
    }

    fn host(&self, name: &str) -> Arc<Host> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        let host = hosts.entry(name.to_owned()).or_insert_with(|| {
            Arc::new(Host { turns: Arc::new(Semaphore::new(self.at_once)), next: Mutex::new(Instant::now()) })
        });
        Arc::clone(host)
    }
}

/// The pause that a `Retry-After` header asks for: seconds or a date (RFC 9110, 10.2.3).
pub(super) fn retry_after(value: &str, now: chrono::DateTime<chrono::Utc>) -> Option<Duration> {
    if let Ok(seconds) = value.trim().parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let date = chrono::DateTime::parse_from_rfc2822(value.trim()).ok()?.to_utc();
    Some((date - now).to_std().unwrap_or_default())
}

/// The pause that a host's own account of its limit asks for: until the limit is reset, where nothing is left of it.
///
/// Read are `RateLimit` with `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers, from its eighth version on), the
/// earlier form `RateLimit: limit=…, remaining=…, reset=…`, and the three headers of the first versions with and
/// without `X-`. What is none of these asks for nothing.
pub(super) fn spent(headers: &[(String, String)], now: chrono::DateTime<chrono::Utc>) -> Option<Duration> {
    let all = |name: &'static str| {
        let named = headers.iter().filter(move |(key, _)| key.eq_ignore_ascii_case(name));
        named.flat_map(|(_, value)| members(value))
    };
    let policies: Vec<Member> = all("ratelimit-policy").collect();
    let mut pauses: Vec<u64> = Vec::new();
    let (mut remaining, mut reset) = (None, None);
    for member in all("ratelimit") {
        match member.name.split_once('=') {
            Some(("remaining", value)) => remaining = value.trim().parse().ok(),
            Some(("reset", value)) => reset = value.trim().parse().ok(),
            Some(_) => {}
            None if member.parameter("r") == Some(0) => {
                let policy = policies.iter().find(|policy| policy.name == member.name);
                let window = || policy.and_then(|policy| policy.parameter("w"));
                pauses.extend(member.parameter("t").or_else(window));
            }
            None => {}
        }
    }
    for (left, until) in
        [("ratelimit-remaining", "ratelimit-reset"), ("x-ratelimit-remaining", "x-ratelimit-reset")]
    {
        let number = |name| all(name).next().and_then(|member| member.name.parse::<u64>().ok());
        remaining = remaining.or_else(|| number(left));
        reset = reset.or_else(|| number(until));
    }
    if remaining == Some(0) {
        // Some hosts name the moment in seconds since 1970 and not the time until then.
        let since = u64::try_from(now.timestamp()).unwrap_or(0);
        pauses.extend(
            reset.map(|reset| if reset > 1_000_000_000 { reset.saturating_sub(since) } else { reset }),
        );
    }
    pauses.into_iter().max().filter(|seconds| *seconds > 0).map(Duration::from_secs)
}

/// A member of a list (RFC 9651, 3.1), with its parameters.
struct Member {
    name: String,
    parameters: Vec<(String, String)>,
}

impl Member {
    fn parameter(&self, name: &str) -> Option<u64> {
        let found = self.parameters.iter().find(|(key, _)| key == name);
        found.and_then(|(_, value)| value.parse().ok())
    }
}

fn members(value: &str) -> impl Iterator<Item = Member> {
    let bare = |text: &str| text.trim().trim_matches('"').to_owned();
    split(value, ',').into_iter().map(move |member| {
        let mut pieces = split(member, ';').into_iter();
        let name = bare(pieces.next().unwrap_or_default()).to_ascii_lowercase();
        let parameter = |piece: &str| piece.split_once('=').map(|(key, value)| (bare(key), bare(value)));
        Member { name, parameters: pieces.filter_map(parameter).collect() }
    })
}

/// Splits where a sign stands outside quotation marks.
fn split(text: &str, sign: char) -> Vec<&str> {
    let mut quoted = false;
    text.split(move |c| {
        quoted ^= c == '"';
        c == sign && !quoted
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spent_limit_asks_for_a_pause() {
        let now = "2025-03-01T10:00:00Z".parse().unwrap();
        let check = |headers: &[(&str, &str)], seconds: Option<u64>| {
            let owned: Vec<(String, String)> =
                headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            assert_eq!(spent(&owned, now), seconds.map(Duration::from_secs), "{headers:?}");
        };
        check(&[("ratelimit", "\"burst\";r=0;t=30")], Some(30));
        check(&[("RateLimit", "\"burst\";r=0;t=3, \"day; all, of it\";r=0;t=40")], Some(40));
        check(&[("ratelimit", "\"burst\";r=12;t=30")], None);
        let policy = ("ratelimit-policy", "\"hour\";q=100;w=3600, \"burst\";q=10;w=7");
        check(&[policy, ("ratelimit", "\"burst\";r=0")], Some(7));
        check(&[policy], None);
        check(&[("ratelimit", "limit=100, remaining=0, reset=9")], Some(9));
        check(&[("ratelimit", "limit=100, remaining=1, reset=9")], None);
        check(&[("ratelimit-limit", "5"), ("ratelimit-remaining", "0"), ("ratelimit-reset", "4")], Some(4));
        check(&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1740823212")], Some(12));
        check(&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1740823100")], None);
        check(&[("ratelimit", "r=0;t=x"), ("ratelimit-remaining", "none")], None);
        check(&[], None);
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = "2025-03-01T10:00:00Z".parse().unwrap();
        for (value, seconds) in [
            ("7", Some(7)),
            (" 0 ", Some(0)),
            ("Sat, 01 Mar 2025 10:00:30 GMT", Some(30)),
            ("Sat, 01 Mar 2025 09:00:00 GMT", Some(0)),
            ("soon", None),
            ("-3", None),
        ] {
            assert_eq!(retry_after(value, now), seconds.map(Duration::from_secs), "{value}");
        }
    }
}
