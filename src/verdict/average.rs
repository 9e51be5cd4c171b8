//! The stretch that an average is taken over: "a five-year average of 67%", "on average over the past ten years".

use super::compare::{self, Relation, Shown};
use crate::quantity::{self, Kind, Quantity};
use crate::statement::word::{Token, TokenKind};
use crate::statement::{Reading, Statement};

/// Words that may stand between the stretch and the word that says average, or between that and the figure.
const REACH_MAX: usize = 4;

/// True where both figures are averages over stretches that are printed, and these differ.
pub(super) fn differs(claim: (&Reading, &Statement), source: (&Reading, &Statement)) -> bool {
    let Some(own) = of(claim.0, claim.1) else { return false };
    let Some(other) = of(source.0, source.1) else { return false };
    let shown = |quantity| Shown { quantity, text: "" };
    compare::compare(shown(&own), shown(&other), false).relation == Relation::Clash
}

/// The stretch of a figure's average.
fn of(reading: &Reading, statement: &Statement) -> Option<Quantity> {
    let sentence = &reading.sentences[statement.sentence];
    let average = |token: &Token| is_average(token);
    let tokens = &sentence.tokens;
    // "A five-year average of 67%": the last average before the figure, with the stretch right before it.
    let before = statement.tokens.start.saturating_sub(REACH_MAX)..statement.tokens.start;
    if let Some(at) = before.rev().find(|at| average(&tokens[*at])) {
        let own = tokens[at.saturating_sub(REACH_MAX)].range.start..tokens[at].range.start;
        if let Some(found) = durations(reading.slice(&own)).pop() {
            return Some(found);
        }
    }
    // "On average over the past five years": one stretch for the sentence.
    if !tokens.iter().any(average) {
        return None;
    }
    let mut all = durations(reading.slice(&sentence.range));
    let only = all.pop()?;
    all.is_empty().then_some(only)
}

fn is_average(token: &Token) -> bool {
    let forms = const { crate::statement::word::literals(["average", "averaged", "averaging", "mean"]) };
    token.kind == TokenKind::Word && forms.contains(&token.surface)
}

fn durations(text: &str) -> Vec<Quantity> {
    quantity::read(text).into_iter().filter(|one| one.kind == Kind::Duration).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statement::read_claim;

    fn check(claim: &str, source: &str, expected: &[bool]) {
        let (claim, source) = (read_claim(claim, None, None), read_claim(source, None, None));
        let percent = |one: &&Statement| one.quantity.kind == Kind::Percent;
        let own = claim.statements.iter().find(percent).expect("a claim of the test has a share");
        let found: Vec<bool> = source
            .statements
            .iter()
            .filter(percent)
            .map(|other| differs((&claim, own), (&source, other)))
            .collect();
        assert_eq!(found, expected, "{}", claim.text);
    }

    #[test]
    fn averages_over_other_stretches_are_other_figures() {
        let source =
            "Rain met 40% of the need, against a three-year average of 55% and a ten-year average of 62%.";
        check(
            "On average over the past three years rain met 62% of the need.",
            source,
            &[false, false, true],
        );
        check("The ten-year average is 62% of the need.", source, &[false, true, false]);
        check("Rain met 62% of the need on average.", source, &[false, false, false]);
    }
}
