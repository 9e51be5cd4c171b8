//! "Shown on Deal TV" against "aired on Hill TV": one channel in the place of another.

use crate::statement::Sentence;
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::verdict::align::meets;
use crate::verdict::code::Code;
use crate::verdict::otherwise::{Case, Found};

/// Verbs of a broadcast, before "on" and the name of its channel.
const SHOWN: [Key; 6] = word::literals(["aired", "shown", "broadcast", "screened", "airs", "televised"]);
const ON: Key = word::literal("on");
/// Letters in which two ways to write the name of one channel agree.
const LETTERS: usize = 3;

/// The verb of a sentence, and the end of the name of the channel behind it.
fn filled(sentence: &Sentence) -> Option<(usize, usize)> {
    let tokens = &sentence.tokens;
    let named = |at: usize| {
        tokens.get(at).is_some_and(|token| token.capital && token.content() && token.kind == TokenKind::Word)
    };
    let verb = (0..tokens.len().saturating_sub(2))
        .find(|at| SHOWN.contains(&tokens[*at].surface) && tokens[at + 1].surface == ON && named(at + 2))?;
    Some((verb, verb + 2 + (verb + 2..).take_while(|at| named(*at)).count()))
}

/// The other name that the source has there.
pub(super) fn against(case: &Case<'_>) -> Option<Found> {
    let (verb, end) = filled(case.own)?;
    let mine = &case.own.tokens[verb + 2..end];
    // A name that the source has elsewhere, or writes in another way, is no other one.
    let start = |text: &str| text.chars().take(LETTERS).collect::<String>();
    let initial = start(case.claim.slice(&mine[0].range));
    let known = |token: &Token| {
        mine.iter().any(|name| meets(name, token))
            || token.capital && start(case.source.slice(&token.range)).eq_ignore_ascii_case(&initial)
    };
    if case.source.sentences.iter().any(|sentence| sentence.tokens.iter().any(known)) {
        return None;
    }
    case.source.sentences.iter().enumerate().filter(|(at, _)| case.is_about(*at)).find_map(
        |(at, sentence)| {
            let (other, last) = filled(sentence)?;
            let reason = case.words(verb..end, at, other..last);
            Some(Found::against(Code::SUBJECT, case.own.range.clone(), at, reason))
        },
    )
}
