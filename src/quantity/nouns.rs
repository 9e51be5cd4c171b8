//! Finds the counted noun after a numeral: "31.4 million mobile phones" counts phones.
//!
//! Takes the place after a numeral, gives the noun phrase and its head. There is no tagger: the head
//! is the plural noun that ends the run of words before the next closed-class word.

use super::lexicon::{Calendar, Number, flag};
use super::lexis::{Gap, Shape};
use super::reader::Reader;

/// A counted noun: the phrase in tokens and its head.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NounRead {
    /// First token of the phrase, modifiers included.
    pub first: usize,
    /// Token after the phrase.
    pub end: usize,
    /// The head.
    pub head: usize,
}

/// Words of a phrase that are looked at.
const WORDS_MAX: usize = 6;

impl Reader<'_> {
    /// The noun counted by the numeral that ends before `at`; `one` where it counts one thing.
    pub(crate) fn counted_noun(&self, at: usize, one: bool, of: bool) -> Option<NounRead> {
        // "a 10-member panel": the word after the hyphen is the unit.
        if self.tight_hyphen(at) && self.shape(at + 1) == Some(Shape::Word) {
            let head = at + 1;
            let plain = !self.is(head, flag::STOP)
                && self.word(head).len() > 2
                && self.ordinal_suffix(head).is_none();
            return plain.then_some(NounRead { first: head, end: head + 1, head });
        }
        if self.gap(at) == Gap::None {
            return None;
        }
        let mut first = at;
        if self.known(at) == "of" {
            if !of {
                return None;
            }
            first += 1;
            if matches!(
                self.known(first),
                "the" | "its" | "their" | "these" | "those" | "our" | "his" | "her" | "all"
            ) {
                first += 1;
            }
        }
        let mut head: Option<usize> = None;
        let mut words = 0;
        let mut place = first;
        while words < WORDS_MAX && self.noun_word(place, first) {
            if self.plural_noun(place) {
                head = Some(place);
            } else if head.is_some() {
                break;
            }
            words += 1;
            place += 1;
            // A hyphen joins two words of the phrase: "plug-in hybrids"; so does an apostrophe: "men's shoes".
            while self.tight_hyphen(place)
                && self.shape(place + 1) == Some(Shape::Word)
                && head != Some(place - 1)
            {
                place += 2;
            }
        }
        if let Some(head) = head {
            return Some(NounRead { first, end: head + 1, head });
        }
        (one && words > 0).then(|| self.single(first, place))
    }

    /// The head of a singular phrase "one senior official": the last word of at most two.
    fn single(&self, first: usize, end: usize) -> NounRead {
        let head = if end - first >= 2 && self.modifier(first) { first + 1 } else { first };
        NounRead { first, end: head + 1, head }
    }

    fn modifier(&self, at: usize) -> bool {
        let word = self.word(at);
        self.capital(at)
            || ["al", "ive", "ous", "ic", "ful", "ary", "ior", "ish", "ese", "ian", "ed", "ing", "able", "er"]
                .iter()
                .any(|end| word.len() > end.len() + 2 && word.ends_with(end))
            || [
                "new", "old", "big", "young", "small", "large", "local", "male", "female", "dead", "key",
                "main", "free", "full", "more",
            ]
            .contains(&word)
    }

    /// Whether a word can stand inside a counted noun phrase.
    fn noun_word(&self, at: usize, first: usize) -> bool {
        if self.shape(at) != Some(Shape::Word)
            || self.gap(at) == Gap::Line
            || (self.gap(at) == Gap::None && at > first)
        {
            return false;
        }
        let Some(entry) = self.entry(at) else { return true };
        if entry.is(flag::PLURAL) {
            return true;
        }
        let more = at == first
            && matches!(entry.word, "more" | "other" | "additional" | "new" | "such" | "fewer" | "less");
        if more {
            return true;
        }
        if entry.is(flag::STOP | flag::BE) || matches!(entry.number, Number::Small(_) | Number::Tens(_)) {
            return false;
        }
        !matches!(entry.calendar, Calendar::Month(_)) || !self.capital(at)
    }

    /// `st`, `nd`, `rd`, `th` touching the digits before.
    pub(crate) fn ordinal_suffix(&self, at: usize) -> Option<usize> {
        (self.gap(at) == Gap::None
            && matches!(self.word(at), "st" | "nd" | "rd" | "th" | "ST" | "ND" | "RD" | "TH"))
        .then_some(at + 1)
    }
}
