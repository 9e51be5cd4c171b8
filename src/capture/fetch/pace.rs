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

#[cfg(test)]
mod tests {
    use super::*;

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
