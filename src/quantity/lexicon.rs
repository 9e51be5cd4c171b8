//! Looks a word up: what it can mean as a number, a unit, a calendar word or a word of grammar.
//!
//! Takes the bytes of a word, gives its entry. Built once from the lists in `words` and `unit_table`.
//! It does not decide between the meanings of a word; that takes its neighbours.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{unit_table as units, words};

/// What a word can mean as a numeral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Number {
    /// Not a numeral.
    None,
    /// zero to nineteen.
    Small(u8),
    /// twenty to ninety.
    Tens(u8),
    /// hundred.
    Hundred,
    /// thousand and up, lakh, crore: ten to this power.
    Scale(u8),
    /// dozen, score, gross …
    Pack(u8),
    /// half.
    Half,
    /// third, quarter, hundredth: one over this.
    Part(Denominator),
}

/// The denominator that a fraction word names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Denominator {
    /// Below one hundred.
    Small(u8),
    /// Ten to this power.
    Power(u8),
}

/// What a word can mean in a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Calendar {
    /// Nothing.
    None,
    /// A month, 1–12.
    Month(u8),
    /// A day of the week, Monday = 0.
    Weekday(u8),
    /// day, week, fortnight, weekend, month, quarter, half, year, decade, century.
    Span(Span),
    /// last, previous, past (-1), this (0), next (1).
    Shift(i8),
    /// yesterday (-1), today (0), tomorrow (1).
    Day(i8),
    /// fiscal, FY.
    Fiscal,
    /// early, mid, late, beginning, end.
    Edge(Edge),
    /// spring, summer, autumn, winter.
    Season(u8),
    /// The first word of a feast.
    Feast,
    /// ago, earlier, later.
    Distance(i8),
}

/// A unit of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Span {
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
}

/// A part of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edge {
    Start,
    Middle,
    End,
    Early,
    Late,
}

/// Word is in one of the grammar lists; see `words` for what each list holds.
pub(crate) mod flag {
    pub const STOP: u32 = 1;
    pub const PREPOSITION: u32 = 1 << 1;
    pub const BE: u32 = 1 << 2;
    pub const UP: u32 = 1 << 3;
    pub const DOWN: u32 = 1 << 4;
    pub const MOVE: u32 = 1 << 5;
    pub const REFERENCE: u32 = 1 << 6;
    pub const ADVERB: u32 = 1 << 7;
    pub const PLURAL: u32 = 1 << 8;
    pub const NOT_PLURAL: u32 = 1 << 9;
    pub const MULTIPLE: u32 = 1 << 10;
    pub const HEAT: u32 = 1 << 11;
    pub const MONEY: u32 = 1 << 12;
    pub const SIZE: u32 = 1 << 13;
    pub const FUTURE: u32 = 1 << 16;
    pub const CONTEST: u32 = 1 << 17;
    pub const SPREAD: u32 = 1 << 18;
    pub const BOUND: u32 = 1 << 19;
    pub const CHANGE_NOUN: u32 = 1 << 20;
    pub const TIME_PREPOSITION: u32 = 1 << 21;
    pub const FOLD: u32 = 1 << 22;
    pub const LINKS: u32 = 1 << 23;
    pub const PHRASE: u32 = 1 << 24;
}

/// One word with all its meanings.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    /// The word in lower case.
    pub word: &'static str,
    /// As a numeral.
    pub number: Number,
    /// As an ordinal (`third` is 3), 0 where it is none.
    pub ordinal: u32,
    /// As a unit: its place in the unit table plus one, 0 where it is none.
    pub unit: u16,
    /// In a date.
    pub calendar: Calendar,
    /// The lists that it is in.
    pub flags: u32,
}

impl Entry {
    const NONE: Entry =
        Entry { word: "", number: Number::None, ordinal: 0, unit: 0, calendar: Calendar::None, flags: 0 };

    /// True where a reading can start at the word.
    pub fn anchors(&self) -> bool {
        self.number != Number::None
            || self.ordinal != 0
            || self.flags & flag::MULTIPLE != 0
            || !matches!(self.calendar, Calendar::None | Calendar::Edge(_) | Calendar::Distance(_))
    }

    /// True where the word is in one of the lists of `flags`.
    pub fn is(&self, flags: u32) -> bool {
        self.flags & flags != 0
    }
}

/// The words and how to find one.
pub(crate) struct Lexicon {
    entries: Vec<Entry>,
    /// Open addressing; 0 is empty.
    slots: Vec<u16>,
    /// One bit for each (first letters, length) that some word has.
    sieve: Vec<u64>,
    /// Symbols of units (`km`, `MW`), by case, with their place in the unit table plus one.
    symbols: BTreeMap<&'static str, u16>,
}

const SLOTS: usize = 1 << 13;
const SIEVE_BITS: u32 = 15;
/// Bytes of the longest word that is looked up.
const WORD_MAX: usize = 24;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::build);

/// The lexicon.
pub(crate) fn get() -> &'static Lexicon {
    &LEXICON
}

/// The first four letters in lower case, packed; shorter words are padded with zeros.
fn head(word: &[u8]) -> u32 {
    match word {
        [a, b, c, d, ..] => u32::from_le_bytes([*a, *b, *c, *d]) | 0x2020_2020,
        _ => {
            let mut packed = 0;
            for (place, byte) in word.iter().enumerate() {
                packed |= (u32::from(*byte) | 0x20) << (8 * place);
            }
            packed
        }
    }
}

fn sieve_place(word: &[u8]) -> usize {
    let last = u32::from(word[word.len() - 1]) | 0x20;
    let mixed = (head(word) ^ (word.len() as u32) << 27 ^ last << 13).wrapping_mul(0x9E37_79B1);
    (mixed >> (32 - SIEVE_BITS)) as usize
}

fn slot(word: &[u8]) -> usize {
    let mut mixed: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in word {
        mixed = (mixed ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3);
    }
    (mixed ^ mixed >> 29) as usize & (SLOTS - 1)
}

impl Lexicon {
    /// The code of a word, 0 where it is not in the lexicon.
    pub fn find(&self, word: &[u8]) -> u16 {
        if word.len() > WORD_MAX {
            return 0;
        }
        let place = sieve_place(word);
        if self.sieve[place / 64] & 1 << (place % 64) == 0 {
            return 0;
        }
        let mut at = slot(word);
        loop {
            let code = self.slots[at];
            if code == 0 || self.entries[code as usize].word.as_bytes().eq_ignore_ascii_case(word) {
                return code;
            }
            at = (at + 1) & (SLOTS - 1);
        }
    }

    /// The entry of a code.
    pub fn entry(&self, code: u16) -> &Entry {
        &self.entries[code as usize]
    }

    /// The unit of a symbol, by case.
    pub fn symbol(&self, symbol: &str) -> Option<u16> {
        self.symbols.get(symbol).copied()
    }

    fn build() -> Lexicon {
        let mut words: BTreeMap<&'static str, Entry> = BTreeMap::new();
        {
            let mut entry = |word: &'static str, set: &dyn Fn(&mut Entry)| {
                set(words.entry(word).or_insert(Entry { word, ..Entry::NONE }));
            };
            for (list, flags) in words::LISTS {
                list.split_whitespace().for_each(|word| entry(word, &|e| e.flags |= flags));
            }
            for (list, number) in words::NUMBERS {
                list.split_whitespace().for_each(|word| entry(word, &|e| e.number = *number));
            }
            for (list, ordinal) in words::ORDINALS {
                list.split_whitespace().for_each(|word| entry(word, &|e| e.ordinal = *ordinal));
            }
            for (list, calendar) in words::CALENDAR {
                list.split_whitespace().for_each(|word| entry(word, &|e| e.calendar = *calendar));
            }
            for (word, unit) in &units::get().words {
                entry(word, &|e| e.unit = *unit);
            }
            for (phrase, _) in &units::get().phrases {
                if phrase[0].is_ascii() && phrase[0].as_bytes()[0].is_ascii_alphabetic() {
                    entry(phrase[0], &|e| e.flags |= flag::PHRASE);
                }
            }
        }
        let mut lexicon = Lexicon {
            entries: vec![Entry::NONE],
            slots: vec![0; SLOTS],
            sieve: vec![0; (1 << SIEVE_BITS) / 64],
            symbols: units::get().symbols.clone(),
        };
        for entry in words.into_values() {
            lexicon.insert(entry);
        }
        lexicon
    }

    fn insert(&mut self, entry: Entry) {
        let word = entry.word.as_bytes();
        let place = sieve_place(word);
        self.sieve[place / 64] |= 1 << (place % 64);
        let mut at = slot(word);
        while self.slots[at] != 0 {
            at = (at + 1) & (SLOTS - 1);
        }
        self.slots[at] = self.entries.len() as u16;
        self.entries.push(entry);
    }
}
