//! Judges one figure of a claim in one source: the statements that can speak to it, and what they say.
//!
//! Stages: 1 gather statements of candidate sentences, 2 test subject, measure and period, 3 compare
//! values, 4 test scope, modality and statistic of what agrees, 5 choose.

use std::ops::Range;

use super::Verdict;
use super::absent::{nothing, other_day};
use super::align::{self, Ask, Fit};
use super::barring::{self, apart, barred, intends, other_ceiling, role};
use super::cell;
use super::code::Code;
use super::compare::{self, Compared, Relation, Shown};
use super::evidence::{Stance, Step};
use super::part::{Part, Remark, Support};
use super::period::{self, When};
use super::reading;
use super::slots::Slots;
use super::whole::{broken_whole, outgrown};
use crate::quantity::change::{ChangeRole, Direction};
use crate::quantity::exact::Exact;
use crate::quantity::{Bound, Kind};
use crate::statement::word::Token;
use crate::statement::{Reading, Statement, clause};
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
    pub compared: Compared,
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

impl Question<'_> {
    pub(super) fn own(&self) -> &Statement {
        &self.claim.statements[self.number]
    }

    pub(super) fn shown(&self) -> Shown<'_> {
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
    claim.sentences[statement.sentence].periods.iter().find(|period| period::is_resolved(period)).cloned()
}

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
            if compared.relation < Relation::Open && statement.cell && question.in_long {
                compared = cell::printed(question.shown(), shown).unwrap_or(compared);
            }
            if compared.relation == Relation::Incomparable {
                continue;
            }
            let fit = align::fit(&ask, question.source, statement);
            let mut when = period::compare(wanted.as_ref(), statement.period.as_ref(), flow);
            if when == When::Unasked && other_day(question, statement) {
                when = When::Apart;
            }
            if intends(own.modality) && intends(statement.modality) {
                when = period::deadline(wanted.as_ref(), statement.period.as_ref()).unwrap_or(when);
            }
            let barred = barred(question, statement, &fit, when, flow).or_else(|| {
                (compared.relation == Relation::Clash).then(|| apart(question, statement)).flatten()
            });
            weighed.push(Weighed { statement, fit, when, compared, barred });
        }
    }
    weighed.sort_by_key(|one| {
        (
            one.barred.is_some(),
            std::cmp::Reverse(
                one.fit.score
                    + 60 * u32::from(one.when == When::Same)
                    + 60 * u32::from(own.scope.is_none() && one.statement.scope == Some("total")),
            ),
            one.statement.quantity.numeral.start,
        )
    });
    weighed
}

/// Judges the figure.
pub(super) fn judge(question: &Question<'_>) -> Part {
    let weighed = weigh(question);
    let own = question.own();
    let range = own.quantity.span.clone();
    let label = question.shown().span().to_string();
    let mut part = Part::unaddressed(range, label, "");
    part.figure = Some(question.number);
    part.steps = steps(question, &weighed);
    if broken_whole(question, &weighed, &mut part) {
        return part;
    }
    if let Some((text, cell)) = table_against_text(question, &weighed) {
        conflicting(question, text, cell, &mut part);
        return part;
    }
    if let Some(opposite) = opposite(question, &weighed) {
        match opposite.compared.relation {
            Relation::Clash => contradicted(question, opposite, &mut part),
            Relation::Open => left_open(question, opposite, &mut part),
            _ => agreed(question, opposite, &mut part),
        }
        return part;
    }
    if let Some((one, note)) = weighed.iter().find_map(|one| Some((one, outgrown(question, one)?))) {
        contradicted(question, one, &mut part);
        part.reason.clone_from(&note);
        part.remarks.clear();
        remark(&mut part, Some(Code::VALUE), &note);
        return part;
    }
    let usable = || weighed.iter().filter(|one| one.barred.is_none());
    // A bound agrees with much: then the statement that fits best decides.
    let bounded = matches!(own.quantity.bound, Bound::Over | Bound::AtLeast | Bound::Under | Bound::AtMost);
    if let Some(other) = same_way(own, usable()) {
        contradicted(question, other, &mut part);
        return part;
    }
    if bounded
        && let Some(best) =
            usable().next().filter(|one| one.compared.relation == Relation::Clash && strong(one))
    {
        contradicted(question, best, &mut part);
        return part;
    }
    let agrees =
        usable().find(|one| one.compared.relation >= Relation::Weaker && one.fit.score >= SUPPORT_MIN);
    let clashes = usable().find(|one| one.compared.relation == Relation::Clash && strong(one));
    let open = usable().find(|one| one.compared.relation == Relation::Open && one.fit.score >= SUPPORT_MIN);
    match (agrees, clashes) {
        (Some(agrees), clash)
            if clash.is_none_or(|clash| {
                // The same number is no chance, even where its sentence leaves more unsaid.
                // Where both stand in one sentence, the claim's words stand with the figure that they belong to.
                let one_sentence =
                    clash.statement.sentence == agrees.statement.sentence && clash.fit.own > agrees.fit.own;
                let margin = match agrees.compared.relation {
                    _ if one_sentence => 0,
                    Relation::Agree if agrees.compared.same_numeral => 250,
                    Relation::Agree => 150,
                    _ => 0,
                };
                clash.fit.score <= agrees.fit.score + margin || clash.fit.said_names < agrees.fit.said_names
            }) =>
        {
            agreed(question, agrees, &mut part);
        }
        (_, Some(clash)) => contradicted(question, clash, &mut part),
        _ => match (open, gathered(question, &weighed)) {
            (Some(open), _) => left_open(question, open, &mut part),
            (None, Some(one)) => agreed(question, one, &mut part),
            (None, None) => match beside(question, &weighed) {
                Some(one) => contradicted(question, one, &mut part),
                None => nothing(question, &weighed, &mut part),
            },
        },
    }
    part
}

/// Fit at which a figure of the text is about just what the claim tells.
const TEXT_MIN: u32 = 800;
/// The same for a cell, whose row and column need not say what is done.
const CELL_MIN: u32 = 600;

/// A figure of the text and a cell of a table that are both the claim's own, of which one has its number and the
/// other another one, or the same for another turn.
fn table_against_text<'w, 'a>(
    question: &Question<'a>,
    weighed: &'w [Weighed<'a>],
) -> Option<(&'w Weighed<'a>, &'w Weighed<'a>)> {
    let own = |one: &&Weighed<'_>| {
        let least = if one.statement.cell { CELL_MIN } else { TEXT_MIN };
        // The head of the row is what the claim speaks of.
        let headed = one.statement.labels.first().is_none_or(|head| {
            question.claim.sentences[question.own().sentence]
                .tokens
                .iter()
                .any(|token| align::meets(token, head))
        });
        one.fit.score >= least
            && one.fit.own >= least
            && headed
            && one.fit.block.is_none()
            && one.fit.unknown_names == 0
            && !one.fit.other_head
            && one.statement.modality == question.own().modality
    };
    let agrees = |one: &&Weighed<'_>| {
        one.barred.is_none() && one.compared.relation == Relation::Agree && one.compared.same_numeral
    };
    let turned = |one: &Weighed<'_>| {
        one.compared.same_numeral && barring::other_turn(question, one.statement).is_some()
    };
    let clashes =
        |one: &&Weighed<'_>| one.barred.is_none() && one.compared.relation == Relation::Clash || turned(one);
    let told = weighed.iter().filter(own).find(agrees)?;
    let other = weighed.iter().filter(own).filter(clashes).find(|one| {
        one.statement.cell != told.statement.cell
            && one.statement.quantity.kind == told.statement.quantity.kind
    })?;
    Some(if told.statement.cell { (other, told) } else { (told, other) })
}

/// Says that the text of a source and its table disagree.
fn conflicting(question: &Question<'_>, text: &Weighed<'_>, cell: &Weighed<'_>, part: &mut Part) {
    let span = |one: &Weighed<'_>| question.source.slice(&one.statement.quantity.span).trim().to_string();
    part.verdict = Verdict::Conflict;
    part.strength = text.fit.score;
    part.reason = match barring::other_turn(question, text.statement)
        .or_else(|| barring::other_turn(question, cell.statement))
    {
        Some(turn) => format!("the text and the table of the source disagree: {turn}"),
        None => format!("the text of the source says {}, its table {}", span(text), span(cell)),
    };
    let reason = part.reason.clone();
    remark(part, Some(Code::SELF_CONFLICT), &reason);
    part.supports =
        vec![support(question, text, Stance::Disagrees), support(question, cell, Stance::Disagrees)];
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
    let least = if cell::tells(question.shown()) { GATHERED_DIGITS_MIN } else { GATHERED_MIN };
    weighed.iter().filter(|_| question.condensed && telling).find(|one| {
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
    // The number itself in the same sentence goes before the one in its place.
    let found = weighed.iter().any(|one| {
        one.statement.sentence == statement.sentence
            && one.barred.is_none()
            && one.compared.relation == Relation::Agree
            && one.compared.same_numeral
    });
    weighed.iter().filter(|one| !found || one.compared.relation == Relation::Agree).find(|one| {
        std::ptr::eq(one.statement, statement)
            && one.when.speaks(one.compared.relation == Relation::Clash)
            && one.fit.block.is_none()
            && one.fit.unknown_names == 0
    })
}

fn left_open(question: &Question<'_>, open: &Weighed<'_>, part: &mut Part) {
    part.verdict = Verdict::Partial;
    part.strength = open.fit.score;
    part.reason = format!("the source leaves it open: {}", open.compared.note);
    remark(part, open.compared.code, &open.compared.note);
    part.supports.push(support(question, open, Stance::Weakens));
}

/// Fit of the words right around a figure at which another figure among them contradicts.
const BESIDE_MIN: u32 = 850;
/// Share of the words up to the next commas that must stand around another figure.
const NEAR_MIN: u32 = 800;
/// Words that must stand around it.
const BESIDE_WORDS_MIN: usize = 3;

/// A clash counts only where measure and subject are the claim's own.
fn strong(one: &Weighed<'_>) -> bool {
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

fn agreed(question: &Question<'_>, one: &Weighed<'_>, part: &mut Part) {
    part.strength = one.fit.score;
    part.verdict = Verdict::Supported;
    part.reason = one.compared.note.clone();
    let mut stance = Stance::Supports;
    if one.compared.relation == Relation::Weaker {
        part.verdict = Verdict::Partial;
        stance = Stance::Weakens;
        remark(part, one.compared.code, &one.compared.note);
    }
    if let Some(flip) = flipped(question.own(), one.statement) {
        part.verdict = Verdict::Contradicted;
        part.reason = flip.to_string();
        stance = Stance::Contradicts;
        remark(part, Some(Code::DIRECTION), flip);
    } else if let Some((verdict, code, message)) =
        reading::differs(question.claim, question.own(), question.source, one.statement)
    {
        if verdict < part.verdict {
            part.verdict = verdict;
        }
        stance = if verdict == Verdict::Contradicted { Stance::Contradicts } else { Stance::Weakens };
        part.reason = message.clone();
        remark(part, Some(code), &message);
    }
    if part.verdict == Verdict::Supported && untold_change(question, one) {
        part.verdict = Verdict::Partial;
        part.reason = "the claim tells of a change, the source of an amount only".to_string();
        stance = Stance::Weakens;
        let reason = part.reason.clone();
        remark(part, Some(Code::DIRECTION), &reason);
    }
    if part.verdict == Verdict::Supported
        && let Some(word) = unproved_modifier(question)
    {
        part.verdict = Verdict::Partial;
        part.reason = format!("the source does not say “{word}” of what it counts");
        stance = Stance::Weakens;
        let reason = part.reason.clone();
        remark(part, Some(Code::SCOPE), &reason);
    }
    if part.verdict == Verdict::Supported
        && says_exactly(question)
        && one.statement.quantity.bound != Bound::Exact
    {
        part.verdict = Verdict::Partial;
        part.reason = format!("the claim says exactly, the source hedges: {}", one.compared.note);
        stance = Stance::Weakens;
        let reason = part.reason.clone();
        remark(part, Some(Code::QUALIFIER), &reason);
    }
    part.supports.push(support(question, one, stance));
}

/// "Fell to 30" where the source has 30, and no word of what was before.
fn untold_change(question: &Question<'_>, one: &Weighed<'_>) -> bool {
    let (own, other) = (question.own(), one.statement);
    let sentence = &question.source.sentences[other.sentence];
    // A claim that prints the size or the base of its change is tested by that.
    let sized = question
        .claim
        .statements_of(own.sentence)
        .iter()
        .any(|figure| matches!(figure.quantity.change.role, ChangeRole::By | ChangeRole::From));
    own.quantity.change.role == ChangeRole::To
        && !sized
        && own.direction != Direction::None
        && other.direction == Direction::None
        && question.source.statements_of(other.sentence).iter().all(|one| {
            one.direction == Direction::None
                && matches!(one.quantity.change.role, ChangeRole::None | ChangeRole::To)
        })
        && !sentence.tokens.iter().any(align::is_direction)
}

/// Endings of adjectives that tell some of a kind from the rest.
const ADJECTIVES: [&str; 9] = ["al", "ive", "ous", "ful", "less", "ic", "able", "ible", "ed"];

/// An adjective that the claim has before its counted noun and the source nowhere: "skilled" of "skilled jobs".
pub(super) fn unproved_modifier<'a>(question: &Question<'a>) -> Option<&'a str> {
    let own = question.own();
    let tokens = &question.claim.sentences[own.sentence].tokens;
    let head = own.head.filter(|_| own.quantity.kind == Kind::Count)?;
    let shapes = |token: &&Token| {
        let word = question.claim.slice(&token.range);
        let adjective =
            token.content() && !token.name && ADJECTIVES.iter().any(|ending| word.ends_with(ending));
        // "Storm-related" says more than its ending.
        let joined = question.claim.text[..token.range.start].trim_end().ends_with('-');
        adjective && !joined && align::frequency(token, question.source) == 0
    };
    let token = tokens.get(own.tokens.end..head)?.iter().find(shapes)?;
    Some(question.claim.slice(&token.range))
}

/// True for "exactly 40": the claim leaves no room for a hedge.
fn says_exactly(question: &Question<'_>) -> bool {
    let own = question.own();
    let words = ["exactly", "precisely", "exact"].map(crate::statement::word::surface);
    let before = own.tokens.start.saturating_sub(3)..own.tokens.start;
    question.claim.sentences[own.sentence].tokens[before].iter().any(|token| words.contains(&token.surface))
}

/// The directions of two changes, where they are opposite.
fn flipped(own: &Statement, other: &Statement) -> Option<&'static str> {
    let changes = |statement: &Statement| statement.quantity.change.role != ChangeRole::None;
    if !changes(own) && !changes(other) {
        return None;
    }
    match (own.direction, other.direction) {
        (Direction::Up, Direction::Down) => Some("the claim tells of a rise, the source of a fall"),
        (Direction::Down, Direction::Up) => Some("the claim tells of a fall, the source of a rise"),
        _ => None,
    }
}

pub(super) fn contradicted(question: &Question<'_>, one: &Weighed<'_>, part: &mut Part) {
    part.verdict = Verdict::Contradicted;
    part.strength = one.fit.score;
    part.reason = one.compared.note.clone();
    remark(part, one.compared.code, &one.compared.note);
    part.supports.push(support(question, one, Stance::Contradicts));
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
        one.compared.note.clone(),
    )
}

fn place(question: &Question<'_>, statement: &Statement, stance: Stance) -> Support {
    let range: Range<usize> = question.source.sentences[statement.sentence].range.clone();
    Support { witness: question.witness, range, stance, marks: Vec::new() }
}

fn steps(question: &Question<'_>, weighed: &[Weighed<'_>]) -> Vec<Step> {
    weighed
        .iter()
        .take(8)
        .map(|one| {
            let why = one.barred.as_deref().unwrap_or("usable");
            let outcome = format!(
                "{}: {:?}, fit {} (own {}), names near {} far {} unknown {}, other words {} and {}, period {:?}: {why}",
                question.source.slice(&one.statement.quantity.span),
                one.compared.relation,
                one.fit.score,
                one.fit.own,
                one.fit.near_names,
                one.fit.far_names,
                one.fit.unknown_names,
                one.fit.lacking,
                one.fit.extra,
                one.when
            );
            Step {
                rule: "align-figure".to_string(),
                place: Some((question.witness.to_string(), one.statement.quantity.span.clone())),
                outcome,
            }
        })
        .collect()
}
