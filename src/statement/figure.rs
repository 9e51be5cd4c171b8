//! Reads a statement for each quantity of a sentence: its words, head noun, period, scope and modality.

use std::ops::Range;

use super::clause;
use super::label::{is_label, is_prose};
use super::lexicon::{Reading as Phrase, Role, lexicon};
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
        unphrase(sentence, &mut quantity, tokens.start);
        aged(sentence, &mut quantity, tokens.start);
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
            compared_with(found.last(), &tokens, &mut quantity);
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
        let own_direction = direction(sentence, &quantity, &segment);
        let by = tokens_before(sentence, &quantity)
            .is_some_and(|token| token.surface == const { super::word::literal("by") });
        let told =
            quantity.kind == quantity::Kind::Percent && tokens_before(sentence, &quantity).is_some_and(turns);
        let by = by || told || names_change(sentence, &quantity);
        let turned = own_direction != Direction::None || by && is_margin(sentence, &segment, &tokens);
        if by && quantity.change.role == ChangeRole::None && turned {
            quantity.change.role = ChangeRole::By;
        }
        if is_growth(sentence, &quantity, &tokens) {
            quantity.change = quantity::change::Change { direction: Direction::Up, role: ChangeRole::By };
        }
        let others: Vec<Range<usize>> = bases.iter().filter(|base| **base != segment).cloned().collect();
        let around = clause::clause(sentence, &segment);
        let head = head(sentence, &quantity, &tokens, &segment);
        let (modality, modality_phrase) = modality::read(sentence, &tokens, &segment, &around);
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
    pair(sentence, &mut statements[from..]);
    share_change(sentence, &mut statements[from..]);
    sentence.statements = from..statements.len();
}

/// Words behind a multiple within which the time stands that it is told against.
const GROWTH_REACH: usize = 8;

/// "Twice the volume of the year before": the size of a rise.
fn is_growth(sentence: &Sentence, quantity: &Quantity, tokens: &Range<usize>) -> bool {
    use super::word::{literal, literals};
    if quantity.kind != quantity::Kind::Multiple || quantity.change.role != ChangeRole::None {
        return false;
    }
    let behind = &sentence.tokens[tokens.end..(tokens.end + GROWTH_REACH).min(sentence.tokens.len())];
    behind.windows(2).any(|pair| {
        let year = const { literals(["year", "years", "month", "quarter"]) };
        let (one, two) = (pair[0].surface, pair[1].surface);
        year.contains(&one) && const { literals(["before", "earlier", "ago"]) }.contains(&two)
            || (one == const { literal("previous") } || one == const { literal("last") })
                && year.contains(&two)
    })
}

/// Verbs of what falls short of a mark or passes it, by so much.
const PASSES: [super::word::Key; 14] = super::word::literals([
    "missed",
    "misses",
    "miss",
    "exceeded",
    "exceeds",
    "beat",
    "beats",
    "surpassed",
    "outstripped",
    "overshot",
    "undershot",
    "trailed",
    "led",
    "outnumbered",
]);

/// True for the size of a gap: "missed its target by 5 tonnes".
fn is_margin(sentence: &Sentence, segment: &Range<usize>, tokens: &Range<usize>) -> bool {
    sentence.tokens[segment.start..tokens.start].iter().any(|token| PASSES.contains(&token.surface))
}

/// Tokens between two sizes of one change: "cut the crop by 30 % in Marlow and 40 % in Deal".
const SHARED_REACH: usize = 7;

/// Gives the change of a share to the next one that is joined to it.
fn share_change(sentence: &Sentence, statements: &mut [Statement]) {
    for at in 1..statements.len() {
        let (before, after) = (&statements[at - 1], &statements[at]);
        let between = before.tokens.end..after.tokens.start.max(before.tokens.end);
        let joined = sentence.tokens[between.clone()]
            .iter()
            .any(|token| token.surface == const { super::word::literal("and") });
        let verb = sentence.tokens[between.clone()].iter().any(|token| token.past);
        let alike = before.quantity.kind == quantity::Kind::Percent
            && after.quantity.kind == quantity::Kind::Percent
            && before.quantity.change.role == ChangeRole::By
            && after.quantity.change.role == ChangeRole::None;
        if alike && joined && !verb && between.len() <= SHARED_REACH {
            let change = before.quantity.change;
            let direction = before.direction;
            statements[at].quantity.change = change;
            statements[at].direction = direction;
        }
    }
}

/// "Fell from ninth to fourth": both figures are ends of one change and share its direction.
fn pair(sentence: &Sentence, statements: &mut [Statement]) {
    let follows = |statement: &Statement, form: super::word::Key| {
        let at = statement.tokens.start;
        at > 0 && sentence.tokens[at - 1].surface == form
    };
    for at in 1..statements.len() {
        let (before, after) = (&statements[at - 1], &statements[at]);
        let near = after.tokens.start.saturating_sub(before.tokens.end) <= 4;
        let alike =
            before.quantity.kind == after.quantity.kind && before.quantity.kind != quantity::Kind::Age;
        if !near
            || !alike
            || !follows(before, const { super::word::literal("from") })
            || !follows(after, const { super::word::literal("to") })
        {
            continue;
        }
        let direction = match (before.direction, after.direction) {
            (Direction::None, other) => other,
            (own, _) => own,
        };
        for (statement, role) in [(at - 1, ChangeRole::From), (at, ChangeRole::To)] {
            let statement = &mut statements[statement];
            statement.direction = direction;
            if statement.quantity.kind == quantity::Kind::Ordinal {
                statement.quantity.change.role = role;
            }
        }
    }
}

/// "21 % less than the $2 billion of last year": the second figure is the base of the first, no bound.
fn compared_with(before: Option<&(Range<usize>, Quantity)>, tokens: &Range<usize>, quantity: &mut Quantity) {
    use quantity::{Bound, Kind};
    let follows = before.is_some_and(|(place, other)| {
        (matches!(other.kind, Kind::Percent | Kind::Multiple) || other.rule == "fraction")
            && tokens.start.saturating_sub(place.end) <= 5
            && other.span.end + 1 >= quantity.span.start
    });
    if follows && matches!(quantity.bound, Bound::Over | Bound::Under) {
        quantity.bound = Bound::Exact;
        quantity.change.role = ChangeRole::From;
    }
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

/// Verbs of which "up" is a part: "set up 40 labs" and "add up to 12" tell of no rise.
static UP_VERBS: std::sync::LazyLock<[super::word::Key; 12]> = std::sync::LazyLock::new(|| {
    super::word::normals([
        "set", "add", "make", "put", "open", "sign", "take", "build", "end", "draw", "line", "pick",
    ])
});

/// Takes back the change or the bound that the "up" of a phrasal verb was read as.
fn unphrase(sentence: &Sentence, quantity: &mut Quantity, numeral: usize) {
    let before = |back: usize, form: super::word::Key| {
        let at = sentence.tokens.partition_point(|token| token.range.end <= quantity.span.start);
        at.checked_sub(back).is_some_and(|at| sentence.tokens[at].surface == form)
    };
    // "According to 68 reviews" leads to no end of a change.
    if before(1, const { super::word::literal("to") })
        && before(2, const { super::word::literal("according") })
    {
        quantity.change = quantity::change::Change::NONE;
    }
    let up = const { super::word::literal("up") };
    let nearby = numeral.saturating_sub(2)..numeral;
    let Some(at) = nearby.into_iter().find(|at| *at > 0 && sentence.tokens[*at].surface == up) else {
        return;
    };
    if UP_VERBS.contains(&sentence.tokens[at - 1].key) {
        quantity.change = quantity::change::Change::NONE;
        if quantity.bound == quantity::Bound::AtMost {
            quantity.bound = quantity::Bound::Exact;
        }
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
        let known = token
            .classes
            .iter()
            .any(|class| matches!(lexicon().classes[usize::from(*class)].role, Role::Thing | Role::Part));
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
    let thing = |token: &Token| {
        let packs = lexicon();
        token.classes.iter().any(|class| packs.classes[usize::from(*class)].role == Role::Thing)
    };
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

/// The word before a quantity's expression.
fn tokens_before<'s>(sentence: &'s Sentence, quantity: &Quantity) -> Option<&'s Token> {
    let at = sentence.tokens.partition_point(|token| token.range.end <= quantity.span.start);
    at.checked_sub(1).map(|at| &sentence.tokens[at])
}

/// True for a verb of rising or falling, right before whose measure "by" goes without saying.
fn turns(token: &Token) -> bool {
    let packs = lexicon();
    token
        .classes
        .iter()
        .any(|class| matches!(packs.classes[usize::from(*class)].name.as_str(), "rise" | "fall"))
}

/// "That rise at 88%", "an increase of 88%": the percent is the size of the change just named.
fn names_change(sentence: &Sentence, quantity: &Quantity) -> bool {
    let at = sentence.tokens.partition_point(|token| token.range.end <= quantity.span.start);
    let Some(named) = at.checked_sub(2).map(|two| &sentence.tokens[two]) else { return false };
    let class = |name: &str| lexicon().class_named(name).is_some_and(|class| named.classes.contains(&class));
    let joins = const { super::word::literals(["at", "of"]) }.contains(&sentence.tokens[at - 1].surface);
    quantity.kind == quantity::Kind::Percent && joins && !named.past && (class("rise") || class("fall"))
}

/// True where a period has at least one day.
pub(crate) fn resolved(period: &Period) -> bool {
    period.from.is_some() || period.to.is_some()
}

/// The reader's direction, else that of a single rise or fall word of the segment.
fn direction(sentence: &Sentence, quantity: &Quantity, segment: &Range<usize>) -> Direction {
    if quantity.change.direction != Direction::None {
        return quantity.change.direction;
    }
    let has = |name: &str| {
        let class = lexicon().class_named(name);
        // "Down" in a title tells of no fall.
        let outside = |token: &Token| {
            !(token.capital && token.range.start > sentence.range.start && is_prose(sentence))
                && (token.range.start < quantity.span.start || token.range.end > quantity.span.end)
        };
        segment
            .clone()
            .filter(|at| !sentence.is_particle(*at))
            .map(|at| &sentence.tokens[at])
            .any(|token| outside(token) && class.is_some_and(|class| token.classes.contains(&class)))
    };
    match (has("rise"), has("fall")) {
        (true, false) => Direction::Up,
        (false, true) => Direction::Down,
        _ => Direction::None,
    }
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
