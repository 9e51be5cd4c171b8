//! "It was so in 2021, but not in 2023": two claims, of which the second is that it was not.

use super::Verdict;
use super::evidence::Stance;
use super::part::Part;
use super::period;
use crate::statement::Reading;
use crate::statement::word::{self, Key, TokenKind};

/// Words between the two times.
const BETWEEN: [Key; 5] = word::literals(["but", "not", "in", "during", "and"]);

/// The two claims: what is said of the first time, and what is denied of the second.
pub(super) fn split(claim: &Reading) -> Option<[String; 2]> {
    let [sentence] = &claim.sentences[..] else { return None };
    let [first, second] = &sentence.periods[..] else { return None };
    if !period::is_resolved(first) || !period::is_resolved(second) {
        return None;
    }
    let tokens = &sentence.tokens;
    let (from, to) = (sentence.tokens_in(&first.span), sentence.tokens_in(&second.span));
    let gap = tokens.get(from.end..to.start)?;
    let not = const { word::literal("not") };
    let links = |token: &word::Token| token.kind == TokenKind::Comma || BETWEEN.contains(&token.surface);
    let ends = tokens[to.end..].iter().all(|token| matches!(token.kind, TokenKind::Mark | TokenKind::Break));
    if !ends || !gap.iter().all(links) || !gap.iter().any(|token| token.surface == not) {
        return None;
    }
    let start = claim.slice(&(sentence.range.start..first.span.start));
    let told = |time: &str| format!("{start}{time}.");
    // Either date may have been read with the word before it.
    let bare = |span: &std::ops::Range<usize>| {
        let words = claim.slice(span);
        words.strip_prefix("in ").unwrap_or(words).to_string()
    };
    Some([told(claim.slice(&first.span)), told(&bare(&second.span))])
}

/// A part that bears out what the claim denies contradicts it, and the reverse.
pub(super) fn turned(mut part: Part) -> Part {
    part.verdict = match part.verdict {
        Verdict::Supported => Verdict::Contradicted,
        Verdict::Contradicted => Verdict::Supported,
        other => other,
    };
    for support in &mut part.supports {
        support.stance = match support.stance {
            Stance::Supports => Stance::Contradicts,
            Stance::Contradicts => Stance::Supports,
            other => other,
        };
    }
    if part.verdict == Verdict::Supported {
        part.remarks.clear();
    }
    part
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{Contradicted, Supported};
    use super::super::trials::check;

    #[test]
    fn so_in_one_year_and_not_in_the_next() {
        let source = "Sales of rye at the mill of Deal rose by 4% in 2021 and fell by 3% in 2022.";
        check(
            source,
            &[
                ("Sales of rye at the mill of Deal rose in 2021, but not in 2022.", Supported),
                ("Sales of rye at the mill of Deal rose in 2022, but not in 2021.", Contradicted),
            ],
        );
    }
}
