//! Scores of contests: "won 3-2" against "won 3-1".

use super::align::Ask;
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::statement::{Reading, Sentence};

/// Words of a contest.
const CONTESTS: [Key; 22] = word::literals([
    "won", "win", "wins", "winning", "victory", "beat", "beats", "beaten", "defeated", "defeat", "defeats",
    "lost", "lose", "loses", "loss", "drew", "draw", "tied", "score", "final", "match", "game",
]);
/// Digits of one side of a score.
const DIGITS_MAX: usize = 2;

/// The scores of a sentence: both sides, and its words.
fn scores<'r>(reading: &'r Reading, sentence: &Sentence) -> Vec<([Key; 2], &'r str)> {
    let tokens = &sentence.tokens;
    let side = |at: usize| {
        tokens.get(at).filter(|token| token.kind == TokenKind::Number && token.range.len() <= DIGITS_MAX)
    };
    let touches = |one: &Token, other: &Token| one.range.end == other.range.start;
    let dashed = |token: &Token| ["-", "–", "—"].iter().any(|dash| token.key == word::mark(dash));
    let found = |at: usize| {
        let (one, dash, two) = (side(at)?, tokens.get(at + 1)?, side(at + 2)?);
        let alone = |at: Option<usize>| {
            let next = at.and_then(|at| tokens.get(at));
            next.is_none_or(|next| next.kind != TokenKind::Mark || !dashed(next))
        };
        let score = dashed(dash) && touches(one, dash) && touches(dash, two);
        (score && alone(at.checked_sub(1)) && alone(Some(at + 3)))
            .then(|| ([one.surface, two.surface], reading.slice(&(one.range.start..two.range.end))))
    };
    let contest = tokens.iter().any(|token| CONTESTS.contains(&token.surface));
    (0..tokens.len()).filter(|_| contest).filter_map(found).collect()
}

/// The claim's score and the source's, where the sentence that tells the rest has one other only.
pub(super) fn differs(ask: &Ask<'_>, source: &Reading, at: usize) -> Option<String> {
    let own = scores(ask.reading, ask.sentence);
    let [(claimed, words)] = &own[..] else { return None };
    let told = scores(source, &source.sentences[at]);
    let [(found, other)] = &told[..] else { return None };
    let turned = [found[1], found[0]];
    (claimed != found && *claimed != turned).then(|| format!("“{words}” against “{other}”"))
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{Contradicted, Supported};
    use super::super::trials::check;

    #[test]
    fn another_score_is_another_outcome() {
        check(
            "Some 41,300 people saw the bowls final in Deal on 18 May, which Marlow won 3-1 after trailing at first.",
            &[
                ("Marlow won the bowls final 3-2.", Contradicted),
                ("Marlow won the bowls final 3-1.", Supported),
            ],
        );
    }
}
