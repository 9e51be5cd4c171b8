//! The change that the words around a numeral tell of: its direction and the numeral's part in it.
//!
//! Takes nothing but names: the reading itself is done while a quantity is read. It does not say
//! what changed, nor between which periods (that is `statement`).

/// The direction of a change, and what the quantity is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Change {
    /// Up, down, or none told.
    pub direction: Direction,
    /// What the number is in the change.
    pub role: ChangeRole,
}

impl Change {
    /// No change is told.
    pub const NONE: Change = Change { direction: Direction::None, role: ChangeRole::None };
}

/// The direction of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// No change is told.
    None,
    /// rose, grew, up.
    Up,
    /// fell, cut, down.
    Down,
}

/// What a number is in a change: `rose 47% to 31.4 million from 21.3 million`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChangeRole {
    /// No change is told.
    None,
    /// The amount of the change (47%).
    By,
    /// The value after it (31.4 million).
    To,
    /// The value before it (21.3 million).
    From,
}
