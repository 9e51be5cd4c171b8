//! A share of a narrower thing: "14% of its transport budget" is no 14% of its budget.

use super::{Case, Doubt};
use crate::quantity::Kind;
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::statement::{Reading, Sentence, Statement};
use crate::verdict::Verdict;
use crate::verdict::align::meets;
use crate::verdict::code::Code;

/// Words before the noun of a base that make it no narrower.
const WIDE: [Key; 16] = word::literals([
    "total", "whole", "own", "overall", "entire", "combined", "annual", "yearly", "full", "current", "final",
    "average", "original", "country", "nation", "previous",
]);
/// Words that say that a base is the whole.
const WHOLE: [Key; 4] = word::literals(["total", "whole", "overall", "entire"]);
/// Words before the nouns of a base.
const DETERMINERS: [Key; 9] =
    word::literals(["its", "their", "his", "her", "the", "all", "our", "these", "those"]);
/// Words that a base may have.
const BASE_MAX: usize = 6;

/// The claim's base is wider than the source's.
pub(super) fn narrower(case: &Case<'_>) -> Option<Doubt> {
    if case.own.quantity.kind != Kind::Percent || case.other.quantity.kind != Kind::Percent {
        return None;
    }
    let own = base(case.claimed(), case.own)?;
    let other = base(case.told(), case.other)?;
    let (noun, head) = (own.last()?, other.last()?);
    if noun.key != head.key {
        return None;
    }
    let claims =
        |word: &Token| case.claimed().tokens.iter().any(|own| meets(own, word) || own.key == word.key);
    let narrows = |word: &&&Token| !WIDE.contains(&word.surface) && !claims(word);
    let word = other[..other.len() - 1].iter().find(narrows)?;
    let of_whole = |one: &Statement| {
        let sentence = &case.source.sentences[one.sentence];
        let tokens = &sentence.tokens;
        let named = base(sentence, one).is_some_and(|words| {
            words.last().is_some_and(|last| last.key == noun.key)
                && !words.iter().any(|token| token.key == word.key)
        });
        let whole = tokens.windows(2).any(|two| WHOLE.contains(&two[0].surface) && two[1].key == noun.key);
        named || whole && one.sentence != case.other.sentence
    };
    let near = |one: &&Statement| one.quantity.kind == Kind::Percent && one.tokens != case.other.tokens;
    let wide = case.source.statements.iter().filter(near).find(|one| case.clashes(one) && of_whole(one));
    let narrow = narrow_words(case.source, &other);
    Some(match wide {
        Some(one) => Doubt::new(
            Verdict::Contradicted,
            Code::SCOPE,
            format!(
                "the source has {} of “{narrow}”, and {} of the whole",
                case.printed(case.other),
                case.printed(one)
            ),
        ),
        None => Doubt::new(Verdict::Partial, Code::SCOPE, format!("the source has it of “{narrow}” only")),
    })
}

fn narrow_words<'r>(source: &'r Reading, words: &[&Token]) -> &'r str {
    match (words.first(), words.last()) {
        (Some(first), Some(last)) => source.slice(&(first.range.start..last.range.end)),
        _ => "",
    }
}

/// The nouns behind "of" that a share is of, the last of which is its head.
fn base<'s>(sentence: &'s Sentence, statement: &Statement) -> Option<Vec<&'s Token>> {
    let tokens = &sentence.tokens;
    let of = const { word::literal("of") };
    let start = tokens.partition_point(|token| token.range.start < statement.quantity.span.end);
    tokens.get(start).filter(|token| token.surface == of)?;
    let mut found = Vec::new();
    for token in tokens.iter().skip(start + 1).take(BASE_MAX) {
        let plain = token.content() && !token.past && !token.going;
        match token.kind {
            TokenKind::Word if found.is_empty() && DETERMINERS.contains(&token.surface) => {}
            TokenKind::Word if plain && token.capital => found.clear(),
            TokenKind::Word if plain => found.push(token),
            // "14% of its budget deficit" ends here; "of its 2019 budget" goes on.
            TokenKind::Number if found.is_empty() => {}
            _ => break,
        }
    }
    (!found.is_empty()).then_some(found)
}
