//! Judges stretches of time that are told by their length alone: "within the next 10 days", "the first six months",
//! "in under a decade".

use std::ops::Range;
use std::sync::LazyLock;

use super::Verdict;
use super::align::Ask;
use super::code::Code;
use super::cover;
use super::evidence::Stance;
use super::part::{Part, Remark, Support};
use crate::statement::label;
use crate::statement::word::{self, Key, Token};
use crate::statement::{Reading, Sentence};

/// Share of the claim's words that must stand beside another stretch for it to contradict.
const CLASH_MIN: u32 = 250;
/// Words that say which stretch is meant.
const ORDER: [Key; 3] = word::literals(["next", "first", "last"]);
/// The place of "first" among them.
const FIRST: usize = 1;
/// Units of time with their length: of the first group in hours, of the second in months.
static UNITS: LazyLock<[Unit; 7]> = LazyLock::new(|| {
    [
        (word::normal("hour"), 1, false),
        (word::normal("day"), 24, false),
        (word::normal("week"), 168, false),
        (word::normal("month"), 1, true),
        (word::normal("quarter"), 3, true),
        (word::normal("year"), 12, true),
        (word::normal("decade"), 120, true),
    ]
});
/// The word of a unit, its length, and whether it counts months.
type Unit = (Key, u32, bool);

/// Words before "a decade" that make a bound of it, and whether it is the least that it took.
const BOUNDS: [([Key; 2], bool); 4] = [
    (word::literals(["in", "under"]), false),
    (word::literals(["in", "over"]), true),
    (word::literals(["less", "than"]), false),
    (word::literals(["more", "than"]), true),
];

/// What says which stretch is meant, or how long it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    /// Its place among [`ORDER`].
    Order(usize),
    /// It took less.
    Under,
    /// It took more.
    Over,
}

/// A stretch as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stretch {
    told: Told,
    length: u32,
    months: bool,
    range: Range<usize>,
}

impl Stretch {
    fn is_like(&self, other: &Stretch) -> bool {
        match (self.told, other.told) {
            (Told::Order(one), Told::Order(two)) => one == two,
            (Told::Order(_), _) | (_, Told::Order(_)) => false,
            _ => true,
        }
    }

    fn meets(&self, other: &Stretch) -> bool {
        let alike = self.is_like(other) && self.months == other.months;
        match (self.told, other.told) {
            (Told::Under, Told::Over) => !alike || self.length > other.length,
            (Told::Over, Told::Under) => !alike || self.length < other.length,
            (Told::Order(_), _) => alike && self.length == other.length,
            _ => true,
        }
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
        let (at, other) = alike().max_by_key(|(at, _)| cover::share(ask, source, *at))?;
        let told = alike().any(|(_, other)| other.meets(own));
        if told || cover::share(ask, source, *at) < CLASH_MIN {
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
    let unit = |at: usize| {
        let token = tokens.get(at)?;
        UNITS.iter().find(|(form, _, _)| token.key == *form)
    };
    for at in 0..tokens.len() {
        found.extend(bounded(tokens, at, unit(at + 3)));
        let Some(order) = ORDER.iter().position(|form| tokens[at].surface == *form) else {
            continue;
        };
        let mut end = at + 1;
        let mut count = 1;
        if let Some(number) = tokens.get(end).and_then(|token| label::number(reading, token)) {
            count = number;
            end += 1;
        }
        // "Last year" and "next week" are dates.
        let counted = end > at + 1 || order == FIRST;
        let Some((_, length, months)) = unit(end).filter(|_| counted) else { continue };
        if let Some(length) = length.checked_mul(count) {
            let range = tokens[at].range.start..tokens[end].range.end;
            found.push(Stretch { told: Told::Order(order), length, months: *months, range });
        }
    }
    found
}

/// "In under a decade", "less than a year": two words of a bound, an article, a unit.
fn bounded(tokens: &[Token], at: usize, unit: Option<&Unit>) -> Option<Stretch> {
    let (_, length, months) = unit?;
    let is = |at: usize, form: Key| tokens.get(at).is_some_and(|token| token.surface == form);
    let bound = |([one, two], _): &&([Key; 2], bool)| is(at, *one) && is(at + 1, *two);
    let (_, least) = BOUNDS.iter().find(bound)?;
    let article = is(at + 2, const { word::literal("a") }) || is(at + 2, const { word::literal("an") });
    let told = if *least { Told::Over } else { Told::Under };
    let range = tokens[at].range.start..tokens[at + 3].range.end;
    article.then_some(Stretch { told, length: *length, months: *months, range })
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
    fn a_bound_in_words_clashes_with_its_opposite() {
        let source = "The yard was rebuilt in over a decade.";
        check("The yard was rebuilt in under a decade.", source, 1);
        check("The yard was rebuilt in less than a year.", source, 1);
        check("The yard was rebuilt in more than a year.", source, 0);
        check("The yard was rebuilt in under a decade.", "The yard was rebuilt in less than a year.", 0);
    }

    #[test]
    fn one_length_in_two_units_is_one() {
        check("It paid for the first year.", "It paid for the first twelve months.", 0);
        check("It ran for the first seven days.", "It ran for the first week.", 0);
    }
}
