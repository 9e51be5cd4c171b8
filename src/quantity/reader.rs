//! The view on tokens that all rules share: what stands at a place, before it and after it.
//!
//! Takes tokens, answers small questions about them. It holds no rule of its own.

use super::lexicon::{self, Entry, Lexicon, Number};
use super::lexis::{Gap, Shape, Token, Tokens};
use super::numeral::is_dash;
use super::unit_table::{self, Units};

#[cfg(test)]
thread_local! {
    /// Look-ups of tokens on this thread: the measure of work that tests bound.
    pub(crate) static LOOKUPS: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// The tokens of a stretch with the tables to read them by.
pub(crate) struct Reader<'a> {
    /// The tokens.
    pub tokens: &'a Tokens<'a>,
    lexicon: &'static Lexicon,
    /// The unit table.
    pub units: &'static Units,
    /// For each token whether it belongs to a date; set by the calendar pass.
    pub dated: Vec<bool>,
}

impl<'a> Reader<'a> {
    /// A view on tokens of which none is dated yet.
    pub fn new(tokens: &'a Tokens<'a>, mut dated: Vec<bool>) -> Reader<'a> {
        dated.clear();
        dated.resize(tokens.list.len(), false);
        Reader { tokens, lexicon: lexicon::get(), units: unit_table::get(), dated }
    }

    /// The token at a place; every rule looks at the text through here.
    fn token(&self, at: usize) -> Option<&'a Token> {
        #[cfg(test)]
        LOOKUPS.set(LOOKUPS.get() + 1);
        self.tokens.list.get(at)
    }

    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.tokens.list.len()
    }

    /// The shape of a token, `None` beyond the last.
    pub fn shape(&self, at: usize) -> Option<Shape> {
        self.token(at).map(|token| token.shape)
    }

    /// The letters of a word, the digits of a run; empty beyond the last token and for signs.
    pub fn word(&self, at: usize) -> &'a str {
        match self.token(at) {
            Some(token) if token.shape != Shape::Sign => {
                &self.tokens.text[token.start as usize..token.end as usize]
            }
            _ => "",
        }
    }

    /// The text of any token.
    pub fn text(&self, at: usize) -> &'a str {
        self.token(at).map_or("", |token| &self.tokens.text[token.start as usize..token.end as usize])
    }

    /// The lexicon entry of a word; `None` for other tokens and unknown words.
    pub fn entry(&self, at: usize) -> Option<&'static Entry> {
        match self.token(at) {
            Some(token) if token.shape == Shape::Word && token.code != 0 => {
                Some(self.lexicon.entry(token.code))
            }
            _ => None,
        }
    }

    /// The entry of the word before `at`.
    pub fn entry_before(&self, at: usize) -> Option<&'static Entry> {
        at.checked_sub(1).and_then(|before| self.entry(before))
    }

    /// True where the word at `at` is in one of the lists.
    pub fn is(&self, at: usize, flags: u32) -> bool {
        self.entry(at).is_some_and(|entry| entry.is(flags))
    }

    /// The word at `at` in lower case, from the lexicon; empty where unknown.
    pub fn known(&self, at: usize) -> &'static str {
        self.entry(at).map_or("", |entry| entry.word)
    }

    /// The lexicon word before `at`, empty where unknown.
    pub fn known_before(&self, at: usize) -> &'static str {
        at.checked_sub(1).map_or("", |before| self.known(before))
    }

    /// The gap before a token; beyond the last it is a line end.
    pub fn gap(&self, at: usize) -> Gap {
        self.token(at).map_or(Gap::Line, |token| token.gap)
    }

    /// The code of a token, 0 beyond the last.
    pub fn code(&self, at: usize) -> u16 {
        self.token(at).map_or(0, |token| token.code)
    }

    /// The code of a word, 0 where it is unknown and for other tokens.
    pub fn word_code(&self, at: usize) -> u16 {
        match self.token(at) {
            Some(token) if token.shape == Shape::Word => token.code,
            _ => 0,
        }
    }

    /// First byte of a token in the stretch.
    pub fn start(&self, at: usize) -> usize {
        self.token(at).map_or(self.tokens.text.len(), |token| token.start as usize)
    }

    /// First byte after a token in the stretch.
    pub fn end(&self, at: usize) -> usize {
        self.token(at).map_or(self.tokens.text.len(), |token| token.end as usize)
    }

    /// True where this sign stands at `at`.
    pub fn sign(&self, at: usize, sign: char) -> bool {
        self.token(at).is_some_and(|token| token.shape == Shape::Sign && u32::from(token.code) == sign as u32)
    }

    /// True where a sign of `signs` stands at `at`.
    pub fn sign_of(&self, at: usize, signs: &str) -> bool {
        self.token(at).is_some_and(|token| {
            token.shape == Shape::Sign && signs.chars().any(|sign| u32::from(token.code) == sign as u32)
        })
    }

    /// True for a dash of any kind at `at`.
    pub fn dash(&self, at: usize) -> bool {
        self.shape(at) == Some(Shape::Sign) && (is_dash(self.code(at)) || self.code(at) == 0x2014)
    }

    /// True for a hyphen between two words, touching both or, in tokenised text, apart from both.
    pub fn is_hyphen(&self, at: usize) -> bool {
        self.sign_of(at, "-‐‑") && self.gap(at) == self.gap(at + 1) && self.gap(at) < Gap::Line
    }

    /// True for a hyphen that touches both its neighbours.
    pub fn tight_hyphen(&self, at: usize) -> bool {
        self.sign_of(at, "-‐‑–−") && self.gap(at) == Gap::None && self.gap(at + 1) == Gap::None
    }

    /// True for "and" or "&".
    pub fn is_and(&self, at: usize) -> bool {
        self.known(at) == "and" || self.sign(at, '&')
    }

    /// True for "a" or "an".
    pub fn is_article(&self, at: usize) -> bool {
        matches!(self.known(at), "a" | "an")
    }

    /// True where "of" follows.
    pub fn of_follows(&self, at: usize) -> bool {
        self.known(at) == "of"
    }

    /// True for a word that begins with a capital letter.
    pub fn capital(&self, at: usize) -> bool {
        self.shape(at) == Some(Shape::Word) && self.word(at).chars().next().is_some_and(char::is_uppercase)
    }

    /// True where a sentence begins at `at`.
    pub fn sentence_start(&self, at: usize) -> bool {
        at == 0
            || self.gap(at) == Gap::Line
            || self.sign_of(at - 1, ".!?:•|")
            || (at > 1 && self.sign_of(at - 1, "\"“‘'(") && self.sign_of(at - 2, ".!?:"))
            || (at == 1 && self.shape(0) == Some(Shape::Sign))
    }

    /// True where a clause ends before `at`: no rule looks back over it.
    pub fn clause_break(&self, at: usize) -> bool {
        match self.shape(at) {
            Some(Shape::Sign) => {
                self.sign_of(at, ";:!?|•")
                    || (self.sign(at, '.')
                        && self.gap(at) == Gap::None
                        && self.gap(at + 1) >= Gap::Space
                        && !self.abbreviation(at))
            }
            Some(_) => false,
            None => true,
        }
    }

    /// True for the dot of an abbreviation such as "approx." or "U.S.".
    fn abbreviation(&self, dot: usize) -> bool {
        dot > 0
            && (self.word(dot - 1).len() == 1
                || matches!(self.known(dot - 1), "no" | "approx" | "est" | "nos"))
    }

    /// The unit at a place of the unit table plus one.
    pub fn unit_name(&self, place: u16) -> &'static str {
        self.units.at(place).name
    }

    /// The unit of a symbol spelled exactly so.
    pub fn symbol(&self, text: &str) -> Option<u16> {
        self.lexicon.symbol(text)
    }

    /// True where any of the words in `from..to` is in one of the lists.
    pub fn near(&self, from: usize, to: usize, flags: u32) -> bool {
        (from..to.min(self.len())).any(|at| self.is(at, flags))
    }

    /// True where a number word or digits stand at `at`.
    pub fn numeric(&self, at: usize) -> bool {
        match self.shape(at) {
            Some(Shape::Digits | Shape::Vulgar) => true,
            Some(Shape::Word) => self.entry(at).is_some_and(|entry| {
                matches!(
                    entry.number,
                    Number::Small(_) | Number::Tens(_) | Number::Hundred | Number::Scale(_) | Number::Pack(_)
                )
            }),
            _ => false,
        }
    }
}
