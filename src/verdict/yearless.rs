//! Parts of a year that are told without the year, by their names: a figure "in April" is none of May, whichever year is meant.

use chrono::Datelike;

use super::dayname;
use super::period::{self, When};
use super::value::Question;
use crate::statement::Statement;
use crate::temporal::{Grain, Period};

/// The seasons, autumn by both its names.
const SEASONS: [&str; 5] = ["spring", "summer", "autumn", "fall", "winter"];
/// Words of order before a quarter or half.
const ORDER: [&str; 4] = ["first", "second", "third", "fourth"];

/// A part of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    Month(usize),
    Weekday(usize),
    Season(usize),
    /// Which one, of how many.
    Part(usize, usize),
}

impl Named {
    /// True where both are of one sort, so that they can differ.
    fn is_like(self, other: Named) -> bool {
        match (self, other) {
            (Named::Part(_, of), Named::Part(_, other)) => of == other,
            _ => std::mem::discriminant(&self) == std::mem::discriminant(&other),
        }
    }
}

/// The one part of a year that a date names without the year; none for a stretch of several.
fn named(label: &str) -> Option<Named> {
    let lower = label.to_lowercase();
    let words = || lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut found = words().filter_map(|word| {
        let season = SEASONS.iter().position(|season| *season == word).map(|at| at - usize::from(at > 2));
        season.map(Named::Season).or_else(|| {
            let (is_month, at) = dayname::named(word)?;
            Some(if is_month { Named::Month(at) } else { Named::Weekday(at) })
        })
    });
    if let Some(first) = found.next() {
        return found.next().is_none().then_some(first);
    }
    let of = words().find_map(|word| match word {
        "quarter" => Some(4),
        "half" => Some(2),
        _ => None,
    })?;
    let mut order = words().filter_map(|word| ORDER.iter().position(|order| *order == word));
    order.next().filter(|_| order.next().is_none()).map(|number| Named::Part(number, of))
}

/// The same of a period whose days are known.
fn of_days(period: &Period) -> Option<Named> {
    let from = period.from.filter(|_| period.to.is_some())?;
    let month = from.month0() as usize;
    match period.grain {
        Grain::Month | Grain::Day => Some(Named::Month(month)),
        Grain::Quarter => Some(Named::Part(month / 3, 4)),
        Grain::Half => Some(Named::Part(month / 6, 2)),
        _ => None,
    }
}

/// How the part of a year that the claim's figure is of, told without the year, stands to the statement's.
pub(super) fn compare(question: &Question<'_>, statement: &Statement) -> Option<When> {
    let own = question.own().period.as_ref().filter(|timed| timed.nearness >= 2)?;
    let claim = &question.claim.sentences[question.own().sentence];
    // "The May floods" are called so in any month.
    let next = claim.tokens.get(claim.tokens_in(&own.period.span).end);
    let names =
        next.is_some_and(|next| next.content() && !next.past && next.range.start <= own.period.span.end + 1);
    if period::is_resolved(&own.period) || names {
        return None;
    }
    let asked = named(question.claim.slice(&own.period.span))?;
    let timed = statement.period.as_ref().filter(|timed| timed.nearness >= 2)?;
    let label = question.source.slice(&timed.period.span);
    let told = if period::is_resolved(&timed.period) { of_days(&timed.period) } else { named(label) }?;
    asked.is_like(told).then_some(if asked == told { When::Same } else { When::Apart })
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{Contradicted, NotAddressed, Supported};
    use super::super::trials::check;

    #[test]
    fn a_figure_of_one_month_is_none_of_another() {
        let source = "Unemployment in Deal fell from 4.5% in April to 4.2% in May.";
        check(
            source,
            &[
                ("Unemployment in Deal was 4.5% in May.", Contradicted),
                ("Unemployment in Deal was 4.2% in May.", Supported),
                ("Unemployment in Deal was 4.5% in April.", Supported),
            ],
        );
    }

    #[test]
    fn nor_one_of_a_quarter_or_a_season() {
        let source = "The mill sold 400 tonnes in the second quarter.";
        check(
            source,
            &[
                ("The mill sold 400 tonnes in the third quarter.", NotAddressed),
                ("The mill sold 400 tonnes in the second quarter.", Supported),
                ("The mill sold 500 tonnes in the second quarter.", Contradicted),
            ],
        );
    }
}
