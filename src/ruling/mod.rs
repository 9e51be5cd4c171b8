//! Keeps what editors decide about findings, and says how a finding stands after it.
//!
//! Takes decisions as append-only events, gives them back by claim, in order of arrival and as JSON
//! lines for git. A decision answers the claim, the captures and the finding codes it was made on; when
//! one of these changes, the finding is open again. It decides no claim and draws no screen, and it
//! never rewrites: an undo is one more event.

#[cfg(test)]
mod contract;
pub mod event;
pub mod exchange;
mod memory;
pub mod standing;
pub mod state;
pub mod suppression;
mod table;

pub use memory::MemoryRulings;
pub use standing::Standings;
pub use table::Ledger;

use thiserror::Error;

use event::{Draft, Event, EventId};

/// A place that keeps rulings. Writes are all or nothing; an event once kept is never changed.
pub trait Rulings: Send + Sync {
    /// Appends the drafts, all or none, and gives them as kept.
    ///
    /// # Errors
    /// [`RulingError::Stale`] where a claim has a newer event than the draft's author saw,
    /// [`RulingError::Refused`] for a draft that breaks a rule (a missing reason).
    fn append(&self, drafts: &[Draft]) -> Result<Vec<Event>, RulingError>;

    /// Takes in events made elsewhere; those already known change nothing. Gives how many were new.
    ///
    /// # Errors
    /// [`RulingError::Database`].
    fn import(&self, events: &[Event]) -> Result<usize, RulingError>;

    /// At most `limit` events that arrived after the one of that number, with their numbers.
    ///
    /// # Errors
    /// [`RulingError::Database`].
    fn since(&self, number: u64, limit: usize) -> Result<Vec<(u64, Event)>, RulingError>;

    /// The events of one claim, by time and id.
    ///
    /// # Errors
    /// [`RulingError::Database`].
    fn of_claim(&self, claim: &str) -> Result<Vec<Event>, RulingError>;

    /// The event of that id.
    ///
    /// # Errors
    /// [`RulingError::Database`].
    fn find(&self, id: &EventId) -> Result<Option<Event>, RulingError>;

    /// Newest first, at most `limit`, those that match.
    ///
    /// # Errors
    /// [`RulingError::Database`].
    fn matching(&self, filter: &Filter, limit: usize) -> Result<Vec<Event>, RulingError>;

    /// Whether every event is as it was written, and the digest over all of them.
    ///
    /// # Errors
    /// [`RulingError::Database`].
    fn chain(&self) -> Result<Chain, RulingError> {
        self.chain_after(&Chain::Whole { events: 0, head: "0".repeat(64) })
    }

    /// The same, where the chain was found whole up to there: only what came after is read.
    ///
    /// # Errors
    /// [`RulingError::Database`].
    fn chain_after(&self, known: &Chain) -> Result<Chain, RulingError>;
}

/// Which events to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this claim only.
    pub claim: Option<String>,
    /// By this person only.
    pub actor: Option<String>,
    /// Not before this moment.
    pub since: Option<chrono::DateTime<chrono::Utc>>,
    /// Only events that arrived before the one of this id (to page on).
    pub before: Option<EventId>,
}

/// The chain over all events in order of arrival: each link is SHA-256 of the link before and the event's JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chain {
    /// Every link holds.
    Whole {
        /// How many events.
        events: u64,
        /// The last link, hexadecimal; 64 zeros for no event.
        head: String,
    },
    /// An event is not what was written.
    Broken {
        /// Its id.
        event: EventId,
        /// Its number in order of arrival, from 1.
        number: u64,
    },
}

/// Why a ruling could not be kept or read.
#[derive(Debug, Error)]
pub enum RulingError {
    /// The state of the store cannot be opened.
    #[error(
        "cannot open the state in {path} ({reason}): see that the folder can be written, or point --store elsewhere"
    )]
    Open {
        /// The file.
        path: std::path::PathBuf,
        /// What the system said.
        reason: String,
    },
    /// SQLite refused. A retry may help.
    #[error("cannot use the state of the store ({0}): try again; a copy of the file opens with sqlite3")]
    Database(#[from] rusqlite::Error),
    /// Somebody decided in the meantime.
    #[error("{claim} was decided by {} in the meantime: look at it again", latest.actor)]
    Stale {
        /// The claim.
        claim: String,
        /// What happened in the meantime.
        latest: Box<Event>,
    },
    /// A decision breaks a rule.
    #[error("{0}")]
    Refused(&'static str),
    /// The event to undo is not there, or is undone already.
    #[error("there is nothing to undo under {0}: it is undone already, or was never decided")]
    NothingToUndo(EventId),
    /// A line of an import is not an event.
    #[error("line {line} is not a ruling ({reason}): export again, or mend the line")]
    Line {
        /// From 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
}
