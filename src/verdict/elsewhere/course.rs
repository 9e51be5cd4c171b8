//! A rise, where a source says that it was less than before, or prints the smaller figure after the greater.

use super::Found;
use crate::quantity::Kind;
use crate::quantity::change::{ChangeRole, Direction};
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::statement::{Reading, Sentence, Statement};
use crate::verdict::Verdict;
use crate::verdict::align::Ask;
use crate::verdict::cover;
use crate::verdict::interval::Interval;
use crate::verdict::period::{self, When};

/// Share of the claim's words that the sentence must hold, in thousandths.
const HELD_MIN: u32 = 700;
/// Words for more and for less, before "than".
const MORE: [Key; 4] = word::literals(["more", "higher", "larger", "greater"]);
const LESS: [Key; 4] = word::literals(["less", "fewer", "lower", "smaller"]);
/// Tokens from such a word to its "than".
const THAN_REACH: usize = 8;
/// Words that set a figure against the one before it.
const AGAINST: [Key; 5] = word::literals(["after", "against", "from", "compared", "versus"]);
/// Tokens between the two.
const BETWEEN_MAX: usize = 5;

/// The opposite course that a source tells of.
pub(super) fn against(
    claim: &Reading,
    number: usize,
    source: &Reading,
    sentences: &[usize],
) -> Option<Found> {
    let own = &claim.sentences[number];
    let mut sized = claim.statements[own.statements.clone()].iter().filter(|figure| {
        matches!(figure.quantity.kind, Kind::Percent | Kind::Multiple | Kind::Ratio)
            && figure.quantity.change.role == ChangeRole::By
            && figure.direction != Direction::None
    });
    let (figure, None) = (sized.next()?, sized.next()) else { return None };
    if own.denials().next().is_some() {
        return None;
    }
    let ask = Ask::for_sentence(claim, number, source);
    sentences.iter().find_map(|at| {
        let sentence = &source.sentences[*at];
        if cover::share(&ask, source, *at) < HELD_MIN || !in_time(own, sentence) {
            return None;
        }
        let (way, words) = compared(source, sentence)?;
        let opposed = way != figure.direction;
        let reason = format!("the source tells of the opposite: {words}");
        opposed.then(|| Found {
            verdict: Verdict::Contradicted,
            range: figure.quantity.span.clone(),
            sentence: *at,
            reason,
        })
    })
}

/// True where the sentence gives the claim's own time, or neither gives one.
fn in_time(own: &Sentence, sentence: &Sentence) -> bool {
    let resolved = |sentence: &Sentence| -> Vec<_> {
        sentence.periods.iter().filter(|period| period::is_resolved(period)).cloned().collect()
    };
    let (wanted, told) = (resolved(own), resolved(sentence));
    let same = |one: &crate::temporal::Period| {
        told.first().is_some_and(|other| period::periods(one, other) == When::Same)
    };
    wanted.iter().all(same)
}

/// Which way a sentence says that it went, with its words.
fn compared<'r>(source: &'r Reading, sentence: &Sentence) -> Option<(Direction, &'r str)> {
    let tokens = &sentence.tokens;
    let than = const { word::literal("than") };
    let told = (0..tokens.len()).find_map(|at| {
        let way = match tokens[at].surface {
            form if MORE.contains(&form) => Direction::Up,
            form if LESS.contains(&form) => Direction::Down,
            _ => return None,
        };
        let behind = tokens[at + 1..].iter().take(THAN_REACH);
        let ends = behind.take_while(|token| token.kind != TokenKind::Comma);
        let stop = ends.clone().position(|token| token.surface == than)?;
        // "12 % more than" is told by its figure.
        let sized = source.statements[sentence.statements.clone()].iter().any(|one| one.tokens.end == at);
        // "Than in 2023": a time, not another thing.
        let dated = tokens.get(at + stop + 2..)?.iter().take(3).any(|token| in_period(sentence, token));
        (dated && !sized)
            .then(|| (way, source.slice(&(tokens[at].range.start..tokens[at + stop + 1].range.end))))
    });
    if told.is_some() {
        return told;
    }
    let figures = &source.statements[sentence.statements.clone()];
    figures.windows(2).find_map(|two| {
        let way = set_against(tokens, &two[0], &two[1])?;
        let words = two[0].quantity.span.start..two[1].quantity.span.end;
        Some((way, source.slice(&words)))
    })
}

fn in_period(sentence: &Sentence, token: &Token) -> bool {
    let within =
        |range: &std::ops::Range<usize>| range.start <= token.range.start && token.range.end <= range.end;
    sentence.periods.iter().any(|period| within(&period.span))
}

/// "41,200 after 43,500": which way it went.
fn set_against(tokens: &[Token], now: &Statement, then: &Statement) -> Option<Direction> {
    let between = &tokens[now.tokens.end..then.tokens.start.max(now.tokens.end)];
    let alike = now.quantity.kind == then.quantity.kind
        || then.quantity.kind == Kind::Count && then.quantity.unit.is_empty() && then.head.is_none();
    let amount = matches!(now.quantity.kind, Kind::Count | Kind::Dimension | Kind::Currency);
    let by = now.quantity.change.role == ChangeRole::By || then.quantity.change.role == ChangeRole::By;
    let set = between.iter().any(|token| AGAINST.contains(&token.surface));
    if !alike || !amount || by || !set || between.len() > BETWEEN_MAX {
        return None;
    }
    let (one, two) = (Interval::meaning(&now.quantity), Interval::meaning(&then.quantity));
    if one.below(&two) {
        Some(Direction::Down)
    } else if two.below(&one) {
        Some(Direction::Up)
    } else {
        None
    }
}
