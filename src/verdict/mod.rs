//! Decides a claim from statements: alignment, arithmetic, verdict and findings. Pure.

mod abroad;
mod absent;
mod addends;
mod against;
mod agent;
mod agree;
mod align;
mod apart;
mod apiece;
mod arithmetic;
mod ask;
mod attached;
mod average;
mod barring;
mod before;
mod belonging;
mod block;
mod but_not;
mod candidates;
mod cell;
mod clock;
pub mod code;
mod combine;
mod compare;
mod conflict;
mod contrast;
mod converse;
mod cover;
mod crossed;
mod date;
mod dayname;
mod deed;
mod denied;
mod derive;
mod doing;
mod elapsed;
mod elsewhere;
mod event;
mod every;
pub mod evidence;
mod facts;
mod flow;
mod fraction;
mod growth;
mod hedge;
mod held;
mod inplace;
mod interval;
mod list;
mod listed;
mod names;
mod object;
mod opposite;
mod otherwise;
mod outcome;
mod pairing;
mod paraphrase;
mod part;
mod pending;
mod period;
mod place;
mod predicate;
mod premise;
mod purpose;
mod qualify;
mod rate;
mod reading;
mod reckon;
mod rivals;
mod roles;
mod shape;
mod share;
mod shift;
mod show;
mod slots;
mod source;
mod sourcing;
mod speech;
mod spoken;
mod standing;
mod stretch;
mod stronger;
mod subject;
mod sum;
mod superlative;
mod table;
mod tally;
mod target;
mod text;
mod title;
mod trend;
mod twin;
mod unsaid;
mod value;
mod versus;
mod weigh;
mod whole;
mod whose;
mod worked;
mod yearless;

use serde::Serialize;

use crate::claim::Claim;
use crate::extract::Document;
use crate::statement::typed::TypedReading;
use crate::statement::{self, Reading};
use combine::Opinion;
use evidence::{Evidence, Finding, Step, place};

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
    /// What was read out of its text: made once, for all claims about it.
    pub reading: &'a Reading,
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

/// How to judge.
#[derive(Debug, Clone)]
pub struct Options {
    /// Bounds are read strictly only: a printed plus sign gets no customary reading.
    pub strict_bounds: bool,
    /// Day of publication of the claim's article, for relative periods in the claim.
    pub published: Option<chrono::NaiveDate>,
}

/// Decides a claim from its witnesses. The same arguments give the same judgement, always.
pub fn decide(claim: &Claim, witnesses: &[Witness<'_>], options: &Options) -> Judgement {
    let fiscal = witnesses.iter().find_map(|witness| witness.reading.fiscal_first_month);
    let typed = statement::typed::read(claim, options.published, fiscal);
    let reading = &typed.reading;
    let readings: Vec<&Reading> = witnesses.iter().map(|witness| witness.reading).collect();
    let mut opinions = apart::judge(reading, &readings, options);
    sourcing::check_quotes(claim, witnesses, &typed, &mut opinions);
    sourcing::compare(witnesses, reading, &mut opinions);
    assemble(&typed, witnesses, &opinions)
}

/// Gives evidence its numbers and puts findings, evidence and trace together.
fn assemble(claim: &TypedReading, witnesses: &[Witness<'_>], opinions: &[Opinion]) -> Judgement {
    let verdict = if witnesses.is_empty() { Verdict::Unavailable } else { combine::sources(opinions) };
    let mut judgement = Judgement {
        verdict,
        reason: String::new(),
        findings: Vec::new(),
        evidence: Vec::new(),
        trace: Vec::new(),
    };
    let deciding = opinions.iter().find(|opinion| opinion.verdict == verdict).or_else(|| opinions.first());
    judgement.reason = match deciding {
        Some(opinion) => opinion.reason.clone(),
        None => "no source of the claim could be read".to_string(),
    };
    for part in opinions.iter().flat_map(|opinion| &opinion.parts) {
        let numbers: Vec<usize> =
            part.supports.iter().map(|support| place(&mut judgement.evidence, support, witnesses)).collect();
        let (field, range) = claim.place(&part.range);
        for remark in &part.remarks {
            judgement.findings.push(Finding {
                code: remark.code,
                message: remark.message.clone(),
                field,
                claim_range: range.clone(),
                claim_label: if part.label.is_empty() {
                    claim.reading.slice(&part.range).to_string()
                } else {
                    part.label.clone()
                },
                evidence: numbers.clone(),
                notes: remark.notes.clone(),
                help: remark.help.clone(),
            });
        }
        for step in &part.steps {
            let place = step.place.as_ref().and_then(|(number, range)| {
                let witness = witnesses.get(number.parse::<usize>().ok()?)?;
                Some((witness.source.to_string(), range.clone()))
            });
            judgement.trace.push(Step { rule: step.rule.clone(), place, outcome: step.outcome.clone() });
        }
    }
    judgement
}

#[cfg(test)]
mod doubts;
#[cfg(test)]
mod nuances;
#[cfg(test)]
mod pairs;
#[cfg(test)]
mod reported;
#[cfg(test)]
mod sums;
#[cfg(test)]
mod terms;
#[cfg(test)]
mod trials;
#[cfg(test)]
mod wording;
