//! `verify` checks structured claims against captured, hashed sources.
//!
//! The modules stand in the order in which data flows through them, which is also the
//! reading order; a module imports only modules above it (`tests/it/tidy.rs` enforces this).
//! The middle is pure: text and bytes in, values out. Network, disk and database stand at the
//! rim, in [`capture`], [`snapshot`] and [`check`]; the clock is always an argument.

pub mod quantity;
pub mod temporal;

pub mod claim;

pub mod capture;
pub mod snapshot;

pub mod extract;
pub mod statement;
pub mod verdict;

pub mod ruling;

pub mod check;
pub mod recheck;
pub mod report;

pub mod review;
