//! What a source says may be so, is so on a condition, or somebody is accused of: no fact that it tells. And what it
//! says is over or done, where the claim says that it goes on or is to come.

use super::ask::{Ask, meets, says};
use super::cover::is_long;
use crate::statement::Reading;
use crate::statement::word::{self, Key, Token, TokenKind};

/// Words of what may be so.
const MAY: [Key; 3] = word::literals(["may", "might", "could"]);
/// The same, and words of what is thought to be so, in a claim.
const HEDGED: [Key; 16] = word::literals([
    "may",
    "might",
    "could",
    "can",
    "would",
    "possibly",
    "perhaps",
    "likely",
    "suspected",
    "alleged",
    "allegedly",
    "reportedly",
    "rumoured",
    "potentially",
    "potential",
    "suggesting",
]);
/// Words of what somebody is said to have done.
const ALLEGED: [Key; 32] = word::literals([
    "suspect",
    "suspects",
    "believe",
    "believes",
    "think",
    "thinks",
    "fear",
    "fears",
    "assume",
    "assumes",
    "accuse",
    "accuses",
    "accused",
    "accusing",
    "allege",
    "alleges",
    "alleged",
    "allegedly",
    "suspected",
    "rumoured",
    "reportedly",
    "allegation",
    "allegations",
    "denies",
    "denied",
    "denying",
    "trial",
    "charged",
    "thought",
    "believed",
    "attributed",
    "supposedly",
]);
/// Verbs of what somebody is asked or tries to do, which need not come about.
const ASKING: [Key; 19] = word::literals([
    "asked",
    "urged",
    "invited",
    "begged",
    "requested",
    "encouraged",
    "lobbied",
    "pressed",
    "offered",
    "refused",
    "tried",
    "attempted",
    "failed",
    "threatened",
    "wanted",
    "sought",
    "petitioned",
    "unable",
    "pleaded",
]);
const TO: Key = word::literal("to");
/// Tokens from such a verb to its "to".
const ASK_REACH: usize = 8;
/// Words of a condition.
const IF: [Key; 3] = word::literals(["if", "unless", "provided"]);
/// Words before an "if" that makes no condition.
const ASKS: [Key; 10] =
    word::literals(["ask", "asked", "see", "know", "wonder", "wondered", "even", "as", "what", "decide"]);
/// Tokens of a condition that are shown.
const IF_SHOWN: usize = 4;
/// Tokens from "may" to its verb.
const VERB_REACH: usize = 3;

/// The words with which the source leaves open what the claim tells as a fact: "may cause", "accused of taking".
pub(super) fn left_open(ask: &Ask<'_>, source: &Reading, at: usize) -> Option<String> {
    let own = &ask.sentence.tokens;
    // A letter or a talk puts politely what is so.
    if is_long(source) || source.spoken || says(own, &HEDGED) || says(own, &ALLEGED) {
        return None;
    }
    let tokens = &source.sentences[at].tokens;
    let asked = |token: &Token| {
        token.content() && !token.name && own.iter().any(|claimed| !claimed.name && meets(claimed, token))
    };
    let words = |from: usize, to: usize| source.slice(&(tokens[from].range.start..tokens[to].range.end));
    let may = (0..tokens.len())
        .filter(|at| MAY.contains(&tokens[*at].surface) && !tokens[*at].capital)
        .find_map(|at| {
            let reach = at + 1..(at + 1 + VERB_REACH).min(tokens.len());
            let verb = reach.into_iter().find(|at| tokens[*at].content() && !tokens[*at].adverb)?;
            let elsewhere = tokens.iter().enumerate().any(|(other, token)| {
                other != verb
                    && own.iter().any(|claimed| meets(claimed, &tokens[verb]) && meets(claimed, token))
            });
            (asked(&tokens[verb]) && !elsewhere).then(|| words(at, verb).to_string())
        });
    let only_if = || {
        let at = tokens.iter().position(|token| IF.contains(&token.surface))?;
        let before = at.checked_sub(1).map(|before| tokens[before].surface);
        let free = !says(own, &IF) && !before.is_some_and(|before| ASKS.contains(&before));
        let told = tokens[..at].iter().any(asked);
        (free && told).then(|| words(at, (at + IF_SHOWN).min(tokens.len() - 1)).to_string())
    };
    let asked_for = || {
        let at = (0..tokens.len()).find(|at| ASKING.contains(&tokens[*at].surface))?;
        let to = (at + 1..(at + ASK_REACH).min(tokens.len())).find(|at| tokens[*at].surface == TO)?;
        let verb = tokens.get(to + 1).filter(|verb| asked(verb))?;
        let done = |token: &&Token| token.content() && !token.name && meets(token, verb);
        let claimed = own.iter().find(done)?;
        let stands = |token: &Token| token.range != verb.range && meets(claimed, token);
        let elsewhere = source.sentences.iter().any(|sentence| sentence.tokens.iter().any(stands));
        (!elsewhere && !says(own, &ASKING)).then(|| words(at, to + 1).to_string())
    };
    may.or_else(only_if).or_else(asked_for).or_else(|| {
        let at = tokens.iter().position(|token| ALLEGED.contains(&token.surface))?;
        let ends = |token: &Token| matches!(token.kind, TokenKind::Comma | TokenKind::Break);
        let end = (at..tokens.len()).find(|at| ends(&tokens[*at])).unwrap_or(tokens.len());
        let within = tokens[at + 1..end].iter().filter(|token| asked(token)).count();
        let outside = tokens[..at].iter().chain(&tokens[end..]).filter(|token| asked(token)).count();
        (within > outside).then(|| words(at, end - 1).to_string())
    })
}

/// Words of leaving a post.
const LEFT: [Key; 11] = word::literals([
    "stepped",
    "resigned",
    "quit",
    "retired",
    "ousted",
    "dismissed",
    "sacked",
    "fired",
    "deposed",
    "resignation",
    "replaced",
]);
/// Words of what goes on.
const STILL: [Key; 3] = word::literals(["still", "remains", "remain"]);
/// Tokens from "will" to its verb.
const WILL_REACH: usize = 3;

/// Why the claim's time has gone by: what it says will be is done, or what it says is still so has ended.
pub(super) fn over(ask: &Ask<'_>, source: &Reading, at: usize) -> Option<String> {
    let (own, told) = (&ask.sentence.tokens, &source.sentences[at].tokens);
    let will = const { word::literal("will") };
    let shown = |token: &Token| source.slice(&token.range).to_string();
    if says(own, &STILL) && !says(own, &LEFT) {
        return told.iter().find(|token| LEFT.contains(&token.surface)).map(shown);
    }
    let place = own.iter().position(|token| token.surface == will && !token.capital)?;
    let verb = own[place + 1..].iter().take(WILL_REACH).find(|token| token.content() && !token.adverb)?;
    let ahead = |at: usize| {
        let before = &told[at.saturating_sub(WILL_REACH)..at];
        let to_come = const { word::literals(["will", "would", "to", "be", "by"]) };
        before.iter().any(|token| to_come.contains(&token.surface))
    };
    let done = |at: &usize| told[*at].past && told[*at].key == verb.key && !ahead(*at);
    (1..told.len()).find(done).map(|at| shown(&told[at]))
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{Partial, Supported};
    use super::super::trials::check;

    #[test]
    fn what_may_be_so_is_no_fact() {
        let source = "The dye may cause rashes, researchers say.";
        check(source, &[("The dye causes rashes.", Partial), ("The dye may cause rashes.", Supported)]);
        let told = "The dye causes rashes, and they may last a week.";
        check(told, &[("The dye causes rashes.", Supported)]);
    }

    #[test]
    fn who_is_accused_of_a_deed_has_not_done_it() {
        let source = "The guild accuses the miller of taking bribes.";
        check(
            source,
            &[("The miller took bribes.", Partial), ("The miller is accused of taking bribes.", Supported)],
        );
        let aside = "Tom Reed, accused of taking bribes, won the election in Deal.";
        check(aside, &[("Tom Reed won the election in Deal.", Supported)]);
    }

    #[test]
    fn what_is_done_is_not_to_come() {
        let source = "The museum of Deal reopened on Friday after works of three years.";
        check(
            source,
            &[
                ("The museum of Deal will reopen next year.", Partial),
                ("The museum of Deal reopened on Friday.", Supported),
            ],
        );
        let left = "In June, Tom Reed stepped down as chairman of the guild.";
        check(left, &[("Tom Reed is still chairman of the guild.", Partial)]);
    }
}
