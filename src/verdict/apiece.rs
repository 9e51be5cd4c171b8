//! What one of many comes to: money in all over how much or how many it was for ("$1.4 billion for 298,000 tonnes" is
//! about $4.70 a kilo).
//!
//! It only bears out, and only a figure of enough digits that it is no chance.

use super::Verdict;
use super::align::meets;
use super::code::Code;
use super::derive::Pool;
use super::evidence::{Stance, Step};
use super::interval::Interval;
use super::part::{Part, Support};
use super::period::{self, When};
use super::show::Scale;
use super::value;
use crate::quantity::change::ChangeRole;
use crate::quantity::exact::Exact;
use crate::quantity::{Bound, Kind, Quantity, unit};
use crate::statement::word::{self, Key, Token};
use crate::statement::{Reading, Sentence, Statement};

/// Words that make a claim's figure one of each.
const EACH: [Key; 7] = word::literals(["apiece", "each", "average", "averaged", "averaging", "per", "mean"]);
/// Sentences between the two figures.
const NEAR: usize = 1;
/// How wide a claimed figure may be, in parts of its own size.
const WIDTH_MAX: i128 = 4;

/// Bears out the figures of a claim's sentence that are of one of many.
pub(super) fn judge(claim: &Reading, number: usize, pool: &Pool<'_>, parts: &mut [Vec<Part>]) {
    let own = &claim.sentences[number];
    for figure in own.statements.clone() {
        let statement = &claim.statements[figure];
        let plain =
            matches!(statement.quantity.bound, Bound::Exact | Bound::About | Bound::Nearly | Bound::JustOver);
        let each = !line(&statement.quantity).1.is_empty()
            || own.tokens.iter().any(|token| EACH.contains(&token.surface));
        if statement.quantity.kind != Kind::Currency || !plain || !each {
            continue;
        }
        for (witness, (source, sentences)) in pool.sources.iter().enumerate() {
            let asked = Asked { claim, own, statement, source };
            for part in parts[witness].iter_mut().filter(|part| part.figure == Some(figure)) {
                let by_value = part.remarks.first().is_some_and(|remark| remark.code == Code::VALUE);
                let open = part.verdict == Verdict::NotAddressed
                    || part.verdict == Verdict::Contradicted && by_value;
                let Some((money, count, reason)) = asked.quotient(sentences).filter(|_| open) else {
                    continue;
                };
                part.verdict = Verdict::Supported;
                part.remarks.clear();
                part.strength = part.strength.max(value::SUPPORT_MIN);
                part.steps.push(Step { rule: "apiece".to_string(), place: None, outcome: reason.clone() });
                part.supports = [money, count]
                    .map(|one| {
                        let range = source.sentences[one.sentence].range.clone();
                        let support = Support { witness, range, stance: Stance::Supports, marks: Vec::new() };
                        support.mark(one.quantity.span.clone(), false, reason.clone())
                    })
                    .to_vec();
                part.reason = reason;
            }
        }
    }
}

/// The currency of an amount, and what stands below its line.
fn line(quantity: &Quantity) -> (&str, &str) {
    match quantity.unit.split_once(" per ") {
        Some((above, below)) => (above, below),
        None => (&quantity.unit, &quantity.per),
    }
}

/// A figure of a claim, asked of one source.
struct Asked<'a> {
    claim: &'a Reading,
    own: &'a Sentence,
    statement: &'a Statement,
    source: &'a Reading,
}

impl<'a> Asked<'a> {
    /// Money in all and how many it is for, whose quotient is the claim's figure.
    fn quotient(&self, sentences: &[usize]) -> Option<(&'a Statement, &'a Statement, String)> {
        let claimed = Interval::meaning(&self.statement.quantity);
        let narrow = |interval: &Interval| {
            let (low, high) = interval.low.zip(interval.high)?;
            Some((high - low) * Exact::from_integer(WIDTH_MAX) <= low)
        };
        narrow(&claimed).filter(|narrow| *narrow)?;
        let figures = || sentences.iter().flat_map(|at| self.source.statements_of(*at));
        figures().filter(|one| self.is_money(one)).find_map(|money| {
            figures().filter(|one| self.goes_with(money, one)).find_map(|count| {
                let times = self.times(count)?;
                let many = Interval::meaning(&count.quantity);
                let many = many.times(&Interval::point(times))?;
                let each = Interval::meaning(&money.quantity).over(&many)?;
                let agrees = !each.apart(&claimed) && narrow(&each)?;
                let scale = Scale::of(&self.claim.text, &self.statement.quantity);
                let printed = |one: &Statement| self.source.slice(&one.quantity.span).trim().to_string();
                let reason = format!(
                    "{} ÷ {} = {}; {} is inside",
                    printed(money),
                    printed(count),
                    scale.interval(&each),
                    self.claim.slice(&self.statement.quantity.span).trim()
                );
                agrees.then_some((money, count, reason))
            })
        })
    }

    /// True for an amount in all of the claim's currency and time.
    fn is_money(&self, one: &Statement) -> bool {
        let wanted = value::period_of(self.claim, self.statement);
        let when = period::compare(wanted.as_ref(), one.period.as_ref(), true);
        one.quantity.kind == Kind::Currency
            && one.quantity.unit == line(&self.statement.quantity).0
            && one.quantity.per.is_empty()
            && one.quantity.change.role != ChangeRole::By
            && !matches!(when, When::Apart | When::OtherCalendar)
    }

    /// True for a number of things that stands with the money.
    fn goes_with(&self, money: &Statement, one: &Statement) -> bool {
        let passage = |at: usize| self.source.sentences[at].passage;
        let same_time = match (&money.period, &one.period) {
            (Some(one), Some(two)) => period::periods(&one.period, &two.period) == When::Same,
            _ => true,
        };
        matches!(one.quantity.kind, Kind::Count | Kind::Dimension)
            && one.quantity.change.role != ChangeRole::By
            && one.sentence.abs_diff(money.sentence) <= NEAR
            && passage(one.sentence) == passage(money.sentence)
            && same_time
    }

    /// How many of what the claim counts by one of the source's is; none where they are of other things.
    fn times(&self, count: &Statement) -> Option<Exact> {
        let (_, per) = line(&self.statement.quantity);
        if count.quantity.kind == Kind::Dimension {
            return unit::convert(&Exact::from_integer(1), &count.quantity.unit, per);
        }
        let told = &self.source.sentences[count.sentence].tokens;
        let noun = &told[count.head?];
        let is = |token: &Token| token.content() && (meets(token, noun) || meets(noun, token));
        let named = if per.is_empty() {
            self.own.tokens.iter().any(is)
        } else {
            let form = word::normal(per);
            self.own.tokens.iter().any(|token| token.key == form && is(token))
        };
        named.then(|| Exact::from_integer(1))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{NotAddressed, Supported};
    use super::super::trials::check;

    #[test]
    fn money_goes_over_what_it_was_paid_for() {
        let source = "Deal sold 24,600 tonnes of flour in 2019, earning $61.9 million, the guild said.";
        check(
            source,
            &[
                ("Flour from Deal fetched about $2.52 a kilogram in 2019.", Supported),
                ("Flour from Deal fetched about $3.10 a kilogram in 2019.", NotAddressed),
            ],
        );
        check(
            "The guild of Deal bought 3,100 ovens from Marlow for £2.5 million, its master said.",
            &[("The ovens that the guild of Deal bought cost roughly £800 apiece.", Supported)],
        );
    }
}
