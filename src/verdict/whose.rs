//! Whose word it is: a claim that names who says or expects it, against a source in which another does.

use std::collections::BTreeSet;

use super::align::{frequency, meets};
use super::interval::ends;
use super::part::Part;
use super::rivals::speakers;
use super::speech;
use crate::claim::Modality;
use crate::statement::lexicon::{Reading as Phrase, Role, lexicon};
use crate::statement::word::{self, Token, TokenKind};
use crate::statement::{Reading, Sentence, modality_of};

/// Words by which one asks others for what they expect: "analysts polled by the bank".
const ASKED: [word::Key; 6] =
    word::literals(["polled", "surveyed", "questioned", "asked", "interviewed", "canvassed"]);

/// Weakens a claim whose figure the source gives as another's word.
pub(super) fn judge(claim: &Reading, number: usize, source: &Reading) -> Option<Part> {
    let own = &claim.sentences[number];
    let figures = claim.statements_of(number);
    let alike = figures.iter().flat_map(|own| {
        let (low, high) = ends(&own.quantity.figure);
        let numbers = source.numerals.get(&low).into_iter().flatten();
        let same = numbers.map(|number| &source.statements[*number as usize]);
        same.filter(move |other| ends(&other.quantity.figure) == (low, high)).map(|other| other.sentence)
    });
    let told: BTreeSet<usize> = alike.collect();
    let (named, other) = told
        .into_iter()
        .map(|at| &source.sentences[at])
        .find_map(|sentence| asked_by(own, sentence).or_else(|| said_by_another(own, source, sentence)))?;
    let (first, last) = (named.first()?, named.last()?);
    let range = first.range.start..last.range.end;
    let words = other.first()?.range.start..other.last()?.range.end;
    let message = format!(
        "the claim gives it as the word of {}, the source as that of {}",
        claim.slice(&range),
        source.slice(&words)
    );
    Some(speech::misattributed(range, message, "name the one whom the source names"))
}

/// The words before a verb of expecting, from the last comma on.
fn expecting(sentence: &Sentence) -> Option<&[Token]> {
    let (verb, _) = sentence.phrases.iter().find(|(_, phrase)| match phrase {
        Phrase::Modality(name) => {
            modality_of(name).is_some_and(|(_, modality)| modality == Modality::Forecast)
        }
        _ => false,
    })?;
    let stops = |at: &usize| matches!(sentence.tokens[*at].kind, TokenKind::Comma | TokenKind::Break);
    let from = (0..verb.start).rev().find(stops).map_or(0, |at| at + 1);
    Some(&sentence.tokens[from..verb.start])
}

fn contents(tokens: &[Token]) -> Vec<&Token> {
    tokens.iter().filter(|token| token.content()).collect()
}

/// "The bank expects" against "analysts polled by the bank expect".
fn asked_by<'s>(own: &'s Sentence, sentence: &'s Sentence) -> Option<(Vec<&'s Token>, Vec<&'s Token>)> {
    let claimed =
        expecting(own).filter(|tokens| !tokens.iter().any(|token| ASKED.contains(&token.surface)))?;
    let told = expecting(sentence)?;
    let asked = told.iter().position(|token| ASKED.contains(&token.surface))?;
    let (named, others) = (contents(claimed), contents(&told[..asked]));
    let by = &told[asked..];
    let behind = named.last().is_some_and(|last| by.iter().any(|token| meets(last, token)));
    let alike = named.iter().any(|word| others.iter().any(|token| meets(word, token)));
    (behind && !alike && !others.is_empty()).then_some((named, others))
}

/// "The office says" of a source without that office, in which somebody else says it.
fn said_by_another<'s>(
    own: &'s Sentence,
    source: &Reading,
    sentence: &'s Sentence,
) -> Option<(Vec<&'s Token>, Vec<&'s Token>)> {
    let (named, others) = (speakers(own), speakers(sentence));
    let packs = lexicon();
    let country = |token: &Token| {
        token.classes.iter().any(|class| packs.classes[usize::from(*class)].role == Role::Country)
    };
    let publisher = source.publisher.as_deref().unwrap_or_default().to_lowercase();
    let stands = |word: &Token| frequency(word, source) > 0;
    let unknown = named.iter().any(|word| word.capital && !country(word) && !stands(word));
    let alike = named.iter().any(|word| others.iter().any(|token| meets(word, token) && !country(token)));
    (unknown && !alike && !others.is_empty() && publisher.is_empty()).then_some((named, others))
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{Partial, Supported};
    use super::super::trials::check;

    #[test]
    fn those_who_are_asked_expect_it_themselves() {
        check(
            "Bakers polled by the guild expect a growth of 4% in 2025.",
            &[
                ("The guild forecasts a growth of 4% in 2025.", Partial),
                ("Bakers expect a growth of 4% in 2025.", Supported),
            ],
        );
    }

    #[test]
    fn another_says_so() {
        check(
            "Rents in Deal were 3% lower than a year ago in May, the agency Harper & Low said.",
            &[
                ("Census Deal says rents in Deal were 3% lower in May than a year ago.", Partial),
                ("Harper & Low says rents in Deal were 3% lower in May than a year ago.", Supported),
            ],
        );
    }
}
