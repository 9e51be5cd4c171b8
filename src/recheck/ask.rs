//! Asks the sources that are due and keeps what they answer, in groups that are durable before they count.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::SubsecRound;
use rayon::prelude::*;

use super::journal::{Check, Journal, Outcome, Run};
use super::sources::Source;
use super::watch::{self, Question};
use super::{Event, Options, RecheckError};
use crate::capture::fetch::{FetchError, Fetcher, Request};
use crate::capture::{Capture, State, adapter, address};
use crate::extract::standin;
use crate::snapshot::audit::Draft;
use crate::snapshot::checks::CheckFile;
use crate::snapshot::group::{self, LaidOut};
use crate::snapshot::{Entry, Store};

/// What came of a request.
type Arrival = (Request, Result<Capture, FetchError>);

/// Questions by address and part, from the moment they are asked until their answer is taken.
type Questions = Mutex<BTreeMap<(String, Option<String>), Question>>;

/// Where a run asks from and enters its answers.
pub(super) struct Asking<'a> {
    pub store: &'a Store,
    pub journal: &'a Journal,
    pub run: &'a Run,
    pub options: &'a Options,
}

/// Asks every source that is due and enters every answer. A thread of its own keeps what comes, so that no source waits
/// for the disk; a stop loses at most the last group, and its sources are asked again. A question is made when its turn
/// comes, because all at once would take more memory than all that is under way.
pub(super) fn ask(
    due: &[Source<'_>],
    fetcher: &Arc<Fetcher>,
    asking: &Asking<'_>,
    events: &mut dyn FnMut(Event<'_>),
) -> Result<(), RecheckError> {
    if due.is_empty() {
        return Ok(());
    }
    let file = asking.store.open_checks(asking.run.at, asking.run.id.as_str())?;
    let questions = Questions::default();
    let answers = Answers { asking, file, questions: &questions };
    std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel(group::WAITING_MAX);
        let keeper = scope.spawn(move || answers.keep(&receiver));
        let mut failure = None;
        let requests = due.iter().map_while(|source| match watch::question(*source, asking) {
            Ok(question) => {
                let request = question.request.clone();
                let key = (request.url.clone(), request.part.clone());
                questions.lock().unwrap_or_else(PoisonError::into_inner).insert(key, question);
                Some(request)
            }
            Err(error) => {
                failure = Some(error);
                None
            }
        });
        let asked = fetcher.run(requests, |request, outcome| {
            events(Event::Answered(&request.url));
            // Where the keeper failed, its error is told when it is joined.
            drop(sender.send((request, outcome)));
        });
        drop(sender);
        keeper.join().expect("the keeper does not panic")?;
        asked.map_err(RecheckError::System)?;
        failure.map_or(Ok(()), Err)
    })
}

/// Answers that are made durable together.
#[derive(Default)]
struct Group {
    checks: Vec<Check>,
    /// Answers that brought something new, with their captures' files.
    fresh: Vec<(Check, LaidOut)>,
}

struct Answers<'a> {
    asking: &'a Asking<'a>,
    file: CheckFile,
    questions: &'a Questions,
}

impl Answers<'_> {
    /// Keeps what comes, group by group; the first failure of the store ends it.
    fn keep(mut self, from: &Receiver<Arrival>) -> Result<(), RecheckError> {
        let bytes = |arrival: &Arrival| arrival.1.as_ref().map_or(0, |capture| capture.payload.len());
        while let Some(group) =
            group::next(from, bytes, |group: &mut Group, handful| self.add(group, handful))
        {
            self.take(group)?;
        }
        Ok(self.file.close()?)
    }

    /// Adds what came to a group. A body is let go once its file is made: what waits for the disk are files, which are
    /// smaller.
    fn add(&mut self, group: &mut Group, came: Vec<Arrival>) {
        let (mut asked, mut fresh) = (Vec::with_capacity(came.len()), Vec::with_capacity(came.len()));
        for (request, outcome) in came {
            let key = (request.url, request.part);
            let question = self.questions.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
            let Some(question) = question else { continue };
            match outcome {
                Err(error) => group.checks.push(Check {
                    outcome: Outcome::Unreachable,
                    whole: false,
                    strike: error.is_dead(),
                    detail: error.to_string(),
                    ..self.blank(&question)
                }),
                Ok(capture) if capture.status == Some(304) => {
                    group.checks.push(self.confirmed(&question, &capture));
                }
                Ok(capture) => match question.newest.as_ref().filter(|newest| is_same(newest, &capture)) {
                    Some(newest) => {
                        self.file.add(&capture, newest);
                        group.checks.push(self.answered(&question, &capture, newest, Outcome::Same));
                    }
                    None => {
                        asked.push(question);
                        fresh.push(capture);
                    }
                },
            }
        }
        group.fresh.par_extend(asked.into_par_iter().zip(fresh).map(|(question, capture)| {
            let file = Store::lay_out(&capture);
            (self.answered(&question, &capture, file.entry(), Outcome::Fresh), file)
        }));
    }

    /// Makes a group durable: captures first, then the records of checks, then the state.
    fn take(&mut self, group: Group) -> Result<(), RecheckError> {
        let Group { mut checks, fresh } = group;
        let (fresh, files): (Vec<Check>, Vec<LaidOut>) = fresh.into_iter().unzip();
        let entries = self.asking.store.place_all(files)?;
        self.asking.store.enter()?;
        checks.extend(fresh.into_iter().zip(&entries).map(|(check, entry)| match check.outcome {
            // A file of that name may have stood there.
            Outcome::Fresh => Check { detail: entry.file.clone(), ..check },
            _ => check,
        }));
        self.file.flush()?;
        let drafts: Vec<Draft> =
            entries.iter().map(|entry| Draft::capture(entry, self.asking.run.at)).collect();
        self.asking.journal.note(&checks, &drafts)
    }

    fn blank(&self, question: &Question) -> Check {
        Check {
            run: self.asking.run.id.clone(),
            watched: question.watched.clone(),
            at: self.asking.run.at,
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
