//! Covers the words of a claim's sentence with the few sentences of a source that hold most of them.

use super::align::{self, Ask, Word, meets};
use super::names;
use super::subject;
use super::{barring, converse, event, paraphrase, target};
use crate::extract::PassageKind;
use crate::statement::lexicon::{Reading as Phrase, Role, lexicon};
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::statement::{Reading, Sentence, class_key};

/// Sentences from which a source is long.
const LONG_MIN: usize = 12;
/// Sentences that may account for one sentence of a claim.
const SENTENCES_MAX: usize = 3;

/// How the words of a claim's sentence are covered.
#[derive(Debug, Clone, Default)]
pub(super) struct Cover {
    /// Weight found in the chosen sentences, in thousandths of the whole.
    pub score: u32,
    /// Weight found in the best single sentence and its context.
    pub best: u32,
    /// Weight found anywhere in the source.
    pub known: u32,
    /// The chosen sentences, best first.
    pub chosen: Vec<usize>,
    /// Words found in none of them.
    pub missing: Vec<usize>,
    /// Names found nowhere in the source.
    pub unknown_names: Vec<usize>,
    /// Words that tell something and are found nowhere in the source, names aside.
    pub unsaid: Vec<usize>,
}

/// Covers the words of an ask with the best few sentences.
pub(super) fn cover(ask: &Ask<'_>, source: &Reading, sentences: &[usize]) -> Cover {
    let whole = ask.total();
    let mut cover = Cover::default();
    // Which words each sentence holds, one sentence after another.
    let asked = ask.words.len();
    let mut all: Vec<bool> = Vec::with_capacity(sentences.len() * asked);
    for at in sentences {
        all.extend(ask.words.iter().map(|word| holds(source, &source.sentences[*at], word)));
    }
    let held = || sentences.iter().enumerate().map(|(row, at)| (*at, &all[row * asked..(row + 1) * asked]));
    let mut open: Vec<bool> = vec![true; ask.words.len()];
    let mut found = 0;
    for round in 0..SENTENCES_MAX {
        let gain = |held: &[bool]| -> u32 {
            ask.words
                .iter()
                .zip(held)
                .zip(&open)
                .filter(|((_, held), open)| **held && **open)
                .map(|((word, _), _)| word.weight)
                .sum()
        };
        let Some((at, words)) = held().max_by_key(|(at, words)| (gain(words), std::cmp::Reverse(*at))) else {
            break;
        };
        let gained = gain(words);
        if gained == 0 {
            break;
        }
        found += gained;
        if round == 0 {
            cover.best = found;
        }
        cover.chosen.push(at);
        for (open, held) in open.iter_mut().zip(words) {
            *open &= !held;
        }
    }
    let waived: Vec<bool> =
        ask.words.iter().map(|word| is_waived(ask, word, source, &cover.chosen)).collect();
    let waived_weight: u32 =
        ask.words.iter().zip(&waived).filter(|(_, waived)| **waived).map(|(word, _)| word.weight).sum();
    let whole = whole - waived_weight;
    cover.best = (cover.best * 1000).checked_div(whole).unwrap_or(1000);
    cover.score = (found * 1000).checked_div(whole).unwrap_or(1000);
    for (open, waived) in open.iter_mut().zip(&waived) {
        *open &= !waived;
    }
    let known: u32 = ask
        .words
        .iter()
        .filter(|word| align::frequency(word.token, source) > 0)
        .map(|word| word.weight)
        .sum();
    cover.known = (known * 1000).checked_div(whole).unwrap_or(1000);
    cover.missing = (0..ask.words.len()).filter(|at| open[*at]).collect();
    cover.unknown_names = cover
        .missing
        .iter()
        .copied()
        .filter(|at| {
            ask.words[*at].token.name
                && !align::is_country(ask.words[*at].token)
                && align::frequency(ask.words[*at].token, source) == 0
        })
        .collect();
    cover.unsaid = unsaid(ask, &cover, source);
    cover
}

/// The missing words that tell something, and that the source says in no other way.
fn unsaid(ask: &Ask<'_>, cover: &Cover, source: &Reading) -> Vec<usize> {
    let stretch = cover.chosen.iter().any(|at| has_stretch(&source.sentences[*at]));
    let bounds = |word: &Word<'_>| stretch && BOUNDS.iter().any(|class| align::has_class(word.token, class));
    let told = |at: &usize| {
        let word = &ask.words[*at];
        let otherwise = || {
            target::says(ask, source, word.token)
                || barring::says_elsewhere(source, word.token)
                || converse::says(ask, cover, source, word.token)
                || paraphrase::says(ask, cover, source, word.token)
        };
        tells(ask, word, source) && !bounds(word) && !otherwise()
    };
    cover.missing.iter().copied().filter(told).collect()
}

/// The key of the class of making.
fn produce() -> Key {
    lexicon().class_named("produce").map(class_key).unwrap_or_default()
}

/// Classes of the words for the two ends of a stretch of time.
const BOUNDS: [&str; 4] = ["begin", "end", "finish", "conclude"];

/// Whether a sentence gives a stretch of time by its first and its last date, as "from May to July".
fn has_stretch(sentence: &Sentence) -> bool {
    sentence.periods.iter().any(|period| period.rule == "range")
}

/// Whether a word that stands nowhere in the source tells something of its own: no name, no light word, and none that
/// the claim denies.
fn tells(ask: &Ask<'_>, word: &Word<'_>, source: &Reading) -> bool {
    let token = word.token;
    let denied = || {
        let sentence = ask.sentence;
        sentence.denials().filter_map(|at| sentence.denied_by(at)).any(|other| other.range == token.range)
    };
    // Who makes a thing has works for it.
    let works = || align::has_class(token, "works") && source.postings().contains_key(&produce());
    // A sentence may open with a name: "Amber Hill broke up".
    let place = ask.sentence.tokens.partition_point(|other| other.range.start <= token.range.start);
    let next = ask.sentence.tokens.get(place).is_some_and(|next| next.capital && next.content());
    let unknown_capital = token.capital && (token.classes.is_empty() || next);
    token.kind == TokenKind::Word
        && !token.name
        && !works()
        && !unknown_capital
        && word.weight > 1
        && !token.gloss.is_light()
        && align::frequency(token, source) == 0
        && !denied()
}

/// Whether a word of a claim is not asked of the chosen sentences, although the source has it nowhere.
fn is_waived(ask: &Ask<'_>, word: &Word<'_>, source: &Reading, chosen: &[usize]) -> bool {
    if align::frequency(word.token, source) > 0 {
        return false;
    }
    // A subject that the best sentence leaves unsaid is not asked of it.
    let leaves = |sentence: &Sentence| {
        sentence.unsaid_subject
            && !has_own_subject(ask, source, sentence)
            && (is_long(source) || !subject::opens_with_another(ask, sentence))
    };
    let unsaid = || chosen.first().is_some_and(|at| leaves(&source.sentences[*at]));
    let foreign = || chosen.iter().any(|at| source.sentences[*at].tokens.iter().any(align::is_country));
    let cut_short = || chosen.iter().any(|at| names::shortened(ask, word, source, *at));
    let pet_form = || chosen.iter().any(|at| names::in_full(ask, word, source, *at));
    word.unsaid && unsaid()
        || word.token.name && (source.own_voice || cut_short() || pet_form())
        || align::is_country(word.token) && !foreign() && !chosen.iter().any(|at| is_of_country(source, *at))
}

/// Tokens within which a sentence names its subject.
const SUBJECT_REACH: usize = 3;

/// True where a sentence opens with a thing that the claim names besides its subject: of "the bridge was opened" the
/// bridge is the subject, nobody who opened it.
fn has_own_subject(ask: &Ask<'_>, source: &Reading, sentence: &Sentence) -> bool {
    if is_long(source) || sentence.points_back || sentence.own_voice || sentence.kind == PassageKind::TableRow
    {
        return false;
    }
    let the = const { word::literal("the") };
    let opening = sentence.tokens.get(1).filter(|_| sentence.tokens[0].surface == the);
    let kind = sentence
        .phrases
        .iter()
        .any(|(place, phrase)| *phrase == Phrase::Kind && place.start <= SUBJECT_REACH);
    opening.is_some_and(|token| {
        let claimed = |own: &Token| own.content() && !own.name && meets(own, token);
        token.content() && !token.name && !kind && ask.sentence.tokens.iter().any(claimed)
    })
}

/// Sentences before one in which the country is looked for that its text is on.
const COUNTRY_REACH: usize = 3;

/// True where the text before a sentence is on the country of somebody: "Finland's central bank".
fn is_of_country(source: &Reading, at: usize) -> bool {
    let own = &source.sentences[at];
    let near = &source.sentences[at.saturating_sub(COUNTRY_REACH)..at];
    near.iter().filter(|sentence| sentence.passage == own.passage).any(|sentence| {
        let owns = |token: &Token| {
            let form = source.slice(&token.range);
            let behind = source.text.get(token.range.end..).unwrap_or_default();
            form.ends_with("'s")
                || form.ends_with("’s")
                || behind.starts_with("'s")
                || behind.starts_with("’s")
        };
        sentence.tokens.iter().any(|token| align::is_country(token) && token.capital && owns(token))
    })
}

/// Share of the weight that one sentence itself holds, in thousandths.
pub(super) fn share(ask: &Ask<'_>, source: &Reading, at: usize) -> u32 {
    let sentence = &source.sentences[at];
    let held = ask.words.iter().filter(|word| sentence.tokens.iter().any(|token| meets(word.token, token)));
    (held.map(|word| word.weight).sum::<u32>() * 1000).checked_div(ask.total()).unwrap_or(1000)
}

fn holds(source: &Reading, sentence: &Sentence, word: &Word<'_>) -> bool {
    let has = |sentence: &Sentence| {
        sentence.tokens.iter().any(|token| {
            meets(word.token, token) && matches!(token.kind, TokenKind::Word | TokenKind::Number)
        })
    };
    // "(1950 – 2001)" says that somebody died.
    let lived = || {
        let event = |class: &u16| lexicon().classes[usize::from(*class)].role == Role::Event;
        word.token.classes.iter().any(|class| event(class) && event::has_life(sentence, *class))
    };
    has(sentence)
        || lived()
        || sentence.context.iter().any(|at| {
            (source.sentences[*at].heading || sentence.points_back || word.token.name)
                && has(&source.sentences[*at])
        })
}

/// Whether a source is so long that a claim condenses it.
pub(super) fn is_long(source: &Reading) -> bool {
    source.sentences.len() >= LONG_MIN
}
