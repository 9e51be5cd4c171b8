//! Derives a claim's figure from figures that the sources print: the operands, and the rules in turn.
//!
//! Operands must be of one unit, about what the claim is about, and each printed in a source. A
//! derivation gives an interval; where two derivations disagree, none is used.

use super::Verdict;
use super::align::{self, Ask, Fit};
use super::code::Code;
use super::compare::{self, Shown};
use super::evidence::{Stance, Step};
use super::growth;
use super::interval::Interval;
use super::list;
use super::part::{Part, Remark, Support};
use super::period;
use super::reckon;
use super::share;
use super::show::Scale;
use super::sum;
use super::value;
use crate::quantity::change::Direction;
use crate::quantity::exact::Exact;
use crate::quantity::{Figure, Kind, Quantity};
use crate::statement::lexicon::Reading as Phrase;
use crate::statement::word::{self, Key, Token};
use crate::statement::{Reading, Statement};
use crate::temporal::Period;

/// The sources with the sentences that can speak to the claim.
pub(super) struct Pool<'a> {
    /// Each source with its candidate sentences.
    pub sources: Vec<(&'a Reading, Vec<usize>)>,
}

/// A printed figure that can be calculated with.
#[derive(Debug, Clone)]
pub(super) struct Operand<'a> {
    /// Index of its source.
    pub witness: usize,
    /// Its source.
    pub source: &'a Reading,
    /// The figure.
    pub statement: &'a Statement,
    /// How it fits the claim.
    pub fit: Fit,
}

/// A derived interval with its sum written out.
#[derive(Debug, Clone)]
pub(super) struct Derived<'a> {
    /// The interval, in the unit of the claim.
    pub interval: Interval,
    /// The calculation in words.
    pub sum: String,
    /// What it was made of.
    pub operands: Vec<Operand<'a>>,
    /// The finding when it clashes.
    pub code: Code,
}

/// What is derived: a figure of the claim with its period.
pub(super) struct Wanted<'a> {
    /// The claim.
    pub claim: &'a Reading,
    /// The figure.
    pub statement: &'a Statement,
    /// Its period.
    pub period: Option<Period>,
    /// Other periods of the sentence.
    pub others: Vec<Period>,
}

impl<'a> Wanted<'a> {
    /// A figure of the claim.
    pub fn new(claim: &'a Reading, number: usize) -> Wanted<'a> {
        let statement = &claim.statements[number];
        let period = value::period_of(claim, statement);
        let others = claim.sentences[statement.sentence]
            .periods
            .iter()
            .filter(|other| {
                period::is_resolved(other) && period.as_ref().is_none_or(|own| own.span != other.span)
            })
            .cloned()
            .collect();
        Wanted { claim, statement, period, others }
    }

    /// True where a phrase of the claim's sentence asks for this kind of derivation.
    pub fn asks(&self, name: &str) -> bool {
        self.claim.sentences[self.statement.sentence].phrases.iter().any(|(_, phrase)| {
            *phrase
                == Phrase::Derive(match name {
                    "sum" => "sum",
                    "average" => "average",
                    _ => "change",
                })
        })
    }
}

impl Derived<'_> {
    /// True where the numbers as printed give the claim's: 310,000 and 14,000 more, in one sentence, are 324,000.
    fn is_exact(&self, claimed: &Interval) -> bool {
        let middle = |interval: &Interval| Some(interval.low? + interval.high?);
        let sentence = |operand: &Operand<'_>| (operand.witness, operand.statement.sentence);
        (self.code == Code::PARTS
            || self.operands.windows(2).all(|pair| sentence(&pair[0]) == sentence(&pair[1])))
            && middle(&self.interval).is_some_and(|own| middle(claimed) == Some(own))
    }
}

impl<'a> Pool<'a> {
    /// Operands of a kind that fit what the claim's sentence speaks of, in order of source and place.
    pub fn operands(&self, wanted: &Wanted<'_>, keep: impl Fn(&Quantity) -> bool) -> Vec<Operand<'a>> {
        let mut operands = Vec::new();
        for (witness, (source, sentences)) in self.sources.iter().enumerate() {
            let ask = Ask::for_sentence(wanted.claim, wanted.statement.sentence, source);
            for sentence in sentences {
                for statement in source
                    .statements_of(*sentence)
                    .iter()
                    .filter(|statement| keep(&statement.quantity) && !is_lacking(wanted, source, statement))
                {
                    let fit = align::fit(&ask, source, statement);
                    operands.push(Operand { witness, source, statement, fit });
                }
            }
        }
        operands
    }
}

/// Words behind what is lacking.
const SHORT: [Key; 2] = word::literals(["short", "shy"]);
/// Tokens from a figure to such a word: "two seats short".
const SHORT_REACH: usize = 2;
/// Words of a claim that asks how much would have been enough.
const ENOUGH: [Key; 6] = word::literals(["short", "shy", "needed", "needs", "required", "enough"]);

/// True for the two of "nine seats, two short of a majority": nobody has them, and the claim does not ask what would
/// have been enough.
pub(super) fn is_lacking(wanted: &Wanted<'_>, source: &Reading, statement: &Statement) -> bool {
    let tokens = &source.sentences[statement.sentence].tokens;
    let end = statement.tokens.end;
    let behind = &tokens[end..(end + SHORT_REACH).min(tokens.len())];
    let claimed = || &wanted.claim.sentences[wanted.statement.sentence].tokens;
    behind.iter().any(|token| SHORT.contains(&token.surface))
        && !claimed().iter().any(|token| ENOUGH.contains(&token.surface))
}

impl Operand<'_> {
    /// Its interval.
    pub fn interval(&self) -> Interval {
        Interval::meaning(&self.statement.quantity)
    }

    /// Its interval as printed.
    pub fn shown(&self) -> String {
        Scale::of(&self.source.text, &self.statement.quantity).interval(&self.interval())
    }

    /// It as printed in the source.
    pub fn printed(&self) -> &str {
        Shown { quantity: &self.statement.quantity, text: &self.source.text }.span()
    }

    /// Its period.
    pub fn period(&self) -> Option<&Period> {
        self.statement.period.as_ref().map(|timed| &timed.period).filter(|period| period::is_resolved(period))
    }

    /// True where it is an amount of a claim's unit.
    pub fn like_quantity(&self, claimed: &Quantity) -> bool {
        let own = &self.statement.quantity;
        own.kind == claimed.kind && (own.unit == claimed.unit || own.kind == Kind::Count)
    }

    /// True where both are amounts of one unit.
    pub fn like(&self, other: &Operand<'_>) -> bool {
        let (one, two) = (&self.statement.quantity, &other.statement.quantity);
        one.kind == two.kind && (one.unit == two.unit || one.kind == Kind::Count) && one.per == two.per
    }
}

/// Tries the rules on a figure; a part where one of them decides.
pub(super) fn judge(wanted: &Wanted<'_>, pool: &Pool<'_>) -> Option<Part> {
    if let Some(part) = list::judge(wanted, pool) {
        return Some(part);
    }
    if let Some(part) = reckoned(wanted, pool) {
        return Some(part);
    }
    let quantity = &wanted.statement.quantity;
    let derived: Vec<Derived<'_>> = match quantity.kind {
        Kind::Percent if !growth::is_change(wanted) => share::derive(wanted, pool),
        Kind::Count | Kind::Currency | Kind::Dimension => {
            let mut all = sum::derive(wanted, pool);
            if all.is_empty() {
                all = growth::base(wanted, pool);
            }
            all
        }
        _ => Vec::new(),
    };
    decide(wanted, derived)
}

/// What two figures give that belong together, or all of a list; no more is asked of a figure that the source has
/// otherwise.
pub(super) fn reckoned(wanted: &Wanted<'_>, pool: &Pool<'_>) -> Option<Part> {
    let listed = || decide(wanted, sum::in_full(wanted, &sum::operands(wanted, pool)).into_iter().collect());
    decide(wanted, reckon::derive(wanted, pool)).or_else(listed)
}

/// Chooses among derivations: all that there are must agree on the outcome.
fn decide(wanted: &Wanted<'_>, derived: Vec<Derived<'_>>) -> Option<Part> {
    let claimed = reckon::claimed(wanted);
    let agrees = |one: &Derived<'_>| !one.interval.apart(&claimed);
    let chosen = derived.iter().find(|one| agrees(one)).or_else(|| derived.first())?;
    let agreed = agrees(chosen);
    if mixes(wanted, chosen) {
        return None;
    }
    if agreed && !chosen.is_exact(&claimed) && too_wide(&chosen.interval, &claimed) {
        return None;
    }
    if !agreed && just_cut(wanted, &chosen.interval) {
        // 88.9 printed as 88: cut instead of rounded, no reason to contradict.
        return None;
    }
    let shown = Shown { quantity: &wanted.statement.quantity, text: &wanted.claim.text };
    let mut part = Part::unaddressed(wanted.statement.quantity.span.clone(), shown.span(), "");
    part.strength = chosen.operands.iter().map(|operand| operand.fit.score).min().unwrap_or(0);
    part.verdict = if agreed { Verdict::Supported } else { Verdict::Contradicted };
    part.reason =
        format!("{}; {} is {}", chosen.sum, shown.span(), if agreed { "inside" } else { "outside" });
    if !agreed {
        part.remarks.push(Remark {
            code: chosen.code,
            message: format!("the figures of the source do not give {}", shown.span()),
            notes: vec![part.reason.clone()],
            help: None,
        });
    }
    part.steps.push(Step { rule: "derive".to_string(), place: None, outcome: part.reason.clone() });
    for operand in &chosen.operands {
        let stance = if agreed { Stance::Supports } else { Stance::Contradicts };
        let range = operand.source.sentences[operand.statement.sentence].range.clone();
        let support = Support { witness: operand.witness, range, stance, marks: Vec::new() };
        part.supports.push(support.mark(operand.statement.quantity.span.clone(), false, operand.shown()));
    }
    Some(part)
}

/// True for a sum of what the claim counts and of something else, set against a bound that holds much: goals are no
/// goals and caps.
fn mixes(wanted: &Wanted<'_>, chosen: &Derived<'_>) -> bool {
    let claimed = &wanted.claim.sentences[wanted.statement.sentence].tokens;
    let Some(own) = wanted.statement.head.map(|head| &claimed[head]) else { return false };
    let heads = chosen.operands.iter().filter_map(|one| {
        let head = one.statement.head?;
        Some(&one.source.sentences[one.statement.sentence].tokens[head])
    });
    let counts = |head: &Token| align::meets(own, head) || align::meets(head, own);
    compare::way(wanted.statement.quantity.bound) != 0
        && wanted.statement.quantity.kind == Kind::Count
        && heads.clone().any(counts)
        && heads.clone().any(|head| !counts(head))
        && heads.count() == chosen.operands.len()
}

/// True where a derivation leaves so much open that it establishes nothing.
fn too_wide(derived: &Interval, claimed: &Interval) -> bool {
    let (Some(low), Some(high)) = (derived.low, derived.high) else { return true };
    let (Some(from), Some(to)) = (claimed.low, claimed.high) else { return !derived.inside(claimed) };
    let eight = Exact::from_integer(8);
    // An exact number of the claim can be told by two that are rounded to the unit.
    let room = (to - from).max(Exact::from_integer(1).min(derived_step(from)));
    !derived.inside(claimed) && high - low > room * eight
}

/// How fine a number is told that has no step of its own: whole numbers to the unit.
fn derived_step(value: Exact) -> Exact {
    Exact::from_integer(i128::from(value.is_integer()))
}

/// True where the claim prints the derived number cut off instead of rounded.
fn just_cut(wanted: &Wanted<'_>, derived: &Interval) -> bool {
    let (low, _) = super::interval::ends(&wanted.statement.quantity.figure);
    let Figure::Value(printed) = &wanted.statement.quantity.figure else { return false };
    let step = printed.step.unwrap_or_else(|| Exact::from_integer(1));
    derived.low.is_some_and(|from| from > low)
        && derived.high.is_some_and(|to| to < low + step)
        && matches!(wanted.statement.quantity.kind, Kind::Percent)
        && growth::is_change(wanted)
}

/// The direction that a claim's figure tells, as a sign.
pub(super) fn sign(statement: &Statement) -> i8 {
    match statement.direction {
        Direction::Up => 1,
        Direction::Down => -1,
        Direction::None => 0,
    }
}
