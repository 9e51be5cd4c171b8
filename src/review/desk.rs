//! The desk: the present round of checking, what editors ruled since, and the tables that screens are served from.
//!
//! A round is made again when claim files or captures change; screens go on with the old one until the new one is
//! whole. Rulings of other processes are taken up with each request, so two desks and the command line agree.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use rayon::prelude::*;

use super::Trouble;
use super::accounts::Lock;
use super::board::Board;
use super::entry::Door;
use super::progress::{Far, Progress};
use super::round::{Round, Stamp};
use super::rows::Entry;
use crate::capture::address;
use crate::check::{CheckRun, ClaimOutcome, FailOn, honour};
use crate::ruling::event::Event;
use crate::ruling::standing::Ruling;
use crate::ruling::state::State;
use crate::ruling::{Chain, Ledger, Rulings as _, Standings};
use crate::snapshot::Store;

/// Events taken up at once.
const BATCH: usize = 1_000;
/// Rows made at once, before they are written.
const ROWS: usize = 2_000;
/// How long a screen waits for the first check; after that it tells how far it is.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// How long what was found whole of the record is taken for whole.
const CHAIN_HOLDS: TimeDelta = TimeDelta::minutes(1);

/// What a desk is made of.
pub struct Options {
    /// Folder of the store.
    pub store: PathBuf,
    /// Names the set of claims that is reviewed, so that the same set finds its tables again.
    pub name: String,
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
    /// The tables of the queue.
    pub board: Board,
    /// Counts wrong passwords.
    pub lock: Lock,
    /// What it was made of.
    pub options: Options,
    /// Wakes who looks for changes.
    pub wanted: tokio::sync::Notify,
    round: Mutex<Option<Arc<Round>>>,
    made: Condvar,
    follow: Mutex<Follow>,
    /// What was wrong when the last round could not be made.
    trouble: Mutex<Option<String>>,
    /// Rounds are made one after the other.
    making: Mutex<()>,
    looked: Mutex<Looked>,
    rounds: AtomicU64,
    progress: Progress,
    /// How far the record was found whole, and since when.
    chain: Mutex<Option<(DateTime<Utc>, Chain)>>,
}

/// How far rulings have been taken up.
struct Follow {
    number: u64,
    standings: Standings,
    day: NaiveDate,
}

/// When each folder of the store had changed at the last look.
type Looked = BTreeMap<String, Option<SystemTime>>;

impl Desk {
    /// Opens the store, and takes up every ruling. Claims are checked by the first [`Desk::refresh`].
    ///
    /// # Errors
    /// What is wrong with the store or the state.
    pub fn open(options: Options) -> Result<Desk, Trouble> {
        let store = Store::open(&options.store)?;
        let state = Arc::new(State::open(&options.store)?);
        let ledger = Ledger::new(Arc::clone(&state));
        // The number first: an event that comes in between is then met twice, and never missed.
        let number = last_number(&ledger)?;
        let standings = Standings::read(&ledger)?;
        let day = (options.clock)().date_naive();
        Ok(Desk {
            board: Board::open(&options.store, &options.name)?,
            store,
            state,
            ledger,
            lock: Lock::default(),
            options,
            wanted: tokio::sync::Notify::new(),
            round: Mutex::default(),
            made: Condvar::new(),
            follow: Mutex::new(Follow { number, standings, day }),
            trouble: Mutex::default(),
            making: Mutex::default(),
            looked: Mutex::default(),
            rounds: AtomicU64::new(0),
            progress: Progress::default(),
            chain: Mutex::default(),
        })
    }

    /// The moment.
    pub fn now(&self) -> DateTime<Utc> {
        (self.options.clock)()
    }

    /// How far the check is that is under way, if one is.
    pub fn far(&self) -> Option<Far> {
        self.progress.far()
    }

    /// The number of the present round; 0 before the first.
    pub fn round_number(&self) -> u64 {
        self.current().map_or(0, |round| round.number)
    }

    /// The present round, with every ruling taken up that was made until now, by whomever.
    ///
    /// # Errors
    /// [`Trouble::Checking`] where the first round takes its time; those of the state and of the tables.
    pub fn round(&self) -> Result<Arc<Round>, Trouble> {
        self.wait(|number| number > 0, PATIENCE);
        let mut follow = self.follow();
        let round = self.current().ok_or(Trouble::Checking)?;
        let today = self.now().date_naive();
        let events = self.events_since(&mut follow)?;
        if !events.is_empty() {
            self.list(&round, &follow.standings, events.iter().map(|event| event.claim.as_str()), today)?;
        }
        if follow.day != today {
            follow.day = today;
            // A snooze may be over.
            let claims = round.run.claims.iter().map(|outcome| round.id(outcome));
            let known = claims.filter(|id| follow.standings.knows(id));
            self.list(&round, &follow.standings, known, today)?;
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

    /// Those claims of a round with what editors ruled until now, for reports.
    pub fn honoured(&self, round: &Round, chosen: impl Fn(&ClaimOutcome) -> bool) -> CheckRun {
        let claims = round.run.claims.iter().filter(|outcome| chosen(outcome)).cloned().collect();
        let mut run =
            CheckRun { claims, relations: round.run.relations.clone(), sources: round.run.sources.clone() };
        run.honour(&round.set, &self.follow().standings, self.now().date_naive());
        run
    }

    /// Whether the record of decisions is whole. What was found whole a moment ago is not read again, all of it is
    /// every minute.
    ///
    /// # Errors
    /// Those of the state.
    pub fn chain(&self) -> Result<Chain, Trouble> {
        let now = self.now();
        let mut known = self.chain.lock().unwrap_or_else(PoisonError::into_inner);
        let recent = known.take().filter(|(since, _)| now - *since < CHAIN_HOLDS);
        let (since, chain) = match recent {
            Some((since, chain)) => (since, self.ledger.chain_after(&chain)?),
            None => (now, self.ledger.chain()?),
        };
        *known = matches!(chain, Chain::Whole { .. }).then(|| (since, chain.clone()));
        Ok(chain)
    }

    /// Makes a new round where claim files or captures have changed; tells whether one was made. A forced one takes
    /// nothing over from the round before.
    ///
    /// # Errors
    /// Those of the store and the state. Claim files that cannot be read are no error: the old round stays, and
    /// [`Desk::trouble`] says why.
    pub fn refresh(&self, forced: bool) -> Result<bool, Trouble> {
        let _one = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        // The folders first: what comes in between is then met again.
        *self.looked.lock().unwrap_or_else(PoisonError::into_inner) = self.folders();
        self.store.refresh()?;
        let before = self.current();
        let stamp = Stamp::now(&self.store, &self.options)?;
        if !forced && before.as_ref().is_some_and(|before| before.stamp == stamp) {
            return Ok(false);
        }
        let _under_way = self.progress.begin();
        let number = self.rounds.load(Ordering::Relaxed) + 1;
        let earlier = before.as_deref().filter(|_| !forced);
        let round = match Round::make(&self.store, &self.options, (number, stamp), earlier, &self.progress) {
            Ok(round) => Arc::new(round),
            Err(Trouble::Files(words)) => {
                *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = Some(words);
                self.made.notify_all();
                return Ok(false);
            }
            Err(other) => return Err(other),
        };
        self.rounds.store(number, Ordering::Relaxed);
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.publish(&round)?;
        super::runs::record(self, &round, before.as_deref())?;
        Ok(true)
    }

    /// Makes a new round if a claim file, or a folder with captures, that these claims rest on changed a moment ago.
    ///
    /// # Errors
    /// Those of [`Desk::refresh`].
    pub fn refresh_for(&self, ids: impl Iterator<Item = impl AsRef<str>>) -> Result<(), Trouble> {
        let round = self.current().ok_or(Trouble::Checking)?;
        let mut changed = self.trouble().is_some();
        for id in ids {
            let Some((_, outcome)) = round.find(id.as_ref()) else { continue };
            let file = &round.set.files[outcome.file];
            changed |= !round.stamp.has(&file.path);
            let citations = file.claims[outcome.claim].sources.iter();
            let folders = citations.map(|citation| address::folder(&file.sources[&citation.source].url));
            changed |= self.have_changed(folders);
        }
        if changed {
            self.refresh(false)?;
        }
        Ok(())
    }

    /// Asks for a round from nothing, and waits for it a moment; tells whether it is there.
    pub fn check_again(&self) -> bool {
        let before = self.round_number();
        self.wanted.notify_one();
        self.wait(|number| number > before, PATIENCE)
    }

    /// Why the last round could not be made.
    pub fn trouble(&self) -> Option<String> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits until the number of the present round fulfils a condition; tells whether it does.
    fn wait(&self, fits: impl Fn(u64) -> bool, patience: Duration) -> bool {
        let round = self.round.lock().unwrap_or_else(PoisonError::into_inner);
        let number = |round: &Option<Arc<Round>>| round.as_ref().map_or(0, |round| round.number);
        let waiting = |round: &mut Option<Arc<Round>>| !fits(number(round)) && self.trouble().is_none();
        let waited = self.made.wait_timeout_while(round, patience, waiting);
        fits(number(&waited.unwrap_or_else(PoisonError::into_inner).0))
    }

    fn current(&self) -> Option<Arc<Round>> {
        self.round.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn follow(&self) -> MutexGuard<'_, Follow> {
        self.follow.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// When each folder of the store changed last.
    fn folders(&self) -> Looked {
        let Ok(entries) = std::fs::read_dir(self.store.dir()) else { return Looked::new() };
        let times = entries.filter_map(Result::ok).map(|entry| {
            let changed = entry.metadata().and_then(|metadata| metadata.modified()).ok();
            (entry.file_name().to_string_lossy().into_owned(), changed)
        });
        times.collect()
    }

    fn have_changed(&self, mut folders: impl Iterator<Item = String>) -> bool {
        let looked = self.looked.lock().unwrap_or_else(PoisonError::into_inner);
        folders.any(|folder| {
            let metadata = self.store.dir().join(&folder).metadata();
            let now = metadata.ok().map(|metadata| metadata.modified().ok());
            looked.get(&folder) != now.as_ref()
        })
    }

    /// Takes up the events that are not known yet, and gives them.
    fn events_since(&self, follow: &mut Follow) -> Result<Vec<Event>, Trouble> {
        let mut taken_up = Vec::new();
        loop {
            let events = self.ledger.since(follow.number, BATCH)?;
            let Some((last, _)) = events.last() else { return Ok(taken_up) };
            follow.number = *last;
            for (_, event) in events {
                follow.standings.add(event.clone());
                taken_up.push(event);
            }
        }
    }

    /// Lists the claims of a round, and makes it the present one.
    fn publish(&self, round: &Arc<Round>) -> Result<(), Trouble> {
        let today = self.now().date_naive();
        let (number, standings) = {
            let follow = self.follow();
            (follow.number, follow.standings.clone())
        };
        let mut filling = self.board.begin()?;
        for outcomes in round.run.claims.chunks(ROWS) {
            let entries: Vec<Entry> =
                outcomes.par_iter().map(|outcome| round.entry(outcome, &standings, today)).collect();
            filling.take(&entries)?;
            self.progress.listed(entries.len());
        }
        filling.finish()?;
        // What was ruled meanwhile was listed as of the round before.
        let mut follow = self.follow();
        self.events_since(&mut follow)?;
        let mut late = Follow { number, standings: Standings::default(), day: today };
        let late = self.events_since(&mut late)?;
        self.list(round, &follow.standings, late.iter().map(|event| event.claim.as_str()), today)?;
        follow.day = today;
        *self.round.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(round));
        self.made.notify_all();
        Ok(())
    }

    /// Lists claims as they stand now.
    fn list<'i>(
        &self,
        round: &Round,
        standings: &Standings,
        ids: impl Iterator<Item = &'i str>,
        today: NaiveDate,
    ) -> Result<(), Trouble> {
        let ids: std::collections::BTreeSet<&str> = ids.collect();
        let outcomes = ids.into_iter().filter_map(|id| round.find(id));
        let entries: Vec<Entry> =
            outcomes.map(|(_, outcome)| round.entry(outcome, standings, today)).collect();
        Ok(self.board.write(&entries)?)
    }
}

fn last_number(ledger: &Ledger) -> Result<u64, Trouble> {
    let mut number = 0;
    while let Some((last, _)) = ledger.since(number, BATCH)?.last() {
        number = *last;
    }
    Ok(number)
}
