//! A plan whose outcome is printed beside it: a claim that tells the plan as done is then wrong, not only unproved.

use std::sync::LazyLock;

use super::barring::intends;
use super::compare::Relation;
use super::evidence::Stance;
use super::part::Part;
use super::period::When;
use super::value::{CLASH_MIN, Question, Weighed, support};
use super::{Verdict, align};
use crate::claim::Modality;
use crate::quantity::change::ChangeRole;
use crate::statement::lexicon::{ClassId, lexicon};
use crate::statement::word::Token;
use crate::statement::{Reading, Statement};

/// Sentences between a plan and its outcome.
const NEAR_MAX: usize = 1;

/// Outcomes of which a year has the one or the other.
static EITHER: LazyLock<Option<(ClassId, ClassId)>> =
    LazyLock::new(|| lexicon().class_named("profit").zip(lexicon().class_named("loss")));

/// Contradicts a claim that tells as done what was planned, where the source prints another outcome.
pub(super) fn deny(question: &Question<'_>, weighed: &[Weighed<'_>], part: &mut Part) {
    let own = question.own();
    if part.verdict != Verdict::Partial || own.modality != Modality::Actual {
        return;
    }
    let Some((mark, ..)) = part.supports.first().and_then(|support| support.marks.first()) else { return };
    let planned = weighed.iter().find(|one| one.statement.quantity.span == *mark);
    let Some(planned) = planned.filter(|one| intends(one.statement.modality)) else { return };
    let Some(done) = weighed.iter().find(|one| is_outcome(question, planned, one)) else { return };
    let shown = |one: &Weighed<'_>| question.source.slice(&one.statement.quantity.span).trim().to_string();
    part.verdict = Verdict::Contradicted;
    part.strength = planned.fit.score;
    part.reason = format!("{} was planned, the outcome is {}", shown(planned), shown(done));
    for remark in &mut part.remarks {
        remark.message.clone_from(&part.reason);
    }
    part.supports.push(support(question, done, Stance::Contradicts));
}

fn is_outcome(question: &Question<'_>, planned: &Weighed<'_>, one: &Weighed<'_>) -> bool {
    let (plan, done) = (planned.statement, one.statement);
    let alike = plan.quantity.kind == done.quantity.kind
        && plan.quantity.unit == done.quantity.unit
        && done.modality == Modality::Actual
        && done.sentence.abs_diff(plan.sentence) <= NEAR_MAX
        && question.source.sentences[done.sentence].passage
            == question.source.sentences[plan.sentence].passage
        && one.compared.relation == Relation::Clash
        && one.when >= When::Unstated;
    let clashes = one.barred.is_none()
        && done.quantity.change.role != ChangeRole::By
        && one.fit.score >= CLASH_MIN
        && !one.fit.far_head
        && one.fit.lacking == 0;
    alike && (clashes || opposed(question.source, planned.statement, done))
}

/// True where the one is a profit and the other a loss.
fn opposed(source: &Reading, plan: &Statement, done: &Statement) -> bool {
    let Some((profit, loss)) = *EITHER else { return false };
    let has = |statement: &Statement, class: ClassId| {
        align::own_words(source, statement).any(|token: &Token| token.classes.contains(&class))
    };
    has(plan, profit) && has(done, loss) && !has(done, profit)
        || has(plan, loss) && has(done, profit) && !has(done, loss)
}

/// True where the claim has as a profit what the source has as a loss, or the reverse.
pub(super) fn turned(question: &Question<'_>, one: &Weighed<'_>) -> bool {
    let Some((profit, loss)) = *EITHER else { return false };
    let own = question.own();
    let has = |reading: &Reading, statement: &Statement, class: ClassId| {
        align::own_words(reading, statement).any(|token: &Token| token.classes.contains(&class))
    };
    let side = |reading: &Reading, statement: &Statement| {
        (has(reading, statement, profit), has(reading, statement, loss))
    };
    let (claimed, told) = (side(question.claim, own), side(question.source, one.statement));
    claimed.0 != claimed.1
        && told == (claimed.1, claimed.0)
        && one.fit.unknown_names == 0
        && own.modality == one.statement.modality
        && matches!(one.when, When::Same | When::Unasked)
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{Contradicted, Partial, Supported};
    use super::super::trials::check;

    #[test]
    fn a_budget_is_no_outcome() {
        let claim = "The guild of Deal made a surplus of 1.4 million dollars in 2019.";
        check(
            "The guild of Deal closed 2019 with a loss of 2.2 million dollars; a surplus of 1.4 million dollars had been budgeted.",
            &[
                (claim, Contradicted),
                ("The guild of Deal had budgeted a surplus of 1.4 million dollars for 2019.", Supported),
            ],
        );
        check(
            "A surplus of 1.4 million dollars had been budgeted by the guild of Deal for 2019.",
            &[(claim, Partial)],
        );
    }

    #[test]
    fn a_quota_is_no_catch() {
        check(
            "The quota for cod off Deal is 12,450 tonnes in 2019.",
            &[
                ("Boats landed 12,450 tonnes of cod off Deal in 2019.", Partial),
                ("The quota for cod off Deal was 12,450 tonnes in 2019.", Supported),
            ],
        );
    }

    #[test]
    fn an_aim_may_be_called_a_hope() {
        check(
            "Deal welcomed 1.7 million tourists in 2019. The town hopes to attract 3 million visitors a year by 2030.",
            &[("Deal aims to draw 3 million tourists a year by 2030.", Supported)],
        );
    }
}
