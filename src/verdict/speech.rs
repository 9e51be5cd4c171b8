//! Who said it: a claim that puts words into someone's mouth, against the speaker whom the source names.

use super::align::meets;
use super::code::Code;
use super::part::{Part, Remark, Support};
use super::{Stance, Verdict};
use crate::statement::lexicon::Reading as Phrase;
use crate::statement::word::{Token, TokenKind, surface};
use crate::statement::{Reading, Sentence};

/// Share of the told words that a sentence must hold to be the one meant, in thousandths.
const TOLD_MIN: usize = 600;

/// A claim's speaker and what the speaker is said to have said.
struct Speech<'a> {
    speaker: Vec<&'a Token>,
    told: Vec<&'a Token>,
}

fn is_name(token: &Token) -> bool {
    token.name && token.kind == TokenKind::Word
}

/// True behind an article: "the report", "its claims".
fn is_noun(sentence: &Sentence, at: usize) -> bool {
    let articles = ["the", "a", "an", "this", "that", "its", "his", "her", "their"].map(surface);
    at.checked_sub(1).is_some_and(|before| articles.contains(&sentence.tokens[before].surface))
}

/// The speech of a sentence: a name, a verb of saying, and words after it.
fn speech(sentence: &Sentence) -> Option<Speech<'_>> {
    let (verb, _) = sentence.phrases.iter().find(|(at, phrase)| {
        *phrase == Phrase::Attribution
            && !is_noun(sentence, at.start)
            && sentence.tokens[..at.start].iter().any(|token| token.capital && token.content())
    })?;
    let speaker: Vec<&Token> =
        sentence.tokens[..verb.start].iter().filter(|token| token.capital && token.content()).collect();
    let told: Vec<&Token> = sentence.tokens[verb.end..].iter().filter(|token| token.content()).collect();
    (told.len() >= 2 && !speaker.is_empty()).then_some(Speech { speaker, told })
}

/// Contradicts a claim whose words the source gives to another, while the named speaker says something else.
pub(super) fn judge(claim: &Reading, number: usize, source: &Reading, witness: usize) -> Option<Part> {
    let own = &claim.sentences[number];
    let speech = speech(own)?;
    let said_by =
        |sentence: &Sentence| sentence.phrases.iter().any(|(_, phrase)| *phrase == Phrase::Attribution);
    let names_speaker = |sentence: &Sentence| {
        let last = speech.speaker.last().expect("a speech has a speaker");
        sentence.tokens.iter().any(|token| meets(last, token))
    };
    let holds = |sentence: &Sentence| {
        let found =
            speech.told.iter().filter(|word| sentence.tokens.iter().any(|token| meets(word, token))).count();
        found * 1000 / speech.told.len()
    };
    let meant = source
        .sentences
        .iter()
        .filter(|sentence| holds(sentence) >= TOLD_MIN && said_by(sentence))
        .max_by_key(|sentence| (holds(sentence), std::cmp::Reverse(sentence.range.start)))?;
    let other = meant
        .tokens
        .iter()
        .find(|token| is_name(token) && !own.tokens.iter().any(|claimed| meets(claimed, token)))?;
    let elsewhere = source
        .sentences
        .iter()
        .any(|sentence| names_speaker(sentence) && said_by(sentence) && holds(sentence) < TOLD_MIN);
    if names_speaker(meant) || !elsewhere {
        return None;
    }
    let speaker = claim.slice(&speech.speaker.last().expect("a speech has a speaker").range);
    let message = format!(
        "the source gives these words to another speaker ({}), and has {speaker} say something else",
        source.slice(&other.range)
    );
    let mut part = Part::unaddressed(own.range.clone(), "", message.clone());
    part.verdict = Verdict::Contradicted;
    part.strength = 800;
    part.remarks.push(Remark {
        code: Code::MISATTRIBUTED,
        message,
        notes: Vec::new(),
        help: Some("name the speaker whom the source names".to_string()),
    });
    part.supports.push(
        Support { witness, range: meant.range.clone(), stance: Stance::Contradicts, marks: Vec::new() }.mark(
            other.range.clone(),
            true,
            "the speaker in the source",
        ),
    );
    Some(part)
}
