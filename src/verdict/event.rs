//! Ties dates to what happened on them: "born 2 May 1950", "(1950 – 2001)", "graduated in 1972".
//!
//! A date of another event of the same person is no evidence for the claimed one.

use chrono::Datelike;

use crate::statement::lexicon::{ClassId, Role, lexicon};
use crate::statement::word::{self, Token, TokenKind};
use crate::statement::{Reading, Sentence};
use crate::temporal::{self, Period};

/// Words before a date within which its event is looked for.
const REACH_MAX: usize = 9;

/// The events that a word names.
fn events_of(token: &Token) -> impl Iterator<Item = ClassId> {
    let packs = lexicon();
    let is_event = move |class: &ClassId| packs.classes[usize::from(*class)].role == Role::Event;
    token.classes.iter().copied().filter(is_event)
}

/// Words before an event by which another is dated: "led it until his death".
const SIDES: [word::Key; 5] = word::literals(["until", "till", "before", "after", "since"]);
/// Tokens between such a word and its event.
const SIDE_REACH: usize = 2;

/// The events that a sentence tells of, without those that only end or begin what it dates.
fn told(sentence: &Sentence, date: &Period) -> Vec<ClassId> {
    let tokens = &sentence.tokens;
    let place = sentence.tokens_in(&date.span).end;
    let aside = |at: usize| {
        place <= at
            && tokens[at.saturating_sub(SIDE_REACH)..at].iter().any(|token| SIDES.contains(&token.surface))
    };
    let own = (0..tokens.len()).filter(|at| !tokens[*at].name && tokens[*at].content() && !aside(*at));
    own.flat_map(|at| events_of(&tokens[at])).collect()
}

/// The date that a printed one gives for the claimed events: itself, an end of a stretch, or none.
///
/// "From May 1950 to June 1952" dates a beginning with its first end; "(1950 – 2001)" after a name
/// dates a birth and a death, and nothing else.
pub(super) fn dated(
    claim: &Sentence,
    wanted: &Period,
    source: &Reading,
    sentence: &Sentence,
    period: &Period,
) -> Option<Period> {
    let dates = claim.periods.iter().filter(|period| period.from.is_some() || period.to.is_some()).count();
    // In a claim of several dates each has the event beside it, or none.
    let claimed = if dates > 1 { bound_in(claim, wanted) } else { told(claim, wanted) };
    let bound = bound_in(sentence, period);
    let life = life(sentence, period);
    if bound.is_empty() && !life.is_empty() {
        // A murder is a death.
        let event = life.iter().find(|event| claimed.iter().any(|own| lexicon().is_a(*own, **event)));
        return match event {
            Some(event) if life.len() == 2 => end(source, period, *event == life[0]),
            Some(_) => Some(period.clone()),
            None => claimed.is_empty().then(|| period.clone()),
        };
    }
    // The date beside the claimed event goes before one that stands beside nothing.
    let meant = |other: &Period| bound_in(sentence, other).iter().any(|event| claimed.contains(event));
    if bound.is_empty() && sentence.periods.iter().any(meant) {
        return None;
    }
    if let Some(late) = not_until(source, sentence, period) {
        return Some(late);
    }
    let edge = ["begin", "end"].map(|name| says(claim, name));
    if edge[0] != edge[1] && !says(sentence, if edge[0] { "begin" } else { "end" }) {
        return end(source, period, edge[0]).or_else(|| Some(period.clone()));
    }
    let fits = claimed.is_empty() || bound.is_empty() || bound.iter().any(|event| claimed.contains(event));
    fits.then(|| period.clone())
}

/// "Did not retire until 2008" tells of 2008.
fn not_until(source: &Reading, sentence: &Sentence, period: &Period) -> Option<Period> {
    let at = sentence.tokens_in(&period.span).start;
    let rest = source.slice(&period.span).strip_prefix("until ")?;
    let waits = |denial: usize| sentence.waits(denial) && at - denial <= REACH_MAX;
    let denied = (0..at).any(waits);
    let context = temporal::Context { reference: None, fiscal_first_month: None };
    let mut read = temporal::read(rest, &context).into_iter().find(|one| one.from.is_some() && denied)?;
    read.span = period.span.clone();
    Some(read)
}

fn says(sentence: &Sentence, class: &str) -> bool {
    let class = lexicon().class_named(class);
    sentence.tokens.iter().any(|token| class.is_some_and(|class| token.classes.contains(&class)))
}

/// True for a stretch of which both days are printed: "10 May 1859 – 3 June 1901".
pub(super) fn prints_both_days(reading: &Reading, period: &Period) -> bool {
    let days = |first| end(reading, period, first).is_some_and(|day| day.grain == temporal::Grain::Day);
    days(true) && days(false)
}

/// The two ends of a stretch that prints both, as they are printed.
pub(super) fn both_ends(reading: &Reading, period: &Period) -> Option<(Period, Period)> {
    end(reading, period, true).zip(end(reading, period, false))
}

/// True for two stretches of which exactly one end is of the same year.
pub(super) fn share_an_end(one: (&Reading, &Period), other: (&Reading, &Period)) -> bool {
    let years = |(reading, period): (&Reading, &Period)| {
        let (first, last) = both_ends(reading, period)?;
        Some((first.from?.year(), last.from?.year()))
    };
    years(one).zip(years(other)).is_some_and(|(one, other)| (one.0 == other.0) != (one.1 == other.1))
}

/// The two years of a stretch that prints both: "1859–1901".
pub(super) fn both_years(reading: &Reading, period: &Period) -> Option<(Period, Period)> {
    let year = |first| end(reading, period, first).filter(|day| day.grain == temporal::Grain::Year);
    year(true).zip(year(false))
}

/// The first or last date of a stretch that prints both.
fn end(source: &Reading, period: &Period, first: bool) -> Option<Period> {
    let label = source.slice(&period.span);
    let (joint, length) = [" to ", " until ", " – ", " — ", " − ", "–", "—", " -- ", " - "]
        .iter()
        .find_map(|joint| Some((label.find(joint)?, joint.len())))
        // "1850-1938" joins years; "1850-01-02" is one day.
        .or_else(|| label.find('-').filter(|_| label.len() == 9).map(|at| (at, 1)))?;
    let part = if first { &label[..joint] } else { &label[joint + length..] };
    let context = temporal::Context { reference: None, fiscal_first_month: None };
    // A lone year is none of its own: "1838" may count something.
    let dated = |text: &str| temporal::read(text, &context).into_iter().find(|one| one.from.is_some());
    let mut read = dated(part).or_else(|| dated(&format!("in {part}")))?;
    read.span = period.span.clone();
    Some(read)
}

/// True where a sentence gives the years of a life in brackets, or a birthday alone.
pub(super) fn has_life(sentence: &Sentence, event: ClassId) -> bool {
    let born = lexicon().class_named("bear") == Some(event);
    let bracket = |period: &Period| {
        let at = sentence.tokens_in(&period.span).start;
        let near = at.saturating_sub(REACH_MAX)..at;
        sentence.tokens[near].iter().any(|token| token.key == word::mark("("))
    };
    sentence.periods.iter().any(|period| life(sentence, period).contains(&event) || born && bracket(period))
}

/// The events of the word nearest before a date, no other date between.
fn bound_in(sentence: &Sentence, period: &Period) -> Vec<ClassId> {
    let at = sentence.tokens_in(&period.span).start;
    let from = at.saturating_sub(REACH_MAX);
    let dated = |index: usize| {
        let token = &sentence.tokens[index];
        sentence.periods.iter().any(|other| {
            other.span != period.span
                && other.span.start <= token.range.start
                && token.range.end <= other.span.end
        })
    };
    for index in (from..at).rev() {
        if dated(index) {
            return Vec::new();
        }
        let events: Vec<ClassId> = events_of(&sentence.tokens[index]).collect();
        if !events.is_empty() {
            return events;
        }
    }
    Vec::new()
}

/// The name before the brackets of a life in which a date stands: "Tom Reed (1950 – 2001)".
pub(super) fn bearer<'s>(sentence: &'s Sentence, period: &Period) -> Option<&'s [Token]> {
    let (open, _) = brackets(sentence, period).filter(|_| !life(sentence, period).is_empty())?;
    let named = |token: &Token| token.kind == TokenKind::Word && token.capital;
    let joins = |token: &Token| token.kind == TokenKind::Mark && token.range.len() == 1;
    let start = (0..open).rev().find(|at| {
        let inner = joins(&sentence.tokens[*at]) && *at > 0 && named(&sentence.tokens[*at - 1]);
        !named(&sentence.tokens[*at]) && !inner
    });
    Some(&sentence.tokens[start.map_or(0, |at| at + 1)..open])
}

/// The tokens of the brackets around a date.
fn brackets(sentence: &Sentence, period: &Period) -> Option<(usize, usize)> {
    let tokens = &sentence.tokens;
    let at = sentence.tokens_in(&period.span);
    let is = |at: usize, form: &str| tokens.get(at).is_some_and(|token| token.key == word::mark(form));
    let bracket = |at: &usize| is(*at, "(") || is(*at, ")");
    // A pronunciation may stand in brackets of its own before the dates.
    let mut inner = 0_usize;
    let open = (0..at.start).rev().take(2 * REACH_MAX).find(|at| match (is(*at, "("), is(*at, ")")) {
        (true, _) if inner == 0 => true,
        (true, _) => {
            inner -= 1;
            false
        }
        (_, closes) => {
            inner += usize::from(closes);
            false
        }
    });
    let close = (at.end..tokens.len()).take(2 * REACH_MAX).find(bracket);
    let (open, close) = (open?, close?);
    (is(open, "(") && is(close, ")")).then_some((open, close))
}

/// Birth, death or both, for a date in the brackets after a name: "(1950 – 2001)".
fn life(sentence: &Sentence, period: &Period) -> Vec<ClassId> {
    let tokens = &sentence.tokens;
    let Some((open, close)) = brackets(sentence, period) else { return Vec::new() };
    let inside: Vec<&Period> = sentence
        .periods
        .iter()
        .filter(|other| {
            tokens[open].range.end <= other.span.start && other.span.end <= tokens[close].range.start
        })
        .collect();
    let dashed = tokens[open..close]
        .iter()
        .any(|token| ["–", "—", "-", "−"].iter().any(|form| token.key == word::mark(form)));
    let named = open > 0 && tokens[open - 1].kind == TokenKind::Word && tokens[open - 1].capital;
    if !dashed || !named {
        return Vec::new();
    }
    let names = match inside[..] {
        [_] => &["bear", "die"][..],
        [birth, _] if period.span == birth.span => &["bear"],
        [_, _] => &["die"],
        _ => &[],
    };
    names.iter().filter_map(|name| lexicon().class_named(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statement::read_claim;

    fn check(claim: &str, source: &str, expected: &[Option<&str>]) {
        let (claim, source) = (read_claim(claim, None, None), read_claim(source, None, None));
        let sentence = &source.sentences[0];
        let found: Vec<Option<String>> = sentence
            .periods
            .iter()
            .map(|period| {
                dated(&claim.sentences[0], &claim.sentences[0].periods[0], &source, sentence, period)
            })
            .map(|period| period.and_then(|period| period.from).map(|from| from.to_string()))
            .collect();
        let expected: Vec<Option<String>> = expected.iter().map(|day| day.map(str::to_string)).collect();
        assert_eq!(found, expected, "{}", claim.text);
    }

    #[test]
    fn a_date_belongs_to_the_event_before_it() {
        let source = "Ida Bell, born on 3 May 1950, graduated from Hill College on 4 June 1972.";
        check("Ida Bell was born on 3 May 1950.", source, &[Some("1950-05-03"), None]);
        check("Ida Bell graduated on 4 June 1972.", source, &[None, Some("1972-06-04")]);
        check("Ida Bell sang at the fair in 1972.", source, &[Some("1950-05-03"), Some("1972-06-04")]);
    }

    #[test]
    fn the_years_of_a_life_stand_in_brackets() {
        let source = "Tom Reed (3 May 1920 – 9 July 1999) was a baker.";
        check("Tom Reed died on 9 July 1999.", source, &[Some("1999-07-09")]);
        check("Tom Reed was born on 3 May 1920.", source, &[Some("1920-05-03")]);
        check("Tom Reed retired on 9 July 1999.", source, &[None]);
    }

    #[test]
    fn not_until_a_day_is_that_day() {
        let source = "Ida Bell sang her last song in 1960, but did not retire until May 1962.";
        check("Ida Bell retired before 1962.", source, &[None, Some("1962-05-01")]);
    }

    #[test]
    fn a_stretch_dates_a_beginning_and_an_end() {
        let source = "The mill was rebuilt from May 1950 to June 1952.";
        check("Work on the mill began in May 1950.", source, &[Some("1950-05-01")]);
        check("Work on the mill ended in June 1952.", source, &[Some("1952-06-01")]);
        check("The mill stood empty in May 1950.", source, &[Some("1950-05-01")]);
    }
}
