//! Judges a month, a day of the week or the number of a day whose year claim or source does not tell, by its name.

use super::Verdict;
use super::align::Ask;
use super::code::Code;
use super::cover;
use super::date::{CLASH_MIN, SUPPORT_MIN};
use super::evidence::Stance;
use super::part::{Part, Remark, Support};
use super::period;
use crate::statement::Reading;
use crate::temporal::Period;

/// Share that must stand beside another month.
const MONTH_MIN: u32 = 380;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The month or day of the week that a text names: which of the two, and its number.
pub(super) fn named(text: &str) -> Option<(bool, usize)> {
    let lower = text.to_lowercase();
    lower.split(|letter: char| !letter.is_alphabetic()).filter(|word| word.len() >= 3).find_map(|word| {
        let of = |names: &[&str]| names.iter().position(|name| word.starts_with(name));
        let day = || of(&WEEKDAYS).filter(|_| word.ends_with("day")).map(|day| (false, day));
        of(&MONTHS).map(|month| (true, month)).or_else(day)
    })
}

/// The month or day of the week in the sentence most like the claim's, and whether it is the one asked for.
///
/// Where the claim's own date is known, dates of the source that are known too are left to be compared as such.
pub(super) fn same_name(
    ask: &Ask<'_>,
    (name, day): ((bool, usize), Option<u32>),
    resolved: bool,
    source: &Reading,
    sentences: &[usize],
) -> Option<(u32, usize, bool, Period)> {
    let mut best: Option<(u32, usize, bool, Period)> = None;
    for at in sentences {
        let names: Vec<((bool, usize), &Period)> = source.sentences[*at]
            .periods
            .iter()
            .filter(|period| !(resolved && period::is_resolved(period)))
            .filter_map(|period| Some((named(source.slice(&period.span))?, period)))
            .filter(|(found, _)| found.0 == name.0)
            .collect();
        if names.is_empty() {
            continue;
        }
        let score = cover::cover(ask, source, &[*at]).score;
        for (found, period) in names {
            let days = days_of(source.slice(&period.span));
            let agrees = found == name && day.is_none_or(|day| days.is_empty() || days.contains(&day));
            let rank = |score: u32, agrees: bool| (agrees && score >= SUPPORT_MIN, score, agrees);
            if best.as_ref().is_none_or(|(other, _, agreed, _)| rank(score, agrees) > rank(*other, *agreed)) {
                best = Some((score, *at, agrees, period.clone()));
            }
        }
    }
    best
}

/// True for a date with the number of its day and the name of its month, a stretch to such a date included.
pub(super) fn names_day(label: &str) -> bool {
    day_of(label).is_some() && named(label).is_some()
}

/// The month and the day that a date names, its year left out.
pub(super) fn day_and_month(label: &str) -> Option<(u32, u32)> {
    let (_, month) = named(label).filter(|name| name.0)?;
    Some((u32::try_from(month).ok()? + 1, day_of(label)?))
}

/// The number of the day in a date: digits up to 31 that are no year.
fn day_of(label: &str) -> Option<u32> {
    days_of(label).first().copied()
}

/// The same of a stretch of days, which may name two: "4 to 9 May".
fn days_of(label: &str) -> Vec<u32> {
    let numbers =
        label.split(|letter: char| !letter.is_ascii_digit()).filter(|digits| (1..=2).contains(&digits.len()));
    numbers.filter_map(|digits| digits.parse().ok()).filter(|day| (1..=31).contains(day)).collect()
}

/// Notes that the source has another day, month or day of the week.
fn another(part: &mut Part, what: &str) {
    let message = format!("{}: another {what}", part.reason);
    part.remarks.push(Remark { code: Code::PERIOD, message, notes: Vec::new(), help: None });
}

/// Judges a day whose month nobody tells ("on the 4th"), by its number.
pub(super) fn day(
    ask: &Ask<'_>,
    wanted: &Period,
    source: &Reading,
    witness: usize,
    sentences: &[usize],
) -> Option<Part> {
    let label = ask.reading.slice(&wanted.span).to_string();
    let hour = label.to_lowercase().ends_with(['m', 'k']);
    let day = day_of(&label).filter(|_| !hour && named(&label).is_none())?;
    let printed = sentences.iter().flat_map(|at| {
        source.sentences[*at]
            .periods
            .iter()
            .filter_map(|period| Some((*at, day_of(source.slice(&period.span))?, period.clone())))
    });
    let best = printed.max_by_key(|(at, found, _)| (*found == day, cover::share(ask, source, *at)));
    let mut part = Part::unaddressed(
        wanted.span.clone(),
        label.clone(),
        format!("the source gives no date for {label}"),
    );
    let Some((at, found, period)) = best else { return Some(part) };
    part.reason = format!("claim {label}, source {}", source.slice(&period.span));
    part.strength = cover::share(ask, source, at);
    if found == day {
        part.verdict = Verdict::Supported;
    } else if part.strength >= CLASH_MIN {
        part.verdict = Verdict::Contradicted;
        another(&mut part, "day");
    } else {
        return Some(part);
    }
    let clashes = part.verdict == Verdict::Contradicted;
    let stance = if clashes { Stance::Contradicts } else { Stance::Supports };
    let note = part.reason.clone();
    part.supports.push(
        Support { witness, range: source.sentences[at].range.clone(), stance, marks: Vec::new() }.mark(
            period.span,
            clashes,
            note,
        ),
    );
    Some(part)
}

/// Judges a month or a day of the week whose year the claim or the source does not tell, by the name alone.
pub(super) fn by_name(
    ask: &Ask<'_>,
    wanted: &Period,
    source: &Reading,
    witness: usize,
    sentences: &[usize],
) -> Option<Part> {
    let label = ask.reading.slice(&wanted.span).to_string();
    let name = named(&label)?;
    let resolved = period::is_resolved(wanted);
    // A date with a year is compared as such.
    if resolved && label.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // "June 21st" is another day than "June 26th".
    let bound = ["by ", "before ", "after ", "since ", "until ", "till "];
    let open = bound.iter().any(|word| label.to_lowercase().starts_with(word));
    let day = day_of(&label).filter(|_| name.0 && !open);
    // A day that the source does not tell is not borne out, whatever else stands there.
    let untold = || {
        let reason = format!("the source gives no date for {label}");
        day.map(|_| Part::unaddressed(wanted.span.clone(), label.clone(), reason))
    };
    let Some((score, at, agrees, found)) = same_name(ask, (name, day), resolved, source, sentences) else {
        return untold();
    };
    let note = format!("claim {label}, source {}", source.slice(&found.span));
    let what = match named(source.slice(&found.span)) {
        Some(other) if other == name => "day",
        _ if name.0 => "month",
        _ => "day of the week",
    };
    let mut part = Part::unaddressed(wanted.span.clone(), label.clone(), note.clone());
    part.strength = score;
    let stance = if agrees && score >= SUPPORT_MIN {
        part.verdict = Verdict::Supported;
        Stance::Supports
    } else if !agrees && score >= MONTH_MIN {
        part.verdict = Verdict::Contradicted;
        another(&mut part, what);
        Stance::Contradicts
    } else {
        return untold().filter(|_| !agrees);
    };
    part.supports.push(
        Support { witness, range: source.sentences[at].range.clone(), stance, marks: Vec::new() }
            .mark(found.span, !agrees, note),
    );
    Some(part)
}
