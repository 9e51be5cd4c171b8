//! What a source says otherwise of one clause of a claim: when a spell ended, who holds a place, when a deed was done,
//! where else a thing is. The rest of the sentence may agree.
//!
//! The tests read how words stand to each other within a clause: a date right behind its verb, a holder behind "whose".

mod cause;
mod dated;
mod death;
mod edges;
mod free;
mod gone;
mod holder;
mod life;
mod maker;
mod measure;
mod more;
mod nation;
mod often;
mod once;
mod prefixed;
mod reviews;
mod several;
mod spell;
mod works;
mod wrongly;

use std::ops::Range;

use super::Verdict;
use super::align::{is_country, meets};
use super::code::Code;
use super::cover;
use super::derive::Pool;
use super::event;
use super::evidence::{Stance, Step};
use super::part::{Part, Remark, Support};
use super::period::{self, When};
use super::stronger;
use super::value::CLASH_MIN;
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::statement::{Reading, Sentence};
use crate::temporal::Period;

/// A sentence of a claim beside a source.
pub(super) struct Case<'a> {
    pub claim: &'a Reading,
    pub own: &'a Sentence,
    pub source: &'a Reading,
    /// Figures of the claim that a source bears out, or that were reckoned.
    borne_out: Vec<usize>,
}

/// What a sentence of a source says otherwise.
pub(super) struct Found {
    verdict: Verdict,
    code: Code,
    /// Bytes of the claim that it is about.
    range: Range<usize>,
    /// The sentence.
    sentence: usize,
    reason: String,
}

/// One test.
pub(super) type Test = fn(&Case<'_>) -> Option<Found>;

/// The tests of what stands in one clause on both sides.
const CLAUSES: [Test; 18] = [
    spell::against,
    dated::against,
    life::against,
    once::against,
    edges::against,
    works::against,
    holder::against,
    maker::against,
    nation::against,
    measure::against,
    more::against,
    often::against,
    prefixed::against,
    wrongly::against,
    gone::against,
    death::against,
    reviews::against,
    several::against,
];
/// The tests of a claim that the source bears out in all else.
const BORNE_OUT: [Test; 2] = [free::against, cause::against];

/// Adds what the sources say otherwise of a claim's sentence.
pub(super) fn judge(claim: &Reading, number: usize, pool: &Pool<'_>, parts: &mut [Vec<Part>]) {
    let supported = parts.iter().flatten().filter(|part| part.verdict == Verdict::Supported);
    let borne_out: Vec<usize> = supported.filter_map(|part| part.figure).collect();
    for (witness, list) in parts.iter_mut().enumerate() {
        let (source, _) = &pool.sources[witness];
        // A long text tells of many spells and many deeds.
        if cover::is_long(source) {
            continue;
        }
        let against = |part: &Part| matches!(part.verdict, Verdict::Contradicted | Verdict::Conflict);
        if list.iter().any(against) {
            continue;
        }
        let case = Case { claim, own: &claim.sentences[number], source, borne_out: borne_out.clone() };
        let told = list.iter().any(|part| matches!(part.verdict, Verdict::Supported | Verdict::Partial));
        let found = CLAUSES
            .iter()
            .find_map(|test| test(&case))
            .or_else(|| BORNE_OUT.iter().filter(|_| told).find_map(|test| test(&case)))
            .or_else(|| stronger::ALONE.iter().find_map(|test| test(&case)))
            .or_else(|| stronger::TESTS.iter().filter(|_| told).find_map(|test| test(&case)));
        list.extend(found.map(|found| found.part(&case, witness)));
    }
}

impl Found {
    pub(super) fn against(code: Code, range: Range<usize>, sentence: usize, reason: String) -> Found {
        Found { verdict: Verdict::Contradicted, code, range, sentence, reason }
    }

    /// What the source says less of than the claim.
    pub(super) fn weaker(code: Code, range: Range<usize>, sentence: usize, reason: String) -> Found {
        Found { verdict: Verdict::Partial, code, range, sentence, reason }
    }

    fn part(self, case: &Case<'_>, witness: usize) -> Part {
        let mut part =
            Part::unaddressed(self.range.clone(), case.claim.slice(&self.range), self.reason.clone());
        part.verdict = self.verdict;
        part.decides = true;
        part.strength = CLASH_MIN;
        part.steps.push(Step { rule: "otherwise".to_string(), place: None, outcome: self.reason.clone() });
        let message = self.reason.clone();
        part.remarks.push(Remark { code: self.code, message, notes: Vec::new(), help: None });
        let denied = self.verdict == Verdict::Contradicted;
        let stance = if denied { Stance::Contradicts } else { Stance::Weakens };
        let range = case.source.sentences[self.sentence].range.clone();
        let support = Support { witness, range: range.clone(), stance, marks: Vec::new() };
        part.supports.push(support.mark(range, denied, self.reason));
        part
    }
}

/// Words that open a clause which has the subject before them for its own.
const OPENERS: [Key; 6] = word::literals(["that", "which", "who", "and", "but", "then"]);
/// Tokens between a verb and its date.
const DATE_REACH: usize = 4;

impl Case<'_> {
    /// The claim's words and the source's, as a reason gives them.
    pub(super) fn words(&self, own: Range<usize>, sentence: usize, other: Range<usize>) -> String {
        let told = &self.source.sentences[sentence].tokens;
        let cut =
            |tokens: &[Token], at: Range<usize>| tokens[at.start].range.start..tokens[at.end - 1].range.end;
        let (claimed, said) = (cut(&self.own.tokens, own), cut(told, other));
        format!("“{}” against “{}”", self.claim.slice(&claimed), self.source.slice(&said))
    }

    /// True where a word stands in the claim's sentence.
    pub(super) fn claims(&self, word: &Token) -> bool {
        self.own.tokens.iter().any(|own| meets(own, word) || own.key == word.key)
    }

    /// True where the claim's first name stands in a sentence, or before it where it leaves its subject unsaid.
    pub(super) fn is_about(&self, at: usize) -> bool {
        let name = match self.subject() {
            Some(name) => name,
            // "The law": a subject without a name is told by its noun.
            None => match self.own.tokens.iter().find(|token| token.content()) {
                Some(noun) => std::slice::from_ref(noun),
                None => return false,
            },
        };
        let sentence = &self.source.sentences[at];
        let holds = |sentence: &Sentence| {
            sentence.tokens.iter().any(|token| name.iter().any(|own| meets(own, token) && own.content()))
        };
        let behind = sentence.antecedents.iter().chain(&sentence.context);
        holds(sentence)
            || sentence.unsaid_subject
            || behind.copied().any(|at| holds(&self.source.sentences[at]))
    }

    /// The first name of the claim's sentence.
    fn subject(&self) -> Option<&[Token]> {
        let tokens = &self.own.tokens;
        let named = |at: usize| tokens[at].capital && tokens[at].content();
        // "Spanish skater Ida Bell": the country is no part of the name.
        let land = |at: usize| is_country(&tokens[at]) && tokens.get(at + 1).is_none_or(|next| !next.capital);
        let start = (0..tokens.len()).find(|at| named(*at) && tokens[*at].name && !land(*at))?;
        let inner = |at: usize| tokens[at].kind == TokenKind::Mark && at + 1 < tokens.len() && named(at + 1);
        let end = (start..tokens.len()).find(|at| !named(*at) && !inner(*at)).unwrap_or(tokens.len());
        Some(&tokens[start..end])
    }

    /// True where the clause of a verb has a subject of its own that the claim lacks: "its annex operated".
    fn of_another(&self, sentence: &Sentence, verb: usize) -> bool {
        let tokens = &sentence.tokens;
        let opens = |at: &usize| {
            OPENERS.contains(&tokens[*at].surface)
                || matches!(tokens[*at].kind, TokenKind::Comma | TokenKind::Break)
        };
        let start = (0..verb).rev().find(opens).map_or(0, |at| at + 1);
        let telling = |token: &&Token| is_telling(token);
        tokens[start..verb].iter().filter(telling).any(|token| !self.claims(token))
    }
}

/// Words beside a verb that say nothing of its subject.
const BESIDE: [Key; 3] = word::literals(["first", "last", "later"]);

/// True for a word that may tell whose deed it is.
fn is_telling(token: &Token) -> bool {
    token.content() && !token.adverb && !token.gloss.is_light() && !BESIDE.contains(&token.surface)
}

/// The verb that a date stands right behind: "published in 1961", "operated from 1942 until 1946".
fn verb_of(sentence: &Sentence, date: &Period) -> Option<usize> {
    let at = sentence.tokens_in(&date.span).start;
    let tokens = &sentence.tokens;
    let verb = (at.saturating_sub(DATE_REACH)..at).rev().find(|at| {
        let token = &tokens[*at];
        token.kind != TokenKind::Word || token.content() && !token.adverb
    })?;
    let token = &tokens[verb];
    (token.kind == TokenKind::Word && (token.past || token.going) && !token.name).then_some(verb)
}

/// True for a date that says its year: which one "in May" is of was guessed.
fn prints_year(reading: &Reading, date: &Period) -> bool {
    let label = reading.slice(&date.span).as_bytes();
    label.windows(4).any(|four| four.iter().all(u8::is_ascii_digit))
}

/// True where a sentence has the first name of the claim's.
pub(super) fn names_subject(own: &Sentence, other: &Sentence) -> bool {
    let name = own.tokens.iter().find(|token| token.name && token.content());
    name.is_some_and(|name| other.tokens.iter().any(|token| meets(name, token)))
}

/// Verbs of what lasts from then on.
const LASTING: [Key; 4] = word::literals(["became", "joined", "assumed", "began"]);
/// Tokens from such a verb to its date.
const LASTING_REACH: usize = 10;

/// "Became the mayor in May 2009" beside "the mayor since 7 May 2009".
pub(super) fn began(own: &Sentence, wanted: &Period, (source, found): (&Reading, &Period)) -> bool {
    let tokens = &own.tokens;
    let at = own.tokens_in(&wanted.span).start;
    let ends =
        |at: &usize| matches!(tokens[*at].kind, TokenKind::Comma | TokenKind::Break | TokenKind::Number);
    let mut near = (at.saturating_sub(LASTING_REACH)..at).rev().take_while(|at| !ends(at));
    let verb = near.find(|at| tokens[*at].past && tokens[*at].content());
    let since = source.slice(&found.span).starts_with("since ") && found.to.is_none();
    let inside = || {
        let (from, to) = wanted.from.zip(wanted.to)?;
        found.from.filter(|day| from <= *day && *day < to)
    };
    since && verb.is_some_and(|at| LASTING.contains(&tokens[at].surface)) && inside().is_some()
}

/// True where a date of the claim and one of the source stand right behind the same verb.
pub(super) fn of_one_deed(own: (&Sentence, &Period), other: (&Sentence, &Period)) -> bool {
    let verbs = verb_of(own.0, own.1).zip(verb_of(other.0, other.1));
    verbs.is_some_and(|(verb, told)| same_verb(&own.0.tokens[verb], &other.0.tokens[told]))
}

/// True for a date of another verb, where the sentence dates the claim's own verb, and not otherwise than the claim.
pub(super) fn of_another_deed(own: (&Sentence, &Period), (sentence, found): (&Sentence, &Period)) -> bool {
    let borne =
        |date: &&Period| period::periods(own.1, date) != When::Apart && of_one_deed(own, (sentence, date));
    sentence.periods.iter().any(|date| borne(&date)) && !of_one_deed(own, (sentence, found))
}

/// True where the last word before the claim's date stands in the first sentence, and in the second at most as another
/// word for it: "opens in 2029" is told by "to open it in 2029", not by "digging starts in May".
pub(super) fn says_word_before(own: (&Sentence, &Period), told: &Sentence, other: &Sentence) -> bool {
    let date = own.0.tokens_in(&own.1.span).start;
    let word = own.0.tokens[..date].iter().rfind(|token| token.content() && !token.name);
    let holds = |sentence: &Sentence| {
        word.is_some_and(|word| sentence.tokens.iter().any(|token| same_verb(word, token)))
    };
    holds(told) && !holds(other)
}

/// True for two forms of one verb.
fn same_verb(one: &Token, other: &Token) -> bool {
    one.key == other.key || one.root == other.root
}

/// The two years between which a stretch lies, as far as it prints them: "from 1942 to 1946", "until 1946".
fn ends(reading: &Reading, period: &Period) -> (Option<i32>, Option<i32>) {
    use chrono::Datelike;
    let year = |period: &Period| period.from.map(|day| day.year());
    if let Some((first, last)) = event::both_ends(reading, period) {
        return (year(&first), year(&last));
    }
    let label = reading.slice(&period.span);
    let open = period.from.is_none() && (label.starts_with("until ") || label.starts_with("till "));
    let last = period.to.filter(|_| open).and_then(|day| day.pred_opt()).map(|day| day.year());
    (None, last)
}

#[cfg(test)]
mod tests;
