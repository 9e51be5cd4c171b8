//! "The oldest rider" against "the oldest Polish rider", "every winter" against "usually": a rank or a time that the claim
//! makes wider than its source.

use super::made_from;
use crate::statement::lexicon::lexicon;
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::verdict::align::{frequency, meets};
use crate::verdict::code::Code;
use crate::verdict::otherwise::{Case, Found};

/// Words behind a superlative that make its field no narrower.
const WIDE: [Key; 14] = word::literals([
    "ever",
    "single",
    "known",
    "recorded",
    "such",
    "overall",
    "so-called",
    "annual",
    "current",
    "total",
    "individual",
    "existing",
    "surviving",
    "remaining",
]);

/// Ranks that stand without a field: "the only", "at most".
const BARE: [Key; 8] = word::literals(["first", "only", "last", "most", "best", "least", "record", "latest"]);

/// Nouns of a field that may be of every kind.
const ANY: [Key; 8] =
    word::literals(["member", "members", "person", "people", "man", "woman", "one", "thing"]);

/// The words of the field of a rank: those right behind it.
fn field(tokens: &[Token], at: usize) -> &[Token] {
    let plain = |token: &&Token| token.kind == TokenKind::Word && token.content() && !token.past;
    &tokens[at + 1..at + 1 + tokens[at + 1..].iter().take_while(plain).count()]
}

/// The rank of a narrower field, where the source has no other.
pub(super) fn of_rank(case: &Case<'_>) -> Option<Found> {
    let own = &case.own.tokens;
    let rank = |tokens: &[Token], at: usize| {
        let surface = tokens[at].surface;
        lexicon().is_superlative(surface) && !BARE.contains(&surface) && !tokens[at].capital
    };
    let at = (0..own.len()).find(|at| rank(own, *at))?;
    let mine = field(own, at);
    let told: Vec<(usize, usize)> = case
        .source
        .sentences
        .iter()
        .enumerate()
        .flat_map(|(number, sentence)| {
            let same = move |place: &usize| sentence.tokens[*place].surface == own[at].surface;
            (0..sentence.tokens.len()).filter(same).map(move |place| (number, place))
        })
        .collect();
    // "The oldest Polish rider": a word that neither the claim's field nor what follows it has.
    let narrower = |(number, place): &(usize, usize)| {
        let theirs = field(&case.source.sentences[*number].tokens, *place);
        let known = |token: &Token| own[at..].iter().any(|claimed| meets(claimed, token));
        let strange =
            |token: &Token| !WIDE.contains(&token.surface) && !token.gloss.is_light() && !known(token);
        let kept = theirs.iter().any(|token| mine.iter().any(|claimed| meets(claimed, token)));
        let count = theirs.iter().filter(|token| strange(token)).count();
        (kept && count == 1).then_some((*number, *place, theirs.len()))
    };
    // "The greatest failure" against "the greatest advance": the rank is that of another thing.
    let other = |(number, place): &(usize, usize)| {
        let theirs = field(&case.source.sentences[*number].tokens, *place);
        let apart = !theirs.iter().any(|token| own.iter().any(|claimed| meets(claimed, token)));
        let unsaid = mine.last().is_some_and(|head| !head.name && frequency(head, case.source) == 0);
        // A member, a person or a thing may be any of them.
        let wide = theirs.last().is_some_and(|head| ANY.contains(&head.surface));
        (unsaid && apart && !wide && !theirs.is_empty()).then_some((*number, *place, theirs.len()))
    };
    let found: Vec<(usize, usize, usize)> =
        told.iter().filter_map(|one| narrower(one).or_else(|| other(one))).collect();
    let (number, place, length) = *found.first().filter(|_| found.len() == told.len())?;
    let reason = case.words(at..at + 1 + mine.len(), number, place..place + 1 + length);
    let range = own[at].range.start..own[at + mine.len()].range.end;
    Some(Found::weaker(Code::SCOPE, range, number, reason))
}

/// Words of what is so each time.
const ALWAYS: [Key; 4] = word::literals(["every", "always", "never", "invariably"]);
/// Words of what is so most times.
const USUALLY: [Key; 10] = word::literals([
    "usually",
    "often",
    "mostly",
    "normally",
    "typically",
    "generally",
    "sometimes",
    "frequently",
    "seldom",
    "rarely",
]);

/// "Freezes every winter" against "usually freezes".
pub(super) fn of_time(case: &Case<'_>) -> Option<Found> {
    let own = &case.own.tokens;
    let always = own.iter().find(|token| ALWAYS.contains(&token.surface))?;
    let at = made_from(case)?;
    let tokens = &case.source.sentences[at].tokens;
    let usually = tokens.iter().find(|token| USUALLY.contains(&token.surface))?;
    let same = tokens.iter().any(|token| ALWAYS.contains(&token.surface));
    (!same).then(|| {
        let (mine, theirs) = (case.claim.slice(&always.range), case.source.slice(&usually.range));
        let reason = format!("“{mine}” against “{theirs}”");
        Found::weaker(Code::SCOPE, always.range.clone(), at, reason)
    })
}
