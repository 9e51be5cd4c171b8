//! Looks a word up: what it can mean as a number, a unit, a calendar word or a word of grammar.
//!
//! Takes the bytes of a word, gives its entry. Built once from the lists in `words` and `unit_table`.
//! It does not decide between the meanings of a word; that takes its neighbours.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{bounds, unit_table as units, words};

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
    pub const BOUND_LAST: u32 = 1 << 25;
    pub const BOUND_FIRST: u32 = 1 << 26;
    pub const ZONE: u32 = 1 << 27;
    pub const PHRASAL: u32 = 1 << 28;
    pub const MODEL: u32 = 1 << 29;
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

/// A place of the word table.
#[derive(Debug, Clone, Copy)]
struct Slot {
    key: Key,
    /// A reading can start at the word.
    anchors: bool,
    code: u16,
}

/// The words and how to find one.
pub(crate) struct Lexicon {
    entries: Vec<Entry>,
    /// Open addressing; code 0 is empty.
    slots: Box<[Slot; SLOTS]>,
    /// Symbols of units (`km`, `MW`), by case, with their place in the unit table plus one; open addressing.
    symbols: Vec<(&'static str, u16)>,
}

const SLOT_BITS: u32 = 13;
const SLOTS: usize = 1 << SLOT_BITS;
/// Bytes of the longest word that is looked up; a key holds no more.
const WORD_MAX: usize = 16;
const SYMBOL_SLOTS: usize = 1 << 12;
/// Bytes of the longest symbol.
const SYMBOL_MAX: usize = 16;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::build);

/// The lexicon.
pub(crate) fn get() -> &'static Lexicon {
    &LEXICON
}

/// A word as two machine words: its first and its last eight letters in lower case, and its length. Letters lie
/// above 0x40, so that setting one bit lowers them and no two words share a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Key(u64, u64, u8);

impl Key {
    /// The key of a word that is not empty and has at most [`WORD_MAX`] bytes.
    fn of(word: &[u8]) -> Key {
        const LOWER: u64 = 0x2020_2020_2020_2020;
        let eight = |from: usize| {
            let bytes = word[from..from + 8].try_into().expect("eight bytes");
            u64::from_le_bytes(bytes) | LOWER
        };
        let length = word.len();
        if length >= 8 {
            return Key(eight(0), eight(length - 8), length as u8);
        }
        let four = |from: usize| {
            let bytes = word[from..from + 4].try_into().expect("four bytes");
            u64::from(u32::from_le_bytes(bytes) | LOWER as u32)
        };
        if length >= 4 {
            return Key(four(0) | four(length - 4) << 32, 0, length as u8);
        }
        let one = |at: usize| u64::from(word[at] | 0x20);
        Key(one(0) | one(length / 2) << 8 | one(length - 1) << 16, 0, length as u8)
    }

    fn slot(self) -> usize {
        let mixed = (self.0 ^ self.1.rotate_left(29) ^ u64::from(self.2)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed >> (64 - SLOT_BITS)) as usize
    }
}

fn symbol_slot(symbol: &str) -> usize {
    let mixed = symbol
        .bytes()
        .fold(0xcbf2_9ce4_u32, |mixed, byte| (mixed ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (mixed ^ mixed >> 15) as usize & (SYMBOL_SLOTS - 1)
}

impl Lexicon {
    /// The code of a word, 0 where it is not in the lexicon, and whether a reading can start at it.
    #[inline]
    pub fn find(&self, word: &[u8]) -> (u16, bool) {
        if word.len() > WORD_MAX {
            return (0, false);
        }
        let key = Key::of(word);
        let mut at = key.slot();
        loop {
            let slot = &self.slots[at];
            if slot.code == 0 || slot.key == key {
                return (slot.code, slot.anchors);
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
        if symbol.len() > SYMBOL_MAX {
            return None;
        }
        let mut at = symbol_slot(symbol);
        loop {
            match self.symbols[at] {
                (_, 0) => return None,
                (found, unit) if found == symbol => return Some(unit),
                _ => at = (at + 1) & (SYMBOL_SLOTS - 1),
            }
        }
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
            for (word, flags) in bounds::phrase_words() {
                entry(word, &|e| e.flags |= flags);
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
            slots: vec![Slot { key: Key(0, 0, 0), anchors: false, code: 0 }; SLOTS]
                .try_into()
                .expect("as many slots as the table has"),
            symbols: vec![("", 0); SYMBOL_SLOTS],
        };
        // Longer names of units (prefixed ones that no text prints) are never looked up.
        for entry in words.into_values().filter(|entry| entry.word.len() <= WORD_MAX) {
            lexicon.insert(entry);
        }
        for (symbol, unit) in &units::get().symbols {
            let mut at = symbol_slot(symbol);
            while lexicon.symbols[at].1 != 0 {
                at = (at + 1) & (SYMBOL_SLOTS - 1);
            }
            lexicon.symbols[at] = (symbol, *unit);
        }
        lexicon
    }

    fn insert(&mut self, entry: Entry) {
        let key = Key::of(entry.word.as_bytes());
        let mut at = key.slot();
        while self.slots[at].code != 0 {
            at = (at + 1) & (SLOTS - 1);
        }
        self.slots[at] = Slot { key, anchors: entry.anchors(), code: self.entries.len() as u16 };
        self.entries.push(entry);
    }
}
