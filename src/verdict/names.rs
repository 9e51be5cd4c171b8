//! Names of a claim that a source does not have, and those that it only spells in another way.

use super::align::{Ask, Word, has, meets};
use crate::statement::Reading;
use crate::statement::lexicon::{Role, lexicon};
use crate::statement::word::{self, Token, TokenKind};

/// Letters at the beginning by which two spellings are one name.
const BEGINNING_MIN: usize = 4;

/// True for a name that the source has in no spelling: what is told of it is not established.
///
/// An initial, a common word printed with a capital, and a name that begins as one of the source's does are let be.
pub(super) fn strange(ask: &Ask<'_>, name: &Token, source: &Reading) -> bool {
    let word = ask.reading.slice(&name.range);
    let initial = word.chars().filter(|letter| letter.is_alphabetic()).count() < 2;
    let packs = lexicon();
    let of_names =
        |class: &u16| matches!(packs.classes[usize::from(*class)].role, Role::Country | Role::Alias);
    let common = name.classes.iter().any(|class| !of_names(class));
    let begins = |other: &Token| {
        let other = source.slice(&other.range);
        let alike = word.chars().zip(other.chars()).take_while(|(one, two)| one == two).count();
        alike >= BEGINNING_MIN || letters(word) == letters(other)
    };
    let spelt = || {
        let mut tokens = source.sentences.iter().flat_map(|sentence| &sentence.tokens);
        tokens.any(|token| token.kind == TokenKind::Word && token.capital && begins(token))
    };
    name.capital && !initial && !common && !spelt()
}

/// Words before a name that are no part of it.
const TITLES: [word::Key; 18] = word::literals([
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "sir",
    "lady",
    "lord",
    "professor",
    "prof",
    "president",
    "minister",
    "judge",
    "justice",
    "captain",
    "general",
    "the",
    "king",
]);

/// A name of two words of which the source has the second with other words before it only, and the first nowhere:
/// "Reed Cold" where it tells of Kite Cold.
pub(super) fn of_another<'r>(ask: &Ask<'r>, source: &'r Reading) -> Option<(&'r str, &'r str)> {
    let tokens = &ask.sentence.tokens;
    let part = |token: &Token| token.capital && token.content() && token.kind == TokenKind::Word;
    let single = |tokens: &[Token], at: usize| {
        let apart = |at: Option<usize>| at.and_then(|at| tokens.get(at)).is_none_or(|token| !part(token));
        apart(at.checked_sub(2)) && apart(Some(at + 1))
    };
    (1..tokens.len()).filter(|at| part(&tokens[*at - 1]) && part(&tokens[*at])).find_map(|at| {
        let (first, second) = (&tokens[at - 1], &tokens[at]);
        if !single(tokens, at) || !strange(ask, first, source) {
            return None;
        }
        let pairs = source.sentences.iter().flat_map(|sentence| {
            let stands = |place: &usize| {
                let token = &sentence.tokens[*place];
                token.capital && token.key == second.key
            };
            (0..sentence.tokens.len()).filter(stands).map(move |place| (&sentence.tokens, place))
        });
        let pairs: Vec<(&Vec<Token>, usize)> = pairs.collect();
        let other = |(tokens, place): &(&Vec<Token>, usize)| {
            let before = place.checked_sub(1).map(|at| &tokens[at]);
            // Two spellings of one name begin alike.
            let initial = |reading: &Reading, token: &Token| reading.slice(&token.range).chars().next();
            let apart = |before: &Token| initial(source, before) != initial(ask.reading, first);
            before.is_some_and(|before| part(before) && apart(before) && !TITLES.contains(&before.surface))
                && single(tokens, *place)
        };
        let (found, place) = pairs.first().filter(|_| pairs.iter().all(other))?;
        let whole =
            |reading: &'r Reading, one: &Token, two: &Token| reading.slice(&(one.range.start..two.range.end));
        Some((whole(ask.reading, first, second), whole(source, &found[place - 1], &found[*place])))
    })
}

/// The letters of a word in order of the alphabet, those that look alike as one: "IIda" and "Ilda", "Cornwlal" and "Cornwall".
fn letters(word: &str) -> Vec<char> {
    let lower = word.chars().flat_map(char::to_lowercase);
    let mut letters: Vec<char> = lower.map(|letter| if letter == 'l' { 'i' } else { letter }).collect();
    letters.sort_unstable();
    letters
}

/// "The Bell boats" of a claim, where the sentence has "the boats" and the one before it names Bell.
pub(super) fn definite(ask: &Ask<'_>, name: &Token, source: &Reading, at: usize) -> bool {
    let tokens = &ask.sentence.tokens;
    let next = tokens.partition_point(|token| token.range.start <= name.range.start);
    let Some(noun) = tokens.get(next).filter(|noun| noun.content() && !noun.name) else { return false };
    let sentence = &source.sentences[at];
    let the = const { word::literal("the") };
    let meant = sentence
        .tokens
        .windows(2)
        .any(|pair| pair[0].surface == the && meets(noun, &pair[1]) && !pair[1].name);
    let before = at.checked_sub(1).map(|at| &source.sentences[at]);
    meant && before.is_some_and(|before| before.passage == sentence.passage && has(before, name))
}

/// True for a part of a name that the sentence prints shorter: "Mr. Reed" for "Tom Reed".
pub(super) fn shortened(ask: &Ask<'_>, word: &Word<'_>, source: &Reading, at: usize) -> bool {
    // A text with titles prints its names in full there.
    !source.sentences.iter().any(|sentence| sentence.heading)
        && printed_part(ask, word, source, at, |other| other.token.range.start > word.token.range.start)
}

/// True for a part of a name of which the sentence prints another part, as texts do after the first time.
pub(super) fn shortened_to(ask: &Ask<'_>, word: &Word<'_>, source: &Reading, at: usize) -> bool {
    printed_part(ask, word, source, at, |other| other.token.range.start != word.token.range.start)
}

/// Letters that a short form has.
const SHORT_FORM_MIN: usize = 3;
/// Words between a first name and the last one.
const FAMILY_REACH: usize = 3;

/// True for a first name that the sentence prints in full: "Tom Reed" of the claim, "Thomas Ann Reed".
pub(super) fn in_full(ask: &Ask<'_>, word: &Word<'_>, source: &Reading, at: usize) -> bool {
    let claimed = &ask.sentence.tokens;
    let place = claimed.partition_point(|token| token.range.start < word.token.range.start);
    let Some(family) = claimed.get(place + 1).filter(|next| next.name && next.kind == TokenKind::Word) else {
        return false;
    };
    let short = ask.reading.slice(&word.token.range);
    let tokens = &source.sentences[at].tokens;
    (0..tokens.len()).any(|at| {
        let full = source.slice(&tokens[at].range);
        let begins = full.len() > short.len() && full.starts_with(short) && short.len() >= SHORT_FORM_MIN;
        let mut behind = tokens[at + 1..].iter().take(FAMILY_REACH);
        tokens[at].capital && begins && behind.any(|token| token.capital && meets(family, token))
    })
}

/// True where the sentence prints such a part of the word's name, with no other name beside it.
fn printed_part(
    ask: &Ask<'_>,
    word: &Word<'_>,
    source: &Reading,
    at: usize,
    such: impl Fn(&Word<'_>) -> bool,
) -> bool {
    let tokens = &source.sentences[at].tokens;
    let stranger = |at: Option<usize>| {
        at.and_then(|at| tokens.get(at)).is_some_and(|token| {
            token.capital && token.name && !ask.words.iter().any(|word| meets(word.token, token))
        })
    };
    word.name.is_some()
        && ask.words.iter().filter(|other| other.name == word.name && such(other)).any(|other| {
            (0..tokens.len()).any(|at| {
                tokens[at].kind == TokenKind::Word
                    && meets(other.token, &tokens[at])
                    && !stranger(at.checked_sub(1))
                    && !stranger(Some(at + 1))
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statement::read_claim;

    fn check(claim: &str, expected: bool) {
        let source = read_claim("Ilda Reed of the Cornwall Inn in Marlowe is a baker.", None, None);
        let claim = read_claim(claim, None, None);
        let ask = Ask::for_sentence(&claim, 0, &source);
        let name = &claim.sentences[0].tokens[3];
        assert_eq!(strange(&ask, name, &source), expected, "{}", claim.text);
    }

    #[test]
    fn a_name_may_be_spelt_in_another_way() {
        check("He lived in Harwich.", true);
        check("He knew one IIda.", false);
        check("He lived in Cornwlal.", false);
        check("He lived in Marlow.", false);
        check("He knew one K.", false);
    }
}
