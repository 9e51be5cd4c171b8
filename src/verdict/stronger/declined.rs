//! "Was awarded the prize" against "declined the prize": what was not taken was not received.

use crate::statement::word::{self, Key, Token, TokenKind};
use crate::verdict::align::meets;
use crate::verdict::code::Code;
use crate::verdict::otherwise::{Case, Found};

/// Verbs of coming by something.
const GETS: [Key; 8] =
    word::literals(["awarded", "won", "received", "accepted", "took", "got", "earned", "given"]);
/// Verbs of not taking it.
const DECLINES: [Key; 4] = word::literals(["declined", "refused", "rejected", "declining"]);
/// Tokens from such a verb to what is not taken.
const REACH: usize = 5;

/// What the source says was not taken.
pub(super) fn against(case: &Case<'_>) -> Option<Found> {
    let own = &case.own.tokens;
    let gets = own.iter().position(|token| GETS.contains(&token.surface))?;
    let thing = |token: &&Token| token.content() && token.kind == TokenKind::Word;
    let taken: Vec<&Token> = own[gets + 1..].iter().take(REACH).filter(thing).collect();
    if own.iter().any(|token| DECLINES.contains(&token.surface)) || case.own.denials().next().is_some() {
        return None;
    }
    case.source.sentences.iter().enumerate().filter(|(at, _)| case.is_about(*at)).find_map(
        |(at, sentence)| {
            let tokens = &sentence.tokens;
            let verb = tokens.iter().position(|token| DECLINES.contains(&token.surface))?;
            let to = const { word::literal("to") };
            let behind = verb + 1..(verb + 1 + REACH).min(tokens.len());
            let left: Vec<usize> = behind.filter(|at| thing(&&tokens[*at])).collect();
            // All that names the thing on one side stands on the other.
            let same = left.iter().filter(|at| taken.iter().any(|own| meets(own, &tokens[**at]))).count();
            let last = *left.iter().rfind(|at| taken.iter().any(|own| meets(own, &tokens[**at])))?;
            let also = case.source.sentences.iter().any(|other| {
                other.range != sentence.range
                    && other.tokens.iter().any(|token| GETS.contains(&token.surface))
            });
            (same > 1 && !also && tokens[verb + 1].surface != to).then(|| {
                let reason = case.words(gets..gets + 1, at, verb..last + 1);
                Found::against(Code::MODALITY, case.own.range.clone(), at, reason)
            })
        },
    )
}
