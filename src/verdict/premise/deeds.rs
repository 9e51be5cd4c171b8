//! The same number of another deed, where the source counts the claim's own: "ejected 86 people. Nine arrests were made."

use super::{Case, Doubt};
use crate::quantity::Kind;
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::statement::{Reading, Statement};
use crate::verdict::Verdict;
use crate::verdict::align::meets;
use crate::verdict::code::Code;
use crate::verdict::period::{self, When};
use crate::verdict::weigh;

/// Words of a sentence that does nothing but count a deed.
const LIGHT: [Key; 22] = word::literals([
    "made",
    "make",
    "carried",
    "out",
    "also",
    "further",
    "people",
    "persons",
    "others",
    "another",
    "police",
    "officers",
    "reported",
    "recorded",
    "were",
    "was",
    "there",
    "more",
    "only",
    "fans",
    "altogether",
    "total",
]);
/// Tokens from a figure to the verb behind it.
const VERB_REACH: usize = 5;

/// The claim's deed has a figure of its own in the source.
pub(super) fn counted(case: &Case<'_>) -> Option<Doubt> {
    if case.own.quantity.kind != Kind::Count || case.other.quantity.kind != Kind::Count {
        return None;
    }
    let claimed = &case.claimed().tokens;
    let (verb, told) = (verb(case.claim, case.own)?, verb(case.source, case.other)?);
    if is_deed(verb, told)
        || case.told().tokens[case.other.clause.clone()].iter().any(|one| is_deed(verb, one))
    {
        return None;
    }
    let near =
        case.other.sentence.saturating_sub(1)..case.source.sentences.len().min(case.other.sentence + 2);
    let figures = near.flat_map(|at| case.source.statements_of(at));
    let sibling = figures.filter(|one| is_apart(case, one)).find(|one| {
        let tokens = &case.source.sentences[one.sentence].tokens;
        let clause = &tokens[one.clause.clone()];
        // "Nine arrests", or "nine were arrested".
        let head = one.head.is_some_and(|head| is_deed(verb, &tokens[head]));
        let deed = head || self::verb(case.source, one).is_some_and(|other| is_deed(verb, other));
        let worded = |token: &&Token| token.content() && !is_numeral(one, token);
        let plain = clause.iter().filter(worded).all(|token| {
            LIGHT.contains(&token.surface)
                || is_deed(verb, token)
                || claimed.iter().any(|own| meets(own, token))
        });
        deed && plain
    })?;
    let reason = format!(
        "the source has {} as “{}”, and {} as “{}”",
        case.printed(case.other),
        case.source.slice(&told.range),
        case.printed(sibling),
        case.claim.slice(&verb.range)
    );
    Some(Doubt::new(Verdict::Contradicted, Code::SUBJECT, reason))
}

/// True for another count of the same time that is no part of the first.
fn is_apart(case: &Case<'_>, one: &Statement) -> bool {
    let time = |one: &Statement| one.period.as_ref().map(|timed| timed.period.clone());
    let same_time = match (time(case.other), time(one)) {
        (Some(first), Some(second)) => period::periods(&first, &second) == When::Same,
        _ => true,
    };
    let value = |one: &Statement| super::super::interval::ends(&one.quantity.figure);
    one.tokens != case.other.tokens
        && one.quantity.kind == Kind::Count
        && value(one) != value(case.own)
        && same_time
        && !(one.sentence == case.other.sentence && weigh::is_part(case.source, one, case.other))
}

/// True for a word of a figure that is spelt out.
fn is_numeral(statement: &Statement, token: &Token) -> bool {
    let numeral = &statement.quantity.numeral;
    numeral.start <= token.range.start && token.range.end <= numeral.end
}

/// True for two words of one deed: a verb and its noun.
fn is_deed(one: &Token, other: &Token) -> bool {
    one.key == other.key || one.root == other.root || meets(one, other)
}

/// The past verb right before a figure or soon behind it.
fn verb<'r>(reading: &'r Reading, statement: &Statement) -> Option<&'r Token> {
    let tokens = &reading.sentences[statement.sentence].tokens;
    let tells = |token: &&Token| token.past && token.content() && !token.name;
    let before = tokens[statement.segment.start..statement.tokens.start].last();
    let end = tokens.len().min(statement.tokens.end + VERB_REACH);
    let behind = tokens[statement.tokens.end..end].iter();
    let mut behind = behind.take_while(|token| !matches!(token.kind, TokenKind::Comma | TokenKind::Break));
    before.filter(tells).or_else(|| behind.find(tells))
}
