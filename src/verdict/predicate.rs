//! What a sentence says somebody or something is: "is a comedy film" against "is a comedy series".

use super::align::{Ask, is_country, meets};
use crate::statement::word::{self, Token, TokenKind};
use crate::statement::{Reading, Sentence};

/// Forms of "to be" that lead to what somebody is.
const COPULAS: [word::Key; 4] = word::literals(["is", "was", "are", "were"]);
/// Articles behind them.
const ARTICLES: [word::Key; 3] = word::literals(["a", "an", "the"]);

/// The nouns of a predicate: those that describe, and the one that is described.
struct Predicate<'s> {
    describing: Vec<&'s Token>,
    head: &'s Token,
}

/// What the sentence says its subject is; none where it says nothing of the kind.
fn predicate(sentence: &Sentence) -> Option<Predicate<'_>> {
    let tokens = &sentence.tokens;
    let copula = (0..tokens.len()).find(|at| {
        COPULAS.contains(&tokens[*at].surface)
            && tokens.get(at + 1).is_some_and(|next| ARTICLES.contains(&next.surface))
    })?;
    let inner = |token: &&Token| {
        let hyphen = token.kind == TokenKind::Mark && token.range.len() == 1;
        (token.content() && !token.past) || token.kind == TokenKind::Number || hyphen
    };
    let run: Vec<&Token> = tokens[copula + 2..].iter().take_while(inner).collect();
    let words: Vec<&Token> = run.into_iter().filter(|token| token.content()).collect();
    let (head, describing) = words.split_last()?;
    Some(Predicate { describing: describing.to_vec(), head })
}

/// The two nouns, where claim and source describe what something is by the same word and call it something else.
pub(super) fn other_kind(ask: &Ask<'_>, source: &Reading, at: usize) -> Option<String> {
    let sentence = &source.sentences[at];
    let (own, other) = (predicate(ask.sentence)?, predicate(sentence)?);
    let stands = sentence.tokens.iter().any(|token| meets(own.head, token) || meets(token, own.head));
    if stands || own.head.capital || other.head.capital {
        return None;
    }
    let (last, other_last) = (own.describing.last()?, other.describing.last()?);
    let alike = meets(last, other_last) && !is_country(last);
    alike.then(|| {
        let shown = |reading: &Reading, from: &Token, to: &Token| {
            reading.slice(&(from.range.start..to.range.end)).to_string()
        };
        let (one, two) = (shown(ask.reading, last, own.head), shown(source, other_last, other.head));
        format!("the source says “{two}” where the claim says “{one}”")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statement::read_claim;

    fn check(claim: &str, source: &str, expected: Option<&str>) {
        let (claim, source) = (read_claim(claim, None, None), read_claim(source, None, None));
        let ask = Ask::for_sentence(&claim, 0, &source);
        assert_eq!(other_kind(&ask, &source, 0).as_deref(), expected, "{}", claim.text);
    }

    #[test]
    fn what_is_described_alike_and_called_otherwise_is_another_kind() {
        check(
            "Old Mill is a 2009 Irish crime novel.",
            "Old Mill is a 2009 Irish crime film, set in Cork.",
            Some("the source says “crime film” where the claim says “crime novel”"),
        );
        check("Old Mill is an Irish crime film.", "Old Mill is a 2009 Irish crime film of the year.", None);
        check("Old Mill is an Irish novel.", "Old Mill is an Irish film.", None);
        check("Tom Reed is a stage actor.", "Tom Reed is a stage director, singer and actor.", None);
    }
}
