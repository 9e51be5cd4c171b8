//! Opposites that are none: one deed seen from two sides, a word that is denied, the deed of another.

use super::align::{Ask, is_direction, meets};
use super::cover::Cover;
use super::roles;
use crate::statement::lexicon::lexicon;
use crate::statement::word::{self, Token, TokenKind};
use crate::statement::{Reading, Sentence};

/// True for a word of the source that is opposed to a claim's by itself, and not where it stands.
pub(super) fn is_none(own: &Sentence, token: &Token, sentence: &Sentence, place: usize) -> bool {
    let beaten = || VICTORY.contains(&token.surface) && BEATING.contains(&sentence.tokens[place].surface);
    tells_both(sentence, place)
        || seen_from_both(own, token, sentence, place)
        || of_whom(own, sentence, place)
        || roles::is_one_contest(own, sentence, place)
        || turned_about(own, token, sentence, place)
        || beaten()
}

/// "Ash is north of Birch" is what "Birch lies south of Ash" tells: both words and both sides are turned.
fn turned_about(own: &Sentence, token: &Token, sentence: &Sentence, place: usize) -> bool {
    let name = |token: &&Token| token.capital && token.content() && token.kind == TokenKind::Word;
    let Some(at) = own.tokens.iter().position(|one| std::ptr::eq(one, token)) else { return false };
    let has = |names: &[Token], others: &[Token]| {
        names.iter().filter(name).any(|own| others.iter().filter(name).any(|other| meets(own, other)))
    };
    let (before, behind) = (&own.tokens[..at], &own.tokens[at + 1..]);
    let (first, last) = (&sentence.tokens[..place], &sentence.tokens[place + 1..]);
    has(before, last) && has(behind, first) && !has(before, first) && !has(behind, last)
}

/// Forms of "be" before a participle.
const BEEN: [word::Key; 7] = word::literals(["was", "were", "is", "are", "been", "be", "being"]);
/// Tokens from such a form to the participle.
const BEEN_REACH: usize = 2;
/// Deeds of which the one is the other, seen from the other side.
const CONVERSE: [word::Key; 4] = word::literals(["sold", "bought", "purchased", "acquired"]);

/// "Was sold for 40" and "was bought for 40": of the thing itself both tell the same.
pub(super) fn seen_from_both(own: &Sentence, token: &Token, sentence: &Sentence, place: usize) -> bool {
    let suffers = |tokens: &[Token], at: usize| {
        let before = &tokens[at.saturating_sub(BEEN_REACH)..at];
        before.iter().any(|token| BEEN.contains(&token.surface))
    };
    let at = own.tokens.iter().position(|one| std::ptr::eq(one, token));
    CONVERSE.contains(&token.surface)
        && CONVERSE.contains(&sentence.tokens[place].surface)
        && at.is_some_and(|at| suffers(&own.tokens, at))
        && suffers(&sentence.tokens, place)
}

/// "A victory for Ash" is what "Ash defeated Birch" tells.
const VICTORY: [word::Key; 3] = word::literals(["victory", "win", "triumph"]);
const BEATING: [word::Key; 5] = word::literals(["defeated", "beat", "routed", "overcame", "defeating"]);

/// True for the "was sold" of a claim where the source says "was bought".
pub(super) fn says(ask: &Ask<'_>, cover: &Cover, source: &Reading, token: &Token) -> bool {
    let mut chosen = cover.chosen.iter().map(|at| &source.sentences[*at]);
    CONVERSE.contains(&token.surface)
        && chosen.any(|sentence| {
            (0..sentence.tokens.len()).any(|place| seen_from_both(ask.sentence, token, sentence, place))
        })
}

/// Tokens from the "who" of another to what he did.
const WHO_REACH: usize = 6;

/// "She lost to Ash, who went on to win": whose deed it is stands before "who".
fn of_whom(own: &Sentence, sentence: &Sentence, place: usize) -> bool {
    let tokens = &sentence.tokens;
    let who = const { word::literal("who") };
    let near = (place.saturating_sub(WHO_REACH)..place).rev();
    let mut near = near.take_while(|at| tokens[*at].kind != TokenKind::Comma);
    let Some(at) = near.find(|at| tokens[*at].surface == who) else { return false };
    let mut before = tokens[..at].iter().rev().skip_while(|token| token.kind == TokenKind::Comma);
    before.next().is_some_and(|name| {
        name.capital && own.tokens.iter().skip(1).any(|token| token.name && meets(token, name))
    })
}

/// True where a sentence denies a word, or has its opposite as well: "the wait went down, and sales went up".
fn tells_both(sentence: &Sentence, at: usize) -> bool {
    let other = &sentence.tokens[at];
    let denied = || {
        sentence
            .denials()
            .filter_map(|denial| sentence.denied_by(denial))
            .any(|token| std::ptr::eq(token, other))
    };
    let opposed = |one: &usize| {
        let token = &sentence.tokens[*one];
        token.kind == TokenKind::Word && !sentence.is_particle(*one) && lexicon().opposed(token, other)
    };
    denied() || is_direction(other) && (0..sentence.tokens.len()).any(|one| opposed(&one))
}
