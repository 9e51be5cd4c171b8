//! Reads claim files into claims, sources and relations, each with its place in the file.
//!
//! Takes the text of TOML files, gives a claim set or every mistake in all of them, each pointing at line and
//! column with what to write instead. It owns the keys of the file (and so its JSON Schema) and the closed
//! enumerations (scope, modality); it reads no disk and no captures.

mod citations;
mod fields;
pub mod file;
pub mod keys;
mod link;
pub mod literal;
pub mod pieces;
pub mod problem;
mod reader;
mod recover;
pub mod relation;
pub mod schema;
mod slug;

use std::path::PathBuf;

pub use file::{Claim, ClaimFile, ClaimSet, Modality, Scope, Typed};

/// Reads the texts of claim files into one set: all of it, or every mistake of every file.
///
/// The path of each text is kept for diagnostics and is not opened. Whether a finding of a code may be suppressed is
/// asked of `may_be_suppressed`, because the codes belong to a later module. The stages: (1) each file by itself,
/// (2) what must hold over the set, such as unique ids and claims that relations name.
///
/// # Errors
/// Every [`problem::Problem`] found, in order of file and place, together with the texts they point into.
pub fn read(
    texts: Vec<(PathBuf, String)>,
    may_be_suppressed: fn(&str) -> Result<(), String>,
) -> Result<ClaimSet, problem::Problems> {
    let mut sink = problem::Sink::default();
    // 1. Each file by itself.
    let files: Vec<ClaimFile> = texts
        .iter()
        .enumerate()
        .map(|(at, (path, text))| reader::read_file(at, path, text, may_be_suppressed, &mut sink))
        .collect();
    // 2. Over the set.
    link::link(&files, &mut sink);
    let problems = sink.into_problems(texts);
    if problems.list.is_empty() { Ok(ClaimSet { files }) } else { Err(problems) }
}
