//! A cause that the claim gives needs words of the source that give it.

use std::ops::Range;

use crate::statement::word::{self, Key, Token, TokenKind};
use crate::statement::{Reading, Sentence};
use crate::verdict::align::{self, meets};

/// Words that open a cause, with the one behind them.
const OPENINGS: [[&str; 2]; 6] =
    [["because", ""], ["due", "to"], ["owing", "to"], ["thanks", "to"], ["caused", "by"], ["driven", "by"]];
/// Words by which a text gives a reason.
const REASONS: [Key; 57] = word::literals([
    "because",
    "due",
    "owing",
    "thanks",
    "cause",
    "caused",
    "causes",
    "causing",
    "driven",
    "blame",
    "blames",
    "blamed",
    "attribute",
    "attributed",
    "attributes",
    "reason",
    "reasons",
    "result",
    "results",
    "resulting",
    "led",
    "leads",
    "explain",
    "explained",
    "explains",
    "credit",
    "credited",
    "since",
    "following",
    "amid",
    "helped",
    "boosted",
    "hit",
    "reflecting",
    "pointed",
    "points",
    "cited",
    "cites",
    "brought",
    "makes",
    "resulted",
    "leading",
    "followed",
    "prompted",
    "forced",
    "forcing",
    "drove",
    "triggered",
    "sparked",
    "grounds",
    "therefore",
    "over",
    "citing",
    "accused",
    "charged",
    "reflected",
    "spurred",
]);
/// Words that give one where a clause follows them.
const LOOSE: [Key; 4] = word::literals(["as", "after", "when", "so"]);

/// Words that go back to the sentence before.
const BACK: [Key; 6] = word::literals(["this", "that", "these", "it", "both", "which"]);

/// "Schools due to close": not why, but when.
fn is_due(tokens: &[Token], at: usize) -> bool {
    let due = tokens[at].surface == const { word::literal("due") };
    let named = tokens.get(at + 2).is_some_and(|next| next.stop || next.plural || next.going || next.capital);
    let ends = tokens.get(at + 3).is_none_or(|next| !next.content() && next.kind != TokenKind::Word);
    due && !named && !ends
}

/// A cause as a claim gives it: where it opens, its tokens and its telling words.
struct Given<'a> {
    opens: usize,
    range: Range<usize>,
    words: Vec<&'a Token>,
}

fn given(tokens: &[Token]) -> Option<Given<'_>> {
    let is = |at: usize, form: &str| {
        form.is_empty() || tokens.get(at).is_some_and(|token| token.surface == word::surface(form))
    };
    let opens = |at: &usize| OPENINGS.iter().any(|[one, two]| is(*at, one) && is(at + 1, two));
    let at = (0..tokens.len()).find(opens).filter(|at| !is_due(tokens, *at))?;
    let comma = |token: &Token| token.kind == TokenKind::Comma;
    let next = tokens[at..].iter().position(comma).map(|length| at + length);
    let end = if at == 0 { next? } else { next.unwrap_or(tokens.len()) };
    let words: Vec<&Token> = tokens[at + 1..end].iter().filter(|token| token.content()).collect();
    (!words.is_empty()).then_some(Given { opens: at, range: at..end, words })
}

fn open(claim: &Reading, tokens: &[Token], given: &Given<'_>) -> (Range<usize>, String) {
    let range = tokens[given.range.start].range.start..tokens[given.range.end - 1].range.end;
    let reason = format!("the source does not give the cause “{}”", claim.slice(&range));
    (range, reason)
}

fn gives_reason(token: &Token) -> bool {
    REASONS.contains(&token.surface) || LOOSE.contains(&token.surface)
}

/// The cause that a claim gives and the source does not, with the words for it.
pub(super) fn untold(
    claim: &Reading,
    number: usize,
    source: &Reading,
    said: &[usize],
) -> Option<(Range<usize>, String)> {
    let tokens = &claim.sentences[number].tokens;
    let cause = given(tokens)?;
    let near =
        source.sentences.iter().enumerate().filter(|(at, _)| said.iter().any(|one| one.abs_diff(*at) <= 1));
    let told = near.into_iter().any(|(_, sentence)| {
        let held = cause.words.iter().filter(|word| sentence.tokens.iter().any(|token| meets(word, token)));
        sentence.tokens.iter().any(gives_reason) && held.count() * 2 >= cause.words.len()
    });
    (!told).then(|| open(claim, tokens, &cause))
}

/// The cause of a claim without a figure, of which the source speaks without saying that anything came of it.
pub(super) fn unjoined(claim: &Reading, number: usize, source: &Reading) -> Option<(Range<usize>, String)> {
    let tokens = &claim.sentences[number].tokens;
    // Who speaks to somebody leaves causes to be understood.
    let cause = given(tokens).filter(|_| !source.spoken)?;
    let deed = tokens[..cause.opens].iter().rev().find(|token| token.past && token.content());
    let has = |sentence: &Sentence, word: &Token| sentence.tokens.iter().any(|token| meets(word, token));
    let named =
        |sentence: &&Sentence| cause.words.iter().any(|word| !word.gloss.is_light() && has(sentence, word));
    let joined = |sentence: &Sentence| {
        let reason = |token: &Token| gives_reason(token) || align::is_direction(token);
        // "This forced her to go", "carried by its hit".
        let first = sentence.tokens.first();
        sentence.tokens.iter().any(reason)
            || first.is_some_and(|first| first.past || BACK.contains(&first.surface))
            || deed.is_none_or(|deed| has(sentence, deed))
    };
    let mut spoken = source.sentences.iter().filter(named).peekable();
    (spoken.peek().is_some() && !spoken.any(joined)).then(|| open(claim, tokens, &cause))
}
