//! The same number of something else, where the source counts the claim's own things elsewhere.

use super::{Case, Doubt};
use crate::quantity::Kind;
use crate::statement::word::Token;
use crate::verdict::Verdict;
use crate::verdict::align::meets;
use crate::verdict::code::Code;

/// "182,000 subscriptions" where the source has 182,000 tickets, and speaks of subscriptions in another sentence.
pub(super) fn other(case: &Case<'_>) -> Option<Doubt> {
    if case.own.quantity.kind != Kind::Count || case.other.quantity.kind != Kind::Count {
        return None;
    }
    let claimed = &case.claimed().tokens;
    let told = &case.told().tokens;
    let (head, noun) = (&claimed[case.own.head?], &told[case.other.head?]);
    let stands =
        |tokens: &[Token], word: &Token| tokens.iter().any(|token| meets(word, token) || meets(token, word));
    if !head.plural || !noun.plural || stands(told, head) || stands(claimed, noun) {
        return None;
    }
    let counts = case.source.sentences.iter().enumerate().any(|(at, sentence)| {
        let named = sentence.tokens.iter().any(|token| token.key == head.key);
        at != case.other.sentence
            && named
            && case.source.statements_of(at).iter().any(|figure| figure.quantity.kind == Kind::Count)
    });
    let (own, other) = (case.claim.slice(&head.range), case.source.slice(&noun.range));
    let reason = format!("the source has that number of “{other}”, and speaks of “{own}” elsewhere");
    counts.then(|| Doubt::new(Verdict::NotAddressed, Code::SUBJECT, reason))
}
