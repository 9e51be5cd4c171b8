//! What kind of answer a capture is: the document, or something else that came in its place.

use std::fmt;

use super::Capture;

/// What kind of answer a capture is. Gone, refused and unreadable are kept apart, because they
/// ask for different things of an editor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// The document itself, whole.
    Complete,
    /// A part of the document; the rest was cut off on the way or by the source.
    Truncated,
    /// A later version of a post than the one asked for.
    Edited,
    /// A page that asks the visitor to prove to be human.
    Challenge,
    /// A page that says the visitor is not let in.
    Blocked,
    /// A page that shows only what non-subscribers may see.
    Paywall,
    /// A page that says "not found" with the status of success.
    SoftMissing,
    /// The server says that there is no such document (404, 410).
    Missing,
    /// The author deleted it.
    Deleted,
    /// The author's account is suspended.
    Suspended,
    /// The source does not show it to visitors without an account; it may well be there.
    Withheld,
    /// The server asks for fewer requests (429).
    RateLimited,
    /// The server could not answer (5xx), or answered what cannot be read.
    Unknown,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 13] = [
        Self::Complete,
        Self::Truncated,
        Self::Edited,
        Self::Challenge,
        Self::Blocked,
        Self::Paywall,
        Self::SoftMissing,
        Self::Missing,
        Self::Deleted,
        Self::Suspended,
        Self::Withheld,
        Self::RateLimited,
        Self::Unknown,
    ];

    /// Judges a capture by status, headers and size.
    pub(super) fn of(capture: &Capture) -> Self {
        match capture.status {
            Some(404 | 410) => Self::Missing,
            Some(429) => Self::RateLimited,
            Some(401 | 402 | 403 | 407 | 451) => Self::Blocked,
            Some(status) if !(200..300).contains(&status) => Self::Unknown,
            _ if capture.truncated.is_some() => Self::Truncated,
            _ => Self::Complete,
        }
    }

    /// The name in files and reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Truncated => "truncated",
            Self::Edited => "edited",
            Self::Challenge => "challenge",
            Self::Blocked => "blocked",
            Self::Paywall => "paywall",
            Self::SoftMissing => "soft-404",
            Self::Missing => "missing",
            Self::Deleted => "deleted",
            Self::Suspended => "suspended",
            Self::Withheld => "withheld",
            Self::RateLimited => "rate-limited",
            Self::Unknown => "unknown",
        }
    }

    /// True where the capture may speak as the source: it is the document, and whole.
    pub const fn speaks(self) -> bool {
        matches!(self, Self::Complete | Self::Edited)
    }

    /// The state of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

impl fmt::Display for State {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}
