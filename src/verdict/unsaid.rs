//! The word of a claim that a short source says in no form: which one may be another way to put it, and which may not.

use super::align::{Ask, meets};
use super::barring::ORDER;
use super::cover::{Cover, is_long};
use crate::statement::lexicon::{Reading as Phrase, lexicon};
use crate::statement::word::{self, Token, TokenKind};
use crate::statement::{Reading, Sentence, Statement};

/// Words of a claim among which one may be another way to put what the source says; the verb of a figure needs one more.
const LOOSE_WORDS: usize = 5;

/// Words that open a phrase of a cause or a purpose.
const PHRASES: [word::Key; 6] = word::literals(["for", "of", "by", "against", "under", "without"]);
/// Metals of medals: each is another rank.
const METALS: [word::Key; 3] = word::literals(["gold", "silver", "bronze"]);

/// True for the metal of a medal.
fn is_medal(ask: &Ask<'_>, token: &Token) -> bool {
    let medals =
        const { word::literals(["medal", "medals", "medalist", "medallist", "medalists", "medallists"]) };
    let tokens = &ask.sentence.tokens;
    let at = tokens.partition_point(|other| other.range.start <= token.range.start);
    METALS.contains(&token.surface) && tokens.get(at).is_some_and(|next| medals.contains(&next.surface))
}

/// Words before "of" and "to" that make a cause of what follows.
const REASONS: [word::Key; 4] = word::literals(["because", "due", "owing", "thanks"]);

/// True for the one word of a phrase that says why or for whom: "because of illness", "most of them for farms".
fn closes_phrase(ask: &Ask<'_>, token: &Token) -> bool {
    let tokens = &ask.sentence.tokens;
    let at = tokens.partition_point(|other| other.range.start < token.range.start);
    let ends = tokens.get(at + 1).is_none_or(|next| next.kind != TokenKind::Word || next.stop);
    let lead = at.checked_sub(1).map(|at| tokens[at].surface);
    let reason = at >= 2 && REASONS.contains(&tokens[at - 2].surface);
    let of = lead == Some(const { word::literal("of") });
    ends && lead.is_some_and(|lead| PHRASES.contains(&lead)) && (!of || reason)
}

/// True for the verb of a figure, right before it: "pickled 40 tonnes" is seldom another way to put what was done.
fn governs(ask: &Ask<'_>, token: &Token) -> bool {
    let tokens = &ask.sentence.tokens;
    let at = tokens.partition_point(|other| other.range.start < token.range.start);
    let figures = &ask.reading.statements[ask.sentence.statements.clone()];
    let next = |figure: &Statement| {
        let span = ask.sentence.tokens_in(&figure.quantity.span);
        at < span.start && !tokens[at + 1..span.start].iter().any(Token::content)
    };
    token.past && !token.name && figures.iter().any(next)
}

/// What nobody is told to have done or suffered without a word of it in the source.
const GRAVE: [word::Key; 41] = word::literals([
    "disqualified",
    "banned",
    "suspended",
    "arrested",
    "charged",
    "convicted",
    "jailed",
    "imprisoned",
    "sentenced",
    "acquitted",
    "accused",
    "killed",
    "murdered",
    "injured",
    "wounded",
    "raped",
    "abused",
    "stole",
    "stolen",
    "fired",
    "sacked",
    "dismissed",
    "expelled",
    "bankrupt",
    "demolished",
    "destroyed",
    "divorced",
    "lied",
    "cheated",
    "bribed",
    "smuggled",
    "drunk",
    "hospitalised",
    "infected",
    "deported",
    "executed",
    "assassinated",
    "corrupt",
    "guilty",
    "robbed",
    "fraud",
]);

/// True for the office that a claim gives to somebody: "was the coach of".
fn is_office(ask: &Ask<'_>, token: &Token) -> bool {
    let tokens = &ask.sentence.tokens;
    let at = tokens.partition_point(|other| other.range.start < token.range.start);
    let be = const { word::literals(["is", "was", "became", "as"]) };
    let before = &tokens[at.saturating_sub(3)..at];
    let office =
        |(place, phrase): &(std::ops::Range<usize>, Phrase)| place.contains(&at) && *phrase == Phrase::Title;
    // "Served as a cook": what somebody was is told by that word alone.
    let (role, article) = const { (word::literal("as"), word::literals(["a", "an"])) };
    let member = const { word::literals(["member", "members", "result", "part", "whole"]) };
    let served = at >= 2
        && !member.contains(&token.surface)
        && tokens[at - 2].surface == role
        && article.contains(&tokens[at - 1].surface);
    served
        || before.iter().any(|token| be.contains(&token.surface)) && ask.sentence.phrases.iter().any(office)
}

/// True for a word of the cause that the claim gives.
pub(super) fn is_cause(ask: &Ask<'_>, word: &str) -> bool {
    let tokens = &ask.sentence.tokens;
    let lead = tokens.windows(2).position(|two| {
        let of = const { word::literals(["of", "to"]) };
        REASONS.contains(&two[0].surface) && of.contains(&two[1].surface)
    });
    lead.is_some_and(|lead| {
        tokens[lead..].iter().any(|token| ask.reading.slice(&token.range).eq_ignore_ascii_case(word))
    })
}

/// Words of a claim that tells of one deed.
const SHORT_WORDS: usize = 7;

/// True for a verb that joins what no one sentence of the source has together: "the bishop criticised the law", where one
/// sentence is on the bishop and another on the law.
fn joins_apart(ask: &Ask<'_>, source: &Reading, verb: &Token) -> bool {
    let tokens = &ask.sentence.tokens;
    let at = tokens.partition_point(|other| other.range.start < verb.range.start);
    let end = (at..tokens.len()).find(|at| tokens[*at].kind == TokenKind::Comma).unwrap_or(tokens.len());
    let most = |part: &[Token], sentence: &Sentence| {
        let words = part.iter().filter(|token| token.content());
        let held = |word: &&Token| sentence.tokens.iter().any(|token| meets(word, token));
        words.clone().filter(held).count() * 2 >= words.count().max(1)
    };
    let (left, right) = (&tokens[..at], &tokens[(at + 1).min(end)..end]);
    let telling = |part: &[Token]| part.iter().filter(|token| token.content()).count() > 1;
    let together = |sentence: &Sentence| {
        most(right, sentence) && (most(left, sentence) || sentence.unsaid_subject && sentence.points_back)
    };
    // A longer sentence is gathered from several.
    let short = ask.words.len() <= SHORT_WORDS && ask.sentence.statements.is_empty();
    short && verb.past && !verb.name && telling(right) && !source.sentences.iter().any(together)
}

/// The first word of the claim that tells something and that a short source does not say in any form. One in many may
/// be another way to put it.
pub(super) fn word<'r>(ask: &Ask<'r>, cover: &Cover, source: &Reading) -> Option<&'r Token> {
    let deed = cover.unsaid.iter().any(|at| governs(ask, ask.words[*at].token));
    let loose = cover.unsaid.len() * (LOOSE_WORDS + usize::from(deed)) <= ask.words.len();
    // "A record", "the largest" needs words that say so.
    let ranks = |at: &&usize| {
        let surface = ask.words[**at].token.surface;
        lexicon().is_superlative(surface) && surface != const { word::literal("first") }
            || ORDER[1..].contains(&surface)
            || GRAVE.contains(&surface)
            || is_office(ask, ask.words[**at].token)
            || closes_phrase(ask, ask.words[**at].token)
            || is_medal(ask, ask.words[**at].token)
    };
    let joins = |at: &&usize| joins_apart(ask, source, ask.words[**at].token);
    let telling = cover.unsaid.iter().find(ranks).or_else(|| cover.unsaid.iter().find(joins));
    let at = telling.or_else(|| cover.unsaid.first().filter(|_| !loose));
    Some(ask.words[*at.filter(|_| !is_long(source))?].token)
}
