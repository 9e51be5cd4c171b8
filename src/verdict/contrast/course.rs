//! Judges what a clause says of a course without a figure ("the ratio worsened"): by a value now and a value then that
//! one sentence of the source prints.
//!
//! What is better depends on the measure: where no word tells whether more of it is good, nothing is decided. Changes
//! between named periods are left to the rule of trends.

use std::ops::Range;

use super::operand::{Printed, outcome, printed};
use super::sides;
use super::words::{self, Course, SHARES, TIMES, Way};
use crate::quantity::Kind;
use crate::quantity::change::ChangeRole;
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::statement::{Reading, Sentence, Statement};
use crate::verdict::align::{self, Ask, meets};
use crate::verdict::period::{self, When};
use crate::verdict::reading;

/// Fit of the clause's words that the value now needs.
const FIT_MIN: u32 = 400;
/// The same where the figures bear the course out.
const BORNE_MIN: u32 = 600;
/// Tokens before a value within which a word can set it against the one before.
const BACK_REACH: usize = 3;

/// Words that set a value against the one before it.
const AGAINST: [Key; 5] = word::literals(["against", "versus", "compared", "from", "than"]);

/// A course that a clause tells.
struct Told {
    words: Range<usize>,
    clause: Range<usize>,
    way: Way,
    measure: Vec<usize>,
}

/// What a source's figures say of a course.
pub(super) struct Run<'a> {
    /// Tokens of the claim that tell the course.
    pub words: Range<usize>,
    /// Tokens of its clause.
    pub clause: Range<usize>,
    /// The value now and the value then.
    pub figures: [&'a Statement; 2],
    /// Which is the greater.
    pub way: Way,
    /// The figures bear the claim out.
    pub agrees: bool,
}

/// The course of a clause that two figures of a source decide.
pub(super) fn run<'a>(
    claim: &Reading,
    number: usize,
    source: &'a Reading,
    sentences: &[usize],
) -> Option<Run<'a>> {
    let own = &claim.sentences[number];
    let runs = courses(claim, own).into_iter().filter_map(|told| {
        let ask = asked(claim, number, source, &told);
        let pairs = sentences.iter().flat_map(|at| pairs(source, *at));
        let fitting = pairs.filter_map(|pair| Some((fit(&ask, own, &told, source, &pair)?, pair)));
        let (fit, [now, then]) = fitting
            .max_by_key(|(fit, pair)| (*fit, std::cmp::Reverse(pair[0].statement.quantity.numeral.start)))?;
        let way = outcome(now.statement, then.statement, false)??;
        let agrees = way == told.way;
        let figures = [now.statement, then.statement];
        (!agrees || fit >= BORNE_MIN).then_some(Run {
            words: told.words,
            clause: told.clause,
            figures,
            way,
            agrees,
        })
    });
    let mut runs: Vec<Run<'a>> = runs.collect();
    let against = runs.iter().position(|run| !run.agrees);
    (!runs.is_empty()).then(|| runs.swap_remove(against.unwrap_or(0)))
}

/// The courses that the clauses of a sentence tell.
fn courses(claim: &Reading, sentence: &Sentence) -> Vec<Told> {
    let tokens = &sentence.tokens;
    let all = (1..tokens.len()).filter_map(|at| {
        let clause = sides::clause(sentence, at);
        let compared = tokens[clause.clone()].iter().any(|token| words::comparative(token.surface).is_some());
        let (course, words) = if let Some(course) = words::course(tokens, at) {
            (course, at..at + course.length)
        } else {
            let direction = more_than_before(sentence, &clause, at)?;
            (direction, at..at + 1)
        };
        let denied = sentence.denials().any(|at| clause.contains(&at));
        if denied
            || sides::figures(claim, sentence, clause.clone())
            || compared && tokens[at].surface != tokens[words.start].surface
        {
            return None;
        }
        let mut measure = sides::subject(sentence, &clause, at).unwrap_or_default();
        let verb =
            at.checked_sub(1).filter(|verb| course.counts && tokens[*verb].past && tokens[*verb].content());
        measure.extend(verb);
        let way = match course.way {
            Some(way) => way,
            None => {
                let good = measure.iter().find_map(|at| words::is_good(tokens[*at].surface))?;
                if good == course.better { Way::More } else { Way::Less }
            }
        };
        Some(Told { words, clause, way, measure })
    });
    all.collect()
}

/// "Earned more from it": more than before, where nothing is set beside it.
fn more_than_before(sentence: &Sentence, clause: &Range<usize>, at: usize) -> Option<Course> {
    let tokens = &sentence.tokens;
    let (way, _) = words::comparative(tokens[at].surface).filter(|_| words::counts(tokens[at].surface))?;
    let verb = tokens[at - 1].past && tokens[at - 1].content() && clause.contains(&(at - 1));
    let than = tokens[at..clause.end].iter().any(|token| token.surface == const { word::literal("than") });
    (verb && !than).then_some(Course { way: Some(way), better: false, length: 1, counts: true })
}

/// The words of the clause that a figure must be of.
fn asked<'a>(claim: &'a Reading, number: usize, source: &Reading, told: &Told) -> Ask<'a> {
    let mut ask = Ask::for_sentence(claim, number, source);
    let tokens = &claim.sentences[number].tokens;
    ask.words.retain(|word| {
        let at = tokens.partition_point(|token| token.range.start < word.token.range.start);
        let inside = told.clause.contains(&at) || told.measure.contains(&at);
        let light = TIMES.contains(&word.token.surface) || SHARES.contains(&word.token.surface);
        inside && !told.words.contains(&at) && !light
    });
    ask
}

/// The values of a sentence each with the one before that it is set against.
fn pairs(source: &Reading, at: usize) -> Vec<[Printed<'_>; 2]> {
    let sentence = &source.sentences[at];
    let all = printed(source, at);
    let back = |one: &Printed<'_>| {
        let start = one.statement.tokens.start;
        let before = &sentence.tokens[start.saturating_sub(BACK_REACH)..start];
        one.statement.quantity.change.role == ChangeRole::From
            || before.iter().any(|token| AGAINST.contains(&token.surface))
    };
    let like = |one: &Printed<'_>, other: &Printed<'_>| {
        let (one, two) = (&one.statement.quantity, &other.statement.quantity);
        one.kind == two.kind && (one.unit == two.unit || one.kind == Kind::Count)
    };
    let mut out = Vec::new();
    for (place, then) in all.iter().enumerate().filter(|(_, one)| back(one) && one.column.is_none()) {
        let now = |one: &&Printed<'_>| like(one, then) && !back(one);
        let before = all[..place].iter().rev().find(now);
        let after = || {
            all[place + 1..]
                .iter()
                .find(now)
                .filter(|one| one.statement.quantity.change.role == ChangeRole::To)
        };
        if let Some(now) = before.or_else(after) {
            out.push([now.clone(), then.clone()]);
        }
    }
    out
}

/// How well a pair fits the clause; none where it is of something else.
fn fit(
    ask: &Ask<'_>,
    own: &Sentence,
    told: &Told,
    source: &Reading,
    [now, then]: &[Printed<'_>; 2],
) -> Option<u32> {
    let sentence = &source.sentences[now.statement.sentence];
    let spoken = |token: &Token| matches!(token.kind, TokenKind::Word | TokenKind::Number);
    let stands =
        |at: &usize| sentence.tokens.iter().any(|token| spoken(token) && meets(&own.tokens[*at], token));
    let common: Vec<&usize> = told.measure.iter().filter(|at| !own.tokens[**at].name).collect();
    let named = common.iter().any(|at| stands(at));
    let flow = reading::is_flow(source, now.statement);
    let apart = own.periods.iter().any(|period| {
        // "By December" may be told of by a later value.
        period::is_resolved(period) && period.from.is_none()
            || matches!(
                period::compare(Some(period), now.statement.period.as_ref(), flow),
                When::Apart | When::OtherCalendar
            )
    });
    // "Over the week" asks for the value of a week before.
    let times = |token: &&Token| TIMES.contains(&token.surface);
    let asked: Vec<&Token> = own.tokens[told.clause.clone()].iter().filter(times).collect();
    let counted: Vec<&Token> = sentence.tokens[then.zone.clone()].iter().filter(times).collect();
    let other = !asked.is_empty()
        && !counted.is_empty()
        && !asked.iter().any(|own| counted.iter().any(|token| token.key == own.key));
    let fit = align::fit(ask, source, now.statement);
    (named && !apart && !other && fit.block.is_none() && fit.score >= FIT_MIN).then_some(fit.score)
}
