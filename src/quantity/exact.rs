//! Exact numbers and intervals: rationals over `i128`, checked; overflow is `None`, never a panic.

use num_rational::Ratio;

/// An exact number. Arithmetic on it uses the checked operations of `num_traits`.
pub type Exact = Ratio<i128>;
