//! Judges a claim as a whole, then fact by fact where a source leaves the whole open: of several facts one may be told
//! otherwise, or each may be told in a place of its own.

use std::ops::Range;

use super::align::Ask;
use super::but_not;
use super::combine::{self, Opinion};
use super::cover;
use super::evidence::Step;
use super::facts;
use super::part::Part;
use super::source;
use super::{Options, Verdict};
use crate::quantity::{Bound, Figure};
use crate::statement::{self, Reading};

/// Judges a claim against its sources, as a whole and fact by fact.
pub(super) fn judge(claim: &Reading, sources: &[&Reading], options: &Options) -> Vec<Opinion> {
    if let Some(halves) = but_not::split(claim) {
        return in_halves(claim, &halves, sources, options);
    }
    let mut opinions = source::judge_all(claim, sources, options);
    for (witness, source) in sources.iter().enumerate() {
        if matches!(opinions[witness].verdict, Verdict::NotAddressed | Verdict::Partial) {
            fact_by_fact(claim, source, witness, options, &mut opinions[witness]);
        }
    }
    opinions
}

/// Judges what a claim says of one time and what it denies of another.
fn in_halves(claim: &Reading, halves: &[String; 2], sources: &[&Reading], options: &Options) -> Vec<Opinion> {
    let fiscal = sources.iter().find_map(|source| source.fiscal_first_month);
    let [said, denied] = [0, 1].map(|half| {
        let own = statement::read_claim(&halves[half], options.published, fiscal);
        source::judge_all(&own, sources, options)
    });
    let range = claim.sentences[0].range.clone();
    let joined = said.into_iter().zip(denied).enumerate().map(|(witness, (said, denied))| {
        let denied = denied.parts.into_iter().map(but_not::turned);
        let parts = said.parts.into_iter().chain(denied).map(|part| moved(part, &range, witness));
        combine::opinion(parts.collect())
    });
    joined.collect()
}

/// Judges the facts of a claim, each as a claim of its own; one that is contradicted, or all that are borne out, decide.
fn fact_by_fact(claim: &Reading, source: &Reading, witness: usize, options: &Options, opinion: &mut Opinion) {
    let mut borne_out = Vec::new();
    let mut all = true;
    let mut steps = Vec::new();
    for sentence in &claim.sentences {
        let facts = facts::of(claim, sentence);
        all &= facts::complete(claim, sentence, &facts);
        for fact in facts {
            let own = statement::read_claim(&fact.text, options.published, source.fiscal_first_month);
            let Some(found) = source::judge_all(&own, &[source], options).pop() else { continue };
            all &= found.verdict == Verdict::Supported;
            let outcome = format!("“{}”: {:?}, {}", fact.text, found.verdict, found.reason);
            steps.push(Step { rule: "fact-by-fact".to_string(), place: None, outcome });
            let denied = found.verdict == Verdict::Contradicted;
            let told = |part: &Part| {
                !denied || part.verdict == Verdict::Contradicted && told_plainly(&own, source, part)
            };
            let parts = found.parts.into_iter().filter(told).map(|part| moved(part, &fact.range, witness));
            if denied {
                opinion.parts.extend(parts);
            } else {
                borne_out.extend(parts);
            }
        }
    }
    if all && !borne_out.is_empty() {
        opinion.parts = borne_out;
    }
    if let Some(part) = opinion.parts.first_mut() {
        part.steps.extend(steps);
    }
    *opinion = combine::opinion(std::mem::take(&mut opinion.parts));
}

/// A part of a fact as one of the claim that holds it.
fn moved(mut part: Part, range: &Range<usize>, witness: usize) -> Part {
    part.range = range.clone();
    part.figure = None;
    part.supports.iter_mut().for_each(|support| support.witness = witness);
    for step in &mut part.steps {
        step.place = step.place.take().map(|(_, range)| (witness.to_string(), range));
    }
    part
}

/// True where a fact is contradicted by a sentence that says all the rest of it, and its figure stands nowhere in the
/// source.
fn told_plainly(fact: &Reading, source: &Reading, part: &Part) -> bool {
    let Some(at) = part.supports.first().and_then(|support| source.sentence_at(&support.range)) else {
        return false;
    };
    let Some(figure) = part.figure.map(|number| &fact.statements[number]) else {
        let dated =
            fact.sentences.iter().any(|sentence| sentence.periods.iter().any(|date| date.span == part.range));
        let ask = || Ask::for_sentence(fact, 0, source);
        return !dated || cover::cover(&ask(), source, &[at]).unsaid.is_empty();
    };
    let kind = figure.quantity.kind;
    let alone = || source.statements_of(at).iter().filter(|other| other.quantity.kind == kind).count() == 1;
    let (Figure::Value(printed) | Figure::Range(printed, _)) = &figure.quantity.figure;
    let printed = source.numerals.contains_key(&printed.value);
    !printed && (figure.quantity.bound == Bound::Exact || alone())
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{Contradicted, Partial, Supported};
    use super::super::trials::check;

    const MILL: &str = "Ash Mill is a mill in Deal, Kent. It was put up in 1905 for Ida Bell, a corn merchant. The mill \
         was sold to the guild of bakers in 1950. A museum of bread has been open there since 1988.";

    #[test]
    fn one_fact_of_many_is_told_otherwise() {
        check(
            MILL,
            &[
                (
                    "Ash Mill, a mill with nine floors, was sold to the guild of bakers in 1960, and it burned.",
                    Contradicted,
                ),
                (
                    "Ash Mill, a mill with nine floors, was sold to the guild of bakers in 1950, and it burned.",
                    Partial,
                ),
            ],
        );
    }

    #[test]
    fn every_fact_may_stand_in_a_place_of_its_own() {
        check(
            MILL,
            &[(
                "Ash Mill is a mill in Deal which was put up in 1905, and it was sold to the guild of bakers in 1950.",
                Supported,
            )],
        );
        check(
            "Tom Reed (3 April 1881 – 17 November 1956) was a baker. In 1911 he became the first baker to lecture at Deal.",
            &[
                (
                    "Tom Reed (1881-1956) was a baker who in 1911 was the first baker to lecture at Deal.",
                    Supported,
                ),
                (
                    "Tom Reed (1881-1957) was a baker who in 1911 was the first baker to lecture at Deal.",
                    Partial,
                ),
            ],
        );
    }

    #[test]
    fn a_number_of_the_source_contradicts_none_of_its_own() {
        check(
            "Deal Harbour: Ferries: 12 | Boats: 40 | Mean age: 15.1 years.",
            &[(
                "Deal Harbour has ferries of a mean age below 20 years, and it was closed to mills and inns.",
                Partial,
            )],
        );
    }
}
