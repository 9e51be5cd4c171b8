//! Who said it: a claim that puts words into someone's mouth, against the speaker whom the source names.

use std::ops::Range;

use super::Verdict;
use super::align::meets;
use super::code::Code;
use super::evidence::Stance;
use super::part::{Part, Remark, Support};
use super::rivals;
use crate::statement::lexicon::Reading as Phrase;
use crate::statement::word::{self, Token, TokenKind};
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

/// True behind an article, and before the words that a noun takes: "the report", "Bell's claims",
/// "claims from the storm".
fn is_noun(sentence: &Sentence, at: usize) -> bool {
    let articles = const { word::literals(["the", "a", "an", "this", "that", "its", "his", "her", "their"]) };
    let takes = const { word::literals(["of", "from", "for", "against"]) };
    let ahead = at.checked_sub(1).map(|before| &sentence.tokens[before]);
    let behind = sentence.tokens.get(at + 1);
    ahead.is_some_and(|token| articles.contains(&token.surface))
        || behind.is_some_and(|token| takes.contains(&token.surface))
}

/// The speech of a sentence: a name, a verb of saying, and words after it.
fn speech(sentence: &Sentence) -> Option<Speech<'_>> {
    let (verb, _) = sentence.phrases.iter().find(|(at, phrase)| {
        *phrase == Phrase::Attribution
            && !sentence.tokens[at.start].going
            && !is_noun(sentence, at.start)
            && sentence.tokens[..at.start].iter().any(|token| token.capital && token.content())
    })?;
    let speaker: Vec<&Token> =
        sentence.tokens[..verb.start].iter().filter(|token| token.capital && token.content()).collect();
    let told: Vec<&Token> = sentence.tokens[verb.end..].iter().filter(|token| token.content()).collect();
    (told.len() >= 2 && !speaker.is_empty()).then_some(Speech { speaker, told })
}

/// Words after which the one is named whom a claim credits.
const CREDITS: [&[word::Key]; 3] = [
    &const { word::literals(["according", "to"]) },
    &const { word::literals(["per"]) },
    &const { word::literals(["citing"]) },
];

/// The tokens of a claim's sentence that only say whose word it is: "according to X", ", X said in May".
pub(super) fn credit(sentence: &Sentence) -> Option<Range<usize>> {
    let tokens = &sentence.tokens;
    let is = |at: usize, form: word::Key| tokens.get(at).is_some_and(|token| token.surface == form);
    let stops = |at: usize| matches!(tokens[at].kind, TokenKind::Comma | TokenKind::Break);
    let end_of = |from: usize| (from..tokens.len()).find(|at| stops(*at)).unwrap_or(tokens.len());
    for at in 0..tokens.len() {
        let opens = CREDITS.iter().find(|words| words.iter().zip(at..).all(|(form, at)| is(at, *form)));
        let edge = at == 0 || stops(at - 1);
        if let Some(words) = opens.filter(|words| words.len() > 1 || edge) {
            let end = end_of(at);
            let named = tokens[at + words.len()..end].iter().any(|token| token.capital && token.content());
            return named.then_some(at..end);
        }
    }
    // A speech tag at the end: a comma, a name, a verb of saying, and no more than a date after it.
    let comma = (0..tokens.len()).rev().find(|at| tokens[*at].kind == TokenKind::Comma)?;
    let tail = comma + 1..tokens.len();
    let (verb, _) = sentence
        .phrases
        .iter()
        .find(|(at, phrase)| *phrase == Phrase::Attribution && tail.start < at.start && at.end <= tail.end)?;
    let dated = |token: &Token| {
        sentence
            .periods
            .iter()
            .any(|period| period.span.start <= token.range.start && token.range.end <= period.span.end)
    };
    let bare = tokens[verb.end..]
        .iter()
        .all(|token| !token.content() && token.kind != TokenKind::Number || dated(token));
    let named = tokens[tail.start..verb.start].iter().any(|token| token.capital && token.content());
    (bare && named).then_some(comma..tokens.len())
}

/// Weakens a claim that credits somebody of whom the source knows nothing.
pub(super) fn uncredited(claim: &Reading, number: usize, source: &Reading) -> Option<Part> {
    let sentence = &claim.sentences[number];
    let credit = credit(sentence)?;
    let names: Vec<&Token> = sentence.tokens[credit.clone()]
        .iter()
        .filter(|token| token.capital && is_name(token) && token.content())
        .collect();
    let publisher = source.publisher.as_deref().unwrap_or_default().to_lowercase();
    let known = |token: &&Token| {
        source.sentences.iter().any(|sentence| sentence.tokens.iter().any(|other| meets(token, other)))
            || publisher.contains(&claim.slice(&token.range).to_lowercase())
    };
    if names.is_empty() || names.iter().any(known) {
        return None;
    }
    let range = names[0].range.start..names[names.len() - 1].range.end;
    let message = format!("the claim credits {}, of whom the source says nothing", claim.slice(&range));
    Some(misattributed(range, message, "name the source that says so"))
}

/// A claim that gives the words to somebody else than the source does.
pub(super) fn misattributed(range: Range<usize>, message: String, help: &str) -> Part {
    let mut part = Part::unaddressed(range, "", message.clone());
    part.verdict = Verdict::Partial;
    part.remarks.push(Remark {
        code: Code::MISATTRIBUTED,
        message,
        notes: Vec::new(),
        help: Some(help.to_string()),
    });
    part
}

/// Verbs of those who say what is or what will be.
const FORECASTS: [word::Key; 8] = word::literals([
    "forecasts",
    "expects",
    "projects",
    "predicts",
    "estimates",
    "sees",
    "counts",
    "reports",
]);

/// Weakens a claim that gives a forecast to somebody of whom the source tells something else, where it gives it to
/// another.
pub(super) fn forecaster(claim: &Reading, number: usize, source: &Reading) -> Option<Part> {
    let tokens = &claim.sentences[number].tokens;
    let verb = tokens.iter().position(|token| FORECASTS.contains(&token.surface))?;
    let subject: Vec<&Token> = tokens[..verb].iter().filter(|token| token.content()).collect();
    let told: Vec<&Token> = tokens[verb + 1..].iter().filter(|token| token.content()).collect();
    let clauses: Vec<Clause<'_>> = source.sentences.iter().flat_map(clauses).collect();
    let share = |words: &[&Token], clause: &Clause<'_>| {
        let said = words.iter().filter(|word| clause.tokens.iter().any(|token| meets(word, token)));
        (said.count() * 1000).checked_div(words.len()).unwrap_or(0)
    };
    let meant = clauses.iter().find(|clause| share(&told, clause) >= TOLD_MIN)?;
    let speaker = rivals::speakers(meant.sentence);
    let named = speaker.iter().any(|word| subject.iter().any(|own| meets(own, word)));
    let elsewhere = clauses.iter().any(|clause| share(&subject, clause) == 1000);
    if subject.is_empty() || speaker.is_empty() || named || share(&subject, meant) == 1000 || !elsewhere {
        return None;
    }
    let range = tokens[0].range.start..tokens[verb].range.end;
    let words = speaker[0].range.start..speaker[speaker.len() - 1].range.end;
    let message = format!("the source gives this to another ({})", source.slice(&words));
    Some(misattributed(range, message, "name the one whom the source names"))
}

/// A main clause of a sentence, of those that semicolons part.
struct Clause<'s> {
    sentence: &'s Sentence,
    tokens: &'s [Token],
    /// It says whose word it is.
    attributed: bool,
}

fn clauses(sentence: &Sentence) -> Vec<Clause<'_>> {
    let mut start = 0;
    let parts = sentence.tokens.split(|token| token.key == word::mark(";"));
    let clauses = parts.map(|tokens| {
        let range = start..start + tokens.len();
        start = range.end + 1;
        let attributed = sentence.phrases_in(range).any(|(_, phrase)| *phrase == Phrase::Attribution);
        Clause { sentence, tokens, attributed }
    });
    clauses.filter(|clause| !clause.tokens.is_empty()).collect()
}

/// Contradicts a claim whose words the source gives to another, while the named speaker says something else.
pub(super) fn judge(claim: &Reading, number: usize, source: &Reading, witness: usize) -> Option<Part> {
    let own = &claim.sentences[number];
    let speech = speech(own)?;
    let clauses: Vec<Clause<'_>> = source.sentences.iter().flat_map(clauses).collect();
    let names_speaker = |clause: &Clause<'_>| {
        let last = speech.speaker.last().expect("a speech has a speaker");
        clause.tokens.iter().any(|token| meets(last, token))
    };
    let holds = |clause: &Clause<'_>| {
        let said = |word: &&&Token| clause.tokens.iter().any(|token| meets(word, token));
        speech.told.iter().filter(said).count() * 1000 / speech.told.len()
    };
    let meant = clauses
        .iter()
        .filter(|clause| holds(clause) >= TOLD_MIN && clause.attributed)
        .max_by_key(|clause| (holds(clause), std::cmp::Reverse(clause.tokens[0].range.start)))?;
    let other = meant
        .tokens
        .iter()
        .find(|token| is_name(token) && !own.tokens.iter().any(|claimed| meets(claimed, token)))?;
    let elsewhere =
        clauses.iter().any(|clause| names_speaker(clause) && clause.attributed && holds(clause) < TOLD_MIN);
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
        Support {
            witness,
            range: meant.sentence.range.clone(),
            stance: Stance::Contradicts,
            marks: Vec::new(),
        }
        .mark(other.range.clone(), true, "the speaker in the source"),
    );
    Some(part)
}
