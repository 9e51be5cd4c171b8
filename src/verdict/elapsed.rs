//! Reckons how long something took, or how long after another it came, from two printed dates: "closed in 1999, four
//! years after it was founded" is borne out by 1995 and 1999.
//!
//! Nothing is contradicted here: which two dates are meant is told by few words.

use std::ops::Range;

use chrono::Datelike;

use super::Verdict;
use super::align::Ask;
use super::cover;
use super::event;
use super::evidence::{Stance, Step};
use super::interval::Interval;
use super::part::{Part, Support};
use super::period::{self, When};
use super::value::Question;
use crate::quantity::exact::Exact;
use crate::quantity::{Kind, unit};
use crate::statement::word::{self, Key};
use crate::statement::{Sentence, clause};
use crate::temporal::{Grain, Period};

/// Share of the words right around the figure that a sentence with the dates must hold.
const NEAR_MIN: u32 = 600;
/// Words that lead from a stretch to what it is counted from.
const LEADS: [Key; 4] = word::literals(["after", "before", "later", "earlier"]);
/// Tokens behind such a word that say what it is counted from.
const REACH: usize = 6;

/// The part of a figure in years that two dates of the source bear out.
pub(super) fn judge(question: &Question<'_>) -> Option<Part> {
    let own = question.own();
    let years = Some(&own.quantity).filter(|own| own.kind == Kind::Duration && own.per.is_empty())?;
    let per_year = unit::convert(&Exact::from_integer(1), &years.unit, "year")?;
    let claimed = Interval::meaning(years);
    let fits = |one: i32, other: i32| {
        let years = Exact::from_integer(i128::from((other - one).abs()));
        let told = Interval::point(years);
        let low = claimed.low.map(|low| low * per_year);
        let high = claimed.high.map(|high| high * per_year);
        let scaled = Interval { low, high, ..claimed.clone() };
        other != one && !scaled.apart(&told)
    };
    let (from, to, at, range) = spans(question, &fits).or_else(|| apart(question, &fits))?;
    let label = question.shown().span().to_string();
    let mut part = Part::unaddressed(own.quantity.span.clone(), label, "");
    part.figure = Some(question.number);
    part.verdict = Verdict::Supported;
    part.strength = NEAR_MIN;
    part.reason = format!("{from} to {to}: {} years", (to - from).abs());
    let place = Some((question.witness.to_string(), range.clone()));
    part.steps.push(Step { rule: "elapsed".to_string(), place, outcome: part.reason.clone() });
    let sentence = question.source.sentences[at].range.clone();
    let support =
        Support { witness: question.witness, range: sentence, stance: Stance::Supports, marks: Vec::new() };
    part.supports.push(support.mark(range, false, part.reason.clone()));
    Some(part)
}

/// Two years, and the sentence and the words that print the first of them.
type Found = (i32, i32, usize, Range<usize>);

/// A stretch that the source prints with both of its years beside the words of the claim's figure: "taught there from
/// 1905 to 1924".
fn spans(question: &Question<'_>, fits: &impl Fn(i32, i32) -> bool) -> Option<Found> {
    let own = question.own();
    let sentence = &question.claim.sentences[own.sentence];
    let ask = Ask::for_sentence(question.claim, own.sentence, question.source);
    let near = ask.within(clause::around(sentence, &own.tokens));
    question.sentences.iter().find_map(|at| {
        let told = &question.source.sentences[*at];
        let share = || cover::cover(&near, question.source, &[*at]).score;
        // "(1921 – 1998)" behind a name is a life.
        let life = |period: &&Period| {
            let open = told.tokens_in(&period.span).start.checked_sub(1);
            open.is_some_and(|at| told.tokens[at].key == word::mark("("))
        };
        told.periods.iter().filter(|period| !life(period)).find_map(|period| {
            let (from, to) = event::both_ends(question.source, period)?;
            let (from, to) = (from.from?.year(), to.from?.year());
            (fits(from, to) && near.words.len() > 1 && share() >= NEAR_MIN)
                .then(|| (from, to, *at, period.span.clone()))
        })
    })
}

/// A date of the claim that the source prints, and another one beside what the claim counts from: "in 1999, four years
/// after its foundation".
fn apart(question: &Question<'_>, fits: &impl Fn(i32, i32) -> bool) -> Option<Found> {
    let own = question.own();
    let sentence = &question.claim.sentences[own.sentence];
    let base = base(sentence, own.tokens.end)?;
    let ask = Ask::for_sentence(question.claim, own.sentence, question.source).within(base);
    let dated = |at: &usize| {
        let of = move |period: &'_ Period| period::is_resolved(period) && period.grain != Grain::Quarter;
        let at = *at;
        question.source.sentences[at]
            .periods
            .iter()
            .filter(move |period| of(period))
            .map(move |one| (at, one))
    };
    let told: Vec<(usize, &Period)> = question.sentences.iter().flat_map(dated).collect();
    let claimed = |found: &Period| {
        sentence.periods.iter().any(|own| {
            period::is_resolved(own) && matches!(period::periods(own, found), When::Same | When::Within)
        })
    };
    let says =
        |at: usize| !ask.words.is_empty() && cover::cover(&ask, question.source, &[at]).score >= NEAR_MIN;
    let year = |period: &Period| period.from.map(|from| from.year());
    let others = |at: &usize, from: &Period| !claimed(from) && says(*at);
    told.iter().filter(|(_, to)| claimed(to)).find_map(|(_, to)| {
        told.iter().filter(|(at, from)| others(at, from)).find_map(|(at, from)| {
            let (from_year, to_year) = (year(from)?, year(to)?);
            fits(from_year, to_year).then(|| (from_year, to_year, *at, from.span.clone()))
        })
    })
}

/// The tokens behind "after" that say what a stretch is counted from.
fn base(sentence: &Sentence, end: usize) -> Option<Range<usize>> {
    let lead =
        (end..sentence.tokens.len().min(end + 2)).find(|at| LEADS.contains(&sentence.tokens[*at].surface))?;
    Some(lead + 1..sentence.tokens.len().min(lead + 1 + REACH))
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{NotAddressed, Supported};
    use super::super::trials::check;

    #[test]
    fn years_between_two_dates_are_counted() {
        let source =
            "Deal Air was an airline. It was founded in November 1995 and stopped flying in November 1999.";
        check(
            source,
            &[
                ("Deal Air stopped flying in November 1999, four years after its foundation.", Supported),
                ("Deal Air stopped flying in November 1999, six years after its foundation.", NotAddressed),
            ],
        );
        check(
            "From 1905 to 1924 Tom Reed taught bakers at Deal College.",
            &[("Tom Reed taught bakers at Deal College for almost two decades.", Supported)],
        );
    }
}
