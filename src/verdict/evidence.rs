//! What a judgement shows: findings, passages with their marks, and the steps that led there.

use std::ops::Range;

use serde::Serialize;

use super::Witness;
use super::code::Code;
use super::part::Support;
use crate::claim::file::Field;

/// One coded remark about a claim.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// Its stable code.
    pub code: Code,
    /// What is wrong, in words that can be pasted into a mail: lower case, no full stop.
    pub message: String,
    /// The key of the claim that it is about: its sentence, or what was typed beside it.
    pub field: Field,
    /// Bytes of the value of that key; the whole sentence when no part stands out.
    pub claim_range: Range<usize>,
    /// Label under that part of the claim (`60,000 direct jobs`).
    pub claim_label: String,
    /// Indexes into [`super::Judgement::evidence`].
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

/// The number of a passage in the evidence, entered once.
pub(super) fn place(evidence: &mut Vec<Evidence>, support: &Support, witnesses: &[Witness<'_>]) -> usize {
    let witness = &witnesses[support.witness];
    let known = evidence.iter().position(|one| {
        one.source == witness.source && one.range == support.range && one.stance == support.stance
    });
    if let Some(known) = known {
        for mark in support.printed() {
            if !evidence[known].marks.iter().any(|other| other.range == mark.range) {
                evidence[known].marks.push(mark);
            }
        }
        return known;
    }
    evidence.push(Evidence {
        source: witness.source.to_string(),
        digest: witness.digest.to_string(),
        range: support.range.clone(),
        stance: support.stance,
        marks: support.printed(),
    });
    evidence.len() - 1
}
