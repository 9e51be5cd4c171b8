//! Relations between claims of a set: `direct <= total`, sums, ratios.
//!
//! Takes the rule as typed, gives an expression over claim ids; working it out belongs to the spine.

use super::Typed;

/// A relation that must hold between claims of a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// Unique over a claim set.
    pub id: String,
    /// The rule as typed (`a <= b`, `sum(a, b, c) <= d`, `a / b - 1 = c`, `a = b + c`).
    pub rule: Typed<String>,
    /// Why it must hold.
    pub because: Option<String>,
}
