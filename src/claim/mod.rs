//! Reads claim files into claims, sources and relations, each with its place in the file.
//!
//! Takes TOML text, gives a claim set or every mistake in it, each pointing at line and column.
//! It owns the closed enumerations of the file (scope, modality); it does not read captures.

pub mod file;
pub mod relation;

pub use file::{Claim, ClaimFile, Modality, Scope, Source, Typed};
