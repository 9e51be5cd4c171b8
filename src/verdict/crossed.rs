//! Sentences whose figures and words cross: a rise told of a figure that is the smaller, a part that is larger than the
//! whole it is of.

use super::conflict::{Disagreement, interval, like, shown};
use crate::quantity::Kind;
use crate::quantity::change::{ChangeRole, Direction};
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::statement::{Reading, Statement};

/// Words that set a figure against the one before it.
const AGAINST: [Key; 4] = word::literals(["after", "against", "from", "compared"]);
/// Tokens between the two.
const BETWEEN_MAX: usize = 5;
/// Nouns of a course, behind "a".
const RISES: [Key; 5] = word::literals(["rise", "increase", "gain", "jump", "climb"]);
const FALLS: [Key; 5] = word::literals(["fall", "drop", "decrease", "decline", "dip"]);
/// Tokens from the second figure to such a noun.
const COURSE_REACH: usize = 8;

/// What a sentence gets wrong by its own words.
pub(super) fn of_sentence(source: &Reading, statements: &[(usize, &Statement)]) -> Option<Disagreement> {
    told_otherwise(source, statements).or_else(|| larger_part(source, statements))
}

/// "7.4 % in March, after 7.9 % in February, a rise of half a point".
fn told_otherwise(source: &Reading, statements: &[(usize, &Statement)]) -> Option<Disagreement> {
    statements.windows(2).find_map(|two| {
        let [(first, now), (second, then)] = two else { return None };
        let tokens = &source.sentences[now.sentence].tokens;
        let between = tokens.get(now.tokens.end..then.tokens.start)?;
        let sized = |one: &Statement| one.quantity.change.role == ChangeRole::By;
        let set =
            between.iter().any(|token| AGAINST.contains(&token.surface)) && between.len() <= BETWEEN_MAX;
        if !set || !like(now, then) || now.quantity.kind == Kind::Ordinal || sized(now) || sized(then) {
            return None;
        }
        let (way, noun) = course(tokens, then.tokens.end)?;
        let (one, other) = (interval(now), interval(then));
        let crossed = match way {
            Direction::Up => one.below(&other),
            Direction::Down => other.below(&one),
            Direction::None => false,
        };
        let message = format!(
            "the passage calls it a {} from {} to {}",
            source.slice(&noun.range),
            shown(source, then),
            shown(source, now)
        );
        crossed.then(|| Disagreement { message, statements: vec![*first, *second] })
    })
}

/// The course that a sentence names behind two figures: "a rise of", "an increase".
fn course(tokens: &[Token], from: usize) -> Option<(Direction, &Token)> {
    let article = const { word::literals(["a", "an"]) };
    let end = (from + COURSE_REACH).min(tokens.len());
    let at = (from + 1..end).find(|at| {
        let noun = RISES.contains(&tokens[*at].surface) || FALLS.contains(&tokens[*at].surface);
        let near = tokens[at.saturating_sub(2).max(from)..*at].iter();
        noun && near.into_iter().any(|token| article.contains(&token.surface))
    })?;
    let comma = tokens[from..at].iter().any(|token| token.kind == TokenKind::Comma);
    let way = if RISES.contains(&tokens[at].surface) { Direction::Up } else { Direction::Down };
    comma.then_some((way, &tokens[at]))
}

/// "702 of the 640 clinics".
fn larger_part(source: &Reading, statements: &[(usize, &Statement)]) -> Option<Disagreement> {
    statements.windows(2).find_map(|two| {
        let [(first, part), (second, whole)] = two else { return None };
        let tokens = &source.sentences[part.sentence].tokens;
        let between = tokens.get(part.tokens.end..whole.tokens.start)?;
        let of = const { word::literal("of") };
        let bare = const { word::literals(["of", "the", "its", "their", "all", "these", "those"]) };
        let counts = |one: &Statement| one.quantity.kind == Kind::Count && one.quantity.unit != "point";
        let tied = between.first().is_some_and(|token| token.surface == of)
            && between.iter().all(|token| bare.contains(&token.surface))
            && between.len() >= 2;
        let message = format!("{} cannot be of {}", shown(source, part), shown(source, whole));
        (tied && counts(part) && counts(whole) && interval(whole).below(&interval(part)))
            .then(|| Disagreement { message, statements: vec![*first, *second] })
    })
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{Conflict, Supported};
    use super::super::trials::check;

    #[test]
    fn a_course_and_its_figures_may_cross() {
        let claim = "The share of rye in the bread of Deal was 7.4% in March.";
        let source = |words: &str| {
            format!("The share of rye in the bread of Deal was 7.4% in March, after {words}, the guild said.")
        };
        check(&source("7.9% in February, a rise of half a point"), &[(claim, Conflict)]);
        check(&source("7.9% in February, a fall of half a point"), &[(claim, Supported)]);
        check(&source("6.9% in February, a rise of half a point"), &[(claim, Supported)]);
    }

    #[test]
    fn a_part_is_no_larger_than_its_whole() {
        let claim = "New ovens were put in at 702 bakeries in Deal.";
        check("New ovens were put in at 702 of the 640 bakeries in Deal.", &[(claim, Conflict)]);
        check("New ovens were put in at 702 of the 840 bakeries in Deal.", &[(claim, Supported)]);
    }
}
