//! A part and its whole: a part cannot be more than the whole of which a source speaks, nor a stretch of time more
//! than the longer one around it.

use super::Verdict;
use super::agree;
use super::align::{self};
use super::barring::WHOLE_AND_PART;
use super::code::Code;
use super::compare::{self, Relation, Shown};
use super::evidence::Stance;
use super::interval::Interval;
use super::part::Part;
use super::period::{self, When};
use super::reading;
use super::show::Scale;
use super::value::{CLASH_MIN, Question, SUPPORT_MIN, Weighed, contradicted, remark, support};
use crate::claim::Modality;
use crate::quantity::Kind;
use crate::quantity::change::ChangeRole;
use crate::statement::Statement;

/// Fit at which a part and a whole are of one thing.
const BREACH_MIN: u32 = 300;

/// Fit at which a count is the whole of which the claim counts a kind.
const MODIFIED_MIN: u32 = 500;

/// Fit at which a part of a period bounds the whole of it.
const BOUND_MIN: u32 = 750;

/// Judges a part that is more than its whole: contradicted, or a conflict where the same source states the part too.
pub(super) fn broken_whole(question: &Question<'_>, weighed: &[Weighed<'_>], part: &mut Part) -> bool {
    let reason = |one: &Weighed<'_>| one.barred.clone().unwrap_or_default();
    let speaks = |one: &&Weighed<'_>| one.barred.is_none() || reason(one) == WHOLE_AND_PART;
    let others = |one: &&Weighed<'_>| reason(one) == align::OTHER_NAME && one.when.speaks(true);
    let stated = weighed.iter().find(|one| {
        one.barred.is_none()
            && one.compared.relation == Relation::Agree
            && one.statement.scope == question.own().scope
            && one.fit.score >= SUPPORT_MIN
    });
    let found = |one: &'_ Weighed<'_>| breach(question, one);
    let plain = weighed.iter().filter(speaks).find_map(|one| Some((one, found(one)?)));
    // Another's count of the whole speaks against a part only where the source states the part itself.
    let other = || weighed.iter().filter(others).find_map(|one| Some((one, found(one)?)));
    let Some((one, note)) = plain.or_else(|| stated.and_then(|_| other())) else { return false };
    contradicted(question, one, part);
    part.reason.clone_from(&note);
    part.remarks.clear();
    if let Some(stated) = stated {
        part.verdict = Verdict::Conflict;
        part.reason = format!("the source disagrees with itself: {note}");
        part.supports =
            vec![support(question, stated, Stance::Disagrees), support(question, one, Stance::Disagrees)];
        let reason = part.reason.clone();
        remark(part, Some(Code::SELF_CONFLICT), &reason);
    } else {
        remark(part, Some(Code::SCOPE), &note);
    }
    true
}

/// True for "twelve of the yards": it counts the yards.
fn counts_of(question: &Question<'_>, one: &Weighed<'_>) -> bool {
    let tokens = &question.source.sentences[one.statement.sentence].tokens;
    let next = tokens.get(one.statement.tokens.end);
    next.is_some_and(|next| next.surface == const { crate::statement::word::literal("of") })
}

/// A part cannot be more than its whole: direct against direct and indirect together.
pub(super) fn breach(question: &Question<'_>, one: &Weighed<'_>) -> Option<String> {
    let own = question.own();
    let narrow = reading::is_narrow;
    // A number that says nothing of parts counts all.
    let unscoped = |one: &Weighed<'_>| {
        one.statement.scope.is_none()
            && !counts_of(question, one)
            && one.fit.score >= CLASH_MIN
            && !one.fit.far_head
            && own.quantity.kind == Kind::Count
    };
    let broad = |scope: Option<&str>| matches!(scope, Some("both" | "total"));
    if own.quantity.kind != one.statement.quantity.kind || one.fit.score < BREACH_MIN || one.fit.other_head {
        return None;
    }
    let theirs = Shown { quantity: &one.statement.quantity, text: &question.source.text };
    let (mine, whole) =
        (Interval::meaning(&own.quantity), compare::reach(&one.statement.quantity, question.strict_bounds));
    if own.scope.is_none()
        && own.quantity.kind == Kind::Count
        && own.modality == one.statement.modality
        && one.fit.score >= MODIFIED_MIN
        && one.fit.far_names == 0
        && !one.fit.far_head
        && matches!(one.when, When::Same | When::Unasked)
        && whole.below(&mine)
        && let Some(word) = agree::unproved_modifier(question)
    {
        return Some(format!(
            "the claim counts {} ({word}), the source all of them ({}): a part cannot be more than the whole",
            question.shown().span(),
            theirs.span()
        ));
    }
    if narrow(own.scope) && (broad(one.statement.scope) || unscoped(one)) && whole.below(&mine) {
        let scale = Scale::of(&question.source.text, &one.statement.quantity);
        return Some(format!(
            "the claim counts {} ({}), the source {} ({}, that is {}): a part cannot be more than the whole",
            own.scope.map_or("", reading::scope_word),
            question.shown().span(),
            one.statement.scope.map_or("all", reading::scope_word),
            theirs.span(),
            scale.interval(&whole)
        ));
    }
    if broad(own.scope)
        && narrow(one.statement.scope)
        && mine.below(&Interval::meaning(&one.statement.quantity))
    {
        return Some(format!(
            "the source's part ({}) is more than the whole that the claim gives ({})",
            theirs.span(),
            question.shown().span()
        ));
    }
    None
}

/// What adds up over time cannot be less over the year than over one of its months.
pub(super) fn outgrown(question: &Question<'_>, one: &Weighed<'_>) -> Option<String> {
    let (own, other) = (question.own(), one.statement);
    let plain = |statement: &Statement| {
        statement.modality == Modality::Actual
            && statement.quantity.change.role != ChangeRole::By
            && statement.statistics.is_empty()
            && matches!(statement.quantity.kind, Kind::Count | Kind::Currency | Kind::Dimension)
    };
    let alike = own.quantity.kind == other.quantity.kind
        && one.compared.relation == Relation::Clash
        && one.fit.block.is_none()
        && !one.fit.other_head
        && !one.fit.far_head
        && one.fit.unknown_names == 0
        && one.fit.far_names == 0
        && one.fit.own >= BOUND_MIN
        && (own.quantity.kind != Kind::Count || other.head.is_some() == own.head.is_some())
        && one.statement.period.as_ref().is_some_and(|timed| timed.nearness >= 2);
    if !alike
        || !plain(own)
        || !plain(other)
        || !reading::is_flow(question.claim, own)
        || !reading::is_flow(question.source, other)
    {
        return None;
    }
    let (mine, theirs) = (Interval::meaning(&own.quantity), Interval::meaning(&other.quantity));
    let (part, whole) = match one.when {
        When::Within if mine.below(&theirs) => (other, "the claim's longer period"),
        When::Contains if theirs.below(&mine) => (own, "the source's longer period"),
        _ => return None,
    };
    let when = part.period.as_ref().map(|timed| period::show(&timed.period)).unwrap_or_default();
    Some(format!("{when} alone has more than {whole}: {}", one.compared.note))
}
