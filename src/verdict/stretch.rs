//! Judges stretches of time that are told by their length alone: "within the next 10 days", "the first six months".

use std::ops::Range;

use super::Verdict;
use super::align::Ask;
use super::code::Code;
use super::evidence::Stance;
use super::part::{Part, Remark, Support};
use super::text;
use crate::statement::word::{self, TokenKind};
use crate::statement::{Reading, Sentence};

/// Share of the claim's words that must stand beside another stretch for it to contradict.
const CLASH_MIN: u32 = 250;
/// Words that say which stretch is meant.
const ORDER: [&str; 3] = ["next", "first", "last"];
/// Units of time with their length: of the first group in hours, of the second in months.
const UNITS: [(&str, u32, bool); 7] = [
    ("hour", 1, false),
    ("day", 24, false),
    ("week", 168, false),
    ("month", 1, true),
    ("quarter", 3, true),
    ("year", 12, true),
    ("decade", 120, true),
];
/// Number words, from one on.
const NUMBERS: [&str; 12] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// A stretch as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stretch {
    order: usize,
    length: u32,
    months: bool,
    range: Range<usize>,
}

impl Stretch {
    fn is_like(&self, other: &Stretch) -> bool {
        self.order == other.order
    }

    fn meets(&self, other: &Stretch) -> bool {
        self.is_like(other) && self.months == other.months && self.length == other.length
    }
}

/// A part for each stretch that the source gives another length, and none of that length.
pub(super) fn judge(ask: &Ask<'_>, source: &Reading, witness: usize, sentences: &[usize]) -> Vec<Part> {
    let wanted = stretches(ask.reading, ask.sentence);
    if wanted.is_empty() {
        return Vec::new();
    }
    let printed: Vec<(usize, Stretch)> = sentences
        .iter()
        .flat_map(|at| stretches(source, &source.sentences[*at]).into_iter().map(move |one| (*at, one)))
        .collect();
    let clash = |own: &Stretch| {
        let alike = || printed.iter().filter(|(_, other)| other.is_like(own));
        // Two of them, of which neither is the claim's, may be about two things.
        let (at, other) = alike().max_by_key(|(at, _)| text::share(ask, source, *at))?;
        let told = alike().any(|(_, other)| other.meets(own));
        if told || text::share(ask, source, *at) < CLASH_MIN {
            return None;
        }
        let label = ask.reading.slice(&own.range).to_string();
        let note = format!("claim {label}, source {}", source.slice(&other.range));
        let mut part = Part::unaddressed(own.range.clone(), label, note.clone());
        part.verdict = Verdict::Contradicted;
        part.strength = 600;
        part.remarks.push(Remark {
            code: Code::PERIOD,
            message: format!("{note}: another stretch of time"),
            notes: Vec::new(),
            help: None,
        });
        let range = source.sentences[*at].range.clone();
        let support = Support { witness, range, stance: Stance::Contradicts, marks: Vec::new() };
        part.supports.push(support.mark(other.range.clone(), true, note));
        Some(part)
    };
    wanted.iter().filter_map(clash).collect()
}

/// The stretches of a sentence: a word of order, a number or none, a unit.
fn stretches(reading: &Reading, sentence: &Sentence) -> Vec<Stretch> {
    let tokens = &sentence.tokens;
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        let Some(order) = ORDER.iter().position(|form| tokens[at].surface == word::surface(form)) else {
            continue;
        };
        let mut end = at + 1;
        let mut count = 1;
        if let Some(number) = tokens.get(end).and_then(|token| {
            let spelt = NUMBERS.iter().position(|form| token.surface == word::surface(form));
            let digits =
                || reading.slice(&token.range).parse().ok().filter(|_| token.kind == TokenKind::Number);
            spelt.and_then(|place| u32::try_from(place + 1).ok()).or_else(digits)
        }) {
            count = number;
            end += 1;
        }
        // "Last year" and "next week" are dates.
        let counted = end > at + 1 || ORDER[order] == "first";
        let unit = tokens
            .get(end)
            .and_then(|token| UNITS.iter().find(|(form, _, _)| token.key == word::normal(form)));
        let Some((_, length, months)) = unit.filter(|_| counted) else { continue };
        if let Some(length) = length.checked_mul(count) {
            let range = tokens[at].range.start..tokens[end].range.end;
            found.push(Stretch { order, length, months: *months, range });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statement::read_claim;

    fn check(claim: &str, source: &str, expected: usize) {
        let (claim, source) = (read_claim(claim, None, None), read_claim(source, None, None));
        let ask = Ask::for_sentence(&claim, 0, &source);
        assert_eq!(judge(&ask, &source, 0, &[0]).len(), expected, "{} / {}", claim.text, source.text);
    }

    #[test]
    fn another_length_of_the_same_stretch_clashes() {
        let source = "Members who join within the next 10 days ride free for the first six months.";
        check("Members who join within the next three days ride free.", source, 1);
        check("Members who join within the next ten days ride free.", source, 0);
        check("Members ride free for the first year.", source, 1);
        check("Members ride free for the last two weeks.", source, 0);
    }

    #[test]
    fn one_length_in_two_units_is_one() {
        check("It paid for the first year.", "It paid for the first twelve months.", 0);
        check("It ran for the first seven days.", "It ran for the first week.", 0);
    }
}
