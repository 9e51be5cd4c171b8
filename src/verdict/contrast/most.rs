//! Judges a superlative by a table that has a greater figure for another, or by a sentence that gives the rank to
//! another.
//!
//! It only contradicts: that something is the largest of all needs a list of all, or words that say so.

use std::ops::Range;

use super::operand::{Printed, printed};
use super::sides;
use super::words::{self, Way};
use crate::statement::word::{self, Token, TokenKind};
use crate::statement::{Reading, Sentence, Statement};
use crate::verdict::align::meets;
use crate::verdict::compare::Shown;
use crate::verdict::interval::Interval;
use crate::verdict::period::{self, When};

/// What a source says against a superlative.
pub(super) struct Outdone<'a> {
    /// Tokens of the claim: the superlative with its noun.
    pub words: Range<usize>,
    /// Tokens of its clause.
    pub clause: Range<usize>,
    /// What is said, in words.
    pub note: String,
    /// The sentence that says it.
    pub sentence: usize,
    /// The figures that show it, the claim's own first.
    pub figures: Vec<&'a Statement>,
}

/// A superlative of a sentence with its noun and what it is said of.
struct Rank {
    at: usize,
    family: usize,
    way: Way,
    clause: Range<usize>,
    noun: Vec<usize>,
    end: usize,
    holder: Vec<usize>,
}

/// Sentences before one that can say what it is about.
const NEAR: usize = 2;

/// What the source says against a superlative of the sentence.
pub(super) fn outdone<'a>(
    claim: &Reading,
    number: usize,
    source: &'a Reading,
    sentences: &[usize],
) -> Option<Outdone<'a>> {
    let own = &claim.sentences[number];
    ranks(own).into_iter().find_map(|rank| {
        let (note, sentence, figures) = by_rows(claim, own, &rank, source, sentences)
            .or_else(|| by_words(claim, own, &rank, source, sentences))?;
        Some(Outdone { words: rank.at..rank.end, clause: rank.clause, note, sentence, figures })
    })
}

/// The superlatives of a sentence.
fn ranks(sentence: &Sentence) -> Vec<Rank> {
    let tokens = &sentence.tokens;
    let limiting =
        const { word::literals(["one", "among", "at", "second", "third", "fourth", "fifth", "not", "next"]) };
    let all = (0..tokens.len()).filter_map(|at| {
        let (family, way) = words::superlative(tokens[at].surface)?;
        let clause = sides::clause(sentence, at);
        let limited = tokens[at.saturating_sub(4).max(clause.start)..at]
            .iter()
            .any(|token| limiting.contains(&token.surface));
        let joined = tokens.get(at + 1).is_some_and(|next| {
            next.kind == TokenKind::Mark || next.surface == const { word::literal("of") }
        });
        if limited || joined {
            return None;
        }
        let (noun, end) = sides::phrase(sentence, at + 1..clause.end);
        let holder = holder(sentence, &clause, at, end)?;
        (!noun.is_empty()).then_some(Rank { at, family, way, clause, noun, end, holder })
    });
    all.collect()
}

/// What a superlative is said of: the subject before it, or what follows the verb behind it.
fn holder(sentence: &Sentence, clause: &Range<usize>, at: usize, end: usize) -> Option<Vec<usize>> {
    let tokens = &sentence.tokens;
    let is = const { word::literals(["is", "are", "was", "were"]) };
    // "China's largest exporter": whose it is, not what it is said of.
    let owner = |found: &Vec<usize>| found.last().is_some_and(|last| last + 1 == at);
    let before = sides::subject(sentence, clause, at).filter(|found| !found.is_empty() && !owner(found));
    before.or_else(|| {
        let verb = (end..clause.end).find(|at| is.contains(&tokens[*at].surface))?;
        let (found, _) = sides::phrase(sentence, verb + 1..clause.end);
        (!found.is_empty()).then_some(found)
    })
}

fn names(sentence: &Sentence, tokens: &[usize]) -> Vec<usize> {
    let token = |at: &usize| &sentence.tokens[*at];
    let name = |at: &&usize| token(at).capital && token(at).kind == TokenKind::Word && token(at).content();
    tokens.iter().filter(name).copied().collect()
}

type Found<'a> = (String, usize, Vec<&'a Statement>);

/// Another row with a greater figure in the same column.
fn by_rows<'a>(
    claim: &Reading,
    own: &Sentence,
    rank: &Rank,
    source: &'a Reading,
    sentences: &[usize],
) -> Option<Found<'a>> {
    let figures: Vec<Printed<'a>> = sentences
        .iter()
        .flat_map(|at| printed(source, *at))
        .filter(|one| one.column.is_some() && !one.place)
        .filter(|one| dated_alike(own, one.statement) && !is_total(source, one.statement))
        .collect();
    let words = |one: &Printed<'_>| {
        let head = one.head.iter().chain(&one.statement.labels);
        let named: Vec<&Token> = head.filter(|token| token.content()).collect();
        rank.noun.iter().filter(|at| named.iter().any(|token| meets(&own.tokens[**at], token))).count()
    };
    let best = figures.iter().map(words).max().filter(|best| *best > 0)?;
    let column: Vec<&Printed<'a>> = figures.iter().filter(|one| words(one) == best).collect();
    let first = column.first()?;
    if column.iter().any(|one| one.column != first.column || one.head.first() != first.head.first()) {
        return None;
    }
    let mine: Vec<&&Printed<'a>> =
        column.iter().filter(|one| is_row_of(own, rank, source, one.statement)).collect();
    let [mine] = mine[..] else { return None };
    let greater = column.iter().find(|one| {
        let (one, two) =
            (Interval::meaning(&one.statement.quantity), Interval::meaning(&mine.statement.quantity));
        match rank.way {
            Way::More => two.below(&one),
            Way::Less => one.below(&two),
        }
    })?;
    let shown = |statement: &Statement| {
        Shown { quantity: &statement.quantity, text: &source.text }.span().to_string()
    };
    let sign = if rank.way == Way::More { "<" } else { ">" };
    let name = row_name(source, greater.statement);
    let note = format!(
        "{} for “{}” {sign} {} for “{name}”",
        shown(mine.statement),
        slice(claim, own, &rank.holder),
        shown(greater.statement)
    );
    Some((note, greater.statement.sentence, vec![mine.statement, greater.statement]))
}

/// True for a row of totals.
fn is_total(source: &Reading, statement: &Statement) -> bool {
    let total = const { word::literals(["total", "all", "overall", "sum", "together"]) };
    source.sentences[statement.sentence].tokens.iter().any(|token| total.contains(&token.surface))
}

/// What a row is of: its first cell, or the second where the first is a number before a name.
fn row_name<'r>(source: &'r Reading, statement: &Statement) -> &'r str {
    let row = &source.sentences[statement.sentence];
    let mut cells = source.slice(&row.range).split('|').map(str::trim).filter(|cell| !cell.is_empty());
    let (first, second) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
    let worded = |cell: &str| cell.starts_with(char::is_alphabetic);
    if !worded(first) && worded(second) { second } else { first }
}

/// True where the row has the names that the superlative is said of, or the number of "the first season".
fn is_row_of(own: &Sentence, rank: &Rank, source: &Reading, statement: &Statement) -> bool {
    let row = &source.sentences[statement.sentence].tokens;
    let named = names(own, &rank.holder);
    if !named.is_empty() {
        return named.iter().all(|at| row.iter().any(|token| meets(&own.tokens[*at], token)));
    }
    let counted = rank.holder.iter().find_map(|at| words::place_number(own.tokens[*at].surface));
    counted.is_some_and(|number| row.first().is_some_and(|token| token.surface == number))
}

/// True unless the figure is of another time than the claim's.
fn dated_alike(own: &Sentence, statement: &Statement) -> bool {
    own.periods.iter().all(|period| {
        !matches!(
            period::compare(Some(period), statement.period.as_ref(), false),
            When::Apart | When::OtherCalendar
        )
    })
}

/// A sentence that gives the same superlative of the same noun to another name.
fn by_words<'a>(
    claim: &Reading,
    own: &Sentence,
    rank: &Rank,
    source: &'a Reading,
    sentences: &[usize],
) -> Option<Found<'a>> {
    let mine = names(own, &rank.holder);
    if mine.is_empty() {
        return None;
    }
    let alike = |at: usize| {
        let sentence = &source.sentences[at];
        let same = |other: &Rank| {
            let noun = |mine: &usize| {
                other.noun.iter().any(|theirs| meets(&own.tokens[*mine], &sentence.tokens[*theirs]))
            };
            other.family == rank.family && rank.noun.last().is_some_and(noun)
        };
        ranks(sentence).into_iter().filter(same).map(move |other| (at, other)).collect::<Vec<_>>()
    };
    let told: Vec<(usize, Rank)> = sentences.iter().flat_map(|at| alike(*at)).collect();
    let is_mine = |at: usize, other: &Rank| {
        let sentence = &source.sentences[at];
        let clause = other.clause.clone();
        clause
            .into_iter()
            .any(|place| mine.iter().any(|own_at| meets(&own.tokens[*own_at], &sentence.tokens[place])))
    };
    if told.iter().any(|(at, other)| {
        is_mine(*at, other)
            && other.holder.iter().any(|place| {
                mine.iter().any(|own_at| meets(&own.tokens[*own_at], &source.sentences[*at].tokens[*place]))
            })
    }) {
        return None;
    }
    let (at, other) = told.into_iter().find(|(at, other)| {
        let sentence = &source.sentences[*at];
        let theirs = names(sentence, &other.holder);
        let apart = |period: &crate::temporal::Period| {
            sentence.periods.iter().any(|told| period::periods(period, told) == When::Apart)
        };
        // The claim's own stands between, as what the superlative is said of.
        let between = other.holder.last().map_or(0, |last| last + 1)..other.end;
        let mine_between = sentence.tokens[between.start.min(between.end)..between.end]
            .iter()
            .any(|token| token.capital && mine.iter().any(|at| meets(&own.tokens[*at], token)));
        !theirs.is_empty()
            && !mine_between
            && theirs.len() == other.holder.len()
            && !own.periods.iter().filter(|period| period::is_resolved(period)).any(apart)
            && within(own, rank, source, *at)
            && within_claim(own, other, sentence)
    })?;
    let sentence = &source.sentences[at];
    let (first, last) = (*other.holder.first()?, other.end);
    let words = source.slice(&(sentence.tokens[first].range.start..sentence.tokens[last - 1].range.end));
    let note = format!("the source has “{words}” where the claim has “{}”", slice(claim, own, &rank.holder));
    Some((note, at, Vec::new()))
}

/// True where all that the claim limits its superlative by stands around the sentence.
fn within(own: &Sentence, rank: &Rank, source: &Reading, at: usize) -> bool {
    let near = source.sentences[at.saturating_sub(NEAR)..=at].iter();
    let behind = source.sentences[at].context.iter().map(|at| &source.sentences[*at]);
    let tokens: Vec<&Token> = near.chain(behind).flat_map(|sentence| &sentence.tokens).collect();
    let limits = rank.clause.clone().filter(|at| {
        let token = &own.tokens[*at];
        (*at >= rank.end || token.name)
            && token.content()
            && !rank.holder.contains(at)
            && !sides::in_period(own, *at)
    });
    limits.into_iter().all(|at| tokens.iter().any(|token| meets(&own.tokens[at], token)))
}

/// True where what the source limits its superlative by, right behind the noun, stands in the claim as well.
fn within_claim(own: &Sentence, other: &Rank, sentence: &Sentence) -> bool {
    let limit = const { word::literals(["in", "of", "for", "by", "among", "at", "to"]) };
    let next = sentence.tokens.get(other.end).filter(|next| limit.contains(&next.surface));
    let (words, _) = match next {
        Some(_) => sides::phrase(sentence, other.end + 1..other.clause.end),
        None => (Vec::new(), 0),
    };
    let claimed = |at: &usize| own.tokens.iter().any(|token| meets(&sentence.tokens[*at], token));
    let bare: Vec<&usize> = words.iter().filter(|at| !sides::in_period(sentence, **at)).collect();
    bare.into_iter().all(claimed)
        && other
            .noun
            .iter()
            .all(|at| claimed(at) || own.tokens.iter().any(|token| meets(token, &sentence.tokens[*at])))
}

fn slice<'r>(claim: &'r Reading, own: &Sentence, tokens: &[usize]) -> &'r str {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => {
            claim.slice(&(own.tokens[*first].range.start..own.tokens[*last].range.end))
        }
        _ => "",
    }
}
