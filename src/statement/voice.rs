//! Who speaks in a text: a house that calls itself "the Company", or somebody who says "I" and "you".

use super::sentence::Sentence;
use super::word::{self, Token, TokenKind};

/// Sentences from which a text can be one that speaks of its own author.
const VOICED_MIN: usize = 6;
/// One sentence in so many says "we" or "the company" there.
const VOICED_SHARE: usize = 5;

/// Words of one who speaks for more than one.
const TALK: [word::Key; 7] = word::literals(["we", "our", "ours", "we're", "we'll", "we've", "we'd"]);
/// Words of one who speaks alone, and of one who is spoken to: a report or a notice seldom has them.
const PERSONAL: [word::Key; 16] = word::literals([
    "i", "me", "my", "myself", "i'm", "i'll", "i've", "i'd", "you", "your", "yours", "yourself", "you're",
    "you'll", "you've", "you'd",
]);
/// One word in so many is one of them in a letter, a call or a talk.
const TALK_SHARE: usize = 40;
/// So many of them are personal ones.
const PERSONAL_MIN: usize = 4;

/// True for a report that speaks of its own author as "the Company", and seldom by name.
pub(super) fn speaks_of_itself(sentences: &[Sentence]) -> bool {
    let voiced = sentences.iter().filter(|sentence| sentence.own_voice).count();
    sentences.len() >= VOICED_MIN
        && voiced * VOICED_SHARE >= sentences.len()
        && sentences.iter().any(names_itself)
}

/// True for a letter, a call, a chat or a talk: somebody speaks to somebody. Words in quotation marks do not count.
pub(super) fn is_spoken(sentences: &[Sentence]) -> bool {
    let (mut words, mut talk, mut personal) = (0_usize, 0_usize, 0_usize);
    for sentence in sentences {
        let mut quoted = false;
        for token in &sentence.tokens {
            quoted ^= token.kind == TokenKind::Quote;
            if token.kind != TokenKind::Word || quoted {
                continue;
            }
            words += 1;
            talk += usize::from(TALK.contains(&token.surface));
            personal += usize::from(PERSONAL.contains(&token.surface));
        }
    }
    personal >= PERSONAL_MIN && (talk + personal) * TALK_SHARE >= words
}

/// True for a sentence in which a house or a group speaks of itself.
pub(super) fn speaks_as_we(tokens: &[Token]) -> bool {
    let own = const { word::literals(["we", "our", "us", "company"]) };
    tokens.iter().any(|token| own.contains(&token.surface) && token.kind == TokenKind::Word)
}

/// True for a sentence with "the Company", "the Corporation": a house's name for itself in its report.
fn names_itself(sentence: &Sentence) -> bool {
    let the = const { word::literal("the") };
    let house = const { word::literals(["company", "corporation", "group", "partnership", "trust"]) };
    sentence
        .tokens
        .windows(2)
        .any(|two| two[0].surface == the && two[1].capital && house.contains(&two[1].surface))
}
