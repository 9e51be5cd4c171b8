//! A table against the text around it: two figures of one source for just what the claim tells.

use super::Verdict;
use super::align;
use super::barring::other_turn;
use super::code::Code;
use super::compare::Relation;
use super::evidence::Stance;
use super::part::Part;
use super::value::{Question, Weighed, remark, support};

/// Fit at which a figure of the text is about just what the claim tells.
const TEXT_MIN: u32 = 800;
/// The same for a cell, whose row and column need not say what is done.
const CELL_MIN: u32 = 600;

/// A figure of the text and a cell of a table that are both the claim's own, of which one has its number and the
/// other another one, or the same for another turn.
pub(super) fn against_text<'w, 'a>(
    question: &Question<'a>,
    weighed: &'w [Weighed<'a>],
) -> Option<(&'w Weighed<'a>, &'w Weighed<'a>)> {
    let own = |one: &&Weighed<'_>| {
        let least = if one.statement.cell { CELL_MIN } else { TEXT_MIN };
        // The head of the row is what the claim speaks of.
        let headed = one.statement.labels.first().is_none_or(|head| {
            question.claim.sentences[question.own().sentence]
                .tokens
                .iter()
                .any(|token| align::meets(token, head))
        });
        one.fit.score >= least
            && one.fit.own >= least
            && headed
            && one.fit.block.is_none()
            && one.fit.unknown_names == 0
            && !one.fit.other_head
            && one.statement.modality == question.own().modality
    };
    let agrees = |one: &&Weighed<'_>| {
        one.barred.is_none() && one.compared.relation == Relation::Agree && one.compared.same_numeral
    };
    let turned =
        |one: &Weighed<'_>| one.compared.same_numeral && other_turn(question, one.statement).is_some();
    let clashes =
        |one: &&Weighed<'_>| one.barred.is_none() && one.compared.relation == Relation::Clash || turned(one);
    let told = weighed.iter().filter(own).find(agrees)?;
    let other = weighed.iter().filter(own).filter(clashes).find(|one| {
        one.statement.cell != told.statement.cell
            && one.statement.quantity.kind == told.statement.quantity.kind
    })?;
    Some(if told.statement.cell { (other, told) } else { (told, other) })
}

/// Says that the text of a source and its table disagree.
pub(super) fn conflicting(question: &Question<'_>, text: &Weighed<'_>, cell: &Weighed<'_>, part: &mut Part) {
    let span = |one: &Weighed<'_>| question.source.slice(&one.statement.quantity.span).trim().to_string();
    part.verdict = Verdict::Conflict;
    part.strength = text.fit.score;
    part.reason = match other_turn(question, text.statement).or_else(|| other_turn(question, cell.statement))
    {
        Some(turn) => format!("the text and the table of the source disagree: {turn}"),
        None => format!("the text of the source says {}, its table {}", span(text), span(cell)),
    };
    let reason = part.reason.clone();
    remark(part, Some(Code::SELF_CONFLICT), &reason);
    part.supports =
        vec![support(question, text, Stance::Disagrees), support(question, cell, Stance::Disagrees)];
}
