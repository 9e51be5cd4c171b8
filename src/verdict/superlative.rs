//! Superlatives of a claim that the source has with "one of" or with another rank.

use super::align::{Ask, meets};
use super::cover::Cover;
use super::period::{self, When};
use crate::statement::Reading;
use crate::statement::lexicon::lexicon;
use crate::statement::word::{self, Token, TokenKind};

/// A superlative of the claim that the source only has with "one of", or not at all.
pub(super) fn unproved(ask: &Ask<'_>, cover: &Cover, source: &Reading) -> Option<String> {
    let packs = lexicon();
    let one_of = |tokens: &[Token], at: usize| {
        let one = const { word::literal("one") };
        let among = const { word::literal("among") };
        tokens[at.saturating_sub(6)..at].iter().any(|token| token.surface == one || token.surface == among)
    };
    let graded = |token: &Token| {
        packs.is_superlative(token.surface) && token.key != token.surface
            || token.content() && packs.is_superlative(token.surface)
    };
    let tokens = &ask.sentence.tokens;
    let at = (0..tokens.len()).find(|at| graded(&tokens[*at]) && !one_of(tokens, *at))?;
    let stands: Vec<(usize, usize)> = cover
        .chosen
        .iter()
        .flat_map(|sentence| {
            (0..source.sentences[*sentence].tokens.len()).map(move |place| (*sentence, place))
        })
        .filter(|(sentence, place)| source.sentences[*sentence].tokens[*place].surface == tokens[at].surface)
        .collect();
    let proved = stands.iter().any(|(sentence, place)| !one_of(&source.sentences[*sentence].tokens, *place));
    (!stands.is_empty() && !proved).then(|| ask.reading.slice(&tokens[at].range).to_string())
}

/// Tokens from a date to the "record" that it is the year of.
const RECORD_REACH: usize = 4;

/// "A record in 2024", where the source has "in 2023, a record": the date of the source's record.
pub(super) fn of_other_time<'s>(ask: &Ask<'_>, cover: &Cover, source: &'s Reading) -> Option<&'s str> {
    let record = const { word::literal("record") };
    let claimed = ask.sentence.tokens.iter().any(|token| token.surface == record);
    let mut own = ask.sentence.periods.iter().filter(|period| period::is_resolved(period));
    let (wanted, None) = (own.next()?, own.next()) else { return None };
    let sentence = cover.chosen.first().map(|at| &source.sentences[*at]).filter(|_| claimed)?;
    let at = sentence.tokens.iter().position(|token| token.surface == record)?;
    let dates = sentence.periods.iter().filter(|period| period::is_resolved(period));
    let before = dates.filter(|period| {
        let date = sentence.tokens_in(&period.span);
        date.end <= at && at - date.end <= RECORD_REACH
    });
    let found = before.max_by_key(|period| period.span.start)?;
    (period::periods(wanted, found) == When::Apart).then(|| source.slice(&found.span))
}

/// Tokens between a name and the rank of its apposition, and between a rank and what it is of.
const APPOSED_REACH: usize = 5;

/// "The guild's first chair, Ada Ash, in 1996": the last word of the name, where the claim never has it.
fn named_behind<'t>(own: &[Token], tokens: &'t [Token], place: usize, mine: &[Token]) -> Option<&'t Token> {
    let near = place + 1..(place + APPOSED_REACH).min(tokens.len());
    let comma = near.clone().find(|at| tokens[*at].kind == TokenKind::Comma)?;
    let same = tokens[place + 1..comma].iter().any(|token| mine.iter().any(|word| meets(word, token)));
    let named = |token: &&Token| token.capital && token.kind == TokenKind::Word;
    let name: Vec<&Token> = tokens[comma + 1..].iter().take_while(named).collect();
    let closes = tokens.get(comma + 1 + name.len()).is_some_and(|token| token.kind == TokenKind::Comma);
    let strange = !name.iter().any(|token| own.iter().any(|claimed| meets(claimed, token)));
    // "The" before the rank, and a whole name behind it.
    let led = place > 0 && (tokens[place - 1].stop || !tokens[place - 1].past);
    name.last().copied().filter(|_| same && closes && strange && led && name.len() >= 2)
}

/// Words that open an apposition.
const APPOSED: [word::Key; 8] = word::literals(["the", "its", "her", "his", "their", "a", "an", "another"]);
/// Words that make more than an apposition of what follows a comma.
const VERBAL: [word::Key; 7] = word::literals(["and", "is", "are", "has", "who", "which", "that"]);

/// "The first woman in the chair" of a claim, where the source has "Ada Ash, its first chair": whose rank it is there.
pub(super) fn of_another(ask: &Ask<'_>, source: &Reading) -> Option<String> {
    let own = &ask.sentence.tokens;
    let ranks =
        |tokens: &[Token], at: usize| lexicon().is_superlative(tokens[at].surface) && !tokens[at].capital;
    let of = |tokens: &[Token], at: usize| -> Vec<Token> {
        let behind = tokens[at + 1..].iter().take(APPOSED_REACH);
        let behind = behind.take_while(|token| token.kind == TokenKind::Word);
        behind.filter(|token| token.content() && !token.name).cloned().collect()
    };
    (0..own.len()).filter(|at| ranks(own, *at)).find_map(|at| {
        let mine = of(own, at);
        source.sentences.iter().find_map(|sentence| {
            let tokens = &sentence.tokens;
            (1..tokens.len()).filter(|place| tokens[*place].surface == own[at].surface).find_map(|place| {
                let behind = || named_behind(own, tokens, place, &mine);
                if let Some(name) = behind() {
                    let words = source.slice(&(tokens[place].range.start..name.range.end));
                    let rank = ask.reading.slice(&own[at].range);
                    return Some(format!("“{rank}” is said of another: “{words}”"));
                }
                let near = place.saturating_sub(APPOSED_REACH)..place;
                let comma = near.rev().find(|at| tokens[*at].kind == TokenKind::Comma)?;
                // "Ada Ash, the mill's first": an article or an owner, and no verb.
                let led = APPOSED.contains(&tokens[comma + 1].surface) && comma + 1 < place;
                let verbs = |token: &Token| token.past || VERBAL.contains(&token.surface);
                let plain = led && !tokens[comma + 1..place].iter().any(verbs);
                let named = |token: &&Token| token.capital && token.kind == TokenKind::Word;
                let name: Vec<&Token> = tokens[..comma].iter().rev().take_while(named).collect();
                let strange = !name.is_empty()
                    && name.iter().any(|token| token.name)
                    && !name.iter().any(|token| own.iter().any(|claimed| meets(claimed, token)));
                let theirs = of(tokens, place);
                let same = mine.iter().any(|word| theirs.iter().any(|other| meets(word, other)));
                let (first, last) = (name.last()?, theirs.last()?);
                (plain && strange && same).then(|| {
                    let words = source.slice(&(first.range.start..last.range.end));
                    format!("“{}” is said of another: “{words}”", ask.reading.slice(&own[at].range))
                })
            })
        })
    })
}

/// Words of time that "last" goes before.
const TIMES: [word::Key; 12] = word::literals([
    "year", "month", "week", "night", "season", "quarter", "decade", "century", "summer", "winter", "spring",
    "autumn",
]);

/// Words of rank before a superlative.
const RANKS: [word::Key; 9] =
    word::literals(["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]);

/// Whether a rank stands right before a superlative, with the words for the message: "the second-largest".
fn ranked<'r>(reading: &'r Reading, tokens: &[Token], at: usize) -> (bool, &'r str) {
    let hyphen = at > 0 && tokens[at - 1].kind == TokenKind::Mark;
    let before = at.checked_sub(1 + usize::from(hyphen)).filter(|at| {
        let form = reading.slice(&tokens[*at].range);
        let digits = form.starts_with(|first: char| first.is_ascii_digit());
        let ordinal = ["st", "nd", "rd", "th"].iter().any(|end| form.ends_with(end));
        digits && ordinal || RANKS.contains(&tokens[*at].surface)
    });
    let start = before.unwrap_or(at);
    (before.is_some(), reading.slice(&(tokens[start].range.start..tokens[at].range.end)))
}

/// The same superlative with a rank on one side only: "the largest" against "the second-largest".
pub(super) fn outranked(ask: &Ask<'_>, cover: &Cover, source: &Reading) -> Option<String> {
    let packs = lexicon();
    let tokens = &ask.sentence.tokens;
    let other = &source.sentences[*cover.chosen.first()?].tokens;
    // "Last year" ranks nothing: a fifth is none of five.
    let timed = |at: usize| tokens.get(at + 1).is_some_and(|next| TIMES.contains(&next.surface));
    let graded =
        |at: &usize| tokens[*at].content() && packs.is_superlative(tokens[*at].surface) && !timed(*at);
    (0..tokens.len()).filter(graded).find_map(|at| {
        let (own, words) = ranked(ask.reading, tokens, at);
        let stands = (0..other.len()).filter(|place| other[*place].surface == tokens[at].surface);
        let theirs: Vec<_> = stands.map(|place| ranked(source, other, place)).collect();
        let (_, found) = theirs.first()?;
        theirs.iter().all(|(rank, _)| *rank != own).then(|| format!("“{words}” against “{found}”"))
    })
}

/// Tokens from "than" to its "any".
const ANY_REACH: usize = 3;

/// The words with which a claim puts one above all others, where no sentence that speaks of it does: "more than in any
/// other year".
pub(super) fn above_any<'r>(ask: &Ask<'r>, cover: &Cover, source: &Reading) -> Option<&'r str> {
    let any = const { word::literals(["any", "anyone", "anybody", "anything"]) };
    let than = const { word::literal("than") };
    let of_all = |tokens: &[Token]| {
        let at = tokens.iter().position(|token| token.surface == than)?;
        let reach = at + 1..(at + 1 + ANY_REACH).min(tokens.len());
        reach.into_iter().find(|at| any.contains(&tokens[*at].surface)).map(|last| at..last + 1)
    };
    let own = &ask.sentence.tokens;
    let place = of_all(own)?;
    let tells = |at: &usize| {
        let tokens = &source.sentences[*at].tokens;
        let most = |token: &Token| lexicon().is_superlative(token.surface);
        of_all(tokens).is_some() || tokens.iter().any(most)
    };
    let words = || ask.reading.slice(&(own[place.start].range.start..own[place.end - 1].range.end));
    (!cover.chosen.iter().any(tells)).then(words)
}
