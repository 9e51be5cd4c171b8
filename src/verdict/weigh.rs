//! Weighs the statements of a source that can speak to a figure: how each compares, fits and stands in time, and what
//! keeps it from being evidence.

use chrono::Datelike;

use super::absent::other_day;
use super::align::{self, Ask};
use super::barring::{apart, barred, intends, other_ceiling};
use super::cell;
use super::code::Code;
use super::compare::{self, Compared, Relation, Shown};
use super::cover;
use super::dayname;
use super::fraction;
use super::period::{self, When};
use super::rate;
use super::reading;
use super::reckon::is_fraction;
use super::spoken;
use super::standing;
use super::value::{Question, Weighed, period_of};
use super::yearless;
use crate::extract::PassageKind;
use crate::quantity::change::ChangeRole;
use crate::quantity::{Bound, Kind};
use crate::statement::word;
use crate::statement::{Reading, Statement, rank};
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
            // Of places the smaller number is the better: "no better than 31" is left to the words.
            if statement.quantity.rule == rank::RULE && own.quantity.bound != Bound::Exact {
                continue;
            }
            let mut compared = compare::compare(question.shown(), shown, question.strict_bounds);
            if let Some(relation) = standing::compared(question, statement) {
                compared.relation = relation;
                compared.code = (relation == Relation::Clash).then_some(Code::VALUE);
            }
            if other_ceiling(own, statement) || other_limit(question, statement) {
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
            if compared.relation == Relation::Agree && elsewhere_in_table(question, statement, &compared) {
                compared.relation = Relation::Clash;
                compared.code = Some(Code::VALUE);
            }
            if compared.relation == Relation::Incomparable && spoken::bare_money(question, statement) {
                compared.relation = Relation::Agree;
                compared.note = compare::Note::Both { claim: question.shown(), source: shown, rest: "" };
            }
            let shares = is_share(question.shown()) != is_share(shown);
            let counts = own.quantity.kind == Kind::Count && statement.quantity.kind == Kind::Count;
            if compared.relation == Relation::Incomparable || shares && counts && !compared.same_numeral {
                continue;
            }
            let mut fit = align::fit(&ask, question.source, statement);
            if spoken::lets_pass(question, statement, &fit, &compared) {
                fit.block = None;
                fit.other_head = false;
            }
            let when = stands_in_time(question, statement, wanted.as_ref(), compared.same_numeral, flow);
            let barred = barred(question, statement, &fit, when, flow)
                .or_else(|| unapt(question, statement, when, compared.relation));
            weighed.push(Weighed { statement, fit, when, compared, barred });
        }
    }
    told_twice(question, &mut weighed);
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

/// Why a figure that compares so is no evidence, though nothing else bars it.
fn unapt(question: &Question<'_>, statement: &Statement, when: When, relation: Relation) -> Option<String> {
    let own = question.own();
    match relation {
        Relation::Clash => apart(question, statement)
            .or_else(|| before_change(own, statement, when))
            .or_else(|| of_once(question, statement)),
        // A figure that agrees may leave unsaid what it is counted by.
        Relation::Weaker | Relation::Open => rate::one_sided(question.claim, own, question.source, statement),
        Relation::Agree => of_once(question, statement),
        _ => None,
    }
    .or_else(|| fraction::one_of_many(question, statement, relation))
}

/// Words of a time that is over.
const ONCE: [word::Key; 3] = word::literals(["once", "formerly", "previously"]);

/// Forms of what was.
const PAST: [word::Key; 3] = word::literals(["had", "was", "were"]);
/// Words of what is so by now.
const TODAY: [word::Key; 4] = word::literals(["today", "now", "currently", "nowadays"]);

/// Why a number that agrees is not what there is now: "which once had 400 pupils".
fn of_once(question: &Question<'_>, statement: &Statement) -> Option<String> {
    let own = question.own();
    let says = |tokens: &[word::Token]| tokens.iter().any(|token| ONCE.contains(&token.surface));
    let sentence = &question.source.sentences[statement.sentence];
    let before = &sentence.tokens[statement.segment.clone()];
    let past = before.iter().any(|token| PAST.contains(&token.surface));
    let today = |token: &word::Token| TODAY.contains(&token.surface);
    // "In 1990 it had 40 mills; today it has 12."
    let changed = || past && !before.iter().any(today) && sentence.tokens.iter().any(today);
    let now = reading::is_of_now(question.claim, own);
    (now && (says(before) || changed())).then(|| "it was so once".to_string())
}

/// True for a number that agrees and stands in the claim's place, and is that of a time that is over, of the size of a
/// change, or of all where the claim counts some.
pub(super) fn only_looks_so(question: &Question<'_>, one: &Weighed<'_>) -> bool {
    let own = question.own();
    let statement = one.statement;
    let amount = matches!(own.quantity.kind, Kind::Count | Kind::Currency | Kind::Dimension | Kind::Duration);
    let size = |statement: &Statement| statement.quantity.change.role == ChangeRole::By;
    let turned = || amount && own.quantity.change.role == ChangeRole::To && size(statement);
    let head = |reading: &'_ Reading, one: &Statement| {
        one.head.map(|head| reading.sentences[one.sentence].tokens[head].clone())
    };
    let narrower = || {
        let sentence = &question.source.sentences[statement.sentence];
        let heads = head(question.claim, own).zip(head(question.source, statement));
        heads.is_some_and(|(wanted, head)| align::narrower(sentence, &wanted, &head))
    };
    one.compared.relation == Relation::Agree
        && (of_once(question, statement).is_some() || turned() || narrower())
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
    if when == When::Unstated && carried_apart(question, statement, wanted) {
        when = When::Apart;
    }
    if when == When::Unstated && other_date(question, wanted, statement) {
        when = When::Apart;
    }
    if when == When::Unasked && other_day(question, statement) {
        when = When::Apart;
    }
    if when == When::Unasked {
        when = yearless::compare(question, statement).unwrap_or(when);
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

/// Bars the numbers that clash with none which the source prints as well: the claim has them as other figures.
fn told_twice(question: &Question<'_>, weighed: &mut [Weighed<'_>]) {
    let found = |one: &&Weighed<'_>| {
        one.barred.is_none() && one.compared.relation == Relation::Agree && one.compared.same_numeral
    };
    let places: Vec<usize> = weighed.iter().filter(found).map(|one| one.statement.sentence).collect();
    // In one sentence the two may be exchanged.
    let apart = |one: &&mut Weighed<'_>| !places.is_empty() && !places.contains(&one.statement.sentence);
    // In one sentence the two may be exchanged, but not where both say which is a part of which.
    let parts = |one: &&mut Weighed<'_>| places.contains(&one.statement.sentence);
    for one in weighed.iter_mut().filter(parts).filter(|one| one.compared.relation == Relation::Clash) {
        let other = || told_as_part(question, one.statement);
        one.barred = one.barred.take().or_else(other);
    }
    for one in weighed.iter_mut().filter(apart).filter(|one| one.compared.relation == Relation::Clash) {
        let other = || told_besides(question, one.statement);
        one.barred = one.barred.take().or_else(other);
    }
}

/// True for a cell that the claim's number would round, where another cell of its row has that very number.
fn elsewhere_in_table(question: &Question<'_>, statement: &Statement, compared: &Compared) -> bool {
    let own = super::interval::ends(&question.own().quantity.figure);
    let same = |other: &Statement| super::interval::ends(&other.quantity.figure) == own;
    statement.cell
        && !compared.same_numeral
        && question.own().quantity.bound == Bound::Exact
        && question.source.statements_of(statement.sentence).iter().any(|other| other.cell && same(other))
}

/// True where the text has been speaking of another time in running text, and the figure's sentence names none.
fn carried_apart(question: &Question<'_>, statement: &Statement, wanted: Option<&Period>) -> bool {
    let sentence = &question.source.sentences[statement.sentence];
    let Some((wanted, timed)) = wanted.zip(statement.period.as_ref()) else { return false };
    // Each line of a page with titles stands for itself.
    let running = sentence.kind == PassageKind::Paragraph
        && sentence.context.iter().all(|at| !question.source.sentences[*at].heading);
    let dated =
        |period: &Period| matches!(period.grain, Grain::Year | Grain::Quarter | Grain::Month | Grain::Day);
    timed.nearness <= 1
        && running
        && !cover::is_long(question.source)
        && dated(&timed.period)
        && dated(wanted)
        && timed.period.to.is_some()
        && period::periods(wanted, &timed.period) == When::Apart
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

/// Why a number clashes with none of which it is a part, or the whole, where the claim has the two as the source does:
/// "12 of the 57 orders" and "57 orders, 12 of them late".
fn told_as_part(question: &Question<'_>, statement: &Statement) -> Option<String> {
    let own = question.own();
    let value = |statement: &Statement| super::interval::ends(&statement.quantity.figure);
    let claimed = question.claim.statements_of(own.sentence).iter();
    let other =
        claimed.filter(|other| other.tokens != own.tokens).find(|other| value(other) == value(statement))?;
    let told = question.source.statements_of(statement.sentence).iter();
    let agrees = told.filter(|one| one.tokens != statement.tokens).find(|one| value(one) == value(own))?;
    let of = |reading: &Reading, part: &Statement, whole: &Statement| is_part(reading, part, whole);
    let both = |part: bool| match part {
        true => of(question.claim, own, other) && of(question.source, agrees, statement),
        false => of(question.claim, other, own) && of(question.source, statement, agrees),
    };
    let shown = Shown { quantity: &other.quantity, text: &question.claim.text };
    (both(true) || both(false)).then(|| format!("the claim has it as {}", shown.span()))
}

/// Words that stand for the whole behind "of".
const WHOLES: [word::Key; 6] = word::literals(["them", "which", "whom", "these", "those", "it"]);
/// Tokens from a part to the "of" of its whole, and from there to the whole.
const OF_REACH: usize = 3;

/// True for "12 of the 57", and for "57, 12 of them".
pub(super) fn is_part(reading: &Reading, part: &Statement, whole: &Statement) -> bool {
    let tokens = &reading.sentences[part.sentence].tokens;
    let of = const { word::literal("of") };
    let behind = part.tokens.end..tokens.len().min(part.tokens.end + OF_REACH);
    let of_it = |at: usize| tokens.get(at + 1).is_some_and(|next| WHOLES.contains(&next.surface));
    let ahead = |at: usize| whole.tokens.start > at && whole.tokens.start - at <= OF_REACH;
    let before = part.tokens.start.saturating_sub(OF_REACH)..part.tokens.start;
    let is_of = |at: &usize| tokens[*at].surface == of;
    behind.clone().filter(is_of).any(|at| ahead(at) || whole.tokens.end <= part.tokens.start && of_it(at))
        || whole.tokens.end <= part.tokens.start && before.into_iter().filter(is_of).any(of_it)
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

/// Words for the most that there may be.
const MOST: [word::Key; 5] = word::literals(["maximum", "max", "limit", "ceiling", "cap"]);

/// True for two limits that differ: a cap of 15 % is not one of 10 %, nor is an offer of "up to 60" one of "up to 40",
/// though what keeps below the one keeps below the other.
fn other_limit(question: &Question<'_>, statement: &Statement) -> bool {
    let own = question.own();
    let tokens = &question.claim.sentences[own.sentence].tokens[own.segment.clone()];
    let limits = || tokens.iter().any(|token| MOST.contains(&token.surface));
    own.quantity.bound == Bound::AtMost
        && statement.quantity.bound == Bound::AtMost
        && own.quantity.kind == statement.quantity.kind
        && own.quantity.unit == statement.quantity.unit
        && super::interval::ends(&own.quantity.figure) != super::interval::ends(&statement.quantity.figure)
        && (question.source.spoken || limits())
}

/// "A maximum price of 8.50" is what "not more than 8.50" sets.
fn limits_alike(question: &Question<'_>, statement: &Statement) -> bool {
    let own = question.own();
    let least = const { word::literals(["minimum", "min", "floor"]) };
    let words = match statement.quantity.bound {
        Bound::AtMost => &MOST[..],
        Bound::AtLeast => &least[..],
        _ => return false,
    };
    let tokens = &question.claim.sentences[own.sentence].tokens;
    let alike =
        super::interval::ends(&own.quantity.figure) == super::interval::ends(&statement.quantity.figure);
    alike && tokens[own.segment.clone()].iter().any(|token| words.contains(&token.surface))
}
