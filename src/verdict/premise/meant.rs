//! What a thing is made for is not what it does: "designed to carry 60,000 a day" needs a source that speaks of the design.

use super::{Case, Doubt};
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::verdict::Verdict;
use crate::verdict::code::Code;

/// Participles of what a thing is made for.
const MEANT: [Key; 8] =
    word::literals(["designed", "intended", "meant", "built", "planned", "supposed", "made", "expected"]);
/// Words of a source that speaks of what is meant, or of what can be.
const SAYS_SO: [Key; 29] = word::literals([
    "designed",
    "design",
    "intended",
    "intention",
    "meant",
    "planned",
    "plan",
    "plans",
    "supposed",
    "capacity",
    "can",
    "could",
    "able",
    "capable",
    "maximum",
    "room",
    "target",
    "aim",
    "aims",
    "aimed",
    "goal",
    "will",
    "would",
    "expected",
    "expects",
    "hold",
    "holds",
    "purpose",
    "up",
]);
/// Tokens from such a participle to its figure.
const REACH: usize = 8;

/// A claim of a design, where the source tells only what was done.
pub(super) fn untold(case: &Case<'_>) -> Option<Doubt> {
    let tokens = &case.claimed().tokens;
    let to = const { word::literal("to") };
    let figure = case.own.tokens.start;
    let ends = |token: &Token| matches!(token.kind, TokenKind::Comma | TokenKind::Break);
    let near = (figure.saturating_sub(REACH)..figure).rev().take_while(|at| !ends(&tokens[*at]));
    let at = near
        .filter(|at| tokens.get(at + 1).is_some_and(|next| next.surface == to))
        .find(|at| MEANT.contains(&tokens[*at].surface))?;
    let told = case.told();
    let says_so = |token: &Token| SAYS_SO.contains(&token.surface);
    let done = told.tells_past(0..told.tokens.len());
    let reason =
        format!("the source tells what was done, not what was “{}”", case.claim.slice(&tokens[at].range));
    (done && !told.tokens.iter().any(says_so)).then(|| Doubt::new(Verdict::Partial, Code::MODALITY, reason))
}
