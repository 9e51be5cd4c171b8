//! Asks sources again, and tells what moved and which claims move with it.
//!
//! Takes a claim set, a store, the state of the store and a fetcher, gives a run with its drift, sorted by
//! consequence. Old captures stay. That a source cannot be seen is never a change, and never a verdict.

pub mod drift;
pub mod journal;

use thiserror::Error;

use crate::ruling::RulingError;

/// Why a re-check could not be done.
#[derive(Debug, Error)]
pub enum RecheckError {
    /// The state of the store refused.
    #[error(transparent)]
    State(#[from] RulingError),
}
