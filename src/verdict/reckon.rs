//! Reckons a claim's figure out of two printed figures that belong together: a value and what it was before, a part
//! and its whole, a whole and a share of it, a value and the change that led to it.
//!
//! Which figures are meant is told by the claim's words: the pair that holds most of them goes first, and only where
//! the best pairs give the claim's figure is it borne out. Nothing is contradicted here but by a pair that the source
//! itself sets side by side.

use num_traits::{CheckedMul, CheckedSub, One, Zero};

use super::align::{self, Ask, Word, meets, own_words};
use super::code::Code;
use super::derive::{Derived, Operand, Pool, Wanted, sign};
use super::growth;
use super::interval::{self, Interval};
use super::pairing;
use super::period::{self, When};
use super::show::Scale;
use crate::quantity::change::{ChangeRole, Direction};
use crate::quantity::exact::Exact;
use crate::quantity::{Bound, Kind};
use crate::statement::lexicon::lexicon;
use crate::statement::word;

/// Share of the claim's words that the passages of a pair must hold.
const SCORE_MIN: u32 = 600;
/// The same for a pair that the source does not set side by side.
const LOOSE_MIN: u32 = 700;
/// The same for a pair to contradict.
const CLASH_MIN: u32 = 820;
/// Words that may stand between the members of a sum.
const SUM_REACH: usize = 12;
/// The same for such a pair to bear out a bound.
const SURE_MIN: u32 = 900;
/// How much fewer words a pair may hold that the source sets side by side than one that it does not.
const TIED_MARGIN: u32 = 100;
/// Figures of a source that are paired.
const OPERANDS_MAX: usize = 60;

/// Words that tell how a figure is made of two, not what it counts.
const SHAPE: [word::Key; 47] = word::literals([
    "share",
    "half",
    "third",
    "quarter",
    "fifth",
    "tenth",
    "ratio",
    "margin",
    "gap",
    "difference",
    "surplus",
    "deficit",
    "shortfall",
    "balance",
    "rest",
    "remaining",
    "remainder",
    "other",
    "others",
    "points",
    "point",
    "percentage",
    "times",
    "twice",
    "double",
    "doubled",
    "triple",
    "halved",
    "beat",
    "lead",
    "leaving",
    "worse",
    "better",
    "made",
    "make",
    "year",
    "years",
    "previous",
    "change",
    "people",
    "bigger",
    "larger",
    "smaller",
    "higher",
    "lower",
    "greater",
    "size",
]);
/// Words that ask for what is left of a whole.
const REST: [word::Key; 14] = word::literals([
    "rest",
    "remaining",
    "remainder",
    "other",
    "others",
    "not",
    "without",
    "surplus",
    "deficit",
    "shortfall",
    "gap",
    "margin",
    "difference",
    "balance",
]);
/// Words that ask for the value before a change.
const EARLIER: [word::Key; 8] =
    word::literals(["before", "previous", "previously", "earlier", "prior", "preceding", "had", "last"]);

/// A calculation with how well its operands fit the claim.
struct Try<'a> {
    derived: Derived<'a>,
    score: u32,
    /// The source itself sets the operands side by side.
    tied: bool,
}

/// What the printed figures give together in the place of the claim's.
pub(super) fn derive<'a>(wanted: &Wanted<'_>, pool: &Pool<'a>) -> Vec<Derived<'a>> {
    let mut all: Vec<Operand<'a>> = Vec::new();
    let mut words: Vec<Word<'_>> = Vec::new();
    for (witness, (source, sentences)) in pool.sources.iter().enumerate() {
        let whole = Ask::for_sentence(wanted.claim, wanted.statement.sentence, source);
        let mut own: Vec<Operand<'a>> = Vec::new();
        for statement in sentences.iter().flat_map(|at| source.statements_of(*at)) {
            let fit = align::fit(&whole, source, statement);
            if usable(statement) && fit.block.as_deref() != Some(align::OTHER_NAME) {
                own.push(Operand { witness, source, statement, fit });
            }
        }
        own.truncate(OPERANDS_MAX);
        all.extend(own);
        if words.is_empty() {
            words = Ask::for_statement(wanted.claim, number_of(wanted), source).words;
        }
    }
    words.retain(|word| !SHAPE.contains(&word.token.surface));
    choose(wanted, tries(wanted, &words, &all))
}

fn number_of(wanted: &Wanted<'_>) -> usize {
    let span = &wanted.statement.quantity.span;
    wanted.claim.statements.iter().position(|other| other.quantity.span == *span).unwrap_or(0)
}

/// True for a figure that can be calculated with: no rank, no year, no other period than the claim's others.
fn usable(statement: &crate::statement::Statement) -> bool {
    let kind = statement.quantity.kind;
    matches!(
        kind,
        Kind::Count | Kind::Currency | Kind::Dimension | Kind::Percent | Kind::Points | Kind::Duration
    ) && !matches!(statement.quantity.bound, Bound::AtLeast | Bound::AtMost | Bound::Over | Bound::Under)
}

/// True where nothing but a name beside it keeps a figure from being what the claim speaks of.
fn meant(operand: &Operand<'_>) -> bool {
    operand.fit.block.is_none() || operand.fit.rivalled
}

fn is_bound(bound: Bound) -> bool {
    matches!(bound, Bound::Over | Bound::AtLeast | Bound::Under | Bound::AtMost)
}

/// True for a half, a third: a share that is no number of things.
pub(super) fn is_fraction(quantity: &crate::quantity::Quantity) -> bool {
    quantity.rule == "fraction"
        && quantity.unit.is_empty()
        && interval::ends(&quantity.figure).1 <= Exact::one()
}

/// The calculations of the claim's kind over the figures.
fn tries<'a>(wanted: &Wanted<'_>, words: &[Word<'_>], all: &[Operand<'a>]) -> Vec<Try<'a>> {
    let own = &wanted.statement.quantity;
    let mut tries = Vec::new();
    let mut add = |operands: [&Operand<'a>; 2], tied: bool, made: Option<(Interval, String, Code)>| {
        let Some((interval, sum, code)) = made else { return };
        if let Some(score) = score(words, &operands, all) {
            let operands = operands.into_iter().cloned().collect();
            tries.push(Try { derived: Derived { interval, sum, operands, code }, score, tied });
        }
    };
    let fraction = own.kind == Kind::Ratio || is_fraction(own);
    // What a share of one is printed as: hundredths in percent, itself as a fraction.
    let times = match own.kind {
        Kind::Percent => Some(100),
        _ => fraction.then_some(1),
    };
    // "0.6 points" of a rate are percentage points.
    let points = own.kind == Kind::Points || own.kind == Kind::Count && own.unit == "point";
    let changes = own.change.role == ChangeRole::By || sign(wanted.statement) != 0;
    let says = |forms: &[word::Key]| {
        let sentence = &wanted.claim.sentences[wanted.statement.sentence];
        sentence.tokens.iter().any(|token| forms.contains(&token.surface))
    };
    for one in all {
        for other in all.iter().filter(|other| !std::ptr::eq(one.statement, other.statement)) {
            let dated = growth::is_dated(wanted, one, other);
            if !dated && !pairing::together(one, other) {
                continue;
            }
            let was = dated || pairing::was(one, other) && in_time(wanted, one);
            let apt = meant(one) && meant(other);
            let percents = |operand: &Operand<'_>| operand.statement.quantity.kind == Kind::Percent;
            match own.kind {
                _ if points => {
                    if apt && percents(one) && percents(other) && (was || rivals(one, other)) {
                        add([one, other], was, difference(wanted, one, other));
                    }
                }
                Kind::Multiple if was && apt => {
                    add([one, other], true, quotient(one, other, 1, Code::GROWTH))
                }
                _ if times.is_some() && changes && was && apt => {
                    add([one, other], true, growth(wanted, one, other, times.unwrap_or(1)));
                }
                _ if fraction && was && apt && compares(wanted) => {
                    add([one, other], true, quotient(one, other, 1, Code::GROWTH));
                }
                _ if times.is_some() && !changes && apt && shares(wanted, one, other) => {
                    let made = quotient(one, other, times.unwrap_or(1), Code::SHARE);
                    add([one, other], pairing::is_part(other, one), made);
                }
                Kind::Percent if !changes && apt && (says(&EARLIER) || other_time(wanted, one)) => {
                    add([one, other], true, base(one, other));
                }
                Kind::Percent if !changes && apt && adjoins(one, other) && wanted.asks("sum") => {
                    add([one, other], false, sum(one, other));
                }
                Kind::Count | Kind::Currency | Kind::Dimension | Kind::Duration
                    if !fraction && one.like_quantity(own) =>
                {
                    if changes && was && apt {
                        add([one, other], true, difference(wanted, one, other));
                    }
                    let left = says(&REST) || changes;
                    let timely = in_time(wanted, one) && in_time(wanted, other);
                    if left && timely && one.like(other) && pairing::weighs(one, other) {
                        add([one, other], false, difference_of(one, other));
                    }
                    if changes || !apt || is_bound(own.bound) {
                        continue;
                    }
                    if says(&EARLIER) || other_time(wanted, one) {
                        add([one, other], true, base(one, other));
                    }
                    if other.statement.quantity.kind == Kind::Percent {
                        add([one, other], false, portion(one, other));
                    }
                    if adjoins(one, other) {
                        add([one, other], false, sum(one, other));
                    }
                }
                _ => {}
            }
        }
    }
    tries
}

/// How much of what the claim says stands with the operands, in thousandths; none where it says something that the
/// source says nowhere.
fn score(words: &[Word<'_>], operands: &[&Operand<'_>], all: &[Operand<'_>]) -> Option<u32> {
    // Another figure that the claim's word belongs to, beside them or elsewhere.
    let rivalled = |word: &Word<'_>, beside: bool| {
        let apart = |rival: &&Operand<'_>| {
            operands.iter().all(|own| !std::ptr::eq(own.statement, rival.statement))
                && operands.iter().any(|own| {
                    let one_sentence = own.statement.sentence == rival.statement.sentence;
                    own.witness == rival.witness && (one_sentence || !beside) && own.like(rival)
                })
        };
        let takes = |rival: &Operand<'_>| {
            own_words(rival.source, rival.statement).any(|token| meets(word.token, token))
        };
        all.iter().filter(apart).any(takes)
    };
    let (mut found, mut whole) = (0, 0);
    for word in words {
        let own = |operand: &&Operand<'_>| {
            own_words(operand.source, operand.statement).any(|token| meets(word.token, token))
        };
        let near = |operand: &&Operand<'_>| {
            let sentence = &operand.source.sentences[operand.statement.sentence];
            let stands = |at: &usize| {
                operand.source.sentences[*at].tokens.iter().any(|token| meets(word.token, token))
            };
            stands(&operand.statement.sentence)
                || sentence.context.iter().chain(&sentence.antecedents).any(|at| stands(at))
        };
        let known = |operand: &&Operand<'_>| align::frequency(word.token, operand.source) > 0;
        let idle = || word.unsaid || align::is_country(word.token) || lexicon().is_light(word.token.key);
        let level = match word {
            _ if operands.iter().any(own) => 4,
            _ if rivalled(word, true) => 2,
            _ if operands.iter().any(near) => 3,
            _ if rivalled(word, false) && !idle() => return None,
            _ if operands.iter().any(known) => 2,
            _ if idle() => continue,
            _ => return None,
        };
        found += word.weight * level;
        whole += word.weight * 4;
    }
    Some((found * 1000).checked_div(whole).unwrap_or(0))
}

/// The best calculations, where one of them gives the claim's figure; else the one that the source itself sets side by
/// side and that does not.
fn choose<'a>(wanted: &Wanted<'_>, mut tries: Vec<Try<'a>>) -> Vec<Derived<'a>> {
    tries.sort_by_key(|one| (std::cmp::Reverse(one.score), !one.tied));
    let Some(best) = tries.first().map(|one| one.score) else { return Vec::new() };
    let claimed = Interval::meaning(&wanted.statement.quantity);
    let agrees = |one: &&Try<'a>| {
        let least = if one.tied { SCORE_MIN } else { LOOSE_MIN };
        let bounded = is_bound(wanted.statement.quantity.bound);
        (one.tied || !bounded || one.score >= SURE_MIN)
            && one.score >= least
            && !one.derived.interval.apart(&claimed)
    };
    let top = || tries.iter().filter(|one| one.score + 30 >= best);
    let tied = || tries.iter().filter(|one| one.tied);
    let first = tied().next().map_or(0, |one| one.score);
    let near = || tied().filter(|one| one.score + 30 >= first && first + TIED_MARGIN >= best);
    if let Some(found) = top().find(agrees).or_else(|| near().find(agrees)) {
        return vec![found.derived.clone()];
    }
    let mut clashing = top().filter(|one| one.tied);
    match (clashing.next(), clashing.next()) {
        (Some(only), None)
            if only.score >= CLASH_MIN && top().all(|one| one.derived.interval.apart(&claimed)) =>
        {
            vec![only.derived.clone()]
        }
        _ => Vec::new(),
    }
}

fn in_time(wanted: &Wanted<'_>, operand: &Operand<'_>) -> bool {
    match (&wanted.period, operand.period()) {
        (Some(wanted), Some(own)) => {
            !matches!(period::periods(wanted, own), When::Apart | When::OtherCalendar)
        }
        _ => true,
    }
}

/// True where the claim's period is another than the operand's.
fn other_time(wanted: &Wanted<'_>, operand: &Operand<'_>) -> bool {
    match (&wanted.period, operand.period()) {
        (Some(wanted), Some(own)) => period::periods(wanted, own) == When::Apart,
        (Some(_), None) => true,
        _ => false,
    }
}

/// "Half as many as": a share of what was before.
fn compares(wanted: &Wanted<'_>) -> bool {
    let sentence = &wanted.claim.sentences[wanted.statement.sentence];
    let next = sentence.tokens.get(wanted.statement.tokens.end);
    next.is_some_and(|token| token.surface == const { word::literal("as") })
}

/// True where the first figure can be a share of the second.
fn shares(wanted: &Wanted<'_>, part: &Operand<'_>, whole: &Operand<'_>) -> bool {
    let amount = |operand: &Operand<'_>| {
        operand.statement.quantity.change.role != ChangeRole::By
            && matches!(operand.statement.quantity.kind, Kind::Count | Kind::Currency | Kind::Dimension)
            && in_time(wanted, operand)
    };
    amount(part) && amount(whole) && part.like(whole) && part.interval().below(&whole.interval())
}

/// True where two shares of one sentence are set against each other: "52.7 %, against 47.3 % for her rival".
fn rivals(one: &Operand<'_>, other: &Operand<'_>) -> bool {
    one.statement.sentence == other.statement.sentence
        && one.statement.quantity.kind == Kind::Percent
        && other.statement.quantity.kind == Kind::Percent
        && other.interval().below(&one.interval())
}

/// True where two amounts of one kind stand in one sentence, the second right behind the first.
fn adjoins(one: &Operand<'_>, other: &Operand<'_>) -> bool {
    let amount = |operand: &Operand<'_>| operand.statement.quantity.change.role == ChangeRole::None;
    let figures = one.source.statements_of(one.statement.sentence);
    let between = figures.iter().any(|figure| {
        figure.quantity.kind == one.statement.quantity.kind
            && one.statement.tokens.end <= figure.tokens.start
            && figure.tokens.end <= other.statement.tokens.start
    });
    one.statement.sentence == other.statement.sentence
        && one.statement.tokens.end <= other.statement.tokens.start
        && other.statement.tokens.start - one.statement.tokens.end <= SUM_REACH
        && one.like(other)
        && pairing::of_one_size(one, other)
        && amount(one)
        && amount(other)
        && !between
        && !one.statement.cell
}

type Made = (Interval, String, Code);

fn quotient(one: &Operand<'_>, other: &Operand<'_>, times: i128, code: Code) -> Option<Made> {
    let ratio = one.interval().over(&other.interval())?.scaled(times, 1)?;
    if ratio.low.is_none_or(|low| low.is_zero()) {
        return None;
    }
    let scale = if times == 100 { Scale::PERCENT } else { Scale::PLAIN };
    let sum = format!("{} ÷ {} = {}", one.shown(), other.shown(), scale.interval(&ratio));
    Some((ratio, sum, code))
}

/// The change from the second to the first as a share of the second, as the claim tells its direction.
fn growth(wanted: &Wanted<'_>, after: &Operand<'_>, before: &Operand<'_>, times: i128) -> Option<Made> {
    let ratio = after.interval().over(&before.interval())?;
    let falls = sign(wanted.statement) < 0;
    let (low, high) = (ratio.low?, ratio.high?);
    let part = |from: Exact, to: Exact| from.checked_sub(&to)?.checked_mul(&Exact::from_integer(times));
    let one = Exact::one();
    let change = if falls {
        Interval { low: Some(part(one, high)?), high: Some(part(one, low)?), ..ratio.clone() }
    } else {
        Interval { low: Some(part(low, one)?), high: Some(part(high, one)?), ..ratio.clone() }
    };
    let hundred = Interval {
        low: Some(low.checked_sub(&one)?.checked_mul(&Exact::from_integer(100))?),
        high: Some(high.checked_sub(&one)?.checked_mul(&Exact::from_integer(100))?),
        ..ratio
    };
    let sum = format!("{} ÷ {} = {}", after.shown(), before.shown(), Scale::change(&hundred));
    Some((change, sum, Code::GROWTH))
}

/// The difference in the claim's direction; without one the larger less the smaller.
fn difference(wanted: &Wanted<'_>, after: &Operand<'_>, before: &Operand<'_>) -> Option<Made> {
    match sign(wanted.statement) {
        0 if after.interval().below(&before.interval()) => difference_of(before, after),
        0 | 1 => difference_of(after, before),
        _ => difference_of(before, after),
    }
}

fn difference_of(large: &Operand<'_>, small: &Operand<'_>) -> Option<Made> {
    let interval = large.interval().minus(&small.interval())?;
    let scale = Scale::of(&large.source.text, &large.statement.quantity);
    let sum = format!("{} − {} = {}", large.shown(), small.shown(), scale.interval(&interval));
    Some((interval, sum, Code::GROWTH))
}

/// The value before the change that is printed beside it.
fn base(value: &Operand<'_>, change: &Operand<'_>) -> Option<Made> {
    let direction = pairing::changed(value, change)?;
    let (interval, by) = match direction {
        Direction::Down => (value.interval().plus(&change.interval())?, "+"),
        _ => (value.interval().minus(&change.interval())?, "−"),
    };
    let scale = Scale::of(&value.source.text, &value.statement.quantity);
    let sum = format!("{} {by} {} = {}", value.shown(), change.shown(), scale.interval(&interval));
    Some((interval, sum, Code::GROWTH))
}

/// A printed share of a printed whole.
fn portion(whole: &Operand<'_>, share: &Operand<'_>) -> Option<Made> {
    let quantity = &share.statement.quantity;
    let near = whole.statement.sentence.abs_diff(share.statement.sentence) <= 1;
    if !near
        || quantity.change.role != ChangeRole::None
        || whole.statement.quantity.change.role == ChangeRole::By
    {
        return None;
    }
    let interval = whole.interval().times(&share.interval())?.scaled(1, 100)?;
    let scale = Scale::of(&whole.source.text, &whole.statement.quantity);
    let sum = format!("{} × {} = {}", share.shown(), whole.shown(), scale.interval(&interval));
    Some((interval, sum, Code::SHARE))
}

fn sum(one: &Operand<'_>, other: &Operand<'_>) -> Option<Made> {
    let interval = one.interval().plus(&other.interval())?;
    let scale = Scale::of(&one.source.text, &one.statement.quantity);
    let sum = format!("{} + {} = {}", one.shown(), other.shown(), scale.interval(&interval));
    Some((interval, sum, Code::PARTS))
}
