//! "After 1 September" against "by 1 September": the same day from the other side.

use crate::statement::word::{self, Key};
use crate::statement::{Reading, Sentence};
use crate::temporal::Period;
use crate::verdict::code::Code;
use crate::verdict::otherwise::{Case, Found};

/// Words before a day after which something holds.
const AFTER: [Key; 1] = word::literals(["after"]);
/// Words before a day up to which it does.
const BY: [Key; 4] = word::literals(["by", "before", "until", "till"]);

/// The words of a date without the word that leads it, and on which side of it the time lies.
fn sided<'r>(reading: &'r Reading, sentence: &Sentence, period: &Period) -> Option<(&'r str, bool)> {
    let range = sentence.tokens_in(&period.span);
    let led = |at: Option<usize>, words: &[Key]| {
        at.and_then(|at| sentence.tokens.get(at)).is_some_and(|token| words.contains(&token.surface))
    };
    let inside = led(Some(range.start), &AFTER) || led(Some(range.start), &BY);
    let lead = if inside { Some(range.start) } else { range.start.checked_sub(1) };
    let first = sentence.tokens.get(range.start + usize::from(inside)).filter(|_| !range.is_empty())?;
    let label = reading.text.get(first.range.start..period.span.end)?;
    match (led(lead, &AFTER), led(lead, &BY)) {
        (true, _) => Some((label, true)),
        (_, true) => Some((label, false)),
        _ => None,
    }
}

/// The day of the source that the claim has from the other side.
pub(super) fn against(case: &Case<'_>) -> Option<Found> {
    case.own.periods.iter().find_map(|own| {
        let (day, after) = sided(case.claim, case.own, own)?;
        case.source.sentences.iter().enumerate().find_map(|(at, sentence)| {
            let mut dates = sentence.periods.iter().filter_map(|date| sided(case.source, sentence, date));
            let turned = dates.any(|(other, late)| late != after && other.eq_ignore_ascii_case(day));
            // A sentence that has it from both sides leaves it open.
            let both = sentence.periods.iter().filter_map(|date| sided(case.source, sentence, date));
            let same = both.into_iter().any(|(other, late)| late == after && other.eq_ignore_ascii_case(day));
            (turned && !same && case.is_about(at)).then(|| {
                let side = |after: bool| if after { "after" } else { "by" };
                let reason = format!("“{} {day}” against “{} {day}”", side(after), side(!after));
                Found::against(Code::PERIOD, own.span.clone(), at, reason)
            })
        })
    })
}
