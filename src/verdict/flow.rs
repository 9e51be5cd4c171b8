//! What adds up over time is bounded by its figures for other periods: a stretch holds no more than the periods that
//! together cover it.
//!
//! A claim's amount is tested, and the amount before a claimed cut that is printed both as an amount and in percent.

use super::Verdict;
use super::code::Code;
use super::compare::Shown;
use super::derive::{Operand, Pool, Wanted, sign};
use super::evidence::{Stance, Step};
use super::interval::Interval;
use super::part::{Part, Remark, Support};
use super::period;
use super::reading;
use super::show::Scale;
use super::value;
use crate::quantity::Kind;
use crate::quantity::change::ChangeRole;
use crate::statement::{Reading, Statement};
use crate::temporal::Period;

/// Fit that figures need which together cover the claim's period.
const COVER_FIT_MIN: u32 = 430;
/// Periods that may be put together to cover one.
const COVER_MAX: usize = 24;

/// What the claim says of a period: an amount, and how it was come by.
struct Claimed {
    interval: Interval,
    period: Period,
    words: String,
}

/// Contradicts a figure that is more than what covers its period.
pub(super) fn judge(claim: &Reading, number: usize, pool: &Pool<'_>) -> Option<Part> {
    let wanted = Wanted::new(claim, number);
    let own = wanted.statement;
    if own.quantity.kind != Kind::Currency && own.quantity.kind != Kind::Count {
        return None;
    }
    let claimed = match own.quantity.change.role {
        ChangeRole::By => before_cut(&wanted)?,
        _ => stated(&wanted)?,
    };
    let measured = |operand: &Operand<'_>| {
        operand.fit.block.is_none()
            && !operand.fit.other_head
            && operand.fit.score >= COVER_FIT_MIN
            && operand.statement.quantity.unit == own.quantity.unit
            && reading::is_flow(operand.source, operand.statement)
    };
    let amounts = pool.operands(&wanted, |quantity| {
        quantity.kind == own.quantity.kind && quantity.change.role != ChangeRole::By
    });
    for witness in 0..pool.sources.len() {
        let told: Vec<&Operand<'_>> =
            amounts.iter().filter(|one| one.witness == witness && measured(one)).collect();
        if let Some((operands, sum)) = too_much(&claimed, &told) {
            return Some(contradiction(&wanted, &operands, &sum));
        }
    }
    None
}

/// The amount that the claim gives for its period, where it is one that adds up.
fn stated(wanted: &Wanted<'_>) -> Option<Claimed> {
    let own = wanted.statement;
    let period = value::period_of(wanted.claim, own)?;
    reading::is_flow(wanted.claim, own).then(|| Claimed {
        interval: Interval::meaning(&own.quantity),
        words: format!("{} in {}", shown(wanted, own), period::show(&period)),
        period,
    })
}

/// The amount of the year before that a cut by an amount and a percentage implies.
fn before_cut(wanted: &Wanted<'_>) -> Option<Claimed> {
    let own = wanted.statement;
    let sentence = &wanted.claim.sentences[own.sentence];
    let percent = wanted.claim.statements[sentence.statements.clone()]
        .iter()
        .find(|other| other.quantity.kind == Kind::Percent && sign(other) == sign(own) && sign(own) != 0)?;
    let period = value::period_of(wanted.claim, own)?.year_before()?;
    let share = Interval::meaning(&percent.quantity).scaled(1, 100)?;
    let interval = Interval::meaning(&own.quantity).over(&share)?;
    let scale = Scale::of(&wanted.claim.text, &own.quantity);
    let words = format!(
        "{} ÷ {} = {} in {}",
        shown(wanted, own),
        shown(wanted, percent),
        scale.interval(&interval),
        period::show(&period)
    );
    Some(Claimed { interval, period, words })
}

fn shown<'w>(wanted: &Wanted<'w>, statement: &'w Statement) -> &'w str {
    Shown { quantity: &statement.quantity, text: &wanted.claim.text }.span()
}

/// The figures, of periods that cover the claim's without a gap, whose sum is below the claim's.
fn too_much<'o, 'a>(claimed: &Claimed, told: &[&'o Operand<'a>]) -> Option<(Vec<&'o Operand<'a>>, String)> {
    let (start, end) = (claimed.period.from?, claimed.period.to?);
    let mut dated: Vec<(&Period, &'o Operand<'a>)> =
        told.iter().filter_map(|one| Some((one.period()?, *one))).collect();
    dated.sort_by_key(|(period, one)| {
        (period.from, std::cmp::Reverse(period.to), one.statement.quantity.numeral.start)
    });
    let mut chosen: Vec<&'o Operand<'a>> = Vec::new();
    let mut reached = start;
    while reached < end && chosen.len() < COVER_MAX {
        // The one that reaches farthest without a gap needs the fewest terms.
        let next = dated
            .iter()
            .filter(|(period, _)| period.from.is_some_and(|from| from <= reached))
            .filter(|(period, _)| period.to.is_some_and(|to| to > reached))
            .max_by_key(|(period, _)| period.to)?;
        reached = next.0.to?;
        chosen.push(next.1);
    }
    // One period alone that is the claim's own is compared as such.
    let same = chosen.len() == 1
        && chosen[0]
            .period()
            .is_some_and(|own| own.from == claimed.period.from && own.to == claimed.period.to);
    if same || reached < end {
        return None;
    }
    let sum = total(&chosen)?;
    let text = terms(&chosen, &sum);
    sum.below(&claimed.interval)
        .then(|| (chosen, format!("{}, but the periods that cover it hold {text} in all", claimed.words)))
}

fn total(operands: &[&Operand<'_>]) -> Option<Interval> {
    let (first, rest) = operands.split_first()?;
    rest.iter().try_fold(first.interval(), |sum, one| sum.plus(&one.interval()))
}

fn terms(operands: &[&Operand<'_>], sum: &Interval) -> String {
    let printed: Vec<&str> = operands.iter().map(|one| one.printed()).collect();
    match operands {
        [only] => only.shown(),
        _ => {
            let scale = Scale::of(&operands[0].source.text, &operands[0].statement.quantity);
            format!("{} = {}", printed.join(" + "), scale.interval(sum))
        }
    }
}

fn contradiction(wanted: &Wanted<'_>, operands: &[&Operand<'_>], sum: &str) -> Part {
    let own = wanted.statement;
    let mut part = Part::unaddressed(own.quantity.span.clone(), shown(wanted, own), sum);
    part.verdict = Verdict::Contradicted;
    part.strength = operands.iter().map(|one| one.fit.score).min().unwrap_or(0);
    part.remarks.push(Remark {
        code: Code::GROWTH,
        message: format!(
            "{} does not fit what the source gives for the periods around it",
            shown(wanted, own)
        ),
        notes: vec![sum.to_string()],
        help: Some("give the figure for a period that the source counts".to_string()),
    });
    part.steps.push(Step { rule: "flow-bounds".to_string(), place: None, outcome: sum.to_string() });
    for one in operands {
        let range = one.source.sentences[one.statement.sentence].range.clone();
        let support = Support { witness: one.witness, range, stance: Stance::Contradicts, marks: Vec::new() };
        part.supports.push(support.mark(one.statement.quantity.span.clone(), true, one.shown()));
    }
    part
}
