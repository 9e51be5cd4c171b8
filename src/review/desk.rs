//! The desk: one round of checking, what editors ruled since, and the tables that screens are served from.
//!
//! A round is made again when claim files or captures change; screens go on with the old one until the new one is
//! whole. Rulings of other processes are taken up with each request, so two desks and the command line agree.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use chrono::{DateTime, NaiveDate, Utc};

use super::Trouble;
use super::accounts::Lock;
use super::board::{self, Board, Moved};
use super::entry::Door;
use crate::check::{self, CheckRun, ClaimOutcome, FailOn, honour};
use crate::claim::{self, ClaimSet};
use crate::report::{self, Report, Style};
use crate::ruling::event::{Act, Event};
use crate::ruling::standing::Ruling;
use crate::ruling::state::State;
use crate::ruling::{Ledger, Rulings as _, Standings, suppression};
use crate::snapshot::{Captures as _, Store};

/// Events taken up at once.
const BATCH: usize = 1_000;

/// What a desk is made of.
pub struct Options {
    /// Folder of the store.
    pub store: PathBuf,
    /// Names the claim files; asked before each round, so that a new file is taken up.
    pub files: Box<dyn Fn() -> Result<Vec<PathBuf>, String> + Send + Sync>,
    /// The moment.
    pub clock: Box<dyn Fn() -> DateTime<Utc> + Send + Sync>,
    /// Bounds are read strictly only.
    pub strict_bounds: bool,
    /// The threshold of reports.
    pub fail_on: FailOn,
    /// The name of the one editor on loopback, until they choose another.
    pub editor: String,
    /// Who may come in, and under which names the desk is called.
    pub door: Door,
}

/// The desk of one store and one set of claim files.
pub struct Desk {
    /// The captures.
    pub store: Store,
    /// The state: rulings, accounts, saved views.
    pub state: Arc<State>,
    /// The rulings.
    pub ledger: Ledger,
    /// Counts wrong passwords.
    pub lock: Lock,
    /// What it was made of.
    pub options: Options,
    round: RwLock<Arc<Round>>,
    follow: Mutex<Follow>,
    /// What was wrong when the last round could not be made.
    trouble: Mutex<Option<String>>,
    /// Rounds are made one after the other.
    making: Mutex<()>,
    rounds: AtomicU64,
}

/// How far rulings have been taken up.
struct Follow {
    number: u64,
    standings: Standings,
    day: NaiveDate,
}

/// One round: the claims, what came of them, and the tables made from that.
pub struct Round {
    /// Counts rounds of this process, from 1.
    pub number: u64,
    /// The claims.
    pub set: ClaimSet,
    /// What came of them.
    pub run: CheckRun,
    /// How they were checked.
    pub options: check::Options,
    /// The threshold of reports.
    pub fail_on: FailOn,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// How long it took.
    pub took_ms: u64,
    /// The tables of the queue.
    pub board: Board,
    places: HashMap<String, usize>,
    /// By payload digest: claims and their evidence in it.
    cited: BTreeMap<String, Vec<(usize, usize)>>,
    stamp: Stamp,
}

/// What tells that files changed: name, size and time of each claim file, and the files of the store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Stamp {
    claims: Vec<(PathBuf, u64, Option<std::time::SystemTime>)>,
    captures: Vec<String>,
}

impl Round {
    /// The round as a report.
    pub fn report(&self) -> Report<'_> {
        Report { set: &self.set, run: &self.run, options: &self.options, fail_on: self.fail_on, verbosity: 0 }
    }

    /// The outcome for the claim of that id, with its number.
    pub fn find(&self, id: &str) -> Option<(usize, &ClaimOutcome)> {
        let number = *self.places.get(id)?;
        Some((number, &self.run.claims[number]))
    }

    /// The id of a claim.
    pub fn id(&self, outcome: &ClaimOutcome) -> &str {
        &self.set.files[outcome.file].claims[outcome.claim].id
    }

    /// The claims that rest on a payload, each with the index of its evidence.
    pub fn citing(&self, digest: &str) -> &[(usize, usize)] {
        self.cited.get(digest).map_or(&[], Vec::as_slice)
    }

    /// The payloads that some claim rests on.
    pub fn payloads(&self) -> impl Iterator<Item = &str> {
        self.cited.keys().map(String::as_str)
    }
}

impl Desk {
    /// Opens the store, checks the claims, and takes up every ruling.
    ///
    /// # Errors
    /// What is wrong with the claim files, the store or the state.
    pub fn open(options: Options) -> Result<Desk, Trouble> {
        let store = Store::open(&options.store)?;
        let state = Arc::new(State::open(&options.store)?);
        let ledger = Ledger::new(Arc::clone(&state));
        // The number first: an event that comes in between is then met twice, and never missed.
        let number = last_number(&ledger)?;
        let standings = Standings::read(&ledger)?;
        let round = make(&store, &options, 1)?;
        let day = (options.clock)().date_naive();
        let desk = Desk {
            store,
            state,
            ledger,
            lock: Lock::default(),
            options,
            round: RwLock::new(Arc::new(round)),
            follow: Mutex::new(Follow { number, standings, day }),
            trouble: Mutex::new(None),
            making: Mutex::new(()),
            rounds: AtomicU64::new(1),
        };
        let round = desk.current();
        desk.settle(&round, &desk.follow().standings, true)?;
        super::runs::record(&desk, &round, None)?;
        Ok(desk)
    }

    /// The moment.
    pub fn now(&self) -> DateTime<Utc> {
        (self.options.clock)()
    }

    /// The present round, with every ruling taken up that was made until now, by whomever.
    ///
    /// # Errors
    /// Those of the state and of the tables.
    pub fn round(&self) -> Result<Arc<Round>, Trouble> {
        let mut follow = self.follow();
        let round = self.current();
        let today = self.now().date_naive();
        loop {
            let events = self.ledger.since(follow.number, BATCH)?;
            let Some((last, _)) = events.last() else { break };
            follow.number = *last;
            let events: Vec<Event> = events.into_iter().map(|(_, event)| event).collect();
            self.take_up(&round, &mut follow.standings, &events, today)?;
        }
        if follow.day != today {
            follow.day = today;
            self.settle(&round, &follow.standings, false)?;
        }
        Ok(round)
    }

    /// The ruling on a claim of a round, and every event on it.
    ///
    /// # Errors
    /// Those of the state.
    pub fn ruling(&self, round: &Round, outcome: &ClaimOutcome) -> Result<(Ruling, Vec<Event>), Trouble> {
        let events = self.ledger.of_claim(round.id(outcome))?;
        let basis = honour::basis(&round.set, &round.run, outcome);
        Ok((crate::ruling::standing::ruling(&events, &basis, self.now().date_naive()), events))
    }

    /// The run of a round with what editors ruled until now, for reports.
    pub fn honoured(&self, round: &Round) -> CheckRun {
        let mut run = round.run.clone();
        run.honour(&round.set, &self.follow().standings, self.now().date_naive());
        run
    }

    /// Makes a new round where claim files or captures have changed; tells whether one was made.
    ///
    /// # Errors
    /// Those of the store and the state. Claim files that cannot be read are no error: the old round stays, and
    /// [`Desk::trouble`] says why.
    pub fn refresh(&self, forced: bool) -> Result<bool, Trouble> {
        let _one = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        self.store.refresh()?;
        let before = self.current();
        if !forced && stamp(&self.store, &self.options)? == before.stamp {
            return Ok(false);
        }
        let number = self.rounds.fetch_add(1, Ordering::SeqCst) + 1;
        let round = match make(&self.store, &self.options, number) {
            Ok(round) => Arc::new(round),
            Err(Trouble::Files(words)) => {
                *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = Some(words);
                return Ok(false);
            }
            Err(other) => return Err(other),
        };
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = None;
        let follow = self.follow();
        self.settle(&round, &follow.standings, true)?;
        *self.round.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&round);
        drop(follow);
        super::runs::record(self, &round, Some(&before))?;
        Ok(true)
    }

    /// Why the last round could not be made.
    pub fn trouble(&self) -> Option<String> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn current(&self) -> Arc<Round> {
        Arc::clone(&self.round.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn follow(&self) -> MutexGuard<'_, Follow> {
        self.follow.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_up(
        &self,
        round: &Round,
        standings: &mut Standings,
        events: &[Event],
        today: NaiveDate,
    ) -> Result<(), Trouble> {
        let mut claims = Vec::new();
        let mut notes = Vec::new();
        for event in events {
            standings.add(event.clone());
            let Some((number, _)) = round.find(&event.claim) else { continue };
            if !claims.contains(&number) {
                claims.push(number);
            }
            notes.extend(note(number, event));
        }
        self.move_rows(round, standings, &claims, &notes, today)
    }

    /// Puts every row where the rulings say; notes are taken in where the tables are new.
    fn settle(&self, round: &Round, standings: &Standings, new: bool) -> Result<(), Trouble> {
        let (mut claims, mut notes) = (Vec::new(), Vec::new());
        for (number, outcome) in round.run.claims.iter().enumerate() {
            let events = standings.events(round.id(outcome));
            if !events.is_empty() {
                claims.push(number);
                notes.extend(events.iter().filter(|_| new).filter_map(|event| note(number, event)));
            }
        }
        self.move_rows(round, standings, &claims, &notes, self.now().date_naive())
    }

    fn move_rows(
        &self,
        round: &Round,
        standings: &Standings,
        claims: &[usize],
        notes: &[(usize, String)],
        today: NaiveDate,
    ) -> Result<(), Trouble> {
        let rulings: Vec<(usize, Ruling)> = claims
            .iter()
            .map(|number| {
                let outcome = &round.run.claims[*number];
                let basis = honour::basis(&round.set, &round.run, outcome);
                (*number, standings.of(round.id(outcome), &basis, today))
            })
            .collect();
        let moved: Vec<Moved<'_>> = rulings
            .iter()
            .map(|(number, ruling)| {
                let outcome = &round.run.claims[*number];
                Moved {
                    claim: *number,
                    ruling,
                    verdict: outcome.judgement.verdict,
                    flagged: board::is_flagged(outcome),
                    allowed: outcome.is_suppressed(),
                }
            })
            .collect();
        Ok(round.board.move_rows(&moved, notes)?)
    }
}

/// The note of an event, for the search.
fn note(claim: usize, event: &Event) -> Option<(usize, String)> {
    match &event.act {
        Act::Decide(decision) if !decision.note.is_empty() => Some((claim, decision.note.clone())),
        _ => None,
    }
}

fn last_number(ledger: &Ledger) -> Result<u64, Trouble> {
    let mut number = 0;
    while let Some((last, _)) = ledger.since(number, BATCH)?.last() {
        number = *last;
    }
    Ok(number)
}

fn stamp(store: &Store, options: &Options) -> Result<Stamp, Trouble> {
    let files = (options.files)().map_err(Trouble::Files)?;
    let claims = files.into_iter().map(|path| {
        let metadata = path.metadata().ok();
        let bytes = metadata.as_ref().map_or(0, std::fs::Metadata::len);
        (path, bytes, metadata.and_then(|metadata| metadata.modified().ok()))
    });
    let captures = store.list()?.into_iter().map(|entry| entry.file).collect();
    Ok(Stamp { claims: claims.collect(), captures })
}

/// Reads the claim files; every mistake is told in words.
pub fn read_claims(options: &Options) -> Result<ClaimSet, Trouble> {
    let mut texts = Vec::new();
    for path in (options.files)().map_err(Trouble::Files)? {
        let text = std::fs::read_to_string(&path)
            .map_err(|error| Trouble::Files(format!("cannot read {}: {error}", path.display())))?;
        texts.push((path, text));
    }
    claim::read(texts, suppression::may_be_suppressed)
        .map_err(|problems| Trouble::Files(report::mistakes::mistakes(&problems, Style::default())))
}

fn make(store: &Store, options: &Options, number: u64) -> Result<Round, Trouble> {
    let at = (options.clock)();
    let stamp = stamp(store, options)?;
    let set = read_claims(options)?;
    let checking = check::Options { today: at.date_naive(), strict_bounds: options.strict_bounds };
    let run = check::run(&set, store, &checking, &|_| {});
    let report = Report { set: &set, run: &run, options: &checking, fail_on: options.fail_on, verbosity: 0 };
    let board = Board::make(&report)?;
    let ids = run.claims.iter().map(|outcome| &set.files[outcome.file].claims[outcome.claim].id);
    let places = ids.cloned().zip(0..).collect();
    let mut cited: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
    for (claim, outcome) in run.claims.iter().enumerate() {
        for (index, evidence) in outcome.judgement.evidence.iter().enumerate() {
            cited.entry(evidence.digest.clone()).or_default().push((claim, index));
        }
    }
    let took_ms = ((options.clock)() - at).num_milliseconds().try_into().unwrap_or(0);
    Ok(Round {
        number,
        set,
        run,
        options: checking,
        fail_on: options.fail_on,
        at,
        took_ms,
        board,
        places,
        cited,
        stamp,
    })
}
