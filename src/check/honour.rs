//! What a ruling is bound to, and how a run stands after what editors ruled. Pure.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::outcome::verdict_name;
use super::source::SourceOutcome;
use super::{CheckRun, ClaimOutcome};
use crate::claim::ClaimSet;
use crate::ruling::Standings;
use crate::ruling::event::Basis;
use crate::statement;

/// The present state of a claim: what a decision that is made now answers.
pub fn basis(set: &ClaimSet, run: &CheckRun, outcome: &ClaimOutcome) -> Basis {
    let file = &set.files[outcome.file];
    let claim = &file.claims[outcome.claim];
    let captures: BTreeSet<&str> = claim
        .sources
        .iter()
        .filter_map(|citation| run.sources.get(&(outcome.file, citation.source.clone())))
        .filter_map(|source| match source.as_ref() {
            SourceOutcome::Read(text) => Some(text.digest.as_str()),
            SourceOutcome::Unread(_) => None,
        })
        .collect();
    Basis {
        claim_digest: file.claim_digest(claim),
        captures: captures.into_iter().map(str::to_owned).collect(),
        codes: codes(outcome),
        verdict: verdict_name(outcome.judgement.verdict).to_owned(),
        rules: format!("{} {}", env!("CARGO_PKG_VERSION"), statement::version()),
    }
}

/// The codes of all that is found about a claim, sorted.
pub fn codes(outcome: &ClaimOutcome) -> Vec<String> {
    let found = outcome.judgement.findings.iter().map(|finding| finding.code);
    let unread = outcome.unread.iter().map(|unread| unread.why.code);
    let codes: BTreeSet<String> = found.chain(unread).map(|code| code.to_string()).collect();
    codes.into_iter().collect()
}

impl CheckRun {
    /// Sets how each claim stands on that day: a claim that an editor lets stand no longer fails a run, until the
    /// claim, a capture, a finding or the verdict changes.
    pub fn honour(&mut self, set: &ClaimSet, standings: &Standings, today: NaiveDate) {
        let rulings: Vec<_> = self
            .claims
            .iter()
            .map(|outcome| {
                let id = &set.files[outcome.file].claims[outcome.claim].id;
                standings.knows(id).then(|| standings.of(id, &basis(set, self, outcome), today))
            })
            .collect();
        for (outcome, ruling) in self.claims.iter_mut().zip(rulings) {
            outcome.ruling = ruling;
        }
    }
}
