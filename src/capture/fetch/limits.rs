//! What one fetch may take, and how a fetcher behaves.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::guard::{Lookup, Policy};
use crate::capture::adapter::{Archive, Routes};

/// What one fetch may take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Time until a connection stands. 10 s.
    pub connect: Duration,
    /// Time until the head of an answer is there. 30 s.
    pub head: Duration,
    /// Longest silence inside a body. 15 s.
    pub idle: Duration,
    /// Time for one request with its body. 120 s.
    pub total: Duration,
    /// Bytes of a body as received. 32 MB.
    pub bytes: usize,
    /// Bytes of the body of a redirect. 64 kB.
    pub hop_bytes: usize,
    /// Bytes of all response headers. 64 kB.
    pub header_bytes: usize,
    /// Slowest body, once it took longer than the longest silence. 256 bytes a second.
    pub bytes_per_second_min: u32,
    /// Redirects. 10.
    pub hops: usize,
    /// Attempts after the first. 2.
    pub retries: u32,
    /// The first back-off, doubled each time. 1 s.
    pub back_off: Duration,
    /// The longest pause that a host may ask for before its answer is taken as it is. 60 s.
    pub pause: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            head: Duration::from_secs(30),
            idle: Duration::from_secs(15),
            total: Duration::from_secs(120),
            bytes: 32 << 20,
            hop_bytes: 64 << 10,
            header_bytes: 64 << 10,
            bytes_per_second_min: 256,
            hops: 10,
            retries: 2,
            back_off: Duration::from_secs(1),
            pause: Duration::from_secs(60),
        }
    }
}

/// How a fetcher behaves.
#[derive(Clone)]
pub struct Options {
    /// Limits of one fetch.
    pub limits: Limits,
    /// Which addresses may be dialled.
    pub policy: Policy,
    /// Whether robots.txt is obeyed; where it is not, the capture says so. True.
    pub obey_robots: bool,
    /// Requests to one host at once. 2.
    pub per_host: usize,
    /// Pause between the starts of two requests to one host. 500 ms.
    pub gap: Duration,
    /// Requests at once. 32.
    pub at_once: usize,
    /// The clock.
    pub now: Clock,
    /// How names become addresses; `None` for the system's way.
    pub lookup: Option<Lookup>,
    /// Certificates trusted beside the system's, in DER.
    pub roots: Vec<Vec<u8>>,
    /// The servers that adapters ask.
    pub routes: Routes,
    /// What a public archive is asked for. Nothing.
    pub archive: Archive,
}

/// A clock: the moment of a capture is an argument like any other.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

impl Options {
    /// The defaults, with that clock.
    pub fn new(now: Clock) -> Self {
        Self {
            limits: Limits::default(),
            policy: Policy::default(),
            obey_robots: true,
            per_host: 2,
            gap: Duration::from_millis(500),
            at_once: 32,
            now,
            lookup: None,
            roots: Vec::new(),
            routes: Routes::default(),
            archive: Archive::default(),
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Options").field("limits", &self.limits).finish_non_exhaustive()
    }
}
