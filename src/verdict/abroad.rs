//! A claim about a country that no source names, where they speak of another: the figures of that one are no evidence.

use super::Verdict;
use super::align::is_country;
use super::cover;
use super::derive::Pool;
use super::evidence::{Stance, Step};
use super::part::Part;
use crate::quantity::Kind;
use crate::statement::word::{self, Token};
use crate::statement::{Reading, Sentence, Statement};

/// Words that lead to a place.
const IN: [word::Key; 3] = word::literals(["in", "from", "of"]);

/// Takes back what the figures of another country deny.
pub(super) fn judge(claim: &Reading, number: usize, pool: &Pool<'_>, parts: &mut [Vec<Part>]) {
    let own = &claim.sentences[number];
    // The length of a river does not go by where it flows.
    let counts = |figure: &Statement| figure.quantity.kind != Kind::Dimension;
    let counted = claim.statements_of(number).iter().any(counts);
    let Some(land) = subject(own).filter(|_| counted) else { return };
    let same = |token: &Token| {
        token.classes.iter().any(|class| land.classes.contains(class)) || token.key == land.key
    };
    let named = |source: &Reading, is: &dyn Fn(&Token) -> bool| {
        source.sentences.iter().any(|sentence| sentence.tokens.iter().any(is))
    };
    let sources = || pool.sources.iter().map(|(source, _)| *source);
    let known = sources().any(|source| named(source, &same) || cover::is_long(source));
    let another = sources().any(|source| named(source, &|token: &Token| is_country(token) && token.capital));
    if known || !another {
        return;
    }
    let reason = format!("no source speaks of {}", claim.slice(&land.range));
    for part in parts.iter_mut().flatten() {
        let inside = own.range.start <= part.range.start && part.range.end <= own.range.end;
        if inside && part.verdict == Verdict::Contradicted {
            part.verdict = Verdict::NotAddressed;
            part.remarks.clear();
            part.steps.push(Step { rule: "abroad".to_string(), place: None, outcome: reason.clone() });
            part.reason.clone_from(&reason);
            part.supports.iter_mut().for_each(|support| support.stance = Stance::Nearby);
        }
    }
}

/// The country that a sentence is about: its first word, or behind "in", before any figure.
fn subject(sentence: &Sentence) -> Option<&Token> {
    let tokens = &sentence.tokens;
    let first = tokens.iter().position(Token::content)?;
    let led = |at: usize| at == first || IN.contains(&tokens[at - 1].surface);
    (first..tokens.len())
        .find(|at| is_country(&tokens[*at]) && tokens[*at].capital && led(*at))
        .map(|at| &tokens[at])
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{Contradicted, NotAddressed, Supported};
    use super::super::trials::check;

    #[test]
    fn another_country_is_no_evidence() {
        check(
            "Malta's bakeries sold 2.31 million loaves in 2019, against 2.08 million in 2018, the guild said.",
            &[
                ("Cyprus's bakeries sold 2.31 million loaves in 2019.", NotAddressed),
                ("Bakeries in Cyprus sold 2.08 million loaves in 2019.", NotAddressed),
                ("Malta's bakeries sold 2.08 million loaves in 2019.", Contradicted),
                ("Malta's bakeries sold 2.31 million loaves in 2019.", Supported),
            ],
        );
    }
}
