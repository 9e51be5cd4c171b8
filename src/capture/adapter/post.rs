//! Posts of X by the public routes: syndication first, FxEmbed for what it cuts or withholds, oEmbed as a weak witness.
//!
//! Each end state is kept apart, because an empty answer is not a deletion. A third party's answer is taken only where
//! id, author and the time hidden in the id agree; the publisher's own answer then stands beside it in the same
//! capture, as a step on the way.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::token::{time_of, token};
use crate::capture::fetch::{FetchError, Fetcher, Request};
use crate::capture::state::NOTE;
use crate::capture::{Capture, Hop, Method, Note, State};

/// Seconds by which the time of a post and the time in its id may differ: the id is made a moment before.
const SECONDS_APART_MAX: i64 = 2;

/// Captures a post by its id.
pub(super) async fn capture(fetcher: &Fetcher, request: &Request, id: &str) -> Result<Capture, FetchError> {
    let first = match ask_syndication(fetcher, id).await {
        // One client was answered `{}` without cause; asking again helps or shows that it is meant.
        Ok((State::Unknown, capture)) if is_empty_object(&capture) => ask_syndication(fetcher, id).await,
        other => other,
    };
    let (mut state, mut capture) = match first {
        Ok(answer) => answer,
        Err(error) if error.is_refusal() => return Err(error),
        Err(error) => {
            return by_others(fetcher, request, id, None, State::Unknown).await.unwrap_or(Err(error));
        }
    };
    if let Some(later) = later_id(&capture, id).filter(|_| state == State::Edited) {
        let (newer_state, mut newer) = ask_syndication(fetcher, &later).await?;
        if newer_state == State::Complete || newer_state == State::Edited {
            newer.hops.insert(0, hop(&capture));
            newer.notes.push(note("edited", &format!("the newest version has the id {later}")));
            (state, capture) = (State::Edited, newer);
        }
    }
    let wants_others =
        matches!(state, State::Truncated | State::Withheld | State::Unknown | State::RateLimited);
    if wants_others && let Some(Ok(other)) = by_others(fetcher, request, id, Some(&capture), state).await {
        return Ok(other);
    }
    Ok(finished(capture, request, state))
}

/// The capture under the address of the post, with its state on record.
fn finished(mut capture: Capture, request: &Request, state: State) -> Capture {
    capture.url.clone_from(&request.url);
    capture.part.clone_from(&request.part);
    capture.notes.push(note(NOTE, state.name()));
    capture
}

fn note(name: &str, detail: &str) -> Note {
    Note { name: name.to_owned(), detail: detail.to_owned() }
}

async fn ask(fetcher: &Fetcher, url: String) -> Result<Capture, FetchError> {
    fetcher.fetch(&Request { url, interface: true, ..Request::default() }).await
}

async fn ask_syndication(fetcher: &Fetcher, id: &str) -> Result<(State, Capture), FetchError> {
    let base = &fetcher.options().routes.syndication;
    let capture = ask(fetcher, format!("{base}/tweet-result?id={id}&token={}&lang=en", token(id))).await?;
    Ok((state_of(&capture, id), capture))
}

/// Other routes, in order of what they show. `None` where none of them shows the post.
async fn by_others(
    fetcher: &Fetcher,
    request: &Request,
    id: &str,
    first: Option<&Capture>,
    state: State,
) -> Option<Result<Capture, FetchError>> {
    let routes = &fetcher.options().routes;
    if let Ok(mut mirror) = ask(fetcher, format!("{}/2/status/{id}", routes.fxembed)).await
        && agrees(&mirror, id, first)
    {
        mirror.method = Method::Mirror;
        mirror.hops.extend(first.map(hop));
        mirror.notes.push(note("third-party", "a third party's repetition; id, author and time agree"));
        return Some(Ok(finished(mirror, request, State::Complete)));
    }
    // A post that is withheld or cut is not shown better by an embed.
    if matches!(state, State::Truncated | State::Withheld) {
        return None;
    }
    let post = format!("https://twitter.com/i/status/{id}");
    let query = [("url", post.as_str()), ("omit_script", "1"), ("dnt", "true"), ("hide_thread", "1")];
    let url = url::Url::parse_with_params(&format!("{}/oembed", routes.oembed), query).ok()?;
    let mut embed = ask(fetcher, url.to_string()).await.ok()?;
    let body = json(&embed)?;
    let shows = body.get("html").and_then(Value::as_str).is_some_and(|html| html.contains("twitter-tweet"));
    let same =
        body.get("url").and_then(Value::as_str).is_some_and(|url| url.trim_end_matches('/').ends_with(id));
    if embed.status != Some(200) || !shows || !same {
        return None;
    }
    embed.hops.extend(first.map(hop));
    embed.notes.push(note("weak-witness", "an embed gives the day only, and long posts may be cut"));
    Some(Ok(finished(embed, request, State::Complete)))
}

/// The publisher's own answer as a step on the way to a third party's.
fn hop(capture: &Capture) -> Hop {
    Hop {
        url: capture.final_url.clone(),
        status: capture.status.unwrap_or(0),
        headers: capture.headers.clone(),
        request: capture.request.clone(),
        payload: capture.payload.clone(),
        peer: capture.peer.clone(),
    }
}

fn json(capture: &Capture) -> Option<Value> {
    serde_json::from_slice(&capture.content().ok()?).ok()
}

fn is_empty_object(capture: &Capture) -> bool {
    json(capture).and_then(|body| body.as_object().map(serde_json::Map::is_empty)).unwrap_or(false)
}

/// What a syndication answer is.
fn state_of(capture: &Capture, id: &str) -> State {
    match capture.status {
        Some(200) if capture.truncated.is_some() => return State::Unknown,
        Some(200) => {}
        Some(404) => return State::Missing,
        Some(429) => return State::RateLimited,
        _ => return State::Unknown,
    }
    let Some(body) = json(capture) else { return State::Unknown };
    let text = |key: &str| body.get(key).and_then(Value::as_str);
    if text("__typename") == Some("TweetTombstone") || body.get("tombstone").is_some() {
        let words = body.pointer("/tombstone/text/text").and_then(Value::as_str).unwrap_or_default();
        let words = words.to_lowercase();
        return if words.contains("suspended") {
            State::Suspended
        } else if words.contains("deleted") {
            State::Deleted
        } else {
            State::Withheld
        };
    }
    if text("text").is_none() || text("id_str").is_none() {
        return State::Unknown;
    }
    if body.get("user").is_none_or(Value::is_null) {
        return State::Suspended;
    }
    let own = text("id_str").unwrap_or_default();
    let times = (time_of(own), text("created_at").and_then(moment));
    // Another post, or a time that its id contradicts: whoever answers so does not speak for the post.
    if own != id || !are_near(times.0, times.1) {
        return State::Unknown;
    }
    if later_id(capture, id).is_some() || body.get("isStaleEdit") == Some(&Value::Bool(true)) {
        return State::Edited;
    }
    if body.get("note_tweet").is_some_and(|note| !note.is_null()) {
        State::Truncated
    } else {
        State::Complete
    }
}

/// The id of the newest version, where the answer names one beside its own.
fn later_id(capture: &Capture, id: &str) -> Option<String> {
    let body = json(capture)?;
    let ids = body.pointer("/edit_control/edit_tweet_ids")?.as_array()?;
    let last = ids.last()?.as_str()?;
    (ids.len() > 1 && last != id && last.bytes().all(|byte| byte.is_ascii_digit())).then(|| last.to_owned())
}

/// A third party's answer shows the post that was asked for: id, the time hidden in it, and the author agree.
fn agrees(mirror: &Capture, id: &str, first: Option<&Capture>) -> bool {
    if mirror.status != Some(200) || mirror.truncated.is_some() {
        return false;
    }
    let Some(body) = json(mirror) else { return false };
    let Some(status) = body.get("status").or_else(|| body.get("tweet")) else { return false };
    let text = |key: &str| status.get(key).and_then(Value::as_str);
    let made = status
        .get("created_timestamp")
        .and_then(Value::as_i64)
        .and_then(|seconds| DateTime::from_timestamp(seconds, 0))
        .or_else(|| text("created_at").and_then(moment));
    let author = status.pointer("/author/screen_name").and_then(Value::as_str);
    let own = first
        .and_then(json)
        .and_then(|body| body.pointer("/user/screen_name").and_then(Value::as_str).map(str::to_owned));
    let same_author = match (&own, author) {
        (Some(own), Some(author)) => own.eq_ignore_ascii_case(author),
        (None, Some(_)) => true,
        (_, None) => false,
    };
    text("id") == Some(id)
        && text("text").is_some_and(|text| !text.trim().is_empty())
        && made.is_some()
        && are_near(time_of(id), made)
        && same_author
}

/// Ids that were counted hold no time, and agree with any.
fn are_near(of_id: Option<DateTime<Utc>>, told: Option<DateTime<Utc>>) -> bool {
    match (of_id, told) {
        (Some(of_id), Some(told)) => (told - of_id).num_seconds().abs() <= SECONDS_APART_MAX,
        (None, _) => true,
        (Some(_), None) => false,
    }
}

/// `2026-01-29T12:00:00.000Z` or `Sun Feb 08 18:45:00 +0000 2026`.
fn moment(text: &str) -> Option<DateTime<Utc>> {
    let parsed = DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_str(text, "%a %b %d %H:%M:%S %z %Y"));
    parsed.ok().map(|moment| moment.to_utc())
}
