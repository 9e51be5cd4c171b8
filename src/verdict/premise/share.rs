//! What a source says of a part of a number is not true of the whole: "of 320 posts, 27 are vacant".

use std::ops::Range;

use super::{Case, Doubt};
use crate::quantity::{Bound, Kind};
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::statement::{Sentence, Statement};
use crate::verdict::Verdict;
use crate::verdict::align::meets;
use crate::verdict::code::Code;
use crate::verdict::compare::Shown;
use crate::verdict::weigh;

/// Tokens before a whole within which an "of" opens its sentence.
const OF_REACH: usize = 5;
/// Tokens behind a part that say what is true of it.
const SAID_MAX: usize = 8;
/// Words behind "of" that stand for the whole.
const WHOLES: [Key; 5] = word::literals(["which", "whom", "them", "these", "those"]);

/// The claim says of the whole what the source says of a part of it only.
pub(super) fn of_part(case: &Case<'_>) -> Option<Doubt> {
    let claimed = case.claimed();
    let counts = |kind: Kind| matches!(kind, Kind::Count | Kind::Percent | Kind::Dimension | Kind::Currency);
    let plain = matches!(case.own.quantity.bound, Bound::Exact | Bound::About);
    if !plain || figures_of(case) > 1 || !counts(case.own.quantity.kind) {
        return None;
    }
    let told = case.told();
    let whole = case.other;
    let figures = case.source.statements_of(whole.sentence);
    let parts = figures.iter().filter(|part| {
        let of_it = part.tokens.start > whole.tokens.end
            && part.quantity.kind != Kind::Ordinal
            && (weigh::is_part(case.source, part, whole)
                || opens_with(told, whole)
                || of_which(told, whole, part));
        of_it && (part.quantity.kind == whole.quantity.kind || part.quantity.kind == Kind::Percent)
    });
    if let Some(doubt) = of_these(case) {
        return Some(doubt);
    }
    // The words of the whole itself, and those before it, are true of it.
    let next = figures.iter().map(|figure| figure.tokens.start).find(|start| *start >= whole.tokens.end);
    let end = next_break(told, whole.tokens.end).min(next.unwrap_or(usize::MAX));
    let of_whole = &told.tokens[..end];
    parts.into_iter().find_map(|part| {
        let said = told.tokens[predicate(told, part, figures)].iter().filter(|token| token.content());
        let mut said = said.filter(|token| !of_whole.iter().any(|own| meets(own, token))).peekable();
        said.peek()?;
        let stands =
            |word: &Token| claimed.tokens.iter().any(|token| token.content() && is_word(token, word));
        let words: Vec<&Token> = said.collect();
        let all = words.iter().filter(|word| stands(word)).count() * 2 > words.len();
        let printed = |statement: &Statement| {
            Shown { quantity: &statement.quantity, text: &case.source.text }.span().to_string()
        };
        let (one, two) = (printed(part), printed(whole));
        let reason =
            format!("the source says “{}” of {one} only, not of {two}", case.source.slice(&words[0].range));
        all.then(|| Doubt::new(Verdict::Contradicted, Code::SCOPE, reason))
    })
}

/// "8,420 loans. Of these, 3,110 went to new buyers": what the next sentence says of some of them.
fn of_these(case: &Case<'_>) -> Option<Doubt> {
    let at = case.other.sentence + 1;
    let next = case.source.sentences.get(at)?;
    let of = const { word::literal("of") };
    let opens = |place: usize| {
        let is_of = next.tokens.get(place).is_some_and(|token| token.surface == of);
        is_of && next.tokens.get(place + 1).is_some_and(|token| WHOLES.contains(&token.surface))
    };
    let figures = case.source.statements_of(at);
    let part = figures.iter().find(|part| part.quantity.kind != Kind::Ordinal)?;
    let first = opens(0) || part.tokens.start == 0 && opens(part.tokens.end);
    let alike = part.quantity.kind == Kind::Count && case.other.quantity.kind == Kind::Count;
    if !first || !alike || next.passage != case.told().passage {
        return None;
    }
    let words: Vec<&Token> =
        next.tokens[predicate(next, part, figures)].iter().filter(|token| token.content()).collect();
    let of_whole = |word: &Token| case.told().tokens.iter().any(|token| meets(word, token));
    let own: Vec<&&Token> = words.iter().filter(|word| !of_whole(word)).collect();
    let stands =
        |word: &Token| case.claimed().tokens.iter().any(|token| token.content() && is_word(token, word));
    let all = own.iter().filter(|word| stands(word)).count() * 2 > own.len();
    let printed = case.source.slice(&part.quantity.span).trim();
    let reason =
        format!("the source says “{}” of {printed} of them only", case.source.slice(&own.first()?.range));
    all.then(|| Doubt::new(Verdict::Contradicted, Code::SCOPE, reason))
}

/// True for one word in two forms; a "2G set" is no other word for a phone.
fn is_word(one: &Token, other: &Token) -> bool {
    one.key == other.key || one.root == other.root
}

/// The figures of the claim's sentence, ranks aside.
fn figures_of(case: &Case<'_>) -> usize {
    let figures = case.claim.statements_of(case.own.sentence).iter();
    figures.filter(|figure| figure.quantity.kind != Kind::Ordinal).count()
}

/// True for "Of the 320 posts …" at the head of a sentence.
fn opens_with(sentence: &Sentence, whole: &Statement) -> bool {
    let of = const { word::literal("of") };
    whole.tokens.start <= OF_REACH && sentence.tokens.first().is_some_and(|token| token.surface == of)
}

/// True for "57,000 sites in all, of which 14 %".
fn of_which(sentence: &Sentence, whole: &Statement, part: &Statement) -> bool {
    let of = const { word::literal("of") };
    let between = &sentence.tokens[whole.tokens.end..part.tokens.start];
    between.windows(2).any(|two| two[0].surface == of && WHOLES.contains(&two[1].surface))
}

fn next_break(sentence: &Sentence, from: usize) -> usize {
    let stops = |at: &usize| matches!(sentence.tokens[*at].kind, TokenKind::Comma | TokenKind::Break);
    (from..sentence.tokens.len()).find(stops).unwrap_or(sentence.tokens.len())
}

/// The tokens behind a part, up to the next mark or figure.
fn predicate(sentence: &Sentence, part: &Statement, figures: &[Statement]) -> Range<usize> {
    let amounts = figures.iter().filter(|figure| figure.quantity.kind != Kind::Ordinal);
    let next = amounts.map(|figure| figure.tokens.start).find(|start| *start >= part.tokens.end);
    let end = next_break(sentence, part.tokens.end).min(next.unwrap_or(usize::MAX));
    part.tokens.end..end.min(part.tokens.end + SAID_MAX)
}
