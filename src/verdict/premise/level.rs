//! What a thing costs is not by how much it costs more: "450 crowns a month, 60 more than before".

use super::{Case, Doubt, above};
use crate::quantity::Kind;
use crate::quantity::change::ChangeRole;
use crate::statement::word::{self, Key};
use crate::statement::{Sentence, Statement};
use crate::verdict::Verdict;
use crate::verdict::code::Code;

/// Words right behind a figure that make it a difference.
const MORE: [Key; 6] = word::literals(["more", "less", "fewer", "higher", "lower", "extra"]);
/// Tokens from a figure to such a word.
const REACH: usize = 3;

/// The claim gives as a change what the source gives as what it came to, or the other way round.
pub(super) fn exchanged(case: &Case<'_>) -> Option<Doubt> {
    if !matches!(case.own.quantity.kind, Kind::Count | Kind::Currency | Kind::Dimension | Kind::Duration) {
        return None;
    }
    let (claimed, told) = (is_more(case.claimed(), case.own), is_more(case.told(), case.other));
    let changes = |one: &Statement| one.quantity.change.role == ChangeRole::By;
    if claimed == told || !claimed && changes(case.own) || !told && changes(case.other) {
        return None;
    }
    let sibling = case
        .siblings()
        .filter(|one| one.quantity.kind == case.other.quantity.kind && above(one) == above(case.other));
    let sibling = sibling.filter(|one| case.clashes(one)).find(|one| is_more(case.told(), one) == claimed)?;
    let change = if claimed { sibling } else { case.other };
    let reason = format!("the source has {} as the difference", case.printed(change));
    Some(Doubt::new(Verdict::Contradicted, Code::DIRECTION, reason))
}

/// True for "60 crowns more", and for "60 crowns a month more than before".
fn is_more(sentence: &Sentence, statement: &Statement) -> bool {
    let tokens = &sentence.tokens;
    let start = tokens.partition_point(|token| token.range.start < statement.quantity.span.end);
    let end = tokens.len().min(start + REACH).min(statement.segment.end.max(start));
    let than = const { word::literal("than") };
    tokens[start..end]
        .iter()
        .take_while(|token| token.surface != than)
        .any(|token| MORE.contains(&token.surface))
}
