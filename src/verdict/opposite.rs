//! Finds a word of the source that stands where a claim says its opposite.

use super::align::{Ask, is_direction, meets};
use super::barring::{ORDER, TIMES};
use super::converse;
use super::cover::{Cover, is_long};
use crate::quantity::change::ChangeRole;
use crate::statement::lexicon::{Role, lexicon};
use crate::statement::word::{self, Token, TokenKind};
use crate::statement::{Reading, Sentence};

/// Sentences with a noun that are looked at for what stands before it.
const PAIRS_MAX: usize = 40;
/// Share of the claim's words that a sentence with the opposite change must hold, in thousandths.
const RISE_SHARE_MIN: u32 = 300;

/// A word of the source that stands where the claim says the opposite.
pub(super) fn opposite<'s>(
    ask: &Ask<'_>,
    cover: &Cover,
    source: &'s Reading,
) -> Option<(u32, &'s Token, String)> {
    let about = |at: usize| {
        ask.words.iter().any(|word| {
            word.leading && source.sentences[at].tokens.iter().any(|token| meets(word.token, token))
        })
    };
    let mut places = cover.chosen.iter().enumerate().filter(|(rank, at)| *rank == 0 || about(**at));
    places.find_map(|(_, at)| opposite_in(ask, *at, cover, source))
}

/// An opposite in one sentence of the source.
fn opposite_in<'s>(
    ask: &Ask<'_>,
    at: usize,
    cover: &Cover,
    source: &'s Reading,
) -> Option<(u32, &'s Token, String)> {
    let packs = lexicon();
    let sentence = &source.sentences[at];
    let claimed = &ask.sentence.tokens;
    let is_country = |class: &u16| packs.classes[usize::from(*class)].role == Role::Country;
    let told =
        |(at, token): &(usize, &Token)| token.kind == TokenKind::Word && !opens_time(ask.sentence, *at);
    for (at, token) in claimed.iter().enumerate().filter(told) {
        let said = |sentence: &Sentence| {
            sentence.tokens.iter().any(|other| meets(token, other) || other.key == token.key)
        };
        // Told of something else, the word may stand in another of the sentences that the claim takes together.
        if said(sentence) || !is_long(source) && source.sentences.iter().any(said) {
            continue;
        }
        let weight = ask.words.iter().find(|word| word.token.key == token.key).map_or(0, |word| word.weight);
        for (place, other) in sentence.tokens.iter().enumerate() {
            // The "United" of a country is no word of its own.
            let of_country =
                other.capital && (other.classes.iter().any(is_country) || other.name && place > 0);
            // Nor has the "Growth" of a name an opposite among common words.
            if token.capital && token.name && at > 0 && !other.capital && !of_country {
                continue;
            }
            if other.kind != TokenKind::Word || sentence.is_particle(place) || of_country && !token.capital {
                continue;
            }
            if claimed.iter().any(|claim| claim.key == other.key) {
                continue;
            }
            if edge_of_time(sentence, place) || turn_of_time(sentence, place) || opens_with(sentence, place) {
                continue;
            }
            if packs.opposed(token, other)
                && !converse::is_none(ask.sentence, token, sentence, place)
                && (packs.opposite_forms(token, other) || all_else(ask, token, other, cover, source))
                && !(is_direction(token) && (ask.statement.is_some() || has_change(ask)))
            {
                let words =
                    format!("“{}” against “{}”", ask.reading.slice(&token.range), source.slice(&other.range));
                return Some((weight, other, words));
            }
            let countries = token.classes.iter().any(is_country) && other.classes.iter().any(is_country);
            if countries
                && super::align::frequency(token, source) == 0
                && same_place(claimed, token, &sentence.tokens, other)
            {
                let words =
                    format!("“{}” against “{}”", ask.reading.slice(&token.range), source.slice(&other.range));
                return Some((weight, other, words));
            }
        }
    }
    None
}

/// Words for the ends of a period.
const EDGES: [word::Key; 7] =
    word::literals(["start", "beginning", "end", "close", "middle", "opening", "outset"]);
/// "At the end of 2023" dates a figure, and ends nothing.
fn edge_of_time(sentence: &Sentence, at: usize) -> bool {
    let of = const { word::literal("of") };
    let leads = sentence.tokens.get(at + 1).is_some_and(|next| next.surface == of);
    leads
        && EDGES.contains(&sentence.tokens[at].surface)
        && sentence.periods.iter().any(|period| {
            let date = sentence.tokens_in(&period.span);
            date.start <= at + 3 && at < date.end
        })
}

/// "Starting on Monday", "beginning in May": that only dates what starts.
fn opens_time(sentence: &Sentence, at: usize) -> bool {
    let starts = const { word::literals(["starting", "beginning", "ending"]) };
    let leads = const { word::literals(["on", "in", "from", "at", "with", "next", "this"]) };
    let next = sentence.tokens.get(at + 1);
    starts.contains(&sentence.tokens[at].surface)
        && next.is_some_and(|next| leads.contains(&next.surface) || next.kind == TokenKind::Number)
}

/// "Built in 1911, it closed in 1978": the participle that opens a sentence tells of an earlier time.
fn opens_with(sentence: &Sentence, at: usize) -> bool {
    at == 0
        && sentence.tokens[0].past
        && sentence.tokens.get(1).is_some_and(|next| !next.content())
        && sentence.periods.len() > 1
}

/// "In its first season": what is told of one says nothing of the next.
fn turn_of_time(sentence: &Sentence, at: usize) -> bool {
    let next = sentence.tokens.get(at + 1);
    ORDER.contains(&sentence.tokens[at].surface) && next.is_some_and(|next| TIMES.contains(&next.surface))
}

/// True where the claim gives the size of a change: then its direction is judged with it.
fn has_change(ask: &Ask<'_>) -> bool {
    let figures = &ask.reading.statements[ask.sentence.statements.clone()];
    figures.iter().any(|figure| figure.quantity.change.role == ChangeRole::By)
}

/// True where nothing but this word of the claim is lacking in a short source: all else is equal, and no name is meant.
fn all_else(ask: &Ask<'_>, token: &Token, other: &Token, cover: &Cover, source: &Reading) -> bool {
    let mut others = cover.unsaid.iter().map(|at| ask.words[*at].token);
    let asked = ask.words.iter().any(|word| word.token.key == token.key);
    asked
        && !is_long(source)
        && !token.name
        && !other.name
        && cover.unknown_names.is_empty()
        && others.all(|lacking| lacking.key == token.key)
}

/// True where the words before or after two words are the same: they fill one place.
fn same_place(claimed: &[Token], token: &Token, others: &[Token], other: &Token) -> bool {
    let beside = |tokens: &[Token], of: &Token| {
        let at = tokens.iter().position(|one| one.range == of.range)?;
        Some((
            at.checked_sub(1).map(|at| tokens[at].key),
            tokens.get(at + 1).map(|next| (next.key, next.content())),
        ))
    };
    // "A Dutch" and "an Irish" fill one place.
    let (a, an) = const { (word::literal("a"), word::literal("an")) };
    let article = |key: Option<word::Key>| key.map(|key| if key == an { a } else { key });
    match (beside(claimed, token), beside(others, other)) {
        (Some((before, after)), Some((other_before, other_after))) => {
            before.is_some() && article(before) == article(other_before)
                || after.is_some_and(|(_, content)| content) && after == other_after
        }
        _ => false,
    }
}

/// "A weak community" against "a strong community": the opposite of a claim's word beside the same noun of the source,
/// which never has the claim's own word there.
pub(super) fn swapped(ask: &Ask<'_>, source: &Reading) -> Option<String> {
    let tokens = &ask.sentence.tokens;
    (0..tokens.len()).find_map(|next| {
        let (word, noun) = (&tokens[word_before(tokens, next)?], &tokens[next]);
        let stands = source.postings().get(&noun.key)?;
        let before: Vec<(&Sentence, usize, usize)> = stands
            .iter()
            .take(PAIRS_MAX)
            .map(|at| &source.sentences[*at as usize])
            .flat_map(|sentence| (0..sentence.tokens.len()).map(move |two| (sentence, two)))
            .filter(|(sentence, two)| sentence.tokens[*two].key == noun.key)
            .filter_map(|(sentence, two)| Some((sentence, word_before(&sentence.tokens, two)?, two)))
            .collect();
        // The claim's own words stand there as they are.
        if before.iter().any(|(sentence, one, _)| meets(word, &sentence.tokens[*one])) {
            return None;
        }
        let behind = |tokens: &[Token], from: usize| {
            tokens[from + 1..].iter().find(|token| token.content()).map(|token| token.key)
        };
        let (_, other) = before.into_iter().find_map(|(sentence, one, two)| {
            let other = &sentence.tokens[one];
            let opposed = lexicon().opposite_forms(word, other)
                || negates(ask.reading.slice(&word.range), source.slice(&other.range));
            if !opposed {
                return None;
            }
            // A rise of this and a fall of that are two things: more of the sentence must be the same.
            let held =
                ask.words.iter().filter(|own| sentence.tokens.iter().any(|token| meets(own.token, token)));
            let share = held.map(|own| own.weight).sum::<u32>() * 1000 >= ask.total() * RISE_SHARE_MIN;
            let whole =
                share && behind(tokens, next).is_some_and(|key| behind(&sentence.tokens, two) == Some(key));
            (whole || !is_direction(word)).then_some((sentence, other))
        })?;
        let shown = |range| ask.reading.slice(range);
        let (one, two) = (shown(&word.range), shown(&noun.range));
        Some(format!("“{one} {two}” against “{}”", source.slice(&other.range)))
    })
}

/// The content word before a content word, with at most one small word between them.
fn word_before(tokens: &[Token], at: usize) -> Option<usize> {
    let near = at.saturating_sub(2)..at;
    near.rev().find(|before| tokens[*before].content()).filter(|_| tokens[at].content())
}

/// True for "incompatible" beside "compatible".
fn negates(one: &str, other: &str) -> bool {
    // The prefixes have two or three letters.
    if one.is_ascii() && other.is_ascii() && !(2..=3).contains(&one.len().abs_diff(other.len())) {
        return false;
    }
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    let denied = |long: &str, short: &str| {
        let cut = ["un", "in", "im", "ir", "dis", "non"].iter().find_map(|prefix| long.strip_prefix(prefix));
        cut.is_some_and(|rest| rest == short && rest.len() > 3)
    };
    denied(&one, &other) || denied(&other, &one)
}
