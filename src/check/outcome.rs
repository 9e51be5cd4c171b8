//! What a run gives: a judgement for each claim, a word on each relation, and the texts they rest on.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::ruling::standing::{Ruling, Standing};
use crate::ruling::suppression::{Remark, Suppressed};
use crate::verdict::code::Code;
use crate::verdict::{Judgement, Verdict};

use super::source::{SourceOutcome, Unread};

/// One run over a claim set.
#[derive(Debug, Clone)]
pub struct CheckRun {
    /// The claims in the order of files and lines.
    pub claims: Vec<ClaimOutcome>,
    /// The relations in the order of files and lines.
    pub relations: Vec<RelationOutcome>,
    /// Every cited source by index of its file and its key.
    pub sources: BTreeMap<(usize, String), Arc<SourceOutcome>>,
}

/// The outcome for one claim.
#[derive(Debug, Clone)]
pub struct ClaimOutcome {
    /// Index of its file in the claim set.
    pub file: usize,
    /// Its index in the file.
    pub claim: usize,
    /// What its sources say of it.
    pub judgement: Judgement,
    /// What suppresses each finding of the judgement, in the same order.
    pub suppressed: Vec<Option<Suppressed>>,
    /// Remarks on its suppressions.
    pub remarks: Vec<Remark>,
    /// The sources that could not be read.
    pub unread: Vec<UnreadCitation>,
    /// How it stands after what editors ruled; none where no rulings were read.
    pub ruling: Option<Ruling>,
}

/// A source that a claim cites and that could not be read.
#[derive(Debug, Clone)]
pub struct UnreadCitation {
    /// Index into the claim's citations.
    pub citation: usize,
    /// Why.
    pub why: Unread,
}

/// Whether a relation between claims holds.
#[derive(Debug, Clone)]
pub struct RelationOutcome {
    /// Index of its file in the claim set.
    pub file: usize,
    /// Its index in the file.
    pub relation: usize,
    /// Whether it holds.
    pub holds: Holds,
    /// The arithmetic, a line each.
    pub notes: Vec<String>,
}

/// Whether a relation holds for the figures as printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holds {
    /// Some values that the printed figures stand for fulfil it.
    Holds,
    /// No values that they stand for can fulfil it.
    Broken,
    /// A figure is missing or not single.
    Undecided,
}

/// How serious a finding is for the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// The claim is contradicted, or its sources clash.
    Error,
    /// The claim is not, or not wholly, established.
    Warning,
    /// Good to know; it changes no verdict.
    Note,
}

/// From which verdict on a claim fails the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum FailOn {
    /// Contradicted claims only.
    Contradicted,
    /// Contradicted claims, and claims whose sources clash.
    #[default]
    Conflict,
    /// Partly supported claims too.
    Partial,
    /// Claims that no source addresses too.
    NotAddressed,
    /// Nothing fails the run.
    Never,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Nothing at or above the threshold, and every source was read.
    Clean,
    /// Something at or above the threshold.
    Findings,
    /// A source could not be read, and nothing worse.
    Incomplete,
}

/// Findings that change no verdict whatever the claim's is (the law's notes).
const NOTES: &[u16] = &[5, 6, 110, 206, 401, 402, 403, 405, 501, 504, 602];

/// The name of a verdict, as printed and in files.
pub fn verdict_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Supported => "supported",
        Verdict::Contradicted => "contradicted",
        Verdict::Partial => "partial",
        Verdict::Conflict => "conflict",
        Verdict::NotAddressed => "not-addressed",
        Verdict::Unavailable => "unavailable",
    }
}

/// How serious a finding of this code is on a claim of this verdict.
pub fn level(code: Code, verdict: Verdict) -> Level {
    if NOTES.iter().any(|number| Code::new(*number) == code) {
        return Level::Note;
    }
    match verdict {
        Verdict::Contradicted | Verdict::Conflict => Level::Error,
        Verdict::Partial | Verdict::NotAddressed | Verdict::Unavailable => Level::Warning,
        Verdict::Supported => Level::Note,
    }
}

impl ClaimOutcome {
    /// True where an editor ruled at the desk that the claim stands, and the ruling still answers what is found.
    pub fn stands(&self) -> bool {
        self.ruling.as_ref().is_some_and(|ruling| ruling.standing == Standing::Stands)
    }

    /// True where an editor has let every serious finding of the claim stand, in the claim file or at the desk.
    pub fn is_suppressed(&self) -> bool {
        if self.stands() {
            return true;
        }
        let serious = self.judgement.findings.iter().zip(&self.suppressed);
        let mut serious = serious
            .filter(|(finding, _)| level(finding.code, self.judgement.verdict) < Level::Note)
            .peekable();
        serious.peek().is_some() && serious.all(|(_, suppressed)| suppressed.is_some())
    }

    /// True where this claim fails a run with that threshold.
    pub fn fails(&self, fail_on: FailOn) -> bool {
        if fail_on == FailOn::Never {
            return false;
        }
        // A suppression that has ended is told until it is settled.
        if self.remarks.iter().any(|remark| remark.code == Code::new(9)) {
            return true;
        }
        let from = match self.judgement.verdict {
            Verdict::Contradicted => FailOn::Contradicted,
            Verdict::Conflict => FailOn::Conflict,
            Verdict::Partial => FailOn::Partial,
            Verdict::NotAddressed => FailOn::NotAddressed,
            Verdict::Unavailable | Verdict::Supported => return false,
        };
        from <= fail_on && !self.is_suppressed()
    }
}

impl CheckRun {
    /// How the run ended, for a threshold. The same for every format.
    pub fn ending(&self, fail_on: FailOn) -> Ending {
        // Own claims that cannot all be true are a clash like that of two sources.
        let clash = fail_on != FailOn::Never && fail_on >= FailOn::Conflict;
        let broken = clash && self.relations.iter().any(|relation| relation.holds == Holds::Broken);
        if broken || self.claims.iter().any(|claim| claim.fails(fail_on)) {
            Ending::Findings
        } else if self.claims.iter().any(|claim| !claim.unread.is_empty()) {
            Ending::Incomplete
        } else {
            Ending::Clean
        }
    }

    /// How many claims have this verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.claims.iter().filter(|claim| claim.judgement.verdict == verdict).count()
    }
}
