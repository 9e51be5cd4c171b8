//! Turns an address or a file into a capture: payload, headers, hops, method, time.
//!
//! Takes an address to fetch, or bytes that a person brings with the method they used; gives a
//! [`Capture`]. One adapter file per kind of source. It does not store (that is `snapshot`) and
//! does not read the text (that is `extract`); the clock is always an argument.

pub mod adapter;
pub mod address;
pub mod content;
mod digest;
pub mod fetch;
pub mod grade;
pub mod media;
mod method;
mod state;

pub use digest::Digest;
pub use grade::Grade;
use grade::Witness;
pub use method::Method;
pub use state::State;

use chrono::{DateTime, Utc};

/// One taking of a document: the bytes received, how, by whom and when.
///
/// The payload of a fetch is the body after transfer decoding and before content decoding, so it
/// is what the server sent; its digest names the capture. Readers want [`Capture::content`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// The address asked for, as it was typed.
    pub url: String,
    /// The address that answered, after redirects; the same as `url` for bytes a person brought.
    pub final_url: String,
    /// The part of the address (a post of a thread), where one address holds several documents.
    pub part: Option<String>,
    /// The bytes as received. They may carry a content coding; see [`Capture::content`].
    pub payload: Vec<u8>,
    /// The declared media type with its parameters (`text/html; charset=utf-8`).
    pub media_type: Option<String>,
    /// The HTTP status, for a capture that came over HTTP.
    pub status: Option<u16>,
    /// The response headers in order of arrival; bytes above 0x7F are kept as ISO 8859-1.
    pub headers: Vec<(String, String)>,
    /// The request headers sent, likewise.
    pub request: Vec<(String, String)>,
    /// The redirects on the way, first to last; without the final answer.
    pub hops: Vec<Hop>,
    /// The network address that answered, without port.
    pub peer: Option<String>,
    /// True when every hop and the answer came over TLS with a verified certificate.
    pub secure: bool,
    /// Why the payload is not whole, in the words of WARC (`length`, `time`, `disconnect`).
    pub truncated: Option<String>,
    /// How the bytes were come by.
    pub method: Method,
    /// The person or program that took it.
    pub by: String,
    /// When, in whole seconds; the store cuts off fractions.
    pub at: DateTime<Utc>,
    /// What was noticed while taking it.
    pub notes: Vec<Note>,
}

/// One redirect on the way to the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// The address that redirected.
    pub url: String,
    /// Its HTTP status.
    pub status: u16,
    /// Its response headers.
    pub headers: Vec<(String, String)>,
    /// The request headers sent to it.
    pub request: Vec<(String, String)>,
    /// Its body, as received.
    pub payload: Vec<u8>,
    /// The network address that answered.
    pub peer: Option<String>,
}

/// Something noticed while a capture was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Stable name in kebab case (`robots-ignored`, `downgraded` …).
    pub name: String,
    /// What was seen, for people; one line.
    pub detail: String,
}

impl Capture {
    /// A capture of bytes that a person brings: no request, no headers, no hops.
    pub fn brought(url: &str, payload: Vec<u8>, method: Method, by: &str, at: DateTime<Utc>) -> Self {
        Self {
            url: url.to_owned(),
            final_url: url.to_owned(),
            part: None,
            payload,
            media_type: None,
            status: None,
            headers: Vec::new(),
            request: Vec::new(),
            hops: Vec::new(),
            peer: None,
            secure: false,
            truncated: None,
            method,
            by: by.to_owned(),
            at,
            notes: Vec::new(),
        }
    }

    /// The SHA-256 of the payload as received, which names the capture everywhere.
    pub fn digest(&self) -> Digest {
        Digest::of(&self.payload)
    }

    /// The provenance grade, computed from how the capture was come by and what a second witness saw. A store knows
    /// besides whether its log was stamped, which is what the best grade takes.
    pub fn grade(&self) -> Grade {
        Grade::of(self.method, self.secure).seen_by(self.witness(), false)
    }

    /// What a second witness saw, where one was asked and had a copy.
    pub fn witness(&self) -> Option<Witness> {
        self.notes.iter().find_map(|note| Witness::named(&note.name))
    }

    /// What kind of answer this is, judged from status, headers and size.
    pub fn state(&self) -> State {
        State::of(self)
    }

    /// The first response header of that name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}
