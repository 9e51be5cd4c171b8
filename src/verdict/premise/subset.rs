//! A share "of those" is a share of the part that the sentence before tells of.

use super::{Case, Doubt};
use crate::quantity::Kind;
use crate::statement::word::{self, Key, Token};
use crate::verdict::Verdict;
use crate::verdict::align::meets;
use crate::verdict::code::Code;

/// Words behind "of" that stand for those of the sentence before.
const THOSE: [Key; 3] = word::literals(["those", "these", "them"]);

/// The claim gives of what the sentence before says the share that another thing has within it.
pub(super) fn of_those(case: &Case<'_>) -> Option<Doubt> {
    let told = case.told();
    let of = const { word::literal("of") };
    let [first, second, ..] = &told.tokens[..] else { return None };
    let back = first.surface == of && THOSE.contains(&second.surface);
    let share = case.other.quantity.kind == Kind::Percent && case.own.quantity.kind == Kind::Percent;
    if !back || !share {
        return None;
    }
    let at = case.other.sentence.checked_sub(1)?;
    let before = &case.source.sentences[at];
    let figures = case.source.statements_of(at).iter();
    let sibling = figures.filter(|one| one.quantity.kind == Kind::Percent).find(|one| case.clashes(one))?;
    if before.passage != told.passage {
        return None;
    }
    let own = |token: &&Token| {
        let at = token.range.start;
        token.content() && !(case.own.quantity.span.start..case.own.quantity.span.end).contains(&at)
    };
    let stands = |tokens: &[Token], word: &Token| tokens.iter().any(|token| meets(word, token));
    let behind = &before.tokens[sibling.tokens.end..];
    let words = || case.claimed().tokens.iter().filter(own);
    let of_before = words().any(|word| stands(behind, word) && !stands(&told.tokens, word));
    let of_those = words().any(|word| stands(&told.tokens, word) && !stands(&before.tokens, word));
    let reason = format!(
        "the source has {} of those only of whom the sentence before tells, with {}",
        case.printed(case.other),
        case.printed(sibling)
    );
    (of_before && !of_those).then(|| Doubt::new(Verdict::Contradicted, Code::SCOPE, reason))
}
