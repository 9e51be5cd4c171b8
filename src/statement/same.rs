//! "In 2020 it had been 580 million": a bare number of what the sentence before gives in a unit.

use num_traits::CheckedMul;

use super::figure::Statement;
use super::sentence::Sentence;
use super::word::{self, Token, TokenKind};
use crate::extract::PassageKind;
use crate::quantity::Kind;
use crate::quantity::exact::Exact;

/// Words that stand for what the sentence before speaks of.
const STANDS_FOR: [word::Key; 5] = word::literals(["it", "that", "this", "figure", "total"]);
/// Forms between such a word and its number.
const FORMS: [word::Key; 10] =
    word::literals(["was", "is", "had", "has", "been", "stood", "at", "still", "only", "just"]);
/// Times that one value of a thing may be another.
const SIZES_MAX: i128 = 100;

/// True for a number that counts nothing it names, right behind "it was" or "it had been".
fn is_bare(sentence: &Sentence, statement: &Statement) -> bool {
    let quantity = &statement.quantity;
    let plain = quantity.kind == Kind::Count
        && quantity.unit.is_empty()
        && quantity.noun.is_none()
        && quantity.rule != "fraction"
        && statement.head.is_none();
    let small = |token: &Token| FORMS.contains(&token.surface);
    let before = &sentence.tokens[..statement.tokens.start];
    let forms = before.iter().rev().take_while(|token| small(token)).count();
    let subject = before.len().checked_sub(forms + 1).map(|at| before[at].surface);
    let ends = sentence
        .tokens
        .get(statement.tokens.end)
        .is_none_or(|next| next.kind != TokenKind::Word || next.stop || next.adverb);
    plain && forms > 0 && ends && subject.is_some_and(|subject| STANDS_FOR.contains(&subject))
}

/// Gives such a number the unit of the one amount that the sentence before begins with.
pub(super) fn share_unit(sentences: &[Sentence], at: usize, statements: &mut [Statement]) {
    let Some(before) = at.checked_sub(1).map(|before| &sentences[before]) else { return };
    let sentence = &sentences[at];
    if before.passage != sentence.passage || sentence.kind != PassageKind::Paragraph {
        return;
    }
    let measured = |one: &&Statement| {
        matches!(one.quantity.kind, Kind::Dimension | Kind::Currency) && one.quantity.per.is_empty()
    };
    let Some(whole) = statements[before.statements.clone()].iter().find(measured).cloned() else { return };
    let Some(first) = sentence.statements.clone().find(|number| is_bare(sentence, &statements[*number]))
    else {
        return;
    };
    let (one, other) =
        (whole.quantity.figure.ends().1.value, statements[first].quantity.figure.ends().1.value);
    let below = |one: &Exact, other: &Exact| {
        other.checked_mul(&Exact::from_integer(SIZES_MAX)).is_some_and(|times| *one <= times)
    };
    if below(&one, &other) && below(&other, &one) {
        let quantity = &mut statements[first].quantity;
        quantity.kind = whole.quantity.kind;
        quantity.unit.clone_from(&whole.quantity.unit);
    }
}

#[cfg(test)]
mod tests {
    use crate::quantity::Kind;

    #[test]
    fn what_it_was_before_has_the_unit_of_what_it_is() {
        let kinds = |text: &str| -> Vec<Kind> {
            let reading = super::super::read_claim(text, None, None);
            reading.statements.iter().map(|one| one.quantity.kind).collect()
        };
        let told = "Deal exported wool for $1.16 billion in 2024. In 2020 it had been 580 million.";
        assert_eq!(kinds(told), [Kind::Currency, Kind::Currency]);
        // Another size, or a noun of its own, is another thing.
        let small = "Deal exported wool for $1.16 billion in 2024. In 2020 it was 12 that shipped any.";
        assert_eq!(kinds(small), [Kind::Currency, Kind::Count]);
        let noun = "Deal exported wool for $900 in 2024. In 2020 it was 580 bales.";
        assert_eq!(kinds(noun), [Kind::Currency, Kind::Count]);
    }
}
