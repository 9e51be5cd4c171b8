//! Mistakes in claim files: what is wrong, where, and what to write instead.
//!
//! The codes are the V0 family of the finding codes. Mistakes are collected, never thrown one by one, so that one
//! run names them all.

use std::ops::Range;
use std::path::PathBuf;

/// One mistake in a claim file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Its finding code (`V002`).
    pub code: &'static str,
    /// Index of the file in [`Problems::texts`].
    pub file: usize,
    /// Bytes of that file's text.
    pub span: Range<usize>,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What stands under the caret; may be empty.
    pub label: String,
    /// What to write instead.
    pub help: Option<String>,
    /// Another place that explains it, such as the first use of an id: file, bytes, label.
    pub other: Option<(usize, Range<usize>, String)>,
}

/// Every mistake of a set of files, with the texts they point into.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} in {}", counted(list.len(), "mistake"), counted(texts.len(), "file"))]
pub struct Problems {
    /// Path and text of each file.
    pub texts: Vec<(PathBuf, String)>,
    /// The mistakes in order of file and place.
    pub list: Vec<Problem>,
}

fn counted(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// Collects mistakes while files are read.
#[derive(Debug, Default)]
pub(super) struct Sink {
    list: Vec<Problem>,
}

impl Sink {
    /// Adds a mistake.
    pub(super) fn push(&mut self, problem: Problem) {
        self.list.push(problem);
    }

    /// Whether nothing is wrong.
    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether a file could not be read as TOML.
    pub(super) fn any_syntax(&self) -> bool {
        self.list.iter().any(|problem| {
            problem.message.starts_with("this is not TOML") || problem.message.ends_with("is not closed")
        })
    }

    /// The mistakes in order of file and place.
    pub(super) fn into_problems(mut self, texts: Vec<(PathBuf, String)>) -> Problems {
        self.list.sort_by_key(|problem| (problem.file, problem.span.start, problem.span.end));
        Problems { texts, list: self.list }
    }
}

/// A mistake without label, help or second place; the rest is added with the methods below.
pub fn problem(code: &'static str, file: usize, span: Range<usize>, message: impl Into<String>) -> Problem {
    Problem { code, file, span, message: message.into(), label: String::new(), help: None, other: None }
}

impl Problem {
    /// Adds what stands under the caret.
    pub fn label(mut self, label: impl Into<String>) -> Problem {
        self.label = label.into();
        self
    }

    /// Adds what to write instead.
    pub fn help(mut self, help: impl Into<String>) -> Problem {
        self.help = Some(help.into());
        self
    }

    /// Adds another place that explains it.
    pub fn other(mut self, file: usize, span: Range<usize>, label: impl Into<String>) -> Problem {
        self.other = Some((file, span, label.into()));
        self
    }
}

/// The candidate a mistyped word most likely means, if one is near enough.
pub fn nearest<'k>(word: &str, candidates: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let typed = word.to_lowercase().replace('-', "_");
    candidates
        .map(|candidate| {
            let known = candidate.to_lowercase().replace('-', "_");
            (strsim::damerau_levenshtein(&typed, &known), candidate)
        })
        // A third of the letters may be wrong; a word and its plural always meet.
        .filter(|(distance, candidate)| {
            *distance <= (candidate.chars().count().max(typed.chars().count()) / 3).max(1)
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}
