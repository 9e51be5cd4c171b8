//! Turns a check run, or the mistakes of claim files, into a report; one file a format. Pure.
//!
//! Takes values, gives text. It decides nothing: exit codes and verdicts are settled before a report is written, so
//! every format tells the same story.

pub mod mistakes;
mod style;

pub use style::Style;
