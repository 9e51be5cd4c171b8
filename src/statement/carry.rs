//! Carries what news leaves out: the year of a paragraph, a verb shared by two figures, the noun said once.

use chrono::{Datelike, NaiveDate};

use super::figure::{Statement, Timed, resolved};
use super::lexicon::Role;
use super::rank;
use super::sentence::Sentence;
use super::word::{self, Token};
use crate::quantity::change::ChangeRole;
use crate::quantity::{Kind, Quantity};
use crate::temporal::{self, Calendar, Context, Grain, Period};

/// Reads the quantities and periods of a sentence; a month without a year takes the year of the text before it.
pub(crate) fn periods(
    text: &str,
    sentences: &mut [Sentence],
    at: usize,
    context: &Context,
    is_document: bool,
    year: &mut Option<Period>,
) -> Vec<Quantity> {
    let sentence = &mut sentences[at];
    let offset = sentence.range.start;
    let (mut quantities, mut periods) = temporal::read_all(&text[sentence.range.clone()], context);
    rank::add(text, sentence, &mut quantities);
    for period in &mut periods {
        period.span = period.span.start + offset..period.span.end + offset;
    }
    ended(text, &mut periods);
    by_year(text, &mut periods, context, year.as_ref());
    ended(text, &mut periods);
    join_years(text, &mut periods);
    sentence.carried = sentence
        .context
        .iter()
        .find_map(|context| year.clone().filter(|_| *context < at))
        .filter(|_| !sentence.heading);
    sentence.periods = periods;
    let spoken_of = sentence.carried.clone();
    if let Some(day) =
        context.reference.filter(|_| is_document).and_then(|day| at_present(sentence, day, spoken_of))
    {
        sentence.periods.push(day);
    }
    let mut leading = sentence.periods.iter().filter(|period| {
        resolved(period) && matches!(period.grain, Grain::Month | Grain::Quarter | Grain::Half | Grain::Year)
    });
    // "Launched in 2016, the probe arrived in 2022": the second is the time that the text goes on from.
    let opened = leading.clone().next().filter(|period| opens_with_participle(sentence, period));
    let leading = leading.nth(usize::from(opened.is_some() && leading.clone().count() > 1));
    if let Some(period) = leading {
        *year = Some(period.clone());
    }
    // "Frozen since March 2020, imports resumed on 1 February 2025": what follows is of the later year.
    let later = |day: &&Period| {
        day.grain == Grain::Day
            && year.as_ref().is_some_and(|year| year.from.is_some() && day.from >= year.to)
    };
    if let Some(day) = sentence.periods.iter().rfind(later).and_then(|day| day.from) {
        let text = format!("in {}", day.year());
        let read = temporal::read(&text, &Context { reference: None, ..*context });
        if let Some(own) = read.into_iter().find(resolved) {
            *year = Some(own);
        }
    }
    quantities
}

/// Resolves the dates of a sentence that leave their year to another date, or to the text before.
fn by_year(text: &str, periods: &mut [Period], context: &Context, year: Option<&Period>) {
    let own_year = periods.iter().find(|period| is_year(period)).cloned();
    for number in 0..periods.len() {
        if resolved(&periods[number]) {
            continue;
        }
        // "On 3 May 2015 and on 9 June of that year."
        let label = &text[periods[number].span.clone()];
        let month = label.split(|letter: char| !letter.is_alphabetic()).any(|word| word.len() > 2);
        let day = month && label.bytes().any(|byte| byte.is_ascii_digit());
        let of_year = day || ["same year", "that year"].contains(&label);
        let before = periods[..number].iter().rfind(|period| of_year && resolved(period));
        let base = own_year.as_ref().or(before).or(year);
        let next = ["next year", "following year"].contains(&label);
        if let Some(after) = base.filter(|base| next && is_year(base)).and_then(Period::year_after) {
            periods[number] =
                Period { span: periods[number].span.clone(), rule: periods[number].rule, ..after };
            continue;
        }
        let base = base.and_then(|period| period.from);
        let last = periods[..number].iter().rfind(|period| is_year(period)).and_then(|period| period.from);
        // "Three years later than planned" says how late, not when.
        let behind = text[periods[number].span.end..].trim_start();
        if label.ends_with(" later") && behind.starts_with("than ") {
            continue;
        }
        if let Some(later) =
            last.or(base).and_then(|base| years_later(label, &periods[number], base, context))
        {
            periods[number] = later;
            continue;
        }
        let period = &mut periods[number];
        if let Some(base) = base {
            let dated = format!("{} {}", &text[period.span.clone()], base.year());
            if let Some(again) =
                temporal::read(&dated, &Context { reference: None, ..*context }).into_iter().find(resolved)
            {
                period.from = again.from;
                period.to = again.to;
                period.grain = again.grain;
                period.unresolved = false;
            }
        }
    }
}

/// "Four years later", counted from a day of the year that is spoken of: the whole year.
fn years_later(label: &str, period: &Period, base: NaiveDate, context: &Context) -> Option<Period> {
    if period.grain != Grain::Year || !label.ends_with(" later") {
        return None;
    }
    let counted = Context { reference: NaiveDate::from_ymd_opt(base.year(), 1, 1), ..*context };
    let read = temporal::read(label, &counted).into_iter().find(resolved)?;
    let to = read.from?.checked_add_months(chrono::Months::new(12))?;
    Some(Period { span: period.span.clone(), to: Some(to), ..read })
}

/// True for the date of a participle that opens a sentence.
fn opens_with_participle(sentence: &Sentence, period: &Period) -> bool {
    let comma = sentence.tokens.iter().position(|token| token.kind == word::TokenKind::Comma);
    let opens = sentence.tokens.first().is_some_and(|first| first.past);
    opens && comma.is_some_and(|comma| period.span.end <= sentence.tokens[comma].range.start)
}

/// "The third quarter (July-September) of 2019": the year is that of the months before it, and none by itself.
fn join_years(text: &str, periods: &mut [Period]) {
    for number in 1..periods.len() {
        let (before, rest) = periods.split_at_mut(number);
        let (months, year) = (&before[number - 1], &mut rest[0]);
        let between = text.get(months.span.end..year.span.start).unwrap_or_default();
        let joined = matches!(between.trim_matches([' ', ')', ',']), "of" | "in");
        let inside = months.from >= year.from && months.to <= year.to && months.from.is_some();
        if joined && is_year(year) && resolved(months) && inside && months.grain != Grain::Year {
            (year.from, year.to, year.grain) = (months.from, months.to, months.grain);
        }
    }
}

/// "Now" in a text that has been speaking of another time is the day of the text.
fn at_present(sentence: &Sentence, day: NaiveDate, spoken_of: Option<Period>) -> Option<Period> {
    let spoken_of = spoken_of.filter(|_| !sentence.periods.iter().any(resolved))?;
    if spoken_of.from.is_none_or(|from| from <= day) && spoken_of.to.is_none_or(|to| day < to) {
        return None;
    }
    let words = const { word::literals(["now", "currently", "nowadays", "presently"]) };
    let token = sentence.tokens.iter().find(|token| words.contains(&token.surface))?;
    Some(Period {
        span: token.range.clone(),
        from: Some(day),
        to: Some(day.succ_opt()?),
        grain: Grain::Day,
        calendar: Calendar::Civil,
        unresolved: false,
        rule: "at-present",
    })
}

/// Words that make "year" the one before the year that is spoken of.
const YEAR_BEFORE: [word::Key; 2] = word::literals(["before", "earlier"]);
/// The same in front of "year".
const BEFORE_YEAR: [word::Key; 2] = word::literals(["previous", "preceding"]);
/// Words that make "year" the one after it.
const YEAR_AFTER: [word::Key; 2] = word::literals(["after", "later"]);
/// Words between a figure and the year before that it is dated by.
const YEAR_AWAY: usize = 4;

/// The "year" that is told by its distance from the one that is spoken of, and whether it is the one before.
fn neighbouring(tokens: &[Token]) -> Option<(usize, bool)> {
    let is =
        |at: usize, forms: &[word::Key]| tokens.get(at).is_some_and(|token| forms.contains(&token.surface));
    let fiscal = const { word::literals(["fiscal", "financial"]) };
    let led = |at: usize, forms: &[word::Key]| {
        let near = at.checked_sub(1).is_some_and(|before| is(before, forms));
        near || at.checked_sub(2).is_some_and(|two| is(two, forms) && is(at - 1, &fiscal))
    };
    // "In the year after the war" is counted from something else; "the next year" is a period of its own.
    let ends = |at: usize| !tokens.get(at).is_some_and(|next| next.content() || next.stop && is(at, &OPENS));
    (0..tokens.len()).filter(|at| is(*at, &const { word::literals(["year"]) })).find_map(|at| {
        if is(at + 1, &YEAR_BEFORE) || led(at, &BEFORE_YEAR) {
            return Some((at, true));
        }
        let after = is(at + 1, &YEAR_AFTER) && ends(at + 2);
        after.then_some((at, false))
    })
}

/// Words behind "the year after" that say of what.
const OPENS: [word::Key; 5] = word::literals(["of", "the", "a", "an", "its"]);

/// Dates amounts by "the year before", "the previous fiscal year" and "a year later", counted from the year that is
/// spoken of.
pub(crate) fn years_beside(sentence: &Sentence, statements: &mut [Statement]) {
    let Some((named, before)) = neighbouring(&sentence.tokens) else { return };
    for statement in &mut statements[sentence.statements.clone()] {
        let change = matches!(statement.quantity.kind, Kind::Percent | Kind::Points | Kind::Multiple);
        let near = statement.segment.start.saturating_sub(YEAR_AWAY)..statement.segment.end;
        let own = statement.period.as_ref().filter(|timed| resolved(&timed.period));
        let place = sentence.tokens[named].range.start;
        // "40 in 2002 and 50 a year later": the date before both is that of the first.
        let earlier = |timed: &Timed| {
            let date = timed.period.span.end;
            !before && date <= place && date <= statement.quantity.span.start
        };
        let dated = own.is_some_and(|timed| timed.nearness > 2 && !earlier(timed));
        if change || statement.quantity.change.role == ChangeRole::By || dated || !near.contains(&named) {
            continue;
        }
        let before_it =
            || sentence.periods.iter().rfind(|period| resolved(period) && period.span.end <= place);
        let spoken_of = own.map(|timed| &timed.period).or_else(before_it).or(sentence.carried.as_ref());
        let spoken_of = spoken_of.filter(|period| period.grain == Grain::Year);
        let year = spoken_of.and_then(if before { Period::year_before } else { Period::year_after });
        // The value before a change was moved a year back by its part in the change already.
        let moved = before && statement.quantity.change.role == ChangeRole::From;
        if let Some(period) = year.filter(|_| !moved) {
            statement.period = Some(Timed { period, nearness: 2 });
        }
    }
}

/// Bytes before a date in which a stretch that ends with it can stand.
const ENDED_REACH: usize = 48;
/// Words that lead from a stretch to the date that ends it.
const ENDING: [&str; 8] = ["to", "ended", "ending", "through", "until", "on", "that", "which"];
/// Numbers of months as words, from two.
const MONTHS: [&str; 11] =
    ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// "The fiscal year ended June 2024", "the nine months to September": a stretch, not its last month.
fn ended(text: &str, periods: &mut [Period]) {
    for period in periods.iter_mut().filter(|period| matches!(period.grain, Grain::Month | Grain::Day)) {
        let start = text.floor_char_boundary(period.span.start.saturating_sub(ENDED_REACH));
        let before = &text[start..period.span.start];
        let Some((months, opens)) = months_before(before) else { continue };
        let Some(to) = period.to else { continue };
        let Some(from) = to.checked_sub_months(chrono::Months::new(months)) else { continue };
        period.from = Some(from);
        period.span.start = start + opens;
        period.grain = match months {
            12 => Grain::Year,
            6 => Grain::Half,
            3 => Grain::Quarter,
            _ => Grain::Month,
        };
        if months == 12 {
            period.calendar = Calendar::Fiscal(Some(to.month()));
        }
    }
}

/// The months of a stretch that the words before a date name, and where its first word begins.
fn months_before(before: &str) -> Option<(u32, usize)> {
    let mut words = before.split_whitespace().rev();
    let place = |word: &str| word.as_ptr() as usize - before.as_ptr() as usize;
    let mut word = words.next()?;
    let mut led = false;
    while ENDING.contains(&word.to_lowercase().as_str()) {
        led = true;
        word = words.next()?;
    }
    match word.trim_end_matches(',').to_lowercase().as_str() {
        _ if !led => None,
        "year" => Some((12, place(word))),
        "months" => {
            let number = words.next()?;
            let lower = number.to_lowercase();
            let spelt = MONTHS.iter().position(|name| *name == lower).map(|at| at as u32 + 2);
            let months = spelt.or_else(|| lower.parse().ok()).filter(|months| (2..=60).contains(months))?;
            Some((months, place(number)))
        }
        _ => None,
    }
}

fn is_year(period: &Period) -> bool {
    period.grain == Grain::Year && resolved(period)
}

/// Gives the statements of a sentence the verb or noun that an earlier figure of the sentence, or the sentence before, has.
pub(crate) fn measures(sentences: &[Sentence], at: usize, statements: &mut [Statement]) {
    let sentence = &sentences[at];
    let range = sentence.statements.clone();
    for number in range.clone() {
        let own = words(sentence, &statements[number]);
        let has_action = own.iter().any(|token| has_role(token, Role::Action));
        let has_thing = statements[number].head.is_some()
            || own.iter().any(|token| has_role(token, Role::Thing) || has_role(token, Role::Part));
        let bare = own.is_empty();
        let counts = statements[number].quantity.kind == Kind::Count;
        let mut labels: Vec<Token> = Vec::new();
        if number > range.start {
            let before = &statements[number - 1];
            let earlier = words(sentence, before).into_iter().chain(before.labels.iter());
            for token in earlier {
                let wanted = bare
                    || !has_action && has_role(token, Role::Action)
                    || !has_thing && counts && has_role(token, Role::Thing);
                if wanted && !labels.iter().any(|label| label.key == token.key) {
                    labels.push(token.clone());
                }
            }
        }
        if !has_action && !labels.iter().any(|token| has_role(token, Role::Action)) {
            // A verb that stands before the first figure of the sentence, or after the last.
            let outside =
                sentence.tokens.iter().filter(|token| token.content() && has_role(token, Role::Action));
            let clause = statements[number].clause.clone();
            let inside = sentence.tokens[clause]
                .iter()
                .filter(|token| token.content() && has_role(token, Role::Action));
            if let Some(verb) = inside.chain(outside).next() {
                labels.push(verb.clone());
            }
        }
        statements[number].inherits = !labels.is_empty();
        statements[number].labels = labels;
    }
}

/// The content words of a statement's segment, the quantity left out.
pub(crate) fn words<'s>(sentence: &'s Sentence, statement: &Statement) -> Vec<&'s Token> {
    statement
        .segment
        .clone()
        .filter(|at| !statement.tokens.contains(at))
        .map(|at| &sentence.tokens[at])
        .filter(|token| token.content())
        .collect()
}

fn has_role(token: &Token, role: Role) -> bool {
    token.gloss.has(role)
}
