//! What an amount is for: a sum for "making and marketing" is no sum for making.

use super::align::meets;
use crate::statement::word::{Token, TokenKind, literal, literals};
use crate::statement::{Reading, Statement};

/// Tokens between two purposes that "and" joins.
const JOINED_MAX: usize = 4;
/// Tokens before the first purpose in which its preposition stands.
const LEAD_MAX: usize = 4;

/// The purposes that the source gives an amount, where the claim names only one of the two.
pub(super) fn narrowed(claim: (&Reading, &Statement), source: (&Reading, &Statement)) -> Option<String> {
    let (reading, statement) = source;
    let tokens = &reading.sentences[statement.sentence].tokens;
    let own = &claim.0.sentences[claim.1.sentence];
    let named = |purpose: &Token| own.tokens.iter().any(|token| meets(token, purpose));
    let clause = statement.clause.clone();
    let purposes: Vec<usize> = clause.filter(|at| is_purpose(reading, &tokens[*at])).collect();
    let (one, other) = purposes.windows(2).map(|pair| (pair[0], pair[1])).find(|(one, other)| {
        let joint = *one + 1..*other;
        joint.len() <= JOINED_MAX
            && tokens[joint].iter().any(|token| token.surface == const { literal("and") })
            && leads(tokens, *one)
    })?;
    (named(&tokens[one]) != named(&tokens[other])).then(|| {
        let (lacking, said) = if named(&tokens[one]) { (other, one) } else { (one, other) };
        let words = |at: usize| reading.slice(&tokens[at].range);
        format!(
            "the source gives it for {} and for {}, the claim for one of them",
            words(said),
            words(lacking)
        )
    })
}

/// "Making", "marketing": a deed as a noun.
fn is_purpose(reading: &Reading, token: &Token) -> bool {
    token.kind == TokenKind::Word && token.content() && !token.capital && {
        let form = reading.slice(&token.range);
        form.len() > 5 && form.ends_with("ing")
    }
}

/// True behind "for", "in", "on" or "towards", and behind "to support".
fn leads(tokens: &[Token], at: usize) -> bool {
    let forms = const { literals(["for", "in", "on", "towards", "toward", "support", "fund", "finance"]) };
    tokens[at.saturating_sub(LEAD_MAX)..at].iter().any(|token| forms.contains(&token.surface))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statement::read_claim;

    fn check(claim: &str, expected: Option<&str>) {
        let source = "The firm will spend $40 million on brewing and bottling tea.";
        let (claim, source) = (read_claim(claim, None, None), read_claim(source, None, None));
        let found = narrowed((&claim, &claim.statements[0]), (&source, &source.statements[0]));
        assert_eq!(found.as_deref(), expected, "{}", claim.text);
    }

    #[test]
    fn a_sum_for_two_purposes_is_not_for_one() {
        let message = "the source gives it for brewing and for bottling, the claim for one of them";
        check("The firm will spend $40 million to brew tea.", Some(message));
        check("The firm will spend $40 million.", None);
        check("The firm will spend $40 million on brewing and bottling.", None);
    }
}
