//! Decides a claim from statements: alignment, arithmetic, verdict and findings. Pure.

pub mod code;

use std::ops::Range;

use serde::Serialize;

use crate::extract::Document;
use code::Code;

/// What the captured texts say of a claim. The order is the order in which the worst part decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// They establish something that cannot be true together with a part of it.
    Contradicted,
    /// They disagree with themselves about it.
    Conflict,
    /// They establish a part, or a weaker form, and contradict none.
    Partial,
    /// They say nothing about it.
    NotAddressed,
    /// No source of it could be read.
    Unavailable,
    /// They establish every part of it.
    Supported,
}

/// A source as the verdict sees it: its document and who stands behind it.
#[derive(Debug, Clone)]
pub struct Witness<'a> {
    /// Key of the source in the claim file.
    pub source: &'a str,
    /// SHA-256 of the payload, hexadecimal.
    pub digest: &'a str,
    /// Who publishes it, as typed or as the document says.
    pub publisher: Option<&'a str>,
    /// Key of the source it is declared to be derived from.
    pub derived_from: Option<&'a str>,
    /// Words that the citation says must stand in it.
    pub quote: Option<&'a str>,
    /// Its text.
    pub document: &'a Document,
}

/// The outcome for one claim.
#[derive(Debug, Clone, Serialize)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// One sentence: why this verdict, or why no rule decided.
    pub reason: String,
    /// What an editor should know, most serious first.
    pub findings: Vec<Finding>,
    /// The passages the verdict rests on, in order of source and place.
    pub evidence: Vec<Evidence>,
    /// What was considered and why it did not decide (`-vv`).
    pub trace: Vec<Step>,
}

/// One coded remark about a claim.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// Its stable code.
    pub code: Code,
    /// What is wrong, in words that can be pasted into a mail: lower case, no full stop.
    pub message: String,
    /// Bytes of the claim's text it is about; the whole text when no part stands out.
    pub claim_range: Range<usize>,
    /// Label under that part of the claim (`60,000 direct jobs`).
    pub claim_label: String,
    /// Indexes into [`Judgement::evidence`].
    pub evidence: Vec<usize>,
    /// The arithmetic and the readings, a line each.
    pub notes: Vec<String>,
    /// What to write or do instead.
    pub help: Option<String>,
}

/// A passage tied to a claim.
#[derive(Debug, Clone, Serialize)]
pub struct Evidence {
    /// Key of the source.
    pub source: String,
    /// SHA-256 of the payload, hexadecimal.
    pub digest: String,
    /// Bytes of the document's text: the passage.
    pub range: Range<usize>,
    /// What it does to the claim.
    pub stance: Stance,
    /// Stretches of the passage that agree or clash, with their labels.
    pub marks: Vec<Mark>,
}

/// What a passage does to a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stance {
    /// It establishes the claim, or a part of it.
    Supports,
    /// It establishes a weaker form.
    Weakens,
    /// It cannot be true together with the claim.
    Contradicts,
    /// It does not hang together itself.
    Disagrees,
    /// It stands near but is not evidence (shown, not used).
    Nearby,
}

/// A stretch of a passage that matters.
#[derive(Debug, Clone, Serialize)]
pub struct Mark {
    /// Bytes of the document's text.
    pub range: Range<usize>,
    /// True where it clashes with the claim.
    pub clashes: bool,
    /// Its reading (`40,000 ≤ total < 50,000 (customary reading)`).
    pub label: String,
}

/// One line of the trace: a rule that was tried on a candidate, and what came of it.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    /// Name of the rule.
    pub rule: String,
    /// Source key and bytes of its text, where it is about a passage.
    pub place: Option<(String, Range<usize>)>,
    /// What came of it.
    pub outcome: String,
}

/// How to judge.
#[derive(Debug, Clone)]
pub struct Options {
    /// Bounds are read strictly only: a printed plus sign gets no customary reading.
    pub strict_bounds: bool,
    /// Day of publication of the claim's article, for relative periods in the claim.
    pub published: Option<chrono::NaiveDate>,
}
