//! Reads what a sentence compares: the two sides, the word that sets one above the other, the clause it stands in.
//!
//! Which words a comparison sets against which is often open ("more bread than cakes", "more bread than the Bells"), so
//! there may be several readings, the likelier first. No figure is looked at here.

use std::ops::Range;

use super::words::{self, BEFORE, Sort, TIMES, Way};
use crate::quantity::Kind;
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::statement::{Reading, Sentence};

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Side {
    /// What these tokens name, a time among them.
    Words(Vec<usize>),
    /// A time before, counted back by these tokens ("a year earlier").
    Then(Vec<usize>),
    /// The time that the text speaks of.
    Now,
}

impl Side {
    /// The tokens that name it.
    pub fn tokens(&self) -> &[usize] {
        match self {
            Side::Words(tokens) | Side::Then(tokens) => tokens,
            Side::Now => &[],
        }
    }
}

/// A comparison without a figure of its own.
#[derive(Debug, Clone)]
pub(super) struct Contrast {
    /// Tokens of its clause.
    pub clause: Range<usize>,
    /// The words that compare: from the comparing word to "than".
    pub words: Range<usize>,
    /// Which side is the greater one.
    pub way: Way,
    /// What kind of figure it is of.
    pub sort: Sort,
    /// What may be compared with what, the likelier first.
    pub readings: Vec<[Side; 2]>,
    /// The words say nothing but this.
    pub firm: bool,
    /// Tokens between the comparing word and the second side: what is compared.
    pub between: Range<usize>,
}

const THAN: Key = word::literal("than");
/// Words that stand for what was named before.
const THAT: [Key; 2] = word::literals(["that", "those"]);
/// Words that begin a phrase of place, time or belonging.
const PREPOSITIONS: [Key; 22] = word::literals([
    "in", "of", "at", "on", "for", "from", "with", "by", "to", "between", "among", "during", "after",
    "under", "over", "into", "within", "through", "across", "against", "since", "as",
]);
/// Forms that a clause turns on.
const VERBS: [Key; 20] = word::literals([
    "is", "are", "was", "were", "be", "been", "has", "have", "had", "do", "does", "did", "will", "would",
    "can", "could", "makes", "gets", "remains", "remained",
]);
/// Words that join or open clauses.
const JOINS: [Key; 12] = word::literals([
    "and", "or", "but", "while", "whereas", "when", "who", "which", "that", "although", "though", "because",
]);
/// Words that open a sentence with a circumstance, up to a comma.
const OPENINGS: [Key; 16] = word::literals([
    "in",
    "on",
    "at",
    "by",
    "for",
    "during",
    "after",
    "before",
    "from",
    "according",
    "when",
    "while",
    "although",
    "though",
    "under",
    "among",
]);
/// What a comparison can be with that no source prints as a figure of its own.
const NOBODY: [Key; 14] = word::literals([
    "expected",
    "planned",
    "scheduled",
    "budgeted",
    "forecast",
    "usual",
    "ever",
    "any",
    "anyone",
    "thought",
    "other",
    "others",
    "normal",
    "average",
]);

/// Tokens before a comparing word within which a figure is its own: "5 % more", "two boxes fewer".
const FIGURE_REACH: usize = 3;
/// Numbers in words.
const NUMBERS: [Key; 15] = word::literals([
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty",
    "thirty", "several", "half",
]);

/// Places in an order that tell things of one kind apart.
const ORDINALS: [Key; 14] = word::literals([
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "last",
    "former", "latter", "final",
]);

/// The comparisons of a sentence that have no figure of their own.
pub(super) fn read(reading: &Reading, number: usize) -> Vec<Contrast> {
    let sentence = &reading.sentences[number];
    let tokens = &sentence.tokens;
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let contrast = match words::comparative(token.surface) {
            Some((way, sort)) => beside_than(reading, sentence, at, way, sort),
            None => by_verb(reading, sentence, at).or_else(|| by_place(reading, sentence, at)),
        };
        found.extend(contrast);
    }
    found
}

/// "X is larger than Y".
fn beside_than(reading: &Reading, sentence: &Sentence, at: usize, way: Way, sort: Sort) -> Option<Contrast> {
    let tokens = &sentence.tokens;
    let clause = clause(sentence, at);
    let than = (at + 1..clause.end).find(|at| tokens[*at].surface == THAN)?;
    // "More than 40", "5 % more than": a figure says it.
    let end = (than + 1..clause.end).find(|at| stops(&tokens[*at])).unwrap_or(clause.end);
    let before = at.saturating_sub(FIGURE_REACH).max(clause.start);
    let before = (before..at).rev().find(|at| stops(&tokens[*at])).map_or(before, |comma| comma + 1);
    let titled = tokens[than].capital || at > 0 && tokens[at].capital;
    let figure = figures(reading, sentence, before..end) || is_length(sentence, than + 1);
    if figure || titled || denied(sentence, &clause) {
        return None;
    }
    let mut readings = Vec::new();
    let (opening, second, _) = other_side(sentence, than + 1..clause.end);
    let between = at + 1..than;
    let of_that = tokens[than + 1..end].first().is_some_and(|token| THAT.contains(&token.surface));
    if let Some(then) = time_before(sentence, than + 1..end) {
        readings.push([own_time(sentence, &clause, &then), Side::Then(then)]);
    } else if let Some(preposition) = opening {
        let alike = parallel(sentence, preposition, &between)
            .or_else(|| parallel(sentence, preposition, &(clause.start..at)));
        // "The rate of Hill is higher than that of Ford", "Hill's rate is higher than that of Ford".
        let alike = alike.or_else(|| subject(sentence, &clause, at).filter(|_| of_that));
        readings.extend(alike.map(|first| [Side::Words(first), Side::Words(second.clone())]));
    }
    let dated = |tokens: &[usize]| tokens.iter().any(|at| in_period(sentence, *at));
    if readings.is_empty() && dated(&second) {
        readings.push([own_time(sentence, &clause, &second), Side::Words(second.clone())]);
    }
    if readings.is_empty() && opening.is_none() && !second.is_empty() {
        let named = second.iter().any(|at| tokens[*at].name);
        let counted = words::counts(tokens[at].surface) && !named;
        if let Some(first) = counted.then(|| counted_first(sentence, &between, &second)).flatten() {
            readings.push([Side::Words(first), Side::Words(second.clone())]);
        }
        let first = subject(sentence, &clause, at);
        readings.extend(first.map(|first| [Side::Words(first), Side::Words(second.clone())]));
    }
    if second.is_empty() && readings.is_empty()
        || second.iter().any(|at| NOBODY.contains(&tokens[*at].surface))
    {
        return None;
    }
    let readings = readings.into_iter().filter_map(|pair| distinct(sentence, pair)).collect();
    // "More money than" is of an amount of money, whatever it is called.
    let money = const { word::literal("money") };
    let (sort, between) = match &tokens[between.clone()] {
        [only] if only.surface == money => (Sort::Price, than..than),
        _ => (sort, between),
    };
    // "It was more than a mill" compares no figures.
    let firm = than > at + 1 || !words::counts(tokens[at].surface);
    Some(Contrast { clause, words: at..than + 1, way, sort, readings, firm, between })
}

/// "X exceeded Y".
fn by_verb(reading: &Reading, sentence: &Sentence, at: usize) -> Option<Contrast> {
    let tokens = &sentence.tokens;
    let (way, sort, firm) = words::verb(tokens[at].surface)?;
    let clause = clause(sentence, at);
    let by = tokens.get(at + 1).is_some_and(|next| next.surface == const { word::literal("by") });
    let (_, second, end) = other_side(sentence, at + 1 + usize::from(by)..clause.end);
    let first = subject(sentence, &clause, at)?;
    let both_named = || {
        [&first, &second]
            .iter()
            .all(|side| side.iter().any(|at| tokens[*at].name && tokens[*at].kind == TokenKind::Word))
    };
    if figures(reading, sentence, at..(end + 3).min(clause.end))
        || denied(sentence, &clause)
        || !firm && (by || !both_named())
    {
        return None;
    }
    let way = if by { way.turned() } else { way };
    let readings = vec![distinct(sentence, [Side::Words(first), Side::Words(second)])?];
    Some(Contrast { clause, words: at..at + 1, way, sort, readings, firm, between: at + 1..at + 1 })
}

/// "X finished ahead of Y".
fn by_place(reading: &Reading, sentence: &Sentence, at: usize) -> Option<Contrast> {
    let tokens = &sentence.tokens;
    let is = |at: usize, form: Key| tokens.get(at).is_some_and(|token| token.surface == form);
    let ahead = is(at, const { word::literal("ahead") }) && is(at + 1, const { word::literal("of") });
    let behind = is(at, const { word::literal("behind") });
    let ranked = at.checked_sub(1).is_some_and(|at| {
        const { word::literals(["finished", "came", "placed", "ranked", "ended", "was", "were", "stood"]) }
            .contains(&tokens[at].surface)
    });
    if !(ahead || behind) || !ranked {
        return None;
    }
    let clause = clause(sentence, at);
    let start = at + 1 + usize::from(ahead);
    let (_, second, end) = other_side(sentence, start..clause.end);
    let first = subject(sentence, &clause, at)?;
    if figures(reading, sentence, at..end)
        || !second.iter().any(|at| tokens[*at].name)
        || denied(sentence, &clause)
    {
        return None;
    }
    let way = if ahead { Way::More } else { Way::Less };
    let readings = vec![distinct(sentence, [Side::Words(first), Side::Words(second)])?];
    Some(Contrast {
        clause,
        words: at - 1..start,
        way,
        sort: Sort::Place,
        readings,
        firm: false,
        between: start..start,
    })
}

/// What follows "than": the preposition that it begins with, the tokens that name it, and where they end.
fn other_side(sentence: &Sentence, rest: Range<usize>) -> (Option<Key>, Vec<usize>, usize) {
    let tokens = &sentence.tokens;
    let mut start = rest.start;
    let mut opening = None;
    let small = const {
        word::literals([
            "that", "those", "did", "do", "does", "was", "were", "is", "are", "the", "a", "an", "its", "his",
            "her", "their", "it",
        ])
    };
    while start < rest.end {
        let form = tokens[start].surface;
        if PREPOSITIONS.contains(&form) && opening.is_none() {
            opening = Some(form);
        } else if !small.contains(&form) {
            break;
        }
        start += 1;
    }
    let (found, end) = phrase(sentence, start..rest.end);
    (opening, found, end)
}

/// The tokens of a name or noun with what stands before it, up to the next preposition, verb or joining word; and
/// where it ends.
pub(super) fn phrase(sentence: &Sentence, range: Range<usize>) -> (Vec<usize>, usize) {
    let tokens = &sentence.tokens;
    let mut found: Vec<usize> = Vec::new();
    for at in range.clone() {
        let token = &tokens[at];
        let capital_after = || {
            tokens[at + 1..range.end].iter().take(2).find(|next| !next.stop).is_some_and(|next| next.capital)
        };
        let inside_name = || found.last().is_some_and(|last| tokens[*last].capital) && capital_after();
        let of =
            token.surface == const { word::literal("of") } || token.surface == const { word::literal("and") };
        if stops(token)
            || (JOINS.contains(&token.surface) || PREPOSITIONS.contains(&token.surface))
                && !(of && inside_name())
        {
            if found.is_empty() && !stops(token) {
                continue;
            }
            return (found, at);
        }
        let verb =
            VERBS.contains(&token.surface) || token.past && !token.capital && !is_adjective(tokens, at);
        if verb && !found.is_empty() {
            return (found, at);
        }
        if token.content() || token.kind == TokenKind::Number || in_period(sentence, at) {
            found.push(at);
        }
    }
    (found, range.end)
}

/// True for a form in -ed that stands before a noun: "the united front".
fn is_adjective(tokens: &[Token], at: usize) -> bool {
    let article = const { word::literals(["the", "a", "an", "its", "their"]) };
    at > 0 && article.contains(&tokens[at - 1].surface)
}

/// The subject of a clause, or of the one before where it has none of its own.
pub(super) fn subject(sentence: &Sentence, clause: &Range<usize>, verb: usize) -> Option<Vec<usize>> {
    let tokens = &sentence.tokens;
    let opens = OPENINGS.contains(&tokens[clause.start].surface);
    let comma = (clause.start..verb).find(|at| tokens[*at].kind == TokenKind::Comma).filter(|_| opens);
    let start = comma.map_or(clause.start, |comma| comma + 1);
    let (mut found, _) = phrase(sentence, start..verb);
    // "By 15 May Ash had sold more": the date is no part of who sold.
    let dated = found.iter().take_while(|at| in_period(sentence, **at)).count();
    if opens && dated < found.len() {
        found.drain(..dated);
    }
    let names = |at: &usize| !tokens[*at].past || tokens[*at].capital || is_adjective(tokens, *at);
    if found.first().is_some_and(names) {
        return Some(found);
    }
    (clause.start > 0).then(|| subject(sentence, &(0..clause.start), clause.start)).flatten()
}

/// What is counted before "than": "more bread than cakes", "more were sold than kept".
fn counted_first(sentence: &Sentence, between: &Range<usize>, second: &[usize]) -> Option<Vec<usize>> {
    let tokens = &sentence.tokens;
    let deed = |at: &usize| tokens[*at].past && tokens[*at].content();
    if let [only] = second
        && deed(only)
    {
        return between.clone().rev().find(deed).map(|at| vec![at]);
    }
    let starts = tokens.get(between.start).filter(|_| !between.is_empty())?;
    if PREPOSITIONS.contains(&starts.surface) {
        return None;
    }
    let (found, _) = phrase(sentence, between.clone());
    (!found.is_empty()).then_some(found)
}

/// The phrase behind the last such preposition of a stretch.
fn parallel(sentence: &Sentence, preposition: Key, range: &Range<usize>) -> Option<Vec<usize>> {
    let at = range.clone().rev().find(|at| sentence.tokens[*at].surface == preposition)?;
    let (found, _) = phrase(sentence, at + 1..range.end);
    (!found.is_empty()).then_some(found)
}

/// The time of the first side where the second is a time: another one of the clause, or the one that is told of.
fn own_time(sentence: &Sentence, clause: &Range<usize>, second: &[usize]) -> Side {
    let other = sentence.periods.iter().rev().find_map(|period| {
        let tokens = sentence.tokens_in(&period.span);
        let apart = tokens.clone().all(|at| !second.contains(&at));
        let inside = clause.start <= tokens.start && tokens.end <= clause.end;
        (apart && inside && !tokens.is_empty()).then(|| tokens.collect())
    });
    other.map_or(Side::Now, Side::Words)
}

/// The tokens that count a time back: "than a year before", "than previously".
fn time_before(sentence: &Sentence, range: Range<usize>) -> Option<Vec<usize>> {
    let tokens = &sentence.tokens[range.clone()];
    let length = tokens.iter().any(|token| TIMES.contains(&token.surface));
    let adverb = const { word::literals(["before", "previously", "earlier"]) };
    let alone = tokens.iter().all(|token| token.stop || adverb.contains(&token.surface));
    let back = tokens.iter().any(|token| BEFORE.contains(&token.surface));
    let named = tokens.iter().any(|token| token.name && token.kind == TokenKind::Word && token.capital);
    (back && (length || alone) && !named)
        .then(|| range.filter(|at| TIMES.contains(&sentence.tokens[*at].surface)).collect())
}

/// Takes off what both sides have; of sides of which one is a name only the names count.
fn distinct(sentence: &Sentence, [first, second]: [Side; 2]) -> Option<[Side; 2]> {
    let tokens = &sentence.tokens;
    let (Side::Words(one), Side::Words(two)) = (&first, &second) else {
        return Some([first, second]);
    };
    let without = |own: &[usize], other: &[usize]| -> Vec<usize> {
        let shared = |at: &&usize| other.iter().any(|other| tokens[*other].key == tokens[**at].key);
        own.iter().filter(|at| !shared(at)).copied().collect()
    };
    let (mut own, mut other) = (without(one, two), without(two, one));
    // "The third series" and "the first": what both are of is said once.
    let counted = |list: &[usize]| -> Vec<usize> {
        list.iter().filter(|at| ORDINALS.contains(&tokens[**at].surface)).copied().collect()
    };
    if !counted(&own).is_empty() && !counted(&other).is_empty() {
        (own, other) = (counted(&own), counted(&other));
    }
    let is_name = |at: &usize| tokens[*at].name && tokens[*at].kind == TokenKind::Word && tokens[*at].capital;
    let names = |list: &[usize]| list.iter().filter(|at| is_name(at)).copied().collect::<Vec<_>>();
    if other.iter().all(is_name) && !names(&own).is_empty() {
        own = names(&own);
    } else if own.iter().all(is_name) && !names(&other).is_empty() {
        other = names(&other);
    }
    (!own.is_empty() && !other.is_empty()).then_some([Side::Words(own), Side::Words(other)])
}

fn stops(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Comma | TokenKind::Break)
}

pub(super) fn in_period(sentence: &Sentence, at: usize) -> bool {
    let range = &sentence.tokens[at].range;
    sentence.periods.iter().any(|period| period.span.start <= range.start && range.end <= period.span.end)
}

/// True where a figure stands among these tokens, places in an order left out.
pub(super) fn figures(reading: &Reading, sentence: &Sentence, range: Range<usize>) -> bool {
    reading.statements[sentence.statements.clone()].iter().any(|statement| {
        let own = &statement.tokens;
        statement.quantity.kind != Kind::Ordinal && own.start < range.end && range.start < own.end
    })
}

/// True for "a year" or "two years" behind "than": a figure in words, or one that dates.
fn is_length(sentence: &Sentence, at: usize) -> bool {
    let in_year = sentence.periods.iter().any(|period| {
        let tokens = sentence.tokens_in(&period.span);
        tokens.start == at && tokens.len() == 1
    });
    let number = |token: &Token| token.kind == TokenKind::Number || NUMBERS.contains(&token.surface);
    if !in_year && sentence.tokens.get(at).is_some_and(number) {
        return true;
    }
    let one = const { word::literals(["a", "an", "one", "half"]) };
    let form = |at: usize| sentence.tokens.get(at).map(|token| token.surface);
    let length = form(at + 1).is_some_and(|form| TIMES.contains(&form));
    let back = form(at + 2).is_some_and(|form| BEFORE.contains(&form));
    form(at).is_some_and(|form| one.contains(&form)) && length && !back
}

/// True where the clause denies something: what it compares then is not what it says.
fn denied(sentence: &Sentence, clause: &Range<usize>) -> bool {
    sentence.denials().any(|at| clause.contains(&at))
}

/// The clause that a token stands in: up to the next strong break, or the next joining word with verbs on both sides.
pub(super) fn clause(sentence: &Sentence, at: usize) -> Range<usize> {
    let tokens = &sentence.tokens;
    let verbal =
        |range: Range<usize>| tokens[range].iter().any(|token| token.past || VERBS.contains(&token.surface));
    let joins = |cut: usize| {
        let capital = |at: usize| tokens.get(at).is_some_and(|token| token.capital);
        let names = cut > 0 && capital(cut - 1) && capital(cut + 1);
        const { word::literals(["and", "but", "while", "whereas", "although", "though", "because", "so"]) }
            .contains(&tokens[cut].surface)
            && !names
    };
    let strong = |cut: usize| tokens[cut].kind == TokenKind::Break;
    let mut start = 0;
    for cut in 1..at {
        if strong(cut) || joins(cut) && verbal(start..cut) && verbal(cut + 1..at + 1) {
            start = cut + 1;
        }
    }
    let end = (at + 1..tokens.len())
        .find(|cut| strong(*cut) || joins(*cut) && verbal(start..*cut) && verbal(cut + 1..tokens.len()));
    start..end.unwrap_or(tokens.len())
}
