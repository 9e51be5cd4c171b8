//! So much each is not so much altogether, and so much over many years is not so much every year.

use super::{Case, Doubt};
use crate::quantity::Kind;
use crate::quantity::change::ChangeRole;
use crate::statement::Statement;
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::verdict::Verdict;
use crate::verdict::ask::says;
use crate::verdict::code::Code;
use crate::verdict::rate;

/// Words that make a figure one of each.
const EACH: [Key; 6] = word::literals(["each", "apiece", "average", "averaged", "averaging", "mean"]);
/// Those that need no second figure to say that there is more in all.
const SHARED: [Key; 2] = word::literals(["each", "apiece"]);
/// Words that make a figure that of all, wherever they stand.
const ALL: [Key; 3] = word::literals(["altogether", "combined", "together"]);
/// Words that make "over the whole of 2019" all of it.
const WHOLE: [Key; 2] = word::literals(["whole", "entire"]);
/// Days of the longest stretch that a rate is counted by, where the figure is that of one such stretch.
const STRETCHES: [(&str, i64); 4] =
    [("so much a day", 2), ("so much a week", 10), ("so much a month", 45), ("so much a year", 400)];

/// Tokens behind a figure that hold "in all".
const BEHIND: usize = 4;

/// The claim gives for all what the source gives for each, or for each stretch of time what it gives for all of them.
pub(super) fn exchanged(case: &Case<'_>) -> Option<Doubt> {
    if !matches!(case.own.quantity.kind, Kind::Count | Kind::Currency | Kind::Dimension) {
        return None;
    }
    each(case).or_else(|| every(case))
}

/// "34 altogether" where the source has "34 each, or 170 in all".
fn each(case: &Case<'_>) -> Option<Doubt> {
    let told = case.told();
    let tokens = &case.claimed().tokens;
    let near = case.own.tokens.start.saturating_sub(BEHIND)..(case.own.tokens.end + BEHIND).min(tokens.len());
    let own = &tokens[near];
    let segment = &told.tokens[case.other.segment.clone()];
    // "34 each, or 170 in all": the words right behind a figure are its own.
    let behind = case.other.tokens.end..(case.other.tokens.end + BEHIND).min(told.tokens.len());
    if is_all(&told.tokens[behind]) {
        return None;
    }
    if !is_all(own) || says(own, &EACH) || !says(segment, &EACH) || is_all(segment) {
        return None;
    }
    let in_all = case.siblings().any(|one| is_all(&told.tokens[one.segment.clone()]) && case.clashes(one));
    let verdict = if in_all || says(segment, &SHARED) { Verdict::Contradicted } else { Verdict::Partial };
    let reason = "the claim gives an amount in all, the source so much each".to_string();
    Some(Doubt::new(verdict, Code::STATISTIC, reason))
}

/// "12 million every year" where the source has "12 million in all, or 2 million a year".
fn every(case: &Case<'_>) -> Option<Doubt> {
    let per = rate::shown(case.claimed(), case.own)?;
    let (_, longest) = STRETCHES.iter().find(|(shown, _)| *shown == per)?;
    let told = case.told();
    let segment = &told.tokens[case.other.segment.clone()];
    if rate::shown(told, case.other).is_some() || says(segment, &EACH) || is_of_one(case.other, *longest) {
        return None;
    }
    let beside = |one: &&Statement| {
        let sum = one.quantity.change.role != ChangeRole::By && one.quantity.kind == case.other.quantity.kind;
        sum && rate::shown(told, one) == Some(per)
    };
    let whole = is_all(segment) || says(&told.tokens[case.other.clause.clone()], &WHOLE);
    let rated = case.siblings().find(beside).filter(|one| case.clashes(one));
    let reason = match rated {
        Some(one) => {
            format!("the claim gives {per}, which the source has as {}", case.printed(one))
        }
        None => format!("the claim gives {per}, the source an amount in all"),
    };
    (rated.is_some() || whole).then(|| Doubt::new(Verdict::Contradicted, Code::STATISTIC, reason))
}

/// True for the figure of one stretch of the length that a rate is counted by.
fn is_of_one(statement: &Statement, longest: i64) -> bool {
    let period = statement.period.as_ref().map(|timed| &timed.period);
    let ends = period.and_then(|period| period.from.zip(period.to));
    ends.is_some_and(|(from, to)| (to - from).num_days() <= longest)
}

/// True where words say that a figure is that of all: "altogether", "in total", "in all".
fn is_all(tokens: &[Token]) -> bool {
    let [with, in_, total, all] = const { word::literals(["with", "in", "total", "all"]) };
    (0..tokens.len()).any(|at| {
        let next = tokens.get(at + 1);
        let third = tokens.get(at + 2);
        // "In all three towns" says where, "in all" how many.
        let ends = |token: Option<&Token>| {
            token.is_none_or(|token| token.kind != TokenKind::Number && !token.content())
        };
        let counted = tokens[at].surface == in_
            && next.is_some_and(|next| next.surface == total || next.surface == all && ends(third));
        counted || ALL.contains(&tokens[at].surface) && next.is_none_or(|next| next.surface != with)
    })
}
