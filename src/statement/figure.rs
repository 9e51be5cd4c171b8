//! Reads a statement for each quantity of a sentence: its words, head noun, period, scope and modality.

use std::ops::Range;

use super::change;
use super::clause;
use super::during;
use super::label::is_label;
use super::lexicon::{Reading as Phrase, Role};
use super::modality;
use super::sentence::Sentence;
use super::timing::{of_base, period};
use super::word::{Token, TokenKind};
use crate::claim::Modality;
use crate::quantity::change::{ChangeRole, Direction};
use crate::quantity::{self, Quantity};
use crate::temporal::Period;

/// A quantity with the words that say what it counts.
#[derive(Debug, Clone)]
pub(crate) struct Statement {
    /// Number of its sentence.
    pub sentence: usize,
    /// The quantity, with absolute spans.
    pub quantity: Quantity,
    /// Tokens of its segment: the words that are its own.
    pub segment: Range<usize>,
    /// Tokens of the clause around it.
    pub clause: Range<usize>,
    /// Tokens of the quantity itself.
    pub tokens: Range<usize>,
    /// Token of the counted noun.
    pub head: Option<usize>,
    /// Words taken over from elsewhere: labels of a table cell, a shared verb or noun.
    pub labels: Vec<Token>,
    /// True where the labels stand for a verb or noun that the segment lacks.
    pub inherits: bool,
    /// The period it speaks of.
    pub period: Option<Timed>,
    /// How it is meant.
    pub modality: Modality,
    /// The phrase that says so.
    pub modality_phrase: Option<Range<usize>>,
    /// Which part of a whole it counts (`direct`, `indirect`, `both`, `total`, `per-head`).
    pub scope: Option<&'static str>,
    /// Statistics named with it (`average`, `median` …).
    pub statistics: Vec<&'static str>,
    /// The direction of the change it tells of, by the reader or by a word of its segment.
    pub direction: Direction,
    /// Unit scale and labels come from a table.
    pub cell: bool,
}

/// A period and how near its words stand.
#[derive(Debug, Clone)]
pub(crate) struct Timed {
    /// The period.
    pub period: Period,
    /// 3 in the segment, 2 in the clause or sentence, 1 carried over.
    pub nearness: u8,
}

/// Makes a statement of each quantity of a sentence, onto the list.
pub(crate) fn read(
    quantities: Vec<Quantity>,
    sentence: &mut Sentence,
    number: usize,
    statements: &mut Vec<Statement>,
) {
    let from = statements.len();
    let offset = sentence.range.start;
    let mut found: Vec<(Range<usize>, Quantity)> = Vec::new();
    for mut quantity in quantities {
        shift(&mut quantity, offset);
        let tokens = sentence.tokens_in(&quantity.numeral);
        change::unphrase(sentence, &mut quantity, tokens.start);
        aged(sentence, &mut quantity, tokens.start);
        during::unbound(sentence, &mut quantity);
        let in_period = sentence.periods.iter().any(|period| {
            period.span.start <= quantity.numeral.start && quantity.numeral.end <= period.span.end
        });
        let overlaps = found.last().is_some_and(|(last, _)| last.end > tokens.start);
        // "the 14th Regiment": an ordinal before a capital is part of a name.
        let named = quantity.kind == quantity::Kind::Ordinal
            && sentence
                .tokens
                .get(tokens.end)
                .is_some_and(|next| next.capital && next.range.start == quantity.numeral.end + 1);
        let label = !tokens.is_empty() && is_label(sentence, &quantity, &tokens);
        if !tokens.is_empty() && !in_period && !overlaps && !named && !label {
            change::compared_with(found.last(), &tokens, &mut quantity);
            found.push((tokens, quantity));
        }
    }
    let ranges: Vec<Range<usize>> = found.iter().map(|(tokens, _)| tokens.clone()).collect();
    let segments = clause::segments(sentence, &ranges);
    let bases: Vec<Range<usize>> = found
        .iter()
        .zip(&segments)
        .filter(|((_, quantity), _)| quantity.change.role == ChangeRole::From)
        .map(|(_, segment)| segment.clone())
        .collect();
    for ((tokens, mut quantity), segment) in found.into_iter().zip(segments) {
        let own_direction = change::direction(sentence, &quantity, &segment);
        change::note_size(sentence, &mut quantity, own_direction, [&segment, &tokens]);
        let others: Vec<Range<usize>> = bases.iter().filter(|base| **base != segment).cloned().collect();
        let around = clause::clause(sentence, &segment);
        let head = head(sentence, &quantity, &tokens, &segment);
        let counts = matches!(quantity.kind, quantity::Kind::Count | quantity::Kind::Dimension);
        let (modality, modality_phrase) = modality::meant(sentence, &tokens, [&segment, &around], counts);
        let timed = period(sentence, &quantity, &tokens, [&segment, &around], &others);
        statements.push(Statement {
            sentence: number,
            period: timed.and_then(|timed| of_base(timed, &quantity)),
            scope: scope(sentence, &segment, &around),
            statistics: statistics(sentence, &segment, &around),
            direction: own_direction,
            quantity,
            segment,
            clause: around,
            tokens,
            head,
            labels: Vec::new(),
            inherits: false,
            modality,
            modality_phrase,
            cell: false,
        });
    }
    change::pair(sentence, &mut statements[from..]);
    change::share_change(sentence, &mut statements[from..]);
    change::share_unit(sentence, &mut statements[from..]);
    sentence.statements = from..statements.len();
}

/// "At the age of 87" counts years of a life.
fn aged(sentence: &Sentence, quantity: &mut Quantity, numeral: usize) {
    let is = |back: usize, form: super::word::Key| {
        let token = numeral.checked_sub(back).map(|at| &sentence.tokens[at]);
        token.is_some_and(|token| token.surface == form)
    };
    let bare = quantity.kind == quantity::Kind::Count && quantity.unit.is_empty() && quantity.noun.is_none();
    if bare && is(1, const { super::word::literal("of") }) && is(2, const { super::word::literal("age") }) {
        quantity.kind = quantity::Kind::Age;
        quantity.unit = "year".into();
    }
}

pub(crate) fn shift(quantity: &mut Quantity, offset: usize) {
    for range in [&mut quantity.span, &mut quantity.numeral] {
        *range = range.start + offset..range.end + offset;
    }
}

/// Words behind a measure that say which way it was taken.
const EXTENTS: [super::word::Key; 18] = super::word::literals([
    "high", "tall", "long", "wide", "deep", "thick", "across", "away", "apart", "north", "south", "east",
    "west", "above", "below", "up", "down", "upstream",
]);

/// The noun that is counted: the first content word after a count, up to two adjectives on; for a
/// share, the noun after its "of".
pub(super) fn head(
    sentence: &Sentence,
    quantity: &Quantity,
    tokens: &Range<usize>,
    segment: &Range<usize>,
) -> Option<usize> {
    use quantity::Kind;
    // The name of a unit is no thing that is counted.
    let unit = quantity.kind == Kind::Dimension;
    let mut from = if unit { sentence.tokens_in(&quantity.span).end.max(tokens.end) } else { tokens.end };
    match quantity.kind {
        // "40 metres long".
        Kind::Dimension if sentence.tokens.get(from).is_some_and(|next| EXTENTS.contains(&next.surface)) => {
            return None;
        }
        Kind::Count | Kind::Ordinal | Kind::Dimension | Kind::Multiple => {}
        Kind::Percent => {
            let of = const { super::word::literal("of") };
            from +=
                sentence.tokens[from..segment.end].iter().take(3).position(|token| token.surface == of)? + 1;
            let article = const { super::word::literals(["the", "its", "their", "all", "our"]) };
            from +=
                usize::from(sentence.tokens.get(from).is_some_and(|token| article.contains(&token.surface)));
        }
        _ => return None,
    }
    // "Tens of thousands of jobs", "a dozen of the plants".
    let of = const { super::word::literal("of") };
    from += usize::from(
        quantity.kind == Kind::Count
            && quantity.noun.is_some()
            && sentence.tokens.get(from).is_some_and(|token| token.surface == of),
    );
    let mut last = None;
    for at in from..segment.end {
        let token = &sentence.tokens[at];
        let known = token.gloss.has(Role::Thing) || token.gloss.has(Role::Part);
        let next = sentence.tokens.get(at + 1);
        if last.is_some() && token.adverb {
            break;
        }
        // "Locally made phones", "phone-assembly workers": neither the making nor the hyphen is counted.
        let shaping = last.is_none() && token.content() && (token.adverb || token.past && !token.plural);
        if shaping && at + 1 < segment.end || last.is_some() && hyphen(sentence, at) {
            continue;
        }
        // "40 tested, with 5 discharged": what was done to them is not what they are.
        if shaping && token.classes.is_empty() {
            break;
        }
        if token.kind == TokenKind::Word && token.content() && !(last.is_some() && token.capital) {
            last = Some(at);
            // "Long-range missiles": a word goes on behind its hyphen.
            if at + 2 < segment.end && hyphen(sentence, at + 1) {
                continue;
            }
            // "COVID-19 deaths": the number belongs to the name before it.
            if at + 2 < segment.end && numbered(sentence, at + 1) {
                continue;
            }
            let compound = !token.plural && compound(sentence, at, segment.end);
            if (known || token.plural) && !compound
                || next.is_none_or(|next| next.adverb || !next.content() && !joins(next))
            {
                return last;
            }
        } else if last.is_some() && token.kind != TokenKind::Comma && numbered(sentence, at) {
            // The hyphen and the number of such a name.
        } else if last.is_some() && joins(token) {
            // "direct and indirect jobs": adjectives before one noun.
        } else if last.is_some() || !matches!(token.kind, TokenKind::Mark) {
            break;
        }
    }
    last
}

/// True for the first part of "phone assembly plants", which counts plants.
fn compound(sentence: &Sentence, at: usize, end: usize) -> bool {
    let thing = |token: &Token| token.gloss.has(Role::Thing);
    let mut run = (at + 1..end.min(at + 5))
        .map(|at| &sentence.tokens[at])
        .filter(|token| token.kind != TokenKind::Mark);
    let noun = |token: &&Token| token.content() && !token.capital && !token.adverb && !token.past;
    let first = run.clone().next().filter(noun);
    first.is_some_and(thing) || run.by_ref().take_while(noun).any(|token| token.plural)
}

/// True for a mark that joins the words on both its sides.
fn hyphen(sentence: &Sentence, at: usize) -> bool {
    let tokens = &sentence.tokens;
    let touches =
        |one: usize| tokens.get(one + 1).is_some_and(|next| tokens[one].range.end == next.range.start);
    tokens[at].kind == TokenKind::Mark
        && at > 0
        && touches(at - 1)
        && touches(at)
        && tokens[at + 1].kind == TokenKind::Word
}

/// True for a hyphen before a number, and for that number.
fn numbered(sentence: &Sentence, at: usize) -> bool {
    let kind = |at: usize| sentence.tokens.get(at).map(|token| token.kind);
    let touches = |one: usize| sentence.tokens[one].range.end == sentence.tokens[one + 1].range.start;
    match kind(at) {
        Some(TokenKind::Mark) => kind(at + 1) == Some(TokenKind::Number) && touches(at),
        Some(TokenKind::Number) => kind(at - 1) == Some(TokenKind::Mark) && touches(at - 1),
        _ => false,
    }
}

/// A word that joins two adjectives.
fn joins(token: &Token) -> bool {
    token.surface == const { super::word::literal("and") }
        || token.surface == const { super::word::literal("or") }
}

/// True where a period has at least one day.
pub(crate) fn resolved(period: &Period) -> bool {
    period.from.is_some() || period.to.is_some()
}

fn scope(sentence: &Sentence, segment: &Range<usize>, around: &Range<usize>) -> Option<&'static str> {
    let of = |range: &Range<usize>| {
        // "Six boats were shown together": how they were shown, no sum.
        let together = const { super::word::literal("together") };
        let manner = |at: &Range<usize>| {
            sentence.tokens[at.start].surface == together
                && at.start > 0
                && sentence.tokens[at.start - 1].past
        };
        let names: Vec<&'static str> = sentence
            .phrases_in(range.clone())
            .filter_map(|(at, phrase)| match phrase {
                Phrase::Scope("total") if beyond_number(sentence, segment, at) => None,
                Phrase::Scope(name) if !manner(at) => Some(*name),
                _ => None,
            })
            .collect();
        if names.contains(&"both") || names.contains(&"direct") && names.contains(&"indirect") {
            return Some("both");
        }
        ["direct", "indirect", "per-head", "total"].into_iter().find(|name| names.contains(name))
    };
    of(segment).or_else(|| of(around))
}

/// True where the words stand behind another number: "$4 million here and $2 million there, for a total of $6 million".
fn beyond_number(sentence: &Sentence, segment: &Range<usize>, phrase: &Range<usize>) -> bool {
    let number = |token: &Token| token.kind == TokenKind::Number;
    let tokens = &sentence.tokens;
    let next = phrase.end..(phrase.end + NEXT_NUMBER_MAX).min(tokens.len());
    if phrase.end <= segment.start {
        return tokens[phrase.end..segment.start].iter().any(number);
    }
    segment.end <= phrase.start
        && (tokens[segment.end..phrase.start].iter().any(number) || tokens[next].iter().any(number))
}

/// Tokens from the words of a total to its number: "total of $ 6".
const NEXT_NUMBER_MAX: usize = 3;

fn statistics(sentence: &Sentence, segment: &Range<usize>, around: &Range<usize>) -> Vec<&'static str> {
    let of = |range: &Range<usize>| -> Vec<&'static str> {
        sentence
            .phrases_in(range.clone())
            .filter_map(|(_, phrase)| match phrase {
                Phrase::Statistic(name) => Some(*name),
                _ => None,
            })
            .collect()
    };
    let near = of(segment);
    if near.is_empty() && segment.len() < 4 { of(around) } else { near }
}
