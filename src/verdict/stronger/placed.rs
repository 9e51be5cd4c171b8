//! "Won by Ash" against "Ash came second": who won did not come in behind another.

use crate::statement::word::{self, Key, Token};
use crate::verdict::align::meets;
use crate::verdict::code::Code;
use crate::verdict::otherwise::{Case, Found};

/// Words of winning.
const WON: [Key; 7] = word::literals(["won", "win", "wins", "winner", "winners", "champion", "champions"]);
/// Verbs of a place.
const CAME: [Key; 8] =
    word::literals(["came", "finished", "placed", "ended", "finishing", "coming", "was", "were"]);
/// Places behind the first.
const BEHIND: [Key; 9] =
    word::literals(["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "runner-up", "last"]);

/// The place of the one that the claim has as the winner.
pub(super) fn against(case: &Case<'_>) -> Option<Found> {
    let own = &case.own.tokens;
    let won = own.iter().position(|token| WON.contains(&token.surface))?;
    let by = const { word::literal("by") };
    let name = |token: &&Token| token.capital && token.content() && token.name;
    let passive = own.iter().position(|token| token.surface == by).filter(|at| *at > won);
    let winner: Vec<&Token> = match passive {
        Some(by) => own[by + 1..].iter().filter(name).collect(),
        None => own[..won].iter().filter(name).collect(),
    };
    let also = own.iter().any(|token| BEHIND.contains(&token.surface));
    let last = winner.last().filter(|_| case.own.denials().next().is_none() && !also)?;
    case.source.sentences.iter().enumerate().find_map(|(at, sentence)| {
        let tokens = &sentence.tokens;
        let verb = (0..tokens.len().saturating_sub(1))
            .find(|at| CAME.contains(&tokens[*at].surface) && BEHIND.contains(&tokens[at + 1].surface))?;
        let about = tokens[..verb].iter().any(|token| meets(last, token));
        // "Was second in 2015 and won in 2016".
        let also = tokens.iter().any(|token| WON.contains(&token.surface) && token.past);
        // The contest is the same where the sentence has a word of the claim behind the verb.
        let contest = own
            .iter()
            .filter(|token| token.content() && !winner.iter().any(|name| name.range == token.range));
        let shared = contest.filter(|word| tokens[verb..].iter().any(|token| meets(word, token))).count();
        (about && !also && shared > 1).then(|| {
            let reason = case.words(won..won + 1, at, verb..verb + 2);
            Found::against(Code::COMPARISON, case.own.range.clone(), at, reason)
        })
    })
}
