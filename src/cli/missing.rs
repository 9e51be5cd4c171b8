//! Fetches what a check run misses: the addresses that claims cite and the store holds no capture of.

use std::collections::BTreeSet;
use std::io::Write;

use claim_verifier::capture::fetch::Request;
use claim_verifier::check::CheckRun;
use claim_verifier::claim::ClaimSet;
use claim_verifier::snapshot::Store;
use indicatif::ProgressBar;

use super::Context;
use super::network::NetworkArgs;
use super::store::plain;

/// Fetches each missing source once, keeps what came, and tells stderr of each. Gives how many were kept.
///
/// A source that cannot be fetched is told and left out: the check that follows names it as unread.
///
/// # Errors
/// The fetcher could not be made, or the store could not keep a capture.
pub fn fetch(
    set: &ClaimSet,
    run: &CheckRun,
    network: &NetworkArgs,
    store: &Store,
    context: &Context,
) -> anyhow::Result<usize> {
    let requests = requests(set, run);
    if requests.is_empty() {
        return Ok(0);
    }
    let bar = match context.progress {
        true => ProgressBar::new(requests.len() as u64),
        false => ProgressBar::hidden(),
    };
    let (mut kept, mut failure) = (0, None);
    network.fetcher(context)?.run(requests, |request, outcome| {
        let told = bar.suspend(|| -> anyhow::Result<()> {
            let url = plain(&request.url);
            match outcome {
                Ok(capture) => {
                    let entry = store.keep(&capture)?;
                    kept += 1;
                    writeln!(
                        std::io::stderr(),
                        "captured {url} · {} · {}",
                        entry.digest.short(),
                        entry.state
                    )?;
                }
                Err(error) => writeln!(std::io::stderr(), "not captured: {}", plain(&error.to_string()))?,
            }
            Ok(())
        });
        failure = failure.take().or(told.err());
        bar.inc(1);
    })?;
    bar.finish_and_clear();
    failure.map_or(Ok(kept), Err)
}

/// The addresses of the unread citations that fetching can help, each once, in order.
fn requests(set: &ClaimSet, run: &CheckRun) -> Vec<Request> {
    let mut wanted = BTreeSet::new();
    for outcome in &run.claims {
        let file = &set.files[outcome.file];
        for unread in &outcome.unread {
            let citation = &file.claims[outcome.claim].sources[unread.citation];
            if let Some(url) = &unread.why.fetch {
                wanted.insert((url.clone(), file.sources[&citation.source].part.clone()));
            }
        }
    }
    wanted.into_iter().map(|(url, part)| Request { url, part, ..Request::default() }).collect()
}
