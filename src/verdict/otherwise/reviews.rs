//! "Positive reviews from most critics" against an approval of 19 %: the share is that of the positive reviews.

use super::{Case, Found};
use crate::quantity::Kind;
use crate::quantity::exact::Exact;
use crate::statement::word::{self, Key};
use crate::verdict::code::Code;
use crate::verdict::interval::ends;

/// Words of what critics write.
const REVIEWS: [Key; 5] = word::literals(["reviews", "reception", "critics", "reviewers", "response"]);
/// Words of praise and of blame before them.
const GOOD: [Key; 5] = word::literals(["positive", "favorable", "favourable", "good", "acclaim"]);
const BAD: [Key; 5] = word::literals(["negative", "unfavorable", "unfavourable", "poor", "bad"]);
/// Names of the share of reviews that praise.
const SHARES: [Key; 3] = word::literals(["tomatoes", "approval", "tomatometer"]);
/// Shares at which most critics do not praise, and do.
const FEW: i128 = 40;
const MANY: i128 = 60;

/// The share that rules the claim out.
pub(super) fn against(case: &Case<'_>) -> Option<Found> {
    let tokens = &case.own.tokens;
    let says = |words: &[Key]| tokens.iter().any(|token| words.contains(&token.surface));
    let (good, bad) = (says(&GOOD), says(&BAD));
    let mixed = says(const { &word::literals(["mixed", "some", "few", "not"]) });
    if !says(&REVIEWS) || good == bad || mixed || !case.own.statements.is_empty() {
        return None;
    }
    let word = tokens.iter().find(|token| GOOD.contains(&token.surface) || BAD.contains(&token.surface))?;
    case.source.sentences.iter().enumerate().find_map(|(at, sentence)| {
        let named = sentence.tokens.iter().any(|token| SHARES.contains(&token.surface));
        let figures = case.source.statements_of(at);
        let mut shares = figures.iter().filter(|figure| figure.quantity.kind == Kind::Percent);
        let share = shares.next().filter(|_| named && case.is_about(at))?;
        let (low, high) = ends(&share.quantity.figure);
        let against = if good { high < Exact::from_integer(FEW) } else { low > Exact::from_integer(MANY) };
        let printed = case.source.slice(&share.quantity.span);
        let reason = format!("“{}” reviews against an approval of {printed}", case.claim.slice(&word.range));
        (against && shares.next().is_none())
            .then(|| Found::against(Code::SHARE, word.range.clone(), at, reason))
    })
}
