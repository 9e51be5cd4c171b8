//! By whom something was made, and in which country it is: "written by Ash" is not borne out by "starring Ash, written by
//! Oak", nor "a river in Sweden" by "a river of Finland".

use super::align::{Ask, frequency, is_country, meets};
use crate::statement::word::{Key, Token, TokenKind, literal, literals};
use crate::statement::{Reading, Sentence};

const BY: Key = literal("by");
/// Words that lead from a thing to the country that it is in.
const WITHIN: [Key; 3] = literals(["in", "of", "from"]);
/// Small words and the parts of a land, between such a word and its name.
const PARTS: [Key; 16] = literals([
    "the",
    "northern",
    "southern",
    "eastern",
    "western",
    "north",
    "south",
    "east",
    "west",
    "central",
    "north-eastern",
    "north-western",
    "south-eastern",
    "south-western",
    "northeastern",
    "southwestern",
]);
/// Words between a thing and the "in" of its country.
const THING_REACH: usize = 3;

/// Those whom a sentence names behind "by" at a place: "by Ash, Oak and Elm".
fn agents(sentence: &Sentence, by: usize) -> Vec<&Token> {
    let and = const { literal("and") };
    let joins = |token: &Token| {
        token.kind == TokenKind::Comma || token.surface == and || token.kind == TokenKind::Mark
    };
    let named = |token: &Token| token.capital && !token.stop && token.kind == TokenKind::Word;
    let run = sentence.tokens[by + 1..].iter().take_while(|token| named(token) || joins(token));
    run.filter(|token| named(token)).collect()
}

/// The participles of a sentence that "by" and a name follow: where they stand.
fn made_by(sentence: &Sentence) -> impl Iterator<Item = usize> {
    let tokens = &sentence.tokens;
    (1..tokens.len()).filter(move |at| {
        let led = tokens[*at].surface == BY && tokens[*at - 1].past && tokens[*at - 1].content();
        led && !agents(sentence, *at).is_empty()
    })
}

/// The claim's maker, where the sentence gives the same deed to others.
pub(super) fn other_maker(ask: &Ask<'_>, source: &Reading, at: usize) -> Option<String> {
    let (own, other) = (ask.sentence, &source.sentences[at]);
    made_by(own).find_map(|by| {
        let deed = &own.tokens[by - 1];
        let mine = agents(own, by);
        let same: Vec<usize> = made_by(other)
            .filter(|by| {
                let told = &other.tokens[by - 1];
                told.key == deed.key || told.root == deed.root
            })
            .collect();
        let [only] = same[..] else { return None };
        let theirs = agents(other, only);
        let shared = mine.iter().any(|name| theirs.iter().any(|other| meets(name, other)));
        // Whoever the text names nowhere may go by another name in it.
        let known = mine.iter().all(|name| frequency(name, source) > 0);
        let (first, last) = (theirs.first()?, theirs.last()?);
        (!shared && known).then(|| {
            let words =
                source.slice(&(other.tokens[only - 1].range.start..last.range.end.max(first.range.end)));
            let claimed = ask.reading.slice(&(deed.range.start..mine[mine.len() - 1].range.end));
            format!("“{claimed}” against “{words}”")
        })
    })
}

/// Forms before a participle of what is done to the one before them.
const PASSIVE: [Key; 8] = literals(["was", "were", "is", "are", "be", "been", "being", "by"]);

/// The same where the sentence has another one do it: "Oak designed the house" against "the house was designed by Ash".
pub(super) fn made_by_subject(ask: &Ask<'_>, source: &Reading, at: usize) -> Option<String> {
    let (own, other) = (ask.sentence, &source.sentences[at].tokens);
    let by = made_by(own).next()?;
    let (deed, mine) = (&own.tokens[by - 1], agents(own, by));
    let named = |token: &Token| token.capital && !token.stop && token.kind == TokenKind::Word;
    let verb = (1..other.len()).find(|at| {
        let told = &other[*at];
        (told.key == deed.key || told.root == deed.root)
            && told.past
            && named(&other[*at - 1])
            && !PASSIVE.contains(&other[*at - 1].surface)
    })?;
    let run = other[..verb].iter().rev().take_while(|token| named(token)).count();
    let theirs = &other[verb - run..verb];
    let shared = mine.iter().any(|name| theirs.iter().any(|other| meets(name, other)));
    let known = mine.iter().all(|name| frequency(name, source) > 0);
    let ends = |token: &&Token| token.kind != TokenKind::Comma && token.kind != TokenKind::Break;
    let object: Vec<&Token> =
        other[verb + 1..].iter().take_while(ends).filter(|token| token.content()).collect();
    let made = own.tokens.iter().take_while(|token| token.range.start < deed.range.start);
    let same = made.filter(|token| token.content()).any(|token| object.iter().any(|told| meets(token, told)));
    (!shared && known && same).then(|| {
        let words = source.slice(&(theirs[0].range.start..other[verb].range.end));
        let claimed = ask.reading.slice(&(deed.range.start..mine[mine.len() - 1].range.end));
        format!("“{claimed}” against “{words}”")
    })
}

/// A thing with the country that it is said to be in: where both stand.
fn within(sentence: &Sentence) -> impl Iterator<Item = (usize, usize)> {
    let tokens = &sentence.tokens;
    (2..tokens.len()).filter(|at| is_country(&tokens[*at]) && tokens[*at].capital).filter_map(move |at| {
        let small = |token: &Token| PARTS.contains(&token.surface) || token.kind == TokenKind::Mark;
        let lead = (0..at).rev().find(|at| !small(&tokens[*at]))?;
        let thing = (lead.saturating_sub(THING_REACH)..lead).rev().find(|at| tokens[*at].content())?;
        let plain =
            |token: &Token| !token.name && !token.past && !token.adverb && token.kind == TokenKind::Word;
        (WITHIN.contains(&tokens[lead].surface) && thing + 1 == lead && plain(&tokens[thing]))
            .then_some((thing, at))
    })
}

/// The claim's country of a thing, where the sentence puts the same thing in another and the source never names it.
pub(super) fn other_country(ask: &Ask<'_>, source: &Reading, at: usize) -> Option<String> {
    let (own, other) = (ask.sentence, &source.sentences[at]);
    within(own).find_map(|(thing, country)| {
        let (thing, country) = (&own.tokens[thing], &own.tokens[country]);
        if frequency(country, source) > 0 {
            return None;
        }
        let (place, found) = within(other).find(|(place, _)| other.tokens[*place].key == thing.key)?;
        let words = source.slice(&(other.tokens[place].range.start..other.tokens[found].range.end));
        let claimed = ask.reading.slice(&(thing.range.start..country.range.end));
        Some(format!("“{claimed}” against “{words}”"))
    })
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{Contradicted, Supported};
    use super::super::trials::check;

    #[test]
    fn who_acted_in_it_did_not_write_it() {
        check(
            "Loaf Street is a 2012 film directed by Ida Bell, starring Tom Reed, and written by Una Marsh.",
            &[
                ("Loaf Street is a film written by Tom Reed.", Contradicted),
                ("Loaf Street is a film written by Una Marsh.", Supported),
                ("Loaf Street is a film directed by Ida Bell.", Supported),
            ],
        );
        check(
            "The baker Tom Reed designed the mill in 1958. A plan by Ida Bell had been turned down.",
            &[
                ("The mill was designed by Ida Bell in 1958.", Contradicted),
                ("The mill was designed by Tom Reed in 1958.", Supported),
            ],
        );
        check(
            "Loaf Street is a 2012 film written by Tom Reed, Una Marsh and Ida Bell.",
            &[("Loaf Street is a film written by Ida Bell.", Supported)],
        );
    }

    #[test]
    fn a_river_of_one_country_is_not_one_of_another() {
        check(
            "The Lune is a river of eastern Finland, which flows past the mill at Marlow.",
            &[
                ("The Lune is a river in Sweden.", Contradicted),
                ("The Lune is a river in Finland.", Supported),
            ],
        );
        check(
            "The Lune is a river of eastern Finland and of Sweden.",
            &[("The Lune is a river in Sweden.", Supported)],
        );
    }
}
