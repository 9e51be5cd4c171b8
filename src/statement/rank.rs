//! Places told by a number: "peaked at number 34", "ranked No. 5", "placed # 92 on the list".

use std::ops::Range;

use super::sentence::Sentence;
use super::word::{self, Key, TokenKind};
use crate::quantity::change::Change;
use crate::quantity::exact::Exact;
use crate::quantity::{Bound, Figure, Kind, Printed, Quantity};

/// Name of the rule that reads them.
pub(crate) const RULE: &str = "rank";

/// Words before the number of a place.
const NUMBER: [Key; 2] = word::literals(["number", "no"]);
/// Words of having a place.
const RANKED: [Key; 30] = word::literals([
    "at", "was", "is", "were", "are", "ranked", "ranks", "ranking", "placed", "placing", "reached",
    "reaching", "hit", "hitting", "peaked", "peaking", "debuted", "debuting", "listed", "as", "rated",
    "came", "finished", "entered", "named", "voted", "charted", "charting", "to", "climbed",
]);
/// Words behind the number, that say on what list it is.
const LISTED: [Key; 10] =
    word::literals(["on", "in", "of", "for", "among", "at", "and", "with", "spot", "position"]);
/// Tokens before "number" in which such a word stands.
const REACH: usize = 3;
/// Digits of a place.
const DIGITS_MAX: usize = 3;

/// Places in words, from the second.
const ORDINALS: [Key; 11] = word::literals([
    "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth",
]);
/// Words right before a place that needs no noun: "finished fourth", "moved into third".
const TAKING: [Key; 7] =
    word::literals(["finished", "finishing", "came", "placed", "ranked", "ranks", "into"]);

/// Adds the places that stand without a noun: "finished fourth in the league".
fn add_ordinals(sentence: &Sentence, quantities: &mut Vec<Quantity>) {
    let tokens = &sentence.tokens;
    let offset = sentence.range.start;
    for at in 1..tokens.len() {
        let Some(value) = ORDINALS.iter().position(|form| *form == tokens[at].surface) else { continue };
        let ends = tokens.get(at + 1).is_none_or(|next| {
            LISTED.contains(&next.surface) || !matches!(next.kind, TokenKind::Word | TokenKind::Number)
        });
        let numeral = tokens[at].range.start - offset..tokens[at].range.end - offset;
        let known = quantities
            .iter()
            .any(|other| other.numeral.start < numeral.end && numeral.start < other.numeral.end);
        if !TAKING.contains(&tokens[at - 1].surface) || !ends || known {
            continue;
        }
        let value = Exact::from_integer(i128::try_from(value + 2).unwrap_or_default());
        quantities.push(place(numeral.clone(), numeral, value, "ordinal"));
    }
}

/// A place as a quantity.
fn place(span: Range<usize>, numeral: Range<usize>, value: Exact, rule: &'static str) -> Quantity {
    Quantity {
        span,
        numeral,
        figure: Figure::Value(Printed { value, step: None }),
        kind: Kind::Ordinal,
        unit: "".into(),
        per: "".into(),
        noun: None,
        bound: Bound::Exact,
        plus_sign: false,
        change: Change::NONE,
        rule,
    }
}

/// Adds the places of a sentence to its quantities.
pub(super) fn add(text: &str, sentence: &Sentence, quantities: &mut Vec<Quantity>) {
    add_ordinals(sentence, quantities);
    let tokens = &sentence.tokens;
    let offset = sentence.range.start;
    for at in 0..tokens.len() {
        let sign = tokens[at].key == word::mark("#");
        if !sign && !NUMBER.contains(&tokens[at].surface) {
            continue;
        }
        let dot = tokens.get(at + 1).is_some_and(|next| next.key == word::mark("."));
        let place = at + 1 + usize::from(dot);
        let Some(token) = tokens.get(place).filter(|token| token.kind == TokenKind::Number) else { continue };
        let form = &text[token.range.clone()];
        let value = form.parse::<i128>().ok().filter(|_| form.len() <= DIGITS_MAX);
        let ranked = tokens[at.saturating_sub(REACH)..at].iter().any(|token| RANKED.contains(&token.surface));
        let listed = tokens.get(place + 1).is_none_or(|next| {
            LISTED.contains(&next.surface) || !matches!(next.kind, TokenKind::Word | TokenKind::Number)
        });
        let Some(value) = value.filter(|_| ranked && listed) else { continue };
        let numeral = token.range.start - offset..token.range.end - offset;
        quantities.retain(|other| other.numeral.end <= numeral.start || numeral.end <= other.numeral.start);
        let span = tokens[at].range.start - offset..numeral.end;
        quantities.push(self::place(span, numeral, Exact::from_integer(value), RULE));
    }
    quantities.sort_by_key(|quantity| quantity.numeral.start);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::statement::read_claim;

    fn places(text: &str) -> Vec<String> {
        let reading = read_claim(text, None, None);
        let ranks = reading.statements.iter().filter(|statement| statement.quantity.rule == RULE);
        ranks.map(|statement| reading.slice(&statement.quantity.span).to_string()).collect()
    }

    #[test]
    fn a_place_in_words_needs_no_noun() {
        let read = |text: &str| -> Vec<String> {
            let reading = read_claim(text, None, None);
            reading.statements.iter().map(|one| reading.slice(&one.quantity.span).to_string()).collect()
        };
        assert_eq!(read("The mill finished fourth in the league."), ["fourth"]);
        assert_eq!(read("The mill moved ahead of Ash into third."), ["third"]);
        assert!(read("The mill came second hand.").is_empty());
    }

    #[test]
    fn the_number_of_a_place_is_read() {
        assert_eq!(places("Old Mill peaked at number 34 on the Deal chart."), ["number 34"]);
        assert_eq!(places("It was placed # 92 on the list of loaves."), ["# 92"]);
        assert_eq!(places("The mill ranked No. 5 in sales."), ["No. 5"]);
        // Names, and what is counted.
        assert!(places("No. 5 Squadron was at Deal.").is_empty());
        assert!(places("The number 34 bus was late.").is_empty());
    }
}
