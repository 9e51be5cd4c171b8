//! Adapters: how each kind of address is captured. One file each, chosen by the address.

mod memento;
mod post;
mod token;

use url::Url;

use super::fetch::{FetchError, Fetcher, Request};
use super::{Capture, Note, State, address};

/// The servers that adapters ask beside the publisher's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Routes {
    /// Where X serves posts for embedding, as JSON.
    pub syndication: String,
    /// The documented embedding interface of X.
    pub oembed: String,
    /// A third party that repeats posts of X, long ones in full.
    pub fxembed: String,
    /// A public archive that answers as the Wayback Machine does.
    pub wayback: String,
}

impl Default for Routes {
    fn default() -> Self {
        Self {
            syndication: "https://cdn.syndication.twimg.com".to_owned(),
            oembed: "https://publish.twitter.com".to_owned(),
            fxembed: "https://api.fxtwitter.com".to_owned(),
            wayback: "https://web.archive.org".to_owned(),
        }
    }
}

/// What a public archive is asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Archive {
    /// Nothing.
    #[default]
    Never,
    /// Its copy, where the source is gone or cannot be reached.
    Fallback,
    /// Its copy in any case: whether it holds the same bytes is noted in the capture.
    Witness,
}

/// The name of the note by which an archive's copy says what the source itself answered.
pub const SOURCE_STATE: &str = "source-state";

/// Captures an address by the adapter for its kind; an ordinary document is fetched as it is.
///
/// # Errors
/// [`FetchError`] where there was no answer or a rule forbids asking.
pub async fn capture(fetcher: &Fetcher, request: &Request) -> Result<Capture, FetchError> {
    let parsed = Url::parse(request.url.trim()).ok();
    let outcome = match parsed.as_ref().and_then(address::post_id) {
        Some(id) => post::capture(fetcher, request, id).await,
        None => fetcher.fetch(request).await,
    };
    match fetcher.options().archive {
        Archive::Never => outcome,
        Archive::Fallback => match outcome {
            Ok(capture) if !is_lost(&capture) => Ok(capture),
            Err(error) if error.is_refusal() => Err(error),
            // What the source itself said stands where the archive has nothing.
            lost => match memento::copy(fetcher, request).await {
                Ok(Some(mut copy)) => {
                    let detail = match &lost {
                        Ok(capture) => capture.state().name().to_owned(),
                        Err(error) if error.is_dead() => "dead".to_owned(),
                        Err(_) => "unreachable".to_owned(),
                    };
                    copy.notes.push(Note { name: SOURCE_STATE.to_owned(), detail });
                    Ok(copy)
                }
                _ => lost,
            },
        },
        Archive::Witness => {
            let mut capture = outcome?;
            if capture.state().speaks() {
                memento::witness(fetcher, request, &mut capture).await;
            }
            Ok(capture)
        }
    }
}

/// True where the source does not show the document any more.
fn is_lost(capture: &Capture) -> bool {
    matches!(
        capture.state(),
        State::Missing
            | State::SoftMissing
            | State::Deleted
            | State::Suspended
            | State::Unknown
            | State::Blocked
    )
}
