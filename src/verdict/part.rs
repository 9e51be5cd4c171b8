//! What a rule says of one part of a claim in one source, before parts and sources are combined.

use std::ops::Range;

use super::Verdict;
use super::code::Code;
use super::evidence::{Mark, Stance, Step};

/// A passage that a part rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Support {
    /// Index of the witness.
    pub witness: usize,
    /// Bytes of its text: the sentence.
    pub range: Range<usize>,
    /// What it does to the claim.
    pub stance: Stance,
    /// Stretches that agree or clash: bytes, clashes, label.
    pub marks: Vec<(Range<usize>, bool, String)>,
}

/// A finding before its evidence has numbers.
#[derive(Debug, Clone)]
pub(super) struct Remark {
    /// Its code.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// The arithmetic and the readings.
    pub notes: Vec<String>,
    /// What to do instead.
    pub help: Option<String>,
}

/// The outcome for one part of a claim.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// Bytes of the claim's text.
    pub range: Range<usize>,
    /// Its label under the claim.
    pub label: String,
    /// Number of the claim's statement, for a figure.
    pub figure: Option<usize>,
    /// The verdict on this part.
    pub verdict: Verdict,
    /// It stands beside the figures of its sentence, and is not only what they are gated by.
    pub decides: bool,
    /// The same number stands in the source for a longer time, which holds the claim's.
    pub for_longer: bool,
    /// How sure the alignment is, in thousandths.
    pub strength: u32,
    /// Why.
    pub reason: String,
    /// Findings it raises.
    pub remarks: Vec<Remark>,
    /// What it rests on.
    pub supports: Vec<Support>,
    /// What was tried.
    pub steps: Vec<Step>,
}

impl Part {
    /// A part that nothing was found for.
    pub fn unaddressed(range: Range<usize>, label: impl Into<String>, reason: impl Into<String>) -> Part {
        Part {
            range,
            label: label.into(),
            figure: None,
            verdict: Verdict::NotAddressed,
            decides: false,
            for_longer: false,
            strength: 0,
            reason: reason.into(),
            remarks: Vec::new(),
            supports: Vec::new(),
            steps: Vec::new(),
        }
    }
}

impl Support {
    /// A mark with its label.
    pub fn mark(mut self, range: Range<usize>, clashes: bool, label: impl Into<String>) -> Support {
        self.marks.push((range, clashes, label.into()));
        self
    }

    /// The marks as the judgement prints them.
    pub fn printed(&self) -> Vec<Mark> {
        self.marks
            .iter()
            .map(|(range, clashes, label)| Mark {
                range: range.clone(),
                clashes: *clashes,
                label: label.clone(),
            })
            .collect()
    }
}
