//! Tells numbers that only name something from numbers that count: "2G", "year two", "24/7", "47 Orchards".

use std::ops::Range;
use std::sync::LazyLock;

use super::Reading;
use super::sentence::Sentence;
use super::word::{self, Key, Token, TokenKind};
use crate::quantity::exact::Exact;
use crate::quantity::{self, Figure, Quantity};

/// Number words, from one on.
const NUMBERS: [Key; 12] = word::literals([
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
]);

/// Nouns that name what follows by its number.
static NUMBERED: LazyLock<[Key; 15]> = LazyLock::new(|| {
    word::normals([
        "year", "line", "level", "phase", "stage", "part", "number", "volume", "chapter", "category", "type",
        "class", "tier", "round", "grade",
    ])
});
/// The noun of "year 2".
static YEAR: LazyLock<Key> = LazyLock::new(|| word::normal("year"));

/// The number of a number word or of digits.
pub(crate) fn number(reading: &Reading, token: &Token) -> Option<u32> {
    let spelt = NUMBERS.iter().position(|form| token.surface == *form);
    let digits = || reading.slice(&token.range).parse().ok().filter(|_| token.kind == TokenKind::Number);
    spelt.and_then(|place| u32::try_from(place + 1).ok()).or_else(digits)
}

/// The number of "year 2" and "year two", which is the second year, where its token stands here.
pub(crate) fn year_number(reading: &Reading, tokens: &[Token], at: usize) -> Option<u32> {
    let before = at.checked_sub(1).map(|before| &tokens[before])?;
    let year = before.kind == TokenKind::Word && before.key == *YEAR;
    number(reading, tokens.get(at).filter(|_| year)?)
}

/// True for a number that only names: "2G", "year two", "Act 1".
pub(super) fn is_label(sentence: &Sentence, quantity: &Quantity, tokens: &Range<usize>) -> bool {
    let token = &sentence.tokens[tokens.start];
    let generation = token.kind == TokenKind::Word
        && token.capital
        && token.range.len() == 2
        && quantity.numeral.len() == 1;
    let bare = quantity.kind == quantity::Kind::Count
        && quantity.unit.is_empty()
        && quantity.span == quantity.numeral;
    let small = Exact::from_integer(100);
    let is_small = matches!(&quantity.figure, Figure::Value(printed) if printed.value < small && printed.value.is_integer());
    let before = tokens.start.checked_sub(1).map(|at| &sentence.tokens[at]);
    let names_it = before.is_some_and(|before| {
        before.content() && !before.past && (before.capital || NUMBERED.contains(&before.key))
    });
    let number = const { word::literals(["number", "no"]) };
    let numbered = before.is_some_and(|before| number.contains(&before.surface));
    let counts_on = sentence.tokens.get(tokens.end).is_some_and(|next| next.content() && !next.capital);
    let is_whole = matches!(&quantity.figure, Figure::Value(printed) if printed.value.is_integer());
    let refers = quantity.kind == quantity::Kind::Count
        && quantity.bound == quantity::Bound::Exact
        && is_whole
        && refers(sentence, tokens.start);
    let is_year = quantity.kind == quantity::Kind::Count
        && quantity.unit.is_empty()
        && quantity.numeral.len() == 4
        && matches!(&quantity.figure, Figure::Value(printed) if printed.value >= Exact::from_integer(1700) && printed.value < Exact::from_integer(2100));
    // "24/7", "all-in-one", "one-on-one".
    let joined = |at: Option<usize>| {
        at.and_then(|at| sentence.tokens.get(at)).is_some_and(|mark| mark.kind == TokenKind::Mark)
    };
    let idiom = quantity.kind == quantity::Kind::Count
        && (joined(tokens.start.checked_sub(1)) && matches!(before_last(sentence, tokens.start), Some(true))
            || around_the_clock(sentence, tokens));
    let at_once = at_one_point(sentence, tokens);
    // "The 2391 Harbour" is a name that begins with a number.
    let the = const { word::literal("the") };
    let opens_name = bare
        && before.is_none_or(|before| before.surface == the)
        && sentence.tokens.get(tokens.end).is_some_and(|next| next.capital && next.content());
    // "6240 Harbour", a thing of that name among others.
    let long = quantity.numeral.len() >= LONG_MIN && token.range.len() == quantity.numeral.len();
    let beyond = sentence.tokens.get(tokens.end + 1);
    let opens_name = opens_name
        || bare
            && long
            && is_prose(sentence)
            && sentence.tokens.get(tokens.end).is_some_and(|next| {
                next.capital && next.content() && !next.plural && next.kind == TokenKind::Word
            })
            && beyond.is_none_or(|beyond| beyond.capital || !beyond.content());
    // "5) The ferry sails": the number of an item.
    let item = tokens.start == 0
        && bare
        && sentence
            .tokens
            .get(tokens.end)
            .is_some_and(|next| next.key == word::mark(")") || next.key == word::mark("."));
    generation
        || item
        || is_built_of(sentence, tokens)
        || idiom
        || at_once
        || opens_name
        || refers
        || titles(sentence, quantity, tokens)
        || is_year && quantity.bound != quantity::Bound::Exact
        || bare && is_small && (names_it && !counts_on || numbered && counts_on)
        || bare && is_small && numbered_name(sentence, tokens)
}

/// Nouns of things that are named by how many parts they have.
const BUILT_OF: [Key; 12] = word::literals([
    "wheeler", "wheelers", "decker", "deckers", "seater", "seaters", "master", "masters", "liner", "liners",
    "stroker", "footer",
]);

/// True for the number of "two-wheelers", which counts none of them.
fn is_built_of(sentence: &Sentence, tokens: &Range<usize>) -> bool {
    let hyphen = sentence.tokens.get(tokens.end).is_some_and(|mark| mark.kind == TokenKind::Mark);
    hyphen && sentence.tokens.get(tokens.end + 1).is_some_and(|noun| BUILT_OF.contains(&noun.surface))
}

/// True for "the Harbour 40 kit": a number between a name and a single thing.
fn numbered_name(sentence: &Sentence, tokens: &Range<usize>) -> bool {
    let one = const { word::literals(["1", "one"]) };
    let before = tokens.start.checked_sub(1).map(|at| &sentence.tokens[at]);
    let next = sentence.tokens.get(tokens.end);
    before.is_some_and(|before| before.name && before.capital && before.range.start > sentence.range.start)
        && next.is_some_and(|next| {
            next.content() && !next.plural && !next.past && next.kind == TokenKind::Word && !next.adverb
        })
        && !one.contains(&sentence.tokens[tokens.start].surface)
        && is_prose(sentence)
}

/// Digits of a number that names a thing by itself.
const LONG_MIN: usize = 4;

/// Capitalised words that name what follows by its number: parts of laws, standards, notes, grades.
const REFERENCES: [Key; 26] = word::literals([
    "section",
    "sections",
    "article",
    "articles",
    "chapter",
    "chapters",
    "rule",
    "rules",
    "regulation",
    "schedule",
    "clause",
    "note",
    "notes",
    "item",
    "items",
    "level",
    "levels",
    "title",
    "form",
    "annex",
    "appendix",
    "exhibit",
    "asc",
    "asu",
    "ifrs",
    "ias",
]);

/// True where the number at this token is one of those that follow such a word: "Sections 12 and 140".
fn refers(sentence: &Sentence, at: usize) -> bool {
    let joins = const { word::literals(["and", "or", "to", "through"]) };
    let between = |token: &Token| {
        token.kind == TokenKind::Number || token.kind == TokenKind::Comma || joins.contains(&token.surface)
    };
    let before = sentence.tokens[..at].iter().rev().find(|token| !between(token));
    before.is_some_and(|word| word.capital && REFERENCES.contains(&word.surface))
}

/// True for "47 Orchards": a number before a capitalised noun in a text of small letters begins a title.
fn titles(sentence: &Sentence, quantity: &Quantity, tokens: &Range<usize>) -> bool {
    let Some(noun) = sentence.tokens.get(tokens.end) else { return false };
    let before = tokens.start.checked_sub(1).map(|at| &sentence.tokens[at]);
    matches!(quantity.kind, quantity::Kind::Dimension | quantity::Kind::Duration)
        && quantity.bound == quantity::Bound::Exact
        && noun.kind == TokenKind::Word
        && noun.capital
        && noun.plural
        && before.is_none_or(|before| before.stop)
        && is_prose(sentence)
}

/// False for a headline, in which every noun and verb has a capital.
pub(super) fn is_prose(sentence: &Sentence) -> bool {
    sentence.tokens.iter().filter(|token| token.content() && !token.capital).count() >= 2
}

/// True where the word before a joining mark is a small one ("in-one", "on-one").
fn before_last(sentence: &Sentence, at: usize) -> Option<bool> {
    let word = sentence.tokens.get(at.checked_sub(2)?)?;
    let mark = &sentence.tokens[at - 1];
    Some(word.stop && word.range.end == mark.range.start && mark.range.end == sentence.tokens[at].range.start)
}

/// "At one point" counts nothing.
fn at_one_point(sentence: &Sentence, tokens: &Range<usize>) -> bool {
    let (at, one) = const { (word::literal("at"), word::literal("one")) };
    let moments = const { word::literals(["point", "time", "stage", "moment"]) };
    let led = tokens.start.checked_sub(1).is_some_and(|before| sentence.tokens[before].surface == at);
    let moment = sentence.tokens.get(tokens.start + 1).is_some_and(|next| moments.contains(&next.surface));
    led && moment && sentence.tokens[tokens.start].surface == one
}

/// "24/7" counts nothing.
fn around_the_clock(sentence: &Sentence, tokens: &Range<usize>) -> bool {
    let form = |at: usize| sentence.tokens.get(at).map(|token| token.surface);
    let (day, week) = const { (Some(word::literal("24")), Some(word::literal("7"))) };
    let at = tokens.start;
    form(at) == day && form(at + 2) == week || at >= 2 && form(at) == week && form(at - 2) == day
}
