//! The lanes of the queue: where a claim waits, after what is found about it and what was ruled.

use crate::ruling::standing::Standing;

/// Where a claim waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lane {
    /// Somebody has to look at it.
    Open,
    /// To be fixed.
    ToFix,
    /// The author is asked.
    Asked,
    /// Put off.
    Snoozed,
    /// An editor lets it stand.
    Stands,
    /// Its claim file lets it stand.
    Allowed,
    /// There is nothing to rule on.
    Clear,
}

impl Lane {
    /// Every lane, in the order of the screen.
    pub const ALL: [Lane; 7] =
        [Lane::Open, Lane::ToFix, Lane::Asked, Lane::Snoozed, Lane::Stands, Lane::Allowed, Lane::Clear];

    /// The lane of a claim.
    pub fn of(flagged: bool, allowed: bool, standing: Standing) -> Lane {
        match standing {
            _ if !flagged => Lane::Clear,
            Standing::ToFix => Lane::ToFix,
            Standing::Asked => Lane::Asked,
            Standing::Snoozed => Lane::Snoozed,
            Standing::Stands => Lane::Stands,
            Standing::Open | Standing::Reopened if allowed => Lane::Allowed,
            Standing::Open | Standing::Reopened => Lane::Open,
        }
    }

    /// The name in addresses and tables.
    pub fn name(self) -> &'static str {
        match self {
            Lane::Open => "open",
            Lane::ToFix => "to-fix",
            Lane::Asked => "asked",
            Lane::Snoozed => "snoozed",
            Lane::Stands => "stands",
            Lane::Allowed => "allowed",
            Lane::Clear => "clear",
        }
    }

    /// What the screen says.
    pub fn label(self) -> &'static str {
        match self {
            Lane::Open => "To review",
            Lane::ToFix => "To fix",
            Lane::Asked => "Author asked",
            Lane::Snoozed => "Snoozed",
            Lane::Stands => "Stands",
            Lane::Allowed => "Allowed in file",
            Lane::Clear => "Nothing found",
        }
    }
}
