//! One thing has one rank: where a source gives it another, gives the rank to another, or lists more that are greater.

use std::ops::Range;

use super::{Found, holds_name, name_before};
use crate::statement::lexicon::lexicon;
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::statement::{Reading, Sentence};
use crate::verdict::Verdict;
use crate::verdict::align::meets;
use crate::verdict::listed;
use crate::verdict::period::{self, When};

/// Ranks as words and as digits.
const RANKS: [[Key; 2]; 10] = [
    word::literals(["first", "1st"]),
    word::literals(["second", "2nd"]),
    word::literals(["third", "3rd"]),
    word::literals(["fourth", "4th"]),
    word::literals(["fifth", "5th"]),
    word::literals(["sixth", "6th"]),
    word::literals(["seventh", "7th"]),
    word::literals(["eighth", "8th"]),
    word::literals(["ninth", "9th"]),
    word::literals(["tenth", "10th"]),
];
/// Words that put a thing into an order.
const PLACING: [Key; 12] = word::literals([
    "place", "placed", "places", "position", "rank", "ranks", "ranked", "ranking", "puts", "put", "came",
    "comes",
]);
/// Superlatives whose order a list of figures shows: more is higher.
const MOST: [Key; 9] = word::literals([
    "largest", "biggest", "most", "highest", "greatest", "top", "busiest", "heaviest", "tallest",
]);
/// Words before a superlative that make no single one of it.
const LIMITING: [Key; 6] = word::literals(["one", "among", "least", "not", "by", "next"]);
/// Words between the first and those after it.
const BEHIND: [Key; 5] = word::literals(["followed", "ahead", "before", "then", "behind"]);
/// Tokens from a name to its rank.
const REACH: usize = 8;
/// Sentences before a list that say what it is of.
const NEAR: usize = 1;

/// A rank that a sentence gives, with the words around it.
struct Rank {
    /// Its number, from one.
    number: usize,
    /// Its tokens with the superlative.
    tokens: Range<usize>,
    /// The superlative, where there is one.
    superlative: Option<usize>,
    /// The noun behind it.
    noun: Option<usize>,
}

/// What a source says against the rank that a claim gives.
pub(super) fn against(claim: &Reading, number: usize, source: &Reading) -> Option<Found> {
    let own = &claim.sentences[number];
    let rank = ranks(own).into_iter().next()?;
    let name = name_before(own, rank.tokens.start)?;
    let name = &own.tokens[name];
    // "China's largest exporter" is said of another.
    let is = const {
        word::literals(["is", "was", "were", "are", "ranked", "ranks", "came", "remained", "became"])
    };
    let verb = own.tokens[..rank.tokens.start].iter().rposition(|token| is.contains(&token.surface))?;
    if own.tokens[..verb].iter().filter(|token| token.key == name[0].key).count() == 0 {
        return None;
    }
    let range = own.tokens[rank.tokens.start].range.start..own.tokens[rank.tokens.end - 1].range.end;
    let said = claim.slice(&range).to_string();
    let found = |verdict: Verdict, sentence: usize, words: String| {
        let reason = format!("the claim has it as “{said}”, the source {words}");
        Some(Found { verdict, range: range.clone(), sentence, reason })
    };
    for (at, sentence) in source.sentences.iter().enumerate().filter(|(_, sentence)| in_time(own, sentence)) {
        if let Some(words) = other_rank(own, &rank, name, source, at) {
            return found(Verdict::Contradicted, at, format!("as “{words}”"));
        }
        if let Some(words) = of_another(own, &rank, name, source, sentence) {
            return found(Verdict::Contradicted, at, format!("has “{words}”"));
        }
        if let Some((verdict, words)) = by_list(own, &rank, name, source, at) {
            return found(verdict, at, words);
        }
    }
    None
}

/// True unless all the dates of a sentence are of another time.
fn in_time(own: &Sentence, sentence: &Sentence) -> bool {
    own.periods.iter().filter(|period| period::is_resolved(period)).all(|wanted| {
        let mut told = sentence.periods.iter().filter(|period| period::is_resolved(period)).peekable();
        told.peek().is_none() || told.any(|period| period::periods(wanted, period) != When::Apart)
    })
}

/// The ranks of a sentence.
fn ranks(sentence: &Sentence) -> Vec<Rank> {
    let tokens = &sentence.tokens;
    let numbered = |at: usize| RANKS.iter().position(|forms| forms.contains(&tokens[at].surface));
    let graded = |at: usize| {
        tokens.get(at).is_some_and(|token| {
            MOST.contains(&token.surface)
                || token.content() && lexicon().is_superlative(token.surface) && numbered(at).is_none()
        })
    };
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let hyphen = tokens.get(at + 1).is_some_and(|token| token.kind == TokenKind::Mark);
        let best = at + 1 + usize::from(hyphen);
        let limited = tokens[at.saturating_sub(3)..at].iter().any(|token| LIMITING.contains(&token.surface));
        let found = match numbered(at) {
            Some(place) if graded(best) => Some((place + 1, at..best + 1, Some(best))),
            Some(place) if placed(tokens, at) => Some((place + 1, at..at + 1, None)),
            None if graded(at) && !limited && tokens.get(at + 1).is_some_and(Token::content) => {
                Some((1, at..at + 1, Some(at)))
            }
            _ => None,
        };
        if let Some((number, range, superlative)) = found {
            let end = range.end;
            let noun = superlative.and_then(|_| noun(tokens, end));
            out.push(Rank { number, tokens: range, superlative, noun });
            at = end;
        } else {
            at += 1;
        }
    }
    out
}

/// True for "in third place", "ranked third", "puts it third".
fn placed(tokens: &[Token], at: usize) -> bool {
    let near = at.saturating_sub(REACH / 2)..(at + 2).min(tokens.len());
    tokens[near].iter().any(|token| PLACING.contains(&token.surface))
}

/// The last word of the noun behind a superlative: "copper mine", "visited town".
fn noun(tokens: &[Token], from: usize) -> Option<usize> {
    let length =
        tokens[from..].iter().take_while(|token| token.content() || token.kind == TokenKind::Mark).count();
    (from..from + length).rev().find(|at| tokens[*at].content())
}

/// The sentence, or the one before it, speaks of what the claim ranks.
fn of_kind(own: &Sentence, rank: &Rank, source: &Reading, at: usize) -> bool {
    let Some(noun) = rank.noun else { return true };
    let passage = source.sentences[at].passage;
    let near = (at.saturating_sub(NEAR)..=at).filter(|at| source.sentences[*at].passage == passage);
    near.into_iter().any(|at| source.sentences[at].tokens.iter().any(|token| meets(&own.tokens[noun], token)))
}

/// Another rank that a sentence gives to the claim's own.
fn other_rank(own: &Sentence, rank: &Rank, name: &[Token], source: &Reading, at: usize) -> Option<String> {
    let sentence = &source.sentences[at];
    let tokens = &sentence.tokens;
    let last =
        tokens.iter().position(|token| name.iter().any(|word| word.content() && word.key == token.key))?;
    if !holds_name(tokens, name) || !of_kind(own, rank, source, at) {
        return None;
    }
    let figure = |other: &Rank| match (rank.superlative, other.superlative) {
        (Some(one), Some(two)) => {
            let noun = rank.noun.zip(other.noun);
            own.tokens[one].surface == tokens[two].surface
                && noun.is_some_and(|(one, two)| meets(&own.tokens[one], &tokens[two]))
        }
        _ => true,
    };
    let all = ranks(sentence);
    if all.iter().any(|other| other.number == rank.number) {
        return None;
    }
    let other = all.iter().find(|other| {
        let words = &tokens[last.min(other.tokens.start)..other.tokens.start];
        let near = other.tokens.start > last && words.len() <= REACH + name.len();
        // Another name between is what is ranked.
        let stranger = words.iter().any(|token| {
            token.name
                && token.content()
                && !name.iter().any(|word| meets(word, token))
                && !own.tokens.iter().any(|word| meets(word, token))
        });
        near && !stranger && figure(other)
    })?;
    Some(
        source
            .slice(&(tokens[other.tokens.start].range.start..tokens[other.tokens.end - 1].range.end))
            .to_string(),
    )
}

/// The claim's rank of the claim's noun, given to another name.
fn of_another(
    own: &Sentence,
    rank: &Rank,
    name: &[Token],
    source: &Reading,
    sentence: &Sentence,
) -> Option<String> {
    let tokens = &sentence.tokens;
    let superlative = rank.superlative.filter(|_| rank.number > 1)?;
    let other = ranks(sentence).into_iter().find(|other| {
        let same = |at: usize| tokens[at].surface == own.tokens[superlative].surface;
        let noun = rank.noun.zip(other.noun);
        other.number == rank.number
            && other.superlative.is_some_and(same)
            && noun.is_some_and(|(one, two)| meets(&own.tokens[one], &tokens[two]))
    })?;
    let holder = name_before(sentence, other.tokens.start)?;
    let words = &tokens[holder.clone()];
    let known = |token: &Token| own.tokens.iter().any(|word| meets(word, token));
    let of_mine = holds_name(tokens, name) || words.iter().filter(|token| token.content()).all(known);
    let range = tokens[holder.start].range.start..tokens[other.tokens.end - 1].range.end;
    (!of_mine).then(|| source.slice(&range).to_string())
}

/// More members of one list are greater than the claim's rank leaves room for; just as many bear it out in part.
fn by_list(
    own: &Sentence,
    rank: &Rank,
    name: &[Token],
    source: &Reading,
    at: usize,
) -> Option<(Verdict, String)> {
    let superlative = rank.superlative.filter(|at| MOST.contains(&own.tokens[*at].surface))?;
    let sentence = &source.sentences[at];
    if !holds_name(&sentence.tokens, name) || !of_kind(own, rank, source, at) {
        // A sentence that names the first and those behind it.
        return None;
    }
    if let Some(words) = behind(rank, name, sentence, source) {
        return Some((Verdict::Contradicted, words));
    }
    let _ = superlative;
    let members = listed::members(source, at);
    let mine = |label: &[&Token]| {
        name.iter().filter(|word| word.content()).all(|word| label.iter().any(|token| token.key == word.key))
    };
    members.into_iter().find_map(|list| {
        let value = &list.iter().find(|member| mine(&member.label))?.interval;
        let named = |label: &[&Token]| label.iter().any(|token| token.capital);
        let greater = list.iter().filter(|one| named(&one.label) && value.below(&one.interval)).count();
        let less = list.iter().filter(|one| one.interval.below(value)).count();
        if list.len() <= rank.number {
            return None;
        }
        if greater >= rank.number {
            return Some((Verdict::Contradicted, format!("lists {greater} that are greater")));
        }
        let shown = greater + 1 == rank.number && greater + less + 1 == list.len();
        shown.then(|| (Verdict::Partial, "lists it so, but does not say that the list is whole".to_string()))
    })
}

/// "Iraq bought most, followed by Russia": those named behind are not the first.
fn behind(rank: &Rank, name: &[Token], sentence: &Sentence, source: &Reading) -> Option<String> {
    let tokens = &sentence.tokens;
    let first = const { word::literals(["most", "first", "largest", "biggest", "top", "led", "highest"]) };
    let at = tokens.iter().position(|token| first.contains(&token.surface)).filter(|_| rank.number == 1)?;
    let turn = (at..tokens.len()).find(|at| BEHIND.contains(&tokens[*at].surface))?;
    let leader = tokens[..at].iter().any(|token| token.capital && token.content());
    let after = holds_name(&tokens[turn..], name) && !holds_name(&tokens[..turn], name);
    let range = tokens[at].range.start..tokens[tokens.len() - 1].range.end;
    (leader && after).then(|| format!("has “{}”", source.slice(&range).trim_end_matches('.')))
}
