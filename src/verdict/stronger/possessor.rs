//! "The residents' costs" against "the developer's costs": whose a thing is, where the text knows both owners.

use crate::statement::word::{self, Key, Token, TokenKind};
use crate::statement::{Reading, Sentence};
use crate::verdict::align::meets;
use crate::verdict::code::Code;
use crate::verdict::otherwise::{Case, Found};

/// Times, whose things are nobody's.
const TIMES: [Key; 8] =
    word::literals(["year", "month", "week", "day", "today", "yesterday", "quarter", "season"]);
/// Words of a thing that is owned.
const THING_MAX: usize = 3;

/// The owners of a sentence, each with the last word of what is theirs.
fn owned(reading: &Reading, sentence: &Sentence) -> Vec<(usize, usize)> {
    let tokens = &sentence.tokens;
    let marks = |at: usize| {
        let token = &tokens[at];
        let word = reading.slice(&token.range);
        let rest = reading.text.get(token.range.end..).unwrap_or_default();
        let behind = ["'s ", "’s ", "' ", "’ "].iter().any(|mark| rest.starts_with(mark));
        token.kind == TokenKind::Word && (behind || word.ends_with("'s") || word.ends_with("’s"))
    };
    let word = |token: &Token| token.kind == TokenKind::Word && token.content();
    (0..tokens.len())
        .filter(|at| tokens[*at].content() && !tokens[*at].capital && marks(*at))
        .filter(|at| !TIMES.contains(&tokens[*at].key) && !TIMES.contains(&tokens[*at].root))
        .filter_map(|at| {
            let start = (at + 1..tokens.len().min(at + 3)).find(|next| word(&tokens[*next]))?;
            let run = tokens[start..].iter().take(THING_MAX).take_while(|token| word(token)).count();
            // "Her brother's mill's wheel": the wheel is the mill's.
            (!(start..start + run).any(marks)).then_some((at, start + run - 1))
        })
        .collect()
}

/// The owner that the source gives to what the claim gives to another.
pub(super) fn against(case: &Case<'_>) -> Option<Found> {
    let mine = owned(case.claim, case.own);
    mine.into_iter().find_map(|(owner, thing)| {
        let (own, theirs) = (&case.own.tokens[owner], &case.own.tokens[thing]);
        let told: Vec<(usize, usize, usize)> = case
            .source
            .sentences
            .iter()
            .enumerate()
            .flat_map(|(at, sentence)| {
                let same = move |(_, thing): &(usize, usize)| sentence.tokens[*thing].key == theirs.key;
                owned(case.source, sentence)
                    .into_iter()
                    .filter(same)
                    .map(move |(owner, thing)| (at, owner, thing))
            })
            .collect();
        let owner_of = |(at, owner, _): &(usize, usize, usize)| &case.source.sentences[*at].tokens[*owner];
        let shared = told.iter().any(|one| meets(own, owner_of(one)));
        let (at, other, last) = *told.first().filter(|one| !shared && case.claims(owner_of(one)))?;
        let known = case
            .source
            .sentences
            .iter()
            .any(|sentence| sentence.tokens.iter().any(|token| meets(own, token)));
        known.then(|| {
            let reason = case.words(owner..thing + 1, at, other..last + 1);
            let range = own.range.start..theirs.range.end;
            Found::against(Code::SUBJECT, range, at, reason)
        })
    })
}
