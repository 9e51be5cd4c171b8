//! Judges a claim that names a direction but no figure: from a printed change, or from the printed
//! amounts of the periods that it compares.

use std::ops::Range;

use super::Verdict;
use super::align::{self, Ask};
use super::code::Code;
use super::derive::Pool;
use super::evidence::{Stance, Step};
use super::interval::Interval;
use super::part::{Part, Remark, Support};
use super::period::{self, When};
use crate::quantity::Kind;
use crate::quantity::change::{ChangeRole, Direction};
use crate::statement::lexicon::lexicon;
use crate::statement::word::{self, Token};
use crate::statement::{Reading, Sentence, Statement};
use crate::temporal::Period;

/// Fit that a statement needs to speak for the claim.
const FIT_MIN: u32 = 560;

/// The one direction that a claim's sentence without figures tells.
pub(super) fn direction(claim: &Reading, number: usize) -> Option<Direction> {
    let sentence = &claim.sentences[number];
    if !sentence.statements.is_empty() {
        return None;
    }
    let packs = lexicon();
    let has = |name: &str| {
        let class = packs.class_named(name);
        let told = |token: &&Token| class.is_some_and(|class| token.classes.contains(&class)) && token.past;
        sentence.tokens.iter().any(|token| told(&token))
    };
    match (has("rise"), has("fall")) {
        (true, false) => Some(Direction::Up),
        (false, true) => Some(Direction::Down),
        _ => None,
    }
}

/// Judges the direction; a part where the sources decide it.
pub(super) fn judge(claim: &Reading, number: usize, pool: &Pool<'_>) -> Option<Part> {
    let wanted = direction(claim, number)?;
    let sentence = &claim.sentences[number];
    let periods: Vec<&Period> =
        sentence.periods.iter().filter(|period| period::is_resolved(period)).collect();
    let mut told: Vec<(usize, &Statement, Direction, String)> = Vec::new();
    for (witness, (source, sentences)) in pool.sources.iter().enumerate() {
        let ask = Ask::for_sentence(claim, number, source);
        let fitting: Vec<&Statement> = sentences
            .iter()
            .flat_map(|at| source.statements_of(*at))
            .filter(|statement| {
                let fit = align::fit(&ask, source, statement);
                fit.block.is_none() && fit.score >= FIT_MIN && is_as_real(claim, number, source, statement)
            })
            .collect();
        for wanted in &periods {
            told.extend(
                printed(source, &fitting, wanted)
                    .map(|(statement, direction, note)| (witness, statement, direction, note)),
            );
        }
        told.extend(
            compared(source, &fitting, &periods)
                .map(|(statement, direction, note)| (witness, statement, direction, note)),
        );
    }
    let against = told.iter().find(|(_, _, direction, _)| *direction != wanted);
    let chosen = against.or_else(|| told.first())?;
    let (witness, statement, direction, note) = chosen;
    let agrees = *direction == wanted;
    let mut part = Part::unaddressed(sentence.range.clone(), "", note.clone());
    part.verdict = if agrees { Verdict::Supported } else { Verdict::Contradicted };
    let source = pool.sources[*witness].0;
    if let Some(cause) = untold_cause(sentence, source).filter(|_| agrees) {
        part.verdict = Verdict::Partial;
        part.reason = format!("{note}; the source does not say “{}”", claim.slice(&cause));
    }
    part.strength = 700;
    part.steps.push(Step { rule: "trend".to_string(), place: None, outcome: note.clone() });
    if !agrees {
        part.remarks.push(Remark {
            code: Code::DIRECTION,
            message: format!("the source tells the other direction: {note}"),
            notes: Vec::new(),
            help: None,
        });
    }
    let stance = if agrees { Stance::Supports } else { Stance::Contradicts };
    let support = Support {
        witness: *witness,
        range: source.sentences[statement.sentence].range.clone(),
        stance,
        marks: Vec::new(),
    };
    part.supports.push(support.mark(statement.quantity.span.clone(), !agrees, note.clone()));
    Some(part)
}

/// True unless one of claim and source speaks of what money buys, and the other of the money.
fn is_as_real(claim: &Reading, number: usize, source: &Reading, statement: &Statement) -> bool {
    let real = const { word::literals(["real", "inflation-adjusted"]) };
    let says = |tokens: &[Token]| tokens.iter().any(|token| real.contains(&token.surface) && !token.capital);
    let capital = claim.sentences[number].tokens.first().is_some_and(|first| real.contains(&first.surface));
    let told = &source.sentences[statement.sentence].tokens[statement.clause.clone()];
    (capital || says(&claim.sentences[number].tokens)) == says(told)
}

/// Words before the "of" or "to" of a cause.
const CAUSES: [word::Key; 4] = word::literals(["because", "due", "owing", "thanks"]);

/// The cause that a claim gives, where the source does not have all of its words.
fn untold_cause(sentence: &Sentence, source: &Reading) -> Option<Range<usize>> {
    let at = sentence.tokens.iter().position(|token| CAUSES.contains(&token.surface))?;
    let told = |token: &&Token| token.content() && align::frequency(token, source) == 0;
    sentence.tokens[at..].iter().find(told)?;
    Some(sentence.tokens[at].range.start..sentence.tokens.last()?.range.end)
}

/// A change that a source prints for the period.
fn printed<'s>(
    source: &Reading,
    fitting: &[&'s Statement],
    wanted: &Period,
) -> Option<(&'s Statement, Direction, String)> {
    let statement = fitting.iter().find(|statement| {
        statement.direction != Direction::None
            && statement.quantity.change.role != ChangeRole::From
            && statement.period.as_ref().is_some_and(|timed| {
                period::is_resolved(&timed.period) && period::periods(wanted, &timed.period) == When::Same
            })
    })?;
    let way = if statement.direction == Direction::Up { "a rise" } else { "a fall" };
    Some((
        statement,
        statement.direction,
        format!("the source tells of {way}: {}", source.slice(&statement.quantity.span)),
    ))
}

/// The direction between amounts of consecutive periods that the claim names.
fn compared<'s>(
    source: &Reading,
    fitting: &[&'s Statement],
    periods: &[&Period],
) -> impl Iterator<Item = (&'s Statement, Direction, String)> {
    let amount = |period: &Period| {
        fitting.iter().find(|statement| {
            matches!(statement.quantity.kind, Kind::Count | Kind::Currency | Kind::Dimension)
                && statement.quantity.change.role != ChangeRole::By
                && statement.period.as_ref().is_some_and(|timed| {
                    period::is_resolved(&timed.period) && period::periods(period, &timed.period) == When::Same
                })
        })
    };
    let mut out = Vec::new();
    for (earlier, later) in steps(periods) {
        let (Some(before), Some(after)) = (amount(&earlier), amount(&later)) else { continue };
        let (one, two) = (Interval::meaning(&before.quantity), Interval::meaning(&after.quantity));
        let way = if one.below(&two) {
            Direction::Up
        } else if two.below(&one) {
            Direction::Down
        } else {
            continue;
        };
        let shown = |statement: &Statement| source.slice(&statement.quantity.span).to_string();
        let note = format!(
            "{} for {}, {} for {}",
            shown(before),
            period::show(&earlier),
            shown(after),
            period::show(&later)
        );
        out.push((*after, way, note));
    }
    out.into_iter()
}

/// Pairs of periods to compare: consecutive years of a stretch, two named periods, or one and the year before.
fn steps(periods: &[&Period]) -> Vec<(Period, Period)> {
    let mut named: Vec<Period> = periods.iter().map(|period| (*period).clone()).collect();
    named.sort_by_key(|period| period.from);
    let single = |period: &Period| period.year_before().map(|before| (before, period.clone()));
    match &named[..] {
        [] => Vec::new(),
        [only] => {
            let years = years(only);
            if years.len() > 1 { pairs(&years) } else { single(only).into_iter().collect() }
        }
        [first, .., last] => {
            let mut span = first.clone();
            span.to = last.to;
            let years = years(&span);
            if years.len() > 1 { pairs(&years) } else { vec![(first.clone(), last.clone())] }
        }
    }
}

fn pairs(periods: &[Period]) -> Vec<(Period, Period)> {
    periods.windows(2).map(|two| (two[0].clone(), two[1].clone())).collect()
}

/// The years of a stretch of 2 to 12 whole years.
fn years(span: &Period) -> Vec<Period> {
    let mut out = Vec::new();
    let (Some(mut from), Some(to)) = (span.from, span.to) else { return out };
    while let Some(next) =
        from.checked_add_months(chrono::Months::new(12)).filter(|next| *next <= to && out.len() < 13)
    {
        let mut year = span.clone();
        year.from = Some(from);
        year.to = Some(next);
        year.grain = crate::temporal::Grain::Year;
        out.push(year);
        from = next;
    }
    out
}
