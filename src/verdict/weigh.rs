//! Weighs the statements of a source that can speak to a figure: how each compares, fits and stands in time, and what
//! keeps it from being evidence.

use chrono::Datelike;

use super::absent::other_day;
use super::align::{self, Ask};
use super::barring::{apart, barred, intends, other_ceiling};
use super::cell;
use super::code::Code;
use super::compare::{self, Relation, Shown};
use super::dayname;
use super::period::{self, When};
use super::rate;
use super::reading;
use super::reckon::is_fraction;
use super::value::{Question, Weighed, period_of};
use crate::quantity::change::ChangeRole;
use crate::quantity::{Bound, Kind};
use crate::statement::Statement;
use crate::temporal::{Grain, Period};

/// Nearness of a period that stands in no figure's own words.
const BESIDE_MAX: u8 = 2;

/// Weighs the statements that can speak to the figure, the best first.
pub(super) fn weigh<'a>(question: &Question<'a>) -> Vec<Weighed<'a>> {
    let ask = Ask::for_statement(question.claim, question.number, question.source);
    let own = question.own();
    let wanted = period_of(question.claim, own);
    let flow = reading::is_flow(question.claim, own);
    let mut weighed = Vec::new();
    for sentence in question.sentences {
        for statement in question.source.statements_of(*sentence) {
            let shown = Shown { quantity: &statement.quantity, text: &question.source.text };
            let mut compared = compare::compare(question.shown(), shown, question.strict_bounds);
            if other_ceiling(own, statement) {
                compared.relation = Relation::Clash;
                compared.code = Some(Code::VALUE);
            }
            if compared.relation == Relation::Weaker && limits_alike(question, statement) {
                compared.relation = Relation::Agree;
                compared.code = None;
            }
            if compared.relation < Relation::Open && statement.cell && question.in_long {
                compared = cell::printed(question.shown(), shown).unwrap_or(compared);
            }
            let shares = is_share(question.shown()) != is_share(shown);
            let counts = own.quantity.kind == Kind::Count && statement.quantity.kind == Kind::Count;
            if compared.relation == Relation::Incomparable || shares && counts && !compared.same_numeral {
                continue;
            }
            let fit = align::fit(&ask, question.source, statement);
            let when = stands_in_time(question, statement, wanted.as_ref(), compared.same_numeral, flow);
            let barred = barred(question, statement, &fit, when, flow).or_else(|| {
                // A figure that agrees may leave unsaid what it is counted by.
                let loose = matches!(compared.relation, Relation::Weaker | Relation::Open);
                match compared.relation {
                    Relation::Clash => {
                        apart(question, statement).or_else(|| before_change(own, statement, when))
                    }
                    _ if loose => rate::one_sided(question.claim, own, question.source, statement),
                    _ => None,
                }
            });
            weighed.push(Weighed { statement, fit, when, compared, barred });
        }
    }
    let found = |one: &&Weighed<'_>| {
        one.barred.is_none() && one.compared.relation == Relation::Agree && one.compared.same_numeral
    };
    let places: Vec<usize> = weighed.iter().filter(found).map(|one| one.statement.sentence).collect();
    // In one sentence the two may be exchanged.
    let apart = |one: &&mut Weighed<'_>| !places.is_empty() && !places.contains(&one.statement.sentence);
    for one in weighed.iter_mut().filter(apart).filter(|one| one.compared.relation == Relation::Clash) {
        let other = || told_besides(question, one.statement);
        one.barred = one.barred.take().or_else(other);
    }
    weighed.sort_by_key(|one| {
        (
            one.barred.is_some(),
            std::cmp::Reverse(
                one.fit.score
                    + 60 * u32::from(one.when == When::Same)
                    + 60 * u32::from(
                        own.scope.is_none_or(|own| own == "total") && one.statement.scope == Some("total"),
                    ),
            ),
            one.statement.quantity.numeral.start,
        )
    });
    weighed
}

/// How the period of a statement stands to the claim's.
fn stands_in_time(
    question: &Question<'_>,
    statement: &Statement,
    wanted: Option<&Period>,
    same_numeral: bool,
    flow: bool,
) -> When {
    let own = question.own();
    let mut when = period::compare(wanted, statement.period.as_ref(), flow);
    let lasting = || reading::lasts(question.claim, own) && reading::lasts(question.source, statement);
    let told_beside = statement.period.as_ref().is_some_and(|timed| timed.nearness <= BESIDE_MAX);
    if when == When::Apart && same_numeral && told_beside && lasting() {
        when = When::Unstated;
    }
    if when == When::Unstated && other_date(question, wanted, statement) {
        when = When::Apart;
    }
    if when == When::Unasked && other_day(question, statement) {
        when = When::Apart;
    }
    if intends(own.modality) && intends(statement.modality) {
        when = period::deadline(wanted, statement.period.as_ref()).unwrap_or(when);
    }
    when
}

/// Why a number clashes with none that is no value before a change: it is one, of a time that nobody tells.
fn before_change(own: &Statement, other: &Statement, when: When) -> Option<String> {
    let base = |statement: &Statement| statement.quantity.change.role == ChangeRole::From;
    let ratio = matches!(own.quantity.kind, Kind::Percent | Kind::Points | Kind::Multiple);
    let apart = !ratio && base(other) && !base(own) && when != When::Same;
    apart.then(|| "one is the value before a change, the other after it".to_string())
}

/// True for "a third", not for the score "50/100".
fn is_share(shown: Shown<'_>) -> bool {
    is_fraction(shown.quantity) && !shown.span().contains('/')
}

/// Why a number clashes with none that the source prints as well: it is another one of the claim's sentence.
fn told_besides(question: &Question<'_>, statement: &Statement) -> Option<String> {
    let own = question.own();
    let mut others = question.claim.statements_of(own.sentence).iter();
    let alike = |other: &&Statement| {
        other.tokens != own.tokens
            && other.quantity.kind == statement.quantity.kind
            && super::interval::ends(&other.quantity.figure)
                == super::interval::ends(&statement.quantity.figure)
    };
    let told = others.find(alike)?;
    let shown = Shown { quantity: &told.quantity, text: &question.claim.text };
    Some(format!("the claim has it as {}", shown.span()))
}

/// True where the figure is dated by a day and a month, its year unsaid, that are not the claim's.
fn other_date(question: &Question<'_>, wanted: Option<&Period>, statement: &Statement) -> bool {
    let Some(period) = wanted.filter(|period| matches!(period.grain, Grain::Day | Grain::Month)) else {
        return false;
    };
    let sentence = &question.source.sentences[statement.sentence];
    let told = sentence.periods.iter().filter(|told| !period::is_resolved(told));
    let mut told =
        told.filter_map(|told| dayname::day_and_month(question.source.slice(&told.span))).peekable();
    let (Some(from), true) = (period.from, told.peek().is_some()) else { return false };
    told.all(|(month, day)| month != from.month() || period.grain == Grain::Day && day != from.day())
}

/// "A maximum price of 8.50" is what "not more than 8.50" sets.
fn limits_alike(question: &Question<'_>, statement: &Statement) -> bool {
    let own = question.own();
    let most = const { crate::statement::word::literals(["maximum", "max", "limit", "ceiling", "cap"]) };
    let least = const { crate::statement::word::literals(["minimum", "min", "floor"]) };
    let words = match statement.quantity.bound {
        Bound::AtMost => &most[..],
        Bound::AtLeast => &least[..],
        _ => return false,
    };
    let tokens = &question.claim.sentences[own.sentence].tokens;
    let alike =
        super::interval::ends(&own.quantity.figure) == super::interval::ends(&statement.quantity.figure);
    alike && tokens[own.segment.clone()].iter().any(|token| words.contains(&token.surface))
}
