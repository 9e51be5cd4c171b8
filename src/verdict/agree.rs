//! What is left of a figure whose number agrees: another mood, direction or scope makes less of it, or the opposite.

use super::Verdict;
use super::align;
use super::code::Code;
use super::compare::Relation;
use super::evidence::Stance;
use super::part::Part;
use super::reading;
use super::value::{Question, Weighed, remark, support};
use crate::quantity::change::{ChangeRole, Direction};
use crate::quantity::{Bound, Kind};
use crate::statement::Statement;
use crate::statement::word::{self, Token};

/// What is left of a figure whose number agrees: how it is meant, which way it went, what it counts.
pub(super) fn agreed(question: &Question<'_>, one: &Weighed<'_>, part: &mut Part) {
    part.strength = one.fit.score;
    part.verdict = Verdict::Supported;
    part.reason = one.compared.note.to_string();
    let mut stance = Stance::Supports;
    if one.compared.relation == Relation::Weaker {
        part.verdict = Verdict::Partial;
        stance = Stance::Weakens;
        remark(part, one.compared.code, &one.compared.note.to_string());
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
    if part.verdict == Verdict::Supported && stayed(question, one) {
        let message = "the claim tells of a change, the source says that it stayed as it was";
        part.verdict = Verdict::Contradicted;
        part.reason = message.to_string();
        stance = Stance::Contradicts;
        remark(part, Some(Code::DIRECTION), message);
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

/// Words of what does not change.
const STEADY: [word::Key; 9] = word::literals([
    "stayed",
    "stays",
    "remained",
    "remains",
    "unchanged",
    "steady",
    "flat",
    "stable",
    "constant",
]);

/// "Rose to 30" where the source has "stayed at 30".
fn stayed(question: &Question<'_>, one: &Weighed<'_>) -> bool {
    let (own, other) = (question.own(), one.statement);
    let tokens = &question.source.sentences[other.sentence].tokens[other.segment.clone()];
    own.quantity.change.role == ChangeRole::To
        && own.direction != Direction::None
        && tokens.iter().any(|token| STEADY.contains(&token.surface))
        && !tokens.iter().any(align::is_direction)
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

/// Words that only tie the noun to the word before them.
const RELATING: [&str; 4] = ["related", "based", "linked", "caused"];

/// An adjective that the claim has before its counted noun and the source nowhere: "skilled" of "skilled jobs".
pub(super) fn unproved_modifier<'a>(question: &Question<'a>) -> Option<&'a str> {
    let own = question.own();
    let tokens = &question.claim.sentences[own.sentence].tokens;
    let head = own.head.filter(|_| own.quantity.kind == Kind::Count)?;
    let shapes = |token: &&Token| {
        let word = question.claim.slice(&token.range);
        let adjective =
            token.content() && !token.name && ADJECTIVES.iter().any(|ending| word.ends_with(ending));
        // "Storm-related" takes its sense from the word before it.
        let joined = RELATING.contains(&word);
        adjective && !joined && align::frequency(token, question.source) == 0
    };
    let token = tokens.get(own.tokens.end..head)?.iter().find(shapes)?;
    Some(question.claim.slice(&token.range))
}

/// True for "exactly 40": the claim leaves no room for a hedge.
fn says_exactly(question: &Question<'_>) -> bool {
    let own = question.own();
    let words = const { crate::statement::word::literals(["exactly", "precisely", "exact"]) };
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
