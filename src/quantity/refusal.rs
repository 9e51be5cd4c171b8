//! Says where digits or number words count nothing: names, ids, versions, references, idioms.
//!
//! Takes the place of a numeral, gives the name of the rule that refuses it. Dates are marked
//! beforehand by `calendar`.

use super::lexicon::{Calendar, Number, flag};
use super::lexis::{Gap, Shape};
use super::numeral::Numeral;
use super::reader::Reader;

/// Words of reference that are printed with a dot or before bare numbers alone.
const SHORT_REFERENCES: [&str; 18] = [
    "no", "nos", "nr", "nrs", "num", "pp", "para", "fig", "art", "vol", "op", "ps", "s", "ext", "mk", "p",
    "q", "ver",
];

/// Words before "one" that make it a pronoun.
const BEFORE_ONE: [&str; 15] = [
    "no", "the", "this", "that", "which", "each", "every", "any", "some", "another", "these", "those",
    "only", "not", "than",
];

/// Words that lead to an adjective and "one": "the odd one", "its best one".
const OWNERS: [&str; 7] = ["the", "its", "his", "her", "their", "our", "your"];

/// Words after "one" that make it a pronoun.
const AFTER_ONE: [&str; 29] = [
    "of", "another", "who", "that", "which", "can", "is", "was", "has", "would", "could", "should", "may",
    "might", "must", "will", "to", "day", "by", "and", "or", "in", "at", "for", "with", "from", "as", "on",
    "but",
];

/// Tokens before "one" within which "of the five" makes it a count.
const TOLD_OFF_WITHIN: usize = 12;

impl Reader<'_> {
    /// The rule that refuses the digits at `at`, before they are read.
    pub(crate) fn refused_digits(&self, at: usize) -> Option<&'static str> {
        let digits = self.word(at);
        if digits.len() > 24 {
            return Some("too-long");
        }
        if self.in_address(at) {
            return Some("address");
        }
        // J7, SA322, F-16, COVID-19: letters that touch, or a hyphen after a capital.
        if at > 0 && self.gap(at) == Gap::None {
            let before = at - 1;
            if self.shape(before) == Some(Shape::Word)
                && self.currency_before(at).is_none()
                && !self.glued_ok(before)
            {
                return Some("name-digits");
            }
            if self.sign_of(before, "#№_@\\") {
                return Some("id");
            }
            if self.tight_hyphen(before) && before > 0 {
                let word = before - 1;
                let named = self.shape(word) == Some(Shape::Word)
                    && !matches!(self.word(word), "minus" | "sub" | "plus" | "to" | "and")
                    && self.entry(word).is_none_or(|entry| entry.number == Number::None)
                    && self.currency_before(before).is_none();
                if named && (!self.sign(before, '–') || self.word(word).chars().any(char::is_uppercase)) {
                    return Some("name-digits");
                }
            }
            if self.sign(before, '.')
                && before > 0
                && self.shape(before - 1) == Some(Shape::Digits)
                && self.gap(before) == Gap::None
            {
                return Some("version");
            }
        }
        let decimals = at > 0 && self.sign(at - 1, '.') && self.gap(at) == Gap::None;
        if digits.len() > 1
            && digits.starts_with('0')
            && !decimals
            && !(self.sign(at + 1, '.') && self.gap(at + 1) == Gap::None)
        {
            return Some("leading-zero");
        }
        if self.version(at) {
            return Some("version");
        }
        if self.phone(at) {
            return Some("phone");
        }
        if self.slashed(at) {
            return Some("slashed-pair");
        }
        if self.list_number(at) {
            return Some("list-number");
        }
        None
    }

    /// The rule that refuses a number word: `Twenty20`, and "Bn" that stands for no number alone.
    pub(crate) fn refused_word(&self, at: usize) -> Option<&'static str> {
        if self.shape(at + 1) == Some(Shape::Digits) && self.gap(at + 1) == Gap::None {
            return Some("name-digits");
        }
        let short =
            matches!(self.known(at), "bn" | "mn" | "tn" | "bln" | "mln" | "tln" | "trn" | "mil" | "mio");
        short.then_some("abbreviation")
    }

    /// Lower-case prefixes and scale words that may touch a number: "c1900", "x10".
    fn glued_ok(&self, at: usize) -> bool {
        matches!(self.word(at), "x" | "c" | "~")
            && self.gap(at) != Gap::None
            && self.shape(at) == Some(Shape::Word)
            && self.word(at) == "c"
    }

    /// Within the address of a page: no space or bracket back to its "://" or "www".
    pub(crate) fn in_link(&self, at: usize) -> bool {
        let slashed = at > 0 && self.gap(at) == Gap::None && self.sign_of(at - 1, "/-.=");
        let mut place = at;
        for _ in 0..60 {
            if !slashed || place == 0 || self.gap(place) != Gap::None || self.sign_of(place - 1, "|\"[(<") {
                break;
            }
            place -= 1;
            if self.sign(place, ':') && self.sign(place + 1, '/') && self.sign(place + 2, '/') {
                return true;
            }
        }
        slashed && self.word(place) == "www"
    }

    /// Within a URL, mail address or file name: no space back to a telling sign.
    pub(crate) fn in_address(&self, at: usize) -> bool {
        let mut place = at;
        for _ in 0..40 {
            if self.gap(place) != Gap::None || place == 0 {
                break;
            }
            place -= 1;
            if self.sign(place, '@')
                || (self.sign(place, ':') && self.sign(place + 1, '/') && self.sign(place + 2, '/'))
                || self.sign(place, '_')
            {
                return true;
            }
        }
        if matches!(self.word(place), "www" | "http" | "https") {
            return true;
        }
        // Forward: "name2@host", "10.1000/xyz".
        (at + 1..at + 13)
            .take_while(|place| self.gap(*place) == Gap::None)
            .any(|place| self.sign_of(place, "@_"))
    }

    /// "1.2.3", "192.168.1.2": three numbers with single dots that are no thousands.
    fn version(&self, at: usize) -> bool {
        let dotted = |place: usize| {
            self.sign(place, '.')
                && self.gap(place) == Gap::None
                && self.gap(place + 1) == Gap::None
                && self.shape(place + 1) == Some(Shape::Digits)
        };
        let groups = self.word(at).len() <= 3 && self.word(at + 2).len() == 3 && self.word(at + 4).len() == 3;
        dotted(at + 1) && dotted(at + 3) && !groups
    }

    /// "24/7", "9/11", "110/70": two numbers that a slash joins to a name, unless they make a usual fraction.
    fn slashed(&self, at: usize) -> bool {
        let joined = |slash: usize| {
            self.sign(slash, '/')
                && self.gap(slash) == Gap::None
                && self.gap(slash + 1) == Gap::None
                && self.shape(slash + 1) == Some(Shape::Digits)
        };
        let short = |place: usize| self.word(place).len() <= 3;
        joined(at + 1)
            && short(at)
            && short(at + 2)
            && self.slash_fraction(at).is_none()
            && !self.behind_whole(at)
    }

    /// Whether a whole number stands before the fraction at `at`: "10 11/17".
    fn behind_whole(&self, at: usize) -> bool {
        at > 0 && self.shape(at - 1) == Some(Shape::Digits) && self.gap(at) == Gap::Space
    }

    /// Phone numbers: a plus before, a leading zero, three or more groups joined by hyphens.
    fn phone(&self, at: usize) -> bool {
        let joined = |place: usize| self.tight_hyphen(place) && self.shape(place + 1) == Some(Shape::Digits);
        let plus = at > 0 && self.sign(at - 1, '+') && self.gap(at) == Gap::None;
        let groups = joined(at + 1) && (joined(at + 3) || self.word(at + 2).len() >= 6 || plus);
        let inside = at >= 2
            && joined(at - 1)
            && self.shape(at - 2) == Some(Shape::Digits)
            && self.gap(at) == Gap::None
            && (joined(at + 1) || at >= 4 && joined(at - 3) && self.shape(at - 4) == Some(Shape::Digits));
        let long = plus && self.word(at).len() >= 10;
        let spread = plus
            && self.word(at).len() <= 3
            && self.shape(at + 1) == Some(Shape::Digits)
            && self.shape(at + 2) == Some(Shape::Digits);
        // "(555) 123-4567".
        let area = |open: usize| {
            self.sign(open, '(')
                && self.word(open + 1).len() == 3
                && self.sign(open + 2, ')')
                && self.number(open + 3).is_some()
        };
        let code = at > 0 && area(at - 1) && self.word(at + 2).len() == 3 && joined(at + 3);
        let local = at > 2 && area(at - 3) && joined(at + 1) || at > 4 && area(at - 5) && joined(at - 1);
        code || local
            || groups
            || inside
            || long
            || spread
            || (self.sign(at + 1, '/') && at >= 2 && joined(at - 1) && self.word(at).len() >= 4)
    }

    /// "1)", "(2)", "3." at the start of a line.
    fn list_number(&self, at: usize) -> bool {
        let short = self.word(at).len() <= 2;
        if !short {
            return false;
        }
        let open = at > 0 && self.sign_of(at - 1, "([");
        if self.sign_of(at + 1, ")]") && (open || at == 0 || self.gap(at) >= Gap::Space) {
            let minus = open && at > 1 && (self.sign_of(at - 2, "|$"));
            return !minus && self.gap(at) <= Gap::Space && !(at > 1 && self.sign(at - 2, '$'));
        }
        self.gap(at) == Gap::Line
            && self.sign(at + 1, '.')
            && self.gap(at + 1) == Gap::None
            && self.gap(at + 2) == Gap::Space
            && self.capital(at + 2)
            && at > 0
    }

    /// The rule that refuses a numeral after it was read; `unit` where a unit, scale or noun stands with it.
    pub(crate) fn refused_numeral(
        &self,
        numeral: &Numeral,
        first: usize,
        unit: bool,
    ) -> Option<&'static str> {
        let end = numeral.end;
        if numeral.words && !unit && self.idiom(numeral) {
            return Some("idiom");
        }
        if !unit && first == numeral.first && self.counts_off(numeral) {
            return Some("reference");
        }
        if numeral.words {
            return None;
        }
        // "777F", "13th-floor", "3D": letters that touch and are no unit.
        if !unit
            && self.gap(end) == Gap::None
            && self.shape(end) == Some(Shape::Word)
            && self.word(end) != "x"
            && self.word(end) != "X"
        {
            return Some("name-digits");
        }
        if !unit && self.gap(end) == Gap::None && self.sign_of(end, "_@") {
            return Some("address");
        }
        if first > 0 && first == numeral.first && !numeral.decimal && numeral.scale.is_none() {
            return self.refused_by_word_before(numeral, first, unit);
        }
        None
    }

    /// "before the end of year four", "day 3": the number of a day, month or year in a row.
    fn counts_off(&self, numeral: &Numeral) -> bool {
        let Some(at) = numeral.first.checked_sub(1) else { return false };
        let Some(entry) = self.entry(at) else { return false };
        let shifted = at > 0
            && self.entry(at - 1).is_some_and(|entry| {
                matches!(entry.calendar, Calendar::Shift(_))
                    || matches!(entry.word, "a" | "an" | "per" | "every" | "each")
            });
        matches!(entry.calendar, Calendar::Span(_))
            && !entry.word.ends_with('s')
            && !shifted
            && self.gap(numeral.first) == Gap::Space
            && numeral.value < super::exact::Exact::from_integer(100)
            && numeral.value.is_integer()
    }

    fn refused_by_word_before(&self, numeral: &Numeral, first: usize, unit: bool) -> Option<&'static str> {
        let before = first - 1;
        let dot = usize::from(self.sign(before, '.') && before > 0 && self.gap(before) == Gap::None);
        let word_at = before - dot;
        if self.shape(word_at) != Some(Shape::Word)
            || self.gap(first) > Gap::Space
            || (dot == 0 && self.gap(first) == Gap::None)
        {
            return None;
        }
        let whole = numeral.bare || numeral.value < super::exact::Exact::from_integer(10_000);
        let entry = self.entry(word_at);
        if entry.is_some_and(|entry| entry.is(flag::MODEL)) {
            return Some("name-number");
        }
        if let Some(entry) = entry.filter(|entry| entry.is(flag::REFERENCE)) {
            let short = SHORT_REFERENCES.contains(&entry.word);
            let plural = self.plural_noun(word_at) && !self.capital(word_at);
            // "the number 7 bus" counts nothing; "number of 12 men" never comes here.
            return (!unit && !plural && (dot == 0 || short)).then_some("reference");
        }
        if dot == 1 || unit || !whole || !numeral.bare {
            return None;
        }
        let name = self.capital(word_at)
            && (entry.is_none()
                || entry.is_some_and(|entry| {
                    entry.flags & !(flag::NOT_PLURAL | flag::PLURAL) == 0 && entry.number == Number::None
                }))
            && (!self.sentence_start(word_at)
                || self.shape(first + 1).is_some_and(|shape| shape == Shape::Word));
        let placed = word_at > 0 && self.is(word_at - 1, flag::PREPOSITION);
        (name && !placed).then_some("name-number")
    }

    /// "Of the five, one is red, two are blue": the word counts one of those just named.
    fn told_off(&self, at: usize) -> bool {
        matches!(self.known(at + 1), "is" | "was" | "has")
            && (at.saturating_sub(TOLD_OFF_WITHIN)..at).any(|place| {
                let after = place + 1 + usize::from(self.known(place + 1) == "the");
                self.known(place) == "of" && self.numeric(after)
            })
    }

    /// "no one", "one another", "the one", "which one": the word counts nothing.
    fn idiom(&self, numeral: &Numeral) -> bool {
        if numeral.end != numeral.first + 1 {
            return false;
        }
        let at = numeral.first;
        let word = self.known(at);
        if word == "zero" && self.is_hyphen(at + 1) {
            return true;
        }
        if word != "one" {
            return false;
        }
        if at == 0 && self.shape(at + 1).is_none() {
            return false;
        }
        let before = self.known_before(at);
        let led = BEFORE_ONE.contains(&before);
        // "an odd one": an article and an adjective before it.
        let led = led
            || at > 1
                && (self.is_article(at - 2) || OWNERS.contains(&self.known(at - 2)))
                && self.shape(at - 1) == Some(Shape::Word)
                && self.entry(at - 1).is_none_or(|entry| entry.unit == 0);
        let closed = self.shape(at + 1) != Some(Shape::Word);
        let followed = AFTER_ONE.contains(&self.known(at + 1)) && !self.told_off(at);
        led || closed && !matches!(before, "is" | "minus" | "negative" | "to" | "by")
            || followed
            || self.sign_of(at + 1, "'’")
            || self.is_hyphen(at + 1)
    }
}
