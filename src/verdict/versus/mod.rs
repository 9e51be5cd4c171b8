//! "More than", where the two sides are told in places of their own: two members of a list, two deeds, two times, in
//! one source or in two.
//!
//! It is asked last, of comparisons that the figures beside the words of each side leave open.

mod sides;
mod times;

use std::ops::Range;

use super::Verdict;
use super::code::Code;
use super::derive::Pool;
use super::evidence::{Stance, Step};
use super::part::{Part, Remark, Support};
use super::period;
use super::value;
use crate::statement::word::{self, Key, Token};
use crate::statement::{Reading, Sentence, Statement};
use crate::temporal::Period;

/// Words that compare, before "than".
const MORE: [Key; 8] =
    word::literals(["more", "greater", "larger", "bigger", "higher", "longer", "fuller", "fresher"]);
const LESS: [Key; 5] = word::literals(["fewer", "less", "lower", "smaller", "shorter"]);
/// Tokens from such a word to its "than".
const THAN_REACH: usize = 14;

/// A comparison of a claim's sentence.
struct Comparison<'a> {
    claim: &'a Reading,
    number: usize,
    own: &'a Sentence,
    /// The first side is the greater.
    more: bool,
    /// The comparing word.
    at: usize,
    /// The "than".
    than: usize,
}

/// What two figures, or a source's words, say of it.
struct Outcome<'a> {
    /// Witness and figure of each side; one where a difference is printed.
    figures: Vec<(usize, &'a Statement)>,
    /// The claim is borne out.
    agrees: bool,
    reason: String,
}

/// Settles the comparisons of a claim's sentence that are still open.
pub(super) fn judge(claim: &Reading, number: usize, pool: &Pool<'_>, parts: &mut [Vec<Part>]) {
    let decided = |part: &Part| {
        let compared = part.steps.iter().any(|step| step.rule == "compare-sides");
        compared && matches!(part.verdict, Verdict::Supported | Verdict::Contradicted)
    };
    if pool.sources.iter().any(|(source, _)| super::cover::is_long(source)) {
        return;
    }
    // What somebody did and what he did besides is told by the verbs alone.
    let comparison = read(claim, number);
    let deeds = comparison.as_ref().and_then(|comparison| {
        let mut sources = pool.sources.iter().enumerate();
        sources.find_map(|(witness, (source, all))| sides::of_deeds(comparison, source, witness, all))
    });
    if let Some(outcome) = deeds {
        enter(&outcome, claim, number, pool, parts);
        return;
    }
    if parts.iter().flatten().any(decided) {
        return;
    }
    if let Some(outcome) = times::each_year(claim, number, pool) {
        enter(&outcome, claim, number, pool, parts);
        return;
    }
    let Some(comparison) = comparison else { return };
    let alone =
        pool.sources.iter().enumerate().find_map(|(witness, (source, sentences))| {
            sides::settle(&comparison, source, witness, sentences)
        });
    if let Some(outcome) = alone.or_else(|| times::settle(&comparison, pool)) {
        enter(&outcome, claim, number, pool, parts);
    }
}

/// The comparison of a sentence that has no figure of its own.
fn read(claim: &Reading, number: usize) -> Option<Comparison<'_>> {
    let own = &claim.sentences[number];
    let tokens = &own.tokens;
    let than = const { word::literal("than") };
    if !own.statements.is_empty() || own.denials().next().is_some() {
        return None;
    }
    let compares = |at: &usize| MORE.contains(&tokens[*at].surface) || LESS.contains(&tokens[*at].surface);
    let at = (0..tokens.len()).find(compares)?;
    let reach = at + 1..(at + THAN_REACH).min(tokens.len());
    let than = reach.into_iter().find(|at| tokens[*at].surface == than)?;
    // "More than a mill" compares no figures.
    let more = MORE.contains(&tokens[at].surface);
    (than > at + 1 || !const { word::literals(["more", "less"]) }.contains(&tokens[at].surface))
        .then_some(Comparison { claim, number, own, more, at, than })
}

impl Comparison<'_> {
    /// The times that its first side is of.
    fn first_times(&self) -> impl Iterator<Item = &Period> {
        let than = self.own.tokens[self.than].range.start;
        self.own.periods.iter().filter(move |one| period::is_resolved(one) && one.span.start < than)
    }

    /// The words of the sentence that tell what is compared.
    fn asked(&self, tokens: Range<usize>) -> impl Iterator<Item = &Token> {
        let timed = |token: &Token| {
            let within = |span: &Range<usize>| span.start <= token.range.start && token.range.end <= span.end;
            self.own.periods.iter().any(|period| within(&period.span))
        };
        let own = &self.own.tokens;
        tokens
            .filter(move |at| *at != self.at)
            .map(|at| &own[at])
            .filter(move |token| token.content() && !timed(token) && !token.adverb)
    }
}

/// Puts the outcome in the place of what was found for the sentence.
fn enter(outcome: &Outcome<'_>, claim: &Reading, number: usize, pool: &Pool<'_>, parts: &mut [Vec<Part>]) {
    let range = claim.sentences[number].range.clone();
    let inside = |part: &Part| range.start <= part.range.start && part.range.end <= range.end;
    let Some((first, _)) = outcome.figures.first() else { return };
    for (witness, _) in &outcome.figures {
        parts[*witness].retain(|part| !inside(part));
    }
    let mut part = Part::unaddressed(range.clone(), "", outcome.reason.clone());
    part.verdict = if outcome.agrees { Verdict::Supported } else { Verdict::Contradicted };
    part.strength = value::CLASH_MIN;
    part.steps.push(Step { rule: "versus".to_string(), place: None, outcome: outcome.reason.clone() });
    if !outcome.agrees {
        let message = outcome.reason.clone();
        part.remarks.push(Remark { code: Code::COMPARISON, message, notes: Vec::new(), help: None });
    }
    let stance = if outcome.agrees { Stance::Supports } else { Stance::Contradicts };
    for (witness, figure) in &outcome.figures {
        let (source, _) = &pool.sources[*witness];
        let range = source.sentences[figure.sentence].range.clone();
        let mark = (figure.quantity.span.clone(), !outcome.agrees, outcome.reason.clone());
        let same = |support: &&mut Support| support.witness == *witness && support.range == range;
        match part.supports.iter_mut().find(same) {
            Some(support) => support.marks.push(mark),
            None => part.supports.push(Support { witness: *witness, range, stance, marks: vec![mark] }),
        }
    }
    parts[*first].push(part);
}

#[cfg(test)]
mod tests;
