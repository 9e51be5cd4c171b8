//! The value before a change: printed behind "from", dated "a year ago", or told by how many times it grew.

use num_traits::CheckedDiv;

use super::Verdict;
use super::code::Code;
use super::compare::{self, Relation, Shown};
use super::derive::Pool;
use super::evidence::{Stance, Step};
use super::interval::{Interval, ends};
use super::part::{Part, Support};
use super::period::{self, When};
use super::reckon::is_fraction;
use super::show::Scale;
use crate::quantity::change::ChangeRole;
use crate::quantity::exact::Exact;
use crate::quantity::{Bound, Kind};
use crate::statement::word::{self, Key};
use crate::statement::{Reading, Sentence, Statement};

/// Words that tell of a time before.
const EARLIER: [Key; 7] =
    word::literals(["earlier", "before", "ago", "previous", "previously", "formerly", "prior"]);
/// Tokens around a figure within which such a word dates it.
const REACH: usize = 4;
/// Tokens between an amount and how many times it grew.
const TIMES_REACH: usize = 7;

/// Names of what a share of the time before is told of.
const LEVELS: [Key; 6] = word::literals(["level", "rate", "number", "amount", "figure", "volume"]);
/// Tokens from the share to such a name.
const LEVEL_REACH: usize = 3;

/// Settles the figures of a claim's sentence that are of the time before a change.
pub(super) fn judge(claim: &Reading, number: usize, pool: &Pool<'_>, parts: &mut [Vec<Part>]) {
    let own = &claim.sentences[number];
    for figure in own.statements.clone() {
        let statement = &claim.statements[figure];
        let changes = statement.quantity.change.role == ChangeRole::By;
        let amounts = |other: &&Statement| other.quantity.kind != Kind::Multiple;
        let only = claim.statements_of(number).iter().filter(amounts).count() == 1;
        if changes || !only || statement.quantity.kind == Kind::Multiple {
            continue;
        }
        for (witness, (source, sentences)) in pool.sources.iter().enumerate() {
            let asked = Asked { claim, own, statement, source };
            for part in parts[witness].iter_mut().filter(|part| part.figure == Some(figure)) {
                let rests = part.supports.first().and_then(|support| source.sentence_at(&support.range));
                let printed = || asked.printed(rests?);
                let grown = || sentences.iter().find_map(|at| asked.grown(*at));
                let by_value = part.remarks.first().is_some_and(|remark| remark.code == Code::VALUE);
                let found = match part.verdict {
                    Verdict::Contradicted if by_value => printed().or_else(grown),
                    Verdict::NotAddressed => grown(),
                    _ => None,
                };
                if let Some((at, other, reason)) = found {
                    let range = source.sentences[at].range.clone();
                    let support = Support { witness, range, stance: Stance::Supports, marks: Vec::new() };
                    part.verdict = Verdict::Supported;
                    part.remarks.clear();
                    part.supports = vec![support.mark(other.quantity.span.clone(), false, reason.clone())];
                    part.steps.push(Step {
                        rule: "before".to_string(),
                        place: None,
                        outcome: reason.clone(),
                    });
                    part.reason = reason;
                }
            }
        }
    }
}

/// A figure of a claim, asked of one source.
struct Asked<'a> {
    claim: &'a Reading,
    own: &'a Sentence,
    statement: &'a Statement,
    source: &'a Reading,
}

type Found<'a> = (usize, &'a Statement, String);

impl<'a> Asked<'a> {
    /// True where the claim itself speaks of a time before.
    fn of_before(&self) -> bool {
        self.own.tokens.iter().any(|token| EARLIER.contains(&token.surface))
    }

    /// The figure that a sentence has for the time before.
    fn printed(&self, at: usize) -> Option<Found<'a>> {
        let tokens = &self.source.sentences[at].tokens;
        let dated = |other: &Statement| {
            let near = other.tokens.end..(other.tokens.end + REACH).min(tokens.len());
            other.quantity.change.role == ChangeRole::From
                || tokens[near].iter().any(|token| EARLIER.contains(&token.surface))
        };
        let claimed = Shown { quantity: &self.statement.quantity, text: &self.claim.text };
        let agrees = |other: &Statement| {
            let shown = Shown { quantity: &other.quantity, text: &self.source.text };
            compare::compare(claimed, shown, false).relation == Relation::Agree
        };
        let figures = self.source.statements_of(at).iter();
        let other = figures.filter(|_| self.of_before()).find(|other| agrees(other) && dated(other))?;
        let printed = self.source.slice(&other.quantity.span).trim();
        Some((at, other, format!("claim {}, source {printed} for the time before", claimed.span())))
    }

    /// An amount of a sentence and how many times the one before it is.
    fn grown(&self, at: usize) -> Option<Found<'a>> {
        let sentence = &self.source.sentences[at];
        let figures = self.source.statements_of(at);
        let own = &self.statement.quantity;
        let plain =
            |bound: Bound| matches!(bound, Bound::Exact | Bound::About | Bound::Nearly | Bound::JustOver);
        // "Half the level of 2021".
        let of_level = |one: &Statement| {
            is_fraction(&one.quantity)
                && sentence.tokens[one.tokens.end..]
                    .iter()
                    .take(LEVEL_REACH)
                    .any(|token| LEVELS.contains(&token.surface))
        };
        let told = |one: &&Statement| one.quantity.kind == Kind::Multiple || of_level(one);
        figures.iter().filter(told).find_map(|times| {
            let near = |other: &&Statement| {
                let apart = if other.tokens.start >= times.tokens.end {
                    other.tokens.start - times.tokens.end
                } else {
                    times.tokens.start.saturating_sub(other.tokens.end)
                };
                other.quantity.kind == own.kind
                    && (other.quantity.unit == own.unit || own.kind == Kind::Count)
                    && other.quantity.change.role != ChangeRole::From
                    && plain(other.quantity.bound)
                    && apart <= TIMES_REACH
            };
            let after = figures.iter().find(near)?;
            let (by, _) = ends(&times.quantity.figure);
            let by = Exact::from_integer(1).checked_div(&by).filter(|_| plain(times.quantity.bound))?;
            let interval = Interval::meaning(&after.quantity).times(&Interval::point(by))?;
            let claimed = Interval::meaning(own);
            let then = sentence.periods.iter().any(|period| {
                let behind = period.span.start > times.quantity.span.start;
                behind && self.own.periods.iter().any(|own| period::periods(own, period) == When::Same)
            });
            let scale = Scale::of(&self.source.text, &after.quantity);
            let shown = Shown { quantity: &self.statement.quantity, text: &self.claim.text };
            let reason = format!(
                "{}, {} what it was, is {} before; {} is inside",
                scale.interval(&Interval::meaning(&after.quantity)),
                self.source.slice(&times.quantity.span).trim(),
                scale.interval(&interval),
                shown.span()
            );
            let agrees = plain(own.bound) && !interval.apart(&claimed);
            (agrees && (then || self.of_before())).then_some((at, after, reason))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{Contradicted, Supported};
    use super::super::trials::check;

    #[test]
    fn the_value_before_is_told_by_its_time() {
        let source = "The cistern of Deal holds 64% of what it can, the guild said on Monday, compared with 81% a year ago.";
        check(
            source,
            &[
                ("The cistern of Deal held 81% of what it can a year ago.", Supported),
                ("The cistern of Deal holds 81% of what it can.", Contradicted),
            ],
        );
    }

    #[test]
    fn the_value_before_is_told_by_how_often_it_grew() {
        check(
            "The debt of the mill of Deal came to £640 million, twice as much as at the end of 2016.",
            &[
                ("The debt of the mill of Deal was about £320 million at the end of 2016.", Supported),
                ("The debt of the mill of Deal was about £250 million at the end of 2016.", Contradicted),
            ],
        );
        check(
            "The bakers' cup of Deal sold 348 tickets in 2019. Prize money was doubled to £120,000.",
            &[("Prize money in the bakers' cup of Deal was £60,000 before it was doubled.", Supported)],
        );
    }
}
