//! One measure at two times, or at each of several, wherever the sources print them.

use super::{Comparison, Outcome};
use crate::quantity::Kind;
use crate::quantity::change::ChangeRole;
use crate::statement::word::{self, Key};
use crate::statement::{Reading, Statement};
use crate::temporal::{Grain, Period};
use crate::verdict::align::{self, Ask, is_direction};
use crate::verdict::derive::Pool;
use crate::verdict::interval::Interval;
use crate::verdict::period::{self, When};

/// Fit that a figure needs.
const FIT_MIN: u32 = 640;
/// Words of a time before.
const BEFORE: [Key; 3] = word::literals(["earlier", "before", "previous"]);
/// Words that compare one year with the one before it.
const UP: [Key; 5] = word::literals(["more", "higher", "rose", "grew", "increased"]);
const DOWN: [Key; 6] = word::literals(["fewer", "less", "lower", "fell", "dropped", "declined"]);
/// Years that are looked at.
const YEARS_MAX: i32 = 12;

type Placed<'a> = (usize, &'a Statement);

/// What the figures of the two times say of a comparison.
pub(super) fn settle<'a>(asked: &Comparison<'_>, pool: &Pool<'a>) -> Option<Outcome<'a>> {
    let than = asked.own.tokens[asked.than].range.start;
    let resolved = asked.own.periods.iter().filter(|period| period::is_resolved(period));
    let (first, second): (Vec<&Period>, Vec<&Period>) = resolved.partition(|period| period.span.start < than);
    let behind = &asked.own.tokens[asked.than + 1..];
    let earlier = behind.iter().any(|token| BEFORE.contains(&token.surface));
    let ([first], second) = (&first[..], &second[..]) else { return None };
    let other = match second {
        [] if earlier => year_before(first)?,
        [only] => (*only).clone(),
        _ => return None,
    };
    let one = at_time(asked.claim, asked.number, pool, first)?;
    let two = at_time(asked.claim, asked.number, pool, &other)?;
    let greater = order(one.1, two.1)?;
    let sign = if greater { ">" } else { "<" };
    let reason = format!("{} {sign} {}", shown(pool, one), shown(pool, two));
    Some(Outcome { figures: vec![one, two], agrees: greater == asked.more, reason })
}

/// "Fewer each year from 2020 to 2023": every year against the one before it.
pub(super) fn each_year<'a>(claim: &Reading, number: usize, pool: &Pool<'a>) -> Option<Outcome<'a>> {
    let own = &claim.sentences[number];
    let every = const { word::literals(["each", "every"]) };
    let year = const { word::literal("year") };
    let tokens = &own.tokens;
    let at = tokens.windows(2).position(|two| every.contains(&two[0].surface) && two[1].surface == year)?;
    let told = |forms: &[Key]| tokens[..at].iter().any(|token| forms.contains(&token.surface));
    let up = told(&UP);
    if up == told(&DOWN) || !own.statements.is_empty() || own.denials().next().is_some() {
        return None;
    }
    let years = years(claim, number)?;
    let all: Option<Vec<Placed<'a>>> = years.iter().map(|year| at_time(claim, number, pool, year)).collect();
    let all = all?;
    let steps: Option<Vec<bool>> = all.windows(2).map(|two| order(two[1].1, two[0].1)).collect();
    let agrees = steps?.into_iter().all(|rose| rose == up);
    let listed: Vec<String> = all.iter().map(|one| shown(pool, *one)).collect();
    Some(Outcome { figures: all, agrees, reason: format!("year by year: {}", listed.join(", ")) })
}

/// The years from the first that a sentence names to the last.
fn years(claim: &Reading, number: usize) -> Option<Vec<Period>> {
    let named = &claim.sentences[number].periods;
    let plain: Vec<&Period> =
        named.iter().filter(|one| one.grain == Grain::Year && period::year(one).is_some()).collect();
    let (from, to, form) = match plain[..] {
        [first, last] => (first.from?, last.to?, first.clone()),
        _ => {
            let [only] = &named[..] else { return None };
            (only.from?, only.to?, only.clone())
        }
    };
    let mut out = Vec::new();
    let mut start = from;
    while start < to {
        let end = start.checked_add_months(chrono::Months::new(12))?;
        out.push(Period { from: Some(start), to: Some(end), grain: Grain::Year, ..form.clone() });
        start = end;
    }
    let count = i32::try_from(out.len()).ok()?;
    (2..=YEARS_MAX).contains(&count).then_some(out)
}

fn year_before(period: &Period) -> Option<Period> {
    period.year_before().or_else(|| {
        let back = |day: chrono::NaiveDate| day.checked_sub_months(chrono::Months::new(12));
        Some(Period { from: back(period.from?), to: back(period.to?), ..period.clone() })
    })
}

/// The figure of a time that holds most of the claim's words; none where two that differ hold as many.
fn at_time<'a>(claim: &Reading, number: usize, pool: &Pool<'a>, wanted: &Period) -> Option<Placed<'a>> {
    let mut found: Vec<(u32, Placed<'a>)> = Vec::new();
    for (witness, (source, sentences)) in pool.sources.iter().enumerate() {
        let mut ask = Ask::for_sentence(claim, number, source);
        let each = const { word::literals(["each", "every", "more", "fewer", "less"]) };
        ask.words.retain(|word| !is_direction(word.token) && !each.contains(&word.token.surface));
        let figures = sentences.iter().flat_map(|at| source.statements_of(*at));
        for figure in figures.filter(|one| of_time(one, wanted)) {
            let fit = align::fit(&ask, source, figure);
            if fit.block.is_none() && !fit.other_head && fit.unknown_names == 0 && fit.score >= FIT_MIN {
                found.push((fit.score, (witness, figure)));
            }
        }
    }
    let best = found.iter().map(|(score, _)| *score).max()?;
    found.retain(|(score, _)| *score == best);
    let value = |one: &Statement| Interval::meaning(&one.quantity);
    let (_, first) = found[0];
    found.iter().all(|(_, other)| value(other.1) == value(first.1)).then_some(first)
}

fn of_time(one: &Statement, wanted: &Period) -> bool {
    let told = one.period.as_ref().is_some_and(|timed| period::periods(wanted, &timed.period) == When::Same);
    told && !matches!(one.quantity.change.role, ChangeRole::By)
        && matches!(one.quantity.kind, Kind::Count | Kind::Currency | Kind::Dimension | Kind::Percent)
}

/// True where the first is the greater; none where they are not of one unit, or too near.
fn order(one: &Statement, two: &Statement) -> Option<bool> {
    let alike = one.quantity.kind == two.quantity.kind
        && (one.quantity.unit == two.quantity.unit || one.quantity.kind == Kind::Count);
    let (first, second) = (Interval::meaning(&one.quantity), Interval::meaning(&two.quantity));
    if !alike {
        None
    } else if second.below(&first) {
        Some(true)
    } else {
        first.below(&second).then_some(false)
    }
}

fn shown(pool: &Pool<'_>, (witness, figure): Placed<'_>) -> String {
    pool.sources[witness].0.slice(&figure.quantity.span).trim().to_string()
}
