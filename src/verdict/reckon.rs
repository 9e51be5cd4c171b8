//! Reckons a claim's figure out of two printed figures that belong together: a value and what it was before, a part
//! and its whole, a whole and a share of it, a value and the change that led to it.
//!
//! Which figures are meant is told by the claim's words: the pair that holds most of them goes first, and only where
//! the best pairs give the claim's figure is it borne out. Nothing is contradicted here but by a pair that the source
//! itself sets side by side.

use num_traits::{One, Zero};

use super::align::{self, Ask, Word};
use super::arithmetic::{Made, base, difference, difference_of, growth, portion, quotient, sum};
use super::code::Code;
use super::derive::{self, Derived, Operand, Pool, Wanted, sign};
use super::growth;
use super::held::{Held, score};
use super::interval::{self, Interval};
use super::pairing;
use super::period::{self, When};
use super::rate;
use super::shape::{EARLIER, REST, SHAPE};
use super::weigh::is_part;
use crate::claim::Modality;
use crate::quantity::change::ChangeRole;
use crate::quantity::exact::Exact;
use crate::quantity::{Bound, Kind};
use crate::statement::word::{self};
use crate::temporal::Period;

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
/// Scores within which two pairs fit alike.
const ALIKE: u32 = 30;
/// Days of the longest year.
const YEAR_DAYS: i64 = 366;
/// Figures of a source that are paired.
const OPERANDS_MAX: usize = 60;

/// A calculation with how well its operands fit the claim.
struct Try<'a> {
    derived: Derived<'a>,
    score: u32,
    /// The source itself sets the operands side by side.
    tied: bool,
    /// They stand in one sentence.
    beside: bool,
}

/// What the printed figures give together in the place of the claim's.
pub(super) fn derive<'a>(wanted: &Wanted<'_>, pool: &Pool<'a>) -> Vec<Derived<'a>> {
    let aim = Aim::new(wanted);
    let times = growth::periods(wanted);
    let mut all: Vec<Operand<'a>> = Vec::new();
    for (witness, (source, sentences)) in pool.sources.iter().enumerate() {
        let figures = sentences.iter().flat_map(|at| source.statements_of(*at));
        let figures = figures.filter(|statement| usable(statement)).take(OPERANDS_MAX);
        let fit = align::Fit::SURE;
        all.extend(figures.map(|statement| Operand { witness, source, statement, fit: fit.clone() }));
    }
    // Whether two figures can matter at all is told by what they are; how they fit is asked of few.
    if !matters(&aim, &times, &all) {
        return Vec::new();
    }
    let mut words: Vec<Word<'_>> = Vec::new();
    for (witness, (source, _)) in pool.sources.iter().enumerate() {
        let whole = Ask::for_sentence(wanted.claim, wanted.statement.sentence, source);
        for operand in all.iter_mut().filter(|operand| operand.witness == witness) {
            operand.fit = align::fit(&whole, source, operand.statement);
        }
        if words.is_empty() {
            words = Ask::for_statement(wanted.claim, number_of(wanted), source).words;
        }
    }
    all.retain(|operand| {
        operand.fit.block.as_deref() != Some(align::OTHER_NAME)
            && !derive::is_lacking(wanted, operand.source, operand.statement)
    });
    words.retain(|word| !SHAPE.contains(&word.token.surface));
    choose(wanted, tries(&aim, &times, &words, &all))
}

/// Two figures with whether they are a value and the one before it, where they can belong together.
fn pairs<'o, 'a>(
    aim: &Aim<'_, '_>,
    times: &growth::Times,
    all: &'o [Operand<'a>],
) -> impl Iterator<Item = ([usize; 2], bool)> + use<'o, 'a> + 'o {
    // What is asked of each pair is told of each figure once.
    let dated: Vec<[bool; 2]> = all.iter().map(|one| growth::dates(times, one)).collect();
    let places: Vec<pairing::Place> = all.iter().map(pairing::Place::of).collect();
    let near = |at: usize| if dated[at][0] { 0..all.len() } else { pairing::Place::beside(&places, at) };
    let starts: Vec<_> =
        (0..all.len()).filter(|at| aim.starts_with(&all[*at])).map(|at| (at, near(at))).collect();
    let wanted = aim.wanted.period.clone();
    // A claim that names both of its times means the figures of these.
    let named = aim.wanted.others.len() + usize::from(aim.wanted.period.is_some()) > 1
        || aim.wanted.period.as_ref().is_some_and(|own| own.year_before().is_none());
    let both = |at: usize| dated[at][0] && (0..all.len()).any(|place| place != at && dated[place][1]);
    let asks_was = aim.asks_was() && !(named && (0..all.len()).any(both));
    starts.into_iter().flat_map(move |(at, near)| near.map(move |place| [at, place])).filter_map(
        move |[at, place]| {
            let can_be_dated = dated[at][0] && dated[place][1];
            let together = places[at].is_beside(places[place]);
            if at == place || !can_be_dated && !together {
                return None;
            }
            let (one, other) = (&all[at], &all[place]);
            let dated = can_be_dated && growth::is_dated(one, other);
            if !dated && !together {
                return None;
            }
            let was = dated || asks_was && pairing::was(one, other) && in_time(wanted.as_ref(), one);
            Some(([at, place], was))
        },
    )
}

/// True where some two figures give the claim's, or are set side by side and give another.
fn matters(aim: &Aim<'_, '_>, times: &growth::Times, all: &[Operand<'_>]) -> bool {
    let claimed = Interval::meaning(&aim.wanted.statement.quantity);
    pairs(aim, times, all).any(|([at, place], was)| {
        let mut made = aim.made(&all[at], &all[place], was).into_iter();
        made.any(|(tied, (interval, ..))| tied || !interval.apart(&claimed))
    })
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

/// What kind of number the claim's figure is, and what its sentence asks for.
struct Aim<'w, 'a> {
    wanted: &'w Wanted<'a>,
    /// What a share of one is printed as: hundredths in percent, itself as a fraction.
    times: Option<i128>,
    fraction: bool,
    /// Percentage points; "0.6 points" of a rate are those too.
    points: bool,
    /// The size of a change.
    changes: bool,
    /// What is left of a whole.
    rest: bool,
    /// The value before a change.
    earlier: bool,
}

impl<'w, 'a> Aim<'w, 'a> {
    fn new(wanted: &'w Wanted<'a>) -> Self {
        let own = &wanted.statement.quantity;
        let sentence = &wanted.claim.sentences[wanted.statement.sentence];
        let says = |forms: &[word::Key]| sentence.tokens.iter().any(|token| forms.contains(&token.surface));
        let fraction = own.kind == Kind::Ratio || is_fraction(own);
        Aim {
            wanted,
            times: if own.kind == Kind::Percent { Some(100) } else { fraction.then_some(1) },
            fraction,
            points: own.kind == Kind::Points || own.kind == Kind::Count && own.unit == "point",
            changes: own.change.role == ChangeRole::By || sign(wanted.statement) != 0,
            rest: says(&REST),
            earlier: says(&EARLIER),
        }
    }

    /// True where the claim's figure is an amount, which is made of amounts of its kind.
    fn amount(&self) -> bool {
        let kind = self.wanted.statement.quantity.kind;
        matches!(kind, Kind::Count | Kind::Currency | Kind::Dimension | Kind::Duration)
            && !self.fraction
            && !self.points
    }

    /// True where it matters whether one figure is what the other was before.
    fn asks_was(&self) -> bool {
        self.changes || !self.amount()
    }

    /// True for a figure that can be the first of two.
    fn starts_with(&self, one: &Operand<'_>) -> bool {
        let own = &self.wanted.statement.quantity;
        !self.amount() || one.like_quantity(own) || rate::is_above(own, one)
    }

    /// What two figures give that is of the claim's kind, each with whether the source sets them side by side.
    fn made<'o>(&self, one: &'o Operand<'_>, other: &'o Operand<'_>, was: bool) -> Vec<(bool, Made<'o>)> {
        let wanted = self.wanted;
        let own = &wanted.statement.quantity;
        let apt = meant(one) && meant(other);
        let percents = |operand: &Operand<'_>| operand.statement.quantity.kind == Kind::Percent;
        if self.amount() && rate::shares(own, one, other) {
            return quotient(one, other, 1, Code::GROWTH).map(|made| (false, made)).into_iter().collect();
        }
        if self.amount() {
            return if self.starts_with(one) {
                self.amounts(one, other, was && apt, apt)
            } else {
                Vec::new()
            };
        }
        if !apt {
            return Vec::new();
        }
        let (tied, made) = match self.times {
            _ if self.points => {
                // Which way it went is told by a value and the one before it alone.
                let set = percents(one) && percents(other) && (was || !self.changes && rivals(one, other));
                (was, if set { difference(wanted, one, other) } else { None })
            }
            None if own.kind == Kind::Multiple && was => (true, quotient(one, other, 1, Code::GROWTH)),
            Some(times) if self.changes && was => (true, growth(wanted, one, other, times)),
            Some(times) if self.changes && pairing::is_part(other, one) && shares(wanted, one, other) => {
                (true, quotient(one, other, times, Code::SHARE))
            }
            Some(_) if self.fraction && was && compares(wanted) => {
                (true, quotient(one, other, 1, Code::GROWTH))
            }
            Some(times) if !self.changes && shares(wanted, one, other) => {
                (pairing::is_part(other, one), quotient(one, other, times, Code::SHARE))
            }
            Some(100) if !self.changes && (self.earlier || tells_of_before(wanted, one, other)) => {
                (true, base(one, other))
            }
            Some(100) if !self.changes && adjoins(one, other) && wanted.asks("sum") => {
                (false, sum(one, other))
            }
            _ => return Vec::new(),
        };
        made.into_iter().map(|made| (tied, made)).collect()
    }

    /// The same for an amount.
    fn amounts<'o>(
        &self,
        one: &'o Operand<'_>,
        other: &'o Operand<'_>,
        was: bool,
        apt: bool,
    ) -> Vec<(bool, Made<'o>)> {
        let wanted = self.wanted;
        let mut made = Vec::new();
        let mut add = |tied: bool, found: Option<Made<'o>>| made.extend(found.map(|found| (tied, found)));
        if self.changes && was {
            add(true, difference(wanted, one, other));
        }
        let timely = || in_time(wanted.period.as_ref(), one) && in_time(wanted.period.as_ref(), other);
        let parted = || one_part(one, other);
        if (self.rest || self.changes || parted())
            && one.like(other)
            && timely()
            && pairing::weighs(one, other)
        {
            add(false, difference_of(one, other));
        }
        if self.changes || !apt || is_bound(wanted.statement.quantity.bound) {
            return made;
        }
        add(true, base(one, other).filter(|_| self.earlier || tells_of_before(wanted, one, other)));
        if other.statement.quantity.kind == Kind::Percent {
            add(false, portion(one, other));
        }
        if adjoins(one, other) && !pairing::of_one(wanted, one, other) {
            add(false, sum(one, other));
        }
        made
    }
}

/// The calculations of the claim's kind over the figures, those that hold most of its words.
fn tries<'a>(
    aim: &Aim<'_, '_>,
    times: &growth::Times,
    words: &[Word<'_>],
    all: &[Operand<'a>],
) -> Vec<Try<'a>> {
    let held: Vec<Held> = all.iter().map(|one| Held::new(words, one)).collect();
    let mut made = Vec::new();
    for ([at, place], was) in pairs(aim, times, all) {
        let (one, other) = (&all[at], &all[place]);
        let own = aim.made(one, other, was);
        if !own.is_empty()
            && let Some(score) = score(words, [at, place], all, &held)
        {
            made.extend(own.into_iter().map(|(tied, made)| (score, tied, made, [one, other])));
        }
    }
    // Only the best are looked at: the others need no words.
    let most = |tied_only: bool| {
        made.iter().filter(|(_, tied, _, _)| *tied || !tied_only).map(|(score, ..)| *score).max().unwrap_or(0)
    };
    let (best, first) = (most(false), most(true));
    let near = |score: u32, tied: bool| score + ALIKE >= best || tied && score + ALIKE >= first;
    made.into_iter()
        .filter(|(score, tied, _, _)| near(*score, *tied))
        .map(|(score, tied, (interval, sum, code), operands)| {
            let place = |at: usize| (operands[at].witness, operands[at].statement.sentence);
            let beside = place(0) == place(1);
            let operands = operands.into_iter().cloned().collect();
            Try { beside, derived: Derived { interval, sum: sum(), operands, code }, score, tied }
        })
        .collect()
}

/// What the claim's figure stands for: "one in twelve" is nearer to that than to one in eleven or thirteen.
pub(super) fn claimed(wanted: &Wanted<'_>) -> Interval {
    let own = &wanted.statement.quantity;
    let plain = Interval::meaning(own);
    let one = Exact::one();
    let half = Exact::new(1, 2);
    let (share, _) = interval::ends(&own.figure);
    if own.bound != Bound::Exact || share.is_zero() {
        return plain;
    }
    let many = share.recip();
    if own.kind == Kind::Ratio && many.is_integer() {
        return Interval { low: Some(one / (many + half)), high: Some(one / (many - half)), ..plain };
    }
    // 212 of 640 are told as a third of them.
    let slack = Exact::new(1, 50);
    let about = |part: Exact| plain.low.map_or(part, |low| low.min(part));
    let above = |part: Exact| plain.high.map_or(part, |high| high.max(part));
    if is_fraction(own) {
        let (low, high) = (about(share * (one - slack)), above(share * (one + slack)));
        return Interval { low: Some(low), high: Some(high), ..plain };
    }
    plain
}

/// The best calculations, where one of them gives the claim's figure; else the one that the source itself sets side by
/// side and that does not.
fn choose<'a>(wanted: &Wanted<'_>, mut tries: Vec<Try<'a>>) -> Vec<Derived<'a>> {
    tries.sort_by_key(|one| (std::cmp::Reverse(one.score), !one.tied));
    let Some(best) = tries.first().map(|one| one.score) else { return Vec::new() };
    let claimed = claimed(wanted);
    let agrees = |one: &&Try<'a>| {
        let least = if one.tied { SCORE_MIN } else { LOOSE_MIN };
        let bounded = is_bound(wanted.statement.quantity.bound);
        growth::near_printed(wanted, &one.derived)
            && (one.tied || !bounded || one.score >= SURE_MIN)
            && one.score >= least
            && !one.derived.interval.apart(&claimed)
    };
    let top = || tries.iter().filter(|one| one.score + ALIKE >= best);
    let tied = || tries.iter().filter(|one| one.tied);
    let first = tied().next().map_or(0, |one| one.score);
    let near = || tied().filter(|one| one.score + ALIKE >= first && first + TIED_MARGIN >= best);
    // Where one sentence sets two figures against each other, no figure of another sentence is meant.
    let set = || tied().filter(|one| one.beside && one.score + ALIKE >= best);
    // "From 2018 to 2024" is told by the figures of these years, wherever they stand.
    let days = |own: &Period| own.from.zip(own.to).map(|(from, to)| (to - from).num_days());
    let spans = wanted.period.as_ref().and_then(days).is_some_and(|days| days > YEAR_DAYS);
    let told = wanted.others.is_empty()
        && !spans
        && set().next().is_some()
        && set().all(|one| one.derived.interval.apart(&claimed));
    let apt = |one: &&Try<'a>| agrees(one) && (one.beside || !told);
    if let Some(found) = top().find(apt).or_else(|| near().find(apt)) {
        return vec![found.derived.clone()];
    }
    let mut clashing = top().filter(|one| one.tied && (one.beside || !told));
    let apart = || told || top().all(|one| one.derived.interval.apart(&claimed));
    match (clashing.next(), clashing.next()) {
        (Some(only), None) if only.score >= CLASH_MIN && apart() => {
            vec![only.derived.clone()]
        }
        _ => Vec::new(),
    }
}

/// "5,400 people, 2,100 of them at the yard": the rest is printed as plainly as its part.
fn one_part(whole: &Operand<'_>, part: &Operand<'_>) -> bool {
    whole.witness == part.witness
        && whole.statement.sentence == part.statement.sentence
        && is_part(whole.source, part.statement, whole.statement)
}

fn in_time(wanted: Option<&Period>, operand: &Operand<'_>) -> bool {
    match (wanted, operand.period()) {
        (Some(wanted), Some(own)) => {
            !matches!(period::periods(wanted, own), When::Apart | When::OtherCalendar)
        }
        _ => true,
    }
}

/// True where the claim speaks of the time before a change, or of what the change is told against: "three more than in
/// April".
fn tells_of_before(wanted: &Wanted<'_>, value: &Operand<'_>, change: &Operand<'_>) -> bool {
    let named = pairing::than(change).is_some_and(|than| {
        let sentence = &wanted.claim.sentences[wanted.statement.sentence];
        let words = change.source.slice(&than.span);
        sentence.periods.iter().any(|own| {
            wanted.claim.slice(&own.span).eq_ignore_ascii_case(words)
                || period::periods(own, than) == When::Same
        })
    });
    named || other_time(wanted, value)
}

/// True where the claim's period is another than the operand's.
fn other_time(wanted: &Wanted<'_>, operand: &Operand<'_>) -> bool {
    match (&wanted.period, operand.period()) {
        // What comes after a change is not the value before it.
        (Some(wanted), Some(own)) => period::periods(wanted, own) == When::Apart && wanted.from <= own.from,
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
    // What is planned or can be done is no amount of the claim's time.
    let meant = |operand: &Operand<'_>| operand.statement.modality != Modality::Actual;
    // "Cuts 30 of its 90 posts".
    let changes = pairing::is_part(whole, part);
    let amount = |operand: &Operand<'_>| {
        (operand.statement.quantity.change.role != ChangeRole::By || changes && std::ptr::eq(operand, part))
            && matches!(operand.statement.quantity.kind, Kind::Count | Kind::Currency | Kind::Dimension)
            && (in_time(wanted.period.as_ref(), operand) || std::ptr::eq(operand, whole) && meant(operand))
    };
    // What two sentences count must be one thing: no share of the patients are posts.
    let beside = part.statement.sentence == whole.statement.sentence;
    amount(part)
        && amount(whole)
        && part.like(whole)
        && part.interval().below(&whole.interval())
        && (beside || pairing::one_measure(part, whole))
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
    let figures = || one.source.statements_of(one.statement.sentence).iter();
    let between = || {
        figures().any(|figure| {
            figure.quantity.kind == one.statement.quantity.kind
                && one.statement.tokens.end <= figure.tokens.start
                && figure.tokens.end <= other.statement.tokens.start
        })
    };
    one.statement.sentence == other.statement.sentence
        && one.statement.tokens.end <= other.statement.tokens.start
        && other.statement.tokens.start - one.statement.tokens.end <= SUM_REACH
        && one.like(other)
        && amount(one)
        && amount(other)
        && !one.statement.cell
        && !between()
        && pairing::of_one_size(one, other)
}
