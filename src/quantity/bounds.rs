//! Reads the bound or hedge beside a numeral: "more than", "at least", "nearly", "or so", a plus sign.
//!
//! Takes the places around a numeral, gives the bound and the tokens that it covers. What a bound
//! means for a value is in [`Quantity::interval`](super::Quantity::interval).

use std::sync::LazyLock;

use super::Bound;
use super::lexicon::{self, flag};
use super::lexis::Gap;
use super::reader::Reader;

/// Phrases before a numeral, last word first; the longest that fits wins.
static BEFORE: &[(&str, Bound)] = &[
    ("about", Bound::About),
    ("around", Bound::About),
    ("roughly", Bound::About),
    ("approximately", Bound::About),
    ("approx", Bound::About),
    ("some", Bound::About),
    ("circa", Bound::About),
    ("estimated", Bound::About),
    ("estimate of", Bound::About),
    ("an estimated", Bound::About),
    ("in the region of", Bound::About),
    ("in the neighborhood of", Bound::About),
    ("in the neighbourhood of", Bound::About),
    ("on the order of", Bound::About),
    ("in the order of", Bound::About),
    ("in the vicinity of", Bound::About),
    ("more or less", Bound::About),
    ("something like", Bound::About),
    ("over", Bound::Over),
    ("above", Bound::Over),
    ("more than", Bound::Over),
    ("greater than", Bound::Over),
    ("higher than", Bound::Over),
    ("larger than", Bound::Over),
    ("bigger than", Bound::Over),
    ("longer than", Bound::Over),
    ("older than", Bound::Over),
    ("better than", Bound::Over),
    ("beyond", Bound::Over),
    ("exceeding", Bound::Over),
    ("exceeds", Bound::Over),
    ("exceeded", Bound::Over),
    ("exceed", Bound::Over),
    ("surpassing", Bound::Over),
    ("topping", Bound::Over),
    ("upwards of", Bound::Over),
    ("upward of", Bound::Over),
    ("in excess of", Bound::Over),
    ("north of", Bound::Over),
    ("at least", Bound::AtLeast),
    ("at the least", Bound::AtLeast),
    ("at minimum", Bound::AtLeast),
    ("at a minimum", Bound::AtLeast),
    ("no fewer than", Bound::AtLeast),
    ("not fewer than", Bound::AtLeast),
    ("no less than", Bound::AtLeast),
    ("not less than", Bound::AtLeast),
    ("a minimum of", Bound::AtLeast),
    ("minimum of", Bound::AtLeast),
    ("minimum", Bound::AtLeast),
    ("more than or equal to", Bound::AtLeast),
    ("greater than or equal to", Bound::AtLeast),
    ("under", Bound::Under),
    ("below", Bound::Under),
    ("beneath", Bound::Under),
    ("less than", Bound::Under),
    ("fewer than", Bound::Under),
    ("lower than", Bound::Under),
    ("smaller than", Bound::Under),
    ("shorter than", Bound::Under),
    ("younger than", Bound::Under),
    ("south of", Bound::Under),
    ("up to", Bound::AtMost),
    ("upto", Bound::AtMost),
    ("at most", Bound::AtMost),
    ("at the most", Bound::AtMost),
    ("at maximum", Bound::AtMost),
    ("no more than", Bound::AtMost),
    ("not more than", Bound::AtMost),
    ("no greater than", Bound::AtMost),
    ("no higher than", Bound::AtMost),
    ("not over", Bound::AtMost),
    ("not exceeding", Bound::AtMost),
    ("not exceed", Bound::AtMost),
    ("a maximum of", Bound::AtMost),
    ("maximum of", Bound::AtMost),
    ("maximum", Bound::AtMost),
    ("as many as", Bound::AtMost),
    ("as much as", Bound::AtMost),
    ("as high as", Bound::AtMost),
    ("less than or equal to", Bound::AtMost),
    ("as few as", Bound::AtLeast),
    ("as little as", Bound::AtLeast),
    ("as low as", Bound::AtLeast),
    ("nearly", Bound::Nearly),
    ("almost", Bound::Nearly),
    ("nearing", Bound::Nearly),
    ("approaching", Bound::Nearly),
    ("close to", Bound::Nearly),
    ("near to", Bound::Nearly),
    ("just under", Bound::Nearly),
    ("just below", Bound::Nearly),
    ("just less than", Bound::Nearly),
    ("slightly less than", Bound::Nearly),
    ("slightly under", Bound::Nearly),
    ("slightly below", Bound::Nearly),
    ("a little less than", Bound::Nearly),
    ("a little under", Bound::Nearly),
    ("a bit less than", Bound::Nearly),
    ("a bit under", Bound::Nearly),
    ("a shade under", Bound::Nearly),
    ("a touch under", Bound::Nearly),
    ("just shy of", Bound::Nearly),
    ("shy of", Bound::Nearly),
    ("just short of", Bound::Nearly),
    ("little short of", Bound::Nearly),
    ("short of", Bound::Nearly),
    ("just over", Bound::JustOver),
    ("just above", Bound::JustOver),
    ("just more than", Bound::JustOver),
    ("just upwards of", Bound::JustOver),
    ("slightly more than", Bound::JustOver),
    ("slightly over", Bound::JustOver),
    ("slightly above", Bound::JustOver),
    ("a little more than", Bound::JustOver),
    ("a little over", Bound::JustOver),
    ("little more than", Bound::JustOver),
    ("a bit more than", Bound::JustOver),
    ("a bit over", Bound::JustOver),
    ("a shade over", Bound::JustOver),
    ("a touch over", Bound::JustOver),
    ("marginally over", Bound::JustOver),
    ("marginally above", Bound::JustOver),
];

/// Phrases after a quantity.
static AFTER: &[(&str, Bound)] = &[
    ("or more", Bound::AtLeast),
    ("or above", Bound::AtLeast),
    ("or over", Bound::AtLeast),
    ("or higher", Bound::AtLeast),
    ("or greater", Bound::AtLeast),
    ("or older", Bound::AtLeast),
    ("or longer", Bound::AtLeast),
    ("and above", Bound::AtLeast),
    ("and over", Bound::AtLeast),
    ("and up", Bound::AtLeast),
    ("and older", Bound::AtLeast),
    ("and upwards", Bound::AtLeast),
    ("plus", Bound::AtLeast),
    ("at least", Bound::AtLeast),
    ("at the least", Bound::AtLeast),
    ("at the very least", Bound::AtLeast),
    ("at a minimum", Bound::AtLeast),
    ("minimum", Bound::AtLeast),
    ("or less", Bound::AtMost),
    ("or fewer", Bound::AtMost),
    ("or under", Bound::AtMost),
    ("or below", Bound::AtMost),
    ("or lower", Bound::AtMost),
    ("or younger", Bound::AtMost),
    ("and under", Bound::AtMost),
    ("and below", Bound::AtMost),
    ("at most", Bound::AtMost),
    ("at the most", Bound::AtMost),
    ("at the very most", Bound::AtMost),
    ("maximum", Bound::AtMost),
    ("tops", Bound::AtMost),
    ("or so", Bound::About),
    ("or thereabouts", Bound::About),
    ("more or less", Bound::About),
    ("give or take", Bound::About),
    ("approximately", Bound::About),
    ("odd", Bound::About),
];

/// A phrase by the codes of its words.
struct Phrase {
    /// The word that stands next to the numeral.
    edge: u16,
    /// The words beyond it, nearest first.
    rest: Vec<u16>,
    bound: Bound,
}

static BEFORE_BY_LAST: LazyLock<Vec<Phrase>> =
    LazyLock::new(|| by_edge(BEFORE, |phrase| phrase.rsplit(' ').collect()));
static AFTER_BY_FIRST: LazyLock<Vec<Phrase>> =
    LazyLock::new(|| by_edge(AFTER, |phrase| phrase.split(' ').collect()));

/// Phrases sorted by the word at their edge.
fn by_edge(
    table: &[(&'static str, Bound)],
    words: impl Fn(&'static str) -> Vec<&'static str>,
) -> Vec<Phrase> {
    let lexicon = lexicon::get();
    let mut phrases: Vec<Phrase> = table
        .iter()
        .map(|(phrase, bound)| {
            let mut codes = words(phrase).into_iter().map(|word| lexicon.find(word.as_bytes()).0);
            let edge = codes.next().expect("a phrase has a word");
            Phrase { edge, rest: codes.collect(), bound: *bound }
        })
        .collect();
    phrases.sort_by_key(|phrase| phrase.edge);
    phrases
}

/// The phrases with this word at their edge.
fn edged(phrases: &[Phrase], edge: u16) -> &[Phrase] {
    let from = phrases.partition_point(|phrase| phrase.edge < edge);
    let count = phrases[from..].iter().take_while(|phrase| phrase.edge == edge).count();
    &phrases[from..from + count]
}

/// All words of the phrases, each with the flag of the place that it can take.
pub(super) fn phrase_words() -> impl Iterator<Item = (&'static str, u32)> {
    let before = BEFORE.iter().flat_map(|(phrase, _)| {
        phrase
            .rsplit(' ')
            .enumerate()
            .map(|(place, word)| (word, if place == 0 { flag::BOUND_LAST } else { 0 }))
    });
    let after = AFTER.iter().flat_map(|(phrase, _)| {
        phrase
            .split(' ')
            .enumerate()
            .map(|(place, word)| (word, if place == 0 { flag::BOUND_FIRST } else { 0 }))
    });
    before.chain(after)
}

/// A bound and how far it reaches.
pub(crate) struct BoundRead {
    /// The bound.
    pub bound: Bound,
    /// Its first token where it stands before, the token after it where it stands behind.
    pub edge: usize,
}

impl Reader<'_> {
    /// The bound before the token `first`.
    pub(crate) fn bound_before(&self, first: usize) -> Option<BoundRead> {
        let last = first.checked_sub(1)?;
        if self.gap(first) == Gap::Line && !self.is(last, flag::BOUND) {
            return None;
        }
        if let Some(read) = self.bound_sign(last) {
            return Some(read);
        }
        // "more than the 40,000", "an estimated total of" keep their bound over an article.
        let last = if self.known(last) == "the" && last > 0 && self.known(last - 1) == "than" {
            last - 1
        } else {
            last
        };
        let closing = self.tokens.list[last].code;
        if !self.is(last, flag::BOUND_LAST) {
            return None;
        }
        let mut best: Option<(usize, Bound)> = None;
        for phrase in edged(&BEFORE_BY_LAST, closing) {
            let fits = || phrase.rest.iter().zip(1..).all(|(code, back)| self.coded(last, back, *code));
            let count = phrase.rest.len() + 1;
            if best.is_none_or(|(longest, _)| count > longest) && fits() {
                best = Some((count, phrase.bound));
            }
        }
        let (count, bound) = best?;
        let edge = last + 1 - count;
        // "add up to 17 million" is a sum.
        if self.known(edge) == "up" && edge > 0 && self.known(edge - 1).starts_with("add") {
            return None;
        }
        // "c." and "a" in front belong to the phrase; "not more than" and "no more than" are listed.
        if bound == Bound::About && self.known(edge) == "some" && self.known_before(edge) == "the" {
            return None;
        }
        Some(BoundRead { bound, edge })
    }

    fn bound_sign(&self, last: usize) -> Option<BoundRead> {
        let bound = match char::from_u32(u32::from(self.code(last)))? {
            _ if !self.word(last).is_empty() => {
                // "c. 1,200", "ca. 300".
                return None;
            }
            '~' | '≈' | '∼' | '≃' => Bound::About,
            '>' => Bound::Over,
            '≥' | '⩾' => Bound::AtLeast,
            '<' => Bound::Under,
            '≤' | '⩽' => Bound::AtMost,
            '=' if last > 0 && self.sign(last - 1, '>') => {
                return Some(BoundRead { bound: Bound::AtLeast, edge: last - 1 });
            }
            '=' if last > 0 && self.sign(last - 1, '<') => {
                return Some(BoundRead { bound: Bound::AtMost, edge: last - 1 });
            }
            '.' if last > 0 && matches!(self.word(last - 1), "c" | "ca" | "approx" | "Approx" | "est") => {
                return Some(BoundRead { bound: Bound::About, edge: last - 1 });
            }
            _ => return None,
        };
        Some(BoundRead { bound, edge: last })
    }

    /// Whether the word so many places before `last` has this code.
    fn coded(&self, last: usize, back: usize, code: u16) -> bool {
        last.checked_sub(back).is_some_and(|at| self.word_code(at) == code)
    }

    /// The bound that stands after a quantity ending before `end`.
    pub(crate) fn bound_after(&self, end: usize) -> Option<BoundRead> {
        if self.gap(end) == Gap::Line {
            return None;
        }
        let hyphen = usize::from(self.is_hyphen(end));
        let at = end + hyphen + usize::from(self.sign(end, ','));
        if !self.is(at, flag::BOUND_FIRST) || self.capital(at) {
            return None;
        }
        let first = self.known(at);
        let (count, bound) = edged(&AFTER_BY_FIRST, self.code(at))
            .iter()
            .filter(|phrase| {
                let goes_on = |(code, place): (&u16, usize)| {
                    self.word_code(at + place) == *code && self.gap(at + place) < Gap::Line
                };
                phrase.rest.iter().zip(1..).all(goes_on)
            })
            .map(|phrase| (phrase.rest.len() + 1, phrase.bound))
            .max_by_key(|(count, _)| *count)?;
        let single = count == 1;
        let closes = self.shape(at + count) != Some(super::lexis::Shape::Word) && !self.numeric(at + count);
        // "at least" before another number is that number's.
        if (self.numeric(at + count) || self.currency_ahead(at + count)) && !matches!(first, "or" | "and") {
            return None;
        }
        match self.known(at) {
            "plus" if !single || !(closes || hyphen == 1) => None,
            _ if single && matches!(first, "minimum" | "maximum" | "tops" | "approximately") && !closes => {
                None
            }
            _ if first == "odd" && hyphen == 0 => None,
            _ => Some(BoundRead { bound, edge: at + count }),
        }
    }

    fn currency_ahead(&self, at: usize) -> bool {
        self.shape(at) == Some(super::lexis::Shape::Sign) && self.sign_of(at, "$£€₹¥") && self.numeric(at + 1)
    }
}
