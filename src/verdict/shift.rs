//! A change that a sentence tells by its two ends ("from 6,420 to 5,015", "4.1 %, after 3.8 %"), against the size or the
//! direction that a claim gives it.
//!
//! Only ends that the source itself sets side by side are taken, and only where the words of the claim stand with
//! them: its names somewhere in the passage, all else in the sentence.

use std::ops::Range;

use num_traits::{CheckedMul, CheckedSub, Zero};

use super::Verdict;
use super::align::{is_direction, meets};
use super::code::Code;
use super::derive::{Pool, sign};
use super::evidence::{Stance, Step};
use super::interval::{Interval, ends};
use super::part::{Part, Remark, Support};
use super::period::{self, When};
use super::reckon::is_fraction;
use super::shape::SHAPE;
use super::show::Scale;
use super::value;
use crate::claim::Modality;
use crate::quantity::change::ChangeRole;
use crate::quantity::exact::Exact;
use crate::quantity::{Bound, Kind};
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::statement::{Reading, Sentence, Statement};
use crate::temporal::Period;

/// Words that set a figure against the one before it.
const AGAINST: [Key; 5] = word::literals(["against", "compared", "after", "versus", "from"]);
/// Words that date a figure before another.
const EARLIER: [Key; 4] = word::literals(["earlier", "before", "ago", "previously"]);
/// Tokens from such a word to that one.
const AGAINST_REACH: usize = 6;
/// Tokens between the two ends.
const BETWEEN_MAX: usize = 14;
/// Tokens behind a figure within which a word dates it.
const DATED_REACH: usize = 4;
/// Verbs that give and take as many as follow.
const GAINED: [Key; 3] = word::literals(["gained", "added", "won"]);
const LOST: [Key; 3] = word::literals(["lost", "shed", "cut"]);
/// Days of the longest year.
const YEAR_DAYS: i64 = 366;
/// Words for less and more, behind the size of a difference.
const MORE: [Key; 4] = word::literals(["more", "higher", "longer", "larger"]);
const LESS: [Key; 5] = word::literals(["less", "fewer", "lower", "shorter", "smaller"]);
/// Words of a claim from which one may be put in another way.
const LOOSE_MIN: usize = 4;
/// Words that open a claim, of which one must stand with ends that contradict it.
const SUBJECT: usize = 2;
/// Words that tell of a change without saying of what.
const LIGHT: [Key; 22] = word::literals([
    "lost",
    "gained",
    "added",
    "shed",
    "cut",
    "average",
    "rate",
    "level",
    "number",
    "total",
    "figure",
    "fell",
    "rose",
    "last",
    "percent",
    "percentage",
    "points",
    "point",
    "slightly",
    "about",
    "dropped",
    "grew",
]);

/// Two ends of a change.
struct Ends<'a> {
    after: &'a Statement,
    before: &'a Statement,
}

/// Judges the figures of a claim's sentence that tell of a change.
pub(super) fn judge(claim: &Reading, number: usize, pool: &Pool<'_>, parts: &mut [Vec<Part>]) {
    let own = &claim.sentences[number];
    if own.denials().next().is_some() || pool.sources.iter().any(|(source, _)| super::cover::is_long(source))
    {
        return;
    }
    for figure in own.statements.clone() {
        let asked = Asked { claim, own, statement: &claim.statements[figure] };
        let Some(way) = asked.way() else { continue };
        for (witness, (source, sentences)) in pool.sources.iter().enumerate() {
            let told = parts[witness].iter().any(|part| part.figure == Some(figure) && may_change(part));
            let Some(found) = told.then(|| asked.best(source, sentences)).flatten() else { continue };
            let (pair, held) = found;
            let Some((agrees, reason)) = asked.compare(source, &pair, way) else { continue };
            if !(if agrees { held.agrees } else { held.clashes }) {
                continue;
            }
            for part in parts[witness].iter_mut().filter(|part| part.figure == Some(figure)) {
                if may_change(part) && !(part.verdict == Verdict::Partial && agrees) {
                    enter(part, agrees, &reason, source, witness, &pair);
                }
            }
        }
    }
}

/// The ends of the one change that all of some words stand with: what it came to, and what it was.
pub(super) fn told<'a>(
    words: &[&Token],
    source: &'a Reading,
    sentences: &[usize],
) -> Option<(&'a Statement, &'a Statement)> {
    let all = sentences.iter().flat_map(|at| pairs(source, *at));
    let mut found: Vec<(usize, Ends<'a>)> = all
        .map(|pair| (Held::of(words, source, &pair), pair))
        .filter(|(held, _)| held.clashes && held.score > 0)
        .map(|(held, pair)| (held.score, pair))
        .collect();
    let best = found.iter().map(|(score, _)| *score).max()?;
    found.retain(|(score, _)| *score == best);
    let (_, pair) = found.pop().filter(|_| found.is_empty())?;
    Some((pair.after, pair.before))
}

/// True for a part that the ends of a change may decide.
fn may_change(part: &Part) -> bool {
    let code = part.remarks.first().map(|remark| remark.code);
    match part.verdict {
        Verdict::NotAddressed => true,
        Verdict::Contradicted => code == Some(Code::VALUE) || code == Some(Code::GROWTH),
        Verdict::Partial => code == Some(Code::DIRECTION),
        _ => false,
    }
}

fn enter(part: &mut Part, agrees: bool, reason: &str, source: &Reading, witness: usize, pair: &Ends<'_>) {
    part.verdict = if agrees { Verdict::Supported } else { Verdict::Contradicted };
    part.strength = part.strength.max(value::CLASH_MIN);
    part.reason = reason.to_string();
    part.remarks.clear();
    if !agrees {
        part.remarks.push(Remark {
            code: Code::GROWTH,
            message: reason.to_string(),
            notes: Vec::new(),
            help: None,
        });
    }
    part.steps.push(Step { rule: "shift".to_string(), place: None, outcome: reason.to_string() });
    let stance = if agrees { Stance::Supports } else { Stance::Contradicts };
    let mut supports: Vec<Support> = Vec::new();
    for end in [pair.after, pair.before] {
        let range = source.sentences[end.sentence].range.clone();
        let mark = (end.quantity.span.clone(), !agrees, reason.to_string());
        match supports.iter_mut().find(|support| support.range == range) {
            Some(support) => support.marks.push(mark),
            None => supports.push(Support { witness, range, stance, marks: vec![mark] }),
        }
    }
    part.supports = supports;
}

/// How much of what a claim says stands with the ends of a change.
struct Held {
    score: usize,
    /// Enough to bear the claim out.
    agrees: bool,
    /// Enough to contradict it.
    clashes: bool,
}

impl Held {
    /// Words beside the ends count most, those that the passage has told before less.
    fn of(words: &[&Token], source: &Reading, pair: &Ends<'_>) -> Held {
        let at = pair.after.sentence;
        let passage = source.sentences[at].passage;
        let zone = zone(source, pair);
        let is = |word: &Token, token: &Token| meets(word, token) || meets(token, word);
        let beside = |word: &Token| zone.iter().any(|token| is(word, token));
        let told = |word: &Token| {
            let near = source.sentences[..=at].iter().rev().take_while(|one| one.passage == passage);
            near.into_iter().any(|one| one.tokens.iter().any(|token| is(word, token)))
        };
        let close = words.iter().filter(|word| beside(word)).count();
        let known = words.iter().filter(|word| beside(word) || told(word)).count();
        let named = words.iter().all(|word| !word.name || beside(word) || told(word));
        let subject = words.iter().filter(|word| !word.name).take(SUBJECT).any(|word| beside(word));
        let lacking = words.len() - known;
        let own = words.iter().any(|word| !word.name && beside(word));
        Held {
            score: if named && own { close + known } else { 0 },
            agrees: lacking == 0 || lacking == 1 && words.len() >= LOOSE_MIN,
            clashes: lacking == 0 && subject,
        }
    }
}

/// A figure of a claim.
struct Asked<'a> {
    claim: &'a Reading,
    own: &'a Sentence,
    statement: &'a Statement,
}

impl Asked<'_> {
    /// Which way the claim says that it went; none where it tells of no change, zero where the figure itself says it.
    fn way(&self) -> Option<i8> {
        let own = &self.statement.quantity;
        if own.kind == Kind::Multiple {
            let compares = const { word::literals(["as", "than"]) };
            let behind = &self.own.tokens[self.statement.tokens.end..];
            return (!behind.iter().any(|token| compares.contains(&token.surface))).then_some(0);
        }
        let told = sign(self.statement);
        if told != 0 && own.change.role != ChangeRole::From {
            return Some(told);
        }
        let at = self.own.tokens_in(&own.span).start;
        let before = at.checked_sub(1).map(|at| self.own.tokens[at].surface)?;
        let behind = self.own.tokens.iter().skip(self.statement.tokens.end).take(2);
        let mut behind = behind.map(|token| token.surface);
        if GAINED.contains(&before) || behind.clone().any(|form| MORE.contains(&form)) {
            Some(1)
        } else if LOST.contains(&before) || behind.any(|form| LESS.contains(&form)) {
            Some(-1)
        } else {
            None
        }
    }

    /// The words that the ends must stand with.
    fn words(&self) -> Vec<&Token> {
        let timed = |token: &Token| {
            let within = |span: &Range<usize>| span.start <= token.range.start && token.range.end <= span.end;
            self.own.periods.iter().any(|period| within(&period.span))
        };
        let span = &self.statement.quantity.numeral;
        let asked = |token: &&Token| {
            token.content()
                && !timed(token)
                && !is_direction(token)
                && !SHAPE.contains(&token.surface)
                && !LIGHT.contains(&token.surface)
                && (token.range.start < span.start || span.end < token.range.end)
                && !token.adverb
        };
        self.own.tokens.iter().filter(asked).collect()
    }

    /// The ends that most of the claim's words stand with; none where two do alike.
    fn best<'a>(&self, source: &'a Reading, sentences: &[usize]) -> Option<(Ends<'a>, Held)> {
        let words = self.words();
        let mut found: Vec<(Held, Ends<'a>)> = Vec::new();
        for pair in sentences.iter().flat_map(|at| pairs(source, *at)) {
            let held = Held::of(&words, source, &pair);
            if held.score > 0 && self.in_time(&pair) && self.can_be(&pair) {
                found.push((held, pair));
            }
        }
        let best = found.iter().map(|(held, _)| held.score).max()?;
        found.retain(|(held, _)| held.score == best);
        (found.len() == 1).then(|| found.pop().map(|(held, pair)| (pair, held))).flatten()
    }

    /// True unless the later end is of another time than the claim's, or the claim names two times.
    fn in_time(&self, pair: &Ends<'_>) -> bool {
        let resolved = self.own.periods.iter().filter(|period| period::is_resolved(period));
        let all: Vec<_> = resolved.collect();
        match all[..] {
            [] => true,
            [only] => {
                let when = period::compare(Some(only), pair.after.period.as_ref(), false);
                spans_a_year(only) && !matches!(when, When::Apart | When::OtherCalendar | When::Contains)
            }
            _ => false,
        }
    }

    /// True where a figure of the claim's kind can be made of the ends.
    fn can_be(&self, pair: &Ends<'_>) -> bool {
        let own = &self.statement.quantity;
        let end = &pair.after.quantity;
        match own.kind {
            Kind::Multiple | Kind::Ratio => true,
            Kind::Points => end.kind == Kind::Percent,
            Kind::Percent => true,
            Kind::Count if is_fraction(own) => true,
            Kind::Count => end.kind == Kind::Count || end.unit == own.unit,
            _ => own.kind == end.kind && own.unit == end.unit,
        }
    }

    /// Whether the ends bear the claim out; none where they leave it open.
    fn compare(&self, source: &Reading, pair: &Ends<'_>, way: i8) -> Option<(bool, String)> {
        let own = &self.statement.quantity;
        let claimed = Interval::meaning(own);
        let (after, before) =
            (Interval::meaning(&pair.after.quantity), Interval::meaning(&pair.before.quantity));
        let shown = |one: &Statement| source.slice(&one.quantity.span).trim().to_string();
        let (one, two) = (shown(pair.after), shown(pair.before));
        let rose = if before.below(&after) {
            1
        } else if after.below(&before) {
            -1
        } else {
            return None;
        };
        if way != 0 && rose != way {
            let course = if rose > 0 { "rise" } else { "fall" };
            return Some((false, format!("from {two} to {one} is a {course}")));
        }
        let end = !claimed.apart(&after) && own.kind == pair.after.quantity.kind;
        if own.change.role == ChangeRole::To || end && own.change.role != ChangeRole::By {
            return None;
        }
        let ratio = after.over(&before)?;
        let amount = !matches!(own.kind, Kind::Multiple | Kind::Percent | Kind::Ratio) && !is_fraction(own);
        let (made, scale) = if own.kind == Kind::Multiple {
            (ratio, Scale::PLAIN)
        } else if amount {
            let (large, small) = if way > 0 { (&after, &before) } else { (&before, &after) };
            (large.minus(small)?, Scale::of(&source.text, &pair.after.quantity))
        } else {
            let times = if own.kind == Kind::Percent { 100 } else { 1 };
            let scale = if times == 100 { Scale::PERCENT } else { Scale::PLAIN };
            (change(&ratio, times, way)?, scale)
        };
        let agrees = !made.apart(&claimed);
        // 12,400 less 11,900 is 500 as they are printed.
        let exact = |one: &Statement| ends(&one.quantity.figure).0;
        let apart = exact(pair.before) - exact(pair.after);
        let printed = amount && (apart == ends(&own.figure).0 || -apart == ends(&own.figure).0);
        let wide = made.high? - made.low?;
        let sure = printed || own.bound != Bound::Exact || claimed.low.is_none() || {
            let room = claimed.high? - claimed.low?;
            wide <= room.max(Exact::from_integer(1)) * Exact::from_integer(4)
        };
        let side = if agrees { "inside" } else { "outside" };
        let text = self.claim.slice(&own.span).trim();
        let reason = format!("from {two} to {one} is {}; {text} is {side}", scale.interval(&made));
        // What is printed as it was rounded may be off by a step.
        let close = || !agrees && near(&made, &claimed);
        (sure && !close()).then_some((agrees, reason))
    }
}

/// True for a period of a year at most.
fn spans_a_year(period: &Period) -> bool {
    period.from.zip(period.to).is_some_and(|(from, to)| (to - from).num_days() <= YEAR_DAYS)
}

/// The size of a change as a share of what was before.
fn change(ratio: &Interval, times: i128, way: i8) -> Option<Interval> {
    let one = Exact::from_integer(1);
    let part = |from: Exact, less: Exact| from.checked_sub(&less)?.checked_mul(&Exact::from_integer(times));
    let (low, high) = (ratio.low?, ratio.high?);
    let (low, high) =
        if way < 0 { (part(one, high)?, part(one, low)?) } else { (part(low, one)?, part(high, one)?) };
    Some(Interval { low: Some(low), high: Some(high), ..ratio.clone() })
}

/// True where two intervals are apart by less than a twentieth of their size.
fn near(made: &Interval, claimed: &Interval) -> bool {
    let gap = |low: Option<Exact>, high: Option<Exact>| low.zip(high).map(|(low, high)| low - high);
    let apart = gap(made.low, claimed.high).max(gap(claimed.low, made.high));
    let size = claimed.high.or(claimed.low).unwrap_or_else(Exact::zero);
    apart.is_some_and(|apart| apart * Exact::from_integer(20) <= size)
}

/// The tokens that two ends of a change stand with: their sentence, or their clause where it tells of more.
fn zone<'a>(source: &'a Reading, pair: &Ends<'_>) -> &'a [Token] {
    let sentence = &source.sentences[pair.after.sentence];
    let tokens = &sentence.tokens;
    let same = pair.before.sentence == pair.after.sentence;
    let (first, last) = if same && pair.before.tokens.start < pair.after.tokens.start {
        (pair.before, pair.after)
    } else if same {
        (pair.after, pair.before)
    } else {
        (pair.after, pair.after)
    };
    let figures = source.statements_of(pair.after.sentence);
    let joins = const { word::literals(["while", "but", "and", "whereas"]) };
    let parts = |token: &Token| token.kind == TokenKind::Break || joins.contains(&token.surface);
    let earlier = figures.iter().rev().find(|one| one.tokens.end <= first.tokens.start);
    let later = figures.iter().find(|one| one.tokens.start >= last.tokens.end);
    let start = earlier.and_then(|one| {
        let between = one.tokens.end..first.tokens.start;
        let at = tokens[between.clone()].iter().position(parts)?;
        Some(between.start + at)
    });
    let end = later.and_then(|one| {
        let between = last.tokens.end..one.tokens.start;
        let at = tokens[between.clone()].iter().position(parts)?;
        Some(between.start + at)
    });
    &tokens[start.unwrap_or(0)..end.unwrap_or(tokens.len())]
}

/// The ends of changes that a sentence, or it and the next one, set side by side.
fn pairs(source: &Reading, at: usize) -> Vec<Ends<'_>> {
    let figures: Vec<&Statement> = source.statements_of(at).iter().filter(|one| is_end(one)).collect();
    let tokens = &source.sentences[at].tokens;
    let mut out: Vec<Ends<'_>> =
        figures.windows(2).filter_map(|two| ends_of(tokens, two[0], two[1])).collect();
    out.extend(across(source, at));
    out
}

/// True for a value, not the size of a change, a rank or what is only meant.
fn is_end(statement: &Statement) -> bool {
    statement.quantity.change.role != ChangeRole::By
        && !matches!(
            statement.quantity.kind,
            Kind::Ordinal | Kind::Multiple | Kind::Ratio | Kind::Points | Kind::Age
        )
        && !is_fraction(&statement.quantity)
        && statement.modality == Modality::Actual
        && !statement.cell
        && matches!(statement.quantity.bound, Bound::Exact | Bound::About | Bound::Nearly | Bound::JustOver)
}

fn like(one: &Statement, other: &Statement) -> bool {
    let bare = |one: &Statement| {
        one.quantity.kind == Kind::Count && one.quantity.unit.is_empty() && one.head.is_none()
    };
    let counts = one.quantity.kind == Kind::Count && other.quantity.kind == Kind::Count;
    one.quantity.kind == other.quantity.kind
        && (one.quantity.unit == other.quantity.unit || counts && (bare(one) || bare(other)))
}

/// Two figures of one sentence as the ends of a change.
fn ends_of<'a>(tokens: &[Token], one: &'a Statement, two: &'a Statement) -> Option<Ends<'a>> {
    let between = tokens.get(one.tokens.end..two.tokens.start)?;
    if !like(one, two)
        || between.len() > BETWEEN_MAX
        || between.iter().any(|token| token.kind == TokenKind::Break)
    {
        return None;
    }
    let dated = tokens[two.tokens.end..].iter().take(DATED_REACH);
    let dated = dated.take_while(|token| token.kind != TokenKind::Comma);
    let earlier = dated.clone().any(|token| EARLIER.contains(&token.surface));
    let against = between.iter().rev().take(AGAINST_REACH).any(|token| AGAINST.contains(&token.surface));
    let to = between.last().is_some_and(|token| token.surface == const { word::literal("to") });
    match (one.quantity.change.role, two.quantity.change.role) {
        (ChangeRole::From, ChangeRole::None) if to => Some(Ends { after: two, before: one }),
        (ChangeRole::From, ChangeRole::To) => Some(Ends { after: two, before: one }),
        (ChangeRole::To | ChangeRole::None, ChangeRole::From) => Some(Ends { after: one, before: two }),
        (ChangeRole::To | ChangeRole::None, ChangeRole::None) if against || earlier => {
            Some(Ends { after: one, before: two })
        }
        _ => None,
    }
}

/// The one figure of its kind in a sentence, and the one in the next that is of a time before.
fn across(source: &Reading, at: usize) -> Option<Ends<'_>> {
    let next = source.sentences.get(at + 1)?;
    let sentence = &source.sentences[at];
    let dated = next.tokens.iter().take(3).any(|token| EARLIER.contains(&token.surface));
    let back = const { word::literals(["it", "they", "that"]) };
    let says_it = next.tokens.iter().take(5).any(|token| back.contains(&token.surface));
    if next.passage != sentence.passage || !(dated || says_it) {
        return None;
    }
    let ends = |at: usize| source.statements_of(at).iter().filter(|one| is_end(one));
    let mut befores = ends(at + 1);
    let (before, None) = (befores.next()?, befores.next()) else { return None };
    let mut afters = ends(at).filter(|one| like(one, before));
    let (after, None) = (afters.next()?, afters.next()) else { return None };
    let earlier = after.period.as_ref().zip(before.period.as_ref()).is_some_and(|(later, earlier)| {
        period::periods(&later.period, &earlier.period) == When::Apart
            && earlier.period.from < later.period.from
            && earlier.period.from.is_some()
    });
    let sizes = ends_apart(after, before);
    ((dated || earlier) && sizes).then_some(Ends { after, before })
}

/// True where neither is more than ten times the other.
fn ends_apart(one: &Statement, other: &Statement) -> bool {
    let ten = Exact::from_integer(10);
    let (one, other) = (ends(&one.quantity.figure).0, ends(&other.quantity.figure).0);
    one <= other * ten && other <= one * ten
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{Contradicted, NotAddressed, Supported};
    use super::super::trials::check;

    #[test]
    fn the_ends_of_a_change_give_its_size() {
        let source = "The bakers of Deal sold 216 tonnes of bread in 2019, the guild said. Complaints fell from 6,420 to 5,015. Deal has nine ovens.";
        check(
            source,
            &[
                ("Complaints about the bakers of Deal fell by more than a fifth.", Supported),
                ("Complaints about the bakers of Deal fell by a third.", Contradicted),
                ("Complaints about the bakers of Deal rose to 5,015.", Contradicted),
                ("Thefts from the bakers of Deal fell by a third.", NotAddressed),
            ],
        );
        check(
            "Deal lent 182,000 books in 2019, its keeper said. Subscriptions slipped from 12,400 to 11,900.",
            &[("Deal lost 500 subscriptions.", Supported)],
        );
    }

    #[test]
    fn a_value_after_a_smaller_one_has_risen() {
        let source = "The price of rye in Deal was 4.1% above that of oats in May 2019, after 3.8% in April. Carts were cheap.";
        check(
            source,
            &[("The price of rye in Deal fell to 4.1% above that of oats in May 2019.", Contradicted)],
        );
    }
}
