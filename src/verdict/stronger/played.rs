//! "Ann plays the miller" against "the miller is played by Ida": the same deed, done to the same one by another.

use crate::statement::word::{self, Key, Token, TokenKind};
use crate::verdict::align::meets;
use crate::verdict::code::Code;
use crate::verdict::otherwise::{Case, Found};

/// Forms before a participle of what is done to the one before them.
const PASSIVE: [Key; 5] = word::literals(["is", "was", "are", "were", "been"]);
/// Words of the one that a deed is done to.
const OBJECT_REACH: usize = 4;

fn named(token: &Token) -> bool {
    token.capital && token.content() && token.kind == TokenKind::Word
}

/// The doer whom the source names in the place of the claim's.
pub(super) fn against(case: &Case<'_>) -> Option<Found> {
    let own = &case.own.tokens;
    let by = const { word::literal("by") };
    case.source.sentences.iter().enumerate().find_map(|(at, sentence)| {
        let tokens = &sentence.tokens;
        (2..tokens.len().saturating_sub(1)).find_map(|lead| {
            let passive = tokens[lead].surface == by && PASSIVE.contains(&tokens[lead - 2].surface);
            let deed = &tokens[lead - 1];
            let done = lead.checked_sub(3).map(|at| &tokens[at]).filter(|done| passive && named(done))?;
            let agent: Vec<&Token> = tokens[lead + 1..].iter().take_while(|token| named(token)).collect();
            let verb = (1..own.len()).find(|at| {
                own[*at].root == deed.root
                    && named(&own[at - 1])
                    && own.get(at + 1).is_none_or(|next| next.surface != by)
            })?;
            let object =
                own[verb + 1..].iter().take(OBJECT_REACH).any(|token| named(token) && meets(token, done));
            let mine = own[..verb].iter().filter(|token| named(token));
            let shared = mine.clone().any(|name| agent.iter().any(|other| meets(name, other)));
            // "Ann plays Marsh in the film, and in the series Marsh is played by Ida."
            let also = case.source.sentences.iter().any(|sentence| {
                let place = |word: &Token| sentence.tokens.iter().position(|token| meets(word, token));
                let deed = sentence.tokens.iter().position(|token| token.root == own[verb].root);
                let before = place(&own[verb - 1]).zip(deed).is_some_and(|(doer, deed)| doer < deed);
                let near = |deed: usize| sentence.tokens[deed + 1..].iter().take(OBJECT_REACH);
                before && deed.is_some_and(|deed| near(deed).any(|token| meets(done, token)))
            });
            (object && !agent.is_empty() && !shared && !also).then(|| {
                let reason = case.words(verb - 1..verb + 1, at, lead - 1..lead + 1 + agent.len());
                Found::against(Code::SUBJECT, case.own.range.clone(), at, reason)
            })
        })
    })
}
