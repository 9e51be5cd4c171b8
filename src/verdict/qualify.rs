//! Words that qualify others: "the triple jump" is not "the long jump", and who works in Deal was not born there.

use super::align::{Ask, frequency, is_country, meets};
use super::barring::ORDER;
use crate::statement::Reading;
use crate::statement::lexicon::lexicon;
use crate::statement::word::{Key, Token, TokenKind, literal, literals};

/// Words of numbers and measures before a noun.
const NUMBERS: [Key; 18] = literals([
    "million", "thousand", "hundred", "billion", "lakh", "crore", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "metre", "meter", "m",
]);

/// True for a plain word that may tell one sort of a thing from another.
fn is_plain(token: &Token) -> bool {
    let shaped = token.past || token.going || token.adverb || token.plural;
    token.kind == TokenKind::Word && token.content() && !token.name && !token.capital && !shaped
}

/// A pair of the claim whose first word the source never has, where it has the second with another plain word before it
/// each time: the words of both.
pub(super) fn other_sort(ask: &Ask<'_>, source: &Reading) -> Option<(String, String)> {
    let tokens = &ask.sentence.tokens;
    let figures = &ask.reading.statements[ask.sentence.statements.clone()];
    let counted = |at: usize| figures.iter().any(|figure| figure.tokens.contains(&at));
    (1..tokens.len()).find_map(|at| {
        let (sort, noun) = (&tokens[at - 1], &tokens[at]);
        let ranked = ORDER.contains(&sort.surface) || lexicon().is_superlative(sort.surface);
        let pair = !ranked
            && !counted(at - 1)
            && !counted(at)
            && is_plain(sort)
            && noun.content()
            && !noun.name
            && !noun.gloss.is_light()
            && !noun.past;
        // The pair may be a part of a longer one: "triple jump final".
        let first = at < 2 || !is_plain(&tokens[at - 2]);
        if !pair || !first || sort.gloss.is_light() || frequency(sort, source) > 0 {
            return None;
        }
        let places = source.sentences.iter().flat_map(|sentence| {
            let stands = |place: &usize| *place > 0 && sentence.tokens[*place].key == noun.key;
            (0..sentence.tokens.len()).filter(stands).map(move |place| &sentence.tokens[place - 1..=place])
        });
        let places: Vec<&[Token]> = places.collect();
        let number =
            |token: &Token| NUMBERS.contains(&token.surface) || lexicon().is_superlative(token.surface);
        let other = |pair: &&&[Token]| {
            is_plain(&pair[0])
                && !number(&pair[0])
                && !pair[0].gloss.is_light()
                && !tokens.iter().any(|own| meets(own, &pair[0]))
        };
        let found = places.iter().find(other).filter(|_| places.iter().all(|pair| other(&pair)))?;
        let words = ask.reading.slice(&(sort.range.start..noun.range.end)).to_string();
        Some((words, source.slice(&(found[0].range.start..found[1].range.end)).to_string()))
    })
}

const BORN: Key = literal("born");
/// Words that lead from a birth, or a person, to a place.
const LEADS: [Key; 4] = literals(["in", "at", "near", "from"]);
/// Tokens behind "born" in which its place stands.
const BORN_REACH: usize = 16;

/// The place in which the claim says that somebody was born, where a source that tells of a birth names it elsewhere only.
pub(super) fn unborn(ask: &Ask<'_>, source: &Reading) -> Option<String> {
    let tokens = &ask.sentence.tokens;
    let born = tokens.iter().position(|token| token.surface == BORN)?;
    let lead = (born + 1..tokens.len()).find(|at| LEADS.contains(&tokens[*at].surface))?;
    let place = tokens.get(lead + 1).filter(|token| token.capital && token.kind == TokenKind::Word)?;
    if lead != born + 1 || is_country(place) || frequency(place, source) == 0 {
        return None;
    }
    let mut tells = false;
    for sentence in &source.sentences {
        let stands = |at: usize| meets(place, &sentence.tokens[at]);
        for at in 0..sentence.tokens.len() {
            let token = &sentence.tokens[at];
            let behind = at + 1..(at + BORN_REACH).min(sentence.tokens.len());
            if token.surface == BORN {
                tells = true;
                // The bracket of a life ends what is told of it.
                let closes = |at: &usize| sentence.tokens[*at].key == crate::statement::word::mark(")");
                let end = behind.clone().find(closes).unwrap_or(behind.end);
                if (behind.start..end).any(stands) {
                    return None;
                }
            }
            // "From Deal", "Deal-born", "a native of Deal".
            let led = at > 0
                && [LEADS[0], LEADS[3], const { literal("of") }].contains(&sentence.tokens[at - 1].surface);
            if stands(at) && (led || at == 0) {
                return None;
            }
        }
    }
    tells.then(|| ask.reading.slice(&place.range).to_string())
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{Partial, Supported};
    use super::super::trials::check;

    #[test]
    fn another_sort_of_the_same_thing_is_another_thing() {
        let source =
            "Ada Reed won the first of her five national titles, all of them in the long jump, in 2009.";
        check(
            source,
            &[
                ("Ada Reed has won five national titles in the triple jump.", Partial),
                ("Ada Reed has won five national titles in the long jump.", Supported),
            ],
        );
    }

    #[test]
    fn who_works_in_a_town_was_not_born_there() {
        let source = "Tom Bell (born 6 June 1979) is an English baker who speaks each morning on Radio Deal.";
        check(source, &[("Tom Bell was born in Deal.", Partial)]);
        let source = "Tom Bell (born 6 June 1979 in Deal) is an English baker.";
        check(source, &[("Tom Bell was born in Deal.", Supported)]);
    }
}
