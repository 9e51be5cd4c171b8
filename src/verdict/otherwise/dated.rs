//! When a deed was done: "published in 1954" against "written in 1954 but first published in 1961".

use super::{Case, Found, prints_year, same_verb, verb_of};
use crate::statement::Sentence;
use crate::temporal::Period;
use crate::verdict::code::Code;
use crate::verdict::period::{self, When};

/// The source's own date of a deed, where the claim gives it that of another deed of the same sentence.
pub(super) fn against(case: &Case<'_>) -> Option<Found> {
    case.own.periods.iter().filter(|wanted| prints_year(case.claim, wanted)).find_map(|wanted| {
        let verb = verb_of(case.own, wanted)?;
        let deed = &case.own.tokens[verb];
        if deed.gloss.is_light() || !deed.past {
            return None;
        }
        let of_deed = |sentence: &Sentence, found: &Period| {
            verb_of(sentence, found).filter(|other| {
                same_verb(deed, &sentence.tokens[*other]) && !case.of_another(sentence, *other)
            })
        };
        let apart = |found: &Period| period::periods(wanted, found) == When::Apart;
        let agrees = |sentence: &Sentence| {
            let dates = sentence.periods.iter();
            dates.filter(|found| !apart(found)).any(|found| of_deed(sentence, found).is_some())
        };
        if case.source.sentences.iter().any(agrees) {
            return None;
        }
        case.source.sentences.iter().enumerate().filter(|(at, _)| case.is_about(*at)).find_map(
            |(at, sentence)| {
                let dates = || sentence.periods.iter().filter(|found| prints_year(case.source, found));
                let (found, other) = dates()
                    .filter(|found| apart(found))
                    .find_map(|found| Some((found, of_deed(sentence, found)?)))?;
                // The claim's own date is that of another deed.
                dates().find(|same| {
                    let bound = verb_of(sentence, same);
                    !apart(same) && bound.is_some_and(|bound| !same_verb(deed, &sentence.tokens[bound]))
                })?;
                let own = verb..case.own.tokens_in(&wanted.span).end;
                let told = other..sentence.tokens_in(&found.span).end;
                Some(Found::against(Code::PERIOD, wanted.span.clone(), at, case.words(own, at, told)))
            },
        )
    })
}
