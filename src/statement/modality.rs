//! How a statement is meant: as done, planned, expected, allowed, denied. The phrases stand in the packs.

use std::ops::Range;

use super::lexicon::Reading as Phrase;
use super::sentence::Sentence;
use super::word::{self, Key, TokenKind};
use crate::claim::Modality;

/// Words before "plan" that make it a thing that is sold or kept.
const PLANS_SOLD: [Key; 22] = word::literals([
    "payment",
    "repayment",
    "insurance",
    "health",
    "pension",
    "savings",
    "data",
    "phone",
    "meal",
    "subscription",
    "monthly",
    "annual",
    "basic",
    "premium",
    "standard",
    "starter",
    "family",
    "pricing",
    "floor",
    "price",
    "tariff",
    "membership",
]);

/// How a figure is meant, and the words that say so; what "can" be is asked of what is counted or measured alone.
pub(super) fn meant(
    sentence: &Sentence,
    figure: &Range<usize>,
    [segment, around]: [&Range<usize>; 2],
    counts: bool,
) -> (Modality, Option<Range<usize>>) {
    let (modality, phrase) = read(sentence, figure, segment, around);
    if modality != Modality::Actual {
        return (modality, phrase);
    }
    let able = able(sentence, figure.start, segment).filter(|_| counts);
    if let Some(at) = able {
        return (Modality::Capacity, Some(at));
    }
    promised(sentence, figure.start).map_or((modality, phrase), |at| (Modality::Plan, Some(at)))
}

/// The modality that phrases of segment or clause give, the nearer first.
fn read(
    sentence: &Sentence,
    figure: &Range<usize>,
    segment: &Range<usize>,
    around: &Range<usize>,
) -> (Modality, Option<Range<usize>>) {
    for range in [segment, around] {
        let mut found: Vec<(u8, Modality, Range<usize>)> = Vec::new();
        for (at, phrase) in sentence.phrases_in(range.clone()) {
            if let Phrase::Modality(name) = phrase
                && let Some((rank, modality)) = modality_of(name)
                && !(modality == Modality::Plan && is_thing(sentence, at, figure))
                && !are_projects(sentence, at)
                && !are_scored(sentence, at)
                && !compares(sentence, at)
                && !is_paid_for(sentence, at, figure)
            {
                found.push((rank, modality, at.clone()));
            }
        }
        if let Some((_, modality, at)) = found.into_iter().min_by_key(|(rank, _, at)| (*rank, at.start)) {
            return (modality, Some(at));
        }
    }
    (Modality::Actual, None)
}

/// Words of what can be done.
const ABLE: [Key; 2] = word::literals(["can", "could"]);
/// Tokens from such a word to its figure.
const ABLE_REACH: usize = 6;

/// What "can" makes of a figure behind it: "can bake 40 loaves an hour" tells of no loaves baked.
fn able(sentence: &Sentence, figure: usize, segment: &Range<usize>) -> Option<Range<usize>> {
    let tokens = &sentence.tokens;
    let at = (segment.start.max(figure.saturating_sub(ABLE_REACH))..figure)
        .rfind(|at| ABLE.contains(&tokens[*at].surface))?;
    let verb = tokens.get(at + 1).filter(|verb| verb.content() && !verb.name);
    verb.map(|_| at..at + 1)
}

/// What "would" makes of a figure behind it, where somebody says so: "said it would hire 40 people".
fn promised(sentence: &Sentence, figure: usize) -> Option<Range<usize>> {
    use word::literal;
    let tokens = &sentence.tokens;
    let at = tokens[..figure].iter().rposition(|token| token.surface == const { literal("would") })?;
    let ends = |token: &word::Token| matches!(token.kind, TokenKind::Comma | TokenKind::Break);
    let said = |(place, phrase): &(Range<usize>, Phrase)| {
        matches!(phrase, Phrase::Attribution | Phrase::Speech) && place.end <= at
    };
    let have = tokens.get(at + 1).is_some_and(|next| next.surface == const { literal("have") });
    (!have && !tokens[at..figure].iter().any(ends) && sentence.phrases.iter().any(said)).then_some(at..at + 1)
}

/// True for the "to build" of "cost 47 million to build": what has been paid for is no plan.
fn is_paid_for(sentence: &Sentence, phrase: &Range<usize>, figure: &Range<usize>) -> bool {
    let paid = const { word::literals(["cost", "costing", "took", "spent", "paid", "taken"]) };
    let before = figure.start.saturating_sub(PAID_REACH)..figure.start;
    phrase.start >= figure.end
        && sentence.tokens[phrase.start].surface == const { word::literal("to") }
        && sentence.tokens[before].iter().any(|token| paid.contains(&token.surface))
}

/// Tokens from such a verb to its figure.
const PAID_REACH: usize = 3;

/// True for the "expected" of "higher than expected", which says what was.
fn compares(sentence: &Sentence, phrase: &Range<usize>) -> bool {
    let than = const { word::literals(["than", "as"]) };
    let meant =
        const { word::literals(["expected", "planned", "forecast", "predicted", "projected", "scheduled"]) };
    let before = phrase.start.checked_sub(1).map(|at| sentence.tokens[at].surface);
    phrase.len() == 1
        && meant.contains(&sentence.tokens[phrase.start].surface)
        && before.is_some_and(|before| than.contains(&before))
}

/// True for the noun of "28 projects", "the projects", which expects nothing.
fn are_projects(sentence: &Sentence, phrase: &Range<usize>) -> bool {
    let tokens = &sentence.tokens;
    let before = phrase.start.checked_sub(1).map(|at| &tokens[at]);
    phrase.len() == 1
        && tokens[phrase.start].surface == const { word::literal("projects") }
        && before.is_none_or(|before| {
            before.stop || before.kind == TokenKind::Number || !before.capital && before.plural
        })
}

/// Words of a game in which goals are scored.
const SCORING: [Key; 22] = word::literals([
    "season",
    "play-off",
    "playoff",
    "final",
    "football",
    "cup",
    "match",
    "manager",
    "scored",
    "scoring",
    "scores",
    "scorer",
    "score",
    "assists",
    "matches",
    "games",
    "appearances",
    "league",
    "caps",
    "striker",
    "penalty",
    "netted",
]);

/// True for the goals of a game, which nobody aims at.
pub(crate) fn are_scored(sentence: &Sentence, phrase: &Range<usize>) -> bool {
    let tokens = &sentence.tokens;
    let goals = const { word::literals(["goal", "goals"]) };
    let counted = || phrase.start.checked_sub(1).is_some_and(|at| tokens[at].kind == TokenKind::Number);
    phrase.len() == 1
        && goals.contains(&tokens[phrase.start].surface)
        && (counted() || tokens.iter().any(|token| SCORING.contains(&token.surface)))
}

/// True for a plan that is sold ("the Basic plan costs $5", "a payment plan"), and one that somebody kept to: "a plan
/// where she paid $5".
fn is_thing(sentence: &Sentence, phrase: &Range<usize>, figure: &Range<usize>) -> bool {
    let plan = const { word::literals(["plan", "plans"]) };
    let tokens = &sentence.tokens;
    if phrase.len() != 1 || !plan.contains(&tokens[phrase.start].surface) {
        return false;
    }
    let before = phrase.start.checked_sub(1).map(|at| &tokens[at]);
    let sold = before.is_some_and(|before| {
        let named = before.capital && before.content() && before.range.start > sentence.range.start;
        PLANS_SOLD.contains(&before.surface) || named && !tokens[phrase.start].capital
    });
    let next = tokens.get(phrase.end);
    let leads = next.is_some_and(|next| next.surface == const { word::literal("to") });
    let kept = || {
        tokens[phrase.end.min(figure.start)..figure.start].iter().any(|token| token.past && token.content())
    };
    !leads && (sold || kept())
}

/// The modality of a pack's name and its rank where several are named.
pub(crate) fn modality_of(name: &str) -> Option<(u8, Modality)> {
    Some(match name {
        "denial" => (0, Modality::Denial),
        "risk" | "condition" | "permission" | "support" => (1, Modality::Condition),
        "target" => (2, Modality::Target),
        "forecast" => (3, Modality::Forecast),
        "capacity" => (4, Modality::Capacity),
        "plan" => (5, Modality::Plan),
        _ => return None,
    })
}
