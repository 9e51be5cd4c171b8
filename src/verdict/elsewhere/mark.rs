//! Above or below a mark: the average, the forecast, the target. Where a source prints both the mark and what it came
//! to, a claim cannot have it the other way.

use super::Found;
use crate::claim::Modality;
use crate::quantity::Kind;
use crate::quantity::change::ChangeRole;
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::statement::{Reading, Sentence, Statement};
use crate::verdict::Verdict;
use crate::verdict::align::meets;
use crate::verdict::interval::Interval;

/// Names of marks, those that mean one mark in a row.
const MARKS: [[Key; 4]; 5] = [
    word::literals(["average", "averages", "norm", "normal"]),
    word::literals(["forecast", "forecasts", "expectations", "estimate"]),
    word::literals(["target", "targets", "goal", "goals"]),
    word::literals(["plan", "planned", "plans", "budgeted"]),
    word::literals(["limit", "limits", "cap", "ceiling"]),
];
/// Words that put a thing above a mark, and below it.
const ABOVE: [Key; 11] = word::literals([
    "above",
    "over",
    "exceeded",
    "exceeds",
    "beat",
    "beats",
    "topped",
    "passed",
    "surpassed",
    "beyond",
    "met",
]);
const BELOW: [Key; 6] = word::literals(["below", "under", "missed", "misses", "short", "undershot"]);
/// Tokens between such a word and the mark.
const WORD_REACH: usize = 5;
/// Tokens between the name of a mark and its figure.
const FIGURE_REACH: usize = 4;
/// Sentences between a mark and what it came to.
const NEAR: usize = 2;
/// Share of the claim's words that must stand there, in hundredths.
const HELD_MIN: usize = 60;

/// The source's two figures, where they rule the claim out.
pub(super) fn against(claim: &Reading, number: usize, source: &Reading) -> Option<Found> {
    let own = &claim.sentences[number];
    if !own.statements.is_empty() || own.denials().next().is_some() {
        return None;
    }
    let tokens = &own.tokens;
    let row_of = |token: &Token| MARKS.iter().position(|row| row.contains(&token.surface));
    let (at, row) = tokens.iter().enumerate().find_map(|(at, token)| Some((at, row_of(token)?)))?;
    let near = at.saturating_sub(WORD_REACH)..at;
    let (word, above) = near.rev().find_map(|at| {
        let form = tokens[at].surface;
        ABOVE.contains(&form).then_some((at, true)).or_else(|| BELOW.contains(&form).then_some((at, false)))
    })?;
    let asked: Vec<&Token> = tokens
        .iter()
        .enumerate()
        .filter(|(place, token)| token.content() && !(word..=at).contains(place) && !token.adverb)
        .map(|(_, token)| token)
        .collect();
    let range = tokens[word].range.start..tokens[at].range.end;
    (0..source.sentences.len()).find_map(|sentence| {
        let mark = marked(source, sentence, row)?;
        let came = came_to(source, mark)?;
        let first = came.sentence.min(sentence);
        let there: Vec<&Sentence> = source.sentences[first..=sentence].iter().collect();
        let held = asked
            .iter()
            .filter(|word| there.iter().any(|one| one.tokens.iter().any(|token| meets(word, token))))
            .count();
        let names = asked
            .iter()
            .filter(|token| token.name)
            .all(|name| source.sentences.iter().any(|one| one.tokens.iter().any(|token| meets(name, token))));
        let (one, two) = (Interval::meaning(&came.quantity), Interval::meaning(&mark.quantity));
        let opposed = if above { one.below(&two) } else { two.below(&one) };
        let shown = |one: &Statement| source.slice(&one.quantity.span).trim().to_string();
        let reason = format!("it came to {}, the mark was {}", shown(came), shown(mark));
        (names && opposed && !asked.is_empty() && held * 100 >= asked.len() * HELD_MIN).then(|| Found {
            verdict: Verdict::Contradicted,
            range: range.clone(),
            sentence,
            reason,
        })
    })
}

/// The figure of a mark in a sentence: "an average of 540", "had forecast 820".
fn marked(source: &Reading, at: usize, row: usize) -> Option<&Statement> {
    let tokens = &source.sentences[at].tokens;
    source.statements_of(at).iter().find(|one| {
        let near = &tokens[one.tokens.start.saturating_sub(FIGURE_REACH)..one.tokens.start];
        let sized = one.quantity.change.role == ChangeRole::By || one.quantity.kind == Kind::Ordinal;
        let broken = |token: &Token| matches!(token.kind, TokenKind::Comma | TokenKind::Break);
        let mut behind = near.iter().rev().take_while(|token| !broken(token));
        !sized && behind.any(|token| MARKS[row].contains(&token.surface))
    })
}

/// What it came to: the one like figure beside the mark, or in the sentences before it.
fn came_to<'a>(source: &'a Reading, mark: &Statement) -> Option<&'a Statement> {
    let passage = source.sentences[mark.sentence].passage;
    let usable = |one: &&Statement| {
        one.tokens != mark.tokens
            && one.quantity.kind == mark.quantity.kind
            && one.quantity.unit == mark.quantity.unit
            && one.quantity.per == mark.quantity.per
            && one.modality == Modality::Actual
            && !matches!(one.quantity.change.role, ChangeRole::By | ChangeRole::From)
    };
    let first = mark.sentence.saturating_sub(NEAR);
    for at in (first..=mark.sentence).rev().filter(|at| source.sentences[*at].passage == passage) {
        let mut found = source
            .statements_of(at)
            .iter()
            .filter(|one| at != mark.sentence || one.tokens != mark.tokens)
            .filter(usable);
        if let Some(one) = found.next() {
            return found.next().is_none().then_some(one);
        }
    }
    // "Rainfall was 312 millimetres, against an average of 540".
    let figures = source.statements_of(mark.sentence).iter();
    let bare = mark.quantity.unit.is_empty() && mark.head.is_none();
    let mut before =
        figures.filter(|one| bare && one.tokens.end <= mark.tokens.start && one.modality == Modality::Actual);
    before.next_back().filter(|one| one.quantity.change.role == ChangeRole::None)
}
