//! What can be held is not what is held, and what comes on a condition has not come.

use std::ops::Range;

use super::{Case, Doubt};
use crate::claim::Modality;
use crate::quantity::Kind;
use crate::statement::Reading;
use crate::statement::lexicon::Reading as Phrase;
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::verdict::Verdict;
use crate::verdict::code::Code;

/// Words for what a thing can hold or do.
const CAPACITY: [Key; 2] = word::literals(["capacity", "capacities"]);
/// Words of a claim that speaks of what can be.
const ABLE: [Key; 12] = word::literals([
    "capacity",
    "capacities",
    "can",
    "could",
    "able",
    "capable",
    "designed",
    "room",
    "space",
    "up",
    "full",
    "maximum",
]);
/// Tokens from "capacity" to its figure.
const REACH: usize = 6;
/// Words that lead from "capacity" to its figure.
const LEADING: [Key; 9] = word::literals(["of", "is", "was", "at", "to", "put", "will", "reach", "reaches"]);
/// Tokens before a share of a capacity's figure within which it names it.
const SHARE_REACH: usize = 3;
/// Words that make a condition.
const CONDITIONS: [Key; 4] = word::literals(["if", "unless", "provided", "depending"]);
/// Words of a claim that leaves it open as well.
const HEDGES: [Key; 28] = word::literals([
    "if",
    "unless",
    "could",
    "may",
    "might",
    "would",
    "provided",
    "should",
    "plan",
    "plans",
    "planned",
    "hopes",
    "wants",
    "asks",
    "asked",
    "expects",
    "expected",
    "forecast",
    "forecasts",
    "warns",
    "warned",
    "threatens",
    "promises",
    "offers",
    "offered",
    "conditional",
    "pending",
    "depends",
]);
/// Words that tell of what is to come.
const AHEAD: [Key; 6] = word::literals(["will", "would", "could", "expects", "expected", "due"]);

/// "Holds 3 tonnes", where the source has that for its capacity.
pub(super) fn capacity(case: &Case<'_>) -> Option<Doubt> {
    let told = &case.told().tokens;
    let start = case.other.tokens.start;
    let at = (start.saturating_sub(REACH)..start).find(|at| CAPACITY.contains(&told[*at].surface))?;
    let figures = case.source.statements_of(case.other.sentence);
    let between = figures.iter().any(|one| at < one.tokens.start && one.tokens.end <= start);
    let tied = !between && told[at + 1..start].iter().any(|token| LEADING.contains(&token.surface));
    let able = case.claimed().tokens.iter().any(|token| ABLE.contains(&token.surface));
    if able || !tied || case.own.modality != Modality::Actual {
        return None;
    }
    // "64 % of its capacity of 3 tonnes" says how much it is.
    let share = figures.iter().any(|figure| {
        figure.quantity.kind == Kind::Percent
            && figure.tokens.end <= at
            && at - figure.tokens.end <= SHARE_REACH
    });
    let verdict = if share { Verdict::Contradicted } else { Verdict::Partial };
    let reason = "the source has it for the capacity".to_string();
    Some(Doubt::new(verdict, Code::MODALITY, reason))
}

/// Words of a claim that something comes.
const GETS: [Key; 2] = word::literals(["getting", "receiving"]);

/// "Is getting a hall", where the source has a plan for it.
pub(super) fn planned(case: &Case<'_>) -> Option<Doubt> {
    let tokens = &case.claimed().tokens;
    let gets = tokens.iter().any(|token| GETS.contains(&token.surface));
    let hedged = tokens.iter().any(|token| HEDGES.contains(&token.surface));
    let meant = [Modality::Plan, Modality::Target, Modality::Forecast, Modality::Condition];
    let reason = "the source has it as a plan".to_string();
    (gets && !hedged && meant.contains(&case.other.modality))
        .then(|| Doubt::new(Verdict::Partial, Code::MODALITY, reason))
}

/// Words of what is only thought likely.
const LIKELY: [Key; 4] = word::literals(["should", "could", "may", "might"]);
/// Verbs of what somebody has in mind, before "to".
const MEANS: [Key; 10] = word::literals([
    "means", "wants", "wanted", "hopes", "hoped", "intends", "intended", "plans", "aims", "promised",
]);
/// Tokens from such a word to its figure.
const LIKELY_REACH: usize = 7;

/// "Shrank to 5", where the source has that it should.
pub(super) fn likely(case: &Case<'_>) -> Option<Doubt> {
    let told = &case.told().tokens;
    let start = case.other.tokens.start;
    let breaks = |token: &&Token| token.kind == TokenKind::Break || token.kind == TokenKind::Comma;
    let near = told[start.saturating_sub(LIKELY_REACH)..start].iter().rev();
    let to = const { word::literal("to") };
    let stretch: Vec<&Token> = near.take_while(|token| !breaks(token)).collect();
    // "Means to spend 13": the words stand the last first.
    let means = stretch.windows(2).find(|two| two[0].surface == to && MEANS.contains(&two[1].surface));
    let may = stretch.iter().find(|token| LIKELY.contains(&token.surface) && !token.capital);
    let modal = *may.or_else(|| means.map(|two| &two[1]))?;
    let tokens = &case.claimed().tokens;
    let hedged = tokens.iter().any(|token| HEDGES.contains(&token.surface) || AHEAD.contains(&token.surface));
    let done = case.claimed().tells_past(0..tokens.len());
    let word = case.source.slice(&modal.range);
    let reason = format!("the claim says it is done, the source that it is meant (“{word}”)");
    (done && !hedged && case.own.modality == Modality::Actual)
        .then(|| Doubt::new(Verdict::Partial, Code::MODALITY, reason))
}

/// The words of a claim that tells as done, or as sure, what a sentence has on a condition.
pub(super) fn unmet(
    claim: &Reading,
    number: usize,
    source: &Reading,
    lead: usize,
) -> Option<(Range<usize>, String)> {
    let own = &claim.sentences[number];
    let sentence = &source.sentences[lead];
    let condition = sentence.tokens.iter().find(|token| CONDITIONS.contains(&token.surface))?;
    let ahead =
        sentence.tokens.iter().any(|token| LIKELY.contains(&token.surface) || AHEAD.contains(&token.surface));
    let hedged = own.tokens.iter().any(|token| HEDGES.contains(&token.surface));
    let word = source.slice(&condition.range);
    let reason = format!("the source has it on a condition (“{word}”)");
    (ahead && !hedged).then(|| (own.range.clone(), reason))
}

/// "Is getting 12", where the source has that on a condition.
pub(super) fn conditional(case: &Case<'_>) -> Option<Doubt> {
    let told = &case.told().tokens;
    let semicolon = |token: &Token| token.key == word::mark(";");
    let from = told[..case.other.tokens.start].iter().rposition(semicolon).map_or(0, |at| at + 1);
    let to = told[case.other.tokens.end..].iter().position(semicolon);
    let clause = from..to.map_or(told.len(), |at| case.other.tokens.end + at);
    let condition = told[clause.clone()].iter().find(|token| CONDITIONS.contains(&token.surface))?;
    let is_to = told[clause.clone()].windows(2).any(|two| {
        let be = const { word::literals(["is", "are"]) };
        be.contains(&two[0].surface) && two[1].surface == const { word::literal("to") }
    });
    let ahead = is_to || told[clause].iter().any(|token| AHEAD.contains(&token.surface));
    let claimed = case.claimed();
    let hedged = claimed.tokens.iter().any(|token| HEDGES.contains(&token.surface))
        || claimed.phrases.iter().any(|(_, phrase)| *phrase == Phrase::Attribution);
    let word = case.source.slice(&condition.range);
    let reason = format!("the source has it on a condition (“{word}”)");
    (ahead && !hedged).then(|| Doubt::new(Verdict::Partial, Code::MODALITY, reason))
}
