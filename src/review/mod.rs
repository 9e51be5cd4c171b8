//! The editors' desk: a web page made by this program where editors review what a check found, and rule on it.
//!
//! Takes claim files and a store, gives server-made screens on loopback, or beyond it with accounts. Rulings go to
//! [`crate::ruling`] and come back in every later check. It fetches nothing, and it decides no claim: it shows what
//! `check` decided, with the passage and the sum. Text of others is escaped, captured HTML is never shown as HTML.

mod accounts;
mod audit;
mod board;
mod bulk;
mod claim;
mod decide;
mod desk;
mod drift;
mod entry;
mod fields;
mod lane;
mod listing;
mod nights;
mod people;
mod plot;
mod progress;
mod queue;
mod round;
mod rows;
mod runs;
mod search;
mod server;
mod shell;
mod source;
mod sources;
mod views;
mod write;

pub use accounts::Role;
pub use desk::{Desk, Options};
pub use entry::Door;
pub use server::serve;

use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use thiserror::Error;

use crate::ruling::RulingError;
use crate::ruling::state::State;
use crate::snapshot::StoreError;

/// The accounts of a store: who may use its desk beyond loopback.
#[derive(Debug, Clone, Copy)]
pub struct Editors<'s>(pub &'s State);

impl Editors<'_> {
    /// Adds an editor, or gives a known one a new password and role.
    ///
    /// # Errors
    /// A name or password that cannot be used, and those of the state.
    pub fn set(&self, name: &str, role: Role, password: &str, now: DateTime<Utc>) -> Result<(), Trouble> {
        accounts::set(self.0, name, role, password, now)
    }

    /// Removes an editor; tells whether there was one.
    ///
    /// # Errors
    /// Those of the state.
    pub fn remove(&self, name: &str) -> Result<bool, Trouble> {
        accounts::remove(self.0, name)
    }

    /// Every editor with their role.
    ///
    /// # Errors
    /// Those of the state.
    pub fn list(&self) -> Result<Vec<(String, &'static str)>, Trouble> {
        Ok(accounts::list(self.0)?.into_iter().map(|(name, role)| (name, role.name())).collect())
    }
}

/// Why a screen could not be made or a post not be taken.
#[derive(Debug, Error)]
pub enum Trouble {
    /// There is no such thing.
    #[error("there is no {0}")]
    Missing(String),
    /// It was refused; what to do stands beside it.
    #[error("{title}: {words}")]
    Refused {
        /// The status to answer with.
        status: StatusCode,
        /// In a few words.
        title: &'static str,
        /// What to do.
        words: String,
    },
    /// The first check is under way.
    #[error("the claims are being checked: try again in a moment")]
    Checking,
    /// Claim files have mistakes; told whole, in words.
    #[error("{0}")]
    Files(String),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The state refused.
    #[error(transparent)]
    Ruling(#[from] RulingError),
    /// The tables of the desk refused.
    #[error("cannot use the tables of the desk ({0}): start the desk again")]
    Tables(#[from] rusqlite::Error),
    /// Something else broke.
    #[error("{0}")]
    Broken(String),
}

impl Trouble {
    /// A refusal.
    fn refused(status: StatusCode, title: &'static str, words: impl Into<String>) -> Trouble {
        Trouble::Refused { status, title, words: words.into() }
    }

    /// A form that cannot be taken as it is.
    fn bad(words: impl Into<String>) -> Trouble {
        Trouble::refused(StatusCode::BAD_REQUEST, "Something is missing", words)
    }
}
