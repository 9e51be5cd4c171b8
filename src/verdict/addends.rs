//! Parts that a source lists behind their total, and that cannot make it: after a colon, or in the sentence that
//! follows.
//!
//! A list need not be complete, and its members may overlap; so what says "among them", "with" or "of which" is left
//! alone, and a list of its own sentence is only held against a total that it passes.

use std::ops::Range;

use super::conflict::{Disagreement, amount, interval, like, same_period, shown};
use super::interval::Interval;
use super::show::Scale;
use crate::quantity::change::ChangeRole;
use crate::quantity::{Bound, Kind};
use crate::statement::lexicon::Reading as Phrase;
use crate::statement::word::{self, TokenKind};
use crate::statement::{Reading, Sentence, Statement};

/// Tokens from one member of a list to the next, at most.
const MEMBER_MAX: usize = 9;

/// Words of a list that is not complete, whose members overlap, or that tells more than parts.
const OPEN: [word::Key; 22] = word::literals([
    "including",
    "include",
    "includes",
    "included",
    "among",
    "mostly",
    "mainly",
    "which",
    "who",
    "that",
    "with",
    "without",
    "other",
    "others",
    "some",
    "also",
    "only",
    "alone",
    "both",
    "least",
    "excluding",
    "not",
]);
/// Verbs that list the parts of what the sentence before has counted.
const COMPOSING: [[&str; 2]; 6] = [
    ["made", "up"],
    ["make", "up"],
    ["makes", "up"],
    ["accounted", "for"],
    ["account", "for"],
    ["accounts", "for"],
];
/// Words that put a member somewhere: the same thing is not counted in two places.
const PLACING: [word::Key; 7] = word::literals(["in", "at", "on", "along", "near", "around", "across"]);

/// A total of this sentence or of the one before, and parts that do not make it.
pub(super) fn of_sentence(source: &Reading, at: usize) -> Option<Disagreement> {
    let follows = |at: usize| {
        let next = source.sentences.get(at + 1)?;
        (next.passage == source.sentences[at].passage).then(|| listed_after(source, at))?
    };
    behind_colon(source, at).or_else(|| follows(at)).or_else(|| follows(at.checked_sub(1)?))
}

fn numbered(source: &Reading, at: usize) -> Vec<(usize, &Statement)> {
    source.sentences[at].statements.clone().map(|number| (number, &source.statements[number])).collect()
}

/// True for a plain amount: no bound, no change, no other period or modality than the next one's.
fn plain(statement: &Statement) -> bool {
    amount(statement)
        && statement.quantity.bound == Bound::Exact
        && matches!(statement.quantity.change.role, ChangeRole::None | ChangeRole::To)
        && !statement.cell
        && statement.quantity.per.is_empty()
}

/// True where a member counts what its total counts: with the same noun, or with none.
fn of_kind(member: &Statement, total: &Statement) -> bool {
    let bare = member.quantity.kind == Kind::Count && member.quantity.unit.is_empty();
    (bare || like(member, total) && member.quantity.unit == total.quantity.unit)
        && member.modality == total.modality
        && same_period(member, total)
}

/// "Closed 56 shops: 34 in the old town and 27 along the river".
fn behind_colon(source: &Reading, at: usize) -> Option<Disagreement> {
    let sentence = &source.sentences[at];
    let colon = sentence.tokens.iter().position(|token| token.key == word::mark(":"))?;
    let all = numbered(source, at);
    let (total, members): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, one)| one.tokens.end <= colon);
    let amounts: Vec<_> = total.iter().filter(|(_, one)| amount(one)).collect();
    let [whole] = amounts[..] else { return None };
    // Money is spent once: "for roads", "for schools".
    let full = is_list(sentence, colon + 1, &members, whole.1);
    let sum = full.then(|| sum(&members))??;
    sum.apart(&interval(whole.1)).then(|| told(source, *whole, &members, &sum))
}

/// A total, and in the next sentence a list of more than it.
fn listed_after(source: &Reading, at: usize) -> Option<Disagreement> {
    let next = &source.sentences[at + 1];
    let members = numbered(source, at + 1);
    let first = members.first()?.1;
    let totals: Vec<(usize, &Statement)> =
        numbered(source, at).into_iter().filter(|(_, one)| amount(one) && like(one, first)).collect();
    let [whole] = totals[..] else { return None };
    let composed = COMPOSING.iter().any(|words| {
        next.tokens
            .windows(2)
            .any(|pair| pair.iter().zip(words).all(|(token, form)| token.surface == word::surface(form)))
    });
    let placed = first.tokens.start == 0 && first.quantity.kind == Kind::Count;
    if !composed && !placed || !is_list(next, 0, &members, whole.1) {
        return None;
    }
    let sum = sum(&members)?;
    interval(whole.1).below(&sum).then(|| told(source, whole, &members, &sum))
}

/// True where all these are members of one list of what the total counts, the last behind "and".
fn is_list(sentence: &Sentence, from: usize, members: &[(usize, &Statement)], whole: &Statement) -> bool {
    let [(_, first), .., (_, last)] = members else { return false };
    let tokens = &sentence.tokens;
    let open = tokens[from..].iter().any(|token| OPEN.contains(&token.surface));
    let replaced = sentence.phrases.iter().any(|(_, phrase)| *phrase == Phrase::Replace);
    let steps = members.windows(2).all(|pair| {
        let between = pair[0].1.tokens.end..pair[1].1.tokens.start;
        between.len() <= MEMBER_MAX && parted(sentence, between)
    });
    let before = last.tokens.start.saturating_sub(MEMBER_MAX).max(first.tokens.end)..last.tokens.start;
    let and = tokens[before].iter().any(|token| token.surface == const { word::literal("and") });
    let unmixed = members.iter().all(|(_, one)| plain(one) && of_kind(one, whole));
    // "31 lack water and 22 lack power" may be the same ones; those in two places are not.
    let counted = whole.quantity.kind == Kind::Count;
    let placed = members.iter().all(|(_, one)| {
        let rest = &tokens[one.tokens.end..];
        rest.iter().take(3).any(|token| PLACING.contains(&token.surface))
    });
    members.len() >= 2
        && plain(whole)
        && unmixed
        && steps
        && and
        && !open
        && !replaced
        && (!counted || placed)
}

/// True where a comma or "and" stands between two members, and nothing stronger.
fn parted(sentence: &Sentence, between: Range<usize>) -> bool {
    let tokens = &sentence.tokens[between];
    let joins = |token: &crate::statement::word::Token| {
        token.kind == TokenKind::Comma || token.surface == const { word::literal("and") }
    };
    tokens.iter().any(joins)
        && tokens.iter().all(|token| token.kind != TokenKind::Break || token.key == word::mark(";"))
}

fn sum(members: &[(usize, &Statement)]) -> Option<Interval> {
    let (_, first) = members.first()?;
    members[1..].iter().try_fold(interval(first), |sum, (_, member)| sum.plus(&interval(member)))
}

fn told(
    source: &Reading,
    (number, whole): (usize, &Statement),
    members: &[(usize, &Statement)],
    sum: &Interval,
) -> Disagreement {
    let terms: Vec<String> = members.iter().map(|(_, member)| shown(source, member)).collect();
    let scale = Scale::of(&source.text, &whole.quantity);
    let message =
        format!("{} = {}, which cannot be {}", terms.join(" + "), scale.interval(sum), shown(source, whole));
    Disagreement { message, statements: members.iter().map(|(number, _)| *number).chain([number]).collect() }
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{self, Conflict, Supported};
    use super::super::trials::judged;

    fn check(claim: &str, source: &str, expected: Verdict) {
        let judgement = judged(claim, &[(source, None)]);
        assert_eq!(judgement.verdict, expected, "“{source}”: {}", judgement.reason);
    }

    #[test]
    fn parts_in_the_next_sentence_cannot_pass_their_total() {
        let claim = "The harbour of Deal moved 5.3 million tonnes in 2019.";
        let source = |parts: &str| format!("{claim} {parts}");
        check(
            claim,
            &source("Grain made up 2.6 million tonnes, ore 1.9 million tonnes and salt 1.5 million tonnes."),
            Conflict,
        );
        check(
            claim,
            &source("Grain made up 2.1 million tonnes, ore 1.8 million tonnes and salt 1.4 million tonnes."),
            Supported,
        );
        // A list that is not said to be complete may make less.
        check(claim, &source("Grain made up 2.6 million tonnes and salt 1.5 million tonnes."), Supported);
        check(
            claim,
            &source(
                "Grain made up 3.6 million tonnes, including 1.9 million tonnes of rye, and salt 1.5 million tonnes.",
            ),
            Supported,
        );
        check(
            claim,
            &source("In 2018 grain made up 3.6 million tonnes and salt 2.5 million tonnes."),
            Supported,
        );
    }

    #[test]
    fn parts_behind_a_colon_make_their_total() {
        let claim = "The flood closed 56 shops in Deal.";
        let source = |parts: &str| format!("The flood closed 56 shops in Deal, the council said: {parts}.");
        check(claim, &source("34 in the old town and 27 along the river"), Conflict);
        check(claim, &source("34 in the old town and 22 along the river"), Supported);
        check(claim, &source("34 in the old town and, among them, 27 along the river"), Supported);
        // One shop may have lost both.
        check(claim, &source("34 lost their stock and 27 lost their roofs"), Supported);
    }

    #[test]
    fn a_revised_total_is_no_conflict() {
        let source = "The flood closed 56 shops in Deal. In the corrected list 34 in the old town and 27 along the river are named.";
        check("The flood closed 56 shops in Deal.", source, Supported);
    }
}
