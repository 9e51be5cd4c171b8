//! What the packs say of a word, kept with it as bits: rules ask for it of every word of every sentence.
//!
//! Nothing is told here that the packs do not tell by the classes and forms of the word.

use std::sync::LazyLock;

use super::lexicon::{ClassId, Role, lexicon};
use super::word::{self, Key};

/// What the packs say of a word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Gloss(u16);

/// It denies; the bits below are those of the roles.
const NEGATION: u16 = 1 << 8;
/// It denies, or can be the first of words that do.
const DENIAL: u16 = 1 << 13;
/// It adds next to nothing to a sentence.
const LIGHT: u16 = 1 << 9;
/// One of its classes is that of rising or of falling.
const DIRECTION: u16 = 1 << 10;
/// One of its classes is kept apart from another.
const GUARDED: u16 = 1 << 11;
/// One of its classes is a deed that is kept apart from another.
const DEED: u16 = 1 << 12;

/// It can be the first word of a phrase that has a class.
const OPENS_CLASS: u16 = 1 << 14;
/// It can be the first word of a phrase that has a reading.
const OPENS_READING: u16 = 1 << 15;

/// Words that deny where they stand: "close to winning", "0 reported deaths", "declined to sing".
const DENIES_HERE: [Key; 8] =
    word::literals(["close", "0", "zero", "declined", "declines", "declining", "against", "free"]);

/// The classes of rising and falling.
static DIRECTIONS: LazyLock<Vec<ClassId>> =
    LazyLock::new(|| ["rise", "fall"].iter().filter_map(|name| lexicon().class_named(name)).collect());

impl Gloss {
    /// That of a word by its normal form, its surface and its classes.
    pub(super) fn of(key: Key, surface: Key, classes: &[ClassId]) -> Gloss {
        let packs = lexicon();
        let mut bits = match packs.is_negation(surface) {
            true => NEGATION | DENIAL,
            false if DENIES_HERE.contains(&surface) => DENIAL,
            false => 0,
        };
        bits |= if packs.is_light(key) { LIGHT } else { 0 };
        bits |= if packs.opens_class(key) { OPENS_CLASS } else { 0 };
        bits |= if packs.opens_reading(surface) { OPENS_READING } else { 0 };
        for class in classes {
            let known = &packs.classes[usize::from(*class)];
            bits |= 1 << known.role as u16;
            bits |= if DIRECTIONS.contains(class) { DIRECTION } else { 0 };
            bits |= match (known.never.is_empty(), known.role) {
                (true, _) => 0,
                (false, Role::Action) => GUARDED | DEED,
                (false, _) => GUARDED,
            };
        }
        Gloss(bits)
    }

    /// True where one of its classes has this role.
    pub fn has(self, role: Role) -> bool {
        self.0 & 1 << role as u16 != 0
    }

    /// True for a word that denies.
    pub fn denies(self) -> bool {
        self.0 & NEGATION != 0
    }

    /// True for a word that denies where it stands, or may.
    pub fn may_deny(self) -> bool {
        self.0 & DENIAL != 0
    }

    /// True for a word that adds next to nothing to a sentence.
    pub fn is_light(self) -> bool {
        self.0 & LIGHT != 0
    }

    /// True for a word of rising or falling.
    pub fn is_direction(self) -> bool {
        self.0 & DIRECTION != 0
    }

    /// True where a number about one of its classes is no evidence for another class.
    pub fn is_guarded(self) -> bool {
        self.0 & GUARDED != 0
    }

    /// True for a word with which a phrase of the packs that has a class may begin.
    pub fn opens_class(self) -> bool {
        self.0 & OPENS_CLASS != 0
    }

    /// True for a word with which a phrase of the packs that has a reading may begin.
    pub fn opens_reading(self) -> bool {
        self.0 & OPENS_READING != 0
    }

    /// The same of a class of what happens.
    pub fn is_deed(self) -> bool {
        self.0 & DEED != 0
    }
}
