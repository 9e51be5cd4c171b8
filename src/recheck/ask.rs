//! Asks the sources that are due and keeps what they answer, in groups that are durable before they count.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::SubsecRound;

use super::journal::{Check, Journal, Outcome, Run};
use super::watch::Question;
use super::{Event, RecheckError};
use crate::capture::fetch::{FetchError, Fetcher, Request};
use crate::capture::{Capture, State, adapter, address};
use crate::extract::standin;
use crate::snapshot::audit::Draft;
use crate::snapshot::checks::CheckFile;
use crate::snapshot::{Entry, Store};

/// Answers that are made durable together. A stop loses at most these, and they are asked again.
const GROUP: usize = 64;

/// Asks every question and enters every answer.
pub(super) fn ask(
    questions: Vec<Question>,
    fetcher: &Arc<Fetcher>,
    store: &Store,
    journal: &dyn Journal,
    run: &Run,
    events: &mut dyn FnMut(Event<'_>),
) -> Result<(), RecheckError> {
    if questions.is_empty() {
        return Ok(());
    }
    let requests: Vec<Request> = questions.iter().map(|question| question.request.clone()).collect();
    let questions = questions
        .into_iter()
        .map(|question| ((question.request.url.clone(), question.request.part.clone()), question))
        .collect();
    let file = store.open_checks(run.at, run.id.as_str())?;
    let mut answers = Answers {
        store,
        journal,
        run,
        file,
        questions,
        checks: Vec::new(),
        entries: Vec::new(),
        failure: None,
    };
    fetcher
        .run(requests, |request, outcome| {
            // The first failure of the store ends the run; what comes after it would be lost as well.
            if answers.failure.is_none() {
                let taken = answers.take(&request, outcome);
                answers.failure = taken.err();
            }
            events(Event::Answered(&request.url));
        })
        .map_err(RecheckError::System)?;
    if let Some(failure) = answers.failure.take() {
        return Err(failure);
    }
    answers.flush()?;
    answers.file.close()?;
    Ok(())
}

struct Answers<'a> {
    store: &'a Store,
    journal: &'a dyn Journal,
    run: &'a Run,
    file: CheckFile,
    questions: BTreeMap<(String, Option<String>), Question>,
    checks: Vec<Check>,
    entries: Vec<Draft>,
    failure: Option<RecheckError>,
}

impl Answers<'_> {
    fn take(&mut self, request: &Request, outcome: Result<Capture, FetchError>) -> Result<(), RecheckError> {
        let key = (request.url.clone(), request.part.clone());
        let Some(question) = self.questions.remove(&key) else { return Ok(()) };
        let check = match outcome {
            Ok(capture) => self.answered(&question, &capture)?,
            Err(error) => Check {
                at: self.run.at,
                outcome: Outcome::Unreachable,
                digest: None,
                whole: false,
                strike: error.is_dead(),
                detail: error.to_string(),
                ..self.blank(&question)
            },
        };
        self.checks.push(check);
        if self.checks.len() >= GROUP { self.flush() } else { Ok(()) }
    }

    /// Makes what came durable: captures stand already, then the records of checks, then the state.
    fn flush(&mut self) -> Result<(), RecheckError> {
        self.file.flush()?;
        self.journal.note(&self.checks, &self.entries)?;
        self.checks.clear();
        self.entries.clear();
        Ok(())
    }

    fn blank(&self, question: &Question) -> Check {
        Check {
            run: self.run.id.clone(),
            watched: question.watched.clone(),
            at: self.run.at,
            outcome: Outcome::Same,
            digest: None,
            whole: true,
            strike: false,
            detail: String::new(),
        }
    }

    fn answered(&mut self, question: &Question, capture: &Capture) -> Result<Check, RecheckError> {
        let blank = Check { at: capture.at.trunc_subsecs(0), ..self.blank(question) };
        if capture.status == Some(304) {
            return Ok(match &question.confirmed {
                Some(entry) => {
                    self.file.add(capture, entry);
                    let digest = Some(entry.digest.hex());
                    Check {
                        outcome: Outcome::NotModified,
                        digest,
                        whole: false,
                        detail: entry.file.clone(),
                        ..blank
                    }
                }
                None => {
                    let detail = "it answered 304 to a request that asked for the whole document".to_owned();
                    Check { outcome: Outcome::Unreachable, whole: false, detail, ..blank }
                }
            });
        }
        let same = question.newest.as_ref().filter(|newest| is_same(newest, capture));
        let (entry, fresh) = match same {
            Some(newest) => {
                self.file.add(capture, newest);
                (newest.clone(), false)
            }
            None => {
                let entry = self.store.keep(capture)?;
                self.entries.push(Draft::capture(&entry, self.run.at));
                (entry, true)
            }
        };
        let digest = Some(entry.digest.hex());
        let seen = Check { digest, detail: entry.file.clone(), ..blank };
        let state = capture.state();
        // A copy from an archive is evidence, and shows that the source itself was not seen.
        if let Some(note) = capture.notes.iter().find(|note| note.name == adapter::SOURCE_STATE) {
            let strike =
                matches!(note.detail.as_str(), "missing" | "soft-404" | "deleted" | "suspended" | "dead");
            let outcome = if strike { Outcome::Missing } else { Outcome::Unreachable };
            let detail = format!("{}; a copy of {} was kept", note.detail, capture.final_url);
            return Ok(Check { outcome, strike, detail, ..seen });
        }
        // A body that is the same as one that spoke needs no second look; all others do.
        let stand_in = if state.speaks() { standin::of_capture(capture) } else { None };
        Ok(match (state, stand_in) {
            (_, Some(name)) => {
                let outcome = if name == "soft-404" { Outcome::Missing } else { Outcome::Unreachable };
                Check { outcome, strike: name == "soft-404", detail: failure(name, capture), ..seen }
            }
            (state, None) if state.speaks() => {
                Check { outcome: if fresh { Outcome::Fresh } else { Outcome::Same }, ..seen }
            }
            (State::Missing | State::SoftMissing | State::Deleted | State::Suspended, None) => Check {
                outcome: Outcome::Missing,
                strike: true,
                detail: failure(state.name(), capture),
                ..seen
            },
            (state, None) => {
                Check { outcome: Outcome::Unreachable, detail: failure(state.name(), capture), ..seen }
            }
        })
    }
}

/// The same answer as a capture that stands: its bytes, its status, and the address it came from.
fn is_same(newest: &Entry, capture: &Capture) -> bool {
    newest.digest == capture.digest()
        && newest.status == capture.status
        && capture.truncated.is_none()
        && address::key(&newest.final_url) == address::key(&capture.final_url)
        && newest.state == capture.state()
}

fn failure(name: &str, capture: &Capture) -> String {
    match (capture.status, &capture.truncated) {
        (_, Some(reason)) => format!("{name}: the body was cut short ({reason})"),
        (Some(status), None) => format!("{name} (HTTP {status})"),
        (None, None) => name.to_owned(),
    }
}
