//! Takes a sentence of several facts apart: "Tom Reed, born in Deal in 1911, was a baker and moved to Marlow" says three
//! things of one subject, and each can be told wrong by itself.
//!
//! Only what is plainly said of a subject is taken: what stands beside its name, its verbs, the clauses that go on
//! about it, and what brackets and "which" say of another name. The rest is left out.

use std::ops::Range;

use crate::statement::word::{self, Key, Token, TokenKind};
use crate::statement::{Reading, Sentence};

/// One fact of a sentence.
#[derive(Debug)]
pub(super) struct Fact {
    /// The fact as a sentence of its own.
    pub text: String,
    /// Bytes of the claim that say it.
    pub range: Range<usize>,
}

/// Finite verbs of the small kind.
const VERBS: [Key; 14] = word::literals([
    "is", "are", "was", "were", "has", "have", "had", "will", "would", "did", "does", "became", "can",
    "could",
]);
/// Those after which a noun says what the subject is.
const COPULAS: [Key; 5] = word::literals(["is", "are", "was", "were", "became"]);
/// Verbs in the present by which news and encyclopedias go on about a thing.
const PRESENT: [Key; 34] = word::literals([
    "grows",
    "lies",
    "contains",
    "runs",
    "plays",
    "belongs",
    "broadcasts",
    "stands",
    "serves",
    "lives",
    "works",
    "covers",
    "feeds",
    "holds",
    "makes",
    "includes",
    "consists",
    "features",
    "stars",
    "connects",
    "flows",
    "receives",
    "represents",
    "hosts",
    "owns",
    "operates",
    "employs",
    "produces",
    "grants",
    "lays",
    "houses",
    "comprises",
    "occurs",
    "teaches",
]);
/// Those that may go on with what is said of the subject.
const PRONOUNS: [Key; 3] = word::literals(["it", "he", "she"]);
/// Words for what belongs to the subject.
const OWNERS: [Key; 5] = word::literals(["its", "his", "her", "their", "whose"]);
/// Words that open a clause about the noun before it.
const RELATIVES: [Key; 3] = word::literals(["which", "who", "that"]);
/// Words that join a further verb.
const JOINS: [Key; 3] = word::literals(["and", "but", "then"]);
/// Words that open a sentence with a time or a place.
const OPENINGS: [Key; 10] =
    word::literals(["in", "on", "at", "by", "during", "after", "before", "since", "from", "until"]);
/// Words that stand between a subject and its verb.
const ADVERBS: [Key; 8] =
    word::literals(["later", "also", "then", "first", "originally", "previously", "once", "subsequently"]);
const ARTICLES: [Key; 3] = word::literals(["a", "an", "the"]);

/// Tokens that a subject may have.
const SUBJECT_MAX: usize = 14;
/// Tokens that a thing of the subject's may have before its verb: "its total area is".
const OWNED_MAX: usize = 6;
/// Content words that a fact has besides its subject.
const WORDS_MIN: usize = 2;

/// The facts that a sentence joins; none where it says only one, or where its subject cannot be told.
pub(super) fn of(reading: &Reading, sentence: &Sentence) -> Vec<Fact> {
    let length =
        sentence.tokens.iter().rposition(|token| token.key != word::mark(".")).map_or(0, |at| at + 1);
    let mut cut = Cut { reading, sentence, length, name: String::new(), facts: Vec::new() };
    let taken = cut.take();
    // One that is the whole sentence tells nothing new.
    let whole = matches!(&cut.facts[..], [only] if complete(reading, sentence, std::slice::from_ref(only)));
    if taken.is_none() || whole { Vec::new() } else { cut.facts }
}

/// True where the facts together say all that the sentence says.
pub(super) fn complete(reading: &Reading, sentence: &Sentence, facts: &[Fact]) -> bool {
    let said = |token: &Token| {
        let within = |fact: &Fact| fact.range.start <= token.range.start && token.range.end <= fact.range.end;
        let named = facts.iter().any(|fact| fact.text.contains(reading.slice(&token.range)));
        facts.iter().any(within) || named
    };
    let told = |token: &&Token| token.content() || token.kind == TokenKind::Number;
    !facts.is_empty() && sentence.tokens.iter().filter(told).all(said)
}

/// A sentence that is taken apart.
struct Cut<'a> {
    reading: &'a Reading,
    sentence: &'a Sentence,
    /// Tokens before its last stop.
    length: usize,
    /// The words of its subject.
    name: String,
    facts: Vec<Fact>,
}

impl<'a> Cut<'a> {
    fn tokens(&self) -> &'a [Token] {
        &self.sentence.tokens
    }

    fn is(&self, at: usize, forms: &[Key]) -> bool {
        at < self.length && forms.contains(&self.tokens()[at].surface)
    }

    fn mark(&self, at: usize, form: &str) -> bool {
        at < self.length && self.tokens()[at].key == word::mark(form)
    }

    fn comma(&self, at: usize) -> bool {
        at < self.length && self.tokens()[at].kind == TokenKind::Comma
    }

    /// True for a word that a clause can have for its verb.
    fn verb(&self, at: usize) -> bool {
        let at = at + usize::from(self.is(at, &ADVERBS));
        let Some(token) = self.tokens().get(at).filter(|_| at < self.length) else { return false };
        let born = const { word::literal("born") };
        let deed = (token.past || token.surface == born)
            && !token.name
            && token.kind == TokenKind::Word
            && token.range.len() > 2;
        // "A retired baker", "well-known": no verbs.
        let next = self.tokens().get(at + 1);
        let noun = next.is_some_and(|next| next.content() && !next.capital && !next.adverb);
        let led = at.checked_sub(1).is_some_and(|at| self.is(at, &ARTICLES) || self.mark(at, "-"));
        self.is(at, &VERBS) || self.is(at, &PRESENT) || deed && !led && !noun
    }

    /// The words of some tokens, commas at their end left out.
    fn text(&self, mut words: Range<usize>) -> &'a str {
        while words.end > words.start && self.comma(words.end - 1) {
            words.end -= 1;
        }
        match self.tokens().get(words) {
            Some([first, .., last]) => self.reading.slice(&(first.range.start..last.range.end)),
            Some([only]) => self.reading.slice(&only.range),
            _ => "",
        }
    }

    fn add(&mut self, words: Range<usize>, text: String) {
        let told = |token: &&Token| token.content() || token.kind == TokenKind::Number;
        if self.tokens()[words.clone()].iter().filter(told).count() >= WORDS_MIN {
            let range = self.tokens()[words.start].range.start..self.tokens()[words.end - 1].range.end;
            self.facts.push(Fact { text, range });
        }
    }

    /// The tokens of a sentence's subject.
    fn subject(&self, from: usize) -> Option<Range<usize>> {
        let ends = |at: &usize| {
            self.comma(*at) || self.mark(*at, "(") || self.is(*at, &RELATIVES) || *at > from && self.verb(*at)
        };
        let end = (from..self.length.min(from + SUBJECT_MAX)).find(ends)?;
        let words = &self.tokens()[from..end];
        let known = words.iter().any(|token| token.capital && token.content()) || self.is(from, &ARTICLES);
        let joined = (from..end).any(|at| self.is(at, &JOINS));
        (end > from && known && !joined && !self.is(from, &PRONOUNS)).then_some(from..end)
    }

    /// The token behind an opening: "In 1950, ", "In 1950 the mill …".
    fn opening(&self) -> Option<usize> {
        let date = self.sentence.periods.first().map(|period| self.sentence.tokens_in(&period.span));
        match date.filter(|date| date.start <= 1 && !self.comma(date.end)) {
            Some(date) => Some(date.end),
            None => (0..self.length).find(|at| self.comma(*at)),
        }
    }

    /// Takes the facts; `None` where the sentence is built in another way.
    fn take(&mut self) -> Option<()> {
        let mut at = 0;
        let mut opening = "";
        let mut participle = None;
        if self.is(0, &OPENINGS) {
            let end = self.opening()?;
            opening = self.text(0..end);
            at = end + usize::from(self.comma(end));
        } else if self.verb(0) && !self.is(0, &VERBS) {
            let comma = (0..self.length).find(|at| self.comma(*at))?;
            participle = Some(0..comma);
            at = comma + 1;
        }
        let subject = self.subject(at)?;
        self.name = self.text(subject.clone()).to_string();
        if let Some(words) = participle {
            self.add(words.clone(), format!("{} was {}.", self.name, lower_first(self.text(words))));
        }
        let verb = self.beside_name(subject.end)?;
        self.clauses(verb, opening);
        Some(())
    }

    /// What stands beside the name, up to the verb: its brackets and what is set off by commas.
    fn beside_name(&mut self, mut at: usize) -> Option<usize> {
        let past = self.tokens().iter().any(|token| token.past);
        let copula = if past { "was" } else { "is" };
        let behind = at;
        while at < self.length {
            let comma = self.comma(at);
            if self.mark(at, "(") {
                let close = (at..self.length).find(|at| self.mark(*at, ")"))?;
                if self.verb(at + 1) {
                    self.add(at + 1..close, format!("{} was {}.", self.name, self.text(at + 1..close)));
                }
                at = close + 1;
            } else if comma && (self.is(at + 1, &VERBS) || self.is(at + 1, &ADVERBS) && self.verb(at + 1)) {
                return Some(at + 1);
            } else if comma {
                let end = (at + 1..self.length).find(|at| self.comma(*at))?;
                let relative = self.is(at + 1, &RELATIVES);
                let words = at + 1 + usize::from(relative)..end;
                let said = self.text(words.clone());
                if relative && self.verb(words.start) {
                    self.add(words, format!("{} {said}.", self.name));
                } else if !relative && (self.verb(at + 1) || self.is(at + 1, &ARTICLES)) {
                    // "Ash, which lies near Deal, a town in Kent": the town is Deal.
                    let named = |at: &usize| {
                        let token = &self.tokens()[*at];
                        token.capital && token.kind == TokenKind::Word && self.is(words.start, &ARTICLES)
                    };
                    let other = (behind..at).rev().take_while(named).last();
                    let name = other.map_or(self.name.as_str(), |start| self.text(start..at)).to_string();
                    self.add(words, format!("{name} {copula} {said}."));
                }
                at = end;
                if self.verb(at + 1) {
                    return Some(at + 1);
                }
            } else {
                return Some(at).filter(|at| self.verb(*at));
            }
        }
        None
    }

    /// The clauses from the first verb on, each with the subject that it goes on about.
    fn clauses(&mut self, mut at: usize, opening: &str) {
        let mut first = true;
        // Behind a clause of another subject only a pronoun leads back.
        let mut lost = false;
        while at < self.length {
            let mut pronoun = first;
            while self.comma(at) || self.is(at, &JOINS) || self.is(at, &PRONOUNS) || self.stops(at) {
                pronoun |= self.is(at, &PRONOUNS);
                at += 1;
            }
            let end = self.clause_end(at);
            let owned = self.is(at, &OWNERS) && (at + 1..end.min(at + OWNED_MAX)).any(|at| self.verb(at));
            if owned {
                self.add(at..end, format!("{}'s {}.", self.name, self.text(at + 1..end)));
            } else if self.verb(at) && (pronoun || !lost) {
                let said = self.text(at..end).to_string();
                let text = match first && !opening.is_empty() {
                    true => format!("{opening}, {} {said}.", self.name),
                    false => format!("{} {said}.", self.name),
                };
                self.add(at..end, text);
            }
            lost = !owned && !(self.verb(at) && (pronoun || !lost));
            first = false;
            let from = at;
            at = end.max(at + 1);
            if self.is(at, &RELATIVES) || self.comma(at) && self.is(at + 1, &RELATIVES) {
                at = self.relative(from, at);
            }
        }
    }

    fn stops(&self, at: usize) -> bool {
        at < self.length && self.tokens()[at].kind == TokenKind::Break
    }

    /// What "which" says: of the subject behind "is a mill in Deal", of a name behind a comma.
    fn relative(&mut self, from: usize, at: usize) -> usize {
        let comma = self.comma(at);
        let verb = at + 1 + usize::from(comma);
        let end = self.clause_end(verb);
        let nominal = self.is(from, &COPULAS) && self.is(from + 1, &ARTICLES);
        let words = verb..end;
        if !self.verb(verb) {
            return end.max(verb);
        }
        let said = self.text(words.clone()).to_string();
        if comma {
            let named = |at: &usize| self.tokens()[*at].capital && self.tokens()[*at].kind == TokenKind::Word;
            let start = (from..at).rev().take_while(named).last();
            if let Some(start) = start {
                self.add(words, format!("{} {said}.", self.text(start..at)));
            }
        } else if nominal {
            self.add(words, format!("{} {said}.", self.name));
        }
        end
    }

    /// The end of a clause that begins at a token: a further verb behind "and" or a pronoun, a relative, a break.
    fn clause_end(&self, from: usize) -> usize {
        let goes_on = |at: usize| {
            let joins = self.comma(at) || self.is(at, &JOINS);
            let at = at + usize::from(self.comma(at));
            let join = usize::from(self.is(at, &JOINS));
            let pronoun = usize::from(self.is(at + join, &PRONOUNS));
            let verb = at + join + pronoun;
            let owned = self.is(verb, &OWNERS) && (verb + 1..verb + OWNED_MAX).any(|at| self.verb(at));
            joins && join + pronoun > 0 && self.verb(verb) || joins && owned
        };
        let relative = |at: usize| {
            let at = at + usize::from(self.comma(at));
            self.is(at, &RELATIVES) && self.verb(at + 1) && !self.is(at.wrapping_sub(1), &OPENINGS)
        };
        (from + 1..self.length.max(from + 1))
            .find(|at| self.stops(*at) || relative(*at) || goes_on(*at))
            .unwrap_or(self.length)
    }
}

/// "Born in Deal" within a sentence.
fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statement::read_claim;

    fn check(claim: &str, expected: &[&str]) {
        let reading = read_claim(claim, None, None);
        let facts: Vec<String> =
            of(&reading, &reading.sentences[0]).into_iter().map(|fact| fact.text).collect();
        assert_eq!(facts, expected, "{claim}");
    }

    #[test]
    fn what_is_said_of_one_subject_is_told_apart() {
        check(
            "Tom Reed, born in Deal in 1911, was a baker and moved to Marlow in 1930.",
            &["Tom Reed was born in Deal in 1911.", "Tom Reed moved to Marlow in 1930."],
        );
        check(
            "Built in 1900, Ash Mill is a mill in Deal that was sold in 1950, and it closed in 1960.",
            &[
                "Ash Mill was built in 1900.",
                "Ash Mill is a mill in Deal.",
                "Ash Mill was sold in 1950.",
                "Ash Mill closed in 1960.",
            ],
        );
        check("Tom Reed was a baker in Deal.", &[]);
    }
}
