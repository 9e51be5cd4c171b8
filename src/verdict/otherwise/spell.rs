//! When a spell began and ended: "operated from 1942 until 1949" against "operated from 1942 until 1946".

use super::{Case, Found, ends, same_verb, verb_of};
use crate::temporal::Period;
use crate::verdict::code::Code;

/// The years of a spell, as far as they are printed.
type Years = (Option<i32>, Option<i32>);

/// True for two spells of which one end is another, and none else is known to be another.
fn differ(own: Years, other: Years) -> bool {
    let apart = |one: Option<i32>, two: Option<i32>| one.zip(two).is_some_and(|(one, two)| one != two);
    apart(own.0, other.0) != apart(own.1, other.1)
}

/// The source's spell of the same deed, where one of its ends is another.
pub(super) fn against(case: &Case<'_>) -> Option<Found> {
    case.own.periods.iter().find_map(|wanted| {
        let years = ends(case.claim, wanted);
        let verb = verb_of(case.own, wanted)?;
        let deed = &case.own.tokens[verb];
        if years.1.is_none() || deed.gloss.is_light() {
            return None;
        }
        let spells = || {
            case.source.sentences.iter().enumerate().flat_map(|(at, sentence)| {
                let of_deed = move |found: &&Period| {
                    verb_of(sentence, found).is_some_and(|other| {
                        same_verb(deed, &sentence.tokens[other]) && !case.of_another(sentence, other)
                    })
                };
                sentence.periods.iter().filter(of_deed).map(move |found| (at, found))
            })
        };
        let mut printed = spells().filter(|(_, found)| ends(case.source, found).1.is_some());
        let (at, found) = printed.next()?;
        // Two spells of one deed are told apart by more than their years.
        if printed.next().is_some() || !case.is_about(at) || !differ(years, ends(case.source, found)) {
            return None;
        }
        let sentence = &case.source.sentences[at];
        // "From 1998 to 2004 and again from 2005 to 2006".
        let again = |other: &Period| ends(case.source, other).1 == years.1;
        if sentence.periods.iter().any(again) && ends(case.source, found).1 != years.1 {
            return None;
        }
        let own = verb..case.own.tokens_in(&wanted.span).end;
        let other = verb_of(sentence, found)?..sentence.tokens_in(&found.span).end;
        Some(Found::against(Code::PERIOD, wanted.span.clone(), at, case.words(own, at, other)))
    })
}
