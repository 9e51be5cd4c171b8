//! Judges one figure of a claim in one source: the statements that can speak to it, and what they say.
//!
//! Stages: 1 gather statements of candidate sentences, 2 test subject, measure and period, 3 compare
//! values, 4 test scope, modality and statistic of what agrees, 5 choose.

use std::fmt::Write;
use std::ops::Range;

use super::Verdict;
use super::absent::nothing;
use super::agree::agreed;
use super::align::{self, Ask, Fit};
use super::attached;
use super::barring::{apart, aside, role};
use super::belonging;
use super::cell;
use super::code::Code;
use super::compare::{self, Compared, Relation, Shown};
use super::evidence::{Stance, Step};
use super::outcome;
use super::part::{Part, Remark, Support};
use super::period::{self, When};
use super::rate;
use super::reading;
use super::rivals;
use super::slots::Slots;
use super::spoken;
use super::table;
use super::weigh;
use super::whole::{broken_whole, outgrown};
use crate::quantity::change::ChangeRole;
use crate::quantity::exact::Exact;
use crate::quantity::{Bound, Kind};
use crate::statement::{Reading, Statement, clause, timing};
use crate::temporal::Period;

/// Fit at which an agreeing statement supports.
pub(super) const SUPPORT_MIN: u32 = 380;
/// Fit at which the same number supports a sentence that condenses many.
const GATHERED_MIN: u32 = 240;
/// The same for a figure of many digits.
const GATHERED_DIGITS_MIN: u32 = 120;
/// Fit at which a clashing statement contradicts.
pub(super) const CLASH_MIN: u32 = 600;

/// A statement that was weighed.
#[derive(Debug)]
pub(super) struct Weighed<'a> {
    /// The statement.
    pub statement: &'a Statement,
    /// Its fit.
    pub fit: Fit,
    /// How its period stands to the claim's.
    pub when: When,
    /// How its value stands to the claim's.
    pub compared: Compared<'a>,
    /// Why it is no evidence, if it is not.
    pub barred: Option<String>,
}

/// What is judged: a figure of a claim against one source.
pub(super) struct Question<'a> {
    /// The claim.
    pub claim: &'a Reading,
    /// Number of the claim's statement.
    pub number: usize,
    /// The source.
    pub source: &'a Reading,
    /// Index of the witness.
    pub witness: usize,
    /// Sentences to look at.
    pub sentences: &'a [usize],
    /// Bounds are read strictly only.
    pub strict_bounds: bool,
    /// The sentence of the source that is nearly the claim's own, with what stands opposite what.
    pub slots: Option<&'a Slots>,
    /// The source is long: a claim's sentence may condense many of its.
    pub in_long: bool,
    /// The claim's sentence condenses many of a long source.
    pub condensed: bool,
}

impl<'a> Question<'a> {
    pub(super) fn own(&self) -> &'a Statement {
        &self.claim.statements[self.number]
    }

    pub(super) fn shown(&self) -> Shown<'a> {
        Shown { quantity: &self.own().quantity, text: &self.claim.text }
    }
}

/// The period a claim's figure is about.
pub(super) fn period_of(claim: &Reading, statement: &Statement) -> Option<Period> {
    let own = statement.period.as_ref().map(|timed| timed.period.clone()).filter(period::is_resolved);
    // The value before a change is not of the period that the sentence tells of.
    if own.is_some() || statement.quantity.change.role == ChangeRole::From {
        return own;
    }
    let sentence = &claim.sentences[statement.sentence];
    // "Four were built, and one sank in 1987": the year of another clause is none of the four's.
    let verb = sentence.tokens.iter().position(|token| token.past).unwrap_or(sentence.tokens.len());
    let shared = |period: &&Period| {
        let date = sentence.tokens_in(&period.span);
        let within = date.start >= statement.clause.start && date.end <= statement.clause.end;
        (within || date.start < verb) && !timing::parted(sentence, &statement.tokens, period)
    };
    sentence.periods.iter().filter(|period| period::is_resolved(period)).find(shared).cloned()
}

/// Bytes that the line of a step takes, about.
const STEP_BYTES: usize = 192;

/// Judges the figure.
pub(super) fn judge(question: &Question<'_>) -> Part {
    let weighed = weigh::weigh(question);
    let mut part = choose(question, &weighed);
    rivals::dispute(question, &weighed, &mut part);
    outcome::deny(question, &weighed, &mut part);
    part
}

/// Chooses which of the weighed statements decides, and how.
fn choose(question: &Question<'_>, weighed: &[Weighed<'_>]) -> Part {
    let own = question.own();
    let label = question.shown().span().to_string();
    let mut part = Part::unaddressed(own.quantity.span.clone(), label, "");
    part.figure = Some(question.number);
    part.steps = steps(question, weighed);
    if broken_whole(question, weighed, &mut part) {
        return part;
    }
    if let Some((text, cell)) = table::against_text(question, weighed) {
        table::conflicting(question, text, cell, &mut part);
        return part;
    }
    if let Some(meant) = agreeing(own, weighed).and_then(|one| belonging::meant(question, one, weighed)) {
        decided_by(question, meant, &mut part);
        return part;
    }
    if let Some(one) = agreeing(own, weighed).filter(|one| attached::is_own(question, one, weighed)) {
        decided_by(question, one, &mut part);
        return part;
    }
    if let Some(total) = agreeing(own, weighed).filter(|one| belonging::is_sum(question, one)) {
        decided_by(question, total, &mut part);
        return part;
    }
    let in_place = opposite(question, weighed).filter(|one| fuller(weighed, one).is_none());
    if let Some(total) = summed_up(own, weighed, in_place) {
        contradicted(question, total, &mut part);
        return part;
    }
    if let Some(opposite) = in_place {
        decided_by(question, opposite, &mut part);
        return part;
    }
    if let Some((one, note)) = weighed.iter().find_map(|one| Some((one, outgrown(question, one)?))) {
        contradicted(question, one, &mut part);
        part.reason.clone_from(&note);
        part.remarks.clear();
        remark(&mut part, Some(Code::VALUE), &note);
        return part;
    }
    settle(question, weighed, &mut part);
    part
}

/// Lets one statement decide.
fn decided_by(question: &Question<'_>, one: &Weighed<'_>, part: &mut Part) {
    match one.compared.relation {
        Relation::Clash => contradicted(question, one, part),
        Relation::Open => left_open(question, one, part),
        _ => agreed(question, one, part),
    }
}

/// Decides between what agrees and what does not.
fn settle(question: &Question<'_>, weighed: &[Weighed<'_>], part: &mut Part) {
    let own = question.own();
    let usable = || weighed.iter().filter(|one| one.barred.is_none());
    // A bound agrees with much: then the statement that fits best decides.
    let bounded = matches!(own.quantity.bound, Bound::Over | Bound::AtLeast | Bound::Under | Bound::AtMost);
    if let Some(other) = same_way(own, usable()) {
        contradicted(question, other, part);
        return;
    }
    let agrees = agreeing(own, weighed);
    if bounded
        && let Some(best) =
            usable().next().filter(|one| one.compared.relation == Relation::Clash && strong(one))
    {
        contradicted(question, best, part);
        return;
    }
    let clashes = usable().find(|one| one.compared.relation == Relation::Clash && strong(one));
    let open = usable().find(|one| one.compared.relation == Relation::Open && one.fit.score >= SUPPORT_MIN);
    if let Some(other) = agrees.filter(|_| !question.in_long).and_then(|one| belonging::told_of(one, weighed))
    {
        contradicted(question, other, part);
        return;
    }
    match (agrees, clashes) {
        (Some(agrees), clash)
            if clash.is_none_or(|clash| {
                belonging::outweighs(question, agrees, clash) || spoken::settles(question, agrees, clash)
            }) =>
        {
            agreed(question, agrees, part);
        }
        (_, Some(clash)) => contradicted(question, clash, part),
        _ => match (open, gathered(question, weighed)) {
            (Some(open), _) => left_open(question, open, part),
            (None, Some(one)) => agreed(question, one, part),
            (None, None) => match beside(question, weighed) {
                Some(one) => contradicted(question, one, part),
                None => nothing(question, weighed, part),
            },
        },
    }
}

/// The statement that agrees, as far as one does.
fn agreeing<'w, 'a>(own: &Statement, weighed: &'w [Weighed<'a>]) -> Option<&'w Weighed<'a>> {
    let usable = || weighed.iter().filter(|one| one.barred.is_none());
    let found =
        usable().find(|one| one.compared.relation >= Relation::Weaker && one.fit.score >= SUPPORT_MIN)?;
    let found = fuller(weighed, found).unwrap_or(found);
    // "More than 80 of them have a loan" speaks to "more than 90 have", not how many there are.
    let way = compare::way(own.quantity.bound);
    let weaker = usable().find(|one| {
        way != 0
            && one.compared.relation == Relation::Weaker
            && compare::way(one.statement.quantity.bound) == way
            && one.fit.lacking < found.fit.lacking
    });
    Some(weaker.unwrap_or(found))
}

/// Of two that fit alike the one that says it all goes before the one that says less.
fn fuller<'w, 'a>(weighed: &'w [Weighed<'a>], less: &Weighed<'a>) -> Option<&'w Weighed<'a>> {
    weighed.iter().filter(|_| less.compared.relation == Relation::Weaker).find(|one| {
        one.barred.is_none()
            && one.compared.relation == Relation::Agree
            && one.fit.score >= less.fit.score
            && one.when >= less.when
    })
}

/// The total that a bound of the claim breaks, where a part of it, printed beside it, would keep the bound and has
/// less of the claim's words.
fn summed_up<'w, 'a>(
    own: &Statement,
    weighed: &'w [Weighed<'a>],
    in_place: Option<&Weighed<'a>>,
) -> Option<&'w Weighed<'a>> {
    let usable = |one: &&Weighed<'_>| one.barred.is_none();
    let keeps = |one: &&Weighed<'_>| one.compared.relation == Relation::Agree;
    let part = in_place.or_else(|| weighed.iter().filter(usable).find(keeps)).filter(keeps)?;
    weighed.iter().filter(|_| own.quantity.bound != Bound::Exact).filter(usable).find(|one| {
        one.compared.relation == Relation::Clash
            && one.statement.scope == Some("total")
            && one.statement.sentence == part.statement.sentence
            && (one.fit.lacking < part.fit.lacking
                // Where both say as much of it, the one that fits best is meant.
                || one.fit.lacking == part.fit.lacking && std::ptr::eq(*one, &weighed[0]))
            && strong(one)
    })
}

/// Another bound of the claim's direction, where none of that direction is the claim's: a smaller figure beside it
/// that the claim's bound holds as well says nothing.
fn same_way<'w, 'a: 'w>(
    own: &Statement,
    mut usable: impl Iterator<Item = &'w Weighed<'a>> + Clone,
) -> Option<&'w Weighed<'a>> {
    let way = compare::way(own.quantity.bound);
    let alike = |one: &&Weighed<'_>| way != 0 && compare::way(one.statement.quantity.bound) == way;
    let borne_out = usable.clone().filter(alike).any(|one| one.compared.relation > Relation::Clash);
    usable.find(|one| !borne_out && alike(one) && one.compared.relation == Relation::Clash && strong(one))
}

/// Where a long sentence condenses a long source, its words are strewn; a telling number of the same
/// kind, unit and digits is then enough, if nothing says that it is about another thing.
fn gathered<'w, 'a>(question: &Question<'a>, weighed: &'w [Weighed<'a>]) -> Option<&'w Weighed<'a>> {
    let own = &question.own().quantity;
    let ten = Exact::from_integer(10);
    let telling = match own.kind {
        Kind::Currency | Kind::Percent | Kind::Dimension | Kind::Duration | Kind::Points => true,
        Kind::Count => super::interval::ends(&own.figure).0 >= ten,
        _ => false,
    };
    // A figure of many digits does not stand there by chance.
    let plain = spoken::least(question, GATHERED_MIN);
    let least = if cell::tells(question.shown()) { GATHERED_DIGITS_MIN } else { plain };
    let enough = |one: &Weighed<'_>| {
        question.condensed && telling
            || question.source.spoken && (telling || spoken::counts_it(question, one))
    };
    weighed.iter().filter(|one| enough(one)).find(|one| {
        one.compared.relation == Relation::Agree
            && one.compared.same_numeral
            && (one.fit.block.is_none() || one.fit.rivalled)
            && !one.fit.other_head
            && one.fit.score >= least
            && one.when.speaks(false)
    })
}

/// Another figure among the words that stand right around the claim's: a sentence of many parts need not stand in the
/// source as a whole.
fn beside<'w, 'a>(question: &Question<'a>, weighed: &'w [Weighed<'a>]) -> Option<&'w Weighed<'a>> {
    let own = question.own();
    let sentence = &question.claim.sentences[own.sentence];
    let ask = Ask::for_statement(question.claim, question.number, question.source)
        .within(clause::around(sentence, &own.tokens));
    let agrees =
        weighed.iter().any(|one| one.compared.relation >= Relation::Open && one.fit.score >= GATHERED_MIN);
    if agrees || ask.words.len() < BESIDE_WORDS_MIN {
        return None;
    }
    weighed.iter().find(|one| {
        let statement = one.statement;
        let alone = question
            .source
            .statements_of(statement.sentence)
            .iter()
            .filter(|other| other.quantity.kind == statement.quantity.kind)
            .count()
            == 1;
        let fits = || {
            let fit = align::fit(&ask, question.source, statement);
            fit.score >= NEAR_MIN && fit.block.is_none() && fit.unknown_names == 0 && !fit.other_head
        };
        one.compared.relation == Relation::Clash
            && alone
            && one.when >= When::Unstated
            && own.modality == statement.modality
            && role(question, statement).is_none()
            && apart(question, statement).is_none()
            && fits()
    })
}

/// The statement that stands in the figure's place in a sentence that is nearly the claim's own.
fn opposite<'w, 'a>(question: &Question<'a>, weighed: &'w [Weighed<'a>]) -> Option<&'w Weighed<'a>> {
    let slots = question.slots?;
    let (_, number) = slots.figures.iter().find(|(own, _)| *own == question.number)?;
    let statement = &question.source.statements[*number];
    let flow = reading::is_flow(question.claim, question.own());
    let now = reading::is_of_now(question.claim, question.own());
    // The number itself in the same sentence goes before the one in its place.
    let found = weighed.iter().any(|one| {
        one.statement.sentence == statement.sentence
            && one.barred.is_none()
            && one.compared.relation == Relation::Agree
            && one.compared.same_numeral
    });
    weighed.iter().filter(|one| !found || one.compared.relation == Relation::Agree).find(|one| {
        std::ptr::eq(one.statement, statement)
            && one.when.speaks(flow || one.compared.relation == Relation::Clash)
            && one.fit.block.is_none()
            && one.fit.unknown_names == 0
            // A bound agrees with much.
            && !(one.fit.other_head && question.own().quantity.bound != Bound::Exact)
            && aside(question, one.statement).is_none()
            && !weigh::only_looks_so(question, one)
            && (one.compared.relation != Relation::Clash && !now || role(question, one.statement).is_none())
            && (one.compared.relation != Relation::Clash
                || rate::apart(question.claim, question.own(), question.source, one.statement).is_none())
    })
}

fn left_open(question: &Question<'_>, open: &Weighed<'_>, part: &mut Part) {
    part.verdict = Verdict::Partial;
    part.strength = open.fit.score;
    part.reason = format!("the source leaves it open: {}", open.compared.note);
    remark(part, open.compared.code, &open.compared.note.to_string());
    part.supports.push(support(question, open, Stance::Weakens));
}

/// Fit of the words right around a figure at which another figure among them contradicts.
const BESIDE_MIN: u32 = 850;
/// Share of the words up to the next commas that must stand around another figure.
const NEAR_MIN: u32 = 800;
/// Words that must stand around it.
const BESIDE_WORDS_MIN: usize = 3;

/// A clash counts only where measure and subject are the claim's own.
pub(super) fn strong(one: &Weighed<'_>) -> bool {
    if one.fit.own >= BESIDE_MIN
        && one.fit.owned >= BESIDE_WORDS_MIN
        && one.fit.own_strangers == 0
        && one.fit.score >= SUPPORT_MIN
        && !one.fit.far_head
        && matches!(one.when, When::Same | When::Unasked)
    {
        return true;
    }
    one.fit.score >= CLASH_MIN
        && one.fit.own >= CLASH_MIN
        && one.fit.far_names == 0
        && one.fit.unknown_names == 0
        && (one.when != When::Unstated || one.fit.score >= 800)
        && !one.fit.far_head
        && (one.fit.extra == 0 || one.fit.lacking == 0 || one.fit.score >= 640)
        && one.when != When::Contains
}

pub(super) fn contradicted(question: &Question<'_>, one: &Weighed<'_>, part: &mut Part) {
    let shown = Shown { quantity: &one.statement.quantity, text: &question.source.text };
    let compared = compare::with_slip(question.shown(), shown, &one.compared);
    part.verdict = Verdict::Contradicted;
    part.strength = one.fit.score;
    part.reason = compared.note.to_string();
    let note = part.reason.clone();
    remark(part, compared.code, &note);
    part.supports.push(place(question, one.statement, Stance::Contradicts).mark(
        one.statement.quantity.span.clone(),
        true,
        note,
    ));
}

pub(super) fn remark(part: &mut Part, code: Option<Code>, message: &str) {
    if let Some(code) = code {
        part.remarks.push(Remark { code, message: message.to_string(), notes: Vec::new(), help: None });
    }
}

/// The passage of a weighed statement.
pub(super) fn support(question: &Question<'_>, one: &Weighed<'_>, stance: Stance) -> Support {
    let clashes = stance == Stance::Contradicts;
    place(question, one.statement, stance).mark(
        one.statement.quantity.span.clone(),
        clashes,
        one.compared.note.to_string(),
    )
}

fn place(question: &Question<'_>, statement: &Statement, stance: Stance) -> Support {
    let range: Range<usize> = question.source.sentences[statement.sentence].range.clone();
    Support { witness: question.witness, range, stance, marks: Vec::new() }
}

/// Writes a small number in digits: a trace has many, and formatting each takes as long as telling it.
fn push_number(out: &mut String, number: usize) {
    if number >= 10 {
        push_number(out, number / 10);
    }
    out.push(char::from(b"0123456789"[number % 10]));
}

fn steps(question: &Question<'_>, weighed: &[Weighed<'_>]) -> Vec<Step> {
    weighed
        .iter()
        .take(8)
        .map(|one| {
            let why = one.barred.as_deref().unwrap_or("usable");
            let mut outcome = String::with_capacity(STEP_BYTES);
            let fit = &one.fit;
            outcome.push_str(question.source.slice(&one.statement.quantity.span));
            // Writing into a string does not fail.
            let _ = write!(outcome, ": {:?}", one.compared.relation);
            for (words, number) in [
                (", fit ", fit.score as usize),
                (" (own ", fit.own as usize),
                ("), names near ", fit.near_names),
                (" far ", fit.far_names),
                (" unknown ", fit.unknown_names),
                (", other words ", fit.lacking),
                (" and ", fit.extra),
            ] {
                outcome.push_str(words);
                push_number(&mut outcome, number);
            }
            let _ = write!(outcome, ", period {:?}: ", one.when);
            outcome.push_str(why);
            Step {
                rule: "align-figure".to_string(),
                place: Some((question.witness.to_string(), one.statement.quantity.span.clone())),
                outcome,
            }
        })
        .collect()
}
