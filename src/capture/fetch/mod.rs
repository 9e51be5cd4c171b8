//! Fetches addresses: own redirect loop with every hop kept, limits on all that a server can
//! stretch, a guard on the address connected to, robots.txt, retries and a polite pace.
//!
//! Takes addresses, gives captures or the reason why there is none. It keeps no cookies, uses no
//! proxy of the environment and runs no script.

pub mod guard;
pub mod robots;

mod exchange;
mod limits;
mod pace;

pub use limits::{Clock, Limits, Options};

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use chrono::SubsecRound;
use reqwest::Client;
use thiserror::Error;
use tokio::sync::Mutex;
use url::Url;

use super::address::{self, AddressError};
use super::{Capture, Hop, Method, Note};
use exchange::{Answer, exchange};
use guard::{Guard, Refusal};
use pace::Pace;
use robots::Robots;

/// The product token for robots.txt.
pub const TOKEN: &str = "claim-verifier";

/// The name under which captures are recorded.
pub const AGENT: &str = concat!("claim-verifier/", env!("CARGO_PKG_VERSION"));

/// Why there is no capture.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
pub enum FetchError {
    /// The address cannot be fetched as it stands.
    #[error(transparent)]
    Form(#[from] AddressError),
    /// Not an address of the web.
    #[error("{url} is not fetched: only http and https are")]
    Scheme {
        /// The address.
        url: String,
    },
    /// The guard refused the network address.
    #[error(transparent)]
    Address(#[from] Refusal),
    /// The site's robots.txt says no.
    #[error(
        "{url} is not fetched: robots.txt of its host disallows it (--robots ignore goes past it, on record)"
    )]
    Robots {
        /// The address.
        url: String,
    },
    /// Too many redirects, or a circle of them.
    #[error("{url} leads on through more than {hops} redirects")]
    Hops {
        /// The address asked for.
        url: String,
        /// How many were followed.
        hops: usize,
    },
    /// The network or the server failed.
    #[error("{url} gave no answer: {reason}")]
    Unreachable {
        /// The address asked.
        url: String,
        /// What happened.
        reason: String,
        /// Whether asking again can help.
        retry: bool,
        /// Whether nobody is there: the name is unknown, or no server listens.
        dead: bool,
    },
}

impl FetchError {
    /// True where a rule of ours refused, and the network was not to blame.
    pub fn is_refusal(&self) -> bool {
        !matches!(self, Self::Unreachable { .. } | Self::Hops { .. })
    }

    /// True where nobody is there: the name is unknown, or no server listens.
    pub fn is_dead(&self) -> bool {
        matches!(self, Self::Unreachable { dead: true, .. })
    }
}

/// What to fetch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// The address.
    pub url: String,
    /// The part of the address.
    pub part: Option<String>,
    /// The `ETag` of an earlier capture: the answer may then be a bare 304.
    pub etag: Option<String>,
    /// The `Last-Modified` of an earlier capture, likewise.
    pub last_modified: Option<String>,
    /// The address whose answer these two are of: others on the way are asked without them, so that a new address
    /// cannot say that nothing changed. `None` for any.
    pub validated: Option<String>,
    /// True for an interface made for programs, which robots.txt does not speak of.
    pub interface: bool,
    /// True where a redirect is the answer and is not followed.
    pub stay: bool,
}

/// Fetches addresses, each host at its pace.
pub struct Fetcher {
    client: Client,
    options: Options,
    pace: Pace,
    robots: Mutex<HashMap<String, Arc<tokio::sync::OnceCell<Robots>>>>,
}

impl fmt::Debug for Fetcher {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Fetcher").field("options", &self.options).finish_non_exhaustive()
    }
}

impl Fetcher {
    /// A fetcher with these options. A TLS provider must have been installed for the process.
    ///
    /// # Errors
    /// [`FetchError::Unreachable`] where no TLS client can be made.
    pub fn new(options: Options) -> Result<Self, FetchError> {
        let failed = |error: &dyn std::error::Error| FetchError::Unreachable {
            url: "the network".to_owned(),
            reason: error.to_string(),
            retry: false,
            dead: false,
        };
        let guard = Guard { policy: options.policy.clone(), lookup: options.lookup.clone() };
        let mut builder = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            // A proxy named by the environment would connect where the guard does not look.
            .no_proxy()
            .referer(false)
            .connect_timeout(options.limits.connect)
            .dns_resolver(Arc::new(guard))
            .pool_max_idle_per_host(options.per_host);
        for root in &options.roots {
            let root = reqwest::Certificate::from_der(root).map_err(|error| failed(&error))?;
            builder = builder.tls_certs_merge([root]);
        }
        let client = builder.build().map_err(|error| failed(&error))?;
        let pace = Pace::new(options.per_host, options.gap);
        Ok(Self { client, options, pace, robots: Mutex::new(HashMap::new()) })
    }

    /// The options in force.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Fetches one address with its redirects, with retries where they can help.
    ///
    /// An answer of any status is a capture: that a source is gone is evidence too. To a request
    /// with validators the answer may be a 304 with an empty payload, which no store keeps.
    ///
    /// # Errors
    /// [`FetchError`] where there was no answer or a rule forbids asking.
    pub async fn fetch(&self, request: &Request) -> Result<Capture, FetchError> {
        let mut attempt = 0;
        let mut earlier: Vec<String> = Vec::new();
        loop {
            let outcome = self.follow(request).await;
            match self.wait_before_retry(&outcome, attempt) {
                Some((wait, what))
                    if attempt < self.options.limits.retries && wait <= self.options.limits.pause =>
                {
                    earlier.push(what);
                    attempt += 1;
                    tokio::time::sleep(wait).await;
                }
                _ => {
                    return outcome.map(|mut capture| {
                        if !earlier.is_empty() {
                            capture.notes.push(note("retried", &format!("after {}", earlier.join("; "))));
                        }
                        capture
                    });
                }
            }
        }
    }

    /// How long to wait before asking again, and why; `None` where that cannot help. A pause that
    /// the host names holds for all that is asked of it.
    fn wait_before_retry(
        &self,
        outcome: &Result<Capture, FetchError>,
        attempt: u32,
    ) -> Option<(Duration, String)> {
        let ours = exchange::back_off(attempt, self.options.limits.back_off);
        let capture = match outcome {
            Ok(capture) => capture,
            Err(FetchError::Unreachable { retry: true, reason, .. }) => return Some((ours, reason.clone())),
            Err(_) => return None,
        };
        let status = capture.status.filter(|status| matches!(status, 429 | 500 | 502 | 503 | 504))?;
        let asked =
            capture.header("retry-after").and_then(|value| pace::retry_after(value, (self.options.now)()));
        if let (Some(asked), Ok(url)) = (asked, Url::parse(&capture.final_url)) {
            self.pace.pause(&origin(&url), asked.min(self.options.limits.pause));
        }
        Some((asked.unwrap_or(ours), status.to_string()))
    }

    /// Follows redirects from an address to its answer.
    async fn follow(&self, request: &Request) -> Result<Capture, FetchError> {
        let mut url = address::parse(&request.url)?;
        url.set_fragment(None);
        let mut hops = Vec::new();
        let mut notes = Vec::new();
        let mut secure = true;
        loop {
            secure &= url.scheme() == "https";
            let answer = self.ask(&url, request, &mut notes).await?;
            let Some(location) = answer.location().filter(|_| !request.stay) else {
                return Ok(self.capture(request, url, answer, hops, secure, notes));
            };
            if hops.len() >= self.options.limits.hops {
                return Err(FetchError::Hops { url: request.url.clone(), hops: hops.len() });
            }
            // `Location` is bytes; sites write UTF-8 into it.
            let bytes: Vec<u8> =
                location.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
            let location = String::from_utf8(bytes).unwrap_or_else(|_| location.to_owned());
            let unreadable = |error: url::ParseError| AddressError::Unreadable {
                url: location.clone(),
                reason: error.to_string(),
            };
            let joined = url.join(location.trim()).map_err(unreadable)?;
            let mut next = address::parse(joined.as_str())?;
            next.set_fragment(None);
            if url.scheme() == "https" && next.scheme() == "http" {
                notes.push(note("downgraded", &format!("{url} leads to {next} without TLS")));
            }
            hops.push(Hop {
                url: url.to_string(),
                status: answer.status,
                headers: answer.headers,
                request: answer.request,
                payload: answer.payload,
                peer: answer.peer.map(|peer| peer.to_string()),
            });
            url = next;
        }
    }

    /// One request at the host's pace, if the guard and robots.txt let it pass.
    async fn ask(&self, url: &Url, request: &Request, notes: &mut Vec<Note>) -> Result<Answer, FetchError> {
        self.permit(url)?;
        let mut delay = None;
        if request.interface {
            notes.push(note("interface", "robots.txt was not asked: it is an interface for programs"));
        } else if self.options.obey_robots {
            let robots = self.robots_of(url).await?;
            delay = robots.delay.map(|delay| delay.min(self.options.limits.pause));
            if !robots.allows(&path_of(url)) {
                return Err(FetchError::Robots { url: url.to_string() });
            }
        } else if !notes.iter().any(|note| note.name == "robots-ignored") {
            notes.push(note("robots-ignored", "robots.txt was not asked"));
        }
        let mut headers = standard_headers();
        if request.validated.as_ref().is_none_or(|validated| validated == url.as_str()) {
            headers.extend(request.etag.iter().map(|etag| ("if-none-match", etag.clone().into())));
            headers
                .extend(request.last_modified.iter().map(|date| ("if-modified-since", date.clone().into())));
        }
        let _turn = self.pace.turn(&origin(url), delay).await;
        let answer = exchange(&self.client, url, &headers, &self.options.limits).await?;
        // A host that says that its limit is spent is left alone until it is whole again.
        if let Some(pause) = pace::spent(&answer.headers, (self.options.now)()) {
            self.pace.pause(&origin(url), pause.min(self.options.limits.pause));
        }
        // The resolver never sees a host that is a literal address; this sees every connection.
        if let Some(peer) = answer.peer {
            self.options.policy.permit(url.host_str().unwrap_or_default(), peer)?;
        }
        Ok(answer)
    }

    /// Refuses schemes that are not the web's, and literal addresses that may not be dialled.
    fn permit(&self, url: &Url) -> Result<(), FetchError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(FetchError::Scheme { url: url.to_string() });
        }
        let literal = match url.host() {
            Some(url::Host::Ipv4(address)) => Some(address.into()),
            Some(url::Host::Ipv6(address)) => Some(address.into()),
            _ => None,
        };
        match literal {
            Some(literal) => Ok(self.options.policy.permit(url.host_str().unwrap_or_default(), literal)?),
            None => Ok(()),
        }
    }

    /// The rules of a site, asked for once a run.
    async fn robots_of(&self, url: &Url) -> Result<Robots, FetchError> {
        let cell = Arc::clone(self.robots.lock().await.entry(origin(url)).or_default());
        cell.get_or_try_init(|| self.ask_robots(url)).await.cloned()
    }

    /// RFC 9309, 2.3.1: a missing file allows all; a site that cannot tell its rules is left alone
    /// until it can.
    async fn ask_robots(&self, url: &Url) -> Result<Robots, FetchError> {
        let unreachable = |reason: String| FetchError::Unreachable {
            url: url.to_string(),
            reason,
            retry: true,
            dead: false,
        };
        let mut at = url.join("/robots.txt").map_err(|error| unreachable(error.to_string()))?;
        let limits = Limits { bytes: robots::BYTES_MAX, ..self.options.limits.clone() };
        for _ in 0..=5 {
            self.permit(&at)?;
            let _turn = self.pace.turn(&origin(&at), None).await;
            let answer = exchange(&self.client, &at, &standard_headers(), &limits).await?;
            if let Some(next) = answer.location().and_then(|location| at.join(location).ok()) {
                at = next;
                continue;
            }
            return match answer.status {
                200..300 => {
                    let codings = answer.header("content-encoding").unwrap_or_default();
                    let caps = super::content::Caps { bytes: 4 * robots::BYTES_MAX, ..Default::default() };
                    super::content::decode(&answer.payload, codings, caps)
                        .map(|text| Robots::parse(&String::from_utf8_lossy(&text), TOKEN))
                        .map_err(|error| unreachable(format!("its robots.txt cannot be read: {error}")))
                }
                status @ (500..600 | 429) => Err(unreachable(format!(
                    "its robots.txt answered {status}, which closes the site for now"
                ))),
                _ => Ok(Robots::open()),
            };
        }
        Ok(Robots::open())
    }

    fn capture(
        &self,
        request: &Request,
        url: Url,
        answer: Answer,
        hops: Vec<Hop>,
        secure: bool,
        notes: Vec<Note>,
    ) -> Capture {
        let at = (self.options.now)().trunc_subsecs(0);
        let mut capture = Capture::brought(&request.url, answer.payload, Method::Fetched, AGENT, at);
        capture.final_url = url.to_string();
        capture.part = request.part.clone();
        capture.status = Some(answer.status);
        capture.truncated = answer.truncated.map(str::to_owned);
        capture.peer = answer.peer.map(|peer| peer.to_string());
        (capture.headers, capture.request) = (answer.headers, answer.request);
        (capture.hops, capture.secure, capture.notes) = (hops, secure, notes);
        capture.media_type = capture.header("content-type").map(str::to_owned);
        capture
    }

    /// Posts JSON to an address, without following redirects, and gives the status. It blocks.
    ///
    /// # Errors
    /// [`FetchError`] where there was no answer or the guard forbids asking.
    pub fn post_json(&self, url: &str, body: &str) -> Result<u16, FetchError> {
        let url = address::parse(url)?;
        self.permit(&url)?;
        let failed = |reason: String| FetchError::Unreachable {
            url: url.to_string(),
            reason,
            retry: true,
            dead: false,
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.map_err(|error| failed(error.to_string()))?.block_on(async {
            let request = self
                .client
                .post(url.clone())
                .header("content-type", "application/json")
                .header("user-agent", AGENT)
                .timeout(self.options.limits.total)
                .body(body.to_owned());
            let response = request.send().await.map_err(|error| failed(error.to_string()))?;
            Ok(response.status().as_u16())
        })
    }

    /// Fetches many addresses at once and hands each outcome over as it comes. It blocks until
    /// all are done, and holds at most `at_once` captures at a time.
    ///
    /// # Errors
    /// Those of the system, where no threads can be had.
    pub fn run(
        self: &Arc<Self>,
        requests: impl IntoIterator<Item = Request>,
        mut take: impl FnMut(Request, Result<Capture, FetchError>),
    ) -> std::io::Result<()> {
        // One thread: what a fetch computes is little, and threads that wake each other cost more than it.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let mut tasks = tokio::task::JoinSet::new();
            for request in requests {
                while tasks.len() >= self.options.at_once.max(1) {
                    if let Some(Ok((request, outcome))) = tasks.join_next().await {
                        take(request, outcome);
                    }
                }
                let fetcher = Arc::clone(self);
                tasks.spawn(async move {
                    let outcome = super::adapter::capture(&fetcher, &request).await;
                    (request, outcome)
                });
            }
            while let Some(done) = tasks.join_next().await {
                if let Ok((request, outcome)) = done {
                    take(request, outcome);
                }
            }
        });
        Ok(())
    }
}

/// What is sent with every request. We say who we are, and what we can read.
fn standard_headers() -> Vec<(&'static str, Cow<'static, str>)> {
    let headers = [
        (
            "user-agent",
            concat!(
                "claim-verifier/",
                env!("CARGO_PKG_VERSION"),
                " (checks published claims against their sources)"
            ),
        ),
        ("accept", "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,*/*;q=0.8"),
        ("accept-language", "en,*;q=0.5"),
        ("accept-encoding", "gzip, br, zstd"),
    ];
    headers.map(|(name, value)| (name, Cow::Borrowed(value))).into()
}

/// Scheme, host and port: what one pace and one robots.txt hold for.
fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

fn path_of(url: &Url) -> String {
    url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
}

fn note(name: &str, detail: &str) -> Note {
    Note { name: name.to_owned(), detail: detail.to_owned() }
}
