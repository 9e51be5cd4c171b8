//! "All six ferries are electric", where the source counts three of them that are.

use super::align::{Ask, meets};
use super::cover::is_long;
use super::interval;
use crate::quantity::Kind;
use crate::statement::Reading;
use crate::statement::word::{self, Key, Token};

/// Words that leave none out.
const ALL: [Key; 3] = word::literals(["all", "every", "each"]);
/// Verbs between those that are counted and what is said of them.
const VERBS: [Key; 8] = word::literals(["is", "are", "was", "were", "has", "have", "had", "got"]);

/// The figure of the source that counts fewer than all of whom the claim says the same.
pub(super) fn fewer(ask: &Ask<'_>, source: &Reading) -> Option<String> {
    let tokens = &ask.sentence.tokens;
    tokens.first().filter(|token| ALL.contains(&token.surface))?;
    let verb = tokens.iter().rposition(|token| VERBS.contains(&token.surface))?;
    let said: Vec<&Token> = tokens[verb + 1..].iter().filter(|token| token.content()).collect();
    let claimed = ask.reading.statements[ask.sentence.statements.clone()].first();
    let whole = claimed.map(|own| interval::ends(&own.quantity.figure).1);
    let value = |number: usize| interval::ends(&source.statements[number].quantity.figure).1;
    source.sentences.iter().filter(|_| !is_long(source)).find_map(|sentence| {
        let counts: Vec<usize> = sentence
            .statements
            .clone()
            .filter(|number| source.statements[*number].quantity.kind == Kind::Count)
            .collect();
        let largest = counts.iter().map(|number| value(*number)).max();
        let all = whole.or(largest.filter(|_| counts.len() > 1))?;
        let part = counts.iter().find(|number| {
            let segment = &sentence.tokens[source.statements[**number].segment.clone()];
            let holds = said.iter().all(|word| segment.iter().any(|token| meets(word, token)));
            value(**number) < all && holds && !segment.iter().any(|token| ALL.contains(&token.surface))
        })?;
        let words = source.slice(&source.statements[*part].quantity.span).trim();
        let own = ask.reading.slice(&(tokens[0].range.start..tokens[verb].range.end));
        (!said.is_empty()).then(|| format!("“{own}” against “{words}”"))
    })
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{Contradicted, Supported};
    use super::super::trials::check;

    #[test]
    fn some_are_not_all() {
        let source = "Deal ordered six ferries in May. Three are fully electric, two are hybrids and the last runs on coal.";
        check(source, &[("All six ferries that Deal ordered are fully electric.", Contradicted)]);
        let source = "Of the 3,480 bakeries of Deal, 2,910 have running water.";
        check(source, &[("All of the bakeries of Deal have running water.", Contradicted)]);
        let source = "All 40 bakeries of Deal have running water; 12 of them opened in May.";
        check(source, &[("All 40 bakeries of Deal have running water.", Supported)]);
    }
}
