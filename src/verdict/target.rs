//! Whether a target was reached: "met its target" against "short of the target".

use super::align::Ask;
use crate::statement::word::{Key, Token, TokenKind, literals};
use crate::statement::{Reading, Sentence};

/// What is set before and reached or not.
const TARGETS: [Key; 9] = literals([
    "target",
    "targets",
    "targeted",
    "goal",
    "goals",
    "quota",
    "expectations",
    "forecast",
    "forecasts",
]);
/// Verbs and prepositions of what reached its target or passed it.
const REACHED: [Key; 22] = literals([
    "met",
    "meets",
    "meet",
    "hit",
    "reached",
    "achieved",
    "exceeded",
    "exceeds",
    "beat",
    "beats",
    "surpassed",
    "overshot",
    "topped",
    "passed",
    "fulfilled",
    "attained",
    "outstripped",
    "above",
    "beyond",
    "over",
    "ahead",
    "exceeding",
]);
/// The same of what did not.
const MISSED: [Key; 10] = literals([
    "missed",
    "misses",
    "miss",
    "undershot",
    "short",
    "below",
    "under",
    "behind",
    "failed",
    "missing",
]);
/// Verbs that turn round the one behind them.
const FAILED: [Key; 3] = literals(["failed", "fails", "failing"]);
/// Tokens from such a verb to that one.
const FAILED_REACH: usize = 2;
/// Tokens between such a word and the target.
const REACH_MAX: usize = 9;

/// A target with the word that says how it came out.
struct Outcome {
    reached: bool,
    word: usize,
    target: usize,
}

/// How a sentence says that a target came out, its denials counted in.
fn outcome(sentence: &Sentence) -> Option<Outcome> {
    let tokens = &sentence.tokens;
    let stops = |token: &Token| token.kind == TokenKind::Break;
    (0..tokens.len()).filter(|at| TARGETS.contains(&tokens[*at].surface)).find_map(|target| {
        let before = (target.saturating_sub(REACH_MAX)..target).rev().take_while(|at| !stops(&tokens[*at]));
        let behind = (target + 1..tokens.len()).take(REACH_MAX).take_while(|at| !stops(&tokens[*at]));
        let told =
            |at: &usize| REACHED.contains(&tokens[*at].surface) || MISSED.contains(&tokens[*at].surface);
        // Behind the target only a verb speaks of it: "the target was missed".
        let verb = |at: &usize| told(at) && tokens[*at].past;
        let word = before.clone().find(told).or_else(|| behind.clone().find(verb))?;
        let denied =
            sentence.denials().any(|at| at < word && word - at <= 3 && !MISSED.contains(&tokens[at].surface));
        // "Failed to meet its target".
        let near = &tokens[word.saturating_sub(FAILED_REACH)..word];
        let failed = near.iter().any(|token| FAILED.contains(&token.surface));
        let reached = REACHED.contains(&tokens[word].surface) != (denied || failed);
        Some(Outcome { reached, word, target })
    })
}

/// Whether a sentence says that a target was reached, if it speaks of that.
pub(super) fn told(sentence: &Sentence) -> Option<bool> {
    outcome(sentence).map(|found| found.reached)
}

fn words<'r>(reading: &'r Reading, sentence: &Sentence, found: &Outcome) -> &'r str {
    let (first, last) = (found.word.min(found.target), found.word.max(found.target));
    reading.slice(&(sentence.tokens[first].range.start..sentence.tokens[last].range.end))
}

/// The words of both, where the one says that a target was reached and the other that it was not.
pub(super) fn opposed(ask: &Ask<'_>, source: &Reading, chosen: &[usize]) -> Option<String> {
    let own = outcome(ask.sentence)?;
    let told = chosen.iter().map(|at| &source.sentences[*at]);
    let (sentence, other) = told.filter_map(|one| Some((one, outcome(one)?))).next()?;
    (own.reached != other.reached).then(|| {
        format!("“{}” against “{}”", words(ask.reading, ask.sentence, &own), words(source, sentence, &other))
    })
}

/// True where claim and source say the same of a target.
pub(super) fn agrees(ask: &Ask<'_>, source: &Reading) -> bool {
    let Some(own) = outcome(ask.sentence) else { return false };
    source.sentences.iter().filter_map(outcome).any(|other| other.reached == own.reached)
}

/// True for the claim's word of how a target came out, where the source says the same in another word.
pub(super) fn says(ask: &Ask<'_>, source: &Reading, token: &Token) -> bool {
    let told = |own: Outcome| ask.sentence.tokens[own.word].range == token.range;
    outcome(ask.sentence).is_some_and(told) && agrees(ask, source)
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{Contradicted, Supported};
    use super::super::trials::check;

    #[test]
    fn a_target_is_reached_or_missed() {
        check(
            "The mill's 2024 harvest of oats came to 28.9 tonnes, above the target of 27.9 tonnes.",
            &[
                ("The mill missed its target for oats in 2024.", Contradicted),
                ("The mill's harvest of oats met its target in 2024.", Supported),
            ],
        );
        check(
            "The mill's harvest fell below last year's level in 2024, but it met its target.",
            &[("The mill missed its target in 2024.", Contradicted)],
        );
        check(
            "The mill's 2024 harvest of oats fell short of its target.",
            &[
                ("The mill's harvest of oats met its target in 2024.", Contradicted),
                ("The mill's harvest of oats missed its target in 2024.", Supported),
                ("The mill's harvest of oats did not meet its target in 2024.", Supported),
            ],
        );
    }
}
