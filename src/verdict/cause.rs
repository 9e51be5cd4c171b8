//! Causes that a claim gives: "resigned because of an inquiry" needs a sentence that says why, not one on the inquiry.

use super::align::{Ask, meets};
use super::ask::is_direction;
use crate::statement::word::{Key, Token, TokenKind, literal, literals};
use crate::statement::{Reading, Sentence};

/// Words before "of" and "to" that open a cause.
const OF: [Key; 3] = literals(["because", "result", "account"]);
const TO: [Key; 3] = literals(["due", "owing", "thanks"]);
/// Words of a source that join a cause and what came of it.
const JOINS: [Key; 44] = literals([
    "because",
    "due",
    "owing",
    "thanks",
    "result",
    "results",
    "resulted",
    "resulting",
    "caused",
    "cause",
    "causes",
    "causing",
    "led",
    "leading",
    "leads",
    "after",
    "following",
    "followed",
    "amid",
    "prompted",
    "forced",
    "forcing",
    "blamed",
    "blames",
    "attributed",
    "driven",
    "drove",
    "triggered",
    "sparked",
    "grounds",
    "reason",
    "reasons",
    "so",
    "therefore",
    "when",
    "since",
    "over",
    "citing",
    "cited",
    "accused",
    "charged",
    "reflected",
    "reflecting",
    "spurred",
]);
/// Words that go back to the sentence before.
const BACK: [Key; 6] = literals(["this", "that", "these", "it", "both", "which"]);

/// Tokens of a cause that the sentence gives with plain words, and where the cause opens.
fn given(sentence: &Sentence) -> Option<(usize, Vec<&Token>)> {
    let tokens = &sentence.tokens;
    let opens = |at: usize| {
        let next = tokens.get(at + 1).map(|token| token.surface);
        OF.contains(&tokens[at].surface) && next == Some(const { literal("of") })
            || TO.contains(&tokens[at].surface) && next == Some(const { literal("to") })
    };
    let at = (1..tokens.len()).find(|at| opens(*at))?;
    let ends = |token: &&Token| !matches!(token.kind, TokenKind::Comma | TokenKind::Break);
    let words = tokens[at + 2..].iter().take_while(ends).filter(|token| token.content()).collect();
    Some((at, words))
}

/// The words of the claim's cause, where the source speaks of it and nowhere says that anything came of it.
pub(super) fn unproved(ask: &Ask<'_>, source: &Reading) -> Option<String> {
    let own = ask.sentence;
    // Who speaks to somebody leaves causes to be understood.
    let (at, cause) = given(own).filter(|_| !source.spoken)?;
    let deed = own.tokens[..at].iter().rev().find(|token| token.past && token.content());
    let has = |sentence: &Sentence, word: &Token| sentence.tokens.iter().any(|token| meets(word, token));
    let spoken: Vec<&Sentence> = source
        .sentences
        .iter()
        .filter(|sentence| cause.iter().any(|word| !word.gloss.is_light() && has(sentence, word)))
        .collect();
    let joined = |sentence: &Sentence| {
        let joins = |token: &Token| JOINS.contains(&token.surface) || is_direction(token);
        let back = |token: &Token| BACK.contains(&token.surface);
        sentence.tokens.iter().any(joins)
            // "Carried by its hit".
            || sentence.tokens.first().is_some_and(|token| token.past)
            || sentence.tokens.first().is_some_and(back)
            || deed.is_none_or(|deed| has(sentence, deed))
    };
    (!spoken.is_empty() && !spoken.into_iter().any(joined)).then(|| {
        let last = cause.last().map_or(own.tokens[at].range.end, |word| word.range.end);
        ask.reading.slice(&(own.tokens[at].range.start..last)).to_string()
    })
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{Partial, Supported};
    use super::super::trials::check;

    #[test]
    fn a_cause_needs_a_sentence_that_says_so() {
        let claim = "Ada Reed, the head of the mill from 2004 to 2011, resigned because of a strike.";
        let told = "Ada Reed was the head of the mill from 2004 to 2011, when she resigned.";
        check(&format!("{told} A strike of 2013 closed its bakery."), &[(claim, Partial)]);
        check(&format!("{told} A strike had forced her to go."), &[(claim, Supported)]);
        check(
            "Ada Reed, the head of the mill from 2004 to 2011, resigned over a strike.",
            &[(claim, Supported)],
        );
    }
}
