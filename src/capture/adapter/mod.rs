//! Adapters: how each kind of address is captured. One file each, chosen by the address.

use super::Capture;
use super::fetch::{FetchError, Fetcher, Request};

/// Captures an address by the adapter for its kind; an ordinary document is fetched as it is.
///
/// # Errors
/// [`FetchError`] where there was no answer or a rule forbids asking.
pub async fn capture(fetcher: &Fetcher, request: &Request) -> Result<Capture, FetchError> {
    fetcher.fetch(request).await
}
