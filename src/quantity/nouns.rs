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
/// The same where one thing is counted.
const SINGLE_WORDS_MAX: usize = 3;

/// Past forms that no ending shows.
const PAST_VERBS: [&str; 32] = [
    "became", "began", "bought", "broke", "built", "came", "caught", "chose", "did", "drove", "felt",
    "found", "fought", "gave", "got", "held", "kept", "knew", "led", "left", "lost", "made", "met", "put",
    "ran", "saw", "sent", "shot", "spent", "spoke", "stood", "wrote",
];

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
        first += self.named_kind(first);
        if one {
            return self.single(first);
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
            place = self.named_digits(place).unwrap_or(place + 1);
            // "30 Boeing 737 MAX planes".
            if self.is(place - 1, flag::MODEL) && self.shape(place) == Some(Shape::Digits) {
                place += 1;
            }
            if head == Some(place - 1) && self.word(place - 1) == "times" {
                break;
            }
            // A hyphen joins two words of the phrase: "plug-in hybrids"; so does an apostrophe: "men's shoes".
            while self.tight_hyphen(place)
                && self.shape(place + 1) == Some(Shape::Word)
                && head != Some(place - 1)
            {
                place += 2;
            }
            // "52 royal and guest bedrooms": two modifiers before one noun.
            if head.is_none() && self.paired_modifiers(place, first) {
                place += 1;
            }
        }
        head.map(|head| NounRead { first, end: head + 1, head })
    }

    /// The end of a name that holds digits, "COVID-19", "A320neo", "787-9": one word of a phrase.
    fn named_digits(&self, at: usize) -> Option<usize> {
        if !self.capital(at) {
            return None;
        }
        let touches = |place: &usize| {
            self.gap(*place) == Gap::None
                && match self.shape(*place) {
                    Some(Shape::Word | Shape::Digits) => true,
                    _ => self.tight_hyphen(*place),
                }
        };
        let end = (at + 1..at + 8).take_while(touches).last()? + 1;
        (at + 1..end).any(|place| self.shape(place) == Some(Shape::Digits)).then_some(end)
    }

    /// The tokens of a kind that is named by a number and a letter: "30 million 5G phones".
    fn named_kind(&self, at: usize) -> usize {
        let named = self.shape(at) == Some(Shape::Digits)
            && self.gap(at) == Gap::Space
            && self.gap(at + 1) == Gap::None
            && self.word(at + 1).len() == 1
            && self.capital(at + 1)
            && self.gap(at + 2) == Gap::Space;
        if named { 2 } else { 0 }
    }

    /// Whether "and" or "or" at `place` joins the modifier before it to one right before a plural noun:
    /// "direct and indirect jobs".
    fn paired_modifiers(&self, place: usize, first: usize) -> bool {
        let joins = self.is_and(place) || self.known(place) == "or";
        joins
            && !self.verb_like(place - 1)
            && self.noun_word(place + 1, first)
            && !self.plural_noun(place + 1)
            && !self.verb_like(place + 1)
            && (self.plural_noun(place + 2)
                || self.noun_word(place + 2, first) && self.plural_noun(place + 3))
    }

    /// The phrase of one thing, "one senior official": its head is the last word before a verb or a closed-class word.
    fn single(&self, first: usize) -> Option<NounRead> {
        let mut head = None;
        for place in first..first + SINGLE_WORDS_MAX {
            let ends = self.plural_noun(place) || place > first && self.verb_like(place);
            if !self.noun_word(place, first) || ends {
                break;
            }
            head = Some(place);
        }
        head.map(|head| NounRead { first, end: head + 1, head })
    }

    /// Whether a word after a noun is most likely its verb.
    fn verb_like(&self, at: usize) -> bool {
        let word = self.word(at);
        ["ed", "ing", "ly"].iter().any(|end| word.ends_with(end))
            || self.is(at, flag::UP | flag::DOWN | flag::MOVE) && !self.is(at, flag::CHANGE_NOUN)
            || PAST_VERBS.contains(&word)
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
