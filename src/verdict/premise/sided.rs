//! A profit is no loss of the same size.

use super::{Case, Doubt};
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::statement::{Reading, Statement};
use crate::verdict::Verdict;
use crate::verdict::code::Code;

/// Names of what is left over.
const LEFT: [Key; 6] = word::literals(["profit", "profits", "surplus", "surpluses", "gain", "gains"]);
/// Names of what is lacking.
const LACKING: [Key; 5] = word::literals(["loss", "losses", "deficit", "deficits", "shortfall"]);
/// Tokens between such a name and its figure.
const REACH: usize = 4;

/// The claim calls a profit what the source calls a loss, or the other way round.
pub(super) fn opposite(case: &Case<'_>) -> Option<Doubt> {
    let (own, words) = side(case.claim, case.own)?;
    let (other, told) = side(case.source, case.other)?;
    let reason = format!("the claim has a “{words}”, the source a “{told}”");
    (own != other).then(|| Doubt::new(Verdict::Contradicted, Code::DIRECTION, reason))
}

/// Whether the name nearest to a figure is of what is left over, with its word.
fn side<'r>(reading: &'r Reading, figure: &Statement) -> Option<(bool, &'r str)> {
    let tokens = &reading.sentences[figure.sentence].tokens;
    let breaks = |token: &Token| !matches!(token.kind, TokenKind::Word | TokenKind::Mark);
    let before = tokens[..figure.tokens.start].iter().rev().take(REACH).take_while(|token| !breaks(token));
    let behind = tokens[figure.tokens.end..].iter().take(REACH).take_while(|token| !breaks(token));
    let of = |token: &Token| {
        let left = LEFT.contains(&token.surface);
        (left || LACKING.contains(&token.surface)).then_some(left)
    };
    let mut found = before.chain(behind).filter_map(|token| Some((of(token)?, token)));
    let (left, token) = found.next()?;
    Some((left, reading.slice(&token.range)))
}
