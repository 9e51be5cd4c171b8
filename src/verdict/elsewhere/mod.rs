//! What a source says in words of its own that a claim cannot stand beside: another rank of the same thing, a second
//! one where the claim has an only one, the opposite course.
//!
//! It looks at each source by itself, and finds what the figures of the claim are not compared with.

mod course;
mod mark;
mod only;
mod rank;

use std::ops::Range;

use super::Verdict;
use super::code::Code;
use super::derive::Pool;
use super::evidence::{Stance, Step};
use super::part::{Part, Remark, Support};
use crate::statement::word::{Token, TokenKind};
use crate::statement::{Reading, Sentence};

/// What a sentence of a source says.
struct Found {
    verdict: Verdict,
    /// Bytes of the claim that it is about.
    range: Range<usize>,
    /// The sentence.
    sentence: usize,
    reason: String,
}

/// Adds what the sources say otherwise of a claim's sentence.
pub(super) fn judge(claim: &Reading, number: usize, pool: &Pool<'_>, parts: &mut [Vec<Part>]) {
    for (witness, list) in parts.iter_mut().enumerate() {
        let (source, sentences) = &pool.sources[witness];
        let told = |part: &Part| part.verdict != Verdict::NotAddressed;
        let found = rank::against(claim, number, source)
            .or_else(|| only::against(claim, number, source))
            .or_else(|| mark::against(claim, number, source))
            .or_else(|| course::against(claim, number, source, sentences).filter(|_| !list.iter().any(told)));
        let Some(found) = found else { continue };
        let weaker = |part: &Part| part.verdict == Verdict::NotAddressed;
        if found.verdict == Verdict::Contradicted || list.iter().all(weaker) {
            list.push(found.part(claim, source, witness));
        }
    }
}

impl Found {
    fn part(self, claim: &Reading, source: &Reading, witness: usize) -> Part {
        let denied = self.verdict == Verdict::Contradicted;
        let mut part = Part::unaddressed(self.range.clone(), claim.slice(&self.range), self.reason.clone());
        part.verdict = self.verdict;
        part.decides = true;
        part.strength = super::value::CLASH_MIN;
        part.steps.push(Step { rule: "elsewhere".to_string(), place: None, outcome: self.reason.clone() });
        if denied {
            let message = self.reason.clone();
            part.remarks.push(Remark { code: Code::COMPARISON, message, notes: Vec::new(), help: None });
        }
        let stance = if denied { Stance::Contradicts } else { Stance::Weakens };
        let range = source.sentences[self.sentence].range.clone();
        let support = Support { witness, range: range.clone(), stance, marks: Vec::new() };
        part.supports.push(support.mark(range, denied, self.reason));
        part
    }
}

/// The first name of a sentence, before a place: its tokens.
fn name_before(sentence: &Sentence, end: usize) -> Option<Range<usize>> {
    let tokens = &sentence.tokens;
    let is_name =
        |at: usize| tokens[at].capital && tokens[at].content() && tokens[at].kind == TokenKind::Word;
    let start = (0..end).find(|at| is_name(*at))?;
    let joins = |at: usize| tokens[at].kind == TokenKind::Mark;
    let mut stop = start;
    let mut at = start;
    while at < end && (is_name(at) || joins(at)) {
        at += 1;
        if is_name(at - 1) {
            stop = at;
        }
    }
    Some(start..stop)
}

/// True where all the words of a name stand among some tokens.
fn holds_name(tokens: &[Token], name: &[Token]) -> bool {
    let mut words = name.iter().filter(|token| token.content()).peekable();
    words.peek().is_some() && words.all(|word| tokens.iter().any(|token| token.key == word.key))
}

#[cfg(test)]
mod tests;
