//! The words that say what a figure of a sentence is of: "8 million mobile customers", "a bonus of £2,000", "94% of its
//! loaves".

use super::compare::Relation;
use super::value::{Question, Weighed};
use crate::quantity::Kind;
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::statement::{Sentence, Statement};

/// Words that stand between a figure and what it is of.
const INNER: [Key; 10] = word::literals(["of", "its", "their", "his", "her", "the", "a", "an", "all", "our"]);
/// Words that join two things which share a figure.
pub(super) const JOINS: [Key; 2] = word::literals(["and", "or"]);
/// Words that lead from an amount to what it was.
const AS: [Key; 2] = word::literals(["in", "as"]);
/// Words of one thing that a figure is of.
const PHRASE_MAX: usize = 6;
/// Words between the noun and the "of" that leads to its amount.
const NOUN_MAX: usize = 2;

/// True for a figure that agrees and has the words that the claim's is of, where those beside it that do not agree lack
/// one of them.
pub(super) fn is_own(question: &Question<'_>, one: &Weighed<'_>, weighed: &[Weighed<'_>]) -> bool {
    let own = question.own();
    let sentence = &question.source.sentences[one.statement.sentence];
    let claimed = words(&question.claim.sentences[own.sentence], own);
    let told = words(sentence, one.statement);
    let holds = |told: &[&Token], word: &Token| told.iter().any(|token| is_word(word, token));
    let rivals = || {
        let beside = weighed.iter().filter(|other| other.statement.sentence == one.statement.sentence);
        beside.filter(|other| other.barred.is_none() && other.compared.relation == Relation::Clash)
    };
    one.compared.relation == Relation::Agree
        && one.compared.same_numeral
        && own.modality == one.statement.modality
        && claimed.iter().all(|word| holds(&told, word))
        && rivals().next().is_some()
        && rivals().all(|other| {
            let theirs = words(sentence, other.statement);
            claimed.iter().any(|word| !holds(&theirs, word))
                && theirs.iter().any(|word| !holds(&claimed, word))
        })
}

/// True for one word in two forms.
pub(super) fn is_word(one: &Token, other: &Token) -> bool {
    one.key == other.key || one.root == other.root
}

/// The words that say what a figure is of: those of its noun, of what follows "of", or of what leads to it with "of".
pub(super) fn words<'s>(sentence: &'s Sentence, statement: &Statement) -> Vec<&'s Token> {
    let tokens = &sentence.tokens;
    let mut found = Vec::new();
    let common = |token: &Token| token.content() && !token.name && !token.capital && !token.adverb;
    let money = statement.quantity.kind == Kind::Currency;
    let start = tokens.partition_point(|token| token.range.start < statement.quantity.span.end);
    // The nouns of a count are a part of its expression.
    if let Some(noun) = &statement.quantity.noun {
        found.extend(tokens[sentence.tokens_in(noun)].iter().filter(|token| common(token)));
    }
    let mut leads = false;
    for token in tokens.iter().skip(start).take(PHRASE_MAX) {
        let verb = token.past || token.going;
        match token.kind {
            TokenKind::Word if INNER.contains(&token.surface) => leads = true,
            TokenKind::Word if !leads && money && AS.contains(&token.surface) => leads = true,
            TokenKind::Word if leads && JOINS.contains(&token.surface) => {}
            TokenKind::Word if leads && common(token) && !verb => found.push(token),
            _ => break,
        }
    }
    // "A bonus of 260,000 euros".
    let of = const { word::literal("of") };
    let first = tokens.partition_point(|token| token.range.start < statement.quantity.span.start);
    if money && first > 0 && tokens[first - 1].surface == of {
        let before = tokens[..first - 1].iter().rev().take(NOUN_MAX);
        found.extend(before.take_while(|token| common(token) && !token.past));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{Contradicted, Supported};
    use super::super::trials::check;

    #[test]
    fn the_figure_with_the_claims_own_words_decides() {
        check(
            "In 2019 the guild of Deal sold 6.4 million rye loaves and 1.7 million wheat loaves.",
            &[
                ("The guild of Deal sold 1.7 million wheat loaves in 2019.", Supported),
                ("The guild of Deal sold 1.7 million rye loaves in 2019.", Contradicted),
            ],
        );
    }
}
