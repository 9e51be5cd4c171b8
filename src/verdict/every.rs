//! "All six ferries are electric", where the source counts three of them that are.

use super::align::{Ask, meets};
use super::barring::ORDER;
use super::cover::is_long;
use super::interval;
use crate::quantity::Kind;
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::statement::{Reading, Statement};

/// Words that leave none out.
const ALL: [Key; 3] = word::literals(["all", "every", "each"]);
/// Verbs between those that are counted and what is said of them.
const VERBS: [Key; 8] = word::literals(["is", "are", "was", "were", "has", "have", "had", "got"]);

/// The figure of the source that counts fewer than all of whom the claim says the same.
pub(super) fn fewer(ask: &Ask<'_>, source: &Reading) -> Option<String> {
    let tokens = &ask.sentence.tokens;
    tokens.first().filter(|token| ALL.contains(&token.surface))?;
    // "Every fourth pupil" is a share.
    tokens.get(1).filter(|next| !ORDER.contains(&next.surface) && next.kind != TokenKind::Number)?;
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

/// "Closed all of its shops", where the source counts them and how many of them were: "of its 40 shops it closed twelve".
pub(super) fn fewer_done(ask: &Ask<'_>, source: &Reading, at: usize) -> Option<String> {
    let tokens = &ask.sentence.tokens;
    let all = tokens.iter().skip(1).position(|token| ALL.contains(&token.surface))? + 1;
    let verb = tokens[..all].iter().rfind(|token| token.past && token.content())?;
    let small = |token: &&Token| LINKS.contains(&token.surface);
    let behind = &tokens[all + 1 + tokens[all + 1..].iter().take_while(small).count()..];
    let counted: Vec<&Token> = behind.iter().take_while(|token| token.content()).collect();
    let sentence = &source.sentences[at];
    let figures = || source.statements[sentence.statements.clone()].iter();
    let value = |one: &Statement| interval::ends(&one.quantity.figure).1;
    let of_them = |one: &&Statement| {
        let led = one.tokens.start.checked_sub(1).map(|at| sentence.tokens[at].surface);
        let head = one.head.map(|head| &sentence.tokens[head]);
        led.is_some_and(|led| LINKS.contains(&led))
            && one.quantity.kind == Kind::Count
            && head.is_some_and(|head| counted.iter().any(|word| meets(word, head)))
    };
    let whole = figures().find(of_them)?;
    let part = figures().find(|one| {
        let before = one.tokens.start.checked_sub(1).map(|at| &sentence.tokens[at]);
        one.quantity.kind == Kind::Count
            && value(one) < value(whole)
            && before.is_some_and(|before| before.key == verb.key || before.root == verb.root)
    })?;
    let own = ask.reading.slice(&(verb.range.start..tokens[all].range.end));
    Some(format!("“{own}” against “{}”", source.slice(&part.quantity.span).trim()))
}

/// Words for most of them, and for some: less than all, each list less than the one before.
const LESS: [&[Key]; 2] = [
    &word::literals(["most", "majority", "bulk"]),
    &word::literals(["many", "some", "several", "few", "half", "part"]),
];
/// Words that leave some out of all.
const NEARLY: [Key; 5] = word::literals(["nearly", "almost", "not", "virtually", "practically"]);
/// Small words between such a word and those that it is said of.
const LINKS: [Key; 8] = word::literals(["of", "the", "its", "their", "his", "her", "these", "those"]);

/// How many of the ones at a place a sentence speaks of: all of them, most, some; none where it does not say.
fn extent(tokens: &[Token], at: usize) -> Option<(usize, usize)> {
    let before = tokens[..at].iter().rposition(|token| !LINKS.contains(&token.surface))?;
    let surface = tokens[before].surface;
    let less = || LESS.iter().position(|words| words.contains(&surface)).map(|at| at + 1);
    let nearly = before.checked_sub(1).is_some_and(|at| NEARLY.contains(&tokens[at].surface));
    let extent = if ALL.contains(&surface) { Some(usize::from(nearly)) } else { less() };
    extent.map(|extent| (extent, before))
}

/// The word of the source for fewer than the claim says: "most patients" where it speaks of all.
pub(super) fn of_some(ask: &Ask<'_>, source: &Reading, at: usize) -> Option<(String, String)> {
    let (own, other) = (&ask.sentence.tokens, &source.sentences[at].tokens);
    let noun = |at: &usize| own[*at].content() && !own[*at].capital;
    (1..own.len()).filter(noun).find_map(|at| {
        let (claimed, word) = extent(own, at)?;
        let places = (1..other.len()).filter(|place| meets(&own[at], &other[*place]));
        let mut told = places.map(|place| extent(other, place));
        let (extent, place) = told.next()??;
        let once = told.next().is_none();
        let slice = |reading: &Reading, token: &Token| reading.slice(&token.range).to_string();
        (once && claimed < extent).then(|| (slice(ask.reading, &own[word]), slice(source, &other[place])))
    })
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{Contradicted, Partial, Supported};
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

    #[test]
    fn some_of_those_counted_are_not_all_of_them() {
        let source = "Of its 40 mills in Deal, Ash closed twelve in 2021. The rest still turn.";
        check(
            source,
            &[
                ("Ash closed all of its mills in Deal in 2021.", Contradicted),
                ("Ash closed twelve of its mills in Deal in 2021.", Supported),
            ],
        );
        check(
            "Ash closed all of its 40 mills in Deal in 2021.",
            &[("Ash closed all of its mills in Deal in 2021.", Supported)],
        );
    }

    #[test]
    fn most_are_not_all() {
        let most = "The salve healed most of the burns.";
        check(
            most,
            &[("The salve healed all the burns.", Partial), ("The salve healed most burns.", Supported)],
        );
        let all = "The salve healed all the burns.";
        check(all, &[("The salve healed most of the burns.", Supported)]);
        let nearly = "Nearly all members voted for the weir.";
        check(nearly, &[("All members voted for the weir.", Partial)]);
        let some = "Some mills in Deal have a weir.";
        check(some, &[("Most mills in Deal have a weir.", Partial)]);
    }
}
