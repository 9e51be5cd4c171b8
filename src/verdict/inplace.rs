//! The date of a source that stands in the place of a claim's, of all that its sentences print.

use std::ops::Range;

use super::align::{self, Ask};
use super::date::{CLASH_MIN, Dated, beside, by_end, is_unmet, meets, nearest, stands, told_apart};
use super::dayname::{named, same_name};
use super::event;
use super::otherwise;
use super::period::{self, When};
use crate::statement::word;
use crate::statement::{Reading, Sentence};
use crate::temporal::Period;

/// The date of the source that stands in the place of the claim's.
pub(super) fn date(
    ask: &Ask<'_>,
    wanted: &Period,
    source: &Reading,
    sentences: &[usize],
    opposite: Option<(usize, usize)>,
) -> Option<Dated> {
    let label = ask.reading.slice(&wanted.span);
    let mut best = nearest(ask, wanted, source, sentences);
    if is_unmet(best.as_ref())
        && let Some(name) = named(label).filter(|name| name.0)
        && let Some((score, at, true, found)) = same_name(ask, (name, None), false, source, sentences)
        && !period::is_resolved(&found)
        && best.as_ref().is_none_or(|(other, _, _, _)| *other <= score)
    {
        // A month without a year, in a text without a date, can be the claim's.
        best = Some((score, at, When::Same, found));
    }
    // "In the late 1960s and early 1970s": either of two dates stands in the claim's place.
    let paired = |(at, other): &(usize, usize)| {
        let place = &source.sentences[*at];
        if otherwise::of_another_deed((ask.sentence, wanted), (place, &place.periods[*other])) {
            return true;
        }
        let other = &source.sentences[*at].periods[*other].span;
        let listed = |place: &Range<usize>| is_bracketed(&source.sentences[*at], place);
        best.as_ref().is_some_and(|(_, place, when, found)| {
            let told = &source.sentences[*place];
            if meets(*when)
                && otherwise::says_word_before((ask.sentence, wanted), told, &source.sentences[*at])
            {
                return true;
            }
            // "Ash Hall (1998) and Oak Hall (2001)": each year is that of its own title.
            if place == at && meets(*when) && listed(other) && listed(&found.span) {
                return true;
            }
            let between = other.end.min(found.span.end)..other.start.max(found.span.start);
            let joint = source.text.get(between).unwrap_or_default().trim();
            meets(*when) && matches!(joint, "and" | "or")
        })
    };
    if let Some((at, other)) = opposite.filter(|pair| !paired(pair)) {
        let sentence = &source.sentences[at];
        let found = &sentence.periods[other];
        // A date of another event stands in no date's place.
        let meant = event::dated(ask.sentence, wanted, source, sentence, found).map(|_| found.clone());
        let known = best.as_ref().filter(|(_, place, when, _)| *place == at && *when == When::Same);
        let kept = known.is_some_and(|(_, _, _, same)| {
            let beside = |found: &Period| words_beside(ask, wanted, sentence, found);
            // "Written in 1954 but published in 1961": each date is that of the verb before it.
            let of_deed = |found: &Period| otherwise::of_one_deed((ask.sentence, wanted), (sentence, found));
            let ended = |found: &Period| by_end(ask, wanted, source, found) == Some(When::Same);
            if ended(same) && !ended(found)
                || of_deed(same) && meant.as_ref().is_some_and(|other| !of_deed(other))
            {
                return true;
            }
            let least =
                meant.as_ref().map(|other| beside(other) + usize::from(!opens_stretch(sentence, same)));
            least.is_some_and(|least| beside(same) >= least)
        });
        if let Some(found) = meant.filter(|found| !kept && period::is_resolved(found)) {
            best = stands(ask, wanted, source, &found).map(|when| (1000, at, when, found)).or(best);
        }
    }
    let apart = best.as_ref().is_none_or(|(score, _, when, _)| *when == When::Apart && *score < CLASH_MIN);
    if let Some(told) = beside(ask, wanted, source, sentences).filter(|_| apart) {
        best = Some(told);
    }
    if let Some(told) = told_apart(ask, wanted, source, sentences).filter(|_| is_unmet(best.as_ref())) {
        best = Some(told);
    }
    best
}

/// True for a date that stands in brackets by itself.
fn is_bracketed(sentence: &Sentence, place: &Range<usize>) -> bool {
    let at = sentence.tokens_in(place);
    let is = |at: Option<usize>, form: &str| {
        at.and_then(|at| sentence.tokens.get(at)).is_some_and(|token| token.key == word::mark(form))
    };
    is(at.start.checked_sub(1), "(") && is(Some(at.end), ")")
}

/// True for the 1938 of "from 1938 until he died in 1967": of the two it is the beginning.
fn opens_stretch(sentence: &Sentence, date: &Period) -> bool {
    let at = sentence.tokens_in(&date.span);
    let surface = |at: Option<usize>| at.and_then(|at| sentence.tokens.get(at)).map(|token| token.surface);
    let until = const { word::literals(["until", "till"]) };
    surface(at.start.checked_sub(1)) == Some(const { word::literal("from") })
        && surface(Some(at.end)).is_some_and(|next| until.contains(&next))
}

/// Words on either side of a date that are laid beside those around another.
const NEIGHBOURS: usize = 2;

/// How many of the claim's words right around its date stand right around another.
fn words_beside(ask: &Ask<'_>, wanted: &Period, sentence: &Sentence, found: &Period) -> usize {
    let around = |sentence: &Sentence, date: &Period, of_claim: bool| -> Vec<usize> {
        let at = sentence.tokens_in(&date.span);
        let content = |at: &usize| sentence.tokens[*at].content();
        // "The 1974 World Trials": the year is a part of the name behind it.
        if of_claim && sentence.tokens.get(at.end).is_some_and(|next| next.content() && next.capital) {
            return (at.end..sentence.tokens.len()).filter(content).take(NEIGHBOURS).collect();
        }
        let behind = (at.end..sentence.tokens.len()).filter(content).take(NEIGHBOURS);
        (0..at.start).rev().filter(content).take(NEIGHBOURS).chain(behind).collect()
    };
    let others = around(sentence, found, false);
    let meets = |own: &&usize| {
        others.iter().any(|other| align::meets(&ask.sentence.tokens[**own], &sentence.tokens[*other]))
    };
    around(ask.sentence, wanted, true).iter().filter(meets).count()
}
