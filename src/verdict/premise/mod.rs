//! Asks of a source what a claim says besides a figure that agrees: what it is a figure of, on which terms, why, and
//! by whose word. What the source says otherwise, or does not say, makes less of the agreement.

mod base;
mod cause;
mod counted;
mod deeds;
mod goal;
mod lent;
mod level;
mod meant;
mod overall;
mod share;
mod sided;
mod subset;
mod terms;
mod within;
mod word_of;

use std::ops::Range;

use super::Verdict;
use super::code::Code;
use super::compare::{self, Relation, Shown};
use super::cover;
use super::derive::Pool;
use super::evidence::{Stance, Step};
use super::part::{Part, Remark};
use super::value::CLASH_MIN;
use crate::quantity::Kind;
use crate::statement::{Reading, Sentence, Statement};

/// A figure of a claim with the one of a source that agrees with it.
struct Case<'a> {
    claim: &'a Reading,
    own: &'a Statement,
    source: &'a Reading,
    other: &'a Statement,
}

impl<'a> Case<'a> {
    /// The sentence of the claim.
    fn claimed(&self) -> &'a Sentence {
        &self.claim.sentences[self.own.sentence]
    }

    /// The sentence of the source.
    fn told(&self) -> &'a Sentence {
        &self.source.sentences[self.other.sentence]
    }

    /// The other figures of the sentence of the source, ranks aside.
    fn siblings(&self) -> impl Iterator<Item = &'a Statement> {
        let own = &self.other.tokens;
        let figures = self.source.statements_of(self.other.sentence).iter();
        figures.filter(move |one| one.tokens != *own && one.quantity.kind != Kind::Ordinal)
    }

    /// True for a figure of the source that cannot be the claim's.
    fn clashes(&self, one: &Statement) -> bool {
        let own = Shown { quantity: &self.own.quantity, text: &self.claim.text };
        let told = Shown { quantity: &one.quantity, text: &self.source.text };
        compare::compare(own, told, false).relation == Relation::Clash
    }

    /// A figure as the source prints it.
    fn printed(&self, one: &Statement) -> &'a str {
        self.source.slice(&one.quantity.span).trim()
    }
}

/// The unit of a figure without the time or thing that it is told per.
fn above(one: &Statement) -> &str {
    let unit = one.quantity.unit.as_ref();
    unit.split_once(" per ").map_or(unit, |(above, _)| above)
}

/// What is left of an agreement, the finding and why.
struct Doubt {
    verdict: Verdict,
    code: Code,
    reason: String,
}

impl Doubt {
    fn new(verdict: Verdict, code: Code, reason: String) -> Doubt {
        Doubt { verdict, code, reason }
    }
}

/// The tests, in order: the first that finds something decides.
const TESTS: [fn(&Case<'_>) -> Option<Doubt>; 16] = [
    sided::opposite,
    share::of_part,
    terms::capacity,
    meant::untold,
    terms::conditional,
    terms::likely,
    terms::planned,
    counted::other,
    overall::exchanged,
    subset::of_those,
    within::longer,
    lent::to_another,
    deeds::counted,
    level::exchanged,
    base::narrower,
    goal::unreached,
];

/// The tests of what a figure beside the one that agrees denies, whatever else of the claim the source leaves unsaid.
const BESIDE: [fn(&Case<'_>) -> Option<Doubt>; 4] =
    [overall::exchanged, within::longer, lent::to_another, level::exchanged];

/// True for a figure that agrees and fits well, and of which the source leaves a word unsaid.
fn agrees_at_least(part: &Part) -> bool {
    let open = matches!(part.verdict, Verdict::Partial | Verdict::NotAddressed);
    let agrees = part.supports.iter().all(|support| support.stance == Stance::Supports);
    open && agrees && part.remarks.is_empty() && part.strength >= CLASH_MIN
}

/// Weighs what a claim's sentence says besides its figures.
pub(super) fn judge(claim: &Reading, number: usize, pool: &Pool<'_>, parts: &mut [Vec<Part>]) {
    for (witness, list) in parts.iter_mut().enumerate() {
        let (source, _) = &pool.sources[witness];
        // A summary gathers from a long text what that leaves to be understood.
        if claim.sentences.len() > 1 || cover::is_long(source) {
            continue;
        }
        for part in list.iter_mut() {
            let supported = part.verdict == Verdict::Supported;
            if !supported && !agrees_at_least(part) {
                continue;
            }
            let Some(case) = case(claim, number, source, part) else { continue };
            let tests = if supported { &TESTS[..] } else { &BESIDE[..] };
            let doubt = tests.iter().find_map(|test| test(&case));
            if let Some(doubt) = doubt.filter(|doubt| supported || doubt.verdict == Verdict::Contradicted) {
                doubt.enter(part);
            }
        }
        let range = claim.sentences[number].range.clone();
        let inside = |part: &Part| range.start <= part.range.start && part.range.end <= range.end;
        let mut own = list.iter().filter(|part| inside(part));
        let figures = own.clone().any(|part| part.figure.is_some());
        if own.clone().next().is_none() || !own.all(|part| part.verdict == Verdict::Supported) {
            continue;
        }
        let supports = list.iter().filter(|part| inside(part)).flat_map(|part| &part.supports);
        let mut said: Vec<usize> =
            supports.filter_map(|support| source.sentence_at(&support.range)).collect();
        let lead = said.first().copied();
        // Figures set side by side tell what came about, and not why.
        let compared = list.iter().filter(|part| inside(part)).flat_map(|part| &part.steps);
        let compared = compared.clone().any(|step| step.rule == "compare-sides" || step.rule == "trend");
        said.sort_unstable();
        said.dedup();
        let of_figures = || {
            cause::untold(claim, number, source, &said)
                .or_else(|| word_of::another(claim, number, source, &said))
                .or_else(|| word_of::record(claim, number, source, &said))
        };
        let found = if figures {
            of_figures()
        } else {
            lead.and_then(|lead| terms::unmet(claim, number, source, lead))
                .or_else(|| cause::unjoined(claim, number, source))
                .or_else(|| cause::untold(claim, number, source, &said).filter(|_| compared))
                .or_else(|| word_of::record(claim, number, source, &said))
        };
        if let Some((place, reason)) = found {
            list.push(open(place, reason));
        }
    }
}

/// A part of a claim that the source leaves open.
fn open(range: Range<usize>, reason: String) -> Part {
    let mut part = Part::unaddressed(range, "", reason.clone());
    part.verdict = Verdict::Partial;
    part.decides = true;
    part.steps.push(Step { rule: "premise".to_string(), place: None, outcome: reason });
    part
}

/// The figure that a part rests on, where it is one of the source's own.
fn case<'a>(claim: &'a Reading, number: usize, source: &'a Reading, part: &Part) -> Option<Case<'a>> {
    let figure = part.figure.filter(|figure| claim.sentences[number].statements.contains(figure))?;
    let [support] = &part.supports[..] else { return None };
    let [(mark, ..)] = &support.marks[..] else { return None };
    let at = source.sentence_at(&support.range)?;
    let other = source.statements_of(at).iter().find(|one| one.quantity.span == *mark)?;
    Some(Case { claim, own: &claim.statements[figure], source, other })
}

impl Doubt {
    fn enter(self, part: &mut Part) {
        part.verdict = self.verdict;
        let stance = match self.verdict {
            Verdict::Contradicted => Stance::Contradicts,
            Verdict::Partial => Stance::Weakens,
            _ => Stance::Nearby,
        };
        for support in &mut part.supports {
            support.stance = stance;
        }
        part.steps.push(Step { rule: "premise".to_string(), place: None, outcome: self.reason.clone() });
        let message = self.reason.clone();
        part.remarks.insert(0, Remark { code: self.code, message, notes: Vec::new(), help: None });
        part.reason = self.reason;
    }
}

#[cfg(test)]
mod of_what_tests;
#[cfg(test)]
mod tests;
