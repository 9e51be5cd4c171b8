//! What kind of answer a capture is: the document, or something else that came in its place.

use std::fmt;

use url::Url;

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

    /// Judges a capture by what its adapter noted, else by status, headers and size.
    pub(super) fn of(capture: &Capture) -> Self {
        let noted = capture.notes.iter().find(|note| note.name == NOTE);
        if let Some(state) = noted.and_then(|note| Self::named(&note.detail)) {
            return state;
        }
        // A header with which a large provider marks its own challenge pages, whatever their status.
        if capture.header("cf-mitigated").is_some_and(|value| value.eq_ignore_ascii_case("challenge")) {
            return Self::Challenge;
        }
        match capture.status {
            Some(404 | 410) => Self::Missing,
            Some(429) => Self::RateLimited,
            Some(401 | 402 | 403 | 407 | 451) => Self::Blocked,
            Some(status) if !(200..300).contains(&status) => Self::Unknown,
            _ if capture.truncated.is_some() => Self::Truncated,
            _ if sent_to_front_page(capture) => Self::SoftMissing,
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

/// The name of the note by which an adapter says what its answer is.
pub(super) const NOTE: &str = "state";

/// True where a document was asked for and its site led to its front page instead.
fn sent_to_front_page(capture: &Capture) -> bool {
    if capture.hops.is_empty() {
        return false;
    }
    let (Ok(asked), Ok(came)) = (Url::parse(&capture.url), Url::parse(&capture.final_url)) else {
        return false;
    };
    let host = |url: &Url| url.host_str().map(|host| host.trim_start_matches("www.").to_owned());
    let is_front = |url: &Url| {
        let mut segments: Vec<&str> = url.path_segments().map(Iterator::collect).unwrap_or_default();
        segments.retain(|segment| !segment.is_empty() && !segment.starts_with("index."));
        // A language alone, as in `/en/`, is a front page too.
        url.query().is_none() && (segments.is_empty() || (segments.len() == 1 && segments[0].len() == 2))
    };
    host(&asked) == host(&came) && !is_front(&asked) && is_front(&came)
}

impl fmt::Display for State {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::{Hop, Method, Note};

    fn check(capture: &Capture, expected: State) {
        assert_eq!(
            capture.state(),
            expected,
            "{} -> {} ({:?})",
            capture.url,
            capture.final_url,
            capture.status
        );
    }

    fn fetched(status: u16) -> Capture {
        let at = "2025-03-01T10:00:00Z".parse().expect("a time");
        let mut capture =
            Capture::brought("https://mill.example/report/2019", b"text".to_vec(), Method::Fetched, "us", at);
        capture.status = Some(status);
        capture
    }

    #[test]
    fn status_headers_and_notes_tell() {
        for (status, state) in [
            (200, State::Complete),
            (404, State::Missing),
            (410, State::Missing),
            (429, State::RateLimited),
            (403, State::Blocked),
            (451, State::Blocked),
            (500, State::Unknown),
            (304, State::Unknown),
        ] {
            check(&fetched(status), state);
        }
        let mut challenge = fetched(403);
        challenge.headers.push(("CF-Mitigated".into(), "challenge".into()));
        check(&challenge, State::Challenge);
        let mut deleted = fetched(200);
        deleted.notes.push(Note { name: NOTE.into(), detail: "deleted".into() });
        check(&deleted, State::Deleted);
    }

    #[test]
    fn a_front_page_is_not_the_document() {
        let led = |asked: &str, came: &str| {
            let mut capture = fetched(200);
            (capture.url, capture.final_url) = (asked.to_owned(), came.to_owned());
            let url = asked.to_owned();
            capture.hops =
                vec![Hop { url, status: 302, headers: vec![], request: vec![], payload: vec![], peer: None }];
            capture
        };
        check(&led("https://mill.example/report/2019", "https://www.mill.example/"), State::SoftMissing);
        check(&led("https://mill.example/report/2019", "https://mill.example/en/"), State::SoftMissing);
        check(
            &led("https://mill.example/report/2019", "https://mill.example/index.html"),
            State::SoftMissing,
        );
        check(&led("https://mill.example/report/2019", "https://mill.example/reports/2019"), State::Complete);
        check(&led("https://short.example/x1", "https://mill.example/"), State::Complete);
        check(&led("https://mill.example/", "https://mill.example/en/"), State::Complete);
    }
}
