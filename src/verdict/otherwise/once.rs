//! What is done to a thing once has one date: "was opened in 1930" against "opened on 3 June 1931".

use chrono::Datelike;

use super::{Case, Found, is_telling, prints_year, same_verb};
use crate::statement::Sentence;
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::temporal::Period;
use crate::verdict::align::meets;
use crate::verdict::code::Code;
use crate::verdict::period::{self, When};

/// Deeds of which a thing sees one.
const ONCE: [Key; 31] = word::literals([
    "built",
    "constructed",
    "erected",
    "founded",
    "established",
    "formed",
    "incorporated",
    "opened",
    "launched",
    "commissioned",
    "completed",
    "released",
    "published",
    "premiered",
    "unveiled",
    "inaugurated",
    "demolished",
    "dissolved",
    "abolished",
    "disbanded",
    "cancelled",
    "canceled",
    "discontinued",
    "sank",
    "sunk",
    "patented",
    "discovered",
    "created",
    "invented",
    "introduced",
    "consecrated",
]);
/// What is held once in a year.
const HELD: Key = word::literal("held");
/// Forms before a deed that is done to the subject.
const DONE: [Key; 6] = word::literals(["was", "were", "is", "are", "been", "being"]);
/// Words that open a clause.
const OPENERS: [Key; 7] = word::literals(["that", "which", "who", "and", "but", "then", "while"]);
/// Tokens from such a verb to its date.
const REACH: usize = 7;

/// A deed with its date.
struct Deed {
    verb: usize,
    /// The first token of its clause.
    start: usize,
    /// The first token of its date.
    date: usize,
}

/// The one deed that a date belongs to: the verb before it in its clause, no other date between.
fn deed(sentence: &Sentence, date: &Period) -> Option<Deed> {
    let tokens = &sentence.tokens;
    let at = sentence.tokens_in(&date.span).start;
    let ends = |at: usize| matches!(tokens[at].kind, TokenKind::Comma | TokenKind::Break | TokenKind::Number);
    let mut near = (at.saturating_sub(REACH)..at).rev().take_while(|at| !ends(*at));
    let verb = near.find(|at| tokens[*at].past && tokens[*at].content() && !tokens[*at].name)?;
    let opens = |at: &usize| {
        OPENERS.contains(&tokens[*at].surface)
            || matches!(tokens[*at].kind, TokenKind::Comma | TokenKind::Break)
    };
    let start = (0..verb).rev().find(opens).map_or(0, |at| at + 1);
    let once = ONCE.contains(&tokens[verb].surface) || tokens[verb].surface == HELD;
    once.then_some(Deed { verb, start, date: at })
}

/// Endings of the nouns of deeds.
const NOUN_ENDINGS: [&str; 5] = ["ion", "ing", "ment", "ure", "al"];
/// Letters that a verb and its noun share.
const SHARED_LETTERS: usize = 4;

/// True for "cancellation" beside "cancelled".
fn is_noun_of(noun: &str, verb: &str) -> bool {
    let (noun, verb) = (noun.to_lowercase(), verb.to_lowercase());
    let stem = noun.get(..SHARED_LETTERS);
    stem.is_some() && stem == verb.get(..SHARED_LETTERS) && NOUN_ENDINGS.iter().any(|end| noun.ends_with(end))
}

/// "Its cancellation in 1996": the noun of a deed with its date.
fn named(case: &Case<'_>, sentence: &Sentence, date: &Period, verb: &Token) -> Option<Deed> {
    let tokens = &sentence.tokens;
    let own = const { word::literals(["its", "the", "their"]) };
    let date = sentence.tokens_in(&date.span).start;
    let noun = (date.saturating_sub(2)..date).rev().find(|at| tokens[*at].content())?;
    let led = noun.checked_sub(1).is_some_and(|at| own.contains(&tokens[at].surface));
    let same = is_noun_of(case.source.slice(&tokens[noun].range), case.claim.slice(&verb.range));
    let told = led && !tokens[noun].past && same && ONCE.contains(&verb.surface);
    told.then_some(Deed { verb: noun, start: noun, date })
}

/// True where the deed is done to its subject, or the subject does it alone: "was built", "built in 1925", "it opened".
fn of_subject(sentence: &Sentence, deed: &Deed) -> bool {
    let tokens = &sentence.tokens;
    let before =
        tokens[deed.start..deed.verb].iter().rev().find(|token| !token.adverb && !token.gloss.is_light());
    let done = before.is_none_or(|token| DONE.contains(&token.surface));
    // "Opened a school in 1930" is done by the subject.
    let next = tokens[deed.verb + 1].kind == TokenKind::Word && !tokens[deed.verb + 1].content();
    let alone = const { word::literals(["opened", "sank", "premiered", "launched"]) };
    let article = const { word::literals(["a", "an", "the", "its", "his", "her", "their"]) };
    let takes = article.contains(&tokens[deed.verb + 1].surface);
    (done || alone.contains(&tokens[deed.verb].surface)) && !takes && (next || deed.verb + 1 == deed.date)
}

/// The words of a clause that say what the deed was done to, without those of the claim's subject.
fn done_to<'s>(case: &Case<'_>, sentence: &'s Sentence, deed: &Deed) -> Vec<&'s Token> {
    let mine = |token: &Token| case.subject().is_some_and(|name| name.iter().any(|own| meets(own, token)));
    let telling = |token: &&Token| is_telling(token);
    sentence.tokens[deed.start..deed.verb].iter().filter(telling).filter(|token| !mine(token)).collect()
}

/// The source's one date of the same deed.
pub(super) fn against(case: &Case<'_>) -> Option<Found> {
    case.own.periods.iter().filter(|wanted| prints_year(case.claim, wanted)).find_map(|wanted| {
        let own = deed(case.own, wanted).filter(|own| of_subject(case.own, own))?;
        let verb = &case.own.tokens[own.verb];
        let to = done_to(case, case.own, &own);
        let same = |at: usize, other: &Deed| {
            let sentence = &case.source.sentences[at];
            let others = done_to(case, sentence, other);
            let met = |token: &&Token| others.iter().any(|other| meets(token, other));
            let subject = match to.is_empty() {
                true => others.iter().all(|token| case.claims(token)) && case.is_about(at),
                false => to.iter().all(met),
            };
            let noun = other.start == other.verb && !sentence.tokens[other.verb].past;
            subject && (noun || same_verb(verb, &sentence.tokens[other.verb]) && of_subject(sentence, other))
        };
        // "Released in Japan in 2009": where and for whom it was done must be the same.
        let names = |sentence: &Sentence, deed: &Deed| -> Vec<Token> {
            let between = &sentence.tokens[deed.verb + 1..deed.date];
            between.iter().filter(|token| token.name || token.capital).cloned().collect()
        };
        let places = names(case.own, &own);
        let mut told = Vec::new();
        for (at, sentence) in case.source.sentences.iter().enumerate() {
            for found in sentence.periods.iter().filter(|found| prints_year(case.source, found)) {
                let same_deed = |other: &Deed| same_verb(verb, &sentence.tokens[other.verb]);
                let Some(other) =
                    named(case, sentence, found, verb).or_else(|| deed(sentence, found).filter(same_deed))
                else {
                    continue;
                };
                // Any date of such a deed that agrees may be meant.
                if period::periods(wanted, found) != When::Apart {
                    return None;
                }
                // A fair is held again in the next year.
                let year = |date: &Period| date.from.map(|day| day.year());
                if verb.surface == HELD && year(wanted) != year(found) {
                    return None;
                }
                let elsewhere = names(sentence, &other).iter().any(|name| !case.claims(name))
                    || places.iter().any(|name| !sentence.tokens.iter().any(|token| meets(name, token)));
                if same(at, &other) && !elsewhere {
                    told.push((at, other.verb, sentence.tokens_in(&found.span).end));
                }
            }
        }
        let [(at, from, to)] = told[..] else { return None };
        let end = case.own.tokens_in(&wanted.span).end;
        let words = case.words(own.verb..end, at, from..to);
        Some(Found::against(Code::PERIOD, wanted.span.clone(), at, words))
    })
}
