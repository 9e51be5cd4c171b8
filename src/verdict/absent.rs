//! Says of a figure that no statement of a source speaks to why the same number there is no evidence: another day,
//! another deadline, another turn.

use chrono::Datelike;

use super::Verdict;
use super::align::Ask;
use super::barring::{intends, other_turn, turn_of_time};
use super::code::Code;
use super::compare::Relation;
use super::cover;
use super::dayname;
use super::evidence::Stance;
use super::outcome;
use super::part::{Part, Support};
use super::period::{self, When};
use super::reading;
use super::value::{CLASH_MIN, Question, SUPPORT_MIN, Weighed, contradicted, remark, support};
use crate::quantity::Kind;
use crate::statement::Statement;
use crate::temporal::{Grain, Period};

/// Share of the claim's words that must stand beside a rank that is no figure of its sentence.
const RANKED_MIN: u32 = 600;

/// "Came third" is borne out by a sentence that says "third" of it, whatever the word goes with there.
fn by_word(question: &Question<'_>, part: &mut Part) -> bool {
    let own = question.own();
    if own.quantity.kind != Kind::Ordinal {
        return false;
    }
    let rank = &question.claim.sentences[own.sentence].tokens[own.tokens.start];
    let ask = Ask::for_sentence(question.claim, own.sentence, question.source);
    let told = |at: &&usize| {
        let tokens = &question.source.sentences[**at].tokens;
        tokens.iter().any(|token| token.surface == rank.surface)
            && cover::cover(&ask, question.source, &[**at]).score >= RANKED_MIN
    };
    let Some(at) = question.sentences.iter().find(told) else { return false };
    let range = question.source.sentences[*at].range.clone();
    let word = question.source.sentences[*at].tokens.iter().find(|token| token.surface == rank.surface);
    let label = question.shown().span();
    part.verdict = Verdict::Supported;
    part.strength = RANKED_MIN;
    part.reason = format!("claim {label}, source {label}");
    let support = Support { witness: question.witness, range, stance: Stance::Supports, marks: Vec::new() };
    let marked = word.map(|word| support.clone().mark(word.range.clone(), false, part.reason.clone()));
    part.supports.push(marked.unwrap_or(support));
    true
}

/// Says why no statement of the source speaks to the figure, and what stands nearest to it.
pub(super) fn nothing(question: &Question<'_>, weighed: &[Weighed<'_>], part: &mut Part) {
    let same = weighed.iter().find(|one| {
        one.barred.is_some() && one.compared.relation == Relation::Agree && one.compared.same_numeral
    });
    if let Some(one) = same.filter(|one| other_deadline(question, one)) {
        let when = one.statement.period.as_ref().map(|timed| period::show(&timed.period)).unwrap_or_default();
        let message = format!("{} is for another time in the source: {when}", part.label);
        contradicted(question, one, part);
        part.reason.clone_from(&message);
        part.remarks.clear();
        remark(part, Some(Code::PERIOD), &message);
        return;
    }
    if let Some(one) = same.filter(|one| outcome::turned(question, one)) {
        let message = format!("{} is a profit on one side and a loss on the other", part.label);
        contradicted(question, one, part);
        part.reason.clone_from(&message);
        part.remarks.clear();
        remark(part, Some(Code::SUBJECT), &message);
        return;
    }
    let of_time = turn_of_time(&question.claim.sentences[question.own().sentence]);
    if let Some((one, turn)) =
        same.filter(|_| !of_time).and_then(|one| Some((one, other_turn(question, one.statement)?)))
        && one.fit.block.is_none()
        && one.fit.score >= CLASH_MIN
        && !one.fit.other_head
    {
        let message = format!("{} is for another one in order: {turn}", part.label);
        contradicted(question, one, part);
        part.reason.clone_from(&message);
        part.remarks.clear();
        remark(part, Some(Code::PERIOD), &message);
        return;
    }
    if same.is_none() && by_word(question, part) {
        return;
    }
    let Some(same) = same else {
        part.reason = format!("no statement of the source speaks of {}", part.label);
        return;
    };
    let why = same.barred.clone().unwrap_or_default();
    part.reason = format!("{} stands in the source, but {why}", question.shown().span());
    let code = match same.when {
        _ if same.fit.block.is_some() => Some(Code::SUBJECT),
        When::OtherCalendar => Some(Code::FISCAL),
        when if !when.speaks(reading::is_flow(question.claim, question.own())) => Some(Code::PERIOD),
        _ => Some(Code::SUBJECT),
    };
    let reason = part.reason.clone();
    remark(part, code, &reason);
    part.for_longer = for_longer(question, same);
    part.supports.push(support(question, same, Stance::Nearby));
}

/// True where the source gives the number of the claim's month or year for a longer time that holds it.
fn for_longer(question: &Question<'_>, one: &Weighed<'_>) -> bool {
    one.when == When::Contains
        && reading::is_flow(question.claim, question.own())
        && question.own().quantity.bound == one.statement.quantity.bound
        && one.fit.block.is_none()
        && !one.fit.other_head
        && one.fit.score >= CLASH_MIN
        && one.statement.period.as_ref().is_some_and(|timed| timed.nearness >= 2)
}

/// The same target or plan with another deadline: the deadline is a part of it.
fn other_deadline(question: &Question<'_>, one: &Weighed<'_>) -> bool {
    intends(question.own().modality)
        && intends(one.statement.modality)
        && matches!(one.when, When::Apart)
        // A target for each of two years is two targets.
        && (is_deadline(one.statement) || !reading::is_flow(question.claim, question.own()))
        && one.fit.block.is_none()
        && one.fit.score >= SUPPORT_MIN
        && one.statement.period.as_ref().is_some_and(|timed| timed.nearness >= 2)
}

/// True where a statement is dated by the day by which it is to come true.
fn is_deadline(statement: &Statement) -> bool {
    statement.period.as_ref().is_some_and(|timed| timed.period.from.is_none())
}

/// "By 7 April" against "as of 6 April 2020": another day, whatever year the claim means.
pub(super) fn other_day(question: &Question<'_>, statement: &Statement) -> bool {
    let named = |period: &Period| dayname::day_and_month(question.claim.slice(&period.span));
    let own = &question.claim.sentences[question.own().sentence];
    let told =
        statement.period.as_ref().filter(|timed| timed.nearness >= 2 && timed.period.grain == Grain::Day);
    let Some(day) = told.and_then(|timed| timed.period.from.or(timed.period.to)) else { return false };
    let mut asked =
        own.periods.iter().filter(|period| !period::is_resolved(period)).filter_map(named).peekable();
    asked.peek().is_some() && asked.all(|(month, number)| (month, number) != (day.month(), day.day()))
}
