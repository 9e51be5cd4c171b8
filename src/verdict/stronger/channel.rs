//! "Shown on Deal TV" against "aired on Hill TV": one name in the place of another behind the same verb.

use crate::statement::Sentence;
use crate::statement::word::{self, Key, TokenKind};
use crate::verdict::align::{frequency, meets};
use crate::verdict::code::Code;
use crate::verdict::otherwise::{Case, Found};

/// Verbs, with the word behind them, of what is done in one place at a time.
const SLOTS: [(&[Key], Key); 2] = [
    (&word::literals(["aired", "shown", "broadcast", "screened", "airs", "televised"]), word::literal("on")),
    (&word::literals(["based", "headquartered", "located", "situated"]), word::literal("in")),
];

/// The slot of a sentence, with the name that fills it: its verb and its words.
fn filled(sentence: &Sentence, slot: usize) -> Option<(usize, usize)> {
    let (verbs, link) = SLOTS[slot];
    let tokens = &sentence.tokens;
    let named = |at: usize| {
        tokens.get(at).is_some_and(|token| token.capital && token.content() && token.kind == TokenKind::Word)
    };
    let verb = (0..tokens.len().saturating_sub(2))
        .find(|at| verbs.contains(&tokens[*at].surface) && tokens[at + 1].surface == link && named(at + 2))?;
    Some((verb, verb + 2 + (verb + 2..).take_while(|at| named(*at)).count()))
}

/// The other name that the source has there.
pub(super) fn against(case: &Case<'_>) -> Option<Found> {
    (0..SLOTS.len()).find_map(|slot| {
        let (verb, end) = filled(case.own, slot)?;
        let mine = &case.own.tokens[verb + 2..end];
        if mine.iter().any(|name| frequency(name, case.source) > 0) {
            return None;
        }
        case.source.sentences.iter().enumerate().filter(|(at, _)| case.is_about(*at)).find_map(
            |(at, sentence)| {
                let (other, last) = filled(sentence, slot)?;
                let theirs = &sentence.tokens[other + 2..last];
                let shared = mine.iter().any(|name| theirs.iter().any(|told| meets(name, told)));
                (!shared).then(|| {
                    let reason = case.words(verb..end, at, other..last);
                    Found::against(Code::SUBJECT, case.own.range.clone(), at, reason)
                })
            },
        )
    })
}
