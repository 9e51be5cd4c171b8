//! Asks the sources that are due and keeps what they answer, in groups that are durable before they count.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};

use chrono::SubsecRound;

use super::journal::{Check, Journal, Outcome, Run};
use super::watch::Question;
use super::{Event, RecheckError};
use crate::capture::fetch::{FetchError, Fetcher, Request};
use crate::capture::{Capture, State, adapter, address};
use crate::extract::standin;
use crate::snapshot::audit::Draft;
use crate::snapshot::checks::CheckFile;
use crate::snapshot::{Entry, Store, group};

/// What came of a request.
type Arrival = (Request, Result<Capture, FetchError>);

/// Asks every question and enters every answer. A thread of its own keeps what comes, so that no source waits for the
/// disk; a stop loses at most the last group, and its sources are asked again.
pub(super) fn ask(
    questions: Vec<Question>,
    fetcher: &Arc<Fetcher>,
    store: &Store,
    journal: &Journal,
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
    let answers = Answers { store, journal, run, file, questions };
    std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel(group::WAITING_MAX);
        let keeper = scope.spawn(move || answers.keep(&receiver));
        let asked = fetcher.run(requests, |request, outcome| {
            events(Event::Answered(&request.url));
            // Where the keeper failed, its error is told when it is joined.
            drop(sender.send((request, outcome)));
        });
        drop(sender);
        keeper.join().expect("the keeper does not panic")?;
        asked.map_err(RecheckError::System)
    })
}

struct Answers<'a> {
    store: &'a Store,
    journal: &'a Journal,
    run: &'a Run,
    file: CheckFile,
    questions: BTreeMap<(String, Option<String>), Question>,
}

impl Answers<'_> {
    /// Keeps what comes, group by group; the first failure of the store ends it.
    fn keep(mut self, from: &Receiver<Arrival>) -> Result<(), RecheckError> {
        let bytes = |arrival: &Arrival| arrival.1.as_ref().map_or(0, |capture| capture.payload.len());
        while let Some(group) = group::next(from, bytes) {
            self.take(group)?;
        }
        Ok(self.file.close()?)
    }

    /// Makes a group durable: captures first, then the records of checks, then the state.
    fn take(&mut self, group: Vec<Arrival>) -> Result<(), RecheckError> {
        let (mut checks, mut asked, mut fresh) = (Vec::with_capacity(group.len()), Vec::new(), Vec::new());
        for (request, outcome) in group {
            let Some(question) = self.questions.remove(&(request.url, request.part)) else { continue };
            match outcome {
                Err(error) => checks.push(Check {
                    outcome: Outcome::Unreachable,
                    whole: false,
                    strike: error.is_dead(),
                    detail: error.to_string(),
                    ..self.blank(&question)
                }),
                Ok(capture) if capture.status == Some(304) => {
                    checks.push(self.confirmed(&question, &capture));
                }
                Ok(capture) => match question.newest.as_ref().filter(|newest| is_same(newest, &capture)) {
                    Some(newest) => {
                        self.file.add(&capture, newest);
                        checks.push(self.answered(&question, &capture, newest, Outcome::Same));
                    }
                    None => {
                        asked.push(question);
                        fresh.push(capture);
                    }
                },
            }
        }
        let entries = self.store.keep_all(&fresh)?;
        for ((question, capture), entry) in asked.iter().zip(&fresh).zip(&entries) {
            checks.push(self.answered(question, capture, entry, Outcome::Fresh));
        }
        self.file.flush()?;
        let drafts: Vec<Draft> = entries.iter().map(|entry| Draft::capture(entry, self.run.at)).collect();
        self.journal.note(&checks, &drafts)
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

    /// A source that said that nothing changed.
    fn confirmed(&mut self, question: &Question, capture: &Capture) -> Check {
        let blank = Check { at: capture.at.trunc_subsecs(0), whole: false, ..self.blank(question) };
        match &question.confirmed {
            Some(entry) => {
                self.file.add(capture, entry);
                let digest = Some(entry.digest.hex());
                Check { outcome: Outcome::NotModified, digest, detail: entry.file.clone(), ..blank }
            }
            None => {
                let detail = "it answered 304 to a request that asked for the whole document".to_owned();
                Check { outcome: Outcome::Unreachable, detail, ..blank }
            }
        }
    }

    /// A source that answered with a document, or with something in its place; `seen` where it is the document.
    fn answered(&self, question: &Question, capture: &Capture, entry: &Entry, seen: Outcome) -> Check {
        let digest = Some(entry.digest.hex());
        let check = Check {
            at: capture.at.trunc_subsecs(0),
            outcome: seen,
            digest,
            detail: entry.file.clone(),
            ..self.blank(question)
        };
        let state = capture.state();
        // A copy from an archive is evidence, and shows that the source itself was not seen.
        if let Some(note) = capture.notes.iter().find(|note| note.name == adapter::SOURCE_STATE) {
            let strike =
                matches!(note.detail.as_str(), "missing" | "soft-404" | "deleted" | "suspended" | "dead");
            let outcome = if strike { Outcome::Missing } else { Outcome::Unreachable };
            let detail = format!("{}; a copy of {} was kept", note.detail, capture.final_url);
            return Check { outcome, strike, detail, ..check };
        }
        // A body that is the same as one that spoke needs no second look; all others do.
        let stand_in = if state.speaks() { standin::of_capture(capture) } else { None };
        match (state, stand_in) {
            (_, Some(name)) => {
                let outcome = if name == "soft-404" { Outcome::Missing } else { Outcome::Unreachable };
                Check { outcome, strike: name == "soft-404", detail: failure(name, capture), ..check }
            }
            (state, None) if state.speaks() => check,
            (State::Missing | State::SoftMissing | State::Deleted | State::Suspended, None) => Check {
                outcome: Outcome::Missing,
                strike: true,
                detail: failure(state.name(), capture),
                ..check
            },
            (state, None) => {
                Check { outcome: Outcome::Unreachable, detail: failure(state.name(), capture), ..check }
            }
        }
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
