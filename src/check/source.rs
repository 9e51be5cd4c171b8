//! From a source of a claim file to the text of the capture that speaks for it.
//!
//! A pinned source is its pinned payload. Any other is its newest complete capture that is not a block, challenge,
//! paywall or soft-404 page; what was passed over on the way is kept for the report. A damaged capture is never
//! passed over silently: its source is unread until someone looks.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::capture::address;
use crate::claim::file::Source;
use crate::extract::{self, Document};
use crate::snapshot::{Captures, Entry, StoreError};
use crate::statement::{self, Reading};
use crate::verdict::code::Code;

/// What came of looking a source up.
#[derive(Debug, Clone)]
pub enum SourceOutcome {
    /// Its text.
    Read(Box<SourceText>),
    /// Why there is none.
    Unread(Unread),
}

/// The capture that speaks for a source, read.
#[derive(Debug, Clone)]
pub struct SourceText {
    /// The capture.
    pub entry: Entry,
    /// Its payload digest, hexadecimal.
    pub digest: String,
    /// Its text.
    pub document: Arc<Document>,
    /// The statements of its text.
    pub reading: Arc<Reading>,
    /// Newer captures that were passed over, newest first, each with the reason.
    pub passed_over: Vec<(Entry, String)>,
}

/// Why a source has no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// V304 (no capture that speaks), V305 (damaged) or V306 (no text in it).
    pub code: Code,
    /// What was tried and what came of it: lower case, no full stop.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The address, so that a fetch can fill the gap; `None` where fetching would not help.
    pub fetch: Option<String>,
}

const MISSING: Code = Code::new(304);
const DAMAGED: Code = Code::new(305);
const NO_TEXT: Code = Code::new(306);

/// Notes of a document that say it is something else than the source.
const NOT_THE_SOURCE: &[&str] = &["challenge", "blocked", "block", "paywall", "soft-404"];

/// Texts read in this run, so that a payload that several sources name is read once.
#[derive(Debug, Default)]
pub(super) struct Texts(Mutex<BTreeMap<TextKey, Text>>);

/// Digest, media type and address: all that extraction takes.
type TextKey = (String, String, String);
type Text = (Arc<Document>, Arc<Reading>);

impl Texts {
    /// Keeps texts that were read before. Files of captures never change, so they are what a reading now would give.
    pub(super) fn keep<'s>(&self, sources: impl Iterator<Item = &'s SourceOutcome>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for source in sources {
            if let SourceOutcome::Read(text) = source {
                let (document, reading) = (Arc::clone(&text.document), Arc::clone(&text.reading));
                known.insert(key(&text.entry), (document, reading));
            }
        }
    }

    fn read<S: Captures>(&self, entry: &Entry, store: &S) -> Result<Text, StoreError> {
        let key = key(entry);
        if let Some(text) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(text.clone());
        }
        let capture = store.read(entry)?;
        let document = match capture.content() {
            Ok(content) => {
                let options = extract::Options { url: Some(key.2.clone()), ..extract::Options::default() };
                extract::read(&content, &key.1, &options)
            }
            Err(error) => Document {
                notes: vec![extract::note::Note::new("undecodable", error.to_string())],
                ..Document::default()
            },
        };
        let reading = statement::read(&document);
        let text = (Arc::new(document), Arc::new(reading));
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key, text.clone());
        Ok(text)
    }
}

fn key(entry: &Entry) -> TextKey {
    (entry.digest.hex(), entry.media_type.clone().unwrap_or_default(), entry.final_url.clone())
}

/// Looks a source up in the store and reads the capture that speaks for it.
pub(super) fn read<S: Captures>(source: &Source, store: &S, texts: &Texts) -> SourceOutcome {
    let found = match &source.capture {
        Some(pin) => pinned(source, pin, store, texts),
        None => newest(source, store, texts),
    };
    match found {
        Ok(text) if text.document.text.trim().is_empty() => SourceOutcome::Unread(no_text(source, &text)),
        Ok(text) => SourceOutcome::Read(Box::new(text)),
        Err(unread) => SourceOutcome::Unread(unread),
    }
}

fn pinned<S: Captures>(source: &Source, pin: &str, store: &S, texts: &Texts) -> Result<SourceText, Unread> {
    let failed =
        |message: String, help: &str| Unread { code: MISSING, message, help: help.to_owned(), fetch: None };
    let entry = store.pinned(pin).map_err(|error| match error {
        StoreError::Ambiguous { .. } => failed(
            format!("`capture = \"{pin}\"` of {} is not single: {error}", source.key),
            "write more digits of the digest",
        ),
        StoreError::Unknown { .. } => failed(
            format!("{} is pinned to the capture {pin}, which the store does not hold", source.key),
            "bring the snapshot back, or take the pin out to use the newest capture",
        ),
        other => store_failed(source, &other),
    })?;
    let same = |url: &str| address::key(url) == address::key(&source.url);
    if !same(&entry.url) && !same(&entry.final_url) {
        let message = format!("{} is pinned to {pin}, which is a capture of {}", source.key, entry.url);
        return Err(failed(message, "pin a capture of this address, or give the source that address"));
    }
    let (document, reading) = texts.read(&entry, store).map_err(|error| store_failed(source, &error))?;
    Ok(SourceText { digest: entry.digest.hex(), entry, document, reading, passed_over: vec![] })
}

fn newest<S: Captures>(source: &Source, store: &S, texts: &Texts) -> Result<SourceText, Unread> {
    let history =
        store.history(&source.url, source.part.as_deref()).map_err(|error| store_failed(source, &error))?;
    let mut passed_over = Vec::new();
    for entry in history {
        if !entry.state.speaks() {
            let reason = entry.state.to_string();
            passed_over.push((entry, reason));
            continue;
        }
        let (document, reading) = texts.read(&entry, store).map_err(|error| store_failed(source, &error))?;
        if let Some(name) = NOT_THE_SOURCE.iter().find(|name| document.has_note(name)) {
            passed_over.push((entry, (*name).to_owned()));
            continue;
        }
        return Ok(SourceText { digest: entry.digest.hex(), entry, document, reading, passed_over });
    }
    Err(missing(source, &passed_over))
}

/// How a source is captured: fetched, or brought where it has no address.
pub fn capture_command(source: &Source) -> String {
    let part = source.part.as_ref().map_or_else(String::new, |part| format!(" --part {part}"));
    if source.url.starts_with("urn:") {
        format!("verify capture --file FILE --url {}{part} --method transcript --by NAME", source.url)
    } else {
        format!("verify capture {}{part}", source.url)
    }
}

fn missing(source: &Source, passed_over: &[(Entry, String)]) -> Unread {
    let without_address = source.url.starts_with("urn:");
    let verb = if without_address { "bring" } else { "capture" };
    let help = format!("{verb} it: `{}`", capture_command(source));
    let message = match passed_over.first() {
        None => format!("no capture of {}", source.key),
        Some((entry, reason)) => {
            format!(
                "no capture of {} shows the source: the newest, of {}, is {reason}",
                source.key,
                entry.at.format("%Y-%m-%d")
            )
        }
    };
    let fetch = (!without_address).then(|| source.url.clone());
    Unread { code: MISSING, message, help, fetch }
}

fn no_text(source: &Source, text: &SourceText) -> Unread {
    let notes: Vec<&str> = text.document.notes.iter().map(|note| note.detail.as_str()).collect();
    let why = if notes.is_empty() { String::new() } else { format!(": {}", notes.join("; ")) };
    Unread {
        code: NO_TEXT,
        message: format!(
            "no text could be read from the capture {} of {}{why}",
            text.entry.digest.short(),
            source.key
        ),
        help: "bring the text: `verify capture --file FILE --url ADDRESS --method transcript --by NAME`"
            .to_owned(),
        fetch: None,
    }
}

fn store_failed(source: &Source, error: &StoreError) -> Unread {
    let code = if matches!(error, StoreError::Damaged { .. }) { DAMAGED } else { MISSING };
    let help = "run `verify store check`; a damaged file comes back from a copy, never from a new capture";
    Unread {
        code,
        message: format!("cannot read {}: {error}", source.key),
        help: help.to_owned(),
        fetch: None,
    }
}
