//! Who a sentence is about: a figure of another is none of the claim's subject, whatever else the two sentences share.

use super::align::{is_country, meets};
use super::ask::Ask;
use crate::statement::lexicon::Reading as Phrase;
use crate::statement::word::{self, Token, TokenKind};
use crate::statement::{Reading, Sentence, Statement};

/// Words before a name that make a place, a time or an owner of it, not a subject.
const LINKS: [word::Key; 16] = word::literals([
    "in", "at", "of", "from", "for", "to", "by", "on", "with", "near", "under", "over", "across", "than",
    "like", "after",
]);

/// True where the sentence of a figure opens with another name, which the claim never has, as its subject.
pub(super) fn is_another(ask: &Ask<'_>, source: &Reading, statement: &Statement) -> bool {
    let sentence = &source.sentences[statement.sentence];
    if sentence.points_back || sentence.heading || statement.cell {
        return false;
    }
    // Who says it is not whose it is.
    if sentence.phrases.iter().any(|(_, phrase)| *phrase == Phrase::Attribution) {
        return false;
    }
    let tokens = &sentence.tokens;
    let from = statement.clause.start;
    let Some(first) = (from..statement.tokens.start).find(|at| tokens[*at].content()) else { return false };
    let led = first.checked_sub(1).is_some_and(|at| LINKS.contains(&tokens[at].surface));
    let capital = |at: &usize| tokens[*at].capital && tokens[*at].kind == TokenKind::Word;
    let opening = first..first + (first..statement.tokens.start).take_while(capital).count();
    let name = &tokens[opening];
    let strange = |token: &Token| {
        !is_country(token) && !ask.sentence.tokens.iter().any(|claimed| meets(claimed, token))
    };
    let counted = source.statements_of(statement.sentence).iter().any(|other| other.tokens.contains(&first));
    // The first word of a sentence has its capital from there.
    !led && !counted && name.iter().any(|token| token.name) && name.iter().all(strange)
}

/// True where the sentence leaves its subject unsaid, and none of those before it opens with a name that the claim has
/// not.
pub(super) fn is_left_unsaid(ask: &Ask<'_>, source: &Reading, statement: &Statement) -> bool {
    let sentence = &source.sentences[statement.sentence];
    let another = |at: &usize| {
        let tokens = &source.sentences[*at].tokens;
        let first = tokens.first().filter(|first| first.capital && first.name && !first.stop);
        let verb = tokens.get(1).is_some_and(|next| next.past || next.kind == TokenKind::Mark);
        first.is_some_and(|first| verb && !ask.sentence.tokens.iter().any(|own| meets(own, first)))
    };
    let free = sentence.points_back || !opens_with_another(ask, sentence);
    sentence.unsaid_subject && free && !sentence.antecedents.iter().any(another)
}

/// "The station at Hill, to the north, measured": a sentence about something of a name that the claim has not.
pub(super) fn opens_with_another(ask: &Ask<'_>, sentence: &Sentence) -> bool {
    let led = const { word::literals(["the", "a", "an", "its"]) };
    let verb = sentence.tokens.iter().position(|token| token.past).unwrap_or(0);
    let comma = |token: &&Token| token.kind != TokenKind::Comma;
    let strange = |token: &Token| {
        let named = token.name && token.capital && !token.stop && token.kind == TokenKind::Word;
        named && !is_country(token) && !ask.sentence.tokens.iter().any(|own| meets(own, token))
    };
    let opens = sentence.tokens.first().is_some_and(|first| led.contains(&first.surface));
    opens && sentence.tokens[..verb].iter().skip(1).take_while(comma).any(strange)
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{NotAddressed, Supported};
    use super::super::trials::check;

    #[test]
    fn a_figure_of_another_is_none_of_the_subject() {
        let source =
            "Bell Mills is a bakery in Deal. Reed Brothers sells 1.8 million loaves a year to shops in Hull.";
        check(
            source,
            &[
                ("Bell Mills sells 1.8 million loaves a year to shops in Hull.", NotAddressed),
                ("Reed Brothers sells 1.8 million loaves a year to shops in Hull.", Supported),
            ],
        );
        // Who says it is not whose it is.
        let told = "Bell Mills is a bakery in Deal. Tom Reed said it sells 1.8 million loaves a year to shops in Hull.";
        check(told, &[("Bell Mills sells 1.8 million loaves a year to shops in Hull.", Supported)]);
        let placed =
            "Bell Mills is a bakery in Deal. In East Hull it sells 1.8 million loaves a year to shops.";
        check(placed, &[("Bell Mills sells 1.8 million loaves a year to shops in East Hull.", Supported)]);
    }
}
