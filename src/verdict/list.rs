//! Counts the items of a numbered list of a source for a claim that says how many there are.
//!
//! A list only ever bears a count out: what a list leaves away may stand elsewhere.

use std::ops::Range;

use super::Verdict;
use super::align::{Ask, frequency, meets};
use super::cover;
use super::derive::{Pool, Wanted};
use super::evidence::{Stance, Step};
use super::interval::ends;
use super::part::{Part, Support};
use crate::quantity::Kind;
use crate::quantity::exact::Exact;
use crate::statement::word::{self, Token, TokenKind, literal};
use crate::statement::{Reading, Sentence};

/// Items from which a list tells.
const ITEMS_MIN: usize = 2;
/// Share of the claim's words that the sentence with the names must hold, in thousandths.
const NAMED_MIN: u32 = 640;
/// Items beyond which numbers before paragraphs are no list.
const ITEMS_MAX: usize = 30;

/// A part for a count that a numbered list of a source bears out.
pub(super) fn judge(wanted: &Wanted<'_>, pool: &Pool<'_>) -> Option<Part> {
    let statement = wanted.statement;
    let (low, high) = ends(&statement.quantity.figure);
    if statement.quantity.kind != Kind::Count || low != high || !counts_things(wanted) {
        return None;
    }
    if let Some(part) = named(wanted, pool, low) {
        return Some(part);
    }
    pool.sources.iter().enumerate().find_map(|(witness, (source, _))| {
        let items = lists(source).into_iter().find(|items| {
            let count = i128::try_from(items.len()).unwrap_or(i128::MAX);
            low == Exact::from_integer(count) && is_meant(wanted, source, items)
        })?;
        let text = wanted.claim.slice(&statement.quantity.span);
        let mut part = Part::unaddressed(
            statement.quantity.span.clone(),
            text,
            format!("the source lists {}", items.len()),
        );
        part.verdict = Verdict::Supported;
        part.strength = 500;
        part.steps.push(Step { rule: "count-list".to_string(), place: None, outcome: part.reason.clone() });
        for range in items {
            part.supports.push(Support { witness, range, stance: Stance::Supports, marks: Vec::new() });
        }
        Some(part)
    })
}

/// A part for a count whose members the claim itself names, "two ferries, Swift and Heron", where one sentence of a
/// source has all of them and what is said of them.
fn named(wanted: &Wanted<'_>, pool: &Pool<'_>, count: Exact) -> Option<Part> {
    let own = &wanted.claim.sentences[wanted.statement.sentence];
    let members = members(&own.tokens, wanted.statement.head?)?;
    let told = i128::try_from(members.len()).unwrap_or(i128::MAX);
    if Exact::from_integer(told) != count {
        return None;
    }
    pool.sources.iter().enumerate().find_map(|(witness, (source, sentences))| {
        let ask = Ask::for_sentence(wanted.claim, wanted.statement.sentence, source);
        let holds = |at: &usize| {
            let tokens = &source.sentences[*at].tokens;
            let stands = |at: &usize| tokens.iter().any(|token| meets(&own.tokens[*at], token));
            members.iter().all(|name| name.clone().all(|at| stands(&at)))
                && cover::share(&ask, source, *at) >= NAMED_MIN
        };
        let at = sentences.iter().find(|at| holds(at))?;
        let label = wanted.claim.slice(&wanted.statement.quantity.span);
        let reason = format!("the source names the {told}");
        let mut part = Part::unaddressed(wanted.statement.quantity.span.clone(), label, reason.clone());
        part.verdict = Verdict::Supported;
        part.strength = 500;
        part.steps.push(Step { rule: "count-names".to_string(), place: None, outcome: reason });
        let range = source.sentences[*at].range.clone();
        part.supports.push(Support { witness, range, stance: Stance::Supports, marks: Vec::new() });
        Some(part)
    })
}

/// The names that a counted noun is followed by: "Swift, Heron and Gull", in tokens.
fn members(tokens: &[Token], head: usize) -> Option<Vec<Range<usize>>> {
    let opens = tokens.get(head + 1)?;
    if opens.kind != TokenKind::Comma && opens.key != word::mark(":") {
        return None;
    }
    let mut members: Vec<Range<usize>> = Vec::new();
    let mut at = head + 2;
    while at < tokens.len() {
        let end = (at..tokens.len())
            .take_while(|at| tokens[*at].capital && !tokens[*at].stop && tokens[*at].kind == TokenKind::Word)
            .last()
            .map_or(at, |last| last + 1);
        if end == at {
            break;
        }
        members.push(at..end);
        let and = |at: usize| tokens.get(at).is_some_and(|token| token.surface == const { literal("and") });
        let comma = tokens.get(end).is_some_and(|token| token.kind == TokenKind::Comma);
        let joined = usize::from(comma) + usize::from(and(end + usize::from(comma)));
        if joined == 0 {
            at = end;
            break;
        }
        at = end + joined;
    }
    // What goes on behind the names may be anything.
    let closed =
        tokens.get(at).is_none_or(|token| token.kind == TokenKind::Comma || token.kind == TokenKind::Mark);
    (members.len() >= 2 && closed).then_some(members)
}

/// True for a figure with a noun of its own, or with "of" and one.
fn counts_things(wanted: &Wanted<'_>) -> bool {
    let tokens = &wanted.claim.sentences[wanted.statement.sentence].tokens;
    let of =
        tokens.get(wanted.statement.tokens.end).is_some_and(|next| next.surface == const { literal("of") });
    wanted.statement.head.is_some() || of
}

/// The numbered lists of a source: for each the sentences that open its items.
fn lists(source: &Reading) -> Vec<Vec<Range<usize>>> {
    let mut lists: Vec<Vec<Range<usize>>> = Vec::new();
    let mut open: Vec<Range<usize>> = Vec::new();
    let mut passage = None;
    for (at, sentence) in source.sentences.iter().enumerate() {
        if passage.replace(sentence.passage) == Some(sentence.passage) {
            continue;
        }
        let Some(number) = number(source, sentence) else { continue };
        if number != open.len() + 1 {
            lists.extend((open.len() >= ITEMS_MIN).then(|| std::mem::take(&mut open)));
            open.clear();
        }
        if number == open.len() + 1 && number <= ITEMS_MAX {
            // The number may have been cut off as a sentence of its own.
            let named = source.sentences.get(at + 1).filter(|next| next.passage == sentence.passage);
            let opens = if sentence.tokens.len() <= 2 { named.unwrap_or(sentence) } else { sentence };
            open.push(opens.range.clone());
        }
    }
    lists.extend((open.len() >= ITEMS_MIN).then_some(open));
    lists
}

/// The number that opens a sentence as that of a list's item: "3." or "3)".
fn number(source: &Reading, sentence: &Sentence) -> Option<usize> {
    let text = source.slice(&sentence.range);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let marked = matches!(text.as_bytes().get(digits), Some(b'.' | b')'))
        && text.as_bytes().get(digits + 1).is_none_or(u8::is_ascii_whitespace);
    text[..digits].parse().ok().filter(|_| marked && digits <= 2)
}

/// True where the source speaks of what is counted, or the claim names items of the list itself.
fn is_meant(wanted: &Wanted<'_>, source: &Reading, items: &[Range<usize>]) -> bool {
    let sentence = &wanted.claim.sentences[wanted.statement.sentence];
    let head = wanted.statement.head.map(|head| &sentence.tokens[head]);
    let told = |token: &Token| frequency(token, source) > 0;
    let named = items.iter().filter(|range| {
        let mut opens =
            source.sentences.iter().filter(|one| one.range == **range).flat_map(|one| &one.tokens);
        opens.any(|token| {
            token.capital && token.content() && sentence.tokens.iter().any(|own| own.key == token.key)
        })
    });
    head.is_some_and(told) || named.count() * 2 >= items.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Options, read};
    use crate::statement::{read as read_document, read_claim};

    fn check(claim: &str, source: &str, expected: bool) {
        let document = read(source.as_bytes(), "text/plain; charset=utf-8", &Options::default());
        let (claim, source) = (read_claim(claim, None, None), read_document(&document));
        let pool = Pool { sources: vec![(&source, (0..source.sentences.len()).collect())] };
        assert_eq!(judge(&Wanted::new(&claim, 0), &pool).is_some(), expected, "{}", claim.text);
    }

    #[test]
    fn the_names_that_a_claim_lists_bear_its_count_out() {
        let source = "The mayor blessed the ferries Swift and Heron at the north pier.";
        check("The mayor blessed two ferries, Swift and Heron.", source, true);
        check("The mayor blessed three ferries, Swift, Heron and Gull.", source, false);
        check("The mayor blessed three ferries, Swift and Heron.", source, false);
    }

    #[test]
    fn a_numbered_list_bears_a_count_out() {
        let source = "The harbour runs these ferries:\n1. Swift - to the north pier\n2. Heron - to the mole\n3. Gull - to the lighthouse";
        check("The harbour runs three ferries.", source, true);
        check("The harbour runs four ferries.", source, false);
        check("The harbour owns three cranes.", source, false);
    }
}
