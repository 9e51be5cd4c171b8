//! "Above sixth place": a place that a claim gives a bound for, against the place that a source prints.

use super::compare::Relation;
use super::interval;
use super::value::Question;
use crate::quantity::Kind;
use crate::statement::Statement;
use crate::statement::word::{self, Key};

/// Words before a place of what is better, and of what is worse.
const BETTER: [Key; 3] = word::literals(["above", "higher", "better"]);
const WORSE: [Key; 4] = word::literals(["below", "lower", "worse", "beneath"]);
/// Tokens from such a word to the place.
const REACH: usize = 3;

/// How a printed place stands to the claim's bound, where the claim has one: the smaller number is the better place.
pub(super) fn compared(question: &Question<'_>, statement: &Statement) -> Option<Relation> {
    let own = question.own();
    if own.quantity.kind != Kind::Ordinal || statement.quantity.kind != Kind::Ordinal {
        return None;
    }
    let tokens = &question.claim.sentences[own.sentence].tokens;
    let near = &tokens[own.tokens.start.saturating_sub(REACH)..own.tokens.start];
    let says = |words: &[Key]| near.iter().any(|token| words.contains(&token.surface));
    let place = |one: &Statement| interval::ends(&one.quantity.figure).0;
    let holds = match (says(&BETTER), says(&WORSE)) {
        (true, false) => place(statement) < place(own),
        (false, true) => place(statement) > place(own),
        _ => return None,
    };
    Some(if holds { Relation::Agree } else { Relation::Clash })
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{Contradicted, Supported};
    use super::super::trials::check;

    #[test]
    fn a_better_place_is_a_smaller_number() {
        check(
            "Deal United finished fourth in the league in 1999.",
            &[
                ("Deal United finished the league above sixth place in 1999.", Supported),
                ("Deal United finished the league below third place in 1999.", Supported),
                ("Deal United finished the league above fourth place in 1999.", Contradicted),
                ("Deal United finished fifth in the league in 1999.", Contradicted),
            ],
        );
    }
}
